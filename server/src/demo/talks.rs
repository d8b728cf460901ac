//! The demonstration's sessions: a family with an interpreter today, one with a
//! habit from which the next time is proposed, and a stay in whose week a talk
//! is missing.

use super::load::open;
use crate::config::Fault;
use casework::Day;
use casework::appointment::interpreter::OrderEvent;
use casework::appointment::{AppointmentKind, AppointmentState, PlaceKind};
use casework::calendar::Series;
use casework::calendar::conflict::Travel;
use casework::calendar::moment::Moment;
use casework::calendar::time::Time;
use std::collections::BTreeSet;
use store::{
    CaseAccess, CaseId, Details, EntryId, NewEntry, NewTalkNote, NewTalkStep, OccurrenceState, Store, TalkNoteKind,
    TalkNoteText, TalkPlan, UserId, Words,
};

/// The morning of the demonstration's day.
const NOW: Moment = Moment::new(Day::new(2026, 11, 23), Time::new(8, 0));

const fn november(day: u8) -> Day {
    Day::new(2026, 11, day)
}

/// The sessions of three families; `lead` leads all of them.
pub(super) async fn load(store: &Store, lead: &UserId, [marte, amna, ylva]: [&CaseId; 3]) -> Result<(), Fault> {
    let case = open(store, lead, amna).await?;
    for day in [november(9), november(16)] {
        held(&case, lead, AppointmentKind::FamilyTalk, day).await?;
    }
    let (entry, at) = plan(&case, lead, AppointmentKind::FamilyTalk, november(23)).await?;
    let coming = TalkPlan {
        agenda: "Hvordan går det med søvnen?\nHva skal vi snakke om neste gang?".into(),
        preparation: "Bestille tolk som snakker sudanesisk arabisk.".into(),
        attends: adults(&case).await?,
    };
    case.keep_talk_plan(&entry, at, 0, &coming).await?;
    case.step_order(&entry, at, "ar", &OrderEvent::Order).await?;

    let case = open(store, lead, marte).await?;
    for day in [november(6), november(13)] {
        held(&case, lead, AppointmentKind::SupportTalk, day).await?;
    }
    let (entry, at) = held(&case, lead, AppointmentKind::SupportTalk, november(20)).await?;
    let note = TalkNoteText {
        kind: TalkNoteKind::Observed,
        teller: format!("user:{}", lead.0),
        audience: BTreeSet::from(["team".to_owned()]),
        about: BTreeSet::new(),
        text: "Rolig stemning. Mye latter da kartet ble tegnet ferdig.".into(),
    };
    case.write_talk_note(&entry, at, &NewTalkNote { replaces: None, note }).await?;
    let step = NewTalkStep {
        words: "Spør barnehagen om en ledig morgen.".into(),
        owner: Some(lead.clone()),
        person: None,
        day: november(25),
    };
    case.keep_talk_step(&entry, at, &step).await?;

    let case = open(store, lead, ylva).await?;
    case.keep_stay(None, november(16), None).await?;
    for day in [november(17), november(19)] {
        held(&case, lead, AppointmentKind::DevelopmentTalk, day).await?;
    }
    plan(&case, lead, AppointmentKind::DevelopmentTalk, november(25)).await?;
    Ok(())
}

/// The adults who take part, by person id.
async fn adults(case: &CaseAccess) -> Result<BTreeSet<String>, Fault> {
    let adults = case.participants().await?.into_iter().filter(|it| !it.is_child);
    Ok(adults.map(|it| it.person).collect())
}

/// A session at two.
async fn plan(case: &CaseAccess, lead: &UserId, kind: AppointmentKind, day: Day) -> Result<(EntryId, Moment), Fault> {
    let at = Moment::new(day, Time::new(14, 0));
    let series = Series::once(at, kind.usual_minutes()).map_err(|error| Fault::Setting(format!("{error:?}")))?;
    let details = Details {
        room: case.unit_rooms().await?.first().map(|(id, _)| id.clone()),
        place: PlaceKind::Centre,
        travel: Travel::default(),
        people: BTreeSet::from([lead.clone()]),
        interpreters: BTreeSet::new(),
        equipment: BTreeSet::new(),
        open_to_unit: false,
        words: Words { title: String::new(), kind: Some(kind), note: String::new() },
    };
    let made = case.create_appointment(&NewEntry { unit: case.unit().clone(), series, details }).await?;
    Ok((made.entry.ok_or_else(|| Fault::Setting("a session without an entry".into()))?, at))
}

/// The same that has been held.
async fn held(case: &CaseAccess, lead: &UserId, kind: AppointmentKind, day: Day) -> Result<(EntryId, Moment), Fault> {
    let (entry, at) = plan(case, lead, kind, day).await?;
    let state = OccurrenceState { state: AppointmentState::Held, reason: None };
    case.set_state(&entry, 1, at, state, NOW).await?;
    Ok((entry, at))
}

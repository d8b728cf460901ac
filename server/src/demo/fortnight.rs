//! The demonstration's fortnight: what stands in the calendar around its day.
//! Talks and home visits of the families, a team meeting, somebody away, a talk
//! that was called off overnight, a room that two have taken, an interpreter who
//! has said yes. Reckoned from the demonstration's day, so that it is the same
//! whenever the demonstration is loaded.

use super::load::{missing, open};
use crate::config::Fault;
use casework::Day;
use casework::appointment::interpreter::OrderEvent;
use casework::appointment::{AppointmentKind, AppointmentState, PlaceKind, Reason};
use casework::calendar::conflict::Travel;
use casework::calendar::series::{End, Rule};
use casework::calendar::{Moment, Series, Span, Time};
use std::collections::BTreeSet;
use store::{CaseId, Details, EntryId, NewEntry, OccurrenceState, Store, TalkPlan, UnitId, UserId, Words};

/// Monday of the demonstration's week.
const MONDAY: Day = Day::new(2026, 11, 23);

/// Who is in it.
pub(super) struct Staff<'a> {
    /// Runs the system.
    pub(super) administrator: &'a UserId,
    /// Leads most cases.
    pub(super) lead: &'a UserId,
    /// Leads Kristoffer's case.
    pub(super) other: &'a UserId,
    /// Stands in everywhere.
    pub(super) second: &'a UserId,
    /// Responsible for the milieu.
    pub(super) milieu: &'a UserId,
}

/// The cases that have something in it.
pub(super) struct Families<'a> {
    pub(super) marte: &'a CaseId,
    pub(super) kristoffer: &'a CaseId,
    pub(super) noah: &'a CaseId,
    pub(super) amna: &'a CaseId,
    pub(super) viljar: &'a CaseId,
}

/// So many days from Monday, at a time.
fn at(days: i32, hour: u8, minute: u8) -> Moment {
    Moment::new(MONDAY.shifted(days), Time::new(hour, minute))
}

/// A talk of a family.
struct Talk<'a> {
    case: &'a CaseId,
    by: &'a UserId,
    kind: AppointmentKind,
    start: Moment,
    /// The room at the centre; nothing at the family's home.
    room: Option<String>,
    /// Minutes on the road, each way.
    road: u16,
    equipment: Option<String>,
}

/// What the unit itself plans.
struct Meeting<'a> {
    title: &'a str,
    start: Moment,
    minutes: u16,
    rule: Option<Rule>,
    people: &'a [&'a UserId],
    room: Option<String>,
    place: PlaceKind,
}

fn series(start: Moment, minutes: u16, rule: Option<Rule>) -> Result<Series, Fault> {
    Series::new(start, minutes, rule).map_err(|error| Fault::Setting(error.code().to_owned()))
}

/// Fills the calendar of the unit and of the families.
pub(super) async fn load(
    store: &Store,
    unit: &UnitId,
    staff: &Staff<'_>,
    families: &Families<'_>,
) -> Result<(), Fault> {
    let admin = store.administer(staff.administrator).await?;
    let small = admin.create_room(unit, "Samtalerom 2", 5).await?;
    let camera = admin.create_equipment(unit, "Filmkamera").await?;
    admin.create_equipment(unit, "Bil 1").await?;
    let rooms = admin.rooms().await?;
    let named = |name: &str| rooms.iter().find(|room| room.name == name).map(|room| room.id.clone());
    let (play, hall) = (named("Lekerommet"), named("Storstua"));
    of_the_unit(store, unit, staff, [play.clone(), hall.clone(), Some(small.clone())]).await?;

    let desk = store.desk(staff.second).await?;
    desk.note_absence(unit, staff.milieu, Span::day(MONDAY)).await?;

    let Families { marte, kristoffer, noah, amna, viljar } = *families;
    let (lead, other) = (staff.lead, staff.other);
    let at_centre = |case, by, kind, start| {
        let (room, road, equipment) = (Some(small.clone()), 0, None);
        Talk { case, by, kind, start, room, road, equipment }
    };
    let at_home = |case, by, kind, start, road| Talk { case, by, kind, start, room: None, road, equipment: None };
    let film = Talk {
        room: play.clone(),
        equipment: Some(camera),
        ..at_centre(marte, lead, AppointmentKind::MarteMeoFilm, at(8, 9, 30))
    };
    for talk in [
        at_centre(kristoffer, other, AppointmentKind::FamilyTalk, at(1, 9, 0)),
        at_home(marte, lead, AppointmentKind::HomeVisit, at(3, 9, 30), 25),
        at_home(kristoffer, other, AppointmentKind::HomeVisit, at(3, 13, 0), 40),
        Talk { room: hall, ..at_centre(noah, lead, AppointmentKind::ResponsibilityGroup, at(4, 9, 0)) },
        film,
        at_home(viljar, lead, AppointmentKind::FollowUpAtHome, at(9, 12, 30), 20),
        at_centre(kristoffer, other, AppointmentKind::FamilyTalk, at(8, 9, 0)),
        at_centre(marte, lead, AppointmentKind::SupportTalk, at(11, 10, 0)),
    ] {
        plan(store, &talk).await?;
    }

    // Somebody rang last night; the stand-in has noted it, and the lead reads it this morning.
    let today = at_centre(viljar, lead, AppointmentKind::FamilyTalk, at(0, 9, 0));
    let (entry, start) = plan(store, &today).await?;
    let case = open(store, staff.second, viljar).await?;
    let state = OccurrenceState { state: AppointmentState::Cancelled, reason: Some(Reason::Illness) };
    case.set_state(&entry, 1, start, state, at(0, 7, 0)).await?;

    // The interpreter for a later talk has said yes.
    let (entry, start) = plan(store, &at_centre(amna, lead, AppointmentKind::FamilyTalk, at(16, 14, 0))).await?;
    let case = open(store, lead, amna).await?;
    let adults = case.participants().await?.into_iter().filter(|it| !it.is_child).map(|it| it.person);
    let coming = TalkPlan { attends: adults.collect(), ..TalkPlan::default() };
    case.keep_talk_plan(&entry, start, 0, &coming).await?;
    case.step_order(&entry, start, "ar", &OrderEvent::Order).await?;
    let all = case.wished_interpreters().await?;
    let speaks = all.iter().find(|it| it.card.tongues.iter().any(|tongue| tongue.code == "ar"));
    let who = speaks.ok_or_else(|| missing("interpreter"))?.id.clone();
    case.step_order(&entry, start, "ar", &OrderEvent::Confirm(who)).await?;
    Ok(())
}

/// The unit's own meetings; the last one has taken a room in which a group meets.
async fn of_the_unit(
    store: &Store,
    unit: &UnitId,
    staff: &Staff<'_>,
    [play, hall, small]: [Option<String>; 3],
) -> Result<(), Fault> {
    let Staff { lead, other, second, milieu, .. } = *staff;
    let until = End::Until(MONDAY.shifted(28));
    let team = at(-19, 9, 0);
    let guidance = at(-10, 12, 30);
    let centre = PlaceKind::Centre;
    for meeting in [
        Meeting {
            title: "Teammøte",
            start: team,
            minutes: 60,
            rule: Some(Rule::weekly(team.day, 1, until)),
            people: &[lead, other, second, milieu],
            room: hall,
            place: centre,
        },
        Meeting {
            title: "Veiledning",
            start: guidance,
            minutes: 60,
            rule: Some(Rule::weekly(guidance.day, 2, until)),
            people: &[second, milieu],
            room: small,
            place: centre,
        },
        Meeting {
            title: "Samarbeidsmøte med helsestasjonen",
            start: at(10, 9, 0),
            minutes: 90,
            rule: None,
            people: &[lead, second],
            room: None,
            place: PlaceKind::Video,
        },
        Meeting {
            title: "Rigging av lekerommet",
            start: at(1, 12, 30),
            minutes: 60,
            rule: None,
            people: &[other],
            room: play,
            place: centre,
        },
    ] {
        let details = Details {
            room: meeting.room,
            place: meeting.place,
            travel: Travel::default(),
            people: meeting.people.iter().map(|it| (*it).clone()).collect(),
            interpreters: BTreeSet::new(),
            equipment: BTreeSet::new(),
            open_to_unit: true,
            words: Words { title: meeting.title.to_owned(), ..Words::default() },
        };
        let series = series(meeting.start, meeting.minutes, meeting.rule)?;
        let owner = meeting.people.first().ok_or_else(|| missing("owner"))?;
        store.calendar(owner).await?.create(&NewEntry { unit: unit.clone(), series, details }).await?;
    }
    Ok(())
}

/// Plans a talk; by whom it is planned takes part.
async fn plan(store: &Store, talk: &Talk<'_>) -> Result<(EntryId, Moment), Fault> {
    let case = open(store, talk.by, talk.case).await?;
    let details = Details {
        room: talk.room.clone(),
        place: if talk.room.is_some() { PlaceKind::Centre } else { PlaceKind::Home },
        travel: Travel { before: talk.road, after: talk.road },
        people: BTreeSet::from([talk.by.clone()]),
        interpreters: BTreeSet::new(),
        equipment: talk.equipment.iter().cloned().collect(),
        open_to_unit: false,
        words: Words { kind: Some(talk.kind), ..Words::default() },
    };
    let series = series(talk.start, talk.kind.usual_minutes(), None)?;
    let made = case.create_appointment(&NewEntry { unit: case.unit().clone(), series, details }).await?;
    Ok((made.entry.ok_or_else(|| missing("entry"))?, talk.start))
}

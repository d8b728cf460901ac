//! «Bruk uten nett»: a copy of a case's map for a place without network, and
//! what was drawn on it coming back, step by step.

use super::map_out::MapReader;
use crate::error::AppError;
use crate::wire::Wire;
use family_map::FuzzyDate;
use family_map::edit::Edit;
use family_map::message::Message;
use family_map::record::Record;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::cases::fuzzy;
#[cfg(feature = "ssr")]
use super::drawing::{declined, drawing_keys, read_step};
#[cfg(feature = "ssr")]
use super::in_room::people_in;
use super::parties::Parties;
#[cfg(feature = "ssr")]
use super::parties::{PartyName, parties_of};
#[cfg(feature = "ssr")]
use crate::server::{Visit, answer, visit, with_status};
#[cfg(feature = "ssr")]
use casework::Party;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, OFFLINE_LIMIT_MS, OfflineCopy, TakenOffline};

/// The one page that opens without network.
pub const OFFLINE_PAGE: &str = "/uten-nett";

/// For how long a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lasts {
    /// Until today's last minute.
    Tonight,
    /// Until tomorrow's last minute.
    Tomorrow,
    /// As long as a copy may be: three days.
    ThreeDays,
}

impl Lasts {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Tonight, Self::Tomorrow, Self::ThreeDays];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tonight => "tonight",
            Self::Tomorrow => "tomorrow",
            Self::ThreeDays => "three_days",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// What somebody chooses from who wants a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfflineOffer {
    /// A copy may be made. Not where somebody's address is protected.
    pub allowed: bool,
    /// Those who may be in the room.
    pub people: Vec<MapReader>,
}

/// What is taken along. Sealed as soon as it is in the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfflineMap {
    /// The copy's id.
    pub copy: String,
    /// The case's display name.
    pub title: String,
    /// The case's number, by which the copy is known before it is opened.
    pub number: String,
    /// What all in the room may see.
    pub record: Record,
    /// Today, for ages.
    pub today: FuzzyDate,
    /// Who may tell something and who may be chosen to see it: those in the room and the team.
    pub parties: Parties,
    /// Key of the one who draws.
    pub me: String,
    /// Whose copy it is: tells nothing by itself.
    pub tag: String,
    /// The key to which what is drawn is sealed: 65 bytes, hexadecimal.
    pub public_key: String,
    /// For how long it is, in milliseconds.
    pub lasts_ms: i64,
    /// A demonstration.
    pub demo: bool,
}

/// A step that meets what somebody has done since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Met {
    /// What was drawn without network.
    pub mine: Edit,
    /// The same with what stands there now; none where it is gone.
    pub theirs: Option<Edit>,
    /// Name of the person it is about, where it is about one who is known.
    pub person: Option<String>,
    /// Who wrote it or took it away, where that is known.
    pub by: Option<String>,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivered {
    /// It is done, now or before.
    Done,
    /// It would contradict what is known; why.
    Declined(Message),
    /// Somebody has done the same differently; nothing was done.
    Meets(Vec<Met>),
}

/// Who may be in the room, and whether a copy may be made at all.
///
/// # Errors
/// As [`super::cases::case_map`].
#[server(name = GetOfflineOffer, endpoint = "offline_offer", output = Wire)]
pub async fn offline_offer(id: String) -> Result<OfflineOffer, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, None, Action::Read).await.map_err(with_status)?;
    if case.part() != casework::opening::Part::Whole {
        return Err(with_status(AppError::NotPart));
    }
    let people = super::map_out::readers_of(&case).await?;
    Ok(OfflineOffer { allowed: case.may_take_offline().await?, people })
}

/// Hands out a copy for those in the room: their person ids, separated by
/// commas; `lasts` is the code of a [`Lasts`].
///
/// # Errors
/// [`AppError::Declined`] with a code of «offline_…»; as for opening the case;
/// [`AppError::NotAllowed`] for who may read only.
#[server(name = TakeOffline, endpoint = "take_offline", output = Wire)]
pub async fn take_offline(id: String, room: String, lasts: String) -> Result<OfflineMap, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?.id.clone();
    let case = visit.open(&id, None, Action::TakeOffline).await.map_err(with_status)?;
    if !case.may_edit() {
        return Err(with_status(AppError::NotAllowed));
    }
    let lasts = Lasts::from_code(&lasts).ok_or_else(|| with_status(AppError::Missing("lasts".into())))?;
    let room = people_in(&room);
    let lasts_ms = lasts_ms(&visit, lasts);
    let TakenOffline { copy, public_key, record } = answer(case.take_offline(&room, lasts_ms).await)?;
    Ok(OfflineMap {
        copy: copy.id,
        title: case.name().to_owned(),
        number: case.number().to_owned(),
        today: fuzzy(visit.site.store.today()).ok_or(AppError::Internal)?,
        parties: parties_in_room(&case, &visit, &record, &room).await?,
        me: Party::User(user.0.clone()).key(),
        tag: visit.site.store.draft_tag(&user),
        public_key,
        lasts_ms,
        demo: visit.site.demo,
        record,
    })
}

/// Those in the room, the team and the lead: who else takes part, which
/// services help and whom a bar holds off stays where it is.
#[cfg(feature = "ssr")]
pub(super) async fn parties_in_room(
    case: &CaseAccess,
    visit: &Visit,
    record: &Record,
    room: &[String],
) -> Result<Parties, AppError> {
    let all = parties_of(case, visit.site.store.today(), record, []).await.map_err(with_status)?;
    let here = |it: &PartyName| match Party::from_key(&it.key) {
        Some(Party::Person(id)) => room.contains(&id),
        Some(Party::Team | Party::Lead) => true,
        _ => false,
    };
    Ok(Parties { list: all.list.into_iter().filter(here).collect(), bars: Vec::new(), today: all.today })
}

#[cfg(feature = "ssr")]
fn lasts_ms(visit: &Visit, lasts: Lasts) -> i64 {
    let now = visit.site.local_time(visit.site.store.now());
    let minutes = |from: usize| now.get(from..from + 2).and_then(|it| it.parse::<i64>().ok()).unwrap_or_default();
    let left_today = (24 * 60 - minutes(11) * 60 - minutes(14)) * 60 * 1000;
    match lasts {
        Lasts::Tonight => left_today,
        Lasts::Tomorrow => left_today + 24 * 60 * 60 * 1000,
        Lasts::ThreeDays => OFFLINE_LIMIT_MS,
    }
}

/// Takes one step that was drawn on a copy, sealed to its key. Rights are
/// decided now; sent twice it counts once. `insist`: also where somebody has
/// written the same since.
///
/// # Errors
/// As for opening the case to change it; [`AppError::NotFound`] for a copy
/// that was not the caller's; [`AppError::Declined`] for what does not open.
#[server(name = DeliverOffline, endpoint = "deliver_offline", output = Wire)]
pub async fn deliver_offline(copy: String, sealed: String, insist: bool) -> Result<Delivered, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?.id.clone();
    let copy = answer(visit.site.store.offline_copy(&user, &copy).await)?;
    let case = visit.open_to_change(&copy.case.0).await?;
    let step = answer(case.open_offline_step(&copy, &sealed).await)?;
    if case.has_drawn(&step.step.key).await? {
        return Ok(Delivered::Done);
    }
    // It is held to what every step is held to.
    let text = serde_json::to_string(&step.step).map_err(|_| AppError::Internal)?;
    let waiting = read_step(&text)?;
    // What was drawn for the team alone is not for those in the room: it is looked at with its author's eyes.
    let record = case.record().await?;
    let clashes = if insist { Vec::new() } else { step.clashes(&record) };
    if !clashes.is_empty() {
        return met(&case, &copy, &record, clashes).await;
    }
    let keys = drawing_keys(&case, &visit, &record).await?;
    if let Some(why) = declined(&keys, &record, &waiting.edits)? {
        return Ok(Delivered::Declined(why));
    }
    answer(case.draw(&waiting.key, &waiting.edits).await)?;
    Ok(Delivered::Done)
}

#[cfg(feature = "ssr")]
async fn met(
    case: &CaseAccess,
    copy: &OfflineCopy,
    now: &Record,
    clashes: Vec<family_map::away::AwayClash>,
) -> Result<Delivered, AppError> {
    let mut met = Vec::with_capacity(clashes.len());
    for clash in clashes {
        let person = match &clash.mine {
            Edit::SetPerson { person, .. } => now.people.get(person).and_then(|it| it.label().map(str::to_owned)),
            _ => None,
        };
        let by = case.who_wrote(copy, &clash).await?;
        met.push(Met { mine: clash.mine, theirs: clash.theirs, person, by });
    }
    Ok(Delivered::Meets(met))
}

/// The copy is no longer on the device. What was drawn on it may still come.
///
/// # Errors
/// As [`deliver_offline`].
#[server(name = EndOffline, endpoint = "end_offline", output = Wire)]
pub async fn end_offline(copy: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = &visit.user().map_err(with_status)?.id;
    answer(visit.site.store.end_offline_copy(user, &copy).await)
}

/// Whose session this is, by the tag that stands beside a copy.
///
/// # Errors
/// [`AppError::SignedOut`] when nobody is signed in.
#[server(name = OfflineOwner, endpoint = "offline_owner", output = Wire)]
pub async fn offline_owner() -> Result<String, AppError> {
    let visit = visit()?;
    let user = &visit.user().map_err(with_status)?.id;
    Ok(visit.site.store.draft_tag(user))
}

//! Where a session is held and who and what takes part, changed after it was
//! planned.

use super::Planned;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::one::{find, moment};
#[cfg(feature = "ssr")]
use super::{ConflictRow, answer, conflict_row, plain, staff_of};
#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};
#[cfg(feature = "ssr")]
use casework::appointment::PlaceKind;
#[cfg(feature = "ssr")]
use casework::calendar::Series;
#[cfg(feature = "ssr")]
use casework::calendar::conflict::Travel;
#[cfg(feature = "ssr")]
use casework::calendar::moment::Span;
#[cfg(feature = "ssr")]
use casework::calendar::series::Scope;
#[cfg(feature = "ssr")]
use std::collections::BTreeSet;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, Details, EntryEdit, EntryId, EntryWhat, PlanRequest, UserId, Words};

/// Where and with whom, as a form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    /// Code of the sort of place.
    pub place: String,
    /// Id of the room; empty for none.
    pub room: String,
    /// Minutes on the road, each way.
    pub road: String,
    /// Ids of the staff.
    pub people: Vec<String>,
    /// Ids of the equipment.
    #[serde(default)]
    pub equipment: Vec<String>,
}

/// How a session is arranged, and what may be chosen instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkChoices {
    /// As it is now.
    pub now: Arrangement,
    /// The entry's version.
    pub version: i64,
    /// Staff who may take part: ids and names, the team first.
    pub staff: Vec<(String, String)>,
    /// Rooms: ids and names.
    pub rooms: Vec<(String, String)>,
    /// Equipment: ids and names.
    pub equipment: Vec<(String, String)>,
}

#[cfg(feature = "ssr")]
impl Arrangement {
    /// As the store takes it, without an interpreter.
    pub(super) fn details(&self, words: Words, me: &UserId) -> Details {
        let place = PlaceKind::from_code(&self.place).unwrap_or(PlaceKind::Centre);
        let road: u16 = if place.has_road() { self.road.trim().parse().unwrap_or_default() } else { 0 };
        let mut people: BTreeSet<UserId> = self.people.iter().map(|id| UserId(plain(id))).collect();
        if people.is_empty() {
            people.insert(me.clone());
        }
        Details {
            room: Some(plain(&self.room)).filter(|room| place == PlaceKind::Centre && !room.is_empty()),
            place,
            travel: Travel { before: road, after: road },
            people,
            interpreters: BTreeSet::new(),
            equipment: self.equipment.iter().map(|id| plain(id)).collect(),
            open_to_unit: false,
            words,
        }
    }
}

/// What stands in the way of a plan, with the next times that suit all.
#[cfg(feature = "ssr")]
pub(super) async fn in_the_way(
    visit: &Visit,
    case: &CaseAccess,
    (series, details, except): (Series, &Details, Option<EntryId>),
) -> Result<Option<(Vec<ConflictRow>, Vec<Span>)>, AppError> {
    let request = PlanRequest {
        unit: case.unit().clone(),
        except,
        series,
        travel: details.travel,
        people: details.people.clone(),
        interpreters: details.interpreters.clone(),
        room: details.room.clone(),
        equipment: details.equipment.clone(),
    };
    let me = visit.user().map_err(with_status)?.id.clone();
    let calendar = answer(visit.site.store.calendar(&me).await)?;
    let found = answer(calendar.check_for(case, &request).await)?;
    if found.standing.is_empty() {
        return Ok(None);
    }
    let now = visit.site.moment();
    let free = found.free.into_iter().filter(|it| it.start > now).collect();
    Ok(Some((found.standing.into_iter().map(conflict_row).collect(), free)))
}

/// How a session is arranged, for whoever may change it.
///
/// # Errors
/// As the case opens or not; [`AppError::NotFound`].
#[server(name = GetTalkChoices, endpoint = "talk_choices", output = Wire)]
pub async fn talk_choices(id: String, entry: String, reason: Option<String>) -> Result<TalkChoices, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let kept = answer(case.appointment_entry(&EntryId(plain(&entry))).await)?;
    let details = kept.details;
    Ok(TalkChoices {
        now: Arrangement {
            place: details.place.code().to_owned(),
            room: details.room.unwrap_or_default(),
            road: details.travel.before.to_string(),
            people: details.people.into_iter().map(|it| it.0).collect(),
            equipment: details.equipment.into_iter().collect(),
        },
        version: kept.version,
        staff: staff_of(&visit, &case).await?,
        rooms: answer(case.unit_rooms().await)?,
        equipment: answer(case.unit_equipment().await)?,
    })
}

/// Arranges one session otherwise: the room, the place, who and what takes part.
/// One of a series becomes a session of its own, so the answer tells its address.
///
/// # Errors
/// [`AppError::Declined`] when somebody was quicker, and for what is not the
/// unit's to plan with.
#[server(name = ArrangeTalk, endpoint = "arrange_talk", input = Json, output = Wire)]
pub async fn arrange_talk(
    id: String,
    entry: String,
    at: String,
    version: i64,
    arrangement: Arrangement,
    anyway: bool,
) -> Result<Planned, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let (entry, at) = (EntryId(plain(&entry)), moment(&at)?);
    let found = find(&case, &entry.0, at).await?;
    let kept = answer(case.appointment_entry(&entry).await)?;
    let minutes = u16::try_from(found.span.minutes()).unwrap_or(kept.series.minutes);
    let me = visit.user().map_err(with_status)?.id.clone();
    let details = Details { interpreters: kept.details.interpreters, ..arrangement.details(kept.details.words, &me) };
    if !anyway {
        let once = Series::once(found.span.start, minutes).map_err(|_| with_status(AppError::NotFound))?;
        if let Some((conflicts, _)) = in_the_way(&visit, &case, (once, &details, Some(entry.clone()))).await? {
            // Other times are for who moves it.
            return Ok(Planned::InTheWay { conflicts, free: Vec::new() });
        }
    }
    let what = EntryWhat::Fill { to: found.span.start, minutes, repeat: None, details: Box::new(details) };
    let edit = EntryEdit { entry: entry.clone(), version, at, scope: Scope::This, what };
    let changed = answer(case.change_appointment(&edit).await)?;
    let own = changed.entry.unwrap_or_else(|| entry.clone());
    let at = if own == entry && found.repeats { at } else { found.span.start };
    Ok(Planned::Made { entry: own.0, at, skipped: Vec::new() })
}

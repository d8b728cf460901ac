//! What «Min dag» begins with: today's appointments, what others have called
//! off, next steps that are due, weeks in which talks are missing. No case is opened.

use super::GuardView;
use casework::Day;
use casework::appointment::{OrderState, PlaceKind};
use casework::calendar::moment::{Moment, Span};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, guard_view};
#[cfg(feature = "ssr")]
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::server::{Visit, with_status};
#[cfg(feature = "ssr")]
use store::{EntryId, ShownSort, ShownWhat, StoreError, Whose};

/// What an appointment is, as far as the reader's lists tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayWhat {
    /// Time is taken.
    Busy,
    /// A title.
    Title(String),
    /// A case, as its line tells it.
    Case(DayCaseName),
}

/// A case by its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCaseName {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Display name.
    pub name: String,
    /// Whether it opens to the reader.
    pub opens: bool,
}

/// An appointment of today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTalk {
    /// When.
    pub span: Span,
    /// What.
    pub what: DayWhat,
    /// A parent group meets.
    pub group: bool,
    /// Its page within the case, where it has one.
    pub href: Option<String>,
    /// Name of the room.
    pub room: Option<String>,
    /// Sort of place.
    pub place: Option<PlaceKind>,
    /// How far an interpreter's order has come.
    pub order: Option<OrderState>,
}

/// An appointment that somebody else has called off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffRow {
    /// When it was to be.
    pub span: Span,
    /// What it was.
    pub what: DayWhat,
    /// Who called it off.
    pub by: String,
}

/// A next step or an action of a plan that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueStep {
    /// The case.
    pub case: DayCaseName,
    /// By when.
    pub day: Day,
    /// It is an action of the plan.
    pub of_plan: bool,
}

/// A handover between services that nobody has answered in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatonRow {
    /// The case.
    pub case: DayCaseName,
    /// By when an answer was awaited.
    pub day: Day,
    /// It is told to the reader as a leader.
    pub as_leader: bool,
}

/// A case in which talks of this week are missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardRow {
    /// The case.
    pub case: DayCaseName,
    /// What is missing.
    pub guard: GuardView,
    /// It is told to the reader as a leader.
    pub as_leader: bool,
}

/// A case in which words of the family wait for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsRow {
    /// The case.
    pub case: DayCaseName,
    /// So many.
    pub count: i64,
    /// Since when the first waits, local time in ISO form.
    pub since: String,
}

/// A handover to another municipality whose receiver has not said in time that
/// it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovingDayRow {
    /// The case.
    pub case: DayCaseName,
    /// By when it was awaited.
    pub day: Day,
}

/// What «Min dag» begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// Today's appointments, in order of time.
    pub talks: Vec<DayTalk>,
    /// What others have called off since yesterday afternoon.
    pub off: Vec<OffRow>,
    /// Next steps that are due within a week, or were.
    pub steps: Vec<DueStep>,
    /// Weeks in which talks are missing.
    pub guards: Vec<GuardRow>,
    /// Handovers without an answer.
    pub batons: Vec<BatonRow>,
    /// What families have said.
    pub words: Vec<WordsRow>,
    /// Handovers to other municipalities without a receipt.
    pub movings: Vec<MovingDayRow>,
}

/// What was called off is told from so long before today on: a long weekend.
#[cfg(feature = "ssr")]
const OFF_SINCE_MS: i64 = 66 * 60 * 60 * 1_000;
/// Of so many days ahead.
#[cfg(feature = "ssr")]
const OFF_AHEAD_DAYS: i32 = 2;
/// Next steps of so many days.
#[cfg(feature = "ssr")]
const STEP_DAYS: i32 = 7;

#[cfg(feature = "ssr")]
pub(crate) fn what_of(what: ShownWhat) -> DayWhat {
    match what {
        ShownWhat::Busy => DayWhat::Busy,
        ShownWhat::Title(title) => DayWhat::Title(title),
        ShownWhat::Case { id, number, name, opens } => DayWhat::Case(DayCaseName { id: id.0, number, name, opens }),
    }
}

#[cfg(feature = "ssr")]
fn named(line: store::CaseLine) -> DayCaseName {
    DayCaseName { id: line.id.0, number: line.number, name: line.name, opens: line.opens }
}

/// The page of a session: by its entry and the time that the rule has for it.
#[must_use]
pub fn talk_href(case: &str, entry: &str, at: Moment) -> String {
    format!("/familier/{case}/samtaler/{entry}/{at}")
}

/// The same for the caller of a request; nothing for who plans nowhere.
#[cfg(feature = "ssr")]
pub(crate) async fn today_of(visit: &Visit) -> Result<Option<Today>, AppError> {
    let store = &visit.site.store;
    let user = visit.user().map_err(with_status)?;
    let calendar = match store.calendar(&user.id).await {
        Err(StoreError::NotFound) => return Ok(None),
        found => answer(found)?,
    };
    let now = visit.site.moment();
    let shown = answer(calendar.view(&Whose::Mine, Span::day(now.day)).await)?;
    let known: Vec<(EntryId, Moment)> = shown.iter().filter_map(|it| Some((it.entry.clone()?, it.at))).collect();
    let orders = answer(store.order_states(&known).await)?;
    let talk = |it: store::Shown| {
        let order = it.entry.as_ref().and_then(|entry| orders.get(&(entry.clone(), it.at))).copied();
        let what = what_of(it.what);
        let href = match (&what, &it.entry) {
            (DayWhat::Case(case), Some(entry)) if case.opens => Some(talk_href(&case.id, &entry.0, it.at)),
            _ => None,
        };
        let room = it.room.map(|(_, name)| name);
        DayTalk { span: it.span, group: it.sort == ShownSort::GroupMeeting, what, href, room, place: it.place, order }
    };
    let own = |it: &store::Shown| matches!(it.sort, ShownSort::Entry | ShownSort::GroupMeeting);
    let talks = shown.into_iter().filter(own).map(talk).collect();
    let ahead = Span::days(now.day, now.day.shifted(OFF_AHEAD_DAYS));
    let off = answer(calendar.called_off(store.now() - OFF_SINCE_MS, ahead).await)?;
    let off = off.into_iter().map(|it| OffRow { span: it.span, what: what_of(it.what), by: it.by }).collect();
    let steps = answer(store.steps_for(user, now.day.shifted(STEP_DAYS)).await)?;
    let steps =
        steps.into_iter().map(|it| DueStep { case: named(it.line), day: it.day, of_plan: it.of_plan }).collect();
    let guards = answer(store.talk_guards(user, now).await)?;
    let guard =
        |it: store::GuardLine| GuardRow { guard: guard_view(&it.guard), as_leader: it.as_leader, case: named(it.line) };
    let batons = answer(store.unanswered_batons(user, now.day).await)?;
    let batons =
        batons.into_iter().map(|it| BatonRow { case: named(it.line), day: it.day, as_leader: it.as_leader }).collect();
    let words = answer(store.waiting_family_words(user).await)?;
    let said = |it: store::WordLine| WordsRow {
        case: named(it.line),
        count: it.waiting,
        since: visit.site.local_time(it.since),
    };
    let words = words.into_iter().map(said).collect();
    let movings = answer(store.unanswered_movings(user, now.day).await)?;
    let movings = movings.into_iter().map(|it| MovingDayRow { case: named(it.line), day: it.day }).collect();
    Ok(Some(Today { talks, off, steps, guards: guards.into_iter().map(guard).collect(), batons, words, movings }))
}

//! Individual sessions of a case: the list, the two talks of a week, stays, and
//! planning the next one.

pub mod arrange;
pub mod film;
pub mod one;
pub mod today;

use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::appointment::next_time::Difference;
use casework::appointment::two_talks::Level;
use casework::appointment::{AppointmentKind, AppointmentState, OrderState, PlaceKind, Reason};
use casework::calendar::moment::{Moment, Span};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{Visit, answer, visit, with_status};
#[cfg(feature = "ssr")]
use arrange::{Arrangement, in_the_way};
#[cfg(feature = "ssr")]
use casework::appointment::TalkGuard;
#[cfg(feature = "ssr")]
use casework::calendar::Series;
#[cfg(feature = "ssr")]
use casework::calendar::conflict::Conflict;
#[cfg(feature = "ssr")]
use casework::calendar::series::{End, Rule};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, Details, NewEntry, TalkPlan, UserId, Words};

/// A session in the list of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkRow {
    /// The entry of the calendar.
    pub entry: String,
    /// Which of its series.
    pub at: Moment,
    /// The entry's version.
    pub version: i64,
    /// When.
    pub span: Span,
    /// What for.
    pub kind: Option<AppointmentKind>,
    /// A title, where the kind says too little.
    pub title: String,
    /// What became of it.
    pub state: AppointmentState,
    /// Why it did not take place.
    pub reason: Option<Reason>,
    /// It is over, and nobody has said whether it was held.
    pub unmarked: bool,
    /// Names of the staff.
    pub people: Vec<String>,
    /// Name of the room.
    pub room: Option<String>,
    /// Sort of place.
    pub place: PlaceKind,
    /// Minutes on the road, each way.
    pub road: u16,
    /// It repeats.
    pub repeats: bool,
    /// How far an interpreter's order has come.
    pub order: Option<OrderState>,
    /// So many notes that the reader may see.
    pub notes: u32,
}

/// A next step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRow {
    /// Id.
    pub id: String,
    /// What.
    pub words: String,
    /// Name of who does it.
    pub who: String,
    /// By when.
    pub day: Day,
    /// It is done.
    pub done: bool,
}

/// What there is to say of the talks of a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardView {
    /// How many there are to be.
    pub needed: u8,
    /// Held.
    pub held: u8,
    /// Still to come.
    pub planned: u8,
    /// Over, and not said whether held.
    pub unmarked: u8,
    /// Working days that are left.
    pub days_left: u8,
    /// How loudly it is said.
    pub level: Level,
}

impl GuardView {
    /// How many are neither held nor planned.
    #[must_use]
    pub const fn missing(&self) -> u8 {
        self.needed.saturating_sub(self.held.saturating_add(self.planned))
    }
}

#[cfg(feature = "ssr")]
pub(crate) fn guard_view(it: &TalkGuard) -> GuardView {
    GuardView {
        needed: it.needed,
        held: it.held,
        planned: it.planned,
        unmarked: it.unmarked,
        days_left: it.days_left,
        level: it.level,
    }
}

/// A stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayRow {
    /// Id.
    pub id: String,
    /// First day.
    pub from: Option<Day>,
    /// Last day, where that is decided.
    pub to: Option<Day>,
}

/// A proposal for the next session of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRow {
    /// The kind.
    pub kind: AppointmentKind,
    /// When.
    pub span: Span,
    /// How it differs from the habit.
    pub difference: Difference,
    /// Ids of the staff.
    pub people: Vec<String>,
    /// Id of the room.
    pub room: String,
    /// Sort of place.
    pub place: PlaceKind,
    /// Minutes on the road.
    pub road: u16,
}

/// What the form for a new session needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkSetup {
    /// Staff who may take part: ids and names, the team first.
    pub staff: Vec<(String, String)>,
    /// The caller.
    pub me: String,
    /// Rooms: ids and names.
    pub rooms: Vec<(String, String)>,
    /// Equipment: ids and names.
    pub equipment: Vec<(String, String)>,
    /// Who of the family may come: person id and name.
    pub family: Vec<(String, String)>,
    /// The next time of each kind that was held lately.
    pub proposals: Vec<ProposalRow>,
    /// The one that is to be planned after a certain session, with who of the
    /// family came to that.
    pub next: Option<(ProposalRow, Vec<String>)>,
    /// Filming today is agreed to.
    pub may_film: bool,
}

/// The tab «Samtaler» of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseTalks {
    /// Those to come, the next first; those that are over and not marked before them.
    pub coming: Vec<TalkRow>,
    /// Those that have been, the last first.
    pub past: Vec<TalkRow>,
    /// Next steps that are not done.
    pub steps: Vec<StepRow>,
    /// The talks of this week, during a stay.
    pub guard: Option<GuardView>,
    /// Stays, the latest first.
    pub stays: Vec<StayRow>,
    /// For the form, where the caller may change the case.
    pub setup: Option<TalkSetup>,
    /// Today.
    pub today: Day,
}

/// A session to be planned, as the form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkForm {
    /// Code of the kind.
    pub kind: String,
    /// A title; needed for «something else».
    pub title: String,
    /// Day, as a date field has it.
    pub day: String,
    /// Time, as a time field has it.
    pub time: String,
    /// Minutes.
    pub minutes: String,
    /// Every so many weeks; empty for once.
    pub weeks: String,
    /// The last day of a series; empty for none.
    pub until: String,
    /// Code of the sort of place.
    pub place: String,
    /// Minutes on the road, each way.
    pub road: String,
    /// Id of the room.
    pub room: String,
    /// Ids of the staff.
    pub people: Vec<String>,
    /// Ids of the equipment.
    #[serde(default)]
    pub equipment: Vec<String>,
    /// Who of the family comes, by person id.
    pub attends: Vec<String>,
    /// What is to be talked about.
    pub agenda: String,
}

/// Something that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictRow {
    /// At which time of the plan.
    pub at: Moment,
    /// Code of what it is.
    pub code: String,
    /// Who or what is taken, or what the day is called.
    pub name: String,
}

/// What came of planning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Planned {
    /// It is planned.
    Made {
        /// The entry.
        entry: String,
        /// Its first time.
        at: Moment,
        /// Days off that a series passes over.
        skipped: Vec<Day>,
    },
    /// Nothing was kept yet: this stands in the way.
    InTheWay {
        /// What.
        conflicts: Vec<ConflictRow>,
        /// The next times that suit all.
        free: Vec<Span>,
    },
}

#[cfg(feature = "ssr")]
pub(crate) fn missing(field: &str) -> AppError {
    with_status(AppError::Missing(field.into()))
}

#[cfg(feature = "ssr")]
pub(crate) fn plain(text: &str) -> String {
    text.replace('\0', "").trim().to_owned()
}

/// So many days back and ahead are shown.
#[cfg(feature = "ssr")]
const BACK_DAYS: i32 = 366;
#[cfg(feature = "ssr")]
const AHEAD_DAYS: i32 = 183;

/// The sessions of a case. With the entry `after` and the time `at` of one of
/// them, the form is for the one that follows it.
///
/// # Errors
/// As the case opens or not; [`AppError::NotPart`].
#[server(name = GetCaseTalks, endpoint = "case_talks", output = Wire)]
pub async fn case_talks(
    id: String,
    reason: Option<String>,
    after: Option<String>,
    at: Option<String>,
) -> Result<CaseTalks, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let now = visit.site.moment();
    let within = Span::days(now.day.shifted(-BACK_DAYS), now.day.shifted(AHEAD_DAYS));
    let appointments = answer(case.appointments(within).await)?;
    let orders = answer(case.talk_orders().await)?;
    let mut notes: BTreeMap<store::OccurrenceId, u32> = BTreeMap::new();
    for note in answer(case.talk_notes().await)? {
        *notes.entry(note.occurrence).or_default() += 1;
    }
    // What was taken out of its series to be held otherwise stands there once.
    let taken_out = |it: &store::Appointment| {
        let same = |other: &store::Appointment| {
            other.entry != it.entry && other.span == it.span && other.words == it.words && other.state.takes_time()
        };
        it.state == AppointmentState::Cancelled && it.reason.is_none() && appointments.iter().any(same)
    };
    let appointments: Vec<_> = appointments.iter().filter(|it| !taken_out(it)).cloned().collect();
    let row = |it: store::Appointment| {
        let order = it.occurrence.as_ref().and_then(|id| orders.get(id)).map(|it| it.order.state);
        let notes = it.occurrence.as_ref().and_then(|id| notes.get(id)).copied().unwrap_or_default();
        row(it, order, notes, now)
    };
    let (past, coming): (Vec<_>, Vec<_>) = appointments
        .into_iter()
        .map(row)
        .partition(|it| it.span.end <= now && !it.unmarked || !it.state.takes_time() && it.span.start.day < now.day);
    let names = names_of(&case).await?;
    let steps = answer(case.talk_steps().await)?;
    let steps = steps.into_iter().filter(|it| it.done_at.is_none()).map(|it| step_row(it, &names)).collect();
    let guard = answer(case.talk_guard(now).await)?.as_ref().map(guard_view);
    let stays = answer(case.stays().await)?;
    let stays = stays.into_iter().map(|it| StayRow { id: it.id, from: it.period.from, to: it.period.to }).collect();
    let mut setup = if case.may_edit() { Some(setup_of(&visit, &case, &past, &coming, now).await?) } else { None };
    if let (Some(setup), Some((entry, at))) = (&mut setup, after.zip(at)) {
        let found = appointments_after(&case, &entry, &at).await?;
        if let Some((kind, end, attends)) = found {
            let next = answer(case.propose_talk(kind, now.max(end)).await)?;
            setup.next = next.map(|it| (proposal_row(it), attends));
        }
    }
    Ok(CaseTalks { coming, past: past.into_iter().rev().collect(), steps, guard, stays, setup, today: now.day })
}

/// The kind of a session, when it ends, and who of the family comes.
#[cfg(feature = "ssr")]
async fn appointments_after(
    case: &CaseAccess,
    entry: &str,
    at: &str,
) -> Result<Option<(AppointmentKind, Moment, Vec<String>)>, AppError> {
    let Ok(at) = at.parse::<Moment>() else { return Ok(None) };
    let kept = match case.appointment_entry(&store::EntryId(plain(entry))).await {
        Err(store::StoreError::NotFound) => return Ok(None),
        found => answer(found)?,
    };
    let (Some(kind), Some(occurrence)) = (kept.details.words.kind, kept.series.occurrence(at)) else {
        return Ok(None);
    };
    let all = answer(case.appointments(Span::days(occurrence.span.start.day, occurrence.span.end.day)).await)?;
    let id = all.into_iter().find(|it| it.entry == kept.id && it.at == at).and_then(|it| it.occurrence);
    let mut plans = answer(case.talk_plans().await)?;
    let plan = id.and_then(|id| plans.remove(&id)).unwrap_or_default().plan;
    Ok(Some((kind, occurrence.span.end, plan.attends.into_iter().collect())))
}

#[cfg(feature = "ssr")]
pub(crate) fn row(it: store::Appointment, order: Option<OrderState>, notes: u32, now: Moment) -> TalkRow {
    TalkRow {
        entry: it.entry.0,
        at: it.at,
        version: it.version,
        unmarked: casework::appointment::state::is_unmarked(it.state, it.span, now),
        span: it.span,
        kind: it.words.kind,
        title: it.words.title,
        state: it.state,
        reason: it.reason,
        people: it.people.into_values().collect(),
        room: it.room.map(|(_, name)| name),
        place: it.place,
        road: it.travel.before,
        repeats: it.repeats,
        order,
        notes,
    }
}

/// The names of those who take part, by person id.
#[cfg(feature = "ssr")]
pub(crate) async fn names_of(case: &CaseAccess) -> Result<BTreeMap<String, String>, AppError> {
    Ok(answer(case.participants().await)?.into_iter().map(|it| (it.person, it.name)).collect())
}

#[cfg(feature = "ssr")]
pub(crate) fn step_row(it: store::TalkStep, names: &BTreeMap<String, String>) -> StepRow {
    let person = it.person.and_then(|person| names.get(&person).cloned());
    StepRow {
        id: it.id,
        words: it.words,
        who: it.owner.map(|(_, name)| name).or(person).unwrap_or_default(),
        day: it.day,
        done: it.done_at.is_some(),
    }
}

/// Those who take part in the case today: person id and name.
#[cfg(feature = "ssr")]
pub(crate) async fn family_of(case: &CaseAccess, today: Day) -> Result<Vec<(String, String)>, AppError> {
    let mut family: Vec<(String, String)> = Vec::new();
    for it in answer(case.participants().await)? {
        let here = it.from.is_none_or(|from| from <= today) && it.to.is_none_or(|to| today <= to);
        if here && family.iter().all(|(person, _)| *person != it.person) {
            family.push((it.person, it.name));
        }
    }
    Ok(family)
}

/// Staff who may take part: ids and names, the team first.
#[cfg(feature = "ssr")]
async fn staff_of(visit: &Visit, case: &CaseAccess) -> Result<Vec<(String, String)>, AppError> {
    let team: Vec<String> = answer(case.team().await)?.into_iter().map(|it| it.user.0).collect();
    let planners = answer(visit.site.store.planners(case.unit()).await)?;
    let mut staff: Vec<(String, String)> = planners.into_iter().map(|(id, name)| (id.0, name)).collect();
    staff.sort_by_key(|(id, _)| !team.contains(id));
    Ok(staff)
}

#[cfg(feature = "ssr")]
async fn setup_of(
    visit: &Visit,
    case: &CaseAccess,
    past: &[TalkRow],
    coming: &[TalkRow],
    now: Moment,
) -> Result<TalkSetup, AppError> {
    // The kinds of late, the last first; those of which one is planned have their time already.
    let mut kinds: Vec<AppointmentKind> = Vec::new();
    for kind in past.iter().rev().chain(coming).filter(|it| it.state.takes_time()).filter_map(|it| it.kind) {
        let planned = coming.iter().any(|it| it.kind == Some(kind) && it.state.takes_time() && it.span.start > now);
        if !kinds.contains(&kind) && !planned && kinds.len() < 3 {
            kinds.push(kind);
        }
    }
    let mut proposals = Vec::new();
    for kind in kinds {
        if let Some(it) = answer(case.propose_talk(kind, now).await)? {
            proposals.push(proposal_row(it));
        }
    }
    Ok(TalkSetup {
        staff: staff_of(visit, case).await?,
        me: visit.user().map_err(with_status)?.id.0.clone(),
        rooms: answer(case.unit_rooms().await)?,
        equipment: answer(case.unit_equipment().await)?,
        family: family_of(case, now.day).await?,
        proposals,
        next: None,
        may_film: answer(case.film_consents().await)?.iter().any(|it| it.consent.allows(it.withdrawn, now.day)),
    })
}

#[cfg(feature = "ssr")]
pub(crate) fn proposal_row(it: store::Proposal) -> ProposalRow {
    ProposalRow {
        kind: it.kind,
        span: it.span,
        difference: it.difference,
        people: it.people.into_iter().map(|id| id.0).collect(),
        room: it.room.unwrap_or_default(),
        place: it.place,
        road: it.travel.before,
    }
}

/// A form as the store takes it.
#[cfg(feature = "ssr")]
fn read(form: &TalkForm, me: &UserId) -> Result<(Series, Details), AppError> {
    let kind = AppointmentKind::from_code(&form.kind).ok_or_else(|| missing("kind"))?;
    let title = plain(&form.title);
    if kind == AppointmentKind::Other && title.is_empty() {
        return Err(missing("title"));
    }
    let day: Day = form.day.trim().parse().map_err(|_| missing("day"))?;
    let time = form.time.trim().parse().map_err(|_| missing("time"))?;
    let minutes: u16 = form.minutes.trim().parse().map_err(|_| missing("minutes"))?;
    let rule = match form.weeks.trim().parse::<u8>() {
        Ok(weeks) if weeks > 0 => {
            let until = form.until.trim();
            let end =
                if until.is_empty() { End::Never } else { End::Until(until.parse().map_err(|_| missing("until"))?) };
            Some(Rule::weekly(day, weeks, end))
        }
        _ => None,
    };
    let series = Series::new(Moment::new(day, time), minutes, rule).map_err(|_| missing("minutes"))?;
    let arrangement = Arrangement {
        place: form.place.clone(),
        room: form.room.clone(),
        road: form.road.clone(),
        people: form.people.clone(),
        equipment: form.equipment.clone(),
    };
    let words = Words { title, kind: Some(kind), note: String::new() };
    Ok((series, arrangement.details(words, me)))
}

#[cfg(feature = "ssr")]
fn conflict_row(it: store::Standing) -> ConflictRow {
    let name = match &it.conflict {
        Conflict::DayOff { why, .. } => format!("day_off.{}", why.code()),
        Conflict::Note { note, .. } => format!("note.{}", note.code()),
        _ => it.name,
    };
    let on_the_road = matches!(&it.conflict, Conflict::Taken(clash) if clash.on_the_road);
    let code = if on_the_road { "on_the_road" } else { it.conflict.code() };
    ConflictRow { at: it.of.start, code: code.to_owned(), name }
}

/// Plans a session; a series passes over days off. What stands in the way is told first, with the next times
/// that suit all; `anyway` plans it all the same.
///
/// # Errors
/// [`AppError::Missing`]; as the case opens or not.
#[server(name = PlanTalk, endpoint = "plan_talk", input = Json, output = Wire)]
pub async fn plan_talk(id: String, form: TalkForm, anyway: bool) -> Result<Planned, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let me = visit.user().map_err(with_status)?.id.clone();
    let (series, details) = read(&form, &me)?;
    let (from, until) = (series.start.day, series.looked_over_until());
    let days = answer(visit.site.store.unit_days(case.unit(), from, until).await)?;
    let (series, skipped) = series.past_days_off(&days.free_days());
    if !anyway && let Some((conflicts, free)) = in_the_way(&visit, &case, (series.clone(), &details, None)).await? {
        return Ok(Planned::InTheWay { conflicts, free });
    }
    let at = series.all(64).first().map_or(series.start, |it| it.id);
    let made = answer(case.create_appointment(&NewEntry { unit: case.unit().clone(), series, details }).await)?;
    let entry = made.entry.ok_or(AppError::Internal).map_err(with_status)?;
    let plan = TalkPlan {
        agenda: plain(&form.agenda),
        preparation: String::new(),
        attends: form.attends.into_iter().collect(),
    };
    if plan != TalkPlan::default() {
        answer(case.keep_talk_plan(&entry, at, 0, &plan).await)?;
    }
    Ok(Planned::Made { entry: entry.0, at, skipped })
}

/// Says that a next step is done, or is not after all.
///
/// # Errors
/// As the case opens or not; [`AppError::NotFound`].
#[server(name = FinishTalkStep, endpoint = "finish_talk_step", output = Wire)]
pub async fn finish_talk_step(id: String, step: String, done: bool) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    answer(case.finish_talk_step(&step, done).await)
}

/// Keeps a stay, or sets one right.
///
/// # Errors
/// [`AppError::Missing`]; [`AppError::Declined`] for days that do not fit.
#[server(name = KeepStay, endpoint = "keep_stay", output = Wire)]
pub async fn keep_stay(id: String, stay: String, from: String, to: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let from: Day = from.trim().parse().map_err(|_| missing("from"))?;
    let to = if to.trim().is_empty() { None } else { Some(to.trim().parse().map_err(|_| missing("to"))?) };
    answer(case.keep_stay(Some(stay.as_str()).filter(|it| !it.is_empty()), from, to).await)
}

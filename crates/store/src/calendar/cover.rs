//! «Borte i dag»: what a colleague who is away was to do, handed over, moved or
//! called off by who leads the unit or leads the case. Whoever takes over gets
//! into the case for as long as the colleague is away, with the team's sight and
//! no more. Nothing of a case is read on the way.

use super::change::{Author, EntryEdit, EntryWhat};
use super::cover_undo::{CoverStep, NewCoverStep};
use super::entry::{Details, EntryId, EntryRow, open_words};
use super::occurrence::reason_place;
use super::plan::PlanRequest;
use super::source::Sort;
use super::view::{ShownWhat, Whose};
use super::{Calendar, change, leads, plans_in};
use crate::case::{CaseId, EventDetail, EventKind, day_text};
use crate::crypto::ScopeKey;
use crate::database::WriteTx;
use crate::desk::Absence;
use crate::error::StoreError;
use crate::group::{GroupId, leaders_on};
use crate::live::Signal;
use crate::log::{Action, NewRow};
use crate::outbox::{About, NewMessage, OfCase, Receiver};
use crate::unit::UnitId;
use crate::user::UserId;
use casework::Day;
use casework::appointment::{AppointmentState, Reason};
use casework::calendar::Series;
use casework::calendar::conflict::Conflict;
use casework::calendar::moment::{Moment, Span};
use casework::calendar::series::Scope;
use casework::day::Period;
use casework::message::{MessageKind, Words};
use casework::opening::{CaseStatus, Purpose};
use casework::role::{CaseFunction, Role};
use sqlx::{Any, Row, Transaction};

/// Something that a colleague who is away was to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToCover {
    /// The entry, where the viewer may know what it is.
    pub entry: Option<EntryId>,
    /// The group, where it is a meeting of one.
    pub group: Option<GroupId>,
    /// The entry's version.
    pub version: i64,
    /// Which of its series.
    pub at: Moment,
    /// When.
    pub span: Span,
    /// What, as the viewer's lists tell it.
    pub what: ShownWhat,
    /// Name of the room.
    pub room: Option<String>,
    /// Who else of the staff is there.
    pub others: Vec<String>,
    /// Whether the viewer may do something about it.
    pub may: bool,
    /// The next times that suit all who take part.
    pub free: Vec<Span>,
}

/// An absence with all that it leaves undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The absence.
    pub absence: Absence,
    /// What there is to cover, in order of time.
    pub rows: Vec<ToCover>,
    /// Who may take over: ids and names.
    pub colleagues: Vec<(UserId, String)>,
    /// This user's own last step that can be taken back.
    pub undo: Option<CoverStep>,
}

/// What is done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoverHow {
    /// A colleague takes over.
    HandOver(UserId),
    /// It is moved.
    Move(Moment),
    /// It is called off.
    Cancel,
}

impl CoverHow {
    /// Stable code.
    const fn code(&self) -> &'static str {
        match self {
            Self::HandOver(_) => "hand_over",
            Self::Move(_) => "move",
            Self::Cancel => "cancel",
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// So many notices were written into the outbox.
    pub notices: u32,
    /// Until when the colleague gets into the case, where that was new.
    pub access_until: Option<Day>,
}

/// Nobody is shown more days of an absence than these at once.
const SHOWN_DAYS: i32 = 14;
/// So many free times are proposed.
const PROPOSED: usize = 3;

/// A case that is changed for a colleague who is away, locked.
pub(super) struct Held {
    pub(super) write: WriteTx,
    pub(super) case: CaseId,
    unit: UnitId,
    pub(super) key: ScopeKey,
}

impl Calendar {
    /// An absence of one of this user's units, and what it leaves undone from
    /// today on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an absence of another unit.
    pub async fn cover(&self, absence: &str) -> Result<Cover, StoreError> {
        let absence = self.store.absence(absence).await?;
        self.must_plan_in(&absence.unit)?;
        let who = absence.who.0.clone();
        let today = self.store.today();
        let first = absence.span.start.max(Moment::new(today, casework::calendar::time::Time::MIDNIGHT));
        let last = absence.span.end.min(Span::day(today.shifted(SHOWN_DAYS)).end);
        let colleagues = self.store.planners(&absence.unit).await?;
        let colleagues = colleagues.into_iter().filter(|(id, _)| *id != who).collect();
        let mut rows = Vec::new();
        if first < last {
            for shown in self.view(&Whose::Person(who.clone()), Span { start: first, end: last }).await? {
                let group = match shown.sort {
                    Sort::Entry => None,
                    Sort::GroupMeeting => shown.key.split(':').nth(1).map(|id| GroupId(id.to_owned())),
                    Sort::Absence | Sort::Imported => continue,
                };
                let may = match (&group, &shown.entry, &shown.what) {
                    (Some(group), ..) => self.may_cover_group(&absence.unit, group).await?,
                    (None, Some(_), ShownWhat::Case { id, .. }) => self.may_cover_case(&absence.unit, id).await?,
                    (None, Some(_), _) => shown.may_change,
                    (None, None, _) => false,
                };
                let free = match shown.entry.as_ref().filter(|_| may) {
                    Some(entry) => self.next_free(entry, shown.span).await?,
                    None => Vec::new(),
                };
                let others = shown.people.into_iter().filter(|(id, _)| *id != who).map(|(_, name)| name);
                rows.push(ToCover {
                    others: others.collect(),
                    room: shown.room.map(|(_, name)| name),
                    entry: shown.entry,
                    version: shown.version,
                    at: shown.at,
                    span: shown.span,
                    what: shown.what,
                    group,
                    may,
                    free,
                });
            }
        }
        let undo = self.last_cover(&absence.id).await?;
        Ok(Cover { absence, rows, colleagues, undo })
    }

    async fn may_cover_case(&self, unit: &UnitId, case: &CaseId) -> Result<bool, StoreError> {
        if leads(&self.user, unit) {
            return Ok(true);
        }
        let mut tx = self.store.db().pool().begin().await?;
        let functions = self.store.functions_on(&mut tx, case).await?;
        Ok(functions.iter().any(|(user, function)| *user == self.user.id && function.sees_as_lead()))
    }

    async fn may_cover_group(&self, unit: &UnitId, group: &GroupId) -> Result<bool, StoreError> {
        if leads(&self.user, unit) {
            return Ok(true);
        }
        let mut on = self.store.db().pool().acquire().await?;
        let today = self.store.today();
        let leaders = leaders_on(&mut on, group).await?;
        Ok(leaders.iter().any(|it| it.leader.user == self.user.id.0 && it.leader.period.holds(today)))
    }

    /// The next times that suit all who take part in one occurrence.
    async fn next_free(&self, entry: &EntryId, span: Span) -> Result<Vec<Span>, StoreError> {
        let mut on = self.store.db().pool().acquire().await?;
        let row = self.store.entry_row(&mut on, entry).await?;
        drop(on);
        let request = request_of(&row, span)?;
        let family = row.case.as_ref().map(|case| case.0.as_str());
        let mut free = self.store.plan_answer(&request, family).await?.free;
        let now = self.store.local_now();
        free.retain(|it| it.start > now);
        free.truncate(PROPOSED);
        Ok(free)
    }

    /// Does something about one occurrence of a colleague who is away. With
    /// `tell`, those of the family who were to come are written to, as far as
    /// they may be.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for who neither leads the unit nor the case, and
    /// for an appointment of which the colleague is no part; «changed_since»
    /// when somebody was quicker; `colleague_taken`; `closed`.
    pub async fn cover_entry(
        &self,
        absence: &str,
        (entry, version, at): (&EntryId, i64, Moment),
        how: &CoverHow,
        tell: bool,
    ) -> Result<Covered, StoreError> {
        let absence = self.store.absence(absence).await?;
        self.must_plan_in(&absence.unit)?;
        let mut on = self.store.db().pool().acquire().await?;
        let row = self.store.entry_row(&mut on, entry).await?;
        drop(on);
        let occurrence = row.series.occurrence(at).ok_or(StoreError::NotFound)?;
        if !row.people.contains(&absence.who.0) || !occurrence.span.overlaps(&absence.span) {
            return Err(StoreError::NotFound);
        }
        if let CoverHow::HandOver(to) = how {
            self.must_have_time(&row, to, occurrence.span).await?;
        }
        let step = Step { absence: &absence, version, at, span: occurrence.span, how };
        match row.case.clone() {
            Some(case) => self.cover_for_case(&step, entry, case, tell).await,
            None => self.cover_of_unit(&step, entry).await,
        }
    }

    /// Stops a colleague who has something else at that time.
    async fn must_have_time(&self, row: &EntryRow, to: &UserId, span: Span) -> Result<(), StoreError> {
        if row.people.contains(to) {
            return Ok(());
        }
        let alone = PlanRequest {
            people: [to.clone()].into(),
            interpreters: Default::default(),
            equipment: Default::default(),
            room: None,
            ..request_of(row, span)?
        };
        let answer = self.store.plan_answer(&alone, None).await?;
        let taken = answer.standing.iter().any(|it| matches!(it.conflict, Conflict::Taken(_)));
        if taken { Err(StoreError::NotAllowed("colleague_taken")) } else { Ok(()) }
    }

    async fn cover_of_unit(&self, step: &Step<'_>, entry: &EntryId) -> Result<Covered, StoreError> {
        let mut write = self.store.db().write().await?;
        let row = self.store.entry_row(&mut write.tx, entry).await?;
        let user = self.store.find_user_on(&mut write.tx, &self.user.id).await?;
        if row.case.is_some() || !change::may_change(&user, &row) {
            return Err(StoreError::NotFound);
        }
        let author = Author { user: &self.user.id, key: &self.store.secrets().calendar, case: None };
        let change = self.take(&mut write.tx, &author, row, step).await?;
        let new = NewCoverStep {
            how: step.how.code(),
            starts: Some(step.span.start),
            entry: Some((&entry.0, step.at)),
            change: Some(&change),
            ..NewCoverStep::default()
        };
        self.note_cover(&mut write.tx, &step.absence.id, &new).await?;
        write.commit().await?;
        Ok(Covered::default())
    }

    async fn cover_for_case(
        &self,
        step: &Step<'_>,
        entry: &EntryId,
        case: CaseId,
        tell: bool,
    ) -> Result<Covered, StoreError> {
        let mut held = self.hold(case).await?;
        let tx = &mut held.write.tx;
        let row = self.store.entry_row(tx, entry).await?;
        if row.case.as_ref() != Some(&held.case) {
            return Err(StoreError::NotFound);
        }
        let author = Author { user: &self.user.id, key: &held.key, case: Some(&held.case) };
        let kept = self.store.occurrence_at(tx, &row.id, step.at, &self.user.id).await?;
        let change = self.take(tx, &author, row, step).await?;
        let mut covered = Covered::default();
        let mut let_in = None;
        if *step.how == CoverHow::Cancel {
            let reason = held.key.seal(reason_place(&kept.id), Reason::StaffAway.code())?;
            let state = AppointmentState::Cancelled;
            self.store.put_state(tx, &kept.id, state, Some(reason), &self.user.id).await?;
        }
        if let CoverHow::HandOver(to) = step.how {
            covered.access_until = self.let_in(&mut held, step, to).await?;
            // Whoever was let in for another of them is out with the last.
            let before = covered.access_until.is_none() && self.was_let_in(&mut held, to).await?;
            let_in = (before || covered.access_until.is_some()).then_some(to);
        }
        if tell {
            covered.notices = self.notify(&mut held, step, entry, &kept.id).await?;
        }
        let case = held.case.0.clone();
        let new = NewCoverStep {
            how: step.how.code(),
            starts: Some(step.span.start),
            entry: Some((&entry.0, step.at)),
            change: Some(&change),
            case: Some(&case),
            let_in,
            leader: None,
        };
        self.note_cover(&mut held.write.tx, &step.absence.id, &new).await?;
        held.write.commit().await?;
        Ok(covered)
    }

    /// The change of the calendar itself; by its id it is taken back.
    async fn take(
        &self,
        tx: &mut Transaction<'static, Any>,
        author: &Author<'_>,
        row: EntryRow,
        step: &Step<'_>,
    ) -> Result<String, StoreError> {
        let who = &step.absence.who.0;
        let minutes = u16::try_from(step.span.minutes()).unwrap_or(row.series.minutes);
        let what = match step.how {
            CoverHow::Cancel => EntryWhat::Cancel,
            CoverHow::Move(to) => EntryWhat::Move { to: *to, minutes },
            CoverHow::HandOver(to) => {
                let mut people = row.people.clone();
                people.remove(who);
                people.insert(to.clone());
                let details = Details {
                    room: row.room.clone(),
                    place: row.place,
                    travel: row.travel,
                    people,
                    interpreters: row.interpreters.clone(),
                    equipment: row.equipment.clone(),
                    open_to_unit: row.open_to_unit,
                    words: open_words(author.key, &row)?,
                };
                EntryWhat::Fill { to: step.span.start, minutes, repeat: None, details: Box::new(details) }
            }
        };
        let edit =
            EntryEdit { entry: EntryId(row.id.clone()), version: step.version, at: step.at, scope: Scope::This, what };
        let changed = self.store.edit_entry(tx, author, row, &edit).await?;
        if let (CoverHow::HandOver(to), Some(entry)) = (step.how, changed.entry) {
            sqlx::query("UPDATE calendar_entry SET owner_id = $2 WHERE id = $1 AND owner_id = $3")
                .bind(&entry.0)
                .bind(&to.0)
                .bind(&who.0)
                .execute(&mut **tx)
                .await?;
        }
        Ok(changed.change)
    }

    /// Locks a case for who leads it or its unit, with a row in its log.
    pub(super) async fn hold(&self, case: CaseId) -> Result<Held, StoreError> {
        let mut write = self.store.db().write().await?;
        let row = sqlx::query("UPDATE help_case SET changed_at = $2 WHERE id = $1 RETURNING unit_id, status")
            .bind(&case.0)
            .bind(self.store.now())
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        let user = self.store.find_user_on(&mut write.tx, &self.user.id).await?;
        let functions = self.store.functions_on(&mut write.tx, &case).await?;
        let function = functions.into_iter().find(|(it, function)| *it == user.id && function.sees_as_lead());
        let (role, purpose) = match function {
            Some((_, function)) if plans_in(&user, &unit) => (function.code(), Purpose::FollowUp),
            _ if leads(&user, &unit) => {
                let role = user.roles_in(&unit).into_iter().find(|role| role.leads_unit());
                (role.map_or("", Role::code), Purpose::Leadership)
            }
            _ => return Err(StoreError::NotFound),
        };
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        if status == Some(CaseStatus::Closed) {
            return Err(StoreError::NotAllowed("closed"));
        }
        let key = self.store.keys().try_find(&case.scope()).await?.ok_or(StoreError::NotFound)?;
        let entry = NewRow {
            user: &self.user.id.0,
            role,
            action: Action::Change,
            object: "sessions",
            purpose,
            outcome: "ok",
            detail: "",
        };
        self.store.log(&mut write.tx, &case.chain(), &key, &entry).await?;
        Ok(Held { write: write.about(Signal::Case(case.clone())), case, unit, key })
    }

    /// Lets whoever takes over into the case until the colleague is back, unless
    /// they have a function in it anyway.
    async fn let_in(&self, held: &mut Held, step: &Step<'_>, to: &UserId) -> Result<Option<Day>, StoreError> {
        let tx = &mut held.write.tx;
        let name = self.store.must_be_colleague(tx, &held.unit, to).await?;
        if self.store.functions_on(tx, &held.case).await?.iter().any(|(user, _)| user == to) {
            return Ok(None);
        }
        let end = step.absence.span.end;
        let last = if end.time == casework::calendar::time::Time::MIDNIGHT { end.day.before() } else { end.day };
        let last = last.max(step.span.start.day);
        let period = Period { from: Some(self.store.today()), to: Some(last) };
        self.store.insert_function(tx, &held.case, to, CaseFunction::Member, period).await?;
        let detail = EventDetail { staff: Some(name), function: Some(CaseFunction::Member), ..EventDetail::default() };
        self.store.tell(tx, (&held.case, &held.key), &self.user.id, EventKind::Joined, &detail).await?;
        Ok(Some(last))
    }

    /// Whether a colleague is in a case because of such a step that stands.
    async fn was_let_in(&self, held: &mut Held, to: &UserId) -> Result<bool, StoreError> {
        let row =
            sqlx::query("SELECT 1 FROM cover_step WHERE case_id = $1 AND let_in = $2 AND undone_at IS NULL LIMIT 1")
                .bind(&held.case.0)
                .bind(&to.0)
                .fetch_optional(&mut *held.write.tx)
                .await?;
        Ok(row.is_some())
    }

    /// Neutral notices to those of the family who were to come; nothing where
    /// only the colleague is another.
    async fn notify(
        &self,
        held: &mut Held,
        step: &Step<'_>,
        entry: &EntryId,
        occurrence: &str,
    ) -> Result<u32, StoreError> {
        let words = match step.how {
            CoverHow::HandOver(_) => return Ok(0),
            CoverHow::Cancel => Words::new(MessageKind::Cancelled, step.span.start),
            CoverHow::Move(to) => Words { before: Some(step.span.start), ..Words::new(MessageKind::Moved, *to) },
        };
        let tx = &mut held.write.tx;
        let mut receivers: Vec<String> =
            crate::talk::plan_on(tx, &held.key, occurrence).await?.plan.attends.into_iter().collect();
        if receivers.is_empty() {
            let rows = sqlx::query(
                "SELECT DISTINCT person_id FROM participant WHERE case_id = $1 AND is_child = 0 AND from_day <= $2
                 AND (to_day IS NULL OR to_day >= $2) ORDER BY person_id",
            )
            .bind(&held.case.0)
            .bind(day_text(self.store.today()))
            .fetch_all(&mut **tx)
            .await?;
            for row in &rows {
                receivers.push(row.try_get("person_id")?);
            }
        }
        let about = About::occurrence("entry", &entry.0, step.at);
        self.store.call_off(tx, Some(&held.case), &about).await?;
        let mut written = 0;
        for person in &receivers {
            let with = receivers.iter().filter(|other| *other != person).cloned().collect();
            let message = NewMessage {
                with,
                ..NewMessage::new(Receiver::Participant(person.clone()), words.clone(), about.clone())
            };
            let of = OfCase { unit: &held.unit, case: &held.case, key: &held.key };
            written += u32::from(self.store.enqueue(tx, of, &self.user.id, &message).await?.is_some());
        }
        Ok(written)
    }

    /// Somebody leads a group while a colleague is away, as one more leader for
    /// those days.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for who leads neither the unit nor the group;
    /// `not_colleague` for somebody who runs no groups there; `dates` when they
    /// lead it then anyway.
    pub async fn cover_group(&self, absence: &str, group: &GroupId, to: &UserId) -> Result<Covered, StoreError> {
        let absence = self.store.absence(absence).await?;
        self.must_plan_in(&absence.unit)?;
        if !self.may_cover_group(&absence.unit, group).await? {
            return Err(StoreError::NotFound);
        }
        let first = absence.span.start.day.max(self.store.today());
        let last = absence.span.end.plus(-1).day;
        let mut write = self.store.db().write().await?;
        let row = sqlx::query("SELECT unit_id FROM parent_group WHERE id = $1 AND cancelled_at IS NULL")
            .bind(group.0.replace('\0', ""))
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        let colleague = self.store.find_user_on(&mut write.tx, to).await?;
        if unit != absence.unit || !colleague.active || !colleague.roles_in(&unit).into_iter().any(Role::runs_groups) {
            return Err(StoreError::NotAllowed("not_colleague"));
        }
        let leaders = leaders_on(&mut write.tx, group).await?;
        if leaders.iter().any(|it| it.leader.user == to.0 && it.leader.period.holds(first)) {
            return Err(StoreError::NotAllowed("leads_already"));
        }
        let leader = self.store.new_id();
        sqlx::query(
            "INSERT INTO group_leader (id, group_id, user_id, from_day, to_day, languages)
             VALUES ($1, $2, $3, $4, $5, '[]')",
        )
        .bind(&leader)
        .bind(&group.0)
        .bind(&to.0)
        .bind(day_text(first))
        .bind(day_text(last.max(first)))
        .execute(&mut *write.tx)
        .await?;
        let starts = Some(absence.span.start);
        let new = NewCoverStep { how: "lead", starts, leader: Some(&leader), ..NewCoverStep::default() };
        self.note_cover(&mut write.tx, &absence.id, &new).await?;
        write.commit().await?;
        Ok(Covered { notices: 0, access_until: Some(last.max(first)) })
    }
}

/// One step of covering.
struct Step<'a> {
    absence: &'a Absence,
    version: i64,
    at: Moment,
    span: Span,
    how: &'a CoverHow,
}

/// The plan of one occurrence of an entry, as it stands.
fn request_of(row: &EntryRow, span: Span) -> Result<PlanRequest, StoreError> {
    let minutes = u16::try_from(span.minutes()).unwrap_or(row.series.minutes);
    Ok(PlanRequest {
        unit: row.unit.clone(),
        except: Some(EntryId(row.id.clone())),
        series: Series::once(span.start, minutes).map_err(change::refused)?,
        travel: row.travel,
        people: row.people.clone(),
        interpreters: row.interpreters.clone(),
        room: row.room.clone(),
        equipment: row.equipment.clone(),
    })
}

//! The appointments of a case: only through its access handle.

use super::change::{Author, Changed, EntryEdit, EntryWhat};
use super::entry::{Entry, EntryId, EntryRow, NewEntry, Words};
use super::occurrence::{KeptOccurrence, OccurrenceId, OccurrenceState, reason_place};
use super::undo::{Before, ChangeKind};
use crate::case::{CaseAccess, CaseId, Who};
use crate::error::StoreError;
use crate::user::UserId;
use casework::appointment::state::{StateError, check};
use casework::appointment::{AppointmentState, PlaceKind, Reason};
use casework::calendar::conflict::Travel;
use casework::calendar::moment::{Moment, Span};
use casework::calendar::series::Scope;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// One appointment of a case, for whoever is shown the whole of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// The entry of the calendar.
    pub entry: EntryId,
    /// The entry's version.
    pub version: i64,
    /// Which of its series, by the time that the rule has for it.
    pub at: Moment,
    /// The occurrence, once something is kept of it.
    pub occurrence: Option<OccurrenceId>,
    /// When.
    pub span: Span,
    /// Whether it repeats.
    pub repeats: bool,
    /// What for.
    pub words: Words,
    /// Who answers for it.
    pub owner: UserId,
    /// Names of the staff who take part, by id.
    pub people: BTreeMap<UserId, String>,
    /// Interpreters, by id.
    pub interpreters: BTreeSet<String>,
    /// Equipment, by id.
    pub equipment: BTreeSet<String>,
    /// Id and name of the room.
    pub room: Option<(String, String)>,
    /// Sort of place.
    pub place: PlaceKind,
    /// On the road.
    pub travel: Travel,
    /// What became of it.
    pub state: AppointmentState,
    /// Why it did not take place.
    pub reason: Option<Reason>,
}

/// The refusal of a state in the store's words.
const fn refused_state(error: StateError) -> StoreError {
    StoreError::NotAllowed(match error {
        StateError::NotYet => "state_not_yet",
        StateError::Over => "state_over",
        StateError::ReasonNeeded => "state_reason_needed",
        StateError::WrongReason => "state_wrong_reason",
    })
}

impl CaseAccess {
    fn planner(&self) -> Result<&UserId, StoreError> {
        match self.who() {
            Who::Staff(user) => Ok(user),
            Who::Participant(_) => Err(StoreError::NotAllowed("staff")),
        }
    }

    fn planning(&self) -> Result<Author<'_>, StoreError> {
        Ok(Author { user: self.planner()?, key: &self.key, case: Some(self.id()) })
    }

    /// A row of this case and of no other.
    async fn appointment_row(&self, tx: &mut Transaction<'static, Any>, id: &EntryId) -> Result<EntryRow, StoreError> {
        let row = self.store.entry_row(&mut *tx, id).await?;
        if row.case.as_ref() == Some(self.id()) { Ok(row) } else { Err(StoreError::NotFound) }
    }

    /// The appointments of the case within a span, in order of time, those
    /// that were cancelled with their reason among them.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn appointments(&self, within: Span) -> Result<Vec<Appointment>, StoreError> {
        self.must_see_whole()?;
        self.planner()?;
        let case = CaseId(self.id().0.clone());
        let condition =
            "case_id = $1 AND ended_at IS NULL AND first_day <= $2 AND (last_day IS NULL OR last_day >= $3)";
        let (first, last) = (within.start.day.before(), within.end.day.plus(1));
        let values = [case.0, crate::case::day_text(last), crate::case::day_text(first)];
        let mut on = self.store.db().pool().acquire().await?;
        let rows = self.store.entries_where(&mut on, condition, &values).await?;
        let names = self.store.staff_names(&mut on, rows.iter().flat_map(|row| &row.people)).await?;
        let rooms = self.store.rooms_of(&mut on, rows.iter().filter_map(|row| row.room.as_ref())).await?;
        let mut found = Vec::new();
        for row in rows {
            let kept = self.store.occurrences_of(&mut on, &row.id).await?;
            self.lay_out(row, &kept, within, (&names, &rooms), &mut found)?;
        }
        found.sort_by(|one, other| (one.span, &one.entry).cmp(&(other.span, &other.entry)));
        Ok(found)
    }

    fn lay_out(
        &self,
        row: EntryRow,
        kept: &[KeptOccurrence],
        within: Span,
        (names, rooms): (&BTreeMap<UserId, String>, &BTreeMap<String, String>),
        found: &mut Vec<Appointment>,
    ) -> Result<(), StoreError> {
        let entry = row.open(&self.key)?;
        let known: BTreeMap<Moment, &KeptOccurrence> = kept.iter().map(|it| (it.at, it)).collect();
        let planned = entry.series.occurrences(within).into_iter().map(|it| (it.id, it.span));
        let cancelled = entry.series.cancelled.iter().map(|id| (*id, Span::of(*id, entry.series.minutes)));
        let cancelled = cancelled.filter(|(_, span)| span.overlaps(&within));
        for (at, span) in planned.chain(cancelled) {
            let kept = known.get(&at);
            let is_cancelled = entry.series.cancelled.contains(&at);
            let state = if is_cancelled {
                AppointmentState::Cancelled
            } else {
                // What was brought back is planned again.
                kept.map(|it| it.state)
                    .filter(|it| *it != AppointmentState::Cancelled)
                    .unwrap_or(AppointmentState::Planned)
            };
            let reason = match kept.filter(|_| state.has_reason()) {
                Some(KeptOccurrence { id, reason_sealed: Some(sealed), .. }) => {
                    let code = self.key.unseal(reason_place(id), sealed)?;
                    Some(Reason::from_code(&code).ok_or(StoreError::Unreadable("calendar_occurrence"))?)
                }
                _ => None,
            };
            let details = &entry.details;
            let named = |id: &UserId| (id.clone(), names.get(id).cloned().unwrap_or_default());
            found.push(Appointment {
                entry: entry.id.clone(),
                version: entry.version,
                at,
                occurrence: kept.map(|it| OccurrenceId(it.id.clone())),
                span,
                repeats: entry.series.rule.is_some(),
                words: details.words.clone(),
                owner: entry.owner.clone(),
                people: details.people.iter().map(named).collect(),
                interpreters: details.interpreters.clone(),
                equipment: details.equipment.clone(),
                room: details.room.as_ref().map(|id| (id.clone(), rooms.get(id).cloned().unwrap_or_default())),
                place: details.place,
                travel: details.travel,
                state,
                reason,
            });
        }
        Ok(())
    }

    /// One entry of the case, whole.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none; as [`Self::appointments`].
    pub async fn appointment_entry(&self, id: &EntryId) -> Result<Entry, StoreError> {
        self.must_see_whole()?;
        self.planner()?;
        let mut tx = self.store.db().pool().begin().await?;
        self.appointment_row(&mut tx, id).await?.open(&self.key)
    }

    /// Makes an appointment of the case.
    ///
    /// # Errors
    /// When this viewer may not change the case; [`StoreError::NotAllowed`]
    /// with what is wrong.
    pub async fn create_appointment(&self, new: &NewEntry) -> Result<Changed, StoreError> {
        let author = self.planning()?;
        let mut write = self.change().await?;
        let new = NewEntry { unit: self.unit().clone(), ..new.clone() };
        let changed = self.store.make_entry(&mut write.tx, &author, &new).await?;
        write.commit().await?;
        Ok(changed)
    }

    /// Changes an appointment of the case.
    ///
    /// # Errors
    /// As [`Self::create_appointment`]; «changed_since» when somebody was quicker.
    pub async fn change_appointment(&self, edit: &EntryEdit) -> Result<Changed, StoreError> {
        let author = self.planning()?;
        let mut write = self.change().await?;
        let row = self.appointment_row(&mut write.tx, &edit.entry).await?;
        let changed = self.store.edit_entry(&mut write.tx, &author, row, edit).await?;
        write.commit().await?;
        Ok(changed)
    }

    /// The occurrence of an appointment, so that something can be kept of it:
    /// its id stays the same wherever it is moved.
    ///
    /// # Errors
    /// When this viewer may not change the case; [`StoreError::NotFound`] when
    /// the series has no such occurrence.
    pub async fn occurrence(&self, entry: &EntryId, at: Moment) -> Result<OccurrenceId, StoreError> {
        let mut write = self.change().await?;
        let id = self.occurrence_on(&mut write.tx, entry, at).await?;
        write.commit().await?;
        Ok(id)
    }

    /// The same within a transaction of the caller's, who has decided that this
    /// viewer may.
    pub(crate) async fn occurrence_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        entry: &EntryId,
        at: Moment,
    ) -> Result<OccurrenceId, StoreError> {
        let row = self.appointment_row(&mut *tx, entry).await?;
        if row.series.occurrence(at).is_none() && !row.series.cancelled.contains(&at) {
            return Err(StoreError::NotFound);
        }
        Ok(OccurrenceId(self.store.occurrence_at(tx, &row.id, at, self.planner()?).await?.id))
    }

    /// Says what became of an occurrence. Cancelling it frees who and what was
    /// taken; every other state brings it back. The caller says what time it is.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`]: «state_not_yet», «state_over»,
    /// «state_reason_needed», «state_wrong_reason», or «changed_since».
    pub async fn set_state(
        &self,
        entry: &EntryId,
        version: i64,
        at: Moment,
        new: OccurrenceState,
        now: Moment,
    ) -> Result<Changed, StoreError> {
        let author = self.planning()?;
        let mut write = self.change().await?;
        let row = self.appointment_row(&mut write.tx, entry).await?;
        let was_cancelled = row.series.cancelled.contains(&at);
        let span = match row.series.occurrence(at) {
            Some(it) => it.span,
            None if was_cancelled => Span::of(at, row.series.minutes),
            None => return Err(StoreError::NotFound),
        };
        check(new.state, new.reason, span, now).map_err(refused_state)?;
        let kept = self.store.occurrence_at(&mut write.tx, &row.id, at, author.user).await?;
        let is_cancelled = new.state == AppointmentState::Cancelled;
        let what = if is_cancelled { EntryWhat::Cancel } else { EntryWhat::Restore };
        let changed = if is_cancelled == was_cancelled {
            if row.version != version {
                return Err(StoreError::NotAllowed("changed_since"));
            }
            let before = Before { row: row.clone(), occurrences: vec![kept.clone()] };
            let next = EntryRow { version: version + 1, ..row.clone() };
            self.store.put_entry(&mut write.tx, &next, author.user).await?;
            let touched = [(row.id.clone(), Some(before), next.version)];
            let change = self.store.note_change(&mut write.tx, &author, ChangeKind::Noted, &touched).await?;
            Changed { entry: Some(entry.clone()), change }
        } else {
            let edit = EntryEdit { entry: entry.clone(), version, at, scope: Scope::This, what };
            self.store.edit_entry(&mut write.tx, &author, row, &edit).await?
        };
        let sealed = new.reason.map(|reason| self.key.seal(reason_place(&kept.id), reason.code())).transpose()?;
        self.store.put_state(&mut write.tx, &kept.id, new.state, sealed, author.user).await?;
        write.commit().await?;
        Ok(changed)
    }

    /// Takes back a change of one's own of an appointment of the case.
    ///
    /// # Errors
    /// When this viewer may not change the case; «changed_since» when somebody
    /// has changed the same since, or it was taken back already.
    pub async fn undo_appointment(&self, change: &str) -> Result<(), StoreError> {
        let author = self.planning()?;
        let mut write = self.change().await?;
        self.store.take_back(&mut write.tx, author.user, author.case, change).await?;
        write.commit().await
    }
}

impl crate::Store {
    /// Names of staff, by id.
    pub(super) async fn staff_names<'a>(
        &self,
        on: &mut sqlx::AnyConnection,
        ids: impl Iterator<Item = &'a UserId>,
    ) -> Result<BTreeMap<UserId, String>, StoreError> {
        let ids: BTreeSet<&UserId> = ids.collect();
        let found = self.named("staff_user", on, ids.into_iter().map(|id| id.0.clone()).collect()).await?;
        Ok(found.into_iter().map(|(id, name)| (UserId(id), name)).collect())
    }

    /// Names of rooms, by id.
    pub(super) async fn rooms_of<'a>(
        &self,
        on: &mut sqlx::AnyConnection,
        ids: impl Iterator<Item = &'a String>,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let ids: BTreeSet<&String> = ids.collect();
        self.named("room", on, ids.into_iter().cloned().collect()).await
    }

    /// Names in a table of ours that has ids and names.
    pub(super) async fn named(
        &self,
        table: &'static str,
        on: &mut sqlx::AnyConnection,
        ids: Vec<String>,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let mut names = BTreeMap::new();
        for some in ids.chunks(400) {
            let statement = format!("SELECT id, name FROM {table} WHERE id IN ({})", super::marks(1, some.len()));
            let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
            for id in some {
                query = query.bind(id.clone());
            }
            for row in query.fetch_all(&mut *on).await? {
                names.insert(row.try_get("id")?, row.try_get("name")?);
            }
        }
        Ok(names)
    }
}

//! Changes of entries: made, moved, filled in anew, cancelled, brought back.
//! Of this one, of this and the following, of all that are still to come; each
//! change is one step that can be taken back.

use super::entry::{Details, Entry, EntryId, EntryRow, NewEntry, Words, open_words, seal_words};
use super::undo::{Before, ChangeKind};
use super::{Calendar, leads};
use crate::Store;
use crate::case::CaseId;
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use crate::user::{User, UserId};
use casework::calendar::moment::Moment;
use casework::calendar::series::{Change, Edited, Part, Rule, Scope, Series, SeriesEdit, SeriesError};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

/// What is changed of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryWhat {
    /// It begins at another time or lasts otherwise.
    Move {
        /// When this occurrence begins instead.
        to: Moment,
        /// How long it lasts, in minutes.
        minutes: u16,
    },
    /// All of it, as a form sends it.
    Fill {
        /// When this occurrence begins.
        to: Moment,
        /// How long it lasts, in minutes.
        minutes: u16,
        /// How it repeats from now on; nothing leaves that as it is.
        repeat: Option<Option<Rule>>,
        /// Where and with whom.
        details: Box<Details>,
    },
    /// It does not take place.
    Cancel,
    /// It takes place after all.
    Restore,
}

/// A change of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryEdit {
    /// Which.
    pub entry: EntryId,
    /// The version that was read.
    pub version: i64,
    /// Which occurrence was taken hold of, by the time that the rule has for it.
    pub at: Moment,
    /// How much of the series is meant.
    pub scope: Scope,
    /// What.
    pub what: EntryWhat,
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The entry that the occurrence belongs to now; nothing when it has ended.
    pub entry: Option<EntryId>,
    /// The step, by which it is taken back.
    pub change: String,
}

/// Who changes, and with which key.
pub(super) struct Author<'a> {
    pub(super) user: &'a UserId,
    pub(super) key: &'a ScopeKey,
    pub(super) case: Option<&'a CaseId>,
}

/// What an edit makes of a row.
struct Plan {
    /// The row itself; nothing ends it.
    kept: Option<(Series, Option<Details>)>,
    /// What becomes an entry of its own.
    own: Option<(Series, Option<Details>)>,
    /// Where each occurrence of which something is kept has gone.
    edited: Vec<(Edited, Series, SeriesEdit)>,
    /// The single occurrence that becomes an entry of its own.
    detached: Option<(Moment, Moment)>,
}

/// A refusal of a series in the store's words.
pub(super) fn refused(error: SeriesError) -> StoreError {
    StoreError::NotAllowed(match error {
        SeriesError::CannotShift => "series_cannot_shift",
        SeriesError::NoSuchOccurrence => "changed_since",
        SeriesError::BadLength => "series_length",
        SeriesError::EndsBeforeStart | SeriesError::EndsTooLate | SeriesError::NoCount => "series_end",
        _ => "series_rule",
    })
}

/// One step of a series, sparing what has been.
fn step(series: &Series, edit: SeriesEdit, today: casework::Day) -> Result<(Edited, SeriesEdit), StoreError> {
    let edit = edit.sparing_past(series, today);
    Ok((series.edit(&edit).map_err(refused)?, edit))
}

fn plan(row: &EntryRow, edit: &EntryEdit, before: &Words, today: casework::Day) -> Result<Plan, StoreError> {
    let series_edit = |change| SeriesEdit { scope: edit.scope, at: edit.at, change };
    match &edit.what {
        EntryWhat::Cancel => shaped(row, series_edit(Change::Cancel), today, None),
        EntryWhat::Restore => {
            shaped(row, SeriesEdit { scope: Scope::This, ..series_edit(Change::Restore) }, today, None)
        }
        EntryWhat::Move { to, minutes } => {
            shaped(row, series_edit(Change::Move { to: *to, minutes: *minutes }), today, None)
        }
        EntryWhat::Fill { to, minutes, repeat, details } => {
            let same = is_same(row, before, details);
            let repeats_anew = repeat.as_ref().is_some_and(|rule| *rule != row.series.rule);
            if edit.scope == Scope::This && row.series.rule.is_some() && !repeats_anew {
                if same {
                    return shaped(row, series_edit(Change::Move { to: *to, minutes: *minutes }), today, None);
                }
                // Otherwise than its series in more than the time: an entry of its own.
                let (edited, series_step) = step(&row.series, series_edit(Change::Cancel), today)?;
                let own = Series::once(*to, *minutes).map_err(refused)?;
                return Ok(Plan {
                    kept: edited.series.clone().map(|series| (series, None)),
                    own: Some((own, Some((**details).clone()))),
                    edited: vec![(edited, row.series.clone(), series_step)],
                    detached: Some((edit.at, *to)),
                });
            }
            let details = (!same).then(|| (**details).clone());
            let scope = if row.series.rule.is_none() { Scope::All } else { edit.scope };
            let moved = SeriesEdit { scope, at: edit.at, change: Change::Move { to: *to, minutes: *minutes } };
            if !repeats_anew {
                return shaped(row, moved, today, details);
            }
            let rule = repeat.clone().flatten();
            repeated(row, moved, rule, today, details)
        }
    }
}

/// What a step of the series makes of the row; the details go to the part that was meant.
fn shaped(
    row: &EntryRow,
    edit: SeriesEdit,
    today: casework::Day,
    details: Option<Details>,
) -> Result<Plan, StoreError> {
    let (edited, edit) = step(&row.series, edit, today)?;
    let splits = edited.following.is_some();
    let (for_kept, for_own) = if splits { (None, details) } else { (details, None) };
    Ok(Plan {
        kept: edited.series.clone().map(|series| (series, for_kept)),
        own: edited.following.clone().map(|series| (series, for_own)),
        edited: vec![(edited, row.series.clone(), edit)],
        detached: None,
    })
}

/// Moved first and then repeated otherwise, as one change.
fn repeated(
    row: &EntryRow,
    moved: SeriesEdit,
    rule: Option<Rule>,
    today: casework::Day,
    details: Option<Details>,
) -> Result<Plan, StoreError> {
    let Change::Move { to, minutes } = moved.change else { return Err(refused(SeriesError::NoSuchOccurrence)) };
    let scope = if row.series.rule.is_none() { Scope::All } else { Scope::ThisAndFollowing };
    // Split where it is; then the part that is meant begins anew, with the new rule.
    let split = SeriesEdit { scope, at: moved.at, change: Change::Move { to: moved.at, minutes: row.series.minutes } };
    let (mut edited, split) = step(&row.series, split, today)?;
    let anew = Series::new(to, minutes, rule).map_err(refused)?;
    let part = edited.following.as_mut().or(edited.series.as_mut()).ok_or(StoreError::NotAllowed("changed_since"))?;
    *part = Series { sequence: part.sequence, ..anew };
    let splits = edited.following.is_some();
    let (for_kept, for_own) = if splits { (None, details) } else { (details, None) };
    Ok(Plan {
        kept: edited.series.clone().map(|series| (series, for_kept)),
        own: edited.following.clone().map(|series| (series, for_own)),
        edited: vec![(edited, row.series.clone(), split)],
        detached: None,
    })
}

fn is_same(row: &EntryRow, words: &Words, details: &Details) -> bool {
    row.room == details.room
        && row.place == details.place
        && row.travel == details.travel
        && row.people == details.people
        && row.interpreters == details.interpreters
        && row.equipment == details.equipment
        && row.open_to_unit == details.open_to_unit
        && *words == details.words
}

/// The row with other details.
fn filled(row: EntryRow, details: Details, key: &ScopeKey) -> Result<EntryRow, StoreError> {
    Ok(EntryRow {
        words_sealed: seal_words(key, &row.id, &details.words)?,
        room: details.room,
        place: details.place,
        travel: details.travel,
        people: details.people,
        interpreters: details.interpreters,
        equipment: details.equipment,
        open_to_unit: details.open_to_unit && row.case.is_none(),
        ..row
    })
}

impl Store {
    /// Makes an entry within the caller's transaction; the caller has decided
    /// that its author may.
    pub(super) async fn make_entry(
        &self,
        tx: &mut Transaction<'static, Any>,
        author: &Author<'_>,
        new: &NewEntry,
    ) -> Result<Changed, StoreError> {
        new.series.check().map_err(refused)?;
        self.must_belong(tx, &new.unit, &new.details, None).await?;
        let row = self.new_row(author, new)?;
        self.put_entry(tx, &row, author.user).await?;
        let change = self.note_change(tx, author, ChangeKind::Made, &[(row.id.clone(), None, 1)]).await?;
        Ok(Changed { entry: Some(EntryId(row.id)), change })
    }

    fn new_row(&self, author: &Author<'_>, new: &NewEntry) -> Result<EntryRow, StoreError> {
        let id = self.new_id();
        let details = new.details.clone();
        Ok(EntryRow {
            words_sealed: seal_words(author.key, &id, &details.words)?,
            id,
            unit: new.unit.clone(),
            case: author.case.cloned(),
            owner: author.user.clone(),
            series: new.series.clone(),
            room: details.room,
            place: details.place,
            travel: details.travel,
            people: details.people,
            interpreters: details.interpreters,
            equipment: details.equipment,
            open_to_unit: details.open_to_unit && author.case.is_none(),
            version: 1,
            ended_at: None,
        })
    }

    /// Changes an entry within the caller's transaction.
    pub(super) async fn edit_entry(
        &self,
        tx: &mut Transaction<'static, Any>,
        author: &Author<'_>,
        row: EntryRow,
        edit: &EntryEdit,
    ) -> Result<Changed, StoreError> {
        if row.version != edit.version {
            return Err(StoreError::NotAllowed("changed_since"));
        }
        let words = open_words(author.key, &row)?;
        let plan = plan(&row, edit, &words, self.today())?;
        for details in [&plan.kept, &plan.own].into_iter().flatten().filter_map(|(_, details)| details.as_ref()) {
            self.must_belong(tx, &row.unit, details, Some(&row)).await?;
        }
        let before = Before { row: row.clone(), occurrences: self.occurrences_of(&mut *tx, &row.id).await? };
        let version = row.version + 1;
        let mut touched = vec![(row.id.clone(), Some(before), version)];
        let kept = match plan.kept {
            Some((series, details)) => {
                let next = EntryRow { series, version, ..row.clone() };
                match details {
                    Some(details) => filled(next, details, author.key)?,
                    None => next,
                }
            }
            None => EntryRow { version, ended_at: Some(self.now()), ..row.clone() },
        };
        self.put_entry(tx, &kept, author.user).await?;
        let own = match plan.own {
            Some((series, details)) => {
                let id = self.new_id();
                // The words are sealed for their row.
                let words_sealed = seal_words(author.key, &id, &words)?;
                let next = EntryRow { id, series, version: 1, words_sealed, ended_at: None, ..row.clone() };
                let next = match details {
                    Some(details) => filled(next, details, author.key)?,
                    None => next,
                };
                self.put_entry(tx, &next, author.user).await?;
                touched.push((next.id.clone(), None, 1));
                Some(next.id)
            }
            None => None,
        };
        for occurrence in self.occurrences_of(&mut *tx, &row.id).await? {
            let gone = match (&plan.detached, &own) {
                (Some((from, to)), Some(own)) if *from == occurrence.at => Some((own.clone(), *to)),
                _ => plan.edited.iter().find_map(|(edited, before, step)| {
                    let (part, at) = edited.whereabouts(before, step, occurrence.at)?;
                    let entry = if part == Part::Following { own.clone()? } else { row.id.clone() };
                    Some((entry, at))
                }),
            };
            if let Some((entry, at)) = gone.filter(|(entry, at)| *entry != row.id || *at != occurrence.at) {
                self.put_occurrence_at(tx, &occurrence.id, &entry, at).await?;
            }
        }
        let kind = match edit.what {
            EntryWhat::Move { .. } => ChangeKind::Moved,
            EntryWhat::Fill { .. } => ChangeKind::Filled,
            EntryWhat::Cancel => ChangeKind::Cancelled,
            EntryWhat::Restore => ChangeKind::Restored,
        };
        let change = self.note_change(tx, author, kind, &touched).await?;
        Ok(Changed { entry: own.or_else(|| kept.ended_at.is_none().then_some(kept.id)).map(EntryId), change })
    }
}

impl Calendar {
    /// An entry that belongs to no case, for who takes part in it, leads the
    /// unit, or plans there where it is open to all.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everyone else, and for entries of cases.
    pub async fn entry(&self, id: &EntryId) -> Result<Entry, StoreError> {
        let mut on = self.store.db().pool().acquire().await?;
        let row = self.store.entry_row(&mut on, id).await?;
        if row.case.is_some() || !may_read(&self.user, &row) {
            return Err(StoreError::NotFound);
        }
        row.open(&self.store.secrets().calendar)
    }

    /// Makes an entry that belongs to no case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where this user does not plan;
    /// [`StoreError::NotAllowed`] with what is wrong.
    pub async fn create(&self, new: &NewEntry) -> Result<Changed, StoreError> {
        self.must_plan_in(&new.unit)?;
        if new.details.words.title.trim().is_empty() {
            return Err(StoreError::NotAllowed("entry_title"));
        }
        let mut write = self.store.db().write().await?;
        let author = Author { user: &self.user.id, key: &self.store.secrets().calendar, case: None };
        let changed = self.store.make_entry(&mut write.tx, &author, new).await?;
        write.commit().await?;
        Ok(changed)
    }

    /// Changes an entry that belongs to no case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for who does not take part in it nor leads the
    /// unit; [`StoreError::NotAllowed`]: «changed_since» when somebody was
    /// quicker, or what is wrong.
    pub async fn change(&self, edit: &EntryEdit) -> Result<Changed, StoreError> {
        let mut write = self.store.db().write().await?;
        let row = self.store.entry_row(&mut write.tx, &edit.entry).await?;
        // Decided anew by the posts of this moment.
        let user = self.store.find_user_on(&mut write.tx, &self.user.id).await?;
        if row.case.is_some() || !may_change(&user, &row) {
            return Err(StoreError::NotFound);
        }
        if let EntryWhat::Fill { details, .. } = &edit.what
            && details.words.title.trim().is_empty()
        {
            return Err(StoreError::NotAllowed("entry_title"));
        }
        let author = Author { user: &self.user.id, key: &self.store.secrets().calendar, case: None };
        let changed = self.store.edit_entry(&mut write.tx, &author, row, edit).await?;
        write.commit().await?;
        Ok(changed)
    }

    /// The case that an entry belongs to: for the server alone, which then
    /// knocks at the case's own door and tells nobody.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such entry, or one of no case
    /// that is not for this user.
    pub async fn case_of(&self, id: &EntryId) -> Result<Option<CaseId>, StoreError> {
        let mut on = self.store.db().pool().acquire().await?;
        let row = self.store.entry_row(&mut on, id).await?;
        match row.case {
            Some(case) => Ok(Some(case)),
            None if may_read(&self.user, &row) => Ok(None),
            None => Err(StoreError::NotFound),
        }
    }
}

/// Who may change an entry that belongs to no case.
pub(super) fn may_change(user: &User, row: &EntryRow) -> bool {
    let is_in = row.owner == user.id || row.people.contains(&user.id);
    super::plans_in(user, &row.unit) && (is_in || leads(user, &row.unit))
}

/// Who may read it.
pub(super) fn may_read(user: &User, row: &EntryRow) -> bool {
    may_change(user, row) || (row.open_to_unit && super::plans_in(user, &row.unit))
}

//! The record of people and ties: edits numbered per case, and what they add up
//! to, written in one transaction.

use super::access::Eyes;
use super::trace::close_homes;
use super::{CaseAccess, CaseId, Who};
use crate::Store;
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::user::UserId;
use casework::Day;
use family_map::Record;
use family_map::edit::{Edit, Outcome, PersonField, WhyNothing, apply, as_meant, as_shown, replay};
use family_map::record::{Fact, FactId, Known, PartyKey, Person, PersonId};
use family_map::redact::{may_see_fact, redact};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// What a set of edits did.
#[derive(Clone, Debug, PartialEq)]
pub struct EditReceipt {
    /// What each edit did, in order.
    pub outcomes: Vec<Outcome>,
}

const fn record_place(case: &str) -> Place<'_> {
    Place { table: "case_record", column: "record_sealed", row: case }
}

pub(super) const fn edit_place(row: &str) -> Place<'_> {
    Place { table: "case_edit", column: "edits_sealed", row }
}

fn to_json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("record"))
}

pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("record"))
}

/// Puts the first record beside a new case: empty, or what the edits of a first
/// step add up to.
pub(super) async fn insert_first(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
    key: &ScopeKey,
    (author, now): (&UserId, i64),
    today: Day,
    edits: &[Edit],
) -> Result<(), StoreError> {
    let record = replay(edits);
    let number = i64::from(!edits.is_empty());
    if number > 0 {
        insert_edits(tx, case, key, number, (author, now), &StepOf::default(), edits).await?;
    }
    sqlx::query("INSERT INTO case_record (case_id, number, record_sealed) VALUES ($1, $2, $3)")
        .bind(&case.0)
        .bind(number)
        .bind(key.seal(record_place(&case.0), &to_json(&record)?)?)
        .execute(&mut **tx)
        .await?;
    super::due::insert_first(tx, case, &record, today).await
}

/// What a step is beside its edits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StepOf<'a> {
    /// Its author's own key, under which it counts once.
    pub(super) key: Option<&'a str>,
    /// The step that it takes back.
    pub(super) undoes: Option<i64>,
    /// Whose hand drew it, where it was not its author's own.
    pub(super) hand: Option<&'a str>,
}

/// A step as it was stored.
pub(super) struct StoredStep {
    pub(super) number: i64,
    /// Whose it is: [`drawer`] of its author and the hand.
    pub(super) drawer: String,
    pub(super) undoes: Option<i64>,
    /// Drawn on the map, or taken back there.
    pub(super) is_drawn: bool,
    pub(super) edits: Vec<Edit>,
}

/// A step for whoever follows the case. Never leaves the store as it is: it may
/// speak of what is hidden.
pub(crate) struct StepSince {
    pub(crate) author: String,
    /// The author's name.
    pub(crate) by: String,
    /// Whose hand drew it, where it was not its author's own.
    pub(crate) hand: Option<String>,
    /// As whom, where it was a guest's.
    pub(crate) guest: Option<PersonId>,
    pub(crate) key: Option<String>,
    pub(crate) edits: Vec<Edit>,
}

/// Whose a step is: what is drawn with another hand in somebody's name is not
/// theirs to take back, nor the other way round.
pub(super) fn drawer(author: &str, hand: Option<&str>) -> String {
    hand.map_or_else(|| author.to_owned(), |hand| format!("{author} {hand}"))
}

/// Writes one numbered step.
async fn insert_edits(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
    key: &ScopeKey,
    number: i64,
    (author, now): (&UserId, i64),
    step: &StepOf<'_>,
    edits: &(impl serde::Serialize + ?Sized),
) -> Result<(), StoreError> {
    let row = format!("{}#{number}", case.0);
    sqlx::query(
        "INSERT INTO case_edit (case_id, number, author_id, at, edits_sealed, step_key, undoes, hand)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&case.0)
    .bind(number)
    .bind(&author.0)
    .bind(now)
    .bind(key.seal(edit_place(&row), &to_json(edits)?)?)
    .bind(step.key)
    .bind(step.undoes)
    .bind(step.hand)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl CaseAccess {
    /// The record as this viewer may see it; empty where the map is not part of
    /// what is open.
    ///
    /// # Errors
    /// When the database does not answer or a row was tampered with.
    pub async fn record(&self) -> Result<Record, StoreError> {
        Ok(self.redacted(&self.whole_record().await?))
    }

    /// The whole record, for what is computed before it is redacted.
    pub(super) async fn whole_record(&self) -> Result<Record, StoreError> {
        whole_record(&self.store, self.id(), &self.key).await
    }

    /// The same, and how many steps it adds up.
    pub(crate) async fn whole_record_at(&self) -> Result<(Record, i64), StoreError> {
        whole_record_at(&self.store, self.id(), &self.key).await
    }

    /// The steps after one up to another, in order, with whose they are.
    pub(crate) async fn steps_since(&self, after: i64, up_to: i64) -> Result<Vec<StepSince>, StoreError> {
        let case = &self.id().0;
        let rows = sqlx::query(
            "SELECT case_edit.number, case_edit.author_id, case_edit.step_key, case_edit.edits_sealed,
                    case_edit.hand, staff_user.name, map_guest.person_id
             FROM case_edit JOIN staff_user ON staff_user.id = case_edit.author_id
             LEFT JOIN map_guest ON map_guest.id = case_edit.hand
             WHERE case_edit.case_id = $1 AND case_edit.number > $2 AND case_edit.number <= $3
             ORDER BY case_edit.number",
        )
        .bind(case)
        .bind(after)
        .bind(up_to)
        .fetch_all(self.store.db().pool())
        .await?;
        let step = |row: &AnyRow| {
            let id = format!("{case}#{}", row.try_get::<i64, _>("number")?);
            let edits = self.key.unseal(edit_place(&id), &row.try_get::<String, _>("edits_sealed")?)?;
            Ok(StepSince {
                author: row.try_get("author_id")?,
                by: row.try_get("name")?,
                hand: row.try_get("hand")?,
                guest: row.try_get::<Option<String>, _>("person_id")?.map(PersonId::from),
                key: row.try_get("step_key")?,
                edits: from_json(&edits)?,
            })
        };
        rows.iter().map(step).collect()
    }

    pub(crate) fn redacted(&self, whole: &Record) -> Record {
        if self.must_see_whole().is_err() {
            return Record::new();
        }
        seen_through(whole, &self.all_eyes(whole))
    }

    /// Of whom each of some who take part knows, by their own sight of the map.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn known_to<'a>(
        &self,
        people: impl Iterator<Item = &'a str>,
    ) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
        let whole = self.whole_record().await?;
        let known = |person: &str| {
            let seen = self.whole_seen_by(&whole, person);
            seen.people.keys().map(|id| id.as_str().to_owned()).collect()
        };
        Ok(people.map(|person| (person.to_owned(), known(person))).collect())
    }

    /// Applies edits in one transaction, numbers them as one step of the case,
    /// and keeps the record they add up to. An edit on a fact that this viewer
    /// does not see does nothing, as if the fact were not there.
    ///
    /// # Errors
    /// When the case may not be changed; then nothing is.
    pub async fn edit(&self, edits: &[Edit]) -> Result<EditReceipt, StoreError> {
        let mut write = self.change().await?;
        let receipt = self.edit_on(&mut write.tx, edits).await?;
        write.commit().await?;
        Ok(receipt)
    }

    /// The same within a transaction of the caller's. What falls due because of
    /// who is on the map is kept in step here.
    pub(super) async fn edit_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        edits: &[Edit],
    ) -> Result<EditReceipt, StoreError> {
        self.draw_on(tx, edits, &StepOf::default()).await
    }

    /// The same for a step with a key, or one that takes another back.
    pub(super) async fn draw_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        edits: &[Edit],
        step: &StepOf<'_>,
    ) -> Result<EditReceipt, StoreError> {
        self.must_edit()?;
        self.must_see_whole()?;
        let Who::Staff(author) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let step = &StepOf { hand: self.hand(), ..*step };
        let case = &self.id().0;
        let row = sqlx::query(
            "UPDATE help_case SET edit_number = edit_number + 1, changed_at = $2 WHERE id = $1 RETURNING edit_number",
        )
        .bind(case)
        .bind(self.store.now())
        .fetch_one(&mut **tx)
        .await?;
        let number: i64 = row.try_get("edit_number")?;
        let mut record = self.record_on(tx).await?;

        let (mut outcomes, mut done) = (Vec::with_capacity(edits.len()), Vec::with_capacity(edits.len()));
        for edit in edits {
            if !self.reaches(&record, edit) {
                outcomes.push(Outcome::Nothing(WhyNothing::Gone));
                continue;
            }
            let edit = self.with_unknown(&record, edit);
            let outcome = apply(&mut record, &edit);
            if matches!(outcome, Outcome::Done { .. }) {
                done.push(edit);
            }
            outcomes.push(self.without_hidden(&record, outcome));
        }
        insert_edits(tx, self.id(), &self.key, number, (author, self.store.now()), step, &done).await?;
        self.keep_record(tx, number, &record).await?;
        for edit in &done {
            if let Edit::SetPerson { person, field: PersonField::Name(Known::Known(name)) } = edit {
                self.rename_participant(tx, person.as_str(), name).await?;
            }
        }
        self.follow(tx, &record, &touched(&done)).await?;
        Ok(EditReceipt { outcomes })
    }

    /// The whole record, read within a transaction.
    pub(super) async fn record_on(&self, tx: &mut Transaction<'static, Any>) -> Result<Record, StoreError> {
        record_on(tx, self.id(), &self.key).await
    }

    async fn keep_record(
        &self,
        tx: &mut Transaction<'static, Any>,
        number: i64,
        record: &Record,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE case_record SET number = $2, record_sealed = $3 WHERE case_id = $1")
            .bind(&self.id().0)
            .bind(number)
            .bind(self.key.seal(record_place(&self.id().0), &to_json(record)?)?)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Every step of the case, in order.
    pub(super) async fn steps_on(&self, tx: &mut Transaction<'static, Any>) -> Result<Vec<StoredStep>, StoreError> {
        let case = &self.id().0;
        let rows = sqlx::query(
            "SELECT number, author_id, step_key, undoes, hand, edits_sealed FROM case_edit
             WHERE case_id = $1 ORDER BY number",
        )
        .bind(case)
        .fetch_all(&mut **tx)
        .await?;
        let step = |row: &AnyRow| {
            let number: i64 = row.try_get("number")?;
            let id = format!("{case}#{number}");
            let edits = self.key.unseal(edit_place(&id), &row.try_get::<String, _>("edits_sealed")?)?;
            let (key, undoes): (Option<String>, Option<i64>) = (row.try_get("step_key")?, row.try_get("undoes")?);
            let (author, hand): (String, Option<String>) = (row.try_get("author_id")?, row.try_get("hand")?);
            Ok(StoredStep {
                number,
                drawer: drawer(&author, hand.as_deref()),
                undoes,
                is_drawn: key.is_some() || undoes.is_some(),
                edits: from_json(&edits)?,
            })
        };
        rows.iter().map(step).collect()
    }

    /// Writes what is left over the payloads of all steps, and the record that
    /// they add up to. Authors, times and numbers stay. Returns the record.
    pub(super) async fn rewrite_steps(
        &self,
        tx: &mut Transaction<'static, Any>,
        change: impl FnOnce(&mut [Vec<Edit>]),
    ) -> Result<Record, StoreError> {
        let case = &self.id().0;
        // Locks the case, as an edit does.
        let row = sqlx::query("UPDATE help_case SET changed_at = $2 WHERE id = $1 RETURNING edit_number")
            .bind(case)
            .bind(self.store.now())
            .fetch_one(&mut **tx)
            .await?;
        let last: i64 = row.try_get("edit_number")?;
        let stored = self.steps_on(tx).await?;
        let numbers: Vec<i64> = stored.iter().map(|it| it.number).collect();
        let mut steps: Vec<Vec<Edit>> = stored.into_iter().map(|it| it.edits).collect();
        let before = steps.clone();
        change(&mut steps);
        for ((number, step), _) in
            numbers.iter().zip(&steps).zip(&before).filter(|((_, after), before)| after != before)
        {
            let id = format!("{case}#{number}");
            sqlx::query("UPDATE case_edit SET edits_sealed = $3 WHERE case_id = $1 AND number = $2")
                .bind(case)
                .bind(number)
                .bind(self.key.seal(edit_place(&id), &to_json(step)?)?)
                .execute(&mut **tx)
                .await?;
        }
        let record = replay(steps.iter().flatten());
        self.keep_record(tx, last, &record).await?;
        Ok(record)
    }

    /// Whether this viewer may speak of what the edit changes.
    fn reaches(&self, record: &Record, edit: &Edit) -> bool {
        let visible = |fact: &Fact| {
            let mut with = record.clone();
            with.put(fact.clone());
            self.redacted(&with).fact(&fact.id()).is_some()
        };
        let visible_id =
            |id: &FactId| record.fact(id).or_else(|| record.removed.get(id).cloned()).is_none_or(|it| visible(&it));
        match edit {
            // What somebody adds may be for others than themselves, such as a
            // confidence written down for the lead.
            Edit::Add(_) => true,
            Edit::SetPerson { person, field } => {
                let open = |it: &Person| !it.shielded || self.reaches_shielded(field);
                visible_id(&person.clone().into()) && record.people.get(person).is_none_or(open)
            }
            Edit::Set(change) => visible_id(&change.fact()),
            Edit::Remove(id) | Edit::Restore(id) => visible_id(id),
            Edit::SetIndex(None) => true,
            Edit::SetIndex(Some(id)) => record.people.contains_key(id) && visible_id(&id.clone().into()),
        }
    }

    /// Of a shielded person, only what still shows can be changed. Taking the
    /// shield away is for the lead.
    fn reaches_shielded(&self, field: &PersonField) -> bool {
        match field {
            PersonField::Symbol(_) | PersonField::Life(_) | PersonField::Origin(_) => true,
            PersonField::Shielded(_) => self.sees_as_lead(),
            _ => false,
        }
    }

    /// The edit as this viewer means it: those of whom the viewer does not know
    /// stay in what it writes over.
    fn with_unknown(&self, record: &Record, edit: &Edit) -> Edit {
        let eyes = self.all_eyes(record);
        let knows = |key: &PartyKey| eyes.iter().all(|eyes| eyes.knows(key));
        as_meant(record, edit, &|id| self.sees_person(record, id), &knows)
    }

    /// The outcome without whom this viewer does not know of.
    fn without_hidden(&self, record: &Record, outcome: Outcome) -> Outcome {
        let Outcome::Done { inverse } = outcome else { return outcome };
        let eyes = self.all_eyes(record);
        let knows = |key: &PartyKey| eyes.iter().all(|eyes| eyes.knows(key));
        let inverse = as_shown(inverse, &|id| self.sees_person(record, id), &knows);
        Outcome::Done { inverse }
    }

    fn sees_person(&self, record: &Record, id: &PersonId) -> bool {
        let person = record.people.get(id).cloned().map(Fact::Person);
        person.is_some_and(|it| may_see_fact(record, &it, |sight| self.sees(sight)))
    }

    /// Replays all edits and compares with the kept record. `true` when equal.
    ///
    /// # Errors
    /// When the database does not answer or a row was tampered with.
    pub async fn replay_agrees(&self) -> Result<bool, StoreError> {
        replay_agrees(&self.store, self.id(), &self.key).await
    }
}

/// The people whom edits put, changed, took away or brought back.
fn touched(edits: &[Edit]) -> BTreeSet<PersonId> {
    let one = |edit: &Edit| match edit {
        Edit::Add(Fact::Person(person)) => Some(person.id.clone()),
        Edit::SetPerson { person, .. } => Some(person.clone()),
        Edit::Remove(FactId::Person(person)) | Edit::Restore(FactId::Person(person)) => Some(person.clone()),
        _ => None,
    };
    edits.iter().filter_map(one).collect()
}

/// What is left of the whole record for somebody who must see it with all of
/// these eyes.
fn seen_through(whole: &Record, all: &[Eyes<'_>]) -> Record {
    let mut seen = redact(
        whole,
        |sight| all.iter().all(|eyes| eyes.sees(sight)),
        |party| all.iter().all(|eyes| eyes.knows(party)),
    );
    close_homes(&mut seen, whole, |person| all.iter().any(|eyes| eyes.is_kept_from_finding(person.as_str())));
    seen
}

/// The whole record, in the caller's transaction. Outside of cases only the
/// outbox needs it, to know who is protected; it is told to nobody.
pub(crate) async fn record_on(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
    key: &ScopeKey,
) -> Result<Record, StoreError> {
    let row = sqlx::query("SELECT record_sealed FROM case_record WHERE case_id = $1")
        .bind(&case.0)
        .fetch_one(&mut **tx)
        .await?;
    from_json(&key.unseal(record_place(&case.0), &row.try_get::<String, _>("record_sealed")?)?)
}

pub(crate) async fn whole_record(store: &Store, case: &CaseId, key: &ScopeKey) -> Result<Record, StoreError> {
    Ok(whole_record_at(store, case, key).await?.0)
}

async fn whole_record_at(store: &Store, case: &CaseId, key: &ScopeKey) -> Result<(Record, i64), StoreError> {
    let row = sqlx::query("SELECT number, record_sealed FROM case_record WHERE case_id = $1")
        .bind(&case.0)
        .fetch_one(store.db().pool())
        .await?;
    let record = from_json(&key.unseal(record_place(&case.0), &row.try_get::<String, _>("record_sealed")?)?)?;
    Ok((record, row.try_get("number")?))
}

async fn replay_agrees(store: &Store, case: &CaseId, key: &ScopeKey) -> Result<bool, StoreError> {
    let rows = sqlx::query("SELECT number, edits_sealed FROM case_edit WHERE case_id = $1 ORDER BY number")
        .bind(&case.0)
        .fetch_all(store.db().pool())
        .await?;
    let mut record = Record::new();
    for row in &rows {
        let row_id = format!("{}#{}", case.0, row.try_get::<i64, _>("number")?);
        let edits: Vec<Edit> =
            from_json(&key.unseal(edit_place(&row_id), &row.try_get::<String, _>("edits_sealed")?)?)?;
        for edit in &edits {
            apply(&mut record, edit);
        }
    }
    Ok(record == whole_record(store, case, key).await?)
}

impl Store {
    /// Replays the edits of every case whose key still exists and compares with
    /// its record. Gives how many were checked and which differ; returns no
    /// case data.
    ///
    /// # Errors
    /// When the database does not answer or a row was tampered with.
    pub async fn verify_records(&self) -> Result<(usize, Vec<CaseId>), StoreError> {
        let rows = sqlx::query("SELECT id FROM help_case ORDER BY id").fetch_all(self.db().pool()).await?;
        let (mut checked, mut differing) = (0, Vec::new());
        for row in &rows {
            let case = CaseId(row.try_get("id")?);
            if let Some(key) = self.keys().try_find(&case.scope()).await? {
                checked += 1;
                if !replay_agrees(self, &case, &key).await? {
                    differing.push(case);
                }
            }
        }
        Ok((checked, differing))
    }
}

//! What falls due because of who is on a map (rules R3 and R7), kept in step
//! with the record in the transaction of each edit.

use super::{CaseAccess, CaseId, Who, day_text, parse_day};
use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::{UserId, period_of};
use casework::Day;
use casework::child::{DEFAULT_AGE_LIMITS, limits_on};
use casework::due::{DueKind, DuePerson, check_deletion, due_of};
use family_map::Record;
use family_map::date::Bound;
use family_map::record::{Life, Person, PersonId, Symbol};
use sqlx::{Any, AssertSqlSafe, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// Rows written with one statement, well below what either database takes.
const ROWS_AT_ONCE: usize = 400;

/// A line of what falls due: a day, what it is, and of which case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLine {
    /// When.
    pub day: Day,
    /// What.
    pub kind: DueKind,
    /// Of which case.
    pub case: CaseId,
    /// The case's number.
    pub number: String,
    /// The case's display name.
    pub name: String,
}

/// Something that falls due for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDue {
    /// What.
    pub kind: DueKind,
    /// When.
    pub day: Day,
    /// Why the day was moved, where it was.
    pub reason: Option<String>,
    /// Somebody has done it.
    pub done: bool,
}

fn reason_place(row: &str) -> Place<'_> {
    Place { table: "case_due", column: "reason_sealed", row }
}

fn row_name(case: &CaseId, kind: DueKind, person: &str) -> String {
    format!("{}#{}#{person}", case.0, kind.code())
}

/// Somebody of whom personal data is kept: no pet, no service, no loss.
fn is_human(person: &Person) -> bool {
    !matches!(person.symbol, Symbol::Pet | Symbol::Institution)
        && !matches!(person.life, Life::Expected | Life::Stillbirth)
        && !person.life.is_loss()
}

/// A birthday that is known to the day, or to the month and then on its first.
pub(crate) fn birthday(person: &Person) -> Option<Day> {
    let born = person.birth.value().filter(|born| born.bound == Bound::Exact && person.life == Life::Alive)?;
    Some(Day::new(born.year, born.month?, born.day.unwrap_or(1)))
}

/// Begins with what falls due for everyone on the first map of a new case,
/// where nobody takes part yet.
pub(super) async fn insert_first(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
    record: &Record,
    today: Day,
) -> Result<(), StoreError> {
    let mentioned = record.people.values().filter(|person| is_human(person));
    let limits = limits_on(today, &[DEFAULT_AGE_LIMITS]);
    let rows = mentioned.flat_map(|person| {
        let due = due_of(DuePerson::Mentioned { delete_on: None }, today, limits);
        due.into_iter().map(move |(kind, day)| (kind, person.id.as_str().to_owned(), day))
    });
    insert(tx, case, &rows.collect::<Vec<_>>()).await
}

async fn insert(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
    rows: &[(DueKind, String, Day)],
) -> Result<(), StoreError> {
    for some in rows.chunks(ROWS_AT_ONCE) {
        let values: Vec<String> =
            (0..some.len()).map(|at| format!("($1, ${}, ${}, ${})", at * 3 + 2, at * 3 + 3, at * 3 + 4)).collect();
        let sql = format!(
            "INSERT INTO case_due (case_id, kind, person_id, due_day) VALUES {}
             ON CONFLICT (case_id, kind, person_id) DO UPDATE SET due_day = excluded.due_day",
            values.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(&case.0);
        for (kind, person, day) in some {
            query = query.bind(kind.code()).bind(person).bind(day_text(*day));
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

impl Store {
    /// Brings what falls due for these people in step with the record and the
    /// participants.
    pub(super) async fn follow(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        record: &Record,
        touched: &BTreeSet<PersonId>,
    ) -> Result<(), StoreError> {
        if touched.is_empty() {
            return Ok(());
        }
        let today = self.today();
        let limits = limits_on(today, &[DEFAULT_AGE_LIMITS]);
        let mut participants: BTreeMap<String, (bool, Option<Day>)> = BTreeMap::new();
        let rows = sqlx::query("SELECT person_id, is_child, from_day, to_day FROM participant WHERE case_id = $1")
            .bind(&case.0)
            .fetch_all(&mut **tx)
            .await?;
        for row in &rows {
            let is_child = row.try_get::<i64, _>("is_child")? != 0;
            let period = period_of(row)?;
            let since = period.from.filter(|_| is_child && period.to.is_none_or(|to| today <= to));
            let entry = participants.entry(row.try_get("person_id")?).or_insert((is_child, since));
            entry.1 = entry.1.or(since);
        }
        let mut new = Vec::new();
        for id in touched {
            let mut kept: BTreeMap<DueKind, Day> = BTreeMap::new();
            let rows = sqlx::query("SELECT kind, due_day FROM case_due WHERE case_id = $1 AND person_id = $2")
                .bind(&case.0)
                .bind(id.as_str())
                .fetch_all(&mut **tx)
                .await?;
            for row in &rows {
                kept.insert(kind_of(row)?, due_day(row)?);
            }
            let due_person = match (record.people.get(id), participants.get(id.as_str())) {
                (Some(person), None) if is_human(person) => {
                    DuePerson::Mentioned { delete_on: kept.get(&DueKind::ForgetMentioned).copied() }
                }
                (Some(person), Some((true, Some(since)))) => DuePerson::Child { born: birthday(person), since: *since },
                _ => DuePerson::Other,
            };
            let wanted: BTreeMap<DueKind, Day> = due_of(due_person, today, limits).into_iter().collect();
            for kind in kept.keys().filter(|kind| !wanted.contains_key(kind)) {
                self.drop_due(tx, case, *kind, id.as_str()).await?;
            }
            let changed = wanted.iter().filter(|(kind, day)| kept.get(kind) != Some(day));
            new.extend(changed.map(|(kind, day)| (*kind, id.as_str().to_owned(), *day)));
        }
        insert(tx, case, &new).await
    }

    async fn drop_due(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        kind: DueKind,
        person: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM case_due WHERE case_id = $1 AND kind = $2 AND person_id = $3")
            .bind(&case.0)
            .bind(kind.code())
            .bind(person)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}

impl CaseAccess {
    /// The same for this case.
    pub(super) async fn follow(
        &self,
        tx: &mut Transaction<'static, Any>,
        record: &Record,
        touched: &BTreeSet<PersonId>,
    ) -> Result<(), StoreError> {
        self.store.follow(tx, self.id(), record, touched).await
    }

    /// Brings what falls due for one person in step with who takes part, after
    /// participants came or went within this transaction.
    pub(super) async fn follow_participant(
        &self,
        tx: &mut Transaction<'static, Any>,
        person: &str,
    ) -> Result<(), StoreError> {
        let record = self.record_on(tx).await?;
        self.follow(tx, &record, &BTreeSet::from([PersonId::from(person)])).await
    }

    /// What falls due for a person whom this viewer sees. For staff only.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for somebody whom the viewer does not see.
    pub async fn due_of_person(&self, person: &str) -> Result<Vec<PersonDue>, StoreError> {
        let (Who::Staff(_), true) = (self.who(), self.record().await?.people.contains_key(&person.into())) else {
            return Err(StoreError::NotFound);
        };
        let rows = sqlx::query(
            "SELECT kind, due_day, reason_sealed, done_at FROM case_due WHERE case_id = $1 AND person_id = $2
             ORDER BY due_day, kind",
        )
        .bind(&self.id().0)
        .bind(person)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut due = Vec::with_capacity(rows.len());
        for row in &rows {
            let kind = kind_of(row)?;
            let name = row_name(self.id(), kind, person);
            let reason = row.try_get::<Option<String>, _>("reason_sealed")?;
            due.push(PersonDue {
                kind,
                day: due_day(row)?,
                reason: reason.map(|text| self.key.unseal(reason_place(&name), &text)).transpose()?,
                done: row.try_get::<Option<i64>, _>("done_at")?.is_some(),
            });
        }
        Ok(due)
    }

    /// Sets the day on which a mentioned person is to be deleted.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the day has passed (`past`) or lies
    /// later than proposed without a reason (`reason`);
    /// [`StoreError::NotFound`] for somebody who is not mentioned here.
    pub async fn keep_mentioned(&self, person: &str, until: Day, reason: &str) -> Result<(), StoreError> {
        self.must_edit()?;
        self.due_of_person(person).await?;
        check_deletion(until, reason, self.store.today()).map_err(|fault| match fault {
            casework::due::InvalidDeletion::Past => StoreError::NotAllowed("past"),
            casework::due::InvalidDeletion::NoReason => StoreError::NotAllowed("reason"),
        })?;
        let mut write = self.store.db().write().await?;
        // Also for somebody who came before days of deletion were kept.
        self.follow_participant(&mut write.tx, person).await?;
        let kind = DueKind::ForgetMentioned;
        let reason = reason.trim();
        let sealed = (!reason.is_empty())
            .then(|| self.key.seal(reason_place(&row_name(self.id(), kind, person)), reason))
            .transpose()?;
        let done = sqlx::query(
            "UPDATE case_due SET due_day = $4, reason_sealed = $5 WHERE case_id = $1 AND kind = $2 AND person_id = $3",
        )
        .bind(&self.id().0)
        .bind(kind.code())
        .bind(person)
        .bind(day_text(until))
        .bind(sealed)
        .execute(&mut *write.tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }

    /// Marks something that a birthday asked for as done.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nothing of the kind is due for the person.
    pub async fn finish_due(&self, kind: DueKind, person: &str) -> Result<(), StoreError> {
        self.must_edit()?;
        self.due_of_person(person).await?;
        let Who::Staff(user) = self.who() else { return Err(StoreError::NotFound) };
        if kind == DueKind::ForgetMentioned {
            // Done by deleting, and in no other way.
            return Err(StoreError::NotAllowed("forget"));
        }
        let mut write = self.store.db().write().await?;
        let done = sqlx::query(
            "UPDATE case_due SET done_at = $4, done_by = $5 WHERE case_id = $1 AND kind = $2 AND person_id = $3",
        )
        .bind(&self.id().0)
        .bind(kind.code())
        .bind(person)
        .bind(self.store.now())
        .bind(&user.0)
        .execute(&mut *write.tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}

fn kind_of(row: &sqlx::any::AnyRow) -> Result<DueKind, StoreError> {
    DueKind::from_code(&row.try_get::<String, _>("kind")?).ok_or(StoreError::Unreadable("case_due"))
}

fn due_day(row: &sqlx::any::AnyRow) -> Result<Day, StoreError> {
    parse_day(&row.try_get::<String, _>("due_day")?).ok_or(StoreError::Unreadable("case_due"))
}

impl Store {
    /// What falls due until a day in the cases that this user leads or stands
    /// in for: one line for each day, kind and case. Opens no case, and tells
    /// neither who nor how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn due_for(&self, user: &UserId, until: Day) -> Result<Vec<DueLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT case_due.due_day, case_due.kind, help_case.number, help_case.id, help_case.name_sealed
             FROM case_due JOIN help_case ON help_case.id = case_due.case_id
             WHERE case_due.done_at IS NULL AND case_due.due_day <= $3 AND case_due.case_id IN
               (SELECT case_id FROM case_staff WHERE user_id = $1 AND function IN ('lead', 'stand_in')
                AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2))
             ORDER BY case_due.due_day, help_case.number, case_due.kind",
        )
        .bind(&user.0)
        .bind(day_text(self.today()))
        .bind(day_text(until))
        .fetch_all(self.db().pool())
        .await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            let case = CaseId(row.try_get("id")?);
            let Some(key) = self.keys().try_find(&case.scope()).await? else { continue };
            let place = Place { table: "help_case", column: "name_sealed", row: &case.0 };
            lines.push(DueLine {
                day: due_day(row)?,
                kind: kind_of(row)?,
                number: row.try_get("number")?,
                name: key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?,
                case,
            });
        }
        Ok(lines)
    }
}

//! Bars on sight within a case (rule R5).

use super::{CaseAccess, CaseId, day_text};
use crate::Store;
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::user::{UserId, period_of};
use casework::day::Period;
use casework::sight::{Bar, BarKind};
use casework::{Day, Party};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeSet;

/// A bar to be set.
#[derive(Clone, Debug)]
pub struct NewBar {
    /// What it says.
    pub bar: Bar,
    /// Why, for the case.
    pub reason: String,
}

/// As a JSON array: an id may hold any character.
fn keys(parties: &BTreeSet<Party>) -> Result<String, StoreError> {
    let keys: Vec<String> = parties.iter().map(Party::key).collect();
    serde_json::to_string(&keys).map_err(|_| StoreError::Unreadable("bar"))
}

fn parties(keys: &str) -> Result<BTreeSet<Party>, StoreError> {
    let keys: Vec<String> = serde_json::from_str(keys).map_err(|_| StoreError::Unreadable("bar"))?;
    keys.iter().map(|key| Party::from_key(key).ok_or(StoreError::Unreadable("bar"))).collect()
}

/// All bars of a case, in force or not.
pub(crate) async fn load(tx: &mut Transaction<'static, Any>, case: &CaseId) -> Result<Vec<Bar>, StoreError> {
    let rows = sqlx::query(
        "SELECT kind, protects, against, except_for, from_day, to_day FROM bar WHERE case_id = $1 ORDER BY id",
    )
    .bind(&case.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Bar, StoreError> {
    let kind = BarKind::from_code(&row.try_get::<String, _>("kind")?);
    Ok(Bar {
        kind: kind.ok_or(StoreError::Unreadable("bar"))?,
        protects: row.try_get("protects")?,
        against: parties(&row.try_get::<String, _>("against")?)?,
        except: parties(&row.try_get::<String, _>("except_for")?)?,
        period: period_of(row)?,
    })
}

/// A bar as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarRow {
    /// Id.
    pub id: String,
    /// What it says.
    pub bar: Bar,
    /// Why; for who leads the case, nobody else.
    pub reason: Option<String>,
    /// Name of who decided it.
    pub decided_by: String,
}

impl Store {
    pub(super) async fn insert_bar(
        &self,
        tx: &mut Transaction<'static, Any>,
        (case, key): (&CaseId, &ScopeKey),
        by: &UserId,
        new: &NewBar,
    ) -> Result<(), StoreError> {
        let id = self.new_id();
        let Period { from, to } = new.bar.period;
        sqlx::query(
            "INSERT INTO bar (id, case_id, kind, protects, against, except_for, from_day, to_day, reason_sealed,
             decided_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(&id)
        .bind(&case.0)
        .bind(new.bar.kind.code())
        .bind(&new.bar.protects)
        .bind(keys(&new.bar.against)?)
        .bind(keys(&new.bar.except)?)
        .bind(from.map(day_text))
        .bind(to.map(day_text))
        .bind(key.seal(reason_place(&id), &new.reason)?)
        .bind(&by.0)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

const fn reason_place(row: &str) -> Place<'_> {
    Place { table: "bar", column: "reason_sealed", row }
}

/// All bars of a case with the reasons and who decided them.
pub(super) async fn load_whole(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
    key: &ScopeKey,
) -> Result<Vec<(NewBar, UserId)>, StoreError> {
    let bars = load(tx, case).await?;
    let rows = sqlx::query("SELECT id, reason_sealed, decided_by FROM bar WHERE case_id = $1 ORDER BY id")
        .bind(&case.0)
        .fetch_all(&mut **tx)
        .await?;
    let mut whole = Vec::with_capacity(rows.len());
    for (row, bar) in rows.iter().zip(bars) {
        let id: String = row.try_get("id")?;
        let reason = key.unseal(reason_place(&id), &row.try_get::<String, _>("reason_sealed")?)?;
        whole.push((NewBar { bar, reason }, UserId(row.try_get("decided_by")?)));
    }
    Ok(whole)
}

impl CaseAccess {
    /// The bars of the case, newest first, with those that are over. For staff
    /// who are shown the whole case; whom a bar holds off never hears of it.
    ///
    /// # Errors
    /// When this viewer is not one of them.
    pub async fn bars(&self) -> Result<Vec<BarRow>, StoreError> {
        self.known_bars()?;
        let seen = self.record().await?;
        let rows = sqlx::query(
            "SELECT bar.id, bar.kind, bar.protects, bar.against, bar.except_for, bar.from_day, bar.to_day,
             bar.reason_sealed, staff_user.name FROM bar JOIN staff_user ON staff_user.id = bar.decided_by
             WHERE bar.case_id = $1 ORDER BY bar.id DESC",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut list = Vec::with_capacity(rows.len());
        for row in &rows {
            let (id, bar): (String, Bar) = (row.try_get("id")?, read(row)?);
            if !seen.people.contains_key(&bar.protects.as_str().into()) {
                continue;
            }
            let place = Place { table: "bar", column: "reason_sealed", row: &id };
            let reason =
                self.sees_as_lead().then(|| self.key.unseal(place, &row.try_get::<String, _>("reason_sealed")?));
            list.push(BarRow { reason: reason.transpose()?, decided_by: row.try_get("name")?, bar, id });
        }
        Ok(list)
    }

    /// Sets the last day of a bar: a change of its dates, never a deletion.
    ///
    /// # Errors
    /// When this viewer does not lead the case or stand in;
    /// [`StoreError::NotFound`] when there is no such bar in the case.
    pub async fn end_bar(&self, bar: &str, last: Day) -> Result<(), StoreError> {
        self.must_lead()?;
        let mut write = self.store.db().write().await?;
        let done = sqlx::query("UPDATE bar SET to_day = $3 WHERE id = $1 AND case_id = $2")
            .bind(bar)
            .bind(&self.id().0)
            .bind(day_text(last))
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }

    /// Sets a bar. It is in force for everyone who opens the case from now on.
    ///
    /// # Errors
    /// When this viewer does not lead the case or stand in.
    pub async fn set_bar(&self, new: &NewBar) -> Result<(), StoreError> {
        self.must_lead()?;
        let super::Who::Staff(user) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let user = user.clone();
        let mut write = self.change().await?;
        self.store.insert_bar(&mut write.tx, (self.id(), &self.key), &user, new).await?;
        write.commit().await
    }
}

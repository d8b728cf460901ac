//! Bars on sight within a case (rule R5).

use super::{CaseAccess, CaseId, day_text};
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::period_of;
use casework::Party;
use casework::day::Period;
use casework::sight::{Bar, BarKind};
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
pub(super) async fn load(tx: &mut Transaction<'static, Any>, case: &CaseId) -> Result<Vec<Bar>, StoreError> {
    let rows = sqlx::query("SELECT kind, protects, against, except_for, from_day, to_day FROM bar WHERE case_id = $1")
        .bind(&case.0)
        .fetch_all(&mut **tx)
        .await?;
    let mut bars = Vec::with_capacity(rows.len());
    for row in &rows {
        let kind = BarKind::from_code(&row.try_get::<String, _>("kind")?);
        bars.push(Bar {
            kind: kind.ok_or(StoreError::Unreadable("bar"))?,
            protects: row.try_get("protects")?,
            against: parties(&row.try_get::<String, _>("against")?)?,
            except: parties(&row.try_get::<String, _>("except_for")?)?,
            period: period_of(row)?,
        });
    }
    Ok(bars)
}

impl CaseAccess {
    /// Sets a bar. It is in force for everyone who opens the case from now on.
    ///
    /// # Errors
    /// When the case may not be changed.
    pub async fn set_bar(&self, new: &NewBar) -> Result<(), StoreError> {
        self.must_edit()?;
        let super::Who::Staff(user) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let id = self.store.new_id();
        let Period { from, to } = new.bar.period;
        let reason = self.key.seal(Place { table: "bar", column: "reason_sealed", row: &id }, &new.reason)?;
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO bar (id, case_id, kind, protects, against, except_for, from_day, to_day, reason_sealed,
             decided_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(new.bar.kind.code())
        .bind(&new.bar.protects)
        .bind(keys(&new.bar.against)?)
        .bind(keys(&new.bar.except)?)
        .bind(from.map(day_text))
        .bind(to.map(day_text))
        .bind(reason)
        .bind(&user.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }
}

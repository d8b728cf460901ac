//! A unit's own goal areas, beside those that every unit has.

use super::Administration;
use super::unit::in_use;
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use casework::plan::{AREA_NAME_LIMIT, Area};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// A goal area of a unit's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalArea {
    /// Id.
    pub id: String,
    /// Name, in the unit's own language.
    pub name: String,
    /// No longer offered.
    pub retired: bool,
}

/// A name as it is kept.
fn checked(name: &str) -> Result<&str, StoreError> {
    let name = name.trim();
    let is_plain = !name.is_empty() && name.chars().count() <= AREA_NAME_LIMIT && !name.chars().any(char::is_control);
    if is_plain { Ok(name) } else { Err(StoreError::NotAllowed("plan_area")) }
}

impl Administration {
    /// The own goal areas of a unit in the order in which they are offered, those
    /// out of use among them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such unit.
    pub async fn goal_areas(&self, unit: &UnitId) -> Result<Vec<GoalArea>, StoreError> {
        let known = sqlx::query("SELECT id FROM unit WHERE id = $1")
            .bind(&unit.0)
            .fetch_optional(self.store.db().pool())
            .await?;
        known.ok_or(StoreError::NotFound)?;
        let rows = sqlx::query("SELECT id, name, retired_at FROM goal_area WHERE unit_id = $1 ORDER BY place, id")
            .bind(&unit.0)
            .fetch_all(self.store.db().pool())
            .await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(GoalArea {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                retired: row.try_get::<Option<i64>, _>("retired_at")?.is_some(),
            })
        };
        rows.iter().map(read).collect()
    }

    /// Makes a goal area, offered last; returns its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such unit in use; `plan_area`
    /// for a name that is none, or that is there already.
    pub async fn create_goal_area(&self, unit: &UnitId, name: &str) -> Result<String, StoreError> {
        let name = checked(name)?;
        let mut write = self.change().await?;
        self.unit_in_use(&mut write.tx, unit).await?;
        self.must_be_new_area(&mut write.tx, unit, name).await?;
        let id = self.store.new_id();
        sqlx::query(
            "INSERT INTO goal_area (id, unit_id, name, place)
             SELECT $1, $2, $3, COALESCE(MAX(place), 0) + 1 FROM goal_area WHERE unit_id = $2",
        )
        .bind(&id)
        .bind(&unit.0)
        .bind(name)
        .execute(&mut *write.tx)
        .await?;
        self.log(&mut write.tx, Some(unit), Action::Create, "goal_area", name).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Takes a goal area out of use, or into use again. Goals keep it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such area.
    pub async fn retire_goal_area(&self, id: &str, retired: bool) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let (unit, name) = self.goal_area_unit(&mut write.tx, id).await?;
        sqlx::query("UPDATE goal_area SET retired_at = $2 WHERE id = $1")
            .bind(id)
            .bind(retired.then(|| self.store.now()))
            .execute(&mut *write.tx)
            .await?;
        let detail = format!("{name}: {}", in_use(!retired));
        self.log(&mut write.tx, Some(&unit), Action::Change, "goal_area", &detail).await?;
        write.commit().await
    }

    /// Offers a goal area one place earlier, or later. At either end it stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such area.
    pub async fn move_goal_area(&self, id: &str, earlier: bool) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let (unit, name) = self.goal_area_unit(&mut write.tx, id).await?;
        let rows = sqlx::query("SELECT id FROM goal_area WHERE unit_id = $1 ORDER BY place, id")
            .bind(&unit.0)
            .fetch_all(&mut *write.tx)
            .await?;
        let mut order: Vec<String> = rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
        let at = order.iter().position(|it| it == id).ok_or(StoreError::NotFound)?;
        let to = if earlier { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
        order.swap(at, to);
        for (place, id) in (1_i64..).zip(&order) {
            sqlx::query("UPDATE goal_area SET place = $2 WHERE id = $1")
                .bind(id)
                .bind(place)
                .execute(&mut *write.tx)
                .await?;
        }
        self.log(&mut write.tx, Some(&unit), Action::Change, "goal_area", &name).await?;
        write.commit().await
    }

    async fn goal_area_unit(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
    ) -> Result<(UnitId, String), StoreError> {
        let row = sqlx::query("SELECT unit_id, name FROM goal_area WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        Ok((UnitId(row.try_get("unit_id")?), row.try_get("name")?))
    }

    /// Stops a second area of the same name: nobody could tell them apart.
    async fn must_be_new_area(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        name: &str,
    ) -> Result<(), StoreError> {
        let rows =
            sqlx::query("SELECT name FROM goal_area WHERE unit_id = $1").bind(&unit.0).fetch_all(&mut **tx).await?;
        for row in &rows {
            if row.try_get::<String, _>("name")?.to_lowercase() == name.to_lowercase() {
                return Err(StoreError::NotAllowed("plan_area"));
            }
        }
        Ok(())
    }
}

/// The areas that a unit offers of its own.
pub(crate) async fn offered_on(tx: &mut Transaction<'static, Any>, unit: &UnitId) -> Result<Vec<Area>, StoreError> {
    let rows = sqlx::query("SELECT name FROM goal_area WHERE unit_id = $1 AND retired_at IS NULL ORDER BY place, id")
        .bind(&unit.0)
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| Ok(Area::Own(row.try_get("name")?))).collect()
}

//! Named, dated participants (rule R1).

use super::{CaseAccess, Who, day_text};
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::period_of;
use casework::Day;
use casework::opening::Part;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// Somebody to take part.
#[derive(Clone, Debug)]
pub struct NewParticipant<'a> {
    /// Person id in the case's record.
    pub person: &'a str,
    /// Name as written.
    pub name: &'a str,
    /// A child.
    pub is_child: bool,
    /// Holds parental responsibility for a child in the case.
    pub has_responsibility: bool,
    /// From when.
    pub from: Day,
    /// Until when, if it has ended.
    pub to: Option<Day>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Person id in the case's record.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// A child.
    pub is_child: bool,
    /// Holds parental responsibility for a child in the case.
    pub has_responsibility: bool,
    /// From when.
    pub from: Option<Day>,
    /// Until when, if it has ended or will.
    pub to: Option<Day>,
}

impl CaseAccess {
    /// Adds a participant.
    ///
    /// # Errors
    /// When the case may not be changed.
    pub async fn add_participant(&self, new: &NewParticipant<'_>) -> Result<(), StoreError> {
        self.must_edit()?;
        let id = self.store.new_id();
        let name = self.key.seal(Place { table: "participant", column: "name_sealed", row: &id }, new.name.trim())?;
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO participant (id, case_id, person_id, name_sealed, is_child, has_responsibility, from_day, to_day)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(new.person)
        .bind(name)
        .bind(i64::from(new.is_child))
        .bind(i64::from(new.has_responsibility))
        .bind(day_text(new.from))
        .bind(new.to.map(day_text))
        .execute(&mut *write.tx)
        .await?;
        self.follow_participant(&mut write.tx, new.person).await?;
        write.commit().await
    }

    /// A participant goes by the name that stands on the map.
    pub(super) async fn rename_participant(
        &self,
        tx: &mut Transaction<'static, Any>,
        person: &str,
        name: &str,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query("SELECT id FROM participant WHERE case_id = $1 AND person_id = $2")
            .bind(&self.id().0)
            .bind(person)
            .fetch_all(&mut **tx)
            .await?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let place = Place { table: "participant", column: "name_sealed", row: &id };
            sqlx::query("UPDATE participant SET name_sealed = $2 WHERE id = $1")
                .bind(&id)
                .bind(self.key.seal(place, name)?)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// The participants whom this viewer may know of, in order of entry.
    /// Where the whole case is open, those whose person they see in the record;
    /// who has no place in it yet shows to staff and to themselves. On the front
    /// page all, and on the shared plan none. A shielded person has no name
    /// here either, except for themselves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn participants(&self) -> Result<Vec<Participant>, StoreError> {
        let whole = self.whole_record().await?;
        let seen = self.redacted(&whole);
        let rows = sqlx::query(
            "SELECT id, person_id, name_sealed, is_child, has_responsibility, from_day, to_day
             FROM participant WHERE case_id = $1 ORDER BY id",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut list = Vec::new();
        for row in &rows {
            let id: String = row.try_get("id")?;
            let person: String = row.try_get("person_id")?;
            let on_map = whole.people.get(&person.as_str().into());
            let own = self.who() == &Who::Participant(person.clone());
            let known = match self.part() {
                Part::Whole if on_map.is_some() => seen.people.contains_key(&person.as_str().into()),
                Part::Whole => own || matches!(self.who(), Who::Staff(_)),
                Part::Intake => true,
                Part::SharedPlan => false,
            };
            if !known {
                continue;
            }
            // Shown to staff, the person's own sight is not the person's own.
            let nameless = !(own && self.is_own()) && on_map.is_some_and(|it| it.shielded);
            let period = period_of(row)?;
            let place = Place { table: "participant", column: "name_sealed", row: &id };
            list.push(Participant {
                name: if nameless {
                    String::new()
                } else {
                    self.key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?
                },
                is_child: row.try_get::<i64, _>("is_child")? != 0,
                has_responsibility: row.try_get::<i64, _>("has_responsibility")? != 0,
                from: period.from,
                to: period.to,
                person,
            });
        }
        Ok(list)
    }
}

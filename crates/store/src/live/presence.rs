//! Who has a map open, and whom they look at: staff, and guests of a sitting. A
//! row per stream; a stream that gives no sign of life is not there.

use super::Signal;
use super::following::Following;
use crate::Store;
use crate::case::Who;
use crate::error::StoreError;
use family_map::record::PersonId;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use std::collections::BTreeMap;

/// A stream gives a sign of life this often, in milliseconds.
pub const PRESENCE_EVERY_MS: u64 = 20_000;
/// Without one it is taken to be gone after this time.
const GONE_MS: i64 = 65_000;
/// Colours; with more people they come again, and names tell them apart.
const COLOURS: i64 = 6;

/// Somebody else who has the map open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Name; empty for a guest who has none on the map that the viewer holds.
    pub name: String,
    /// Which of the colours, from 0.
    pub colour: u8,
    /// Whom they look at, where the viewer knows of that person.
    pub person: Option<PersonId>,
}

impl Following {
    /// Shows the viewer to the others.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn appear(&self) -> Result<(), StoreError> {
        let (user, guest) = match self.access.who() {
            Who::Staff(user) => (Some(&user.0), None),
            Who::Participant(_) => (None, Some(self.access.hand().ok_or(StoreError::NotAllowed("guest"))?)),
        };
        let store = &self.access.store;
        let mut write = store.db().write().await?;
        sqlx::query("DELETE FROM map_presence WHERE seen_at < $1")
            .bind(store.now() - GONE_MS)
            .execute(&mut *write.tx)
            .await?;
        let rows =
            sqlx::query("SELECT COALESCE(user_id, guest_id) AS owner, colour FROM map_presence WHERE case_id = $1")
                .bind(&self.case().0)
                .fetch_all(&mut *write.tx)
                .await?;
        let mut taken = BTreeMap::new();
        for row in &rows {
            taken.insert(row.try_get::<i64, _>("colour")?, row.try_get::<String, _>("owner")?);
        }
        let own = taken.iter().find(|(_, other)| *other == self.owner()).map(|(colour, _)| *colour);
        let free = (0..).find(|colour| !taken.contains_key(colour)).unwrap_or_default();
        sqlx::query(
            "INSERT INTO map_presence (stream_id, case_id, user_id, guest_id, colour, person_id, seen_at)
             VALUES ($1, $2, $3, $4, $5, NULL, $6)",
        )
        .bind(&self.id)
        .bind(&self.case().0)
        .bind(user)
        .bind(guest)
        .bind(own.unwrap_or(free))
        .bind(store.now())
        .execute(&mut *write.tx)
        .await?;
        write.about(Signal::Presence(self.case().clone())).commit().await
    }

    /// A sign of life.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn still_here(&self) -> Result<(), StoreError> {
        let store = &self.access.store;
        let mut write = store.db().write().await?;
        sqlx::query("UPDATE map_presence SET seen_at = $2 WHERE stream_id = $1")
            .bind(&self.id)
            .bind(store.now())
            .execute(&mut *write.tx)
            .await?;
        write.quietly().commit().await
    }

    pub(super) async fn leave(&self) -> Result<(), StoreError> {
        let mut write = self.access.store.db().write().await?;
        sqlx::query("DELETE FROM map_presence WHERE stream_id = $1").bind(&self.id).execute(&mut *write.tx).await?;
        write.about(Signal::Presence(self.case().clone())).commit().await
    }

    /// Under whom the viewer is there.
    fn owner(&self) -> &str {
        self.access.hand().unwrap_or_else(|| self.access.who().id())
    }

    /// The others who have the map open, each once, in the order of their
    /// colours; of whom they look at only whoever this viewer knows of. A guest
    /// sees who invited them and the other guests whom they know of, nobody else.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn others(&self) -> Result<Vec<Present>, StoreError> {
        let store = &self.access.store;
        let rows = sqlx::query(
            "SELECT COALESCE(map_presence.user_id, map_presence.guest_id) AS owner, map_presence.colour,
                    map_presence.person_id, staff_user.name, guest.person_id AS guest, guest.host_hash
             FROM map_presence LEFT JOIN staff_user ON staff_user.id = map_presence.user_id
             LEFT JOIN map_guest AS guest ON guest.id = map_presence.guest_id
             WHERE map_presence.case_id = $1 AND COALESCE(map_presence.user_id, map_presence.guest_id) <> $2
             AND map_presence.seen_at >= $3
             ORDER BY map_presence.colour, map_presence.seen_at",
        )
        .bind(&self.case().0)
        .bind(self.owner())
        .bind(store.now() - GONE_MS)
        .fetch_all(store.db().pool())
        .await?;
        let mut others: BTreeMap<(i64, String), Present> = BTreeMap::new();
        let mut seen: Vec<String> = Vec::new();
        for row in &rows {
            let owner: String = row.try_get("owner")?;
            let text = |column: &str| row.try_get::<Option<String>, _>(column);
            let (name, guest) = (text("name")?, text("guest")?);
            let mut colour: i64 = row.try_get("colour")?;
            if let Some(sitting) = &self.sitting {
                let is_here = sitting.host == owner || text("host_hash")?.as_ref() == Some(&sitting.session);
                // Whom a guest does not know of is not there, and no gap between the colours tells of anybody.
                let is_known = guest.as_ref().is_none_or(|it| self.held().people.contains_key(&it.as_str().into()));
                if !is_here || !is_known {
                    continue;
                }
                if !seen.contains(&owner) {
                    seen.push(owner.clone());
                }
                let at = seen.iter().position(|it| *it == owner);
                colour = at.and_then(|at| i64::try_from(at).ok()).unwrap_or_default();
            }
            let name = name.unwrap_or_else(|| guest.map(|it| self.called(&it.into())).unwrap_or_default());
            let person = row.try_get::<Option<String>, _>("person_id")?.map(PersonId::from);
            let person = person.filter(|id| self.held().people.contains_key(id));
            let present = others.entry((colour, owner)).or_insert(Present {
                name,
                colour: u8::try_from(colour % COLOURS).unwrap_or_default(),
                person: None,
            });
            present.person = person.or(present.person.take());
        }
        Ok(others.into_values().collect())
    }
}

impl Store {
    /// Says whom somebody looks at, by the secret of their stream and their id as
    /// staff or guest. Nothing happens where there is no such stream of theirs.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn point(&self, owner: &str, stream: &str, person: Option<&str>) -> Result<(), StoreError> {
        if stream.contains('\0') || person.is_some_and(|id| id.contains('\0') || id.chars().count() > 64) {
            return Err(StoreError::NotFound);
        }
        let mut write = self.db().write().await?;
        let row = sqlx::query(
            "UPDATE map_presence SET person_id = $3, seen_at = $4 
             WHERE stream_id = $1 AND COALESCE(user_id, guest_id) = $2
             RETURNING case_id",
        )
        .bind(stream)
        .bind(owner)
        .bind(person)
        .bind(self.now())
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        let case = crate::case::CaseId(row.try_get("case_id")?);
        write.about(Signal::Presence(case)).commit().await
    }
}

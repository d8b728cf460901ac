//! Deleting somebody who is only mentioned (rule R3): really, out of every
//! stored step, and with whatever was kept about them.

use super::{CaseAccess, Who};
use crate::crypto::Place;
use crate::error::StoreError;
use casework::Party;
use family_map::forget::{forget_person, still_named};
use family_map::record::PersonId;
use sqlx::Row;

impl CaseAccess {
    /// Deletes a mentioned person. The steps of the case stay with author, time
    /// and number; what they said of the person is written over. Returns the
    /// ids of those people whom this viewer sees and in whose notes the name
    /// still stands: that is for people to look at.
    ///
    /// # Errors
    /// When this viewer does not lead the case or stand in;
    /// [`StoreError::NotFound`] for somebody whom the viewer does not see;
    /// [`StoreError::NotAllowed`] for somebody who takes part or has taken part
    /// (`participant`) or whom a bar in force protects (`barred`).
    pub async fn forget_person(&self, person: &str) -> Result<Vec<String>, StoreError> {
        self.must_lead()?;
        let Who::Staff(_) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let id = PersonId::from(person);
        let seen = self.record().await?;
        if !seen.people.contains_key(&id) {
            return Err(StoreError::NotFound);
        }
        let today = self.store.today();
        let about = |bar: &casework::sight::Bar| {
            bar.protects == person || bar.against.contains(&Party::Person(person.to_owned()))
        };
        if self.known_bars()?.iter().any(|bar| about(bar) && bar.period.to.is_none_or(|to| today <= to)) {
            return Err(StoreError::NotAllowed("barred"));
        }
        let mut write = self.store.db().write().await?;
        let takes_part = sqlx::query("SELECT id FROM participant WHERE case_id = $1 AND person_id = $2 LIMIT 1")
            .bind(&self.id().0)
            .bind(person)
            .fetch_optional(&mut *write.tx)
            .await?;
        if takes_part.is_some() {
            return Err(StoreError::NotAllowed("participant"));
        }
        let whole = self.record_on(&mut write.tx).await?;
        let forgotten = whole.people.get(&id).ok_or(StoreError::NotFound)?;
        let name = forgotten.name.value().map(String::as_str);
        let first_name = name.and_then(|name| name.split_whitespace().next());
        let names: Vec<&str> = [name, first_name, forgotten.called.as_deref()].into_iter().flatten().collect();
        let mut named = Vec::new();
        self.rewrite_steps(&mut write.tx, |steps| {
            named.extend(still_named(steps, &id, &names).into_iter().map(|it| it.as_str().to_owned()));
            forget_person(steps, &id);
        })
        .await?;
        for table in ["DELETE FROM person_contact", "DELETE FROM case_due"] {
            sqlx::query(sqlx::AssertSqlSafe(format!("{table} WHERE case_id = $1 AND person_id = $2")))
                .bind(&self.id().0)
                .bind(person)
                .execute(&mut *write.tx)
                .await?;
        }
        // Bars that are over stay as decisions; their words may tell of the person.
        let bars = sqlx::query("SELECT id FROM bar WHERE case_id = $1 AND protects = $2")
            .bind(&self.id().0)
            .bind(person)
            .fetch_all(&mut *write.tx)
            .await?;
        for row in &bars {
            let bar: String = row.try_get("id")?;
            let place = Place { table: "bar", column: "reason_sealed", row: &bar };
            sqlx::query("UPDATE bar SET reason_sealed = $2 WHERE id = $1")
                .bind(&bar)
                .bind(self.key.seal(place, "")?)
                .execute(&mut *write.tx)
                .await?;
        }
        write.commit().await?;
        self.store.db().forget_deleted().await?;
        named.retain(|id| seen.people.contains_key(&PersonId::from(id.as_str())));
        Ok(named)
    }
}

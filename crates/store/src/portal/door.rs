//! Who of a case has a way in of their own, for staff who say who gets in.

use crate::Store;
use crate::case::{CaseAccess, CaseId, birthday};
use crate::error::StoreError;
use casework::child::AgeLimits;
use casework::child::{DEFAULT_AGE_LIMITS, is_confidential, limits_on};
use sqlx::{Any, Row, Transaction};

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorState {
    /// Nobody was invited, or the invitation lapsed.
    Shut,
    /// An invitation lies open until this time, milliseconds since 1970.
    Invited(i64),
    /// There is a way in, since this time.
    Open(i64),
}

/// The way in of one who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// Whether they may have one: adults, and children from the age at which
    /// their own words are in confidence (R7).
    pub may_have: bool,
    /// How far they have come.
    pub state: DoorState,
}

impl CaseAccess {
    /// Those who take part today, of whom this viewer knows, and their ways in.
    /// For staff who are shown the whole case.
    ///
    /// # Errors
    /// When this viewer is not one of them.
    pub async fn doors(&self) -> Result<Vec<Door>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let (today, now) = (self.store.today(), self.store.now());
        let limits = limits_on(today, &[DEFAULT_AGE_LIMITS]);
        let record = self.record().await?;
        let open = sqlx::query("SELECT person_id, given_at FROM portal_access WHERE case_id = $1 AND ended_at IS NULL")
            .bind(&self.id().0)
            .fetch_all(self.store.db().pool())
            .await?;
        let invited = sqlx::query(
            "SELECT person_id, expires_at FROM portal_invitation
             WHERE case_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2",
        )
        .bind(&self.id().0)
        .bind(now)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut doors: Vec<Door> = Vec::new();
        for it in self.participants_today().await? {
            let born = record.people.get(&it.person.as_str().into()).and_then(birthday);
            let may_have = !it.is_child || is_old_enough(born, today, limits);
            let mut state = DoorState::Shut;
            for row in &invited {
                if row.try_get::<String, _>("person_id")? == it.person {
                    state = DoorState::Invited(row.try_get("expires_at")?);
                }
            }
            for row in &open {
                if row.try_get::<String, _>("person_id")? == it.person {
                    state = DoorState::Open(row.try_get("given_at")?);
                }
            }
            doors.push(Door { person: it.person, name: it.name, may_have, state });
        }
        Ok(doors)
    }

    /// Ends somebody's way in, at once: their sessions see nothing of this case
    /// from now on. An open invitation goes with it.
    ///
    /// # Errors
    /// When this viewer may not say who gets in; [`StoreError::NotFound`] when
    /// there was nothing to end.
    pub async fn end_portal_access(&self, person: &str) -> Result<(), StoreError> {
        let mut write = self.change_who_gets_in().await?;
        let invited = self.store.withdraw_invitations(&mut write.tx, self.id(), person).await?;
        let ended = self.store.end_access(&mut write.tx, self.id(), person).await?;
        self.store.end_family_feed(&mut write.tx, self.id(), person).await?;
        if !invited && !ended {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}

fn is_old_enough(born: Option<casework::Day>, today: casework::Day, limits: AgeLimits) -> bool {
    born.is_some_and(|born| is_confidential(born, today, limits))
}

impl Store {
    /// Ends the way into a case that a person has.
    pub(super) async fn end_access(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        person: &str,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE portal_access SET ended_at = $3 WHERE case_id = $1 AND person_id = $2 AND ended_at IS NULL",
        )
        .bind(&case.0)
        .bind(person)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

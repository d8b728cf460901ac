//! A screen that is handed to the family: it shows the map of one case as all
//! in the room may see it, and nothing else, until who handed it over types
//! their PIN. What is drawn on it is drawn by them, and stands in the log as a
//! change like any other.

use super::{CaseAccess, CaseId, Who};
use crate::Store;
use crate::case::AccessRequest;
use crate::error::{OpenError, StoreError};
use crate::log::Action;
use crate::password::{hash_password, verify_password};
use crate::session::SessionToken;
use crate::user::UserId;
use casework::pin;
use sqlx::Row;

/// A screen in the family's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// The case whose map it shows.
    pub case: CaseId,
    /// The participants in the room, by person id.
    pub room: Vec<String>,
    /// Whose steps are drawn on it: what is drawn here is taken back here, and nothing else is.
    pub hand: String,
    /// It is one participant's own phone: what is theirs to see does not depend on who else looks.
    pub own_phone: bool,
}

/// What came of a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// The screen is the staff's again.
    Done,
    /// The PIN does not fit; so many more are looked at.
    Wrong(u32),
    /// It was wrong too often, or nothing was handed over: the session has ended.
    Ended,
}

impl CaseAccess {
    /// The case as all in the room may see it together.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for somebody for whom the case does not open,
    /// and for nobody.
    pub async fn seen_in_room(&self, handed: &Handed) -> Result<Self, StoreError> {
        let mut seen = self.seen_together(&handed.room).await?;
        if handed.own_phone {
            seen.beside.clear();
        }
        Ok(seen)
    }

    /// The case as those in the room draw on it with who opened it: what one of
    /// them does not see is not reached, and nothing tells of it.
    ///
    /// # Errors
    /// As [`Self::seen_in_room`].
    pub async fn drawn_in_room(&self, handed: &Handed) -> Result<Self, StoreError> {
        Ok(self.beside_all_of(self.seen_in_room(handed).await?))
    }

    /// Hands the screen of a session to those in the room. The handle was opened
    /// for it, and the log tells of it.
    ///
    /// # Errors
    /// `pin_…` for a PIN that will not do, `room_nobody` for an empty room;
    /// [`StoreError::NotFound`] for somebody for whom the case does not open and
    /// for a session that is not this viewer's; for who may read only.
    pub async fn hand_screen(&self, session: &SessionToken, room: &[String], digits: &str) -> Result<(), StoreError> {
        let Who::Staff(user) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        if self.action() != Action::HandOver || !self.may_edit() {
            return Err(StoreError::NotAllowed("read_only"));
        }
        pin::check(digits, digits).map_err(|why| StoreError::NotAllowed(why.code()))?;
        if room.is_empty() {
            return Err(StoreError::NotAllowed("room_nobody"));
        }
        self.seen_together(room).await?;
        let (hash, pin_hash) = (session.hash(), hash_password(digits.to_owned()).await?);
        let mut write = self.store.db().write().await?;
        let mine = sqlx::query("UPDATE session SET handed = 1 WHERE token_hash = $1 AND user_id = $2")
            .bind(&hash)
            .bind(&user.0)
            .execute(&mut *write.tx)
            .await?;
        if mine.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        // With it those whose session is gone by now.
        sqlx::query(
            "DELETE FROM handed_screen WHERE token_hash = $1 OR token_hash NOT IN (SELECT token_hash FROM session)",
        )
        .bind(&hash)
        .execute(&mut *write.tx)
        .await?;
        sqlx::query(
            "INSERT INTO handed_screen (token_hash, case_id, user_id, room, pin_hash, wrong, at, hand)
             VALUES ($1, $2, $3, $4, $5, 0, $6, $7)",
        )
        .bind(&hash)
        .bind(&self.id().0)
        .bind(&user.0)
        .bind(serde_json::to_string(room).map_err(|_| StoreError::Unreadable("handed_screen"))?)
        .bind(pin_hash)
        .bind(self.store.now())
        .bind(self.store.new_id())
        .execute(&mut *write.tx)
        .await?;
        // Whoever follows a map in this session follows it no longer.
        write.commit().await
    }
}

impl Store {
    /// What the screen of a session shows that is handed over. A session that
    /// says so and has nothing to show is in nobody's hands: it is not in force.
    pub(crate) async fn handed(&self, token_hash: &str) -> Result<Option<Handed>, StoreError> {
        let row = sqlx::query("SELECT case_id, room, hand FROM handed_screen WHERE token_hash = $1")
            .bind(token_hash)
            .fetch_optional(self.db().pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let room: String = row.try_get("room")?;
        let room = serde_json::from_str(&room).map_err(|_| StoreError::Unreadable("handed_screen"))?;
        let (case, hand) = (CaseId(row.try_get("case_id")?), row.try_get("hand")?);
        Ok(Some(Handed { case, room, hand, own_phone: false }))
    }

    /// Takes a screen back by its PIN. After too many wrong ones the session
    /// ends: who handed it over signs in again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_screen_back(&self, session: &SessionToken, digits: &str) -> Result<TakenBack, StoreError> {
        let hash = session.hash();
        // Counted before it is looked at, so that many at once are many.
        let mut write = self.db().write().await?;
        let row = sqlx::query(
            "UPDATE handed_screen SET wrong = wrong + 1 WHERE token_hash = $1
             RETURNING case_id, user_id, pin_hash, wrong",
        )
        .bind(&hash)
        .fetch_optional(&mut *write.tx)
        .await?;
        write.quietly().commit().await?;
        let Some(row) = row else { return Ok(TakenBack::Ended) };
        let wrong = u32::try_from(row.try_get::<i64, _>("wrong")?).unwrap_or(u32::MAX);
        let fits = wrong <= pin::TRIES && verify_password(Some(row.try_get("pin_hash")?), digits.to_owned()).await?;
        if !fits && wrong < pin::TRIES {
            return Ok(TakenBack::Wrong(pin::TRIES - wrong));
        }
        let mut write = self.db().write().await?;
        sqlx::query("DELETE FROM handed_screen WHERE token_hash = $1").bind(&hash).execute(&mut *write.tx).await?;
        let then = if fits {
            "UPDATE session SET handed = 0 WHERE token_hash = $1"
        } else {
            "DELETE FROM session WHERE token_hash = $1"
        };
        sqlx::query(then).bind(&hash).execute(&mut *write.tx).await?;
        write.commit().await?;
        if !fits {
            return Ok(TakenBack::Ended);
        }
        let (user, case) = (UserId(row.try_get("user_id")?), CaseId(row.try_get("case_id")?));
        let asked = AccessRequest { action: Action::TakeBack, ..AccessRequest::reading("map") };
        match self.open_case_as_usual(&Who::Staff(user), &case, &asked).await {
            // Whose right has ended meanwhile has their screen back all the same; the refusal is logged.
            Ok(_) | Err(OpenError::NotFound | OpenError::ReasonNeeded) => Ok(TakenBack::Done),
            Err(OpenError::Store(error)) => Err(error),
        }
    }
}

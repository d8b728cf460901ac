//! A guest: one of those who take part joins the open map with their own phone.
//! Somebody of the staff invites them with a code that is used once; the phone
//! shows that one map as this participant may see it, and takes what they draw,
//! as long as the session of who invited it lasts and nobody ends it before.

use super::{CaseAccess, CaseId, Handed, Who};
use crate::Store;
use crate::attempt::{Throttled, Tried};
use crate::crypto::mac;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::session::{IDLE_LIMIT_MS, SESSION_LIMIT_MS, SessionToken, SignedIn};
use crate::spoken_code::{in_halves, new_code, plain};
use crate::user::UserId;
use casework::opening::Purpose;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// A code is typed at once, by somebody who sits beside who tells it.
pub const GUEST_CODE_LIMIT_MS: i64 = 10 * 60 * 1000;
/// A guest's phone is let go after this time whatever happens.
pub const GUEST_LIMIT_MS: i64 = 4 * 60 * 60 * 1000;
/// So many letters has a code.
const LENGTH: usize = 8;

/// A code that was just made. It is told once and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestCode {
    /// The code, in two halves.
    pub code: String,
    /// Until when, milliseconds since 1970.
    pub until: i64,
}

/// Somebody who was invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestLine {
    /// Id of the guest.
    pub id: String,
    /// As whom, by person id.
    pub person: String,
    /// Since when the phone has joined; none while the code waits.
    pub joined_at: Option<i64>,
}

/// A phone that has joined.
#[derive(Clone)]
pub struct Guest {
    /// The map that it shows, and as whom.
    pub seat: Handed,
    /// In whose sitting.
    pub host: SignedIn,
    /// What the phone keeps.
    pub token: SessionToken,
}

impl Guest {
    /// As whom, by person id.
    #[must_use]
    pub fn person(&self) -> &str {
        self.seat.room.first().map_or("", String::as_str)
    }
}

impl CaseAccess {
    /// Invites somebody who takes part to join the map with their phone, in the
    /// sitting of this session. The handle was opened for it, and the log tells
    /// of it. An earlier code for the same person is worth nothing from now on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for somebody for whom the case does not open and
    /// for a session that is not this viewer's; for who may read only.
    pub async fn invite_guest(&self, session: &SessionToken, person: &str) -> Result<GuestCode, StoreError> {
        let user = self.host(Action::InviteGuest)?;
        self.seen_by(person).await?;
        let (code, now) = (new_code::<LENGTH>(), self.store.now());
        let until = now + GUEST_CODE_LIMIT_MS;
        let mut write = self.store.db().write().await?;
        let mine = sqlx::query("SELECT 1 FROM session WHERE token_hash = $1 AND user_id = $2")
            .bind(session.hash())
            .bind(&user.0)
            .fetch_optional(&mut *write.tx)
            .await?;
        if mine.is_none() {
            return Err(StoreError::NotFound);
        }
        sqlx::query(
            "UPDATE map_guest SET ended_at = $3
             WHERE case_id = $1 AND person_id = $2 AND joined_at IS NULL AND ended_at IS NULL",
        )
        .bind(&self.id().0)
        .bind(person)
        .bind(now)
        .execute(&mut *write.tx)
        .await?;
        sqlx::query(
            "INSERT INTO map_guest (id, case_id, person_id, user_id, host_hash, code_mark, code_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.store.new_id())
        .bind(&self.id().0)
        .bind(person)
        .bind(&user.0)
        .bind(session.hash())
        .bind(self.store.guest_mark(&code))
        .bind(until)
        .execute(&mut *write.tx)
        .await?;
        write.quietly().commit().await?;
        Ok(GuestCode { code: in_halves(&code), until })
    }

    /// Who was invited to this map and may still come or has come, whoever
    /// invited them, the latest last.
    ///
    /// # Errors
    /// For who may not change the case.
    pub async fn guests(&self) -> Result<Vec<GuestLine>, StoreError> {
        if !self.may_edit() {
            return Err(StoreError::NotAllowed("read_only"));
        }
        let now = self.store.now();
        // With the session of who invited them, guests are gone.
        let rows = sqlx::query(
            "SELECT map_guest.id, map_guest.person_id, map_guest.joined_at
             FROM map_guest JOIN session ON session.token_hash = map_guest.host_hash
             WHERE map_guest.case_id = $1 AND map_guest.ended_at IS NULL
             AND (map_guest.joined_at > $2 OR (map_guest.joined_at IS NULL AND map_guest.code_until > $3))
             AND session.last_seen_at > $4 AND session.created_at > $5 ORDER BY map_guest.id",
        )
        .bind(&self.id().0)
        .bind(now - GUEST_LIMIT_MS)
        .bind(now)
        .bind(now - IDLE_LIMIT_MS)
        .bind(now - SESSION_LIMIT_MS)
        .fetch_all(self.store.db().pool())
        .await?;
        let line = |row: &AnyRow| {
            let (id, person, joined_at) = (row.try_get("id")?, row.try_get("person_id")?, row.try_get("joined_at")?);
            Ok(GuestLine { id, person, joined_at })
        };
        rows.iter().map(line).collect()
    }

    /// Sends a guest away, or takes a code back that was not used yet, whoever
    /// gave it. The handle was opened for it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for nobody who is a guest here; for who may read
    /// only.
    pub async fn end_guest(&self, id: &str) -> Result<(), StoreError> {
        self.host(Action::EndGuest)?;
        if id.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let mut write = self.store.db().write().await?;
        let done =
            sqlx::query("UPDATE map_guest SET ended_at = $3 WHERE id = $1 AND case_id = $2 AND ended_at IS NULL")
                .bind(id)
                .bind(&self.id().0)
                .bind(self.store.now())
                .execute(&mut *write.tx)
                .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }

    /// Who has guests: staff who change the case and have said so to the log.
    fn host(&self, action: Action) -> Result<&UserId, StoreError> {
        match self.who() {
            Who::Staff(user) if self.action() == action && self.may_edit() => Ok(user),
            _ => Err(StoreError::NotAllowed("read_only")),
        }
    }
}

impl Store {
    fn guest_mark(&self, code: &str) -> String {
        mac(&self.secrets().portal, &["guest", &plain(code, LENGTH)])
    }

    /// Joins by a code; it is used up with it. Nothing for a code that opens
    /// nothing, whether it was used before, is too old or never was.
    ///
    /// # Errors
    /// The inner error when there were too many that opened nothing.
    pub async fn join_as_guest(
        &self,
        code: &str,
        address: &str,
    ) -> Result<Result<Option<SessionToken>, Throttled>, StoreError> {
        let attempt = match self.begin_attempt(Tried::Link, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let (token, now) = (SessionToken::generate(), self.now());
        let mut write = self.db().write().await?;
        let joined = sqlx::query(
            "UPDATE map_guest SET token_hash = $2, joined_at = $3, code_mark = ''
             WHERE code_mark = $1 AND joined_at IS NULL AND ended_at IS NULL AND code_until > $3
             RETURNING case_id, person_id",
        )
        .bind(self.guest_mark(code))
        .bind(token.hash())
        .bind(now)
        .fetch_optional(&mut *write.tx)
        .await?;
        let Some(row) = joined else { return Ok(Ok(None)) };
        let (case, person): (_, String) = (CaseId(row.try_get("case_id")?), row.try_get("person_id")?);
        self.log_guest(&mut write.tx, &case, &person, Action::JoinAsGuest).await?;
        self.forget_failures(&mut write.tx, Tried::Link, &attempt).await?;
        write.quietly().commit().await?;
        Ok(Ok(self.guest(&token).await?.map(|guest| guest.token)))
    }

    /// The guest behind a token, while the sitting lasts. What a guest does is no
    /// sign of life of who invited them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn guest(&self, token: &SessionToken) -> Result<Option<Guest>, StoreError> {
        let row = sqlx::query(
            "SELECT id, case_id, person_id, host_hash FROM map_guest
             WHERE token_hash = $1 AND ended_at IS NULL AND joined_at > $2",
        )
        .bind(token.hash())
        .bind(self.now() - GUEST_LIMIT_MS)
        .fetch_optional(self.db().pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let Some(host) = self.session_of(&row.try_get::<String, _>("host_hash")?, false).await? else {
            return Ok(None);
        };
        let (case, room) = (CaseId(row.try_get("case_id")?), vec![row.try_get("person_id")?]);
        // What no longer opens for who draws with them is no longer open to them.
        let as_host = self.acting(&host.user.id, host.user.posts.first().map(|post| &post.id));
        if !as_host.may_change(&host.user.id, &case).await? {
            return Ok(None);
        }
        let seat = Handed { case, room, hand: row.try_get("id")?, own_phone: true };
        Ok(Some(Guest { seat, host, token: token.clone() }))
    }

    /// A guest leaves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn leave_as_guest(&self, guest: &Guest) -> Result<(), StoreError> {
        let mut write = self.db().write().await?;
        let left = sqlx::query("UPDATE map_guest SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(&guest.seat.hand)
            .bind(self.now())
            .execute(&mut *write.tx)
            .await?;
        if left.rows_affected() > 0 {
            self.log_guest(&mut write.tx, &guest.seat.case, guest.person(), Action::LeaveAsGuest).await?;
        }
        write.commit().await
    }

    /// Writes into the case's log that a guest came or went.
    async fn log_guest(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        person: &str,
        action: Action,
    ) -> Result<(), StoreError> {
        let Some(key) = self.keys().try_find(&case.scope()).await? else { return Ok(()) };
        let row = NewRow {
            user: person,
            role: "participant",
            action,
            object: "map",
            purpose: Purpose::OwnRecord,
            outcome: "ok",
            detail: "",
        };
        self.log(tx, &case.chain(), &key, &row).await.map(drop)
    }
}

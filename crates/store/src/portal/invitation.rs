//! Invitations: a code to type and a link to follow, for one person, once.

use super::password::HalfRow;
use super::session::is_language;
use crate::Store;
use crate::attempt::{Throttled, Tried};
use crate::case::{CaseAccess, CaseId};
use crate::crypto::mac;
use crate::error::StoreError;
use crate::one_time_link::LinkToken;
use crate::password::hash_password;
use crate::portal::PortalHalf;
use crate::spoken_code::{in_halves, new_code, plain};
use sqlx::{Any, Row, Transaction};

/// An invitation holds for so long: it is handed over in a talk, and read when there is quiet at home.
pub const PORTAL_INVITATION_LIMIT_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// So many letters has a code.
const LENGTH: usize = 10;

/// By what an invitation is found.
#[derive(Clone, Copy)]
pub enum PortalKey<'a> {
    /// The code, as somebody typed it.
    Code(&'a str),
    /// The secret of the link.
    Link(&'a LinkToken),
}

/// An invitation that was just made. What opens it is told once and kept nowhere.
pub struct NewInvitation {
    /// The code, in two halves.
    pub code: String,
    /// The secret of the link.
    pub link: LinkToken,
    /// Until when, milliseconds since 1970.
    pub until: i64,
}

/// An invitation that can be taken up. Whose it is, nobody is told before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalInvitation {
    pub(super) id: String,
}

/// An invitation that was used up.
pub(super) struct Used {
    /// The account had been let in to the same before, as the same person.
    pub(super) again: bool,
}

impl Store {
    fn code_mark(&self, code: &str) -> String {
        mac(&self.secrets().portal, &["invitation", &plain(code, LENGTH)])
    }

    /// The invitation that somebody has in hand, if it can be taken up.
    ///
    /// # Errors
    /// The inner error when there were too many that could not.
    pub async fn portal_invitation(
        &self,
        key: PortalKey<'_>,
        address: &str,
    ) -> Result<Result<Option<PortalInvitation>, Throttled>, StoreError> {
        let attempt = match self.begin_attempt(Tried::Link, address).await? {
            Ok(attempt) => attempt,
            Err(throttled) => return Ok(Err(throttled)),
        };
        let (code, link) = match key {
            PortalKey::Code(code) => (self.code_mark(code), String::new()),
            PortalKey::Link(token) => (String::new(), token.hash()),
        };
        let row = sqlx::query(
            "SELECT id FROM portal_invitation WHERE (code_mark = $1 OR link_hash = $2)
             AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $3",
        )
        .bind(code)
        .bind(link)
        .bind(self.now())
        .fetch_optional(self.db().pool())
        .await?;
        let Some(row) = row else { return Ok(Ok(None)) };
        let mut write = self.db().write().await?;
        self.forget_failures(&mut write.tx, Tried::Link, &attempt).await?;
        write.quietly().commit().await?;
        Ok(Ok(Some(PortalInvitation { id: row.try_get("id")? })))
    }

    /// Somebody who has an invitation chooses an e-mail address and a password,
    /// already checked by [`crate::check_password`]. Returns what the browser
    /// keeps, and the code to be sent to the address; only with both does an
    /// account come of it.
    ///
    /// # Errors
    /// The inner error when too many letters were asked for.
    pub async fn begin_portal_account(
        &self,
        invitation: &PortalInvitation,
        (email, password): (&str, &str),
        language: &str,
        address: &str,
    ) -> Result<Result<(PortalHalf, String), Throttled>, StoreError> {
        if let Err(throttled) = self.begin_attempt(Tried::PortalLetter(email), address).await? {
            return Ok(Err(throttled));
        }
        let half = HalfRow {
            account: None,
            invitation: Some(invitation.id.clone()),
            email_mark: self.email_mark(email),
            password_hash: hash_password(password.to_owned()).await?,
            language: if is_language(language) { language.to_owned() } else { "nb".to_owned() },
        };
        let mut write = self.db().write().await?;
        let begun = self.begin_half(&mut write.tx, &half).await?;
        write.quietly().commit().await?;
        Ok(Ok(begun))
    }

    /// Uses an invitation up, and gives the account what it opens. `None` when
    /// somebody was quicker.
    pub(super) async fn use_invitation(
        &self,
        tx: &mut Transaction<'static, Any>,
        invitation: &str,
        account: &str,
    ) -> Result<Option<Used>, StoreError> {
        let used = sqlx::query(
            "UPDATE portal_invitation SET used_at = $2
             WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
             RETURNING case_id, person_id, made_by",
        )
        .bind(invitation)
        .bind(self.now())
        .fetch_optional(&mut **tx)
        .await?;
        let Some(row) = used else { return Ok(None) };
        let (case, person): (String, String) = (row.try_get("case_id")?, row.try_get("person_id")?);
        let before = sqlx::query(
            "SELECT id FROM portal_access WHERE account_id = $1 AND case_id = $2 AND person_id = $3 LIMIT 1",
        )
        .bind(account)
        .bind(&case)
        .bind(&person)
        .fetch_optional(&mut **tx)
        .await?;
        // One person has one way into a case: whoever had it before has it no longer.
        self.end_access(tx, &CaseId(case.clone()), &person).await?;
        sqlx::query(
            "INSERT INTO portal_access (id, account_id, case_id, person_id, given_by, given_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.new_id())
        .bind(account)
        .bind(case)
        .bind(person)
        .bind(row.try_get::<String, _>("made_by")?)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(Some(Used { again: before.is_some() }))
    }
}

impl CaseAccess {
    /// Makes an invitation for somebody who takes part; an earlier one is worth
    /// nothing from now on.
    ///
    /// # Errors
    /// When this viewer may not say who gets in; [`StoreError::NotFound`] for
    /// nobody who could be invited: see [`Self::doors`].
    pub async fn invite_to_portal(&self, person: &str) -> Result<NewInvitation, StoreError> {
        self.must_give_access()?;
        let doors = self.doors().await?;
        if !doors.iter().any(|it| it.person == person && it.may_have) {
            return Err(StoreError::NotFound);
        }
        let by = self.staff()?.clone();
        let mut write = self.change_who_gets_in().await?;
        self.store.withdraw_invitations(&mut write.tx, self.id(), person).await?;
        let letters = new_code::<LENGTH>();
        let (link, until) = (LinkToken::generate(), self.store.now() + PORTAL_INVITATION_LIMIT_MS);
        sqlx::query(
            "INSERT INTO portal_invitation (id, case_id, person_id, code_mark, link_hash, made_by, made_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(self.store.new_id())
        .bind(&self.id().0)
        .bind(person)
        .bind(self.store.code_mark(&letters))
        .bind(link.hash())
        .bind(&by.0)
        .bind(self.store.now())
        .bind(until)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(NewInvitation { code: in_halves(&letters), link, until })
    }
}

impl Store {
    pub(super) async fn withdraw_invitations(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        person: &str,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE portal_invitation SET withdrawn_at = $3
             WHERE case_id = $1 AND person_id = $2 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $3",
        )
        .bind(&case.0)
        .bind(person)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

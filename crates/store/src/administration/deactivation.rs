//! Closing an account: shows all that its owner has, hands each over, ends
//! posts and sessions, in one transaction.

use super::{Administration, Owned, OwnedKind};
use crate::case::{CaseId, day_text};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::second_factor::remove_factor;
use crate::user::{UserId, end_sessions};
use casework::opening::Purpose;
use casework::role::Role;
use std::collections::{BTreeMap, HashMap};

/// Who takes what over when an account is closed.
#[derive(Clone, Debug, Default)]
pub struct Deactivation {
    /// Takes everything over for which nobody else is named and they may.
    pub everything: Option<UserId>,
    /// By the key of what is handed over.
    pub each: BTreeMap<String, UserId>,
}

impl Deactivation {
    /// Who takes this over.
    fn successor<'a>(&'a self, owned: &Owned) -> Result<Option<&'a UserId>, StoreError> {
        let may = |user: &UserId| owned.candidates.iter().any(|(id, _)| id == user);
        match self.each.get(&owned.key) {
            Some(user) if may(user) => Ok(Some(user)),
            Some(_) => Err(StoreError::NotAllowed("successor")),
            None => Ok(self.everything.as_ref().filter(|user| may(user))),
        }
    }
}

impl Administration {
    /// All that a member of staff has, what needs an owner first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such active account.
    pub async fn belongings(&self, user: &UserId) -> Result<Vec<Owned>, StoreError> {
        let mut tx = self.store.db().pool().begin().await?;
        if !self.store.find_user_on(&mut tx, user).await?.active {
            return Err(StoreError::NotFound);
        }
        self.owned(&mut tx, user).await
    }

    /// Closes an account: everything is handed over or ended, posts end,
    /// sessions end at once. All of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`]: «own_account»; «last_administrator» when
    /// nobody could run the system afterwards; «owner» when something would be
    /// without an owner; «successor» when somebody is named who may not take it
    /// over. [`StoreError::NotFound`] when there is no such active account.
    pub async fn deactivate(&self, user: &UserId, plan: &Deactivation) -> Result<(), StoreError> {
        if user == &self.by {
            return Err(StoreError::NotAllowed("own_account"));
        }
        // The keys of the cases' logs lie in another database: read them before
        // the change begins. What comes in between has a key to be read again.
        let keys = self.case_keys(&self.belongings(user).await?).await?;
        let mut write = self.change().await?;
        let closed = sqlx::query("UPDATE staff_user SET active = 0 WHERE id = $1 AND active = 1")
            .bind(&user.0)
            .execute(&mut *write.tx)
            .await?;
        if closed.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        let who = self.named(&mut write.tx, user).await?;
        let mut names: HashMap<&UserId, String> = HashMap::new();
        for owned in &self.owned(&mut write.tx, user).await? {
            let to = plan.successor(owned)?;
            if to.is_none() && owned.needs_owner {
                return Err(StoreError::NotAllowed("owner"));
            }
            self.hand_over(&mut write.tx, user, owned, to).await?;
            let to = match to {
                Some(to) => {
                    if !names.contains_key(to) {
                        names.insert(to, self.named(&mut write.tx, to).await?);
                    }
                    names.get(to).map_or("", String::as_str)
                }
                None => "–",
            };
            let detail = format!("{who}: {} → {to}", owned.label);
            self.log(&mut write.tx, Some(&owned.unit), Action::Change, "handover", &detail).await?;
            if let (OwnedKind::Case(_), Some(key)) = (owned.kind, keys.get(&owned.object)) {
                self.log_in_case(&mut write.tx, &owned.object, key).await?;
            }
        }
        self.store.ask_no_longer(&mut write.tx, user).await?;
        let yesterday = day_text(self.store.today().before());
        sqlx::query("UPDATE post SET to_day = $2 WHERE user_id = $1 AND (to_day IS NULL OR to_day > $2)")
            .bind(&user.0)
            .bind(yesterday)
            .execute(&mut *write.tx)
            .await?;
        end_sessions(&mut write.tx, user).await?;
        self.store.end_lost_staff_feed(&mut write.tx, user).await?;
        self.store.revoke_links(&mut write.tx, user, None).await?;
        self.someone_administers(&mut write.tx).await?;
        self.log(&mut write.tx, None, Action::Change, "user", &format!("−{who}")).await?;
        write.commit().await
    }

    /// Lets somebody in again: without posts, password and second factor, which
    /// come anew by an invitation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such closed account.
    pub async fn reactivate(&self, user: &UserId) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        self.store.end_lost_staff_feed(&mut write.tx, user).await?;
        let opened = sqlx::query("UPDATE staff_user SET active = 1, password_hash = '' WHERE id = $1 AND active = 0")
            .bind(&user.0)
            .execute(&mut *write.tx)
            .await?;
        if opened.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        remove_factor(&mut write.tx, user).await?;
        let who = self.named(&mut write.tx, user).await?;
        self.log(&mut write.tx, None, Action::Change, "user", &format!("+{who}")).await?;
        write.commit().await
    }

    async fn case_keys(&self, owned: &[Owned]) -> Result<BTreeMap<String, ScopeKey>, StoreError> {
        let mut keys = BTreeMap::new();
        for it in owned.iter().filter(|it| matches!(it.kind, OwnedKind::Case(_))) {
            let scope = CaseId(it.object.clone()).scope();
            // An erased case has none, and no log that anybody reads.
            if let Some(key) = self.store.keys().try_find(&scope).await? {
                keys.insert(it.object.clone(), key);
            }
        }
        Ok(keys)
    }

    /// The case's own log tells that somebody else has the function now.
    async fn log_in_case(
        &self,
        tx: &mut sqlx::Transaction<'static, sqlx::Any>,
        case: &str,
        key: &ScopeKey,
    ) -> Result<(), StoreError> {
        let row = NewRow {
            user: &self.by.0,
            role: Role::Administrator.code(),
            action: Action::Change,
            object: "team",
            purpose: Purpose::Administration,
            outcome: "ok",
            detail: "",
        };
        self.store.log(tx, &CaseId(case.to_owned()).chain(), key, &row).await.map(|_| ())
    }
}

//! One viewer who follows one case.

use super::cursor::Cursor;
use crate::case::{CaseAccess, CaseId, StepSince, Who};
use crate::crypto::{hex, mac};
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use family_map::Record;
use family_map::edit::apply;
use family_map::effect::{Follower, Numbered, Update};
use family_map::record::PersonId;
use sqlx::Row;

/// What a viewer hears of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// What it means for what the viewer sees.
    pub update: Option<Numbered>,
    /// Name of the member of staff or the guest who did it, empty for a guest
    /// who has none here; `None` for the viewer's own steps, for whatever is no
    /// step, and to a guest for who is not in the same sitting.
    pub by: Option<String>,
    /// The key under which the viewer drew it.
    pub own: Option<String>,
    /// How far the viewer has come with this.
    pub cursor: Cursor,
}

/// An opened case that is followed by its viewer. Its opening stands in the
/// log, and [`Following::end`] writes the end beside it.
pub struct Following {
    pub(super) access: CaseAccess,
    /// The stream's own secret: only who follows knows it.
    pub(super) id: String,
    whole: Record,
    /// How many steps of the case are in it.
    number: i64,
    pub(super) follower: Follower,
    /// Of a guest: whose sitting it is.
    pub(super) sitting: Option<Sitting>,
}

/// In whose session somebody is a guest.
pub(super) struct Sitting {
    /// Who invited, by user id.
    pub(super) host: String,
    /// The hash of their session.
    pub(super) session: String,
}

impl std::fmt::Debug for Following {
    /// Without what is hidden from the viewer.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Following").field("case", self.case()).finish_non_exhaustive()
    }
}

/// The right to see the case is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended;

impl CaseAccess {
    /// How far a browser has come that was given what this viewer may see now.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn cursor(&self, seen: &Record) -> Result<Cursor, StoreError> {
        Ok(Cursor { number: 0, mark: self.mark(seen)? })
    }

    fn mark(&self, seen: &Record) -> Result<String, StoreError> {
        let text = serde_json::to_string(seen).map_err(|_| StoreError::Unreadable("record"))?;
        let mark = mac(&self.store.secrets().search, &["seen", &self.id().0, self.who().id(), &text]);
        Ok(mark.chars().take(super::cursor::MARK).collect())
    }

    /// Follows the case from where a browser has come. Gives everything anew
    /// unless the browser holds exactly what the viewer may see now.
    ///
    /// # Errors
    /// For who is not shown the whole case, and for a handle that was opened
    /// for anything else, since the log would not tell.
    pub async fn begin_following(self, from: &Cursor) -> Result<(Following, Option<Numbered>), StoreError> {
        self.must_see_whole()?;
        if self.action() != Action::Follow {
            return Err(StoreError::NotAllowed("opened_to_read"));
        }
        let (whole, number) = self.whole_record_at().await?;
        let seen = self.redacted(&whole);
        let (follower, first) = if self.mark(&seen)? == from.mark {
            (Follower::resume(from.number, seen), None)
        } else {
            let update = Update::Fresh(Box::new(seen.clone()));
            (Follower::resume(from.number + 1, seen), Some(Numbered { number: from.number + 1, update }))
        };
        let id = hex(&rand::random::<[u8; 16]>());
        let sitting = self.sitting().await?;
        Ok((Following { access: self, id, whole, number, follower, sitting }, first))
    }
}

impl CaseAccess {
    async fn sitting(&self) -> Result<Option<Sitting>, StoreError> {
        let Some(hand) = self.hand() else { return Ok(None) };
        let row = sqlx::query("SELECT user_id, host_hash FROM map_guest WHERE id = $1")
            .bind(hand)
            .fetch_optional(self.store.db().pool())
            .await?;
        row.map(|row| Ok(Sitting { host: row.try_get("user_id")?, session: row.try_get("host_hash")? })).transpose()
    }
}

impl Following {
    /// The case.
    #[must_use]
    pub const fn case(&self) -> &CaseId {
        self.access.id()
    }

    /// The stream's own secret, by which its viewer says whom they look at.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the viewer holds.
    #[must_use]
    pub const fn held(&self) -> &Record {
        self.follower.held()
    }

    /// How far the viewer has come.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn cursor(&self) -> Result<Cursor, StoreError> {
        Ok(Cursor { number: self.follower.number(), mark: self.access.mark(self.held())? })
    }

    /// What happened since: every step by itself and in order, with whose it
    /// is, and then whatever else has changed what the viewer may see. The
    /// rights are decided anew first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catch_up(&mut self) -> Result<Result<Vec<Heard>, Ended>, StoreError> {
        let Some(access) = self.access.renewed().await? else { return Ok(Err(Ended)) };
        let rights_changed = !access.sees_as_before(&self.access);
        self.access = access;
        if self.access.must_see_whole().is_err() {
            return Ok(Err(Ended));
        }
        let mut heard = Vec::new();
        if rights_changed {
            let seen = self.access.redacted(&self.whole);
            heard.extend(self.tell(seen, true)?);
        }
        let (whole, number) = self.access.whole_record_at().await?;
        for step in self.access.steps_since(self.number, number).await? {
            heard.extend(self.hear(step)?);
        }
        // What is no step: somebody was forgotten, a part was taken away for good.
        if self.whole != whole {
            let seen = self.access.redacted(&whole);
            heard.extend(self.tell(seen, false)?);
            self.whole = whole;
        }
        self.number = number;
        Ok(Ok(heard))
    }

    /// A difference that is nobody's step.
    fn tell(&mut self, seen: Record, rights_changed: bool) -> Result<Option<Heard>, StoreError> {
        let Some(update) = self.follower.follow(seen, rights_changed) else { return Ok(None) };
        Ok(Some(Heard { update: Some(update), by: None, own: None, cursor: self.cursor()? }))
    }

    fn hear(&mut self, step: StepSince) -> Result<Option<Heard>, StoreError> {
        for edit in &step.edits {
            apply(&mut self.whole, edit);
        }
        let update = self.follower.follow(self.access.redacted(&self.whole), false);
        // What a guest draws stands in the name of who draws with them; by its hand one knows whose it is.
        let is_own = step.hand.as_deref() == self.access.hand()
            && match self.access.who() {
                Who::Staff(user) => user.0 == step.author,
                Who::Participant(_) => step.hand.is_some(),
            };
        let own = step.key.filter(|_| is_own);
        if update.is_none() && own.is_none() {
            return Ok(None);
        }
        // A guest hears the names of those in the same sitting and no others.
        let is_here = self.sitting.as_ref().is_none_or(|sitting| sitting.host == step.author);
        let by = match &step.guest {
            Some(guest) => self.called(guest),
            None => step.by,
        };
        Ok(Some(Heard { update, by: (!is_own && is_here).then_some(by), own, cursor: self.cursor()? }))
    }

    /// What somebody is called on the map that the viewer holds; nothing for
    /// whoever is nameless there.
    pub(super) fn called(&self, person: &PersonId) -> String {
        self.held().people.get(person).and_then(|it| it.label()).unwrap_or_default().to_owned()
    }

    /// Ends it: the viewer is no longer there, and the log tells how long it
    /// was followed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end(self) -> Result<(), StoreError> {
        self.leave().await?;
        let access = &self.access;
        let row = NewRow {
            user: access.who().id(),
            role: access.role(),
            action: Action::EndFollow,
            object: "map",
            purpose: access.purpose(),
            outcome: "ok",
            detail: "",
        };
        let mut write = access.store.db().write().await?;
        access.store.log(&mut write.tx, &self.case().chain(), &access.key, &row).await?;
        write.quietly().commit().await
    }
}

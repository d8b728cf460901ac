//! «Bruk uten nett»: a copy of the map that is taken along to where there is no
//! network, and what was drawn on it coming back.
//!
//! The copy holds only what all of those in the room may see. Its time ends,
//! what was drawn on it does not: that is taken as long as its author may
//! change the case, under the same keys as every step, so that it counts once.

use super::{CaseAccess, CaseId, Who};
use crate::Store;
use crate::crypto::Place;
use crate::crypto_box::BoxKey;
use crate::error::StoreError;
use crate::log::Action;
use crate::user::UserId;
use casework::sight::BarKind;
use family_map::Record;
use family_map::away::{AwayClash, AwayStep};
use family_map::edit::Edit;
use family_map::record::FactId;
use sqlx::Row;
use std::collections::BTreeSet;

/// A copy is for three days at most, in milliseconds.
pub const OFFLINE_LIMIT_MS: i64 = 72 * 60 * 60 * 1000;

/// A copy that was handed out. Tells nothing of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineCopy {
    /// Id.
    pub id: String,
    /// Of which case.
    pub case: CaseId,
    /// To whom.
    pub user: UserId,
    /// The participants who were in the room, by person id.
    pub room: Vec<String>,
    /// When its time ends.
    pub ends_at: i64,
    /// When it was given back before, if it was.
    pub ended_at: Option<i64>,
    /// The last step that it holds.
    number: i64,
}

/// What is taken along.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenOffline {
    /// The copy.
    pub copy: OfflineCopy,
    /// The public half of its key: 65 bytes, hexadecimal.
    pub public_key: String,
    /// What all in the room may see.
    pub record: Record,
}

const fn private_place(row: &str) -> Place<'_> {
    Place { table: "offline_copy", column: "private_sealed", row }
}

impl CaseAccess {
    /// Whether this viewer may take a copy along: whoever changes the whole
    /// case, unless somebody in it has a protected address. A device that is
    /// lost would tell of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn may_take_offline(&self) -> Result<bool, StoreError> {
        let is_own = matches!(self.who(), Who::Staff(_)) && self.may_edit() && self.must_see_whole().is_ok();
        Ok(is_own && !self.is_protected(&self.whole_record().await?))
    }

    fn is_protected(&self, whole: &Record) -> bool {
        let today = self.store.today();
        let in_force = |bars: &[casework::sight::Bar]| {
            bars.iter().any(|bar| bar.kind == BarKind::ProtectedAddress && bar.period.holds(today))
        };
        whole.people.values().any(|it| it.shielded) || self.known_bars().is_ok_and(in_force)
    }

    /// Hands out a copy for those in the room, for so many milliseconds. The
    /// handle was opened for it, and the log tells of it.
    ///
    /// # Errors
    /// A code of «offline_…» where it is not allowed: a protected address,
    /// nobody in the room, too long; [`StoreError::NotFound`] for somebody in
    /// the room for whom the case does not open.
    pub async fn take_offline(&self, room: &[String], lasts_ms: i64) -> Result<TakenOffline, StoreError> {
        let Who::Staff(user) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        self.must_see_whole()?;
        if self.action() != Action::TakeOffline || !self.may_edit() {
            return Err(StoreError::NotAllowed("read_only"));
        }
        let (whole, number) = self.whole_record_at().await?;
        if self.is_protected(&whole) {
            return Err(StoreError::NotAllowed("offline_protected"));
        }
        if room.is_empty() {
            return Err(StoreError::NotAllowed("offline_nobody"));
        }
        if !(1..=OFFLINE_LIMIT_MS).contains(&lasts_ms) {
            return Err(StoreError::NotAllowed("offline_time"));
        }
        let record = self.seen_together(room).await?.redacted(&whole);
        let (id, key, now) = (self.store.new_id(), BoxKey::generate(), self.store.now());
        let copy = OfflineCopy {
            id,
            case: self.id().clone(),
            user: user.clone(),
            room: room.to_vec(),
            ends_at: now + lasts_ms,
            ended_at: None,
            number,
        };
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO offline_copy (id, case_id, user_id, room, number, private_sealed, made_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&copy.id)
        .bind(&copy.case.0)
        .bind(&user.0)
        .bind(serde_json::to_string(room).map_err(|_| StoreError::Unreadable("offline_copy"))?)
        .bind(number)
        .bind(self.key.seal(private_place(&copy.id), &key.to_hex())?)
        .bind(now)
        .bind(copy.ends_at)
        .execute(&mut *write.tx)
        .await?;
        write.quietly().commit().await?;
        Ok(TakenOffline { copy, public_key: key.public_hex(), record })
    }

    /// Opens a step that was drawn on a copy and sealed to its key.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a copy of another case or somebody else's;
    /// `offline_step` for what does not open.
    pub async fn open_offline_step(&self, copy: &OfflineCopy, sealed: &str) -> Result<AwayStep, StoreError> {
        self.must_own(copy)?;
        let row = sqlx::query("SELECT private_sealed FROM offline_copy WHERE id = $1 AND case_id = $2")
            .bind(&copy.id)
            .bind(&self.id().0)
            .fetch_optional(self.store.db().pool())
            .await?
            .ok_or(StoreError::NotFound)?;
        let key = self.key.unseal(private_place(&copy.id), &row.try_get::<String, _>("private_sealed")?)?;
        let text = BoxKey::from_hex(&key)?.open(&copy.id, sealed);
        let step = text.and_then(|text| serde_json::from_slice(&text).ok());
        step.ok_or(StoreError::NotAllowed("offline_step"))
    }

    /// Who wrote what a step from a copy meets, or took its target away: the
    /// last one since the copy was made. None where that is not to be found.
    ///
    /// # Errors
    /// As [`Self::open_offline_step`].
    pub async fn who_wrote(&self, copy: &OfflineCopy, clash: &AwayClash) -> Result<Option<String>, StoreError> {
        self.must_own(copy)?;
        let targets = targets(&clash.mine);
        let wrote = |edit: &Edit| match &clash.theirs {
            Some(theirs) => edit == theirs,
            None => matches!(edit, Edit::Remove(id) if targets.contains(id)),
        };
        let steps = self.steps_since(copy.number, i64::MAX).await?;
        Ok(steps.into_iter().rev().find(|step| step.edits.iter().any(wrote)).map(|step| step.by))
    }

    /// Whether this viewer has drawn a step under this key already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_drawn(&self, key: &str) -> Result<bool, StoreError> {
        let known = sqlx::query("SELECT 1 FROM case_edit WHERE case_id = $1 AND author_id = $2 AND step_key = $3")
            .bind(&self.id().0)
            .bind(self.who().id())
            .bind(key.replace('\0', ""))
            .fetch_optional(self.store.db().pool())
            .await?;
        Ok(known.is_some())
    }

    fn must_own(&self, copy: &OfflineCopy) -> Result<(), StoreError> {
        let is_own = matches!(self.who(), Who::Staff(user) if *user == copy.user) && *self.id() == copy.case;
        if is_own { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

/// The facts without which an edit says nothing.
fn targets(edit: &Edit) -> BTreeSet<FactId> {
    match edit {
        Edit::Add(fact) => fact.leans_on(),
        Edit::SetPerson { person, .. } => [person.clone().into()].into(),
        Edit::Set(change) => [change.fact()].into(),
        Edit::Remove(id) | Edit::Restore(id) => [id.clone()].into(),
        Edit::SetIndex(person) => person.clone().map(FactId::from).into_iter().collect(),
    }
}

impl Store {
    /// A copy that was handed out to this user, ended or not. To open the case
    /// is another matter, decided as always.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for what was not handed out to this user.
    pub async fn offline_copy(&self, user: &UserId, id: &str) -> Result<OfflineCopy, StoreError> {
        if id.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let row = sqlx::query(
            "SELECT case_id, room, number, ends_at, ended_at FROM offline_copy WHERE id = $1 AND user_id = $2",
        )
        .bind(id)
        .bind(&user.0)
        .fetch_optional(self.db().pool())
        .await?
        .ok_or(StoreError::NotFound)?;
        let room = serde_json::from_str(&row.try_get::<String, _>("room")?);
        Ok(OfflineCopy {
            id: id.to_owned(),
            case: CaseId(row.try_get("case_id")?),
            user: user.clone(),
            room: room.map_err(|_| StoreError::Unreadable("offline_copy"))?,
            ends_at: row.try_get("ends_at")?,
            ended_at: row.try_get("ended_at")?,
            number: row.try_get("number")?,
        })
    }

    /// The user says that a copy is no longer on the device. What was drawn on
    /// it may still come.
    ///
    /// # Errors
    /// As [`Store::offline_copy`].
    pub async fn end_offline_copy(&self, user: &UserId, id: &str) -> Result<(), StoreError> {
        let copy = self.offline_copy(user, id).await?;
        let mut write = self.db().write().await?;
        sqlx::query("UPDATE offline_copy SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(&copy.id)
            .bind(self.now())
            .execute(&mut *write.tx)
            .await?;
        write.quietly().commit().await
    }
}

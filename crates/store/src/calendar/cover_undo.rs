//! Taking back what was done about the day of a colleague who is away: the
//! appointment is as it was, whoever was let in for it is out again, and notices
//! that were not sent yet are not sent.

use super::Calendar;
use super::change::Author;
use super::cover::Held;
use crate::case::{EventDetail, EventKind, day_text};
use crate::error::StoreError;
use crate::outbox::About;
use crate::user::UserId;
use casework::calendar::moment::Moment;
use casework::role::CaseFunction;
use sqlx::{Any, Row, Transaction};

/// One's own last step that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverStep {
    /// Id.
    pub id: String,
    /// Code of what was done: `hand_over`, `move`, `cancel`, `lead`.
    pub how: String,
    /// When it was to be.
    pub starts: Moment,
}

/// A step to be noted.
#[derive(Default)]
pub(super) struct NewCoverStep<'a> {
    pub(super) how: &'a str,
    pub(super) starts: Option<Moment>,
    pub(super) entry: Option<(&'a str, Moment)>,
    pub(super) change: Option<&'a str>,
    pub(super) case: Option<&'a str>,
    pub(super) let_in: Option<&'a UserId>,
    pub(super) leader: Option<&'a str>,
}

/// After so long nobody remembers what «angre» would take back; as for the calendar.
const UNDO_LIMIT_MS: i64 = 12 * 60 * 60 * 1_000;

const CHANGED_SINCE: StoreError = StoreError::NotAllowed("changed_since");

impl Calendar {
    /// Notes a step within its own transaction.
    pub(super) async fn note_cover(
        &self,
        tx: &mut Transaction<'static, Any>,
        absence: &str,
        new: &NewCoverStep<'_>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO cover_step (id, absence_id, user_id, how, starts, entry_id, entry_at, change_id, case_id,
               let_in, leader_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(self.store.new_id())
        .bind(absence)
        .bind(&self.user.id.0)
        .bind(new.how)
        .bind(new.starts.map(|it| it.to_string()).unwrap_or_default())
        .bind(new.entry.map(|(id, _)| id.to_owned()))
        .bind(new.entry.map(|(_, at)| at.to_string()))
        .bind(new.change)
        .bind(new.case)
        .bind(new.let_in.map(|it| it.0.clone()))
        .bind(new.leader)
        .bind(self.store.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// One's own last step about an absence that can still be taken back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn last_cover(&self, absence: &str) -> Result<Option<CoverStep>, StoreError> {
        let row = sqlx::query(
            "SELECT id, how, starts FROM cover_step
             WHERE absence_id = $1 AND user_id = $2 AND undone_at IS NULL AND at >= $3 ORDER BY at DESC, id DESC LIMIT 1",
        )
        .bind(absence)
        .bind(&self.user.id.0)
        .bind(self.store.now() - UNDO_LIMIT_MS)
        .fetch_optional(self.store.db().pool())
        .await?;
        row.map(|row| {
            let starts: String = row.try_get("starts")?;
            Ok(CoverStep {
                id: row.try_get("id")?,
                how: row.try_get("how")?,
                starts: starts.parse().map_err(|_| StoreError::Unreadable("cover_step"))?,
            })
        })
        .transpose()
    }

    /// Takes back a step of one's own; tells how many notices were stopped. What
    /// was sent already is not called back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for who may not do anything about it any more;
    /// «changed_since» when it was taken back already or somebody has changed the
    /// same since.
    pub async fn undo_cover(&self, absence: &str, step: &str) -> Result<u64, StoreError> {
        let absence = self.store.absence(absence).await?;
        self.must_plan_in(&absence.unit)?;
        let row = sqlx::query(
            "SELECT entry_id, entry_at, change_id, case_id, let_in, leader_id FROM cover_step
             WHERE id = $1 AND absence_id = $2 AND user_id = $3",
        )
        .bind(step.replace('\0', ""))
        .bind(&absence.id)
        .bind(&self.user.id.0)
        .fetch_optional(self.store.db().pool())
        .await?
        .ok_or(StoreError::NotFound)?;
        let text = |column| row.try_get::<Option<String>, _>(column);
        let change = text("change_id")?;
        if let Some(case) = text("case_id")? {
            let mut held = self.hold(crate::case::CaseId(case)).await?;
            self.claim(&mut held.write.tx, step).await?;
            let author = Author { user: &self.user.id, key: &held.key, case: Some(&held.case) };
            let change = change.ok_or(CHANGED_SINCE)?;
            self.store.take_back(&mut held.write.tx, author.user, author.case, &change).await?;
            if let Some(user) = text("let_in")? {
                self.let_out(&mut held, &UserId(user)).await?;
            }
            let mut stopped = 0;
            if let (Some(entry), Some(at)) = (text("entry_id")?, text("entry_at")?) {
                let at: Moment = at.parse().map_err(|_| StoreError::Unreadable("cover_step"))?;
                let about = About::occurrence("entry", &entry, at);
                stopped = self.store.call_off(&mut held.write.tx, Some(&held.case), &about).await?;
            }
            held.write.commit().await?;
            return Ok(stopped);
        }
        let mut write = self.store.db().write().await?;
        let user = self.store.find_user_on(&mut write.tx, &self.user.id).await?;
        if !super::plans_in(&user, &absence.unit) {
            return Err(StoreError::NotFound);
        }
        self.claim(&mut write.tx, step).await?;
        match (change, text("leader_id")?) {
            (Some(change), _) => self.store.take_back(&mut write.tx, &user.id, None, &change).await?,
            (None, Some(leader)) => {
                let done =
                    sqlx::query("DELETE FROM group_leader WHERE id = $1").bind(leader).execute(&mut *write.tx).await?;
                if done.rows_affected() == 0 {
                    return Err(CHANGED_SINCE);
                }
            }
            (None, None) => return Err(CHANGED_SINCE),
        }
        write.commit().await?;
        Ok(0)
    }

    /// Says that a step is taken back, once.
    async fn claim(&self, tx: &mut Transaction<'static, Any>, step: &str) -> Result<(), StoreError> {
        let done = sqlx::query("UPDATE cover_step SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL AND at >= $3")
            .bind(step)
            .bind(self.store.now())
            .bind(self.store.now() - UNDO_LIMIT_MS)
            .execute(&mut **tx)
            .await?;
        if done.rows_affected() == 0 { Err(CHANGED_SINCE) } else { Ok(()) }
    }

    /// Ends what a colleague was let in for, unless another appointment to come
    /// of the case is theirs, or they have another function in it.
    async fn let_out(&self, held: &mut Held, user: &UserId) -> Result<(), StoreError> {
        let today = self.store.today();
        let tx = &mut held.write.tx;
        let theirs = sqlx::query(
            "SELECT 1 FROM calendar_entry JOIN calendar_part ON calendar_part.entry_id = calendar_entry.id
             WHERE calendar_entry.case_id = $1 AND calendar_entry.ended_at IS NULL AND calendar_part.kind = 'person'
             AND calendar_part.who = $2 AND (calendar_entry.last_day IS NULL OR calendar_entry.last_day >= $3)",
        )
        .bind(&held.case.0)
        .bind(&user.0)
        .bind(day_text(today))
        .fetch_optional(&mut **tx)
        .await?;
        let functions = self.store.functions_on(tx, &held.case).await?;
        let own: Vec<_> = functions.iter().filter(|(who, _)| who == user).map(|(_, function)| *function).collect();
        if theirs.is_some() || own != [CaseFunction::Member] {
            return Ok(());
        }
        sqlx::query(
            "UPDATE case_staff SET to_day = $3 WHERE case_id = $1 AND user_id = $2 AND to_day IS NOT NULL
             AND to_day >= $4",
        )
        .bind(&held.case.0)
        .bind(&user.0)
        .bind(day_text(today.before()))
        .bind(day_text(today))
        .execute(&mut **tx)
        .await?;
        let name = self.store.find_user_on(tx, user).await?.name;
        let detail = EventDetail { staff: Some(name), ..EventDetail::default() };
        self.store.tell(tx, (&held.case, &held.key), &self.user.id, EventKind::Left, &detail).await
    }
}

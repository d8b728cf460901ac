//! Reminders that nobody has to think of: written some days ahead for the adults
//! of a case who may be written to, and taken back with what they remind of.

use super::receiver::{CaseFacts, opted_out};
use super::{About, Content, NewMessage, OfCase, Receiver};
use crate::Store;
use crate::case::card_for_sending;
use crate::error::StoreError;
use crate::user::UserId;
use casework::calendar::Moment;
use casework::calendar::moment::Span;
use casework::message::{Channel, MessageKind, Words};
use sqlx::{Any, Transaction};

/// Reminders are written so many days ahead; no unit reminds earlier than a week before.
const AHEAD_DAYS: i64 = 14;
/// What should have gone a little while ago still goes: a group's reminders are
/// written anew some time after its plan has changed.
const GRACE_MS: i64 = 2 * 60 * 60 * 1000;

/// Something to be reminded of.
pub(crate) struct Due {
    /// What it is.
    pub(crate) about: About,
    /// When it begins.
    pub(crate) starts: Moment,
}

impl Store {
    /// In which time something must begin to be reminded of now.
    pub(crate) fn reminder_span(&self) -> Span {
        let now = self.local_now();
        Span { start: now, end: now.plus(AHEAD_DAYS * 24 * 60) }
    }

    /// Takes back the reminders of something that have not gone. They were
    /// written by nobody, so nothing of them is kept; one that a server is
    /// about to send is called off.
    pub(crate) async fn forget_reminders(
        &self,
        tx: &mut Transaction<'static, Any>,
        kind: &str,
        id: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "DELETE FROM message WHERE about_kind = $1 AND about_id = $2 AND kind = 'reminder'
             AND once_key IS NOT NULL AND state IN ('waiting', 'held')",
        )
        .bind(kind)
        .bind(id)
        .execute(&mut **tx)
        .await?;
        sqlx::query(
            "UPDATE message SET state = 'cancelled', changed_at = $3, once_key = NULL
             WHERE about_kind = $1 AND about_id = $2 AND kind = 'reminder' AND state = 'leased'",
        )
        .bind(kind)
        .bind(id)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Writes the reminders that are missing for those of these people who may
    /// be written to today. Whether they still may is asked again when they go.
    /// Tells how many were written.
    pub(crate) async fn remind(
        &self,
        tx: &mut Transaction<'static, Any>,
        of: OfCase<'_>,
        by: &UserId,
        (facts, people): (&CaseFacts, &[String]),
        dues: &[Due],
    ) -> Result<u32, StoreError> {
        let hours = self.message_setting_on(&mut *tx, of.unit).await?.reminder_hours;
        if hours == 0 {
            return Ok(0);
        }
        let now = self.local_now();
        let mut written = 0;
        for person in people {
            let others = people.iter().filter(|other| *other != person).cloned().collect::<Vec<_>>();
            let card = card_for_sending(&mut *tx, of.case, of.key, person).await?;
            let stopped = opted_out(&mut *tx, of.case, person).await?;
            let content = Content { words: Words::new(MessageKind::Reminder, now), with: others.clone() };
            if facts.reach(person, card, &stopped, None, &Channel::ALL, &content).is_err() {
                continue;
            }
            for due in dues.iter().filter(|due| due.starts > now) {
                let goes = due.starts.plus(-60 * i64::from(hours));
                if self.instant(goes)? < self.now() - GRACE_MS {
                    continue;
                }
                let words = Words::new(MessageKind::Reminder, due.starts);
                let to = Receiver::Participant(person.clone());
                let new = NewMessage {
                    with: others.clone(),
                    not_before: Some(goes),
                    ..NewMessage::new(to, words, due.about.clone())
                };
                written += u32::from(self.enqueue(&mut *tx, of, by, &new).await?.is_some());
            }
        }
        Ok(written)
    }
}

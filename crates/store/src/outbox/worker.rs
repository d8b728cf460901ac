//! What a server does with the outbox: lease, prepare, finish. Several servers
//! may do it at once, and each may be killed at any point.

use super::receiver::{CaseFacts, Reached, opted_out};
use super::{Content, from_json, said_place, to_json, words_place};
use crate::Store;
use crate::case::{self, CaseId};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::unit::UnitId;
use crate::user::UserId;
use casework::message::{
    Channel, MessageLanguage, Outcome, Said, Signature, State, Withheld, next_safe, retry_in, say, times_are_safe,
};
use casework::opening::Purpose;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// So long a server holds what it has taken up, in milliseconds. No sender
/// takes nearly as long.
pub const LEASE_MS: i64 = 120_000;

/// A message on its way out.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Id, for [`Store::finish_message`].
    pub id: String,
    /// The part of the Message-ID before the «@»: the same for every attempt.
    pub reference: String,
    /// By which way.
    pub channel: Channel,
    /// Where to.
    pub address: String,
    /// What it says.
    pub said: Said,
    /// In which language.
    pub language: MessageLanguage,
    /// Where the receiver says that no more messages are wanted; empty for staff.
    pub stop_link: String,
}

impl std::fmt::Debug for Outgoing {
    /// Without address and words, which belong in no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("id", &self.id).field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// How the house sends.
#[derive(Clone, Copy, Debug)]
pub struct HouseOut<'a> {
    /// Its address, for links.
    pub origin: &'a str,
    /// The channels for which there is a sender.
    pub ways: &'a [Channel],
}

/// What became of a leased message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prepared {
    /// It is to be sent now, and its outcome told.
    Go(Box<Outgoing>),
    /// It does not go now; what is to be done with it is kept already.
    Stays(State),
    /// Another server has it by now.
    Lost,
}

/// As it was sent.
#[derive(Serialize, Deserialize)]
pub(super) struct Sent {
    pub(super) subject: String,
    pub(super) text: String,
}

struct Leased {
    id: String,
    unit: UnitId,
    case: CaseId,
    person: Option<String>,
    user: Option<UserId>,
    channel: Option<Channel>,
    sealed: String,
    reference: String,
    released: bool,
    useless_at: i64,
    made_by: String,
}

pub(super) fn channel_in(row: &AnyRow) -> Result<Option<Channel>, StoreError> {
    let code: Option<String> = row.try_get("channel")?;
    code.map(|code| Channel::from_code(&code).ok_or(StoreError::Unreadable("message"))).transpose()
}

/// What is decided of a leased message.
enum Fate {
    Go(Box<Outgoing>),
    Stays { state: State, why: Option<Withheld>, not_before: Option<i64> },
}

const fn withheld(why: Withheld) -> Fate {
    Fate::Stays { state: State::Withheld, why: Some(why), not_before: None }
}

impl Store {
    /// What servers that are gone held is free again, where it surely had not
    /// left them; else it is uncertain. Tells how many of each.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recover_messages(&self) -> Result<(u64, u64), StoreError> {
        let now = self.now();
        let mut write = self.db().write().await?;
        let free = sqlx::query(
            "UPDATE message SET state = 'waiting', lease = NULL, lease_until = NULL, changed_at = $1
             WHERE state = 'leased' AND lease_until < $1",
        )
        .bind(now)
        .execute(&mut *write.tx)
        .await?;
        // The lease stays: if the sender lives after all, it may still say what it knows.
        let uncertain = sqlx::query(
            "UPDATE message SET state = 'uncertain', fault = 'interrupted', changed_at = $1
             WHERE state = 'sending' AND lease_until < $1",
        )
        .bind(now)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok((free.rows_affected(), uncertain.rows_affected()))
    }

    /// Takes up messages that are due, the oldest first; `lease` is the server's
    /// own word for this round.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lease_messages(&self, lease: &str, at_most: i64) -> Result<Vec<String>, StoreError> {
        let now = self.now();
        let mut write = self.db().write().await?;
        let rows = sqlx::query(
            "UPDATE message SET state = 'leased', lease = $1, lease_until = $2, changed_at = $3
             WHERE state = 'waiting' AND id IN (SELECT id FROM message WHERE state = 'waiting' AND not_before <= $3
               ORDER BY not_before, id LIMIT $4)
             RETURNING id",
        )
        .bind(lease)
        .bind(now + LEASE_MS)
        .bind(now)
        .bind(at_most)
        .fetch_all(&mut *write.tx)
        .await?;
        write.commit().await?;
        let mut ids: Vec<String> = rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// Gives back what was leased and not prepared, when a server stops.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn return_messages(&self, lease: &str) -> Result<u64, StoreError> {
        let mut write = self.db().write().await?;
        let done = sqlx::query(
            "UPDATE message SET state = 'waiting', lease = NULL, lease_until = NULL, changed_at = $2
             WHERE lease = $1 AND state = 'leased'",
        )
        .bind(lease)
        .bind(self.now())
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(done.rows_affected())
    }

    /// Looks up where a leased message goes and whether it may, and keeps that
    /// it is being sent, with a row of the case's log. After that the caller
    /// sends, and tells [`Store::finish_message`].
    ///
    /// # Errors
    /// When the database does not answer or a row was tampered with.
    pub async fn prepare_message(&self, id: &str, lease: &str, out: &HouseOut<'_>) -> Result<Prepared, StoreError> {
        let mut write = self.db().write().await?;
        let row = sqlx::query(
            "UPDATE message SET lease_until = $3, changed_at = $4 WHERE id = $1 AND lease = $2 AND state = 'leased'
             RETURNING id, unit_id, case_id, person_id, user_id, channel, words_sealed, reference, released,
             useless_at, made_by",
        )
        .bind(id)
        .bind(lease)
        .bind(self.now() + LEASE_MS)
        .bind(self.now())
        .fetch_optional(&mut *write.tx)
        .await?;
        let Some(row) = row else { return Ok(Prepared::Lost) };
        let leased = Leased {
            id: row.try_get("id")?,
            unit: UnitId(row.try_get("unit_id")?),
            case: CaseId(row.try_get("case_id")?),
            person: row.try_get("person_id")?,
            user: row.try_get::<Option<String>, _>("user_id")?.map(UserId),
            channel: channel_in(&row)?,
            sealed: row.try_get("words_sealed")?,
            reference: row.try_get("reference")?,
            released: row.try_get::<i64, _>("released")? != 0,
            useless_at: row.try_get("useless_at")?,
            made_by: row.try_get("made_by")?,
        };
        let case = &leased.case;
        let Some(key) = self.keys().try_find(&case.scope()).await? else {
            return self.stays(write, id, State::Cancelled, None, None).await;
        };
        let fate = if leased.useless_at < self.now() {
            withheld(Withheld::TooLate)
        } else {
            self.fate(&mut write.tx, &leased, &key, out).await?
        };
        let outgoing = match fate {
            Fate::Go(outgoing) => outgoing,
            Fate::Stays { state, why, not_before } => return self.stays(write, id, state, why, not_before).await,
        };
        let said = Sent { subject: outgoing.said.subject.clone(), text: without_link(&outgoing) };
        sqlx::query(
            "UPDATE message SET state = 'sending', attempts = attempts + 1, channel = $2, language = $3,
             said_sealed = $4, fault = NULL WHERE id = $1",
        )
        .bind(id)
        .bind(outgoing.channel.code())
        .bind(outgoing.language.code())
        .bind(key.seal(said_place(id), &to_json(&said)?)?)
        .execute(&mut *write.tx)
        .await?;
        let row = NewRow {
            user: &leased.made_by,
            role: "automatic",
            action: Action::Send,
            object: "message",
            purpose: Purpose::FollowUp,
            outcome: "ok",
            detail: "",
        };
        self.log(&mut write.tx, &case.chain(), &key, &row).await?;
        write.commit().await?;
        Ok(Prepared::Go(outgoing))
    }

    async fn stays(
        &self,
        mut write: crate::database::WriteTx,
        id: &str,
        state: State,
        why: Option<Withheld>,
        not_before: Option<i64>,
    ) -> Result<Prepared, StoreError> {
        sqlx::query(
            "UPDATE message SET state = $2, fault = $3, not_before = COALESCE($4, not_before), lease = NULL,
             lease_until = NULL, changed_at = $5 WHERE id = $1",
        )
        .bind(id)
        .bind(state.code())
        .bind(why.map(Withheld::code))
        .bind(not_before)
        .bind(self.now())
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(Prepared::Stays(state))
    }

    async fn fate(
        &self,
        tx: &mut Transaction<'static, Any>,
        leased: &Leased,
        key: &ScopeKey,
        out: &HouseOut<'_>,
    ) -> Result<Fate, StoreError> {
        let mut content: Content = from_json(&key.unseal(words_place(&leased.id), &leased.sealed)?)?;
        let Some(person) = &leased.person else {
            return self.fate_of_staff(tx, leased, &content).await;
        };
        let case = &leased.case;
        let facts = CaseFacts::load(self, tx, case, key).await?;
        let card = case::card_for_sending(tx, case, key, person).await?;
        let stopped = opted_out(tx, case, person).await?;
        let Reached { channel, address, language, shows_place, card } =
            match facts.reach(person, card, &stopped, leased.channel, out.ways, &content) {
                Ok(reached) => reached,
                Err(why) => return Ok(withheld(why)),
            };
        if !leased.released && !times_are_safe(&card) {
            return Ok(Fate::Stays { state: State::Held, why: None, not_before: None });
        }
        let now = self.local_now();
        let arrives = next_safe(&card, now);
        if arrives > content.words.useless_after() {
            return Ok(withheld(Withheld::TooLate));
        }
        if arrives > now {
            let not_before = Some(self.instant(arrives)?);
            return Ok(Fate::Stays { state: State::Waiting, why: None, not_before });
        }
        if !shows_place {
            content.words.place = None;
        }
        let stop_link = format!("{}/meldinger/nei/{}", out.origin, self.stop_token(&leased.id));
        let setting = self.message_setting_on(&mut *tx, &leased.unit).await?;
        let signature = Signature { name: setting.signature, phone: setting.phone, stop_link: stop_link.clone() };
        let said = say(language, &content.words, &signature);
        let (id, reference) = (leased.id.clone(), leased.reference.clone());
        Ok(Fate::Go(Box::new(Outgoing { id, reference, channel, address, said, language, stop_link })))
    }

    /// A colleague is written to at work, by e-mail: a time, and nothing of the case.
    async fn fate_of_staff(
        &self,
        tx: &mut Transaction<'static, Any>,
        leased: &Leased,
        content: &Content,
    ) -> Result<Fate, StoreError> {
        let Some(user) = &leased.user else { return Ok(withheld(Withheld::NoAddress)) };
        let user = self.find_user_on(&mut *tx, user).await?;
        if !user.active {
            return Ok(withheld(Withheld::NotParticipant));
        }
        let setting = self.message_setting_on(&mut *tx, &leased.unit).await?;
        let signature = Signature { name: setting.signature, phone: setting.phone, stop_link: String::new() };
        let language = MessageLanguage::default();
        Ok(Fate::Go(Box::new(Outgoing {
            id: leased.id.clone(),
            reference: leased.reference.clone(),
            channel: Channel::Email,
            address: user.email,
            said: say(language, &content.words, &signature),
            language,
            stop_link: String::new(),
        })))
    }

    /// Keeps what the other side answered. What was surely not taken is tried
    /// again after a while. `fault` is a code without names or addresses.
    ///
    /// # Errors
    /// When the database does not answer: the message stays as it is then and
    /// becomes uncertain, which is what is known.
    pub async fn finish_message(
        &self,
        id: &str,
        lease: &str,
        outcome: Outcome,
        fault: Option<&str>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let mut write = self.db().write().await?;
        let row = sqlx::query(
            "UPDATE message SET changed_at = $3 WHERE id = $1 AND lease = $2 AND state IN ('sending', 'uncertain')
             RETURNING attempts",
        )
        .bind(id)
        .bind(lease)
        .bind(now)
        .fetch_optional(&mut *write.tx)
        .await?;
        let Some(row) = row else { return Ok(()) };
        let attempts: i64 = row.try_get("attempts")?;
        let state = outcome.state(attempts);
        let again = retry_in(attempts).filter(|_| state == State::Waiting).map(|wait| now + wait);
        sqlx::query(
            "UPDATE message SET state = $2, fault = $3, not_before = COALESCE($4, not_before), sent_at = $5,
             lease = NULL, lease_until = NULL WHERE id = $1",
        )
        .bind(id)
        .bind(state.code())
        .bind(fault)
        .bind(again)
        .bind((state == State::Sent).then_some(now))
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }
}

/// The text as staff may read it afterwards: the link is the receiver's own.
fn without_link(outgoing: &Outgoing) -> String {
    let lines = outgoing.said.text.lines();
    let own = |line: &&str| outgoing.stop_link.is_empty() || !line.contains(&outgoing.stop_link);
    lines.filter(own).collect::<Vec<_>>().join("\n")
}

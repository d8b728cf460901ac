//! The outbox: every message to a family or a colleague, from the moment in
//! which it is decided until it is known what became of it.
//!
//! A message is written in the transaction of what it tells of, so neither is
//! there without the other. It holds no address: that is looked up when the
//! message goes, by the rules of that day (`casework::message`). A server
//! leases what is due, says that it is sending, sends, and says what the other
//! side answered. Killed before it said so, the message is free again; killed
//! after, nobody knows whether it was taken: it becomes «uncertain» and is for
//! people to decide. So nothing is lost, and nothing goes twice by itself.
//!
//! For whoever makes appointments:
//! - [`Store::enqueue`] in one's own transaction, with the case and its key, or
//!   [`CaseAccess::enqueue_on`](crate::CaseAccess) with a handle;
//! - [`Store::call_off`] takes back what has not gone when the appointment is
//!   moved or cancelled, before the notice of that is written.

mod of_case;
mod of_unit;
mod receiver;
mod reminder;
mod stop;
mod worker;

pub use of_case::{CaseMessage, Preview, Way};
pub use of_unit::{MessageSetting, UnitMessage, UnitMessages};
pub(crate) use receiver::{CaseFacts, shows_place_of};
pub(crate) use reminder::Due;
pub use worker::{HouseOut, LEASE_MS, Outgoing, Prepared};

use crate::Store;
use crate::case::CaseId;
use crate::crypto::{Place, ScopeKey, sha256};
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::calendar::Moment;
use casework::message::{Channel, MessageKind, State, Words};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

/// Who is written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Receiver {
    /// A participant of the case, by person id.
    Participant(String),
    /// A member of staff.
    Staff(UserId),
}

/// What a message is about, for whoever moves or calls that off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Where it is kept, for example `entry` or `meeting`.
    pub kind: String,
    /// Its id there.
    pub id: String,
    /// Which occurrence of a series, by its place in the rule.
    pub occurrence: Option<Moment>,
}

impl About {
    /// One thing, or every occurrence of it.
    #[must_use]
    pub fn whole(kind: &str, id: &str) -> Self {
        Self { kind: kind.to_owned(), id: id.to_owned(), occurrence: None }
    }

    /// One occurrence of a series.
    #[must_use]
    pub fn occurrence(kind: &str, id: &str, at: Moment) -> Self {
        Self { occurrence: Some(at), ..Self::whole(kind, id) }
    }

    fn at(&self) -> String {
        self.occurrence.map(|at| at.to_string()).unwrap_or_default()
    }
}

/// A message to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMessage {
    /// To whom.
    pub to: Receiver,
    /// What it says.
    pub words: Words,
    /// What it is about.
    pub about: About,
    /// The others of the case who are to be there, by person id: where one of
    /// them is protected from the receiver, nothing is sent.
    pub with: Vec<String>,
    /// By which way; none for the first that was agreed with the receiver.
    pub channel: Option<Channel>,
    /// Not before this moment; none for as soon as it is safe.
    pub not_before: Option<Moment>,
}

impl NewMessage {
    /// A message that goes as soon as it is safe, by the way that was agreed.
    #[must_use]
    pub const fn new(to: Receiver, words: Words, about: About) -> Self {
        Self { to, words, about, with: Vec::new(), channel: None, not_before: None }
    }

    /// What must not be written twice: a reminder of the same time.
    fn once_key(&self) -> Option<String> {
        let Receiver::Participant(person) = &self.to else { return None };
        let About { kind, id, .. } = &self.about;
        let (at, when) = (self.about.at(), self.words.when);
        (self.words.kind == MessageKind::Reminder).then(|| format!("{kind}:{id}:{at}:{when}:{person}"))
    }
}

/// The case to which a message belongs, with its unit and key.
#[derive(Clone, Copy)]
pub(crate) struct OfCase<'a> {
    pub(crate) unit: &'a UnitId,
    pub(crate) case: &'a CaseId,
    pub(crate) key: &'a ScopeKey,
}

/// What is sealed of a message.
#[derive(Serialize, Deserialize)]
struct Content {
    words: Words,
    #[serde(default)]
    with: Vec<String>,
}

const fn words_place(row: &str) -> Place<'_> {
    Place { table: "message", column: "words_sealed", row }
}

const fn said_place(row: &str) -> Place<'_> {
    Place { table: "message", column: "said_sealed", row }
}

fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("message"))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("message"))
}

impl Store {
    /// Now, by the clock on the wall of the office.
    pub(crate) fn local_now(&self) -> Moment {
        let zone = self.zone();
        zone.from_utc(self.now()).unwrap_or(Moment::new(self.today(), casework::calendar::Time::MIDNIGHT))
    }

    /// Milliseconds since 1970 of a moment on the wall of the office.
    fn instant(&self, moment: Moment) -> Result<i64, StoreError> {
        self.zone().to_utc(moment).ok_or(StoreError::NotAllowed("time"))
    }

    /// The secret in the link by which a receiver says that no more messages
    /// are wanted. Made anew whenever it is needed, and never kept.
    fn stop_token(&self, message: &str) -> String {
        crate::crypto::mac(&self.secrets().message, &["stop", message])[..40].to_owned()
    }

    /// Writes a message into the outbox, in the caller's transaction. Whoever
    /// calls has seen to it that the author may. Tells the id; none for a
    /// reminder that was written before.
    pub(crate) async fn enqueue(
        &self,
        tx: &mut Transaction<'static, Any>,
        of: OfCase<'_>,
        by: &UserId,
        new: &NewMessage,
    ) -> Result<Option<String>, StoreError> {
        let id = self.new_id();
        let (person, user) = match &new.to {
            Receiver::Participant(person) => (Some(person.as_str()), None),
            Receiver::Staff(user) => (None, Some(user.0.as_str())),
        };
        let content = to_json(&Content { words: new.words.clone(), with: new.with.clone() })?;
        let not_before = new.not_before.map_or(Ok(self.now()), |at| self.instant(at))?;
        let done = sqlx::query(
            "INSERT INTO message (id, unit_id, case_id, person_id, user_id, kind, about_kind, about_id, about_at,
             once_key, channel, words_sealed, reference, stop_hash, state, not_before, useless_at, attempts, released,
             made_by, made_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0, $18, $19, $19)
             ON CONFLICT (once_key) DO NOTHING",
        )
        .bind(&id)
        .bind(&of.unit.0)
        .bind(&of.case.0)
        .bind(person)
        .bind(user)
        .bind(new.words.kind.code())
        .bind(&new.about.kind)
        .bind(&new.about.id)
        .bind(new.about.at())
        .bind(new.once_key())
        .bind(new.channel.map(Channel::code))
        .bind(of.key.seal(words_place(&id), &content)?)
        .bind(crate::crypto::hex(&rand::random::<[u8; 16]>()))
        .bind(sha256(&self.stop_token(&id)))
        .bind(State::Waiting.code())
        .bind(not_before)
        .bind(self.instant(new.words.useless_after())?)
        .bind(&by.0)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok((done.rows_affected() > 0).then_some(id))
    }

    /// Calls off whatever has not gone about something that is moved or does not
    /// take place; without an occurrence, about all of it, and without a case
    /// for whoever it was written. Tells how many.
    pub(crate) async fn call_off(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: Option<&CaseId>,
        about: &About,
    ) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "UPDATE message SET state = 'cancelled', changed_at = $5, once_key = NULL
             WHERE about_kind = $1 AND about_id = $2 AND ($3 = '' OR about_at = $3) AND ($4 = '' OR case_id = $4)
             AND state IN ('waiting', 'held', 'leased')",
        )
        .bind(&about.kind)
        .bind(&about.id)
        .bind(about.at())
        .bind(case.map_or("", |case| &case.0))
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(done.rows_affected())
    }
}

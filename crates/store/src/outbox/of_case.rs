//! The messages of a case, through its handle: what was sent and what waits,
//! what a message would say before it is written, and what staff decide.

use super::of_unit::state_of;
use super::receiver::{CaseFacts, opted_out};
use super::stop::stop;
use super::worker::{Sent, channel_in};
use super::{About, Content, NewMessage, OfCase, Receiver, from_json, said_place, words_place};
use crate::case::{self, CaseAccess, Who};
use crate::error::StoreError;
use casework::calendar::Moment;
use casework::message::{
    Channel, MessageLanguage, Said, Signature, State, Withheld, Words, next_safe, say, times_are_safe,
};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// A message of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseMessage {
    /// Id.
    pub id: String,
    /// To which participant, by person id; none for a colleague.
    pub person: Option<String>,
    /// What it says, without a language.
    pub words: Words,
    /// As it was sent, where it was.
    pub said: Option<Said>,
    /// In which language it was sent.
    pub language: Option<MessageLanguage>,
    /// By which way, once that is known.
    pub channel: Option<Channel>,
    /// Where it is.
    pub state: State,
    /// Why it did not go, as a code.
    pub fault: Option<String>,
    /// Not before then.
    pub not_before: i64,
    /// How often it was tried.
    pub attempts: i64,
    /// Name of who wrote it.
    pub by: String,
    /// When it was written.
    pub made_at: i64,
    /// When the other side took it.
    pub sent_at: Option<i64>,
}

/// What a message would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// To which participant, by person id.
    pub person: String,
    /// How and when it would go, or why it would not.
    pub way: Result<Way, Withheld>,
}

/// How and when a message would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// By which way.
    pub channel: Channel,
    /// In which language.
    pub language: MessageLanguage,
    /// In these words; the link at the end is left out.
    pub said: Said,
    /// When it arrives at the earliest.
    pub arrives: Moment,
    /// What the contact card says of times in words, which no machine can keep.
    pub never: Option<String>,
}

/// So many messages of a case are shown.
const SHOWN: i64 = 200;

impl CaseAccess {
    /// Writes messages into the outbox, in the caller's transaction.
    pub(crate) async fn enqueue_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        new: &[NewMessage],
    ) -> Result<Vec<String>, StoreError> {
        let Who::Staff(by) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let mut ids = Vec::with_capacity(new.len());
        for message in new {
            let of = OfCase { unit: self.unit(), case: self.id(), key: &self.key };
            ids.extend(self.store.enqueue(tx, of, by, message).await?);
        }
        Ok(ids)
    }

    /// Writes messages into the outbox. Whoever writes them has seen the
    /// preview: with `released`, words about times on the contact card are read.
    ///
    /// # Errors
    /// When this viewer may not change the case; [`StoreError::NotFound`] for a
    /// receiver of whom the viewer does not know.
    pub async fn enqueue_messages(&self, new: &[NewMessage], released: bool) -> Result<Vec<String>, StoreError> {
        self.must_see_whole()?;
        let known = self.participants().await?;
        for message in new {
            if let Receiver::Participant(person) = &message.to
                && !known.iter().any(|it| &it.person == person)
            {
                return Err(StoreError::NotFound);
            }
        }
        let mut write = self.change().await?;
        let ids = self.enqueue_on(&mut write.tx, new).await?;
        if released {
            for id in &ids {
                sqlx::query("UPDATE message SET released = 1 WHERE id = $1").bind(id).execute(&mut *write.tx).await?;
            }
        }
        write.commit().await?;
        Ok(ids)
    }

    /// Calls off whatever has not gone about something that is moved or does not
    /// take place. Tells how many.
    ///
    /// # Errors
    /// When this viewer may not change the case.
    pub async fn call_off_messages(&self, about: &About) -> Result<u64, StoreError> {
        let mut write = self.change().await?;
        let count = self.store.call_off(&mut write.tx, Some(self.id()), about).await?;
        write.commit().await?;
        Ok(count)
    }

    /// What these messages would be if they were written now; `ways` are the
    /// channels by which the house can send.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn preview_messages(&self, new: &[NewMessage], ways: &[Channel]) -> Result<Vec<Preview>, StoreError> {
        self.must_see_whole()?;
        let known = self.participants().await?;
        let mut tx = self.store.db().pool().begin().await?;
        let facts = CaseFacts::load(&self.store, &mut tx, self.id(), &self.key).await?;
        let setting = self.store.message_setting_on(&mut tx, self.unit()).await?;
        let mut previews = Vec::new();
        for message in new {
            let Receiver::Participant(person) = &message.to else { continue };
            if !known.iter().any(|it| &it.person == person) {
                return Err(StoreError::NotFound);
            }
            let card = case::card_for_sending(&mut tx, self.id(), &self.key, person).await?;
            let stopped = opted_out(&mut tx, self.id(), person).await?;
            let mut content = Content { words: message.words.clone(), with: message.with.clone() };
            let way = facts.reach(person, card, &stopped, message.channel, ways, &content).map(|reached| {
                if !reached.shows_place {
                    content.words.place = None;
                }
                let signature =
                    Signature { name: setting.signature.clone(), phone: setting.phone.clone(), ..Signature::default() };
                let now = self.store.local_now();
                let wanted = message.not_before.map_or(now, |at| at.max(now));
                Way {
                    channel: reached.channel,
                    language: reached.language,
                    said: say(reached.language, &content.words, &signature),
                    arrives: next_safe(&reached.card, wanted),
                    never: (!times_are_safe(&reached.card)).then(|| reached.card.never.trim().to_owned()),
                }
            });
            let late = |way: Way| {
                if way.arrives > content.words.useless_after() { Err(Withheld::TooLate) } else { Ok(way) }
            };
            previews.push(Preview { person: person.clone(), way: way.and_then(late) });
        }
        Ok(previews)
    }

    /// The messages of the case, the newest first, to participants of whom this
    /// viewer knows. For staff who are shown the whole case.
    ///
    /// # Errors
    /// When this viewer is not one of them.
    pub async fn messages(&self) -> Result<Vec<CaseMessage>, StoreError> {
        self.must_see_whole()?;
        let Who::Staff(_) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let known = self.participants().await?;
        let rows = sqlx::query(
            "SELECT message.id, message.person_id, message.words_sealed, message.said_sealed, message.language,
             message.channel, message.state, message.fault, message.not_before, message.attempts, message.made_at,
             message.sent_at, staff_user.name
             FROM message JOIN staff_user ON staff_user.id = message.made_by
             WHERE message.case_id = $1 ORDER BY message.made_at DESC, message.id DESC LIMIT $2",
        )
        .bind(&self.id().0)
        .bind(SHOWN)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut list = Vec::with_capacity(rows.len());
        for row in &rows {
            let message = self.message(row)?;
            if message.person.as_ref().is_none_or(|person| known.iter().any(|it| &it.person == person)) {
                list.push(message);
            }
        }
        Ok(list)
    }

    fn message(&self, row: &AnyRow) -> Result<CaseMessage, StoreError> {
        let id: String = row.try_get("id")?;
        let content: Content =
            from_json(&self.key.unseal(words_place(&id), &row.try_get::<String, _>("words_sealed")?)?)?;
        let said: Option<String> = row.try_get("said_sealed")?;
        let said = said.map(|sealed| self.key.unseal(said_place(&id), &sealed)).transpose()?;
        let said = said.map(|text| from_json::<Sent>(&text)).transpose()?;
        let language: Option<String> = row.try_get("language")?;
        Ok(CaseMessage {
            person: row.try_get("person_id")?,
            words: content.words,
            said: said.map(|Sent { subject, text }| Said { subject, text }),
            language: language.as_deref().and_then(MessageLanguage::from_code),
            channel: channel_in(row)?,
            state: state_of(row)?,
            fault: row.try_get("fault")?,
            not_before: row.try_get("not_before")?,
            attempts: row.try_get("attempts")?,
            by: row.try_get("name")?,
            made_at: row.try_get("made_at")?,
            sent_at: row.try_get("sent_at")?,
            id,
        })
    }

    /// Calls a message off that has not gone.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] («message_gone») when it has.
    pub async fn cancel_message(&self, id: &str) -> Result<(), StoreError> {
        self.decide(
            id,
            "UPDATE message SET state = 'cancelled', once_key = NULL, changed_at = $3
             WHERE id = $1 AND case_id = $2 AND state IN ('waiting', 'held', 'failed')",
        )
        .await
    }

    /// Lets a message go that was held or withheld, or once more that failed or
    /// is uncertain. It keeps its Message-ID, and the rules are asked again.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] («message_gone») when it is none of these.
    pub async fn release_message(&self, id: &str) -> Result<(), StoreError> {
        self.decide(
            id,
            "UPDATE message SET state = 'waiting', released = 1, attempts = 0, fault = NULL, lease = NULL,
             not_before = $3, changed_at = $3
             WHERE id = $1 AND case_id = $2 AND state IN ('held', 'failed', 'uncertain', 'withheld')",
        )
        .await
    }

    /// An uncertain message has come through, as somebody has heard.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] («message_gone») when it is not uncertain.
    pub async fn confirm_message(&self, id: &str) -> Result<(), StoreError> {
        self.decide(
            id,
            "UPDATE message SET state = 'sent', sent_at = $3, lease = NULL, changed_at = $3
             WHERE id = $1 AND case_id = $2 AND state = 'uncertain'",
        )
        .await
    }

    async fn decide(&self, id: &str, statement: &'static str) -> Result<(), StoreError> {
        self.must_see_whole()?;
        if !self.messages().await?.iter().any(|message| message.id == id) {
            return Err(StoreError::NotFound);
        }
        let mut write = self.change().await?;
        let done =
            sqlx::query(statement).bind(id).bind(&self.id().0).bind(self.store.now()).execute(&mut *write.tx).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotAllowed("message_gone"));
        }
        write.commit().await
    }

    /// On which channels each participant wants no messages.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn stopped_channels(&self, person: &str) -> Result<Vec<Channel>, StoreError> {
        self.must_see_whole()?;
        let mut tx = self.store.db().pool().begin().await?;
        opted_out(&mut tx, self.id(), person).await
    }

    /// Keeps that a participant wants no messages on a channel, or wants them
    /// again, as they said.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for somebody of whom this viewer does not know.
    pub async fn set_stopped(&self, person: &str, channel: Channel, stopped: bool) -> Result<(), StoreError> {
        self.must_see_whole()?;
        let Who::Staff(by) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        if !self.participants().await?.iter().any(|it| it.person == person) {
            return Err(StoreError::NotFound);
        }
        let mut write = self.change().await?;
        if stopped {
            stop(&mut write.tx, (self.id(), person, channel), Some(&by.0), self.store.now()).await?;
        } else {
            sqlx::query("DELETE FROM message_stop WHERE case_id = $1 AND person_id = $2 AND channel = $3")
                .bind(&self.id().0)
                .bind(person)
                .bind(channel.code())
                .execute(&mut *write.tx)
                .await?;
        }
        write.commit().await
    }
}

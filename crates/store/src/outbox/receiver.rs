//! Who is behind a receiver today, and whether anything may be sent.

use super::Content;
use crate::Store;
use crate::case::{self, CaseId, day_text};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use casework::contact::ContactCard;
use casework::message::{Bars, Channel, MessageLanguage, Receiver, Withheld, channel_of, may_send, shows_place};
use casework::sight::Bar;
use family_map::record::{PersonId, Record};
use family_map::{FuzzyDate, date::Span};
use sqlx::{Any, Row, Transaction};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What must be known of a case before anything goes out of the house for it.
/// Read by the outbox, the feeds and handovers alone, which tell none of it.
pub(crate) struct CaseFacts {
    bars: Vec<Bar>,
    record: Record,
    takes_part: BTreeSet<String>,
    adults: BTreeSet<String>,
    today: casework::Day,
}

/// Where and how somebody is reached.
pub(super) struct Reached {
    pub(super) channel: Channel,
    pub(super) address: String,
    pub(super) language: MessageLanguage,
    pub(super) shows_place: bool,
    pub(super) card: ContactCard,
}

impl CaseFacts {
    pub(crate) async fn load(
        store: &Store,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        key: &ScopeKey,
    ) -> Result<Self, StoreError> {
        let today = store.today();
        // In a closed case nobody takes part any more.
        let rows = sqlx::query(
            "SELECT participant.person_id, participant.is_child FROM participant JOIN help_case ON help_case.id = participant.case_id
             WHERE participant.case_id = $1 AND help_case.status <> 'closed'
             AND participant.from_day <= $2 AND (participant.to_day IS NULL OR participant.to_day >= $2)",
        )
        .bind(&case.0)
        .bind(day_text(today))
        .fetch_all(&mut **tx)
        .await?;
        let (mut takes_part, mut adults) = (BTreeSet::new(), BTreeSet::new());
        for row in &rows {
            let person: String = row.try_get("person_id")?;
            if row.try_get::<i64, _>("is_child")? == 0 {
                adults.insert(person.clone());
            }
            takes_part.insert(person);
        }
        Ok(Self {
            bars: case::bars_on(tx, case).await?,
            record: case::record_on(tx, case, key).await?,
            takes_part,
            adults,
            today,
        })
    }

    /// Whether somebody takes part today, in a case that is not closed.
    pub(crate) fn takes_part(&self, person: &str) -> bool {
        self.takes_part.contains(person)
    }

    /// The adults who take part today, by person id.
    pub(crate) fn adults(&self) -> Vec<String> {
        self.adults.iter().cloned().collect()
    }

    /// Whether anybody of the case is to be kept away from another today.
    pub(crate) fn has_bars(&self) -> bool {
        self.bars.iter().any(|bar| bar.period.holds(self.today))
    }

    /// Whether a place may be named outside the house.
    pub(crate) fn shows_place(&self) -> bool {
        shows_place(self.record.people.values().any(|it| it.shielded), self.bars())
    }

    fn bars(&self) -> Bars<'_> {
        Bars { bars: &self.bars, today: self.today }
    }

    /// Shielded, or at home with somebody who is: a protected address is
    /// everybody's who lives there.
    pub(crate) fn is_protected(&self, person: &str) -> bool {
        let shielded = |id: &PersonId| self.record.people.get(id).is_some_and(|it| it.shielded);
        let id = PersonId::from(person);
        let lives = self.record.memberships.values().filter(|it| !self.is_over(&it.span));
        let homes: BTreeSet<_> = lives.clone().filter(|it| it.person == id).map(|it| &it.household).collect();
        shielded(&id) || lives.clone().any(|it| homes.contains(&it.household) && shielded(&it.person))
    }

    fn is_over(&self, span: &Span) -> bool {
        let today = FuzzyDate::day(self.today.year, self.today.month, self.today.day);
        span.to.zip(today).is_some_and(|(to, today)| to.known_cmp(&today) == Some(Ordering::Less))
    }

    /// How somebody is reached by the channel, or the first that was agreed.
    pub(super) fn reach(
        &self,
        person: &str,
        card: ContactCard,
        opted_out: &[Channel],
        channel: Option<Channel>,
        ways: &[Channel],
        content: &Content,
    ) -> Result<Reached, Withheld> {
        let receiver = Receiver {
            person,
            takes_part: self.takes_part.contains(person),
            protected: self.is_protected(person),
            card: &card,
            opted_out,
            ways,
        };
        let channel = channel.map_or_else(|| channel_of(&receiver, &content.with, self.bars()), Ok)?;
        let address = may_send(&receiver, channel, &content.with, self.bars())?.to_owned();
        Ok(Reached {
            channel,
            address,
            language: MessageLanguage::of_card(&card.language),
            shows_place: self.shows_place(),
            card,
        })
    }
}

/// Whether a place may be named for a case outside the house; not where its key is gone.
pub(crate) async fn shows_place_of(
    store: &Store,
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
) -> Result<bool, StoreError> {
    match store.keys().try_find(&case.scope()).await? {
        Some(key) => Ok(CaseFacts::load(store, tx, case, &key).await?.shows_place()),
        None => Ok(false),
    }
}

/// The channels on which somebody wants no messages.
pub(super) async fn opted_out(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
    person: &str,
) -> Result<Vec<Channel>, StoreError> {
    let rows = sqlx::query("SELECT channel FROM message_stop WHERE case_id = $1 AND person_id = $2")
        .bind(&case.0)
        .bind(person)
        .fetch_all(&mut **tx)
        .await?;
    rows.iter()
        .map(|row| {
            Channel::from_code(&row.try_get::<String, _>("channel")?).ok_or(StoreError::Unreadable("message_stop"))
        })
        .collect()
}

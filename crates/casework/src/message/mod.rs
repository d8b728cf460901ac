//! Messages to families and staff: what may be sent to whom, when, and what
//! becomes of it. The words are neutral: a time, perhaps a place, a number to
//! ring. Never a kind of talk, a programme, or anybody else's name.

mod allowed;
mod fate;
mod language;
mod reminder;
#[cfg(feature = "server")]
mod text;

pub use allowed::{Bars, Receiver, Withheld, channel_of, may_send, next_safe, shows_place, times_are_safe};
pub use fate::{GIVE_UP_AFTER, Outcome, State, retry_in};
pub use language::MessageLanguage;
pub use reminder::{MOST_HOURS, reminder_at};
#[cfg(feature = "server")]
pub use text::{Said, Signature, StopWords, say, stop_words};

use crate::calendar::Moment;
use serde::{Deserialize, Serialize};

/// The way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A text message.
    Sms,
    /// An e-mail.
    Email,
}

impl Channel {
    /// Both, the one that is read soonest first.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Email];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }

    /// The channel with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// An appointment was made.
    Invitation,
    /// An appointment is near.
    Reminder,
    /// An appointment has another time.
    Moved,
    /// An appointment does not take place.
    Cancelled,
    /// There is a place for somebody who waited; an answer is awaited.
    Offer,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Invitation, Self::Reminder, Self::Moved, Self::Cancelled, Self::Offer];

    /// Stable code, the key of its text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reminder => "reminder",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Offer => "offer",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What a message says, without a language: the kind and its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What it is for.
    pub kind: MessageKind,
    /// When the appointment is, or was to be.
    pub when: Moment,
    /// Where the appointment was before it was moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Moment>,
    /// A neutral place, for example a street and a number; left out wherever a
    /// place could tell something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// An offer is open until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Moment>,
}

impl Words {
    /// What a message of this kind says of a time.
    #[must_use]
    pub const fn new(kind: MessageKind, when: Moment) -> Self {
        Self { kind, when, before: None, place: None, answer_by: None }
    }

    /// After this moment the message makes no sense any more.
    #[must_use]
    pub fn useless_after(&self) -> Moment {
        match self.kind {
            MessageKind::Moved => self.before.map_or(self.when, |before| before.min(self.when)),
            MessageKind::Offer => self.answer_by.unwrap_or(self.when),
            MessageKind::Invitation | MessageKind::Reminder | MessageKind::Cancelled => self.when,
        }
    }
}

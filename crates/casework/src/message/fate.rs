//! What becomes of a message: nothing is lost, nothing is sent twice.

use serde::{Deserialize, Serialize};

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for its time.
    Waiting,
    /// Somebody must read what the contact card says before it goes.
    Held,
    /// A server has taken it up; nothing has left the house.
    Leased,
    /// It is on its way out: from here on nobody knows but the other side.
    Sending,
    /// The other side has taken it.
    Sent,
    /// It may have been taken or not. Never sent again by itself.
    Uncertain,
    /// It was surely not taken, and is tried no more.
    Failed,
    /// A rule kept it back.
    Withheld,
    /// Somebody called it off, or the appointment is gone.
    Cancelled,
}

impl State {
    /// Every state: what asks for somebody first.
    pub const ALL: [Self; 9] = [
        Self::Uncertain,
        Self::Failed,
        Self::Held,
        Self::Waiting,
        Self::Leased,
        Self::Sending,
        Self::Sent,
        Self::Withheld,
        Self::Cancelled,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Leased => "leased",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Uncertain => "uncertain",
            Self::Failed => "failed",
            Self::Withheld => "withheld",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether somebody of the staff must look at it.
    #[must_use]
    pub const fn asks_for_somebody(self) -> bool {
        matches!(self, Self::Uncertain | Self::Failed | Self::Held)
    }

    /// Whether it can still be called off.
    #[must_use]
    pub const fn may_cancel(self) -> bool {
        matches!(self, Self::Waiting | Self::Held | Self::Failed)
    }

    /// Whether somebody may say that it is to go, once more or after all.
    #[must_use]
    pub const fn may_release(self) -> bool {
        matches!(self, Self::Held | Self::Failed | Self::Uncertain | Self::Withheld)
    }
}

/// What the other side said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It has taken the message.
    Taken,
    /// It surely has not, this time.
    NotTaken,
    /// It surely has not and will not.
    Refused,
    /// Nobody knows.
    Unknown,
}

/// So many times a message is tried.
pub const GIVE_UP_AFTER: i64 = 10;

const MINUTE: i64 = 60_000;

/// In how many milliseconds a message is tried again that was surely not taken
/// the `attempt`th time; never after the last.
#[must_use]
pub const fn retry_in(attempt: i64) -> Option<i64> {
    Some(
        MINUTE
            * match attempt {
                ..=1 => 1,
                2 => 2,
                3 => 5,
                4 => 15,
                5 => 30,
                6 => 60,
                7..GIVE_UP_AFTER => 180,
                _ => return None,
            },
    )
}

impl Outcome {
    /// Where the message is after its `attempt`th time.
    #[must_use]
    pub const fn state(self, attempt: i64) -> State {
        match self {
            Self::Taken => State::Sent,
            Self::Unknown => State::Uncertain,
            Self::Refused => State::Failed,
            Self::NotTaken if retry_in(attempt).is_some() => State::Waiting,
            Self::NotTaken => State::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_surely_not_taken_is_tried_again() {
        assert_eq!(Outcome::NotTaken.state(1), State::Waiting);
        assert_eq!(Outcome::NotTaken.state(GIVE_UP_AFTER), State::Failed);
        assert_eq!(Outcome::Refused.state(1), State::Failed);
        assert_eq!(Outcome::Unknown.state(1), State::Uncertain);
        assert_eq!(Outcome::Taken.state(GIVE_UP_AFTER), State::Sent);
    }

    #[test]
    fn waiting_grows_and_ends() {
        let waits: Vec<_> = (1..GIVE_UP_AFTER).filter_map(retry_in).collect();
        assert_eq!(waits.len(), 9);
        assert!(waits.is_sorted());
        assert_eq!(retry_in(GIVE_UP_AFTER), None);
    }

    #[test]
    fn every_state_has_its_own_code() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
            assert!(!(state == State::Sent && (state.may_cancel() || state.may_release())));
        }
    }
}

//! An enquiry (*henvendelse*): the low door. Somebody asks, perhaps without a
//! name; there is a first talk, an offer or «not now», and then a case or an
//! end. No decision, no form. Whoever has it keeps it until another has taken
//! it: nothing is lost between two people.

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// How far an enquiry has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnquiryState {
    /// Somebody has asked.
    Received,
    /// A first talk is agreed on, or was had.
    FirstTalk,
    /// Something is offered; whoever asked thinks about it.
    Offered,
    /// «Ikke nå»: whoever asked, or the unit, would rather wait. Comes back on
    /// a day if one is set.
    NotNow,
    /// It became a case.
    BecameCase,
    /// It ended: what was needed was given, or led to another service.
    Closed,
}

impl EnquiryState {
    /// Every state, in the order of the way through the door.
    pub const ALL: [Self; 6] =
        [Self::Received, Self::FirstTalk, Self::Offered, Self::NotNow, Self::BecameCase, Self::Closed];

    /// Stable code, the key of its word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::FirstTalk => "first_talk",
            Self::Offered => "offered",
            Self::NotNow => "not_now",
            Self::BecameCase => "became_case",
            Self::Closed => "closed",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing more is to be done.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::BecameCase | Self::Closed)
    }

    /// What it can become next. A first talk and an offer may come again, one
    /// that waits or was closed may be taken up; a case stays a case, and
    /// becomes one by beginning it, not by a choice here.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        use EnquiryState::{Closed, FirstTalk, NotNow, Offered, Received};
        match self {
            Self::Received => &[FirstTalk, Offered, NotNow, Closed],
            Self::FirstTalk => &[FirstTalk, Offered, NotNow, Closed],
            Self::Offered => &[FirstTalk, Offered, NotNow, Closed],
            Self::NotNow => &[Received, FirstTalk, Offered, NotNow, Closed],
            Self::Closed => &[Received],
            Self::BecameCase => &[],
        }
    }
}

/// An enquiry as far as its place in the list goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnquirySigns {
    /// How far it has come.
    pub state: EnquiryState,
    /// The day of its next step.
    pub next_day: Option<Day>,
    /// When something last happened.
    pub last: Day,
}

/// How an enquiry stands today. The most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnquiryPulse {
    /// Its next step should have been taken.
    Late,
    /// Its next step is today.
    Today,
    /// Nobody has said what comes next, and days have gone by.
    Silent,
    /// On its way.
    Coming,
    /// «Ikke nå», until its day.
    Resting,
    /// Over.
    Over,
}

/// So many days without a next step, and it is told.
const SILENT_AFTER_DAYS: i64 = 3;

/// How an enquiry stands.
#[must_use]
pub fn pulse(signs: &EnquirySigns, today: Day) -> EnquiryPulse {
    if signs.state.is_over() {
        return EnquiryPulse::Over;
    }
    match signs.next_day {
        Some(day) if day < today => EnquiryPulse::Late,
        Some(day) if day == today => EnquiryPulse::Today,
        Some(_) if signs.state == EnquiryState::NotNow => EnquiryPulse::Resting,
        Some(_) => EnquiryPulse::Coming,
        None if signs.state == EnquiryState::NotNow => EnquiryPulse::Resting,
        None if today.number() - signs.last.number() >= SILENT_AFTER_DAYS => EnquiryPulse::Silent,
        None => EnquiryPulse::Coming,
    }
}

/// What is done about who has an enquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoverStep {
    /// The owner asks a colleague to take it.
    Ask,
    /// The colleague takes it, and is the owner from now on.
    Accept,
    /// The colleague does not, and the owner keeps it.
    Decline,
    /// The owner asks no longer.
    TakeBack,
}

/// Whether somebody may take a step in a handover: only who has it can ask and
/// take back, only who was asked can answer.
#[must_use]
pub fn may_hand_over(step: HandoverStep, me: &str, owner: &str, asked: Option<&str>) -> bool {
    match step {
        HandoverStep::Ask => me == owner,
        HandoverStep::TakeBack => me == owner && asked.is_some(),
        HandoverStep::Accept | HandoverStep::Decline => asked == Some(me),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EnquiryState::{BecameCase, Closed, FirstTalk, NotNow, Offered, Received};

    #[test]
    fn codes_go_both_ways() {
        for state in EnquiryState::ALL {
            assert_eq!(EnquiryState::from_code(state.code()), Some(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.code()));
        }
    }

    #[test]
    fn whatever_is_not_over_can_be_ended_and_a_case_stays_one() {
        for state in EnquiryState::ALL {
            assert_eq!(state.next().contains(&Closed), !state.is_over(), "{state:?}");
            assert!(!state.next().contains(&BecameCase), "a case is begun, not chosen: {state:?}");
        }
        assert!(BecameCase.next().is_empty());
        assert_eq!(Closed.next(), [Received], "who rings again is let in again");
    }

    #[test]
    fn the_table_of_how_an_enquiry_stands() {
        let day = |day| Day::new(2026, 11, day);
        let table = [
            (Received, None, 23, EnquiryPulse::Coming),
            (Received, None, 21, EnquiryPulse::Coming),
            (Received, None, 20, EnquiryPulse::Silent),
            (FirstTalk, Some(24), 1, EnquiryPulse::Coming),
            (FirstTalk, Some(23), 1, EnquiryPulse::Today),
            (Offered, Some(22), 22, EnquiryPulse::Late),
            (NotNow, None, 1, EnquiryPulse::Resting),
            (NotNow, Some(30), 1, EnquiryPulse::Resting),
            (NotNow, Some(23), 1, EnquiryPulse::Today),
            (Closed, Some(1), 1, EnquiryPulse::Over),
            (BecameCase, None, 1, EnquiryPulse::Over),
        ];
        for (state, next, last, expected) in table {
            let signs = EnquirySigns { state, next_day: next.map(day), last: day(last) };
            assert_eq!(pulse(&signs, day(23)), expected, "{signs:?}");
        }
    }

    #[test]
    fn whoever_has_it_keeps_it_until_another_takes_it() {
        use HandoverStep::{Accept, Ask, Decline, TakeBack};
        let table = [
            (Ask, "a", None, true),
            (Ask, "a", Some("b"), true),
            (Ask, "b", Some("b"), false),
            (Accept, "b", Some("b"), true),
            (Accept, "a", Some("b"), false),
            (Accept, "c", Some("b"), false),
            (Decline, "b", Some("b"), true),
            (Decline, "b", None, false),
            (TakeBack, "a", Some("b"), true),
            (TakeBack, "a", None, false),
            (TakeBack, "b", Some("b"), false),
        ];
        for (step, me, asked, expected) in table {
            assert_eq!(may_hand_over(step, me, "a", asked), expected, "{step:?} {me} {asked:?}");
        }
    }
}

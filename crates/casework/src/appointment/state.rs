//! What becomes of an appointment, with reasons that blame nobody.

use crate::calendar::moment::{Moment, Span};
use serde::{Deserialize, Serialize};

/// How far an appointment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    /// It is to take place.
    Planned,
    /// It took place.
    Held,
    /// Somebody said beforehand that it will not.
    Cancelled,
    /// Those who were to come did not meet (*ikke møtt*).
    NotMet,
}

/// Why an appointment did not take place. Neutral words: a reason is for
/// planning the next one, never a mark against anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Somebody in the family is ill.
    Illness,
    /// No way to get there: bus, car, weather.
    Transport,
    /// Nobody to look after the children.
    Childcare,
    /// Something else was at the same time.
    OtherAppointment,
    /// The time was not the same to both, or the message did not arrive.
    Misunderstanding,
    /// The family wishes another time.
    OtherTimeWished,
    /// The family wishes a pause; no reason is asked for.
    PauseWished,
    /// A member of staff is away.
    StaffAway,
    /// No interpreter.
    Interpreter,
    /// No room.
    Room,
    /// Nothing was told.
    NotTold,
}

impl AppointmentState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Held, Self::Cancelled, Self::NotMet];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
            Self::NotMet => "not_met",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it takes up people and rooms.
    #[must_use]
    pub const fn takes_time(self) -> bool {
        matches!(self, Self::Planned | Self::Held)
    }

    /// Whether a reason belongs to it.
    #[must_use]
    pub const fn has_reason(self) -> bool {
        matches!(self, Self::Cancelled | Self::NotMet)
    }
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::Illness,
        Self::Transport,
        Self::Childcare,
        Self::OtherAppointment,
        Self::Misunderstanding,
        Self::OtherTimeWished,
        Self::PauseWished,
        Self::StaffAway,
        Self::Interpreter,
        Self::Room,
        Self::NotTold,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Illness => "illness",
            Self::Transport => "transport",
            Self::Childcare => "childcare",
            Self::OtherAppointment => "other_appointment",
            Self::Misunderstanding => "misunderstanding",
            Self::OtherTimeWished => "other_time_wished",
            Self::PauseWished => "pause_wished",
            Self::StaffAway => "staff_away",
            Self::Interpreter => "interpreter",
            Self::Room => "room",
            Self::NotTold => "not_told",
        }
    }

    /// The reason with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether it lies with the service, which then owes the family a new time.
    #[must_use]
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::StaffAway | Self::Interpreter | Self::Room)
    }

    /// Whether it can be the reason for a state: who did not meet did so for
    /// reasons on their side, or nothing was told.
    #[must_use]
    pub const fn fits(self, state: AppointmentState) -> bool {
        match state {
            AppointmentState::Cancelled => true,
            AppointmentState::NotMet => !self.is_ours() && !matches!(self, Self::OtherTimeWished),
            AppointmentState::Planned | AppointmentState::Held => false,
        }
    }
}

/// Why a state is not taken over. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateError {
    /// It has not begun, so nobody can say that it took place or that nobody came.
    NotYet,
    /// It is over: it was held, or nobody came, but it cannot be called off any more.
    Over,
    /// A reason is needed; «nothing was told» is one.
    ReasonNeeded,
    /// This reason does not belong to this state.
    WrongReason,
}

/// Whether an appointment may get a state now. A mistake may always be set
/// right: every state can follow every other where the clock allows it.
///
/// # Errors
/// Why not.
pub fn check(to: AppointmentState, reason: Option<Reason>, span: Span, now: Moment) -> Result<(), StateError> {
    match to {
        AppointmentState::Held | AppointmentState::NotMet if now < span.start => return Err(StateError::NotYet),
        AppointmentState::Cancelled if now >= span.end => return Err(StateError::Over),
        _ => {}
    }
    match reason {
        None if to.has_reason() => Err(StateError::ReasonNeeded),
        Some(reason) if !reason.fits(to) => Err(StateError::WrongReason),
        _ => Ok(()),
    }
}

/// Whether staff have yet to say what became of it: over, and still planned.
#[must_use]
pub fn is_unmarked(state: AppointmentState, span: Span, now: Moment) -> bool {
    state == AppointmentState::Planned && span.end <= now
}

#[cfg(test)]
mod tests {
    use super::*;
    use AppointmentState::{Cancelled, Held, NotMet, Planned};

    #[test]
    fn codes_go_both_ways() {
        for state in AppointmentState::ALL {
            assert_eq!(AppointmentState::from_code(state.code()), Some(state));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
    }

    #[test]
    fn the_table_of_states() {
        let at = |text: &str| -> Moment { text.parse().unwrap() };
        let span = Span::of(at("2027-01-12T10:00"), 60);
        let (before, during, after) = (at("2027-01-12T09:59"), at("2027-01-12T10:00"), at("2027-01-12T11:00"));
        let table = [
            (Held, None, before, Err(StateError::NotYet)),
            (Held, None, during, Ok(())),
            (Held, None, after, Ok(())),
            (Held, Some(Reason::Illness), after, Err(StateError::WrongReason)),
            (NotMet, Some(Reason::NotTold), before, Err(StateError::NotYet)),
            (NotMet, Some(Reason::NotTold), during, Ok(())),
            (NotMet, None, after, Err(StateError::ReasonNeeded)),
            (NotMet, Some(Reason::StaffAway), after, Err(StateError::WrongReason)),
            (Cancelled, Some(Reason::StaffAway), during, Ok(())),
            (Cancelled, Some(Reason::PauseWished), before, Ok(())),
            (Cancelled, Some(Reason::Illness), after, Err(StateError::Over)),
            (Cancelled, None, before, Err(StateError::ReasonNeeded)),
            (Planned, None, after, Ok(())),
            (Planned, Some(Reason::Room), before, Err(StateError::WrongReason)),
        ];
        for (to, reason, now, expected) in table {
            assert_eq!(check(to, reason, span, now), expected, "{to:?} {reason:?} {now}");
        }
        assert!(is_unmarked(Planned, span, after));
        assert!(!is_unmarked(Planned, span, during));
        assert!(!is_unmarked(Held, span, after));
    }

    #[test]
    fn each_state_that_asks_for_a_reason_has_one_that_tells_nothing() {
        for state in AppointmentState::ALL {
            assert_eq!(Reason::NotTold.fits(state), state.has_reason());
        }
    }
}

//! What mouse, pen and fingers mean on the map: a small machine that is told
//! what happens and says what is to be done. It knows neither page nor clock;
//! one state a file.
//!
//! ```text
//!            down             strayed                      up
//! resting ────────> pressing ────────> panning ──────────────────────> resting
//!                      │  └──────────> carrying (a person) ─ up: drop ──┘
//!                      │ second finger (from any of these)
//!                      └────────────> pinching ─ up: panning
//! spent: fingers that mean nothing until they are lifted (after a cancel, after Escape)
//! ```

mod carrying;
mod panning;
mod pinching;
mod pressing;
mod resting;
mod spent;
#[cfg(test)]
mod tests;

use carrying::Carrying;
use family_map::record::PersonId;
use panning::Panning;
use pinching::Pinching;
use pressing::Pressing;
use spent::Spent;

/// How far a pointer may stray and still be a tap, in pixels.
const TAP_SLACK: f64 = 6.0;

/// A point of the page, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    /// From the left.
    pub(super) x: f64,
    /// From the top.
    pub(super) y: f64,
}

impl Spot {
    fn to(self, other: Self) -> (f64, f64) {
        (other.x - self.x, other.y - self.y)
    }

    fn apart(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A pointer that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    id: i32,
    at: Spot,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Happens {
    /// A pointer goes down.
    Down {
        /// Which.
        id: i32,
        /// Where.
        at: Spot,
        /// On whom.
        on: Option<PersonId>,
        /// Whether a drag from here carries the person instead of the map.
        carries: bool,
    },
    /// A pointer moves.
    Moved {
        /// Which.
        id: i32,
        /// Where to.
        at: Spot,
        /// Over whom; asked for while somebody is carried.
        over: Option<PersonId>,
    },
    /// A pointer goes up.
    Up(i32),
    /// The browser takes a pointer away.
    Cancel(i32),
    /// Time has passed since a pointer went down.
    Held(i32),
    /// Escape: whatever is going on is not meant.
    Escape,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Does {
    /// The map follows the pointer by so many pixels.
    Pan {
        /// To the right.
        dx: f64,
        /// Down.
        dy: f64,
    },
    /// The map is enlarged by a factor around a point, and follows the middle of two fingers.
    Pinch {
        /// By this factor.
        factor: f64,
        /// Around this point.
        around: Spot,
        /// To the right.
        dx: f64,
        /// Down.
        dy: f64,
    },
    /// Somebody is chosen, or nobody.
    Choose(Option<PersonId>),
    /// What can be done with somebody is opened.
    Open(PersonId),
    /// Somebody is carried so far from where they stand, over another or over nobody.
    Carry {
        /// Who.
        person: PersonId,
        /// To the right, since the pointer went down.
        dx: f64,
        /// Down.
        dy: f64,
        /// Over whom.
        over: Option<PersonId>,
    },
    /// Somebody who was carried is let down.
    Drop {
        /// Who.
        person: PersonId,
        /// To the right, since the pointer went down.
        dx: f64,
        /// On whom.
        on: Option<PersonId>,
        /// Where on the page.
        at: Spot,
    },
    /// Somebody who was carried goes back to where they stood.
    PutBack(PersonId),
}

/// What the pointers are doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Gesture {
    /// No pointer is down.
    #[default]
    Resting,
    /// One is down and has not strayed.
    Pressing(Pressing),
    /// One moves the map.
    Panning(Panning),
    /// One carries a person.
    Carrying(Carrying),
    /// Two or more enlarge the map.
    Pinching(Pinching),
    /// Those that are down mean nothing.
    Spent(Spent),
}

/// The next state, and what is to be done on the way to it.
type Step = (Gesture, Option<Does>);

impl Gesture {
    /// Takes in what happens.
    pub(super) fn take(&mut self, happens: Happens) -> Option<Does> {
        let (next, does) = match std::mem::take(self) {
            Self::Resting => resting::take(happens),
            Self::Pressing(state) => state.take(happens),
            Self::Panning(state) => state.take(happens),
            Self::Carrying(state) => state.take(happens),
            Self::Pinching(state) => state.take(happens),
            Self::Spent(state) => state.take(happens),
        };
        *self = next;
        does
    }

    /// Whether somebody is being carried.
    pub(super) const fn carries(&self) -> bool {
        matches!(self, Self::Carrying(_))
    }

    /// Whether a pointer is down and may be a long press.
    pub(super) const fn is_pressing(&self) -> bool {
        matches!(self, Self::Pressing(_))
    }
}

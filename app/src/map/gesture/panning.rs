//! One pointer moves the map.

use super::pinching::Pinching;
use super::spent::Spent;
use super::{Does, Finger, Gesture, Happens, Spot, Step};

/// The pointer that moves the map.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::map) struct Panning {
    finger: Finger,
}

impl Panning {
    /// Begins with the movement that made it a drag.
    pub(super) fn begin(finger: Finger, before: Spot) -> Step {
        let (dx, dy) = before.to(finger.at);
        (Gesture::Panning(Self { finger }), Some(Does::Pan { dx, dy }))
    }

    /// Goes on with the finger that is left of several.
    pub(super) fn on(finger: Finger) -> Step {
        (Gesture::Panning(Self { finger }), None)
    }

    pub(super) fn take(mut self, happens: Happens) -> Step {
        match happens {
            Happens::Moved { id, at, .. } if id == self.finger.id => {
                let before = std::mem::replace(&mut self.finger.at, at);
                Self::begin(self.finger, before)
            }
            Happens::Up(id) | Happens::Cancel(id) if id == self.finger.id => (Gesture::Resting, None),
            Happens::Down { id, at, .. } if id != self.finger.id => Pinching::begin(self.finger, Finger { id, at }),
            Happens::Escape => Spent::of([self.finger]),
            _ => (Gesture::Panning(self), None),
        }
    }
}

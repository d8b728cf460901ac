//! One pointer is down and has not strayed: a tap, a long press, or the
//! beginning of a drag.

use super::carrying::Carrying;
use super::panning::Panning;
use super::pinching::Pinching;
use super::spent::Spent;
use super::{Does, Finger, Gesture, Happens, Spot, Step, TAP_SLACK};
use family_map::record::PersonId;

/// One pointer that is down.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::map) struct Pressing {
    finger: Finger,
    from: Spot,
    strayed: f64,
    on: Option<PersonId>,
    carries: bool,
    /// What can be done is open already: going up means no tap.
    opened: bool,
}

impl Pressing {
    pub(super) fn new(finger: Finger, on: Option<PersonId>, carries: bool) -> Self {
        Self { finger, from: finger.at, strayed: 0.0, on, carries, opened: false }
    }

    pub(super) fn take(mut self, happens: Happens) -> Step {
        match happens {
            Happens::Moved { id, at, over } if id == self.finger.id => {
                self.strayed += self.finger.at.apart(at);
                let before = std::mem::replace(&mut self.finger.at, at);
                if self.strayed <= TAP_SLACK {
                    return (Gesture::Pressing(self), None);
                }
                match self.on.filter(|_| self.carries) {
                    Some(person) => Carrying::begin(self.finger, self.from, person, over),
                    None => Panning::begin(self.finger, before),
                }
            }
            Happens::Up(id) if id == self.finger.id => {
                (Gesture::Resting, (!self.opened).then_some(Does::Choose(self.on)))
            }
            Happens::Cancel(id) if id == self.finger.id => (Gesture::Resting, None),
            Happens::Held(id) if id == self.finger.id && !self.opened => match self.on.clone() {
                Some(person) => {
                    self.opened = true;
                    (Gesture::Pressing(self), Some(Does::Open(person)))
                }
                None => (Gesture::Pressing(self), None),
            },
            Happens::Down { id, at, .. } if id != self.finger.id => Pinching::begin(self.finger, Finger { id, at }),
            Happens::Escape => Spent::of([self.finger]),
            _ => (Gesture::Pressing(self), None),
        }
    }
}

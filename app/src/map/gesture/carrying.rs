//! One pointer carries a person: let down beside the others they stay there,
//! let down on another the two are tied.

use super::pinching::Pinching;
use super::spent::Spent;
use super::{Does, Finger, Gesture, Happens, Spot, Step};
use family_map::record::PersonId;

/// Who is carried, by which pointer, from where.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::map) struct Carrying {
    finger: Finger,
    from: Spot,
    person: PersonId,
    over: Option<PersonId>,
}

impl Carrying {
    pub(super) fn begin(finger: Finger, from: Spot, person: PersonId, over: Option<PersonId>) -> Step {
        let over = over.filter(|over| *over != person);
        Self { finger, from, person, over }.follow()
    }

    fn follow(self) -> Step {
        let (dx, dy) = self.from.to(self.finger.at);
        let does = Does::Carry { person: self.person.clone(), dx, dy, over: self.over.clone() };
        (Gesture::Carrying(self), Some(does))
    }

    pub(super) fn take(mut self, happens: Happens) -> Step {
        match happens {
            Happens::Moved { id, at, over } if id == self.finger.id => {
                self.finger.at = at;
                self.over = over.filter(|over| *over != self.person);
                self.follow()
            }
            Happens::Up(id) if id == self.finger.id => {
                let at = self.finger.at;
                let (dx, _) = self.from.to(at);
                (Gesture::Resting, Some(Does::Drop { person: self.person, dx, on: self.over, at }))
            }
            Happens::Cancel(id) if id == self.finger.id => (Gesture::Resting, Some(Does::PutBack(self.person))),
            // Two fingers mean the map, not a person.
            Happens::Down { id, at, .. } if id != self.finger.id => {
                let (pinching, _) = Pinching::begin(self.finger, Finger { id, at });
                (pinching, Some(Does::PutBack(self.person)))
            }
            Happens::Escape => {
                let (spent, _) = Spent::of([self.finger]);
                (spent, Some(Does::PutBack(self.person)))
            }
            _ => (Gesture::Carrying(self), None),
        }
    }
}

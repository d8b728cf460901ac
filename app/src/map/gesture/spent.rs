//! Pointers that are down and mean nothing any more.

use super::{Finger, Gesture, Happens, Step};

/// The pointers to be lifted before anything new begins.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::map) struct Spent {
    ids: Vec<i32>,
}

impl Spent {
    pub(super) fn of(fingers: impl IntoIterator<Item = Finger>) -> Step {
        (Gesture::Spent(Self { ids: fingers.into_iter().map(|finger| finger.id).collect() }), None)
    }

    pub(super) fn take(mut self, happens: Happens) -> Step {
        match happens {
            Happens::Up(id) | Happens::Cancel(id) => self.ids.retain(|it| *it != id),
            Happens::Down { id, .. } if !self.ids.contains(&id) => self.ids.push(id),
            _ => {}
        }
        (if self.ids.is_empty() { Gesture::Resting } else { Gesture::Spent(self) }, None)
    }
}

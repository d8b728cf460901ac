//! No pointer is down.

use super::pressing::Pressing;
use super::{Finger, Gesture, Happens, Step};

pub(super) fn take(happens: Happens) -> Step {
    match happens {
        Happens::Down { id, at, on, carries } => {
            (Gesture::Pressing(Pressing::new(Finger { id, at }, on, carries)), None)
        }
        // A pointer that is not down means nothing.
        _ => (Gesture::Resting, None),
    }
}

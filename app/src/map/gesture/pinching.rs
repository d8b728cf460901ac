//! Two pointers enlarge the map and move it; more rest until one of them is lifted.

use super::panning::Panning;
use super::spent::Spent;
use super::{Does, Finger, Gesture, Happens, Spot, Step};

/// The pointers that are down, the two that count in front.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::map) struct Pinching {
    fingers: Vec<Finger>,
}

impl Pinching {
    pub(super) fn begin(first: Finger, second: Finger) -> Step {
        (Gesture::Pinching(Self { fingers: vec![first, second] }), None)
    }

    pub(super) fn take(mut self, happens: Happens) -> Step {
        match happens {
            Happens::Moved { id, at, .. } => {
                let does = self.moved(id, at);
                (Gesture::Pinching(self), does)
            }
            Happens::Up(id) | Happens::Cancel(id) => {
                self.fingers.retain(|finger| finger.id != id);
                match self.fingers.as_slice() {
                    [] => (Gesture::Resting, None),
                    [left] => Panning::on(*left),
                    _ => (Gesture::Pinching(self), None),
                }
            }
            Happens::Down { id, at, .. } => {
                if self.fingers.iter().all(|finger| finger.id != id) {
                    self.fingers.push(Finger { id, at });
                }
                (Gesture::Pinching(self), None)
            }
            Happens::Escape => Spent::of(self.fingers),
            Happens::Held(_) => (Gesture::Pinching(self), None),
        }
    }

    fn moved(&mut self, id: i32, at: Spot) -> Option<Does> {
        let which = self.fingers.iter().position(|finger| finger.id == id)?;
        let before = std::mem::replace(&mut self.fingers[which].at, at);
        let other = match which {
            0 => self.fingers.get(1)?.at,
            1 => self.fingers.first()?.at,
            _ => return None,
        };
        let (dx, dy) = before.to(at);
        let around = Spot { x: f64::midpoint(at.x, other.x), y: f64::midpoint(at.y, other.y) };
        let factor = at.apart(other).max(1.0) / before.apart(other).max(1.0);
        Some(Does::Pinch { factor, around, dx: dx / 2.0, dy: dy / 2.0 })
    }
}

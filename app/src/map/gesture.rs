//! What pointers mean: one moves the map, two pinch it, a short touch chooses.

/// How far a pointer may stray and still be a tap, in pixels.
const TAP_SLACK: f64 = 6.0;

/// A pointer that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Touch {
    id: i32,
    x: f64,
    y: f64,
}

/// What the fingers or the mouse are doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gesture {
    touches: Vec<Touch>,
    moved: f64,
}

/// What a movement asks of the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    /// Follow the pointer by so many pixels.
    Pan {
        /// To the right.
        dx: f64,
        /// Down.
        dy: f64,
    },
    /// Enlarge by a factor around a point, and follow the middle of two fingers.
    Pinch {
        /// By this factor.
        factor: f64,
        /// Around this point of the page.
        x: f64,
        /// Around this point of the page.
        y: f64,
        /// To the right.
        dx: f64,
        /// Down.
        dy: f64,
    },
}

impl Gesture {
    /// A pointer goes down.
    pub fn down(&mut self, id: i32, x: f64, y: f64) {
        if self.touches.is_empty() {
            self.moved = 0.0;
        }
        self.touches.retain(|touch| touch.id != id);
        self.touches.push(Touch { id, x, y });
    }

    /// A pointer moves. Pointers that are not down mean nothing.
    pub fn moved(&mut self, id: i32, x: f64, y: f64) -> Option<Command> {
        let at = self.touches.iter().position(|touch| touch.id == id)?;
        let before = self.touches.clone();
        let (dx, dy) = (x - before[at].x, y - before[at].y);
        self.touches[at] = Touch { id, x, y };
        self.moved += dx.hypot(dy);
        match before.as_slice() {
            [_] if self.moved <= TAP_SLACK => None,
            [_] => Some(Command::Pan { dx, dy }),
            [a, b, ..] if at < 2 => {
                let (c, d) = (self.touches[0], self.touches[1]);
                let apart = |p: Touch, q: Touch| (p.x - q.x).hypot(p.y - q.y).max(1.0);
                Some(Command::Pinch {
                    factor: apart(c, d) / apart(*a, *b),
                    x: f64::midpoint(c.x, d.x),
                    y: f64::midpoint(c.y, d.y),
                    dx: dx / 2.0,
                    dy: dy / 2.0,
                })
            }
            _ => None,
        }
    }

    /// A pointer goes up. Answers whether it was a tap.
    pub fn up(&mut self, id: i32) -> bool {
        let was_alone = self.touches.len() == 1 && self.touches[0].id == id;
        self.touches.retain(|touch| touch.id != id);
        was_alone && self.moved <= TAP_SLACK
    }

    /// The browser took the pointer away; nothing is meant by it.
    pub fn cancel(&mut self, id: i32) {
        self.touches.retain(|touch| touch.id != id);
        self.moved = f64::INFINITY;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_touch_is_a_tap_and_a_long_way_is_not() {
        let mut gesture = Gesture::default();
        gesture.down(1, 100.0, 100.0);
        assert_eq!(gesture.moved(1, 102.0, 101.0), None);
        assert!(gesture.up(1));
        gesture.down(1, 100.0, 100.0);
        assert_eq!(gesture.moved(1, 120.0, 100.0), Some(Command::Pan { dx: 20.0, dy: 0.0 }));
        assert_eq!(gesture.moved(1, 100.0, 100.0), Some(Command::Pan { dx: -20.0, dy: 0.0 }));
        assert!(!gesture.up(1), "back at the start is still no tap");
    }

    #[test]
    fn two_fingers_apart_enlarge_around_their_middle() {
        let mut gesture = Gesture::default();
        gesture.down(1, 100.0, 100.0);
        gesture.down(2, 200.0, 100.0);
        assert_eq!(
            gesture.moved(2, 300.0, 100.0),
            Some(Command::Pinch { factor: 2.0, x: 200.0, y: 100.0, dx: 50.0, dy: 0.0 })
        );
        assert!(!gesture.up(2));
        assert_eq!(gesture.moved(2, 0.0, 0.0), None, "a finger that is up means nothing");
        assert_eq!(gesture.moved(1, 110.0, 100.0), Some(Command::Pan { dx: 10.0, dy: 0.0 }));
        assert!(!gesture.up(1));
    }

    #[test]
    fn a_cancelled_pointer_is_no_tap() {
        let mut gesture = Gesture::default();
        gesture.down(1, 0.0, 0.0);
        gesture.cancel(1);
        assert!(!gesture.up(1));
    }
}

//! Somebody in the hand: taken up on the map, carried, set down. One pointer
//! carries; a second finger, Escape or the browser puts everything back.

/// How far a pointer may stray before what is under it is taken up, in pixels.
const SLACK: f64 = 6.0;

/// What is held by a pointer.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    pointer: i32,
    shape: String,
    start: (f64, f64),
    lifted: bool,
}

/// What a pointer holds, if anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carry {
    held: Option<Held>,
}

/// How far what is carried has come, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// The id of the shape.
    pub shape: String,
    /// To the right of where it was taken up.
    pub dx: f64,
    /// Below it.
    pub dy: f64,
}

impl Carry {
    /// A pointer goes down on a shape that may be carried.
    pub fn press(&mut self, pointer: i32, shape: String, x: f64, y: f64) {
        self.held = Some(Held { pointer, shape, start: (x, y), lifted: false });
    }

    /// A pointer moves. Tells how far the shape has come, once it is taken up.
    pub fn moved(&mut self, pointer: i32, x: f64, y: f64) -> Option<Carried> {
        let held = self.held.as_mut().filter(|it| it.pointer == pointer)?;
        let (dx, dy) = (x - held.start.0, y - held.start.1);
        held.lifted |= dx.hypot(dy) > SLACK;
        held.lifted.then(|| Carried { shape: held.shape.clone(), dx, dy })
    }

    /// Whether this pointer has something in its hand, so that the map stays
    /// where it is.
    #[must_use]
    pub fn holds(&self, pointer: i32) -> bool {
        self.held.as_ref().is_some_and(|it| it.pointer == pointer)
    }

    /// Whether any pointer has something in its hand.
    #[must_use]
    pub const fn is_holding(&self) -> bool {
        self.held.is_some()
    }

    /// A pointer goes up: where the shape is set down. Nothing where it was
    /// never taken up: that was a press.
    pub fn up(&mut self, pointer: i32, x: f64, y: f64) -> Option<Carried> {
        let carried = self.moved(pointer, x, y);
        if self.holds(pointer) {
            self.held = None;
        }
        carried
    }

    /// Nothing is meant any more: the shape that goes back to its place, if one
    /// was taken up.
    pub fn put_back(&mut self) -> Option<String> {
        self.held.take().filter(|it| it.lifted).map(|it| it.shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding() -> Carry {
        let mut carry = Carry::default();
        carry.press(1, "member-a".into(), 100.0, 100.0);
        carry
    }

    #[test]
    fn a_short_touch_takes_nothing_up() {
        let mut carry = holding();
        assert_eq!(carry.moved(1, 103.0, 102.0), None);
        assert!(carry.holds(1), "the map does not move under a pressed member");
        assert_eq!(carry.up(1, 103.0, 102.0), None);
        assert!(!carry.holds(1));
    }

    #[test]
    fn what_is_taken_up_is_set_down_where_the_pointer_is() {
        let mut carry = holding();
        let at = |dx, dy| Some(Carried { shape: "member-a".into(), dx, dy });
        assert_eq!(carry.moved(1, 120.0, 90.0), at(20.0, -10.0));
        assert_eq!(carry.moved(1, 101.0, 100.0), at(1.0, 0.0), "back near the start it is still in the hand");
        assert_eq!(carry.up(1, 40.0, 100.0), at(-60.0, 0.0));
        assert_eq!(carry.moved(1, 0.0, 0.0), None);
    }

    #[test]
    fn a_second_finger_carries_nothing_and_what_was_taken_up_goes_back() {
        let mut carry = holding();
        assert_eq!(carry.moved(2, 200.0, 200.0), None);
        assert_eq!(carry.up(2, 200.0, 200.0), None);
        assert_eq!(carry.put_back(), None, "nothing was taken up yet");
        let mut carry = holding();
        carry.moved(1, 150.0, 100.0);
        assert_eq!(carry.put_back().as_deref(), Some("member-a"));
        assert_eq!(carry.up(1, 150.0, 100.0), None);
    }
}

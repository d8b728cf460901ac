//! What mouse, pen and fingers do on the map: tells the gesture what happens,
//! and does what it says.

use super::gesture::{Does, Gesture, Happens, Spot};
use super::hand::Hand;
use super::walk::person_of;
use family_map::record::PersonId;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::web_sys;
use std::time::Duration;

/// A finger that rests this long on somebody opens what can be done with them.
const LONG_PRESS: Duration = Duration::from_millis(500);

/// The pointers over the map.
#[derive(Clone, Copy)]
pub(super) struct Pointer {
    gesture: StoredValue<Gesture>,
    timer: StoredValue<Option<TimeoutHandle>>,
    hand: Hand,
}

impl Pointer {
    /// No pointer is down yet.
    pub(super) fn over(hand: Hand) -> Self {
        Self { gesture: StoredValue::new(Gesture::default()), timer: StoredValue::new(None), hand }
    }

    /// A pointer goes down.
    pub(super) fn down(self, event: &web_sys::PointerEvent) {
        if event.button() != 0 {
            return;
        }
        let (id, on) = (event.pointer_id(), event.target().and_then(person_of));
        let is_mouse = event.pointer_type() == "mouse";
        // A finger moves the map wherever it begins, and only the chosen person:
        // nobody is to be displaced by who wants to look further.
        let chosen = self.hand.chosen.with_untracked(|chosen| on.is_some() && *chosen == on);
        let carries = self.hand.drawing().is_some() && on.is_some() && (is_mouse || chosen);
        self.stop_timer();
        if on.is_some() && !is_mouse {
            let timer = set_timeout_with_handle(move || self.take(Happens::Held(id)), LONG_PRESS);
            self.timer.set_value(timer.ok());
        }
        self.take(Happens::Down { id, at: spot(event), on, carries });
    }

    /// A pointer moves.
    pub(super) fn moved(self, event: &web_sys::PointerEvent) {
        let Some((resting, carries, presses)) = self
            .gesture
            .try_with_value(|gesture| (*gesture == Gesture::Resting, gesture.carries(), gesture.is_pressing()))
        else {
            return;
        };
        if resting {
            return;
        }
        let over = if carries { person_at(spot(event)) } else { None };
        self.take(Happens::Moved { id: event.pointer_id(), at: spot(event), over });
        // From here on it is a drag: it stays ours also outside the map.
        let still_presses = self.gesture.try_with_value(Gesture::is_pressing).unwrap_or(true);
        if presses && !still_presses {
            self.stop_timer();
            if let Some(element) = self.hand.stage.element.get_untracked() {
                let _ = element.set_pointer_capture(event.pointer_id());
            }
        }
    }

    /// A pointer goes up.
    pub(super) fn up(self, event: &web_sys::PointerEvent) {
        self.stop_timer();
        self.take(Happens::Up(event.pointer_id()));
    }

    /// The browser takes a pointer away.
    pub(super) fn cancel(self, event: &web_sys::PointerEvent) {
        self.stop_timer();
        self.take(Happens::Cancel(event.pointer_id()));
    }

    /// Escape while something is going on; answers whether it was.
    pub(super) fn escape(self) -> bool {
        let carries = self.gesture.try_with_value(Gesture::carries).unwrap_or(false);
        self.take(Happens::Escape);
        carries
    }

    /// The second mouse button asks what can be done with somebody.
    pub(super) fn menu(self, event: &web_sys::MouseEvent) {
        if let Some(person) = event.target().and_then(person_of) {
            event.prevent_default();
            self.hand.open(person);
        }
    }

    /// The wheel turns.
    pub(super) fn wheel(self, event: &web_sys::WheelEvent) {
        let stage = self.hand.stage;
        let Some(surface) = stage.surface() else { return };
        event.prevent_default();
        let step = if event.delta_mode() == web_sys::WheelEvent::DOM_DELTA_LINE { 0.05 } else { 0.002 };
        let factor = (-event.delta_y() * step).clamp(-0.5, 0.5).exp();
        stage.viewport.update(|view| {
            *view = view.zoomed(surface, factor, f64::from(event.client_x()), f64::from(event.client_y()));
        });
    }

    fn take(self, happens: Happens) {
        let Some(Some(does)) = self.gesture.try_update_value(|gesture| gesture.take(happens)) else { return };
        let (hand, stage) = (self.hand, self.hand.stage);
        match does {
            Does::Pan { dx, dy } => {
                if let Some(surface) = stage.surface() {
                    stage.viewport.update(|view| *view = view.panned(surface, dx, dy));
                }
            }
            Does::Pinch { factor, around, dx, dy } => {
                if let Some(surface) = stage.surface() {
                    stage.viewport.update(|view| {
                        *view = view.panned(surface, dx, dy).zoomed(surface, factor, around.x, around.y);
                    });
                }
            }
            Does::Choose(person) => match (hand.tied_from.get_untracked(), person) {
                (Some(from), Some(to)) => hand.offer_ties(from, to, None),
                (Some(_), None) => hand.not_tied(),
                (None, person) => {
                    if let Some(id) = &person {
                        stage.focus(id);
                    }
                    hand.choose(person);
                }
            },
            Does::Open(person) => hand.open(person),
            Does::Carry { person, dx, dy, over } => hand.carry(&person, (dx, dy), over),
            Does::Drop { person, dx, on, at } => match on {
                Some(on) => {
                    hand.put_back(&person);
                    hand.offer_ties(person, on, Some(at));
                }
                None => hand.let_down(&person, dx),
            },
            Does::PutBack(person) => hand.put_back(&person),
        }
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

fn spot(event: &web_sys::PointerEvent) -> Spot {
    Spot { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

/// Whoever stands under a point of the page. Who is carried lets the pointer through.
#[allow(clippy::cast_possible_truncation, reason = "points of a page are small")]
fn person_at(at: Spot) -> Option<PersonId> {
    document().element_from_point(at.x as f32, at.y as f32).and_then(|it| person_of(it.into()))
}

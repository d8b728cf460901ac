//! What mouse, pen and fingers do on the map.

use super::gesture::{Command, Gesture};
use super::hand::Hand;
use super::walk::person_of;
use leptos::prelude::*;
use leptos::web_sys;

/// The pointers over the map.
#[derive(Clone, Copy)]
pub(super) struct Pointer {
    gesture: StoredValue<Gesture>,
    hand: Hand,
}

impl Pointer {
    /// No pointer is down yet.
    pub(super) fn over(hand: Hand) -> Self {
        Self { gesture: StoredValue::new(Gesture::default()), hand }
    }

    /// A pointer goes down.
    pub(super) fn down(self, event: &web_sys::PointerEvent) {
        if event.button() != 0 {
            return;
        }
        self.gesture.update_value(|gesture| {
            gesture.down(event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()));
        });
    }

    /// A pointer moves.
    pub(super) fn moved(self, event: &web_sys::PointerEvent) {
        let command = self.gesture.try_update_value(|gesture| {
            gesture.moved(event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()))
        });
        let stage = self.hand.stage;
        let (Some(Some(command)), Some(surface)) = (command, stage.surface()) else { return };
        // From here on it is a drag: it stays ours also outside the map.
        if let Some(element) = stage.element.get_untracked() {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        stage.viewport.update(|view| {
            *view = match command {
                Command::Pan { dx, dy } => view.panned(surface, dx, dy),
                Command::Pinch { factor, x, y, dx, dy } => view.panned(surface, dx, dy).zoomed(surface, factor, x, y),
            };
        });
    }

    /// A pointer goes up.
    pub(super) fn up(self, event: &web_sys::PointerEvent) {
        if self.gesture.try_update_value(|gesture| gesture.up(event.pointer_id())).unwrap_or(false) {
            let person = event.target().and_then(person_of);
            if let Some(id) = &person {
                self.hand.stage.focus(id);
            }
            self.hand.choose(person);
        }
    }

    /// The browser takes a pointer away.
    pub(super) fn cancel(self, event: &web_sys::PointerEvent) {
        self.gesture.update_value(|gesture| gesture.cancel(event.pointer_id()));
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
}

//! A sheet on the page with what can be done on it: moved, enlarged, walked,
//! and what lies on it carried from place to place.

use super::carry::{Carried, Carry};
use super::sheet::{Sheet, ZOOM_STEP, neighbour, shape_of};
use crate::i18n::{t_string, use_i18n};
use crate::language::use_language;
use crate::map::drawing::Drawing;
use crate::map::gesture::{Does, Gesture, Happens, Spot};
use crate::map::tools::ToolButton;
use family_map::layout::Point;
use leptos::prelude::*;
use leptos::web_sys;

/// A key that was pressed on something that lies on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Press {
    /// The id of the shape.
    pub(super) shape: String,
    /// The key.
    pub(super) key: String,
    /// With Shift.
    pub(super) shift: bool,
    /// With Control.
    pub(super) control: bool,
}

/// What whoever draws does with what lies on a sheet.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    /// The map in the hands of the one who draws.
    pub(super) drawing: Drawing,
    /// Sets a shape down at a point.
    pub(super) set_down: Callback<(String, Point)>,
    /// Says where a point is.
    pub(super) whereabouts: Callback<Point, String>,
    /// Answers a key; whether it meant something.
    pub(super) press: Callback<Press, bool>,
    /// Takes a shape that was pointed at; whether it was waited for.
    pub(super) point_at: Callback<String, bool>,
}

/// The tools of the view: smaller, everything, larger, paper.
#[component]
pub(super) fn ViewTools(sheet: Sheet, on_print: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="map-zoom">
            <ToolButton label=Signal::derive(move || t_string!(i18n, map.zoom_out).to_owned()) icon="minus" on_press=Callback::new(move |()| sheet.zoom(1.0 / ZOOM_STEP)) />
            <ToolButton label=Signal::derive(move || t_string!(i18n, map.fit).to_owned()) icon="fit" on_press=Callback::new(move |()| sheet.fit()) />
            <ToolButton label=Signal::derive(move || t_string!(i18n, map.zoom_in).to_owned()) icon="plus" on_press=Callback::new(move |()| sheet.zoom(ZOOM_STEP)) />
            <ToolButton label=Signal::derive(move || t_string!(i18n, map.print).to_owned()) icon="print" on_press=on_print />
        </div>
    }
}

/// The drawing itself.
#[component]
pub(super) fn SheetView(
    /// What lies where.
    sheet: Sheet,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// For who may draw on it.
    hand: Option<Hand>,
    /// Drawing waits: another time is looked at.
    still: Signal<bool>,
    /// What lies over it.
    children: Children,
) -> impl IntoView {
    let language = use_language();
    let picture = Memo::new(move |_| sheet.markup(language()));
    sheet.keep_marks(picture);
    let gesture = StoredValue::new(Gesture::default());
    let tell = move |happens| gesture.try_update_value(|gesture| gesture.take(happens)).flatten();
    let carry = StoredValue::new(Carry::default());
    let hand = move || hand.filter(|_| !still.get_untracked());
    let put_back = move || {
        if let Some(shape) = carry.try_update_value(Carry::put_back).flatten() {
            sheet.shift(&shape, None);
        }
    };
    let choose = move |shape: Option<String>| {
        let waited = shape.clone().zip(hand()).is_some_and(|(shape, hand)| hand.point_at.run(shape));
        if !waited {
            sheet.chosen.set(shape);
        }
    };

    let on_key = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        let control = event.ctrl_key() || event.meta_key();
        if let (Some(hand), true, "z" | "Z" | "y" | "Y") = (hand(), control, key.as_str()) {
            event.prevent_default();
            hand.drawing.go(event.shift_key() || key.eq_ignore_ascii_case("y"));
            return;
        }
        let here = event.target().and_then(shape_of);
        if let (Some(hand), Some(shape), false) = (hand(), &here, event.alt_key()) {
            let press = Press { shape: shape.clone(), key: key.clone(), shift: event.shift_key(), control };
            if hand.press.run(press) {
                event.prevent_default();
                return;
            }
        }
        if event.alt_key() || control {
            return;
        }
        match (key.as_str(), here) {
            ("+" | "=", _) => sheet.zoom(ZOOM_STEP),
            ("-" | "_", _) => sheet.zoom(1.0 / ZOOM_STEP),
            ("0", _) => sheet.fit(),
            ("Escape", _) => {
                put_back();
                sheet.chosen.set(None);
            }
            ("Enter" | " ", Some(shape)) => choose(Some(shape)),
            ("ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Home" | "End", Some(shape)) => {
                if let Some(next) = sheet.scene.with_untracked(|scene| neighbour(scene, &shape, &key)) {
                    sheet.focus(&next);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };

    let at =
        |event: &web_sys::PointerEvent| (event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()));
    let on_down = move |event: web_sys::PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let (pointer, x, y) = at(&event);
        tell(Happens::Down { id: pointer, at: Spot { x, y }, on: None, carries: false });
        // A second finger pinches, and carries nothing.
        let alone = event.is_primary() && carry.try_with_value(|carry| !carry.is_holding()).unwrap_or_default();
        put_back();
        if let (true, Some(_), Some(shape)) = (alone, hand(), event.target().and_then(shape_of)) {
            carry.update_value(|carry| carry.press(pointer, shape, x, y));
        }
    };
    let on_move = move |event: web_sys::PointerEvent| {
        let (pointer, x, y) = at(&event);
        let does = tell(Happens::Moved { id: pointer, at: Spot { x, y }, over: None });
        let carried = carry.try_update_value(|carry| carry.moved(pointer, x, y)).flatten();
        let holds = carry.try_with_value(|carry| carry.holds(pointer)).unwrap_or_default();
        if does.is_some() || carried.is_some() {
            // From here on it is a drag: it stays ours also outside the sheet.
            if let Some(element) = sheet.element.get_untracked() {
                let _ = element.set_pointer_capture(pointer);
            }
        }
        if let Some(Carried { shape, dx, dy }) = carried {
            sheet.shift(&shape, Some((dx, dy)));
            if let Some((hand, point)) = hand().zip(sheet.carried(&shape, dx, dy)) {
                let place = hand.whereabouts.run(point);
                if sheet.said.with_untracked(|said| *said != place) {
                    sheet.said.set(place);
                }
            }
        }
        let (Some(does), false, Some(surface)) = (does, holds, sheet.surface()) else { return };
        sheet.viewport.update(|view| match does {
            Does::Pan { dx, dy } => *view = view.panned(surface, dx, dy),
            Does::Pinch { factor, around, dx, dy } => {
                *view = view.panned(surface, dx, dy).zoomed(surface, factor, around.x, around.y);
            }
            // What lies on a sheet is carried by `Carry`.
            _ => {}
        });
    };
    let on_up = move |event: web_sys::PointerEvent| {
        let (pointer, x, y) = at(&event);
        let tapped = matches!(tell(Happens::Up(pointer)), Some(Does::Choose(_)));
        let carried = carry.try_update_value(|carry| carry.up(pointer, x, y)).flatten();
        if let Some(Carried { shape, dx, dy }) = carried {
            let point = sheet.carried(&shape, dx, dy);
            sheet.shift(&shape, None);
            if let Some((hand, point)) = hand().zip(point) {
                sheet.focus(&shape);
                hand.set_down.run((shape, point));
            }
        } else if tapped {
            let shape = event.target().and_then(shape_of);
            if let Some(shape) = &shape {
                sheet.focus(shape);
            }
            choose(shape);
        }
    };
    let on_cancel = move |event: web_sys::PointerEvent| {
        tell(Happens::Cancel(event.pointer_id()));
        put_back();
    };
    let on_wheel = move |event: web_sys::WheelEvent| {
        let Some(surface) = sheet.surface() else { return };
        event.prevent_default();
        let step = if event.delta_mode() == web_sys::WheelEvent::DOM_DELTA_LINE { 0.05 } else { 0.002 };
        let factor = (-event.delta_y() * step).clamp(-0.5, 0.5).exp();
        sheet.viewport.update(|view| {
            *view = view.zoomed(surface, factor, f64::from(event.client_x()), f64::from(event.client_y()));
        });
    };
    view! {
        <div
            class="map-surface"
            node_ref=sheet.element
            on:keydown=on_key
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=on_up
            on:pointercancel=on_cancel
            on:wheel=on_wheel
            on:focusout=move |event| if event.related_target().is_some() { sheet.let_go_of_focus() }
            on:focusin=move |event| if let Some(shape) = event.target().and_then(shape_of) { sheet.hold_focus(shape) }
        >
            <svg
                class="map"
                role="group"
                aria-label=move || label.get()
                aria-describedby="map-help"
                viewBox=move || sheet.viewport.get().view_box()
                preserveAspectRatio="xMidYMid meet"
                inner_html=move || picture.get()
            ></svg>
            {children()}
        </div>
    }
}

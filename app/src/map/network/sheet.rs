//! The sheet on which a network map or an ecomap lies: which part of it shows,
//! what is chosen on it, where the focus is.

use crate::map::viewport::{Surface, Viewport};
use crate::text::{Language, say};
use family_map::layout::Point;
use family_map::scene::{FactItem, Scene, svg};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// One step of the zoom buttons and keys.
pub(super) const ZOOM_STEP: f64 = 1.25;
/// Room around what is brought into view, in map units.
const ROOM: f64 = 80.0;

/// A sheet and what lies on it.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    /// The element that it lies in.
    pub(super) element: NodeRef<html::Div>,
    /// The part that shows.
    pub(super) viewport: RwSignal<Viewport>,
    /// What is drawn.
    pub(super) scene: Memo<Scene>,
    /// The id of the chosen shape.
    pub(super) chosen: RwSignal<Option<String>>,
    /// What was done last, for the ear.
    pub(super) said: RwSignal<String>,
    /// The shape that had the focus last, so that it has it again when the sheet is drawn anew.
    held: StoredValue<Option<String>>,
}

impl Sheet {
    /// Begins with everything in view.
    pub(super) fn begin(scene: Memo<Scene>) -> Self {
        let viewport = RwSignal::new(Viewport::fit(scene.with_untracked(|scene| scene.bounds)));
        let sheet = Self {
            element: NodeRef::new(),
            viewport,
            scene,
            chosen: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            held: StoredValue::new(None),
        };
        sheet.follow_size();
        sheet.print_whole();
        sheet
    }

    /// The sheet grows when a ring is full: what showed everything still does.
    fn follow_size(self) {
        let bounds = Memo::new(move |_| self.scene.with(|scene| scene.bounds));
        Effect::new(move |before: Option<Viewport>| {
            let whole = Viewport::fit(bounds.get());
            if before.is_some_and(|before| before == self.viewport.get_untracked() && before != whole) {
                self.viewport.set(whole);
            }
            whole
        });
    }

    /// On paper stands the whole map, whatever part of it was on the screen.
    fn print_whole(self) {
        let before_print = StoredValue::new(None::<Viewport>);
        Effect::new(move |_| {
            let before = window_event_listener_untyped("beforeprint", move |_| {
                before_print.set_value(Some(self.viewport.get_untracked()));
                self.fit();
            });
            let after = window_event_listener_untyped("afterprint", move |_| {
                if let Some(view) = before_print.try_update_value(Option::take).flatten() {
                    self.viewport.set(view);
                }
            });
            on_cleanup(move || {
                before.remove();
                after.remove();
            });
        });
    }

    /// The surface in pixels; none before it has a size.
    pub(super) fn surface(self) -> Option<Surface> {
        let element: web_sys::HtmlElement = self.element.get_untracked()?.into();
        let rect = element.get_bounding_client_rect();
        (rect.width() > 0.0 && rect.height() > 0.0).then(|| Surface {
            left: rect.left(),
            top: rect.top(),
            width: rect.width(),
            height: rect.height(),
        })
    }

    /// Shows everything.
    pub(super) fn fit(self) {
        self.viewport.set(Viewport::fit(self.scene.with_untracked(|scene| scene.bounds)));
    }

    /// Enlarges around the middle.
    pub(super) fn zoom(self, factor: f64) {
        if let Some(surface) = self.surface() {
            self.viewport.update(|view| *view = view.zoomed_in_middle(surface, factor));
        }
    }

    /// Reads one item by the id of its shape.
    pub(super) fn with_item<T>(self, shape: &str, read: impl FnOnce(&FactItem) -> T) -> Option<T> {
        self.scene.with_untracked(|scene| scene.items.iter().find(|it| it.shape == shape).map(read))
    }

    /// Where a shape that was carried by so many pixels has come, in map units.
    pub(super) fn carried(self, shape: &str, dx: f64, dy: f64) -> Option<Point> {
        let scale = self.viewport.with_untracked(|view| self.surface().map(|surface| view.scale(surface)))?;
        self.with_item(shape, |it| Point { x: it.at.x + dx / scale, y: it.at.y + dy / scale })
    }

    /// Shows a shape in the hand, away from its place; with nothing, back in it.
    pub(super) fn shift(self, shape: &str, by: Option<(f64, f64)>) {
        let Some(element) = document().get_element_by_id(shape) else { return };
        let scale = self.viewport.with_untracked(|view| self.surface().map(|surface| view.scale(surface)));
        let _ = match by.zip(scale) {
            Some(((dx, dy), scale)) => {
                let _ = element.class_list().add_1("in-hand");
                element.set_attribute("transform", &format!("translate({:.1} {:.1})", dx / scale, dy / scale))
            }
            None => {
                let _ = element.class_list().remove_1("in-hand");
                element.remove_attribute("transform")
            }
        };
    }

    /// Gives a shape the focus and the stop of the Tab key, and brings it into view.
    pub(super) fn focus(self, shape: &str) {
        if let Some(at) = self.with_item(shape, |it| it.at) {
            let surface = self.surface();
            self.viewport.update(|view| {
                let filled = surface.map_or(*view, |surface| view.filling(surface));
                let shown = filled.revealing(at.x, at.y, ROOM);
                if shown != filled {
                    *view = shown;
                }
            });
        }
        let Some(element) = document().get_element_by_id(shape) else { return };
        if let Ok(Some(old)) = document().query_selector(r#".map-surface [data-item][tabindex="0"]"#) {
            let _ = old.set_attribute("tabindex", "-1");
        }
        let _ = element.set_attribute("tabindex", "0");
        self.held.set_value(Some(shape.to_owned()));
        if let Some(element) = element.dyn_ref::<web_sys::SvgElement>() {
            let _ = element.focus();
        }
    }

    /// The same once the sheet is drawn anew.
    pub(super) fn focus_soon(self, shape: String) {
        request_animation_frame(move || self.focus(&shape));
    }

    /// The drawing as markup; one shape is reached by Tab, the others by arrows.
    pub(super) fn markup(self, language: Language) -> String {
        self.scene.with(|scene| {
            let drawing = svg::write(scene, &|message| say(language, message));
            let held = self.held.get_value().filter(|held| scene.items.iter().any(|it| &it.shape == held));
            let Some(stop) = held.or_else(|| scene.items.first().map(|it| it.shape.clone())) else { return drawing };
            let opening = format!(r#"<g id="{stop}""#);
            match drawing.split_once(&opening) {
                Some((before, after)) => {
                    format!("{before}{opening}{}", after.replacen(r#"tabindex="-1""#, r#"tabindex="0""#, 1))
                }
                None => drawing,
            }
        })
    }

    /// Drawing anew takes away the focus and the mark of what is chosen; here
    /// they come back.
    pub(super) fn keep_marks(self, picture: Memo<String>) {
        Effect::new(move |drawn_before: Option<()>| {
            picture.track();
            let chosen = self.chosen.get();
            let Some(element) = self.element.get() else { return };
            if let Ok(items) = element.query_selector_all("[data-item]") {
                for item in (0..items.length()).filter_map(|at| items.item(at)?.dyn_into::<web_sys::Element>().ok()) {
                    let _ = if chosen.as_deref() == Some(item.id().as_str()) {
                        item.set_attribute("aria-current", "true")
                    } else {
                        item.remove_attribute("aria-current")
                    };
                }
            }
            // Only a focus that nobody has: whoever is in a form stays there.
            let lost = document().active_element().is_none_or(|it| it.tag_name().eq_ignore_ascii_case("body"));
            if let (Some(()), true, Some(held)) = (drawn_before, lost, self.held.get_value()) {
                self.focus(&held);
            }
        });
    }

    /// A shape has the focus.
    pub(super) fn hold_focus(self, shape: String) {
        self.held.set_value(Some(shape));
    }

    /// The focus has left the sheet by the hand of whoever looks.
    pub(super) fn let_go_of_focus(self) {
        self.held.set_value(None);
    }
}

/// The id of the shape that an event came from.
pub(super) fn shape_of(target: web_sys::EventTarget) -> Option<String> {
    let element = target.dyn_into::<web_sys::Element>().ok()?;
    Some(element.closest("[data-item]").ok()??.id())
}

/// Where a key leads from an item.
pub(super) fn neighbour(scene: &Scene, from: &str, key: &str) -> Option<String> {
    let item = scene.items.iter().find(|it| it.shape == from)?;
    match key {
        "ArrowLeft" => item.around.previous.clone(),
        "ArrowRight" => item.around.next.clone(),
        "ArrowUp" => item.around.inwards.clone(),
        "ArrowDown" => item.around.outwards.clone(),
        "Home" => scene.items.first().map(|it| it.shape.clone()),
        "End" => scene.items.last().map(|it| it.shape.clone()),
        _ => None,
    }
}

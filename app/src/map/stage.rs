//! The surface on which the map lies: which part of it shows, and who is
//! brought into view.

use super::picture::{Frame, first_frame};
use super::viewport::{Surface, Viewport};
use super::walk::{move_tab_stop, shape_of};
use family_map::layout::Layout;
use family_map::record::PersonId;
use family_map::scene::Scene;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// One step of the zoom buttons and keys.
pub(super) const ZOOM_STEP: f64 = 1.25;
/// Below this many pixels per unit names cannot be read: begin at the person
/// in whose name the map is drawn instead of showing everything.
pub(super) const READABLE: f64 = 0.3;
/// What a surface is taken for before the page knows its own.
const SUPPOSED: Surface = Surface { left: 0.0, top: 0.0, width: 1200.0, height: 700.0 };
/// Windows up to this wide, in pixels, show the panel as a sheet (60rem in the style).
const SHEET_BELOW: f64 = 960.0;
/// Pixels per unit where one person is shown for a beginning.
const NEAR: f64 = 0.8;
/// Room around a person who is brought into view, in map units.
const ROOM: f64 = 90.0;

/// The drawing surface and what lies on it.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    /// The element that the map lies in.
    pub(super) element: NodeRef<html::Div>,
    /// The part of the map that shows.
    pub(super) viewport: RwSignal<Viewport>,
    /// Where everyone stands.
    pub(super) layout: Memo<Layout>,
    /// What is drawn.
    pub(super) scene: Memo<Scene>,
    /// The part of it that lies on the page; none where all of it does.
    pub(super) frame: RwSignal<Option<Frame>>,
    /// The page is being printed.
    pub(super) prints: RwSignal<bool>,
    /// Who has the focus.
    pub(super) focused: StoredValue<Option<PersonId>>,
    /// Who was to be shown last and had no place.
    pub(super) sought: StoredValue<Option<PersonId>>,
}

impl Stage {
    /// Begins with the whole map in view; where that cannot be read, with one
    /// person in the middle.
    pub(super) fn begin(layout: Memo<Layout>, scene: Memo<Scene>, at: Option<PersonId>) -> Self {
        let whole = Viewport::fit(scene.with_untracked(|scene| scene.bounds));
        let place = at.as_ref().and_then(|id| layout.with_untracked(|it| it.places.get(id).map(|it| (it.x, it.y))));
        // The server draws what the browser will show first.
        let first = match place {
            Some((x, y)) if whole.scale(SUPPOSED) < READABLE => Viewport::centred(SUPPOSED, x, y, NEAR),
            _ => whole,
        };
        let frame = first_frame(scene.with_untracked(|scene| scene.people.len()), &first, first.scale(SUPPOSED));
        let stage = Self {
            element: NodeRef::new(),
            viewport: RwSignal::new(first),
            layout,
            scene,
            frame: RwSignal::new(frame),
            prints: RwSignal::new(false),
            focused: StoredValue::new(None),
            sought: StoredValue::new(None),
        };
        Effect::new(move |_| {
            let at = at.as_ref().and_then(|id| stage.place_of(id));
            // A page that was just put together has its size with the next frame.
            request_animation_frame(move || {
                let (Some(surface), Some(at)) = (stage.surface(), at) else { return };
                if stage.viewport.with_untracked(|view| view.scale(surface)) < READABLE {
                    stage.viewport.set(Viewport::centred(surface, at.0, at.1, NEAR));
                }
            });
        });
        stage.print_whole();
        stage
    }

    /// On paper stands the whole map, whatever part of it was on the screen.
    fn print_whole(self) {
        let before_print = StoredValue::new(None::<Viewport>);
        Effect::new(move |_| {
            let before = window_event_listener_untyped("beforeprint", move |_| {
                before_print.set_value(Some(self.viewport.get_untracked()));
                self.prints.set(true);
                self.fit();
            });
            let after = window_event_listener_untyped("afterprint", move |_| {
                self.prints.set(false);
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
    pub(super) fn zoom_in_middle(self, factor: f64) {
        if let Some(surface) = self.surface() {
            self.viewport.update(|view| *view = view.zoomed_in_middle(surface, factor));
        }
    }

    /// Where somebody stands, in map units.
    pub(super) fn place_of(self, id: &PersonId) -> Option<(f64, f64)> {
        self.layout.with_untracked(|layout| layout.places.get(id).map(|place| (place.x, place.y)))
    }

    /// Brings somebody into view, moving no further than needed.
    pub(super) fn show(self, id: &PersonId) {
        let place = self.place_of(id);
        self.sought.set_value(place.is_none().then(|| id.clone()));
        let Some((x, y)) = place else { return };
        let surface = self.surface();
        self.viewport.update(|view| {
            let filled = surface.map_or(*view, |surface| view.filling(surface));
            let shown = filled.revealing(x, y, ROOM);
            if shown != filled {
                *view = shown;
            }
        });
    }

    /// Gives somebody the focus and the stop of the Tab key.
    pub(super) fn focus(self, id: &PersonId) {
        self.show(id);
        if !focus_shape(self.scene, id) {
            // Whoever was out of sight on a large map is drawn by the next frame.
            let id = id.clone();
            self.focused.set_value(Some(id.clone()));
            request_animation_frame(move || {
                focus_shape(self.scene, &id);
            });
        }
    }

    /// On a phone the panel is a sheet over the lower half of the window:
    /// whoever it is about stands above it.
    pub(super) fn keep_above_sheet(self, id: &PersonId) {
        if let (true, Some((x, y)), Some(surface)) = (is_narrow(), self.place_of(id), self.surface()) {
            self.viewport.update(|view| {
                let scale = view.scale(surface);
                *view = Viewport::centred(surface, x, y + surface.height / scale * 0.34, scale);
            });
        }
    }

    /// Marks who is chosen, also after the map is drawn anew.
    pub(super) fn mark_chosen(self, picture: Memo<String>, chosen: RwSignal<Option<PersonId>>) {
        Effect::new(move |_| {
            picture.track();
            let chosen = chosen.get();
            let Some(element) = self.element.get() else { return };
            let people = element.query_selector_all("[data-person]").ok();
            for at in 0..people.as_ref().map_or(0, web_sys::NodeList::length) {
                let Some(person) = people.as_ref().and_then(|list| list.item(at)?.dyn_into::<web_sys::Element>().ok())
                else {
                    continue;
                };
                let id = person.get_attribute("data-person");
                let _ = if chosen.as_ref().is_some_and(|chosen| id.as_deref() == Some(chosen.as_str())) {
                    person.set_attribute("aria-current", "true")
                } else {
                    person.remove_attribute("aria-current")
                };
            }
        });
    }
}

/// Gives a symbol the focus and the stop of the Tab key; answers whether it is on the page.
fn focus_shape(scene: Memo<Scene>, id: &PersonId) -> bool {
    let Some(element) = shape_of(scene, id) else { return false };
    move_tab_stop(&element);
    element.dyn_ref::<web_sys::SvgElement>().is_some_and(|element| element.focus().is_ok())
}

/// Whether the panel is a sheet over the map.
pub(super) fn is_narrow() -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width <= SHEET_BELOW)
}

//! The drawing as markup: whole where it is small; of a large map what lies in
//! and around the part that shows. The focus stays where it was when the
//! drawing is made anew.

use super::stage::{READABLE, Stage};
use super::viewport::Viewport;
use super::walk::{move_tab_stop, person_of, shape_of, with_tab_stop};
use crate::text::{Language, say};
use family_map::record::PersonId;
use family_map::scene::window::{Reach, Window, write};
use family_map::scene::{Bounds, svg};
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// Up to so many people the whole map lies on the page.
const WHOLE: usize = 150;
/// What lies so many widths and heights beyond what shows is drawn too, so
/// that the map can be moved before it is drawn anew.
const BEYOND: f64 = 0.75;
/// A drawing so many times as wide as what shows is made smaller.
const TOO_WIDE: f64 = 6.0;

/// The part of the map that is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    bounds: Bounds,
    words: bool,
}

impl Frame {
    /// Around what shows, at so many pixels per map unit.
    fn around(view: &Viewport, scale: f64) -> Self {
        let (dx, dy) = (view.width * BEYOND, view.height * BEYOND);
        let bounds =
            Bounds { x: view.x - dx, y: view.y - dy, width: view.width + 2.0 * dx, height: view.height + 2.0 * dy };
        Self { bounds, words: scale >= READABLE }
    }

    /// Whether what shows lies in it, and is not lost in it.
    fn serves(&self, view: &Viewport, scale: f64) -> bool {
        let it = &self.bounds;
        self.words == (scale >= READABLE)
            && it.x <= view.x
            && it.y <= view.y
            && it.x + it.width >= view.x + view.width
            && it.y + it.height >= view.y + view.height
            && it.width <= view.width * TOO_WIDE
    }
}

/// The frame of a map of so many people; none where all of it is drawn.
pub(super) fn first_frame(people: usize, view: &Viewport, scale: f64) -> Option<Frame> {
    (people > WHOLE).then(|| Frame::around(view, scale))
}

impl Stage {
    /// The drawing as markup. `kept` is drawn wherever they stand.
    pub(super) fn picture(
        self,
        language: impl Fn() -> Language + Copy + Send + Sync + 'static,
        chosen: RwSignal<Option<PersonId>>,
        tab_stop: impl Fn() -> Option<PersonId> + Copy + Send + Sync + 'static,
    ) -> Memo<String> {
        let scene = self.scene;
        let reach = Memo::new(move |_| scene.with(Reach::of));
        Effect::new(move |_| {
            let view = self.viewport.get();
            let people = scene.with(|scene| scene.people.len());
            let Some(surface) = self.surface() else { return };
            let (view, scale) = (view.filling(surface), view.scale(surface));
            let frame = self.frame.get_untracked();
            if people <= WHOLE || self.prints.get() {
                if frame.is_some() {
                    self.frame.set(None);
                }
            } else if !frame.is_some_and(|frame| frame.serves(&view, scale)) {
                self.frame.set(Some(Frame::around(&view, scale)));
            }
        });
        let picture = Memo::new(move |_| {
            let language = language();
            let translate = |message: &_| say(language, message);
            let stop = self.focused.get_value().or_else(tab_stop);
            let markup = scene.with(|scene| match self.frame.get() {
                None => svg::write(scene, &translate),
                Some(Frame { bounds, words }) => {
                    let kept = [stop.clone(), chosen.get_untracked()].into_iter().flatten().collect();
                    reach.with(|reach| write(scene, reach, &Window { bounds, words, kept }, &translate))
                }
            });
            scene.with(|scene| with_tab_stop(markup, scene, stop.as_ref()))
        });
        self.keep_focus(picture);
        picture
    }

    /// Whoever had the focus has it again after the map is drawn anew.
    fn keep_focus(self, picture: Memo<String>) {
        Effect::new(move |_| {
            picture.track();
            request_animation_frame(move || {
                let Some(id) = self.focused.try_get_value().flatten() else { return };
                let is_lost = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
                if let Some(shape) = shape_of(self.scene, &id).filter(|_| is_lost) {
                    move_tab_stop(&shape);
                    if let Some(shape) = shape.dyn_ref::<web_sys::SvgElement>() {
                        let _ = shape.focus();
                    }
                }
            });
        });
    }

    /// Somebody gets the focus.
    pub(super) fn focus_comes(self, event: &web_sys::FocusEvent) {
        self.focused.set_value(event.target().and_then(person_of));
    }

    /// The focus goes elsewhere; where its person was only drawn anew it comes back.
    pub(super) fn focus_goes(self, event: &web_sys::FocusEvent) {
        if event.related_target().is_some() {
            self.focused.set_value(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Viewport = Viewport { x: 0.0, y: 0.0, width: 1000.0, height: 500.0 };

    #[test]
    fn a_small_map_is_drawn_whole() {
        assert_eq!(first_frame(WHOLE, &VIEW, 1.0), None);
        assert!(first_frame(WHOLE + 1, &VIEW, 1.0).is_some());
    }

    #[test]
    fn a_frame_serves_until_one_has_moved_out_of_it_or_reads_no_more() {
        let frame = Frame::around(&VIEW, 1.0);
        assert!(frame.serves(&VIEW, 1.0));
        assert!(frame.serves(&Viewport { x: 700.0, ..VIEW }, 1.0));
        assert!(!frame.serves(&Viewport { x: 800.0, ..VIEW }, 1.0));
        assert!(!frame.serves(&VIEW, READABLE / 2.0), "from far away words are left out");
        let near = Viewport { x: 400.0, y: 200.0, width: 100.0, height: 50.0 };
        assert!(!frame.serves(&near, 1.0), "near by, little of it shows");
    }
}

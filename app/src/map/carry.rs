//! Somebody is moved on the map: carried by a pointer, or step by step with
//! the arrow keys. Where they are let down they stay, and the others make room.

use super::hand::Hand;
use super::table::full_name;
use super::walk::shape_of;
use crate::i18n::t_string;
use crate::text::Language;
use family_map::edit::{Edit, PersonField};
use family_map::record::PersonId;
use leptos::prelude::*;

/// One step of the arrow keys, in map units; with Shift a longer one.
const STEP: i32 = 20;
const LONG_STEP: i32 = 100;

/// Somebody who is moved with the keys, and how far so far.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moving {
    /// Who.
    pub(super) person: PersonId,
    by: i32,
}

impl Hand {
    /// Somebody follows the pointer; whoever they are over is marked.
    pub(super) fn carry(self, person: &PersonId, (dx, dy): (f64, f64), over: Option<PersonId>) {
        let Some(surface) = self.stage.surface() else { return };
        let scale = self.stage.viewport.with_untracked(|view| view.scale(surface));
        self.shift(person, dx / scale, dy / scale);
        self.target(over);
    }

    /// Whoever was carried stays where they are let down.
    pub(super) fn let_down(self, person: &PersonId, dx: f64) {
        let surface = self.stage.surface();
        let scale = surface.map(|surface| self.stage.viewport.with_untracked(|view| view.scale(surface)));
        self.target(None);
        match scale {
            Some(scale) => self.pin(person, dx / scale),
            None => self.put_back(person),
        }
    }

    /// Whoever was carried goes back to where they stood.
    pub(super) fn put_back(self, person: &PersonId) {
        self.target(None);
        if let Some(shape) = shape_of(self.stage.scene, person) {
            let _ = shape.remove_attribute("transform");
            let _ = shape.remove_attribute("data-carried");
        }
    }

    /// Lets somebody find their place again by the rules of the drawing.
    pub(super) fn loosen(self, person: PersonId) {
        if let Some(drawing) = self.drawing() {
            self.said.set(t_string!(self.i18n, map.loosened, name = self.name_of(&person)));
            drawing.draw(vec![Edit::SetPerson { person, field: PersonField::Pin(None) }]);
        }
    }

    /// The arrow keys move somebody from now on.
    pub(super) fn begin_moving(self, person: PersonId) {
        if self.drawing().is_some() {
            self.said.set(t_string!(self.i18n, map.moving, name = self.name_of(&person)));
            self.moving.set(Some(Moving { person, by: 0 }));
        }
    }

    /// What a key does while somebody is moved; answers whether it was for that.
    pub(super) fn moving_key(self, key: &str, long: bool) -> bool {
        let Some(mut moving) = self.moving.get_untracked() else { return false };
        let step = if long { LONG_STEP } else { STEP };
        match key {
            "ArrowLeft" => moving.by -= step,
            "ArrowRight" => moving.by += step,
            "Enter" | " " => {
                self.moving.set(None);
                self.pin(&moving.person, f64::from(moving.by));
                return true;
            }
            "Escape" => {
                self.stop_moving();
                self.said.set(t_string!(self.i18n, map.moved_back, name = self.name_of(&moving.person)));
                return true;
            }
            "Shift" => return true,
            // Any other key is for the map, and ends the moving.
            _ => {
                self.stop_moving();
                return false;
            }
        }
        self.shift(&moving.person, f64::from(moving.by), 0.0);
        let far = moving.by.unsigned_abs().to_string();
        self.said.set(match moving.by {
            0 => t_string!(self.i18n, map.moved_none).to_owned(),
            by if by < 0 => t_string!(self.i18n, map.moved_left, far = far),
            _ => t_string!(self.i18n, map.moved_right, far = far),
        });
        self.moving.set(Some(moving));
        true
    }

    /// Nobody is moved any more; whoever was goes back.
    pub(super) fn stop_moving(self) {
        if let Some(moving) = self.moving.get_untracked() {
            self.put_back(&moving.person);
            self.moving.set(None);
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "a map is some thousands of units wide")]
    fn pin(self, person: &PersonId, by: f64) {
        let (Some(drawing), Some((x, _))) = (self.drawing(), self.stage.place_of(person)) else { return };
        let at = (x + by).round().clamp(-1e6, 1e6) as i32;
        self.said.set(t_string!(self.i18n, map.pinned, name = self.name_of(person)));
        drawing.draw(vec![Edit::SetPerson { person: person.clone(), field: PersonField::Pin(Some(at)) }]);
        // Where nothing changes the picture is not drawn anew.
        self.put_back(person);
        let person = person.clone();
        request_animation_frame(move || self.stage.focus(&person));
    }

    fn shift(self, person: &PersonId, dx: f64, dy: f64) {
        if let Some(shape) = shape_of(self.stage.scene, person) {
            let _ = shape.set_attribute("transform", &format!("translate({dx:.1} {dy:.1})"));
            let _ = shape.set_attribute("data-carried", "");
        }
    }

    fn target(self, over: Option<PersonId>) {
        let before = self.over.try_update_value(|before| std::mem::replace(before, over.clone())).flatten();
        if before == over {
            return;
        }
        if let Some(shape) = before.and_then(|id| shape_of(self.stage.scene, &id)) {
            let _ = shape.remove_attribute("data-target");
        }
        if let Some(shape) = over.and_then(|id| shape_of(self.stage.scene, &id)) {
            let _ = shape.set_attribute("data-target", "");
        }
    }

    /// The name of somebody, for a sentence.
    pub(super) fn name_of(self, person: &PersonId) -> String {
        let language = Language::from(self.i18n.get_locale_untracked());
        let name = |record: &family_map::record::Record| record.people.get(person).map(|it| full_name(it, language));
        self.record.with_untracked(name).unwrap_or_default()
    }
}

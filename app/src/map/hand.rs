//! The hand that draws: what a choice, a key or a gesture does to the map, and
//! where the eye and the focus go afterwards.

use super::drawing::Drawing;
use super::growing::may_be_removed;
use super::stage::{Stage, is_narrow};
use super::table::full_name;
use super::walk::{first_person, place_beside, shape_of};
use crate::i18n::{Locale, t_string};
use crate::text::Language;
use family_map::edit::Edit;
use family_map::kin::Kin;
use family_map::record::{PersonId, Record};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// What is chosen and named, and what can be done with it.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    /// The map in the hands of the one who draws; none for who only looks.
    pub(super) drawing: Option<Drawing>,
    /// What is shown.
    pub(super) record: Memo<Record>,
    /// The surface.
    pub(super) stage: Stage,
    /// Who is chosen.
    pub(super) chosen: RwSignal<Option<PersonId>>,
    /// Who is being named.
    pub(super) naming: RwSignal<Option<PersonId>>,
    /// What was done last, for the ear.
    pub(super) said: RwSignal<String>,
    /// The texts.
    pub(super) i18n: I18nContext<Locale>,
}

impl Hand {
    /// Chooses somebody, or nobody.
    pub(super) fn choose(self, person: Option<PersonId>) {
        if let Some(id) = &person {
            self.stage.keep_above_sheet(id);
        }
        self.chosen.set(person);
    }

    /// Lets somebody be named. The picture is drawn anew before the next frame;
    /// then the person is there.
    pub(super) fn name(self, id: PersonId) {
        self.chosen.set(Some(id.clone()).filter(|_| !is_narrow()));
        self.naming.set(Some(id.clone()));
        request_animation_frame(move || self.stage.show(&id));
    }

    /// The name is written; the focus goes back to the person.
    pub(super) fn named(self, id: PersonId) {
        self.naming.set(None);
        self.said.set(String::new());
        request_animation_frame(move || self.stage.focus(&id));
    }

    /// Adds somebody beside a person.
    pub(super) fn grow(self, of: &PersonId, kin: Kin) {
        self.added(self.drawing.and_then(|drawing| drawing.grow(of, kin)));
    }

    /// Adds somebody who is tied to nobody yet.
    pub(super) fn add_alone(self) {
        self.added(self.drawing.and_then(Drawing::add_alone));
    }

    fn added(self, new: Option<PersonId>) {
        if let Some(new) = new {
            self.said.set(t_string!(self.i18n, map.added).to_owned());
            self.name(new);
        }
    }

    /// Takes somebody off the map who may be taken off.
    pub(super) fn remove(self, id: PersonId) {
        let Some(drawing) = self.drawing.filter(|drawing| may_be_removed(*drawing, &id)) else { return };
        let language = Language::from(self.i18n.get_locale_untracked());
        let name = self.record.with_untracked(|record| record.people.get(&id).map(|it| full_name(it, language)));
        self.chosen.set(None);
        drawing.draw(vec![Edit::Remove(id.into())]);
        self.said.set(t_string!(self.i18n, map.removed, name = name.unwrap_or_default()));
        let next = self.record.with_untracked(first_person);
        request_animation_frame(move || {
            if let Some(id) = next {
                self.stage.focus(&id);
            }
        });
    }

    /// Keeps the naming form beside its person, within the map.
    pub(super) fn keep_form_beside(self, picture: Memo<String>) {
        Effect::new(move |_| {
            self.naming.track();
            picture.track();
            self.stage.viewport.track();
            request_animation_frame(move || {
                let person = self.naming.try_get_untracked().flatten();
                let shape = person.and_then(|id| shape_of(self.stage.scene, &id));
                if let (Some(shape), Some(surface)) = (shape, self.stage.surface()) {
                    place_beside(&shape, surface);
                }
            });
        });
    }

    /// What is not sent yet would be lost with the page; what waited for the
    /// network goes when it is back.
    pub(super) fn lose_nothing(self) {
        let Some(drawing) = self.drawing else { return };
        Effect::new(move |_| {
            let leaving = window_event_listener_untyped("beforeunload", move |event| {
                if drawing.is_unsent() {
                    event.prevent_default();
                }
            });
            let online = window_event_listener_untyped("online", move |_| drawing.send());
            on_cleanup(move || {
                leaving.remove();
                online.remove();
            });
        });
    }
}

//! The hand that draws: what a choice, a key or a gesture does to the map, and
//! where the eye and the focus go afterwards.

use super::carry::Moving;
use super::drawing::Drawing;
use super::growing::may_be_removed;
use super::layers::{Layers, Part};
use super::stage::{Stage, is_narrow};
use super::table::full_name;
use super::tying::Tying;
use super::walk::{first_person, place_beside, shape_of};
use crate::i18n::{Locale, t_string};
use crate::text::Language;
use family_map::edit::Edit;
use family_map::kin::Kin;
use family_map::record::{PersonId, Record};
use leptos::prelude::*;
use leptos::web_sys;
use leptos_i18n::I18nContext;
use wasm_bindgen::JsCast;

/// What is chosen and named, and what can be done with it.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    /// The map in the hands of the one who draws; none for who only looks.
    easel: Option<Drawing>,
    /// Whether what is shown is now: the past is only looked at.
    is_now: Signal<bool>,
    /// People and ties, drawn or not.
    pub(super) record: Memo<Record>,
    /// Those of them that are drawn.
    pub(super) part: Memo<Part>,
    /// What is switched on.
    pub(super) layers: Layers,
    /// The surface.
    pub(super) stage: Stage,
    /// Who is chosen.
    pub(super) chosen: RwSignal<Option<PersonId>>,
    /// Who is being named.
    pub(super) naming: RwSignal<Option<PersonId>>,
    /// Who is moved with the keys.
    pub(super) moving: RwSignal<Option<Moving>>,
    /// Over whom somebody is carried.
    pub(super) over: StoredValue<Option<PersonId>>,
    /// For whom another is sought to be tied to.
    pub(super) tied_from: RwSignal<Option<PersonId>>,
    /// Between whom a tie is chosen.
    pub(super) tying: RwSignal<Option<Tying>>,
    /// What was done last, for the ear.
    pub(super) said: RwSignal<String>,
    /// The texts.
    pub(super) i18n: I18nContext<Locale>,
}

impl Hand {
    /// A hand that has done nothing yet.
    pub(super) fn new(
        easel: Option<Drawing>,
        (record, is_now): (Memo<Record>, Signal<bool>),
        part: Memo<Part>,
        layers: Layers,
        stage: Stage,
        i18n: I18nContext<Locale>,
    ) -> Self {
        Self {
            easel,
            is_now,
            record,
            part,
            layers,
            stage,
            chosen: RwSignal::new(None),
            naming: RwSignal::new(None),
            moving: RwSignal::new(None),
            over: StoredValue::new(None),
            tied_from: RwSignal::new(None),
            tying: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            i18n,
        }
    }

    /// The map in the hands of the one who draws, at this moment.
    pub(super) fn drawing(self) -> Option<Drawing> {
        self.easel.filter(|_| self.is_now.get_untracked())
    }

    /// The same for what is shown as long as it is so.
    pub(super) fn draws(self) -> Option<Drawing> {
        self.easel.filter(|_| self.is_now.get())
    }

    /// Chooses somebody, or nobody.
    pub(super) fn choose(self, person: Option<PersonId>) {
        if let Some(id) = &person {
            self.stage.keep_above_sheet(id);
        }
        self.chosen.set(person);
    }

    /// Opens what can be done with somebody, and goes there.
    pub(super) fn open(self, person: PersonId) {
        self.choose(Some(person));
        request_animation_frame(|| {
            let first = document().query_selector(".map-panel button").ok().flatten();
            if let Some(button) = first.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = button.focus();
            }
        });
    }

    /// Whether all words may be used: in the team's own view, for what is told to the team alone.
    pub(super) fn says_more(self, drawing: Drawing) -> bool {
        self.layers.team.get() && drawing.is_for_team()
    }

    /// Begins on the map what was asked for in the panel.
    pub(super) fn begin_from_panel(self, person: PersonId, begin: fn(Self, PersonId)) {
        if is_narrow() {
            self.chosen.set(None);
        }
        self.stage.focus(&person);
        begin(self, person);
    }

    /// The name of somebody as it is now.
    pub(super) fn name_now(self, person: &PersonId, language: Language) -> String {
        self.record.with(|record| record.people.get(person).map(|it| full_name(it, language)).unwrap_or_default())
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
        // Whoever is new is to be seen.
        self.layers.unfold(of);
        self.added(self.drawing().and_then(|drawing| drawing.grow(of, kin)));
    }

    /// Adds somebody who is tied to nobody yet.
    pub(super) fn add_alone(self) {
        self.added(self.drawing().and_then(Drawing::add_alone));
    }

    fn added(self, new: Option<PersonId>) {
        if let Some(new) = new {
            if self.part.with_untracked(|part| !part.record.people.contains_key(&new)) {
                self.layers.around.set(None);
            }
            self.said.set(t_string!(self.i18n, map.added).to_owned());
            self.name(new);
        }
    }

    /// Takes somebody off the map who may be taken off.
    pub(super) fn remove(self, id: PersonId) {
        let Some(drawing) = self.drawing().filter(|drawing| may_be_removed(*drawing, &id)) else { return };
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
        let Some(drawing) = self.easel else { return };
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

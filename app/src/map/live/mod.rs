//! The map while others have it open too: what they draw comes at once, one
//! sees who is there and at whom they look, and hears whose value it is where
//! two wrote the same.
//!
//! [`hub`] has one stream for all tabs of the browser, [`book`] is what the tab
//! that leads writes down, [`clash`] finds out where two wrote the same; both
//! know no browser. [`beside`] is what one sees.

mod beside;
mod book;
mod clash;
mod hub;
mod locks;

pub(super) use beside::{BesideNote, BesideYou, mark_others};
pub(crate) use beside::{field_word, value_word};

use super::drawing::Drawing;
use crate::api::live::{Beside, LiveEvent, point_map};
use crate::draft::Drafts;
use clash::{Clash, Recent};
use family_map::effect::Held;
use family_map::pending::Pending;
use family_map::record::PersonId;
use hub::News;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A map that is followed.
#[derive(Clone, Copy)]
pub(super) struct Live {
    case: StoredValue<String>,
    /// What this tab holds: the mark that the server gave it.
    mark: StoredValue<String>,
    pending: RwSignal<Pending>,
    drawing: Option<Drawing>,
    /// The secret by which one says at whom one looks.
    stream: StoredValue<Option<String>>,
    /// The others who have the map open.
    pub(super) others: RwSignal<Vec<Beside>>,
    /// The case is no longer open to the viewer.
    pub(super) ended: RwSignal<bool>,
    /// Where somebody else has just written what one wrote oneself.
    pub(super) clash: RwSignal<Option<Clash>>,
    recent: StoredValue<Recent>,
    looking_at: RwSignal<Option<PersonId>>,
}

impl Live {
    /// Begins to follow when the page is alive.
    pub(super) fn begin(case: String, cursor: String, pending: RwSignal<Pending>, drawing: Option<Drawing>) -> Self {
        let live = Self {
            case: StoredValue::new(case),
            mark: StoredValue::new(cursor.split_once('.').map(|(_, mark)| mark.to_owned()).unwrap_or_default()),
            pending,
            drawing,
            stream: StoredValue::new(None),
            others: RwSignal::new(Vec::new()),
            ended: RwSignal::new(false),
            clash: RwSignal::new(None),
            recent: StoredValue::new(Recent::default()),
            looking_at: RwSignal::new(None),
        };
        if let Some(drawing) = drawing {
            drawing.on_draw(Callback::new(move |edits: Vec<_>| {
                live.recent.update_value(|recent| recent.drew(edits, js_sys::Date::now()));
            }));
        }
        let drafts = use_context::<Drafts>();
        Effect::new(move |_| {
            let Some(tag) = drafts.and_then(|drafts| drafts.tag()) else { return };
            let case = live.case.get_value();
            hub::follow(
                &tag,
                &case,
                move || live.cursor(),
                move |news| {
                    live.hear(news);
                },
            );
            on_cleanup(move || hub::leave(&case));
        });
        // Whom one looks at is told when the stream is there, and when it changes.
        Effect::new(move |_| {
            let person = live.looking_at.get();
            live.others.track();
            live.point(person);
        });
        live
    }

    /// How far this tab has come; empty when the page is gone.
    fn cursor(self) -> String {
        let number = self.pending.try_with_untracked(Pending::number).unwrap_or_default();
        format!("{number}.{}", self.mark.try_get_value().unwrap_or_default())
    }

    /// One looks at somebody, or at nobody.
    pub(super) fn look_at(self, person: Option<PersonId>) {
        if self.looking_at.with_untracked(|now| *now != person) {
            self.looking_at.set(person);
        }
    }

    fn point(self, person: Option<PersonId>) {
        let Some(stream) = self.stream.try_get_value().flatten() else { return };
        let now = (stream.clone(), person.clone());
        if self.recent.try_update_value(|recent| recent.points_at(now)).unwrap_or(false) {
            spawn_local(async move {
                // Where it is not heard the next one will be.
                let _ = point_map(stream, person.map(|id| id.as_str().to_owned())).await;
            });
        }
    }

    /// Takes in what the stream brings. False where something is missing.
    fn hear(self, news: News) {
        if self.pending.try_get_untracked().is_none() {
            return;
        }
        match news {
            News::Joined { number } => {
                self.pending.update(|pending| pending.refresh(Held::new(number, pending.confirmed().clone())));
                self.is_live(true);
            }
            News::Event { event: LiveEvent::Update { update, by, own }, mark } => {
                if let Some(update) = update {
                    let before = self.pending.with_untracked(|pending| pending.confirmed().clone());
                    if self.pending.try_update(|pending| pending.take(&update)).is_none_or(|taken| taken.is_err()) {
                        self.mark.set_value(String::new());
                        hub::again(&self.case.get_value());
                        return;
                    }
                    if let Some(by) = by {
                        let found = self.pending.with_untracked(|pending| {
                            let now = js_sys::Date::now();
                            self.recent.with_value(|recent| recent.clash(&before, pending.confirmed(), &by, now))
                        });
                        if found.is_some() {
                            self.clash.set(found);
                        }
                    }
                }
                self.mark.set_value(mark);
                self.is_live(true);
                if let Some((drawing, key)) = self.drawing.zip(own) {
                    drawing.heard(&key);
                }
            }
            News::Event { event: LiveEvent::Present { stream, others }, .. } => {
                self.stream.set_value(Some(stream));
                self.is_live(true);
                self.others.set(others);
            }
            News::Event { event: LiveEvent::Ended, .. } => {
                self.is_live(false);
                self.others.set(Vec::new());
                self.stream.set_value(None);
                self.ended.set(true);
            }
            News::Lost => {
                self.is_live(false);
                self.stream.set_value(None);
                self.others.set(Vec::new());
            }
        }
    }

    fn is_live(self, live: bool) {
        if live && self.ended.get_untracked() {
            self.ended.set(false);
        }
        if let Some(drawing) = self.drawing {
            drawing.is_followed(live);
        }
    }
}

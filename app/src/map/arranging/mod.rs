//! Where everyone stands. A small map is laid out at once and in line; of a large one only the first layout is, which
//! must be the server's. Every later one is computed in a worker beside the page's own thread, so that the page answers
//! to hand and eye meanwhile: until it comes, the picture stays as it is.
//!
//! ```text
//! page:   what is drawn ─> newest ─> line ──request──┐
//!                                     │              ▼
//! worker: public/plassering.js ─> parts::arrange_apart ─> apart ─> arrange
//!                                     │              │
//! page:   placed <────────────────────┴────reply─────┘
//! ```
//!
//! [`newest`] says what is asked for next, [`line`] reaches the worker, [`message`] is what the two say to each other,
//! [`apart`] runs in the worker. Where there is no worker, or it is lost, everything is in line as on a small map.

mod apart;
mod late;
mod line;
mod message;
mod newest;
mod progress;

pub use apart::answer_requests;
pub(super) use progress::Progress;

use super::layers::Part;
use family_map::layout::{Layout, Options, arrange};
use leptos::prelude::*;
use line::{Line, News};
use newest::Asked;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// A map of more people is large. Up to here a layout in line is felt as at once, and the way to a worker and back would
/// only let the new person come later; beyond, the page would stand still for longer with everybody who is added.
const LARGE: usize = 400;

/// A part of the record and its layout: what belongs together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    /// Those who are drawn.
    pub(super) part: Part,
    /// Where they stand.
    pub(super) layout: Layout,
}

impl Placed {
    /// Lays out at once. Whoever need not move stays where the eye has learnt to find them.
    fn now(part: &Part, before: Option<&Layout>) -> Self {
        let layout = arrange(&part.record, &before.map(Options::after).unwrap_or_default());
        Self { part: part.clone(), layout }
    }

    /// Whether a newer part can be drawn by this layout: the same people stand there, tied by the same lines.
    fn serves(&self, part: &Part) -> bool {
        let (here, there) = (&self.part.record, &part.record);
        here.people.keys().eq(there.people.keys())
            && here.partnerships.keys().eq(there.partnerships.keys())
            && here.parent_links.keys().eq(there.parent_links.keys())
    }

    /// What of a newer part can be drawn by now: all of it where its lines are laid out, else what was drawn before.
    fn drawn(&self, part: &Part) -> Part {
        if self.serves(part) { part.clone() } else { self.part.clone() }
    }

    /// Where everyone stands by now: whoever was just let down stays there, and their lines follow with the layout.
    fn layout(&self, part: &Part) -> Layout {
        let mut layout = self.layout.clone();
        let before = |id| self.part.record.people.get(id).and_then(|it| it.pin);
        let pinned = part.record.people.iter().filter(|(id, it)| it.pin != before(id));
        for (id, it) in pinned.filter(|_| self.serves(part)) {
            if let (Some(pin), Some(place)) = (it.pin, layout.places.get_mut(id)) {
                place.x = f64::from(pin);
            }
        }
        layout
    }
}

/// Where everyone stands, and whether that is behind what is drawn.
#[derive(Clone, Copy)]
pub(super) struct Arranging {
    /// The newest that is laid out.
    pub(super) placed: Memo<Placed>,
    /// Something newer waits for its layout.
    pub(super) behind: Memo<bool>,
}

/// Whether it is laid out beside the page's own thread.
fn is_large(part: &Part) -> bool {
    part.record.people.len() > LARGE
}

impl Arranging {
    /// Begins with the first layout. `apart` says whether a worker may be used at all.
    pub(super) fn begin(wanted: Memo<Part>, apart: bool) -> Self {
        let answer = RwSignal::new(None::<Placed>);
        let works = RwSignal::new(apart);
        let placed = Memo::new_owning(move |before: Option<Placed>| {
            wanted.with(|part| {
                let Some(before) = before else { return (Placed::now(part, None), true) };
                if before.part == *part {
                    return (before, false);
                }
                if !(is_large(part) && works.get()) {
                    return (Placed::now(part, Some(&before.layout)), true);
                }
                // An answer to something else than what is drawn now is old.
                let answered = answer.with(|it| it.as_ref().filter(|it| it.part == *part).cloned());
                answered.map_or_else(|| (before, false), |placed| (placed, true))
            })
        });
        let behind = Memo::new(move |_| placed.with(|placed| wanted.with(|part| placed.part != *part)));
        let arranging = Self { placed, behind };
        arranging.ask(wanted, answer, works);
        arranging
    }

    /// Asks the worker for what is drawn, whenever that is large and has no layout yet. It is started with the first
    /// large map, so that it is there when something changes, and ends with the page.
    fn ask(self, wanted: Memo<Part>, answer: RwSignal<Option<Placed>>, works: RwSignal<bool>) {
        let line = StoredValue::new(None::<SendWrapper<Rc<Line>>>);
        let end = move || drop(line.try_update_value(Option::take));
        Effect::new(move |_| {
            if !(works.get() && wanted.with(is_large)) {
                return;
            }
            if line.with_value(Option::is_none) {
                let opened = Line::open(move |news| match news {
                    News::Placed(placed) => {
                        answer.try_set(Some(*placed));
                    }
                    News::Lost => {
                        end();
                        works.try_set(false);
                    }
                });
                line.set_value(opened.map(SendWrapper::new));
            }
            match line.get_value() {
                None => works.set(false),
                Some(line) if self.behind.get() => {
                    let previous = self.placed.with_untracked(|placed| Options::after(&placed.layout).previous);
                    line.ask(Asked { part: wanted.get(), previous });
                }
                Some(_) => {}
            }
        });
        on_cleanup(end);
    }

    /// What of the newest part is drawn by now.
    pub(super) fn drawn(self, part: Memo<Part>) -> Part {
        self.placed.with(|placed| part.with(|part| placed.drawn(part)))
    }

    /// Where everyone stands by now of whom that is drawn.
    pub(super) fn layout(self, part: Memo<Part>) -> Layout {
        self.placed.with(|placed| part.with(|part| placed.layout(part)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use family_map::record::{Origin, Person, Record, Symbol};
    use std::collections::BTreeMap;

    fn part(ids: &[&str]) -> Part {
        let person = |id: &&str| Person::new(*id, Symbol::Unknown, Origin::told("teller", ["team"]));
        let mut record = Record::new();
        record.people.extend(ids.iter().map(|id| ((*id).into(), person(id))));
        Part { record, behind: BTreeMap::new() }
    }

    #[test]
    fn whoever_has_no_place_yet_waits_and_whoever_is_gone_stays_until_the_layout_comes() {
        let placed = Placed::now(&part(&["a", "b"]), None);
        assert_eq!(placed.drawn(&part(&["a", "b", "c"])), placed.part);
        assert_eq!(placed.drawn(&part(&["a"])), placed.part);
    }

    #[test]
    fn what_moves_nobody_is_drawn_at_once_and_whoever_is_pinned_stays_where_they_were_let_down() {
        let placed = Placed::now(&part(&["a", "b"]), None);
        let mut newer = part(&["a", "b"]);
        for person in newer.record.people.values_mut().take(1) {
            person.pin = Some(700);
        }
        assert_eq!(placed.drawn(&newer), newer);
        let (before, now) = (&placed.layout, placed.layout(&newer));
        assert!(now.places.values().map(|it| it.x).eq([700.0, before.places[&"b".into()].x]));
        assert_eq!(placed.layout(&placed.part), placed.layout, "nothing newer, nothing moved");
    }
}

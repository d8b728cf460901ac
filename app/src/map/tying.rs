//! Two people are tied where one was dropped on the other, or with the keys:
//! a small choice on the map itself.

use super::drawing::{Drawing, fresh_id};
use super::gesture::Spot;
use super::hand::Hand;
use super::walk::place_at;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::word;
use family_map::edit::Edit;
use family_map::home::live_with;
use family_map::kin::{Tie, bond, tie};
use family_map::record::{BondKind, PersonId};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// How somebody is to be tied to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum How {
    /// As kin.
    Kin(Tie),
    /// They live together: there, or a child where the parent has a home.
    Home,
    /// By what is felt.
    Bond(BondKind),
}

impl How {
    /// Reads what a choice says.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        match code.strip_prefix("bond.") {
            Some(kind) => BondKind::from_code(kind).map(Self::Bond),
            None if code == "home" => Some(Self::Home),
            None => Tie::from_code(code).map(Self::Kin),
        }
    }

    /// The edits that tie two people so; none where they are tied so already.
    pub(super) fn edits(self, drawing: Drawing, from: &PersonId, to: &PersonId) -> Option<Vec<Edit>> {
        let origin = drawing.origin();
        drawing.with_now(|record| match self {
            Self::Kin(how) => tie(record, from, how, to, &origin, &mut fresh_id),
            Self::Home => live_with(record, from, to, &origin, &mut fresh_id),
            Self::Bond(kind) => bond(record, from, kind, to, &origin, &mut fresh_id),
        })
    }
}

/// Two people between whom a tie is chosen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tying {
    from: PersonId,
    to: PersonId,
    /// Where on the page; beside the second person where nobody pointed.
    at: Option<(f64, f64)>,
}

impl Hand {
    /// From now on a person is sought to whom this one is tied.
    pub(super) fn begin_tying(self, from: PersonId) {
        if self.drawing().is_some() {
            self.said.set(t_string!(self.i18n, map.tying, name = self.name_of(&from)));
            self.tied_from.set(Some(from));
        }
    }

    /// Offers the ties between two people.
    pub(super) fn offer_ties(self, from: PersonId, to: PersonId, at: Option<Spot>) {
        self.tied_from.set(None);
        if self.drawing().is_some() && from != to {
            self.tying.set(Some(Tying { from, to, at: at.map(|at| (at.x, at.y)) }));
        }
    }

    /// Nobody is sought any more.
    pub(super) fn not_tied(self) {
        self.tied_from.set(None);
        self.said.set(t_string!(self.i18n, map.not_tied).to_owned());
    }

    /// Nothing was chosen.
    pub(super) fn stop_tying(self) {
        if let Some(tying) = self.tying.get_untracked() {
            self.tying.set(None);
            self.stage.focus(&tying.from);
        }
    }

    fn tie(self, tying: &Tying, how: How) {
        let Some(drawing) = self.drawing() else { return };
        let (from, to) = (self.name_of(&tying.from), self.name_of(&tying.to));
        match how.edits(drawing, &tying.from, &tying.to) {
            Some(edits) => {
                // What was just said is to be seen.
                match how {
                    How::Bond(_) => self.layers.bonds.set(true),
                    How::Home => self.layers.households.set(true),
                    How::Kin(_) => {}
                }
                drawing.draw(edits);
                self.said.set(t_string!(self.i18n, map.tied, from = from, to = to));
            }
            None => self.said.set(t_string!(self.i18n, map.tie_already).to_owned()),
        }
        self.tying.set(None);
        let person = tying.from.clone();
        request_animation_frame(move || self.stage.focus(&person));
    }
}

/// The choice where one was dropped on the other.
#[component]
pub(super) fn TieChoice(
    /// What ties, and what was said.
    hand: Hand,
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// Between whom.
    tying: Tying,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (from, to) = (hand.name_of(&tying.from), hand.name_of(&tying.to));
    let form = NodeRef::<html::Div>::new();
    let at = tying.at;
    let beside = tying.to.clone();
    Effect::new(move |_| {
        let Some(form) = form.get() else { return };
        let beside = beside.clone();
        request_animation_frame(move || {
            if let Some(surface) = hand.stage.surface() {
                place_at(&form, at, &beside, hand.stage.scene, surface);
            }
            let first = form.query_selector(".map-tying-kin button").ok().flatten();
            if let Some(first) = first.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = first.focus();
            }
        });
    });
    let tying = StoredValue::new(tying);
    let choose = move |how: How| tying.with_value(|tying| hand.tie(tying, how));
    let on_key = move |event: web_sys::KeyboardEvent| {
        event.stop_propagation();
        let step: i32 = match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                return hand.stop_tying();
            }
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        focus_next(form, step);
    };
    let kin = [
        (How::Kin(Tie::Partner), t_string!(i18n, map.drop_partner).to_owned()),
        (How::Kin(Tie::ParentOf), t_string!(i18n, map.drop_parent).to_owned()),
        (How::Kin(Tie::ChildOf), t_string!(i18n, map.drop_child).to_owned()),
        (How::Home, t_string!(i18n, map.drop_home, to = to.clone())),
    ];
    let bond_button = move |kind: BondKind| {
        view! {
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                on:click=move |_| choose(How::Bond(kind))>
                {move || word(language(), &format!("bond.{}", kind.code()))}
            </button>
        }
    };
    let more = untrack(move || hand.says_more(drawing));
    view! {
        <div class="map-tying" id="map-tying" role="dialog" aria-labelledby="map-tying-title" node_ref=form
            on:keydown=on_key
            on:pointerdown=|event| event.stop_propagation()
            on:pointerup=|event| event.stop_propagation()
            on:wheel=|event| event.stop_propagation()
        >
            <div class="panel-head">
                <h2 class="ds-label" id="map-tying-title">{t_string!(i18n, map.tying_title, from = from, to = to)}</h2>
                <button class="ds-button" data-variant="tertiary" data-size="sm" data-icon="true" type="button"
                    aria-label=t_string!(i18n, app.close) on:click=move |_| hand.stop_tying()>
                    <crate::components::Icon name="close" />
                </button>
            </div>
            <div class="map-tying-kin">
                {kin.into_iter().map(|(how, label)| view! {
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| choose(how)>{label}</button>
                }).collect_view()}
            </div>
            <h3 class="ds-label" data-weight="regular">{t!(i18n, map.bonds)}</h3>
            <div class="map-tying-bonds">{BondKind::PLAIN_WORDS.map(bond_button).collect_view()}</div>
            {more.then(|| view! {
                <details class="ds-details">
                    <summary>{t!(i18n, map.more_words)}</summary>
                    <div class="map-tying-bonds">{other_words().map(bond_button).collect_view()}</div>
                </details>
            })}
        </div>
    }
}

/// The words that are for the team's own view: neither the plain ones nor
/// abuse, violence and neglect, which are never drawn here.
pub(super) fn other_words() -> impl Iterator<Item = BondKind> {
    let plain = |it: &BondKind| BondKind::PLAIN_WORDS.contains(it);
    BondKind::ALL.iter().copied().filter(move |it| !plain(it) && !it.is_sensitive() && *it != BondKind::Unknown)
}

/// Goes up or down among the buttons, round and round.
fn focus_next(form: NodeRef<html::Div>, step: i32) {
    let Some(form) = form.get_untracked() else { return };
    let Ok(all) = form.query_selector_all("button") else { return };
    let count = i32::try_from(all.length()).unwrap_or(0);
    let here = document().active_element();
    let at = (0..count).find(|at| all.item(at.unsigned_abs()).as_deref() == here.as_deref().map(AsRef::as_ref));
    let next = (at.unwrap_or(-1) + step).rem_euclid(count.max(1));
    if let Some(button) = all.item(next.unsigned_abs()).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

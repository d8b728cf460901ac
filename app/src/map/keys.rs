//! What the keys of the map do.

use super::growing::kin_key;
use super::hand::Hand;
use super::pointer::Pointer;
use super::stage::ZOOM_STEP;
use super::walk::{neighbour, person_of};
use crate::i18n::t_string;
use family_map::kin::Kin;
use leptos::prelude::*;
use leptos::web_sys;

/// Does what a key asks; whatever means nothing here is left to the browser.
pub(super) fn on_key(event: &web_sys::KeyboardEvent, hand: Hand, pointer: Pointer) {
    let stage = hand.stage;
    let draws = hand.drawing().is_some();
    if let (Some(drawing), true) = (hand.drawing(), event.ctrl_key() || event.meta_key()) {
        let again = match event.key().as_str() {
            "z" | "Z" => event.shift_key(),
            "y" | "Y" => true,
            _ => return,
        };
        event.prevent_default();
        drawing.go(again);
        return;
    }
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let here = event.target().and_then(person_of);
    let key = event.key();
    if hand.moving_key(&key, event.shift_key()) {
        event.prevent_default();
        return;
    }
    match (key.as_str(), here) {
        ("+" | "=", _) => stage.zoom_in_middle(ZOOM_STEP),
        ("-" | "_", _) => stage.zoom_in_middle(1.0 / ZOOM_STEP),
        ("0", _) => stage.fit(),
        ("Escape", _) if pointer.escape() => {}
        ("Escape", _) if hand.tied_from.with_untracked(Option::is_some) => hand.not_tied(),
        ("Escape", _) => hand.choose(None),
        ("Enter" | " ", Some(id)) => match hand.tied_from.get_untracked() {
            Some(from) => hand.offer_ties(from, id, None),
            None => hand.choose(Some(id)),
        },
        ("ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Home" | "End", Some(id)) => {
            if let Some(next) = stage.scene.with_untracked(|scene| neighbour(scene, &id, &key)) {
                stage.focus(&next);
            }
        }
        ("F2", Some(id)) if draws => hand.name(id),
        ("Delete", Some(id)) if draws => hand.remove(id),
        (letter, Some(id)) if draws && letter == t_string!(hand.i18n, map.key_move) => hand.begin_moving(id),
        (letter, Some(id)) if draws && letter == t_string!(hand.i18n, map.key_tie) => hand.begin_tying(id),
        (letter, Some(id)) if draws => match Kin::ALL.iter().find(|kin| kin_key(hand.i18n, **kin) == letter) {
            Some(kin) => hand.grow(&id, *kin),
            None => return,
        },
        _ => return,
    }
    event.prevent_default();
}

//! Each text asks for the values that its message is documented to carry. The
//! documents are the comments beside the keys in `family-map`.

use super::{Language, catalogue};
use crate::text::template::{Piece, pieces};
use family_map::message::MessageKey;
use family_map::scene::KEYS;
use std::collections::{BTreeMap, BTreeSet};

const SCENE: &str = include_str!("../../../../crates/family-map/src/scene/message.rs");
const NOTES: &str = include_str!("../../../../crates/family-map/src/message.rs");

/// Values that help to tell where something is, but that no reader needs:
/// GEDCOM's tags, where the text tells person from family in another way.
const NOT_SAID: &[(&str, &str)] = &[("gedcom.one_sided_tie", "tag")];

/// The names of the values that a text asks for.
pub(super) fn asked(text: &str) -> BTreeSet<&str> {
    let names = pieces(text).into_iter().filter_map(|it| match it {
        Piece::Literal(_) => None,
        Piece::Place { name, .. } => Some(name),
    });
    names.collect()
}

/// `"couple.kin", // a, b`: the values by key, with what whole groups share.
pub(super) fn of_a_drawing() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let (_, list) = SCENE.split_once("pub const KEYS").unwrap();
    let mut values = BTreeMap::new();
    for line in list.lines() {
        let mut parts = line.trim().splitn(3, '"').skip(1);
        let (Some(key), Some(rest)) = (parts.next(), parts.next()) else { continue };
        let named = rest.split_once("//").map_or("", |(_, it)| it);
        let mut named: BTreeSet<&str> = named.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
        if key.starts_with("person.partner.") {
            named.insert("name");
        } else if key.starts_with("person.parents.") || key.starts_with("person.children.") {
            named.insert("names");
        }
        values.insert(key, named);
    }
    values
}

/// The names between back ticks in the comment above each key of a note.
fn of_notes() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let (_, list) = NOTES.split_once("pub enum MessageKey").unwrap();
    let mut values = BTreeMap::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for line in list.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("///") {
            named.extend(comment.split('`').skip(1).step_by(2));
        } else if let Some(key) = line.split('"').nth(1) {
            values.insert(key, std::mem::take(&mut named));
        }
    }
    values
}

#[test]
fn the_comments_tell_of_every_key() {
    let keys: BTreeSet<&str> = KEYS.iter().copied().collect();
    assert_eq!(of_a_drawing().into_keys().collect::<BTreeSet<_>>(), keys);
    let codes: BTreeSet<&str> = MessageKey::ALL.iter().map(|it| it.code()).collect();
    assert!(of_notes().into_keys().collect::<BTreeSet<_>>().is_superset(&codes));
}

#[test]
fn each_text_asks_for_what_its_message_carries() {
    for language in Language::ALL {
        for (key, values) in of_a_drawing().into_iter().chain(of_notes()) {
            let Some(text) = catalogue(language).get(key) else { continue };
            let mut asked = asked(text);
            asked.extend(NOT_SAID.iter().filter(|it| it.0 == key).map(|it| it.1));
            assert_eq!(asked, values, "{} {key}: {text}", language.code());
        }
    }
}

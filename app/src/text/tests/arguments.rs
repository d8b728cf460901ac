//! Each text asks for the values that its message is documented to carry. The
//! documents are the comments beside the keys in `family-map`.

use super::{Language, catalogue};
use crate::text::template::{Piece, pieces};
use family_map::message::MessageKey;
use std::collections::{BTreeMap, BTreeSet};

const DOCUMENTS: &str = include_str!("../../../../crates/family-map/src/message/key.rs");

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

/// The names between back ticks in the comment above each key.
pub(super) fn documented() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut values = BTreeMap::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for line in DOCUMENTS.lines().map(str::trim) {
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
    let codes: BTreeSet<&str> = MessageKey::ALL.iter().map(|it| it.code()).collect();
    assert_eq!(documented().into_keys().collect::<BTreeSet<_>>(), codes);
}

#[test]
fn each_text_asks_for_what_its_message_carries() {
    for language in Language::ALL {
        for (key, values) in documented() {
            let Some(text) = catalogue(language).get(key) else { continue };
            let mut asked = asked(text);
            asked.extend(NOT_SAID.iter().filter(|it| it.0 == key).map(|it| it.1));
            assert_eq!(asked, values, "{} {key}: {text}", language.code());
        }
    }
}

//! What the texts hold together: every key that may be said has a text in each
//! language, no text is left over.

use super::Language;
use super::catalogue::catalogue;
use family_map::message::{MessageKey, Severity};
use family_map::scene;
use std::collections::BTreeSet;

/// The keys that this folder itself says.
const OWN: &[&str] = &["age.", "date.", "list.", "month.", "number.", "size.", "time."];

/// Every key that a drawing, a check or the reader of files may say.
fn sayable() -> BTreeSet<&'static str> {
    scene::KEYS.iter().copied().chain(MessageKey::ALL.iter().map(|it| it.code())).collect()
}

#[test]
fn every_key_has_a_text_and_every_text_a_key() {
    let sayable = sayable();
    for language in Language::ALL {
        let keys: BTreeSet<&str> = catalogue(language).keys().map(String::as_str).collect();
        let missing: Vec<_> = sayable.difference(&keys).copied().collect();
        assert!(missing.is_empty(), "{}: no text for {missing:?}", language.code());
        let severities: BTreeSet<String> = Severity::ALL.iter().map(|it| format!("severity.{}", it.code())).collect();
        let left: Vec<_> = keys
            .iter()
            .filter(|it| {
                !sayable.contains(**it) && !severities.contains(**it) && !OWN.iter().any(|own| it.starts_with(own))
            })
            .collect();
        assert!(left.is_empty(), "{}: no key for {left:?}", language.code());
    }
}

//! What the texts hold together: every key that may be said has a text in each
//! language, no text is left over, and each asks for the values that it gets.

mod arguments;
mod demo;
mod descriptions;
mod said;

use super::Language;
use super::catalogue::catalogue;
use super::template::{Piece, pieces};
use family_map::message::{MessageKey, Severity};
use family_map::record::ParentKind;
use std::collections::BTreeSet;

/// The beginnings of the keys that this folder itself says.
const OWN: &[&str] = &["age.", "date.", "day.", "list.", "month.", "number.", "size.", "time.", "tongue.", "weekday."];

/// Every key that a drawing, a check or the reader of files may say.
fn sayable() -> BTreeSet<&'static str> {
    MessageKey::ALL.iter().map(|it| it.code()).collect()
}

#[test]
fn every_key_has_a_text_and_every_text_a_key() {
    let sayable = sayable();
    // Words for enumerations, which lists and tables ask for by code.
    let severities = Severity::ALL.iter().map(|it| format!("severity.{}", it.code()));
    let carers = ParentKind::ALL.iter().map(|it| format!("carer.{}", it.code()));
    let words: BTreeSet<String> = severities.chain(carers).collect();
    for language in Language::ALL {
        let keys: BTreeSet<&str> = catalogue(language).keys().map(String::as_str).collect();
        let missing: Vec<_> = sayable.difference(&keys).copied().collect();
        assert!(missing.is_empty(), "{}: no text for {missing:?}", language.code());
        for key in &words {
            assert!(keys.contains(key.as_str()), "{}: no text for {key}", language.code());
        }
        let left: Vec<_> = keys
            .iter()
            .filter(|it| !sayable.contains(**it) && !words.contains(**it))
            .filter(|it| !OWN.iter().any(|own| it.starts_with(own)))
            .collect();
        assert!(left.is_empty(), "{}: no key for {left:?}", language.code());
    }
}

#[test]
fn both_languages_have_the_same_keys_in_the_same_order() {
    let keys = |file: &'static str| -> Vec<&str> { file.lines().filter_map(|line| line.split('"').nth(1)).collect() };
    let nb = keys(include_str!("../../locales/messages/nb.json"));
    let en = keys(include_str!("../../locales/messages/en.json"));
    assert_eq!(nb, en);
}

#[test]
fn every_text_is_well_formed() {
    for language in Language::ALL {
        for (key, text) in catalogue(language) {
            let at = format!("{} {key}: {text}", language.code());
            assert!(!text.is_empty(), "{at}");
            assert!(text.trim_matches(' ') == text && !text.contains("  "), "{at}");
            for piece in pieces(text) {
                match piece {
                    Piece::Literal(it) => assert!(!it.contains(['{', '}', '|', '#']), "{at}"),
                    Piece::Place { name, form, choices } => {
                        assert!(!name.is_empty() && name.chars().all(|it| it.is_ascii_lowercase()), "{at}");
                        assert!(form.is_some(), "no such form: {at}");
                        let last = choices.len().saturating_sub(1);
                        let only_the_last_is_for_all =
                            choices.iter().enumerate().all(|(n, it)| it.0.is_none() == (n == last));
                        assert!(choices.is_empty() || only_the_last_is_for_all, "{at}");
                    }
                }
            }
        }
    }
}

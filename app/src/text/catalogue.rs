//! The texts by key, read once from the files that are built in.

use super::template::{Value, fill};
use super::{Language, Texts};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Texts by key.
pub type Catalogue = BTreeMap<String, String>;

static BOKMAAL: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!("../../locales/messages/nb.json")));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!("../../locales/messages/en.json")));

/// The texts of a file; none where it is not what it should be, which a test tells.
fn read(json: &str) -> Catalogue {
    serde_json::from_str(json).unwrap_or_default()
}

/// All texts of a language.
pub(super) fn catalogue(language: Language) -> &'static Catalogue {
    match language {
        Language::Bokmaal => &BOKMAAL,
        Language::English => &ENGLISH,
    }
}

/// The template of a key; the key itself where there is no text.
pub(super) fn template(texts: Texts, key: &str) -> &str {
    texts.find(key).unwrap_or(key)
}

/// The text of a key that takes no values: «særboere». The key itself where
/// there is no text.
#[must_use]
pub fn word(language: Language, key: &str) -> String {
    template(language.into(), key).to_owned()
}

/// The text of one of this folder's own keys, with its values.
pub(super) fn own(texts: Texts, key: &str, values: &[(&str, Value)]) -> String {
    let value = |name: &str| values.iter().find(|it| it.0 == name).map(|it| it.1.clone());
    fill(texts, template(texts, key), &value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_and_a_missing_one() {
        assert_eq!(word(Language::Bokmaal, "partnership.lat"), "særboere");
        assert_eq!(word(Language::English, "partnership.lat"), "living apart together");
        assert_eq!(word(Language::Bokmaal, "no.such.key"), "no.such.key");
    }

    #[test]
    fn no_key_stands_twice_in_a_file() {
        for (language, file) in [
            (Language::Bokmaal, include_str!("../../locales/messages/nb.json")),
            (Language::English, include_str!("../../locales/messages/en.json")),
        ] {
            let lines = file.lines().filter(|line| line.trim_start().starts_with('"')).count();
            assert_eq!(catalogue(language).len(), lines, "{}", language.code());
        }
    }
}

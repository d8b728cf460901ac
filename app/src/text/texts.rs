//! Whose words are said: those of a language, or another catalogue's with a
//! language behind it.

use super::Language;
use super::catalogue::{Catalogue, catalogue};

/// Where texts are looked up. Pages for others than staff have catalogues of
/// their own: another language, or other words for the same.
#[derive(Clone, Copy)]
pub struct Texts {
    first: Option<&'static Catalogue>,
    language: Language,
}

impl Texts {
    /// The texts of a catalogue, and of a language where it has none.
    #[must_use]
    pub fn over(first: &'static Catalogue, language: Language) -> Self {
        Self { first: Some(first), language }
    }

    /// The text of a key.
    pub(super) fn find(self, key: &str) -> Option<&'static str> {
        let found = self.first.and_then(|it| it.get(key)).or_else(|| catalogue(self.language).get(key));
        found.map(String::as_str)
    }
}

impl From<Language> for Texts {
    fn from(language: Language) -> Self {
        Self { first: None, language }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{list, say};
    use family_map::FuzzyDate;
    use family_map::message::{Message, MessageKey};
    use std::sync::LazyLock;

    static OTHER: LazyLock<Catalogue> = LazyLock::new(|| {
        [("list.two", "{first} i {last}"), ("person.born", "{name}, ur. {date:on}."), ("month.3", "marca")]
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .into()
    });

    #[test]
    fn other_words_come_first_and_the_language_behind_them() {
        let texts = Texts::over(&OTHER, Language::English);
        assert_eq!(list(texts, &["a".into(), "b".into()]), "a i b");
        let born = Message::new(MessageKey::PersonBorn).with("name", "Ewa");
        let born = born.with("date", FuzzyDate::parse_iso("1996-03-08").unwrap());
        assert_eq!(say(texts, &born), "Ewa, ur. on 8 marca 1996.");
        assert_eq!(say(Language::English, &born), "Ewa, born on 8 March 1996.");
        assert_eq!(Texts::from(Language::Bokmaal).find("no.such.key"), None);
    }
}

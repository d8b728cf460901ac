//! What stands on the map and what it says, in the portal's languages: catalogues
//! of its own for those that staff's pages do not have, translated by a machine
//! as the other texts are, and other words for what only staff know.

use crate::i18n::Locale;
use app::text::{Catalogue, Language, Texts};
use std::sync::LazyLock;

macro_rules! catalogue {
    ($($name:ident = $file:literal;)+) => { $(
        static $name: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!(concat!("../map-words/", $file))));
    )+ };
}

catalogue! {
    BOKMAAL = "nb.json";
    ENGLISH = "en.json";
    POLISH = "pl.json";
    UKRAINIAN = "uk.json";
    ARABIC = "ar.json";
}

/// The texts of a file; none where it is not what it should be, which a test tells.
fn read(json: &str) -> Catalogue {
    serde_json::from_str(json).unwrap_or_default()
}

fn own(locale: Locale) -> (&'static Catalogue, Language) {
    match locale {
        Locale::nb => (&BOKMAAL, Language::Bokmaal),
        Locale::en => (&ENGLISH, Language::English),
        Locale::pl => (&POLISH, Language::English),
        Locale::uk => (&UKRAINIAN, Language::English),
        Locale::ar => (&ARABIC, Language::English),
    }
}

/// In whose words the map is said to this reader.
pub(crate) fn texts(locale: Locale) -> Texts {
    let (catalogue, behind) = own(locale);
    Texts::over(catalogue, behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{frightens, leaves};
    use std::collections::BTreeSet;

    /// What no shared map says: faults and files are for staff, emotional ties are not drawn, and nothing is compared.
    const NOT_SAID: [&str; 9] =
        ["check.", "gedcom.", "undo.", "json.", "severity.", "bond.", "change.", "ghost.", "legend.ghost"];
    /// What the texts say of themselves on a shared map.
    const OF_THEMSELVES: [&str; 4] = ["month.", "date.", "list.", "number."];

    fn english() -> Catalogue {
        read(include_str!("../../../app/locales/messages/en.json"))
    }

    /// Every key that a shared map may say.
    fn said() -> BTreeSet<String> {
        let messages = family_map::message::MessageKey::ALL.iter().map(|it| it.code().to_owned());
        let messages = messages.filter(|key| !NOT_SAID.iter().any(|no| key.starts_with(no)));
        let themselves = english().into_keys().filter(|key| OF_THEMSELVES.iter().any(|own| key.starts_with(own)));
        messages.chain(themselves).collect()
    }

    /// The names of the values that a text asks for.
    fn asked(text: &str) -> BTreeSet<String> {
        let places = text.split('{').skip(1);
        places.map(|it| it.split(['}', '|', ':']).next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn each_language_says_everything_that_a_shared_map_says_and_nothing_else() {
        let english = english();
        for (locale, own) in [(Locale::pl, &*POLISH), (Locale::uk, &*UKRAINIAN), (Locale::ar, &*ARABIC)] {
            let code = crate::language::code(locale);
            let keys: BTreeSet<String> = own.keys().cloned().collect();
            assert_eq!(keys.symmetric_difference(&said()).collect::<Vec<_>>(), Vec::<&String>::new(), "{code}");
            for (key, text) in own {
                assert!(!text.is_empty() && text.matches('{').count() == text.matches('}').count(), "{code} {key}");
                let (of_it, of_english) = (asked(text), asked(&english[key]));
                // A date may be written with a number or a name for its month.
                let is_date = key.starts_with("date.short.day");
                assert!(of_it == of_english || is_date, "{code} {key}: {text}");
                // Sentences end alike; numerals and what is cut short are each language's own.
                let ends = english[key].ends_with('.') || text.ends_with("р.");
                let own = ["number.", "month.", "sign."].iter().any(|it| key.starts_with(it));
                assert!(own || text.ends_with('.') == ends, "{code} {key}");
            }
        }
    }

    #[test]
    fn other_words_are_for_what_there_is() {
        let english = english();
        for own in [&*BOKMAAL, &*ENGLISH] {
            assert!(!own.is_empty());
            for (key, text) in own {
                assert!(said().contains(key), "{key}");
                assert_eq!(asked(text), asked(&english[key]), "{key}");
            }
        }
    }

    #[test]
    fn no_map_has_a_word_that_frightens() {
        for locale in [Locale::nb, Locale::en, Locale::pl, Locale::uk, Locale::ar] {
            let (own, behind) = own(locale);
            let mut all = Vec::new();
            for key in said() {
                let text = own.get(&key).cloned().unwrap_or_else(|| app::text::word(behind, &key));
                leaves(&serde_json::Value::String(text), &mut all);
            }
            for text in all {
                let code = crate::language::code(locale);
                assert_eq!(frightens(code, &text), None, "{code}: {text}");
            }
        }
    }
}

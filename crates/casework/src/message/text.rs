//! The words of messages, by language. On the server alone: the texts would
//! weigh too much in the browser.

use super::{MessageLanguage, Words};
use crate::calendar::{Moment, Weekday};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A message in somebody's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The subject of an e-mail.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// What a unit puts under its messages: neutral, chosen by the unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// From whom; empty for nobody.
    pub name: String,
    /// Whom to ring; empty where nobody is to be rung.
    pub phone: String,
    /// Where to say that one wants no such messages; empty where one says it to staff.
    pub stop_link: String,
}

type Catalogue = BTreeMap<String, String>;

macro_rules! catalogues {
    ($($language:ident $file:literal),+) => {
        static CATALOGUES: LazyLock<BTreeMap<MessageLanguage, Catalogue>> = LazyLock::new(|| {
            // A file that cannot be read has no texts, which a test tells.
            let read = |text| serde_json::from_str(text).unwrap_or_default();
            BTreeMap::from([$((MessageLanguage::$language, read(include_str!(concat!("../../messages/", $file, ".json"))))),+])
        });
    };
}
catalogues!(Nb "nb", Nn "nn", En "en", Pl "pl", Uk "uk", Ar "ar", So "so");

fn template(language: MessageLanguage, key: &str) -> &'static str {
    CATALOGUES.get(&language).and_then(|it| it.get(key)).map_or("", String::as_str)
}

fn filled(language: MessageLanguage, key: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(template(language, key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// «mandag 23.11.2026 kl. 09.30», as the language writes it.
fn time(language: MessageLanguage, at: Moment) -> String {
    let weekday = template(language, &format!("weekday.{}", Weekday::of(at.day).code()));
    let date = format!("{}.{}.{}", at.day.day, at.day.month, at.day.year);
    let (hour, minute) = (format!("{:02}", at.time.hour()), format!("{:02}", at.time.minute()));
    filled(language, "time", &[("weekday", weekday), ("date", &date), ("hour", &hour), ("minute", &minute)])
}

/// What the page says on which somebody says no to messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopWords {
    /// Its title, a question.
    pub title: &'static str,
    /// What it means.
    pub lead: &'static str,
    /// On the button.
    pub button: &'static str,
    /// Once it is done.
    pub done: &'static str,
}

/// The words of the page on which somebody says no to messages.
#[must_use]
pub fn stop_words(language: MessageLanguage) -> StopWords {
    let word = |key| template(language, key);
    StopWords {
        title: word("stop.title"),
        lead: word("stop.lead"),
        button: word("stop.button"),
        done: word("stop.done"),
    }
}

/// What a message says in a language.
#[must_use]
pub fn say(language: MessageLanguage, words: &Words, signature: &Signature) -> Said {
    let when = time(language, words.when);
    let before = words.before.map(|at| time(language, at)).unwrap_or_default();
    let answer_by = words.answer_by.map(|at| time(language, at)).unwrap_or_default();
    let values = [("when", when.as_str()), ("before", &before), ("answer_by", &answer_by)];
    let mut lines = vec![filled(language, words.kind.code(), &values)];
    let mut line = |key: &str, value: &str| {
        if !value.trim().is_empty() {
            lines.push(filled(language, key, &[("value", value.trim())]));
        }
    };
    line("place", words.place.as_deref().unwrap_or_default());
    line("phone", &signature.phone);
    line("from", &signature.name);
    line("stop", &signature.stop_link);
    Said { subject: template(language, "subject").to_owned(), text: lines.join("\n") }
}

#[cfg(test)]
mod tests {
    use super::super::MessageKind;
    use super::*;

    fn words(kind: MessageKind) -> Words {
        let at = |text: &str| text.parse::<Moment>().ok();
        Words {
            before: at("2026-11-23T09:30").filter(|_| kind == MessageKind::Moved),
            place: Some("Storgata 1".into()),
            answer_by: at("2026-11-27T12:00").filter(|_| kind == MessageKind::Offer),
            ..Words::new(kind, at("2026-11-30T14:05").unwrap())
        }
    }

    #[test]
    fn every_language_has_the_same_texts_with_the_same_places() {
        let places = |text: &str| {
            let mut found: Vec<_> =
                text.split('{').skip(1).filter_map(|it| it.split('}').next()).map(str::to_owned).collect();
            found.sort();
            found
        };
        let first = &CATALOGUES[&MessageLanguage::Nb];
        assert!(first.len() > 15);
        for (language, texts) in CATALOGUES.iter() {
            assert_eq!(texts.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>(), "{language:?}");
            for (key, text) in texts {
                assert_eq!(places(text), places(&first[key]), "{language:?} {key}");
                assert!(!text.trim().is_empty(), "{language:?} {key}");
            }
        }
    }

    #[test]
    fn nothing_is_left_open_and_the_time_is_told() {
        let signature = Signature {
            name: "Kari".into(),
            phone: "68 05 12 34".into(),
            stop_link: "https://kart.example.no/meldinger/nei/0f".into(),
        };
        for language in MessageLanguage::ALL {
            for kind in MessageKind::ALL {
                let said = say(language, &words(kind), &signature);
                assert!(!said.text.contains(['{', '}']), "{said:?}");
                for part in ["30.11.2026", "14", "05", "Storgata 1", "68 05 12 34", "Kari", "/nei/0f"] {
                    assert!(said.text.contains(part), "{language:?} {kind:?}: {part} in {said:?}");
                }
            }
        }
    }

    #[test]
    fn a_reminder_in_bokmaal() {
        let said =
            say(MessageLanguage::Nb, &Words { place: None, ..words(MessageKind::Reminder) }, &Signature::default());
        assert_eq!(
            said,
            Said { subject: "Avtale".into(), text: "Hei! Vi minner om avtalen mandag 30.11.2026 kl. 14.05.".into() }
        );
    }

    #[test]
    fn no_word_tells_what_the_appointment_is_about() {
        let telling = [
            "barnevern",
            "familie",
            "foreldre",
            "kurs",
            "gruppe",
            "cos",
            "icdp",
            "samtale",
            "behandling",
            "family",
            "course",
            "parent",
        ];
        for language in MessageLanguage::ALL {
            for kind in MessageKind::ALL {
                let Said { subject, text } = say(language, &words(kind), &Signature::default());
                let said = format!("{subject} {text}").to_lowercase();
                assert!(telling.iter().all(|word| !said.contains(word)), "{language:?} {kind:?}: {said}");
            }
        }
    }
}

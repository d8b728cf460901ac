//! Saying messages of both kinds: of a drawing, and of files and checks.

use super::Language;
use super::catalogue::template;
use super::template::{Value, fill};
use family_map::FuzzyDate;
use family_map::message::Message as Note;
use family_map::scene::{Arg, Message};

/// What a drawing has to say: «Særboer med Tobias.»
#[must_use]
pub fn say(language: Language, message: &Message) -> String {
    let value = |name: &str| message.args.iter().find(|it| it.0 == name).map(|it| value(language, &it.1));
    fill(language, template(language, message.key), &value)
}

/// Several sentences after one another.
#[must_use]
pub fn say_all(language: Language, messages: &[Message]) -> String {
    messages.iter().map(|it| say(language, it)).collect::<Vec<_>>().join(" ")
}

/// What is written on the map, several things with a middle dot between:
/// «g. 2018 · sk. 2022».
#[must_use]
pub fn label(language: Language, messages: &[Message]) -> String {
    messages.iter().map(|it| say(language, it)).collect::<Vec<_>>().join(" · ")
}

fn value(language: Language, arg: &Arg) -> Value {
    match arg {
        Arg::Text(text) => Value::Text(text.clone()),
        Arg::Number(number) => Value::Number(*number),
        Arg::Date(date) => Value::Date(*date),
        Arg::List(items) => Value::List(items.iter().map(|it| value(language, it)).collect()),
        Arg::Message(message) => {
            let said = say(language, message);
            // What begins with a name stays as the name is written.
            if begins_with_words(template(language, message.key)) { Value::Words(said) } else { Value::Said(said) }
        }
    }
}

fn begins_with_words(template: &str) -> bool {
    !template.starts_with("{name") && !template.starts_with("{label")
}

/// What the reader of files and the check have to say: «Filen er tom. …»
#[must_use]
pub fn say_note(language: Language, note: &Note) -> String {
    let value = |name: &str| note.args.get(name).map(|text| note_value(language, name, text));
    fill(language, template(language, note.key.code()), &value)
}

/// The value of an argument, by its name: people, dates, numbers, other text.
fn note_value(language: Language, name: &str, text: &str) -> Value {
    let as_text = || Value::Text(text.to_owned());
    match name {
        "person" | "partner" | "parent" | "child" | "other" if matches!(text.trim(), "" | "?") => {
            Value::Words(template(language, "name.unnamed").to_owned())
        }
        "date" | "birth" | "death" => FuzzyDate::parse_iso(text).map_or_else(as_text, Value::Date),
        "count" | "others" | "missing" | "children" | "limit" | "size" | "level" => {
            text.parse().map_or_else(|_| as_text(), Value::Number)
        }
        _ => as_text(),
    }
}

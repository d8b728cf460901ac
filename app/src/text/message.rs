//! Saying messages.

use super::Language;
use super::catalogue::template;
use super::template::{Value, fill};
use family_map::message::{Arg, Message};

/// What a drawing, a check or the reader of files has to say: «Særboer med Tobias.»
#[must_use]
pub fn say(language: Language, message: &Message) -> String {
    let value = |name: &str| message.args.get(name).map(|it| value(language, it));
    fill(language, template(language, message.key.code()), &value)
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
            if begins_with_words(template(language, message.key.code())) {
                Value::Words(said)
            } else {
                Value::Said(said)
            }
        }
    }
}

fn begins_with_words(template: &str) -> bool {
    !template.starts_with("{name") && !template.starts_with("{label")
}

//! Saying messages.

use super::Texts;
use super::catalogue::template;
use super::template::{Value, fill};
use family_map::message::{Arg, Message};

/// What a drawing, a check or the reader of files has to say: «Særboer med Tobias.»
#[must_use]
pub fn say(texts: impl Into<Texts>, message: &Message) -> String {
    said(texts.into(), message)
}

fn said(texts: Texts, message: &Message) -> String {
    let value = |name: &str| message.args.get(name).map(|it| value(texts, it));
    fill(texts, template(texts, message.key.code()), &value)
}

/// Several sentences after one another.
#[must_use]
pub fn say_all(texts: impl Into<Texts>, messages: &[Message]) -> String {
    let texts = texts.into();
    messages.iter().map(|it| said(texts, it)).collect::<Vec<_>>().join(" ")
}

/// What is written on the map, several things with a middle dot between:
/// «g. 2018 · sk. 2022».
#[must_use]
pub fn label(texts: impl Into<Texts>, messages: &[Message]) -> String {
    let texts = texts.into();
    messages.iter().map(|it| said(texts, it)).collect::<Vec<_>>().join(" · ")
}

fn value(texts: Texts, arg: &Arg) -> Value {
    match arg {
        Arg::Text(text) => Value::Text(text.clone()),
        Arg::Number(number) => Value::Number(*number),
        Arg::Date(date) => Value::Date(*date),
        Arg::List(items) => Value::List(items.iter().map(|it| value(texts, it)).collect()),
        Arg::Message(message) => {
            let words = said(texts, message);
            // What begins with a name stays as the name is written.
            if begins_with_words(template(texts, message.key.code())) {
                Value::Words(words)
            } else {
                Value::Said(words)
            }
        }
    }
}

fn begins_with_words(template: &str) -> bool {
    !template.starts_with("{name") && !template.starts_with("{label")
}

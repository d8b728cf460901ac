//! Templates: a text with places for values.
//!
//! ```text
//! {name}                         the value
//! {date:on}                      the value in another form, see `Form`
//! {count|1=ett barn|# barn}      a text by the value: a number, the length of
//!                                a list, or a word; the last text is for all
//!                                other values, # stands for the value
//! ```

use super::date::date_as;
use super::direction::isolate;
use super::{Texts, list, number};
use family_map::FuzzyDate;

/// A value for a place in a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A text as it stands, such as a name.
    Text(String),
    /// Words of the language itself, which may begin a sentence.
    Words(String),
    /// Words that begin with a name.
    Said(String),
    /// A number.
    Number(i64),
    /// A date.
    Date(FuzzyDate),
    /// Several values.
    List(Vec<Value>),
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// «8. mars 1996», «1996», «20 000».
    Plain,
    /// A date after a verb: «i 1996», "on 8 March 1996".
    On,
    /// A date on the map: «20.3.2027».
    Short,
    /// A number of bytes: «20 MB».
    Size,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece<'t> {
    /// Text as it stands.
    Literal(&'t str),
    /// A place for a value.
    Place {
        /// The name of the value.
        name: &'t str,
        /// How the value is written; `None` for a form that does not exist.
        form: Option<Form>,
        /// Texts by value; empty where the value itself is written.
        choices: Vec<(Option<&'t str>, &'t str)>,
    },
}

/// The pieces of a template. A brace without its other half is text.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, inside, after)) =
        rest.split_once('{').and_then(|(before, it)| it.split_once('}').map(|(inside, after)| (before, inside, after)))
    {
        if !before.is_empty() {
            pieces.push(Piece::Literal(before));
        }
        pieces.push(place(inside));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

fn place(inside: &str) -> Piece<'_> {
    let mut parts = inside.split('|');
    let head = parts.next().unwrap_or_default();
    let (name, form) = head.split_once(':').unwrap_or((head, ""));
    let form = match form {
        "" => Some(Form::Plain),
        "on" => Some(Form::On),
        "short" => Some(Form::Short),
        "size" => Some(Form::Size),
        _ => None,
    };
    let choices = parts.map(|it| it.split_once('=').map_or((None, it), |(value, text)| (Some(value), text))).collect();
    Piece::Place { name, form, choices }
}

/// A template with its values in place. A value that is missing is left out.
pub(super) fn fill(texts: Texts, template: &str, value: &dyn Fn(&str) -> Option<Value>) -> String {
    let is_sentence = template.ends_with('.');
    let mut text = String::with_capacity(template.len() * 2);
    for piece in pieces(template) {
        match piece {
            // «Per jr.» at the end of a sentence has its full stop already.
            Piece::Literal(it) if text.ends_with('.') && it.starts_with('.') => text.push_str(&it[1..]),
            Piece::Literal(it) => text.push_str(it),
            Piece::Place { name, form, choices } => {
                let value = value(name).unwrap_or_else(|| Value::Text(String::new()));
                let written = value.written(texts, form.unwrap_or(Form::Plain));
                let written = match choose(&choices, &value) {
                    None => written,
                    Some(choice) => choice.replace('#', &written),
                };
                if text.is_empty() && is_sentence && value.is_words() {
                    text.push_str(&capitalised(&written));
                } else {
                    text.push_str(&written);
                }
            }
        }
    }
    text
}

/// The text for a value among those of a place.
fn choose<'t>(choices: &[(Option<&'t str>, &'t str)], value: &Value) -> Option<&'t str> {
    let of = match value {
        Value::Text(it) | Value::Words(it) | Value::Said(it) => it.clone(),
        Value::Number(it) => it.to_string(),
        Value::List(it) => it.len().to_string(),
        Value::Date(it) => it.to_string(),
    };
    choices.iter().find(|(when, _)| when.is_none_or(|when| when == of)).map(|(_, text)| *text)
}

impl Value {
    fn written(&self, texts: Texts, form: Form) -> String {
        match self {
            Self::Text(it) => isolate(it),
            Self::Words(it) | Self::Said(it) => it.clone(),
            Self::Number(it) if form == Form::Size => number::size(texts, *it),
            Self::Number(it) => number::number(texts, *it),
            Self::Date(it) => date_as(texts, it, form),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|it| it.written(texts, form)).collect();
                list(texts, &items)
            }
        }
    }

    /// Whether it begins with words of the language, not with a name.
    fn is_words(&self) -> bool {
        match self {
            Self::Words(_) => true,
            Self::List(items) => items.first().is_some_and(Self::is_words),
            _ => false,
        }
    }
}

/// With a capital first letter.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn filled(template: &str, values: &[(&str, Value)]) -> String {
        fill(Language::Bokmaal.into(), template, &|name| values.iter().find(|it| it.0 == name).map(|it| it.1.clone()))
    }

    #[test]
    fn values_and_texts_by_value() {
        let count = |number| vec![("count", Value::Number(number))];
        let children = "{count|0=ingen barn|1=ett barn|# barn}";
        assert_eq!(filled(children, &count(0)), "ingen barn");
        assert_eq!(filled(children, &count(1)), "ett barn");
        assert_eq!(filled(children, &count(12_000)), "12\u{a0}000 barn");
        let tag = |text: &str| vec![("tag", Value::Text(text.to_owned()))];
        assert_eq!(filled("{tag|FAMC=en familie|en person}", &tag("FAMC")), "en familie");
        assert_eq!(filled("{tag|FAMC=en familie|en person}", &tag("HUSB")), "en person");
        assert_eq!(filled("a{tag|=| b #}", &tag("")), "a");
    }

    #[test]
    fn what_is_missing_or_broken_never_stops_the_text() {
        assert_eq!(filled("a {gone} b", &[]), "a  b");
        assert_eq!(filled("a {broken", &[]), "a {broken");
        assert_eq!(filled("a } b", &[]), "a } b");
        assert_eq!(filled("", &[]), "");
        assert_eq!(filled("{}{|}{:}", &[]), "");
    }

    #[test]
    fn a_value_is_never_read_as_a_template() {
        assert_eq!(filled("{name}.", &[("name", Value::Text("{name|#}".to_owned()))]), "{name|#}.");
    }

    #[test]
    fn sentences_begin_with_a_capital_and_end_with_one_stop() {
        let words = [("name", Value::Words("et ventet barn".to_owned()))];
        assert_eq!(filled("{name}, født.", &words), "Et ventet barn, født.");
        assert_eq!(filled("{name} (2)", &words), "et ventet barn (2)");
        let name = [("name", Value::Text("de la Cruz jr.".to_owned()))];
        assert_eq!(filled("{name}. Mer.", &name), "de la Cruz jr. Mer.");
    }
}

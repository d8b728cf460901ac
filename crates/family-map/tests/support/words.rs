//! The application's own Norwegian words, for pictures and tests.
// Fixtures are ours and sound; the examples use this too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code)]

use family_map::date::{Bound, FuzzyDate};
use family_map::message::{Arg, Message};

fn date(it: &FuzzyDate) -> String {
    let about = if matches!(it.bound, Bound::Circa | Bound::Estimated) { "ca. " } else { "" };
    let text = match (it.day, it.month) {
        (Some(day), Some(month)) => format!("{day}.{month}.{}", it.year),
        (None, Some(month)) => format!("{month:02}.{}", it.year),
        _ => it.year.to_string(),
    };
    format!("{about}{text}")
}

fn arg(it: &Arg) -> String {
    match it {
        Arg::Text(text) => text.clone(),
        Arg::Number(number) => number.to_string(),
        Arg::Date(it) => date(it),
        Arg::Message(message) => bokmal(message),
        Arg::List(all) => {
            let words: Vec<String> = all.iter().map(arg).collect();
            match words.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, rest)) => format!("{} og {last}", rest.join(", ")),
                None => String::new(),
            }
        }
    }
}

/// A value in bokmål.
pub fn said(it: &Arg) -> String {
    arg(it)
}

/// A message in the application's own bokmål.
pub fn bokmal(message: &Message) -> String {
    let get = |name: &str| message.args.get(name).map(arg).unwrap_or_default();
    let key = message.key.code();
    texts().get(key).map_or_else(|| key.to_owned(), |text| fill(text, &get))
}

/// The application's own texts.
fn texts() -> &'static std::collections::BTreeMap<String, String> {
    static TEXTS: std::sync::OnceLock<std::collections::BTreeMap<String, String>> = std::sync::OnceLock::new();
    TEXTS.get_or_init(|| serde_json::from_str(include_str!("../../../../app/locales/messages/nb.json")).unwrap())
}

/// Values in their places; of several texts the one for the value.
fn fill(text: &str, get: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}').unwrap();
        out += before;
        let mut parts = inside.split('|');
        let value = get(parts.next().unwrap().split(':').next().unwrap());
        let choices: Vec<(Option<&str>, &str)> =
            parts.map(|it| it.split_once('=').map_or((None, it), |(when, text)| (Some(when), text))).collect();
        let chosen = choices.iter().find(|(when, _)| when.is_none_or(|when| when == value));
        out += &chosen.map_or_else(|| value.clone(), |(_, text)| text.replace('#', &value));
        rest = after;
    }
    out + rest
}

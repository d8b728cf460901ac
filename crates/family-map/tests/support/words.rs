//! Norwegian words for pictures and tests; the application has its own.
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

/// A message in bokmål, where there is one here; else its key and values.
pub fn bokmal(message: &Message) -> String {
    let get = |name: &str| message.args.get(name).map(arg).unwrap_or_default();
    match message.key.code() {
        "label.born" => format!("f. {}", get("date")),
        "label.years" => format!("{}–{}", get("from"), get("to")),
        "label.died" => format!("d. {}", get("date")),
        "label.due" => format!("termin {}", get("date")),
        "label.lost" => get("date"),
        "label.missing_since" => format!("savnet {}", get("date")),
        "label.missing" => "savnet".to_owned(),
        "label.shielded" => "skjermet".to_owned(),
        "label.emergency" => format!("beredskap {}–{}", get("from"), get("to")),
        "label.emergency_in" => format!("beredskap {}", get("date")),
        "line.emergency_foster" => "beredskap".to_owned(),
        "couple.kin" => "i slekt".to_owned(),
        "couple.married" => format!("g. {}", get("date")),
        "couple.registered" => format!("rp. {}", get("date")),
        "couple.engaged" => format!("forl. {}", get("date")),
        "couple.cohabiting" => format!("sb. {}", get("date")),
        "couple.lat" => format!("særb. {}", get("date")),
        "couple.dating" => format!("kj. {}", get("date")),
        "couple.separated" => format!("sep. {}", get("date")),
        "couple.divorced" => format!("sk. {}", get("date")),
        "couple.ended" => format!("brudd {}", get("date")),
        "couple.wife_number" => format!("nr. {}", get("number")),
        "household.members" => format!("{}: {}", get("label"), get("names")),
        "household.label" => get("label"),
        "line.adopted" => "adoptert".to_owned(),
        "line.raised_by" => "omsorg".to_owned(),
        "line.guardian" => "verge".to_owned(),
        key => match texts().get(key) {
            Some(text) => fill(text, &get),
            None => key.to_owned(),
        },
    }
}

/// The application's own texts, for whatever has no short form here.
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

//! The words of the network map and the ecomap: codes of the record in the
//! reader's language.

use crate::map::table::full_name;
use crate::text::{Language, list, word};
use family_map::record::{Known, Record, Ring, Sector, Support, SystemKind, Who};

/// What a sector is called.
pub(super) fn sector_word(language: Language, sector: &Sector) -> String {
    if let Some(label) = &sector.label {
        return label.clone();
    }
    match sector.code.0.as_str() {
        "FAM" => word(language, "sector.family"),
        "SLEKT" => word(language, "sector.kin"),
        "VENN" => word(language, "sector.friends"),
        "ARENA" => word(language, "sector.arena"),
        "FRITID" => word(language, "sector.leisure"),
        "HJELP" => word(language, "sector.helpers"),
        other => other.to_owned(),
    }
}

/// What a ring is called, with its number.
pub(super) fn ring_word(language: Language, ring: Ring) -> String {
    let key = match ring {
        Ring::Intimate => "ring.intimate",
        Ring::Effective => "ring.effective",
        Ring::Available => "ring.available",
        Ring::Extended => "ring.extended",
    };
    format!("{}: {}", ring.number(), word(language, key))
}

/// What one kind of support is called.
pub(super) fn support_word(language: Language, support: Support) -> String {
    word(
        language,
        match support {
            Support::Emotional => "support.emotional",
            Support::Practical => "support.practical",
            Support::Advice => "support.advice",
            Support::Financial => "support.financial",
        },
    )
}

/// What a kind of system is called.
pub(super) fn system_word(language: Language, kind: SystemKind) -> String {
    word(language, &format!("system.{}", kind.code()))
}

/// What to call somebody on a network map or an ecomap; empty where there is
/// neither a name nor anybody.
pub(super) fn who_word(language: Language, record: &Record, who: &Who) -> String {
    if let Some(name) = who.name.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        return name.to_owned();
    }
    let people = who.people.iter().filter_map(|id| record.people.get(id));
    let names: Vec<String> = people
        .map(|it| match it.label().filter(|_| !it.shielded) {
            Some(label) => label.to_owned(),
            None => full_name(it, language),
        })
        .collect();
    list(language, &names)
}

/// The code of an answer; empty where nobody asked, `unknown` where nobody knows.
pub(super) fn code_of<T>(known: &Known<T>, code: impl Fn(&T) -> &'static str) -> &'static str {
    match known {
        Known::NotAsked => "",
        Known::Unknown => "unknown",
        Known::Known(value) => code(value),
    }
}

/// The answer that a code stands for; nobody asked where it stands for none.
pub(super) fn answer_of<T>(code: &str, read: impl Fn(&str) -> Option<T>) -> Known<T> {
    match code {
        "unknown" => Known::Unknown,
        code => read(code).map_or(Known::NotAsked, Known::Known),
    }
}

/// What may be answered: not asked, not known, and the words of a vocabulary.
pub(super) fn answers<'a>(
    language: Language,
    group: &str,
    codes: impl IntoIterator<Item = &'a str>,
) -> Vec<(String, String)> {
    let fixed = [("", "answer.not_asked"), ("unknown", "answer.unknown")];
    let fixed = fixed.map(|(code, key)| (code.to_owned(), word(language, key)));
    let words = codes.into_iter().map(|code| (code.to_owned(), word(language, &format!("{group}.{code}"))));
    fixed.into_iter().chain(words).collect()
}

//! The words that never stand on the family's own pages: they belong to files
//! about people, or frighten, in whichever language.

/// By language, in small letters; each is looked for at the beginning of words.
const NEVER: [(&str, &[&str]); 5] = [
    (
        "nb",
        &[
            "sak",
            "saks",
            "klient",
            "melding",
            "bekymring",
            "indeksperson",
            "omsorgssvikt",
            "omsorgsevne",
            "oppfølgingsbehov",
            "tiltak",
            "vedtak",
            "bruker",
            "risiko",
            "kartlegging",
            "journal",
            "pasient",
            "mappe",
        ],
    ),
    (
        "en",
        &[
            "case",
            "client",
            "neglect",
            "abuse",
            "index person",
            "patient",
            "risk",
            "measure",
            "user",
            "report",
            "assessment",
            "file",
        ],
    ),
    ("pl", &["sprawa", "sprawy", "klient", "zaniedb", "przemoc", "pacjent", "ryzyk", "zgłoszen", "akta", "użytkownik"]),
    ("uk", &["справа", "справи", "клієнт", "занедб", "насильств", "пацієнт", "ризик", "користувач", "досьє"]),
    ("ar", &["ملف", "عميل", "إهمال", "عنف", "مريض", "خطر", "بلاغ", "مستخدم"]),
];

fn texts(language: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales");
    std::fs::read_to_string(format!("{folder}/{language}.json")).unwrap_or_default()
}

/// Every text of a locale file.
pub(crate) fn leaves(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(all) => all.values().for_each(|it| leaves(it, into)),
        serde_json::Value::String(text) => into.push(text.to_lowercase()),
        _ => {}
    }
}

/// Whether a text has a word that begins so.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphabetic))
}

/// The word of a language's list that a text has, in small letters.
pub(crate) fn frightens(language: &str, text: &str) -> Option<&'static str> {
    let never = NEVER.into_iter().find(|(known, _)| *known == language).map(|(_, never)| never)?;
    never.iter().copied().find(|word| has_word(text, word))
}

#[test]
fn no_text_has_a_word_that_frightens() {
    for (language, _) in NEVER {
        let mut all = Vec::new();
        leaves(&serde_json::from_str(&texts(language)).unwrap_or_default(), &mut all);
        assert!(all.len() > 200, "{language} is read");
        for text in &all {
            assert_eq!(frightens(language, text), None, "{language}: «{text}»");
        }
    }
}

#[test]
fn a_word_is_found_where_it_begins_and_not_within_another() {
    assert!(has_word("en sak til", "sak") && has_word("saken", "sak"));
    assert!(!has_word("forsake", "sak"));
}

#[test]
fn what_parents_meet_is_called_by_its_own_words() {
    let nb = texts("nb");
    for word in ["kontaktperson", "Du bestemmer hva du sier ja til", "Forlat siden", "maskinoversatt"] {
        assert!(nb.to_lowercase().contains(&word.to_lowercase()), "{word}");
    }
}

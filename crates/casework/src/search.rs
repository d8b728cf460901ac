//! What a case is found by: the words of its display name, and its number as
//! people type it.
//!
//! Both sides, the kept name and the typed text, go through the same rules:
//! - letters count alike in upper and lower case, and composed or not;
//! - æ, ø and å are letters of their own: «odeg» does not find «Ødegård»,
//!   «ødeg» does. The neighbours' ä and ö are æ and ø, as in a Norwegian
//!   dictionary;
//! - other accents fall away: «andre» finds «André»;
//! - aa is å: «haakon» and «håkon» find each other;
//! - a hyphen or an apostrophe parts words or is nothing at all: «Anne-Marie»
//!   is found by «marie» and by «annemarie».

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// The fewest letters that find a word by its beginning. One letter would find
/// next to everything, and its token would tell too much of a sealed name.
pub const MIN_LETTERS: usize = 2;
/// Letters of a word that count.
const MAX_LETTERS: usize = 24;
/// Words of a typed text that count.
const MAX_WORDS: usize = 8;

/// Letters that Unicode does not take apart, with what people type instead.
const PLAIN: [(char, &str); 9] =
    [('đ', "d"), ('ð', "d"), ('ħ', "h"), ('ı', "i"), ('ł', "l"), ('ŋ', "n"), ('ŧ', "t"), ('ß', "ss"), ('þ', "th")];

/// The text as letters, digits and whatever else it holds, without accents.
fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.to_lowercase().nfc() {
        match letter {
            'æ' | 'ø' | 'å' => plain.push(letter),
            'ä' => plain.push('æ'),
            'ö' => plain.push('ø'),
            _ => {
                let parts =
                    std::iter::once(letter).nfkd().filter(|it| !unicode_normalization::char::is_combining_mark(*it));
                for part in parts {
                    match PLAIN.iter().find(|(from, _)| *from == part) {
                        Some((_, to)) => plain.push_str(to),
                        None => plain.push(part),
                    }
                }
            }
        }
    }
    plain
}

const fn joins(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}' | '\u{2bc}')
}

/// Runs of letters and digits; those held together by a hyphen stand together.
fn groups(text: &str) -> Vec<Vec<String>> {
    let text = folded(text);
    text.split(|it: char| !it.is_alphanumeric() && !joins(it))
        .map(|group| group.split(joins).filter(|word| !word.is_empty()).map(cut).collect::<Vec<_>>())
        .filter(|group| !group.is_empty())
        .collect()
}

fn cut(word: &str) -> String {
    word.chars().take(MAX_LETTERS).collect()
}

fn with_ring(word: &str) -> String {
    word.replace("aa", "å")
}

/// Every text that finds a display name: its words and their beginnings. A
/// word with aa is found both as it is typed on the way and as å.
#[must_use]
pub fn findable(name: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for group in groups(name) {
        if group.len() > 1 {
            words.insert(cut(&group.concat()));
        }
        words.extend(group);
    }
    let ringed: Vec<String> = words.iter().map(|word| with_ring(word)).collect();
    words.extend(ringed);
    let mut all = BTreeSet::new();
    for word in &words {
        let letters: Vec<char> = word.chars().collect();
        for end in MIN_LETTERS.min(letters.len())..=letters.len() {
            all.insert(letters[..end].iter().collect());
        }
    }
    all
}

/// What somebody typed, as words that must all be found. Beside longer words a
/// single letter is passed over: it is the beginning of the next.
#[must_use]
pub fn wanted(text: &str) -> Vec<String> {
    let mut words: Vec<String> = groups(text).into_iter().flatten().map(|word| with_ring(&word)).collect();
    words.sort();
    words.dedup();
    if words.iter().any(|word| is_long(word)) {
        words.retain(|word| is_long(word));
    }
    words.truncate(MAX_WORDS);
    words
}

/// A case number as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedNumber {
    /// The year, if it was typed: `2026`.
    pub year: Option<String>,
    /// The number within the year, without noughts before it.
    pub serial: String,
}

/// Reads «2026-0017», «2026/17», «26-17», «0017» and «17» as a number.
#[must_use]
pub fn typed_number(text: &str) -> Option<TypedNumber> {
    let text = text.trim();
    let (year, serial) = match text.split_once(['-', '/', '\u{2010}', '\u{2011}', '\u{2013}']) {
        Some((year, serial)) => (Some(year.trim()), serial.trim()),
        None => (None, text),
    };
    let digits = |text: &str| !text.is_empty() && text.len() <= 8 && text.bytes().all(|it| it.is_ascii_digit());
    let year = match year {
        None => None,
        Some(year) if digits(year) && year.len() == 4 => Some(year.to_owned()),
        Some(year) if digits(year) && year.len() == 2 => Some(format!("20{year}")),
        Some(_) => return None,
    };
    let plain = serial.trim_start_matches('0');
    (digits(serial) && !plain.is_empty()).then(|| TypedNumber { year, serial: plain.to_owned() })
}

fn is_long(word: &str) -> bool {
    word.chars().count() >= MIN_LETTERS || word.bytes().all(|it| it.is_ascii_digit())
}

/// Whether the text is enough to look for.
#[must_use]
pub fn is_enough(text: &str) -> bool {
    typed_number(text).is_some() || wanted(text).iter().any(|word| is_long(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(typed: &str, name: &str) -> bool {
        let kept = findable(name);
        let words = wanted(typed);
        !words.is_empty() && words.iter().all(|word| kept.contains(word))
    }

    #[test]
    fn the_table_of_what_finds_what() {
        let table = [
            ("ødeg", "Ødegård", true),
            ("odeg", "Ødegård", false),
            ("ØDEGÅRD", "Ødegård", true),
            ("ödegård", "Ødegård", true),
            ("ødegaard", "Ødegård", true),
            ("ødegård", "Ødegaard", true),
            ("ødega", "Ødegaard", true),
            ("ødega", "Ødegård", false),
            ("haa", "Haakon med familie", true),
            ("ha", "Haakon med familie", true),
            ("hå", "Haakon med familie", true),
            ("isa", "Isaac", true),
            ("isaac", "Isaac", true),
            ("andre", "André", true),
            ("andré", "Andre", true),
            ("andre\u{301}", "André", true),
            ("a\u{30a}se", "Åse", true),
            ("ase", "Åse", false),
            ("kjaer", "Kjær", false),
            ("kjær", "Kjär", true),
            ("muller", "Müller", true),
            ("lukasz", "Łukasz", true),
            ("ngo", "Ngô", true),
            ("marie", "Anne-Marie", true),
            ("annemarie", "Anne-Marie", true),
            ("anne marie", "Anne-Marie", true),
            ("marie anne", "Anne-Marie", true),
            ("anne-m", "Anne Marie", true),
            ("oneill", "O’Neill", true),
            ("marte fam", "Marte med familie", true),
            ("marte f", "Marte med familie", true),
            ("sak 1", "Sak 1", true),
            ("sak 1", "Sak 2", false),
            ("marte berg", "Marte med familie", false),
            ("arte", "Marte", false),
            ("عمر", "عمر", true),
            ("", "Marte", false),
            ("  -- ", "Marte", false),
        ];
        for (typed, name, expected) in table {
            assert_eq!(finds(typed, name), expected, "«{typed}» for «{name}»");
        }
    }

    #[test]
    fn one_letter_is_too_little_unless_it_is_the_word() {
        assert!(!finds("m", "Marte"));
        assert!(finds("e", "E med familie"));
        assert!(!is_enough("m") && !is_enough(" . ") && is_enough("ma") && is_enough("7"));
    }

    #[test]
    fn a_number_is_read_as_people_type_it() {
        let table = [
            ("2026-0017", Some((Some("2026"), "17"))),
            ("2026/17", Some((Some("2026"), "17"))),
            (" 26-17 ", Some((Some("2026"), "17"))),
            ("0017", Some((None, "17"))),
            ("17", Some((None, "17"))),
            ("2026", Some((None, "2026"))),
            ("2026-", None),
            ("0", None),
            ("126-1", None),
            ("17a", None),
            ("١٧", None),
            ("123456789", None),
            ("Marte", None),
        ];
        for (text, expected) in table {
            let expected = expected.map(|(year, serial): (Option<&str>, &str)| TypedNumber {
                year: year.map(str::to_owned),
                serial: serial.to_owned(),
            });
            assert_eq!(typed_number(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_found_by_itself_and_by_each_beginning_of_its_words(name in "[\\pL]{2,12}( |-)[\\pL]{2,12}") {
            let words = wanted(&name);
            prop_assume!(!words.is_empty());
            prop_assert!(finds(&name, &name), "{name}");
        }

        #[test]
        fn any_text_can_be_typed(text in ".{0,80}") {
            let _ = (findable(&text), wanted(&text), typed_number(&text), is_enough(&text));
        }
    }
}

//! Dates as people type them: «8. mars 1996», «mars 2019», «ca. 1990», «8.3.1996».

use super::Language;
use super::catalogue::word;
use family_map::FuzzyDate;
use family_map::date::Bound;
use family_map::record::Known;

/// Words that come before a date, with the bound that each means.
const BOUNDS: &[(&str, Bound)] = &[
    ("ca", Bound::Circa),
    ("cirka", Bound::Circa),
    ("omtrent", Bound::Circa),
    ("about", Bound::Circa),
    ("c", Bound::Circa),
    ("anslått", Bound::Estimated),
    ("ansl", Bound::Estimated),
    ("estimated", Bound::Estimated),
    ("est", Bound::Estimated),
    ("før", Bound::Before),
    ("before", Bound::Before),
    ("etter", Bound::After),
    ("after", Bound::After),
];

/// What is typed when nobody knows.
const UNKNOWN: &[&str] = &["ukjent", "ikke kjent", "vet ikke", "unknown", "not known", "do not know", "?"];

/// Reads a date with the precision in which it is written. Nothing typed is
/// nothing asked. `None` for what is no date.
#[must_use]
pub fn read_date(text: &str) -> Option<Known<FuzzyDate>> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Some(Known::NotAsked);
    }
    if UNKNOWN.contains(&text.as_str()) {
        return Some(Known::Unknown);
    }
    if let Some(date) = FuzzyDate::parse_iso(&text).filter(|_| text.split('-').next().is_some_and(|it| it.len() == 4)) {
        return Some(Known::Known(date));
    }
    let mut words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "./-,()".contains(c)).filter(|word| !word.is_empty()).collect();
    let mut bound = Bound::Exact;
    words.retain(|word| match BOUNDS.iter().find(|(it, _)| it == word) {
        Some((_, found)) => {
            bound = *found;
            false
        }
        None => true,
    });
    let date = match words.as_slice() {
        [year] => FuzzyDate { year: number_of_year(year)?, month: None, day: None, bound },
        [month, year] => FuzzyDate { year: number_of_year(year)?, month: Some(month_of(month)?), day: None, bound },
        [day, month, year] => FuzzyDate {
            year: number_of_year(year)?,
            month: Some(month_of(month)?),
            day: Some(day.parse().ok()?),
            bound,
        },
        _ => return None,
    };
    date.checked().map(Known::Known)
}

/// Four digits: «96» may be two centuries.
fn number_of_year(text: &str) -> Option<u16> {
    text.parse().ok().filter(|_| text.len() == 4)
}

fn month_of(text: &str) -> Option<u8> {
    if let Ok(number) = text.parse::<u8>() {
        return Some(number);
    }
    let begins = |name: String| text.chars().count() >= 3 && name.to_lowercase().starts_with(text);
    (1..=12u8).find(|month| Language::ALL.iter().any(|language| begins(word(*language, &format!("month.{month}")))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::date;

    #[test]
    fn what_people_type() {
        let known = |iso: &str, bound| Some(Known::Known(FuzzyDate::parse_iso(iso).unwrap().bounded(bound)));
        let exact = |iso: &str| known(iso, Bound::Exact);
        let table = [
            ("", Some(Known::NotAsked)),
            ("  Vet ikke ", Some(Known::Unknown)),
            ("mars 2019", exact("2019-03")),
            ("ca. 1990", known("1990", Bound::Circa)),
            ("8. mars 1996", exact("1996-03-08")),
            ("08.03.1996", exact("1996-03-08")),
            ("8/3-1996", exact("1996-03-08")),
            ("1996-03-08", exact("1996-03-08")),
            ("8 March 1996", exact("1996-03-08")),
            ("des 2018", exact("2018-12")),
            ("3.2019", exact("2019-03")),
            ("1996", exact("1996")),
            ("før 1990", known("1990", Bound::Before)),
            ("anslått 1. januar 1991", known("1991-01-01", Bound::Estimated)),
            ("96", None),
            ("30. februar 1996", None),
            ("i fjor", None),
            ("8. mars", None),
            ("ma 2019", None),
        ];
        for (text, expected) in table {
            assert_eq!(read_date(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for bound in [Bound::Exact, Bound::Circa, Bound::Estimated, Bound::Before, Bound::After] {
            for iso in ["1996-03-08", "1996-05", "1996", "2024-02-29"] {
                let written = FuzzyDate::parse_iso(iso).unwrap().bounded(bound);
                for language in Language::ALL {
                    let text = date(language, &written);
                    assert_eq!(read_date(&text), Some(Known::Known(written)), "{text}");
                }
            }
        }
    }
}

//! Dates and times as each language writes them.

use super::catalogue::{own, template, word};
use super::template::{Form, Value};
use super::{Language, Texts};
use casework::Day;
use family_map::FuzzyDate;
use family_map::date::Bound;

/// A date with the precision that is known: «8. mars 1996», «mars 1996»,
/// «ca. 1986», «anslått 1. januar 1991», «før 1990».
#[must_use]
pub fn date(language: Language, date: &FuzzyDate) -> String {
    date_as(language.into(), date, Form::Plain)
}

/// A local date and time in ISO form, such as `2026-11-22T10:14`: «22. november
/// 2026 kl. 10.14». A date alone is written as a date, anything else as it is.
#[must_use]
pub fn time(language: Language, iso_local: &str) -> String {
    let (day, clock) = iso_local.split_once(['T', ' ']).unwrap_or((iso_local, ""));
    let Some(day) = FuzzyDate::parse_iso(day) else { return iso_local.to_owned() };
    let day = date(language, &day);
    if clock.is_empty() {
        return day;
    }
    let Some((hour, minute)) = hour_and_minute(clock) else { return iso_local.to_owned() };
    let clock = own(language.into(), "time.clock", &[("hour", words(hour)), ("minute", words(minute))]);
    own(language.into(), "time.at", &[("date", words(&day)), ("clock", words(&clock))])
}

/// A local time of day such as `10:14`, as it stands in a sentence: «kl. 10.14».
#[must_use]
pub fn clock(language: Language, hours: &str) -> String {
    let Some((hour, minute)) = hour_and_minute(hours) else { return hours.to_owned() };
    let clock = own(language.into(), "time.clock", &[("hour", words(hour)), ("minute", words(minute))]);
    own(language.into(), "time.only", &[("clock", words(&clock))])
}

/// A day with its weekday and its week: «mandag 23. november 2026, uke 48».
#[must_use]
pub fn day_in_words(language: Language, day: Day) -> String {
    let weekday = word(language, &format!("weekday.{}", day.weekday()));
    let week = words(&day.week().to_string());
    let day = FuzzyDate::day(day.year, day.month, day.day).map(|day| date(language, &day)).unwrap_or_default();
    own(language.into(), "day.words", &[("weekday", words(&weekday)), ("date", words(&day)), ("week", week)])
}

/// The same with the date in figures, for sentences in lists: «22.11.2026 kl. 10.14».
#[must_use]
pub fn short_time(language: Language, iso_local: &str) -> String {
    let (day, clock) = iso_local.split_once(['T', ' ']).unwrap_or((iso_local, ""));
    let Some((day, (hour, minute))) = FuzzyDate::parse_iso(day).zip(hour_and_minute(clock)) else {
        return iso_local.to_owned();
    };
    let clock = own(language.into(), "time.clock", &[("hour", words(hour)), ("minute", words(minute))]);
    own(
        language.into(),
        "time.at",
        &[("date", words(&date_as(language.into(), &day, Form::Short))), ("clock", words(&clock))],
    )
}

/// `10:14`, of a clock that may tell seconds too.
fn hour_and_minute(clock: &str) -> Option<(&str, &str)> {
    let (hour, minute) = (clock.get(..2)?, clock.get(3..5)?);
    let is_number = |text: &str, end: u8| text.parse::<u8>().is_ok_and(|it| it < end);
    (clock.get(2..3) == Some(":") && is_number(hour, 24) && is_number(minute, 60)).then_some((hour, minute))
}

/// A date in one of its forms.
pub(super) fn date_as(texts: Texts, date: &FuzzyDate, form: Form) -> String {
    let is_on = form == Form::On && matches!(date.bound, Bound::Exact | Bound::Estimated);
    let bare = bare(texts, date, form);
    let text = if is_on {
        let key = match (date.month, date.day) {
            (Some(_), Some(_)) => "date.on.day",
            (Some(_), None) => "date.on.month",
            (None, _) => "date.on.year",
        };
        own(texts, key, &[("date", words(&bare))])
    } else {
        bare
    };
    let key = match (date.bound, form) {
        (Bound::Exact, _) => return text,
        (Bound::Circa, Form::Short) => "date.short.circa",
        (Bound::Circa, _) => "date.circa",
        (Bound::Estimated, Form::Short) => "date.short.estimated",
        (Bound::Estimated, Form::On) => "date.on.estimated",
        (Bound::Estimated, _) => "date.estimated",
        (Bound::Before, _) => "date.before",
        (Bound::After, _) => "date.after",
    };
    own(texts, key, &[("date", words(&text))])
}

/// A date without its bound.
fn bare(texts: Texts, date: &FuzzyDate, form: Form) -> String {
    let year = words(&date.year.to_string());
    let Some(month) = date.month else { return own(texts, "date.year", &[("year", year)]) };
    let short = form == Form::Short;
    let key = format!("month.{}{month}", if short { "short." } else { "" });
    let name = words(template(texts, &key));
    let Some(day) = date.day else { return own(texts, "date.month", &[("month", name), ("year", year)]) };
    let key = if short { "date.short.day" } else { "date.day" };
    let (day, number) = (words(&day.to_string()), words(&month.to_string()));
    own(texts, key, &[("day", day), ("month", name), ("number", number), ("year", year)])
}

fn words(text: &str) -> Value {
    Value::Words(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{Bokmaal, English};

    fn iso(text: &str, bound: Bound) -> FuzzyDate {
        FuzzyDate::parse_iso(text).unwrap().bounded(bound)
    }

    #[test]
    fn every_precision_and_bound_in_every_form() {
        use Bound::{After, Before, Circa, Estimated, Exact};
        #[rustfmt::skip]
        let cases = [
            ("1996-03-08", Exact, ["8. mars 1996", "8. mars 1996", "8.3.1996"],
                ["8 March 1996", "on 8 March 1996", "8 Mar 1996"]),
            ("1996-03", Exact, ["mars 1996", "i mars 1996", "mars 1996"], ["March 1996", "in March 1996", "Mar 1996"]),
            ("1996", Exact, ["1996", "i 1996", "1996"], ["1996", "in 1996", "1996"]),
            ("1986", Circa, ["ca. 1986", "ca. 1986", "ca. 1986"], ["about 1986", "about 1986", "c. 1986"]),
            ("1991-01-01", Estimated, ["anslått 1. januar 1991", "1. januar 1991 (anslått)", "ansl. 1.1.1991"],
                ["1 January 1991 (estimated)", "on 1 January 1991 (estimated)", "est. 1 Jan 1991"]),
            ("1990", Before, ["før 1990", "før 1990", "før 1990"], ["before 1990", "before 1990", "before 1990"]),
            ("1990-12", After, ["etter desember 1990", "etter desember 1990", "etter des. 1990"],
                ["after December 1990", "after December 1990", "after Dec 1990"]),
            ("0932", Exact, ["932", "i 932", "932"], ["932", "in 932", "932"]),
        ];
        for (text, bound, nb, en) in cases {
            let date = iso(text, bound);
            let written = |language: Language| {
                [Form::Plain, Form::On, Form::Short].map(|form| date_as(language.into(), &date, form))
            };
            assert_eq!(written(Bokmaal), nb, "{text}");
            assert_eq!(written(English), en, "{text}");
        }
    }

    #[test]
    fn a_day_in_words_and_a_time_of_day() {
        for (day, nb, en) in [
            (Day::new(2026, 11, 23), "mandag 23. november 2026, uke 48", "Monday 23 November 2026, week 48"),
            (Day::new(2027, 1, 1), "fredag 1. januar 2027, uke 53", "Friday 1 January 2027, week 53"),
        ] {
            assert_eq!((day_in_words(Bokmaal, day).as_str(), day_in_words(English, day).as_str()), (nb, en));
        }
        assert_eq!((clock(Bokmaal, "10:14").as_str(), clock(English, "10:14").as_str()), ("kl. 10.14", "10:14"));
        assert_eq!(clock(Bokmaal, "soon"), "soon");
    }

    #[test]
    fn times_in_sentences() {
        for (text, nb, en) in [
            ("2026-11-22T09:30", "22.11.2026 kl. 09.30", "22 Nov 2026 at 09:30"),
            ("2026-11-22", "2026-11-22", "2026-11-22"),
            ("soon", "soon", "soon"),
        ] {
            assert_eq!((short_time(Bokmaal, text).as_str(), short_time(English, text).as_str()), (nb, en), "{text}");
        }
    }

    #[test]
    fn local_times() {
        for (text, nb, en) in [
            ("2026-11-22T10:14", "22. november 2026 kl. 10.14", "22 November 2026 at 10:14"),
            ("2026-01-02T00:05:59", "2. januar 2026 kl. 00.05", "2 January 2026 at 00:05"),
            ("2026-01-02 23:59", "2. januar 2026 kl. 23.59", "2 January 2026 at 23:59"),
            ("2026-11-22", "22. november 2026", "22 November 2026"),
            ("2026-11-22T24:00", "2026-11-22T24:00", "2026-11-22T24:00"),
            ("2026-11-22Tå0:00", "2026-11-22Tå0:00", "2026-11-22Tå0:00"),
            ("in a while", "in a while", "in a while"),
        ] {
            assert_eq!((time(Bokmaal, text).as_str(), time(English, text).as_str()), (nb, en), "{text}");
        }
    }
}

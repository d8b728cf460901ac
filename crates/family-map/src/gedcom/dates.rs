//! Dates as GEDCOM writes them, and as people's programs do.

use super::notes::shown;
use crate::date::{Bound, FuzzyDate};
use crate::message::{Message, MessageKey, Severity};

/// What a date line says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Read {
    /// The one date, or the beginning of a span.
    pub(super) date: Option<FuzzyDate>,
    /// The end, where the line gives a span in which something held.
    pub(super) until: Option<FuzzyDate>,
    /// The line says that nobody knows.
    pub(super) unknown: bool,
    /// What is to be said about the line.
    pub(super) note: Option<(Severity, Message)>,
}

/// Words for «about», «before» and so on: those of the standard first, then
/// those that programs and people write.
const BOUNDS: &[(Bound, &[&str])] = &[
    (
        Bound::Circa,
        &["ABT", "EST", "CAL", "INT", "ABOUT", "CIRCA", "CA", "C", "UM", "OMKRING", "RUNDT", "ETWA", "EST."],
    ),
    (Bound::Before, &["BEF", "TO", "BEFORE", "FØR", "VOR", "UNTIL"]),
    (Bound::After, &["AFT", "FROM", "AFTER", "ETTER", "NACH", "SINCE"]),
];

/// Month names: of the standard, English in full, and of the neighbours.
const MONTHS: [(&[&str], &[&str]); 12] = [
    (&["JAN", "JANUARY"], &["JANUAR", "JÄN", "JÄNNER"]),
    (&["FEB", "FEBRUARY"], &["FEBRUAR"]),
    (&["MAR", "MARCH"], &["MARS", "MÄRZ", "MRZ", "MÄR", "MAERZ", "MARTS"]),
    (&["APR", "APRIL"], &[]),
    (&["MAY"], &["MAI", "MAJ"]),
    (&["JUN", "JUNE"], &["JUNI"]),
    (&["JUL", "JULY"], &["JULI"]),
    (&["AUG", "AUGUST"], &["AUGUSTI"]),
    (&["SEP", "SEPT", "SEPTEMBER"], &[]),
    (&["OCT", "OCTOBER"], &["OKT", "OKTOBER"]),
    (&["NOV", "NOVEMBER"], &[]),
    (&["DEC", "DECEMBER"], &["DES", "DESEMBER", "DEZ", "DEZEMBER"]),
];

/// Other calendars, and how many years to add to come near ours.
const CALENDARS: &[(&[&str], Option<i32>)] = &[
    (&["JULIAN"], Some(0)),
    (&["HEBREW"], Some(-3760)),
    (&["FRENCH R", "FRENCH_R"], Some(1791)),
    (&["ROMAN", "UNKNOWN"], None),
];

/// Reads the value of a date line.
pub(super) fn read(value: &str) -> Read {
    let value = value.trim();
    let upper = value.to_uppercase();
    if upper.is_empty() {
        return Read::default();
    }
    if matches!(upper.as_str(), "UNKNOWN" | "UKJENT" | "UNBEKANNT" | "?") {
        return Read { unknown: true, ..Read::default() };
    }
    if upper.starts_with('(') {
        return refuse(MessageKey::DatePhrase, value);
    }
    // «INT 1900 (as the priest wrote)»: the date counts, the words do not.
    let (text, phrase) = upper.split_once('(').map_or((upper.as_str(), false), |(text, _)| (text, true));
    let mut reader = Reader::default();
    let mut read = reader.whole(text);
    read.note = match reader.odd {
        _ if read.date.is_none() && read.until.is_none() => {
            let key = if reader.odd == Some(Odd::CalendarLost) {
                MessageKey::DateCalendarLost
            } else {
                MessageKey::DateUnreadable
            };
            return refuse(key, value);
        }
        Some(Odd::Calendar) => Some((Severity::Warning, MessageKey::DateOtherCalendar)),
        Some(Odd::CalendarLost) => Some((Severity::Warning, MessageKey::DateCalendarLost)),
        _ if reader.range => Some((Severity::Note, MessageKey::DateRange)),
        Some(Odd::Month) => Some((Severity::Note, MessageKey::DateForeignMonth)),
        None if phrase => Some((Severity::Note, MessageKey::DatePhrase)),
        None => None,
    }
    .map(|(severity, key)| {
        let mut message = Message::new(key).with("value", shown(value));
        if let Some(date) = read.date.filter(|_| matches!(key, MessageKey::DateRange | MessageKey::DateOtherCalendar)) {
            message = message.with("year", FuzzyDate::year(date.year));
        }
        (severity, message)
    });
    read
}

fn refuse(key: MessageKey, value: &str) -> Read {
    Read { note: Some((Severity::Warning, Message::new(key).with("value", shown(value)))), ..Read::default() }
}

/// Something about a date that is worth a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Odd {
    Month,
    Calendar,
    CalendarLost,
}

#[derive(Default)]
struct Reader {
    odd: Option<Odd>,
    range: bool,
}

impl Reader {
    fn whole(&mut self, text: &str) -> Read {
        let text = text.trim();
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let between = |words: [&str; 2]| rest.split_once(words[0]).or_else(|| rest.split_once(words[1]));
        match first {
            "BET" | "BET." | "BTW" | "BETWEEN" | "MELLOM" | "ZWISCHEN" => {
                if let Some((from, to)) = between([" AND ", "-"]).or_else(|| between([" OG ", " UND "])) {
                    return Read { date: self.middle(from, to), ..Read::default() };
                }
            }
            "FROM" | "FRA" | "VON" => {
                if let Some((from, to)) = between([" TO ", "-"]).or_else(|| between([" TIL ", " BIS "])) {
                    return Read { date: self.one(from), until: self.one(to), ..Read::default() };
                }
            }
            _ => {}
        }
        let word = first.trim_end_matches('.');
        if let Some((bound, _)) = BOUNDS.iter().find(|(_, words)| words.contains(&word)) {
            let date = self.one(rest).map(|date| date.bounded(*bound));
            // «TO 1900» is the end of a span and «before» for a single event.
            return Read { date, ..Read::default() };
        }
        if let Some(rest) = text.strip_prefix(['~', '≈']) {
            return Read { date: self.one(rest).map(|date| date.bounded(Bound::Circa)), ..Read::default() };
        }
        if let Some(rest) = text.strip_prefix('<') {
            return Read { date: self.one(rest).map(|date| date.bounded(Bound::Before)), ..Read::default() };
        }
        if let Some(rest) = text.strip_prefix('>') {
            return Read { date: self.one(rest).map(|date| date.bounded(Bound::After)), ..Read::default() };
        }
        Read { date: self.one(text), ..Read::default() }
    }

    /// Somewhere between two dates: the common part, else about the middle.
    fn middle(&mut self, from: &str, to: &str) -> Option<FuzzyDate> {
        let (from, to) = match (self.one(from), self.one(to)) {
            (Some(from), Some(to)) => (from, to),
            (one, other) => return one.or(other).map(|date| date.bounded(Bound::Circa)),
        };
        self.range = true;
        if from.year == to.year {
            let month = from.month.filter(|_| from.month == to.month);
            let day = from.day.filter(|_| month.is_some() && from.day == to.day);
            return Some(FuzzyDate { year: from.year, month, day, bound: from.bound });
        }
        Some(FuzzyDate::year(u16::midpoint(from.year, to.year)).bounded(Bound::Circa))
    }

    /// One date, with its calendar.
    fn one(&mut self, text: &str) -> Option<FuzzyDate> {
        let text = text.trim();
        let (calendar, text) = match text.strip_prefix("@#D") {
            Some(rest) => rest.split_once('@')?,
            None => {
                let known = CALENDARS.iter().flat_map(|(names, _)| names.iter().copied()).chain(["GREGORIAN"]);
                let named = known.filter_map(|name| Some((name, text.strip_prefix(name)?.strip_prefix(' ')?))).next();
                named.unwrap_or(("GREGORIAN", text))
            }
        };
        if calendar == "GREGORIAN" {
            return self.gregorian(text.trim());
        }
        let shift = CALENDARS.iter().find(|(names, _)| names.contains(&calendar)).and_then(|(_, shift)| *shift);
        let year = text.split_whitespace().rev().find_map(|word| word.split('/').next()?.parse::<i32>().ok());
        let date = shift.zip(year).and_then(|(shift, year)| {
            let year = u16::try_from(year + shift).ok()?;
            FuzzyDate::year(year).bounded(Bound::Circa).checked()
        });
        let before_christ = text.contains('B');
        self.odd = Some(if date.is_some() && !before_christ { Odd::Calendar } else { Odd::CalendarLost });
        date.filter(|_| !before_christ)
    }

    /// One date of our calendar: `4 NOV 2019`, `NOV 2019`, `2019`, `4.11.2019`,
    /// `2019-11-04`, `11 FEB 1731/32`.
    fn gregorian(&mut self, text: &str) -> Option<FuzzyDate> {
        let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(['.', ','])).collect();
        match words[..] {
            [one] => numeric(one).or_else(|| year(one)),
            [name, of] => {
                let month = self.month(name)?;
                let date = year(of)?;
                FuzzyDate { month: Some(month), ..date }.checked()
            }
            [day, name, of] => {
                // «Nov 4, 2019» as well as «4 Nov 2019».
                let (day, name) = if day.parse::<u8>().is_ok() { (day, name) } else { (name, day) };
                let month = self.month(name)?;
                let date = year(of)?;
                FuzzyDate { month: Some(month), day: Some(day.parse().ok()?), ..date }.checked()
            }
            _ => None,
        }
    }

    fn month(&mut self, name: &str) -> Option<u8> {
        let known = |names: &[&str]| names.contains(&name);
        let at = MONTHS.iter().position(|(ours, others)| known(ours) || known(others))?;
        if !known(MONTHS.get(at)?.0) {
            self.odd = Some(Odd::Month);
        }
        u8::try_from(at + 1).ok()
    }
}

/// A year, also `1731/32`: the year began in March, the second one is ours.
fn year(text: &str) -> Option<FuzzyDate> {
    let Some((old, new)) = text.split_once('/') else {
        return FuzzyDate::year(plain(text)?).checked();
    };
    let year = plain(old)?.checked_add(1)?;
    (year % 100 == plain(new)? % 100).then(|| FuzzyDate::year(year).bounded(Bound::Circa))?.checked()
}

/// Digits and nothing else, at most four.
fn plain(text: &str) -> Option<u16> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// ISO dates, and the order that Norway writes: `4.11.2019`.
fn numeric(text: &str) -> Option<FuzzyDate> {
    let mut parts = text.split('.');
    if let (Some(day), Some(month), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) {
        return FuzzyDate::day(plain(year)?, day_or_month(month)?, day_or_month(day)?);
    }
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-').map_or((rest, None), |(month, day)| (month, Some(day)));
    let year = plain(year).filter(|_| year.len() == 4)?;
    let day = day.map(day_or_month);
    if day == Some(None) {
        return None;
    }
    FuzzyDate { year, month: Some(day_or_month(month)?), day: day.flatten(), bound: Bound::Exact }.checked()
}

fn day_or_month(text: &str) -> Option<u8> {
    plain(text).filter(|_| text.len() <= 2).and_then(|number| u8::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Arg;

    /// The date with its bound, the end, and the note, as one text.
    fn told(value: &str) -> String {
        let read = read(value);
        let bound = |date: FuzzyDate| match date.bound {
            Bound::Exact => format!("{date}"),
            Bound::Circa => format!("~{date}"),
            Bound::Estimated => format!("={date}"),
            Bound::Before => format!("<{date}"),
            Bound::After => format!(">{date}"),
        };
        let mut text = read.date.map_or("-".to_owned(), bound);
        if let Some(until) = read.until {
            text += &format!("..{}", bound(until));
        }
        if read.unknown {
            text += " unknown";
        }
        if let Some((_, message)) = read.note {
            text += &format!(" {}", message.key.code().trim_start_matches("gedcom."));
        }
        text
    }

    #[test]
    fn dates_as_they_come() {
        let cases = [
            ("4 NOV 2019", "2019-11-04"),
            ("04 Nov 2019", "2019-11-04"),
            ("Nov 2019", "2019-11"),
            ("794", "0794"),
            ("Abt 794", "~0794"),
            ("EST 1900", "~1900"),
            ("CAL MAR 1900", "~1900-03"),
            ("ca. 1900", "~1900"),
            ("~1900", "~1900"),
            ("BEF 4 NOV 2019", "<2019-11-04"),
            ("AFT 2019", ">2019"),
            ("FROM 2019", ">2019"),
            ("TO 2019", "<2019"),
            ("FROM 2016 TO 1 JAN 2021", "2016..2021-01-01"),
            ("Bet 900 and 911", "~0905 date_range"),
            ("BET 1 JAN 1900 AND 31 DEC 1900", "1900 date_range"),
            ("BET 1 MAR 1900 AND 9 MAR 1900", "1900-03 date_range"),
            ("INT 1900 (as the priest wrote)", "~1900 date_phrase"),
            ("(about the time of the war)", "- date_phrase"),
            ("11 FEB 1731/32", "~1732-02-11"),
            ("1699/00", "~1700"),
            ("1731/40", "- date_unreadable"),
            ("4.11.2019", "2019-11-04"),
            ("2019-11-04", "2019-11-04"),
            ("2019-11", "2019-11"),
            ("November 4, 2019", "2019-11-04"),
            ("4. Nov 2019", "2019-11-04"),
            ("@#DGREGORIAN@ 4 NOV 2019", "2019-11-04"),
            ("GREGORIAN 4 NOV 2019", "2019-11-04"),
            ("@#DJULIAN@ 4 NOV 1690", "~1690 date_other_calendar"),
            ("JULIAN 4 NOV 1690", "~1690 date_other_calendar"),
            ("@#DHEBREW@ 2 TVT 5758", "~1998 date_other_calendar"),
            ("@#DFRENCH R@ 11 NIVO 6", "~1797 date_other_calendar"),
            ("FRENCH_R 11 NIVO 6", "~1797 date_other_calendar"),
            ("@#DROMAN@ 700", "- date_calendar_lost"),
            ("@#DJULIAN@ 44 B.C.", "- date_calendar_lost"),
            ("@#DJULIAN", "- date_unreadable"),
            ("4 DES 2019", "2019-12-04 date_foreign_month"),
            ("4 MÄRZ 2019", "2019-03-04 date_foreign_month"),
            ("mai 2019", "2019-05 date_foreign_month"),
            ("Unknown", "- unknown"),
            ("ukjent", "- unknown"),
            ("", "-"),
            ("Deceased", "- date_unreadable"),
            ("30 FEB 2019", "- date_unreadable"),
            ("4 NOV 02019", "- date_unreadable"),
            ("44 B.C.", "- date_unreadable"),
            ("0", "- date_unreadable"),
            ("11/4/2019", "- date_unreadable"),
            ("BET 1900", "- date_unreadable"),
            ("ABT", "- date_unreadable"),
            ("-5", "- date_unreadable"),
            ("ÅÅÅÅ-ÅÅ", "- date_unreadable"),
        ];
        for (value, expected) in cases {
            assert_eq!(told(value), expected, "{value}");
        }
    }

    #[test]
    fn a_note_shows_the_value_on_one_line_and_not_too_long() {
        let long = format!("x\n{}", "æ".repeat(100));
        let (_, message) = read(&long).note.unwrap();
        assert_eq!(message.args["value"], Arg::from(format!("x {}…", "æ".repeat(78))));
    }
}

//! Words that the calendar's pages share.

use super::super::groups::words::{I18n, off_word};
use crate::i18n::t_string;
use casework::Day;
use casework::calendar::conflict::Conflict;
use casework::calendar::{DayNote, Eve, Weekday};

pub use super::super::groups::words::{day_word, hours};

/// A day of the week.
pub fn weekday_word(i18n: I18n, day: Day) -> &'static str {
    match Weekday::of(day) {
        Weekday::Monday => t_string!(i18n, calendar.monday),
        Weekday::Tuesday => t_string!(i18n, calendar.tuesday),
        Weekday::Wednesday => t_string!(i18n, calendar.wednesday),
        Weekday::Thursday => t_string!(i18n, calendar.thursday),
        Weekday::Friday => t_string!(i18n, calendar.friday),
        Weekday::Saturday => t_string!(i18n, calendar.saturday),
        Weekday::Sunday => t_string!(i18n, calendar.sunday),
    }
}

/// What to think of on a working day.
pub fn note_word(i18n: I18n, note: DayNote) -> &'static str {
    match note {
        DayNote::Squeezed => t_string!(i18n, calendar.squeezed),
        DayNote::Eve(Eve::EasterWednesday) => t_string!(i18n, calendar.easter_wednesday),
        DayNote::Eve(Eve::ChristmasEve) => t_string!(i18n, calendar.christmas_eve),
        DayNote::Eve(Eve::NewYearsEve) => t_string!(i18n, calendar.new_years_eve),
    }
}

/// What stands in the way, in a sentence.
pub fn conflict_word(i18n: I18n, conflict: &Conflict, name: &str) -> String {
    match conflict {
        Conflict::Taken(clash) => {
            let (name, time) = (name.to_owned(), hours(i18n, clash.span));
            if clash.on_the_road {
                t_string!(i18n, calendar.taken_road, name = name, time = time)
            } else {
                t_string!(i18n, calendar.taken, name = name, time = time)
            }
        }
        Conflict::DayOff { why, .. } => t_string!(i18n, calendar.day_off, why = off_word(i18n, why)),
        Conflict::OutsideHours => t_string!(i18n, calendar.outside_hours).to_owned(),
        Conflict::Note { note, .. } => note_word(i18n, *note).to_owned(),
    }
}

/// The sentence for a rule of the calendar that stands in the way, by its code.
pub fn declined(i18n: I18n, code: &str) -> Option<&'static str> {
    Some(match code {
        "entry_title" => t_string!(i18n, calendar.no_title),
        "entry_day" => t_string!(i18n, calendar.no_day),
        "entry_time" => t_string!(i18n, calendar.no_time),
        "entry_order" | "series_length" => t_string!(i18n, calendar.no_order),
        "entry_no_hour" => t_string!(i18n, calendar.no_hour),
        "entry_road" => t_string!(i18n, calendar.no_road),
        "entry_people" => t_string!(i18n, calendar.no_people),
        "entry_room" => t_string!(i18n, calendar.no_room),
        "series_end" | "series_rule" => t_string!(i18n, calendar.no_end),
        "changed_since" => t_string!(i18n, calendar.changed_since),
        _ => return None,
    })
}

//! Words of the calendar's pages.

use super::Kind;
use crate::api::calendar::view::{CalendarItem, ItemWhat};
use crate::i18n::t_string;
use crate::pages::group_words::{I18n, day_word, off_word};
use casework::Day;
use casework::appointment::PlaceKind;
use casework::calendar::conflict::{Conflict, Resource};
use casework::calendar::{DayNote, IsoWeek, Weekday};

pub(super) fn kind_word(i18n: I18n, kind: Kind) -> &'static str {
    match kind {
        Kind::Day => t_string!(i18n, calendar.day),
        Kind::Week => t_string!(i18n, calendar.week),
        Kind::Month => t_string!(i18n, calendar.month),
        Kind::List => t_string!(i18n, calendar.list),
    }
}

/// What is shown, for the head of the page: «Uke 48, 2026», «23. november 2026».
pub(super) fn span_words(i18n: I18n, kind: Kind, day: Day) -> String {
    let week = IsoWeek::of(day);
    match kind {
        Kind::Week => t_string!(i18n, calendar.week_of, week = week.week.to_string(), year = week.year.to_string()),
        Kind::Month => format!("{} {}", month_word(i18n, day.month), day.year),
        Kind::Day => format!("{} {}", weekday_word(i18n, Weekday::of(day)), day_word(i18n, day)),
        Kind::List => t_string!(i18n, calendar.from_day, day = day_word(i18n, day)),
    }
}

pub(super) fn weekday_word(i18n: I18n, day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => t_string!(i18n, calendar.monday),
        Weekday::Tuesday => t_string!(i18n, calendar.tuesday),
        Weekday::Wednesday => t_string!(i18n, calendar.wednesday),
        Weekday::Thursday => t_string!(i18n, calendar.thursday),
        Weekday::Friday => t_string!(i18n, calendar.friday),
        Weekday::Saturday => t_string!(i18n, calendar.saturday),
        Weekday::Sunday => t_string!(i18n, calendar.sunday),
    }
}

fn month_word(i18n: I18n, month: u8) -> &'static str {
    match month {
        1 => t_string!(i18n, calendar.m1),
        2 => t_string!(i18n, calendar.m2),
        3 => t_string!(i18n, calendar.m3),
        4 => t_string!(i18n, calendar.m4),
        5 => t_string!(i18n, calendar.m5),
        6 => t_string!(i18n, calendar.m6),
        7 => t_string!(i18n, calendar.m7),
        8 => t_string!(i18n, calendar.m8),
        9 => t_string!(i18n, calendar.m9),
        10 => t_string!(i18n, calendar.m10),
        11 => t_string!(i18n, calendar.m11),
        _ => t_string!(i18n, calendar.m12),
    }
}

/// What an item is called.
pub(super) fn item_word(i18n: I18n, item: &CalendarItem) -> String {
    match &item.what {
        ItemWhat::Title(title) => title.clone(),
        ItemWhat::Family(_, name) => name.clone(),
        ItemWhat::Busy if item.sort == "absence" => t_string!(i18n, calendar.away).to_owned(),
        ItemWhat::Busy => t_string!(i18n, calendar.busy).to_owned(),
    }
}

/// Where it is and with whom, in a line; empty where that is not told.
pub(super) fn where_words(i18n: I18n, item: &CalendarItem) -> String {
    let elsewhere = item.place.as_deref().filter(|place| *place != PlaceKind::Centre.code());
    let place = elsewhere.map(|place| place_word(i18n, place).to_owned());
    let road = (item.road.0 > 0).then(|| t_string!(i18n, calendar.road_of, minutes = item.road.0.to_string()));
    let mut all: Vec<String> = [item.room.clone(), place, road].into_iter().flatten().collect();
    all.extend(item.people.iter().cloned());
    all.join(" · ")
}

pub(super) fn place_word(i18n: I18n, code: &str) -> &'static str {
    match code {
        "home" => t_string!(i18n, calendar.place_home),
        "elsewhere" => t_string!(i18n, calendar.place_elsewhere),
        "telephone" => t_string!(i18n, calendar.place_telephone),
        "video" => t_string!(i18n, calendar.place_video),
        _ => t_string!(i18n, calendar.place_centre),
    }
}

/// What else there is to think of on a day.
pub(super) fn note_word(i18n: I18n, note: &DayNote) -> &'static str {
    match note {
        DayNote::Eve(_) => t_string!(i18n, calendar.eve),
        DayNote::Squeezed => t_string!(i18n, calendar.squeezed),
    }
}

/// What stands in the way.
pub(super) fn conflict_word(i18n: I18n, conflict: &Conflict, name: &str) -> String {
    match conflict {
        Conflict::Taken(clash) if clash.on_the_road => t_string!(i18n, calendar.on_the_road, name = name.to_owned()),
        Conflict::Taken(clash) => match clash.resource {
            Resource::Room(_) => t_string!(i18n, calendar.room_taken, name = name.to_owned()),
            Resource::Equipment(_) => t_string!(i18n, calendar.equipment_taken, name = name.to_owned()),
            _ => t_string!(i18n, calendar.taken, name = name.to_owned()),
        },
        Conflict::DayOff { why, .. } => t_string!(i18n, calendar.day_off, why = off_word(i18n, why)),
        Conflict::OutsideHours => t_string!(i18n, calendar.outside_hours).to_owned(),
        Conflict::Note { note, .. } => note_word(i18n, note).to_owned(),
    }
}

/// What one's own last change did.
pub(super) fn change_word(i18n: I18n, code: &str) -> &'static str {
    match code {
        "made" => t_string!(i18n, calendar.did_make),
        "moved" => t_string!(i18n, calendar.did_move),
        "cancelled" => t_string!(i18n, calendar.did_cancel),
        "restored" => t_string!(i18n, calendar.did_restore),
        _ => t_string!(i18n, calendar.did_fill),
    }
}

//! What may be wrong with a programme's file, each with the place.

use super::{Named, Programme, Words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something wrong with a programme's file. Each is the key of its text; the
/// arguments name the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeError {
    /// It is not such a file at all.
    Unreadable {
        /// Where reading stopped, from 1.
        line: u32,
        /// Where in the line, from 1.
        column: u32,
        /// What was found there; English, for whoever writes files.
        what: String,
    },
    /// A code has other signs than small letters, digits and underscores, or none.
    BadCode(String),
    /// A unit's own programme has the code of one of ours.
    CodeTaken(String),
    /// Two have the same code; with the list and the code.
    DoubleCode(String, String),
    /// A name has no bokmål; with the place.
    NoBokmal(String),
    /// No themes.
    NoThemes,
    /// A theme names something that is not in its list; with the theme and the code.
    Unknown(String, String),
    /// Meetings: fewest, usual and most are not in order, or none, or more than fifty. With the variant, if one.
    BadMeetings(Option<String>),
    /// A meeting lasts no time or more than a day, or «every so many weeks» is not 1 to 8.
    BadRhythm(Option<String>),
    /// Nobody could ever join, or after the last meeting.
    BadLastJoining(Option<String>),
    /// No leader.
    NoLeader(Option<String>),
    /// Seats: fewest and most are not in order, or none.
    BadSeats,
    /// The ages of the children are not in order.
    BadChildAge,
    /// A certificate for who attends nothing.
    BadCertificate,
    /// A variant with no language or more than four.
    BadLanguages(String),
    /// A part of the day ends before it begins, or before the one before it is over; with its place from 1.
    BadDayPart(u8),
}

/// Everything that is wrong with a programme.
#[must_use]
pub fn check(programme: &Programme) -> Vec<ProgrammeError> {
    let mut errors = Vec::new();
    code(&programme.code, &mut errors);
    name(&programme.name, "name", &mut errors);
    let themes: Vec<Named> =
        programme.themes.iter().map(|it| Named { code: it.code.clone(), name: it.name.clone() }).collect();
    let variants: Vec<Named> =
        programme.variants.iter().map(|it| Named { code: it.code.clone(), name: it.name.clone() }).collect();
    for (list, place) in [
        (&programme.parts, "parts"),
        (&themes, "themes"),
        (&programme.goal_areas, "goal_areas"),
        (&programme.services, "services"),
        (&variants, "variants"),
    ] {
        named(list, place, &mut errors);
    }
    if programme.themes.is_empty() {
        errors.push(ProgrammeError::NoThemes);
    }
    for theme in &programme.themes {
        let mut known = |code: &String, list: &[Named]| {
            if !list.iter().any(|it| it.code == *code) {
                errors.push(ProgrammeError::Unknown(theme.code.clone(), code.clone()));
            }
        };
        theme.part.iter().for_each(|it| known(it, &programme.parts));
        theme.goal_area.iter().for_each(|it| known(it, &programme.goal_areas));
        theme.guests.iter().for_each(|it| known(it, &programme.services));
    }
    numbers(programme, &mut errors);
    day_plan(programme, &mut errors);
    errors
}

fn code(code: &str, errors: &mut Vec<ProgrammeError>) {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if code.is_empty() || code.len() > 40 || !code.chars().all(plain) {
        errors.push(ProgrammeError::BadCode(code.to_owned()));
    }
}

fn name(words: &Words, place: &str, errors: &mut Vec<ProgrammeError>) {
    if words.get("nb").is_none_or(|text| text.trim().is_empty()) {
        errors.push(ProgrammeError::NoBokmal(place.to_owned()));
    }
}

fn named(list: &[Named], place: &str, errors: &mut Vec<ProgrammeError>) {
    let mut seen = BTreeSet::new();
    for it in list {
        code(&it.code, errors);
        name(&it.name, &format!("{place}.{}", it.code), errors);
        if !seen.insert(&it.code) {
            errors.push(ProgrammeError::DoubleCode(place.to_owned(), it.code.clone()));
        }
    }
}

fn numbers(programme: &Programme, errors: &mut Vec<ProgrammeError>) {
    let variants = programme.variants.iter().map(|it| (Some(it.code.clone()), it.meetings, it.leaders));
    let whole = (None, Some(programme.meetings), Some(programme.leaders));
    for (variant, meetings, leaders) in std::iter::once(whole).chain(variants) {
        if let Some(it) = meetings {
            if it.fewest == 0 || it.fewest > it.usual || it.usual > it.most || it.most > 50 {
                errors.push(ProgrammeError::BadMeetings(variant.clone()));
            }
            if it.minutes == 0 || it.minutes > 24 * 60 || !(1..=8).contains(&it.every_weeks) {
                errors.push(ProgrammeError::BadRhythm(variant.clone()));
            }
            if it.last_joining == 0 || it.last_joining > it.fewest {
                errors.push(ProgrammeError::BadLastJoining(variant.clone()));
            }
        }
        if leaders.is_some_and(|it| it.count == 0) {
            errors.push(ProgrammeError::NoLeader(variant));
        }
    }
    if programme.seats.fewest == 0 || programme.seats.fewest > programme.seats.most {
        errors.push(ProgrammeError::BadSeats);
    }
    if programme.child_age.is_some_and(|it| it.from_months >= it.below_months) {
        errors.push(ProgrammeError::BadChildAge);
    }
    if programme.certificate.is_some_and(|it| it.may_miss >= programme.meetings.fewest) {
        errors.push(ProgrammeError::BadCertificate);
    }
    for variant in programme.variants.iter().filter(|it| it.languages.is_some_and(|count| !(1..=4).contains(&count))) {
        errors.push(ProgrammeError::BadLanguages(variant.code.clone()));
    }
}

fn day_plan(programme: &Programme, errors: &mut Vec<ProgrammeError>) {
    let mut over = None;
    for (place, part) in (1_u8..).zip(&programme.day_plan) {
        name(&part.name, &format!("day_plan.{place}"), errors);
        if part.from >= part.to || over.is_some_and(|over| part.from < over) {
            errors.push(ProgrammeError::BadDayPart(place));
        }
        over = Some(part.to);
    }
}

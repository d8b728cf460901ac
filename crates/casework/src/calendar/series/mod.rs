//! An appointment that repeats: where it begins, how it repeats, and what is
//! different from the rule (cancelled, moved). One object, so that a move of
//! «this and following» is one step and can be taken back as one.

mod days_off;
mod edit;
mod expand;
mod rule;
pub mod text;
#[cfg(feature = "server")]
pub mod zone;

pub use edit::{Change, Edited, Part, Scope, SeriesEdit};
pub use expand::Occurrence;
pub use rule::{End, Pattern, Rule};

use super::moment::{Moment, Span};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An appointment, once or repeated, in local time. An occurrence is known by
/// the moment for which the rule had it (RECURRENCE-ID), wherever it was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The first occurrence as the rule has it.
    pub start: Moment,
    /// How long each lasts, in minutes.
    pub minutes: u16,
    /// How it repeats; nothing for what happens once.
    pub rule: Option<Rule>,
    /// Occurrences that do not take place (EXDATE). They count in the rule's number.
    pub cancelled: BTreeSet<Moment>,
    /// Occurrences that take place at another time or last otherwise.
    pub moved: BTreeMap<Moment, Moved>,
    /// Counts the changes (SEQUENCE), so that other calendars take the newest.
    pub sequence: u32,
}

/// Where an occurrence was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// When it begins instead.
    pub to: Moment,
    /// How long it lasts, in minutes.
    pub minutes: u16,
}

/// Why a series or a change of one is refused. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesError {
    /// It lasts no time, or more than a day.
    BadLength,
    /// «Every» is none, or more than a year.
    BadInterval,
    /// A weekly rule without a day of the week.
    NoWeekday,
    /// There is no such week of a month: first to fifth.
    BadWeekOfMonth,
    /// It is to happen no times.
    NoCount,
    /// It ends before it begins.
    EndsBeforeStart,
    /// Its last day lies more than twenty years after the first.
    EndsTooLate,
    /// Its first day is not one of its rule.
    StartOffRule,
    /// The series has no such occurrence, or it is cancelled.
    NoSuchOccurrence,
    /// Moved so, the rule could not say it any more: a rule with several days
    /// every other week whose days would fall into different weeks.
    CannotShift,
    /// Another reader of rules does not understand it, for example because it
    /// begins in an hour that does not exist.
    Unreadable,
}

impl SeriesError {
    /// Stable code, the key of its text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadLength => "bad_length",
            Self::BadInterval => "bad_interval",
            Self::NoWeekday => "no_weekday",
            Self::BadWeekOfMonth => "bad_week_of_month",
            Self::NoCount => "no_count",
            Self::EndsBeforeStart => "ends_before_start",
            Self::EndsTooLate => "ends_too_late",
            Self::StartOffRule => "start_off_rule",
            Self::NoSuchOccurrence => "no_such_occurrence",
            Self::CannotShift => "cannot_shift",
            Self::Unreadable => "unreadable",
        }
    }
}

/// No appointment lasts longer than a day, in minutes.
pub const LONGEST_MINUTES: u16 = 24 * 60;

impl Series {
    /// What happens once.
    ///
    /// # Errors
    /// When it lasts no time or more than a day.
    pub fn once(start: Moment, minutes: u16) -> Result<Self, SeriesError> {
        Self::new(start, minutes, None)
    }

    /// A series whose first day is one of its rule.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(start: Moment, minutes: u16, rule: Option<Rule>) -> Result<Self, SeriesError> {
        let series = Self { start, minutes, rule, cancelled: BTreeSet::new(), moved: BTreeMap::new(), sequence: 0 };
        series.check()?;
        Ok(series)
    }

    /// Whether length and rule make sense; what came over the wire is checked before it is kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), SeriesError> {
        let lengths = self.moved.values().map(|moved| moved.minutes).chain([self.minutes]);
        if lengths.into_iter().any(|minutes| minutes == 0 || minutes > LONGEST_MINUTES) {
            return Err(SeriesError::BadLength);
        }
        self.rule.as_ref().map_or(Ok(()), |rule| rule.check(self.start.day))
    }

    /// When the rule has an occurrence, and how long it lasts if not moved.
    const fn planned(&self, id: Moment) -> Span {
        Span::of(id, self.minutes)
    }
}

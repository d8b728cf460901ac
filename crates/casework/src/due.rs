//! What falls due in a case because of who is on its map: a mentioned person is
//! to be deleted (R3: the fewest fields, no longer than they serve), a child
//! reaches an age (R7). Each is a task for people, never a silent switch.

use crate::child::{AgeLimits, BirthdayTask, birthday_tasks};
use crate::day::{Day, Period};
use serde::{Deserialize, Serialize};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    /// Delete a mentioned person, or say why they are still needed.
    ForgetMentioned,
    /// Talk with a child about who may read what they say.
    TalkAboutConfidence,
    /// Offer a young person a case of their own, and review the parents' access.
    OwnCase,
}

impl DueKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::ForgetMentioned, Self::TalkAboutConfidence, Self::OwnCase];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ForgetMentioned => "forget_mentioned",
            Self::TalkAboutConfidence => "talk_about_confidence",
            Self::OwnCase => "own_case",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How long a mentioned person stays on a map unless somebody says otherwise.
const KEEP_MENTIONED_YEARS: u16 = 1;

/// The day of deletion that is proposed for somebody mentioned today.
#[must_use]
pub const fn proposed_deletion(today: Day) -> Day {
    today.birthday(KEEP_MENTIONED_YEARS)
}

/// What the rule needs to know of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DuePerson {
    /// On the map and nothing more; with the day of deletion set before, if any.
    Mentioned {
        /// The day that is set already.
        delete_on: Option<Day>,
    },
    /// A child who takes part.
    Child {
        /// Birthday, where it is known well enough.
        born: Option<Day>,
        /// Taking part since.
        since: Day,
    },
    /// Whoever else: an adult participant, a pet, a service, a loss.
    Other,
}

/// What falls due for a person, with its day.
#[must_use]
pub fn due_of(person: DuePerson, today: Day, limits: AgeLimits) -> Vec<(DueKind, Day)> {
    match person {
        DuePerson::Mentioned { delete_on } => {
            vec![(DueKind::ForgetMentioned, delete_on.unwrap_or_else(|| proposed_deletion(today)))]
        }
        DuePerson::Child { born: Some(born), since } => {
            // What lay before they came is part of how the case begins.
            birthday_tasks(born, Period { from: Some(since), to: None }, limits)
                .into_iter()
                .map(|(day, task)| match task {
                    BirthdayTask::TalkAboutConfidence => (DueKind::TalkAboutConfidence, day),
                    BirthdayTask::OfferOwnCase => (DueKind::OwnCase, day),
                })
                .collect()
        }
        DuePerson::Child { born: None, .. } | DuePerson::Other => Vec::new(),
    }
}

/// Why a day of deletion cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidDeletion {
    /// It lies in the past.
    Past,
    /// It is later than proposed and no reason is given.
    NoReason,
}

/// A day of deletion may be moved; later than proposed only with a reason.
///
/// # Errors
/// Why not.
pub fn check_deletion(day: Day, reason: &str, today: Day) -> Result<(), InvalidDeletion> {
    if day < today {
        Err(InvalidDeletion::Past)
    } else if day > proposed_deletion(today) && reason.trim().is_empty() {
        Err(InvalidDeletion::NoReason)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::child::DEFAULT_AGE_LIMITS;

    const TODAY: Day = Day::new(2026, 11, 23);

    #[test]
    fn the_table_of_what_falls_due() {
        let emil = Some(Day::new(2015, 9, 21));
        let began = Day::new(2026, 9, 7);
        let table = [
            (DuePerson::Mentioned { delete_on: None }, vec![(DueKind::ForgetMentioned, Day::new(2027, 11, 23))]),
            (
                DuePerson::Mentioned { delete_on: Some(Day::new(2027, 1, 1)) },
                vec![(DueKind::ForgetMentioned, Day::new(2027, 1, 1))],
            ),
            (
                DuePerson::Child { born: emil, since: began },
                vec![(DueKind::TalkAboutConfidence, Day::new(2027, 9, 21)), (DueKind::OwnCase, Day::new(2031, 9, 21))],
            ),
            // Came at fourteen: the talk is part of how the case began.
            (
                DuePerson::Child { born: Some(Day::new(2012, 1, 1)), since: began },
                vec![(DueKind::OwnCase, Day::new(2028, 1, 1))],
            ),
            (DuePerson::Child { born: None, since: began }, vec![]),
            (DuePerson::Other, vec![]),
        ];
        for (person, expected) in table {
            assert_eq!(due_of(person, TODAY, DEFAULT_AGE_LIMITS), expected, "{person:?}");
        }
    }

    #[test]
    fn a_later_day_of_deletion_needs_a_reason() {
        let table = [
            (Day::new(2026, 11, 22), "x", Err(InvalidDeletion::Past)),
            (Day::new(2026, 11, 23), "", Ok(())),
            (Day::new(2027, 11, 23), "", Ok(())),
            (Day::new(2027, 11, 24), " ", Err(InvalidDeletion::NoReason)),
            (Day::new(2029, 1, 1), "Samvær med mormor avklares", Ok(())),
        ];
        for (day, reason, expected) in table {
            assert_eq!(check_deletion(day, reason, TODAY), expected, "{day:?} {reason}");
        }
    }

    #[test]
    fn codes_go_both_ways() {
        for kind in DueKind::ALL {
            assert_eq!(DueKind::from_code(kind.code()), Some(kind));
        }
    }
}

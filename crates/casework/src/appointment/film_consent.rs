//! The consent to filming (Marte Meo): a consent of its own, with a place where
//! the film is kept and a day by which it is deleted. (Our rule; domain facts, 7.4.)

use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A consent to filming.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilmConsent {
    /// Who said yes, by person id.
    pub given_by: BTreeSet<String>,
    /// When.
    pub given: Day,
    /// Where the film is kept.
    pub place: String,
    /// By when it is deleted.
    pub delete_by: Day,
}

/// Why a consent is not kept. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilmFault {
    /// Nobody has said yes.
    Nobody,
    /// Nothing is said of where the film is kept.
    Place,
    /// It would be deleted before it was agreed to, or is agreed to in time to come.
    Days,
}

impl FilmFault {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nobody => "film_nobody",
            Self::Place => "film_place",
            Self::Days => "film_days",
        }
    }
}

/// What there is to say of a consent on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilmState {
    /// It holds.
    Holds,
    /// The film is to be deleted by now, and nothing more is filmed by it.
    Over,
    /// It was taken back: nothing more is filmed, and the film is deleted.
    Withdrawn,
}

impl FilmConsent {
    /// What is wrong with it today.
    ///
    /// # Errors
    /// The first thing that is missing.
    pub fn check(&self, today: Day) -> Result<(), FilmFault> {
        if self.given_by.is_empty() {
            return Err(FilmFault::Nobody);
        }
        if self.place.trim().is_empty() {
            return Err(FilmFault::Place);
        }
        let in_order = self.given.exists() && self.delete_by.exists() && self.given < self.delete_by;
        if in_order && self.given <= today { Ok(()) } else { Err(FilmFault::Days) }
    }

    /// How it stands on a day.
    #[must_use]
    pub fn state(&self, withdrawn: bool, day: Day) -> FilmState {
        match (withdrawn, day <= self.delete_by) {
            (true, _) => FilmState::Withdrawn,
            (false, true) => FilmState::Holds,
            (false, false) => FilmState::Over,
        }
    }

    /// Whether filming on a day is agreed to.
    #[must_use]
    pub fn allows(&self, withdrawn: bool, day: Day) -> bool {
        self.given <= day && self.state(withdrawn, day) == FilmState::Holds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_from_the_day_it_was_given_until_the_film_is_deleted() {
        let (given, delete_by) = (Day::new(2026, 11, 20), Day::new(2027, 5, 20));
        let people = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        let yes = FilmConsent { given_by: people(&["a"]), given, place: "Låst disk på kontoret".into(), delete_by };
        let today = Day::new(2026, 11, 23);
        for (consent, expected) in [
            (yes.clone(), Ok(())),
            (FilmConsent { given_by: people(&[]), ..yes.clone() }, Err(FilmFault::Nobody)),
            (FilmConsent { place: " ".into(), ..yes.clone() }, Err(FilmFault::Place)),
            (FilmConsent { delete_by: given, ..yes.clone() }, Err(FilmFault::Days)),
            (FilmConsent { given: today.plus(1), ..yes.clone() }, Err(FilmFault::Days)),
        ] {
            assert_eq!(consent.check(today), expected, "{consent:?}");
        }
        for (day, withdrawn, allows) in [
            (given.before(), false, false),
            (given, false, true),
            (delete_by, false, true),
            (delete_by.plus(1), false, false),
            (today, true, false),
        ] {
            assert_eq!(yes.allows(withdrawn, day), allows, "{day} {withdrawn}");
        }
        assert_eq!(yes.state(false, delete_by.plus(1)), FilmState::Over);
    }
}

//! Days without work: holidays, weekends, and what a unit's own list says
//! (school holidays, planning days, the common summer holiday). School holidays
//! are set locally, so they are data and never a rule in code.

use super::holiday::{self, Eve, Holiday};
use super::weekday::Weekday;
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a unit keeps days free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosureKind {
    /// The municipality's schools have a holiday (*skoleferie, skolefri*).
    SchoolFree,
    /// Staff of kindergarten or school plan, children are at home (*planleggingsdag*).
    PlanningDay,
    /// Three weeks in July (*fellesferie*).
    CommonHoliday,
    /// The unit itself is closed.
    UnitClosed,
}

impl ClosureKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::SchoolFree, Self::PlanningDay, Self::CommonHoliday, Self::UnitClosed];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SchoolFree => "school_free",
            Self::PlanningDay => "planning_day",
            Self::CommonHoliday => "common_holiday",
            Self::UnitClosed => "unit_closed",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Days that a unit's list keeps free, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// Why.
    pub kind: ClosureKind,
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// What the unit calls it, for example «vinterferie».
    pub name: String,
}

/// Why nothing is planned on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOff {
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday, or both where two meet.
    Holiday(Vec<Holiday>),
    /// The unit's list says so.
    Closure {
        /// Why.
        kind: ClosureKind,
        /// What the unit calls it.
        name: String,
    },
}

impl DayOff {
    /// Stable code, the key of its text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Weekend => "weekend",
            Self::Holiday(_) => "holiday",
            Self::Closure { kind, .. } => kind.code(),
        }
    }
}

/// A working day about which whoever plans should think twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayNote {
    /// The only working day between two days off (*inneklemt dag*).
    Squeezed,
    /// An eve: most doors close at noon.
    Eve(Eve),
}

impl DayNote {
    /// Stable code, the key of its text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Squeezed => "squeezed",
            Self::Eve(eve) => eve.code(),
        }
    }
}

/// The days off of one unit: weekends and holidays, which all share, and the
/// unit's own list. Looking up a day takes time with the logarithm of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreeDays {
    /// By number of the day; where two closures meet, the first of the list.
    closed: BTreeMap<i64, (ClosureKind, String)>,
}

/// Longer lists than this of one closure are cut: a closure is days, not years.
const LONGEST_CLOSURE_DAYS: i64 = 400;

impl FreeDays {
    /// From a unit's list; a closure that ends before it begins holds no day.
    #[must_use]
    pub fn new(closures: &[Closure]) -> Self {
        let mut closed = BTreeMap::new();
        for closure in closures {
            let first = closure.first.number();
            for number in first..=closure.last.number().min(first + LONGEST_CLOSURE_DAYS - 1) {
                closed.entry(number).or_insert_with(|| (closure.kind, closure.name.clone()));
            }
        }
        Self { closed }
    }

    /// Why a day is off; nothing on a working day. A holiday is named before
    /// the unit's list, and both before the weekend.
    #[must_use]
    pub fn off(&self, day: Day) -> Option<DayOff> {
        let holidays = holiday::on(day);
        if !holidays.is_empty() {
            Some(DayOff::Holiday(holidays))
        } else if let Some((kind, name)) = self.closed.get(&day.number()) {
            Some(DayOff::Closure { kind: *kind, name: name.clone() })
        } else if Weekday::of(day).is_weekend() {
            Some(DayOff::Weekend)
        } else {
            None
        }
    }

    /// Whether work is done on a day.
    #[must_use]
    pub fn works(&self, day: Day) -> bool {
        !Weekday::of(day).is_weekend() && !self.closed.contains_key(&day.number()) && !holiday::is_holiday(day)
    }

    /// What to think of before planning on a working day; nothing on a day off.
    #[must_use]
    pub fn notes(&self, day: Day) -> Vec<DayNote> {
        if !self.works(day) {
            return Vec::new();
        }
        let mut notes = Vec::new();
        if !self.works(day.before()) && !self.works(day.plus(1)) {
            notes.push(DayNote::Squeezed);
        }
        notes.extend(Eve::on(day).map(DayNote::Eve));
        notes
    }

    /// The first working day from a day on, that day included, if one comes
    /// within a year.
    #[must_use]
    pub fn next_working(&self, day: Day) -> Option<Day> {
        (0..366).map(|days| day.shifted(days)).find(|day| self.works(*day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn winter() -> Closure {
        Closure {
            kind: ClosureKind::SchoolFree,
            first: Day::new(2027, 3, 1),
            last: Day::new(2027, 3, 5),
            name: "vinterferie".into(),
        }
    }

    #[test]
    fn the_table_of_days_off() {
        let days = FreeDays::new(&[
            winter(),
            Closure { kind: ClosureKind::PlanningDay, first: Day::new(2027, 3, 5), ..winter() },
            Closure { first: Day::new(2027, 4, 9), last: Day::new(2027, 4, 8), ..winter() },
        ]);
        let school = Some(DayOff::Closure { kind: ClosureKind::SchoolFree, name: "vinterferie".into() });
        let table = [
            (Day::new(2027, 2, 26), None),
            (Day::new(2027, 2, 27), Some(DayOff::Weekend)),
            (Day::new(2027, 3, 1), school.clone()),
            (Day::new(2027, 3, 5), school),
            (Day::new(2027, 3, 8), None),
            (Day::new(2027, 4, 9), None),
            (Day::new(2027, 5, 6), Some(DayOff::Holiday(vec![Holiday::AscensionDay]))),
            (Day::new(2027, 5, 17), Some(DayOff::Holiday(vec![Holiday::ConstitutionDay, Holiday::WhitMonday]))),
            // On a Saturday, and no other day instead.
            (Day::new(2027, 5, 1), Some(DayOff::Holiday(vec![Holiday::LabourDay]))),
            (Day::new(2027, 5, 3), None),
        ];
        for (day, expected) in table {
            assert_eq!(days.works(day), expected.is_none(), "{day}");
            assert_eq!(days.off(day), expected, "{day}");
        }
    }

    #[test]
    fn the_table_of_notes() {
        let days = FreeDays::default();
        let with_break = FreeDays::new(&[
            winter(),
            Closure { first: Day::new(2027, 6, 7), last: Day::new(2027, 6, 10), ..winter() },
        ]);
        let table = [
            // Between Ascension Day and the weekend.
            (&days, Day::new(2027, 5, 7), vec![DayNote::Squeezed]),
            (&days, Day::new(2026, 5, 15), vec![DayNote::Squeezed]),
            // Between the weekend and 17 May, a Tuesday.
            (&days, Day::new(2033, 5, 16), vec![DayNote::Squeezed]),
            (&days, Day::new(2027, 5, 14), vec![]),
            (&days, Day::new(2027, 3, 24), vec![DayNote::Eve(Eve::EasterWednesday)]),
            // A Thursday with a holiday after it and a working day before it.
            (&days, Day::new(2026, 12, 24), vec![DayNote::Eve(Eve::ChristmasEve)]),
            // A Monday before New Year's Day on a Tuesday.
            (&days, Day::new(2029, 12, 31), vec![DayNote::Squeezed, DayNote::Eve(Eve::NewYearsEve)]),
            // Between the unit's own break and the weekend.
            (&with_break, Day::new(2027, 6, 11), vec![DayNote::Squeezed]),
            (&days, Day::new(2027, 6, 11), vec![]),
            // A day off has no notes.
            (&days, Day::new(2027, 5, 6), vec![]),
        ];
        for (days, day, expected) in table {
            assert_eq!(days.notes(day), expected, "{day}");
        }
    }

    #[test]
    fn the_next_working_day_passes_easter() {
        let days = FreeDays::default();
        assert_eq!(days.next_working(Day::new(2027, 3, 25)), Some(Day::new(2027, 3, 30)));
        assert_eq!(days.next_working(Day::new(2027, 3, 30)), Some(Day::new(2027, 3, 30)));
        let never = Closure { first: Day::new(2027, 1, 1), last: Day::new(2030, 1, 1), ..winter() };
        assert_eq!(FreeDays::new(&[never]).next_working(Day::new(2027, 1, 1)), None);
    }
}

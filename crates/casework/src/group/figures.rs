//! What is counted of groups, once and from attendance: nobody fills in a form
//! for the year's report, and who came twice is one person who came twice.

use super::attendance::{Attendance, Presence};
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A meeting as far as counting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldMeeting {
    /// Its number.
    pub number: u8,
    /// When it was held.
    pub day: Day,
    /// Heads counted at the door of a drop-in group, where nobody is noted by name.
    pub heads: Option<Heads>,
}

/// Heads at the door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// Adults.
    pub adults: u16,
    /// Children.
    pub children: u16,
}

/// A group as far as counting goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCount {
    /// The programme's code.
    pub programme: String,
    /// How many meetings there are in all.
    pub meetings: u8,
    /// Those that were held.
    pub held: Vec<HeldMeeting>,
    /// Everybody's attendance. A child and an adult, or the same person in two
    /// groups, are told apart by their ids.
    pub attendances: Vec<Attendance>,
    /// Who has earned a certificate.
    pub certificates: BTreeSet<String>,
}

/// The figures of a programme, or of all, in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Groups that met in the year.
    pub groups: u32,
    /// Meetings held in the year.
    pub meetings: u32,
    /// Adults who had at least one meeting in the year, each once.
    pub adults: u32,
    /// Children likewise.
    pub children: u32,
    /// How often an adult was there.
    pub adult_attendances: u32,
    /// How often a child was there.
    pub child_attendances: u32,
    /// How often a meeting was caught up.
    pub caught_up: u32,
    /// Heads of adults at drop-in meetings.
    pub adult_heads: u32,
    /// Heads of children.
    pub child_heads: u32,
    /// Certificates of groups that met for the last time in the year.
    pub certificates: u32,
}

/// The figures of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearFigures {
    /// All programmes together; people who came to several count once here.
    pub all: Figures,
    /// By the programme's code; people who changed groups within one count once.
    pub by_programme: BTreeMap<String, Figures>,
}

/// Counts a year. A meeting belongs to the year in which it was held, and what
/// was caught up of it too.
#[must_use]
pub fn year_figures(year: u16, groups: &[GroupCount]) -> YearFigures {
    let mut people: BTreeMap<Option<&str>, BTreeSet<(&str, bool)>> = BTreeMap::new();
    let mut found = YearFigures::default();
    for group in groups {
        let held: BTreeMap<u8, &HeldMeeting> =
            group.held.iter().filter(|it| it.day.year == year).map(|it| (it.number, it)).collect();
        if held.is_empty() {
            continue;
        }
        let mut figures = Figures { groups: 1, meetings: small(held.len()), ..Figures::default() };
        for heads in held.values().filter_map(|it| it.heads) {
            figures.adult_heads += u32::from(heads.adults);
            figures.child_heads += u32::from(heads.children);
        }
        for attendance in &group.attendances {
            let of_year = || attendance.noted.iter().filter(|(meeting, _)| held.contains_key(meeting));
            let present = small(of_year().filter(|(_, it)| **it == Presence::Present).count());
            let caught_up = small(of_year().filter(|(_, it)| **it == Presence::CaughtUp).count());
            if attendance.is_child {
                figures.child_attendances += present;
            } else {
                figures.adult_attendances += present;
            }
            figures.caught_up += caught_up;
            if present + caught_up > 0 {
                let person = (attendance.person.as_str(), attendance.is_child);
                people.entry(None).or_default().insert(person);
                people.entry(Some(&group.programme)).or_default().insert(person);
            }
        }
        let last = group.held.iter().map(|it| it.day).max();
        if group.held.len() >= usize::from(group.meetings) && last.is_some_and(|day| day.year == year) {
            figures.certificates = small(group.certificates.len());
        }
        found.all.add(figures);
        found.by_programme.entry(group.programme.clone()).or_default().add(figures);
    }
    for (programme, people) in people {
        let figures = match programme {
            None => Some(&mut found.all),
            Some(code) => found.by_programme.get_mut(code),
        };
        if let Some(figures) = figures {
            figures.children = small(people.iter().filter(|(_, is_child)| *is_child).count());
            figures.adults = small(people.len()) - figures.children;
        }
    }
    found
}

impl Figures {
    /// Adds what can be added; people are counted apart, since a sum would count some twice.
    const fn add(&mut self, other: Self) {
        self.groups += other.groups;
        self.meetings += other.meetings;
        self.adult_attendances += other.adult_attendances;
        self.child_attendances += other.child_attendances;
        self.caught_up += other.caught_up;
        self.adult_heads += other.adult_heads;
        self.child_heads += other.child_heads;
        self.certificates += other.certificates;
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Fewer people than this are not told, since they could tell of somebody.
pub const LEAST: u32 = 5;

/// A figure about people as it may leave the unit: small ones are not told,
/// since they could tell of somebody. None of them is nobody, and is told.
#[must_use]
pub const fn published(count: u32, least: u32) -> Option<u32> {
    if count == 0 || count >= least { Some(count) } else { None }
}

/// The figures of a programme, or of all, as they may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldFigures {
    /// Groups that met in the year.
    pub groups: u32,
    /// Meetings held in the year.
    pub meetings: u32,
    /// Adults; none where they are few.
    pub adults: Option<u32>,
    /// Children; none where they are few.
    pub children: Option<u32>,
    /// How often somebody was there; none where people are few.
    pub attendances: Option<u32>,
    /// How often a meeting was caught up; none where people are few.
    pub caught_up: Option<u32>,
    /// Heads at drop-in meetings, of whom nobody is known.
    pub heads: u32,
    /// Certificates; none where they are few.
    pub certificates: Option<u32>,
}

/// The figures of a year as they may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldYear {
    /// All programmes together.
    pub all: ToldFigures,
    /// By the programme's code.
    pub by_programme: BTreeMap<String, ToldFigures>,
}

impl YearFigures {
    /// What of the figures may be told, so that nobody can work out a small one
    /// from the sum either.
    #[must_use]
    pub fn told(&self) -> ToldYear {
        let rows: Vec<Figures> = self.by_programme.values().copied().collect();
        let column = |of: fn(&Figures) -> u32| told_column(of(&self.all), &rows.iter().map(of).collect::<Vec<_>>());
        let (adults, children) = (column(|it| it.adults), column(|it| it.children));
        let certificates = column(|it| it.certificates);
        let told = |place: usize, it: &Figures| {
            let (adults, children) = (adults[place], children[place]);
            let many = adults.is_some() && children.is_some();
            ToldFigures {
                groups: it.groups,
                meetings: it.meetings,
                adults,
                children,
                attendances: many.then_some(it.adult_attendances + it.child_attendances),
                caught_up: many.then_some(it.caught_up),
                heads: it.adult_heads + it.child_heads,
                certificates: certificates[place],
            }
        };
        let by_programme = self.by_programme.iter().enumerate();
        ToldYear {
            all: told(0, &self.all),
            by_programme: by_programme.map(|(place, (code, it))| (code.clone(), told(place + 1, it))).collect(),
        }
    }
}

/// The sum and then each of a column. Where one alone is not told, the smallest
/// of the others is not told either, and where there is no other, nor the sum.
fn told_column(all: u32, each: &[u32]) -> Vec<Option<u32>> {
    let mut told: Vec<Option<u32>> = each.iter().map(|count| published(*count, LEAST)).collect();
    let mut sum = published(all, LEAST);
    if sum.is_some() && told.iter().filter(|it| it.is_none()).count() == 1 {
        match told.iter_mut().filter(|it| it.is_some_and(|count| count > 0)).min() {
            Some(smallest) => *smallest = None,
            None => sum = None,
        }
    }
    told.insert(0, sum);
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use Presence::{Absent, CaughtUp, Present};

    #[test]
    fn a_small_figure_cannot_be_worked_out_from_the_sum() {
        let table: [(u32, &[u32], &[Option<u32>]); 5] = [
            (30, &[10, 20], &[Some(30), Some(10), Some(20)]),
            (33, &[3, 10, 20], &[Some(33), None, None, Some(20)]),
            (7, &[3, 4], &[Some(7), None, None]),
            (3, &[3], &[None, None]),
            // The same people twice: the sum is as small as one of them.
            (10, &[4, 0, 10], &[Some(10), None, Some(0), None]),
        ];
        for (all, each, told) in table {
            assert_eq!(told_column(all, each), told, "{all} {each:?}");
        }
        let few = year_figures(2026, &groups()).told();
        let house = few.by_programme.get("drommehuset").expect("a programme");
        assert_eq!((house.adults, house.children, house.attendances, house.caught_up), (None, None, None, None));
        assert_eq!((house.groups, house.certificates, few.all.heads), (2, Some(0), 27));
    }

    fn attendance(person: &str, is_child: bool, noted: &[(u8, Presence)]) -> Attendance {
        Attendance { noted: noted.iter().copied().collect(), ..Attendance::new(person, is_child, 1) }
    }

    fn meeting(number: u8, year: u16, month: u8, day: u8) -> HeldMeeting {
        HeldMeeting { number, day: Day::new(year, month, day), heads: None }
    }

    fn groups() -> [GroupCount; 3] {
        // Three meetings, the last of them in the new year.
        let house = GroupCount {
            programme: "drommehuset".into(),
            meetings: 3,
            held: vec![meeting(1, 2026, 12, 1), meeting(2, 2026, 12, 8), meeting(3, 2027, 1, 5)],
            attendances: vec![
                attendance("ada", false, &[(1, Present), (2, Absent), (3, Present)]),
                attendance("bo", true, &[(1, Present), (2, Present)]),
                attendance("cleo", false, &[(2, CaughtUp), (3, Absent)]),
                attendance("dag", false, &[(1, Absent)]),
            ],
            certificates: BTreeSet::from(["ada".into()]),
        };
        // Ada and Cleo again, by a move between two groups.
        let second = GroupCount {
            held: vec![meeting(1, 2026, 11, 3)],
            attendances: vec![attendance("ada", false, &[(1, Present)]), attendance("cleo", false, &[(1, Present)])],
            ..house.clone()
        };
        let heads = Some(Heads { adults: 12, children: 15 });
        let open = GroupCount {
            programme: "apen_barnehage".into(),
            meetings: 40,
            held: vec![
                HeldMeeting { heads, ..meeting(1, 2026, 12, 2) },
                HeldMeeting { heads, ..meeting(2, 2027, 1, 6) },
            ],
            attendances: vec![attendance("ada", false, &[(1, Present)])],
            certificates: BTreeSet::new(),
        };
        [house, second, open]
    }

    #[test]
    fn people_count_once_and_attendances_as_often_as_they_came() {
        let year = year_figures(2026, &groups());
        let house = year.by_programme["drommehuset"];
        assert_eq!(
            house,
            Figures {
                groups: 2,
                meetings: 3,
                adults: 2,
                children: 1,
                adult_attendances: 3,
                child_attendances: 2,
                caught_up: 1,
                adult_heads: 0,
                child_heads: 0,
                certificates: 0,
            }
        );
        assert_eq!((year.all.adults, year.all.children, year.all.groups), (2, 1, 3));
        assert_eq!((year.all.adult_heads, year.all.child_heads), (12, 15));
        assert_eq!(year.all.adult_attendances, 4);
    }

    #[test]
    fn a_certificate_counts_in_the_year_of_the_last_meeting() {
        let year = year_figures(2027, &groups());
        let house = year.by_programme["drommehuset"];
        assert_eq!((house.groups, house.meetings, house.adults, house.certificates), (1, 1, 1, 1));
        assert_eq!(year.all.certificates, 1);
        assert_eq!(year_figures(2025, &groups()), YearFigures::default());
    }

    #[test]
    fn small_figures_do_not_leave_the_unit() {
        assert_eq!([0, 1, 4, 5, 40].map(|count| published(count, 5)), [Some(0), None, None, Some(5), Some(40)]);
    }
}

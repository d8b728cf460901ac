//! How much help somebody carries: so many who help them, and so many meetings
//! a week. Families grow tired of many helpers who do not talk to each other;
//! the numbers are shown to the person and to the team, and judge nobody.
//!
//! Like everything of a plan it is computed of what one viewer may see (R11):
//! who helps with something that is hidden is not counted.

use super::halt::{Halt, halted};
use super::part::{Action, Body, Doer, Part};
use crate::calendar::week::IsoWeek;
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// So many weeks are looked at: this one and those after it.
pub const LOAD_WEEKS: u8 = 4;

/// Somebody who helps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who")]
pub enum Helper {
    /// Somebody of the staff, by user id.
    Staff {
        /// User id.
        user: String,
    },
    /// A service, or its person where one is named.
    Service {
        /// What it is called.
        name: String,
        /// Its person; empty where none is known.
        person: String,
    },
}

/// A meeting to which somebody comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// On which day.
    pub day: Day,
    /// With whom of the staff, by user id.
    pub staff: BTreeSet<String>,
}

/// The meetings of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekLoad {
    /// Which.
    pub week: IsoWeek,
    /// So many.
    pub meetings: u32,
}

/// What somebody carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Everybody who helps, once.
    pub helpers: BTreeSet<Helper>,
    /// This week and those after it.
    pub weeks: Vec<WeekLoad>,
}

impl Load {
    /// The week with the most meetings, the first of several; none where there
    /// is no meeting.
    #[must_use]
    pub fn busiest(&self) -> Option<WeekLoad> {
        let most = self.weeks.iter().map(|it| it.meetings).max().filter(|most| *most > 0)?;
        self.weeks.iter().find(|it| it.meetings == most).copied()
    }

    /// Nobody helps and nothing is set up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.helpers.is_empty() && self.weeks.iter().all(|it| it.meetings == 0)
    }
}

/// What somebody carries who sees these parts and halts and comes to these
/// meetings. Whoever has something to do that is neither done nor halted helps,
/// and whoever is met from today on. Of a week all meetings count, those that
/// were held too: they were carried.
#[must_use]
pub fn load(parts: &[(&str, &Part)], halts: &[Halt], meetings: &[Meeting], today: Day) -> Load {
    let first = IsoWeek::of(today);
    let weeks: Vec<IsoWeek> = (0..i32::from(LOAD_WEEKS)).map(|after| first.shifted(after)).collect();
    let is_open = |id: &str, part: &Part, action: &Action| {
        !part.withdrawn && action.status.is_open() && halted(id, part, halts, today).is_none()
    };
    let doers = parts.iter().filter_map(|(id, part)| match &part.body {
        Body::Action(action) if is_open(id, part, action) => Some(&action.doer),
        _ => None,
    });
    let mut helpers = BTreeSet::new();
    // A service by its name in small letters: «NAV» and «Nav» are one.
    let mut services: BTreeMap<String, (&str, BTreeMap<String, &str>)> = BTreeMap::new();
    for doer in doers {
        match doer {
            Doer::Family { .. } => {}
            Doer::Staff { user } => {
                helpers.insert(Helper::Staff { user: user.clone() });
            }
            Doer::Service { name, person } => {
                let (name, person) = (name.trim(), person.trim());
                let service = services.entry(name.to_lowercase()).or_insert_with(|| (name, BTreeMap::new()));
                if !person.is_empty() {
                    service.1.entry(person.to_lowercase()).or_insert(person);
                }
            }
        }
    }
    for (name, people) in services.into_values() {
        let of = |person: &str| Helper::Service { name: name.to_owned(), person: person.to_owned() };
        if people.is_empty() {
            helpers.insert(of(""));
        }
        // Where one is named, the service is met through them.
        helpers.extend(people.into_values().map(of));
    }
    let within = |it: &&Meeting| weeks.contains(&IsoWeek::of(it.day));
    let coming = meetings.iter().filter(within).filter(|it| it.day >= today);
    helpers.extend(coming.flat_map(|it| &it.staff).map(|user| Helper::Staff { user: user.clone() }));
    let of_week = |week: IsoWeek| meetings.iter().filter(|it| IsoWeek::of(it.day) == week).count();
    let count = |week| WeekLoad { week, meetings: u32::try_from(of_week(week)).unwrap_or(u32::MAX) };
    Load { helpers, weeks: weeks.iter().copied().map(count).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::part::tests::{action, part};
    use super::super::{HaltKind, HaltScope, Status};
    use super::*;
    use proptest::prelude::*;

    /// A Monday, in week 48.
    const TODAY: Day = Day::new(2026, 11, 23);

    fn does(doer: Doer, status: Status) -> Part {
        part(Body::Action(Action { doer, status, ..action(None, "x") }))
    }

    fn service(name: &str, person: &str) -> Doer {
        Doer::Service { name: name.into(), person: person.into() }
    }

    fn staff(user: &str) -> Doer {
        Doer::Staff { user: user.into() }
    }

    fn meeting(day: Day, staff: &[&str]) -> Meeting {
        Meeting { day, staff: staff.iter().map(|&it| it.to_owned()).collect() }
    }

    fn carried(parts: &[Part], halts: &[Halt], meetings: &[Meeting]) -> Load {
        let ids: Vec<String> = (0..parts.len()).map(|at| at.to_string()).collect();
        let all: Vec<(&str, &Part)> = ids.iter().map(String::as_str).zip(parts).collect();
        load(&all, halts, meetings, TODAY)
    }

    #[test]
    fn everybody_who_helps_counts_once() {
        let open = Status::Ongoing;
        let family = Doer::Family { person: "A01".into() };
        let table: [(&[(Doer, Status)], usize); 8] = [
            (&[], 0),
            (&[(service("Nav", ""), open), (service(" NAV ", ""), Status::Waiting)], 1),
            (&[(service("Nav", ""), open), (service("Nav", "Kari"), open)], 1),
            (&[(service("Nav", "Kari"), open), (service("Nav", "Ola"), open)], 2),
            (&[(service("Nav", "Kari"), open), (service("Boligkontoret", ""), open)], 2),
            (&[(staff("u"), open), (staff("u"), Status::Planned), (staff("v"), open)], 2),
            // The family's own doing, and what is done or dropped, is nobody's help.
            (&[(family, open)], 0),
            (&[(service("Nav", ""), Status::Done), (staff("u"), Status::Dropped)], 0),
        ];
        for (doers, expected) in table {
            let parts: Vec<Part> = doers.iter().map(|(doer, status)| does(doer.clone(), *status)).collect();
            assert_eq!(carried(&parts, &[], &[]).helpers.len(), expected, "{doers:?}");
        }
    }

    #[test]
    fn what_stands_still_and_what_was_taken_out_is_not_carried() {
        let open = does(service("Nav", ""), Status::Ongoing);
        let halt = Halt {
            id: "h".into(),
            kind: HaltKind::Stop,
            scope: HaltScope::Action("0".into()),
            person: "A01".into(),
            from: TODAY,
            until: None,
        };
        assert_eq!(carried(std::slice::from_ref(&open), &[halt], &[]).helpers.len(), 0);
        assert_eq!(carried(&[Part { withdrawn: true, ..open }], &[], &[]).helpers.len(), 0);
    }

    #[test]
    fn meetings_are_counted_by_week_and_their_staff_helps() {
        let meetings = [
            meeting(Day::new(2026, 11, 22), &["before"]),
            meeting(TODAY, &["u"]),
            meeting(Day::new(2026, 11, 29), &["u", "v"]),
            meeting(Day::new(2026, 12, 1), &["u"]),
            meeting(Day::new(2026, 12, 20), &["w"]),
            meeting(Day::new(2026, 12, 21), &["after"]),
        ];
        let found = carried(&[does(staff("u"), Status::Ongoing)], &[], &meetings);
        let weeks: Vec<(u8, u32)> = found.weeks.iter().map(|it| (it.week.week, it.meetings)).collect();
        assert_eq!(weeks, [(48, 2), (49, 1), (50, 0), (51, 1)]);
        assert_eq!(found.busiest().map(|it| (it.week.week, it.meetings)), Some((48, 2)));
        let users: Vec<Helper> = ["u", "v", "w"].map(|it| Helper::Staff { user: it.into() }).to_vec();
        assert_eq!(found.helpers.into_iter().collect::<Vec<_>>(), users);
        assert_eq!(carried(&[], &[], &[]).busiest(), None);
        assert!(carried(&[], &[], &[]).is_empty());
    }

    #[test]
    fn of_this_week_what_was_held_counts_and_who_was_met_helps_no_longer() {
        let friday = Day::new(2026, 11, 27);
        let found = load(&[], &[], &[meeting(TODAY, &["u"])], friday);
        assert_eq!((found.weeks[0].meetings, found.helpers.len()), (1, 0));
    }

    proptest! {
        /// Whatever is hidden, one who sees less carries no more.
        #[test]
        fn who_sees_less_is_told_no_more(
            doers in prop::collection::vec((0_u8..4, 0_u8..3), 0..10),
            kept in prop::collection::vec(any::<bool>(), 10),
        ) {
            let parts: Vec<Part> = doers.iter().map(|(who, person)| does(match who {
                0 => staff(&person.to_string()),
                1 => service("Nav", ""),
                _ => service(&who.to_string(), &person.to_string()),
            }, Status::Ongoing)).collect();
            let fewer: Vec<Part> = parts.iter().zip(kept).filter(|(_, kept)| *kept).map(|(it, _)| it.clone()).collect();
            prop_assert!(carried(&fewer, &[], &[]).helpers.len() <= carried(&parts, &[], &[]).helpers.len());
        }
    }
}

//! Who was there: for each adult, and for each child where children take part.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is noted of somebody and a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Was there (*til stede*).
    Present,
    /// Was not there (*ikke til stede*).
    Absent,
    /// Had it later, alone or in a make-up meeting (*tatt igjen*).
    CaughtUp,
}

impl Presence {
    /// Every presence.
    pub const ALL: [Self; 3] = [Self::Present, Self::Absent, Self::CaughtUp];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Absent => "absent",
            Self::CaughtUp => "caught_up",
        }
    }

    /// The presence with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|presence| presence.code() == code)
    }
}

/// What a cell of the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// The meeting has not been held.
    NotYet,
    /// Held before they joined, and not caught up.
    BeforeJoining,
    /// Held after they left.
    AfterLeaving,
    /// Held, and nothing is noted: «not noted» is not «absent».
    NotNoted,
    /// What is noted.
    Noted(Presence),
}

/// One person's attendance in one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Person id.
    pub person: String,
    /// Whether it is a child.
    pub is_child: bool,
    /// The first meeting at which they are part of the group; later than 1 for late joiners.
    pub from: u8,
    /// The last one, if they left.
    pub to: Option<u8>,
    /// What is noted, by the number of the meeting.
    pub noted: BTreeMap<u8, Presence>,
}

/// Why something is not noted. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteError {
    /// The meeting has not been held.
    NotHeld,
    /// They were not part of the group then; it can only be caught up.
    NotPart,
}

impl Attendance {
    /// Nothing noted yet.
    #[must_use]
    pub fn new(person: &str, is_child: bool, from: u8) -> Self {
        Self { person: person.to_owned(), is_child, from, to: None, noted: BTreeMap::new() }
    }

    const fn is_part(&self, meeting: u8) -> bool {
        let left = match self.to {
            Some(to) => meeting > to,
            None => false,
        };
        meeting >= self.from && !left
    }

    /// Notes something, or with nothing takes back what was noted.
    ///
    /// # Errors
    /// Why not.
    pub fn note(&mut self, meeting: u8, presence: Option<Presence>, held: &[u8]) -> Result<(), NoteError> {
        if !held.contains(&meeting) {
            return Err(NoteError::NotHeld);
        }
        match presence {
            None => {
                self.noted.remove(&meeting);
            }
            Some(Presence::Present | Presence::Absent) if !self.is_part(meeting) => return Err(NoteError::NotPart),
            Some(presence) => {
                self.noted.insert(meeting, presence);
            }
        }
        Ok(())
    }

    /// What the list shows for a meeting.
    #[must_use]
    pub fn cell(&self, meeting: u8, held: &[u8]) -> Cell {
        if let Some(presence) = self.noted.get(&meeting) {
            Cell::Noted(*presence)
        } else if !held.contains(&meeting) {
            Cell::NotYet
        } else if meeting < self.from {
            Cell::BeforeJoining
        } else if self.is_part(meeting) {
            Cell::NotNoted
        } else {
            Cell::AfterLeaving
        }
    }

    /// The meetings that are to be caught up: missed, or held before they
    /// joined. Nothing for who has left.
    #[must_use]
    pub fn to_catch_up(&self, held: &[u8]) -> Vec<u8> {
        if self.to.is_some() {
            return Vec::new();
        }
        let open =
            |meeting: &u8| matches!(self.cell(*meeting, held), Cell::BeforeJoining | Cell::Noted(Presence::Absent));
        held.iter().copied().filter(open).collect()
    }

    /// How often something is noted.
    #[must_use]
    pub fn count(&self, presence: Presence) -> u8 {
        u8::try_from(self.noted.values().filter(|it| **it == presence).count()).unwrap_or(u8::MAX)
    }
}

/// A make-up meeting that could be held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeUp {
    /// The meeting that is made up for.
    pub meeting: u8,
    /// Who needs it.
    pub people: Vec<String>,
}

/// Which make-up meetings would serve most adults: most people first, earlier
/// meetings before later ones. Children catch up with their adults.
#[must_use]
pub fn make_ups(attendances: &[Attendance], held: &[u8]) -> Vec<MakeUp> {
    let mut by_meeting: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for attendance in attendances.iter().filter(|it| !it.is_child) {
        for meeting in attendance.to_catch_up(held) {
            by_meeting.entry(meeting).or_default().push(attendance.person.clone());
        }
    }
    let mut found: Vec<_> = by_meeting.into_iter().map(|(meeting, people)| MakeUp { meeting, people }).collect();
    found.sort_by_key(|it| (usize::MAX - it.people.len(), it.meeting));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELD: [u8; 4] = [1, 2, 3, 4];

    fn noted(person: &str, from: u8, cells: &[(u8, Presence)]) -> Attendance {
        let mut attendance = Attendance::new(person, false, from);
        for (meeting, presence) in cells {
            attendance.note(*meeting, Some(*presence), &HELD).unwrap();
        }
        attendance
    }

    #[test]
    fn codes_go_both_ways() {
        for presence in Presence::ALL {
            assert_eq!(Presence::from_code(presence.code()), Some(presence));
        }
    }

    #[test]
    fn the_table_of_cells() {
        let mut late = noted("a", 2, &[(1, Presence::CaughtUp), (2, Presence::Present)]);
        late.to = Some(3);
        let table = [
            (1, Cell::Noted(Presence::CaughtUp)),
            (2, Cell::Noted(Presence::Present)),
            (3, Cell::NotNoted),
            (4, Cell::AfterLeaving),
            (5, Cell::NotYet),
        ];
        for (meeting, expected) in table {
            assert_eq!(late.cell(meeting, &HELD), expected, "{meeting}");
        }
        assert_eq!(noted("b", 3, &[]).cell(2, &HELD), Cell::BeforeJoining);
    }

    #[test]
    fn the_table_of_what_can_be_noted() {
        let mut attendance = Attendance::new("a", false, 2);
        attendance.to = Some(3);
        let table = [
            (1, Presence::Present, Err(NoteError::NotPart)),
            (1, Presence::Absent, Err(NoteError::NotPart)),
            (1, Presence::CaughtUp, Ok(())),
            (2, Presence::Present, Ok(())),
            (4, Presence::Present, Err(NoteError::NotPart)),
            (5, Presence::Present, Err(NoteError::NotHeld)),
            (5, Presence::CaughtUp, Err(NoteError::NotHeld)),
        ];
        for (meeting, presence, expected) in table {
            assert_eq!(attendance.note(meeting, Some(presence), &HELD), expected, "{meeting} {presence:?}");
        }
        attendance.note(2, None, &HELD).unwrap();
        assert_eq!(attendance.cell(2, &HELD), Cell::NotNoted);
    }

    #[test]
    fn what_was_missed_is_caught_up_and_what_is_not_noted_is_not_missed() {
        let attendance = noted("a", 2, &[(2, Presence::Absent), (3, Presence::Present)]);
        assert_eq!(attendance.to_catch_up(&HELD), [1, 2]);
        let mut left = attendance.clone();
        left.to = Some(3);
        assert!(left.to_catch_up(&HELD).is_empty());
    }

    #[test]
    fn make_up_meetings_serve_most_first() {
        let child = Attendance { is_child: true, ..noted("barn", 1, &[(4, Presence::Absent)]) };
        let found = make_ups(
            &[
                noted("a", 2, &[(2, Presence::Absent)]),
                noted("b", 1, &[(1, Presence::Absent), (4, Presence::Absent)]),
                noted("c", 1, &[(4, Presence::CaughtUp)]),
                noted("d", 1, &[(2, Presence::Absent), (1, Presence::Absent)]),
                child,
            ],
            &HELD,
        );
        let found: Vec<_> = found.iter().map(|it| (it.meeting, it.people.join(" "))).collect();
        assert_eq!(found, [(1, "a b d".into()), (2, "a d".into()), (4, "b".into())]);
    }
}

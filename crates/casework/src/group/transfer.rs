//! Moving from one group to another of the same programme. What was attended
//! goes along by theme, since the other group may meet in another rhythm.

use super::attendance::{Attendance, Presence};
use crate::programme::Outline;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a move means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The first meeting of the other group at which they are part of it.
    pub from: u8,
    /// Its earlier meetings whose themes they had in the old group: noted as caught up.
    pub had: Vec<u8>,
    /// Its earlier meetings that are to be caught up.
    pub to_catch_up: Vec<u8>,
}

/// Why somebody cannot move. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoTransfer {
    /// Another programme: that is joining anew.
    OtherProgramme,
    /// The other group has no seat.
    Full,
    /// It has met for the last time.
    Over,
    /// It lets nobody join any more, and they lack what it has had.
    Closed,
}

/// The themes that somebody has had in a group.
#[must_use]
pub fn themes_had(attendance: &Attendance, outline: &Outline) -> BTreeSet<String> {
    let had = |meeting: u8| matches!(attendance.noted.get(&meeting), Some(Presence::Present | Presence::CaughtUp));
    let meetings = (1_u8..).zip(&outline.themes).filter(|(meeting, _)| had(*meeting));
    // A theme over two meetings is had when both are.
    let missed: BTreeSet<&String> =
        (1_u8..).zip(&outline.themes).filter(|(meeting, _)| !had(*meeting)).flat_map(|(_, themes)| themes).collect();
    meetings.flat_map(|(_, themes)| themes).filter(|theme| !missed.contains(theme)).cloned().collect()
}

/// What a move means. `next` is the other group's next meeting, if one is left.
/// Past its last joining meeting only somebody moves who has had everything
/// that it has had.
///
/// # Errors
/// Why not.
pub fn transfer(
    attendance: &Attendance,
    from: &Outline,
    to: &Outline,
    next: Option<u8>,
    free_seats: u8,
) -> Result<Transfer, NoTransfer> {
    if from.programme != to.programme {
        return Err(NoTransfer::OtherProgramme);
    }
    if free_seats == 0 {
        return Err(NoTransfer::Full);
    }
    let next = next.ok_or(NoTransfer::Over)?;
    let known = themes_had(attendance, from);
    let earlier = (1_u8..next).zip(&to.themes);
    let (had, lacking): (Vec<_>, Vec<_>) = earlier.partition(|(_, themes)| themes.iter().all(|it| known.contains(it)));
    let numbers = |list: Vec<(u8, &Vec<String>)>| list.into_iter().map(|(meeting, _)| meeting).collect::<Vec<_>>();
    if next > to.last_joining && !lacking.is_empty() {
        return Err(NoTransfer::Closed);
    }
    Ok(Transfer { from: next, had: numbers(had), to_catch_up: numbers(lacking) })
}

impl Transfer {
    /// The attendance with which they begin in the other group.
    #[must_use]
    pub fn attendance(&self, person: &str, is_child: bool) -> Attendance {
        let noted = self.had.iter().map(|meeting| (*meeting, Presence::CaughtUp)).collect();
        Attendance { noted, ..Attendance::new(person, is_child, self.from) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::builtin;

    fn attended(meetings: &[u8]) -> Attendance {
        let noted = meetings.iter().map(|meeting| (*meeting, Presence::Present)).collect();
        Attendance { noted, ..Attendance::new("a", false, 1) }
    }

    #[test]
    fn the_table_of_moves() {
        let icdp = builtin::find("icdp").unwrap();
        let eight = icdp.outline(None, None).unwrap();
        let six = icdp.outline(None, Some(6)).unwrap();
        let cos = builtin::find("cos_p").unwrap().outline(None, None).unwrap();
        let moves = |from: u8, had: &[u8], to_catch_up: &[u8]| {
            Ok(Transfer { from, had: had.to_vec(), to_catch_up: to_catch_up.to_vec() })
        };
        // Six meetings hold the themes 1 / 2 / 3 4 / 5 / 6 / 7 8.
        let table = [
            (attended(&[1, 2]), &eight, Some(3), 1, moves(3, &[1, 2], &[])),
            (attended(&[1]), &eight, Some(2), 1, moves(2, &[1], &[])),
            (attended(&[]), &eight, Some(2), 1, moves(2, &[], &[1])),
            (attended(&[1]), &eight, Some(3), 1, Err(NoTransfer::Closed)),
            (attended(&[1, 2, 3]), &six, Some(4), 1, Err(NoTransfer::Closed)),
            (attended(&[1, 2, 3, 4]), &six, Some(4), 1, moves(4, &[1, 2, 3], &[])),
            (attended(&[1, 2]), &eight, Some(3), 0, Err(NoTransfer::Full)),
            (attended(&[1, 2]), &eight, None, 1, Err(NoTransfer::Over)),
            (attended(&[1, 2]), &cos, Some(1), 1, Err(NoTransfer::OtherProgramme)),
        ];
        for (attendance, to, next, seats, expected) in table {
            assert_eq!(transfer(&attendance, &eight, to, next, seats), expected, "{attendance:?} {next:?}");
        }
    }

    #[test]
    fn a_theme_over_two_meetings_is_had_when_both_are() {
        let twelve = builtin::find("icdp").unwrap().outline(None, Some(12)).unwrap();
        // The first theme takes the meetings 1 and 2.
        assert_eq!(themes_had(&attended(&[1]), &twelve), BTreeSet::new());
        assert_eq!(themes_had(&attended(&[1, 2]), &twelve), BTreeSet::from(["theme_1".to_owned()]));
    }

    #[test]
    fn what_was_had_goes_along() {
        let moved = Transfer { from: 3, had: vec![1], to_catch_up: vec![2] };
        let begun = moved.attendance("a", false);
        assert_eq!(begun.to_catch_up(&[1, 2]), [2]);
        assert_eq!(begun.from, 3);
    }
}

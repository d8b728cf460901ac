//! Who has earned a certificate of attendance by the programme's rule.

use super::attendance::{Attendance, Presence};
use crate::programme::CertificateRule;
use serde::{Deserialize, Serialize};

/// How it stands with somebody's certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// Earned: the group has met for the last time, and enough was attended.
    Earned,
    /// The group still meets, or something can be caught up.
    Open {
        /// The meetings that stand against it.
        missed: Vec<u8>,
        /// How many of these have to be caught up; none while the rule is kept.
        to_catch_up: u8,
    },
    /// Not earned: missed meetings cannot be caught up by this rule, or they left.
    NotEarned,
}

/// How it stands with somebody's certificate. `meetings` is how many the group
/// has in all, `held` which of them were held. What was not noted stands
/// against nobody's certificate for ever: it is open until it is noted.
#[must_use]
pub fn certificate(rule: CertificateRule, attendance: &Attendance, meetings: u8, held: &[u8]) -> CertificateState {
    let counts = |meeting: &u8| match attendance.noted.get(meeting) {
        Some(Presence::Present) => true,
        Some(Presence::CaughtUp) => rule.caught_up_counts,
        Some(Presence::Absent) | None => false,
    };
    let missed: Vec<u8> = held.iter().copied().filter(|it| !counts(it)).collect();
    let count = u8::try_from(missed.len()).unwrap_or(u8::MAX);
    let to_catch_up = count.saturating_sub(rule.may_miss);
    let over = held.len() >= usize::from(meetings);
    let can_change = |meeting: &&u8| rule.caught_up_counts || !attendance.noted.contains_key(*meeting);
    let lost = missed.len() - missed.iter().filter(can_change).count();
    if attendance.to.is_some_and(|to| to < meetings) || lost > usize::from(rule.may_miss) {
        CertificateState::NotEarned
    } else if over && to_catch_up == 0 {
        CertificateState::Earned
    } else {
        CertificateState::Open { missed, to_catch_up }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Presence::{Absent, CaughtUp, Present};

    const ALL: CertificateRule = CertificateRule { may_miss: 0, caught_up_counts: true };
    const ONE: CertificateRule = CertificateRule { may_miss: 1, caught_up_counts: true };
    const HARD: CertificateRule = CertificateRule { may_miss: 1, caught_up_counts: false };

    fn noted(cells: &[Option<Presence>]) -> Attendance {
        let noted = (1..).zip(cells).filter_map(|(meeting, it)| it.map(|it| (meeting, it))).collect();
        Attendance { noted, ..Attendance::new("a", false, 1) }
    }

    #[test]
    fn the_table_of_certificates() {
        let open = |missed: &[u8], to_catch_up| CertificateState::Open { missed: missed.to_vec(), to_catch_up };
        let (p, a, c) = (Some(Present), Some(Absent), Some(CaughtUp));
        let table = [
            (ALL, [p, p, p, p], 4, CertificateState::Earned),
            (ALL, [p, c, p, p], 4, CertificateState::Earned),
            (ALL, [p, a, p, p], 4, open(&[2], 1)),
            (ALL, [p, None, p, p], 4, open(&[2], 1)),
            (ALL, [p, p, p, None], 3, open(&[], 0)),
            (ONE, [p, a, p, p], 4, CertificateState::Earned),
            (ONE, [a, a, p, p], 4, open(&[1, 2], 1)),
            (ONE, [a, p, p, None], 3, open(&[1], 0)),
            (HARD, [p, a, p, p], 4, CertificateState::Earned),
            (HARD, [p, a, c, p], 4, CertificateState::NotEarned),
            (HARD, [a, a, None, None], 2, CertificateState::NotEarned),
            (HARD, [a, None, p, p], 4, open(&[1, 2], 1)),
        ];
        for (rule, cells, held, expected) in table {
            let held: Vec<u8> = (1..=held).collect();
            assert_eq!(certificate(rule, &noted(&cells), 4, &held), expected, "{rule:?} {cells:?}");
        }
    }

    #[test]
    fn late_joiners_catch_up_what_was_before_them_and_who_left_earns_none() {
        let mut late = noted(&[None, Some(Present), Some(Present), Some(Present)]);
        late.from = 2;
        let held = [1, 2, 3, 4];
        assert_eq!(certificate(ALL, &late, 4, &held), CertificateState::Open { missed: vec![1], to_catch_up: 1 });
        late.note(1, Some(CaughtUp), &held).unwrap();
        assert_eq!(certificate(ALL, &late, 4, &held), CertificateState::Earned);
        late.to = Some(3);
        assert_eq!(certificate(ALL, &late, 4, &held), CertificateState::NotEarned);
    }
}

//! How the parts of a plan hang together for one viewer.

use super::halt::{Halt, halted};
use super::part::{Action, Body, Part};
use crate::day::Day;
use std::collections::BTreeSet;

/// The order in which a plan is read: dreams with their goals, goals with their
/// actions, and beside them what hangs on nothing. Holds indices of the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Every dream with its goals. A goal that serves several dreams stands
    /// under the first alone.
    pub dreams: Vec<(usize, Vec<usize>)>,
    /// Goals without a dream.
    pub loose_goals: Vec<usize>,
    /// The actions of every goal.
    pub actions: Vec<(usize, Vec<usize>)>,
    /// Actions without a goal.
    pub loose_actions: Vec<usize>,
}

impl Outline {
    /// The actions of a goal.
    #[must_use]
    pub fn actions_of(&self, goal: usize) -> &[usize] {
        self.actions.iter().find(|(it, _)| *it == goal).map_or(&[], |(_, actions)| actions)
    }

    /// Actions that no dream asks for: to be talked about, never forbidden.
    #[must_use]
    pub fn without_dream(&self) -> Vec<usize> {
        let of_goals = self.loose_goals.iter().flat_map(|&goal| self.actions_of(goal).to_vec());
        of_goals.chain(self.loose_actions.iter().copied()).collect()
    }
}

/// The outline of parts given with their ids, in the order in which they were
/// written. What was taken out of the plan is not in it.
#[must_use]
pub fn outline(parts: &[(&str, &Part)]) -> Outline {
    let standing = || parts.iter().enumerate().filter(|(_, (_, part))| !part.withdrawn);
    let mut found = Outline::default();
    for (at, (_, part)) in standing() {
        if matches!(part.body, Body::Dream(_)) {
            found.dreams.push((at, Vec::new()));
        }
    }
    for (at, (_, part)) in standing() {
        let Body::Goal(goal) = &part.body else { continue };
        found.actions.push((at, Vec::new()));
        match found.dreams.iter_mut().find(|(dream, _)| goal.dreams.contains(parts[*dream].0)) {
            Some((_, goals)) => goals.push(at),
            None => found.loose_goals.push(at),
        }
    }
    for (at, (_, part)) in standing() {
        let Body::Action(action) = &part.body else { continue };
        match found.actions.iter_mut().find(|(goal, _)| action.goal.as_deref() == Some(parts[*goal].0)) {
            Some((_, actions)) => actions.push(at),
            None => found.loose_actions.push(at),
        }
    }
    found
}

/// What is to happen next: the open action with the nearest day that nobody
/// has halted, by its index. What is late comes first.
#[must_use]
pub fn next(parts: &[(&str, &Part)], halts: &[Halt], today: Day) -> Option<usize> {
    let open = |part: &Part| match &part.body {
        Body::Action(action) if !part.withdrawn && action.status.is_open() => action.deadline,
        _ => None,
    };
    let days = parts.iter().enumerate().filter_map(|(at, (id, part))| Some((open(part)?, at, *id, *part)));
    days.filter(|(_, _, id, part)| halted(id, part, halts, today).is_none())
        .min_by_key(|it| (it.0, it.1))
        .map(|it| it.1)
}

/// The services that have something to do, by name, for a filter.
#[must_use]
pub fn services<'a>(parts: &[(&str, &'a Part)]) -> BTreeSet<&'a str> {
    let name = |part: &'a Part| match &part.body {
        Body::Action(Action { doer: super::Doer::Service { name, .. }, .. }) if !part.withdrawn => Some(name.trim()),
        _ => None,
    };
    parts.iter().filter_map(|(_, part)| name(part)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::part::tests::{action, dream, goal, part};
    use super::super::{HaltKind, HaltScope, Status};
    use super::*;
    use proptest::prelude::*;

    fn act(goal: Option<&str>) -> Part {
        part(Body::Action(action(goal, "Søke")))
    }

    #[test]
    fn goals_stand_under_dreams_and_what_has_none_is_told() {
        let parts =
            [dream("Et hus"), goal(&["0"], "Bolig"), goal(&[], "Gjeld"), act(Some("1")), act(Some("2")), act(None)];
        let ids = ["0", "1", "2", "3", "4", "5"];
        let all: Vec<(&str, &Part)> = ids.into_iter().zip(&parts).collect();
        let found = outline(&all);
        assert_eq!(found.dreams, [(0, vec![1])]);
        assert_eq!(found.loose_goals, [2]);
        assert_eq!(found.actions_of(1), [3]);
        assert_eq!(found.without_dream(), [4, 5]);
    }

    #[test]
    fn the_next_thing_is_open_nearest_and_not_halted() {
        let with = |day: u8, status| Action { deadline: Some(Day::new(2026, 12, day)), status, ..action(None, "x") };
        let parts = [with(4, Status::Done), with(16, Status::Planned), with(11, Status::Waiting)]
            .map(|it| part(Body::Action(it)));
        let all: Vec<(&str, &Part)> = ["a", "b", "c"].into_iter().zip(&parts).collect();
        let today = Day::new(2026, 11, 23);
        assert_eq!(next(&all, &[], today), Some(2));
        let halt = Halt {
            id: "h".into(),
            kind: HaltKind::Pause,
            scope: HaltScope::Action("c".into()),
            person: "A01".into(),
            from: today,
            until: None,
        };
        assert_eq!(next(&all, &[halt], today), Some(1));
        assert_eq!(services(&all).into_iter().collect::<Vec<_>>(), ["Nav"]);
    }

    proptest! {
        /// Whatever hangs on what: every part that stands is in the outline exactly once.
        #[test]
        fn nothing_is_lost_and_nothing_is_twice(
            shape in prop::collection::vec((0_u8..3, 0_usize..12, any::<bool>()), 0..12)
        ) {
            let ids: Vec<String> = (0..shape.len()).map(|at| at.to_string()).collect();
            let parts: Vec<Part> = shape.iter().map(|(kind, to, withdrawn)| {
                let to = to.to_string();
                let made = match kind {
                    0 => dream("d"),
                    1 => goal(&[&to], "g"),
                    _ => act(Some(&to)),
                };
                Part { withdrawn: *withdrawn, ..made }
            }).collect();
            let all: Vec<(&str, &Part)> = ids.iter().map(String::as_str).zip(&parts).collect();
            let found = outline(&all);
            let mut seen: Vec<usize> = found.dreams.iter().flat_map(|(dream, goals)| std::iter::once(*dream).chain(goals.iter().copied())).collect();
            seen.extend(&found.loose_goals);
            seen.extend(found.actions.iter().flat_map(|(_, actions)| actions.iter()));
            seen.extend(&found.loose_actions);
            seen.sort_unstable();
            let standing: Vec<usize> = (0..parts.len()).filter(|&at| !parts[at].withdrawn).collect();
            prop_assert_eq!(seen, standing);
        }
    }
}

//! Circles in descent: people who are their own ancestors.

use crate::ordered::Ordered;
use crate::record::{ParentKind, PersonId, Record};
use std::collections::BTreeMap;

/// Ties by which someone becomes an ancestor. Foster care is not one of them.
fn makes_ancestor(kind: ParentKind) -> bool {
    kind.is_descent() && !matches!(kind, ParentKind::Foster | ParentKind::EmergencyFoster)
}

/// The groups of people who are each other's ancestors, each in order of
/// entry. Strongly connected components after Tarjan, without recursion, so
/// that a long line of ancestors cannot exhaust the stack.
pub(super) fn circles(record: &Record) -> Vec<Vec<&PersonId>> {
    let ids: Vec<&PersonId> = record.people.keys().collect();
    let number: BTreeMap<&PersonId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut parents: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    for link in record.parent_links.values().filter(|link| makes_ancestor(link.kind)) {
        if let (Some(&child), Some(&parent)) = (number.get(&link.child), number.get(&link.parent)) {
            parents[child].push(parent);
        }
    }

    const UNSEEN: usize = usize::MAX;
    let mut seen = vec![UNSEEN; ids.len()];
    let mut low = vec![0; ids.len()];
    let mut open = vec![false; ids.len()];
    let mut stack = Vec::new();
    let mut clock = 0;
    let mut found = Vec::new();

    for start in 0..ids.len() {
        if seen[start] != UNSEEN {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            if *next == 0 && seen[at] == UNSEEN {
                seen[at] = clock;
                low[at] = clock;
                clock += 1;
                open[at] = true;
                stack.push(at);
            }
            if let Some(&parent) = parents[at].get(*next) {
                *next += 1;
                if seen[parent] == UNSEEN {
                    path.push((parent, 0));
                } else if open[parent] {
                    low[at] = low[at].min(seen[parent]);
                }
                continue;
            }
            path.pop();
            if let Some((child, _)) = path.last() {
                low[*child] = low[*child].min(low[at]);
            }
            if low[at] == seen[at] {
                let from = stack.iter().rposition(|&one| one == at).unwrap_or(0);
                let mut group = stack.split_off(from);
                group.iter().for_each(|&one| open[one] = false);
                if group.len() > 1 || parents[at].contains(&at) {
                    group.order();
                    found.push(group);
                }
            }
        }
    }
    found.order();
    found.into_iter().map(|group| group.into_iter().map(|at| ids[at]).collect()).collect()
}

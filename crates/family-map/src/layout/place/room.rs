//! Room for the pinned: whoever stands between two pins that leave too little
//! room goes to the other side of one of them. Only two pins that are too near
//! each other can then move a pin.

use super::Options;
use super::field::Gaps;
use crate::layout::graph::Graph;
use crate::layout::net::Net;
use crate::layout::order::Order;
use crate::ordered::Ordered;

/// What is this near is met.
const NEAR: f64 = 0.01;

/// Puts the pinned of each row in the order of their pins, and takes out whoever
/// does not fit between two of them.
pub(super) fn make_room(graph: &Graph<'_>, net: &mut Net, order: &mut Order, options: &Options) {
    let pin = |it: usize| options.pins.get(*graph.ids.get(it)?).copied();
    let pins: Vec<Option<f64>> = (0..net.row.len()).map(pin).collect();
    for row in 0..order.rows.len() {
        if order.rows[row].iter().filter(|it| pins[**it].is_some()).count() < 2 {
            continue;
        }
        sort(&mut order.rows[row], &pins);
        net.split_blocks(&order.rows[row]);
        for _ in 0..order.rows[row].len() {
            let gaps = Gaps::new(graph, net, options);
            let Some((from, to)) = next_move(&gaps, net, &order.rows[row], &pins) else { break };
            let mover = order.rows[row].remove(from);
            order.rows[row].insert(if to > from { to - 1 } else { to }, mover);
            net.split_blocks(&order.rows[row]);
        }
    }
}

/// The pinned take each other's spots, so that they stand as their pins do.
fn sort(row: &mut [usize], pins: &[Option<f64>]) {
    let spots: Vec<usize> = (0..row.len()).filter(|at| pins[row[*at]].is_some()).collect();
    let mut pinned: Vec<usize> = spots.iter().map(|at| row[*at]).collect();
    pinned.order_by(|a, b| pins[*a].unwrap_or(0.0).total_cmp(&pins[*b].unwrap_or(0.0)));
    spots.into_iter().zip(pinned).for_each(|(at, it)| row[at] = it);
}

/// Who goes, and before which spot of the row: out of the first gap between two
/// pins that is too small, to the nearest one with room.
fn next_move(gaps: &Gaps<'_>, net: &Net, row: &[usize], pins: &[Option<f64>]) -> Option<(usize, usize)> {
    let spots: Vec<usize> = (0..row.len()).filter(|at| pins[row[*at]].is_some()).collect();
    let spare = |n: usize| -> f64 {
        let (from, to) = (spots[n], spots[n + 1]);
        let need: f64 = row[from..=to].windows(2).map(|two| gaps.between(two[0], two[1])).sum();
        pins[row[to]].unwrap_or(0.0) - pins[row[from]].unwrap_or(0.0) - need
    };
    let last = spots.len() - 1;
    let full = (0..last).find(|n| spots[n + 1] - spots[*n] > 1 && spare(*n) < -NEAR)?;
    let (from, to) = (spots[full], spots[full + 1]);
    // Who belongs to neither of the two goes first; else the one in the middle of nothing, at the edge.
    let alone = |at: &usize| {
        let block = net.block_of[row[*at]];
        block != net.block_of[row[from]] && block != net.block_of[row[to]]
    };
    let leaves_left = (from + 1..to).find(alone).unwrap_or(from + 1);
    let leaves_right = (from + 1..to).rfind(alone).unwrap_or(to - 1);
    let width = |at: usize| gaps.between(row[at - 1], row[at]) + gaps.between(row[at], row[at + 1]);
    // How many pins to pass until there is room; outside the outermost there always is.
    let left = (0..full).rev().find(|n| spare(*n) >= width(leaves_left)).map_or(full + 1, |n| full - n);
    let right = (full + 1..last).find(|n| spare(*n) >= width(leaves_right)).map_or(last - full, |n| n - full);
    if left <= right {
        Some((leaves_left, spots[full + 1 - left]))
    } else {
        Some((leaves_right, spots[full + right] + 1))
    }
}

//! How far apart people stand.

use super::Options;
use super::graph::Graph;
use super::level::Levels;
use super::order::Order;

/// The least air between two labels.
pub(super) const AIR: f64 = 14.0;

/// Each person's x.
pub(super) fn place(graph: &Graph<'_>, _levels: &Levels, order: &Order, options: &Options) -> Vec<f64> {
    let mut x = vec![0.0; graph.len()];
    for row in &order.rows {
        let mut at = 0.0;
        for pair in row.windows(2) {
            let gap = graph.half[pair[0]] + graph.half[pair[1]] + AIR;
            at += gap.max(options.sizes.couple_gap);
            x[pair[1]] = at;
        }
        let middle = at / 2.0;
        for it in row {
            x[*it] -= middle;
        }
    }
    x
}

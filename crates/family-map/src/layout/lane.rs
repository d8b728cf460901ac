//! Lanes for lines that run beside each other in one channel.

use crate::ordered::Ordered;

/// A family's bar: it hangs on one trunk from above and carries legs downwards.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    trunk: f64,
    legs: Vec<f64>,
    low: f64,
    high: f64,
}

/// Lines nearer than this look like one.
const NEAR: f64 = 7.0;

impl Bar {
    pub fn new(trunk: f64, legs: impl Iterator<Item = f64>) -> Self {
        let mut legs: Vec<f64> = legs.collect();
        legs.order_by(f64::total_cmp);
        let low = legs.first().map_or(trunk, |it| it.min(trunk));
        let high = legs.last().map_or(trunk, |it| it.max(trunk));
        Self { trunk, legs, low, high }
    }

    fn meets(&self, other: &Self) -> bool {
        self.low < other.high + NEAR && other.low < self.high + NEAR
    }

    /// What it costs to have this bar above the other: crossings, and lines
    /// that would lie on each other.
    fn cost_above(&self, other: &Self) -> usize {
        let inside = |x: f64, bar: &Self| usize::from(x > bar.low + 0.01 && x < bar.high - 0.01);
        let crossings = inside(other.trunk, self) + self.legs.iter().map(|leg| inside(*leg, other)).sum::<usize>();
        let on_each_other = self.legs.iter().filter(|leg| (**leg - other.trunk).abs() < NEAR / 2.0).count();
        crossings + on_each_other * 8
    }
}

/// The lane of each bar, from the top, so that few cross and none lies on another.
pub(super) fn bars(bars: &[Bar]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..bars.len()).collect();
    order.order_by(|a, b| bars[*a].low.total_cmp(&bars[*b].low).then(a.cmp(b)));
    // Runs of bars that meet are stacked on their own.
    let mut lanes = vec![0; bars.len()];
    let mut from = 0;
    while from < order.len() {
        let mut reach = bars[order[from]].high;
        let mut to = from + 1;
        while to < order.len() && bars[order[to]].low < reach + NEAR {
            reach = reach.max(bars[order[to]].high);
            to += 1;
        }
        stack_bars(bars, &order[from..to], &mut lanes);
        from = to;
    }
    lanes
}

fn stack_bars(bars: &[Bar], run: &[usize], lanes: &mut [usize]) {
    // Each bar goes where it costs least among those already stacked.
    const MOST: usize = 400;
    let mut stack: Vec<usize> = Vec::with_capacity(run.len());
    for it in run {
        let (mut best, mut gain, mut least) = (stack.len(), 0_i64, 0_i64);
        for (at, other) in stack.iter().enumerate().rev().take(MOST) {
            if bars[*it].meets(&bars[*other]) {
                gain += cost(&bars[*it], &bars[*other]) - cost(&bars[*other], &bars[*it]);
            }
            if gain < least {
                (best, least) = (at, gain);
            }
        }
        stack.insert(best, *it);
    }
    let mut used: Vec<Vec<usize>> = Vec::new();
    for it in stack {
        let above = used.iter().rposition(|lane| lane.iter().any(|other| bars[*other].meets(&bars[it])));
        let lane = above.map_or(0, |lane| lane + 1);
        if lane == used.len() {
            used.push(Vec::new());
        }
        used[lane].push(it);
        lanes[it] = lane;
    }
}

fn cost(above: &Bar, below: &Bar) -> i64 {
    i64::try_from(above.cost_above(below)).unwrap_or(i64::MAX)
}

/// The lane of each span, in the order given: the first as high as may be.
pub(super) fn stack(spans: &[(f64, f64)], near: f64) -> Vec<usize> {
    let mut lanes: Vec<usize> = Vec::with_capacity(spans.len());
    for (at, span) in spans.iter().enumerate() {
        let met = (0..at).filter(|it| spans[*it].0 < span.1 + near && span.0 < spans[*it].1 + near);
        lanes.push(met.map(|it| lanes[it] + 1).max().unwrap_or(0));
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_beside_each_other_share_a_lane_and_overlapping_ones_do_not() {
        let apart = [Bar::new(0.0, [-20.0, 20.0].into_iter()), Bar::new(100.0, [80.0, 120.0].into_iter())];
        assert_eq!(bars(&apart), [0, 0]);
        // Both shift right: the one further right lies above, and nothing crosses.
        let shifted = [Bar::new(0.0, [100.0].into_iter()), Bar::new(50.0, [150.0].into_iter())];
        assert_eq!(bars(&shifted), [1, 0]);
    }

    #[test]
    fn spans_are_stacked_in_order() {
        assert_eq!(stack(&[(0.0, 10.0), (0.0, 30.0), (40.0, 50.0)], 2.0), [0, 1, 0]);
    }
}

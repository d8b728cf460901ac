//! Row by row: each where the rows above and below want it, as exactly as one
//! row alone can be.

use super::field::Field;

/// Wishes this far off are felt in full; from there on they grow weaker, so
/// that few stand far off instead of all a little.
const NEAR: f64 = 12.0;
const FAR: f64 = 400.0;

/// Goes down and up through the rows.
pub(super) fn settle(field: &mut Field, rounds: usize) {
    let mut wishes = Vec::new();
    for round in 0..rounds {
        let done = round as f64 / rounds.max(1) as f64;
        let reach = FAR * (NEAR / FAR).powf(done);
        for row in 0..field.rows.len() {
            settle_row(field, row, reach, 1.0, &mut wishes);
        }
        let from_above = if round + 1 == rounds { 0.02 } else { 1.0 };
        for row in (0..field.rows.len()).rev() {
            settle_row(field, row, reach, from_above, &mut wishes);
        }
    }
}

fn settle_row(field: &mut Field, row: usize, reach: f64, from_above: f64, wishes: &mut Vec<(f64, f64)>) {
    wishes.clear();
    let mut left: Option<(f64, f64)> = None;
    for block in &field.rows[row] {
        let here = field.x[*block];
        let (mut sum, mut weight) = (0.0, 0.0);
        let mut wish = |off: f64, by: f64| {
            let by = by * reach / off.abs().max(reach);
            sum += off * by;
            weight += by;
        };
        for family in field.above[*block].iter().map(|it| &field.families[*it as usize]) {
            wish(field.at(family.parents) - field.middle(family), family.weight * from_above);
        }
        for family in field.below[*block].iter().map(|it| &field.families[*it as usize]) {
            wish(field.middle(family) - field.at(family.parents), family.weight * 2.0);
        }
        if let Some(before) = field.before[*block] {
            wish(before - here, 8.0);
        }
        let wish = match field.pin[*block] {
            Some(pin) => (pin, 1e9),
            None if weight > 0.0 => (here + sum / weight, weight),
            // Who has no line of their own stays close to a neighbour.
            None => left.map_or((here, 0.01), |left| (left.0 + field.apart[*block], 0.01)),
        };
        left = Some(wish);
        wishes.push(wish);
    }
    solve(field, row, wishes);
}

/// The row's x nearest to the wishes that keeps everyone apart: pool adjacent
/// violators on positions from which the least distances are taken.
pub(super) fn solve(field: &mut Field, row: usize, wishes: &[(f64, f64)]) {
    struct Pool {
        sum: f64,
        weight: f64,
        count: usize,
    }
    let mut pools: Vec<Pool> = Vec::with_capacity(wishes.len());
    let mut offset = 0.0;
    for ((wish, weight), block) in wishes.iter().zip(&field.rows[row]) {
        offset += field.apart[*block];
        let weight = weight.max(1e-6);
        pools.push(Pool { sum: (wish - offset) * weight, weight, count: 1 });
        while let [.., before, last] = pools.as_slice()
            && before.sum * last.weight > last.sum * before.weight
        {
            let joined = Pool {
                sum: before.sum + last.sum,
                weight: before.weight + last.weight,
                count: before.count + last.count,
            };
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    let mut places = pools.iter().flat_map(|it| std::iter::repeat_n(it.sum / it.weight, it.count));
    let mut offset = 0.0;
    for block in &field.rows[row] {
        offset += field.apart[*block];
        if let Some(place) = places.next() {
            field.x[*block] = place + offset;
        }
    }
}

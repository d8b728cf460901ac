//! All rows at once: what everyone wishes, and what it is worth.

use super::field::{Field, Spot};
use super::flow::{self, Limit, NEVER};
use super::rows;

/// Whole units in a pixel.
const FINE: f64 = 4.0;
/// Prices for each unit: parents beyond their children's span, beside its
/// middle, lines that bend, rows wider than need be, people who move, pins that move.
const SPAN: i64 = 48;
const MIDDLE: i64 = 6;
const STRAIGHT: i64 = 120;
const WIDTH: i64 = 1;
const MOVE: i64 = 60;
const PIN: i64 = 1 << 30;
/// Parents may stand this far beyond their children.
const SLACK: f64 = 12.0;
/// A family that is this far off is given up for the sake of others.
const LOST: f64 = 150.0;

/// Solves again and again, each time with the distances of siblings as found,
/// and with less weight on who cannot be helped.
pub(super) fn settle(field: &mut Field, rounds: usize, steps: usize) {
    let mut worth: Vec<i64> = field.families.iter().map(|it| (it.weight * SPAN as f64) as i64).collect();
    for round in 0..rounds {
        if round > 0 {
            for (worth, family) in worth.iter_mut().zip(&field.families) {
                let off = off(field, family);
                if off > LOST {
                    *worth = (*worth / 4).max(1);
                } else if off > SLACK {
                    *worth = (*worth * 2).min(SPAN * 8);
                }
            }
        }
        let limits = limits(field, &worth);
        let mut x: Vec<i64> = field.x.iter().map(|it| (it * FINE).round() as i64).collect();
        x.push(0);
        if !flow::settle(&mut x, &limits, steps) {
            return;
        }
        let ground = x[field.x.len()];
        for (place, found) in field.x.iter_mut().zip(&x) {
            *place = (found - ground) as f64 / FINE;
        }
        if field.any_pin {
            hold_pins(field);
        }
    }
}

/// Whole units round pins a little; here they are met to the point.
fn hold_pins(field: &mut Field) {
    for row in 0..field.rows.len() {
        let held = |block: &usize| field.pin[*block].map_or((field.x[*block], 1.0), |pin| (pin, 1e9));
        let wishes: Vec<(f64, f64)> = field.rows[row].iter().map(held).collect();
        rows::solve(field, row, &wishes);
    }
}

/// How far parents stand beyond their children's span.
fn off(field: &Field, family: &super::field::Family) -> f64 {
    let parents = field.at(family.parents);
    (field.at(family.first) - parents).max(parents - field.at(family.last))
}

fn limits(field: &Field, worth: &[i64]) -> Vec<Limit> {
    let ground = field.x.len() as u32;
    let mut limits = Vec::with_capacity(field.x.len() * 2 + field.families.len() * 6);
    let units = |it: f64| (it * FINE).round() as i64;
    for row in &field.rows {
        for two in row.windows(2) {
            let (left, right) = (two[0] as u32, two[1] as u32);
            let apart = (field.apart[two[1]] * FINE).ceil() as i64;
            limits.push(Limit { first: left, second: right, at_most: -apart, price: NEVER });
            limits.push(Limit { first: right, second: left, at_most: apart, price: WIDTH });
        }
    }
    // The first at most so far right of the second.
    let mut limit = |first: Spot, second: Spot, at_most: f64, price: i64| {
        let at_most = units(at_most + second.aside - first.aside);
        let (first, second) = (first.block as u32, second.block as u32);
        if first != second {
            limits.push(Limit { first, second, at_most, price });
        }
    };
    for (family, worth) in field.families.iter().zip(worth) {
        let (parents, first, last) = (family.parents, family.first, family.last);
        if let Some(way) = family.way {
            limit(parents, way, 0.0, STRAIGHT);
            limit(way, parents, 0.0, STRAIGHT);
        }
        if family.passes {
            limit(parents, first, 0.0, STRAIGHT);
            limit(first, parents, 0.0, STRAIGHT);
            continue;
        }
        limit(parents, last, SLACK, *worth);
        limit(first, parents, SLACK, *worth);
        let half = (field.at(last) - field.at(first)) / 2.0;
        let price = MIDDLE.min(*worth);
        limit(parents, first, half, price);
        limit(first, parents, -half, price);
        limit(parents, last, -half, price);
        limit(last, parents, half, price);
    }
    for block in 0..field.x.len() {
        let held =
            field.pin[block].map(|pin| (pin, PIN)).or_else(|| Some((field.before[block]?, MOVE * field.known[block])));
        if let Some((x, price)) = held {
            let (block, at) = (block as u32, units(x));
            limits.push(Limit { first: block, second: ground, at_most: at, price });
            limits.push(Limit { first: ground, second: block, at_most: -at, price });
        }
    }
    limits
}

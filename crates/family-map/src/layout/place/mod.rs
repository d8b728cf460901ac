//! How far apart people stand: parents over their children, couples close, and
//! never two on the same spot.
//!
//! Partners stand at fixed distances, so that a block has one x. First each row
//! is solved exactly against the rows above and below (isotonic regression),
//! again and again; then all rows at once (see [`flow`]), where the family is
//! not too large for that.

mod field;
mod flow;
mod hang;
mod room;
mod rows;
mod wishes;

use super::Options;
use super::graph::Graph;
use super::net::Net;
use super::order::Order;
use crate::ordered::Ordered;
use field::Field;

/// How much work the places are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// The first picture.
    First,
    /// The refined one.
    Thorough,
}

/// Up to so many blocks all rows are solved at once.
const MOST_AT_ONCE: usize = 1_600;

/// The x of every node. Whoever stands in the way of the pinned changes places.
pub(super) fn place(
    graph: &Graph<'_>,
    net: &mut Net,
    order: &mut Order,
    options: &Options,
    effort: Effort,
) -> Vec<f64> {
    if options.pins.len() > 1 {
        room::make_room(graph, net, order, options);
    }
    let mut field = Field::new(graph, net, order, options);
    let blocks = field.x.len();
    let warm = field.before.iter().any(Option::is_some);
    if warm || field.any_pin {
        field.pack();
    } else {
        hang::settle(&mut field);
    }
    let rounds = match blocks {
        // Who stood somewhere stands there again.
        _ if warm && blocks <= MOST_AT_ONCE => 0,
        _ if warm => 2,
        0..300 => 8,
        // All rows at once come after.
        300..=MOST_AT_ONCE => 3,
        _ => 32,
    };
    rows::settle(&mut field, rounds);
    if effort == Effort::Thorough {
        wishes::settle(&mut field, 5, 400_000);
    } else if blocks <= MOST_AT_ONCE {
        wishes::settle(&mut field, if blocks < 300 && !warm { 2 } else { 1 }, 6_000);
    }
    if !warm && !field.any_pin {
        field.close_up();
    }
    let mut places = field.nodes();
    if warm && !field.any_pin {
        hold_still(graph, options, &mut places);
    }
    places
}

/// Shifts the whole picture so that as many of those who stood somewhere come
/// to stand further left as further right.
fn hold_still(graph: &Graph<'_>, options: &Options, places: &mut [f64]) {
    let stood = graph.ids.iter().zip(places.iter());
    let mut moves: Vec<f64> = stood.filter_map(|(id, x)| Some(options.previous.get(*id)?.x - x)).collect();
    moves.order_by(f64::total_cmp);
    let shift = moves.get(moves.len() / 2).copied().unwrap_or(0.0);
    places.iter_mut().for_each(|x| *x += shift);
}

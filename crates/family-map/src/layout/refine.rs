//! A better picture of the same family, found in the background: a long search
//! for fewer crossings, in slices, then places that are solved to the end.

use super::order::{self, Anneal};
use super::place::{self, Effort};
use super::{Layout, Options, graph, level, net, route};
use crate::ordered::Ordered;
use crate::record::Record;
use std::collections::BTreeMap;

/// How much work a search is, for each line between people, and at most.
const WORK_EACH: u64 = 120_000;
const MOST_WORK: u64 = 26_000_000;

/// A search under way. It holds all that it needs, so that it can wait between
/// two slices; the same seed finds the same picture.
#[derive(Clone, Debug)]
pub struct Refiner {
    record: Record,
    options: Options,
    net: net::Net,
    search: Anneal,
    /// Where everyone stands on the first picture.
    first: Vec<f64>,
}

impl Refiner {
    /// Begins with the first picture; the refined one stays like it where
    /// nothing is gained.
    #[must_use]
    pub fn new(record: &Record, options: &Options, seed: u64) -> Self {
        let options = &*options.pinned(record);
        let graph = graph::Graph::of(record, &options.sizes);
        let levels = level::levels(&graph);
        let mut net = net::Net::of(&graph, &levels);
        let order = order::order(&graph, &mut net, options);
        let first = place::place(&graph, &mut net.clone(), &mut order.clone(), options, Effort::First);
        let work = (net.unions.len() as u64 * WORK_EACH).min(MOST_WORK);
        let search = order::search(&graph, &net, &order, options, work, seed);
        Self { record: record.clone(), options: options.clone(), net, search, first }
    }

    /// Works on for so much; true when there is nothing more to do. A unit is
    /// a look at one line, some forty nanoseconds.
    pub fn step(&mut self, work: u64) -> bool {
        self.search.step(work)
    }

    /// How far the search is, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        self.search.progress()
    }

    /// The crossings of the best order found so far, counted gap by gap, and a
    /// thousand more for each pair of siblings against birth order.
    #[must_use]
    pub fn crossings(&self) -> i64 {
        self.search.cost()
    }

    /// The best picture found so far.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let graph = graph::Graph::of(&self.record, &self.options.sizes);
        let levels = level::levels(&graph);
        let mut net = self.net.clone();
        let mut order = order::found(&self.search, &mut net);
        let options = Options { previous: BTreeMap::new(), ..self.options.clone() };
        let mut places = place::place(&graph, &mut net, &mut order, &options, Effort::Thorough);
        if options.pins.is_empty() {
            self.hold_still(&mut places);
        }
        route::route(&graph, &levels, &net, &order, &places, &options, &[])
    }

    /// Shifts the whole picture so that half of the people come to stand further
    /// left than on the first one, and half further right.
    fn hold_still(&self, places: &mut [f64]) {
        let mut moves: Vec<f64> = self.first.iter().zip(places.iter()).map(|(first, x)| first - x).collect();
        moves.order_by(f64::total_cmp);
        let shift = moves.get(moves.len() / 2).copied().unwrap_or(0.0);
        places.iter_mut().for_each(|x| *x += shift);
    }
}

//! What could not be honoured, found by looking at the result.

use super::graph::Graph;
use super::net::Net;
use super::order::Order;
use super::{GaveWay, Options};
use crate::ordered::Ordered;

pub(super) fn report(
    graph: &Graph<'_>,
    net: &Net,
    order: &Order,
    x: &[f64],
    options: &Options,
    found: &mut Vec<GaveWay>,
) {
    let id = |it: usize| graph.ids[it].clone();
    let mut place = vec![0; net.row.len()];
    for row in &order.rows {
        row.iter().enumerate().for_each(|(at, it)| place[*it] = at);
    }
    for couple in graph.couples.iter().filter(|it| net.row[it.a] == net.row[it.b]) {
        let (from, to) = (place[couple.a].min(place[couple.b]), place[couple.a].max(place[couple.b]));
        let between = &order.rows[net.row[couple.a]][from + 1..to];
        if between.iter().any(|it| !net.are_partners(*it, couple.a) && !net.are_partners(*it, couple.b)) {
            found.push(GaveWay::CoupleNotAdjacent(id(couple.a), id(couple.b)));
        }
    }
    for (pinned, wish) in &options.pins {
        if let Ok(it) = graph.ids.binary_search(&pinned)
            && (x[it] - wish).abs() > 0.01
        {
            found.push(GaveWay::PinMoved(pinned.clone()));
        }
    }
    for twins in &graph.twins {
        let mut line: Vec<usize> = twins.clone();
        line.order_by_key(|it| (net.row[*it], place[*it]));
        for two in line.windows(2) {
            let same_block = net.block_of[two[0]] == net.block_of[two[1]];
            let between = order.rows[net.row[two[0]]].get(place[two[0]] + 1..place[two[1]]).unwrap_or(&[]);
            let partners =
                |it: &usize| net.block_of[*it] == net.block_of[two[0]] || net.block_of[*it] == net.block_of[two[1]];
            if net.row[two[0]] != net.row[two[1]] || !(same_block || between.iter().all(partners)) {
                found.push(GaveWay::TwinsApart(id(two[0]), id(two[1])));
            }
        }
    }
    for family in &graph.families {
        let of_birth = |it: &usize| net.family_of_birth(graph, *it) == Some(&family.parents);
        let dated = family.children.iter().copied().filter(|it| graph.born[*it].is_some() && of_birth(it));
        let dated: Vec<usize> = dated.collect();
        for two in dated.windows(2) {
            let (elder, younger) = (two[0], two[1]);
            if graph.born[elder] < graph.born[younger] && net.row[elder] == net.row[younger] && x[elder] > x[younger] {
                found.push(GaveWay::BirthOrder { younger: id(younger), elder: id(elder) });
            }
        }
    }
}

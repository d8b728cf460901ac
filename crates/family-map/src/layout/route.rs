//! The lines between people, and the heights that they need.

use super::graph::Graph;
use super::level::Levels;
use super::order::Order;
use super::{ChildLine, CoupleLine, FamilyLine, Layout, Options, Place, Point};
use std::collections::BTreeMap;

pub(super) fn route(graph: &Graph<'_>, levels: &Levels, _order: &Order, x: &[f64], options: &Options) -> Layout {
    let sizes = options.sizes;
    let half = sizes.symbol / 2.0;
    let gap = sizes.generation_gap + 50.0;
    let rows: Vec<f64> = (0..levels.rows).map(|row| row as f64 * gap).collect();
    let y = |it: usize| rows[levels.row[it]];
    let places: BTreeMap<_, _> = (0..graph.len())
        .map(|it| {
            let place = Place {
                x: x[it],
                y: y(it),
                row: u32::try_from(levels.row[it]).unwrap_or(0),
                half_width: graph.half[it],
                label: graph.labels[it].clone(),
            };
            (graph.ids[it].clone(), place)
        })
        .collect();
    let sides = |a: usize, b: usize| if x[a] <= x[b] { (a, b) } else { (b, a) };
    let couples = graph.couples.iter().map(|couple| {
        let (left, right) = sides(couple.a, couple.b);
        CoupleLine {
            partnerships: couple.partnerships.clone(),
            left: graph.ids[left].clone(),
            right: graph.ids[right].clone(),
            route: vec![Point { x: x[left] + half, y: y(left) }, Point { x: x[right] - half, y: y(right) }],
            adjacent: true,
        }
    });
    let families = graph.families.iter().map(|family| {
        let first = family.parents[0];
        let last = *family.parents.last().unwrap_or(&first);
        let start = Point { x: f64::midpoint(x[first], x[last]), y: f64::midpoint(y(first), y(last)) };
        let spread = Point { x: start.x, y: start.y + gap * 0.6 };
        let mut children: Vec<ChildLine> = family
            .children
            .iter()
            .zip(&family.links)
            .map(|(child, links)| ChildLine {
                child: graph.ids[*child].clone(),
                links: links.clone(),
                route: vec![spread, Point { x: x[*child], y: spread.y }, Point { x: x[*child], y: y(*child) - half }],
            })
            .collect();
        children.sort_by(|a, b| a.route[1].x.total_cmp(&b.route[1].x));
        FamilyLine {
            parents: {
                let (l, r) = sides(first, last);
                if l == r { vec![graph.ids[l].clone()] } else { vec![graph.ids[l].clone(), graph.ids[r].clone()] }
            },
            kind: family.kind,
            trunk: vec![start, spread],
            children,
        }
    });
    Layout {
        sizes,
        couples: couples.collect(),
        families: families.collect(),
        places,
        gave_way: levels.gave_way.clone(),
        rows,
    }
}

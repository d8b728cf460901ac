//! People in reading order, and where the arrow keys lead from each.

use super::{Message, View, dom_id, words};
use crate::layout::{Layout, Place, Point};
use crate::ordered::Ordered;
use crate::record::{PersonId, Record};
use std::collections::BTreeMap;

/// Someone on the drawing, for lists and for the keyboard.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonItem {
    /// Who.
    pub id: PersonId,
    /// The id of the shape.
    pub shape: String,
    /// The middle of the symbol.
    pub at: Point,
    /// What to say about the person, in whole sentences.
    pub description: Vec<Message>,
    /// Where the arrow keys lead.
    pub neighbours: Neighbours,
}

/// Where the arrow keys lead from one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Parents and carers, the nearest first.
    pub up: Vec<PersonId>,
    /// Children, the nearest first.
    pub down: Vec<PersonId>,
    /// The next to the left in the row.
    pub left: Option<PersonId>,
    /// The next to the right in the row.
    pub right: Option<PersonId>,
    /// Partners from left to right.
    pub partners: Vec<PersonId>,
    /// Children of the same parents, from left to right.
    pub siblings: Vec<PersonId>,
}

pub(super) fn people(record: &Record, layout: &Layout, view: &View) -> Vec<PersonItem> {
    let mut around: BTreeMap<&PersonId, Neighbours> = BTreeMap::new();
    for line in &layout.couples {
        around.entry(&line.left).or_default().partners.push(line.right.clone());
        around.entry(&line.right).or_default().partners.push(line.left.clone());
    }
    for family in &layout.families {
        for line in &family.children {
            let others = family.children.iter().filter(|it| it.child != line.child).map(|it| it.child.clone());
            let child = around.entry(&line.child).or_default();
            child.up.extend(family.parents.iter().cloned());
            child.siblings.extend(others);
        }
        for parent in &family.parents {
            around.entry(parent).or_default().down.extend(family.children.iter().map(|it| it.child.clone()));
        }
    }
    for link in record.parent_links.values().filter(|it| !it.kind.is_descent()) {
        if let Some((child, _)) = layout.places.get_key_value(&link.child)
            && let Some((parent, _)) = layout.places.get_key_value(&link.parent)
        {
            around.entry(child).or_default().up.push(parent.clone());
            around.entry(parent).or_default().down.push(child.clone());
        }
    }

    let mut rows: Vec<(&PersonId, &Place)> = layout.places.iter().collect();
    rows.order_by(|a, b| a.1.row.cmp(&b.1.row).then(a.1.x.total_cmp(&b.1.x)).then(a.0.cmp(b.0)));
    let beside = |at: Option<usize>, row: u32| {
        at.and_then(|at| rows.get(at)).filter(|it| it.1.row == row).map(|it| it.0.clone())
    };
    let from_left = |ids: &mut Vec<PersonId>| {
        ids.order_by(|a, b| place_x(layout, a).total_cmp(&place_x(layout, b)).then(a.cmp(b)));
        ids.dedup();
    };
    let nearest = |ids: &mut Vec<PersonId>, x: f64| {
        from_left(ids);
        ids.order_by(|a, b| (place_x(layout, a) - x).abs().total_cmp(&(place_x(layout, b) - x).abs()));
    };
    let words = words::Words::of(record, view);
    let items = rows.iter().enumerate().map(|(at, (id, place))| {
        let mut neighbours = around.remove(*id).unwrap_or_default();
        nearest(&mut neighbours.up, place.x);
        nearest(&mut neighbours.down, place.x);
        from_left(&mut neighbours.partners);
        from_left(&mut neighbours.siblings);
        neighbours.left = beside(at.checked_sub(1), place.row);
        neighbours.right = beside(Some(at + 1), place.row);
        PersonItem {
            id: (*id).clone(),
            shape: dom_id("person", id.as_str()),
            at: Point { x: place.x, y: place.y },
            description: words.describe(id),
            neighbours,
        }
    });
    items.collect()
}

fn place_x(layout: &Layout, id: &PersonId) -> f64 {
    layout.places.get(id).map_or(0.0, |place| place.x)
}

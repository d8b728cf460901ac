//! What the signs mean: only those that are used.

use super::message::{self, Message};
use super::{Form, LegendItem, Part, View, couple, descent, symbol};
use crate::layout::Point;
use crate::record::{Count, Life, ParentKind, PartnershipKind, Record, Symbol};
use std::collections::BTreeSet;

const MIDDLE: Point = Point { x: 22.0, y: 14.0 };

pub(super) fn legend(record: &Record, _view: &View) -> Vec<LegendItem> {
    let mut items = Vec::new();
    let mut add = |message: Message, parts: Vec<Part>| items.push(LegendItem { message, parts });
    let born = record.people.values().filter(|it| !it.life.is_loss() && it.life != Life::Expected);
    let symbols: BTreeSet<Symbol> = born.map(|it| it.symbol).collect();
    for it in &symbols {
        add(Message::new(message::symbol(*it)), symbol::parts(*it, Life::Alive, false, MIDDLE, 11.0));
    }
    if record.index.is_some() {
        add(Message::new("legend.index"), symbol::parts(Symbol::Female, Life::Alive, true, MIDDLE, 7.0));
    }
    let lives: BTreeSet<Life> = record.people.values().map(|it| it.life).collect();
    for it in lives.iter().filter(|it| !matches!(it, Life::Alive | Life::Unknown)) {
        let mut parts = symbol::parts(Symbol::Male, *it, false, MIDDLE, 11.0);
        if *it == Life::Missing {
            let at = Point { x: MIDDLE.x + 16.0, y: MIDDLE.y - 2.0 };
            parts.push(Part { class: "age", form: Form::Text { at, text: super::Text::Plain("?".to_owned()) } });
        }
        add(Message::new(message::life(*it)), parts);
    }
    if record.people.values().any(|it| it.count == Count::UnknownNumber) {
        let mut parts = symbol::parts(Symbol::Unknown, Life::Alive, false, MIDDLE, 11.0);
        let at = Point { x: MIDDLE.x, y: MIDDLE.y + 5.0 };
        parts.push(Part { class: "age", form: Form::Text { at, text: super::Text::Plain("n".to_owned()) } });
        add(Message::new("legend.group"), parts);
    }
    let across = [Point { x: 2.0, y: 14.0 }, Point { x: 42.0, y: 14.0 }];
    let here = |id| record.people.contains_key(id);
    let couples: Vec<_> = record.partnerships.values().filter(|it| here(&it.a) && here(&it.b)).collect();
    let kinds: BTreeSet<PartnershipKind> = couples.iter().map(|it| it.kind).collect();
    for it in kinds {
        add(Message::new(message::partnership(it)), couple::strokes(it, &across, false));
    }
    if couples.iter().any(|it| it.consanguineous) {
        add(Message::new("legend.kin"), couple::strokes(PartnershipKind::Married, &across, true));
    }
    let links = record.parent_links.values().filter(|it| here(&it.child) && here(&it.parent));
    let parents: BTreeSet<ParentKind> =
        links.map(|it| it.kind).filter(|it| !it.is_by_birth() && *it != ParentKind::Step).collect();
    for it in parents {
        let line = Form::Path(super::svg::path(&[(2.0, 14.0), (42.0, 14.0)], false));
        add(Message::new(message::parent(it)), vec![Part { class: descent::line_class(it), form: line }]);
    }
    items
}

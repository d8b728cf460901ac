//! What the signs mean: only those that are used.

use super::fill::Health;
use super::keys;
use super::symbol::Sign;
use super::track::Track;
use super::{Form, LegendItem, Part, View, bond, couple, descent, household, mark, symbol};
use crate::layout::Point;
use crate::message::{Message, MessageKey};
use crate::record::{
    BondKind, Count, Life, MarkKind, ParentKind, PartnershipKind, PersonMark, Record, Symbol, Zygosity,
};
use std::collections::BTreeSet;

const MIDDLE: Point = Point { x: 22.0, y: 14.0 };

pub(super) fn legend(record: &Record, view: &View, rings: bool, marked: &[String]) -> Vec<LegendItem> {
    let mut items = Vec::new();
    let mut add = |message: Message, parts: Vec<Part>| items.push(LegendItem { message, parts });
    let born = record.people.values().filter(|it| !it.life.is_loss() && it.life != Life::Expected);
    let symbols: BTreeSet<Symbol> = born.map(|it| it.symbol).collect();
    for it in &symbols {
        add(Message::new(keys::symbol(*it)), sign_of(*it));
    }
    if record.index.is_some() {
        add(Message::new(MessageKey::LegendIndex), index());
    }
    let lives: BTreeSet<Life> = record.people.values().map(|it| it.life).collect();
    for it in lives.iter().filter(|it| !matches!(it, Life::Alive | Life::Unknown)) {
        let parts = if *it == Life::Missing { missing() } else { life(Symbol::Male, *it) };
        add(Message::new(keys::life(*it)), parts);
    }
    if record.people.values().any(|it| it.count == Count::UnknownNumber) {
        add(Message::new(MessageKey::LegendGroup), group());
    }
    if record.people.values().any(|it| it.external) {
        add(Message::new(MessageKey::LegendExternal), external());
    }
    let open = |it: &&PersonMark| record.people.get(&it.person).is_some_and(|person| !person.shielded);
    let told: BTreeSet<MarkKind> = record.marks.values().filter(open).map(|it| it.kind).collect();
    for it in told.into_iter().filter(|it| view.health || !it.is_health()) {
        if let Some(parts) = told_sign(it) {
            add(Message::new(keys::mark(it)), parts);
        }
    }
    if view.health {
        let told = record.people.values().filter(|it| !it.shielded).map(|it| Health::told(record, &it.id));
        let told: Vec<Health> = told.collect();
        for (key, both) in Health::BOTH {
            if told.contains(&both) {
                add(Message::new(key), with_health(both));
            }
        }
    }
    let across = [Point { x: 2.0, y: 14.0 }, Point { x: 42.0, y: 14.0 }];
    let here = |id| record.people.contains_key(id);
    let couples: Vec<_> = record.partnerships.values().filter(|it| here(&it.a) && here(&it.b)).collect();
    let kinds: BTreeSet<PartnershipKind> = couples.iter().map(|it| it.kind).collect();
    for it in kinds {
        add(Message::new(keys::partnership(it)), couple::sign(it));
    }
    if couples.iter().any(|it| it.consanguineous) {
        add(Message::new(MessageKey::LegendKin), couple::strokes(PartnershipKind::Married, &across, true));
    }
    let links = record.parent_links.values().filter(|it| here(&it.child) && here(&it.parent));
    let parents: BTreeSet<ParentKind> =
        links.map(|it| it.kind).filter(|it| !it.is_by_birth() && *it != ParentKind::Step).collect();
    let groups = record.birth_groups.values().filter(|it| it.children.iter().filter(|id| here(id)).count() > 1);
    let twins: BTreeSet<Zygosity> = groups.map(|it| it.zygosity).collect();
    for it in parents {
        add(Message::new(keys::parent(it)), descent::sign(it));
    }
    for it in twins {
        let mut lines = super::svg::path(&[(10.0, 26.0), (22.0, 4.0), (34.0, 26.0)], false);
        if it == Zygosity::Identical {
            lines += &super::svg::path(&[(15.0, 17.0), (29.0, 17.0)], false);
        }
        let mut parts = vec![Part { class: "line", form: Form::Path(lines) }];
        if it == Zygosity::Unknown {
            let text = super::Text::Plain("?".to_owned());
            parts.push(Part { class: "line-label", form: Form::Text { at: Point { x: 22.0, y: 22.0 }, text } });
        }
        add(Message::new(keys::twins(it)), parts);
    }
    if record.people.values().any(|it| it.shielded) {
        add(Message::new(MessageKey::LegendShielded), shielded());
    }
    if view.pins && record.people.values().any(|it| it.pin.is_some()) {
        add(Message::new(MessageKey::LegendPinned), pinned());
    }
    if rings {
        add(Message::new(MessageKey::LegendHousehold), vec![ring()]);
    }
    for (at, label) in marked.iter().enumerate() {
        let message = Message::new(MessageKey::LegendHouseholdMarker).with("label", label.as_str());
        add(message, household::house(MIDDLE, at + 1));
    }
    if view.bonds {
        for it in bond::shown(record, view.sensitive) {
            add(Message::new(keys::bond(it)), bond::strokes(it, &Track::straight(across[0], across[1])));
        }
    }
    items
}

fn written(at: Point, text: &str) -> Part {
    Part { class: "age", form: Form::Text { at, text: super::Text::Plain(text.to_owned()) } }
}

fn signed(sign: &Sign, half: f64) -> Vec<Part> {
    symbol::parts(sign, MIDDLE, half)
}

fn index() -> Vec<Part> {
    signed(&Sign { index: true, ..Sign::of(Symbol::Female) }, 7.0)
}

fn life(symbol: Symbol, life: Life) -> Vec<Part> {
    signed(&Sign { life, ..Sign::of(symbol) }, 11.0)
}

fn missing() -> Vec<Part> {
    let mut parts = life(Symbol::Male, Life::Missing);
    parts.push(written(Point { x: MIDDLE.x + 16.0, y: MIDDLE.y - 2.0 }, "?"));
    parts
}

fn group() -> Vec<Part> {
    let mut parts = sign_of(Symbol::Unknown);
    parts.push(written(Point { x: MIDDLE.x, y: MIDDLE.y + 5.0 }, "n"));
    parts
}

fn pinned() -> Vec<Part> {
    let mut parts = sign_of(Symbol::Female);
    parts.extend(super::person::pin(Point { x: MIDDLE.x - 10.0, y: MIDDLE.y - 8.0 }));
    parts
}

fn external() -> Vec<Part> {
    signed(&Sign { external: true, ..Sign::of(Symbol::Female) }, 11.0)
}

fn shielded() -> Vec<Part> {
    sign_of(Symbol::Female).into_iter().map(|it| Part { class: "symbol shielded", ..it }).collect()
}

/// The sign of what is told of a person; none where words say it.
fn told_sign(kind: MarkKind) -> Option<Vec<Part>> {
    match kind {
        _ if kind.is_health() => Some(with_health(Health::of(kind))),
        MarkKind::Immigrated => {
            let line = Form::Path(super::svg::path(&[(22.0, 2.0), (22.0, 26.0)], false));
            Some(vec![Part { class: "line", form: line }, mark::across(22.0, 14.0)])
        }
        MarkKind::Cultures => {
            let mut parts = sign_of(Symbol::Female);
            parts.push(mark::along(MIDDLE.x - 15.0, MIDDLE.y, 11.0));
            Some(parts)
        }
        _ => None,
    }
}

fn with_health(health: Health) -> Vec<Part> {
    signed(&Sign { health, ..Sign::of(Symbol::Male) }, 11.0)
}

fn ring() -> Part {
    let bounds = super::Bounds { x: 3.0, y: 4.0, width: 38.0, height: 20.0 };
    Part { class: "home", form: Form::Rect { bounds, radius: 6.0 } }
}

/// The sign of a living person in the legend.
pub(crate) fn sign_of(symbol: Symbol) -> Vec<Part> {
    signed(&Sign::of(symbol), 11.0)
}

/// Every sign there is, for a page that explains them: symbols, lives, what is
/// told of people, lines between partners, lines to children, twins, emotional ties.
#[must_use]
pub fn every_sign() -> Vec<LegendItem> {
    let across = [Point { x: 2.0, y: 14.0 }, Point { x: 42.0, y: 14.0 }];
    let item = |key, parts| LegendItem { message: Message::new(key), parts };
    let mut items: Vec<LegendItem> = Symbol::ALL.iter().map(|it| item(keys::symbol(*it), sign_of(*it))).collect();
    items.push(item(MessageKey::LegendIndex, index()));
    for symbol in [Symbol::Male, Symbol::Female, Symbol::Unknown] {
        items.push(item(keys::life(Life::Dead), life(symbol, Life::Dead)));
    }
    for it in [Life::Expected, Life::Miscarriage, Life::Abortion, Life::Stillbirth] {
        items.push(item(keys::life(it), life(Symbol::Male, it)));
    }
    items.push(item(keys::life(Life::Missing), missing()));
    items.push(item(MessageKey::LegendGroup, group()));
    items.push(item(MessageKey::LegendExternal, external()));
    items.push(item(MessageKey::LegendShielded, shielded()));
    items.extend(MarkKind::ALL.iter().filter_map(|it| Some(item(keys::mark(*it), told_sign(*it)?))));
    items.extend(Health::BOTH.into_iter().map(|(key, both)| item(key, with_health(both))));
    items.push(item(MessageKey::LegendFolded, crate::fold::sign()));
    items.push(item(MessageKey::LegendHousehold, vec![ring()]));
    let home = Message::new(MessageKey::LegendHouseholdMarker).with("label", "Storgata");
    items.push(LegendItem { message: home, parts: household::house(MIDDLE, 1) });
    items.extend(PartnershipKind::ALL.iter().map(|it| item(keys::partnership(*it), couple::sign(*it))));
    items.push(item(MessageKey::LegendKin, couple::strokes(PartnershipKind::Married, &across, true)));
    for it in ParentKind::ALL.iter().filter(|it| **it != ParentKind::Step) {
        items.push(item(keys::parent(*it), descent::sign(*it)));
    }
    for it in Zygosity::ALL {
        let mut lines = super::svg::path(&[(10.0, 26.0), (22.0, 4.0), (34.0, 26.0)], false);
        if *it == Zygosity::Identical {
            lines += &super::svg::path(&[(15.0, 17.0), (29.0, 17.0)], false);
        }
        let mut parts = vec![Part { class: "line", form: Form::Path(lines) }];
        if *it == Zygosity::Unknown {
            let text = super::Text::Plain("?".to_owned());
            parts.push(Part { class: "line-label", form: Form::Text { at: Point { x: 22.0, y: 22.0 }, text } });
        }
        items.push(item(keys::twins(*it), parts));
    }
    items.extend(
        BondKind::ALL
            .iter()
            .filter(|it| **it != BondKind::Unknown)
            .map(|it| item(keys::bond(*it), bond::strokes(*it, &Track::straight(across[0], across[1])))),
    );
    items
}

//! A network map as shapes: rings, sectors, who knows whom, members, and the
//! ghosts of where they stood before.

use super::place::{CENTRE, DOT, LETTERS, NetworkLayout, Spot};
use super::words;
use super::{Comparison, Map, measure};
use crate::layout::Point;
use crate::message::{Arg, Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{AcquaintanceKind, Known, NetworkMember, NetworkMemberId, Ring, Symbol, Valence};
use crate::scene::words::name_by_id;
use crate::scene::{Around, Bounds, FactItem, Form, LegendItem, Part, Role, Scene, Shape, Text, dom_id, keys, stroke};
use std::collections::{BTreeMap, BTreeSet};

/// What a viewer has switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkView {
    /// Who knows whom.
    pub ties: bool,
    /// Triangles for men and boys, as some draw it; dots for everyone else.
    pub shapes: bool,
}

impl Default for NetworkView {
    fn default() -> Self {
        Self { ties: true, shapes: false }
    }
}

/// Draws a map that is laid out.
#[must_use]
pub fn draw(map: &Map<'_>, layout: &NetworkLayout, view: &NetworkView) -> Scene {
    let mut shapes = vec![sheet(map, layout)];
    if view.ties {
        shapes.extend(ties(map, layout));
    }
    shapes.push(centre(map));
    let items = items(map, layout);
    let places: BTreeMap<_, _> = items.iter().map(|item| (item.shape.as_str(), item)).collect();
    for member in &map.members {
        let id = dom_id("member", member.id.as_str());
        if let (Some(spot), Some(item)) = (layout.spots.get(&member.id), places.get(id.as_str())) {
            shapes.push(self::member(map, member, spot, item, view));
        }
    }
    let legend = legend(map, view);
    let mut intro = words::introduction(map);
    intro.extend(words::figures(map, &measure(map)));
    Scene { bounds: bounds(layout), shapes, people: Vec::new(), items, intro, legend }
}

/// Draws the later of two maps, with ghosts where somebody stood before.
#[must_use]
pub fn draw_comparison(
    (before, was): (&Map<'_>, &NetworkLayout),
    (after, is): (&Map<'_>, &NetworkLayout),
    comparison: &Comparison,
    view: &NetworkView,
) -> Scene {
    let mut scene = draw(after, is, view);
    let moved: BTreeSet<&NetworkMemberId> =
        comparison.nearer.iter().chain(&comparison.further).map(|it| &it.member).chain(&comparison.sector).collect();
    let mut ghosts = Vec::new();
    for member in &before.members {
        let Some(spot) = was.spots.get(&member.id) else { continue };
        let gone = comparison.gone.contains(&member.id);
        if !gone && !moved.contains(&member.id) {
            continue;
        }
        // The rings may have grown since: a ghost stands in today's rings.
        let at = is.placed(spot).unwrap_or(spot.at);
        let mut parts = vec![Part { class: "ghost", form: Form::Circle { centre: at, radius: DOT } }];
        if let Some(now) = is.spots.get(&member.id).filter(|_| !gone) {
            let (from, to) = stroke::shortened(at, now.at, DOT + 2.0);
            parts.push(stroke::line("ghost-path", from, to));
            parts.push(Part { class: "arrow", form: Form::Path(stroke::head(from, to)) });
        }
        let name = words::member(before.record, member);
        if gone {
            let at = Point { x: at.x, y: at.y + DOT + LETTERS + 3.0 };
            let text = Text::Messages(vec![Message::new(MessageKey::GhostGone).with("name", name.clone())]);
            parts.push(Part { class: "ghost-name", form: Form::Text { at, text } });
        }
        let key = if gone { MessageKey::ChangeGone } else { MessageKey::GhostEarlier };
        ghosts.push(Shape {
            id: dom_id("ghost", member.id.as_str()),
            role: Role::Ghost,
            class: if gone { "ghost-of ghost-gone".to_owned() } else { "ghost-of".to_owned() },
            person: None,
            alternative: vec![Message::new(key).with("name", name)],
            parts,
        });
    }
    for shape in &mut scene.shapes {
        if comparison.new.iter().any(|id| dom_id("member", id.as_str()) == shape.id) {
            shape.class += " member-new";
        }
    }
    // Above the sheet, below everything else.
    scene.shapes.splice(1..1, ghosts);
    scene.intro.extend(comparison.said.iter().cloned());
    scene.legend.push(LegendItem {
        message: Message::new(MessageKey::LegendGhost),
        parts: vec![Part { class: "ghost", form: Form::Circle { centre: Point { x: 22.0, y: 14.0 }, radius: 10.0 } }],
    });
    scene
}

/// Rings, sectors and their names.
fn sheet(map: &Map<'_>, layout: &NetworkLayout) -> Shape {
    let middle = Point::default();
    let mut parts: Vec<Part> = layout
        .rings
        .iter()
        .rev()
        .map(|radius| Part { class: "ring", form: Form::Circle { centre: middle, radius: *radius } })
        .collect();
    let outer = layout.rings[3];
    let on = |angle: f64, radius: f64| Point { x: radius * angle.sin(), y: -radius * angle.cos() };
    for (at, sector) in map.sectors.iter().enumerate() {
        let Some((_, begins)) = layout.sectors.get(at) else { continue };
        if layout.sectors.len() > 1 {
            parts.push(stroke::line("sector-line", on(*begins, CENTRE), on(*begins, outer)));
        }
        let angle = begins + layout.sector_angle() / 2.0;
        let mut name = on(angle, outer + 16.0);
        // Words grow from their middle: beside the circle they need room.
        name.x += angle.sin() * 66.0;
        name.y += 5.0;
        let text = match words::sector(sector) {
            Arg::Message(message) => Text::Messages(vec![*message]),
            Arg::Text(text) => Text::Plain(text),
            _ => continue,
        };
        parts.push(Part { class: "sector-name", form: Form::Text { at: name, text } });
    }
    for ring in Ring::ALL {
        let (inner, outer) = layout.band(*ring);
        let at = Point { x: 0.0, y: -outer + 13.0 };
        if outer > inner {
            let text = Text::Plain(ring.number().to_string());
            parts.push(Part { class: "ring-number", form: Form::Text { at, text } });
        }
    }
    Shape {
        id: dom_id("network", map.network.id.as_str()),
        role: Role::Sheet,
        class: format!("network network-{}", map.network.kind.code()),
        person: None,
        alternative: words::introduction(map),
        parts,
    }
}

fn ties(map: &Map<'_>, layout: &NetworkLayout) -> Vec<Shape> {
    let shape = |it: &&crate::record::Acquaintance| {
        let (a, b) = (layout.spots.get(&it.a)?, layout.spots.get(&it.b)?);
        let name = |id| map.record.network_members.get(id).map(|it| words::member(map.record, it));
        let (start, end) = stroke::shortened(a.at, b.at, DOT + 1.0);
        let said = Message::new(MessageKey::NetworkTie)
            .with("a", name(&it.a)?)
            .with("b", name(&it.b)?)
            .with("kind", words::acquaintance(it.kind));
        Some(Shape {
            id: dom_id("knows", it.id.as_str()),
            role: Role::Tie,
            class: format!("knows knows-{}", it.kind.code()),
            person: None,
            alternative: vec![said],
            parts: tie(it.kind, start, end),
        })
    };
    map.ties.iter().filter_map(shape).collect()
}

/// The form of one kind of tie.
fn tie(kind: AcquaintanceKind, from: Point, to: Point) -> Vec<Part> {
    match kind {
        AcquaintanceKind::Knows => vec![stroke::round_middle("tie", from, to, CENTRE + 6.0)],
        AcquaintanceKind::Strong => stroke::double("tie tie-strong", from, to),
        AcquaintanceKind::Weak => vec![stroke::round_middle("tie line-dotted", from, to, CENTRE + 6.0)],
        AcquaintanceKind::Strained => vec![stroke::zigzag("tie", from, to)],
        AcquaintanceKind::Broken => stroke::broken("tie", from, to),
    }
}

fn centre(map: &Map<'_>) -> Shape {
    let name = name_by_id(map.record, &map.network.person);
    let text = match &name {
        Arg::Text(name) => Text::Plain(crate::layout::label_lines(name).into_iter().next().unwrap_or_default()),
        Arg::Message(message) => Text::Messages(vec![(**message).clone()]),
        _ => Text::Plain(String::new()),
    };
    let at = Point { x: 0.0, y: 5.0 };
    Shape {
        id: dom_id("centre", map.network.id.as_str()),
        role: Role::Centre,
        class: "centre".to_owned(),
        person: None,
        alternative: words::introduction(map),
        parts: vec![
            Part { class: "centre-circle", form: Form::Circle { centre: Point::default(), radius: CENTRE } },
            Part { class: "name", form: Form::Text { at, text } },
        ],
    }
}

fn member(map: &Map<'_>, member: &NetworkMember, spot: &Spot, item: &FactItem, view: &NetworkView) -> Shape {
    let Point { x, y } = spot.at;
    let mut parts = Vec::new();
    let half = spot.half_width.max(DOT) + 4.0;
    let [_, top, _, bottom] = spot.room();
    let bounds = Bounds { x: x - half, y: top - 1.0, width: half * 2.0, height: bottom - top + 2.0 };
    parts.push(Part { class: "person-ring", form: Form::Rect { bounds, radius: 8.0 } });
    parts.extend(feeling(&member.standing.valence, spot.at));
    let man = || {
        let people = member.who.people.iter().filter_map(|id| map.record.people.get(id));
        let symbols: Vec<Symbol> = people.map(|it| it.symbol).collect();
        !symbols.is_empty() && symbols.iter().all(|it| matches!(it, Symbol::Male | Symbol::TransMan))
    };
    let form = if view.shapes && man() {
        Form::Path(crate::scene::svg::path(
            &[(x, y - DOT * 1.15), (x + DOT * 1.1, y + DOT * 0.8), (x - DOT * 1.1, y + DOT * 0.8)],
            true,
        ))
    } else {
        Form::Circle { centre: spot.at, radius: DOT }
    };
    parts.push(Part { class: "dot", form });
    if let Some(letters) = initials(map, member) {
        let at = Point { x, y: y + 4.0 };
        parts.push(Part { class: "initials", form: Form::Text { at, text: Text::Plain(letters) } });
    }
    let mut below = y + DOT + LETTERS + 3.0;
    let lines: Vec<Text> = if spot.label.is_empty() {
        match words::member(map.record, member) {
            Arg::Message(message) => vec![Text::Messages(vec![*message])],
            Arg::Text(text) => vec![Text::Plain(text)],
            _ => Vec::new(),
        }
    } else {
        spot.label.iter().map(|line| Text::Plain(line.clone())).collect()
    };
    for text in lines {
        parts.push(Part { class: "member-name", form: Form::Text { at: Point { x, y: below }, text } });
        below += LETTERS + 2.0;
    }
    let valence = member.standing.valence.value().map_or("not-asked", |it| it.code());
    Shape {
        id: item.shape.clone(),
        role: Role::Member,
        class: format!("member valence-{valence}") + if spot.pinned { " member-pinned" } else { "" },
        person: None,
        alternative: item.description.clone(),
        parts,
    }
}

/// A short stroke from the dot to the side where the middle is, clear of the
/// name below, in the form of the tie; nothing for what is ordinary.
fn feeling(valence: &Known<Valence>, at: Point) -> Vec<Part> {
    let side = Point { x: if at.x < 0.0 { at.x + 100.0 } else { at.x - 100.0 }, y: at.y };
    let end = stroke::towards(at, side, DOT + 24.0);
    let start = stroke::towards(at, side, DOT);
    match valence {
        Known::Known(Valence::Strained) => vec![stroke::zigzag("feeling", start, end)],
        Known::Known(Valence::Broken) => stroke::broken("feeling", start, end),
        Known::Known(Valence::Mixed) => {
            let mut parts = stroke::double("feeling", start, end);
            parts.push(stroke::zigzag("feeling", start, end));
            parts
        }
        _ => Vec::new(),
    }
}

/// The first letters of one or two words; nothing for a group or the shielded.
fn initials(map: &Map<'_>, member: &NetworkMember) -> Option<String> {
    let people: Vec<_> = member.who.people.iter().filter_map(|id| map.record.people.get(id)).collect();
    if people.len() > 1 {
        return Some(people.len().to_string());
    }
    if people.iter().any(|it| it.shielded) {
        return None;
    }
    let name = member.who.name.as_deref().or_else(|| people.first()?.label())?;
    let letters = name.split(|one: char| !one.is_alphanumeric()).filter_map(|word| word.chars().next());
    Some(letters.filter(|one| one.is_uppercase() || !one.is_ascii()).take(2).collect())
        .filter(|it: &String| !it.is_empty())
}

/// Sector by sector and from inside out, with where the arrow keys lead.
fn items(map: &Map<'_>, layout: &NetworkLayout) -> Vec<FactItem> {
    let sectors = map.sector_index();
    let mut order: Vec<(usize, Ring, u64, &NetworkMember, &Spot)> = map
        .members
        .iter()
        .filter_map(|it| {
            let spot = layout.spots.get(&it.id)?;
            let sector = sectors.get(it.standing.sector.0.as_str()).copied().unwrap_or(0);
            Some((sector, it.standing.ring, (spot.across * 1e6) as u64, *it, spot))
        })
        .collect();
    order.order_by(|a, b| (a.0, a.1, a.2, &a.3.id).cmp(&(b.0, b.1, b.2, &b.3.id)));
    let shape = |at: usize| order.get(at).map(|it| dom_id("member", it.3.id.as_str()));
    let nearest = |from: usize, test: &dyn Fn(u8, u8) -> bool| {
        let (sector, ring, .., spot) = order.get(from)?;
        let far = |it: &Spot| (it.at.x - spot.at.x).hypot(it.at.y - spot.at.y);
        let others = order.iter().enumerate().filter(|(_, it)| it.0 == *sector && test(it.1.number(), ring.number()));
        let (at, _) = others.min_by(|a, b| {
            let steps = |it: &(usize, Ring, u64, &NetworkMember, &Spot)| it.1.number().abs_diff(ring.number());
            steps(a.1).cmp(&steps(b.1)).then(far(a.1.4).total_cmp(&far(b.1.4)))
        })?;
        shape(at)
    };
    let item = |(at, (.., member, spot)): (usize, &(usize, Ring, u64, &NetworkMember, &Spot))| FactItem {
        id: member.id.clone().into(),
        shape: dom_id("member", member.id.as_str()),
        at: spot.at,
        description: words::describe(map, member),
        around: Around {
            next: shape(at + 1),
            previous: at.checked_sub(1).and_then(shape),
            inwards: nearest(at, &|other, own| other < own),
            outwards: nearest(at, &|other, own| other > own),
        },
    };
    order.iter().enumerate().map(item).collect()
}

fn legend(map: &Map<'_>, view: &NetworkView) -> Vec<LegendItem> {
    let (from, to) = (Point { x: 2.0, y: 14.0 }, Point { x: 42.0, y: 14.0 });
    let mut items: Vec<LegendItem> = Ring::ALL
        .iter()
        .map(|ring| {
            let text = Text::Plain(ring.number().to_string());
            let at = Point { x: 22.0, y: 19.0 };
            LegendItem {
                message: Message::new(keys::ring(*ring)),
                parts: vec![Part { class: "ring-number", form: Form::Text { at, text } }],
            }
        })
        .collect();
    let kinds: BTreeSet<AcquaintanceKind> = map.ties.iter().map(|it| it.kind).filter(|_| view.ties).collect();
    items.extend(
        kinds
            .into_iter()
            .map(|it| LegendItem { message: Message::new(keys::acquaintance(it)), parts: tie(it, from, to) }),
    );
    let feelings: BTreeSet<Valence> =
        map.members.iter().filter_map(|it| it.standing.valence.value().copied()).collect();
    for it in feelings.into_iter().filter(|it| *it != Valence::Supportive) {
        let dot = Point { x: 38.0, y: 14.0 };
        // The middle is to the left of the sign.
        let mut parts: Vec<Part> = match it {
            Valence::Mixed => {
                let mut parts = stroke::double("feeling", Point { x: 26.0, y: 14.0 }, from);
                parts.push(stroke::zigzag("feeling", Point { x: 26.0, y: 14.0 }, from));
                parts
            }
            Valence::Strained => vec![stroke::zigzag("feeling", Point { x: 26.0, y: 14.0 }, from)],
            _ => stroke::broken("feeling", Point { x: 26.0, y: 14.0 }, from),
        };
        parts.push(Part { class: "dot", form: Form::Circle { centre: Point { x: 34.0, ..dot }, radius: 8.0 } });
        items.push(LegendItem { message: Message::new(keys::valence(it)), parts });
    }
    items
}

fn bounds(layout: &NetworkLayout) -> Bounds {
    /// Room for the names of the sectors beside the circle, and above and below it.
    const BESIDE: f64 = 150.0;
    const ABOVE: f64 = 44.0;
    let outer = layout.rings[3];
    let mut low = Point { x: -outer - BESIDE, y: -outer - ABOVE };
    let mut high = Point { x: outer + BESIDE, y: outer + ABOVE };
    for spot in layout.spots.values() {
        let [left, top, right, bottom] = spot.room();
        low = Point { x: low.x.min(left), y: low.y.min(top) };
        high = Point { x: high.x.max(right), y: high.y.max(bottom) };
    }
    Bounds { x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y }
}

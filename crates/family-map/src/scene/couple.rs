//! The lines between partners. What a couple is or was shows in the line, the
//! strokes across it and the dates beside it.

use super::field::{self, Field};
use super::keys;
use super::symbol::Sign;
use super::words::{name_by_id, shape_id};
use super::{Bounds, Form, Part, Role, Shape, Text, symbol, wording};
use crate::date::FuzzyDate;
use crate::layout::{CoupleLine, Layout, Point};
use crate::message::{Message, MessageKey};
use crate::ordered::Ordered;
use crate::record::{Life, Partnership, PartnershipEvent, PartnershipKind, Record, Symbol};

/// A shape for each couple. The words keep clear of what stands on the field, and are put there.
pub(super) fn shapes(record: &Record, layout: &Layout, field: &mut Field) -> Vec<Shape> {
    let cuts = Cuts::of(layout);
    layout.couples.iter().filter_map(|line| shape(record, &cuts, line, field)).collect()
}

fn shape(record: &Record, cuts: &Cuts, line: &CoupleLine, field: &mut Field) -> Option<Shape> {
    let partnerships: Vec<&Partnership> =
        line.partnerships.iter().filter_map(|id| record.partnerships.get(id)).collect();
    let id = line.partnerships.first().map_or_else(
        || shape_id("parents", &format!("{}+{}", line.left, line.right)),
        |id| shape_id("couple", id.as_str()),
    );
    let last = partnerships.last();
    let kind = last.map_or(PartnershipKind::CoParents, |it| it.kind);
    let mut parts = strokes(kind, &line.route, partnerships.iter().any(|it| it.consanguineous));
    let mut label: Vec<Message> = partnerships.iter().flat_map(|it| label(record, it)).collect();
    if partnerships.iter().any(|it| it.consanguineous) {
        label.push(Message::new(MessageKey::CoupleKin));
    }
    if !label.is_empty() {
        let words = labels(cuts, field, kind, &line.route, label);
        words.iter().for_each(|it| field.write(it));
        parts.extend(words);
    }
    Some(Shape {
        id,
        role: Role::Couple,
        class: format!("couple couple-{}", kind.code()),
        person: None,
        alternative: partnerships.iter().flat_map(|it| sentences(record, it)).collect(),
        parts,
    })
}

/// About where the words of each couple will stand, for lines of homes that may pass elsewhere.
pub(super) fn rooms(record: &Record, layout: &Layout) -> Vec<Bounds> {
    let (cuts, free) = (Cuts::of(layout), Field::default());
    let room = |line: &CoupleLine| {
        let told: Vec<&Partnership> = line.partnerships.iter().filter_map(|id| record.partnerships.get(id)).collect();
        let words: Vec<Message> = told.iter().flat_map(|it| label(record, it)).collect();
        let kind = told.last().map_or(PartnershipKind::CoParents, |it| it.kind);
        let written = if words.is_empty() { Vec::new() } else { labels(&cuts, &free, kind, &line.route, words) };
        written.iter().filter_map(wording::room).reduce(|a, b| Bounds {
            x: a.x.min(b.x),
            y: a.y.min(b.y),
            width: a.width.max(b.width),
            height: (a.y + a.height).max(b.y + b.height) - a.y.min(b.y),
        })
    };
    layout.couples.iter().filter_map(room).collect()
}

/// The words above the line, or below it where above is taken: side by side
/// where the line is long, else one above the other.
fn labels(cuts: &Cuts, field: &Field, kind: PartnershipKind, route: &[Point], label: Vec<Message>) -> Vec<Part> {
    /// Beside the words, all in all.
    const AIR: f64 = 4.0;
    let size = wording::letters(CLASS);
    let (from, to) = longest(route);
    let left = from.x + if strokes_across(kind).0 > 0 { STROKES } else { 0.0 };
    let one = |it: Message| Text::Messages(vec![it]);
    let beside = vec![Text::Messages(label.clone())];
    let stacked: Vec<Text> = label.into_iter().map(one).collect();
    let place = |lines: &[Text], near: bool| -> Option<Point> {
        let width = lines.iter().map(|it| wording::text_room(it, size)).fold(0.0, f64::max) + AIR;
        let height = 2.0 + lines.len() as f64 * LINE;
        let above = Bounds { x: left, y: from.y - 4.0 - height, width: to.x - left, height };
        let below = Bounds { y: from.y + 5.0, ..above };
        let spots = [(above, from.y - 6.0 - (lines.len() - 1) as f64 * LINE), (below, from.y + 16.0)];
        if near {
            return Some(Point { x: between_cuts(cuts, &above, width), y: spots[0].1 });
        }
        spots.iter().find_map(|(room, y)| Some(Point { x: clear(cuts, field, room, width)?, y: *y }))
    };
    let (lines, at) = match place(&beside, false) {
        Some(at) => (beside, at),
        None => {
            let at = place(&stacked, false).or_else(|| place(&stacked, true)).unwrap_or_default();
            (stacked, at)
        }
    };
    let part = |(n, text): (usize, Text)| {
        let at = Point { y: at.y + n as f64 * LINE, ..at };
        Part { class: CLASS, form: Form::Text { at, text } }
    };
    lines.into_iter().enumerate().map(part).collect()
}

/// The class of the words.
const CLASS: &str = "couple-label";
/// From one line of words to the next.
const LINE: f64 = 14.0;

/// Lines from parents that lead down: x, and from which height to which; from the left.
struct Cuts(Vec<(f64, f64, f64)>);

impl Cuts {
    fn of(layout: &Layout) -> Self {
        let cuts = layout.families.iter().filter_map(|it| it.trunk.first().zip(it.trunk.last()));
        let mut cuts: Vec<_> = cuts.map(|(top, end)| (top.x, top.y, end.y)).collect();
        cuts.order_by(|a, b| a.0.total_cmp(&b.0));
        Self(cuts)
    }

    /// Where a room is cut.
    fn through(&self, room: &Bounds) -> Vec<f64> {
        let first = self.0.partition_point(|it| it.0 <= room.x);
        let near = self.0[first..].iter().take_while(|it| it.0 < room.x + room.width);
        near.filter(|it| it.1 < room.y + room.height && it.2 > room.y).map(|it| it.0).collect()
    }
}

/// Places for words of this width in a room where no line from parents to
/// children cuts them, those near the middle first.
fn uncut(cuts: &Cuts, room: &Bounds, width: f64) -> impl Iterator<Item = f64> {
    let (low, high, middle) = (room.x, room.x + room.width, room.x + room.width / 2.0);
    let cuts = cuts.through(room);
    let whole = move |at: &f64| {
        let fits = at - width / 2.0 >= low && at + width / 2.0 <= high;
        fits && cuts.iter().all(|cut| (cut - at).abs() > width / 2.0 + 1.0)
    };
    let steps = (0..600).map(|n| f64::from(n) * 2.0).take_while(move |step| *step <= (high - low) / 2.0);
    steps.flat_map(move |step| [middle + step, middle - step]).filter(whole)
}

/// The place nearest to the middle of a room where words of this width lie on
/// nothing: no line to children, no line of a home, no other words.
fn clear(cuts: &Cuts, field: &Field, room: &Bounds, width: f64) -> Option<f64> {
    let stands = field::RING | field::WORDS | field::SYMBOL;
    let free = |at: &f64| field.of(&Bounds { x: at - width / 2.0, width, ..*room }) & stands == 0;
    uncut(cuts, room, width).find(free)
}

/// The place nearest to the middle that is not cut; else the middle.
fn between_cuts(cuts: &Cuts, room: &Bounds, width: f64) -> f64 {
    uncut(cuts, room, width).next().unwrap_or(room.x + room.width / 2.0)
}

/// The room of the strokes at the line's left end.
const STROKES: f64 = 22.0;

/// How many strokes cross the line, and whether they are crossed out again.
fn strokes_across(kind: PartnershipKind) -> (u8, bool) {
    match kind {
        PartnershipKind::Separated | PartnershipKind::EndedDating => (1, false),
        PartnershipKind::Divorced | PartnershipKind::EndedCohabitation => (2, false),
        PartnershipKind::Reconciled => (1, true),
        PartnershipKind::RemarriedSame => (2, true),
        PartnershipKind::Annulled => (3, false),
        _ => (0, false),
    }
}

/// The line itself and the strokes across its longest piece.
pub(super) fn strokes(kind: PartnershipKind, route: &[Point], double: bool) -> Vec<Part> {
    let class = match kind {
        PartnershipKind::Cohabiting | PartnershipKind::EndedCohabitation => "line line-dashed",
        PartnershipKind::LivingApart => "line line-long-dashed",
        PartnershipKind::Dating | PartnershipKind::EndedDating => "line line-dotted line-thin",
        PartnershipKind::Brief => "line line-sparse line-thin",
        PartnershipKind::Engaged => "line line-dotted",
        PartnershipKind::Affair => "line line-dash-dot",
        PartnershipKind::CoParents => "line line-thin",
        _ => "line",
    };
    let points: Vec<(f64, f64)> = route.iter().map(|it| (it.x, it.y)).collect();
    let mut parts = vec![Part { class, form: Form::Path(super::svg::path(&points, false)) }];
    let (from, to) = longest(route);
    if double {
        let second = [(from.x, from.y + 4.0), (to.x, to.y + 4.0)];
        parts.push(Part { class, form: Form::Path(super::svg::path(&second, false)) });
    }
    let (slashes, crossed) = strokes_across(kind);
    if slashes > 0 {
        // At the left end: the middle is for the words and the children's line.
        let middle = Point { x: from.x + STROKES / 2.0, y: from.y };
        let mut path = String::new();
        for n in 0..slashes {
            let x = middle.x + f64::from(n) * 6.0 - f64::from(slashes - 1) * 3.0;
            path += &super::svg::path(&[(x - 4.0, middle.y + 8.0), (x + 4.0, middle.y - 8.0)], false);
        }
        if crossed {
            path += &super::svg::path(&[(middle.x - 8.0, middle.y - 7.0), (middle.x + 8.0, middle.y + 7.0)], false);
        }
        parts.push(Part { class: "line stroke", form: Form::Path(path) });
    }
    parts
}

/// The line as the legend shows it. Where on the map a word or a partner tells
/// like lines apart, that stands beside the line here too.
pub(super) fn sign(kind: PartnershipKind) -> Vec<Part> {
    let across = |to: f64| [Point { x: 2.0, y: 14.0 }, Point { x: to, y: 14.0 }];
    let word = match kind {
        PartnershipKind::Registered => Some(Text::Messages(vec![Message::new(MessageKey::SignRegistered)])),
        PartnershipKind::Engaged => Some(Text::Messages(vec![Message::new(MessageKey::SignEngaged)])),
        PartnershipKind::Polygynous => Some(Text::Messages(vec![Message::new(MessageKey::SignWifeNumber)])),
        _ => None,
    };
    let is_widowed = kind == PartnershipKind::Widowed;
    let mut parts = strokes(kind, &across(if is_widowed { 29.0 } else { 42.0 }), false);
    if is_widowed {
        let dead = Sign { life: Life::Dead, ..Sign::of(Symbol::Male) };
        parts.extend(symbol::parts(&dead, Point { x: 36.0, y: 14.0 }, 7.0));
    }
    parts.extend(word.map(|text| {
        let at = Point { x: 22.0, y: 9.0 };
        Part { class: "couple-label", form: Form::Text { at, text } }
    }));
    parts
}

/// The longest piece of a route.
fn longest(route: &[Point]) -> (Point, Point) {
    let length = |it: &[Point]| (it[1].x - it[0].x).abs() + (it[1].y - it[0].y).abs();
    let piece = route.windows(2).max_by(|a, b| length(a).total_cmp(&length(b)));
    piece.map_or((Point::default(), Point::default()), |it| (it[0], it[1]))
}

/// Which of somebody's concurrent marriages it is, the oldest first.
fn number(record: &Record, it: &Partnership) -> Option<usize> {
    if it.kind != PartnershipKind::Polygynous {
        return None;
    }
    [&it.a, &it.b].into_iter().find_map(|id| {
        let all = record.partnerships_of(id).filter(|it| it.kind == PartnershipKind::Polygynous);
        let begun = |it: &Partnership| it.span.from.map_or(i64::MAX, |date| i64::from(date.earliest_day()));
        let mut all: Vec<_> = all.map(|it| (begun(it), &it.id)).collect();
        all.order();
        let at = all.iter().position(|(_, id)| *id == &it.id)?;
        (all.len() > 1).then_some(at + 1)
    })
}

/// «g. 2018 · sk. 2022»: what happened when, to the year.
fn label(record: &Record, it: &Partnership) -> Vec<Message> {
    let year = |date: FuzzyDate| FuzzyDate { month: None, day: None, ..date };
    let say = |key, date: Option<FuzzyDate>| date.map(|date| Message::new(key).with("date", year(date)));
    let event = |wanted| it.events.iter().find(|(event, _)| *event == wanted).map(|(_, date)| *date);
    let (from, to) = (it.span.from, it.span.to);
    let started = match it.kind {
        PartnershipKind::Married
        | PartnershipKind::Separated
        | PartnershipKind::Divorced
        | PartnershipKind::Reconciled
        | PartnershipKind::RemarriedSame
        | PartnershipKind::Widowed
        | PartnershipKind::Annulled
        | PartnershipKind::Polygynous => say(MessageKey::CoupleMarried, event(PartnershipEvent::Married).or(from)),
        PartnershipKind::Registered => say(MessageKey::CoupleRegistered, from),
        PartnershipKind::Engaged => say(MessageKey::CoupleEngaged, from),
        PartnershipKind::Cohabiting | PartnershipKind::EndedCohabitation => say(MessageKey::CoupleCohabiting, from),
        PartnershipKind::LivingApart => say(MessageKey::CoupleLat, from),
        PartnershipKind::Dating | PartnershipKind::EndedDating => say(MessageKey::CoupleDating, from),
        PartnershipKind::Affair => say(MessageKey::CoupleAffair, from),
        PartnershipKind::Brief | PartnershipKind::CoParents => None,
    };
    let ended = match it.kind {
        PartnershipKind::Separated => say(MessageKey::CoupleSeparated, event(PartnershipEvent::Separated).or(to)),
        PartnershipKind::Divorced => say(MessageKey::CoupleDivorced, event(PartnershipEvent::Divorced).or(to)),
        PartnershipKind::EndedCohabitation | PartnershipKind::EndedDating => say(MessageKey::CoupleEnded, to),
        PartnershipKind::Annulled => say(MessageKey::CoupleAnnulled, to),
        _ => None,
    };
    let number = number(record, it).map(|number| Message::new(MessageKey::CoupleWifeNumber).with("number", number));
    number.into_iter().chain(started).chain(ended).collect()
}

/// «Marte og Kristoffer: skilt. Forholdet varte fra 2018 til 2022.»
fn sentences(record: &Record, it: &Partnership) -> Vec<Message> {
    let at_once = it.span.from.filter(|from| it.span.to == Some(*from));
    let key = match (it.span.from, it.span.to) {
        _ if at_once.is_some() => MessageKey::CoupleBetweenIn,
        (Some(_), Some(_)) => MessageKey::CoupleBetweenFromTo,
        (Some(_), None) => MessageKey::CoupleBetweenSince,
        (None, Some(_)) => MessageKey::CoupleBetweenUntil,
        (None, None) => MessageKey::CoupleBetween,
    };
    let mut said = Message::new(key)
        .with("a", name_by_id(record, &it.a))
        .with("b", name_by_id(record, &it.b))
        .with("kind", Message::new(keys::partnership(it.kind)));
    if let Some(date) = at_once {
        said = said.with("date", date);
    } else {
        said = it.span.from.into_iter().fold(said, |said, from| said.with("from", from));
        said = it.span.to.into_iter().fold(said, |said, to| said.with("to", to));
    }
    let kin = it.consanguineous.then(|| Message::new(MessageKey::CoupleKinSentence));
    std::iter::once(said).chain(kin).collect()
}

//! Where everyone stands on a network map: inside their sector and ring,
//! without overlaps, the same way every time, and where they stood before as
//! long as there is room. Rings grow when a cell is too full.

use super::Map;
use crate::layout::{Point, label_lines, text_width};
use crate::record::{NetworkMember, NetworkMemberId, Ring, SectorCode};
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// The radius of the circle in the middle.
pub(super) const CENTRE: f64 = 46.0;
/// The radius of a member's dot.
pub(super) const DOT: f64 = 16.0;
/// The height of a member's letters.
pub(super) const LETTERS: f64 = 12.0;
/// Between the centre's circle and the first ring.
const FIRST: f64 = 8.0;
/// How wide a ring is at least.
const RING: [f64; 4] = [104.0, 92.0, 88.0, 84.0];
/// How much a ring grows when it is too full.
const GROWTH: f64 = 1.22;
/// How often rings may grow before overlaps are let be.
const GROWTHS_MAX: usize = 60;
/// Air around a member.
const AIR: f64 = 3.0;
/// The steps in which free places are looked for.
const STEP: f64 = 9.0;

/// Where a map starts from beside the record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkOptions {
    /// Where everyone stood before. They stay there as long as sector and
    /// ring are the same and nobody pinned needs the place.
    pub previous: Option<NetworkLayout>,
}

/// Where one member stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The middle of the dot.
    pub at: Point,
    /// The sector.
    pub sector: SectorCode,
    /// The ring.
    pub ring: Ring,
    /// How far through the sector, clockwise, from 0 to 1.
    pub across: f64,
    /// How far out through the ring, from 0 to 1.
    pub out: f64,
    /// Put there by hand.
    pub pinned: bool,
    /// The name as it is written below, where one is known.
    pub label: Vec<String>,
    /// Half of the width of dot and name.
    pub half_width: f64,
}

impl Spot {
    /// What belongs to the member alone: left, top, right, bottom.
    #[must_use]
    pub fn room(&self) -> [f64; 4] {
        let below = DOT + 4.0 + (LETTERS + 2.0) * self.label.len().max(1) as f64;
        let Point { x, y } = self.at;
        [x - self.half_width - AIR, y - DOT - AIR, x + self.half_width + AIR, y + below + AIR]
    }
}

/// A network map that is laid out; the middle is at 0, 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkLayout {
    /// The outer radius of each ring, the innermost first.
    pub rings: [f64; 4],
    /// The sectors with the angle at which each begins, clockwise from the top.
    pub sectors: Vec<(SectorCode, f64)>,
    /// Everyone's place.
    pub spots: BTreeMap<NetworkMemberId, Spot>,
    /// Pairs that overlap all the same: both were put there by hand, or there
    /// were too many.
    pub overlaps: u32,
}

/// Where something that is dropped on the map would stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Drop {
    /// The sector under it.
    pub sector: SectorCode,
    /// The ring under it; the outermost also outside.
    pub ring: Ring,
    /// The place by hand.
    pub pin: crate::record::Pin,
}

impl NetworkLayout {
    /// Between which radii a ring lies.
    #[must_use]
    pub fn band(&self, ring: Ring) -> (f64, f64) {
        let at = usize::from(ring.number() - 1);
        let inner = at.checked_sub(1).and_then(|at| self.rings.get(at)).copied().unwrap_or(CENTRE + FIRST);
        (inner, self.rings.get(at).copied().unwrap_or(inner))
    }

    /// The angle that each sector has.
    #[must_use]
    pub fn sector_angle(&self) -> f64 {
        TAU / self.sectors.len().max(1) as f64
    }

    /// Which sector and ring a point lies in, and where in them.
    #[must_use]
    pub fn locate(&self, at: Point) -> Option<Drop> {
        let angle = at.x.atan2(-at.y).rem_euclid(TAU);
        let (sector, begins) = self.sectors.iter().rev().find(|(_, begins)| *begins <= angle)?;
        let radius = at.x.hypot(at.y);
        let ring = *Ring::ALL.iter().find(|ring| radius <= self.band(**ring).1).unwrap_or(&Ring::Extended);
        let (inner, outer) = self.band(ring);
        let share = |value: f64| (value.clamp(0.0, 1.0) * 1000.0).round() as u16;
        let pin = crate::record::Pin {
            across: share((angle - begins) / self.sector_angle()),
            out: share((radius - inner) / (outer - inner).max(1.0)),
        };
        Some(Drop { sector: sector.clone(), ring, pin })
    }

    /// The point at these shares of a sector and a ring.
    fn point(&self, sector: usize, ring: Ring, across: f64, out: f64) -> Point {
        let (inner, outer) = self.band(ring);
        let angle = (sector as f64 + across) * self.sector_angle();
        let radius = inner + (outer - inner) * out;
        Point { x: radius * angle.sin(), y: -radius * angle.cos() }
    }
}

/// Someone to be placed.
struct Member<'a> {
    member: &'a NetworkMember,
    sector: usize,
    label: Vec<String>,
    half_width: f64,
    /// Which of how many in the same sector and ring.
    nth: usize,
    of: usize,
}

/// Places everyone. The same input gives the same layout.
#[must_use]
pub fn arrange(map: &Map<'_>, options: &NetworkOptions) -> NetworkLayout {
    let members = members(map);
    let angle = TAU / map.sectors.len().max(1) as f64;
    let sectors =
        map.sectors.iter().enumerate().map(|(at, it)| (it.code.clone(), at as f64 * angle)).collect::<Vec<_>>();
    let mut widths = RING;
    if let Some(before) = &options.previous {
        for ring in Ring::ALL {
            let (inner, outer) = before.band(*ring);
            if let Some(width) = widths.get_mut(usize::from(ring.number() - 1)) {
                *width = width.max(outer - inner);
            }
        }
    }
    for growth in 0..=GROWTHS_MAX {
        let mut layout =
            NetworkLayout { rings: rings(widths), sectors: sectors.clone(), spots: BTreeMap::new(), overlaps: 0 };
        let last = growth == GROWTHS_MAX;
        match place(&members, &mut layout, options, last) {
            None => return layout,
            Some(full) => {
                if let Some(width) = widths.get_mut(usize::from(full.number() - 1)) {
                    *width *= GROWTH;
                }
            }
        }
    }
    NetworkLayout::default()
}

fn rings(widths: [f64; 4]) -> [f64; 4] {
    let mut outer = CENTRE + FIRST;
    widths.map(|width| {
        outer += width;
        outer
    })
}

fn members<'a>(map: &Map<'a>) -> Vec<Member<'a>> {
    let sectors = map.sector_index();
    let mut cells: BTreeMap<(usize, Ring), usize> = BTreeMap::new();
    let mut members: Vec<Member<'a>> = Vec::new();
    for member in &map.members {
        let sector = sectors.get(member.standing.sector.0.as_str()).copied().unwrap_or(0);
        let cell = cells.entry((sector, member.standing.ring)).or_default();
        let label = label(map, member);
        let widest = label.iter().map(|line| text_width(line, LETTERS)).fold(0.0, f64::max);
        let unnamed = if label.is_empty() { 7.0 * LETTERS } else { 0.0 };
        members.push(Member {
            member,
            sector,
            label,
            half_width: (f64::max(widest, unnamed) / 2.0).max(DOT),
            nth: *cell,
            of: 0,
        });
        *cell += 1;
    }
    for it in &mut members {
        it.of = cells.get(&(it.sector, it.member.standing.ring)).copied().unwrap_or(1);
    }
    members
}

/// The name in lines; empty where only a message can say who it is.
fn label(map: &Map<'_>, member: &NetworkMember) -> Vec<String> {
    /// More people than this are not written one by one.
    const ONE_BY_ONE: usize = 3;
    if let Some(name) = member.who.name.as_deref().filter(|name| !name.trim().is_empty()) {
        return label_lines(name);
    }
    let people: Vec<_> = member.who.people.iter().filter_map(|id| map.record.people.get(id)).collect();
    let names: Vec<&str> = people.iter().filter(|it| !it.shielded).filter_map(|it| it.label()).collect();
    if names.len() != people.len() {
        return Vec::new();
    }
    match names[..] {
        [one] => label_lines(one),
        _ if names.len() <= ONE_BY_ONE => {
            names.iter().filter_map(|name| label_lines(name).into_iter().next()).collect()
        }
        _ => Vec::new(),
    }
}

/// Places everyone into the rings as they are; the ring that is too full, if
/// one is. The last time everyone is placed, come what may.
fn place(members: &[Member<'_>], layout: &mut NetworkLayout, options: &NetworkOptions, last: bool) -> Option<Ring> {
    let mut rooms: Vec<[f64; 4]> = Vec::new();
    let mut waiting: Vec<(&Member<'_>, f64, f64)> = Vec::new();
    for it in members {
        let Some(pin) = it.member.pin else { continue };
        let share = |value: u16| f64::from(value.min(1000)) / 1000.0;
        let spot = spot(layout, it, share(pin.across), share(pin.out), true);
        layout.overlaps += rooms.iter().filter(|room| overlap(room, &spot.room())).count() as u32;
        rooms.push(spot.room());
        layout.spots.insert(it.member.id.clone(), spot);
    }
    let before = |it: &Member<'_>| {
        let spot = options.previous.as_ref()?.spots.get(&it.member.id)?;
        let same = spot.sector == it.member.standing.sector && spot.ring == it.member.standing.ring;
        (same && !spot.pinned).then_some((spot.across, spot.out))
    };
    for it in members.iter().filter(|it| it.member.pin.is_none()) {
        match before(it) {
            Some((across, out)) => {
                let spot = spot(layout, it, across, out, false);
                if rooms.iter().any(|room| overlap(room, &spot.room())) {
                    waiting.push((it, across, out));
                } else {
                    rooms.push(spot.room());
                    layout.spots.insert(it.member.id.clone(), spot);
                }
            }
            None => {
                let (across, out) = wanted(layout, it);
                waiting.push((it, across, out));
            }
        }
    }
    for (it, across, out) in waiting {
        let found = free(layout, it, (across, out), &rooms);
        let spot = match found {
            Some(found) => found,
            None if last => {
                let spot = spot(layout, it, across, out, false);
                layout.overlaps += rooms.iter().filter(|room| overlap(room, &spot.room())).count() as u32;
                spot
            }
            None => return Some(it.member.standing.ring),
        };
        rooms.push(spot.room());
        layout.spots.insert(it.member.id.clone(), spot);
    }
    None
}

fn spot(layout: &NetworkLayout, it: &Member<'_>, across: f64, out: f64, pinned: bool) -> Spot {
    Spot {
        at: layout.point(it.sector, it.member.standing.ring, across, out),
        sector: it.member.standing.sector.clone(),
        ring: it.member.standing.ring,
        across,
        out,
        pinned,
        label: it.label.clone(),
        half_width: it.half_width,
    }
}

/// Where one of several in a cell would stand best: side by side, and in two
/// rows where they are many.
fn wanted(layout: &NetworkLayout, it: &Member<'_>) -> (f64, f64) {
    let (inner, outer) = layout.band(it.member.standing.ring);
    let arc = layout.sector_angle() * f64::midpoint(inner, outer);
    let across = (it.nth as f64 + 0.5) / it.of as f64;
    let crowded = it.of as f64 * (it.half_width * 2.0 + 2.0 * AIR) > arc;
    let out = match (crowded, it.nth % 2) {
        (false, _) => 0.45,
        (true, 0) => 0.72,
        (true, _) => 0.25,
    };
    (across, out)
}

/// The free place in the member's cell that is nearest to where it would stand best.
fn free(layout: &NetworkLayout, it: &Member<'_>, wanted: (f64, f64), rooms: &[[f64; 4]]) -> Option<Spot> {
    let ring = it.member.standing.ring;
    let (inner, outer) = layout.band(ring);
    let best = layout.point(it.sector, ring, wanted.0, wanted.1);
    let mut found: Option<(f64, Spot)> = None;
    let (low, high) = (inner + DOT + 2.0, outer - DOT - 2.0);
    let rows = ((high - low) / STEP).floor().max(0.0) as u32;
    for row in 0..=rows {
        let radius = low + f64::from(row) * STEP;
        if radius > high {
            break;
        }
        // The dot keeps clear of the lines between sectors.
        let margin = ((DOT + 2.0) / radius).asin() / layout.sector_angle();
        if margin.is_nan() || margin >= 0.5 {
            continue;
        }
        let arc = radius * layout.sector_angle() * (1.0 - 2.0 * margin);
        let columns = (arc / STEP).floor().max(1.0) as u32;
        for column in 0..=columns {
            let across = margin + (1.0 - 2.0 * margin) * f64::from(column) / f64::from(columns);
            let spot = spot(layout, it, across, (radius - inner) / (outer - inner), false);
            let far = (spot.at.x - best.x).hypot(spot.at.y - best.y);
            if found.as_ref().is_some_and(|(least, _)| far >= *least) {
                continue;
            }
            let room = spot.room();
            if !touches_centre(&room) && !rooms.iter().any(|other| overlap(other, &room)) {
                found = Some((far, spot));
            }
        }
    }
    found.map(|(_, spot)| spot)
}

fn touches_centre(room: &[f64; 4]) -> bool {
    let (x, y) = (0.0_f64.clamp(room[0], room[2]), 0.0_f64.clamp(room[1], room[3]));
    x.hypot(y) < CENTRE
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

impl NetworkLayout {
    /// Where a place on another layout of the same sectors is on this one.
    #[must_use]
    pub fn placed(&self, spot: &Spot) -> Option<Point> {
        let sector = self.sectors.iter().position(|(code, _)| code == &spot.sector)?;
        Some(self.point(sector, spot.ring, spot.across, spot.out))
    }
}

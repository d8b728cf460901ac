//! The way of a line along which signs are set: straight, or bent.

use super::svg;
use crate::layout::Point;

/// A bent way has a corner this often, in the layout's units.
const STEP: f64 = 5.0;

/// A way from one point to another.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    points: Vec<Point>,
    /// How far each point is from the first, along the way.
    along: Vec<f64>,
}

impl Track {
    /// The straight way.
    pub fn straight(from: Point, to: Point) -> Self {
        Self::through(vec![from, to])
    }

    /// A way that bends aside by three quarters of `aside`, evenly on most of its length.
    pub fn bent(from: Point, to: Point, aside: f64) -> Self {
        if aside == 0.0 {
            return Self::straight(from, to);
        }
        let straight = Self::straight(from, to);
        let (first, second) = (straight.at(0.12, aside), straight.at(0.88, aside));
        let at = |(x, y): (f64, f64)| Point { x, y };
        Self::curved(from, at(first), at(second), to)
    }

    /// A way that leaves towards one point and arrives from another.
    pub fn curved(from: Point, first: Point, second: Point, to: Point) -> Self {
        let legs = [(from, first), (first, second), (second, to)];
        let long: f64 = legs.iter().map(|(a, b)| (b.x - a.x).hypot(b.y - a.y)).sum();
        let steps = ((long / STEP) as u32).clamp(8, 400);
        let point = |n: u32| {
            let share = f64::from(n) / f64::from(steps);
            let rest = 1.0 - share;
            let of = |from: f64, first: f64, second: f64, to: f64| {
                rest.powi(3) * from
                    + 3.0 * rest * rest * share * first
                    + 3.0 * rest * share * share * second
                    + share.powi(3) * to
            };
            Point { x: of(from.x, first.x, second.x, to.x), y: of(from.y, first.y, second.y, to.y) }
        };
        Self::through((0..=steps).map(point).collect())
    }

    fn through(points: Vec<Point>) -> Self {
        let mut along = vec![0.0; points.len()];
        for at in 1..points.len() {
            let (from, to) = (points[at - 1], points[at]);
            along[at] = along[at - 1] + (to.x - from.x).hypot(to.y - from.y);
        }
        Self { points, along }
    }

    /// How long the way is.
    pub fn length(&self) -> f64 {
        self.along.last().copied().unwrap_or(0.0)
    }

    /// How far the way turns, all in all and at its sharpest corner, in radians.
    pub fn turns(&self) -> (f64, f64) {
        let directions: Vec<f64> =
            self.points.windows(2).map(|it| (it[1].y - it[0].y).atan2(it[1].x - it[0].x)).collect();
        let turn = |it: &[f64]| {
            let by = (it[1] - it[0]).abs();
            by.min(std::f64::consts::TAU - by)
        };
        directions.windows(2).map(turn).fold((0.0, 0.0), |(all, most), it| (all + it, f64::max(most, it)))
    }

    /// A point at a share of the way, moved to the side.
    pub fn at(&self, share: f64, aside: f64) -> (f64, f64) {
        let wanted = share * self.length();
        let after = self.along.partition_point(|it| *it < wanted).clamp(1, self.points.len() - 1);
        let (from, to) = (self.points[after - 1], self.points[after]);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy).max(0.001);
        let on = (wanted - self.along[after - 1]) / length;
        (from.x + dx * on - dy / length * aside, from.y + dy * on + dx / length * aside)
    }

    /// The path from one share of the way to another, moved to the side.
    pub fn piece(&self, from: f64, to: f64, aside: f64) -> String {
        let length = self.length().max(0.001);
        let corners = self.along.iter().map(|it| it / length).filter(|it| *it > from && *it < to);
        let points: Vec<(f64, f64)> =
            [from].into_iter().chain(corners).chain([to]).map(|share| self.at(share, aside)).collect();
        svg::path(&points, false)
    }

    /// A stroke across the way.
    pub fn across(&self, share: f64, reach: f64) -> String {
        svg::path(&[self.at(share, reach), self.at(share, -reach)], false)
    }

    /// The corners of a zigzag.
    pub fn teeth(&self, step: f64) -> Vec<(f64, f64)> {
        let count = ((self.length().max(step) / step) as u32).clamp(2, 400);
        let tooth = |n: u32| {
            let aside = if n == 0 || n == count { 0.0 } else { 5.0 * if n.is_multiple_of(2) { 1.0 } else { -1.0 } };
            self.at(f64::from(n) / f64::from(count), aside)
        };
        (0..=count).map(tooth).collect()
    }

    /// Where the way comes from at its end, and the end.
    pub fn end(&self) -> (Point, Point) {
        (self.points[self.points.len() - 2], self.points[self.points.len() - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_way_begins_and_ends_where_the_straight_one_does() {
        let (from, to) = (Point { x: 0.0, y: 0.0 }, Point { x: 100.0, y: 0.0 });
        let bent = Track::bent(from, to, 40.0);
        assert_eq!((bent.points[0], bent.end().1), (from, to));
        assert!(bent.length() > 100.0);
        let (x, y) = bent.at(0.5, 0.0);
        assert!((x - 50.0).abs() < 0.5 && (y - 30.0).abs() < 0.5, "{x}, {y}");
        assert_eq!(Track::straight(from, to).at(0.25, 4.0), (25.0, 4.0));
    }
}

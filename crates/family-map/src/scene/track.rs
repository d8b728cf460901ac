//! The way of a line along which signs are set: straight, or bent.

use super::svg;
use crate::layout::Point;

/// A bent way has a corner this often, in the layout's units.
const STEP: f64 = 5.0;

/// The point at a share of a curve that leaves towards its second point and
/// arrives from its third.
pub(super) fn on_curve([from, first, second, to]: &[Point; 4], share: f64) -> Point {
    let rest = 1.0 - share;
    let (a, b) = (rest * rest * rest, 3.0 * rest * rest * share);
    let (c, d) = (3.0 * rest * share * share, share * share * share);
    Point {
        x: a * from.x + b * first.x + c * second.x + d * to.x,
        y: a * from.y + b * first.y + c * second.y + d * to.y,
    }
}

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

    /// A way that leaves towards `first` and arrives from `second`.
    pub fn curved([from, first, second, to]: [Point; 4]) -> Self {
        let far = |a: Point, b: Point| ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).sqrt();
        let long = far(from, first) + far(first, second) + far(second, to);
        let steps = ((long / STEP) as u32).clamp(8, 400);
        let point = |n: u32| on_curve(&[from, first, second, to], f64::from(n) / f64::from(steps));
        Self::through((0..=steps).map(point).collect())
    }

    /// The corners of the way.
    pub fn points(&self) -> &[Point] {
        &self.points
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
    fn a_curved_way_begins_and_ends_where_the_straight_one_does() {
        let at = |x: f64, y: f64| Point { x, y };
        let curved = Track::curved([at(0.0, 0.0), at(12.0, 40.0), at(88.0, 40.0), at(100.0, 0.0)]);
        assert_eq!((curved.points[0], curved.end().1), (at(0.0, 0.0), at(100.0, 0.0)));
        assert!(curved.length() > 100.0);
        let (x, y) = curved.at(0.5, 0.0);
        assert!((x - 50.0).abs() < 0.5 && (y - 30.0).abs() < 0.5, "{x}, {y}");
        assert_eq!(Track::straight(at(0.0, 0.0), at(100.0, 0.0)).at(0.25, 4.0), (25.0, 4.0));
    }
}

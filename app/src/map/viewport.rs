//! The part of the map that is on the screen.

use family_map::scene::Bounds;

/// A rectangle of the map, in map units. The page shows all of it, centred.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// The drawing surface on the page, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surface {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// The least that is shown, in map units: what a small family stands in.
const LEAST: (f64, f64) = (480.0, 320.0);
/// The most a map unit may be enlarged, in pixels per unit.
const MAX_SCALE: f64 = 3.0;
/// The least, beyond showing everything.
const MIN_SCALE: f64 = 0.02;

impl Viewport {
    /// Everything that is drawn. One person alone does not fill the page.
    #[must_use]
    pub fn fit(bounds: Bounds) -> Self {
        let (width, height) = (bounds.width.max(LEAST.0), bounds.height.max(LEAST.1));
        let (x, y) = (bounds.x - (width - bounds.width) / 2.0, bounds.y - (height - bounds.height) / 2.0);
        Self { x, y, width, height }
    }

    /// Pixels per map unit on this surface.
    #[must_use]
    pub fn scale(&self, surface: Surface) -> f64 {
        (surface.width / self.width).min(surface.height / self.height)
    }

    /// The point of the map under a point of the page.
    #[must_use]
    pub fn point_under(&self, surface: Surface, x: f64, y: f64) -> (f64, f64) {
        let scale = self.scale(surface);
        let left = (surface.width - self.width * scale) / 2.0;
        let top = (surface.height - self.height * scale) / 2.0;
        (self.x + (x - surface.left - left) / scale, self.y + (y - surface.top - top) / scale)
    }

    /// Moved so that the map follows the pointer by so many pixels.
    #[must_use]
    pub fn panned(self, surface: Surface, dx: f64, dy: f64) -> Self {
        let scale = self.scale(surface);
        Self { x: self.x - dx / scale, y: self.y - dy / scale, ..self }
    }

    /// Enlarged by a factor around a point of the page, which stays where it is.
    #[must_use]
    pub fn zoomed(self, surface: Surface, factor: f64, x: f64, y: f64) -> Self {
        let scale = self.scale(surface);
        let factor = (scale * factor).clamp(MIN_SCALE, MAX_SCALE) / scale;
        let (at_x, at_y) = self.point_under(surface, x, y);
        Self {
            x: at_x - (at_x - self.x) / factor,
            y: at_y - (at_y - self.y) / factor,
            width: self.width / factor,
            height: self.height / factor,
        }
    }

    /// Enlarged around the middle of the surface.
    #[must_use]
    pub fn zoomed_in_middle(self, surface: Surface, factor: f64) -> Self {
        self.zoomed(surface, factor, surface.left + surface.width / 2.0, surface.top + surface.height / 2.0)
    }

    /// Filled out to the surface's own proportions, so that nothing lies idle.
    #[must_use]
    pub fn filling(self, surface: Surface) -> Self {
        let scale = self.scale(surface);
        let (width, height) = (surface.width / scale, surface.height / scale);
        Self { x: self.x - (width - self.width) / 2.0, y: self.y - (height - self.height) / 2.0, width, height }
    }

    /// With a point of the map in the middle, at so many pixels per unit.
    #[must_use]
    pub fn centred(surface: Surface, x: f64, y: f64, scale: f64) -> Self {
        let (width, height) = (surface.width / scale, surface.height / scale);
        Self { x: x - width / 2.0, y: y - height / 2.0, width, height }
    }

    /// Moved no further than needed to show a point with some room around it.
    #[must_use]
    pub fn revealing(self, x: f64, y: f64, room: f64) -> Self {
        let room_x = room.min(self.width / 2.0);
        let room_y = room.min(self.height / 2.0);
        Self {
            x: self.x.min(x - room_x).max(x + room_x - self.width),
            y: self.y.min(y - room_y).max(y + room_y - self.height),
            ..self
        }
    }

    /// As the attribute of an SVG element.
    #[must_use]
    pub fn view_box(&self) -> String {
        format!("{:.2} {:.2} {:.2} {:.2}", self.x, self.y, self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SURFACE: Surface = Surface { left: 10.0, top: 20.0, width: 800.0, height: 400.0 };
    const VIEW: Viewport = Viewport { x: -100.0, y: 50.0, width: 400.0, height: 400.0 };

    fn near(a: (f64, f64), b: (f64, f64)) -> bool {
        (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6
    }

    #[test]
    fn the_whole_view_is_shown_in_the_middle() {
        assert!(near(VIEW.point_under(SURFACE, 410.0, 220.0), (100.0, 250.0)));
        assert!(near(VIEW.point_under(SURFACE, 210.0, 20.0), (-100.0, 50.0)));
        let filled = VIEW.filling(SURFACE);
        assert_eq!((filled.width, filled.height), (800.0, 400.0));
        assert!(near(filled.point_under(SURFACE, 410.0, 220.0), (100.0, 250.0)));
    }

    #[test]
    fn revealing_moves_no_further_than_needed() {
        assert_eq!(VIEW.revealing(100.0, 250.0, 40.0), VIEW);
        let moved = VIEW.revealing(500.0, 250.0, 40.0);
        assert_eq!((moved.x, moved.y), (140.0, 50.0));
    }

    proptest! {
        #[test]
        fn zooming_keeps_the_point_under_the_pointer(factor in 0.2f64..5.0, x in 10f64..810.0, y in 20f64..420.0) {
            let before = VIEW.point_under(SURFACE, x, y);
            let after = VIEW.zoomed(SURFACE, factor, x, y);
            prop_assert!(near(after.point_under(SURFACE, x, y), before));
            prop_assert!(after.scale(SURFACE) <= MAX_SCALE + 1e-9);
        }

        #[test]
        fn panning_moves_the_map_with_the_pointer(dx in -500f64..500.0, dy in -500f64..500.0) {
            let before = VIEW.point_under(SURFACE, 300.0, 200.0);
            let after = VIEW.panned(SURFACE, dx, dy);
            prop_assert!(near(after.point_under(SURFACE, 300.0 + dx, 200.0 + dy), before));
        }
    }
}

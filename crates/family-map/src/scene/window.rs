//! The part of a drawing that lies in a window: a map too large to be put on a
//! page whole is drawn where somebody looks.

use super::{Bounds, Form, Role, Scene, Shape, svg};
use crate::layout::Point;
use crate::message::Message;
use crate::record::PersonId;

/// Words reach this far beyond the point where they are written.
const WORDS: f64 = 90.0;

/// How far each shape of a scene reaches, so that it need not be asked again
/// for every window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach(Vec<Option<Bounds>>);

impl Reach {
    /// Looks at every shape once.
    #[must_use]
    pub fn of(scene: &Scene) -> Self {
        Self(scene.shapes.iter().map(extent).collect())
    }
}

/// What shows of a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Where somebody looks.
    pub bounds: Bounds,
    /// Whether words can be read from so far away.
    pub words: bool,
    /// Who is drawn wherever they stand: whoever has the focus or is chosen.
    pub kept: Vec<PersonId>,
}

/// The markup of what shows of a scene. Who is drawn has the same markup as on
/// the whole map, but for words that could not be read.
#[must_use]
pub fn write(scene: &Scene, reach: &Reach, window: &Window, translate: &dyn Fn(&Message) -> String) -> String {
    let mut out = String::new();
    for (shape, extent) in scene.shapes.iter().zip(&reach.0) {
        let kept = || shape.person.as_ref().is_some_and(|id| window.kept.contains(id));
        if extent.is_none_or(|extent| extent.meets(&window.bounds)) || kept() {
            svg::write_shape_in(&mut out, shape, window.words, translate);
        }
    }
    out
}

/// How far a shape reaches; none where its path cannot be followed: that is always drawn.
fn extent(shape: &Shape) -> Option<Bounds> {
    let mut low = Point { x: f64::INFINITY, y: f64::INFINITY };
    let mut high = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
    let mut cover = |x: f64, y: f64, around: f64| {
        low = Point { x: low.x.min(x - around), y: low.y.min(y - around) };
        high = Point { x: high.x.max(x + around), y: high.y.max(y + around) };
    };
    for part in &shape.parts {
        match &part.form {
            Form::Path(path) => follow(path, &mut |x, y| cover(x, y, 2.0))?,
            Form::Rect { bounds, .. } => {
                cover(bounds.x, bounds.y, 0.0);
                cover(bounds.x + bounds.width, bounds.y + bounds.height, 0.0);
            }
            Form::Circle { centre, radius } => cover(centre.x, centre.y, *radius),
            Form::Text { at, .. } => cover(at.x, at.y, if shape.role == Role::Person { WORDS } else { WORDS * 2.0 }),
        }
    }
    (low.x <= high.x).then_some(Bounds { x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y })
}

/// Goes through the points of a path that is made of points only.
fn follow(path: &str, point: &mut dyn FnMut(f64, f64)) -> Option<()> {
    let is_of_points = |letter: char| !letter.is_ascii_alphabetic() || matches!(letter, 'M' | 'L' | 'C' | 'Q' | 'Z');
    if !path.chars().all(is_of_points) {
        return None;
    }
    let separates = |letter: char| letter.is_ascii_alphabetic() || letter == ' ' || letter == ',';
    let mut numbers = path.split(separates).filter(|it| !it.is_empty());
    while let Some(x) = numbers.next() {
        point(x.parse().ok()?, numbers.next()?.parse().ok()?);
    }
    Some(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails says so")]
mod tests {
    use super::*;
    use crate::FuzzyDate;
    use crate::kin::{Kin, grow};
    use crate::layout::{Options, arrange};
    use crate::record::{Fact, Origin, Person, Record, Symbol};
    use crate::scene::{View, draw};

    /// A family that is wider than any window here.
    fn scene() -> Scene {
        let origin = Origin::told("user:1", ["team"]);
        let mut record = Record::new();
        record.put(Fact::Person(Person::new("0", Symbol::Female, origin.clone())));
        let mut ids = 0;
        for _ in 0..30 {
            let mut fresh = || {
                ids += 1;
                ids.to_string()
            };
            let grown = grow(&record, &"0".into(), Kin::Sibling, &origin, &mut fresh).unwrap();
            grown.edits.iter().for_each(|edit| drop(crate::edit::apply(&mut record, edit)));
        }
        let layout = arrange(&record, &Options::default());
        draw(&record, &layout, &View::on(FuzzyDate::year(2026)))
    }

    fn people(markup: &str) -> usize {
        markup.matches("data-person").count()
    }

    fn say(_: &Message) -> String {
        "ord".to_owned()
    }

    #[test]
    fn a_window_over_everything_shows_the_whole_map() {
        let scene = scene();
        let window = Window { bounds: scene.bounds, words: true, kept: Vec::new() };
        assert_eq!(write(&scene, &Reach::of(&scene), &window, &say), svg::write(&scene, &say));
    }

    #[test]
    fn whoever_stands_in_the_window_is_drawn_and_who_is_kept_besides() {
        let scene = scene();
        let reach = Reach::of(&scene);
        let bounds = Bounds { width: scene.bounds.width / 4.0, ..scene.bounds };
        let far = scene.people.last().unwrap().id.clone();
        let shown = |kept: Vec<PersonId>| write(&scene, &reach, &Window { bounds, words: true, kept }, &say);
        let some = people(&shown(Vec::new()));
        assert!(some > 2 && some < scene.people.len() / 2, "{some} of {}", scene.people.len());
        let inside = scene
            .shapes
            .iter()
            .zip(&reach.0)
            .filter(|(shape, extent)| shape.role == Role::Person && extent.is_some_and(|it| it.meets(&bounds)));
        assert_eq!(inside.count(), some);
        let last_in_row = scene.people.iter().max_by(|a, b| {
            let x = |id: &PersonId| {
                let at = scene.shapes.iter().position(|it| it.person.as_ref() == Some(id)).unwrap();
                reach.0[at].unwrap().x
            };
            x(&a.id).total_cmp(&x(&b.id))
        });
        let kept = last_in_row.map(|it| it.id.clone()).unwrap_or(far);
        assert_eq!(people(&shown(vec![kept])), some + 1);
    }

    #[test]
    fn from_far_away_there_are_no_words() {
        let scene = scene();
        let window = Window { bounds: scene.bounds, words: false, kept: Vec::new() };
        let markup = write(&scene, &Reach::of(&scene), &window, &say);
        assert!(!markup.contains("<text"));
        assert!(markup.contains("aria-label"), "but each person still has a name to be read out");
    }

    #[test]
    fn only_paths_of_points_are_followed() {
        let mut points = Vec::new();
        assert!(follow("M1 2L-3.5 4Z", &mut |x, y| points.push((x, y))).is_some());
        assert_eq!(points, [(1.0, 2.0), (-3.5, 4.0)]);
        assert!(follow("M0 0A5 5 0 0 1 10 10", &mut |_, _| ()).is_none());
    }
}

//! A map as a plain list of shapes with ids, classes and text
//! alternatives. It knows no colours, no fonts and no language: classes are
//! styled by `style/map.css`, texts are messages that the application
//! translates. Server and browser draw the same scene.

mod bond;
mod caption;
mod couple;
mod descent;
mod field;
mod fill;
mod household;
pub(crate) mod keys;
mod legend;
mod mark;
mod person;
mod reading;
mod ring;
pub(crate) mod stroke;
pub mod svg;
mod symbol;
mod track;
mod ways;
pub mod window;
mod wording;
pub(crate) mod words;

pub(crate) use bond::is_directed;
pub use legend::every_sign;
pub(crate) use legend::sign_of;
pub use reading::{Neighbours, PersonItem};

use crate::FuzzyDate;
use crate::layout::{Layout, Point};
use crate::message::Message;
use crate::record::{FactId, PersonId, Record};
use field::Field;
use ways::Ways;

/// What a viewer has switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The day on which ages are told.
    pub today: FuzzyDate,
    /// Homes as closed lines around those who live there.
    pub households: bool,
    /// Emotional ties.
    pub bonds: bool,
    /// Abuse, violence and neglect among the emotional ties.
    pub sensitive: bool,
    /// A mark at everyone who was put in their place by hand.
    pub pins: bool,
    /// Illness and substance use as fills.
    pub health: bool,
}

impl View {
    /// What is shown at first: homes, no emotional ties, nothing of health.
    #[must_use]
    pub const fn on(today: FuzzyDate) -> Self {
        Self { today, households: true, bonds: false, sensitive: false, pins: false, health: false }
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Bounds {
    /// Whether two rectangles have any room in common.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// A drawing: shapes from back to front, people in reading order, a legend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// What the shapes cover, with a margin.
    pub bounds: Bounds,
    /// From back to front.
    pub shapes: Vec<Shape>,
    /// Everyone on a genogram, row by row from the top and from left to right.
    pub people: Vec<PersonItem>,
    /// Members of a network or systems of an ecomap, in reading order.
    pub items: Vec<FactItem>,
    /// What is to be said before all else: whose map it is, how many there
    /// are, what can be counted.
    pub intro: Vec<Message>,
    /// What the signs mean, only those that are used.
    pub legend: Vec<LegendItem>,
}

/// What a shape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A home.
    Household,
    /// The lines from parents to children.
    Descent,
    /// Care without parenthood.
    Care,
    /// The line between partners.
    Couple,
    /// An emotional tie.
    Bond,
    /// A person.
    Person,
    /// Rings and sectors of a network map.
    Sheet,
    /// Where somebody stood before.
    Ghost,
    /// A line between members of a network, or to a system of an ecomap.
    Tie,
    /// The middle of a network map or an ecomap.
    Centre,
    /// A member of a network.
    Member,
    /// A system of an ecomap.
    System,
}

/// A member of a network or a system of an ecomap, for lists and for the keyboard.
#[derive(Clone, Debug, PartialEq)]
pub struct FactItem {
    /// Which fact it is.
    pub id: FactId,
    /// The id of the shape.
    pub shape: String,
    /// The middle of the symbol.
    pub at: Point,
    /// What to say about it, in whole sentences.
    pub description: Vec<Message>,
    /// Where the arrow keys lead, as ids of shapes.
    pub around: Around,
}

/// Where the arrow keys lead from a member or a system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The one before in reading order.
    pub previous: Option<String>,
    /// The one after in reading order.
    pub next: Option<String>,
    /// The nearest further in, in the same sector.
    pub inwards: Option<String>,
    /// The nearest further out, in the same sector.
    pub outwards: Option<String>,
}

/// One thing on the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Unique and stable, safe as an id in a document.
    pub id: String,
    /// What it stands for.
    pub role: Role,
    /// Class names, separated by blanks.
    pub class: String,
    /// The person, where it is one.
    pub person: Option<PersonId>,
    /// What it says in words, in whole sentences.
    pub alternative: Vec<Message>,
    /// What it is drawn with, from back to front.
    pub parts: Vec<Part>,
}

/// A form with its class.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Class names, separated by blanks.
    pub class: &'static str,
    /// The form.
    pub form: Form,
}

/// A form to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A path, in the syntax of SVG.
    Path(String),
    /// A rectangle.
    Rect {
        /// Left, upper edge, width and height.
        bounds: Bounds,
        /// Radius of the corners.
        radius: f64,
    },
    /// A circle.
    Circle {
        /// Its centre.
        centre: Point,
        /// Its radius.
        radius: f64,
    },
    /// A text, centred on a point of its base line.
    Text {
        /// The middle of the base line.
        at: Point,
        /// What is written.
        text: Text,
    },
}

/// What is written on the drawing.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    /// As it stands: a name, a number.
    Plain(String),
    /// To be translated; several are joined by a middle dot.
    Messages(Vec<Message>),
}

/// One line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendItem {
    /// What the sign means.
    pub message: Message,
    /// The sign in a box of 44 by 28, drawn with the classes of the map.
    pub parts: Vec<Part>,
}

/// Draws a record that is laid out. The same input gives the same scene.
///
/// What must stand where it stands comes first: people, homes, the lines of the
/// structure. Words take the room that these leave, and what leads from one to
/// the other wherever they stand goes round all that is written.
#[must_use]
pub fn draw(record: &Record, layout: &Layout, view: &View) -> Scene {
    let items = reading::people(record, layout, view);
    let people: Vec<Shape> = items.iter().filter_map(|item| person::shape(record, layout, view, item)).collect();
    let mut homes = if view.households { household::shapes(record, layout) } else { household::Homes::default() };
    let rings = homes.has_rings();
    let mut field = taken(record, layout, &people, &homes);
    let mut lines = descent::shapes(record, layout, &mut field);
    lines.extend(couple::shapes(record, layout, &mut field));
    homes.name(&mut field);
    let mut ways = Ways::among(&mut field);
    let mut ties = descent::care(record, layout, &mut ways);
    if view.bonds {
        ties.extend(bond::shapes(record, layout, &mut ways, view.sensitive));
    }
    let legend = legend::legend(record, view, rings, &homes.marked);
    let intro = words::introduction_of_map(record, layout);
    let reach = ways.into_reach();
    // From back to front.
    let mut shapes = homes.shapes;
    shapes.extend(lines);
    shapes.extend(ties);
    shapes.extend(people);
    let bounds = bounds(&shapes, layout, &reach);
    Scene { bounds, shapes, people: items, items: Vec::new(), intro, legend }
}

/// What people, homes and the lines of the structure take of the drawing.
fn taken(record: &Record, layout: &Layout, people: &[Shape], homes: &household::Homes) -> Field {
    /// How far a way may lead round everyone.
    const AROUND: f64 = 260.0;
    let covered = bounds(&[], layout, &[]);
    let mut field = Field::over(&Bounds {
        x: covered.x - AROUND,
        y: covered.y - AROUND,
        width: covered.width + 2.0 * AROUND,
        height: covered.height + 2.0 * AROUND,
    });
    for (id, place) in &layout.places {
        let Some(person) = record.people.get(id) else { continue };
        let reach = symbol::reach(person, record.index.as_ref() == Some(id), layout.sizes.symbol / 2.0);
        field.symbol(Point { x: place.x, y: place.y }, reach, symbol::is_round(person.symbol));
    }
    people.iter().flat_map(|it| &it.parts).filter(|it| it.class != "age").for_each(|it| field.write(it));
    // The small houses with the numbers of homes, and the numbers in them.
    let houses = homes.shapes.iter().flat_map(|it| &it.parts).filter_map(wording::room);
    houses.for_each(|it| field.fill(field::SYMBOL | field::WORDS, &it, 4.0));
    homes.mark(&mut field);
    let families = layout.families.iter();
    let descent = families.flat_map(|it| it.children.iter().map(|child| &child.route).chain([&it.trunk]));
    let routes = descent.chain(layout.couples.iter().map(|it| &it.route));
    routes.for_each(|it| field.stroke(field::LINE, it, 2.0));
    field
}

/// Around everything, with a margin.
fn bounds(shapes: &[Shape], layout: &Layout, ways: &[Point]) -> Bounds {
    const MARGIN: f64 = 40.0;
    let mut low = Point { x: f64::INFINITY, y: f64::INFINITY };
    let mut high = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
    let mut cover = |x: f64, y: f64| {
        low = Point { x: low.x.min(x), y: low.y.min(y) };
        high = Point { x: high.x.max(x), y: high.y.max(y) };
    };
    for place in layout.places.values() {
        cover(place.x - place.half_width, place.y - layout.sizes.symbol * 0.7);
        cover(place.x + place.half_width, place.y + layout.sizes.symbol / 2.0 + place.words);
    }
    ways.iter().for_each(|it| cover(it.x, it.y));
    for part in shapes.iter().flat_map(|it| &it.parts) {
        match &part.form {
            Form::Rect { bounds, .. } => {
                cover(bounds.x, bounds.y);
                cover(bounds.x + bounds.width, bounds.y + bounds.height);
            }
            Form::Text { .. } => {
                let room = wording::room(part).unwrap_or_default();
                cover(room.x, room.y);
                cover(room.x + room.width, room.y + room.height);
            }
            Form::Circle { centre, radius } => {
                cover(centre.x - radius, centre.y - radius);
                cover(centre.x + radius, centre.y + radius);
            }
            Form::Path(_) => {}
        }
    }
    if low.x > high.x {
        return Bounds { x: 0.0, y: 0.0, width: 2.0 * MARGIN, height: 2.0 * MARGIN };
    }
    Bounds {
        x: low.x - MARGIN,
        y: low.y - MARGIN,
        width: high.x - low.x + 2.0 * MARGIN,
        height: high.y - low.y + 2.0 * MARGIN,
    }
}

/// An id that is safe in a document: letters, digits, `-` and `_`, everything
/// else as its number between underscores, so that no two ids become one.
#[must_use]
pub fn dom_id(kind: &str, id: &str) -> String {
    let mut safe = format!("{kind}-");
    for letter in id.chars() {
        if letter.is_ascii_alphanumeric() || letter == '-' {
            safe.push(letter);
        } else {
            safe.push_str(&format!("_{:x}_", u32::from(letter)));
        }
    }
    safe
}

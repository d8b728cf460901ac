//! «Hvem har sagt det»: a number at everyone for who told of them, and the
//! names in the legend. Who is not known to the viewer gets no number.

use crate::layout::{Layout, Point};
use crate::message::{Message, MessageKey};
use crate::record::{PartyKey, PersonId, Record, Symbol};
use crate::scene::{Form, LegendItem, Part, Scene, Text, sign_of};
use std::collections::BTreeMap;

/// Draws the numbers of those who told, and explains them in the legend.
/// `name` gives the name of a party, for whoever may be named.
pub fn mark(scene: &mut Scene, record: &Record, layout: &Layout, name: &dyn Fn(&PartyKey) -> Option<String>) {
    let half = layout.sizes.symbol / 2.0;
    let mut numbers: BTreeMap<PartyKey, usize> = BTreeMap::new();
    let people: Vec<PersonId> = scene.people.iter().map(|it| it.id.clone()).collect();
    for id in people {
        let (Some(person), Some(place)) = (record.people.get(&id), layout.places.get(&id)) else { continue };
        let teller = &person.origin.teller;
        let Some(called) = name(teller) else { continue };
        let next = numbers.len() + 1;
        let number = *numbers.entry(teller.clone()).or_insert_with(|| {
            let message = Message::new(MessageKey::LegendTeller).with("name", called.as_str());
            scene.legend.push(LegendItem { message, parts: sign(next) });
            next
        });
        let at = Point { x: place.x + half, y: place.y - half + 2.0 };
        let said = Message::new(MessageKey::PersonTeller).with("name", called.as_str());
        for shape in scene.shapes.iter_mut().filter(|it| it.person.as_ref() == Some(&id)) {
            shape.parts.extend(dot(at, number));
            shape.alternative.push(said.clone());
        }
        scene.people.iter_mut().filter(|it| it.id == id).for_each(|it| it.description.push(said.clone()));
    }
}

/// The sign in the legend.
fn sign(number: usize) -> Vec<Part> {
    let mut parts = sign_of(Symbol::Female);
    parts.extend(dot(Point { x: 33.0, y: 8.0 }, number));
    parts
}

fn dot(at: Point, number: usize) -> [Part; 2] {
    let text = Text::Plain(number.to_string());
    [
        Part { class: "teller", form: Form::Circle { centre: at, radius: 8.0 } },
        Part { class: "teller-number", form: Form::Text { at: Point { x: at.x, y: at.y + 4.0 }, text } },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Options, arrange};
    use crate::record::{Fact, Origin, Person};
    use crate::scene::{View, draw};

    #[test]
    fn each_teller_has_one_number_and_who_may_not_be_named_has_none() {
        let mut record = Record::new();
        for (id, teller) in [("a", "person:m"), ("b", "user:1"), ("c", "person:m"), ("d", "")] {
            record.put(Fact::Person(Person::new(id, Symbol::Unknown, Origin::told(teller, ["team"]))));
        }
        let layout = arrange(&record, &Options::default());
        let mut scene = draw(&record, &layout, &View::on(crate::FuzzyDate::year(2026)));
        let before = scene.legend.len();
        mark(&mut scene, &record, &layout, &|key| (!key.0.is_empty()).then(|| key.0.to_uppercase()));
        assert_eq!(scene.legend.len(), before + 2);
        let dots = scene.shapes.iter().flat_map(|it| &it.parts).filter(|it| it.class == "teller").count();
        assert_eq!(dots, 3);
        let said = scene.people.iter().filter(|it| it.description.iter().any(|it| it.key == MessageKey::PersonTeller));
        assert_eq!(said.count(), 3);
    }
}

//! Two drawings of the same family side by side: who and what is new, gone or
//! told otherwise, on one map and in words. For the network map see
//! [`crate::network::compare`].

use crate::layout::{Layout, Point, arrange_within};
use crate::message::{Arg, Message, MessageKey};
use crate::record::{Fact, Origin, Person, PersonId, PersonMark, Record, Symbol};
use crate::scene::words::name;
use crate::scene::{Form, LegendItem, Part, Role, Scene, Shape, Text, View, draw, sign_of};
use std::collections::{BTreeMap, BTreeSet};

/// How something is not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It came.
    New,
    /// It went.
    Gone,
    /// It is told otherwise.
    Told,
}

impl Change {
    /// The class of the shape.
    const fn class(self) -> &'static str {
        match self {
            Self::New => " change-new",
            Self::Gone => " change-gone",
            Self::Told => " change-told",
        }
    }

    /// The sign at a person, so that no colour need be told apart.
    const fn sign(self) -> &'static str {
        match self {
            Self::New => "+",
            Self::Gone => "–",
            Self::Told => "≠",
        }
    }

    /// What is said of somebody who is called so.
    fn of_person(self, name: Arg) -> Message {
        let key = match self {
            Self::New => MessageKey::ChangeNew,
            Self::Gone => MessageKey::ChangeGone,
            Self::Told => MessageKey::ChangePerson,
        };
        Message::new(key).with("name", name)
    }

    const fn legend(self) -> MessageKey {
        match self {
            Self::New => MessageKey::LegendNew,
            Self::Gone => MessageKey::LegendGone,
            Self::Told => MessageKey::LegendTold,
        }
    }
}

/// Everything of both records: what is told now, and beside it who and what is
/// there no longer. What went and came again between the same two is drawn once,
/// as it is told now.
#[must_use]
pub fn together(before: &Record, after: &Record) -> Record {
    let mut both = after.clone();
    let pair = |a: &PersonId, b: &PersonId| (a.clone().min(b.clone()), a.clone().max(b.clone()));
    let couples: BTreeSet<_> = after.partnerships.values().map(|it| pair(&it.a, &it.b)).collect();
    let parents: BTreeSet<_> = after.parent_links.values().map(|it| (&it.child, &it.parent)).collect();
    for fact in before.facts() {
        let again = match &fact {
            Fact::Partnership(it) => couples.contains(&pair(&it.a, &it.b)),
            Fact::ParentLink(it) => parents.contains(&(&it.child, &it.parent)),
            _ => false,
        };
        if !again && !both.holds(&fact.id()) {
            both.put(fact);
        }
    }
    both
}

/// What is different between two drawings, by the ids of the shapes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Shapes that are not as they were.
    pub shapes: BTreeMap<String, Change>,
    /// People who are not as they were.
    pub people: BTreeMap<PersonId, Change>,
    /// All of it in words.
    pub said: Vec<Message>,
}

/// Compares two records as a view shows them, in the places of a layout of
/// both. What the view does not show is neither marked nor told.
#[must_use]
pub fn changes(before: &Record, after: &Record, both: &Layout, view: &View) -> Changes {
    let mut found = Changes { people: people(before, after, view), ..Changes::default() };
    let called = |id: &PersonId| after.people.get(id).or_else(|| before.people.get(id)).map(name);
    for (id, change) in &found.people {
        found.said.extend(called(id).map(|name| change.of_person(name)));
    }
    let drawn = |record: &Record| draw(record, &arrange_within(record, both), view);
    let (was, is) = (drawn(before), drawn(after));
    let (was, is) = (ties(&was), ties(&is));
    for (id, now) in &is {
        let change = match was.get(id) {
            None => Change::New,
            Some(then) if then.alternative != now.alternative => Change::Told,
            Some(_) => continue,
        };
        found.shapes.insert((*id).to_owned(), change);
        let told = |it: &Shape| it.alternative.first().cloned();
        match (change, was.get(id).and_then(|it| told(it)), told(now)) {
            (Change::Told, Some(from), Some(to)) => {
                found.said.push(Message::new(MessageKey::ChangeTold).with("to", to).with("from", from));
            }
            (_, _, Some(what)) => found.said.push(Message::new(MessageKey::ChangeAdded).with("what", what)),
            _ => {}
        }
    }
    for (id, then) in &was {
        if !is.contains_key(id) {
            found.shapes.insert((*id).to_owned(), Change::Gone);
            let what = then.alternative.first().cloned();
            found.said.extend(what.map(|what| Message::new(MessageKey::ChangeEnded).with("what", what)));
        }
    }
    if found.said.is_empty() {
        found.said.push(Message::new(MessageKey::ChangeNone));
    }
    found
}

/// What is drawn besides people, by the ids of the shapes.
fn ties(scene: &Scene) -> BTreeMap<&str, &Shape> {
    let all = scene.shapes.iter().filter(|it| it.role != Role::Person);
    all.map(|it| (it.id.as_str(), it)).collect()
}

fn people(before: &Record, after: &Record, view: &View) -> BTreeMap<PersonId, Change> {
    let mut found = BTreeMap::new();
    for id in before.people.keys().filter(|id| !after.people.contains_key(*id)) {
        found.insert(id.clone(), Change::Gone);
    }
    for (id, now) in &after.people {
        let Some(then) = before.people.get(id) else {
            found.insert(id.clone(), Change::New);
            continue;
        };
        if !is_told_so(then, now) || marks(before, id, view) != marks(after, id, view) {
            found.insert(id.clone(), Change::Told);
        }
    }
    found
}

/// Whether the same is told of somebody, wherever they stand on the map and
/// whoever told it to whom.
fn is_told_so(then: &Person, now: &Person) -> bool {
    Person { pin: now.pin, origin: now.origin.clone(), ..then.clone() } == *now
}

fn marks(record: &Record, person: &PersonId, view: &View) -> Vec<PersonMark> {
    let shown = record.marks_of(person).filter(|it| view.health || !it.kind.is_health());
    shown.map(|it| PersonMark { origin: Origin::told("", []), ..it.clone() }).collect()
}

impl Changes {
    /// Marks what is different on a drawing of both records, says it at everyone
    /// whom it is about, and explains the signs in the legend.
    pub fn mark(&self, scene: &mut Scene, layout: &Layout, both: &Record) {
        for shape in &mut scene.shapes {
            let change = match &shape.person {
                Some(id) => self.people.get(id),
                None => self.shapes.get(&shape.id),
            };
            if let Some(change) = change {
                shape.class.push_str(change.class());
            }
        }
        let half = layout.sizes.symbol / 2.0;
        for (id, change) in &self.people {
            let (Some(place), Some(person)) = (layout.places.get(id), both.people.get(id)) else { continue };
            let said = change.of_person(name(person));
            let at = Point { x: place.x - half, y: place.y - half + 2.0 };
            for shape in scene.shapes.iter_mut().filter(|it| it.person.as_ref() == Some(id)) {
                shape.parts.extend(badge(at, *change));
                shape.alternative.push(said.clone());
            }
            scene.people.iter_mut().filter(|it| &it.id == id).for_each(|it| it.description.push(said.clone()));
        }
        for change in [Change::New, Change::Gone, Change::Told] {
            if self.people.values().chain(self.shapes.values()).any(|it| *it == change) {
                let mut parts = sign_of(Symbol::Female);
                parts.extend(badge(Point { x: 11.0, y: 7.0 }, change));
                scene.legend.push(LegendItem { message: Message::new(change.legend()), parts });
            }
        }
    }
}

fn badge(at: Point, change: Change) -> [Part; 2] {
    let text = Text::Plain(change.sign().to_owned());
    [
        Part { class: "change", form: Form::Circle { centre: at, radius: 8.0 } },
        Part { class: "change-sign", form: Form::Text { at: Point { x: at.x, y: at.y + 4.5 }, text } },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FuzzyDate;
    use crate::layout::{Options, arrange};
    use crate::record::{Known, Partnership, PartnershipKind};

    fn person(id: &str, name: &str) -> Fact {
        let mut person = Person::new(id, Symbol::Female, Origin::told("team", ["team"]));
        person.name = Known::Known(name.to_owned());
        Fact::Person(person)
    }

    fn partnership(kind: PartnershipKind) -> Partnership {
        Partnership {
            id: "ab".into(),
            a: "a".into(),
            b: "b".into(),
            kind,
            span: crate::date::Span::default(),
            events: Vec::new(),
            consanguineous: false,
            origin: Origin::told("team", ["team"]),
        }
    }

    fn couple(kind: PartnershipKind) -> Fact {
        Fact::Partnership(partnership(kind))
    }

    fn family(facts: impl IntoIterator<Item = Fact>) -> Record {
        let mut record = Record::new();
        facts.into_iter().for_each(|it| record.put(it));
        record
    }

    fn compared(before: &Record, after: &Record) -> (Changes, Scene) {
        let view = View::on(FuzzyDate::year(2026));
        let both = together(before, after);
        let layout = arrange(&both, &Options::default());
        let found = changes(before, after, &layout, &view);
        let mut scene = draw(&both, &layout, &view);
        found.mark(&mut scene, &layout, &both);
        (found, scene)
    }

    #[test]
    fn who_came_who_went_and_what_is_told_otherwise() {
        let before =
            family([person("a", "Anne"), person("b", "Bo"), person("c", "Cato"), couple(PartnershipKind::Cohabiting)]);
        let after =
            family([person("a", "Anne"), person("b", "Bjørn"), person("d", "Dina"), couple(PartnershipKind::Married)]);
        let (found, scene) = compared(&before, &after);
        let all: Vec<_> = found.people.iter().map(|(id, change)| (id.as_str(), *change)).collect();
        assert_eq!(all, [("b", Change::Told), ("c", Change::Gone), ("d", Change::New)]);
        assert_eq!(found.shapes.values().copied().collect::<Vec<_>>(), [Change::Told]);
        assert_eq!(scene.people.len(), 4, "who went is still drawn");
        let of = |class: &str| scene.shapes.iter().filter(|it| it.class.contains(class)).count();
        assert_eq!([of("change-new"), of("change-gone"), of("change-told")], [1, 1, 2]);
        let badges = scene.shapes.iter().flat_map(|it| &it.parts).filter(|it| it.class == "change").count();
        assert_eq!(badges, 3);
        for key in [MessageKey::ChangeNew, MessageKey::ChangeGone, MessageKey::ChangePerson, MessageKey::ChangeTold] {
            assert_eq!(found.said.iter().filter(|it| it.key == key).count(), 1, "{key:?}");
        }
        for key in [MessageKey::LegendNew, MessageKey::LegendGone, MessageKey::LegendTold] {
            assert!(scene.legend.iter().any(|it| it.message.key == key), "{key:?}");
        }
    }

    #[test]
    fn a_tie_that_ended_is_drawn_and_told_as_gone() {
        let before = family([person("a", "Anne"), person("b", "Bo"), couple(PartnershipKind::Married)]);
        let after = family([person("a", "Anne"), person("b", "Bo")]);
        let (found, scene) = compared(&before, &after);
        assert!(found.people.is_empty());
        assert_eq!(found.shapes.values().copied().collect::<Vec<_>>(), [Change::Gone]);
        assert_eq!(found.said.iter().map(|it| it.key).collect::<Vec<_>>(), [MessageKey::ChangeEnded]);
        assert!(scene.shapes.iter().any(|it| it.role == Role::Couple && it.class.contains("change-gone")));
        // The other way round it is new.
        let (found, _) = compared(&after, &before);
        assert_eq!(found.said.iter().map(|it| it.key).collect::<Vec<_>>(), [MessageKey::ChangeAdded]);
    }

    #[test]
    fn what_went_and_came_again_is_drawn_once() {
        let before = family([person("a", "Anne"), person("b", "Bo"), couple(PartnershipKind::Cohabiting)]);
        let mut after = family([person("a", "Anne"), person("b", "Bo")]);
        after.put(Fact::Partnership(Partnership { id: "new".into(), ..partnership(PartnershipKind::Married) }));
        assert_eq!(together(&before, &after), after);
        let (found, scene) = compared(&before, &after);
        let couples: Vec<_> = scene.shapes.iter().filter(|it| it.role == Role::Couple).collect();
        assert_eq!(couples.len(), 1);
        assert!(couples[0].class.contains("change-new"));
        let keys: Vec<_> = found.said.iter().map(|it| it.key).collect();
        assert_eq!(keys, [MessageKey::ChangeAdded, MessageKey::ChangeEnded]);
    }

    #[test]
    fn where_nothing_is_different_nothing_is_marked() {
        let record = family([person("a", "Anne"), person("b", "Bo"), couple(PartnershipKind::Married)]);
        // Somebody was moved, and others may see it: neither is news of the family.
        let mut moved = record.clone();
        let anne = moved.people.get_mut(&"a".into()).unwrap();
        anne.pin = Some(400);
        anne.origin = Origin::told("person:b", ["lead"]);
        let (found, scene) = compared(&record, &moved);
        assert_eq!(found.said.iter().map(|it| it.key).collect::<Vec<_>>(), [MessageKey::ChangeNone]);
        assert!(found.people.is_empty() && found.shapes.is_empty());
        assert!(!scene.shapes.iter().any(|it| it.class.contains("change")));
    }
}

//! What clients hold, edits that wait, and undoing: for several viewers at
//! once, whatever happens.

use crate::common;
use crate::common::{PARTIES, edit, edits, record};
use crate::support;
use family_map::Record;
use family_map::edit::{Edit, Outcome, PersonField, WhyNothing, apply, as_meant, as_shown, building, replay};
use family_map::effect::{Follower, Held, Missed, Update, difference};
use family_map::pending::Pending;
use family_map::record::*;
use family_map::redact::{Sight, redact};
use family_map::undo::{Declined, Step, undo};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Somebody who looks, with what keeps them from looking.
#[derive(Clone, Debug)]
struct Viewer {
    parties: BTreeSet<&'static str>,
    /// Sees nothing about these people.
    barred_from: BTreeSet<PersonId>,
    /// Sees no place of these people.
    not_to_find: BTreeSet<PersonId>,
    sensitive: bool,
}

impl Viewer {
    fn sees(&self, sight: &Sight<'_>) -> bool {
        sight.origin.audience.iter().any(|party| self.parties.contains(party.0.as_str()))
            && !sight.about.iter().any(|id| self.barred_from.contains(*id))
            && !(sight.locates && sight.about.iter().any(|id| self.not_to_find.contains(*id)))
            && (self.sensitive || !sight.sensitive)
    }

    fn knows(&self, party: &PartyKey) -> bool {
        self.parties.contains(party.0.as_str())
    }

    fn view(&self, record: &Record) -> Record {
        redact(record, |sight| self.sees(sight), |party| self.knows(party))
    }
}

fn viewer() -> impl Strategy<Value = Viewer> {
    let some_people = || proptest::collection::btree_set((0..6u8).prop_map(|n| PersonId::from(format!("p{n}"))), 0..2);
    (proptest::sample::subsequence(PARTIES.to_vec(), 1..=PARTIES.len()), some_people(), some_people(), any::<bool>())
        .prop_map(|(parties, barred_from, not_to_find, sensitive)| Viewer {
            parties: parties.into_iter().collect(),
            barred_from,
            not_to_find,
            sensitive,
        })
}

/// What happens in a case: somebody edits, or somebody's rights change.
#[derive(Clone, Debug)]
enum Event {
    Edit(Box<Edit>),
    Rights(usize, Viewer),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        6 => edit().prop_map(|edit| Event::Edit(Box::new(edit))),
        1 => (0..4_usize, viewer()).prop_map(|(who, viewer)| Event::Rights(who, viewer)),
    ];
    proptest::collection::vec(event, 0..40)
}

/// All ids in a record, as text.
fn stored(record: &Record) -> String {
    serde_json::to_string(record).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// For every viewer after every step: what the client holds is the record
    /// redacted by today's rights.
    #[test]
    fn clients_hold_what_they_may_see_today(
        start in record(),
        mut viewers in proptest::collection::vec(viewer(), 4),
        events in events(),
    ) {
        let mut whole = start;
        let mut followers: Vec<Follower> = viewers.iter().map(|it| Follower::new(it.view(&whole))).collect();
        let mut clients: Vec<Held> = followers.iter().map(|it| Held::new(0, it.held().clone())).collect();
        for event in &events {
            let mut changed_rights = None;
            match event {
                Event::Edit(edit) => drop(apply(&mut whole, edit)),
                Event::Rights(who, viewer) => {
                    viewers[*who] = viewer.clone();
                    changed_rights = Some(*who);
                }
            }
            for (who, viewer) in viewers.iter().enumerate() {
                let now = viewer.view(&whole);
                if let Some(update) = followers[who].follow(now.clone(), changed_rights == Some(who)) {
                    // Numbers of a viewer have no gaps, whatever the others see.
                    prop_assert_eq!(update.number, clients[who].number() + 1);
                    if changed_rights == Some(who) {
                        prop_assert!(matches!(update.update, Update::Fresh(_)));
                    }
                    let sent = serde_json::to_string(&update).unwrap();
                    let received = serde_json::from_str(&sent).unwrap();
                    clients[who].take(&received).unwrap();
                    // The same once more changes nothing.
                    clients[who].take(&received).unwrap();
                }
                prop_assert_eq!(clients[who].record(), &now);
            }
        }
    }

    /// No effect names anything that the viewer sees neither before nor after.
    #[test]
    fn effects_tell_of_nothing_hidden(start in record(), viewer in viewer(), edit in edit()) {
        let mut after = start.clone();
        apply(&mut after, &edit);
        let (was, is) = (viewer.view(&start), viewer.view(&after));
        let effects = serde_json::to_string(&difference(&was, &is)).unwrap();
        let (was, is) = (stored(&was), stored(&is));
        for n in 0..6 {
            for kind in ["p", "c", "l", "t", "b", "h", "m", "n", "w", "k", "s"] {
                let id = format!("\"{kind}{n}\"");
                if effects.contains(&id) {
                    prop_assert!(was.contains(&id) || is.contains(&id), "{} in {}", id, effects);
                }
            }
        }
    }

    /// Waiting edits on top of any confirmed record: applying the whole
    /// sequence in the order of the server gives the same.
    #[test]
    fn what_is_shown_is_the_confirmed_with_the_waiting_on_top(
        start in record(),
        others in edits(),
        own in edits(),
    ) {
        let mut pending = Pending::new(Held::new(0, start.clone()));
        for (n, edit) in own.iter().enumerate() {
            pending.add(format!("k{n}"), vec![edit.clone()]);
        }
        let mut whole = start.clone();
        let mut follower = Follower::new(start);
        for edit in &others {
            apply(&mut whole, edit);
            // The client is sent no marks of removal.
            let mut sent = whole.clone();
            sent.removed.clear();
            if let Some(update) = follower.follow(sent, false) {
                pending.take(&update).unwrap();
            }
        }
        let mut expected = pending.confirmed().clone();
        let outcomes: Vec<Outcome> = own.iter().map(|edit| apply(&mut expected, edit)).collect();
        prop_assert_eq!(pending.shown(), &expected);
        prop_assert_eq!(pending.outcomes().iter().flatten().cloned().collect::<Vec<_>>(), outcomes);
        for n in 0..own.len() {
            pending.settle(&format!("k{n}"));
        }
        prop_assert!(pending.waiting().is_empty());
        prop_assert_eq!(pending.shown(), pending.confirmed());
    }

    /// Undoing the last step brings everything visible back; undoing what has
    /// changed since is declined.
    #[test]
    fn the_last_step_can_be_undone(steps in proptest::collection::vec(edits(), 1..4)) {
        let log: Vec<Step<'_>> =
            steps.iter().enumerate().map(|(n, edits)| Step { number: n as u64 + 1, author: "a", edits }).collect();
        let before = replay(steps[..steps.len() - 1].iter().flatten());
        let mut now = replay(steps.iter().flatten());
        match undo(log.iter().copied(), steps.len() as u64, "a", &|_| true) {
            Ok(inverses) => {
                for edit in &inverses {
                    apply(&mut now, edit);
                }
                let seen = |record: &Record| Record { removed: Default::default(), ..record.clone() };
                prop_assert_eq!(seen(&now), seen(&before));
            }
            // Within one step the same thing may have been set and removed.
            Err(declined) => prop_assert!(
                matches!(declined, Declined::Nothing | Declined::Gone | Declined::ChangedSince), "{:?}", declined
            ),
        }
    }

    /// A viewer's edit does not take away whom the viewer does not know of,
    /// and its inverse does not tell of them.
    #[test]
    fn what_the_author_does_not_see_stays_and_is_not_told(
        start in record(),
        viewer in viewer(),
        change in common::change(),
    ) {
        let seen = viewer.view(&start);
        let sees = |id: &PersonId| seen.people.contains_key(id);
        let knows = |party: &PartyKey| viewer.knows(party);
        let meant = as_meant(&start, &Edit::Set(change), &sees, &knows);
        let mut after = start.clone();
        let outcome = apply(&mut after, &meant);
        for (id, before) in &start.network_members {
            for hidden in before.who.people.iter().filter(|id| !sees(id)) {
                prop_assert!(after.network_members[id].who.people.contains(hidden));
            }
        }
        for (id, before) in &start.birth_groups {
            for hidden in before.children.iter().filter(|id| !sees(id)) {
                prop_assert!(after.birth_groups[id].children.contains(hidden));
            }
        }
        if let Outcome::Done { inverse } = outcome {
            let shown = serde_json::to_string(&as_shown(inverse, &sees, &knows)).unwrap();
            for id in start.people.keys().filter(|id| !sees(id)) {
                prop_assert!(!shown.contains(&format!("\"{id}\"")), "{}", shown);
            }
        }
    }
}

fn name(person: &str, text: &str) -> Edit {
    Edit::SetPerson { person: person.into(), field: PersonField::Called(Some(text.to_owned())) }
}

#[test]
fn the_last_writer_wins_and_who_is_late_is_told() {
    let record = support::demo("A");
    let mut mine = Pending::new(Held::new(0, record.clone()));
    mine.add("1".to_owned(), vec![name("A02", "Stian B.")]);
    mine.add("2".to_owned(), vec![name("A03", "Kris")]);
    // Meanwhile somebody renames one and removes the other.
    let mut whole = record.clone();
    let mut follower = Follower::new(record);
    apply(&mut whole, &name("A02", "Stianen"));
    apply(&mut whole, &Edit::Remove(FactId::Person("A03".into())));
    let mut seen = whole.clone();
    seen.removed.clear();
    mine.take(&follower.follow(seen, false).unwrap()).unwrap();
    assert_eq!(mine.shown().people[&"A02".into()].called.as_deref(), Some("Stian B."));
    assert_eq!(mine.outcomes()[1], [Outcome::Nothing(WhyNothing::Gone)]);
    // The server does the first and refuses the second.
    apply(&mut whole, &name("A02", "Stian B."));
    let mut seen = whole.clone();
    seen.removed.clear();
    mine.take(&follower.follow(seen.clone(), false).unwrap()).unwrap();
    mine.settle("1");
    mine.settle("2");
    assert_eq!(mine.shown(), &seen);
}

#[test]
fn a_missed_update_is_noticed() {
    let record = support::demo("D");
    let mut follower = Follower::new(record.clone());
    let mut client = Held::new(0, record.clone());
    let mut updates = Vec::new();
    let mut now = record;
    for n in 0..3 {
        apply(&mut now, &name("D01", &format!("Ylva {n}")));
        updates.push(follower.follow(now.clone(), false).unwrap());
    }
    client.take(&updates[0]).unwrap();
    assert_eq!(client.take(&updates[2]), Err(Missed));
    assert_eq!(client.number(), 1);
    client.take(&updates[1]).unwrap();
    client.take(&updates[2]).unwrap();
    assert_eq!(client.record(), &now);
    // Nothing seen, nothing sent: another viewer's number stands still.
    assert_eq!(follower.follow(now, false), None);
}

#[test]
fn one_edit_sends_one_fact_and_not_the_whole_record() {
    let record = support::demo("A");
    let mut follower = Follower::new(record.clone());
    let mut now = record;
    apply(&mut now, &name("A01", "Marte L."));
    let update = follower.follow(now, false).unwrap();
    let Update::Effects(effects) = update.update else { panic!("fresh") };
    assert_eq!(effects.len(), 1);
    assert!(serde_json::to_string(&effects).unwrap().len() < 600);
}

#[test]
fn undo_is_kind_about_what_it_does_not_do() {
    let base = building(&support::demo("A"));
    let kari = Fact::Person(support::person("x1", Symbol::Female));
    let couple = Fact::Partnership(support::couple("x1", "A04", PartnershipKind::Dating));
    let steps = [
        ("a", base),
        ("a", vec![name("A02", "Stian B.")]),
        ("b", vec![name("A03", "Kris")]),
        ("a", vec![Edit::Add(kari)]),
        ("b", vec![Edit::Add(couple)]),
        ("b", vec![name("A02", "Stianen")]),
        ("a", vec![name("A04", "Tobben"), name("A04", "Tobias")]),
        ("a", vec![Edit::Remove(FactId::Person("A23".into()))]),
        ("a", vec![name("A18", "Kine")]),
    ];
    let log = || steps.iter().enumerate().map(|(n, (author, edits))| Step { number: n as u64, author, edits });
    let ask = |number| undo(log(), number, "a", &|_| true);
    assert_eq!(ask(1), Err(Declined::ChangedSince));
    assert_eq!(ask(2), Err(Declined::NotYours));
    assert_eq!(ask(3), Err(Declined::BuiltUpon));
    assert_eq!(ask(8), Err(Declined::Nothing), "Kine was called that already");
    assert_eq!(ask(99), Err(Declined::NotYours));
    assert_eq!(ask(7), Ok(vec![Edit::Restore(FactId::Person("A23".into()))]));
    assert_eq!(ask(6).unwrap().len(), 2);
    // Who no longer sees the fact is told that it is gone, as if it were.
    let hidden = undo(log(), 6, "a", &|id| id != &FactId::Person("A04".into()));
    assert_eq!(hidden, Err(Declined::Gone));
    // What is built upon it but hidden is not told either.
    let couple = FactId::Partnership("x1+A04".into());
    assert!(undo(log(), 3, "a", &|id| id != &couple).is_ok());
}

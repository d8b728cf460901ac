//! What of a plan goes along when a case is divided or merged (R10). Each takes
//! what they told and what was common; nobody hears more than before; a dream
//! stays its dreamer's.

use super::{Body, Doer, Part};
use crate::division::tellers;
use crate::party::Party;
use std::collections::{BTreeMap, BTreeSet};

/// One of the cases that come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onto {
    /// Who takes part there: by the id that they have now, the id there.
    pub people: BTreeMap<String, String>,
    /// Who takes part on the other side of a division, and not here.
    pub elsewhere: BTreeSet<String>,
    /// The team there, by user id.
    pub team: BTreeSet<String>,
    /// Who has whatever would be nobody's, by user id.
    pub lead: String,
}

impl Onto {
    fn has(&self, person: &str) -> bool {
        self.people.contains_key(person)
    }

    /// Whether a part goes here. What staff wrote goes with those whose dreams it
    /// serves and who heard of it, else with those who heard of it.
    fn takes(&self, part: &Part, concerns: &BTreeSet<&str>) -> bool {
        let of_family = |doer: &Doer| matches!(doer, Doer::Family { person } if !self.has(person));
        match &part.body {
            Body::Dream(dream) if !self.has(&dream.person) => return false,
            Body::Mark(mark) if !self.has(&mark.person) => return false,
            // Who does it is not here: it is theirs.
            Body::Action(action) if of_family(&action.doer) => return false,
            Body::Dream(_) | Body::Mark(_) | Body::Action(_) | Body::Goal(_) => {}
        }
        if self.elsewhere.is_empty() {
            return true;
        }
        let here: BTreeSet<&str> = self.people.keys().map(String::as_str).collect();
        let there: BTreeSet<&str> = self.elsewhere.iter().map(String::as_str).collect();
        let told = tellers(&part.teller, part.audience.iter().map(String::as_str), &here, &there);
        if !told.is_empty() {
            return told.iter().any(|it| here.contains(it));
        }
        let heard: BTreeSet<&str> = part.audience.iter().filter_map(|key| key.strip_prefix("person:")).collect();
        let of_whom: BTreeSet<&str> =
            if concerns.is_empty() { heard.clone() } else { concerns.intersection(&heard).copied().collect() };
        // What the team alone knows is the team's on both sides.
        (heard.is_empty() && concerns.is_empty()) || of_whom.iter().any(|it| here.contains(it))
    }

    /// A party as it is called here; `None` for one who is not here. A consent
    /// is given to a service for one case, and not for another.
    fn party(&self, key: &str) -> Option<String> {
        match Party::from_key(key)? {
            Party::Person(id) => Some(Party::Person(self.people.get(&id)?.clone()).key()),
            Party::Service(_) => None,
            it @ (Party::Team | Party::Lead | Party::User(_)) => Some(it.key()),
        }
    }

    fn doer(&self, doer: &Doer) -> Doer {
        match doer {
            Doer::Family { person } => Doer::Family { person: self.people.get(person).unwrap_or(person).clone() },
            Doer::Staff { user } if !self.team.contains(user) => Doer::Staff { user: self.lead.clone() },
            Doer::Staff { .. } | Doer::Service { .. } => doer.clone(),
        }
    }

    /// A part as it stands here; `ids` are those of the parts that came before it.
    fn rewritten(&self, part: &Part, ids: &BTreeMap<&str, String>) -> Option<Part> {
        let new_id = |id: &String| ids.get(id.as_str()).cloned();
        let person = |id: &String| self.people.get(id).cloned();
        let body = match &part.body {
            Body::Dream(it) => Body::Dream(super::Dream { person: person(&it.person)?, ..it.clone() }),
            Body::Goal(it) => {
                Body::Goal(super::Goal { dreams: it.dreams.iter().filter_map(new_id).collect(), ..it.clone() })
            }
            Body::Mark(it) => {
                Body::Mark(super::Mark { goal: new_id(&it.goal)?, person: person(&it.person)?, ..it.clone() })
            }
            Body::Action(it) => {
                let asked = it.asked.clone().filter(|asked| match &asked.to {
                    Doer::Staff { user } => self.team.contains(user),
                    Doer::Family { person } => self.has(person),
                    Doer::Service { .. } => true,
                });
                Body::Action(super::Action {
                    goal: it.goal.as_ref().and_then(new_id),
                    doer: self.doer(&it.doer),
                    child: it.child.as_ref().and_then(person),
                    asked: asked.map(|asked| super::Asked { to: self.doer(&asked.to), ..asked }),
                    receipts: Vec::new(),
                    ..it.clone()
                })
            }
        };
        let mut audience: BTreeSet<String> = part.audience.iter().filter_map(|key| self.party(key)).collect();
        if audience.is_empty() {
            audience.insert(Party::Lead.key());
        }
        // Whoever told it is not here: it stays with those of the staff who had it.
        let heirs = if audience.contains(&Party::Team.key()) { Party::Team } else { Party::Lead };
        let teller = self.party(&part.teller).unwrap_or_else(|| heirs.key());
        Some(Part { teller, audience, withdrawn: false, body })
    }
}

/// The parts that go along, in their order: where each came from, its new id
/// and what it says there.
pub fn carried<'a>(
    parts: &[(&'a str, &'a Part)],
    onto: &Onto,
    mut new_id: impl FnMut() -> String,
) -> Vec<(&'a str, String, Part)> {
    let find = |id: &str| parts.iter().find(|(own, _)| *own == id).map(|(_, part)| *part);
    let mut order: Vec<&(&str, &Part)> = parts.iter().filter(|(_, part)| !part.withdrawn).collect();
    // What others hang on comes first.
    order.sort_by_key(|(_, part)| match part.body {
        Body::Dream(_) => 0,
        Body::Goal(_) => 1,
        Body::Action(_) | Body::Mark(_) => 2,
    });
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    let mut found = Vec::new();
    for (id, part) in order {
        if !onto.takes(part, &part.concerns(&find)) {
            continue;
        }
        if let Some(part) = onto.rewritten(part, &ids) {
            let new = new_id();
            ids.insert(id, new.clone());
            found.push((*id, new, part));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::part::tests::{action, dream, goal, part};
    use proptest::prelude::*;

    fn onto(here: &[&str], elsewhere: &[&str]) -> Onto {
        Onto {
            people: here.iter().map(|&id| (id.to_owned(), id.to_owned())).collect(),
            elsewhere: elsewhere.iter().map(|&id| id.to_owned()).collect(),
            team: BTreeSet::from(["lead".to_owned()]),
            lead: "lead".into(),
        }
    }

    fn told(part: Part, teller: &str, audience: &[&str]) -> Part {
        Part { teller: teller.into(), audience: audience.iter().map(|&key| key.to_owned()).collect(), ..part }
    }

    fn go(parts: &[(&str, Part)], onto: &Onto) -> Vec<(String, Part)> {
        let all: Vec<(&str, &Part)> = parts.iter().map(|(id, part)| (*id, part)).collect();
        let mut number = 0;
        let new_id = || {
            number += 1;
            format!("n{number}")
        };
        carried(&all, onto, new_id).into_iter().map(|(id, _, part)| (id.to_owned(), part)).collect()
    }

    fn ids(all: &[(String, Part)]) -> Vec<&str> {
        all.iter().map(|(id, _)| id.as_str()).collect()
    }

    #[test]
    fn r10_each_takes_what_is_theirs_and_what_was_common() {
        let parts = [
            ("hers", told(dream("Et hus"), "person:A01", &["team", "person:A01"])),
            ("of hers", told(goal(&["hers"], "Startlån"), "team", &["team", "person:A01"])),
            ("does", told(part(Body::Action(action(Some("of hers"), "Søke"))), "team", &["team", "person:A01"])),
            ("common", told(goal(&[], "Ro"), "team", &["team", "person:A01", "person:A03"])),
            ("staff", told(goal(&[], "Følge opp"), "team", &["team"])),
            ("his", told(goal(&[], "En båt"), "person:A03", &["team", "person:A03"])),
            ("joint", told(goal(&[], "Ferie"), "person:A03", &["team", "person:A01", "person:A03"])),
        ];
        let first = go(&parts, &onto(&["A01"], &["A03"]));
        assert_eq!(ids(&first), ["hers", "of hers", "common", "staff", "joint", "does"]);
        let second = go(&parts, &onto(&["A03"], &["A01"]));
        assert_eq!(ids(&second), ["common", "staff", "his", "joint"]);
        // Ties lead to the new parts, and nobody of the other side hears or tells.
        let Body::Goal(of_hers) = &first[1].1.body else { panic!("a goal") };
        assert_eq!(of_hers.dreams, BTreeSet::from(["n1".to_owned()]));
        let joint = &first[4].1;
        assert_eq!((joint.teller.as_str(), joint.audience.len()), ("team", 2));
        // Merged, everything goes.
        assert_eq!(go(&parts, &onto(&["A01", "A03"], &[])).len(), parts.len());
    }

    #[test]
    fn what_somebody_of_the_family_does_goes_with_them_and_staff_who_stay_hand_over() {
        let mut own = action(None, "Ringe");
        own.doer = Doer::Family { person: "A03".into() };
        let mut by_staff = action(None, "Skrive");
        by_staff.doer = Doer::Staff { user: "other".into() };
        let everybody = ["team", "person:A01", "person:A03"];
        let parts = [
            ("his", told(part(Body::Action(own)), "team", &everybody)),
            ("staff", told(part(Body::Action(by_staff)), "team", &everybody)),
        ];
        let first = go(&parts, &onto(&["A01"], &["A03"]));
        assert_eq!(ids(&first), ["staff"]);
        let Body::Action(it) = &first[0].1.body else { panic!("an action") };
        assert_eq!(it.doer, Doer::Staff { user: "lead".into() });
        assert_eq!(ids(&go(&parts, &onto(&["A03"], &["A01"]))), ["his", "staff"]);
    }

    proptest! {
        /// Nobody hears of anything that was not for them before, and no service comes along.
        #[test]
        fn r10_nobody_hears_more(
            tellers in prop::collection::vec(prop::sample::select(vec!["team", "person:A01", "person:A03", "person:A05"]), 1..8),
            audiences in prop::collection::vec(prop::sample::subsequence(vec!["team", "lead", "person:A01", "person:A03", "person:A05", "service:nav"], 1..=6), 8),
        ) {
            let parts: Vec<(String, Part)> = tellers.iter().zip(&audiences).enumerate()
                .map(|(at, (teller, audience))| (at.to_string(), told(goal(&[], "Noe"), teller, audience))).collect();
            let all: Vec<(&str, &Part)> = parts.iter().map(|(id, part)| (id.as_str(), part)).collect();
            for (here, elsewhere) in [(&["A01", "A05"][..], &["A03"][..]), (&["A03", "A05"], &["A01"]), (&["A01", "A03", "A05"], &[])] {
                let mut number = 0;
                let new_id = || { number += 1; number.to_string() };
                for (from, _, part) in carried(&all, &onto(here, elsewhere), new_id) {
                    let before = &parts.iter().find(|(id, _)| id == from).unwrap().1;
                    for key in part.audience.iter().chain([&part.teller]) {
                        // Nothing is left without anybody: the lead has it.
                        prop_assert!(before.audience.contains(key) || *key == before.teller || key == "lead", "{key}");
                        prop_assert!(!key.starts_with("service:"));
                    }
                }
            }
        }
    }
}

//! The past with today's eyes: an earlier record of a case, before it is
//! redacted, with what today says of who may see each fact.

use crate::record::{Fact, FactId, Record};

/// An earlier record in which every fact has the origin and the shield of
/// today. What somebody may not see today is left out: `today` is the whole
/// record of now, `seen` what the viewer sees of it. What has been taken off the
/// map since keeps the origin that it had last; what was forgotten is gone.
///
/// The result is still to be redacted for the viewer, as any record is.
#[must_use]
pub fn by_todays_rights(mut past: Record, today: &Record, seen: &Record) -> Record {
    past.removed.clear();
    let ids: Vec<FactId> = past.fact_ids().collect();
    for id in ids {
        let Some(mut fact) = past.take(&id) else { continue };
        let now = match today.fact(&id) {
            Some(now) => seen.holds(&id).then_some(now),
            None => today.removed.get(&id).cloned(),
        };
        let Some(now) = now else { continue };
        *fact.origin_mut() = now.origin().clone();
        if let (Fact::Person(then), Fact::Person(now)) = (&mut fact, &now) {
            then.shielded |= now.shielded;
        }
        past.put(fact);
    }
    past
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, PersonField, apply};
    use crate::record::{Known, Origin, Person, Symbol};
    use crate::redact::redact;

    fn add(id: &str, audience: &[&str]) -> Edit {
        let mut person = Person::new(id, Symbol::Unknown, Origin::told("team", audience.iter().copied()));
        person.name = Known::Known(id.to_uppercase());
        Edit::Add(Fact::Person(person))
    }

    fn set(id: &str, field: PersonField) -> Edit {
        Edit::SetPerson { person: id.into(), field }
    }

    /// What the mother sees.
    fn seen(record: &Record) -> Record {
        redact(record, |sight| sight.origin.audience.contains(&"mother".into()), |_| true)
    }

    #[test]
    fn what_is_hidden_today_is_hidden_in_the_past() {
        let mut past = Record::new();
        for edit in [add("a", &["mother"]), add("b", &["mother"]), add("c", &["lead"]), add("d", &["mother"])] {
            apply(&mut past, &edit);
        }
        let mut today = past.clone();
        let origin = |audience| PersonField::Origin(Origin::told("team", [audience]));
        for edit in [
            set("a", origin("lead")),
            set("c", origin("mother")),
            set("d", PersonField::Shielded(true)),
            set("d", PersonField::Name(Known::Known("Ny".into()))),
        ] {
            apply(&mut today, &edit);
        }
        assert_eq!(seen(&past).people.len(), 3, "then she saw a, b and d");
        let then = seen(&by_todays_rights(past, &today, &seen(&today)));
        let names: Vec<_> = then.people.values().map(|it| (it.id.as_str(), it.name.value().cloned())).collect();
        assert_eq!(names, [("b", Some("B".into())), ("c", Some("C".into())), ("d", None)]);
    }

    #[test]
    fn what_was_taken_off_is_still_seen_by_whom_it_was_for_and_what_was_forgotten_by_nobody() {
        let mut past = Record::new();
        for edit in [add("a", &["mother"]), add("b", &["lead"]), add("gone", &["mother"])] {
            apply(&mut past, &edit);
        }
        let mut today = past.clone();
        for id in ["a", "b"] {
            apply(&mut today, &Edit::Remove(FactId::Person(id.into())));
        }
        today.people.clear();
        let then = seen(&by_todays_rights(past, &today, &seen(&today)));
        assert_eq!(then.people.keys().map(|id| id.as_str()).collect::<Vec<_>>(), ["a"]);
    }
}

//! Where two wrote the same: the last one wins, and both hear whose it is.

use family_map::edit::{Edit, Outcome, PersonField, WhyNothing, apply};
use family_map::record::{FactId, PersonId, Record};
use std::collections::VecDeque;

/// What was drawn so long ago is no longer «at the same time», in milliseconds.
const SAME_TIME_MS: f64 = 60_000.0;
/// Edits that are remembered.
const KEPT: usize = 40;

/// Whose value it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::map) enum Whose {
    /// One's own: it came last.
    Mine,
    /// The other's.
    Theirs,
    /// The other has taken away what one wrote about.
    Gone,
}

/// Two wrote the same.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::map) struct Clash {
    /// Name of the other.
    pub(in crate::map) by: String,
    /// Whose value it is now.
    pub(in crate::map) whose: Whose,
    /// What one wrote oneself.
    pub(in crate::map) mine: Edit,
    /// The same with what the other wrote.
    pub(in crate::map) theirs: Option<Edit>,
}

impl Clash {
    /// Whom it is about.
    pub(in crate::map) fn person(&self) -> Option<&PersonId> {
        match &self.mine {
            Edit::SetPerson { person, .. } => Some(person),
            Edit::Remove(FactId::Person(person)) | Edit::Restore(FactId::Person(person)) => Some(person),
            _ => None,
        }
    }
}

/// What one has drawn in the last minute, and whom one pointed at.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent {
    drawn: VecDeque<(f64, Edit)>,
    pointed: Option<(String, Option<PersonId>)>,
}

impl Recent {
    /// One drew something.
    pub(super) fn drew(&mut self, edits: Vec<Edit>, now: f64) {
        for edit in edits.into_iter().filter(writes_over) {
            self.drawn.push_back((now, edit));
        }
        while self.drawn.len() > KEPT {
            self.drawn.pop_front();
        }
    }

    /// Whether one points somewhere else than before.
    pub(super) fn points_at(&mut self, now: (String, Option<PersonId>)) -> bool {
        let is_new = match &self.pointed {
            Some(before) => *before != now,
            None => now.1.is_some(),
        };
        self.pointed = Some(now);
        is_new
    }

    /// Whether somebody else has now written what one wrote oneself: the
    /// confirmed record before their step, and after it.
    pub(super) fn clash(&self, before: &Record, after: &Record, by: &str, now: f64) -> Option<Clash> {
        let recent = self.drawn.iter().rev().filter(|(at, _)| now - at <= SAME_TIME_MS);
        recent.map(|(_, mine)| mine).find_map(|mine| {
            let clash = |whose, theirs| Some(Clash { by: by.to_owned(), whose, mine: mine.clone(), theirs });
            match (would_do(before, mine), would_do(after, mine)) {
                // One's own value was there, and now another is.
                (Outcome::Nothing(WhyNothing::Same), Outcome::Done { inverse }) => clash(Whose::Theirs, Some(inverse)),
                (Outcome::Nothing(WhyNothing::Same), Outcome::Nothing(WhyNothing::Gone)) => clash(Whose::Gone, None),
                // One's own is on its way and will come after theirs.
                (Outcome::Done { inverse: old }, Outcome::Done { inverse }) if old != inverse => {
                    clash(Whose::Mine, Some(inverse))
                }
                (Outcome::Done { .. }, Outcome::Nothing(WhyNothing::Gone)) => clash(Whose::Gone, None),
                _ => None,
            }
        })
    }
}

/// Whether an edit writes over what another could write too. Whom what is told
/// is for is not spoken of here.
fn writes_over(edit: &Edit) -> bool {
    match edit {
        Edit::SetPerson { field, .. } => !matches!(field, PersonField::Origin(_)),
        Edit::Set(change) => change.origin().is_none(),
        _ => false,
    }
}

/// What the edit would do to the record.
fn would_do(record: &Record, edit: &Edit) -> Outcome {
    apply(&mut record.clone(), edit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use family_map::record::{Fact, Known, Origin, Person, Symbol};

    fn named(name: &str) -> Edit {
        Edit::SetPerson { person: "p".into(), field: PersonField::Name(Known::Known(name.into())) }
    }

    fn record(name: &str) -> Record {
        let mut record = Record::new();
        record.put(Fact::Person(Person::new("p", Symbol::Unknown, Origin::told("team", ["team"]))));
        apply(&mut record, &named(name));
        record
    }

    fn drew(edit: Edit) -> Recent {
        let mut recent = Recent::default();
        recent.drew(vec![edit], 0.0);
        recent
    }

    #[test]
    fn the_last_writer_wins_and_it_is_known_whose_it_is() {
        let theirs = |name: &str| Some(named(name));
        // Mine was confirmed; then the other wrote.
        let found = drew(named("Mitt")).clash(&record("Mitt"), &record("Deres"), "Anna", 1_000.0).unwrap();
        assert_eq!((found.whose, found.theirs, found.by.as_str()), (Whose::Theirs, theirs("Deres"), "Anna"));
        // Mine is on its way; the other's came first.
        let found = drew(named("Mitt")).clash(&record("Før"), &record("Deres"), "Anna", 1_000.0).unwrap();
        assert_eq!((found.whose, found.theirs), (Whose::Mine, theirs("Deres")));
        // The other has taken the person away.
        let found = drew(named("Mitt")).clash(&record("Mitt"), &Record::new(), "Anna", 1_000.0).unwrap();
        assert_eq!(found.whose, Whose::Gone);
    }

    #[test]
    fn nothing_is_said_of_what_does_not_clash() {
        let recent = drew(named("Mitt"));
        assert_eq!(recent.clash(&record("Mitt"), &record("Mitt"), "Anna", 0.0), None);
        assert_eq!(recent.clash(&record("Før"), &record("Mitt"), "Anna", 0.0), None, "the same value");
        assert_eq!(recent.clash(&record("Mitt"), &record("Deres"), "Anna", SAME_TIME_MS + 1.0), None, "long ago");
        assert_eq!(recent.clash(&record("Før"), &record("Før"), "Anna", 0.0), None, "something else");
        let added = drew(Edit::Remove(FactId::Person("p".into())));
        assert_eq!(added.clash(&record("Mitt"), &record("Deres"), "Anna", 0.0), None);
    }

    #[test]
    fn one_points_once() {
        let mut recent = Recent::default();
        let at = |person: Option<&str>| ("s".to_owned(), person.map(PersonId::from));
        assert!(!recent.points_at(at(None)));
        assert!(recent.points_at(at(Some("p"))));
        assert!(!recent.points_at(at(Some("p"))));
        assert!(recent.points_at(at(None)));
        assert!(recent.points_at(("other".into(), Some("p".into()))));
    }
}

//! A step that was drawn away from the server, where nobody could see what
//! others drew meanwhile: it carries what stood there before, so that later it
//! can be told whether somebody has written the same since.

use crate::edit::{Edit, Outcome, PersonField, WhyNothing, apply};
use crate::pending::Waiting;
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// A step with what it wrote over where it was drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AwayStep {
    /// What was drawn, under its author's key.
    pub step: Waiting,
    /// For each edit the one that takes it back; none where it changed nothing.
    pub before: Vec<Option<Edit>>,
}

/// An edit that cannot simply be done: somebody has written the same, or taken
/// away what it speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AwayClash {
    /// What was drawn away.
    pub mine: Edit,
    /// The same with what stands there now; none where its target is gone.
    pub theirs: Option<Edit>,
}

impl AwayStep {
    /// A step as it is drawn on what is shown.
    #[must_use]
    pub fn drawn(shown: &Record, step: Waiting) -> Self {
        let mut record = shown.clone();
        let inverse = |edit: &Edit| match apply(&mut record, edit) {
            Outcome::Done { inverse } => Some(inverse),
            Outcome::Nothing(_) => None,
        };
        let before = step.edits.iter().map(inverse).collect();
        Self { step, before }
    }

    /// Where the step meets what others have done since, on the record as its
    /// author may see it now. Nothing where it can be done as it was meant.
    #[must_use]
    pub fn clashes(&self, now: &Record) -> Vec<AwayClash> {
        let mut record = now.clone();
        let mut found = Vec::new();
        for (at, edit) in self.step.edits.iter().enumerate() {
            let leans = match edit {
                Edit::Add(fact) => fact.view().leans_on().iter().all(|id| record.look(&id.cloned()).is_some()),
                _ => true,
            };
            let before = self.before.get(at).and_then(Option::as_ref);
            let clash = match apply(&mut record, edit) {
                _ if !leans => Some(None),
                Outcome::Nothing(WhyNothing::Gone) if writes(edit) => Some(None),
                Outcome::Done { inverse } if writes(edit) && before.is_some_and(|before| *before != inverse) => {
                    Some(Some(inverse))
                }
                _ => None,
            };
            found.extend(clash.map(|theirs| AwayClash { mine: edit.clone(), theirs }));
        }
        found
    }
}

/// Whether an edit says something that another could have said too. Where
/// somebody stands on the paper is nobody's word; whoever takes away what is
/// gone already has what they wanted.
const fn writes(edit: &Edit) -> bool {
    match edit {
        Edit::SetPerson { field, .. } => !matches!(field, PersonField::Origin(_) | PersonField::Pin(_)),
        Edit::Set(change) => change.origin().is_none(),
        Edit::Add(_) | Edit::Remove(_) | Edit::Restore(_) | Edit::SetIndex(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Fact, FactId, Known, Origin, Partnership, PartnershipKind, Person, Symbol};

    fn origin() -> Origin {
        Origin::told("team", ["team"])
    }

    fn person(id: &str) -> Edit {
        Edit::Add(Fact::Person(Person::new(id, Symbol::Unknown, origin())))
    }

    fn named(name: &str) -> Edit {
        Edit::SetPerson { person: "p".into(), field: PersonField::Name(Known::Known(name.into())) }
    }

    fn partners(a: &str, b: &str) -> Edit {
        let (id, a, b) = ("tie".into(), a.into(), b.into());
        let (kind, span) = (PartnershipKind::Married, Default::default());
        let (events, consanguineous) = (Default::default(), false);
        Edit::Add(Fact::Partnership(Partnership { id, a, b, kind, span, events, consanguineous, origin: origin() }))
    }

    fn record(edits: &[Edit]) -> Record {
        crate::edit::replay(edits)
    }

    fn away(shown: &Record, edits: Vec<Edit>) -> AwayStep {
        AwayStep::drawn(shown, Waiting { key: "k".into(), edits })
    }

    #[test]
    fn what_nobody_touched_is_done_as_it_was_meant() {
        let shown = record(&[person("p"), named("Før")]);
        let step = away(&shown, vec![named("Mitt"), person("q"), partners("p", "q")]);
        assert_eq!(step.clashes(&shown), []);
        // Others drew something else; somebody wrote the very same.
        assert_eq!(step.clashes(&record(&[person("p"), named("Før"), person("other")])), []);
        assert_eq!(step.clashes(&record(&[person("p"), named("Mitt")])), []);
        // Sent twice.
        let after = record(&[person("p"), named("Mitt"), person("q"), partners("p", "q")]);
        assert_eq!(step.clashes(&after), []);
    }

    #[test]
    fn what_somebody_wrote_meanwhile_is_told_with_both() {
        let shown = record(&[person("p"), named("Før")]);
        let step = away(&shown, vec![named("Mitt")]);
        let found = step.clashes(&record(&[person("p"), named("Deres")]));
        assert_eq!(found, [AwayClash { mine: named("Mitt"), theirs: Some(named("Deres")) }]);
    }

    #[test]
    fn a_later_step_stands_on_an_earlier_one() {
        let shown = record(&[person("p"), named("Før")]);
        let first = away(&shown, vec![named("En")]);
        let second = away(&record(&[person("p"), named("En")]), vec![named("To")]);
        assert_eq!(second.clashes(&record(&[person("p"), named("En")])), []);
        // The first one waits for an answer: so does what was written over it.
        let now = record(&[person("p"), named("Deres")]);
        assert_eq!(first.clashes(&now).len(), 1);
        assert_eq!(second.clashes(&now).len(), 1);
    }

    #[test]
    fn what_is_gone_is_told() {
        let shown = record(&[person("p"), person("q")]);
        let without = record(&[person("q")]);
        assert_eq!(
            away(&shown, vec![named("Mitt")]).clashes(&without),
            [AwayClash { mine: named("Mitt"), theirs: None }]
        );
        let tie = partners("p", "q");
        assert_eq!(away(&shown, vec![tie.clone()]).clashes(&without), [AwayClash { mine: tie, theirs: None }]);
        // Whoever took the same person away wanted the same.
        let remove = Edit::Remove(FactId::Person("p".into()));
        assert_eq!(away(&shown, vec![remove]).clashes(&without), []);
    }

    #[test]
    fn a_place_on_the_paper_is_nobodys_word() {
        let pin = |at| Edit::SetPerson { person: "p".into(), field: PersonField::Pin(Some(at)) };
        let step = away(&record(&[person("p")]), vec![pin(1)]);
        assert_eq!(step.clashes(&record(&[person("p"), pin(2)])), []);
        assert_eq!(step.clashes(&Record::new()), []);
    }

    #[test]
    fn a_step_is_read_back_as_it_was_written() {
        let step = away(&record(&[person("p")]), vec![named("Å"), named("Å")]);
        assert!(step.before[1].is_none(), "the second changed nothing");
        let text = serde_json::to_string(&step).unwrap();
        assert_eq!(serde_json::from_str::<AwayStep>(&text).unwrap(), step);
    }
}

//! Taking back one's own step: inverted, and kindly declined where somebody has
//! changed the same thing since.

use crate::edit::{Edit, Outcome, PersonField, apply};
use crate::message::{Message, MessageKey};
use crate::record::{Fact, FactId, PersonId, Record};
use std::collections::BTreeSet;

/// A step of a case as it was stored.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// Its number in the case.
    pub number: u64,
    /// Who did it.
    pub author: &'a str,
    /// What was done, in order.
    pub edits: &'a [Edit],
}

/// What one author can take back and do again, from their own steps in order:
/// the number of each, and of the step that it took back, if that was its
/// purpose. A new step leaves nothing to do again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Can be taken back, the latest last.
    pub undo: Vec<u64>,
    /// Can be done again, the latest last.
    pub redo: Vec<u64>,
}

impl History {
    /// Reads the own steps of one author, the oldest first.
    #[must_use]
    pub fn of(own: impl IntoIterator<Item = (u64, Option<u64>)>) -> Self {
        let mut history = Self::default();
        for (number, undoes) in own {
            match undoes {
                Some(before) if history.undo.last() == Some(&before) => {
                    history.undo.pop();
                    history.redo.push(number);
                }
                Some(before) if history.redo.last() == Some(&before) => {
                    history.redo.pop();
                    history.undo.push(number);
                }
                _ => {
                    history.undo.push(number);
                    history.redo.clear();
                }
            }
        }
        history
    }
}

/// Why a step is not taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declined {
    /// There is no such step of this author.
    NotYours,
    /// The step changed nothing.
    Nothing,
    /// What it changed has been changed since.
    ChangedSince,
    /// What it changed is not there any more.
    Gone,
    /// Something has been built upon what it added.
    BuiltUpon,
}

impl Declined {
    /// What to say.
    #[must_use]
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::NotYours => MessageKey::UndoNotYours,
            Self::Nothing => MessageKey::UndoNothing,
            Self::ChangedSince => MessageKey::UndoChangedSince,
            Self::Gone => MessageKey::UndoGone,
            Self::BuiltUpon => MessageKey::UndoBuiltUpon,
        })
    }
}

/// The edits that take a step back, to be authorised and applied as a step of
/// their own. `log` is the whole log of the case in order; `seen` says what the
/// author sees today, so that nothing hidden is told by the answer.
///
/// # Errors
/// [`Declined`], with the reason.
pub fn undo<'a>(
    log: impl IntoIterator<Item = Step<'a>>,
    number: u64,
    author: &str,
    seen: &dyn Fn(&FactId) -> bool,
) -> Result<Vec<Edit>, Declined> {
    let mut record = Record::new();
    let mut own: Option<(Vec<Edit>, Record)> = None;
    for step in log {
        let mut inverses = Vec::new();
        for edit in step.edits {
            if let Outcome::Done { inverse } = apply(&mut record, edit) {
                inverses.push(inverse);
            }
        }
        if step.number == number {
            if step.author != author {
                return Err(Declined::NotYours);
            }
            inverses.reverse();
            own = Some((inverses, record.clone()));
        }
    }
    let (inverses, then) = own.ok_or(Declined::NotYours)?;
    if inverses.is_empty() {
        return Err(Declined::Nothing);
    }
    let removed: BTreeSet<FactId> = inverses
        .iter()
        .filter_map(|edit| match edit {
            Edit::Remove(id) => Some(id.clone()),
            _ => None,
        })
        .collect();
    for inverse in &inverses {
        allowed(inverse, &then, &record, &removed, seen)?;
    }
    Ok(inverses)
}

/// Whether what an inverse would write over is as the step left it.
fn allowed(
    inverse: &Edit,
    then: &Record,
    now: &Record,
    removed: &BTreeSet<FactId>,
    seen: &dyn Fn(&FactId) -> bool,
) -> Result<(), Declined> {
    let same = |is: bool| if is { Ok(()) } else { Err(Declined::ChangedSince) };
    let here = |id: &FactId| if now.holds(id) && seen(id) { Ok(()) } else { Err(Declined::Gone) };
    match inverse {
        Edit::SetIndex(_) => same(then.index == now.index),
        Edit::Set(change) => {
            here(&change.fact())?;
            same(change.as_it_is(then) == change.as_it_is(now))
        }
        Edit::SetPerson { person, field } => {
            here(&person.clone().into())?;
            same(person_field(then, person, field) == person_field(now, person, field))
        }
        Edit::Remove(id) => {
            here(id)?;
            same(then.fact(id) == now.fact(id))?;
            let leans = now.facts().any(|fact| {
                let other = fact.id();
                !removed.contains(&other) && !then.holds(&other) && seen(&other) && fact.leans_on().contains(id)
            });
            if leans { Err(Declined::BuiltUpon) } else { Ok(()) }
        }
        Edit::Restore(id) => same(now.removed.contains_key(id)),
        Edit::Add(fact) => same(!now.holds(&fact.id())),
    }
}

/// What a person has in a field: the inverse of setting it tells, whatever is set.
fn person_field(record: &Record, person: &PersonId, field: &PersonField) -> Option<Edit> {
    let mut alone = Record::new();
    alone.put(Fact::Person(record.people.get(person)?.clone()));
    let edit = Edit::SetPerson { person: person.clone(), field: field.clone() };
    match apply(&mut alone, &edit) {
        Outcome::Done { inverse } => Some(inverse),
        Outcome::Nothing(_) => Some(edit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forth_as_far_as_one_went_and_a_new_step_ends_what_could_be_done_again() {
        let history = |own: &[(u64, Option<u64>)]| {
            let History { undo, redo } = History::of(own.iter().copied());
            (undo, redo)
        };
        assert_eq!(history(&[]), (vec![], vec![]));
        assert_eq!(history(&[(1, None), (4, None)]), (vec![1, 4], vec![]));
        assert_eq!(history(&[(1, None), (4, None), (5, Some(4))]), (vec![1], vec![5]));
        assert_eq!(history(&[(1, None), (4, None), (5, Some(4)), (6, Some(1))]), (vec![], vec![5, 6]));
        let again = [(1, None), (4, None), (5, Some(4)), (6, Some(1)), (7, Some(6))];
        assert_eq!(history(&again), (vec![7], vec![5]));
        assert_eq!(history(&[(1, None), (2, Some(1)), (3, None)]), (vec![3], vec![]));
    }
}

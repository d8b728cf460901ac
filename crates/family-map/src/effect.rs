//! What a change means for somebody who sees only their part of a record.
//!
//! Nobody is sent edits: an edit may speak of what is hidden. Each viewer is
//! sent the difference between what they could see before and what they may
//! see now, under a counter of their own. So what a client holds is always the
//! record redacted by today's rights, and neither an id nor a gap in the
//! numbers tells that something was hidden.

use crate::edit::Edit;
use crate::record::{Fact, FactId, FactIdRef, PartyKey, PersonId, Record};
use crate::redact::{Sight, redact_some, touched_by};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One difference in what a viewer sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A fact is there, or is now as this says.
    Put(Box<Fact>),
    /// A fact is no longer there, for whatever reason.
    Gone(FactId),
    /// In whose name the map is drawn.
    Index(Option<PersonId>),
}

/// What a viewer is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Update {
    /// The differences.
    Effects(Vec<Effect>),
    /// All that the viewer may see: when it is shorter so, or when their
    /// rights have changed.
    Fresh(Box<Record>),
}

/// What must happen to `before` so that it becomes `after`.
#[must_use]
pub fn difference(before: &Record, after: &Record) -> Vec<Effect> {
    let mut effects: Vec<Effect> = before.fact_ids().filter(|id| !after.holds(id)).map(Effect::Gone).collect();
    let changed = after.look_at_all().filter(|fact| before.look(&fact.id().cloned()) != Some(*fact));
    effects.extend(changed.map(|fact| Effect::Put(Box::new(fact.cloned()))));
    if before.index != after.index {
        effects.push(Effect::Index(after.index.clone()));
    }
    effects
}

/// Every fact of which a step may change what somebody sees. Found once for a
/// step, whoever follows: see [`Follower::follow_step`].
#[must_use]
pub fn touched(before: &Record, after: &Record, edits: &[Edit]) -> BTreeSet<FactId> {
    let changed: Vec<FactId> = edits.iter().filter_map(Edit::fact).collect();
    let of = |record| touched_by(record, &changed).into_iter().map(FactIdRef::cloned).collect();
    let (was, is): (BTreeSet<FactId>, BTreeSet<FactId>) = (of(before), of(after));
    was.into_iter().chain(is).collect()
}

/// Lets effects happen to a record. Total.
pub fn apply(record: &mut Record, effects: &[Effect]) {
    for effect in effects {
        match effect {
            Effect::Put(fact) => record.put((**fact).clone()),
            Effect::Gone(id) => drop(record.take(id)),
            Effect::Index(id) => record.index.clone_from(id),
        }
    }
}

/// One viewer who follows a case: what they hold, and how many updates they got.
#[derive(Clone, Debug, PartialEq)]
pub struct Follower {
    number: u64,
    held: Record,
}

/// An update under the viewer's own counter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Numbered {
    /// Counted for this viewer alone, from 1, without gaps.
    pub number: u64,
    /// What there is to know.
    pub update: Update,
}

impl Follower {
    /// Somebody who begins to follow, with what they may see now.
    #[must_use]
    pub const fn new(seen: Record) -> Self {
        Self { number: 0, held: seen }
    }

    /// Somebody who goes on following: they hold this since the update of that
    /// number.
    #[must_use]
    pub const fn resume(number: u64, held: Record) -> Self {
        Self { number, held }
    }

    /// The number of the last update.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// What the viewer holds.
    #[must_use]
    pub const fn held(&self) -> &Record {
        &self.held
    }

    /// What to send, given what the viewer may see now; nothing where that is
    /// what they hold. `rights_changed` sends all of it, so that an update
    /// cannot be read as what a right was about.
    pub fn follow(&mut self, seen: Record, rights_changed: bool) -> Option<Numbered> {
        let effects = difference(&self.held, &seen);
        if effects.is_empty() {
            return None;
        }
        let facts = seen.fact_ids().count();
        let update = if rights_changed || effects.len() > facts {
            Update::Fresh(Box::new(seen.clone()))
        } else {
            Update::Effects(effects)
        };
        self.held = seen;
        self.number += 1;
        Some(Numbered { number: self.number, update })
    }

    /// The same after a step that changed no rights, without redacting the
    /// whole record: `after` is the record after the step and `touched` what
    /// [`touched`] found.
    pub fn follow_step(
        &mut self,
        after: &Record,
        touched: &BTreeSet<FactId>,
        sees: impl Fn(&Sight<'_>) -> bool,
        knows: impl Fn(&PartyKey) -> bool,
    ) -> Option<Numbered> {
        let seen = redact_some(after, touched, sees, knows);
        let gone = touched.iter().filter(|id| self.held.holds(id) && !seen.holds(id)).cloned().map(Effect::Gone);
        let changed = seen.look_at_all().filter(|fact| self.held.look(&fact.id().cloned()) != Some(*fact));
        let mut effects: Vec<Effect> = gone.chain(changed.map(|fact| Effect::Put(Box::new(fact.cloned())))).collect();
        if self.held.index != seen.index {
            effects.push(Effect::Index(seen.index.clone()));
        }
        if effects.is_empty() {
            return None;
        }
        apply(&mut self.held, &effects);
        self.number += 1;
        let facts = self.held.fact_ids().count();
        let update =
            if effects.len() > facts { Update::Fresh(Box::new(self.held.clone())) } else { Update::Effects(effects) };
        Some(Numbered { number: self.number, update })
    }
}

/// An update that does not follow the one before: ask for a fresh record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed;

/// The viewer's side: the confirmed record and the number of the last update.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    number: u64,
    record: Record,
}

impl Held {
    /// What was fetched, and the number it stands at.
    #[must_use]
    pub const fn new(number: u64, record: Record) -> Self {
        Self { number, record }
    }

    /// The confirmed record.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// The number of the last update, to ask for what came after it.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// Takes an update in. One that was taken in before changes nothing.
    ///
    /// # Errors
    /// [`Missed`] where one in between is missing; then nothing is changed.
    pub fn take(&mut self, numbered: &Numbered) -> Result<(), Missed> {
        if numbered.number <= self.number {
            return Ok(());
        }
        match &numbered.update {
            Update::Fresh(record) => self.record = (**record).clone(),
            Update::Effects(_) if numbered.number != self.number + 1 => return Err(Missed),
            Update::Effects(effects) => apply(&mut self.record, effects),
        }
        self.number = numbered.number;
        Ok(())
    }
}

//! One's own edits before the server has confirmed them: shown at once, and
//! applied anew on top of whatever was confirmed meanwhile. The last writer
//! wins per field; an edit whose target is gone does nothing and says so.

use crate::edit::{Edit, Outcome, apply};
use crate::effect::{Held, Missed, Numbered};
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// One step that waits for the server: edits that belong together, under a
/// key that its author made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// The author's own key for the step, so that sending it twice counts once.
    pub key: String,
    /// What is to be done, in order.
    pub edits: Vec<Edit>,
}

/// A confirmed record with one's own waiting edits on top.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    held: Held,
    waiting: Vec<Waiting>,
    shown: Record,
    outcomes: Vec<Vec<Outcome>>,
}

impl Pending {
    /// Begins with what was fetched.
    #[must_use]
    pub fn new(held: Held) -> Self {
        let shown = held.record().clone();
        Self { held, waiting: Vec::new(), shown, outcomes: Vec::new() }
    }

    /// Begins with what was fetched and what was left unsent.
    #[must_use]
    pub fn resume(held: Held, waiting: Vec<Waiting>) -> Self {
        let mut pending = Self::new(held);
        pending.waiting = waiting;
        pending.merge();
        pending
    }

    /// What to show: the confirmed record with the waiting edits on top.
    #[must_use]
    pub const fn shown(&self) -> &Record {
        &self.shown
    }

    /// What the server has confirmed.
    #[must_use]
    pub const fn confirmed(&self) -> &Record {
        self.held.record()
    }

    /// The number of the last update that was taken in.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.held.number()
    }

    /// The steps that wait, the oldest first.
    #[must_use]
    pub fn waiting(&self) -> &[Waiting] {
        &self.waiting
    }

    /// What each edit of each waiting step does on top of what is confirmed:
    /// here an edit says that its target is gone.
    #[must_use]
    pub fn outcomes(&self) -> &[Vec<Outcome>] {
        &self.outcomes
    }

    /// Does something: it shows at once, and waits.
    pub fn add(&mut self, key: String, edits: Vec<Edit>) -> &[Outcome] {
        let outcomes = edits.iter().map(|edit| apply(&mut self.shown, edit)).collect();
        self.waiting.push(Waiting { key, edits });
        self.outcomes.push(outcomes);
        self.outcomes.last().map_or(&[], Vec::as_slice)
    }

    /// Takes in what the server sends, and applies what waits on top of it.
    ///
    /// # Errors
    /// [`Missed`] where an update is missing; then fetch and [`Self::refresh`].
    pub fn take(&mut self, update: &Numbered) -> Result<(), Missed> {
        self.held.take(update)?;
        self.merge();
        Ok(())
    }

    /// Starts over from a fresh record; what waits stays.
    pub fn refresh(&mut self, held: Held) {
        self.held = held;
        self.merge();
    }

    /// The server has done a step, or has refused it: it waits no more. What it
    /// did comes as an update.
    pub fn settle(&mut self, key: &str) {
        self.waiting.retain(|step| step.key != key);
        self.merge();
    }

    fn merge(&mut self) {
        let mut shown = self.held.record().clone();
        self.outcomes =
            self.waiting.iter().map(|step| step.edits.iter().map(|edit| apply(&mut shown, edit)).collect()).collect();
        // Marks of removal are the server's; here they only serve to bring back.
        self.shown = shown;
    }
}

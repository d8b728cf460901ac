//! Drawing where there is no network: what is drawn is laid aside by whoever
//! keeps it, and one's own latest step can be taken back as long as it lies
//! there.

use super::{Drawing, Saving, fresh_id};
use family_map::away::AwayStep;
use family_map::pending::Waiting;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is to be laid aside.
#[derive(Clone, Debug, PartialEq)]
pub enum Laid {
    /// A step that was drawn.
    Drawn(AwayStep),
    /// The step under this key was taken back.
    TakenBack(String),
    /// What could not be laid aside is to be tried again.
    Again,
}

/// How it stands with what is laid aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Laying {
    /// All of it lies there.
    Done,
    /// Something is on its way.
    Busy,
    /// The browser did not take it.
    Failed,
}

/// Whoever keeps what is drawn.
#[derive(Clone, Copy)]
pub struct Keeper {
    /// Lays something aside.
    pub lay: Callback<Laid>,
    /// How it stands with it.
    pub laying: RwSignal<Laying>,
    /// Keys of steps that the server has done: they are taken back elsewhere.
    pub delivered: RwSignal<BTreeSet<String>>,
}

/// A map that is drawn without network.
#[derive(Clone)]
pub struct Aside {
    /// What was laid aside before, the oldest first.
    pub steps: Vec<Waiting>,
    /// Who keeps it.
    pub keeper: Keeper,
}

impl Drawing {
    /// From here on nothing is sent: it is laid aside.
    pub(in crate::map) fn lay_aside(self, keeper: Keeper) {
        self.keeper.set_value(Some(keeper));
    }

    /// How it stands with what was drawn.
    pub(in crate::map) fn now(self) -> Saving {
        self.keeper.get_value().map_or_else(|| self.saving.get(), |keeper| Saving::Aside(keeper.laying.get()))
    }

    /// A step that was just drawn on what was shown.
    pub(super) fn lay(self, keeper: Keeper, step: AwayStep) {
        self.taken_back.update(Vec::clear);
        keeper.lay.run(Laid::Drawn(step));
    }

    /// Takes back the latest step that lies here, or lays it there again.
    pub(super) fn go_aside(self, keeper: Keeper, again: bool) {
        if again {
            let Some(mut step) = self.taken_back.try_update(Vec::pop).flatten() else { return };
            step.key = fresh_id();
            let away = self.with_now(|record| AwayStep::drawn(record, step.clone()));
            self.pending.update(|pending| {
                pending.add(step.key, step.edits);
            });
            keeper.lay.run(Laid::Drawn(away));
        } else if let Some(step) = untrack(|| self.latest_aside(keeper)) {
            self.pending.update(|pending| pending.settle(&step.key));
            keeper.lay.run(Laid::TakenBack(step.key.clone()));
            self.taken_back.update(|taken| taken.push(step));
        }
    }

    /// The latest step, where it is not on the server.
    pub(super) fn latest_aside(self, keeper: Keeper) -> Option<Waiting> {
        let last = self.pending.with(|pending| pending.waiting().last().cloned())?;
        keeper.delivered.with(|delivered| !delivered.contains(&last.key)).then_some(last)
    }
}

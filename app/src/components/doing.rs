//! Something that a button does: busy while it lasts, and what went wrong.

use crate::error::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The state of one button and what it does. It cannot be pressed twice.
#[derive(Clone, Copy)]
pub struct Doing {
    /// It is under way.
    pub busy: RwSignal<bool>,
    /// What went wrong the last time.
    pub fault: RwSignal<Option<AppError>>,
}

impl Doing {
    /// Nothing is under way.
    #[must_use]
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), fault: RwSignal::new(None) }
    }

    /// Does it, unless it is under way already; `then` hears what came of it.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, AppError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.fault.set(None);
        spawn_local(async move {
            let result = work.await;
            // The page may be gone by now.
            self.busy.try_set(false);
            match result {
                Ok(value) => then(value),
                Err(error) => {
                    self.fault.try_set(Some(error));
                }
            }
        });
    }
}

impl Default for Doing {
    fn default() -> Self {
        Self::new()
    }
}

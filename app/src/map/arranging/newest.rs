//! What the worker is asked for: one thing at a time, and of all that comes meanwhile the newest alone.

use crate::map::layers::Part;
use family_map::layout::Point;
use family_map::record::PersonId;
use std::collections::BTreeMap;

/// What is to be laid out.
pub(super) struct Asked {
    /// Those who are drawn.
    pub(super) part: Part,
    /// Where they stood before.
    pub(super) previous: BTreeMap<PersonId, Point>,
}

/// What is being done, and what is wanted next.
pub(super) struct Newest<T> {
    is_ready: bool,
    at_work: Option<T>,
    waits: Option<T>,
}

impl<T> Newest<T> {
    /// Nothing is wanted, and whoever does it is not ready yet.
    pub(super) const fn new() -> Self {
        Self { is_ready: false, at_work: None, waits: None }
    }

    /// From now on things can be begun.
    pub(super) fn ready(&mut self) {
        self.is_ready = true;
    }

    /// Wants something; what waited before is wanted no longer.
    pub(super) fn want(&mut self, it: T) {
        self.waits = Some(it);
    }

    /// What is to be begun now: nothing while something is being done.
    pub(super) fn begin(&mut self) -> Option<&T> {
        if !self.is_ready || self.at_work.is_some() {
            return None;
        }
        self.at_work = self.waits.take();
        self.at_work.as_ref()
    }

    /// It is done: gives back what, unless something newer is wanted by now.
    pub(super) fn done(&mut self) -> Option<T> {
        self.at_work.take().filter(|_| self.waits.is_none())
    }

    /// Whether anything is being done or waits.
    pub(super) const fn is_busy(&self) -> bool {
        self.at_work.is_some() || self.waits.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_begun_before_somebody_is_ready() {
        let mut newest = Newest::new();
        newest.want(1);
        assert_eq!(newest.begin(), None);
        newest.ready();
        assert_eq!(newest.begin(), Some(&1));
        assert_eq!(newest.done(), Some(1));
        assert!(!newest.is_busy());
        assert_eq!(newest.begin(), None);
    }

    #[test]
    fn of_all_that_comes_meanwhile_the_newest_is_next_and_the_older_answer_is_dropped() {
        let mut newest = Newest::new();
        newest.ready();
        newest.want(1);
        assert_eq!(newest.begin(), Some(&1));
        newest.want(2);
        newest.want(3);
        assert_eq!(newest.begin(), None, "one thing at a time");
        assert_eq!(newest.done(), None, "something newer is wanted");
        assert_eq!(newest.begin(), Some(&3));
        assert!(newest.is_busy());
        assert_eq!(newest.done(), Some(3));
    }
}

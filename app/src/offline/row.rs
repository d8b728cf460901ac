//! What lies in the browser's database, and what can be told of it without a PIN.

use casework::pin::TRIES;
use serde::{Deserialize, Serialize};

/// A copy, beside the secret of the device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct CopyRow {
    /// Id.
    pub(super) id: String,
    /// Number of the case.
    pub(super) number: String,
    /// Whose it is.
    pub(super) tag: String,
    /// The key to which what is drawn is sealed; hexadecimal.
    pub(super) public_key: String,
    /// When its time ends, by this device's clock: milliseconds since 1970.
    pub(super) ends: f64,
    /// Wrong PINs since the last right one.
    pub(super) tries: u32,
    /// Goes into the key that the PIN makes; hexadecimal.
    pub(super) salt: String,
    /// The copy's own key, sealed with that one; hexadecimal.
    pub(super) lock: String,
    /// The map, sealed with the copy's own key; hexadecimal.
    pub(super) map: String,
}

impl CopyRow {
    /// Whether its time is over.
    pub(super) fn is_over(&self, now: f64) -> bool {
        now >= self.ends
    }

    /// PINs that may still be tried.
    pub(super) const fn left(&self) -> u32 {
        TRIES.saturating_sub(self.tries)
    }
}

/// A step that was drawn on a copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StepRow {
    /// The author's key for it.
    pub(super) key: String,
    /// Its place among the steps of this device.
    pub(super) order: u32,
    /// The copy that it was drawn on.
    pub(super) copy: String,
    /// Number of the case.
    pub(super) number: String,
    /// Whose it is.
    pub(super) tag: String,
    /// Sealed to the server; none when it was delivered. Hexadecimal.
    pub(super) for_server: Option<String>,
    /// Sealed with the copy's own key, to be seen when the copy is opened
    /// again; hexadecimal.
    pub(super) for_copy: String,
}

/// In the order in which they were drawn.
pub(super) fn in_order(mut steps: Vec<StepRow>) -> Vec<StepRow> {
    steps.sort_by_key(|it| it.order);
    steps
}

/// The place of the next step.
pub(super) fn next_order(steps: &[StepRow]) -> u32 {
    steps.iter().map(|it| it.order).max().map_or(0, |last| last.saturating_add(1))
}

/// What one sees of a copy without its PIN, or of what is left of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Id of the copy.
    pub(super) copy: String,
    /// Number of the case.
    pub(super) number: String,
    /// Whose it is.
    pub(super) tag: String,
    /// When its time ends; none where the copy is gone and steps wait.
    pub(super) ends: Option<f64>,
    /// PINs that may still be tried.
    pub(super) left: u32,
    /// Steps that wait.
    pub(super) waiting: usize,
}

impl Line {
    /// The copy, and whether it still opens: what stays the same while the rest changes.
    pub(super) fn whose(&self) -> (String, bool) {
        (self.copy.clone(), self.ends.is_some())
    }
}

/// Every copy of this device, and every one of which only steps are left; the
/// one whose time ends first comes first, what is left of others last.
pub(super) fn lines(copies: &[CopyRow], steps: &[StepRow]) -> Vec<Line> {
    let waiting = |copy: &str| steps.iter().filter(|it| it.copy == copy && it.for_server.is_some()).count();
    let mut lines: Vec<Line> = copies
        .iter()
        .map(|it| Line {
            copy: it.id.clone(),
            number: it.number.clone(),
            tag: it.tag.clone(),
            ends: Some(it.ends),
            left: it.left(),
            waiting: waiting(&it.id),
        })
        .collect();
    lines.sort_by(|a, b| a.ends.unwrap_or_default().total_cmp(&b.ends.unwrap_or_default()));
    for step in steps.iter().filter(|it| it.for_server.is_some()) {
        if !lines.iter().any(|it| it.copy == step.copy) {
            let (copy, number, tag) = (step.copy.clone(), step.number.clone(), step.tag.clone());
            lines.push(Line { waiting: waiting(&copy), copy, number, tag, ends: None, left: 0 });
        }
    }
    lines
}

/// Steps that nobody needs any more: delivered, and their copy is gone.
pub(super) fn spent(copies: &[CopyRow], steps: &[StepRow]) -> Vec<String> {
    let is_spent = |it: &&StepRow| it.for_server.is_none() && !copies.iter().any(|copy| copy.id == it.copy);
    steps.iter().filter(is_spent).map(|it| it.key.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(id: &str, ends: f64) -> CopyRow {
        let (number, tag) = (format!("2026-{id}"), "t".to_owned());
        let empty = String::new;
        CopyRow {
            id: id.into(),
            number,
            tag,
            public_key: empty(),
            ends,
            tries: 0,
            salt: empty(),
            lock: empty(),
            map: empty(),
        }
    }

    fn step(key: &str, order: u32, copy: &str, waits: bool) -> StepRow {
        StepRow {
            key: key.into(),
            order,
            copy: copy.into(),
            number: format!("2026-{copy}"),
            tag: "t".into(),
            for_server: waits.then(|| "aa".to_owned()),
            for_copy: "bb".into(),
        }
    }

    #[test]
    fn steps_keep_the_order_in_which_they_were_drawn() {
        let steps = in_order(vec![step("c", 7, "1", true), step("a", 0, "1", true), step("b", 2, "2", false)]);
        assert_eq!(steps.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(next_order(&steps), 8);
        assert_eq!(next_order(&[]), 0);
    }

    #[test]
    fn what_waits_is_told_also_when_its_copy_is_gone() {
        let copies = [copy("1", 20.0), copy("2", 10.0)];
        let steps =
            [step("a", 0, "1", true), step("b", 1, "1", false), step("c", 2, "3", true), step("d", 3, "3", true)];
        let told: Vec<_> = lines(&copies, &steps).into_iter().map(|it| (it.copy, it.ends, it.waiting)).collect();
        assert_eq!(told, [("2".to_owned(), Some(10.0), 0), ("1".to_owned(), Some(20.0), 1), ("3".to_owned(), None, 2)]);
    }

    #[test]
    fn what_was_delivered_goes_with_its_copy_and_what_waits_never_does() {
        let steps = [step("a", 0, "1", false), step("b", 1, "2", false), step("c", 2, "2", true)];
        assert_eq!(spent(&[copy("1", 1.0)], &steps), ["b"]);
    }

    #[test]
    fn time_and_tries_run_out() {
        let mut row = copy("1", 10.0);
        assert!(!row.is_over(9.9) && row.is_over(10.0));
        assert_eq!(row.left(), 5);
        row.tries = 9;
        assert_eq!(row.left(), 0);
    }
}

//! What the tab that leads writes down: which tabs follow which cases, and how
//! far the one stream has come with each.

use crate::api::live::{FOLLOW_ADDRESS, FOLLOW_CASE, LiveEvent, LiveMessage};
use std::collections::{BTreeMap, BTreeSet};

/// One case in the stream.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    tabs: BTreeSet<String>,
    /// `NUMBER.MARK`: what everybody who follows it holds; without a mark where
    /// that is not the same for all.
    cursor: String,
    /// Who is there, as it was last said.
    present: Option<LiveEvent>,
    /// The stream has spoken of it since it was opened.
    runs: bool,
}

/// What is to be done for a tab that wants to follow.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    /// It holds what the stream has come to, and goes on from that number.
    Join {
        /// The number of the last update.
        number: u64,
        /// Who is there.
        present: Option<LiveEvent>,
    },
    /// The stream must be opened anew.
    Reopen,
}

/// The book.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Book {
    cases: BTreeMap<String, Line>,
}

fn parts(cursor: &str) -> (u64, &str) {
    let (number, mark) = cursor.split_once('.').unwrap_or((cursor, ""));
    (number.parse().unwrap_or_default(), mark)
}

impl Book {
    /// A tab wants to follow a case.
    pub(super) fn want(&mut self, tab: &str, case: &str, cursor: &str) -> Answer {
        let (number, mark) = parts(cursor);
        let known = self.cases.get_mut(case);
        let Some(line) = known else {
            let line = Line { tabs: [tab.to_owned()].into(), cursor: cursor.to_owned(), ..Line::default() };
            self.cases.insert(case.to_owned(), line);
            return Answer::Reopen;
        };
        line.tabs.insert(tab.to_owned());
        let (held, held_mark) = parts(&line.cursor);
        let same = !mark.is_empty() && mark == held_mark;
        if same && line.runs {
            return Answer::Join { number: held, present: line.present.clone() };
        }
        // Everything is given anew under a number that nobody has had.
        let mark = if same { mark } else { "" };
        line.cursor = format!("{}.{mark}", held.max(number));
        line.runs = false;
        Answer::Reopen
    }

    /// A tab follows a case no longer. True where nobody does.
    pub(super) fn leave(&mut self, tab: &str, case: &str) -> bool {
        let Some(line) = self.cases.get_mut(case) else { return false };
        line.tabs.remove(tab);
        if line.tabs.is_empty() {
            self.cases.remove(case);
            return true;
        }
        false
    }

    /// The stream has said something.
    pub(super) fn heard(&mut self, message: &LiveMessage) {
        if message.event == LiveEvent::Ended {
            self.cases.remove(&message.case);
            return;
        }
        if let Some(line) = self.cases.get_mut(&message.case) {
            line.runs = true;
            line.cursor.clone_from(&message.cursor);
            if matches!(message.event, LiveEvent::Present { .. }) {
                line.present = Some(message.event.clone());
            }
        }
    }

    /// The stream is gone; it may come back by itself.
    pub(super) fn lost(&mut self) {
        for line in self.cases.values_mut() {
            line.runs = false;
            line.present = None;
        }
    }

    /// Where to open the stream; nowhere where nobody follows anything.
    pub(super) fn address(&self) -> Option<String> {
        let cases: Vec<String> =
            self.cases.iter().map(|(case, line)| format!("{FOLLOW_CASE}={case}~{}", line.cursor)).collect();
        (!cases.is_empty()).then(|| format!("{FOLLOW_ADDRESS}?{}", cases.join("&")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(case: &str, cursor: &str) -> LiveMessage {
        let event = LiveEvent::Update { update: None, by: None, own: None };
        LiveMessage { case: case.into(), cursor: cursor.into(), event }
    }

    fn present(case: &str, cursor: &str) -> LiveMessage {
        let event = LiveEvent::Present { stream: "s".into(), others: Vec::new() };
        LiveMessage { case: case.into(), cursor: cursor.into(), event }
    }

    #[test]
    fn eight_tabs_of_one_case_are_one_stream() {
        let mut book = Book::default();
        assert_eq!(book.address(), None);
        assert_eq!(book.want("1", "a", "0.m"), Answer::Reopen);
        assert_eq!(book.address().as_deref(), Some("/hendelser?mappe=a~0.m"));
        book.heard(&present("a", "0.m"));
        let at = Answer::Join { number: 0, present: Some(present("a", "").event) };
        for tab in 2..=8 {
            assert_eq!(book.want(&tab.to_string(), "a", "0.m"), at);
        }
        for tab in 1..=7 {
            assert!(!book.leave(&tab.to_string(), "a"));
        }
        assert!(book.leave("8", "a"));
        assert_eq!(book.address(), None);
    }

    #[test]
    fn a_tab_that_holds_something_else_is_given_everything_under_a_new_number() {
        let mut book = Book::default();
        book.want("1", "a", "0.m");
        book.heard(&update("a", "7.n"));
        assert_eq!(book.want("2", "a", "0.m"), Answer::Reopen);
        assert_eq!(book.address().as_deref(), Some("/hendelser?mappe=a~7."));
        // Until the stream has answered the next one waits as well.
        assert_eq!(book.want("3", "a", "7.n"), Answer::Reopen);
        book.heard(&update("a", "8.n"));
        book.heard(&present("a", "8.n"));
        assert!(matches!(book.want("4", "a", "0.n"), Answer::Join { number: 8, .. }));
        // A tab without a mark holds nobody knows what.
        assert_eq!(book.want("5", "a", "3."), Answer::Reopen);
    }

    #[test]
    fn several_cases_share_the_stream_and_one_that_ended_is_not_asked_for_again() {
        let mut book = Book::default();
        book.want("1", "a", "0.m");
        book.want("2", "b", "0.n");
        assert_eq!(book.address().as_deref(), Some("/hendelser?mappe=a~0.m&mappe=b~0.n"));
        book.heard(&update("b", "1.o"));
        book.lost();
        assert_eq!(book.want("3", "b", "1.o"), Answer::Reopen);
        assert_eq!(book.address().as_deref(), Some("/hendelser?mappe=a~0.m&mappe=b~1.o"));
        book.heard(&LiveMessage { case: "a".into(), cursor: String::new(), event: LiveEvent::Ended });
        assert_eq!(book.address().as_deref(), Some("/hendelser?mappe=b~1.o"));
    }
}

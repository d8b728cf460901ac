//! The baton (*stafettpinnen*): whoever does an action holds it until the
//! receiver has said yes. What nobody has answered in time is told to those who
//! see to it, so that nothing is lost between two services.

use super::part::{Action, Doer, PLAN_TEXT_LIMIT};
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// So many days a receiver has to answer, where nothing else was agreed.
pub const ANSWER_DAYS: u8 = 7;

/// Somebody was asked to take over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who.
    pub to: Doer,
    /// On which day.
    pub on: Day,
    /// By when they are to answer.
    pub answer_by: Day,
}

/// Somebody took over: who said yes, how and when, written down, since most
/// receivers have no account here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who had it before.
    pub from: Doer,
    /// Who said yes there.
    pub by: String,
    /// How: on the telephone, by letter, in a meeting.
    pub how: String,
    /// On which day.
    pub on: Day,
}

/// Why a baton does not change hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatonFault {
    /// Nobody was asked.
    NotAsked,
    /// Whoever is asked has it already.
    SameHands,
    /// The answer would be due before the question.
    Dates,
    /// It does not say who said yes, or how.
    Unsaid,
}

impl BatonFault {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "baton_not_asked",
            Self::SameHands => "baton_same_hands",
            Self::Dates => "plan_dates",
            Self::Unsaid => "baton_unsaid",
        }
    }
}

impl Action {
    /// Asks somebody to take over. Whoever has it keeps it until they say yes.
    ///
    /// # Errors
    /// [`BatonFault::SameHands`], [`BatonFault::Dates`].
    pub fn ask(&mut self, to: Doer, on: Day, answer_by: Day) -> Result<(), BatonFault> {
        if self.doer == to {
            return Err(BatonFault::SameHands);
        }
        if answer_by < on {
            return Err(BatonFault::Dates);
        }
        self.asked = Some(Asked { to, on, answer_by });
        Ok(())
    }

    /// They said yes: it is theirs from now on.
    ///
    /// # Errors
    /// [`BatonFault::NotAsked`]; [`BatonFault::Unsaid`] without who and how.
    pub fn accept(&mut self, by: &str, how: &str, on: Day) -> Result<(), BatonFault> {
        let (by, how) = (by.trim(), how.trim());
        let fits = |text: &str| !text.is_empty() && text.chars().count() <= PLAN_TEXT_LIMIT;
        if self.asked.is_none() {
            return Err(BatonFault::NotAsked);
        }
        if !fits(by) || !fits(how) {
            return Err(BatonFault::Unsaid);
        }
        let Some(asked) = self.asked.take() else { return Err(BatonFault::NotAsked) };
        let from = std::mem::replace(&mut self.doer, asked.to);
        self.receipts.push(Receipt { from, by: by.to_owned(), how: how.to_owned(), on });
        Ok(())
    }

    /// They said no, or the question was taken back: it stays where it is.
    ///
    /// # Errors
    /// [`BatonFault::NotAsked`].
    pub fn decline(&mut self) -> Result<(), BatonFault> {
        self.asked.take().map(|_| ()).ok_or(BatonFault::NotAsked)
    }

    /// The day by which an answer is awaited, while something is to be done.
    #[must_use]
    pub fn answer_due(&self) -> Option<Day> {
        self.asked.as_ref().filter(|_| self.status.is_open()).map(|asked| asked.answer_by)
    }
}

#[cfg(test)]
mod tests {
    use super::super::part::tests::action;
    use super::*;
    use crate::plan::Status;
    use proptest::prelude::*;

    const TODAY: Day = Day::new(2026, 11, 23);

    fn service(name: &str) -> Doer {
        Doer::Service { name: name.into(), person: String::new() }
    }

    #[test]
    fn the_holder_keeps_it_until_the_receiver_has_said_yes() {
        let mut it = action(None, "Søke");
        assert_eq!(it.accept("Kari", "på telefon", TODAY), Err(BatonFault::NotAsked));
        assert_eq!(it.ask(service("Nav"), TODAY, TODAY.plus(7)), Err(BatonFault::SameHands));
        assert_eq!(it.ask(service("BUP"), TODAY, TODAY.before()), Err(BatonFault::Dates));
        it.ask(service("BUP"), TODAY, TODAY.plus(7)).unwrap();
        assert_eq!((&it.doer, it.answer_due()), (&service("Nav"), Some(TODAY.plus(7))));
        assert_eq!(it.accept("Kari", " ", TODAY), Err(BatonFault::Unsaid));
        assert_eq!(it.doer, service("Nav"), "a receipt without a name is none");
        it.accept("Kari", "på telefon", TODAY.plus(2)).unwrap();
        assert_eq!((&it.doer, it.answer_due()), (&service("BUP"), None));
        assert_eq!((it.receipts.len(), &it.receipts[0].from), (1, &service("Nav")));
    }

    #[test]
    fn a_no_leaves_it_where_it_is_and_what_is_done_waits_for_nothing() {
        let mut it = action(None, "Søke");
        it.ask(service("BUP"), TODAY, TODAY).unwrap();
        it.status = Status::Done;
        assert_eq!(it.answer_due(), None);
        it.decline().unwrap();
        assert_eq!((it.doer.clone(), it.decline()), (service("Nav"), Err(BatonFault::NotAsked)));
    }

    proptest! {
        /// Whatever is asked and answered in whatever order: somebody has it, and every change of hands has a receipt.
        #[test]
        fn somebody_always_has_it(steps in prop::collection::vec((0_u8..3, 0_u8..3), 0..20)) {
            let mut it = action(None, "Søke");
            let mut hands = vec![it.doer.clone()];
            for (step, whose) in steps {
                let _ = match step {
                    0 => it.ask(service(&format!("s{whose}")), TODAY, TODAY),
                    1 => it.accept("Kari", "brev", TODAY),
                    _ => it.decline(),
                };
                if hands.last() != Some(&it.doer) {
                    hands.push(it.doer.clone());
                }
            }
            prop_assert_eq!(it.receipts.len() + 1, hands.len());
            for (receipt, from) in it.receipts.iter().zip(&hands) {
                prop_assert_eq!(&receipt.from, from);
            }
        }
    }
}

//! A family moves, and another municipality goes on helping. What goes along is
//! for each who decides for themselves to say; it goes once, to one receiver,
//! who says that it came; only then is the case closed as handed over.
//!
//! The receiver is another controller with rules of its own: nothing goes by
//! itself, and the yes is to lifting confidentiality for exactly this.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many characters of any one text of a handover.
pub const MOVING_TEXT_LIMIT: usize = 500;
/// So many days a receiver has to say that it came, where nothing else was agreed.
pub const MOVING_DAYS: u8 = 14;

/// What of theirs somebody lets go along. Each is a part of what they can see
/// of the case themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Portion {
    /// The plan.
    Plan,
    /// Appointments to come.
    Dates,
    /// What they have written to those who help, and the answers.
    Words,
    /// The map as it is shared with them.
    Map,
    /// Who has looked, and why.
    Looked,
}

impl Portion {
    /// Every portion, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Plan, Self::Dates, Self::Words, Self::Map, Self::Looked];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Dates => "dates",
            Self::Words => "words",
            Self::Map => "map",
            Self::Looked => "looked",
        }
    }

    /// The portion with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Every portion: what one takes along oneself.
    #[must_use]
    pub fn all() -> BTreeSet<Self> {
        Self::ALL.into_iter().collect()
    }
}

/// How far a handover has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Those who decide are asked.
    Asking,
    /// Something goes along.
    Sent,
    /// The receiver has said that it came.
    Received,
    /// The case was closed as handed over.
    Closed,
    /// It came to nothing.
    Cancelled,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 5] = [Self::Asking, Self::Sent, Self::Received, Self::Closed, Self::Cancelled];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asking => "asking",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The stage with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// It is under way: while it is, no other begins and the case is not closed in another way.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Asking | Self::Sent | Self::Received)
    }
}

/// Who goes on helping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// The municipality.
    pub municipality: String,
    /// The service there.
    pub service: String,
    /// Whom one speaks to there.
    pub contact: String,
    /// How it gets there: by recorded letter, handed over in a meeting.
    pub how: String,
}

impl Destination {
    /// The receiver in a line: «Bodø kommune, Familiesenteret».
    #[must_use]
    pub fn name(&self) -> String {
        [self.municipality.trim(), self.service.trim()].join(", ")
    }

    /// Whether it says to whom it goes and how.
    ///
    /// # Errors
    /// [`MovingFault::Unsaid`], [`MovingFault::TooLong`].
    pub fn check(&self) -> Result<(), MovingFault> {
        check_texts(&[&self.municipality, &self.service, &self.contact, &self.how])
    }
}

/// The receiver's word that it came, written down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who said so there.
    pub by: String,
    /// How: on the telephone, by letter.
    pub how: String,
}

impl Receipt {
    /// Whether it says who said so and how.
    ///
    /// # Errors
    /// [`MovingFault::Unsaid`], [`MovingFault::TooLong`].
    pub fn check(&self) -> Result<(), MovingFault> {
        check_texts(&[&self.by, &self.how])
    }
}

fn check_texts(all: &[&str]) -> Result<(), MovingFault> {
    if all.iter().any(|text| text.trim().is_empty()) {
        return Err(MovingFault::Unsaid);
    }
    let is_long = |text: &&str| text.chars().count() > MOVING_TEXT_LIMIT;
    if all.iter().any(is_long) { Err(MovingFault::TooLong) } else { Ok(()) }
}

/// Where one of those stands who decide for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who, by person id.
    pub person: String,
    /// What they let go along, nothing where they said no; none while they have not answered.
    pub portions: Option<BTreeSet<Portion>>,
    /// Lives behind a protected address, or with somebody who does.
    pub protected: bool,
    /// The lead has said that the receiver is allowed to know of them.
    pub confirmed: bool,
    /// It goes along: nothing changes it any more.
    pub gone: bool,
}

impl Asked {
    fn says_yes(&self) -> bool {
        self.portions.as_ref().is_some_and(|it| !it.is_empty())
    }
}

/// Why a handover does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovingFault {
    /// Something must be said and is not.
    Unsaid,
    /// A text is too long.
    TooLong,
    /// Nobody is asked who decides for themselves.
    Nobody,
    /// One is under way already.
    UnderWay,
    /// It is over, or has not come so far.
    Stage,
    /// It has gone along: nothing changes that.
    Gone,
    /// Somebody has not answered yet.
    Unanswered,
    /// They said no.
    No,
    /// A protected address, and nobody has said that the receiver may know.
    Protected,
    /// Something that was said yes to has not gone along yet.
    NotGone,
    /// The day is past.
    Dates,
}

impl MovingFault {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unsaid => "moving_unsaid",
            Self::TooLong => "too_long",
            Self::Nobody => "moving_nobody",
            Self::UnderWay => "moving_under_way",
            Self::Stage => "moving_stage",
            Self::Gone => "moving_gone",
            Self::Unanswered => "moving_unanswered",
            Self::No => "moving_no",
            Self::Protected => "moving_protected",
            Self::NotGone => "moving_not_gone",
            Self::Dates => "moving_dates",
        }
    }
}

/// Whether somebody may say what goes along, or something else than before:
/// until theirs has gone.
///
/// # Errors
/// [`MovingFault::Stage`], [`MovingFault::Gone`], [`MovingFault::Nobody`].
pub fn may_answer(stage: Stage, all: &[Asked], person: &str) -> Result<(), MovingFault> {
    if !matches!(stage, Stage::Asking | Stage::Sent) {
        return Err(MovingFault::Stage);
    }
    let asked = all.iter().find(|it| it.person == person).ok_or(MovingFault::Nobody)?;
    if asked.gone { Err(MovingFault::Gone) } else { Ok(()) }
}

/// Whether one of them's goes along now, once everybody has answered: so that
/// nobody's answer comes too late to be talked about.
///
/// # Errors
/// Why it does not.
pub fn may_send(stage: Stage, all: &[Asked], person: &str) -> Result<(), MovingFault> {
    if !matches!(stage, Stage::Asking | Stage::Sent) {
        return Err(MovingFault::Stage);
    }
    let asked = all.iter().find(|it| it.person == person).ok_or(MovingFault::Nobody)?;
    if all.iter().any(|it| it.portions.is_none()) {
        return Err(MovingFault::Unanswered);
    }
    let_go(asked)?;
    if asked.gone { Err(MovingFault::Gone) } else { Ok(()) }
}

/// What a file for the receiver holds of one of them whose goes along: exactly
/// what they said yes to.
///
/// # Errors
/// Why there is no file.
pub fn may_take<'a>(stage: Stage, all: &'a [Asked], person: &str) -> Result<&'a BTreeSet<Portion>, MovingFault> {
    if !matches!(stage, Stage::Sent | Stage::Received) {
        return Err(MovingFault::Stage);
    }
    let asked = all.iter().find(|it| it.person == person).ok_or(MovingFault::Nobody)?;
    if asked.gone { let_go(asked) } else { Err(MovingFault::NotGone) }
}

/// What somebody lets go along, where nothing stands in the way.
fn let_go(asked: &Asked) -> Result<&BTreeSet<Portion>, MovingFault> {
    let portions = asked.portions.as_ref().filter(|it| !it.is_empty()).ok_or(MovingFault::No)?;
    if asked.protected && !asked.confirmed { Err(MovingFault::Protected) } else { Ok(portions) }
}

/// Whether the receiver can have said that it came: everything that somebody
/// said yes to has gone.
///
/// # Errors
/// [`MovingFault::Stage`], [`MovingFault::NotGone`].
pub fn may_receive(stage: Stage, all: &[Asked]) -> Result<(), MovingFault> {
    if stage != Stage::Sent {
        return Err(MovingFault::Stage);
    }
    if all.iter().any(|it| it.says_yes() && !it.gone) { Err(MovingFault::NotGone) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(person: &str, portions: Option<&[Portion]>) -> Asked {
        let portions = portions.map(|it| it.iter().copied().collect());
        Asked { person: person.into(), portions, protected: false, confirmed: false, gone: false }
    }

    #[test]
    fn codes_go_both_ways() {
        for it in Portion::ALL {
            assert_eq!(Portion::from_code(it.code()), Some(it));
        }
        for it in Stage::ALL {
            assert_eq!(Stage::from_code(it.code()), Some(it));
        }
        assert_eq!((Portion::from_code("all"), Stage::from_code("")), (None, None));
    }

    #[test]
    fn what_is_not_said_is_not_sent() {
        let full = Destination {
            municipality: "Bodø".into(),
            service: "Familiesenteret".into(),
            contact: "Kari".into(),
            how: "Rekommandert brev".into(),
        };
        assert_eq!((full.check(), full.name()), (Ok(()), "Bodø, Familiesenteret".into()));
        assert_eq!(Destination { how: " ".into(), ..full.clone() }.check(), Err(MovingFault::Unsaid));
        let long = "å".repeat(MOVING_TEXT_LIMIT + 1);
        assert_eq!(Destination { contact: long, ..full }.check(), Err(MovingFault::TooLong));
        assert_eq!(Receipt::default().check(), Err(MovingFault::Unsaid));
    }

    #[test]
    fn the_table_of_what_goes_along() {
        use MovingFault as Why;
        let plan: &[Portion] = &[Portion::Plan];
        let yes = asked("a", Some(plan));
        let hidden = Asked { protected: true, ..yes.clone() };
        let confirmed = Asked { confirmed: true, ..hidden.clone() };
        let (no, silent) = (asked("b", Some(&[])), asked("b", None));
        let table = [
            (Stage::Asking, vec![yes.clone()], Ok(())),
            (Stage::Sent, vec![yes.clone(), no.clone()], Ok(())),
            (Stage::Received, vec![yes.clone()], Err(Why::Stage)),
            (Stage::Closed, vec![yes.clone()], Err(Why::Stage)),
            (Stage::Cancelled, vec![yes.clone()], Err(Why::Stage)),
            (Stage::Asking, vec![yes.clone(), silent.clone()], Err(Why::Unanswered)),
            (Stage::Asking, vec![no.clone()], Err(Why::Nobody)),
            (Stage::Asking, vec![asked("a", Some(&[]))], Err(Why::No)),
            (Stage::Asking, vec![hidden], Err(Why::Protected)),
            (Stage::Asking, vec![confirmed], Ok(())),
        ];
        for (stage, all, expected) in table {
            assert_eq!(may_send(stage, &all, "a"), expected, "{stage:?} {all:?}");
        }
    }

    #[test]
    fn an_answer_changes_until_it_has_gone_and_a_receipt_waits_for_all() {
        let plan: &[Portion] = &[Portion::Plan];
        let yes = asked("a", Some(plan));
        let gone = Asked { gone: true, ..yes.clone() };
        assert_eq!(may_answer(Stage::Sent, std::slice::from_ref(&yes), "a"), Ok(()));
        assert_eq!(may_answer(Stage::Sent, std::slice::from_ref(&gone), "a"), Err(MovingFault::Gone));
        assert_eq!(may_answer(Stage::Received, std::slice::from_ref(&yes), "a"), Err(MovingFault::Stage));
        assert_eq!(may_answer(Stage::Asking, &[], "a"), Err(MovingFault::Nobody));
        let no = asked("b", Some(&[]));
        assert_eq!(may_take(Stage::Sent, std::slice::from_ref(&yes), "a"), Err(MovingFault::NotGone));
        assert_eq!(may_take(Stage::Received, std::slice::from_ref(&gone), "a"), Ok(&BTreeSet::from([Portion::Plan])));
        assert_eq!(may_take(Stage::Closed, std::slice::from_ref(&gone), "a"), Err(MovingFault::Stage));
        assert_eq!(may_send(Stage::Sent, std::slice::from_ref(&gone), "a"), Err(MovingFault::Gone));
        assert_eq!(may_receive(Stage::Asking, std::slice::from_ref(&gone)), Err(MovingFault::Stage));
        let waits = Asked { person: "b".into(), ..yes };
        assert_eq!(may_receive(Stage::Sent, &[gone.clone(), waits]), Err(MovingFault::NotGone));
        assert_eq!(may_receive(Stage::Sent, &[gone, no]), Ok(()));
    }

    proptest! {
        /// However they stand: nothing of anybody goes without their yes, and
        /// nothing from behind a protected address without the lead's word.
        #[test]
        fn nothing_goes_without_a_yes(
            rows in prop::collection::vec((0_u8..3, any::<bool>(), any::<bool>(), any::<bool>()), 1..5),
            stage in 0_usize..5,
        ) {
            let all: Vec<Asked> = rows.iter().enumerate().map(|(at, (said, protected, confirmed, gone))| Asked {
                person: at.to_string(),
                portions: match said {
                    0 => None,
                    1 => Some(BTreeSet::new()),
                    _ => Some(Portion::all()),
                },
                protected: *protected,
                confirmed: *confirmed,
                gone: *gone,
            }).collect();
            let stage = Stage::ALL[stage];
            for one in &all {
                let let_go = one.says_yes() && (one.confirmed || !one.protected);
                if let Ok(portions) = may_take(stage, &all, &one.person) {
                    prop_assert_eq!(Some(portions), one.portions.as_ref());
                    prop_assert!(let_go && one.gone && stage.is_under_way());
                }
                if may_send(stage, &all, &one.person).is_ok() {
                    prop_assert!(let_go && !one.gone && stage.is_under_way());
                }
            }
        }
    }
}

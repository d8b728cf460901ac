//! Who takes part in a case: R1 (named and dated), R2 (parents who live apart),
//! R3 (mentioned people), R8 (care order), R9 (half-siblings).

use crate::day::{Day, Period};
use serde::{Deserialize, Serialize};

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Person id in the case's record.
    pub person: String,
    /// When they take part.
    pub period: Period,
}

/// How a person on a map stands to the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Takes part today.
    Participant,
    /// Took part, and does no longer: keeps no access by that.
    Former,
    /// On the map and nothing more (*omtalt*): no account, no search, no access (R3).
    Mentioned,
}

/// R1 and R3: the standing of a person on a day.
#[must_use]
pub fn standing(person: &str, participants: &[Participant], today: Day) -> Standing {
    let mut of_person = participants.iter().filter(|it| it.person == person).peekable();
    if of_person.peek().is_none() {
        Standing::Mentioned
    } else if of_person.any(|it| it.period.holds(today)) {
        Standing::Participant
    } else {
        Standing::Former
    }
}

/// What is known of two parents who ask for help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parents {
    /// They live together.
    pub live_together: bool,
    /// The first agrees to one joint case.
    pub first_agrees: bool,
    /// The second agrees to one joint case.
    pub second_agrees: bool,
}

/// R2: how many cases two parents have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseForm {
    /// One case for both.
    One,
    /// A case each.
    Each,
    /// A case each, and a joint one that holds only what was said jointly.
    EachAndJoint,
}

/// R2: parents who live apart have a case each; a joint case exists only when
/// both agree.
#[must_use]
pub const fn case_form(parents: Parents) -> CaseForm {
    match parents {
        Parents { live_together: false, first_agrees: true, second_agrees: true } => CaseForm::EachAndJoint,
        Parents { live_together: true, first_agrees: true, second_agrees: true } => CaseForm::One,
        _ => CaseForm::Each,
    }
}

/// What is known of a child who is to take part.
#[derive(Clone, Copy, Debug)]
pub struct Child<'a> {
    /// Those who hold parental responsibility, by person id.
    pub holders: &'a [&'a str],
    /// Those of them who have agreed.
    pub agreed: &'a [&'a str],
    /// Under a care order: the child-welfare service consents (R8).
    pub care_order: bool,
    /// The child-welfare service has consented.
    pub service_agreed: bool,
}

/// Why a child stays mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StaysMentioned {
    /// No holder of the child's parental responsibility has agreed (R9).
    NoHolderAgreed,
    /// The child-welfare service has not consented (R8).
    ServiceHasNotConsented,
}

/// R8 and R9: whether a child may take part. A half-sibling takes part only
/// where a holder of that child's own parental responsibility agrees; the
/// consent of some other parent in the case does not count.
///
/// # Errors
/// Why the child stays mentioned.
pub fn may_take_part(child: &Child<'_>) -> Result<(), StaysMentioned> {
    if child.care_order {
        return if child.service_agreed { Ok(()) } else { Err(StaysMentioned::ServiceHasNotConsented) };
    }
    if child.agreed.iter().any(|id| child.holders.contains(id)) { Ok(()) } else { Err(StaysMentioned::NoHolderAgreed) }
}

/// On what ground a child takes part, as staff record it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChildConsent {
    /// Somebody who takes part in this case holds parental responsibility and agrees.
    #[default]
    HolderHere,
    /// A holder who does not take part in this case agrees.
    HolderElsewhere,
    /// No holder has agreed yet.
    NoHolder,
    /// Under a care order, and the child-welfare service consents.
    Service,
    /// Under a care order, and the service has not consented yet.
    NoService,
}

impl ChildConsent {
    /// Every ground.
    pub const ALL: [Self; 5] =
        [Self::HolderHere, Self::HolderElsewhere, Self::NoHolder, Self::Service, Self::NoService];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::HolderHere => "holder_here",
            Self::HolderElsewhere => "holder_elsewhere",
            Self::NoHolder => "no_holder",
            Self::Service => "service",
            Self::NoService => "no_service",
        }
    }

    /// The ground with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }

    /// Whether the child is under a care order.
    #[must_use]
    pub const fn is_care_order(self) -> bool {
        matches!(self, Self::Service | Self::NoService)
    }

    /// R8 and R9 for a child recorded so, in a case with or without a holder of
    /// parental responsibility among those who take part.
    ///
    /// # Errors
    /// Why the child stays mentioned.
    pub fn check(self, holder_takes_part: bool) -> Result<(), StaysMentioned> {
        let holders: &[&str] = match self {
            Self::HolderHere if holder_takes_part => &["here"],
            Self::HolderElsewhere => &["elsewhere"],
            _ => &[],
        };
        may_take_part(&Child {
            holders,
            agreed: holders,
            care_order: self.is_care_order(),
            service_agreed: self == Self::Service,
        })
    }
}

/// R8: whether these children can take part in one case. A child under a care
/// order has a case without other children.
#[must_use]
pub fn may_share_case(children: &[ChildConsent]) -> bool {
    children.len() < 2 || children.iter().all(|it| !it.is_care_order())
}

/// R8: whether the child must have a case of its own.
#[must_use]
pub const fn needs_own_case(child: &Child<'_>) -> bool {
    child.care_order
}

/// R3: a link between two cases is visible only to staff who hold both.
#[must_use]
pub const fn sees_link(holds_first: bool, holds_second: bool) -> bool {
    holds_first && holds_second
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r1_r3_standing_follows_the_dates_and_the_map_gives_none() {
        let period = |from, to| Period { from: Some(from), to };
        let participants = [
            Participant { person: "A01".into(), period: period(Day::new(2026, 9, 1), None) },
            Participant { person: "A04".into(), period: period(Day::new(2026, 9, 1), Some(Day::new(2026, 10, 1))) },
        ];
        let today = Day::new(2026, 11, 23);
        let table = [
            ("A01", Standing::Participant),
            ("A04", Standing::Former),
            ("A03", Standing::Mentioned),
            ("", Standing::Mentioned),
        ];
        for (person, expected) in table {
            assert_eq!(standing(person, &participants, today), expected, "{person}");
        }
        assert_eq!(standing("A01", &participants, Day::new(2026, 8, 31)), Standing::Former);
    }

    #[test]
    fn r2_the_table_of_case_forms() {
        let table = [
            (true, true, true, CaseForm::One),
            (true, true, false, CaseForm::Each),
            (false, true, true, CaseForm::EachAndJoint),
            (false, true, false, CaseForm::Each),
            (false, false, true, CaseForm::Each),
            (false, false, false, CaseForm::Each),
        ];
        for (live_together, first_agrees, second_agrees, expected) in table {
            let parents = Parents { live_together, first_agrees, second_agrees };
            assert_eq!(case_form(parents), expected, "{parents:?}");
        }
    }

    #[test]
    fn r8_r9_who_must_agree_before_a_child_takes_part() {
        let free = |holders, agreed| Child { holders, agreed, care_order: false, service_agreed: false };
        // Iben: Tobias and Sara hold responsibility, Marte does not.
        assert_eq!(may_take_part(&free(&["A04", "A11"], &["A01"])), Err(StaysMentioned::NoHolderAgreed));
        assert_eq!(may_take_part(&free(&["A04", "A11"], &["A04"])), Ok(()));
        assert_eq!(may_take_part(&free(&[], &["A01"])), Err(StaysMentioned::NoHolderAgreed));
        let noah = |service_agreed| Child { holders: &["B02"], agreed: &["B02"], care_order: true, service_agreed };
        assert_eq!(may_take_part(&noah(false)), Err(StaysMentioned::ServiceHasNotConsented));
        assert_eq!(may_take_part(&noah(true)), Ok(()));
        assert!(needs_own_case(&noah(true)));
        assert!(!needs_own_case(&free(&["A01"], &["A01"])));
    }

    #[test]
    fn r8_r9_the_grounds_that_staff_record() {
        use ChildConsent as C;
        let table = [
            (C::HolderHere, true, Ok(())),
            (C::HolderHere, false, Err(StaysMentioned::NoHolderAgreed)),
            (C::HolderElsewhere, false, Ok(())),
            (C::NoHolder, true, Err(StaysMentioned::NoHolderAgreed)),
            (C::Service, false, Ok(())),
            (C::NoService, true, Err(StaysMentioned::ServiceHasNotConsented)),
        ];
        for (ground, holder, expected) in table {
            assert_eq!(ground.check(holder), expected, "{ground:?}");
            assert_eq!(C::from_code(ground.code()), Some(ground));
        }
        assert!(may_share_case(&[C::HolderHere, C::HolderElsewhere]));
        assert!(may_share_case(&[C::Service]));
        assert!(!may_share_case(&[C::Service, C::HolderHere]));
    }

    #[test]
    fn r3_a_link_shows_only_to_who_holds_both() {
        let table = [(true, true, true), (true, false, false), (false, true, false), (false, false, false)];
        for (first, second, sees) in table {
            assert_eq!(sees_link(first, second), sees);
        }
    }
}

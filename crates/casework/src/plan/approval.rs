//! Whose yes a plan needs. Adults say yes for themselves; for a child those who
//! hold parental responsibility, and for a child under a care order the
//! child-welfare service (R8). From the age of an own case a young person says
//! yes like an adult (R7). A yes is for a version and what it says, never for a
//! family.

use crate::child::AgeLimits;
use crate::day::Day;
use crate::participation::ChildConsent;
use serde::{Deserialize, Serialize};

/// Somebody who takes part, as far as approval goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakesPart<'a> {
    /// Person id.
    pub person: &'a str,
    /// Birthday, where it is known to the day.
    pub born: Option<Day>,
    /// A child.
    pub is_child: bool,
    /// On what ground a child takes part.
    pub ground: Option<ChildConsent>,
}

/// Who is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who", content = "person")]
pub enum Approver {
    /// Somebody who takes part, for themselves and for the children for whom
    /// they hold responsibility.
    Person(String),
    /// A holder of parental responsibility who does not take part, for this child.
    HolderElsewhere(String),
    /// The child-welfare service, for this child.
    ChildWelfare(String),
}

impl Approver {
    /// The person named: who answers, or the child for whom.
    #[must_use]
    pub fn person(&self) -> &str {
        match self {
            Self::Person(id) | Self::HolderElsewhere(id) | Self::ChildWelfare(id) => id,
        }
    }

    /// As text.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Person(id) => format!("person:{id}"),
            Self::HolderElsewhere(id) => format!("holder:{id}"),
            Self::ChildWelfare(id) => format!("child_welfare:{id}"),
        }
    }

    /// From text.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let (who, id) = key.split_once(':')?;
        match who {
            "person" => Some(Self::Person(id.to_owned())),
            "holder" => Some(Self::HolderElsewhere(id.to_owned())),
            "child_welfare" => Some(Self::ChildWelfare(id.to_owned())),
            _ => None,
        }
    }
}

/// Who answers for one who takes part; `None` for a child for whom nobody but
/// the holders who take part can.
#[must_use]
pub fn approver_of(it: &TakesPart<'_>, today: Day, limits: AgeLimits) -> Option<Approver> {
    let person = it.person.to_owned();
    let is_grown = it.born.is_some_and(|born| born.birthday(limits.own_case) <= today);
    match it.ground {
        _ if !it.is_child || is_grown => Some(Approver::Person(person)),
        Some(ChildConsent::HolderElsewhere) => Some(Approver::HolderElsewhere(person)),
        Some(ChildConsent::Service | ChildConsent::NoService) => Some(Approver::ChildWelfare(person)),
        Some(ChildConsent::HolderHere | ChildConsent::NoHolder) | None => None,
    }
}

/// Whose yes is asked for, in the order of those who take part.
#[must_use]
pub fn approvers(all: &[TakesPart<'_>], today: Day, limits: AgeLimits) -> Vec<Approver> {
    all.iter().filter_map(|it| approver_of(it, today, limits)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::child::DEFAULT_AGE_LIMITS;

    const TODAY: Day = Day::new(2026, 11, 23);

    #[test]
    fn r7_r8_who_is_asked() {
        let adult = |person| TakesPart { person, born: None, is_child: false, ground: None };
        let child =
            |person, born: Option<Day>, ground| TakesPart { person, born, is_child: true, ground: Some(ground) };
        let old = Some(Day::new(2010, 11, 23));
        let young = Some(Day::new(2010, 11, 24));
        let table = [
            (adult("A01"), Some(Approver::Person("A01".into()))),
            (child("A05", young, ChildConsent::HolderHere), None),
            (child("A05", young, ChildConsent::NoHolder), None),
            (child("A05", None, ChildConsent::HolderElsewhere), Some(Approver::HolderElsewhere("A05".into()))),
            (child("B08", young, ChildConsent::Service), Some(Approver::ChildWelfare("B08".into()))),
            (child("B08", young, ChildConsent::NoService), Some(Approver::ChildWelfare("B08".into()))),
            // From sixteen they say yes themselves, even under a care order.
            (child("D01", old, ChildConsent::HolderHere), Some(Approver::Person("D01".into()))),
            (child("B08", old, ChildConsent::Service), Some(Approver::Person("B08".into()))),
        ];
        for (one, expected) in table {
            assert_eq!(approvers(std::slice::from_ref(&one), TODAY, DEFAULT_AGE_LIMITS).pop(), expected, "{one:?}");
        }
    }

    #[test]
    fn keys_lead_back() {
        for it in
            [Approver::Person("a".into()), Approver::HolderElsewhere("b".into()), Approver::ChildWelfare("c".into())]
        {
            assert_eq!(Approver::from_key(&it.key()), Some(it));
        }
        assert_eq!(Approver::from_key("team"), None);
    }
}

//! A new case, or the cases that two parents have (R2), before anything is
//! kept: who is in which, and what stands in the way.

use crate::division::Goes;
use crate::participation::{CaseForm, ChildConsent, Parents, StaysMentioned, case_form, may_share_case};
use serde::{Deserialize, Serialize};

/// Somebody who is to take part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Name.
    pub name: String,
    /// A child.
    pub is_child: bool,
    /// Holds parental responsibility for a child here. Only adults are asked.
    pub has_responsibility: bool,
    /// On what ground a child takes part.
    pub consent: ChildConsent,
    /// With whom, where two parents have a case each.
    pub goes: Goes,
}

impl Applicant {
    /// An adult who holds parental responsibility.
    #[must_use]
    pub const fn is_parent(&self) -> bool {
        !self.is_child && self.has_responsibility
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Those who are to take part.
    pub people: Vec<Applicant>,
    /// Whether the two parents live together, where there are two.
    pub live_together: Option<bool>,
    /// Whether each of the two agrees to one joint case.
    pub agree: [bool; 2],
}

/// Which of the cases it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// The only one.
    Only,
    /// The first parent's.
    First,
    /// The second parent's.
    Second,
    /// The one of both, with what is said jointly.
    Joint,
}

/// A case to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Which.
    pub which: Which,
    /// Who takes part, by place in the application.
    pub people: Vec<usize>,
}

/// Why it cannot be made so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nobody takes part.
    Nobody,
    /// Somebody has no name.
    NoName(usize),
    /// It is not said whether the parents live together.
    LiveTogether,
    /// A child cannot take part.
    Child(usize, StaysMentioned),
    /// A child under a care order has a case without other children (R8).
    OwnCase(usize),
}

impl Application {
    /// The two parents of whom it matters whether they live together.
    #[must_use]
    pub fn parents(&self) -> Option<[usize; 2]> {
        let mut parents = self.people.iter().enumerate().filter(|(_, it)| it.is_parent()).map(|(at, _)| at);
        Some([parents.next()?, parents.next()?])
    }

    /// R2: how many cases it becomes; one where there are not two parents.
    #[must_use]
    pub fn form(&self) -> CaseForm {
        match (self.parents(), self.live_together) {
            (Some(_), Some(live_together)) => {
                case_form(Parents { live_together, first_agrees: self.agree[0], second_agrees: self.agree[1] })
            }
            (Some(_), None) => CaseForm::Each,
            (None, _) => CaseForm::One,
        }
    }

    /// The children who are in both parents' cases, for whom a child's part can
    /// stand between them.
    #[must_use]
    pub fn children_in_both(&self) -> Vec<usize> {
        if self.form() == CaseForm::One {
            return Vec::new();
        }
        let both = |(_, it): &(usize, &Applicant)| it.is_child && it.goes == Goes::Both;
        self.people.iter().enumerate().filter(both).map(|(at, _)| at).collect()
    }

    fn who(&self, which: Which) -> Vec<usize> {
        let parents = self.parents();
        let place = |at: usize| parents.and_then(|two| two.iter().position(|it| *it == at));
        let is_in = |at: usize, goes: Goes| match (which, place(at)) {
            (Which::Only, _) | (Which::Joint, Some(_)) => true,
            (Which::First, Some(place)) => place == 0,
            (Which::Second, Some(place)) => place == 1,
            (Which::First, None) => goes.to_first(),
            (Which::Second, None) => goes.to_second(),
            (Which::Joint, None) => goes == Goes::Both,
        };
        self.people.iter().enumerate().filter(|(at, it)| is_in(*at, it.goes)).map(|(at, _)| at).collect()
    }

    /// The cases to be made, each with its participants.
    ///
    /// # Errors
    /// Everything that stands in the way.
    pub fn plan(&self) -> Result<Vec<Planned>, Vec<Fault>> {
        let mut faults = Vec::new();
        if self.people.is_empty() {
            faults.push(Fault::Nobody);
        }
        for (at, _) in self.people.iter().enumerate().filter(|(_, it)| it.name.trim().is_empty()) {
            faults.push(Fault::NoName(at));
        }
        if self.parents().is_some() && self.live_together.is_none() {
            faults.push(Fault::LiveTogether);
        }
        let which: &[Which] = match self.form() {
            CaseForm::One => &[Which::Only],
            CaseForm::Each => &[Which::First, Which::Second],
            CaseForm::EachAndJoint => &[Which::First, Which::Second, Which::Joint],
        };
        let cases: Vec<Planned> = which.iter().map(|it| Planned { which: *it, people: self.who(*it) }).collect();
        for case in &cases {
            self.check_children(&case.people, &mut faults);
        }
        if faults.is_empty() { Ok(cases) } else { Err(faults) }
    }

    /// R8 and R9 for the children of one case.
    fn check_children(&self, people: &[usize], faults: &mut Vec<Fault>) {
        let of = |at: &usize| self.people.get(*at);
        let children: Vec<(usize, ChildConsent)> =
            people.iter().filter_map(|at| of(at).filter(|it| it.is_child).map(|it| (*at, it.consent))).collect();
        let holder_takes_part = people.iter().filter_map(of).any(Applicant::is_parent);
        let grounds: Vec<ChildConsent> = children.iter().map(|(_, ground)| *ground).collect();
        for (at, ground) in children {
            let fault = match ground.check(holder_takes_part) {
                Err(why) => Some(Fault::Child(at, why)),
                Ok(()) if ground.is_care_order() && !may_share_case(&grounds) => Some(Fault::OwnCase(at)),
                Ok(()) => None,
            };
            if let Some(fault) = fault.filter(|it| !faults.contains(it)) {
                faults.push(fault);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adult(name: &str, has_responsibility: bool) -> Applicant {
        let consent = ChildConsent::HolderHere;
        Applicant { name: name.into(), is_child: false, has_responsibility, consent, goes: Goes::First }
    }

    fn child(name: &str, consent: ChildConsent, goes: Goes) -> Applicant {
        Applicant { name: name.into(), is_child: true, has_responsibility: false, consent, goes }
    }

    /// Marte, Kristoffer, the twins of both, Emil of Marte and Stian.
    fn apart(agree: [bool; 2]) -> Application {
        Application {
            people: vec![
                adult("Marte", true),
                adult("Kristoffer", true),
                child("Ada", ChildConsent::HolderHere, Goes::Both),
                child("Live", ChildConsent::HolderHere, Goes::Both),
                child("Emil", ChildConsent::HolderHere, Goes::First),
            ],
            live_together: Some(false),
            agree,
        }
    }

    fn planned(application: &Application) -> Vec<(Which, Vec<usize>)> {
        application.plan().unwrap().into_iter().map(|it| (it.which, it.people)).collect()
    }

    #[test]
    fn r2_parents_apart_have_a_case_each() {
        let each = [(Which::First, vec![0, 2, 3, 4]), (Which::Second, vec![1, 2, 3])];
        for agree in [[false, false], [true, false], [false, true]] {
            assert_eq!(planned(&apart(agree)), each, "{agree:?}");
        }
        let mut with_joint = each.to_vec();
        with_joint.push((Which::Joint, vec![0, 1, 2, 3]));
        assert_eq!(planned(&apart([true, true])), with_joint);
        assert_eq!(apart([true, true]).children_in_both(), [2, 3]);
    }

    #[test]
    fn r2_together_and_agreed_is_one_case_and_otherwise_each() {
        let mut together = apart([true, true]);
        together.live_together = Some(true);
        assert_eq!(planned(&together), [(Which::Only, vec![0, 1, 2, 3, 4])]);
        assert!(together.children_in_both().is_empty());
        together.agree = [true, false];
        assert_eq!(planned(&together).len(), 2);
    }

    #[test]
    fn one_parent_is_asked_nothing() {
        let one = Application {
            people: vec![
                adult("Marte", true),
                adult("Tobias", false),
                child("Emil", ChildConsent::HolderHere, Goes::Both),
            ],
            live_together: None,
            agree: [false, false],
        };
        assert_eq!(planned(&one), [(Which::Only, vec![0, 1, 2])]);
    }

    #[test]
    fn what_stands_in_the_way() {
        let nobody = Application { people: Vec::new(), live_together: None, agree: [false, false] };
        assert_eq!(nobody.plan(), Err(vec![Fault::Nobody]));
        let mut unnamed = apart([false, false]);
        unnamed.people[4].name = "  ".into();
        unnamed.live_together = None;
        assert_eq!(unnamed.plan(), Err(vec![Fault::NoName(4), Fault::LiveTogether]));

        // R9: Iben is Tobias' and Sara's, and neither has agreed.
        let mut half_sibling = apart([false, false]);
        half_sibling.people.push(child("Iben", ChildConsent::NoHolder, Goes::First));
        assert_eq!(half_sibling.plan(), Err(vec![Fault::Child(5, StaysMentioned::NoHolderAgreed)]));

        // R8: a child in care has a case of its own, and the service consents.
        let mut in_care = apart([false, false]);
        in_care.people.push(child("Noah", ChildConsent::Service, Goes::Second));
        assert_eq!(in_care.plan(), Err(vec![Fault::OwnCase(5)]));
        in_care.people.remove(2);
        in_care.people.remove(2);
        in_care.people.remove(2);
        assert!(in_care.plan().is_ok());
        in_care.people[2].consent = ChildConsent::NoService;
        assert_eq!(in_care.plan(), Err(vec![Fault::Child(2, StaysMentioned::ServiceHasNotConsented)]));

        // A child alone, or with adults who hold no responsibility.
        let alone = Application {
            people: vec![child("Ylva", ChildConsent::HolderHere, Goes::First), adult("Tante", false)],
            live_together: None,
            agree: [false, false],
        };
        assert_eq!(alone.plan(), Err(vec![Fault::Child(0, StaysMentioned::NoHolderAgreed)]));
    }
}

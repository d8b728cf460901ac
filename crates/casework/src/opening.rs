//! May this caller open this case, for this purpose, and with whose eyes?
//! (design: access; roles; R3: being on a map never gives access.)

use crate::emergency;
use crate::party::Party;
use crate::role::{CaseFunction, Role};
use serde::{Deserialize, Serialize};

/// Why somebody opens a case. Written in the log and shown to the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Day-to-day help to the family.
    FollowUp,
    /// Read in an emergency that was begun for this case, and is in force.
    Emergency,
    /// Taking in a new case.
    Intake,
    /// Coordinating services.
    Coordination,
    /// Leading: quality, distribution of work. Needs a reason in words.
    Leadership,
    /// Read by a participant in the portal.
    OwnRecord,
    /// Reviewing the logs. Opens no case.
    LogReview,
    /// Running the system: accounts, posts, who takes over. Opens no case.
    Administration,
}

impl Purpose {
    /// Every purpose; earlier ones are the more usual where several fit.
    pub const ALL: [Self; 8] = [
        Self::FollowUp,
        Self::Emergency,
        Self::Intake,
        Self::Coordination,
        Self::Leadership,
        Self::OwnRecord,
        Self::LogReview,
        Self::Administration,
    ];

    /// Stable code, also the message key's last part.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FollowUp => "follow_up",
            Self::Emergency => "emergency",
            Self::Intake => "intake",
            Self::Coordination => "coordination",
            Self::Leadership => "leadership",
            Self::OwnRecord => "own_record",
            Self::LogReview => "log_review",
            Self::Administration => "administration",
        }
    }

    /// The purpose with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

/// How far a case has come; decides what the intake part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// Application received, not decided.
    Intake,
    /// Help is going on.
    Open,
    /// Ended.
    Closed,
}

impl CaseStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Intake, Self::Open, Self::Closed];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The status with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A member of staff.
    Staff {
        /// User id.
        user: String,
        /// Posts held today in the case's own unit.
        roles_in_unit: Vec<Role>,
        /// Function in this case today.
        function: Option<CaseFunction>,
        /// Services the user speaks for that hold a consent in force today.
        consented_services: Vec<String>,
        /// Whether an emergency access to this case is in force.
        emergency: bool,
    },
    /// A participant of this very case with an access of their own. Being on
    /// the map of a case is not that (R3).
    Participant {
        /// Person id in the case's record.
        person: String,
        /// Takes part today.
        current: bool,
    },
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Why.
    pub purpose: Purpose,
    /// In words; required for [`Purpose::Leadership`].
    pub reason: Option<String>,
    /// Status of the case.
    pub status: CaseStatus,
}

/// What part of a case is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of it, within the viewer's sight.
    Whole,
    /// Front page, participants and dates, not the map or notes.
    Intake,
    /// The shared plan and reports, nothing else.
    SharedPlan,
}

/// With whose eyes a case is read, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sightline {
    /// The parties whose facts the viewer sees.
    pub parties: Vec<Party>,
    /// The part that is open.
    pub part: Part,
    /// Whether the viewer may change it.
    pub may_edit: bool,
    /// Whether abuse, violence and neglect may be shown (within the audience).
    pub sensitive: bool,
}

/// Why a case stays shut. For the log; callers outside hear «not found».
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Neither a function in the case, a fitting post, a consent nor participation.
    NoRelation,
    /// The purpose does not fit who asks.
    WrongPurpose,
    /// A reason in words is needed.
    ReasonNeeded,
    /// No longer a participant.
    Ended,
}

impl Refusal {
    /// Stable code for the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoRelation => "no_relation",
            Self::WrongPurpose => "wrong_purpose",
            Self::ReasonNeeded => "reason_needed",
            Self::Ended => "ended",
        }
    }
}

/// The rule. A function in the case comes first, then the post, then a
/// consent; each opens only for its own purposes.
///
/// # Errors
/// Why the case stays shut.
pub fn open(caller: &Caller, request: &Request) -> Result<Sightline, Refusal> {
    match caller {
        Caller::Participant { current: false, .. } => Err(Refusal::Ended),
        Caller::Participant { person, .. } if request.purpose == Purpose::OwnRecord => Ok(Sightline {
            parties: vec![Party::Person(person.clone())],
            part: Part::Whole,
            may_edit: false,
            sensitive: false,
        }),
        Caller::Participant { .. } => Err(Refusal::WrongPurpose),
        Caller::Staff { .. }
            if matches!(request.purpose, Purpose::OwnRecord | Purpose::LogReview | Purpose::Administration) =>
        {
            Err(Refusal::WrongPurpose)
        }
        Caller::Staff { user, roles_in_unit, emergency, .. } if request.purpose == Purpose::Emergency => {
            open_in_emergency(user, roles_in_unit, *emergency)
        }
        Caller::Staff { user, roles_in_unit, function, consented_services, .. } => {
            open_as_staff(user, roles_in_unit, *function, consented_services, request)
        }
    }
}

/// The purpose for which this caller ordinarily opens a case: the first that
/// the rule lets in. The day's work where none does.
#[must_use]
pub fn usual_purpose(caller: &Caller, status: CaseStatus) -> Purpose {
    let lets_in = |purpose: &Purpose| {
        let request = Request { purpose: *purpose, reason: Some("…".to_owned()), status };
        open(caller, &request).is_ok()
    };
    Purpose::ALL.into_iter().find(lets_in).unwrap_or(Purpose::FollowUp)
}

/// Whether whoever opened the whole case like this is shown who was turned
/// away from it: the lead, the stand-in, and a leader with a reason.
#[must_use]
pub fn sees_refusals(caller: &Caller, purpose: Purpose) -> bool {
    match caller {
        Caller::Staff { function: Some(function), .. } => function.sees_as_lead(),
        Caller::Staff { function: None, .. } => purpose == Purpose::Leadership,
        Caller::Participant { .. } => false,
    }
}

/// Whether this caller has an ordinary way to the whole case, so that no
/// emergency is needed. A leader's way by a reason is one.
#[must_use]
pub fn has_the_whole(caller: &Caller, status: CaseStatus) -> bool {
    Purpose::ALL.into_iter().filter(|it| *it != Purpose::Emergency).any(|purpose| {
        let request = Request { purpose, reason: Some("…".to_owned()), status };
        open(caller, &request).is_ok_and(|line| line.part == Part::Whole)
    })
}

/// Reading, with the team's eyes: neither what is for the lead alone nor
/// anything behind a bar. The post must still be held.
fn open_in_emergency(user: &str, roles: &[Role], in_force: bool) -> Result<Sightline, Refusal> {
    if !in_force || !emergency::may_use(roles) {
        return Err(Refusal::NoRelation);
    }
    let parties = vec![Party::User(user.to_owned()), Party::Team];
    Ok(Sightline { parties, part: Part::Whole, may_edit: false, sensitive: false })
}

fn open_as_staff(
    user: &str,
    roles: &[Role],
    function: Option<CaseFunction>,
    services: &[String],
    request: &Request,
) -> Result<Sightline, Refusal> {
    let me = Party::User(user.to_owned());
    if let Some(function) = function {
        let mut parties = vec![me, Party::Team];
        if function.sees_as_lead() {
            parties.push(Party::Lead);
        }
        return Ok(Sightline {
            parties,
            part: Part::Whole,
            may_edit: request.status != CaseStatus::Closed,
            sensitive: function.sees_as_lead(),
        });
    }
    let in_intake = request.status == CaseStatus::Intake;
    if request.purpose == Purpose::Intake && in_intake && roles.contains(&Role::IntakeTeam) {
        return Ok(Sightline { parties: vec![me, Party::Team], part: Part::Whole, may_edit: true, sensitive: false });
    }
    if request.purpose == Purpose::Intake && in_intake && roles.contains(&Role::DepartmentLeader) {
        return Ok(Sightline { parties: vec![me, Party::Team], part: Part::Intake, may_edit: true, sensitive: false });
    }
    if request.purpose == Purpose::Leadership && roles.contains(&Role::UnitLeader) {
        if request.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(Refusal::ReasonNeeded);
        }
        return Ok(Sightline { parties: vec![me, Party::Team], part: Part::Whole, may_edit: false, sensitive: false });
    }
    if request.purpose == Purpose::Coordination && !services.is_empty() {
        let parties = services.iter().cloned().map(Party::Service).collect();
        return Ok(Sightline { parties, part: Part::SharedPlan, may_edit: false, sensitive: false });
    }
    let has_a_way_in = roles.iter().any(|role| match role {
        Role::UnitLeader => true,
        Role::IntakeTeam | Role::DepartmentLeader => in_intake,
        _ => false,
    }) || !services.is_empty();
    Err(if has_a_way_in { Refusal::WrongPurpose } else { Refusal::NoRelation })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(roles: &[Role], function: Option<CaseFunction>, services: &[&str]) -> Caller {
        Caller::Staff {
            user: "u1".into(),
            roles_in_unit: roles.to_vec(),
            function,
            consented_services: services.iter().map(|it| (*it).to_owned()).collect(),
            emergency: false,
        }
    }

    fn in_emergency(caller: Caller) -> Caller {
        match caller {
            Caller::Staff { user, roles_in_unit, function, consented_services, .. } => {
                Caller::Staff { user, roles_in_unit, function, consented_services, emergency: true }
            }
            other => other,
        }
    }

    fn request(purpose: Purpose, status: CaseStatus, reason: Option<&str>) -> Request {
        Request { purpose, status, reason: reason.map(str::to_owned) }
    }

    #[test]
    fn the_table_of_who_opens_what() {
        use CaseFunction as F;
        use CaseStatus::{Closed, Intake, Open};
        use Purpose as P;
        use Role as R;
        let table = [
            (staff(&[R::Practitioner], Some(F::Lead), &[]), request(P::FollowUp, Open, None), Ok((Part::Whole, true))),
            (staff(&[], Some(F::StandIn), &[]), request(P::FollowUp, Open, None), Ok((Part::Whole, true))),
            (staff(&[], Some(F::Lead), &[]), request(P::FollowUp, Closed, None), Ok((Part::Whole, false))),
            (staff(&[R::Practitioner], None, &[]), request(P::FollowUp, Open, None), Err(Refusal::NoRelation)),
            (staff(&[R::Administrator], None, &[]), request(P::Leadership, Open, Some("x")), Err(Refusal::NoRelation)),
            (staff(&[R::PrivacyOfficer], None, &[]), request(P::FollowUp, Open, None), Err(Refusal::NoRelation)),
            (staff(&[R::Interpreter], None, &[]), request(P::FollowUp, Open, None), Err(Refusal::NoRelation)),
            (staff(&[R::GroupLeader], None, &[]), request(P::FollowUp, Open, None), Err(Refusal::NoRelation)),
            (staff(&[R::UnitLeader], None, &[]), request(P::FollowUp, Open, None), Err(Refusal::WrongPurpose)),
            (staff(&[R::UnitLeader], None, &[]), request(P::Leadership, Open, Some("  ")), Err(Refusal::ReasonNeeded)),
            (staff(&[R::UnitLeader], None, &[]), request(P::Leadership, Open, Some("klage")), Ok((Part::Whole, false))),
            (staff(&[R::IntakeTeam], None, &[]), request(P::Intake, Intake, None), Ok((Part::Whole, true))),
            (staff(&[R::IntakeTeam], None, &[]), request(P::Intake, Open, None), Err(Refusal::NoRelation)),
            (staff(&[R::DepartmentLeader], None, &[]), request(P::Intake, Intake, None), Ok((Part::Intake, true))),
            (
                staff(&[R::DepartmentLeader], None, &[]),
                request(P::Leadership, Open, Some("x")),
                Err(Refusal::NoRelation),
            ),
            (
                staff(&[R::MunicipalContact], None, &["nav"]),
                request(P::Coordination, Open, None),
                Ok((Part::SharedPlan, false)),
            ),
            (
                staff(&[R::MunicipalContact], None, &["nav"]),
                request(P::FollowUp, Open, None),
                Err(Refusal::WrongPurpose),
            ),
            (staff(&[R::Coordinator], None, &[]), request(P::Coordination, Open, None), Err(Refusal::NoRelation)),
            (staff(&[], Some(F::Lead), &[]), request(P::OwnRecord, Open, None), Err(Refusal::WrongPurpose)),
        ];
        for (caller, request, expected) in table {
            let got = open(&caller, &request).map(|line| (line.part, line.may_edit));
            assert_eq!(got, expected, "{caller:?} {request:?}");
        }
    }

    #[test]
    fn the_usual_purpose_is_the_one_that_opens() {
        use CaseStatus::{Intake, Open};
        let table = [
            (staff(&[Role::Practitioner], Some(CaseFunction::Member), &[]), Open, Purpose::FollowUp),
            (staff(&[Role::UnitLeader], None, &[]), Open, Purpose::Leadership),
            (staff(&[Role::IntakeTeam], None, &[]), Intake, Purpose::Intake),
            (staff(&[Role::MunicipalContact], None, &["nav"]), Open, Purpose::Coordination),
            (staff(&[Role::Administrator], None, &[]), Open, Purpose::FollowUp),
            (Caller::Participant { person: "A01".into(), current: true }, Open, Purpose::OwnRecord),
        ];
        for (caller, status, expected) in table {
            assert_eq!(usual_purpose(&caller, status), expected, "{caller:?}");
        }
    }

    #[test]
    fn an_emergency_opens_for_reading_only_with_the_eyes_of_the_team() {
        use CaseStatus::Open;
        let begun = |roles: &[Role]| in_emergency(staff(roles, None, &[]));
        let emergency = request(Purpose::Emergency, Open, None);
        let table = [
            (begun(&[Role::Practitioner]), Ok(())),
            (begun(&[Role::GroupLeader]), Ok(())),
            // Not begun, or over.
            (staff(&[Role::Practitioner], None, &[]), Err(Refusal::NoRelation)),
            (staff(&[Role::UnitLeader], None, &[]), Err(Refusal::NoRelation)),
            // Begun, and the post has ended since, or is none that helps families.
            (begun(&[]), Err(Refusal::NoRelation)),
            (begun(&[Role::Administrator, Role::PrivacyOfficer, Role::Interpreter]), Err(Refusal::NoRelation)),
            (Caller::Participant { person: "A01".into(), current: true }, Err(Refusal::WrongPurpose)),
        ];
        for (caller, expected) in table {
            assert_eq!(open(&caller, &emergency).map(drop), expected, "{caller:?}");
        }
        for status in CaseStatus::ALL {
            let asked = request(Purpose::Emergency, status, None);
            let line = open(&begun(&[Role::Practitioner]), &asked).unwrap();
            let expected = Sightline {
                parties: vec![Party::User("u1".into()), Party::Team],
                part: Part::Whole,
                may_edit: false,
                sensitive: false,
            };
            assert_eq!(line, expected, "{status:?}");
        }
        // It is no way in for any other purpose, and it is the usual way while it lasts.
        for purpose in Purpose::ALL.into_iter().filter(|it| *it != Purpose::Emergency) {
            assert!(open(&begun(&[Role::Practitioner]), &request(purpose, Open, Some("x"))).is_err(), "{purpose:?}");
        }
        assert_eq!(usual_purpose(&begun(&[Role::Practitioner]), Open), Purpose::Emergency);
        assert_eq!(usual_purpose(&in_emergency(staff(&[], None, &["nav"])), Open), Purpose::Coordination);
        // Who gets a function in the case meanwhile works as usual.
        let member = in_emergency(staff(&[Role::Practitioner], Some(CaseFunction::Member), &[]));
        assert_eq!(usual_purpose(&member, Open), Purpose::FollowUp);
    }

    #[test]
    fn who_is_shown_refusals() {
        let lead = |function| staff(&[Role::Practitioner], Some(function), &[]);
        let table = [
            (lead(CaseFunction::Lead), Purpose::FollowUp, true),
            (lead(CaseFunction::StandIn), Purpose::FollowUp, true),
            (lead(CaseFunction::MilieuLead), Purpose::FollowUp, false),
            (lead(CaseFunction::Member), Purpose::Leadership, false),
            (staff(&[Role::UnitLeader], None, &[]), Purpose::Leadership, true),
            (in_emergency(staff(&[Role::Practitioner], None, &[])), Purpose::Emergency, false),
            (Caller::Participant { person: "A01".into(), current: true }, Purpose::OwnRecord, false),
        ];
        for (caller, purpose, expected) in table {
            assert_eq!(sees_refusals(&caller, purpose), expected, "{caller:?} {purpose:?}");
        }
    }

    #[test]
    fn reviewing_the_logs_opens_no_case() {
        for function in [None, Some(CaseFunction::Lead)] {
            for roles in [&[Role::PrivacyOfficer][..], &Role::ALL] {
                for purpose in [Purpose::LogReview, Purpose::Administration] {
                    let asked = request(purpose, CaseStatus::Open, Some("x"));
                    assert_eq!(open(&staff(roles, function, &[]), &asked), Err(Refusal::WrongPurpose));
                }
            }
        }
    }

    #[test]
    fn only_the_lead_and_the_stand_in_see_what_is_for_the_lead() {
        for function in CaseFunction::ALL {
            let line =
                open(&staff(&[], Some(function), &[]), &request(Purpose::FollowUp, CaseStatus::Open, None)).unwrap();
            let as_lead = matches!(function, CaseFunction::Lead | CaseFunction::StandIn);
            assert_eq!(line.parties.contains(&Party::Lead), as_lead, "{function:?}");
            assert_eq!(line.sensitive, as_lead, "{function:?}");
        }
    }

    #[test]
    fn a_participant_reads_with_own_eyes_only_and_only_while_taking_part() {
        let marte = |current| Caller::Participant { person: "A01".into(), current };
        let own = request(Purpose::OwnRecord, CaseStatus::Open, None);
        assert_eq!(open(&marte(true), &own).unwrap().parties, [Party::Person("A01".into())]);
        assert_eq!(open(&marte(false), &own), Err(Refusal::Ended));
        for purpose in Purpose::ALL.into_iter().filter(|it| *it != Purpose::OwnRecord) {
            let asked = request(purpose, CaseStatus::Open, Some("x"));
            assert_eq!(open(&marte(true), &asked), Err(Refusal::WrongPurpose), "{purpose:?}");
        }
    }
}

//! Consents to share with other services: who gives, refuses and withdraws
//! them, and that what a service reads follows from them, at once.

use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, YESTERDAY, add, contains, open_own, user};
use casework::child::DEFAULT_AGE_LIMITS;
use casework::consent::{ConsentScope, ConsentState};
use casework::opening::Purpose;
use casework::participation::ChildConsent;
use casework::plan::{Approver, Area, Body, Dream, Goal, Horizon, Part};
use store::{
    AccessRequest, Action, CaseAccess, NewConsent, NewParticipant, OpenError, Store, StoreError, UserId, Who, WordKind,
};

on_both!(
    a_service_reads_what_those_whom_it_concerns_have_said_yes_to,
    what_is_withdrawn_is_withdrawn_at_once,
    a_no_is_kept_and_can_become_a_yes,
    whoever_takes_part_no_longer_has_given_nothing,
    nobody_answers_for_another,
    only_who_decides_is_asked,
    what_it_is_for_is_sealed,
);

const BOTH: [&str; 3] = ["team", "person:marte", "person:stian"];

struct House {
    office: Office,
    access: CaseAccess,
    service: String,
    /// Somebody who speaks for the service.
    speaker: UserId,
}

/// A case in which Marte and Stian take part with their Emil, and a service beside it.
async fn house(databases: &Databases) -> House {
    let office = Office::new(databases).await;
    let access = office.access().await;
    for (person, name) in [("marte", "Marte"), ("stian", "Stian"), ("emil", "Emil")] {
        access.edit(&[add(person, name, &BOTH)]).await.unwrap();
        let is_child = person == "emil";
        let new =
            NewParticipant { person, name: person, is_child, has_responsibility: !is_child, from: LONG_AGO, to: None };
        if is_child {
            access.admit(&new, ChildConsent::HolderHere).await.unwrap();
        } else {
            access.add_participant(&new).await.unwrap();
        }
    }
    let service = office.store.create_service(&office.unit, "Nav").await.unwrap();
    let speaker = user(&office.store, "speaker").await;
    office.store.join_service(&service, &speaker).await.unwrap();
    House { office, access, service, speaker }
}

impl House {
    fn consent(&self, giver: &str, state: ConsentState) -> NewConsent {
        NewConsent {
            service: self.service.clone(),
            giver: Approver::Person(giver.into()),
            scope: ConsentScope::SharedPlan,
            state,
            from: LONG_AGO,
            to: None,
            why: "Så dere slipper å fortelle alt to ganger".into(),
        }
    }

    async fn yes(&self, giver: &str) -> String {
        self.access.write_consent(&self.consent(giver, ConsentState::Given)).await.unwrap()
    }

    /// Marte's dream and a goal on it, Stian's dream, Emil's, and a goal that is
    /// common; all of them for the service.
    async fn write_plan(&self) {
        let service = format!("service:{}", self.service);
        let keep = async |teller: &str, body: Body| {
            let audience = BOTH.iter().copied().chain([service.as_str()]).map(str::to_owned).collect();
            let part = Part { teller: teller.into(), audience, withdrawn: false, body };
            self.access.write_plan_part(None, &part).await.unwrap()
        };
        let dream = |person: &str, words: &str| {
            Body::Dream(Dream { person: person.into(), words: words.into(), language: "nb".into() })
        };
        let goal = |dreams: Vec<String>, words: &str| {
            Body::Goal(Goal {
                dreams: dreams.into_iter().collect(),
                area: Area::Housing,
                horizon: Horizon::Now,
                words: words.into(),
                by: None,
            })
        };
        let hers = keep("person:marte", dream("marte", "Et hus")).await;
        keep("team", goal(vec![hers], "Startlån")).await;
        keep("person:stian", dream("stian", "En båt")).await;
        keep("person:emil", dream("emil", "En hund")).await;
        keep("team", goal(Vec::new(), "Ro om kvelden")).await;
    }

    async fn open_as_service(&self) -> Result<CaseAccess, OpenError> {
        let asked =
            AccessRequest { purpose: Purpose::Coordination, reason: None, action: Action::Read, object: "plan" };
        self.office.store.open_case(&Who::Staff(self.speaker.clone()), &self.office.case, &asked).await
    }

    /// What the service reads of the plan, in words; nothing where the case stays shut.
    async fn service_reads(&self) -> Vec<String> {
        let Ok(case) = self.open_as_service().await else { return Vec::new() };
        let plan = case.plan(DEFAULT_AGE_LIMITS).await.unwrap();
        plan.parts
            .into_iter()
            .map(|it| match it.part.body {
                Body::Dream(dream) => dream.words,
                Body::Goal(goal) => goal.words,
                Body::Action(_) | Body::Mark(_) => panic!("neither was written"),
            })
            .collect()
    }
}

async fn own(store: &Store, person: &str, house: &House) -> CaseAccess {
    let asked = AccessRequest { purpose: Purpose::OwnRecord, reason: None, action: Action::Change, object: "sharing" };
    store.open_case(&Who::Participant(person.into()), &house.office.case, &asked).await.unwrap()
}

fn code<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

async fn a_service_reads_what_those_whom_it_concerns_have_said_yes_to(databases: Databases) {
    let house = house(&databases).await;
    // Nobody may be written for whom there is no consent: the plan is written once there is one.
    house.yes("marte").await;
    house.write_plan().await;
    assert_eq!(house.service_reads().await, ["Et hus", "Startlån"]);
    house.yes("stian").await;
    assert_eq!(house.service_reads().await, ["Et hus", "Startlån", "En båt", "En hund", "Ro om kvelden"]);

    // No version and no standing tells of what is hidden.
    house.access.propose_plan().await.unwrap();
    let of_marte = house.access.consents().await.unwrap().into_iter().find(|it| it.giver.person() == "marte").unwrap();
    house.access.withdraw_consent(&of_marte.id).await.unwrap();
    assert_eq!(house.service_reads().await, ["En båt"]);
    let plan = house.open_as_service().await.unwrap().plan(DEFAULT_AGE_LIMITS).await.unwrap();
    assert_eq!(plan.versions.len(), 1);
    assert_eq!(plan.versions[0].content.len(), 1);
    assert!(plan.unproposed.is_empty());
}

async fn what_is_withdrawn_is_withdrawn_at_once(databases: Databases) {
    let house = house(&databases).await;
    let consent = house.yes("marte").await;
    house.write_plan().await;
    assert_eq!(house.service_reads().await.len(), 2);
    let hers = own(&house.office.store, "marte", &house).await;
    hers.withdraw_own_consent(&consent).await.unwrap();
    assert!(matches!(house.open_as_service().await, Err(OpenError::NotFound)));
    assert!(house.access.consented_services().await.unwrap().is_empty());
    // Staff hear of it, and see that it was her own hand.
    let kept = house.access.consents().await.unwrap().remove(0);
    assert_eq!((kept.state, kept.withdrawn.unwrap().1.as_str()), (ConsentState::Withdrawn, ""));
    let words = house.access.family_words(10).await.unwrap();
    assert_eq!((words[0].kind, words[0].about.as_str(), words[0].person.as_str()), (WordKind::Consent, "Nav", "marte"));
    // It is over once; a yes again is a new one.
    assert_eq!(code(hers.withdraw_own_consent(&consent).await), "not_found");
    hers.answer_consent(&consent, true).await.unwrap();
    assert_eq!(house.service_reads().await.len(), 2);
    assert_eq!(house.access.consents().await.unwrap().len(), 2);
}

async fn a_no_is_kept_and_can_become_a_yes(databases: Databases) {
    let house = house(&databases).await;
    let asked = house.access.write_consent(&house.consent("marte", ConsentState::Asked)).await.unwrap();
    assert!(house.open_as_service().await.is_err(), "asking opens nothing");
    let hers = own(&house.office.store, "marte", &house).await;
    hers.answer_consent(&asked, false).await.unwrap();
    let kept = hers.consents().await.unwrap();
    assert_eq!((kept.len(), kept[0].state), (1, ConsentState::Refused));
    assert_eq!(kept[0].why, "Så dere slipper å fortelle alt to ganger");
    assert!(house.open_as_service().await.is_err());
    hers.answer_consent(&asked, true).await.unwrap();
    let kept = hers.consents().await.unwrap();
    assert_eq!((kept.len(), kept[0].state, kept[1].state), (2, ConsentState::Given, ConsentState::Withdrawn));
    assert!(house.open_as_service().await.is_ok());
    // The first is not the last word any more.
    assert_eq!(code(hers.answer_consent(&asked, false).await), "not_found");

    // What was asked for a time that is over is not answered any more.
    let over = NewConsent { to: Some(YESTERDAY), ..house.consent("stian", ConsentState::Asked) };
    let over = house.access.write_consent(&over).await.unwrap();
    let his = own(&house.office.store, "stian", &house).await;
    assert_eq!(code(his.answer_consent(&over, true).await), "consent_over");
    let backwards = NewConsent { from: TOMORROW, to: Some(TODAY), ..house.consent("stian", ConsentState::Given) };
    assert_eq!(code(house.access.write_consent(&backwards).await), "consent_dates");
}

async fn whoever_takes_part_no_longer_has_given_nothing(databases: Databases) {
    let house = house(&databases).await;
    house.yes("stian").await;
    assert!(house.open_as_service().await.is_ok());
    let raw = databases.raw().await;
    sqlx::query("UPDATE participant SET to_day = '2026-11-22' WHERE person_id = 'stian'").execute(&raw).await.unwrap();
    assert!(house.open_as_service().await.is_err());
    assert!(house.access.consented_services().await.unwrap().is_empty());
}

async fn nobody_answers_for_another(databases: Databases) {
    let house = house(&databases).await;
    let asked = house.access.write_consent(&house.consent("marte", ConsentState::Asked)).await.unwrap();
    let his = own(&house.office.store, "stian", &house).await;
    assert!(his.consents().await.unwrap().is_empty(), "and hears nothing of it");
    assert_eq!(code(his.answer_consent(&asked, true).await), "not_found");
    let given = house.yes("marte").await;
    assert_eq!(code(his.withdraw_own_consent(&given).await), "not_found");
    assert!(his.write_consent(&house.consent("stian", ConsentState::Given)).await.is_err());
    // Read-only eyes do not answer, nor does staff as a participant.
    let reads = open_own(&house.office.store, "marte", &house.office.case).await;
    assert!(reads.withdraw_own_consent(&given).await.is_err());
    assert!(house.access.answer_consent(&given, true).await.is_err());
    assert!(house.open_as_service().await.unwrap().consents().await.is_err(), "a service does not read who gave what");
}

async fn only_who_decides_is_asked(databases: Databases) {
    let house = house(&databases).await;
    // A child for whom those here decide is not asked, nor is who takes no part.
    for person in ["emil", "kristoffer"] {
        assert_eq!(
            code(house.access.write_consent(&house.consent(person, ConsentState::Given)).await),
            "not_asked",
            "{person}"
        );
    }
    let child = NewConsent { giver: Approver::ChildWelfare("emil".into()), ..house.consent("x", ConsentState::Given) };
    assert_eq!(code(house.access.write_consent(&child).await), "not_asked");
    let nowhere = NewConsent { service: "nav".into(), ..house.consent("marte", ConsentState::Given) };
    assert_eq!(code(house.access.write_consent(&nowhere).await), "not_found");
}

async fn what_it_is_for_is_sealed(databases: Databases) {
    let house = house(&databases).await;
    house.yes("marte").await;
    let bytes = databases.everything_readable().await;
    assert!(!contains(&bytes, "slipper å fortelle"));
}

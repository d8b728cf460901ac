//! A case's plan: for whom its parts are, revisions that take back, versions and
//! whose yes they have, pauses and stops, and that nothing is left behind.

use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, add, contains, open_own, staff};
use casework::child::DEFAULT_AGE_LIMITS;
use casework::participation::ChildConsent;
use casework::plan::{
    Action, AnswerKind, Approver, Area, Body, ByLaw, Change, Doer, Dream, Goal, HaltKind, HaltScope, Horizon, Part,
    Status,
};
use casework::role::{CaseFunction, Role};
use std::collections::BTreeSet;
use store::{
    BatonStep, CaseAccess, Deactivation, FamilyPlan, LEADERS_HEAR_AFTER, NewAnswer, NewHalt, NewParticipant,
    StoreError, UserId,
};

on_both!(
    each_sees_their_parts_and_no_number_tells_of_the_rest,
    a_dream_is_its_persons_and_nobody_puts_words_into_mouths,
    what_was_written_is_never_lost_and_comes_back,
    a_yes_is_for_a_version_and_what_it_says,
    a_child_in_care_is_answered_for_by_the_service,
    anybody_halts_what_no_law_decided,
    nobody_leaves_an_action_behind,
    a_baton_stays_until_somebody_has_said_yes_and_silence_is_told,
    words_are_sealed,
);

struct House {
    office: Office,
    access: CaseAccess,
}

/// An office with a case in which Marte and Stian take part.
async fn house(databases: &Databases) -> House {
    let office = Office::new(databases).await;
    let access = office.access().await;
    access.edit(&[add("marte", "Marte", &["team", "person:marte", "person:stian"])]).await.unwrap();
    access.edit(&[add("stian", "Stian", &["team", "person:marte", "person:stian"])]).await.unwrap();
    for person in ["marte", "stian"] {
        let new = NewParticipant {
            person,
            name: person,
            is_child: false,
            has_responsibility: true,
            from: LONG_AGO,
            to: None,
        };
        access.add_participant(&new).await.unwrap();
    }
    House { office, access }
}

fn part(teller: &str, audience: &[&str], body: Body) -> Part {
    Part {
        teller: teller.into(),
        audience: audience.iter().map(|&key| key.to_owned()).collect(),
        withdrawn: false,
        body,
    }
}

fn dream(person: &str, audience: &[&str], words: &str) -> Part {
    let body = Body::Dream(Dream { person: person.into(), words: words.into(), language: "nb".into() });
    part(&format!("person:{person}"), audience, body)
}

fn goal(dreams: &[&str], audience: &[&str], words: &str) -> Part {
    let goal = Goal {
        dreams: dreams.iter().map(|&id| id.to_owned()).collect(),
        area: Area::Housing,
        horizon: Horizon::Now,
        words: words.into(),
        by: Some(TOMORROW),
    };
    part("team", audience, Body::Goal(goal))
}

fn action(goal: Option<&str>, doer: Doer, by_law: Option<ByLaw>) -> Body {
    Body::Action(Action {
        goal: goal.map(str::to_owned),
        words: "Søke om startlån".into(),
        doer,
        stand_in: String::new(),
        deadline: Some(TOMORROW),
        status: Status::Planned,
        late_because: String::new(),
        child: None,
        by_law,
        asked: None,
        receipts: Vec::new(),
    })
}

fn nav() -> Doer {
    Doer::Service { name: "Nav".into(), person: String::new() }
}

const BOTH: [&str; 3] = ["team", "person:marte", "person:stian"];

fn code<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

impl House {
    async fn write(&self, part: &Part) -> String {
        self.access.write_plan_part(None, part).await.unwrap()
    }

    async fn plan(&self) -> FamilyPlan {
        self.access.plan(DEFAULT_AGE_LIMITS).await.unwrap()
    }

    async fn plan_of(&self, person: &str) -> FamilyPlan {
        let own = open_own(&self.office.store, person, &self.office.case).await;
        own.plan(DEFAULT_AGE_LIMITS).await.unwrap()
    }

    async fn answer(&self, person: &str, version: &str, kind: AnswerKind) -> Result<(), StoreError> {
        let new = NewAnswer {
            version: version.into(),
            approver: Approver::Person(person.into()),
            kind,
            words: "Jeg vil heller vente.".into(),
        };
        self.access.record_plan_answer(&new, DEFAULT_AGE_LIMITS).await
    }
}

async fn each_sees_their_parts_and_no_number_tells_of_the_rest(databases: Databases) {
    let house = house(&databases).await;
    let hidden = house.write(&dream("marte", &["team", "person:marte"], "Et hus med hage")).await;
    let shared = house.write(&goal(&[&hidden], &BOTH, "Bolig")).await;
    let first = house.access.propose_plan().await.unwrap();
    house.write(&part("team", &["team", "person:marte"], action(Some(&shared), nav(), None))).await;
    house.access.propose_plan().await.unwrap();
    let more = house.write(&goal(&[], &BOTH, "Gjeld")).await;
    house.access.propose_plan().await.unwrap();

    let marte = house.plan_of("marte").await;
    assert_eq!(marte.parts.len(), 4);
    assert_eq!(marte.versions.iter().map(|it| it.number).collect::<Vec<_>>(), [1, 2, 3]);
    let stian = house.plan_of("stian").await;
    assert_eq!(stian.parts.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), [&shared, &more]);
    assert!(stian.parts.iter().all(|it| it.part.ties().is_empty()), "no tie leads to the dream");
    let heard = BTreeSet::from(["team".to_owned(), "person:stian".to_owned()]);
    assert!(stian.parts.iter().all(|it| it.part.audience == heard), "for whom else it is, is not told");
    assert_eq!(stian.versions.iter().map(|it| it.number).collect::<Vec<_>>(), [1, 2]);
    assert!(stian.versions[0].ids.contains(&first) && stian.versions[0].ids.len() == 2);
    assert!(stian.versions.iter().all(|it| !it.content.contains_key(&hidden)));
    let own = open_own(&house.office.store, "stian", &house.office.case).await;
    assert_eq!(code(own.plan_history(&hidden).await), "not_found");
    assert_eq!(code(own.write_plan_part(None, &goal(&[], &BOTH, "Mer")).await), "staff");

    // Narrowed later, it is gone for him with its past.
    house.access.write_plan_part(Some((&more, 1)), &goal(&[], &["team"], "Gjeld")).await.unwrap();
    let stian = house.plan_of("stian").await;
    assert_eq!(stian.parts.len(), 1);
    assert_eq!(stian.versions.iter().map(|it| it.number).collect::<Vec<_>>(), [1]);
}

async fn a_dream_is_its_persons_and_nobody_puts_words_into_mouths(databases: Databases) {
    let house = house(&databases).await;
    let me = format!("user:{}", house.office.lead.0);
    let other = staff(&house.office.store, "jonas", &house.office.unit, Role::Practitioner).await;
    let as_staff = Part { teller: me.clone(), ..dream("marte", &["team"], "Et hus") };
    let as_other = Part { teller: "person:stian".into(), ..dream("marte", &["team"], "Et hus") };
    let by_colleague = part(&format!("user:{}", other.0), &["team"], action(None, nav(), None));
    let to_colleague = part(&me, &["team"], action(None, Doer::Staff { user: other.0.clone() }, None));
    let table = [
        (as_staff, "plan_nobody"),
        (as_other, "plan_nobody"),
        (dream("ukjent", &["team"], "Et hus"), "plan_nobody"),
        (dream("marte", &[], "Et hus"), "plan_nobody"),
        (dream("marte", &["person:ukjent"], "Et hus"), "plan_nobody"),
        (dream("marte", &["service:nav"], "Et hus"), "plan_nobody"),
        (dream("marte", &["team"], "  "), "plan_empty"),
        (by_colleague, "plan_nobody"),
        (to_colleague, "not_colleague"),
        (goal(&["ukjent"], &["team"], "Bolig"), "not_found"),
    ];
    for (part, expected) in table {
        assert_eq!(code(house.access.write_plan_part(None, &part).await), expected, "{part:?}");
    }
    assert!(house.plan().await.parts.is_empty());
    house.write(&dream("marte", &["team"], "Et hus")).await;
    assert_eq!(house.plan_of("marte").await.parts.len(), 1);
}

async fn what_was_written_is_never_lost_and_comes_back(databases: Databases) {
    let house = house(&databases).await;
    let id = house.write(&goal(&[], &BOTH, "Bolig")).await;
    house.access.write_plan_part(Some((&id, 1)), &goal(&[], &BOTH, "Bolig i Mo")).await.unwrap();
    assert_eq!(code(house.access.write_plan_part(Some((&id, 1)), &goal(&[], &BOTH, "x")).await), "plan_overtaken");
    assert_eq!(code(house.access.write_plan_part(Some((&id, 2)), &dream("marte", &BOTH, "x")).await), "not_found");
    house.access.withdraw_plan_part(&id, 2).await.unwrap();
    assert!(house.plan().await.parts.is_empty());
    house.access.restore_plan_part(&id, 3, 1).await.unwrap();
    assert_eq!(code(house.access.restore_plan_part(&id, 3, 1).await), "plan_overtaken");
    let plan = house.plan().await;
    assert_eq!((plan.parts[0].revision, &plan.parts[0].part), (4, &goal(&[], &BOTH, "Bolig")));
    let history = house.access.plan_history(&id).await.unwrap();
    assert_eq!(
        history.iter().map(|it| (it.revision, it.part.withdrawn)).collect::<Vec<_>>(),
        [(4, false), (3, true), (2, false), (1, false)]
    );
}

async fn a_yes_is_for_a_version_and_what_it_says(databases: Databases) {
    let house = house(&databases).await;
    assert_eq!(code(house.access.propose_plan().await), "nothing_new");
    let id = house.write(&goal(&[], &BOTH, "Bolig")).await;
    assert_eq!(house.plan().await.unproposed, [(id.clone(), Change::New)].into());
    let first = house.access.propose_plan().await.unwrap();
    assert_eq!(code(house.access.propose_plan().await), "nothing_new");
    house.answer("marte", &first, AnswerKind::Approve).await.unwrap();
    house.answer("stian", &first, AnswerKind::Change).await.unwrap();
    assert_eq!(code(house.answer("ukjent", &first, AnswerKind::Approve).await), "not_asked");
    let said = |plan: &FamilyPlan| {
        plan.standing.iter().map(|it| (it.answer.as_ref().map(|it| it.kind), it.approved)).collect::<Vec<_>>()
    };
    assert_eq!(said(&house.plan().await), [(Some(AnswerKind::Approve), Some(1)), (Some(AnswerKind::Change), None)]);

    // What is for Marte alone asks Stian nothing again.
    house.write(&dream("marte", &["team", "person:marte"], "Et hus")).await;
    let second = house.access.propose_plan().await.unwrap();
    assert_eq!(said(&house.plan().await), [(None, Some(1)), (Some(AnswerKind::Change), None)]);
    assert_eq!(code(house.answer("marte", &first, AnswerKind::Approve).await), "plan_overtaken");
    house.answer("marte", &second, AnswerKind::Approve).await.unwrap();
    house.answer("marte", &second, AnswerKind::Withdraw).await.unwrap();
    assert_eq!(said(&house.plan().await)[0], (Some(AnswerKind::Withdraw), Some(1)));
    let own = house.plan_of("stian").await.standing;
    assert_eq!(own.iter().map(|it| it.approver.clone()).collect::<Vec<_>>(), [Approver::Person("stian".into())]);
    let words = house.plan().await.standing[1].answer.clone().unwrap();
    assert_eq!((words.words.as_str(), words.recorded_by.is_empty()), ("Jeg vil heller vente.", false));
}

async fn a_child_in_care_is_answered_for_by_the_service(databases: Databases) {
    let house = house(&databases).await;
    house.access.edit(&[add("noah", "Noah", &["team"])]).await.unwrap();
    let child = NewParticipant {
        person: "noah",
        name: "Noah",
        is_child: true,
        has_responsibility: false,
        from: LONG_AGO,
        to: None,
    };
    house.access.admit(&child, ChildConsent::Service).await.unwrap();
    let who: Vec<Approver> = house.plan().await.standing.into_iter().map(|it| it.approver).collect();
    assert!(who.contains(&Approver::ChildWelfare("noah".into())), "{who:?}");
    assert!(!who.contains(&Approver::Person("noah".into())));
}

async fn anybody_halts_what_no_law_decided(databases: Databases) {
    let house = house(&databases).await;
    let free = house.write(&part("team", &BOTH, action(None, nav(), None))).await;
    let law = ByLaw { decided_by: "Barneverntjenesten".into(), complaint: "Statsforvalteren".into() };
    let fixed = house.write(&part("team", &BOTH, action(None, nav(), Some(law)))).await;
    let halt = |scope, until| NewHalt { kind: HaltKind::Pause, scope, person: "marte".into(), until };
    assert_eq!(code(house.access.halt_plan(&halt(HaltScope::Action(fixed.clone()), None)).await), "by_law");
    assert_eq!(code(house.access.halt_plan(&halt(HaltScope::Action("ukjent".into()), None)).await), "not_found");
    let past = halt(HaltScope::Everything, Some(TODAY.shifted(-1)));
    assert_eq!(code(house.access.halt_plan(&past).await), "plan_dates");
    let id = house.access.halt_plan(&halt(HaltScope::Action(free.clone()), Some(TOMORROW))).await.unwrap();
    let plan = house.plan_of("stian").await;
    assert_eq!(plan.halts.iter().map(|it| it.halt.id.clone()).collect::<Vec<_>>(), std::slice::from_ref(&id));
    house.access.go_on_with_plan(&id).await.unwrap();
    assert_eq!(code(house.access.go_on_with_plan(&id).await), "not_found");
    assert!(house.plan().await.halts.is_empty());
    // Of a pause of an action that he does not see Stian hears nothing.
    let hidden = house.write(&part("team", &["team", "person:marte"], action(None, nav(), None))).await;
    house.access.halt_plan(&halt(HaltScope::Action(hidden), None)).await.unwrap();
    assert!(house.plan_of("stian").await.halts.is_empty());
    assert_eq!(house.plan_of("marte").await.halts.len(), 1);
}

async fn nobody_leaves_an_action_behind(databases: Databases) {
    let house = house(&databases).await;
    let jonas = house.office.member("jonas", CaseFunction::Member).await;
    let doer = Doer::Staff { user: jonas.0.clone() };
    let id = house.write(&part("team", &BOTH, action(None, doer, None))).await;
    let administrator = staff(&house.office.store, "adm", &house.office.unit, Role::Administrator).await;
    let admin = house.office.store.administer(&administrator).await.unwrap();
    let owned = admin.belongings(&jonas).await.unwrap();
    let keys: Vec<String> = owned.iter().filter(|it| it.needs_owner).map(|it| it.key.clone()).collect();
    assert!(keys.contains(&format!("plan_action:{id}")), "{keys:?}");
    let leaving = Deactivation::default();
    assert_eq!(code(admin.deactivate(&jonas, &leaving).await), "owner");
    let mut going = Deactivation::default();
    for key in keys {
        going.each.insert(key, house.office.lead.clone());
    }
    admin.deactivate(&jonas, &going).await.unwrap();
    let plan = house.plan().await;
    let Body::Action(action) = &plan.parts[0].part.body else { panic!("{plan:?}") };
    assert_eq!(action.doer, Doer::Staff { user: house.office.lead.0.clone() });
}

async fn a_baton_stays_until_somebody_has_said_yes_and_silence_is_told(databases: Databases) {
    let house = house(&databases).await;
    let leader = staff(&house.office.store, "berit", &house.office.unit, Role::UnitLeader).await;
    let jonas = staff(&house.office.store, "jonas", &house.office.unit, Role::Practitioner).await;
    let id = house.write(&part("team", &BOTH, action(None, nav(), None))).await;
    let bup = || Doer::Service { name: "BUP".into(), person: String::new() };
    let ask = |to, answer_by| BatonStep::Ask { to, answer_by };
    let step = |revision, step: BatonStep| {
        let (access, id) = (&house.access, id.clone());
        async move { access.step_baton(&id, revision, &step).await }
    };
    let yes = || BatonStep::Accept { by: "Kari".into(), how: "på telefon".into() };
    assert_eq!(code(step(1, yes()).await), "baton_not_asked");
    assert_eq!(code(step(1, ask(nav(), TODAY)).await), "baton_same_hands");
    assert_eq!(code(step(1, ask(bup(), TODAY.before())).await), "plan_dates");
    let strange = ask(Doer::Staff { user: jonas.0.clone() }, TODAY);
    assert_eq!(code(step(1, strange).await), "not_colleague");
    assert_eq!(step(1, ask(bup(), TODAY)).await.unwrap(), 2);
    let held = |plan: &FamilyPlan| match &plan.parts[0].part.body {
        Body::Action(action) => (action.doer.clone(), action.receipts.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(held(&house.plan().await), (nav(), 0), "Nav has it until BUP has said yes");

    // Nobody answers: the lead hears first, the leader some days later, nobody else.
    let store = &house.office.store;
    let told = |user: &UserId, days: i32| {
        let user = user.clone();
        async move {
            let user = store.find_user(&user).await.unwrap();
            let found = store.unanswered_batons(&user, TODAY.shifted(days)).await.unwrap();
            found.iter().map(|it| it.as_leader).collect::<Vec<_>>()
        }
    };
    let lead = house.office.lead.clone();
    assert_eq!((told(&lead, 0).await, told(&lead, 1).await), (vec![], vec![false]));
    let later = LEADERS_HEAR_AFTER + 1;
    assert_eq!((told(&leader, 1).await, told(&leader, later).await), (vec![], vec![true]));
    assert_eq!(told(&jonas, later).await, Vec::<bool>::new());

    assert_eq!(code(step(2, BatonStep::Accept { by: " ".into(), how: "brev".into() }).await), "baton_unsaid");
    assert_eq!(code(step(1, yes()).await), "plan_overtaken");
    assert_eq!(step(2, yes()).await.unwrap(), 3);
    assert_eq!(held(&house.plan().await), (bup(), 1));
    assert!(told(&lead, later).await.is_empty());
    assert_eq!(code(step(3, BatonStep::Decline).await), "baton_not_asked");
}

async fn words_are_sealed(databases: Databases) {
    let house = house(&databases).await;
    let secret = "hemmelig drøm om natten";
    house.write(&dream("marte", &["team", "person:marte"], secret)).await;
    let version = house.access.propose_plan().await.unwrap();
    let new = NewAnswer {
        version,
        approver: Approver::Person("marte".into()),
        kind: AnswerKind::Change,
        words: secret.into(),
    };
    house.access.record_plan_answer(&new, DEFAULT_AGE_LIMITS).await.unwrap();
    let bytes = databases.everything_readable().await;
    assert!(!contains(&bytes, secret) && !contains(&bytes, "natten"));
}

//! Handing a case over to another municipality: who is asked, that nothing goes
//! without a yes, that the log names the receiver, and that the case is closed
//! only when the receiver has said that it came.

use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, YESTERDAY, add, contains, open, open_own, staff};
use casework::child::DEFAULT_AGE_LIMITS;
use casework::life::ClosingReason;
use casework::moving::{Destination, Portion, Receipt, Stage};
use casework::opening::{CaseStatus, Purpose};
use casework::participation::ChildConsent;
use casework::role::{CaseFunction, Role};
use std::collections::BTreeSet;
use store::{
    AccessRequest, Action, CaseAccess, EventKind, Moving, NewMoving, NewParticipant, StoreError, UserId, Who, WordKind,
};

on_both!(
    a_handover_from_the_question_to_the_end,
    nothing_goes_without_a_yes_of_everybody,
    who_is_not_asked_hears_nothing,
    behind_a_protected_address_the_lead_must_say_so,
    only_who_leads_takes_the_steps,
    silence_is_told_to_the_lead,
    it_comes_to_nothing_and_begins_anew,
    nothing_readable_tells_of_it,
);

const BOTH: [&str; 3] = ["team", "person:marte", "person:stian"];

struct House {
    office: Office,
    access: CaseAccess,
}

/// An office with a case in which Marte, Stian and little Lita take part.
async fn house(databases: &Databases) -> House {
    let office = Office::new(databases).await;
    let access = office.access().await;
    for (person, name, is_child) in [("marte", "Marte", false), ("stian", "Stian", false), ("lita", "Lita", true)] {
        access.edit(&[add(person, name, &BOTH)]).await.unwrap();
        let new = NewParticipant { person, name, is_child, has_responsibility: !is_child, from: LONG_AGO, to: None };
        if is_child {
            access.admit(&new, ChildConsent::HolderHere).await.unwrap();
        } else {
            access.add_participant(&new).await.unwrap();
        }
    }
    House { office, access }
}

fn bodo() -> Destination {
    Destination {
        municipality: "Bodø kommune".into(),
        service: "Familiesenteret".into(),
        contact: "Solveig".into(),
        how: "rekommandert brev".into(),
    }
}

fn about(people: &[&str]) -> NewMoving {
    NewMoving { destination: bodo(), due: TOMORROW, people: people.iter().map(|&person| person.to_owned()).collect() }
}

fn some(portions: &[Portion]) -> BTreeSet<Portion> {
    portions.iter().copied().collect()
}

fn came() -> Receipt {
    Receipt { by: "Solveig".into(), how: "på telefon".into() }
}

fn code<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not_found",
        other => panic!("{other:?}"),
    }
}

impl House {
    async fn begin(&self, people: &[&str]) -> String {
        self.access.begin_moving(&about(people), DEFAULT_AGE_LIMITS).await.unwrap()
    }

    async fn now(&self) -> Moving {
        self.access.moving().await.unwrap().expect("one is under way")
    }

    async fn says(&self, moving: &str, person: &str, portions: &[Portion]) {
        self.access.answer_moving(moving, person, &some(portions), "i møte").await.unwrap();
    }

    /// The own case, opened to say something in it.
    async fn own(&self, person: &str) -> CaseAccess {
        let asked =
            AccessRequest { purpose: Purpose::OwnRecord, reason: None, action: Action::Change, object: "moving" };
        self.office.store.open_case(&Who::Participant(person.into()), &self.office.case, &asked).await.unwrap()
    }

    async fn told(&self) -> Vec<EventKind> {
        self.access.events().await.unwrap().into_iter().map(|it| it.kind).collect()
    }
}

async fn a_handover_from_the_question_to_the_end(databases: Databases) {
    let house = house(&databases).await;
    let people: Vec<String> =
        house.access.movable(DEFAULT_AGE_LIMITS).await.unwrap().into_iter().map(|(id, _)| id).collect();
    assert_eq!(people, ["marte", "stian"], "a small child decides nothing alone");
    let id = house.begin(&["marte", "stian"]).await;
    let begun = house.now().await;
    assert_eq!(
        (begun.stage, &begun.destination, begun.due, begun.by.as_str()),
        (Stage::Asking, &bodo(), TOMORROW, "ingrid")
    );
    assert!(begun.people.iter().all(|it| it.answer.is_none() && !it.protected));

    // Marte by her own hand, Stian as staff wrote it down.
    let marte = house.own("marte").await;
    marte.answer_own_moving(&id, &some(&[Portion::Plan, Portion::Map])).await.unwrap();
    house.says(&id, "stian", &[]).await;
    let now = house.now().await;
    let by: Vec<&str> = now.people.iter().map(|it| it.answer.as_ref().unwrap().recorded_by.as_str()).collect();
    assert_eq!(by, ["", "ingrid"]);
    // That she has answered reaches the lead as any other word.
    let words = house.access.family_words(10).await.unwrap();
    assert_eq!(words.iter().map(|it| (it.kind, it.person.as_str())).collect::<Vec<_>>(), [(WordKind::Moving, "marte")]);

    assert_eq!(code(house.access.close_moving(&id).await), "moving_stage");
    assert_eq!(code(house.access.receive_moving(&id, &came(), TODAY).await), "moving_stage");
    assert_eq!(code(house.access.close(ClosingReason::Moved, "").await), "moving_under_way");
    assert_eq!(code(house.access.take_moving(&id, "marte").await), "moving_stage");
    house.access.send_moving(&id, "marte").await.unwrap();
    assert_eq!(code(house.access.send_moving(&id, "stian").await), "moving_no");
    assert_eq!(code(house.access.take_moving(&id, "stian").await), "moving_not_gone");
    let taken = house.access.take_moving(&id, "marte").await.unwrap();
    assert_eq!((taken.portions, taken.destination), (some(&[Portion::Plan, Portion::Map]), bodo()));
    let row = house.access.log(1).await.unwrap().remove(0);
    assert_eq!((row.action.as_str(), row.object.as_str()), ("export", "moving"));
    assert_eq!(row.detail, "Bodø kommune, Familiesenteret");
    // What has gone is not answered anew.
    assert_eq!(code(marte.answer_own_moving(&id, &some(&[])).await), "moving_gone");

    let unsaid = Receipt { how: " ".into(), ..came() };
    assert_eq!(code(house.access.receive_moving(&id, &unsaid, TODAY).await), "moving_unsaid");
    assert_eq!(code(house.access.receive_moving(&id, &came(), TOMORROW).await), "moving_dates");
    house.access.receive_moving(&id, &came(), YESTERDAY).await.unwrap();
    assert_eq!(house.now().await.receipt, Some((came(), YESTERDAY)));
    house.access.close_moving(&id).await.unwrap();
    let closed = house.office.store.list_my_cases(&house.office.lead).await.unwrap();
    assert_eq!(closed.iter().map(|it| it.status).collect::<Vec<_>>(), [CaseStatus::Closed]);
    assert_eq!(house.now().await.stage, Stage::Closed);
    let last = house.access.events().await.unwrap().remove(0);
    assert_eq!((last.kind, last.detail.reason), (EventKind::Closed, Some(ClosingReason::HandedOver)));
    let expected = [
        EventKind::Closed,
        EventKind::MovingReceived,
        EventKind::MovingSent,
        EventKind::MovingAnswered,
        EventKind::MovingBegun,
    ];
    assert_eq!(house.told().await[..5], expected);
}

async fn nothing_goes_without_a_yes_of_everybody(databases: Databases) {
    let house = house(&databases).await;
    for (new, expected) in [
        (NewMoving { people: BTreeSet::new(), ..about(&[]) }, "moving_nobody"),
        (about(&["lita"]), "moving_nobody"),
        (about(&["ukjent"]), "moving_nobody"),
        (NewMoving { due: YESTERDAY, ..about(&["marte"]) }, "moving_dates"),
        (NewMoving { destination: Destination { how: String::new(), ..bodo() }, ..about(&["marte"]) }, "moving_unsaid"),
    ] {
        assert_eq!(code(house.access.begin_moving(&new, DEFAULT_AGE_LIMITS).await), expected);
    }
    let id = house.begin(&["marte", "stian"]).await;
    assert_eq!(code(house.access.begin_moving(&about(&["marte"]), DEFAULT_AGE_LIMITS).await), "moving_under_way");
    house.says(&id, "marte", &[Portion::Plan]).await;
    assert_eq!(code(house.access.send_moving(&id, "marte").await), "moving_unanswered");
    assert_eq!(code(house.access.send_moving(&id, "lita").await), "moving_nobody");
    assert_eq!(code(house.access.send_moving(&id, "ukjent").await), "not_found");
    let silent = house.access.answer_moving(&id, "stian", &some(&[Portion::Plan]), " ").await;
    assert_eq!(code(silent), "moving_unsaid");
    house.says(&id, "stian", &[Portion::Words]).await;
    house.access.send_moving(&id, "marte").await.unwrap();
    // Until his has gone, Stian may say something else.
    assert_eq!(code(house.access.receive_moving(&id, &came(), TODAY).await), "moving_not_gone");
    house.says(&id, "stian", &[]).await;
    house.access.receive_moving(&id, &came(), TODAY).await.unwrap();
}

async fn who_is_not_asked_hears_nothing(databases: Databases) {
    let house = house(&databases).await;
    let id = house.begin(&["marte"]).await;
    let (marte, stian) = (house.own("marte").await, house.own("stian").await);
    assert_eq!(marte.moving().await.unwrap().unwrap().people.len(), 1);
    assert_eq!(stian.moving().await.unwrap(), None);
    assert_eq!(code(stian.answer_own_moving(&id, &some(&[])).await), "not_found");
    assert_eq!(code(house.access.answer_moving(&id, "stian", &some(&[]), "i møte").await), "not_found");
    // Of two who are asked, each sees their own answer alone.
    house.access.cancel_moving(&id).await.unwrap();
    let id = house.begin(&["marte", "stian"]).await;
    marte.answer_own_moving(&id, &some(&[Portion::Plan])).await.unwrap();
    let his = stian.moving().await.unwrap().unwrap();
    assert_eq!(
        his.people.iter().map(|it| (it.person.as_str(), it.answer.is_some())).collect::<Vec<_>>(),
        [("stian", false)]
    );
    assert!(stian.family_words(10).await.unwrap().is_empty());
    assert_eq!(code(stian.send_moving(&id, "stian").await), "read_only");
}

async fn behind_a_protected_address_the_lead_must_say_so(databases: Databases) {
    let house = house(&databases).await;
    let id = house.begin(&["marte", "stian"]).await;
    house.says(&id, "marte", &[Portion::Plan]).await;
    house.says(&id, "stian", &[]).await;
    assert_eq!(code(house.access.confirm_moving(&id, "marte").await), "not_found", "nothing to be confirmed");
    house.access.shield("marte").await.unwrap();
    assert!(house.now().await.people[0].protected);
    assert_eq!(code(house.access.send_moving(&id, "marte").await), "moving_protected");
    house.access.confirm_moving(&id, "marte").await.unwrap();
    assert_eq!(house.now().await.people[0].confirmed.as_ref().map(|(_, by)| by.as_str()), Some("ingrid"));
    assert_eq!(house.told().await[0], EventKind::MovingConfirmed);
    house.access.send_moving(&id, "marte").await.unwrap();
    house.access.take_moving(&id, "marte").await.unwrap();
}

async fn only_who_leads_takes_the_steps(databases: Databases) {
    let house = house(&databases).await;
    let jonas = house.office.member("jonas", CaseFunction::Member).await;
    let his = open(&house.office.store, &jonas, &house.office.case).await;
    assert_eq!(code(his.begin_moving(&about(&["marte"]), DEFAULT_AGE_LIMITS).await), "give_access");
    let id = house.begin(&["marte"]).await;
    // Whoever is of the team writes down what was said, and sees how it stands.
    his.answer_moving(&id, "marte", &some(&[Portion::Plan]), "på telefon").await.unwrap();
    assert_eq!(his.moving().await.unwrap().unwrap().stage, Stage::Asking);
    for refused in [
        his.send_moving(&id, "marte").await,
        his.confirm_moving(&id, "marte").await,
        his.receive_moving(&id, &came(), TODAY).await,
        his.cancel_moving(&id).await,
        his.close_moving(&id).await,
    ] {
        assert_eq!(code(refused), "give_access");
    }
    house.access.send_moving(&id, "marte").await.unwrap();
    assert_eq!(code(his.take_moving(&id, "marte").await), "give_access");
    // What was opened to look changes nothing.
    let reading = AccessRequest::reading("case");
    let who = Who::Staff(house.office.lead.clone());
    let looks = house.office.store.open_case(&who, &house.office.case, &reading).await.unwrap();
    assert_eq!(code(looks.cancel_moving(&id).await), "opened_to_read");
    let own = open_own(&house.office.store, "marte", &house.office.case).await;
    assert_eq!(code(own.answer_own_moving(&id, &some(&[])).await), "opened_to_read");
    for forged in ["", "ukjent", "\0"] {
        assert_eq!(code(house.access.cancel_moving(forged).await), "not_found", "{forged:?}");
    }
}

async fn silence_is_told_to_the_lead(databases: Databases) {
    let house = house(&databases).await;
    let store = &house.office.store;
    let other = staff(store, "jonas", &house.office.unit, Role::Practitioner).await;
    let told = |user: &UserId, days: i32| {
        let user = user.clone();
        async move {
            let user = store.find_user(&user).await.unwrap();
            let found = store.unanswered_movings(&user, TODAY.shifted(days)).await.unwrap();
            found.into_iter().map(|it| it.day).collect::<Vec<_>>()
        }
    };
    let lead = house.office.lead.clone();
    let id = house.begin(&["marte"]).await;
    assert_eq!((told(&lead, 1).await, told(&lead, 2).await), (vec![], vec![TOMORROW]));
    assert!(told(&other, 2).await.is_empty());
    house.says(&id, "marte", &[Portion::Plan]).await;
    house.access.send_moving(&id, "marte").await.unwrap();
    assert_eq!(told(&lead, 2).await, [TOMORROW]);
    house.access.receive_moving(&id, &came(), TODAY).await.unwrap();
    assert!(told(&lead, 2).await.is_empty());
}

async fn it_comes_to_nothing_and_begins_anew(databases: Databases) {
    let house = house(&databases).await;
    let first = house.begin(&["marte"]).await;
    house.says(&first, "marte", &[Portion::Plan]).await;
    house.access.send_moving(&first, "marte").await.unwrap();
    house.access.cancel_moving(&first).await.unwrap();
    assert_eq!(house.access.moving().await.unwrap(), None);
    assert_eq!(house.told().await[0], EventKind::MovingCancelled);
    assert_eq!(code(house.access.cancel_moving(&first).await), "not_found");
    assert_eq!(code(house.access.take_moving(&first, "marte").await), "not_found");
    let second = house.begin(&["marte"]).await;
    assert_ne!(first, second);
    assert_eq!(house.now().await.people[0].answer, None, "what was said then is not said now");
    house.access.cancel_moving(&second).await.unwrap();
    house.access.close(ClosingReason::Moved, "").await.unwrap();
}

async fn nothing_readable_tells_of_it(databases: Databases) {
    let house = house(&databases).await;
    let id = house.begin(&["marte"]).await;
    house.access.answer_moving(&id, "marte", &some(&[Portion::Plan]), "hviskende på trappa").await.unwrap();
    house.access.send_moving(&id, "marte").await.unwrap();
    house.access.take_moving(&id, "marte").await.unwrap();
    house.access.receive_moving(&id, &came(), TODAY).await.unwrap();
    let bytes = databases.everything_readable().await;
    for word in ["Bodø", "Solveig", "rekommandert", "trappa", "telefon"] {
        assert!(!contains(&bytes, word), "{word}");
    }
}

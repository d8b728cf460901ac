//! The life of a case: its beginning, its team, who takes part, links, and its
//! end.

use crate::common;
use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, YESTERDAY, add, case, contains, open, staff, user};
use casework::beginning::{Applicant, Application, Which};
use casework::division::Goes;
use casework::life::{ClosingReason, LinkKind};
use casework::opening::CaseStatus;
use casework::participation::ChildConsent;
use casework::role::{CaseFunction, Role};
use std::collections::BTreeSet;
use store::{
    Beginning, CaseAccess, CaseId, Corrected, Correction, EventKind, NewParticipant, OpenError, Store, StoreError,
    UserId,
};

on_both![
    a_lead_hands_over_and_nobody_leaves_a_case_alone,
    an_older_handle_has_the_rights_of_today,
    the_unit_leader_names_a_lead_without_reading,
    an_ended_case_stays_as_it_is_until_it_is_taken_up,
    what_is_said_of_an_end_is_sealed,
    a_case_gets_another_name,
    participants_come_and_go,
    children_take_part_by_the_rules,
    two_correct_the_same_participant,
    a_link_shows_to_who_holds_both,
    parents_apart_begin_with_a_case_each,
    a_joint_case_keeps_who_agreed,
    nothing_begins_by_halves,
    two_hand_over_at_once,
];

/// What stopped something.
fn code<T: std::fmt::Debug>(result: Result<T, StoreError>) -> &'static str {
    match result {
        Err(StoreError::NotAllowed(code)) => code,
        Err(StoreError::NotFound) => "not found",
        other => panic!("{other:?}"),
    }
}

async fn colleague(office: &Office, name: &str) -> UserId {
    staff(&office.store, name, &office.unit, Role::Practitioner).await
}

async fn team(access: &CaseAccess) -> Vec<(String, CaseFunction)> {
    access.team().await.unwrap().into_iter().map(|it| (it.name, it.function)).collect()
}

fn named(list: &[(&str, CaseFunction)]) -> Vec<(String, CaseFunction)> {
    list.iter().map(|(name, function)| ((*name).to_owned(), *function)).collect()
}

async fn a_lead_hands_over_and_nobody_leaves_a_case_alone(databases: Databases) {
    let office = Office::new(&databases).await;
    let (kari, nils) = (colleague(&office, "kari").await, colleague(&office, "nils").await);
    let access = office.access().await;
    access.set_function(&kari, CaseFunction::StandIn).await.unwrap();
    access.set_function(&nils, CaseFunction::Member).await.unwrap();
    access.set_function(&nils, CaseFunction::MilieuLead).await.unwrap();
    use CaseFunction::{Lead, Member, MilieuLead, StandIn};
    assert_eq!(team(&access).await, named(&[("ingrid", Lead), ("kari", StandIn), ("nils", MilieuLead)]));

    // Nobody can leave the case without a lead, nor give it two.
    assert_eq!(code(access.leave_team(&office.lead).await), "no_lead");
    assert_eq!(code(access.set_function(&office.lead, Member).await), "no_lead");
    assert_eq!(code(access.set_function(&kari, Lead).await), "several_leads");
    assert_eq!(code(access.leave_team(&UserId("nobody".into())).await), "not found");

    // Only a colleague of the unit, with a post that helps families.
    let stranger = user(&office.store, "fremmed").await;
    let administrator = staff(&office.store, "admin", &office.unit, Role::Administrator).await;
    for who in [&stranger, &administrator, &UserId("nobody".into())] {
        assert_eq!(code(access.set_function(who, Member).await), "not_colleague");
        assert_eq!(code(access.hand_over(who, None).await), "not_colleague");
    }
    let colleagues: Vec<_> =
        office.store.team_candidates(&office.unit).await.unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(colleagues, ["ingrid", "kari", "nils"]);

    access.hand_over(&kari, Some(Member)).await.unwrap();
    let hers = open(&office.store, &kari, &office.case).await;
    assert_eq!(team(&hers).await, named(&[("kari", Lead), ("nils", MilieuLead), ("ingrid", Member)]));
    hers.leave_team(&nils).await.unwrap();
    assert!(office.store.list_my_cases(&nils).await.unwrap().is_empty());
    // Back again on the same day.
    hers.hand_over(&office.lead, None).await.unwrap();
    let back = office.access().await;
    assert_eq!(team(&back).await, named(&[("ingrid", Lead)]));
    let told: Vec<_> = back.events().await.unwrap().into_iter().map(|it| (it.kind, it.detail.staff)).collect();
    assert_eq!(told[0], (EventKind::LeadChanged, Some("ingrid".to_owned())));
    assert!(told.contains(&(EventKind::Left, Some("nils".to_owned()))));
    assert!(office.store.verify_log(&[]).await.unwrap().is_empty());
}

async fn an_older_handle_has_the_rights_of_today(databases: Databases) {
    let office = Office::new(&databases).await;
    let kari = colleague(&office, "kari").await;
    let (first, second) = (office.access().await, office.access().await);
    first.hand_over(&kari, Some(CaseFunction::Member)).await.unwrap();
    // Opened while she led; now she is in the team.
    assert_eq!(code(second.set_function(&kari, CaseFunction::Member).await), "give_access");
    assert_eq!(code(second.close(ClosingReason::Finished, "").await), "give_access");
    second.edit(&[add("p1", "Marte", &["team"])]).await.unwrap();
    let hers = open(&office.store, &kari, &office.case).await;
    hers.leave_team(&office.lead).await.unwrap();
    // And now she is not.
    assert_eq!(code(second.edit(&[add("p2", "Tobias", &["team"])]).await), "no_longer");
    assert_eq!(code(second.rename("Noe annet").await), "no_longer");
    assert!(!hers.record().await.unwrap().people.contains_key(&"p2".into()));
}

async fn the_unit_leader_names_a_lead_without_reading(databases: Databases) {
    let office = Office::new(&databases).await;
    let (store, case) = (&office.store, &office.case);
    let kari = colleague(&office, "kari").await;
    let leader = staff(store, "leder", &office.unit, Role::UnitLeader).await;
    let other_unit = store.create_unit("Helsestasjonen").await.unwrap();
    let elsewhere = staff(store, "annen", &other_unit, Role::UnitLeader).await;
    office.access().await.edit(&[add("p1", "Marte Lyngtjernvik", &["team"])]).await.unwrap();

    // For everyone else the case is not there, also for who works in it.
    let department = staff(store, "avdeling", &office.unit, Role::DepartmentLeader).await;
    for who in [&elsewhere, &department, &kari, &office.lead] {
        assert!(matches!(store.lead_view(who, case).await, Err(StoreError::NotFound)));
        assert_eq!(code(store.appoint_lead(who, case, &kari, "sykdom").await), "not found");
        assert_eq!(code(store.reopen_as_leader(who, case, "klage").await), "not found");
    }
    let missing = CaseId("no-such-case".into());
    assert_eq!(code(store.appoint_lead(&leader, &missing, &kari, "sykdom").await), "not found");
    assert_eq!(code(store.appoint_lead(&leader, case, &kari, "  ").await), "words");
    assert_eq!(code(store.appoint_lead(&leader, case, &elsewhere, "sykdom").await), "not_colleague");

    let view = store.lead_view(&leader, case).await.unwrap();
    assert_eq!((view.name.as_str(), view.responsible.as_deref()), ("Lyngtjernvik", Some("ingrid")));
    // The lead has left; the account is closed.
    store.set_active(&office.lead, false).await.unwrap();
    store.appoint_lead(&leader, case, &kari, "Ingrid har sluttet").await.unwrap();
    let hers = open(store, &kari, case).await;
    assert_eq!(team(&hers).await, named(&[("kari", CaseFunction::Lead)]));
    let row = hers.log(10).await.unwrap().into_iter().find(|row| row.user == leader.0).unwrap();
    assert_eq!(
        (row.action.as_str(), row.object.as_str(), row.purpose.as_str(), row.outcome.as_str(), row.detail.as_str()),
        ("change", "team", "leadership", "ok", "Ingrid har sluttet")
    );
    // It let nobody in: the leader still has to say why to read.
    let asked = store::AccessRequest {
        purpose: casework::opening::Purpose::Leadership,
        ..store::AccessRequest::reading("map")
    };
    let read = store.open_case(&store::Who::Staff(leader.clone()), case, &asked).await;
    assert!(matches!(read, Err(OpenError::ReasonNeeded)));
    let refused = store.unit_log(&office.unit, 50).await.unwrap();
    assert!(refused.iter().any(|row| row.user == kari.0 && row.outcome == "no_relation"));
    assert!(store.verify_log(&[]).await.unwrap().is_empty());
}

async fn an_ended_case_stays_as_it_is_until_it_is_taken_up(databases: Databases) {
    let office = Office::new(&databases).await;
    let store = &office.store;
    let (kari, milieu) = (colleague(&office, "kari").await, colleague(&office, "miljø").await);
    let access = office.access().await;
    access.set_function(&kari, CaseFunction::StandIn).await.unwrap();
    access.set_function(&milieu, CaseFunction::MilieuLead).await.unwrap();
    let other = case(store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;

    let of_milieu = open(store, &milieu, &office.case).await;
    assert_eq!(code(of_milieu.close(ClosingReason::Finished, "").await), "give_access");
    assert_eq!(code(access.close(ClosingReason::Other, " ").await), "words");
    assert_eq!(code(access.reopen().await), "status");
    assert_eq!(code(access.begin_help().await), "status");
    access.close(ClosingReason::Moved, "").await.unwrap();

    // Not by a handle from before, nor by a new one.
    assert_eq!(code(access.edit(&[add("p1", "Marte", &["team"])]).await), "closed");
    assert_eq!(code(access.set_function(&milieu, CaseFunction::Member).await), "closed");
    assert_eq!(code(access.close(ClosingReason::Moved, "").await), "closed");
    let now = office.access().await;
    assert_eq!((now.status(), now.may_edit()), (CaseStatus::Closed, false));
    assert_eq!(code(now.edit(&[add("p1", "Marte", &["team"])]).await), "read_only");
    assert_eq!(code(now.rename("Ny").await), "read_only");
    assert_eq!(code(now.hand_over(&kari, None).await), "read_only");
    let marte = participant("p1", "Marte", false, true);
    assert_eq!(code(now.add_participant(&marte).await), "read_only");
    let of_other = open(store, &office.lead, &other).await;
    assert_eq!(code(now.link_to(&of_other, LinkKind::Related).await), "read_only");
    assert_eq!(code(of_other.link_to(&now, LinkKind::Related).await), "read_only");

    // By the stand-in, not by the rest of the team; by the unit leader with a reason.
    assert_eq!(code(open(store, &milieu, &office.case).await.reopen().await), "give_access");
    open(store, &kari, &office.case).await.reopen().await.unwrap();
    office.access().await.edit(&[add("p1", "Marte", &["team"])]).await.unwrap();
    office.access().await.close(ClosingReason::Other, "Vi fant en annen måte").await.unwrap();
    let leader = staff(store, "leder", &office.unit, Role::UnitLeader).await;
    store.reopen_as_leader(&leader, &office.case, "Familien tok kontakt").await.unwrap();
    assert_eq!(code(store.reopen_as_leader(&leader, &office.case, "Igjen").await), "status");
    let kinds: Vec<_> = office.access().await.events().await.unwrap().into_iter().map(|it| it.kind).collect();
    assert_eq!(kinds[..4], [EventKind::Reopened, EventKind::Closed, EventKind::Reopened, EventKind::Closed]);

    let intake = case(store, &office.lead, &office.unit, "Ny", CaseStatus::Intake).await;
    open(store, &office.lead, &intake).await.begin_help().await.unwrap();
    assert_eq!(open(store, &office.lead, &intake).await.status(), CaseStatus::Open);
}

async fn what_is_said_of_an_end_is_sealed(databases: Databases) {
    let office = Office::new(&databases).await;
    office.access().await.close(ClosingReason::Other, "Familien skal til Hammerfest").await.unwrap();
    let leader = staff(&office.store, "leder", &office.unit, Role::UnitLeader).await;
    office.store.reopen_as_leader(&leader, &office.case, "Ombestemte seg i Alta").await.unwrap();
    let words: Vec<_> = office.access().await.events().await.unwrap().into_iter().map(|it| it.detail.words).collect();
    assert_eq!(words, [Some("Ombestemte seg i Alta".to_owned()), Some("Familien skal til Hammerfest".to_owned())]);
    let bytes = databases.everything_readable().await;
    assert!(contains(&bytes, "reopened"), "the search looks where the rows are");
    for word in ["Hammerfest", "Ombestemte", "Alta"] {
        assert!(!contains(&bytes, word), "{word} is readable");
    }
}

async fn a_case_gets_another_name(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    assert_eq!(code(access.rename("  ").await), "empty");
    access.rename(" Marte med familie ").await.unwrap();
    assert_eq!(office.access().await.name(), "Marte med familie");
    assert_eq!(office.store.list_my_cases(&office.lead).await.unwrap()[0].name, "Marte med familie");
    let told = office.access().await.events().await.unwrap();
    assert_eq!((told[0].kind, told[0].detail.words.as_deref()), (EventKind::Renamed, Some("Lyngtjernvik")));
}

const fn participant<'a>(
    person: &'a str,
    name: &'a str,
    is_child: bool,
    has_responsibility: bool,
) -> NewParticipant<'a> {
    NewParticipant { person, name, is_child, has_responsibility, from: TODAY, to: None }
}

async fn participants_come_and_go(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    assert_eq!(code(access.take_in(" ", &participant("", "", false, true), ChildConsent::HolderHere).await), "empty");
    let marte = access.take_in("Marte", &participant("", "", false, true), ChildConsent::HolderHere).await.unwrap();
    let record = access.record().await.unwrap();
    let person = &record.people[&marte.as_str().into()];
    assert_eq!(person.label(), Some("Marte"));
    let audience: Vec<_> = person.origin.audience.iter().map(|key| key.0.clone()).collect();
    assert_eq!(audience, [format!("person:{marte}"), "team".to_owned()]);
    assert!(access.replay_agrees().await.unwrap());

    let again = participant(&marte, "Marte", false, true);
    assert_eq!(code(access.admit(&again, ChildConsent::HolderHere).await), "takes_part_already");
    let backwards = NewParticipant { to: Some(YESTERDAY), ..participant("p9", "Noen", false, false) };
    assert_eq!(code(access.admit(&backwards, ChildConsent::HolderHere).await), "dates");
    // Who took part before may come back.
    let earlier = NewParticipant { from: LONG_AGO, to: Some(YESTERDAY), ..again };
    access.admit(&earlier, ChildConsent::HolderHere).await.unwrap();
    assert_eq!(access.participants().await.unwrap().len(), 2);

    let row = access.participants().await.unwrap().remove(0);
    let end = Correction {
        id: &row.id,
        version: row.version,
        name: "Marte Lyngtjernvik",
        has_responsibility: false,
        consent: ChildConsent::HolderHere,
        from: TODAY,
        to: Some(TOMORROW),
    };
    assert_eq!(access.correct_participant(&end).await.unwrap(), Corrected::Saved);
    let now = access.participants().await.unwrap().remove(0);
    assert_eq!((now.name.as_str(), now.to, now.has_responsibility), ("Marte Lyngtjernvik", Some(TOMORROW), false));
    let record = access.record().await.unwrap();
    assert_eq!(record.people[&marte.as_str().into()].label(), Some("Marte Lyngtjernvik"), "the same name on the map");
    let meets = Correction { version: now.version, from: LONG_AGO, ..end.clone() };
    assert_eq!(code(access.correct_participant(&meets).await), "takes_part_already");
    let nobody = Correction { id: "nobody", ..end };
    assert_eq!(code(access.correct_participant(&nobody).await), "not found");
}

async fn children_take_part_by_the_rules(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    use ChildConsent as C;
    let child = |name| participant("", name, true, false);
    // R9: no holder of parental responsibility takes part or has agreed.
    assert_eq!(code(access.take_in("Iben", &child(""), C::HolderHere).await), "no_holder_agreed");
    assert_eq!(code(access.take_in("Iben", &child(""), C::NoHolder).await), "no_holder_agreed");
    assert_eq!(code(access.take_in("Noah", &child(""), C::NoService).await), "service_not_consented");
    assert!(access.record().await.unwrap().people.is_empty(), "nothing is kept of what was refused");
    access.take_in("Iben", &child(""), C::HolderElsewhere).await.unwrap();
    let tobias = access.take_in("Tobias", &participant("", "", false, true), C::HolderHere).await.unwrap();
    access.take_in("Ada", &child(""), C::HolderHere).await.unwrap();
    // R8: a child under a care order has a case without other children.
    assert_eq!(code(access.take_in("Noah", &child(""), C::Service).await), "own_case");

    // Whose yes a child's place rests on does not slip out.
    let row = access.participants().await.unwrap().into_iter().find(|it| it.person == tobias).unwrap();
    let without = Correction {
        id: &row.id,
        version: row.version,
        name: "Tobias",
        has_responsibility: false,
        consent: C::HolderHere,
        from: TODAY,
        to: None,
    };
    assert_eq!(code(access.correct_participant(&without).await), "no_holder_agreed");
    let gone = Correction { has_responsibility: true, to: Some(TODAY), ..without };
    assert_eq!(access.correct_participant(&gone).await.unwrap(), Corrected::Saved, "today he still takes part");

    let other = case(&office.store, &office.lead, &office.unit, "Noah", CaseStatus::Open).await;
    let own = open(&office.store, &office.lead, &other).await;
    own.take_in("Noah", &child(""), C::Service).await.unwrap();
    let carer = own.take_in("Fostermor", &participant("", "", false, false), C::HolderHere).await.unwrap();
    let mother = own.take_in("Mor", &participant("", "", false, true), C::HolderHere).await.unwrap();
    // R8: the two adults are audiences apart.
    let record = own.record().await.unwrap();
    let hears = |person: &str, who: &str| {
        record.people[&person.into()].origin.audience.contains(&format!("person:{who}").as_str().into())
    };
    assert!(!hears(&mother, &carer) && !hears(&carer, &mother));
}

async fn two_correct_the_same_participant(databases: Databases) {
    let office = Office::new(&databases).await;
    let kari = colleague(&office, "kari").await;
    let access = office.access().await;
    access.set_function(&kari, CaseFunction::Member).await.unwrap();
    let marte = access.take_in("Marte", &participant("", "", false, true), ChildConsent::HolderHere).await.unwrap();
    let hers = open(&office.store, &kari, &office.case).await;
    let row = access.participants().await.unwrap().remove(0);
    let change = |name: &'static str, version| Correction {
        id: &row.id,
        version,
        name,
        has_responsibility: true,
        consent: ChildConsent::HolderHere,
        from: TODAY,
        to: None,
    };
    assert_eq!(hers.correct_participant(&change("Marte L.", row.version)).await.unwrap(), Corrected::Saved);
    let Corrected::Overtaken { now, by } = access.correct_participant(&change("Marta", row.version)).await.unwrap()
    else {
        panic!("the second was not told");
    };
    assert_eq!((now.name.as_str(), by.as_str()), ("Marte L.", "kari"));
    let kept = access.record().await.unwrap();
    assert_eq!(kept.people[&marte.as_str().into()].label(), Some("Marte L."), "nothing of the second is kept");
    // Having seen it, the second decides.
    assert_eq!(access.correct_participant(&change("Marta", now.version)).await.unwrap(), Corrected::Saved);
    assert_eq!(hers.participants().await.unwrap()[0].name, "Marta");
}

async fn a_link_shows_to_who_holds_both(databases: Databases) {
    let office = Office::new(&databases).await;
    let store = &office.store;
    let (kari, nils) = (colleague(&office, "kari").await, colleague(&office, "nils").await);
    let other = case(store, &kari, &office.unit, "Haugnesvåg", CaseStatus::Open).await;
    let access = office.access().await;
    let hers = open(store, &kari, &other).await;
    hers.set_function(&office.lead, CaseFunction::Member).await.unwrap();
    hers.set_function(&nils, CaseFunction::Member).await.unwrap();
    let there = open(store, &office.lead, &other).await;
    assert_eq!(code(access.link_to(&access, LinkKind::Related).await), "same_case");
    assert_eq!(code(access.link_to(&there, LinkKind::Divided).await), "link_kind");
    // Not with a handle of somebody else's.
    assert_eq!(code(access.link_to(&hers, LinkKind::Related).await), "not found");
    access.link_to(&there, LinkKind::ParentsApart).await.unwrap();
    assert_eq!(code(there.link_to(&access, LinkKind::Related).await), "already_linked");

    let link = access.links().await.unwrap().remove(0);
    assert_eq!(
        (&link.other, link.name.as_str(), link.kind, link.is_first),
        (&other, "Haugnesvåg", LinkKind::ParentsApart, true)
    );
    assert_eq!(there.links().await.unwrap()[0].other, office.case);
    // Who holds one of them sees nothing, the leader with a reason neither.
    assert!(hers.links().await.unwrap().is_empty());
    assert_eq!(code(hers.unlink(&link.id).await), "not found");
    let leader = staff(store, "leder", &office.unit, Role::UnitLeader).await;
    let asked = store::AccessRequest {
        purpose: casework::opening::Purpose::Leadership,
        reason: Some("klage"),
        ..store::AccessRequest::reading("map")
    };
    let led = store.open_case(&store::Who::Staff(leader), &other, &asked).await.unwrap();
    assert!(led.links().await.unwrap().is_empty());
    // Who loses one of them no longer sees it.
    hers.leave_team(&office.lead).await.unwrap();
    assert!(office.access().await.links().await.unwrap().is_empty());
    hers.set_function(&office.lead, CaseFunction::Member).await.unwrap();
    office.access().await.unlink(&link.id).await.unwrap();
    assert!(office.access().await.links().await.unwrap().is_empty());
}

fn adult(name: &str) -> Applicant {
    let consent = ChildConsent::HolderHere;
    Applicant { name: name.into(), is_child: false, has_responsibility: true, consent, goes: Goes::First }
}

fn child(name: &str, goes: Goes) -> Applicant {
    let consent = ChildConsent::HolderHere;
    Applicant { name: name.into(), is_child: true, has_responsibility: false, consent, goes }
}

fn apart(agree: [bool; 2]) -> Application {
    let people = vec![adult("Marte"), adult("Kristoffer"), child("Ada", Goes::Both), child("Emil", Goes::First)];
    Application { people, live_together: Some(false), agree }
}

const NAMES: [(Which, &str); 3] = [
    (Which::First, "Marte med familie"),
    (Which::Second, "Kristoffer med familie"),
    (Which::Joint, "Marte og Kristoffer sammen"),
];

fn beginning<'a>(office: &'a Office, application: &'a Application, stand_in: Option<&'a UserId>) -> Beginning<'a> {
    Beginning {
        unit: &office.unit,
        status: CaseStatus::Open,
        stand_in,
        application,
        from: &[TODAY; 4],
        names: &NAMES,
        child_parts: true,
        enquiry: None,
    }
}

async fn names_in(store: &Store, user: &UserId, case: &CaseId) -> Vec<String> {
    let access = open(store, user, case).await;
    let mut names: Vec<_> =
        access.record().await.unwrap().people.values().map(|it| it.label().unwrap().to_owned()).collect();
    names.sort();
    let mut participants: Vec<_> = access.participants().await.unwrap().into_iter().map(|it| it.name).collect();
    participants.sort();
    assert_eq!(names, participants);
    assert!(access.replay_agrees().await.unwrap());
    names
}

async fn parents_apart_begin_with_a_case_each(databases: Databases) {
    let office = Office::new(&databases).await;
    let (store, lead) = (&office.store, &office.lead);
    let kari = colleague(&office, "kari").await;
    let application = apart([true, false]);
    let begun = store.begin_cases(lead, &beginning(&office, &application, Some(&kari))).await.unwrap();
    assert_eq!(begun.iter().map(|it| it.which).collect::<Vec<_>>(), [Which::First, Which::Second]);
    assert_eq!(names_in(store, lead, &begun[0].case).await, ["Ada", "Emil", "Marte"]);
    assert_eq!(names_in(store, lead, &begun[1].case).await, ["Ada", "Kristoffer"]);
    // The same child bears another id in the other case.
    assert_ne!(begun[0].people[&2], begun[1].people[&2]);
    let (hers, his) = (open(store, lead, &begun[0].case).await, open(store, lead, &begun[1].case).await);
    assert_eq!(team(&hers).await, named(&[("ingrid", CaseFunction::Lead), ("kari", CaseFunction::StandIn)]));
    assert_eq!(hers.links().await.unwrap()[0].kind, LinkKind::ParentsApart);
    // The child's part stands between the two (R6), and each parent reads it alone.
    let part = hers.child_parts().await.unwrap().remove(0);
    assert_eq!(part.child, begun[0].people[&2]);
    hers.write_child_part(&part.id, "Ada sover godt.", &[&part.child]).await.unwrap();
    assert_eq!(his.child_parts().await.unwrap()[0].entries[0].text, "Ada sover godt.");
    let marte = common::open_own(store, &begun[0].people[&0], &begun[0].case).await;
    assert_eq!(marte.child_parts().await.unwrap().len(), 1);
    let kristoffer = common::open_own(store, &begun[1].people[&1], &begun[1].case).await;
    let seen: Vec<_> =
        kristoffer.record().await.unwrap().people.into_values().map(|it| it.label().unwrap().to_owned()).collect();
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["Ada".to_owned(), "Kristoffer".to_owned()]));
    assert!(store.verify_log(&[]).await.unwrap().is_empty());
}

async fn a_joint_case_keeps_who_agreed(databases: Databases) {
    let office = Office::new(&databases).await;
    let application = apart([true, true]);
    let begun = office.store.begin_cases(&office.lead, &beginning(&office, &application, None)).await.unwrap();
    assert_eq!(begun.len(), 3);
    assert_eq!(names_in(&office.store, &office.lead, &begun[2].case).await, ["Ada", "Kristoffer", "Marte"]);
    let raw = databases.raw().await;
    let agreed: Vec<(String, String)> =
        sqlx::query_as("SELECT case_id, person_id FROM case_agreement ORDER BY id").fetch_all(&raw).await.unwrap();
    let expected = [0, 1].map(|at| (begun[2].case.0.clone(), begun[2].people[&at].clone()));
    assert_eq!(agreed, expected);
    let kinds: Vec<_> = open(&office.store, &office.lead, &begun[2].case)
        .await
        .links()
        .await
        .unwrap()
        .into_iter()
        .map(|it| it.kind)
        .collect();
    assert_eq!(kinds, [LinkKind::Joint, LinkKind::Joint]);
}

async fn nothing_begins_by_halves(databases: Databases) {
    let office = Office::new(&databases).await;
    let (store, lead) = (&office.store, &office.lead);
    let application = apart([false, false]);
    let stranger = user(store, "fremmed").await;
    let refused = store.begin_cases(lead, &beginning(&office, &application, Some(&stranger))).await;
    assert_eq!(code(refused), "not_colleague");
    assert_eq!(code(store.begin_cases(lead, &beginning(&office, &application, Some(lead))).await), "same_person");
    let unnamed = Beginning { names: &NAMES[..1], ..beginning(&office, &application, None) };
    assert_eq!(code(store.begin_cases(lead, &unnamed).await), "empty");
    let mut faulty = apart([false, false]);
    faulty.people[3].consent = ChildConsent::NoHolder;
    assert_eq!(code(store.begin_cases(lead, &beginning(&office, &faulty, None)).await), "no_holder_agreed");
    let administrator = staff(store, "admin", &office.unit, Role::Administrator).await;
    assert_eq!(code(store.begin_cases(&administrator, &beginning(&office, &application, None)).await), "create_case");
    assert_eq!(store.list_my_cases(lead).await.unwrap().len(), 1, "only the one that was there");
    let raw = databases.raw().await;
    for table in ["child_part", "case_link", "participant"] {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}")))
            .fetch_one(&raw)
            .await
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

async fn two_hand_over_at_once(databases: Databases) {
    let office = Office::new(&databases).await;
    let (kari, nils) = (colleague(&office, "kari").await, colleague(&office, "nils").await);
    let first = office.access().await;
    first.set_function(&kari, CaseFunction::StandIn).await.unwrap();
    let second = open(&office.store, &kari, &office.case).await;
    let (a, b) = tokio::join!(first.hand_over(&nils, None), second.hand_over(&kari, Some(CaseFunction::Member)));
    assert!(a.is_ok() || b.is_ok());
    // Whoever came second, one leads: the last who could.
    let raw = databases.raw().await;
    let leads: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM case_staff WHERE case_id = $1 AND function = 'lead' AND to_day IS NULL",
    )
    .bind(&office.case.0)
    .fetch_one(&raw)
    .await
    .unwrap();
    assert_eq!(leads, 1);
}

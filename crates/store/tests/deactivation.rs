//! Closing an account: nothing is left without an owner.

use crate::common::{Databases, Office, PASSWORD, case, open, staff};
use casework::opening::CaseStatus;
use casework::role::{CaseFunction, Role};
use std::collections::BTreeMap;
use store::{Administration, Deactivation, OpenError, OwnedKind, ServiceKind, StoreError, UserId, Who};

on_both![
    everything_is_shown,
    everything_is_handed_over_to_one,
    each_to_another,
    nothing_is_left_without_an_owner,
    the_only_leader_names_a_successor,
    not_oneself_nor_the_last_administrator,
    back_again_by_an_invitation,
];

const HERE: &str = "192.0.2.1";

struct Leaving {
    office: Office,
    admin: Administration,
    admin_id: UserId,
    ola: UserId,
    service: String,
}

/// Ingrid leads two cases, is in a team, and speaks alone for a service.
async fn leaving(databases: &Databases) -> Leaving {
    let office = Office::new(databases).await;
    let store = &office.store;
    store.mark_installation(false).await.unwrap();
    let admin_id = staff(store, "admin", &office.unit, Role::Administrator).await;
    let admin = store.administer(&admin_id).await.unwrap();
    let ola = staff(store, "ola", &office.unit, Role::Practitioner).await;
    case(store, &office.lead, &office.unit, "Andre", CaseStatus::Closed).await;
    let olas = case(store, &ola, &office.unit, "Olas", CaseStatus::Open).await;
    let access = open(store, &ola, &olas).await;
    access.join_team(&office.lead, CaseFunction::MilieuLead, Default::default()).await.unwrap();
    let service = admin.create_service(&office.unit, "Skolen", ServiceKind::School).await.unwrap();
    admin.set_service_member(&service, &office.lead, true).await.unwrap();
    Leaving { office, admin, admin_id, ola, service }
}

async fn everything_is_shown(databases: Databases) {
    let it = leaving(&databases).await;
    let owned = it.admin.belongings(&it.office.lead).await.unwrap();
    let kinds: Vec<_> = owned.iter().map(|it| (it.kind, it.needs_owner)).collect();
    let lead = OwnedKind::Case(CaseFunction::Lead);
    assert_eq!(
        kinds,
        [(lead, true), (lead, true), (OwnedKind::Service, true), (OwnedKind::Case(CaseFunction::MilieuLead), false)]
    );
    assert!(owned.iter().all(|it| !it.label.contains("Lyngtjernvik") && !it.label.contains("Andre")), "no names");
    let names = |at: usize| owned[at].candidates.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(0), ["ola"], "the administrator takes over no case");
    assert_eq!(names(2), ["admin", "ola"]);
    assert!(it.admin.belongings(&it.admin_id).await.unwrap().is_empty());
}

async fn everything_is_handed_over_to_one(databases: Databases) {
    let it = leaving(&databases).await;
    let (store, lead) = (&it.office.store, &it.office.lead);
    let (session, _) = store.sign_in("ingrid@familie.example", PASSWORD, HERE).await.unwrap().unwrap().unwrap();
    let plan = Deactivation { everything: Some(it.ola.clone()), each: BTreeMap::new() };
    it.admin.deactivate(lead, &plan).await.unwrap();

    assert!(store.session(&session, true).await.unwrap().is_none(), "at once");
    assert!(store.sign_in("ingrid@familie.example", PASSWORD, HERE).await.unwrap().unwrap().is_none());
    let access = open(store, &it.ola, &it.office.case).await;
    let team: Vec<_> = access.team().await.unwrap().into_iter().map(|it| (it.user, it.function)).collect();
    assert_eq!(team, [(it.ola.clone(), CaseFunction::Lead)]);
    let (who, asked) = (Who::Staff(lead.clone()), store::AccessRequest::reading("map"));
    assert!(matches!(store.open_case(&who, &it.office.case, &asked).await, Err(OpenError::NotFound)));
    let services = it.admin.services().await.unwrap();
    assert_eq!(services[0].id, it.service);
    assert_eq!(services[0].members, [(it.ola.clone(), "ola".to_owned())]);
    let member = it.admin.member(lead).await.unwrap();
    assert!(!member.line.active && member.line.posts.is_empty() && member.posts.len() == 1);

    // The case's own log tells it, and so does the unit's.
    let log = access.log(10).await.unwrap();
    let told = log.iter().find(|row| row.object == "team").unwrap();
    assert_eq!((told.user.as_str(), told.role.as_str()), (it.admin_id.0.as_str(), "administrator"));
    let unit = store.unit_log(&it.office.unit, 100).await.unwrap();
    assert_eq!(unit.iter().filter(|row| row.object == "handover").count(), 4);
    assert_eq!(store.verify_log(&[]).await.unwrap(), []);
}

async fn each_to_another(databases: Databases) {
    let it = leaving(&databases).await;
    let (store, lead) = (&it.office.store, &it.office.lead);
    let siri = staff(store, "siri", &it.office.unit, Role::UnitLeader).await;
    let owned = it.admin.belongings(lead).await.unwrap();
    let first = owned.iter().find(|owned| owned.key.contains(&it.office.case.0)).unwrap();
    // One case to Siri, the rest to Ola; the administrator may take no case.
    let plan = |who: &UserId| Deactivation {
        everything: Some(it.ola.clone()),
        each: BTreeMap::from([(first.key.clone(), who.clone())]),
    };
    let wrong = it.admin.deactivate(lead, &plan(&it.admin_id)).await;
    assert!(matches!(wrong, Err(StoreError::NotAllowed("successor"))));
    let themself = it.admin.deactivate(lead, &plan(lead)).await;
    assert!(matches!(themself, Err(StoreError::NotAllowed("successor"))));
    it.admin.deactivate(lead, &plan(&siri)).await.unwrap();
    let siris = store.list_my_cases(&siri).await.unwrap();
    assert_eq!(siris.iter().map(|line| line.id.clone()).collect::<Vec<_>>(), std::slice::from_ref(&it.office.case));
    assert_eq!(store.list_my_cases(&it.ola).await.unwrap().len(), 2, "his own, and the other one");
}

async fn nothing_is_left_without_an_owner(databases: Databases) {
    let it = leaving(&databases).await;
    let (store, lead) = (&it.office.store, &it.office.lead);
    let before = store.unit_log(&it.office.unit, 100).await.unwrap().len();
    assert!(matches!(it.admin.deactivate(lead, &Deactivation::default()).await, Err(StoreError::NotAllowed("owner"))));
    // The administrator could take the service, but not the cases.
    let plan = Deactivation { everything: Some(it.admin_id.clone()), each: BTreeMap::new() };
    assert!(matches!(it.admin.deactivate(lead, &plan).await, Err(StoreError::NotAllowed("owner"))));
    // All or nothing.
    assert!(store.find_user(lead).await.unwrap().active);
    assert_eq!(it.admin.belongings(lead).await.unwrap().len(), 4);
    assert_eq!(store.unit_log(&it.office.unit, 100).await.unwrap().len(), before);
    // Somebody invited who has not come yet takes nothing over.
    let (new, _, _) = it.admin.invite("ny@x.example", "Ny", &it.office.unit, Role::Practitioner).await.unwrap();
    let plan = Deactivation { everything: Some(new), each: BTreeMap::new() };
    assert!(matches!(it.admin.deactivate(lead, &plan).await, Err(StoreError::NotAllowed("owner"))));
}

async fn the_only_leader_names_a_successor(databases: Databases) {
    let it = leaving(&databases).await;
    let store = &it.office.store;
    let siri = staff(store, "siri", &it.office.unit, Role::UnitLeader).await;
    let owned = it.admin.belongings(&siri).await.unwrap();
    assert_eq!(owned.iter().map(|it| it.kind).collect::<Vec<_>>(), [OwnedKind::Leadership]);
    assert!(matches!(it.admin.deactivate(&siri, &Deactivation::default()).await, Err(StoreError::NotAllowed("owner"))));
    let plan = Deactivation { everything: None, each: BTreeMap::from([(owned[0].key.clone(), it.ola.clone())]) };
    it.admin.deactivate(&siri, &plan).await.unwrap();
    let roles = store.find_user(&it.ola).await.unwrap().roles_in(&it.office.unit);
    assert_eq!(roles, [Role::Practitioner, Role::UnitLeader]);
    // With two leaders nobody has to be named.
    let berit = staff(store, "berit", &it.office.unit, Role::UnitLeader).await;
    it.admin.deactivate(&berit, &Deactivation::default()).await.unwrap();
}

async fn not_oneself_nor_the_last_administrator(databases: Databases) {
    let it = leaving(&databases).await;
    let store = &it.office.store;
    let all = Deactivation { everything: Some(it.ola.clone()), each: BTreeMap::new() };
    let own = it.admin.deactivate(&it.admin_id, &all).await;
    assert!(matches!(own, Err(StoreError::NotAllowed("own_account"))));
    // Two administrators close each other at the same time: one of them stays.
    let other_id = staff(store, "admin2", &it.office.unit, Role::Administrator).await;
    let other = store.administer(&other_id).await.unwrap();
    let plans = [Deactivation::default(), Deactivation::default()];
    let (first, second) =
        tokio::join!(it.admin.deactivate(&other_id, &plans[0]), other.deactivate(&it.admin_id, &plans[1]));
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
}

async fn back_again_by_an_invitation(databases: Databases) {
    let it = leaving(&databases).await;
    let (store, lead) = (&it.office.store, &it.office.lead);
    assert!(matches!(it.admin.reactivate(lead).await, Err(StoreError::NotFound)), "not closed");
    let plan = Deactivation { everything: Some(it.ola.clone()), each: BTreeMap::new() };
    it.admin.deactivate(lead, &plan).await.unwrap();
    assert!(matches!(it.admin.invite_again(lead).await, Err(StoreError::NotFound)));
    it.admin.reactivate(lead).await.unwrap();
    assert!(store.sign_in("ingrid@familie.example", PASSWORD, HERE).await.unwrap().unwrap().is_none());
    assert!(store.find_user(lead).await.unwrap().posts.is_empty());
    it.admin.invite_again(lead).await.unwrap();
}

/// What is handed over or ended with the account: nobody is waited for who is gone.
const HANDED_OVER: &[&str] = &[
    "calendar_entry owner_id",
    "case_staff user_id",
    "enquiry asked_id",
    "enquiry owner_id",
    "group_leader user_id",
    "phone_note owner_id",
    "plan_part owner_id",
    "post user_id",
    "service_member user_id",
    "talk_step owner_id",
];

/// What is of nobody's use without them: it ends with their sessions, their posts or its own time.
const ENDS: &[&str] = &[
    "absence user_id",
    "busy_import user_id",
    "busy_time user_id",
    "calendar_change user_id",
    "calendar_feed user_id",
    "cover_step let_in",
    "cover_step user_id",
    "emergency_access user_id",
    "half_sign_in user_id",
    "handed_screen user_id",
    "map_guest user_id",
    "map_presence user_id",
    "notice_receiver user_id",
    "offline_copy user_id",
    "one_time_link user_id",
    "recovery_code user_id",
    "saved_filter user_id",
    "second_factor user_id",
    "session user_id",
];

/// Who did something stays who did it.
const HISTORY: &[&str] = &[
    "answered_by",
    "author_id",
    "began_by",
    "changed_by",
    "confirmed_by",
    "created_by",
    "decided_by",
    "done_by",
    "given_by",
    "made_by",
    "noted_by",
    "recorded_by",
    "said_to",
    "withdrawn_by",
    "written_by",
];
const HISTORY_OF: &[&str] = &["case_event user_id", "enquiry_event user_id", "log_check user_id", "message user_id"];

/// A new column that names a member of staff has its place here, and what is
/// waited for has its line in what is handed over.
#[tokio::test]
async fn every_column_that_names_somebody_is_thought_of() {
    let databases = Databases::sqlite();
    let _store = databases.open().await;
    let rows = sqlx::query(
        "SELECT sqlite_master.name || ' ' || keys.\"from\" AS place FROM sqlite_master
         JOIN pragma_foreign_key_list(sqlite_master.name) AS keys
         WHERE sqlite_master.type = 'table' AND keys.\"table\" = 'staff_user' ORDER BY place",
    )
    .fetch_all(&databases.raw().await)
    .await
    .unwrap();
    let found: Vec<String> = rows.iter().map(|row| sqlx::Row::get(row, "place")).collect();
    let is_history = |place: &str| {
        let column = place.split(' ').next_back().unwrap_or_default();
        HISTORY.contains(&column) || HISTORY_OF.contains(&place)
    };
    let known: Vec<&str> = HANDED_OVER.iter().chain(ENDS).chain(HISTORY_OF).copied().collect();
    let new: Vec<&String> = found.iter().filter(|it| !is_history(it) && !known.contains(&it.as_str())).collect();
    assert_eq!(new, Vec::<&String>::new(), "who takes these over?");
    let gone: Vec<&&str> = known.iter().filter(|it| !found.iter().any(|found| found == *it)).collect();
    assert_eq!(gone, Vec::<&&str>::new(), "these are there no longer");
}

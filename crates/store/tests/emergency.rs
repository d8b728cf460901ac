//! Emergency access: an exact search, a short way in, and everybody told.

use crate::common::{
    Databases, LONG_AGO, NOW, Office, TODAY, YESTERDAY, add, between, case, contains, open, since, staff, user,
};
use casework::Party;
use casework::day::Period;
use casework::emergency::{EmergencyKind, FOUND_LASTS_MS, LASTS_MS, RECEIPT_WITHIN_MS, SEARCH_WINDOW_MS, SEARCHES};
use casework::opening::{CaseStatus, Part, Purpose};
use casework::role::{CaseFunction, Role};
use casework::sight::{Bar, BarKind};
use store::{
    AccessRequest, Action, CaseAccess, CaseId, EmergencyHit, EmergencySearch, NewBar, OpenError, StoreError, UserId,
    Who,
};

on_both![
    the_search_is_exact,
    only_who_helps_families_searches,
    searches_are_counted,
    what_was_searched_is_sealed,
    it_opens_for_reading_and_for_two_hours,
    it_ends_by_hand,
    it_ends_with_the_post,
    it_beats_neither_bars_nor_what_is_for_the_lead,
    a_ticket_is_ones_own_and_fresh,
    an_ordinary_way_needs_no_emergency,
    the_leader_and_the_lead_are_told,
    a_late_notice_finds_who_leads_by_now,
    where_nobody_leads_the_privacy_officer_hears,
    refusals_and_searches_show_to_who_leads,
];

const REASON: &str = "Lyngtjernvik ringte og sa at barnet er borte";

/// An office with somebody who has no way into its case.
async fn someone(databases: &Databases) -> (Office, UserId) {
    let office = Office::new(databases).await;
    let someone = staff(&office.store, "someone", &office.unit, Role::Practitioner).await;
    (office, someone)
}

async fn hit(office: &Office, user: &UserId, text: &str) -> EmergencyHit {
    match office.store.emergency_search(user, &office.unit, text).await.unwrap() {
        EmergencySearch::Found(hit) => hit,
        other => panic!("{text}: {other:?}"),
    }
}

async fn begin(office: &Office, user: &UserId) -> CaseId {
    let hit = hit(office, user, "2026-0001").await;
    office.store.begin_emergency(user, &hit.ticket, EmergencyKind::Danger, REASON).await.unwrap()
}

async fn try_open(office: &Office, user: &UserId, purpose: Purpose) -> Result<CaseAccess, OpenError> {
    let asked = AccessRequest { purpose, ..AccessRequest::reading("map") };
    office.store.open_case(&Who::Staff(user.clone()), &office.case, &asked).await
}

async fn the_search_is_exact(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    let other = office.store.create_unit("Helsestasjonen").await.unwrap();
    let nurse = staff(&office.store, "nora", &other, Role::Practitioner).await;
    case(&office.store, &nurse, &other, "Berg", CaseStatus::Open).await;
    case(&office.store, &office.lead, &office.unit, "Marte med familie", CaseStatus::Closed).await;
    for _ in 0..2 {
        case(&office.store, &office.lead, &office.unit, "To like", CaseStatus::Open).await;
    }
    let table = [
        ("2026-0001", "Lyngtjernvik"),
        ("  2026-0001 ", "Lyngtjernvik"),
        ("Lyngtjernvik", "Lyngtjernvik"),
        ("Marte med familie", "Marte med familie"),
        ("2026-0002", "Marte med familie"),
        ("To like", "several"),
        ("2026-0003", "To like"),
        ("2026-0005", "nothing"),
        ("0001", "nothing"),
        ("2026", "nothing"),
        ("Lyng", "nothing"),
        ("lyngtjernvik", "nothing"),
        ("Marte", "nothing"),
        ("Marte med", "nothing"),
        ("Marte  med familie", "nothing"),
        ("%", "nothing"),
        ("", "nothing"),
        ("Berg", "nothing"),
        ("' OR 1=1 --", "nothing"),
        ("\0", "nothing"),
    ];
    for (text, expected) in table {
        databases.clock.advance(SEARCH_WINDOW_MS);
        let found = match office.store.emergency_search(&someone, &office.unit, text).await.unwrap() {
            EmergencySearch::Found(hit) => {
                assert_eq!((hit.lead.as_deref(), &hit.open_already), (Some("ingrid"), &None));
                hit.name
            }
            EmergencySearch::Nothing => "nothing".into(),
            EmergencySearch::Several => "several".into(),
            EmergencySearch::Throttled(it) => panic!("{text:?}: {it:?}"),
        };
        assert_eq!(found, expected, "{text:?}");
    }
    databases.clock.advance(SEARCH_WINDOW_MS);
    let long = "a".repeat(100_000);
    assert_eq!(office.store.emergency_search(&someone, &office.unit, &long).await.unwrap(), EmergencySearch::Nothing);
    // A case whose key was destroyed is not there.
    office.store.destroy_case_key(&office.case).await.unwrap();
    for text in ["2026-0001", "Lyngtjernvik"] {
        let found = office.store.emergency_search(&someone, &office.unit, text).await.unwrap();
        assert_eq!(found, EmergencySearch::Nothing);
    }
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
}

async fn only_who_helps_families_searches(databases: Databases) {
    let office = Office::new(&databases).await;
    let other = office.store.create_unit("Helsestasjonen").await.unwrap();
    let mut tried = 0;
    for role in Role::ALL {
        let here = staff(&office.store, role.code(), &office.unit, role).await;
        let there = staff(&office.store, &format!("{}-there", role.code()), &other, role).await;
        let found = office.store.emergency_search(&here, &office.unit, "2026-0001").await;
        assert_eq!(found.is_ok(), role.may_use_emergency(), "{role:?}");
        let refused = office.store.emergency_search(&there, &office.unit, "2026-0001").await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{role:?} elsewhere");
        tried += 1;
    }
    assert_eq!(tried, 11);
    let former = user(&office.store, "former").await;
    office.store.give_post(&former, &office.unit, Role::Practitioner, between(LONG_AGO, YESTERDAY)).await.unwrap();
    assert!(office.store.emergency_search(&former, &office.unit, "2026-0001").await.is_err());
    // What was refused stands in the log.
    let rows = office.store.unit_log(&office.unit, 100).await.unwrap();
    let refused = rows.iter().filter(|row| row.outcome == "no_post").count();
    assert_eq!(refused, 3, "an interpreter, an administrator, a privacy officer of this unit");
    assert!(rows.iter().all(|row| (row.action.as_str(), row.purpose.as_str()) == ("search", "emergency")));
}

async fn searches_are_counted(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    let colleague = staff(&office.store, "colleague", &office.unit, Role::Practitioner).await;
    // Fifty at once are fifty, for one user.
    let tasks: Vec<_> = (0..50)
        .map(|n| {
            let (store, unit, user) = (office.store.clone(), office.unit.clone(), someone.clone());
            tokio::spawn(async move { store.emergency_search(&user, &unit, &format!("2025-{n:04}")).await.unwrap() })
        })
        .collect();
    let (mut looked, mut turned_away) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            EmergencySearch::Nothing => looked += 1,
            EmergencySearch::Throttled(it) => {
                assert_eq!(it.wait_ms, SEARCH_WINDOW_MS);
                turned_away += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((looked, turned_away), (SEARCHES, 50 - SEARCHES));
    // Also one that would have hit; and others are not held up.
    databases.clock.advance(SEARCH_WINDOW_MS - 1);
    let found = office.store.emergency_search(&someone, &office.unit, "2026-0001").await.unwrap();
    assert!(matches!(found, EmergencySearch::Throttled(it) if it.wait_ms == 1), "{found:?}");
    hit(&office, &colleague, "2026-0001").await;
    databases.clock.advance(1);
    hit(&office, &someone, "2026-0001").await;
    // Each of them is a row.
    assert_eq!(office.store.unit_log(&office.unit, 100).await.unwrap().len(), 53);
}

async fn what_was_searched_is_sealed(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    hit(&office, &someone, "Lyngtjernvik").await;
    begin(&office, &someone).await;
    let rows = office.store.unit_log(&office.unit, 10).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.outcome.as_str(), row.detail.as_str())).collect();
    assert_eq!(told, [("ok", "2026-0001"), ("ok", "Lyngtjernvik")]);
    let bytes = databases.everything_readable().await;
    assert!(contains(&bytes, "emergency_search"));
    for word in ["Lyngtjernvik", "ringte", "barnet er borte"] {
        assert!(!contains(&bytes, word), "{word}");
    }
}

async fn it_opens_for_reading_and_for_two_hours(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    office.access().await.edit(&[add("p1", "Marte", &["team"])]).await.unwrap();
    for purpose in Purpose::ALL {
        assert!(matches!(try_open(&office, &someone, purpose).await, Err(OpenError::NotFound)), "{purpose:?} before");
    }
    let who = Who::Staff(someone.clone());
    assert_eq!(begin(&office, &someone).await, office.case);
    assert_eq!(office.store.usual_purpose(&who, &office.case).await.unwrap(), Purpose::Emergency);
    let access = try_open(&office, &someone, Purpose::Emergency).await.unwrap();
    assert_eq!(
        (access.part(), access.may_edit(), access.emergency_until()),
        (Part::Whole, false, Some(NOW + LASTS_MS))
    );
    assert_eq!(access.record().await.unwrap().people.len(), 1);
    // Reading is all: not even opened to change.
    let asked = AccessRequest { purpose: Purpose::Emergency, ..AccessRequest::changing("map") };
    let access = office.store.open_case(&who, &office.case, &asked).await.unwrap();
    assert!(matches!(access.edit(&[add("p2", "Stian", &["team"])]).await, Err(StoreError::NotAllowed("read_only"))));
    assert!(access.join_team(&someone, CaseFunction::Lead, since(TODAY)).await.is_err());
    assert!(access.withdraw_consent("s").await.is_err());

    // The log says it, with the words, open for all who see the log.
    let rows = office.access().await.log(10).await.unwrap();
    let row = rows.iter().find(|row| row.action == "begin_emergency").unwrap();
    assert_eq!((row.user.as_str(), row.role.as_str()), (someone.0.as_str(), "practitioner"));
    assert_eq!((row.object.as_str(), row.purpose.as_str(), row.detail.as_str()), ("danger", "emergency", REASON));
    let read = rows.iter().filter(|row| row.user == someone.0 && row.purpose == "emergency").count();
    assert_eq!(read, 3, "begun, read, and tried to change");

    // In its last moment, and then no more.
    databases.clock.advance(LASTS_MS - 1);
    try_open(&office, &someone, Purpose::Emergency).await.unwrap();
    assert_eq!(office.store.emergencies_of(&someone).await.unwrap().len(), 1);
    databases.clock.advance(1);
    assert!(office.store.emergencies_of(&someone).await.unwrap().is_empty());
    for purpose in Purpose::ALL {
        assert!(matches!(try_open(&office, &someone, purpose).await, Err(OpenError::NotFound)), "{purpose:?} after");
    }
    assert_eq!(office.store.usual_purpose(&who, &office.case).await.unwrap(), Purpose::FollowUp);
    // It may be begun again, and that is told again.
    begin(&office, &someone).await;
    try_open(&office, &someone, Purpose::Emergency).await.unwrap();
    assert_eq!(office.store.notices(&office.lead).await.unwrap().len(), 2);
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
}

async fn it_ends_by_hand(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    begin(&office, &someone).await;
    // Begun twice is once.
    begin(&office, &someone).await;
    assert_eq!(office.store.notices(&office.lead).await.unwrap().len(), 1);
    databases.clock.advance(60_000);
    let list = office.store.emergencies_of(&someone).await.unwrap();
    let line = &list[0];
    assert_eq!(
        (list.len(), line.number.as_str(), line.name.as_str(), line.until),
        (1, "2026-0001", "Lyngtjernvik", NOW + LASTS_MS)
    );
    // Nobody else ends it.
    office.store.end_emergency(&office.lead, &office.case).await.unwrap();
    try_open(&office, &someone, Purpose::Emergency).await.unwrap();
    for _ in 0..2 {
        office.store.end_emergency(&someone, &office.case).await.unwrap();
    }
    assert!(try_open(&office, &someone, Purpose::Emergency).await.is_err());
    let rows = office.access().await.log(10).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.action == "end_emergency").count(), 1);
    let notice = office.store.notices(&office.lead).await.unwrap().remove(0);
    assert_eq!((notice.in_force, notice.until), (false, NOW + 60_000));
    office.store.end_emergency(&someone, &CaseId("\0".into())).await.unwrap();
}

async fn it_ends_with_the_post(databases: Databases) {
    let office = Office::new(&databases).await;
    let someone = user(&office.store, "someone").await;
    office.store.give_post(&someone, &office.unit, Role::Practitioner, since(LONG_AGO)).await.unwrap();
    begin(&office, &someone).await;
    try_open(&office, &someone, Purpose::Emergency).await.unwrap();
    let raw = databases.raw().await;
    sqlx::query("UPDATE post SET to_day = '2026-11-22' WHERE user_id = $1")
        .bind(&someone.0)
        .execute(&raw)
        .await
        .unwrap();
    assert!(try_open(&office, &someone, Purpose::Emergency).await.is_err());
    sqlx::query("UPDATE post SET to_day = NULL WHERE user_id = $1").bind(&someone.0).execute(&raw).await.unwrap();
    try_open(&office, &someone, Purpose::Emergency).await.unwrap();
    office.store.set_active(&someone, false).await.unwrap();
    assert!(try_open(&office, &someone, Purpose::Emergency).await.is_err());
}

async fn it_beats_neither_bars_nor_what_is_for_the_lead(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    let lead = office.access().await;
    lead.edit(&[
        add("shared", "Marte", &["team"]),
        add("for-lead", "Stian", &["lead"]),
        add("by-child", "Tobias", &["person:child", "team"]),
        add("for-others", "Kristoffer", &["person:father"]),
    ])
    .await
    .unwrap();
    let bar = Bar {
        kind: BarKind::ChildConfidence,
        protects: "child".into(),
        against: [Party::User(someone.0.clone())].into(),
        except: [].into(),
        period: Period::default(),
    };
    lead.set_bar(&NewBar { bar, reason: "taushet".into() }).await.unwrap();
    begin(&office, &someone).await;
    let record = try_open(&office, &someone, Purpose::Emergency).await.unwrap().record().await.unwrap();
    let people: Vec<String> = record.people.keys().map(ToString::to_string).collect();
    assert_eq!(people, ["shared"]);
    assert_eq!(office.access().await.record().await.unwrap().people.len(), 3, "the lead, not of what is for others");
}

async fn a_ticket_is_ones_own_and_fresh(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    let colleague = staff(&office.store, "colleague", &office.unit, Role::Practitioner).await;
    let second = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;
    let found = hit(&office, &someone, "2026-0001").await;
    let store = &office.store;
    let forged = [
        String::new(),
        office.case.0.clone(),
        found.ticket.replace(&office.case.0, &second.0),
        found.ticket.replace('.', ".1"),
        format!("{}0", found.ticket),
        format!("{}\0", found.ticket),
    ];
    for ticket in &forged {
        let refused = store.begin_emergency(&someone, ticket, EmergencyKind::Other, REASON).await;
        assert!(matches!(refused, Err(OpenError::NotFound)), "{ticket}");
    }
    let refused = store.begin_emergency(&colleague, &found.ticket, EmergencyKind::Other, REASON).await;
    assert!(matches!(refused, Err(OpenError::NotFound)), "another's");
    for blank in ["", "  \n"] {
        let refused = store.begin_emergency(&someone, &found.ticket, EmergencyKind::Other, blank).await;
        assert!(matches!(refused, Err(OpenError::ReasonNeeded)));
    }
    databases.clock.advance(FOUND_LASTS_MS);
    let refused = store.begin_emergency(&someone, &found.ticket, EmergencyKind::Other, REASON).await;
    assert!(matches!(refused, Err(OpenError::NotFound)), "too old");
    assert!(store.notices(&office.lead).await.unwrap().is_empty());
    // The post ended between the search and the opening.
    let found = hit(&office, &someone, "2026-0001").await;
    let raw = databases.raw().await;
    sqlx::query("UPDATE post SET to_day = '2026-11-22' WHERE user_id = $1")
        .bind(&someone.0)
        .execute(&raw)
        .await
        .unwrap();
    let refused = store.begin_emergency(&someone, &found.ticket, EmergencyKind::Other, REASON).await;
    assert!(matches!(refused, Err(OpenError::NotFound)), "no post");
    assert_eq!(store.unit_log(&office.unit, 1).await.unwrap()[0].outcome, "no_post");
}

async fn an_ordinary_way_needs_no_emergency(databases: Databases) {
    let office = Office::new(&databases).await;
    let leader = staff(&office.store, "leader", &office.unit, Role::UnitLeader).await;
    for user in [&office.lead, &leader] {
        let found = hit(&office, user, "2026-0001").await;
        assert_eq!(found.open_already.as_ref(), Some(&office.case));
        let id = office.store.begin_emergency(user, &found.ticket, EmergencyKind::Danger, REASON).await.unwrap();
        assert_eq!(id, office.case);
        assert!(office.store.emergencies_of(user).await.unwrap().is_empty());
    }
    assert!(office.store.notices(&office.lead).await.unwrap().is_empty());
}

async fn the_leader_and_the_lead_are_told(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    let leader = staff(&office.store, "leader", &office.unit, Role::UnitLeader).await;
    let stand_in = office.member("stand-in", CaseFunction::StandIn).await;
    let department = staff(&office.store, "department", &office.unit, Role::DepartmentLeader).await;
    let store = &office.store;
    begin(&office, &someone).await;
    for user in [&leader, &office.lead] {
        let notices = store.notices(user).await.unwrap();
        let [notice] = notices.as_slice() else { panic!("{notices:?}") };
        assert_eq!(
            (notice.number.as_str(), notice.name.as_str(), notice.who.as_str()),
            ("2026-0001", "Lyngtjernvik", "someone")
        );
        assert_eq!((notice.kind, notice.reason.as_str(), notice.at), (EmergencyKind::Danger, REASON, NOW));
        assert_eq!((notice.until, notice.in_force, notice.overdue), (NOW + LASTS_MS, true, false));
    }
    for user in [&someone, &stand_in, &department] {
        assert!(store.notices(user).await.unwrap().is_empty());
    }
    // A receipt is one's own, and stands in the log.
    let notice = store.notices(&leader).await.unwrap().remove(0);
    for stranger in [&someone, &stand_in] {
        assert!(matches!(store.mark_notice_read(stranger, &notice.id).await, Err(StoreError::NotFound)));
    }
    assert!(matches!(store.mark_notice_read(&leader, "none").await, Err(StoreError::NotFound)));
    store.mark_notice_read(&leader, &notice.id).await.unwrap();
    assert!(matches!(store.mark_notice_read(&leader, &notice.id).await, Err(StoreError::NotFound)), "done already");
    assert!(store.notices(&leader).await.unwrap().is_empty());
    assert_eq!(store.notices(&office.lead).await.unwrap().len(), 1);
    let rows = office.access().await.log(10).await.unwrap();
    let row = rows.iter().find(|row| row.action == "receipt").unwrap();
    assert_eq!(
        (row.user.as_str(), row.role.as_str(), row.purpose.as_str()),
        (leader.0.as_str(), "unit_leader", "emergency")
    );
    // One receipt is enough for it not to be late.
    databases.clock.advance(RECEIPT_WITHIN_MS);
    assert!(!store.notices(&office.lead).await.unwrap()[0].overdue);
}

async fn a_late_notice_finds_who_leads_by_now(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    let leader = staff(&office.store, "leader", &office.unit, Role::UnitLeader).await;
    let store = &office.store;
    begin(&office, &someone).await;
    databases.clock.advance(RECEIPT_WITHIN_MS - 1);
    begin(&office, &someone).await;
    let overdue = |notices: Vec<store::Notice>| notices.iter().map(|it| it.overdue).collect::<Vec<_>>();
    assert_eq!(overdue(store.notices(&leader).await.unwrap()), [false, false]);
    // The leader leaves; the one who comes is told of nothing that is not late.
    store.set_active(&leader, false).await.unwrap();
    let next = staff(store, "next-leader", &office.unit, Role::UnitLeader).await;
    assert!(store.notices(&leader).await.unwrap().is_empty());
    assert!(store.notices(&next).await.unwrap().is_empty());
    databases.clock.advance(1);
    assert_eq!(overdue(store.notices(&next).await.unwrap()), [true]);
    // The late one stays on top, above the newer one.
    let of_lead = store.notices(&office.lead).await.unwrap();
    assert_eq!((of_lead[0].at, of_lead[1].at), (NOW, NOW + RECEIPT_WITHIN_MS - 1));
    assert_eq!(overdue(of_lead), [true, false]);
    let id = store.notices(&next).await.unwrap().remove(0).id;
    store.mark_notice_read(&next, &id).await.unwrap();
    assert!(store.notices(&next).await.unwrap().is_empty());
    assert_eq!(overdue(store.notices(&office.lead).await.unwrap()), [false, false]);
}

async fn where_nobody_leads_the_privacy_officer_hears(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    let officer = staff(&office.store, "officer", &office.unit, Role::PrivacyOfficer).await;
    let store = &office.store;
    store.set_active(&office.lead, false).await.unwrap();
    begin(&office, &someone).await;
    let notices = store.notices(&officer).await.unwrap();
    let [notice] = notices.as_slice() else { panic!("{notices:?}") };
    // That it happened, not with whom.
    assert_eq!((notice.number.as_str(), notice.name.as_str(), notice.reason.as_str()), ("2026-0001", "", ""));
    store.mark_notice_read(&officer, &notice.id).await.unwrap();
}

async fn refusals_and_searches_show_to_who_leads(databases: Databases) {
    let (office, someone) = someone(&databases).await;
    let leader = staff(&office.store, "leader", &office.unit, Role::UnitLeader).await;
    let member = office.member("member", CaseFunction::Member).await;
    let second = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;
    assert!(try_open(&office, &someone, Purpose::FollowUp).await.is_err());
    let other = AccessRequest::reading("map");
    assert!(office.store.open_case(&Who::Staff(someone.clone()), &second, &other).await.is_err());
    databases.clock.advance(1);
    hit(&office, &someone, "Lyngtjernvik").await;
    office.store.emergency_search(&someone, &office.unit, "Lyngtjern").await.unwrap();

    let refused = office.access().await.refusals(10).await.unwrap();
    let told: Vec<_> =
        refused.iter().map(|row| (row.user.as_str(), row.action.as_str(), row.outcome.as_str())).collect();
    assert_eq!(told, [(someone.0.as_str(), "search", "ok"), (someone.0.as_str(), "read", "no_relation")]);
    assert!(refused.iter().all(|row| row.detail.is_empty()));
    let asked =
        AccessRequest { purpose: Purpose::Leadership, reason: Some("tilsyn"), action: Action::Read, object: "log" };
    let by_leader = office.store.open_case(&Who::Staff(leader), &office.case, &asked).await.unwrap();
    assert_eq!(by_leader.refusals(10).await.unwrap(), refused);
    let by_member = open(&office.store, &member, &office.case).await;
    assert!(!by_member.sees_refusals() && by_member.refusals(10).await.unwrap().is_empty());
    begin(&office, &someone).await;
    let in_emergency = try_open(&office, &someone, Purpose::Emergency).await.unwrap();
    assert!(in_emergency.refusals(10).await.unwrap().is_empty());
    assert!(!in_emergency.log(10).await.unwrap().is_empty(), "the log itself it sees");
}

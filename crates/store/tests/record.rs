//! The record of people and ties: numbered edits, nothing lost, nothing
//! readable from outside.

use crate::common;
use crate::common::{Databases, Office, add, case, contains, open, person};
use casework::opening::CaseStatus;
use casework::role::CaseFunction;
use family_map::edit::{Edit, Outcome, PersonField, WhyNothing};
use family_map::record::{Bond, BondKind, Fact, FactId, Known, Origin, PersonId};
use sqlx::AssertSqlSafe;
use store::{AccessRequest, OpenError, StoreError, Who};

on_both![
    edits_are_numbered_and_add_up,
    what_is_not_seen_cannot_be_touched,
    a_hidden_index_leaves_no_trace,
    an_unknown_party_stays_in_an_origin_that_is_changed,
    a_shield_is_no_question_of_editing,
    who_may_only_read_changes_nothing,
    two_writers_lose_nothing,
    the_last_writer_wins,
    a_failure_leaves_nothing_half_written,
    nothing_sealed_is_readable,
    a_moved_value_does_not_open,
    a_destroyed_key_makes_the_case_unreadable,
    erasures_are_replayed_on_an_older_key_store,
];

const GONE: Outcome = Outcome::Nothing(WhyNothing::Gone);

fn rename(id: &str, name: &str) -> Edit {
    Edit::SetPerson { person: id.into(), field: PersonField::Name(Known::Known(name.to_owned())) }
}

fn remove(id: &str) -> Edit {
    Edit::Remove(PersonId::from(id).into())
}

/// The numbers of a case's steps, as they stand in the table.
async fn numbers(databases: &Databases, case: &str) -> Vec<i64> {
    sqlx::query_scalar("SELECT number FROM case_edit WHERE case_id = $1 ORDER BY number")
        .bind(case)
        .fetch_all(&databases.raw().await)
        .await
        .unwrap()
}

async fn edits_are_numbered_and_add_up(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    assert!(access.record().await.unwrap().people.is_empty());
    assert!(access.replay_agrees().await.unwrap(), "an empty record is the sum of no edits");
    let first = [add("p1", "Marte", &["team"]), add("p2", "Tobias", &["team"]), Edit::SetIndex(Some("p1".into()))];
    let receipt = access.edit(&first).await.unwrap();
    assert!(receipt.outcomes.iter().all(|it| matches!(it, Outcome::Done { .. })), "{receipt:?}");
    let second = [rename("p2", "Tobias Myrskogheim"), rename("p9", "Ingen"), add("p1", "En annen", &["team"])];
    let receipt = access.edit(&second).await.unwrap();
    assert_eq!(receipt.outcomes[0], Outcome::Done { inverse: rename("p2", "Tobias") });
    assert_eq!(receipt.outcomes[1..], [GONE, Outcome::Nothing(WhyNothing::AlreadyThere)]);
    let receipt = access.edit(&[remove("p2")]).await.unwrap();
    let Outcome::Done { inverse } = &receipt.outcomes[0] else { panic!("{receipt:?}") };
    access.edit(std::slice::from_ref(inverse)).await.unwrap();

    let record = access.record().await.unwrap();
    assert_eq!(record.index, Some("p1".into()));
    assert_eq!(record.people[&"p2".into()].name, Known::Known("Tobias Myrskogheim".to_owned()));
    assert_eq!(record.people.len(), 2);
    assert_eq!(numbers(&databases, &office.case.0).await, [1, 2, 3, 4]);
    assert!(access.replay_agrees().await.unwrap());
    assert_eq!(databases.open().await.verify_records().await.unwrap(), (1, vec![]));
    // Opened again, it is the same.
    assert_eq!(office.access().await.record().await.unwrap(), record);

    // Replay notices a step that is gone.
    sqlx::query("DELETE FROM case_edit WHERE number = 2").execute(&databases.raw().await).await.unwrap();
    assert!(!access.replay_agrees().await.unwrap());
    assert_eq!(office.store.verify_records().await.unwrap(), (1, vec![office.case.clone()]));
}

async fn what_is_not_seen_cannot_be_touched(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    let secret = Bond {
        id: "b1".into(),
        a: "p1".into(),
        b: "p2".into(),
        kind: BondKind::Violence,
        span: family_map::date::Span::default(),
        origin: Origin::told("lead", ["lead", "team"]),
    };
    lead.edit(&[
        add("p1", "Marte", &["team"]),
        add("p2", "Tobias", &["team"]),
        add("p3", "Skjult", &["lead"]),
        add("p4", "Fjernet", &["lead"]),
        Edit::Add(Fact::Bond(secret)),
        remove("p4"),
    ])
    .await
    .unwrap();
    let before = lead.record().await.unwrap();

    let member = office.member("anna", CaseFunction::Member).await;
    let member = open(&office.store, &member, &office.case).await;
    let hidden = ["p3", "p4"];
    for id in hidden.into_iter().chain(["nobody"]) {
        let person: PersonId = id.into();
        let edits = [
            rename(id, "Rørt"),
            Edit::SetPerson { person: person.clone(), field: PersonField::Origin(Origin::told("team", ["team"])) },
            Edit::Remove(person.clone().into()),
            Edit::Restore(person.clone().into()),
            Edit::SetIndex(Some(person)),
        ];
        let receipt = member.edit(&edits).await.unwrap();
        assert!(receipt.outcomes.iter().all(|it| *it == GONE), "{id} is as if it were not there: {receipt:?}");
    }
    let receipt = member.edit(&[Edit::Remove(FactId::Bond("b1".into()))]).await.unwrap();
    assert_eq!(receipt.outcomes, [GONE], "violence is for the lead, whatever the audience says");
    assert_eq!(lead.record().await.unwrap(), before);
    assert!(lead.replay_agrees().await.unwrap());
    // Whoever sees it, may.
    let receipt = lead.edit(&[rename("p3", "Rørt"), Edit::Restore(PersonId::from("p4").into())]).await.unwrap();
    assert!(receipt.outcomes.iter().all(|it| matches!(it, Outcome::Done { .. })), "{receipt:?}");
}

async fn a_hidden_index_leaves_no_trace(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    lead.edit(&[add("p1", "Marte", &["team"]), add("p3", "Skjult", &["lead"]), Edit::SetIndex(Some("p3".into()))])
        .await
        .unwrap();
    let member = office.member("anna", CaseFunction::Member).await;
    let member = open(&office.store, &member, &office.case).await;
    assert_eq!(member.record().await.unwrap().index, None);
    let receipt = member.edit(&[Edit::SetIndex(Some("p1".into()))]).await.unwrap();
    assert_eq!(receipt.outcomes, [Outcome::Done { inverse: Edit::SetIndex(None) }]);
    assert_eq!(lead.record().await.unwrap().index, Some("p1".into()));
}

async fn an_unknown_party_stays_in_an_origin_that_is_changed(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    let told = |teller: &str, audience: &[&str]| Origin::told(teller, audience.iter().copied());
    let mut child = person("p1", "Noah", &["team", "person:p2"]);
    child.origin.teller = "person:p2".into();
    lead.edit(&[Edit::Add(Fact::Person(child)), add("p2", "Skjult", &["lead"]), add("p3", "Marte", &["team"])])
        .await
        .unwrap();
    let member = office.member("anna", CaseFunction::Member).await;
    let member = open(&office.store, &member, &office.case).await;
    let record = member.record().await.unwrap();
    assert!(!serde_json::to_string(&record).unwrap().contains("p2"), "{record:?}");
    let before = record.people[&"p1".into()].origin.clone();
    assert_eq!(before, told("", &["team"]));

    // The member shares the fact with Marte, and does not shut out whom the lead let in.
    let mut after = before.clone();
    after.audience.insert("person:p3".into());
    let set = |origin| Edit::SetPerson { person: "p1".into(), field: PersonField::Origin(origin) };
    let receipt = member.edit(&[set(after)]).await.unwrap();
    assert_eq!(receipt.outcomes, [Outcome::Done { inverse: set(before.clone()) }]);
    let origin = |record: family_map::Record| record.people[&"p1".into()].origin.clone();
    let whole = told("person:p2", &["team", "person:p2", "person:p3"]);
    assert_eq!(origin(lead.record().await.unwrap()), whole);
    member.edit(&[set(before)]).await.unwrap();
    assert_eq!(origin(lead.record().await.unwrap()), told("person:p2", &["team", "person:p2"]));
    assert!(lead.replay_agrees().await.unwrap());
}

async fn a_shield_is_no_question_of_editing(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    let shield = |on| Edit::SetPerson { person: "p1".into(), field: PersonField::Shielded(on) };
    lead.edit(&[add("p1", "Marte Lyngtjernvik", &["team"]), shield(true)]).await.unwrap();
    let member = office.member("anna", CaseFunction::Member).await;
    let member = open(&office.store, &member, &office.case).await;
    for access in [&member, &lead] {
        let record = access.record().await.unwrap();
        assert_eq!(record.people[&"p1".into()].name, Known::NotAsked);
        // The inverse of a new name would be the old one.
        let receipt = access.edit(&[rename("p1", "Noe")]).await.unwrap();
        assert_eq!(receipt.outcomes, [GONE]);
        assert!(!format!("{receipt:?}").contains("Lyngtjernvik"));
    }
    assert_eq!(member.edit(&[shield(false)]).await.unwrap().outcomes, [GONE]);
    assert!(member.record().await.unwrap().people[&"p1".into()].shielded);
    lead.edit(&[shield(false)]).await.unwrap();
    assert!(!member.record().await.unwrap().people[&"p1".into()].shielded);
}

async fn who_may_only_read_changes_nothing(databases: Databases) {
    let office = Office::new(&databases).await;
    let closed = case(&office.store, &office.lead, &office.unit, "Avsluttet", CaseStatus::Closed).await;
    let access = open(&office.store, &office.lead, &closed).await;
    assert!(!access.may_edit());
    let refused = access.edit(&[add("p1", "Marte", &["team"])]).await;
    assert!(matches!(refused, Err(StoreError::NotAllowed("read_only"))), "{refused:?}");
    assert!(access.record().await.unwrap().people.is_empty());
    assert_eq!(numbers(&databases, &closed.0).await, [] as [i64; 0]);
}

async fn two_writers_lose_nothing(databases: Databases) {
    let office = Office::new(&databases).await;
    let colleague = office.member("anna", CaseFunction::Member).await;
    let (writers, steps) = (8, 6);
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let (store, case) = (office.store.clone(), office.case.clone());
            let user = if writer % 2 == 0 { office.lead.clone() } else { colleague.clone() };
            tokio::spawn(async move {
                let access = open(&store, &user, &case).await;
                for step in 0..steps {
                    access.edit(&[add(&format!("w{writer}-{step}"), "Noen", &["team"])]).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let access = office.access().await;
    assert_eq!(access.record().await.unwrap().people.len(), writers * steps);
    assert!(access.replay_agrees().await.unwrap());
    let expected: Vec<i64> = (1..).take(writers * steps).collect();
    assert_eq!(numbers(&databases, &office.case.0).await, expected);
}

async fn the_last_writer_wins(databases: Databases) {
    let office = Office::new(&databases).await;
    let (first, second) = (office.access().await, office.access().await);
    first.edit(&[add("p1", "Marte", &["team"])]).await.unwrap();
    // Both have seen the same record; each changes a field, and one both.
    first.edit(&[rename("p1", "Marte L.")]).await.unwrap();
    let called = Edit::SetPerson { person: "p1".into(), field: PersonField::Called(Some("Marte".into())) };
    second.edit(&[called]).await.unwrap();
    second.edit(&[rename("p1", "Marte Lyngtjernvik")]).await.unwrap();
    let record = office.access().await.record().await.unwrap();
    let person = &record.people[&"p1".into()];
    assert_eq!(person.name, Known::Known("Marte Lyngtjernvik".to_owned()));
    assert_eq!(person.called.as_deref(), Some("Marte"));
}

async fn a_failure_leaves_nothing_half_written(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    access.edit(&[add("p1", "Marte", &["team"])]).await.unwrap();
    // The step of number 2 cannot be written: somebody stands in its place.
    sqlx::query("INSERT INTO case_edit (case_id, number, author_id, at, edits_sealed) VALUES ($1, 2, 'x', 0, '')")
        .bind(&office.case.0)
        .execute(&databases.raw().await)
        .await
        .unwrap();
    assert!(access.edit(&[rename("p1", "Rørt"), add("p2", "Ny", &["team"])]).await.is_err());
    let record = access.record().await.unwrap();
    assert_eq!(record.people.len(), 1);
    assert_eq!(record.people[&"p1".into()].name, Known::Known("Marte".to_owned()));
    sqlx::query("DELETE FROM case_edit WHERE number = 2").execute(&databases.raw().await).await.unwrap();
    access.edit(&[rename("p1", "Rørt")]).await.unwrap();
    assert_eq!(numbers(&databases, &office.case.0).await, [1, 2]);
    assert!(access.replay_agrees().await.unwrap());
}

async fn nothing_sealed_is_readable(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    let mut marte = person("p1", "Åse Lyngtjernvik", &["team"]);
    marte.note = Some("sover dårlig etter dødsfallet".into());
    access.edit(&[Edit::Add(Fact::Person(marte)), add("p2", "Tobias Myrskogheim", &["team"])]).await.unwrap();
    let participant = store::NewParticipant {
        person: "p1",
        name: "Åse Lyngtjernvik",
        is_child: false,
        has_responsibility: true,
        from: common::LONG_AGO,
        to: None,
    };
    access.add_participant(&participant).await.unwrap();
    let bar = casework::sight::Bar {
        kind: casework::sight::BarKind::ContactBan,
        protects: "p1".into(),
        against: [casework::Party::Person("p2".into())].into(),
        except: [].into(),
        period: common::since(common::LONG_AGO),
    };
    access.set_bar(&store::NewBar { bar, reason: "besøksforbud etter trusler".into() }).await.unwrap();
    let part = access.begin_child_part("p3", "p1").await.unwrap();
    access.write_child_part(&part, "Høreapparatet er justert", &["p3"]).await.unwrap();
    let decision = casework::child::Withholding {
        from: casework::Party::Person("p1".into()),
        period: common::since(common::TODAY),
        reason: "hensynet til barnet".into(),
        complaint: "Statsforvalteren i Nordland".into(),
    };
    access.withhold_child_part(&part, &decision).await.unwrap();

    let bytes = databases.everything_readable().await;
    assert!(contains(&bytes, &part) && contains(&bytes, "contact_ban"), "the search looks where the rows are");
    for word in [
        "Åse",
        "\\u00c5se",
        "Lyngtjernvik",
        "Myrskogheim",
        "dårlig",
        "dødsfallet",
        "besøksforbud",
        "trusler",
        "Høreapparatet",
        "hensynet",
        "Statsforvalteren",
    ] {
        assert!(!contains(&bytes, word), "{word} is readable");
    }
}

async fn a_moved_value_does_not_open(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    for n in 1..=2 {
        access.edit(&[add(&format!("p{n}"), "Noen", &["team"])]).await.unwrap();
        let participant = store::NewParticipant {
            person: &format!("x{n}"),
            name: &format!("Navn {n}"),
            is_child: false,
            has_responsibility: false,
            from: common::LONG_AGO,
            to: None,
        };
        access.add_participant(&participant).await.unwrap();
    }
    let other = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;
    let raw = databases.raw().await;
    let run = |statement: String| {
        let raw = raw.clone();
        async move {
            let done = sqlx::query(AssertSqlSafe(statement.clone())).execute(&raw).await.unwrap();
            assert!(done.rows_affected() > 0, "{statement}");
        }
    };
    let id = &office.case.0;
    let sealed = |result: Result<(), StoreError>, what: &str| {
        assert!(matches!(result, Err(StoreError::Sealed(_))), "{what}: {result:?}");
    };

    // One participant's name on the other.
    let last = "(SELECT MAX(id) FROM participant)";
    run(format!(
        "UPDATE participant SET name_sealed = (SELECT name_sealed FROM participant WHERE id = {last}) WHERE id <> {last}"
    ))
    .await;
    sealed(access.participants().await.map(drop), "participant");
    // One step in another's place.
    run(format!(
        "UPDATE case_edit SET edits_sealed =
           (SELECT edits_sealed FROM case_edit WHERE case_id = '{id}' AND number = 2) WHERE number = 1"
    ))
    .await;
    sealed(access.replay_agrees().await.map(drop), "case_edit");
    // One case's record and name on the other.
    run(format!(
        "UPDATE case_record SET record_sealed =
           (SELECT record_sealed FROM case_record WHERE case_id = '{}') WHERE case_id = '{id}'",
        other.0
    ))
    .await;
    sealed(access.record().await.map(drop), "case_record");
    run(format!(
        "UPDATE help_case SET name_sealed =
           (SELECT name_sealed FROM help_case WHERE id = '{}') WHERE id = '{id}'",
        other.0
    ))
    .await;
    let error = office
        .store
        .open_case(&Who::Staff(office.lead.clone()), &office.case, &AccessRequest::reading("map"))
        .await
        .unwrap_err();
    assert!(matches!(error, OpenError::Store(StoreError::Sealed(_))), "{error:?}");
    // And one case's key on the other.
    let keys = databases.raw_keys().await;
    sqlx::query("UPDATE wrapped_key SET wrapped = (SELECT wrapped FROM wrapped_key WHERE scope = $1) WHERE scope = $2")
        .bind(format!("case:{id}"))
        .bind(format!("case:{}", other.0))
        .execute(&keys)
        .await
        .unwrap();
    let reading = AccessRequest::reading("map");
    let error = office.store.open_case(&Who::Staff(office.lead.clone()), &other, &reading).await.unwrap_err();
    assert!(matches!(error, OpenError::Store(StoreError::Sealed(_))), "{error:?}");
}

async fn a_destroyed_key_makes_the_case_unreadable(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = office.access().await;
    access.edit(&[add("p1", "Marte", &["team"])]).await.unwrap();
    let keys = databases.raw_keys().await;
    let wrapped: String = sqlx::query_scalar("SELECT wrapped FROM wrapped_key").fetch_one(&keys).await.unwrap();
    keys.close().await;
    assert!(contains(&databases.everything_readable().await, &wrapped));

    office.store.destroy_case_key(&office.case).await.unwrap();
    assert_eq!(office.store.erasures().await.unwrap(), [(format!("case:{}", office.case.0), common::NOW)]);
    let reading = AccessRequest::reading("map");
    let lead = Who::Staff(office.lead.clone());
    let error = office.store.open_case(&lead, &office.case, &reading).await.unwrap_err();
    assert!(matches!(error, OpenError::NotFound), "{error:?}");
    assert_eq!(office.store.unit_log(&office.unit, 1).await.unwrap()[0].outcome, "erased");
    assert!(!contains(&databases.everything_readable().await, &wrapped), "not even the wrapped key is left");
    // The chain stays whole, and the other cases do.
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
    let other = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;
    open(&office.store, &office.lead, &other).await;

    // A key that is missing without having been erased is a fault, not an answer.
    let keys = databases.raw_keys().await;
    sqlx::query("DELETE FROM wrapped_key").execute(&keys).await.unwrap();
    let error = office.store.open_case(&lead, &other, &reading).await.unwrap_err();
    assert!(matches!(error, OpenError::Store(StoreError::Sealed(_))), "{error:?}");
}

async fn erasures_are_replayed_on_an_older_key_store(databases: Databases) {
    let office = Office::new(&databases).await;
    let kept = case(&office.store, &office.lead, &office.unit, "Tveitå", CaseStatus::Open).await;
    // A backup of the key store.
    let keys = databases.raw_keys().await;
    let backup: Vec<(String, String, i64)> =
        sqlx::query_as("SELECT scope, wrapped, created_at FROM wrapped_key").fetch_all(&keys).await.unwrap();
    assert_eq!(backup.len(), 2);
    databases.clock.advance(7);
    office.store.destroy_case_key(&office.case).await.unwrap();
    let list = office.store.erasures().await.unwrap();

    // The key store burns and is restored; the backup brings the key back.
    sqlx::query("DELETE FROM erasure").execute(&keys).await.unwrap();
    sqlx::query("DELETE FROM wrapped_key").execute(&keys).await.unwrap();
    for (scope, wrapped, at) in &backup {
        sqlx::query("INSERT INTO wrapped_key (scope, wrapped, created_at) VALUES ($1, $2, $3)")
            .bind(scope)
            .bind(wrapped)
            .bind(at)
            .execute(&keys)
            .await
            .unwrap();
    }
    office.access().await;
    office.store.replay_erasures(&list).await.unwrap();
    let reading = AccessRequest::reading("map");
    let lead = Who::Staff(office.lead.clone());
    let error = office.store.open_case(&lead, &office.case, &reading).await.unwrap_err();
    assert!(matches!(error, OpenError::NotFound), "{error:?}");
    assert_eq!(office.store.erasures().await.unwrap(), list, "with the time of the erasure, not of the replay");
    open(&office.store, &office.lead, &kept).await;
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM wrapped_key").fetch_one(&keys).await.unwrap();
    assert_eq!(left, 1);
    // Twice does no harm.
    office.store.replay_erasures(&list).await.unwrap();
}

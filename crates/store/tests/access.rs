//! Who opens what, sees what and changes what: the table that tries them all.

use crate::common::{
    Databases, LONG_AGO, Office, TODAY, TOMORROW, YESTERDAY, add, between, case, open, open_own, since, staff, user,
};
use casework::consent::{ConsentScope, ConsentState};
use casework::day::Period;
use casework::opening::{CaseStatus, Part, Purpose};
use casework::plan::Approver;
use casework::role::{CaseFunction, Role};
use casework::sight::{Bar, BarKind};
use casework::{Day, Party};
use family_map::date::Span;
use family_map::edit::{Edit, Outcome, PersonField};
use family_map::record::{
    Bond, BondKind, Fact, Household, HouseholdKind, Known, Membership, Origin, ParentKind, ParentLink, Partnership,
    PartnershipKind,
};
use sqlx::AnyPool;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    AccessRequest, Action, CaseAccess, CaseId, NewBar, NewConsent, NewParticipant, OpenError, Store, StoreError,
    UnitId, UserId, Who,
};

on_both![
    who_opens_what,
    what_was_opened_to_read_changes_nothing,
    a_closed_account_opens_nothing_it_still_leads,
    each_sees_only_what_is_for_them,
    participants_without_a_place_on_the_map,
];

const STATUSES: [CaseStatus; 3] = [CaseStatus::Intake, CaseStatus::Open, CaseStatus::Closed];
const STAFF_PURPOSES: &str = "follow_up intake coordination leadership";

/// Who, in a case of which status, for which purposes, as what. Whatever does
/// not stand here is refused.
const OPENS: &[(&str, &str, &str, &str)] = &[
    ("lead", "intake open", STAFF_PURPOSES, "lead who changes"),
    ("lead", "closed", STAFF_PURPOSES, "lead who reads"),
    ("stand_in", "intake open", STAFF_PURPOSES, "lead who changes"),
    ("stand_in", "closed", STAFF_PURPOSES, "lead who reads"),
    ("milieu_lead", "intake open", STAFF_PURPOSES, "team who changes"),
    ("milieu_lead", "closed", STAFF_PURPOSES, "team who reads"),
    ("member", "intake open", STAFF_PURPOSES, "team who changes"),
    ("member", "closed", STAFF_PURPOSES, "team who reads"),
    ("intake_team", "intake", "intake", "taking in"),
    ("department_leader", "intake", "intake", "front page"),
    ("unit_leader", "intake open closed", "leadership", "team who reads"),
    ("service_in_force", "intake open closed", "coordination", "service"),
    ("participant", "intake open closed", "own_record", "participant"),
];

/// What each of them reads (r) and changes (c), object by object.
const RIGHTS: &[(&str, [&str; 8])] = &[
    // map, participants, team, log, child's part, as seen by, bars, consents
    ("lead who changes", ["rc", "rc", "rc", "r", "rc", "r", "c", "c"]),
    ("lead who reads", ["r", "r", "r", "r", "r", "r", "", ""]),
    ("team who changes", ["rc", "rc", "r", "r", "rc", "r", "", "c"]),
    ("team who reads", ["r", "r", "r", "r", "r", "r", "", ""]),
    ("taking in", ["rc", "rc", "rc", "r", "rc", "r", "", "c"]),
    ("front page", ["", "rc", "rc", "", "", "", "", ""]),
    ("service", ["", "", "r", "", "", "", "", ""]),
    ("participant", ["r", "r", "r", "r", "r", "", "", ""]),
];

const OBJECTS: [&str; 8] = ["map", "participants", "team", "log", "child's part", "as seen by", "bars", "consents"];

/// In what capacity the log says that they came.
fn logged_role(who: &str) -> &str {
    match who {
        "service_in_force" => "service",
        other => other,
    }
}

struct World {
    store: Store,
    unit: UnitId,
    /// A service around it.
    service: String,
    /// Everybody who tries, by name.
    viewers: Vec<(String, Who)>,
    cases: Vec<(CaseStatus, CaseId)>,
    /// The part of a child, in each case.
    parts: BTreeMap<CaseId, String>,
    dummy: UserId,
    raw: AnyPool,
}

impl World {
    async fn new(databases: &Databases) -> Self {
        let store = databases.open().await;
        let unit = store.create_unit("Familiesenteret").await.unwrap();
        let other = store.create_unit("Helsestasjonen").await.unwrap();
        let mut staff_by_name = Vec::new();
        for role in Role::ALL {
            staff_by_name.push((role.code().to_owned(), staff(&store, role.code(), &unit, role).await));
        }
        for (name, role) in [
            ("other_unit_practitioner", Role::Practitioner),
            ("other_unit_intake_team", Role::IntakeTeam),
            ("other_unit_leader", Role::UnitLeader),
        ] {
            staff_by_name.push((name.into(), staff(&store, name, &other, role).await));
        }
        let ended = user(&store, "former_unit_leader").await;
        store.give_post(&ended, &unit, Role::UnitLeader, between(LONG_AGO, YESTERDAY)).await.unwrap();
        staff_by_name.push(("former_unit_leader".into(), ended));

        let lead = staff(&store, "lead", &unit, Role::Practitioner).await;
        let functions = [
            ("stand_in", CaseFunction::StandIn, between(TODAY, TODAY)),
            ("milieu_lead", CaseFunction::MilieuLead, since(LONG_AGO)),
            ("member", CaseFunction::Member, since(LONG_AGO)),
            ("former_member", CaseFunction::Member, between(LONG_AGO, YESTERDAY)),
            ("stand_in_to_come", CaseFunction::StandIn, since(TOMORROW)),
            ("closed_account_of_a_stand_in", CaseFunction::StandIn, since(LONG_AGO)),
        ];
        let mut team = Vec::new();
        for (name, function, period) in functions {
            team.push((user(&store, name).await, function, period));
        }
        // Each service gave its consent differently; one user speaks for each.
        let services = [
            ("service_in_force", "shared_plan", LONG_AGO, None, true),
            ("service_expired", "shared_plan", LONG_AGO, Some(YESTERDAY), true),
            ("service_to_come", "shared_plan", TOMORROW, None, true),
            ("service_withdrawn", "shared_plan", LONG_AGO, None, true),
            ("service_other_scope", "talk", LONG_AGO, None, true),
            ("service_without_consent", "", LONG_AGO, None, true),
            ("closed_account_of_a_service", "shared_plan", LONG_AGO, None, false),
        ];
        let mut speakers = Vec::new();
        for (name, ..) in services {
            let service = store.create_service(&unit, name).await.unwrap();
            let speaker = user(&store, name).await;
            store.join_service(&service, &speaker).await.unwrap();
            speakers.push((service, speaker));
        }
        let dummy = user(&store, "dummy").await;

        let raw = databases.raw().await;
        let (mut cases, mut parts) = (Vec::new(), BTreeMap::new());
        for status in STATUSES {
            let id = case(&store, &lead, &unit, status.code(), CaseStatus::Open).await;
            let access = open(&store, &lead, &id).await;
            for (user, function, period) in &team {
                access.join_team(user, *function, *period).await.unwrap();
            }
            for (person, to) in [("participant", None), ("participant_ended", Some(YESTERDAY))] {
                access.edit(&[add(person, person, &["team", "person:participant"])]).await.unwrap();
                let new = NewParticipant {
                    person,
                    name: person,
                    is_child: false,
                    has_responsibility: true,
                    from: LONG_AGO,
                    to,
                };
                access.add_participant(&new).await.unwrap();
            }
            for ((_, scope, from, to, _), (service, _)) in services.iter().zip(&speakers) {
                if !scope.is_empty() {
                    let consent = access.write_consent(&consent(service, scope, *from, *to)).await.unwrap();
                    if service == &speakers[3].0 {
                        access.withdraw_consent(&consent).await.unwrap();
                    }
                }
            }
            access.edit(&[add("mentioned", "mentioned", &["team", "person:mentioned"])]).await.unwrap();
            let part = access.begin_child_part("child", "participant").await.unwrap();
            parts.insert(id.clone(), part);
            sqlx::query("UPDATE help_case SET status = $1 WHERE id = $2")
                .bind(status.code())
                .bind(&id.0)
                .execute(&raw)
                .await
                .unwrap();
            cases.push((status, id));
        }

        let mut viewers: Vec<_> = staff_by_name.into_iter().map(|(name, id)| (name, Who::Staff(id))).collect();
        viewers.push(("lead".into(), Who::Staff(lead)));
        viewers.extend(functions.iter().zip(&team).map(|(it, (id, ..))| (it.0.to_owned(), Who::Staff(id.clone()))));
        viewers.extend(services.iter().zip(&speakers).map(|(it, (_, id))| (it.0.to_owned(), Who::Staff(id.clone()))));
        viewers.push(("nobody".into(), Who::Staff(UserId("nobody".into()))));
        for person in ["participant", "participant_ended", "mentioned", "stranger"] {
            viewers.push((person.into(), Who::Participant(person.into())));
        }
        for (name, who) in &viewers {
            if let (true, Who::Staff(id)) = (name.starts_with("closed_account"), who) {
                store.set_active(id, false).await.unwrap();
            }
        }
        let service = speakers[0].0.clone();
        Self { store, unit, service, viewers, cases, parts, dummy, raw }
    }

    async fn log_rows(&self) -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM log_row").fetch_one(&self.raw).await.unwrap()
    }

    /// The newest row of a chain: who, in which role, why, with what outcome.
    async fn newest(&self, chain: String) -> (String, String, String, String) {
        sqlx::query_as(
            "SELECT user_id, role, purpose, outcome FROM log_row WHERE chain = $1 ORDER BY number DESC LIMIT 1",
        )
        .bind(chain)
        .fetch_one(&self.raw)
        .await
        .unwrap()
    }

    /// Tries every object with both verbs; what worked, as in [`RIGHTS`].
    async fn try_everything(&self, access: &CaseAccess, turn: usize) -> [String; 8] {
        let part = &self.parts[access.id()];
        let extra = format!("extra-{turn}");
        let cell =
            |reads: bool, changes: bool| format!("{}{}", if reads { "r" } else { "" }, if changes { "c" } else { "" });
        let person = NewParticipant {
            person: &extra,
            name: &extra,
            is_child: false,
            has_responsibility: false,
            from: LONG_AGO,
            to: None,
        };
        let bar = Bar {
            kind: BarKind::ContactBan,
            protects: extra.clone(),
            against: [Party::Person(extra.clone())].into(),
            except: [].into(),
            period: Period::default(),
        };
        let people = access.record().await.unwrap().people.len();
        let participants = access.participants().await.unwrap();
        let known = participants.iter().any(|it| it.person == "participant");
        assert!(known || participants.is_empty(), "{participants:?}");
        let team = access.team().await.unwrap().len();
        let log = access.log(5).await.is_ok_and(|rows| !rows.is_empty());
        let child = access.child_parts().await.is_ok_and(|parts| parts.iter().any(|it| &it.id == part));
        let as_seen = match access.seen_by("participant").await {
            Ok(seen) => !seen.record().await.unwrap().people.is_empty(),
            Err(_) => false,
        };
        [
            cell(people > 0, access.edit(&[add(&extra, &extra, &["user:none"])]).await.is_ok()),
            cell(known, access.add_participant(&person).await.is_ok()),
            cell(
                team > 0,
                access.join_team(&self.dummy, CaseFunction::Member, between(LONG_AGO, YESTERDAY)).await.is_ok(),
            ),
            cell(log, false),
            cell(child, access.write_child_part(part, "Sover godt.", &["child"]).await.is_ok()),
            cell(as_seen, false),
            cell(false, access.set_bar(&NewBar { bar, reason: "prøve".into() }).await.is_ok()),
            cell(false, access.write_consent(&consent(&self.service, "talk", TODAY, None)).await.is_ok()),
        ]
    }
}

/// A yes of the one who takes part.
fn consent(service: &str, scope: &str, from: Day, to: Option<Day>) -> NewConsent {
    NewConsent {
        service: service.into(),
        giver: Approver::Person("participant".into()),
        scope: ConsentScope::from_code(scope).unwrap(),
        state: ConsentState::Given,
        from,
        to,
        why: String::new(),
    }
}

fn expected(who: &str, status: CaseStatus, purpose: Purpose) -> Option<&'static str> {
    let among = |list: &str, code: &str| list.split(' ').any(|it| it == code);
    let mut found = OPENS.iter().filter(|(name, statuses, purposes, _)| {
        *name == who && among(statuses, status.code()) && among(purposes, purpose.code())
    });
    let line = found.next().map(|line| line.3);
    assert!(found.next().is_none(), "one line each");
    line
}

async fn who_opens_what(databases: Databases) {
    let world = World::new(&databases).await;
    let missing = CaseId("00000000-0000-7000-8000-000000000000".into());
    let reasons = [None, Some("  "), Some("klage på ventetiden")];
    let mut table: Vec<(String, String, [String; 8], Vec<&str>)> = Vec::new();
    let (mut turn, mut refusals) = (0, 0);
    for (name, who) in &world.viewers {
        for (status, id) in &world.cases {
            for purpose in Purpose::ALL {
                for reason in reasons {
                    if purpose != Purpose::Leadership && reason.is_some() {
                        continue;
                    }
                    turn += 1;
                    let what = format!("{name} in a case of status {status:?} for {purpose:?} because {reason:?}");
                    let asked = AccessRequest { purpose, reason, action: Action::Change, object: "map" };
                    let before = world.log_rows().await;
                    let opened = world.store.open_case(who, id, &asked).await;
                    assert_eq!(world.log_rows().await, before + 1, "one row: {what}");
                    let in_words = reason.is_some_and(|it| !it.trim().is_empty());
                    let needs_words = name == "unit_leader" && purpose == Purpose::Leadership && !in_words;
                    let (user, role, outcome, cells) = match expected(name, *status, purpose) {
                        Some(kind) if !needs_words => {
                            let access = opened.unwrap_or_else(|error| panic!("{what}: {error}"));
                            let (_, rights) = RIGHTS.iter().find(|(it, _)| it == &kind).unwrap();
                            let part = match kind {
                                "front page" => Part::Intake,
                                "service" => Part::SharedPlan,
                                _ => Part::Whole,
                            };
                            assert_eq!(access.part(), part, "{what}");
                            let newest = world.newest(format!("case:{}", id.0)).await;
                            let cells = world.try_everything(&access, turn).await;
                            assert_eq!(cells, rights.map(str::to_owned), "{what}");
                            (newest.0, newest.1, newest.3, cells)
                        }
                        _ => {
                            refusals += 1;
                            match opened.map(drop) {
                                Err(OpenError::ReasonNeeded) if needs_words => {}
                                Err(OpenError::NotFound) if !needs_words => {}
                                other => panic!("{what}: {other:?}"),
                            }
                            let newest = world.newest(format!("unit:{}", world.unit.0)).await;
                            assert_ne!(newest.3, "ok", "{what}");
                            (newest.0, newest.1, String::new(), [const { String::new() }; 8])
                        }
                    };
                    let id_of_who = match who {
                        Who::Staff(user) => &user.0,
                        Who::Participant(person) => person,
                    };
                    assert_eq!(&user, id_of_who, "{what}");
                    if outcome == "ok" {
                        assert_eq!(role, logged_role(name), "{what}");
                    } else {
                        assert!(outcome.is_empty(), "{what}: {outcome}");
                    }
                    if reason != Some("  ") {
                        let line =
                            table.iter_mut().find(|line| line.0 == *name && line.1 == status.code() && line.2 == cells);
                        let label = if purpose == Purpose::Leadership && reason.is_some() {
                            "leadership with a reason"
                        } else {
                            purpose.code()
                        };
                        match line {
                            Some(line) => line.3.push(label),
                            None => table.push((name.clone(), status.code().to_owned(), cells, vec![label])),
                        }
                    }
                }
            }
        }
        // What is not there is refused in the same words.
        for purpose in Purpose::ALL {
            let asked = AccessRequest { purpose, reason: Some("prøve"), action: Action::Read, object: "map" };
            let before = world.log_rows().await;
            let error = world.store.open_case(who, &missing, &asked).await.unwrap_err();
            assert!(matches!(error, OpenError::NotFound), "{name}: {error:?}");
            assert_eq!(world.log_rows().await, before + 1, "one row: {name} for a case that is not there");
        }
    }
    assert_eq!(world.store.verify_log(&[]).await.unwrap(), []);

    // For reading: cargo test -p store --test access -- --nocapture
    println!("\n{:?}: {turn} openings tried, {refusals} refused.\n", world.store.kind());
    println!("| who | status | purpose | {} |", OBJECTS.join(" | "));
    println!("|---|---|---|{}", "---|".repeat(OBJECTS.len()));
    for (name, status, cells, purposes) in &table {
        let shut = cells.iter().all(String::is_empty);
        if shut && table.iter().any(|line| &line.0 == name && &line.1 == status && &line.2 != cells) {
            continue;
        }
        let purposes = if shut { "any".to_owned() } else { purposes.join(", ") };
        let words = cells.each_ref().map(|cell| match cell.as_str() {
            "rc" => "read, change",
            "r" => "read",
            "c" => "change",
            _ => "–",
        });
        println!("| {name} | {status} | {purposes} | {} |", words.join(" | "));
    }
}

async fn what_was_opened_to_read_changes_nothing(databases: Databases) {
    let world = World::new(&databases).await;
    let (_, lead) = world.viewers.iter().find(|(name, _)| name == "lead").unwrap();
    let (_, open) = &world.cases[1];
    let (_, rights) = RIGHTS.iter().find(|(kind, _)| kind == &"lead who changes").unwrap();
    let actions = [Action::Read, Action::Print, Action::Export, Action::Search, Action::Change];
    for (turn, action) in actions.into_iter().enumerate() {
        let asked = AccessRequest { action, ..AccessRequest::reading("map") };
        let access = world.store.open_case(lead, open, &asked).await.unwrap();
        assert!(access.may_edit(), "the lead may, and has to say so first");
        assert_eq!(access.action(), action);
        let expected = rights.map(|cell| if action.changes() { cell.to_owned() } else { cell.replace('c', "") });
        assert_eq!(world.try_everything(&access, turn).await, expected, "{action:?}");
    }
}

async fn a_closed_account_opens_nothing_it_still_leads(databases: Databases) {
    let store = databases.open().await;
    let unit = store.create_unit("Familiesenteret").await.unwrap();
    let lead = staff(&store, "lead", &unit, Role::Practitioner).await;
    let id = case(&store, &lead, &unit, "Sak", CaseStatus::Open).await;
    let who = Who::Staff(lead.clone());
    store.open_case(&who, &id, &AccessRequest::reading("map")).await.unwrap();
    store.set_active(&lead, false).await.unwrap();
    for purpose in Purpose::ALL {
        let asked = AccessRequest { purpose, reason: Some("prøve"), action: Action::Read, object: "map" };
        let error = store.open_case(&who, &id, &asked).await.unwrap_err();
        assert!(matches!(error, OpenError::NotFound), "{purpose:?}: {error:?}");
    }
}

/// A record in which every fact has another audience, and who sees which.
/// Columns: lead, stand-in, member, unit leader with a reason, mother, father,
/// foster carer, child.
const SEES: &[(&str, &str)] = &[
    // fact           L S M U m f c k
    ("mother", "       x x x x x - x x"), // contact ban against the father
    ("father", "       x x x x x x x x"),
    ("child", "        x x x x x x x x"),
    ("carer", "        x x x x - - x x"), // foster audience
    ("foster brother", "x x x x - - x -"),
    ("hidden", "       x x - - - - - -"), // for the lead
    ("mothers own", "  x x x x x - - -"), // the teller and the team
    ("fathers word", " - - - - - x - -"), // not even for the team
    ("childs word", "  x x x x - x - x"), // confidence against the mother
    ("shielded", "     x x x x x x x x"), // without a name
    ("neighbour", "    x x x x x x x x"),
    ("couple", "       x x x x x - x x"), // the father may not see her
    ("child of mother", "x x x x x - x x"),
    ("child of father", "x x x x x x x x"),
    ("child of carer", " x x x x - - x x"),
    ("mother of hidden", "x x - - - - - -"),
    ("violence", "     x x - - - - - -"), // in the audience of all, shown to the lead
    ("conflict", "     x x x x x - - -"),
    ("home", "         x x x x x - x x"), // the mother lives there
    ("foster home", "  x x x x - - x x"),
    ("safe house", "   - - - - x - - -"), // protected address of the neighbour
    ("shielded home", "- - - - - - - -"),
];

/// The facts of [`SEES`], by the id under which each stands in the record.
fn facts() -> Vec<Edit> {
    const ALL: &[&str] = &["team", "person:mother", "person:father", "person:carer", "person:child"];
    const FOSTER: &[&str] = &["team", "person:carer", "person:child"];
    let mut edits = Vec::new();
    let mut person = |id: &str, audience: &[&str]| edits.push(add(id, id, audience));
    person("mother", ALL);
    person("father", ALL);
    person("child", ALL);
    person("carer", FOSTER);
    person("foster brother", &["team", "person:carer"]);
    person("hidden", &["lead"]);
    person("mothers own", &["person:mother", "team"]);
    person("fathers word", &["person:father"]);
    person("childs word", &["person:child", "team", "person:mother", "person:father"]);
    person("shielded", ALL);
    person("neighbour", ALL);
    let shield = PersonField::Shielded(true);
    edits.push(Edit::SetPerson { person: "shielded".into(), field: shield });

    let origin = |audience: &[&str]| Origin::told(audience[0], audience.iter().copied());
    edits.push(Edit::Add(Fact::Partnership(Partnership {
        id: "couple".into(),
        a: "mother".into(),
        b: "father".into(),
        kind: PartnershipKind::Divorced,
        span: Span::default(),
        events: Vec::new(),
        consanguineous: false,
        origin: origin(ALL),
    })));
    let mut parent = |id: &str, child: &str, parent: &str, kind, audience: &[&str]| {
        edits.push(Edit::Add(Fact::ParentLink(ParentLink {
            id: id.into(),
            child: child.into(),
            parent: parent.into(),
            kind,
            span: Span::default(),
            origin: origin(audience),
        })));
    };
    parent("child of mother", "child", "mother", ParentKind::Biological, ALL);
    parent("child of father", "child", "father", ParentKind::Biological, ALL);
    // Told to all, and yet only those see it who see the carer.
    parent("child of carer", "child", "carer", ParentKind::Foster, ALL);
    parent("mother of hidden", "hidden", "mother", ParentKind::Biological, ALL);
    for (id, kind, audience) in
        [("violence", BondKind::Violence, ALL), ("conflict", BondKind::Conflict, &["person:mother", "team"])]
    {
        edits.push(Edit::Add(Fact::Bond(Bond {
            id: id.into(),
            a: "father".into(),
            b: "mother".into(),
            kind,
            span: Span::default(),
            origin: origin(audience),
        })));
    }
    let homes: [(&str, &[&str], &[&str]); 4] = [
        ("home", ALL, &["mother", "child"]),
        ("foster home", FOSTER, &["carer", "foster brother", "child"]),
        ("safe house", ALL, &["neighbour", "father", "mother"]),
        ("shielded home", ALL, &["shielded", "child"]),
    ];
    for (id, audience, members) in homes {
        let kind = if id == "foster home" { HouseholdKind::FosterHome } else { HouseholdKind::Home };
        let household =
            Household { id: id.into(), label: id.to_owned(), kind, span: Span::default(), origin: origin(audience) };
        edits.push(Edit::Add(Fact::Household(household)));
        for member in members {
            edits.push(Edit::Add(Fact::Membership(Membership {
                id: format!("{member} in {id}").into(),
                household: id.into(),
                person: (*member).into(),
                share: None,
                rhythm: None,
                span: Span::default(),
                origin: origin(ALL),
            })));
        }
    }
    edits
}

async fn each_sees_only_what_is_for_them(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    let outcomes = lead.edit(&facts()).await.unwrap().outcomes;
    assert!(outcomes.iter().all(|it| matches!(it, Outcome::Done { .. })), "{outcomes:?}");
    for person in ["mother", "father", "carer", "child"] {
        let new = NewParticipant {
            person,
            name: person,
            is_child: person == "child",
            has_responsibility: person == "mother",
            from: LONG_AGO,
            to: None,
        };
        lead.add_participant(&new).await.unwrap();
    }
    let party = |id: &str| Party::Person(id.to_owned());
    let bars = [
        (BarKind::ContactBan, "mother", vec![party("father")], vec![], since(LONG_AGO)),
        (BarKind::ProtectedAddress, "neighbour", vec![], vec![party("mother")], since(LONG_AGO)),
        (BarKind::ChildConfidence, "child", vec![party("mother")], vec![], since(LONG_AGO)),
        // Those that are over or to come hide nothing.
        (BarKind::ContactBan, "father", vec![party("mother"), Party::Team], vec![], between(LONG_AGO, YESTERDAY)),
        (BarKind::ContactBan, "child", vec![party("mother"), Party::Team], vec![], since(TOMORROW)),
    ];
    for (kind, protects, against, except, period) in bars {
        let bar = Bar {
            kind,
            protects: protects.into(),
            against: against.into_iter().collect(),
            except: except.into_iter().collect(),
            period,
        };
        lead.set_bar(&NewBar { bar, reason: "vedtak".into() }).await.unwrap();
    }

    let stand_in = office.member("stand_in", CaseFunction::StandIn).await;
    let member = office.member("member", CaseFunction::Member).await;
    let leader = staff(&office.store, "leader", &office.unit, Role::UnitLeader).await;
    let asked =
        AccessRequest { purpose: Purpose::Leadership, reason: Some("klage"), action: Action::Read, object: "map" };
    let mut columns = vec![
        ("lead", office.access().await),
        ("stand_in", open(&office.store, &stand_in, &office.case).await),
        ("member", open(&office.store, &member, &office.case).await),
        ("leader", office.store.open_case(&Who::Staff(leader), &office.case, &asked).await.unwrap()),
    ];
    for person in ["mother", "father", "carer", "child"] {
        columns.push((person, open_own(&office.store, person, &office.case).await));
    }
    for (column, (who, access)) in columns.iter().enumerate() {
        let record = access.record().await.unwrap();
        let expected: BTreeSet<&str> = SEES
            .iter()
            .filter(|(_, marks)| marks.split_whitespace().nth(column) == Some("x"))
            .map(|(fact, _)| *fact)
            .collect();
        let shown: BTreeSet<&str> = record
            .people
            .keys()
            .map(|id| id.as_str())
            .chain(record.partnerships.keys().map(|id| id.as_str()))
            .chain(record.parent_links.keys().map(|id| id.as_str()))
            .chain(record.bonds.keys().map(|id| id.as_str()))
            .chain(record.households.keys().map(|id| id.as_str()))
            .collect();
        assert_eq!(shown, expected, "{who}");
        assert!(record.removed.is_empty(), "{who}");

        // Who lives where: only people and homes that both show.
        for it in record.memberships.values() {
            assert!(record.people.contains_key(&it.person), "{who}: {it:?}");
            assert!(record.households.contains_key(&it.household), "{who}: {it:?}");
        }
        let shielded = &record.people[&"shielded".into()];
        assert_eq!((&shielded.name, shielded.shielded), (&Known::NotAsked, true), "{who}");

        // Nothing that is hidden leaves its name anywhere, not even in the
        // audience of something else. (The ids here are the names.)
        let text = serde_json::to_string(&record).unwrap();
        for (fact, marks) in SEES {
            let hidden = marks.split_whitespace().nth(column) == Some("-");
            if hidden {
                for trace in [format!("\"{fact}\""), format!(":{fact}\""), format!("in {fact}\"")] {
                    assert!(!text.contains(&trace), "{who} reads {trace} in {text}");
                }
            }
        }

        // Participants are those whose person shows.
        let participants: BTreeSet<String> =
            access.participants().await.unwrap().into_iter().map(|it| it.person).collect();
        let expected: BTreeSet<String> = ["mother", "father", "carer", "child"]
            .into_iter()
            .filter(|id| shown.contains(id))
            .map(str::to_owned)
            .collect();
        assert_eq!(participants, expected, "{who}");
    }

    // «Vis slik hun ser det»: what she sees, less what the looker does not.
    // A handle knows the bars of the moment in which it was opened.
    let lead = office.access().await;
    let mut mothers = columns[4].1.record().await.unwrap();
    mothers.households.remove(&"safe house".into()).expect("she may know of it, and the lead may not");
    mothers.memberships.retain(|_, it| it.household.as_str() != "safe house");
    assert_eq!(lead.seen_by("mother").await.unwrap().record().await.unwrap(), mothers);
    let fathers = columns[5].1.record().await.unwrap();
    let shown = lead.seen_by("father").await.unwrap().record().await.unwrap();
    assert!(fathers.people.contains_key(&"fathers word".into()) && !shown.people.contains_key(&"fathers word".into()));
    assert_eq!(shown.people.len() + 1, fathers.people.len());
    let stranger = lead.seen_by("neighbour").await;
    assert!(matches!(stranger, Err(StoreError::NotFound)), "being on the map shows nothing of it");
}

async fn participants_without_a_place_on_the_map(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    lead.edit(&[add("mother", "Marte", &["team", "person:mother"])]).await.unwrap();
    for person in ["mother", "father"] {
        let name = format!("Navn på {person}");
        let new =
            NewParticipant { person, name: &name, is_child: false, has_responsibility: true, from: LONG_AGO, to: None };
        lead.add_participant(&new).await.unwrap();
    }
    let names = async |access: CaseAccess| -> Vec<String> {
        access.participants().await.unwrap().into_iter().map(|it| it.name).collect()
    };
    assert_eq!(names(office.access().await).await, ["Navn på mother", "Navn på father"]);
    assert_eq!(names(open_own(&office.store, "mother", &office.case).await).await, ["Navn på mother"]);
    assert_eq!(names(open_own(&office.store, "father", &office.case).await).await, ["Navn på father"]);
    // A shielded person is there and has no name, except for herself.
    let shield = Edit::SetPerson { person: "mother".into(), field: PersonField::Shielded(true) };
    lead.edit(&[shield]).await.unwrap();
    assert_eq!(names(office.access().await).await, ["", "Navn på father"]);
    assert_eq!(names(open_own(&office.store, "mother", &office.case).await).await, ["Navn på mother"]);
}

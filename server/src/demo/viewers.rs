//! Viewers × facts over the demonstration's families A and B: what each person,
//! service and member of staff gets of every fact, and what the rules R1–R11
//! say they should get.
//!
//! The rules are told here once more, in plain sets and loops over the demo
//! tables: nothing of `casework::sight`, `family_map::redact` or the store is
//! used to compute what is expected. `cargo test -p server viewers -- --nocapture`
//! prints the table.

use super::records::{DemoCase, FAMILIES, REFERENCE_DAY, cases};
use casework::Day;
use casework::opening::Purpose;
use family_map::Record;
use family_map::record::{FactId, HouseholdId, MembershipId, Origin, PersonId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use store::{
    AccessRequest, Action, CaseAccess, CaseId, ChildPart, FixedClock, MasterKey, NewUser, OpenError, Store,
    StoreConfig, UserId, Who,
};

/// Somebody who looks.
struct Viewer {
    name: &'static str,
    /// A person of the families, or the address of an account.
    is: Is,
    /// The cases that open, by R1 (participants), R2 (a case each), R3 (being on
    /// a map opens nothing) and R8; in whose name they are then read.
    opens: &'static [(&'static str, &'static [&'static str])],
}

enum Is {
    Person(&'static str),
    Account(&'static str),
}

const LEAD: &[&str] = &["team", "lead"];

const VIEWERS: &[Viewer] = &[
    Viewer { name: "Marte", is: Is::Person("A01"), opens: &[("marte", &["person:A01"])] },
    Viewer { name: "Stian", is: Is::Person("A02"), opens: &[] },
    Viewer { name: "Kristoffer", is: Is::Person("A03"), opens: &[("kristoffer", &["person:A03"])] },
    Viewer { name: "Tobias", is: Is::Person("A04"), opens: &[] },
    Viewer { name: "mother", is: Is::Person("B02"), opens: &[("noah", &["person:B02"])] },
    Viewer { name: "father", is: Is::Person("B03"), opens: &[] },
    Viewer { name: "foster mother", is: Is::Person("B04"), opens: &[("noah", &["person:B04"])] },
    Viewer { name: "foster father", is: Is::Person("B05"), opens: &[("noah", &["person:B05"])] },
    // The child-welfare service reads the shared plan by consent: no fact of the map.
    Viewer { name: "child welfare", is: Is::Account("kurator@example.no"), opens: &[("noah", &[])] },
    Viewer { name: "stranger", is: Is::Account("fremmed@example.no"), opens: &[] },
    Viewer { name: "lead", is: Is::Account("saksansvarlig@example.no"), opens: &[("marte", LEAD), ("noah", LEAD)] },
    Viewer { name: "other lead", is: Is::Account("saksansvarlig2@example.no"), opens: &[("kristoffer", LEAD)] },
    Viewer {
        name: "stand-in",
        is: Is::Account("stedfortreder@example.no"),
        opens: &[("marte", LEAD), ("kristoffer", LEAD), ("noah", LEAD)],
    },
];

const CASES: [&str; 3] = ["marte", "kristoffer", "noah"];

/// R5: nothing that could locate her, for anyone but the foster parents.
const PROTECTED: (&str, &str, [&str; 2]) = ("noah", "B08", ["person:B04", "person:B05"]);
/// Lines of abuse, violence and neglect: for who leads the case, nobody else.
const FOR_THE_LEAD: [&str; 5] = ["violence", "physical_abuse", "emotional_abuse", "sexual_abuse", "neglect"];
/// R6: who reads the twins' parts, in which case.
const READS_THE_TWINS: [(&str, &str); 5] = [
    ("Marte", "marte"),
    ("Kristoffer", "kristoffer"),
    ("lead", "marte"),
    ("other lead", "kristoffer"),
    ("stand-in", "marte"),
];

/// R4: whoever told it, and those for whom it is.
fn is_for(keys: &[&str], origin: &Origin) -> bool {
    keys.contains(&origin.teller.0.as_str()) || origin.audience.iter().any(|key| keys.contains(&key.0.as_str()))
}

/// What somebody with these keys should get of a case, fact by fact.
fn expected(case: &DemoCase, keys: &[&str]) -> BTreeSet<FactId> {
    let record = &case.record;
    let mut sees = BTreeSet::new();
    let people: BTreeSet<&PersonId> =
        record.people.values().filter(|it| is_for(keys, &it.origin)).map(|it| &it.id).collect();
    sees.extend(people.iter().map(|id| FactId::Person((*id).clone())));
    for (id, it) in &record.partnerships {
        if people.contains(&it.a) && people.contains(&it.b) && is_for(keys, &it.origin) {
            sees.insert(FactId::Partnership(id.clone()));
        }
    }
    for (id, it) in &record.parent_links {
        if people.contains(&it.child) && people.contains(&it.parent) && is_for(keys, &it.origin) {
            sees.insert(FactId::ParentLink(id.clone()));
        }
    }
    for (id, it) in &record.bonds {
        let may = keys.contains(&"lead") || !FOR_THE_LEAD.contains(&it.kind.code());
        if may && people.contains(&it.a) && people.contains(&it.b) && is_for(keys, &it.origin) {
            sees.insert(FactId::Bond(id.clone()));
        }
    }
    for (id, it) in &record.birth_groups {
        if it.children.iter().all(|child| people.contains(child)) && is_for(keys, &it.origin) {
            sees.insert(FactId::BirthGroup(id.clone()));
        }
    }
    // A home shows where somebody lives: not when somebody lives there who must not be found.
    let mut closed: BTreeSet<&HouseholdId> = BTreeSet::new();
    for it in record.memberships.values() {
        let is_shielded = record.people.get(&it.person).is_some_and(|person| person.shielded);
        let (of, protected, except) = PROTECTED;
        let is_protected =
            case.key == of && it.person.as_str() == protected && !keys.iter().any(|key| except.contains(key));
        if is_shielded || is_protected {
            closed.insert(&it.household);
        }
    }
    let lives = |(id, it): (&MembershipId, &family_map::record::Membership)| -> Option<(MembershipId, HouseholdId)> {
        let home = record.households.get(&it.household)?;
        let shows = people.contains(&it.person) && !closed.contains(&it.household);
        (shows && is_for(keys, &it.origin) && is_for(keys, &home.origin)).then(|| (id.clone(), it.household.clone()))
    };
    for (membership, home) in record.memberships.iter().filter_map(lives) {
        sees.insert(FactId::Membership(membership));
        sees.insert(FactId::Household(home));
    }
    sees
}

/// Every fact of a record.
fn facts(record: &Record) -> BTreeSet<FactId> {
    let people = record.people.keys().cloned().map(FactId::Person);
    let partnerships = record.partnerships.keys().cloned().map(FactId::Partnership);
    let parents = record.parent_links.keys().cloned().map(FactId::ParentLink);
    let births = record.birth_groups.keys().cloned().map(FactId::BirthGroup);
    let bonds = record.bonds.keys().cloned().map(FactId::Bond);
    let homes = record.households.keys().cloned().map(FactId::Household);
    let places = record.memberships.keys().cloned().map(FactId::Membership);
    people.chain(partnerships).chain(parents).chain(births).chain(bonds).chain(homes).chain(places).collect()
}

struct World {
    store: Store,
    ids: BTreeMap<&'static str, CaseId>,
    tables: BTreeMap<&'static str, DemoCase>,
    folder: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl World {
    async fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("familiekart-viewers-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = |name: &str| format!("sqlite://{}?mode=rwc", folder.join(name).display());
        let config = StoreConfig { database_url: url("main.sqlite"), keys_url: url("keys.sqlite"), max_connections: 4 };
        let master = MasterKey::from_hex(&MasterKey::generate_hex()).unwrap();
        let today = family_map::FuzzyDate::parse_iso(REFERENCE_DAY).unwrap();
        let today = Day::new(today.year, today.month.unwrap(), today.day.unwrap());
        let clock = Arc::new(FixedClock::new(1_795_424_400_000, today));
        let store = Store::open(&config, &master, clock).await.unwrap();
        super::load(&store).await.unwrap();
        let password = "grønn sykkel i regn";
        store.create_user(NewUser { email: "fremmed@example.no", name: "Fremmed", password }).await.unwrap();
        let tables: BTreeMap<_, _> =
            cases(FAMILIES).unwrap().into_iter().filter(|it| CASES.contains(&it.key)).map(|it| (it.key, it)).collect();
        let mut world = Self { store, ids: BTreeMap::new(), tables, folder };
        let all = world.store.list_my_cases(&world.account("stedfortreder@example.no").await).await.unwrap();
        for (key, table) in &world.tables {
            world.ids.insert(key, all.iter().find(|line| line.name == table.title).unwrap().id.clone());
        }
        world
    }

    async fn account(&self, email: &str) -> UserId {
        self.store.list_users().await.unwrap().into_iter().find(|it| it.email == email).unwrap().id
    }

    async fn open(&self, viewer: &Viewer, case: &str) -> Option<CaseAccess> {
        let id = &self.ids[case];
        let (who, purpose) = match viewer.is {
            Is::Person(person) => (Who::Participant(person.to_owned()), Purpose::OwnRecord),
            Is::Account(email) => {
                let who = Who::Staff(self.account(email).await);
                let purpose = self.store.usual_purpose(&who, id).await.unwrap();
                (who, purpose)
            }
        };
        let asked = AccessRequest { purpose, reason: None, action: Action::Read, object: "map" };
        match self.store.open_case(&who, id, &asked).await {
            Ok(access) => Some(access),
            Err(OpenError::NotFound) => None,
            Err(error) => panic!("{} {case}: {error}", viewer.name),
        }
    }
}

/// What somebody got of a case.
struct Got {
    record: Record,
    parts: Vec<ChildPart>,
}

async fn got(access: &CaseAccess) -> Got {
    Got { record: access.record().await.unwrap(), parts: access.child_parts().await.unwrap_or_default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn viewers_by_facts() {
    let world = World::new("facts").await;
    let (mut cells, mut shown) = (0, 0);
    for key in CASES {
        let table = &world.tables[key];
        let all = facts(&table.record);
        let mut columns: Vec<(&str, BTreeSet<FactId>)> = Vec::new();
        for viewer in VIEWERS {
            let access = world.open(viewer, key).await;
            let keys = viewer.opens.iter().find(|(case, _)| *case == key).map(|(_, keys)| *keys);
            assert_eq!(access.is_some(), keys.is_some(), "{} opens {key}", viewer.name);
            let Some((access, keys)) = access.zip(keys) else {
                columns.push((viewer.name, BTreeSet::new()));
                continue;
            };
            let got = got(&access).await;
            let (sees, should) = (facts(&got.record), expected(table, keys));
            for fact in &all {
                cells += 1;
                assert_eq!(sees.contains(fact), should.contains(fact), "{} and {fact} in {key}", viewer.name);
            }
            assert!(sees.is_subset(&all), "{}: nothing that is not in the tables", viewer.name);
            shown += sees.len();
            no_trace(viewer, table, &got, &should);
            the_twins(viewer, key, &got);
            columns.push((viewer.name, sees));
        }
        print(key, &all, &columns);
    }
    println!("{cells} cells in opened cases compared one by one, {shown} facts shown; everything else did not open");
    assert_eq!((cells, shown), (828, 594));
}

/// R11: who is hidden stands nowhere in what was got, not as a name, not as an
/// id, not among those who told something.
fn no_trace(viewer: &Viewer, table: &DemoCase, got: &Got, should: &BTreeSet<FactId>) {
    let text = serde_json::to_string(&got.record).unwrap();
    for person in table.record.people.values().filter(|it| !should.contains(&FactId::Person(it.id.clone()))) {
        let id = person.id.as_str();
        for trace in [format!("\"{id}\""), format!("person:{id}\"")] {
            assert!(!text.contains(&trace), "{} reads {trace} in {}", viewer.name, table.key);
        }
        if let Some(name) = person.name.value() {
            assert!(!text.contains(name.as_str()), "{} reads {name} in {}", viewer.name, table.key);
        }
    }
    // R5 and 9.5: of a shielded person neither name nor date, for anyone.
    for person in got.record.people.values().filter(|it| it.shielded) {
        assert_eq!((person.label(), person.birth.value()), (None, None), "{}", viewer.name);
    }
}

/// R6: the twins' parts are the same for both parents, and for nobody else.
fn the_twins(viewer: &Viewer, key: &str, got: &Got) {
    let reads = READS_THE_TWINS.contains(&(viewer.name, key)) || (viewer.name == "stand-in" && key == "kristoffer");
    let texts: Vec<&str> = got.parts.iter().flat_map(|it| &it.entries).map(|it| it.text.as_str()).collect();
    assert_eq!(got.parts.len(), if reads { 2 } else { 0 }, "{} in {key}", viewer.name);
    if reads {
        assert!(texts.iter().any(|it| it.contains("Ada")) && texts.iter().any(|it| it.contains("høreapparat")));
        for other in ["Marte", "Kristoffer"] {
            assert!(!texts.iter().any(|it| it.contains(other)), "nothing about the other parent");
        }
    }
}

fn print(key: &str, all: &BTreeSet<FactId>, columns: &[(&str, BTreeSet<FactId>)]) {
    println!("\n{key}: {} facts (● seen, · not; an empty column is a case that did not open)", all.len());
    print!("{:<24}", "");
    for (name, _) in columns {
        print!(" {name:<13}");
    }
    println!();
    for fact in all {
        print!("{:<24}", fact.to_string());
        for (_, sees) in columns {
            print!(
                " {:<13}",
                if sees.is_empty() {
                    ""
                } else if sees.contains(fact) {
                    "●"
                } else {
                    "·"
                }
            );
        }
        println!();
    }
}

/// «Vis slik … ser det» shows staff what the person's own opening gives, less
/// what the member of staff does not see; nobody sees through the eyes of
/// somebody who does not take part.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn viewers_through_the_eyes_of_staff() {
    let world = World::new("eyes").await;
    let stand_in = VIEWERS.iter().find(|it| it.name == "stand-in").unwrap();
    for key in CASES {
        let staff = world.open(stand_in, key).await.unwrap();
        let staffs = expected(&world.tables[key], LEAD);
        for viewer in VIEWERS {
            let Is::Person(person) = viewer.is else { continue };
            let keys = viewer.opens.iter().find(|(case, _)| *case == key).map(|(_, keys)| *keys);
            let shown = staff.seen_by(person).await;
            assert_eq!(shown.is_ok(), keys.is_some(), "{} in {key}", viewer.name);
            let (Ok(shown), Some(keys)) = (shown, keys) else { continue };
            let seen = facts(&shown.record().await.unwrap());
            let own: BTreeSet<FactId> = expected(&world.tables[key], keys).intersection(&staffs).cloned().collect();
            assert_eq!(seen, own, "{} in {key}", viewer.name);
            let own = world.open(viewer, key).await.unwrap();
            assert_eq!(shown.child_parts().await.unwrap(), own.child_parts().await.unwrap(), "{}", viewer.name);
        }
    }
}

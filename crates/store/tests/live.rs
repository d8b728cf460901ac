//! Following a case: what each viewer holds is what they may see, step by step,
//! and no number tells of what was hidden.

use crate::common::{Databases, Office, add, open};
use casework::role::CaseFunction;
use family_map::edit::{Edit, PersonField};
use family_map::effect::{Held, Numbered, Update};
use family_map::record::{Known, PersonId};
use store::{AccessRequest, Action, CaseAccess, Cursor, Ended, Following, Present, Signal, Store, UserId, Way, Who};

on_both![
    each_holds_what_they_may_see_and_no_number_tells_of_the_rest,
    whoever_comes_back_goes_on_where_they_were,
    a_right_that_ends_ends_it,
    they_see_each_other_and_only_whom_they_know_of,
    opening_and_end_stand_in_the_log,
    other_nodes_hear_of_it,
];

async fn follow(store: &Store, user: &UserId, office: &Office, from: &Cursor) -> (Following, Option<Numbered>) {
    let asked = AccessRequest { action: Action::Follow, ..AccessRequest::reading("map") };
    let case = store.open_case(&Who::Staff(user.clone()), &office.case, &asked).await.unwrap();
    case.begin_following(from).await.unwrap()
}

fn rename(id: &str, name: &str) -> Edit {
    Edit::SetPerson { person: id.into(), field: PersonField::Name(Known::Known(name.to_owned())) }
}

/// A browser that follows: what it holds, beside what it may see by today's rights.
struct Viewer {
    following: Following,
    held: Held,
    by: Vec<Option<String>>,
    own: Vec<String>,
}

impl Viewer {
    async fn begin(office: &Office, user: &UserId) -> Self {
        let seen = open(&office.store, user, &office.case).await.record().await.unwrap();
        let (following, first) = follow(&office.store, user, office, &Cursor::default()).await;
        let mut held = Held::new(0, seen);
        held.take(&first.expect("without a mark everything is given")).unwrap();
        Self { following, held, by: Vec::new(), own: Vec::new() }
    }

    /// Takes in what came; the numbers follow each other without a gap.
    async fn hear(&mut self, office: &Office, user: &UserId) -> usize {
        let mut updates = 0;
        for heard in self.following.catch_up().await.unwrap().unwrap() {
            if let Some(update) = heard.update {
                assert_eq!(update.number, self.held.number() + 1);
                self.held.take(&update).unwrap();
                self.by.push(heard.by);
                updates += 1;
            }
            self.own.extend(heard.own);
        }
        let seen = open(&office.store, user, &office.case).await.record().await.unwrap();
        assert_eq!(self.held.record().facts().collect::<Vec<_>>(), seen.facts().collect::<Vec<_>>());
        assert_eq!(self.held.record().index, seen.index);
        updates
    }
}

async fn each_holds_what_they_may_see_and_no_number_tells_of_the_rest(databases: Databases) {
    let office = Office::new(&databases).await;
    let anna = office.member("anna", CaseFunction::Member).await;
    let lead = office.access().await;
    lead.draw("0", &[add("p1", "Marte", &["team"])]).await.unwrap();
    let mut of_lead = Viewer::begin(&office, &office.lead).await;
    let mut of_anna = Viewer::begin(&office, &anna).await;

    lead.draw("1", &[add("secret", "Hemmelig", &["lead"])]).await.unwrap();
    lead.draw("2", &[rename("p1", "Marte L.")]).await.unwrap();
    lead.draw("3", &[rename("secret", "Mer hemmelig")]).await.unwrap();
    let annas = open(&office.store, &anna, &office.case).await;
    annas.draw("1", &[add("p2", "Tobias", &["team"])]).await.unwrap();
    assert_eq!(of_lead.hear(&office, &office.lead).await, 4);
    assert_eq!(of_anna.hear(&office, &anna).await, 2);
    assert_eq!(of_lead.own, ["1", "2", "3"]);
    assert_eq!(of_anna.own, ["1"]);
    assert_eq!(of_lead.by, [None, None, None, Some("anna".to_owned())]);
    assert_eq!(of_anna.by, [Some("ingrid".to_owned()), None]);
    // Steps of which nothing shows tell nothing at all.
    lead.draw("4", &[rename("secret", "Hemmelig igjen")]).await.unwrap();
    assert_eq!(of_anna.hear(&office, &anna).await, 0);
    assert!(!format!("{:?}{:?}", of_anna.held, of_anna.following.held()).contains("emmelig"));

    // Taken back, forgotten: everybody holds what there is.
    lead.go(Way::Back).await.unwrap().unwrap();
    annas.go(Way::Back).await.unwrap().unwrap();
    lead.draw("5", &[add("p3", "Omtalt", &["team"])]).await.unwrap();
    lead.forget_person("p3").await.unwrap();
    of_lead.hear(&office, &office.lead).await;
    of_anna.hear(&office, &anna).await;
    assert_eq!(of_anna.held.record().people.len(), 1);
}

async fn whoever_comes_back_goes_on_where_they_were(databases: Databases) {
    let office = Office::new(&databases).await;
    let lead = office.access().await;
    lead.draw("0", &[add("p1", "Marte", &["team"])]).await.unwrap();
    // The page was given what the mark tells of: nothing is sent again.
    let page: CaseAccess = office.access().await;
    let cursor = page.cursor(&page.record().await.unwrap()).unwrap();
    let (mut first, update) = follow(&office.store, &office.lead, &office, &cursor).await;
    assert_eq!(update, None);
    lead.draw("1", &[add("p2", "Tobias", &["team"])]).await.unwrap();
    let heard = first.catch_up().await.unwrap().unwrap();
    assert_eq!(heard.len(), 1);
    let left = first.cursor().unwrap();
    assert_eq!(left.number, 1);
    drop(first);
    // Nothing happened meanwhile, also across a restart.
    let again = databases.open().await;
    let (_, update) = follow(&again, &office.lead, &office, &Cursor::read(&left.to_string())).await;
    assert_eq!(update, None);
    // Something happened: everything is given, under the next number.
    lead.draw("2", &[rename("p2", "Tobias M.")]).await.unwrap();
    let (back, update) = follow(&again, &office.lead, &office, &left).await;
    let update = update.unwrap();
    assert_eq!(update.number, 2);
    assert!(matches!(update.update, Update::Fresh(record) if &*record == back.held()));
    // The mark is its viewer's own.
    let anna = office.member("anna", CaseFunction::Member).await;
    assert!(follow(&again, &anna, &office, &back.cursor().unwrap()).await.1.is_some());
}

async fn a_right_that_ends_ends_it(databases: Databases) {
    let office = Office::new(&databases).await;
    let anna = office.member("anna", CaseFunction::Member).await;
    office.access().await.draw("0", &[add("p1", "Marte", &["team"])]).await.unwrap();
    let (mut following, _) = follow(&office.store, &anna, &office, &Cursor::default()).await;
    // A handle that was opened for anything else follows nothing: the log would not tell.
    assert!(office.access().await.begin_following(&Cursor::default()).await.is_err());
    let mut signals = office.store.signals().await.unwrap();
    office.access().await.leave_team(&anna).await.unwrap();
    assert!(signals.next().await.concerns(&office.case));
    office.access().await.draw("1", &[rename("p1", "Etterpå")]).await.unwrap();
    assert_eq!(following.catch_up().await.unwrap(), Err(Ended));
    assert!(!format!("{:?}", following.held()).contains("Etterpå"));
    // An account that is shut, too.
    let (mut own, _) = follow(&office.store, &office.lead, &office, &Cursor::default()).await;
    assert!(own.catch_up().await.unwrap().is_ok());
    office.store.set_active(&office.lead, false).await.unwrap();
    assert_eq!(own.catch_up().await.unwrap(), Err(Ended));
}

async fn they_see_each_other_and_only_whom_they_know_of(databases: Databases) {
    let office = Office::new(&databases).await;
    let anna = office.member("anna", CaseFunction::Member).await;
    let lead = office.access().await;
    lead.draw("0", &[add("p1", "Marte", &["team"]), add("secret", "Hemmelig", &["lead"])]).await.unwrap();
    let (of_lead, _) = follow(&office.store, &office.lead, &office, &Cursor::default()).await;
    let (of_anna, _) = follow(&office.store, &anna, &office, &Cursor::default()).await;
    of_lead.appear().await.unwrap();
    of_anna.appear().await.unwrap();
    let present = |name: &str, colour, person: Option<&str>| Present {
        name: name.into(),
        colour,
        person: person.map(PersonId::from),
    };
    assert_eq!(of_lead.others().await.unwrap(), [present("anna", 1, None)]);
    assert_eq!(of_anna.others().await.unwrap(), [present("ingrid", 0, None)]);
    for (person, seen) in [("p1", Some("p1")), ("secret", None), ("nobody", None)] {
        office.store.point(&office.lead.0, of_lead.id(), Some(person)).await.unwrap();
        assert_eq!(of_anna.others().await.unwrap(), [present("ingrid", 0, seen)]);
    }
    // Nobody points for another.
    assert!(office.store.point(&anna.0, of_lead.id(), Some("p1")).await.is_err());
    assert!(office.store.point(&anna.0, "", None).await.is_err());
    // In another case nobody is there, and who gives no sign of life is gone.
    of_lead.end().await.unwrap();
    assert_eq!(of_anna.others().await.unwrap(), []);
    let (again, _) = follow(&office.store, &office.lead, &office, &Cursor::default()).await;
    again.appear().await.unwrap();
    databases.clock.advance(60_000);
    again.still_here().await.unwrap();
    databases.clock.advance(10_000);
    assert_eq!(of_anna.others().await.unwrap(), [present("ingrid", 0, None)]);
    databases.clock.advance(60_000);
    assert_eq!(of_anna.others().await.unwrap(), []);
}

async fn opening_and_end_stand_in_the_log(databases: Databases) {
    let office = Office::new(&databases).await;
    let (mut following, _) = follow(&office.store, &office.lead, &office, &Cursor::default()).await;
    for number in 0..3 {
        office.access().await.draw(&format!("{number}"), &[]).await.unwrap();
        following.catch_up().await.unwrap().unwrap();
    }
    following.end().await.unwrap();
    let rows = office.access().await.log(50).await.unwrap();
    let of_following: Vec<_> = rows.iter().filter(|row| row.action.contains("follow")).collect();
    assert_eq!(of_following.len(), 2);
    for (row, action) in of_following.iter().zip(["end_follow", "follow"]) {
        assert_eq!((row.action.as_str(), row.object.as_str(), row.role.as_str()), (action, "map", "lead"));
    }
    assert_eq!(office.store.verify_log(&[]).await.unwrap(), []);
}

async fn other_nodes_hear_of_it(databases: Databases) {
    let office = Office::new(&databases).await;
    // On SQLite there is one process: the same store is asked.
    let other = if databases.folder().is_some() { office.store.clone() } else { databases.open().await };
    let mut signals = other.signals().await.unwrap();
    office.access().await.draw("1", &[add("p1", "Marte", &["team"])]).await.unwrap();
    assert_eq!(signals.next().await, Signal::Case(office.case.clone()));
    let (following, _) = follow(&office.store, &office.lead, &office, &Cursor::default()).await;
    following.appear().await.unwrap();
    assert_eq!(signals.next().await, Signal::Presence(office.case.clone()));
    // Whoever does not say what was written makes everybody look.
    office.store.sign_out_everywhere(&office.lead).await.unwrap();
    assert_eq!(signals.next().await, Signal::Everything);
}

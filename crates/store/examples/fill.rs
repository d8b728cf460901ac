//! Fills a database for `cargo xtask bench` and prints, as JSON, who can ask
//! for what. Needs the feature `bench`.
//!
//! `fill DATABASE KEYS MASTER_KEY_FILE FROM COUNT PEOPLE STAFF SESSIONS`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails says so")]

use casework::Day;
use casework::day::Period;
use casework::role::Role;
use family_map::gedcom::{Limits, read};
use family_map::record::{Origin, Source};
use std::sync::Arc;
use store::{Clock, Fill, MasterKey, NewUser, Store, StoreConfig, UserId};

const PASSWORD: &str = "mange ord i en rekke";
const UNIT: &str = "Måling";

struct Now;

impl Clock for Now {
    fn now(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        i64::try_from(since.as_millis()).expect("a time")
    }

    fn today(&self) -> Day {
        Day::new(2026, 1, 1)
    }
}

/// A family of so many: couples, each with children, down the generations.
fn family(people: usize) -> family_map::Record {
    let mut text = String::from("0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n");
    for at in 0..people {
        let sex = if at % 2 == 0 { "F" } else { "M" };
        text.push_str(&format!(
            "0 @I{at}@ INDI\n1 NAME Person {at} /Prøve/\n1 SEX {sex}\n1 BIRT\n2 DATE {}\n",
            1940 + at * 9 % 80
        ));
    }
    for at in 0..people.saturating_sub(2) / 3 {
        let (wife, husband) = (at * 3, at * 3 + 1);
        text.push_str(&format!("0 @F{at}@ FAM\n1 WIFE @I{wife}@\n1 HUSB @I{husband}@\n"));
        for child in [at * 3 + 2, at * 3 + 3] {
            text.push_str(&format!("1 CHIL @I{child}@\n"));
        }
    }
    text.push_str("0 TRLR\n");
    let origin = Origin { teller: "team".into(), audience: ["team".into()].into(), source: Source::Document };
    let mut next = 0;
    let mut id = || {
        next += 1;
        format!("p{next}")
    };
    read(text.as_bytes(), &Limits::default(), &origin, &mut id).map(|it| it.record).expect("our own file is read")
}

async fn account(store: &Store, email: &str, unit: &store::UnitId, role: Role) -> UserId {
    let users = store.list_users().await.expect("users");
    if let Some(user) = users.into_iter().find(|it| it.email == email) {
        return user.id;
    }
    let id = store.create_user(NewUser { email, name: email, password: PASSWORD }).await.expect("an account");
    store.give_post(&id, unit, role, Period::default()).await.expect("a post");
    id
}

async fn token(store: &Store, email: &str) -> String {
    let signed_in = store.sign_in(email, PASSWORD, "127.0.0.1").await.expect("an answer");
    let (token, _) = signed_in.ok().flatten().expect("a session");
    token.reveal().to_owned()
}

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [database, keys, key_file, from, count, people, staff, sessions] = words.as_slice() else {
        panic!("fill DATABASE KEYS MASTER_KEY_FILE FROM COUNT PEOPLE STAFF SESSIONS")
    };
    let number = |text: &String| text.parse::<usize>().expect("a number");
    let config = StoreConfig { database_url: database.clone(), keys_url: keys.clone(), max_connections: 4 };
    let master = MasterKey::from_hex(&std::fs::read_to_string(key_file).expect("the key file")).expect("a key");
    let store = Store::open(&config, &master, Arc::new(Now)).await.expect("the store opens");
    store.mark_installation(false).await.expect("a database of ours");
    let units = store.list_units().await.expect("units");
    let unit = match units.into_iter().find(|it| it.name == UNIT) {
        Some(unit) => unit.id,
        None => store.create_unit(UNIT).await.expect("a unit"),
    };
    let emails: Vec<String> = (0..number(staff)).map(|at| format!("fagperson{at}@example.no")).collect();
    let mut leads = Vec::new();
    for email in &emails {
        leads.push(account(&store, email, &unit, Role::Practitioner).await);
    }
    account(&store, "leder@example.no", &unit, Role::UnitLeader).await;
    let map = family(number(people));
    let fill = Fill { unit: &unit, leads: &leads, map: &map, from: number(from), count: number(count) };
    let cases = store.fill(&fill).await.expect("the cases are made");
    store.settle().await.expect("settled");

    let mut users = Vec::new();
    for at in 0..number(sessions) {
        let lead = at % emails.len();
        // Some of the cases that this one leads; enough that no two sessions wait for the same chain.
        let own = cases.iter().enumerate().filter(|(case, _)| (fill.from + case) % leads.len() == lead);
        let own: Vec<&str> = own.skip(at / emails.len() * 40).take(40).map(|(_, id)| id.0.as_str()).collect();
        users.push(serde_json::json!({ "token": token(&store, &emails[lead]).await, "cases": own }));
    }
    let leader = token(&store, "leder@example.no").await;
    println!("{}", serde_json::json!({ "users": users, "leader": leader, "people": map.people.len() }));
}

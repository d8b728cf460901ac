//! Measures a unit's full term for `cargo xtask bench`: how long it takes to make
//! a group of it, to move one, to find what stands in the way, and to show a week.
//! Needs the feature `bench`.
//!
//! `term DATABASE KEYS MASTER_KEY_FILE`; prints JSON: names and milliseconds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails says so")]

use casework::Day;
use casework::appointment::{AppointmentKind, PlaceKind};
use casework::calendar::conflict::Travel;
use casework::calendar::series::{End, Pattern, Rule};
use casework::calendar::{IsoWeek, Moment, Series, Span, Time, Weekday};
use casework::day::Period;
use casework::group::GroupLeader;
use casework::group::plan::PlanRequest;
use casework::opening::{CaseStatus, Purpose};
use casework::role::Role;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;
use store::{
    AccessRequest, Action, Clock, Details, GroupId, GroupKind, MasterKey, NewCase, NewEntry, NewGroup, NewUser,
    PlanRequest as Plan, Setting, Store, StoreConfig, UnitId, UserId, Who, Whose, Words,
};

const TODAY: Day = Day::new(2026, 11, 23);
const NOW: Moment = Moment::new(TODAY, Time::new(9, 0));
const FIRST: Day = Day::new(2027, 1, 4);
const LAST: Day = Day::new(2027, 6, 18);
const STAFF: u8 = 10;
const FAMILIES: u8 = 40;
const STAYS: u8 = 6;
/// Each row is measured so often.
const TIMES: i32 = 21;

struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        i64::try_from(since.as_millis()).expect("a time")
    }

    fn today(&self) -> Day {
        TODAY
    }
}

struct Centre {
    store: Store,
    unit: UnitId,
    staff: Vec<UserId>,
    rooms: Vec<String>,
}

impl Centre {
    async fn make(store: Store) -> Self {
        let unit = store.create_unit("Familiesenteret").await.expect("a unit");
        let account = async |email: &str, role| {
            let new = NewUser { email, name: email, password: "mange ord i en rekke" };
            let id = store.create_user(new).await.expect("an account");
            store.give_post(&id, &unit, role, Period::default()).await.expect("a post");
            id
        };
        let mut staff = Vec::new();
        for at in 0..STAFF {
            staff.push(account(&format!("fagperson{at}@example.no"), Role::Practitioner).await);
        }
        let admin = account("systemforvalter@example.no", Role::Administrator).await;
        let admin = store.administer(&admin).await.expect("an administrator");
        let mut rooms = Vec::new();
        for at in 0..4 {
            rooms.push(admin.create_room(&unit, &format!("Rom {at}"), 10).await.expect("a room"));
        }
        Self { store, unit, staff, rooms }
    }

    async fn talks(&self, lead: u8, name: &str, series: Series, room: usize) {
        let lead = &self.staff[usize::from(lead)];
        let new = NewCase { unit: &self.unit, name, status: CaseStatus::Open };
        let case = self.store.create_case_with(lead, &new, &[]).await.expect("a case");
        let asked = AccessRequest { purpose: Purpose::FollowUp, reason: None, action: Action::Change, object: "case" };
        let case = self.store.open_case(&Who::Staff(lead.clone()), &case, &asked).await.expect("open");
        let details = Details {
            room: Some(self.rooms[room].clone()),
            place: PlaceKind::Centre,
            travel: Travel::default(),
            people: BTreeSet::from([lead.clone()]),
            interpreters: BTreeSet::new(),
            equipment: BTreeSet::new(),
            open_to_unit: false,
            words: Words { kind: Some(AppointmentKind::DevelopmentTalk), ..Words::default() },
        };
        case.create_appointment(&NewEntry { unit: self.unit.clone(), series, details }).await.expect("planned");
    }

    async fn group(&self, name: &str, programme: &str, from: Day, hour: u8) -> GroupId {
        let leader = |user: &UserId| GroupLeader {
            user: user.0.clone(),
            period: Period { from: Some(from), to: None },
            certified_from: Some(TODAY),
            languages: vec!["nb".into()],
        };
        let new = NewGroup {
            kind: GroupKind::Course,
            name: name.into(),
            programme: programme.into(),
            variant: None,
            meetings: None,
            minutes: None,
            request: PlanRequest { from, weekday: Weekday::of(from), time: Time::new(hour, 0) },
            setting: Setting { seats: 8, room: Some(self.rooms[3].clone()), ..Setting::default() },
            leaders: self.staff.iter().take(2).map(leader).collect(),
        };
        self.store.group_desk(&self.staff[0]).await.expect("a desk").create(&new).await.expect("a group")
    }
}

/// Median and slowest in milliseconds.
fn row(name: &str, mut times: Vec<f64>) -> serde_json::Value {
    times.sort_by(f64::total_cmp);
    serde_json::json!({ "name": name, "median": times[times.len() / 2], "slowest": times[times.len() - 1] })
}

fn since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [database, keys, key_file] = words.as_slice() else { panic!("term DATABASE KEYS MASTER_KEY_FILE") };
    let config = StoreConfig { database_url: database.clone(), keys_url: keys.clone(), max_connections: 4 };
    let master = MasterKey::from_hex(&std::fs::read_to_string(key_file).expect("the key file")).expect("a key");
    let store = Store::open(&config, &master, Arc::new(Still)).await.expect("the store opens");
    store.mark_installation(false).await.expect("a database of ours");
    let centre = Centre::make(store).await;

    let whole = Instant::now();
    for family in 0..FAMILIES {
        let (lead, place) = (family / 4, family % 4);
        let first = Weekday::ALL[usize::from(lead % 5)].on_or_after(FIRST).plus(7 * (place % 2));
        let start = Moment::new(first, Time::new(9 + 2 * (place / 2) + lead / 5, 0));
        let series = Series::new(start, 60, Some(Rule::weekly(first, 2, End::Until(LAST)))).expect("a series");
        centre.talks(lead, &format!("Familie {family}"), series, usize::from(lead / 5)).await;
    }
    for stay in 0..STAYS {
        let pattern = Pattern::Weekly([Weekday::Monday, Weekday::Thursday].into());
        let start = Moment::new(FIRST, Time::new(8 + stay, 0));
        let series = Series::new(start, 60, Some(Rule { pattern, every: 1, end: End::Until(LAST) })).expect("a series");
        centre.talks(9 - stay, &format!("Opphold {stay}"), series, 2).await;
    }
    centre.group("COS I", "cos_p", Day::new(2027, 1, 14), 9).await;
    centre.group("COS II", "cos_p", Day::new(2027, 3, 30), 12).await;
    centre.group("ICDP", "icdp", Day::new(2027, 1, 20), 12).await;
    let moved = centre.group("Drømmehuset", "drommehuset", Day::new(2027, 3, 4), 9).await;
    let mut rows = vec![row("the whole term: 40 families, 6 stays, 4 groups", vec![since(whole)])];

    let mut times = Vec::new();
    for turn in 0..TIMES {
        let start = Instant::now();
        centre.group(&format!("COS {turn}"), "cos_p", Day::new(2028, 1, 11), 9).await;
        times.push(since(start));
    }
    rows.push(row("one group made: eight meetings past the holidays", times));

    let user = &centre.staff[0];
    let mut times = Vec::new();
    for turn in 0..TIMES {
        let weeks = if turn % 2 == 0 { 1 } else { 0 };
        let from = Day::new(2027, 3, 4).shifted(7 * weeks);
        let request = PlanRequest { from, weekday: Weekday::of(from), time: Time::new(9, 0) };
        let start = Instant::now();
        let group = centre.store.open_group(user, &moved).await.expect("the group");
        group.move_to(request, NOW).await.expect("moved");
        times.push(since(start));
    }
    rows.push(row("one group moved: ten meetings", times));

    let desk = centre.store.group_desk(user).await.expect("a desk");
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        let lines = desk.groups(Day::new(2027, 1, 1), Day::new(2027, 6, 30)).await.expect("groups");
        desk.clashes(&lines).await.expect("clashes");
        times.push(since(start));
    }
    rows.push(row("the term with all that stands in its way", times));

    let calendar = centre.store.calendar(user).await.expect("a calendar");
    let mut times = Vec::new();
    for turn in 0..TIMES {
        let monday = IsoWeek::of(FIRST).shifted(turn).monday();
        let start = Instant::now();
        let shown = calendar.view(&Whose::Unit(centre.unit.clone()), Span::days(monday, monday.plus(6))).await;
        assert!(shown.expect("a week").len() > 10);
        times.push(since(start));
    }
    rows.push(row("a week of the unit's calendar", times));

    let series = Series::new(Moment::new(FIRST, Time::new(13, 0)), 60, Some(Rule::weekly(FIRST, 2, End::Until(LAST))));
    let plan = Plan {
        unit: centre.unit.clone(),
        except: None,
        series: series.expect("a series"),
        travel: Travel::default(),
        people: centre.staff.iter().take(3).cloned().collect(),
        interpreters: BTreeSet::new(),
        room: Some(centre.rooms[0].clone()),
        equipment: BTreeSet::new(),
    };
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        calendar.check(&plan).await.expect("an answer");
        times.push(since(start));
    }
    rows.push(row("a fortnightly talk looked over, with the next free times", times));
    println!("{}", serde_json::Value::from(rows));
}

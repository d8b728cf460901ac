//! The case list and the case page: how long they take and what they cost.

use super::Options;
use super::load::{Connection, Found, together};
use super::server::{Programs, Running, Store, Who};
use crate::progress;
use anyhow::{Result, ensure};
use std::time::Duration;

/// Asked so often for each row of the list's table.
const TIMES: usize = 40;
/// People at work at the same time.
const USERS: usize = 70;
/// Of the largest list so many cases have a map.
const WITH_MAP: usize = 10_000;
const PEOPLE: usize = 10;

/// What was measured, as lines of tables.
#[derive(Default)]
pub struct Report {
    list: Vec<String>,
    page: Vec<String>,
}

impl Report {
    /// Prints both tables with their bars.
    pub fn print(&self) {
        println!("\nThe case list, fifty lines a page: median of {TIMES} requests, one at a time");
        println!(
            "{:<11}{:>9}  {:<44}{:>9}{:>9}{:>12}",
            "database", "cases", "asked for", "median", "slowest", "server CPU"
        );
        self.list.iter().for_each(|line| println!("{line}"));
        println!("Bar: the last page as quick as the first, whatever the size.");
        println!("\nThe case page (overview), {} people in the database, one log row a request", WITH_MAP * PEOPLE);
        println!(
            "{:<11}{:>6}  {:<10}{:>11}{:>9}{:>9}{:>14}  bars: ≤ 2.4 ms, p95 < 50 ms",
            "database", "users", "pause", "requests/s", "p50", "p95", "CPU a request"
        );
        self.page.iter().for_each(|line| println!("{line}"));
    }
}

/// Measures on one database, at a thousand cases and ten and a hundred times as many.
pub fn measure(programs: &Programs, store: &Store, options: &Options, report: &mut Report) -> Result<()> {
    let sizes = [1_000, 10_000, 100_000].into_iter().filter(|size| *size <= options.cases);
    let mut have = 0;
    let mut with_map = None;
    for size in sizes {
        let people = if size <= WITH_MAP { PEOPLE } else { 0 };
        let who = store.fill(programs, have, size - have, people)?;
        have = size;
        let server = store.serve(programs)?;
        progress::step(&format!("{}: the list of {size} cases", store.name), || {
            list(&server, store.name, size, &who.leader, report)
        })?;
        if people > 0 {
            with_map = Some(who);
        }
    }
    if let Some(who) = with_map {
        let server = store.serve(programs)?;
        for (users, pause) in [(1, 0), (USERS, 0), (USERS, 1000)] {
            progress::step(&format!("{}: the case page, {users} users", store.name), || {
                page(&server, store.name, &who, users, Duration::from_millis(pause), options.seconds, report)
            })?;
        }
    }
    Ok(())
}

/// The value of a field in an answer, without reading the whole of it.
fn field(body: &[u8], name: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    value.get(name)?.as_str().map(str::to_owned)
}

fn list(server: &Running, store: &str, size: usize, leader: &str, report: &mut Report) -> Result<()> {
    let mut connection = Connection::open(server.port, leader)?;
    let all = "address=vis%3Denheten";
    let (_, first) = connection.call("list_cases", &format!("{all}&text="))?;
    let after = field(&first, "after").unwrap_or_default();
    let word = "bababa"; // A whole word that few of the names have: the first case has it.
    let rows = [
        ("first page", String::new(), ""),
        ("second page", format!("%26side%3Detter.{after}"), ""),
        ("last page", "%26side%3Dsiste".to_owned(), ""),
        ("last page, by number", "%26sorter%3Dnummer-opp%26side%3Dsiste".to_owned(), ""),
        ("last page, by status", "%26sorter%3Dstatus-opp%26side%3Dsiste".to_owned(), ""),
        ("last page of those in intake", "%26status%3Dintake%26side%3Dsiste".to_owned(), ""),
        ("search: a word that few have", String::new(), word),
        ("search: the beginning of many words", String::new(), "ba"),
        ("search: a word that all have", String::new(), "familie"),
        ("search: a number", String::new(), "2000-0017"),
    ];
    for (what, more, text) in rows {
        let form = format!("{all}{more}&text={}", encoded(text));
        connection.call("list_cases", &form)?;
        let before = server.cpu()?;
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let (time, body) = connection.call("list_cases", &form)?;
            ensure!(body.len() > 100 && !body.starts_with(b"{\"rows\":[]"), "{what}: an empty page");
            times.push(time.as_secs_f64() * 1000.0);
        }
        let cpu = (server.cpu()? - before) * 1000.0 / TIMES as f64;
        times.sort_by(f64::total_cmp);
        let (median, slowest) = (times[TIMES / 2], times[TIMES - 1]);
        report.list.push(format!("{store:<11}{size:>9}  {what:<44}{median:>6.1} ms{slowest:>6.1} ms{cpu:>9.1} ms"));
    }
    Ok(())
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|it| if it.is_ascii_alphanumeric() { char::from(it).to_string() } else { format!("%{it:02X}") })
        .collect()
}

fn page(
    server: &Running,
    store: &str,
    who: &Who,
    users: usize,
    pause: Duration,
    seconds: u64,
    report: &mut Report,
) -> Result<()> {
    let connect = || -> Result<Vec<Connection>> {
        who.users.iter().take(users).map(|user| Connection::open(server.port, &user.token)).collect()
    };
    let ask = |connection: &mut Connection, user: usize, turn: usize| -> Result<Duration> {
        let cases = &who.users[user].cases;
        let (time, body) = connection.get(&format!("/familier/{}", cases[turn % cases.len()]))?;
        ensure!(body.len() > 1000, "a page without content");
        Ok(time)
    };
    together(connect()?, Duration::from_secs(2), pause, ask)?;
    let before = server.cpu()?;
    let found: Found = together(connect()?, Duration::from_secs(seconds), pause, ask)?;
    let cpu = (server.cpu()? - before) * 1000.0 / found.requests as f64;
    let rest = if pause.is_zero() { "none".to_owned() } else { format!("{} s", pause.as_secs()) };
    let (each, p50, p95) = (found.requests as f64 / found.seconds, found.within(0.5), found.within(0.95));
    report.page.push(format!("{store:<11}{users:>6}  {rest:<10}{each:>11.0}{p50:>6.1} ms{p95:>6.1} ms{cpu:>11.2} ms"));
    Ok(())
}

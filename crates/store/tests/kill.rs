//! What was acknowledged is there after the process was killed (SQLite).
//!
//! The test starts itself again as the writer, kills it at a random moment, and
//! looks.

use crate::common;
use crate::common::{Databases, Office, add, open};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{CaseId, FixedClock, MasterKey, Store, StoreConfig, UserId};

const ROUNDS: usize = 100;
const AT_MOST: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_writes_survive_a_kill() {
    if let Ok(round) = std::env::var("KILL_TEST_ROUND") {
        return write_until_killed(&round).await;
    }
    let hex = MasterKey::generate_hex();
    let mut databases = Databases::sqlite();
    databases.master = MasterKey::from_hex(&hex).unwrap();
    let office = Office::new(&databases).await;
    let (case, lead) = (office.case.clone(), office.lead.clone());
    drop(office);

    let start = Instant::now();
    let (mut acknowledged, mut rounds) = (Vec::new(), 0);
    while rounds < ROUNDS && start.elapsed() < AT_MOST {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["kill::acknowledged_writes_survive_a_kill", "--exact", "--nocapture"])
            .env("KILL_TEST_ROUND", rounds.to_string())
            .env("KILL_TEST_MAIN", &databases.config.database_url)
            .env("KILL_TEST_KEYS", &databases.config.keys_url)
            .env("KILL_TEST_MASTER", &hex)
            .env("KILL_TEST_CASE", &case.0)
            .env("KILL_TEST_USER", &lead.0)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap());
        // From the first acknowledgement on, at any moment.
        let mut line = String::new();
        while lines.read_line(&mut line).unwrap() > 0 && !line.contains("written ") {
            line.clear();
        }
        let reader = std::thread::spawn(move || {
            let mut ids = vec![line];
            let mut line = String::new();
            // A line that was cut off by the kill is no acknowledgement.
            while lines.read_line(&mut line).unwrap() > 0 && line.ends_with('\n') {
                ids.push(std::mem::take(&mut line));
            }
            ids
        });
        std::thread::sleep(Duration::from_micros(rand::random::<u64>() % 40_000));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let heard = reader.join().unwrap();
        let ids: Vec<String> =
            heard.iter().filter_map(|line| Some(line.trim().split_once("written ")?.1.to_owned())).collect();
        assert!(!ids.is_empty(), "the writer of round {rounds} wrote something: {heard:?}");
        acknowledged.extend(ids);
        rounds += 1;

        let store = databases.open().await;
        let access = open(&store, &lead, &case).await;
        let record = access.record().await.unwrap();
        for id in &acknowledged {
            assert!(record.people.contains_key(&id.as_str().into()), "{id} was acknowledged and is gone");
        }
        assert!(access.replay_agrees().await.unwrap(), "after round {rounds}");
    }
    assert_eq!(databases.open().await.verify_log(&[]).await.unwrap(), []);
    println!("{rounds} kills, {} acknowledged edits, none lost, {:?}", acknowledged.len(), start.elapsed());
}

async fn write_until_killed(round: &str) {
    let variable = |name: &str| std::env::var(format!("KILL_TEST_{name}")).unwrap();
    let config = StoreConfig { database_url: variable("MAIN"), keys_url: variable("KEYS"), max_connections: 4 };
    let master = MasterKey::from_hex(&variable("MASTER")).unwrap();
    let clock = Arc::new(FixedClock::new(common::NOW, common::TODAY));
    let store = Store::open(&config, &master, clock).await.unwrap();
    let access = open(&store, &UserId(variable("USER")), &CaseId(variable("CASE"))).await;
    for n in 0.. {
        let id = format!("r{round}-{n}");
        access.edit(&[add(&id, "Noen", &["team"])]).await.unwrap();
        let mut out = std::io::stdout().lock();
        out.write_all(format!("written {id}\n").as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

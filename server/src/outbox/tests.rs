//! The outbox with its server killed again and again: no message lost, none
//! sent twice, and those of which nobody knows are told.
//!
//! The test starts itself anew as a server that sends over real SMTP, kills it
//! at a random moment, and looks at the mail server's letters and at the outbox.

use super::{Email, Senders, Worker};
use crate::mail::Smtp;
use casework::contact::ContactCard;
use casework::day::{Day, Period};
use casework::message::{Channel, MessageKind, State, Words};
use casework::opening::CaseStatus;
use casework::role::Role;
use family_map::edit::Edit;
use family_map::record::{Fact, Origin, Person, Symbol};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{
    About, AccessRequest, CaseAccess, CaseId, FixedClock, LEASE_MS, MasterKey, NewCase, NewMessage, NewParticipant,
    NewUser, Receiver, Store, StoreConfig, UserId, Who,
};

const KILLS: usize = 20;
const MESSAGES: u8 = 60;
/// Monday 23 November 2026, 09:00 UTC.
const NOW: i64 = 1_795_424_400_000;
const TODAY: Day = Day::new(2026, 11, 23);

/// A mail server that is slow to say that it has taken a letter.
#[derive(Clone, Default)]
struct MailServer(Arc<Mutex<Vec<String>>>);

impl MailServer {
    fn start(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let letters = self.0.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let letters = letters.clone();
                std::thread::spawn(move || talk(stream.unwrap(), &letters));
            }
        });
        port
    }

    /// How often each Message-ID came.
    fn counted(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for id in self.0.lock().unwrap().iter() {
            *counts.entry(id.clone()).or_default() += 1;
        }
        counts
    }
}

fn talk(stream: TcpStream, letters: &Mutex<Vec<String>>) {
    let mut write = stream.try_clone().unwrap();
    let mut say = move |line: &str| write.write_all(format!("{line}\r\n").as_bytes()).is_ok();
    say("220 ready");
    let (mut in_letter, mut id) = (false, String::new());
    for line in BufReader::new(stream).lines() {
        let Ok(line) = line else { return };
        let heard = match line.as_str() {
            "." if in_letter => {
                in_letter = false;
                letters.lock().unwrap().push(std::mem::take(&mut id));
                std::thread::sleep(Duration::from_millis(5));
                say("250 taken")
            }
            line if in_letter => {
                if let Some(found) = line.strip_prefix("Message-ID: ") {
                    id = found.to_owned();
                }
                true
            }
            "DATA" => {
                in_letter = true;
                say("354 go on")
            }
            "QUIT" => say("221 bye"),
            _ => say("250 ok"),
        };
        if !heard {
            return;
        }
    }
}

struct Place {
    config: StoreConfig,
    master: String,
}

impl Place {
    async fn open(&self, now: i64) -> Store {
        let clock = Arc::new(FixedClock::new(now, TODAY));
        Store::open(&self.config, &MasterKey::from_hex(&self.master).unwrap(), clock).await.unwrap()
    }
}

async fn filled(place: &Place) -> (UserId, CaseId) {
    let store = place.open(NOW).await;
    let unit = store.create_unit("Familiesenteret").await.unwrap();
    let new = NewUser { email: "ingrid@familie.example", name: "Ingrid", password: "grønn sykkel i regn" };
    let lead = store.create_user(new).await.unwrap();
    store.give_post(&lead, &unit, Role::Practitioner, Period { from: Some(TODAY), to: None }).await.unwrap();
    let new = NewCase { unit: &unit, name: "Lyngtjernvik", status: CaseStatus::Open };
    let case = store.create_case(&lead, &new).await.unwrap();
    let access = open(&store, &lead, &case).await;
    let marte = Person::new("marte", Symbol::Female, Origin::told("team", ["team"]));
    access.edit(&[Edit::Add(Fact::Person(marte))]).await.unwrap();
    let new = NewParticipant {
        person: "marte",
        name: "Marte",
        is_child: false,
        has_responsibility: false,
        from: TODAY,
        to: None,
    };
    access.add_participant(&new).await.unwrap();
    let card = ContactCard { by_mail: true, email: "marte@example.no".into(), ..ContactCard::default() };
    access.keep_contact("marte", 0, &card).await.unwrap();
    let invitation = |minute: u8| {
        let when = format!("2026-12-01T{:02}:{:02}", 9 + minute / 60, minute % 60).parse().unwrap();
        let about = About::whole("entry", &minute.to_string());
        NewMessage::new(Receiver::Participant("marte".into()), Words::new(MessageKind::Invitation, when), about)
    };
    let all: Vec<_> = (0..MESSAGES).map(invitation).collect();
    assert_eq!(access.enqueue_messages(&all, false).await.unwrap().len(), usize::from(MESSAGES));
    (lead, case)
}

async fn open(store: &Store, user: &UserId, case: &CaseId) -> CaseAccess {
    store.open_case(&Who::Staff(user.clone()), case, &AccessRequest::changing("messages")).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_kills_lose_nothing_and_send_nothing_twice() {
    if let Ok(port) = std::env::var("OUTBOX_TEST_PORT") {
        return send_until_killed(&port).await;
    }
    let folder = std::env::temp_dir().join(format!("fk_outbox_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = |name: &str| format!("sqlite://{}?mode=rwc", folder.join(name).display());
    let config = StoreConfig { database_url: url("main.sqlite"), keys_url: url("keys.sqlite"), max_connections: 4 };
    let place = Place { config, master: MasterKey::generate_hex() };
    let (lead, case) = filled(&place).await;
    let mail = MailServer::default();
    let port = mail.start();

    let mut now = NOW;
    for kill in 0..KILLS {
        let mut server = Command::new(std::env::current_exe().unwrap())
            .args(["outbox::tests::twenty_kills_lose_nothing_and_send_nothing_twice", "--exact", "--nocapture"])
            .env("OUTBOX_TEST_PORT", port.to_string())
            .env("OUTBOX_TEST_MAIN", &place.config.database_url)
            .env("OUTBOX_TEST_KEYS", &place.config.keys_url)
            .env("OUTBOX_TEST_MASTER", &place.master)
            .env("OUTBOX_TEST_NOW", now.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // From the moment in which it begins, at any point of the way of a letter.
        let mut lines = BufReader::new(server.stdout.take().unwrap());
        let mut line = String::new();
        while lines.read_line(&mut line).unwrap() > 0 && !line.contains("begins") {
            line.clear();
        }
        std::thread::sleep(Duration::from_millis(2 + 7 * kill as u64 % 40));
        server.kill().unwrap();
        server.wait().unwrap();
        now += LEASE_MS + 1;
    }
    let store = place.open(now).await;
    let smtp = Smtp::new(&format!("smtp://127.0.0.1:{port}"), "kart@example.no").unwrap();
    worker(store.clone(), smtp).round(&tokio::sync::watch::channel(false).1).await.unwrap();

    let messages = open(&store, &lead, &case).await.messages().await.unwrap();
    let letters = mail.counted();
    let sent = messages.iter().filter(|it| it.state == State::Sent).count();
    let uncertain = messages.iter().filter(|it| it.state == State::Uncertain).count();
    assert_eq!((messages.len(), sent + uncertain), (usize::from(MESSAGES), usize::from(MESSAGES)), "{messages:?}");
    assert!(letters.values().all(|count| *count == 1), "twice: {letters:?}");
    assert!((sent..=sent + uncertain).contains(&letters.len()), "{sent} sent, {uncertain} uncertain, {letters:?}");
    assert!(uncertain <= KILLS, "one a kill at most");
    assert!(store.verify_log(&[]).await.unwrap().is_empty());
    println!("{KILLS} kills: {sent} sent, {uncertain} uncertain, {} letters, none twice", letters.len());
    std::fs::remove_dir_all(folder).unwrap();
}

fn worker(store: Store, smtp: Smtp) -> Worker {
    let senders = Senders { email: Some(Arc::new(Email::new(smtp))), sms: None };
    assert_eq!(senders.ways(), [Channel::Email]);
    Worker::new(store, senders, "https://kart.example.no".into())
}

async fn send_until_killed(port: &str) {
    let variable = |name: &str| std::env::var(format!("OUTBOX_TEST_{name}")).unwrap();
    let config = StoreConfig { database_url: variable("MAIN"), keys_url: variable("KEYS"), max_connections: 4 };
    let store = Place { config, master: variable("MASTER") }.open(variable("NOW").parse().unwrap()).await;
    let smtp = Smtp::new(&format!("smtp://127.0.0.1:{port}"), "kart@example.no").unwrap();
    let worker = worker(store, smtp);
    println!("begins");
    let stopped = tokio::sync::watch::channel(false).1;
    loop {
        worker.round(&stopped).await.unwrap();
        tokio::task::yield_now().await;
    }
}

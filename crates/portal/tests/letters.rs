//! The letter with the code, where a mail server is set: what it says, in which
//! language, and what the page tells when it does not go.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails says so")]

use app::server::Site;
use app::server::mail::{Letter, MailFault, Mailer};
use axum::body::Body;
use axum::response::Response;
use casework::Day;
use casework::day::Period;
use casework::opening::CaseStatus;
use casework::role::Role;
use family_map::edit::Edit;
use family_map::record::{Fact, Known, Origin, Person, Symbol};
use http::{HeaderMap, Request, StatusCode, header};
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use store::{
    AccessRequest, FixedClock, MasterKey, NewCase, NewParticipant, NewUser, SecondFactorRule, Store, StoreConfig, Who,
};
use tower::ServiceExt;

const TODAY: Day = Day::new(2026, 11, 23);
/// Nine in the morning of that day.
const NOW: i64 = 1_795_424_400_000;
const PASSWORD: &str = "en grønn sykkel i regn";

/// Keeps letters instead of sending them, or refuses them all.
#[derive(Default)]
struct Post {
    sent: Mutex<Vec<(String, String, String)>>,
    refuses: bool,
}

impl Mailer for Post {
    fn send<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = Result<(), MailFault>> + Send + 'a>> {
        Box::pin(async move {
            if self.refuses {
                return Err(MailFault("refused".into()));
            }
            let letter = (letter.to.clone(), letter.subject.clone(), letter.text.clone());
            self.sent.lock().unwrap().push(letter);
            Ok(())
        })
    }
}

/// A case in which Marte takes part, and the code of her invitation.
struct House {
    store: Store,
    code: String,
    folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn house(name: &str) -> House {
    let folder = std::env::temp_dir().join(format!("portal-letters-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = |name: &str| format!("sqlite://{}?mode=rwc", folder.join(name).display());
    let config = StoreConfig { database_url: url("main.sqlite"), keys_url: url("keys.sqlite"), max_connections: 5 };
    let master = MasterKey::from_hex(&MasterKey::generate_hex()).unwrap();
    let store = Store::open(&config, &master, Arc::new(FixedClock::new(NOW, TODAY))).await.unwrap();
    let unit = store.create_unit("Familiesenteret").await.unwrap();
    let new = NewUser { email: "ingrid@familie.example", name: "Ingrid", password: PASSWORD };
    let lead = store.create_user(new).await.unwrap();
    store.give_post(&lead, &unit, Role::Practitioner, Period::default()).await.unwrap();
    let new = NewCase { unit: &unit, name: "Lyngtjernvik", status: CaseStatus::Open };
    let case = store.create_case(&lead, &new).await.unwrap();
    let access = store.open_case(&Who::Staff(lead), &case, &AccessRequest::changing("map")).await.unwrap();
    let mut marte = Person::new("marte", Symbol::Female, Origin::told("team", ["team", "person:marte"]));
    marte.name = Known::Known("Marte".to_owned());
    access.edit(&[Edit::Add(Fact::Person(marte))]).await.unwrap();
    let new = NewParticipant {
        person: "marte",
        name: "Marte",
        is_child: false,
        has_responsibility: true,
        from: Day::new(2020, 1, 1),
        to: None,
    };
    access.add_participant(&new).await.unwrap();
    let code = access.invite_to_portal("marte").await.unwrap().code;
    House { store, code, folder }
}

fn site(store: &Store, mailer: Option<Arc<Post>>) -> Site {
    Site {
        store: store.clone(),
        demo: false,
        gedcom_import: false,
        assets: Arc::default(),
        version: "test".into(),
        parts: Arc::default(),
        zone: jiff::tz::TimeZone::UTC,
        origin: "https://kart.example.no".into(),
        mailer: mailer.map(|it| it as Arc<dyn Mailer>),
        ways: Arc::from([]),
        second_factor: SecondFactorRule::Required,
    }
}

/// A browser that speaks one language and keeps what it is given.
struct Browser {
    site: Site,
    language: &'static str,
    cookies: Vec<(String, String)>,
}

impl Browser {
    async fn send(&mut self, method: &str, path: &str, form: &str) -> (StatusCode, HeaderMap, String) {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::COOKIE, cookies.join("; "))
            .body(Body::from(form.to_owned()))
            .unwrap();
        let answer: Response = portal::router(self.site.clone()).oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// Types the code of the invitation, an address and a password.
    async fn ask_for_letter(&mut self, code: &str) -> (StatusCode, HeaderMap, String) {
        let (status, ..) = self.send("POST", "/min-side/velkommen", &format!("code={code}")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let form = format!("email=marte%40familie.example&password={}", PASSWORD.replace(' ', "+"));
        self.send("POST", "/min-side/velkommen/ny", &form).await
    }
}

#[tokio::test]
async fn the_letter_says_a_code_in_the_reader_s_language_and_nothing_else() {
    let house = house("says").await;
    let post = Arc::new(Post::default());
    let mut phone = Browser { site: site(&house.store, Some(post.clone())), language: "ar-SY", cookies: Vec::new() };
    let (status, headers, _) = phone.ask_for_letter(&house.code).await;
    assert_eq!((status, headers[header::LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/min-side/kode"));
    let (to, subject, text) = post.sent.lock().unwrap().pop().expect("a letter");
    assert_eq!(to, "marte@familie.example");
    let code: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    assert!(text.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c)), "Arabic: {text}");
    for word in ["Marte", "Familie", "Lyngtjern", "plan", "http"] {
        assert!(!text.contains(word) && !subject.contains(word), "{word}: {subject} {text}");
    }
    // The code is in the letter alone: in no cookie, on no page.
    assert!(phone.cookies.iter().all(|(_, value)| *value != code));
    let (_, _, page) = phone.send("GET", "/min-side/kode", "").await;
    assert!(page.contains("dir=\"rtl\"") && !page.contains(&code));
    let (status, headers, _) = phone.send("POST", "/min-side/kode", &format!("code={code}")).await;
    assert_eq!((status, headers[header::LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/min-side"));
    let (_, headers, _) = phone.send("GET", "/min-side", "").await;
    let home = headers[header::LOCATION].to_str().unwrap().to_owned();
    let (status, headers, page) = phone.send("GET", &home, "").await;
    assert_eq!((status, headers[header::CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "no-store"));
    assert!(page.contains("Marte") && page.contains("lang=\"ar\"") && !page.contains("<!>"));

    // The second time by address and password, and a letter again.
    let mut later = Browser { site: site(&house.store, Some(post.clone())), language: "nb", cookies: Vec::new() };
    let form = format!("email=Marte%40familie.example&password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(later.send("POST", "/min-side/logg-inn", &form).await.0, StatusCode::SEE_OTHER);
    let (_, subject, text) = post.sent.lock().unwrap().pop().expect("a letter");
    assert_eq!((subject.as_str(), text.starts_with("Koden din er ")), ("Koden din", true));
    // Who has no account gets none, and hears the same as for a wrong password.
    let unknown = "email=ola%40familie.example&password=noe+helt+annet+her";
    let wrong = "email=marte%40familie.example&password=noe+helt+annet+her";
    let (first, second) = (
        later.send("POST", "/min-side/logg-inn", unknown).await,
        later.send("POST", "/min-side/logg-inn", wrong).await,
    );
    assert_eq!((first.0, second.0), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(first.2.replace("ola@", "marte@"), second.2);
    assert!(post.sent.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_letter_that_does_not_go_is_told_and_lets_nobody_in() {
    let house = house("told").await;
    for mailer in [None, Some(Arc::new(Post { refuses: true, ..Post::default() }))] {
        let mut phone = Browser { site: site(&house.store, mailer), language: "nb", cookies: Vec::new() };
        let (status, _, page) = phone.ask_for_letter(&house.code).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("Vi fikk ikke sendt e-posten"), "{page}");
        assert!(!phone.cookies.iter().any(|(name, _)| name.ends_with("-kode") || name.ends_with("-vist")));
    }
    // The invitation is not used up by it.
    let post = Arc::new(Post::default());
    let mut phone = Browser { site: site(&house.store, Some(post.clone())), language: "nb", cookies: Vec::new() };
    assert_eq!(phone.ask_for_letter(&house.code).await.0, StatusCode::SEE_OTHER);
    assert_eq!(post.sent.lock().unwrap().len(), 1);
}

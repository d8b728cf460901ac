//! What a server function knows of its request: who calls, from where, and
//! the store. Put into every request by the server's middleware.

mod cookie;
pub mod mail;

pub use crate::map_file::{Drawn, SharedMap, SharedWords, shared_map};
pub use cookie::{GUEST_COOKIE, HALF_COOKIE, LINK_COOKIE, SESSION_COOKIE, find_cookie};
pub(crate) use cookie::{cookie, drop_cookie, set_cookie};

use crate::error::AppError;
use casework::Party;
use http::StatusCode;
use http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::{
    AccessRequest, Action, Administration, CaseAccess, CaseId, Guest, HalfToken, SecondFactorRule, SessionToken,
    SignedIn, Store, User, Who,
};
use tokio::sync::Mutex;

/// The address of one of the browser's parts: by the name of this build, or its plain one.
#[must_use]
pub fn asset_address(names: &BTreeMap<String, String>, plain: &str) -> String {
    format!("/pkg/{}", names.get(plain).map_or(plain, String::as_str))
}

/// What is the same for every request.
#[derive(Clone)]
pub struct Site {
    /// Everything that is kept.
    pub store: Store,
    /// A demonstration with fictional families.
    pub demo: bool,
    /// GEDCOM files may be imported.
    pub gedcom_import: bool,
    /// File names of the browser's parts, by their plain names.
    pub assets: Arc<BTreeMap<String, String>>,
    /// The version of the browser's parts and of this program.
    pub version: Arc<str>,
    /// The addresses of the files that each part of the browser's code needs, so that they are fetched early.
    pub parts: Arc<BTreeMap<String, Vec<String>>>,
    /// The time zone of the office.
    pub zone: jiff::tz::TimeZone,
    /// The address that people type.
    pub origin: String,
    /// Sends letters, where a mail server is set.
    pub mailer: Option<Arc<dyn mail::Mailer>>,
    /// The channels by which messages can be sent.
    pub ways: Arc<[casework::message::Channel]>,
    /// Whether everybody needs a second factor.
    pub second_factor: SecondFactorRule,
}

impl Site {
    /// The address of one of the browser's parts.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        asset_address(&self.assets, name)
    }

    /// Local date and time in ISO form to the minute, for a time of the store.
    #[must_use]
    pub fn local_time(&self, at: i64) -> String {
        jiff::Timestamp::from_millisecond(at)
            .map(|at| at.to_zoned(self.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string())
            .unwrap_or_default()
    }

    /// Now, by the clock on the office's wall.
    #[must_use]
    pub fn moment(&self) -> casework::calendar::Moment {
        let local = self.local_time(self.store.now());
        let time = local.get(11..16).and_then(|time| time.parse().ok());
        casework::calendar::Moment::new(self.store.today(), time.unwrap_or(casework::calendar::Time::MIDNIGHT))
    }

    /// The times of the store from the beginning of one local day to the end of
    /// another, given in ISO form; what is not a day bounds nothing.
    #[must_use]
    pub fn period(&self, from: Option<&str>, to: Option<&str>) -> (Option<i64>, Option<i64>) {
        let midnight =
            |day: jiff::civil::Date| day.to_zoned(self.zone.clone()).ok().map(|at| at.timestamp().as_millisecond());
        let day = |text: Option<&str>| text.and_then(|text| text.parse::<jiff::civil::Date>().ok());
        let from = day(from).and_then(midnight);
        (from, day(to).and_then(|day| day.tomorrow().ok()).and_then(midnight))
    }
}

/// One request.
#[derive(Clone)]
pub struct Visit {
    /// What is the same for every request.
    pub site: Site,
    /// The session in force, if there is one.
    pub session: Option<SignedIn>,
    /// The token that came with the request.
    pub token: Option<SessionToken>,
    /// Nobody of the staff, but somebody who has joined a map; known only where
    /// a guest has something to ask.
    pub guest: Option<Guest>,
    /// The caller's network address.
    pub address: String,
    /// What part of a case the request's address speaks of, for the log.
    pub object: &'static str,
    /// Cases opened for this request: one log row however many parts it reads.
    pub opened: Arc<Mutex<HashMap<CaseId, Arc<CaseAccess>>>>,
}

/// The request that is being answered.
///
/// # Errors
/// [`AppError::Internal`] outside a request.
pub fn visit() -> Result<Visit, AppError> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Visit>().cloned()).ok_or(AppError::Internal)
}

impl Visit {
    /// Who is signed in.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] when nobody is.
    pub fn user(&self) -> Result<&User, AppError> {
        self.session.as_ref().map(|session| &session.user).ok_or(AppError::SignedOut)
    }

    /// What this screen shows and nothing else: in the family's hands, or a
    /// guest's own.
    #[must_use]
    pub fn handed(&self) -> Option<&store::Handed> {
        let lent = self.session.as_ref().and_then(|session| session.handed.as_ref());
        lent.or_else(|| self.guest.as_ref().map(|guest| &guest.seat))
    }

    /// The key of who draws here.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] for nobody.
    pub fn own_key(&self) -> Result<String, AppError> {
        Ok(match &self.guest {
            Some(guest) => Party::Person(guest.person().to_owned()),
            None => Party::User(self.user()?.id.0.clone()),
        }
        .key())
    }

    /// As whom a case is opened. A guest looks with their own eyes; what they
    /// draw is let in by who has invited them.
    fn who(&self, action: Action) -> Result<Who, AppError> {
        Ok(match &self.guest {
            Some(guest) if action == Action::Change => Who::Staff(guest.host.user.id.clone()),
            Some(guest) => Who::Participant(guest.person().to_owned()),
            None => Who::Staff(self.user()?.id.clone()),
        })
    }

    /// What an administrator may do.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] when nobody is signed in; [`AppError::NotFound`]
    /// for everyone else.
    pub async fn administer(&self) -> Result<Administration, AppError> {
        Ok(self.site.store.administer(&self.user()?.id).await?)
    }

    /// The token of somebody half signed in, as the browser sent it.
    #[must_use]
    pub fn half(&self) -> Option<HalfToken> {
        cookie(HALF_COOKIE).map(|text| HalfToken::from_cookie(&text))
    }

    /// Opens a case for the signed-in user. Several parts of one request share
    /// one opening, and so one row of the log; a change after a reading is an
    /// opening of its own.
    ///
    /// # Errors
    /// What the store answers; nobody signed in.
    pub async fn open(&self, id: &str, reason: Option<&str>, action: Action) -> Result<Arc<CaseAccess>, AppError> {
        let who = self.who(action)?;
        let id = CaseId(id.to_owned());
        // In the family's hands there is one case.
        if self.handed().is_some_and(|handed| handed.case != id) {
            return Err(AppError::NotFound);
        }
        let mut opened = self.opened.lock().await;
        if let Some(case) = opened.get(&id).filter(|case| action == Action::Read || action == case.action()) {
            return Ok(Arc::clone(case));
        }
        let asked = AccessRequest { reason, action, ..AccessRequest::reading(self.object) };
        // A guest draws by their own right to be here, which stands in the log beside that of who lets it in.
        if let (Some(guest), Who::Staff(_)) = (&self.guest, &who) {
            let own = Who::Participant(guest.person().to_owned());
            self.site.store.open_case_as_usual(&own, &id, &asked).await?;
        }
        let case = self.site.store.open_case_as_usual(&who, &id, &asked).await?;
        let case = Arc::new(case.in_hand(self.handed().map(|handed| handed.hand.as_str())));
        opened.insert(id, Arc::clone(&case));
        Ok(case)
    }

    /// Opens a case to change something in it. Who may change nothing there is
    /// stopped before what they sent is looked at; that answers with its status.
    ///
    /// # Errors
    /// As [`Visit::open`]; [`AppError::NotAllowed`] for who may read only.
    pub async fn open_to_change(&self, id: &str) -> Result<Arc<CaseAccess>, AppError> {
        let case = self.open(id, None, Action::Change).await.map_err(with_status)?;
        if case.may_edit() { Ok(case) } else { Err(with_status(AppError::NotAllowed)) }
    }
}

/// Gives the answer the status that fits an error, so that scripts and logs
/// see what people see. Returns the error again.
pub fn with_status(error: AppError) -> AppError {
    let status = match &error {
        AppError::SignedOut => StatusCode::UNAUTHORIZED,
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::ReasonNeeded | AppError::NotAllowed | AppError::NotPart | AppError::WrongPassword => {
            StatusCode::FORBIDDEN
        }
        AppError::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        AppError::Unreadable(_) | AppError::Missing(_) | AppError::Staff(_) | AppError::Declined(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::Network | AppError::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    if let Some(response) = use_context::<ResponseOptions>().filter(|_| !is_form_without_script()) {
        response.set_status(status);
    }
    error
}

/// The store's answer as the caller's, with the status that fits a refusal.
///
/// # Errors
/// What the store refused, in the caller's words.
pub fn answer<T>(outcome: Result<T, store::StoreError>) -> Result<T, AppError> {
    outcome.map_err(AppError::from).map_err(with_status)
}

/// A form that a browser without script has sent to a server function: it is
/// sent back to its page, which tells the error.
fn is_form_without_script() -> bool {
    let accepts_page = |parts: &Parts| {
        let accept = parts.headers.get(http::header::ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    };
    use_context::<Parts>().is_some_and(|parts| parts.method == http::Method::POST && accepts_page(&parts))
}

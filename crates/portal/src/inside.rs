//! Whoever is signed in, and the case that they have come for.

use crate::language::{from_code, of_guest};
use crate::page::Fault;
use crate::{CallerAddress, HOME, i18n::Locale};
use app::server::{Site, find_cookie};
use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse, Redirect, Response};
use casework::child::{AgeLimits, DEFAULT_AGE_LIMITS, limits_on};
use casework::opening::Purpose;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::collections::HashMap;
use store::{AccessRequest, Action, CaseAccess, PortalAccess, PortalVisit, SessionToken, Who};

/// The cookie of a portal session.
pub(crate) const SESSION: &str = "__Host-min-side";

/// Header that sets a cookie which no script reads; 0 seconds take it away.
pub(crate) fn set_cookie(name: &str, value: &str, seconds: u32) -> [(HeaderName, HeaderValue); 1] {
    let value: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    [(header::SET_COOKIE, HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("")))]
}

/// Somebody who is not signed in, or need not be.
pub(crate) struct Guest {
    pub(crate) locale: Locale,
    /// The network address.
    pub(crate) address: String,
    pub(crate) headers: HeaderMap,
    /// Path of the page.
    pub(crate) path: String,
}

impl<S: Sync> FromRequestParts<S> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self {
            locale: of_guest(&parts.headers),
            address: parts.extensions.get::<CallerAddress>().map(|it| it.0.clone()).unwrap_or_default(),
            headers: parts.headers.clone(),
            path: parts.uri.path().to_owned(),
        })
    }
}

/// Somebody who is signed in.
pub(crate) struct Inside {
    pub(crate) site: Site,
    pub(crate) locale: Locale,
    pub(crate) visit: PortalVisit,
    /// The one that the address names; the first where it names none.
    pub(crate) access: PortalAccess,
    /// Path of the page.
    pub(crate) path: String,
}

impl Inside {
    /// The session behind a request's cookie, if it is in force.
    pub(crate) async fn visit_of(site: &Site, headers: &HeaderMap) -> Option<PortalVisit> {
        let token = SessionToken::from_cookie(find_cookie(headers, SESSION)?);
        match site.store.portal_session(&token).await {
            Ok(visit) => visit,
            Err(error) => {
                tracing::error!(%error, "portal session");
                None
            }
        }
    }

    /// Opens the case to read a part of it; the log names the part.
    pub(crate) async fn read(&self, part: &str) -> Result<CaseAccess, Fault> {
        self.open(part, Action::Read).await
    }

    /// Opens the case to say something in it.
    pub(crate) async fn change(&self, part: &str) -> Result<CaseAccess, Fault> {
        self.open(part, Action::Change).await
    }

    /// Opens the case to take a copy of what the reader sees.
    pub(crate) async fn take_along(&self, part: &str) -> Result<CaseAccess, Fault> {
        self.open(part, Action::Export).await
    }

    /// The ages at which something changes, as of today.
    pub(crate) fn limits(&self) -> AgeLimits {
        limits_on(self.site.store.today(), &[DEFAULT_AGE_LIMITS])
    }

    async fn open(&self, part: &str, action: Action) -> Result<CaseAccess, Fault> {
        let asked = AccessRequest { purpose: Purpose::OwnRecord, reason: None, action, object: part };
        let who = Who::Participant(self.access.person.clone());
        Ok(self.site.store.open_case(&who, &self.access.case, &asked).await?)
    }

    /// The address of one of the pages about this case.
    pub(crate) fn to(&self, page: &str) -> String {
        if page.is_empty() { format!("{HOME}/{}", self.access.id) } else { format!("{HOME}/{}/{page}", self.access.id) }
    }
}

/// Leads to the place where one signs in.
fn sign_in_first(had_session: bool) -> Response {
    Redirect::to(if had_session { "/min-side/logg-inn?over=1" } else { "/min-side/logg-inn" }).into_response()
}

impl FromRequestParts<Site> for Inside {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let had_session = find_cookie(&parts.headers, SESSION).is_some();
        let Some(visit) = Self::visit_of(site, &parts.headers).await else { return Err(sign_in_first(had_session)) };
        let locale = from_code(&visit.language).unwrap_or(Locale::nb);
        let named = Path::<HashMap<String, String>>::from_request_parts(parts, &()).await.ok();
        let named = named.and_then(|Path(mut all)| all.remove("access"));
        let found = match &named {
            Some(id) => visit.opens.iter().find(|it| it.id == *id),
            None => visit.opens.first(),
        };
        let Some(access) = found.cloned() else {
            let fault = if named.is_some() && !visit.opens.is_empty() { Fault::NotFound } else { Fault::Ended };
            return Err(fault.page(site, locale, parts.uri.path()));
        };
        Ok(Self { site: site.clone(), locale, visit, access, path: parts.uri.path().to_owned() })
    }
}

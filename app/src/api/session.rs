//! Signing in and out, and how long a session has left.

use crate::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{SESSION_COOKIE, visit, with_status};

/// The header in which the answer about the session names whose it is.
pub const USER_HEADER: &str = "x-familiekart-user";

/// Who is signed in, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Name.
    pub name: String,
    /// Letters for a small round badge.
    pub initials: String,
    /// Units in which a post is held today.
    pub units: Vec<String>,
    /// May make new cases.
    pub may_create: bool,
    /// GEDCOM files may be imported.
    pub may_import: bool,
    /// Under which unsaved texts lie in this user's browsers; tells nothing else.
    pub draft_tag: String,
    /// May open a case in an emergency.
    pub may_use_emergency: bool,
    /// Reviews the logs of a unit.
    pub reviews_log: bool,
    /// Milliseconds until the session ends if nothing happens.
    pub remaining_ms: i64,
}

/// What every page needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// A demonstration with fictional families.
    pub demo: bool,
    /// Who is signed in.
    pub me: Option<Me>,
}

/// What every page needs to know: the demonstration mark, and who is signed in.
///
/// # Errors
/// When the server does not answer.
#[server(name = GetFrame, endpoint = "frame")]
pub async fn frame() -> Result<Frame, AppError> {
    let visit = visit()?;
    let me = visit.session.as_ref().map(|session| {
        let user = &session.user;
        let may_create = user.has_post(casework::role::Role::may_create_case);
        let mut units: Vec<String> = user.posts.iter().map(|post| post.unit_name.clone()).collect();
        units.dedup();
        Me {
            name: user.name.clone(),
            initials: user.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect(),
            units,
            may_create,
            may_import: may_create && visit.site.gedcom_import,
            draft_tag: visit.site.store.draft_tag(&user.id),
            may_use_emergency: user.has_post(casework::role::Role::may_use_emergency),
            reviews_log: user.has_post(casework::role::Role::reviews_log),
            remaining_ms: session.remaining_ms,
        }
    });
    Ok(Frame { demo: visit.site.demo, me })
}

/// Signs in, and goes on to where the caller was heading.
///
/// # Errors
/// [`AppError::WrongPassword`], [`AppError::Throttled`], [`AppError::Missing`].
#[server(endpoint = "sign_in")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    let visit = visit()?;
    if email.trim().is_empty() || password.is_empty() {
        return Err(with_status(AppError::Missing("email".into())));
    }
    let outcome = visit.site.store.sign_in(&email, &password, &visit.address).await?;
    let (token, user) = match outcome {
        Err(throttled) => {
            return Err(with_status(AppError::Throttled { minutes: throttled.wait_ms.div_euclid(60_000) + 1 }));
        }
        Ok(None) => return Err(with_status(AppError::WrongPassword)),
        Ok(Some(signed_in)) => signed_in,
    };
    tracing::info!(user = %user.0, "signed in");
    set_session_cookie(&format!("{SESSION_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax", token.reveal()));
    leptos_axum::redirect(safe_next(next.as_deref()));
    Ok(())
}

/// Where to go after signing in: only to addresses of our own.
#[cfg(feature = "ssr")]
fn safe_next(next: Option<&str>) -> &str {
    match next {
        Some(path) if path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']) => path,
        _ => "/min-dag",
    }
}

#[cfg(feature = "ssr")]
fn set_session_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(cookie))
    {
        response.insert_header(http::header::SET_COOKIE, value);
    }
}

/// Signs out here, or everywhere.
///
/// # Errors
/// When the server does not answer.
#[server(endpoint = "sign_out")]
pub async fn sign_out(everywhere: Option<bool>) -> Result<(), AppError> {
    let visit = visit()?;
    if let Some(token) = &visit.token {
        if everywhere == Some(true)
            && let Ok(user) = visit.user()
        {
            visit.site.store.sign_out_everywhere(&user.id).await?;
        }
        visit.site.store.sign_out(token).await?;
    }
    set_session_cookie(&format!("{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
    leptos_axum::redirect("/logg-inn?ut=1");
    Ok(())
}

/// How long the session has left, in milliseconds. Not a sign of life.
///
/// # Errors
/// [`AppError::SignedOut`] when it is over.
#[server(endpoint = "session_left")]
pub async fn session_left() -> Result<i64, AppError> {
    let visit = visit()?;
    let session = visit.session.ok_or(AppError::SignedOut).map_err(with_status)?;
    let tag = http::HeaderValue::from_str(&visit.site.store.draft_tag(&session.user.id));
    if let (Some(response), Ok(tag)) = (use_context::<leptos_axum::ResponseOptions>(), tag) {
        response.insert_header(http::HeaderName::from_static(USER_HEADER), tag);
    }
    Ok(session.remaining_ms)
}

/// A sign of life: how long the session has left now, in milliseconds.
///
/// # Errors
/// [`AppError::SignedOut`] when it is over.
#[server(endpoint = "stay")]
pub async fn stay() -> Result<i64, AppError> {
    visit()?.session.map(|session| session.remaining_ms).ok_or(AppError::SignedOut).map_err(with_status)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::safe_next;

    #[test]
    fn only_addresses_of_our_own_are_gone_to() {
        let table = [
            (Some("/familier/1/kart"), "/familier/1/kart"),
            (Some("//elsewhere.example"), "/min-dag"),
            (Some("https://elsewhere.example"), "/min-dag"),
            (Some("/\\elsewhere.example"), "/min-dag"),
            (Some("/a\r\nSet-Cookie: x"), "/min-dag"),
            (None, "/min-dag"),
        ];
        for (next, expected) in table {
            assert_eq!(safe_next(next), expected, "{next:?}");
        }
    }
}

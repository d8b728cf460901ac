//! Signing in and out, and how long a session has left.

use crate::api::post::PostRow;
#[cfg(feature = "ssr")]
use crate::api::post::post_rows;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{HALF_COOKIE, SESSION_COOKIE, drop_cookie, set_cookie, visit, with_status};
#[cfg(feature = "ssr")]
use store::SignInStep;

/// The header in which the answer about the session names whose it is.
pub const USER_HEADER: &str = "x-familiekart-user";

/// Who is signed in, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Name.
    pub name: String,
    /// Letters for a small round badge.
    pub initials: String,
    /// Units in which a post is held that counts.
    pub units: Vec<String>,
    /// The post that counts, where one does.
    pub post: Option<PostRow>,
    /// Holds several posts, and may change between them.
    pub has_posts: bool,
    /// Runs the system.
    pub may_administer: bool,
    /// Plans and leads groups.
    pub runs_groups: bool,
    /// Plans in a calendar.
    pub plans: bool,
    /// May make new cases.
    pub may_create: bool,
    /// GEDCOM files may be imported.
    pub may_import: bool,
    /// Under which unsaved texts lie in this user's browsers; tells nothing else.
    pub draft_tag: String,
    /// May open a case in an emergency.
    pub may_use_emergency: bool,
    /// Keeps a unit's door: calls, enquiries, who is away.
    #[serde(default)]
    pub keeps_door: bool,
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
    /// Letters can be sent from here.
    pub letters: bool,
    /// Who is signed in.
    pub me: Option<Me>,
}

/// What every page needs to know: the demonstration mark, and who is signed in.
///
/// # Errors
/// When the server does not answer.
#[server(name = GetFrame, endpoint = "frame", output = Wire)]
pub async fn frame() -> Result<Frame, AppError> {
    let visit = visit()?;
    let posts = visit.session.as_ref().map(|session| session.user.posts.as_slice()).unwrap_or_default();
    let post = post_rows(&visit, posts).await?.into_iter().next();
    let me = visit.session.as_ref().map(|session| {
        let user = &session.user;
        let may_create = user.has_post(casework::role::Role::may_create_case);
        let mut units: Vec<String> = user.posts.iter().map(|post| post.unit_name.clone()).collect();
        units.dedup();
        Me {
            name: user.name.clone(),
            initials: user.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect(),
            units,
            post,
            has_posts: session.posts.len() > 1,
            may_administer: user.has_post(casework::role::Role::administers),
            runs_groups: user.has_post(casework::role::Role::runs_groups),
            plans: user.has_post(casework::role::Role::plans),
            may_create,
            may_import: may_create && visit.site.gedcom_import,
            draft_tag: visit.site.store.draft_tag(&user.id),
            may_use_emergency: user.has_post(casework::role::Role::may_use_emergency),
            keeps_door: user.has_post(casework::role::Role::keeps_door),
            reviews_log: user.has_post(casework::role::Role::reviews_log),
            remaining_ms: session.remaining_ms,
        }
    });
    Ok(Frame { demo: visit.site.demo, letters: visit.site.mailer.is_some(), me })
}

/// Signs in, and goes on to where the caller was heading.
///
/// # Errors
/// [`AppError::WrongPassword`], [`AppError::Throttled`], [`AppError::Missing`].
#[server(endpoint = "sign_in", output = Wire)]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    let visit = visit()?;
    if email.trim().is_empty() || password.is_empty() {
        return Err(with_status(AppError::Missing("email".into())));
    }
    let outcome = visit.site.store.begin_sign_in(&email, &password, &visit.address, visit.site.second_factor).await?;
    match outcome {
        Err(throttled) => return Err(with_status(throttled.into())),
        Ok(None) => return Err(with_status(AppError::WrongPassword)),
        Ok(Some(step)) => follow(step, next.as_deref()),
    }
    Ok(())
}

/// Goes on after the first of the two steps, or after the only one.
#[cfg(feature = "ssr")]
pub(super) fn follow(step: SignInStep, next: Option<&str>) {
    let next = safe_next(next);
    match step {
        SignInStep::Done(token, user) => {
            tracing::info!(user = %user.0, "signed in");
            set_cookie(SESSION_COOKIE, token.reveal());
            leptos_axum::redirect(next);
        }
        SignInStep::CodeNeeded(token) => {
            set_cookie(HALF_COOKIE, token.reveal());
            leptos_axum::redirect(&format!("/logg-inn/kode?til={next}"));
        }
        SignInStep::SetUpNeeded(token) => {
            set_cookie(HALF_COOKIE, token.reveal());
            leptos_axum::redirect(&format!("/logg-inn/totrinn?til={next}"));
        }
    }
}

/// The second step of signing in: a code of the app, or a recovery code.
///
/// # Errors
/// [`AppError::SignedOut`] when the first step was not taken, or too long ago;
/// [`AppError::Throttled`]; a code that does not fit.
#[server(endpoint = "enter_code", output = Wire)]
pub async fn enter_code(code: String, next: Option<String>) -> Result<(), AppError> {
    let visit = visit()?;
    let half = visit.half().ok_or(AppError::SignedOut).map_err(with_status)?;
    let outcome = visit.site.store.finish_sign_in(&half, &code, &visit.address).await;
    let outcome = outcome.map_err(|error| match error {
        store::StoreError::NotFound => with_status(AppError::SignedOut),
        error => error.into(),
    })?;
    match outcome {
        Err(throttled) => Err(with_status(throttled.into())),
        Ok(None) => Err(with_status(AppError::Staff(crate::StaffFault::CodeWrong))),
        Ok(Some((token, user))) => {
            drop_cookie(HALF_COOKIE);
            follow(SignInStep::Done(token, user), next.as_deref());
            Ok(())
        }
    }
}

/// Where to go after signing in: only to addresses of our own.
#[cfg(feature = "ssr")]
pub(super) fn safe_next(next: Option<&str>) -> &str {
    match next {
        Some(path) if path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']) => path,
        _ => "/min-dag",
    }
}

/// Signs out here, or everywhere.
///
/// # Errors
/// When the server does not answer.
#[server(endpoint = "sign_out", output = Wire)]
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
    drop_cookie(SESSION_COOKIE);
    leptos_axum::redirect("/logg-inn?ut=1");
    Ok(())
}

/// How long the session has left, in milliseconds. Not a sign of life.
///
/// # Errors
/// [`AppError::SignedOut`] when it is over.
#[server(endpoint = "session_left", output = Wire)]
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
#[server(endpoint = "stay", output = Wire)]
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

//! What is done by a link that is used once: taking up an invitation, choosing
//! a new password. The link's token comes in a cookie, never in an address.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::administration::checked_name;
#[cfg(feature = "ssr")]
use crate::server::mail::deliver;
#[cfg(feature = "ssr")]
use crate::server::{HALF_COOKIE, LINK_COOKIE, SESSION_COOKIE, Visit, cookie, drop_cookie, visit, with_status};
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;
#[cfg(feature = "ssr")]
use store::{LinkHolder, LinkKind, LinkToken, PasswordFault};

/// For whom a link is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
}

#[cfg(feature = "ssr")]
async fn holder(visit: &Visit, kind: LinkKind) -> Result<LinkHolder, AppError> {
    let spent = AppError::Staff(StaffFault::LinkSpent);
    let Some(token) = cookie(LINK_COOKIE) else { return Err(with_status(spent)) };
    let found = visit.site.store.link_holder(kind, &LinkToken::from_text(&token), &visit.address).await?;
    found.map_err(AppError::from).map_err(with_status)?.ok_or_else(|| with_status(spent))
}

/// Checks a new password, written twice.
#[cfg(feature = "ssr")]
pub(super) fn checked_password(password: &str, again: &str, email: &str) -> Result<(), AppError> {
    let fault = match store::check_password(password, email) {
        Err(PasswordFault::TooShort) => StaffFault::PasswordShort,
        Err(PasswordFault::TooLong) => StaffFault::PasswordLong,
        Err(PasswordFault::Common) => StaffFault::PasswordCommon,
        Ok(()) if password != again => StaffFault::PasswordsDiffer,
        Ok(()) => return Ok(()),
    };
    Err(with_status(AppError::Staff(fault)))
}

/// Who is invited by the link by which the caller came.
///
/// # Errors
/// A link that cannot be used; [`AppError::Throttled`].
#[server(name = GetInvitation, endpoint = "invitation", output = Wire)]
pub async fn invitation() -> Result<LinkView, AppError> {
    let visit = visit()?;
    let holder = holder(&visit, LinkKind::Invitation).await?;
    Ok(LinkView { email: holder.email, name: holder.name })
}

/// Takes up an invitation, and signs in.
///
/// # Errors
/// As [`invitation`]; what is wrong with name or password.
#[server(endpoint = "accept_invitation", output = Wire)]
pub async fn accept_invitation(name: String, password: String, again: String) -> Result<(), AppError> {
    let visit = visit()?;
    let holder = holder(&visit, LinkKind::Invitation).await?;
    let name = checked_name(&name)?;
    checked_password(&password, &again, &holder.email)?;
    let rule = visit.site.second_factor;
    let step = visit.site.store.accept_invitation(&holder, &name, &password, rule).await?;
    let step = step.ok_or_else(|| with_status(AppError::Staff(StaffFault::LinkSpent)))?;
    drop_cookie(LINK_COOKIE);
    // Somebody else may have been signed in in this browser.
    drop_cookie(SESSION_COOKIE);
    super::session::follow(step, None);
    Ok(())
}

/// For whom the link for a new password is.
///
/// # Errors
/// As [`invitation`].
#[server(name = GetResetLink, endpoint = "reset_link", output = Wire)]
pub async fn reset_link() -> Result<LinkView, AppError> {
    let visit = visit()?;
    let holder = holder(&visit, LinkKind::Reset).await?;
    Ok(LinkView { email: holder.email, name: holder.name })
}

/// Chooses a new password; every session of the account ends.
///
/// # Errors
/// As [`reset_link`]; what is wrong with the password.
#[server(endpoint = "reset_password", output = Wire)]
pub async fn reset_password(password: String, again: String) -> Result<(), AppError> {
    let visit = visit()?;
    let holder = holder(&visit, LinkKind::Reset).await?;
    checked_password(&password, &again, &holder.email)?;
    if !visit.site.store.reset_password(&holder, &password).await? {
        return Err(with_status(AppError::Staff(StaffFault::LinkSpent)));
    }
    tracing::info!(user = %holder.user.0, "new password by a link");
    for name in [LINK_COOKIE, HALF_COOKIE, SESSION_COOKIE] {
        drop_cookie(name);
    }
    leptos_axum::redirect("/logg-inn?nytt=1");
    Ok(())
}

/// Asks for a link for a new password. The answer is the same, and as quick,
/// whether or not the address has an account.
///
/// # Errors
/// [`AppError::Throttled`]; an address that is none.
#[server(endpoint = "ask_reset", output = Wire)]
pub async fn ask_reset(email: String) -> Result<(), AppError> {
    let visit = visit()?;
    super::administration::checked_email(&email)?;
    if visit.site.mailer.is_none() {
        return Ok(());
    }
    let asked = visit.site.store.ask_reset(&email, &visit.address).await?;
    if let Some((link, token, email)) = asked.map_err(AppError::from).map_err(with_status)? {
        // A mail server takes its time, which would tell that there is an account.
        tokio::spawn(async move { deliver(&visit, LinkKind::Reset, &link, &token, &email).await });
    }
    Ok(())
}

//! One's own account.

use crate::api::post::PostRow;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// All posts held today.
    pub posts: Vec<PostRow>,
    /// Since when the second factor is in use, local time in ISO form.
    pub factor_since: Option<String>,
    /// Recovery codes that are not used.
    pub recovery_left: i64,
    /// A second factor is required here.
    pub factor_required: bool,
}

/// The caller's own account.
///
/// # Errors
/// When nobody is signed in.
#[server(name = GetAccount, endpoint = "my_account", output = Wire)]
pub async fn my_account() -> Result<Account, AppError> {
    let visit = visit()?;
    let session = visit.session.as_ref().ok_or(AppError::SignedOut).map_err(with_status)?;
    let factor = visit.site.store.second_factor(&session.user.id).await?;
    Ok(Account {
        name: session.user.name.clone(),
        email: session.user.email.clone(),
        posts: super::post::post_rows(&visit, &session.posts).await?,
        factor_since: factor.since.map(|at| visit.site.local_time(at)),
        recovery_left: factor.recovery_left,
        factor_required: visit.site.second_factor == store::SecondFactorRule::Required,
    })
}

/// Changes the caller's own password; other sessions end.
///
/// # Errors
/// When nobody is signed in; [`AppError::Throttled`]; what is wrong with it.
#[server(endpoint = "change_password", output = Wire)]
pub async fn change_password(old: String, password: String, again: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let token = visit.token.as_ref().ok_or(AppError::SignedOut)?;
    super::link::checked_password(&password, &again, &user.email)?;
    let outcome = visit.site.store.change_password(&user.id, &old, &password, token, &visit.address).await?;
    let fits = outcome.map_err(AppError::from).map_err(with_status)?;
    fits.ok_or_else(|| with_status(AppError::Staff(StaffFault::OldPasswordWrong)))
}

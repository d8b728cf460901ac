//! Accounts and posts: list, invite, let in again, give and end posts.

use super::Delivery;
use crate::error::AppError;
use crate::wire::Wire;
use casework::role::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{administration, answer, checked_email, checked_name, chosen_unit};
#[cfg(feature = "ssr")]
use crate::server::mail::deliver;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;
#[cfg(feature = "ssr")]
use store::{LinkKind, LinkState, UserId};

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Can sign in.
    Active,
    /// Invited; the letter is sent or the link handed over.
    Invited,
    /// Invited, but no mail server has taken the letter.
    NotSent,
    /// The invitation is too old, or was taken back.
    Expired,
    /// Closed.
    Closed,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// How the account stands.
    pub standing: Standing,
    /// Posts held today: unit and role.
    pub posts: Vec<(String, Role)>,
}

/// A post with its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPost {
    /// Id.
    pub id: String,
    /// The unit's name.
    pub unit: String,
    /// The role.
    pub role: Role,
    /// First day, ISO form.
    pub from: String,
    /// Last day, ISO form.
    pub to: Option<String>,
    /// Held today, or still to begin.
    pub open: bool,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// The line of the list.
    pub row: StaffRow,
    /// Has chosen a password.
    pub has_password: bool,
    /// Every post, newest first.
    pub posts: Vec<MemberPost>,
    /// The second factor is in use.
    pub has_factor: bool,
    /// The caller's own account.
    pub is_self: bool,
    /// Today, ISO form.
    pub today: String,
    /// Letters can be sent.
    pub letters: bool,
}

#[cfg(feature = "ssr")]
fn row(line: &store::StaffLine, letters: bool) -> StaffRow {
    let standing = match (line.active, line.has_password, line.invitation) {
        (false, ..) => Standing::Closed,
        (true, true, _) => Standing::Active,
        (true, false, Some(LinkState::Sent)) => Standing::Invited,
        (true, false, Some(LinkState::NotSent)) if letters => Standing::NotSent,
        (true, false, Some(LinkState::NotSent)) => Standing::Invited,
        (true, false, _) => Standing::Expired,
    };
    StaffRow {
        id: line.id.0.clone(),
        name: line.name.clone(),
        email: line.email.clone(),
        standing,
        posts: line.posts.iter().map(|post| (post.unit_name.clone(), post.role)).collect(),
    }
}

#[cfg(feature = "ssr")]
pub(super) fn iso(day: casework::Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

#[cfg(feature = "ssr")]
fn day(text: &str) -> Result<casework::Day, AppError> {
    let strange = || with_status(AppError::Staff(StaffFault::DayStrange));
    let date = family_map::FuzzyDate::parse_iso(text.trim()).ok_or_else(strange)?;
    let (month, day) = date.month.zip(date.day).ok_or_else(strange)?;
    Ok(casework::Day::new(date.year, month, day))
}

#[cfg(feature = "ssr")]
fn chosen_role(code: &str) -> Result<Role, AppError> {
    Role::from_code(code).ok_or(AppError::Staff(StaffFault::RoleMissing)).map_err(with_status)
}

/// An id from a form; PostgreSQL keeps no NUL.
#[cfg(feature = "ssr")]
pub(super) fn user_id(text: &str) -> UserId {
    UserId(text.replace('\0', ""))
}

/// The staff by name; of those whose name or address holds every word of the
/// search.
///
/// # Errors
/// [`AppError::NotFound`] for who is no administrator.
#[server(name = GetStaff, endpoint = "admin_staff", output = Wire)]
pub async fn admin_staff(search: String) -> Result<Vec<StaffRow>, AppError> {
    let letters = visit()?.site.mailer.is_some();
    let lines = answer(administration().await?.staff(&search).await)?;
    Ok(lines.iter().map(|line| row(line, letters)).collect())
}

/// One member of staff.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, and for who is no administrator.
#[server(name = GetMember, endpoint = "admin_member", output = Wire)]
pub async fn admin_member(id: String) -> Result<MemberView, AppError> {
    let visit = visit()?;
    let letters = visit.site.mailer.is_some();
    let member = answer(administration().await?.member(&user_id(&id)).await)?;
    let today = visit.site.store.today();
    let post = |it: store::StaffPost| MemberPost {
        id: it.post.id.0,
        unit: it.post.unit_name,
        role: it.post.role,
        from: it.period.from.map(iso).unwrap_or_default(),
        to: it.period.to.map(iso),
        open: it.period.to.is_none_or(|to| to >= today),
    };
    Ok(MemberView {
        row: row(&member.line, letters),
        has_password: member.line.has_password,
        posts: member.posts.into_iter().map(post).collect(),
        has_factor: member.second_factor.since.is_some(),
        is_self: member.is_self,
        today: iso(today),
        letters,
    })
}

/// Makes an account with a post, and sends its owner a link.
///
/// # Errors
/// What is wrong with a field; [`AppError::NotFound`] for who is no
/// administrator.
#[server(endpoint = "invite_user", output = Wire)]
pub async fn invite_user(
    email: String,
    name: String,
    unit: String,
    role: String,
) -> Result<(String, Delivery), AppError> {
    let visit = visit()?;
    let admin = administration().await?;
    let (name, email) = (checked_name(&name)?, checked_email(&email)?);
    let (unit, role) = (chosen_unit(&unit)?, chosen_role(&role)?);
    let (user, link, token) = answer(admin.invite(&email, &name, &unit, role).await)?;
    Ok((user.0, deliver(&visit, LinkKind::Invitation, &link, &token, &email).await))
}

/// Sends a new invitation; the old one is worth nothing from now on.
///
/// # Errors
/// [`AppError::NotFound`]; an account that has a password.
#[server(endpoint = "invite_again", output = Wire)]
pub async fn invite_again(user: String) -> Result<Delivery, AppError> {
    let visit = visit()?;
    let admin = administration().await?;
    let (link, token, email) = answer(admin.invite_again(&user_id(&user)).await)?;
    Ok(deliver(&visit, LinkKind::Invitation, &link, &token, &email).await)
}

/// Takes an invitation back, or a link for a new password.
///
/// # Errors
/// [`AppError::NotFound`] when none is open.
#[server(endpoint = "revoke_invitation", output = Wire)]
pub async fn revoke_invitation(user: String) -> Result<(), AppError> {
    answer(administration().await?.revoke_invitation(&user_id(&user)).await)
}

/// Sends somebody a link for a new password.
///
/// # Errors
/// [`AppError::NotFound`]; an account that was never taken up.
#[server(endpoint = "start_reset", output = Wire)]
pub async fn start_reset(user: String) -> Result<Delivery, AppError> {
    let visit = visit()?;
    let admin = administration().await?;
    let (link, token, email) = answer(admin.start_reset(&user_id(&user)).await)?;
    Ok(deliver(&visit, LinkKind::Reset, &link, &token, &email).await)
}

/// Takes somebody's second factor away, who then sets up a new one.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(endpoint = "reset_factor", output = Wire)]
pub async fn reset_factor(user: String) -> Result<(), AppError> {
    answer(administration().await?.reset_second_factor(&user_id(&user)).await)
}

/// Gives a post from a day on, perhaps to a last day.
///
/// # Errors
/// What is wrong with a field; [`AppError::NotFound`].
#[server(endpoint = "give_post", output = Wire)]
pub async fn give_post(
    user: String,
    unit: String,
    role: String,
    from: String,
    to: Option<String>,
) -> Result<(), AppError> {
    let admin = administration().await?;
    let (unit, role) = (chosen_unit(&unit)?, chosen_role(&role)?);
    let to = to.filter(|to| !to.trim().is_empty()).map(|to| day(&to)).transpose()?;
    let period = casework::day::Period { from: Some(day(&from)?), to };
    answer(admin.give_post(&user_id(&user), &unit, role, period).await).map(|_| ())
}

/// Ends a post: at once, or with a last day.
///
/// # Errors
/// A day that does not fit; the last administrator's post;
/// [`AppError::NotFound`].
#[server(endpoint = "end_post", output = Wire)]
pub async fn end_post(post: String, last: Option<String>) -> Result<(), AppError> {
    let visit = visit()?;
    let admin = administration().await?;
    let last = match last.filter(|last| !last.trim().is_empty()) {
        Some(last) => day(&last)?,
        None => visit.site.store.today().before(),
    };
    answer(admin.end_post(&store::PostId(post.replace('\0', "")), last).await)
}

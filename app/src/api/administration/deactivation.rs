//! Closing an account, with everything handed over.

use crate::error::AppError;
use crate::wire::Wire;
use casework::role::CaseFunction;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::staff::user_id;
#[cfg(feature = "ssr")]
use super::{administration, answer};
#[cfg(feature = "ssr")]
use store::{Deactivation, OwnedKind};

/// A sort of ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Belonging {
    /// A function in a case.
    Case(CaseFunction),
    /// Leading a parent group.
    Group,
    /// Speaking for a service.
    Service,
    /// Being the only leader of a unit.
    Leadership,
    /// An appointment that is still to come.
    Appointment,
    /// A telephone call to return, by the day on which it came.
    PhoneNote,
    /// An enquiry on its way, by the day on which it came.
    Enquiry,
    /// A next step after a session.
    TalkStep,
    /// An action of a plan.
    PlanAction,
}

/// One thing that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BelongingRow {
    /// By which it is named in the form.
    pub key: String,
    /// What it is.
    pub kind: Belonging,
    /// A case's number, a service's or a unit's name.
    pub label: String,
    /// The unit's name.
    pub unit: String,
    /// Cannot be left without an owner.
    pub needs_owner: bool,
    /// Who may take it over: id and name.
    pub candidates: Vec<(String, String)>,
}

/// What somebody has that others must take over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belongings {
    /// Whose.
    pub name: String,
    /// The caller's own account.
    pub is_self: bool,
    /// Each thing, what needs an owner first.
    pub rows: Vec<BelongingRow>,
    /// Everybody who may take over at least one: id and name.
    pub colleagues: Vec<(String, String)>,
}

/// Who takes one thing over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// The thing's key.
    pub key: String,
    /// A user's id; empty for who takes everything else.
    pub to: String,
}

/// Everything that a member of staff has.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such active account, and for who is
/// no administrator.
#[server(name = GetBelongings, endpoint = "belongings", output = Wire)]
pub async fn belongings(user: String) -> Result<Belongings, AppError> {
    let admin = administration().await?;
    let id = user_id(&user);
    let member = answer(admin.member(&id).await)?;
    let owned = answer(admin.belongings(&id).await)?;
    let mut colleagues: Vec<(String, String)> = Vec::new();
    let mut rows = Vec::with_capacity(owned.len());
    for it in owned {
        let candidates: Vec<_> = it.candidates.into_iter().map(|(id, name)| (id.0, name)).collect();
        colleagues.extend(candidates.iter().cloned());
        rows.push(BelongingRow {
            key: it.key,
            kind: match it.kind {
                OwnedKind::Case(function) => Belonging::Case(function),
                OwnedKind::Group => Belonging::Group,
                OwnedKind::Service => Belonging::Service,
                OwnedKind::Leadership => Belonging::Leadership,
                OwnedKind::Appointment => Belonging::Appointment,
                OwnedKind::PhoneNote => Belonging::PhoneNote,
                OwnedKind::Enquiry => Belonging::Enquiry,
                OwnedKind::TalkStep => Belonging::TalkStep,
                OwnedKind::PlanAction => Belonging::PlanAction,
            },
            label: it.label,
            unit: it.unit_name,
            needs_owner: it.needs_owner,
            candidates,
        });
    }
    colleagues.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    colleagues.dedup();
    Ok(Belongings { name: member.line.name, is_self: member.is_self, rows, colleagues })
}

/// Closes an account: everything is handed over, posts and sessions end.
///
/// # Errors
/// Something that would be without an owner; one's own account; the last
/// administrator; [`AppError::NotFound`].
#[server(endpoint = "deactivate_user", output = Wire)]
pub async fn deactivate_user(
    user: String,
    everything: Option<String>,
    #[server(default)] successors: Vec<Successor>,
) -> Result<(), AppError> {
    let admin = administration().await?;
    let named = successors.into_iter().filter(|it| !it.to.is_empty());
    let plan = Deactivation {
        everything: everything.filter(|id| !id.is_empty()).map(|id| user_id(&id)),
        each: named.map(|it| (it.key, user_id(&it.to))).collect(),
    };
    answer(admin.deactivate(&user_id(&user), &plan).await)
}

/// Lets somebody in again, who then is invited anew.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such closed account.
#[server(endpoint = "reactivate_user", output = Wire)]
pub async fn reactivate_user(user: String) -> Result<(), AppError> {
    answer(administration().await?.reactivate(&user_id(&user)).await)
}

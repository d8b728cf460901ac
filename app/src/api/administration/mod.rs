//! Administration: units, rooms, services, accounts and posts. Each function
//! asks the store for the handle of an administrator, which nobody else gets.

pub mod area;
pub mod deactivation;
pub mod equipment;
pub mod messages;
pub mod room;
pub mod service;
pub mod staff;
pub mod unit;

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{answer, visit, with_status};
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;
#[cfg(feature = "ssr")]
use store::{Administration, UnitId};

/// What became of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delivery {
    /// A mail server has taken the letter.
    Sent {
        /// E-mail address.
        email: String,
    },
    /// No mail server has taken it.
    Failed {
        /// E-mail address.
        email: String,
    },
    /// No mail server is set: the administrator hands the link over. It is
    /// shown this once.
    HandOver {
        /// The link.
        link: String,
    },
}

/// What an office has, for the first page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Units in use.
    pub units: u32,
    /// Rooms in use.
    pub rooms: u32,
    /// Equipment in use.
    pub equipment: u32,
    /// Services in use.
    pub services: u32,
    /// Accounts that may sign in.
    pub staff: u32,
    /// Of these, invited and not yet here.
    pub invited: u32,
    /// Active accounts with a password and no post today.
    pub without_post: u32,
    /// Letters can be sent.
    pub letters: bool,
}

/// The handle of an administrator, with the status that fits a refusal.
#[cfg(feature = "ssr")]
pub(crate) async fn administration() -> Result<Administration, AppError> {
    visit()?.administer().await.map_err(with_status)
}

/// A name: some words of plain text.
#[cfg(feature = "ssr")]
pub(crate) fn checked_name(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    let fault = if name.is_empty() {
        StaffFault::NameMissing
    } else if name.chars().count() > 120 || name.chars().any(char::is_control) {
        StaffFault::NameStrange
    } else {
        return Ok(name.to_owned());
    };
    Err(with_status(AppError::Staff(fault)))
}

/// An e-mail address, as far as one can tell by looking.
#[cfg(feature = "ssr")]
pub(crate) fn checked_email(email: &str) -> Result<String, AppError> {
    let email = email.trim();
    let strange = |c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c);
    let fits = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    if !fits || email.chars().count() > 200 || email.chars().any(strange) {
        return Err(with_status(AppError::Staff(StaffFault::EmailStrange)));
    }
    Ok(email.to_owned())
}

/// A unit that was chosen in a form.
#[cfg(feature = "ssr")]
pub(crate) fn chosen_unit(unit: &str) -> Result<UnitId, AppError> {
    if unit.is_empty() || unit.contains('\0') {
        return Err(with_status(AppError::Staff(StaffFault::UnitMissing)));
    }
    Ok(UnitId(unit.to_owned()))
}

/// What an office has.
///
/// # Errors
/// [`AppError::NotFound`] for who is no administrator.
#[server(name = GetSummary, endpoint = "admin_summary", output = Wire)]
pub async fn admin_summary() -> Result<Summary, AppError> {
    let admin = administration().await?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let staff = admin.staff("").await?;
    let active = || staff.iter().filter(|it| it.active);
    Ok(Summary {
        units: count(admin.units().await?.iter().filter(|it| !it.retired).count()),
        rooms: count(admin.rooms().await?.iter().filter(|it| !it.retired).count()),
        equipment: count(admin.equipment().await?.iter().filter(|it| !it.retired).count()),
        services: count(admin.services().await?.iter().filter(|it| !it.retired).count()),
        staff: count(active().count()),
        invited: count(active().filter(|it| !it.has_password).count()),
        without_post: count(active().filter(|it| it.has_password && it.posts.is_empty()).count()),
        letters: visit()?.site.mailer.is_some(),
    })
}

//! The calendar of a unit and of its cases.
//!
//! ```text
//! calendar_entry ── entry ──┬─ change ── undo        one object a series; changes can be taken back
//!                           └─ case (CaseAccess)     what an appointment of a case is for, and what became of it
//! source/* ── items ──┬─ view    what one viewer may see of whose calendar
//!                     └─ plan    what stands in the way, and the next times that suit all
//! days                       holidays, the unit's days off, the municipality's school year
//! ```
//!
//! Two doors: [`Calendar`] for whoever plans in a unit, and the access handle of
//! a case for what belongs to the case. To whom may not know a case, its
//! appointments are taken time and nothing else.

mod called_off;
mod case;
mod change;
mod cover;
mod cover_undo;
mod days;
mod entry;
mod feed;
mod handover;
mod import;
mod occurrence;
mod plan;
mod reminder;
pub(crate) mod source;
mod talks;
mod undo;
mod view;

pub use called_off::CalledOff;
pub use case::Appointment;
pub use change::{Changed, EntryEdit, EntryWhat};
pub use cover::{Cover, CoverHow, Covered, ToCover};
pub use cover_undo::CoverStep;
pub use days::{ClosureRow, DaysKeeper, Municipality, UnitDays};
pub use entry::{Details, Entry, EntryId, NewEntry, Words};
pub use feed::{FamilyFeed, FeedWords};
pub use import::Imported;
pub use occurrence::{OccurrenceId, OccurrenceState};
pub use plan::{PlanAnswer, PlanRequest, Standing};
pub use undo::{ChangeKind, LastChange};
pub use view::{Shown, ShownWhat, Whose};

use crate::Store;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::{User, UserId};
use casework::role::Role;

/// What somebody who plans may do in the calendars of their units.
pub struct Calendar {
    store: Store,
    user: User,
}

impl std::fmt::Debug for Calendar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Calendar").field("user", &self.user.id).finish_non_exhaustive()
    }
}

impl Store {
    /// The calendar of somebody who plans.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for who has no post in which one plans.
    pub async fn calendar(&self, user: &UserId) -> Result<Calendar, StoreError> {
        let user = self.find_user(user).await?;
        if user.active && user.has_post(Role::plans) {
            Ok(Calendar { store: self.clone(), user })
        } else {
            Err(StoreError::NotFound)
        }
    }
}

impl Calendar {
    /// The units in which this user plans, by name: ids and names.
    #[must_use]
    pub fn units(&self) -> Vec<(UnitId, String)> {
        let mut units: Vec<(UnitId, String)> = Vec::new();
        for post in self.user.posts.iter().filter(|post| post.role.plans()) {
            if units.iter().all(|(unit, _)| unit != &post.unit) {
                units.push((post.unit.clone(), post.unit_name.clone()));
            }
        }
        units.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
        units
    }

    /// Stops whoever does not plan in a unit.
    fn must_plan_in(&self, unit: &UnitId) -> Result<(), StoreError> {
        if plans_in(&self.user, unit) { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

/// Whether somebody plans in a unit.
fn plans_in(user: &User, unit: &UnitId) -> bool {
    user.active && user.roles_in(unit).into_iter().any(Role::plans)
}

/// Whether somebody leads a unit.
fn leads(user: &User, unit: &UnitId) -> bool {
    user.active && user.roles_in(unit).into_iter().any(Role::leads_unit)
}

/// The placeholders of a list that begins with this number: «$3, $4, $5».
fn marks(from: usize, count: usize) -> String {
    (from..from + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

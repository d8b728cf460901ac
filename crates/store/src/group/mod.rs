//! Parent groups. Two doors:
//!
//! - [`GroupDesk`] is for whoever runs groups in a unit: what groups there are,
//!   when and where they meet, who leads, how many seats are taken. Nothing of
//!   any case.
//! - [`GroupAccess`] is one group. Its leaders get the participants too; each
//!   look at them writes a row in the log of every case that they belong to.
//!
//! A case's own enrolments are reached through [`crate::CaseAccess`].

mod access;
mod attendance;
mod clash;
mod desk;
mod enrolment;
mod figures;
mod leader;
mod list;
mod make_up;
mod meeting;
mod note;
mod programme;
mod reminder;
mod step;

pub use access::{GroupAccess, GroupDetail};
pub(crate) use attendance::attendance_on;
pub use attendance::{Mark, MemberRow, Participant as GroupParticipant};
pub use clash::GroupClash;
pub(crate) use desk::find_on;
pub use desk::{GroupDesk, GroupKind, GroupLine, NewGroup, Setting};
pub use enrolment::{EnrolmentId, NewEnrolment};
pub(crate) use enrolment::{EnrolmentRow, needs_place};
pub use leader::LeaderRow;
pub(crate) use leader::leaders_on;
pub(crate) use list::state_of;
pub use make_up::MakeUpRow;
pub use meeting::{Meeting, Times};
pub use note::{NewNote, NoteKind, NoteRow};
pub use programme::OwnProgramme;
pub use step::Moved;

use crate::Store;
use crate::error::StoreError;
use crate::unit::UnitId;
use casework::calendar::{FreeDays, Moment};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::{Any, AnyConnection, Row, Transaction};

/// So far back and ahead a unit's days off are looked at.
const KNOWN_DAYS: i32 = 3 * 366;

/// Id of a group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GroupId(pub String);

impl GroupId {
    /// The name of the group's own key in the key store.
    fn scope(&self) -> String {
        format!("group:{}", self.0)
    }
}

impl Store {
    /// The days off of a unit: holidays, its own list, and its municipality's
    /// school-free days.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn group_free_days(&self, unit: &UnitId) -> Result<FreeDays, StoreError> {
        let mut connection = self.db().pool().acquire().await?;
        self.free_days_on(&mut connection, unit).await
    }

    /// The same on a connection of the caller's: whoever has locked a group
    /// never waits for another connection.
    async fn free_days_on(&self, on: &mut AnyConnection, unit: &UnitId) -> Result<FreeDays, StoreError> {
        let around = (self.today().shifted(-KNOWN_DAYS), self.today().shifted(KNOWN_DAYS));
        Ok(self.unit_days_on(on, unit, around).await?.free_days())
    }

    /// Locks a group for a change in this transaction, so that changes of one
    /// group come one after the other, and counts its version up. What
    /// was to remind of it is taken back, and written anew from what it becomes.
    pub(crate) async fn lock_group(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupId,
    ) -> Result<UnitId, StoreError> {
        let row = sqlx::query("UPDATE parent_group SET version = version + 1 WHERE id = $1 RETURNING unit_id")
            .bind(&group.0)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        self.forget_group_reminders(tx, group).await?;
        Ok(UnitId(row.try_get("unit_id")?))
    }
}

/// A value as it is kept in a column.
fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("parent_group"))
}

/// A kept value.
fn of_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("parent_group"))
}

/// A kept moment.
pub(crate) fn moment(text: &str) -> Result<Moment, StoreError> {
    text.parse().map_err(|_| StoreError::Unreadable("group_meeting"))
}

/// A small number out of a column.
pub(crate) fn small(number: i64) -> u8 {
    u8::try_from(number.max(0)).unwrap_or(u8::MAX)
}

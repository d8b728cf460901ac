//! What happened in the life of a case: status, team, participants, division.

use super::{CaseAccess, CaseId, Who};
use crate::Store;
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::user::UserId;
use casework::life::ClosingReason;
use casework::role::CaseFunction;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The help began.
    Opened,
    /// The case was ended.
    Closed,
    /// The case was taken up again.
    Reopened,
    /// The case got another name.
    Renamed,
    /// Somebody else leads.
    LeadChanged,
    /// Somebody got a function.
    Joined,
    /// Somebody left the team.
    Left,
    /// Somebody takes part.
    TookPart,
    /// What is known of somebody's taking part was corrected.
    Corrected,
    /// The case was divided.
    Divided,
    /// The case came of dividing another.
    CameOfDividing,
    /// The case went into another.
    Merged,
    /// The case came of merging others.
    CameOfMerging,
    /// A handover to another municipality began.
    MovingBegun,
    /// Somebody said what goes along, as staff wrote it down.
    MovingAnswered,
    /// The lead said that the receiver is allowed to know of somebody who is protected.
    MovingConfirmed,
    /// What somebody said yes to went along.
    MovingSent,
    /// The receiver said that it came.
    MovingReceived,
    /// A handover came to nothing.
    MovingCancelled,
}

impl EventKind {
    const ALL: [Self; 19] = [
        Self::Opened,
        Self::Closed,
        Self::Reopened,
        Self::Renamed,
        Self::LeadChanged,
        Self::Joined,
        Self::Left,
        Self::TookPart,
        Self::Corrected,
        Self::Divided,
        Self::CameOfDividing,
        Self::Merged,
        Self::CameOfMerging,
        Self::MovingBegun,
        Self::MovingAnswered,
        Self::MovingConfirmed,
        Self::MovingSent,
        Self::MovingReceived,
        Self::MovingCancelled,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Renamed => "renamed",
            Self::LeadChanged => "lead_changed",
            Self::Joined => "joined",
            Self::Left => "left",
            Self::TookPart => "took_part",
            Self::Corrected => "corrected",
            Self::Divided => "divided",
            Self::CameOfDividing => "came_of_dividing",
            Self::Merged => "merged",
            Self::CameOfMerging => "came_of_merging",
            Self::MovingBegun => "moving_begun",
            Self::MovingAnswered => "moving_answered",
            Self::MovingConfirmed => "moving_confirmed",
            Self::MovingSent => "moving_sent",
            Self::MovingReceived => "moving_received",
            Self::MovingCancelled => "moving_cancelled",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What else is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDetail {
    /// Which member of staff it is about, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// In what function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<CaseFunction>,
    /// Which participant it is about, by person id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Why the case ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ClosingReason>,
    /// A few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Name of the member of staff who did it.
    pub by: String,
    /// What.
    pub kind: EventKind,
    /// What else is known of it.
    pub detail: EventDetail,
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "case_event", column: "detail_sealed", row }
}

impl Store {
    /// Writes what happened, in the caller's transaction.
    pub(crate) async fn tell(
        &self,
        tx: &mut Transaction<'static, Any>,
        (case, key): (&CaseId, &ScopeKey),
        by: &UserId,
        kind: EventKind,
        detail: &EventDetail,
    ) -> Result<(), StoreError> {
        let id = self.new_id();
        let text = serde_json::to_string(detail).map_err(|_| StoreError::Unreadable("case_event"))?;
        sqlx::query(
            "INSERT INTO case_event (id, case_id, at, user_id, kind, detail_sealed) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(&case.0)
        .bind(self.now())
        .bind(&by.0)
        .bind(kind.code())
        .bind(key.seal(place(&id), &text)?)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

impl CaseAccess {
    /// Who is at work here; participants change nothing of this.
    pub(crate) fn staff(&self) -> Result<&UserId, StoreError> {
        match self.who() {
            Who::Staff(user) => Ok(user),
            Who::Participant(_) => Err(StoreError::NotAllowed("staff")),
        }
    }

    /// Writes what happened here, in the caller's transaction.
    pub(super) async fn tell(
        &self,
        tx: &mut Transaction<'static, Any>,
        kind: EventKind,
        detail: &EventDetail,
    ) -> Result<(), StoreError> {
        self.store.tell(tx, (self.id(), &self.key), self.staff()?, kind, detail).await
    }

    /// What happened in the life of the case, newest first; for staff who are
    /// shown the whole case. What happened to participants whom this viewer
    /// does not know of is left out.
    ///
    /// # Errors
    /// When this viewer is not one of them.
    pub async fn events(&self) -> Result<Vec<CaseEvent>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let known: Vec<String> = self.participants().await?.into_iter().map(|it| it.person).collect();
        let rows = sqlx::query(
            "SELECT case_event.id, case_event.at, case_event.kind, case_event.detail_sealed, staff_user.name
             FROM case_event JOIN staff_user ON staff_user.id = case_event.user_id
             WHERE case_event.case_id = $1 ORDER BY case_event.at DESC, case_event.id DESC LIMIT 200",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut events = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(place(&id), &row.try_get::<String, _>("detail_sealed")?)?;
            let detail: EventDetail = serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("case_event"))?;
            if detail.person.as_ref().is_some_and(|person| !known.contains(person)) {
                continue;
            }
            let kind = EventKind::from_code(&row.try_get::<String, _>("kind")?);
            events.push(CaseEvent {
                at: row.try_get("at")?,
                by: row.try_get("name")?,
                kind: kind.ok_or(StoreError::Unreadable("case_event"))?,
                detail,
            });
        }
        Ok(events)
    }
}

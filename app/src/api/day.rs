//! «Min dag»: what waits, from the case list and the log; no case is opened.

use crate::api::talks::today::Today;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::due::DueKind;
use casework::opening::CaseStatus;
use casework::role::CaseFunction;
use casework::waiting::Waiting;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::talks::today::today_of;
#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};

/// A case and what waits in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRow {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Display name.
    pub name: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// What the caller does in it; nothing for a leader.
    pub function: Option<CaseFunction>,
    /// What waits, the most pressing first.
    pub waiting: Vec<Waiting>,
    /// When it was last changed, local time in ISO form.
    pub changed: String,
    /// Who changed it last, of all others.
    pub changed_by: Option<String>,
}

/// Something that falls due in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRow {
    /// When.
    pub day: Day,
    /// What.
    pub kind: DueKind,
    /// Id of the case.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its display name.
    pub name: String,
}

/// What falls due within so many days is shown.
#[cfg(feature = "ssr")]
const DUE_WITHIN_DAYS: u8 = 30;

/// Everything on «Min dag».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyDay {
    /// The caller's name.
    pub name: String,
    /// Today.
    pub today: Day,
    /// The hour, 0–23, for the greeting.
    pub hour: u8,
    /// What today brings, for who plans.
    pub plan: Option<Today>,
    /// The caller's own cases.
    pub cases: Vec<DayRow>,
    /// What falls due in the caller's cases within a month, or did.
    pub due: Vec<DueRow>,
    /// Cases of a unit that the caller leads or takes in for, in which something waits.
    pub unit: Vec<DayRow>,
}

#[cfg(feature = "ssr")]
fn row(
    visit: &Visit,
    line: store::CaseLine,
    function: Option<CaseFunction>,
    waiting: Vec<Waiting>,
    by: Option<String>,
) -> DayRow {
    DayRow {
        changed: visit.site.local_time(line.changed_at),
        id: line.id.0,
        number: line.number,
        name: line.name,
        status: line.status,
        function,
        waiting,
        changed_by: by,
    }
}

/// What waits for the caller today.
///
/// # Errors
/// [`AppError::SignedOut`] when nobody is signed in.
#[server(name = GetMyDay, endpoint = "my_day", output = Wire)]
pub async fn my_day() -> Result<MyDay, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let store = &visit.site.store;
    let cases = store.my_day(&user.id).await?;
    let due = store.due_for(&user.id, store.today().plus(DUE_WITHIN_DAYS)).await?;
    let unit = store.unit_day(user).await?;
    let now = visit.site.local_time(store.now());
    Ok(MyDay {
        name: user.name.clone(),
        today: store.today(),
        plan: today_of(&visit).await?,
        hour: now.get(11..13).and_then(|hour| hour.parse().ok()).unwrap_or(12),
        cases: cases.into_iter().map(|it| row(&visit, it.line, Some(it.function), it.waiting, it.changed_by)).collect(),
        due: due
            .into_iter()
            .map(|it| DueRow { day: it.day, kind: it.kind, id: it.case.0, number: it.number, name: it.name })
            .collect(),
        unit: unit.into_iter().map(|it| row(&visit, it.line, None, it.waiting, None)).collect(),
    })
}

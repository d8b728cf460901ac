//! The privacy officer's pages: reviewing and verifying the logs.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};
#[cfg(feature = "ssr")]
use store::{LogFault, ReviewKind, ReviewOf, ReviewRequest, UnitId, UserId};

/// So many rows on a page.
#[cfg(feature = "ssr")]
const PAGE: i64 = 100;
/// So many rows at most in a file.
#[cfg(feature = "ssr")]
pub const IN_A_FILE: i64 = 50_000;

/// What is asked for, as it stands in the page's address. Nothing in it tells
/// of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewAsked {
    /// The unit's id; the first of the officer's own where empty.
    #[serde(default)]
    pub unit: String,
    /// A user's id; the whole unit where empty.
    #[serde(default)]
    pub user: String,
    /// Code of the kind of rows; nothing is asked for where empty.
    #[serde(default)]
    pub kind: String,
    /// First day, ISO.
    #[serde(default)]
    pub from: String,
    /// Last day, ISO.
    #[serde(default)]
    pub to: String,
    /// Where the page before ended.
    #[serde(default)]
    pub after: String,
}

/// A row of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewLine {
    /// When, local time in ISO form.
    pub at: String,
    /// Who; empty for somebody who is no member of staff.
    pub who: String,
    /// Code of the function or post.
    pub role: String,
    /// Code of what was done.
    pub action: String,
    /// Code of the part.
    pub object: String,
    /// Code of the purpose.
    pub purpose: String,
    /// `ok`, or the code of why not.
    pub outcome: String,
    /// Number of the case.
    pub case_number: Option<String>,
    /// Whose log was reviewed.
    pub reviewed: Option<String>,
}

/// What was found, and what may be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The officer's units: id and name, the chosen one first.
    pub units: Vec<(String, String)>,
    /// Those whose log may be read: id and name.
    pub users: Vec<(String, String)>,
    /// The rows, if any were asked for.
    pub rows: Option<Vec<ReviewLine>>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A verification of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// Who began it.
    pub by: String,
    /// When, local time in ISO form.
    pub begun: String,
    /// When it was done.
    pub ended: Option<String>,
    /// It is not done, and nobody is at it.
    pub broken_off: bool,
    /// How many chains there are.
    pub chains: i64,
    /// How many of them are checked.
    pub checked: i64,
    /// How many rows were read.
    pub rows: i64,
    /// What was found.
    pub faults: Vec<FaultLine>,
}

/// A fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultLine {
    /// Code of what is wrong.
    pub kind: String,
    /// The chain.
    pub chain: String,
    /// Number of the case whose chain it is, where it is the officer's unit's.
    pub case_number: Option<String>,
    /// The row, where it is one.
    pub row: Option<i64>,
}

/// Rows for whoever is signed in, who must review this unit's logs. That it
/// was asked for is logged.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else.
#[cfg(feature = "ssr")]
pub async fn reviewed(visit: &Visit, asked: &ReviewAsked, limit: i64, export: bool) -> Result<Review, AppError> {
    let officer = &visit.user()?.id;
    let unit = UnitId(asked.unit.clone());
    let wanted = (!asked.unit.is_empty()).then_some(&unit);
    // Forbidden and missing look alike.
    let scope = visit.site.store.review_scope(officer, wanted).await.map_err(hidden)?;
    let unit = scope.units.first().map(|unit| unit.id.clone()).ok_or(AppError::NotFound)?;
    let mut review = Review {
        units: scope.units.into_iter().map(|unit| (unit.id.0, unit.name)).collect(),
        users: scope.users.into_iter().map(|(id, name)| (id.0, name)).collect(),
        rows: None,
        next: None,
    };
    let Some(kind) = ReviewKind::from_code(&asked.kind) else { return Ok(review) };
    let (from, until) = visit.site.period(Some(&asked.from), Some(&asked.to));
    let request = ReviewRequest {
        unit: &unit,
        of: if asked.user.is_empty() { ReviewOf::Unit } else { ReviewOf::User(UserId(asked.user.clone())) },
        kind,
        from,
        until,
        after: Some(asked.after.as_str()).filter(|it| !it.is_empty()),
        limit,
        export,
    };
    let page = visit.site.store.review_log(officer, &request).await.map_err(hidden)?;
    review.next = page.next;
    review.rows = Some(
        page.rows
            .into_iter()
            .map(|row| ReviewLine {
                at: visit.site.local_time(row.at),
                who: row.user.1.unwrap_or_default(),
                role: row.role,
                action: row.action,
                object: row.object,
                purpose: row.purpose,
                outcome: row.outcome,
                case_number: row.case_number,
                reviewed: row.reviewed,
            })
            .collect(),
    );
    Ok(review)
}

#[cfg(feature = "ssr")]
fn hidden(error: store::StoreError) -> AppError {
    match AppError::from(error) {
        AppError::NotAllowed => AppError::NotFound,
        other => other,
    }
}

/// Rows of the logs, or only what may be asked for.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is not a privacy officer.
#[server(name = GetReview, endpoint = "review_log", output = Wire)]
pub async fn review_log(
    unit: Option<String>,
    user: Option<String>,
    kind: Option<String>,
    from: Option<String>,
    to: Option<String>,
    after: Option<String>,
) -> Result<Review, AppError> {
    let visit = visit()?;
    let text = Option::unwrap_or_default;
    let asked = ReviewAsked {
        unit: text(unit),
        user: text(user),
        kind: text(kind),
        from: text(from),
        to: text(to),
        after: text(after),
    };
    reviewed(&visit, &asked, PAGE, false).await.map_err(with_status)
}

/// The newest verification of the log, if there was one.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is not a privacy officer.
#[server(name = GetLogCheck, endpoint = "log_check", output = Wire)]
pub async fn log_check(unit: String) -> Result<Option<CheckView>, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let check = visit.site.store.log_check(&user.id, &UnitId(unit)).await.map_err(hidden).map_err(with_status)?;
    Ok(check.map(|check| CheckView {
        by: check.by,
        begun: visit.site.local_time(check.begun_at),
        ended: check.ended_at.map(|at| visit.site.local_time(at)),
        broken_off: check.broken_off,
        chains: check.chains,
        checked: check.checked,
        rows: check.rows,
        faults: check
            .faults
            .into_iter()
            .map(|(fault, case_number)| FaultLine {
                kind: match fault {
                    LogFault::Changed { .. } => "changed",
                    LogFault::Missing { .. } => "missing",
                    LogFault::HeadForged { .. } => "head_forged",
                    LogFault::OlderThanExport { .. } => "older_than_export",
                }
                .to_owned(),
                row: fault.number(),
                chain: fault.chain().to_owned(),
                case_number,
            })
            .collect(),
    }))
}

/// Begins to verify the whole log; [`log_check`] tells how far it has come.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is not a privacy officer.
#[server(endpoint = "begin_log_check", output = Wire)]
pub async fn begin_log_check(unit: String) -> Result<(), AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let store = visit.site.store.clone();
    let (id, new) = store.begin_log_check(&user.id, &UnitId(unit)).await.map_err(hidden).map_err(with_status)?;
    if new {
        tokio::spawn(async move {
            if let Err(error) = store.run_log_check(&id).await {
                tracing::error!(%error, "log check");
            }
        });
    }
    Ok(())
}

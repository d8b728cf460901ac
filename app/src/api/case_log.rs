//! Who has opened a case, in pages.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};
#[cfg(feature = "ssr")]
use std::collections::HashMap;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, LogEntry, LogFilter, UserId};

/// So many rows on a page.
#[cfg(feature = "ssr")]
const PAGE: i64 = 100;
/// So many of those who were turned away.
#[cfg(feature = "ssr")]
const REFUSED: i64 = 50;

/// One row of the access log, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// When, local time in ISO form.
    pub at: String,
    /// Who.
    pub who: String,
    /// The caller themself.
    pub is_me: bool,
    /// Code of the function or post.
    pub role: String,
    /// The unit's own name for the post, if it has one.
    pub role_name: Option<String>,
    /// Code of what was done.
    pub action: String,
    /// Code of the part.
    pub object: String,
    /// Code of the purpose.
    pub purpose: String,
    /// `ok`, or the code of why not.
    pub outcome: String,
    /// A reason in words.
    pub reason: String,
}

/// A page of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLog {
    /// The rows, newest first.
    pub rows: Vec<LogRow>,
    /// Everybody who stands in the log: id and name, by name.
    pub people: Vec<(String, String)>,
    /// Where the next page begins, if there are older rows.
    pub older: Option<i64>,
    /// Who was turned away, newest first; nothing for whom it is not shown.
    pub refused: Option<Vec<LogRow>>,
}

/// Who has opened the case and why, newest first: of one person, in a period
/// of local days, before a row.
///
/// # Errors
/// As [`super::cases::case_front`].
#[server(name = GetCaseLog, endpoint = "case_log", output = Wire)]
pub async fn case_log(
    id: String,
    reason: Option<String>,
    person: Option<String>,
    from: Option<String>,
    to: Option<String>,
    before: Option<i64>,
) -> Result<CaseLog, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let (from, until) = visit.site.period(from.as_deref(), to.as_deref());
    let filter = LogFilter { user: person.as_deref().filter(|it| !it.is_empty()), from, until, before };
    let page = case.log_page(&filter, PAGE).await.map_err(AppError::from).map_err(with_status)?;
    let older = page.rows.last().filter(|_| page.more).map(|row| row.number);
    let mut names = Names::default();
    for it in case.participants().await? {
        names.0.insert(it.person, it.name);
    }
    let mut people = Vec::new();
    for id in case.log_people().await? {
        let name = names.of(&visit, &id).await;
        people.push((id, name));
    }
    people.sort_by_key(|(_, name)| name.to_lowercase());
    let rows = lines(&visit, &case, page.rows, &mut names).await?;
    let refused = match case.sees_refusals() {
        true => Some(lines(&visit, &case, case.refusals(REFUSED).await?, &mut names).await?),
        false => None,
    };
    Ok(CaseLog { rows, people, older, refused })
}

/// Names of staff, each looked up once.
#[cfg(feature = "ssr")]
#[derive(Default)]
struct Names(HashMap<String, String>);

#[cfg(feature = "ssr")]
impl Names {
    async fn of(&mut self, visit: &Visit, id: &str) -> String {
        if let Some(name) = self.0.get(id) {
            return name.clone();
        }
        let found = visit.site.store.find_user(&UserId(id.to_owned())).await;
        let name = found.map_or_else(|_| "–".to_owned(), |user| user.name);
        self.0.insert(id.to_owned(), name.clone());
        name
    }
}

#[cfg(feature = "ssr")]
async fn lines(
    visit: &Visit,
    case: &CaseAccess,
    entries: Vec<LogEntry>,
    names: &mut Names,
) -> Result<Vec<LogRow>, AppError> {
    let me = visit.user()?.id.clone();
    let role_names = visit.site.store.role_names(case.unit()).await?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        rows.push(LogRow {
            at: visit.site.local_time(entry.at),
            who: names.of(visit, &entry.user).await,
            is_me: entry.user == me.0,
            role_name: role_names.iter().find(|(role, _)| role.code() == entry.role).map(|(_, name)| name.clone()),
            role: entry.role,
            action: entry.action,
            object: entry.object,
            purpose: entry.purpose,
            outcome: entry.outcome,
            reason: entry.detail,
        });
    }
    Ok(rows)
}

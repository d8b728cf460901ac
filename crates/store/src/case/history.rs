//! Who has opened a case, and who was turned away from it.

use super::{CaseAccess, Who};
use crate::error::StoreError;
use crate::log::{LogEntry, entry};
use sqlx::Row;
use std::collections::BTreeSet;

/// The code under which participants stand in the log.
const PARTICIPANT: &str = "participant";

/// Which rows of a case's log are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogFilter<'a> {
    /// Of one person alone, by id.
    pub user: Option<&'a str>,
    /// From this time on, milliseconds since 1970.
    pub from: Option<i64>,
    /// Before this time.
    pub until: Option<i64>,
    /// Before the row of this number: where the page before ended.
    pub before: Option<i64>,
}

impl LogFilter<'_> {
    fn takes(&self, row: &LogEntry) -> bool {
        self.user.is_none_or(|user| row.user == user)
            && self.from.is_none_or(|from| row.at >= from)
            && self.until.is_none_or(|until| row.at < until)
            && self.before.is_none_or(|before| row.number < before)
    }
}

/// Some rows of a log, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPage {
    /// The rows.
    pub rows: Vec<LogEntry>,
    /// Whether there are older ones.
    pub more: bool,
}

impl LogPage {
    /// Of one row more than is wanted, the page and whether there is more.
    fn cut(mut rows: Vec<LogEntry>, limit: i64) -> Self {
        let limit = usize::try_from(limit).unwrap_or_default();
        let more = rows.len() > limit;
        rows.truncate(limit);
        Self { rows, more }
    }
}

impl CaseAccess {
    /// Who has opened the case and why, newest first. A participant hears who
    /// of the staff has looked, not who of the other participants and not the
    /// reasons in words; the numbers then count what is shown, since a gap
    /// would tell that something is not.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn log(&self, limit: i64) -> Result<Vec<LogEntry>, StoreError> {
        Ok(self.log_page(&LogFilter::default(), limit).await?.rows)
    }

    /// A page of the same, narrowed to a person and a time.
    ///
    /// # Errors
    /// As [`Self::log`].
    pub async fn log_page(&self, filter: &LogFilter<'_>, limit: i64) -> Result<LogPage, StoreError> {
        self.must_see_whole()?;
        let Who::Participant(person) = self.who() else {
            return Ok(LogPage::cut(self.rows(filter, limit.saturating_add(1)).await?, limit));
        };
        let mut rows = self.rows(&LogFilter::default(), i64::MAX).await?;
        rows.retain(|row| row.role != PARTICIPANT || &row.user == person);
        for (row, number) in rows.iter_mut().rev().zip(1..) {
            row.number = number;
            row.detail.clear();
        }
        rows.retain(|row| filter.takes(row));
        Ok(LogPage::cut(rows, limit))
    }

    async fn rows(&self, filter: &LogFilter<'_>, limit: i64) -> Result<Vec<LogEntry>, StoreError> {
        let chain = self.id().chain();
        let user = filter.user.unwrap_or_default().replace('\0', "\u{fffd}");
        let rows = sqlx::query(
            "SELECT * FROM log_row WHERE chain = $1 AND number < $2 AND at >= $3 AND at < $4
             AND ($5 = '' OR user_id = $5) ORDER BY number DESC LIMIT $6",
        )
        .bind(&chain)
        .bind(filter.before.unwrap_or(i64::MAX))
        .bind(filter.from.unwrap_or(i64::MIN))
        .bind(filter.until.unwrap_or(i64::MAX))
        .bind(user)
        .bind(limit)
        .fetch_all(self.store.db().pool())
        .await?;
        rows.iter().map(|row| entry(row, &chain, &self.key)).collect()
    }

    /// The ids of those who stand in the log that this viewer is shown.
    ///
    /// # Errors
    /// As [`Self::log`].
    pub async fn log_people(&self) -> Result<Vec<String>, StoreError> {
        self.must_see_whole()?;
        let rows = sqlx::query("SELECT DISTINCT user_id, role FROM log_row WHERE chain = $1")
            .bind(self.id().chain())
            .fetch_all(self.store.db().pool())
            .await?;
        let mut people = BTreeSet::new();
        for row in &rows {
            let (user, role): (String, String) = (row.try_get("user_id")?, row.try_get("role")?);
            let shown = match self.who() {
                Who::Staff(_) => true,
                Who::Participant(person) => role != PARTICIPANT || &user == person,
            };
            if shown {
                people.insert(user);
            }
        }
        Ok(people.into_iter().collect())
    }

    /// Who was turned away from the case, and who looked it up in an emergency
    /// search, newest first. Empty for whom the rules do not show it. Without
    /// the words of a search.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refusals(&self, limit: i64) -> Result<Vec<LogEntry>, StoreError> {
        if !self.sees_refusals() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "SELECT log_row.* FROM log_about
             JOIN log_row ON log_row.chain = log_about.chain AND log_row.number = log_about.number
             WHERE log_about.case_id = $1 ORDER BY log_row.at DESC, log_row.chain DESC, log_row.number DESC LIMIT $2",
        )
        .bind(&self.id().0)
        .bind(limit)
        .fetch_all(self.store.db().pool())
        .await?;
        rows.iter()
            .map(|row| {
                let chain: String = row.try_get("chain")?;
                let mut entry = entry(row, &chain, &self.store.secrets().unit_log)?;
                entry.detail.clear();
                Ok(entry)
            })
            .collect()
    }
}

//! Reviewing the logs: for the privacy officer of a unit. Who did what, when
//! and why, with case numbers; no content, no names of families, no words of
//! theirs or about them. Every review is itself a row of the unit's chain.

use crate::Store;
use crate::error::StoreError;
use crate::log::{Action, NewRow, entry, unit_chain};
use crate::unit::{Unit, UnitId};
use crate::user::UserId;
use casework::opening::Purpose;
use casework::role::Role;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

/// Whose rows are reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewOf {
    /// Everything that one user did in the unit's cases and in its own chain.
    User(UserId),
    /// The unit's own chain, and emergencies in its cases.
    Unit,
}

/// Which rows of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewKind {
    /// All.
    Any,
    /// Emergency searches and accesses, and their receipts.
    Emergency,
    /// What was refused.
    Refusals,
    /// What was searched.
    Searches,
    /// What administrators changed.
    Administration,
    /// Who has reviewed and verified logs.
    Reviews,
}

impl ReviewKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Any, Self::Emergency, Self::Refusals, Self::Searches, Self::Administration, Self::Reviews];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Emergency => "emergency",
            Self::Refusals => "refusals",
            Self::Searches => "searches",
            Self::Administration => "administration",
            Self::Reviews => "reviews",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    const fn condition(self) -> &'static str {
        match self {
            Self::Any => "1 = 1",
            Self::Emergency => "log_row.purpose = 'emergency'",
            Self::Refusals => "log_row.outcome <> 'ok' AND log_row.action <> 'search'",
            Self::Searches => "log_row.action = 'search'",
            Self::Administration => {
                "log_row.chain LIKE 'unit:%' AND log_row.outcome = 'ok'
                 AND log_row.action IN ('change', 'create', 'import')"
            }
            Self::Reviews => "log_row.purpose = 'log_review'",
        }
    }
}

/// A review that is asked for.
#[derive(Clone, Debug)]
pub struct ReviewRequest<'a> {
    /// The unit whose privacy officer asks.
    pub unit: &'a UnitId,
    /// Whose rows.
    pub of: ReviewOf,
    /// Which of those.
    pub kind: ReviewKind,
    /// From this time on, milliseconds since 1970.
    pub from: Option<i64>,
    /// Before this time.
    pub until: Option<i64>,
    /// Where the page before ended: [`ReviewPage::next`].
    pub after: Option<&'a str>,
    /// Rows at most.
    pub limit: i64,
    /// Taken out as a file, for the log.
    pub export: bool,
}

/// A row as the privacy officer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Who: the id and, for staff, the name.
    pub user: (String, Option<String>),
    /// In which function or post.
    pub role: String,
    /// What was done.
    pub action: String,
    /// To what part.
    pub object: String,
    /// Why.
    pub purpose: String,
    /// `ok`, or why not.
    pub outcome: String,
    /// Number of the case that it is about, if it is about one of the unit's.
    pub case_number: Option<String>,
    /// Whose log was reviewed, if this row is a review of one user's log.
    pub reviewed: Option<String>,
}

/// Some rows, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPage {
    /// The rows.
    pub rows: Vec<ReviewRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// What a privacy officer may choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewScope {
    /// The units.
    pub units: Vec<Unit>,
    /// Those who had a post in the first of them or a function in its cases,
    /// by name.
    pub users: Vec<(UserId, String)>,
}

const PAGE_OF_USER: &str = "SELECT log_row.*, help_case.number AS case_number FROM log_row
     LEFT JOIN help_case ON help_case.id = SUBSTR(log_row.chain, 6)
     WHERE log_row.user_id = $3 AND (log_row.chain = $1 OR help_case.unit_id = $2)";
const PAGE_OF_UNIT: &str = "SELECT log_row.*, help_case.number AS case_number FROM
     (SELECT * FROM log_row WHERE chain = $1
      UNION ALL SELECT * FROM log_row WHERE purpose = 'emergency' AND chain <> $1) AS log_row
     LEFT JOIN help_case ON help_case.id = SUBSTR(log_row.chain, 6)
     WHERE $3 = '' AND (log_row.chain = $1 OR help_case.unit_id = $2)";

impl Store {
    /// The units whose logs this user reviews, and whose rows there are in one of them.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when it is nobody's privacy officer, or not
    /// that unit's.
    pub async fn review_scope(&self, officer: &UserId, unit: Option<&UnitId>) -> Result<ReviewScope, StoreError> {
        let mut units = self.reviewed_units(officer).await?;
        if let Some(unit) = unit {
            let at = units.iter().position(|it| &it.id == unit).ok_or(StoreError::NotAllowed("log_review"))?;
            units.swap(0, at);
        }
        let Some(first) = units.first() else { return Err(StoreError::NotAllowed("log_review")) };
        let rows = sqlx::query(
            "SELECT id, name FROM staff_user WHERE id IN (SELECT user_id FROM post WHERE unit_id = $1)
             OR id IN (SELECT case_staff.user_id FROM case_staff
               JOIN help_case ON help_case.id = case_staff.case_id WHERE help_case.unit_id = $1)
             OR id IN (SELECT service_member.user_id FROM service_member
               JOIN service ON service.id = service_member.service_id WHERE service.unit_id = $1)
             ORDER BY name, id",
        )
        .bind(&first.id.0)
        .fetch_all(self.db().pool())
        .await?;
        let users = rows
            .iter()
            .map(|row| Ok((UserId(row.try_get("id")?), row.try_get("name")?)))
            .collect::<Result<_, StoreError>>()?;
        Ok(ReviewScope { units, users })
    }

    async fn reviewed_units(&self, officer: &UserId) -> Result<Vec<Unit>, StoreError> {
        let staff = self.find_user(officer).await?;
        let mut units: Vec<Unit> = Vec::new();
        for post in staff.posts.iter().filter(|post| staff.active && post.role.reviews_log()) {
            if units.iter().all(|unit| unit.id != post.unit) {
                units.push(Unit { id: post.unit.clone(), name: post.unit_name.clone() });
            }
        }
        Ok(units)
    }

    /// Stops whoever does not review this unit's logs.
    pub(crate) async fn must_review(&self, officer: &UserId, unit: &UnitId) -> Result<(), StoreError> {
        let units = self.reviewed_units(officer).await?;
        if units.iter().any(|it| &it.id == unit) { Ok(()) } else { Err(StoreError::NotAllowed("log_review")) }
    }

    /// Rows of the log for a privacy officer. That it was asked for is written
    /// in the unit's chain first.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the user does not review this unit's logs.
    pub async fn review_log(&self, officer: &UserId, asked: &ReviewRequest<'_>) -> Result<ReviewPage, StoreError> {
        self.must_review(officer, asked.unit).await?;
        let (object, detail) = match &asked.of {
            ReviewOf::User(user) => ("user_log", user.0.replace('\0', "")),
            ReviewOf::Unit => ("unit_log", String::new()),
        };
        let row = NewRow {
            user: &officer.0,
            role: Role::PrivacyOfficer.code(),
            action: if asked.export { Action::Export } else { Action::Read },
            object,
            purpose: Purpose::LogReview,
            outcome: "ok",
            detail: &detail,
        };
        self.log_for_unit(&asked.unit.0, &row).await?;

        let base = if matches!(asked.of, ReviewOf::User(_)) { PAGE_OF_USER } else { PAGE_OF_UNIT };
        let condition = asked.kind.condition();
        // Nothing but texts of our own is put together here.
        let sql = format!(
            "{base} AND {condition} AND log_row.at >= $4 AND log_row.at < $5
             AND (log_row.at, log_row.chain, log_row.number) < ($6, $7, $8)
             ORDER BY log_row.at DESC, log_row.chain DESC, log_row.number DESC LIMIT $9"
        );
        let (at, chain, number) = asked.after.and_then(read_cursor).unwrap_or((i64::MAX, String::new(), 0));
        let limit = asked.limit.clamp(1, 100_000);
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(unit_chain(&asked.unit.0))
            .bind(&asked.unit.0)
            .bind(if matches!(asked.of, ReviewOf::User(_)) { detail.as_str() } else { "" })
            .bind(asked.from.unwrap_or(i64::MIN))
            .bind(asked.until.unwrap_or(i64::MAX))
            .bind(at)
            .bind(chain)
            .bind(number)
            .bind(limit + 1)
            .fetch_all(self.db().pool())
            .await?;
        let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) > limit;
        let wanted = usize::try_from(limit).unwrap_or_default();
        let mut page = ReviewPage { rows: Vec::new(), next: None };
        let mut names = std::collections::HashMap::new();
        for row in rows.iter().take(wanted) {
            page.rows.push(self.review_row(row, asked.unit, &mut names).await?);
        }
        if more && let Some(last) = rows.get(wanted.saturating_sub(1)) {
            let (at, number): (i64, i64) = (last.try_get("at")?, last.try_get("number")?);
            page.next = Some(format!("{at}~{number}~{}", last.try_get::<String, _>("chain")?));
        }
        Ok(page)
    }

    async fn review_row(
        &self,
        row: &AnyRow,
        unit: &UnitId,
        names: &mut std::collections::HashMap<String, Option<String>>,
    ) -> Result<ReviewRow, StoreError> {
        let chain: String = row.try_get("chain")?;
        let own = chain == unit_chain(&unit.0);
        let user: String = row.try_get("user_id")?;
        let (mut case_number, mut reviewed) = (row.try_get::<Option<String>, _>("case_number")?, None);
        if own {
            // Of what is sealed only what an id in it points to.
            let detail = entry(row, &chain, &self.secrets().unit_log)?.detail;
            let purpose: String = row.try_get("purpose")?;
            if purpose == Purpose::LogReview.code() {
                reviewed = self.name_of(&detail, names).await?;
            }
            case_number = self.number_about(&chain, row.try_get("number")?, unit).await?;
        }
        Ok(ReviewRow {
            at: row.try_get("at")?,
            role: row.try_get("role")?,
            action: row.try_get("action")?,
            object: row.try_get("object")?,
            purpose: row.try_get("purpose")?,
            outcome: row.try_get("outcome")?,
            case_number,
            reviewed,
            user: (user.clone(), self.name_of(&user, names).await?),
        })
    }

    /// The name of a member of staff; `None` for everybody else.
    async fn name_of(
        &self,
        id: &str,
        names: &mut std::collections::HashMap<String, Option<String>>,
    ) -> Result<Option<String>, StoreError> {
        if let Some(known) = names.get(id) {
            return Ok(known.clone());
        }
        let row =
            sqlx::query("SELECT name FROM staff_user WHERE id = $1").bind(id).fetch_optional(self.db().pool()).await?;
        let name = row.map(|row| row.try_get("name")).transpose()?;
        names.insert(id.to_owned(), name.clone());
        Ok(name)
    }

    /// The number of the unit's case of which a row of its chain speaks.
    async fn number_about(&self, chain: &str, number: i64, unit: &UnitId) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(
            "SELECT help_case.number FROM log_about JOIN help_case ON help_case.id = log_about.case_id
             WHERE log_about.chain = $1 AND log_about.number = $2 AND help_case.unit_id = $3",
        )
        .bind(chain)
        .bind(number)
        .bind(&unit.0)
        .fetch_optional(self.db().pool())
        .await?;
        Ok(row.map(|row| row.try_get("number")).transpose()?)
    }
}

/// Where a page ended, as [`ReviewPage::next`] says it.
fn read_cursor(text: &str) -> Option<(i64, String, i64)> {
    let mut parts = text.splitn(3, '~');
    let (at, number) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((at, parts.next()?.replace('\0', ""), number))
}

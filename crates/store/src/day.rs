//! What waits for somebody today, from the case list and the log alone: no case
//! is opened, and nothing of its content is read.

use crate::Store;
use crate::case::{CaseLine, day_text};
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::{User, UserId};
use casework::opening::CaseStatus;
use casework::role::{CaseFunction, Role};
use casework::waiting::{CaseSigns, Waiting, waiting};
use sqlx::Row;
use sqlx::any::AnyRow;

/// Of a whole unit so many cases at most; a leader with more needs the list.
pub const UNIT_LIMIT: i64 = 50;

/// One of somebody's cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCase {
    /// The line of the case list.
    pub line: CaseLine,
    /// What this person does in the case.
    pub function: CaseFunction,
    /// What waits, the most pressing first.
    pub waiting: Vec<Waiting>,
    /// Who changed it last, of all others.
    pub changed_by: Option<String>,
}

/// A case of a unit that somebody leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitDay {
    /// The line of the case list.
    pub line: CaseLine,
    /// What waits, the most pressing first.
    pub waiting: Vec<Waiting>,
}

/// What the list says of a case, and the signs. `$1` is the user, `$2` today.
const SIGNS: &str = "help_case.id, help_case.unit_id, help_case.number, help_case.status, help_case.name_sealed,
    help_case.created_at, help_case.changed_at,
    (SELECT COUNT(*) FROM case_staff WHERE case_staff.case_id = help_case.id AND case_staff.function = 'lead'
     AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)) AS leads,
    (SELECT COUNT(*) FROM case_staff JOIN staff_user ON staff_user.id = case_staff.user_id AND staff_user.active = 1
     WHERE case_staff.case_id = help_case.id AND case_staff.function = 'lead'
     AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)
     AND EXISTS (SELECT 1 FROM post WHERE post.user_id = case_staff.user_id AND post.unit_id = help_case.unit_id
       AND post.from_day <= $2 AND (post.to_day IS NULL OR post.to_day >= $2))) AS working_leads,
    (SELECT COUNT(*) FROM case_staff JOIN staff_user ON staff_user.id = case_staff.user_id AND staff_user.active = 1
     WHERE case_staff.case_id = help_case.id AND case_staff.function = 'stand_in'
     AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)) AS stand_ins";

/// What the log says of a case: walked from its end, so that a long log costs
/// no more than a short one.
const LOOKS: &str = "
    (SELECT log_row.at FROM log_row WHERE log_row.chain = 'case:' || help_case.id AND log_row.user_id = $1
     AND log_row.outcome = 'ok' ORDER BY log_row.number DESC LIMIT 1) AS opened_at,
    (SELECT log_row.at FROM log_row WHERE log_row.chain = 'case:' || help_case.id AND log_row.user_id <> $1
     AND log_row.outcome = 'ok' AND log_row.action IN ('change', 'create', 'import')
     ORDER BY log_row.number DESC LIMIT 1) AS others_changed_at,
    (SELECT staff_user.name FROM log_row JOIN staff_user ON staff_user.id = log_row.user_id
     WHERE log_row.chain = 'case:' || help_case.id AND log_row.user_id <> $1
     AND log_row.outcome = 'ok' AND log_row.action IN ('change', 'create', 'import')
     ORDER BY log_row.number DESC LIMIT 1) AS others_changed_by";

impl Store {
    /// The cases in which this user has a function today, and what waits in
    /// each: those with something pressing first, then the newest change.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn my_day(&self, user: &UserId) -> Result<Vec<DayCase>, StoreError> {
        let statement = format!(
            "SELECT {SIGNS}, {LOOKS}, mine.strength FROM help_case JOIN
               (SELECT case_id, MIN(CAST(CASE function WHEN 'lead' THEN 0 WHEN 'stand_in' THEN 1
                  WHEN 'milieu_lead' THEN 2 ELSE 3 END AS BIGINT)) AS strength
                FROM case_staff WHERE user_id = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2)
                GROUP BY case_id) AS mine ON mine.case_id = help_case.id
             ORDER BY help_case.changed_at DESC, help_case.id DESC"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&user.0)
            .bind(day_text(self.today()))
            .fetch_all(self.db().pool())
            .await?;
        let staff = self.find_user(user).await?;
        let mut cases = Vec::with_capacity(rows.len());
        for (row, line) in self.with_lines(&staff, &rows).await? {
            let strength = usize::try_from(row.try_get::<i64, _>("strength")?).unwrap_or_default();
            let function = CaseFunction::ALL.get(strength).copied().unwrap_or(CaseFunction::Member);
            let signs = CaseSigns {
                opened_at: row.try_get("opened_at")?,
                changed_at: row.try_get("others_changed_at")?,
                ..signs(row, line.status)?
            };
            let waiting = waiting(Some(function), &signs);
            cases.push(DayCase { line, function, waiting, changed_by: row.try_get("others_changed_by")? });
        }
        // Stable: within the same the newest change stays first.
        cases.sort_by_key(|case| case.waiting.first().map_or((1, None), |first| (0, Some(*first))));
        Ok(cases)
    }

    /// What waits for those who distribute the work of a unit: cases without a
    /// lead for its leader, cases being taken in for the intake team too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unit_day(&self, user: &User) -> Result<Vec<UnitDay>, StoreError> {
        let mut found = Vec::new();
        let mut units: Vec<&UnitId> = user.posts.iter().map(|post| &post.unit).collect();
        units.sort_unstable();
        units.dedup();
        for unit in units {
            let roles = user.roles_in(unit);
            let leads = roles.contains(&Role::UnitLeader);
            if leads || roles.iter().any(|role| role.lists_unit()) {
                found.extend(self.waiting_in(user, unit, leads).await?);
            }
        }
        Ok(found)
    }

    async fn waiting_in(&self, staff: &User, unit: &UnitId, without_lead: bool) -> Result<Vec<UnitDay>, StoreError> {
        let statement = format!(
            "SELECT * FROM (SELECT {SIGNS} FROM help_case
               WHERE help_case.unit_id = $1 AND help_case.status IN ('intake', 'open')) AS unit_case
             WHERE status = 'intake' OR ($3 = 1 AND working_leads = 0)
             ORDER BY changed_at, id LIMIT $4"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&unit.0)
            .bind(day_text(self.today()))
            .bind(i64::from(without_lead))
            .bind(UNIT_LIMIT)
            .fetch_all(self.db().pool())
            .await?;
        let mut cases = Vec::with_capacity(rows.len());
        for (row, line) in self.with_lines(staff, &rows).await? {
            let mut waiting = waiting(None, &signs(row, line.status)?);
            if !without_lead {
                waiting.retain(|it| *it == Waiting::Intake);
            }
            cases.push(UnitDay { line, waiting });
        }
        Ok(cases)
    }

    /// Rows with their lines of the list, without cases that were erased.
    pub(crate) async fn with_lines<'a>(
        &self,
        staff: &User,
        rows: &'a [AnyRow],
    ) -> Result<Vec<(&'a AnyRow, CaseLine)>, StoreError> {
        let mut lines = self.case_lines(staff, rows).await?.into_iter().peekable();
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let id: String = row.try_get("id")?;
            if let Some(line) = lines.next_if(|line| line.id.0 == id) {
                found.push((row, line));
            }
        }
        Ok(found)
    }
}

/// The signs that the list tells; the log's are not looked at.
fn signs(row: &AnyRow, status: CaseStatus) -> Result<CaseSigns, StoreError> {
    let some = |column| row.try_get::<i64, _>(column).map(|count| count > 0);
    Ok(CaseSigns {
        status,
        has_lead: some("leads")?,
        lead_works_here: some("working_leads")?,
        has_stand_in: some("stand_ins")?,
        opened_at: None,
        changed_at: None,
    })
}

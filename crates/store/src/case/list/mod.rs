//! The case list: the second, smaller handle. Number, status, responsible,
//! display name and dates, nothing else; and only of one's own cases and of
//! the units whose list one's posts show.
//!
//! Pages go by keys, not by counting: the last of a hundred thousand is as
//! quick as the first. A case that changes while somebody pages by the time of
//! its change moves, and all others are met exactly once.

mod cursor;
mod page;
mod select;
mod statement;

pub use page::{CasePage, CaseQuery, PageAt};
pub use select::Total;

use super::{CaseId, day_text};
use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::{User, UserId};
use casework::listing::{CaseFilter, Scope, has_way_in};
use casework::opening::{Caller, CaseStatus};
use casework::role::{CaseFunction, Role};
use select::{Reach, strips};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;
use statement::Statement;
use std::collections::HashMap;

/// One line of the case list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Id.
    pub id: CaseId,
    /// The unit that owns it.
    pub unit: UnitId,
    /// Number.
    pub number: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// Display name.
    pub name: String,
    /// Name of the case lead today, if there is one.
    pub responsible: Option<String>,
    /// When the case was made, milliseconds since 1970.
    pub created_at: i64,
    /// When the case was last changed, milliseconds since 1970.
    pub changed_at: i64,
    /// Whether the user has a function in it today.
    pub is_mine: bool,
    /// Whether the case opens to the user, if need be with a reason.
    pub opens: bool,
}

/// What the filters of the list can be set to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChoices {
    /// Whether there is a list of a unit for this user.
    pub may_list_units: bool,
    /// The units, by name; their ids and names.
    pub units: Vec<(UnitId, String)>,
    /// Those who may be responsible, by name; their ids and names.
    pub responsible: Vec<(UserId, String)>,
}

/// Statements with a list of ids take up to so many.
const AT_ONCE: usize = 500;

impl Store {
    /// The cases in which this user has a function today, newest change first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_my_cases(&self, user: &UserId) -> Result<Vec<CaseLine>, StoreError> {
        let staff = match self.find_user(user).await {
            Err(StoreError::NotFound) => return Ok(Vec::new()),
            found => found?,
        };
        let filter = CaseFilter::default();
        let reach = Reach::Mine { user: user.0.clone() };
        let Some(selection) = self.selection(&filter, reach, None).await? else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for strip in strips(&filter) {
            rows.extend(selection.fetch(self, strip, None, i64::MAX).await?);
        }
        self.case_lines(&staff, &rows).await
    }

    /// What the filters of a list can be set to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_choices(&self, user: &UserId, scope: Scope) -> Result<ListChoices, StoreError> {
        let staff = self.find_user(user).await?;
        let listed = listed_units(&staff);
        let mut statement = Statement::default();
        let mut units: Vec<(UnitId, String)> = Vec::new();
        for post in &staff.posts {
            let shown = scope == Scope::Mine || listed.contains(&post.unit);
            if shown && !units.iter().any(|(unit, _)| *unit == post.unit) {
                units.push((post.unit.clone(), post.unit_name.clone()));
            }
        }
        units.sort_by(|one, other| one.1.cmp(&other.1));
        match scope {
            Scope::Mine => {
                let (user, today) = (statement.value(&user.0), statement.value(&day_text(self.today())));
                statement.push(&format!(
                    "SELECT DISTINCT staff_user.id, staff_user.name FROM case_staff AS own
                     JOIN case_staff AS led ON led.case_id = own.case_id
                     JOIN staff_user ON staff_user.id = led.user_id
                     WHERE own.user_id = {user} AND own.from_day <= {today} AND (own.to_day IS NULL OR own.to_day >= {today})
                     AND led.function = 'lead' AND led.from_day <= {today}
                     AND (led.to_day IS NULL OR led.to_day >= {today})
                     ORDER BY staff_user.name, staff_user.id"
                ));
            }
            Scope::Unit => {
                let ids = statement.list(listed.iter().map(|unit| unit.0.as_str()));
                if listed.is_empty() {
                    return Ok(ListChoices::default());
                }
                statement.push(&format!(
                    "SELECT DISTINCT staff_user.id, staff_user.name FROM post
                     JOIN staff_user ON staff_user.id = post.user_id
                     WHERE post.unit_id IN ({ids}) ORDER BY staff_user.name, staff_user.id"
                ));
            }
        }
        let rows = statement.fetch_all(self.db().pool()).await?;
        let responsible = rows.iter().map(|row| Ok((UserId(row.try_get("id")?), row.try_get("name")?)));
        let responsible = responsible.collect::<Result<_, sqlx::Error>>()?;
        Ok(ListChoices { may_list_units: !listed.is_empty(), units, responsible })
    }

    /// The lines of rows of `help_case`, in their order, without cases that were
    /// erased. One look into the key store for all.
    pub(crate) async fn case_lines(&self, staff: &User, rows: &[AnyRow]) -> Result<Vec<CaseLine>, StoreError> {
        let ids: Vec<String> = rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
        let scopes: Vec<String> = ids.iter().map(|id| CaseId(id.clone()).scope()).collect();
        let keys = self.keys().find_many(&scopes).await?;
        let held = self.functions_held(staff, &ids).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for ((row, id), scope) in rows.iter().zip(ids).zip(&scopes) {
            let Some(key) = keys.get(scope) else { continue };
            let place = Place { table: "help_case", column: "name_sealed", row: &id };
            let name = key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?;
            let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
            let status = status.ok_or(StoreError::Unreadable("help_case"))?;
            let unit = UnitId(row.try_get("unit_id")?);
            let (responsible, own) = held.get(&id).cloned().unwrap_or_default();
            let caller = Caller::Staff {
                user: staff.id.0.clone(),
                roles_in_unit: staff.roles_in(&unit),
                function: own,
                consented_services: Vec::new(),
                emergency: false,
            };
            lines.push(CaseLine {
                number: row.try_get("number")?,
                status,
                name,
                responsible,
                created_at: row.try_get("created_at")?,
                changed_at: row.try_get("changed_at")?,
                is_mine: own.is_some(),
                opens: has_way_in(&caller, status),
                id: CaseId(id),
                unit,
            });
        }
        Ok(lines)
    }

    /// The name of each case's lead today, and the user's own function in it.
    async fn functions_held(
        &self,
        staff: &User,
        ids: &[String],
    ) -> Result<HashMap<String, (Option<String>, Option<CaseFunction>)>, StoreError> {
        let mut held: HashMap<String, (Option<String>, Option<CaseFunction>)> = HashMap::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let mut statement = Statement::default();
            let (user, today) = (statement.value(&staff.id.0), statement.value(&day_text(self.today())));
            let ids = statement.list(some.iter().map(String::as_str));
            statement.push(&format!(
                "SELECT case_staff.case_id, case_staff.user_id, case_staff.function, staff_user.name
                 FROM case_staff JOIN staff_user ON staff_user.id = case_staff.user_id
                 WHERE case_staff.case_id IN ({ids}) AND (case_staff.function = 'lead' OR case_staff.user_id = {user})
                 AND case_staff.from_day <= {today} AND (case_staff.to_day IS NULL OR case_staff.to_day >= {today})
                 ORDER BY staff_user.name DESC"
            ));
            for row in statement.fetch_all(self.db().pool()).await? {
                let function = CaseFunction::from_code(&row.try_get::<String, _>("function")?);
                let function = function.ok_or(StoreError::Unreadable("case_staff"))?;
                let (lead, own) = held.entry(row.try_get("case_id")?).or_default();
                if function == CaseFunction::Lead {
                    *lead = Some(row.try_get("name")?);
                }
                if row.try_get::<String, _>("user_id")? == staff.id.0 {
                    *own = Some(own.map_or(function, |before| before.min(function)));
                }
            }
        }
        Ok(held)
    }
}

/// The units whose list this user's posts of today show.
fn listed_units(staff: &User) -> Vec<UnitId> {
    let mut units: Vec<UnitId> = Vec::new();
    for post in staff.posts.iter().filter(|post| staff.active && Role::lists_unit(post.role)) {
        if !units.contains(&post.unit) {
            units.push(post.unit.clone());
        }
    }
    units
}

//! One page of the list, and the quick search.

use super::cursor::Cursor;
use super::select::{Reach, Selection, Strip, Total, sort_value, strips};
use super::statement::Value;
use super::{CaseLine, listed_units};
use crate::Store;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::user::{User, UserId};
use casework::listing::{CaseFilter, Scope};
use casework::opening::Purpose;
use casework::role::Role;
use sqlx::Row;
use sqlx::any::AnyRow;

/// No page is longer.
const LONGEST: i64 = 200;
/// Characters of a searched text that are kept in the log.
const LOGGED: usize = 200;

/// A list that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct CaseQuery<'a> {
    /// Which cases, in what order.
    pub filter: &'a CaseFilter,
    /// Words or a number that were typed; may be empty.
    pub text: &'a str,
    /// Lines on a page.
    pub limit: i64,
}

/// Which page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PageAt {
    /// The first.
    #[default]
    First,
    /// The last.
    Last,
    /// The one after a place that an earlier page gave.
    After(String),
    /// The one before such a place.
    Before(String),
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasePage {
    /// Its lines.
    pub lines: Vec<CaseLine>,
    /// How many lines the list has.
    pub total: Total,
    /// The place before this page, unless it is the first.
    pub before: Option<String>,
    /// The place after this page, unless it is the last.
    pub after: Option<String>,
}

impl CasePage {
    const fn empty() -> Self {
        Self { lines: Vec::new(), total: Total::Exactly(0), before: None, after: None }
    }
}

/// A row with what it was sorted by.
struct Found {
    row: AnyRow,
    cursor: Cursor,
}

impl Store {
    /// A page of the user's own cases or of those of their units. A list that
    /// is not for this user is empty. A search is logged, one row in the chain
    /// of each unit in which was looked.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_cases(&self, user: &UserId, query: &CaseQuery<'_>, at: &PageAt) -> Result<CasePage, StoreError> {
        let staff = self.find_user(user).await?;
        let reaches = reaches(&staff, query.filter);
        if !query.text.trim().is_empty() {
            self.log_search(&staff, &reaches, query.text).await?;
        }
        let selections = self.selections(query, reaches).await?;
        if selections.is_empty() {
            return Ok(CasePage::empty());
        }
        let sorting = query.filter.sorting;
        let limit = query.limit.clamp(1, LONGEST);
        let (backward, beyond) = match at {
            PageAt::First => (false, None),
            PageAt::Last => (true, None),
            PageAt::After(text) => (false, self.open_cursor(&user.0, sorting, text)),
            PageAt::Before(text) => match self.open_cursor(&user.0, sorting, text) {
                // What is no place of ours leads to the first page.
                None => (false, None),
                found => (true, found),
            },
        };
        let mut found = self.walk(query, &selections, backward, beyond.as_ref(), limit + 1).await?;
        let more = i64::try_from(found.len()).is_ok_and(|len| len > limit);
        found.truncate(usize::try_from(limit).unwrap_or_default());
        if backward {
            found.reverse();
        }
        let mut total = Total::Exactly(0);
        for selection in &selections {
            total = total.plus(selection.count(self).await?);
        }
        let edge = |edge: Option<&Found>, there: bool| -> Result<Option<String>, StoreError> {
            edge.filter(|_| there).map(|it| self.seal_cursor(&user.0, sorting, &it.cursor)).transpose()
        };
        let (before, after) = if backward { (more, beyond.is_some()) } else { (beyond.is_some(), more) };
        let (before, after) = (edge(found.first(), before)?, edge(found.last(), after)?);
        let rows: Vec<AnyRow> = found.into_iter().map(|it| it.row).collect();
        Ok(CasePage { lines: self.case_lines(&staff, &rows).await?, total, before, after })
    }

    /// The first few cases that fit what was typed: one's own, then the other
    /// ones of one's units; the newest change first. Logged as one search.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn search_cases(&self, user: &UserId, text: &str, limit: i64) -> Result<Vec<CaseLine>, StoreError> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let staff = self.find_user(user).await?;
        let limit = limit.clamp(1, LONGEST);
        let of = |scope| CaseFilter { scope, ..CaseFilter::default() };
        let (mine, units) = (of(Scope::Mine), of(Scope::Unit));
        let in_units = reaches(&staff, &units);
        let logged = if in_units.is_empty() { reaches(&staff, &mine) } else { in_units.clone() };
        self.log_search(&staff, &logged, text).await?;

        let mut rows: Vec<AnyRow> = Vec::new();
        let mut seen = Vec::new();
        for (filter, reaches) in [(&mine, reaches(&staff, &mine)), (&units, in_units)] {
            let query = CaseQuery { filter, text, limit };
            let selections = self.selections(&query, reaches).await?;
            // Enough to fill up with, although some may have been met already.
            for found in self.walk(&query, &selections, false, None, limit * 2).await? {
                if !seen.contains(&found.cursor.id) && i64::try_from(rows.len()).is_ok_and(|len| len < limit) {
                    seen.push(found.cursor.id);
                    rows.push(found.row);
                }
            }
        }
        self.case_lines(&staff, &rows).await
    }

    async fn selections<'a>(
        &self,
        query: &CaseQuery<'a>,
        reaches: Vec<Reach>,
    ) -> Result<Vec<Selection<'a>>, StoreError> {
        let search = self.search_of(query.text);
        let mut selections = Vec::with_capacity(reaches.len());
        for reach in reaches {
            selections.extend(self.selection(query.filter, reach, search.clone()).await?);
        }
        Ok(selections)
    }

    /// Rows in the order of the list or, backward, in the reverse of it, from
    /// beyond a cursor on; at most `limit`. Several units are merged here, each
    /// read along its own index.
    async fn walk(
        &self,
        query: &CaseQuery<'_>,
        selections: &[Selection<'_>],
        backward: bool,
        beyond: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Found>, StoreError> {
        let mut strips = strips(query.filter);
        if backward {
            strips.reverse();
            for strip in &mut strips {
                strip.descending = !strip.descending;
            }
        }
        let code = |strip: &Strip| strip.status.map(|it| it.code().to_owned());
        let by_status = strips.len() > 1;
        let begin =
            beyond.filter(|_| by_status).and_then(|cursor| strips.iter().position(|it| code(it) == cursor.status));
        let mut all: Vec<Found> = Vec::new();
        for (at, strip) in strips.iter().enumerate().skip(begin.unwrap_or_default()) {
            let missing = limit - i64::try_from(all.len()).unwrap_or(limit);
            if missing <= 0 {
                break;
            }
            let beyond = beyond.filter(|_| at == begin.unwrap_or_default());
            let mut found = Vec::new();
            for selection in selections {
                for row in selection.fetch(self, *strip, beyond, missing).await? {
                    let (value, id) = (sort_value(&row, *strip)?, row.try_get("id")?);
                    found.push(Found { row, cursor: Cursor { status: code(strip), value, id } });
                }
            }
            if selections.len() > 1 {
                let key = |it: &Found| -> (Value, String) { (it.cursor.value.clone(), it.cursor.id.clone()) };
                found.sort_by(|one, other| {
                    let order = key(one).cmp(&key(other));
                    if strip.descending { order.reverse() } else { order }
                });
                found.truncate(usize::try_from(missing).unwrap_or_default());
            }
            all.append(&mut found);
        }
        Ok(all)
    }

    /// Writes that somebody searched, with the text sealed.
    async fn log_search(&self, staff: &User, reaches: &[Reach], text: &str) -> Result<(), StoreError> {
        let own = staff.posts.first().map_or_else(|| "none".to_owned(), |post| post.unit.0.clone());
        let detail: String = text.trim().chars().filter(|it| *it != '\0').take(LOGGED).collect();
        for reach in reaches {
            let (unit, object) = match reach {
                Reach::Mine { .. } => (&own, "own_cases"),
                Reach::Unit { unit } => (unit, "cases"),
            };
            let role = staff.posts.iter().find(|post| &post.unit.0 == unit && listing_purpose(post.role).is_some());
            let role = role.filter(|_| matches!(reach, Reach::Unit { .. })).or(staff.posts.first()).map(|it| it.role);
            let purpose = match reach {
                Reach::Mine { .. } => Purpose::FollowUp,
                Reach::Unit { .. } => role.and_then(listing_purpose).unwrap_or(Purpose::FollowUp),
            };
            let row = NewRow {
                user: &staff.id.0,
                role: role.map_or("", Role::code),
                action: Action::Search,
                object,
                purpose,
                outcome: "ok",
                detail: &detail,
            };
            self.log_for_unit(unit, &row).await?;
        }
        Ok(())
    }
}

/// For what a post shows the list of its unit.
fn listing_purpose(role: Role) -> Option<Purpose> {
    match role {
        Role::UnitLeader => Some(Purpose::Leadership),
        Role::IntakeTeam | Role::DepartmentLeader => Some(Purpose::Intake),
        _ => None,
    }
}

/// Where a list looks. Nowhere for an account that is closed, and in no unit
/// whose list the user's posts do not show.
fn reaches(staff: &User, filter: &CaseFilter) -> Vec<Reach> {
    match filter.scope {
        _ if !staff.active => Vec::new(),
        Scope::Mine => vec![Reach::Mine { user: staff.id.0.clone() }],
        Scope::Unit => listed_units(staff)
            .into_iter()
            .filter(|unit| filter.unit.as_ref().is_none_or(|only| *only == unit.0))
            .map(|unit| Reach::Unit { unit: unit.0 })
            .collect(),
    }
}

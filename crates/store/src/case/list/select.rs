//! Which rows of the list there are: the statements, and the way to the rows
//! that is quick for each of them.

use super::cursor::Cursor;
use super::statement::{Statement, Value};
use crate::Store;
use crate::case::day_text;
use crate::error::StoreError;
use casework::listing::{CaseFilter, Responsible, SortBy};
use casework::opening::CaseStatus;
use casework::search::{TypedNumber, typed_number, wanted};
use sqlx::Row;
use sqlx::any::AnyRow;

/// Up to so many cases are sorted after they were found. With more, the order
/// is walked and each case is asked whether it fits.
const FEW: i64 = 2000;
/// Counted up to so many where counting would mean looking at every row.
const COUNTED: i64 = 1000;

/// Whose cases are listed.
#[derive(Clone, Debug)]
pub(super) enum Reach {
    /// Those in which the user has a function today.
    Mine { user: String },
    /// Those of one unit.
    Unit { unit: String },
}

/// What was typed, as the store finds it.
#[derive(Clone, Debug)]
pub(super) struct Search {
    tokens: Vec<String>,
    number: Option<TypedNumber>,
}

/// By which way the rows are come by.
#[derive(Clone, Debug)]
enum Way {
    /// Along an order of the unit's cases.
    Walk,
    /// From the cases in which the user has a function.
    Function(String),
    /// From the cases that the user leads.
    Led(String),
    /// From the cases that have this token.
    Token(String),
    /// From the number, and from the token of the same digits.
    Number { unit: String, serial: String, token: Option<String> },
}

/// A list that was asked for.
#[derive(Clone, Debug)]
pub(super) struct Selection<'a> {
    filter: &'a CaseFilter,
    reach: Reach,
    search: Option<Search>,
    way: Way,
    today: String,
}

/// A part of the order that one index holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strip {
    pub(super) status: Option<CaseStatus>,
    column: &'static str,
    pub(super) descending: bool,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Exactly so many.
    Exactly(i64),
    /// More than so many; not counted further.
    MoreThan(i64),
}

impl Total {
    pub(super) fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exactly(one), Self::Exactly(other)) => Self::Exactly(one + other),
            (Self::Exactly(one) | Self::MoreThan(one), Self::Exactly(other) | Self::MoreThan(other)) => {
                Self::MoreThan(one + other)
            }
        }
    }
}

/// The strips of an order, first to last. By status, each status is one, the
/// newest change first in it.
pub(super) fn strips(filter: &CaseFilter) -> Vec<Strip> {
    let sorting = filter.sorting;
    let column = match sorting.by {
        SortBy::Changed | SortBy::Status => "changed_at",
        SortBy::Created => "created_at",
        SortBy::Number => "number_key",
    };
    if sorting.by != SortBy::Status {
        return vec![Strip { status: filter.status, column, descending: sorting.descending }];
    }
    let wanted = CaseStatus::ALL.into_iter().filter(|status| filter.status.is_none_or(|only| only == *status));
    let mut strips: Vec<_> =
        wanted.map(|status| Strip { status: Some(status), column, descending: !sorting.descending }).collect();
    if sorting.descending {
        strips.reverse();
    }
    strips
}

/// The value by which a row stands where it does.
pub(super) fn sort_value(row: &AnyRow, strip: Strip) -> Result<Value, sqlx::Error> {
    match strip.column {
        "number_key" => row.try_get(strip.column).map(Value::Text),
        _ => row.try_get(strip.column).map(Value::Int),
    }
}

impl Store {
    /// What was typed, as tokens and as a number; `None` when nothing was.
    pub(super) fn search_of(&self, text: &str) -> Option<Search> {
        if text.trim().is_empty() {
            return None;
        }
        let number = typed_number(text);
        let words = if number.as_ref().is_some_and(|it| it.year.is_some()) { Vec::new() } else { wanted(text) };
        Some(Search { tokens: words.iter().map(|word| self.search_token(word)).collect(), number })
    }

    /// Chooses the way. `None` when the search can find nothing.
    pub(super) async fn selection<'a>(
        &self,
        filter: &'a CaseFilter,
        reach: Reach,
        search: Option<Search>,
    ) -> Result<Option<Selection<'a>>, StoreError> {
        if search.as_ref().is_some_and(|it| it.tokens.is_empty() && it.number.is_none()) {
            return Ok(None);
        }
        let way = match (&reach, &filter.responsible, &search) {
            (Reach::Mine { user }, ..) => Way::Function(user.clone()),
            (Reach::Unit { .. }, Some(Responsible::User(lead)), _) => Way::Led(lead.clone()),
            (Reach::Unit { .. }, _, None) => Way::Walk,
            (Reach::Unit { unit }, _, Some(Search { tokens, number: Some(number) })) => {
                Way::Number { unit: unit.clone(), serial: padded(&number.serial), token: tokens.first().cloned() }
            }
            (Reach::Unit { .. }, _, Some(Search { tokens, .. })) => {
                self.rarest(tokens).await?.map_or(Way::Walk, Way::Token)
            }
        };
        Ok(Some(Selection { filter, reach, search, way, today: day_text(self.today()) }))
    }

    /// The token with the fewest cases, if those are few.
    async fn rarest(&self, tokens: &[String]) -> Result<Option<String>, StoreError> {
        let mut rarest = None;
        for token in tokens {
            let row = sqlx::query(
                "SELECT COUNT(*) AS found FROM (SELECT 1 AS one FROM case_token WHERE token = $1 LIMIT $2) AS counted",
            )
            .bind(token)
            .bind(FEW + 1)
            .fetch_one(self.db().pool())
            .await?;
            let found: i64 = row.try_get("found")?;
            if found <= FEW && rarest.as_ref().is_none_or(|(fewest, _)| found < *fewest) {
                rarest = Some((found, token.clone()));
            }
        }
        Ok(rarest.map(|(_, token)| token))
    }
}

/// The number within the year as the column `number_serial` has it.
fn padded(serial: &str) -> String {
    format!("{serial:0>8}")
}

/// Whether a row of `case_staff` holds today.
fn held_today(statement: &mut Statement, today: &str) -> String {
    let day = statement.value(today);
    format!("from_day <= {day} AND (to_day IS NULL OR to_day >= {day})")
}

impl Selection<'_> {
    /// `FROM … WHERE …` for the rows of this list.
    fn rows(&self, statement: &mut Statement, status: Option<CaseStatus>) {
        let chosen = match &self.way {
            Way::Walk => None,
            Way::Function(user) => {
                let user = statement.value(user);
                let held = held_today(statement, &self.today);
                Some(format!("SELECT DISTINCT case_id AS id FROM case_staff WHERE user_id = {user} AND {held}"))
            }
            Way::Led(user) => {
                let user = statement.value(user);
                let held = held_today(statement, &self.today);
                Some(format!(
                    "SELECT DISTINCT case_id AS id FROM case_staff WHERE user_id = {user} AND function = 'lead' AND {held}"
                ))
            }
            Way::Token(token) => {
                let token = statement.value(token);
                Some(format!("SELECT case_id AS id FROM case_token WHERE token = {token}"))
            }
            Way::Number { unit, serial, token } => {
                let (unit, serial) = (statement.value(unit), statement.value(serial));
                let numbered = format!(
                    "SELECT id FROM help_case WHERE unit_id = {unit} AND number_serial = {serial} AND erased_at IS NULL"
                );
                Some(match token {
                    None => numbered,
                    Some(token) => {
                        let token = statement.value(token);
                        format!("{numbered} UNION SELECT case_id AS id FROM case_token WHERE token = {token}")
                    }
                })
            }
        };
        match chosen {
            None => statement.push(" FROM help_case WHERE help_case.erased_at IS NULL"),
            // A cross join, so that SQLite begins with the few that were chosen.
            Some(chosen) => statement.push(&format!(
                " FROM ({chosen}) AS chosen CROSS JOIN help_case WHERE help_case.id = chosen.id AND help_case.erased_at IS NULL"
            )),
        }
        self.conditions(statement, status);
    }

    fn conditions(&self, statement: &mut Statement, status: Option<CaseStatus>) {
        let unit = match &self.reach {
            Reach::Unit { unit } => Some(unit),
            Reach::Mine { .. } => self.filter.unit.as_ref(),
        };
        if let Some(unit) = unit {
            let unit = statement.value(unit);
            statement.push(&format!(" AND help_case.unit_id = {unit}"));
        }
        if let Some(status) = status {
            let status = statement.value(status.code());
            statement.push(&format!(" AND help_case.status = {status}"));
        }
        let leads =
            "EXISTS (SELECT 1 FROM case_staff WHERE case_staff.case_id = help_case.id AND function = 'lead' AND ";
        match &self.filter.responsible {
            Some(Responsible::User(_)) if matches!(self.way, Way::Led(_)) => {}
            Some(Responsible::User(lead)) => {
                let lead = statement.value(lead);
                let held = held_today(statement, &self.today);
                statement.push(&format!(" AND {leads}user_id = {lead} AND {held})"));
            }
            Some(Responsible::Nobody) => {
                let held = held_today(statement, &self.today);
                statement.push(&format!(" AND NOT {leads}{held})"));
            }
            None => {}
        }
        self.found(statement);
    }

    /// What the search asks of each row beyond the way by which it was come by.
    fn found(&self, statement: &mut Statement) {
        let Some(search) = &self.search else { return };
        let mut of_name = Vec::new();
        for token in &search.tokens {
            if matches!(&self.way, Way::Token(way) if way == token) {
                continue;
            }
            let token = statement.value(token);
            of_name.push(format!(
                "EXISTS (SELECT 1 FROM case_token WHERE case_token.token = {token} AND case_token.case_id = help_case.id)"
            ));
        }
        let of_number = search.number.as_ref().map(|number| match &number.year {
            Some(year) => {
                let key = statement.value(&format!("{year}-{}", padded(&number.serial)));
                format!("help_case.number_key = {key}")
            }
            None => {
                let serial = statement.value(&padded(&number.serial));
                format!("help_case.number_serial = {serial}")
            }
        });
        let of_name = (!of_name.is_empty()).then(|| of_name.join(" AND "));
        let all: Vec<String> = of_number.into_iter().chain(of_name).collect();
        if !all.is_empty() {
            statement.push(&format!(" AND ({})", all.join(" OR ")));
        }
    }

    /// Rows of one strip, in its order, from beyond a cursor on.
    pub(super) async fn fetch(
        &self,
        store: &Store,
        strip: Strip,
        beyond: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<AnyRow>, StoreError> {
        let mut statement = Statement::default();
        statement.push(
            "SELECT help_case.id, help_case.unit_id, help_case.number, help_case.status, help_case.name_sealed,
             help_case.created_at, help_case.changed_at, help_case.number_key",
        );
        self.rows(&mut statement, strip.status);
        let (column, way) = (strip.column, if strip.descending { "DESC" } else { "ASC" });
        if let Some(cursor) = beyond {
            let (value, id) = (statement.value(cursor.value.clone()), statement.value(&cursor.id));
            let side = if strip.descending { "<" } else { ">" };
            statement.push(&format!(" AND (help_case.{column}, help_case.id) {side} ({value}, {id})"));
        }
        let limit = statement.value(limit);
        statement.push(&format!(" ORDER BY help_case.{column} {way}, help_case.id {way} LIMIT {limit}"));
        Ok(statement.fetch_all(store.db().pool()).await?)
    }

    /// How many rows there are: exactly where an index counts them, otherwise
    /// up to a limit.
    pub(super) async fn count(&self, store: &Store) -> Result<Total, StoreError> {
        let by_index = matches!(self.way, Way::Walk) && self.search.is_none() && self.filter.responsible.is_none();
        let mut statement = Statement::default();
        if by_index {
            statement.push("SELECT COUNT(*) AS found");
            self.rows(&mut statement, self.filter.status);
        } else {
            statement.push("SELECT COUNT(*) AS found FROM (SELECT 1 AS one");
            self.rows(&mut statement, self.filter.status);
            let limit = statement.value(COUNTED + 1);
            statement.push(&format!(" LIMIT {limit}) AS counted"));
        }
        let rows = statement.fetch_all(store.db().pool()).await?;
        let found: i64 = rows.first().map_or(Ok(0), |row| row.try_get("found"))?;
        Ok(if !by_index && found > COUNTED { Total::MoreThan(COUNTED) } else { Total::Exactly(found) })
    }
}

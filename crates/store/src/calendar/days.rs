//! The days themselves: when a unit is open, its own days off, and the
//! school-free days of its municipality, kept by school year. Public holidays
//! are computed and stand in no table.

use super::Calendar;
use crate::Store;
use crate::case::{day_text, parse_day};
use crate::error::{StoreError, taken};
use crate::unit::UnitId;
use crate::user::{User, UserId};
use casework::Day;
use casework::calendar::closed::{Closure, ClosureKind, FreeDays};
use casework::calendar::conflict::DayRules;
use casework::calendar::time::Time;
use casework::role::Role;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// A municipality, for its school year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Municipality {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Days off as they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureRow {
    /// Id.
    pub id: String,
    /// When and why.
    pub closure: Closure,
    /// The year in which the school year begins, where they are of the
    /// municipality; the unit's own have none.
    pub school_year: Option<u16>,
}

/// What the days of a unit are like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitDays {
    /// The unit.
    pub unit: UnitId,
    /// When the door opens on a working day.
    pub opens: Time,
    /// When it closes.
    pub closes: Time,
    /// Whose school year counts.
    pub municipality: Option<Municipality>,
    /// The days off, by their first day.
    pub closures: Vec<ClosureRow>,
}

impl UnitDays {
    /// Holidays and all lists together.
    #[must_use]
    pub fn free_days(&self) -> FreeDays {
        let closures: Vec<Closure> = self.closures.iter().map(|row| row.closure.clone()).collect();
        FreeDays::new(&closures)
    }

    /// What the days say to whoever plans.
    #[must_use]
    pub fn rules(&self) -> DayRules {
        DayRules::weekdays(self.free_days(), self.opens, self.closes)
    }
}

/// A closure is days or weeks; longer is a slip of the keyboard.
const LONGEST_DAYS: i64 = 100;
const NAME_MAX: usize = 60;

fn closure_of(row: &AnyRow) -> Result<ClosureRow, StoreError> {
    let unreadable = || StoreError::Unreadable("closure");
    let day =
        |column| -> Result<Day, StoreError> { parse_day(&row.try_get::<String, _>(column)?).ok_or_else(unreadable) };
    Ok(ClosureRow {
        id: row.try_get("id")?,
        closure: Closure {
            kind: ClosureKind::from_code(&row.try_get::<String, _>("kind")?).ok_or_else(unreadable)?,
            first: day("first_day")?,
            last: day("last_day")?,
            name: row.try_get("name")?,
        },
        school_year: row.try_get::<Option<i64>, _>("school_year")?.and_then(|year| u16::try_from(year).ok()),
    })
}

impl Store {
    /// What a unit's days are like between two days, both included.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such unit.
    pub async fn unit_days(&self, unit: &UnitId, from: Day, to: Day) -> Result<UnitDays, StoreError> {
        let mut connection = self.db().pool().acquire().await?;
        self.unit_days_on(&mut connection, unit, (from, to)).await
    }

    /// The same within a transaction of the caller's.
    pub(crate) async fn unit_days_on(
        &self,
        on: &mut AnyConnection,
        unit: &UnitId,
        (from, to): (Day, Day),
    ) -> Result<UnitDays, StoreError> {
        let row = sqlx::query(
            "SELECT unit.opens, unit.closes, unit.municipality_id, municipality.name FROM unit
             LEFT JOIN municipality ON municipality.id = unit.municipality_id WHERE unit.id = $1",
        )
        .bind(unit.0.replace('\0', ""))
        .fetch_optional(&mut *on)
        .await?
        .ok_or(StoreError::NotFound)?;
        let time = |column| -> Result<Time, StoreError> {
            row.try_get::<String, _>(column)?.parse().map_err(|_| StoreError::Unreadable("unit"))
        };
        let municipality = match row.try_get::<Option<String>, _>("municipality_id")? {
            Some(id) => Some(Municipality { id, name: row.try_get("name")? }),
            None => None,
        };
        let closures = sqlx::query(
            "SELECT id, school_year, kind, first_day, last_day, name FROM closure
             WHERE (unit_id = $1 OR municipality_id = $2) AND removed_at IS NULL AND first_day <= $4 AND last_day >= $3
             ORDER BY first_day, last_day, id",
        )
        .bind(&unit.0)
        .bind(municipality.as_ref().map_or("", |it| &it.id))
        .bind(day_text(from))
        .bind(day_text(to))
        .fetch_all(&mut *on)
        .await?;
        Ok(UnitDays {
            unit: unit.clone(),
            opens: time("opens")?,
            closes: time("closes")?,
            municipality,
            closures: closures.iter().map(closure_of).collect::<Result<_, _>>()?,
        })
    }

    /// Who may say when units are closed: leaders of theirs, administrators of all.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everyone else.
    pub async fn keep_days(&self, user: &UserId) -> Result<DaysKeeper, StoreError> {
        let user = self.find_user(user).await?;
        let may = |role: Role| role == Role::UnitLeader || role.administers();
        if user.active && user.has_post(may) {
            Ok(DaysKeeper { store: self.clone(), user })
        } else {
            Err(StoreError::NotFound)
        }
    }
}

impl Calendar {
    /// What the days of a unit are like in which this user plans.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for other units.
    pub async fn days(&self, unit: &UnitId, from: Day, to: Day) -> Result<UnitDays, StoreError> {
        self.must_plan_in(unit)?;
        self.store.unit_days(unit, from, to).await
    }
}

/// Whoever may say when units are closed.
pub struct DaysKeeper {
    store: Store,
    user: User,
}

impl std::fmt::Debug for DaysKeeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DaysKeeper").field("user", &self.user.id).finish_non_exhaustive()
    }
}

impl DaysKeeper {
    /// The units for which this user may say it, by name: ids and names.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn units(&self) -> Result<Vec<(UnitId, String)>, StoreError> {
        let all = self.store.list_units().await?;
        let mine = all.into_iter().filter(|unit| self.may(&unit.id));
        Ok(mine.map(|unit| (unit.id, unit.name)).collect())
    }

    fn may(&self, unit: &UnitId) -> bool {
        self.user.has_post(Role::administers) || self.user.roles_in(unit).contains(&Role::UnitLeader)
    }

    fn must(&self, unit: &UnitId) -> Result<(), StoreError> {
        if self.may(unit) { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// A unit's days between two days.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a unit that is not this user's.
    pub async fn days(&self, unit: &UnitId, from: Day, to: Day) -> Result<UnitDays, StoreError> {
        self.must(unit)?;
        self.store.unit_days(unit, from, to).await
    }

    /// Says when a unit's door is open on working days.
    ///
    /// # Errors
    /// As [`Self::days`]; [`StoreError::NotAllowed`] («hours») when it closes
    /// before it opens.
    pub async fn set_hours(&self, unit: &UnitId, opens: Time, closes: Time) -> Result<(), StoreError> {
        self.must(unit)?;
        if closes <= opens {
            return Err(StoreError::NotAllowed("hours"));
        }
        let mut write = self.store.db().write().await?;
        sqlx::query("UPDATE unit SET opens = $2, closes = $3 WHERE id = $1")
            .bind(&unit.0)
            .bind(opens.to_string())
            .bind(closes.to_string())
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }

    /// The municipalities that are known, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn municipalities(&self) -> Result<Vec<Municipality>, StoreError> {
        let rows = sqlx::query("SELECT id, name FROM municipality ORDER BY name, id")
            .fetch_all(self.store.db().pool())
            .await?;
        rows.iter().map(|row| Ok(Municipality { id: row.try_get("id")?, name: row.try_get("name")? })).collect()
    }

    /// Says by which municipality's school year a unit lives. The name is made
    /// known where it is new.
    ///
    /// # Errors
    /// As [`Self::days`]; [`StoreError::NotAllowed`] («closure_name») for a name
    /// that is none.
    pub async fn set_municipality(&self, unit: &UnitId, name: &str) -> Result<(), StoreError> {
        self.must(unit)?;
        let name = checked_name(name)?;
        let mut write = self.store.db().write().await?;
        let known = sqlx::query("SELECT id FROM municipality WHERE name = $1")
            .bind(&name)
            .fetch_optional(&mut *write.tx)
            .await?;
        let id = match known {
            Some(row) => row.try_get("id")?,
            None => {
                let id = self.store.new_id();
                sqlx::query("INSERT INTO municipality (id, name) VALUES ($1, $2)")
                    .bind(&id)
                    .bind(&name)
                    .execute(&mut *write.tx)
                    .await
                    .map_err(taken("municipality"))?;
                id
            }
        };
        sqlx::query("UPDATE unit SET municipality_id = $2 WHERE id = $1")
            .bind(&unit.0)
            .bind(id)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }

    /// Keeps days free: of the unit alone, or, with a school year, of its
    /// municipality, which then counts for every unit there.
    ///
    /// # Errors
    /// As [`Self::days`]; [`StoreError::NotAllowed`]: «closure_days»,
    /// «closure_name», «municipality» when the unit has none.
    pub async fn add_closure(
        &self,
        unit: &UnitId,
        closure: &Closure,
        school_year: Option<u16>,
    ) -> Result<String, StoreError> {
        self.must(unit)?;
        let length = closure.last.number() - closure.first.number();
        if !closure.first.exists() || !closure.last.exists() || !(0..LONGEST_DAYS).contains(&length) {
            return Err(StoreError::NotAllowed("closure_days"));
        }
        let name = checked_name(&closure.name)?;
        let municipality = match school_year {
            Some(_) => {
                let days = self.store.unit_days(unit, closure.first, closure.last).await?;
                Some(days.municipality.ok_or(StoreError::NotAllowed("municipality"))?.id)
            }
            None => None,
        };
        let id = self.store.new_id();
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO closure (id, unit_id, municipality_id, school_year, kind, first_day, last_day, name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(municipality.is_none().then(|| unit.0.clone()))
        .bind(municipality)
        .bind(school_year.map(i64::from))
        .bind(closure.kind.code())
        .bind(day_text(closure.first))
        .bind(day_text(closure.last))
        .bind(name)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(id)
    }

    /// What was taken out of a unit's list, or out of its municipality's, and
    /// lies between two days.
    ///
    /// # Errors
    /// As [`Self::days`].
    pub async fn removed(&self, unit: &UnitId, from: Day, to: Day) -> Result<Vec<ClosureRow>, StoreError> {
        self.must(unit)?;
        let rows = sqlx::query(
            "SELECT id, school_year, kind, first_day, last_day, name FROM closure
             WHERE removed_at IS NOT NULL AND first_day <= $3 AND last_day >= $2 AND (unit_id = $1
             OR municipality_id = (SELECT municipality_id FROM unit WHERE id = $1))
             ORDER BY removed_at DESC, id",
        )
        .bind(&unit.0)
        .bind(day_text(from))
        .bind(day_text(to))
        .fetch_all(self.store.db().pool())
        .await?;
        rows.iter().map(closure_of).collect()
    }

    /// Takes days off out of the list of a unit or of its municipality. They are
    /// taken in again by [`Self::restore_closure`].
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such line for this user.
    pub async fn remove_closure(&self, unit: &UnitId, id: &str) -> Result<(), StoreError> {
        self.mark_closure(unit, id, Some(self.store.now())).await
    }

    /// Takes days off that were taken out into the list again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such line for this user.
    pub async fn restore_closure(&self, unit: &UnitId, id: &str) -> Result<(), StoreError> {
        self.mark_closure(unit, id, None).await
    }

    /// Says when a line was taken out; nothing takes one that was out in again.
    async fn mark_closure(&self, unit: &UnitId, id: &str, removed_at: Option<i64>) -> Result<(), StoreError> {
        self.must(unit)?;
        let mut write = self.store.db().write().await?;
        let from = if removed_at.is_some() { "IS NULL" } else { "IS NOT NULL" };
        let statement = format!(
            "UPDATE closure SET removed_at = $3 WHERE id = $1 AND removed_at {from} AND (unit_id = $2
             OR municipality_id = (SELECT municipality_id FROM unit WHERE id = $2))"
        );
        let done = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(id.replace('\0', ""))
            .bind(&unit.0)
            .bind(removed_at)
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}

fn checked_name(name: &str) -> Result<String, StoreError> {
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().count() <= NAME_MAX && !name.chars().any(char::is_control);
    if is_name { Ok(name.to_owned()) } else { Err(StoreError::NotAllowed("closure_name")) }
}

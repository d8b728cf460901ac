//! Who of the staff is away, and when. No reason is asked for or kept.

use super::Desk;
use crate::Store;
use crate::case::day_text;
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::Day;
use casework::calendar::moment::{Moment, Span};
use sqlx::Row;
use sqlx::any::AnyRow;

/// So many days at most in one go: whoever is away longer is followed by
/// somebody who takes over.
pub const ABSENCE_LIMIT_DAYS: i64 = 366;

/// Somebody's absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Id.
    pub id: String,
    /// Who: id and name.
    pub who: (UserId, String),
    /// The unit in which it was noted.
    pub unit: UnitId,
    /// From and until when, local time.
    pub span: Span,
}

/// Somebody who is away on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// Who: id and name.
    pub who: (UserId, String),
    /// From and until when, local time.
    pub span: Span,
    /// Which absence.
    pub absence: String,
}

const ABSENCES: &str = "SELECT absence.*, staff_user.name FROM absence
    JOIN staff_user ON staff_user.id = absence.user_id WHERE absence.ended_at IS NULL";

fn absence_of(row: &AnyRow) -> Result<Absence, StoreError> {
    let moment = |column| -> Result<Moment, StoreError> {
        let text: String = row.try_get(column)?;
        text.parse().map_err(|_| StoreError::Unreadable("absence"))
    };
    Ok(Absence {
        id: row.try_get("id")?,
        who: (UserId(row.try_get("user_id")?), row.try_get("name")?),
        unit: UnitId(row.try_get("unit_id")?),
        span: Span { start: moment("from_at")?, end: moment("to_at")? },
    })
}

impl Store {
    /// Every absence that has a minute in common with a span. A source of the
    /// diary: who is away is taken.
    pub(crate) async fn absences_within(&self, span: Span) -> Result<Vec<Absence>, StoreError> {
        let statement =
            format!("{ABSENCES} AND absence.from_at < $2 AND absence.to_at > $1 ORDER BY absence.from_at, absence.id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(span.start.to_string())
            .bind(span.end.to_string())
            .fetch_all(self.db().pool())
            .await?;
        rows.iter().map(absence_of).collect()
    }
}

impl Store {
    /// An absence that has not been ended.
    pub(crate) async fn absence(&self, id: &str) -> Result<Absence, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{ABSENCES} AND absence.id = $1")))
            .bind(id.replace('\0', ""))
            .fetch_optional(self.db().pool())
            .await?
            .ok_or(StoreError::NotFound)?;
        absence_of(&row)
    }
}

impl Desk {
    /// Notes that somebody of a unit is away; returns the id of the absence.
    /// Whoever keeps the door may do so: the one who is away is the last who
    /// can.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a unit whose door this user does not keep;
    /// `not_colleague`; `dates` for an end before the beginning, or years on end.
    pub async fn note_absence(&self, unit: &UnitId, who: &UserId, span: Span) -> Result<String, StoreError> {
        self.must_keep(unit)?;
        if span.end <= span.start || span.minutes() > ABSENCE_LIMIT_DAYS * 24 * 60 {
            return Err(StoreError::NotAllowed("dates"));
        }
        let id = self.store.new_id();
        let mut write = self.store.db().write().await?;
        self.must_be_keeper(&mut write.tx, unit, who).await?;
        sqlx::query(
            "INSERT INTO absence (id, user_id, unit_id, from_at, to_at, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(&who.0)
        .bind(&unit.0)
        .bind(span.start.to_string())
        .bind(span.end.to_string())
        .bind(&self.user.id.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        self.log(&mut write.tx, unit, Action::Create, "absence").await?;
        write.commit().await?;
        Ok(id)
    }

    /// Whoever was away is back, or will not be away after all.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an absence of another unit.
    pub async fn end_absence(&self, id: &str) -> Result<(), StoreError> {
        let mut write = self.store.db().write().await?;
        let row = sqlx::query("UPDATE absence SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING unit_id")
            .bind(id.replace('\0', ""))
            .bind(self.store.now())
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        self.must_keep(&unit)?;
        self.log(&mut write.tx, &unit, Action::Change, "absence").await?;
        write.commit().await
    }

    /// Who of this user's units is away on a day, by name; each once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn away(&self, day: Day) -> Result<Vec<Away>, StoreError> {
        let mut away: Vec<Away> = Vec::new();
        for it in self.store.absences_within(Span::day(day)).await? {
            if self.must_keep(&it.unit).is_ok() && away.iter().all(|other| other.who.0 != it.who.0) {
                away.push(Away { who: it.who, span: it.span, absence: it.id });
            }
        }
        away.sort_by(|a, b| (&a.who.1, &a.who.0).cmp(&(&b.who.1, &b.who.0)));
        Ok(away)
    }

    /// The absences of this user's units that are not over, the first first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn absences(&self) -> Result<Vec<Absence>, StoreError> {
        let statement =
            format!("{ABSENCES} AND absence.to_at > $1 ORDER BY absence.from_at, staff_user.name, absence.id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(day_text(self.store.today()))
            .fetch_all(self.store.db().pool())
            .await?;
        let mut found = Vec::new();
        for row in &rows {
            let absence = absence_of(row)?;
            if self.must_keep(&absence.unit).is_ok() {
                found.push(absence);
            }
        }
        Ok(found)
    }
}

//! The interpreters that a unit uses: language, dialect, gender, telephone.
//! Nothing here tells of a family; whom a family does not wish is case data.

use super::Desk;
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A language that somebody interprets, with a dialect where it matters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tongue {
    /// Code of the language.
    pub code: String,
    /// Dialect, in free words.
    #[serde(default)]
    pub dialect: String,
}

/// What a family may wish to know before it chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// A woman.
    Woman,
    /// A man.
    Man,
    /// Another, or not told.
    #[default]
    NotTold,
}

impl Gender {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Woman, Self::Man, Self::NotTold];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Man => "man",
            Self::NotTold => "not_told",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// What is kept of an interpreter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterpreterCard {
    /// Name, or the name of the agency.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Gender.
    pub gender: Gender,
    /// Languages.
    pub tongues: Vec<Tongue>,
}

/// An interpreter of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpreter {
    /// Id.
    pub id: String,
    /// The unit.
    pub unit: UnitId,
    /// What is kept.
    pub card: InterpreterCard,
    /// No longer used.
    pub retired: bool,
}

pub(crate) fn interpreter_of(row: &AnyRow) -> Result<Interpreter, StoreError> {
    let unreadable = StoreError::Unreadable("interpreter");
    let tongues = serde_json::from_str(&row.try_get::<String, _>("tongues")?);
    Ok(Interpreter {
        id: row.try_get("id")?,
        unit: UnitId(row.try_get("unit_id")?),
        card: InterpreterCard {
            name: row.try_get("name")?,
            phone: row.try_get("phone")?,
            gender: Gender::from_code(&row.try_get::<String, _>("gender")?).unwrap_or_default(),
            tongues: tongues.map_err(|_| unreadable)?,
        },
        retired: row.try_get::<Option<i64>, _>("retired_at")?.is_some(),
    })
}

fn check(card: &InterpreterCard) -> Result<String, StoreError> {
    super::fits(&card.name, Some("empty"))?;
    super::fits(&card.phone, None)?;
    if card.tongues.iter().all(|tongue| tongue.code.trim().is_empty()) {
        return Err(StoreError::NotAllowed("tongue_missing"));
    }
    serde_json::to_string(&card.tongues).map_err(|_| StoreError::Unreadable("interpreter"))
}

impl Desk {
    /// The interpreters of this user's units, those in use first, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn interpreters(&self) -> Result<Vec<Interpreter>, StoreError> {
        let mut found = Vec::new();
        for unit in self.units() {
            let rows = sqlx::query(
                "SELECT * FROM interpreter WHERE unit_id = $1
                 ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, name, id",
            )
            .bind(&unit.id.0)
            .fetch_all(self.store.db().pool())
            .await?;
            for row in &rows {
                found.push(interpreter_of(row)?);
            }
        }
        found.sort_by_key(|it| it.retired);
        Ok(found)
    }

    /// Keeps a new interpreter; returns the id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a unit whose door this user does not keep;
    /// `empty` without a name, `tongue_missing` without a language.
    pub async fn add_interpreter(&self, unit: &UnitId, card: &InterpreterCard) -> Result<String, StoreError> {
        self.must_keep(unit)?;
        let tongues = check(card)?;
        let id = self.store.new_id();
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO interpreter (id, unit_id, name, phone, gender, tongues) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(&unit.0)
        .bind(card.name.trim())
        .bind(card.phone.trim())
        .bind(card.gender.code())
        .bind(tongues)
        .execute(&mut *write.tx)
        .await?;
        self.log(&mut write.tx, unit, Action::Create, "interpreter").await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes what is kept of one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one of another unit; as [`Desk::add_interpreter`].
    pub async fn change_interpreter(&self, id: &str, card: &InterpreterCard) -> Result<(), StoreError> {
        let tongues = check(card)?;
        let mut write = self.store.db().write().await?;
        let row = sqlx::query(
            "UPDATE interpreter SET name = $2, phone = $3, gender = $4, tongues = $5 WHERE id = $1 RETURNING unit_id",
        )
        .bind(id.replace('\0', ""))
        .bind(card.name.trim())
        .bind(card.phone.trim())
        .bind(card.gender.code())
        .bind(tongues)
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        self.must_keep(&unit)?;
        self.log(&mut write.tx, &unit, Action::Change, "interpreter").await?;
        write.commit().await
    }

    /// Takes one out of use, or into use again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one of another unit.
    pub async fn retire_interpreter(&self, id: &str, retired: bool) -> Result<(), StoreError> {
        let mut write = self.store.db().write().await?;
        let row = sqlx::query("UPDATE interpreter SET retired_at = $2 WHERE id = $1 RETURNING unit_id")
            .bind(id.replace('\0', ""))
            .bind(retired.then(|| self.store.now()))
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        self.must_keep(&unit)?;
        self.log(&mut write.tx, &unit, Action::Change, "interpreter").await?;
        write.commit().await
    }
}

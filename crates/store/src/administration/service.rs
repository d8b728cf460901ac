//! Services around families, and who speaks for them.

use super::Administration;
use super::unit::in_use;
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use crate::user::UserId;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// What sort of service it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Child-welfare service (*barnevernstjeneste*).
    ChildWelfare,
    /// Child health clinic, school health (*helsestasjon*).
    HealthClinic,
    /// Kindergarten (*barnehage*).
    Kindergarten,
    /// School (*skole*).
    School,
    /// Educational-psychological service (*PPT*).
    EducationalPsychology,
    /// Labour and welfare (*Nav*).
    Welfare,
    /// Mental health (*BUP, DPS*).
    MentalHealth,
    /// Any other.
    Other,
}

impl ServiceKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::ChildWelfare,
        Self::HealthClinic,
        Self::Kindergarten,
        Self::School,
        Self::EducationalPsychology,
        Self::Welfare,
        Self::MentalHealth,
        Self::Other,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ChildWelfare => "child_welfare",
            Self::HealthClinic => "health_clinic",
            Self::Kindergarten => "kindergarten",
            Self::School => "school",
            Self::EducationalPsychology => "educational_psychology",
            Self::Welfare => "welfare",
            Self::MentalHealth => "mental_health",
            Self::Other => "other",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Id.
    pub id: String,
    /// The unit whose surroundings it belongs to.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// Name.
    pub name: String,
    /// What sort of service.
    pub kind: ServiceKind,
    /// No longer in use.
    pub retired: bool,
    /// Who speaks for it: id and name, by name.
    pub members: Vec<(UserId, String)>,
}

impl Administration {
    /// All services, those in use first, by unit and name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn services(&self) -> Result<Vec<Service>, StoreError> {
        let members = sqlx::query(
            "SELECT service_member.service_id, staff_user.id, staff_user.name
             FROM service_member JOIN staff_user ON staff_user.id = service_member.user_id
             ORDER BY staff_user.name, staff_user.id",
        )
        .fetch_all(self.store.db().pool())
        .await?;
        let mut of: std::collections::HashMap<String, Vec<(UserId, String)>> = std::collections::HashMap::new();
        for row in &members {
            let member = (UserId(row.try_get("id")?), row.try_get("name")?);
            of.entry(row.try_get("service_id")?).or_default().push(member);
        }
        let rows = sqlx::query(
            "SELECT service.id, service.unit_id, unit.name AS unit_name, service.name, service.kind, service.retired_at
             FROM service JOIN unit ON unit.id = service.unit_id
             ORDER BY CASE WHEN service.retired_at IS NULL THEN 0 ELSE 1 END, unit.name, service.name, service.id",
        )
        .fetch_all(self.store.db().pool())
        .await?;
        rows.iter()
            .map(|row| {
                let id: String = row.try_get("id")?;
                let kind = ServiceKind::from_code(&row.try_get::<String, _>("kind")?);
                Ok(Service {
                    unit: UnitId(row.try_get("unit_id")?),
                    unit_name: row.try_get("unit_name")?,
                    name: row.try_get("name")?,
                    kind: kind.ok_or(StoreError::Unreadable("service"))?,
                    retired: row.try_get::<Option<i64>, _>("retired_at")?.is_some(),
                    members: of.remove(&id).unwrap_or_default(),
                    id,
                })
            })
            .collect()
    }

    /// Makes a service; returns its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such unit in use.
    pub async fn create_service(&self, unit: &UnitId, name: &str, kind: ServiceKind) -> Result<String, StoreError> {
        let mut write = self.change().await?;
        self.unit_in_use(&mut write.tx, unit).await?;
        let id = self.store.new_id();
        sqlx::query("INSERT INTO service (id, unit_id, name, kind) VALUES ($1, $2, $3, $4)")
            .bind(&id)
            .bind(&unit.0)
            .bind(name.trim())
            .bind(kind.code())
            .execute(&mut *write.tx)
            .await?;
        let detail = format!("{}, {}", name.trim(), kind.code());
        self.log(&mut write.tx, Some(unit), Action::Create, "service", &detail).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes a service.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such service, or unit in use.
    pub async fn change_service(
        &self,
        id: &str,
        unit: &UnitId,
        name: &str,
        kind: ServiceKind,
    ) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        self.unit_in_use(&mut write.tx, unit).await?;
        let done = sqlx::query("UPDATE service SET unit_id = $2, name = $3, kind = $4 WHERE id = $1")
            .bind(id)
            .bind(&unit.0)
            .bind(name.trim())
            .bind(kind.code())
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        let detail = format!("{}, {}", name.trim(), kind.code());
        self.log(&mut write.tx, Some(unit), Action::Change, "service", &detail).await?;
        write.commit().await
    }

    /// Takes a service out of use, or into use again. Consents that were given
    /// to it go on as they were given.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such service.
    pub async fn retire_service(&self, id: &str, retired: bool) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let (unit, name) = self.service_named(&mut write.tx, id).await?;
        sqlx::query("UPDATE service SET retired_at = $2 WHERE id = $1")
            .bind(id)
            .bind(retired.then(|| self.store.now()))
            .execute(&mut *write.tx)
            .await?;
        let detail = format!("{name}: {}", in_use(!retired));
        self.log(&mut write.tx, Some(&unit), Action::Change, "service", &detail).await?;
        write.commit().await
    }

    async fn service_named(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
    ) -> Result<(UnitId, String), StoreError> {
        let row = sqlx::query("SELECT unit_id, name FROM service WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        Ok((UnitId(row.try_get("unit_id")?), row.try_get("name")?))
    }

    /// Lets a member of staff speak for a service, or no longer.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such service or active account.
    pub async fn set_service_member(&self, id: &str, user: &UserId, member: bool) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let (unit, name) = self.service_named(&mut write.tx, id).await?;
        let who = self.named(&mut write.tx, user).await?;
        if member {
            if !self.store.find_user_on(&mut write.tx, user).await?.active {
                return Err(StoreError::NotFound);
            }
            sqlx::query("INSERT INTO service_member (service_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(id)
                .bind(&user.0)
                .execute(&mut *write.tx)
                .await?;
        } else {
            sqlx::query("DELETE FROM service_member WHERE service_id = $1 AND user_id = $2")
                .bind(id)
                .bind(&user.0)
                .execute(&mut *write.tx)
                .await?;
        }
        let detail = format!("{name}: {}{who}", if member { "+" } else { "−" });
        self.log(&mut write.tx, Some(&unit), Action::Change, "service", &detail).await?;
        write.commit().await
    }
}

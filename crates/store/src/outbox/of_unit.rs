//! What a unit sees of its messages: how many are where, without content. And
//! what its messages have in common.

use super::worker::channel_in;
use crate::Store;
use crate::administration::Administration;
use crate::case::{CaseId, day_text};
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use crate::user::User;
use casework::message::{Channel, MOST_HOURS, MessageKind, State};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

/// What the messages of a unit have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSetting {
    /// So many hours before an appointment somebody is reminded; 0 for never.
    pub reminder_hours: u16,
    /// From whom, in neutral words; empty for nobody.
    pub signature: String,
    /// Whom to ring.
    pub phone: String,
}

impl Default for MessageSetting {
    fn default() -> Self {
        Self { reminder_hours: 24, signature: String::new(), phone: String::new() }
    }
}

/// A message without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMessage {
    /// Id.
    pub id: String,
    /// The case, for who knows of it.
    pub case: CaseId,
    /// The case's number.
    pub number: String,
    /// What for.
    pub kind: MessageKind,
    /// By which way, once that is known.
    pub channel: Option<Channel>,
    /// Where it is.
    pub state: State,
    /// Why it did not go, as a code.
    pub fault: Option<String>,
    /// When it was last changed.
    pub changed_at: i64,
}

/// The messages of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitMessages {
    /// How many are in each state, of those made in the last thirty days.
    pub counts: Vec<(State, i64)>,
    /// Those that ask for somebody and whose case this user knows of, the newest first.
    pub asking: Vec<UnitMessage>,
}

/// So many rows at most.
const MOST_ROWS: i64 = 200;
/// Counted so far back, in milliseconds.
const COUNTED_MS: i64 = 30 * 24 * 60 * 60 * 1000;

impl Store {
    /// What the messages of a unit have in common.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn message_setting(&self, unit: &UnitId) -> Result<MessageSetting, StoreError> {
        let mut connection = self.db().pool().acquire().await?;
        self.message_setting_on(&mut connection, unit).await
    }

    pub(crate) async fn message_setting_on(
        &self,
        on: &mut AnyConnection,
        unit: &UnitId,
    ) -> Result<MessageSetting, StoreError> {
        let row = sqlx::query("SELECT reminder_hours, signature, phone FROM message_setting WHERE unit_id = $1")
            .bind(&unit.0)
            .fetch_optional(on)
            .await?;
        let Some(row) = row else { return Ok(MessageSetting::default()) };
        Ok(MessageSetting {
            reminder_hours: u16::try_from(row.try_get::<i64, _>("reminder_hours")?).unwrap_or(MOST_HOURS),
            signature: row.try_get("signature")?,
            phone: row.try_get("phone")?,
        })
    }

    /// The messages of the units in which this user works with families. Who
    /// leads a unit sees all that ask for somebody; everyone else those of the
    /// cases in which they have a function.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for who works with no families.
    pub async fn unit_messages(&self, user: &User) -> Result<UnitMessages, StoreError> {
        let mut units: Vec<&UnitId> =
            user.posts.iter().filter(|post| post.role.may_create_case()).map(|post| &post.unit).collect();
        units.sort_unstable();
        units.dedup();
        if units.is_empty() || !user.active {
            return Err(StoreError::NotFound);
        }
        let mut found = UnitMessages::default();
        for unit in units {
            let leads = user.roles_in(unit).iter().any(|role| role.lists_unit());
            self.add_unit(&mut found, user, unit, leads).await?;
        }
        Ok(found)
    }

    async fn add_unit(
        &self,
        found: &mut UnitMessages,
        user: &User,
        unit: &UnitId,
        leads: bool,
    ) -> Result<(), StoreError> {
        // Of all cases for who leads, of one's own for everyone else: what is
        // counted must tell nothing of cases that one does not know of.
        let known = "(message.case_id IN (SELECT case_id FROM case_staff WHERE user_id = $2 AND from_day <= $4
             AND (to_day IS NULL OR to_day >= $4)) OR $3 = 1)";
        let statement = format!(
            "SELECT state, COUNT(*) AS count FROM message WHERE unit_id = $1 AND made_at > $5
             AND {known} GROUP BY state"
        );
        let counts = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&unit.0)
            .bind(&user.id.0)
            .bind(i64::from(leads))
            .bind(day_text(self.today()))
            .bind(self.now() - COUNTED_MS)
            .fetch_all(self.db().pool())
            .await?;
        for row in &counts {
            let state = state_of(row)?;
            let count: i64 = row.try_get("count")?;
            match found.counts.iter_mut().find(|(it, _)| *it == state) {
                Some((_, all)) => *all += count,
                None => found.counts.push((state, count)),
            }
        }
        found.counts.sort_unstable();
        let statement = format!(
            "SELECT message.id, message.case_id, help_case.number, message.kind, message.channel, message.state,
             message.fault, message.changed_at FROM message JOIN help_case ON help_case.id = message.case_id
             WHERE message.unit_id = $1 AND message.state IN ('uncertain', 'failed', 'held') AND {known}
             ORDER BY message.changed_at DESC, message.id DESC LIMIT $5"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&unit.0)
            .bind(&user.id.0)
            .bind(i64::from(leads))
            .bind(day_text(self.today()))
            .bind(MOST_ROWS)
            .fetch_all(self.db().pool())
            .await?;
        for row in &rows {
            let kind = MessageKind::from_code(&row.try_get::<String, _>("kind")?);
            found.asking.push(UnitMessage {
                id: row.try_get("id")?,
                case: CaseId(row.try_get("case_id")?),
                number: row.try_get("number")?,
                kind: kind.ok_or(StoreError::Unreadable("message"))?,
                channel: channel_in(row)?,
                state: state_of(row)?,
                fault: row.try_get("fault")?,
                changed_at: row.try_get("changed_at")?,
            });
        }
        Ok(())
    }
}

pub(super) fn state_of(row: &sqlx::any::AnyRow) -> Result<State, StoreError> {
    State::from_code(&row.try_get::<String, _>("state")?).ok_or(StoreError::Unreadable("message"))
}

impl Administration {
    /// Keeps what the messages of a unit have in common.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such unit in use.
    pub async fn set_messages(&self, unit: &UnitId, setting: &MessageSetting) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        self.unit_in_use(&mut write.tx, unit).await?;
        let hours = i64::from(setting.reminder_hours.min(MOST_HOURS));
        sqlx::query(
            "INSERT INTO message_setting (unit_id, reminder_hours, signature, phone, changed_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (unit_id) DO UPDATE SET reminder_hours = $2, signature = $3, phone = $4, changed_at = $5",
        )
        .bind(&unit.0)
        .bind(hours)
        .bind(setting.signature.trim())
        .bind(setting.phone.trim())
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        let detail = format!("{hours} h, {}, {}", setting.signature.trim(), setting.phone.trim());
        self.log(&mut write.tx, Some(unit), Action::Change, "message_setting", &detail).await?;
        write.commit().await
    }
}

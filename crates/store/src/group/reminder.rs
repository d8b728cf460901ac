//! Reminders of a group's meetings, for the adults who take part in it.

use super::{GroupId, moment};
use crate::Store;
use crate::case::CaseId;
use crate::error::StoreError;
use crate::outbox::{About, CaseFacts, Due, OfCase};
use crate::unit::UnitId;
use crate::user::UserId;
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeMap;

/// What a message about a group's meeting names.
const GROUP: &str = "group";

/// What somebody of an enrolment has before them.
#[derive(Default)]
struct Ahead {
    people: BTreeMap<String, Vec<Due>>,
}

impl Store {
    /// A group is about to be changed: what was to remind of it is taken back in
    /// the same transaction, and written anew from what it is then.
    pub(super) async fn forget_group_reminders(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupId,
    ) -> Result<(), StoreError> {
        self.forget_reminders(tx, GROUP, &group.0).await
    }

    /// Writes the reminders of meetings that have come near. Tells how many.
    pub(crate) async fn remind_of_meetings(&self) -> Result<u32, StoreError> {
        let span = self.reminder_span();
        let rows = sqlx::query(
            "SELECT DISTINCT parent_group.id, parent_group.unit_id FROM parent_group
             JOIN group_meeting ON group_meeting.group_id = parent_group.id
             WHERE parent_group.cancelled_at IS NULL AND group_meeting.starts > $1 AND group_meeting.starts < $2
             ORDER BY parent_group.id",
        )
        .bind(span.start.to_string())
        .bind(span.end.to_string())
        .fetch_all(self.db().pool())
        .await?;
        let mut written = 0;
        for row in &rows {
            let (group, unit) = (GroupId(row.try_get("id")?), UnitId(row.try_get("unit_id")?));
            written += self.remind_of_group(&group, &unit).await?;
        }
        Ok(written)
    }

    async fn remind_of_group(&self, group: &GroupId, unit: &UnitId) -> Result<u32, StoreError> {
        let span = self.reminder_span();
        let mut write = self.db().write().await?;
        // Nobody changes the group meanwhile; what was read is what is reminded of.
        sqlx::query("UPDATE parent_group SET version = version WHERE id = $1")
            .bind(&group.0)
            .execute(&mut *write.tx)
            .await?;
        let rows = sqlx::query(
            "SELECT group_enrolment.case_id, group_enrolment.made_by, group_member.person_id, group_meeting.starts
             FROM group_enrolment
             JOIN parent_group ON parent_group.id = group_enrolment.group_id
             JOIN group_member ON group_member.enrolment_id = group_enrolment.id AND group_member.is_child = 0
             JOIN group_meeting ON group_meeting.group_id = group_enrolment.group_id
               AND group_meeting.number >= group_member.from_meeting
               AND (group_member.to_meeting IS NULL OR group_meeting.number <= group_member.to_meeting)
             WHERE group_enrolment.group_id = $1 AND group_enrolment.state = 'enrolled'
             AND parent_group.cancelled_at IS NULL AND group_meeting.starts > $2 AND group_meeting.starts < $3
             ORDER BY group_enrolment.id, group_member.person_id, group_meeting.starts",
        )
        .bind(&group.0)
        .bind(span.start.to_string())
        .bind(span.end.to_string())
        .fetch_all(&mut *write.tx)
        .await?;
        let mut cases: BTreeMap<(String, String), Ahead> = BTreeMap::new();
        for row in &rows {
            let starts = moment(&row.try_get::<String, _>("starts")?)?;
            let due = Due { about: About::occurrence(GROUP, &group.0, starts), starts };
            let of = cases.entry((row.try_get("case_id")?, row.try_get("made_by")?)).or_default();
            of.people.entry(row.try_get("person_id")?).or_default().push(due);
        }
        let mut written = 0;
        for ((case, by), ahead) in cases {
            let (case, by) = (CaseId(case), UserId(by));
            let Some(key) = self.keys().try_find(&case.scope()).await? else { continue };
            let facts = CaseFacts::load(self, &mut write.tx, &case, &key).await?;
            let of = OfCase { unit, case: &case, key: &key };
            for (person, dues) in ahead.people {
                written += self.remind(&mut write.tx, of, &by, (&facts, &[person]), &dues).await?;
            }
        }
        if written > 0 {
            write.quietly().commit().await?;
        }
        Ok(written)
    }

    /// Writes the reminders of all that has come near, once each: for the server,
    /// again and again. Tells how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write_reminders(&self) -> Result<u32, StoreError> {
        Ok(self.remind_of_entries().await? + self.remind_of_meetings().await?)
    }
}

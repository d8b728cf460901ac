//! Participants and their attendance, for a group's leaders.

use super::access::GroupAccess;
use super::enrolment::{EnrolmentId, needs_place};
use super::list::state_of;
use super::meeting::Meeting;
use super::{GroupId, moment, small};
use crate::Store;
use crate::case::{CaseId, name_place, whole_record};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use crate::log::Action;
use crate::user::UserId;
use casework::calendar::Moment;
use casework::group::attendance::NoteError;
use casework::group::figures::Heads;
use casework::group::{Attendance, EntryState, Presence};
use serde::{Deserialize, Serialize};
use sqlx::{Any, AnyConnection, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// An enrolment as the group's leaders see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Id of the enrolment.
    pub id: EnrolmentId,
    /// The case's number.
    pub number: String,
    /// Waiting since.
    pub since: Moment,
    /// How many seats they have or need.
    pub seats: u8,
    /// How far they have come.
    pub state: EntryState,
    /// What the leaders must know.
    pub needs: String,
    /// Who it is.
    pub members: Vec<MemberRow>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Person id in the case's record.
    pub person: String,
    /// Name; nothing for a shielded person.
    pub name: Option<String>,
    /// What is noted.
    pub attendance: Attendance,
}

/// What is to be noted of somebody and a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The enrolment.
    pub enrolment: String,
    /// Person id.
    pub person: String,
    /// What; nothing takes back what was noted.
    pub presence: Option<Presence>,
}

/// The attendance of everybody in an enrolment, by person.
pub(crate) async fn attendance_on(
    on: &mut AnyConnection,
    enrolment: &str,
) -> Result<BTreeMap<String, Attendance>, StoreError> {
    let members =
        sqlx::query("SELECT person_id, is_child, from_meeting, to_meeting FROM group_member WHERE enrolment_id = $1")
            .bind(enrolment)
            .fetch_all(&mut *on)
            .await?;
    let mut found = BTreeMap::new();
    for row in &members {
        let person: String = row.try_get("person_id")?;
        let is_child = row.try_get::<i64, _>("is_child")? != 0;
        let mut attendance = Attendance::new(&person, is_child, small(row.try_get("from_meeting")?));
        attendance.to = row.try_get::<Option<i64>, _>("to_meeting")?.map(small);
        found.insert(person, attendance);
    }
    let noted = sqlx::query("SELECT person_id, meeting, presence FROM group_attendance WHERE enrolment_id = $1")
        .bind(enrolment)
        .fetch_all(on)
        .await?;
    for row in &noted {
        let presence = Presence::from_code(&row.try_get::<String, _>("presence")?);
        let presence = presence.ok_or(StoreError::Unreadable("group_attendance"))?;
        if let Some(attendance) = found.get_mut(&row.try_get::<String, _>("person_id")?) {
            attendance.noted.insert(small(row.try_get("meeting")?), presence);
        }
    }
    Ok(found)
}

impl Store {
    /// The names of a case's participants by person id; of shielded people none.
    pub(crate) async fn participants_named(
        &self,
        case: &CaseId,
        key: &ScopeKey,
    ) -> Result<BTreeMap<String, Option<String>>, StoreError> {
        let record = whole_record(self, case, key).await?;
        let rows = sqlx::query("SELECT id, person_id, name_sealed FROM participant WHERE case_id = $1 ORDER BY id")
            .bind(&case.0)
            .fetch_all(self.db().pool())
            .await?;
        let mut names = BTreeMap::new();
        for row in &rows {
            let (id, person): (String, String) = (row.try_get("id")?, row.try_get("person_id")?);
            let shielded = record.people.get(&person.as_str().into()).is_some_and(|it| it.shielded);
            let name = key.unseal(name_place(&id), &row.try_get::<String, _>("name_sealed")?)?;
            names.insert(person, (!shielded).then_some(name));
        }
        Ok(names)
    }

    /// Writes one mark.
    pub(crate) async fn mark_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        by: &UserId,
        (enrolment, person, meeting): (&str, &str, u8),
        presence: Option<Presence>,
    ) -> Result<(), StoreError> {
        let Some(presence) = presence else {
            sqlx::query("DELETE FROM group_attendance WHERE enrolment_id = $1 AND person_id = $2 AND meeting = $3")
                .bind(enrolment)
                .bind(person)
                .bind(i64::from(meeting))
                .execute(&mut **tx)
                .await?;
            return Ok(());
        };
        sqlx::query(
            "INSERT INTO group_attendance (enrolment_id, person_id, meeting, presence, noted_by, noted_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (enrolment_id, person_id, meeting) DO UPDATE SET presence = $4, noted_by = $5, noted_at = $6",
        )
        .bind(enrolment)
        .bind(person)
        .bind(i64::from(meeting))
        .bind(presence.code())
        .bind(&by.0)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

/// The states in which an enrolment shows: those who have or may get a seat,
/// and whoever took part for a while.
const SHOWN: &str = "(state IN ('waiting', 'offered', 'enrolled', 'lapsed') OR EXISTS
    (SELECT 1 FROM group_attendance WHERE group_attendance.enrolment_id = group_enrolment.id))";

impl GroupAccess {
    /// Everybody in the group and on its list, those with a seat first, the
    /// others in line. Writes a row in the log of each of their cases.
    ///
    /// # Errors
    /// `group_leader` for whoever does not lead the group.
    pub async fn participants(&self) -> Result<Vec<Participant>, StoreError> {
        self.look(Action::Read).await
    }

    /// The same for a list or certificates on paper.
    ///
    /// # Errors
    /// As [`GroupAccess::participants`].
    pub async fn participants_to_print(&self) -> Result<Vec<Participant>, StoreError> {
        self.look(Action::Print).await
    }

    async fn look(&self, action: Action) -> Result<Vec<Participant>, StoreError> {
        self.must_lead()?;
        let statement = format!(
            "SELECT group_enrolment.id, case_id, since, seats, state, answer_by, needs_sealed, help_case.number
             FROM (SELECT * FROM group_enrolment WHERE group_id = $1 AND {SHOWN}) AS group_enrolment
             JOIN help_case ON help_case.id = group_enrolment.case_id
             ORDER BY CASE state WHEN 'enrolled' THEN 0 WHEN 'offered' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END,
               since, group_enrolment.id"
        );
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(statement)).bind(&self.id().0).fetch_all(self.store().db().pool()).await?;
        let cases: BTreeSet<CaseId> =
            rows.iter().map(|row| Ok(CaseId(row.try_get("case_id")?))).collect::<Result<_, StoreError>>()?;
        let keys = self.keys_of(&cases).await?;
        // One row in each case's log, in the order of the cases, so that two who look never wait for each other.
        let mut write = self.store().db().write().await?;
        for (case, key) in &keys {
            self.log_case(&mut write.tx, case, key, action).await?;
        }
        write.commit().await?;
        let mut names = BTreeMap::new();
        for (case, key) in &keys {
            names.insert(case.clone(), self.store().participants_named(case, key).await?);
        }
        let mut connection = self.store().db().pool().acquire().await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let (id, case): (String, CaseId) = (row.try_get("id")?, CaseId(row.try_get("case_id")?));
            let (Some(key), Some(names)) = (keys.get(&case), names.get(&case)) else { continue };
            let members = attendance_on(&mut connection, &id).await?;
            let member = |(person, attendance): (String, Attendance)| MemberRow {
                name: names.get(&person).cloned().flatten(),
                person,
                attendance,
            };
            let mut members: Vec<MemberRow> = members.into_iter().map(member).collect();
            members.sort_by_key(|it| (it.attendance.is_child, it.name.clone()));
            found.push(Participant {
                number: row.try_get("number")?,
                since: moment(&row.try_get::<String, _>("since")?)?,
                seats: small(row.try_get("seats")?),
                state: state_of(row)?,
                needs: key.unseal(needs_place(&id), &row.try_get::<String, _>("needs_sealed")?)?,
                members,
                id: EnrolmentId(id),
            });
        }
        Ok(found)
    }

    /// The keys of cases, without those that were erased.
    async fn keys_of(&self, cases: &BTreeSet<CaseId>) -> Result<BTreeMap<CaseId, ScopeKey>, StoreError> {
        let scopes: Vec<String> = cases.iter().map(CaseId::scope).collect();
        let mut found = self.store().keys().find_many(&scopes).await?;
        Ok(cases.iter().filter_map(|case| Some((case.clone(), found.remove(&case.scope())?))).collect())
    }

    /// Notes who was at a meeting that has begun.
    ///
    /// # Errors
    /// `group_leader`; [`StoreError::NotFound`] for who is not in the group;
    /// `not_held`, `not_part`.
    pub async fn note(&self, meeting: u8, marks: &[Mark], now: Moment) -> Result<(), StoreError> {
        let (mut write, line) = self.change_as_leader().await?;
        let begun: Vec<u8> = line.meetings.iter().filter(|it| it.span.start <= now).map(|it| it.number).collect();
        let mut cases = BTreeSet::new();
        for mark in marks {
            let case = case_in_group(&mut write.tx, &mark.enrolment, self.id()).await?;
            cases.insert(case);
            let mut all = attendance_on(&mut write.tx, &mark.enrolment).await?;
            let attendance = all.get_mut(&mark.person).ok_or(StoreError::NotFound)?;
            attendance.note(meeting, mark.presence, &begun).map_err(|why| match why {
                NoteError::NotHeld => StoreError::NotAllowed("not_held"),
                NoteError::NotPart => StoreError::NotAllowed("not_part"),
            })?;
            let place = (mark.enrolment.as_str(), mark.person.as_str(), meeting);
            self.store().mark_on(&mut write.tx, &self.user().id, place, mark.presence).await?;
        }
        for (case, key) in &self.keys_of(&cases).await? {
            self.log_case(&mut write.tx, case, key, Action::Change).await?;
        }
        write.commit().await
    }

    /// Writes what is tried at home after a meeting, and where nobody is noted
    /// by name how many came.
    ///
    /// # Errors
    /// `group_leader`; [`StoreError::NotFound`]; `not_held` for heads at a
    /// meeting that has not begun.
    pub async fn keep_meeting(
        &self,
        number: u8,
        home_task: &str,
        heads: Option<Heads>,
        now: Moment,
    ) -> Result<(), StoreError> {
        let (mut write, line) = self.change_as_leader().await?;
        let meeting: &Meeting = line.meetings.iter().find(|it| it.number == number).ok_or(StoreError::NotFound)?;
        if heads.is_some() && meeting.span.start > now {
            return Err(StoreError::NotAllowed("not_held"));
        }
        sqlx::query(
            "UPDATE group_meeting SET home_task = $3, adults = $4, children = $5 WHERE group_id = $1 AND number = $2",
        )
        .bind(&self.id().0)
        .bind(i64::from(number))
        .bind(home_task.trim())
        .bind(heads.map(|it| i64::from(it.adults)))
        .bind(heads.map(|it| i64::from(it.children)))
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// Gives somebody in line a seat, past others only with a reason.
    ///
    /// # Errors
    /// `group_leader`, `others_wait`, `full`, `joining_closed`, `no_offer`.
    pub async fn give_seat(&self, id: &EnrolmentId, reason: &str, now: Moment) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_leader().await?;
        let (case, key) = self.case_of(&mut write.tx, id).await?;
        let reason = Some((&key, reason)).filter(|(_, reason)| !reason.trim().is_empty());
        self.store().seat_on(&mut write.tx, self.unit(), self.id(), id, reason, now).await?;
        self.log_case(&mut write.tx, &case, &key, Action::Change).await?;
        write.commit().await
    }

    /// Writes down what a family answered to an offer.
    ///
    /// # Errors
    /// `group_leader`, `no_offer`, `too_late`, `full`, `joining_closed`.
    pub async fn answer(&self, id: &EnrolmentId, yes: bool, now: Moment) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_leader().await?;
        let (case, key) = self.case_of(&mut write.tx, id).await?;
        self.store().answer_on(&mut write.tx, self.unit(), self.id(), id, yes, now).await?;
        self.log_case(&mut write.tx, &case, &key, Action::Change).await?;
        write.commit().await
    }

    /// Takes somebody off the list, or out of the group; what was attended stays.
    ///
    /// # Errors
    /// `group_leader`; [`StoreError::NotFound`].
    pub async fn take_out(&self, id: &EnrolmentId, now: Moment) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_leader().await?;
        let (case, key) = self.case_of(&mut write.tx, id).await?;
        let left = (EntryState::Withdrawn, now);
        self.store().leave_on(&mut write.tx, self.unit(), self.id(), id, left).await?;
        self.log_case(&mut write.tx, &case, &key, Action::Change).await?;
        write.commit().await
    }

    async fn case_of(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &EnrolmentId,
    ) -> Result<(CaseId, ScopeKey), StoreError> {
        let case = case_in_group(tx, &id.0, self.id()).await?;
        let key = self.store().keys().try_find(&case.scope()).await?.ok_or(StoreError::NotFound)?;
        Ok((case, key))
    }
}

async fn case_in_group(
    tx: &mut Transaction<'static, Any>,
    enrolment: &str,
    group: &GroupId,
) -> Result<CaseId, StoreError> {
    let row = sqlx::query("SELECT case_id FROM group_enrolment WHERE id = $1 AND group_id = $2")
        .bind(enrolment)
        .bind(&group.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(CaseId(row.try_get("case_id")?))
}

//! A case's people in parent groups: joining, answering, moving, leaving, and
//! what was attended. Who else is in a group is told to nobody here.

use super::participant::CurrentRow;
use super::{CaseAccess, Who, bar};
use crate::error::StoreError;
use crate::group::{
    EnrolmentId, EnrolmentRow, GroupId, GroupLine, NewEnrolment, attendance_on, find_on, moment, needs_place, small,
    state_of,
};
use crate::unit::UnitId;
use casework::calendar::Moment;
use casework::day::Day;
use casework::group::enrolment::{Candidate, JoinIssue, JoinRule, may_join};
use casework::group::transfer::{NoTransfer, transfer};
use casework::group::{Attendance, EntryState};
use casework::programme::Programme;
use family_map::date::Bound;
use family_map::record::PersonId;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeSet;

/// An enrolment of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseGroup {
    /// Id of the enrolment.
    pub id: EnrolmentId,
    /// The group as the unit knows it.
    pub group: GroupLine,
    /// What the programme's themes are called.
    pub programme: Programme,
    /// Waiting since.
    pub since: Moment,
    /// How far they have come.
    pub state: EntryState,
    /// What the leaders must know.
    pub needs: String,
    /// Who takes part, as far as this viewer knows them.
    pub members: Vec<CaseGroupMember>,
}

/// Somebody of the case in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseGroupMember {
    /// Person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// What is noted.
    pub attendance: Attendance,
}

/// A group that somebody of the case could join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupChoice {
    /// The group as the unit knows it.
    pub group: GroupLine,
    /// What staff should know before they say yes.
    pub issues: Vec<JoinIssue>,
}

impl CaseAccess {
    /// The case's enrolments, the newest group first: those of whom this
    /// viewer knows at least one member.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn groups(&self) -> Result<Vec<CaseGroup>, StoreError> {
        self.must_see_whole()?;
        let people = self.participants().await?;
        let rows = sqlx::query(
            "SELECT group_enrolment.id, group_enrolment.group_id, group_enrolment.since, group_enrolment.state,
               group_enrolment.answer_by, group_enrolment.needs_sealed, parent_group.unit_id
             FROM group_enrolment JOIN parent_group ON parent_group.id = group_enrolment.group_id
             WHERE group_enrolment.case_id = $1 ORDER BY group_enrolment.id DESC",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut connection = self.store.db().pool().acquire().await?;
        let mut found = Vec::new();
        for row in &rows {
            let id: String = row.try_get("id")?;
            let (group, unit) = (GroupId(row.try_get("group_id")?), UnitId(row.try_get("unit_id")?));
            let (group, programme) = find_on(&mut connection, &unit, &group).await?;
            let mut members = Vec::new();
            for (person, attendance) in attendance_on(&mut connection, &id).await? {
                let known = people.iter().rev().find(|it| it.person == person);
                members.extend(known.map(|it| CaseGroupMember { person, name: it.name.clone(), attendance }));
            }
            if members.is_empty() {
                continue;
            }
            members.sort_by_key(|it| (it.attendance.is_child, it.name.clone()));
            found.push(CaseGroup {
                group,
                programme,
                since: moment(&row.try_get::<String, _>("since")?)?,
                state: state_of(row)?,
                needs: self.key.unseal(needs_place(&id), &row.try_get::<String, _>("needs_sealed")?)?,
                members,
                id: EnrolmentId(id),
            });
        }
        Ok(found)
    }

    /// The groups of the case's unit that somebody could join now, and what
    /// staff should know before they say yes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn group_choices(&self, now: Moment) -> Result<Vec<GroupChoice>, StoreError> {
        self.must_see_whole()?;
        let rows = sqlx::query(
            "SELECT id FROM parent_group WHERE unit_id = $1 AND kind = 'course' AND cancelled_at IS NULL AND EXISTS
               (SELECT 1 FROM group_meeting WHERE group_meeting.group_id = parent_group.id AND starts > $2) ORDER BY id",
        )
        .bind(&self.unit().0)
        .bind(now.to_string())
        .fetch_all(self.store.db().pool())
        .await?;
        let born = self.children_born().await?;
        let mut tx = self.store.db().pool().begin().await?;
        let mut found = Vec::new();
        for row in &rows {
            let id = GroupId(row.try_get("id")?);
            let (group, programme) = find_on(&mut tx, self.unit(), &id).await?;
            let issues = self.join_issues(&mut tx, &group, &programme, &[], &born, now).await?;
            if !issues.contains(&JoinIssue::Closed) {
                found.push(GroupChoice { group, issues });
            }
        }
        found.sort_by_key(|it| it.group.meetings.first().map(|it| it.span));
        Ok(found)
    }

    /// The other groups of a programme in the case's unit that still meet: those
    /// to which somebody can move. Whether they may is said when they do.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn transfer_choices(&self, from: &GroupLine, now: Moment) -> Result<Vec<GroupLine>, StoreError> {
        self.must_see_whole()?;
        let rows = sqlx::query(
            "SELECT id FROM parent_group WHERE unit_id = $1 AND programme = $2 AND id <> $3 AND kind = 'course'
             AND cancelled_at IS NULL AND EXISTS
               (SELECT 1 FROM group_meeting WHERE group_meeting.group_id = parent_group.id AND starts > $4) ORDER BY id",
        )
        .bind(&self.unit().0)
        .bind(&from.programme)
        .bind(&from.id.0)
        .bind(now.to_string())
        .fetch_all(self.store.db().pool())
        .await?;
        let mut connection = self.store.db().pool().acquire().await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(find_on(&mut connection, self.unit(), &GroupId(row.try_get("id")?)).await?.0);
        }
        found.sort_by_key(|it| it.meetings.first().map(|it| it.span));
        Ok(found)
    }

    /// Birthdays of the children who take part, where they are known to the day.
    async fn children_born(&self) -> Result<Vec<Day>, StoreError> {
        let record = self.record().await?;
        let children = self.participants().await?.into_iter().filter(|it| it.is_child);
        let born = |person: String| {
            let date = *record.people.get(&PersonId::from(person.as_str()))?.birth.value()?;
            if date.bound == Bound::Exact { Some(Day::new(date.year, date.month?, date.day?)) } else { None }
        };
        Ok(children.filter_map(|it| born(it.person)).collect())
    }

    async fn join_issues(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupLine,
        programme: &Programme,
        people: &[String],
        born: &[Day],
        now: Moment,
    ) -> Result<Vec<JoinIssue>, StoreError> {
        let (Some(first), Some(closes)) = (group.meetings.first(), group.joining_closes()) else {
            return Ok(vec![JoinIssue::Closed]);
        };
        let rule = JoinRule {
            child_age: programme.child_age,
            starts: first.span.start.day,
            closes,
            languages: group.setting.languages.clone(),
        };
        let candidate = Candidate {
            children_born: born.to_vec(),
            languages: Vec::new(),
            already_here: !people.is_empty() && self.are_here(tx, &group.id, people).await?,
            elsewhere: self.are_elsewhere(tx, group, now).await?,
            barred: self.are_barred(tx, &group.id, people).await?,
        };
        let sees_bars = matches!(self.who(), Who::Staff(_));
        Ok(may_join(&rule, &candidate, now, sees_bars))
    }

    /// Whether one of these people is in the group or on its list.
    async fn are_here(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupId,
        people: &[String],
    ) -> Result<bool, StoreError> {
        let here = self.members_in(tx, group).await?;
        Ok(people.iter().any(|it| here.contains(it)))
    }

    /// Who of the case is in a group or on its list.
    async fn members_in(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupId,
    ) -> Result<BTreeSet<String>, StoreError> {
        let rows = sqlx::query(
            "SELECT group_member.person_id FROM group_member
             JOIN group_enrolment ON group_enrolment.id = group_member.enrolment_id
             WHERE group_enrolment.group_id = $1 AND group_enrolment.case_id = $2
             AND group_enrolment.state IN ('waiting', 'offered', 'enrolled')",
        )
        .bind(&group.0)
        .bind(&self.id().0)
        .fetch_all(&mut **tx)
        .await?;
        rows.iter().map(|row| Ok(row.try_get("person_id")?)).collect()
    }

    /// Whether the case is in another group of the programme that is not over.
    async fn are_elsewhere(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupLine,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS others FROM group_enrolment
             JOIN parent_group ON parent_group.id = group_enrolment.group_id
             WHERE group_enrolment.case_id = $1 AND group_enrolment.group_id <> $2 AND parent_group.programme = $3
             AND group_enrolment.state IN ('waiting', 'offered', 'enrolled') AND EXISTS
               (SELECT 1 FROM group_meeting WHERE group_meeting.group_id = parent_group.id AND ends > $4)",
        )
        .bind(&self.id().0)
        .bind(&group.id.0)
        .bind(&group.programme)
        .bind(now.to_string())
        .fetch_one(&mut **tx)
        .await?;
        Ok(row.try_get::<i64, _>("others")? > 0)
    }

    /// Whether a bar stands between these people and somebody in the group (R5):
    /// of the same case, or of a case that is linked to it. Of a linked case it
    /// is not known which of its people a bar means, so any bar in force keeps
    /// the two out of one group.
    async fn are_barred(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupId,
        people: &[String],
    ) -> Result<bool, StoreError> {
        let today = self.store.today();
        let bars = bar::load(tx, self.id()).await?;
        let in_force: Vec<_> = bars.iter().filter(|it| it.period.holds(today)).collect();
        let here = self.members_in(tx, group).await?;
        let is =
            |one: &str, parties: &BTreeSet<casework::Party>| parties.contains(&casework::Party::Person(one.to_owned()));
        let between = people.iter().any(|one| {
            let meets = |other: &String| {
                in_force.iter().any(|it| {
                    (it.protects == *one && is(other, &it.against)) || (it.protects == *other && is(one, &it.against))
                })
            };
            here.iter().chain(people).filter(|other| *other != one).any(meets)
        });
        if between {
            return Ok(true);
        }
        let linked = sqlx::query(
            "SELECT DISTINCT group_enrolment.case_id FROM group_enrolment JOIN case_link
             ON (case_link.first_case = $1 AND case_link.second_case = group_enrolment.case_id)
             OR (case_link.second_case = $1 AND case_link.first_case = group_enrolment.case_id)
             WHERE case_link.ended_at IS NULL AND group_enrolment.group_id = $2
             AND group_enrolment.state IN ('waiting', 'offered', 'enrolled')",
        )
        .bind(&self.id().0)
        .bind(&group.0)
        .fetch_all(&mut **tx)
        .await?;
        for row in &linked {
            let theirs = bar::load(tx, &super::CaseId(row.try_get("case_id")?)).await?;
            if !in_force.is_empty() || theirs.iter().any(|it| it.period.holds(today)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Puts people of the case into a group's line; with a free seat and nobody
    /// waiting they have it at once.
    ///
    /// # Errors
    /// When the case may not be changed; [`StoreError::NotFound`] for a group
    /// of another unit; `nobody` without an adult who takes part;
    /// `joining_closed`, `already_here`, `not_this_group`.
    pub async fn join_group(
        &self,
        group: &GroupId,
        new: &NewEnrolment,
        now: Moment,
    ) -> Result<(EnrolmentId, EntryState), StoreError> {
        let born = self.children_born().await?;
        let mut write = self.change().await?;
        let joined = self.join_within(&mut write.tx, group, (new, &born), now).await?;
        write.commit().await?;
        Ok(joined)
    }

    /// What [`CaseAccess::join_group`] would do; nothing is kept, so that a case
    /// that was opened to read is enough.
    ///
    /// # Errors
    /// As [`CaseAccess::join_group`].
    pub async fn try_group(
        &self,
        group: &GroupId,
        new: &NewEnrolment,
        now: Moment,
    ) -> Result<(EnrolmentId, EntryState), StoreError> {
        if !self.may_edit() {
            return Err(StoreError::NotAllowed("read_only"));
        }
        let born = self.children_born().await?;
        let mut write = self.store.db().write().await?;
        let joined = self.join_within(&mut write.tx, group, (new, &born), now).await?;
        drop(write);
        Ok(joined)
    }

    /// Somebody joins, in the caller's transaction.
    async fn join_within(
        &self,
        tx: &mut Transaction<'static, Any>,
        group: &GroupId,
        (new, born): (&NewEnrolment, &[Day]),
        now: Moment,
    ) -> Result<(EnrolmentId, EntryState), StoreError> {
        let unit = self.store.lock_group(tx, group).await?;
        if &unit != self.unit() {
            return Err(StoreError::NotFound);
        }
        let (line, programme) = find_on(tx, &unit, group).await?;
        let current = self.current_rows(tx).await?;
        let people = chosen(&current, &new.people)?;
        self.must_be_free_to_join(tx, &line, &programme, &new.people, born, now).await?;
        let row = EnrolmentRow {
            group,
            case: self.id(),
            key: &self.key,
            people: &people,
            seats: seats_of(&people, programme.children_present),
            needs: &new.needs,
            made_by: self.who_id(),
            since: now,
        };
        self.store.join_on(tx, &unit, &row, now).await
    }

    async fn must_be_free_to_join(
        &self,
        tx: &mut Transaction<'static, Any>,
        line: &GroupLine,
        programme: &Programme,
        people: &[String],
        born: &[Day],
        now: Moment,
    ) -> Result<(), StoreError> {
        let issues = self.join_issues(tx, line, programme, people, born, now).await?;
        match issues.into_iter().find(|it| it.is_hard()) {
            None => Ok(()),
            Some(JoinIssue::Closed) => Err(StoreError::NotAllowed("joining_closed")),
            Some(JoinIssue::AlreadyHere) => Err(StoreError::NotAllowed("already_here")),
            // The same word for every cause: whoever calls need not know of a bar.
            Some(_) => Err(StoreError::NotAllowed("not_this_group")),
        }
    }

    /// Answers an offer for the family, or a family answers its own.
    ///
    /// # Errors
    /// When the case may not be changed; [`StoreError::NotFound`]; `no_offer`,
    /// `too_late`, `full`, `joining_closed`.
    pub async fn answer_group_offer(&self, id: &EnrolmentId, yes: bool, now: Moment) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let (group, unit) = self.own_group(&mut write.tx, id).await?;
        self.store.answer_on(&mut write.tx, &unit, &group, id, yes, now).await?;
        write.commit().await
    }

    /// Gives somebody of the case a seat: past others who wait only with a reason.
    ///
    /// # Errors
    /// As [`CaseAccess::answer_group_offer`]; `others_wait`.
    pub async fn take_group_seat(&self, id: &EnrolmentId, reason: &str, now: Moment) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let (group, unit) = self.own_group(&mut write.tx, id).await?;
        let reason = Some((&self.key, reason)).filter(|(_, reason)| !reason.trim().is_empty());
        self.store.seat_on(&mut write.tx, &unit, &group, id, reason, now).await?;
        write.commit().await
    }

    /// Leaves a group or its line; what was attended stays.
    ///
    /// # Errors
    /// When the case may not be changed; [`StoreError::NotFound`].
    pub async fn leave_group(&self, id: &EnrolmentId, now: Moment) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let (group, unit) = self.own_group(&mut write.tx, id).await?;
        self.store.leave_on(&mut write.tx, &unit, &group, id, (EntryState::Withdrawn, now)).await?;
        write.commit().await
    }

    /// Moves to another group of the same programme: what was had goes along
    /// by theme, the seat in the old group becomes free, and who waited keeps
    /// the place in time.
    ///
    /// # Errors
    /// As [`CaseAccess::join_group`]; `other_programme`, `full`, `over`;
    /// [`StoreError::NotFound`] for who has left the group.
    pub async fn transfer_group(&self, id: &EnrolmentId, to: &GroupId, now: Moment) -> Result<EnrolmentId, StoreError> {
        let mut write = self.change().await?;
        let from = self.store.group_of(&mut write.tx, id, self.id()).await?;
        // Always in the same order, so that two who move towards each other never wait for each other.
        let mut units = BTreeSet::new();
        for group in BTreeSet::from([&from, to]) {
            units.insert(self.store.lock_group(&mut write.tx, group).await?);
        }
        let unit = units.pop_first().filter(|_| units.is_empty() && &from != to).ok_or(StoreError::NotFound)?;
        let live = sqlx::query(
            "SELECT 1 AS one FROM group_enrolment WHERE id = $1 AND state IN ('waiting', 'offered', 'enrolled')",
        )
        .bind(&id.0)
        .fetch_optional(&mut *write.tx)
        .await?;
        live.ok_or(StoreError::NotFound)?;
        let (old, _) = find_on(&mut write.tx, &unit, &from).await?;
        let (new, programme) = find_on(&mut write.tx, &unit, to).await?;
        let attended = attendance_on(&mut write.tx, &id.0).await?;
        let people: Vec<(String, bool)> = attended.values().map(|it| (it.person.clone(), it.is_child)).collect();
        let names: Vec<String> = people.iter().map(|(person, _)| person.clone()).collect();
        if self.are_here(&mut write.tx, to, &names).await? {
            return Err(StoreError::NotAllowed("already_here"));
        }
        if self.are_barred(&mut write.tx, to, &names).await? {
            return Err(StoreError::NotAllowed("not_this_group"));
        }
        let list = self.store.settle_on(&mut write.tx, &unit, to, now).await?;
        let seats = seats_of(&people, programme.children_present);
        let free = if list.free() >= seats { list.free() } else { 0 };
        let next = new.meetings.iter().find(|it| it.span.start > now).map(|it| it.number).filter(|_| !new.cancelled);
        let mut moves = Vec::with_capacity(attended.len());
        for (person, attendance) in &attended {
            let moved = transfer(attendance, &old.outline, &new.outline, next, free).map_err(|why| {
                StoreError::NotAllowed(match why {
                    NoTransfer::OtherProgramme => "other_programme",
                    NoTransfer::Full => "full",
                    NoTransfer::Over => "over",
                    NoTransfer::Closed => "joining_closed",
                })
            })?;
            moves.push(moved.attendance(person, attendance.is_child));
        }
        let needs = self.needs_on(&mut write.tx, id).await?;
        let moved = self
            .store
            .move_on(&mut write.tx, (self.id(), &self.key), (to, self.who_id()), (seats, &needs), &moves, now)
            .await?;
        self.store.leave_on(&mut write.tx, &unit, &from, id, (EntryState::Moved, now)).await?;
        write.commit().await?;
        Ok(moved)
    }

    async fn needs_on(&self, tx: &mut Transaction<'static, Any>, id: &EnrolmentId) -> Result<String, StoreError> {
        let row = sqlx::query("SELECT needs_sealed FROM group_enrolment WHERE id = $1")
            .bind(&id.0)
            .fetch_one(&mut **tx)
            .await?;
        self.key.unseal(needs_place(&id.0), &row.try_get::<String, _>("needs_sealed")?)
    }

    /// The group of one of the case's enrolments, locked.
    async fn own_group(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &EnrolmentId,
    ) -> Result<(GroupId, UnitId), StoreError> {
        let group = self.store.group_of(tx, id, self.id()).await?;
        let unit = self.store.lock_group(tx, &group).await?;
        Ok((group, unit))
    }

    fn who_id(&self) -> &str {
        match self.who() {
            Who::Staff(user) => &user.0,
            Who::Participant(person) => person,
        }
    }
}

/// Those who are to join, each of whom takes part in the case; at least one adult.
fn chosen(current: &[CurrentRow], people: &[String]) -> Result<Vec<(String, bool)>, StoreError> {
    let mut found = Vec::new();
    for person in people.iter().collect::<BTreeSet<_>>() {
        let row = current.iter().find(|it| it.person == *person).ok_or(StoreError::NotAllowed("nobody"))?;
        found.push((person.clone(), row.is_child));
    }
    if found.iter().any(|(_, is_child)| !is_child) { Ok(found) } else { Err(StoreError::NotAllowed("nobody")) }
}

/// A seat for each adult; one for the family where children take part themselves.
fn seats_of(people: &[(String, bool)], children_present: bool) -> u8 {
    if children_present { 1 } else { small(people.iter().filter(|(_, is_child)| !is_child).count() as i64) }
}

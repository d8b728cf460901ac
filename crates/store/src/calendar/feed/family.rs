//! The calendar of a participant of a case: the appointments that are with the
//! family, and the meetings of the participant's own groups.

use super::{FeedOf, WITHIN_REACH, reach, reach_values};
use crate::Store;
use crate::calendar::entry::{EntryRow, open_words};
use crate::case::{CaseAccess, CaseId, Who, day_text};
use crate::error::StoreError;
use crate::group::{GroupId, LeaderRow, leaders_on, moment};
use crate::log::{Action, NewRow};
use crate::one_time_link::LinkToken;
use crate::outbox::CaseFacts;
use crate::user::UserId;
use casework::Day;
use casework::appointment::AppointmentKind;
use casework::calendar::ics::IcsEvent;
use casework::calendar::moment::Span;
use casework::opening::Purpose;
use casework::plan::Meeting;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// The calendar of a participant, as it stands in the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyFeed {
    /// Person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// Since when it can be fetched, milliseconds since 1970; nothing while it cannot.
    pub since: Option<i64>,
    /// Whether it was ever fetched.
    pub is_read: bool,
}

/// What comes for a participant.
struct Coming {
    /// Appointments of the case, and whether their place may be named.
    entries: Vec<(EntryRow, bool)>,
    /// Meetings of the participant's own groups: the group, the number of the
    /// meeting, when.
    meetings: Vec<(String, String, Span)>,
}

impl CaseAccess {
    /// The adults who take part today, of whom this viewer knows, and whether
    /// their calendar can be fetched. For staff who are shown the whole case.
    ///
    /// # Errors
    /// When this viewer is not one of them.
    pub async fn feeds(&self) -> Result<Vec<FamilyFeed>, StoreError> {
        self.must_see_whole()?;
        let Who::Staff(_) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let rows = sqlx::query(
            "SELECT person_id, made_at, read_day FROM calendar_feed WHERE case_id = $1 AND revoked_at IS NULL",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut found: Vec<FamilyFeed> = Vec::new();
        for it in self.participants_today().await?.into_iter().filter(|it| !it.is_child) {
            let mut feed = FamilyFeed { person: it.person, name: it.name, since: None, is_read: false };
            for row in &rows {
                if row.try_get::<Option<String>, _>("person_id")?.as_ref() == Some(&feed.person) {
                    feed.since = row.try_get("made_at")?;
                    feed.is_read = row.try_get::<Option<String>, _>("read_day")?.is_some();
                }
            }
            found.push(feed);
        }
        Ok(found)
    }

    /// Makes the address of a participant's calendar; an earlier one ends.
    ///
    /// # Errors
    /// When this viewer may not change the case; [`StoreError::NotFound`] for
    /// nobody who could have one.
    pub async fn make_feed(&self, person: &str) -> Result<LinkToken, StoreError> {
        if !self.feeds().await?.iter().any(|it| it.person == person) {
            return Err(StoreError::NotFound);
        }
        let Who::Staff(by) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let mut write = self.change().await?;
        self.store.end_feed(&mut write.tx, FeedOf::Family(self.id(), person)).await?;
        let token = self.store.begin_feed(&mut write.tx, FeedOf::Family(self.id(), person), by).await?;
        write.commit().await?;
        Ok(token)
    }

    /// Ends the address of a participant's calendar at once.
    ///
    /// # Errors
    /// As [`Self::make_feed`]; what is in force is ended for whoever has it.
    pub async fn revoke_feed(&self, person: &str) -> Result<(), StoreError> {
        let known = self.feeds().await?.iter().any(|it| it.person == person);
        let mut write = self.change().await?;
        let ended = self.store.end_feed(&mut write.tx, FeedOf::Family(self.id(), person)).await?;
        if !known && !ended {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}

impl CaseAccess {
    /// Since when this participant's own calendar can be fetched, milliseconds
    /// since 1970; nothing while it cannot.
    ///
    /// # Errors
    /// When this viewer is no participant.
    pub async fn own_feed(&self) -> Result<Option<i64>, StoreError> {
        let person = self.participant()?;
        let row = sqlx::query(
            "SELECT made_at FROM calendar_feed WHERE case_id = $1 AND person_id = $2 AND revoked_at IS NULL",
        )
        .bind(&self.id().0)
        .bind(person)
        .fetch_optional(self.store.db().pool())
        .await?;
        row.map(|row| Ok(row.try_get("made_at")?)).transpose()
    }

    /// Makes the address of this participant's own calendar; an earlier one
    /// ends. It is made in the name of whoever of the staff let them in.
    ///
    /// # Errors
    /// When this viewer is no participant; [`StoreError::NotFound`] for who has
    /// no way in.
    pub async fn make_own_feed(&self) -> Result<LinkToken, StoreError> {
        let (person, mut write) = self.change_own().await?;
        let row = sqlx::query(
            "SELECT given_by FROM portal_access WHERE case_id = $1 AND person_id = $2 AND ended_at IS NULL",
        )
        .bind(&self.id().0)
        .bind(&person)
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        let by = UserId(row.try_get("given_by")?);
        let of = FeedOf::Family(self.id(), &person);
        self.store.end_feed(&mut write.tx, of).await?;
        let token = self.store.begin_feed(&mut write.tx, of, &by).await?;
        write.commit().await?;
        Ok(token)
    }

    /// Ends the address of this participant's own calendar at once.
    ///
    /// # Errors
    /// When this viewer is no participant.
    pub async fn end_own_feed(&self) -> Result<(), StoreError> {
        let (person, mut write) = self.change_own().await?;
        self.store.end_feed(&mut write.tx, FeedOf::Family(self.id(), &person)).await?;
        write.commit().await
    }
}

impl Store {
    /// Ends the address of a participant's calendar together with their way in.
    pub(crate) async fn end_family_feed(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        person: &str,
    ) -> Result<(), StoreError> {
        self.end_feed(tx, FeedOf::Family(case, person)).await?;
        Ok(())
    }

    /// What a participant may know of the case's appointments; nothing for who
    /// takes part no longer, or where the case is closed or erased.
    pub(crate) async fn family_events(&self, case: &CaseId, person: &str) -> Result<Option<Vec<IcsEvent>>, StoreError> {
        let mut tx = self.db().pool().begin().await?;
        let Some(coming) = self.family_coming(&mut tx, case, person).await? else { return Ok(None) };
        let holder = format!("{}#{person}", case.0);
        let mut events = self.entry_events(&mut tx, &holder, coming.entries).await?;
        events.extend(self.meeting_events(&mut tx, &holder, coming.meetings).await?);
        Ok(Some(events))
    }

    /// The meetings to which a participant comes between two days, both
    /// included, and with whom of the staff: the same appointments as in their
    /// calendar.
    pub(crate) async fn family_meetings(
        &self,
        (case, person): (&CaseId, &str),
        (first, last): (Day, Day),
    ) -> Result<Vec<Meeting>, StoreError> {
        let mut tx = self.db().pool().begin().await?;
        let Some(coming) = self.family_coming(&mut tx, case, person).await? else { return Ok(Vec::new()) };
        let within = Span::days(first, last);
        let mut found = Vec::new();
        for (row, _) in coming.entries {
            let staff: BTreeSet<String> = row.people.iter().map(|user| user.0.clone()).collect();
            let of = row.series.occurrences(within).into_iter();
            found.extend(of.map(|it| Meeting { day: it.span.start.day, staff: staff.clone() }));
        }
        let mut leaders: BTreeMap<String, Vec<LeaderRow>> = BTreeMap::new();
        for (group, _, span) in coming.meetings {
            let day = span.start.day;
            if day < first || last < day {
                continue;
            }
            if !leaders.contains_key(&group) {
                let of_group = leaders_on(&mut tx, &GroupId(group.clone())).await?;
                leaders.insert(group.clone(), of_group);
            }
            let leads = leaders.get(&group).into_iter().flatten().filter(|it| it.leader.period.holds(day));
            found.push(Meeting { day, staff: leads.map(|it| it.leader.user.clone()).collect() });
        }
        Ok(found)
    }

    /// What comes for a participant, as far as they may know of it.
    async fn family_coming(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: &CaseId,
        person: &str,
    ) -> Result<Option<Coming>, StoreError> {
        let Some(key) = self.keys().try_find(&case.scope()).await? else { return Ok(None) };
        let today = self.today();
        let facts = CaseFacts::load(self, &mut *tx, case, &key).await?;
        if !facts.takes_part(person) {
            return Ok(None);
        }
        let mut entries = Vec::new();
        // An appointment does not say who of the family comes. Where somebody is
        // to be kept away from another, nobody's calendar tells when the other is here.
        if !facts.has_bars() {
            let mut values = reach_values(today);
            values.push(case.0.clone());
            let condition = format!("{WITHIN_REACH} AND case_id = $3");
            for row in self.entries_where(&mut *tx, &condition, &values).await? {
                if open_words(&key, &row)?.kind.is_some_and(AppointmentKind::is_with_family) {
                    entries.push((row, facts.shows_place()));
                }
            }
        }
        let (first, last) = reach(today);
        let rows = sqlx::query(
            "SELECT group_meeting.group_id, group_meeting.number, group_meeting.starts, group_meeting.ends
             FROM group_member
             JOIN group_enrolment ON group_enrolment.id = group_member.enrolment_id
             JOIN parent_group ON parent_group.id = group_enrolment.group_id
             JOIN group_meeting ON group_meeting.group_id = parent_group.id
               AND group_meeting.number >= group_member.from_meeting
               AND (group_member.to_meeting IS NULL OR group_meeting.number <= group_member.to_meeting)
             WHERE group_enrolment.case_id = $1 AND group_member.person_id = $2 AND group_enrolment.state = 'enrolled'
             AND parent_group.cancelled_at IS NULL AND group_meeting.starts >= $3 AND group_meeting.starts < $4
             ORDER BY group_meeting.starts, group_meeting.group_id",
        )
        .bind(&case.0)
        .bind(person)
        .bind(day_text(first))
        .bind(day_text(last.plus(1)))
        .fetch_all(&mut **tx)
        .await?;
        let mut meetings = Vec::with_capacity(rows.len());
        for row in &rows {
            let time = |column| -> Result<_, StoreError> { moment(&row.try_get::<String, _>(column)?) };
            let span = Span { start: time("starts")?, end: time("ends")? };
            meetings.push((row.try_get("group_id")?, row.try_get::<i64, _>("number")?.to_string(), span));
        }
        Ok(Some(Coming { entries, meetings }))
    }

    /// The same as a calendar of its own: the first look of a day writes a row
    /// of the case's log.
    pub(super) async fn family_feed(
        &self,
        feed: &str,
        (case, person): (&CaseId, &str),
        read_day: Option<&str>,
    ) -> Result<Option<Vec<IcsEvent>>, StoreError> {
        let events = self.family_events(case, person).await?;
        let today = day_text(self.today());
        if events.is_none() || read_day == Some(today.as_str()) {
            return Ok(events);
        }
        let mut write = self.db().write().await?;
        // Two who fetch at the same time are one first look.
        let first = sqlx::query(
            "UPDATE calendar_feed SET read_day = $2 WHERE id = $1 AND (read_day IS NULL OR read_day <> $2)",
        )
        .bind(feed)
        .bind(&today)
        .execute(&mut *write.tx)
        .await?;
        if first.rows_affected() > 0 {
            let key = self.keys().find(&case.scope()).await?;
            let row = NewRow {
                user: person,
                role: "participant",
                action: Action::Read,
                object: "calendar_feed",
                purpose: Purpose::OwnRecord,
                outcome: "ok",
                detail: "",
            };
            self.log(&mut write.tx, &case.chain(), &key, &row).await?;
            write.quietly().commit().await?;
        }
        Ok(events)
    }
}

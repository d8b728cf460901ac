//! What is counted of a unit's groups in a year, from attendance alone. No
//! case is opened: people are counted by their ids.

use super::attendance::attendance_on;
use super::desk::{GroupDesk, GroupKind, GroupLine};
use super::meeting::Meeting;
use crate::error::StoreError;
use casework::Day;
use casework::calendar::Moment;
use casework::group::figures::{GroupCount, HeldMeeting};
use casework::group::{Attendance, CertificateState, YearFigures, certificate, year_figures};
use casework::programme::Words;
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet};

impl GroupDesk {
    /// The figures of a year, and what the programmes are called.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for who does not lead the unit or takes in for it.
    pub async fn year(&self, year: u16, now: Moment) -> Result<(YearFigures, BTreeMap<String, Words>), StoreError> {
        if !self.by.roles_in(&self.unit).into_iter().any(|role| role.lists_unit()) {
            return Err(StoreError::NotFound);
        }
        // A group that ends in this year may have begun in the one before.
        let groups = self.groups(Day::new(year, 1, 1), Day::new(year, 12, 31)).await?;
        let mut counts = Vec::with_capacity(groups.len());
        for group in &groups {
            counts.push(self.count(group, now).await?);
        }
        let names = groups.into_iter().map(|it| (it.programme, it.programme_name)).collect();
        Ok((year_figures(year, &counts), names))
    }

    async fn count(&self, group: &GroupLine, now: Moment) -> Result<GroupCount, StoreError> {
        let mut connection = self.store.db().pool().acquire().await?;
        let rows = sqlx::query("SELECT id, case_id FROM group_enrolment WHERE group_id = $1 ORDER BY id")
            .bind(&group.id.0)
            .fetch_all(&mut *connection)
            .await?;
        let mut attendances = Vec::new();
        for row in &rows {
            let (id, case): (String, String) = (row.try_get("id")?, row.try_get("case_id")?);
            for (person, mut attendance) in attendance_on(&mut connection, &id).await? {
                // Ids of people are the case's own.
                attendance.person = format!("{case}/{person}");
                attendances.push(attendance);
            }
        }
        let noted: BTreeSet<u8> = attendances.iter().flat_map(|it| it.noted.keys().copied()).collect();
        // Of a group that was called off those count at which somebody was noted.
        let counts = |it: &&Meeting| match group.kind {
            GroupKind::DropIn => it.heads.is_some(),
            GroupKind::Course => it.span.end <= now && (!group.cancelled || noted.contains(&it.number)),
        };
        let held: Vec<HeldMeeting> = group
            .meetings
            .iter()
            .filter(counts)
            .map(|it| HeldMeeting { number: it.number, day: it.span.start.day, heads: it.heads })
            .collect();
        let numbers: Vec<u8> = held.iter().map(|it| it.number).collect();
        let meetings = group.outline.meetings();
        let earned = |it: &&Attendance| {
            let rule = group.outline.certificate.filter(|_| !it.is_child);
            rule.is_some_and(|rule| certificate(rule, it, meetings, &numbers) == CertificateState::Earned)
        };
        let certificates = attendances.iter().filter(earned).map(|it| it.person.clone()).collect();
        Ok(GroupCount { programme: group.programme.clone(), meetings, held, attendances, certificates })
    }
}

//! A group's meetings.

use super::{GroupId, json, moment, of_json, small};
use crate::error::StoreError;
use casework::calendar::{FreeDays, Moment, Span};
use casework::group::figures::Heads;
use casework::group::plan::{Plan, PlannedMeeting};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Which one, from 1.
    pub number: u8,
    /// When.
    pub span: Span,
    /// Codes of its themes.
    pub themes: Vec<String>,
    /// What is tried at home until the next one.
    pub home_task: String,
    /// Heads counted at the door, where nobody is noted by name.
    pub heads: Option<Heads>,
}

/// When each meeting is, by number: what a move changes.
pub type Times = Vec<(u8, Span)>;

impl Meeting {
    pub(super) fn times(all: &[Self]) -> Times {
        all.iter().map(|it| (it.number, it.span)).collect()
    }

    /// The plan that the meetings make.
    pub(super) fn plan(all: &[Self], free: &FreeDays) -> Plan {
        let planned = |it: &Self| PlannedMeeting {
            number: it.number,
            span: it.span,
            themes: it.themes.clone(),
            notes: free.notes(it.span.start.day),
        };
        Plan { meetings: all.iter().map(planned).collect(), skipped: Vec::new() }
    }

    /// Numbers of those that are over.
    #[must_use]
    pub fn held(all: &[Self], now: Moment) -> Vec<u8> {
        all.iter().filter(|it| it.span.end <= now).map(|it| it.number).collect()
    }

    /// The number of the next one, or of the one that is being held.
    #[must_use]
    pub fn next(all: &[Self], now: Moment) -> Option<u8> {
        all.iter().find(|it| it.span.end > now).map(|it| it.number)
    }
}

pub(super) fn span_of(row: &AnyRow) -> Result<Span, StoreError> {
    Ok(Span { start: moment(&row.try_get::<String, _>("starts")?)?, end: moment(&row.try_get::<String, _>("ends")?)? })
}

fn read(row: &AnyRow) -> Result<Meeting, StoreError> {
    let (adults, children): (Option<i64>, Option<i64>) = (row.try_get("adults")?, row.try_get("children")?);
    let count = |number: i64| u16::try_from(number).unwrap_or_default();
    Ok(Meeting {
        number: small(row.try_get("number")?),
        span: span_of(row)?,
        themes: of_json(&row.try_get::<String, _>("themes")?)?,
        home_task: row.try_get("home_task")?,
        heads: adults.map(|adults| Heads { adults: count(adults), children: count(children.unwrap_or_default()) }),
    })
}

/// A group's meetings in order of their numbers.
pub(super) async fn meetings_on(on: &mut AnyConnection, group: &GroupId) -> Result<Vec<Meeting>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, starts, ends, themes, home_task, adults, children FROM group_meeting
         WHERE group_id = $1 ORDER BY number",
    )
    .bind(&group.0)
    .fetch_all(on)
    .await?;
    rows.iter().map(read).collect()
}

pub(super) async fn insert(
    on: &mut AnyConnection,
    group: &GroupId,
    meetings: &[PlannedMeeting],
) -> Result<(), StoreError> {
    for it in meetings {
        sqlx::query("INSERT INTO group_meeting (group_id, number, starts, ends, themes) VALUES ($1, $2, $3, $4, $5)")
            .bind(&group.0)
            .bind(i64::from(it.number))
            .bind(it.span.start.to_string())
            .bind(it.span.end.to_string())
            .bind(json(&it.themes)?)
            .execute(&mut *on)
            .await?;
    }
    Ok(())
}

/// Puts meetings at other times; their numbers, themes and what is noted stay.
pub(super) async fn put(on: &mut AnyConnection, group: &GroupId, times: &Times) -> Result<(), StoreError> {
    for (number, span) in times {
        sqlx::query("UPDATE group_meeting SET starts = $3, ends = $4 WHERE group_id = $1 AND number = $2")
            .bind(&group.0)
            .bind(i64::from(*number))
            .bind(span.start.to_string())
            .bind(span.end.to_string())
            .execute(&mut *on)
            .await?;
    }
    Ok(())
}

//! Calendars that other programs fetch, without a session: whoever has the
//! address has the calendar. It holds a token of which only the hash is kept;
//! one that is made anew or revoked is worth nothing from that moment on.
//!
//! What goes out is when, and a word that says nothing. Of a family nothing
//! that tells what for or with whom, and no place where anybody's address is
//! protected.

mod ended;
mod family;
mod staff;

pub use family::FamilyFeed;

use super::Calendar;
use super::entry::EntryRow;
use crate::Store;
use crate::case::{CaseId, day_text};
use crate::crypto::mac;
use crate::error::StoreError;
use crate::one_time_link::LinkToken;
use crate::user::UserId;
use casework::Day;
use casework::appointment::PlaceKind;
use casework::calendar::Series;
use casework::calendar::ics::{Feed, IcsEvent, write};
use casework::calendar::moment::Span;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row, Transaction};
use std::collections::BTreeMap;

/// The words of a feed, which say nothing.
#[derive(Clone, Copy, Debug)]
pub struct FeedWords {
    /// What the calendar is called.
    pub name: &'static str,
    /// What every appointment is called.
    pub title: &'static str,
}

/// Whose feed it is.
enum Holder {
    Staff { feed: String, user: UserId },
    Family { feed: String, case: CaseId, person: String, read_day: Option<String> },
}

/// So much of what has been is shown, in days.
const BACK: i32 = 60;
/// So much of what comes, in days.
const AHEAD: i32 = 400;

/// What a feed reaches.
fn reach(today: Day) -> (Day, Day) {
    (today.shifted(-BACK), today.shifted(AHEAD))
}

/// The place that a feed may name: a room of the house. Where a family lives is nobody's.
fn place_of(row: &EntryRow, rooms: &BTreeMap<String, String>) -> Option<String> {
    let room = row.room.as_ref().filter(|_| row.place == PlaceKind::Centre)?;
    rooms.get(room).cloned()
}

impl Calendar {
    /// Since when this user's calendar can be fetched, in milliseconds since
    /// 1970; nothing while it cannot.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn feed(&self) -> Result<Option<i64>, StoreError> {
        let row = sqlx::query("SELECT made_at FROM calendar_feed WHERE user_id = $1 AND revoked_at IS NULL")
            .bind(&self.user.id.0)
            .fetch_optional(self.store.db().pool())
            .await?;
        row.map(|row| Ok(row.try_get("made_at")?)).transpose()
    }

    /// Makes the address of this user's calendar; an earlier one ends.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn make_feed(&self) -> Result<LinkToken, StoreError> {
        let mut write = self.store.db().write().await?;
        self.store.end_feed(&mut write.tx, FeedOf::Staff(&self.user.id)).await?;
        let token = self.store.begin_feed(&mut write.tx, FeedOf::Staff(&self.user.id), &self.user.id).await?;
        write.commit().await?;
        Ok(token)
    }

    /// Ends the address of this user's calendar at once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revoke_feed(&self) -> Result<(), StoreError> {
        let mut write = self.store.db().write().await?;
        self.store.end_feed(&mut write.tx, FeedOf::Staff(&self.user.id)).await?;
        write.commit().await
    }
}

/// Of whom a feed is made or ended.
#[derive(Clone, Copy)]
enum FeedOf<'a> {
    Staff(&'a UserId),
    Family(&'a CaseId, &'a str),
}

impl Store {
    /// The text of the calendar behind a token; nothing where the token is
    /// worth nothing, or whoever holds it may not see it any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn feed_text(&self, token: &LinkToken, words: FeedWords) -> Result<Option<String>, StoreError> {
        let Some(holder) = self.feed_holder(token).await? else { return Ok(None) };
        let events = match &holder {
            Holder::Staff { user, .. } => self.staff_events(user).await?,
            Holder::Family { feed, case, person, read_day } => {
                self.family_feed(feed, (case, person), read_day.as_deref()).await?
            }
        };
        let (Holder::Staff { feed, .. } | Holder::Family { feed, .. }) = &holder;
        let Some(mut events) = events else {
            self.end_refused_feed(feed).await?;
            return Ok(None);
        };
        events.iter_mut().for_each(|event| words.title.clone_into(&mut event.title));
        let feed = Feed { name: words.name.to_owned(), zone: self.zone(), events };
        write(&feed).map(Some).map_err(|_| StoreError::Unreadable("calendar_feed"))
    }

    async fn feed_holder(&self, token: &LinkToken) -> Result<Option<Holder>, StoreError> {
        let row = sqlx::query(
            "SELECT id, user_id, case_id, person_id, read_day FROM calendar_feed
             WHERE token_hash = $1 AND revoked_at IS NULL",
        )
        .bind(token.hash())
        .fetch_optional(self.db().pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        if let Some(user) = row.try_get::<Option<String>, _>("user_id")? {
            return Ok(Some(Holder::Staff { feed: row.try_get("id")?, user: UserId(user) }));
        }
        let case: Option<String> = row.try_get("case_id")?;
        let person: Option<String> = row.try_get("person_id")?;
        let (feed, read_day) = (row.try_get("id")?, row.try_get("read_day")?);
        Ok(case.zip(person).map(|(case, person)| Holder::Family { feed, case: CaseId(case), person, read_day }))
    }

    async fn begin_feed(
        &self,
        tx: &mut Transaction<'static, Any>,
        of: FeedOf<'_>,
        by: &UserId,
    ) -> Result<LinkToken, StoreError> {
        let token = LinkToken::generate();
        let (user, case, person) = of.columns();
        sqlx::query(
            "INSERT INTO calendar_feed (id, token_hash, user_id, case_id, person_id, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.new_id())
        .bind(token.hash())
        .bind(user)
        .bind(case)
        .bind(person)
        .bind(&by.0)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(token)
    }

    /// Ends an address that is in force. Tells whether there was one.
    async fn end_feed(&self, tx: &mut Transaction<'static, Any>, of: FeedOf<'_>) -> Result<bool, StoreError> {
        let (user, case, person) = of.columns();
        let ended = sqlx::query(
            "UPDATE calendar_feed SET revoked_at = $4 WHERE revoked_at IS NULL
             AND (user_id = $1 OR (case_id = $2 AND person_id = $3))",
        )
        .bind(user)
        .bind(case)
        .bind(person)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(ended.rows_affected() > 0)
    }

    /// A name for an event that is the same for ever, differs between feeds, and tells nothing.
    fn event_uid(&self, holder: &str, what: &str) -> String {
        format!("{}@familiekart", &mac(&self.secrets().message, &["feed", holder, what])[..32])
    }

    /// When each entry was last changed, in milliseconds since 1970.
    async fn entries_changed(
        &self,
        on: &mut AnyConnection,
        rows: &[EntryRow],
    ) -> Result<BTreeMap<String, i64>, StoreError> {
        let mut found = BTreeMap::new();
        for some in rows.chunks(400) {
            let list = super::marks(1, some.len());
            let statement = format!("SELECT id, changed_at FROM calendar_entry WHERE id IN ({list})");
            let mut query = sqlx::query(AssertSqlSafe(statement));
            for row in some {
                query = query.bind(row.id.clone());
            }
            for row in query.fetch_all(&mut *on).await? {
                found.insert(row.try_get("id")?, row.try_get("changed_at")?);
            }
        }
        Ok(found)
    }

    /// The events of entries, with the place where it may be named.
    async fn entry_events(
        &self,
        on: &mut AnyConnection,
        holder: &str,
        rows: Vec<(EntryRow, bool)>,
    ) -> Result<Vec<IcsEvent>, StoreError> {
        let (rows, shows): (Vec<EntryRow>, Vec<bool>) = rows.into_iter().unzip();
        let changed = self.entries_changed(&mut *on, &rows).await?;
        let rooms = self.rooms_of(&mut *on, rows.iter().filter_map(|row| row.room.as_ref())).await?;
        let event = |(row, shows_place): (EntryRow, bool)| IcsEvent {
            uid: self.event_uid(holder, &row.id),
            title: String::new(),
            place: if shows_place { place_of(&row, &rooms) } else { None },
            changed_at: changed.get(&row.id).copied().unwrap_or_default(),
            // A place that changes counts too, not only a time.
            series: Series { sequence: u32::try_from(row.version).unwrap_or(u32::MAX), ..row.series },
        };
        Ok(rows.into_iter().zip(shows).map(event).collect())
    }

    /// Meetings of groups as events; a place is not named, since it could tell which group it is.
    async fn meeting_events(
        &self,
        on: &mut AnyConnection,
        holder: &str,
        meetings: Vec<(String, String, Span)>,
    ) -> Result<Vec<IcsEvent>, StoreError> {
        let mut known: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        let mut events = Vec::with_capacity(meetings.len());
        for (group, mark, span) in meetings {
            if !known.contains_key(&group) {
                let row = sqlx::query(
                    "SELECT version, created_at, (SELECT MAX(at) FROM group_step WHERE group_id = $1) AS moved_at,
                       (SELECT MAX(undone_at) FROM group_step WHERE group_id = $1) AS undone_at
                     FROM parent_group WHERE id = $1",
                )
                .bind(&group)
                .fetch_one(&mut *on)
                .await?;
                let at = |column| row.try_get::<Option<i64>, _>(column);
                let changed = [at("created_at")?, at("moved_at")?, at("undone_at")?].into_iter().flatten().max();
                known.insert(group.clone(), (row.try_get("version")?, changed.unwrap_or_default()));
            }
            let (version, changed_at) = known.get(&group).copied().unwrap_or_default();
            let minutes = u16::try_from(span.minutes()).map_err(|_| StoreError::Unreadable("group_meeting"))?;
            let series = Series::once(span.start, minutes).map_err(|_| StoreError::Unreadable("group_meeting"))?;
            events.push(IcsEvent {
                uid: self.event_uid(holder, &format!("group:{group}:{mark}")),
                series: Series { sequence: u32::try_from(version).unwrap_or(u32::MAX), ..series },
                title: String::new(),
                place: None,
                changed_at,
            });
        }
        Ok(events)
    }
}

impl FeedOf<'_> {
    /// User, case and person as the columns have them.
    fn columns(self) -> (Option<String>, Option<String>, Option<String>) {
        match self {
            Self::Staff(user) => (Some(user.0.clone()), None, None),
            Self::Family(case, person) => (None, Some(case.0.clone()), Some(person.to_owned())),
        }
    }
}

/// Entries of a condition that may have something within the reach of a feed: its first two values.
fn reach_values(today: Day) -> Vec<String> {
    let (first, last) = reach(today);
    vec![day_text(last), day_text(first)]
}

const WITHIN_REACH: &str = "ended_at IS NULL AND first_day <= $1 AND (last_day IS NULL OR last_day >= $2)";

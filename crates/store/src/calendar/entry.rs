//! Appointments as they are kept: when, where, who takes part, and in sealed
//! words what for.

use super::marks;
use crate::Store;
use crate::case::{CaseId, day_text};
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::appointment::{AppointmentKind, PlaceKind};
use casework::calendar::Series;
use casework::calendar::conflict::{Booking, Resource, Travel};
use casework::calendar::moment::Span;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// Id of an entry of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId(pub String);

/// What an entry is for, in words. Of a case they are case data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// A title; may be empty for an appointment of a case.
    pub title: String,
    /// The kind of talk; nothing for what belongs to no case.
    pub kind: Option<AppointmentKind>,
    /// What those who take part should know.
    pub note: String,
}

/// Where an entry is and who and what takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// The room's id.
    pub room: Option<String>,
    /// Sort of place.
    pub place: PlaceKind,
    /// Minutes on the road.
    pub travel: Travel,
    /// Staff.
    pub people: BTreeSet<UserId>,
    /// Interpreters, by id.
    pub interpreters: BTreeSet<String>,
    /// Equipment, by id.
    pub equipment: BTreeSet<String>,
    /// Whether all who plan in the unit may read the title. Never of a case.
    pub open_to_unit: bool,
    /// What for.
    pub words: Words,
}

/// A new entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// Of which unit; an appointment of a case is of the case's.
    pub unit: UnitId,
    /// When.
    pub series: Series,
    /// Where and with whom.
    pub details: Details,
}

/// An entry, for whoever may read all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Id.
    pub id: EntryId,
    /// The unit.
    pub unit: UnitId,
    /// The case, if it belongs to one.
    pub case: Option<CaseId>,
    /// Who answers for it.
    pub owner: UserId,
    /// When.
    pub series: Series,
    /// Where and with whom.
    pub details: Details,
    /// Counts the changes: whoever writes names the version that was read.
    pub version: i64,
}

/// An entry as its row has it, the words still sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EntryRow {
    pub(super) id: String,
    pub(super) unit: UnitId,
    pub(super) case: Option<CaseId>,
    pub(super) owner: UserId,
    pub(super) series: Series,
    pub(super) room: Option<String>,
    pub(super) place: PlaceKind,
    pub(super) travel: Travel,
    pub(super) people: BTreeSet<UserId>,
    pub(super) interpreters: BTreeSet<String>,
    pub(super) equipment: BTreeSet<String>,
    pub(super) open_to_unit: bool,
    pub(super) words_sealed: String,
    pub(super) version: i64,
    pub(super) ended_at: Option<i64>,
}

/// Longest title and note, in characters.
const TITLE_MAX: usize = 120;
const NOTE_MAX: usize = 2_000;
/// So many may take part at most.
const PEOPLE_MAX: usize = 50;
/// Nobody is on the road longer than this, in minutes.
const ROAD_MAX: u16 = 8 * 60;
/// Statements with a list of ids take up to so many.
const AT_ONCE: usize = 400;

const COLUMNS: &str = "calendar_entry.id, calendar_entry.unit_id, calendar_entry.case_id, calendar_entry.owner_id,
    calendar_entry.series, calendar_entry.room_id, calendar_entry.place, calendar_entry.travel_before,
    calendar_entry.travel_after, calendar_entry.open_to_unit, calendar_entry.words_sealed, calendar_entry.version,
    calendar_entry.ended_at";

/// Where the words of an entry are sealed.
pub(super) const fn words_place(id: &str) -> Place<'_> {
    Place { table: "calendar_entry", column: "words_sealed", row: id }
}

pub(super) fn seal_words(key: &ScopeKey, id: &str, words: &Words) -> Result<String, StoreError> {
    let text = serde_json::to_string(words).map_err(|_| StoreError::Unreadable("calendar_entry"))?;
    key.seal(words_place(id), &text)
}

pub(super) fn open_words(key: &ScopeKey, row: &EntryRow) -> Result<Words, StoreError> {
    let text = key.unseal(words_place(&row.id), &row.words_sealed)?;
    serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("calendar_entry"))
}

impl Details {
    /// What is wrong with them, whoever asks.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let is_plain = |text: &str, most: usize| text.chars().count() <= most && !text.contains('\0');
        let ids = self.interpreters.iter().chain(&self.equipment);
        if !is_plain(&self.words.title, TITLE_MAX) || !is_plain(&self.words.note, NOTE_MAX) {
            return Err(StoreError::NotAllowed("entry_words"));
        }
        if self.people.is_empty() || self.people.len() + self.interpreters.len() + self.equipment.len() > PEOPLE_MAX {
            return Err(StoreError::NotAllowed("entry_people"));
        }
        if self.travel.before.max(self.travel.after) > ROAD_MAX || ids.into_iter().any(|id| !is_plain(id, 64)) {
            return Err(StoreError::NotAllowed("entry_road"));
        }
        Ok(())
    }
}

impl EntryRow {
    /// The entry with its words opened.
    pub(super) fn open(self, key: &ScopeKey) -> Result<Entry, StoreError> {
        let words = open_words(key, &self)?;
        Ok(Entry {
            details: Details {
                room: self.room,
                place: self.place,
                travel: self.travel,
                people: self.people,
                interpreters: self.interpreters,
                equipment: self.equipment,
                open_to_unit: self.open_to_unit,
                words,
            },
            id: EntryId(self.id),
            unit: self.unit,
            case: self.case,
            owner: self.owner,
            series: self.series,
            version: self.version,
        })
    }

    /// Who and what it takes up.
    pub(super) fn resources(&self) -> Vec<Resource> {
        let people = self.people.iter().map(|it| Resource::Person(it.0.clone()));
        people
            .chain(self.case.iter().map(|case| Resource::Family(case.0.clone())))
            .chain(self.interpreters.iter().cloned().map(Resource::Interpreter))
            .chain(self.room.iter().cloned().map(Resource::Room))
            .chain(self.equipment.iter().cloned().map(Resource::Equipment))
            .collect()
    }

    /// What takes place within a span, the road counted in.
    pub(super) fn bookings(&self, within: Span) -> Vec<Booking> {
        let wide = within.widened(self.travel.after, self.travel.before);
        let resources = self.resources();
        let booking = |id, span| Booking {
            id: source_key(&self.id, id),
            span,
            resources: resources.clone(),
            travel: self.travel,
        };
        self.series.occurrences(wide).into_iter().map(|it| booking(it.id, it.span)).collect()
    }
}

/// How an occurrence of an entry is named among all that is taken.
pub(super) fn source_key(entry: &str, at: casework::calendar::Moment) -> String {
    format!("entry:{entry}#{at}")
}

fn row_of(row: &AnyRow) -> Result<EntryRow, StoreError> {
    let unreadable = || StoreError::Unreadable("calendar_entry");
    let minutes =
        |column| -> Result<u16, StoreError> { u16::try_from(row.try_get::<i64, _>(column)?).map_err(|_| unreadable()) };
    Ok(EntryRow {
        id: row.try_get("id")?,
        unit: UnitId(row.try_get("unit_id")?),
        case: row.try_get::<Option<String>, _>("case_id")?.map(CaseId),
        owner: UserId(row.try_get("owner_id")?),
        series: serde_json::from_str(&row.try_get::<String, _>("series")?).map_err(|_| unreadable())?,
        room: row.try_get("room_id")?,
        place: PlaceKind::from_code(&row.try_get::<String, _>("place")?).ok_or_else(unreadable)?,
        travel: Travel { before: minutes("travel_before")?, after: minutes("travel_after")? },
        people: BTreeSet::new(),
        interpreters: BTreeSet::new(),
        equipment: BTreeSet::new(),
        open_to_unit: row.try_get::<i64, _>("open_to_unit")? != 0,
        words_sealed: row.try_get("words_sealed")?,
        version: row.try_get("version")?,
        ended_at: row.try_get("ended_at")?,
    })
}

impl Store {
    /// Entries by a condition on `calendar_entry`, with who takes part, in the
    /// order in which they were made.
    pub(super) async fn entries_where(
        &self,
        on: &mut AnyConnection,
        condition: &str,
        values: &[String],
    ) -> Result<Vec<EntryRow>, StoreError> {
        let statement = format!("SELECT {COLUMNS} FROM calendar_entry WHERE {condition} ORDER BY calendar_entry.id");
        let mut query = sqlx::query(AssertSqlSafe(statement));
        for value in values {
            query = query.bind(value.clone());
        }
        let found = query.fetch_all(&mut *on).await?;
        let mut rows: BTreeMap<String, EntryRow> = BTreeMap::new();
        for row in &found {
            let row = row_of(row)?;
            rows.insert(row.id.clone(), row);
        }
        let ids: Vec<String> = rows.keys().cloned().collect();
        for some in ids.chunks(AT_ONCE) {
            let statement =
                format!("SELECT entry_id, kind, who FROM calendar_part WHERE entry_id IN ({})", marks(1, some.len()));
            let mut query = sqlx::query(AssertSqlSafe(statement));
            for id in some {
                query = query.bind(id.clone());
            }
            for part in query.fetch_all(&mut *on).await? {
                let Some(row) = rows.get_mut(&part.try_get::<String, _>("entry_id")?) else { continue };
                let who: String = part.try_get("who")?;
                match part.try_get::<String, _>("kind")?.as_str() {
                    "person" => drop(row.people.insert(UserId(who))),
                    "interpreter" => drop(row.interpreters.insert(who)),
                    _ => drop(row.equipment.insert(who)),
                }
            }
        }
        Ok(rows.into_values().collect())
    }

    /// One entry that has not ended.
    pub(super) async fn entry_row(&self, on: &mut AnyConnection, id: &EntryId) -> Result<EntryRow, StoreError> {
        let id = id.0.replace('\0', "");
        let mut rows = self.entries_where(on, "id = $1 AND ended_at IS NULL", &[id]).await?;
        rows.pop().ok_or(StoreError::NotFound)
    }

    /// Keeps a row as it is, new or over the version that it has counted up to.
    ///
    /// Names the version before, so that of two who write at once one is told.
    pub(super) async fn put_entry(
        &self,
        tx: &mut Transaction<'static, Any>,
        row: &EntryRow,
        by: &UserId,
    ) -> Result<(), StoreError> {
        let series = serde_json::to_string(&row.series).map_err(|_| StoreError::Unreadable("calendar_entry"))?;
        let (first, last) = row.series.reach();
        let statement = if row.version == 1 {
            "INSERT INTO calendar_entry (id, unit_id, case_id, owner_id, series, first_day, last_day, room_id, place,
               travel_before, travel_after, open_to_unit, words_sealed, version, changed_by, changed_at, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        } else {
            "UPDATE calendar_entry SET unit_id = $2, case_id = $3, owner_id = $4, series = $5, first_day = $6,
               last_day = $7, room_id = $8, place = $9, travel_before = $10, travel_after = $11, open_to_unit = $12,
               words_sealed = $13, version = $14, changed_by = $15, changed_at = $16, ended_at = $17
             WHERE id = $1 AND version = $14 - 1"
        };
        let done = sqlx::query(statement)
            .bind(&row.id)
            .bind(&row.unit.0)
            .bind(row.case.as_ref().map(|case| case.0.clone()))
            .bind(&row.owner.0)
            .bind(series)
            .bind(day_text(first))
            .bind(last.map(day_text))
            .bind(row.room.clone())
            .bind(row.place.code())
            .bind(i64::from(row.travel.before))
            .bind(i64::from(row.travel.after))
            .bind(i64::from(row.open_to_unit))
            .bind(&row.words_sealed)
            .bind(row.version)
            .bind(&by.0)
            .bind(self.now())
            .bind(row.ended_at)
            .execute(&mut **tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotAllowed("changed_since"));
        }
        sqlx::query("DELETE FROM calendar_part WHERE entry_id = $1").bind(&row.id).execute(&mut **tx).await?;
        let people = row.people.iter().map(|it| ("person", &it.0));
        let interpreters = row.interpreters.iter().map(|it| ("interpreter", it));
        let equipment = row.equipment.iter().map(|it| ("equipment", it));
        for (kind, who) in people.chain(interpreters).chain(equipment) {
            sqlx::query("INSERT INTO calendar_part (entry_id, kind, who) VALUES ($1, $2, $3)")
                .bind(&row.id)
                .bind(kind)
                .bind(who)
                .execute(&mut **tx)
                .await?;
        }
        self.renew_reminders(tx, row, by).await
    }

    /// Stops rooms, people and equipment that are not the unit's to plan with.
    /// What the entry had before may stay.
    pub(super) async fn must_belong(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        details: &Details,
        before: Option<&EntryRow>,
    ) -> Result<(), StoreError> {
        details.check()?;
        if let Some(room) = details.room.as_ref().filter(|room| before.is_none_or(|it| it.room.as_ref() != Some(room)))
        {
            let found = sqlx::query("SELECT 1 FROM room WHERE id = $1 AND unit_id = $2 AND retired_at IS NULL")
                .bind(room.replace('\0', ""))
                .bind(&unit.0)
                .fetch_optional(&mut **tx)
                .await?;
            found.ok_or(StoreError::NotAllowed("entry_room"))?;
        }
        for id in details.equipment.iter().filter(|id| before.is_none_or(|it| !it.equipment.contains(*id))) {
            let found = sqlx::query("SELECT 1 FROM equipment WHERE id = $1 AND unit_id = $2 AND retired_at IS NULL")
                .bind(id)
                .bind(&unit.0)
                .fetch_optional(&mut **tx)
                .await?;
            found.ok_or(StoreError::NotAllowed("entry_equipment"))?;
        }
        for person in details.people.iter().filter(|it| before.is_none_or(|row| !row.people.contains(*it))) {
            let fits = match self.find_user_on(&mut *tx, &UserId(person.0.replace('\0', ""))).await {
                Err(StoreError::NotFound) => false,
                found => super::plans_in(&found?, unit),
            };
            if !fits {
                return Err(StoreError::NotAllowed("entry_people"));
            }
        }
        Ok(())
    }
}

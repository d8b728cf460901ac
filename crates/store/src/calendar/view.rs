//! Whose calendar somebody looks at, and what they may see of it. Of a case
//! they see what the case list would tell them, or that time is taken.

use super::entry::{EntryId, EntryRow, open_words, source_key};
use super::source::{self, Asked, Item, Sort};
use super::{Calendar, change, leads, marks, plans_in};
use crate::case::{CaseId, CaseLine};
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::appointment::PlaceKind;
use casework::calendar::conflict::{Resource, Travel};
use casework::calendar::moment::{Moment, Span};
use casework::role::Role;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeMap;

/// Whose calendar is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// One's own.
    Mine,
    /// All of a unit's staff and rooms.
    Unit(UnitId),
    /// A colleague's.
    Person(UserId),
    /// A room's.
    Room(String),
    /// A piece of equipment's.
    Equipment(String),
    /// A family's: what is planned with one of the viewer's own cases.
    Family(CaseId),
}

/// What somebody may know of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownWhat {
    /// That time is taken.
    Busy,
    /// Its title.
    Title(String),
    /// The case, as its line in the list tells it.
    Case {
        /// Id.
        id: CaseId,
        /// Number.
        number: String,
        /// Display name.
        name: String,
        /// Whether the case opens to this viewer.
        opens: bool,
    },
}

/// An item of a calendar as one viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Names it among all that is shown.
    pub key: String,
    /// Where it comes from.
    pub sort: Sort,
    /// The entry, for whoever may see what it is.
    pub entry: Option<EntryId>,
    /// The entry's version.
    pub version: i64,
    /// Which of its series, by the time that the rule has for it.
    pub at: Moment,
    /// When.
    pub span: Span,
    /// What it is.
    pub what: ShownWhat,
    /// Staff who take part: ids and names.
    pub people: Vec<(UserId, String)>,
    /// Id and name of the room.
    pub room: Option<(String, String)>,
    /// Sort of place.
    pub place: Option<PlaceKind>,
    /// On the road.
    pub travel: Travel,
    /// Whether it repeats.
    pub repeats: bool,
    /// Whether this one was moved out of its series.
    pub moved: bool,
    /// Whether the viewer takes part.
    pub mine: bool,
    /// Whether the viewer may move it.
    pub may_change: bool,
}

/// No more rows than this are shown at once; a month of a large unit has fewer.
const MOST: usize = 5_000;

impl Calendar {
    /// Everything in a calendar within a span, in order of time.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a calendar that is not of a unit in which
    /// this user plans.
    pub async fn view(&self, whose: &Whose, within: Span) -> Result<Vec<Shown>, StoreError> {
        let resources = self.resources_of(whose).await?;
        let asked = Asked { within, resources: &resources, except: None };
        let rows = source::entry_rows(&self.store, &asked).await?;
        let mut on = self.store.db().pool().acquire().await?;
        let lines = self.lines_of(&rows).await?;
        let rooms = self.store.rooms_of(&mut on, rows.iter().filter_map(|row| row.room.as_ref())).await?;
        let items = source::items(&self.store, &asked).await?;
        let people = items.iter().flat_map(|item| item.resources.iter()).filter_map(|it| match it {
            Resource::Person(id) => Some(UserId(id.clone())),
            _ => None,
        });
        let people: Vec<UserId> = people.collect();
        let names = self.store.staff_names(&mut on, people.iter()).await?;
        let named = |id: &UserId| (id.clone(), names.get(id).cloned().unwrap_or_default());
        let mut found = Vec::new();
        let of_a_room = matches!(whose, Whose::Room(_) | Whose::Equipment(_));
        for row in &rows {
            let what = self.what(row, &lines)?;
            let mine = row.people.contains(&self.user.id) || row.owner == self.user.id;
            let known = mine || what != ShownWhat::Busy;
            let may_change = match &what {
                ShownWhat::Case { id, .. } => lines.get(id).is_some_and(|line| line.is_mine),
                _ => row.case.is_none() && change::may_change(&self.user, row),
            };
            let room = row.room.as_ref().filter(|_| known || of_a_room);
            for it in row.series.occurrences(within) {
                found.push(Shown {
                    key: source_key(&row.id, it.id),
                    sort: Sort::Entry,
                    entry: known.then(|| EntryId(row.id.clone())),
                    version: row.version,
                    at: it.id,
                    span: it.span,
                    what: what.clone(),
                    people: row.people.iter().map(named).collect(),
                    room: room.map(|id| (id.clone(), rooms.get(id).cloned().unwrap_or_default())),
                    place: known.then_some(row.place),
                    travel: if known { row.travel } else { Travel::default() },
                    repeats: known && row.series.rule.is_some(),
                    moved: known && it.moved,
                    mine,
                    may_change,
                });
            }
        }
        for item in items.into_iter().filter(|item| item.sort != Sort::Entry && item.span.overlaps(&within)) {
            found.push(self.foreign(item, named));
        }
        found.sort_by(|one, other| (one.span, &one.key).cmp(&(other.span, &other.key)));
        found.truncate(MOST);
        for (number, shown) in found.iter_mut().enumerate() {
            // Who may not know what it is learns no id of it either.
            if shown.entry.is_none() {
                shown.key = format!("busy:{number}");
                shown.version = 0;
                shown.at = shown.span.start;
            }
        }
        Ok(found)
    }

    /// What another source has told.
    fn foreign(&self, item: Item, named: impl Fn(&UserId) -> (UserId, String)) -> Shown {
        let mine = item.resources.contains(&Resource::Person(self.user.id.0.clone()));
        let may_read = mine || item.unit.as_ref().is_some_and(|unit| plans_in(&self.user, unit));
        let people = item.resources.iter().filter_map(|it| match it {
            Resource::Person(id) => Some(named(&UserId(id.clone()))),
            _ => None,
        });
        Shown {
            people: people.collect(),
            what: item.title.clone().filter(|_| may_read).map_or(ShownWhat::Busy, ShownWhat::Title),
            key: item.key,
            sort: item.sort,
            entry: None,
            version: 0,
            at: item.span.start,
            span: item.span,
            room: None,
            place: None,
            travel: Travel::default(),
            repeats: false,
            moved: false,
            mine,
            may_change: false,
        }
    }

    /// Who and what a calendar is of.
    async fn resources_of(&self, whose: &Whose) -> Result<Vec<Resource>, StoreError> {
        let mut on = self.store.db().pool().acquire().await?;
        match whose {
            Whose::Mine => Ok(vec![Resource::Person(self.user.id.0.clone())]),
            Whose::Person(id) => {
                let id = UserId(id.0.replace('\0', ""));
                let other = self.store.find_user_on(&mut on, &id).await?;
                let shares = self.units().iter().any(|(unit, _)| plans_in(&other, unit));
                if shares { Ok(vec![Resource::Person(id.0)]) } else { Err(StoreError::NotFound) }
            }
            Whose::Room(id) => {
                self.must_be_of_unit("room", id).await?;
                Ok(vec![Resource::Room(id.clone())])
            }
            Whose::Equipment(id) => {
                self.must_be_of_unit("equipment", id).await?;
                Ok(vec![Resource::Equipment(id.clone())])
            }
            Whose::Family(id) => {
                let id = CaseId(id.0.replace('\0', ""));
                let lines = self.lines(vec![&id.0]).await?;
                let mine = lines.get(&id).is_some_and(|line| line.is_mine && line.opens);
                if mine { Ok(vec![Resource::Family(id.0)]) } else { Err(StoreError::NotFound) }
            }
            Whose::Unit(unit) => {
                self.must_plan_in(unit)?;
                let people = self.store.planners(unit).await?;
                let rooms = sqlx::query("SELECT id FROM room WHERE unit_id = $1 AND retired_at IS NULL")
                    .bind(&unit.0)
                    .fetch_all(&mut *on)
                    .await?;
                let mut all: Vec<Resource> = people.into_iter().map(|(id, _)| Resource::Person(id.0)).collect();
                for room in rooms {
                    all.push(Resource::Room(room.try_get("id")?));
                }
                Ok(all)
            }
        }
    }

    async fn must_be_of_unit(&self, table: &'static str, id: &str) -> Result<(), StoreError> {
        let row = sqlx::query(AssertSqlSafe(format!("SELECT unit_id FROM {table} WHERE id = $1")))
            .bind(id.replace('\0', ""))
            .fetch_optional(self.store.db().pool())
            .await?
            .ok_or(StoreError::NotFound)?;
        self.must_plan_in(&UnitId(row.try_get("unit_id")?))
    }

    /// The lines of the cases that this viewer's case lists would show.
    pub(super) async fn lines_of(&self, rows: &[EntryRow]) -> Result<BTreeMap<CaseId, CaseLine>, StoreError> {
        self.lines(rows.iter().filter_map(|row| row.case.as_ref()).map(|case| case.0.as_str()).collect()).await
    }

    async fn lines(&self, mut ids: Vec<&str>) -> Result<BTreeMap<CaseId, CaseLine>, StoreError> {
        ids.sort_unstable();
        ids.dedup();
        let mut known = BTreeMap::new();
        for some in ids.chunks(400) {
            let statement = format!(
                "SELECT id, unit_id, number, status, name_sealed, created_at, changed_at FROM help_case
                 WHERE erased_at IS NULL AND id IN ({})",
                marks(1, some.len())
            );
            let mut query = sqlx::query(AssertSqlSafe(statement));
            for id in some {
                query = query.bind((*id).to_owned());
            }
            let found = query.fetch_all(self.store.db().pool()).await?;
            for line in self.store.case_lines(&self.user, &found).await? {
                let lists = self.user.active && self.user.roles_in(&line.unit).into_iter().any(Role::lists_unit);
                if line.is_mine || lists {
                    known.insert(line.id.clone(), line);
                }
            }
        }
        Ok(known)
    }

    pub(super) fn what(&self, row: &EntryRow, lines: &BTreeMap<CaseId, CaseLine>) -> Result<ShownWhat, StoreError> {
        match &row.case {
            Some(case) => Ok(lines.get(case).map_or(ShownWhat::Busy, |line| ShownWhat::Case {
                id: line.id.clone(),
                number: line.number.clone(),
                name: line.name.clone(),
                opens: line.opens,
            })),
            None if change::may_read(&self.user, row) || leads(&self.user, &row.unit) => {
                Ok(ShownWhat::Title(open_words(&self.store.secrets().calendar, row)?.title))
            }
            None => Ok(ShownWhat::Busy),
        }
    }
}

impl Calendar {
    /// The rooms of a unit that are in use, by name: ids and names.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for units in which this user does not plan.
    pub async fn rooms(&self, unit: &UnitId) -> Result<Vec<(String, String)>, StoreError> {
        self.must_plan_in(unit)?;
        self.store.in_use("room", unit).await
    }

    /// The equipment of a unit that is in use, by name: ids and names.
    ///
    /// # Errors
    /// As [`Self::rooms`].
    pub async fn equipment(&self, unit: &UnitId) -> Result<Vec<(String, String)>, StoreError> {
        self.must_plan_in(unit)?;
        self.store.in_use("equipment", unit).await
    }
}

impl crate::Store {
    /// What a unit has in use of rooms or equipment, by name: ids and names.
    pub(crate) async fn in_use(&self, table: &'static str, unit: &UnitId) -> Result<Vec<(String, String)>, StoreError> {
        let statement =
            format!("SELECT id, name FROM {table} WHERE unit_id = $1 AND retired_at IS NULL ORDER BY name, id");
        let rows = sqlx::query(AssertSqlSafe(statement)).bind(&unit.0).fetch_all(self.db().pool()).await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("name")?))).collect()
    }

    /// Those who plan in a unit today, by name: ids and names.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn planners(&self, unit: &UnitId) -> Result<Vec<(UserId, String)>, StoreError> {
        let today = crate::case::day_text(self.today());
        let rows = sqlx::query(
            "SELECT DISTINCT staff_user.id, staff_user.name, post.role FROM post
             JOIN staff_user ON staff_user.id = post.user_id
             WHERE post.unit_id = $1 AND staff_user.active = 1 AND post.from_day <= $2
             AND (post.to_day IS NULL OR post.to_day >= $2) ORDER BY staff_user.name, staff_user.id",
        )
        .bind(&unit.0)
        .bind(today)
        .fetch_all(self.db().pool())
        .await?;
        let mut found: Vec<(UserId, String)> = Vec::new();
        for row in &rows {
            let role = Role::from_code(&row.try_get::<String, _>("role")?).ok_or(StoreError::Unreadable("post"))?;
            let id = UserId(row.try_get("id")?);
            if role.plans() && found.iter().all(|(known, _)| *known != id) {
                found.push((id, row.try_get("name")?));
            }
        }
        Ok(found)
    }
}

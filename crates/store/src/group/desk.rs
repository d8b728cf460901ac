//! The handle of whoever runs groups in a unit. Tells nothing of any case.

use super::leader::{LeaderRow, leaders_on};
use super::meeting::{self, Meeting, meetings_on};
use super::{GroupId, json, leader, list, of_json, small};
use crate::Store;
use crate::case::{CaseId, Colleague};
use crate::database::WriteTx;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::{User, UserId};
use casework::Day;
use casework::calendar::Moment;
use casework::group::GroupLeader;
use casework::group::plan::{Plan, PlanRequest, plan};
use casework::programme::{Outline, Programme, Words};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, Row, Transaction};

/// What sort of group it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// With seats, and the same people each time.
    Course,
    /// Open to all (*åpen gruppe*): heads are counted, and nobody is noted by name.
    DropIn,
}

impl GroupKind {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::DropIn => "drop_in",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Course, Self::DropIn].into_iter().find(|it| it.code() == code)
    }
}

/// What a new group needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGroup {
    /// What sort of group.
    pub kind: GroupKind,
    /// What the unit calls it.
    pub name: String,
    /// The programme's code; of a group that is open to all any word.
    pub programme: String,
    /// The programme's variant.
    pub variant: Option<String>,
    /// How many meetings; as many as usual if nothing is said.
    pub meetings: Option<u8>,
    /// How long each lasts, in minutes; as long as usual if nothing is said.
    pub minutes: Option<u16>,
    /// When it meets.
    pub request: PlanRequest,
    /// How it is filled and where it is.
    pub setting: Setting,
    /// Who leads.
    pub leaders: Vec<GroupLeader>,
}

/// How a group is filled and where it meets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// How many seats there are.
    pub seats: u8,
    /// The room, if it meets in one of the unit's.
    pub room: Option<String>,
    /// Where else.
    pub place: String,
    /// Codes of the languages that are spoken.
    pub languages: Vec<String>,
    /// The language of an interpreter who is ordered; none if empty.
    pub interpreter: String,
    /// So many children are looked after meanwhile.
    pub childcare: u8,
    /// What is eaten.
    pub food: String,
    /// What it costs a family, in kroner.
    pub cost: u32,
    /// What else the unit should know. Nothing of any family.
    pub note: String,
}

/// A group as the unit knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLine {
    /// Id.
    pub id: GroupId,
    /// What sort of group.
    pub kind: GroupKind,
    /// What the unit calls it.
    pub name: String,
    /// The programme's code.
    pub programme: String,
    /// What the programme is called.
    pub programme_name: Words,
    /// What it follows.
    pub outline: Outline,
    /// How it is filled and where it is.
    pub setting: Setting,
    /// The room's name.
    pub room_name: Option<String>,
    /// Seats that are taken.
    pub taken: u8,
    /// Seats that are kept for an answer.
    pub offered: u8,
    /// How many wait.
    pub waiting: u8,
    /// The meetings.
    pub meetings: Vec<Meeting>,
    /// Who leads.
    pub leaders: Vec<LeaderRow>,
    /// Called off.
    pub cancelled: bool,
    /// Counts up with every change.
    pub version: i64,
}

impl GroupLine {
    /// From this moment nobody joins any more; nothing where nobody joins at all.
    #[must_use]
    pub fn joining_closes(&self) -> Option<Moment> {
        let last = self.meetings.iter().find(|it| it.number == self.outline.last_joining);
        last.filter(|_| self.kind == GroupKind::Course).map(|it| it.span.start)
    }
}

/// What an administrator of groups may do in a unit.
pub struct GroupDesk {
    pub(super) store: Store,
    pub(super) by: User,
    pub(super) unit: UnitId,
}

impl std::fmt::Debug for GroupDesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GroupDesk").field("by", &self.by.id).finish_non_exhaustive()
    }
}

/// The unit in which somebody runs groups today.
fn unit_of(user: &User) -> Option<&UnitId> {
    user.posts.iter().filter(|_| user.active).find(|post| post.role.runs_groups()).map(|post| &post.unit)
}

impl Store {
    /// The handle of whoever runs groups in the unit in which they work today.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everyone else.
    pub async fn group_desk(&self, user: &UserId) -> Result<GroupDesk, StoreError> {
        if user.0.contains('\0') {
            return Err(StoreError::NotFound);
        }
        let by = self.find_user(user).await?;
        let unit = unit_of(&by).ok_or(StoreError::NotFound)?.clone();
        Ok(GroupDesk { store: self.clone(), by, unit })
    }
}

/// The columns of a group; the room's name with them.
const GROUP: &str = "SELECT parent_group.id, parent_group.kind, parent_group.name, parent_group.programme,
    parent_group.programme_file, parent_group.outline, parent_group.seats, parent_group.room_id, parent_group.place,
    parent_group.languages, parent_group.interpreter, parent_group.childcare, parent_group.food, parent_group.cost,
    parent_group.note, parent_group.version, parent_group.cancelled_at, room.name AS room_name
    FROM parent_group LEFT JOIN room ON room.id = parent_group.room_id";

impl GroupDesk {
    /// The unit.
    #[must_use]
    pub const fn unit(&self) -> &UnitId {
        &self.unit
    }

    /// Who it is.
    #[must_use]
    pub const fn user(&self) -> &User {
        &self.by
    }

    /// Begins a change, for whoever still runs groups here.
    pub(super) async fn change(&self) -> Result<WriteTx, StoreError> {
        let mut write = self.store.db().write().await?;
        let by = self.store.find_user_on(&mut write.tx, &self.by.id).await?;
        if unit_of(&by) == Some(&self.unit) { Ok(write) } else { Err(StoreError::NotAllowed("no_longer")) }
    }

    /// The groups that meet between two days, both included, in the order in
    /// which they begin.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn groups(&self, from: Day, to: Day) -> Result<Vec<GroupLine>, StoreError> {
        let mut connection = self.store.db().pool().acquire().await?;
        let statement = format!(
            "{GROUP} WHERE parent_group.unit_id = $1 AND EXISTS (SELECT 1 FROM group_meeting
               WHERE group_meeting.group_id = parent_group.id AND starts >= $2 AND starts < $3)"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&self.unit.0)
            .bind(from.to_string())
            .bind(to.shifted(1).to_string())
            .fetch_all(&mut *connection)
            .await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            lines.push(line_of(&mut connection, row).await?);
        }
        lines.sort_by_key(|it| (it.cancelled, it.meetings.first().map(|it| it.span), it.name.clone()));
        Ok(lines)
    }

    /// Those who may lead a group of the unit today, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn colleagues(&self) -> Result<Vec<Colleague>, StoreError> {
        let rows = sqlx::query(
            "SELECT post.user_id, staff_user.name, post.role, post.from_day, post.to_day
             FROM post JOIN staff_user ON staff_user.id = post.user_id
             WHERE post.unit_id = $1 AND staff_user.active = 1 ORDER BY staff_user.name, post.user_id",
        )
        .bind(&self.unit.0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut found: Vec<Colleague> = Vec::new();
        for row in &rows {
            let user = UserId(row.try_get("user_id")?);
            let role = casework::role::Role::from_code(&row.try_get::<String, _>("role")?);
            let leads = role.is_some_and(casework::role::Role::runs_groups);
            let holds = crate::user::period_of(row)?.holds(self.store.today());
            if leads && holds && found.iter().all(|it| it.user != user) {
                found.push(Colleague { name: row.try_get("name")?, user });
            }
        }
        Ok(found)
    }

    /// The unit's rooms in use: id, name, seats.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rooms(&self) -> Result<Vec<(String, String, i64)>, StoreError> {
        let rows =
            sqlx::query("SELECT id, name, seats FROM room WHERE unit_id = $1 AND retired_at IS NULL ORDER BY name, id")
                .bind(&self.unit.0)
                .fetch_all(self.store.db().pool())
                .await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("name")?, row.try_get("seats")?))).collect()
    }

    /// The case of the unit with this number, if there is one. Whether the
    /// caller may know of it is decided when it is opened.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn case_numbered(&self, number: &str) -> Result<Option<CaseId>, StoreError> {
        let row = sqlx::query("SELECT id FROM help_case WHERE unit_id = $1 AND number = $2 AND erased_at IS NULL")
            .bind(&self.unit.0)
            .bind(number)
            .fetch_optional(self.store.db().pool())
            .await?;
        row.map(|row| Ok(CaseId(row.try_get("id")?))).transpose()
    }

    /// What a new group would follow, and when it would meet. Keeps nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such programme; `outline` for
    /// a variant or number of meetings that it does not have; `no_day` when the
    /// days off leave no room.
    pub async fn preview(&self, new: &NewGroup) -> Result<(Programme, Outline, Plan), StoreError> {
        let mut connection = self.store.db().pool().acquire().await?;
        self.preview_on(&mut connection, new).await
    }

    async fn preview_on(
        &self,
        on: &mut AnyConnection,
        new: &NewGroup,
    ) -> Result<(Programme, Outline, Plan), StoreError> {
        let (programme, outline) = match new.kind {
            GroupKind::DropIn => open_to_all(new),
            GroupKind::Course => {
                let programme = self.programme_on(on, &new.programme).await?;
                let outline = programme.outline(new.variant.as_deref(), new.meetings);
                (programme, outline.map_err(|_| StoreError::NotAllowed("outline"))?)
            }
        };
        let outline = Outline { minutes: new.minutes.unwrap_or(outline.minutes), ..outline };
        let free = self.store.free_days_on(on, &self.unit).await?;
        let plan = plan(&outline, new.request, &free).map_err(|_| StoreError::NotAllowed("no_day"))?;
        Ok((programme, outline, plan))
    }

    /// Makes a group with its meetings and leaders.
    ///
    /// # Errors
    /// As [`GroupDesk::preview`]; `name`, `seats`, `room`, `not_colleague`,
    /// `dates`.
    pub async fn create(&self, new: &NewGroup) -> Result<GroupId, StoreError> {
        let id = GroupId(self.store.new_id());
        let mut connection = self.store.db().pool().acquire().await?;
        let (programme, outline, plan) = self.preview_on(&mut connection, new).await?;
        drop(connection);
        self.store.keys().create(&id.scope(), self.store.now()).await?;
        let mut write = self.change().await?;
        let (name, setting) = self.checked(&mut write.tx, &new.name, &new.setting).await?;
        sqlx::query(
            "INSERT INTO parent_group (id, unit_id, kind, name, programme, programme_file, outline, seats, room_id,
               place, languages, interpreter, childcare, food, cost, note, version, made_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17, $18)",
        )
        .bind(&id.0)
        .bind(&self.unit.0)
        .bind(new.kind.code())
        .bind(name)
        .bind(&programme.code)
        .bind(json(&programme)?)
        .bind(json(&outline)?)
        .bind(i64::from(setting.seats))
        .bind(setting.room.as_deref())
        .bind(setting.place.trim())
        .bind(json(&setting.languages)?)
        .bind(&setting.interpreter)
        .bind(i64::from(setting.childcare))
        .bind(setting.food.trim())
        .bind(i64::from(setting.cost))
        .bind(setting.note.trim())
        .bind(&self.by.id.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        meeting::insert(&mut write.tx, &id, &plan.meetings).await?;
        self.must_be_colleagues(&mut write.tx, &new.leaders).await?;
        leader::put(&mut write.tx, &id, &new.leaders, || self.store.new_id()).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Name and setting as they may be kept.
    pub(super) async fn checked(
        &self,
        tx: &mut Transaction<'static, Any>,
        name: &str,
        setting: &Setting,
    ) -> Result<(String, Setting), StoreError> {
        if name.trim().is_empty() {
            return Err(StoreError::NotAllowed("group_name"));
        }
        if let Some(room) = &setting.room {
            let found = sqlx::query("SELECT 1 AS one FROM room WHERE id = $1 AND unit_id = $2")
                .bind(room)
                .bind(&self.unit.0)
                .fetch_optional(&mut **tx)
                .await?;
            found.ok_or(StoreError::NotAllowed("room"))?;
        }
        Ok((name.trim().to_owned(), setting.clone()))
    }

    pub(super) async fn must_be_colleagues(
        &self,
        tx: &mut Transaction<'static, Any>,
        leaders: &[GroupLeader],
    ) -> Result<(), StoreError> {
        for it in leaders {
            let user = match self.store.find_user_on(&mut *tx, &UserId(it.user.clone())).await {
                Err(StoreError::NotFound) => return Err(StoreError::NotAllowed("not_colleague")),
                found => found?,
            };
            if !user.active || !user.roles_in(&self.unit).into_iter().any(|role| role.runs_groups()) {
                return Err(StoreError::NotAllowed("not_colleague"));
            }
        }
        Ok(())
    }
}

/// A group that is open to all: no themes, no seats, no certificate.
fn open_to_all(new: &NewGroup) -> (Programme, Outline) {
    use casework::programme::{Certified, Leaders, Meetings, Seats};
    let count = new.meetings.unwrap_or(10).clamp(1, 50);
    let leaders = Leaders { count: 1, certified: Certified::None, speak_all_languages: false };
    let (minutes, seats) = (new.minutes.unwrap_or(180), Seats { fewest: 1, most: 1 });
    let meetings = Meetings { fewest: count, most: count, usual: count, minutes, every_weeks: 1, last_joining: 1 };
    let programme = Programme {
        code: GroupKind::DropIn.code().to_owned(),
        edition: 1,
        name: Words::from([("nb".to_owned(), "Åpen gruppe".to_owned()), ("en".to_owned(), "Open group".to_owned())]),
        parts: Vec::new(),
        themes: Vec::new(),
        meetings,
        leaders,
        seats,
        child_age: None,
        children_present: true,
        home_task: false,
        certificate: None,
        variants: Vec::new(),
        day_plan: Vec::new(),
        goal_areas: Vec::new(),
        services: Vec::new(),
    };
    let outline = Outline {
        programme: programme.code.clone(),
        edition: 1,
        variant: None,
        themes: vec![Vec::new(); usize::from(count)],
        minutes,
        every_weeks: 1,
        last_joining: 1,
        leaders,
        languages: 1,
        seats,
        certificate: None,
    };
    (programme, outline)
}

/// A group with the programme that it keeps.
pub(crate) async fn find_on(
    on: &mut AnyConnection,
    unit: &UnitId,
    id: &GroupId,
) -> Result<(GroupLine, Programme), StoreError> {
    let statement = format!("{GROUP} WHERE parent_group.id = $1 AND parent_group.unit_id = $2");
    let row = sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(&id.0)
        .bind(&unit.0)
        .fetch_optional(&mut *on)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok((line_of(on, &row).await?, of_json(&row.try_get::<String, _>("programme_file")?)?))
}

async fn line_of(on: &mut AnyConnection, row: &AnyRow) -> Result<GroupLine, StoreError> {
    let id = GroupId(row.try_get("id")?);
    let programme: Programme = of_json(&row.try_get::<String, _>("programme_file")?)?;
    let kind = GroupKind::from_code(&row.try_get::<String, _>("kind")?);
    let (taken, offered, waiting) = list::counts_on(on, &id).await?;
    Ok(GroupLine {
        kind: kind.ok_or(StoreError::Unreadable("parent_group"))?,
        name: row.try_get("name")?,
        programme: row.try_get("programme")?,
        programme_name: programme.name,
        outline: of_json(&row.try_get::<String, _>("outline")?)?,
        setting: Setting {
            seats: small(row.try_get("seats")?),
            room: row.try_get("room_id")?,
            place: row.try_get("place")?,
            languages: of_json(&row.try_get::<String, _>("languages")?)?,
            interpreter: row.try_get("interpreter")?,
            childcare: small(row.try_get("childcare")?),
            food: row.try_get("food")?,
            cost: u32::try_from(row.try_get::<i64, _>("cost")?).unwrap_or_default(),
            note: row.try_get("note")?,
        },
        room_name: row.try_get("room_name")?,
        taken,
        offered,
        waiting,
        meetings: meetings_on(on, &id).await?,
        leaders: leaders_on(on, &id).await?,
        cancelled: row.try_get::<Option<i64>, _>("cancelled_at")?.is_some(),
        version: row.try_get("version")?,
        id,
    })
}

//! The desk at a unit's door: telephone notes, enquiries, who is away, and the
//! interpreters. Had by one call that looks at who asks. What tells of a family
//! is sealed with the unit's own key; whatever of it was read or changed stands
//! in the unit's log, and belongs to a case's key and log once it is tied to it.

mod absence;
mod enquiry;
mod enquiry_case;
mod interpreter;
mod phone_note;
mod phone_note_case;

pub use absence::{Absence, Away};
pub use enquiry::{Enquiry, EnquiryEvent, EnquiryEventKind, EnquiryLine, EnquiryWords, NewEnquiry};
pub(crate) use interpreter::interpreter_of;
pub use interpreter::{Gender, Interpreter, InterpreterCard, Tongue};
pub use phone_note::{NewPhoneNote, NoteWords, PhoneNote};
pub use phone_note_case::CasePhoneNote;

use crate::Store;
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use crate::log::{Action, NewRow, unit_chain};
use crate::unit::{Unit, UnitId};
use crate::user::{User, UserId, period_of};
use casework::opening::Purpose;
use casework::role::Role;
use sqlx::{Any, Row, Transaction};

/// So many characters of any one text at the desk.
pub const DESK_TEXT_LIMIT: usize = 2_000;

/// What somebody at a unit's door may do.
pub struct Desk {
    store: Store,
    user: User,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("user", &self.user.id).finish_non_exhaustive()
    }
}

/// Somebody who keeps the door of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeper {
    /// Who.
    pub user: UserId,
    /// Name.
    pub name: String,
}

impl Store {
    /// The desk of whoever keeps a door somewhere today.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everyone else.
    pub async fn desk(&self, user: &UserId) -> Result<Desk, StoreError> {
        let user = self.find_user(user).await?;
        if !user.active || !user.has_post(Role::keeps_door) {
            return Err(StoreError::NotFound);
        }
        Ok(Desk { store: self.clone(), user })
    }

    /// The key that seals what a unit knows of people before they have a case.
    pub(crate) async fn door_key(&self, unit: &UnitId) -> Result<ScopeKey, StoreError> {
        self.keys().find_or_create(&format!("door:{}", unit.0), self.now()).await
    }

    /// Those who keep the door of a unit today, by name.
    pub(crate) async fn keepers_on(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
    ) -> Result<Vec<Keeper>, StoreError> {
        let rows = sqlx::query(
            "SELECT post.user_id, staff_user.name, post.role, post.from_day, post.to_day
             FROM post JOIN staff_user ON staff_user.id = post.user_id
             WHERE post.unit_id = $1 AND staff_user.active = 1 AND staff_user.password_hash <> ''
             ORDER BY staff_user.name, post.user_id",
        )
        .bind(&unit.0)
        .fetch_all(&mut **tx)
        .await?;
        let mut keepers: Vec<Keeper> = Vec::new();
        for row in &rows {
            let role = Role::from_code(&row.try_get::<String, _>("role")?).ok_or(StoreError::Unreadable("post"))?;
            let user = UserId(row.try_get("user_id")?);
            if role.keeps_door() && period_of(row)?.holds(self.today()) && keepers.iter().all(|it| it.user != user) {
                keepers.push(Keeper { name: row.try_get("name")?, user });
            }
        }
        Ok(keepers)
    }
}

impl Desk {
    /// The units whose door this user keeps, by name.
    #[must_use]
    pub fn units(&self) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        for post in self.user.posts.iter().filter(|post| post.role.keeps_door()) {
            if units.iter().all(|unit| unit.id != post.unit) {
                units.push(Unit { id: post.unit.clone(), name: post.unit_name.clone() });
            }
        }
        units.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        units
    }

    /// Who else keeps the door of a unit, this user among them, by name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not one of this user's units.
    pub async fn keepers(&self, unit: &UnitId) -> Result<Vec<Keeper>, StoreError> {
        self.must_keep(unit)?;
        let mut tx = self.store.db().pool().begin().await?;
        self.store.keepers_on(&mut tx, unit).await
    }

    /// Whether this user distributes the work of a unit.
    #[must_use]
    pub fn distributes(&self, unit: &UnitId) -> bool {
        self.user.roles_in(unit).into_iter().any(Role::lists_unit)
    }

    /// The units of which this user distributes the work.
    fn distributed(&self) -> Vec<UnitId> {
        self.units().into_iter().map(|unit| unit.id).filter(|unit| self.distributes(unit)).collect()
    }

    /// Stops whoever does not keep this unit's door.
    fn must_keep(&self, unit: &UnitId) -> Result<(), StoreError> {
        if self.user.roles_in(unit).into_iter().any(Role::keeps_door) { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Stops whoever is to have something of a unit whose door they do not keep.
    async fn must_be_keeper(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        user: &UserId,
    ) -> Result<String, StoreError> {
        let keepers = self.store.keepers_on(tx, unit).await?;
        let found = keepers.into_iter().find(|it| &it.user == user);
        found.map(|it| it.name).ok_or(StoreError::NotAllowed("not_colleague"))
    }

    /// Notes in the unit's log that something of the door was read or changed.
    async fn log(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        action: Action,
        object: &'static str,
    ) -> Result<(), StoreError> {
        let role = self.user.roles_in(unit).into_iter().find(|role| role.keeps_door());
        let row = NewRow {
            user: &self.user.id.0,
            role: role.map_or("", Role::code),
            action,
            object,
            purpose: Purpose::Intake,
            outcome: "ok",
            detail: "",
        };
        self.store.log(tx, &unit_chain(&unit.0), &self.store.secrets().unit_log, &row).await.map(|_| ())
    }
}

/// Stops a text that is too long; and one that is missing, with the code that
/// says so, where one is needed.
fn fits(text: &str, needed: Option<&'static str>) -> Result<(), StoreError> {
    if let Some(missing) = needed.filter(|_| text.trim().is_empty()) {
        return Err(StoreError::NotAllowed(missing));
    }
    if text.chars().count() > DESK_TEXT_LIMIT { Err(StoreError::NotAllowed("too_long")) } else { Ok(()) }
}

//! Emergency access: a search that gives at most one case, and a short way in
//! that is never silent. The rules are those of `casework::emergency`.

use super::access::role_of;
use super::{CaseId, Who, day_text};
use crate::Store;
use crate::attempt::Throttled;
use crate::crypto::{Place, mac};
use crate::error::{OpenError, StoreError};
use crate::log::{Action, NewRow};
use crate::unit::UnitId;
use crate::user::UserId;
use casework::emergency::{
    EmergencyKind, FOUND_LASTS_MS, LASTS_MS, NoEmergency, SEARCH_WINDOW_MS, SEARCHES, begin, in_force,
};
use casework::opening::{Caller, CaseStatus, Part, Purpose, has_the_whole};
use casework::role::Role;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// What the log calls an emergency search; it is counted by this.
const SEARCH_OBJECT: &str = "emergency_search";
/// Searches for longer texts find nothing, and are logged shortened.
const LONGEST: usize = 200;

/// What an emergency search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmergencySearch {
    /// One case.
    Found(EmergencyHit),
    /// None of that number or name.
    Nothing,
    /// Several of that name; only the number tells them apart.
    Several,
    /// Too many searches.
    Throttled(Throttled),
}

/// The one case that was found: a line of the case list, and a way on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmergencyHit {
    /// Opens this case for this user by [`Store::begin_emergency`], for a while.
    pub ticket: String,
    /// Number.
    pub number: String,
    /// Display name.
    pub name: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// Name of the case lead today, who may be asked instead.
    pub lead: Option<String>,
    /// The case's id where the caller has an ordinary way to it.
    pub open_already: Option<CaseId>,
}

/// An emergency access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its display name.
    pub name: String,
    /// What made it urgent.
    pub kind: EmergencyKind,
    /// When it was begun, milliseconds since 1970.
    pub begun_at: i64,
    /// When it ends at the latest.
    pub until: i64,
}

const fn reason_place(row: &str) -> Place<'_> {
    Place { table: "emergency_access", column: "reason_sealed", row }
}

/// The post by which somebody searches, for the log.
fn post_of(roles: &[Role]) -> &'static str {
    roles.iter().find(|role| role.may_use_emergency()).map_or("", |role| role.code())
}

impl Store {
    /// Searches for one case of a unit by its number, or by its display name
    /// exactly as it is written. Every search is logged, with its words sealed,
    /// and counted.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the user has no post in the unit that
    /// helps families; that is logged too.
    pub async fn emergency_search(
        &self,
        user: &UserId,
        unit: &UnitId,
        text: &str,
    ) -> Result<EmergencySearch, StoreError> {
        let text = text.replace('\0', "\u{fffd}");
        let text = text.trim();
        let words: String = text.chars().take(LONGEST).collect();
        let mut write = self.db().write().await?;
        // Searches of one user wait for each other, so that none goes uncounted.
        sqlx::query("UPDATE staff_user SET active = active WHERE id = $1")
            .bind(&user.0)
            .execute(&mut *write.tx)
            .await?;
        let staff = self.find_user_on(&mut write.tx, user).await?;
        let roles = if staff.active { staff.roles_in(unit) } else { Vec::new() };
        let mut row = NewRow {
            user: &user.0,
            role: post_of(&roles),
            action: Action::Search,
            object: SEARCH_OBJECT,
            purpose: Purpose::Emergency,
            outcome: "ok",
            detail: &words,
        };
        if !casework::emergency::may_use(&roles) {
            // In the chain of a unit that there is.
            let own = staff.posts.first().map_or("none", |post| post.unit.0.as_str());
            let chain = if staff.posts.iter().any(|post| &post.unit == unit) { unit.0.as_str() } else { own };
            row.outcome = "no_post";
            self.log_for_unit_in(&mut write.tx, chain, None, &row).await?;
            write.commit().await?;
            return Err(StoreError::NotAllowed("emergency"));
        }
        if let Some(throttled) = self.too_many_searches(&mut write.tx, user).await? {
            row.outcome = "throttled";
            self.log_for_unit_in(&mut write.tx, &unit.0, None, &row).await?;
            write.commit().await?;
            return Ok(EmergencySearch::Throttled(throttled));
        }
        let hits = if text.is_empty() || text.chars().count() > LONGEST {
            Vec::new()
        } else {
            self.exact_hits(&mut write.tx, unit, text).await?
        };
        let found = match hits.as_slice() {
            [] => {
                row.outcome = "nothing";
                EmergencySearch::Nothing
            }
            [(id, number, status, name)] => {
                let caller = self.caller(&mut write.tx, &Who::Staff(user.clone()), id, unit).await?;
                let open = caller.is_some_and(|caller| has_the_whole(&caller, *status));
                EmergencySearch::Found(EmergencyHit {
                    ticket: self.ticket(user, id, self.now()),
                    number: number.clone(),
                    name: name.clone(),
                    status: *status,
                    lead: self.lead_name(&mut write.tx, id).await?,
                    open_already: open.then(|| id.clone()),
                })
            }
            _ => {
                row.outcome = "several";
                EmergencySearch::Several
            }
        };
        let about = hits.first().filter(|_| hits.len() == 1).map(|(id, ..)| id.0.as_str());
        self.log_for_unit_in(&mut write.tx, &unit.0, about, &row).await?;
        write.commit().await?;
        Ok(found)
    }

    /// How long to wait after too many searches, if there were.
    async fn too_many_searches(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
    ) -> Result<Option<Throttled>, StoreError> {
        let now = self.now();
        let row = sqlx::query(
            "SELECT COUNT(*) AS searches, MIN(at) AS first FROM
             (SELECT at FROM log_row WHERE user_id = $1 AND at > $2 AND action = 'search' AND object = $3
              AND outcome <> 'throttled' ORDER BY at DESC LIMIT $4) AS recent",
        )
        .bind(&user.0)
        .bind(now - SEARCH_WINDOW_MS)
        .bind(SEARCH_OBJECT)
        .bind(SEARCHES)
        .fetch_one(&mut **tx)
        .await?;
        if row.try_get::<i64, _>("searches")? < SEARCHES {
            return Ok(None);
        }
        Ok(Some(Throttled { wait_ms: row.try_get::<i64, _>("first")? + SEARCH_WINDOW_MS - now }))
    }

    /// The cases of a unit with exactly this number or display name.
    async fn exact_hits(
        &self,
        tx: &mut Transaction<'static, Any>,
        unit: &UnitId,
        text: &str,
    ) -> Result<Vec<(CaseId, String, CaseStatus, String)>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, number, status, name_sealed FROM help_case WHERE unit_id = $1 AND (number = $2 OR id IN
             (SELECT case_id FROM case_token WHERE token = $3)) ORDER BY id LIMIT 20",
        )
        .bind(&unit.0)
        .bind(text)
        .bind(self.exact_name_token(text))
        .fetch_all(&mut **tx)
        .await?;
        let mut hits = Vec::new();
        for row in &rows {
            let id = CaseId(row.try_get("id")?);
            let Some(name) = self.case_name(&id, row).await? else { continue };
            let number: String = row.try_get("number")?;
            // A name that was changed since leaves its token behind at worst.
            if number == text || name.trim() == text {
                hits.push((id, number, status_of(row)?, name));
            }
        }
        Ok(hits)
    }

    /// A case's display name, `None` where its key was destroyed.
    pub(crate) async fn case_name(&self, id: &CaseId, row: &AnyRow) -> Result<Option<String>, StoreError> {
        let Some(key) = self.keys().try_find(&id.scope()).await? else { return Ok(None) };
        let place = Place { table: "help_case", column: "name_sealed", row: &id.0 };
        Ok(Some(key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?))
    }

    async fn lead_name(&self, tx: &mut Transaction<'static, Any>, id: &CaseId) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(
            "SELECT MIN(staff_user.name) AS name FROM case_staff
             JOIN staff_user ON staff_user.id = case_staff.user_id
             WHERE case_staff.case_id = $1 AND case_staff.function = 'lead' AND staff_user.active = 1
             AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)",
        )
        .bind(&id.0)
        .bind(day_text(self.today()))
        .fetch_one(&mut **tx)
        .await?;
        Ok(row.try_get("name")?)
    }

    /// A proof that this user found this case by an emergency search.
    fn ticket(&self, user: &UserId, case: &CaseId, at: i64) -> String {
        let seal = mac(&self.secrets().search, &["found in an emergency", &user.0, &case.0, &at.to_string()]);
        format!("{}.{at}.{seal}", case.0)
    }

    /// The case of a ticket that is this user's and still fresh.
    fn case_of_ticket(&self, user: &UserId, ticket: &str) -> Option<CaseId> {
        let mut parts = ticket.split('.');
        let (case, at) = (CaseId(parts.next()?.to_owned()), parts.next()?.parse::<i64>().ok()?);
        let fresh = at <= self.now() && self.now() < at + FOUND_LASTS_MS;
        (fresh && self.ticket(user, &case, at) == ticket).then_some(case)
    }

    /// Begins an emergency access to the case that a search has found, tells
    /// the leader and the lead, and writes it in the case's log. Where the case
    /// is open to the caller already, nothing is begun: its id is the answer.
    ///
    /// # Errors
    /// [`OpenError::NotFound`] when the ticket is not this user's or too old,
    /// and when the rules do not let the user in; [`OpenError::ReasonNeeded`].
    pub async fn begin_emergency(
        &self,
        user: &UserId,
        ticket: &str,
        kind: EmergencyKind,
        reason: &str,
    ) -> Result<CaseId, OpenError> {
        let case = self.case_of_ticket(user, ticket).ok_or(OpenError::NotFound)?;
        let (reason, now) = (reason.trim(), self.now());
        let mut write = self.db().write().await?;
        let row = sqlx::query("SELECT unit_id, status FROM help_case WHERE id = $1")
            .bind(&case.0)
            .fetch_optional(&mut *write.tx)
            .await?
            .ok_or(OpenError::NotFound)?;
        let (unit, status) = (UnitId(row.try_get("unit_id")?), status_of(&row)?);
        let caller = self.caller(&mut write.tx, &Who::Staff(user.clone()), &case, &unit).await?;
        let Some(caller) = caller else { return Err(OpenError::NotFound) };
        match begin(&caller, status, reason) {
            Ok(()) => {}
            Err(NoEmergency::OpenAlready) => return Ok(case),
            Err(NoEmergency::ReasonNeeded) => return Err(OpenError::ReasonNeeded),
            Err(NoEmergency::NoPost) => {
                let row = NewRow {
                    user: &user.0,
                    role: "",
                    action: Action::BeginEmergency,
                    object: kind.code(),
                    purpose: Purpose::Emergency,
                    outcome: "no_post",
                    detail: &case.0,
                };
                self.log_for_unit_in(&mut write.tx, &unit.0, Some(&case.0), &row).await?;
                write.commit().await?;
                return Err(OpenError::NotFound);
            }
        }
        if matches!(caller, Caller::Staff { emergency: true, .. }) {
            return Ok(case);
        }
        let Some(key) = self.keys().try_find(&case.scope()).await? else { return Err(OpenError::NotFound) };
        let id = self.new_id();
        sqlx::query(
            "INSERT INTO emergency_access (id, case_id, user_id, kind, reason_sealed, begun_at, until_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(&case.0)
        .bind(&user.0)
        .bind(kind.code())
        .bind(key.seal(reason_place(&id), reason)?)
        .bind(now)
        .bind(now + LASTS_MS)
        .execute(&mut *write.tx)
        .await?;
        let entry = NewRow {
            user: &user.0,
            role: role_of(&caller, Purpose::Emergency, Part::Whole),
            action: Action::BeginEmergency,
            object: kind.code(),
            purpose: Purpose::Emergency,
            outcome: "ok",
            detail: reason,
        };
        self.log(&mut write.tx, &case.chain(), &key, &entry).await?;
        self.tell_of_emergency(&mut write.tx, &unit, &case, user, &id).await?;
        write.commit().await?;
        Ok(case)
    }

    /// Ends this user's emergency access to a case before its time. The log of
    /// the case says so. Nothing happens where none is in force.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_emergency(&self, user: &UserId, case: &CaseId) -> Result<(), StoreError> {
        if user.0.contains('\0') || case.0.contains('\0') {
            return Ok(());
        }
        let now = self.now();
        let mut write = self.db().write().await?;
        let ended = sqlx::query(
            "UPDATE emergency_access SET ended_at = $3
             WHERE user_id = $1 AND case_id = $2 AND until_at > $3 AND ended_at IS NULL RETURNING kind",
        )
        .bind(&user.0)
        .bind(&case.0)
        .bind(now)
        .fetch_optional(&mut *write.tx)
        .await?;
        let key = if ended.is_some() { self.keys().try_find(&case.scope()).await? } else { None };
        if let Some((row, key)) = ended.zip(key) {
            let kind: String = row.try_get("kind")?;
            let staff = self.find_user_on(&mut write.tx, user).await?;
            let unit = sqlx::query("SELECT unit_id FROM help_case WHERE id = $1")
                .bind(&case.0)
                .fetch_one(&mut *write.tx)
                .await?;
            let entry = NewRow {
                user: &user.0,
                role: post_of(&staff.roles_in(&UnitId(unit.try_get("unit_id")?))),
                action: Action::EndEmergency,
                object: &kind,
                purpose: Purpose::Emergency,
                outcome: "ok",
                detail: "",
            };
            self.log(&mut write.tx, &case.chain(), &key, &entry).await?;
        }
        write.commit().await
    }

    /// Until when this user's emergency access to a case is in force, if it is.
    pub(crate) async fn emergency_until(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        case: &CaseId,
    ) -> Result<Option<i64>, StoreError> {
        let rows = sqlx::query(
            "SELECT begun_at, until_at, ended_at FROM emergency_access
             WHERE user_id = $1 AND until_at > $2 AND case_id = $3 ORDER BY until_at DESC",
        )
        .bind(&user.0)
        .bind(self.now())
        .bind(&case.0)
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let until: i64 = row.try_get("until_at")?;
            if in_force(row.try_get("begun_at")?, until, row.try_get("ended_at")?, self.now()) {
                return Ok(Some(until));
            }
        }
        Ok(None)
    }

    /// This user's emergency accesses in force, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn emergencies_of(&self, user: &UserId) -> Result<Vec<Emergency>, StoreError> {
        let rows = sqlx::query(
            "SELECT help_case.id, help_case.number, help_case.name_sealed, emergency_access.kind,
               emergency_access.begun_at, emergency_access.until_at
             FROM emergency_access JOIN help_case ON help_case.id = emergency_access.case_id
             WHERE emergency_access.user_id = $1 AND emergency_access.until_at > $2
             AND emergency_access.ended_at IS NULL ORDER BY emergency_access.begun_at DESC, emergency_access.id DESC",
        )
        .bind(&user.0)
        .bind(self.now())
        .fetch_all(self.db().pool())
        .await?;
        let mut list = Vec::new();
        for row in &rows {
            let case = CaseId(row.try_get("id")?);
            let Some(name) = self.case_name(&case, row).await? else { continue };
            list.push(Emergency {
                number: row.try_get("number")?,
                name,
                kind: kind_of(row)?,
                begun_at: row.try_get("begun_at")?,
                until: row.try_get("until_at")?,
                case,
            });
        }
        Ok(list)
    }

    /// The reason of an emergency access, `None` where the case's key was destroyed.
    pub(crate) async fn emergency_reason(
        &self,
        id: &str,
        case: &CaseId,
        sealed: &str,
    ) -> Result<Option<String>, StoreError> {
        let Some(key) = self.keys().try_find(&case.scope()).await? else { return Ok(None) };
        Ok(Some(key.unseal(reason_place(id), sealed)?))
    }
}

/// The status in a row of `help_case`.
fn status_of(row: &AnyRow) -> Result<CaseStatus, StoreError> {
    CaseStatus::from_code(&row.try_get::<String, _>("status")?).ok_or(StoreError::Unreadable("help_case"))
}

/// The kind in a row of `emergency_access`.
pub(crate) fn kind_of(row: &AnyRow) -> Result<EmergencyKind, StoreError> {
    EmergencyKind::from_code(&row.try_get::<String, _>("kind")?).ok_or(StoreError::Unreadable("emergency_access"))
}

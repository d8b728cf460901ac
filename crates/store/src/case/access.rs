//! The access handle. The only way to case data.

mod renew;

use super::divide::seen_by;
use super::{CaseId, day_text};
use crate::Store;
use crate::crypto::{Place, ScopeKey};
use crate::error::{OpenError, StoreError};
use crate::log::{Action, NewRow};
use crate::unit::UnitId;
use crate::user::{UserId, period_of};
use casework::Party;
use casework::consent::ConsentScope;
use casework::opening::{
    Caller, CaseStatus, Part, Purpose, Refusal, Request, Sightline, open, sees_refusals, usual_purpose,
};
use casework::role::{CaseFunction, Role};
use casework::sight::{Bar, FactView, Viewer, may_see};
use family_map::Record;
use family_map::record::{PartyKey, PersonId};
use family_map::redact::Sight;
use sqlx::{Any, Row, Transaction};

/// Who asks for a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A member of staff.
    Staff(UserId),
    /// A participant with an access of their own, by person id.
    Participant(String),
}

impl Who {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Staff(user) => &user.0,
            Self::Participant(person) => person,
        }
    }
}

/// What is asked for, and why.
#[derive(Clone, Debug)]
pub struct AccessRequest<'a> {
    /// Why.
    pub purpose: Purpose,
    /// In words, where the purpose needs it.
    pub reason: Option<&'a str>,
    /// What will be done.
    pub action: Action,
    /// To what part, for the log («map», «overview»).
    pub object: &'a str,
}

impl AccessRequest<'_> {
    /// Reading one part in the day's work.
    #[must_use]
    pub const fn reading(object: &str) -> AccessRequest<'_> {
        AccessRequest { purpose: Purpose::FollowUp, reason: None, action: Action::Read, object }
    }

    /// Changing one part in the day's work.
    #[must_use]
    pub const fn changing(object: &str) -> AccessRequest<'_> {
        AccessRequest { action: Action::Change, ..AccessRequest::reading(object) }
    }
}

/// An opened case. Every method gives only what this viewer may see.
#[derive(Clone)]
pub struct CaseAccess {
    pub(crate) store: Store,
    pub(crate) key: ScopeKey,
    id: CaseId,
    unit: UnitId,
    number: String,
    name: String,
    status: CaseStatus,
    line: Sightline,
    action: Action,
    emergency_until: Option<i64>,
    sees_refusals: bool,
    purpose: Purpose,
    /// In what capacity it was opened, for the log.
    role: &'static str,
    gives_access: bool,
    viewer: Viewer,
    /// Whoever looks over the viewer's shoulder: what one of these may not see
    /// stays hidden as well.
    pub(super) beside: Vec<Viewer>,
    bars: Vec<Bar>,
    who: Who,
    /// Whose hand draws, where it is not the viewer's own.
    hand: Option<String>,
}

impl std::fmt::Debug for CaseAccess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CaseAccess").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a case, or not: looks at unit, post, function in the case,
    /// consents and bars, decides by the rules of casework, and writes one row
    /// of the access log in the same transaction. A refusal is logged in the
    /// unit's chain.
    ///
    /// # Errors
    /// [`OpenError::NotFound`] both when there is no such case and when it is
    /// not for this caller.
    pub async fn open_case(&self, who: &Who, id: &CaseId, asked: &AccessRequest<'_>) -> Result<CaseAccess, OpenError> {
        self.open_for(who, id, asked, false).await
    }

    /// The same for the purpose for which this caller ordinarily opens the
    /// case, found out in the same transaction; the request's own is not looked
    /// at.
    ///
    /// # Errors
    /// As [`Store::open_case`].
    pub async fn open_case_as_usual(
        &self,
        who: &Who,
        id: &CaseId,
        asked: &AccessRequest<'_>,
    ) -> Result<CaseAccess, OpenError> {
        self.open_for(who, id, asked, true).await
    }

    async fn open_for(
        &self,
        who: &Who,
        id: &CaseId,
        asked: &AccessRequest<'_>,
        as_usual: bool,
    ) -> Result<CaseAccess, OpenError> {
        if unstorable(who, id) {
            return self.refuse(who, None, id, asked, "no_such_case").await;
        }
        let mut write = self.db().write().await?;
        let found = sqlx::query("SELECT unit_id, number, status, name_sealed FROM help_case WHERE id = $1")
            .bind(&id.0)
            .fetch_optional(&mut *write.tx)
            .await?;
        let Some(row) = found else {
            drop(write);
            return self.refuse(who, None, id, asked, "no_such_case").await;
        };
        let unit = UnitId(row.try_get("unit_id")?);
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        let status = status.ok_or(StoreError::Unreadable("help_case"))?;

        let Some(caller) = self.caller(&mut write.tx, who, id, &unit).await? else {
            drop(write);
            return self.refuse(who, Some(&unit), id, asked, Refusal::NoRelation.code()).await;
        };
        let purpose = if as_usual { usual_purpose(&caller, status) } else { asked.purpose };
        let asked = &AccessRequest { purpose, ..*asked };
        let request = Request { purpose, reason: asked.reason.map(str::to_owned), status };
        let line = match open(&caller, &request) {
            Ok(line) => line,
            Err(refusal) => {
                drop(write);
                return self.refuse(who, Some(&unit), id, asked, refusal.code()).await;
            }
        };

        let bars = super::bar::load(&mut write.tx, id).await?;
        let Some(key) = self.keys().try_find(&id.scope()).await? else {
            drop(write);
            return self.refuse(who, Some(&unit), id, asked, "erased").await;
        };
        let emergency_until = match (asked.purpose, who) {
            (Purpose::Emergency, Who::Staff(user)) => self.emergency_until(&mut write.tx, user, id).await?,
            _ => None,
        };
        let role = role_of(&caller, asked.purpose, line.part);
        let entry = NewRow {
            user: who.id(),
            role,
            action: asked.action,
            object: asked.object,
            purpose: asked.purpose,
            outcome: "ok",
            detail: asked.reason.unwrap_or_default(),
        };
        self.log(&mut write.tx, &id.chain(), &key, &entry).await?;
        write.quietly().commit().await?;

        let place = Place { table: "help_case", column: "name_sealed", row: &id.0 };
        let name = key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?;
        let gives_access = super::change::gives_access(&caller, &line);
        let viewer = Viewer { parties: line.parties.clone(), sensitive: line.sensitive, today: self.today() };
        Ok(CaseAccess {
            store: self.clone(),
            key,
            id: id.clone(),
            unit,
            number: row.try_get("number")?,
            name,
            status,
            line,
            action: asked.action,
            emergency_until,
            sees_refusals: sees_refusals(&caller, asked.purpose),
            purpose: asked.purpose,
            role,
            gives_access,
            viewer,
            beside: Vec::new(),
            bars,
            who: who.clone(),
            hand: None,
        })
    }

    /// What the rules need to know of somebody who asks for a case; `None` for
    /// an account that is not there and a person who was never a participant.
    pub(super) async fn caller(
        &self,
        tx: &mut Transaction<'static, Any>,
        who: &Who,
        id: &CaseId,
        unit: &UnitId,
    ) -> Result<Option<Caller>, StoreError> {
        let today = day_text(self.today());
        match who {
            Who::Staff(user) => {
                let staff = match self.find_user_on(&mut *tx, user).await {
                    Err(StoreError::NotFound) => return Ok(None),
                    found => found?,
                };
                let rows = sqlx::query(
                    "SELECT function, from_day, to_day FROM case_staff
                     WHERE case_id = $1 AND user_id = $2 AND from_day <= $3 AND (to_day IS NULL OR to_day >= $3)",
                )
                .bind(&id.0)
                .bind(&user.0)
                .bind(&today)
                .fetch_all(&mut **tx)
                .await?;
                let mut functions = Vec::new();
                for row in &rows {
                    let function = CaseFunction::from_code(&row.try_get::<String, _>("function")?);
                    functions.push(function.ok_or(StoreError::Unreadable("case_staff"))?);
                }
                let services = sqlx::query(sqlx::AssertSqlSafe(format!(
                    "SELECT DISTINCT consent.service_id FROM consent
                     JOIN service_member ON service_member.service_id = consent.service_id
                     WHERE {} AND service_member.user_id = $3 AND consent.scope = $4",
                    super::consent::IN_FORCE
                )))
                .bind(&id.0)
                .bind(&today)
                .bind(&user.0)
                .bind(ConsentScope::SharedPlan.code())
                .fetch_all(&mut **tx)
                .await?;
                let functions_none = functions.is_empty();
                Ok(Some(Caller::Staff {
                    user: user.0.clone(),
                    roles_in_unit: if staff.active { staff.roles_in(unit) } else { Vec::new() },
                    // The strongest of several: the order of the vocabulary.
                    function: functions.into_iter().min().filter(|_| staff.active),
                    emergency: functions_none && staff.active && self.emergency_until(tx, user, id).await?.is_some(),
                    consented_services: services
                        .iter()
                        .filter(|_| staff.active)
                        .map(|row| row.try_get("service_id"))
                        .collect::<Result<_, _>>()
                        .map_err(StoreError::from)?,
                }))
            }
            Who::Participant(person) => {
                let rows =
                    sqlx::query("SELECT from_day, to_day FROM participant WHERE case_id = $1 AND person_id = $2")
                        .bind(&id.0)
                        .bind(person)
                        .fetch_all(&mut **tx)
                        .await?;
                if rows.is_empty() {
                    return Ok(None);
                }
                let periods: Vec<_> = rows.iter().map(period_of).collect::<Result<_, _>>()?;
                let current = periods.iter().any(|period| period.holds(self.today()));
                Ok(Some(Caller::Participant { person: person.clone(), current }))
            }
        }
    }

    /// For which purpose this caller would ordinarily open the case. Tells
    /// nothing to whom no purpose opens it: then it is the day's work, which
    /// will be refused and logged.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn usual_purpose(&self, who: &Who, id: &CaseId) -> Result<Purpose, StoreError> {
        if unstorable(who, id) {
            return Ok(Purpose::FollowUp);
        }
        let mut tx = self.db().pool().begin().await?;
        let Some(row) = sqlx::query("SELECT unit_id, status FROM help_case WHERE id = $1")
            .bind(&id.0)
            .fetch_optional(&mut *tx)
            .await?
        else {
            return Ok(Purpose::FollowUp);
        };
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        let caller = self.caller(&mut tx, who, id, &UnitId(row.try_get("unit_id")?)).await?;
        Ok(caller.zip(status).map_or(Purpose::FollowUp, |(caller, status)| usual_purpose(&caller, status)))
    }

    /// Whether somebody of the staff may change the whole of a case now, in the
    /// day's work. Nothing is opened by it, and nothing logged.
    pub(super) async fn may_change(&self, user: &UserId, id: &CaseId) -> Result<bool, StoreError> {
        let mut tx = self.db().pool().begin().await?;
        let row = sqlx::query("SELECT unit_id, status FROM help_case WHERE id = $1 AND erased_at IS NULL")
            .bind(&id.0)
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(false) };
        let status = CaseStatus::from_code(&row.try_get::<String, _>("status")?);
        let status = status.ok_or(StoreError::Unreadable("help_case"))?;
        let who = Who::Staff(user.clone());
        let Some(caller) = self.caller(&mut tx, &who, id, &UnitId(row.try_get("unit_id")?)).await? else {
            return Ok(false);
        };
        let request = Request { purpose: usual_purpose(&caller, status), reason: None, status };
        Ok(open(&caller, &request).is_ok_and(|line| line.part == Part::Whole && line.may_edit))
    }

    async fn refuse(
        &self,
        who: &Who,
        unit: Option<&UnitId>,
        id: &CaseId,
        asked: &AccessRequest<'_>,
        why: &'static str,
    ) -> Result<CaseAccess, OpenError> {
        let known = unit.is_some();
        let unit = match (unit, who) {
            (Some(unit), _) => unit.0.clone(),
            (None, Who::Staff(user)) if !user.0.contains('\0') => {
                let posts = match self.find_user(user).await {
                    Ok(user) => user.posts,
                    Err(StoreError::NotFound) => Vec::new(),
                    Err(error) => return Err(error.into()),
                };
                posts.first().map_or_else(|| "none".to_owned(), |post| post.unit.0.clone())
            }
            (None, _) => "none".to_owned(),
        };
        // What was asked for may be any text; it is kept short and sealed.
        let detail: String = id.0.chars().take(64).collect();
        let user = who.id().replace('\0', "");
        let row = NewRow {
            user: &user,
            role: "",
            action: asked.action,
            object: asked.object,
            purpose: asked.purpose,
            outcome: why,
            detail: &detail,
        };
        let mut write = self.db().write().await?;
        let about = known.then_some(id.0.as_str());
        self.log_for_unit_in(&mut write.tx, &unit, about, &row).await?;
        write.quietly().commit().await?;
        if why == Refusal::ReasonNeeded.code() { Err(OpenError::ReasonNeeded) } else { Err(OpenError::NotFound) }
    }
}

/// Somebody's sight of an opened case and its record.
pub(super) struct Eyes<'a> {
    viewer: Viewer,
    bars: &'a [Bar],
    whole: &'a Record,
}

impl Eyes<'_> {
    pub(super) fn sees(&self, sight: &Sight<'_>) -> bool {
        see(&self.viewer, self.bars, sight)
    }

    /// Whether the viewer may know that this party tells or hears something
    /// here. Staff know all but the people who are hidden from them; others
    /// know themselves and the team.
    pub(super) fn knows(&self, key: &PartyKey) -> bool {
        let Some(party) = Party::from_key(&key.0) else { return false };
        if party == Party::Team || self.viewer.parties.contains(&party) {
            return true;
        }
        match party {
            _ if !self.viewer.parties.contains(&Party::Team) => false,
            Party::Person(id) => self.whole.people.get(&PersonId::from(id)).is_some_and(|person| {
                self.sees(&Sight { origin: &person.origin, about: vec![&person.id], locates: false, sensitive: false })
            }),
            _ => true,
        }
    }

    pub(super) fn is_kept_from_finding(&self, person: &str) -> bool {
        kept_from_finding(&self.viewer, self.bars, person)
    }
}

/// Whether a bar keeps this viewer from whatever tells where the person lives.
pub(super) fn kept_from_finding(viewer: &Viewer, bars: &[Bar], person: &str) -> bool {
    let own: Vec<String> = viewer.parties.iter().map(Party::key).collect();
    let home = FactView {
        teller: "",
        audience: own.iter().map(String::as_str).collect(),
        about: vec![person],
        locates: true,
        sensitive: false,
    };
    !may_see(viewer, &home, bars)
}

pub(super) fn see(viewer: &Viewer, bars: &[Bar], sight: &Sight<'_>) -> bool {
    let fact = FactView {
        teller: &sight.origin.teller.0,
        audience: sight.origin.audience.iter().map(|key| key.0.as_str()).collect(),
        about: sight.about.iter().map(|id| id.as_str()).collect(),
        locates: sight.locates,
        sensitive: sight.sensitive,
    };
    may_see(viewer, &fact, bars)
}

/// In what capacity a case was opened, for the log: that by which the rules
/// let the caller in, not any other that the caller has.
pub(super) fn role_of(caller: &Caller, purpose: Purpose, part: Part) -> &'static str {
    match (caller, purpose, part) {
        (Caller::Participant { .. }, ..) => "participant",
        (Caller::Staff { roles_in_unit, .. }, Purpose::Emergency, _) => {
            roles_in_unit.iter().find(|role| role.may_use_emergency()).map_or("", |role| role.code())
        }
        (Caller::Staff { function: Some(function), .. }, ..) => function.code(),
        (_, Purpose::Intake, Part::Whole) => Role::IntakeTeam.code(),
        (_, Purpose::Intake, _) => Role::DepartmentLeader.code(),
        (_, Purpose::Leadership, _) => Role::UnitLeader.code(),
        _ => "service",
    }
}

/// Whether an id holds what PostgreSQL keeps in no text, so that nothing of
/// ours can have it.
fn unstorable(who: &Who, id: &CaseId) -> bool {
    id.0.contains('\0') || who.id().contains('\0')
}

impl CaseAccess {
    /// Id.
    #[must_use]
    pub const fn id(&self) -> &CaseId {
        &self.id
    }

    /// The unit that owns the case.
    #[must_use]
    pub const fn unit(&self) -> &UnitId {
        &self.unit
    }

    /// Number in the unit's list.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Display name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How far it has come.
    #[must_use]
    pub const fn status(&self) -> CaseStatus {
        self.status
    }

    /// The part that is open to this viewer.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.line.part
    }

    /// Whether this viewer may change the case. Changing needs a handle that
    /// was opened for it, too: see [`Self::action`].
    #[must_use]
    pub const fn may_edit(&self) -> bool {
        self.line.may_edit
    }

    /// What the case was opened for, as the log says.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// When the emergency access ends by which the case was opened, if it was.
    #[must_use]
    pub const fn emergency_until(&self) -> Option<i64> {
        self.emergency_until
    }

    /// Whether this viewer is shown who was turned away from the case.
    #[must_use]
    pub fn sees_refusals(&self) -> bool {
        self.sees_refusals && self.line.part == Part::Whole
    }

    /// Why it was opened.
    pub(crate) const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// In what capacity, for the log.
    pub(crate) const fn role(&self) -> &'static str {
        self.role
    }

    /// Whether this viewer may say who else gets in, and end or take up the case.
    #[must_use]
    pub const fn may_give_access(&self) -> bool {
        self.gives_access
    }

    /// Who has opened it.
    #[must_use]
    pub const fn who(&self) -> &Who {
        &self.who
    }

    /// The same case, drawn on by another hand than the viewer's own: a screen
    /// that was handed over, or a guest.
    #[must_use]
    pub fn in_hand(self, hand: Option<&str>) -> Self {
        Self { hand: hand.map(str::to_owned), ..self }
    }

    /// Whose hand draws, where it is not the viewer's own.
    pub(crate) fn hand(&self) -> Option<&str> {
        self.hand.as_deref()
    }

    /// Whether a fact of the record is for this viewer.
    pub(crate) fn sees(&self, sight: &Sight<'_>) -> bool {
        let beside = self.beside.iter();
        std::iter::once(&self.viewer).chain(beside).all(|viewer| see(viewer, &self.bars, sight))
    }

    /// The keys of the parties with whose eyes this viewer looks.
    pub(crate) fn own_keys(&self) -> impl Iterator<Item = String> + '_ {
        self.viewer.parties.iter().map(Party::key)
    }

    /// The services as which this viewer looks, by id.
    pub(super) fn own_services(&self) -> impl Iterator<Item = &str> {
        self.viewer.parties.iter().filter_map(|party| match party {
            Party::Service(id) => Some(id.as_str()),
            _ => None,
        })
    }

    /// Whether a fact would be for a party, by audience and bars alone.
    pub(crate) fn party_sees(&self, party: &Party, sight: &Sight<'_>) -> bool {
        let viewer = Viewer { parties: vec![party.clone()], sensitive: false, today: self.viewer.today };
        see(&viewer, &self.bars, sight)
    }

    /// What somebody who takes part sees of the whole record.
    pub(super) fn whole_seen_by(&self, whole: &Record, person: &str) -> Record {
        seen_by(whole, &self.bars, person, self.viewer.today)
    }

    /// Every sight that a fact must stand before: the viewer's, and that of
    /// whoever looks over the viewer's shoulder.
    pub(super) fn all_eyes<'a>(&'a self, whole: &'a Record) -> Vec<Eyes<'a>> {
        let viewers = std::iter::once(&self.viewer).chain(&self.beside);
        viewers.map(|viewer| Eyes { viewer: viewer.clone(), bars: &self.bars, whole }).collect()
    }

    /// The case as a participant opens it, for «vis slik … ser det»: every
    /// method answers what the person's own opening would, less what this
    /// viewer may not see. Nothing can be changed through it.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case;
    /// [`StoreError::NotFound`] when the case does not open for the person.
    pub async fn seen_by(&self, person: &str) -> Result<Self, StoreError> {
        self.must_see_whole()?;
        let Who::Staff(_) = &self.who else { return Err(StoreError::NotAllowed("staff")) };
        let who = Who::Participant(person.to_owned());
        if unstorable(&who, &self.id) {
            return Err(StoreError::NotFound);
        }
        let mut tx = self.store.db().pool().begin().await?;
        let caller = self.store.caller(&mut tx, &who, &self.id, &self.unit).await?.ok_or(StoreError::NotFound)?;
        drop(tx);
        let request = Request { purpose: Purpose::OwnRecord, reason: None, status: self.status };
        let line = open(&caller, &request).map_err(|_| StoreError::NotFound)?;
        Ok(Self {
            store: self.store.clone(),
            key: self.key.clone(),
            id: self.id.clone(),
            unit: self.unit.clone(),
            number: self.number.clone(),
            name: self.name.clone(),
            status: self.status,
            purpose: Purpose::OwnRecord,
            role: "participant",
            viewer: Viewer { parties: line.parties.clone(), sensitive: line.sensitive, today: self.viewer.today },
            line: Sightline { may_edit: false, ..line },
            action: Action::Read,
            emergency_until: self.emergency_until,
            sees_refusals: false,
            gives_access: false,
            beside: std::iter::once(&self.viewer).chain(&self.beside).cloned().collect(),
            bars: self.bars.clone(),
            who,
            hand: self.hand.clone(),
        })
    }

    /// The case as several participants in one room may see it together: only
    /// what each of them sees, less what this viewer may not see.
    ///
    /// # Errors
    /// As [`Self::seen_by`], for any of them; [`StoreError::NotFound`] for nobody.
    pub(super) async fn seen_together(&self, people: &[String]) -> Result<Self, StoreError> {
        let (first, others) = people.split_first().ok_or(StoreError::NotFound)?;
        let mut seen = self.seen_by(first).await?;
        for person in others {
            seen.beside.push(self.seen_by(person).await?.viewer);
        }
        Ok(seen)
    }

    /// The same case with all of another opening's viewers beside this one: what
    /// one of them does not see is out of reach.
    pub(super) fn beside_all_of(&self, other: Self) -> Self {
        let beside = std::iter::once(other.viewer).chain(other.beside).collect();
        Self { beside, ..self.clone() }
    }

    /// The bars of the case, in force or not: for staff who are shown the whole
    /// case. Whom a bar holds off is not to hear of it.
    ///
    /// # Errors
    /// When this viewer is not one of them.
    pub fn known_bars(&self) -> Result<&[Bar], StoreError> {
        self.must_see_whole()?;
        match &self.who {
            Who::Staff(_) => Ok(&self.bars),
            Who::Participant(_) => Err(StoreError::NotAllowed("staff")),
        }
    }

    /// Whether nobody looks over the viewer's shoulder.
    pub(crate) const fn is_own(&self) -> bool {
        self.beside.is_empty()
    }

    /// Whether this viewer has the lead's sight.
    #[must_use]
    pub fn sees_as_lead(&self) -> bool {
        self.viewer.parties.contains(&Party::Lead)
    }

    /// Stops whoever may only read, and whoever said to the log that they would.
    pub(crate) fn must_edit(&self) -> Result<(), StoreError> {
        if self.line.may_edit { self.must_have_opened_to_change() } else { Err(StoreError::NotAllowed("read_only")) }
    }

    /// Stops a handle that was opened for anything else than a change: the log
    /// must tell of every change.
    pub(crate) fn must_have_opened_to_change(&self) -> Result<(), StoreError> {
        if self.action.changes() { Ok(()) } else { Err(StoreError::NotAllowed("opened_to_read")) }
    }

    /// Stops whoever does not lead the case or stand in for the lead.
    pub(crate) fn must_lead(&self) -> Result<(), StoreError> {
        self.must_edit()?;
        self.must_see_whole()?;
        if self.sees_as_lead() { Ok(()) } else { Err(StoreError::NotAllowed("lead")) }
    }

    /// Stops whoever is not shown the whole case.
    pub(crate) fn must_see_whole(&self) -> Result<(), StoreError> {
        if self.line.part == Part::Whole { Ok(()) } else { Err(StoreError::NotAllowed("part")) }
    }

    /// Stops whoever may not say who else gets in: that is for the lead and the
    /// stand-in, and while a case is taken in for those who distribute the work.
    pub(crate) fn must_give_access(&self) -> Result<(), StoreError> {
        self.must_edit()?;
        if self.gives_access { Ok(()) } else { Err(StoreError::NotAllowed("give_access")) }
    }
}

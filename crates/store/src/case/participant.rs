//! Named, dated participants (rule R1), and on what ground children are among
//! them (R8, R9).

use super::event::{EventDetail, EventKind};
use super::{CaseAccess, CaseId, Who, day_text};
use crate::Store;
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::user::period_of;
use casework::day::Period;
use casework::opening::Part;
use casework::participation::{ChildConsent, StaysMentioned, may_share_case};
use casework::{Day, Party};
use family_map::edit::{Edit, PersonField};
use family_map::record::{Fact, Known, Origin, Person, Symbol};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeSet;

/// Somebody to take part.
#[derive(Clone, Debug)]
pub struct NewParticipant<'a> {
    /// Person id in the case's record.
    pub person: &'a str,
    /// Name as written.
    pub name: &'a str,
    /// A child.
    pub is_child: bool,
    /// Holds parental responsibility for a child in the case.
    pub has_responsibility: bool,
    /// From when.
    pub from: Day,
    /// Until when, if it has ended.
    pub to: Option<Day>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Id of this taking part; a person who comes back has another.
    pub id: String,
    /// Person id in the case's record.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// A child.
    pub is_child: bool,
    /// Holds parental responsibility for a child in the case.
    pub has_responsibility: bool,
    /// On what ground a child takes part.
    pub consent: Option<ChildConsent>,
    /// From when.
    pub from: Option<Day>,
    /// Until when, if it has ended or will.
    pub to: Option<Day>,
    /// Counts up with every correction.
    pub version: i64,
}

/// What is corrected about somebody's taking part.
#[derive(Clone, Debug)]
pub struct Correction<'a> {
    /// Id of the taking part.
    pub id: &'a str,
    /// The version that was corrected.
    pub version: i64,
    /// Name as written.
    pub name: &'a str,
    /// Holds parental responsibility for a child in the case.
    pub has_responsibility: bool,
    /// On what ground a child takes part.
    pub consent: ChildConsent,
    /// From when.
    pub from: Day,
    /// Until when, if it has ended or will.
    pub to: Option<Day>,
}

/// What became of a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Corrected {
    /// It was kept.
    Saved,
    /// Somebody else has corrected the same meanwhile; nothing was kept.
    Overtaken {
        /// What they wrote.
        now: Box<Participant>,
        /// Their name.
        by: String,
    },
}

/// A participant as a row, for inserting.
pub(super) struct ParticipantRow<'a> {
    pub(super) person: &'a str,
    pub(super) name: &'a str,
    pub(super) is_child: bool,
    pub(super) has_responsibility: bool,
    pub(super) consent: ChildConsent,
    pub(super) period: Period,
}

pub(crate) const fn name_place(row: &str) -> Place<'_> {
    Place { table: "participant", column: "name_sealed", row }
}

/// For whom somebody who takes part stands on the map: the team and all who
/// take part. Where a child is under a care order, adults stand there for
/// themselves and the child alone (R8).
pub(super) fn first_audience<'a>(
    person: &str,
    is_child: bool,
    all: impl Iterator<Item = (&'a str, bool, ChildConsent)> + Clone,
) -> Origin {
    let in_care = all.clone().any(|(_, is_child, ground)| is_child && ground.is_care_order());
    let others = all.filter(|(_, other_is_child, _)| !in_care || is_child || *other_is_child).map(|(id, ..)| id);
    let people = others.chain([person]).map(|id| Party::Person(id.to_owned()).key());
    let audience: BTreeSet<String> = people.chain([Party::Team.key()]).collect();
    Origin::told(&Party::Team.key(), audience.iter().map(String::as_str))
}

/// Somebody of whom only the name is known.
pub(super) fn new_person(id: &str, name: &str, origin: Origin) -> Person {
    let mut person = Person::new(id, Symbol::Unknown, origin);
    person.name = Known::Known(name.trim().to_owned());
    person
}

/// Why a set of participants cannot be.
pub(super) fn check_rows(rows: &[CurrentRow]) -> Result<(), StoreError> {
    let children: Vec<&CurrentRow> = rows.iter().filter(|it| it.is_child).collect();
    for child in &children {
        let holder = rows.iter().any(|it| it.has_responsibility && it.person != child.person);
        child.consent.check(holder).map_err(|why| match why {
            StaysMentioned::NoHolderAgreed => StoreError::NotAllowed("no_holder_agreed"),
            StaysMentioned::ServiceHasNotConsented => StoreError::NotAllowed("service_not_consented"),
        })?;
    }
    let grounds: Vec<ChildConsent> = children.iter().map(|it| it.consent).collect();
    if may_share_case(&grounds) { Ok(()) } else { Err(StoreError::NotAllowed("own_case")) }
}

/// What the rules ask of somebody who takes part or will.
#[derive(Clone)]
pub(super) struct CurrentRow {
    pub(super) id: String,
    pub(super) person: String,
    pub(super) name: String,
    pub(super) is_child: bool,
    pub(super) has_responsibility: bool,
    pub(super) consent: ChildConsent,
    pub(super) period: Period,
}

fn consent_of(row: &AnyRow) -> Result<ChildConsent, StoreError> {
    let code: String = row.try_get("consent")?;
    if code.is_empty() {
        return Ok(ChildConsent::default());
    }
    ChildConsent::from_code(&code).ok_or(StoreError::Unreadable("participant"))
}

fn meet(a: &Period, b: &Period) -> bool {
    let begins_before_end = |a: &Period, b: &Period| match (a.from, b.to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    begins_before_end(a, b) && begins_before_end(b, a)
}

fn check_period(period: &Period) -> Result<(), StoreError> {
    match (period.from, period.to) {
        (Some(from), Some(to)) if to < from => Err(StoreError::NotAllowed("dates")),
        _ => Ok(()),
    }
}

impl Store {
    /// Puts somebody among the participants, in the caller's transaction.
    pub(super) async fn insert_participant(
        &self,
        tx: &mut Transaction<'static, Any>,
        (case, key): (&CaseId, &ScopeKey),
        new: &ParticipantRow<'_>,
    ) -> Result<(), StoreError> {
        let id = self.new_id();
        sqlx::query(
            "INSERT INTO participant (id, case_id, person_id, name_sealed, is_child, has_responsibility, consent,
             from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&id)
        .bind(&case.0)
        .bind(new.person)
        .bind(key.seal(name_place(&id), new.name.trim())?)
        .bind(i64::from(new.is_child))
        .bind(i64::from(new.has_responsibility))
        .bind(if new.is_child { new.consent.code() } else { "" })
        .bind(day_text(new.period.from.unwrap_or_else(|| self.today())))
        .bind(new.period.to.map(day_text))
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

impl CaseAccess {
    /// Those who take part today or will, whoever looks.
    pub(super) async fn current_rows(&self, tx: &mut Transaction<'static, Any>) -> Result<Vec<CurrentRow>, StoreError> {
        let mut rows = self.all_rows(tx).await?;
        rows.retain(|it| it.period.to.is_none_or(|to| self.store.today() <= to));
        Ok(rows)
    }

    /// The same with those who took part before.
    async fn all_rows(&self, tx: &mut Transaction<'static, Any>) -> Result<Vec<CurrentRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, person_id, name_sealed, is_child, has_responsibility, consent, from_day, to_day
             FROM participant WHERE case_id = $1 ORDER BY id",
        )
        .bind(&self.id().0)
        .fetch_all(&mut **tx)
        .await?;
        let mut current = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            current.push(CurrentRow {
                person: row.try_get("person_id")?,
                name: self.key.unseal(name_place(&id), &row.try_get::<String, _>("name_sealed")?)?,
                is_child: row.try_get::<i64, _>("is_child")? != 0,
                has_responsibility: row.try_get::<i64, _>("has_responsibility")? != 0,
                consent: consent_of(row)?,
                period: period_of(row)?,
                id,
            });
        }
        Ok(current)
    }

    async fn insert_checked(
        &self,
        tx: &mut Transaction<'static, Any>,
        new: &ParticipantRow<'_>,
    ) -> Result<(), StoreError> {
        check_period(&new.period)?;
        // What somebody had here before, a calendar among it, does not come back with them.
        self.store.end_lost_family_feeds(tx, self.id()).await?;
        let takes_part = |it: &CurrentRow| it.person == new.person && meet(&it.period, &new.period);
        if self.all_rows(tx).await?.iter().any(takes_part) {
            return Err(StoreError::NotAllowed("takes_part_already"));
        }
        self.store.insert_participant(tx, (self.id(), &self.key), new).await?;
        self.follow_participant(tx, new.person).await?;
        check_rows(&self.current_rows(tx).await?)?;
        let detail = EventDetail { person: Some(new.person.to_owned()), ..EventDetail::default() };
        self.tell(tx, EventKind::TookPart, &detail).await
    }

    /// Adds a participant; a child on the ground that somebody who takes part
    /// holds parental responsibility and agrees.
    ///
    /// # Errors
    /// When the case may not be changed; as [`CaseAccess::take_in`].
    pub async fn add_participant(&self, new: &NewParticipant<'_>) -> Result<(), StoreError> {
        self.admit(new, ChildConsent::HolderHere).await
    }

    /// Adds a participant, a child on this ground (R8, R9).
    ///
    /// # Errors
    /// When the case may not be changed; as [`CaseAccess::take_in`].
    pub async fn admit(&self, new: &NewParticipant<'_>, consent: ChildConsent) -> Result<(), StoreError> {
        let mut write = self.change().await?;
        let row = ParticipantRow {
            person: new.person,
            name: new.name,
            is_child: new.is_child,
            has_responsibility: new.has_responsibility,
            consent,
            period: Period { from: Some(new.from), to: new.to },
        };
        self.insert_checked(&mut write.tx, &row).await?;
        write.commit().await
    }

    /// Takes somebody in who is not on the map yet: a new person there, for the
    /// team and those who take part. Returns the person's id.
    ///
    /// # Errors
    /// When the case may not be changed; `empty` without a name;
    /// `no_holder_agreed`, `service_not_consented`, `own_case` by R8 and R9;
    /// `dates` when it ends before it begins; `takes_part_already`.
    pub async fn take_in(
        &self,
        name: &str,
        new: &NewParticipant<'_>,
        consent: ChildConsent,
    ) -> Result<String, StoreError> {
        let mut write = self.change().await?;
        if name.trim().is_empty() {
            return Err(StoreError::NotAllowed("empty"));
        }
        let id = self.store.new_id();
        let current = self.current_rows(&mut write.tx).await?;
        let all = current.iter().map(|it| (it.person.as_str(), it.is_child, it.consent));
        let own = (id.as_str(), new.is_child, consent);
        let origin = first_audience(&id, new.is_child, all.chain([own]));
        let person = Edit::Add(Fact::Person(new_person(&id, name, origin)));
        self.edit_on(&mut write.tx, &[person]).await?;
        let row = ParticipantRow {
            person: &id,
            name,
            is_child: new.is_child,
            has_responsibility: new.has_responsibility,
            consent,
            period: Period { from: Some(new.from), to: new.to },
        };
        self.insert_checked(&mut write.tx, &row).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Corrects somebody's taking part. Who was overtaken by somebody else
    /// hears what they wrote, and nothing is kept.
    ///
    /// # Errors
    /// As [`CaseAccess::take_in`]; [`StoreError::NotFound`] when this viewer
    /// knows of no such taking part.
    pub async fn correct_participant(&self, correction: &Correction<'_>) -> Result<Corrected, StoreError> {
        self.must_edit()?;
        let known = |all: Vec<Participant>| all.into_iter().find(|it| it.id == correction.id);
        let before = known(self.participants().await?).ok_or(StoreError::NotFound)?;
        let (name, nameless) = (correction.name.trim(), before.name.is_empty());
        if name.is_empty() && !nameless {
            return Err(StoreError::NotAllowed("empty"));
        }
        let period = Period { from: Some(correction.from), to: correction.to };
        check_period(&period)?;
        let mut write = self.change().await?;
        let row = sqlx::query(
            "SELECT participant.version, staff_user.name FROM participant
             LEFT JOIN staff_user ON staff_user.id = participant.changed_by
             WHERE participant.id = $1 AND participant.case_id = $2",
        )
        .bind(correction.id)
        .bind(&self.id().0)
        .fetch_one(&mut *write.tx)
        .await?;
        if row.try_get::<i64, _>("version")? != correction.version {
            let by = row.try_get::<Option<String>, _>("name")?.unwrap_or_default();
            drop(write);
            let now = known(self.participants().await?).ok_or(StoreError::NotFound)?;
            return Ok(Corrected::Overtaken { now: Box::new(now), by });
        }
        let others = self.all_rows(&mut write.tx).await?;
        let meets = |it: &CurrentRow| it.id != correction.id && it.person == before.person && meet(&it.period, &period);
        if others.iter().any(meets) {
            return Err(StoreError::NotAllowed("takes_part_already"));
        }
        self.store.end_lost_family_feeds(&mut write.tx, self.id()).await?;
        sqlx::query(
            "UPDATE participant SET has_responsibility = $3, consent = $4, from_day = $5, to_day = $6,
             version = version + 1, changed_by = $7, changed_at = $8 WHERE id = $1 AND case_id = $2",
        )
        .bind(correction.id)
        .bind(&self.id().0)
        .bind(i64::from(correction.has_responsibility))
        .bind(if before.is_child { correction.consent.code() } else { "" })
        .bind(day_text(correction.from))
        .bind(correction.to.map(day_text))
        .bind(&self.staff()?.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        self.store.end_lost_family_feeds(&mut write.tx, self.id()).await?;
        if !nameless && name != before.name {
            sqlx::query("UPDATE participant SET name_sealed = $3 WHERE id = $1 AND case_id = $2")
                .bind(correction.id)
                .bind(&self.id().0)
                .bind(self.key.seal(name_place(correction.id), name)?)
                .execute(&mut *write.tx)
                .await?;
            // The same name on the map; nothing where the person is not on it.
            let field = PersonField::Name(Known::Known(name.to_owned()));
            let edit = Edit::SetPerson { person: before.person.as_str().into(), field };
            if self.part() == Part::Whole {
                self.edit_on(&mut write.tx, &[edit]).await?;
            }
        }
        self.follow_participant(&mut write.tx, &before.person).await?;
        check_rows(&self.current_rows(&mut write.tx).await?)?;
        let detail = EventDetail { person: Some(before.person), ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::Corrected, &detail).await?;
        write.commit().await?;
        Ok(Corrected::Saved)
    }

    /// A participant goes by the name that stands on the map.
    pub(super) async fn rename_participant(
        &self,
        tx: &mut Transaction<'static, Any>,
        person: &str,
        name: &str,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query("SELECT id FROM participant WHERE case_id = $1 AND person_id = $2")
            .bind(&self.id().0)
            .bind(person)
            .fetch_all(&mut **tx)
            .await?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let place = Place { table: "participant", column: "name_sealed", row: &id };
            sqlx::query("UPDATE participant SET name_sealed = $2 WHERE id = $1")
                .bind(&id)
                .bind(self.key.seal(place, name)?)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// The participants whom this viewer may know of, in order of entry.
    /// Where the whole case is open, themselves and those whose person they see in
    /// the record; who has no place in it yet shows to staff and to themselves. On the front
    /// page all, and on the shared plan none. A shielded person has no name
    /// here either, except for themselves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn participants(&self) -> Result<Vec<Participant>, StoreError> {
        let whole = self.whole_record().await?;
        let seen = self.redacted(&whole);
        let rows = sqlx::query(
            "SELECT id, person_id, name_sealed, is_child, has_responsibility, consent, from_day, to_day, version
             FROM participant WHERE case_id = $1 ORDER BY id",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut list = Vec::new();
        for row in &rows {
            let id: String = row.try_get("id")?;
            let person: String = row.try_get("person_id")?;
            let on_map = whole.people.get(&person.as_str().into());
            let own = self.who() == &Who::Participant(person.clone());
            let known = match self.part() {
                Part::Whole if on_map.is_some() => own || seen.people.contains_key(&person.as_str().into()),
                Part::Whole => own || matches!(self.who(), Who::Staff(_)),
                Part::Intake => true,
                Part::SharedPlan => false,
            };
            if !known {
                continue;
            }
            // Shown to staff, the person's own sight is not the person's own.
            let nameless = !(own && self.is_own()) && on_map.is_some_and(|it| it.shielded);
            let period = period_of(row)?;
            let is_child = row.try_get::<i64, _>("is_child")? != 0;
            list.push(Participant {
                name: if nameless {
                    String::new()
                } else {
                    self.key.unseal(name_place(&id), &row.try_get::<String, _>("name_sealed")?)?
                },
                consent: is_child.then(|| consent_of(row)).transpose()?,
                is_child,
                has_responsibility: row.try_get::<i64, _>("has_responsibility")? != 0,
                from: period.from,
                to: period.to,
                version: row.try_get("version")?,
                person,
                id,
            });
        }
        Ok(list)
    }

    /// Those of them who take part today, each once.
    ///
    /// # Errors
    /// As [`Self::participants`].
    pub(crate) async fn participants_today(&self) -> Result<Vec<Participant>, StoreError> {
        let today = self.store.today();
        let mut found: Vec<Participant> = Vec::new();
        for it in self.participants().await? {
            let here = Period { from: it.from, to: it.to }.holds(today);
            if here && !found.iter().any(|known| known.person == it.person) {
                found.push(it);
            }
        }
        Ok(found)
    }
}

//! Handing a case over to another municipality: who is asked, what they let go
//! along, that it went and that it came. What is read of it is for staff who are
//! shown the whole case; who takes part reads of it only where they are asked,
//! and only of themselves: nobody hears by it where another is moving.

mod step;

use super::{CaseAccess, CaseLine, Who, day_text, parse_day};
use crate::Store;
use crate::crypto::Place;
use crate::error::StoreError;
use crate::outbox::CaseFacts;
use crate::user::User;
use casework::Day;
use casework::child::AgeLimits;
use casework::moving::{Asked, Destination, MovingFault, Portion, Receipt, Stage};
use casework::plan::Approver;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

pub use step::{NewMoving, Taken};

impl From<MovingFault> for StoreError {
    fn from(fault: MovingFault) -> Self {
        Self::NotAllowed(fault.code())
    }
}

/// What somebody said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovingAnswer {
    /// What goes along; nothing where they said no.
    pub portions: BTreeSet<Portion>,
    /// How they said it, as staff wrote it down.
    pub how: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Name of who of the staff wrote it down; empty for their own hand.
    pub recorded_by: String,
}

/// Where one who is asked stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovingPerson {
    /// Who, by person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// What they said last.
    pub answer: Option<MovingAnswer>,
    /// Lives behind a protected address, or with somebody who does.
    pub protected: bool,
    /// When, and the name of who, has said that the receiver is allowed to know of them.
    pub confirmed: Option<(i64, String)>,
    /// When theirs went along.
    pub gone: Option<i64>,
}

impl MovingPerson {
    fn asked(&self) -> Asked {
        Asked {
            person: self.person.clone(),
            portions: self.answer.as_ref().map(|it| it.portions.clone()),
            protected: self.protected,
            confirmed: self.confirmed.is_some(),
            gone: self.gone.is_some(),
        }
    }
}

/// A handover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moving {
    /// Id.
    pub id: String,
    /// How far it has come.
    pub stage: Stage,
    /// To whom, and how.
    pub destination: Destination,
    /// By when the receiver is to have said that it came.
    pub due: Day,
    /// When it was begun, milliseconds since 1970.
    pub at: i64,
    /// Name of who began it.
    pub by: String,
    /// Those who are asked, as far as the viewer knows of them.
    pub people: Vec<MovingPerson>,
    /// Where everybody stands who is asked, whoever looks: for the rules alone.
    pub(super) all: Vec<Asked>,
    /// The receiver's word that it came, and on which day.
    pub receipt: Option<(Receipt, Day)>,
}

impl Moving {
    /// Whether this one's goes along now.
    ///
    /// # Errors
    /// Why not.
    pub fn may_send(&self, person: &str) -> Result<(), MovingFault> {
        casework::moving::may_send(self.stage, &self.all, person)
    }

    /// Whether there is a file of this one's for the receiver.
    ///
    /// # Errors
    /// Why not.
    pub fn may_take(&self, person: &str) -> Result<(), MovingFault> {
        casework::moving::may_take(self.stage, &self.all, person).map(|_| ())
    }

    /// Whether the receiver can have said that it came.
    ///
    /// # Errors
    /// Why not.
    pub fn may_receive(&self) -> Result<(), MovingFault> {
        casework::moving::may_receive(self.stage, &self.all)
    }
}

/// A case whose receiver has not said in time that it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovingLine {
    /// The case's line.
    pub line: CaseLine,
    /// By when it was awaited.
    pub day: Day,
}

/// What is sealed of a handover.
#[derive(Clone, Serialize, Deserialize)]
struct Sealed {
    destination: Destination,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    receipt: Option<(Receipt, Day)>,
}

/// What is sealed of an answer.
#[derive(Serialize, Deserialize)]
struct SealedAnswer {
    portions: BTreeSet<Portion>,
    how: String,
}

const fn moving_place(id: &str) -> Place<'_> {
    Place { table: "case_moving", column: "moving_sealed", row: id }
}

const fn answer_place(id: &str) -> Place<'_> {
    Place { table: "case_moving_answer", column: "answer_sealed", row: id }
}

fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("case_moving"))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("case_moving"))
}

impl CaseAccess {
    /// The newest handover of the case that was not cancelled. A participant
    /// hears of one that is under way and asks them, and of nobody else in it.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn moving(&self) -> Result<Option<Moving>, StoreError> {
        self.must_see_whole()?;
        let names: BTreeMap<String, String> =
            self.participants().await?.into_iter().map(|it| (it.person, it.name)).collect();
        let mut tx = self.store.db().pool().begin().await?;
        let Some(mut moving) = self.newest_moving(&mut tx).await? else { return Ok(None) };
        drop(tx);
        if let Who::Participant(person) = self.who() {
            moving.people.retain(|it| it.person == *person);
            moving.receipt = None;
            if moving.people.is_empty() || !moving.stage.is_under_way() {
                return Ok(None);
            }
        }
        moving.people.retain(|it| names.contains_key(&it.person));
        for it in &mut moving.people {
            it.name = names.get(&it.person).cloned().unwrap_or_default();
        }
        Ok(Some(moving))
    }

    /// Those who decide for themselves what goes along, of whom this viewer
    /// knows: person id and name. For staff who are shown the whole case.
    ///
    /// # Errors
    /// When this viewer is not one of them.
    pub async fn movable(&self, limits: AgeLimits) -> Result<Vec<(String, String)>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let participants = self.participants().await?;
        let approvers = self.plan_approvers(&participants, limits).await?;
        let name = |person: &String| participants.iter().find(|it| it.person == *person).map(|it| it.name.clone());
        let people = approvers.into_iter().filter_map(|it| match it {
            Approver::Person(person) => Some((name(&person)?, person)),
            Approver::HolderElsewhere(_) | Approver::ChildWelfare(_) => None,
        });
        Ok(people.map(|(name, person)| (person, name)).collect())
    }

    /// The newest handover that was not cancelled, whoever looks; people without names.
    async fn newest_moving(&self, tx: &mut Transaction<'static, Any>) -> Result<Option<Moving>, StoreError> {
        let row = sqlx::query(
            "SELECT case_moving.id, case_moving.stage, case_moving.due_day, case_moving.began_at,
               case_moving.moving_sealed, staff_user.name
             FROM case_moving JOIN staff_user ON staff_user.id = case_moving.began_by
             WHERE case_moving.case_id = $1 AND case_moving.stage <> 'cancelled'
             ORDER BY case_moving.began_at DESC, case_moving.id DESC LIMIT 1",
        )
        .bind(&self.id().0)
        .fetch_optional(&mut **tx)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let unreadable = || StoreError::Unreadable("case_moving");
        let id: String = row.try_get("id")?;
        let sealed: Sealed =
            from_json(&self.key.unseal(moving_place(&id), &row.try_get::<String, _>("moving_sealed")?)?)?;
        let people = self.moving_people(&mut *tx, &id).await?;
        Ok(Some(Moving {
            stage: Stage::from_code(&row.try_get::<String, _>("stage")?).ok_or_else(unreadable)?,
            due: parse_day(&row.try_get::<String, _>("due_day")?).ok_or_else(unreadable)?,
            at: row.try_get("began_at")?,
            by: row.try_get("name")?,
            destination: sealed.destination,
            receipt: sealed.receipt,
            all: people.iter().map(MovingPerson::asked).collect(),
            people,
            id,
        }))
    }

    async fn moving_people(
        &self,
        tx: &mut Transaction<'static, Any>,
        moving: &str,
    ) -> Result<Vec<MovingPerson>, StoreError> {
        let facts = CaseFacts::load(&self.store, &mut *tx, self.id(), &self.key).await?;
        let mut answers = self.moving_answers(&mut *tx, moving).await?;
        let rows = sqlx::query(
            "SELECT case_moving_person.person_id, case_moving_person.confirmed_at, case_moving_person.gone_at,
               staff_user.name
             FROM case_moving_person LEFT JOIN staff_user ON staff_user.id = case_moving_person.confirmed_by
             WHERE case_moving_person.moving_id = $1 ORDER BY case_moving_person.person_id",
        )
        .bind(moving)
        .fetch_all(&mut **tx)
        .await?;
        let mut people = Vec::with_capacity(rows.len());
        for row in &rows {
            let person: String = row.try_get("person_id")?;
            let by = row.try_get::<Option<String>, _>("name")?.unwrap_or_default();
            people.push(MovingPerson {
                name: String::new(),
                answer: answers.remove(&person),
                protected: facts.is_protected(&person),
                confirmed: row.try_get::<Option<i64>, _>("confirmed_at")?.map(|at| (at, by)),
                gone: row.try_get("gone_at")?,
                person,
            });
        }
        Ok(people)
    }

    /// The last word of everybody, by person id.
    async fn moving_answers(
        &self,
        tx: &mut Transaction<'static, Any>,
        moving: &str,
    ) -> Result<BTreeMap<String, MovingAnswer>, StoreError> {
        let rows = sqlx::query(
            "SELECT case_moving_answer.id, case_moving_answer.person_id, case_moving_answer.at,
               case_moving_answer.answer_sealed, staff_user.name
             FROM case_moving_answer LEFT JOIN staff_user ON staff_user.id = case_moving_answer.recorded_by
             WHERE case_moving_answer.moving_id = $1 ORDER BY case_moving_answer.at, case_moving_answer.id",
        )
        .bind(moving)
        .fetch_all(&mut **tx)
        .await?;
        let mut last = BTreeMap::new();
        for row in &rows {
            let id: String = row.try_get("id")?;
            let it: SealedAnswer =
                from_json(&self.key.unseal(answer_place(&id), &row.try_get::<String, _>("answer_sealed")?)?)?;
            let answer = MovingAnswer {
                portions: it.portions,
                how: it.how,
                at: row.try_get("at")?,
                recorded_by: row.try_get::<Option<String>, _>("name")?.unwrap_or_default(),
            };
            last.insert(row.try_get("person_id")?, answer);
        }
        Ok(last)
    }
}

impl Store {
    /// The cases that somebody leads or stands in for, whose receiver has not
    /// said by the day that it came; to whom it goes stands in the case.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unanswered_movings(&self, user: &User, today: Day) -> Result<Vec<MovingLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT case_moving.due_day, help_case.id, help_case.unit_id, help_case.number, help_case.status,
               help_case.name_sealed, help_case.created_at, help_case.changed_at
             FROM case_moving JOIN help_case ON help_case.id = case_moving.case_id
             WHERE case_moving.due_day < $2 AND case_moving.stage IN ('asking', 'sent')
             AND help_case.status <> 'closed' AND help_case.erased_at IS NULL AND EXISTS (SELECT 1 FROM case_staff
               WHERE case_staff.case_id = help_case.id AND case_staff.user_id = $1
               AND case_staff.function IN ('lead', 'stand_in')
               AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2))
             ORDER BY case_moving.due_day, case_moving.id",
        )
        .bind(&user.id.0)
        .bind(day_text(today))
        .fetch_all(self.db().pool())
        .await?;
        let mut found = Vec::new();
        for (row, line) in self.with_lines(user, &rows).await? {
            let day = parse_day(&row.try_get::<String, _>("due_day")?).ok_or(StoreError::Unreadable("case_moving"))?;
            found.push(MovingLine { line, day });
        }
        Ok(found)
    }
}

//! Pauses and stops, as somebody who takes part says them; no reason is asked
//! and none is kept.

use super::part::PlanSight;
use super::{from_json, to_json};
use crate::case::{CaseAccess, CaseId};
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::portal::{NewWord, WordKind};
use casework::Day;
use casework::plan::halt::may_halt;
use casework::plan::{Halt, HaltKind, HaltScope};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// A pause or a stop to be kept.
#[derive(Clone, Debug)]
pub struct NewHalt {
    /// Pause or stop.
    pub kind: HaltKind,
    /// What is halted.
    pub scope: HaltScope,
    /// Who says so, by person id.
    pub person: String,
    /// The last day of a pause, where one was said.
    pub until: Option<Day>,
}

/// A pause or a stop that holds or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptHalt {
    /// What was said.
    pub halt: Halt,
    /// Name of who of the staff wrote it down; empty for their own hand.
    pub recorded_by: String,
    /// Id of the same.
    pub(super) author: Option<String>,
    /// When it was said, milliseconds since 1970.
    pub(super) at: i64,
}

impl KeptHalt {
    /// Whether a viewer who knows these people and sees these parts may know of it.
    pub(super) fn is_known(&self, people: &[String], parts: &[&str]) -> bool {
        let scope_known = match &self.halt.scope {
            HaltScope::Everything | HaltScope::Own => true,
            HaltScope::Action(part) => parts.contains(&part.as_str()),
        };
        scope_known && people.contains(&self.halt.person)
    }
}

/// What is sealed of a halt.
#[derive(Serialize, Deserialize)]
struct Sealed {
    kind: HaltKind,
    scope: HaltScope,
    person: String,
    from: String,
    until: Option<String>,
}

const fn halt_place(id: &str) -> Place<'_> {
    Place { table: "plan_halt", column: "halt_sealed", row: id }
}

/// Keeps a pause or a stop in a case: who of the staff wrote it down, and when.
pub(super) async fn insert_halt(
    tx: &mut Transaction<'static, Any>,
    (case, key): (&CaseId, &ScopeKey),
    halt: &Halt,
    (recorded_by, at): (Option<&str>, i64),
) -> Result<(), StoreError> {
    let sealed = Sealed {
        kind: halt.kind,
        scope: halt.scope.clone(),
        person: halt.person.clone(),
        from: halt.from.to_string(),
        until: halt.until.map(|day| day.to_string()),
    };
    sqlx::query("INSERT INTO plan_halt (id, case_id, recorded_by, at, halt_sealed) VALUES ($1, $2, $3, $4, $5)")
        .bind(&halt.id)
        .bind(&case.0)
        .bind(recorded_by)
        .bind(at)
        .bind(key.seal(halt_place(&halt.id), &to_json(&sealed)?)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl CaseAccess {
    /// The pauses and stops that nobody has ended, whoever asks.
    pub(super) async fn halts_on(&self, tx: &mut Transaction<'static, Any>) -> Result<Vec<KeptHalt>, StoreError> {
        let rows = sqlx::query(
            "SELECT plan_halt.id, plan_halt.recorded_by, plan_halt.at, staff_user.name, plan_halt.halt_sealed
             FROM plan_halt LEFT JOIN staff_user ON staff_user.id = plan_halt.recorded_by
             WHERE plan_halt.case_id = $1 AND plan_halt.ended_at IS NULL ORDER BY plan_halt.at, plan_halt.id",
        )
        .bind(&self.id().0)
        .fetch_all(&mut **tx)
        .await?;
        let unreadable = || StoreError::Unreadable("plan_halt");
        let mut halts = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(halt_place(&id), &row.try_get::<String, _>("halt_sealed")?)?;
            let it: Sealed = from_json(&text)?;
            let until = it.until.map(|day| day.parse().map_err(|_| unreadable())).transpose()?;
            let from = it.from.parse().map_err(|_| unreadable())?;
            halts.push(KeptHalt {
                halt: Halt { id, kind: it.kind, scope: it.scope, person: it.person, from, until },
                recorded_by: row.try_get::<Option<String>, _>("name")?.unwrap_or_default(),
                author: row.try_get("recorded_by")?,
                at: row.try_get("at")?,
            });
        }
        halts.retain(|it| it.halt.until.is_none_or(|until| self.store.today() <= until));
        Ok(halts)
    }

    /// Writes down that somebody pauses or stops something; returns its id.
    ///
    /// # Errors
    /// When this viewer may not change the case; `plan_nobody` for somebody of whom
    /// the viewer does not know; `by_law` for what was decided by law; `plan_dates`
    /// for a pause that is over; [`StoreError::NotFound`] for a part that is
    /// not there or hidden.
    pub async fn halt_plan(&self, new: &NewHalt) -> Result<String, StoreError> {
        self.must_see_whole()?;
        let author = self.staff()?.clone();
        if !self.hearers().await?.knows(&new.person) {
            return Err(StoreError::NotAllowed("plan_nobody"));
        }
        let sight = self.plan_sight().await?;
        let mut write = self.change().await?;
        let id = self.keep_halt(&mut write.tx, new, Some(&author.0), &sight).await?;
        write.commit().await?;
        Ok(id)
    }

    /// This participant pauses or stops something, by their own hand; the team
    /// hears of it as of any other word. Returns its id.
    ///
    /// # Errors
    /// As [`Self::halt_plan`], for whoever is no participant.
    pub async fn halt_own(&self, kind: HaltKind, scope: HaltScope, until: Option<Day>) -> Result<String, StoreError> {
        self.must_see_whole()?;
        let new = NewHalt { kind, scope, person: self.participant()?.to_owned(), until };
        let sight = self.plan_sight().await?;
        let (person, mut write) = self.change_own().await?;
        let id = self.keep_halt(&mut write.tx, &new, None, &sight).await?;
        let word = NewWord { kind: WordKind::Halt, about: String::new(), words: String::new() };
        self.keep_word(&mut write.tx, &person, &word).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Keeps a pause or a stop, written down by somebody of the staff or by nobody.
    async fn keep_halt(
        &self,
        tx: &mut Transaction<'static, Any>,
        new: &NewHalt,
        recorded_by: Option<&str>,
        sight: &PlanSight,
    ) -> Result<String, StoreError> {
        let today = self.store.today();
        if new.until.is_some_and(|until| until < today) {
            return Err(StoreError::NotAllowed("plan_dates"));
        }
        if let HaltScope::Action(part) = &new.scope {
            let all = self.all_plan_parts(&mut *tx, sight).await?;
            let now = all.now(part).filter(|it| self.sees_part(&it.part)).ok_or(StoreError::NotFound)?;
            may_halt(&now.part).map_err(|_| StoreError::NotAllowed("by_law"))?;
        }
        let halt = Halt {
            id: self.store.new_id(),
            kind: new.kind,
            scope: new.scope.clone(),
            person: new.person.clone(),
            from: today,
            until: new.until.filter(|_| new.kind == HaltKind::Pause),
        };
        insert_halt(tx, (self.id(), &self.key), &halt, (recorded_by, self.store.now())).await?;
        Ok(halt.id)
    }

    /// Writes down that somebody goes on with what they halted.
    ///
    /// # Errors
    /// When this viewer may not change the case; [`StoreError::NotFound`] for a
    /// halt that is not there, over, or somebody's of whom the viewer does not know.
    pub async fn go_on_with_plan(&self, id: &str) -> Result<(), StoreError> {
        self.must_see_whole()?;
        let known = self.hearers().await?;
        let mut write = self.change().await?;
        let halts = self.halts_on(&mut write.tx).await?;
        if !halts.iter().any(|it| it.halt.id == id && known.knows(&it.halt.person)) {
            return Err(StoreError::NotFound);
        }
        self.end_halt(&mut write.tx, id).await?;
        write.commit().await
    }

    /// This participant goes on with what they halted themselves.
    ///
    /// # Errors
    /// When this viewer is no participant; [`StoreError::NotFound`] for a halt
    /// that is not theirs, or over.
    pub async fn go_on_with_own(&self, id: &str) -> Result<(), StoreError> {
        self.must_see_whole()?;
        let (person, mut write) = self.change_own().await?;
        let halts = self.halts_on(&mut write.tx).await?;
        if !halts.iter().any(|it| it.halt.id == id && it.halt.person == person) {
            return Err(StoreError::NotFound);
        }
        self.end_halt(&mut write.tx, id).await?;
        write.commit().await
    }

    async fn end_halt(&self, tx: &mut Transaction<'static, Any>, id: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE plan_halt SET ended_at = $3 WHERE id = $1 AND case_id = $2 AND ended_at IS NULL")
            .bind(id)
            .bind(&self.id().0)
            .bind(self.store.now())
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}

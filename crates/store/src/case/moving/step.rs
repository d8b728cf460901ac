//! The steps of a handover: begun, answered, confirmed, gone, received, closed
//! or cancelled. Each tells the case's history; what is taken out for the
//! receiver stands in the log with the receiver's name.

use super::{Moving, Sealed, SealedAnswer, answer_place, moving_place, to_json};
use crate::case::event::{EventDetail, EventKind};
use crate::case::{CaseAccess, day_text};
use crate::database::WriteTx;
use crate::error::StoreError;
use crate::log::{Action, NewRow};
use crate::portal::{NewWord, WordKind};
use casework::Day;
use casework::child::AgeLimits;
use casework::life::{ClosingReason, may_become};
use casework::moving::{
    Destination, MOVING_TEXT_LIMIT, MovingFault, Portion, Receipt, Stage, may_answer, may_receive, may_send, may_take,
};
use casework::opening::CaseStatus;
use sqlx::{Any, Transaction};
use std::collections::BTreeSet;

/// A handover to be begun.
#[derive(Clone, Debug)]
pub struct NewMoving {
    /// To whom, and how.
    pub destination: Destination,
    /// By when the receiver is to have said that it came.
    pub due: Day,
    /// Whom it is about and who is asked, by person id.
    pub people: BTreeSet<String>,
}

/// What goes along of one who said yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What they let go along.
    pub portions: BTreeSet<Portion>,
    /// To whom.
    pub destination: Destination,
}

fn about(person: &str) -> EventDetail {
    EventDetail { person: Some(person.to_owned()), ..EventDetail::default() }
}

impl CaseAccess {
    /// Begins a handover; returns its id.
    ///
    /// # Errors
    /// When this viewer may not end the case; what [`MovingFault`] says.
    pub async fn begin_moving(&self, new: &NewMoving, limits: AgeLimits) -> Result<String, StoreError> {
        self.must_give_access()?;
        new.destination.check()?;
        let today = self.store.today();
        if new.due < today {
            return Err(MovingFault::Dates.into());
        }
        let may_be_asked: BTreeSet<String> = self.movable(limits).await?.into_iter().map(|(id, _)| id).collect();
        if new.people.is_empty() || !new.people.is_subset(&may_be_asked) {
            return Err(MovingFault::Nobody.into());
        }
        let by = self.staff()?.clone();
        let (mut write, _) = self.change_as_lead().await?;
        if self.newest_moving(&mut write.tx).await?.is_some_and(|it| it.stage.is_under_way()) {
            return Err(MovingFault::UnderWay.into());
        }
        let (id, now) = (self.store.new_id(), self.store.now());
        let sealed = Sealed { destination: new.destination.clone(), receipt: None };
        sqlx::query(
            "INSERT INTO case_moving (id, case_id, stage, due_day, began_by, began_at, changed_at, moving_sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $6, $7)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(Stage::Asking.code())
        .bind(day_text(new.due))
        .bind(&by.0)
        .bind(now)
        .bind(self.key.seal(moving_place(&id), &to_json(&sealed)?)?)
        .execute(&mut *write.tx)
        .await?;
        for person in &new.people {
            sqlx::query("INSERT INTO case_moving_person (moving_id, person_id) VALUES ($1, $2)")
                .bind(&id)
                .bind(person)
                .execute(&mut *write.tx)
                .await?;
        }
        let detail = EventDetail { words: Some(new.destination.name()), ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::MovingBegun, &detail).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Writes down what somebody said goes along, and how they said it.
    ///
    /// # Errors
    /// When this viewer may not change the case; `moving_unsaid` without how;
    /// what [`may_answer`] says.
    pub async fn answer_moving(
        &self,
        moving: &str,
        person: &str,
        portions: &BTreeSet<Portion>,
        how: &str,
    ) -> Result<(), StoreError> {
        self.must_see_whole()?;
        let by = self.staff()?.clone();
        if how.trim().is_empty() {
            return Err(MovingFault::Unsaid.into());
        }
        if how.chars().count() > MOVING_TEXT_LIMIT {
            return Err(MovingFault::TooLong.into());
        }
        self.must_know_in_moving(person).await?;
        let mut write = self.change().await?;
        self.keep_moving_answer(&mut write.tx, moving, person, (portions, how), Some(&by.0)).await?;
        self.tell(&mut write.tx, EventKind::MovingAnswered, &about(person)).await?;
        write.commit().await
    }

    /// What this participant lets go along, by their own hand; the team hears
    /// that something was said as of any other word.
    ///
    /// # Errors
    /// As [`Self::answer_moving`], for whoever is no participant or is not asked.
    pub async fn answer_own_moving(&self, moving: &str, portions: &BTreeSet<Portion>) -> Result<(), StoreError> {
        let (person, mut write) = self.change_own().await?;
        self.keep_moving_answer(&mut write.tx, moving, &person, (portions, ""), None).await?;
        let word = NewWord { kind: WordKind::Moving, about: String::new(), words: String::new() };
        self.keep_word(&mut write.tx, &person, &word).await?;
        write.commit().await
    }

    async fn keep_moving_answer(
        &self,
        tx: &mut Transaction<'static, Any>,
        moving: &str,
        person: &str,
        (portions, how): (&BTreeSet<Portion>, &str),
        recorded_by: Option<&str>,
    ) -> Result<(), StoreError> {
        let now = self.this_moving(&mut *tx, moving).await?;
        may_answer(now.stage, &now.all, person).map_err(|fault| match fault {
            // Whoever is not asked hears of no handover.
            MovingFault::Nobody => StoreError::NotFound,
            other => other.into(),
        })?;
        let id = self.store.new_id();
        let sealed = SealedAnswer { portions: portions.clone(), how: how.trim().to_owned() };
        sqlx::query(
            "INSERT INTO case_moving_answer (id, moving_id, case_id, person_id, recorded_by, at, answer_sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(moving)
        .bind(&self.id().0)
        .bind(person)
        .bind(recorded_by)
        .bind(self.store.now())
        .bind(self.key.seal(answer_place(&id), &to_json(&sealed)?)?)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// The lead says that the receiver is allowed to know of somebody who lives
    /// behind a protected address. The address goes along in no case.
    ///
    /// # Errors
    /// When this viewer may not end the case; [`StoreError::NotFound`] for
    /// nobody who is asked and protected; `moving_stage` when it is over.
    pub async fn confirm_moving(&self, moving: &str, person: &str) -> Result<(), StoreError> {
        self.must_give_access()?;
        self.must_know_in_moving(person).await?;
        let by = self.staff()?.clone();
        let (mut write, _) = self.change_as_lead().await?;
        let now = self.this_moving(&mut write.tx, moving).await?;
        if !matches!(now.stage, Stage::Asking | Stage::Sent) {
            return Err(MovingFault::Stage.into());
        }
        if !now.all.iter().any(|it| it.person == person && it.protected && !it.confirmed) {
            return Err(StoreError::NotFound);
        }
        sqlx::query(
            "UPDATE case_moving_person SET confirmed_by = $3, confirmed_at = $4 WHERE moving_id = $1 AND person_id = $2",
        )
        .bind(moving)
        .bind(person)
        .bind(&by.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        self.tell(&mut write.tx, EventKind::MovingConfirmed, &about(person)).await?;
        write.commit().await
    }

    /// Lets what one of them said yes to go along: from now on it has gone, and
    /// their answer stands.
    ///
    /// # Errors
    /// When this viewer may not end the case; what [`may_send`] says.
    pub async fn send_moving(&self, moving: &str, person: &str) -> Result<(), StoreError> {
        self.must_give_access()?;
        self.must_know_in_moving(person).await?;
        let (mut write, _) = self.change_as_lead().await?;
        let now = self.this_moving(&mut write.tx, moving).await?;
        may_send(now.stage, &now.all, person)?;
        sqlx::query("UPDATE case_moving_person SET gone_at = $3 WHERE moving_id = $1 AND person_id = $2")
            .bind(moving)
            .bind(person)
            .bind(self.store.now())
            .execute(&mut *write.tx)
            .await?;
        self.set_moving_stage(&mut write, moving, Stage::Sent).await?;
        let detail = EventDetail { words: Some(now.destination.name()), ..about(person) };
        self.tell(&mut write.tx, EventKind::MovingSent, &detail).await?;
        write.commit().await
    }

    /// Takes out a file for the receiver, of one of those whose goes along: a
    /// row of the log that names the receiver.
    ///
    /// # Errors
    /// When this viewer may not end the case; what [`may_take`] says.
    pub async fn take_moving(&self, moving: &str, person: &str) -> Result<Taken, StoreError> {
        let by = self.staff()?.clone();
        if !(self.may_edit() && self.may_give_access()) {
            return Err(StoreError::NotAllowed("give_access"));
        }
        self.must_know_in_moving(person).await?;
        let mut write = self.store.db().write().await?;
        let now = self.this_moving(&mut write.tx, moving).await?;
        let portions = may_take(now.stage, &now.all, person)?.clone();
        let receiver = now.destination.name();
        let row = NewRow {
            user: &by.0,
            role: self.role(),
            action: Action::Export,
            object: "moving",
            purpose: self.purpose(),
            outcome: "ok",
            detail: &receiver,
        };
        self.store.log(&mut write.tx, &self.id().chain(), &self.key, &row).await?;
        write.quietly().commit().await?;
        Ok(Taken { portions, destination: now.destination })
    }

    /// Writes down that the receiver has said that it came.
    ///
    /// # Errors
    /// When this viewer may not end the case; `moving_unsaid` without who and
    /// how; `moving_dates` for a day to come; what [`may_receive`] says.
    pub async fn receive_moving(&self, moving: &str, receipt: &Receipt, on: Day) -> Result<(), StoreError> {
        self.must_give_access()?;
        receipt.check()?;
        if on > self.store.today() {
            return Err(MovingFault::Dates.into());
        }
        let (mut write, _) = self.change_as_lead().await?;
        let now = self.this_moving(&mut write.tx, moving).await?;
        may_receive(now.stage, &now.all)?;
        let words = Some(format!("{}, {}", receipt.by.trim(), receipt.how.trim()));
        let sealed = Sealed { destination: now.destination, receipt: Some((receipt.clone(), on)) };
        sqlx::query("UPDATE case_moving SET moving_sealed = $2 WHERE id = $1")
            .bind(moving)
            .bind(self.key.seal(moving_place(moving), &to_json(&sealed)?)?)
            .execute(&mut *write.tx)
            .await?;
        self.set_moving_stage(&mut write, moving, Stage::Received).await?;
        let detail = EventDetail { words, ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::MovingReceived, &detail).await?;
        write.commit().await
    }

    /// Ends a handover that comes to nothing. What has gone along has gone.
    ///
    /// # Errors
    /// When this viewer may not end the case; `moving_stage` when it is over.
    pub async fn cancel_moving(&self, moving: &str) -> Result<(), StoreError> {
        let (mut write, _) = self.change_as_lead().await?;
        let now = self.this_moving(&mut write.tx, moving).await?;
        if !now.stage.is_under_way() {
            return Err(MovingFault::Stage.into());
        }
        self.set_moving_stage(&mut write, moving, Stage::Cancelled).await?;
        self.tell(&mut write.tx, EventKind::MovingCancelled, &EventDetail::default()).await?;
        write.commit().await
    }

    /// Closes the case as handed over.
    ///
    /// # Errors
    /// When this viewer may not end the case; `moving_stage` before the
    /// receiver has said that it came.
    pub async fn close_moving(&self, moving: &str) -> Result<(), StoreError> {
        let (mut write, standing) = self.change_as_lead().await?;
        let now = self.this_moving(&mut write.tx, moving).await?;
        if now.stage != Stage::Received {
            return Err(MovingFault::Stage.into());
        }
        if !may_become(standing.status, CaseStatus::Closed) {
            return Err(StoreError::NotAllowed("status"));
        }
        self.set_moving_stage(&mut write, moving, Stage::Closed).await?;
        self.set_status(&mut write.tx, CaseStatus::Closed).await?;
        let words = Some(now.destination.name());
        let detail = EventDetail { reason: Some(ClosingReason::HandedOver), words, ..EventDetail::default() };
        self.tell(&mut write.tx, EventKind::Closed, &detail).await?;
        write.commit().await
    }

    /// Stops an ending of the case in another way while a handover is under way.
    pub(in crate::case) async fn must_not_move(&self, tx: &mut Transaction<'static, Any>) -> Result<(), StoreError> {
        match self.newest_moving(tx).await? {
            Some(moving) if moving.stage.is_under_way() => Err(MovingFault::UnderWay.into()),
            _ => Ok(()),
        }
    }

    /// Stops what is about somebody of whom the viewer does not know.
    async fn must_know_in_moving(&self, person: &str) -> Result<(), StoreError> {
        let known = self.participants().await?.into_iter().any(|it| it.person == person);
        if known { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// The newest handover, which must be the one that is meant.
    async fn this_moving(&self, tx: &mut Transaction<'static, Any>, moving: &str) -> Result<Moving, StoreError> {
        self.newest_moving(tx).await?.filter(|it| it.id == moving).ok_or(StoreError::NotFound)
    }

    async fn set_moving_stage(&self, write: &mut WriteTx, moving: &str, stage: Stage) -> Result<(), StoreError> {
        sqlx::query("UPDATE case_moving SET stage = $2, changed_at = $3 WHERE id = $1")
            .bind(moving)
            .bind(stage.code())
            .bind(self.store.now())
            .execute(&mut *write.tx)
            .await?;
        Ok(())
    }
}

//! Drawing on the map step by step: each step counts once however often it is
//! sent, and one's own steps can be taken back and done again, also tomorrow
//! and on another machine. What came from a file, or was written on a person's
//! page, is no step of the drawing hand and is not taken back by it.

use super::record::{EditReceipt, StepOf, StoredStep, drawer};
use super::{CaseAccess, Who};
use crate::error::StoreError;
use family_map::Record;
use family_map::edit::Edit;
use family_map::record::FactId;
use family_map::redact::may_see_fact;
use family_map::undo::{Declined, History, Step, undo};
use sqlx::Row;

/// Longest key of a step, in characters.
const KEY_MAX: usize = 64;

/// Whether there is something of one's own to take back, or to do again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnSteps {
    /// To take back.
    pub undo: bool,
    /// To do again.
    pub redo: bool,
}

/// In which direction one goes through one's own steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The latest step is taken back.
    Back,
    /// The step that was taken back last is done again.
    Again,
}

impl CaseAccess {
    /// Applies edits as one step under its author's own key. A step that was
    /// done before is not done again; then the receipt is empty.
    ///
    /// # Errors
    /// As [`CaseAccess::edit`]; a key that is empty or too long.
    pub async fn draw(&self, key: &str, edits: &[Edit]) -> Result<EditReceipt, StoreError> {
        if key.is_empty() || key.chars().count() > KEY_MAX || key.contains('\0') {
            return Err(StoreError::NotAllowed("key"));
        }
        let mut write = self.change().await?;
        let known = sqlx::query("SELECT 1 FROM case_edit WHERE case_id = $1 AND author_id = $2 AND step_key = $3")
            .bind(&self.id().0)
            .bind(self.author()?)
            .bind(key)
            .fetch_optional(&mut *write.tx)
            .await?;
        if known.is_some() {
            return Ok(EditReceipt { outcomes: Vec::new() });
        }
        let receipt = self.draw_on(&mut write.tx, edits, &StepOf { key: Some(key), ..StepOf::default() }).await?;
        write.commit().await?;
        Ok(receipt)
    }

    /// Takes back one's own latest step, or does again what was taken back
    /// last: a step of its own, authorised anew.
    ///
    /// # Errors
    /// As [`CaseAccess::edit`]. [`Declined`] inside where it cannot be done
    /// since somebody has changed the same; then nothing is.
    pub async fn go(&self, way: Way) -> Result<Result<(), Declined>, StoreError> {
        let mut write = self.change().await?;
        let me = drawer(self.author()?, self.hand());
        let steps = self.steps_on(&mut write.tx).await?;
        let mut history = history_of(&steps, &me);
        let record = self.record_on(&mut write.tx).await?;
        loop {
            let target = match way {
                Way::Back => history.undo.pop(),
                Way::Again => history.redo.pop(),
            };
            let Some(number) = target else {
                // What was passed over is not offered again.
                write.commit().await?;
                return Ok(Err(Declined::Nothing));
            };
            let log = steps.iter().map(|it| Step { number: count(it.number), author: &it.drawer, edits: &it.edits });
            let inverses = match undo(log, number, &me, &|fact| self.sees_fact(&record, fact)) {
                Ok(inverses) => inverses,
                // A step that changed nothing, or of which nothing is left, is passed over.
                Err(Declined::Nothing) => Vec::new(),
                Err(declined) => return Ok(Err(declined)),
            };
            let step = StepOf { undoes: i64::try_from(number).ok(), ..StepOf::default() };
            self.draw_on(&mut write.tx, &inverses, &step).await?;
            if !inverses.is_empty() {
                write.commit().await?;
                return Ok(Ok(()));
            }
        }
    }

    /// Whether there is something of one's own to take back or to do again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_steps(&self) -> Result<OwnSteps, StoreError> {
        // A guest's steps stand in the name of who draws with them.
        let author = match (self.who(), self.hand()) {
            (Who::Staff(author), _) => author.0.as_str(),
            (Who::Participant(_), Some(_)) => "",
            (Who::Participant(_), None) => return Ok(OwnSteps::default()),
        };
        let rows = sqlx::query(
            "SELECT number, undoes FROM case_edit
             WHERE case_id = $1 AND (author_id = $2 OR $2 = '') AND COALESCE(hand, '') = $3
             AND (step_key IS NOT NULL OR undoes IS NOT NULL) ORDER BY number",
        )
        .bind(&self.id().0)
        .bind(author)
        .bind(self.hand().unwrap_or_default())
        .fetch_all(self.store.db().pool())
        .await?;
        let mut own = Vec::with_capacity(rows.len());
        for row in &rows {
            own.push((count(row.try_get("number")?), row.try_get::<Option<i64>, _>("undoes")?.map(count)));
        }
        let history = History::of(own);
        Ok(OwnSteps { undo: !history.undo.is_empty(), redo: !history.redo.is_empty() })
    }

    fn author(&self) -> Result<&str, StoreError> {
        match self.who() {
            Who::Staff(author) => Ok(&author.0),
            Who::Participant(_) => Err(StoreError::NotAllowed("staff")),
        }
    }

    fn sees_fact(&self, record: &Record, id: &FactId) -> bool {
        record.fact(id).is_some_and(|fact| may_see_fact(record, &fact, |sight| self.sees(sight)))
    }
}

fn history_of(steps: &[StoredStep], drawer: &str) -> History {
    let own = steps.iter().filter(|it| it.drawer == drawer && it.is_drawn);
    History::of(own.map(|it| (count(it.number), it.undoes.map(count))))
}

/// A number of a step; they count from one.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

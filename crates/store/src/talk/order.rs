//! Interpreters ordered for a session, and those whom a family does not wish.

use super::{from_json, to_json};
use crate::calendar::{EntryId, OccurrenceId};
use crate::case::{CaseAccess, CaseId};
use crate::crypto::{Place, ScopeKey};
use crate::desk::{Interpreter, interpreter_of};
use crate::error::StoreError;
use casework::appointment::interpreter::{OrderError, OrderEvent};
use casework::appointment::{InterpreterOrder, OrderState};
use casework::calendar::moment::{Moment, Span};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// An order with the name of whoever comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkOrder {
    /// The order.
    pub order: InterpreterOrder,
    /// Name and telephone of the interpreter, once one has said yes.
    pub interpreter: Option<(String, String)>,
}

const fn language_place(occurrence: &str) -> Place<'_> {
    Place { table: "interpreter_order", column: "language_sealed", row: occurrence }
}

const fn wish_place(case: &str) -> Place<'_> {
    Place { table: "interpreter_wish", column: "wish_sealed", row: case }
}

fn order_of(key: &ScopeKey, row: &AnyRow) -> Result<(String, InterpreterOrder), StoreError> {
    let id: String = row.try_get("occurrence_id")?;
    let language = key.unseal(language_place(&id), &row.try_get::<String, _>("language_sealed")?)?;
    let state = OrderState::from_code(&row.try_get::<String, _>("state")?);
    let state = state.ok_or(StoreError::Unreadable("interpreter_order"))?;
    Ok((id, InterpreterOrder { language, state, interpreter: row.try_get("interpreter_id")? }))
}

async fn wishes_on(
    tx: &mut Transaction<'static, Any>,
    key: &ScopeKey,
    case: &CaseId,
) -> Result<BTreeSet<String>, StoreError> {
    let row = sqlx::query("SELECT wish_sealed FROM interpreter_wish WHERE case_id = $1")
        .bind(&case.0)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(BTreeSet::new()) };
    from_json(&key.unseal(wish_place(&case.0), &row.try_get::<String, _>("wish_sealed")?)?)
}

impl CaseAccess {
    /// The orders of this case's sessions.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn talk_orders(&self) -> Result<BTreeMap<OccurrenceId, TalkOrder>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let rows = sqlx::query(
            "SELECT interpreter_order.occurrence_id, interpreter_order.state, interpreter_order.interpreter_id,
               interpreter_order.language_sealed, interpreter.name, interpreter.phone
             FROM interpreter_order LEFT JOIN interpreter ON interpreter.id = interpreter_order.interpreter_id
             WHERE interpreter_order.case_id = $1",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut orders = BTreeMap::new();
        for row in &rows {
            let (id, order) = order_of(&self.key, row)?;
            let name: Option<String> = row.try_get("name")?;
            let phone: Option<String> = row.try_get("phone")?;
            let interpreter = name.map(|name| (name, phone.unwrap_or_default()));
            orders.insert(OccurrenceId(id), TalkOrder { order, interpreter });
        }
        Ok(orders)
    }

    /// The interpreters that the case's unit uses, by name, without those whom
    /// the family does not wish.
    ///
    /// # Errors
    /// As [`Self::talk_orders`].
    pub async fn wished_interpreters(&self) -> Result<Vec<Interpreter>, StoreError> {
        let (wished, _) = self.interpreters().await?;
        Ok(wished)
    }

    /// Those whom the family does not wish, by name. No reason is kept.
    ///
    /// # Errors
    /// As [`Self::talk_orders`].
    pub async fn unwished_interpreters(&self) -> Result<Vec<Interpreter>, StoreError> {
        let (_, unwished) = self.interpreters().await?;
        Ok(unwished)
    }

    async fn interpreters(&self) -> Result<(Vec<Interpreter>, Vec<Interpreter>), StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let mut tx = self.store.db().pool().begin().await?;
        let not_wished = wishes_on(&mut tx, &self.key, self.id()).await?;
        let rows = sqlx::query("SELECT * FROM interpreter WHERE unit_id = $1 AND retired_at IS NULL ORDER BY name, id")
            .bind(&self.unit().0)
            .fetch_all(&mut *tx)
            .await?;
        let all = rows.iter().map(interpreter_of).collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().partition(|it| !not_wished.contains(&it.id)))
    }

    /// What happens to the order of a session: by the rules of casework. The
    /// first event makes the order.
    ///
    /// # Errors
    /// When this viewer may not change the case; `order_state` when the order
    /// has not come that far or is past it; `not_wished`; `interpreter_taken`
    /// when the interpreter is somewhere else at that time.
    pub async fn step_order(
        &self,
        entry: &EntryId,
        at: Moment,
        language: &str,
        event: &OrderEvent,
    ) -> Result<OrderState, StoreError> {
        self.must_see_whole()?;
        let span = self.appointment_entry(entry).await?.series.occurrence(at).map(|it| it.span);
        let mut write = self.change().await?;
        let id = self.occurrence_on(&mut write.tx, entry, at).await?.0;
        let row = sqlx::query(
            "SELECT occurrence_id, state, interpreter_id, language_sealed FROM interpreter_order
             WHERE occurrence_id = $1",
        )
        .bind(&id)
        .fetch_optional(&mut *write.tx)
        .await?;
        let order = match &row {
            Some(row) => order_of(&self.key, row)?.1,
            None if language.trim().is_empty() => return Err(StoreError::NotAllowed("tongue_missing")),
            None => InterpreterOrder::needed(language.trim()),
        };
        let mut not_wished = wishes_on(&mut write.tx, &self.key, self.id()).await?;
        let before = not_wished.len();
        let next = order.step(event, &mut not_wished).map_err(|error| {
            StoreError::NotAllowed(match error {
                OrderError::WrongState => "order_state",
                OrderError::NotWished => "not_wished",
            })
        })?;
        if let (OrderEvent::Confirm(who), Some(span)) = (event, span) {
            self.must_be_free(&mut write.tx, who, &id, span).await?;
        }
        if not_wished.len() != before {
            sqlx::query(
                "INSERT INTO interpreter_wish (case_id, wish_sealed) VALUES ($1, $2)
                 ON CONFLICT (case_id) DO UPDATE SET wish_sealed = $2",
            )
            .bind(&self.id().0)
            .bind(self.key.seal(wish_place(&self.id().0), &to_json(&not_wished)?)?)
            .execute(&mut *write.tx)
            .await?;
        }
        sqlx::query(
            "INSERT INTO interpreter_order (occurrence_id, case_id, state, interpreter_id, language_sealed,
               changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (occurrence_id) DO UPDATE
             SET state = $3, interpreter_id = $4, language_sealed = $5, changed_by = $6, changed_at = $7",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(next.state.code())
        .bind(next.interpreter.clone())
        .bind(self.key.seal(language_place(&id), &next.language)?)
        .bind(&self.staff()?.0)
        .bind(self.store.now())
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(next.state)
    }

    /// Stops an interpreter of another unit, and one who is taken at that time.
    async fn must_be_free(
        &self,
        tx: &mut Transaction<'static, Any>,
        who: &str,
        occurrence: &str,
        span: Span,
    ) -> Result<(), StoreError> {
        let found = sqlx::query("SELECT 1 FROM interpreter WHERE id = $1 AND unit_id = $2 AND retired_at IS NULL")
            .bind(who.replace('\0', ""))
            .bind(&self.unit().0)
            .fetch_optional(&mut **tx)
            .await?;
        found.ok_or(StoreError::NotFound)?;
        let taken = self.store.interpreter_bookings(&mut *tx, span).await?;
        let clash =
            taken.iter().any(|it| it.interpreter == who && it.occurrence != occurrence && it.span.overlaps(&span));
        if clash { Err(StoreError::NotAllowed("interpreter_taken")) } else { Ok(()) }
    }

    /// The family may be asked to meet this interpreter again.
    ///
    /// # Errors
    /// When this viewer may not change the case.
    pub async fn wish_again(&self, interpreter: &str) -> Result<(), StoreError> {
        self.must_see_whole()?;
        let mut write = self.change().await?;
        let mut not_wished = wishes_on(&mut write.tx, &self.key, self.id()).await?;
        if !not_wished.remove(interpreter) {
            return Err(StoreError::NotFound);
        }
        sqlx::query("UPDATE interpreter_wish SET wish_sealed = $2 WHERE case_id = $1")
            .bind(&self.id().0)
            .bind(self.key.seal(wish_place(&self.id().0), &to_json(&not_wished)?)?)
            .execute(&mut *write.tx)
            .await?;
        write.commit().await
    }
}

//! Stays at a centre for parents and children (*opphold*), and the promise of
//! two development talks a week while one lasts.

use crate::Store;
use crate::case::{CaseAccess, CaseId, day_text};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::period_of;
use casework::Day;
use casework::appointment::two_talks::guard;
use casework::appointment::{GuardRule, TalkGuard};
use casework::calendar::moment::{Moment, Span};
use casework::calendar::week::IsoWeek;
use casework::day::Period;
use sqlx::{AnyConnection, Row};

/// A stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Id.
    pub id: String,
    /// First and last day; no last one while that is not decided.
    pub period: Period,
}

/// The stays of a case, the latest first.
pub(super) async fn stays_on(on: &mut AnyConnection, case: &CaseId) -> Result<Vec<Stay>, StoreError> {
    let rows = sqlx::query("SELECT id, from_day, to_day FROM stay WHERE case_id = $1 ORDER BY from_day DESC, id")
        .bind(&case.0)
        .fetch_all(on)
        .await?;
    rows.iter().map(|row| Ok(Stay { id: row.try_get("id")?, period: period_of(row)? })).collect()
}

impl Store {
    /// What the guard says of one case in the week of a moment; nothing outside a stay.
    pub(super) async fn guard_of(
        &self,
        (case, unit, key): (&CaseId, &UnitId, &ScopeKey),
        now: Moment,
    ) -> Result<Option<TalkGuard>, StoreError> {
        let week = IsoWeek::of(now.day);
        let [first, .., last] = week.days();
        let mut on = self.db().pool().acquire().await?;
        let touches = |stay: &Stay| {
            stay.period.from.is_none_or(|from| from <= last) && stay.period.to.is_none_or(|to| to >= first)
        };
        let Some(stay) = stays_on(&mut on, case).await?.into_iter().find(touches) else { return Ok(None) };
        let talks = self.talks_of(&mut on, case, key, Span::days(first, last)).await?;
        let days = self.unit_days(unit, first, last).await?.free_days();
        Ok(guard(&GuardRule::default(), stay.period, week, &talks, &days, now))
    }
}

impl CaseAccess {
    /// The stays of this case, the latest first.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn stays(&self) -> Result<Vec<Stay>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let mut on = self.store.db().pool().acquire().await?;
        stays_on(&mut on, self.id()).await
    }

    /// What there is to say of the two talks of this week; nothing outside a stay.
    ///
    /// # Errors
    /// As [`Self::stays`].
    pub async fn talk_guard(&self, now: Moment) -> Result<Option<TalkGuard>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        self.store.guard_of((self.id(), self.unit(), &self.key), now).await
    }

    /// Keeps a stay, or sets one right.
    ///
    /// # Errors
    /// When this viewer may not change the case; `dates` for an end before the
    /// beginning, and for two stays at once; [`StoreError::NotFound`] for one of
    /// another case.
    pub async fn keep_stay(&self, id: Option<&str>, from: Day, to: Option<Day>) -> Result<(), StoreError> {
        self.must_see_whole()?;
        let mut write = self.change().await?;
        let others = stays_on(&mut write.tx, self.id()).await?;
        let meets = |other: &Stay| {
            other.period.from.is_none_or(|first| to.is_none_or(|to| first <= to))
                && other.period.to.is_none_or(|last| last >= from)
        };
        let is_other = |it: &&Stay| id != Some(it.id.as_str());
        if to.is_some_and(|to| to < from) || others.iter().filter(is_other).any(meets) {
            return Err(StoreError::NotAllowed("dates"));
        }
        let statement = match id {
            Some(_) => "UPDATE stay SET from_day = $3, to_day = $4 WHERE id = $1 AND case_id = $2",
            None => "INSERT INTO stay (id, case_id, from_day, to_day) VALUES ($1, $2, $3, $4)",
        };
        let done = sqlx::query(statement)
            .bind(id.map_or_else(|| self.store.new_id(), |id| id.replace('\0', "")))
            .bind(&self.id().0)
            .bind(day_text(from))
            .bind(to.map(day_text))
            .execute(&mut *write.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}

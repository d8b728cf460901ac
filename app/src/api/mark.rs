//! What is told of one person beside who they are: health, where they come from,
//! an interpreter, work and place. Each is a fact of its own,
//! with a teller, a day and an audience of its own. Health is never drawn in a
//! family's presence: it is written here, one by one.

use crate::error::AppError;
use crate::wire::Wire;
use family_map::record::PersonMark;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::cases::fuzzy;
#[cfg(feature = "ssr")]
use super::parties::parties_of;
#[cfg(feature = "ssr")]
use super::person::chosen_audience;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use crate::text::read_date;
#[cfg(feature = "ssr")]
use casework::Party;
#[cfg(feature = "ssr")]
use family_map::date::Span;
#[cfg(feature = "ssr")]
use family_map::edit::Edit;
#[cfg(feature = "ssr")]
use family_map::record::{Fact, FactId, MarkKind, Origin, Record};

/// Characters of what is written beside a mark.
pub const MARK_WORDS: usize = 120;

/// Something to tell of a person, as a form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewMark {
    /// Code of what is told.
    pub kind: String,
    /// A language, a country, a place, an occupation.
    pub words: String,
    /// Since when, as typed.
    pub from: String,
    /// Until when, as typed.
    pub to: String,
    /// Who may see it: a key a line.
    pub audience: String,
}

/// What a person's page holds after something was told, taken away or brought back.
#[cfg(feature = "ssr")]
fn marks_of(record: &Record, person: &str) -> Vec<PersonMark> {
    record.marks_of(&person.into()).cloned().collect()
}

/// Tells something of a person; returns all that is told of them.
///
/// # Errors
/// [`AppError::Missing`] with the field that is not right: `kind`, `words`,
/// `mark_from`, `mark_to`, `audience`; `suspicion` for one that is not for the team alone;
/// `place` for where somebody is whose address is protected.
#[server(name = KeepMark, endpoint = "keep_mark", output = Wire)]
pub async fn keep_mark(id: String, person: String, told: NewMark) -> Result<Vec<PersonMark>, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let missing = |field: &str| with_status(AppError::Missing(field.into()));
    let record = case.record().await?;
    let about = record.people.get(&person.as_str().into()).ok_or(AppError::NotFound).map_err(with_status)?;
    let kind = MarkKind::from_code(&told.kind).ok_or_else(|| missing("kind"))?;
    if about.shielded && kind.locates() {
        return Err(missing("place"));
    }
    let words = told.words.trim();
    if words.chars().count() > MARK_WORDS || (words.is_empty() && kind.needs_words()) {
        return Err(missing("words"));
    }
    let day = |text: &str, field: &str| match read_date(text) {
        Some(known) => Ok(known.value().copied()),
        None => Err(missing(field)),
    };
    let span = Span { from: day(&told.from, "mark_from")?, to: day(&told.to, "mark_to")? };
    if span.from.zip(span.to).is_some_and(|(from, to)| to.known_cmp(&from) == Some(std::cmp::Ordering::Less)) {
        return Err(missing("mark_to"));
    }
    let today = visit.site.store.today();
    let parties = parties_of(&case, today, &record, std::iter::empty()).await.map_err(with_status)?;
    let audience = chosen_audience(&parties, &told.audience).map_err(with_status)?;
    let team = [Party::Team.key(), Party::Lead.key()];
    if kind == MarkKind::SubstanceSuspected && !audience.iter().all(|key| team.contains(&key.0)) {
        return Err(missing("suspicion"));
    }
    let teller = Party::User(visit.user().map_err(with_status)?.id.0.clone()).key();
    let origin = Origin { audience, ..Origin::told(&teller, []) };
    let mark = PersonMark {
        text: Some(words.to_owned()).filter(|words| !words.is_empty()),
        span,
        noted: fuzzy(today),
        ..PersonMark::new(visit.site.store.new_id(), person.as_str().into(), kind, origin)
    };
    case.edit(&[Edit::Add(Fact::PersonMark(mark))]).await.map_err(AppError::from).map_err(with_status)?;
    Ok(marks_of(&case.record().await?, &person))
}

/// Takes something away that was told of a person, or brings it back; returns
/// all that is told of them.
///
/// # Errors
/// [`AppError::NotFound`] for what the caller does not see.
#[server(name = SetMark, endpoint = "set_mark", output = Wire)]
pub async fn set_mark(id: String, person: String, mark: String, stands: bool) -> Result<Vec<PersonMark>, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let record = case.record().await?;
    if !record.people.contains_key(&person.as_str().into()) {
        return Err(with_status(AppError::NotFound));
    }
    let fact = FactId::PersonMark(mark.as_str().into());
    let is_there = record.marks_of(&person.as_str().into()).any(|it| it.id.as_str() == mark);
    if !stands && !is_there {
        return Err(with_status(AppError::NotFound));
    }
    let edit = if stands { Edit::Restore(fact) } else { Edit::Remove(fact) };
    case.edit(&[edit]).await.map_err(AppError::from).map_err(with_status)?;
    Ok(marks_of(&case.record().await?, &person))
}

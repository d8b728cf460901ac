//! The child's part (rule R6): beginning it, writing in it, linking cases to it,
//! withholding it.

use super::sharing::PersonName;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::person::day_of;
#[cfg(feature = "ssr")]
use super::sharing::label;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use casework::Party;
#[cfg(feature = "ssr")]
use casework::child::{Named, Withholding, others_in_text};
#[cfg(feature = "ssr")]
use casework::day::Period;
#[cfg(feature = "ssr")]
use store::Action;

#[cfg(feature = "ssr")]
fn missing(field: &str) -> AppError {
    with_status(AppError::Missing(field.into()))
}

/// First and last day as a form has them.
#[cfg(feature = "ssr")]
fn period(first: &str, last: &str) -> Result<Period, AppError> {
    let from = day_of(first).ok_or_else(|| missing("first"))?;
    let to = if last.trim().is_empty() { None } else { Some(day_of(last).ok_or_else(|| missing("last"))?) };
    if to.is_some_and(|to| to < from) { Err(missing("last")) } else { Ok(Period { from: Some(from), to }) }
}

/// Begins a child's part for those holders of parental responsibility who take
/// part in this case; their ids stand one a line.
///
/// # Errors
/// [`AppError::Missing`] when the child or a holder does not take part.
#[server(name = BeginChildPart, endpoint = "begin_child_part", output = Wire)]
pub async fn begin_child_part(id: String, child: String, holders: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let participants = case.participants().await?;
    let holders: Vec<&str> = holders.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    let is_holder = |id: &&&str| participants.iter().any(|it| it.person == **id && it.has_responsibility);
    if !participants.iter().any(|it| it.person == child && it.is_child) {
        return Err(missing("child"));
    }
    let (Some((first, others)), true) = (holders.split_first(), holders.iter().all(|it| is_holder(&it))) else {
        return Err(missing("holders"));
    };
    let part = case.begin_child_part(&child, first).await.map_err(AppError::from).map_err(with_status)?;
    for holder in others {
        case.link_child_part(&part, &child, holder).await.map_err(AppError::from).map_err(with_status)?;
    }
    Ok(())
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryWritten {
    /// It stands there.
    Written,
    /// These names and words may be about somebody else: look again. Nothing
    /// was written.
    LookAgain(Vec<String>),
}

/// Writes an entry about the child alone. When a name of somebody else stands
/// in it, the caller is asked to look again and to say that they are sure.
///
/// # Errors
/// [`AppError::Missing`] when it is empty.
#[server(name = WriteChildPart, endpoint = "write_child_part", output = Wire)]
pub async fn write_child_part(id: String, part: String, text: String, sure: bool) -> Result<EntryWritten, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    if text.trim().is_empty() {
        return Err(missing("text"));
    }
    let parts = case.child_parts().await.map_err(AppError::from).map_err(with_status)?;
    let child = parts.into_iter().find(|it| it.id == part).map(|it| it.child);
    let child = child.ok_or(AppError::NotFound).map_err(with_status)?;
    if !sure {
        let record = case.record().await?;
        let names = |person: &family_map::record::Person| {
            [person.name.value().cloned(), person.called.clone()].into_iter().flatten().collect::<Vec<_>>()
        };
        let own = record.people.get(&child.as_str().into()).map(names).unwrap_or_default();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let others: Vec<(String, Vec<String>)> = record
            .people
            .values()
            .filter(|it| it.id.as_str() != child)
            .map(|it| (it.id.as_str().to_owned(), names(it)))
            .collect();
        let named: Vec<Named<'_>> =
            others.iter().map(|(id, names)| Named { id, names: names.iter().map(String::as_str).collect() }).collect();
        let found = others_in_text(&text, &own, &named);
        if !found.is_empty() {
            let mut look: Vec<String> = found.people.iter().map(|id| label(&record, id)).collect();
            look.extend(found.words.iter().map(|word| (*word).to_owned()));
            look.dedup();
            return Ok(EntryWritten::LookAgain(look));
        }
    }
    case.write_child_part(&part, &text, &[&child]).await.map_err(AppError::from).map_err(with_status)?;
    Ok(EntryWritten::Written)
}

/// A decision as a form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// From whom, by person id; empty for the names of staff.
    pub from: String,
    /// First day.
    pub first: String,
    /// Last day; empty for no end.
    pub last: String,
    /// Why.
    pub reason: String,
    /// How to complain.
    pub complaint: String,
}

/// Withholds a child's part from one who would read it, or, where nobody is
/// named, shows functions instead of the names of staff.
///
/// # Errors
/// [`AppError::Missing`] with the name of the field; [`AppError::NotAllowed`]
/// for who does not lead the case or stand in.
#[server(name = DecideChildPart, endpoint = "decide_child_part", output = Wire)]
pub async fn decide_child_part(id: String, part: String, form: DecisionForm) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let period = period(&form.first, &form.last)?;
    if form.reason.trim().is_empty() {
        return Err(missing("reason"));
    }
    let done = if form.from.is_empty() {
        case.hide_staff_names(&part, period, &form.reason).await
    } else if form.complaint.trim().is_empty() {
        return Err(missing("complaint"));
    } else {
        let decision = Withholding {
            from: Party::Person(form.from),
            period,
            reason: form.reason.trim().to_owned(),
            complaint: form.complaint.trim().to_owned(),
        };
        case.withhold_child_part(&part, &decision).await
    };
    done.map_err(AppError::from).map_err(with_status)
}

/// Sets the last day of a decision about a child's part.
///
/// # Errors
/// As [`decide_child_part`].
#[server(name = EndPartDecision, endpoint = "end_part_decision", output = Wire)]
pub async fn end_part_decision(
    id: String,
    part: String,
    decision: String,
    last: String,
    withheld: bool,
) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let last = day_of(&last).ok_or_else(|| missing("last"))?;
    let done = if withheld {
        case.end_withholding(&decision, last).await
    } else {
        case.show_staff_names(&part, &decision, last).await
    };
    done.map_err(AppError::from).map_err(with_status)
}

/// The children's parts of another case that the caller holds too: id of the
/// part, and the child's name there. Opens that case, and its log says so.
///
/// # Errors
/// [`AppError::NotFound`] when the caller does not hold both.
#[server(name = GetLinkableParts, endpoint = "linkable_parts", output = Wire)]
pub async fn linkable_parts(id: String, other: String) -> Result<Vec<PersonName>, AppError> {
    let visit = visit()?;
    let here = visit.open(&id, None, Action::Read).await.map_err(with_status)?;
    let user = visit.user().map_err(with_status)?.id.clone();
    let holds = async |case: &store::CaseAccess| -> Result<bool, AppError> {
        Ok(case.team().await?.iter().any(|it| it.user == user))
    };
    if other == id || !holds(&here).await? {
        return Err(with_status(AppError::NotFound));
    }
    let there = visit.open(&other, None, Action::Read).await.map_err(with_status)?;
    if !holds(&there).await? {
        return Err(with_status(AppError::NotFound));
    }
    let linked = here.child_parts().await?;
    let record = there.record().await?;
    let parts = there.child_parts().await?.into_iter().filter(|it| linked.iter().all(|own| own.id != it.id));
    Ok(parts.map(|it| PersonName { name: label(&record, &it.child), id: it.id }).collect())
}

/// Links this case to a child's part of another.
///
/// # Errors
/// [`AppError::NotFound`] when the caller holds no case that is linked to it;
/// [`AppError::Missing`] when child or holder do not take part here.
#[server(name = LinkChildPart, endpoint = "link_child_part", output = Wire)]
pub async fn link_child_part(id: String, part: String, child: String, holder: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let participants = case.participants().await?;
    if !participants.iter().any(|it| it.person == child && it.is_child) {
        return Err(missing("child"));
    }
    if !participants.iter().any(|it| it.person == holder && it.has_responsibility) {
        return Err(missing("holders"));
    }
    case.link_child_part(&part, &child, &holder).await.map_err(AppError::from).map_err(with_status)
}

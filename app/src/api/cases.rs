//! The case list and the parts of a case.

use crate::api::life::LinkLine;
#[cfg(feature = "ssr")]
use crate::api::life::link_line;
use crate::error::AppError;
use crate::wire::Wire;
use casework::opening::CaseStatus;
use casework::role::CaseFunction;
use family_map::{FuzzyDate, Record};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::Action;

/// One line of the case list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Display name.
    pub name: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// Name of the case lead.
    pub responsible: Option<String>,
    /// When it was last changed, local time in ISO form.
    pub changed: String,
    /// When it was made, local time in ISO form.
    pub created: String,
    /// Id of the unit that owns it.
    pub unit: String,
    /// The caller has a function in it today.
    pub is_mine: bool,
    /// It opens to the caller, if need be with a reason.
    pub opens: bool,
}

/// The cases in which the caller has a function today.
///
/// # Errors
/// When nobody is signed in.
#[server(name = GetMyCases, endpoint = "my_cases", output = Wire)]
pub async fn my_cases() -> Result<Vec<CaseRow>, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let lines = visit.site.store.list_my_cases(&user.id).await?;
    Ok(lines.into_iter().map(|line| super::case_list::case_row(&visit, line)).collect())
}

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Name.
    pub name: String,
    /// What they do in the case.
    pub function: CaseFunction,
}

/// A participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantRow {
    /// Name.
    pub name: String,
    /// A child.
    pub is_child: bool,
    /// Holds parental responsibility.
    pub has_responsibility: bool,
    /// From when.
    pub from: Option<FuzzyDate>,
    /// Until when.
    pub to: Option<FuzzyDate>,
}

/// A child's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildPartView {
    /// The child's name.
    pub child: String,
    /// Entries, newest first.
    pub entries: Vec<PartEntryView>,
}

/// An entry of a child's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEntryView {
    /// The text.
    pub text: String,
    /// Who wrote it, unless a decision shows the function alone.
    pub author: Option<String>,
    /// What the author did in the case.
    pub function: CaseFunction,
    /// When, local time in ISO form.
    pub at: String,
}

/// The front page of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFront {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Display name.
    pub name: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// Whether the caller may change it.
    pub may_edit: bool,
    /// Whether the whole case is open to the caller.
    pub whole: bool,
    /// Whether the plan is open to the caller, as far as it is shared.
    pub plan: bool,
    /// When the emergency access ends by which it is open: local time in ISO
    /// form, and how many milliseconds are left.
    pub emergency: Option<(String, i64)>,
    /// The team of today, the lead first.
    pub team: Vec<TeamRow>,
    /// Those who take part.
    pub participants: Vec<ParticipantRow>,
    /// What all holders of parental responsibility may know, per child.
    pub child_parts: Vec<ChildPartView>,
    /// Links to other cases that the caller holds too.
    pub links: Vec<LinkLine>,
}

#[cfg(feature = "ssr")]
pub(crate) fn fuzzy(day: casework::Day) -> Option<FuzzyDate> {
    FuzzyDate::day(day.year, day.month, day.day)
}

/// The front page of a case.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for the caller;
/// [`AppError::ReasonNeeded`] when a leader must say why.
#[server(name = GetCaseFront, endpoint = "case_front", output = Wire)]
pub async fn case_front(id: String, reason: Option<String>) -> Result<CaseFront, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    front_of(&case, &visit.site).await
}

#[cfg(feature = "ssr")]
pub(crate) fn entry_view(entry: store::ChildPartEntry, site: &crate::server::Site) -> PartEntryView {
    PartEntryView { text: entry.text, author: entry.author, function: entry.function, at: site.local_time(entry.at) }
}

/// The front page of an opened case, whoever opened it.
#[cfg(feature = "ssr")]
pub(crate) async fn front_of(case: &store::CaseAccess, site: &crate::server::Site) -> Result<CaseFront, AppError> {
    let whole = case.part() == casework::opening::Part::Whole;
    let participants = case.participants().await?;
    let mut child_parts = Vec::new();
    let parts = if whole { case.child_parts().await? } else { Vec::new() };
    if !parts.is_empty() {
        // The whole record only for the children's names: a large map is not read for nothing.
        let record = case.record().await?;
        for part in parts {
            let child = record.people.get(&part.child.as_str().into());
            let Some(child) = child.and_then(|person| person.label().map(str::to_owned)) else { continue };
            let entries = part.entries.into_iter();
            child_parts.push(ChildPartView { child, entries: entries.map(|it| entry_view(it, site)).collect() });
        }
    }
    let team = case.team().await?;
    let links = if whole { case.links().await? } else { Vec::new() };
    Ok(CaseFront {
        links: links.into_iter().map(link_line).collect(),
        id: case.id().0.clone(),
        number: case.number().to_owned(),
        name: case.name().to_owned(),
        status: case.status(),
        may_edit: case.may_edit(),
        whole,
        plan: case.part() != casework::opening::Part::Intake,
        emergency: case.emergency_until().map(|at| (site.local_time(at), at - site.store.now())),
        team: team.into_iter().map(|it| TeamRow { name: it.name, function: it.function }).collect(),
        participants: participants
            .into_iter()
            .map(|it| ParticipantRow {
                name: it.name,
                is_child: it.is_child,
                has_responsibility: it.has_responsibility,
                from: it.from.and_then(fuzzy),
                to: it.to.and_then(fuzzy),
            })
            .collect(),
        child_parts,
    })
}

/// The map of a case as this viewer may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseMap {
    /// People and ties, redacted.
    pub record: Record,
    /// Today, for ages.
    pub today: FuzzyDate,
}

/// The map of a case as the caller may see it.
///
/// # Errors
/// As [`case_front`]; [`AppError::NotPart`] when the map is not open to the caller.
#[server(name = GetCaseMap, endpoint = "case_map", output = Wire)]
pub async fn case_map(id: String, reason: Option<String>) -> Result<CaseMap, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    map_of(&case, &visit).await
}

/// The map of an opened case.
#[cfg(feature = "ssr")]
pub(super) async fn map_of(case: &store::CaseAccess, visit: &crate::server::Visit) -> Result<CaseMap, AppError> {
    if case.part() != casework::opening::Part::Whole {
        return Err(with_status(AppError::NotPart));
    }
    let today = fuzzy(visit.site.store.today()).ok_or(AppError::Internal)?;
    Ok(CaseMap { record: case.record().await?, today })
}

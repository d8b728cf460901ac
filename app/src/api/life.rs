//! The life of a case: its name and status, who takes part, its links.

use crate::api::begin::Choice;
use crate::error::AppError;
use crate::wire::Wire;
use casework::life::{ClosingReason, LinkKind};
use casework::opening::CaseStatus;
use casework::participation::ChildConsent;
use casework::role::CaseFunction;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::Action;

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamLine {
    /// User id.
    pub user: String,
    /// Name.
    pub name: String,
    /// What they do in the case.
    pub function: CaseFunction,
    /// The caller themself.
    pub is_me: bool,
}

/// Somebody's taking part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantLine {
    /// Id of the taking part.
    pub id: String,
    /// Person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// A child.
    pub is_child: bool,
    /// Holds parental responsibility.
    pub has_responsibility: bool,
    /// On what ground a child takes part.
    pub consent: ChildConsent,
    /// From when, in ISO form.
    pub from: String,
    /// Until when, in ISO form; empty while it goes on.
    pub to: String,
    /// Over already.
    pub is_over: bool,
    /// Counts up with every correction.
    pub version: i64,
}

/// A link to another case that the caller holds too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkLine {
    /// Id of the link.
    pub id: String,
    /// Id of the other case.
    pub other: String,
    /// Its number.
    pub number: String,
    /// Its display name.
    pub name: String,
    /// What one is to the other.
    pub kind: LinkKind,
    /// This case is the one that was divided, or went into the other.
    pub is_first: bool,
}

/// Something that happened in the life of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// When, local time in ISO form.
    pub at: String,
    /// Who did it.
    pub by: String,
    /// Code of what happened.
    pub kind: String,
    /// Whom it is about: staff or a participant, by name.
    pub about: String,
    /// In what function.
    pub function: Option<CaseFunction>,
    /// Why the case ended.
    pub reason: Option<ClosingReason>,
    /// A few words.
    pub words: String,
}

/// Everything on the tab of the case itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLife {
    /// Id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// How far it has come.
    pub status: CaseStatus,
    /// The caller may change it.
    pub may_edit: bool,
    /// The caller may say who gets in, and end the case.
    pub gives_access: bool,
    /// The caller leads it or stands in, and may take it up again.
    pub may_reopen: bool,
    /// The caller may divide and merge it.
    pub may_reshape: bool,
    /// Today, in ISO form.
    pub today: String,
    /// The team, the lead first.
    pub team: Vec<TeamLine>,
    /// Those of the unit who can be given a function.
    pub colleagues: Vec<Choice>,
    /// Who takes part or did.
    pub participants: Vec<ParticipantLine>,
    /// People on the map who take no part today.
    pub mentioned: Vec<Choice>,
    /// Links to other cases that the caller holds too.
    pub links: Vec<LinkLine>,
    /// Other cases that the caller holds.
    pub cases: Vec<Choice>,
    /// What happened, newest first.
    pub events: Vec<EventLine>,
}

#[cfg(feature = "ssr")]
pub(crate) fn link_line(it: store::CaseLink) -> LinkLine {
    LinkLine { id: it.id, other: it.other.0, number: it.number, name: it.name, kind: it.kind, is_first: it.is_first }
}

/// A day in ISO form.
#[cfg(feature = "ssr")]
pub(crate) fn day(text: &str) -> Option<casework::Day> {
    let date = family_map::FuzzyDate::parse_iso(text)?;
    Some(casework::Day::new(date.year, date.month?, date.day?))
}

#[cfg(feature = "ssr")]
fn iso(day: casework::Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

/// The tab of the case itself.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for the caller;
/// [`AppError::ReasonNeeded`] when a leader must say why;
/// [`AppError::NotPart`] when this part is not open to the caller.
#[server(name = GetCaseLife, endpoint = "case_life", output = Wire)]
pub async fn case_life(id: String, reason: Option<String>) -> Result<CaseLife, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    if case.part() != casework::opening::Part::Whole {
        return Err(with_status(AppError::NotPart));
    }
    let store = &visit.site.store;
    let me = visit.user()?.id.clone();
    let today = store.today();
    let participants = case.participants().await?;
    let takes_part =
        |person: &str| participants.iter().any(|it| it.person == person && it.to.is_none_or(|to| today <= to));
    let record = case.record().await?;
    let people = record.people.values().filter(|it| !takes_part(it.id.as_str()) && !it.shielded);
    let mentioned = people.filter_map(|it| Some(Choice { id: it.id.0.clone(), name: it.label()?.to_owned() }));
    let mentioned = if case.may_edit() { mentioned.collect() } else { Vec::new() };
    let name_of = |person: &str| participants.iter().find(|it| it.person == person).map(|it| it.name.clone());
    let events = case.events().await?.into_iter().map(|it| EventLine {
        at: visit.site.local_time(it.at),
        by: it.by,
        kind: it.kind.code().to_owned(),
        about: it.detail.staff.or_else(|| it.detail.person.as_deref().and_then(name_of)).unwrap_or_default(),
        function: it.detail.function,
        reason: it.detail.reason,
        words: it.detail.words.unwrap_or_default(),
    });
    let team = case.team().await?;
    let holds = team.iter().any(|it| it.user == me);
    let gives_access = case.may_edit() && case.may_give_access();
    let leads = team.iter().any(|it| it.user == me && it.function.sees_as_lead());
    let mine = if holds { store.list_my_cases(&me).await? } else { Vec::new() };
    let others = mine.into_iter().filter(|line| line.id.0 != id && line.status != CaseStatus::Closed);
    Ok(CaseLife {
        name: case.name().to_owned(),
        status: case.status(),
        may_edit: case.may_edit(),
        gives_access,
        may_reopen: case.status() == CaseStatus::Closed && leads,
        may_reshape: case.may_edit() && leads,
        today: iso(today),
        colleagues: if gives_access {
            let all = store.team_candidates(case.unit()).await?;
            all.into_iter().map(|it| Choice { id: it.user.0, name: it.name }).collect()
        } else {
            Vec::new()
        },
        team: team
            .into_iter()
            .map(|it| TeamLine { is_me: it.user == me, user: it.user.0, name: it.name, function: it.function })
            .collect(),
        mentioned,
        links: case.links().await?.into_iter().map(link_line).collect(),
        cases: others.map(|line| Choice { id: line.id.0, name: format!("{} ({})", line.name, line.number) }).collect(),
        events: events.collect(),
        participants: participants
            .into_iter()
            .map(|it| ParticipantLine {
                is_over: it.to.is_some_and(|to| to < today),
                from: it.from.map(iso).unwrap_or_default(),
                to: it.to.map(iso).unwrap_or_default(),
                consent: it.consent.unwrap_or_default(),
                id: it.id,
                person: it.person,
                name: it.name,
                is_child: it.is_child,
                has_responsibility: it.has_responsibility,
                version: it.version,
            })
            .collect(),
        id,
    })
}

/// Gives the case another name.
///
/// # Errors
/// As [`case_life`]; [`AppError::Declined`] without a name.
#[server(name = RenameCase, endpoint = "rename_case", output = Wire)]
pub async fn rename_case(id: String, name: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    case.rename(&name).await.map_err(AppError::from).map_err(with_status)
}

/// Begins the help after the intake.
///
/// # Errors
/// As [`case_life`]; when the caller may not decide it.
#[server(name = BeginHelp, endpoint = "begin_help", output = Wire)]
pub async fn begin_help(id: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    case.begin_help().await.map_err(AppError::from).map_err(with_status)
}

/// Ends the case.
///
/// # Errors
/// As [`begin_help`]; [`AppError::Declined`] when something else is the reason
/// and is not said.
#[server(name = CloseCase, endpoint = "close_case", output = Wire)]
pub async fn close_case(id: String, reason: ClosingReason, words: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    case.close(reason, &words).await.map_err(AppError::from).map_err(with_status)
}

/// Takes an ended case up again.
///
/// # Errors
/// As [`begin_help`].
#[server(name = ReopenCase, endpoint = "reopen_case", output = Wire)]
pub async fn reopen_case(id: String) -> Result<(), AppError> {
    let case = visit()?.open(&id, None, Action::Change).await.map_err(with_status)?;
    case.reopen().await.map_err(AppError::from).map_err(with_status)
}

/// What is filled in about a participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantForm {
    /// Who on the map it is; empty for somebody new.
    pub person: String,
    /// Name.
    pub name: String,
    /// A child.
    pub is_child: bool,
    /// Holds parental responsibility.
    pub has_responsibility: bool,
    /// On what ground a child takes part.
    pub consent: ChildConsent,
    /// From when, in ISO form.
    pub from: String,
    /// Until when, in ISO form; empty while it goes on.
    pub to: String,
}

#[cfg(feature = "ssr")]
fn period(form: &ParticipantForm) -> Result<(casework::Day, Option<casework::Day>), AppError> {
    let missing = |field: &str| with_status(AppError::Missing(field.to_owned()));
    let from = day(&form.from).ok_or_else(|| missing("from"))?;
    let to = if form.to.is_empty() { None } else { Some(day(&form.to).ok_or_else(|| missing("to"))?) };
    Ok((from, to))
}

/// Adds a participant: somebody on the map, or somebody new.
///
/// # Errors
/// As [`case_life`]; [`AppError::Declined`] by the rules for who takes part.
#[server(name = AddParticipant, endpoint = "add_participant", input = leptos::server_fn::codec::Json, output = Wire)]
pub async fn add_participant(id: String, form: ParticipantForm) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    let (from, to) = period(&form)?;
    let known = case.record().await?.people.get(&form.person.as_str().into()).cloned();
    if !form.person.is_empty() && known.is_none() {
        return Err(with_status(AppError::NotFound));
    }
    let name = known.as_ref().and_then(|it| it.name.value().cloned().or_else(|| it.label().map(str::to_owned)));
    let new = store::NewParticipant {
        person: &form.person,
        name: name.as_deref().unwrap_or(&form.name),
        is_child: form.is_child,
        has_responsibility: form.has_responsibility && !form.is_child,
        from,
        to,
    };
    let done = if known.is_some() {
        case.admit(&new, form.consent).await
    } else {
        case.take_in(&form.name, &new, form.consent).await.map(drop)
    };
    done.map_err(AppError::from).map_err(with_status)
}

/// What became of a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectionResult {
    /// It was kept.
    Saved,
    /// Somebody else was first: what they wrote, and who they are.
    Overtaken(Box<ParticipantForm>, i64, String),
}

/// Corrects somebody's taking part, or ends it.
///
/// # Errors
/// As [`add_participant`].
#[server(name = CorrectParticipant, endpoint = "correct_participant", input = leptos::server_fn::codec::Json, output = Wire)]
pub async fn correct_participant(
    id: String,
    participant: String,
    version: i64,
    form: ParticipantForm,
) -> Result<CorrectionResult, AppError> {
    let case = visit()?.open_to_change(&id).await?;
    let (from, to) = period(&form)?;
    let correction = store::Correction {
        id: &participant,
        version,
        name: &form.name,
        has_responsibility: form.has_responsibility,
        consent: form.consent,
        from,
        to,
    };
    match case.correct_participant(&correction).await.map_err(AppError::from).map_err(with_status)? {
        store::Corrected::Saved => Ok(CorrectionResult::Saved),
        store::Corrected::Overtaken { now, by } => {
            let theirs = ParticipantForm {
                person: now.person,
                name: now.name,
                is_child: now.is_child,
                has_responsibility: now.has_responsibility,
                consent: now.consent.unwrap_or_default(),
                from: now.from.map(iso).unwrap_or_default(),
                to: now.to.map(iso).unwrap_or_default(),
            };
            Ok(CorrectionResult::Overtaken(Box::new(theirs), now.version, by))
        }
    }
}

/// Links the case to another that the caller holds.
///
/// # Errors
/// As [`case_life`], for either case.
#[server(name = LinkCases, endpoint = "link_cases", output = Wire)]
pub async fn link_cases(id: String, other: String, kind: LinkKind) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let other = visit.open_to_change(&other).await?;
    case.link_to(&other, kind).await.map_err(AppError::from).map_err(with_status)
}

/// Ends a link.
///
/// # Errors
/// As [`case_life`]; [`AppError::NotFound`] when the caller sees no such link.
#[server(name = UnlinkCases, endpoint = "unlink_cases", output = Wire)]
pub async fn unlink_cases(id: String, link: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    case.unlink(&link).await.map_err(AppError::from).map_err(with_status)
}

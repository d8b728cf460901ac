//! A case's plan: dreams, goals, actions; versions and answers; pauses and stops.

use super::load::LoadRow;
use super::parties::Parties;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::plan::{AnswerKind, Approver, Area, Change, Doer, HaltKind, HaltScope, Part};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::load::load_row;
#[cfg(feature = "ssr")]
use super::parties::parties_of;
#[cfg(feature = "ssr")]
use super::talks::{family_of, names_of, plain};
#[cfg(feature = "ssr")]
use crate::server::{Visit, answer, visit, with_status};
#[cfg(feature = "ssr")]
use casework::child::{DEFAULT_AGE_LIMITS, limits_on};
#[cfg(feature = "ssr")]
use casework::plan::halt::halted;
#[cfg(feature = "ssr")]
use casework::plan::outline::next;
#[cfg(feature = "ssr")]
use casework::plan::{Body, Halt};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, NewAnswer, NewHalt, Who};

/// One part of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    /// Id.
    pub id: String,
    /// How often it was written.
    pub revision: i64,
    /// When it was last written, local time in ISO form.
    pub at: String,
    /// Name of who wrote it.
    pub by: String,
    /// What it says.
    pub part: Part,
    /// How it differs from the newest version.
    pub change: Option<Change>,
    /// The pause or stop that holds for it, by id.
    pub halt: Option<String>,
}

/// A version as the reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    /// Its number for the reader.
    pub number: u32,
    /// When it was proposed, local time in ISO form.
    pub at: String,
    /// Name of who proposed it.
    pub by: String,
}

/// Where one who is asked stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingRow {
    /// Who.
    pub approver: Approver,
    /// The person's or the child's name; empty for a shielded person.
    pub name: String,
    /// The newest version as they see it: id and number.
    pub version: Option<(String, u32)>,
    /// Their last word on it.
    pub answer: Option<AnswerKind>,
    /// In their words.
    pub words: String,
    /// When, local time in ISO form.
    pub at: String,
    /// Name of who of the staff wrote it down; empty for their own hand.
    pub recorded_by: String,
    /// The last version that they said yes to, by its number for them.
    pub approved: Option<u32>,
}

/// A pause or a stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaltRow {
    /// Id.
    pub id: String,
    /// Pause or stop.
    pub kind: HaltKind,
    /// What is halted.
    pub scope: HaltScope,
    /// Name of who said so; empty for a shielded person.
    pub name: String,
    /// The last day of a pause.
    pub until: Option<Day>,
    /// Name of who of the staff wrote it down; empty for their own hand.
    pub recorded_by: String,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    /// The parts that stand, in the order in which they were first written.
    pub parts: Vec<PlanRow>,
    /// What is gone since the newest version: so many parts.
    pub gone: u32,
    /// Versions, newest first.
    pub versions: Vec<VersionRow>,
    /// Where those who are asked stand.
    pub standing: Vec<StandingRow>,
    /// Pauses and stops that hold.
    pub halts: Vec<HaltRow>,
    /// How much help those who take part carry; of a participant's own plan, theirs alone.
    pub loads: Vec<LoadRow>,
    /// What is to happen next, by part id.
    pub next: Option<String>,
    /// Who takes part today: person id and name.
    pub family: Vec<(String, String)>,
    /// The team: ids and names.
    pub team: Vec<(String, String)>,
    /// Names of everybody whom a part names, by key.
    pub names: Vec<(String, String)>,
    /// The unit's own goal areas, where the caller may change the plan.
    pub areas: Vec<Area>,
    /// Names of services, offered while typing.
    pub services: Vec<String>,
    /// The caller.
    pub me: String,
    /// Who may be chosen to see a part, where the caller may change the plan.
    pub parties: Option<Parties>,
    /// Today.
    pub today: Day,
}

/// What a part said once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionRow {
    /// Which.
    pub revision: i64,
    /// When, local time in ISO form.
    pub at: String,
    /// Name of who wrote it.
    pub by: String,
    /// What it said.
    pub part: Part,
}

/// The plan of a case, as the caller may see it.
///
/// # Errors
/// As the case opens or not; [`AppError::NotPart`] where the plan is not open.
#[server(name = GetCasePlan, endpoint = "case_plan", output = Wire)]
pub async fn case_plan(id: String, reason: Option<String>) -> Result<PlanView, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    if case.part() == casework::opening::Part::Intake {
        return Err(with_status(AppError::NotPart));
    }
    view_of(&visit, &case).await
}

#[cfg(feature = "ssr")]
pub(crate) async fn view_of(visit: &Visit, case: &CaseAccess) -> Result<PlanView, AppError> {
    let today = visit.site.store.today();
    let limits = limits_on(today, &[DEFAULT_AGE_LIMITS]);
    let plan = answer(case.plan(limits).await)?;
    let whole = case.part() == casework::opening::Part::Whole;
    let people = names_of(case).await?;
    let team: Vec<(String, String)> = if whole {
        answer(case.team().await)?.into_iter().map(|it| (it.user.0, it.name)).collect()
    } else {
        Vec::new()
    };
    let halts: Vec<Halt> = plan.halts.iter().map(|it| it.halt.clone()).collect();
    let all: Vec<(&str, &Part)> = plan.parts.iter().map(|it| (it.id.as_str(), &it.part)).collect();
    let next = next(&all, &halts, today).map(|at| plan.parts[at].id.clone());
    let mut names: BTreeMap<String, String> =
        people.iter().map(|(id, name)| (format!("person:{id}"), name.clone())).collect();
    for part in &plan.parts {
        let Body::Action(action) = &part.part.body else { continue };
        let before = action.receipts.iter().map(|receipt| &receipt.from);
        let doers = std::iter::once(&action.doer).chain(action.asked.as_ref().map(|asked| &asked.to)).chain(before);
        for doer in doers {
            if let Doer::Staff { user } = doer {
                let found = answer(visit.site.store.find_user(&store::UserId(user.clone())).await)?;
                names.insert(format!("user:{user}"), found.name);
            }
        }
    }
    let may_edit = whole && case.may_edit();
    let services = if may_edit {
        answer(case.consented_services().await)?.into_iter().map(|(_, name)| name).collect()
    } else {
        Vec::new()
    };
    let areas = if may_edit { answer(case.own_goal_areas().await)? } else { Vec::new() };
    let parties = if may_edit {
        Some(parties_of(case, today, &answer(case.record().await)?, []).await.map_err(with_status)?)
    } else {
        None
    };
    let loads = match case.who() {
        _ if !whole => Vec::new(),
        Who::Staff(_) => answer(case.loads(limits).await)?,
        Who::Participant(_) => vec![answer(case.own_load().await)?],
    };
    let local = |at| visit.site.local_time(at);
    let name_of = |id: &str| people.get(id).cloned().unwrap_or_default();
    let row = |it: &store::KeptPart| PlanRow {
        halt: halted(&it.id, &it.part, &halts, today).map(|it| it.id.clone()),
        change: plan.unproposed.get(&it.id).copied(),
        id: it.id.clone(),
        revision: it.revision,
        at: local(it.at),
        by: it.by.clone(),
        part: it.part.clone(),
    };
    let version =
        |it: &casework::plan::SeenVersion| VersionRow { number: it.number, at: local(it.at), by: it.by.clone() };
    let standing = |it: store::PlanStanding| StandingRow {
        name: name_of(it.approver.person()),
        version: it.version.map(|it| (it.id, it.number)),
        answer: it.answer.as_ref().map(|it| it.kind),
        at: it.answer.as_ref().map(|it| local(it.at)).unwrap_or_default(),
        recorded_by: it.answer.as_ref().map(|it| it.recorded_by.clone()).unwrap_or_default(),
        words: it.answer.map(|it| it.words).unwrap_or_default(),
        approved: it.approved,
        approver: it.approver,
    };
    let halt = |it: &store::KeptHalt| HaltRow {
        id: it.halt.id.clone(),
        kind: it.halt.kind,
        scope: it.halt.scope.clone(),
        name: name_of(&it.halt.person),
        until: it.halt.until,
        recorded_by: it.recorded_by.clone(),
    };
    let gone = plan.unproposed.values().filter(|it| **it == Change::Gone).count();
    Ok(PlanView {
        parts: plan.parts.iter().map(row).collect(),
        gone: u32::try_from(gone).unwrap_or(u32::MAX),
        versions: plan.versions.iter().rev().map(version).collect(),
        halts: plan.halts.iter().map(halt).collect(),
        loads: loads.into_iter().map(load_row).collect(),
        standing: if whole { plan.standing.into_iter().map(standing).collect() } else { Vec::new() },
        next,
        family: if whole { family_of(case, today).await? } else { Vec::new() },
        team,
        names: names.into_iter().collect(),
        areas,
        services,
        me: visit.user().map_err(with_status)?.id.0.clone(),
        parties,
        today,
    })
}

/// Writes a part, new or anew; returns its id.
///
/// # Errors
/// [`AppError::NotAllowed`]; [`AppError::Declined`] with what is wrong;
/// [`AppError::NotFound`].
#[server(name = WritePlanPart, endpoint = "write_plan_part", input = Json, output = Wire)]
pub async fn write_plan_part(id: String, which: Option<(String, i64)>, part: Part) -> Result<String, AppError> {
    let case = visit()?.open_to_change(&id).await?;
    let which = which.as_ref().map(|(id, revision)| (id.as_str(), *revision));
    answer(case.write_plan_part(which, &part).await)
}

/// Takes a part out of the plan.
///
/// # Errors
/// As [`write_plan_part`].
#[server(name = WithdrawPlanPart, endpoint = "withdraw_plan_part", output = Wire)]
pub async fn withdraw_plan_part(id: String, part: String, revision: i64) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.withdraw_plan_part(&plain(&part), revision).await)
}

/// Lets a part say what it said in an earlier revision.
///
/// # Errors
/// As [`write_plan_part`].
#[server(name = RestorePlanPart, endpoint = "restore_plan_part", output = Wire)]
pub async fn restore_plan_part(id: String, part: String, revision: i64, to: i64) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.restore_plan_part(&plain(&part), revision, to).await)
}

/// What a part said before, the newest first.
///
/// # Errors
/// [`AppError::NotFound`] for a part that is not there or hidden.
#[server(name = GetPlanHistory, endpoint = "plan_history", output = Wire)]
pub async fn plan_history(id: String, part: String, reason: Option<String>) -> Result<Vec<RevisionRow>, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let found = answer(case.plan_history(&plain(&part)).await)?;
    let row = |it: store::PlanRevision| RevisionRow {
        revision: it.revision,
        at: visit.site.local_time(it.at),
        by: it.by,
        part: it.part,
    };
    Ok(found.into_iter().map(row).collect())
}

/// Proposes the plan as it stands to the family.
///
/// # Errors
/// [`AppError::NotAllowed`]; [`AppError::Declined`] when nothing is new.
#[server(name = ProposePlan, endpoint = "propose_plan", output = Wire)]
pub async fn propose_plan(id: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.propose_plan().await).map(|_| ())
}

/// Writes down what somebody said to the newest version.
///
/// # Errors
/// [`AppError::NotAllowed`]; [`AppError::Declined`] for somebody who is not
/// asked, an older version, or a change that is not named.
#[server(name = AnswerPlan, endpoint = "answer_plan", input = Json, output = Wire)]
pub async fn answer_plan(
    id: String,
    version: String,
    approver: Approver,
    kind: AnswerKind,
    words: String,
) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let new = NewAnswer { version: plain(&version), approver, kind, words: plain(&words) };
    let limits = limits_on(visit.site.store.today(), &[DEFAULT_AGE_LIMITS]);
    answer(case.record_plan_answer(&new, limits).await)
}

/// What happens to a baton, as a form has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum BatonAct {
    /// Somebody is asked to take over.
    Ask {
        /// Who.
        to: Doer,
        /// By when they answer; a week where nothing was agreed.
        answer_by: Option<Day>,
    },
    /// They said yes.
    Accept {
        /// Who said so.
        by: String,
        /// How.
        how: String,
    },
    /// They said no, or the question was taken back.
    Decline,
}

/// Takes one step with the baton of an action.
///
/// # Errors
/// As [`write_plan_part`]; [`AppError::Declined`] with why it stays where it is.
#[server(name = StepBaton, endpoint = "step_baton", input = Json, output = Wire)]
pub async fn step_baton(id: String, part: String, revision: i64, act: BatonAct) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let step = match act {
        BatonAct::Ask { to, answer_by } => {
            let week = visit.site.store.today().plus(casework::plan::ANSWER_DAYS);
            store::BatonStep::Ask { to, answer_by: answer_by.unwrap_or(week) }
        }
        BatonAct::Accept { by, how } => store::BatonStep::Accept { by: plain(&by), how: plain(&how) },
        BatonAct::Decline => store::BatonStep::Decline,
    };
    answer(case.step_baton(&plain(&part), revision, &step).await).map(|_| ())
}

/// Writes down that somebody pauses or stops something.
///
/// # Errors
/// [`AppError::NotAllowed`]; [`AppError::Declined`] for what was decided by law
/// and for a pause that is over; [`AppError::NotFound`].
#[server(name = HaltPlan, endpoint = "halt_plan", input = Json, output = Wire)]
pub async fn halt_plan(
    id: String,
    kind: HaltKind,
    scope: HaltScope,
    person: String,
    until: Option<Day>,
) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.halt_plan(&NewHalt { kind, scope, person: plain(&person), until }).await).map(|_| ())
}

/// Writes down that somebody goes on with what they halted.
///
/// # Errors
/// [`AppError::NotAllowed`]; [`AppError::NotFound`].
#[server(name = GoOnWithPlan, endpoint = "go_on_with_plan", output = Wire)]
pub async fn go_on_with_plan(id: String, halt: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.go_on_with_plan(&plain(&halt)).await)
}

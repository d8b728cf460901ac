//! New cases with their participants.

use crate::error::AppError;
use crate::wire::Wire;
use casework::beginning::{Application, Which};
use casework::opening::CaseStatus;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::life::day;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};

/// Something to choose by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// A unit in which the caller may make cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitChoice {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Those who can stand in there: everyone but the caller.
    pub colleagues: Vec<Choice>,
}

/// What the form of a new case needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCaseSetup {
    /// Units in which the caller may make cases.
    pub units: Vec<UnitChoice>,
    /// Today, in ISO form.
    pub today: String,
}

/// What the form of a new case needs to know.
///
/// # Errors
/// [`AppError::NotAllowed`] when the caller may make no cases.
#[server(name = GetNewCaseSetup, endpoint = "new_case_setup", output = Wire)]
pub async fn new_case_setup() -> Result<NewCaseSetup, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let store = &visit.site.store;
    let mut units: Vec<UnitChoice> = Vec::new();
    for post in user.posts.iter().filter(|post| post.role.may_create_case()) {
        if units.iter().any(|unit| unit.id == post.unit.0) {
            continue;
        }
        let colleagues = store.team_candidates(&post.unit).await?;
        let others = colleagues.into_iter().filter(|it| it.user != user.id);
        units.push(UnitChoice {
            id: post.unit.0.clone(),
            name: post.unit_name.clone(),
            colleagues: others.map(|it| Choice { id: it.user.0, name: it.name }).collect(),
        });
    }
    if units.is_empty() {
        return Err(with_status(AppError::NotAllowed));
    }
    let today = store.today();
    Ok(NewCaseSetup { units, today: format!("{:04}-{:02}-{:02}", today.year, today.month, today.day) })
}

/// The filled-in form of a new case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCaseForm {
    /// The unit.
    pub unit: String,
    /// How far the case has come.
    pub status: CaseStatus,
    /// Who stands in; empty for nobody yet.
    pub stand_in: String,
    /// Who takes part, and what the parents say.
    pub application: Application,
    /// From when each takes part, in ISO form.
    pub from: Vec<String>,
    /// Display names.
    pub names: Vec<(Which, String)>,
    /// Begin a child's part for every child in both parents' cases.
    pub child_parts: bool,
    /// The enquiry that becomes the case; empty for none.
    #[serde(default)]
    pub enquiry: String,
}

/// Begins the case, or the cases of parents who live apart; the caller leads
/// them. Returns their ids.
///
/// # Errors
/// [`AppError::NotAllowed`] when the caller may make no cases in the unit;
/// [`AppError::Declined`] by the rules for who takes part.
#[server(name = BeginCases, endpoint = "begin_cases", input = Json, output = Wire)]
pub async fn begin_cases(form: NewCaseForm) -> Result<Vec<(Which, String)>, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    if !matches!(form.status, CaseStatus::Intake | CaseStatus::Open) {
        return Err(with_status(AppError::Missing("status".into())));
    }
    let missing = || with_status(AppError::Missing("from".into()));
    let from: Vec<casework::Day> = form.from.iter().map(|text| day(text)).collect::<Option<_>>().ok_or_else(missing)?;
    if from.len() != form.application.people.len() {
        return Err(missing());
    }
    let names: Vec<(Which, &str)> = form.names.iter().map(|(which, name)| (*which, name.as_str())).collect();
    let unit = store::UnitId(form.unit);
    let stand_in = (!form.stand_in.is_empty()).then(|| store::UserId(form.stand_in.clone()));
    let beginning = store::Beginning {
        unit: &unit,
        status: form.status,
        stand_in: stand_in.as_ref(),
        application: &form.application,
        from: &from,
        names: &names,
        child_parts: form.child_parts,
        enquiry: Some(form.enquiry.as_str()).filter(|id| !id.is_empty()),
    };
    let begun =
        visit.site.store.begin_cases(&user.id, &beginning).await.map_err(AppError::from).map_err(with_status)?;
    Ok(begun.into_iter().map(|it| (it.which, it.case.0)).collect())
}

//! Consents to share with other services, as staff see and write them down.

use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::consent::{ConsentScope, ConsentState};
use casework::plan::Approver;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::talks::{names_of, plain};
#[cfg(feature = "ssr")]
use crate::server::{answer, visit, with_status};
#[cfg(feature = "ssr")]
use store::{Action, NewConsent};

/// One consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRow {
    /// Id.
    pub id: String,
    /// Name of the service.
    pub service: String,
    /// Who decides.
    pub giver: Approver,
    /// Name of the giver or the child; empty for a shielded person.
    pub name: String,
    /// To what.
    pub scope: ConsentScope,
    /// How far it has come.
    pub state: ConsentState,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// What for.
    pub why: String,
    /// When the last thing was said about it, local time in ISO form.
    pub at: String,
    /// Name of who of the staff wrote that down; empty for the giver's own hand.
    pub by: String,
    /// It holds today.
    pub in_force: bool,
    /// It is the last word about this, and can be withdrawn.
    pub stands: bool,
}

/// The consents of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseConsents {
    /// Newest first.
    pub rows: Vec<ConsentRow>,
    /// Services that may be named: ids and names.
    pub services: Vec<(String, String)>,
    /// Who decides: and the name of the giver or the child.
    pub givers: Vec<(Approver, String)>,
    /// Whether the caller may write.
    pub may_edit: bool,
    /// Today.
    pub today: Day,
}

/// A consent as a form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentForm {
    /// Service, by id.
    pub service: String,
    /// Who decides, by key.
    pub giver: String,
    /// To what.
    pub scope: ConsentScope,
    /// Asked, given or refused.
    pub state: ConsentState,
    /// First day.
    pub from: String,
    /// Last day; may be empty.
    pub to: String,
    /// What for.
    pub why: String,
}

/// What was asked, said and withdrawn in a case.
///
/// # Errors
/// As [`super::cases::case_front`]; [`AppError::NotPart`] for who is not shown
/// the whole case.
#[server(name = GetCaseConsents, endpoint = "case_consents", output = Wire)]
pub async fn case_consents(id: String, reason: Option<String>) -> Result<CaseConsents, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let today = visit.site.store.today();
    let names = names_of(&case).await?;
    let name_of = |giver: &Approver| names.get(giver.person()).cloned().unwrap_or_default();
    let local = |at| visit.site.local_time(at);
    let row = |it: store::KeptConsent| {
        let (at, by) = it.withdrawn.clone().or_else(|| it.answered.clone()).unwrap_or_else(|| it.written.clone());
        ConsentRow {
            name: name_of(&it.giver),
            at: local(at),
            by,
            in_force: it.is_in_force(today),
            stands: it.withdrawn.is_none() && it.state != ConsentState::Refused,
            service: it.service.1,
            giver: it.giver,
            scope: it.scope,
            state: it.state,
            from: it.period.from,
            to: it.period.to,
            why: it.why,
            id: it.id,
        }
    };
    let givers = answer(case.who_decides().await)?.into_iter().map(|it| (it.clone(), name_of(&it))).collect();
    Ok(CaseConsents {
        rows: answer(case.consents().await)?.into_iter().map(row).collect(),
        services: answer(case.services_around().await)?,
        givers,
        may_edit: case.may_edit(),
        today,
    })
}

/// Writes down that a consent was asked for, given or refused.
///
/// # Errors
/// [`AppError::Missing`] for a field that is needed; [`AppError::NotAllowed`];
/// [`AppError::Declined`] for somebody who does not decide here or a period
/// that ends before it begins.
#[server(name = WriteConsent, endpoint = "write_consent", input = Json, output = Wire)]
pub async fn write_consent(id: String, form: ConsentForm) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    let missing = |field: &str| with_status(AppError::Missing(field.to_owned()));
    if form.service.is_empty() {
        return Err(missing("service"));
    }
    let giver = Approver::from_key(&form.giver).ok_or_else(|| missing("giver"))?;
    let from = form.from.parse().map_err(|_| missing("from"))?;
    let to = if form.to.is_empty() { None } else { Some(form.to.parse().map_err(|_| missing("to"))?) };
    let new = NewConsent {
        service: plain(&form.service),
        giver,
        scope: form.scope,
        state: if form.state == ConsentState::Withdrawn { ConsentState::Refused } else { form.state },
        from,
        to,
        why: plain(&form.why),
    };
    answer(case.write_consent(&new).await).map(drop)
}

/// Writes down that somebody withdraws a consent, or is asked no longer.
///
/// # Errors
/// [`AppError::NotAllowed`]; [`AppError::NotFound`] for what is over or hidden.
#[server(name = WithdrawConsent, endpoint = "withdraw_consent", output = Wire)]
pub async fn withdraw_consent(id: String, consent: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.withdraw_consent(&plain(&consent)).await)
}

//! A family moves: handing the case over to another municipality.

use crate::api::begin::Choice;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::moving::{Destination, Portion, Stage};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[cfg(feature = "ssr")]
use super::talks::plain;
#[cfg(feature = "ssr")]
use crate::server::{answer, visit, with_status};
#[cfg(feature = "ssr")]
use casework::child::{DEFAULT_AGE_LIMITS, limits_on};
#[cfg(feature = "ssr")]
use casework::moving::{MOVING_DAYS, Receipt};
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess};

/// What somebody said last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidRow {
    /// What goes along; nothing where they said no.
    pub portions: BTreeSet<Portion>,
    /// How they said it.
    pub how: String,
    /// When, local time in ISO form.
    pub at: String,
    /// Name of who of the staff wrote it down; empty for their own hand.
    pub by: String,
}

/// Where one who is asked stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovingRow {
    /// Person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// What they said last.
    pub said: Option<SaidRow>,
    /// Lives behind a protected address, or with somebody who does.
    pub protected: bool,
    /// When (local time in ISO form) and who said that the receiver is allowed to know.
    pub confirmed: Option<(String, String)>,
    /// When theirs went along, local time in ISO form.
    pub gone: Option<String>,
    /// Theirs goes along now, if the lead says so.
    pub may_send: bool,
    /// There are files of theirs for the receiver.
    pub may_take: bool,
}

/// A handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovingCard {
    /// Id.
    pub id: String,
    /// How far it has come.
    pub stage: Stage,
    /// To whom, and how.
    pub destination: Destination,
    /// By when the receiver is to have said that it came.
    pub due: Day,
    /// That day is past and nothing was said.
    pub is_late: bool,
    /// When it was begun, local time in ISO form.
    pub at: String,
    /// Name of who began it.
    pub by: String,
    /// Those who are asked.
    pub people: Vec<MovingRow>,
    /// Who said that it came, how, and on which day.
    pub receipt: Option<(String, String, Day)>,
    /// The receiver can have said that it came.
    pub may_receive: bool,
}

/// What the card of the case's own tab shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMoving {
    /// The newest handover that was not cancelled.
    pub now: Option<MovingCard>,
    /// The caller may write down what somebody said.
    pub may_edit: bool,
    /// The caller may begin, send, receive, cancel and close.
    pub leads: bool,
    /// Who decides for themselves and can be asked.
    pub people: Vec<Choice>,
    /// Today, in ISO form.
    pub today: Day,
    /// The day that is proposed for the receipt.
    pub due: Day,
}

#[cfg(feature = "ssr")]
fn card(site: &crate::server::Site, it: store::Moving) -> MovingCard {
    let local = |at| site.local_time(at);
    let said =
        |it: store::MovingAnswer| SaidRow { portions: it.portions, how: it.how, at: local(it.at), by: it.recorded_by };
    let waits = matches!(it.stage, Stage::Asking | Stage::Sent);
    let may_receive = it.may_receive().is_ok();
    let may = |row: &store::MovingPerson| (it.may_send(&row.person).is_ok(), it.may_take(&row.person).is_ok());
    let may: Vec<(bool, bool)> = it.people.iter().map(may).collect();
    let row = |(it, (may_send, may_take)): (store::MovingPerson, (bool, bool))| MovingRow {
        said: it.answer.map(said),
        protected: it.protected,
        confirmed: it.confirmed.map(|(at, by)| (local(at), by)),
        gone: it.gone.map(local),
        name: it.name,
        person: it.person,
        may_send,
        may_take,
    };
    MovingCard {
        stage: it.stage,
        is_late: waits && it.due < site.store.today(),
        destination: it.destination,
        due: it.due,
        at: local(it.at),
        by: it.by,
        people: it.people.into_iter().zip(may).map(row).collect(),
        receipt: it.receipt.map(|(receipt, on)| (receipt.by, receipt.how, on)),
        may_receive,
        id: it.id,
    }
}

/// The handover of a case, and who could be asked.
///
/// # Errors
/// As [`super::life::case_life`].
#[server(name = GetCaseMoving, endpoint = "case_moving", output = Wire)]
pub async fn case_moving(id: String, reason: Option<String>) -> Result<CaseMoving, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    if case.part() != casework::opening::Part::Whole {
        return Err(with_status(AppError::NotPart));
    }
    let today = visit.site.store.today();
    let leads = case.may_edit() && case.may_give_access();
    let people = if leads { people_of(&case, today).await? } else { Vec::new() };
    Ok(CaseMoving {
        now: answer(case.moving().await)?.map(|it| card(&visit.site, it)),
        may_edit: case.may_edit(),
        leads,
        people,
        today,
        due: today.plus(MOVING_DAYS),
    })
}

#[cfg(feature = "ssr")]
async fn people_of(case: &CaseAccess, today: Day) -> Result<Vec<Choice>, AppError> {
    let found = answer(case.movable(limits_on(today, &[DEFAULT_AGE_LIMITS])).await)?;
    Ok(found.into_iter().map(|(id, name)| Choice { id, name }).collect())
}

/// Begins a handover.
///
/// # Errors
/// [`AppError::NotAllowed`] for who may not end the case; [`AppError::Declined`]
/// with what is missing.
#[server(name = BeginMoving, endpoint = "begin_moving", input = Json, output = Wire)]
pub async fn begin_moving(
    id: String,
    destination: Destination,
    due: Option<Day>,
    people: BTreeSet<String>,
) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let today = visit.site.store.today();
    let Destination { municipality, service, contact, how } = destination;
    let destination = Destination {
        municipality: plain(&municipality),
        service: plain(&service),
        contact: plain(&contact),
        how: plain(&how),
    };
    let due = due.unwrap_or_else(|| today.plus(MOVING_DAYS));
    let new = store::NewMoving { destination, due, people };
    answer(case.begin_moving(&new, limits_on(today, &[DEFAULT_AGE_LIMITS])).await).map(|_| ())
}

/// Writes down what somebody said goes along, and how they said it.
///
/// # Errors
/// [`AppError::NotAllowed`]; [`AppError::NotFound`] for nobody who is asked;
/// [`AppError::Declined`].
#[server(name = AnswerMoving, endpoint = "answer_moving", input = Json, output = Wire)]
pub async fn answer_moving(
    id: String,
    moving: String,
    person: String,
    portions: BTreeSet<Portion>,
    how: String,
) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.answer_moving(&plain(&moving), &plain(&person), &portions, &plain(&how)).await)
}

/// The lead says that the receiver is allowed to know of somebody who lives
/// behind a protected address.
///
/// # Errors
/// As [`answer_moving`].
#[server(name = ConfirmMoving, endpoint = "confirm_moving", output = Wire)]
pub async fn confirm_moving(id: String, moving: String, person: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.confirm_moving(&plain(&moving), &plain(&person)).await)
}

/// Lets what somebody said yes to go along.
///
/// # Errors
/// As [`answer_moving`].
#[server(name = SendMoving, endpoint = "send_moving", output = Wire)]
pub async fn send_moving(id: String, moving: String, person: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.send_moving(&plain(&moving), &plain(&person)).await)
}

/// Writes down that the receiver has said that it came; today where no day is said.
///
/// # Errors
/// As [`answer_moving`].
#[server(name = ReceiveMoving, endpoint = "receive_moving", input = Json, output = Wire)]
pub async fn receive_moving(
    id: String,
    moving: String,
    by: String,
    how: String,
    on: Option<Day>,
) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let receipt = Receipt { by: plain(&by), how: plain(&how) };
    let on = on.unwrap_or_else(|| visit.site.store.today());
    answer(case.receive_moving(&plain(&moving), &receipt, on).await)
}

/// Ends a handover that comes to nothing.
///
/// # Errors
/// As [`answer_moving`].
#[server(name = CancelMoving, endpoint = "cancel_moving", output = Wire)]
pub async fn cancel_moving(id: String, moving: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.cancel_moving(&plain(&moving)).await)
}

/// Closes the case as handed over.
///
/// # Errors
/// As [`answer_moving`].
#[server(name = CloseMoving, endpoint = "close_moving", output = Wire)]
pub async fn close_moving(id: String, moving: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.close_moving(&plain(&moving)).await)
}

//! Enquiries.

use super::DoorSetup;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::enquiry::{EnquiryPulse, EnquiryState, HandoverStep};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, day_or_none, desk, plain, setup};
#[cfg(feature = "ssr")]
use crate::server::{Visit, visit};
#[cfg(feature = "ssr")]
use casework::enquiry::pulse;
#[cfg(feature = "ssr")]
use store::{EnquiryWords, NewEnquiry, UnitId, UserId};

/// An enquiry in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnquiryRow {
    /// Id.
    pub id: String,
    /// The unit.
    pub unit: String,
    /// How far it has come.
    pub state: EnquiryState,
    /// How it stands today.
    pub pulse: EnquiryPulse,
    /// Id of who has it.
    pub owner: String,
    /// Name of who has it.
    pub owner_name: String,
    /// Who was asked to take it: id and name.
    pub asked: Option<(String, String)>,
    /// The day on which it came.
    pub on_day: Day,
    /// The day of the next step.
    pub next_day: Option<Day>,
    /// The case that it became.
    pub case: Option<String>,
    /// Counts the changes.
    pub version: i64,
    /// Who asks; empty for somebody who would rather not say.
    pub who: String,
    /// How they are reached.
    pub contact: String,
    /// What they ask about.
    pub about: String,
    /// The language in which they would talk.
    pub language: String,
    /// What comes next.
    pub next_step: String,
}

/// Something that happened to an enquiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnquiryEventRow {
    /// When, local time in ISO form.
    pub at: String,
    /// Who did it.
    pub by: String,
    /// Code of what happened.
    pub kind: String,
    /// A few words.
    pub words: String,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enquiries {
    /// What the forms need.
    pub setup: DoorSetup,
    /// The enquiries, the most pressing first.
    pub rows: Vec<EnquiryRow>,
}

/// One enquiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnquiryView {
    /// What the forms need.
    pub setup: DoorSetup,
    /// As in the list.
    pub row: EnquiryRow,
    /// What happened, the newest first.
    pub events: Vec<EnquiryEventRow>,
    /// The caller has it.
    pub is_mine: bool,
    /// The caller was asked to take it.
    pub asks_me: bool,
    /// The caller makes cases in the unit.
    pub may_begin_case: bool,
}

/// What is known of somebody who asks, to begin an enquiry or a case with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnquiryStart {
    /// The unit.
    pub unit: String,
    /// Who asks.
    pub who: String,
    /// How they are reached.
    pub contact: String,
    /// What they ask about.
    pub about: String,
    /// What comes next.
    pub next_step: String,
}

#[cfg(feature = "ssr")]
fn row(visit: &Visit, line: store::EnquiryLine) -> EnquiryRow {
    let pulse = pulse(&line.signs(), visit.site.store.today());
    let words = line.words.unwrap_or_default();
    EnquiryRow {
        id: line.id,
        unit: line.unit.0,
        state: line.state,
        pulse,
        owner: line.owner.0.0,
        owner_name: line.owner.1,
        asked: line.asked.map(|(user, name)| (user.0, name)),
        on_day: line.on_day,
        next_day: line.next_day,
        case: line.case.map(|case| case.0),
        version: line.version,
        who: words.who,
        contact: words.contact,
        about: words.about,
        language: words.language,
        next_step: words.next_step,
    }
}

#[cfg(feature = "ssr")]
pub(crate) fn event_row(visit: &Visit, event: store::EnquiryEvent) -> EnquiryEventRow {
    EnquiryEventRow {
        at: visit.site.local_time(event.at),
        by: event.by,
        kind: event.kind.code().to_owned(),
        words: event.words,
    }
}

/// The enquiries that the caller reads: on their way, or over.
///
/// # Errors
/// [`AppError::NotFound`] for who keeps no door.
#[server(name = GetEnquiries, endpoint = "list_enquiries", output = Wire)]
pub async fn list_enquiries(over: bool) -> Result<Enquiries, AppError> {
    let desk = desk().await?;
    let visit = visit()?;
    let mut rows: Vec<EnquiryRow> = desk.enquiries(over).await?.into_iter().map(|line| row(&visit, line)).collect();
    if !over {
        // Stable: of those that press alike the oldest stays first.
        rows.sort_by_key(|row| (row.pulse, row.next_day));
    }
    Ok(Enquiries { setup: setup(&desk).await?, rows })
}

/// One enquiry.
///
/// # Errors
/// [`AppError::NotFound`] for one that the caller does not read.
#[server(name = GetEnquiry, endpoint = "enquiry", output = Wire)]
pub async fn enquiry(id: String) -> Result<EnquiryView, AppError> {
    let desk = desk().await?;
    let visit = visit()?;
    let found = answer(desk.enquiry(&id).await)?;
    let setup = setup(&desk).await?;
    let row = row(&visit, found.line);
    let unit = UnitId(row.unit.clone());
    let user = visit.user()?;
    Ok(EnquiryView {
        is_mine: row.owner == setup.me,
        asks_me: row.asked.as_ref().is_some_and(|(user, _)| user == &setup.me),
        may_begin_case: user.roles_in(&unit).into_iter().any(casework::role::Role::may_create_case),
        events: found.events.into_iter().map(|event| event_row(&visit, event)).collect(),
        row,
        setup,
    })
}

/// What a telephone note tells, to begin an enquiry with.
///
/// # Errors
/// [`AppError::NotFound`] for a note that is not the caller's.
#[server(name = GetEnquiryFromCall, endpoint = "enquiry_from_call", output = Wire)]
pub async fn enquiry_from_call(note: String) -> Result<EnquiryStart, AppError> {
    let (unit, words) = answer(desk().await?.enquiry_from_call(&note).await)?;
    Ok(EnquiryStart {
        unit: unit.0,
        who: words.caller,
        contact: words.phone,
        about: words.about,
        next_step: words.next_step,
    })
}

/// What an enquiry tells, to begin a case with.
///
/// # Errors
/// [`AppError::NotFound`] for one that the caller does not read;
/// [`AppError::Declined`] for one that is over.
#[server(name = GetCaseFromEnquiry, endpoint = "case_from_enquiry", output = Wire)]
pub async fn case_from_enquiry(id: String) -> Result<EnquiryStart, AppError> {
    let line = answer(desk().await?.enquiry(&id).await)?.line;
    if line.state.is_over() {
        return answer(Err(store::StoreError::NotAllowed("enquiry_over")));
    }
    let words = line.words.unwrap_or_default();
    Ok(EnquiryStart {
        unit: line.unit.0,
        who: words.who,
        contact: words.contact,
        about: words.about,
        next_step: words.next_step,
    })
}

/// What is known of who asks, as the form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnquiryForm {
    /// Who asks; empty for somebody who would rather not say.
    pub who: String,
    /// How they are reached.
    pub contact: String,
    /// What they ask about.
    pub about: String,
    /// The language in which they would talk.
    pub language: String,
    /// What comes next.
    pub next_step: String,
    /// On which day, in ISO form; empty where nobody has said.
    pub next_day: String,
}

#[cfg(feature = "ssr")]
impl EnquiryForm {
    fn read(&self) -> Result<(EnquiryWords, Option<Day>), AppError> {
        let words = EnquiryWords {
            who: plain(&self.who),
            contact: plain(&self.contact),
            about: plain(&self.about),
            language: plain(&self.language),
            next_step: plain(&self.next_step),
        };
        Ok((words, day_or_none(&self.next_day)?))
    }
}

/// Begins an enquiry, out of a telephone note or out of nothing; returns its id.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] by what is missing.
#[server(name = BeginEnquiry, endpoint = "begin_enquiry", output = Wire)]
pub async fn begin_enquiry(
    unit: String,
    owner: String,
    note: Option<String>,
    form: EnquiryForm,
) -> Result<String, AppError> {
    let desk = desk().await?;
    let (words, next_day) = form.read()?;
    let (unit, owner) = (UnitId(plain(&unit)), UserId(plain(&owner)));
    let note = note.filter(|note| !note.is_empty());
    let new = NewEnquiry { unit: &unit, owner: &owner, next_day, words: &words, note: note.as_deref() };
    answer(desk.begin_enquiry(&new).await)
}

/// Takes an enquiry a step on.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] by the rules of the door.
#[server(name = StepEnquiry, endpoint = "step_enquiry", output = Wire)]
pub async fn step_enquiry(id: String, to: String, next_day: String, words: String) -> Result<(), AppError> {
    let desk = desk().await?;
    let Some(to) = EnquiryState::from_code(&to) else {
        return answer(Err(store::StoreError::NotAllowed("enquiry_state")));
    };
    let next_day = day_or_none(&next_day)?;
    answer(desk.step_enquiry(&id, to, next_day, &plain(&words)).await)
}

/// Changes what is known of it.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] when somebody else was first.
#[server(name = ChangeEnquiry, endpoint = "change_enquiry", output = Wire)]
pub async fn change_enquiry(id: String, version: i64, form: EnquiryForm) -> Result<(), AppError> {
    let desk = desk().await?;
    let (words, next_day) = form.read()?;
    answer(desk.change_enquiry(&id, version, next_day, &words).await)
}

/// A step in giving it to a colleague.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] when the step is not the caller's.
#[server(name = HandOverEnquiry, endpoint = "hand_over_enquiry", output = Wire)]
pub async fn hand_over_enquiry(
    id: String,
    step: HandoverStep,
    to: Option<String>,
    words: Option<String>,
) -> Result<(), AppError> {
    let desk = desk().await?;
    let to = to.filter(|to| !to.is_empty()).map(|to| UserId(plain(&to)));
    answer(desk.hand_over_enquiry(&id, step, to.as_ref(), &plain(&words.unwrap_or_default())).await)
}

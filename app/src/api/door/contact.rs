//! What a case has from the door: its telephone notes, and the enquiry with
//! which it began.

use super::enquiry::EnquiryEventRow;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::enquiry::event_row;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::Action;

/// A telephone note of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCall {
    /// Who rang.
    pub caller: String,
    /// Where to ring back.
    pub phone: String,
    /// What about.
    pub about: String,
    /// What comes next.
    pub next_step: String,
    /// Who wrote it.
    pub author: String,
    /// Who sees to it.
    pub owner: String,
    /// When it was written, local time in ISO form.
    pub at: String,
    /// On which day at the latest.
    pub call_day: Day,
    /// It is done.
    pub done: bool,
}

/// An enquiry with which a case began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEnquiry {
    /// Who asked.
    pub who: String,
    /// What they asked about.
    pub about: String,
    /// What happened, the newest first.
    pub events: Vec<EnquiryEventRow>,
}

/// What a case has from the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseContact {
    /// Telephone notes, the newest first.
    pub calls: Vec<CaseCall>,
    /// Enquiries.
    pub enquiries: Vec<CaseEnquiry>,
}

/// Telephone notes and enquiries of a case.
///
/// # Errors
/// As the case's front; [`AppError::NotPart`] for who is not shown the whole case.
#[server(name = GetCaseContact, endpoint = "case_contact", output = Wire)]
pub async fn case_contact(id: String, reason: Option<String>) -> Result<CaseContact, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    if case.part() != casework::opening::Part::Whole {
        return Err(with_status(AppError::NotPart));
    }
    let call = |note: store::CasePhoneNote| CaseCall {
        caller: note.words.caller,
        phone: note.words.phone,
        about: note.words.about,
        next_step: note.words.next_step,
        author: note.author,
        owner: note.owner.1,
        at: visit.site.local_time(note.at),
        call_day: note.call_day,
        done: note.done_at.is_some(),
    };
    let enquiry = |(words, events): (store::EnquiryWords, Vec<store::EnquiryEvent>)| CaseEnquiry {
        who: words.who,
        about: words.about,
        events: events.into_iter().map(|event| event_row(&visit, event)).collect(),
    };
    let calls = case.phone_notes().await.map_err(AppError::from).map_err(with_status)?;
    let enquiries = case.enquiries().await.map_err(AppError::from).map_err(with_status)?;
    Ok(CaseContact {
        calls: calls.into_iter().map(call).collect(),
        enquiries: enquiries.into_iter().map(enquiry).collect(),
    })
}

//! Messages: of a case, of a unit, and «no more, please».

use crate::error::AppError;
use crate::wire::Wire;
use casework::calendar::Moment;
use casework::message::{Channel, MessageKind, MessageLanguage, State};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{LINK_COOKIE, Site, Visit, cookie, drop_cookie, visit, with_status};
#[cfg(feature = "ssr")]
use casework::message::Words;
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use store::{About, Action, CaseAccess, CaseMessage, NewMessage, Receiver};

/// Somebody who may be written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiverRow {
    /// Person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// The channels on which the person wants no messages.
    pub stopped: Vec<Channel>,
}

/// A message of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRow {
    /// Id.
    pub id: String,
    /// To whom; empty for a colleague.
    pub to: String,
    /// What for.
    pub kind: MessageKind,
    /// When the appointment is.
    pub when: Moment,
    /// As it was sent, where it was.
    pub said: Option<String>,
    /// In which language it was sent.
    pub language: Option<MessageLanguage>,
    /// By which way, once that is known.
    pub channel: Option<Channel>,
    /// Where it is.
    pub state: State,
    /// Why it did not go, as a code.
    pub fault: Option<String>,
    /// Who wrote it.
    pub by: String,
    /// The time that matters: sent, or not before; local time in ISO form.
    pub at: String,
}

/// The messages of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMessages {
    /// The newest first.
    pub rows: Vec<MessageRow>,
    /// Who may be written to.
    pub receivers: Vec<ReceiverRow>,
    /// Whether the caller may change the case.
    pub may_edit: bool,
    /// The channels by which the house can send.
    pub ways: Vec<Channel>,
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDraft {
    /// What for.
    pub kind: MessageKind,
    /// When the appointment is.
    pub when: Moment,
    /// Where it was before.
    pub before: Option<Moment>,
    /// A neutral place.
    pub place: String,
    /// To whom, by person id.
    pub to: Vec<String>,
    /// By which way; none for the first that was agreed.
    pub channel: Option<Channel>,
}

/// What a message would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// To whom.
    pub to: String,
    /// Why it would not go, as a code.
    pub withheld: Option<String>,
    /// By which way.
    pub channel: Option<Channel>,
    /// In which language.
    pub language: MessageLanguage,
    /// In these words.
    pub text: String,
    /// When it arrives at the earliest.
    pub arrives: Option<Moment>,
    /// What the contact card says of times in words.
    pub never: Option<String>,
}

/// The messages of a case.
///
/// # Errors
/// As [`super::cases::case_front`].
#[server(name = GetCaseMessages, endpoint = "case_messages", output = Wire)]
pub async fn case_messages(id: String, reason: Option<String>) -> Result<CaseMessages, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    messages_of(&visit, &case).await.map_err(with_status)
}

#[cfg(feature = "ssr")]
async fn messages_of(visit: &Visit, case: &CaseAccess) -> Result<CaseMessages, AppError> {
    let names = names_of(case).await?;
    let today = visit.site.store.today();
    let mut receivers = Vec::new();
    for it in case.participants().await? {
        let here = it.from.is_none_or(|from| from <= today) && it.to.is_none_or(|to| today <= to);
        if here && receivers.iter().all(|row: &ReceiverRow| row.person != it.person) {
            let stopped = case.stopped_channels(&it.person).await?;
            receivers.push(ReceiverRow { person: it.person, name: it.name, stopped });
        }
    }
    let rows = case.messages().await?.into_iter().map(|message| row(&visit.site, &names, message)).collect();
    Ok(CaseMessages { rows, receivers, may_edit: case.may_edit(), ways: visit.site.ways.to_vec() })
}

#[cfg(feature = "ssr")]
async fn names_of(case: &CaseAccess) -> Result<BTreeMap<String, String>, AppError> {
    Ok(case.participants().await?.into_iter().map(|it| (it.person, it.name)).collect())
}

#[cfg(feature = "ssr")]
fn row(site: &Site, names: &BTreeMap<String, String>, message: CaseMessage) -> MessageRow {
    let at = match message.state {
        State::Waiting | State::Held => message.not_before,
        _ => message.sent_at.unwrap_or(message.made_at),
    };
    MessageRow {
        to: message.person.and_then(|person| names.get(&person).cloned()).unwrap_or_default(),
        kind: message.words.kind,
        when: message.words.when,
        said: message.said.map(|said| said.text),
        language: message.language,
        channel: message.channel,
        state: message.state,
        fault: message.fault,
        by: message.by,
        at: site.local_time(at),
        id: message.id,
    }
}

/// The messages of a draft. A reminder goes as long before the appointment as
/// the unit has chosen.
#[cfg(feature = "ssr")]
async fn written(visit: &Visit, case: &CaseAccess, draft: &MessageDraft) -> Result<Vec<NewMessage>, AppError> {
    if draft.to.is_empty() {
        return Err(AppError::Missing("receiver".into()));
    }
    if draft.kind == MessageKind::Moved && draft.before.is_none() {
        return Err(AppError::Missing("before".into()));
    }
    let place: String = draft.place.trim().chars().filter(|c| !c.is_control()).take(120).collect();
    let words = Words {
        before: draft.before.filter(|_| draft.kind == MessageKind::Moved),
        place: (!place.is_empty() && draft.kind != MessageKind::Cancelled).then_some(place),
        ..Words::new(draft.kind, draft.when)
    };
    let hours = visit.site.store.message_setting(case.unit()).await?.reminder_hours;
    let not_before = (draft.kind == MessageKind::Reminder).then(|| draft.when.plus(-60 * i64::from(hours)));
    let message = |person: &String| NewMessage {
        not_before,
        with: draft.to.iter().filter(|other| *other != person).cloned().collect(),
        channel: draft.channel,
        ..NewMessage::new(Receiver::Participant(person.clone()), words.clone(), About::whole("by_hand", ""))
    };
    Ok(draft.to.iter().map(message).collect())
}

/// What messages would be: to whom, by which way, in which words, or why not.
///
/// # Errors
/// As [`super::cases::case_front`]; what is missing.
#[server(endpoint = "preview_messages", input = Json, output = Wire)]
pub async fn preview_messages(id: String, draft: MessageDraft) -> Result<Vec<PreviewRow>, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let new = written(&visit, &case, &draft).await.map_err(with_status)?;
    let names = names_of(&case).await?;
    let previews = case.preview_messages(&new, &visit.site.ways).await.map_err(AppError::from).map_err(with_status)?;
    let row = |preview: store::Preview| {
        let to = names.get(&preview.person).cloned().unwrap_or_default();
        match preview.way {
            Ok(way) => PreviewRow {
                to,
                withheld: None,
                channel: Some(way.channel),
                language: way.language,
                text: way.said.text,
                arrives: Some(way.arrives),
                never: way.never,
            },
            Err(why) => PreviewRow {
                to,
                withheld: Some(why.code().to_owned()),
                channel: None,
                language: MessageLanguage::default(),
                text: String::new(),
                arrives: None,
                never: None,
            },
        }
    };
    Ok(previews.into_iter().map(row).collect())
}

/// Puts messages into the outbox that were seen in a preview.
///
/// # Errors
/// As [`preview_messages`].
#[server(endpoint = "send_messages", input = Json, output = Wire)]
pub async fn send_messages(id: String, draft: MessageDraft) -> Result<u32, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let new = written(&visit, &case, &draft).await.map_err(with_status)?;
    let ids = case.enqueue_messages(&new, true).await.map_err(AppError::from).map_err(with_status)?;
    Ok(u32::try_from(ids.len()).unwrap_or(u32::MAX))
}

/// What somebody decides of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageDecision {
    /// It is called off.
    Cancel,
    /// It goes, once more or after all.
    Release,
    /// It has come through.
    Confirm,
}

/// Decides of a message.
///
/// # Errors
/// As [`super::cases::case_front`]; a message that has gone meanwhile.
#[server(endpoint = "decide_message", output = Wire)]
pub async fn decide_message(id: String, message: String, decision: MessageDecision) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    let done = match decision {
        MessageDecision::Cancel => case.cancel_message(&message).await,
        MessageDecision::Release => case.release_message(&message).await,
        MessageDecision::Confirm => case.confirm_message(&message).await,
    };
    done.map_err(AppError::from).map_err(with_status)
}

/// Keeps whether a participant wants messages on a channel.
///
/// # Errors
/// As [`super::cases::case_front`].
#[server(endpoint = "stop_channel", output = Wire)]
pub async fn stop_channel(id: String, person: String, channel: Channel, stopped: bool) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    case.set_stopped(&person, channel, stopped).await.map_err(AppError::from).map_err(with_status)
}

/// A message of a unit, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitMessageRow {
    /// The case's id.
    pub case: String,
    /// The case's number.
    pub number: String,
    /// What for.
    pub kind: MessageKind,
    /// By which way.
    pub channel: Option<Channel>,
    /// Where it is.
    pub state: State,
    /// Why it did not go, as a code.
    pub fault: Option<String>,
    /// Since when, local time in ISO form.
    pub at: String,
}

/// The messages of the caller's units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitMessagesView {
    /// How many are in each state, of the last thirty days.
    pub counts: Vec<(State, i64)>,
    /// Those that ask for somebody.
    pub asking: Vec<UnitMessageRow>,
    /// The channels by which the house can send.
    pub ways: Vec<Channel>,
}

/// The messages of the caller's units, as far as the caller knows their cases.
///
/// # Errors
/// [`AppError::NotFound`] for who works with no families.
#[server(name = GetUnitMessages, endpoint = "unit_messages", output = Wire)]
pub async fn unit_messages() -> Result<UnitMessagesView, AppError> {
    let visit = visit()?;
    let user = visit.user().map_err(with_status)?;
    let found = visit.site.store.unit_messages(user).await.map_err(AppError::from).map_err(with_status)?;
    let row = |it: store::UnitMessage| UnitMessageRow {
        case: it.case.0,
        number: it.number,
        kind: it.kind,
        channel: it.channel,
        state: it.state,
        fault: it.fault,
        at: visit.site.local_time(it.changed_at),
    };
    Ok(UnitMessagesView {
        counts: found.counts,
        asking: found.asking.into_iter().map(row).collect(),
        ways: visit.site.ways.to_vec(),
    })
}

/// The page on which somebody says no to messages, in their language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopPageWords {
    /// The language of what follows.
    pub language: MessageLanguage,
    /// Its title, a question.
    pub title: String,
    /// What it means.
    pub lead: String,
    /// On the button.
    pub button: String,
    /// Once it is done.
    pub done: String,
}

/// What the link by which the caller came is about; nothing of the message.
///
/// # Errors
/// [`AppError::NotFound`] for no link of ours.
#[server(name = GetStopPage, endpoint = "stop_page", output = Wire)]
pub async fn stop_page() -> Result<StopPageWords, AppError> {
    let visit = visit()?;
    let token = cookie(LINK_COOKIE).ok_or(AppError::NotFound).map_err(with_status)?;
    let found = visit.site.store.stop_channel(&token).await?;
    let (_, language) = found.ok_or(AppError::NotFound).map_err(with_status)?;
    let words = casework::message::stop_words(language);
    let own = str::to_owned;
    Ok(StopPageWords {
        language,
        title: own(words.title),
        lead: own(words.lead),
        button: own(words.button),
        done: own(words.done),
    })
}

/// The receiver of a message wants no more of them this way.
///
/// # Errors
/// As [`stop_page`].
#[server(endpoint = "stop_messages", output = Wire)]
pub async fn stop_messages() -> Result<(), AppError> {
    let visit = visit()?;
    let token = cookie(LINK_COOKIE).ok_or(AppError::NotFound).map_err(with_status)?;
    visit.site.store.stop_messages(&token).await.map_err(AppError::from).map_err(with_status)?;
    drop_cookie(LINK_COOKIE);
    Ok(())
}

//! One session: what is planned, what became of it, notes, the next step, an
//! interpreter.

use super::film::FilmRow;
use super::{ConflictRow, ProposalRow, StepRow, TalkRow};
use crate::api::parties::Parties;
use crate::error::AppError;
use crate::wire::Wire;
use casework::appointment::{AppointmentState, OrderState, Reason};
use casework::calendar::moment::{Moment, Span};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::arrange::in_the_way;
#[cfg(feature = "ssr")]
use super::film::film_rows;
#[cfg(feature = "ssr")]
use super::{answer, family_of, missing, names_of, plain, proposal_row, row, step_row};
#[cfg(feature = "ssr")]
use crate::api::parties::parties_of;
#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};
#[cfg(feature = "ssr")]
use casework::appointment::interpreter::OrderEvent;
#[cfg(feature = "ssr")]
use casework::calendar::Series;
#[cfg(feature = "ssr")]
use casework::calendar::series::Scope;
#[cfg(feature = "ssr")]
use casework::message::{MessageKind, Words};
#[cfg(feature = "ssr")]
use casework::{Day, Party};
#[cfg(feature = "ssr")]
use store::{
    About, Action, Appointment, CaseAccess, EntryEdit, EntryId, EntryWhat, NewMessage, NewTalkNote, NewTalkStep,
    OccurrenceState, Receiver, TalkNoteKind, TalkNoteText, TalkPlan, UserId,
};

/// A note about a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRow {
    /// Id.
    pub id: String,
    /// Code of the kind.
    pub kind: String,
    /// Who told it, where the reader knows them; empty for who wrote it.
    pub teller: String,
    /// Who wrote it.
    pub author: String,
    /// When, local time in ISO form.
    pub at: String,
    /// The words.
    pub text: String,
    /// For whom it is, by key.
    pub audience: Vec<String>,
    /// The reader wrote it and may set it right.
    pub mine: bool,
    /// What stood there before, with the time.
    pub earlier: Vec<(String, String)>,
    /// Keys as they are kept, for whoever sets it right.
    pub teller_key: String,
    /// Whom it is about, by person id.
    pub about: Vec<String>,
}

/// The interpreter of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// How far the order has come.
    pub state: OrderState,
    /// Code of the language.
    pub language: String,
    /// Name and telephone of who comes.
    pub interpreter: Option<(String, String)>,
}

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkView {
    /// The row of the list.
    pub row: TalkRow,
    /// Counts the changes of the plan.
    pub plan_version: i64,
    /// What is to be talked about.
    pub agenda: String,
    /// What staff prepare.
    pub preparation: String,
    /// Who of the family is to come, by person id.
    pub attends: Vec<String>,
    /// Who takes part in the case: person id and name.
    pub family: Vec<(String, String)>,
    /// Names of the equipment.
    pub equipment: Vec<String>,
    /// The team: ids and names.
    pub team: Vec<(String, String)>,
    /// The caller.
    pub me: String,
    /// Notes that the reader may see.
    pub notes: Vec<NoteRow>,
    /// Next steps agreed here.
    pub steps: Vec<StepRow>,
    /// An interpreter, where one is needed.
    pub order: Option<OrderView>,
    /// Interpreters who may be asked: id, name, languages.
    pub interpreters: Vec<(String, String, Vec<String>)>,
    /// Those whom the family does not wish: id and name.
    pub unwished: Vec<(String, String)>,
    /// The language that those who come speak with an interpreter, by the contact cards.
    pub language: String,
    /// When the next one might be.
    pub proposal: Option<ProposalRow>,
    /// Consents to filming, where it is filmed.
    pub film: Option<Vec<FilmRow>>,
    /// Who may be chosen to see a note.
    pub parties: Parties,
    /// The caller may change the case.
    pub may_edit: bool,
    /// Now.
    pub now: Moment,
}

#[cfg(feature = "ssr")]
pub(super) async fn find(case: &CaseAccess, entry: &str, at: Moment) -> Result<Appointment, AppError> {
    // Wherever it was moved: its series tells.
    let kept = answer(case.appointment_entry(&EntryId(plain(entry))).await)?;
    let span = kept.series.occurrence(at).map_or(Span::of(at, kept.series.minutes), |it| it.span);
    let all = answer(case.appointments(Span::days(span.start.day, span.end.day)).await)?;
    let found = all.into_iter().find(|it| it.entry == kept.id && it.at == at);
    found.ok_or(AppError::NotFound).map_err(with_status)
}

#[cfg(feature = "ssr")]
pub(super) fn moment(at: &str) -> Result<Moment, AppError> {
    at.parse().map_err(|_| with_status(AppError::NotFound))
}

/// One session of a case.
///
/// # Errors
/// As the case opens or not; [`AppError::NotFound`].
#[server(name = GetCaseTalk, endpoint = "case_talk", output = Wire)]
pub async fn case_talk(id: String, entry: String, at: String, reason: Option<String>) -> Result<TalkView, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let found = find(&case, &entry, moment(&at)?).await?;
    view_of(&visit, &case, found).await
}

#[cfg(feature = "ssr")]
async fn view_of(visit: &Visit, case: &CaseAccess, found: Appointment) -> Result<TalkView, AppError> {
    let now = visit.site.moment();
    let me = visit.user().map_err(with_status)?.id.clone();
    let names = names_of(case).await?;
    let occurrence = found.occurrence.clone();
    let of_this = |id: &store::OccurrenceId| occurrence.as_ref() == Some(id);
    let mut plans = answer(case.talk_plans().await)?;
    let plan = occurrence.as_ref().and_then(|id| plans.remove(id)).unwrap_or_default();
    let mut orders = answer(case.talk_orders().await)?;
    let order = occurrence.as_ref().and_then(|id| orders.remove(id));
    let record = answer(case.record().await)?;
    let parties = parties_of(case, now.day, &record, []).await?;
    let mut notes = Vec::new();
    for note in answer(case.talk_notes().await)?.into_iter().filter(|it| of_this(&it.occurrence)) {
        let teller = match Party::from_key(&note.note.teller) {
            Some(Party::Person(person)) => names.get(&person).cloned().unwrap_or_default(),
            _ => String::new(),
        };
        let local = |at| visit.site.local_time(at);
        notes.push(NoteRow {
            mine: note.author.0 == me,
            author: note.author.1,
            at: local(note.at),
            earlier: note.earlier.into_iter().map(|(at, text)| (local(at), text)).collect(),
            kind: note.note.kind.code().to_owned(),
            teller,
            text: note.note.text,
            audience: note.note.audience.into_iter().collect(),
            teller_key: note.note.teller,
            about: note.note.about.into_iter().collect(),
            id: note.id,
        });
    }
    let steps = answer(case.talk_steps().await)?;
    let steps = steps.into_iter().filter(|it| of_this(&it.occurrence)).map(|it| step_row(it, &names)).collect();
    let may_edit = case.may_edit();
    let (mut interpreters, mut unwished, mut language, mut proposal) = (Vec::new(), Vec::new(), String::new(), None);
    if may_edit {
        interpreters = answer(case.wished_interpreters().await)?
            .into_iter()
            .map(|it| (it.id, it.card.name, it.card.tongues.into_iter().map(|tongue| tongue.code).collect()))
            .collect();
        unwished = answer(case.unwished_interpreters().await)?.into_iter().map(|it| (it.id, it.card.name)).collect();
        for person in &plan.plan.attends {
            let card = answer(case.contact(person).await)?.card;
            if card.interpreter && language.is_empty() {
                language = card.language;
            }
        }
        if let Some(kind) = found.words.kind {
            proposal = answer(case.propose_talk(kind, now.max(found.span.end)).await)?.map(proposal_row);
        }
    }
    let film = match found.words.kind {
        Some(kind) if kind.needs_video_consent() => {
            Some(film_rows(case, &names, (now.day, found.span.start.day)).await?)
        }
        _ => None,
    };
    let known = if found.equipment.is_empty() { Vec::new() } else { answer(case.unit_equipment().await)? };
    let equipment = known.into_iter().filter(|(id, _)| found.equipment.contains(id)).map(|(_, name)| name).collect();
    let state = order.as_ref().map(|it| it.order.state);
    let count = u32::try_from(notes.len()).unwrap_or(u32::MAX);
    Ok(TalkView {
        plan_version: plan.version,
        agenda: plan.plan.agenda,
        preparation: plan.plan.preparation,
        attends: plan.plan.attends.into_iter().collect(),
        family: family_of(case, now.day).await?,
        equipment,
        team: answer(case.team().await)?.into_iter().map(|it| (it.user.0, it.name)).collect(),
        order: order.map(|it| OrderView {
            state: it.order.state,
            language: it.order.language,
            interpreter: it.interpreter,
        }),
        row: row(found, state, count, now),
        me: me.0,
        notes,
        steps,
        interpreters,
        unwished,
        language,
        proposal,
        film,
        parties,
        may_edit,
        now,
    })
}

/// Keeps what is planned for a session.
///
/// # Errors
/// [`AppError::Declined`] when somebody was quicker; as the case opens or not.
#[server(name = KeepTalkPlan, endpoint = "keep_talk_plan", input = Json, output = Wire)]
pub async fn keep_talk_plan(
    id: String,
    entry: String,
    at: String,
    version: i64,
    agenda: String,
    preparation: String,
    attends: Vec<String>,
) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let plan =
        TalkPlan { agenda: plain(&agenda), preparation: plain(&preparation), attends: attends.into_iter().collect() };
    answer(case.keep_talk_plan(&EntryId(plain(&entry)), moment(&at)?, version, &plan).await).map(|_| ())
}

/// Writes to those of the family who are to come. Tells how many notices were written.
#[cfg(feature = "ssr")]
async fn notify(case: &CaseAccess, found: &Appointment, words: Words) -> Result<u32, AppError> {
    let about = About::occurrence("entry", &found.entry.0, found.at);
    answer(case.call_off_messages(&about).await)?;
    let mut plans = answer(case.talk_plans().await)?;
    let plan = found.occurrence.as_ref().and_then(|id| plans.remove(id)).unwrap_or_default().plan;
    let message = |person: &String| NewMessage {
        with: plan.attends.iter().filter(|other| *other != person).cloned().collect(),
        ..NewMessage::new(Receiver::Participant(person.clone()), words.clone(), about.clone())
    };
    let messages: Vec<NewMessage> = plan.attends.iter().map(message).collect();
    let written = answer(case.enqueue_messages(&messages, false).await)?;
    Ok(u32::try_from(written.len()).unwrap_or(u32::MAX))
}

/// Says what became of a session. With `tell`, those who were to come are
/// written to that it was called off, as far as they may be; tells how many.
///
/// # Errors
/// [`AppError::Declined`] for a state that does not fit the time or lacks a
/// reason, and when somebody was quicker.
#[server(name = MarkTalk, endpoint = "mark_talk", input = Json, output = Wire)]
pub async fn mark_talk(
    id: String,
    entry: String,
    at: String,
    version: i64,
    state: AppointmentState,
    reason: Option<Reason>,
    tell: bool,
) -> Result<u32, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let (entry, at) = (EntryId(plain(&entry)), moment(&at)?);
    let found = find(&case, &entry.0, at).await?;
    let new = OccurrenceState { state, reason: reason.filter(|_| state.has_reason()) };
    answer(case.set_state(&entry, version, at, new, visit.site.moment()).await)?;
    if tell && state == AppointmentState::Cancelled {
        let words = Words::new(MessageKind::Cancelled, found.span.start);
        return notify(&case, &found, words).await;
    }
    Ok(0)
}

/// What came of moving a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TalkMoved {
    /// It is moved; so many notices were written.
    Done(u32),
    /// Nothing was kept yet: this stands in the way.
    InTheWay {
        /// What.
        conflicts: Vec<ConflictRow>,
        /// The next times that suit all.
        free: Vec<Span>,
    },
}

/// Moves one session.
///
/// # Errors
/// [`AppError::Missing`]; [`AppError::Declined`] when somebody was quicker.
#[server(name = MoveTalk, endpoint = "move_talk", input = Json, output = Wire)]
pub async fn move_talk(
    id: String,
    entry: String,
    at: String,
    version: i64,
    to: String,
    tell: bool,
    anyway: bool,
) -> Result<TalkMoved, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let (entry, at) = (EntryId(plain(&entry)), moment(&at)?);
    let to: Moment = to.trim().parse().map_err(|_| missing("to"))?;
    let found = find(&case, &entry.0, at).await?;
    let kept = answer(case.appointment_entry(&entry).await)?;
    let minutes = u16::try_from(found.span.minutes()).unwrap_or(kept.series.minutes);
    if !anyway {
        let series = Series::once(to, minutes).map_err(|_| missing("to"))?;
        let plan = (series, &kept.details, Some(entry.clone()));
        if let Some((conflicts, free)) = in_the_way(&visit, &case, plan).await? {
            return Ok(TalkMoved::InTheWay { conflicts, free });
        }
    }
    let what = EntryWhat::Move { to, minutes };
    answer(case.change_appointment(&EntryEdit { entry, version, at, scope: Scope::This, what }).await)?;
    if !tell {
        return Ok(TalkMoved::Done(0));
    }
    let words = Words { before: Some(found.span.start), ..Words::new(MessageKind::Moved, to) };
    notify(&case, &found, words).await.map(TalkMoved::Done)
}

/// A note as the form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteForm {
    /// Code of the kind.
    pub kind: String,
    /// Key of who told it; empty for who writes.
    pub teller: String,
    /// Keys of those for whom it is.
    pub audience: Vec<String>,
    /// Whom it is about, by person id.
    pub about: Vec<String>,
    /// The words.
    pub text: String,
    /// The note that it sets right; empty for a new one.
    pub replaces: String,
}

/// Writes a note about a session, or sets one right.
///
/// # Errors
/// [`AppError::Declined`] for a note without words, or for nobody; as the case
/// opens or not.
#[server(name = WriteTalkNote, endpoint = "write_talk_note", input = Json, output = Wire)]
pub async fn write_talk_note(id: String, entry: String, at: String, form: NoteForm) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let me = visit.user().map_err(with_status)?.id.clone();
    let kind = TalkNoteKind::from_code(&form.kind).unwrap_or_default();
    let is_told = kind == TalkNoteKind::Told && !form.teller.is_empty();
    let note = TalkNoteText {
        kind,
        teller: if is_told { plain(&form.teller) } else { Party::User(me.0).key() },
        audience: form.audience.into_iter().collect(),
        about: form.about.into_iter().collect(),
        text: plain(&form.text),
    };
    let replaces = Some(form.replaces).filter(|it| !it.is_empty());
    let new = NewTalkNote { replaces, note };
    answer(case.write_talk_note(&EntryId(plain(&entry)), moment(&at)?, &new).await).map(|_| ())
}

/// Keeps a next step.
///
/// # Errors
/// [`AppError::Missing`] without a day; [`AppError::Declined`] without words, or
/// for nobody.
#[server(name = KeepTalkStep, endpoint = "keep_talk_step", output = Wire)]
pub async fn keep_talk_step(
    id: String,
    entry: String,
    at: String,
    words: String,
    who: String,
    day: String,
) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let day: Day = day.trim().parse().map_err(|_| missing("day"))?;
    let (owner, person) = match Party::from_key(&who) {
        Some(Party::User(user)) => (Some(UserId(plain(&user))), None),
        Some(Party::Person(person)) => (None, Some(person)),
        _ => (None, None),
    };
    let new = NewTalkStep { words: plain(&words), owner, person, day };
    answer(case.keep_talk_step(&EntryId(plain(&entry)), moment(&at)?, &new).await).map(|_| ())
}

/// What happens to the interpreter's order of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderAct {
    /// It is sent.
    Order,
    /// An interpreter has said yes.
    Confirm,
    /// The interpreter cannot come.
    TheyCancel,
    /// None is needed any more.
    WeCancel,
    /// The family does not wish this one.
    NotThisOne,
}

/// A step of an interpreter's order.
///
/// # Errors
/// [`AppError::Declined`] for a step that does not fit, an interpreter whom the
/// family does not wish, and one who is taken.
#[server(name = StepOrder, endpoint = "step_order", output = Wire)]
pub async fn step_order(
    id: String,
    entry: String,
    at: String,
    act: OrderAct,
    language: String,
    interpreter: String,
) -> Result<OrderState, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let event = match act {
        OrderAct::Order => OrderEvent::Order,
        OrderAct::Confirm if interpreter.trim().is_empty() => return Err(missing("interpreter")),
        OrderAct::Confirm => OrderEvent::Confirm(plain(&interpreter)),
        OrderAct::TheyCancel => OrderEvent::TheyCancel,
        OrderAct::WeCancel => OrderEvent::WeCancel,
        OrderAct::NotThisOne => OrderEvent::NotThisOne,
    };
    answer(case.step_order(&EntryId(plain(&entry)), moment(&at)?, &plain(&language), &event).await)
}

/// The family may be asked to meet an interpreter again.
///
/// # Errors
/// As the case opens or not; [`AppError::NotFound`].
#[server(name = WishAgain, endpoint = "wish_interpreter_again", output = Wire)]
pub async fn wish_interpreter_again(id: String, interpreter: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    answer(case.wish_again(&interpreter).await)
}

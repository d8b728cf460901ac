//! Everything that somebody who takes part can see of a case, as a file that
//! other programs read: what they take along themselves, and what goes along to
//! another municipality by their yes.

use crate::server::Site;
use casework::child::{DEFAULT_AGE_LIMITS, limits_on};
use casework::moving::Portion;
use serde::Serialize;
use std::collections::BTreeSet;
use store::{
    CaseAccess, ChildPart, ChildPartEntry, FamilyWord, KeptConsent, LogEntry, OwnAppointment, OwnPlace, StoreError,
};

/// Appointments are in it so many days ahead.
pub const OWN_DAYS_AHEAD: u8 = 90;

/// One look, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Look {
    /// When.
    pub when: String,
    /// Who did what to which part.
    pub what: String,
    /// Why.
    pub why: String,
}

/// A part of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct PartInFile {
    /// Its id: goals name dreams by it, actions goals.
    pub id: String,
    /// When it was last written, local time in ISO form.
    pub written_at: String,
    /// Name of who wrote it.
    pub written_by: String,
    /// What it says.
    pub says: casework::plan::Body,
}

/// An appointment.
#[derive(Clone, Debug, Serialize)]
pub struct AppointmentInFile {
    /// From when, local time in ISO form.
    pub from: String,
    /// Until when.
    pub to: String,
    /// The room, where it may be named.
    pub room: Option<String>,
}

/// A word to those who help.
#[derive(Clone, Debug, Serialize)]
pub struct SaidInFile {
    /// When, local time in ISO form.
    pub at: String,
    /// Code of what about.
    pub kind: &'static str,
    /// The appointment that is meant.
    pub about: String,
    /// In their words.
    pub words: String,
    /// When it was answered.
    pub answered_at: Option<String>,
    /// Name of who answered.
    pub answered_by: Option<String>,
    /// What was answered.
    pub answer: String,
}

/// What they said about sharing with a service.
#[derive(Clone, Debug, Serialize)]
pub struct ConsentInFile {
    /// Name of the service.
    pub service: String,
    /// Code of what they decide about.
    pub scope: &'static str,
    /// Code of how far it has come.
    pub state: &'static str,
    /// From which day it holds, where that was said.
    pub from: Option<String>,
    /// Until which day, where it ends.
    pub to: Option<String>,
    /// What it is for.
    pub why: String,
    /// When it was asked for or written down, local time in ISO form.
    pub written_at: String,
    /// When it was answered.
    pub answered_at: Option<String>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<String>,
}

/// What they may read about a child.
#[derive(Clone, Debug, Serialize)]
pub struct ChildInFile {
    /// The child, by the id that the map has.
    pub child: String,
    /// What is written, newest first.
    pub entries: Vec<ChildEntryInFile>,
}

/// One thing that is written about a child.
#[derive(Clone, Debug, Serialize)]
pub struct ChildEntryInFile {
    /// When, local time in ISO form.
    pub at: String,
    /// Name of who wrote it, where it may be named.
    pub by: Option<String>,
    /// The text.
    pub text: String,
}

/// The file. What was not asked for is not named in it.
#[derive(Clone, Debug, Serialize)]
pub struct OwnFile {
    /// When it was made, local time in ISO form.
    pub made_at: String,
    /// Whose it is; empty for a shielded person.
    pub name: String,
    /// The plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Vec<PartInFile>>,
    /// Appointments to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointments: Option<Vec<AppointmentInFile>>,
    /// What they have said, newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<Vec<SaidInFile>>,
    /// Who has looked, newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looked: Option<Vec<Look>>,
    /// The map of the family, as it is shared with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<family_map::Record>,
    /// What they have said about sharing, newest first; they alone take it along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consents: Option<Vec<ConsentInFile>>,
    /// What they may read about children; they alone take it along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub children: Option<Vec<ChildInFile>>,
}

/// What a file is made of, beside the rows of the log: those are put into
/// words by whoever makes it, in the reader's language.
#[derive(Clone, Debug)]
pub struct OwnContent {
    /// The file without the looks.
    pub file: OwnFile,
    /// The rows of the log, where they are asked for.
    pub log: Vec<LogEntry>,
}

/// Reads what a participant can see through a case that was opened as theirs,
/// or is looked at as they see it.
///
/// # Errors
/// When this is no participant's case; when the database does not answer.
pub async fn own_content(
    site: &Site,
    case: &CaseAccess,
    person: &str,
    portions: &BTreeSet<Portion>,
) -> Result<OwnContent, StoreError> {
    let local = |at| site.local_time(at);
    let wants = |portion| portions.contains(&portion);
    let name = case.participants().await?.into_iter().find(|it| it.person == person).map(|it| it.name);
    let plan = if wants(Portion::Plan) {
        let plan = case.plan(limits_on(site.store.today(), &[DEFAULT_AGE_LIMITS])).await?;
        let part = |it: store::KeptPart| PartInFile {
            id: it.id,
            written_at: local(it.at),
            written_by: it.by,
            says: it.part.body,
        };
        Some(plan.parts.into_iter().map(part).collect())
    } else {
        None
    };
    let appointments = match wants(Portion::Dates) {
        true => Some(case.own_appointments(OWN_DAYS_AHEAD).await?.into_iter().map(appointment).collect()),
        false => None,
    };
    let said = match wants(Portion::Words) {
        true => Some(case.family_words(i64::MAX).await?.into_iter().map(|it| said(site, it)).collect()),
        false => None,
    };
    let log = if wants(Portion::Looked) { case.log(i64::MAX).await? } else { Vec::new() };
    let map = if wants(Portion::Map) { Some(case.record().await?) } else { None };
    let made_at = local(site.store.now());
    let name = name.unwrap_or_default();
    let (looked, consents, children) = (None, None, None);
    let file = OwnFile { made_at, name, plan, appointments, said, looked, map, consents, children };
    Ok(OwnContent { file, log })
}

/// Adds what a participant takes along and what goes nowhere else: what they
/// have said about sharing was said for this case, and about a child decides
/// more than one.
///
/// # Errors
/// As [`own_content`].
pub async fn with_what_stays(site: &Site, case: &CaseAccess, file: OwnFile) -> Result<OwnFile, StoreError> {
    let consents = case.consents().await?.into_iter().map(|it| consent(site, it)).collect();
    let children = case.child_parts().await?.into_iter().map(|it| child(site, it)).collect();
    Ok(OwnFile { consents: Some(consents), children: Some(children), ..file })
}

fn consent(site: &Site, it: KeptConsent) -> ConsentInFile {
    let local = |(at, _): (i64, String)| site.local_time(at);
    ConsentInFile {
        service: it.service.1,
        scope: it.scope.code(),
        state: it.state.code(),
        from: it.period.from.map(|day| day.to_string()),
        to: it.period.to.map(|day| day.to_string()),
        why: it.why,
        written_at: local(it.written),
        answered_at: it.answered.map(local),
        withdrawn_at: it.withdrawn.map(local),
    }
}

fn child(site: &Site, it: ChildPart) -> ChildInFile {
    let entry = |it: ChildPartEntry| ChildEntryInFile { at: site.local_time(it.at), by: it.author, text: it.text };
    ChildInFile { child: it.child, entries: it.entries.into_iter().map(entry).collect() }
}

fn appointment(it: OwnAppointment) -> AppointmentInFile {
    AppointmentInFile {
        from: it.span.start.to_string(),
        to: it.span.end.to_string(),
        room: match it.place {
            OwnPlace::Room(room) => Some(room),
            OwnPlace::Untold => None,
        },
    }
}

fn said(site: &Site, it: FamilyWord) -> SaidInFile {
    SaidInFile {
        at: site.local_time(it.at),
        kind: it.kind.code(),
        about: it.about,
        words: it.words,
        answered_at: it.answered.as_ref().map(|(at, _)| site.local_time(*at)),
        answered_by: it.answered.map(|(_, by)| by),
        answer: it.answer,
    }
}

impl OwnFile {
    /// As text.
    ///
    /// # Errors
    /// Never for what is kept here.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

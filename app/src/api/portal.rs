//! The family's own way in, as staff see it: who has one, and what is said
//! through it.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::talks::plain;
#[cfg(feature = "ssr")]
use crate::server::{answer, visit, with_status};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use store::{Action, DoorState};

/// How far somebody has come with a way in of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoorStage {
    /// Nobody was invited, or the invitation lapsed.
    Shut,
    /// An invitation lies open until then: local time in ISO form.
    Invited(String),
    /// There is a way in, since then.
    Open(String),
}

/// What somebody may read of a child's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildRight {
    /// What the child is called; empty for a shielded child.
    pub child: String,
    /// Reads it today.
    pub reads: bool,
    /// Why not, by the decision.
    pub why: String,
}

/// The way in of one who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorRow {
    /// Person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// Whether they may have one: adults, and children from the age of confidence.
    pub may_have: bool,
    /// How far they have come.
    pub stage: DoorStage,
    /// The children's parts that they may or may not read.
    pub children: Vec<ChildRight>,
}

/// The ways into a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseDoors {
    /// Of everybody who takes part.
    pub rows: Vec<DoorRow>,
    /// Whether the caller may say who gets in.
    pub may_give: bool,
}

/// An invitation that was just made, to be handed over. It is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationMade {
    /// For whom.
    pub person: String,
    /// The code.
    pub code: String,
    /// Where it is typed.
    pub address: String,
    /// The link, which needs no code.
    pub link: String,
    /// Until when: local time in ISO form.
    pub until: String,
}

/// Something that somebody of the family has said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordRow {
    /// Id.
    pub id: String,
    /// When, local time in ISO form.
    pub at: String,
    /// Name of who; empty for a shielded person.
    pub name: String,
    /// Code of what about.
    pub kind: String,
    /// The appointment that is meant, local time in ISO form.
    pub about: String,
    /// In their words.
    pub words: String,
    /// When it was answered, and by whom.
    pub answered: Option<(String, String)>,
    /// What was answered.
    pub answer: String,
}

/// What the family has said in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseWords {
    /// Newest first.
    pub rows: Vec<WordRow>,
    /// Whether the caller may answer.
    pub may_edit: bool,
}

/// So many of the family's words are shown.
#[cfg(feature = "ssr")]
const WORDS_SHOWN: i64 = 100;

/// Who of the case has a way in of their own.
///
/// # Errors
/// As [`super::cases::case_front`].
#[server(name = GetCaseDoors, endpoint = "case_doors", output = Wire)]
pub async fn case_doors(id: String, reason: Option<String>) -> Result<CaseDoors, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let local = |at| visit.site.local_time(at);
    let rights = child_rights(&case, visit.site.store.today()).await.map_err(with_status)?;
    let row = |it: store::Door| DoorRow {
        children: rights.get(&it.person).cloned().unwrap_or_default(),
        stage: match it.state {
            DoorState::Shut => DoorStage::Shut,
            DoorState::Invited(until) => DoorStage::Invited(local(until)),
            DoorState::Open(since) => DoorStage::Open(local(since)),
        },
        person: it.person,
        name: it.name,
        may_have: it.may_have,
    };
    let rows = answer(case.doors().await)?.into_iter().map(row).collect();
    Ok(CaseDoors { rows, may_give: case.may_give_access() })
}

/// By person id, which of the children's parts somebody reads today, and why not.
#[cfg(feature = "ssr")]
async fn child_rights(
    case: &store::CaseAccess,
    today: casework::Day,
) -> Result<BTreeMap<String, Vec<ChildRight>>, AppError> {
    let mut rights: BTreeMap<String, Vec<ChildRight>> = BTreeMap::new();
    let parts = case.child_parts().await?;
    if parts.is_empty() {
        return Ok(rights);
    }
    let record = case.record().await?;
    for part in parts {
        let decisions = case.child_part_decisions(&part.id).await?;
        for holder in &decisions.holders {
            let kept_from =
                decisions.withheld.iter().find(|it| it.from.as_deref() == Some(holder) && it.period.holds(today));
            rights.entry(holder.clone()).or_default().push(ChildRight {
                child: super::sharing::label(&record, &part.child),
                reads: decisions.readers.contains(holder),
                why: kept_from.map(|it| it.reason.clone()).unwrap_or_default(),
            });
        }
    }
    Ok(rights)
}

/// Makes an invitation for somebody who takes part; an earlier one ends.
///
/// # Errors
/// [`AppError::NotAllowed`] for who may not say who gets in;
/// [`AppError::NotFound`] for nobody who could be invited.
#[server(name = InviteToPortal, endpoint = "invite_to_portal", output = Wire)]
pub async fn invite_to_portal(id: String, person: String) -> Result<InvitationMade, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let made = answer(case.invite_to_portal(&plain(&person)).await)?;
    let address = format!("{}/min-side/velkommen", visit.site.origin);
    Ok(InvitationMade {
        person,
        link: format!("{address}/{}", made.link.reveal()),
        address,
        code: made.code,
        until: visit.site.local_time(made.until),
    })
}

/// Ends somebody's way in at once; an open invitation goes with it.
///
/// # Errors
/// As [`invite_to_portal`].
#[server(name = EndPortalAccess, endpoint = "end_portal_access", output = Wire)]
pub async fn end_portal_access(id: String, person: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.end_portal_access(&plain(&person)).await)
}

/// What the family has said, newest first.
///
/// # Errors
/// As [`super::cases::case_front`].
#[server(name = GetFamilyWords, endpoint = "family_words", output = Wire)]
pub async fn family_words(id: String, reason: Option<String>) -> Result<CaseWords, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let names = super::talks::names_of(&case).await?;
    let local = |at| visit.site.local_time(at);
    let row = |it: store::FamilyWord| WordRow {
        at: local(it.at),
        name: names.get(&it.person).cloned().unwrap_or_default(),
        kind: it.kind.code().to_owned(),
        about: it.about,
        words: it.words,
        answered: it.answered.map(|(at, by)| (local(at), by)),
        answer: it.answer,
        id: it.id,
    };
    let rows = answer(case.family_words(WORDS_SHOWN).await)?.into_iter().map(row).collect();
    Ok(CaseWords { rows, may_edit: case.may_edit() })
}

/// Answers something that the family has said, or says only that it was seen.
///
/// # Errors
/// [`AppError::NotAllowed`]; [`AppError::NotFound`] for what is hidden, or was
/// answered meanwhile.
#[server(name = AnswerFamilyWord, endpoint = "answer_family_word", output = Wire)]
pub async fn answer_family_word(id: String, word: String, answer_text: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.answer_family_word(&plain(&word), &plain(&answer_text)).await)
}

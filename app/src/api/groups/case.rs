//! A case's own places in groups. Who else is in a group is told to nobody here.

use super::GroupCard;
use super::one::SeatAct;
use crate::error::AppError;
use crate::wire::Wire;
use casework::group::EntryState;
use casework::group::attendance::Cell;
use casework::group::enrolment::JoinIssue;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, card, now, themes};
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use store::{Action, EnrolmentId, GroupId, NewEnrolment};

/// A place of the case in a group or on its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePlace {
    /// Id of the place.
    pub id: String,
    /// The group.
    pub group: GroupCard,
    /// How far they have come.
    pub state: EntryState,
    /// What the leaders must know.
    pub needs: String,
    /// Who takes part: name, and what the list shows.
    pub members: Vec<(String, Vec<Cell>)>,
    /// Groups of the same programme to which they could move.
    pub transfers: Vec<GroupCard>,
}

/// Everything about the case and groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseGroups {
    /// The places.
    pub places: Vec<CasePlace>,
    /// Groups that could be joined, with what to know before saying yes.
    pub choices: Vec<(GroupCard, Vec<JoinIssue>)>,
    /// Who could take part: person id, name, whether a child.
    pub people: Vec<(String, String, bool)>,
    /// The caller may change the case.
    pub may_edit: bool,
}

/// The case's places in groups, and the groups that could be joined.
///
/// # Errors
/// As the case opens or not; [`AppError::NotPart`].
#[server(name = GetCaseGroups, endpoint = "case_groups", output = Wire)]
pub async fn case_groups(id: String, reason: Option<String>) -> Result<CaseGroups, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let now = now(&visit);
    let place = |it: store::CaseGroup| {
        let begun: Vec<u8> = it.group.meetings.iter().filter(|it| it.span.start <= now).map(|it| it.number).collect();
        let count = it.group.outline.meetings();
        let cells = |it: store::CaseGroupMember| {
            (it.name, (1..=count).map(|meeting| it.attendance.cell(meeting, &begun)).collect())
        };
        CasePlace {
            id: it.id.0,
            state: it.state,
            needs: it.needs,
            members: it.members.into_iter().map(cells).collect(),
            transfers: Vec::new(),
            group: card(it.group, &themes(&it.programme), now),
        }
    };
    let may_edit = case.may_edit();
    let mut places = Vec::new();
    for it in answer(case.groups().await)? {
        let moves = may_edit && it.state == EntryState::Enrolled;
        let others = if moves { answer(case.transfer_choices(&it.group, now).await)? } else { Vec::new() };
        let mut place = place(it);
        place.transfers = others.into_iter().map(|it| card(it, &BTreeMap::new(), now)).collect();
        places.push(place);
    }
    let (mut choices, mut people) = (Vec::new(), Vec::new());
    if may_edit {
        for it in answer(case.group_choices(now).await)? {
            choices.push((card(it.group, &BTreeMap::new(), now), it.issues));
        }
        let today = visit.site.store.today();
        let current = |it: &store::Participant| it.to.is_none_or(|to| to >= today);
        people = answer(case.participants().await)?
            .into_iter()
            .filter(current)
            .map(|it| (it.person, it.name, it.is_child))
            .collect();
    }
    Ok(CaseGroups { places, choices, people, may_edit })
}

/// Puts people of the case into a group, or into its line.
///
/// # Errors
/// [`AppError::Declined`] by the rules of joining; as the case opens or not.
#[server(name = JoinGroup, endpoint = "join_group", input = Json, output = Wire)]
pub async fn join_group(id: String, group: String, people: Vec<String>, needs: String) -> Result<EntryState, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let new = NewEnrolment { people, needs: needs.chars().take(500).collect() };
    answer(case.join_group(&GroupId(group.replace('\0', "")), &new, now(&visit)).await).map(|(_, state)| state)
}

/// Answers an offer for the family, takes a seat, or leaves.
///
/// # Errors
/// As [`join_group`].
#[server(name = DoCasePlace, endpoint = "case_group_place", output = Wire)]
pub async fn case_group_place(id: String, place: String, act: SeatAct) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let (place, now) = (EnrolmentId(place.replace('\0', "")), now(&visit));
    let done = match act {
        SeatAct::Yes => case.answer_group_offer(&place, true, now).await,
        SeatAct::No => case.answer_group_offer(&place, false, now).await,
        SeatAct::Give => case.take_group_seat(&place, "", now).await,
        SeatAct::Leave => case.leave_group(&place, now).await,
    };
    answer(done)
}

/// Moves a place to another group of the same programme: what was had goes
/// along by theme, and the seat becomes free.
///
/// # Errors
/// As [`join_group`].
#[server(name = TransferGroup, endpoint = "transfer_group", output = Wire)]
pub async fn transfer_group(id: String, place: String, to: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let (place, to) = (EnrolmentId(place.replace('\0', "")), GroupId(to.replace('\0', "")));
    answer(case.transfer_group(&place, &to, now(&visit)).await).map(|_| ())
}

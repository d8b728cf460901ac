//! A new group: what can be chosen, what the plan would be, and making it.

use crate::error::AppError;
use crate::wire::Wire;
use casework::group::LeaderGap;
use casework::group::plan::Plan;
use casework::programme::{Outline, Words};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, desk};
#[cfg(feature = "ssr")]
use crate::server::with_status;
#[cfg(feature = "ssr")]
use casework::calendar::conflict::Resource;
#[cfg(feature = "ssr")]
use casework::calendar::{Time, Weekday};
#[cfg(feature = "ssr")]
use casework::day::Period;
#[cfg(feature = "ssr")]
use casework::group::{GroupLeader, leader_gaps, plan::PlanRequest};
#[cfg(feature = "ssr")]
use store::{GroupKind, NewGroup, Setting};

/// A programme that a group can follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeChoice {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// Its variants.
    pub variants: Vec<(String, Words)>,
    /// No more seats than this.
    pub most: u8,
}

/// What the form offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSetup {
    /// Programmes, ours first.
    pub programmes: Vec<ProgrammeChoice>,
    /// Rooms: id and name.
    pub rooms: Vec<(String, String)>,
    /// Who may lead: id and name.
    pub colleagues: Vec<(String, String)>,
}

/// Somebody who is to lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaderForm {
    /// User id; nobody if empty.
    pub user: String,
    /// Certified for the programme.
    pub certified: bool,
    /// The language besides Norwegian in which they lead.
    pub language: String,
}

/// The form as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupForm {
    /// What the unit calls it.
    pub name: String,
    /// The programme's code; `drop_in` for a group that is open to all.
    pub programme: String,
    /// The variant's code.
    pub variant: String,
    /// How many meetings; as usual if empty.
    pub meetings: String,
    /// First day, in ISO form.
    pub from: String,
    /// Time, as 12:00.
    pub time: String,
    /// Minutes; as usual if empty.
    pub minutes: String,
    /// Seats.
    pub seats: String,
    /// Room id.
    pub room: String,
    /// The second language in the group.
    pub language: String,
    /// The interpreter's language.
    pub interpreter: String,
    /// So many children are looked after.
    pub childcare: String,
    /// What is eaten.
    pub food: String,
    /// What it costs.
    pub cost: String,
    /// Who leads.
    pub leaders: Vec<LeaderForm>,
}

/// What the group would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupPreview {
    /// What it follows.
    pub outline: Outline,
    /// Its meetings and the days that are passed over.
    pub plan: Plan,
    /// What the themes are called, by meeting.
    pub titles: Vec<Vec<Words>>,
    /// What the meetings lack of leaders.
    pub gaps: Vec<(u8, Vec<LeaderGap>)>,
    /// Rooms and leaders that are taken, by meeting.
    pub taken: Vec<(u8, String)>,
}

/// What the form offers.
///
/// # Errors
/// [`AppError::NotFound`] for who runs no groups.
#[server(name = GetGroupSetup, endpoint = "group_setup", output = Wire)]
pub async fn group_setup() -> Result<GroupSetup, AppError> {
    let (_, desk) = desk().await?;
    let ours = casework::programme::builtin::all().map_err(|_| AppError::Internal)?;
    let own = answer(desk.own_programmes().await)?.into_iter().filter(|it| !it.retired).map(|it| it.programme);
    let choice = |it: casework::programme::Programme| ProgrammeChoice {
        variants: it.variants.into_iter().map(|it| (it.code, it.name)).collect(),
        most: it.seats.most,
        code: it.code,
        name: it.name,
    };
    Ok(GroupSetup {
        programmes: ours.into_iter().chain(own).map(choice).collect(),
        rooms: answer(desk.rooms().await)?.into_iter().map(|(id, name, _)| (id, name)).collect(),
        colleagues: answer(desk.colleagues().await)?.into_iter().map(|it| (it.user.0, it.name)).collect(),
    })
}

/// The group that a form means; the name of the field that is wrong otherwise.
#[cfg(feature = "ssr")]
fn read(form: &GroupForm) -> Result<NewGroup, &'static str> {
    fn number<T: std::str::FromStr>(text: &str, field: &'static str) -> Result<Option<T>, &'static str> {
        let text = text.trim();
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| field) }
    }
    let from: casework::Day = form.from.parse().map_err(|_| "from")?;
    let time: Time = form.time.parse().map_err(|_| "time")?;
    let open = form.programme == GroupKind::DropIn.code();
    let seats = number(&form.seats, "seats")?;
    let mut languages = vec!["nb".to_owned()];
    languages.extend(Some(form.language.clone()).filter(|it| !it.is_empty() && it.len() < 10));
    let chosen = form.leaders.iter().filter(|it| !it.user.is_empty());
    let leader = |it: &LeaderForm| GroupLeader {
        user: it.user.replace('\0', ""),
        period: Period { from: Some(from), to: None },
        certified_from: it.certified.then_some(from),
        languages: ["nb", it.language.as_str()].into_iter().filter(|it| !it.is_empty()).map(str::to_owned).collect(),
    };
    Ok(NewGroup {
        kind: if open { GroupKind::DropIn } else { GroupKind::Course },
        name: form.name.chars().take(120).filter(|it| !it.is_control()).collect(),
        programme: form.programme.clone(),
        variant: Some(form.variant.clone()).filter(|it| !it.is_empty()),
        meetings: number(&form.meetings, "meetings")?,
        minutes: number::<u16>(&form.minutes, "minutes")?.filter(|it| (15..=720).contains(it)),
        request: PlanRequest { from, weekday: Weekday::of(from), time },
        setting: Setting {
            seats: if open { 0 } else { seats.ok_or("seats")? },
            room: Some(form.room.replace('\0', "")).filter(|it| !it.is_empty()),
            place: String::new(),
            languages,
            interpreter: form.interpreter.chars().take(10).collect(),
            childcare: number(&form.childcare, "childcare")?.unwrap_or(0),
            food: form.food.chars().take(200).collect(),
            cost: number(&form.cost, "cost")?.unwrap_or(0),
            note: String::new(),
        },
        leaders: chosen.map(leader).collect(),
    })
}

#[cfg(feature = "ssr")]
fn missing(field: &str) -> AppError {
    with_status(AppError::Declined(format!("group_{field}")))
}

/// What the group would be; nothing is kept.
///
/// # Errors
/// [`AppError::NotFound`] for who runs no groups; [`AppError::Declined`] with
/// what is missing or does not fit.
#[server(name = PreviewGroup, endpoint = "preview_group", input = Json, output = Wire)]
pub async fn preview_group(form: GroupForm) -> Result<GroupPreview, AppError> {
    let (_, desk) = desk().await?;
    let new = read(&form).map_err(missing)?;
    let (programme, outline, plan) = answer(desk.preview(&new).await)?;
    let title = |code: &String| programme.themes.iter().find(|it| it.code == *code).map(|it| it.name.clone());
    let gaps = leader_gaps(outline.leaders, &new.setting.languages, &new.leaders, &plan.meetings);
    // Who leads is told by name.
    let names = answer(desk.colleagues().await)?;
    let named = |gap: LeaderGap| match gap {
        LeaderGap::NotCertified(user) => LeaderGap::NotCertified(
            names.iter().find(|it| it.user.0 == user).map(|it| it.name.clone()).unwrap_or_default(),
        ),
        other => other,
    };
    let rooms = answer(desk.rooms().await)?;
    let clashes = desk.clashes_of_plan(&plan.meetings, new.setting.room.as_ref(), &new.leaders).await;
    let mut taken = Vec::new();
    for clash in answer(clashes)? {
        let name = match &clash.resource {
            Resource::Room(id) => rooms.iter().find(|(room, ..)| room == id).map(|(_, name, _)| name.clone()),
            Resource::Person(id) => names.iter().find(|it| it.user.0 == *id).map(|it| it.name.clone()),
            _ => None,
        };
        let line = (clash.meeting.1, name.unwrap_or_default());
        if !taken.contains(&line) {
            taken.push(line);
        }
    }
    Ok(GroupPreview {
        taken,
        titles: outline.themes.iter().map(|codes| codes.iter().filter_map(title).collect()).collect(),
        gaps: gaps.into_iter().map(|(number, gaps)| (number, gaps.into_iter().map(named).collect())).collect(),
        outline,
        plan,
    })
}

/// Makes the group; returns its id.
///
/// # Errors
/// As [`preview_group`].
#[server(name = CreateGroup, endpoint = "create_group", input = Json, output = Wire)]
pub async fn create_group(form: GroupForm) -> Result<String, AppError> {
    let (_, desk) = desk().await?;
    let new = read(&form).map_err(missing)?;
    if new.leaders.is_empty() {
        return Err(missing("unled"));
    }
    answer(desk.create(&new).await).map(|id| id.0)
}

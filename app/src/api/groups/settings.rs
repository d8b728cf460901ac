//! A group's settings and who leads it, as they are changed later.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, desk, group, now};
#[cfg(feature = "ssr")]
use crate::server::with_status;
#[cfg(feature = "ssr")]
use casework::Day;
#[cfg(feature = "ssr")]
use casework::day::Period;
#[cfg(feature = "ssr")]
use casework::group::GroupLeader;
#[cfg(feature = "ssr")]
use store::{GroupKind, GroupLine, LeaderRow, Setting};

/// What a group is called, how it is filled, and where it meets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingForm {
    /// What the unit calls it.
    pub name: String,
    /// Seats.
    pub seats: String,
    /// Room id.
    pub room: String,
    /// Where else.
    pub place: String,
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
    /// What else the unit should know.
    pub note: String,
}

/// Somebody who leads for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaderTime {
    /// User id; nobody if empty.
    pub user: String,
    /// Name, also of who has left the unit.
    pub name: String,
    /// First day, in ISO form.
    pub from: String,
    /// Last day, in ISO form; open if empty.
    pub to: String,
    /// Certified for the programme from this day on, in ISO form; not if empty.
    pub certified_from: String,
    /// The language besides Norwegian in which they lead.
    pub language: String,
}

/// What can be changed, and what can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSettings {
    /// Open to all: no seats.
    pub open: bool,
    /// Called off.
    pub cancelled: bool,
    /// As it is now.
    pub form: SettingForm,
    /// Who leads, has led, or will.
    pub leaders: Vec<LeaderTime>,
    /// Rooms: id and name.
    pub rooms: Vec<(String, String)>,
    /// Who may lead: id and name.
    pub colleagues: Vec<(String, String)>,
}

#[cfg(feature = "ssr")]
const NORWEGIAN: &str = "nb";

/// The first language besides Norwegian.
#[cfg(feature = "ssr")]
fn second(languages: &[String]) -> String {
    languages.iter().find(|it| *it != NORWEGIAN).cloned().unwrap_or_default()
}

/// Languages with another second one; what was there besides stays.
#[cfg(feature = "ssr")]
fn with_second(languages: &[String], language: &str) -> Vec<String> {
    let before = second(languages);
    let mut all: Vec<String> = languages.iter().filter(|it| **it != before).cloned().collect();
    if !all.iter().any(|it| it == NORWEGIAN) {
        all.insert(0, NORWEGIAN.to_owned());
    }
    let language: String = language.chars().take(10).collect();
    if !language.is_empty() && !all.contains(&language) {
        all.insert(1, language);
    }
    all
}

#[cfg(feature = "ssr")]
fn form_of(line: &GroupLine) -> SettingForm {
    let setting = &line.setting;
    let count = |number: u32| if number == 0 { String::new() } else { number.to_string() };
    SettingForm {
        name: line.name.clone(),
        seats: setting.seats.to_string(),
        room: setting.room.clone().unwrap_or_default(),
        place: setting.place.clone(),
        language: second(&setting.languages),
        interpreter: setting.interpreter.clone(),
        childcare: count(u32::from(setting.childcare)),
        food: setting.food.clone(),
        cost: count(setting.cost),
        note: setting.note.clone(),
    }
}

#[cfg(feature = "ssr")]
fn leader_of(it: &LeaderRow) -> LeaderTime {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    LeaderTime {
        user: it.leader.user.clone(),
        name: it.name.clone(),
        from: day(it.leader.period.from),
        to: day(it.leader.period.to),
        certified_from: day(it.leader.certified_from),
        language: second(&it.leader.languages),
    }
}

#[cfg(feature = "ssr")]
fn declined(code: &str) -> AppError {
    with_status(AppError::Declined(code.to_owned()))
}

/// A group's settings and leaders.
///
/// # Errors
/// [`AppError::NotFound`] for who has no such group.
#[server(name = GetGroupSettings, endpoint = "group_settings", output = Wire)]
pub async fn group_settings(id: String) -> Result<GroupSettings, AppError> {
    let (_, group) = group(&id).await?;
    let (_, desk) = desk().await?;
    let line = &group.detail().line;
    Ok(GroupSettings {
        open: line.kind == GroupKind::DropIn,
        cancelled: line.cancelled,
        form: form_of(line),
        leaders: line.leaders.iter().map(leader_of).collect(),
        rooms: answer(desk.rooms().await)?.into_iter().map(|(id, name, _)| (id, name)).collect(),
        colleagues: answer(desk.colleagues().await)?.into_iter().map(|it| (it.user.0, it.name)).collect(),
    })
}

/// The setting that a form means; the name of the field that is wrong otherwise.
#[cfg(feature = "ssr")]
fn understood(form: &SettingForm, line: &GroupLine) -> Result<Setting, &'static str> {
    fn number<T: std::str::FromStr + Default>(text: &str, code: &'static str) -> Result<T, &'static str> {
        let text = text.trim();
        if text.is_empty() { Ok(T::default()) } else { text.parse().map_err(|_| code) }
    }
    let open = line.kind == GroupKind::DropIn;
    let seats = if open { 0 } else { number(&form.seats, "group_seats")? };
    if seats == 0 && !open {
        return Err("group_seats");
    }
    Ok(Setting {
        seats,
        room: Some(form.room.replace('\0', "")).filter(|it| !it.is_empty()),
        place: form.place.chars().take(200).collect(),
        languages: with_second(&line.setting.languages, &form.language),
        interpreter: form.interpreter.chars().take(10).collect(),
        childcare: number(&form.childcare, "group_childcare")?,
        food: form.food.chars().take(200).collect(),
        cost: number(&form.cost, "group_cost")?,
        note: form.note.chars().take(1_000).collect(),
    })
}

/// Changes a group's settings, as they were `read`. More seats go to those who wait.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] with what does not fit, and
/// when somebody else has changed them since.
#[server(name = SaveGroupSettings, endpoint = "save_group_settings", input = Json, output = Wire)]
pub async fn save_group_settings(id: String, read: SettingForm, form: SettingForm) -> Result<(), AppError> {
    let (visit, group) = group(&id).await?;
    if form_of(&group.detail().line) != read {
        return Err(declined("group_overtaken"));
    }
    let setting = understood(&form, &group.detail().line).map_err(declined)?;
    let name: String = form.name.chars().take(120).filter(|it| !it.is_control()).collect();
    answer(group.change_setting(&name, &setting, now(&visit)).await)
}

/// Says who leads, from when to when, and since when certified, in place of those
/// that were `read`. Whoever is no longer among them does not see the participants
/// any more.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] without anybody, for who is no
/// colleague, for days that are not in order, and when somebody else has changed
/// them since.
#[server(name = SaveGroupLeaders, endpoint = "save_group_leaders", input = Json, output = Wire)]
pub async fn save_group_leaders(id: String, read: Vec<LeaderTime>, leaders: Vec<LeaderTime>) -> Result<(), AppError> {
    let (_, group) = group(&id).await?;
    let line = &group.detail().line;
    if line.leaders.iter().map(leader_of).ne(read) {
        return Err(declined("group_overtaken"));
    }
    let day = |text: &str| -> Result<Option<Day>, AppError> {
        let text = text.trim();
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| declined("group_from")) }
    };
    let mut found = Vec::new();
    for it in leaders.into_iter().filter(|it| !it.user.is_empty()).take(30) {
        let before = line.leaders.iter().find(|row| row.leader.user == it.user);
        let languages = before.map(|row| row.leader.languages.clone()).unwrap_or_default();
        let first = line.meetings.first().map(|it| it.span.start.day);
        found.push(GroupLeader {
            user: it.user.replace('\0', ""),
            period: Period { from: day(&it.from)?.or(first), to: day(&it.to)? },
            certified_from: day(&it.certified_from)?,
            languages: with_second(&languages, &it.language),
        });
    }
    answer(group.change_leaders(&found).await)
}

/// Calls a group off, or takes that back. Nobody loses what was noted.
///
/// # Errors
/// [`AppError::NotFound`] for who has no such group.
#[server(name = CallOffGroup, endpoint = "call_off_group", output = Wire)]
pub async fn call_off_group(id: String, off: bool) -> Result<(), AppError> {
    let (visit, group) = group(&id).await?;
    answer(group.call_off(off, now(&visit)).await)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_second_language_is_exchanged_and_the_others_stay() {
        let of = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        for (before, language, after) in [
            (of(&["nb"]), "so", of(&["nb", "so"])),
            (of(&["nb", "so"]), "ar", of(&["nb", "ar"])),
            (of(&["nb", "so", "ti"]), "so", of(&["nb", "so", "ti"])),
            (of(&["nb", "so", "ti"]), "", of(&["nb", "ti"])),
            (of(&[]), "so", of(&["nb", "so"])),
            (of(&["nb"]), "nb", of(&["nb"])),
        ] {
            assert_eq!(with_second(&before, language), after, "{before:?} {language}");
        }
    }
}

//! Dividing a case, and merging two: first a look, then the deed (rule R10).

use crate::error::AppError;
use crate::wire::Wire;
use casework::division::Goes;
use casework::role::CaseFunction;
use family_map::FuzzyDate;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use crate::api::life::day;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use store::Action;

/// A person by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Person id.
    pub id: String,
    /// Name; empty where it is not known or not shown.
    pub name: String,
    /// A child.
    pub is_child: bool,
}

/// A fact and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactLine {
    /// Id.
    pub id: String,
    /// What kind of fact: a short code.
    pub kind: String,
    /// Whom or what it names.
    pub names: Vec<String>,
    /// Where it goes; `None` until somebody decides.
    pub goes: Option<Goes>,
    /// Whether it is for people to decide.
    pub is_open: bool,
}

/// What somebody would see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SightLine {
    /// Who.
    pub name: String,
    /// People, before and after.
    pub people: [u32; 2],
    /// Ties, before and after.
    pub ties: [u32; 2],
}

/// A case as it would be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideView {
    /// Who takes part.
    pub participants: Vec<String>,
    /// Who comes along only because a tie names them.
    pub mentioned: Vec<String>,
    /// How many people and ties it would hold.
    pub holds: [u32; 2],
    /// What each participant would see.
    pub sights: Vec<SightLine>,
    /// Whose child's part would be linked to it.
    pub child_parts: Vec<String>,
}

/// A case before it is divided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivideView {
    /// Display name of the case.
    pub name: String,
    /// The step of the record that is shown.
    pub step: i64,
    /// Who takes part today.
    pub participants: Vec<Named>,
    /// Every fact that the caller sees.
    pub facts: Vec<FactLine>,
    /// The two cases.
    pub sides: [SideView; 2],
    /// Why it cannot be divided so, as a code.
    pub fault: Option<String>,
    /// Who comes along to both.
    pub team: Vec<String>,
}

/// How a case is to be divided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivideForm {
    /// Display names.
    pub names: [String; 2],
    /// Where each participant goes.
    pub people: BTreeMap<String, Goes>,
    /// Where facts go that neither side told.
    pub facts: BTreeMap<String, Goes>,
    /// The step of the record that was shown.
    pub step: i64,
}

#[cfg(feature = "ssr")]
mod on_server {
    use super::{DivideForm, FactLine, SideView, SightLine};
    use family_map::Record;
    use family_map::divide::named_people;
    use family_map::record::{Fact, PersonId};
    use store::{DividePlan, DividedFact, SidePreview};

    pub(super) fn plan(form: &DivideForm) -> DividePlan {
        DividePlan {
            names: form.names.clone(),
            people: form.people.clone(),
            facts: form.facts.clone(),
            step: form.step,
        }
    }

    pub(super) fn name_of(record: &Record, id: &str) -> String {
        let person = record.people.get(&PersonId::from(id));
        person.and_then(|it| it.label()).unwrap_or_default().to_owned()
    }

    pub(super) fn line(record: &Record, it: DividedFact) -> FactLine {
        let kind = match &it.fact {
            Fact::Person(_) => "person",
            Fact::Partnership(_) => "couple",
            Fact::ParentLink(_) => "parent",
            Fact::BirthGroup(_) => "twins",
            Fact::Bond(_) => "bond",
            Fact::Household(_) => "home",
            Fact::Membership(_) => "place",
            Fact::Network(_) => "network",
            Fact::NetworkMember(_) => "member",
            Fact::Acquaintance(_) => "acquaintance",
            Fact::EcomapSystem(_) => "system",
            Fact::PersonMark(mark) if mark.kind.is_health() => "health",
            Fact::PersonMark(_) => "mark",
        };
        let mut names: Vec<String> =
            named_people(&it.fact).into_iter().map(|id| name_of(record, id.as_str())).collect();
        match &it.fact {
            Fact::NetworkMember(member) => names.extend(member.who.name.clone()),
            Fact::EcomapSystem(system) => names.extend(system.who.name.clone()),
            Fact::Household(home) => names.push(home.label.clone()),
            Fact::Membership(place) => {
                names.extend(record.households.get(&place.household).map(|home| home.label.clone()));
            }
            _ => {}
        }
        FactLine { id: it.id, kind: kind.to_owned(), names, goes: it.goes, is_open: it.is_open }
    }

    pub(super) fn side(preview: SidePreview, name: impl Fn(&str) -> String) -> SideView {
        let names = |ids: &[String]| ids.iter().map(|id| name(id)).collect();
        SideView {
            participants: names(&preview.participants),
            mentioned: names(&preview.mentioned),
            holds: preview.holds,
            sights: preview
                .sights
                .iter()
                .map(|it| SightLine { name: name(&it.person), people: it.people, ties: it.ties })
                .collect(),
            child_parts: names(&preview.child_parts),
        }
    }
}

/// Where each fact would go, and who would see what. Changes nothing.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for the caller;
/// [`AppError::NotAllowed`] when the caller neither leads it nor stands in.
#[server(name = GetDivideView, endpoint = "divide_view", input = Json, output = Wire)]
pub async fn divide_view(id: String, form: DivideForm) -> Result<DivideView, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, None, Action::Read).await.map_err(with_status)?;
    let preview = case.divide_preview(&on_server::plan(&form)).await.map_err(AppError::from).map_err(with_status)?;
    let record = case.record().await?;
    let today = visit.site.store.today();
    let current = case.participants().await?.into_iter().filter(|it| it.to.is_none_or(|to| today <= to));
    let participants: Vec<Named> =
        current.map(|it| Named { id: it.person, name: it.name, is_child: it.is_child }).collect();
    let name = |id: &str| {
        let participant = participants.iter().find(|it| it.id == id).map(|it| it.name.clone());
        participant.unwrap_or_else(|| on_server::name_of(&record, id))
    };
    let [first, second] = preview.sides;
    Ok(DivideView {
        name: case.name().to_owned(),
        step: preview.step,
        facts: preview.facts.into_iter().map(|it| on_server::line(&record, it)).collect(),
        sides: [on_server::side(first, name), on_server::side(second, name)],
        fault: preview.fault,
        team: preview.team,
        participants,
    })
}

/// Divides the case. Returns the ids of the two new ones.
///
/// # Errors
/// As [`divide_view`]; [`AppError::Declined`] when it cannot be divided so.
#[server(name = DivideCase, endpoint = "divide_case", input = Json, output = Wire)]
pub async fn divide_case(id: String, form: DivideForm) -> Result<[String; 2], AppError> {
    let case = visit()?.open_to_change(&id).await?;
    let cases = case.divide(&on_server::plan(&form)).await.map_err(AppError::from).map_err(with_status)?;
    Ok(cases.map(|case| case.0))
}

/// A person of one of two cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePerson {
    /// Person id there.
    pub id: String,
    /// Name.
    pub name: String,
    /// Birth, for telling people apart.
    pub born: Option<FuzzyDate>,
    /// Takes part.
    pub takes_part: bool,
    /// A child who takes part.
    pub is_child: bool,
}

/// Two cases before they are merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeView {
    /// Display names of the two.
    pub names: [String; 2],
    /// The steps of the records that are shown.
    pub steps: [i64; 2],
    /// The people of each.
    pub people: [Vec<MergePerson>; 2],
    /// Pairs that are proposed: by id in the second, by id in the first.
    pub proposed: BTreeMap<String, String>,
    /// The case as it would be.
    pub result: SideView,
    /// The team that it would have.
    pub team: Vec<(String, CaseFunction)>,
    /// Why it cannot be, as a code.
    pub fault: Option<String>,
    /// Today, in ISO form.
    pub today: String,
}

/// A participant's yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YesForm {
    /// In which case: 0 or 1.
    pub of: u8,
    /// Who, by person id there.
    pub person: String,
    /// Who said it.
    pub said_by: String,
    /// How, as a code.
    pub way: String,
    /// When, in ISO form.
    pub day: String,
}

/// How two cases are to be merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeForm {
    /// Display name of the new case.
    pub name: String,
    /// Who is the same person: by id in the second, by id in the first.
    pub same: BTreeMap<String, String>,
    /// Who has agreed.
    pub agreed: Vec<YesForm>,
    /// The steps of the records that were shown.
    pub steps: [i64; 2],
}

#[cfg(feature = "ssr")]
fn merge_plan(form: MergeForm) -> Result<store::MergePlan, AppError> {
    const WAYS: [&str; 3] = ["spoken", "written", "meeting"];
    let missing = || with_status(AppError::Missing("agreed".into()));
    let mut agreed = Vec::with_capacity(form.agreed.len());
    for yes in form.agreed {
        if !WAYS.contains(&yes.way.as_str()) {
            return Err(missing());
        }
        let day = day(&yes.day).ok_or_else(missing)?;
        agreed.push(store::Agreement { of: yes.of, person: yes.person, said_by: yes.said_by, way: yes.way, day });
    }
    Ok(store::MergePlan { name: form.name, same: form.same, agreed, steps: form.steps })
}

/// What would come of merging, and who would see what. Changes nothing.
///
/// # Errors
/// As [`divide_view`], for either case.
#[server(name = GetMergeView, endpoint = "merge_view", input = Json, output = Wire)]
pub async fn merge_view(id: String, other: String, form: MergeForm) -> Result<MergeView, AppError> {
    let visit = visit()?;
    let first = visit.open(&id, None, Action::Read).await.map_err(with_status)?;
    let second = visit.open(&other, None, Action::Read).await.map_err(with_status)?;
    let plan = merge_plan(form)?;
    let preview = first.merge_preview(&second, &plan).await.map_err(AppError::from).map_err(with_status)?;
    let mut children = Vec::new();
    for case in [&first, &second] {
        let all = case.participants().await?.into_iter().filter(|it| it.is_child);
        children.push(all.map(|it| it.person).collect::<Vec<_>>());
    }
    let mut people: [Vec<MergePerson>; 2] = Default::default();
    for ((into, from), children) in people.iter_mut().zip(preview.people).zip(&children) {
        *into = from
            .into_iter()
            .map(|it| MergePerson {
                is_child: it.takes_part && children.contains(&it.person),
                id: it.person,
                name: it.label,
                born: it.born,
                takes_part: it.takes_part,
            })
            .collect();
    }
    let labels = preview.labels;
    let today = visit.site.store.today();
    Ok(MergeView {
        names: [first.name().to_owned(), second.name().to_owned()],
        steps: preview.steps,
        people,
        proposed: preview.proposed,
        result: on_server::side(preview.result, |id| labels.get(id).cloned().unwrap_or_default()),
        team: preview.team,
        fault: preview.fault,
        today: format!("{:04}-{:02}-{:02}", today.year, today.month, today.day),
    })
}

/// Merges two cases. Returns the id of the new one.
///
/// # Errors
/// As [`merge_view`]; [`AppError::Declined`] while somebody has not agreed.
#[server(name = MergeCases, endpoint = "merge_cases", input = Json, output = Wire)]
pub async fn merge_cases(id: String, other: String, form: MergeForm) -> Result<String, AppError> {
    let visit = visit()?;
    let first = visit.open_to_change(&id).await?;
    let second = visit.open_to_change(&other).await?;
    let plan = merge_plan(form)?;
    let case = first.merge(&second, &plan).await.map_err(AppError::from).map_err(with_status)?;
    Ok(case.0)
}

//! The demonstration's plans: the families' dreams, goals and actions as parts
//! of their cases' plans, one of them proposed and answered.

use super::load::open;
use super::records::FAMILIES;
use crate::config::Fault;
use casework::Day;
use casework::child::DEFAULT_AGE_LIMITS;
use casework::plan::{Action, AnswerKind, Approver, Area, Body, Doer, Dream, Goal, Horizon, Mark, Part, Status};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::{CaseAccess, CaseId, NewAnswer, Store, UserId};

#[derive(Deserialize)]
struct Tables {
    families: BTreeMap<String, Table>,
}

/// What a family's tables say of its plan.
#[derive(Deserialize)]
struct Table {
    index: String,
    dreams: Vec<String>,
    goals: Vec<GoalRow>,
    actions: Vec<ActionRow>,
}

#[derive(Deserialize)]
struct GoalRow {
    id: String,
    area: String,
    title: String,
    by: String,
}

#[derive(Deserialize)]
struct ActionRow {
    goal: String,
    what: String,
    service: String,
    by: String,
    status: String,
}

/// Which dream a goal serves, by its place in the table. A goal that is not
/// here serves none, and the page says so.
const SERVES: [(&str, usize); 14] = [
    ("MA1", 0),
    ("MA2", 0),
    ("MA3", 1),
    ("MB1", 0),
    ("MB2", 1),
    ("MB3", 2),
    ("MB4", 0),
    ("MC1", 2),
    ("MC3", 1),
    ("MC4", 0),
    ("MD1", 0),
    ("MD2", 0),
    ("ME1", 2),
    ("ME2", 1),
];

/// The plans of five families; `lead` leads them all. Of Noah's plan the
/// child-welfare service reads what hangs on his own dream.
pub(super) async fn load(store: &Store, lead: &UserId, cases: [(&str, &CaseId); 5]) -> Result<(), Fault> {
    let tables: Tables = serde_json::from_str(FAMILIES).map_err(|error| Fault::Setting(error.to_string()))?;
    for (family, case) in cases {
        let table = tables.families.get(family).ok_or_else(|| Fault::Setting(format!("no family {family}")))?;
        let case = open(store, lead, case).await?;
        write(&case, lead, table).await?;
        if family == "A" {
            agree(&case, table).await?;
        }
    }
    Ok(())
}

/// Those who may be named in a case.
struct People {
    /// Person id, name, child.
    all: Vec<(String, String, bool)>,
    /// In a case with a child under a care order nobody reads what another told (R8).
    apart: bool,
    services: Vec<String>,
}

impl People {
    /// For whom a part is: the adults who take part and the team; where they
    /// are audiences apart, whoever told it and the team.
    fn audience(&self, teller: Option<&str>, is_confidential: bool) -> BTreeSet<String> {
        let adults = self.all.iter().filter(|(_, _, child)| !child && !self.apart && !is_confidential);
        let heard = adults.map(|(id, ..)| id.as_str()).chain(teller);
        heard.map(|id| format!("person:{id}")).chain(["team".to_owned()]).collect()
    }

    /// Whose dream it is: «Emil: «…»» and «… (Marte)» say so, else the index person.
    fn dreamer(&self, text: &str, index: &str) -> Option<(String, String, bool)> {
        let words = text.split('«').nth(1)?.split('»').next()?.to_owned();
        let named = |(id, name, child): &(String, String, bool)| {
            let first = name.split(' ').next()?;
            let says = text.starts_with(first) || text.ends_with(&format!("({first})"));
            says.then(|| (id.clone(), words.clone(), *child))
        };
        let own =
            || self.all.iter().find(|(id, ..)| id == index).map(|(id, _, child)| (id.clone(), words.clone(), *child));
        if text.starts_with('«') && !text.ends_with(')') { own() } else { self.all.iter().find_map(named) }
    }
}

async fn write(case: &CaseAccess, lead: &UserId, table: &Table) -> Result<(), Fault> {
    let mut all: Vec<(String, String, bool)> = Vec::new();
    let mut apart = false;
    for it in case.participants().await? {
        apart |= it.consent.is_some_and(casework::participation::ChildConsent::is_care_order);
        all.push((it.person, it.name, it.is_child));
    }
    let services = case.consented_services().await?.into_iter().map(|(id, _)| id).collect();
    let people = People { all, apart, services };
    let mut dreams: Vec<Option<String>> = Vec::new();
    for text in &table.dreams {
        let Some((person, words, child)) = people.dreamer(text, &table.index) else {
            dreams.push(None);
            continue;
        };
        let audience = people.audience(Some(&person), child);
        let teller = format!("person:{person}");
        let dream = Dream { person, words, language: "nb".into() };
        dreams.push(Some(keep(case, teller, audience, Body::Dream(dream)).await?));
    }
    let mut goals: BTreeMap<&str, (String, BTreeSet<String>)> = BTreeMap::new();
    for row in &table.goals {
        let serves = SERVES.iter().find(|(goal, _)| *goal == row.id).and_then(|(_, dream)| dreams.get(*dream)?.clone());
        let mut audience = people.audience(None, false);
        // The demonstration's consent: what hangs on the child's own dream.
        if people.apart && row.id == "MB1" {
            audience.extend(people.services.iter().map(|id| format!("service:{id}")));
        }
        let by = day(&row.by)?;
        let goal = Goal {
            dreams: serves.into_iter().collect(),
            area: area(&row.area),
            horizon: if by < Day::new(2027, 3, 2) { Horizon::Now } else { Horizon::LongTerm },
            words: row.title.clone(),
            by: Some(by),
        };
        let id = keep(case, "team".into(), audience.clone(), Body::Goal(goal)).await?;
        goals.insert(&row.id, (id, audience));
    }
    for row in &table.actions {
        let Some((goal, audience)) = goals.get(row.goal.as_str()) else { continue };
        let doer = match row.service.as_str() {
            "saksansvarlig" => Doer::Staff { user: lead.0.clone() },
            "familien selv" => match people.all.iter().find(|(_, _, child)| !child) {
                Some((person, ..)) => Doer::Family { person: person.clone() },
                None => Doer::Staff { user: lead.0.clone() },
            },
            name => Doer::Service { name: name.to_owned(), person: String::new() },
        };
        let action = Action {
            goal: Some(goal.clone()),
            words: row.what.clone(),
            doer,
            stand_in: String::new(),
            deadline: Some(day(&row.by)?),
            status: status(&row.status),
            late_because: String::new(),
            child: None,
            by_law: None,
            asked: None,
            receipts: Vec::new(),
        };
        keep(case, "team".into(), audience.clone(), Body::Action(action)).await?;
    }
    Ok(())
}

/// Marte has said yes to the first version; since then she has told where she
/// stands.
async fn agree(case: &CaseAccess, table: &Table) -> Result<(), Fault> {
    let version = case.propose_plan().await?;
    let approver = Approver::Person(table.index.clone());
    let yes = NewAnswer { version, approver, kind: AnswerKind::Approve, words: "Dette er oss.".into() };
    case.record_plan_answer(&yes, DEFAULT_AGE_LIMITS).await?;
    let plan = case.plan(DEFAULT_AGE_LIMITS).await?;
    let goal = plan.parts.iter().find(|it| matches!(it.part.body, Body::Goal(_)));
    let Some(goal) = goal.map(|it| it.id.clone()) else { return Ok(()) };
    for (value, day) in [(3, Day::new(2026, 10, 26)), (5, Day::new(2026, 11, 16))] {
        let mark = Mark { goal: goal.clone(), person: table.index.clone(), day, value };
        let teller = format!("person:{}", table.index);
        keep(case, teller.clone(), BTreeSet::from([teller, "team".into()]), Body::Mark(mark)).await?;
    }
    Ok(())
}

async fn keep(case: &CaseAccess, teller: String, audience: BTreeSet<String>, body: Body) -> Result<String, Fault> {
    Ok(case.write_plan_part(None, &Part { teller, audience, withdrawn: false, body }).await?)
}

fn day(text: &str) -> Result<Day, Fault> {
    text.trim_end_matches('*').parse().map_err(|_| Fault::Setting(format!("no day: {text}")))
}

fn area(code: &str) -> Area {
    match code {
        "okonomi" => Area::Economy,
        "utdanning" => Area::Education,
        "bolig" => Area::Housing,
        "psykisk_helse" => Area::MentalHealth,
        "nettverk" => Area::Network,
        _ => Area::Parenting,
    }
}

fn status(word: &str) -> Status {
    match word {
        "i gang" => Status::Ongoing,
        "avtalt" | "påmeldt" => Status::Agreed,
        _ => Status::Planned,
    }
}

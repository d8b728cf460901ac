//! Puts the fictional families into a fresh database.

use super::records::{DemoCase, DemoParticipant, FAMILIES, cases};
use super::{fortnight, groups};
use crate::config::Fault;
use casework::Day;
use casework::consent::{ConsentScope, ConsentState};
use casework::day::Period;
use casework::opening::{CaseStatus, Purpose};
use casework::participation::ChildConsent;
use casework::plan::Approver;
use casework::role::{CaseFunction, Role};
use casework::sight::{Bar, BarKind};
use family_map::FuzzyDate;
use family_map::edit::building;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    AccessRequest, Action, CaseAccess, CaseId, NewBar, NewCase, NewConsent, NewParticipant, NewUser, Store, UnitId,
    UserId, Who,
};

/// The password of every demonstration account. Public, and only for these.
pub const PASSWORD: &str = "familiekart i demo";

const UNIT: &str = "Demo familiesenter";

/// An account to look at the demonstration with.
pub struct SignIn {
    /// E-mail address.
    pub email: &'static str,
    /// What it shows.
    pub what: &'static str,
}

struct Account {
    email: &'static str,
    name: &'static str,
    role: Role,
    what: &'static str,
}

const LEAD: &str = "saksansvarlig@example.no";
const OTHER_LEAD: &str = "saksansvarlig2@example.no";
const STAND_IN: &str = "stedfortreder@example.no";
const MILIEU: &str = "miljoansvarlig@example.no";
const ADMINISTRATOR: &str = "systemforvalter@example.no";
const INTAKE: &str = "fagteam@example.no";
const CONTACT: &str = "kurator@example.no";

const ACCOUNTS: &[Account] = &[
    Account {
        email: LEAD,
        name: "Demo Saksansvarlig",
        role: Role::Practitioner,
        what: "case lead: Marte, Noah, Amna, Ylva, Viljar",
    },
    Account {
        email: OTHER_LEAD,
        name: "Demo Saksansvarlig To",
        role: Role::Practitioner,
        what: "case lead: Kristoffer",
    },
    Account {
        email: STAND_IN,
        name: "Demo Stedfortreder",
        role: Role::Practitioner,
        what: "stand-in in all six cases",
    },
    Account {
        email: MILIEU,
        name: "Demo Miljøansvarlig",
        role: Role::Practitioner,
        what: "milieu lead: Ylva; sees no restricted lines",
    },
    Account { email: INTAKE, name: "Demo Fagteam", role: Role::IntakeTeam, what: "intake team: no case of their own" },
    Account {
        email: "enhetsleder@example.no",
        name: "Demo Enhetsleder",
        role: Role::UnitLeader,
        what: "unit leader: opens a case with a reason",
    },
    Account {
        email: "avdelingsleder@example.no",
        name: "Demo Avdelingsleder",
        role: Role::DepartmentLeader,
        what: "department leader",
    },
    Account {
        email: CONTACT,
        name: "Demo Kurator",
        role: Role::MunicipalContact,
        what: "child-welfare service: Noah's shared part, by consent",
    },
    Account {
        email: ADMINISTRATOR,
        name: "Demo Systemforvalter",
        role: Role::Administrator,
        what: "administrator: no content",
    },
    Account {
        email: "personvernombud@example.no",
        name: "Demo Personvernombud",
        role: Role::PrivacyOfficer,
        what: "privacy officer",
    },
];

/// Makes the accounts and the cases, unless they are there already.
pub async fn load(store: &Store) -> Result<Vec<SignIn>, Fault> {
    if store.list_units().await?.is_empty() {
        tracing::info!("loading the demonstration families");
        let unit = store.create_unit(UNIT).await?;
        let users = accounts(store, &unit).await?;
        let families = cases(FAMILIES).map_err(|error| Fault::Setting(error.to_string()))?;
        let mut made = BTreeMap::new();
        for family in &families {
            made.insert(family.key, make_case(store, &unit, &users, family).await?);
        }
        twins_part(store, &users, &made).await?;
        protect_noahs_foster_sister(store, &users, &made).await?;
        consent_of_noah(store, &unit, &users, &made).await?;
        let staff = groups::Staff {
            administrator: user(&users, ADMINISTRATOR)?,
            lead: user(&users, LEAD)?,
            second: user(&users, STAND_IN)?,
        };
        let families = ["marte", "amna", "viljar"].map(|key| self::made(&made, key));
        let [marte, amna, viljar] = families;
        groups::load(store, &unit, &staff, &[marte?, amna?, viljar?]).await?;
        super::sessions::load(store, &unit, user(&users, LEAD)?, user(&users, INTAKE)?).await?;
        let [marte, amna, ylva] = ["marte", "amna", "ylva"].map(|key| self::made(&made, key));
        let (marte, amna) = (marte?, amna?);
        super::talks::load(store, user(&users, LEAD)?, [marte, amna, ylva?]).await?;
        let staff = fortnight::Staff {
            administrator: user(&users, ADMINISTRATOR)?,
            lead: user(&users, LEAD)?,
            other: user(&users, OTHER_LEAD)?,
            second: user(&users, STAND_IN)?,
            milieu: user(&users, MILIEU)?,
        };
        let families = fortnight::Families {
            marte,
            kristoffer: self::made(&made, "kristoffer")?,
            noah: self::made(&made, "noah")?,
            amna,
            viljar: self::made(&made, "viljar")?,
        };
        fortnight::load(store, &unit, &staff, &families).await?;
        let of = [("A", "marte"), ("B", "noah"), ("C", "amna"), ("D", "ylva"), ("E", "viljar")];
        let mut planned = Vec::new();
        for (family, key) in of {
            planned.push((family, self::made(&made, key)?));
        }
        let planned = planned.try_into().map_err(|_| missing("five families"))?;
        super::plans::load(store, user(&users, LEAD)?, planned).await?;
        let mut entered = Vec::new();
        for (key, case) in &made {
            entered.push((user(&users, lead_of(key))?, case));
        }
        super::portal::load(store, &entered).await?;
    }
    Ok(ACCOUNTS.iter().map(|it| SignIn { email: it.email, what: it.what }).collect())
}

type Users = BTreeMap<&'static str, UserId>;

pub(super) fn missing(what: &str) -> Fault {
    Fault::Setting(format!("the demonstration has no {what}"))
}

fn user<'a>(users: &'a Users, email: &str) -> Result<&'a UserId, Fault> {
    users.get(email).ok_or_else(|| missing(email))
}

async fn accounts(store: &Store, unit: &UnitId) -> Result<Users, Fault> {
    let mut users = Users::new();
    for account in ACCOUNTS {
        let new = NewUser { email: account.email, name: account.name, password: PASSWORD };
        let id = store.create_user(new).await?;
        store.give_post(&id, unit, account.role, Period::default()).await?;
        users.insert(account.email, id);
    }
    Ok(users)
}

pub(super) async fn open(store: &Store, lead: &UserId, case: &CaseId) -> Result<CaseAccess, Fault> {
    let asked = AccessRequest { purpose: Purpose::FollowUp, reason: None, action: Action::Change, object: "case" };
    Ok(store.open_case(&Who::Staff(lead.clone()), case, &asked).await?)
}

fn lead_of(key: &str) -> &'static str {
    if key == "kristoffer" { OTHER_LEAD } else { LEAD }
}

async fn make_case(store: &Store, unit: &UnitId, users: &Users, family: &DemoCase) -> Result<CaseId, Fault> {
    let lead = user(users, lead_of(family.key))?;
    let new = NewCase { unit, name: family.title, status: CaseStatus::Open };
    let id = store.create_case_with(lead, &new, &building(&family.record)).await?;
    let case = open(store, lead, &id).await?;
    // Adults first: children take part because somebody who holds responsibility does.
    let mut participants: Vec<&DemoParticipant> = family.participants.iter().collect();
    participants.sort_by_key(|it| it.child);
    for participant in participants {
        let new = new_participant(participant, &family.participants)?;
        case.admit(&new, consent(participant, &family.participants)).await?;
    }
    case.join_team(user(users, STAND_IN)?, CaseFunction::StandIn, Period::default()).await?;
    if family.key == "ylva" {
        case.join_team(user(users, MILIEU)?, CaseFunction::MilieuLead, Period::default()).await?;
    }
    Ok(id)
}

fn new_participant<'a>(it: &'a DemoParticipant, all: &[DemoParticipant]) -> Result<NewParticipant<'a>, Fault> {
    Ok(NewParticipant {
        person: it.person.as_str(),
        name: &it.name,
        is_child: it.child,
        has_responsibility: all.iter().any(|child| child.parental_responsibility.contains(&it.person)),
        from: day(it.from).ok_or_else(|| missing("full date for a participant"))?,
        to: None,
    })
}

/// R8, R9: on what ground a child takes part.
fn consent(it: &DemoParticipant, all: &[DemoParticipant]) -> ChildConsent {
    let holder_here = all.iter().any(|other| it.parental_responsibility.contains(&other.person));
    match it.care_order {
        Some(_) => ChildConsent::Service,
        None if holder_here => ChildConsent::HolderHere,
        None => ChildConsent::HolderElsewhere,
    }
}

fn day(date: FuzzyDate) -> Option<Day> {
    Some(Day::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)))
}

fn made<'a>(cases: &'a BTreeMap<&str, CaseId>, key: &str) -> Result<&'a CaseId, Fault> {
    cases.get(key).ok_or_else(|| missing(key))
}

/// R6: the twins' parts, between Marte's case and Kristoffer's.
async fn twins_part(store: &Store, users: &Users, cases: &BTreeMap<&str, CaseId>) -> Result<(), Fault> {
    // Only who holds both cases may know that they are linked (R3).
    let both = user(users, STAND_IN)?;
    let mothers = open(store, both, made(cases, "marte")?).await?;
    let fathers = open(store, both, made(cases, "kristoffer")?).await?;
    let words = [
        ("A07", "Ada har begynt i ny barnehagegruppe og trives. Neste foreldresamtale er i januar."),
        ("A08", "Live bruker høreapparat på begge ører. Ekstra batterier ligger i sekken."),
    ];
    for (child, text) in words {
        let part = mothers.begin_child_part(child, "A01").await?;
        fathers.link_child_part(&part, child, "A03").await?;
        mothers.write_child_part(&part, text, &[child]).await?;
    }
    Ok(())
}

/// R5: nothing that could locate the foster sister, for anyone but the foster home.
async fn protect_noahs_foster_sister(
    store: &Store,
    users: &Users,
    cases: &BTreeMap<&str, CaseId>,
) -> Result<(), Fault> {
    let case = open(store, user(users, LEAD)?, made(cases, "noah")?).await?;
    let home = ["B04", "B05"].map(|id| casework::Party::Person(id.to_owned()));
    let bar = Bar {
        kind: BarKind::ProtectedAddress,
        protects: "B08".into(),
        against: BTreeSet::new(),
        except: BTreeSet::from(home),
        period: Period::default(),
    };
    case.set_bar(&NewBar { bar, reason: "Strengt fortrolig adresse".into() }).await?;
    Ok(())
}

/// R8: the child-welfare service consents for Noah; its contact reads the shared part.
async fn consent_of_noah(
    store: &Store,
    unit: &UnitId,
    users: &Users,
    cases: &BTreeMap<&str, CaseId>,
) -> Result<(), Fault> {
    let service = store.create_service(unit, "Barnevernstjenesten").await?;
    store.join_service(&service, user(users, CONTACT)?).await?;
    let case = open(store, user(users, LEAD)?, made(cases, "noah")?).await?;
    let given = NewConsent {
        service,
        giver: Approver::ChildWelfare("B01".to_owned()),
        scope: ConsentScope::SharedPlan,
        state: ConsentState::Given,
        from: Day::new(2022, 9, 15),
        to: None,
        why: String::new(),
    };
    case.write_consent(&given).await?;
    // His mother has not answered yet.
    let asked = NewConsent {
        giver: Approver::Person("B02".to_owned()),
        state: ConsentState::Asked,
        why: "Så kontaktpersonen der kan følge planen".to_owned(),
        ..given
    };
    case.write_consent(&asked).await?;
    Ok(())
}

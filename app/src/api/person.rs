//! One person of a case: details, for whom they are, safe contact, what falls
//! due, a protected address, deletion.

use super::parties::Parties;
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::contact::ContactCard;
use family_map::FuzzyDate;
use family_map::record::{Person, PersonMark};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::cases::fuzzy;
#[cfg(feature = "ssr")]
use super::parties::parties_of;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use casework::Party;
#[cfg(feature = "ssr")]
use casework::due::DueKind;
#[cfg(feature = "ssr")]
use family_map::edit::{Edit, PersonField};
#[cfg(feature = "ssr")]
use family_map::record::{Known, Life, Origin, PartyKey, Symbol};
#[cfg(feature = "ssr")]
use std::collections::BTreeSet;
#[cfg(feature = "ssr")]
use store::Action;

/// How a person stands to the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Takes part.
    Participant,
    /// Took part.
    Former,
    /// On the map and nothing more.
    Mentioned,
}

/// A participant's card as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    /// Counts the changes.
    pub version: i64,
    /// What stands on it.
    pub card: ContactCard,
    /// Who changed it last.
    pub changed_by: String,
    /// When, local time in ISO form; empty while nothing is kept.
    pub changed: String,
}

/// Something that falls due for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueView {
    /// Code of the kind.
    pub kind: String,
    /// When.
    pub day: FuzzyDate,
    /// Why the day was moved.
    pub reason: Option<String>,
    /// Somebody has done it.
    pub done: bool,
}

/// What the page of a person shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonPage {
    /// The person as this viewer may see them.
    pub person: Person,
    /// How they stand to the case.
    pub standing: Standing,
    /// Whether the caller may change the case.
    pub may_edit: bool,
    /// Whether the caller leads the case or stands in.
    pub may_lead: bool,
    /// The card, of a participant.
    pub contact: Option<ContactView>,
    /// What falls due.
    pub due: Vec<DueView>,
    /// Who may be chosen to see the person.
    pub parties: Parties,
    /// Name of the teller, where the viewer knows it.
    pub teller: String,
    /// What is told of the person besides, as far as this viewer may see it.
    pub marks: Vec<PersonMark>,
    /// Names of the team, for contact through one of them.
    pub team: Vec<String>,
    /// The person's name stands in the case's display name.
    pub named_in_title: bool,
    /// Names of those who live in the same home.
    pub housemates: Vec<String>,
    /// Today.
    pub today: FuzzyDate,
    /// The day of deletion that is proposed.
    pub proposed_deletion: Day,
}

/// One person of a case.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case or person for the caller.
#[server(name = GetCasePerson, endpoint = "case_person", output = Wire)]
pub async fn case_person(id: String, person: String, reason: Option<String>) -> Result<PersonPage, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    page_of(&case, &visit.site, &person).await.map_err(with_status)
}

#[cfg(feature = "ssr")]
async fn page_of(case: &store::CaseAccess, site: &crate::server::Site, id: &str) -> Result<PersonPage, AppError> {
    let record = case.record().await?;
    let person = record.people.get(&id.into()).cloned().ok_or(AppError::NotFound)?;
    let today = site.store.today();
    let participants = case.participants().await?;
    let of_person: Vec<_> = participants.iter().filter(|it| it.person == id).collect();
    let standing = if of_person.is_empty() {
        Standing::Mentioned
    } else if of_person.iter().any(|it| it.to.is_none_or(|to| today <= to)) {
        Standing::Participant
    } else {
        Standing::Former
    };
    let contact = if standing == Standing::Participant { Some(case.contact(id).await?) } else { None };
    let audience = person.origin.audience.iter().map(|key| key.0.clone());
    let parties = parties_of(case, today, &record, audience).await?;
    let homes: Vec<_> =
        record.memberships.values().filter(|it| it.person.as_str() == id).map(|it| &it.household).collect();
    let housemates =
        record.memberships.values().filter(|it| homes.contains(&&it.household) && it.person.as_str() != id);
    let name = |id: &family_map::record::PersonId| record.people.get(id).and_then(|it| it.label().map(str::to_owned));
    let mut housemates: Vec<String> = housemates.filter_map(|it| name(&it.person)).collect();
    housemates.sort();
    housemates.dedup();
    let title = case.name().to_lowercase();
    let names = [person.name.value().map(String::as_str), person.called.as_deref()];
    let named_in_title = names
        .into_iter()
        .flatten()
        .flat_map(str::split_whitespace)
        .any(|word| word.chars().count() >= 3 && title.contains(&word.to_lowercase()));
    let teller = match Party::from_key(&person.origin.teller.0) {
        Some(Party::Person(id)) => name(&id.into()).unwrap_or_default(),
        _ => String::new(),
    };
    Ok(PersonPage {
        standing,
        may_edit: case.may_edit(),
        may_lead: case.may_edit() && case.sees_as_lead(),
        contact: contact.map(|it| contact_view(it, site)),
        due: case
            .due_of_person(id)
            .await?
            .into_iter()
            .filter_map(|it| {
                Some(DueView { kind: it.kind.code().to_owned(), day: fuzzy(it.day)?, reason: it.reason, done: it.done })
            })
            .collect(),
        parties,
        teller,
        marks: record.marks_of(&person.id).cloned().collect(),
        team: case.team().await?.into_iter().map(|it| it.name).collect(),
        named_in_title,
        housemates,
        today: fuzzy(today).ok_or(AppError::Internal)?,
        proposed_deletion: casework::due::proposed_deletion(today),
        person,
    })
}

#[cfg(feature = "ssr")]
fn contact_view(contact: store::Contact, site: &crate::server::Site) -> ContactView {
    ContactView {
        changed: if contact.version == 0 { String::new() } else { site.local_time(contact.changed_at) },
        version: contact.version,
        card: contact.card,
        changed_by: contact.changed_by,
    }
}

/// The details of a person as a form has them. Only the fields named in
/// `changed` are written: who changes the name takes nobody's date back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Full name as the person writes it.
    pub name: String,
    /// What we call the person.
    pub called: String,
    /// Code of the symbol.
    pub symbol: String,
    /// Birth date as typed.
    pub birth: String,
    /// A few words.
    pub note: String,
    /// The changed fields, by name, with spaces between.
    pub changed: String,
}

/// Writes the changed details of a person, each field an edit of its own.
///
/// # Errors
/// [`AppError::Missing`] with the name of a field that cannot be read.
#[server(name = SavePerson, endpoint = "save_person", output = Wire)]
pub async fn save_person(id: String, person: String, details: Details) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let seen = case.record().await?.people.get(&person.as_str().into()).cloned();
    let seen = seen.ok_or(AppError::NotFound).map_err(with_status)?;
    let text = |text: &str| Some(text.trim().chars().take(2_000).collect::<String>()).filter(|text| !text.is_empty());
    let mut edits = Vec::new();
    for field in details.changed.split_whitespace() {
        let field = match field {
            "name" => PersonField::Name(text(&details.name).into()),
            "called" => PersonField::Called(text(&details.called)),
            "symbol" => {
                let symbol = Symbol::from_code(&details.symbol);
                PersonField::Symbol(symbol.ok_or_else(|| with_status(AppError::Missing("symbol".into())))?)
            }
            "birth" => PersonField::Birth(birth(&details.birth, &seen, visit.site.store.today()).map_err(with_status)?),
            "note" => PersonField::Note(text(&details.note)),
            _ => return Err(with_status(AppError::Missing("form".into()))),
        };
        edits.push(Edit::SetPerson { person: person.as_str().into(), field });
    }
    if !edits.is_empty() {
        case.edit(&edits).await.map_err(AppError::from).map_err(with_status)?;
    }
    Ok(())
}

#[cfg(feature = "ssr")]
fn birth(text: &str, person: &Person, today: Day) -> Result<Known<FuzzyDate>, AppError> {
    let read = crate::text::read_date(text).ok_or_else(|| AppError::Missing("birth".into()))?;
    let later = |born: &FuzzyDate| {
        let today = FuzzyDate::day(today.year, today.month, today.day);
        today.is_some_and(|today| born.known_cmp(&today) == Some(std::cmp::Ordering::Greater))
    };
    if person.life != Life::Expected && read.value().is_some_and(later) {
        return Err(AppError::Missing("birth".into()));
    }
    Ok(read)
}

/// Says for whom a person stands on the map. Keys stand one a line.
///
/// # Errors
/// [`AppError::Missing`] when nobody is chosen or somebody who cannot be.
#[server(name = SavePersonAudience, endpoint = "save_person_audience", output = Wire)]
pub async fn save_person_audience(id: String, person: String, audience: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let record = case.record().await?;
    let seen = record.people.get(&person.as_str().into()).ok_or(AppError::NotFound).map_err(with_status)?;
    let before = seen.origin.clone();
    let known = before.audience.iter().map(|key| key.0.clone());
    let parties = parties_of(&case, visit.site.store.today(), &record, known).await.map_err(with_status)?;
    let origin = Origin { audience: chosen_audience(&parties, &audience).map_err(with_status)?, ..before };
    let edit = Edit::SetPerson { person: person.as_str().into(), field: PersonField::Origin(origin) };
    case.edit(&[edit]).await.map_err(AppError::from).map_err(with_status)?;
    Ok(())
}

/// Who was chosen to see something, from keys that stand one a line.
///
/// # Errors
/// [`AppError::Missing`] when nobody is chosen or somebody who cannot be.
#[cfg(feature = "ssr")]
pub(super) fn chosen_audience(parties: &Parties, keys: &str) -> Result<BTreeSet<PartyKey>, AppError> {
    let chosen: Vec<&str> = keys.lines().map(str::trim).filter(|key| !key.is_empty()).collect();
    let may_be = |key: &&str| parties.list.iter().any(|it| it.key == **key);
    if chosen.is_empty() || !chosen.iter().all(may_be) {
        return Err(AppError::Missing("audience".into()));
    }
    Ok(chosen.into_iter().map(PartyKey::from).collect())
}

/// What became of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactSaved {
    /// It is kept, as this version.
    Kept(i64),
    /// Somebody else was first; this stands there now. Nothing was changed.
    ChangedMeanwhile(Box<ContactView>),
}

/// Keeps a participant's card over the version that was read.
///
/// # Errors
/// [`AppError::NotAllowed`] for somebody who is only mentioned, or a card with
/// a fault in it.
#[server(name = SaveContact, endpoint = "save_contact", output = Wire)]
pub async fn save_contact(
    id: String,
    person: String,
    version: i64,
    card: ContactCard,
) -> Result<ContactSaved, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let kept = case.keep_contact(&person, version, &card).await.map_err(AppError::from).map_err(with_status)?;
    Ok(match kept {
        store::ContactKept::Kept(version) => ContactSaved::Kept(version),
        store::ContactKept::ChangedMeanwhile(now) => {
            ContactSaved::ChangedMeanwhile(Box::new(contact_view(*now, &visit.site)))
        }
    })
}

/// Shields a person with a strictly confidential address, or ends it.
///
/// # Errors
/// [`AppError::NotAllowed`] for who does not lead the case or stand in.
#[server(name = ShieldPerson, endpoint = "shield_person", output = Wire)]
pub async fn shield_person(id: String, person: String, on: bool) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let done = if on { case.shield(&person).await } else { case.unshield(&person).await };
    done.map_err(AppError::from).map_err(with_status)
}

/// Sets the day on which a mentioned person is to be deleted.
///
/// # Errors
/// [`AppError::Missing`] for a day that has passed (`until`) or lies later than
/// proposed without a reason (`reason`).
#[server(name = KeepMentioned, endpoint = "keep_mentioned", output = Wire)]
pub async fn keep_mentioned(id: String, person: String, until: String, reason: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let missing = |field: &str| with_status(AppError::Missing(field.into()));
    let until = day_of(&until).ok_or_else(|| missing("until"))?;
    match case.keep_mentioned(&person, until, &reason).await {
        Ok(()) => Ok(()),
        Err(store::StoreError::NotAllowed("past")) => Err(missing("until")),
        Err(store::StoreError::NotAllowed("reason")) => Err(missing("reason")),
        Err(error) => Err(with_status(error.into())),
    }
}

/// A day as a date field sends it.
#[cfg(feature = "ssr")]
pub(crate) fn day_of(iso: &str) -> Option<Day> {
    let date = FuzzyDate::parse_iso(iso)?;
    Some(Day::new(date.year, date.month?, date.day?))
}

/// What is left to look at after a person was deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// Names of those in whose notes the name still stands.
    pub named_with: Vec<String>,
}

/// Deletes a mentioned person for good, also from every stored step.
///
/// # Errors
/// [`AppError::NotAllowed`] for who does not lead the case, for somebody who
/// takes part, and for somebody whom a bar in force protects.
#[server(name = ForgetPerson, endpoint = "forget_person", output = Wire)]
pub async fn forget_person(id: String, person: String) -> Result<Forgotten, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, None, Action::Erase).await.map_err(with_status)?;
    let named = case.forget_person(&person).await.map_err(AppError::from).map_err(with_status)?;
    let record = case.record().await?;
    let name = |id: &String| record.people.get(&id.as_str().into()).and_then(|it| it.label().map(str::to_owned));
    Ok(Forgotten { named_with: named.iter().filter_map(name).collect() })
}

/// Marks something that a birthday asked for as done.
///
/// # Errors
/// [`AppError::NotFound`] when nothing of the kind is due.
#[server(name = FinishDue, endpoint = "finish_due", output = Wire)]
pub async fn finish_due(id: String, person: String, kind: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let kind = DueKind::from_code(&kind).ok_or(AppError::NotFound).map_err(with_status)?;
    case.finish_due(kind, &person).await.map_err(AppError::from).map_err(with_status)
}

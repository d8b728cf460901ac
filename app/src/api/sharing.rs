//! Who shares what in a case: bars, the children's parts with the decisions
//! about them, and through whose eyes the case can be looked at. For staff.

use super::cases::PartEntryView;
use super::parties::{BarView, Parties};
use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::cases::entry_view;
#[cfg(feature = "ssr")]
use super::parties::{bar_view, parties_of};
#[cfg(feature = "ssr")]
use super::person::day_of;
#[cfg(feature = "ssr")]
use crate::server::{Site, visit, with_status};
#[cfg(feature = "ssr")]
use casework::Party;
#[cfg(feature = "ssr")]
use casework::day::Period;
#[cfg(feature = "ssr")]
use casework::sight::{Bar, BarKind};
#[cfg(feature = "ssr")]
use family_map::Record;
#[cfg(feature = "ssr")]
use std::collections::BTreeSet;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, NewBar, PartDecision};

/// Somebody by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// Person id.
    pub id: String,
    /// Name; empty for a shielded person.
    pub name: String,
}

/// A decision about a child's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionView {
    /// Id.
    pub id: String,
    /// Name of the one from whom the part is withheld; empty for a decision
    /// about the names of staff.
    pub from: String,
    /// First day.
    pub first: Option<Day>,
    /// Last day.
    pub last: Option<Day>,
    /// In force today.
    pub in_force: bool,
    /// Why.
    pub reason: String,
    /// How to complain.
    pub complaint: String,
    /// Who decided it.
    pub decided_by: String,
}

/// A child's part as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartView {
    /// Id.
    pub id: String,
    /// The child.
    pub child: PersonName,
    /// Entries, newest first.
    pub entries: Vec<PartEntryView>,
    /// Names of those of this case who read it today.
    pub readers: Vec<String>,
    /// Those of this case who hold parental responsibility.
    pub holders: Vec<PersonName>,
    /// From whom it was or is withheld.
    pub withheld: Vec<DecisionView>,
    /// When functions were or are shown instead of names.
    pub nameless: Vec<DecisionView>,
    /// Other cases that share it and that the caller holds too: number, name.
    pub links: Vec<(String, String)>,
}

/// What the page about sharing shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// Who may be chosen, and the bars in force.
    pub parties: Parties,
    /// All bars, newest first, with those that are over.
    pub bars: Vec<BarView>,
    /// Everyone on the map whom the caller sees, by name.
    pub people: Vec<PersonName>,
    /// Those who take part today: through their eyes the case can be seen.
    pub participants: Vec<PersonName>,
    /// Children who take part and have no part yet in this case.
    pub children: Vec<PersonName>,
    /// Participants who hold parental responsibility.
    pub holders: Vec<PersonName>,
    /// The children's parts.
    pub parts: Vec<PartView>,
    /// Whether the caller may change the case.
    pub may_edit: bool,
    /// Whether the caller leads the case or stands in.
    pub may_lead: bool,
}

/// Bars, children's parts, and who takes part.
///
/// # Errors
/// As [`super::cases::case_front`]; [`AppError::NotPart`] for who is not shown
/// the whole case.
#[server(name = GetCaseSharing, endpoint = "case_sharing", output = Wire)]
pub async fn case_sharing(id: String, reason: Option<String>) -> Result<Sharing, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    sharing_of(&case, &visit.site).await.map_err(with_status)
}

#[cfg(feature = "ssr")]
async fn sharing_of(case: &CaseAccess, site: &Site) -> Result<Sharing, AppError> {
    case.known_bars()?;
    let today = site.store.today();
    let record = case.record().await?;
    let parties = parties_of(case, today, &record, []).await?;
    let bars = case.bars().await?.into_iter().map(|it| BarView {
        id: it.id,
        reason: it.reason,
        decided_by: it.decided_by,
        ..bar_view(&it.bar)
    });
    let mut participants = case.participants().await?;
    participants.retain(|it| it.to.is_none_or(|to| today <= to));
    let named = |id: &str| PersonName { id: id.to_owned(), name: label(&record, id) };
    let mut parts = Vec::new();
    let links = case.child_part_links().await?;
    for part in case.child_parts().await? {
        let decisions = case.child_part_decisions(&part.id).await?;
        let decision = |it: PartDecision| DecisionView {
            from: it.from.as_deref().map(|id| label(&record, id)).unwrap_or_default(),
            first: it.period.from,
            last: it.period.to,
            in_force: it.period.holds(today),
            reason: it.reason,
            complaint: it.complaint,
            decided_by: it.decided_by,
            id: it.id,
        };
        parts.push(PartView {
            child: named(&part.child),
            entries: part.entries.into_iter().map(|it| entry_view(it, site)).collect(),
            readers: decisions.readers.iter().map(|id| label(&record, id)).collect(),
            holders: decisions.holders.iter().map(|id| named(id)).collect(),
            withheld: decisions.withheld.into_iter().map(decision).collect(),
            nameless: decisions.nameless.into_iter().map(decision).collect(),
            links: links
                .iter()
                .filter(|it| it.part == part.id)
                .map(|it| (it.number.clone(), it.name.clone()))
                .collect(),
            id: part.id,
        });
    }
    let mut people: Vec<PersonName> = record.people.keys().map(|id| named(id.as_str())).collect();
    people.retain(|it| !it.name.is_empty() || record.people.get(&it.id.as_str().into()).is_some_and(|it| it.shielded));
    people.sort_by_key(|it| it.name.to_lowercase());
    let of = |which: &dyn Fn(&store::Participant) -> bool| -> Vec<PersonName> {
        participants
            .iter()
            .filter(|it| which(it))
            .map(|it| PersonName { id: it.person.clone(), name: it.name.clone() })
            .collect()
    };
    Ok(Sharing {
        children: of(&|it| it.is_child && !parts.iter().any(|part| part.child.id == it.person)),
        holders: of(&|it| it.has_responsibility),
        participants: of(&|_| true),
        parties,
        bars: bars.collect(),
        people,
        parts,
        may_edit: case.may_edit(),
        may_lead: case.may_edit() && case.sees_as_lead(),
    })
}

#[cfg(feature = "ssr")]
pub(super) fn label(record: &Record, id: &str) -> String {
    record.people.get(&id.into()).and_then(|it| it.label().map(str::to_owned)).unwrap_or_default()
}

/// A bar as a form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BarForm {
    /// Code of the kind.
    pub kind: String,
    /// Whom it protects, by person id.
    pub protects: String,
    /// Whom it holds off, by person id; empty for a protected address.
    pub against: String,
    /// Who sees all the same, by key, one a line; for a protected address.
    pub except: String,
    /// First day.
    pub first: String,
    /// Last day; empty for no end.
    pub last: String,
    /// Why.
    pub reason: String,
}

/// Sets a bar.
///
/// # Errors
/// [`AppError::Missing`] with the name of the field; [`AppError::NotAllowed`]
/// for who does not lead the case or stand in.
#[server(name = SetBar, endpoint = "set_bar", output = Wire)]
pub async fn set_bar(id: String, form: BarForm) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let record = case.record().await?;
    let bar = bar_of(&form, &record).map_err(|field| with_status(AppError::Missing(field.into())))?;
    let new = NewBar { bar, reason: form.reason.trim().to_owned() };
    case.set_bar(&new).await.map_err(AppError::from).map_err(with_status)
}

/// The bar, or the name of the field that is missing.
#[cfg(feature = "ssr")]
fn bar_of(form: &BarForm, record: &Record) -> Result<Bar, &'static str> {
    let kind = BarKind::from_code(&form.kind).ok_or("kind")?;
    let is_here = |id: &str| record.people.contains_key(&id.into());
    if !is_here(&form.protects) {
        return Err("protects");
    }
    let (mut against, mut except) = (BTreeSet::new(), BTreeSet::new());
    if kind == BarKind::ProtectedAddress {
        except.extend(form.except.lines().filter_map(|key| Party::from_key(key.trim())));
    } else if is_here(&form.against) && form.against != form.protects {
        against.insert(Party::Person(form.against.clone()));
    } else {
        return Err("against");
    }
    let from = day_of(&form.first).ok_or("first")?;
    let to = if form.last.trim().is_empty() { None } else { Some(day_of(&form.last).ok_or("last")?) };
    if to.is_some_and(|to| to < from) {
        return Err("last");
    }
    if form.reason.trim().is_empty() {
        return Err("reason");
    }
    Ok(Bar { kind, protects: form.protects.clone(), against, except, period: Period { from: Some(from), to } })
}

/// Sets the last day of a bar.
///
/// # Errors
/// As [`set_bar`].
#[server(name = EndBar, endpoint = "end_bar", output = Wire)]
pub async fn end_bar(id: String, bar: String, last: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let last = day_of(&last).ok_or_else(|| with_status(AppError::Missing("last".into())))?;
    case.end_bar(&bar, last).await.map_err(AppError::from).map_err(with_status)
}

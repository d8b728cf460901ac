//! Drawing on the map of a case: what the one who draws needs to know, a step
//! of edits, and going back and forth through one's own steps.

use super::cases::CaseMap;
use super::parties::Parties;
use crate::error::AppError;
use crate::wire::Wire;
use family_map::message::Message;
use family_map::record::Record;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::cases::map_of;
#[cfg(feature = "ssr")]
use super::parties::parties_of;
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use casework::Party;
#[cfg(feature = "ssr")]
use family_map::check::{Finding, check};
#[cfg(feature = "ssr")]
use family_map::edit::{BondField, Change, Edit, PersonField, apply};
#[cfg(feature = "ssr")]
use family_map::message::Severity;
#[cfg(feature = "ssr")]
use family_map::pending::Waiting;
#[cfg(feature = "ssr")]
use family_map::record::{FactId, Origin};
#[cfg(feature = "ssr")]
use std::collections::BTreeSet;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, Way};

/// Edits that one step may hold.
#[cfg(feature = "ssr")]
const STEP_MAX: usize = 200;
/// Characters that a step may hold, written out.
#[cfg(feature = "ssr")]
const STEP_TEXT_MAX: usize = 200_000;
/// Characters of a name or a note.
#[cfg(feature = "ssr")]
const TEXT_MAX: usize = 2_000;
/// Characters of an id.
#[cfg(feature = "ssr")]
const ID_MAX: usize = 64;

/// Whether there is something of one's own to take back or to do again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSteps {
    /// To take back.
    pub undo: bool,
    /// To do again.
    pub redo: bool,
}

/// What the one who draws needs beside the map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Easel {
    /// Who may tell something and who may be chosen to see it.
    pub parties: Parties,
    /// Key of the one who draws, who tells where nobody else does.
    pub me: String,
    /// What there is to go back to.
    pub steps: OwnSteps,
    /// The family holds the pen: what is for the team alone is not offered.
    #[serde(default)]
    pub in_room: bool,
}

/// The page of the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapPage {
    /// The map as this viewer may see it.
    pub map: CaseMap,
    /// For who may draw on it.
    pub easel: Option<Easel>,
    /// From where on it is followed; not by who gave a reason for one look.
    pub cursor: Option<String>,
    /// A copy may be taken along to where there is no network.
    pub offline: bool,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// The map as the caller may see it now.
    pub record: Record,
    /// What there is to go back to.
    pub steps: OwnSteps,
    /// Why nothing was done, in words.
    pub declined: Option<Message>,
}

/// The map of a case, and what drawing on it needs for who may.
///
/// # Errors
/// As [`super::cases::case_map`].
#[server(name = GetMapPage, endpoint = "map_page", output = Wire)]
pub async fn map_page(id: String, reason: Option<String>) -> Result<MapPage, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, reason.as_deref(), Action::Read).await.map_err(with_status)?;
    let map = map_of(&case, &visit).await?;
    let cursor = if reason.is_none() { Some(case.cursor(&map.record)?.to_string()) } else { None };
    if !case.may_edit() {
        return Ok(MapPage { map, easel: None, cursor, offline: false });
    }
    let parties = parties_of(&case, visit.site.store.today(), &map.record, []).await.map_err(with_status)?;
    let me = visit.own_key().map_err(with_status)?;
    let offline = case.may_take_offline().await?;
    Ok(MapPage {
        map,
        easel: Some(Easel { parties, me, steps: own_steps(&case).await?, in_room: false }),
        cursor,
        offline,
    })
}

/// Does one step: edits that belong together, under a key that the browser
/// made, as JSON of [`family_map::pending::Waiting`]. Sent twice, it counts once.
///
/// # Errors
/// [`AppError::Missing`] where the step cannot be read, or is for somebody or
/// told by somebody who is not of the case.
#[server(name = DrawMap, endpoint = "draw_map", output = Wire)]
pub async fn draw_map(id: String, step: String) -> Result<Drawn, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let step = read_step(&step)?;
    if let Some(handed) = visit.handed() {
        return super::in_room::draw_in_room(&visit, &case, handed, &step).await;
    }
    let record = case.record().await?;
    if let Some(declined) = declined(&drawing_keys(&case, &visit, &record).await?, &record, &step.edits)? {
        return Ok(Drawn { record, steps: own_steps(&case).await?, declined: Some(declined) });
    }
    case.draw(&step.key, &step.edits).await.map_err(AppError::from).map_err(with_status)?;
    Ok(Drawn { record: case.record().await?, steps: own_steps(&case).await?, declined: None })
}

/// A step as a browser wrote it, if it is one.
#[cfg(feature = "ssr")]
pub(super) fn read_step(text: &str) -> Result<Waiting, AppError> {
    if text.len() > STEP_TEXT_MAX {
        return Err(wrong());
    }
    let written: serde_json::Value = serde_json::from_str(text).map_err(|_| wrong())?;
    if longest(&written) > TEXT_MAX {
        return Err(wrong());
    }
    serde_json::from_value(written).map_err(|_| wrong())
}

#[cfg(feature = "ssr")]
fn wrong() -> AppError {
    with_status(AppError::Missing("form".into()))
}

/// The keys of all who may tell something or may be told here.
#[cfg(feature = "ssr")]
pub(super) async fn drawing_keys(
    case: &CaseAccess,
    visit: &crate::server::Visit,
    record: &Record,
) -> Result<BTreeSet<String>, AppError> {
    let parties = parties_of(case, visit.site.store.today(), record, []).await.map_err(with_status)?;
    let mut keys: BTreeSet<String> = parties.list.into_iter().map(|it| it.key).collect();
    keys.insert(visit.own_key().map_err(with_status)?);
    Ok(keys)
}

/// Why edits are not drawn on a record as the caller sees it, in words; an
/// error for what no page of ours sends. The keys are [`drawing_keys`].
#[cfg(feature = "ssr")]
pub(super) fn declined(keys: &BTreeSet<String>, record: &Record, edits: &[Edit]) -> Result<Option<Message>, AppError> {
    let is_drawing = edits.len() <= STEP_MAX && edits.iter().all(|edit| is_drawn(edit, keys));
    if !is_drawing || !super::drawn_network::fits(record, edits) {
        return Err(wrong());
    }
    Ok(contradiction(record, edits))
}

/// Takes back one's own latest step, or does again what was taken back last.
///
/// # Errors
/// When the case may not be changed.
#[server(name = GoMap, endpoint = "go_map", output = Wire)]
pub async fn go_map(id: String, again: bool) -> Result<Drawn, AppError> {
    let visit = visit()?;
    let case = visit.open_to_change(&id).await?;
    let way = if again { Way::Again } else { Way::Back };
    if let Some(handed) = visit.handed() {
        return super::in_room::go_in_room(&case, handed, way).await;
    }
    let gone = case.go(way).await.map_err(AppError::from).map_err(with_status)?;
    let declined = gone.err().map(family_map::undo::Declined::message);
    Ok(Drawn { record: case.record().await?, steps: own_steps(&case).await?, declined })
}

#[cfg(feature = "ssr")]
pub(super) async fn own_steps(case: &CaseAccess) -> Result<OwnSteps, AppError> {
    let steps = case.own_steps().await?;
    Ok(OwnSteps { undo: steps.undo, redo: steps.redo })
}

/// Characters of the longest text in it.
#[cfg(feature = "ssr")]
fn longest(value: &serde_json::Value) -> usize {
    use serde_json::Value as V;
    match value {
        V::String(text) => text.chars().count(),
        V::Array(all) => all.iter().map(longest).max().unwrap_or_default(),
        V::Object(all) => all.iter().map(|(key, it)| longest(it).max(key.chars().count())).max().unwrap_or_default(),
        V::Null | V::Bool(_) | V::Number(_) => 0,
    }
}

/// Whether an edit is one that is drawn: what else can be changed has forms and
/// rules of its own. Who tells and who may see it must be of the case, and a
/// participant is not taken off the map.
#[cfg(feature = "ssr")]
fn is_drawn(edit: &Edit, keys: &BTreeSet<String>) -> bool {
    let of_the_case = |origin: &Origin| {
        keys.contains(&origin.teller.0)
            && !origin.audience.is_empty()
            && origin.audience.iter().all(|key| keys.contains(&key.0))
    };
    match edit {
        Edit::Add(fact) => {
            let known = fact.id().to_string().chars().count() <= ID_MAX + 20;
            let shielded = matches!(fact, family_map::record::Fact::Person(person) if person.shielded);
            // Abuse, violence and neglect are never drawn together with a family.
            let sensitive = matches!(fact, family_map::record::Fact::Bond(bond) if bond.kind.is_sensitive());
            // Nor is health, and least of all a suspicion of it: that has an author, a day and a door of its own.
            let health = matches!(fact, family_map::record::Fact::PersonMark(mark) if mark.kind.is_health());
            known && !shielded && !sensitive && !health && of_the_case(fact.origin())
        }
        Edit::SetPerson { field: PersonField::Shielded(_), .. } => false,
        Edit::SetPerson { field: PersonField::Origin(origin), .. } => of_the_case(origin),
        Edit::SetPerson { .. } => true,
        Edit::Set(Change::Bond(_, BondField::Kind(kind))) => !kind.is_sensitive(),
        // An id does not tell whether it is health, so a mark that is there is changed by its own form alone.
        Edit::Set(Change::PersonMark(..))
        | Edit::Remove(FactId::PersonMark(_))
        | Edit::Restore(FactId::PersonMark(_)) => false,
        Edit::Set(change) => change.origin().is_none_or(of_the_case),
        Edit::Remove(FactId::Person(person)) => !keys.contains(&Party::Person(person.0.clone()).key()),
        Edit::Remove(_) | Edit::Restore(_) | Edit::SetIndex(_) => true,
    }
}

/// The first contradiction that a step would bring into what the caller sees.
#[cfg(feature = "ssr")]
fn contradiction(before: &Record, edits: &[Edit]) -> Option<Message> {
    let mut after = before.clone();
    for edit in edits {
        apply(&mut after, edit);
    }
    let known = check(before);
    // The same fault of the same facts, whatever those are called by now.
    let is_new = |new: &Finding| !known.iter().any(|old| old.facts == new.facts && old.message.key == new.message.key);
    let mut found = check(&after).into_iter().filter(|it| it.severity == Severity::Contradiction);
    found.find(is_new).map(|it| it.message)
}

/// Tests of what counts as drawing.
#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use family_map::record::{Fact, Known, ParentKind, ParentLink, Person, Symbol};

    fn keys() -> BTreeSet<String> {
        ["team", "person:m", "user:1"].map(str::to_owned).into()
    }

    fn person(id: &str, teller: &str, audience: &[&str]) -> Person {
        Person::new(id, Symbol::Unknown, Origin::told(teller, audience.iter().copied()))
    }

    #[test]
    fn who_tells_and_who_sees_it_are_of_the_case() {
        let add = |teller: &str, audience: &[&str]| Edit::Add(Fact::Person(person("p", teller, audience)));
        assert!(is_drawn(&add("user:1", &["team", "person:m"]), &keys()));
        for wrong in [add("user:2", &["team"]), add("user:1", &["person:x"]), add("user:1", &[]), add("", &["team"])] {
            assert!(!is_drawn(&wrong, &keys()), "{wrong:?}");
        }
    }

    #[test]
    fn shields_and_participants_are_not_drawn_away() {
        let set = |field| Edit::SetPerson { person: "m".into(), field };
        assert!(is_drawn(&set(PersonField::Name(Known::Unknown)), &keys()));
        assert!(!is_drawn(&set(PersonField::Shielded(false)), &keys()));
        assert!(!is_drawn(&Edit::Remove(FactId::Person("m".into())), &keys()));
        assert!(is_drawn(&Edit::Remove(FactId::Person("p".into())), &keys()));
        let mut shielded = person("p", "user:1", &["team"]);
        shielded.shielded = true;
        assert!(!is_drawn(&Edit::Add(Fact::Person(shielded)), &keys()));
    }

    #[test]
    fn violence_is_never_drawn_on_a_shared_map() {
        use family_map::record::{Bond, BondKind};
        let bond = |kind| {
            let (id, a, b, span) = ("b".into(), "m".into(), "p".into(), Default::default());
            Edit::Add(Fact::Bond(Bond { id, a, b, kind, span, origin: Origin::told("user:1", ["team"]) }))
        };
        let change = |kind| Edit::Set(Change::Bond("b".into(), BondField::Kind(kind)));
        for kind in BondKind::ALL {
            assert_eq!(is_drawn(&bond(*kind), &keys()), !kind.is_sensitive(), "{kind:?}");
            assert_eq!(is_drawn(&change(*kind), &keys()), !kind.is_sensitive(), "{kind:?}");
        }
    }

    #[test]
    fn health_is_never_drawn_on_a_shared_map() {
        use family_map::edit::PersonMarkField;
        use family_map::record::{MarkKind, PersonMark};
        let mark = |kind| {
            let origin = Origin::told("user:1", ["team"]);
            Edit::Add(Fact::PersonMark(PersonMark::new("k", "m".into(), kind, origin)))
        };
        let change = |kind| Edit::Set(Change::PersonMark("k".into(), PersonMarkField::Kind(kind)));
        let health = ["substance", "substance_suspected", "substance_recovery", "illness", "illness_remission"];
        for kind in MarkKind::ALL {
            assert_eq!(is_drawn(&mark(*kind), &keys()), !health.contains(&kind.code()), "{kind:?}");
            assert!(!is_drawn(&change(*kind), &keys()), "{kind:?}");
        }
        assert!(health.iter().all(|code| MarkKind::ALL.iter().any(|kind| kind.code() == *code)));
        for edit in [Edit::Remove(FactId::PersonMark("k".into())), Edit::Restore(FactId::PersonMark("k".into()))] {
            assert!(!is_drawn(&edit, &keys()), "{edit:?}");
        }
    }

    #[test]
    fn only_a_new_contradiction_stands_in_the_way() {
        let mut record = Record::new();
        for id in ["a", "b"] {
            record.put(Fact::Person(person(id, "user:1", &["team"])));
        }
        let link = |id: &str, child: &str, parent: &str| {
            Edit::Add(Fact::ParentLink(ParentLink {
                id: id.into(),
                child: child.into(),
                parent: parent.into(),
                kind: ParentKind::Biological,
                span: Default::default(),
                origin: Origin::told("user:1", ["team"]),
            }))
        };
        let one = link("1", "a", "b");
        assert_eq!(contradiction(&record, std::slice::from_ref(&one)), None);
        let round = [one.clone(), link("2", "b", "a")];
        assert!(contradiction(&record, &round).is_some());
        for edit in &round {
            apply(&mut record, edit);
        }
        let rename = Edit::SetPerson { person: "a".into(), field: PersonField::Called(Some("A".into())) };
        assert_eq!(contradiction(&record, &[rename]), None, "what was wrong before is not this step's fault");
    }
}

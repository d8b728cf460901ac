//! Together in the room: a tablet in the family's hands shows one map, as all
//! in the room may see it, and takes what they draw. Whoever handed it over
//! takes it back with a PIN. A guest's own phone shows the same page (see
//! [`super::guest`]).

use super::cases::CaseMap;
use super::drawing::Easel;
use super::map_out::MapReader;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::cases::fuzzy;
#[cfg(feature = "ssr")]
use super::drawing::{Drawn, declined, drawing_keys, own_steps};
#[cfg(feature = "ssr")]
use super::offline::parties_in_room;
#[cfg(feature = "ssr")]
use super::parties::{Parties, PartyName};
#[cfg(feature = "ssr")]
use crate::server::{Visit, answer, visit, with_status};
#[cfg(feature = "ssr")]
use casework::Party;
#[cfg(feature = "ssr")]
use family_map::edit::{Edit, apply};
#[cfg(feature = "ssr")]
use family_map::pending::Waiting;
#[cfg(feature = "ssr")]
use family_map::record::Record;
#[cfg(feature = "ssr")]
use std::collections::BTreeSet;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess, Handed};

/// The one page of a screen that is handed over.
pub const ROOM_PAGE: &str = "/i-rommet";
/// What that page may ask for in the family's hands. Nothing else is answered meanwhile.
pub const ROOM_FUNCTIONS: [&str; 4] = ["/api/room_map", "/api/draw_map", "/api/go_map", "/api/take_screen_back"];

/// What is in the family's hands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomMap {
    /// Id of the case.
    pub case: String,
    /// The map as all in the room may see it.
    pub map: CaseMap,
    /// What it is drawn with.
    pub easel: Easel,
    /// A demonstration.
    pub demo: bool,
    /// For a guest: who they are here, and from where on they follow the map.
    pub seat: Option<Seat>,
}

/// A guest on a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Name.
    pub name: String,
    /// Name of who has invited them.
    pub host: String,
    /// From where on the map is followed.
    pub cursor: String,
    /// Under what the browser keeps the stream; of this guest alone.
    pub tag: String,
}

/// What came of a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TookBack {
    /// The screen is the staff's again.
    Done,
    /// The PIN does not fit; so many more are looked at.
    Wrong(u32),
    /// It was wrong too often: one signs in again.
    Ended,
}

/// Who may be in the room.
///
/// # Errors
/// As [`super::cases::case_map`].
#[server(name = GetRoomOffer, endpoint = "room_offer", output = Wire)]
pub async fn room_offer(id: String) -> Result<Vec<MapReader>, AppError> {
    let visit = visit()?;
    let case = visit.open(&id, None, Action::Read).await.map_err(with_status)?;
    if !case.may_edit() {
        return Err(with_status(AppError::NotAllowed));
    }
    super::map_out::readers_of(&case).await
}

/// Who is in the room, out of person ids with commas between them.
#[cfg(feature = "ssr")]
pub(super) fn people_in(room: &str) -> Vec<String> {
    room.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Hands this session's screen over to those in the room: their person ids,
/// separated by commas.
///
/// # Errors
/// [`AppError::Declined`] with a code of «pin_…» or «room_…»; as for opening
/// the case; [`AppError::NotAllowed`] for who may read only.
#[server(name = HandScreen, endpoint = "hand_screen", output = Wire)]
pub async fn hand_screen(id: String, room: String, pin: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = visit.open(&id, None, Action::HandOver).await.map_err(with_status)?;
    if !case.may_edit() {
        return Err(with_status(AppError::NotAllowed));
    }
    let token = visit.token.clone().ok_or(AppError::SignedOut).map_err(with_status)?;
    answer(case.hand_screen(&token, &people_in(&room), &pin).await)
}

/// The map in the family's hands, or on a guest's phone.
///
/// # Errors
/// [`AppError::SignedOut`]; [`AppError::NotFound`] where nothing is handed
/// over, and when the case no longer opens.
#[server(name = GetRoomMap, endpoint = "room_map", output = Wire)]
pub async fn room_map() -> Result<RoomMap, AppError> {
    let visit = visit()?;
    let me = visit.own_key().map_err(with_status)?;
    let handed = visit.handed().cloned().ok_or(AppError::NotFound).map_err(with_status)?;
    let case = visit.open(&handed.case.0, None, Action::Read).await.map_err(with_status)?;
    let (record, parties, seat) = match &visit.guest {
        Some(guest) => {
            let record = case.record().await.map_err(AppError::from).map_err(with_status)?;
            let parties = parties_of_guest(&record, guest, visit.site.store.today());
            let seat = Seat {
                name: parties.list.first().map(|it| it.name.clone()).unwrap_or_default(),
                host: guest.host.user.name.clone(),
                cursor: answer(case.cursor(&record))?.to_string(),
                tag: handed.hand.clone(),
            };
            (record, parties, Some(seat))
        }
        None => {
            let record = in_room(&case, &handed).await?;
            let parties = parties_in_room(&case, &visit, &record, &handed.room).await?;
            (record, parties, None)
        }
    };
    Ok(RoomMap {
        case: handed.case.0,
        easel: Easel { parties, me, steps: own_steps(&case).await?, in_room: true },
        map: CaseMap { record, today: fuzzy(visit.site.store.today()).ok_or(AppError::Internal)? },
        demo: visit.site.demo,
        seat,
    })
}

/// A guest tells for themselves; who may see it are they, the team and the lead.
#[cfg(feature = "ssr")]
fn parties_of_guest(record: &Record, guest: &store::Guest, today: casework::Day) -> Parties {
    let person = guest.person();
    let name = record.people.get(&person.into()).and_then(|it| it.label()).unwrap_or_default();
    let party = |party: Party, name: &str| PartyName { key: party.key(), name: name.to_owned(), child_born: None };
    let me = party(Party::Person(person.to_owned()), name);
    Parties { list: vec![me, party(Party::Team, ""), party(Party::Lead, "")], bars: Vec::new(), today }
}

/// The record as all in the room may see it.
#[cfg(feature = "ssr")]
pub(super) async fn in_room(case: &CaseAccess, handed: &Handed) -> Result<Record, AppError> {
    let room = answer(case.seen_in_room(handed).await)?;
    room.record().await.map_err(AppError::from).map_err(with_status)
}

/// Does one step of those in the room: on what they see, told by one of them or
/// who draws with them, for nobody but them and the team. Why the rest of the
/// map stands against it, they are not told.
#[cfg(feature = "ssr")]
pub(super) async fn draw_in_room(
    visit: &Visit,
    case: &CaseAccess,
    handed: &Handed,
    step: &Waiting,
) -> Result<Drawn, AppError> {
    let refused = |code: &str| with_status(AppError::Declined(code.to_owned()));
    let shown = in_room(case, handed).await?;
    let known = drawing_keys(case, visit, &shown).await?;
    if !stands_on(&shown, &Voices::in_room(&known, handed, &visit.own_key().map_err(with_status)?), &step.edits) {
        return Err(refused("room_step"));
    }
    if let Some(why) = declined(&known, &shown, &step.edits)? {
        return Ok(Drawn { record: shown, steps: own_steps(case).await?, declined: Some(why) });
    }
    let whole = case.record().await.map_err(AppError::from).map_err(with_status)?;
    if declined(&known, &whole, &step.edits)?.is_some() {
        return Err(refused("room_step"));
    }
    let theirs = answer(case.drawn_in_room(handed).await)?;
    theirs.draw(&step.key, &step.edits).await.map_err(AppError::from).map_err(with_status)?;
    Ok(Drawn { record: in_room(case, handed).await?, steps: own_steps(case).await?, declined: None })
}

/// Takes back the latest step of those in the room, or does it again: with
/// their eyes, so that nothing they do not see stands in its way or is told.
#[cfg(feature = "ssr")]
pub(super) async fn go_in_room(case: &CaseAccess, handed: &Handed, way: store::Way) -> Result<Drawn, AppError> {
    let theirs = answer(case.drawn_in_room(handed).await)?;
    let gone = theirs.go(way).await.map_err(AppError::from).map_err(with_status)?;
    let declined = gone.err().map(family_map::undo::Declined::message);
    Ok(Drawn { record: in_room(case, handed).await?, steps: own_steps(case).await?, declined })
}

/// Who speaks in the room, and to whom.
#[cfg(feature = "ssr")]
struct Voices {
    /// Those who tell: who is here. On their own phone a guest speaks for themselves.
    tellers: BTreeSet<String>,
    /// Those who may be told: they, the team and the lead.
    told: BTreeSet<String>,
}

#[cfg(feature = "ssr")]
impl Voices {
    /// Of all who may tell or be told in the case.
    fn in_room(known: &BTreeSet<String>, handed: &Handed, me: &str) -> Self {
        let here = |key: &&String| match Party::from_key(key) {
            Some(Party::Person(id)) => handed.room.contains(&id),
            _ => *key == me,
        };
        let tellers: BTreeSet<String> = known.iter().filter(here).cloned().collect();
        let service = [Party::Team.key(), Party::Lead.key()];
        let told = tellers.iter().cloned().chain(service.into_iter().filter(|key| known.contains(key))).collect();
        Self { tellers, told }
    }
}

/// Whether edits speak only of what is shown or what they add themselves, and
/// are told by these and for these. What somebody else has told stays theirs.
#[cfg(feature = "ssr")]
fn stands_on(shown: &Record, voices: &Voices, edits: &[Edit]) -> bool {
    let mut now = shown.clone();
    edits.iter().all(|edit| {
        let known = match edit {
            Edit::Add(fact) => !now.holds(&fact.id()) && fact.leans_on().iter().all(|id| now.holds(id)),
            // What they see no longer, they did not see go.
            Edit::Restore(_) => false,
            Edit::SetIndex(person) => person.iter().all(|id| now.people.contains_key(id)),
            other => other.fact().is_some_and(|id| now.holds(&id)),
        };
        let origin = match edit {
            Edit::Add(fact) => Some(fact.origin()),
            other => other.origin(),
        };
        let theirs = origin.is_none_or(|it| {
            let before = edit.fact().and_then(|id| now.fact(&id)).map(|it| it.origin().teller.0.clone());
            voices.tellers.contains(&it.teller.0)
                && before.is_none_or(|teller| voices.tellers.contains(&teller))
                && it.audience.iter().all(|key| voices.told.contains(&key.0))
        });
        let _ = apply(&mut now, edit);
        known && theirs
    })
}

/// Takes the screen back.
///
/// # Errors
/// [`AppError::SignedOut`] where nobody is signed in.
#[server(name = TakeScreenBack, endpoint = "take_screen_back", output = Wire)]
pub async fn take_screen_back(pin: String) -> Result<TookBack, AppError> {
    let visit = visit()?;
    visit.user().map_err(with_status)?;
    let token = visit.token.clone().ok_or(AppError::SignedOut).map_err(with_status)?;
    if visit.handed().is_none() {
        return Err(with_status(AppError::NotFound));
    }
    Ok(match answer(visit.site.store.take_screen_back(&token, &pin).await)? {
        store::TakenBack::Done => TookBack::Done,
        store::TakenBack::Wrong(left) => TookBack::Wrong(left),
        store::TakenBack::Ended => TookBack::Ended,
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use family_map::record::{Fact, FactId, Origin, Partnership, PartnershipKind, Person, Symbol};

    fn person(id: &str, teller: &str, audience: &[&str]) -> Fact {
        Fact::Person(Person::new(id, Symbol::Female, Origin::told(teller, audience.iter().copied())))
    }

    fn couple(a: &str, b: &str) -> Edit {
        Edit::Add(Fact::Partnership(Partnership {
            id: "ab".into(),
            a: a.into(),
            b: b.into(),
            kind: PartnershipKind::Married,
            span: Default::default(),
            events: Vec::new(),
            consanguineous: false,
            origin: Origin::told("person:m", ["team", "person:m"]),
        }))
    }

    #[test]
    fn what_is_drawn_in_the_room_stands_on_what_is_seen_there() {
        let mut shown = Record::new();
        shown.put(person("m", "team", &["team", "person:m"]));
        let known: BTreeSet<String> = ["team", "lead", "person:m", "person:x", "user:1"].map(str::to_owned).into();
        let handed =
            Handed { case: store::CaseId("c".into()), room: vec!["m".into()], hand: "h".into(), own_phone: false };
        let voices = Voices::in_room(&known, &handed, "user:1");
        let fine = |edits: &[Edit]| stands_on(&shown, &voices, edits);
        let new = Edit::Add(person("n", "person:m", &["team", "person:m"]));
        assert!(fine(&[new.clone(), couple("m", "n")]));
        assert!(fine(&[Edit::Remove(FactId::Person("m".into()))]));
        // Somebody of whom nothing is shown, gone or not.
        assert!(!fine(&[couple("m", "hidden")]));
        assert!(!fine(&[Edit::Remove(FactId::Person("hidden".into()))]));
        assert!(!fine(&[Edit::Restore(FactId::Person("m".into()))]));
        // Over one who is there, told by another, or for another.
        assert!(!fine(&[Edit::Add(person("m", "person:m", &["team"]))]));
        assert!(!fine(&[Edit::Add(person("n", "person:x", &["team"]))]));
        assert!(!fine(&[Edit::Add(person("n", "person:m", &["team", "person:x"]))]));
        // The service does not speak here, and what it has said stays its own.
        assert!(!fine(&[Edit::Add(person("n", "team", &["team", "person:m"]))]));
        let retold = |id: &str| Edit::SetPerson {
            person: id.into(),
            field: family_map::edit::PersonField::Origin(Origin::told("person:m", ["person:m"])),
        };
        assert!(!fine(&[retold("m")]));
        assert!(fine(&[new, retold("n")]));
        // Whoever draws with them speaks too; on their own phone a guest is alone.
        assert!(fine(&[Edit::Add(person("n", "user:1", &["team", "person:m"]))]));
        let guest = Voices::in_room(&known, &handed, "person:m");
        assert!(!stands_on(&shown, &guest, &[Edit::Add(person("n", "user:1", &["team", "person:m"]))]));
    }
}

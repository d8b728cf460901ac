//! An ecomap in words: whole sentences, complete enough to draw it from.

use super::{Ecomap, EcomapMeasures};
use crate::message::{Arg, Message, MessageKey};
use crate::record::{Centre, EcomapSystem, Energy, Known, Stress};
use crate::scene::keys;
use crate::scene::words::{name, name_by_id};

/// What to call a system inside a sentence.
pub(crate) fn system(map: &Ecomap<'_>, it: &EcomapSystem) -> Arg {
    crate::network::words::who(map.record, &it.who).unwrap_or_else(|| Message::new(keys::system(it.kind)).into())
}

/// Whose ecomap it is, who is in the middle, and how many systems there are.
pub(crate) fn introduction(map: &Ecomap<'_>) -> Vec<Message> {
    let title = match (map.centre, map.home) {
        (Centre::Household(_), Some(home)) => Arg::from(home.label.as_str()),
        (Centre::Person(id), _) => name_by_id(map.record, id),
        _ => Message::new(MessageKey::NameUnnamed).into(),
    };
    let mut said = vec![Message::new(MessageKey::EcomapTitle).with("name", title)];
    if let Some(home) = map.home {
        let names: Vec<Arg> = map.people.iter().map(|it| name(it)).collect();
        if !names.is_empty() {
            let message = Message::new(MessageKey::HouseholdMembers).with("label", home.label.as_str());
            said.push(message.with("names", names));
        }
    }
    said.push(Message::new(MessageKey::EcomapCount).with("count", map.systems.len()));
    said
}

/// One system.
pub(crate) fn describe(map: &Ecomap<'_>, it: &EcomapSystem) -> Vec<Message> {
    let kind = Message::new(keys::system(it.kind));
    let mut said = vec![match crate::network::words::who(map.record, &it.who) {
        Some(name) => Message::new(MessageKey::EcomapNamed).with("name", name).with("kind", kind),
        None => Message::new(MessageKey::EcomapUnnamed).with("kind", kind),
    }];
    let concerned: Vec<Arg> = it.concerns.iter().filter_map(|id| map.record.people.get(id)).map(name).collect();
    if !concerned.is_empty() {
        said.push(Message::new(MessageKey::EcomapConcerns).with("names", concerned));
    }
    let unknown = || Message::new(MessageKey::AnswerUnknown);
    let how = |key, word: Message| Message::new(key).with("how", word);
    match &it.strength {
        Known::NotAsked => {}
        Known::Unknown => said.push(how(MessageKey::EcomapStrength, unknown())),
        Known::Known(strength) => said.push(how(MessageKey::EcomapStrength, Message::new(keys::strength(*strength)))),
    }
    match &it.stress {
        Known::NotAsked => {}
        Known::Unknown => said.push(Message::new(MessageKey::EcomapStressUnknown)),
        Known::Known(Stress::None) => said.push(Message::new(MessageKey::EcomapNotStressful)),
        Known::Known(Stress::Stressful) => said.push(Message::new(MessageKey::EcomapStressful)),
    }
    match &it.energy {
        Known::NotAsked => {}
        Known::Unknown => said.push(how(MessageKey::EcomapEnergy, unknown())),
        Known::Known(energy) => said.push(how(MessageKey::EcomapEnergy, energy_words(*energy))),
    }
    said.extend(it.span.from.map(|date| Message::new(MessageKey::EcomapFrom).with("date", date)));
    said.extend(it.note.as_deref().map(|text| Message::new(MessageKey::NetworkNote).with("text", text)));
    said
}

/// What an arrow means, in the words that stand beside it: sources disagree
/// on which way an arrow points for what takes strength.
pub(crate) const fn energy_words(energy: Energy) -> Message {
    Message::new(keys::energy(energy))
}

/// The figures as sentences, only those that are not nought.
pub(crate) fn figures(it: &EcomapMeasures) -> Vec<Message> {
    let all = [
        (MessageKey::EcomapStrong, it.strong),
        (MessageKey::EcomapWeak, it.weak),
        (MessageKey::EcomapBroken, it.broken),
        (MessageKey::EcomapUnused, it.unused),
        (MessageKey::EcomapStraining, it.stressful),
        (MessageKey::EcomapGiving, it.gives),
        (MessageKey::EcomapTaking, it.takes),
        (MessageKey::EcomapMutual, it.mutual),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| Message::new(key).with("count", count)).collect()
}

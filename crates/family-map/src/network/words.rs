//! A network in words: whole sentences, complete enough to draw it from.

use super::{Map, Measures, Share};
use crate::date::FuzzyDate;
use crate::message::{Arg, Message, MessageKey};
use crate::record::{
    AcquaintanceKind, Contact, Known, NetworkKind, NetworkMember, Reciprocity, Record, Ring, Sector, Support, Valence,
    Who,
};
use crate::scene::keys;
use crate::scene::words::{name, name_by_id};

/// What to call a member inside a sentence.
pub(crate) fn member(record: &Record, member: &NetworkMember) -> Arg {
    who(record, &member.who).unwrap_or_else(|| Message::new(MessageKey::NameUnnamed).into())
}

/// What to call somebody; none where there is neither a name nor anybody.
pub(crate) fn who(record: &Record, who: &Who) -> Option<Arg> {
    if let Some(name) = who.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        return Some(name.into());
    }
    let mut names: Vec<Arg> = who.people.iter().filter_map(|id| record.people.get(id)).map(name).collect();
    match names.len() {
        0 => None,
        1 => names.pop(),
        _ => Some(Message::new(MessageKey::NameSeveral).with("names", names).into()),
    }
}

/// What a sector is called.
pub(crate) fn sector(sector: &Sector) -> Arg {
    if let Some(label) = &sector.label {
        return label.as_str().into();
    }
    Message::new(match sector.code.0.as_str() {
        "FAM" => MessageKey::SectorFamily,
        "SLEKT" => MessageKey::SectorKin,
        "VENN" => MessageKey::SectorFriends,
        "ARENA" => MessageKey::SectorArena,
        "FRITID" => MessageKey::SectorLeisure,
        "HJELP" => MessageKey::SectorHelpers,
        other => return other.into(),
    })
    .into()
}

/// The sector with this code, as the map has it.
pub(crate) fn sector_of(map: &Map<'_>, code: &crate::record::SectorCode) -> Arg {
    map.sectors.iter().find(|it| &it.code == code).map_or_else(|| code.0.as_str().into(), sector)
}

fn word(key: MessageKey) -> Arg {
    Message::new(key).into()
}

pub(crate) fn ring(it: Ring) -> Arg {
    word(keys::ring(it))
}

/// A word for an answer, also for «not known»; none where nobody asked.
fn answer<T>(known: &Known<T>, word_for: impl Fn(&T) -> Arg) -> Option<Arg> {
    match known {
        Known::NotAsked => None,
        Known::Unknown => Some(word(MessageKey::AnswerUnknown)),
        Known::Known(value) => Some(word_for(value)),
    }
}

/// A word for an answer, also for one that nobody asked for.
pub(crate) fn asked<T>(known: &Known<T>, word_for: impl Fn(&T) -> Arg) -> Arg {
    answer(known, word_for).unwrap_or_else(|| word(MessageKey::AnswerNotAsked))
}

pub(crate) fn contact(it: &Contact) -> Arg {
    word(keys::contact(*it))
}

pub(crate) fn reciprocity(it: &Reciprocity) -> Arg {
    word(keys::reciprocity(*it))
}

pub(crate) fn valence(it: &Valence) -> Arg {
    word(keys::valence(*it))
}

pub(crate) fn support(kinds: &std::collections::BTreeSet<Support>) -> Arg {
    if kinds.is_empty() {
        return word(MessageKey::SupportNone);
    }
    Arg::List(kinds.iter().map(|it| word(keys::support(*it))).collect())
}

pub(crate) fn acquaintance(it: AcquaintanceKind) -> Arg {
    word(keys::acquaintance(it))
}

/// Whose network it is, or whose wish.
#[must_use]
pub fn title(map: &Map<'_>) -> Message {
    let title = match map.network.kind {
        NetworkKind::Now => MessageKey::NetworkTitle,
        NetworkKind::Wished => MessageKey::NetworkTitleWished,
    };
    Message::new(title).with("name", name_by_id(map.record, &map.network.person))
}

/// The first sentences: whose network it is, and how many there are.
pub(crate) fn introduction(map: &Map<'_>) -> Vec<Message> {
    vec![
        title(map),
        Message::new(MessageKey::NetworkCount).with("count", map.members.len()),
        Message::new(MessageKey::NetworkSectors).with("names", map.sectors.iter().map(sector).collect::<Vec<Arg>>()),
    ]
}

/// One member.
pub(crate) fn describe(map: &Map<'_>, it: &NetworkMember) -> Vec<Message> {
    let standing = &it.standing;
    let mut said = vec![
        Message::new(MessageKey::NetworkMember)
            .with("name", member(map.record, it))
            .with("sector", sector_of(map, &standing.sector))
            .with("ring", ring(standing.ring)),
    ];
    let say = |key, name: &'static str, arg: Option<Arg>| arg.map(|arg| Message::new(key).with(name, arg));
    said.extend(say(MessageKey::NetworkContact, "often", answer(&standing.contact, contact)));
    said.extend(say(MessageKey::NetworkSupport, "kinds", answer(&standing.support, support)));
    said.extend(say(MessageKey::NetworkReciprocity, "how", answer(&standing.reciprocity, reciprocity)));
    said.extend(say(MessageKey::NetworkValence, "how", answer(&standing.valence, valence)));
    said.extend(match it.known_since {
        Known::NotAsked => None,
        Known::Unknown => Some(Message::new(MessageKey::NetworkKnownSinceUnknown)),
        Known::Known(date) => Some(Message::new(MessageKey::NetworkKnownSince).with("date", date)),
    });
    said.extend(it.span.from.map(|date: FuzzyDate| Message::new(MessageKey::NetworkMemberFrom).with("date", date)));
    said.extend(knows(map, it));
    said.extend(it.note.as_deref().map(|text| Message::new(MessageKey::NetworkNote).with("text", text)));
    said
}

/// Whom a member knows, by what it is like between them.
fn knows(map: &Map<'_>, it: &NetworkMember) -> Vec<Message> {
    let names = |kind: AcquaintanceKind| -> Vec<Arg> {
        let of = map.ties.iter().filter(|tie| tie.kind == kind && (tie.a == it.id || tie.b == it.id));
        let other = |tie: &&crate::record::Acquaintance| if tie.a == it.id { tie.b.clone() } else { tie.a.clone() };
        of.map(other)
            .filter_map(|id| map.record.network_members.get(&id))
            .map(|other| member(map.record, other))
            .collect()
    };
    let mut said = Vec::new();
    for kind in AcquaintanceKind::ALL {
        let names = names(*kind);
        if names.is_empty() {
            continue;
        }
        said.push(match kind {
            AcquaintanceKind::Knows => Message::new(MessageKey::NetworkKnows).with("names", names),
            other => Message::new(MessageKey::NetworkKnowsAs).with("names", names).with("kind", acquaintance(*other)),
        });
    }
    said
}

/// The figures as sentences.
pub(crate) fn figures(map: &Map<'_>, it: &Measures) -> Vec<Message> {
    let mut said = Vec::new();
    if let Some(percent) = it.density.percent() {
        said.push(Message::new(MessageKey::MeasureDensity).with("count", it.ties).with("percent", percent));
    }
    if let Some(mean) = it.mean_ring() {
        let hundredths = (mean * 100.0).round() as u32;
        said.push(
            Message::new(MessageKey::MeasureMeanRing)
                .with("whole", hundredths / 100)
                .with("hundredths", format!("{:02}", hundredths % 100)),
        );
    }
    let share = |key, share: Share| Some(Message::new(key).with("count", share.part).with("percent", share.percent()?));
    said.extend(share(MessageKey::MeasureReciprocity, it.reciprocity));
    said.extend(share(MessageKey::MeasureMultiplexity, it.multiplexity));
    said.extend(share(MessageKey::MeasureStrained, it.strained));
    said.extend(share(MessageKey::MeasureHelpers, it.helpers));
    let names = |ids: &[crate::record::NetworkMemberId]| -> Vec<Arg> {
        ids.iter().filter_map(|id| map.record.network_members.get(id)).map(|it| member(map.record, it)).collect()
    };
    for (key, ids) in [(MessageKey::MeasureBridges, &it.bridges), (MessageKey::MeasureIsolates, &it.isolates)] {
        if !ids.is_empty() {
            said.push(Message::new(key).with("names", names(ids)));
        }
    }
    said
}

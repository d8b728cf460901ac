//! The network as a table: the same people, sectors, rings and ties, and for
//! who draws the same edits.

use super::choice::Choice;
use super::edits::{moved, set};
use super::words::{answer_of, answers, code_of, ring_word, sector_word, support_word, who_word};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::drawing::Drawing;
use crate::text::{Language, list};
use family_map::edit::NetworkMemberField;
use family_map::network::{Map, map};
use family_map::record::{Contact, Known, NetworkId, NetworkMember, NetworkMemberId, Record, Ring, Sector, Valence};
use leptos::prelude::*;

/// What stands in one row, in words and codes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: NetworkMemberId,
    name: String,
    sector: (String, String),
    ring: (String, String),
    contact: (String, String),
    valence: (String, String),
    support: String,
    knows: String,
}

/// Everyone in the network, sector by sector and from inside out.
#[component]
pub(super) fn NetworkTable(
    /// What is shown.
    record: Memo<Record>,
    /// Which network.
    network: Signal<Option<NetworkId>>,
    /// Its sectors.
    sectors: Memo<Vec<Sector>>,
    /// For who may draw, while it is now.
    drawing: Signal<Option<Drawing>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let rows = Memo::new(move |_| {
        record.with(|record| {
            let map = network.get().and_then(|id| map(record, &id));
            map.map(|map| rows(&map, language())).unwrap_or_default()
        })
    });
    let ids = Memo::new(move |_| rows.with(|rows| rows.iter().map(|it| it.id.clone()).collect::<Vec<_>>()));
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-labelledby="network-caption">
            <table class="ds-table network-table" data-zebra="true">
                <caption id="network-caption" class="ds-sr-only">{t!(i18n, network.table)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, network.who)}</th>
                        <th scope="col">{t!(i18n, network.sector)}</th>
                        <th scope="col">{t!(i18n, network.ring)}</th>
                        <th scope="col">{t!(i18n, network.contact)}</th>
                        <th scope="col">{t!(i18n, network.support)}</th>
                        <th scope="col">{t!(i18n, network.valence)}</th>
                        <th scope="col">{t!(i18n, network.knows)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || ids.get() key=|id| id.clone() let:id>
                        {
                            let row = Memo::new(move |_| rows.with(|rows| rows.iter().find(|it| it.id == id).cloned()));
                            view! { <RowView row sectors record drawing /> }
                        }
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn RowView(
    row: Memo<Option<Row>>,
    sectors: Memo<Vec<Sector>>,
    record: Memo<Record>,
    drawing: Signal<Option<Drawing>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let text =
        move |read: fn(&Row) -> &String| row.with(|row| row.as_ref().map(|it| read(it).clone()).unwrap_or_default());
    let id = row.with_untracked(|row| row.as_ref().map(|it| it.id.clone())).unwrap_or_else(|| "".into());
    let key = id.as_str().to_owned();
    let id = StoredValue::new(id);
    let name = move || text(|it| &it.name);
    // A cell with the word alone for who reads, and with a choice for who draws.
    let cell = move |what: &'static str,
                     column: Signal<String>,
                     of: fn(&Row) -> &(String, String),
                     options: Signal<Vec<(String, String)>>,
                     keep: Callback<(Drawing, NetworkMember, String)>| {
        let field = format!("{what}-{}", id.with_value(|id| id.as_str().to_owned()));
        let now = Signal::derive(move || row.with(|row| row.as_ref().map(|it| of(it).0.clone()).unwrap_or_default()));
        move || match drawing.get() {
            None => row.with(|row| row.as_ref().map(|it| of(it).1.clone()).unwrap_or_default()).into_any(),
            Some(drawing) => {
                let label = Signal::derive(move || t_string!(i18n, network.cell, what = column.get(), name = name()));
                let choose = Callback::new(move |code: String| {
                    let member = record.with_untracked(|record| record.network_members.get(&id.get_value()).cloned());
                    if let Some(member) = member {
                        keep.run((drawing, member, code));
                    }
                });
                view! { <Choice id=field.clone() quiet=true label now options on_choose=choose /> }.into_any()
            }
        }
    };
    let sector = cell(
        "sector",
        Signal::derive(move || t_string!(i18n, network.sector).to_owned()),
        |it| &it.sector,
        Signal::derive(move || {
            sectors.with(|all| all.iter().map(|it| (it.code.0.clone(), sector_word(language(), it))).collect())
        }),
        Callback::new(|(drawing, member, code): (Drawing, NetworkMember, String)| {
            drawing.draw(moved(&member, Some(code.as_str().into()), None))
        }),
    );
    let ring = cell(
        "ring",
        Signal::derive(move || t_string!(i18n, network.ring).to_owned()),
        |it| &it.ring,
        Signal::derive(move || Ring::ALL.iter().map(|it| (it.code().to_owned(), ring_word(language(), *it))).collect()),
        Callback::new(|(drawing, member, code): (Drawing, NetworkMember, String)| {
            drawing.draw(moved(&member, None, Ring::from_code(&code)))
        }),
    );
    let contact = cell(
        "contact",
        Signal::derive(move || t_string!(i18n, network.contact).to_owned()),
        |it| &it.contact,
        Signal::derive(move || answers(language(), "contact", Contact::ALL.iter().map(|it| it.code()))),
        Callback::new(|(drawing, member, code): (Drawing, NetworkMember, String)| {
            drawing.draw(vec![set(&member.id, NetworkMemberField::Contact(answer_of(&code, Contact::from_code)))]);
        }),
    );
    let valence = cell(
        "valence",
        Signal::derive(move || t_string!(i18n, network.valence).to_owned()),
        |it| &it.valence,
        Signal::derive(move || answers(language(), "valence", Valence::ALL.iter().map(|it| it.code()))),
        Callback::new(|(drawing, member, code): (Drawing, NetworkMember, String)| {
            drawing.draw(vec![set(&member.id, NetworkMemberField::Valence(answer_of(&code, Valence::from_code)))]);
        }),
    );
    view! {
        <tr data-member=key>
            <th scope="row"><bdi>{name}</bdi></th>
            <td>{sector}</td>
            <td>{ring}</td>
            <td>{contact}</td>
            <td>{move || text(|it| &it.support)}</td>
            <td>{valence}</td>
            <td>{move || text(|it| &it.knows)}</td>
        </tr>
    }
}

fn rows(map: &Map<'_>, language: Language) -> Vec<Row> {
    let place = |it: &NetworkMember| map.sectors.iter().position(|sector| sector.code == it.standing.sector);
    let mut members = map.members.clone();
    members.sort_by_key(|it| (place(it), it.standing.ring));
    members.into_iter().map(|it| row(map, it, language)).collect()
}

fn row(map: &Map<'_>, it: &NetworkMember, language: Language) -> Row {
    let name = |it: &NetworkMember| who_word(language, map.record, &it.who);
    let word_of = |group: &str, code: &str| {
        let all = answers(language, group, [code].into_iter().filter(|it| !it.is_empty() && *it != "unknown"));
        all.into_iter().find(|(other, _)| other == code).unwrap_or_default()
    };
    let standing = &it.standing;
    let sector = map.sectors.iter().find(|sector| sector.code == standing.sector);
    let support = match &standing.support {
        Known::Known(kinds) if kinds.is_empty() => crate::text::word(language, "support.none"),
        Known::Known(kinds) => {
            list(language, &kinds.iter().map(|kind| support_word(language, *kind)).collect::<Vec<_>>())
        }
        Known::Unknown => crate::text::word(language, "answer.unknown"),
        Known::NotAsked => crate::text::word(language, "answer.not_asked"),
    };
    let known = map.ties.iter().filter_map(|tie| match () {
        () if tie.a == it.id => Some(&tie.b),
        () if tie.b == it.id => Some(&tie.a),
        () => None,
    });
    let known = known.filter_map(|id| map.members.iter().find(|it| &it.id == id)).map(|it| name(it));
    Row {
        id: it.id.clone(),
        name: name(it),
        sector: (standing.sector.0.clone(), sector.map(|it| sector_word(language, it)).unwrap_or_default()),
        ring: (standing.ring.code().to_owned(), ring_word(language, standing.ring)),
        contact: word_of("contact", code_of(&standing.contact, |it| it.code())),
        valence: word_of("valence", code_of(&standing.valence, |it| it.code())),
        support,
        knows: list(language, &known.collect::<Vec<_>>()),
    }
}

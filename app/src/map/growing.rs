//! What can be done with the chosen person: whom to add, the ties, the way off
//! the map.

use super::drawing::{Drawing, fresh_id};
use super::table::full_name;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::word;
use casework::Party;
use family_map::edit::{BondField, Change, Edit, ParentLinkField, PartnershipField};
use family_map::kin::{Kin, Tie, bond, offers, tie};
use family_map::record::{BondId, BondKind, FactId, ParentKind, PartnershipKind, PersonId, Record};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The word for somebody who can be added.
pub(super) fn kin_word(i18n: I18nContext<Locale>, kin: Kin) -> &'static str {
    match kin {
        Kin::Partner => t_string!(i18n, map.add_partner),
        Kin::Child => t_string!(i18n, map.add_child),
        Kin::Parents => t_string!(i18n, map.add_parents),
        Kin::Sibling => t_string!(i18n, map.add_sibling),
        Kin::Twin => t_string!(i18n, map.add_twin),
        Kin::FosterHome => t_string!(i18n, map.add_foster_home),
    }
}

/// The key that adds them.
pub(super) fn kin_key(i18n: I18nContext<Locale>, kin: Kin) -> &'static str {
    match kin {
        Kin::Partner => t_string!(i18n, map.key_partner),
        Kin::Child => t_string!(i18n, map.key_child),
        Kin::Parents => t_string!(i18n, map.key_parents),
        Kin::Sibling => t_string!(i18n, map.key_sibling),
        Kin::Twin => t_string!(i18n, map.key_twin),
        Kin::FosterHome => t_string!(i18n, map.key_foster_home),
    }
}

/// A tie of the chosen person, as a line with a choice.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    Couple { id: family_map::record::PartnershipId, with: PersonId, kind: PartnershipKind },
    Parent { id: family_map::record::ParentLinkId, parent: PersonId, kind: ParentKind },
    Bond { id: BondId, with: PersonId, kind: BondKind },
}

/// How somebody is to be tied to another.
#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    Kin(Tie),
    Bond(BondKind),
}

impl How {
    fn from_code(code: &str) -> Option<Self> {
        match code.strip_prefix("bond.") {
            Some(kind) => BondKind::from_code(kind).map(Self::Bond),
            None => Tie::from_code(code).map(Self::Kin),
        }
    }
}

/// The ties of a person. Emotional ones only while they are shown, and never
/// those that are not for a map drawn together.
fn lines(record: &Record, of: &PersonId, bonds: bool) -> Vec<Line> {
    let couples = record
        .partnerships_of(of)
        .filter_map(|it| Some(Line::Couple { id: it.id.clone(), with: it.other(of)?.clone(), kind: it.kind }));
    let parents = record.parents_of(of);
    let parents = parents.map(|it| Line::Parent { id: it.id.clone(), parent: it.parent.clone(), kind: it.kind });
    let felt = record.bonds.values().filter(|it| bonds && !it.kind.is_sensitive() && (&it.a == of || &it.b == of));
    let felt = felt.map(|it| Line::Bond {
        id: it.id.clone(),
        with: if &it.a == of { it.b.clone() } else { it.a.clone() },
        kind: it.kind,
    });
    couples.chain(parents).chain(felt).collect()
}

/// What stands below the sentences about the chosen person.
#[component]
pub(super) fn Growing(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// What is shown.
    record: Memo<Record>,
    /// Whether emotional ties are shown.
    bonds: RwSignal<bool>,
    /// Who is chosen.
    person: PersonId,
    /// Adds somebody and lets them be named.
    on_grow: Callback<(PersonId, Kin)>,
    /// Lets a person be named.
    on_name: Callback<PersonId>,
    /// Takes a person off the map.
    on_remove: Callback<PersonId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = StoredValue::new(person);
    let offered = Memo::new(move |_| record.with(|record| id.with_value(|id| offers(record, id))));
    let shielded = Memo::new(move |_| {
        record.with(|record| id.with_value(|id| record.people.get(id).is_none_or(|it| it.shielded)))
    });
    let may_go = move || may_be_removed(drawing, &id.get_value());
    view! {
        <div class="map-edit">
            <Show when=move || !shielded.get()>
                <button class="ds-button" data-variant="secondary" data-size="sm" type="button" aria-keyshortcuts="F2"
                    on:click=move |_| on_name.run(id.get_value())>{t!(i18n, map.rename)} <kbd>"F2"</kbd></button>
            </Show>
            <Show when=move || offered.with(|it| !it.is_empty())>
                <div role="group" aria-labelledby="map-add-title">
                    <h3 class="ds-label" id="map-add-title">{t!(i18n, map.add)}</h3>
                    <div class="map-kin">
                        <For each=move || offered.get() key=|kin| *kin let:kin>
                            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                                aria-keyshortcuts=move || kin_key(i18n, kin)
                                on:click=move |_| on_grow.run((id.get_value(), kin))>
                                {move || kin_word(i18n, kin)} <kbd>{move || kin_key(i18n, kin)}</kbd>
                            </button>
                        </For>
                    </div>
                </div>
            </Show>
            <Ties drawing record bonds id />
            {move || may_go().then(|| view! {
                <button class="ds-button" data-variant="tertiary" data-color="danger" data-size="sm" type="button" aria-keyshortcuts="Delete"
                    on:click=move |_| on_remove.run(id.get_value())>{t!(i18n, map.remove)}</button>
            })}
        </div>
    }
}

/// Whether somebody can be taken off the map: who takes part stays.
pub(super) fn may_be_removed(drawing: Drawing, id: &PersonId) -> bool {
    let key = Party::Person(id.0.clone()).key();
    !drawing.parties.with_value(|parties| parties.list.iter().any(|it| it.key == key))
}

/// The ties of the chosen person, and a new one to somebody on the map.
#[component]
fn Ties(drawing: Drawing, record: Memo<Record>, bonds: RwSignal<bool>, id: StoredValue<PersonId>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let all = Memo::new(move |_| record.with(|record| id.with_value(|id| lines(record, id, bonds.get()))));
    let name = move |id: &PersonId| {
        record.with(|record| record.people.get(id).map(|it| full_name(it, language())).unwrap_or_default())
    };
    let others = move || {
        record.with(|record| {
            let others = record.people.values().filter(|it| id.with_value(|id| it.id != *id));
            others.map(|it| (it.id.0.clone(), full_name(it, language()))).collect::<Vec<_>>()
        })
    };
    let who = RwSignal::new(String::new());
    let how = RwSignal::new(How::Kin(Tie::Partner));
    let already = RwSignal::new(false);
    let tie_them = move || {
        let other = PersonId::from(who.get_untracked());
        let (how, from, origin) = (how.get_untracked(), id.get_value(), drawing.origin());
        let edits = drawing.with_now(|record| match how {
            How::Kin(how) => tie(record, &from, how, &other, &origin, &mut fresh_id),
            How::Bond(kind) => bond(record, &from, kind, &other, &origin, &mut fresh_id),
        });
        already.set(edits.is_none() && !other.0.is_empty());
        if let Some(edits) = edits {
            // What was just said is to be seen.
            if matches!(how, How::Bond(_)) {
                bonds.set(true);
            }
            drawing.draw(edits);
            who.set(String::new());
        }
    };
    view! {
        <Show when=move || all.with(|it| !it.is_empty())>
            <h3 class="ds-label">{t!(i18n, map.ties)}</h3>
        </Show>
        <ul class="map-ties">
            {move || all.get().into_iter().enumerate().map(|(at, line)| {
                let (other, choice, fact) = match line {
                    Line::Couple { id, with, kind } => (
                        with,
                        {
                            let id = id.clone();
                            let keep = move |code: String| PartnershipKind::from_code(&code)
                                .map(|kind| Edit::Set(Change::Partnership(id.clone(), PartnershipField::Kind(kind))));
                            let options = PartnershipKind::ALL.iter().map(|it| (it.code(), "partnership")).collect::<Vec<_>>();
                            view! { <Choice id=format!("tie-{at}") now=kind.code() options drawing keep=Callback::new(keep) /> }.into_any()
                        },
                        FactId::Partnership(id),
                    ),
                    Line::Parent { id, parent, kind } => (
                        parent,
                        {
                            let id = id.clone();
                            let keep = move |code: String| ParentKind::from_code(&code)
                                .map(|kind| Edit::Set(Change::ParentLink(id.clone(), ParentLinkField::Kind(kind))));
                            let options = ParentKind::ALL.iter().map(|it| (it.code(), "parent")).collect::<Vec<_>>();
                            view! { <Choice id=format!("tie-{at}") now=kind.code() options drawing keep=Callback::new(keep) /> }.into_any()
                        },
                        FactId::ParentLink(id),
                    ),
                    Line::Bond { id, with, kind } => (
                        with,
                        {
                            let id = id.clone();
                            let keep = move |code: String| BondKind::from_code(&code)
                                .map(|kind| Edit::Set(Change::Bond(id.clone(), BondField::Kind(kind))));
                            let other = Some(kind).filter(|it| !BondKind::PLAIN_WORDS.contains(it));
                            let words = other.into_iter().chain(BondKind::PLAIN_WORDS);
                            let options = words.map(|it| (it.code(), "bond")).collect::<Vec<_>>();
                            view! { <Choice id=format!("tie-{at}") now=kind.code() options drawing keep=Callback::new(keep) /> }.into_any()
                        },
                        FactId::Bond(id),
                    ),
                };
                let (called, gone) = (name(&other), name(&other));
                let label = match fact {
                    FactId::Partnership(_) => t_string!(i18n, map.with, name = called),
                    FactId::Bond(_) => t_string!(i18n, map.bond_to, name = called),
                    _ => t_string!(i18n, map.child_of, name = called),
                };
                view! {
                    <li>
                        <label class="ds-label" data-weight="regular" for=format!("tie-{at}")>
                            {label}
                        </label>
                        <div class="map-tie">
                            {choice}
                            <button class="ds-button" data-variant="tertiary" data-color="neutral" data-size="sm" data-icon="true" type="button"
                                aria-label=t_string!(i18n, map.untie, name = gone)
                                on:click=move |_| drawing.draw(vec![Edit::Remove(fact.clone())])>
                                <crate::components::Icon name="close" />
                            </button>
                        </div>
                    </li>
                }
            }).collect_view()}
        </ul>
        <details class="ds-details map-tie-new">
            <summary>{t!(i18n, map.tie)}</summary>
            <form on:submit=move |event| { event.prevent_default(); tie_them(); }>
                <div class="ds-field">
                    <label class="ds-label" for="tie-how">{t!(i18n, map.tie_how)}</label>
                    <select class="ds-input" id="tie-how" on:change=move |event| how.set(How::from_code(&event_target_value(&event)).unwrap_or(How::Kin(Tie::Partner)))>
                        <option value="partner">{t!(i18n, map.tie_partner)}</option>
                        <option value="parent_of">{t!(i18n, map.tie_parent_of)}</option>
                        <option value="child_of">{t!(i18n, map.tie_child_of)}</option>
                        <optgroup label=move || t_string!(i18n, map.bonds)>
                            {BondKind::PLAIN_WORDS.map(|kind| {
                                let key = format!("bond.{}", kind.code());
                                let value = key.clone();
                                view! { <option value=value>{move || word(language(), &key)}</option> }
                            }).collect_view()}
                        </optgroup>
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="tie-who">{t!(i18n, map.tie_who)}</label>
                    <select class="ds-input" id="tie-who" prop:value=who on:change=move |event| who.set(event_target_value(&event))>
                        <option value=""></option>
                        {move || others().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                    </select>
                </div>
                {move || already.get().then(|| view! { <p class="ds-validation-message" data-color="danger" role="alert">{t!(i18n, map.tie_already)}</p> })}
                <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">{t!(i18n, map.tie_do)}</button>
            </form>
        </details>
    }
}

/// A choice that is kept as soon as it is made.
#[component]
fn Choice(
    id: String,
    now: &'static str,
    options: Vec<(&'static str, &'static str)>,
    drawing: Drawing,
    keep: Callback<String, Option<Edit>>,
) -> impl IntoView {
    let language = use_language();
    view! {
        <select class="ds-input" id=id on:change=move |event| {
            if let Some(edit) = keep.run(event_target_value(&event)) {
                drawing.draw(vec![edit]);
            }
        }>
            {options.into_iter().map(|(code, group)| view! {
                <option value=code selected=code == now>{move || word(language(), &format!("{group}.{code}"))}</option>
            }).collect_view()}
        </select>
    }
}

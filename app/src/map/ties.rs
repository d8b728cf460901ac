//! The ties of the chosen person: what each is, since when, and who told it;
//! and a new one to somebody on the map.

use super::drawing::Drawing;
use super::hand::Hand;
use super::layers::teller_name;
use super::table::full_name;
use super::tying::{How, other_words};
use super::when::When;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{capitalised, list, word};
use family_map::date::Span;
use family_map::edit::{BirthGroupField, BondField, Change, Edit, ParentLinkField, PartnershipField};
use family_map::kin::Tie;
use family_map::record::{
    BirthGroupId, BondId, BondKind, FactId, ParentKind, ParentLinkId, PartnershipId, PartnershipKind, PersonId, Record,
    Zygosity,
};
use leptos::prelude::*;

/// What a tie is.
#[derive(Clone, Debug, PartialEq)]
enum What {
    Couple(PartnershipId, PartnershipKind),
    Parent(ParentLinkId, ParentKind),
    Twins(BirthGroupId, Zygosity),
    Bond(BondId, BondKind),
}

/// A tie of the chosen person, as a line with a choice.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    what: What,
    others: Vec<PersonId>,
    span: Span,
}

impl What {
    fn fact(&self) -> FactId {
        match self {
            Self::Couple(id, _) => id.clone().into(),
            Self::Parent(id, _) => id.clone().into(),
            Self::Twins(id, _) => id.clone().into(),
            Self::Bond(id, _) => id.clone().into(),
        }
    }

    /// The code of what it is now.
    fn code(&self) -> &'static str {
        match self {
            Self::Couple(_, kind) => kind.code(),
            Self::Parent(_, kind) => kind.code(),
            Self::Twins(_, kind) => kind.code(),
            Self::Bond(_, kind) => kind.code(),
        }
    }

    /// What it may be, as codes, and where the words for them stand.
    fn choices(&self, team: bool) -> (&'static str, Vec<&'static str>) {
        match self {
            Self::Couple(..) => ("partnership", PartnershipKind::ALL.iter().map(|it| it.code()).collect()),
            Self::Parent(..) => ("parent", ParentKind::ALL.iter().map(|it| it.code()).collect()),
            Self::Twins(..) => ("twins", Zygosity::ALL.iter().map(|it| it.code()).collect()),
            Self::Bond(_, kind) => {
                let own = Some(*kind).filter(|it| !BondKind::PLAIN_WORDS.contains(it) && !team);
                let rest = other_words().filter(|_| team);
                ("bond", own.into_iter().chain(BondKind::PLAIN_WORDS).chain(rest).map(|it| it.code()).collect())
            }
        }
    }

    /// The edit that makes it what a code says.
    fn become_of(&self, code: &str) -> Option<Edit> {
        Some(Edit::Set(match self {
            Self::Couple(id, _) => {
                Change::Partnership(id.clone(), PartnershipField::Kind(PartnershipKind::from_code(code)?))
            }
            Self::Parent(id, _) => Change::ParentLink(id.clone(), ParentLinkField::Kind(ParentKind::from_code(code)?)),
            Self::Twins(id, _) => Change::BirthGroup(id.clone(), BirthGroupField::Zygosity(Zygosity::from_code(code)?)),
            Self::Bond(id, _) => Change::Bond(id.clone(), BondField::Kind(BondKind::from_code(code)?)),
        }))
    }

    /// The edit that says when it held; none for those who were born together.
    fn lasted(&self, span: Span) -> Option<Edit> {
        Some(Edit::Set(match self {
            Self::Couple(id, _) => Change::Partnership(id.clone(), PartnershipField::Span(span)),
            Self::Parent(id, _) => Change::ParentLink(id.clone(), ParentLinkField::Span(span)),
            Self::Bond(id, _) => Change::Bond(id.clone(), BondField::Span(span)),
            Self::Twins(..) => return None,
        }))
    }
}

/// The ties of a person. Emotional ones only while they are shown, and never
/// those that are not for a map drawn together.
fn lines(record: &Record, of: &PersonId, bonds: bool) -> Vec<Line> {
    let couples = record.partnerships_of(of).filter_map(|it| {
        let others = vec![it.other(of)?.clone()];
        Some(Line { what: What::Couple(it.id.clone(), it.kind), others, span: it.span })
    });
    let parents = record.parents_of(of);
    let parents = parents.map(|it| Line {
        what: What::Parent(it.id.clone(), it.kind),
        others: vec![it.parent.clone()],
        span: it.span,
    });
    let twins = record.birth_groups.values().filter(|it| it.children.contains(of)).map(|it| {
        let others = it.children.iter().filter(|id| *id != of).cloned().collect();
        Line { what: What::Twins(it.id.clone(), it.zygosity), others, span: Span::default() }
    });
    let felt = record.bonds.values().filter(|it| bonds && !it.kind.is_sensitive() && (&it.a == of || &it.b == of));
    let felt = felt.map(|it| {
        let other = if &it.a == of { it.b.clone() } else { it.a.clone() };
        Line { what: What::Bond(it.id.clone(), it.kind), others: vec![other], span: it.span }
    });
    couples.chain(parents).chain(twins).chain(felt).collect()
}

/// The ties of the chosen person, and a new one to somebody on the map.
#[component]
pub(super) fn Ties(
    /// What ties, and what is shown.
    hand: Hand,
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// Who is chosen.
    id: StoredValue<PersonId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let record = hand.record;
    let bonds = hand.layers.bonds;
    let all = Memo::new(move |_| record.with(|record| id.with_value(|id| lines(record, id, bonds.get()))));
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
        let how = how.get_untracked();
        let edits = how.edits(drawing, &id.get_value(), &other);
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
            <For each=move || all.get() key=|line| line.what.fact() let:line>
                <TieLine hand drawing all line />
            </For>
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
                        <option value="home">{t!(i18n, map.tie_home)}</option>
                        <optgroup label=move || t_string!(i18n, map.bonds)>
                            {BondKind::PLAIN_WORDS.map(bond_option).collect_view()}
                        </optgroup>
                        {move || hand.says_more(drawing).then(|| view! {
                            <optgroup label=t_string!(i18n, map.more_words)>{other_words().map(bond_option).collect_view()}</optgroup>
                        })}
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

/// A word for what is felt, in a choice.
fn bond_option(kind: BondKind) -> impl IntoView {
    let language = use_language();
    let key = format!("bond.{}", kind.code());
    let value = key.clone();
    view! { <option value=value>{move || word(language(), &key)}</option> }
}

/// One tie. It stays while it is changed, so that nothing in it loses the focus.
#[component]
fn TieLine(hand: Hand, drawing: Drawing, all: Memo<Vec<Line>>, line: Line) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let fact = line.what.fact();
    let id = family_map::scene::dom_id("tie", &fact.to_string());
    let now = {
        let (fact, first) = (fact.clone(), line.clone());
        Memo::new(move |_| {
            all.with(|all| all.iter().find(|it| it.what.fact() == fact).cloned()).unwrap_or_else(|| first.clone())
        })
    };
    let names = move || {
        let names = now.with(|line| line.others.iter().map(|id| hand.name_now(id, language())).collect::<Vec<_>>());
        list(language(), &names)
    };
    let label = {
        let what = line.what.clone();
        move || match what {
            What::Couple(..) => t_string!(i18n, map.with, name = names()),
            What::Parent(..) => t_string!(i18n, map.child_of, name = names()),
            What::Twins(..) => t_string!(i18n, map.twin_of, name = names()),
            What::Bond(..) => t_string!(i18n, map.bond_to, name = names()),
        }
    };
    let options = move || {
        let (group, codes) = now.with(|line| line.what.choices(hand.says_more(drawing)));
        let chosen = now.with(|line| line.what.code());
        let option = move |code: &'static str| {
            let key = format!("{group}.{code}");
            view! { <option value=code selected=code == chosen>{move || word(language(), &key)}</option> }
        };
        codes.into_iter().map(option).collect_view()
    };
    let when = line.what.lasted(line.span).is_some().then(|| {
        let what = line.what.clone();
        let keep = move |span| drawing.draw(what.lasted(span).into_iter().collect());
        view! { <When id=id.clone() now=line.span on_keep=Callback::new(keep) /> }
    });
    let told = {
        let fact = fact.clone();
        move || {
            let teller = hand.record.with(|record| record.fact(&fact).map(|fact| fact.origin().teller.clone()));
            let name = teller.and_then(|key| teller_name(i18n, drawing, language(), &key));
            let name = name.filter(|_| hand.layers.tellers.get());
            name.map(|name| view! { <p class="form-hint">{capitalised(&t_string!(i18n, map.told_by_name, name = name))}</p> })
        }
    };
    view! {
        <li>
            <label class="ds-label" data-weight="regular" for=id.clone()>{label}</label>
            <div class="map-tie">
                <select class="ds-input" id=id.clone() prop:value=move || now.with(|line| line.what.code()) on:change=move |event| {
                    let edit = now.with_untracked(|line| line.what.become_of(&event_target_value(&event)));
                    drawing.draw(edit.into_iter().collect());
                }>{options}</select>
                <button class="ds-button" data-variant="tertiary" data-color="neutral" data-size="sm" data-icon="true" type="button"
                    aria-label=move || t_string!(i18n, map.untie, name = names())
                    on:click=move |_| drawing.draw(vec![Edit::Remove(fact.clone())])>
                    <crate::components::Icon name="close" />
                </button>
            </div>
            {when}
            {told}
        </li>
    }
}

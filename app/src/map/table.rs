//! The people and ties of a case as a table: the accessible twin of the map.

use crate::api::cases::CaseMap;
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use crate::text::{Language, age, capitalised, date, list, word};
use family_map::layout::{Options, arrange};
use family_map::record::{Known, Life, ParentKind, Person, PersonId, Record};
use family_map::scene::{View, draw};
use leptos::prelude::*;

/// What stands in one row, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: String,
    name: String,
    born: String,
    age: String,
    life: String,
    partners: String,
    parents: String,
    children: String,
    homes: String,
}

/// Everything on the map, row by row from the eldest generation.
#[component]
pub fn PeopleTable(
    /// People and ties as this viewer may see them.
    map: CaseMap,
    /// Where the details of a person stand, before the id; none where there are
    /// no details to go to.
    #[prop(optional, into)]
    details: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let map = StoredValue::new(map);
    let details = StoredValue::new(details);
    let rows = Memo::new(move |_| map.with_value(|map| rows(map, language())));
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-labelledby="people-caption">
            <table class="ds-table people" data-zebra="true">
                <caption id="people-caption" class="ds-sr-only">{t!(i18n, people.title)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, people.name)}</th>
                        <th scope="col">{t!(i18n, people.born)}</th>
                        <th scope="col">{t!(i18n, people.age)}</th>
                        <th scope="col">{t!(i18n, people.life)}</th>
                        <th scope="col">{t!(i18n, people.partners)}</th>
                        <th scope="col">{t!(i18n, people.parents)}</th>
                        <th scope="col">{t!(i18n, people.children)}</th>
                        <th scope="col">{t!(i18n, people.homes)}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || rows.get().into_iter().map(|row| view! {
                        <tr data-person=row.id>
                            <th scope="row">{match details.get_value() {
                                Some(base) => view! { <a class="ds-link" href=format!("{base}{}", row.id)><bdi>{row.name}</bdi></a> }.into_any(),
                                None => view! { <bdi>{row.name}</bdi> }.into_any(),
                            }}</th>
                            <td>{row.born}</td>
                            <td>{row.age}</td>
                            <td>{row.life}</td>
                            <td>{row.partners}</td>
                            <td>{row.parents}</td>
                            <td>{row.children}</td>
                            <td>{row.homes}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

fn rows(map: &CaseMap, language: Language) -> Vec<Row> {
    let record = &map.record;
    let layout = arrange(record, &Options::default());
    let scene = draw(record, &layout, &View::on(map.today));
    let order = scene.people.iter().filter_map(|item| record.people.get(&item.id));
    order.map(|person| row(record, person, map, language)).collect()
}

fn row(record: &Record, person: &Person, map: &CaseMap, language: Language) -> Row {
    let id = &person.id;
    let name_of = |id: &PersonId| record.people.get(id).map(|person| short_name(person, language));
    let words = |items: Vec<String>| list(language, &items);

    let mut partners = Vec::new();
    for it in record.partnerships_of(id) {
        if let Some(name) = it.other(id).and_then(name_of) {
            let mut text = format!("{name} ({}", word(language, &format!("partnership.{}", it.kind.code())));
            match (&it.span.from, &it.span.to) {
                (Some(from), Some(to)) if from == to => text.push_str(&format!(", {}", date(language, from))),
                (Some(from), Some(to)) => text.push_str(&format!(", {}–{}", date(language, from), date(language, to))),
                (Some(from), None) => text.push_str(&format!(", {}–", date(language, from))),
                (None, Some(to)) => text.push_str(&format!(", –{}", date(language, to))),
                (None, None) => {}
            }
            partners.push(text + ")");
        }
    }
    // What the one is to the other: `carer` for the elder, `parent` for the child.
    let with_kind = |id: &PersonId, what: &str, kind: ParentKind| {
        let name = name_of(id)?;
        Some(match kind {
            ParentKind::Biological => name,
            other => format!("{name} ({})", word(language, &format!("{what}.{}", other.code()))),
        })
    };
    let parents = record.parents_of(id).filter_map(|link| with_kind(&link.parent, "carer", link.kind)).collect();
    let children = record.parent_links.values().filter(|link| &link.parent == id);
    let children = children.filter_map(|link| with_kind(&link.child, "parent", link.kind)).collect();
    let homes = record.memberships.values().filter(|it| &it.person == id);
    let homes = homes.filter_map(|it| {
        let home = record.households.get(&it.household)?;
        let until = it.span.to.or(home.span.to);
        Some(until.map_or_else(|| home.label.clone(), |until| format!("{} (–{})", home.label, date(language, &until))))
    });
    let homes = homes.collect();
    let known_date = |known: &Known<_>| match known {
        Known::Known(value) => date(language, value),
        Known::Unknown => word(language, "date.unknown"),
        Known::NotAsked => String::new(),
    };
    let mut life = word(language, &format!("life.{}", person.life.code()));
    if let (Life::Dead | Life::Missing, Some(when)) = (person.life, person.death.value()) {
        life = format!("{life} {}", date(language, when));
    }
    let until = if person.life.is_crossed() { person.death.value() } else { Some(&map.today) };
    let has_age = matches!(person.life, Life::Alive | Life::Dead);
    let years =
        person.birth.value().zip(until).filter(|_| has_age).and_then(|(birth, until)| age(language, birth, until));
    Row {
        id: id.as_str().to_owned(),
        name: full_name(person, language),
        born: known_date(&person.birth),
        age: years.unwrap_or_default(),
        life: capitalised(&life),
        partners: words(partners),
        parents: words(parents),
        children: words(children),
        homes: words(homes),
    }
}

fn short_name(person: &Person, language: Language) -> String {
    person.label().map_or_else(|| full_name(person, language), str::to_owned)
}

/// The full name, or what is said of somebody without one.
pub fn full_name(person: &Person, language: Language) -> String {
    if person.shielded {
        return word(language, "name.shielded");
    }
    let kind = match person.life {
        Life::Expected => "name.expected",
        Life::Miscarriage => "name.miscarriage",
        Life::Abortion => "name.abortion",
        Life::Stillbirth => "name.stillborn",
        _ => "name.unnamed",
    };
    person.name.value().cloned().or_else(|| person.called.clone()).unwrap_or_else(|| word(language, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use family_map::FuzzyDate;
    use family_map::record::{Fact, Origin, ParentLink, Symbol};

    #[test]
    fn every_person_has_a_row_and_ties_are_told_in_words() {
        let origin = || Origin::told("team", ["team"]);
        let mut record = Record::new();
        let mut mother = Person::new("m", Symbol::Female, origin());
        mother.name = Known::Known("Åse Ødegård".into());
        mother.birth = Known::Known(FuzzyDate::year(1990));
        let mut child = Person::new("c", Symbol::Unknown, origin());
        child.birth = Known::Unknown;
        record.put(Fact::Person(mother));
        record.put(Fact::Person(child));
        record.put(Fact::ParentLink(ParentLink {
            id: "l".into(),
            child: "c".into(),
            parent: "m".into(),
            kind: ParentKind::Foster,
            span: family_map::date::Span::default(),
            origin: origin(),
        }));
        let map = CaseMap { record, today: FuzzyDate::day(2026, 11, 23).unwrap() };
        let rows = rows(&map, Language::Bokmaal);
        assert_eq!(rows.len(), 2);
        let child = rows.iter().find(|row| row.id == "c").unwrap();
        assert_eq!(child.parents, "Åse Ødegård (fosterforelder)");
        assert_eq!((child.born.as_str(), child.life.as_str()), ("ikke kjent", "Lever"));
        let mother = rows.iter().find(|row| row.id == "m").unwrap();
        assert_eq!(mother.born, "1990");
        assert!(mother.children.ends_with(" (fosterbarn)"), "{}", mother.children);
    }
}

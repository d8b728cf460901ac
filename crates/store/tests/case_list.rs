//! The case list: whose, which, in what order, page by page; and the search.

use crate::common;
use crate::common::{Databases, LONG_AGO, Office, TODAY, YESTERDAY, add, between, case, open, since, staff, user};
use casework::listing::{CaseFilter, Responsible, Scope, SortBy, Sorting};
use casework::opening::CaseStatus;
use casework::role::{CaseFunction, Role};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sqlx::Row;
use std::collections::BTreeSet;
use store::{CaseId, CaseLine, CaseQuery, PageAt, Store, StoreError, Total, UnitId, UserId};

on_both![
    every_page_of_every_order_meets_each_case_once,
    any_list_is_what_a_plain_sort_gives,
    who_changes_meanwhile_moves_and_all_others_are_met_once,
    a_list_that_is_not_for_the_caller_is_empty,
    lines_say_whose_they_are_and_whether_they_open,
    cases_are_found_by_the_beginnings_of_words,
    cases_are_found_by_number,
    filters_narrow_the_list,
    the_quick_search_gives_ones_own_first,
    searches_stand_in_the_log,
    a_place_in_a_list_is_its_owners_alone,
    tokens_are_made_for_cases_that_lack_them,
    an_erased_case_is_neither_listed_counted_nor_found,
    filters_are_kept_for_their_user,
];

fn filter(scope: Scope, by: SortBy, descending: bool) -> CaseFilter {
    CaseFilter { scope, sorting: Sorting { by, descending }, ..CaseFilter::default() }
}

fn in_unit() -> CaseFilter {
    CaseFilter { scope: Scope::Unit, ..CaseFilter::default() }
}

async fn page(
    store: &Store,
    who: &UserId,
    filter: &CaseFilter,
    text: &str,
    at: &PageAt,
    limit: i64,
) -> store::CasePage {
    store.list_cases(who, &CaseQuery { filter, text, limit }, at).await.unwrap()
}

/// Every page from the first on, or from the last back; the lines in the
/// order of the list.
async fn walk(store: &Store, who: &UserId, filter: &CaseFilter, limit: i64, backward: bool) -> Vec<Vec<CaseLine>> {
    let mut pages = Vec::new();
    let mut at = if backward { PageAt::Last } else { PageAt::First };
    loop {
        let page = page(store, who, filter, "", &at, limit).await;
        assert!(!page.lines.is_empty() || pages.is_empty(), "an empty page in the middle");
        pages.push(page.lines);
        let next = if backward { page.before.map(PageAt::Before) } else { page.after.map(PageAt::After) };
        let Some(next) = next else { break };
        at = next;
    }
    if backward {
        pages.reverse();
    }
    pages
}

fn numbers(lines: &[CaseLine]) -> Vec<&str> {
    lines.iter().map(|line| line.number.as_str()).collect()
}

fn names(lines: &[CaseLine]) -> Vec<&str> {
    lines.iter().map(|line| line.name.as_str()).collect()
}

/// Two units with cases of every status, several with the same times, and a
/// leader of both.
struct Town {
    office: Office,
    other: UnitId,
    leader: UserId,
}

impl Town {
    async fn new(databases: &Databases, cases: usize) -> Self {
        let office = Office::new(databases).await;
        let store = &office.store;
        let other = store.create_unit("Helsestasjonen").await.unwrap();
        let nurse = staff(store, "nora", &other, Role::Practitioner).await;
        let leader = staff(store, "leder", &office.unit, Role::UnitLeader).await;
        store.give_post(&leader, &other, Role::UnitLeader, since(LONG_AGO)).await.unwrap();
        for at in 0..cases {
            let (lead, unit) = if at % 3 == 0 { (&nurse, &other) } else { (&office.lead, &office.unit) };
            case(store, lead, unit, &format!("Sak {at}"), CaseStatus::ALL[at % 2 + at % 5 / 4]).await;
            if at % 4 == 0 {
                databases.clock.advance(1000);
            }
        }
        Self { office, other, leader }
    }
}

async fn every_page_of_every_order_meets_each_case_once(databases: Databases) {
    let town = Town::new(&databases, 17).await;
    let store = &town.office.store;
    for (who, scope, count) in [(&town.leader, Scope::Unit, 18), (&town.office.lead, Scope::Mine, 12)] {
        for by in SortBy::ALL {
            for descending in [false, true] {
                let filter = filter(scope, by, descending);
                let whole = page(store, who, &filter, "", &PageAt::First, 100).await;
                assert_eq!((whole.lines.len(), whole.total), (count, Total::Exactly(count as i64)), "{filter:?}");
                assert_eq!((whole.before, whole.after), (None, None));
                for limit in [1, 4, 18, 19] {
                    for backward in [false, true] {
                        let pages = walk(store, who, &filter, limit, backward).await;
                        assert_eq!(pages.concat(), whole.lines, "{filter:?} {limit} {backward}");
                        let full = if backward { &pages[1..] } else { &pages[..pages.len() - 1] };
                        assert!(full.iter().all(|page| page.len() == limit as usize), "{filter:?} {limit} {backward}");
                    }
                }
            }
        }
    }
    // One step forward and one back lead to where one was.
    let filter = filter(Scope::Unit, SortBy::Number, false);
    let first = page(store, &town.leader, &filter, "", &PageAt::First, 5).await;
    let second = page(store, &town.leader, &filter, "", &PageAt::After(first.after.clone().unwrap()), 5).await;
    let back = page(store, &town.leader, &filter, "", &PageAt::Before(second.before.clone().unwrap()), 5).await;
    assert_eq!(back.lines, first.lines);
    assert!(back.after.is_some() && back.before.is_none());
}

/// The order of the list, told without the store.
fn sorted(lines: &[CaseLine], sorting: Sorting) -> Vec<CaseLine> {
    let serial = |line: &CaseLine| -> (String, i64) {
        let (year, serial) = line.number.split_once('-').unwrap();
        (year.to_owned(), serial.parse().unwrap())
    };
    let rank = |line: &CaseLine| CaseStatus::ALL.iter().position(|it| *it == line.status).unwrap();
    let mut lines = lines.to_vec();
    lines.sort_by(|one, other| {
        let order = match sorting.by {
            SortBy::Changed => one.changed_at.cmp(&other.changed_at),
            SortBy::Created => one.created_at.cmp(&other.created_at),
            SortBy::Number => serial(one).cmp(&serial(other)),
            SortBy::Status => rank(one).cmp(&rank(other)).then(other.changed_at.cmp(&one.changed_at)),
        };
        let last = if sorting.by == SortBy::Status { other.id.cmp(&one.id) } else { one.id.cmp(&other.id) };
        let order = order.then(last);
        if sorting.descending { order.reverse() } else { order }
    });
    lines
}

async fn any_list_is_what_a_plain_sort_gives(databases: Databases) {
    let town = Town::new(&databases, 40).await;
    let store = &town.office.store;
    let raw = databases.raw().await;
    // Numbers beyond four digits and of other years.
    for (from, to) in [("2026-0003", "2026-10003"), ("2026-0004", "2025-0904"), ("2026-0005", "2025-12005")] {
        sqlx::query("UPDATE help_case SET number = $2 WHERE number = $1")
            .bind(from)
            .bind(to)
            .execute(&raw)
            .await
            .unwrap();
    }
    let all = page(store, &town.leader, &in_unit(), "", &PageAt::First, 200).await.lines;
    assert_eq!(all.len(), 41);
    let lists = (0..4_usize, any::<bool>(), 0..4_usize, any::<bool>(), any::<bool>(), 1..12_i64, any::<bool>());
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let handle = tokio::runtime::Handle::current();
    runner
        .run(&lists, |(by, descending, status, one_unit, mine, limit, backward)| {
            let filter = CaseFilter {
                scope: if mine { Scope::Mine } else { Scope::Unit },
                status: CaseStatus::ALL.get(status).copied(),
                unit: one_unit.then(|| town.other.0.clone()),
                responsible: None,
                sorting: Sorting { by: SortBy::ALL[by], descending },
            };
            let who = if mine { &town.office.lead } else { &town.leader };
            let expected: Vec<CaseLine> = all
                .iter()
                .filter(|line| filter.status.is_none_or(|only| only == line.status))
                .filter(|line| filter.unit.as_ref().is_none_or(|only| *only == line.unit.0))
                .filter(|line| !mine || line.unit == town.office.unit)
                .cloned()
                .map(|line| CaseLine { is_mine: mine, opens: true, ..line })
                .collect();
            let pages = tokio::task::block_in_place(|| handle.block_on(walk(store, who, &filter, limit, backward)));
            prop_assert_eq!(pages.concat(), sorted(&expected, filter.sorting), "{:?}", filter);
            Ok(())
        })
        .unwrap();
}

async fn who_changes_meanwhile_moves_and_all_others_are_met_once(databases: Databases) {
    let town = Town::new(&databases, 20).await;
    let (store, lead) = (&town.office.store, &town.office.lead);
    for by in SortBy::ALL {
        // The newest change first, also within each status.
        let filter = filter(Scope::Mine, by, by != SortBy::Status);
        let all: BTreeSet<CaseId> =
            page(store, lead, &filter, "", &PageAt::First, 100).await.lines.into_iter().map(|line| line.id).collect();
        let (mut met, mut changed, mut at) = (Vec::new(), BTreeSet::new(), PageAt::First);
        loop {
            let page = page(store, lead, &filter, "", &at, 3).await;
            // One that was met and one that may not have been are changed.
            let late = all.iter().find(|id| !met.contains(*id) && !page.lines.iter().any(|line| line.id == **id));
            for id in page.lines.first().map(|line| &line.id).into_iter().chain(late) {
                databases.clock.advance(1000);
                changed.insert(id.clone());
                let access = open(store, lead, id).await;
                if access.may_edit() {
                    access.edit(&[add("p1", "Marte", &["team"])]).await.unwrap();
                }
            }
            met.extend(page.lines.into_iter().map(|line| line.id));
            let Some(after) = page.after else { break };
            at = PageAt::After(after);
        }
        let by_time = matches!(by, SortBy::Changed | SortBy::Status);
        for id in all.iter().filter(|id| !by_time || !changed.contains(*id)) {
            assert_eq!(met.iter().filter(|it| *it == id).count(), 1, "{by:?}");
        }
        let distinct: BTreeSet<_> = met.iter().collect();
        assert_eq!(distinct.len(), met.len(), "{by:?}: nothing is met twice going down");
    }
}

async fn a_list_that_is_not_for_the_caller_is_empty(databases: Databases) {
    let town = Town::new(&databases, 4).await;
    let (store, unit) = (&town.office.store, &town.office.unit);
    let foreign = CaseFilter { unit: Some(unit.0.clone()), ..in_unit() };
    for role in Role::ALL {
        let someone = staff(store, role.code(), unit, role).await;
        let expected = if role.lists_unit() { 3 } else { 0 };
        let seen = page(store, &someone, &in_unit(), "", &PageAt::First, 50).await;
        assert_eq!((seen.lines.len(), seen.total), (expected, Total::Exactly(expected as i64)), "{role:?}");
        assert_eq!((seen.before, seen.after), (None, None));
        assert_eq!(page(store, &someone, &in_unit(), "sak", &PageAt::First, 50).await.lines.is_empty(), expected == 0);
        assert!(page(store, &someone, &CaseFilter::default(), "", &PageAt::Last, 50).await.lines.is_empty());
        let choices = store.list_choices(&someone, Scope::Unit).await.unwrap();
        assert_eq!((choices.may_list_units, choices.responsible.is_empty()), (expected > 0, expected == 0), "{role:?}");

        let elsewhere = user(store, &format!("{}-elsewhere", role.code())).await;
        store.give_post(&elsewhere, &town.other, role, since(LONG_AGO)).await.unwrap();
        store.give_post(&elsewhere, unit, role, between(LONG_AGO, YESTERDAY)).await.unwrap();
        let seen = page(store, &elsewhere, &foreign, "", &PageAt::First, 50).await;
        assert!(seen.lines.is_empty() && seen.total == Total::Exactly(0), "{role:?} of another unit");
        assert!(store.search_cases(&elsewhere, "sak 1", 10).await.unwrap().is_empty(), "{role:?}");

        store.set_active(&someone, false).await.unwrap();
        assert!(page(store, &someone, &in_unit(), "", &PageAt::First, 50).await.lines.is_empty(), "{role:?} closed");
    }
    store.set_active(&town.office.lead, false).await.unwrap();
    assert!(page(store, &town.office.lead, &CaseFilter::default(), "", &PageAt::First, 50).await.lines.is_empty());
    let nobody = UserId("no\0body".into());
    assert!(
        store.list_cases(&nobody, &CaseQuery { filter: &in_unit(), text: "", limit: 5 }, &PageAt::First).await.is_err()
    );
}

async fn lines_say_whose_they_are_and_whether_they_open(databases: Databases) {
    let office = Office::new(&databases).await;
    let store = &office.store;
    case(store, &office.lead, &office.unit, "Ny", CaseStatus::Intake).await;
    let intake = staff(store, "fagteam", &office.unit, Role::IntakeTeam).await;
    let leader = staff(store, "leder", &office.unit, Role::UnitLeader).await;
    let told = |lines: Vec<CaseLine>| -> Vec<(String, bool, bool)> {
        lines.into_iter().map(|line| (line.number, line.is_mine, line.opens)).collect()
    };
    let list = filter(Scope::Unit, SortBy::Number, false);
    let lines = page(store, &intake, &list, "", &PageAt::First, 50).await.lines;
    assert_eq!(lines[0].responsible.as_deref(), Some("ingrid"));
    assert_eq!(told(lines), [("2026-0001".into(), false, false), ("2026-0002".into(), false, true)]);
    office.access().await.join_team(&intake, CaseFunction::Member, since(TODAY)).await.unwrap();
    let lines = page(store, &intake, &list, "", &PageAt::First, 50).await.lines;
    assert_eq!(told(lines), [("2026-0001".into(), true, true), ("2026-0002".into(), false, true)]);
    let lines = page(store, &leader, &list, "", &PageAt::First, 50).await.lines;
    assert_eq!(told(lines), [("2026-0001".into(), false, true), ("2026-0002".into(), false, true)]);
}

async fn cases_are_found_by_the_beginnings_of_words(databases: Databases) {
    let office = Office::new(&databases).await;
    let store = &office.store;
    for name in ["Åse Ødegård", "Anne-Marie Haakonsen", "André og Aase", "Marte med familie"] {
        case(store, &office.lead, &office.unit, name, CaseStatus::Open).await;
    }
    let leader = staff(store, "leder", &office.unit, Role::UnitLeader).await;
    let table: [(&str, &[&str]); 13] = [
        ("ødeg", &["Åse Ødegård"]),
        ("odeg", &[]),
        ("ÅSE", &["André og Aase", "Åse Ødegård"]),
        ("åse øde", &["Åse Ødegård"]),
        ("annem", &["Anne-Marie Haakonsen"]),
        ("marie", &["Anne-Marie Haakonsen"]),
        ("mar", &["Anne-Marie Haakonsen", "Marte med familie"]),
        ("andre", &["André og Aase"]),
        ("hå", &["Anne-Marie Haakonsen"]),
        ("ha", &["Anne-Marie Haakonsen"]),
        ("arte", &[]),
        ("%", &[]),
        ("lyng", &["Lyngtjernvik"]),
    ];
    for (who, scope) in [(&office.lead, Scope::Mine), (&leader, Scope::Unit)] {
        for (text, expected) in table {
            let found =
                page(store, who, &CaseFilter { scope, ..CaseFilter::default() }, text, &PageAt::First, 50).await;
            let mut found_names = names(&found.lines);
            found_names.sort_unstable();
            assert_eq!(found_names, expected, "«{text}» in {scope:?}");
            assert_eq!(found.total, Total::Exactly(expected.len() as i64));
        }
    }
}

async fn cases_are_found_by_number(databases: Databases) {
    let town = Town::new(&databases, 20).await;
    let store = &town.office.store;
    let raw = databases.raw().await;
    sqlx::query("UPDATE help_case SET number = '2025-0004' WHERE number = '2026-0005'").execute(&raw).await.unwrap();
    let one = CaseFilter { unit: Some(town.office.unit.0.clone()), ..filter(Scope::Unit, SortBy::Number, false) };
    let mine = filter(Scope::Mine, SortBy::Number, false);
    for (who, filter) in [(&town.leader, &one), (&town.office.lead, &mine)] {
        let table: [(&str, &[&str]); 6] = [
            ("2026-0004", &["2026-0004"]),
            ("26/4", &["2026-0004"]),
            ("0004", &["2025-0004", "2026-0004"]),
            ("2025-4", &["2025-0004"]),
            ("2024-4", &[]),
            ("99", &[]),
        ];
        for (text, expected) in table {
            let found = page(store, who, filter, text, &PageAt::First, 50).await;
            assert_eq!(numbers(&found.lines), expected, "«{text}»");
        }
        // «Sak 11» is found by its name, 2026-0011 by its number.
        let found = page(store, who, filter, "11", &PageAt::First, 50).await;
        assert!(names(&found.lines).contains(&"Sak 11"));
        assert!(numbers(&found.lines).contains(&"2026-0011"));
        assert_eq!(found.lines.len(), 2);
    }
}

async fn filters_narrow_the_list(databases: Databases) {
    let town = Town::new(&databases, 9).await;
    let (store, leader) = (&town.office.store, &town.leader);
    let nora = store.list_users().await.unwrap().into_iter().find(|it| it.name == "nora").unwrap().id;
    let count = |filter: CaseFilter, text: &'static str| {
        let (store, leader) = (store.clone(), leader.clone());
        async move {
            let page = page(&store, &leader, &filter, text, &PageAt::First, 50).await;
            assert_eq!(page.total, Total::Exactly(page.lines.len() as i64));
            page.lines.len()
        }
    };
    let led = |who: &UserId| CaseFilter { responsible: Some(Responsible::User(who.0.clone())), ..in_unit() };
    assert_eq!(count(in_unit(), "").await, 10);
    assert_eq!(count(CaseFilter { unit: Some(town.other.0.clone()), ..in_unit() }, "").await, 3);
    assert_eq!(count(led(&nora), "").await, 3);
    assert_eq!(count(led(&nora), "sak").await, 3);
    assert_eq!(count(led(&nora), "lyng").await, 0);
    assert_eq!(count(led(leader), "").await, 0);
    let nobody = CaseFilter { responsible: Some(Responsible::Nobody), ..in_unit() };
    assert_eq!(count(nobody.clone(), "").await, 0);
    let raw = databases.raw().await;
    sqlx::query("UPDATE case_staff SET to_day = '2026-11-22' WHERE user_id = $1")
        .bind(&nora.0)
        .execute(&raw)
        .await
        .unwrap();
    assert_eq!(count(nobody.clone(), "").await, 3);
    assert_eq!(count(nobody, "sak").await, 3);
    assert_eq!(count(led(&nora), "").await, 0);
    let mut sum = 0;
    for status in CaseStatus::ALL {
        sum += count(CaseFilter { status: Some(status), ..in_unit() }, "").await;
    }
    assert_eq!(sum, 10);
    let choices = store.list_choices(leader, Scope::Unit).await.unwrap();
    let units: Vec<_> = choices.units.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(units, ["Familiesenteret", "Helsestasjonen"]);
    let choices = store.list_choices(&town.office.lead, Scope::Mine).await.unwrap();
    assert_eq!(choices.responsible.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["ingrid"]);
}

async fn the_quick_search_gives_ones_own_first(databases: Databases) {
    let town = Town::new(&databases, 30).await;
    let store = &town.office.store;
    let own = open(store, &town.office.lead, &town.office.case).await;
    own.join_team(&town.leader, CaseFunction::Member, since(TODAY)).await.unwrap();
    databases.clock.advance(1000);
    let other = case(store, &town.office.lead, &town.office.unit, "Lyng", CaseStatus::Open).await;
    let found = store.search_cases(&town.leader, "lyng", 10).await.unwrap();
    assert_eq!(found.iter().map(|line| &line.id).collect::<Vec<_>>(), [&town.office.case, &other]);
    assert_eq!(found.iter().map(|line| line.is_mine).collect::<Vec<_>>(), [true, false]);
    assert_eq!(store.search_cases(&town.leader, "sak", 10).await.unwrap().len(), 10);
    assert!(store.search_cases(&town.leader, "  ", 10).await.unwrap().is_empty());
    assert!(store.search_cases(&town.leader, "--", 10).await.unwrap().is_empty());
}

async fn searches_stand_in_the_log(databases: Databases) {
    let town = Town::new(&databases, 3).await;
    let store = &town.office.store;
    let (unit, other) = (&town.office.unit, &town.other);
    let rows = || async {
        let of = |unit: UnitId| async move {
            let rows = store.unit_log(&unit, 100).await.unwrap();
            rows.into_iter().filter(|row| row.action == "search").collect::<Vec<_>>()
        };
        (of(unit.clone()).await, of(other.clone()).await)
    };
    page(store, &town.leader, &in_unit(), "", &PageAt::First, 5).await;
    page(store, &town.leader, &in_unit(), "  ", &PageAt::First, 5).await;
    assert_eq!(rows().await, (vec![], vec![]), "a list is no search");

    page(store, &town.leader, &in_unit(), " Storbakklia ", &PageAt::First, 5).await;
    let (here, there) = rows().await;
    assert_eq!((here.len(), there.len()), (1, 1));
    let row = &here[0];
    assert_eq!(
        (row.user.as_str(), row.role.as_str(), row.object.as_str(), row.purpose.as_str(), row.detail.as_str()),
        (town.leader.0.as_str(), "unit_leader", "cases", "leadership", "Storbakklia")
    );
    let only = CaseFilter { unit: Some(unit.0.clone()), ..in_unit() };
    page(store, &town.leader, &only, "sak", &PageAt::First, 1).await;
    assert_eq!(rows().await.1.len(), 1, "only where was looked");
    page(store, &town.office.lead, &CaseFilter::default(), "sak", &PageAt::First, 5).await;
    store.search_cases(&town.office.lead, "Fossmarkheim", 10).await.unwrap();
    store.search_cases(&town.leader, "sak\0", 10).await.unwrap();
    let (here, there) = rows().await;
    assert_eq!((here.len(), there.len()), (5, 2));
    assert_eq!((here[1].object.as_str(), here[1].purpose.as_str()), ("own_cases", "follow_up"));

    let bytes = databases.everything_readable().await;
    for word in ["Storbakklia", "Fossmarkheim", "storbakklia"] {
        assert!(!common::contains(&bytes, word), "{word}");
    }
    assert!(store.verify_log(&[]).await.unwrap().is_empty());
}

async fn a_place_in_a_list_is_its_owners_alone(databases: Databases) {
    let town = Town::new(&databases, 12).await;
    let store = &town.office.store;
    let list = filter(Scope::Unit, SortBy::Number, false);
    let first = page(store, &town.leader, &list, "", &PageAt::First, 4).await;
    let place = first.after.clone().unwrap();
    assert!(
        !place.contains(&first.lines[3].id.0)
            && place.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
    );
    let second = page(store, &town.leader, &list, "", &PageAt::After(place.clone()), 4).await;
    assert_ne!(second.lines, first.lines);

    let other = staff(store, "leder2", &town.office.unit, Role::UnitLeader).await;
    let broken = format!("x{}", &place[1..]);
    let theirs = page(store, &other, &list, "", &PageAt::First, 4).await;
    for at in [
        PageAt::After(place.clone()),
        PageAt::Before(place.clone()),
        PageAt::After(broken),
        PageAt::After(String::new()),
    ] {
        let seen = page(store, &other, &list, "", &at, 4).await;
        assert_eq!(numbers(&seen.lines), numbers(&theirs.lines), "{at:?}: the first page");
        assert!(seen.before.is_none());
    }
    let by_time = filter(Scope::Unit, SortBy::Created, false);
    let seen = page(store, &town.leader, &by_time, "", &PageAt::After(place), 4).await;
    assert!(seen.before.is_none(), "a place of another order");
}

async fn tokens_are_made_for_cases_that_lack_them(databases: Databases) {
    let town = Town::new(&databases, 5).await;
    let store = &town.office.store;
    let raw = databases.raw().await;
    let leader = &town.leader;
    let found =
        |text: &'static str| async move { page(store, leader, &in_unit(), text, &PageAt::First, 50).await.lines.len() };
    assert_eq!((found("sak").await, found("lyngtjernvik").await), (5, 1));
    sqlx::query("DELETE FROM case_token").execute(&raw).await.unwrap();
    sqlx::query("UPDATE help_case SET token_form = 0").execute(&raw).await.unwrap();
    assert_eq!((found("sak").await, found("lyngtjernvik").await), (0, 0));
    assert_eq!(store.fill_search_tokens().await.unwrap(), 6);
    assert_eq!((found("sak").await, found("lyngtjernvik").await), (5, 1));
    assert_eq!(store.fill_search_tokens().await.unwrap(), 0);
}

async fn an_erased_case_is_neither_listed_counted_nor_found(databases: Databases) {
    let town = Town::new(&databases, 5).await;
    let store = &town.office.store;
    let raw = databases.raw().await;
    let tokens = || async {
        let row = sqlx::query("SELECT COUNT(*) AS n FROM case_token WHERE case_id = $1")
            .bind(&town.office.case.0)
            .fetch_one(&raw)
            .await
            .unwrap();
        row.get::<i64, _>("n")
    };
    assert!(tokens().await > 5);
    store.destroy_case_key(&town.office.case).await.unwrap();
    assert_eq!(tokens().await, 0);
    for (who, scope, left) in [(&town.leader, Scope::Unit, 5), (&town.office.lead, Scope::Mine, 3)] {
        let seen = page(store, who, &CaseFilter { scope, ..CaseFilter::default() }, "", &PageAt::First, 50).await;
        assert_eq!((seen.lines.len(), seen.total), (left, Total::Exactly(left as i64)));
    }
    assert!(store.search_cases(&town.leader, "lyngtjernvik", 10).await.unwrap().is_empty());
    // A backup of the main database from before knows the case still.
    sqlx::query("UPDATE help_case SET erased_at = NULL").execute(&raw).await.unwrap();
    assert_eq!(page(store, &town.leader, &in_unit(), "", &PageAt::First, 50).await.lines.len(), 5);
    store.replay_erasures(&store.erasures().await.unwrap()).await.unwrap();
    let seen = page(store, &town.leader, &in_unit(), "", &PageAt::First, 50).await;
    assert_eq!((seen.lines.len(), seen.total), (5, Total::Exactly(5)));
}

async fn filters_are_kept_for_their_user(databases: Databases) {
    let office = Office::new(&databases).await;
    let (store, lead) = (&office.store, &office.lead);
    let other = user(store, "anna").await;
    let intake = CaseFilter { status: Some(CaseStatus::Intake), ..in_unit() };
    store.save_filter(lead, "  Ny  i inntak ", &intake).await.unwrap();
    store.save_filter(lead, "Alle", &CaseFilter::default()).await.unwrap();
    let kept = store.saved_filters(lead).await.unwrap();
    assert_eq!(kept.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Alle", "Ny i inntak"]);
    assert_eq!(kept[1].filter, intake);
    assert!(store.saved_filters(&other).await.unwrap().is_empty());

    // The same name again replaces.
    store.save_filter(lead, "ALLE", &intake).await.unwrap();
    let kept = store.saved_filters(lead).await.unwrap();
    assert_eq!((kept.len(), kept[0].name.as_str(), &kept[0].filter), (2, "ALLE", &intake));
    assert!(matches!(store.rename_filter(lead, &kept[0].id, "ny i inntak").await, Err(StoreError::Taken(_))));
    assert!(matches!(store.rename_filter(lead, &kept[0].id, " ").await, Err(StoreError::NotAllowed(_))));
    store.rename_filter(lead, &kept[0].id, "Mine").await.unwrap();
    for id in [kept[0].id.as_str(), "nothing", "a\0b"] {
        assert!(matches!(store.rename_filter(&other, id, "Min").await, Err(StoreError::NotFound)));
        assert!(matches!(store.remove_filter(&other, id).await, Err(StoreError::NotFound)));
    }
    assert!(!common::contains(&databases.everything_readable().await, "Ny i inntak"));
    store.remove_filter(lead, &kept[0].id).await.unwrap();
    assert_eq!(store.saved_filters(lead).await.unwrap().len(), 1);
    for at in 0..19 {
        store.save_filter(lead, &format!("Filter {at}"), &intake).await.unwrap();
    }
    assert!(matches!(store.save_filter(lead, "Ett for mye", &intake).await, Err(StoreError::NotAllowed(_))));
    assert!(matches!(store.save_filter(lead, "", &intake).await, Err(StoreError::NotAllowed(_))));
}

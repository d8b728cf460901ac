//! What of a list stands in the page's address: whose cases, which, in what
//! order, where one is. Never what was searched for: a family's name stands in
//! no address and no history.

use casework::listing::{CaseFilter, Responsible, Scope, SortBy, Sorting};
use casework::opening::CaseStatus;

/// Which page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ListPage {
    /// The first.
    #[default]
    First,
    /// The last.
    Last,
    /// The one after a place that the server gave.
    After(String),
    /// The one before such a place.
    Before(String),
}

/// A list and a page of it, as an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListAddress {
    /// Which cases, in what order.
    pub filter: CaseFilter,
    /// Which page.
    pub page: ListPage,
}

/// The page of the list.
pub const LIST_PATH: &str = "/familier";

const SORTS: [(SortBy, &str); 4] = [
    (SortBy::Changed, "endret"),
    (SortBy::Created, "opprettet"),
    (SortBy::Number, "nummer"),
    (SortBy::Status, "status"),
];

/// Values of ours hold nothing else; whatever does is none.
fn is_plain(value: &str) -> bool {
    value.len() <= 600 && value.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'))
}

/// How an order is written: «endret-ned».
#[must_use]
pub fn sort_code(sorting: Sorting) -> String {
    let by = SORTS.iter().find(|(by, _)| *by == sorting.by).map_or("endret", |(_, code)| *code);
    format!("{by}-{}", if sorting.descending { "ned" } else { "opp" })
}

fn parse_sort(code: &str) -> Option<Sorting> {
    let (by, way) = code.rsplit_once('-')?;
    let (by, _) = SORTS.iter().find(|(_, known)| *known == by)?;
    match way {
        "ned" => Some(Sorting { by: *by, descending: true }),
        "opp" => Some(Sorting { by: *by, descending: false }),
        _ => None,
    }
}

impl ListAddress {
    /// Reads the part of an address after the question mark. What is no word of
    /// ours is passed over.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')) {
            if value.is_empty() || !is_plain(value) {
                continue;
            }
            let filter = &mut address.filter;
            match name {
                "vis" if value == "enheten" => filter.scope = Scope::Unit,
                "enhet" => filter.unit = Some(value.to_owned()),
                "status" => filter.status = CaseStatus::from_code(value),
                "ansvarlig" if value == "ingen" => filter.responsible = Some(Responsible::Nobody),
                "ansvarlig" => filter.responsible = Some(Responsible::User(value.to_owned())),
                "sorter" => filter.sorting = parse_sort(value).unwrap_or_default(),
                "side" => address.page = parse_page(value),
                _ => {}
            }
        }
        address
    }

    /// The part after the question mark; empty for the plain list.
    #[must_use]
    pub fn query(&self) -> String {
        let filter = &self.filter;
        let mut pairs = Vec::new();
        if filter.scope == Scope::Unit {
            pairs.push("vis=enheten".to_owned());
        }
        if let Some(unit) = &filter.unit {
            pairs.push(format!("enhet={unit}"));
        }
        if let Some(status) = filter.status {
            pairs.push(format!("status={}", status.code()));
        }
        match &filter.responsible {
            Some(Responsible::Nobody) => pairs.push("ansvarlig=ingen".to_owned()),
            Some(Responsible::User(user)) => pairs.push(format!("ansvarlig={user}")),
            None => {}
        }
        if filter.sorting != Sorting::default() {
            pairs.push(format!("sorter={}", sort_code(filter.sorting)));
        }
        match &self.page {
            ListPage::First => {}
            ListPage::Last => pairs.push("side=siste".to_owned()),
            ListPage::After(place) => pairs.push(format!("side=etter.{place}")),
            ListPage::Before(place) => pairs.push(format!("side=for.{place}")),
        }
        pairs.join("&")
    }

    /// The whole address on this site.
    #[must_use]
    pub fn href(&self) -> String {
        let query = self.query();
        if query.is_empty() { LIST_PATH.to_owned() } else { format!("{LIST_PATH}?{query}") }
    }

    /// The same list at another page.
    #[must_use]
    pub fn at(&self, page: ListPage) -> Self {
        Self { filter: self.filter.clone(), page }
    }

    /// The first page of another list.
    #[must_use]
    pub fn of(filter: CaseFilter) -> Self {
        Self { filter, page: ListPage::First }
    }
}

fn parse_page(value: &str) -> ListPage {
    match value.split_once('.') {
        Some(("etter", place)) => ListPage::After(place.to_owned()),
        Some(("for", place)) => ListPage::Before(place.to_owned()),
        _ if value == "siste" => ListPage::Last,
        _ => ListPage::First,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_goes_both_ways() {
        let pages = [ListPage::First, ListPage::Last, ListPage::After("a-b_9".into()), ListPage::Before("x".into())];
        let responsible = [None, Some(Responsible::Nobody), Some(Responsible::User("019-ab".into()))];
        for page in pages {
            for responsible in responsible.clone() {
                for by in SortBy::ALL {
                    for descending in [true, false] {
                        let filter = CaseFilter {
                            scope: Scope::Unit,
                            unit: Some("u-1".into()),
                            status: Some(CaseStatus::Intake),
                            responsible: responsible.clone(),
                            sorting: Sorting { by, descending },
                        };
                        let address = ListAddress { filter, page: page.clone() };
                        assert_eq!(ListAddress::parse(&address.query()), address, "{}", address.query());
                    }
                }
            }
        }
        assert_eq!(ListAddress::default().href(), "/familier");
    }

    #[test]
    fn what_is_no_word_of_ours_is_passed_over() {
        for query in [
            "",
            "?",
            "vis=alle",
            "status=",
            "status=%00",
            "ansvarlig=a b",
            "sorter=x-ned",
            "side=x.y",
            "søk=Marte",
            "&&=",
        ] {
            assert_eq!(ListAddress::parse(query), ListAddress::default(), "{query}");
        }
        assert_eq!(ListAddress::parse("?status=open&status=").filter.status, Some(CaseStatus::Open));
    }
}

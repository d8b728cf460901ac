//! The pages that the quick search knows.

use crate::api::session::Me;
use crate::i18n::{Locale, t_string};
use leptos_i18n::I18nContext;

/// Instead of an address: the dialog that notes a call.
pub const NOTE_CALL: &str = "#noter-telefon";

/// A page by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageHit {
    /// Where it is.
    pub address: &'static str,
    /// What it is called.
    pub name: String,
    /// Its icon.
    pub icon: &'static str,
}

/// The pages whose names fit what is searched for, of those that are for this
/// person; all of them while nothing is.
pub fn pages_found(i18n: I18nContext<Locale>, me: &Me, text: &str) -> Vec<PageHit> {
    let mut pages = vec![
        ("/min-dag", t_string!(i18n, day.title), "calendar"),
        ("/familier", t_string!(i18n, app.families), "family"),
    ];
    if me.may_create {
        pages.push(("/meldinger", t_string!(i18n, message.title), "info"));
    }
    if me.keeps_door {
        pages.push((NOTE_CALL, t_string!(i18n, call.note), "phone"));
        pages.push(("/henvendelser", t_string!(i18n, enquiry.title), "person"));
        pages.push(("/telefon", t_string!(i18n, call.title), "phone"));
        pages.push(("/borte", t_string!(i18n, away.title), "calendar"));
        pages.push(("/tolker", t_string!(i18n, interpreter.title), "language"));
    }
    if me.may_import {
        pages.push(("/familier/importer", t_string!(i18n, app.import), "upload"));
    }
    if me.may_use_emergency {
        pages.push(("/nodtilgang", t_string!(i18n, app.emergency), "warning"));
    }
    if me.reviews_log {
        pages.push(("/logger", t_string!(i18n, app.logs), "eye"));
    }
    if me.may_administer {
        pages.push(("/administrasjon", t_string!(i18n, admin.title), "person"));
    }
    pages.push(("/konto", t_string!(i18n, account.title), "person"));
    pages.push(("/hjelp", t_string!(i18n, help.title), "info"));
    let page =
        |(address, name, icon): (&'static str, &str, &'static str)| PageHit { address, name: name.to_owned(), icon };
    pages.into_iter().filter(|(_, name, _)| fits(name, text)).map(page).collect()
}

/// Whether every word that is searched for begins a word of the name.
fn fits(name: &str, text: &str) -> bool {
    let name = name.to_lowercase();
    text.to_lowercase().split_whitespace().all(|wanted| name.split_whitespace().any(|word| word.starts_with(wanted)))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn the_beginnings_of_words_in_any_order() {
        for (name, text, expected) in [
            ("Ny familie", "", true),
            ("Ny familie", "ny", true),
            ("Ny familie", "FAM ny", true),
            ("Ny familie", "milie", false),
            ("Hjelp", "hjelp nå", false),
        ] {
            assert_eq!(fits(name, text), expected, "{name} {text}");
        }
    }
}

//! What happened while somebody was away, in plain words.

use super::delivery::Why;
use crate::api::offline::Met;
use crate::components::error_text;
use crate::error::AppError;
use crate::i18n::{Locale, t_string};
use crate::map::{field_word, value_word};
use crate::text::{Language, say};
use family_map::edit::Edit;
use leptos_i18n::I18nContext;

/// Why a step waits, a sentence each.
pub(super) fn why_text(i18n: I18nContext<Locale>, language: Language, why: &Why) -> Vec<String> {
    match why {
        Why::Meets(all) => all.iter().map(|met| met_text(i18n, language, met)).collect(),
        Why::Declined(message) => vec![say(language, message)],
        Why::Refused(error) => vec![fault_text(i18n, error)],
    }
}

/// Why the server did not do something.
pub(super) fn fault_text(i18n: I18nContext<Locale>, error: &AppError) -> String {
    match error {
        AppError::NotFound | AppError::ReasonNeeded | AppError::NotAllowed | AppError::NotPart => {
            t_string!(i18n, offline.no_longer).to_owned()
        }
        AppError::Declined(code) => match code.as_str() {
            "offline_protected" => t_string!(i18n, offline.protected).to_owned(),
            "offline_nobody" => t_string!(i18n, offline.choose_room).to_owned(),
            "offline_step" => t_string!(i18n, offline.unreadable).to_owned(),
            _ => error_text(i18n, error),
        },
        _ => error_text(i18n, error),
    }
}

/// What was written about, with whose it is.
fn what_word(i18n: I18nContext<Locale>, met: &Met) -> String {
    let what = match &met.mine {
        Edit::Add(_) => t_string!(i18n, offline.new_tie),
        edit => field_word(i18n, edit),
    };
    match met.person.clone() {
        Some(person) => t_string!(i18n, live.of, what = what, person = person),
        None => what.to_owned(),
    }
}

fn met_text(i18n: I18nContext<Locale>, language: Language, met: &Met) -> String {
    let what = what_word(i18n, met);
    let by = met.by.clone().unwrap_or_else(|| t_string!(i18n, offline.somebody).to_owned());
    let mine = value_word(language, &met.mine);
    match (mine, met.theirs.as_ref().map(|edit| value_word(language, edit))) {
        (Some(mine), Some(Some(theirs))) => {
            t_string!(i18n, offline.met, what = what, mine = mine, by = by, theirs = theirs)
        }
        (_, Some(_)) => t_string!(i18n, offline.met_plain, what = what, by = by),
        (Some(mine), None) => t_string!(i18n, offline.gone, what = what, mine = mine, by = by),
        (None, None) => t_string!(i18n, offline.gone_plain, what = what, by = by),
    }
}

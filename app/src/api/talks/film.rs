//! The consent to filming: who said yes, where the film is kept, and by when it
//! is deleted.

use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::appointment::film_consent::FilmState;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, missing, plain};
#[cfg(feature = "ssr")]
use crate::server::visit;
#[cfg(feature = "ssr")]
use casework::appointment::film_consent::FilmConsent;
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use store::CaseAccess;

/// A consent to filming.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilmRow {
    /// Id.
    pub id: String,
    /// Names of those who said yes.
    pub given_by: Vec<String>,
    /// When.
    pub given: Day,
    /// Where the film is kept.
    pub place: String,
    /// By when it is deleted.
    pub delete_by: Day,
    /// How it stands today.
    pub state: FilmState,
    /// Filming on the session's day is agreed to by it.
    pub allows: bool,
}

/// The consents of a case, as they bear on a day.
#[cfg(feature = "ssr")]
pub(crate) async fn film_rows(
    case: &CaseAccess,
    names: &BTreeMap<String, String>,
    (today, day): (Day, Day),
) -> Result<Vec<FilmRow>, AppError> {
    let row = |it: store::KeptFilmConsent| FilmRow {
        state: it.consent.state(it.withdrawn, today),
        allows: it.consent.allows(it.withdrawn, day),
        given_by: it.consent.given_by.iter().filter_map(|person| names.get(person).cloned()).collect(),
        given: it.consent.given,
        place: it.consent.place,
        delete_by: it.consent.delete_by,
        id: it.id,
    };
    Ok(answer(case.film_consents().await)?.into_iter().map(row).collect())
}

/// Keeps a consent to filming.
///
/// # Errors
/// [`AppError::Missing`] for a day that is none; [`AppError::Declined`] where
/// nobody has said yes, nothing is said of where, or the days do not fit; as the
/// case opens or not.
#[server(name = KeepFilmConsent, endpoint = "keep_film_consent", input = Json, output = Wire)]
pub async fn keep_film_consent(
    id: String,
    given_by: Vec<String>,
    given: String,
    place: String,
    delete_by: String,
) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    let consent = FilmConsent {
        given_by: given_by.iter().map(|person| plain(person)).collect(),
        given: given.trim().parse().map_err(|_| missing("given"))?,
        place: plain(&place),
        delete_by: delete_by.trim().parse().map_err(|_| missing("delete_by"))?,
    };
    answer(case.keep_film_consent(&consent).await).map(|_| ())
}

/// A consent to filming is taken back.
///
/// # Errors
/// [`AppError::NotFound`]; as the case opens or not.
#[server(name = WithdrawFilmConsent, endpoint = "withdraw_film_consent", output = Wire)]
pub async fn withdraw_film_consent(id: String, consent: String) -> Result<(), AppError> {
    let case = visit()?.open_to_change(&id).await?;
    answer(case.withdraw_film_consent(&consent).await)
}

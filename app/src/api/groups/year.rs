//! What is counted of the unit's groups in a year.

use crate::error::AppError;
use crate::wire::Wire;
use casework::group::figures::ToldYear;
use casework::programme::Words;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use super::{answer, desk, now};
#[cfg(feature = "ssr")]
use casework::calendar::Moment;
#[cfg(feature = "ssr")]
use store::GroupDesk;

/// The figures of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupYear {
    /// The year.
    pub year: u16,
    /// What was counted; counts of people are none where they are small.
    pub figures: ToldYear,
    /// What the programmes are called.
    pub names: BTreeMap<String, Words>,
}

/// The figures of a year; of this one where none is named.
///
/// # Errors
/// [`AppError::NotFound`] for who does not lead the unit.
#[server(name = GetGroupYear, endpoint = "group_year", output = Wire)]
pub async fn group_year(year: Option<u16>) -> Result<GroupYear, AppError> {
    let (visit, desk) = desk().await?;
    group_year_of(&desk, year, now(&visit)).await
}

/// The same for a file.
#[cfg(feature = "ssr")]
pub(crate) async fn group_year_of(desk: &GroupDesk, year: Option<u16>, now: Moment) -> Result<GroupYear, AppError> {
    let year = year.filter(|year| (2000..=2200).contains(year)).unwrap_or(now.day.year);
    let (figures, names) = answer(desk.year(year, now).await)?;
    Ok(GroupYear { year, figures: figures.told(), names })
}

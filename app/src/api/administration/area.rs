//! A unit's own goal areas: list, make, retire, order.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{administration, answer, chosen_unit};

/// A goal area of a unit's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// No longer offered.
    pub retired: bool,
}

/// The own goal areas of a unit, in the order in which they are offered.
///
/// # Errors
/// [`AppError::NotFound`] for who is no administrator, and for a unit that is
/// not there.
#[server(name = GetGoalAreas, endpoint = "admin_areas", output = Wire)]
pub async fn admin_areas(unit: String) -> Result<Vec<AreaRow>, AppError> {
    let admin = administration().await?;
    let found = answer(admin.goal_areas(&chosen_unit(&unit)?).await)?;
    Ok(found.into_iter().map(|it| AreaRow { id: it.id, name: it.name, retired: it.retired }).collect())
}

/// Makes a goal area.
///
/// # Errors
/// [`AppError::Declined`] for a name that is none or there already;
/// [`AppError::NotFound`].
#[server(endpoint = "save_area", output = Wire)]
pub async fn save_area(unit: String, name: String) -> Result<(), AppError> {
    let admin = administration().await?;
    answer(admin.create_goal_area(&chosen_unit(&unit)?, &name).await).map(|_| ())
}

/// Takes a goal area out of use, or into use again.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(endpoint = "retire_area", output = Wire)]
pub async fn retire_area(id: String, retired: bool) -> Result<(), AppError> {
    answer(administration().await?.retire_goal_area(&id.replace('\0', ""), retired).await)
}

/// Offers a goal area one place earlier or later.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(endpoint = "move_area", output = Wire)]
pub async fn move_area(id: String, earlier: bool) -> Result<(), AppError> {
    answer(administration().await?.move_goal_area(&id.replace('\0', ""), earlier).await)
}

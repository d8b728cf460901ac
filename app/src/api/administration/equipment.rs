//! Equipment that is planned like a room: list, make, rename, retire.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{administration, answer, checked_name, chosen_unit};

/// A piece of equipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EquipmentRow {
    /// Id.
    pub id: String,
    /// The unit's name.
    pub unit_name: String,
    /// Name.
    pub name: String,
    /// No longer in use.
    pub retired: bool,
}

/// All equipment, what is in use first.
///
/// # Errors
/// [`AppError::NotFound`] for who is no administrator.
#[server(name = GetEquipment, endpoint = "admin_equipment", output = Wire)]
pub async fn admin_equipment() -> Result<Vec<EquipmentRow>, AppError> {
    let all = answer(administration().await?.equipment().await)?;
    let row =
        |it: store::Equipment| EquipmentRow { id: it.id, unit_name: it.unit_name, name: it.name, retired: it.retired };
    Ok(all.into_iter().map(row).collect())
}

/// Makes a piece of equipment, or renames one; it stays in its unit.
///
/// # Errors
/// What is wrong with a field; [`AppError::NotFound`].
#[server(endpoint = "save_equipment", output = Wire)]
pub async fn save_equipment(id: Option<String>, unit: Option<String>, name: String) -> Result<(), AppError> {
    let admin = administration().await?;
    let name = checked_name(&name)?;
    match id.filter(|id| !id.is_empty()) {
        None => {
            let unit = chosen_unit(unit.as_deref().unwrap_or_default())?;
            answer(admin.create_equipment(&unit, &name).await).map(|_| ())
        }
        Some(id) => answer(admin.rename_equipment(&id.replace('\0', ""), &name).await),
    }
}

/// Takes a piece of equipment out of use, or into use again.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(endpoint = "retire_equipment", output = Wire)]
pub async fn retire_equipment(id: String, retired: bool) -> Result<(), AppError> {
    answer(administration().await?.retire_equipment(&id.replace('\0', ""), retired).await)
}

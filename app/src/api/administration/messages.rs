//! What the messages of a unit have in common.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{administration, answer, chosen_unit};
#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;

/// What the messages of a unit have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSettingView {
    /// So many hours before an appointment somebody is reminded; 0 for never.
    pub reminder_hours: u16,
    /// From whom.
    pub signature: String,
    /// Whom to ring.
    pub phone: String,
}

/// The setting of a unit.
///
/// # Errors
/// [`AppError::NotFound`] for who is no administrator.
#[server(name = GetMessageSetting, endpoint = "message_setting", output = Wire)]
pub async fn message_setting(unit: String) -> Result<MessageSettingView, AppError> {
    let admin = administration().await?;
    let unit = chosen_unit(&unit)?;
    if !answer(admin.units().await)?.iter().any(|line| line.id == unit) {
        return Err(with_status(AppError::NotFound));
    }
    let setting = answer(visit()?.site.store.message_setting(&unit).await)?;
    Ok(MessageSettingView {
        reminder_hours: setting.reminder_hours,
        signature: setting.signature,
        phone: setting.phone,
    })
}

/// Keeps the setting of a unit.
///
/// # Errors
/// What is wrong with a field; [`AppError::NotFound`].
#[server(endpoint = "save_message_setting", output = Wire)]
pub async fn save_message_setting(
    unit: String,
    reminder_hours: u16,
    signature: String,
    phone: String,
) -> Result<(), AppError> {
    let admin = administration().await?;
    let plain = |text: &str, most: usize| text.chars().count() <= most && !text.chars().any(char::is_control);
    if !plain(&signature, 60) || !plain(&phone, 30) {
        return Err(with_status(AppError::Staff(StaffFault::NameStrange)));
    }
    let setting = store::MessageSetting { reminder_hours, signature, phone };
    answer(admin.set_messages(&chosen_unit(&unit)?, &setting).await)
}

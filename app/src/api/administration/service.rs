//! Services: list, make, change, retire; who speaks for them.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{administration, answer, checked_name, chosen_unit};
#[cfg(feature = "ssr")]
use crate::server::with_status;
#[cfg(feature = "ssr")]
use crate::staff_fault::StaffFault;

/// The kinds of services, by code. The same as in the store.
pub const SERVICE_KINDS: [&str; 8] = [
    "child_welfare",
    "health_clinic",
    "kindergarten",
    "school",
    "educational_psychology",
    "welfare",
    "mental_health",
    "other",
];

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRow {
    /// Id.
    pub id: String,
    /// The unit's id.
    pub unit: String,
    /// The unit's name.
    pub unit_name: String,
    /// Name.
    pub name: String,
    /// Code of the kind.
    pub kind: String,
    /// No longer in use.
    pub retired: bool,
    /// Who speaks for it: id and name.
    pub members: Vec<(String, String)>,
}

/// All services, those in use first.
///
/// # Errors
/// [`AppError::NotFound`] for who is no administrator.
#[server(name = GetServices, endpoint = "admin_services", output = Wire)]
pub async fn admin_services() -> Result<Vec<ServiceRow>, AppError> {
    let services = answer(administration().await?.services().await)?;
    let row = |service: store::Service| ServiceRow {
        id: service.id,
        unit: service.unit.0,
        unit_name: service.unit_name,
        name: service.name,
        kind: service.kind.code().to_owned(),
        retired: service.retired,
        members: service.members.into_iter().map(|(id, name)| (id.0, name)).collect(),
    };
    Ok(services.into_iter().map(row).collect())
}

/// Makes a service, or changes one.
///
/// # Errors
/// What is wrong with a field; [`AppError::NotFound`].
#[server(endpoint = "save_service", output = Wire)]
pub async fn save_service(id: Option<String>, unit: String, name: String, kind: String) -> Result<(), AppError> {
    let admin = administration().await?;
    let name = checked_name(&name)?;
    let kind = store::ServiceKind::from_code(&kind);
    let kind = kind.ok_or(AppError::Staff(StaffFault::KindMissing)).map_err(with_status)?;
    let unit = chosen_unit(&unit)?;
    match id.filter(|id| !id.is_empty()) {
        None => answer(admin.create_service(&unit, &name, kind).await).map(|_| ()),
        Some(id) => answer(admin.change_service(&id.replace('\0', ""), &unit, &name, kind).await),
    }
}

/// Takes a service out of use, or into use again.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(endpoint = "retire_service", output = Wire)]
pub async fn retire_service(id: String, retired: bool) -> Result<(), AppError> {
    answer(administration().await?.retire_service(&id.replace('\0', ""), retired).await)
}

/// Lets a member of staff speak for a service, or no longer.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(endpoint = "set_service_member", output = Wire)]
pub async fn set_service_member(service: String, user: String, member: bool) -> Result<(), AppError> {
    let admin = administration().await?;
    let user = store::UserId(user.replace('\0', ""));
    answer(admin.set_service_member(&service.replace('\0', ""), &user, member).await)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::SERVICE_KINDS;

    #[test]
    fn the_kinds_are_those_of_the_store() {
        assert_eq!(SERVICE_KINDS, store::ServiceKind::ALL.map(store::ServiceKind::code));
    }
}

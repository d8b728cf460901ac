//! A guest: somebody who takes part joins the open map with their own phone, by
//! a code that is used once, for this sitting.

use super::qr::Qr;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::in_room::ROOM_PAGE;
#[cfg(feature = "ssr")]
use crate::server::{GUEST_COOKIE, Visit, answer, drop_cookie, set_cookie, visit, with_status};
#[cfg(feature = "ssr")]
use std::sync::Arc;
#[cfg(feature = "ssr")]
use store::{Action, CaseAccess};

/// Where a code is typed.
pub const JOIN_PAGE: &str = "/bli-med";
/// What a guest's phone may ask for beside the stream of the map.
pub const GUEST_FUNCTIONS: [&str; 6] =
    ["/api/room_map", "/api/draw_map", "/api/go_map", "/api/point_map", "/api/leave_map", "/api/join_map"];

/// A code that was just made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGuest {
    /// The code, in two halves.
    pub code: String,
    /// Where it is typed.
    pub address: String,
    /// Both for a camera.
    pub qr: Qr,
    /// Until when, local time of day.
    pub until: String,
}

/// Somebody who was invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestSeen {
    /// Id of the guest.
    pub id: String,
    /// As whom, by person id.
    pub person: String,
    /// Since when, local time of day; none while the code waits.
    pub since: Option<String>,
}

/// A case opened for something about guests.
#[cfg(feature = "ssr")]
async fn opened(visit: &Visit, id: &str, action: Action) -> Result<Arc<CaseAccess>, AppError> {
    let case = visit.open(id, None, action).await.map_err(with_status)?;
    if case.may_edit() { Ok(case) } else { Err(with_status(AppError::NotAllowed)) }
}

/// The time of day of a time of the store.
#[cfg(feature = "ssr")]
fn time_of_day(visit: &Visit, at: i64) -> String {
    visit.site.local_time(at).get(11..16).unwrap_or_default().to_owned()
}

/// Who is a guest on a map, or may still come.
///
/// # Errors
/// As for opening the case; [`AppError::NotAllowed`] for who may read only.
#[server(name = GetGuests, endpoint = "map_guests", output = Wire)]
pub async fn map_guests(id: String) -> Result<Vec<GuestSeen>, AppError> {
    let visit = visit()?;
    let case = opened(&visit, &id, Action::Read).await?;
    let seen = |it: store::GuestLine| GuestSeen {
        id: it.id,
        person: it.person,
        since: it.joined_at.map(|at| time_of_day(&visit, at)),
    };
    Ok(answer(case.guests().await)?.into_iter().map(seen).collect())
}

/// Invites somebody who takes part, by person id.
///
/// # Errors
/// As [`map_guests`]; [`AppError::NotFound`] for somebody for whom the case does
/// not open.
#[server(name = InviteGuest, endpoint = "invite_guest", output = Wire)]
pub async fn invite_guest(id: String, person: String) -> Result<NewGuest, AppError> {
    let visit = visit()?;
    let case = opened(&visit, &id, Action::InviteGuest).await?;
    let token = visit.token.clone().ok_or(AppError::SignedOut).map_err(with_status)?;
    let new = answer(case.invite_guest(&token, &person).await)?;
    let address = format!("{}{JOIN_PAGE}", visit.site.origin.trim_end_matches('/'));
    // Behind the hash it reaches no server's log.
    let qr = Qr::of(&format!("{address}#{}", new.code)).ok_or(AppError::Internal)?;
    Ok(NewGuest { code: new.code, address, qr, until: time_of_day(&visit, new.until) })
}

/// Sends a guest away, or takes a code back.
///
/// # Errors
/// As [`map_guests`]; [`AppError::NotFound`] for nobody who is a guest here.
#[server(name = EndGuest, endpoint = "end_guest", output = Wire)]
pub async fn end_guest(id: String, guest: String) -> Result<(), AppError> {
    let visit = visit()?;
    let case = opened(&visit, &id, Action::EndGuest).await?;
    answer(case.end_guest(&guest).await)
}

/// Joins by a code, and goes to the map.
///
/// # Errors
/// [`AppError::Declined`] with `guest_code` for a code that opens nothing, and
/// with `guest_staff` in a browser that staff are signed in with: the code is
/// not used up then; [`AppError::Throttled`].
#[server(name = JoinMap, endpoint = "join_map", output = Wire)]
pub async fn join_map(code: String) -> Result<(), AppError> {
    let visit = visit()?;
    if visit.session.is_some() {
        return Err(with_status(AppError::Declined("guest_staff".to_owned())));
    }
    let joined = answer(visit.site.store.join_as_guest(&code, &visit.address).await)?;
    let joined = joined.map_err(AppError::from).map_err(with_status)?;
    let token = joined.ok_or_else(|| with_status(AppError::Declined("guest_code".to_owned())))?;
    // A phone is one guest.
    if let Some(before) = &visit.guest {
        answer(visit.site.store.leave_as_guest(before).await)?;
    }
    set_cookie(GUEST_COOKIE, token.reveal());
    leptos_axum::redirect(ROOM_PAGE);
    Ok(())
}

/// A guest leaves.
///
/// # Errors
/// [`AppError::SignedOut`] for who is none.
#[server(name = LeaveMap, endpoint = "leave_map", output = Wire)]
pub async fn leave_map() -> Result<(), AppError> {
    let visit = visit()?;
    let guest = visit.guest.as_ref().ok_or(AppError::SignedOut).map_err(with_status)?;
    answer(visit.site.store.leave_as_guest(guest).await)?;
    drop_cookie(GUEST_COOKIE);
    leptos_axum::redirect(JOIN_PAGE);
    Ok(())
}

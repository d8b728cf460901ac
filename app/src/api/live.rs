//! Following the map of a case while it is drawn: what the stream sends, and
//! whom one looks at. The stream itself is the server's (`server/src/http/live.rs`).

use crate::error::AppError;
use crate::wire::Wire;
use family_map::effect::Numbered;
use family_map::record::PersonId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};

/// The address of the stream. Every case that is followed stands in it as
/// `mappe=ID~CURSOR`.
pub const FOLLOW_ADDRESS: &str = "/hendelser";
/// The name under which a case stands in the address.
pub const FOLLOW_CASE: &str = "mappe";

/// Somebody else who has the map open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Name; empty for a guest who is nameless here.
    pub name: String,
    /// Which of the colours, from 0.
    pub colour: u8,
    /// Whom they look at, where the viewer knows of that person.
    pub person: Option<PersonId>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiveEvent {
    /// What the viewer may see is another.
    Update {
        /// How; nothing for a step of the viewer's own that did nothing.
        update: Option<Numbered>,
        /// Name of who did it, if that was another member of staff.
        by: Option<String>,
        /// The key under which the viewer drew it.
        own: Option<String>,
    },
    /// Who else is there.
    Present {
        /// The secret by which the viewer says whom they look at.
        stream: String,
        /// The others.
        others: Vec<Beside>,
    },
    /// The case is no longer open to the viewer.
    Ended,
}

/// One line of the stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveMessage {
    /// Id of the case.
    pub case: String,
    /// How far the viewer has come with it: `NUMBER.MARK`.
    pub cursor: String,
    /// What happened.
    pub event: LiveEvent,
}

/// Says whom the caller looks at on a map that they follow: the stream's secret
/// names it.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such stream of the caller's.
#[server(endpoint = "point_map", output = Wire)]
pub async fn point_map(stream: String, person: Option<String>) -> Result<(), AppError> {
    let visit = visit()?;
    let me = match &visit.guest {
        Some(guest) => guest.seat.hand.as_str(),
        None => visit.user().map_err(with_status)?.id.0.as_str(),
    };
    visit.site.store.point(me, &stream, person.as_deref()).await.map_err(AppError::from).map_err(with_status)
}

//! What page and worker say to each other, as JSON text.

use family_map::layout::{Layout, Point};
use family_map::record::{PersonId, Record};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is to be laid out: all that a layout starts from.
#[derive(Serialize, Deserialize)]
pub(super) struct Request<'a> {
    /// People and ties as they are drawn.
    pub(super) record: Cow<'a, Record>,
    /// Where people stood before.
    pub(super) previous: Cow<'a, BTreeMap<PersonId, Point>>,
}

/// What the worker says.
#[derive(Serialize, Deserialize)]
pub(super) enum Reply {
    /// It listens from now on.
    Ready,
    /// The layout that was asked for.
    Arranged(Layout),
    /// It has not understood what was asked for.
    Unclear,
}

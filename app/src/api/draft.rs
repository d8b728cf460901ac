//! The key with which a user's unsaved text lies sealed in the browser.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server::{visit, with_status};

/// A user's key for unsaved text. Kept in memory only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftKey {
    /// 32 bytes, hexadecimal.
    pub key: String,
    /// Under which the user's texts lie; tells nothing by itself.
    pub tag: String,
}

impl std::fmt::Debug for DraftKey {
    /// Without the key, which belongs in no message.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DraftKey").field("tag", &self.tag).finish_non_exhaustive()
    }
}

/// The caller's own key, always the same one.
///
/// # Errors
/// [`AppError::SignedOut`] when nobody is signed in.
#[server(name = GetDraftKey, endpoint = "draft_key", output = Wire)]
pub async fn draft_key() -> Result<DraftKey, AppError> {
    let visit = visit()?;
    let user = &visit.user().map_err(with_status)?.id;
    let store = &visit.site.store;
    Ok(DraftKey { key: store.draft_key(user), tag: store.draft_tag(user) })
}

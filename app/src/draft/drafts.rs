//! What the forms of the staff pages share: the key, and who still writes.

use super::vault::{self, Vault};
use crate::api::draft::draft_key;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// How often a waiting reload looks whether all is written, in milliseconds.
const LOOK_AGAIN_MS: u32 = 20;
/// A reload waits so many looks at most.
const LOOKS: u32 = 100;

/// Lives as long as the staff pages do, and the key with it.
#[derive(Clone, Copy)]
pub struct Drafts {
    /// Under which this user's texts lie, once the frame has told.
    tag: RwSignal<Option<String>>,
    vault: StoredValue<Option<SendWrapper<Rc<Vault>>>>,
    /// Texts that are typed and not yet written to the storage.
    pending: StoredValue<u32>,
    /// Rises when all forms should write at once.
    flush: RwSignal<u32>,
}

impl Drafts {
    /// For the frame around the staff pages.
    #[must_use]
    pub fn provide() -> Self {
        let drafts = Self {
            tag: RwSignal::new(None),
            vault: StoredValue::new(None),
            pending: StoredValue::new(0),
            flush: RwSignal::new(0),
        };
        provide_context(drafts);
        drafts
    }

    /// Whose pages these are. Another user's key is put away.
    pub fn belong_to(self, tag: &str) {
        if self.tag.with_untracked(|known| known.as_deref() != Some(tag)) {
            self.vault.set_value(None);
            self.tag.set(Some(tag.to_owned()));
        }
    }

    /// Whether anything of this user's lies in this browser.
    pub(super) fn has_any(self) -> bool {
        self.tag.try_get_untracked().flatten().is_some_and(|tag| vault::has_any(&tag))
    }

    /// Under which this user's texts lie.
    pub fn tag(self) -> Option<String> {
        self.tag.get()
    }

    /// The vault; its key is fetched the first time. `None` without contact,
    /// without a session, and when the session is another user's by now.
    pub(super) async fn vault(self) -> Option<Rc<Vault>> {
        if let Some(vault) = self.vault.try_get_value().flatten() {
            return Some(Rc::clone(&vault));
        }
        let given = draft_key().await.ok()?;
        if self.tag.try_get_untracked().flatten().is_some_and(|tag| tag != given.tag) {
            return None;
        }
        let vault = Rc::new(Vault::open(&given).await?);
        self.vault.try_set_value(Some(SendWrapper::new(Rc::clone(&vault))));
        Some(vault)
    }

    /// Removes the text of a form: it is saved, or no longer wanted.
    pub fn forget(self, form: &str) {
        let form = form.to_owned();
        spawn_local(async move {
            if !self.has_any() {
                return;
            }
            if let Some(vault) = self.vault().await
                && let Some(place) = vault.place(&form).await
            {
                vault::remove(&place);
            }
        });
    }

    pub(super) fn begin(self) {
        self.pending.try_update_value(|count| *count += 1);
    }

    pub(super) fn end(self) {
        self.pending.try_update_value(|count| *count = count.saturating_sub(1));
    }

    /// Rises when all forms should write at once.
    pub(super) const fn flushed(self) -> RwSignal<u32> {
        self.flush
    }

    /// Lets every form write what was typed, then goes on.
    pub async fn settle(self) {
        self.flush.update(|times| *times += 1);
        for _ in 0..LOOKS {
            TimeoutFuture::new(LOOK_AGAIN_MS).await;
            if self.pending.try_get_value().unwrap_or_default() == 0 {
                return;
            }
        }
    }
}

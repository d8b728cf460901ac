//! Tells when the server has a newer version of the program than the page.

use crate::draft::Drafts;
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The header in which answers name the server's version.
pub const VERSION_HEADER: &str = "x-familiekart-version";

/// Whether the page is older than the server.
#[derive(Clone, Copy)]
pub struct Version(RwSignal<bool>);

impl Version {
    /// For the frame around the staff pages.
    pub fn provide() {
        provide_context(Self(RwSignal::new(false)));
    }

    /// An answer has named the server's version; the page's own stands in the document.
    pub fn heard(self, told: Option<&str>) {
        let own = document().document_element().and_then(|root| root.get_attribute("data-version"));
        if let (Some(told), Some(own)) = (told, own) {
            self.0.try_set(told != own);
        }
    }
}

/// Loads the page anew once everything that was typed is kept.
pub fn reload_safely(drafts: Option<Drafts>) {
    spawn_local(async move {
        if let Some(drafts) = drafts {
            drafts.settle().await;
        }
        let _ = window().location().reload();
    });
}

/// Offers to load the page anew when there is a newer version. Nothing that
/// was typed is lost by it.
#[component]
pub fn NewVersion() -> impl IntoView {
    let i18n = use_i18n();
    let outdated = use_context::<Version>().map(|version| version.0);
    let drafts = use_context::<Drafts>();
    let busy = RwSignal::new(false);
    view! {
        <div class="new-version" role="status">
            {move || outdated.is_some_and(|outdated| outdated.get()).then(|| view! {
                <div class="ds-alert" data-color="info">
                    <p>{t!(i18n, version.newer)}</p>
                    <button
                        class="ds-button" data-size="sm" type="button" disabled=busy
                        on:click=move |_| { busy.set(true); reload_safely(drafts); }
                    >{t!(i18n, version.reload)}</button>
                </div>
            })}
        </div>
    }
}

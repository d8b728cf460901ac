//! The messages of a case: a new one with its preview, what asks for somebody,
//! what waits and what was sent, and who wants none.

mod list;
mod stopped;
mod words;
mod write;

use super::use_case;
use crate::api::feed::{MakeCaseFeed, case_feeds};
use crate::api::messages::case_messages;
use crate::api::portal::family_words;
use crate::components::{ErrorNotice, when_done};
use crate::i18n::{t, use_i18n};
use crate::pages::feed::FamilyFeeds;
use leptos::prelude::*;
use list::MessageList;
use stopped::Stopped;
use words::FamilyWords;
use write::WriteMessage;

/// The tab with the messages.
#[component]
pub fn CaseMessagesPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let again = RwSignal::new(0_u32);
    let sent = RwSignal::new(None::<u32>);
    let found = Resource::new(
        move || (case.id.get(), case.reason.get(), again.get()),
        |(id, reason, _)| case_messages(id, reason),
    );
    let feeds_again = RwSignal::new(0_u32);
    let feeds = Resource::new(
        move || (case.id.get(), case.reason.get(), feeds_again.get()),
        |(id, reason, _)| case_feeds(id, reason),
    );
    let make_feed = ServerAction::<MakeCaseFeed>::new();
    when_done(make_feed, move |_| feeds_again.update(|n| *n += 1));
    let words_again = RwSignal::new(0_u32);
    let words = Resource::new(
        move || (case.id.get(), case.reason.get(), words_again.get()),
        |(id, reason, _)| family_words(id, reason),
    );
    view! {
        <div class="page-body stack">
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    // What is wrong with the case is told below.
                    let id = case.id.get_untracked();
                    words.await.ok().map(|found| view! { <FamilyWords case=id found again=words_again /> })
                })}
            </Transition>
            <h2 class="ds-heading" data-size="xs">{t!(i18n, message.title)}</h2>
            <p class="meta">{t!(i18n, message.lead)}</p>
            // Outside of what is fetched anew, so that it is heard.
            <div role="status">
                {move || sent.get().map(|count| view! {
                    <div class="ds-alert" data-color="success"><p>{t!(i18n, message.queued, count = move || count.to_string())}</p></div>
                })}
            </div>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => {
                            let id = case.id.get_untracked();
                            let (own, other) = (id.clone(), id.clone());
                            let (receivers, ways) = (found.receivers.clone(), found.ways.clone());
                            view! {
                                {found.may_edit.then(|| view! { <WriteMessage case=id receivers ways sent again /> })}
                                <MessageList case=own rows=found.rows may_edit=found.may_edit again />
                                <Stopped case=other receivers=found.receivers may_edit=found.may_edit again />
                            }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    // What is wrong with the case is told above.
                    let id = case.id.get_untracked();
                    feeds.await.ok().map(|found| view! { <FamilyFeeds case=id found make=make_feed again=feeds_again /> })
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

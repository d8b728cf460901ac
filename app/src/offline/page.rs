//! The one page that opens without network. It holds nothing of anybody: what
//! it shows lies sealed in the browser.

use super::card::{CopyCard, ListHands, Notice};
use super::copies::{self, OpenCopy};
use super::delivery::{Delivery, Link};
use super::editor::Editor;
use super::queue;
use super::row::{Line, lines, spent};
use super::waiting::Waiting;
use crate::components::PageTitle;
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::time::Duration;

/// It is looked so often whether a copy's time is over.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// An open copy that nobody touches is locked after this time, in milliseconds.
const LOCK_AFTER_MS: f64 = 10.0 * 60.0 * 1000.0;

/// The copies of this device, each with its PIN; or the one that is open.
#[component]
pub fn OfflinePage() -> impl IntoView {
    let i18n = use_i18n();
    let here = RwSignal::new(None::<Vec<Line>>);
    let open = RwSignal::new(None::<SendWrapper<OpenCopy>>);
    let notice = RwSignal::new(None::<Notice>);
    let refresh = Callback::new(move |()| spawn_local(async move { drop(here.try_set(Some(read().await))) }));
    let hands = ListHands { open, notice, refresh, delivery: Delivery::new(refresh) };
    Effect::new(move |_| {
        refresh.run(());
        hands.delivery.run();
    });
    watch_time(hands);
    let waiting = Signal::derive(move || here.with(|all| all.iter().flatten().map(|it| it.waiting).sum::<usize>()));
    let others = Signal::derive(move || {
        let Link::SignedIn { tag } = hands.delivery.link.get() else { return 0 };
        here.with(|all| all.iter().flatten().filter(|it| it.tag != tag).map(|it| it.waiting).sum::<usize>())
    });
    let notice_text = move || match notice.get() {
        Some(Notice::Destroyed) => t_string!(i18n, offline.destroyed),
        Some(Notice::Over) => t_string!(i18n, offline.over),
        Some(Notice::Locked) => t_string!(i18n, offline.locked),
        None => "",
    };
    view! {
        <PageTitle text=move || t_string!(i18n, offline.page).to_owned() />
        <header class="topbar">
            <span class="topbar-brand"><img src="/icons/mark.svg" alt="" width="28" height="28" />{t!(i18n, app.name)}</span>
            <div class="topbar-end">
                {move || matches!(hands.delivery.link.get(), Link::SignedIn { .. }).then(|| view! {
                    <a class="ds-link" href="/min-dag" rel="external">{t!(i18n, day.title)}</a>
                })}
            </div>
        </header>
        <main id="main" tabindex="-1">
            {move || match open.get() {
                Some(copy) => view! {
                    <Editor copy hands />
                    <div class="page-body"><Waiting delivery=hands.delivery count=waiting others /></div>
                }.into_any(),
                None => view! {
                    <div class="page-body stack" data-width="text">
                        <div>
                            <h1 class="ds-heading" data-size="sm">{t!(i18n, offline.page)}</h1>
                            <p class="meta">{t!(i18n, offline.page_lead)}</p>
                        </div>
                        <div role="alert">
                            {move || (!notice_text().is_empty()).then(|| view! { <div class="ds-alert" data-color="warning"><p>{notice_text()}</p></div> })}
                        </div>
                        <Waiting delivery=hands.delivery count=waiting others />
                        {move || match here.get() {
                            None => view! { <p role="status">{t!(i18n, app.loading)}</p> }.into_any(),
                            Some(all) if all.is_empty() => view! { <div class="empty"><p>{t!(i18n, offline.none)}</p></div> }.into_any(),
                            Some(_) => ().into_any(),
                        }}
                        // What is read anew changes what is told; a PIN that is being typed stays.
                        <For each=move || here.get().unwrap_or_default() key=Line::whose children=move |first| {
                            let whose = first.whose();
                            let line = Memo::new(move |_| {
                                let now = here.with(|all| all.iter().flatten().find(|it| it.whose() == whose).cloned());
                                now.unwrap_or_else(|| first.clone())
                            });
                            view! { <CopyCard line hands /> }
                        } />
                        <p class="meta">{t!(i18n, offline.kept)}</p>
                    </div>
                }.into_any(),
            }}
        </main>
    }
    .into_any()
}

/// What lies here; what nobody needs any more is taken away on the way.
async fn read() -> Vec<Line> {
    let (copies, steps) = (copies::all().await, queue::all().await);
    for key in spent(&copies, &steps) {
        queue::take_away(&key).await;
    }
    lines(&copies, &steps)
}

/// Closes an open copy when its time is over or nobody does anything, and
/// delivers when the network is back.
fn watch_time(hands: ListHands) {
    let touched = StoredValue::new(0.0_f64);
    let look = move || {
        let now = js_sys::Date::now();
        let ends = hands.open.with_untracked(|open| open.as_ref().map(|copy| (copy.row.id.clone(), copy.row.ends)));
        let Some((id, ends)) = ends else { return };
        if now >= ends {
            hands.open.set(None);
            hands.notice.set(Some(Notice::Over));
            spawn_local(async move {
                copies::destroy(&id).await;
                hands.refresh.run(());
            });
        } else if now - touched.get_value() > LOCK_AFTER_MS {
            hands.open.set(None);
            hands.notice.set(Some(Notice::Locked));
            hands.refresh.run(());
        }
    };
    // Not every browser tells when the network is back.
    let retry = move || {
        if matches!(hands.delivery.link.get_untracked(), Link::Offline | Link::Unknown) {
            hands.delivery.run();
        }
    };
    let touch = move || touched.set_value(js_sys::Date::now());
    Effect::new(move |_| {
        // Opening it is doing something.
        hands.open.track();
        touch();
    });
    Effect::new(move |_| {
        let both = move || {
            look();
            retry();
        };
        let looking = set_interval_with_handle(both, LOOK_EVERY).ok();
        let key = window_event_listener(leptos::ev::keydown, move |_| touch());
        let pointer = window_event_listener(leptos::ev::pointerdown, move |_| touch());
        let seen = window_event_listener(leptos::ev::focus, move |_| both());
        let online = window_event_listener(leptos::ev::online, move |_| hands.delivery.run());
        let offline = window_event_listener(leptos::ev::offline, move |_| hands.delivery.link.set(Link::Offline));
        on_cleanup(move || {
            if let Some(looking) = looking {
                looking.clear();
            }
            key.remove();
            pointer.remove();
            seen.remove();
            online.remove();
            offline.remove();
        });
    });
}

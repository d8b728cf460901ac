//! A copy that is open: the same map as always, with what was drawn on it.

use super::card::ListHands;
use super::copies::OpenCopy;
use super::desk::keeper;
use super::queue;
use crate::api::cases::CaseMap;
use crate::api::drawing::{Easel, OwnSteps};
use crate::draft::when;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::{Aside, MapCanvas};
use family_map::pending::Waiting;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

/// The map of an open copy.
#[component]
pub(super) fn Editor(
    /// The copy.
    copy: SendWrapper<OpenCopy>,
    /// What can be done with it.
    hands: ListHands,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let drawn = RwSignal::new(None::<(Vec<Waiting>, Vec<String>)>);
    let (title, ends) = (copy.map.title.clone(), copy.row.ends);
    let opened = StoredValue::new(copy.clone());
    spawn_local(async move {
        drawn.try_set(Some(queue::drawn_on(&copy).await));
    });
    // The next Tab goes into the map.
    let heading = NodeRef::<leptos::html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    view! {
        <div class="page-body offline-open" data-width="full">
            <div class="offline-head">
                <div>
                    <h1 class="ds-heading" data-size="sm" tabindex="-1" node_ref=heading>{title}</h1>
                    <p class="meta">{move || t_string!(i18n, offline.ends, when = when(language(), ends))}</p>
                </div>
                <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=move |_| {
                    hands.open.set(None);
                    hands.refresh.run(());
                }>{t!(i18n, offline.close)}</button>
            </div>
            {move || drawn.get().map(|drawn| view! { <OpenMap copy=opened.get_value() drawn hands /> })}
        </div>
    }
}

#[component]
fn OpenMap(
    copy: SendWrapper<OpenCopy>,
    /// Steps that were drawn, and the keys of those that are on the server.
    drawn: (Vec<Waiting>, Vec<String>),
    hands: ListHands,
) -> impl IntoView {
    let (steps, delivered) = drawn;
    let keeper = keeper(copy.clone().take(), delivered.into_iter().collect(), hands.refresh);
    // What is delivered while the copy is open is taken back on the server's map.
    Effect::new(move |_| {
        let more = hands.delivery.delivered.get();
        keeper.delivered.update(|keys| keys.extend(more));
    });
    let map = copy.take().map;
    let easel = Easel { parties: map.parties, me: map.me, steps: OwnSteps::default(), in_room: true };
    view! {
        <MapCanvas
            map=CaseMap { record: map.record, today: map.today }
            title=map.title
            demo=map.demo
            on_print=Callback::new(|()| ())
            easel=Some((String::new(), easel))
            aside=Some(Aside { steps, keeper })
        />
    }
}

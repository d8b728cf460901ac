//! What waits to be delivered, whether it can be, and what waits for an answer.

use super::card::waiting_word;
use super::delivery::{Asked, Delivery, Link, Why};
use super::words::{fault_text, why_text};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use leptos::prelude::*;

/// Above the list and above an open copy.
#[component]
pub(super) fn Waiting(
    /// The delivery.
    delivery: Delivery,
    /// Steps that wait.
    #[prop(into)]
    count: Signal<usize>,
    /// Those of them that are not of whoever is signed in.
    #[prop(into)]
    others: Signal<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = move || match delivery.link.get() {
        _ if delivery.busy.get() => t_string!(i18n, offline.sending).to_owned(),
        Link::Unknown => String::new(),
        Link::Offline => t_string!(i18n, offline.no_network).to_owned(),
        Link::SignedOut => t_string!(i18n, offline.sign_in_lead).to_owned(),
        Link::SignedIn { .. } if delivery.asked.with(|asked| !asked.is_empty()) => {
            t_string!(i18n, offline.answer_lead).to_owned()
        }
        Link::SignedIn { .. } if others.get() > 0 => t_string!(i18n, offline.other_user).to_owned(),
        Link::SignedIn { .. } if count.get() > 0 => t_string!(i18n, offline.ready).to_owned(),
        Link::SignedIn { .. } if delivery.done.get() > 0 => t_string!(i18n, offline.all_sent).to_owned(),
        Link::SignedIn { .. } => String::new(),
        Link::Fault(error) => fault_text(i18n, &error),
    };
    let may_send = move || count.get() > 0 && !delivery.busy.get();
    let signed_out = move || delivery.link.get() == Link::SignedOut;
    view! {
        <section class="offline-waiting stack" aria-label=t!(i18n, offline.waiting)>
            <div role="status" data-link=move || if delivery.busy.get() { "busy" } else { "settled" }>
                <p><span data-waiting=move || count.get().to_string()>{move || waiting_word(i18n, count.get())}</span>" "{state}</p>
            </div>
            <div class="form-actions">
                {move || may_send().then(|| view! {
                    <button class="ds-button" data-size="sm" data-variant="secondary" type="button" on:click=move |_| delivery.run()>{t!(i18n, offline.send)}</button>
                })}
                {move || signed_out().then(|| view! {
                    <a class="ds-button" data-size="sm" href="/logg-inn?til=/uten-nett" rel="external">{t!(i18n, offline.sign_in)}</a>
                })}
            </div>
            <ul class="stack offline-asked">
                <For each=move || delivery.asked.get() key=|it| (it.key.clone(), format!("{:?}", it.why)) let:asked>
                    <li><AskedStep asked delivery /></li>
                </For>
            </ul>
        </section>
    }
}

/// A step that waits for an answer: what each side wrote.
#[component]
fn AskedStep(asked: Asked, delivery: Delivery) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let Asked { key, number, why } = asked;
    let (mine, theirs) = (key.clone(), key);
    // What is gone cannot be written to; what contradicts the map is not taken.
    let may_insist = matches!(&why, Why::Meets(all) if all.iter().any(|it| it.theirs.is_some()));
    let meets = matches!(why, Why::Meets(_));
    let why = StoredValue::new(why);
    view! {
        <div class="ds-alert" data-color="warning">
            <h2 class="ds-heading" data-size="2xs">{move || t_string!(i18n, offline.asked, number = number.clone())}</h2>
            {move || why.with_value(|why| why_text(i18n, language(), why)).into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            <div class="form-actions">
                {may_insist.then(|| view! {
                    <button class="ds-button" data-size="sm" type="button" disabled=delivery.busy on:click=move |_| delivery.insist(mine.clone())>{t!(i18n, offline.insist)}</button>
                })}
                <button class="ds-button" data-size="sm" data-variant="secondary" type="button" disabled=delivery.busy on:click=move |_| delivery.discard(theirs.clone())>
                    {move || if meets && may_insist { t!(i18n, offline.let_stand).into_any() } else { t!(i18n, offline.discard).into_any() }}
                </button>
            </div>
        </div>
    }
}

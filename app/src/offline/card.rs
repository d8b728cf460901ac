//! A copy in the list: what can be told of it, its PIN, and its end.

use super::copies::{self, OpenCopy, Opening};
use super::delivery::Delivery;
use super::queue;
use super::row::Line;
use crate::api::offline::end_offline;
use crate::draft::when;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

/// Something that happened to a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// Too many wrong PINs: it is destroyed.
    Destroyed,
    /// Its time was over.
    Over,
    /// It was locked, since nobody did anything.
    Locked,
}

/// What the list can do.
#[derive(Clone, Copy)]
pub(super) struct ListHands {
    /// The copy that is open.
    pub(super) open: RwSignal<Option<SendWrapper<OpenCopy>>>,
    /// What happened last.
    pub(super) notice: RwSignal<Option<Notice>>,
    /// Reads again what lies here.
    pub(super) refresh: Callback<()>,
    /// Brings home what was drawn.
    pub(super) delivery: Delivery,
}

/// How many steps wait, in words.
pub(super) fn waiting_word(i18n: leptos_i18n::I18nContext<crate::i18n::Locale>, count: usize) -> String {
    match count {
        0 => t_string!(i18n, offline.waiting_none).to_owned(),
        1 => t_string!(i18n, offline.waiting_one).to_owned(),
        _ => t_string!(i18n, offline.waiting_many, count = count.to_string()),
    }
}

/// One copy, or what is left of one.
#[component]
pub(super) fn CopyCard(
    /// What can be told of it by now.
    line: Memo<Line>,
    /// What can be done with it.
    hands: ListHands,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let Line { copy, number, ends, .. } = line.get_untracked();
    let waiting = Signal::derive(move || line.with(|line| line.waiting));
    let left = Signal::derive(move || line.with(|line| line.left));
    let id = StoredValue::new(copy);
    let heading = format!("copy-{}", id.get_value());
    let labelled = heading.clone();
    let name = number.clone();
    view! {
        <section class="card stack" aria-labelledby=labelled data-copy=id.get_value()>
            <div>
                <h2 class="ds-heading" data-size="xs" id=heading>{move || t_string!(i18n, offline.copy_of, number = number.clone())}</h2>
                <p class="meta">
                    {move || match ends {
                        Some(ends) => t_string!(i18n, offline.ends, when = when(language(), ends)),
                        None => t_string!(i18n, offline.copy_gone).to_owned(),
                    }}
                    " "{move || waiting_word(i18n, waiting.get())}
                </p>
            </div>
            {ends.is_some().then(|| view! { <PinForm id hands left number=name.clone() /> })}
            {ends.is_some().then(|| view! {
                <Sure words=move || t_string!(i18n, offline.remove).to_owned() lead=move || t_string!(i18n, offline.remove_lead).to_owned()
                    on_yes=Callback::new(move |()| remove(id.get_value(), hands)) />
            })}
            {move || (ends.is_none() && waiting.get() > 0).then(|| view! {
                <Sure words=move || t_string!(i18n, offline.discard_all).to_owned() lead=move || t_string!(i18n, offline.discard_lead).to_owned()
                    on_yes=Callback::new(move |()| discard(id.get_value(), hands)) />
            })}
        </section>
    }
}

/// Destroys a copy; what was drawn on it stays.
fn remove(id: String, hands: ListHands) {
    spawn_local(async move {
        copies::destroy(&id).await;
        hands.refresh.run(());
        if window().navigator().on_line() {
            // Where nobody hears it the copy's time ends by itself.
            let _ = end_offline(id).await;
        }
    });
}

/// Throws away what was drawn on a copy that is gone.
fn discard(id: String, hands: ListHands) {
    spawn_local(async move {
        for step in queue::all().await.into_iter().filter(|it| it.copy == id) {
            queue::take_away(&step.key).await;
            hands.delivery.asked.update(|asked| asked.retain(|it| it.key != step.key));
        }
        hands.refresh.run(());
    });
}

/// Something that is asked for twice.
#[component]
fn Sure(
    /// What it is.
    words: impl Fn() -> String + Copy + Send + 'static,
    /// What it means.
    lead: impl Fn() -> String + Copy + Send + 'static,
    /// When it is meant.
    on_yes: Callback<()>,
) -> impl IntoView {
    view! {
        <details class="ds-details">
            <summary>{words}</summary>
            <div class="stack">
                <p>{lead}</p>
                <div class="form-actions">
                    <button class="ds-button" data-size="sm" data-color="danger" data-variant="secondary" type="button" on:click=move |_| on_yes.run(())>{words}</button>
                </div>
            </div>
        </details>
    }
}

#[component]
fn PinForm(
    /// The copy.
    id: StoredValue<String>,
    hands: ListHands,
    /// PINs that may still be tried.
    left: Signal<u32>,
    /// Number of the case.
    number: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let pin = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<u32>);
    let field = format!("pin-{}", id.get_value());
    let fault = format!("{field}-fault");
    let described = fault.clone();
    let try_it = move || {
        if busy.get_untracked() || pin.with_untracked(String::is_empty) {
            return;
        }
        busy.set(true);
        hands.notice.set(None);
        spawn_local(async move {
            let opening = copies::open(&id.get_value(), &pin.get_untracked()).await;
            busy.try_set(false);
            pin.try_set(String::new());
            match opening {
                Opening::Open(copy) => hands.open.set(Some(SendWrapper::new(*copy))),
                Opening::Wrong(left) => drop(wrong.try_set(Some(left))),
                Opening::Destroyed => {
                    hands.notice.set(Some(Notice::Destroyed));
                    hands.refresh.run(());
                }
                Opening::Gone => {
                    hands.notice.set(Some(Notice::Over));
                    hands.refresh.run(());
                }
            }
        });
    };
    view! {
        <form class="stack" on:submit=move |event| {
            event.prevent_default();
            try_it();
        }>
            <div class="ds-field">
                <label class="ds-label" for=field.clone()>{move || t_string!(i18n, offline.pin_for, number = number.clone())}</label>
                <input class="ds-input" id=field type="password" inputmode="numeric" autocomplete="off" maxlength="12"
                    aria-invalid=move || wrong.get().map(|_| "true")
                    aria-describedby=move || wrong.get().map(|_| described.clone())
                    prop:value=pin on:input=move |event| pin.set(event_target_value(&event)) />
                <div role="alert" id=fault>
                    {move || wrong.get().map(|left| view! {
                        <p class="ds-validation-message" data-color="danger">{t_string!(i18n, offline.wrong, left = left.to_string())}</p>
                    })}
                </div>
                {move || Some(left.get()).filter(|left| (1..casework::pin::TRIES).contains(left)).map(|left| view! {
                    <p class="form-hint">{t_string!(i18n, offline.left, left = left.to_string())}</p>
                })}
            </div>
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=busy>
                    {move || if busy.get() { t!(i18n, offline.opening).into_any() } else { t!(i18n, offline.open).into_any() }}
                </button>
            </div>
        </form>
    }
}

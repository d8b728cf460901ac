//! What was sent, what waits, and what asks for somebody.

use crate::api::messages::{DecideMessage, MessageDecision, MessageRow};
use crate::components::{FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::messages::{channel_word, fault_word, kind_word, state_color, state_word};
use crate::text::time;
use casework::message::State;
use leptos::prelude::*;

/// The messages of a case: first those that ask for somebody.
#[component]
pub(super) fn MessageList(
    /// The case.
    case: String,
    /// Its messages, the newest first.
    mut rows: Vec<MessageRow>,
    /// Whether the caller may decide.
    may_edit: bool,
    /// Counted up when something has changed.
    again: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let decide = ServerAction::<DecideMessage>::new();
    when_done(decide, move |()| again.update(|n| *n += 1));
    // Stable: within each kind the newest stay first.
    rows.sort_by_key(|row| !row.state.asks_for_somebody());
    let none = rows.is_empty();
    let line = move |row: MessageRow| view! { <Message case=case.clone() row may_edit decide /> };
    view! {
        <section class="card stack" aria-labelledby="messages">
            <h3 class="ds-heading" data-size="2xs" id="messages">{t!(i18n, message.list)}</h3>
            <FaultNote fault=fault_of(decide) />
            {if none {
                view! { <p>{t!(i18n, message.list_none)}</p> }.into_any()
            } else {
                view! { <ul class="plain-list message-list">{rows.into_iter().map(line).collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Message(case: String, row: MessageRow, may_edit: bool, decide: ServerAction<DecideMessage>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let MessageRow { id, to, kind, when, said, language: written_in, channel, state, fault, by, at } = row;
    let heading = format!("message-{id}");
    let labelled = heading.clone();
    let when = when.to_string();
    let dispatch = move |decision| {
        let (id, message) = (case.clone(), id.clone());
        move |_| {
            decide.dispatch(DecideMessage { id: id.clone(), message: message.clone(), decision });
        }
    };
    let button = move |decision, color: &'static str| {
        let words = move || match (decision, state) {
            (MessageDecision::Cancel, _) => t_string!(i18n, message.cancel),
            (MessageDecision::Confirm, _) => t_string!(i18n, message.confirm),
            (MessageDecision::Release, State::Held) => t_string!(i18n, message.let_go),
            (MessageDecision::Release, _) => t_string!(i18n, message.again),
        };
        view! {
            <button class="ds-button" data-size="sm" data-variant="secondary" data-color=color type="button"
                disabled=move || decide.pending().get() on:click=dispatch(decision)>{words}</button>
        }
    };
    let help = match state {
        State::Uncertain => Some(t!(i18n, message.help_uncertain).into_any()),
        State::Held => Some(t!(i18n, message.help_held).into_any()),
        _ => None,
    };
    view! {
        <li aria-labelledby=labelled>
            <p class="cluster" id=heading>
                <strong>{if to.is_empty() { view! { {t!(i18n, message.shielded)} }.into_any() } else { view! { <bdi>{to}</bdi> }.into_any() }}</strong>
                <span>{move || kind_word(i18n, kind)} " " {move || time(language(), &when)}</span>
                <span class="ds-tag" data-size="sm" data-color=state_color(state)>{move || state_word(i18n, state)}</span>
            </p>
            <p class="meta cluster">
                {channel.map(|channel| view! { <span>{move || channel_word(i18n, channel)}</span> })}
                <span>{move || time(language(), &at)}</span>
                <span>{t!(i18n, message.by, name = by.clone())}</span>
            </p>
            {fault.map(|fault| view! { <p>{move || fault_word(i18n, &fault)}</p> })}
            {help.map(|help| view! { <p class="meta">{help}</p> })}
            {said.map(|said| {
                let (lang, dir) = written_in.map(|it| (it.code(), it.direction())).unzip();
                view! {
                    <details>
                        <summary>{t!(i18n, message.said)}</summary>
                        <p class="entry-text" lang=lang dir=dir>{said}</p>
                    </details>
                }
            })}
            {may_edit.then(|| view! {
                <div class="cluster">
                    {(state == State::Uncertain).then(|| button(MessageDecision::Confirm, "accent"))}
                    {state.may_release().then(|| button(MessageDecision::Release, "accent"))}
                    {state.may_cancel().then(|| button(MessageDecision::Cancel, "danger"))}
                </div>
            })}
        </li>
    }
}

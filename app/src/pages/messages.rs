//! The messages of a unit: what asks for somebody, and how many are where.
//! And the words for messages that several pages share.

use crate::api::messages::{UnitMessageRow, UnitMessagesView, unit_messages};
use crate::components::{ErrorNotice, PageTitle};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use casework::message::{Channel, MessageKind, State};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The word for where a message is.
pub fn state_word(i18n: I18nContext<Locale>, state: State) -> &'static str {
    match state {
        State::Waiting => t_string!(i18n, message.state_waiting),
        State::Held => t_string!(i18n, message.state_held),
        State::Leased | State::Sending => t_string!(i18n, message.state_sending),
        State::Sent => t_string!(i18n, message.state_sent),
        State::Uncertain => t_string!(i18n, message.state_uncertain),
        State::Failed => t_string!(i18n, message.state_failed),
        State::Withheld => t_string!(i18n, message.state_withheld),
        State::Cancelled => t_string!(i18n, message.state_cancelled),
    }
}

/// The colour for it; the word says the same.
pub const fn state_color(state: State) -> &'static str {
    match state {
        State::Sent => "success",
        State::Uncertain | State::Held => "warning",
        State::Failed => "danger",
        State::Waiting | State::Leased | State::Sending => "info",
        State::Withheld | State::Cancelled => "neutral",
    }
}

/// The word for what a message is for.
pub fn kind_word(i18n: I18nContext<Locale>, kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Invitation => t_string!(i18n, message.kind_invitation),
        MessageKind::Reminder => t_string!(i18n, message.kind_reminder),
        MessageKind::Moved => t_string!(i18n, message.kind_moved),
        MessageKind::Cancelled => t_string!(i18n, message.kind_cancelled),
        MessageKind::Offer => t_string!(i18n, message.kind_offer),
    }
}

/// The word for a channel.
pub fn channel_word(i18n: I18nContext<Locale>, channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => t_string!(i18n, message.sms),
        Channel::Email => t_string!(i18n, message.email),
    }
}

/// Why a message did not go, by its code.
pub fn fault_word(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "protected" => t_string!(i18n, message.why_protected),
        "contact_ban" => t_string!(i18n, message.why_contact_ban),
        "opted_out" => t_string!(i18n, message.why_opted_out),
        "not_agreed" => t_string!(i18n, message.why_not_agreed),
        "no_address" | "address" => t_string!(i18n, message.why_no_address),
        "not_participant" => t_string!(i18n, message.why_not_participant),
        "too_late" => t_string!(i18n, message.why_too_late),
        "no_sender" => t_string!(i18n, message.why_no_sender),
        "interrupted" | "timeout" => t_string!(i18n, message.why_interrupted),
        "unreachable" => t_string!(i18n, message.why_unreachable),
        _ => t_string!(i18n, message.why_refused),
    }
}

/// What asks for somebody in the caller's units.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let i18n = use_i18n();
    let found = Resource::new(|| (), |()| unit_messages());
    view! {
        <PageTitle text=move || t_string!(i18n, message.title).to_owned() />
        <div class="page-body stack">
            <h1 class="ds-heading" data-size="md">{t!(i18n, message.title)}</h1>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <Found found /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Found(found: UnitMessagesView) -> impl IntoView {
    let i18n = use_i18n();
    let none = found.ways.is_empty();
    let count = move |(state, count): (State, i64)| {
        view! {
            <li>
                <span class="ds-tag" data-size="sm" data-color=state_color(state)>{move || state_word(i18n, state)}</span>
                " " {count}
            </li>
        }
    };
    view! {
        {none.then(|| view! { <div class="ds-alert" data-color="warning"><p>{t!(i18n, message.no_ways)}</p></div> })}
        <section class="card stack" aria-labelledby="asking">
            <h2 class="ds-heading" data-size="xs" id="asking">{t!(i18n, message.asking)}</h2>
            {if found.asking.is_empty() {
                view! { <p>{t!(i18n, message.asking_none)}</p> }.into_any()
            } else {
                view! { <Asking rows=found.asking /> }.into_any()
            }}
        </section>
        <section class="card stack" aria-labelledby="counts">
            <h2 class="ds-heading" data-size="xs" id="counts">{t!(i18n, message.counts)}</h2>
            {if found.counts.is_empty() {
                view! { <p>{t!(i18n, message.counts_none)}</p> }.into_any()
            } else {
                view! { <ul class="cluster plain-row">{found.counts.into_iter().map(count).collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Asking(rows: Vec<UnitMessageRow>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let line = move |row: UnitMessageRow| {
        let (state, kind, channel, at, fault) = (row.state, row.kind, row.channel, row.at, row.fault);
        view! {
            <tr>
                <th scope="row"><a class="ds-link" href=format!("/familier/{}/meldinger", row.case)>{row.number}</a></th>
                <td>{move || kind_word(i18n, kind)}</td>
                <td>{channel.map(|channel| move || channel_word(i18n, channel))}</td>
                <td>
                    <span class="ds-tag" data-size="sm" data-color=state_color(state)>{move || state_word(i18n, state)}</span>
                    {fault.map(|fault| view! { <p class="meta">{move || fault_word(i18n, &fault)}</p> })}
                </td>
                <td>{move || time(language(), &at)}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-labelledby="asking">
            <table class="ds-table">
                <thead><tr>
                    <th scope="col">{t!(i18n, message.case)}</th>
                    <th scope="col">{t!(i18n, message.what)}</th>
                    <th scope="col">{t!(i18n, message.channel)}</th>
                    <th scope="col">{t!(i18n, message.state)}</th>
                    <th scope="col">{t!(i18n, message.since)}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

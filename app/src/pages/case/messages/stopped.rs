//! Who wants no messages, and on which channel.

use crate::api::messages::{ReceiverRow, StopChannel};
use crate::components::{FaultNote, fault_of, when_done};
use crate::i18n::{t, use_i18n};
use crate::pages::messages::channel_word;
use casework::message::Channel;
use leptos::prelude::*;

/// A box for each participant and channel: ticked where no messages are wanted.
#[component]
pub(super) fn Stopped(
    /// The case.
    case: String,
    /// Who may be written to.
    receivers: Vec<ReceiverRow>,
    /// Whether the caller may change it.
    may_edit: bool,
    /// Counted up when something has changed.
    again: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<StopChannel>::new();
    when_done(action, move |()| again.update(|n| *n += 1));
    if receivers.is_empty() {
        return ().into_any();
    }
    let one = move |row: ReceiverRow| {
        let case = case.clone();
        let ReceiverRow { person, name, stopped } = row;
        let tick = move |channel: Channel| {
            let (case, person) = (case.clone(), person.clone());
            let id = format!("stop-{}-{person}", channel.code());
            let label = id.clone();
            view! {
                <div class="ds-field">
                    <input class="ds-input" type="checkbox" id=id checked=stopped.contains(&channel)
                        disabled=move || !may_edit || action.pending().get()
                        on:change=move |event| {
                            let stopped = event_target_checked(&event);
                            action.dispatch(StopChannel { id: case.clone(), person: person.clone(), channel, stopped });
                        } />
                    <label class="ds-label" data-weight="regular" for=label>{move || channel_word(i18n, channel)}</label>
                </div>
            }
        };
        view! {
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{if name.is_empty() { view! { {t!(i18n, message.shielded)} }.into_any() } else { view! { <bdi>{name}</bdi> }.into_any() }}</legend>
                <div class="audience-choices">{Channel::ALL.into_iter().map(tick).collect_view()}</div>
            </fieldset>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="stopped">
            <h3 class="ds-heading" data-size="2xs" id="stopped">{t!(i18n, message.stopped)}</h3>
            <p class="meta">{t!(i18n, message.stopped_lead)}</p>
            <FaultNote fault=fault_of(action) />
            {receivers.into_iter().map(one).collect_view()}
        </section>
    }
    .into_any()
}

//! «Noter telefon»: half a minute, from every page, without a case. The button
//! stands in the bar, Alt+Shift+T opens it, and the quick search knows it.

use super::{ChoiceField, Field, FormNotice, Icon, Submit, TextField, error_text, fault_of, said_by, when_done, wrong};
use crate::api::door::call::NoteCall;
use crate::api::door::{DoorSetup, door_setup};
use crate::draft::Draft;
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// Whether the note is wanted, and how many were kept since the page was opened.
#[derive(Clone, Copy)]
pub struct CallOpen {
    /// Whether it is wanted.
    pub open: RwSignal<bool>,
    /// Counts up with every note, so that lists of calls look again.
    pub noted: RwSignal<u32>,
}

impl CallOpen {
    /// For the frame around the staff pages.
    pub fn provide() {
        provide_context(Self { open: RwSignal::new(false), noted: RwSignal::new(0) });
    }
}

/// The button in the bar.
#[component]
pub fn CallButton() -> impl IntoView {
    let i18n = use_i18n();
    let open = expect_context::<CallOpen>().open;
    view! {
        <button
            class="topbar-call" type="button" aria-haspopup="dialog" aria-keyshortcuts="Alt+Shift+T"
            on:click=move |_| open.set(true)
        >
            <Icon name="phone" />
            <span class="topbar-call-text">{t!(i18n, call.note)}</span>
        </button>
    }
}

/// The dialog. Stands once in the frame.
#[component]
pub fn CallDialog() -> impl IntoView {
    let i18n = use_i18n();
    let CallOpen { open, noted } = expect_context::<CallOpen>();
    let dialog = NodeRef::<html::Dialog>::new();
    // Nothing is asked of the server until somebody wants to write.
    let setup = RwSignal::new(None::<Result<DoorSetup, AppError>>);
    let kept = RwSignal::new(false);
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    Effect::new(move |_| {
        let keys = window_event_listener(leptos::ev::keydown, move |event| {
            let plain = !event.ctrl_key() && !event.meta_key();
            if event.alt_key() && event.shift_key() && plain && event.code() == "KeyT" {
                let another = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
                if !another {
                    event.prevent_default();
                    open.set(true);
                }
            }
        });
        on_cleanup(move || keys.remove());
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            if !setup.with_untracked(|setup| matches!(setup, Some(Ok(_)))) {
                spawn_local(async move {
                    setup.try_set(Some(door_setup().await));
                });
            }
            kept.set(false);
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            class="ds-dialog call-dialog" node_ref=dialog aria-labelledby="call-title"
            on:close=move |_| open.set(false)
            on:click=move |event| {
                if event.target().is_some_and(|at| at.dyn_ref::<web_sys::HtmlDialogElement>().is_some()) {
                    close();
                }
            }
        >
            <div class="stack call-box">
                <div class="cluster" data-align="between">
                    <h2 class="ds-heading" data-size="xs" id="call-title">{t!(i18n, call.note)}</h2>
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| close()>{t!(i18n, app.close)}</button>
                </div>
                {move || kept.get().then(|| view! {
                    <div class="stack">
                        <p role="status" tabindex="-1" id="call-kept">{t!(i18n, call.kept)}</p>
                        <div class="form-actions">
                            <button class="ds-button" type="button" on:click=move |_| close()>{t!(i18n, call.done_here)}</button>
                            <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| kept.set(false)>{t!(i18n, call.another)}</button>
                            <a class="ds-button" data-variant="tertiary" href="/telefon" on:click=move |_| close()>{t!(i18n, call.to_list)}</a>
                        </div>
                    </div>
                })}
                {move || (!kept.get()).then(|| match setup.get() {
                    None => view! { <p role="status">{t!(i18n, app.loading)}</p> }.into_any(),
                    Some(Ok(setup)) => view! { <CallForm setup kept noted /> }.into_any(),
                    Some(Err(error)) => view! { <p role="alert">{error_text(i18n, &error)}</p> }.into_any(),
                })}
            </div>
        </dialog>
    }
}

/// What is written down.
#[component]
fn CallForm(setup: DoorSetup, kept: RwSignal<bool>, noted: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<NoteCall>::new();
    let fault = fault_of(action);
    let saved = Signal::derive(move || matches!(action.value().get(), Some(Ok(_))));
    when_done(action, move |_| {
        noted.update(|count| *count += 1);
        kept.set(true);
        request_animation_frame(|| focus("call-kept"));
    });
    request_animation_frame(|| focus("call-caller"));
    let unit = RwSignal::new(setup.units.first().map(|unit| unit.id.clone()).unwrap_or_default());
    let several = setup.units.len() > 1;
    let units = StoredValue::new(setup.units.clone());
    let me = setup.me.clone();
    let keepers = move || {
        units.with_value(|units| {
            units.iter().find(|it| it.id == unit.get()).map(|it| it.keepers.clone()).unwrap_or_default()
        })
    };
    let label = move |text: fn(leptos_i18n::I18nContext<crate::i18n::Locale>) -> &'static str| {
        Signal::derive(move || text(i18n).to_owned())
    };
    view! {
        <ActionForm action attr:class="form" attr:novalidate=true>
            <Draft name="phone-note" saved />
            <FormNotice fault />
            <TextField name="caller" id="call-caller" label=label(|i18n| t_string!(i18n, call.caller)) fault maxlength=200 />
            <TextField name="phone" id="call-phone" label=label(|i18n| t_string!(i18n, call.phone)) fault kind="tel" inputmode="tel" maxlength=40 />
            <Field name="about" id="call-about".to_owned() label=label(|i18n| t_string!(i18n, call.about)) fault>
                <textarea class="ds-input" id="call-about" name="about" rows="3" maxlength="2000"
                    aria-invalid=wrong(fault, "about") aria-describedby=said_by(fault, "about", "call-about", false)></textarea>
            </Field>
            <TextField name="next_step" id="call-next" label=label(|i18n| t_string!(i18n, call.next_step)) fault maxlength=200 />
            {if several {
                let choices = setup.units.iter().map(|unit| { let name = unit.name.clone(); (unit.id.clone(), Signal::derive(move || name.clone())) }).collect();
                view! { <div on:change=move |event| unit.set(event_target_value(&event))>
                    <ChoiceField name="unit" id="call-unit" label=label(|i18n| t_string!(i18n, door.unit)) fault choices value=unit.get_untracked() />
                </div> }.into_any()
            } else {
                view! { <input type="hidden" name="unit" value=unit.get_untracked() /> }.into_any()
            }}
            <div class="form-row">
                <Field name="owner" id="call-owner".to_owned() label=label(|i18n| t_string!(i18n, call.owner)) fault>
                    <select class="ds-input" id="call-owner" name="owner" aria-invalid=wrong(fault, "owner") aria-describedby=said_by(fault, "owner", "call-owner", false)>
                        {move || {
                            let me = me.clone();
                            keepers().into_iter().map(move |it| { let is_me = it.id == me; view! { <option value=it.id selected=is_me>{it.name}</option> } }).collect_view()
                        }}
                    </select>
                </Field>
                <TextField name="call_day" id="call-day" label=label(|i18n| t_string!(i18n, call.call_day)) fault kind="date" value=setup.today.to_string() />
            </div>
            <div class="form-actions">
                <Submit pending=action.pending() label=label(|i18n| t_string!(i18n, call.keep)) />
            </div>
        </ActionForm>
    }
}

/// Moves the focus to an element by its id, where it is there.
fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

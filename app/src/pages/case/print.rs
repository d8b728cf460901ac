//! Printing a part of a case: the log first, then the paper.

use super::use_case;
use crate::api::print::{PrintNote, print_case};
use crate::components::{Icon, error_text};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// What the style sheet writes at the foot of every page.
const FOOT: &str = "--print-foot";

/// Prints the page it was made on.
#[derive(Clone, Copy)]
pub struct Printer {
    /// The server is being told.
    pub busy: RwSignal<bool>,
    /// Why nothing was printed.
    pub error: RwSignal<Option<AppError>>,
    /// What the sheet tells of itself.
    pub note: RwSignal<Option<PrintNote>>,
    /// Tells the server, then prints.
    pub run: Callback<()>,
}

/// A printer for a part of the case: `front`, `map`, `plan` or `talk`. The browser's own keys
/// for printing come here too; whoever prints by its menu is logged all the same.
pub fn use_printer(part: &'static str) -> Printer {
    let i18n = use_i18n();
    let language = use_language();
    let case = use_case();
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let note = RwSignal::new(None::<PrintNote>);
    let by_button = StoredValue::new(false);
    let tell = move || print_case(case.id.get_untracked(), case.reason.get_untracked(), Some(part.to_owned()));
    let run = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match tell().await {
                Ok(told) => {
                    note.try_set(Some(told));
                    // The note stands on the page with the next frame.
                    request_animation_frame(move || {
                        by_button.try_set_value(true);
                        let _ = window().print();
                        by_button.try_set_value(false);
                    });
                }
                Err(fault) => {
                    error.try_set(Some(fault));
                }
            }
            busy.try_set(false);
        });
    });
    Effect::new(move |_| {
        let keys = window_event_listener(leptos::ev::keydown, move |event| {
            let with_control = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            if with_control && event.key().eq_ignore_ascii_case("p") {
                event.prevent_default();
                run.run(());
            }
        });
        let before = window_event_listener_untyped("beforeprint", move |_| {
            if by_button.try_get_value() == Some(false) {
                spawn_local(async move {
                    let _ = tell().await;
                });
            }
        });
        on_cleanup(move || {
            keys.remove();
            before.remove();
        });
    });
    // The foot of every page.
    Effect::new(move |_| {
        let number = case.front.get().and_then(Result::ok).map(|front| front.number).unwrap_or_default();
        let printed =
            note.get().map(|note| t_string!(i18n, print.printed, time = time(language(), &note.at), name = note.by));
        let parts: Vec<String> = [Some(number), printed].into_iter().flatten().collect();
        set_foot(&parts.join(" · "));
        on_cleanup(|| set_foot(""));
    });
    Printer { busy, error, note, run }
}

fn set_foot(text: &str) {
    // On the server there is no paper.
    let Some(root) = web_sys::window().and_then(|it| it.document()).and_then(|it| it.document_element()) else {
        return;
    };
    if let Ok(root) = root.dyn_into::<web_sys::HtmlElement>() {
        let quoted: String = text.chars().filter(|it| !matches!(it, '"' | '\\' | '\n')).collect();
        let _ = root.style().set_property(FOOT, &format!("\"{quoted}\""));
    }
}

/// «Skriv ut», and why not when it does not.
#[component]
pub fn PrintButton(
    /// What it prints with.
    printer: Printer,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="print-bar screen-only">
            <button class="ds-button" data-variant="secondary" data-size="sm" type="button" disabled=printer.busy on:click=move |_| printer.run.run(())>
                <Icon name="print" />
                {move || if printer.busy.get() { t!(i18n, print.busy).into_any() } else { t!(i18n, print.button).into_any() }}
            </button>
            <div role="alert">
                {move || printer.error.get().map(|fault| view! { <p class="ds-validation-message" data-color="danger">{error_text(i18n, &fault)}</p> })}
            </div>
        </div>
    }
}

/// What only the paper says: when and by whom it was printed, and how to keep it.
#[component]
pub fn PrintNotice(
    /// What it is printed with.
    printer: Printer,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    view! {
        <div class="print-only print-notice">
            {move || printer.note.get().map(|note| view! {
                <p>{move || t_string!(i18n, print.printed, time = time(language(), &note.at), name = note.by.clone())}</p>
            })}
            <p>{t!(i18n, print.confidential)}</p>
        </div>
    }
}

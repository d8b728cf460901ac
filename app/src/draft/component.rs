//! The one line within a form.

use super::desk::Desk;
use super::drafts::Drafts;
use super::kept::Kept;
use super::vault;
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use crate::text::{Language, clock, time};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlFormElement;
use send_wrapper::SendWrapper;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// Keeps what is typed in the form around it, and offers it again when it was
/// not saved. Stands at the top of the form.
#[component]
pub fn Draft(
    /// The form's name, the same every time the form is shown: `new-case`,
    /// `reason:CASE`. Two forms that may both be filled in have two names.
    #[prop(into)]
    name: String,
    /// Turns true when what was written is saved on the server. A form that
    /// knows it elsewhere calls [`Drafts::forget`].
    #[prop(into, optional)]
    saved: Option<Signal<bool>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let drafts = use_context::<Drafts>();
    let anchor = NodeRef::<html::Div>::new();
    let offer = RwSignal::new(None::<Kept>);
    let unkept = RwSignal::new(false);
    let desk = StoredValue::new(None::<SendWrapper<Rc<Desk>>>);
    let at_desk = move |act: fn(&Rc<Desk>)| {
        if let Some(desk) = desk.try_get_value().flatten() {
            act(&desk);
        }
    };

    if let Some(drafts) = drafts {
        Effect::new(move |_| {
            let (Some(anchor), Some(_)) = (anchor.get(), drafts.tag()) else { return };
            if desk.with_value(Option::is_some) {
                return;
            }
            let form = anchor.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
            let Some(form) = form else { return };
            if !vault::is_kept_here() {
                unkept.set(true);
                return;
            }
            let begun = Desk::begin(form, name.clone(), drafts, offer, unkept);
            begun.look();
            desk.set_value(Some(SendWrapper::new(begun)));
        });
        Effect::new(move |before: Option<u32>| {
            let times = drafts.flushed().get();
            if before.is_some_and(|before| before != times) {
                at_desk(Desk::write_now);
            }
            times
        });
        Effect::new(move |_| {
            if saved.is_some_and(|saved| saved.get()) {
                at_desk(Desk::saved);
            }
        });
        // Moving on to another page keeps what was just typed.
        on_cleanup(move || at_desk(Desk::write_now));
    }

    view! {
        <div class="draft" role="status" node_ref=anchor>
            {move || offer.get().map(|kept| view! {
                <div class="ds-alert" data-color="info">
                    <p>{t!(i18n, draft.offer, when = move || when(language(), kept.at))}</p>
                    <div class="form-actions">
                        <button class="ds-button" data-size="sm" type="button" on:click=move |_| at_desk(Desk::fetch)>{t!(i18n, draft.fetch)}</button>
                        <button class="ds-button" data-size="sm" data-variant="tertiary" type="button" on:click=move |_| at_desk(Desk::discard)>{t!(i18n, draft.discard)}</button>
                    </div>
                </div>
            })}
            {move || unkept.get().then(|| view! { <p class="form-hint">{t!(i18n, draft.unkept)}</p> })}
        </div>
    }
}

/// «kl. 10.14» for today, else with the date, by the browser's own clock.
pub(crate) fn when(language: Language, at: f64) -> String {
    let local = |date: &js_sys::Date| {
        let day = format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date());
        (day, format!("{:02}:{:02}", date.get_hours(), date.get_minutes()))
    };
    let (day, hours) = local(&js_sys::Date::new(&at.into()));
    let (today, _) = local(&js_sys::Date::new_0());
    if day == today { clock(language, &hours) } else { time(language, &format!("{day}T{hours}")) }
}

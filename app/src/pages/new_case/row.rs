//! One who is to take part, as a row of the form.

use super::{Form, row_fault};
use crate::i18n::{Locale, t, t_string, use_i18n};
use casework::beginning::{Applicant, Fault};
use casework::division::Goes;
use casework::participation::{CaseForm, ChildConsent};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use wasm_bindgen::JsCast;

/// A row, in signals.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) key: usize,
    pub(super) is_child: bool,
    pub(super) name: RwSignal<String>,
    pub(super) responsible: RwSignal<bool>,
    pub(super) consent: RwSignal<ChildConsent>,
    pub(super) from: RwSignal<String>,
    pub(super) goes: RwSignal<Goes>,
}

impl Row {
    pub(super) fn new(key: usize, is_child: bool, today: &str) -> Self {
        Self {
            key,
            is_child,
            name: RwSignal::new(String::new()),
            responsible: RwSignal::new(!is_child),
            consent: RwSignal::new(ChildConsent::HolderHere),
            from: RwSignal::new(today.to_owned()),
            goes: RwSignal::new(if is_child { Goes::Both } else { Goes::First }),
        }
    }

    pub(super) fn applicant(&self) -> Applicant {
        Applicant {
            name: self.name.get(),
            is_child: self.is_child,
            has_responsibility: !self.is_child && self.responsible.get(),
            consent: self.consent.get(),
            goes: self.goes.get(),
        }
    }
}

/// Puts the cursor in a row's name once the row is there.
pub(super) fn focus(key: usize) {
    request_animation_frame(move || {
        let field = document().get_element_by_id(&format!("person-{key}"));
        if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// The words for the grounds on which a child takes part.
pub fn consent_word(i18n: I18nContext<Locale>, ground: ChildConsent) -> &'static str {
    match ground {
        ChildConsent::HolderHere => t_string!(i18n, consent.holder_here),
        ChildConsent::HolderElsewhere => t_string!(i18n, consent.holder_elsewhere),
        ChildConsent::NoHolder => t_string!(i18n, consent.no_holder),
        ChildConsent::Service => t_string!(i18n, consent.service),
        ChildConsent::NoService => t_string!(i18n, consent.no_service),
    }
}

const fn goes_code(goes: Goes) -> &'static str {
    match goes {
        Goes::First | Goes::Stays => "first",
        Goes::Second => "second",
        Goes::Both => "both",
    }
}

#[component]
pub(super) fn PersonRow(row: Row, form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let key = row.key;
    let place = Memo::new(move |_| form.rows.with(|rows| rows.iter().position(|it| it.key == key)).unwrap_or_default());
    let number = move || {
        form.rows.with(|rows| {
            let before = rows.iter().take(place.get() + 1).filter(|it| it.is_child == row.is_child);
            before.count().to_string()
        })
    };
    let title = move || {
        if row.is_child {
            t_string!(i18n, new_case.child, number = number())
        } else {
            t_string!(i18n, new_case.adult, number = number())
        }
    };
    let called = move || {
        let name = row.name.get();
        if name.trim().is_empty() { title() } else { name }
    };
    let no_name = move || form.faults().contains(&Fault::NoName(place.get()));
    let no_date = move || form.tried.get() && row.from.with(String::is_empty);
    let ground_fault = move || row_fault(i18n, &form.faults(), place.get());
    let apart = Memo::new(move |_| {
        let application = form.application();
        let is_parent = application.parents().is_some_and(|two| two.contains(&place.get()));
        application.form() != CaseForm::One && form.live_together.get().is_some() && !is_parent
    });
    let parent = move |at: usize| {
        let application = form.application();
        let index = application.parents().map(|two| two[at]);
        index.and_then(|index| application.people.get(index).map(|it| it.name.trim().to_owned())).unwrap_or_default()
    };
    let id = |part: &str| format!("{part}-{key}");
    let remove = move || form.rows.update(|rows| rows.retain(|it| it.key != key));
    view! {
        <div class="person-row" role="group" aria-labelledby=id("person-title")>
            <div class="person-row-head">
                <h2 class="ds-label" id=id("person-title")>{title}</h2>
                <button class="ds-button" data-variant="tertiary" data-color="neutral" data-size="sm" type="button"
                    aria-label=move || t_string!(i18n, new_case.remove, name = called())
                    on:click=move |_| remove()>{t!(i18n, life.unlink_short)}</button>
            </div>
            <div class="form-row">
                <div class="ds-field">
                    <label class="ds-label" for=id("person")>{t!(i18n, new_case.name)}</label>
                    <input class="ds-input" id=id("person") maxlength="200" autocomplete="off"
                        prop:value=row.name
                        aria-invalid=move || no_name().then_some("true")
                        aria-describedby=move || no_name().then(|| format!("person-error-{key}"))
                        on:input=move |event| row.name.set(event_target_value(&event))
                        on:keydown=move |event| {
                            if event.key() == "Enter" {
                                event.prevent_default();
                                focus(form.add(row.is_child));
                            }
                        } />
                    {move || no_name().then(|| view! {
                        <p class="ds-validation-message" data-color="danger" id=format!("person-error-{key}")>{t!(i18n, new_case.name_missing)}</p>
                    })}
                </div>
                <div class="ds-field">
                    <label class="ds-label" for=id("from")>{t!(i18n, new_case.from)}</label>
                    <input class="ds-input" type="date" id=id("from") prop:value=row.from
                        aria-invalid=move || no_date().then_some("true")
                        aria-describedby=move || no_date().then(|| format!("from-error-{key}"))
                        on:input=move |event| row.from.set(event_target_value(&event)) />
                    {move || no_date().then(|| view! {
                        <p class="ds-validation-message" data-color="danger" id=format!("from-error-{key}")>{t!(i18n, new_case.date_missing)}</p>
                    })}
                </div>
            </div>
            {(!row.is_child).then(|| view! {
                <div class="ds-field">
                    <input class="ds-input" type="checkbox" id=id("responsible") prop:checked=row.responsible
                        on:change=move |event| row.responsible.set(event_target_checked(&event)) />
                    <label class="ds-label" data-weight="regular" for=id("responsible")>{t!(i18n, new_case.responsibility)}</label>
                </div>
            })}
            {row.is_child.then(|| view! {
                <div class="ds-field">
                    <label class="ds-label" for=id("consent")>{t!(i18n, new_case.consent)}</label>
                    <select class="ds-input" id=id("consent")
                        aria-invalid=move || ground_fault().map(|_| "true")
                        aria-describedby=move || ground_fault().map(|_| format!("consent-error-{key}"))
                        on:change=move |event| row.consent.set(ChildConsent::from_code(&event_target_value(&event)).unwrap_or_default())>
                        {ChildConsent::ALL.map(|ground| view! {
                            <option value=ground.code()>{move || consent_word(i18n, ground)}</option>
                        }).collect_view()}
                    </select>
                    {move || ground_fault().map(|text| view! {
                        <p class="ds-validation-message" data-color="danger" id=format!("consent-error-{key}")>{text}</p>
                    })}
                </div>
            })}
            <Show when=move || apart.get()>
                <div class="ds-field">
                    <label class="ds-label" for=format!("goes-{key}")>{t!(i18n, new_case.goes)}</label>
                    <select class="ds-input" id=format!("goes-{key}") prop:value=move || goes_code(row.goes.get())
                        on:change=move |event| row.goes.set(match event_target_value(&event).as_str() {
                            "second" => Goes::Second,
                            "both" => Goes::Both,
                            _ => Goes::First,
                        })>
                        <option value="first" selected=move || row.goes.get() == Goes::First>{move || parent(0)}</option>
                        <option value="second" selected=move || row.goes.get() == Goes::Second>{move || parent(1)}</option>
                        <option value="both" selected=move || row.goes.get() == Goes::Both>{t!(i18n, new_case.goes_both)}</option>
                    </select>
                </div>
            </Show>
        </div>
    }
}

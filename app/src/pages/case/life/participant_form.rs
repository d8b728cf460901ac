//! The fields about somebody's taking part.

use crate::api::life::{ParticipantForm, ParticipantLine};
use crate::components::declined_text;
use crate::i18n::{t, use_i18n};
use crate::pages::new_case::consent_word;
use casework::participation::ChildConsent;
use leptos::prelude::*;

/// The fields, in signals: what was typed stays when something is wrong.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    name: RwSignal<String>,
    responsible: RwSignal<bool>,
    consent: RwSignal<ChildConsent>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    nameless: StoredValue<bool>,
}

impl Fields {
    pub(super) fn new(today: &str) -> Self {
        Self {
            name: RwSignal::new(String::new()),
            responsible: RwSignal::new(false),
            consent: RwSignal::new(ChildConsent::default()),
            from: RwSignal::new(today.to_owned()),
            to: RwSignal::new(String::new()),
            nameless: StoredValue::new(false),
        }
    }

    pub(super) fn of(row: &ParticipantLine) -> Self {
        Self {
            name: RwSignal::new(row.name.clone()),
            responsible: RwSignal::new(row.has_responsibility),
            consent: RwSignal::new(row.consent),
            from: RwSignal::new(row.from.clone()),
            to: RwSignal::new(row.to.clone()),
            nameless: StoredValue::new(row.name.is_empty()),
        }
    }

    /// The fields as a form, for somebody on the map or somebody new.
    pub(super) fn form(self, person: String) -> ParticipantForm {
        ParticipantForm {
            person,
            name: self.name.get(),
            is_child: false,
            has_responsibility: self.responsible.get(),
            consent: self.consent.get(),
            from: self.from.get(),
            to: self.to.get(),
        }
    }

    pub(super) fn is_dateless(self) -> bool {
        self.from.with_untracked(String::is_empty)
    }

    /// Something that must be filled in is not.
    pub(super) fn is_incomplete(self) -> bool {
        let nameless = self.name.with_untracked(|name| name.trim().is_empty()) && !self.nameless.get_value();
        nameless || self.is_dateless()
    }
}

#[component]
pub(super) fn ParticipantFields(
    fields: Fields,
    /// Begins the ids of the fields.
    prefix: String,
    #[prop(into)] is_child: Signal<bool>,
    /// The name stands elsewhere, or is not shown.
    nameless: bool,
    tried: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let prefix = StoredValue::new(prefix);
    let id = move |part: &str| prefix.with_value(|prefix| format!("{prefix}-{part}"));
    let no_name = move || tried.get() && fields.name.with(|name| name.trim().is_empty());
    let no_date = move || tried.get() && fields.from.with(String::is_empty);
    view! {
        {(!nameless).then(|| view! {
            <div class="ds-field">
                <label class="ds-label" for=id("name")>{t!(i18n, new_case.name)}</label>
                <input class="ds-input" id=id("name") maxlength="200" autocomplete="off" prop:value=fields.name
                    aria-invalid=move || no_name().then_some("true")
                    aria-describedby=move || no_name().then(|| id("name-error"))
                    on:input=move |event| fields.name.set(event_target_value(&event)) />
                {move || no_name().then(|| view! {
                    <p class="ds-validation-message" data-color="danger" id=id("name-error")>{declined_text(i18n, "empty")}</p>
                })}
            </div>
        })}
        <div class="form-row">
            <div class="ds-field">
                <label class="ds-label" for=id("from")>{t!(i18n, new_case.from)}</label>
                <input class="ds-input" type="date" id=id("from") prop:value=fields.from
                    aria-invalid=move || no_date().then_some("true")
                    aria-describedby=move || no_date().then(|| id("from-error"))
                    on:input=move |event| fields.from.set(event_target_value(&event)) />
                {move || no_date().then(|| view! {
                    <p class="ds-validation-message" data-color="danger" id=id("from-error")>{t!(i18n, new_case.date_missing)}</p>
                })}
            </div>
            <div class="ds-field">
                <label class="ds-label" for=id("to")>{t!(i18n, life.to)}</label>
                <p class="form-hint" id=id("to-hint")>{t!(i18n, life.to_hint)}</p>
                <input class="ds-input" type="date" id=id("to") prop:value=fields.to aria-describedby=id("to-hint")
                    on:input=move |event| fields.to.set(event_target_value(&event)) />
            </div>
        </div>
        {move || if is_child.get() {
            view! {
                <div class="ds-field">
                    <label class="ds-label" for=id("consent")>{t!(i18n, new_case.consent)}</label>
                    <select class="ds-input" id=id("consent")
                        on:change=move |event| fields.consent.set(ChildConsent::from_code(&event_target_value(&event)).unwrap_or_default())>
                        {ChildConsent::ALL.map(|ground| view! {
                            <option value=ground.code() selected={fields.consent.get_untracked() == ground}>{move || consent_word(i18n, ground)}</option>
                        }).collect_view()}
                    </select>
                </div>
            }.into_any()
        } else {
            view! {
                <div class="ds-field">
                    <input class="ds-input" type="checkbox" id=id("responsible") prop:checked=fields.responsible
                        on:change=move |event| fields.responsible.set(event_target_checked(&event)) />
                    <label class="ds-label" data-weight="regular" for=id("responsible")>{t!(i18n, new_case.responsibility)}</label>
                </div>
            }.into_any()
        }}
    }
}

//! Parts of forms: a field with its error beside it, a button that cannot be
//! pressed twice, and what became of it.

use super::error_text;
use crate::error::AppError;
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;

/// What went wrong with a form, if anything did.
pub type FormFault = Signal<Option<AppError>>;

/// The field beside which an error is told.
pub fn fault_field(fault: &AppError) -> Option<&str> {
    match fault {
        AppError::Staff(fault) => fault.field(),
        AppError::Declined(code) => match code.as_str() {
            "caller_missing" => Some("caller"),
            "about_missing" => Some("form[about]"),
            "end_words" => Some("words"),
            "guest_code" | "guest_staff" => Some("code"),
            _ => None,
        },
        _ => None,
    }
}

/// A field with label, hint, and its error. The control stands within, with
/// the id of the field; see [`said_by`] for what describes it.
#[component]
pub fn Field(
    /// Name, and id of the control.
    name: &'static str,
    /// The id, where the name is taken on the page.
    #[prop(optional)]
    id: Option<String>,
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What went wrong with the form.
    fault: FormFault,
    /// The control.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = id.unwrap_or_else(|| name.to_owned());
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        <div class="ds-field">
            <label class="ds-label" for=id>{move || label.get()}</label>
            {hint.map(|hint| view! { <p class="form-hint" id=hint_id>{move || hint.get()}</p> })}
            {children()}
            {move || fault.try_get().flatten().filter(|fault| fault_field(fault) == Some(name)).map(|fault| view! {
                <p class="ds-validation-message" data-color="danger" id=error_id.clone()>{error_text(i18n, &fault)}</p>
            })}
        </div>
    }
}

/// Whether it is this field that is wrong. A form that is being replaced is not.
fn is_wrong(fault: FormFault, name: &str) -> bool {
    fault.try_with(|fault| fault.as_ref().is_some_and(|it| fault_field(it) == Some(name))).unwrap_or_default()
}

/// Whether a field's control is marked as wrong.
pub fn wrong(fault: FormFault, name: &'static str) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    move || is_wrong(fault, name).then_some("true")
}

/// The ids of what describes a field's control.
pub fn said_by(
    fault: FormFault,
    name: &'static str,
    id: &str,
    has_hint: bool,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    let id = id.to_owned();
    move || match (has_hint, is_wrong(fault, name)) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

/// A line of text with label, hint and error.
#[component]
pub fn TextField(
    /// Name.
    name: &'static str,
    /// Id, where the name is taken on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What went wrong with the form.
    fault: FormFault,
    /// What stands there at first.
    #[prop(optional, into)]
    value: String,
    /// Sort of text.
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Sort of keys on a phone.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// So many letters at most.
    #[prop(default = 120)]
    maxlength: u32,
) -> impl IntoView {
    let the_id = id.clone().unwrap_or_else(|| name.to_owned());
    let described = said_by(fault, name, &the_id, hint.is_some());
    let control = view! {
        <input
            class="ds-input" id=the_id name=name type=kind value=value autocomplete=autocomplete inputmode=inputmode
            maxlength=maxlength aria-invalid=wrong(fault, name) aria-describedby=described
        />
    };
    view! {
        {match hint {
            Some(hint) => view! { <Field name id=id.unwrap_or_else(|| name.to_owned()) label hint fault>{control}</Field> }.into_any(),
            None => view! { <Field name id=id.unwrap_or_else(|| name.to_owned()) label fault>{control}</Field> }.into_any(),
        }}
    }
}

/// One of several, with label and error. The first line asks to choose.
#[component]
pub fn ChoiceField(
    /// Name.
    name: &'static str,
    /// Id, where the name is taken on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// What went wrong with the form.
    fault: FormFault,
    /// Values and their words.
    choices: Vec<(String, Signal<String>)>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let the_id = id.unwrap_or_else(|| name.to_owned());
    let described = said_by(fault, name, &the_id, false);
    let only = choices.len() == 1;
    let option = move |(key, words): (String, Signal<String>)| {
        let chosen = only || key == value;
        view! { <option value=key selected=chosen>{move || words.get()}</option> }
    };
    view! {
        <Field name id=the_id.clone() label fault>
            <select class="ds-input" id=the_id name=name aria-invalid=wrong(fault, name) aria-describedby=described>
                {(!only).then(|| view! { <option value="">{t!(i18n, form.choose)}</option> })}
                {choices.into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}

/// What went wrong that belongs to no field, above the form.
#[component]
pub fn FormNotice(
    /// What went wrong with the form.
    fault: FormFault,
) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        fault.try_get().flatten().map(|fault| {
            let beside = fault_field(&fault).is_some();
            let said = if beside { t!(i18n, form.look).into_any() } else { error_text(i18n, &fault).into_any() };
            view! { <div class="ds-alert" data-color="danger" role="alert"><p>{said}</p></div> }
        })
    }
}

/// The button that sends a form.
#[component]
pub fn Submit(
    /// Whether an answer is waited for.
    #[prop(into)]
    pending: Signal<bool>,
    /// Its word.
    #[prop(into)]
    label: Signal<String>,
    /// Look.
    #[prop(default = "primary")]
    variant: &'static str,
    /// Colour.
    #[prop(default = "accent")]
    color: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button class="ds-button" type="submit" data-variant=variant data-color=color disabled=move || pending.try_get().unwrap_or_default()>
            {move || if pending.try_get().unwrap_or_default() { t!(i18n, form.busy).into_any() } else { label.try_get().into_any() }}
        </button>
    }
}

/// The error of an action, while there is one.
pub fn fault_of<T, A>(action: ServerAction<A>) -> FormFault
where
    A: leptos::server_fn::ServerFn<Output = T, Error = AppError> + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    Signal::derive(move || action.value().try_get().flatten().and_then(Result::err))
}

/// Does something whenever an action has succeeded, in the browser.
pub fn when_done<T, A>(action: ServerAction<A>, then: impl Fn(T) + 'static)
where
    A: leptos::server_fn::ServerFn<Output = T, Error = AppError> + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        if let Some(Some(Ok(value))) = action.value().try_get() {
            then(value);
        }
    });
}

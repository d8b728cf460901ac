//! Small fields that several forms of a session share: a line, a choice, boxes to tick.

use crate::i18n::Locale;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The label of a field, in whatever language is chosen.
pub fn label(i18n: I18nContext<Locale>, text: fn(I18nContext<Locale>) -> &'static str) -> Signal<String> {
    Signal::derive(move || text(i18n).to_owned())
}

/// A line or a date, kept in a signal.
#[component]
pub fn Line(
    /// Id of the control, and its name for what is kept of unsent text.
    #[prop(into)]
    id: String,
    /// Label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// Sort of field.
    #[prop(default = "text")]
    kind: &'static str,
    /// What helps to fill it in.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// Characters of the longest text.
    #[prop(default = 120)]
    longest: usize,
) -> impl IntoView {
    let of = id.clone();
    let name = id.clone();
    let hint_id = format!("{id}-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="ds-field">
            <label class="ds-label" for=of>{move || label.get()}</label>
            {hint.map(|hint| view! { <p class="form-hint" id=hint_id>{move || hint.get()}</p> })}
            <input class="ds-input" id=id name=name type=kind autocomplete="off" maxlength=longest.to_string() aria-describedby=described prop:value=value
                on:input=move |event| value.set(event_target_value(&event)) />
        </div>
    }
}

/// Several lines.
#[component]
pub fn Lines(
    /// Id of the control.
    #[prop(into)]
    id: String,
    /// Label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// So many lines are shown.
    #[prop(default = "3")]
    rows: &'static str,
) -> impl IntoView {
    let of = id.clone();
    let name = id.clone();
    view! {
        <div class="ds-field">
            <label class="ds-label" for=of>{move || label.get()}</label>
            <textarea class="ds-input" id=id name=name rows=rows maxlength="8000" prop:value=value
                on:input=move |event| value.set(event_target_value(&event))>{value.get_untracked()}</textarea>
        </div>
    }
}

/// One of several: values and their words.
#[component]
pub fn Choose(
    /// Id of the control.
    #[prop(into)]
    id: String,
    /// Label.
    #[prop(into)]
    label: Signal<String>,
    /// What is chosen.
    value: RwSignal<String>,
    /// Values and their words.
    options: Vec<(String, Signal<String>)>,
) -> impl IntoView {
    let of = id.clone();
    let name = id.clone();
    let option = move |(key, words): (String, Signal<String>)| {
        let own = key.clone();
        view! { <option value=key selected=move || value.with(|it| *it == own)>{move || words.get()}</option> }
    };
    view! {
        <div class="ds-field">
            <label class="ds-label" for=of>{move || label.get()}</label>
            <select class="ds-input" id=id name=name prop:value=value on:change=move |event| value.set(event_target_value(&event))>
                {options.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// Any of several: keys and names.
#[component]
pub fn Ticks(
    /// Beginning of the ids.
    id: &'static str,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// What is ticked.
    value: RwSignal<Vec<String>>,
    /// Keys and names; an empty name is a shielded person.
    options: Vec<(String, String)>,
    /// The word for a shielded person.
    #[prop(into)]
    shielded: Signal<String>,
) -> impl IntoView {
    let tick = move |(at, (key, name)): (usize, (String, String))| {
        let field = format!("{id}-{at}");
        let (of, own) = (field.clone(), key.clone());
        let first = value.with_untracked(|it| it.contains(&key));
        let change = move |event| {
            let on = event_target_checked(&event);
            value.update(|it| {
                it.retain(|other| *other != key);
                if on {
                    it.push(key.clone());
                }
            });
        };
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=field checked=first prop:checked=move || value.with(|it| it.contains(&own)) on:change=change />
                <label class="ds-label" data-weight="regular" for=of>
                    {if name.is_empty() { view! { {move || shielded.get()} }.into_any() } else { view! { <bdi>{name}</bdi> }.into_any() }}
                </label>
            </div>
        }
    };
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{move || label.get()}</legend>
            <div class="audience-choices">{options.into_iter().enumerate().map(tick).collect_view()}</div>
        </fieldset>
    }
}

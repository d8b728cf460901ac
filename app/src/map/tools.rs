//! What stands around the map: layers and tools, and for the one who draws a
//! new person, back and again, who tells, and whether it is kept.

use super::drawing::{Drawing, Laying, Saving};
use crate::components::{AudienceField, Icon, error_text, party_word};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::say;
use casework::Party;
use leptos::prelude::*;

/// The tools of drawing.
#[component]
pub(super) fn DrawTools(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// Adds somebody who is tied to nobody.
    on_new: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="map-draw" role="group" aria-label=t!(i18n, map.tools)>
            <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=move |_| on_new.run(())>
                <Icon name="plus" />{t!(i18n, map.new_person)}
            </button>
            <BackAndAgain drawing />
        </div>
    }
}

/// One step back and one forth again.
#[component]
pub(super) fn BackAndAgain(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="map-back">
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" aria-keyshortcuts="Control+Z"
                disabled=move || !drawing.may_undo() on:click=move |_| drawing.go(false)>{t!(i18n, map.undo)}</button>
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" aria-keyshortcuts="Control+Y"
                disabled=move || !drawing.may_redo() on:click=move |_| drawing.go(true)>{t!(i18n, map.redo)}</button>
        </div>
    }
}

/// What can be done on a map and how, folded away until somebody asks; the map
/// is described by it.
#[component]
pub(super) fn MapHelp(
    /// The words.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <details class="map-help">
            <summary>{t!(i18n, map.how)}</summary>
            <p id="map-help">{children()}</p>
        </details>
    }
}

/// Whether what was drawn is kept, for eye and ear.
#[component]
pub(super) fn SavingNote(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let text = move || match drawing.now() {
        Saving::Kept => t_string!(i18n, map.kept).to_owned(),
        Saving::Sending => t_string!(i18n, map.sending).to_owned(),
        Saving::NoContact => t_string!(i18n, map.no_contact).to_owned(),
        Saving::Refused(AppError::SignedOut) => t_string!(i18n, map.signed_out).to_owned(),
        Saving::Refused(error) => error_text(i18n, &error),
        Saving::Declined(message) => say(language(), &message),
        Saving::Aside(Laying::Done) => t_string!(i18n, offline.laid).to_owned(),
        Saving::Aside(Laying::Busy) => t_string!(i18n, map.sending).to_owned(),
        Saving::Aside(Laying::Failed) => t_string!(i18n, offline.not_laid).to_owned(),
    };
    let mark = move || match drawing.now() {
        Saving::Kept | Saving::Aside(Laying::Done) => "kept",
        Saving::Sending | Saving::Aside(Laying::Busy) => "sending",
        _ => "trouble",
    };
    let is_trouble = move || mark() == "trouble";
    let may_try = move || {
        matches!(
            drawing.now(),
            Saving::NoContact | Saving::Refused(AppError::SignedOut) | Saving::Aside(Laying::Failed)
        )
    };
    view! {
        <div class="map-saving" data-trouble=move || is_trouble().then_some("")>
            <p role="status" data-saving=mark>{text}</p>
            <Show when=may_try>
                <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=move |_| drawing.send()>{t!(i18n, map.again)}</button>
            </Show>
        </div>
    }
}

/// Who tells what is drawn, and who may see it.
#[component]
pub(super) fn ToldBy(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let parties = drawing.parties.get_value();
    let tellers: Vec<_> = parties.list.iter().filter(|it| may_tell(&it.key)).cloned().collect();
    let me = drawing.me.get_value();
    view! {
        <details class="ds-details map-teller">
            <summary>{t!(i18n, map.told_by)}</summary>
            <div>
                <p class="form-hint">{t!(i18n, map.told_lead)}</p>
                <div class="ds-field">
                    <label class="ds-label" for="map-teller">{t!(i18n, map.told_by)}</label>
                    <select class="ds-input" id="map-teller" on:change=move |event| drawing.told_by(event_target_value(&event))>
                        <option value=me>{t!(i18n, map.told_by_me)}</option>
                        {tellers.into_iter().map(|it| {
                            let key = it.key.clone();
                            view! { <option value=key>{move || party_word(i18n, language(), &it)}</option> }
                        }).collect_view()}
                    </select>
                </div>
                {move || {
                    let teller = drawing.teller.get();
                    view! { <AudienceField parties=parties.clone() teller about=Vec::new() value=drawing.audience id="drawn" /> }
                }}
            </div>
        </details>
    }
}

/// The team and the lead tell nothing themselves; somebody of them does.
fn may_tell(key: &str) -> bool {
    !matches!(Party::from_key(key), None | Some(Party::Team | Party::Lead))
}

/// A layer that can be shown or not.
#[component]
pub(super) fn Layer(
    /// Whether it is shown.
    on: RwSignal<bool>,
    /// Its name.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="ds-chip map-layer">
            <input class="ds-input" type="checkbox" prop:checked=on checked=on.get_untracked() on:change=move |event| on.set(event_target_checked(&event)) />
            {children()}
        </label>
    }
}

/// A tool with an icon and a name.
#[component]
pub(super) fn ToolButton(
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// Its icon.
    icon: &'static str,
    /// When pressed.
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="ds-button"
            data-variant="secondary"
            data-size="sm"
            data-icon="true"
            aria-label=move || label.get()
            title=move || label.get()
            on:click=move |_| on_press.run(())
        >
            <Icon name=icon />
        </button>
    }
}

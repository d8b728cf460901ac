//! From when to when something held, written as people say it.

use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{date, read_date};
use family_map::date::Span;
use leptos::prelude::*;

/// Two dates, folded away until somebody asks for them or one is known.
#[component]
pub(super) fn When(
    /// An id on the page from which those of the fields are made.
    id: String,
    /// When it held, as far as is known.
    now: Span,
    /// Keeps what is written.
    on_keep: Callback<Span>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let written = move |day: Option<family_map::FuzzyDate>| day.map(|day| date(language(), &day)).unwrap_or_default();
    let (from, to) = (RwSignal::new(written(now.from)), RwSignal::new(written(now.to)));
    let wrong = RwSignal::new(None::<bool>);
    let keep = move || {
        let read = |text: RwSignal<String>| read_date(&text.get_untracked()).map(|known| known.value().copied());
        match (read(from), read(to)) {
            (Some(from), Some(to)) => {
                wrong.set(None);
                let span = Span { from, to };
                if span != now {
                    on_keep.run(span);
                }
            }
            (None, _) => wrong.set(Some(true)),
            (_, None) => wrong.set(Some(false)),
        }
    };
    let (from_id, to_id, hint_id) = (format!("{id}-from"), format!("{id}-to"), format!("{id}-when"));
    let described = hint_id.clone();
    view! {
        <details class="ds-details map-when" open=now != Span::default()>
            <summary>{t!(i18n, map.when)}</summary>
            <div class="map-pair">
                <label class="ds-label" data-weight="regular" for=from_id.clone()>{t!(i18n, map.from)}</label>
                <input class="ds-input" id=from_id maxlength="60" autocomplete="off" aria-describedby=described.clone()
                    aria-invalid=move || (wrong.get() == Some(true)).then_some("true")
                    prop:value=from on:input=move |event| from.set(event_target_value(&event)) on:change=move |_| keep() />
                <label class="ds-label" data-weight="regular" for=to_id.clone()>{t!(i18n, map.to)}</label>
                <input class="ds-input" id=to_id maxlength="60" autocomplete="off" aria-describedby=described
                    aria-invalid=move || (wrong.get() == Some(false)).then_some("true")
                    prop:value=to on:input=move |event| to.set(event_target_value(&event)) on:change=move |_| keep() />
            </div>
            <p class="form-hint" id=hint_id role="status" data-wrong=move || wrong.get().is_some().then_some("")>
                {move || if wrong.get().is_some() { t_string!(i18n, map.bad_date) } else { t_string!(i18n, map.when_hint) }}
            </p>
        </details>
    }
}

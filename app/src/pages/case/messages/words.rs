//! What the family has said through their own pages, and answers to it.

use crate::api::portal::{CaseWords, WordRow, answer_family_word};
use crate::components::{Doing, FaultNote};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::moment_words;
use crate::text::{time, word};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// So long an answer may be.
const LIMIT: &str = "2000";

/// A kind of word, in words.
fn kind_word(i18n: I18nContext<Locale>, kind: &str) -> &'static str {
    match kind {
        "cancel" => t_string!(i18n, portal.kind_cancel),
        "other_time" => t_string!(i18n, portal.kind_other_time),
        "plan_change" => t_string!(i18n, portal.kind_plan_change),
        "halt" => t_string!(i18n, portal.kind_halt),
        "looked" => t_string!(i18n, portal.kind_looked),
        "wrote" => t_string!(i18n, portal.kind_wrote),
        "consent" => t_string!(i18n, portal.kind_consent),
        "moving" => t_string!(i18n, portal.kind_moving),
        _ => t_string!(i18n, portal.kind_question),
    }
}

/// The card; nothing where nothing was ever said.
#[component]
pub(super) fn FamilyWords(
    /// The case.
    case: String,
    found: CaseWords,
    /// Counted up when something has changed.
    again: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let case = StoredValue::new(case);
    let may_edit = found.may_edit;
    let row = move |row: WordRow| view! { <WordLine case row may_edit again /> };
    (!found.rows.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="fra-familien">
                <h2 class="ds-heading" data-size="xs" id="fra-familien">{t!(i18n, portal.words)}</h2>
                <ul class="plain-list family-words">{found.rows.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn WordLine(case: StoredValue<String>, row: WordRow, may_edit: bool, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let doing = Doing::new();
    let (id, field) = (StoredValue::new(row.id.clone()), format!("answer-{}", row.id));
    let label = field.clone();
    let text = RwSignal::new(String::new());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let work = answer_family_word(case.get_value(), id.get_value(), text.get_untracked());
        doing.run(work, move |()| again.update(|n| *n += 1));
    };
    let (kind, at, name) = (row.kind.clone(), row.at.clone(), row.name.clone());
    let waits = row.answered.is_none();
    let about = row.about.parse().ok();
    let about_words = if about.is_none() { row.about.clone() } else { String::new() };
    view! {
        <li class="stack family-word" data-gap="sm">
            <p>
                <strong><bdi>{move || if name.is_empty() { word(language(), "name.shielded") } else { name.clone() }}</bdi></strong>
                " · " {move || kind_word(i18n, &kind)} " " <span class="meta">{move || time(language(), &at)}</span>
                {waits.then(|| view! { " " <span class="ds-tag" data-size="sm" data-color="warning">{t!(i18n, portal.waits)}</span> })}
            </p>
            {about.map(|about| view! { <p class="meta">{move || moment_words(language(), about)}</p> })}
            {(!about_words.is_empty()).then(|| view! { <p class="meta">{about_words}</p> })}
            {(!row.words.is_empty()).then(|| view! { <blockquote class="words" dir="auto">{row.words.clone()}</blockquote> })}
            {row.answered.clone().map(|(at, by)| view! {
                <p class="meta">{move || t_string!(i18n, portal.answered, name = by.clone(), time = time(language(), &at))}</p>
            })}
            {(!row.answer.is_empty()).then(|| view! { <p dir="auto">{row.answer.clone()}</p> })}
            {(waits && may_edit).then(|| view! {
                <form class="form" on:submit=send>
                    <FaultNote fault=doing.fault />
                    <div class="ds-field">
                        <label class="ds-label" for=label>{t!(i18n, portal.answer)}</label>
                        <textarea class="ds-input" id=field rows="2" maxlength=LIMIT dir="auto"
                            prop:value=text on:input=move |event| text.set(event_target_value(&event))></textarea>
                    </div>
                    <div class="form-actions">
                        <button class="ds-button" data-variant="secondary" type="submit" disabled=move || doing.busy.get()>
                            {move || if text.with(|text| text.trim().is_empty()) { t_string!(i18n, portal.seen) } else { t_string!(i18n, portal.send) }}
                        </button>
                    </div>
                </form>
            })}
        </li>
    }
}

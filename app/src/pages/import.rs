//! Bringing in a family tree: choose a file, see what is in it, make the case.

use crate::api::import::{MAX_BYTES, Preview, import_gedcom, preview_gedcom};
use crate::components::{PageTitle, error_text};
use crate::draft::{Draft, Drafts};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::say;
use family_map::message::{Message, MessageKey, Severity};
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::codec::MultipartData;
use leptos::task::spawn_local;
use leptos::web_sys;
use leptos_router::hooks::use_navigate;

/// Where one is in the task.
#[derive(Clone, PartialEq)]
enum Step {
    Choose,
    Reading,
    Seen(Preview),
    Saving(Preview),
}

/// The import page. The file stays in the form until the case is made, so that
/// nothing is kept on the server before.
#[component]
pub fn ImportPage() -> impl IntoView {
    let i18n = use_i18n();
    let step = RwSignal::new(Step::Choose);
    let error = RwSignal::new(None::<AppError>);
    let form = NodeRef::<html::Form>::new();
    let file = NodeRef::<html::Input>::new();
    let name = RwSignal::new(String::new());
    let navigate = use_navigate();
    let drafts = use_context::<Drafts>();

    let chosen = move || file.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
    let data = move || {
        let form = form.get_untracked()?;
        web_sys::FormData::new_with_form(&form).ok()
    };
    let preview = move || {
        error.set(None);
        match chosen() {
            None => error.set(Some(AppError::Missing("file".into()))),
            Some(file) if file.size() > MAX_BYTES as f64 => error.set(Some(too_large(file.size()))),
            Some(file) => {
                if name.with_untracked(String::is_empty) {
                    name.set(file.name().trim_end_matches(".ged").to_owned());
                }
                let Some(data) = data() else { return };
                step.set(Step::Reading);
                spawn_local(async move {
                    match preview_gedcom(MultipartData::from(data)).await {
                        Ok(preview) => step.set(Step::Seen(preview)),
                        Err(fault) => {
                            step.set(Step::Choose);
                            error.set(Some(fault));
                        }
                    }
                });
            }
        }
    };
    let save = move || {
        let Step::Seen(preview) = step.get_untracked() else { return };
        let navigate = navigate.clone();
        error.set(None);
        if name.with_untracked(|name| name.trim().is_empty()) {
            error.set(Some(AppError::Missing("name".into())));
            return;
        }
        let Some(data) = data() else { return };
        step.set(Step::Saving(preview.clone()));
        spawn_local(async move {
            match import_gedcom(MultipartData::from(data)).await {
                Ok(id) => {
                    if let Some(drafts) = drafts {
                        drafts.forget("import");
                    }
                    navigate(&format!("/familier/{id}/kart"), Default::default());
                }
                Err(fault) => {
                    step.set(Step::Seen(preview));
                    error.set(Some(fault));
                }
            }
        });
    };
    let busy = move || matches!(step.get(), Step::Reading | Step::Saving(_));
    let seen = move || match step.get() {
        Step::Seen(preview) | Step::Saving(preview) => Some(preview),
        Step::Choose | Step::Reading => None,
    };
    let has_seen = Memo::new(move |_| seen().is_some());
    let submit = StoredValue::new(save);

    view! {
        <PageTitle text=move || t_string!(i18n, import.title).to_owned() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, import.title)}</h1>
                <p class="meta">{t!(i18n, import.lead)}</p>
            </div>
        </header>
        <div class="page-body" data-width="text">
            <noscript><p class="ds-alert" data-color="warning">{move || t_string!(i18n, import.needs_script)}</p></noscript>
            <form
                class="form card stack"
                node_ref=form
                on:submit=move |event| {
                    event.prevent_default();
                    if has_seen.get_untracked() { submit.with_value(|save| save()) } else { preview() }
                }
            >
                {move || error.get().map(|fault| view! {
                    <div class="ds-alert" data-color="danger" role="alert" id="import-error"><p>{error_text(i18n, &fault)}</p></div>
                })}
                <div class="form-file">
                    <label class="ds-label" for="file">{t!(i18n, import.file)}</label>
                    <p class="form-hint" id="file-help">{t!(i18n, import.file_help)}</p>
                    <input
                        class="ds-input" type="file" id="file" name="file" accept=".ged,.gedcom,text/plain"
                        node_ref=file aria-describedby="file-help"
                        on:change=move |_| { step.set(Step::Choose); error.set(None); name.set(String::new()); }
                    />
                </div>
                {move || seen().map(|preview| view! { <PreviewReport preview /> })}
                <Show when=move || has_seen.get()>
                    <Draft name="import" />
                    <div class="ds-field">
                        <label class="ds-label" for="name">{t!(i18n, import.name)}</label>
                        <p class="form-hint" id="name-help">{t!(i18n, import.name_help)}</p>
                        <input class="ds-input" id="name" name="name" maxlength="200" aria-describedby="name-help"
                            prop:value=name on:input=move |event| name.set(event_target_value(&event)) />
                    </div>
                </Show>
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=busy>
                        {move || match step.get() {
                            Step::Choose => t!(i18n, import.preview).into_any(),
                            Step::Reading => t!(i18n, import.reading).into_any(),
                            Step::Seen(_) => t!(i18n, import.submit).into_any(),
                            Step::Saving(_) => t!(i18n, import.saving).into_any(),
                        }}
                    </button>
                    <a class="ds-button" data-variant="tertiary" href="/familier">{t!(i18n, app.cancel)}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn too_large(size: f64) -> AppError {
    let message = Message::new(MessageKey::FileTooLarge);
    AppError::Unreadable(Box::new(message.with("size", size as u64).with("limit", MAX_BYTES)))
}

#[component]
fn PreviewReport(preview: Preview) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let [people, couples, ties, twins] = preview.counts;
    let left_out = preview.notes_left_out;
    let no_notes = preview.notes.is_empty();
    let note = move |(line, severity, message): (u32, Severity, Message)| {
        let color = match severity {
            Severity::Note => "info",
            Severity::Warning => "warning",
            Severity::Contradiction => "danger",
        };
        view! {
            <li class="cluster">
                {(line > 0).then(|| view! { <span class="ds-tag" data-size="sm" data-color=color>{t!(i18n, import.line, line = move || line.to_string())}</span> })}
                <span>{move || say(language(), &message)}</span>
            </li>
        }
    };
    let lost = move |(path, times): (String, u32)| {
        view! { <div><dt><code>{path}</code></dt><dd>{t!(i18n, import.times, count = move || times.to_string())}</dd></div> }
    };
    let nothing_lost = preview.not_carried.is_empty();
    view! {
        <section class="stack" aria-labelledby="found" role="status">
            <h2 class="ds-heading" data-size="xs" id="found">{t!(i18n, import.found)}</h2>
            <dl class="facts">
                <div><dt>{t!(i18n, import.people)}</dt><dd>{people}</dd></div>
                <div><dt>{t!(i18n, import.couples)}</dt><dd>{couples}</dd></div>
                <div><dt>{t!(i18n, import.parent_ties)}</dt><dd>{ties}</dd></div>
                <div><dt>{t!(i18n, import.twins)}</dt><dd>{twins}</dd></div>
            </dl>
        </section>
        <details class="ds-details" open=!no_notes>
            <summary>{t!(i18n, import.notes)}</summary>
            <div class="import-notes" tabindex="0" role="region" aria-label=t!(i18n, import.notes)>
                {no_notes.then(|| view! { <p>{t!(i18n, import.notes_none)}</p> })}
                <ul class="plain-list">{preview.notes.into_iter().map(note).collect_view()}</ul>
                {(left_out > 0).then(|| view! { <p class="meta">{t!(i18n, import.notes_more, count = move || left_out.to_string())}</p> })}
            </div>
        </details>
        {(!nothing_lost).then(|| view! {
            <details class="ds-details">
                <summary>{t!(i18n, import.not_carried)}</summary>
                <div class="import-notes" tabindex="0" role="region" aria-label=t!(i18n, import.not_carried)>
                    <p class="meta">{t!(i18n, import.not_carried_lead)}</p>
                    <dl class="facts">{preview.not_carried.into_iter().map(lost).collect_view()}</dl>
                </div>
            </details>
        })}
    }
}

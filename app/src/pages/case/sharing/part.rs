//! One child's part: who reads it, what stands in it, writing in it.

use super::{Here, decisions};
use crate::api::cases::PartEntryView;
use crate::api::child_part::{EntryWritten, WriteChildPart};
use crate::api::sharing::PartView;
use crate::components::error_text;
use crate::draft::Draft;
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::overview::function_word;
use crate::text::{list, time};
use casework::Day;
use leptos::prelude::*;

/// The card of one part.
#[component]
pub(super) fn PartCard(part: PartView, today: Day, may_edit: bool, may_lead: bool, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let nothing = part.entries.is_empty();
    let entry = move |entry: PartEntryView| {
        let function = entry.function;
        let by = move || {
            let function = function_word(i18n, function);
            entry
                .author
                .as_ref()
                .map_or_else(|| function.to_owned(), |name| format!("{name} ({})", function.to_lowercase()))
        };
        let at = entry.at;
        view! {
            <li class="stack" data-gap="sm">
                <p class="entry-text">{entry.text}</p>
                <p class="meta">{t!(i18n, case.written_by, name = by, time = move || time(language(), &at))}</p>
            </li>
        }
    };
    let readers = part.readers.clone();
    let links = part.links.clone();
    let heading = format!("part-{}", part.id);
    let (labelled, id) = (heading.clone(), part.id.clone());
    view! {
        <section class="card stack" aria-labelledby=labelled data-part=id>
            <h2 class="ds-heading" data-size="xs" id=heading>{t!(i18n, case.child_part, name = part.child.name.clone())}</h2>
            <p>
                {move || if readers.is_empty() { t_string!(i18n, part.no_readers).to_owned() }
                    else { t_string!(i18n, part.readers, names = list(language(), &readers)) }}
                " " {t!(i18n, part.all_holders)}
            </p>
            {(!links.is_empty()).then(|| view! {
                <p class="meta">{t!(i18n, part.links)} " "
                    {links.iter().map(|(number, name)| format!("{number} {name}")).collect::<Vec<_>>().join(", ")}</p>
            })}
            {nothing.then(|| view! { <p>{t!(i18n, case.child_part_none)}</p> })}
            <ul class="plain-list entries">{part.entries.clone().into_iter().map(entry).collect_view()}</ul>
            {may_edit.then(|| view! { <WriteEntry part=part.clone() here=here.clone() /> })}
            <decisions::Decisions part today may_lead here />
        </section>
    }
}

#[component]
fn WriteEntry(part: PartView, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let text = RwSignal::new(String::new());
    let write = ServerAction::<WriteChildPart>::new();
    let again = here.again;
    let look = move || match write.value().get() {
        Some(Ok(EntryWritten::LookAgain(found))) if !write.pending().get() => Some(found),
        _ => None,
    };
    let fault = move || write.value().get().and_then(Result::err).filter(|_| !write.pending().get());
    let empty = move || matches!(fault(), Some(AppError::Missing(_)));
    Effect::new(move |_| {
        if matches!(write.value().get(), Some(Ok(EntryWritten::Written))) {
            text.set(String::new());
            again.run(());
        }
    });
    let draft = format!("part:{}:{}", here.case, part.id);
    let id = StoredValue::new((here.case.clone(), part.id.clone()));
    let send = move |sure: bool| {
        if !write.pending().get_untracked() {
            let (case, part) = id.get_value();
            write.dispatch(WriteChildPart { id: case, part, text: text.get_untracked(), sure });
        }
    };
    let field = format!("entry-{}", part.id);
    let error = format!("entry-error-{}", part.id);
    let described = error.clone();
    let child = part.child.name;
    view! {
        <form class="form" on:submit=move |event| { event.prevent_default(); send(false); }>
            <Draft name=draft saved=Signal::derive(move || matches!(write.value().get(), Some(Ok(EntryWritten::Written)))) />
            <div class="ds-field">
                <label class="ds-label" for=field.clone()>{t!(i18n, part.write, name = child)}</label>
                <textarea class="ds-input" id=field rows="3" maxlength="4000"
                    aria-invalid=move || empty().then_some("true") aria-describedby=move || empty().then(|| described.clone())
                    prop:value=text on:input=move |event| text.set(event_target_value(&event))></textarea>
                {move || empty().then(|| view! {
                    <p class="ds-validation-message" data-color="danger" id=error.clone()>{t!(i18n, part.write_error)}</p>
                })}
            </div>
            {move || look().map(|found| view! {
                <div class="ds-alert" data-color="warning" role="alert">
                    <div class="stack" data-gap="sm">
                        <p>{t!(i18n, part.look, names = move || list(language(), &found))}</p>
                        <div class="form-actions">
                            <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=move |_| send(true)>{t!(i18n, part.sure)}</button>
                        </div>
                    </div>
                </div>
            })}
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || write.pending().get() aria-busy=move || write.pending().get().then_some("true")>
                    {move || if write.pending().get() { t_string!(i18n, person.saving) } else { t_string!(i18n, part.submit) }}
                </button>
            </div>
            {move || fault().filter(|_| !empty()).map(|error| view! { <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div> })}
        </form>
    }
}

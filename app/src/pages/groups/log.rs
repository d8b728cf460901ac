//! What the leaders of a group write for themselves.

use super::one::Found;
use crate::api::groups::MeetingCard;
use crate::api::groups::meeting::{NoteCard, write_group_note};
use crate::components::{Doing, FaultNote};
use crate::draft::{Draft, Drafts};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use leptos::prelude::*;

/// The log, and the form that writes into it.
#[component]
pub fn LeadersLog(
    /// The group.
    id: String,
    /// Its meetings.
    meetings: Vec<MeetingCard>,
    /// What was written, the newest first.
    notes: Vec<NoteCard>,
    /// The page's data, asked for anew afterwards.
    found: Found,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let doing = Doing::new();
    let drafts = use_context::<Drafts>();
    let draft = StoredValue::new(format!("group-log:{id}"));
    let group = StoredValue::new(id);
    let (meeting, text, said) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let write = move || {
        let number = meeting.with_untracked(|number| number.parse().ok());
        let evaluation = said.get_untracked().then_some(true);
        let work = write_group_note(group.get_value(), number, evaluation, text.get_untracked());
        doing.run(work, move |()| {
            if let Some(drafts) = drafts {
                drafts.forget(&draft.get_value());
            }
            found.refetch();
        });
    };
    let line = move |it: NoteCard| {
        let at = it.at;
        let about = it.meeting.map(|number| {
            view! { " · " {t!(i18n, groups.log_about)} " " {number} }
        });
        let who = match it.author {
            Some(name) => view! { <bdi>{name}</bdi> }.into_any(),
            None => t!(i18n, groups.log_evaluation).into_any(),
        };
        view! {
            <li class="stack" data-gap="sm">
                <p class="meta">{who} " · " {move || time(language(), &at)} {about}</p>
                <p class="prose">{it.text}</p>
            </li>
        }
    };
    let none = notes.is_empty();
    let option = move |it: MeetingCard| view! { <option value=it.number.to_string()>{it.number}</option> };
    view! {
        <section class="card stack screen-only" aria-labelledby="log">
            <h2 class="ds-heading" data-size="xs" id="log">{t!(i18n, groups.log)}</h2>
            <p class="meta">{t!(i18n, groups.log_lead)}</p>
            <form class="form" on:submit=move |event| { event.prevent_default(); write(); }>
                <Draft name=draft.get_value() />
                <FaultNote fault=doing.fault />
                <div class="ds-field">
                    <label class="ds-label" for="log-meeting">{t!(i18n, groups.log_about)}</label>
                    <select class="ds-input" id="log-meeting" name="log-meeting" on:change=move |event| meeting.set(event_target_value(&event))>
                        <option value="">{t!(i18n, groups.log_whole)}</option>
                        {meetings.into_iter().map(option).collect_view()}
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="log-text">{t!(i18n, groups.log_text)}</label>
                    <textarea class="ds-input" id="log-text" name="log-text" rows="4" maxlength="4000" on:input=move |event| text.set(event_target_value(&event))></textarea>
                </div>
                <div class="ds-field">
                    <input class="ds-input" type="checkbox" id="log-said" name="log-said" on:change=move |event| said.set(event_target_checked(&event)) />
                    <label class="ds-label" data-weight="regular" for="log-said">{t!(i18n, groups.log_evaluation)}</label>
                </div>
                <div class="form-actions"><button class="ds-button" data-size="sm" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.log_write)}</button></div>
            </form>
            {none.then(|| view! { <p>{t_string!(i18n, groups.log_none)}</p> })}
            <ul class="plain-list stack">{notes.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

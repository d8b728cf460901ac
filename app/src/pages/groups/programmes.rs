//! The programmes that groups follow: ours, and the unit's own.

use super::programme_table::ProgrammeTable;
use super::words::{I18n, said};
use crate::api::groups::programmes::{
    ProgrammeEdit, ProgrammeForm, ProgrammeRow, group_programme, group_programmes, retire_group_programme,
    save_group_programme,
};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::draft::{Draft, Drafts};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use casework::programme::ProgrammeError;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::{use_navigate, use_params_map};

/// The list, to be asked for anew.
pub(super) type Found = Resource<Result<Vec<ProgrammeRow>, AppError>>;

/// The list.
#[component]
pub fn ProgrammesPage() -> impl IntoView {
    let i18n = use_i18n();
    let found = Resource::new(|| (), |()| group_programmes());
    view! {
        <PageTitle text=move || t_string!(i18n, groups.programmes).to_owned() />
        <div class="page-body stack">
            <p><a class="ds-link" href="/grupper">{t!(i18n, groups.to_term)}</a></p>
            <h1 class="ds-heading" data-size="md">{t!(i18n, groups.programmes)}</h1>
            <p>{t!(i18n, groups.programmes_lead)}</p>
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(rows) => view! { <List rows found /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
            <ProgrammeTable found />
        </div>
    }
    .into_any()
}

#[component]
fn List(rows: Vec<ProgrammeRow>, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let card = move |it: ProgrammeRow| {
        let (own, retired) = (it.own, it.retired);
        let (heading, href) = (format!("programme-{}", it.code), format!("/grupper/programmer/{}", it.code));
        let code = StoredValue::new(it.code);
        let (name, title) = (it.name.clone(), it.name);
        let retire = move || {
            doing.run(retire_group_programme(code.get_value(), !retired), move |()| found.refetch());
        };
        let chapters = it.chapters.into_iter().map(|it| view! { <li>{move || said(i18n, &it)}</li> });
        view! {
            <li class="card stack" data-gap="sm">
                <h2 class="ds-heading" data-size="xs" id=heading>
                    {move || said(i18n, &name)}
                    {own.then(|| view! { " " <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, groups.own_programme, edition = move || it.edition.to_string())}</span> })}
                    {retired.then(|| view! { " " <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, groups.programme_retired)}</span> })}
                </h2>
                <p class="meta">{t!(i18n, groups.programme_told, meetings = move || it.meetings.to_string(), minutes = move || it.minutes.to_string())}</p>
                <details>
                    <summary>{t!(i18n, groups.chapters)}</summary>
                    <ol>{chapters.collect_view()}</ol>
                </details>
                <div class="cluster">
                    <a class="ds-link" href=href>
                        {move || if own { t_string!(i18n, groups.change_programme) } else { t_string!(i18n, groups.copy_programme) }}
                        <span class="ds-sr-only">": " {move || said(i18n, &title)}</span>
                    </a>
                    {own.then(|| view! {
                        <button class="ds-button" data-size="sm" data-variant="secondary" type="button" disabled=move || doing.busy.get() on:click=move |_| retire()>
                            {move || if retired { t_string!(i18n, groups.use_again) } else { t_string!(i18n, groups.retire_programme) }}
                        </button>
                    })}
                </div>
            </li>
        }
    };
    view! {
        <FaultNote fault=doing.fault />
        <ul class="plain-list stack">{rows.into_iter().map(card).collect_view()}</ul>
    }
}

/// One programme: a copy of ours, or the unit's own.
#[component]
pub fn ProgrammePage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code")).unwrap_or_default());
    let found = Resource::new(move || code.get(), group_programme);
    view! {
        <PageTitle text=move || t_string!(i18n, groups.programme).to_owned() />
        <div class="page-body stack">
            <p><a class="ds-link" href="/grupper/programmer">{t!(i18n, groups.programmes)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(edit) => view! { <Form code=code.get_untracked() edit /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// What is wrong with a programme, in words.
pub(super) fn wrong(i18n: I18n, error: &ProgrammeError) -> &'static str {
    match error {
        ProgrammeError::NoBokmal(_) | ProgrammeError::BadCode(_) => t_string!(i18n, groups.programme_no_name),
        ProgrammeError::NoThemes => t_string!(i18n, groups.programme_no_chapters),
        ProgrammeError::BadMeetings(_) => t_string!(i18n, groups.programme_meetings),
        ProgrammeError::BadRhythm(_) => t_string!(i18n, groups.programme_rhythm),
        ProgrammeError::BadLastJoining(_) => t_string!(i18n, groups.programme_joining),
        ProgrammeError::NoLeader(_) => t_string!(i18n, groups.programme_leaders),
        ProgrammeError::BadSeats => t_string!(i18n, groups.programme_seats),
        ProgrammeError::BadCertificate => t_string!(i18n, groups.programme_certificate),
        _ => t_string!(i18n, groups.programme_other),
    }
}

#[component]
fn Form(code: String, edit: ProgrammeEdit) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Form>::new();
    let doing = Doing::new();
    let errors = RwSignal::new(Vec::<ProgrammeError>::new());
    let drafts = use_context::<Drafts>();
    let navigate = use_navigate();
    let draft = StoredValue::new(format!("programme:{code}"));
    let code = StoredValue::new(code);
    let save = move || {
        let data = node.get_untracked().and_then(|form| web_sys::FormData::new_with_form(&form).ok());
        let Some(data) = data else { return };
        let text = |name: &str| data.get(name).as_string().unwrap_or_default();
        let form = ProgrammeForm {
            name: text("name"),
            name_en: text("name-en"),
            chapters: text("chapters"),
            fewest: text("fewest"),
            usual: text("usual"),
            most: text("most"),
            minutes: text("minutes"),
            every_weeks: text("every-weeks"),
            last_joining: text("last-joining"),
            seats_fewest: text("seats-fewest"),
            seats_most: text("seats-most"),
            leaders: text("leaders"),
            certified: text("certified"),
            may_miss: text("may-miss"),
        };
        let navigate = navigate.clone();
        errors.set(Vec::new());
        doing.run(save_group_programme(code.get_value(), form), move |wrong| {
            if wrong.is_empty() {
                if let Some(drafts) = drafts {
                    drafts.forget(&draft.get_value());
                }
                navigate("/grupper/programmer", leptos_router::NavigateOptions::default());
            } else {
                errors.set(wrong);
            }
        });
    };
    let ProgrammeEdit { own, name, form } = edit;
    let field = move |name: &'static str, label: AnyView, value: String, digits: bool| {
        view! {
            <div class="ds-field">
                <label class="ds-label" for=name>{label}</label>
                <input class="ds-input" id=name name=name type="text" autocomplete="off" value=value inputmode=digits.then_some("numeric") />
            </div>
        }
    };
    let certified = form.certified;
    let option = move |value: &'static str, label: AnyView| {
        let selected = certified == value;
        view! { <option value=value selected=selected>{label}</option> }
    };
    let told = move || {
        let mut all: Vec<&str> = errors.with(|errors| errors.iter().map(|it| wrong(i18n, it)).collect());
        all.dedup();
        let lines = all.into_iter().map(|it| view! { <li>{it}</li> }).collect_view();
        let any = errors.with(|errors| !errors.is_empty());
        any.then(|| view! { <div class="ds-alert" data-color="danger" role="alert"><ul>{lines}</ul></div> })
    };
    view! {
        <h1 class="ds-heading" data-size="md">
            {move || {
                let name = said(i18n, &name);
                if own { t_string!(i18n, groups.change_of, name = name) } else { t_string!(i18n, groups.copy_of, name = name) }
            }}
        </h1>
        <form class="form card" node_ref=node on:submit=move |event| { event.prevent_default(); save(); }>
            <Draft name=draft.get_value() />
            <FaultNote fault=doing.fault />
            {told}
            <div class="form-row">
                {field("name", t!(i18n, groups.name).into_any(), form.name, false)}
                {field("name-en", t!(i18n, groups.name_en).into_any(), form.name_en, false)}
            </div>
            <div class="ds-field">
                <label class="ds-label" for="chapters">{t!(i18n, groups.chapters)}</label>
                <p class="form-hint" id="chapters-hint">{t!(i18n, groups.chapters_hint)}</p>
                <textarea class="ds-input" id="chapters" name="chapters" rows="10" aria-describedby="chapters-hint">{form.chapters}</textarea>
            </div>
            <div class="form-row">
                {field("fewest", t!(i18n, groups.meetings_fewest).into_any(), form.fewest, true)}
                {field("usual", t!(i18n, groups.meetings_usual).into_any(), form.usual, true)}
                {field("most", t!(i18n, groups.meetings_most).into_any(), form.most, true)}
                {field("minutes", t!(i18n, groups.minutes_each).into_any(), form.minutes, true)}
            </div>
            <div class="form-row">
                {field("every-weeks", t!(i18n, groups.every_weeks).into_any(), form.every_weeks, true)}
                {field("last-joining", t!(i18n, groups.last_joining).into_any(), form.last_joining, true)}
                {field("seats-fewest", t!(i18n, groups.seats_fewest).into_any(), form.seats_fewest, true)}
                {field("seats-most", t!(i18n, groups.seats_most).into_any(), form.seats_most, true)}
            </div>
            <div class="form-row">
                {field("leaders", t!(i18n, groups.leaders_each).into_any(), form.leaders, true)}
                <div class="ds-field">
                    <label class="ds-label" for="certified">{t!(i18n, groups.certified_who)}</label>
                    <select class="ds-input" id="certified" name="certified">
                        {option("none", t!(i18n, groups.certified_none).into_any())}
                        {option("one", t!(i18n, groups.certified_one).into_any())}
                        {option("all", t!(i18n, groups.certified_all).into_any())}
                    </select>
                </div>
                {field("may-miss", t!(i18n, groups.may_miss).into_any(), form.may_miss, true)}
            </div>
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.save)}</button>
                <a class="ds-button" data-variant="tertiary" href="/grupper/programmer">{t!(i18n, app.cancel)}</a>
            </div>
        </form>
    }
}

//! «Borte i dag»: what a colleague who is away leaves undone. Handed over, moved
//! or called off, one at a time, with a neutral notice to the family.

use super::{DoorHead, away_span};
use crate::api::begin::Choice;
use crate::api::door::cover::{CoverDone, CoverRow, CoverTalk, CoverView, UndoCover, cover_view};
use crate::api::talks::today::DayWhat;
use crate::components::{ErrorNotice, FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::{day_words, hours_words, moment_words};
use crate::text::{day_in_words, list};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn CoverPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let again = RwSignal::new(0_u32);
    let said = RwSignal::new(None::<CoverDone>);
    let found = Resource::new(move || (id.get(), again.get()), |(id, _)| cover_view(id));
    view! {
        <DoorHead title=|i18n| t_string!(i18n, cover.open) lead=|i18n| t_string!(i18n, cover.lead) />
        <div class="page-body" data-width="text">
            <p><a class="ds-link" href="/borte">{t!(i18n, cover.back)}</a></p>
            <Said said />
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(cover) => view! { <Cover cover again said /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// What came of the last step.
#[component]
fn Said(said: RwSignal<Option<CoverDone>>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    view! {
        <div role="status" class="cover-said">
            {move || said.get().map(|done| view! {
                <div class="ds-alert" data-color="success">
                    <p>
                        {t!(i18n, cover.done)}
                        {(done.notices > 0).then(|| view! { " " {t!(i18n, cover.notices, count = move || done.notices.to_string())} })}
                        {done.access_until.map(|day| view! { " " {t!(i18n, cover.access, day = move || day_words(language(), day))} })}
                    </p>
                </div>
            })}
        </div>
    }
}

#[component]
fn Cover(cover: CoverView, again: RwSignal<u32>, said: RwSignal<Option<CoverDone>>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let CoverView { absence, rows, colleagues, undo } = cover;
    let absence_id = absence.id.clone();
    let none = rows.is_empty();
    let (id, name, span) = (absence.id.clone(), absence.name.clone(), absence);
    let line = move |(place, row): (usize, CoverRow)| {
        let (absence, colleagues) = (id.clone(), colleagues.clone());
        view! { <CoverLine place absence row colleagues again said /> }
    };
    view! {
        <section class="card stack" aria-labelledby="cover-title">
            <h2 class="ds-heading" data-size="xs" id="cover-title">{t!(i18n, cover.title, name = move || name.clone())}</h2>
            <p class="meta">{move || away_span(language(), &span)}</p>
            {undo.map(|(step, how, starts)| view! { <Undo absence=absence_id step how starts again said /> })}
            {none.then(|| view! { <p>{t!(i18n, cover.none)}</p> })}
            {(!none).then(|| view! { <ol class="plain-list cover-list">{rows.into_iter().enumerate().map(line).collect_view()}</ol> })}
        </section>
    }
}

/// One's own last step, with a way back.
#[component]
fn Undo(
    absence: String,
    step: String,
    how: String,
    starts: casework::calendar::Moment,
    again: RwSignal<u32>,
    said: RwSignal<Option<CoverDone>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let action = ServerAction::<UndoCover>::new();
    when_done(action, move |_| {
        said.set(None);
        again.update(|n| *n += 1);
    });
    let did = move || {
        let time = moment_words(language(), starts);
        match how.as_str() {
            "move" => t_string!(i18n, cover.did_move, time = time),
            "cancel" => t_string!(i18n, cover.did_cancel, time = time),
            "lead" => t_string!(i18n, cover.did_lead).to_owned(),
            _ => t_string!(i18n, cover.did_hand_over, time = time),
        }
    };
    view! {
        <ActionForm action attr:class="cluster cover-undo">
            <input type="hidden" name="id" value=absence />
            <input type="hidden" name="step" value=step />
            <span>{did}</span>
            <button class="ds-button" data-size="sm" data-variant="secondary" type="submit" disabled=move || action.pending().get()>{t!(i18n, cover.undo)}</button>
        </ActionForm>
        <FaultNote fault=fault_of(action) />
    }
}

#[component]
fn CoverLine(
    place: usize,
    absence: String,
    row: CoverRow,
    colleagues: Vec<Choice>,
    again: RwSignal<u32>,
    said: RwSignal<Option<CoverDone>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let span = row.span;
    let what = match row.what.clone() {
        DayWhat::Busy => t!(i18n, talk.busy).into_any(),
        DayWhat::Title(title) => title.into_any(),
        DayWhat::Case(case) => view! { <bdi>{case.name}</bdi> " " <span class="meta">{case.number}</span> }.into_any(),
    };
    let others = row.others.clone();
    let (may, room) = (row.may, row.room.clone());
    view! {
        <li class="cover-line">
            <p class="day-name">{what}</p>
            <p class="talk-when">{move || format!("{}, {}", day_in_words(language(), span.start.day), hours_words(language(), span))}</p>
            <p class="meta">
                {room}
                {(!others.is_empty()).then(|| view! { " " {t!(i18n, cover.with, names = move || list(language(), &others))} })}
            </p>
            {(!may).then(|| view! { <p>{t!(i18n, cover.not_yours)}</p> })}
            {may.then(|| view! { <Do place absence row colleagues again said /> })}
        </li>
    }
}

/// What is done about one of them.
#[component]
fn Do(
    place: usize,
    absence: String,
    row: CoverRow,
    colleagues: Vec<Choice>,
    again: RwSignal<u32>,
    said: RwSignal<Option<CoverDone>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let action = ServerAction::<CoverTalk>::new();
    Effect::new(move |_| {
        if let Some(Ok(done)) = action.value().get() {
            said.set(Some(done));
            again.update(|n| *n += 1);
        }
    });
    let is_group = !row.group.is_empty();
    let is_case = matches!(row.what, DayWhat::Case(_));
    let how = RwSignal::new("hand_over".to_owned());
    let free = StoredValue::new(row.free.clone());
    let colleagues = StoredValue::new(colleagues);
    let (of, who, tell) = (format!("cover-how-{place}"), format!("cover-to-{place}"), format!("cover-tell-{place}"));
    let (who_label, tell_label) = (who.clone(), tell.clone());
    let chosen = move |code: &'static str| how.with(|how| how == code);
    let target = move || {
        let (field, label) = (who.clone(), who_label.clone());
        if chosen("move") {
            let none = free.with_value(Vec::is_empty);
            let time = move |span: casework::calendar::moment::Span| {
                view! { <option value=span.start.to_string()>{move || moment_words(language(), span.start)}</option> }
            };
            return view! {
                <div class="ds-field">
                    <label class="ds-label" for=label>{t!(i18n, cover.when)}</label>
                    {none.then(|| view! { <p class="form-hint">{t!(i18n, cover.no_free)}</p> })}
                    <select class="ds-input" id=field name="to">{free.get_value().into_iter().map(time).collect_view()}</select>
                </div>
            }
            .into_any();
        }
        if chosen("cancel") {
            return view! { <input type="hidden" name="to" value="" /> }.into_any();
        }
        let option = |it: Choice| view! { <option value=it.id>{it.name}</option> };
        view! {
            <div class="ds-field">
                <label class="ds-label" for=label>{t!(i18n, cover.to)}</label>
                <select class="ds-input" id=field name="to">{colleagues.get_value().into_iter().map(option).collect_view()}</select>
            </div>
        }
        .into_any()
    };
    let telling = move || is_case && !chosen("hand_over");
    view! {
        <ActionForm action attr:class="form cover-do">
            <input type="hidden" name="id" value=absence />
            <input type="hidden" name="entry" value=row.entry.clone() />
            <input type="hidden" name="group" value=row.group.clone() />
            <input type="hidden" name="version" value=row.version.to_string() />
            <input type="hidden" name="at" value=row.at.to_string() />
            {if is_group {
                view! { <input type="hidden" name="how" value="hand_over" /> }.into_any()
            } else {
                view! {
                    <div class="ds-field">
                        <label class="ds-label" for=of.clone()>{t!(i18n, cover.how)}</label>
                        <select class="ds-input" id=of name="how" on:change=move |event| how.set(event_target_value(&event))>
                            <option value="hand_over">{t!(i18n, cover.hand_over)}</option>
                            <option value="move">{t!(i18n, cover.moving)}</option>
                            <option value="cancel">{t!(i18n, cover.cancel)}</option>
                        </select>
                    </div>
                }.into_any()
            }}
            {target}
            {move || if telling() {
                view! {
                    <div class="ds-field">
                        <input class="ds-input" type="checkbox" id=tell.clone() name="tell" value="true" checked=true />
                        <label class="ds-label" data-weight="regular" for=tell_label.clone()>{t!(i18n, cover.tell)}</label>
                    </div>
                }.into_any()
            } else {
                ().into_any()
            }}
            <FaultNote fault=fault_of(action) />
            <div class="form-actions">
                <button class="ds-button" data-size="sm" type="submit" disabled=move || action.pending().get()>
                    {t!(i18n, cover.act)}<span class="ds-sr-only">{move || format!(": {}", moment_words(language(), row.span.start))}</span>
                </button>
            </div>
        </ActionForm>
    }
}

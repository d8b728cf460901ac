//! One entry that belongs to no family: new, read, changed, cancelled. What
//! stands in the way shows while it is planned, with the next times that suit.

use super::words::{conflict_word, place_word, weekday_word};
use crate::api::calendar::entry::{
    EntryForm, EntryView, PlanView, calendar_entry, change_entry, keep_entry, new_entry, plan_entry,
};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::draft::{Draft, Drafts};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::group_words::{day_word, hours};
use casework::appointment::PlaceKind;
use casework::calendar::{Moment, Span, Weekday};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use wasm_bindgen::JsCast;

/// So many things that stand in the way are told one by one.
const TOLD: usize = 6;

/// A new entry.
#[component]
pub fn NewCalendarEntryPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let get = move |key: &str| query.with(|query| query.get(key)).unwrap_or_default();
    let found = Resource::new(
        move || (get("enhet"), get("dag"), get("kl"), get("til")),
        |(unit, day, from, until)| async move {
            let mut view = new_entry(unit, day, from).await?;
            if until > view.form.from {
                view.form.until = until;
            }
            Ok(view)
        },
    );
    view! {
        <PageTitle text=move || t_string!(i18n, calendar.new).to_owned() />
        <EntryFrame found title=Signal::derive(move || t_string!(i18n, calendar.new).to_owned()) />
    }
    .into_any()
}

/// An entry at one time of its series.
#[component]
pub fn CalendarEntryPage() -> impl IntoView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let found = Resource::new(
        move || {
            let id = params.with(|params| params.get("id")).unwrap_or_default();
            (id, query.with(|query| query.get("tid")).unwrap_or_default())
        },
        |(id, at)| calendar_entry(id, at),
    );
    view! {
        <PageTitle text=move || t_string!(i18n, calendar.entry).to_owned() />
        <EntryFrame found title=Signal::derive(move || t_string!(i18n, calendar.entry).to_owned()) />
    }
    .into_any()
}

#[component]
fn EntryFrame(found: Resource<Result<EntryView, AppError>>, title: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Suspense fallback=move || view! { <p class="page-body" role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(view) => view! {
                        <header class="page-head">
                            <div class="page-head-text"><h1 class="ds-heading" data-size="md">{title}</h1></div>
                            <div class="page-head-actions"><a class="ds-button" data-variant="tertiary" href="/kalender">{t!(i18n, calendar.to_calendar)}</a></div>
                        </header>
                        <div class="page-body" data-width="text"><Entry view /></div>
                    }.into_any(),
                    Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The form's fields as they stand.
fn read(form: NodeRef<html::Form>, like: &EntryForm) -> Option<EntryForm> {
    let form = form.get_untracked()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    let text = |name: &str| data.get(name).as_string().unwrap_or_default();
    let all = |name: &str| data.get_all(name).iter().filter_map(|it| it.as_string()).collect();
    Some(EntryForm {
        title: text("title"),
        note: text("note"),
        day: text("day"),
        from: text("from"),
        until: text("until"),
        repeat: text("repeat"),
        last: text("last"),
        place: text("place"),
        room: text("room"),
        road: text("road"),
        scope: text("scope"),
        people: all("people"),
        equipment: all("equipment"),
        open: text("open") == "true",
        ..like.clone()
    })
}

/// Puts a text into a field as if it had been typed, so that it is kept too.
fn fill(form: NodeRef<html::Form>, name: &str, text: &str) {
    let field = form.get_untracked().and_then(|form| form.query_selector(&format!("[name={name}]")).ok().flatten());
    if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        field.set_value(text);
        let how = web_sys::EventInit::new();
        how.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &how) {
            let _ = field.dispatch_event(&event);
        }
    }
}

#[component]
fn Entry(view: EntryView) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = use_navigate();
    let drafts = use_context::<Drafts>();
    let form = NodeRef::<html::Form>::new();
    let (keeping, ending) = (Doing::new(), Doing::new());
    let planning = RwSignal::new(None::<AppError>);
    let plan = RwSignal::new(None::<PlanView>);
    let is_new = view.form.entry.is_empty();
    let name = if is_new { "kalender-ny".to_owned() } else { format!("kalender-{}", view.form.entry) };
    let (repeats, cancelled) = (view.repeats, view.cancelled);
    let like = StoredValue::new(view.form.clone());
    let draft = StoredValue::new(name);
    let asked = StoredValue::new(0_u32);
    let look = move || {
        // While a time is being typed there is nothing to look at yet.
        let typed = like.with_value(|like| read(form, like));
        let Some(form) = typed.filter(|it| !it.day.is_empty() && !it.from.is_empty() && it.from < it.until) else {
            return;
        };
        let turn = asked.get_value().wrapping_add(1);
        asked.set_value(turn);
        spawn_local(async move {
            let found = plan_entry(form).await;
            // What was asked last counts, whatever is answered last.
            if asked.try_get_value() == Some(turn) {
                planning.try_set(found.as_ref().err().cloned());
                plan.try_set(found.ok());
            }
        });
    };
    // What stands in the way is looked at as soon as time, place or people change.
    let changed = move |_| look();
    let leave = {
        let navigate = navigate.clone();
        move |address: &str| {
            if let Some(drafts) = drafts {
                draft.with_value(|name| drafts.forget(name));
            }
            navigate(address, leptos_router::NavigateOptions::default());
        }
    };
    let keep = {
        let leave = leave.clone();
        move || {
            let leave = leave.clone();
            if let Some(form) = like.with_value(|like| read(form, like)) {
                keeping.run(keep_entry(form), move |address: String| leave(&address));
            }
        }
    };
    let end = move |what: &'static str| {
        let leave = leave.clone();
        let Some(form) = like.with_value(|like| read(form, like)) else { return };
        let Ok(at) = form.at.parse::<Moment>() else { return };
        let day = form.day.clone();
        let work = change_entry(form.entry, form.version, at, form.scope, what.to_owned(), None);
        ending.run(work, move |()| leave(&format!("/kalender?dag={day}")));
    };
    let end = StoredValue::new(end);
    let take = move |span: Span| {
        fill(form, "day", &span.start.day.to_string());
        fill(form, "from", &span.start.time.to_string());
        fill(form, "until", &span.end.time.to_string());
        look();
    };
    let value = |get: fn(&EntryForm) -> &String| like.with_value(|it| get(it).clone());
    let wrong = move |field: &'static str| {
        keeping.fault.with(|it| matches!(it, Some(AppError::Missing(name)) if name == field))
    };
    let field = move |name: &'static str, label: AnyView, kind: &'static str, value: String| {
        view! {
            <div class="ds-field">
                <label class="ds-label" for=name>{label}</label>
                <input class="ds-input" id=name name=name type=kind autocomplete="off" value=value.clone() prop:value=value
                    aria-invalid=move || wrong(name).then_some("true") aria-describedby=move || wrong(name).then(|| format!("{name}-error")) />
                {move || wrong(name).then(|| view! { <p class="ds-validation-message" data-color="danger" id=format!("{name}-error")>{t!(i18n, calendar.not_understood)}</p> })}
            </div>
        }
    };
    let (now_place, now_room) = (view.form.place.clone(), view.form.room.clone());
    let place = RwSignal::new(now_place.clone());
    let on_road = move || place.with(|it| PlaceKind::from_code(it).is_some_and(PlaceKind::has_road));
    let boxes = |of: &'static str, chosen: &[String], all: Vec<(String, String)>| {
        let one = |(at, (id, name)): (usize, (String, String))| {
            let field = format!("{of}-{at}");
            let is_in = chosen.contains(&id);
            view! {
                <div class="ds-field">
                    <input class="ds-input" type="checkbox" id=field.clone() name=of value=id checked=is_in />
                    <label class="ds-label" data-weight="regular" for=field>{name}</label>
                </div>
            }
        };
        all.into_iter().enumerate().map(one).collect_view()
    };
    let people = boxes("people", &view.form.people, view.colleagues);
    let has_equipment = !view.equipment.is_empty();
    let equipment = boxes("equipment", &view.form.equipment, view.equipment);
    let repeat = move |code: &'static str, label: AnyView| view! { <option value=code>{label}</option> };
    view! {
        {cancelled.then(|| view! { <div class="ds-alert" data-color="warning"><p>{t!(i18n, calendar.is_cancelled)}</p></div> })}
        <form class="form card" node_ref=form novalidate=true on:submit=move |event| { event.prevent_default(); keep(); } on:change=changed>
            <Draft name=draft.get_value() />
            {field("title", t!(i18n, calendar.what).into_any(), "text", value(|it| &it.title))}
            <div class="form-row">
                {field("day", t!(i18n, calendar.on_day).into_any(), "date", value(|it| &it.day))}
                {field("from", t!(i18n, calendar.from).into_any(), "time", value(|it| &it.from))}
                {field("until", t!(i18n, calendar.until).into_any(), "time", value(|it| &it.until))}
            </div>
            <div class="form-row">
                <div class="ds-field">
                    <label class="ds-label" for="place">{t!(i18n, calendar.place)}</label>
                    <select class="ds-input" id="place" name="place" on:change=move |event| place.set(event_target_value(&event))>
                        {PlaceKind::ALL.map(|it| { let is = it.code() == now_place; view! { <option value=it.code() selected=is>{move || place_word(i18n, it.code())}</option> } })}
                    </select>
                </div>
                <div class="ds-field" hidden=move || place.with(|it| it != "centre")>
                    <label class="ds-label" for="room">{t!(i18n, calendar.room)}</label>
                    <select class="ds-input" id="room" name="room">
                        <option value="">{t!(i18n, calendar.no_room)}</option>
                        {view.rooms.into_iter().map(|(id, name)| { let is = id == now_room; view! { <option value=id selected=is>{name}</option> } }).collect_view()}
                    </select>
                </div>
                <div class="ds-field" hidden=move || !on_road()>
                    <label class="ds-label" for="road">{t!(i18n, calendar.road)}</label>
                    <input class="ds-input" id="road" name="road" type="text" inputmode="numeric" autocomplete="off" value=value(|it| &it.road)
                        aria-invalid=move || wrong("road").then_some("true") />
                </div>
            </div>
            <fieldset class="ds-fieldset cal-people"><legend class="ds-label">{t!(i18n, calendar.who)}</legend>{people}</fieldset>
            {has_equipment.then(|| view! { <fieldset class="ds-fieldset cal-people"><legend class="ds-label">{t!(i18n, calendar.equipment)}</legend>{equipment}</fieldset> })}
            <div class="form-row">
                <div class="ds-field">
                    <label class="ds-label" for="repeat">{t!(i18n, calendar.repeat)}</label>
                    <select class="ds-input" id="repeat" name="repeat">
                        {(!is_new).then(|| repeat("", t!(i18n, calendar.repeat_same).into_any()))}
                        {repeat("no", t!(i18n, calendar.repeat_no).into_any())}
                        {repeat("weekly", t!(i18n, calendar.repeat_weekly).into_any())}
                        {repeat("fortnightly", t!(i18n, calendar.repeat_fortnightly).into_any())}
                        {repeat("monthly", t!(i18n, calendar.repeat_monthly).into_any())}
                    </select>
                </div>
                {field("last", t!(i18n, calendar.last).into_any(), "date", String::new())}
            </div>
            <div class="ds-field">
                <label class="ds-label" for="note">{t!(i18n, calendar.note)}</label>
                <textarea class="ds-input" id="note" name="note" rows="2" maxlength="1000" prop:value=value(|it| &it.note)>{value(|it| &it.note)}</textarea>
                <p class="form-hint">{t!(i18n, calendar.note_hint)}</p>
            </div>
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id="open" name="open" value="true" checked=like.with_value(|it| it.open) />
                <label class="ds-label" data-weight="regular" for="open">{t!(i18n, calendar.open)}</label>
            </div>
            {repeats.then(|| view! {
                <div class="ds-field">
                    <label class="ds-label" for="scope">{t!(i18n, calendar.scope)}</label>
                    <select class="ds-input" id="scope" name="scope">
                        <option value="this">{t!(i18n, calendar.this)}</option>
                        <option value="following">{t!(i18n, calendar.following)}</option>
                        <option value="all">{t!(i18n, calendar.all)}</option>
                    </select>
                </div>
            })}
            <div aria-live="polite">{move || plan.get().map(|plan| view! { <PlanNote plan take=Callback::new(take) /> })}</div>
            <FaultNote fault=planning />
            <FaultNote fault=keeping.fault />
            <FaultNote fault=ending.fault />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || keeping.busy.get()>{t!(i18n, calendar.keep)}</button>
                <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| look()>{t!(i18n, calendar.check)}</button>
                {(!is_new && !cancelled).then(|| view! {
                    <button class="ds-button" data-variant="secondary" data-color="danger" type="button" disabled=move || ending.busy.get()
                        on:click=move |_| end.with_value(|end| end("cancel"))>{t!(i18n, calendar.cancel)}</button>
                })}
                {cancelled.then(|| view! {
                    <button class="ds-button" data-variant="secondary" type="button" disabled=move || ending.busy.get()
                        on:click=move |_| end.with_value(|end| end("restore"))>{t!(i18n, calendar.restore)}</button>
                })}
            </div>
        </form>
    }
}

/// What stands in the way, and the next times that suit all; one press takes one.
#[component]
fn PlanNote(plan: PlanView, take: Callback<Span>) -> impl IntoView {
    let i18n = use_i18n();
    let several = plan.looked_at > 1;
    let fine = plan.standing.is_empty();
    let more = plan.standing.len().saturating_sub(TOLD);
    let line = move |(span, conflict, name): (Span, casework::calendar::conflict::Conflict, String)| {
        view! {
            <li>{move || {
                let told = conflict_word(i18n, &conflict, &name);
                if several { format!("{}: {told}", day_word(i18n, span.start.day)) } else { told }
            }}</li>
        }
    };
    let free = plan.free.into_iter().map(|span| {
        let told = move || {
            let day = span.start.day;
            format!("{} {} {}", weekday_word(i18n, Weekday::of(day)), day_word(i18n, day), hours(i18n, span))
        };
        view! { <button class="ds-chip" type="button" on:click=move |_| take.run(span)>{told}</button> }
    });
    let free: Vec<_> = free.collect();
    let skipped = plan.skipped;
    let skips = move || {
        let days = skipped.iter().map(|day| day_word(i18n, *day)).collect::<Vec<_>>().join(", ");
        (!days.is_empty()).then(|| view! { <p class="meta">{t_string!(i18n, calendar.skipped, days = days)}</p> })
    };
    if fine {
        return view! { <p class="ds-alert" data-color="success">{t!(i18n, calendar.suits)}</p> {skips} }.into_any();
    }
    view! {
        <section class="ds-alert stack" data-color="warning">
            <h2 class="ds-heading" data-size="2xs">{t!(i18n, calendar.in_the_way)}</h2>
            <ul>{plan.standing.into_iter().take(TOLD).map(line).collect_view()}</ul>
            {(more > 0).then(|| view! { <p>{t!(i18n, calendar.more, count = move || more.to_string())}</p> })}
            {(!free.is_empty()).then(|| view! {
                <p>{t!(i18n, calendar.free)}</p>
                <div class="cluster">{free}</div>
            })}
            {skips}
        </section>
    }
    .into_any()
}

//! A new appointment that belongs to no case: the form, what stands in its way
//! before it is kept, and the next times that suit all who take part.

use super::words::{conflict_word, day_word, hours};
use crate::api::calendar::plan::{
    EntryCheck, EntryForm, EntrySetup, check_entry, create_entry, entry_setup, undo_entry,
};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::draft::{Draft, Drafts};
use crate::i18n::{t, t_string, use_i18n};
use casework::appointment::PlaceKind;
use casework::calendar::Span;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

/// The name under which an unsent appointment is kept.
const DRAFT: &str = "new-entry";

/// The page.
#[component]
pub fn NewEntryPage() -> impl IntoView {
    let i18n = use_i18n();
    let setup = Resource::new(|| (), |()| entry_setup());
    view! {
        <PageTitle text=move || t_string!(i18n, calendar.new).to_owned() />
        <div class="page-body">
            <p><a class="ds-link" href="/kalender">{t!(i18n, calendar.to_calendar)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match setup.await {
                        Ok(setup) => view! { <NewEntry setup /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// What stands in the form's fields.
fn read(form: NodeRef<html::Form>) -> Option<EntryForm> {
    let data = web_sys::FormData::new_with_form(&form.get_untracked()?).ok()?;
    let text = |name: &str| data.get(name).as_string().unwrap_or_default();
    Some(EntryForm {
        title: text("title"),
        note: text("note"),
        people: data.get_all("people").iter().filter_map(|it| it.as_string()).collect(),
        room: text("room"),
        place: text("place"),
        road: text("road"),
        day: text("day"),
        from: text("from"),
        to: text("to"),
        repeat: text("repeat"),
        until: text("until"),
        count: text("count"),
        open: !text("open").is_empty(),
    })
}

/// Puts a value into one of the form's fields, as if it were typed, so that its draft knows it too.
fn put(name: &str, value: &str) {
    if let Some(field) = document().get_element_by_id(name) {
        field.unchecked_ref::<web_sys::HtmlInputElement>().set_value(value);
        let options = web_sys::EventInit::new();
        options.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &options) {
            let _ = field.dispatch_event(&event);
        }
    }
}

#[component]
fn NewEntry(setup: EntrySetup) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let form = NodeRef::<html::Form>::new();
    let answer = RwSignal::new(None::<EntryCheck>);
    // The step by which what was kept is taken back.
    let kept = RwSignal::new(None::<String>);
    let (looking, making, undoing) = (Doing::new(), Doing::new(), Doing::new());
    let drafts = use_context::<Drafts>();
    let look = move || {
        if let Some(form) = read(form) {
            looking.run(check_entry(form), move |found| answer.set(Some(found)));
        }
    };
    let keep = move || {
        if let Some(sent) = read(form) {
            making.run(create_entry(sent), move |change| {
                if let Some(drafts) = drafts {
                    drafts.forget(DRAFT);
                }
                if let Some(form) = form.get_untracked() {
                    form.reset();
                }
                answer.set(None);
                kept.set(Some(change));
            });
        }
    };
    let undo = move || {
        if let Some(change) = kept.get_untracked() {
            undoing.run(undo_entry(change), move |()| kept.set(None));
        }
    };
    let take = move |span: Span| {
        put("day", &span.start.day.to_string());
        put("from", &span.start.time.to_string());
        put("to", &span.end.time.to_string());
        look();
    };
    let day = query.with_untracked(|query| query.get("dag")).unwrap_or(setup.today);
    let me = setup.me;
    let people = setup.colleagues.into_iter().map(|(id, name)| {
        let mark = format!("people-{id}");
        let checked = id == me;
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=mark.clone() name="people" value=id checked=checked />
                <label class="ds-label" data-weight="regular" for=mark>{name}</label>
            </div>
        }
    });
    let people = people.collect_view();
    let rooms = setup.rooms.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view();
    let places = PlaceKind::ALL.map(|place| {
        let word = move || match place {
            PlaceKind::Centre => t_string!(i18n, calendar.place_centre),
            PlaceKind::Home => t_string!(i18n, calendar.place_home),
            PlaceKind::Elsewhere => t_string!(i18n, calendar.place_elsewhere),
            PlaceKind::Telephone => t_string!(i18n, calendar.place_telephone),
            PlaceKind::Video => t_string!(i18n, calendar.place_video),
        };
        view! { <option value=place.code()>{word}</option> }
    });
    let field = move |name: &'static str, label: AnyView, kind: &'static str, value: String| {
        let digits = matches!(name, "road" | "count").then_some("numeric");
        view! {
            <div class="ds-field">
                <label class="ds-label" for=name>{label}</label>
                <input class="ds-input" id=name name=name type=kind value=value autocomplete="off" inputmode=digits />
            </div>
        }
    };
    view! {
        <div role="status">
            {move || kept.get().map(|_| view! {
                <div class="ds-alert" data-color="success"><p class="cluster">
                    {t!(i18n, calendar.kept)}
                    <button class="ds-button" data-size="sm" data-variant="secondary" type="button" on:click=move |_| undo()>{t!(i18n, calendar.undo)}</button>
                    <a class="ds-link" href="/kalender">{t!(i18n, calendar.to_calendar)}</a>
                </p></div>
            })}
        </div>
        <FaultNote fault=undoing.fault />
        <form class="form card" node_ref=form on:submit=move |event| { event.prevent_default(); keep(); }>
            <Draft name=DRAFT />
            <h1 class="ds-heading" data-size="sm">{t!(i18n, calendar.new)}</h1>
            <p class="meta">{t!(i18n, calendar.new_lead)}</p>
            {field("title", t!(i18n, calendar.what).into_any(), "text", String::new())}
            <div class="form-row">
                {field("day", t!(i18n, calendar.on_day).into_any(), "date", day)}
                {field("from", t!(i18n, calendar.from).into_any(), "time", "09:00".to_owned())}
                {field("to", t!(i18n, calendar.to).into_any(), "time", "10:00".to_owned())}
            </div>
            <div class="form-row">
                <div class="ds-field">
                    <label class="ds-label" for="place">{t!(i18n, calendar.place)}</label>
                    <select class="ds-input" id="place" name="place">{places}</select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="room">{t!(i18n, calendar.room)}</label>
                    <select class="ds-input" id="room" name="room"><option value="">{t!(i18n, calendar.no_room_yet)}</option>{rooms}</select>
                </div>
                {field("road", t!(i18n, calendar.road).into_any(), "text", String::new())}
            </div>
            <fieldset class="ds-fieldset stack"><legend class="ds-label">{t!(i18n, calendar.people)}</legend>{people}</fieldset>
            <div class="form-row">
                <div class="ds-field">
                    <label class="ds-label" for="repeat">{t!(i18n, calendar.repeat)}</label>
                    <select class="ds-input" id="repeat" name="repeat">
                        <option value="">{t!(i18n, calendar.once)}</option>
                        <option value="weekly">{t!(i18n, calendar.weekly)}</option>
                        <option value="fortnightly">{t!(i18n, calendar.fortnightly)}</option>
                        <option value="monthly">{t!(i18n, calendar.monthly)}</option>
                    </select>
                </div>
                {field("until", t!(i18n, calendar.until).into_any(), "date", String::new())}
                {field("count", t!(i18n, calendar.count).into_any(), "text", String::new())}
            </div>
            <div class="ds-field">
                <label class="ds-label" for="note">{t!(i18n, calendar.note)}</label>
                <textarea class="ds-input" id="note" name="note" rows="3"></textarea>
            </div>
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id="open" name="open" value="true" />
                <label class="ds-label" data-weight="regular" for="open">{t!(i18n, calendar.open)}</label>
            </div>
            <FaultNote fault=looking.fault />
            <div aria-live="polite">{move || answer.get().map(|found| view! { <Answer found take=Callback::new(take) /> })}</div>
            <FaultNote fault=making.fault />
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" type="button" disabled=move || looking.busy.get() on:click=move |_| look()>{t!(i18n, calendar.look)}</button>
                <button class="ds-button" type="submit" disabled=move || making.busy.get()>{t!(i18n, calendar.keep)}</button>
                <a class="ds-button" data-variant="tertiary" href="/kalender">{t!(i18n, app.cancel)}</a>
            </div>
        </form>
    }
}

/// What stands in the way, and the next times that suit; one press takes one.
#[component]
fn Answer(found: EntryCheck, take: Callback<Span>) -> impl IntoView {
    let i18n = use_i18n();
    let free = found.free;
    if found.standing.is_empty() {
        return view! { <p class="ds-alert" data-color="success">{t!(i18n, calendar.nothing_stands)}</p> }.into_any();
    }
    let line = |(of, conflict, name): (Span, _, String)| {
        view! { <li>{move || format!("{}: {}", day_word(i18n, of.start.day), conflict_word(i18n, &conflict, &name))}</li> }
    };
    let offer = |span: Span| {
        view! {
            <li><button class="ds-button" data-size="sm" data-variant="secondary" type="button" on:click=move |_| take.run(span)>
                {move || format!("{}, {}", day_word(i18n, span.start.day), hours(i18n, span))}
            </button></li>
        }
    };
    view! {
        <section class="ds-alert stack" data-color="warning" aria-labelledby="standing-title">
            <h2 class="ds-heading" data-size="2xs" id="standing-title">{t!(i18n, calendar.stands)}</h2>
            <ul>{found.standing.into_iter().map(line).collect_view()}</ul>
            {(!free.is_empty()).then(|| view! {
                <h3 class="ds-heading" data-size="2xs">{t!(i18n, calendar.next_free)}</h3>
                <ul class="cluster cal-free">{free.into_iter().map(offer).collect_view()}</ul>
            })}
        </section>
    }
    .into_any()
}

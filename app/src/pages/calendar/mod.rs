//! The calendar: day, week, month and list; one's own, the unit's, a family's, a room's.

mod days_off;
mod grid;
mod lanes;
mod list;
mod one;
mod roam;
mod words;

pub use days_off::DaysOffPage;
pub use one::{CalendarEntryPage, NewCalendarEntryPage};

use crate::api::calendar::entry::{change_entry, undo_entry};
use crate::api::calendar::view::{CalendarItem, CalendarView, Kind, calendar_view};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use casework::Day;
use casework::calendar::Span;
use grid::WeekGrid;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Form;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use list::{DayList, MonthTable};
use words::{kind_word, span_words};

/// What the page's address asks for.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    unit: String,
    whose: String,
    kind: String,
    day: String,
}

impl Asked {
    fn address(&self, kind: Kind, day: Day) -> String {
        let mut address = format!("/kalender?vis={}&dag={day}", kind.code());
        for (name, value) in [("hvem", &self.whose), ("enhet", &self.unit)] {
            if !value.is_empty() {
                address.push_str(&format!("&{name}={value}"));
            }
        }
        address
    }
}

/// What is done with what stands in the calendar.
#[derive(Clone, Copy)]
struct Mover {
    doing: Doing,
    found: Resource<Result<CalendarView, AppError>>,
    /// A move of something that repeats, until it is said how much is meant.
    asks: RwSignal<Option<(CalendarItem, Span)>>,
}

impl Mover {
    /// Puts an item at another time; asks first where it repeats.
    fn put(self, item: CalendarItem, to: Span) {
        if item.repeats {
            self.asks.set(Some((item, to)));
        } else {
            self.go(&item, to, "this");
        }
    }

    fn go(self, item: &CalendarItem, to: Span, scope: &str) {
        self.asks.set(None);
        let Some((entry, version)) = item.entry.clone() else { return };
        let work = change_entry(entry, version, item.at, scope.to_owned(), "move".to_owned(), Some(to));
        self.doing.run(work, move |()| self.found.refetch());
    }

    fn undo(self, change: String) {
        self.doing.run(undo_entry(change), move |()| self.found.refetch());
    }
}

/// The calendar.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |key: &str| query.get(key).unwrap_or_default();
            Asked { unit: get("enhet"), whose: get("hvem"), kind: get("vis"), day: get("dag") }
        })
    });
    let found = Resource::new(
        move || asked.get(),
        |asked| calendar_view(asked.unit, asked.whose, asked.day, String::new(), Some(asked.kind)),
    );
    // A week does not fit on a phone: whoever has not said what they want sees the day.
    let (navigate, search) = (use_navigate(), use_location().search);
    Effect::new(move |_| {
        if !asked.with(|asked| asked.kind.is_empty()) || !is_narrow() {
            return;
        }
        let search = search.get_untracked();
        let search = search.trim_start_matches('?');
        let begun = if search.is_empty() { String::new() } else { format!("{search}&") };
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("/kalender?{begun}vis={}", Kind::Day.code()), options);
    });
    let mover = Mover { doing: Doing::new(), found, asks: RwSignal::new(None) };
    view! {
        <PageTitle text=move || t_string!(i18n, calendar.title).to_owned() />
        <Transition fallback=move || view! { <p class="page-body" role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(view) => view! { <Whole view asked=asked.get_untracked() mover /> }.into_any(),
                    Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// As wide as a phone; the style sheet's own limit.
fn is_narrow() -> bool {
    const WIDEST: f64 = 768.0;
    window().inner_width().ok().and_then(|it| it.as_f64()).is_some_and(|it| it <= WIDEST)
}

#[component]
fn Whole(view: CalendarView, asked: Asked, mover: Mover) -> impl IntoView {
    let i18n = use_i18n();
    let kind = Kind::from_code(&asked.kind);
    let today = view.now.day;
    let day: Day = asked.day.parse().unwrap_or(today);
    let title = move || span_words(i18n, kind, day);
    let (before, after, now) = (
        asked.address(kind, kind.turned(day, false)),
        asked.address(kind, kind.turned(day, true)),
        asked.address(kind, today),
    );
    let new = format!("/kalender/ny?dag={day}&enhet={}", view.unit);
    let kinds = {
        let asked = asked.clone();
        Kind::ALL.map(|(it, _)| {
            let href = asked.address(it, day);
            view! { <a class="ds-chip" href=href aria-current=(it == kind).then_some("page")>{move || kind_word(i18n, it)}</a> }
        })
    };
    let undo = view.undo.clone();
    let none = view.items.is_empty();
    let unit = view.unit.clone();
    let body = match kind {
        Kind::Day | Kind::Week => view! { <WeekGrid view=view.clone() mover /> }.into_any(),
        Kind::Month => view! { <MonthTable view=view.clone() month=day.month asked=asked.clone() /> }.into_any(),
        Kind::List => ().into_any(),
    };
    // The same in words: alone for the list, and on a phone beside the week.
    let listed = (kind != Kind::Month).then(|| view! { <DayList view=view.clone() only=kind == Kind::List /> });
    view! {
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, calendar.title)}</h1>
                <p class="meta" aria-live="polite">{title}</p>
            </div>
            <div class="page-head-actions screen-only">
                <a class="ds-button" data-variant="tertiary" href=before>{t!(i18n, calendar.before)}</a>
                <a class="ds-button" data-variant="secondary" href=now>{t!(i18n, calendar.today)}</a>
                <a class="ds-button" data-variant="tertiary" href=after>{t!(i18n, calendar.after)}</a>
                <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| { let _ = window().print(); }>{t!(i18n, print.button)}</button>
                <a class="ds-button" href=new>{t!(i18n, calendar.new)}</a>
            </div>
        </header>
        <div class="page-body cal-page" data-width="full">
            <div class="cal-bar screen-only">
                <nav class="cluster" aria-label=t!(i18n, calendar.kinds)>{kinds}</nav>
                <WhoseForm view=view.clone() asked=asked.clone() kind day />
                {view.keeps_days.then(|| view! { <a class="ds-link" href=format!("/kalender/dager?enhet={}", view.unit)>{t!(i18n, days.to_days)}</a> })}
            </div>
            <div role="status" class="screen-only">
                {undo.map(|(change, code)| {
                    view! {
                        <p class="cluster cal-undo">
                            {move || words::change_word(i18n, &code)}
                            <button class="ds-button" data-size="sm" data-variant="secondary" type="button" disabled=move || mover.doing.busy.get()
                                on:click=move |_| mover.undo(change.clone())>{t!(i18n, calendar.undo)}</button>
                        </p>
                    }
                })}
            </div>
            <FaultNote fault=mover.doing.fault />
            <ScopeChoice mover />
            {body}
            {listed}
            {none.then(|| view! {
                <p class="cal-none">{t!(i18n, calendar.none)} " " <a class="ds-link" href=format!("/kalender/ny?dag={day}&enhet={unit}")>{t!(i18n, calendar.new)}</a></p>
            })}
        </div>
    }
}

/// Whose calendar is shown. A form, so that it works before the page is alive.
#[component]
fn WhoseForm(view: CalendarView, asked: Asked, kind: Kind, day: Day) -> impl IntoView {
    let i18n = use_i18n();
    let now = if asked.whose.is_empty() { "meg".to_owned() } else { asked.whose.clone() };
    let option = {
        let now = now.clone();
        move |code: String, name: String| {
            let chosen = code == now;
            view! { <option value=code selected=chosen>{name}</option> }
        }
    };
    let (people, rooms, things, families) = (option.clone(), option.clone(), option.clone(), option.clone());
    let several = view.units.len() > 1;
    let unit = view.unit.clone();
    view! {
        <Form method="GET" action="/kalender" attr:class="cal-whose">
            <input type="hidden" name="vis" value=kind.code() />
            <input type="hidden" name="dag" value=day.to_string() />
            {several.then(|| view! {
                <div class="ds-field">
                    <label class="ds-label" for="cal-unit">{t!(i18n, calendar.unit)}</label>
                    <select class="ds-input" id="cal-unit" name="enhet">
                        {view.units.into_iter().map(|(id, name)| { let chosen = id == unit; view! { <option value=id selected=chosen>{name}</option> } }).collect_view()}
                    </select>
                </div>
            })}
            <div class="ds-field">
                <label class="ds-label" for="cal-whose">{t!(i18n, calendar.whose)}</label>
                <select class="ds-input" id="cal-whose" name="hvem">
                    {option("meg".into(), t_string!(i18n, calendar.mine).to_owned())}
                    {people("enheten".into(), t_string!(i18n, calendar.whole_unit).to_owned())}
                    {(!view.families.is_empty()).then(|| view! {
                        <optgroup label=move || t_string!(i18n, calendar.families)>
                            {view.families.into_iter().map(|(id, name)| families(format!("familie:{id}"), name)).collect_view()}
                        </optgroup>
                    })}
                    <optgroup label=move || t_string!(i18n, calendar.colleagues)>
                        {view.colleagues.into_iter().map(|(id, name)| people(format!("person:{id}"), name)).collect_view()}
                    </optgroup>
                    <optgroup label=move || t_string!(i18n, calendar.rooms)>
                        {view.rooms.into_iter().map(|(id, name)| rooms(format!("rom:{id}"), name)).collect_view()}
                    </optgroup>
                    {(!view.equipment.is_empty()).then(|| view! {
                        <optgroup label=move || t_string!(i18n, calendar.equipment)>
                            {view.equipment.into_iter().map(|(id, name)| things(format!("utstyr:{id}"), name)).collect_view()}
                        </optgroup>
                    })}
                </select>
            </div>
            <button class="ds-button" data-variant="secondary" type="submit">{t!(i18n, calendar.show)}</button>
        </Form>
    }
}

/// How much of a series is moved.
#[component]
fn ScopeChoice(mover: Mover) -> impl IntoView {
    let i18n = use_i18n();
    let choice = move |scope: &'static str, label: AnyView| {
        view! {
            <button class="ds-button" data-size="sm" data-variant="secondary" type="button" on:click=move |_| {
                if let Some((item, to)) = mover.asks.get_untracked() {
                    mover.go(&item, to, scope);
                }
            }>{label}</button>
        }
    };
    view! {
        <div role="status">
            <Show when=move || mover.asks.with(Option::is_some)>
                <div class="ds-alert" data-color="info">
                    <p>{t!(i18n, calendar.repeats_ask)}</p>
                    <p class="cluster">
                        {choice("this", t!(i18n, calendar.this).into_any())}
                        {choice("following", t!(i18n, calendar.following).into_any())}
                        {choice("all", t!(i18n, calendar.all).into_any())}
                        <button class="ds-button" data-size="sm" data-variant="tertiary" type="button" on:click=move |_| { mover.asks.set(None); mover.found.refetch(); }>{t!(i18n, calendar.give_up)}</button>
                    </p>
                </div>
            </Show>
        </div>
    }
}

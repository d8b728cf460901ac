//! A calendar: day, week, month or list; one's own, the unit's, a colleague's
//! or a room's. The day's columns are lists, so that they read the same aloud,
//! on a phone and on paper.

use super::super::groups::words::off_word;
use super::words::{day_word, hours, note_word, weekday_word};
use crate::api::calendar::page::{CalendarDay, CalendarItem, CalendarPage as Found, Reach, calendar_page};
use crate::components::{ErrorNotice, PageTitle};
use crate::i18n::{t, t_string, use_i18n};
use casework::Day;
use casework::calendar::{DayOff, IsoWeek, Moment};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

fn address(reach: Reach, day: Day, whose: &str) -> String {
    let whose = if whose.is_empty() { "meg" } else { whose };
    format!("/kalender?vis={}&dag={day}&hvem={whose}", reach.code())
}

/// The page.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked =
        Memo::new(move |_| query.with(|query| ["vis", "dag", "hvem"].map(|name| query.get(name).unwrap_or_default())));
    let found = Resource::new(move || asked.get(), |[reach, day, whose]| calendar_page(reach, day, whose));
    view! {
        <PageTitle text=move || t_string!(i18n, calendar.title).to_owned() />
        <Transition fallback=move || view! { <p class="page-body" role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(page) => view! { <Calendar page /> }.into_any(),
                    Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Calendar(page: Found) -> impl IntoView {
    let i18n = use_i18n();
    let Found { reach, day, now, whose, days, colleagues, rooms } = page;
    let title = move || match reach {
        Reach::Day => format!("{} {}", weekday_word(i18n, day), day_word(i18n, day)),
        Reach::Week => t_string!(
            i18n,
            calendar.week_of,
            week = IsoWeek::of(day).week.to_string(),
            year = IsoWeek::of(day).year.to_string()
        ),
        Reach::Month => t_string!(i18n, calendar.month_of, month = day.month.to_string(), year = day.year.to_string()),
        Reach::List => t_string!(i18n, calendar.list_from, day = day_word(i18n, day)),
    };
    let link = |reach: Reach, day: Day| address(reach, day, &whose);
    let (before, today, after) =
        (link(reach, reach.turned(day, false)), link(reach, now.day), link(reach, reach.turned(day, true)));
    let reaches = Reach::ALL.map(|it| {
        let word = move || match it {
            Reach::Day => t_string!(i18n, calendar.day),
            Reach::Week => t_string!(i18n, calendar.week),
            Reach::Month => t_string!(i18n, calendar.month),
            Reach::List => t_string!(i18n, calendar.list),
        };
        view! { <a class="ds-button" data-size="sm" data-variant="tertiary" href=link(it, day) aria-current=(it == reach).then_some("page")>{word}</a> }
    });
    let empty = days.is_empty();
    let shown = days.into_iter().map(|it| view! { <DayColumn it chosen=day now reach /> }).collect_view();
    let is_mine = whose.is_empty() || whose == "meg";
    view! {
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{title}</h1>
                {(!is_mine).then(|| view! { <p class="meta">{t!(i18n, calendar.others_lead)}</p> })}
            </div>
            <div class="page-head-actions screen-only">
                <a class="ds-button" data-variant="tertiary" href=before>{t!(i18n, calendar.before)}</a>
                <a class="ds-button" data-variant="secondary" href=today>{t!(i18n, calendar.today)}</a>
                <a class="ds-button" data-variant="tertiary" href=after>{t!(i18n, calendar.after)}</a>
                <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| { let _ = window().print(); }>{t!(i18n, calendar.print)}</button>
                <a class="ds-button" href=format!("/kalender/ny?dag={day}")>{t!(i18n, calendar.new)}</a>
            </div>
        </header>
        <div class="page-body" data-width="full">
            <div class="cal-bar screen-only">
                <nav class="cluster" aria-label=move || t_string!(i18n, calendar.reach)>{reaches}</nav>
                <WhoseField whose reach day colleagues rooms />
            </div>
            {if empty {
                view! { <p class="empty">{t!(i18n, calendar.empty)}</p> }.into_any()
            } else {
                view! { <ol class="cal-days" data-reach=reach.code()>{shown}</ol> }.into_any()
            }}
        </div>
    }
}

/// Whose calendar is looked at.
#[component]
fn WhoseField(
    whose: String,
    reach: Reach,
    day: Day,
    colleagues: Vec<(String, String)>,
    rooms: Vec<(String, String)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = use_navigate();
    let option = |value: String, name: String| {
        let selected = value == whose;
        view! { <option value=value selected=selected>{name}</option> }
    };
    let people = colleagues.into_iter().map(|(id, name)| option(format!("person:{id}"), name)).collect_view();
    let rooms = rooms.into_iter().map(|(id, name)| option(format!("rom:{id}"), name)).collect_view();
    let is_unit = whose == "enheten";
    view! {
        <form class="cluster" action="/kalender" method="get">
            <input type="hidden" name="vis" value=reach.code() />
            <input type="hidden" name="dag" value=day.to_string() />
            <label class="ds-label" for="whose">{t!(i18n, calendar.whose)}</label>
            <select class="ds-input" id="whose" name="hvem" on:change=move |event| navigate(&address(reach, day, &event_target_value(&event)), NavigateOptions::default())>
                <option value="meg">{t!(i18n, calendar.mine)}</option>
                <option value="enheten" selected=is_unit>{t!(i18n, calendar.unit)}</option>
                <optgroup label=move || t_string!(i18n, calendar.colleagues)>{people}</optgroup>
                <optgroup label=move || t_string!(i18n, calendar.rooms)>{rooms}</optgroup>
            </select>
            <noscript><button class="ds-button" data-variant="secondary" type="submit">{t!(i18n, calendar.show)}</button></noscript>
        </form>
    }
}

#[component]
fn DayColumn(it: CalendarDay, chosen: Day, now: Moment, reach: Reach) -> impl IntoView {
    let i18n = use_i18n();
    let CalendarDay { day, off, notes, items } = it;
    let is_monday = day.weekday() == 1 || reach == Reach::Day;
    let is_off = off.is_some();
    let told = off.filter(|off| *off != DayOff::Weekend);
    let told = told.map(|off| view! { <p class="cal-off">{move || off_word(i18n, &off)}</p> });
    let notes = notes.into_iter().map(|note| view! { <p class="cal-off">{move || note_word(i18n, note)}</p> });
    let elsewhere = reach == Reach::Month && day.month != chosen.month;
    let is_today = day == now.day;
    // The line of the current time stands before what has not ended yet.
    let next = items.iter().position(|item| item.span.end > now).unwrap_or(items.len());
    let line = move || {
        let time = hours_of(now);
        view! { <li class="cal-now"><span>{t!(i18n, calendar.now, time = move || time.clone())}</span></li> }
    };
    let last = items.len();
    let rows = items.into_iter().enumerate().map(|(number, item)| {
        view! {
            {(is_today && number == next).then(line)}
            <ItemRow item />
        }
    });
    let rows = rows.collect_view();
    view! {
        <li class="cal-day" data-off=is_off.then_some("") data-elsewhere=elsewhere.then_some("") aria-current=is_today.then_some("date")>
            <h2 class="cal-day-head">
                <a class="ds-link" href=format!("/kalender?vis=dag&dag={day}")>
                    {move || format!("{} {}", weekday_word(i18n, day), day_word(i18n, day))}
                </a>
                {is_monday.then(|| view! { <span class="meta">{t!(i18n, calendar.week_number, week = move || IsoWeek::of(day).week.to_string())}</span> })}
            </h2>
            {told}
            {notes.collect_view()}
            <ul class="cal-items">
                {rows}
                {(is_today && next == last).then(line)}
            </ul>
        </li>
    }
}

fn hours_of(moment: Moment) -> String {
    moment.time.to_string().replace(':', ".")
}

#[component]
fn ItemRow(item: CalendarItem) -> impl IntoView {
    let i18n = use_i18n();
    let CalendarItem { span, title, case, room, people, road, repeats, mine } = item;
    let is_busy = title.is_none();
    let what = match (title, case) {
        (Some(title), Some(case)) => {
            view! { <a class="ds-link" href=format!("/familier/{case}")>{title}</a> }.into_any()
        }
        (Some(title), None) => view! { <strong>{title}</strong> }.into_any(),
        (None, _) => view! { <span>{t!(i18n, calendar.busy)}</span> }.into_any(),
    };
    let people = people.join(", ");
    let minutes = (road.0 > 0).then(|| road.0.to_string());
    view! {
        <li class="cal-item" data-busy=is_busy.then_some("") data-mine=mine.then_some("")>
            <time datetime=span.start.to_string()>{move || hours(i18n, span)}</time>
            {what}
            {room.map(|room| view! { <span class="meta">{room}</span> })}
            {(!people.is_empty()).then(|| view! { <span class="meta">{people}</span> })}
            {minutes.map(|minutes| view! { <span class="meta">{t!(i18n, calendar.road_of, minutes = move || minutes.clone())}</span> })}
            {repeats.then(|| view! { <span class="meta">{t!(i18n, calendar.repeats)}</span> })}
        </li>
    }
}

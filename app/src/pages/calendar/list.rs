//! What stands in a calendar, day after day in words; and a month at a glance.

use super::words::{item_word, weekday_word, where_words};
use super::{Asked, Kind};
use crate::api::calendar::view::{CalendarItem, CalendarView};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::group_words::{day_word, hours, off_word};
use casework::calendar::{IsoWeek, Span, Weekday};
use leptos::prelude::*;

/// So many items of a day are shown in a month.
const OF_A_DAY: usize = 3;

/// Day after day; days without anything are left out.
#[component]
pub(super) fn DayList(
    /// What stands in it.
    view: CalendarView,
    /// Shown at every size; else where the grid is too narrow, and read out.
    only: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |item: CalendarItem| {
        let span = item.span;
        let (named, placed) = (item.clone(), item.clone());
        let name = move || item_word(i18n, &named);
        let place = move || where_words(i18n, &placed);
        let whole = span.minutes() >= 24 * 60;
        view! {
            <li class="cal-line">
                <span class="cal-time">{move || if whole { t_string!(i18n, calendar.whole_day).to_owned() } else { hours(i18n, span) }}</span>
                <span>
                    {match item.page.clone() {
                        Some(page) => view! { <a class="ds-link" href=page><bdi>{name}</bdi></a> }.into_any(),
                        None => view! { <bdi>{name}</bdi> }.into_any(),
                    }}
                    " " <span class="meta">{place}</span>
                </span>
            </li>
        }
    };
    let days = view.days.iter().filter_map(|head| {
        let here: Vec<_> = view.items.iter().filter(|it| it.span.overlaps(&Span::day(head.day))).cloned().collect();
        let off = head.off.clone().filter(|_| !Weekday::of(head.day).is_weekend());
        (!here.is_empty() || off.is_some()).then(|| {
            let day = head.day;
            view! {
                <li>
                    <h2 class="ds-heading" data-size="2xs">{move || format!("{} {}", weekday_word(i18n, Weekday::of(day)), day_word(i18n, day))}</h2>
                    {off.map(|off| view! { <p class="meta">{move || off_word(i18n, &off)}</p> })}
                    <ul class="plain-list">{here.into_iter().map(line).collect_view()}</ul>
                </li>
            }
        })
    });
    view! { <ol class="cal-list plain-list" data-only=only.then_some("true")>{days.collect_view()}</ol> }
}

/// A month in weeks.
#[component]
pub(super) fn MonthTable(
    /// What stands in it.
    view: CalendarView,
    /// Which month; the days of others are pale.
    month: u8,
    /// What the address asks for, for the days' own pages.
    asked: Asked,
) -> impl IntoView {
    let i18n = use_i18n();
    let today = view.now.day;
    let heads = Weekday::ALL.map(|day| view! { <th scope="col"><span>{move || weekday_word(i18n, day)}</span></th> });
    let weeks = view.days.chunks(7).map(|week| {
        let number = week.first().map(|it| IsoWeek::of(it.day).week.to_string()).unwrap_or_default();
        let cells = week.iter().map(|head| {
            let day = head.day;
            let mut here: Vec<_> = view.items.iter().filter(|it| it.span.overlaps(&Span::day(day))).cloned().collect();
            let more = here.len().saturating_sub(OF_A_DAY);
            here.truncate(OF_A_DAY);
            let off = head.off.clone().filter(|_| !Weekday::of(day).is_weekend());
            let lines = here.into_iter().map(|item| {
                let start = item.span.start.time.to_string();
                let named = item.clone();
                view! { <li><span class="cal-time">{start}</span> " " <bdi>{move || item_word(i18n, &named)}</bdi></li> }
            });
            view! {
                <td data-pale=(day.month != month).then_some("true") data-today=(day == today).then_some("true") data-off=head.off.is_some().then_some("true")>
                    <a class="cal-number" href=asked.address(Kind::Day, day) aria-label=move || day_word(i18n, day)>{day.day}</a>
                    {off.map(|off| view! { <span class="cal-off">{move || off_word(i18n, &off)}</span> })}
                    <ul class="plain-list">{lines.collect_view()}</ul>
                    {(more > 0).then(|| view! { <span class="meta">{t!(i18n, calendar.more, count = move || more.to_string())}</span> })}
                </td>
            }
        });
        view! { <tr><th scope="row"><span class="meta">{t!(i18n, calendar.week_short, week = move || number.clone())}</span></th>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="scroll-x" role="region" tabindex="0" aria-label=t!(i18n, calendar.month)>
            <table class="cal-month">
                <thead><tr><th scope="col"><span class="ds-sr-only">{t!(i18n, calendar.week)}</span></th>{heads}</tr></thead>
                <tbody>{weeks.collect_view()}</tbody>
            </table>
        </div>
    }
}

//! Days side by side with the hours down the page. What stands in them can be
//! carried to another time, by pointer or with Alt and the arrow keys, and free
//! time is where something new begins.

use super::Mover;
use super::lanes::lanes;
use super::roam::roam;
use super::words::{item_word, note_word, weekday_word, where_words};
use crate::api::calendar::view::{CalendarItem, CalendarView, DayHead};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::group_words::{day_word, hours, off_word};
use casework::Day;
use casework::calendar::{Moment, Span, Time, Weekday};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

/// Minutes of one row.
const ROW: i64 = 15;
/// Rows of an hour.
const HOUR: i64 = 4;
const DAY_ROWS: i64 = 24 * HOUR;

/// From which row of the day to which is shown.
#[derive(Clone, Copy)]
struct Rows {
    first: i64,
    last: i64,
}

impl Rows {
    /// The hours in which the unit is open, and whatever else there is.
    fn of(view: &CalendarView) -> Self {
        let row = |time: Time| i64::from(time.minutes()) / ROW;
        let mut rows = Self { first: row(view.opens), last: row(view.closes) };
        for item in &view.items {
            for day in &view.days {
                if let Some(part) = on(item.span, day.day) {
                    rows.first = rows.first.min(part.start.number().rem_euclid(24 * 60) / ROW);
                    let end = part.end.number() - Moment::new(day.day, Time::MIDNIGHT).number();
                    rows.last = rows.last.max((end + ROW - 1) / ROW);
                }
            }
        }
        // Whole hours.
        Self { first: rows.first / HOUR * HOUR, last: ((rows.last + HOUR - 1) / HOUR * HOUR).min(DAY_ROWS) }
    }

    fn hours(self) -> impl Iterator<Item = i64> {
        (self.first / HOUR)..(self.last / HOUR)
    }
}

/// The part of a span that is on a day; none of what fills it wholly, which
/// stands at its head.
fn on(span: Span, day: Day) -> Option<Span> {
    let whole = Span::day(day);
    let part = Span { start: span.start.max(whole.start), end: span.end.min(whole.end) };
    (part.start < part.end && part != whole).then_some(part)
}

/// The days of a week, or one.
#[component]
pub(super) fn WeekGrid(
    /// What stands in them.
    view: CalendarView,
    /// What carries it.
    mover: Mover,
) -> impl IntoView {
    let i18n = use_i18n();
    let rows = Rows::of(&view);
    let (now, unit) = (view.now, view.unit.clone());
    let hour = |hour: i64| {
        let row = (hour * HOUR - rows.first).to_string();
        view! { <span class="cal-hour" data-from=row aria-hidden="true">{format!("{hour:02}")}</span> }
    };
    // An empty weekend takes no room.
    let has = |day: Day| view.items.iter().any(|item| item.span.overlaps(&Span::day(day)));
    let shown: Vec<DayHead> = view
        .days
        .iter()
        .filter(|it| view.days.len() == 1 || !Weekday::of(it.day).is_weekend() || has(it.day) || it.day == now.day)
        .cloned()
        .collect();
    let count = shown.len().to_string();
    let items = view.items;
    let columns = shown.into_iter().map(|head| {
        let here: Vec<CalendarItem> =
            items.iter().filter(|it| it.span.overlaps(&Span::day(head.day))).cloned().collect();
        view! { <Column head here rows now unit=unit.clone() mover /> }
    });
    view! {
        <div class="cal-week" data-days=count role="region" tabindex="0" aria-label=t!(i18n, calendar.title) on:keydown=roam>
            <div class="cal-hours"><span class="cal-head" aria-hidden="true"></span><div class="cal-rows">{rows.hours().map(hour).collect_view()}</div></div>
            {columns.collect_view()}
        </div>
        <p class="meta screen-only cal-help">{t!(i18n, calendar.help)}</p>
    }
}

#[component]
fn Column(
    head: DayHead,
    here: Vec<CalendarItem>,
    rows: Rows,
    now: Moment,
    unit: String,
    mover: Mover,
) -> impl IntoView {
    let i18n = use_i18n();
    let day = head.day;
    let navigate = use_navigate();
    let (whole, parts): (Vec<_>, Vec<_>) = here.into_iter().partition(|it| on(it.span, day).is_none());
    let spans: Vec<Span> = parts.iter().filter_map(|it| on(it.span, day)).collect();
    let placed = lanes(&spans);
    let off = head.off.clone();
    let told = move || off.as_ref().map(|off| off_word(i18n, off));
    let notes = head.notes;
    let noted = move || notes.iter().map(|it| note_word(i18n, it)).collect::<Vec<_>>().join(", ");
    let new_address = move |from: i64, until: i64| {
        let time = |row: i64| {
            let minutes = u16::try_from((row * ROW).min(24 * 60 - 1)).unwrap_or_default();
            Time::from_minutes(minutes).map(|it| it.to_string()).unwrap_or_default()
        };
        format!("/kalender/ny?dag={day}&kl={}&til={}&enhet={unit}", time(from), time(until))
    };
    let header_address = new_address(rows.first + HOUR, rows.first + 2 * HOUR);
    let area = NodeRef::<html::Div>::new();
    let row_at = move |y: f64| -> Option<i64> {
        let box_ = area.get_untracked()?.get_bounding_client_rect();
        let share = (y - box_.top()) / box_.height().max(1.0);
        #[allow(clippy::cast_possible_truncation, reason = "a day has 96 rows")]
        let row = (share * (rows.last - rows.first) as f64).floor() as i64;
        Some((rows.first + row).clamp(rows.first, rows.last - 1))
    };
    // Free time that is swept over is a new appointment's time.
    let swept = RwSignal::new(None::<(i64, i64)>);
    let down = move |event: web_sys::PointerEvent| {
        let on_area = event.target().zip(event.current_target()).is_some_and(|(at, area)| at == area);
        if event.button() == 0 && on_area && event.pointer_type() == "mouse" {
            swept.set(row_at(f64::from(event.client_y())).map(|row| (row, row)));
        }
    };
    let moved = move |event: web_sys::PointerEvent| {
        if let (Some((from, _)), Some(row)) = (swept.get_untracked(), row_at(f64::from(event.client_y()))) {
            swept.set(Some((from, row)));
        }
    };
    let up = move |_: web_sys::PointerEvent| {
        let Some((one, other)) = swept.get_untracked() else { return };
        swept.set(None);
        let (from, until) = (one.min(other), one.max(other) + 1);
        let from = if until - from == 1 { from / 2 * 2 } else { from };
        let until = if until - from <= 2 { from + HOUR } else { until };
        navigate(&new_address(from, until), leptos_router::NavigateOptions::default());
    };
    let sweep = move || {
        swept.get().map(|(one, other)| {
        let (from, until) = (one.min(other), one.max(other) + 1);
        view! { <span class="cal-sweep" data-from=(from - rows.first).to_string() data-long=(until - from).to_string() aria-hidden="true"></span> }
    })
    };
    let items = parts.into_iter().zip(placed).map(|(item, (lane, of))| {
        view! { <Item item day rows lane of mover row_height=Callback::new(move |()| {
            let height = area.get_untracked().map_or(0.0, |it| it.get_bounding_client_rect().height());
            height / (rows.last - rows.first) as f64
        }) /> }
    });
    let all_day = whole.into_iter().map(|item| {
        let name = {
            let item = item.clone();
            move || item_word(i18n, &item)
        };
        let with = item.people.join(", ");
        view! { <span class="cal-allday">{name} {(!with.is_empty()).then(|| format!(" · {with}"))}</span> }
    });
    let is_now = now.day == day;
    let now_row = (i64::from(now.time.minutes()) / ROW - rows.first).clamp(0, rows.last - rows.first - 1);
    view! {
        <section class="cal-day" data-today=is_now.then_some("true") data-off=head.off.is_some().then_some("true") aria-label=move || format!("{} {}", weekday_word(i18n, Weekday::of(day)), day_word(i18n, day))>
            <div class="cal-head">
                <strong>{move || weekday_word(i18n, Weekday::of(day))}</strong>
                <span>{format!("{}.{}.", day.day, day.month)}</span>
                <a class="cal-add screen-only" href=header_address aria-label=move || t_string!(i18n, calendar.new_on, day = day_word(i18n, day))>"+"</a>
                {move || told().map(|told| view! { <span class="cal-off">{told}</span> })}
                <span class="cal-note">{noted}</span>
                {all_day.collect_view()}
            </div>
            <div class="cal-rows" node_ref=area data-rows=(rows.last - rows.first).to_string()
                on:pointerdown=down on:pointermove=moved on:pointerup=up on:pointercancel=move |_| swept.set(None)>
                {is_now.then(|| view! { <span class="cal-now" data-from=now_row.to_string() aria-hidden="true"></span> })}
                {sweep}
                {items.collect_view()}
            </div>
        </section>
    }
}

#[component]
fn Item(
    item: CalendarItem,
    day: Day,
    rows: Rows,
    lane: usize,
    of: usize,
    mover: Mover,
    row_height: Callback<(), f64>,
) -> impl IntoView {
    let i18n = use_i18n();
    let part = on(item.span, day).unwrap_or(item.span);
    let midnight = Moment::new(day, Time::MIDNIGHT).number();
    let from = (part.start.number() - midnight) / ROW - rows.first;
    let long = ((part.end.number() - part.start.number() + ROW - 1) / ROW).max(1);
    let span = item.span;
    let (named, placed) = (item.clone(), item.clone());
    let name = move || item_word(i18n, &named);
    let place = move || where_words(i18n, &placed);
    let may_move = item.entry.is_some();
    let sort = item.sort.clone();
    let mine = item.mine;
    let page = item.page.clone();
    let item = StoredValue::new(item);
    let put = move |rows: i64, days: i32| {
        let span = item.with_value(|it| it.span);
        let start = Moment { day: span.start.day.shifted(days), ..span.start }.plus(rows * ROW);
        let minutes = u16::try_from(span.minutes()).unwrap_or(60);
        mover.put(item.get_value(), Span::of(start, minutes));
    };
    let longer = move |rows: i64| {
        let span = item.with_value(|it| it.span);
        let minutes = span.minutes() + rows * ROW;
        if minutes >= ROW {
            mover.put(item.get_value(), Span { start: span.start, end: span.start.plus(minutes) });
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if !event.alt_key() || !may_move {
            return;
        }
        match (event.key().as_str(), event.shift_key()) {
            ("ArrowUp", false) => put(-1, 0),
            ("ArrowDown", false) => put(1, 0),
            ("ArrowLeft", false) => put(0, -1),
            ("ArrowRight", false) => put(0, 1),
            ("ArrowUp", true) => longer(-1),
            ("ArrowDown", true) => longer(1),
            _ => return,
        }
        event.prevent_default();
    };
    // A drag begins when the pointer has gone some way; before that it is a press.
    let begun = StoredValue::new(None::<(f64, f64, bool)>);
    let dragged = StoredValue::new(false);
    let element = move |event: &web_sys::PointerEvent| {
        event.current_target().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok())
    };
    let on_down = move |event: web_sys::PointerEvent| {
        dragged.set_value(false);
        if may_move && event.button() == 0 && event.pointer_type() == "mouse" {
            let edge = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
            let is_edge = edge.is_some_and(|it| it.class_list().contains("cal-edge"));
            begun.set_value(Some((f64::from(event.client_x()), f64::from(event.client_y()), is_edge)));
        }
    };
    let on_move = move |event: web_sys::PointerEvent| {
        let Some((x, y, is_edge)) = begun.get_value() else { return };
        let (dx, dy) = (f64::from(event.client_x()) - x, f64::from(event.client_y()) - y);
        if dx.hypot(dy) < 6.0 && !dragged.get_value() {
            return;
        }
        dragged.set_value(true);
        if let Some(element) = element(&event) {
            let _ = element.set_pointer_capture(event.pointer_id());
            let moved = if is_edge {
                format!("scaleY({})", 1.0 + dy / element.offset_height().max(1) as f64)
            } else {
                format!("translate({dx}px, {dy}px)")
            };
            let _ = element.style().set_property("transform", &moved);
        }
    };
    let on_up = move |event: web_sys::PointerEvent| {
        let Some((x, y, is_edge)) = begun.get_value() else { return };
        begun.set_value(None);
        let Some(element) = element(&event).filter(|_| dragged.get_value()) else { return };
        let _ = element.style().remove_property("transform");
        let (dx, dy) = (f64::from(event.client_x()) - x, f64::from(event.client_y()) - y);
        #[allow(clippy::cast_possible_truncation, reason = "a page is some thousands of pixels wide")]
        let steps = |way: f64, step: f64| (way / step.max(1.0)).round() as i32;
        let rows = i64::from(steps(dy, row_height.run(())));
        if is_edge {
            longer(rows);
            return;
        }
        let column = element.closest(".cal-day").ok().flatten().map_or(1.0, |it| it.get_bounding_client_rect().width());
        let days = steps(dx, column);
        if rows != 0 || days != 0 {
            put(rows, days);
        }
    };
    let stop = move |event: web_sys::MouseEvent| {
        // The press that ends a drag leads nowhere.
        if dragged.get_value() {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let inside = view! {
        <span class="cal-time">{move || hours(i18n, span)}</span>
        <span class="cal-name"><bdi>{name}</bdi></span>
        <span class="cal-where">{place}</span>
        {may_move.then(|| view! { <span class="cal-edge" aria-hidden="true"></span> })}
    };
    let (from, long, lane, of) = (from.to_string(), long.to_string(), lane.min(5).to_string(), of.min(6).to_string());
    match page {
        Some(page) => view! {
            <a class="cal-item" href=page draggable="false" data-from=from data-long=long data-lane=lane data-lanes=of data-sort=sort data-mine=mine.then_some("true")
                data-moves=may_move.then_some("true") on:keydown=on_key on:pointerdown=on_down on:pointermove=on_move on:pointerup=on_up
                on:pointercancel=move |_| begun.set_value(None) on:click=stop>{inside}</a>
        }.into_any(),
        None => view! {
            <div class="cal-item" tabindex="-1" data-from=from data-long=long data-lane=lane data-lanes=of data-sort=sort data-mine=mine.then_some("true")>{inside}</div>
        }.into_any(),
    }
}

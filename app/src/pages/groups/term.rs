//! The whole term on one page: a row a group, a column a week. A group is moved
//! by dragging its row or with the arrow keys, and every move can be taken back.

use super::words::{day_word, hours, off_word};
use crate::api::groups::term::{Term, TermClash, TermGroup, TermView, group_term, move_group, undo_group_move};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use casework::calendar::IsoWeek;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

/// What was moved last, by which it is taken back: group, name, step.
type Last = RwSignal<Option<(String, String, i64)>>;

/// How a group on the page is moved.
#[derive(Clone, Copy)]
struct Mover {
    doing: Doing,
    last: Last,
    found: Resource<Result<TermView, AppError>>,
}

impl Mover {
    fn shift(self, id: String, name: String, weeks: i32) {
        if weeks == 0 {
            return;
        }
        self.doing.run(move_group(id.clone(), weeks), move |step| {
            self.last.set(Some((id, name, step)));
            self.found.refetch();
        });
    }

    fn undo(self) {
        let Some((id, _, step)) = self.last.get_untracked() else { return };
        self.doing.run(undo_group_move(id, step), move |()| {
            self.last.set(None);
            self.found.refetch();
        });
    }
}

/// The page of a term.
#[component]
pub fn GroupsPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let code = Memo::new(move |_| query.with(|query| query.get("termin")).unwrap_or_default());
    let found = Resource::new(move || code.get(), group_term);
    let mover = Mover { doing: Doing::new(), last: RwSignal::new(None), found };
    view! {
        <PageTitle text=move || t_string!(i18n, groups.title).to_owned() />
        <Transition fallback=move || view! { <p class="page-body" role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(view) => view! { <TermBody view mover /> }.into_any(),
                    Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn TermBody(view: TermView, mover: Mover) -> impl IntoView {
    let i18n = use_i18n();
    let term = view.term;
    let title = move || {
        let year = term.year.to_string();
        if term.spring {
            t_string!(i18n, groups.spring, year = year)
        } else {
            t_string!(i18n, groups.autumn, year = year)
        }
    };
    let count = view.groups.len().to_string();
    let taken: u32 = view.groups.iter().map(|it| u32::from(it.card.taken)).sum();
    let seats: u32 = view.groups.iter().map(|it| u32::from(it.card.seats)).sum();
    let waiting: u32 = view.groups.iter().map(|it| u32::from(it.card.waiting)).sum();
    let summary = move || {
        t_string!(
            i18n,
            groups.summary,
            count = count.clone(),
            taken = taken.to_string(),
            seats = seats.to_string(),
            waiting = waiting.to_string()
        )
    };
    let turn = |term: Term| format!("/grupper?termin={}", term.code());
    let (before, after) = (turn(term.before()), turn(term.after()));
    let empty = view.groups.is_empty();
    let weeks = view.weeks;
    let (clashes, load, groups) = (view.clashes, view.load, view.groups);
    view! {
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{title}</h1>
                <p class="meta">{summary}</p>
            </div>
            <div class="page-head-actions">
                <a class="ds-button" data-variant="tertiary" href=before>{t!(i18n, groups.term_before)}</a>
                <a class="ds-button" data-variant="tertiary" href=after>{t!(i18n, groups.term_after)}</a>
                {view.may_count.then(|| view! { <a class="ds-button" data-variant="tertiary" href="/grupper/tall">{t!(i18n, groups.figures)}</a> })}
                <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| { let _ = window().print(); }>{t!(i18n, groups.print_wall)}</button>
                <a class="ds-button" data-variant="tertiary" href="/grupper/programmer">{t!(i18n, groups.programmes)}</a>
                <a class="ds-button" href="/grupper/ny">{t!(i18n, groups.new)}</a>
            </div>
        </header>
        <div class="page-body">
            <div role="status">
                {move || mover.last.get().map(|(_, name, _)| view! {
                    <div class="ds-alert screen-only" data-color="success"><p class="cluster">
                        {t!(i18n, groups.moved, name = move || name.clone())}
                        <button class="ds-button" data-size="sm" data-variant="secondary" type="button" on:click=move |_| mover.undo()>{t!(i18n, groups.undo)}</button>
                    </p></div>
                })}
            </div>
            <FaultNote fault=mover.doing.fault />
            {if empty {
                view! {
                    <div class="empty">
                        <h2 class="ds-heading" data-size="xs">{t!(i18n, groups.empty_title)}</h2>
                        <p>{t!(i18n, groups.empty)}</p>
                        <a class="ds-button" href="/grupper/ny">{t!(i18n, groups.new)}</a>
                    </div>
                }.into_any()
            } else {
                view! {
                    <Clashes clashes />
                    <TermTable weeks=weeks.clone() groups=groups.clone() mover />
                    <p class="meta screen-only">{t!(i18n, groups.move_help)}</p>
                    <GroupList groups />
                    <LoadTable weeks load />
                }.into_any()
            }}
        </div>
    }
}

#[component]
fn Clashes(clashes: Vec<TermClash>) -> impl IntoView {
    let i18n = use_i18n();
    if clashes.is_empty() {
        return ().into_any();
    }
    let line = move |it: TermClash| {
        let told = move || {
            let named = |(name, number): &(String, u8)| {
                t_string!(i18n, groups.meeting_of, name = name.clone(), number = number.to_string())
            };
            let (one, what) = (named(&it.one), it.what.clone());
            let day = day_word(i18n, it.at.day);
            match it.other.as_ref().map(named) {
                Some(other) if it.is_room => {
                    t_string!(i18n, groups.clash_room, one = one, other = other, what = what, day = day)
                }
                Some(other) => t_string!(i18n, groups.clash_person, one = one, other = other, what = what, day = day),
                None => t_string!(i18n, groups.clash_other, one = one, what = what, day = day),
            }
        };
        view! { <li>{told}</li> }
    };
    view! {
        <section class="ds-alert" data-color="warning" aria-labelledby="clashes">
            <h2 class="ds-heading" data-size="2xs" id="clashes">{t!(i18n, groups.clashes)}</h2>
            <ul>{clashes.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn TermTable(weeks: Vec<IsoWeek>, groups: Vec<TermGroup>, mover: Mover) -> impl IntoView {
    let i18n = use_i18n();
    let head = weeks.iter().map(|week| {
        let month = week.monday();
        view! { <th scope="col" data-first=(month.day <= 7).then_some("true")>{week.week}</th> }
    });
    let head = head.collect_view();
    view! {
        <div class="scroll-x card" tabindex="0" role="region" aria-label=t!(i18n, groups.term_table)>
            <table class="term">
                <caption class="ds-sr-only">{t!(i18n, groups.term_caption)}</caption>
                <thead><tr><th scope="col">{t!(i18n, groups.week)}</th>{head}</tr></thead>
                <tbody>{groups.into_iter().map(|group| view! { <TermRow weeks=weeks.clone() group mover /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// How far the pointer has gone since it went down, in whole columns.
fn columns(event: &PointerEvent, start: f64) -> Option<i32> {
    let handle: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let cell = handle.closest("td").ok().flatten()?;
    let width = cell.get_bounding_client_rect().width().max(1.0);
    let weeks = ((f64::from(event.client_x()) - start) / width).round();
    // A drag goes over a term at most.
    Some(weeks.clamp(-60.0, 60.0) as i32)
}

#[component]
fn TermRow(weeks: Vec<IsoWeek>, group: TermGroup, mover: Mover) -> impl IntoView {
    let i18n = use_i18n();
    let (card, off) = (group.card, group.off);
    let (id, name) = (StoredValue::new(card.id.clone()), StoredValue::new(card.name.clone()));
    let shift = move |weeks: i32| mover.shift(id.get_value(), name.get_value(), weeks);
    let start = RwSignal::new(None::<f64>);
    let by = RwSignal::new(0_i32);
    let on_key = move |event: KeyboardEvent| {
        let weeks = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            _ => return,
        };
        event.prevent_default();
        shift(weeks);
    };
    let on_down = move |event: PointerEvent| {
        if let Some(handle) = event.current_target().and_then(|it| it.dyn_into::<web_sys::Element>().ok()) {
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        start.set(Some(f64::from(event.client_x())));
    };
    let on_move = move |event: PointerEvent| {
        if let Some(weeks) = start.get_untracked().and_then(|start| columns(&event, start)) {
            by.set(weeks);
        }
    };
    let on_up = move |_: PointerEvent| {
        if start.get_untracked().is_some() {
            start.set(None);
            let weeks = by.get_untracked();
            by.set(0);
            shift(weeks);
        }
    };
    let label = {
        let name = card.name.clone();
        move || t_string!(i18n, groups.move_handle, name = name.clone())
    };
    let cells = weeks.iter().map(|week| {
        let here: Vec<_> = card.meetings.iter().filter(|it| IsoWeek::of(it.span.start.day) == *week).collect();
        if let Some(first) = here.first() {
            let numbers = here.iter().map(|it| it.number.to_string()).collect::<Vec<_>>().join(" ");
            let is_handle = card.next.is_some_and(|next| here.iter().any(|it| it.number == next)) && !card.cancelled;
            let day = first.span.start.day;
            let done = card.next.is_none_or(|next| first.number < next).then_some("true");
            if is_handle {
                let (label, written) = (label.clone(), numbers.clone());
                // Whoever says the written number aloud to the machine reaches the handle.
                let label = move || format!("{written}. {}", label());
                return view! {
                    <td><button class="term-meeting term-handle" type="button" aria-label=label
                        on:keydown=on_key on:pointerdown=on_down on:pointermove=on_move on:pointerup=on_up
                        on:pointercancel=move |_| { start.set(None); by.set(0); }>
                        {numbers}
                        {move || (by.get() != 0).then(|| view! { <span class="term-by" aria-hidden="true">{format!("{:+}", by.get())}</span> })}
                    </button></td>
                }.into_any();
            }
            return view! { <td><span class="term-meeting" data-done=done title=move || day_word(i18n, day)>{numbers}</span></td> }.into_any();
        }
        match off.iter().find(|(it, _)| it == week) {
            Some((_, why)) => {
                let why = why.clone();
                let told = why.clone();
                view! { <td class="term-off" title=move || off_word(i18n, &why)><span class="ds-sr-only">{move || off_word(i18n, &told)}</span></td> }.into_any()
            }
            None => view! { <td></td> }.into_any(),
        }
    });
    let cells = cells.collect_view();
    let place = card.place.clone();
    let tone = if card.open { "open" } else { "course" };
    view! {
        <tr data-tone=tone>
            <th scope="row">
                <a class="ds-link" href=format!("/grupper/{}", card.id)>{card.name}</a>
                <span class="meta">
                    {t!(i18n, groups.meetings_count, count = { let n = card.meetings.len().to_string(); move || n.clone() })}
                    {(!place.is_empty()).then(|| format!(" · {place}"))}
                    {card.cancelled.then(|| view! { " · " {t!(i18n, groups.cancelled)} })}
                </span>
            </th>
            {cells}
        </tr>
    }
}

/// The same as a list for a narrow screen and for paper: who, when, where, seats.
#[component]
fn GroupList(groups: Vec<TermGroup>) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |group: TermGroup| {
        let card = group.card;
        let leaders = card.leaders.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(", ");
        let first = card.meetings.first().map(|it| it.span);
        let last = card.meetings.last().map(|it| it.span);
        let when = move || {
            let (Some(first), Some(last)) = (first, last) else { return String::new() };
            format!("{} – {}, {}", day_word(i18n, first.start.day), day_word(i18n, last.start.day), hours(i18n, first))
        };
        let seats = if card.open { String::new() } else { format!("{} / {}", card.taken, card.seats) };
        view! {
            <tr>
                <th scope="row"><a class="ds-link" href=format!("/grupper/{}", card.id)>{card.name}</a></th>
                <td>{when}</td>
                <td>{card.place}</td>
                <td>{leaders}</td>
                <td>{seats}</td>
            </tr>
        }
    };
    view! {
        <h2 class="ds-heading" data-size="xs">{t!(i18n, groups.as_table)}</h2>
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, groups.as_table)>
            <table class="ds-table">
                <thead><tr>
                    <th scope="col">{t!(i18n, groups.group)}</th>
                    <th scope="col">{t!(i18n, groups.when)}</th>
                    <th scope="col">{t!(i18n, groups.place)}</th>
                    <th scope="col">{t!(i18n, groups.leaders)}</th>
                    <th scope="col">{t!(i18n, groups.seats)}</th>
                </tr></thead>
                <tbody>{groups.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Who leads how many meetings in each week.
#[component]
fn LoadTable(weeks: Vec<IsoWeek>, load: Vec<(String, Vec<u8>)>) -> impl IntoView {
    let i18n = use_i18n();
    if load.is_empty() {
        return ().into_any();
    }
    let row = |(name, counts): (String, Vec<u8>)| {
        let cells = counts
            .into_iter()
            .map(|count| view! { <td data-load=count.min(3).to_string()>{(count > 0).then_some(count)}</td> });
        view! { <tr><th scope="row">{name}</th>{cells.collect_view()}</tr> }
    };
    view! {
        <h2 class="ds-heading" data-size="xs">{t!(i18n, groups.load)}</h2>
        <div class="scroll-x card" tabindex="0" role="region" aria-label=t!(i18n, groups.load)>
            <table class="term">
                <caption class="ds-sr-only">{t!(i18n, groups.load)}</caption>
                <thead><tr><th scope="col">{t!(i18n, groups.week)}</th>{weeks.iter().map(|week| view! { <th scope="col">{week.week}</th> }).collect_view()}</tr></thead>
                <tbody>{load.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

//! One meeting of a group: moved, put off, and held again for those who missed it.

use super::one::Found;
use super::words::{day_word, hours};
use crate::api::groups::MeetingCard;
use crate::api::groups::meeting::{MakeUpCard, add_make_up, drop_make_up, move_group_meeting, put_off_group_meeting};
use crate::api::groups::one::{MarkForm, PlaceView, note_attendance};
use crate::components::{Doing, FaultNote};
use crate::i18n::{t, t_string, use_i18n};
use casework::group::attendance::Cell;
use casework::group::{EntryState, Presence};
use leptos::prelude::*;

/// A field for a day or a time, beside its label.
fn field(id: String, label: AnyView, kind: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="ds-field">
            <label class="ds-label" for=id.clone()>{label}</label>
            <input class="ds-input" id=id type=kind autocomplete="off" prop:value=value
                on:input=move |event| value.set(event_target_value(&event)) />
        </div>
    }
}

/// Moves or cancels a meeting that is still to come. The numbers stay.
#[component]
pub fn ChangeMeeting(
    /// The group.
    id: String,
    /// The meeting.
    meeting: MeetingCard,
    /// The page's data, asked for anew afterwards.
    found: Found,
) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let id = StoredValue::new(id);
    let (number, start) = (meeting.number, meeting.span.start);
    let (day, time) = (RwSignal::new(start.day.to_string()), RwSignal::new(start.time.to_string()));
    let shift = move || {
        let work = move_group_meeting(id.get_value(), number, day.get_untracked(), time.get_untracked());
        doing.run(work, move |_| found.refetch());
    };
    let put_off = move || doing.run(put_off_group_meeting(id.get_value(), number), move |_| found.refetch());
    let hint = format!("put-off-{number}");
    view! {
        <details class="screen-only">
            <summary>{t!(i18n, groups.change_meeting, number = move || number.to_string())}</summary>
            <form class="form" on:submit=move |event| { event.prevent_default(); shift(); }>
                <FaultNote fault=doing.fault />
                <div class="form-row">
                    {field(format!("to-day-{number}"), t!(i18n, groups.to_day).into_any(), "date", day)}
                    {field(format!("to-time-{number}"), t!(i18n, groups.time).into_any(), "time", time)}
                </div>
                <p class="form-hint" id=hint.clone()>{t!(i18n, groups.put_off_hint)}</p>
                <div class="form-actions">
                    <button class="ds-button" data-size="sm" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.move_meeting)}</button>
                    <button class="ds-button" data-size="sm" data-variant="secondary" type="button" aria-describedby=hint
                        disabled=move || doing.busy.get() on:click=move |_| put_off()>{t!(i18n, groups.put_off)}</button>
                </div>
            </form>
        </details>
    }
}

/// Meetings that are held again, and who came.
#[component]
pub fn MakeUps(
    /// The group.
    id: String,
    /// Its meetings.
    meetings: Vec<MeetingCard>,
    /// Those that are held again.
    make_ups: Vec<MakeUpCard>,
    /// Who takes part.
    places: Vec<PlaceView>,
    /// The page's data, asked for anew afterwards.
    found: Found,
) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let begun: Vec<MeetingCard> = meetings.into_iter().filter(|it| it.begun).collect();
    if begun.is_empty() {
        return ().into_any();
    }
    let last = begun.last().map_or(1, |it| it.number);
    let meeting = RwSignal::new(last.to_string());
    let (day, time) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let group = StoredValue::new(id);
    let add = move || {
        let number = meeting.with_untracked(|number| number.parse().unwrap_or(last));
        let work = add_make_up(group.get_value(), number, day.get_untracked(), time.get_untracked());
        doing.run(work, move |()| found.refetch());
    };
    let line = move |it: MakeUpCard| {
        let (number, span) = (it.meeting, it.span);
        let make_up = StoredValue::new(it.id.clone());
        let away = move || doing.run(drop_make_up(group.get_value(), make_up.get_value()), move |()| found.refetch());
        let noting = it.begun.then(|| {
            view! { <CaughtUp group=group.get_value() key=it.id.clone() number places=places.clone() doing found /> }
        });
        view! {
            <li class="stack" data-gap="sm">
                <p>
                    <strong>{t!(i18n, groups.make_up_of, number = move || number.to_string())}</strong>
                    ": " {move || day_word(i18n, span.start.day)} " " <span class="meta">{move || hours(i18n, span)}</span>
                </p>
                {noting}
                <div class="cluster screen-only">
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="button"
                        aria-label=move || format!("{}: {}", t_string!(i18n, groups.make_up_drop), t_string!(i18n, groups.make_up_of, number = number.to_string()))
                        disabled=move || doing.busy.get() on:click=move |_| away()>{t!(i18n, groups.make_up_drop)}</button>
                </div>
            </li>
        }
    };
    let option = move |it: MeetingCard| {
        let number = it.number;
        view! { <option value=number.to_string() selected=number == last>{move || format!("{number}: {}", day_word(i18n, it.span.start.day))}</option> }
    };
    view! {
        <section class="card stack" aria-labelledby="make-ups">
            <h2 class="ds-heading" data-size="xs" id="make-ups">{t!(i18n, groups.make_ups)}</h2>
            <p class="meta">{t!(i18n, groups.make_ups_lead)}</p>
            <FaultNote fault=doing.fault />
            <ul class="plain-list stack">{make_ups.into_iter().map(line).collect_view()}</ul>
            <form class="form screen-only" on:submit=move |event| { event.prevent_default(); add(); }>
                <div class="form-row">
                    <div class="ds-field">
                        <label class="ds-label" for="make-up-meeting">{t!(i18n, groups.meeting)}</label>
                        <select class="ds-input" id="make-up-meeting" on:change=move |event| meeting.set(event_target_value(&event))>
                            {begun.into_iter().map(option).collect_view()}
                        </select>
                    </div>
                    {field("make-up-day".to_owned(), t!(i18n, groups.to_day).into_any(), "date", day)}
                    {field("make-up-time".to_owned(), t!(i18n, groups.time).into_any(), "time", time)}
                </div>
                <div class="form-actions"><button class="ds-button" data-size="sm" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.make_up_add)}</button></div>
            </form>
        </section>
    }
    .into_any()
}

/// Who of those that lack a meeting has caught it up.
#[component]
fn CaughtUp(
    group: String,
    key: String,
    number: u8,
    places: Vec<PlaceView>,
    doing: Doing,
    found: Found,
) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = RwSignal::new(Vec::<MarkForm>::new());
    let lacks = |cell: Option<&Cell>| {
        matches!(cell, Some(Cell::NotNoted | Cell::BeforeJoining | Cell::Noted(Presence::Absent)))
    };
    let missing: Vec<_> = places
        .into_iter()
        .filter(|it| it.state == EntryState::Enrolled)
        .flat_map(|place| {
            let id = place.id;
            let lacking = place.members.into_iter().filter(|it| lacks(it.cells.get(usize::from(number) - 1)));
            lacking.map(|it| (id.clone(), it)).collect::<Vec<_>>()
        })
        .collect();
    if missing.is_empty() {
        return view! { <p class="meta">{t!(i18n, groups.make_up_missing)}</p> }.into_any();
    }
    let group = StoredValue::new(group);
    let keep = move || {
        doing.run(note_attendance(group.get_value(), number, chosen.get_untracked()), move |()| found.refetch());
    };
    let person = move |(place, member): (String, crate::api::groups::one::MemberView)| {
        let id = format!("caught-{key}-{place}-{}", member.person);
        let name = member.name.unwrap_or_else(|| t_string!(i18n, groups.shielded).to_owned());
        let person = member.person;
        let toggle = move |on: bool| {
            chosen.update(|all| {
                all.retain(|it| it.enrolment != place || it.person != person);
                if on {
                    let presence = Some(Presence::CaughtUp);
                    all.push(MarkForm { enrolment: place.clone(), person: person.clone(), presence });
                }
            });
        };
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=id.clone() on:change=move |event| toggle(event_target_checked(&event)) />
                <label class="ds-label" data-weight="regular" for=id><bdi>{name}</bdi></label>
            </div>
        }
    };
    view! {
        <form class="form" on:submit=move |event| { event.prevent_default(); keep(); }>
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{t!(i18n, groups.who_caught_up)}</legend>
                {missing.into_iter().map(person).collect_view()}
            </fieldset>
            <div class="form-actions"><button class="ds-button" data-size="sm" data-variant="secondary" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.make_up_note)}</button></div>
        </form>
    }
    .into_any()
}

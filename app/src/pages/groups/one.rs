//! One group: what the unit knows of it, its meetings with the next one first
//! to be noted, and for its leaders who takes part.

use super::list::JoinList;
use super::log::LeadersLog;
use super::meeting::{ChangeMeeting, MakeUps};
use super::words::{cell_words, day_word, hours, language_word, said, state_word};
use crate::api::groups::one::{
    GroupView, MarkForm, MemberView, PlaceView, SeatAct, group_page, group_seat, keep_group_meeting, note_attendance,
};
use crate::api::groups::term::undo_group_move;
use crate::api::groups::{GroupCard, MeetingCard};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use casework::group::attendance::Cell;
use casework::group::{CertificateState, EntryState, Presence};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A group as its page has asked for it.
pub type Found = Resource<Result<GroupView, AppError>>;

/// The page of a group.
#[component]
pub fn GroupPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let found = Resource::new(move || id.get(), group_page);
    view! {
        <Transition fallback=move || view! { <p class="page-body" role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(view) => view! { <Group view found /> }.into_any(),
                    Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Group(view: GroupView, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let card = view.card;
    let (title, programme) = (card.name.clone(), card.programme.clone());
    let doing = Doing::new();
    let (id, step) = (StoredValue::new(card.id.clone()), view.step);
    let undo = move || {
        if let Some(step) = step {
            doing.run(undo_group_move(id.get_value(), step), move |()| found.refetch());
        }
    };
    // Nobody joins any more once the last joining meeting has begun.
    let joins = card.meetings.iter().any(|it| !it.begun && card.closes.is_some_and(|closes| it.span.start <= closes));
    let places = view.places;
    let led = places.is_some();
    let places = places.unwrap_or_default();
    view! {
        <PageTitle text=move || title.clone() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{card.name.clone()}</h1>
                <p class="meta">{move || said(i18n, &programme)} {card.cancelled.then(|| view! { " · " {t!(i18n, groups.cancelled)} })}</p>
            </div>
            <div class="page-head-actions">
                <a class="ds-button" data-variant="tertiary" href="/grupper">{t!(i18n, groups.to_term)}</a>
                <a class="ds-button" data-variant="tertiary" href=format!("/grupper/{}/endre", card.id)>{t!(i18n, groups.settings)}</a>
                {step.map(|_| view! { <button class="ds-button" data-variant="secondary" type="button" disabled=move || doing.busy.get() on:click=move |_| undo()>{t!(i18n, groups.undo_move)}</button> })}
                {led.then(|| view! { <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| { let _ = window().print(); }>{t!(i18n, print.button)}</button> })}
            </div>
        </header>
        <div class="page-body" data-columns="true">
            <div class="stack" data-gap="lg">
                <FaultNote fault=doing.fault />
                <Meetings card=card.clone() places=places.clone() led found />
                {(led && !card.open).then(|| view! { <Places card=card.clone() places=places.clone() found /> })}
                {(!card.open && !card.cancelled && joins).then(|| view! { <JoinList id=card.id.clone() found /> })}
                {(led && !card.open).then(|| view! { <MakeUps id=card.id.clone() meetings=card.meetings.clone() make_ups=view.make_ups places=places.clone() found /> })}
                {led.then(|| view! { <LeadersLog id=card.id.clone() meetings=card.meetings.clone() notes=view.notes found /> })}
                {(led && !card.open).then(|| view! { <Certificates card=card.clone() places /> })}
            </div>
            <aside class="stack" data-gap="lg"><Facts card led /></aside>
        </div>
    }
}

#[component]
fn Facts(card: GroupCard, led: bool) -> impl IntoView {
    let i18n = use_i18n();
    let languages = card.languages;
    let spoken = move || languages.iter().map(|code| language_word(i18n, code)).collect::<Vec<_>>().join(", ");
    let interpreter = card.interpreter;
    let (taken, seats, waiting) = (card.taken, card.seats, card.waiting);
    let told = move || {
        t_string!(
            i18n,
            groups.seats_told,
            taken = taken.to_string(),
            seats = seats.to_string(),
            waiting = waiting.to_string()
        )
    };
    let leader = move |(name, certified): (String, bool)| {
        view! { <dd>{name} {certified.then(|| view! { " (" {t!(i18n, groups.certified_word)} ")" })}</dd> }
    };
    view! {
        <section class="card stack" aria-labelledby="facts">
            <h2 class="ds-heading" data-size="xs" id="facts">{t!(i18n, groups.about)}</h2>
            {(!card.open).then(|| view! { <p>{told}</p> })}
            <dl class="facts">
                <div><dt>{t!(i18n, groups.place)}</dt><dd>{if card.place.is_empty() { t!(i18n, groups.no_room_yet).into_any() } else { card.place.into_any() }}</dd></div>
                <div><dt>{t!(i18n, groups.leaders)}</dt>{card.leaders.into_iter().map(leader).collect_view()}</div>
                <div><dt>{t!(i18n, groups.languages)}</dt><dd>{spoken}</dd></div>
                {(!interpreter.is_empty()).then(|| view! { <div><dt>{t!(i18n, groups.interpreter)}</dt><dd>{move || language_word(i18n, &interpreter)}</dd></div> })}
                {(card.childcare > 0).then(|| view! { <div><dt>{t!(i18n, groups.childcare)}</dt><dd>{card.childcare}</dd></div> })}
                {(!card.food.is_empty()).then(|| view! { <div><dt>{t!(i18n, groups.food)}</dt><dd>{card.food}</dd></div> })}
                {(card.cost > 0).then(|| view! { <div><dt>{t!(i18n, groups.cost)}</dt><dd>{card.cost}</dd></div> })}
                {card.closes.map(|closes| view! { <div><dt>{t!(i18n, groups.closes)}</dt><dd>{move || day_word(i18n, closes.day)}</dd></div> })}
            </dl>
            {(!led).then(|| view! { <p class="meta">{t!(i18n, groups.not_led)}</p> })}
        </section>
    }
}

/// The meetings; the one that is to be noted next stands open.
#[component]
fn Meetings(card: GroupCard, places: Vec<PlaceView>, led: bool, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let id = card.id;
    let (is_open_door, cancelled) = (card.open, card.cancelled);
    let in_group: Vec<PlaceView> = places.into_iter().filter(|it| it.state == EntryState::Enrolled).collect();
    // The last meeting that has begun is the one of which something is noted.
    let current = card.meetings.iter().filter(|it| it.begun).map(|it| it.number).max();
    let line = move |meeting: MeetingCard| {
        let (number, span, begun) = (meeting.number, meeting.span, meeting.begun);
        let titles = meeting.titles.clone();
        let about = move || titles.iter().map(|it| said(i18n, it)).collect::<Vec<_>>().join(", ");
        let task = meeting.home_task.clone();
        let here = |it: &PlaceView| {
            it.members
                .iter()
                .filter(|it| matches!(it.cells.get(usize::from(number) - 1), Some(Cell::Noted(Presence::Present))))
                .count()
        };
        let present: usize = in_group.iter().map(here).sum();
        let all: usize = in_group.iter().map(|it| it.members.len()).sum();
        let counted = meeting.heads.map(|it| {
            t_string!(i18n, groups.heads, adults = it.adults.to_string(), children = it.children.to_string())
        });
        let noting = (led && begun).then(|| {
            let (id, in_group) = (id.clone(), in_group.clone());
            let open = current == Some(number);
            view! {
                <details open=open>
                    <summary>{t!(i18n, groups.note_meeting, number = move || number.to_string())}</summary>
                    {if is_open_door {
                        view! { <Heads id meeting=meeting.clone() found /> }.into_any()
                    } else {
                        view! { <Noting id number task=meeting.home_task.clone() places=in_group found /> }.into_any()
                    }}
                </details>
            }
        });
        let changing = (!cancelled && !meeting.over).then(|| {
            view! { <ChangeMeeting id=id.clone() meeting=meeting.clone() found /> }
        });
        view! {
            <li class="group-meeting">
                <span class="group-number" aria-hidden="true">{number}</span>
                <div class="stack" data-gap="sm">
                    <p>
                        <strong>{move || day_word(i18n, span.start.day)}</strong> " " <span class="meta">{move || hours(i18n, span)}</span>
                        " " {about}
                    </p>
                    {(led && begun && all > 0).then(|| view! { <p class="meta">{t!(i18n, groups.present_of, present = move || present.to_string(), all = move || all.to_string())}</p> })}
                    {counted.map(|told| view! { <p class="meta">{told}</p> })}
                    {(!task.is_empty()).then(|| view! { <p class="meta">{t!(i18n, groups.home_task)} ": " {task}</p> })}
                    {noting}
                    {changing}
                </div>
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="meetings">
            <h2 class="ds-heading" data-size="xs" id="meetings">{t!(i18n, groups.meetings)}</h2>
            <ol class="plain-list">{card.meetings.into_iter().map(line).collect_view()}</ol>
        </section>
    }
}

/// Heads at an open door.
#[component]
fn Heads(id: String, meeting: MeetingCard, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let heads = meeting.heads.unwrap_or_default();
    let (adults, children) = (RwSignal::new(heads.adults.to_string()), RwSignal::new(heads.children.to_string()));
    let (number, task) = (meeting.number, StoredValue::new(meeting.home_task));
    let id = StoredValue::new(id);
    let keep = move || {
        let count = |text: RwSignal<String>| text.with_untracked(|text| text.trim().parse::<u16>().ok());
        let work = keep_group_meeting(id.get_value(), number, task.get_value(), count(adults), count(children));
        doing.run(work, move |()| found.refetch());
    };
    let field = move |name: &'static str, label: AnyView, value: RwSignal<String>| {
        let key = format!("{name}-{number}");
        view! {
            <div class="ds-field">
                <label class="ds-label" for=key.clone()>{label}</label>
                <input class="ds-input" id=key type="text" inputmode="numeric" autocomplete="off" prop:value=value on:input=move |event| value.set(event_target_value(&event)) />
            </div>
        }
    };
    view! {
        <form class="form" on:submit=move |event| { event.prevent_default(); keep(); }>
            <FaultNote fault=doing.fault />
            <div class="form-row">
                {field("adults", t!(i18n, groups.adults).into_any(), adults)}
                {field("children", t!(i18n, groups.children).into_any(), children)}
            </div>
            <div class="form-actions"><button class="ds-button" data-size="sm" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.save)}</button></div>
        </form>
    }
}

/// Who was there, one choice a person, and what is tried at home.
#[component]
fn Noting(id: String, number: u8, task: String, places: Vec<PlaceView>, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let id = StoredValue::new(id);
    let marks = RwSignal::new(Vec::<MarkForm>::new());
    let task = RwSignal::new(task);
    if places.is_empty() {
        return view! { <p>{t!(i18n, groups.nobody_yet)}</p> }.into_any();
    }
    let mark = move |enrolment: String, person: String, presence: Option<Presence>| {
        marks.update(|marks| {
            marks.retain(|it| it.enrolment != enrolment || it.person != person);
            marks.push(MarkForm { enrolment, person, presence });
        });
    };
    let keep = move || {
        let (id, sent, task) = (id.get_value(), marks.get_untracked(), task.get_untracked());
        let work = async move {
            note_attendance(id.clone(), number, sent).await?;
            keep_group_meeting(id, number, task, None, None).await
        };
        doing.run(work, move |()| found.refetch());
    };
    let person = move |place: &str, member: MemberView| {
        let cell = member.cells.get(usize::from(number) - 1).copied().unwrap_or(Cell::NotYet);
        let noted = match cell {
            Cell::Noted(presence) => Some(presence),
            _ => None,
        };
        let late = cell == Cell::BeforeJoining || cell == Cell::AfterLeaving;
        let name = member.name.unwrap_or_else(|| t_string!(i18n, groups.shielded).to_owned());
        let group = format!("m{number}-{place}-{}", member.person);
        let place = place.to_owned();
        let choice = |presence: Presence| {
            let key = format!("{group}-{}", presence.code());
            let (place, person) = (place.clone(), member.person.clone());
            let word = move || cell_words(i18n, Cell::Noted(presence)).1;
            let is_noted = noted == Some(presence);
            let is_off = late && presence != Presence::CaughtUp;
            view! {
                <span class="ds-field">
                    <input class="ds-input" type="radio" id=key.clone() name=group.clone() checked=is_noted
                        disabled=is_off
                        on:change=move |_| mark(place.clone(), person.clone(), Some(presence)) />
                    <label class="ds-label" data-weight="regular" for=key>{word}</label>
                </span>
            }
        };
        view! {
            <fieldset class="ds-fieldset group-marks">
                <legend class="ds-label">{name} {member.is_child.then(|| view! { " " <span class="ds-tag" data-size="sm" data-color="sky">{t!(i18n, case.child)}</span> })}</legend>
                <div class="cluster">{Presence::ALL.into_iter().map(choice).collect_view()}</div>
            </fieldset>
        }
    };
    let rows = places.into_iter().flat_map(|place| {
        let id = place.id;
        place.members.into_iter().map(|member| person(&id, member)).collect::<Vec<_>>()
    });
    let rows = rows.collect_view();
    let key = format!("task-{number}");
    view! {
        <form class="form" on:submit=move |event| { event.prevent_default(); keep(); }>
            <FaultNote fault=doing.fault />
            {rows}
            <div class="ds-field">
                <label class="ds-label" for=key.clone()>{t!(i18n, groups.home_task)}</label>
                <textarea class="ds-input" id=key rows="2" maxlength="500" prop:value=task on:input=move |event| task.set(event_target_value(&event))></textarea>
            </div>
            <div class="form-actions"><button class="ds-button" data-size="sm" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.save)}</button></div>
        </form>
    }
    .into_any()
}

/// Who has a seat and who waits, with the whole attendance.
#[component]
fn Places(card: GroupCard, places: Vec<PlaceView>, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let id = StoredValue::new(card.id);
    let numbers: Vec<u8> = card.meetings.iter().map(|it| it.number).collect();
    if places.is_empty() {
        return view! {
            <section class="card stack" aria-labelledby="people">
                <h2 class="ds-heading" data-size="xs" id="people">{t!(i18n, groups.participants)}</h2>
                <p>{t!(i18n, groups.nobody_yet)}</p>
            </section>
        }
        .into_any();
    }
    let csv = move || format!("/grupper/{}/oppmote.csv?lang={}", id.get_value(), i18n.get_locale());
    let act = move |place: String, act: SeatAct| {
        doing.run(group_seat(id.get_value(), place, act, None), move |()| found.refetch());
    };
    let row = move |place: PlaceView| {
        let state = place.state;
        let number = place.number;
        let members = place.members.into_iter().map(|member| {
            let cells = member.cells.iter().map(|cell| {
                let cell = *cell;
                view! { <td><span aria-hidden="true">{cell_words(i18n, cell).0}</span><span class="ds-sr-only">{move || cell_words(i18n, cell).1}</span></td> }
            });
            let cells = cells.collect_view();
            let name = member.name.unwrap_or_else(|| t_string!(i18n, groups.shielded).to_owned());
            view! { <tr><th scope="row">{name} <span class="meta">" " {number.clone()}</span></th>{cells}</tr> }
        });
        let members = members.collect_view();
        let needs = place.needs;
        let place = StoredValue::new(place.id);
        let button = move |what: SeatAct, label: AnyView| {
            view! {
                <button class="ds-button" data-size="sm" data-variant="secondary" type="button" disabled=move || doing.busy.get()
                    on:click=move |_| act(place.get_value(), what)>{label}</button>
            }
        };
        view! {
            {members}
            <tr class="group-place"><td colspan="60">
                <div class="cluster">
                    <span class="meta">{move || state_word(i18n, state)}</span>
                    {(!needs.is_empty()).then(|| view! { <span>{t!(i18n, groups.needs)} ": " {needs}</span> })}
                    {matches!(state, EntryState::Offered(_)).then(|| view! {
                        {button(SeatAct::Yes, t!(i18n, groups.said_yes).into_any())}
                        {button(SeatAct::No, t!(i18n, groups.said_no).into_any())}
                    })}
                    {matches!(state, EntryState::Waiting | EntryState::Lapsed).then(|| button(SeatAct::Give, t!(i18n, groups.give_seat).into_any()))}
                    {matches!(state, EntryState::Waiting | EntryState::Offered(_) | EntryState::Enrolled).then(|| button(SeatAct::Leave, t!(i18n, groups.take_out).into_any()))}
                </div>
            </td></tr>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="people">
            <h2 class="ds-heading" data-size="xs" id="people">{t!(i18n, groups.participants)}</h2>
            <p class="meta">{t!(i18n, groups.participants_lead)}</p>
            <p class="screen-only"><a class="ds-link" href=csv rel="external" download="oppmote.csv">{t!(i18n, groups.csv)}</a></p>
            <FaultNote fault=doing.fault />
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, groups.attendance)>
                <table class="ds-table group-attendance">
                    <thead><tr><th scope="col">{t!(i18n, groups.name)}</th>{numbers.into_iter().map(|number| view! { <th scope="col">{number}</th> }).collect_view()}</tr></thead>
                    <tbody>{places.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// Certificates of attendance: who has earned one, and each on a sheet of paper.
#[component]
fn Certificates(card: GroupCard, places: Vec<PlaceView>) -> impl IntoView {
    let i18n = use_i18n();
    let earned: Vec<String> = places
        .into_iter()
        .flat_map(|it| it.members)
        .filter(|it| it.certificate == Some(CertificateState::Earned))
        .filter_map(|it| it.name)
        .collect();
    if earned.is_empty() {
        return ().into_any();
    }
    let (first, last) = (card.meetings.first().map(|it| it.span), card.meetings.last().map(|it| it.span));
    let count = card.meetings.len();
    let leaders = card.leaders.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(", ");
    let sheet = move |name: String| {
        let programme = card.programme.clone();
        let leaders = leaders.clone();
        let days = move || match (first, last) {
            (Some(first), Some(last)) => {
                format!("{} – {}", day_word(i18n, first.start.day), day_word(i18n, last.start.day))
            }
            _ => String::new(),
        };
        view! {
            <article class="certificate">
                <p class="certificate-title">{t!(i18n, groups.certificate)}</p>
                <p class="certificate-name">{name}</p>
                <p>{t!(i18n, groups.certificate_text, programme = move || said(i18n, &programme), count = move || count.to_string())}</p>
                <p>{days}</p>
                <p class="certificate-sign">{leaders}</p>
            </article>
        }
    };
    let names = earned.join(", ");
    view! {
        <section class="stack screen-only card" aria-labelledby="certificates">
            <h2 class="ds-heading" data-size="xs" id="certificates">{t!(i18n, groups.certificates)}</h2>
            <p>{names}</p>
            <p class="meta">{t!(i18n, groups.certificates_lead)}</p>
        </section>
        <div class="print-only">{earned.into_iter().map(sheet).collect_view()}</div>
    }
    .into_any()
}

//! A family's places in groups, on its own page: what was attended, what comes
//! next, and joining. Who else is in a group is not told.

use super::words::{cell_words, day_word, hours, issue_word, state_word};
use crate::api::cases::CaseFront;
use crate::api::groups::case::{CaseGroups, CasePlace, case_group_place, case_groups, join_group, transfer_group};
use crate::api::groups::one::SeatAct;
use crate::components::{Doing, FaultNote};
use crate::draft::{Draft, Drafts};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use casework::group::EntryState;
use leptos::prelude::*;

/// A family's places in groups, as a page has asked for them.
pub type CaseGroupsAsked = Resource<Result<CaseGroups, AppError>>;

/// Asks for them once it is known that the viewer is shown the whole case. A
/// page asks for all its data before it waits for any.
pub fn ask_case_groups(
    id: Signal<String>,
    reason: Signal<Option<String>>,
    front: Resource<Result<CaseFront, AppError>>,
) -> CaseGroupsAsked {
    Resource::new(
        move || (id.get(), reason.get()),
        move |(id, reason)| async move {
            let whole = front.await.is_ok_and(|front| front.whole);
            if whole { case_groups(id, reason).await } else { Err(AppError::NotPart) }
        },
    )
}

/// The card; nothing for who may not see the whole case.
#[component]
pub fn CaseGroupsCard(
    /// The case.
    id: String,
    /// What the page has asked for.
    found: CaseGroupsAsked,
) -> impl IntoView {
    let i18n = use_i18n();
    let case = StoredValue::new(id);
    view! {
        <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                found.await.ok().map(|groups| view! { <Card id=case.get_value() groups found /> })
            })}
        </Transition>
    }
}

#[component]
fn Card(id: String, groups: CaseGroups, found: CaseGroupsAsked) -> impl IntoView {
    let i18n = use_i18n();
    let case = StoredValue::new(id);
    let doing = Doing::new();
    let act = move |place: String, act: SeatAct| {
        doing.run(case_group_place(case.get_value(), place, act), move |()| found.refetch());
    };
    let may_edit = groups.may_edit;
    let none = groups.places.is_empty();
    let line = move |it: CasePlace| {
        let state = it.state;
        let next = it
            .group
            .meetings
            .iter()
            .find(|meeting| Some(meeting.number) == it.group.next)
            .map(|it| (it.number, it.span));
        let next = next.filter(|_| state == EntryState::Enrolled);
        let person = move |(name, cells): (String, Vec<casework::group::attendance::Cell>)| {
            let cells = cells.into_iter().zip(1_u8..).filter(|(cell, _)| !cell_words(i18n, *cell).0.is_empty());
            let told = cells.map(|(cell, number)| {
                let word = move || format!("{number}: {}", cell_words(i18n, cell).1);
                view! { <li>{word}</li> }
            });
            view! { <div><p><bdi>{name}</bdi></p><ul class="group-cells">{told.collect_view()}</ul></div> }
        };
        let moving = (may_edit && state == EntryState::Enrolled && !it.transfers.is_empty()).then(|| {
            view! { <Transfer case=case.get_value() place=it.id.clone() choices=it.transfers found /> }
        });
        let place = StoredValue::new(it.id);
        let button = move |what: SeatAct, label: AnyView| {
            view! {
                <button class="ds-button" data-size="sm" data-variant="secondary" type="button" disabled=move || doing.busy.get()
                    on:click=move |_| act(place.get_value(), what)>{label}</button>
            }
        };
        view! {
            <li class="stack" data-gap="sm">
                <p><strong>{it.group.name}</strong> " " <span class="ds-tag" data-size="sm" data-color="neutral">{move || state_word(i18n, state)}</span></p>
                {next.map(|(number, span)| view! {
                    <p class="meta">{t!(i18n, groups.next_meeting, number = move || number.to_string(), day = move || day_word(i18n, span.start.day), hours = move || hours(i18n, span))}</p>
                })}
                {it.members.into_iter().map(person).collect_view()}
                {may_edit.then(|| view! {
                    <div class="cluster">
                        {matches!(state, EntryState::Offered(_)).then(|| view! {
                            {button(SeatAct::Yes, t!(i18n, groups.said_yes).into_any())}
                            {button(SeatAct::No, t!(i18n, groups.said_no).into_any())}
                        })}
                        {matches!(state, EntryState::Waiting | EntryState::Enrolled).then(|| button(SeatAct::Leave, t!(i18n, groups.leave).into_any()))}
                    </div>
                })}
                {moving}
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="case-groups">
            <h2 class="ds-heading" data-size="xs" id="case-groups">{t!(i18n, groups.title)}</h2>
            {none.then(|| view! { <p>{t!(i18n, groups.case_none)}</p> })}
            <FaultNote fault=doing.fault />
            <ul class="plain-list">{groups.places.into_iter().map(line).collect_view()}</ul>
            {(may_edit && !groups.choices.is_empty()).then(|| view! { <Join case=case.get_value() choices=groups.choices people=groups.people found /> })}
        </section>
    }
}

/// Moves a place to another group of the same programme.
#[component]
fn Transfer(
    case: String,
    place: String,
    choices: Vec<crate::api::groups::GroupCard>,
    found: CaseGroupsAsked,
) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let to = RwSignal::new(choices.first().map(|it| it.id.clone()).unwrap_or_default());
    let field = format!("transfer-{place}");
    let hint = format!("{field}-hint");
    let (case, place) = (StoredValue::new(case), StoredValue::new(place));
    let go = move || {
        let work = transfer_group(case.get_value(), place.get_value(), to.get_untracked());
        doing.run(work, move |()| found.refetch());
    };
    let option = move |it: crate::api::groups::GroupCard| {
        let first = it.meetings.first().map(|it| it.span.start.day);
        let told = move || {
            let day = first.map(|day| day_word(i18n, day)).unwrap_or_default();
            let (taken, seats) = (it.taken.to_string(), it.seats.to_string());
            t_string!(i18n, groups.choice, name = it.name.clone(), day = day, taken = taken, seats = seats)
        };
        view! { <option value=it.id.clone()>{told}</option> }
    };
    view! {
        <details>
            <summary>{t!(i18n, groups.transfer)}</summary>
            <form class="form" on:submit=move |event| { event.prevent_default(); go(); }>
                <FaultNote fault=doing.fault />
                <p class="form-hint" id=hint.clone()>{t!(i18n, groups.transfer_lead)}</p>
                <div class="ds-field">
                    <label class="ds-label" for=field.clone()>{t!(i18n, groups.group)}</label>
                    <select class="ds-input" id=field aria-describedby=hint on:change=move |event| to.set(event_target_value(&event))>
                        {choices.into_iter().map(option).collect_view()}
                    </select>
                </div>
                <div class="form-actions"><button class="ds-button" data-size="sm" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.transfer_submit)}</button></div>
            </form>
        </details>
    }
}

#[component]
fn Join(
    case: String,
    choices: Vec<(crate::api::groups::GroupCard, Vec<casework::group::enrolment::JoinIssue>)>,
    people: Vec<(String, String, bool)>,
    found: Resource<Result<CaseGroups, AppError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let drafts = use_context::<Drafts>();
    let draft = StoredValue::new(format!("join-group:{case}"));
    let case = StoredValue::new(case);
    let group = RwSignal::new(String::new());
    let needs = RwSignal::new(String::new());
    let chosen = RwSignal::new(Vec::<String>::new());
    let issues: Vec<_> = choices.iter().map(|(card, issues)| (card.id.clone(), issues.clone())).collect();
    let told = move || {
        let chosen = group.get();
        let found = issues.iter().find(|(id, _)| *id == chosen).map(|(_, issues)| issues.clone()).unwrap_or_default();
        found.into_iter().map(|issue| view! { <p class="meta">{move || issue_word(i18n, issue)}</p> }).collect_view()
    };
    let join = move || {
        let work = join_group(case.get_value(), group.get_untracked(), chosen.get_untracked(), needs.get_untracked());
        doing.run(work, move |_| {
            if let Some(drafts) = drafts {
                drafts.forget(&draft.get_value());
            }
            found.refetch();
        });
    };
    let option = move |(card, _): (crate::api::groups::GroupCard, _)| {
        let first = card.meetings.first().map(|it| it.span.start.day);
        let text = move || {
            let day = first.map(|day| day_word(i18n, day)).unwrap_or_default();
            t_string!(
                i18n,
                groups.choice,
                name = card.name.clone(),
                day = day,
                taken = card.taken.to_string(),
                seats = card.seats.to_string()
            )
        };
        view! { <option value=card.id.clone()>{text}</option> }
    };
    let box_of = move |(person, name, is_child): (String, String, bool)| {
        let key = format!("joins-{person}");
        let name = if name.is_empty() { t_string!(i18n, groups.shielded).to_owned() } else { name };
        let toggle = move |on: bool| {
            chosen.update(|all| {
                all.retain(|it| *it != person);
                if on {
                    all.push(person.clone());
                }
            })
        };
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=key.clone() name=key.clone() on:change=move |event| toggle(event_target_checked(&event)) />
                <label class="ds-label" data-weight="regular" for=key>{name} {is_child.then(|| view! { " (" {t!(i18n, case.child)} ")" })}</label>
            </div>
        }
    };
    view! {
        <details>
            <summary>{t!(i18n, groups.join)}</summary>
            <form class="form" on:submit=move |event| { event.prevent_default(); join(); }>
                <Draft name=draft.get_value() />
                <FaultNote fault=doing.fault />
                <div class="ds-field">
                    <label class="ds-label" for="join-which">{t!(i18n, groups.group)}</label>
                    <select class="ds-input" id="join-which" name="join-which" on:change=move |event| group.set(event_target_value(&event))>
                        <option value="">{t!(i18n, form.choose)}</option>
                        {choices.into_iter().map(option).collect_view()}
                    </select>
                </div>
                <div role="status">{told}</div>
                <fieldset class="ds-fieldset"><legend class="ds-label">{t!(i18n, groups.who)}</legend>{people.into_iter().map(box_of).collect_view()}</fieldset>
                <div class="ds-field">
                    <label class="ds-label" for="join-needs">{t!(i18n, groups.needs)}</label>
                    <p class="form-hint" id="join-needs-hint">{t!(i18n, groups.needs_hint)}</p>
                    <textarea class="ds-input" id="join-needs" name="join-needs" rows="2" maxlength="500" aria-describedby="join-needs-hint" on:input=move |event| needs.set(event_target_value(&event))></textarea>
                </div>
                <div class="form-actions"><button class="ds-button" data-size="sm" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.join_submit)}</button></div>
            </form>
        </details>
    }
}

//! A new group: the form, and the plan as it would be.

use super::words::{LANGUAGES, day_word, gap_word, hours, language_word, off_word, said};
use crate::api::groups::plan::{
    GroupForm, GroupPreview, GroupSetup, LeaderForm, create_group, group_setup, preview_group,
};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::draft::{Draft, Drafts};
use crate::i18n::{t, t_string, use_i18n};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::use_navigate;

/// The name under which an unsent group is kept.
const DRAFT: &str = "new-group";

/// So many may lead from the beginning; more are added on the group's page.
const LEADERS: usize = 3;

/// The page.
#[component]
pub fn NewGroupPage() -> impl IntoView {
    let i18n = use_i18n();
    let setup = Resource::new(|| (), |()| group_setup());
    view! {
        <PageTitle text=move || t_string!(i18n, groups.new).to_owned() />
        <div class="page-body">
            <p><a class="ds-link" href="/grupper">{t!(i18n, groups.to_term)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match setup.await {
                        Ok(setup) => view! { <NewGroup setup /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// What stands in the form's fields.
fn read(form: NodeRef<html::Form>) -> Option<GroupForm> {
    let data = web_sys::FormData::new_with_form(&form.get_untracked()?).ok()?;
    let text = |name: &str| data.get(name).as_string().unwrap_or_default();
    let leader = |at: usize| LeaderForm {
        user: text(&format!("leader-{at}")),
        certified: !text(&format!("certified-{at}")).is_empty(),
        language: text(&format!("speaks-{at}")),
    };
    Some(GroupForm {
        name: text("name"),
        programme: text("programme"),
        variant: text("variant"),
        meetings: text("meetings"),
        from: text("from"),
        time: text("time"),
        minutes: text("minutes"),
        seats: text("seats"),
        room: text("room"),
        language: text("language"),
        interpreter: text("interpreter"),
        childcare: text("childcare"),
        food: text("food"),
        cost: text("cost"),
        leaders: (1..=LEADERS).map(leader).collect(),
    })
}

#[component]
fn NewGroup(setup: GroupSetup) -> impl IntoView {
    let i18n = use_i18n();
    let form = NodeRef::<html::Form>::new();
    let preview = RwSignal::new(None::<GroupPreview>);
    let (looking, making) = (Doing::new(), Doing::new());
    let navigate = use_navigate();
    let drafts = use_context::<Drafts>();
    let look = move || {
        if let Some(form) = read(form) {
            preview.set(None);
            looking.run(preview_group(form), move |found| preview.set(Some(found)));
        }
    };
    let make = move || {
        let navigate = navigate.clone();
        if let Some(form) = read(form) {
            making.run(create_group(form), move |id| {
                if let Some(drafts) = drafts {
                    drafts.forget(DRAFT);
                }
                navigate(&format!("/grupper/{id}"), leptos_router::NavigateOptions::default());
            });
        }
    };
    let variants: Vec<_> = setup.programmes.iter().flat_map(|it| it.variants.clone()).collect();
    let colleagues = StoredValue::new(setup.colleagues);
    let languages = move || {
        LANGUAGES
            .into_iter()
            .map(|code| view! { <option value=code>{move || language_word(i18n, code)}</option> })
            .collect_view()
    };
    let text = move |name: &'static str, label: AnyView, kind: &'static str| {
        view! {
            <div class="ds-field">
                <label class="ds-label" for=name>{label}</label>
                <input class="ds-input" id=name name=name type=kind autocomplete="off" inputmode=(kind == "text" && !matches!(name, "name" | "food")).then_some("numeric") />
            </div>
        }
    };
    let leader = move |at: usize| {
        let (user, certified, speaks) = (format!("leader-{at}"), format!("certified-{at}"), format!("speaks-{at}"));
        let people = colleagues.get_value();
        view! {
            <div class="form-row">
                <div class="ds-field">
                    <label class="ds-label" for=user.clone()>{t!(i18n, groups.leader_number, number = move || at.to_string())}</label>
                    <select class="ds-input" id=user.clone() name=user>
                        <option value="">{t!(i18n, groups.nobody)}</option>
                        {people.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for=speaks.clone()>{t!(i18n, groups.speaks)}</label>
                    <select class="ds-input" id=speaks.clone() name=speaks><option value="">{t!(i18n, groups.norwegian_only)}</option>{languages()}</select>
                </div>
                <div class="ds-field">
                    <input class="ds-input" type="checkbox" id=certified.clone() name=certified.clone() value="true" />
                    <label class="ds-label" data-weight="regular" for=certified>{t!(i18n, groups.certified)}</label>
                </div>
            </div>
        }
    };
    view! {
        <form class="form card" node_ref=form on:submit=move |event| { event.prevent_default(); make(); }>
            <Draft name=DRAFT />
            <h1 class="ds-heading" data-size="sm">{t!(i18n, groups.new)}</h1>
            <FaultNote fault=making.fault />
            <div class="form-row">
                {text("name", t!(i18n, groups.name).into_any(), "text")}
                <div class="ds-field">
                    <label class="ds-label" for="programme">{t!(i18n, groups.programme)}</label>
                    <select class="ds-input" id="programme" name="programme">
                        {setup.programmes.into_iter().map(|it| view! { <option value=it.code>{move || said(i18n, &it.name)}</option> }).collect_view()}
                        <option value="drop_in">{t!(i18n, groups.drop_in)}</option>
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="variant">{t!(i18n, groups.variant)}</label>
                    <select class="ds-input" id="variant" name="variant">
                        <option value="">{t!(i18n, groups.usual)}</option>
                        {variants.into_iter().map(|(code, name)| view! { <option value=code>{move || said(i18n, &name)}</option> }).collect_view()}
                    </select>
                </div>
            </div>
            <div class="form-row">
                {text("from", t!(i18n, groups.first_day).into_any(), "date")}
                {text("time", t!(i18n, groups.time).into_any(), "time")}
                {text("meetings", t!(i18n, groups.how_many).into_any(), "text")}
                {text("minutes", t!(i18n, groups.minutes).into_any(), "text")}
            </div>
            <div class="form-row">
                {text("seats", t!(i18n, groups.seats).into_any(), "text")}
                <div class="ds-field">
                    <label class="ds-label" for="room">{t!(i18n, groups.place)}</label>
                    <select class="ds-input" id="room" name="room">
                        <option value="">{t!(i18n, groups.no_room_yet)}</option>
                        {setup.rooms.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="language">{t!(i18n, groups.second_language)}</label>
                    <select class="ds-input" id="language" name="language"><option value="">{t!(i18n, groups.norwegian_only)}</option>{languages()}</select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="interpreter">{t!(i18n, groups.interpreter)}</label>
                    <select class="ds-input" id="interpreter" name="interpreter"><option value="">{t!(i18n, groups.none)}</option>{languages()}</select>
                </div>
            </div>
            <div class="form-row">
                {text("childcare", t!(i18n, groups.childcare).into_any(), "text")}
                {text("food", t!(i18n, groups.food).into_any(), "text")}
                {text("cost", t!(i18n, groups.cost).into_any(), "text")}
            </div>
            <fieldset class="ds-fieldset stack"><legend class="ds-label">{t!(i18n, groups.leaders)}</legend>{(1..=LEADERS).map(leader).collect_view()}</fieldset>
            <FaultNote fault=looking.fault />
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" type="button" disabled=move || looking.busy.get() on:click=move |_| look()>{t!(i18n, groups.show_plan)}</button>
                <button class="ds-button" type="submit" disabled=move || making.busy.get()>{t!(i18n, groups.make)}</button>
                <a class="ds-button" data-variant="tertiary" href="/grupper">{t!(i18n, app.cancel)}</a>
            </div>
        </form>
        <div aria-live="polite">{move || preview.get().map(|preview| view! { <PlanTable preview /> })}</div>
    }
}

/// The plan: each meeting with its day, and the days that are passed over.
#[component]
fn PlanTable(preview: GroupPreview) -> impl IntoView {
    let i18n = use_i18n();
    let titles = preview.titles;
    let gaps = preview.gaps;
    let taken = preview.taken;
    let skipped = preview.plan.skipped;
    let line = move |meeting: casework::group::PlannedMeeting| {
        let about = titles.get(usize::from(meeting.number) - 1).cloned().unwrap_or_default();
        let about = move || about.iter().map(|it| said(i18n, it)).collect::<Vec<_>>().join(", ");
        let lacking =
            gaps.iter().find(|(number, _)| *number == meeting.number).map(|(_, gaps)| gaps.clone()).unwrap_or_default();
        let busy: Vec<String> =
            taken.iter().filter(|(number, _)| *number == meeting.number).map(|(_, name)| name.clone()).collect();
        let squeezed = meeting.notes.contains(&casework::calendar::DayNote::Squeezed);
        let eve = meeting.notes.iter().any(|it| matches!(it, casework::calendar::DayNote::Eve(_)));
        view! {
            <tr>
                <th scope="row">{meeting.number}</th>
                <td>{move || day_word(i18n, meeting.span.start.day)}<br /><span class="meta">{move || hours(i18n, meeting.span)}</span></td>
                <td>{about}</td>
                <td>
                    {squeezed.then(|| view! { <p>{t!(i18n, groups.squeezed)}</p> })}
                    {eve.then(|| view! { <p>{t!(i18n, groups.eve)}</p> })}
                    {busy.into_iter().map(|name| view! { <p>{t!(i18n, groups.is_taken, name = move || name.clone())}</p> }).collect_view()}
                    {lacking.into_iter().map(|gap| view! { <p>{move || gap_word(i18n, &gap)}</p> }).collect_view()}
                </td>
            </tr>
        }
    };
    view! {
        <div class="card stack">
            <h2 class="ds-heading" data-size="xs" id="plan-title">{t!(i18n, groups.plan)}</h2>
            <div class="scroll-x" tabindex="0" role="region" aria-labelledby="plan-title">
                <table class="ds-table">
                    <thead><tr>
                        <th scope="col">{t!(i18n, groups.meeting)}</th>
                        <th scope="col">{t!(i18n, groups.when)}</th>
                        <th scope="col">{t!(i18n, groups.theme)}</th>
                        <th scope="col">{t!(i18n, groups.think_of)}</th>
                    </tr></thead>
                    <tbody>{preview.plan.meetings.into_iter().map(line).collect_view()}</tbody>
                </table>
            </div>
            {(!skipped.is_empty()).then(|| view! {
                <h3 class="ds-heading" data-size="2xs">{t!(i18n, groups.skipped)}</h3>
                <ul>{skipped.into_iter().map(|it| view! { <li>{move || format!("{}: {}", day_word(i18n, it.day), off_word(i18n, &it.why))}</li> }).collect_view()}</ul>
            })}
        </div>
    }
}

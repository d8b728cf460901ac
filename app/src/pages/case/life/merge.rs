//! Merging two cases: who is the same, who has said yes, what will come of it.

use super::preview::SideCard;
use crate::api::begin::Choice;
use crate::api::life::case_life;
use crate::api::reshape::{MergeForm, MergePerson, MergeView, YesForm, merge_cases, merge_view};
use crate::components::{Doing, ErrorNotice, FaultNote, declined_text};
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::overview::function_word;
use crate::pages::case::use_case;
use crate::text::{date, list};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeMap;

const WAYS: [&str; 3] = ["spoken", "written", "meeting"];

fn way_word(i18n: I18nContext<Locale>, way: &str) -> &'static str {
    match way {
        "written" => t_string!(i18n, reshape.written),
        "meeting" => t_string!(i18n, reshape.meeting),
        _ => t_string!(i18n, reshape.spoken),
    }
}

/// Merging two cases.
#[component]
pub fn MergePage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let life = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_life(id, reason));
    view! {
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match life.await {
                        Ok(life) if !life.may_reshape => view! { <ErrorNotice error=AppError::NotAllowed /> }.into_any(),
                        Ok(life) => view! { <Choose id=life.id cases=life.cases /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Choose(id: String, cases: Vec<Choice>) -> impl IntoView {
    let i18n = use_i18n();
    let id = StoredValue::new(id);
    let other = RwSignal::new(String::new());
    let shown = RwSignal::new(None::<MergeView>);
    let looking = Doing::new();
    let nothing = cases.is_empty();
    let look = move |chosen: String| {
        other.set(chosen.clone());
        shown.set(None);
        if !chosen.is_empty() {
            looking.run(merge_view(id.get_value(), chosen, MergeForm::default()), move |view| shown.set(Some(view)));
        }
    };
    view! {
        <section class="card stack">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, reshape.merge_title)}</h2>
            <p>{t!(i18n, reshape.merge_lead)}</p>
            {nothing.then(|| view! { <p>{t!(i18n, reshape.no_others)}</p> })}
            <div class="ds-field">
                <label class="ds-label" for="merge-other">{t!(i18n, reshape.other)}</label>
                <select class="ds-input" id="merge-other" disabled=move || nothing || looking.busy.get()
                    on:change=move |event| look(event_target_value(&event))>
                    <option value="">{t!(i18n, reshape.choose)}</option>
                    {cases.into_iter().map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                </select>
            </div>
            <FaultNote fault=looking.fault />
        </section>
        {move || shown.get().map(|start| view! { <Merge start id=id.get_value() other=other.get_untracked() /> })}
    }
}

/// A participant whose yes is needed, in signals.
#[derive(Clone)]
struct Needed {
    of: u8,
    person: MergePerson,
    agreed: RwSignal<bool>,
    said_by: RwSignal<String>,
    way: RwSignal<String>,
    day: RwSignal<String>,
}

#[component]
fn Merge(start: MergeView, id: String, other: String) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (id, other) = (StoredValue::new(id), StoredValue::new(other));
    let name = RwSignal::new(list(language(), start.names.as_ref()));
    let same = RwSignal::new(start.proposed.clone());
    let view = RwSignal::new(start.clone());
    let (looking, merging) = (Doing::new(), Doing::new());
    let navigate = use_navigate();
    let today = start.today.clone();
    let needed: Vec<Needed> = start
        .people
        .iter()
        .zip([0, 1])
        .flat_map(|(people, of)| people.iter().filter(|it| it.takes_part).map(move |person| (of, person.clone())))
        .map(|(of, person)| Needed {
            of,
            agreed: RwSignal::new(false),
            said_by: RwSignal::new(if person.is_child { String::new() } else { person.name.clone() }),
            way: RwSignal::new("meeting".to_owned()),
            day: RwSignal::new(today.clone()),
            person,
        })
        .collect();
    let needed = StoredValue::new(needed);
    // Somebody who is in both is asked once.
    let asked = move || {
        let paired: Vec<String> = same.with(|same| same.keys().cloned().collect());
        let first: Vec<String> =
            needed.with_value(|all| all.iter().filter(|it| it.of == 0).map(|it| it.person.id.clone()).collect());
        let twice = move |it: &Needed| {
            it.of == 1
                && paired.contains(&it.person.id)
                && same.with(|same| same.get(&it.person.id).is_some_and(|id| first.contains(id)))
        };
        needed.with_value(|all| all.iter().filter(|it| !twice(it)).cloned().collect::<Vec<_>>())
    };
    let form = move || MergeForm {
        name: name.get(),
        same: same.get(),
        agreed: asked()
            .into_iter()
            .filter(|it| it.agreed.get())
            .map(|it| YesForm {
                of: it.of,
                person: it.person.id,
                said_by: it.said_by.get(),
                way: it.way.get(),
                day: it.day.get(),
            })
            .collect(),
        steps: view.with(|view| view.steps),
    };
    let everybody = move || asked().iter().all(|it| it.agreed.get() && !it.said_by.with(|text| text.trim().is_empty()));
    let look = move |pairs: BTreeMap<String, String>| {
        same.set(pairs);
        looking.run(merge_view(id.get_value(), other.get_value(), untrack(form)), move |new| view.set(new));
    };
    let merge = move || {
        let navigate = navigate.clone();
        merging.run(merge_cases(id.get_value(), other.get_value(), untrack(form)), move |new| {
            navigate(&format!("/familier/{new}/mappen"), Default::default());
        });
    };
    let [of_first, of_second] = start.people;
    let names = start.names;
    let pair_rows = of_second.into_iter().map(|it| {
        view! { <PairRow person=it among=of_first.clone() same on_change=Callback::new(look) /> }
    });
    view! {
        <section class="card stack" aria-labelledby="same">
            <h2 class="ds-heading" data-size="xs" id="same">{t!(i18n, reshape.same_title)}</h2>
            <p>{move || t_string!(i18n, reshape.same_lead, name = names[1].clone(), other = names[0].clone())}</p>
            <FaultNote fault=looking.fault />
            <div class="stack">{pair_rows.collect_view()}</div>
        </section>
        <section class="card stack" aria-labelledby="yes">
            <h2 class="ds-heading" data-size="xs" id="yes">{t!(i18n, reshape.yes_title)}</h2>
            <For each=asked key=|it| (it.of, it.person.id.clone()) let:it>
                <YesRow needed=it />
            </For>
        </section>
        <section class="card stack" aria-labelledby="after" id="merge-preview">
            <h2 class="ds-heading" data-size="xs" id="after">{t!(i18n, reshape.after)}</h2>
            <div class="ds-field">
                <label class="ds-label" for="merge-name">{t!(i18n, reshape.merge_name)}</label>
                <input class="ds-input" id="merge-name" maxlength="200" autocomplete="off" prop:value=name
                    on:input=move |event| name.set(event_target_value(&event)) />
            </div>
            {move || {
                let now = view.get();
                let team = now.team.clone();
                let team = move || team.iter().map(|(name, function)| format!("{name} ({})", function_word(i18n, *function).to_lowercase())).collect::<Vec<_>>();
                view! {
                    <SideCard title=name side=now.result />
                    <p class="meta">{t!(i18n, reshape.merge_team)} ": " {move || list(language(), &team())}</p>
                    {now.fault.map(|code| view! {
                        <div class="ds-alert" data-color="danger" role="alert"><p>{move || declined_text(i18n, &code)}</p></div>
                    })}
                }
            }}
            <FaultNote fault=merging.fault />
            <div class="form-actions">
                <button class="ds-button" data-color="danger" type="button" id="merge-now"
                    disabled=move || !everybody() || looking.busy.get() || merging.busy.get() || view.with(|view| view.fault.is_some())
                    on:click=move |_| merge()>
                    {move || if merging.busy.get() { t_string!(i18n, reshape.merging) } else { t_string!(i18n, reshape.merge_submit) }}
                </button>
                <a class="ds-button" data-variant="tertiary" href=move || format!("/familier/{}/mappen", id.get_value())>{t!(i18n, app.cancel)}</a>
            </div>
        </section>
    }
}

#[component]
fn PairRow(
    person: MergePerson,
    among: Vec<MergePerson>,
    same: RwSignal<BTreeMap<String, String>>,
    on_change: Callback<BTreeMap<String, String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let told = move |it: &MergePerson| {
        let name = if it.name.is_empty() { "–".to_owned() } else { it.name.clone() };
        it.born.map_or_else(|| name.clone(), |born| format!("{name} ({})", date(language(), &born)))
    };
    let field = format!("same-{}", person.id);
    let label = told(&person);
    let id = StoredValue::new(person.id.clone());
    let chosen = same.with_untracked(|same| same.get(&person.id).cloned());
    let change = move |text: String| {
        let mut pairs = same.get_untracked();
        pairs.remove(&id.get_value());
        if !text.is_empty() {
            pairs.insert(id.get_value(), text);
        }
        on_change.run(pairs);
    };
    view! {
        <div class="ds-field">
            <label class="ds-label" for=field.clone()>{move || t_string!(i18n, reshape.same_as, name = label.clone())}</label>
            <select class="ds-input" id=field on:change=move |event| change(event_target_value(&event))>
                <option value="">{t!(i18n, reshape.nobody)}</option>
                {among.iter().map(|it| view! {
                    <option value=it.id.clone() selected={chosen.as_ref() == Some(&it.id)}>{told(it)}</option>
                }).collect_view()}
            </select>
        </div>
    }
}

#[component]
fn YesRow(needed: Needed) -> impl IntoView {
    let i18n = use_i18n();
    let Needed { of, person, agreed, said_by, way, day } = needed;
    let key = format!("{of}-{}", person.id);
    let id = move |part: &str| format!("{part}-{key}");
    let (agreed_id, by_id, way_id, day_id) = (id("yes"), id("by"), id("way"), id("day"));
    let name = if person.name.is_empty() { "–".to_owned() } else { person.name };
    let (by_label, way_label, day_label) = (by_id.clone(), way_id.clone(), day_id.clone());
    view! {
        <div class="person-row stack" data-gap="sm">
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=agreed_id.clone() prop:checked=agreed
                    on:change=move |event| agreed.set(event_target_checked(&event)) />
                <label class="ds-label" data-weight="regular" for=agreed_id>{move || t_string!(i18n, reshape.yes, name = name.clone())}</label>
            </div>
            <div class="form-row">
                <div class="ds-field">
                    <label class="ds-label" for=by_label>{t!(i18n, reshape.said_by)}</label>
                    <input class="ds-input" id=by_id maxlength="200" autocomplete="off" prop:value=said_by
                        on:input=move |event| said_by.set(event_target_value(&event)) />
                </div>
                <div class="ds-field">
                    <label class="ds-label" for=way_label>{t!(i18n, reshape.way)}</label>
                    <select class="ds-input" id=way_id on:change=move |event| way.set(event_target_value(&event))>
                        {WAYS.map(|it| view! { <option value=it selected={it == "meeting"}>{move || way_word(i18n, it)}</option> }).collect_view()}
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for=day_label>{t!(i18n, reshape.day)}</label>
                    <input class="ds-input" type="date" id=day_id prop:value=day on:input=move |event| day.set(event_target_value(&event)) />
                </div>
            </div>
        </div>
    }
}

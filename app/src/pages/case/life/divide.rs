//! Dividing a case: who belongs where, what goes where, and then the deed.

use super::preview::{SideCard, fact_words};
use crate::api::reshape::{DivideForm, DivideView, FactLine, Named, divide_case, divide_view};
use crate::components::{Doing, ErrorNotice, FaultNote, declined_text};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::use_case;
use crate::text::list;
use casework::division::Goes;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_navigate;

const PEOPLE: [Goes; 3] = [Goes::First, Goes::Second, Goes::Both];
const FACTS: [Goes; 4] = [Goes::First, Goes::Second, Goes::Both, Goes::Stays];

const fn code(goes: Goes) -> &'static str {
    match goes {
        Goes::First => "first",
        Goes::Second => "second",
        Goes::Both => "both",
        Goes::Stays => "stays",
    }
}

fn from_code(text: &str) -> Option<Goes> {
    FACTS.into_iter().find(|goes| code(*goes) == text)
}

fn goes_word(i18n: I18nContext<Locale>, goes: Goes) -> &'static str {
    match goes {
        Goes::First => t_string!(i18n, reshape.first),
        Goes::Second => t_string!(i18n, reshape.second),
        Goes::Both => t_string!(i18n, reshape.both),
        Goes::Stays => t_string!(i18n, reshape.stays),
    }
}

/// Dividing a case.
#[component]
pub fn DividePage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let start = Resource::new(move || case.id.get(), |id| divide_view(id, DivideForm::default()));
    view! {
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match start.await {
                        Ok(start) => view! { <Divide start id=case.id.get_untracked() /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Divide(start: DivideView, id: String) -> impl IntoView {
    let i18n = use_i18n();
    let id = StoredValue::new(id);
    let base = format!("{} ", start.name);
    let form = RwSignal::new(DivideForm { names: [format!("{base}1"), format!("{base}2")], ..DivideForm::default() });
    let shown = RwSignal::new(None::<DivideView>);
    let (looking, dividing) = (Doing::new(), Doing::new());
    let navigate = use_navigate();
    let everybody = start.participants.len();
    let all_chosen = move || form.with(|form| form.people.len() == everybody);
    let look = move || {
        looking.run(divide_view(id.get_value(), form.get_untracked()), move |view| {
            form.update(|form| form.step = view.step);
            shown.set(Some(view));
        });
    };
    let divide = move || {
        let navigate = navigate.clone();
        dividing.run(divide_case(id.get_value(), form.get_untracked()), move |[first, _]| {
            navigate(&format!("/familier/{first}/mappen"), Default::default());
        });
    };
    let person = move |it: Named| {
        let field = format!("goes-{}", it.id);
        let person = StoredValue::new(it.id);
        let choose = move |text: String| {
            form.update(|form| match from_code(&text) {
                Some(goes) => drop(form.people.insert(person.get_value(), goes)),
                None => drop(form.people.remove(&person.get_value())),
            });
            // What was shown is no longer what would happen.
            shown.set(None);
        };
        view! {
            <div class="ds-field">
                <label class="ds-label" for=field.clone()>{if it.name.is_empty() { "–".to_owned() } else { it.name }}</label>
                <select class="ds-input" id=field on:change=move |event| choose(event_target_value(&event))>
                    <option value="">{t!(i18n, reshape.choose)}</option>
                    {PEOPLE.map(|goes| view! { <option value=code(goes)>{move || goes_word(i18n, goes)}</option> }).collect_view()}
                </select>
            </div>
        }
    };
    let name = move |at: usize, label: AnyView| {
        let field = if at == 0 { "first-name" } else { "second-name" };
        view! {
            <div class="ds-field">
                <label class="ds-label" for=field>{label}</label>
                <input class="ds-input" id=field maxlength="200" autocomplete="off"
                    prop:value=move || form.with(|form| form.names[at].clone())
                    on:input=move |event| form.update(|form| form.names[at] = event_target_value(&event)) />
            </div>
        }
    };
    view! {
        <form class="form card" id="divide" on:submit=move |event| { event.prevent_default(); look(); }>
            <h2 class="ds-heading" data-size="xs">{t!(i18n, reshape.divide_title)}</h2>
            <p>{t!(i18n, reshape.divide_lead)}</p>
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{t!(i18n, reshape.who_goes)}</legend>
                <div class="form-row">{start.participants.into_iter().map(person).collect_view()}</div>
            </fieldset>
            <div class="form-row">
                {name(0, t!(i18n, reshape.name_first).into_any())}
                {name(1, t!(i18n, reshape.name_second).into_any())}
            </div>
            <FaultNote fault=looking.fault />
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" type="submit" disabled=move || looking.busy.get() || !all_chosen()>
                    {move || if looking.busy.get() { t_string!(i18n, reshape.looking) } else { t_string!(i18n, reshape.look) }}
                </button>
                <a class="ds-button" data-variant="tertiary" href=move || format!("/familier/{}/mappen", id.get_value())>{t!(i18n, app.cancel)}</a>
            </div>
        </form>
        {move || shown.get().map(|view| {
            let divide = divide.clone();
            let open = view.facts.iter().any(|it| it.is_open && !form.with(|form| form.facts.contains_key(&it.id)));
            let fault = view.fault.clone();
            let blocked = fault.is_some();
            view! {
                <Outcome view form look=Callback::new(move |()| look()) />
                <FaultNote fault=dividing.fault />
                {fault.map(|code| view! {
                    <div class="ds-alert" data-color="danger" role="alert"><p>{move || declined_text(i18n, &code)}</p></div>
                })}
                <div class="form-actions">
                    <button class="ds-button" data-color="danger" type="button" id="divide-now"
                        disabled=move || blocked || open || dividing.busy.get()
                        on:click=move |_| divide()>
                        {move || if dividing.busy.get() { t_string!(i18n, reshape.dividing) } else { t_string!(i18n, reshape.divide_submit) }}
                    </button>
                </div>
            }
        })}
    }
}

/// What goes where, and what is for people to decide.
#[component]
fn Outcome(view: DivideView, form: RwSignal<DivideForm>, look: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (open, settled): (Vec<FactLine>, Vec<FactLine>) = view.facts.into_iter().partition(|it| it.is_open);
    let nothing_open = open.is_empty();
    let ids: Vec<String> = open.iter().map(|it| it.id.clone()).collect();
    let all = StoredValue::new(ids);
    let decide = move |fact: String, text: String| {
        form.update(|form| match from_code(&text) {
            Some(goes) => drop(form.facts.insert(fact, goes)),
            None => drop(form.facts.remove(&fact)),
        });
        look.run(());
    };
    let decide_all = move |text: String| {
        let Some(goes) = from_code(&text) else { return };
        form.update(|form| form.facts.extend(all.get_value().into_iter().map(|id| (id, goes))));
        look.run(());
    };
    let row = move |fact: FactLine| {
        let words = fact_words(i18n, &fact);
        let (label, id) = (words.clone(), StoredValue::new(fact.id.clone()));
        let field = format!("fact-{}", fact.id);
        let goes = fact.goes;
        view! {
            <li class="team-line">
                <label for=field.clone()>{words}</label>
                <select class="ds-input" data-size="sm" id=field
                    aria-label=move || t_string!(i18n, reshape.goes, what = label.clone())
                    on:change=move |event| decide(id.get_value(), event_target_value(&event))>
                    <option value="" selected=goes.is_none()>{t!(i18n, reshape.choose)}</option>
                    {FACTS.map(|it| view! {
                        <option value=code(it) selected={goes == Some(it)}>{move || goes_word(i18n, it)}</option>
                    }).collect_view()}
                </select>
            </li>
        }
    };
    let fixed = move |fact: FactLine| {
        let goes = fact.goes.unwrap_or(Goes::Stays);
        view! { <li class="team-line"><span>{fact_words(i18n, &fact)}</span><span class="ds-tag" data-size="sm" data-color="neutral">{move || goes_word(i18n, goes)}</span></li> }
    };
    let [first, second] = view.sides;
    let team = view.team;
    view! {
        <section class="card stack" aria-labelledby="open-facts">
            <h2 class="ds-heading" data-size="xs" id="open-facts">{t!(i18n, reshape.open_title)}</h2>
            {if nothing_open {
                view! { <p>{t!(i18n, reshape.open_none)}</p> }.into_any()
            } else {
                view! {
                    <p>{t!(i18n, reshape.open_lead)}</p>
                    <div class="ds-field">
                        <label class="ds-label" for="all-facts">{t!(i18n, reshape.all)}</label>
                        <select class="ds-input" id="all-facts" on:change=move |event| decide_all(event_target_value(&event))>
                            <option value="">{t!(i18n, reshape.choose)}</option>
                            {FACTS.map(|it| view! { <option value=code(it)>{move || goes_word(i18n, it)}</option> }).collect_view()}
                        </select>
                    </div>
                    <ul class="plain-list">{open.into_iter().map(row).collect_view()}</ul>
                }.into_any()
            }}
            <details class="ds-details">
                <summary>{t!(i18n, reshape.settled)}</summary>
                <div class="stack">
                    <p class="meta">{t!(i18n, reshape.settled_lead)}</p>
                    <ul class="plain-list">{settled.into_iter().map(fixed).collect_view()}</ul>
                </div>
            </details>
        </section>
        <section class="card stack" aria-labelledby="after" id="divide-preview">
            <h2 class="ds-heading" data-size="xs" id="after">{t!(i18n, reshape.after)}</h2>
            <div class="form-row">
                <SideCard title=Signal::derive(move || form.with(|form| form.names[0].clone())) side=first />
                <SideCard title=Signal::derive(move || form.with(|form| form.names[1].clone())) side=second />
            </div>
            <p class="meta">{move || t_string!(i18n, reshape.team, names = list(language(), &team))}</p>
        </section>
    }
}

//! Pauses and stops. Whoever takes part may pause or stop, and no reason is asked.

use super::Here;
use super::words::{halt_word, shown_name};
use crate::api::plan::{GoOnWithPlan, HaltPlan, HaltRow};
use crate::components::{FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::typed::{Choose, Line, label};
use crate::pages::talk_words::day_words;
use casework::plan::{Body, HaltKind, HaltScope};
use leptos::prelude::*;

/// What holds now, and a form for more.
#[component]
pub(super) fn HaltsCard(here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let halts = here.plan.with_value(|plan| plan.halts.clone());
    let none = halts.is_empty();
    let open = here.is_open("halt");
    let press = move |_| here.open.set(if open.get_untracked() { String::new() } else { "halt".to_owned() });
    view! {
        <section class="card stack" aria-labelledby="plan-halts">
            <h2 class="ds-heading" data-size="xs" id="plan-halts">{t!(i18n, plan.halts)}</h2>
            <p class="meta">{t!(i18n, plan.halts_lead)}</p>
            {none.then(|| view! { <p>{t!(i18n, plan.halts_none)}</p> })}
            <ul class="plain-list plan-standing">{halts.into_iter().map(|row| view! { <HaltLine here row /> }).collect_view()}</ul>
            {(!none && here.may_edit()).then(|| view! {
                <details class="plan-tool">
                    <summary>{t!(i18n, plan.duty_title)}</summary>
                    <p>{t!(i18n, plan.duty)}</p>
                </details>
            })}
            {here.may_edit().then(|| view! {
                <div>
                    <button class="ds-button plan-tool" type="button" data-size="sm" data-variant="secondary" aria-expanded=move || open.get().to_string() on:click=press>{t!(i18n, plan.halt)}</button>
                </div>
                {move || open.get().then(|| view! { <HaltForm here scope=None /> })}
            })}
        </section>
    }
}

#[component]
fn HaltLine(here: Here, row: HaltRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let go_on = ServerAction::<GoOnWithPlan>::new();
    when_done(go_on, move |()| here.written(None));
    let (kind, name, until, scope) = (row.kind, row.name.clone(), row.until, row.scope.clone());
    let what = move || match &scope {
        HaltScope::Everything => t_string!(i18n, plan.everything).to_owned(),
        HaltScope::Own => t_string!(i18n, plan.own_part).to_owned(),
        HaltScope::Action(id) => here.plan.with_value(|plan| {
            let row = plan.parts.iter().find(|row| row.id == *id);
            match row.map(|row| &row.part.body) {
                Some(Body::Action(action)) => action.words.clone(),
                _ => t_string!(i18n, plan.the_action).to_owned(),
            }
        }),
    };
    let by = row.recorded_by.clone();
    let send = move |_| {
        go_on.dispatch(GoOnWithPlan { id: here.case(), halt: row.id.clone() });
    };
    view! {
        <li>
            <p class="cluster">
                <span class="ds-tag" data-size="sm" data-color="warning">{move || halt_word(i18n, kind)}</span>
                <strong><bdi>{move || shown_name(i18n, &name)}</bdi></strong>
            </p>
            <p dir="auto">{what}</p>
            {until.map(|day| view! { <p class="meta">{move || t_string!(i18n, plan.until, day = day_words(language(), day))}</p> })}
            {(!by.is_empty()).then(|| view! { <p class="meta">{t!(i18n, plan.written_down, name = by.clone())}</p> })}
            {here.may_edit().then(|| view! {
                <button class="ds-button plan-tool" type="button" data-size="sm" data-variant="tertiary" disabled=move || go_on.pending().get() on:click=send>{t!(i18n, plan.go_on)}</button>
            })}
            <FaultNote fault=fault_of(go_on) />
        </li>
    }
}

/// A pause or a stop, of one action or of more.
#[component]
pub(super) fn HaltForm(here: Here, scope: Option<HaltScope>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<HaltPlan>::new();
    when_done(action, move |()| here.written(None));
    let family = here.plan.with_value(|plan| plan.family.clone());
    let person = RwSignal::new(family.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let kind = RwSignal::new(HaltKind::Pause.code().to_owned());
    let what = RwSignal::new("own".to_owned());
    let until = RwSignal::new(String::new());
    let of_one = scope.is_some();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wide = if what.get_untracked() == "all" { HaltScope::Everything } else { HaltScope::Own };
        action.dispatch(HaltPlan {
            id: here.case(),
            kind: HaltKind::from_code(&kind.get_untracked()).unwrap_or(HaltKind::Pause),
            scope: scope.clone().unwrap_or(wide),
            person: person.get_untracked(),
            until: until.get_untracked().trim().parse().ok(),
        });
    };
    let people = family.into_iter().map(|(id, name)| (id, Signal::derive(move || shown_name(i18n, &name))));
    let kinds = [
        ("pause".to_owned(), label(i18n, |i18n| t_string!(i18n, plan.pause))),
        ("stop".to_owned(), label(i18n, |i18n| t_string!(i18n, plan.stop))),
    ];
    let scopes = [
        ("own".to_owned(), label(i18n, |i18n| t_string!(i18n, plan.own_part))),
        ("all".to_owned(), label(i18n, |i18n| t_string!(i18n, plan.everything))),
    ];
    view! {
        <form class="form plan-form" on:submit=send>
            <Choose id="halt-person" label=label(i18n, |i18n| t_string!(i18n, plan.who_says)) value=person options=people.collect() />
            <Choose id="halt-kind" label=label(i18n, |i18n| t_string!(i18n, plan.halt_kind)) value=kind options=kinds.to_vec() />
            {(!of_one).then(|| view! { <Choose id="halt-scope" label=label(i18n, |i18n| t_string!(i18n, plan.halt_scope)) value=what options=scopes.to_vec() /> })}
            {move || kind.with(|kind| kind == "pause").then(|| view! {
                <Line id="halt-until" kind="date" label=label(i18n, |i18n| t_string!(i18n, plan.pause_until)) value=until />
            })}
            <FaultNote fault=fault_of(action) />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || action.pending().get()>{t!(i18n, plan.save)}</button>
                <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| here.open.set(String::new())>{t!(i18n, plan.cancel)}</button>
            </div>
        </form>
    }
}

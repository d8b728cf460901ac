//! Beginning a handover: to whom, how, by when, and who is asked.

use super::Here;
use crate::api::begin::Choice;
use crate::api::moving::begin_moving;
use crate::components::{Doing, FaultNote};
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::case::typed::{Line, Ticks, label};
use casework::Day;
use casework::moving::Destination;
use leptos::prelude::*;

#[component]
pub(super) fn BeginForm(here: Here, people: Vec<Choice>, due: Day) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let (municipality, service) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (contact, how) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let by = RwSignal::new(due.to_string());
    // Whom it is about is chosen, never taken for granted: where one moves from
    // another, the other is told nothing of where to.
    let chosen = RwSignal::new(Vec::<String>::new());
    let saved = RwSignal::new(false);
    let draft = format!("moving:{}", here.case.get_value());
    let nobody = people.is_empty();
    let options: Vec<(String, String)> = people.into_iter().map(|it| (it.id, it.name)).collect();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let destination = Destination {
            municipality: municipality.get_untracked(),
            service: service.get_untracked(),
            contact: contact.get_untracked(),
            how: how.get_untracked(),
        };
        let people = chosen.get_untracked().into_iter().collect();
        let due = by.get_untracked().trim().parse().ok();
        doing.run(begin_moving(here.case.get_value(), destination, due, people), move |()| {
            saved.set(true);
            here.stepped();
        });
    };
    view! {
        <details class="ds-details" id="begin-moving">
            <summary>{t!(i18n, moving.begin)}</summary>
            <form class="form" on:submit=send>
                <Draft name=draft saved />
                <p>{t!(i18n, moving.begin_lead)}</p>
                {nobody.then(|| view! { <p>{t!(i18n, moving.nobody_here)}</p> })}
                {(!nobody).then(|| view! {
                    <Ticks id="moving-people" label=label(i18n, |i18n| t_string!(i18n, moving.who_moves)) value=chosen options=options shielded=label(i18n, |i18n| t_string!(i18n, talk.shielded)) />
                    <p class="meta">{t!(i18n, moving.who_lead)}</p>
                    <div class="form-row">
                        <Line id="moving-municipality" label=label(i18n, |i18n| t_string!(i18n, moving.municipality)) value=municipality />
                        <Line id="moving-service" label=label(i18n, |i18n| t_string!(i18n, moving.service)) value=service />
                    </div>
                    <Line id="moving-contact" label=label(i18n, |i18n| t_string!(i18n, moving.contact)) value=contact />
                    <Line id="moving-how" label=label(i18n, |i18n| t_string!(i18n, moving.how)) value=how />
                    <Line id="moving-due" kind="date" label=label(i18n, |i18n| t_string!(i18n, moving.due)) value=by />
                    <FaultNote fault=doing.fault />
                    <div class="form-actions">
                        <button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, moving.begin_submit)}</button>
                    </div>
                })}
            </form>
        </details>
    }
}

//! Stays at a centre for parents and children.

use super::super::typed::Line;
use crate::api::talks::{KeepStay, StayRow};
use crate::components::{FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::day_words;
use leptos::prelude::*;

/// The stays, with a form for the one that is, or a new one.
#[component]
pub(super) fn StayCard(case: String, stays: Vec<StayRow>, may_edit: bool, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let keep = ServerAction::<KeepStay>::new();
    when_done(keep, move |()| again.update(|n| *n += 1));
    let none = stays.is_empty();
    // One that has no end yet is set right; otherwise a new one is entered.
    let open = stays.iter().find(|it| it.to.is_none()).cloned();
    let field = |day: Option<casework::Day>| RwSignal::new(day.map(|day| day.to_string()).unwrap_or_default());
    let (from, to) = (field(open.as_ref().and_then(|it| it.from)), field(None));
    let id = open.map(|it| it.id).unwrap_or_default();
    let line = move |it: StayRow| {
        let said = move || {
            let from = it.from.map(|day| day_words(language(), day)).unwrap_or_default();
            match it.to {
                Some(to) => t_string!(i18n, talk.stay_span, from = from, to = day_words(language(), to)),
                None => t_string!(i18n, talk.stay_open, from = from),
            }
        };
        view! { <li>{said}</li> }
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (from, to) = (from.get_untracked(), to.get_untracked());
        keep.dispatch(KeepStay { id: case.clone(), stay: id.clone(), from, to });
    };
    view! {
        <section class="card stack" aria-labelledby="talk-stay">
            <h2 class="ds-heading" data-size="xs" id="talk-stay">{t!(i18n, talk.stay)}</h2>
            {none.then(|| view! { <p>{t!(i18n, talk.stay_none)}</p> })}
            {(!none).then(|| view! { <ul class="plain-list">{stays.into_iter().map(line).collect_view()}</ul> })}
            {may_edit.then(|| view! {
                <details class="call-more">
                    <summary>{t!(i18n, talk.stay_new)}</summary>
                    <form class="form" novalidate on:submit=send>
                        <Line id="stay-from" kind="date" label=Signal::derive(move || t_string!(i18n, talk.stay_from).to_owned()) value=from />
                        <Line id="stay-to" kind="date" label=Signal::derive(move || t_string!(i18n, talk.stay_to).to_owned()) value=to />
                        <FaultNote fault=fault_of(keep) />
                        <div class="form-actions">
                            <button class="ds-button" data-variant="secondary" type="submit" disabled=move || keep.pending().get()>{t!(i18n, talk.stay_save)}</button>
                        </div>
                    </form>
                </details>
            })}
        </section>
    }
}

//! What is planned for a session: agenda, preparation, who comes.

use super::super::typed::{Lines, Ticks};
use super::one::Here;
use crate::api::talks::one::{KeepTalkPlan, TalkView};
use crate::components::{FaultNote, fault_of, when_done};
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The plan, to be read or written.
#[component]
pub(super) fn PrepareCard(here: Here, talk: TalkView) -> impl IntoView {
    let i18n = use_i18n();
    let TalkView { plan_version: version, agenda, preparation, attends, family, may_edit, .. } = talk;
    let keep = ServerAction::<KeepTalkPlan>::new();
    let saved = Signal::derive(move || matches!(keep.value().get(), Some(Ok(()))));
    when_done(keep, move |()| here.again.update(|n| *n += 1));
    let title = view! { <h2 class="ds-heading" data-size="xs" id="talk-prepare">{t!(i18n, talk.prepare)}</h2> };
    if !may_edit {
        let names: Vec<String> =
            family.into_iter().filter(|(id, _)| attends.contains(id)).map(|(_, name)| name).collect();
        let nothing = agenda.is_empty() && preparation.is_empty() && names.is_empty();
        return view! {
            <section class="card stack" aria-labelledby="talk-prepare">
                {title}
                {nothing.then(|| view! { <p>{t!(i18n, talk.agenda_none)}</p> })}
                <p><bdi>{names.join(", ")}</bdi></p>
                <p class="entry-text">{agenda}</p>
                <p class="entry-text">{preparation}</p>
            </section>
        }
        .into_any();
    }
    let (agenda, preparation, attends) = (RwSignal::new(agenda), RwSignal::new(preparation), RwSignal::new(attends));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (id, entry, at) = here.names();
        keep.dispatch(KeepTalkPlan {
            id,
            entry,
            at,
            version,
            agenda: agenda.get_untracked(),
            preparation: preparation.get_untracked(),
            attends: attends.get_untracked(),
        });
    };
    let (case, entry, at) = here.names();
    view! {
        <section class="card stack screen-only" aria-labelledby="talk-prepare">
            {title}
            <form class="form" on:submit=send>
                <Draft name=format!("talk-plan:{case}:{entry}:{at}") saved />
                <Ticks id="talk-attends" label=Signal::derive(move || t_string!(i18n, talk.attends).to_owned()) value=attends options=family
                    shielded=Signal::derive(move || t_string!(i18n, talk.shielded).to_owned()) />
                <Lines id="talk-plan-agenda" label=Signal::derive(move || t_string!(i18n, talk.agenda).to_owned()) value=agenda />
                <Lines id="talk-preparation" label=Signal::derive(move || t_string!(i18n, talk.preparation).to_owned()) value=preparation />
                <FaultNote fault=fault_of(keep) />
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" disabled=move || keep.pending().get()>{t!(i18n, talk.keep_plan)}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

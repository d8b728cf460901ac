//! The next step: what, who, by when.

use super::super::typed::{Choose, Line, Lines};
use super::one::Here;
use crate::api::talks::one::{KeepTalkStep, TalkView};
use crate::api::talks::{FinishTalkStep, StepRow};
use crate::components::{FaultNote, fault_of, when_done};
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::day_words;
use casework::Day;
use leptos::prelude::*;

/// One step in a list, to be done.
#[component]
pub(super) fn StepLine(case: String, row: StepRow, today: Day, may_edit: bool, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let finish = ServerAction::<FinishTalkStep>::new();
    when_done(finish, move |()| again.update(|n| *n += 1));
    let (day, done, late) = (row.day, row.done, row.day < today && !row.done);
    let (who, spoken) = (row.who.clone(), row.words.clone());
    let by = move || t_string!(i18n, talk.step_by, name = who.clone(), day = day_words(language(), day));
    view! {
        <li class="talk-step">
            <p>{row.words.clone()}</p>
            <p class="cluster">
                <span class="meta">{by}</span>
                {late.then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, day.late)}</span> })}
                {done.then(|| view! { <span class="ds-tag" data-size="sm" data-color="success">{t!(i18n, talk.step_done)}</span> })}
            </p>
            {may_edit.then(|| view! {
                <ActionForm action=finish attr:class="screen-only">
                    <input type="hidden" name="id" value=case />
                    <input type="hidden" name="step" value=row.id.clone() />
                    <input type="hidden" name="done" value=if done { "false" } else { "true" } />
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="submit" disabled=move || finish.pending().get()>
                        {move || if done { t_string!(i18n, talk.step_undone) } else { t_string!(i18n, talk.step_done) }}
                        <span class="ds-sr-only">{format!(": {spoken}")}</span>
                    </button>
                </ActionForm>
            })}
            <FaultNote fault=fault_of(finish) />
        </li>
    }
}

/// The steps agreed in one session, with a form for one more.
#[component]
pub(super) fn StepsCard(here: Here, talk: TalkView) -> impl IntoView {
    let i18n = use_i18n();
    let today = talk.now.day;
    let may_edit = talk.may_edit;
    let keep = ServerAction::<KeepTalkStep>::new();
    let saved = Signal::derive(move || matches!(keep.value().get(), Some(Ok(()))));
    let words = RwSignal::new(String::new());
    let who = RwSignal::new(format!("user:{}", talk.me));
    let day = RwSignal::new(today.plus(7).to_string());
    when_done(keep, move |()| {
        words.set(String::new());
        here.again.update(|n| *n += 1);
    });
    let text = |text: String| Signal::stored(text);
    let mut people: Vec<(String, Signal<String>)> =
        talk.team.iter().map(|(id, name)| (format!("user:{id}"), text(name.clone()))).collect();
    people.extend(talk.family.iter().map(|(id, name)| {
        let name = name.clone();
        let shown =
            Signal::derive(
                move || if name.is_empty() { t_string!(i18n, talk.shielded).to_owned() } else { name.clone() },
            );
        (format!("person:{id}"), shown)
    }));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (id, entry, at) = here.names();
        let (words, who, day) = (words.get_untracked(), who.get_untracked(), day.get_untracked());
        keep.dispatch(KeepTalkStep { id, entry, at, words, who, day });
    };
    let (case, entry, at) = here.names();
    let of = case.clone();
    let line = move |row| view! { <StepLine case=of.clone() row today may_edit again=here.again /> };
    view! {
        <section class="card stack" aria-labelledby="talk-step">
            <h2 class="ds-heading" data-size="xs" id="talk-step">{t!(i18n, talk.next_step)}</h2>
            {(!talk.steps.is_empty()).then(|| view! {
                <ul class="plain-list talk-steps">{talk.steps.into_iter().map(line).collect_view()}</ul>
            })}
            {may_edit.then(|| view! {
                <form class="form screen-only" on:submit=send>
                    <Draft name=format!("talk-step:{case}:{entry}:{at}") saved />
                    <Lines id="talk-step-words" rows="2" label=Signal::derive(move || t_string!(i18n, talk.step_words).to_owned()) value=words />
                    <Choose id="talk-step-who" label=Signal::derive(move || t_string!(i18n, talk.step_who).to_owned()) value=who options=people />
                    <Line id="talk-step-day" kind="date" label=Signal::derive(move || t_string!(i18n, talk.step_day).to_owned()) value=day />
                    <FaultNote fault=fault_of(keep) />
                    <div class="form-actions">
                        <button class="ds-button" data-variant="secondary" type="submit" disabled=move || keep.pending().get()>{t!(i18n, talk.step_save)}</button>
                    </div>
                </form>
            })}
        </section>
    }
}

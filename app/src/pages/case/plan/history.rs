//! What a part said before, and back to it.

use super::words::{area_word, doer_words, part_word, status_word, written_words};
use super::{Here, Undo};
use crate::api::plan::{PlanView, RestorePlanPart, RevisionRow, plan_history};
use crate::components::{FaultNote, error_text, fault_of, when_done};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use casework::plan::Body;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::I18nContext;

/// What a revision said, in one line.
fn said(i18n: I18nContext<Locale>, plan: &PlanView, row: &RevisionRow) -> String {
    if row.part.withdrawn {
        return t_string!(i18n, plan.taken_out).to_owned();
    }
    match &row.part.body {
        Body::Dream(dream) => dream.words.clone(),
        Body::Goal(goal) => format!("{} ({})", goal.words, area_word(i18n, &goal.area)),
        Body::Action(action) => {
            format!(
                "{} · {} · {}",
                action.words,
                doer_words(i18n, plan, &action.doer),
                status_word(i18n, action.status)
            )
        }
        Body::Mark(mark) => mark.value.to_string(),
    }
}

/// The history of a part, asked for when it is opened.
#[component]
pub(super) fn History(here: Here, part: String) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let open = here.is_open(&format!("past:{part}"));
    let rows = RwSignal::new(None);
    let of = StoredValue::new(part);
    Effect::new(move |_| {
        if open.get() {
            rows.set(None);
            let case = here.case();
            spawn_local(async move {
                let found = plan_history(case, of.get_value(), None).await;
                rows.try_set(Some(found));
            });
        }
    });
    let restore = ServerAction::<RestorePlanPart>::new();
    when_done(restore, move |()| {
        let now = here.plan.with_value(|plan| {
            of.with_value(|of| {
                plan.parts.iter().find(|row| row.id == *of).map(|row| (row.revision, row.part.body.kind()))
            })
        });
        let undo = now.map(|(revision, kind)| Undo {
            part: of.get_value(),
            revision: revision + 1,
            before: Some(revision),
            said: t_string!(i18n, plan.was_changed, part = part_word(i18n, kind)).to_string(),
        });
        here.written(undo);
    });
    let line = move |(at, row): (usize, RevisionRow)| {
        let words = here.plan.with_value(|plan| said(i18n, plan, &row));
        let (by, when) = (row.by.clone(), row.at.clone());
        let (revision, to) = (
            here.plan.with_value(|plan| {
                of.with_value(|of| plan.parts.iter().find(|it| it.id == *of).map_or(0, |it| it.revision))
            }),
            row.revision,
        );
        let back = move |_| {
            restore.dispatch(RestorePlanPart { id: here.case(), part: of.get_value(), revision, to });
        };
        view! {
            <li>
                <p dir="auto">{words}</p>
                <p class="meta">{move || written_words(i18n, language(), &by, &when)}</p>
                {(at > 0 && here.may_edit() && !row.part.withdrawn).then(|| view! {
                    <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" disabled=move || restore.pending().get() on:click=back>{t!(i18n, plan.restore)}</button>
                })}
            </li>
        }
    };
    move || {
        open.get().then(|| match rows.get() {
            None => view! { <p role="status">{t!(i18n, app.loading)}</p> }.into_any(),
            Some(Err(error)) => view! { <p role="alert">{error_text(i18n, &error)}</p> }.into_any(),
            Some(Ok(rows)) => view! {
                <div class="plan-history">
                    <ol class="plain-list">{rows.into_iter().enumerate().map(line).collect_view()}</ol>
                    <FaultNote fault=fault_of(restore) />
                </div>
            }
            .into_any(),
        })
    }
}

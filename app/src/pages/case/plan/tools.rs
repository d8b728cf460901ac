//! Small pieces that the plan's forms and lines share.

use super::words::part_word;
use super::{Here, Undo, known_services};
use crate::api::plan::{PlanRow, RestorePlanPart, WithdrawPlanPart, WritePlanPart};
use crate::components::{AudienceField, FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::case::typed::Line;
use casework::plan::{Part, PartKind};
use leptos::prelude::*;
use leptos::web_sys;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;

/// Opens a form, and closes it again.
#[component]
pub(super) fn AddButton(here: Here, form: String, #[prop(into)] label: Signal<String>, main: bool) -> impl IntoView {
    let open = here.is_open(&form);
    let press = move |_| here.open.set(if open.get_untracked() { String::new() } else { form.clone() });
    view! {
        <button class="ds-button plan-tool" type="button" data-size="sm" data-variant=if main { "secondary" } else { "tertiary" }
            aria-expanded=move || open.get().to_string() on:click=press>
            {move || label.get()}
        </button>
    }
}

/// What was done last, with its way back.
#[component]
pub(super) fn UndoBar(here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let restore = ServerAction::<RestorePlanPart>::new();
    let withdraw = ServerAction::<WithdrawPlanPart>::new();
    when_done(restore, move |()| here.written(None));
    when_done(withdraw, move |()| here.written(None));
    let back = move |_| {
        let Some(undo) = here.undo.get_untracked() else { return };
        let (id, part, revision) = (here.case(), undo.part, undo.revision);
        match undo.before {
            Some(to) => {
                restore.dispatch(RestorePlanPart { id, part, revision, to });
            }
            None => {
                withdraw.dispatch(WithdrawPlanPart { id, part, revision });
            }
        }
    };
    let busy = move || restore.pending().get() || withdraw.pending().get();
    view! {
        <div class="plan-undo" role="status" aria-live="polite">
            {move || here.undo.get().map(|undo| view! {
                <span>{undo.said}</span> " "
                <button class="ds-button" data-size="sm" data-variant="tertiary" type="button" disabled=busy on:click=back>{t!(i18n, plan.undo)}</button>
            })}
        </div>
        <FaultNote fault=fault_of(restore) />
        <FaultNote fault=fault_of(withdraw) />
    }
}

/// What a form of a part shares with the others: for whom it is, and writing it.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    here: Here,
    kind: PartKind,
    which: StoredValue<Option<(String, i64)>>,
    pub(super) audience: RwSignal<BTreeSet<String>>,
    pub(super) write: ServerAction<WritePlanPart>,
}

impl Writing {
    /// A form for a new part, or for one that is there.
    pub(super) fn new(here: Here, kind: PartKind, row: Option<&PlanRow>) -> Self {
        let i18n = use_i18n();
        let write = ServerAction::<WritePlanPart>::new();
        let which = StoredValue::new(row.map(|it| (it.id.clone(), it.revision)));
        let audience = match row {
            Some(row) => row.part.audience.clone(),
            None if kind == PartKind::Dream => BTreeSet::from(["team".to_owned()]),
            // A plan is made together: whoever takes part reads it unless somebody says otherwise.
            None => here.plan.with_value(|plan| {
                let people = plan.family.iter().map(|(id, _)| format!("person:{id}"));
                people.chain(["team".to_owned()]).collect()
            }),
        };
        when_done(write, move |part| {
            let word = part_word(i18n, kind);
            let undo = match which.get_value() {
                Some((part, before)) => Undo {
                    part,
                    revision: before + 1,
                    before: Some(before),
                    said: t_string!(i18n, plan.was_changed, part = word).to_string(),
                },
                None => Undo {
                    part,
                    revision: 1,
                    before: None,
                    said: t_string!(i18n, plan.was_added, part = word).to_string(),
                },
            };
            here.written(Some(undo));
        });
        Self { here, kind, which, audience: RwSignal::new(audience), write }
    }

    /// Sends a part.
    pub(super) fn send(self, teller: String, body: casework::plan::Body) {
        let part = Part { teller, audience: self.audience.get_untracked(), withdrawn: false, body };
        self.write.dispatch(WritePlanPart { id: self.here.case(), which: self.which.get_value(), part });
    }

    /// Whether it has been written.
    pub(super) fn saved(self) -> Signal<bool> {
        Signal::derive(move || matches!(self.write.value().get(), Some(Ok(_))))
    }

    /// The name under which what is typed is kept until then.
    pub(super) fn draft(self, under: &str) -> String {
        let which = self.which.with_value(|it| it.as_ref().map(|(id, _)| id.clone()).unwrap_or_default());
        format!("plan-{}:{}:{which}:{under}", self.kind.code(), self.here.case())
    }
}

/// The end of every form: who may see it, what went wrong, the buttons.
#[component]
pub(super) fn FormEnd(
    writing: Writing,
    /// Key of who tells it.
    #[prop(into)]
    teller: Signal<String>,
    /// Whom it is about.
    #[prop(into)]
    about: Signal<Vec<String>>,
    id: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let here = writing.here;
    let parties = here.plan.with_value(|plan| plan.parties.clone());
    view! {
        {parties.map(|parties| {
            let parties = StoredValue::new(parties);
            move || view! {
                <AudienceField parties=parties.get_value() teller=teller.get() about=about.get() value=writing.audience id />
            }
        })}
        <FaultNote fault=fault_of(writing.write) />
        <div class="form-actions">
            <button class="ds-button" type="submit" disabled=move || writing.write.pending().get()>{t!(i18n, plan.save)}</button>
            <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| here.open.set(String::new())>{t!(i18n, plan.cancel)}</button>
        </div>
    }
}

/// Change; and behind «Mer» taking it out, what it said before, and what else
/// can be done with it.
#[component]
pub(super) fn PartTools(
    here: Here,
    row: PlanRow,
    /// What it is called when the page is read aloud.
    #[prop(into)]
    name: Signal<String>,
    /// What else.
    #[prop(optional)]
    more: Option<AnyView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let kind = row.part.body.kind();
    let withdraw = ServerAction::<WithdrawPlanPart>::new();
    let (id, revision) = (row.id.clone(), row.revision);
    let part = id.clone();
    when_done(withdraw, move |()| {
        here.written(Some(Undo {
            part: part.clone(),
            revision: revision + 1,
            before: Some(revision),
            said: t_string!(i18n, plan.was_withdrawn, part = part_word(i18n, kind)).to_string(),
        }));
    });
    let edit = format!("edit:{id}");
    let past = format!("past:{id}");
    let (edits, looks) = (here.is_open(&edit), here.is_open(&past));
    let toggle = move |open: Memo<bool>, form: String| {
        move |_| here.open.set(if open.get_untracked() { String::new() } else { form.clone() })
    };
    let take_out = move |_| {
        withdraw.dispatch(WithdrawPlanPart { id: here.case(), part: id.clone(), revision });
    };
    let spoken = Signal::derive(move || format!(": {}", name.get()));
    view! {
        <div class="cluster plan-tools">
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" aria-expanded=move || edits.get().to_string() on:click=toggle(edits, edit)>
                {t!(i18n, plan.change)}<span class="ds-sr-only">{move || spoken.get()}</span>
            </button>
            <details class="plan-more">
                <summary>{t!(i18n, plan.more)}<span class="ds-sr-only">{move || spoken.get()}</span></summary>
                <div class="cluster">
                    <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" aria-expanded=move || looks.get().to_string() on:click=toggle(looks, past)>
                        {t!(i18n, plan.history)}<span class="ds-sr-only">{move || spoken.get()}</span>
                    </button>
                    {more}
                    <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="danger" disabled=move || withdraw.pending().get() on:click=take_out>
                        {t!(i18n, plan.take_out)}<span class="ds-sr-only">{move || spoken.get()}</span>
                    </button>
                </div>
            </details>
        </div>
        <FaultNote fault=fault_of(withdraw) />
    }
}

/// A service by its name, with those that are known offered while one types,
/// and a person there.
#[component]
pub(super) fn ServiceFields(
    here: Here,
    /// Beginning of the ids.
    id: &'static str,
    service: RwSignal<String>,
    person: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let offered = here.plan.with_value(known_services);
    let (field, list) = (format!("{id}-service"), format!("{id}-services"));
    let (name, of, of_list) = (field.clone(), field.clone(), list.clone());
    view! {
        <div class="form-row">
            <div class="ds-field">
                <label class="ds-label" for=of>{t!(i18n, plan.service)}</label>
                <input class="ds-input" id=field name=name list=of_list autocomplete="off" maxlength="120"
                    prop:value=service on:input=move |event| service.set(event_target_value(&event)) />
                <datalist id=list>{offered.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
            </div>
            <Line id=format!("{id}-service-person") label=Signal::derive(move || t_string!(i18n, plan.service_person).to_owned()) value=person />
        </div>
    }
}

/// Sets the focus on a field of a form that has just come.
pub(super) fn focus_field(id: &'static str) {
    Effect::new(move |_| {
        request_animation_frame(move || {
            let found = document().get_element_by_id(id).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
            if let Some(field) = found {
                let _ = field.focus();
            }
        });
    });
}

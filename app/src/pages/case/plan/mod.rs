//! The tab «Plan»: dreams first, goals under dreams, what somebody does by when
//! under goals; then who does what and when, at a glance. Beside it versions and
//! whose yes they have, pauses and stops, and how much help each of them carries.

mod action;
mod approval;
mod baton;
mod dream;
mod goal;
mod halts;
mod history;
mod letter;
mod load;
mod tools;
mod who_does_what;
mod words;

pub use letter::PlanLetterPage;
pub use words::{approver_words, plan_declined, shown_name};

use self::action::{ActionForm, ActionLine};
use self::approval::ApprovalCard;
use self::dream::{DreamForm, DreamHead};
use self::goal::GoalBlock;
use self::halts::HaltsCard;
use self::load::LoadCard;
use self::tools::{AddButton, UndoBar};
use self::who_does_what::WhoDoesWhat;
use self::words::doer_words;
use super::print::{PrintButton, PrintNotice, use_printer};
use super::seen::SeenContext;
use super::use_case;
use crate::api::plan::{PlanRow, PlanView, case_plan};
use crate::api::seen::seen_plan;
use crate::components::ErrorNotice;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::day_words;
use casework::plan::outline::services;
use casework::plan::{Body, Outline, Part, outline};
use leptos::prelude::*;

/// What every piece of the page needs.
#[derive(Clone, Copy)]
struct Here {
    case: StoredValue<String>,
    plan: StoredValue<PlanView>,
    /// Asks for the plan anew.
    again: RwSignal<u32>,
    /// Which form is open: `dream`, `goal:ID`, `action:ID`, `mark:ID`, `edit:ID`.
    open: RwSignal<String>,
    /// What can be taken back.
    undo: RwSignal<Option<Undo>>,
    /// The service whose actions are shown; empty for all.
    service: RwSignal<String>,
}

/// A change that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Undo {
    /// The part.
    part: String,
    /// Its revision now.
    revision: i64,
    /// The revision from before; nothing where it is new.
    before: Option<i64>,
    /// What was done, in words.
    said: String,
}

/// What outlives the plan, which is shown anew after every change.
#[derive(Clone, Copy, Default)]
struct Kept {
    open: RwSignal<String>,
    undo: RwSignal<Option<Undo>>,
    service: RwSignal<String>,
}

impl Kept {
    fn here(self, case: String, plan: PlanView, again: RwSignal<u32>) -> Here {
        let Self { open, undo, service } = self;
        Here { case: StoredValue::new(case), plan: StoredValue::new(plan), again, open, undo, service }
    }
}

impl Here {
    fn case(self) -> String {
        self.case.get_value()
    }

    fn may_edit(self) -> bool {
        self.plan.with_value(|plan| plan.parties.is_some())
    }

    fn row(self, at: usize) -> PlanRow {
        self.plan.with_value(|plan| plan.parts[at].clone())
    }

    fn is_open(self, form: &str) -> Memo<bool> {
        let form = form.to_owned();
        Memo::new(move |_| self.open.with(|open| *open == form))
    }

    /// Something was written: the form closes, the plan is asked for anew.
    fn written(self, undo: Option<Undo>) {
        self.open.set(String::new());
        self.undo.set(undo);
        self.again.update(|n| *n += 1);
    }
}

/// The page.
#[component]
pub fn CasePlanPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let again = RwSignal::new(0_u32);
    let kept = Kept::default();
    let printer = use_printer("plan");
    let found =
        Resource::new(move || (case.id.get(), case.reason.get(), again.get()), |(id, reason, _)| case_plan(id, reason));
    view! {
        <PrintNotice printer />
        <div class="page-body" data-columns="true">
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(plan) => {
                            let here = kept.here(case.id.get_untracked(), plan, again);
                            view! { <Plan here printer_button=view! { <PrintButton printer /> }.into_any() /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// The plan as one participant gets it, under «Vis slik … ser det».
#[component]
pub fn SeenPlanPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let person = expect_context::<SeenContext>().person;
    let kept = Kept::default();
    let found = Resource::new(
        move || (case.id.get(), person.get(), case.reason.get()),
        |(id, person, reason)| seen_plan(id, person, reason),
    );
    view! {
        <div class="page-body" data-columns="true">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(plan) => {
                            let here = kept.here(case.id.get_untracked(), plan, RwSignal::new(0));
                            view! { <Plan here printer_button=().into_any() /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Plan(here: Here, printer_button: AnyView) -> impl IntoView {
    let i18n = use_i18n();
    let order = here.plan.with_value(|plan| {
        let all: Vec<(&str, &Part)> = plan.parts.iter().map(|it| (it.id.as_str(), &it.part)).collect();
        outline(&all)
    });
    let empty = here.plan.with_value(|plan| plan.parts.is_empty());
    let may_edit = here.may_edit();
    let order = StoredValue::new(order);
    let dreams = order.with_value(|order| order.dreams.clone());
    let loose = order.with_value(|order| !order.loose_goals.is_empty() || !order.loose_actions.is_empty());
    let whole = here.plan.with_value(|plan| !plan.family.is_empty());
    view! {
        <div class="stack plan" data-gap="lg">
            <NextLine here />
            {may_edit.then(|| view! { <UndoBar here /> })}
            {empty.then(|| view! {
                <section class="card stack">
                    <h2 class="ds-heading" data-size="xs">{t!(i18n, plan.start_title)}</h2>
                    <p>{move || if may_edit { t_string!(i18n, plan.start) } else { t_string!(i18n, plan.nothing_shared) }}</p>
                </section>
            })}
            {dreams.into_iter().map(|(dream, goals)| view! { <DreamBlock here order dream goals /> }).collect_view()}
            {may_edit.then(|| view! {
                <div class="plan-add">
                    <AddButton here form="dream".to_owned() label=Signal::derive(move || t_string!(i18n, plan.add_dream).to_owned()) main=true />
                    {
                        let open = here.is_open("dream");
                        move || open.get().then(|| view! { <DreamForm here row=None /> })
                    }
                </div>
            })}
            {(loose || may_edit).then(|| view! { <Loose here order /> })}
            {(!empty).then(|| view! { <WhoDoesWhat here order /> })}
        </div>
        <aside class="stack" data-gap="lg">
            {whole.then(|| view! { <ApprovalCard here /> })}
            {whole.then(|| view! { <HaltsCard here /> })}
            <LoadCard here />
            {(!empty).then_some(printer_button)}
        </aside>
    }
}

/// What happens next, in plain words: «Nav: Søke om startlån innen 11. desember».
#[component]
fn NextLine(here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let next = here.plan.with_value(|plan| {
        let row = plan.parts.iter().find(|it| plan.next.as_ref() == Some(&it.id))?;
        let Body::Action(action) = &row.part.body else { return None };
        Some((action.clone(), action.is_late(plan.today)))
    });
    next.map(|(action, late)| {
        let day = action.deadline;
        let doer = action.doer.clone();
        let words = move || {
            let who = here.plan.with_value(|plan| doer_words(i18n, plan, &doer));
            let what = action.words.clone();
            let day = day.map(|day| day_words(language(), day)).unwrap_or_default();
            if late {
                t_string!(i18n, plan.next_late, who = who, what = what, day = day)
            } else {
                t_string!(i18n, plan.next, who = who, what = what, day = day)
            }
        };
        view! { <p class="plan-next" data-late=late.then_some("true")>{words}</p> }
    })
}

/// A dream with its goals.
#[component]
fn DreamBlock(here: Here, order: StoredValue<Outline>, dream: usize, goals: Vec<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let row = here.row(dream);
    let id = row.id.clone();
    let form = format!("goal:{id}");
    let open = here.is_open(&form);
    let heading = format!("dream-{id}");
    let named = heading.clone();
    view! {
        <section class="card stack plan-dream" aria-labelledby=named>
            <DreamHead here row heading />
            {goals.into_iter().map(|goal| view! { <GoalBlock here order goal /> }).collect_view()}
            {here.may_edit().then(|| view! {
                <AddButton here form label=Signal::derive(move || t_string!(i18n, plan.add_goal).to_owned()) main=false />
                {move || open.get().then(|| view! { <goal::GoalForm here row=None dream=Some(id.clone()) /> })}
            })}
        </section>
    }
}

/// What hangs on no dream: shown, to be talked about, never forbidden.
#[component]
fn Loose(here: Here, order: StoredValue<Outline>) -> impl IntoView {
    let i18n = use_i18n();
    let (goals, actions) = order.with_value(|order| (order.loose_goals.clone(), order.loose_actions.clone()));
    let some = !goals.is_empty() || !actions.is_empty();
    let (goal_open, action_open) = (here.is_open("goal:"), here.is_open("action:"));
    view! {
        <section class="card stack" aria-labelledby="plan-loose">
            <h2 class="ds-heading" data-size="xs" id="plan-loose">{t!(i18n, plan.loose)}</h2>
            {some.then(|| view! { <p class="meta">{t!(i18n, plan.loose_lead)}</p> })}
            {(!some).then(|| view! { <p class="meta">{t!(i18n, plan.loose_none)}</p> })}
            {goals.into_iter().map(|goal| view! { <GoalBlock here order goal /> }).collect_view()}
            {(!actions.is_empty()).then(|| view! {
                <ul class="plain-list plan-actions">
                    {actions.into_iter().map(|at| view! { <ActionLine here row=here.row(at) /> }).collect_view()}
                </ul>
            })}
            {here.may_edit().then(|| view! {
                <div class="cluster">
                    <AddButton here form="goal:".to_owned() label=Signal::derive(move || t_string!(i18n, plan.add_loose_goal).to_owned()) main=false />
                    <AddButton here form="action:".to_owned() label=Signal::derive(move || t_string!(i18n, plan.add_loose_action).to_owned()) main=false />
                </div>
                {move || goal_open.get().then(|| view! { <goal::GoalForm here row=None dream=None /> })}
                {move || action_open.get().then(|| view! { <ActionForm here row=None goal=None /> })}
            })}
        </section>
    }
}

/// Names of services that are offered while typing: those of the house and
/// those that have something to do here already.
fn known_services(plan: &PlanView) -> Vec<String> {
    let all: Vec<(&str, &Part)> = plan.parts.iter().map(|it| (it.id.as_str(), &it.part)).collect();
    let mut names: Vec<String> = plan.services.clone();
    names.extend(services(&all).into_iter().map(str::to_owned));
    names.sort();
    names.dedup();
    names
}

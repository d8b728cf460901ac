//! An action: what, who with a stand-in, by when, how far it has come, and why
//! it is late if it is.

use super::Here;
use super::baton::{AskForm, BatonLines};
use super::dream::ChangeTag;
use super::halts::HaltForm;
use super::history::History;
use super::tools::{AddButton, FormEnd, PartTools, ServiceFields, Writing, focus_field};
use super::words::{doer_words, halt_word, name_of, shown_name, status_color, status_word};
use crate::api::plan::PlanRow;
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::typed::{Choose, Line, Lines, label};
use crate::pages::talk_words::day_words;
use casework::plan::{Action, Body, ByLaw, Doer, HaltScope, PartKind, Status};
use leptos::prelude::*;

/// An action in a list.
#[component]
pub(super) fn ActionLine(here: Here, row: PlanRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let Body::Action(it) = row.part.body.clone() else { return ().into_any() };
    let today = here.plan.with_value(|plan| plan.today);
    let (late, status, day) = (it.is_late(today), it.status, it.deadline);
    let doer = it.doer.clone();
    let who = move || here.plan.with_value(|plan| doer_words(i18n, plan, &doer));
    let child = it.child.clone();
    let for_child = move || {
        child.as_ref().map(|child| {
            let name = here.plan.with_value(|plan| name_of(i18n, plan, &format!("person:{child}")));
            view! { <span class="meta">{t_string!(i18n, plan.for_child, name = name)}</span> }
        })
    };
    let halt = here.plan.with_value(|plan| plan.halts.iter().find(|halt| row.halt.as_ref() == Some(&halt.id)).cloned());
    let halted = halt.map(|halt| {
        let word = move || format!("{}: {}", halt_word(i18n, halt.kind), shown_name(i18n, &halt.name));
        view! { <span class="ds-tag" data-size="sm" data-color="warning">{word}</span> }
    });
    let is_halted = row.halt.is_some();
    let halts = format!("halt:{}", row.id);
    let (halting, edits) = (here.is_open(&halts), here.is_open(&format!("edit:{}", row.id)));
    let asks = format!("ask:{}", row.id);
    let asking = here.is_open(&asks);
    let may_ask = it.asked.is_none() && it.status.is_open();
    let of_ask = row.clone();
    let (kept, of_halt, change) = (row.clone(), row.id.clone(), row.change);
    let by_law = it.by_law.clone();
    let may_halt = by_law.is_none() && it.status.is_open() && !is_halted;
    let has_stand_in = !it.stand_in.trim().is_empty();
    let has_reason = late && !it.late_because.trim().is_empty();
    view! {
        <li class="plan-action">
            <p dir="auto">{it.words.clone()}</p>
            <p class="cluster">
                <strong><bdi>{who}</bdi></strong>
                {has_stand_in.then(|| view! { <span class="meta">{t!(i18n, plan.stand_in_is, name = it.stand_in.clone())}</span> })}
                {day.map(|day| view! { <span class="meta">{move || t_string!(i18n, plan.by, day = day_words(language(), day))}</span> })}
                {for_child}
            </p>
            <p class="cluster">
                <span class="ds-tag" data-size="sm" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
                {late.then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, day.late)}</span> })}
                {halted}
                <ChangeTag here change />
            </p>
            {has_reason.then(|| view! { <p class="meta">{t!(i18n, plan.late_is, why = it.late_because.clone())}</p> })}
            {by_law.map(|law| view! {
                <p class="meta">{t!(i18n, plan.by_law_is, who = law.decided_by.clone(), how = law.complaint.clone())}</p>
            })}
            {here.may_edit().then(|| {
                let label = Signal::derive(move || t_string!(i18n, plan.halt_one).to_owned());
                let ask = Signal::derive(move || t_string!(i18n, plan.hand_over).to_owned());
                let more = view! {
                    {may_ask.then(|| view! { <AddButton here form=asks label=ask main=false /> })}
                    {may_halt.then(|| view! { <AddButton here form=halts label main=false /> })}
                };
                view! { <PartTools here row=row.clone() name=Signal::stored(it.words.clone()) more=more.into_any() /> }
            })}
            <BatonLines here row=row.clone() action=it.clone() />
            {move || asking.get().then(|| view! { <AskForm here row=of_ask.clone() /> })}
            {move || halting.get().then(|| view! { <HaltForm here scope=Some(HaltScope::Action(of_halt.clone())) /> })}
            <History here part=row.id.clone() />
            {move || edits.get().then(|| view! { <ActionForm here row=Some(kept.clone()) goal=None /> })}
        </li>
    }
    .into_any()
}

/// A new action under a goal, or a change of one that is there.
#[component]
pub(super) fn ActionForm(here: Here, row: Option<PlanRow>, goal: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let writing = Writing::new(here, PartKind::Action, row.as_ref());
    let teller = row.as_ref().map_or_else(|| "team".to_owned(), |row| row.part.teller.clone());
    let under = goal.clone().unwrap_or_default();
    let before = row.and_then(|row| match row.part.body {
        Body::Action(action) => Some(action),
        Body::Dream(_) | Body::Goal(_) | Body::Mark(_) => None,
    });
    let before = before.unwrap_or_else(|| Action {
        goal,
        words: String::new(),
        doer: Doer::Staff { user: here.plan.with_value(|plan| plan.me.clone()) },
        stand_in: String::new(),
        deadline: None,
        status: Status::default(),
        late_because: String::new(),
        child: None,
        by_law: None,
        asked: None,
        receipts: Vec::new(),
    });
    let (who, service_name, service_person) = match &before.doer {
        Doer::Family { person } => (format!("person:{person}"), String::new(), String::new()),
        Doer::Staff { user } => (format!("user:{user}"), String::new(), String::new()),
        Doer::Service { name, person } => ("service".to_owned(), name.clone(), person.clone()),
    };
    let who = RwSignal::new(who);
    let service = RwSignal::new(service_name);
    let service_person = RwSignal::new(service_person);
    let words = RwSignal::new(before.words.clone());
    let stand_in = RwSignal::new(before.stand_in.clone());
    let deadline = RwSignal::new(before.deadline.map(|day| day.to_string()).unwrap_or_default());
    let status = RwSignal::new(before.status.code().to_owned());
    let late_because = RwSignal::new(before.late_because.clone());
    let goal = RwSignal::new(before.goal.clone().unwrap_or_default());
    let child = RwSignal::new(before.child.clone().unwrap_or_default());
    let is_by_law = RwSignal::new(before.by_law.is_some());
    let law = before.by_law.clone().unwrap_or_default();
    let decided_by = RwSignal::new(law.decided_by);
    let complaint = RwSignal::new(law.complaint);
    focus_field("action-words");
    let of = teller.clone();
    let (asked, receipts) = (before.asked.clone(), before.receipts.clone());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let who = who.get_untracked();
        let doer = match who.split_once(':') {
            Some(("person", id)) => Doer::Family { person: id.to_owned() },
            Some(("user", id)) => Doer::Staff { user: id.to_owned() },
            _ => Doer::Service { name: service.get_untracked(), person: service_person.get_untracked() },
        };
        let law = ByLaw { decided_by: decided_by.get_untracked(), complaint: complaint.get_untracked() };
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let action = Action {
            goal: some(goal.get_untracked()),
            words: words.get_untracked(),
            doer,
            stand_in: stand_in.get_untracked(),
            deadline: deadline.get_untracked().trim().parse().ok(),
            status: Status::from_code(&status.get_untracked()).unwrap_or_default(),
            late_because: late_because.get_untracked(),
            child: some(child.get_untracked()),
            by_law: is_by_law.get_untracked().then_some(law),
            asked: asked.clone(),
            receipts: receipts.clone(),
        };
        writing.send(of.clone(), Body::Action(action));
    };
    let shown = move |name: String| Signal::derive(move || shown_name(i18n, &name));
    let (team, family, goals) = here.plan.with_value(|plan| {
        let goals = plan.parts.iter().filter_map(|row| match &row.part.body {
            Body::Goal(goal) => Some((row.id.clone(), Signal::stored(goal.words.clone()))),
            _ => None,
        });
        (plan.team.clone(), plan.family.clone(), goals.collect::<Vec<_>>())
    });
    let mut doers: Vec<(String, Signal<String>)> =
        team.into_iter().map(|(id, name)| (format!("user:{id}"), shown(name))).collect();
    doers.extend(family.iter().map(|(id, name)| (format!("person:{id}"), shown(name.clone()))));
    doers.push(("service".to_owned(), label(i18n, |i18n| t_string!(i18n, plan.a_service))));
    let mut all_goals = vec![(String::new(), label(i18n, |i18n| t_string!(i18n, plan.no_goal)))];
    all_goals.extend(goals);
    let mut people = vec![(String::new(), label(i18n, |i18n| t_string!(i18n, plan.no_child)))];
    people.extend(family.into_iter().map(|(id, name)| (id, shown(name))));
    let statuses =
        Status::ALL.map(|it| (it.code().to_owned(), Signal::derive(move || status_word(i18n, it).to_owned())));
    let is_service = move || who.with(|who| who == "service");
    let about = Signal::derive(move || {
        let doer = who.with(|who| who.strip_prefix("person:").map(str::to_owned));
        let child = Some(child.get()).filter(|child| !child.is_empty());
        doer.into_iter().chain(child).collect::<Vec<_>>()
    });
    view! {
        <form class="form plan-form" on:submit=send>
            <Draft name=writing.draft(&under) saved=writing.saved() />
            <Lines id="action-words" rows="2" label=label(i18n, |i18n| t_string!(i18n, plan.action_words)) value=words />
            <div class="form-row">
                <Choose id="action-who" label=label(i18n, |i18n| t_string!(i18n, plan.who)) value=who options=doers />
                <Line id="action-stand-in" label=label(i18n, |i18n| t_string!(i18n, plan.stand_in)) value=stand_in />
            </div>
            {move || is_service().then(|| view! { <ServiceFields here id="action" service person=service_person /> })}
            <div class="form-row">
                <Line id="action-deadline" kind="date" label=label(i18n, |i18n| t_string!(i18n, plan.by_when)) value=deadline />
                <Choose id="action-status" label=label(i18n, |i18n| t_string!(i18n, plan.status)) value=status options=statuses.to_vec() />
            </div>
            <Line id="action-late" label=label(i18n, |i18n| t_string!(i18n, plan.late_because)) value=late_because />
            <div class="form-row">
                <Choose id="action-goal" label=label(i18n, |i18n| t_string!(i18n, plan.of_goal)) value=goal options=all_goals />
                <Choose id="action-child" label=label(i18n, |i18n| t_string!(i18n, plan.of_child)) value=child options=people />
            </div>
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id="action-law" checked=is_by_law.get_untracked() prop:checked=is_by_law
                    on:change=move |event| is_by_law.set(event_target_checked(&event)) />
                <label class="ds-label" data-weight="regular" for="action-law">{t!(i18n, plan.by_law)}</label>
            </div>
            {move || is_by_law.get().then(|| view! {
                <div class="form-row">
                    <Line id="action-decided-by" label=label(i18n, |i18n| t_string!(i18n, plan.decided_by)) value=decided_by />
                    <Line id="action-complaint" label=label(i18n, |i18n| t_string!(i18n, plan.complaint)) value=complaint />
                </div>
            })}
            <FormEnd writing teller=Signal::stored(teller) about id="action-audience" />
        </form>
    }
}

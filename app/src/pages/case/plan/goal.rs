//! A goal: what it is about, whether it is pressing, where the family stands
//! with it, and its actions.

use super::Here;
use super::action::{ActionForm, ActionLine};
use super::dream::ChangeTag;
use super::history::History;
use super::tools::{AddButton, FormEnd, PartTools, Writing, focus_field};
use super::words::{area_word, horizon_word, name_of, shown_name};
use crate::api::plan::PlanRow;
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::typed::{Choose, Line, Lines, Ticks, label};
use crate::pages::talk_words::day_words;
use casework::plan::{Area, Body, Goal, Horizon, Mark, Outline, PartKind};
use leptos::prelude::*;

/// A goal with its actions.
#[component]
pub(super) fn GoalBlock(here: Here, order: StoredValue<Outline>, goal: usize) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let row = here.row(goal);
    let Body::Goal(it) = row.part.body.clone() else { return ().into_any() };
    let id = row.id.clone();
    let actions = order.with_value(|order| order.actions_of(goal).to_vec());
    let none = actions.is_empty();
    let (adds, marks, edits) = (format!("action:{id}"), format!("mark:{id}"), here.is_open(&format!("edit:{id}")));
    let (adding, marking) = (here.is_open(&adds), here.is_open(&marks));
    let heading = format!("goal-{id}");
    let named = heading.clone();
    let (area, horizon, by) = (it.area, it.horizon, it.by);
    let (kept, of_action, of_mark) = (row.clone(), id.clone(), id.clone());
    let change = row.change;
    view! {
        <article class="plan-goal" aria-labelledby=named>
            <h3 class="ds-heading" data-size="xs" id=heading dir="auto">{it.words.clone()}</h3>
            <p class="cluster">
                <span class="ds-tag" data-size="sm" data-color="neutral">{move || area_word(i18n, &area)}</span>
                <span class="meta">{move || horizon_word(i18n, horizon)}</span>
                {by.map(|day| view! { <span class="meta">{move || t_string!(i18n, plan.by, day = day_words(language(), day))}</span> })}
                <ChangeTag here change />
            </p>
            <Scale here goal=id.clone() />
            {here.may_edit().then(|| view! { <PartTools here row=row.clone() name=Signal::stored(it.words.clone()) /> })}
            <History here part=id.clone() />
            {move || edits.get().then(|| view! { <GoalForm here row=Some(kept.clone()) dream=None /> })}
            {none.then(|| view! { <p class="meta">{t!(i18n, plan.no_actions)}</p> })}
            {(!none).then(|| view! {
                <ul class="plain-list plan-actions">
                    {actions.into_iter().map(|at| view! { <ActionLine here row=here.row(at) /> }).collect_view()}
                </ul>
            })}
            {here.may_edit().then(|| view! {
                <div class="cluster">
                    <AddButton here form=adds label=Signal::derive(move || t_string!(i18n, plan.add_action).to_owned()) main=false />
                    <AddButton here form=marks label=Signal::derive(move || t_string!(i18n, plan.add_mark).to_owned()) main=false />
                </div>
                {move || adding.get().then(|| view! { <ActionForm here row=None goal=Some(of_action.clone()) /> })}
                {move || marking.get().then(|| view! { <MarkForm here goal=of_mark.clone() /> })}
            })}
        </article>
    }
    .into_any()
}

/// Where the family stands, from 0 to 10, by person: the last mark with the
/// one before.
#[component]
fn Scale(here: Here, goal: String) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let mut marks: Vec<Mark> = here.plan.with_value(|plan| {
        let of_goal = plan.parts.iter().filter_map(|row| match &row.part.body {
            Body::Mark(mark) if mark.goal == goal => Some(mark.clone()),
            _ => None,
        });
        of_goal.collect()
    });
    marks.sort_by(|a, b| (&a.person, a.day).cmp(&(&b.person, b.day)));
    let mut people: Vec<(String, Vec<Mark>)> = Vec::new();
    for mark in marks {
        match people.last_mut() {
            Some((person, marks)) if *person == mark.person => marks.push(mark),
            _ => people.push((mark.person.clone(), vec![mark])),
        }
    }
    let line = move |(person, marks): (String, Vec<Mark>)| {
        let last = marks.last()?.clone();
        let before = marks.len().checked_sub(2).map(|at| marks[at].value);
        let key = format!("person:{person}");
        let words = move || {
            let name = here.plan.with_value(|plan| name_of(i18n, plan, &key));
            let (value, day) = (last.value.to_string(), day_words(language(), last.day));
            match before {
                Some(before) => {
                    t_string!(i18n, plan.mark_moved, name = name, value = value, day = day, before = before.to_string())
                }
                None => t_string!(i18n, plan.mark, name = name, value = value, day = day),
            }
        };
        Some(view! {
            <li class="plan-scale">
                <meter min="0" max="10" value=i64::from(last.value) aria-hidden="true"></meter>
                <span class="meta">{words}</span>
            </li>
        })
    };
    (!people.is_empty())
        .then(|| view! { <ul class="plain-list">{people.into_iter().filter_map(line).collect_view()}</ul> })
}

/// A new goal under a dream, or other words for one that is there.
#[component]
pub(super) fn GoalForm(here: Here, row: Option<PlanRow>, dream: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let writing = Writing::new(here, PartKind::Goal, row.as_ref());
    let teller = row.as_ref().map_or_else(|| "team".to_owned(), |row| row.part.teller.clone());
    let under = dream.clone().unwrap_or_default();
    let before = row.and_then(|row| match row.part.body {
        Body::Goal(goal) => Some(goal),
        Body::Dream(_) | Body::Action(_) | Body::Mark(_) => None,
    });
    let before = before.unwrap_or(Goal {
        dreams: dream.into_iter().collect(),
        area: Area::default(),
        horizon: Horizon::default(),
        words: String::new(),
        by: None,
    });
    let words = RwSignal::new(before.words);
    let area = RwSignal::new(before.area.key());
    let horizon = RwSignal::new(if before.horizon == Horizon::Now { "now" } else { "long_term" }.to_owned());
    let by = RwSignal::new(before.by.map(|day| day.to_string()).unwrap_or_default());
    let dreams = RwSignal::new(before.dreams.into_iter().collect::<Vec<_>>());
    let all_dreams: Vec<(String, String)> = here.plan.with_value(|plan| {
        let words = plan.parts.iter().filter_map(|row| match &row.part.body {
            Body::Dream(dream) => Some((row.id.clone(), dream.words.clone())),
            _ => None,
        });
        words.collect()
    });
    focus_field("goal-words");
    let of = teller.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let goal = Goal {
            dreams: dreams.get_untracked().into_iter().collect(),
            area: Area::from_key(&area.get_untracked()).unwrap_or_default(),
            horizon: if horizon.get_untracked() == "now" { Horizon::Now } else { Horizon::LongTerm },
            words: words.get_untracked(),
            by: by.get_untracked().trim().parse().ok(),
        };
        writing.send(of.clone(), Body::Goal(goal));
    };
    // One that is out of use stays with the goal that has it.
    let offered = here.plan.with_value(|plan| Area::ALL.into_iter().chain(plan.areas.clone()).collect::<Vec<_>>());
    let kept = Some(before.area).filter(|it| !offered.contains(it));
    let areas: Vec<_> =
        offered.into_iter().chain(kept).map(|it| (it.key(), Signal::derive(move || area_word(i18n, &it)))).collect();
    let horizons = [("now", Horizon::Now), ("long_term", Horizon::LongTerm)]
        .map(|(code, it)| (code.to_owned(), Signal::derive(move || horizon_word(i18n, it).to_owned())));
    let some_dreams = !all_dreams.is_empty();
    view! {
        <form class="form plan-form" on:submit=send>
            <Draft name=writing.draft(&under) saved=writing.saved() />
            <Lines id="goal-words" rows="2" label=label(i18n, |i18n| t_string!(i18n, plan.goal_words)) value=words />
            <div class="form-row">
                <Choose id="goal-area" label=label(i18n, |i18n| t_string!(i18n, plan.area)) value=area options=areas />
                <Choose id="goal-horizon" label=label(i18n, |i18n| t_string!(i18n, plan.horizon)) value=horizon options=horizons.to_vec() />
                <Line id="goal-by" kind="date" label=label(i18n, |i18n| t_string!(i18n, plan.by_when)) value=by />
            </div>
            {some_dreams.then(|| view! {
                <Ticks id="goal-dreams" label=label(i18n, |i18n| t_string!(i18n, plan.of_dreams)) value=dreams options=all_dreams shielded=label(i18n, |i18n| t_string!(i18n, talk.shielded)) />
            })}
            <FormEnd writing teller=Signal::stored(teller) about=Signal::stored(Vec::new()) id="goal-audience" />
        </form>
    }
}

/// Where somebody stands with a goal today.
#[component]
fn MarkForm(here: Here, goal: String) -> impl IntoView {
    let i18n = use_i18n();
    let writing = Writing::new(here, PartKind::Mark, None);
    let family = here.plan.with_value(|plan| plan.family.clone());
    let person = RwSignal::new(family.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let value = RwSignal::new("5".to_owned());
    let today = here.plan.with_value(|plan| plan.today);
    focus_field("mark-value");
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let person = person.get_untracked();
        let value = value.get_untracked().parse().unwrap_or(u8::MAX);
        writing.send(format!("person:{person}"), Body::Mark(Mark { goal: goal.clone(), person, day: today, value }));
    };
    let people = family.into_iter().map(|(id, name)| (id, Signal::derive(move || shown_name(i18n, &name))));
    let values = (0..=10).map(|it: u8| (it.to_string(), Signal::stored(it.to_string())));
    view! {
        <form class="form plan-form" on:submit=send>
            <p class="meta">{t!(i18n, plan.mark_lead)}</p>
            <div class="form-row">
                <Choose id="mark-person" label=label(i18n, |i18n| t_string!(i18n, plan.who_says)) value=person options=people.collect() />
                <Choose id="mark-value" label=label(i18n, |i18n| t_string!(i18n, plan.mark_value)) value=value options=values.collect() />
            </div>
            <FormEnd writing teller=Signal::derive(move || format!("person:{}", person.get())) about=Signal::derive(move || vec![person.get()]) id="mark-audience" />
        </form>
    }
}

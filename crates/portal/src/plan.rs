//! The plan as the reader may see it: dreams first, then what everybody does,
//! with a place to say yes, to ask for a change, to pause and to stop.

use crate::area;
use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::{day, time};
use crate::page::{At, Fault, Frame, done, section, wrong};
use crate::plan_answer::{answer_card, halt_forms};
use crate::plan_own::{Typed, dream_form, goal_form, mark_form, take_out};
use axum::extract::Query;
use axum::response::Response;
use casework::Day;
use casework::plan::halt::halted;
use casework::plan::{
    Action, Approver, Area, Body, Change, Content, Doer, Halt, HaltKind, HaltScope, Part, Status, difference, outline,
};
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::{CaseAccess, FamilyPlan, KeptPart, PlanStanding, UserId};

/// What was done just now.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    ok: Option<String>,
}

/// A plan and everything that its words need.
pub(crate) struct Plan {
    pub(crate) plan: FamilyPlan,
    /// Names of people and staff, by key.
    names: BTreeMap<String, String>,
    /// What is new to the reader since their last yes.
    pub(crate) news: BTreeMap<String, Change>,
    today: Day,
    person: String,
    /// The reader is grown up: what they write is proposed to be for the others as well.
    is_adult: bool,
    /// What was typed into a form that was not taken.
    pub(crate) typed: Typed,
    /// The goal areas that the unit offers of its own; read where things are written.
    pub(crate) own_areas: Vec<Area>,
    /// On the page where things are done, and not where they are taken along.
    may_write: bool,
}

/// Whether somebody is asked for their yes and has not answered yet.
pub(crate) fn is_asked(plan: &FamilyPlan, person: &str) -> bool {
    standing(plan, person).is_some_and(|it| it.version.is_some() && it.answer.is_none())
}

/// Where the reader stands, if their yes is asked for.
pub(crate) fn standing<'a>(plan: &'a FamilyPlan, person: &str) -> Option<&'a PlanStanding> {
    plan.standing.iter().find(|it| it.approver == Approver::Person(person.to_owned()))
}

impl Plan {
    /// Reads it.
    pub(crate) async fn read(inside: &Inside, case: &CaseAccess) -> Result<Self, Fault> {
        let today = inside.site.store.today();
        let plan = case.plan(inside.limits()).await?;
        let participants = case.participants().await?;
        let is_adult = participants.iter().any(|it| it.person == inside.access.person && !it.is_child);
        let mut names: BTreeMap<String, String> =
            participants.into_iter().map(|it| (format!("person:{}", it.person), it.name)).collect();
        for part in &plan.parts {
            let Body::Action(action) = &part.part.body else { continue };
            for doer in std::iter::once(&action.doer).chain(action.asked.as_ref().map(|asked| &asked.to)) {
                if let Doer::Staff { user } = doer {
                    let found = inside.site.store.find_user(&UserId(user.clone())).await?;
                    names.insert(format!("user:{user}"), found.name);
                }
            }
        }
        let news = news_of(&plan, &inside.access.person);
        let (person, typed) = (inside.access.person.clone(), Typed::default());
        Ok(Self { plan, names, news, today, person, is_adult, typed, own_areas: Vec::new(), may_write: false })
    }

    /// Whether what the reader writes is proposed to be for the others as well.
    pub(crate) const fn shares_by_itself(&self) -> bool {
        self.is_adult
    }

    /// Whether a dream is the reader's, and they may write it here.
    fn is_own_dream(&self, id: &str) -> bool {
        self.may_write
            && self
                .plan
                .parts
                .iter()
                .any(|it| matches!(&it.part.body, Body::Dream(dream) if it.id == id && dream.person == self.person))
    }

    /// What somebody is called; the reader is «you», and whoever is not known nobody by name.
    fn name(&self, locale: Locale, person: &str) -> String {
        if person == self.person {
            return td_string!(locale, plan.you).to_owned();
        }
        let known = self.names.get(&format!("person:{person}")).filter(|name| !name.is_empty());
        known.cloned().unwrap_or_else(|| td_string!(locale, plan.someone).to_owned())
    }

    /// Who says yes for children in the reader's place, in words.
    pub(crate) fn answers_for(&self, locale: Locale) -> Vec<String> {
        let words = |it: &Approver| match it {
            Approver::ChildWelfare(child) => {
                Some(td_string!(locale, plan.answers_child_welfare, name = self.name(locale, child)))
            }
            Approver::HolderElsewhere(child) => {
                Some(td_string!(locale, plan.answers_holder, name = self.name(locale, child)))
            }
            Approver::Person(_) => None,
        };
        self.plan.answers_for.iter().filter_map(words).collect()
    }

    fn doer(&self, locale: Locale, doer: &Doer) -> String {
        match doer {
            Doer::Family { person } => self.name(locale, person),
            Doer::Staff { user } => {
                let known = self.names.get(&format!("user:{user}")).cloned();
                known.unwrap_or_else(|| td_string!(locale, plan.someone).to_owned())
            }
            Doer::Service { name, person } if person.is_empty() => name.clone(),
            Doer::Service { name, person } => format!("{name}, {person}"),
        }
    }

    fn halts(&self) -> Vec<Halt> {
        self.plan.halts.iter().map(|it| it.halt.clone()).collect()
    }
}

/// What differs between the version that somebody said yes to last and the newest.
fn news_of(plan: &FamilyPlan, person: &str) -> BTreeMap<String, Change> {
    let Some(standing) = standing(plan, person) else { return BTreeMap::new() };
    let newest = plan.versions.last();
    let approved = standing.approved.and_then(|number| plan.versions.iter().find(|it| it.number == number));
    match (newest, approved) {
        (Some(newest), Some(approved)) => difference(&approved.content, &newest.content),
        // Nothing was agreed to before: everything is new, and no mark says so.
        _ => difference(&Content::new(), &Content::new()),
    }
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(was): Query<Done>) -> Response {
    let locale = inside.locale;
    let told = match was.ok.as_deref() {
        Some("svar") => Some(done(td_string!(locale, plan.answered))),
        Some("stans") => Some(done(td_string!(locale, plan.halted))),
        Some("skrevet") => Some(done(td_string!(locale, plan.written))),
        Some("videre") => Some(done(td_string!(locale, plan.went_on))),
        _ => None,
    };
    let rendered = render(&inside, told, None).await;
    rendered.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

/// The page again, with why something was not taken and what was written.
pub(crate) async fn not_taken(inside: &Inside, words: String, typed: Typed) -> Response {
    let rendered = render(inside, Some(wrong(words)), Some(typed)).await;
    rendered.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

/// `typed`: what was written into a form that was not taken.
async fn render(inside: &Inside, told: Option<AnyView>, typed: Option<Typed>) -> Result<Response, Fault> {
    let locale = inside.locale;
    let case = inside.read("plan").await?;
    let failed = typed.is_some();
    let own_areas = case.own_goal_areas().await?;
    let shown =
        Plan { may_write: true, own_areas, typed: typed.unwrap_or_default(), ..Plan::read(inside, &case).await? };
    let title = td_string!(locale, plan.title);
    let body = view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                {told}
                <p>{td_string!(locale, plan.lead)}</p>
            </div>
            {answer_card(inside, &shown)}
            {content(&shown, inside, locale)}
            {section(td_string!(locale, plan.dream_yours), "own-dream", view! {
                <p>{td_string!(locale, plan.dream_lead)}</p>
                {dream_form(inside, &shown, None)}
            })}
            {halts_card(inside, &shown)}
            {(!shown.plan.parts.is_empty()).then(|| halt_forms(inside))}
        </div>
    };
    let frame = Frame::inside(inside, At::Plan, title);
    Ok(if failed { frame.not_taken() } else { frame }.around(body))
}

/// Dreams, goals under dreams, what somebody does under goals.
pub(crate) fn content(shown: &Plan, inside: &Inside, locale: Locale) -> AnyView {
    let parts = &shown.plan.parts;
    if parts.is_empty() {
        return view! {
            <section class="card stack"><h2 class="ds-heading" data-size="sm">{td_string!(locale, plan.empty)}</h2>
            <p>{td_string!(locale, plan.empty_lead)}</p></section>
        }
        .into_any();
    }
    let all: Vec<(&str, &Part)> = parts.iter().map(|it| (it.id.as_str(), &it.part)).collect();
    let found = outline(&all);
    let goals = |goals: &[usize]| {
        let blocks: Vec<AnyView> =
            goals.iter().map(|&at| goal_block(shown, inside, locale, &parts[at], found.actions_of(at))).collect();
        blocks
    };
    let dreams: Vec<AnyView> =
        found.dreams.iter().map(|(at, of)| dream_block(shown, inside, &parts[*at], goals(of))).collect();
    let loose: Vec<AnyView> = goals(&found.loose_goals)
        .into_iter()
        .chain((!found.loose_actions.is_empty()).then(|| actions(shown, inside, locale, &found.loose_actions)))
        .collect();
    let gone = shown.news.values().filter(|it| **it == Change::Gone).count();
    let has_dreams = !dreams.is_empty();
    view! {
        <div class="stack" data-gap="lg">
            {(gone > 0).then(|| view! { <p class="meta">{td_string!(locale, plan.gone, count = gone)}</p> })}
            {dreams}
            {(!loose.is_empty()).then(|| {
                let title = if has_dreams { td_string!(locale, plan.loose) } else { td_string!(locale, plan.goals) };
                section(title, "loose", loose)
            })}
        </div>
    }
    .into_any()
}

fn news_tag(shown: &Plan, locale: Locale, part: &KeptPart) -> Option<AnyView> {
    let word = match shown.news.get(&part.id)? {
        Change::New => td_string!(locale, plan.new),
        Change::Changed => td_string!(locale, plan.changed),
        Change::Gone => return None,
    };
    Some(view! { <span class="ds-tag" data-color="sun" data-size="sm">{word}</span> }.into_any())
}

fn dream_block(shown: &Plan, inside: &Inside, part: &KeptPart, goals: Vec<AnyView>) -> AnyView {
    let locale = inside.locale;
    let Body::Dream(dream) = &part.part.body else { return ().into_any() };
    let own = shown.is_own_dream(&part.id).then(|| {
        view! {
            {goal_form(inside, shown, &part.id, None)}
            {dream_form(inside, shown, Some((part, dream)))}
            {take_out(inside, part)}
        }
    });
    let title = if dream.person == shown.person {
        td_string!(locale, plan.dream_yours).to_owned()
    } else {
        td_string!(locale, plan.dream_of, name = shown.name(locale, &dream.person))
    };
    let id = format!("dream-{}", part.id);
    // Somebody may have several dreams: each is called by its words.
    let words = format!("words-{}", part.id);
    let labelled = format!("{id} {words}");
    view! {
        <section class="card stack portal-dream" aria-labelledby=labelled>
            <h2 class="ds-heading" data-size="sm" id=id>{title} " " {news_tag(shown, locale, part)}</h2>
            <blockquote class="words" id=words lang=dream.language.clone() dir="auto">{dream.words.clone()}</blockquote>
            <p class="meta">{written_by(locale, part)}</p>
            {goals}
            {own}
        </section>
    }
    .into_any()
}

/// Who wrote it down: somebody of the staff, or the one whose words it is.
fn written_by(locale: Locale, part: &KeptPart) -> String {
    if part.by.is_empty() {
        td_string!(locale, plan.own_hand).to_owned()
    } else {
        td_string!(locale, plan.dictated, name = part.by.clone())
    }
}

fn goal_block(shown: &Plan, inside: &Inside, locale: Locale, part: &KeptPart, its: &[usize]) -> AnyView {
    let Body::Goal(goal) = &part.part.body else { return ().into_any() };
    let marks = marks_of(shown, locale, &part.id);
    let mark = shown.may_write.then(|| mark_form(inside, shown, &part.id));
    let is_own = shown.may_write && part.part.teller == format!("person:{}", shown.person);
    let own = is_own.then(|| view! { {goal_form(inside, shown, "", Some((part, goal)))} {take_out(inside, part)} });
    view! {
        <div class="stack portal-goal" data-gap="sm">
            <h3 class="ds-heading" data-size="xs"><span dir="auto">{goal.words.clone()}</span> " " {news_tag(shown, locale, part)}</h3>
            <p class="meta">{area::name(locale, &goal.area)} {goal.by.map(|by| format!(" · {}", td_string!(locale, plan.until, day = day(locale, by))))}</p>
            {marks}
            {(!its.is_empty()).then(|| actions(shown, inside, locale, its))}
            {mark}
            {own}
        </div>
    }
    .into_any()
}

/// The last mark of everybody on a goal.
fn marks_of(shown: &Plan, locale: Locale, goal: &str) -> Option<AnyView> {
    let mut last: BTreeMap<&str, &casework::plan::Mark> = BTreeMap::new();
    for part in &shown.plan.parts {
        if let Body::Mark(mark) = &part.part.body
            && mark.goal == goal
            && last.get(mark.person.as_str()).is_none_or(|known| known.day <= mark.day)
        {
            last.insert(&mark.person, mark);
        }
    }
    (!last.is_empty()).then(|| {
        let lines = last.into_values().map(|mark| {
            let name = shown.name(locale, &mark.person);
            view! { <li>{td_string!(locale, plan.scale_is, name = name, value = mark.value, day = day(locale, mark.day))}</li> }
        });
        view! { <ul class="plain-list" aria-label=td_string!(locale, plan.scale)>{lines.collect_view()}</ul> }.into_any()
    })
}

fn actions(shown: &Plan, inside: &Inside, locale: Locale, its: &[usize]) -> AnyView {
    let lines: Vec<AnyView> = its.iter().map(|&at| action_line(shown, inside, locale, &shown.plan.parts[at])).collect();
    view! { <ul class="plain-list portal-actions">{lines}</ul> }.into_any()
}

fn action_line(shown: &Plan, inside: &Inside, locale: Locale, part: &KeptPart) -> AnyView {
    let Body::Action(action) = &part.part.body else { return ().into_any() };
    let halts = shown.halts();
    let stands_still = halted(&part.id, &part.part, &halts, shown.today).map(|it| match it.kind {
        HaltKind::Pause => td_string!(locale, plan.paused),
        HaltKind::Stop => td_string!(locale, plan.stopped),
    });
    let waits = action.asked.as_ref().map(|asked| {
        td_string!(locale, plan.waits, to = shown.doer(locale, &asked.to), day = day(locale, asked.answer_by))
    });
    let law = action
        .by_law
        .as_ref()
        .map(|law| td_string!(locale, plan.by_law, who = law.decided_by.clone(), how = law.complaint.clone()));
    let may_halt = action.by_law.is_none() && action.status.is_open() && stands_still.is_none();
    let halt = may_halt.then(|| crate::plan_answer::halt_one(inside, &part.id));
    view! {
        <li class="portal-action stack" data-gap="sm">
            <p>
                <strong dir="auto">{shown.doer(locale, &action.doer)}</strong> ": "
                <span dir="auto">{action.words.clone()}</span> " " {news_tag(shown, locale, part)}
            </p>
            <p class="meta">{when_line(shown, locale, action)}</p>
            {(!action.stand_in.is_empty()).then(|| view! { <p class="meta">{td_string!(locale, plan.otherwise, name = action.stand_in.clone())}</p> })}
            {(!action.late_because.is_empty()).then(|| view! { <p class="meta">{td_string!(locale, plan.late_because, why = action.late_because.clone())}</p> })}
            {waits.map(|words| view! { <p>{words}</p> })}
            {law.map(|words| view! { <p>{words}</p> })}
            {stands_still.map(|word| view! { <p><span class="ds-tag" data-color="info">{word}</span></p> })}
            {halt}
        </li>
    }
    .into_any()
}

fn when_line(shown: &Plan, locale: Locale, action: &Action) -> String {
    let status = status_word(locale, action.status);
    match action.deadline {
        Some(by) if action.is_late(shown.today) => {
            format!("{status} · {}", td_string!(locale, plan.late, day = day(locale, by)))
        }
        Some(by) if action.status.is_open() => {
            format!("{status} · {}", td_string!(locale, plan.until, day = day(locale, by)))
        }
        _ => status.to_owned(),
    }
}

fn status_word(locale: Locale, status: Status) -> &'static str {
    match status {
        Status::Planned => td_string!(locale, plan.planned),
        Status::Agreed => td_string!(locale, plan.agreed),
        Status::Ongoing => td_string!(locale, plan.ongoing),
        Status::Waiting => td_string!(locale, plan.waiting),
        Status::Done => td_string!(locale, plan.done),
        Status::Dropped => td_string!(locale, plan.dropped),
    }
}

/// What stands still, with a way on for whoever said so.
fn halts_card(inside: &Inside, shown: &Plan) -> Option<AnyView> {
    let locale = inside.locale;
    (!shown.plan.halts.is_empty()).then(|| {
        let line = |it: &store::KeptHalt| {
            let halt = &it.halt;
            let what = match &halt.scope {
                HaltScope::Everything => td_string!(locale, plan.scope_all).to_owned(),
                HaltScope::Own => td_string!(locale, plan.scope_own, name = shown.name(locale, &halt.person)),
                HaltScope::Action(id) => shown
                    .plan
                    .parts
                    .iter()
                    .find_map(|part| match &part.part.body {
                        Body::Action(action) if part.id == *id => Some(action.words.clone()),
                        _ => None,
                    })
                    .unwrap_or_default(),
            };
            let how = match (halt.kind, halt.until) {
                (HaltKind::Stop, _) => td_string!(locale, plan.stopped).to_owned(),
                (HaltKind::Pause, None) => td_string!(locale, plan.paused).to_owned(),
                (HaltKind::Pause, Some(until)) => td_string!(locale, plan.paused_until, day = day(locale, until)),
            };
            let go_on = (halt.person == shown.person).then(|| {
                let (id, named) = (halt.id.clone(), format!("{}: {what}", td_string!(locale, plan.go_on)));
                view! {
                    <form method="post" action=inside.to("plan/videre")>
                        <input type="hidden" name="halt" value=id />
                        <button class="ds-button" data-variant="secondary" type="submit" aria-label=named>{td_string!(locale, plan.go_on)}</button>
                    </form>
                }
            });
            view! { <li class="cluster"><span><span dir="auto">{what.clone()}</span> ": " {how}</span> {go_on}</li> }.into_any()
        };
        let lines: Vec<AnyView> = shown.plan.halts.iter().map(line).collect();
        section(td_string!(locale, plan.halts), "halts", view! { <ul class="plain-list">{lines}</ul> })
    })
}

/// When a version was proposed and by whom, in words.
pub(crate) fn proposed(inside: &Inside, it: &casework::plan::SeenVersion) -> (String, String) {
    (it.by.clone(), time(&inside.site, inside.locale, it.at))
}

//! What goes along, to be read by people: one page that needs nothing from
//! outside and runs nothing.

use super::Names;
use crate::i18n::{Locale, td_string};
use crate::map_file::SharedMap;
use crate::own_file::{AppointmentInFile, Look, OwnFile, PartInFile, SaidInFile};
use crate::plan_words::{area_word, horizon_word, status_word};
use crate::text::{Language, date, time, word};
use casework::moving::Destination;
use casework::plan::{Action, Body, Goal};
use leptos::prelude::*;

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:46rem;margin:2rem auto;padding:0 1rem;\
color:#1d2433;background:#fff}h1{font-size:1.6rem}h2{font-size:1.25rem;margin-block-start:2rem}\
h3{font-size:1.05rem;margin-block-end:.25rem}blockquote{margin:.25rem 0;padding-inline-start:1rem;\
border-inline-start:4px solid #5b7aa6}.meta{color:#4a5263}svg{max-inline-size:100%;block-size:auto}";

/// The page.
pub(super) struct Page<'a> {
    pub(super) locale: Locale,
    pub(super) file: &'a OwnFile,
    pub(super) names: &'a Names,
    pub(super) destination: &'a Destination,
    pub(super) map: Option<SharedMap>,
}

fn section(title: &'static str, body: impl IntoView + 'static) -> AnyView {
    view! { <section><h2>{title}</h2>{body}</section> }.into_any()
}

impl Page<'_> {
    /// The page as text.
    pub(super) fn text(&self) -> String {
        let page = Owner::new().with(|| self.view().to_html());
        // Without the marks by which a browser would find its way when it makes a page alive: nobody does.
        format!("<!DOCTYPE html>{}", page.replace("<!>", ""))
    }

    fn language(&self) -> Language {
        Language::from(self.locale)
    }

    fn day(&self, day: casework::Day) -> String {
        let day = family_map::FuzzyDate::day(day.year, day.month, day.day);
        day.map(|it| date(self.language(), &it)).unwrap_or_default()
    }

    fn view(&self) -> AnyView {
        let (locale, file) = (self.locale, self.file);
        let name = match file.name.as_str() {
            "" => word(self.language(), "name.shielded"),
            name => name.to_owned(),
        };
        let title = td_string!(locale, moving.file_title, name = name);
        let made = time(self.language(), &file.made_at);
        let lead = td_string!(locale, moving.file_lead, receiver = self.destination.name(), time = made);
        let plan = file.plan.as_ref().map(|parts| section(td_string!(locale, moving.portion_plan), self.plan(parts)));
        let dates = file.appointments.as_ref().map(|all| {
            let lines: Vec<AnyView> = all.iter().map(|it| self.appointment(it)).collect();
            section(td_string!(locale, moving.portion_dates), view! { <ul>{lines}</ul> })
        });
        let said = file.said.as_ref().map(|all| {
            let lines: Vec<AnyView> = all.iter().map(|it| self.said(it)).collect();
            section(td_string!(locale, moving.portion_words), view! { <ul>{lines}</ul> })
        });
        let map = self.map.as_ref().map(|map| {
            let words: Vec<AnyView> = map.words.iter().map(|it| view! { <p>{it.clone()}</p> }.into_any()).collect();
            section(
                td_string!(locale, moving.portion_map),
                view! { <div inner_html=map.drawing.clone()></div> {words} },
            )
        });
        let looked = file.looked.as_ref().map(|all| {
            let lines: Vec<AnyView> = all.iter().map(|it| self.look(it)).collect();
            section(td_string!(locale, moving.portion_looked), view! { <ul>{lines}</ul> })
        });
        view! {
            <html lang=language_code(locale)>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>{title.clone()}</title>
                    <style>{STYLE}</style>
                </head>
                <body>
                    <main>
                        <h1>{title.clone()}</h1>
                        <p>{lead}</p>
                        <p class="meta">{td_string!(locale, moving.file_own)}</p>
                        {plan}
                        {dates}
                        {said}
                        {map}
                        {looked}
                    </main>
                </body>
            </html>
        }
        .into_any()
    }

    /// Dreams, then goals with what somebody does for them, then the rest.
    fn plan(&self, parts: &[PartInFile]) -> AnyView {
        let dreams: Vec<AnyView> = parts.iter().filter_map(|it| self.dream(it)).collect();
        let goals: Vec<AnyView> = parts
            .iter()
            .filter_map(|it| match &it.says {
                Body::Goal(goal) => Some(self.goal(&it.id, goal, parts)),
                _ => None,
            })
            .collect();
        let loose = self.actions(parts, None);
        let loose = (!loose.is_empty())
            .then(|| view! { <h3>{td_string!(self.locale, plan.loose)}</h3> <ul>{loose}</ul> }.into_any());
        view! { {dreams} {goals} {loose} }.into_any()
    }

    fn dream(&self, part: &PartInFile) -> Option<AnyView> {
        let Body::Dream(dream) = &part.says else { return None };
        let written = time(self.language(), &part.written_at);
        let by = td_string!(self.locale, plan.dictated, name = part.written_by.clone(), time = written);
        Some(
            view! {
                <h3>{self.names.person(self.locale, &dream.person)}</h3>
                <blockquote lang=dream.language.clone()>{dream.words.clone()}</blockquote>
                <p class="meta">{by}</p>
            }
            .into_any(),
        )
    }

    fn goal(&self, id: &str, goal: &Goal, parts: &[PartInFile]) -> AnyView {
        let locale = self.locale;
        let mut about = vec![area_word(locale, &goal.area), horizon_word(locale, goal.horizon).to_owned()];
        about.extend(goal.by.map(|by| td_string!(locale, plan.by, day = self.day(by))));
        let marks = parts.iter().filter_map(|it| match &it.says {
            Body::Mark(mark) if mark.goal == id => {
                let name = self.names.person(locale, &mark.person);
                let words = td_string!(
                    locale,
                    plan.mark,
                    name = name,
                    value = mark.value.to_string(),
                    day = self.day(mark.day)
                );
                Some(view! { <li>{words}</li> }.into_any())
            }
            _ => None,
        });
        let marks: Vec<AnyView> = marks.collect();
        let actions = self.actions(parts, Some(id));
        view! { <h3>{goal.words.clone()}</h3> <p class="meta">{about.join(" · ")}</p> <ul>{marks} {actions}</ul> }
            .into_any()
    }

    /// What is done for a goal, or for none.
    fn actions(&self, parts: &[PartInFile], goal: Option<&str>) -> Vec<AnyView> {
        let of = parts.iter().filter_map(|it| match &it.says {
            Body::Action(action) if action.goal.as_deref() == goal => Some(self.action(action)),
            _ => None,
        });
        of.collect()
    }

    fn action(&self, action: &Action) -> AnyView {
        let locale = self.locale;
        let mut about = vec![status_word(locale, action.status).to_owned()];
        about.extend(action.deadline.map(|by| td_string!(locale, plan.by, day = self.day(by))));
        let law = action
            .by_law
            .as_ref()
            .map(|law| td_string!(locale, plan.by_law_is, who = law.decided_by.clone(), how = law.complaint.clone()));
        let who = self.names.doer(locale, &action.doer);
        view! {
            <li>
                <strong>{who}</strong> ": " {action.words.clone()} " "
                <span class="meta">{about.join(" · ")}</span>
                {law.map(|law| view! { <p class="meta">{law}</p> })}
            </li>
        }
        .into_any()
    }

    fn appointment(&self, it: &AppointmentInFile) -> AnyView {
        let room = it.room.as_ref().map(|room| format!(" · {room}"));
        view! { <li>{time(self.language(), &it.from)} {room}</li> }.into_any()
    }

    fn said(&self, it: &SaidInFile) -> AnyView {
        let answered = it.answered_at.as_ref().map(|at| {
            let by = it.answered_by.clone().unwrap_or_default();
            let words = td_string!(self.locale, portal.answered, name = by, time = time(self.language(), at));
            view! { <p class="meta">{words}</p> <p>{it.answer.clone()}</p> }
        });
        let words = (!it.words.is_empty()).then(|| view! { <blockquote>{it.words.clone()}</blockquote> });
        view! { <li><span class="meta">{time(self.language(), &it.at)}</span> {words} {answered}</li> }.into_any()
    }

    fn look(&self, it: &Look) -> AnyView {
        view! { <li>{time(self.language(), &it.when)} ": " {it.what.clone()} " (" {it.why.clone()} ")"</li> }.into_any()
    }
}

fn language_code(locale: Locale) -> &'static str {
    if matches!(locale, Locale::en) { "en" } else { "nb" }
}

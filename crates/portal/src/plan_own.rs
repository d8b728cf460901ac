//! Writing in the plan by the reader's own hand: dreams, what shall be reached,
//! and where they stand with it.

use crate::area;
use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::code;
use crate::page::Fault;
use crate::plan::{Plan, not_taken};
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use casework::plan::{Area, Body, Dream, Goal, PLAN_TEXT_LIMIT};
use leptos::prelude::*;
use serde::Deserialize;
use store::{KeptPart, OwnPart, StoreError};

/// What was typed into a form that was not taken, and into which.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    /// Name of the form.
    pub(crate) form: String,
    pub(crate) words: String,
    /// The others were to read it.
    pub(crate) shared: bool,
}

impl Typed {
    /// What stands in a form: what was typed there, else what was kept.
    fn of(&self, form: &str, kept: &str) -> (String, bool) {
        if self.form == form { (self.words.clone(), true) } else { (kept.to_owned(), false) }
    }
}

/// Whether others read it as well.
fn shared_field(locale: Locale, id: &str, shared: bool) -> AnyView {
    let id = format!("{id}-shared");
    let target = id.clone();
    view! {
        <div class="ds-field">
            <input class="ds-input" type="checkbox" id=id name="shared" value="1" checked=shared />
            <label class="ds-label" data-weight="regular" for=target>{td_string!(locale, plan.shared)}</label>
        </div>
    }
    .into_any()
}

/// Which part, at which revision, in hidden fields.
fn which(part: Option<&KeptPart>) -> AnyView {
    part.map(|it| {
        let (id, revision) = (it.id.clone(), it.revision.to_string());
        view! { <input type="hidden" name="part" value=id /> <input type="hidden" name="revision" value=revision /> }
    })
    .into_any()
}

fn words_field(locale: Locale, id: &str, label: &'static str, words: String) -> AnyView {
    let (id, target) = (id.to_owned(), id.to_owned());
    view! {
        <div class="ds-field">
            <label class="ds-label" for=target>{label}</label>
            <textarea class="ds-input" id=id name="words" rows="3" maxlength=PLAN_TEXT_LIMIT.to_string() dir="auto" lang=code(locale)>{words}</textarea>
        </div>
    }
    .into_any()
}

/// One form of the plan, folded: what it is called, which part it writes, and
/// the fields of its own.
struct Folded<'a> {
    kind: &'static str,
    title: &'static str,
    /// Name, by which what was typed finds back to it.
    name: String,
    /// The part to be written anew.
    part: Option<&'a KeptPart>,
    /// The part that a new one hangs on.
    on: String,
    open: bool,
}

impl Folded<'_> {
    /// The beginning of its fields' ids.
    fn id(&self) -> String {
        format!("write-{}", self.name)
    }

    fn with(self, inside: &Inside, shown: &Plan, fields: AnyView) -> AnyView {
        let locale = inside.locale;
        // As it was chosen or as it stands; what is new is proposed to be for all, but for a child's.
        let shared = match self.part {
            _ if shown.typed.form == self.name => shown.typed.shared,
            Some(part) => part.shared,
            None => shown.shares_by_itself(),
        };
        let shared = shared_field(locale, &self.id(), shared);
        let Self { kind, title, name, part, on, open } = self;
        view! {
            <details class="ds-details" open=open>
                <summary>{title}</summary>
                <div>
                    <form class="form" method="post" action=inside.to("plan/skriv")>
                        <input type="hidden" name="kind" value=kind />
                        <input type="hidden" name="form" value=name />
                        <input type="hidden" name="on" value=on />
                        {which(part)}
                        {fields}
                        {shared}
                        <button class="ds-button" data-variant="secondary" type="submit">{td_string!(locale, plan.save)}</button>
                    </form>
                </div>
            </details>
        }
        .into_any()
    }
}

/// A form for a dream, new or anew.
pub(crate) fn dream_form(inside: &Inside, shown: &Plan, part: Option<(&KeptPart, &Dream)>) -> AnyView {
    let locale = inside.locale;
    let name = part.map_or_else(|| "dream".to_owned(), |(it, _)| format!("dream-{}", it.id));
    let (words, open) = shown.typed.of(&name, part.map_or("", |(_, dream)| &dream.words));
    let title = if part.is_some() { td_string!(locale, plan.rewrite) } else { td_string!(locale, plan.dream_new) };
    let form = Folded { kind: "dream", title, name, part: part.map(|(it, _)| it), on: String::new(), open };
    let fields = words_field(locale, &form.id(), td_string!(locale, plan.dream_words), words);
    form.with(inside, shown, fields)
}

/// A form for a goal: on a dream, or the words of one that the reader wrote.
pub(crate) fn goal_form(inside: &Inside, shown: &Plan, dream: &str, part: Option<(&KeptPart, &Goal)>) -> AnyView {
    let locale = inside.locale;
    let name = part.map_or_else(|| format!("goal-on-{dream}"), |(it, _)| format!("goal-{}", it.id));
    let (words, open) = shown.typed.of(&name, part.map_or("", |(_, goal)| &goal.words));
    let title = if part.is_some() { td_string!(locale, plan.rewrite) } else { td_string!(locale, plan.goal_new) };
    let form = Folded { kind: "goal", title, name, part: part.map(|(it, _)| it), on: dream.to_owned(), open };
    let chosen = part.map_or_else(Area::default, |(_, goal)| goal.area.clone());
    let mut offered: Vec<Area> = Area::ALL.into_iter().chain(shown.own_areas.iter().cloned()).collect();
    // What is out of use stays where it is.
    if !offered.contains(&chosen) {
        offered.push(chosen.clone());
    }
    let option = |it: Area| view! { <option value=it.key() selected={it == chosen}>{area::name(locale, &it)}</option> };
    let options: Vec<_> = offered.into_iter().map(option).collect();
    let id = format!("{}-area", form.id());
    let target = id.clone();
    let fields = view! {
        {words_field(locale, &form.id(), td_string!(locale, plan.goal_words), words)}
        <div class="ds-field">
            <label class="ds-label" for=target>{td_string!(locale, plan.about)}</label>
            <select class="ds-input" id=id name="area">{options}</select>
        </div>
    };
    form.with(inside, shown, fields.into_any())
}

/// Where the reader stands with a goal, from 0 to 10.
pub(crate) fn mark_form(inside: &Inside, shown: &Plan, goal: &str) -> AnyView {
    let locale = inside.locale;
    let (name, title) = (format!("mark-{goal}"), td_string!(locale, plan.mark_new));
    let form = Folded { kind: "mark", title, name, part: None, on: goal.to_owned(), open: false };
    let id = form.id();
    let target = id.clone();
    let options = (0..=10).map(|value: u8| view! { <option value=value.to_string()>{value.to_string()}</option> });
    let options = options.collect_view();
    let fields = view! {
        <div class="ds-field">
            <label class="ds-label" for=target>{td_string!(locale, plan.mark_words)}</label>
            <select class="ds-input" id=id name="value">{options}</select>
        </div>
    };
    form.with(inside, shown, fields.into_any())
}

/// Taking a part of one's own out of the plan.
pub(crate) fn take_out(inside: &Inside, part: &KeptPart) -> AnyView {
    let locale = inside.locale;
    let words = match &part.part.body {
        Body::Dream(it) => it.words.clone(),
        Body::Goal(it) => it.words.clone(),
        Body::Action(_) | Body::Mark(_) => return ().into_any(),
    };
    let label = td_string!(locale, plan.take_out);
    let named = format!("{label}: {words}");
    view! {
        <form method="post" action=inside.to("plan/ta-ut")>
            {which(Some(part))}
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" aria-label=named>{label}</button>
        </form>
    }
    .into_any()
}

/// A part, as a form sends it.
#[derive(Default, Deserialize)]
pub(crate) struct Written {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    part: String,
    #[serde(default)]
    revision: i64,
    #[serde(default)]
    on: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    shared: String,
}

/// Keeps what was written.
pub(crate) async fn write(inside: Inside, Form(it): Form<Written>) -> Response {
    let own = match it.kind.as_str() {
        "dream" => Some(OwnPart::Dream { words: it.words.clone(), language: code(inside.locale).to_owned() }),
        "goal" => {
            Area::from_key(&it.area).map(|area| OwnPart::Goal { dream: it.on.clone(), words: it.words.clone(), area })
        }
        "mark" => it.value.parse().ok().map(|value| OwnPart::Mark { goal: it.on.clone(), value }),
        _ => None,
    };
    let Some(own) = own else { return Fault::NotFound.page(&inside.site, inside.locale, &inside.path) };
    let which = (!it.part.is_empty()).then_some((it.part.as_str(), it.revision));
    let outcome = match inside.change("plan").await {
        Ok(case) => case.write_own_part(which, &own, !it.shared.is_empty()).await.map(drop),
        Err(fault) => return fault.page(&inside.site, inside.locale, &inside.path),
    };
    close(&inside, outcome, Typed { form: it.form, words: it.words, shared: !it.shared.is_empty() }).await
}

/// Takes a part out.
pub(crate) async fn withdraw(inside: Inside, Form(it): Form<Written>) -> Response {
    let outcome = match inside.change("plan").await {
        Ok(case) => case.withdraw_own_part(&it.part, it.revision).await,
        Err(fault) => return fault.page(&inside.site, inside.locale, &inside.path),
    };
    close(&inside, outcome, Typed::default()).await
}

async fn close(inside: &Inside, outcome: Result<(), StoreError>, typed: Typed) -> Response {
    let locale = inside.locale;
    let words = match outcome {
        Ok(()) => return Redirect::to(&format!("{}?ok=skrevet", inside.to("plan"))).into_response(),
        Err(StoreError::NotAllowed(code)) => match code {
            "plan_empty" => td_string!(locale, plan.own_empty),
            "plan_overtaken" => td_string!(locale, plan.own_overtaken),
            "too_long" => td_string!(locale, home.too_long),
            "too_many" => td_string!(locale, home.too_many),
            _ => td_string!(locale, error.internal),
        },
        Err(error) => return Fault::from(error).page(&inside.site, locale, &inside.path),
    };
    not_taken(inside, words.to_owned(), typed).await
}

//! The front page: what is asked of the reader, the next appointment, who helps
//! now, and a place to write.

use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::{moment, time};
use crate::load;
use crate::moving;
use crate::page::{At, Fault, Frame, done, section, wrong};
use crate::plan::is_asked;
use crate::say;
use app::server::Site;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::role::CaseFunction;
use leptos::prelude::*;
use serde::Deserialize;
use store::{CaseAccess, FamilyWord, WordKind};

/// Appointments are shown so many days ahead.
pub(crate) const DAYS_AHEAD: u8 = app::OWN_DAYS_AHEAD;
/// So many of the reader's own words are shown.
const WORDS_SHOWN: i64 = 20;

/// Leads to the first case that is open to the reader.
pub(crate) async fn front(State(_): State<Site>, inside: Inside) -> Response {
    Redirect::to(&inside.to("")).into_response()
}

/// What was done just now.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    sendt: Option<String>,
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(was): Query<Done>) -> Response {
    let told = was.sendt.map(|_| done(td_string!(inside.locale, home.sent)));
    render(&inside, told, None).await.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

/// The page again, with what was written and why it was not sent.
pub(crate) async fn not_sent(inside: &Inside, code: &str, words: &str) -> Response {
    let told = wrong(say::why_not(inside.locale, code));
    render(inside, Some(told), Some(words))
        .await
        .unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

/// What the reader is called.
pub(crate) async fn name_of(case: &CaseAccess, person: &str) -> Result<String, Fault> {
    let all = case.participants().await?;
    Ok(all.into_iter().find(|it| it.person == person).map(|it| it.name).unwrap_or_default())
}

/// `typed`: what was written into a form that was not taken.
async fn render(inside: &Inside, told: Option<AnyView>, typed: Option<&str>) -> Result<Response, Fault> {
    let locale = inside.locale;
    let case = inside.read("front").await?;
    let name = name_of(&case, &inside.access.person).await?;
    let title = match name.is_empty() {
        true => td_string!(locale, home.title_plain).to_owned(),
        false => td_string!(locale, home.title, name = name),
    };
    let lead = case.team().await?.into_iter().find(|it| it.function == CaseFunction::Lead);
    let contact = match lead {
        Some(lead) => td_string!(locale, home.contact, name = lead.name),
        None => td_string!(locale, home.contact_none).to_owned(),
    };
    let plan = case.plan(inside.limits()).await?;
    let asked = is_asked(&plan, &inside.access.person);
    let asked_to_share = crate::sharing::is_asked(&case.consents().await?);
    let has_children = !case.child_parts().await?.is_empty();
    let halted = !plan.halts.is_empty();
    let now = inside.site.moment();
    let next = case.own_appointments(DAYS_AHEAD).await?.into_iter().find(|it| it.span.end > now);
    let said = case.family_words(WORDS_SHOWN).await?;
    let moves = moving::card(inside, case.moving().await?.as_ref());
    let carried = load::card(inside, &case.own_load().await?);
    let words = typed.unwrap_or_default();

    let asked = asked.then(|| {
        view! {
            <section class="card stack portal-asked" aria-labelledby="asked">
                <h2 class="ds-heading" data-size="sm" id="asked">{td_string!(locale, home.asked)}</h2>
                <p><a class="ds-button" href=inside.to("plan")>{td_string!(locale, home.asked_link)}</a></p>
            </section>
        }
    });
    let next = match next {
        Some(next) => view! {
            <p class="portal-when">{moment(locale, next.span.start)}</p>
            <p><a class="ds-link" href=inside.to("avtaler")>{td_string!(locale, home.all_dates)}</a></p>
        }
        .into_any(),
        None => view! { <p>{td_string!(locale, home.no_dates)}</p> }.into_any(),
    };
    let write_labels = (td_string!(locale, home.write_words), td_string!(locale, home.write_submit));
    let write = say::form(inside, WordKind::Question, write_labels, (String::new(), words.to_owned()), "words".into());
    let body = view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
                {told}
                <p>{td_string!(locale, home.lead)}</p>
                {others(inside)}
            </div>
            {asked}
            {asked_to_share.then(|| view! {
                <section class="card stack portal-asked" aria-labelledby="asked-sharing">
                    <h2 class="ds-heading" data-size="sm" id="asked-sharing">{td_string!(locale, home.asked_sharing)}</h2>
                    <p><a class="ds-button" href=inside.to("deling")>{td_string!(locale, home.asked_sharing_link)}</a></p>
                </section>
            })}
            {moves}
            {section(td_string!(locale, home.next_date), "next", next)}
            {halted.then(|| view! { <p class="ds-alert" data-color="info"><a class="ds-link" href=inside.to("plan")>{td_string!(locale, home.paused)}</a></p> })}
            {has_children.then(|| section(td_string!(locale, children.title), "children", view! {
                <p>{td_string!(locale, children.lead)}</p>
                <p><a class="ds-link" href=inside.to("barna")>{td_string!(locale, children.link)}</a></p>
            }))}
            {carried}
            {section(td_string!(locale, home.write), "write", view! {
                <p>{contact} " " {td_string!(locale, home.write_lead)}</p>
                {write}
            })}
            {section(td_string!(locale, home.said), "said", said_list(&inside.site, locale, said))}
        </div>
    };
    let frame = Frame::inside(inside, At::Home, &title);
    Ok(if typed.is_some() { frame.not_taken() } else { frame }.around(body))
}

/// The ways to other places where the reader takes part; they are not named.
fn others(inside: &Inside) -> Option<AnyView> {
    let locale = inside.locale;
    (inside.visit.opens.len() > 1).then(|| {
        let links = inside.visit.opens.iter().enumerate().map(|(at, it)| {
            let current = (it.id == inside.access.id).then_some("page");
            let href = format!("{}/{}", crate::HOME, it.id);
            view! { <li><a class="ds-chip" href=href aria-current=current>{td_string!(locale, home.place, number = at + 1)}</a></li> }
        });
        let links = links.collect_view();
        view! { <nav class="portal-languages" aria-label=td_string!(locale, home.more)><ul>{links}</ul></nav> }.into_any()
    })
}

/// A kind of word, in words.
pub(crate) fn kind_word(locale: Locale, kind: WordKind) -> &'static str {
    match kind {
        WordKind::Question => td_string!(locale, home.kind_question),
        WordKind::Cancel => td_string!(locale, home.kind_cancel),
        WordKind::OtherTime => td_string!(locale, home.kind_other_time),
        WordKind::PlanChange => td_string!(locale, home.kind_plan_change),
        WordKind::Halt => td_string!(locale, home.kind_halt),
        WordKind::Looked => td_string!(locale, home.kind_looked),
        WordKind::Wrote => td_string!(locale, home.kind_wrote),
        WordKind::Consent => td_string!(locale, home.kind_consent),
        WordKind::Moving => td_string!(locale, home.kind_moving),
    }
}

/// What the reader has said, with what was answered.
pub(crate) fn said_list(site: &Site, locale: Locale, said: Vec<FamilyWord>) -> AnyView {
    if said.is_empty() {
        return view! { <p>{td_string!(locale, home.said_none)}</p> }.into_any();
    }
    let line = |it: FamilyWord| {
        let about = it.about.parse().map_or(it.about, |at| moment(locale, at));
        let answered = match it.answered {
            None => td_string!(locale, home.said_wait).to_owned(),
            Some((at, by)) if it.answer.is_empty() => {
                td_string!(locale, home.said_seen, name = by, time = time(site, locale, at))
            }
            Some((at, by)) => td_string!(locale, home.said_answer, name = by, time = time(site, locale, at)),
        };
        view! {
            <li class="portal-said">
                <p class="meta">{kind_word(locale, it.kind)} " · " {time(site, locale, it.at)}</p>
                {(!about.is_empty()).then(|| view! { <p class="meta">{about}</p> })}
                {(!it.words.is_empty()).then(|| view! { <blockquote class="words" dir="auto">{it.words}</blockquote> })}
                <p class="meta">{answered}</p>
                {(!it.answer.is_empty()).then(|| view! { <p dir="auto">{it.answer}</p> })}
            </li>
        }
    };
    view! { <ul class="plain-list">{said.into_iter().map(line).collect_view()}</ul> }.into_any()
}

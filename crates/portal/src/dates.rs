//! Appointments to come, with a way to say that one cannot come.

use crate::home::DAYS_AHEAD;
use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::day;
use crate::page::{At, Fault, Frame, done};
use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;
use store::{OwnAppointment, OwnPlace, WordKind};

/// What was done just now.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    sendt: Option<String>,
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(was): Query<Done>) -> Response {
    render(&inside, was.sendt.is_some())
        .await
        .unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

async fn render(inside: &Inside, sent: bool) -> Result<Response, Fault> {
    let locale = inside.locale;
    let case = inside.read("dates").await?;
    let now = inside.site.moment();
    let coming: Vec<_> = case.own_appointments(DAYS_AHEAD).await?.into_iter().filter(|it| it.span.end > now).collect();
    let none = coming.is_empty();
    let lines: Vec<AnyView> = coming.into_iter().enumerate().map(|(at, it)| line(inside, at, it)).collect();
    let title = td_string!(locale, dates.title);
    Ok(Frame::inside(inside, At::Dates, title).around(view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                {sent.then(|| done(td_string!(locale, dates.sent)))}
                <p>{if none { td_string!(locale, dates.none) } else { td_string!(locale, dates.lead) }}</p>
            </div>
            {(!none).then(|| view! { <ul class="plain-list stack">{lines}</ul> })}
        </div>
    }))
}

/// When, without the year's end between: on one day from a time to a time.
pub(crate) fn when(locale: Locale, it: &OwnAppointment) -> (String, String) {
    let (from, to) = (it.span.start.time.to_string(), it.span.end.time.to_string());
    (day(locale, it.span.start.day), td_string!(locale, dates.at, from = from, to = to))
}

fn line(inside: &Inside, at: usize, it: OwnAppointment) -> AnyView {
    let locale = inside.locale;
    let (on, hours) = when(locale, &it);
    let place = match &it.place {
        OwnPlace::Room(room) => Some(td_string!(locale, dates.place_is, place = room.clone())),
        OwnPlace::Untold => None,
    };
    let about = it.span.start.to_string();
    let action = inside.to("si");
    let (words, heading) = (format!("words-{at}"), format!("date-{at}"));
    let (words_for, labelled) = (words.clone(), heading.clone());
    view! {
        <li class="card stack" data-gap="sm">
            <h2 class="portal-when" id=heading>{on} " " {hours}</h2>
            {place.map(|place| view! { <p dir="auto">{place}</p> })}
            <details class="ds-details">
                <summary aria-describedby=labelled>{td_string!(locale, dates.change)}</summary>
                <div>
                    <form class="form" method="post" action=action>
                        <input type="hidden" name="about" value=about />
                        <div class="ds-field">
                            <label class="ds-label" for=words_for>{td_string!(locale, dates.words)}</label>
                            <textarea class="ds-input" id=words name="words" rows="2" maxlength="2000" dir="auto"></textarea>
                        </div>
                        <div class="cluster">
                            <button class="ds-button" data-variant="secondary" type="submit" name="kind" value=WordKind::OtherTime.code()>
                                {td_string!(locale, dates.other_time)}
                            </button>
                            <button class="ds-button" data-variant="secondary" type="submit" name="kind" value=WordKind::Cancel.code()>
                                {td_string!(locale, dates.cancel)}
                            </button>
                        </div>
                    </form>
                </div>
            </details>
        </li>
    }
    .into_any()
}

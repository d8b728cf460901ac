//! Appointments to come, with a way to say that one cannot come.

use crate::home::DAYS_AHEAD;
use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::{day, time};
use crate::page::{At, Fault, Frame, done, section};
use app::api::feed::FEED_ADDRESS;
use axum::extract::{Form, Query};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::{OwnAppointment, OwnPlace, WORD_LIMIT, WordKind};

/// What was done just now.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    sendt: Option<String>,
    ok: Option<String>,
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(was): Query<Done>) -> Response {
    let locale = inside.locale;
    let told = match (was.sendt, was.ok) {
        (Some(_), _) => Some(done(td_string!(locale, dates.sent))),
        (_, Some(_)) => Some(done(td_string!(locale, dates.feed_ended))),
        _ => None,
    };
    render(&inside, told, None).await.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

/// `made`: the address of a calendar that was just made.
async fn render(inside: &Inside, told: Option<AnyView>, made: Option<String>) -> Result<Response, Fault> {
    let locale = inside.locale;
    let case = inside.read("dates").await?;
    let now = inside.site.moment();
    let coming: Vec<_> = case.own_appointments(DAYS_AHEAD).await?.into_iter().filter(|it| it.span.end > now).collect();
    let none = coming.is_empty();
    let lines: Vec<AnyView> = coming.into_iter().enumerate().map(|(at, it)| line(inside, at, it)).collect();
    let since = case.own_feed().await?;
    let feed = feed_card(inside, since, made);
    let title = td_string!(locale, dates.title);
    Ok(Frame::inside(inside, At::Dates, title).around(view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                {told}
                <p>{if none { td_string!(locale, dates.none) } else { td_string!(locale, dates.lead) }}</p>
            </div>
            {(!none).then(|| view! { <ul class="plain-list stack">{lines}</ul> })}
            {feed}
        </div>
    }))
}

/// The own calendar in another program.
fn feed_card(inside: &Inside, since: Option<i64>, made: Option<String>) -> AnyView {
    let locale = inside.locale;
    let is_made = since.is_some();
    let since = since.map(|at| td_string!(locale, dates.feed_since, time = time(&inside.site, locale, at)));
    let made = made.map(|address| {
        view! {
            <div class="ds-field" role="status">
                <label class="ds-label" for="feed-address">{td_string!(locale, dates.feed_made)}</label>
                <input class="ds-input" id="feed-address" readonly value=address dir="ltr" />
            </div>
        }
    });
    let make = if is_made { td_string!(locale, dates.feed_renew) } else { td_string!(locale, dates.feed_make) };
    section(
        td_string!(locale, dates.feed),
        "feed",
        view! {
            <p>{td_string!(locale, dates.feed_lead)}</p>
            {since.map(|since| view! { <p class="meta">{since}</p> })}
            {made}
            <form class="cluster" method="post" action=inside.to("avtaler/kalender")>
                <button class="ds-button" data-variant="secondary" type="submit" name="do" value="make">{make}</button>
                {is_made.then(|| view! {
                    <button class="ds-button" data-variant="tertiary" type="submit" name="do" value="end">{td_string!(locale, dates.feed_end)}</button>
                })}
            </form>
        },
    )
}

/// What becomes of the address.
#[derive(Deserialize)]
pub(crate) struct Feed {
    #[serde(default, rename = "do")]
    what: String,
}

/// Makes the address of the own calendar, or takes it away.
pub(crate) async fn feed(inside: Inside, Form(typed): Form<Feed>) -> Response {
    step_feed(&inside, &typed.what).await.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

async fn step_feed(inside: &Inside, what: &str) -> Result<Response, Fault> {
    let case = inside.change("calendar_feed").await?;
    match what {
        "make" => {
            let token = case.make_own_feed().await?;
            let address = format!("{}{FEED_ADDRESS}/{}.ics", inside.site.origin, token.reveal());
            render(inside, None, Some(address)).await
        }
        "end" => {
            case.end_own_feed().await?;
            Ok(Redirect::to(&format!("{}?ok=1", inside.to("avtaler"))).into_response())
        }
        _ => Err(Fault::NotFound),
    }
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
                            <textarea class="ds-input" id=words name="words" rows="2" maxlength=WORD_LIMIT.to_string() dir="auto"></textarea>
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

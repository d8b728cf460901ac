//! Everything that the reader can see here, to take along: a page and a file.

use crate::children::cards;
use crate::dates::when;
use crate::home::{DAYS_AHEAD, name_of, said_list};
use crate::i18n::td_string;
use crate::inside::Inside;
use crate::language::time;
use crate::looked::in_words;
use crate::page::{At, Fault, Frame, section};
use crate::plan::{Plan, content};
use crate::sharing::line;
use app::{Look, OwnContent, own_content, with_what_stays};
use axum::response::{IntoResponse, Response};
use casework::moving::Portion;
use http::header;
use leptos::prelude::*;

/// What can be taken along.
pub(crate) async fn page(inside: Inside) -> Response {
    let locale = inside.locale;
    let title = td_string!(locale, own.title);
    if let Err(fault) = inside.read("own").await {
        return fault.page(&inside.site, locale, &inside.path);
    }
    Frame::inside(&inside, At::OwnData, title).around(view! {
        <div class="stack">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p>{td_string!(locale, own.lead)}</p>
            <p><a class="ds-button" data-variant="secondary" href=inside.to("mine-opplysninger/alt")>{td_string!(locale, own.page)}</a></p>
            <p><a class="ds-button" data-variant="secondary" href=inside.to("mine-opplysninger/fil")>{td_string!(locale, own.file)}</a></p>
            <p class="meta">{td_string!(locale, own.warn)}</p>
        </div>
    })
}

/// Everything on one page.
pub(crate) async fn whole(inside: Inside) -> Response {
    render(&inside).await.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

async fn render(inside: &Inside) -> Result<Response, Fault> {
    let locale = inside.locale;
    let case = inside.take_along("own").await?;
    let shown = Plan::read(inside, &case).await?;
    let dates = case.own_appointments(DAYS_AHEAD).await?;
    let said = case.family_words(i64::MAX).await?;
    let consents: Vec<AnyView> = case.consents().await?.iter().map(|it| line(inside, it)).collect();
    let children = cards(inside, &case).await?;
    let looks = in_words(inside, case.log(i64::MAX).await?).await?;
    let name = name_of(&case, &inside.access.person).await?;
    let title = td_string!(locale, own.title);
    let made = td_string!(locale, own.made, time = time(&inside.site, locale, inside.site.store.now()));
    let date = |it: &store::OwnAppointment| {
        let (on, hours) = when(locale, it);
        view! { <li>{on} " " {hours}</li> }
    };
    let dates: Vec<_> = dates.iter().map(date).collect();
    let look = |it: Look| view! { <li class="portal-look"><p class="meta">{it.when}</p><p>{it.what}</p><p class="meta">{it.why}</p></li> };
    Ok(Frame::inside(inside, At::OwnData, title).around(view! {
        <div class="stack" data-gap="lg">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p>{name} " · " {made}</p>
            <h2 class="ds-heading" data-size="md">{td_string!(locale, plan.title)}</h2>
            {content(&shown, inside, locale)}
            {section(td_string!(locale, dates.title), "dates", view! { <ul class="plain-list">{dates}</ul> })}
            {section(td_string!(locale, home.said), "said", said_list(&inside.site, locale, said))}
            {section(td_string!(locale, sharing.title), "sharing", match consents.is_empty() {
                true => view! { <p>{td_string!(locale, sharing.none)}</p> }.into_any(),
                false => view! { <ul class="plain-list">{consents}</ul> }.into_any(),
            })}
            {(!children.is_empty()).then(|| view! {
                <h2 class="ds-heading" data-size="md">{td_string!(locale, children.title)}</h2>
                {children}
            })}
            {section(td_string!(locale, looked.title), "looked", view! { <ol class="plain-list">{looks.into_iter().map(look).collect_view()}</ol> })}
        </div>
    }))
}

/// The file to take along.
pub(crate) async fn file(inside: Inside) -> Response {
    match in_file(&inside).await {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "application/json; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"min-side.json\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, text).into_response()
        }
        Err(fault) => fault.page(&inside.site, inside.locale, &inside.path),
    }
}

async fn in_file(inside: &Inside) -> Result<String, Fault> {
    let case = inside.take_along("own").await?;
    let OwnContent { mut file, log } = own_content(&inside.site, &case, &inside.access.person, &Portion::all()).await?;
    file.looked = Some(in_words(inside, log).await?);
    let file = with_what_stays(&inside.site, &case, file).await?;
    file.to_json().map_err(|_| Fault::Internal)
}

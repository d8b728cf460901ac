//! The map as it is shared with the reader: a drawing, and the same in words.

use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::code;
use crate::map_words::texts;
use crate::page::{At, Fault, Frame, section};
use app::server::{Drawn, SharedMap, SharedWords, shared_map};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use leptos::prelude::*;
use serde::Deserialize;

/// A drawing is a picture: it loads nothing and runs nothing.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox");

/// Which map.
#[derive(Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    vis: String,
}

impl Which {
    fn drawn(&self) -> Drawn {
        match self.vis.as_str() {
            "nettverk" => Drawn::Network,
            "okokart" => Drawn::Ecomap,
            _ => Drawn::Genogram,
        }
    }
}

const ALL: [(&str, Drawn); 3] =
    [("familien", Drawn::Genogram), ("nettverk", Drawn::Network), ("okokart", Drawn::Ecomap)];

fn name(locale: Locale, drawn: Drawn) -> &'static str {
    match drawn {
        Drawn::Genogram => td_string!(locale, map.family),
        Drawn::Network => td_string!(locale, map.network),
        Drawn::Ecomap => td_string!(locale, map.services),
    }
}

async fn drawn_for(inside: &Inside, drawn: Drawn) -> Result<Option<SharedMap>, Fault> {
    let case = inside.read("map").await?;
    let record = case.record().await?;
    let locale = inside.locale;
    let said = SharedWords { texts: texts(locale), language: code(locale), title: name(locale, drawn) };
    Ok(shared_map(&record, inside.site.store.today(), drawn, &said))
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(which): Query<Which>) -> Response {
    render(&inside, which.drawn()).await.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

async fn render(inside: &Inside, drawn: Drawn) -> Result<Response, Fault> {
    let locale = inside.locale;
    let map = drawn_for(inside, drawn).await?;
    let title = td_string!(locale, map.title);
    let links = ALL.map(|(code, it)| {
        let href = format!("{}?vis={code}", inside.to("kart"));
        let current = (it == drawn).then_some("page");
        view! { <li><a class="ds-chip" href=href aria-current=current>{name(locale, it)}</a></li> }
    });
    let shown = map.map(|map| {
        let code = ALL.into_iter().find(|(_, it)| *it == drawn).map_or("familien", |(code, _)| code);
        let address = format!("{}?vis={code}", inside.to("kart/tegning"));
        let (open, label) = (address.clone(), td_string!(locale, map.drawing));
        let words = map.words.into_iter().map(|it| view! { <p>{it}</p> }).collect_view();
        view! {
            <div class="card portal-drawing" tabindex="0" role="region" aria-label=label>
                <img src=address alt=map.alternative />
            </div>
            <p><a class="ds-link" href=open>{td_string!(locale, map.open)}</a></p>
            {section(td_string!(locale, map.words), "words", view! { <div class="stack" data-gap="sm">{words}</div> })}
        }
        .into_any()
    });
    Ok(Frame::inside(inside, At::Map, title).around(view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                <p>{td_string!(locale, map.lead)}</p>
                <nav class="portal-languages" aria-label=td_string!(locale, map.which)><ul>{links.into_iter().collect_view()}</ul></nav>
            </div>
            {shown.unwrap_or_else(|| view! { <p class="card">{td_string!(locale, map.none)}</p> }.into_any())}
        </div>
    }))
}

/// The drawing itself.
pub(crate) async fn drawing(inside: Inside, Query(which): Query<Which>) -> Response {
    match drawn_for(&inside, which.drawn()).await {
        Ok(Some(map)) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml; charset=utf-8")),
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (headers, map.drawing).into_response()
        }
        Ok(None) => Fault::NotFound.page(&inside.site, inside.locale, &inside.path),
        Err(fault) => fault.page(&inside.site, inside.locale, &inside.path),
    }
}

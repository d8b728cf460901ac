//! What everybody who holds parental responsibility may read about a child.

use crate::i18n::td_string;
use crate::inside::Inside;
use crate::language::time;
use crate::page::{At, Fault, Frame};
use axum::response::Response;
use casework::role::CaseFunction;
use leptos::prelude::*;
use store::{CaseAccess, ChildPart, ChildPartEntry};

/// The page.
pub(crate) async fn page(inside: Inside) -> Response {
    render(&inside).await.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

async fn render(inside: &Inside) -> Result<Response, Fault> {
    let locale = inside.locale;
    let case = inside.read("children").await?;
    let cards = cards(inside, &case).await?;
    let title = td_string!(locale, children.title);
    Ok(Frame::inside(inside, At::Home, title).around(view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                <p>{td_string!(locale, children.lead)}</p>
            </div>
            {cards.is_empty().then(|| view! { <p class="card">{td_string!(locale, children.none)}</p> })}
            {cards}
        </div>
    }))
}

/// A card for each child about whom the reader may read.
pub(crate) async fn cards(inside: &Inside, case: &CaseAccess) -> Result<Vec<AnyView>, Fault> {
    let locale = inside.locale;
    let record = case.record().await?;
    let name_of = |part: &ChildPart| {
        let child = record.people.get(&part.child.as_str().into());
        child.and_then(|child| child.label().map(str::to_owned))
    };
    let card = |part: ChildPart| {
        let name = name_of(&part).unwrap_or_else(|| td_string!(locale, children.child).to_owned());
        let id = format!("child-{}", part.id);
        let labelled = id.clone();
        let empty = part.entries.is_empty();
        let entries: Vec<AnyView> = part.entries.into_iter().map(|it| entry(inside, it)).collect();
        view! {
            <section class="card stack" aria-labelledby=labelled>
                <h2 class="ds-heading" data-size="sm" id=id><bdi>{name}</bdi></h2>
                {empty.then(|| view! { <p>{td_string!(locale, children.empty)}</p> })}
                <ul class="plain-list">{entries}</ul>
            </section>
        }
        .into_any()
    };
    Ok(case.child_parts().await?.into_iter().map(card).collect())
}

fn entry(inside: &Inside, it: ChildPartEntry) -> AnyView {
    let locale = inside.locale;
    let at = time(&inside.site, locale, it.at);
    let function = match it.function {
        CaseFunction::Lead | CaseFunction::StandIn => td_string!(locale, children.contact),
        CaseFunction::MilieuLead | CaseFunction::Member => td_string!(locale, children.helper),
    };
    // While a decision shows the function alone, nobody is named.
    let by = it.author.unwrap_or_else(|| function.to_owned());
    view! {
        <li class="portal-said">
            <p dir="auto">{it.text}</p>
            <p class="meta">{by} " · " {at}</p>
        </li>
    }
    .into_any()
}

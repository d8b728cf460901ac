//! Help for staff.

use crate::api::help::{HelpPart, help};
use crate::components::{ErrorNotice, Icon, PageTitle};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use leptos::prelude::*;

/// What Familiekart is, who may see what, keys, words.
#[component]
pub fn HelpPage() -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let parts = Resource::new(move || language().code().to_owned(), help);
    view! {
        <PageTitle text=move || t_string!(i18n, help.title).to_owned() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, help.title)}</h1>
                <p class="meta">{t!(i18n, help.lead)}</p>
            </div>
            <div class="page-head-actions">
                <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| { let _ = window().print(); }>
                    <Icon name="print" />
                    {t!(i18n, map.print)}
                </button>
            </div>
        </header>
        <div class="page-body help" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match parts.await {
                        Ok(parts) => view! { <Parts parts /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Parts(parts: Vec<HelpPart>) -> impl IntoView {
    let i18n = use_i18n();
    let link = |part: &HelpPart| {
        let (address, title) = (format!("#{}", part.id), part.title.clone());
        view! { <li><a class="ds-link" href=address rel="external">{title}</a></li> }
    };
    view! {
        <nav class="help-contents" aria-label=t!(i18n, help.contents)>
            <ul class="plain-list">{parts.iter().map(link).collect_view()}</ul>
        </nav>
        {parts.into_iter().map(|part| view! { <Part part /> }).collect_view()}
    }
}

#[component]
fn Part(part: HelpPart) -> impl IntoView {
    let (id, has_terms, has_points) = (part.id.clone(), !part.terms.is_empty(), !part.points.is_empty());
    let term = |(name, said): (String, String)| view! { <div><dt>{name}</dt><dd>{said}</dd></div> };
    view! {
        <section class="stack help-part" aria-labelledby=part.id>
            <h2 class="ds-heading" data-size="xs" id=id tabindex="-1">{part.title}</h2>
            {part.text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            {has_points.then(|| view! { <ul class="help-points">{part.points.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul> })}
            {has_terms.then(|| view! { <dl class="help-terms">{part.terms.into_iter().map(term).collect_view()}</dl> })}
        </section>
    }
}

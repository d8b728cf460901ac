//! What stands above every staff page.

use super::preferences::{LanguageChoice, ThemeChoice};
use crate::api::session::{Frame, Me, SignOut};
use crate::components::{CallButton, Icon, SearchButton, post_words};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// Brand, navigation, demonstration mark, and who is signed in.
#[component]
pub fn TopBar(
    /// What every page knows.
    frame: Frame,
) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    let current = move |here: &'static str| {
        let path = path.get();
        let is_here = match here {
            "/familier" => path.starts_with(here) && path != "/familier/importer",
            "/administrasjon" | "/grupper" | "/kalender" => path.starts_with(here),
            "/henvendelser" => ["/henvendelser", "/telefon", "/borte", "/tolker"].iter().any(|it| path.starts_with(it)),
            _ => path == here,
        };
        is_here.then_some("page")
    };
    // An open menu has done its work when the page is another one.
    Effect::new(move |_| {
        path.track();
        for menu in ["nav", "user-menu"] {
            if let Some(menu) = document().get_element_by_id(menu) {
                let _ = menu.unchecked_ref::<web_sys::HtmlElement>().hide_popover();
            }
        }
    });
    let reviews_log = frame.me.as_ref().is_some_and(|me| me.reviews_log);
    let plans = frame.me.as_ref().is_some_and(|me| me.plans);
    let runs_groups = frame.me.as_ref().is_some_and(|me| me.runs_groups);
    let administers = frame.me.as_ref().is_some_and(|me| me.may_administer);
    let keeps_door = frame.me.as_ref().is_some_and(|me| me.keeps_door);
    let may_import = frame.me.as_ref().is_some_and(|me| me.may_import);
    view! {
        <header class="topbar">
            <a class="topbar-brand" href="/min-dag">
                <img src="/icons/mark.svg" alt="" width="28" height="28" />
                {t!(i18n, app.name)}
            </a>
            {frame.me.is_some().then(|| view! {
                <button class="topbar-toggle ds-button" data-variant="tertiary" data-color="neutral" type="button" popovertarget="nav">
                    <Icon name="menu" />
                    {t!(i18n, app.menu)}
                </button>
                <nav class="topbar-nav" id="nav" popover="auto" aria-label=t!(i18n, app.menu)>
                    <a href="/min-dag" aria-current=move || current("/min-dag")>{t!(i18n, day.title)}</a>
                    <a href="/familier" aria-current=move || current("/familier")>{t!(i18n, app.families)}</a>
                    {plans.then(|| view! {
                        <a href="/kalender" aria-current=move || current("/kalender")>{t!(i18n, calendar.title)}</a>
                    })}
                    {keeps_door.then(|| view! {
                        <a href="/henvendelser" aria-current=move || current("/henvendelser")>{t!(i18n, enquiry.title)}</a>
                    })}
                    {may_import.then(|| view! {
                        <a href="/familier/importer" aria-current=move || current("/familier/importer")>{t!(i18n, app.import)}</a>
                    })}
                    {runs_groups.then(|| view! {
                        <a href="/grupper" aria-current=move || current("/grupper")>{t!(i18n, groups.title)}</a>
                    })}
                    <a href="/hjelp" aria-current=move || current("/hjelp")>{t!(i18n, help.title)}</a>
                    {reviews_log.then(|| view! {
                        <a href="/logger" aria-current=move || current("/logger")>{t!(i18n, app.logs)}</a>
                    })}
                    {administers.then(|| view! {
                        <a href="/administrasjon" aria-current=move || current("/administrasjon")>{t!(i18n, admin.title)}</a>
                    })}
                </nav>
            })}
            <div class="topbar-end">
                {keeps_door.then(|| view! { <CallButton /> })}
                {frame.me.is_some().then(|| view! { <SearchButton /> })}
                {frame.demo.then(|| view! { <strong class="demo-mark">{t!(i18n, app.fictional)}</strong> })}
                {frame.me.map(|me| view! { <UserMenu me /> })}
            </div>
        </header>
    }
}

#[component]
fn UserMenu(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let sign_out = ServerAction::<SignOut>::new();
    let label = {
        let name = me.name.clone();
        move || format!("{name}, {}", t_string!(i18n, app.account))
    };
    let post = me.post.clone();
    let in_menu = me.post.clone();
    view! {
        {post.map(|post| view! { <span class="topbar-unit">{move || post_words(i18n, &post)}</span> })}
        <button class="topbar-user" type="button" popovertarget="user-menu">
            <span class="avatar" data-color="sky" aria-hidden="true">{me.initials}</span>
            <span class="ds-sr-only">{label}</span>
        </button>
        <div class="menu" id="user-menu" popover="auto">
            <p class="menu-title">{me.name}</p>
            {in_menu.map(|post| view! { <p class="menu-post">{move || post_words(i18n, &post)}</p> })}
            {me.has_posts.then(|| view! { <a class="menu-item" href="/velg-post" rel="external"><Icon name="person" />{t!(i18n, post.change)}</a> })}
            <a class="menu-item" href="/konto" rel="external"><Icon name="person" />{t!(i18n, account.title)}</a>
            <LanguageChoice />
            <ThemeChoice />
            {me.may_create.then(|| view! { <a class="menu-item" href="/meldinger"><Icon name="info" />{t!(i18n, message.title)}</a> })}
            {me.may_use_emergency.then(|| view! {
                <hr />
                <a class="menu-item" href="/nodtilgang"><Icon name="warning" />{t!(i18n, app.emergency)}</a>
            })}
            <hr />
            <ActionForm action=sign_out>
                <button class="menu-item" type="submit"><Icon name="sign-out" />{t!(i18n, app.sign_out)}</button>
                <button class="menu-item" type="submit" name="everywhere" value="true"><Icon name="sign-out" />{t!(i18n, app.sign_out_everywhere)}</button>
            </ActionForm>
        </div>
    }
}

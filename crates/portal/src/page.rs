//! The frame around every page, and what a page says when something is wrong.

use crate::i18n::{Locale, td_string};
use crate::inside::{Guest, Inside};
use crate::language::{LANGUAGES, code, direction, is_by_machine};
use crate::ways::WAYS;
use app::server::Site;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use store::{OpenError, StoreError};

/// No script but ours, no inline style, nothing from elsewhere, no frame.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Where one is, in the menu.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Home,
    Plan,
    Dates,
    Map,
    Sharing,
    Looked,
    OwnData,
    /// How one signs in: in the foot, not in the menu.
    Ways,
}

/// The frame of a page.
pub(crate) struct Frame<'a> {
    pub(crate) site: &'a Site,
    pub(crate) locale: Locale,
    /// Path of the page, to come back to after the language was chosen.
    pub(crate) path: &'a str,
    /// The menu: of which access, and where in it.
    pub(crate) menu: Option<(&'a Inside, At)>,
    /// The page's own title.
    pub(crate) title: String,
    pub(crate) status: StatusCode,
}

impl<'a> Frame<'a> {
    /// Around a page for whoever is not signed in.
    pub(crate) fn outside(site: &'a Site, guest: &'a Guest, title: &str) -> Self {
        let (locale, path) = (guest.locale, guest.path.as_str());
        Self { site, locale, path, menu: None, title: title.to_owned(), status: StatusCode::OK }
    }

    /// Around a page about a case.
    pub(crate) fn inside(inside: &'a Inside, at: At, title: &str) -> Self {
        let (locale, path) = (inside.locale, inside.path.as_str());
        Self {
            site: &inside.site,
            locale,
            path,
            menu: Some((inside, at)),
            title: title.to_owned(),
            status: StatusCode::OK,
        }
    }

    /// The same for a form that was not taken.
    pub(crate) fn not_taken(self) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, ..self }
    }

    /// The whole page.
    pub(crate) fn around(self, body: impl IntoView + 'static) -> Response {
        let Self { site, locale, path, menu, title, status } = self;
        let head = format!("{title} – {}", td_string!(locale, frame.title));
        let ways = menu.as_ref().is_some_and(|(_, at)| *at == At::Ways).then_some("page");
        let menu = menu.map(|(inside, at)| menu_of(inside, at));
        let signed_in = menu.is_some();
        let demo = site.demo.then(|| {
            view! { <p class="portal-demo"><strong class="demo-mark">{td_string!(locale, frame.demo)}</strong></p> }
        });
        let above = menu.into_any();
        let below = signed_in.then(|| {
            view! {
                <p><a class="ds-link" href=WAYS aria-current=ways>{td_string!(locale, ways.title)}</a></p>
                <form method="post" action="/min-side/logg-ut">
                    <button class="ds-button" data-variant="tertiary" type="submit">{td_string!(locale, frame.sign_out)}</button>
                </form>
            }
        });
        let main = view! { <main id="main" class="portal-main" tabindex="-1">{demo} {body}</main> }.into_any();
        let style = site.asset("familiekart.css");
        document(status, (locale, path), (head, style), (above, main, below.into_any()))
    }
}

/// A document: what is the same on every page.
fn document(
    status: StatusCode,
    (locale, path): (Locale, &str),
    (title, style): (String, String),
    (above, main, below): (AnyView, AnyView, AnyView),
) -> Response {
    let page = view! {
        <html lang=code(locale) dir=direction(locale) data-size="md" data-color-scheme="auto">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="robots" content="noindex, nofollow" />
                <title>{title}</title>
                <link rel="icon" href="/min-side.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=style />
                <script src="/min-side.js" defer></script>
            </head>
            <body class="portal">
                <a class="ds-skip-link" href="#main">{td_string!(locale, frame.skip)}</a>
                <header class="portal-top">
                    <a class="portal-name" href="/min-side">{td_string!(locale, frame.title)}</a>
                    <a class="ds-button portal-leave" data-color="danger" href="/min-side/forlat" rel="noreferrer" data-leave=""
                        title=td_string!(locale, frame.leave_why)>
                        {td_string!(locale, frame.leave)}
                    </a>
                </header>
                {above}
                {main}
                <footer class="portal-foot">
                    {is_by_machine(locale).then(|| view! { <p class="meta">{td_string!(locale, frame.machine)}</p> })}
                    {language_links(locale, path)}
                    {below}
                </footer>
            </body>
        </html>
    };
    // Without the marks by which a browser would find its way when it makes a page alive: nobody does.
    let text = Owner::new().with(|| page.to_html()).replace("<!>", "");
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        // Not even in the browser's memory of pages that one goes back to.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, Html(format!("<!DOCTYPE html>{text}"))).into_response()
}

fn menu_of(inside: &Inside, at: At) -> AnyView {
    let locale = inside.locale;
    let item = |here: At, page: &str, name: &'static str| {
        let current = (here == at).then_some("page");
        view! { <li><a href=inside.to(page) aria-current=current>{name}</a></li> }
    };
    view! {
        <nav class="portal-menu" aria-label=td_string!(locale, frame.menu)>
            <ul>
                {item(At::Home, "", td_string!(locale, frame.home))}
                {item(At::Plan, "plan", td_string!(locale, frame.plan))}
                {item(At::Dates, "avtaler", td_string!(locale, frame.dates))}
                {item(At::Map, "kart", td_string!(locale, frame.map))}
                {item(At::Sharing, "deling", td_string!(locale, frame.sharing))}
                {item(At::Looked, "hvem-har-sett", td_string!(locale, frame.looked))}
                {item(At::OwnData, "mine-opplysninger", td_string!(locale, frame.own_data))}
            </ul>
        </nav>
    }
    .into_any()
}

fn language_links(locale: Locale, path: &str) -> AnyView {
    let links = LANGUAGES.map(|(it, code, name)| {
        let href = format!("/min-side/sprak?til={code}&side={path}");
        let current = (it == locale).then_some("true");
        view! { <li><a class="ds-chip" href=href lang=code hreflang=code dir=direction(it) aria-current=current>{name}</a></li> }
    });
    view! {
        <nav class="portal-languages" aria-label=td_string!(locale, frame.language)>
            <ul>{links.into_iter().collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) enum Fault {
    /// There is no such page, or not for this reader.
    NotFound,
    /// Nothing is open to the reader any more.
    Ended,
    /// Too many attempts; minutes to wait.
    Wait(i64),
    /// Something that is not the reader's doing.
    Internal,
}

impl From<OpenError> for Fault {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound | OpenError::ReasonNeeded => Self::Ended,
            OpenError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound | StoreError::NotAllowed(_) => Self::NotFound,
            other => {
                tracing::error!(error = %other, "portal");
                Self::Internal
            }
        }
    }
}

impl From<store::Throttled> for Fault {
    fn from(throttled: store::Throttled) -> Self {
        Self::Wait(throttled.wait_ms.div_euclid(60_000) + 1)
    }
}

impl Fault {
    /// The page that says so.
    pub(crate) fn page(&self, site: &Site, locale: Locale, path: &str) -> Response {
        let (status, heading, lead) = match self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                td_string!(locale, error.not_found),
                td_string!(locale, error.not_found_lead).to_owned(),
            ),
            Self::Ended => (
                StatusCode::FORBIDDEN,
                td_string!(locale, error.ended),
                td_string!(locale, error.ended_lead).to_owned(),
            ),
            Self::Wait(minutes) => (
                StatusCode::TOO_MANY_REQUESTS,
                td_string!(locale, error.heading),
                td_string!(locale, error.wait, minutes = *minutes),
            ),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                td_string!(locale, error.heading),
                td_string!(locale, error.internal).to_owned(),
            ),
        };
        let main = view! {
            <main id="main" class="portal-main stack" tabindex="-1">
                <h1 class="ds-heading" data-size="md">{heading}</h1>
                <p>{lead}</p>
                <p><a class="ds-link" href="/min-side">{td_string!(locale, error.to_front)}</a></p>
            </main>
        };
        let title = td_string!(locale, frame.title).to_owned();
        let style = site.asset("familiekart.css");
        document(status, (locale, path), (title, style), (().into_any(), main.into_any(), ().into_any()))
    }
}

/// What led nowhere.
pub(crate) async fn not_found(State(site): State<Site>, guest: Guest) -> Response {
    Fault::NotFound.page(&site, guest.locale, crate::HOME)
}

/// A heading and what belongs under it.
pub(crate) fn section(title: &'static str, id: &'static str, body: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="card stack" aria-labelledby=id>
            <h2 class="ds-heading" data-size="sm" id=id>{title}</h2>
            {body.into_any()}
        </section>
    }
    .into_any()
}

/// What was done, told after the page was loaded anew.
pub(crate) fn done(words: &'static str) -> AnyView {
    view! { <p class="ds-alert" data-color="success" role="status">{words}</p> }.into_any()
}

/// What is wrong with a form, above it.
pub(crate) fn wrong(words: String) -> AnyView {
    view! { <p class="ds-alert" data-color="danger" role="alert" id="fault">{words}</p> }.into_any()
}

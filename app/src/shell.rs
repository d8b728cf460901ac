//! The page around every page.

use crate::app::App;
use crate::parts::part_of;
use crate::server::visit;
use http::HeaderValue;
use http::header::CONTENT_SECURITY_POLICY;
use http::request::Parts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;

/// The document: head, styles, and the script that makes the page alive.
pub fn shell(_options: LeptosOptions) -> impl IntoView {
    let nonce = use_nonce();
    if let (Some(nonce), Some(response)) = (&nonce, use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::from_str(&content_security_policy(nonce))
    {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
    let visit = visit().ok();
    let path = use_context::<Parts>().map(|request| request.uri.path().to_owned()).unwrap_or_default();
    let part = visit.as_ref().and_then(|visit| visit.site.parts.get(part_of(&path)).cloned()).unwrap_or_default();
    let preloads = part.into_iter().map(|file| {
        if file.ends_with(".wasm") {
            view! { <link rel="preload" href=file r#as="fetch" crossorigin="anonymous" /> }.into_any()
        } else {
            view! { <link rel="modulepreload" href=file nonce=nonce.clone() /> }.into_any()
        }
    });
    let preloads = preloads.collect_view();
    let asset = |name: &str| visit.as_ref().map_or_else(|| format!("/pkg/{name}"), |visit| visit.site.asset(name));
    let (script, wasm, style) = (asset("app.js"), asset("app_bg.wasm"), asset("familiekart.css"));
    let version = visit.as_ref().map(|visit| visit.site.version.to_string());
    let start =
        format!("import start, {{ hydrate }} from '{script}'; await start({{ module_or_path: '{wasm}' }}); hydrate();");
    view! {
        <!DOCTYPE html>
        <html data-size="sm" data-version=version>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="robots" content="noindex, nofollow" />
                <meta name="theme-color" content="#1F6E5C" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="stylesheet" href=style />
                <link rel="modulepreload" id="program-script" href=script nonce=nonce.clone() />
                <link rel="preload" id="program-wasm" href=wasm.clone() r#as="fetch" crossorigin="anonymous" />
                {preloads}
                <MetaTags />
                <script type="module" nonce=nonce>{start}</script>
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Scripts only from here and only with this answer's nonce; no inline styles,
/// no frames, nothing from elsewhere.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

//! The browser's parts: compressed beforehand, cached long where the name
//! carries a hash.

use crate::config::Fault;
use ::http::{HeaderValue, Method, StatusCode, header};
use app::server::asset_address;
use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tower_http::services::ServeDir;

const FOR_A_YEAR: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
/// Scripts that run beside a page: each lives by the policy of its own answer, not by the page's.
const WORKERS: [(&str, HeaderValue); 2] = [
    // The service worker of the page that opens without network: it fetches what that page needs.
    ("/uten-nett.js", HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'")),
    // Lays out large maps: it starts the program that the page runs.
    (
        "/plassering.js",
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'",
        ),
    ),
];

/// Hashed file names by plain names; empty in a development build.
pub fn manifest(site: &Path) -> Result<BTreeMap<String, String>, Fault> {
    let path = site.join("assets.json");
    match std::fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| Fault::Setting(format!("{}: {error}", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error.into()),
    }
}

/// A name for what the browser loads and for this program: another one as soon
/// as any of it is another.
pub fn version(site: &Path) -> Result<String, Fault> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(site.join("pkg")).into_iter().flatten() {
        names.push(entry?.path());
    }
    names.sort();
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    for name in names.into_iter().filter(|name| name.is_file()) {
        name.file_name().hash(&mut hasher);
        std::fs::read(&name)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The addresses of the files that each part of the browser's code needs, by the names of this build: its wasm and
/// what fetches it. Empty in a build that was not divided.
pub fn parts(site: &Path, names: &BTreeMap<String, String>) -> Result<BTreeMap<String, Vec<String>>, Fault> {
    let path = site.join(asset_address(names, "app_parts.json").trim_start_matches('/'));
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "{}".to_owned(),
        text => text?,
    };
    let parts: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&text).map_err(|error| Fault::Setting(format!("{}: {error}", path.display())))?;
    let addresses = |files: Vec<String>| {
        let files = files.iter().map(String::as_str).chain(["app_parts.js"]);
        files.map(|file| asset_address(names, file)).collect()
    };
    Ok(parts.into_iter().map(|(part, files)| (part, addresses(files))).collect())
}

/// What a script may do that runs beside a page; none for everything else.
fn policy_of(path: &str) -> Option<HeaderValue> {
    WORKERS.into_iter().find(|(script, _)| *script == path).map(|(_, policy)| policy)
}

/// Whether an address can be that of a file or a function; all others are pages.
fn is_no_page(request: &Request) -> bool {
    let path = request.uri().path();
    let name = path.rsplit('/').next().unwrap_or_default();
    request.method() != Method::GET || name.contains('.') || path.starts_with("/api/")
}

/// Serves the site folder. A file that is not there is a plain 404; any other
/// address is answered by `missing`, so that people get a page.
pub fn service(
    site: &Path,
    missing: Router,
) -> impl tower::Service<Request, Response = Response, Error = std::convert::Infallible, Future: Send>
+ Clone
+ Send
+ Sync
+ 'static {
    let hashed: Vec<String> = manifest(site).unwrap_or_default().into_values().collect();
    let files = ServeDir::new(site).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    ServiceBuilder::new().service(service_fn(move |request: Request| {
        let is_hashed = request.uri().path().rsplit('/').next().is_some_and(|name| hashed.iter().any(|it| it == name));
        let policy = policy_of(request.uri().path());
        let (files, missing) = (files.clone(), missing.clone());
        async move {
            if !is_no_page(&request) {
                return missing.oneshot(request).await;
            }
            let mut response = match files.oneshot(request).await {
                Ok(response) => response.into_response(),
                Err(never) => match never {},
            };
            let cache = if is_hashed && response.status().is_success() { FOR_A_YEAR } else { ASK_AGAIN };
            response.headers_mut().insert(header::CACHE_CONTROL, cache);
            if let Some(policy) = policy {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            if response.status() == StatusCode::METHOD_NOT_ALLOWED {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            Ok(response)
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_workers_have_a_policy_of_their_own_and_none_reaches_elsewhere() {
        assert_eq!(policy_of("/pkg/app.js"), None);
        for (script, _) in WORKERS {
            let policy = policy_of(script).unwrap();
            let policy = policy.to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'; "), "{script}");
            assert!(!policy.contains("http") && !policy.contains('*') && !policy.contains("'unsafe"), "{script}");
        }
    }

    #[test]
    fn another_content_is_another_version() {
        let site = std::env::temp_dir().join(format!("familiekart-version-{}", std::process::id()));
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        let mut versions = Vec::new();
        for content in ["one", "two", "one"] {
            std::fs::write(site.join("pkg/app.js"), content).unwrap();
            versions.push(version(&site).unwrap());
        }
        std::fs::remove_dir_all(&site).unwrap();
        assert_eq!(versions[0], versions[2]);
        assert_ne!(versions[0], versions[1]);
    }
}

//! Requests that change something must come from our own pages (CSRF).

use super::State;
use ::http::{HeaderMap, Method, StatusCode, header};
use axum::extract::{self, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses an unsafe request from elsewhere before anything is read of it.
pub async fn check(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    if is_ours(request.method(), request.headers(), &state.origins) {
        next.run(request).await
    } else {
        tracing::warn!(path = super::link::without_secret(request.uri().path()), "refused: foreign origin");
        StatusCode::FORBIDDEN.into_response()
    }
}

/// Safe methods may come from anywhere. Others need the browser's word that
/// they come from here: an Origin of ours, or Sec-Fetch-Site same-origin.
fn is_ours(method: &Method, headers: &HeaderMap, origins: &[String]) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    if let Some(origin) = headers.get(header::ORIGIN) {
        return origin.to_str().is_ok_and(|origin| origins.iter().any(|ours| ours == origin));
    }
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_who_may_change_something() {
        let ours = ["https://kart.example.no".to_owned()];
        let table = [
            (Method::GET, None, None, true),
            (Method::POST, Some("https://kart.example.no"), None, true),
            (Method::POST, Some("https://kart.example.no"), Some("cross-site"), true),
            (Method::POST, Some("https://evil.example"), None, false),
            (Method::POST, Some("https://evil.example"), Some("same-origin"), false),
            (Method::POST, Some("null"), None, false),
            (Method::POST, None, Some("same-origin"), true),
            (Method::POST, None, Some("same-site"), false),
            (Method::POST, None, Some("none"), false),
            (Method::POST, None, None, false),
            (Method::DELETE, None, None, false),
        ];
        for (method, origin, site, expected) in table {
            let mut headers = HeaderMap::new();
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            if let Some(site) = site {
                headers.insert("sec-fetch-site", site.parse().unwrap());
            }
            assert_eq!(is_ours(&method, &headers, &ours), expected, "{method} {origin:?} {site:?}");
        }
    }
}

//! Every page and every answer to one names the version, so that a page that was
//! loaded before a change notices.

use super::State;
use ::http::{HeaderName, HeaderValue};
use axum::extract::{self, Request};
use axum::middleware::Next;
use axum::response::Response;

const HEADER: HeaderName = HeaderName::from_static(app::VERSION_HEADER);

/// Adds the header.
pub async fn tell(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(version) = HeaderValue::from_str(&state.site.version) {
        response.headers_mut().insert(HEADER, version);
    }
    response
}

//! Whether the process lives, and whether it can answer.

use ::http::StatusCode;
use axum::extract::State;
use store::Store;

/// The process lives.
pub async fn alive() -> &'static str {
    "ok"
}

/// The databases answer.
pub async fn ready(State(store): State<Store>) -> Result<&'static str, StatusCode> {
    store.ping().await.map(|()| "ok").map_err(|error| {
        tracing::error!(%error, "not ready");
        StatusCode::SERVICE_UNAVAILABLE
    })
}

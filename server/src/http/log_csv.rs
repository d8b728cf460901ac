//! The privacy officer's review of a log, as a file.

use ::http::{StatusCode, header};
use app::AppError;
use app::api::review::ReviewAsked;
use app::server::Visit;
use axum::Extension;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// What the page's address asks for, in the page's own words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    enhet: String,
    hvem: String,
    hva: String,
    fra: String,
    til: String,
    lang: String,
}

/// Sends the file. Missing and forbidden look alike.
pub async fn download(Extension(visit): Extension<Visit>, Query(asked): Query<Asked>) -> Response {
    let english = asked.lang == "en";
    let asked = ReviewAsked {
        unit: asked.enhet,
        user: asked.hvem,
        kind: asked.hva,
        from: asked.fra,
        to: asked.til,
        after: String::new(),
    };
    match app::log_csv(&visit, &asked, english).await {
        Ok(file) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"logg.csv\""),
            ];
            (headers, file).into_response()
        }
        Err(AppError::NotFound | AppError::NotAllowed | AppError::SignedOut) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "log as a file");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

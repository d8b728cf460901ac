//! A group's attendance, and a unit's figures of a year, as files.

use ::http::{StatusCode, header};
use app::AppError;
use app::server::Visit;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// What the page's address asks for, in the page's own words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    ar: Option<String>,
    lang: String,
}

/// Sends who was at a group's meetings.
pub async fn attendance(
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    sent("oppmote.csv", app::attendance_csv(&visit, &id, asked.lang == "en").await)
}

/// Sends the figures of a year.
pub async fn year(Extension(visit): Extension<Visit>, Query(asked): Query<Asked>) -> Response {
    let year = asked.ar.and_then(|year| year.parse().ok());
    sent("grupper.csv", app::year_csv(&visit, year, asked.lang == "en").await)
}

/// The file. Missing and forbidden look alike.
fn sent(name: &str, file: Result<String, AppError>) -> Response {
    match file {
        Ok(file) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
            ];
            (headers, file).into_response()
        }
        Err(
            AppError::NotFound | AppError::NotAllowed | AppError::SignedOut | AppError::NotPart | AppError::Declined(_),
        ) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "group as a file");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

//! What goes along to another municipality, as a file.

use ::http::{StatusCode, header};
use app::server::Visit;
use app::{AppError, MovingAsked, moving_file};
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// What the page's link asks for, in the page's own words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    flytting: String,
    form: String,
    lang: String,
}

/// Sends the file. Missing and forbidden look alike; what cannot go along leads
/// back to the page, which says why.
pub async fn download(
    Extension(visit): Extension<Visit>,
    Path((case, person)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let readable = match asked.form.as_str() {
        "side" => true,
        "fil" => false,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let back = format!("/familier/{case}/mappen");
    let plain = |text: &str| text.replace('\0', "");
    let asked = MovingAsked {
        case: plain(&case),
        moving: plain(&asked.flytting),
        person: plain(&person),
        readable,
        english: asked.lang == "en",
    };
    let (kind, ending, text) = match moving_file(&visit, &asked).await {
        Ok(file) => file,
        Err(AppError::Declined(_)) => return Redirect::to(&back).into_response(),
        Err(
            AppError::NotFound
            | AppError::NotAllowed
            | AppError::NotPart
            | AppError::ReasonNeeded
            | AppError::SignedOut,
        ) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "what goes along");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    // Whoever sees the folder of downloads reads nothing about anybody.
    let name = format!("attachment; filename=\"overlevering.{ending}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}

//! A map of a case as a file.

use ::http::{StatusCode, header};
use app::server::Visit;
use app::{AppError, Drawn, Format, MapAsked, MapFile, map_file};
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use report::{Sheet, pdf};
use serde::Deserialize;

/// What the page's form asks for, in the page's own words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kart: String,
    form: String,
    #[serde(rename = "for")]
    reader: String,
    grunn: String,
    lang: String,
    band: String,
}

impl Asked {
    fn drawn(&self) -> Option<Drawn> {
        match self.kart.as_str() {
            "genogram" => Some(Drawn::Genogram),
            "nettverk" => Some(Drawn::Network),
            "okokart" => Some(Drawn::Ecomap),
            _ => None,
        }
    }

    fn format(&self) -> Option<Format> {
        match self.form.as_str() {
            "a4" => Some(Format::A4),
            "a3" => Some(Format::A3),
            "svg" => Some(Format::Svg),
            "gedcom7" => Some(Format::Gedcom7),
            "gedcom551" => Some(Format::Gedcom5),
            "json" => Some(Format::Json),
            "csv" => Some(Format::Csv),
            _ => None,
        }
    }
}

/// Sends the file. Missing and forbidden look alike.
pub async fn download(
    Extension(visit): Extension<Visit>,
    Path(case): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (Some(drawn), Some(format)) = (asked.drawn(), asked.format()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let asked = MapAsked {
        case,
        reason: text(&asked.grunn),
        drawn,
        format,
        reader: text(&asked.reader),
        english: asked.lang == "en",
        bonds: !asked.band.is_empty(),
    };
    let file = match map_file(&visit, &asked).await {
        Ok(file) => file,
        Err(
            AppError::NotFound
            | AppError::NotAllowed
            | AppError::NotPart
            | AppError::ReasonNeeded
            | AppError::SignedOut,
        ) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "map as a file");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let (kind, ending, bytes) = match file {
        MapFile::Text(kind, ending, text) => (kind, ending, text.into_bytes()),
        MapFile::Paper(paper) => {
            let paper = report::Sheet {
                language: paper.language.to_owned(),
                right_to_left: false,
                paper: if asked.format == Format::A3 { report::Paper::A3 } else { report::Paper::A4 },
                title: paper.title,
                lines: paper.lines,
                drawing: paper.drawing,
                alternative: paper.alternative,
                words_title: paper.words_title,
                words: paper.words,
                mark: paper.mark,
                foot: paper.foot,
            };
            match set(paper).await {
                Some(bytes) => ("application/pdf", "pdf", bytes),
                None => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        }
    };
    // Whoever sees the folder of downloads reads nothing about anybody.
    let name = format!("attachment; filename=\"kart.{ending}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

/// Sets a sheet beside the requests that wait.
async fn set(sheet: Sheet) -> Option<Vec<u8>> {
    match tokio::task::spawn_blocking(move || pdf(&sheet)).await {
        Ok(Ok(file)) => Some(file),
        Ok(Err(error)) => {
            tracing::error!(%error, "map on paper");
            None
        }
        Err(error) => {
            tracing::error!(%error, "map on paper");
            None
        }
    }
}

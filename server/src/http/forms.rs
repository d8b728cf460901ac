//! Functions that take a file are called with a form of several parts. Anything
//! else is refused here: their decoder takes the form for granted.

use ::http::{HeaderMap, Method, StatusCode, header};
use app::api::feed::ImportBusy;
use app::api::import::{ImportGedcom, PreviewGedcom};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::server_fn::ServerFn;

/// Refuses what is no form of several parts where one is needed.
pub async fn check(request: Request, next: Next) -> Response {
    if *request.method() == Method::POST && takes_parts(request.uri().path()) && !has_parts(request.headers()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    next.run(request).await
}

fn takes_parts(path: &str) -> bool {
    [<PreviewGedcom as ServerFn>::PATH, <ImportGedcom as ServerFn>::PATH, <ImportBusy as ServerFn>::PATH]
        .contains(&path)
}

fn has_parts(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| multer::parse_boundary(kind).is_ok_and(|boundary| !boundary.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_form_of_several_parts_with_a_boundary_is_one() {
        let table = [
            (Some("multipart/form-data; boundary=x"), true),
            (Some("multipart/form-data"), false),
            (Some("multipart/form-data; boundary="), false),
            (Some("multipart/mixed; boundary=x"), false),
            (Some("application/x-www-form-urlencoded"), false),
            (Some("nonsense"), false),
            (None, false),
        ];
        for (kind, expected) in table {
            let mut headers = HeaderMap::new();
            if let Some(kind) = kind {
                headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
            }
            assert_eq!(has_parts(&headers), expected, "{kind:?}");
        }
    }

    #[test]
    fn both_functions_that_take_a_file_are_known() {
        assert!(takes_parts("/api/preview_gedcom") && takes_parts("/api/import_gedcom"));
        assert!(!takes_parts("/api/case_map"));
    }
}

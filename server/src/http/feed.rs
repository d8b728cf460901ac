//! A calendar for another program, which has no session: the address is the key.

use ::http::{StatusCode, header};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use store::{FeedWords, LinkToken, Store};

/// Words that tell nothing to whoever looks at the telephone.
const WORDS: FeedWords = FeedWords { name: "Avtaler", title: "Avtale" };

/// Sends the calendar. An address that never was and one that has ended look alike.
pub async fn fetch(State(store): State<Store>, Path(file): Path<String>) -> Response {
    let token = file.strip_suffix(".ics").unwrap_or(&file);
    let is_ours = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_ours {
        return StatusCode::NOT_FOUND.into_response();
    }
    match store.feed_text(&LinkToken::from_text(token), WORDS).await {
        Ok(Some(text)) => {
            let headers = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"avtaler.ics\""),
            ];
            (headers, text).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "calendar feed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

//! Who has looked at what, when and why, in plain words.

use crate::i18n::{Locale, td_string};
use crate::inside::Inside;
use crate::language::time;
use crate::page::{At, Fault, Frame, done, section};
use crate::say;
use app::Look;
use axum::extract::Query;
use axum::response::Response;
use casework::opening::Purpose;
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;
use store::{LogEntry, LogFilter, StoreError, UserId, WordKind};

/// So many lines on a page.
const PAGE: i64 = 50;

/// Where the page begins, and what was done just now.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    sendt: Option<String>,
    fra: Option<i64>,
}

/// The page.
pub(crate) async fn page(inside: Inside, Query(asked): Query<Asked>) -> Response {
    render(&inside, &asked).await.unwrap_or_else(|fault| fault.page(&inside.site, inside.locale, &inside.path))
}

/// Rows of the log, in words.
pub(crate) async fn in_words(inside: &Inside, rows: Vec<LogEntry>) -> Result<Vec<Look>, Fault> {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut found = Vec::with_capacity(rows.len());
    for entry in rows {
        if !names.contains_key(&entry.user) {
            let name = name_of(inside, &entry.user).await?;
            names.insert(entry.user.clone(), name);
        }
        let name = names.get(&entry.user).cloned().unwrap_or_default();
        found.push(look(inside, &entry, name));
    }
    Ok(found)
}

async fn name_of(inside: &Inside, user: &str) -> Result<String, Fault> {
    if user == inside.access.person {
        return Ok(td_string!(inside.locale, looked.you).to_owned());
    }
    match inside.site.store.find_user(&UserId(user.to_owned())).await {
        Ok(user) => Ok(user.name),
        // Somebody else who takes part: that they looked at their own is theirs; who they are is not told.
        Err(StoreError::NotFound) => Ok(td_string!(inside.locale, looked.another).to_owned()),
        Err(error) => Err(error.into()),
    }
}

fn look(inside: &Inside, entry: &LogEntry, name: String) -> Look {
    let locale = inside.locale;
    let (did, what) = (did_word(locale, &entry.action), what_word(locale, &entry.object));
    Look {
        when: time(&inside.site, locale, entry.at),
        what: td_string!(locale, looked.line, name = name, did = did, what = what),
        why: why_word(locale, &entry.purpose).to_owned(),
    }
}

fn did_word(locale: Locale, action: &str) -> &'static str {
    match action {
        "change" | "create" | "import" | "erase" | "receipt" => td_string!(locale, looked.did_change),
        "print" => td_string!(locale, looked.did_print),
        "export" => td_string!(locale, looked.did_export),
        "send" => td_string!(locale, looked.did_send),
        "begin_emergency" | "end_emergency" => td_string!(locale, looked.did_emergency),
        _ => td_string!(locale, looked.did_read),
    }
}

fn what_word(locale: Locale, object: &str) -> &'static str {
    match object {
        "front" => td_string!(locale, looked.what_front),
        "map" | "seen" => td_string!(locale, looked.what_map),
        "people" => td_string!(locale, looked.what_people),
        "person" => td_string!(locale, looked.what_person),
        "plan" => td_string!(locale, looked.what_plan),
        "sessions" => td_string!(locale, looked.what_sessions),
        "messages" | "words" => td_string!(locale, looked.what_messages),
        "log" => td_string!(locale, looked.what_log),
        "sharing" => td_string!(locale, looked.what_sharing),
        "calendar_feed" | "dates" => td_string!(locale, looked.what_calendar),
        _ => td_string!(locale, looked.what_rest),
    }
}

fn why_word(locale: Locale, purpose: &str) -> &'static str {
    match Purpose::from_code(purpose) {
        Some(Purpose::FollowUp) => td_string!(locale, looked.why_follow_up),
        Some(Purpose::Emergency) => td_string!(locale, looked.why_emergency),
        Some(Purpose::Intake) => td_string!(locale, looked.why_intake),
        Some(Purpose::Coordination) => td_string!(locale, looked.why_coordination),
        Some(Purpose::Leadership) => td_string!(locale, looked.why_leadership),
        Some(Purpose::OwnRecord) => td_string!(locale, looked.why_own_record),
        Some(Purpose::LogReview | Purpose::Administration) | None => td_string!(locale, looked.why_running),
    }
}

async fn render(inside: &Inside, asked: &Asked) -> Result<Response, Fault> {
    let locale = inside.locale;
    let case = inside.read("log").await?;
    let filter = LogFilter { user: None, from: None, until: None, before: asked.fra };
    let mut page = case.log_page(&filter, PAGE).await?;
    let older = page.rows.last().filter(|_| page.more).map(|row| row.number);
    // The reader's own looks are no news to them; they stand in what can be taken along.
    page.rows.retain(|row| row.user != inside.access.person);
    let looks = in_words(inside, page.rows).await?;
    let none = looks.is_empty();
    let line = |it: Look| {
        view! {
            <li class="portal-look">
                <p class="meta">{it.when}</p>
                <p>{it.what}</p>
                <p class="meta">{td_string!(locale, looked.why, why = it.why)}</p>
            </li>
        }
    };
    let labels = (td_string!(locale, looked.ask_words), td_string!(locale, looked.ask_submit));
    let ask = say::form(inside, WordKind::Looked, labels, (String::new(), String::new()), "words".into());
    let title = td_string!(locale, looked.title);
    Ok(Frame::inside(inside, At::Looked, title).around(view! {
        <div class="stack" data-gap="lg">
            <div class="stack" data-gap="sm">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                {asked.sendt.as_ref().map(|_| done(td_string!(locale, looked.asked)))}
                <p>{td_string!(locale, looked.lead)}</p>
            </div>
            {section(td_string!(locale, looked.ask_submit), "ask", view! { <p>{td_string!(locale, looked.ask)}</p> {ask} })}
            <section class="card" aria-label=title>
                {none.then(|| view! { <p>{td_string!(locale, looked.none)}</p> })}
                <ol class="plain-list">{looks.into_iter().map(line).collect_view()}</ol>
                {older.map(|older| view! {
                    <p><a class="ds-link" href=format!("{}?fra={older}", inside.to("hvem-har-sett"))>{td_string!(locale, looked.older)}</a></p>
                })}
            </section>
        </div>
    }))
}

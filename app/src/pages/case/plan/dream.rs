//! A dream, in its person's own words and language.

use super::Here;
use super::history::History;
use super::tools::{FormEnd, PartTools, Writing, focus_field};
use super::words::{name_of, written_words};
use crate::api::plan::PlanRow;
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::typed::{Choose, Lines, label};
use casework::plan::{Body, Change, Dream, PartKind};
use leptos::prelude::*;

/// Languages in which dreams are told, each by its own name, which is the same
/// in every language of the page. Right-to-left ones are shown so.
const LANGUAGES: [(&str, &str); 12] = [
    ("nb", "Norsk"),
    ("en", "English"),
    ("pl", "Polski"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("so", "Soomaali"),
    ("ti", "ትግርኛ"),
    ("ru", "Русский"),
    ("fa", "فارسی"),
    ("se", "Davvisámegiella"),
    ("lt", "Lietuvių"),
    ("sgn", "Tegnspråk"),
];

/// The words of a dream as they stand at the head of its block.
#[component]
pub(super) fn DreamHead(here: Here, row: PlanRow, heading: String) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let Body::Dream(dream) = row.part.body.clone() else { return ().into_any() };
    let (at, by, change) = (row.at.clone(), row.by.clone(), row.change);
    let key = format!("person:{}", dream.person);
    let name = Signal::derive(move || here.plan.with_value(|plan| name_of(i18n, plan, &key)));
    let edits = here.is_open(&format!("edit:{}", row.id));
    let kept = row.clone();
    view! {
        <div class="plan-dream-head">
            <h2 class="plan-dream-words" id=heading lang=dream.language.clone() dir="auto">{dream.words.clone()}</h2>
            <p class="meta cluster">
                <span><bdi>{move || name.get()}</bdi></span>
                <span>{move || written_words(i18n, language(), &by, &at)}</span>
                <ChangeTag here change />
            </p>
            {here.may_edit().then(|| view! { <PartTools here row=row.clone() name /> })}
            <History here part=row.id />
            {move || edits.get().then(|| view! { <DreamForm here row=Some(kept.clone()) /> })}
        </div>
    }
    .into_any()
}

/// Not in the newest version yet. Before the first version everything is new, and no mark says so.
#[component]
pub(super) fn ChangeTag(here: Here, change: Option<Change>) -> impl IntoView {
    let i18n = use_i18n();
    let was_proposed = here.plan.with_value(|plan| !plan.versions.is_empty());
    change.filter(|_| was_proposed).map(|change| {
        let word = move || match change {
            Change::New => t_string!(i18n, plan.tag_new),
            Change::Changed | Change::Gone => t_string!(i18n, plan.tag_changed),
        };
        view! { <span class="ds-tag plan-tag" data-size="sm" data-color="warning">{word}</span> }
    })
}

/// A new dream, or other words for one that is there: on dictation.
#[component]
pub(super) fn DreamForm(here: Here, row: Option<PlanRow>) -> impl IntoView {
    let i18n = use_i18n();
    let writing = Writing::new(here, PartKind::Dream, row.as_ref());
    let before = row.and_then(|row| match row.part.body {
        Body::Dream(dream) => Some(dream),
        Body::Goal(_) | Body::Action(_) | Body::Mark(_) => None,
    });
    let family = here.plan.with_value(|plan| plan.family.clone());
    let first = family.first().map(|(id, _)| id.clone()).unwrap_or_default();
    let is_new = before.is_none();
    let before = before.unwrap_or(Dream { person: first, words: String::new(), language: "nb".to_owned() });
    let person = RwSignal::new(before.person);
    let words = RwSignal::new(before.words);
    let tongue = RwSignal::new(before.language);
    focus_field("dream-words");
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let dream =
            Dream { person: person.get_untracked(), words: words.get_untracked(), language: tongue.get_untracked() };
        writing.send(format!("person:{}", dream.person), Body::Dream(dream));
    };
    let people =
        family.into_iter().map(|(id, name)| (id, Signal::derive(move || super::words::shown_name(i18n, &name))));
    let tongues = LANGUAGES.iter().map(|(code, name)| ((*code).to_owned(), Signal::stored((*name).to_owned())));
    view! {
        <form class="form plan-form" on:submit=send>
            <Draft name=writing.draft("") saved=writing.saved() />
            <p class="meta">{t!(i18n, plan.dream_lead)}</p>
            {is_new.then(|| view! {
                <Choose id="dream-person" label=label(i18n, |i18n| t_string!(i18n, plan.whose)) value=person options=people.clone().collect() />
            })}
            <Lines id="dream-words" rows="3" label=label(i18n, |i18n| t_string!(i18n, plan.dream_words)) value=words />
            <Choose id="dream-language" label=label(i18n, |i18n| t_string!(i18n, plan.dream_language)) value=tongue options=tongues.collect() />
            <FormEnd writing teller=Signal::derive(move || format!("person:{}", person.get())) about=Signal::derive(move || vec![person.get()]) id="dream-audience" />
        </form>
    }
}

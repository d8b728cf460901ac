//! Notes about a session: told, observed or assessed, each with its audience.

use super::super::typed::{Choose, Lines, Ticks, label};
use super::one::Here;
use crate::api::parties::PartyName;
use crate::api::talks::one::{NoteForm, NoteRow, TalkView, WriteTalkNote};
use crate::components::{AudienceField, FaultNote, fault_of, party_word, when_done};
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{capitalised, list, time};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The notes that the reader may see, and a form for one more.
#[component]
pub(super) fn Notes(here: Here, talk: TalkView) -> impl IntoView {
    let i18n = use_i18n();
    let none = talk.notes.is_empty();
    let correcting = RwSignal::new(None::<NoteRow>);
    let parties = StoredValue::new(talk.parties.list.clone());
    let may_edit = talk.may_edit;
    let line = move |row: NoteRow| view! { <NoteLine row parties may_edit correcting /> };
    view! {
        <section class="card stack" aria-labelledby="talk-notes">
            <h2 class="ds-heading" data-size="xs" id="talk-notes">{t!(i18n, talk.notes)}</h2>
            {none.then(|| view! { <p>{t!(i18n, talk.notes_none)}</p> })}
            {(!none).then(|| view! { <ol class="plain-list talk-notes">{talk.notes.clone().into_iter().map(line).collect_view()}</ol> })}
            {may_edit.then(|| view! { <WriteNote here talk=talk.clone() correcting /> })}
            {may_edit.then(|| view! {
                <p class="meta screen-only">
                    {t!(i18n, talk.child_part)} " "
                    <a class="ds-link" href=format!("/familier/{}/deling", here.case.get_value())>{t!(i18n, talk.to_child_part)}</a>
                </p>
            })}
        </section>
    }
}

/// The word for the kind of a note.
fn kind_word(i18n: leptos_i18n::I18nContext<crate::i18n::Locale>, code: &str) -> &'static str {
    match code {
        "observed" => t_string!(i18n, talk.note_observed),
        "assessed" => t_string!(i18n, talk.note_assessed),
        _ => t_string!(i18n, talk.note_told),
    }
}

#[component]
fn NoteLine(
    row: NoteRow,
    parties: StoredValue<Vec<PartyName>>,
    may_edit: bool,
    correcting: RwSignal<Option<NoteRow>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (kind, at, author) = (row.kind.clone(), row.at.clone(), row.author.clone());
    let audience = row.audience.clone();
    let heard = move || {
        let words = parties.with_value(|parties| {
            let known = parties.iter().filter(|it| audience.contains(&it.key));
            known.map(|it| party_word(i18n, language(), it)).collect::<Vec<_>>()
        });
        let words = list(language(), &words);
        capitalised(&t_string!(i18n, audience.sees, names = words))
    };
    let earlier = row.earlier.clone();
    let was = move |(at, text): (String, String)| {
        view! { <li><p class="entry-text">{text}</p><p class="meta">{move || time(language(), &at)}</p></li> }
    };
    let mine = row.mine && may_edit;
    let teller = row.teller.clone();
    view! {
        <li class="talk-note">
            <p class="cluster">
                <strong>{move || kind_word(i18n, &kind)}</strong>
                {(!teller.is_empty()).then(|| view! { <span class="meta">{t!(i18n, talk.said_by, name = teller.clone())}</span> })}
            </p>
            <p class="entry-text">{row.text.clone()}</p>
            <p class="meta">{move || t_string!(i18n, talk.written, name = author.clone(), time = time(language(), &at))}</p>
            <p class="meta">{heard}</p>
            {(!earlier.is_empty()).then(|| view! {
                <details class="call-more">
                    <summary>{t!(i18n, talk.earlier)}</summary>
                    <ul class="plain-list">{earlier.into_iter().map(was).collect_view()}</ul>
                </details>
            })}
            {mine.then(|| view! {
                <div class="form-actions screen-only">
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="button" on:click=move |_| correcting.set(Some(row.clone()))>{t!(i18n, talk.correct)}</button>
                </div>
            })}
        </li>
    }
}

/// A new note, or one that sets another right.
#[component]
fn WriteNote(here: Here, talk: TalkView, correcting: RwSignal<Option<NoteRow>>) -> impl IntoView {
    let i18n = use_i18n();
    let kind = RwSignal::new("told".to_owned());
    let teller = RwSignal::new(String::new());
    let about = RwSignal::new(Vec::<String>::new());
    let text = RwSignal::new(String::new());
    let audience = RwSignal::new(BTreeSet::from(["team".to_owned()]));
    let write = ServerAction::<WriteTalkNote>::new();
    let saved = Signal::derive(move || matches!(write.value().get(), Some(Ok(()))));
    Effect::new(move |_| {
        if let Some(note) = correcting.get() {
            kind.set(note.kind);
            let is_person = note.teller_key.starts_with("person:");
            teller.set(if is_person { note.teller_key } else { String::new() });
            about.set(note.about);
            text.set(note.text);
            audience.set(note.audience.into_iter().collect());
        }
    });
    when_done(write, move |()| {
        correcting.set(None);
        text.set(String::new());
        about.set(Vec::new());
        here.again.update(|n| *n += 1);
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (id, entry, at) = here.names();
        let form = NoteForm {
            kind: kind.get_untracked(),
            teller: teller.get_untracked(),
            audience: audience.get_untracked().into_iter().collect(),
            about: about.get_untracked(),
            text: text.get_untracked(),
            replaces: correcting.get_untracked().map(|note| note.id).unwrap_or_default(),
        };
        write.dispatch(WriteTalkNote { id, entry, at, form });
    };
    let kinds = ["told", "observed", "assessed"]
        .map(|code| (code.to_owned(), Signal::derive(move || kind_word(i18n, code).to_owned())));
    let mut tellers = vec![(String::new(), label(i18n, |i18n| t_string!(i18n, talk.teller_me)))];
    tellers.extend(talk.family.iter().map(|(id, name)| (format!("person:{id}"), Signal::stored(name.clone()))));
    let tellers = StoredValue::new(tellers);
    let parties = StoredValue::new(talk.parties.clone());
    let me = format!("user:{}", talk.me);
    let (case, entry, at) = here.names();
    let shielded = label(i18n, |i18n| t_string!(i18n, talk.shielded));
    view! {
        <form class="form screen-only" on:submit=send>
            <Draft name=format!("talk-note:{case}:{entry}:{at}") saved />
            <h3 class="ds-heading" data-size="2xs">{t!(i18n, talk.new_note)}</h3>
            {move || correcting.get().is_some().then(|| view! {
                <p role="status">
                    {t!(i18n, talk.correcting)} " "
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="button" on:click=move |_| correcting.set(None)>{t!(i18n, talk.stop_correcting)}</button>
                </p>
            })}
            <div class="form-row">
                <Choose id="talk-note-kind" label=label(i18n, |i18n| t_string!(i18n, talk.note_kind)) value=kind options=kinds.to_vec() />
                {move || kind.with(|kind| kind == "told").then(|| view! {
                    <Choose id="talk-note-teller" label=label(i18n, |i18n| t_string!(i18n, talk.teller)) value=teller options=tellers.get_value() />
                })}
            </div>
            <Lines id="talk-note-text" rows="5" label=label(i18n, |i18n| t_string!(i18n, talk.note_text)) value=text />
            <Ticks id="talk-note-about" label=label(i18n, |i18n| t_string!(i18n, talk.about)) value=about options=talk.family.clone() shielded />
            {move || {
                let told = kind.with(|kind| kind == "told") && teller.with(|teller| !teller.is_empty());
                let teller = if told { teller.get() } else { me.clone() };
                view! { <AudienceField parties=parties.get_value() teller about=about.get() value=audience id="talk-note-audience" /> }
            }}
            <FaultNote fault=fault_of(write) />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || write.pending().get()>{t!(i18n, talk.write_note)}</button>
            </div>
        </form>
    }
}

//! The consent to filming, on the page of a session in which it is filmed: asked
//! for before the camera comes out, and shown for as long as it holds.

use super::super::typed::{Line, Ticks, label};
use super::one::Here;
use crate::api::talks::film::{FilmRow, KeepFilmConsent, WithdrawFilmConsent};
use crate::api::talks::one::TalkView;
use crate::components::{FaultNote, fault_of, when_done};
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::day_words;
use crate::text::list;
use casework::appointment::film_consent::FilmState;
use leptos::prelude::*;

/// A film is kept for so long where nothing else is said, in days.
const KEPT_DAYS: i32 = 180;

/// The consents, what they mean for this session, and a form for one more.
#[component]
pub(super) fn FilmCard(here: Here, talk: TalkView, film: Vec<FilmRow>) -> impl IntoView {
    let i18n = use_i18n();
    let allowed = film.iter().any(|it| it.allows);
    let (may_edit, today) = (talk.may_edit, talk.now.day);
    let line = move |row: FilmRow| view! { <FilmLine here row may_edit /> };
    view! {
        <section class="card stack" aria-labelledby="talk-film">
            <h2 class="ds-heading" data-size="xs" id="talk-film">{t!(i18n, talk.film)}</h2>
            <p class="ds-alert" data-color=if allowed { "success" } else { "warning" }>
                {move || if allowed { t_string!(i18n, talk.film_yes) } else { t_string!(i18n, talk.film_no) }}
            </p>
            {(!film.is_empty()).then(|| view! { <ul class="plain-list talk-steps">{film.into_iter().map(line).collect_view()}</ul> })}
            {may_edit.then(|| view! { <FilmForm here family=talk.family today open=!allowed /> })}
        </section>
    }
}

#[component]
fn FilmLine(here: Here, row: FilmRow, may_edit: bool) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let withdraw = ServerAction::<WithdrawFilmConsent>::new();
    when_done(withdraw, move |()| here.again.update(|n| *n += 1));
    let FilmRow { id, given_by, given, place, delete_by, state, .. } = row;
    let said = move || {
        t_string!(i18n, talk.film_given, names = list(language(), &given_by), day = day_words(language(), given))
    };
    let kept = move || t_string!(i18n, talk.film_kept, place = place.clone(), day = day_words(language(), delete_by));
    let word = move || match state {
        FilmState::Holds => t_string!(i18n, talk.film_holds),
        FilmState::Over => t_string!(i18n, talk.film_over),
        FilmState::Withdrawn => t_string!(i18n, talk.film_withdrawn),
    };
    let color = if state == FilmState::Holds { "success" } else { "warning" };
    view! {
        <li class="talk-step">
            <p>{said}</p>
            <p class="cluster"><span class="meta">{kept}</span><span class="ds-tag" data-size="sm" data-color=color>{word}</span></p>
            {(may_edit && state != FilmState::Withdrawn).then(|| view! {
                <ActionForm action=withdraw attr:class="screen-only">
                    <input type="hidden" name="id" value=here.case.get_value() />
                    <input type="hidden" name="consent" value=id />
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="submit" disabled=move || withdraw.pending().get()>{t!(i18n, talk.film_take_back)}</button>
                </ActionForm>
            })}
            <FaultNote fault=fault_of(withdraw) />
        </li>
    }
}

#[component]
fn FilmForm(here: Here, family: Vec<(String, String)>, today: casework::Day, open: bool) -> impl IntoView {
    let i18n = use_i18n();
    let keep = ServerAction::<KeepFilmConsent>::new();
    let saved = Signal::derive(move || matches!(keep.value().get(), Some(Ok(()))));
    when_done(keep, move |()| here.again.update(|n| *n += 1));
    let given_by = RwSignal::new(Vec::<String>::new());
    let given = RwSignal::new(today.to_string());
    let place = RwSignal::new(String::new());
    let delete_by = RwSignal::new(today.shifted(KEPT_DAYS).to_string());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        keep.dispatch(KeepFilmConsent {
            id: here.case.get_value(),
            given_by: given_by.get_untracked(),
            given: given.get_untracked(),
            place: place.get_untracked(),
            delete_by: delete_by.get_untracked(),
        });
    };
    let shielded = label(i18n, |i18n| t_string!(i18n, talk.shielded));
    view! {
        <details class="call-more screen-only" open=open>
            <summary>{t!(i18n, talk.film_new)}</summary>
            <form class="form" novalidate on:submit=send>
                <Draft name=format!("talk-film:{}", here.case.get_value()) saved />
                <Ticks id="film-by" label=label(i18n, |i18n| t_string!(i18n, talk.film_by)) value=given_by options=family shielded />
                <Line id="film-given" kind="date" label=label(i18n, |i18n| t_string!(i18n, talk.film_given_day)) value=given />
                <Line id="film-place" label=label(i18n, |i18n| t_string!(i18n, talk.film_place)) value=place />
                <Line id="film-delete" kind="date" label=label(i18n, |i18n| t_string!(i18n, talk.film_delete)) value=delete_by />
                <FaultNote fault=fault_of(keep) />
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" disabled=move || keep.pending().get()>{t!(i18n, talk.film_save)}</button>
                </div>
            </form>
        </details>
    }
}

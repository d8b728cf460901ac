//! What is told of the person besides: where they come from, an interpreter,
//! work, place, and health, which stays closed until somebody asks for it.

use super::Here;
use crate::api::mark::{MARK_WORDS, NewMark, keep_mark, set_mark};
use crate::api::person::PersonPage;
use crate::components::{AudienceField, Doing, FaultNote, Icon};
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::typed::{Line, label};
use crate::text::{Language, capitalised, date, word};
use casework::Party;
use family_map::record::{MarkKind, PersonMark};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is told and what is done with it.
#[derive(Clone, Copy)]
struct Told {
    all: RwSignal<Vec<PersonMark>>,
    /// What was taken away last, to be brought back.
    gone: RwSignal<Option<String>>,
    doing: Doing,
    here: StoredValue<Here>,
    may_edit: bool,
}

impl Told {
    fn set(self, mark: String, stands: bool) {
        let Here { case, person, .. } = self.here.get_value();
        let work = set_mark(case, person, mark.clone(), stands);
        self.doing.run(work, move |now| {
            self.all.set(now);
            self.gone.set(Some(mark).filter(|_| !stands));
        });
    }
}

/// In words, as «trenger tolk: arabisk · 2019».
fn words_of(language: Language, mark: &PersonMark) -> String {
    let mut said = capitalised(&word(language, &format!("mark.{}", mark.kind.code())));
    if let Some(text) = &mark.text {
        said.push_str(&format!(": {text}"));
    }
    let day = |it: Option<family_map::FuzzyDate>| it.map(|it| date(language, &it)).unwrap_or_default();
    match (mark.span.from, mark.span.to) {
        (None, None) => {}
        (from, to) => said.push_str(&format!(" · {}–{}", day(from), day(to))),
    }
    said
}

/// The card.
#[component]
pub(super) fn MarksCard(page: PersonPage, here: Here) -> impl IntoView {
    let i18n = use_i18n();
    let told = Told {
        all: RwSignal::new(page.marks.clone()),
        gone: RwSignal::new(None),
        doing: Doing::new(),
        here: StoredValue::new(here),
        may_edit: page.may_edit,
    };
    let some = move |health: bool| {
        move || told.all.with(|all| all.iter().filter(|it| it.kind.is_health() == health).cloned().collect::<Vec<_>>())
    };
    let (others, of_health) = (some(false), some(true));
    let has_health = move || told.all.with(|all| all.iter().any(|it| it.kind.is_health()));
    let none = move || told.all.with(Vec::is_empty);
    view! {
        <section class="card stack" aria-labelledby="marks">
            <h3 class="ds-heading" data-size="2xs" id="marks">{t!(i18n, marks.title)}</h3>
            <Show when=none><p class="meta">{t!(i18n, marks.none)}</p></Show>
            <MarkList told shown=Signal::derive(others) />
            <Show when=has_health>
                <details class="ds-details">
                    <summary>{t!(i18n, marks.health)}</summary>
                    <MarkList told shown=Signal::derive(of_health) />
                </details>
            </Show>
            <div role="status">
                {move || told.gone.get().map(|mark| view! {
                    <p class="cluster">
                        {t!(i18n, marks.gone)}
                        <button class="ds-button" data-size="sm" data-variant="secondary" type="button" disabled=move || told.doing.busy.get()
                            on:click=move |_| told.set(mark.clone(), true)>{t!(i18n, marks.undo)}</button>
                    </p>
                })}
            </div>
            {page.may_edit.then(|| view! { <NewMarkForm page told /> })}
            <FaultNote fault=told.doing.fault />
        </section>
    }
}

/// Some of it, each with a way off the page.
#[component]
fn MarkList(told: Told, shown: Signal<Vec<PersonMark>>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    view! {
        <ul class="plain-list" hidden=move || shown.with(Vec::is_empty)>
            <For each=move || shown.get() key=|it| it.id.clone() let:mark>
                {
                    let id = StoredValue::new(mark.id.as_str().to_owned());
                    let mark = StoredValue::new(mark);
                    let said = move || mark.with_value(|mark| words_of(language(), mark));
                    let noted = mark.with_value(|mark| mark.noted.filter(|_| mark.kind.is_health()));
                    view! {
                        <li class="mark-line">
                            <span dir="auto">{said}</span>
                            {noted.map(|day| view! { <span class="meta">{move || t!(i18n, marks.noted, day = date(language(), &day))}</span> })}
                            {told.may_edit.then(|| view! {
                                <button class="ds-button" data-variant="tertiary" data-color="neutral" data-size="sm" data-icon="true" type="button"
                                    aria-label=move || t_string!(i18n, marks.remove, what = said()) disabled=move || told.doing.busy.get()
                                    on:click=move |_| told.set(id.get_value(), false)>
                                    <Icon name="close" />
                                </button>
                            })}
                        </li>
                    }
                }
            </For>
        </ul>
    }
}

/// Something more to tell.
#[component]
fn NewMarkForm(page: PersonPage, told: Told) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let shielded = page.person.shielded;
    let [kind, words, from, to] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let first = BTreeSet::from([Party::Team.key()]);
    let audience = RwSignal::new(first.clone());
    let saved = RwSignal::new(false);
    let draft = told.here.with_value(|here| format!("mark:{}:{}", here.case, here.person));
    let chosen = move || MarkKind::from_code(&kind.get());
    let is_suspicion = move || chosen() == Some(MarkKind::SubstanceSuspected);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Here { case, person, .. } = told.here.get_value();
        let mark = NewMark {
            kind: kind.get_untracked(),
            words: words.get_untracked(),
            from: from.get_untracked(),
            to: to.get_untracked(),
            audience: audience.get_untracked().into_iter().collect::<Vec<_>>().join("\n"),
        };
        let first = first.clone();
        saved.set(false);
        told.doing.run(keep_mark(case, person, mark), move |now| {
            told.all.set(now);
            told.gone.set(None);
            for field in [kind, words, from, to] {
                field.set(String::new());
            }
            audience.set(first);
            saved.set(true);
        });
    };
    let offered: Vec<MarkKind> = MarkKind::ALL.iter().copied().filter(|it| !(shielded && it.locates())).collect();
    let options = move || {
        let option = |it: &MarkKind| {
            let code = it.code();
            view! { <option value=code selected=move || kind.get() == code>{capitalised(&word(language(), &format!("mark.{code}")))}</option> }
        };
        offered.iter().map(option).collect_view()
    };
    view! {
        <details class="ds-details">
            <summary>{t!(i18n, marks.more)}</summary>
            <form class="form" on:submit=submit>
                <Draft name=draft saved />
                <div class="ds-field">
                    <label class="ds-label" for="mark-kind">{t!(i18n, marks.kind)}</label>
                    <select class="ds-input" id="mark-kind" name="mark-kind" required on:change=move |event| kind.set(event_target_value(&event))>
                        <option value="" selected=move || kind.with(String::is_empty)></option>
                        {options}
                    </select>
                    <Show when=is_suspicion><p class="form-hint" role="status">{t!(i18n, marks.suspicion)}</p></Show>
                </div>
                <Line id="mark-words" label=label(i18n, |i18n| t_string!(i18n, marks.words)) value=words longest=MARK_WORDS
                    hint=label(i18n, |i18n| t_string!(i18n, marks.words_hint)) />
                <div class="form-row">
                    <Line id="mark-from" label=label(i18n, |i18n| t_string!(i18n, marks.from)) value=from longest=60 />
                    <Line id="mark-to" label=label(i18n, |i18n| t_string!(i18n, marks.to)) value=to longest=60 />
                </div>
                <AudienceField parties=page.parties teller=Party::Team.key() about=vec![page.person.id.0] value=audience id="mark-audience" />
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=move || told.doing.busy.get()>{t!(i18n, marks.save)}</button>
                </div>
            </form>
        </details>
    }
}

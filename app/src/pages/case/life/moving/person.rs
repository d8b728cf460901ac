//! One who is asked: what they said, that the receiver may know of them, and
//! the files that go along.

use super::{Here, portion_word, portions_words};
use crate::api::moving::{MovingRow, answer_moving, confirm_moving, send_moving};
use crate::components::{Doing, FaultNote};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::plan::shown_name;
use crate::pages::case::typed::{Line, Ticks, label};
use crate::text::time;
use casework::moving::Portion;
use leptos::prelude::*;

#[component]
pub(super) fn PersonLine(here: Here, row: MovingRow, may_edit: bool, leads: bool) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let name = StoredValue::new(row.name.clone());
    let said = row.said.clone();
    let has_said = said.is_some();
    let color = match &said {
        None => "neutral",
        Some(it) if it.portions.is_empty() => "warning",
        Some(_) => "success",
    };
    let told = {
        let portions = said.as_ref().map(|it| it.portions.clone());
        move || match &portions {
            None => t_string!(i18n, moving.not_answered).to_owned(),
            Some(portions) => portions_words(i18n, portions),
        }
    };
    let by = said.map(|it| {
        let words = move || {
            let at = time(language(), &it.at);
            match it.by.as_str() {
                "" => t_string!(i18n, moving.own_hand, time = at),
                by => t_string!(i18n, moving.written_by, name = by.to_owned(), how = it.how.clone(), time = at),
            }
        };
        view! { <p class="meta">{words}</p> }
    });
    let gone = row.gone.clone().map(|at| {
        view! { <p class="meta">{move || t_string!(i18n, moving.gone_at, time = time(language(), &at))}</p> }
    });
    let is_gone = row.gone.is_some();
    let person = StoredValue::new(row.person.clone());
    let confirmed = row.confirmed.clone().map(|(at, by)| {
        view! { <p class="meta">{move || t_string!(i18n, moving.confirmed_by, name = by.clone(), time = time(language(), &at))}</p> }
    });
    let asks_confirmation = row.protected && row.confirmed.is_none();
    view! {
        <li class="stack" data-gap="sm">
            <p class="cluster">
                <strong><bdi>{move || shown_name(i18n, &name.get_value())}</bdi></strong>
                <span class="ds-tag" data-size="sm" data-color=color>{told}</span>
                {row.protected.then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, moving.protected)}</span> })}
            </p>
            {by}
            {confirmed}
            {gone}
            {(leads && may_edit && asks_confirmation).then(|| view! { <Confirm here person /> })}
            {(may_edit && !is_gone).then(|| view! { <AnswerForm here person name has_said /> })}
            {(leads && row.may_send).then(|| view! { <LetGo here person name /> })}
            {(leads && row.may_take).then(|| view! { <Files here person name /> })}
        </li>
    }
}

/// The lead says that the receiver is allowed to know.
#[component]
fn Confirm(here: Here, person: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let ticked = RwSignal::new(false);
    let field = format!("moving-confirm-{}", person.get_value());
    let of = field.clone();
    let confirm = move |_| {
        let (case, moving) = here.ids();
        doing.run(confirm_moving(case, moving, person.get_value()), move |()| here.stepped());
    };
    view! {
        <div class="ds-alert stack" data-color="warning" data-gap="sm">
            <p>{t!(i18n, moving.confirm_lead)}</p>
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=field prop:checked=ticked on:change=move |event| ticked.set(event_target_checked(&event)) />
                <label class="ds-label" data-weight="regular" for=of>{t!(i18n, moving.confirm_tick)}</label>
            </div>
            <FaultNote fault=doing.fault />
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" type="button" disabled=move || !ticked.get() || doing.busy.get() on:click=confirm>{t!(i18n, moving.confirm)}</button>
            </div>
        </div>
    }
}

/// What they said, written down for them.
#[component]
fn AnswerForm(here: Here, person: StoredValue<String>, name: StoredValue<String>, has_said: bool) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let open = RwSignal::new(false);
    let (portions, how) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(String::new()));
    let send = move |portions: Vec<String>| {
        let (case, moving) = here.ids();
        let portions = portions.iter().filter_map(|code| Portion::from_code(code)).collect();
        doing.run(answer_moving(case, moving, person.get_value(), portions, how.get_untracked()), move |()| {
            here.stepped();
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(portions.get_untracked());
    };
    let options = Portion::ALL.map(|it| (it.code().to_owned(), portion_word(i18n, it).to_owned()));
    let none = move || portions.with(Vec::is_empty);
    view! {
        <div>
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|it| *it = !*it)>
                {move || if has_said { t_string!(i18n, moving.record_anew) } else { t_string!(i18n, moving.record) }}
                <span class="ds-sr-only">{move || format!(": {}", shown_name(i18n, &name.get_value()))}</span>
            </button>
        </div>
        {move || open.get().then(|| view! {
            <form class="form" on:submit=submit>
                <Ticks id="moving-portions" label=label(i18n, |i18n| t_string!(i18n, moving.what_goes)) value=portions options=options.to_vec() shielded=label(i18n, |i18n| t_string!(i18n, talk.shielded)) />
                <Line id="moving-said-how" label=label(i18n, |i18n| t_string!(i18n, moving.said_how)) value=how />
                <FaultNote fault=doing.fault />
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=move || none() || doing.busy.get()>{t!(i18n, moving.save_yes)}</button>
                    <button class="ds-button" data-variant="secondary" type="button" disabled=move || doing.busy.get() on:click=move |_| send(Vec::new())>{t!(i18n, moving.save_no)}</button>
                </div>
            </form>
        })}
    }
}

/// Lets it go along.
#[component]
fn LetGo(here: Here, person: StoredValue<String>, name: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let send = move |_| {
        let (case, moving) = here.ids();
        doing.run(send_moving(case, moving, person.get_value()), move |()| here.stepped());
    };
    view! {
        <p class="meta">{t!(i18n, moving.send_lead)}</p>
        <FaultNote fault=doing.fault />
        <div class="form-actions">
            <button class="ds-button" data-variant="secondary" type="button" disabled=move || doing.busy.get() on:click=send>
                {t!(i18n, moving.send)}<span class="ds-sr-only">{move || format!(": {}", shown_name(i18n, &name.get_value()))}</span>
            </button>
        </div>
    }
}

/// The files for the receiver.
#[component]
fn Files(here: Here, person: StoredValue<String>, name: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let address = move |form: &str| {
        let (case, moving) = here.ids();
        let language = if matches!(i18n.get_locale(), Locale::en) { "en" } else { "nb" };
        format!("/familier/{case}/flytting/{}?flytting={moving}&form={form}&lang={language}", person.get_value())
    };
    let of = move || format!(": {}", shown_name(i18n, &name.get_value()));
    view! {
        <p class="cluster">
            <a class="ds-link" href=move || address("side") rel="external" download="overlevering.html">{t!(i18n, moving.file_page)}<span class="ds-sr-only">{of}</span></a>
            <a class="ds-link" href=move || address("fil") rel="external" download="overlevering.json">{t!(i18n, moving.file_json)}<span class="ds-sr-only">{of}</span></a>
        </p>
        <p class="meta">{t!(i18n, moving.files_lead)}</p>
    }
}

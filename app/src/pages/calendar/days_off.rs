//! Days off and opening hours: public holidays as they are computed, the
//! school year of the municipality, the unit's own.

use crate::api::calendar::days::{
    AddDaysOff, DaysOffRow, DaysView, RemoveDaysOff, RestoreDaysOff, SaveHours, days_off,
};
use crate::components::{ErrorNotice, FaultNote, PageTitle, fault_of, when_done};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::groups::holiday_word;
use crate::pages::talk_words::day_words;
use crate::text::capitalised;
use casework::calendar::closed::ClosureKind;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_query_map;

/// The word for why a unit keeps days free.
fn closure_word(i18n: I18nContext<Locale>, kind: ClosureKind) -> &'static str {
    match kind {
        ClosureKind::SchoolFree => t_string!(i18n, talk.school_free),
        ClosureKind::PlanningDay => t_string!(i18n, talk.planning_day),
        ClosureKind::CommonHoliday => t_string!(i18n, talk.common_holiday),
        ClosureKind::UnitClosed => t_string!(i18n, talk.unit_closed),
    }
}

/// The page.
#[component]
pub fn DaysOffPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name)).filter(|it| !it.is_empty());
    let again = RwSignal::new(0_u32);
    let found = Resource::new(
        move || (asked("enhet"), asked("ar").and_then(|year| year.parse::<u16>().ok()), again.get()),
        |(unit, year, _)| days_off(unit, year),
    );
    view! {
        <PageTitle text=move || t_string!(i18n, days.title).to_owned() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, days.title)}</h1>
                <p class="meta">{t!(i18n, days.lead)}</p>
            </div>
        </header>
        <div class="page-body" data-columns="true">
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(view) => view! { <Days view again /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Days(view: DaysView, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let (unit, year) = (view.unit.clone(), view.year);
    let address = move |unit: &str, year: u16| format!("/kalender/dager?enhet={unit}&ar={year}");
    let several = view.units.len() > 1;
    let units = view.units.iter().map(|(id, name)| {
        let current = (*id == unit).then_some("page");
        view! { <a class="ds-chip" href=address(id, year) aria-current=current>{name.clone()}</a> }
    });
    let units = units.collect_view();
    let years = [year - 1, year, year + 1].map(|it| {
        let words = format!("{it}–{}", (it + 1) % 100);
        view! { <a class="ds-chip" href=address(&unit, it) aria-current=(it == year).then_some("page")>{words}</a> }
    });
    let has_municipality = !view.municipality.is_empty();
    let own_unit = StoredValue::new(view.unit.clone());
    let line = move |row: DaysOffRow| view! { <DaysLine unit=own_unit.get_value() row again /> };
    let gone = move |row: DaysOffRow| view! { <RemovedLine unit=own_unit.get_value() row again /> };
    let removed = view.removed;
    view! {
        <div class="stack" data-gap="lg">
            {several.then(|| view! { <nav class="cluster days-years" aria-label=t!(i18n, days.units)>{units}</nav> })}
            <nav class="cluster days-years" aria-label=t!(i18n, days.years)>{years.into_iter().collect_view()}</nav>
            <section class="card stack" aria-labelledby="days-list">
                <h2 class="ds-heading" data-size="xs" id="days-list">{t!(i18n, days.list)}</h2>
                <ul class="plain-list days-off">{view.rows.into_iter().map(line).collect_view()}</ul>
            </section>
            {(!removed.is_empty()).then(|| view! {
                <section class="card stack" aria-labelledby="days-removed">
                    <h2 class="ds-heading" data-size="xs" id="days-removed">{t!(i18n, days.removed)}</h2>
                    <ul class="plain-list days-removed">{removed.into_iter().map(gone).collect_view()}</ul>
                </section>
            })}
        </div>
        <aside class="stack" data-gap="lg">
            <AddForm unit=view.unit.clone() has_municipality again />
            <HoursForm unit=view.unit opens=view.opens closes=view.closes municipality=view.municipality municipalities=view.municipalities again />
        </aside>
    }
}

#[component]
fn DaysLine(unit: String, row: DaysOffRow, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let (kind, holiday) = (row.kind, row.holiday);
    let when = span_of(&row);
    let name = row.name.clone();
    let title = Signal::derive(move || holiday.map_or_else(|| name.clone(), |it| capitalised(holiday_word(i18n, it))));
    let remove = ServerAction::<RemoveDaysOff>::new();
    when_done(remove, move |()| again.update(|n| *n += 1));
    view! {
        <li>
            <p><strong>{move || title.get()}</strong></p>
            <p class="cluster">
                <span>{when}</span>
                <span class="meta">{move || kind.map_or_else(|| t_string!(i18n, days.public), |kind| closure_word(i18n, kind))}</span>
                {row.of_municipality.then(|| view! { <span class="ds-tag" data-size="sm" data-color="info">{t!(i18n, days.whole)}</span> })}
            </p>
            {row.id.map(|id| view! {
                <ActionForm action=remove>
                    <input type="hidden" name="unit" value=unit />
                    <input type="hidden" name="id" value=id />
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="submit" disabled=move || remove.pending().get()>
                        {t!(i18n, days.remove)}<span class="ds-sr-only">{move || format!(": {}", title.get())}</span>
                    </button>
                </ActionForm>
            })}
            <FaultNote fault=fault_of(remove) />
        </li>
    }
}

/// From when to when, in words.
fn span_of(row: &DaysOffRow) -> impl Fn() -> String + Copy + Send + 'static {
    let i18n = use_i18n();
    let language = use_language();
    let (first, last) = (row.first, row.last);
    move || {
        if first == last {
            day_words(language(), first)
        } else {
            t_string!(i18n, days.span, first = day_words(language(), first), last = day_words(language(), last))
                .to_string()
        }
    }
}

/// Days that were taken out, with a way in again.
#[component]
fn RemovedLine(unit: String, row: DaysOffRow, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let when = span_of(&row);
    let restore = ServerAction::<RestoreDaysOff>::new();
    when_done(restore, move |()| again.update(|n| *n += 1));
    let name = row.name.clone();
    view! {
        <li>
            <p class="cluster"><span>{row.name}</span><span class="meta">{when}</span></p>
            <ActionForm action=restore>
                <input type="hidden" name="unit" value=unit />
                <input type="hidden" name="id" value=row.id.unwrap_or_default() />
                <button class="ds-button" data-size="sm" data-variant="tertiary" type="submit" disabled=move || restore.pending().get()>
                    {t!(i18n, days.restore)}<span class="ds-sr-only">{format!(": {name}")}</span>
                </button>
            </ActionForm>
            <FaultNote fault=fault_of(restore) />
        </li>
    }
}

#[component]
fn AddForm(unit: String, has_municipality: bool, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let add = ServerAction::<AddDaysOff>::new();
    when_done(add, move |()| again.update(|n| *n += 1));
    let kinds =
        ClosureKind::ALL.map(|kind| view! { <option value=kind.code()>{move || closure_word(i18n, kind)}</option> });
    view! {
        <section class="card stack" aria-labelledby="days-new">
            <h2 class="ds-heading" data-size="xs" id="days-new">{t!(i18n, days.add)}</h2>
            <ActionForm action=add attr:class="form">
                <input type="hidden" name="unit" value=unit />
                <div class="ds-field">
                    <label class="ds-label" for="days-kind">{t!(i18n, days.kind)}</label>
                    <select class="ds-input" id="days-kind" name="kind">{kinds.into_iter().collect_view()}</select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="days-name">{t!(i18n, days.name)}</label>
                    <input class="ds-input" id="days-name" name="name" required maxlength="60" autocomplete="off" />
                </div>
                <div class="form-row">
                    <div class="ds-field">
                        <label class="ds-label" for="days-first">{t!(i18n, days.first)}</label>
                        <input class="ds-input" id="days-first" name="first" type="date" required />
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" for="days-last">{t!(i18n, days.last)}</label>
                        <input class="ds-input" id="days-last" name="last" type="date" />
                    </div>
                </div>
                {has_municipality.then(|| view! {
                    <div class="ds-field">
                        <input class="ds-input" type="checkbox" id="days-whole" name="whole" value="yes" />
                        <label class="ds-label" data-weight="regular" for="days-whole">{t!(i18n, days.for_whole)}</label>
                    </div>
                })}
                <FaultNote fault=fault_of(add) />
                <div class="form-actions"><button class="ds-button" type="submit" disabled=move || add.pending().get()>{t!(i18n, days.save)}</button></div>
            </ActionForm>
        </section>
    }
}

#[component]
fn HoursForm(
    unit: String,
    opens: String,
    closes: String,
    municipality: String,
    municipalities: Vec<String>,
    again: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let save = ServerAction::<SaveHours>::new();
    when_done(save, move |()| again.update(|n| *n += 1));
    view! {
        <section class="card stack" aria-labelledby="days-hours">
            <h2 class="ds-heading" data-size="xs" id="days-hours">{t!(i18n, days.hours)}</h2>
            <ActionForm action=save attr:class="form">
                <input type="hidden" name="unit" value=unit />
                <div class="form-row">
                    <div class="ds-field">
                        <label class="ds-label" for="days-opens">{t!(i18n, days.opens)}</label>
                        <input class="ds-input" id="days-opens" name="opens" type="time" required value=opens />
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" for="days-closes">{t!(i18n, days.closes)}</label>
                        <input class="ds-input" id="days-closes" name="closes" type="time" required value=closes />
                    </div>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="days-municipality">{t!(i18n, days.municipality)}</label>
                    <input class="ds-input" id="days-municipality" name="municipality" list="days-municipalities" maxlength="60" autocomplete="off" value=municipality />
                    <datalist id="days-municipalities">{municipalities.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
                </div>
                <FaultNote fault=fault_of(save) />
                <div class="form-actions"><button class="ds-button" data-variant="secondary" type="submit" disabled=move || save.pending().get()>{t!(i18n, days.save)}</button></div>
            </ActionForm>
        </section>
    }
}

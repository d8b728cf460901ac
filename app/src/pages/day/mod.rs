//! «Min dag»: today, then what waits, and the way to it.

mod today;

use self::today::PlanOfToday;
use crate::api::day::{DayRow, DueRow, MyDay, my_day};
use crate::api::door::absence::{AbsenceRow, Absences, list_absences};
use crate::api::door::call::{Calls, my_calls};
use crate::api::session::Me;
use crate::app::FrameContext;
use crate::components::{CallOpen, ErrorNotice, Notices, NoticesAsked, PageTitle};
use crate::draft::DraftList;
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::door::{CallLines, away_span};
use crate::pages::{status_color, status_word};
use crate::text::{date, day_in_words, time};
use casework::Day as CalendarDay;
use casework::due::DueKind;
use casework::waiting::Waiting;
use family_map::FuzzyDate;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// So many of one's other cases are shown; the list has all of them.
const QUIET_SHOWN: usize = 12;

/// The first page after signing in.
#[component]
pub fn DayPage() -> impl IntoView {
    let i18n = use_i18n();
    let day = Resource::new(|| (), |()| my_day());
    let (notices, calls) = (NoticesAsked::new(), CallsAsked::new());
    view! {
        <PageTitle text=move || t_string!(i18n, day.title).to_owned() />
        <Suspense fallback=move || view! { <p class="page-body" role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                match day.await {
                    Ok(day) => view! { <Day day notices calls /> }.into_any(),
                    Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Day(day: MyDay, notices: NoticesAsked, calls: CallsAsked) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (today, hour) = (day.today, day.hour);
    let greeting = move || match hour {
        5..10 => t_string!(i18n, day.morning),
        10..18 => t_string!(i18n, day.daytime),
        _ => t_string!(i18n, day.evening),
    };
    let has_cases = !day.cases.is_empty();
    let (waiting, quiet): (Vec<_>, Vec<_>) = day.cases.into_iter().partition(|case| !case.waiting.is_empty());
    let (unit, due, plan) = (day.unit, day.due, day.plan);
    let name = day.name;
    view! {
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, day.title)}</h1>
                <p class="meta">
                    {move || t_string!(i18n, day.greeting, greeting = greeting(), name = name.clone(), day = day_in_words(language(), today))}
                </p>
            </div>
        </header>
        <div class="page-body" data-columns="true">
            <div class="stack" data-gap="lg">
                {plan.map(|plan| view! { <PlanOfToday plan today /> })}
                <DraftList />
                <Notices asked=notices />
                <CallsToReturn asked=calls />
                {if has_cases {
                    view! { <Waits rows=waiting /> }.into_any()
                } else if unit.is_empty() {
                    view! { <NoCases /> }.into_any()
                } else {
                    ().into_any()
                }}
                {(!due.is_empty()).then(|| view! { <FallsDue rows=due today /> })}
                {(!unit.is_empty()).then(|| view! { <UnitWaits rows=unit /> })}
            </div>
            {(!quiet.is_empty()).then(|| view! { <Quiet rows=quiet /> })}
        </div>
    }
}

/// Calls to return and absences, as they were answered.
type DoorAnswers = (Result<Calls, AppError>, Result<Absences, AppError>);

/// What the page has asked for of a unit's door.
#[derive(Clone, Copy)]
struct CallsAsked {
    again: RwSignal<u32>,
    found: Resource<Option<DoorAnswers>>,
}

impl CallsAsked {
    /// Asks for whoever keeps a door, once it is known who that is. A page asks
    /// for all its data before it waits for any.
    fn new() -> Self {
        let frame = expect_context::<FrameContext>().0;
        let again = RwSignal::new(0_u32);
        let noted = use_context::<CallOpen>().map(|call| call.noted);
        let found = Resource::new(
            move || (again.get(), noted.map(|noted| noted.get())),
            move |_| async move {
                let keeps = frame.await.ok().and_then(|frame| frame.me).is_some_and(|me| me.keeps_door);
                if keeps { Some((my_calls().await, list_absences().await)) } else { None }
            },
        );
        Self { again, found }
    }
}

/// Calls to return, and who is away: for who keeps a unit's door.
#[component]
fn CallsToReturn(asked: CallsAsked) -> impl IntoView {
    let CallsAsked { again, found } = asked;
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                let (calls, absences) = found.await?;
                Some(view! { <Today calls=calls.ok()? absences=absences.ok()? again /> })
            })}
        </Transition>
    }
}

/// The two lists, where there is something in them.
#[component]
fn Today(calls: Calls, absences: Absences, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let today = calls.setup.today;
    let away: Vec<AbsenceRow> = absences.rows.into_iter().filter(|row| row.covers(today)).collect();
    let name = move |row: AbsenceRow| {
        let (said, href) = (row.name.clone(), format!("/borte/{}", row.id));
        view! { <li><a class="ds-link" href=href>{said}</a> " " <span class="meta">{move || away_span(language(), &row)}</span></li> }
    };
    view! {
        {(!calls.mine.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="calls-today">
                <h2 class="ds-heading" data-size="xs" id="calls-today">{t!(i18n, call.mine)}</h2>
                <CallLines rows=calls.mine setup=calls.setup again />
            </section>
        })}
        {(!away.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="away-today">
                <h2 class="ds-heading" data-size="xs" id="away-today">{t!(i18n, away.today)}</h2>
                <ul class="plain-list">{away.into_iter().map(name).collect_view()}</ul>
            </section>
        })}
    }
}

/// One's own cases in which something waits.
#[component]
fn Waits(rows: Vec<DayRow>) -> impl IntoView {
    let i18n = use_i18n();
    let nothing = rows.is_empty();
    view! {
        <section class="card stack" aria-labelledby="waits">
            <h2 class="ds-heading" data-size="xs" id="waits">{t!(i18n, day.waits)}</h2>
            {nothing.then(|| view! { <p>{t!(i18n, day.waits_none)}</p> })}
            {(!nothing).then(|| view! {
                <ul class="day-list">{rows.into_iter().map(|row| view! { <DayLine row /> }).collect_view()}</ul>
            })}
        </section>
    }
}

/// What falls due in one's own cases.
#[component]
fn FallsDue(rows: Vec<DueRow>, today: CalendarDay) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let line = move |row: DueRow| {
        let (kind, day, is_late) = (row.kind, row.day, row.day < today);
        let when =
            move || FuzzyDate::day(day.year, day.month, day.day).map(|day| date(language(), &day)).unwrap_or_default();
        view! {
            <li class="day-line">
                <a class="day-name" href=format!("/familier/{}/personer", row.id)><bdi>{row.name}</bdi></a>
                <span class="meta">{row.number}</span>
                <span class="day-when">{move || due_word(i18n, kind)}</span>
                <span class="cluster day-tags">
                    <span class="meta">{when}</span>
                    {is_late.then(|| view! { <span class="ds-tag" data-size="sm" data-color="danger">{t!(i18n, day.late)}</span> })}
                </span>
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="due">
            <h2 class="ds-heading" data-size="xs" id="due">{t!(i18n, day.due)}</h2>
            <ul class="day-list">{rows.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

/// What is to be done.
fn due_word(i18n: I18nContext<Locale>, kind: DueKind) -> &'static str {
    match kind {
        DueKind::ForgetMentioned => t_string!(i18n, day.forget_mentioned),
        DueKind::TalkAboutConfidence => t_string!(i18n, day.talk_about_confidence),
        DueKind::OwnCase => t_string!(i18n, day.own_case),
    }
}

/// For those who distribute the work.
#[component]
fn UnitWaits(rows: Vec<DayRow>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card stack" aria-labelledby="unit-waits">
            <h2 class="ds-heading" data-size="xs" id="unit-waits">{t!(i18n, day.unit)}</h2>
            <p class="meta">{t!(i18n, day.unit_lead)}</p>
            <ul class="day-list">{rows.into_iter().map(|row| view! { <DayLine row /> }).collect_view()}</ul>
        </section>
    }
}

/// One's other cases.
#[component]
fn Quiet(rows: Vec<DayRow>) -> impl IntoView {
    let i18n = use_i18n();
    let rest = rows.len().saturating_sub(QUIET_SHOWN);
    let line = |row: DayRow| {
        view! {
            <li>
                <a class="day-quiet" href=format!("/familier/{}", row.id)><bdi>{row.name}</bdi> <span class="meta">{row.number}</span></a>
            </li>
        }
    };
    view! {
        <aside class="card stack" aria-labelledby="quiet">
            <h2 class="ds-heading" data-size="xs" id="quiet">{t!(i18n, day.quiet)}</h2>
            <ul class="plain-list">{rows.into_iter().take(QUIET_SHOWN).map(line).collect_view()}</ul>
            {(rest > 0).then(|| view! {
                <a class="ds-link" href="/familier">{t!(i18n, day.more, count = move || rest.to_string())}</a>
            })}
        </aside>
    }
}

#[component]
fn DayLine(row: DayRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let status = row.status;
    let (changed, by) = (row.changed, row.changed_by);
    let was_changed = row.waiting.contains(&Waiting::Changed);
    let tags = row.waiting.into_iter().map(move |it| {
        view! { <span class="ds-tag" data-size="sm" data-color=waiting_color(it)>{move || waiting_word(i18n, it)}</span> }
    });
    view! {
        <li class="day-line">
            <a class="day-name" href=format!("/familier/{}", row.id)><bdi>{row.name}</bdi></a>
            <span class="meta">{row.number} " · " {move || status_word(i18n, status)}</span>
            <span class="cluster day-tags">{tags.collect_view()}</span>
            {was_changed.then(|| view! {
                <span class="meta day-when">
                    {move || {
                        let (time, by) = (time(language(), &changed), by.clone());
                        match by {
                            Some(by) => t_string!(i18n, day.changed_by, name = by, time = time),
                            None => t_string!(i18n, day.changed_at, time = time),
                        }
                    }}
                </span>
            })}
        </li>
    }
}

/// The word for what waits.
fn waiting_word(i18n: I18nContext<Locale>, waiting: Waiting) -> &'static str {
    match waiting {
        Waiting::LeadLeft => t_string!(i18n, day.lead_left),
        Waiting::NoLead => t_string!(i18n, day.no_lead),
        Waiting::NoStandIn => t_string!(i18n, day.no_stand_in),
        Waiting::Intake => t_string!(i18n, day.intake),
        Waiting::New => t_string!(i18n, day.new),
        Waiting::Changed => t_string!(i18n, day.changed),
    }
}

/// The colour that supports the word.
const fn waiting_color(waiting: Waiting) -> &'static str {
    match waiting {
        Waiting::LeadLeft | Waiting::NoLead => "danger",
        Waiting::NoStandIn => "warning",
        Waiting::Intake => status_color(casework::opening::CaseStatus::Intake),
        Waiting::New | Waiting::Changed => "info",
    }
}

/// Somebody without cases: what to do.
#[component]
fn NoCases() -> impl IntoView {
    let i18n = use_i18n();
    let me =
        use_context::<FrameContext>().and_then(|frame| frame.0.get()).and_then(Result::ok).and_then(|frame| frame.me);
    let is = |what: fn(&Me) -> bool| me.as_ref().is_some_and(what);
    let (may_import, administers, reviews) =
        (is(|me| me.may_import), is(|me| me.may_administer), is(|me| me.reviews_log));
    let lists_unit = is(|me| me.post.as_ref().is_some_and(|post| post.role.lists_unit()));
    view! {
        <div class="empty card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, day.none_title)}</h2>
            <p>{if lists_unit { t!(i18n, day.none_leader).into_any() } else { t!(i18n, day.none).into_any() }}</p>
            <div class="form-actions">
                {lists_unit.then(|| view! { <a class="ds-button" href="/familier?vis=enheten">{t!(i18n, day.unit_families)}</a> })}
                <a class="ds-button" data-variant=lists_unit.then_some("secondary") href="/hjelp">{t!(i18n, day.none_help)}</a>
                {may_import.then(|| view! {
                    <a class="ds-button" data-variant="secondary" href="/familier/importer">{t!(i18n, app.import)}</a>
                })}
                {administers.then(|| view! {
                    <a class="ds-button" data-variant="secondary" href="/administrasjon">{t!(i18n, admin.title)}</a>
                })}
                {reviews.then(|| view! {
                    <a class="ds-button" data-variant="secondary" href="/logger">{t!(i18n, app.logs)}</a>
                })}
            </div>
        </div>
    }
}

//! The privacy officer's page: the logs of a unit and of its users, and the
//! verification of all chains.

use crate::api::review::{BeginLogCheck, CheckView, FaultLine, Review, ReviewAsked, ReviewLine, log_check, review_log};
use crate::components::{ErrorNotice, Icon, PageTitle, error_text};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::log_words::{action_word, lower, object_word, outcome_word, purpose_word, role_word};
use crate::text::{short_time, time};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use std::time::Duration;

/// Progress is asked for this often.
const ASK_EVERY: Duration = Duration::from_secs(1);

/// The page. Nothing of the log is read before it is asked for.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |key: &str| query.get(key).unwrap_or_default();
            ReviewAsked {
                unit: get("enhet"),
                user: get("hvem"),
                kind: get("hva"),
                from: get("fra"),
                to: get("til"),
                after: get("etter"),
            }
        })
    });
    let review = Resource::new(
        move || asked.get(),
        |it| {
            let text = |text: String| Some(text).filter(|text| !text.is_empty());
            review_log(text(it.unit), text(it.user), text(it.kind), text(it.from), text(it.to), text(it.after))
        },
    );
    view! {
        <PageTitle text=move || t_string!(i18n, review.title).to_owned() />
        <Suspense fallback=move || view! { <p class="page-body" role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                match review.await {
                    Ok(review) => view! { <Reviewing review asked=asked.get_untracked() /> }.into_any(),
                    Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// The address of a page with what was asked for, after `start`.
fn address(start: &str, asked: &ReviewAsked) -> String {
    let pairs = [
        ("enhet", &asked.unit),
        ("hvem", &asked.user),
        ("hva", &asked.kind),
        ("fra", &asked.from),
        ("til", &asked.to),
        ("etter", &asked.after),
    ];
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_~:".contains(c));
    let given = pairs.into_iter().filter(|(_, value)| !value.is_empty() && plain(value));
    let query: Vec<String> = given.map(|(key, value)| format!("{key}={value}")).collect();
    format!("{start}?{}", query.join("&"))
}

#[component]
fn Reviewing(review: Review, asked: ReviewAsked) -> impl IntoView {
    let i18n = use_i18n();
    let unit = review.units.first().map(|(id, _)| id.clone()).unwrap_or_default();
    let csv = {
        let asked = ReviewAsked { after: String::new(), ..asked.clone() };
        move || {
            let language = if i18n.get_locale() == Locale::en { "en" } else { "nb" };
            format!("{}&lang={language}", address("/logger/logg.csv", &asked))
        }
    };
    let older = review.next.map(|after| address("/logger", &ReviewAsked { after, ..asked.clone() }));
    let newest =
        (!asked.after.is_empty()).then(|| address("/logger", &ReviewAsked { after: String::new(), ..asked.clone() }));
    let rows = review.rows.map(|rows| {
        let nobody = rows.is_empty();
        view! {
            <section class="stack">
                <div class="cluster" data-align="between">
                    <h2 class="ds-heading" data-size="xs" id="rows">{t!(i18n, review.rows)}</h2>
                    <p class="screen-only">
                        <a class="ds-link" href=csv rel="external" download="logg.csv" aria-describedby="csv-help">{t!(i18n, review.csv)}</a>
                        <span class="ds-sr-only" id="csv-help">{t!(i18n, review.csv_help)}</span>
                    </p>
                </div>
                {if nobody { view! { <p>{t!(i18n, review.none)}</p> }.into_any() } else { view! { <Rows rows /> }.into_any() }}
                <nav class="form-actions screen-only" aria-label=t!(i18n, review.rows)>
                    {older.map(|href| view! { <a class="ds-button" data-variant="secondary" href=href>{t!(i18n, review.older)}</a> })}
                    {newest.map(|href| view! { <a class="ds-link" href=href>{t!(i18n, review.newest)}</a> })}
                </nav>
            </section>
        }
    });
    view! {
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, review.title)}</h1>
                <p class="meta">{t!(i18n, review.lead)}</p>
            </div>
        </header>
        <div class="page-body stack" data-gap="lg">
            <Question units=review.units users=review.users asked />
            {rows}
            <Verification unit />
        </div>
    }
}

#[component]
fn Question(units: Vec<(String, String)>, users: Vec<(String, String)>, asked: ReviewAsked) -> impl IntoView {
    let i18n = use_i18n();
    let one = units.len() == 1;
    let first = units.first().map(|(id, _)| id.clone()).unwrap_or_default();
    let unit = if one {
        view! { <input type="hidden" name="enhet" value=first /> }.into_any()
    } else {
        let option = |(id, name): (String, String)| view! { <option value=id>{name}</option> };
        view! {
            <div class="ds-field">
                <label class="ds-label" for="review-unit">{t!(i18n, review.unit)}</label>
                <select class="ds-input" id="review-unit" name="enhet">{units.into_iter().map(option).collect_view()}</select>
            </div>
        }
        .into_any()
    };
    let chosen = asked.user.clone();
    let user = move |(id, name): (String, String)| {
        let selected = id == chosen;
        view! { <option value=id selected=selected>{name}</option> }
    };
    let kind_chosen = asked.kind.clone();
    let kind = move |code: &'static str| {
        let selected = code == kind_chosen;
        view! { <option value=code selected=selected>{move || kind_of_rows(i18n, code)}</option> }
    };
    let kinds = ["any", "emergency", "refusals", "searches", "administration", "reviews"];
    view! {
        <section class="card stack screen-only" aria-labelledby="ask">
            <h2 class="ds-heading" data-size="xs" id="ask">{t!(i18n, review.ask)}</h2>
            <Form method="GET" action="/logger" attr:class="log-filter">
                {unit}
                <div class="ds-field">
                    <label class="ds-label" for="review-user">{t!(i18n, review.whose)}</label>
                    <select class="ds-input" id="review-user" name="hvem" aria-describedby="whole-unit-help">
                        <option value="">{t!(i18n, review.whole_unit)}</option>
                        {users.into_iter().map(user).collect_view()}
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="review-kind">{t!(i18n, review.kind)}</label>
                    <select class="ds-input" id="review-kind" name="hva">{kinds.into_iter().map(kind).collect_view()}</select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="review-from">{t!(i18n, log.from)}</label>
                    <input class="ds-input" id="review-from" name="fra" type="date" value=asked.from />
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="review-to">{t!(i18n, log.to)}</label>
                    <input class="ds-input" id="review-to" name="til" type="date" value=asked.to />
                </div>
                <div class="form-actions"><button class="ds-button" type="submit">{t!(i18n, review.show)}</button></div>
            </Form>
            <p class="form-hint" id="whole-unit-help">{t!(i18n, review.whole_unit_help)}</p>
        </section>
    }
}

fn kind_of_rows(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "emergency" => t_string!(i18n, review.kind_emergency),
        "refusals" => t_string!(i18n, review.kind_refusals),
        "searches" => t_string!(i18n, review.kind_searches),
        "administration" => t_string!(i18n, review.kind_administration),
        "reviews" => t_string!(i18n, review.kind_reviews),
        _ => t_string!(i18n, review.kind_any),
    }
}

#[component]
fn Rows(rows: Vec<ReviewLine>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let line = move |row: ReviewLine| {
        let at = row.at.clone();
        let (role, outcome, purpose) = (row.role, row.outcome, row.purpose);
        let granted = outcome == "ok";
        let who = if row.who.is_empty() { t!(i18n, review.nobody).into_any() } else { row.who.into_any() };
        let did = move || {
            let locale = i18n.get_locale();
            let object = match &row.reviewed {
                Some(name) => t_string!(i18n, review.of, name = name.clone()),
                None => object_word(locale, &row.action, &row.object).to_owned(),
            };
            format!("{} {object}", lower(action_word(locale, &row.action)))
        };
        view! {
            <tr role="row">
                <td role="cell" class="meta"><time datetime=row.at>{move || short_time(language(), &at)}</time></td>
                <td role="cell">
                    <strong>{who}</strong>
                    <span class="meta">{move || {
                        let word = role_word(i18n.get_locale(), &role);
                        if word.is_empty() { String::new() } else { format!(", {}", lower(word)) }
                    }}</span>
                </td>
                <td role="cell">{did}</td>
                <td role="cell">{row.case_number}</td>
                <td role="cell">{move || purpose_word(i18n.get_locale(), &purpose)}</td>
                <td role="cell">
                    <span class="ds-tag" data-size="sm" data-color=if granted { "neutral" } else { "warning" }>
                        {move || outcome_word(i18n.get_locale(), &outcome)}
                    </span>
                </td>
            </tr>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-labelledby="rows">
            <table class="ds-table log-table review" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t!(i18n, review.when)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, review.who)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, review.what)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, review.case)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, review.why)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, review.outcome)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Verification(unit: String) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<BeginLogCheck>::new();
    let asked = RwSignal::new(0_u32);
    let source = unit.clone();
    let check = Resource::new(
        move || (asked.get(), action.version().get()),
        move |_| {
            let unit = source.clone();
            async move { log_check(unit).await }
        },
    );
    let running = RwSignal::new(false);
    // While a check is under way the page asks how far it has come.
    Effect::new(move |_| {
        if let Ok(handle) = set_interval_with_handle(
            move || {
                if running.get_untracked() {
                    asked.update(|it| *it += 1);
                }
            },
            ASK_EVERY,
        ) {
            on_cleanup(move || handle.clear());
        }
    });
    let busy = move || action.pending().get() || running.get();
    view! {
        <section class="card stack" aria-labelledby="check">
            <h2 class="ds-heading" data-size="xs" id="check">{t!(i18n, review.check)}</h2>
            <p class="meta">{t!(i18n, review.check_lead)}</p>
            {move || action.value().get().and_then(Result::err).map(|error| view! {
                <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div>
            })}
            <div aria-live="polite">
                <Transition fallback=|| ()>
                    {move || Suspend::new(async move {
                        let check = check.await.ok().flatten();
                        let is_running = check.as_ref().is_some_and(|it| it.ended.is_none() && !it.broken_off);
                        Effect::new(move |_| running.set(is_running));
                        match check {
                            None => view! { <p>{t!(i18n, review.check_never)}</p> }.into_any(),
                            Some(check) => view! { <Outcome check /> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
            <ActionForm action attr:class="screen-only">
                <input type="hidden" name="unit" value=unit />
                <button class="ds-button" data-variant="secondary" type="submit" disabled=busy>
                    <Icon name="check" />
                    {move || if busy() { t!(i18n, review.check_busy).into_any() } else { t!(i18n, review.check_submit).into_any() }}
                </button>
            </ActionForm>
        </section>
    }
}

#[component]
fn Outcome(check: CheckView) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (chains, checked, rows) = (check.chains, check.checked, check.rows);
    let count = check.faults.len();
    let Some(ended) = check.ended else {
        if check.broken_off {
            return view! { <div class="ds-alert" data-color="warning"><p>{t!(i18n, review.check_broken)}</p></div> }
                .into_any();
        }
        return view! {
            <label class="stack" data-gap="sm">
                <span>{t!(i18n, review.check_progress, checked = move || checked.to_string(), chains = move || chains.to_string())}</span>
                <progress class="log-progress" max=chains.max(1).to_string() value=checked.to_string()></progress>
            </label>
        }
        .into_any();
    };
    let by = check.by;
    let when = view! {
        <p class="meta">{t!(i18n, review.check_when, name = by.clone(), time = move || time(language(), &ended))}</p>
    };
    if count == 0 {
        return view! {
            <div class="ds-alert" data-color="success">
                <p>{t!(i18n, review.check_clean, chains = move || chains.to_string(), rows = move || rows.to_string())}</p>
                {when}
            </div>
        }
        .into_any();
    }
    let fault = move |fault: FaultLine| {
        let place = match fault.case_number {
            Some(number) => t!(i18n, review.chain_case, number = number.clone()).into_any(),
            None => view! { <code>{fault.chain}</code> }.into_any(),
        };
        let kind = fault.kind;
        view! {
            <tr>
                <td>{place}</td>
                <td>{fault.row}</td>
                <td>{move || fault_word(i18n, &kind)}</td>
            </tr>
        }
    };
    view! {
        <div class="ds-alert" data-color="danger">
            <p><strong>{t!(i18n, review.check_faults, count = move || count.to_string())}</strong> " " {t!(i18n, review.check_tell)}</p>
            {when}
        </div>
        <div class="scroll-x" tabindex="0" role="region" aria-labelledby="check">
            <table class="ds-table">
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, review.chain)}</th>
                        <th scope="col">{t!(i18n, review.row)}</th>
                        <th scope="col">{t!(i18n, review.fault)}</th>
                    </tr>
                </thead>
                <tbody>{check.faults.into_iter().map(fault).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn fault_word(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "changed" => t_string!(i18n, review.fault_changed),
        "missing" => t_string!(i18n, review.fault_missing),
        "head_forged" => t_string!(i18n, review.fault_head_forged),
        _ => t_string!(i18n, review.fault_older_than_export),
    }
}

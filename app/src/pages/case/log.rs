//! Who has opened the case, and why.

use super::use_case;
use crate::api::cases::{LogRow, case_log};
use crate::components::ErrorNotice;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::case::overview::function_word;
use crate::text::time;
use casework::role::{CaseFunction, Role};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The access log in plain words.
#[component]
pub fn CaseLogPage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let log = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_log(id, reason));
    view! {
        <div class="page-body stack">
            <h2 class="ds-heading" data-size="xs" id="log-title">{t!(i18n, log.title)}</h2>
            <p class="meta">{t!(i18n, log.lead)}</p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match log.await {
                        Ok(rows) => view! { <LogTable rows /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

fn role_word(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    if let Some(function) = CaseFunction::from_code(code) {
        return function_word(i18n, function);
    }
    match Role::from_code(code) {
        Some(Role::Practitioner) => t_string!(i18n, role.practitioner),
        Some(Role::IntakeTeam) => t_string!(i18n, role.intake_team),
        Some(Role::UnitLeader) => t_string!(i18n, role.unit_leader),
        Some(Role::DepartmentLeader) => t_string!(i18n, role.department_leader),
        Some(Role::MunicipalContact) => t_string!(i18n, role.municipal_contact),
        Some(Role::Coordinator) => t_string!(i18n, role.coordinator),
        Some(Role::RelayHolder) => t_string!(i18n, role.relay_holder),
        Some(Role::GroupLeader) => t_string!(i18n, role.group_leader),
        Some(Role::Interpreter) => t_string!(i18n, role.interpreter),
        Some(Role::Administrator) => t_string!(i18n, role.administrator),
        Some(Role::PrivacyOfficer) => t_string!(i18n, role.privacy_officer),
        None => t_string!(i18n, function.participant),
    }
}

fn action_word(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "change" => t_string!(i18n, action.change),
        "create" => t_string!(i18n, action.create),
        "import" => t_string!(i18n, action.import),
        "print" => t_string!(i18n, action.print),
        "export" => t_string!(i18n, action.export),
        "search" => t_string!(i18n, action.search),
        _ => t_string!(i18n, action.read),
    }
}

fn object_word(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "front" => t_string!(i18n, object.front),
        "map" => t_string!(i18n, object.map),
        "people" => t_string!(i18n, object.people),
        "log" => t_string!(i18n, object.log),
        _ => t_string!(i18n, object.case),
    }
}

fn purpose_word(i18n: I18nContext<Locale>, code: &str) -> &'static str {
    match code {
        "intake" => t_string!(i18n, purpose.intake),
        "coordination" => t_string!(i18n, purpose.coordination),
        "leadership" => t_string!(i18n, purpose.leadership),
        "own_record" => t_string!(i18n, purpose.own_record),
        _ => t_string!(i18n, purpose.follow_up),
    }
}

#[component]
fn LogTable(rows: Vec<LogRow>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let line = move |row: LogRow| {
        let at = row.at.clone();
        let why = move || {
            let purpose = purpose_word(i18n, &row.purpose);
            if row.reason.is_empty() { purpose.to_owned() } else { format!("{purpose}: {}", row.reason) }
        };
        view! {
            <tr role="row">
                <td role="cell" class="meta"><time datetime=row.at>{move || time(language(), &at)}</time></td>
                <td role="cell"><strong>{row.who}</strong> {row.is_me.then(|| view! { " (" {t!(i18n, log.you)} ")" })}</td>
                <td role="cell">{move || row.role_name.clone().unwrap_or_else(|| role_word(i18n, &row.role).to_owned())}</td>
                <td role="cell">{move || format!("{} {}", action_word(i18n, &row.action), object_word(i18n, &row.object))}</td>
                <td role="cell">{why}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-labelledby="log-title">
            <table class="ds-table log-table" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t!(i18n, log.when)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, log.who)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, log.role)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, log.what)}</th>
                        <th scope="col" role="columnheader">{t!(i18n, log.why)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

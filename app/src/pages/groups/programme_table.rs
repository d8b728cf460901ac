//! Programmes out of a spreadsheet: what is written in it, then each programme
//! with what it would be.

use super::programmes::{Found, wrong};
use super::sheet::SheetForm;
use super::words::{I18n, declined};
use crate::api::groups::programme_table::{ListedProgramme, TableFault, keep_programmes, preview_programmes};
use crate::components::{Doing, FaultNote};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// Why a programme cannot be, in words.
fn told(i18n: I18n, fault: &TableFault) -> &'static str {
    match fault {
        TableFault::Line(fault) => {
            let code = fault.code();
            if code == "list_too_few" {
                t_string!(i18n, groups.programme_no_name)
            } else {
                declined(i18n, code).unwrap_or_default()
            }
        }
        TableFault::NoBase => t_string!(i18n, groups.table_no_base),
        TableFault::Programme(error) => wrong(i18n, error),
    }
}

/// The card under the list.
#[component]
pub(super) fn ProgrammeTable(found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let (looking, keeping) = (Doing::new(), Doing::new());
    let text = RwSignal::new(String::new());
    // What is told of each, and whether they are kept.
    let lines = RwSignal::new(None::<(Vec<ListedProgramme>, bool)>);
    let look = move |()| {
        lines.set(None);
        looking.run(preview_programmes(text.get_untracked()), move |all| lines.set(Some((all, false))));
    };
    let keep = move |_| {
        keeping.run(keep_programmes(text.get_untracked()), move |all| {
            text.set(String::new());
            lines.set(Some((all, true)));
            found.refetch();
        });
    };
    let row = move |(it, kept): (ListedProgramme, bool)| {
        let (faults, is_edition) = (it.faults, it.is_edition);
        let outcome = move || {
            let mut all: Vec<&str> = faults.iter().map(|fault| told(i18n, fault)).collect();
            all.dedup();
            match (all.is_empty(), kept, is_edition) {
                (false, ..) => all.join(" "),
                (true, true, _) => t_string!(i18n, groups.table_kept).to_owned(),
                (true, false, true) => t_string!(i18n, groups.table_edition).to_owned(),
                (true, false, false) => t_string!(i18n, groups.table_new).to_owned(),
            }
        };
        view! {
            <tr>
                <th scope="row">{it.line}</th>
                <td><bdi>{it.name}</bdi></td>
                <td>{it.chapters}</td>
                <td>{it.meetings}</td>
                <td>{it.minutes}</td>
                <td>{outcome}</td>
            </tr>
        }
    };
    let table = move || {
        let (all, kept) = lines.get()?;
        let any = all.iter().any(|it| it.faults.is_empty());
        let (fine, count) = (all.iter().filter(|it| it.faults.is_empty()).count().to_string(), all.len().to_string());
        let sum = move || {
            let (fine, count) = (fine.clone(), count.clone());
            if kept {
                t_string!(i18n, groups.table_done, fine = fine, count = count)
            } else {
                t_string!(i18n, groups.table_told, fine = fine, count = count)
            }
        };
        let rows = all.into_iter().map(|it| row((it, kept))).collect_view();
        Some(view! {
            <p role="status">{sum}</p>
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, groups.list_lines)>
                <table class="ds-table">
                    <thead><tr>
                        <th scope="col">{t!(i18n, groups.list_line)}</th>
                        <th scope="col">{t!(i18n, groups.programme)}</th>
                        <th scope="col">{t!(i18n, groups.chapters)}</th>
                        <th scope="col">{t!(i18n, groups.meetings)}</th>
                        <th scope="col">{t!(i18n, groups.minutes_each)}</th>
                        <th scope="col">{t!(i18n, groups.list_outcome)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <FaultNote fault=keeping.fault />
            {(any && !kept).then(|| view! {
                <div class="form-actions"><button class="ds-button" type="button" disabled=move || keeping.busy.get() on:click=keep>{t!(i18n, groups.table_keep)}</button></div>
            })}
        })
    };
    let hint = Signal::derive(move || t_string!(i18n, groups.table_hint).to_owned());
    view! {
        <section class="card stack screen-only" aria-labelledby="programme-table">
            <h2 class="ds-heading" data-size="xs" id="programme-table">{t!(i18n, groups.table)}</h2>
            <details>
                <summary>{t!(i18n, groups.list_open)}</summary>
                <SheetForm id="table" hint text looking changed=move |()| lines.set(None) look />
                {table}
            </details>
        </section>
    }
}

//! Putting many in a group's line at once, out of a spreadsheet.

use super::one::Found;
use super::sheet::SheetForm;
use super::words::declined;
use crate::api::groups::list::{ListedLine, join_group_list, preview_group_list};
use crate::components::{Doing, FaultNote};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The form: a file or what is pasted, then each line with what it would do.
#[component]
pub fn JoinList(
    /// The group.
    id: String,
    /// The page's data, asked for anew afterwards.
    found: Found,
) -> impl IntoView {
    let i18n = use_i18n();
    let (looking, joining) = (Doing::new(), Doing::new());
    let group = StoredValue::new(id);
    let text = RwSignal::new(String::new());
    let lines = RwSignal::new(None::<Vec<ListedLine>>);
    let look = move |()| {
        lines.set(None);
        let work = preview_group_list(group.get_value(), text.get_untracked());
        looking.run(work, move |told| lines.set(Some(told)));
    };
    let join = move || {
        let work = join_group_list(group.get_value(), text.get_untracked());
        joining.run(work, move |told| {
            text.set(String::new());
            lines.set(Some(told));
        });
    };
    let row = move |it: ListedLine| {
        let (fault, seated) = (it.fault, it.seated);
        let told = move || match (&fault, seated) {
            (Some(code), _) => declined(i18n, code).unwrap_or_else(|| t_string!(i18n, error.not_allowed)),
            (None, Some(true)) => t_string!(i18n, groups.state_enrolled),
            (None, Some(false)) => t_string!(i18n, groups.state_waiting),
            (None, None) => t_string!(i18n, groups.list_fine),
        };
        view! {
            <tr>
                <th scope="row">{it.line}</th>
                <td>{it.case}</td>
                <td><bdi>{it.people.join(", ")}</bdi></td>
                <td>{it.needs}</td>
                <td>{told}</td>
            </tr>
        }
    };
    let table = move || {
        let all = lines.get()?;
        let (count, fine) = (all.len(), all.iter().filter(|it| it.fault.is_none()).count());
        let is_done = all.iter().any(|it| it.seated.is_some());
        let sum = move || {
            let (fine, count) = (fine.to_string(), count.to_string());
            if is_done {
                t_string!(i18n, groups.list_done, fine = fine, count = count)
            } else {
                t_string!(i18n, groups.list_told, fine = fine, count = count)
            }
        };
        Some(view! {
            <p role="status">{sum}</p>
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, groups.list_lines)>
                <table class="ds-table">
                    <thead><tr>
                        <th scope="col">{t!(i18n, groups.list_line)}</th>
                        <th scope="col">{t!(i18n, groups.csv_case)}</th>
                        <th scope="col">{t!(i18n, groups.who)}</th>
                        <th scope="col">{t!(i18n, groups.needs)}</th>
                        <th scope="col">{t!(i18n, groups.list_outcome)}</th>
                    </tr></thead>
                    <tbody>{all.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <FaultNote fault=joining.fault />
            <div class="form-actions">
                {(!is_done && fine > 0).then(|| view! {
                    <button class="ds-button" type="button" disabled=move || joining.busy.get() on:click=move |_| join()>{t!(i18n, groups.list_join)}</button>
                })}
                {is_done.then(|| view! {
                    <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| found.refetch()>{t!(i18n, groups.list_show)}</button>
                })}
            </div>
        })
    };
    let hint = Signal::derive(move || t_string!(i18n, groups.list_hint).to_owned());
    view! {
        <section class="card stack screen-only" aria-labelledby="join-list">
            <h2 class="ds-heading" data-size="xs" id="join-list">{t!(i18n, groups.list)}</h2>
            <details>
                <summary>{t!(i18n, groups.list_open)}</summary>
                <SheetForm id="list" hint text looking changed=move |()| lines.set(None) look />
                {table}
            </details>
        </section>
    }
}

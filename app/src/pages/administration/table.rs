//! The table of what administration lists, each line with a page of its own.

use super::retire::RetiredTag;
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;

/// One line.
pub(super) struct Row {
    /// The address of its page.
    pub(super) page: String,
    /// Its name.
    pub(super) name: String,
    /// Out of use.
    pub(super) retired: bool,
    /// What stands in the columns after the name.
    pub(super) cells: Vec<Signal<String>>,
}

/// The table. Wider than a phone it is rolled, by key too.
#[component]
pub(super) fn ListTable(
    /// What it lists, for who does not see it.
    #[prop(into)]
    label: Signal<String>,
    /// The heads of the columns after the name.
    heads: Vec<Signal<String>>,
    /// Its lines.
    rows: Vec<Row>,
) -> impl IntoView {
    let i18n = use_i18n();
    let head = |text: Signal<String>| view! { <th scope="col">{move || text.get()}</th> };
    let line = |Row { page, name, retired, cells }: Row| {
        let cell = |text: Signal<String>| view! { <td>{move || text.get()}</td> };
        view! {
            <tr>
                <th scope="row"><a class="ds-link" href=page>{name}</a> " " <RetiredTag retired /></th>
                {cells.into_iter().map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label=move || label.get()>
            <table class="ds-table">
                <thead><tr>
                    <th scope="col">{t!(i18n, admin.name)}</th>
                    {heads.into_iter().map(head).collect_view()}
                </tr></thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

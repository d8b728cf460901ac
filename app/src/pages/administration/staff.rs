//! The list of staff, with search.

use crate::api::administration::staff::{StaffRow, Standing, admin_staff};
use crate::components::{ErrorNotice, Icon, PageTitle, role_word};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Everybody, or those that fit the search.
#[component]
pub fn StaffPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let search = Memo::new(move |_| query.with(|query| query.get("sok")).unwrap_or_default());
    let staff = Resource::new(move || search.get(), admin_staff);
    view! {
        <PageTitle text=move || t_string!(i18n, admin.staff).to_owned() />
        <div class="page-body">
            <div class="list-head">
                <leptos_router::components::Form method="GET" action="" attr:class="list-search" attr:role="search">
                    <div class="ds-field">
                        <label class="ds-label" for="sok">{t!(i18n, admin.search)}</label>
                        <input class="ds-input" type="search" id="sok" name="sok" value=search maxlength="100" />
                    </div>
                    <button class="ds-button" data-variant="secondary" type="submit"><Icon name="search" />{t!(i18n, admin.search_submit)}</button>
                </leptos_router::components::Form>
                <a class="ds-button" href="/administrasjon/brukere/ny"><Icon name="plus" />{t!(i18n, admin.invite)}</a>
            </div>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match staff.await {
                        Ok(rows) if rows.is_empty() => view! { <div class="empty"><p>{t!(i18n, admin.nobody_found)}</p></div> }.into_any(),
                        Ok(rows) => view! { <StaffTable rows /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// How an account stands, in a word.
#[component]
pub fn StandingTag(
    /// How it stands.
    standing: Standing,
) -> impl IntoView {
    let i18n = use_i18n();
    let color = match standing {
        Standing::Active => "success",
        Standing::Invited => "info",
        Standing::NotSent | Standing::Expired => "warning",
        Standing::Closed => "neutral",
    };
    let word = move || match standing {
        Standing::Active => t_string!(i18n, admin.standing_active),
        Standing::Invited => t_string!(i18n, admin.standing_invited),
        Standing::NotSent => t_string!(i18n, admin.standing_not_sent),
        Standing::Expired => t_string!(i18n, admin.standing_expired),
        Standing::Closed => t_string!(i18n, admin.standing_closed),
    };
    view! { <span class="ds-tag" data-size="sm" data-color=color>{word}</span> }
}

#[component]
fn StaffTable(rows: Vec<StaffRow>) -> impl IntoView {
    let i18n = use_i18n();
    let count = rows.len();
    let line = move |row: StaffRow| {
        let posts = row.posts.clone();
        let posts = move || {
            let words: Vec<String> =
                posts.iter().map(|(unit, role)| format!("{}, {unit}", role_word(i18n, *role))).collect();
            if words.is_empty() { "–".to_owned() } else { words.join(" · ") }
        };
        view! {
            <tr>
                <th scope="row"><a class="ds-link" href=format!("/administrasjon/brukere/{}", row.id)>{row.name}</a></th>
                <td>{row.email}</td>
                <td>{posts}</td>
                <td><StandingTag standing=row.standing /></td>
            </tr>
        }
    };
    view! {
        <p class="meta" role="status">{t!(i18n, admin.staff_count, count = move || count.to_string())}</p>
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, admin.staff)>
            <table class="ds-table">
                <thead><tr>
                    <th scope="col">{t!(i18n, admin.name)}</th>
                    <th scope="col">{t!(i18n, sign_in.email)}</th>
                    <th scope="col">{t!(i18n, account.posts)}</th>
                    <th scope="col">{t!(i18n, admin.standing)}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

//! The list of enquiries: what presses first, each with its owner and next step.

use super::{DoorHead, NearDay, pulse_word, state_color, state_word};
use crate::api::door::enquiry::{EnquiryRow, list_enquiries};
use crate::components::ErrorNotice;
use crate::i18n::{t, t_string, use_i18n};
use casework::Day;
use casework::enquiry::EnquiryPulse;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The enquiries that are on their way, or with `?vis=avsluttet` those that are over.
#[component]
pub fn EnquiriesPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let over = Memo::new(move |_| query.with(|query| query.get("vis").as_deref() == Some("avsluttet")));
    let found = Resource::new(move || over.get(), list_enquiries);
    view! {
        <DoorHead title=|i18n| t_string!(i18n, enquiry.title) lead=|i18n| t_string!(i18n, enquiry.lead) />
        <div class="page-body">
            <div class="cluster" data-align="between">
                <a class="ds-button" href="/henvendelser/ny">{t!(i18n, enquiry.new)}</a>
                {move || if over.get() {
                    view! { <a class="ds-link" href="/henvendelser">{t!(i18n, enquiry.show_open)}</a> }.into_any()
                } else {
                    view! { <a class="ds-link" href="/henvendelser?vis=avsluttet">{t!(i18n, enquiry.show_over)}</a> }.into_any()
                }}
            </div>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(all) if all.rows.is_empty() => view! {
                            <div class="empty card">
                                <h2 class="ds-heading" data-size="xs">
                                    {if over.get_untracked() { t!(i18n, enquiry.none_over).into_any() } else { t!(i18n, enquiry.none).into_any() }}
                                </h2>
                                <p>{t!(i18n, enquiry.none_lead)}</p>
                            </div>
                        }.into_any(),
                        Ok(all) => view! { <List rows=all.rows today=all.setup.today /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn List(rows: Vec<EnquiryRow>, today: Day) -> impl IntoView {
    let line = move |row: EnquiryRow| view! { <li><EnquiryLine row today /></li> };
    view! { <ul class="enquiry-list">{rows.into_iter().map(line).collect_view()}</ul> }
}

/// One enquiry as a line that leads to it.
#[component]
pub fn EnquiryLine(row: EnquiryRow, today: Day) -> impl IntoView {
    let i18n = use_i18n();
    let (state, pulse) = (row.state, row.pulse);
    let color = if pulse == EnquiryPulse::Late { "danger" } else { "warning" };
    let nameless = row.who.is_empty() && row.case.is_none();
    let asked = row.asked.map(|(_, name)| name);
    let step = row.next_day.map(|day| view! { <span class="meta"><NearDay day today /></span> });
    view! {
        <a class="enquiry-link" href=format!("/henvendelser/{}", row.id)>
            <span class="enquiry-who">
                {if row.case.is_some() {
                    t!(i18n, enquiry.in_case).into_any()
                } else if nameless {
                    t!(i18n, enquiry.nameless).into_any()
                } else {
                    view! { <bdi>{row.who}</bdi> }.into_any()
                }}
            </span>
            <span class="enquiry-about">{row.about}</span>
            <span class="cluster day-tags">
                <span class="ds-tag" data-size="sm" data-color=state_color(state)>{move || state_word(i18n, state)}</span>
                {move || pulse_word(i18n, pulse).map(|word| view! { <span class="ds-tag" data-size="sm" data-color=color>{word}</span> })}
                {step}
                {(!row.next_step.is_empty()).then(|| view! { <span class="meta">{row.next_step}</span> })}
                <span class="meta">{t!(i18n, enquiry.with, name = row.owner_name.clone())}</span>
                {asked.map(|name| view! { <span class="meta">{t!(i18n, enquiry.asked, name = name.clone())}</span> })}
            </span>
        </a>
    }
}

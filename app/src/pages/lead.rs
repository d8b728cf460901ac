//! A unit leader gives a case a lead, without reading it.

use crate::api::lead::{LeadView, appoint_lead, lead_view, reopen_as_leader};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::draft::Draft;
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::cases::{status_color, status_word};
use casework::opening::CaseStatus;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Who leads the case from today.
#[component]
pub fn LeadPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let case = Resource::new(move || id.get(), lead_view);
    let done = RwSignal::new(None::<bool>);
    view! {
        <PageTitle text=move || t_string!(i18n, lead_page.title).to_owned() />
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match case.await {
                        Ok(view) => view! { <LeadForm view case done /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn LeadForm(
    view: LeadView,
    case: Resource<Result<LeadView, crate::AppError>>,
    /// What was done: `true` for a new lead, `false` for taking it up again.
    done: RwSignal<Option<bool>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (user, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let doing = Doing::new();
    let id = StoredValue::new(view.id);
    let status = view.status;
    let now = view.responsible;
    let now = move || now.clone().unwrap_or_else(|| t_string!(i18n, lead_page.nobody).to_owned());
    let appoint = move || {
        let work = appoint_lead(id.get_value(), user.get_untracked(), reason.get_untracked());
        doing.run(work, move |()| {
            done.set(Some(true));
            case.refetch();
        });
    };
    let reopen = move || {
        let work = reopen_as_leader(id.get_value(), reason.get_untracked());
        doing.run(work, move |()| {
            done.set(Some(false));
            case.refetch();
        });
    };
    let draft = format!("lead:{}", id.get_value());
    view! {
        <form class="form card" on:submit=move |event| { event.prevent_default(); appoint(); }>
            <Draft name=draft saved=Signal::derive(move || done.get().is_some()) />
            <h1 class="ds-heading" data-size="sm">{t!(i18n, lead_page.title)}</h1>
            <p class="cluster">
                <strong>{view.name}</strong>
                <span class="meta">{view.number}</span>
                <span class="ds-tag" data-size="sm" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
            </p>
            <p class="meta">{t!(i18n, lead_page.lead)}</p>
            <dl class="facts"><div><dt>{t!(i18n, lead_page.now)}</dt><dd id="lead-now">{now}</dd></div></dl>
            {move || done.get().map(|appointed| view! {
                <div class="ds-alert" data-color="success" role="status"><p>
                    {move || if appointed { t_string!(i18n, lead_page.done) } else { t_string!(i18n, lead_page.reopened) }}
                </p></div>
            })}
            <FaultNote fault=doing.fault />
            <div class="ds-field">
                <label class="ds-label" for="new-lead">{t!(i18n, life.new_lead)}</label>
                <select class="ds-input" id="new-lead" on:change=move |event| user.set(event_target_value(&event))>
                    <option value="">{t!(i18n, life.choose)}</option>
                    {view.colleagues.into_iter().map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                </select>
            </div>
            <div class="ds-field">
                <label class="ds-label" for="lead-reason">{t!(i18n, lead_page.reason)}</label>
                <textarea class="ds-input" id="lead-reason" rows="3" maxlength="500" prop:value=reason
                    on:input=move |event| reason.set(event_target_value(&event))></textarea>
            </div>
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, lead_page.submit)}</button>
                {(status == CaseStatus::Closed).then(|| view! {
                    <button class="ds-button" data-variant="secondary" type="button" disabled=move || doing.busy.get()
                        on:click=move |_| reopen()>{t!(i18n, life.reopen)}</button>
                })}
                <a class="ds-button" data-variant="tertiary" href="/familier">{t!(i18n, app.cancel)}</a>
            </div>
        </form>
    }
}

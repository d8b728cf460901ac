//! Closing an account: all that its owner has, and who takes it over.

use crate::api::administration::deactivation::{Belonging, BelongingRow, Belongings, DeactivateUser, belongings};
use crate::components::{ErrorNotice, FormNotice, PageTitle, Submit, fault_of};
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::pages::case::function_word;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::{use_navigate, use_params_map};

/// The list, a choice for all, and one for each.
#[component]
pub fn DeactivatePage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let found = Resource::new(move || id.get(), belongings);
    view! {
        <PageTitle text=move || t_string!(i18n, admin.close_account).to_owned() />
        <div class="page-body">
            <p><a class="ds-link" href=move || format!("/administrasjon/brukere/{}", id.get())>{t!(i18n, admin.to_member)}</a></p>
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) if found.is_self => view! {
                            <div class="ds-alert" data-color="info"><p>{t!(i18n, staff_fault.own_account)}</p></div>
                        }.into_any(),
                        Ok(found) => view! { <HandOver id=id.get_untracked() found /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

fn belonging_word(i18n: I18nContext<Locale>, kind: Belonging) -> String {
    match kind {
        Belonging::Case(function) => format!("{}, {}", t_string!(i18n, admin.case), function_word(i18n, function)),
        Belonging::Group => t_string!(i18n, admin.leads_group).to_owned(),
        Belonging::Service => t_string!(i18n, admin.speaks_for).to_owned(),
        Belonging::Leadership => t_string!(i18n, admin.only_leader).to_owned(),
        Belonging::Appointment => t_string!(i18n, admin.owned_appointment).to_owned(),
        Belonging::PhoneNote => t_string!(i18n, call.belonging).to_owned(),
        Belonging::Enquiry => t_string!(i18n, enquiry.belonging).to_owned(),
        Belonging::TalkStep => t_string!(i18n, talk.due_in_case).to_owned(),
        Belonging::PlanAction => t_string!(i18n, plan.belonging).to_owned(),
    }
}

#[component]
fn HandOver(id: String, found: Belongings) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<DeactivateUser>::new();
    let fault = fault_of(action);
    let navigate = use_navigate();
    let page = format!("/administrasjon/brukere/{id}");
    crate::components::when_done(action, move |()| navigate(&page, Default::default()));
    let nothing = found.rows.is_empty();
    let everyone = found.colleagues.clone();
    let name = found.name.clone();
    let line = move |(at, row): (usize, BelongingRow)| {
        let kind = row.kind;
        let select = format!("successor-{at}");
        let needs = row.needs_owner;
        let nobody = row.candidates.is_empty();
        view! {
            <tr>
                <td>{move || belonging_word(i18n, kind)}</td>
                <th scope="row">{row.label.clone()} <span class="meta">" " {row.unit}</span></th>
                <td>
                    <input type="hidden" name=format!("successors[{at}][key]") value=row.key />
                    <label class="ds-sr-only" for=select.clone()>{t!(i18n, admin.taken_over_by)} " " {row.label}</label>
                    <select class="ds-input" id=select name=format!("successors[{at}][to]")>
                        <option value="">{if needs { t!(i18n, admin.as_above).into_any() } else { t!(i18n, admin.as_above_or_end).into_any() }}</option>
                        {row.candidates.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                    </select>
                    {(needs && nobody).then(|| view! { <p class="ds-validation-message" data-color="warning">{t!(i18n, admin.nobody_may)}</p> })}
                </td>
            </tr>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="close">
            <h2 class="ds-heading" data-size="xs" id="close">{t!(i18n, admin.close_title, name = name)}</h2>
            <p>{t!(i18n, admin.close_lead)}</p>
            <ActionForm action attr:class="form">
                <FormNotice fault />
                <input type="hidden" name="user" value=id />
                {if nothing {
                    view! { <p>{t!(i18n, admin.owns_nothing)}</p> }.into_any()
                } else {
                    view! {
                        <div class="ds-field">
                            <label class="ds-label" for="everything">{t!(i18n, admin.everything_to)}</label>
                            <p class="form-hint" id="everything-hint">{t!(i18n, admin.everything_hint)}</p>
                            <select class="ds-input" id="everything" name="everything" aria-describedby="everything-hint">
                                <option value="">{t!(i18n, form.choose)}</option>
                                {everyone.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                            </select>
                        </div>
                        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, admin.owns)>
                            <table class="ds-table">
                                <thead><tr>
                                    <th scope="col">{t!(i18n, admin.owns)}</th>
                                    <th scope="col">{t!(i18n, admin.what)}</th>
                                    <th scope="col">{t!(i18n, admin.taken_over_by)}</th>
                                </tr></thead>
                                <tbody>{found.rows.into_iter().enumerate().map(line).collect_view()}</tbody>
                            </table>
                        </div>
                    }.into_any()
                }}
                <div class="form-actions">
                    <Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, admin.close_submit).to_owned()) color="danger" />
                    <a class="ds-button" data-variant="tertiary" href="/administrasjon/brukere">{t!(i18n, app.cancel)}</a>
                </div>
            </ActionForm>
        </section>
    }
}

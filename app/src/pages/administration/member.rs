//! One member of staff: posts, and how they get in.

use super::delivery::DeliveryNotice;
use super::staff::StandingTag;
use super::{role_choices, unit_choices};
use crate::api::administration::deactivation::ReactivateUser;
use crate::api::administration::staff::{
    EndPost, GivePost, InviteAgain, MemberPost, MemberView, ResetFactor, RevokeInvitation, Standing, StartReset,
    admin_member,
};
use crate::api::administration::unit::{UnitRow, admin_units};
use crate::components::{
    ChoiceField, ErrorNotice, FormNotice, PageTitle, Submit, TextField, fault_of, role_word, when_done,
};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One member of staff.
#[component]
pub fn MemberPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let again = RwSignal::new(0_u32);
    let found = Resource::new(
        move || (id(), again.get()),
        |(id, _)| async move { Ok::<_, AppError>((admin_member(id).await?, admin_units().await?)) },
    );
    // Kept here, so that what is told outlasts the page's being fetched anew.
    let invite = ServerAction::<InviteAgain>::new();
    let reset = ServerAction::<StartReset>::new();
    when_done(invite, move |_| again.update(|n| *n += 1));
    when_done(reset, move |_| again.update(|n| *n += 1));
    let told = move || {
        let invited = invite.value().get().and_then(Result::ok);
        invited
            .or_else(|| reset.value().get().and_then(Result::ok))
            .map(|delivery| view! { <DeliveryNotice delivery /> })
    };
    view! {
        <div class="page-body" data-width="text">
            <p><a class="ds-link" href="/administrasjon/brukere">{t!(i18n, admin.to_staff)}</a></p>
            {told}
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((member, units)) => {
                            let title = member.row.name.clone();
                            let shut = member.row.standing == Standing::Closed;
                            view! {
                                <PageTitle text=move || title.clone() />
                                <Account member=member.clone() invite reset again />
                                <Posts member=member.clone() again />
                                {(!shut).then(|| view! { <NewPost member units again /> })}
                            }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Account(
    member: MemberView,
    invite: ServerAction<InviteAgain>,
    reset: ServerAction<StartReset>,
    again: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let revoke = ServerAction::<RevokeInvitation>::new();
    let factor = ServerAction::<ResetFactor>::new();
    let back = ServerAction::<ReactivateUser>::new();
    when_done(revoke, move |()| again.update(|n| *n += 1));
    when_done(factor, move |()| again.update(|n| *n += 1));
    when_done(back, move |()| again.update(|n| *n += 1));
    let fault = Signal::derive(move || {
        let faults = [fault_of(invite), fault_of(reset), fault_of(revoke), fault_of(factor), fault_of(back)];
        faults.into_iter().find_map(|fault| fault.get())
    });
    let id = StoredValue::new(member.row.id.clone());
    let user = move || view! { <input type="hidden" name="user" value=id.get_value() /> };
    let standing = member.row.standing;
    let (active, has_password) = (standing != Standing::Closed, member.has_password);
    let secondary = "secondary";
    let close = format!("/administrasjon/brukere/{}/avslutt", member.row.id);
    view! {
        <section class="card stack" aria-labelledby="member">
            <h2 class="ds-heading" data-size="xs" id="member">{member.row.name.clone()} " " <StandingTag standing /></h2>
            <dl class="facts">
                <div><dt>{t!(i18n, sign_in.email)}</dt><dd>{member.row.email.clone()}</dd></div>
                <div><dt>{t!(i18n, factor.title)}</dt><dd>{if member.has_factor { t!(i18n, admin.factor_on).into_any() } else { t!(i18n, admin.factor_off).into_any() }}</dd></div>
            </dl>
            <FormNotice fault />
            <div class="form-actions">
                {(active && !has_password).then(|| view! {
                    <ActionForm action=invite>{user()}<Submit pending=invite.pending() label=Signal::derive(move || t_string!(i18n, admin.invite_again).to_owned()) variant=secondary /></ActionForm>
                    {matches!(standing, Standing::Invited | Standing::NotSent).then(|| view! {
                        <ActionForm action=revoke>{user()}<Submit pending=revoke.pending() label=Signal::derive(move || t_string!(i18n, admin.revoke).to_owned()) variant=secondary color="neutral" /></ActionForm>
                    })}
                })}
                {(active && has_password).then(|| view! {
                    <ActionForm action=reset>{user()}<Submit pending=reset.pending() label=Signal::derive(move || t_string!(i18n, admin.start_reset).to_owned()) variant=secondary /></ActionForm>
                })}
                {(active && member.has_factor).then(|| view! {
                    <ActionForm action=factor>{user()}<Submit pending=factor.pending() label=Signal::derive(move || t_string!(i18n, admin.reset_factor).to_owned()) variant=secondary /></ActionForm>
                })}
                {(!active).then(|| view! {
                    <ActionForm action=back>{user()}<Submit pending=back.pending() label=Signal::derive(move || t_string!(i18n, admin.let_in).to_owned()) variant=secondary /></ActionForm>
                })}
            </div>
            {(active && !member.is_self).then(|| view! {
                <p><a class="ds-link" href=close>{t!(i18n, admin.close_account)}</a></p>
            })}
        </section>
    }
}

#[component]
fn Posts(member: MemberView, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let action = ServerAction::<EndPost>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    let pending = action.pending();
    let none = member.posts.is_empty();
    let line = move |post: MemberPost| {
        let (from, to) = (post.from.clone(), post.to.clone());
        let until = move || to.as_ref().map_or_else(String::new, |to| time(language(), to));
        let role = post.role;
        view! {
            <li class="admin-post">
                <span><strong>{move || role_word(i18n, role)}</strong> ", " {post.unit}
                    <span class="meta admin-days">{move || format!("{} – {}", time(language(), &from), until())}</span>
                </span>
                {post.open.then(|| view! {
                    <ActionForm action attr:class="admin-end">
                        <input type="hidden" name="post" value=post.id.clone() />
                        <label class="ds-sr-only" for=format!("last-{}", post.id)>{t!(i18n, admin.last_day)}</label>
                        <input class="ds-input" type="date" id=format!("last-{}", post.id) name="last" />
                        <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" disabled=move || pending.get()>
                            {t!(i18n, admin.end_post)} <span class="ds-sr-only">{move || role_word(i18n, role)}</span>
                        </button>
                    </ActionForm>
                })}
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="posts">
            <h2 class="ds-heading" data-size="xs" id="posts">{t!(i18n, account.posts)}</h2>
            <p class="meta">{t!(i18n, admin.posts_lead)}</p>
            <FormNotice fault />
            {none.then(|| view! { <p>{t!(i18n, admin.no_posts)}</p> })}
            <ul class="plain-list">{member.posts.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn NewPost(member: MemberView, units: Vec<UnitRow>, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<GivePost>::new();
    let fault = fault_of(action);
    when_done(action, move |()| again.update(|n| *n += 1));
    view! {
        <section class="card stack" aria-labelledby="new-post">
            <h2 class="ds-heading" data-size="xs" id="new-post">{t!(i18n, admin.new_post)}</h2>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormNotice fault />
                <input type="hidden" name="user" value=member.row.id />
                <div class="form-row">
                    <ChoiceField name="role" label=Signal::derive(move || t_string!(i18n, admin.role).to_owned()) fault choices=role_choices(i18n) />
                    <ChoiceField name="unit" label=Signal::derive(move || t_string!(i18n, admin.unit).to_owned()) fault choices=unit_choices(&units) />
                </div>
                <div class="form-row">
                    <TextField name="from" label=Signal::derive(move || t_string!(i18n, admin.first_day).to_owned()) fault kind="date" value=member.today />
                    <TextField name="to" label=Signal::derive(move || t_string!(i18n, admin.last_day_if).to_owned()) fault kind="date" />
                </div>
                <div class="form-actions"><Submit pending=action.pending() label=Signal::derive(move || t_string!(i18n, admin.give_post).to_owned()) variant="secondary" /></div>
            </ActionForm>
        </section>
    }
}

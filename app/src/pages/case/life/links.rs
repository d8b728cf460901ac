//! Links to other cases that the caller holds too (rule R3).

use super::use_life;
use crate::api::life::{CaseLife, LinkLine, link_cases, unlink_cases};
use crate::components::{Doing, FaultNote};
use crate::i18n::{Locale, t, t_string, use_i18n};
use casework::life::LinkKind;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// What another case is to this one.
pub fn link_word(i18n: I18nContext<Locale>, kind: LinkKind, is_first: bool) -> &'static str {
    match (kind, is_first) {
        (LinkKind::ParentsApart, _) => t_string!(i18n, life.parents_apart),
        (LinkKind::Siblings, _) => t_string!(i18n, life.siblings),
        (LinkKind::Joint, _) => t_string!(i18n, life.joint),
        (LinkKind::Related, _) => t_string!(i18n, life.related),
        (LinkKind::Divided, true) => t_string!(i18n, life.divided_into),
        (LinkKind::Divided, false) => t_string!(i18n, life.divided_from),
        (LinkKind::Merged, true) => t_string!(i18n, life.merged_into),
        (LinkKind::Merged, false) => t_string!(i18n, life.merged_from),
    }
}

#[component]
pub(super) fn Links(life: CaseLife) -> impl IntoView {
    let i18n = use_i18n();
    let here = use_life();
    let doing = Doing::new();
    let id = StoredValue::new(life.id.clone());
    let nothing = life.links.is_empty();
    let may_edit = life.may_edit;
    let line = move |link: LinkLine| {
        let name = link.name.clone();
        let may_end = may_edit && LinkKind::CHOSEN.contains(&link.kind);
        let link_id = StoredValue::new(link.id.clone());
        view! {
            <li class="team-line">
                <span>
                    <span class="meta">{move || link_word(i18n, link.kind, link.is_first)}</span> " "
                    <a class="ds-link" href=format!("/familier/{}", link.other)>{link.name}</a>
                    <span class="meta">" " {link.number}</span>
                </span>
                {may_end.then(|| view! {
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                        aria-label=move || t_string!(i18n, life.unlink, name = name.clone())
                        disabled=move || doing.busy.get()
                        on:click=move |_| doing.run(unlink_cases(id.get_value(), link_id.get_value()), move |()| here.changed())>
                        {t!(i18n, life.unlink_short)}
                    </button>
                })}
            </li>
        }
    };
    let (other, kind) = (RwSignal::new(String::new()), RwSignal::new(LinkKind::Related));
    let add = move || {
        let work = link_cases(id.get_value(), other.get_untracked(), kind.get_untracked());
        doing.run(work, move |()| here.changed());
    };
    let cases = life.cases;
    let may_add = may_edit && !cases.is_empty();
    view! {
        <section class="card stack" aria-labelledby="life-links">
            <h2 class="ds-heading" data-size="xs" id="life-links">{t!(i18n, life.links)}</h2>
            <p class="meta">{t!(i18n, life.links_lead)}</p>
            {nothing.then(|| view! { <p>{t!(i18n, life.links_none)}</p> })}
            <ul class="plain-list">{life.links.into_iter().map(line).collect_view()}</ul>
            {may_add.then(|| view! {
                <details class="ds-details" id="add-link">
                    <summary>{t!(i18n, life.link_add)}</summary>
                    <form class="form" on:submit=move |event| { event.prevent_default(); add(); }>
                        <FaultNote fault=doing.fault />
                        <div class="ds-field">
                            <label class="ds-label" for="link-case">{t!(i18n, life.link_case)}</label>
                            <select class="ds-input" id="link-case" on:change=move |event| other.set(event_target_value(&event))>
                                <option value="">{t!(i18n, life.choose)}</option>
                                {cases.into_iter().map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                            </select>
                        </div>
                        <div class="ds-field">
                            <label class="ds-label" for="link-kind">{t!(i18n, life.link_kind)}</label>
                            <select class="ds-input" id="link-kind"
                                on:change=move |event| kind.set(LinkKind::from_code(&event_target_value(&event)).unwrap_or(LinkKind::Related))>
                                {LinkKind::CHOSEN.map(|it| view! {
                                    <option value=it.code() selected={it == LinkKind::Related}>{move || link_word(i18n, it, true)}</option>
                                }).collect_view()}
                            </select>
                        </div>
                        <div class="form-actions">
                            <button class="ds-button" data-variant="secondary" type="submit" disabled=move || doing.busy.get()>{t!(i18n, life.link_add)}</button>
                        </div>
                    </form>
                </details>
            })}
        </section>
    }
}

//! Who of those who take part has a way in of their own: inviting them, and
//! ending it.

use crate::api::portal::{
    CaseDoors, ChildRight, DoorRow, DoorStage, InvitationMade, end_portal_access, invite_to_portal,
};
use crate::components::{Doing, FaultNote};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{time, word};
use leptos::prelude::*;
use leptos::web_sys;

/// The card.
#[component]
pub(super) fn Doors(
    /// The case.
    case: String,
    found: CaseDoors,
    /// The invitation that was made last; it outlives the list.
    made: RwSignal<Option<InvitationMade>>,
    /// Reads the list again.
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let case = StoredValue::new(case);
    let may_give = found.may_give;
    let none = found.rows.is_empty();
    let row = move |row: DoorRow| view! { <DoorLine case row may_give made again /> };
    view! {
        <section class="card stack" aria-labelledby="doors">
            <h2 class="ds-heading" data-size="xs" id="doors">{t!(i18n, portal.title)}</h2>
            <p class="meta">{t!(i18n, portal.lead)}</p>
            {none.then(|| view! { <p>{t!(i18n, case.participants_none)}</p> })}
            {move || made.get().map(|made| view! { <Invitation made /> })}
            <ul class="plain-list">{found.rows.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

#[component]
fn DoorLine(
    case: StoredValue<String>,
    row: DoorRow,
    may_give: bool,
    made: RwSignal<Option<InvitationMade>>,
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (inviting, ending) = (Doing::new(), Doing::new());
    let person = StoredValue::new(row.person.clone());
    let name = StoredValue::new(row.name.clone());
    let shown =
        move || name.with_value(|name| if name.is_empty() { word(language(), "name.shielded") } else { name.clone() });
    let is_shut = row.stage == DoorStage::Shut;
    let state = {
        let stage = row.stage.clone();
        move || match &stage {
            DoorStage::Shut => t_string!(i18n, portal.shut).to_owned(),
            DoorStage::Invited(until) => t_string!(i18n, portal.invited, time = time(language(), until)),
            DoorStage::Open(since) => t_string!(i18n, portal.open, time = time(language(), since)),
        }
    };
    let is_open = matches!(row.stage, DoorStage::Open(_));
    let invite = move |_| {
        inviting.run(invite_to_portal(case.get_value(), person.get_value()), move |it| {
            made.set(Some(it));
            again.run(());
        });
    };
    let end = move |_| {
        ending.run(end_portal_access(case.get_value(), person.get_value()), move |()| {
            made.set(None);
            again.run(());
        });
    };
    view! {
        <li class="team-line">
            <span><bdi>{shown}</bdi> " " <span class="meta">{state}</span></span>
            <FaultNote fault=inviting.fault />
            <FaultNote fault=ending.fault />
            {row.children.into_iter().map(|it| view! { <p class="meta"><ChildLine it /></p> }).collect_view()}
            {(!row.may_have).then(|| view! { <span class="meta">{t!(i18n, portal.too_young)}</span> })}
            {may_give.then(|| view! {
                <span class="cluster">
                    {row.may_have.then(|| view! {
                        <button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                            aria-label=move || if is_open { t_string!(i18n, portal.renew_name, name = shown()) } else { t_string!(i18n, portal.invite_name, name = shown()) }
                            disabled=move || inviting.busy.get() on:click=invite>
                            {if is_open { t_string!(i18n, portal.renew) } else { t_string!(i18n, portal.invite) }}
                        </button>
                    })}
                    {(!is_shut).then(|| view! {
                        <button class="ds-button" data-variant="tertiary" data-color="danger" data-size="sm" type="button"
                            aria-label=move || t_string!(i18n, portal.end_name, name = shown())
                            disabled=move || ending.busy.get() on:click=end>
                            {t!(i18n, portal.end)}
                        </button>
                    })}
                </span>
            })}
        </li>
    }
}

/// Whether somebody reads a child's part, and why not.
#[component]
fn ChildLine(it: ChildRight) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let words = move || {
        let child = if it.child.is_empty() { word(language(), "name.shielded") } else { it.child.clone() };
        match (it.reads, it.why.is_empty()) {
            (true, _) => t_string!(i18n, portal.reads_child, child = child),
            (false, true) => t_string!(i18n, portal.not_child, child = child),
            (false, false) => t_string!(i18n, portal.not_child_because, child = child, why = it.why.clone()),
        }
    };
    view! { {words} }
}

/// What is handed over: a code and a link, shown once. Printed it is a slip of
/// paper that tells nothing.
#[component]
fn Invitation(made: InvitationMade) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let until = StoredValue::new(made.until);
    let whole = |event: leptos::ev::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let print = |_| {
        let _ = web_sys::window().map(|window| window.print());
    };
    view! {
        <div class="ds-alert stack portal-slip" data-color="success" role="status">
            <p class="screen-only">{t!(i18n, portal.made)}</p>
            <p>{t!(i18n, portal.slip, address = made.address.clone())}</p>
            <p class="portal-code" dir="ltr">{made.code.clone()}</p>
            <p>{move || t_string!(i18n, portal.slip_until, time = until.with_value(|at| time(language(), at)))}</p>
            <div class="ds-field screen-only">
                <label class="ds-label" for="portal-link">{t!(i18n, portal.link)}</label>
                <input class="ds-input" id="portal-link" readonly=true value=made.link.clone() on:focus=whole />
            </div>
            <div class="form-actions screen-only">
                <button class="ds-button" data-variant="secondary" type="button" on:click=print>{t!(i18n, portal.print)}</button>
            </div>
        </div>
    }
}

//! Calendars in other programs: one's own on the account page, a family's among
//! the messages of its case.

use crate::api::feed::{
    BusyRow, CaseFeedRow, CaseFeeds, FILE_MAX, ForgetBusy, MakeCaseFeed, MakeMyFeed, MyFeed, RevokeCaseFeed,
    RevokeMyFeed, import_busy,
};
use crate::components::{FaultNote, fault_of, when_done};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::codec::MultipartData;
use leptos::task::spawn_local;
use leptos::web_sys;

/// An address that is shown once, to be taken along.
#[component]
fn Address(
    /// The field's id.
    id: String,
    /// The address.
    address: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let (label, hint) = (id.clone(), format!("{id}-hint"));
    let whole = |event: leptos::ev::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let subscribe = address.split_once("://").map(|(_, rest)| format!("webcal://{rest}")).unwrap_or_default();
    view! {
        <div class="ds-alert stack" data-color="success" role="status">
            <p>{t!(i18n, feed.made)}</p>
            <div class="ds-field">
                <label class="ds-label" for=label>{t!(i18n, feed.address)}</label>
                <input class="ds-input" id=id readonly=true value=address aria-describedby=hint.clone() on:focus=whole />
                <p class="form-hint" id=hint>{t!(i18n, feed.address_hint)}</p>
            </div>
            <p><a class="ds-link" href=subscribe rel="external">{t!(i18n, feed.subscribe)}</a></p>
        </div>
    }
}

/// One's own calendar out of the house, and busy times into it.
#[component]
pub fn OwnFeed(
    /// What there is.
    found: MyFeed,
    /// Makes the address.
    make: ServerAction<MakeMyFeed>,
    /// What went wrong with the file.
    fault: RwSignal<Option<AppError>>,
    /// Counted up when something has changed.
    again: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let revoke = ServerAction::<RevokeMyFeed>::new();
    when_done(revoke, move |()| {
        make.clear();
        again.update(|n| *n += 1);
    });
    let MyFeed { since, busy } = found;
    let is_made = since.is_some();
    let made = move || make.value().get().and_then(Result::ok);
    view! {
        <section class="card stack" aria-labelledby="feed">
            <h2 class="ds-heading" data-size="xs" id="feed">{t!(i18n, feed.title)}</h2>
            <p>{t!(i18n, feed.lead)}</p>
            {since.map(|since| view! { <p class="meta">{t!(i18n, feed.since, time = move || time(language(), &since))}</p> })}
            <FaultNote fault=fault_of(make) />
            <FaultNote fault=fault_of(revoke) />
            {move || made().map(|address| view! { <Address id="feed-address".to_owned() address /> })}
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" type="button" disabled=move || make.pending().get()
                    on:click=move |_| { make.dispatch(MakeMyFeed {}); }>
                    {move || if is_made { t_string!(i18n, feed.renew) } else { t_string!(i18n, feed.make) }}
                </button>
                {is_made.then(|| view! {
                    <button class="ds-button" data-variant="secondary" data-color="danger" type="button"
                        on:click=move |_| { revoke.dispatch(RevokeMyFeed {}); }>{t!(i18n, feed.revoke)}</button>
                })}
            </div>
        </section>
        <Busy busy fault again />
    }
}

#[component]
fn Busy(busy: Option<BusyRow>, fault: RwSignal<Option<AppError>>, again: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let form = NodeRef::<html::Form>::new();
    let file = NodeRef::<html::Input>::new();
    let reading = RwSignal::new(false);
    let forget = ServerAction::<ForgetBusy>::new();
    when_done(forget, move |()| again.update(|n| *n += 1));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        fault.set(None);
        let chosen = file.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let data = form.get_untracked().and_then(|form| web_sys::FormData::new_with_form(&form).ok());
        match (chosen, data) {
            (Some(chosen), _) if chosen.size() > FILE_MAX as f64 => {
                fault.set(Some(AppError::Declined("busy_too_many".into())));
            }
            (Some(_), Some(data)) => {
                reading.set(true);
                spawn_local(async move {
                    match import_busy(MultipartData::from(data)).await {
                        Ok(()) => again.update(|n| *n += 1),
                        Err(error) => fault.set(Some(error)),
                    }
                    reading.set(false);
                });
            }
            _ => fault.set(Some(AppError::Declined("busy_no_file".into()))),
        }
    };
    let has_busy = busy.is_some();
    view! {
        <section class="card stack" aria-labelledby="busy">
            <h2 class="ds-heading" data-size="xs" id="busy">{t!(i18n, feed.busy)}</h2>
            <p>{t!(i18n, feed.busy_lead)}</p>
            {busy.map(|BusyRow { at, until, count, passed_over }| view! {
                <p role="status">{t!(i18n, feed.busy_now, count = move || count.to_string(), time = move || time(language(), &at), until = move || time(language(), &until))}</p>
                {(passed_over > 0).then(|| view! { <p>{t!(i18n, feed.passed_over, count = move || passed_over.to_string())}</p> })}
            })}
            <FaultNote fault=fault />
            <FaultNote fault=fault_of(forget) />
            <form class="form" node_ref=form on:submit=send>
                <div class="form-file">
                    <label class="ds-label" for="busy-file">{t!(i18n, feed.file)}</label>
                    <p class="form-hint" id="busy-file-help">{t!(i18n, feed.file_help)}</p>
                    <input class="ds-input" type="file" id="busy-file" name="file" accept=".ics,text/calendar"
                        node_ref=file aria-describedby="busy-file-help" />
                </div>
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" disabled=move || reading.get()>
                        {move || if has_busy { t_string!(i18n, feed.replace) } else { t_string!(i18n, feed.bring) }}
                    </button>
                    {has_busy.then(|| view! {
                        <button class="ds-button" data-variant="secondary" data-color="danger" type="button"
                            on:click=move |_| { forget.dispatch(ForgetBusy {}); }>{t!(i18n, feed.forget)}</button>
                    })}
                </div>
            </form>
        </section>
    }
}

/// The calendars of a family, one for each adult who takes part.
#[component]
pub fn FamilyFeeds(
    /// The case.
    case: String,
    /// What there is.
    found: CaseFeeds,
    /// Makes an address.
    make: ServerAction<MakeCaseFeed>,
    /// Counted up when something has changed.
    again: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let revoke = ServerAction::<RevokeCaseFeed>::new();
    when_done(revoke, move |()| {
        make.clear();
        again.update(|n| *n += 1);
    });
    let CaseFeeds { rows, may_edit } = found;
    if rows.is_empty() {
        return ().into_any();
    }
    let one = move |row: CaseFeedRow| {
        let CaseFeedRow { person, name, since, is_read } = row;
        let heading = format!("feed-{person}");
        let (of_made, of_make, of_revoke) = (person.clone(), person.clone(), person);
        let (for_make, for_revoke) = (case.clone(), case.clone());
        let is_made = since.is_some();
        let made =
            move || make.value().get().and_then(Result::ok).filter(|it| it.person == of_made).map(|it| it.address);
        let field = format!("{heading}-address");
        let name = if name.is_empty() {
            view! { {t!(i18n, message.shielded)} }.into_any()
        } else {
            view! { <bdi>{name}</bdi> }.into_any()
        };
        view! {
            <li class="stack">
                <h4 class="ds-heading" data-size="2xs" id=heading>{name}</h4>
                {match since {
                    None => view! { <p class="meta">{t!(i18n, feed.none)}</p> }.into_any(),
                    Some(since) => view! {
                        <p class="meta">{t!(i18n, feed.since, time = move || time(language(), &since))}</p>
                        <p class="meta">{move || if is_read { t_string!(i18n, feed.is_read) } else { t_string!(i18n, feed.not_read) }}</p>
                    }.into_any(),
                }}
                {move || made().map(|address| view! { <Address id=field.clone() address /> })}
                {may_edit.then(|| view! {
                    <div class="form-actions">
                        <button class="ds-button" data-variant="secondary" type="button" disabled=move || make.pending().get()
                            on:click=move |_| { make.dispatch(MakeCaseFeed { id: for_make.clone(), person: of_make.clone() }); }>
                            {move || if is_made { t_string!(i18n, feed.renew) } else { t_string!(i18n, feed.make) }}
                        </button>
                        {is_made.then(|| view! {
                            <button class="ds-button" data-variant="secondary" data-color="danger" type="button"
                                on:click=move |_| { revoke.dispatch(RevokeCaseFeed { id: for_revoke.clone(), person: of_revoke.clone() }); }>
                                {t!(i18n, feed.revoke)}
                            </button>
                        })}
                    </div>
                })}
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="feeds">
            <h3 class="ds-heading" data-size="2xs" id="feeds">{t!(i18n, feed.family)}</h3>
            <p class="meta">{t!(i18n, feed.family_lead)}</p>
            <FaultNote fault=fault_of(make) />
            <FaultNote fault=fault_of(revoke) />
            <ul class="plain-list stack">{rows.into_iter().map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}

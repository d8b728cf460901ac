//! What must be receipted: cards for «Min dag» and the page of emergency access.

use crate::api::emergency::{NoticeRow, ReceiptNotice, my_notices};
use crate::components::error_text;
use crate::error::AppError;
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use crate::log_words::kind_word;
use crate::text::time;
use leptos::prelude::*;

/// What a page has asked for of the reader's notices.
#[derive(Clone, Copy)]
pub struct NoticesAsked {
    action: ServerAction<ReceiptNotice>,
    found: Resource<Result<Vec<NoticeRow>, AppError>>,
}

impl NoticesAsked {
    /// Asks for them. A page asks for all its data before it waits for any.
    #[must_use]
    pub fn new() -> Self {
        let action = ServerAction::<ReceiptNotice>::new();
        Self { action, found: Resource::new(move || action.version().get(), |_| my_notices()) }
    }
}

/// The notices that the reader must receipt; nothing where there are none.
#[component]
pub fn Notices(
    /// What the page has asked for.
    asked: NoticesAsked,
) -> impl IntoView {
    let i18n = use_i18n();
    let NoticesAsked { action, found } = asked;
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                let rows = found.await.unwrap_or_default();
                (!rows.is_empty()).then(|| view! {
                    <section class="stack" aria-labelledby="notices">
                        <h2 class="ds-heading" data-size="xs" id="notices">{t!(i18n, notice.title)}</h2>
                        {move || action.value().get().and_then(Result::err).map(|error| view! {
                            <div class="ds-alert" data-color="danger" role="alert"><p>{error_text(i18n, &error)}</p></div>
                        })}
                        <ul class="plain-list">
                            {rows.into_iter().map(|row| view! { <NoticeCard row action /> }).collect_view()}
                        </ul>
                    </section>
                })
            })}
        </Transition>
    }
}

#[component]
fn NoticeCard(row: NoticeRow, action: ServerAction<ReceiptNotice>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let (at, until, shown_until) = (row.at.clone(), row.until.clone(), row.until);
    let (kind, in_force, nameless) = (row.kind, row.in_force, row.name.is_empty());
    let heading = format!("notice-{}", row.id);
    let busy = {
        let id = row.id.clone();
        move || action.input().get().is_some_and(|input| input.id == id) && action.pending().get()
    };
    let label = busy.clone();
    view! {
        <li class="card stack" data-gap="sm" data-overdue=row.overdue.then_some("true")>
            {row.overdue.then(|| view! { <p><strong class="ds-tag" data-color="danger">{t!(i18n, notice.overdue)}</strong></p> })}
            <h3 class="ds-heading" data-size="2xs" id=heading>{t!(i18n, notice.emergency, who = row.who.clone())}</h3>
            <p>
                <strong>{row.number}</strong> {(!nameless).then(|| view! { " " {row.name} })} " · "
                {move || kind_word(i18n.get_locale(), kind)} " · "
                <time datetime=row.at>{move || time(language(), &at)}</time>
            </p>
            {(!row.reason.is_empty()).then(|| view! { <blockquote class="words">{row.reason}</blockquote> })}
            <p class="meta">
                <time datetime=until>
                    {move || {
                        let time = time(language(), &shown_until);
                        if in_force {
                            t!(i18n, notice.in_force, time = time.clone()).into_any()
                        } else {
                            t!(i18n, notice.over, time = time.clone()).into_any()
                        }
                    }}
                </time>
            </p>
            <p class="meta">{t!(i18n, notice.help)}</p>
            <ActionForm action attr:class="form-actions screen-only">
                <input type="hidden" name="id" value=row.id />
                <button class="ds-button" type="submit" disabled=busy>
                    {move || if label() { t!(i18n, notice.busy).into_any() } else { t!(i18n, notice.receipt).into_any() }}
                </button>
                {(!nameless).then(|| view! {
                    <a class="ds-link" href=format!("/familier/{}/innsyn", row.case)>{t!(i18n, notice.open_log)}</a>
                })}
            </ActionForm>
        </li>
    }
}

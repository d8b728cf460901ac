//! Searching families and pages from anywhere: Ctrl+K, ⌘K or «/».
//!
//! A combobox with a list: the focus stays in the field, the arrow keys move the
//! choice, Enter opens it. What is searched for goes to the server in a request's
//! body and stands in no address.

use super::pages_found::{NOTE_CALL, PageHit, pages_found};
use crate::api::case_list::search_cases;
use crate::api::cases::CaseRow;
use crate::api::session::Me;
use crate::components::{CallOpen, Icon, SearchOpen, error_text};
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::pages::{status_color, status_word};
use gloo_timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_navigate;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

/// The server is asked so long after the last key, in milliseconds.
const ASK_AFTER_MS: u32 = 250;
/// So many families are shown.
const SHOWN: usize = 8;

/// What is in the list.
#[derive(Clone, PartialEq)]
enum Hit {
    Case(CaseRow),
    Page(PageHit),
}

impl Hit {
    fn address(&self) -> String {
        match self {
            Self::Case(case) => format!("/familier/{}", case.id),
            Self::Page(page) => page.address.to_owned(),
        }
    }
}

/// What the server has answered.
#[derive(Clone, PartialEq)]
enum Answer {
    Waiting,
    Found(Vec<CaseRow>),
    Failed(AppError),
}

/// The dialog. Stands once in the frame.
#[component]
pub fn QuickSearch(
    /// Who searches.
    me: Me,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = expect_context::<SearchOpen>().0;
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    let answer = RwSignal::new(Answer::Found(Vec::new()));
    let chosen = RwSignal::new(0_usize);
    let asked = StoredValue::new(0_u32);
    let timer = StoredValue::new(None::<SendWrapper<Timeout>>);
    let navigate = use_navigate();

    let ask = move || {
        let turn = asked.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let wanted = text.get_untracked();
        spawn_local(async move {
            let found = find(wanted).await;
            // Only the answer to the latest question counts.
            if asked.try_get_value() == turn {
                answer.try_set(found.map_or_else(Answer::Failed, Answer::Found));
            }
        });
    };
    let typed = move |now: String| {
        chosen.set(0);
        let nothing = now.trim().is_empty();
        text.set(now);
        asked.update_value(|turn| *turn += 1);
        if nothing {
            timer.set_value(None);
            answer.set(Answer::Found(Vec::new()));
            return;
        }
        answer.set(Answer::Waiting);
        timer.set_value(Some(SendWrapper::new(Timeout::new(ASK_AFTER_MS, ask))));
    };
    let hits = Memo::new(move |_| {
        let mut hits = match answer.get() {
            Answer::Found(cases) => cases.into_iter().take(SHOWN).map(Hit::Case).collect(),
            Answer::Waiting | Answer::Failed(_) => Vec::new(),
        };
        hits.extend(text.with(|text| pages_found(i18n, &me, text)).into_iter().map(Hit::Page));
        hits
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let call = use_context::<CallOpen>();
    let go = {
        let navigate = navigate.clone();
        move |hit: Hit| {
            close();
            let address = hit.address();
            match call.filter(|_| address == NOTE_CALL) {
                Some(call) => call.open.set(true),
                None => navigate(&address, Default::default()),
            }
        }
    };
    let go = StoredValue::new(go);
    let on_key = move |event: web_sys::KeyboardEvent| {
        let count = hits.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => chosen.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => chosen.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                if let Some(hit) = hits.with_untracked(|hits| hits.get(chosen.get_untracked()).cloned()) {
                    go.with_value(|go| go(hit));
                }
            }
            _ => return,
        }
        event.prevent_default();
    };

    // The keys, wherever one is; «/» only where it would not be typed.
    Effect::new(move |_| {
        let keys = window_event_listener(leptos::ev::keydown, move |event| {
            let with_control = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            let wanted = (with_control && event.key().eq_ignore_ascii_case("k"))
                || (event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !is_typing());
            if wanted && !another_dialog_is_open() {
                event.prevent_default();
                open.set(true);
            }
        });
        on_cleanup(move || keys.remove());
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
                field.select();
            }
        }
    });
    // The chosen one is in view.
    Effect::new(move |_| {
        let at = chosen.get();
        if let Some(option) = document().get_element_by_id(&option_id(at)) {
            option.scroll_into_view_with_bool(false);
        }
    });

    let status =
        move || status_line(i18n, &answer.get(), text.with(|text| text.trim().is_empty()), hits.with(Vec::len));
    view! {
        <dialog
            class="ds-dialog search" node_ref=dialog aria-label=t!(i18n, search.title)
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // Outside the box is on the dialog itself.
                if event.target().is_some_and(|at| at.dyn_ref::<web_sys::HtmlDialogElement>().is_some()) {
                    close();
                }
            }
        >
            <div class="search-box">
                <div class="search-field">
                    <Icon name="search" />
                    <input
                        class="ds-input" type="text" id="quick-search" role="combobox" autocomplete="off" spellcheck="false" data-draft="no"
                        aria-label=t!(i18n, search.label)
                        placeholder=t!(i18n, search.label)
                        aria-expanded=move || if hits.with(Vec::is_empty) { "false" } else { "true" }
                        aria-controls="quick-search-list" aria-autocomplete="list"
                        aria-activedescendant=move || hits.with(|hits| !hits.is_empty()).then(|| option_id(chosen.get()))
                        node_ref=field prop:value=text
                        on:input=move |event| typed(event_target_value(&event))
                        on:keydown=on_key
                    />
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| close()>{t!(i18n, app.close)}</button>
                </div>
                <p class="search-status meta" role="status">{status}</p>
                <ul class="search-list" id="quick-search-list" role="listbox" aria-label=t!(i18n, search.results)>
                    {move || hits.get().into_iter().enumerate().map(|(at, hit)| view! { <HitLine at hit chosen go=move |hit| go.with_value(|go| go(hit)) /> }).collect_view()}
                </ul>
                <p class="search-help meta" aria-hidden="true">{t!(i18n, search.help)}</p>
            </div>
        </dialog>
    }
}

#[component]
fn HitLine(at: usize, hit: Hit, chosen: RwSignal<usize>, go: impl Fn(Hit) + 'static) -> impl IntoView {
    let i18n = use_i18n();
    let text = match &hit {
        Hit::Case(case) => {
            let status = case.status;
            let who = case.responsible.clone();
            view! {
                <Icon name="family" />
                <span class="search-name"><bdi>{case.name.clone()}</bdi></span>
                <span class="meta">{case.number.clone()}</span>
                <span class="ds-tag" data-size="sm" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
                {who.map(|who| view! { <span class="meta search-who">{who}</span> })}
            }
            .into_any()
        }
        Hit::Page(page) => {
            view! { <Icon name=page.icon /> <span class="search-name">{page.name.clone()}</span> }.into_any()
        }
    };
    view! {
        <li
            class="search-hit" role="option" id=option_id(at)
            aria-selected=move || if chosen.get() == at { "true" } else { "false" }
            on:pointermove=move |_| { if chosen.get_untracked() != at { chosen.set(at); } }
            on:click=move |_| go(hit.clone())
        >{text}</li>
    }
}

fn option_id(at: usize) -> String {
    format!("quick-search-{at}")
}

/// What is told beside the list, also to who does not see it.
fn status_line(i18n: I18nContext<Locale>, answer: &Answer, nothing_asked: bool, count: usize) -> String {
    match answer {
        Answer::Waiting => t_string!(i18n, search.searching).to_owned(),
        Answer::Failed(error) => error_text(i18n, error),
        Answer::Found(_) if nothing_asked => t_string!(i18n, search.begin).to_owned(),
        Answer::Found(_) => match count {
            0 => t_string!(i18n, search.none).to_owned(),
            1 => t_string!(i18n, search.count_one).to_owned(),
            count => t_string!(i18n, search.count, count = count.to_string()),
        },
    }
}

/// The families that fit and open to who asks.
async fn find(text: String) -> Result<Vec<CaseRow>, AppError> {
    Ok(search_cases(text).await?.into_iter().filter(|case| case.opens).collect())
}

/// Whether a key pressed now would be written somewhere.
fn is_typing() -> bool {
    let Some(element) = document().active_element() else { return false };
    element.matches("input, textarea, select, [contenteditable=true], [contenteditable='']").unwrap_or(false)
}

fn another_dialog_is_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

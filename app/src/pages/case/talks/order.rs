//! The interpreter of a session: ordered, confirmed, called off, «ikke denne tolken».

use super::super::typed::Choose;
use super::one::Here;
use crate::api::talks::one::{OrderAct, OrderView, StepOrder, TalkView, WishAgain};
use crate::components::{FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::talk_words::{order_color, order_word};
use casework::appointment::OrderState;
use leptos::prelude::*;

/// Languages for which interpreters are ordered most often here; any other is
/// chosen from those that the unit's interpreters speak.
const USUAL: [(&str, &str); 8] = [
    ("ar", "العربية"),
    ("so", "Soomaali"),
    ("ti", "ትግርኛ"),
    ("uk", "Українська"),
    ("pl", "Polski"),
    ("fa", "فارسی"),
    ("ku", "Kurdî"),
    ("en", "English"),
];

/// The order and what can be done about it.
#[component]
pub(super) fn OrderCard(here: Here, talk: TalkView) -> impl IntoView {
    let i18n = use_i18n();
    let TalkView { order, interpreters, unwished, language, may_edit, .. } = talk;
    let none = order.is_none();
    view! {
        <section class="card stack" aria-labelledby="talk-order">
            <h2 class="ds-heading" data-size="xs" id="talk-order">{t!(i18n, talk.interpreter)}</h2>
            {none.then(|| view! { <p>{t!(i18n, talk.interpreter_none)}</p> })}
            {order.clone().map(|order| view! { <Standing order /> })}
            {may_edit.then(|| view! { <Steps here order interpreters language /> })}
            {(may_edit && !unwished.is_empty()).then(|| view! { <Unwished here unwished /> })}
        </section>
    }
}

/// How far the order has come.
#[component]
fn Standing(order: OrderView) -> impl IntoView {
    let i18n = use_i18n();
    let state = order.state;
    let comes = order.interpreter.filter(|_| state == OrderState::Confirmed);
    view! {
        <p class="cluster">
            <span class="ds-tag" data-size="sm" data-color=order_color(state)>{move || order_word(i18n, state)}</span>
            <span class="meta">{name_of(&order.language)}</span>
        </p>
        {comes.map(|(name, phone)| view! { <p>{t!(i18n, talk.comes, name = name.clone(), phone = phone.clone())}</p> })}
    }
}

/// A language by its own name.
fn name_of(code: &str) -> String {
    USUAL.iter().find(|(known, _)| *known == code).map_or_else(|| code.to_owned(), |(_, name)| (*name).to_owned())
}

/// What can happen to the order now.
#[component]
fn Steps(
    here: Here,
    order: Option<OrderView>,
    interpreters: Vec<(String, String, Vec<String>)>,
    language: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<StepOrder>::new();
    when_done(action, move |_| here.again.update(|n| *n += 1));
    let state = order.as_ref().map(|it| it.state);
    let first = if language.is_empty() { USUAL[0].0.to_owned() } else { language };
    let language = RwSignal::new(order.map_or(first, |it| it.language));
    let interpreter = RwSignal::new(String::new());
    let act = move |act: OrderAct| {
        let (id, entry, at) = here.names();
        let (language, interpreter) = (language.get_untracked(), interpreter.get_untracked());
        action.dispatch(StepOrder { id, entry, at, act, language, interpreter });
    };
    let button = move |it: OrderAct,
                       word: fn(leptos_i18n::I18nContext<crate::i18n::Locale>) -> &'static str,
                       variant: &'static str| {
        view! {
            <button class="ds-button" data-size="sm" data-variant=variant type="button" disabled=move || action.pending().get()
                on:click=move |_| act(it)>{move || word(i18n)}</button>
        }
    };
    let mut codes: Vec<String> = USUAL.iter().map(|(code, _)| (*code).to_owned()).collect();
    for code in interpreters.iter().flat_map(|(.., tongues)| tongues).chain([&language.get_untracked()]) {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    let languages: Vec<(String, Signal<String>)> = codes
        .into_iter()
        .map(|code| {
            let name = name_of(&code);
            (code, Signal::stored(name))
        })
        .collect();
    let begins = matches!(state, None | Some(OrderState::Needed | OrderState::Cancelled));
    let confirms = matches!(state, Some(OrderState::Needed | OrderState::Ordered)) || state.is_none();
    let runs = matches!(state, Some(OrderState::Ordered | OrderState::Confirmed));
    let confirmed = state == Some(OrderState::Confirmed);
    let who = StoredValue::new(interpreters);
    let speakers = move || {
        let mut options = vec![(String::new(), Signal::derive(move || t_string!(i18n, form.choose).to_owned()))];
        let spoken = language.get();
        // Those who speak the language first.
        let mut all = who.get_value();
        all.sort_by_key(|(.., tongues)| !tongues.contains(&spoken));
        options.extend(all.into_iter().map(|(id, name, tongues)| {
            let tongues: Vec<String> = tongues.iter().map(|code| name_of(code)).collect();
            (id, Signal::stored(format!("{name} ({})", tongues.join(", "))))
        }));
        options
    };
    view! {
        <div class="form screen-only">
            {begins.then(|| view! {
                <Choose id="talk-language" label=Signal::derive(move || t_string!(i18n, talk.language).to_owned()) value=language options=languages />
            })}
            {begins.then(|| view! { <div class="form-actions">{button(OrderAct::Order, |i18n| t_string!(i18n, talk.order), "secondary")}</div> })}
            {confirms.then(|| view! {
                {move || view! {
                    <Choose id="talk-interpreter" label=Signal::derive(move || t_string!(i18n, talk.who_comes).to_owned()) value=interpreter options=speakers() />
                }}
                <div class="form-actions">{button(OrderAct::Confirm, |i18n| t_string!(i18n, talk.confirm), "secondary")}</div>
            })}
            {runs.then(|| view! {
                <div class="form-actions">
                    {button(OrderAct::TheyCancel, |i18n| t_string!(i18n, talk.they_cancel), "secondary")}
                    {button(OrderAct::WeCancel, |i18n| t_string!(i18n, talk.we_cancel), "tertiary")}
                </div>
            })}
            {confirmed.then(|| view! {
                <p class="form-hint">{t!(i18n, talk.not_this_hint)}</p>
                <div class="form-actions">{button(OrderAct::NotThisOne, |i18n| t_string!(i18n, talk.not_this_one), "tertiary")}</div>
            })}
            <FaultNote fault=fault_of(action) />
        </div>
    }
}

/// Those whom the family does not wish.
#[component]
fn Unwished(here: Here, unwished: Vec<(String, String)>) -> impl IntoView {
    let i18n = use_i18n();
    let again = ServerAction::<WishAgain>::new();
    when_done(again, move |()| here.again.update(|n| *n += 1));
    let case = here.case.get_value();
    let line = move |(id, name): (String, String)| {
        let case = case.clone();
        view! {
            <li class="cluster">
                <span>{name.clone()}</span>
                <ActionForm action=again attr:class="screen-only">
                    <input type="hidden" name="id" value=case />
                    <input type="hidden" name="interpreter" value=id />
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="submit">
                        {t!(i18n, talk.wish_again)}<span class="ds-sr-only">{format!(": {name}")}</span>
                    </button>
                </ActionForm>
            </li>
        }
    };
    view! {
        <details class="call-more">
            <summary>{t!(i18n, talk.unwished)}</summary>
            <ul class="plain-list">{unwished.into_iter().map(line).collect_view()}</ul>
        </details>
    }
}

//! What became of a session, with a reason that blames nobody; and moving it.

use super::super::typed::Line;
use super::one::{Here, Kept};
use super::plan::InTheWay;
use crate::api::talks::one::{MarkTalk, MoveTalk, TalkMoved, TalkView};
use crate::components::{FaultNote, fault_of, when_done};
use crate::i18n::{t, t_string, use_i18n};
use crate::pages::talk_words::{talk_reason, talk_state};
use casework::appointment::{AppointmentState, Reason};
use leptos::prelude::*;

/// Held, called off, nobody came, or planned again.
#[component]
pub(super) fn StateCard(here: Here, talk: TalkView) -> impl IntoView {
    let i18n = use_i18n();
    let row = talk.row;
    let (version, span, now) = (row.version, row.span, talk.now);
    let may = move |state: AppointmentState| match state {
        AppointmentState::Planned => true,
        AppointmentState::Held | AppointmentState::NotMet => now >= span.start,
        AppointmentState::Cancelled => now < span.end,
    };
    let first = if row.unmarked { AppointmentState::Held } else { row.state };
    let state = RwSignal::new(first);
    let reason = RwSignal::new(row.reason.unwrap_or(Reason::NotTold));
    let tell = RwSignal::new(false);
    let mark = ServerAction::<MarkTalk>::new();
    when_done(mark, move |count| {
        mark.value().set(None);
        here.said.set(Some((Kept::State, count)));
        here.again.update(|n| *n += 1);
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (id, entry, at) = here.names();
        let state = state.get_untracked();
        let reason = state.has_reason().then(|| reason.get_untracked());
        mark.dispatch(MarkTalk { id, entry, at, version, state, reason, tell: tell.get_untracked() });
    };
    let radio = move |it: AppointmentState| {
        let field = format!("talk-state-{}", it.code());
        view! {
            <div class="ds-field">
                <input class="ds-input" type="radio" name="talk-state" id=field.clone() checked=it == first on:change=move |_| state.set(it) />
                <label class="ds-label" data-weight="regular" for=field>{move || talk_state(i18n, it)}</label>
            </div>
        }
    };
    let option = move |it: Reason| {
        view! { <option value=it.code() selected=move || reason.get() == it>{move || talk_reason(i18n, it)}</option> }
    };
    let reasons = move || {
        let fitting = Reason::ALL.into_iter().filter(|it| it.fits(state.get()));
        fitting.map(option).collect_view()
    };
    view! {
        <section class="card stack" aria-labelledby="talk-state">
            <h2 class="ds-heading" data-size="xs" id="talk-state">{t!(i18n, talk.what_became)}</h2>
            <form class="form" on:submit=send>
                <fieldset class="ds-fieldset">
                    <legend class="ds-label">{t!(i18n, talk.state)}</legend>
                    <div class="audience-choices">
                        {AppointmentState::ALL.into_iter().filter(|it| may(*it) || *it == first).map(radio).collect_view()}
                    </div>
                </fieldset>
                {move || state.get().has_reason().then(|| view! {
                    <div class="ds-field">
                        <label class="ds-label" for="talk-reason">{t!(i18n, talk.reason)}</label>
                        <p class="form-hint" id="talk-reason-hint">{t!(i18n, talk.reason_lead)}</p>
                        <select class="ds-input" id="talk-reason" aria-describedby="talk-reason-hint"
                            on:change=move |event| reason.set(Reason::from_code(&event_target_value(&event)).unwrap_or(Reason::NotTold))>
                            {reasons}
                        </select>
                    </div>
                })}
                {move || (state.get() == AppointmentState::Cancelled).then(|| view! { <Tell value=tell id="talk-tell" /> })}
                <FaultNote fault=fault_of(mark) />
                <div class="form-actions">
                    <button class="ds-button" type="submit" disabled=move || mark.pending().get()>{t!(i18n, talk.mark)}</button>
                    <Said here of=Kept::State />
                </div>
            </form>
        </section>
    }
}

/// Whether those of the family who were to come are written to.
#[component]
fn Tell(value: RwSignal<bool>, id: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="ds-field">
            <input class="ds-input" type="checkbox" id=id prop:checked=value on:change=move |event| value.set(event_target_checked(&event)) />
            <label class="ds-label" data-weight="regular" for=id>{t!(i18n, talk.tell)}</label>
        </div>
    }
}

/// That it is kept, and how many notices were written.
#[component]
fn Said(here: Here, of: Kept) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p role="status">
            {move || match here.said.get().filter(|(kept, _)| *kept == of) {
                None => String::new(),
                Some((Kept::State, 0)) => t_string!(i18n, talk.marked).to_owned(),
                Some((Kept::Time, 0)) => t_string!(i18n, talk.moved).to_owned(),
                Some((_, count)) => t_string!(i18n, talk.notices, count = count.to_string()),
            }}
        </p>
    }
}

/// Moving this one session.
#[component]
pub(super) fn MoveCard(here: Here, talk: TalkView) -> impl IntoView {
    let i18n = use_i18n();
    let row = talk.row;
    let version = row.version;
    let to = RwSignal::new(row.span.start.to_string());
    let tell = RwSignal::new(false);
    let shift = ServerAction::<MoveTalk>::new();
    when_done(shift, move |moved| {
        if let TalkMoved::Done(count) = moved {
            shift.value().set(None);
            here.said.set(Some((Kept::Time, count)));
            here.again.update(|n| *n += 1);
        }
    });
    let send = Callback::new(move |anyway: bool| {
        let (id, entry, at) = here.names();
        let (to, tell) = (to.get_untracked(), tell.get_untracked());
        shift.dispatch(MoveTalk { id, entry, at, version, to, tell, anyway });
    });
    view! {
        <section class="card stack" aria-labelledby="talk-move">
            <h2 class="ds-heading" data-size="xs" id="talk-move">{t!(i18n, talk.moving)}</h2>
            <form class="form" novalidate on:submit=move |event| { event.prevent_default(); send.run(false); }>
                <Line id="talk-move-to" kind="datetime-local" label=Signal::derive(move || t_string!(i18n, talk.move_to).to_owned()) value=to />
                <Tell value=tell id="talk-move-tell" />
                <FaultNote fault=fault_of(shift) />
                <div role="status">
                    {move || match shift.value().get() {
                        Some(Ok(TalkMoved::InTheWay { conflicts, free })) => {
                            let take = Callback::new(move |start: casework::calendar::Moment| {
                                to.set(start.to_string());
                                shift.value().set(None);
                            });
                            view! { <InTheWay conflicts free take anyway=Callback::new(move |()| send.run(true)) moves=true /> }.into_any()
                        }
                        _ => ().into_any(),
                    }}
                </div>
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" disabled=move || shift.pending().get()>{t!(i18n, talk.move_now)}</button>
                    <Said here of=Kept::Time />
                </div>
            </form>
        </section>
    }
}

//! A new message: for what, when, to whom; then how it would be, before it goes.

use crate::api::messages::{MessageDraft, PreviewMessages, PreviewRow, ReceiverRow, SendMessages};
use crate::components::{FaultNote, fault_of, when_done};
use crate::draft::{Draft, Drafts};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::messages::{channel_word, fault_word, kind_word};
use crate::text::time;
use casework::calendar::Moment;
use casework::message::{Channel, MessageKind};
use leptos::prelude::*;

/// The kinds that are written by hand; a waiting list writes its own offers.
const BY_HAND: [MessageKind; 4] =
    [MessageKind::Invitation, MessageKind::Reminder, MessageKind::Moved, MessageKind::Cancelled];

/// What is typed, as it is typed.
#[derive(Clone, Copy)]
struct Typed {
    kind: RwSignal<MessageKind>,
    when: RwSignal<String>,
    before: RwSignal<String>,
    place: RwSignal<String>,
    channel: RwSignal<Option<Channel>>,
    to: RwSignal<Vec<String>>,
}

impl Typed {
    fn draft(self) -> Result<MessageDraft, &'static str> {
        let moment = |text: RwSignal<String>| text.get_untracked().parse::<Moment>().ok();
        let kind = self.kind.get_untracked();
        let when = moment(self.when).ok_or("when")?;
        let before = moment(self.before);
        if kind == MessageKind::Moved && before.is_none() {
            return Err("before");
        }
        let to = self.to.get_untracked();
        if to.is_empty() {
            return Err("to");
        }
        Ok(MessageDraft {
            kind,
            when,
            before,
            place: self.place.get_untracked(),
            to,
            channel: self.channel.get_untracked(),
        })
    }
}

/// The form and its preview.
#[component]
pub(super) fn WriteMessage(
    /// The case.
    case: String,
    /// Who may be written to.
    receivers: Vec<ReceiverRow>,
    /// The channels by which the house can send.
    ways: Vec<Channel>,
    /// How many were written last.
    sent: RwSignal<Option<u32>>,
    /// Counted up when something has changed.
    again: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let drafts = use_context::<Drafts>();
    let typed = Typed {
        kind: RwSignal::new(MessageKind::Invitation),
        when: RwSignal::new(String::new()),
        before: RwSignal::new(String::new()),
        place: RwSignal::new(String::new()),
        channel: RwSignal::new(None),
        to: RwSignal::new(Vec::new()),
    };
    let missing = RwSignal::new(None::<&'static str>);
    let preview = ServerAction::<PreviewMessages>::new();
    let send = ServerAction::<SendMessages>::new();
    let name = format!("message:{case}");
    let kept = name.clone();
    when_done(send, move |count| {
        if let Some(drafts) = drafts {
            drafts.forget(&kept);
        }
        preview.value().set(None);
        typed.to.set(Vec::new());
        sent.set(Some(count));
        again.update(|n| *n += 1);
    });
    let own = case.clone();
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sent.set(None);
        match typed.draft() {
            Ok(draft) => {
                missing.set(None);
                preview.dispatch(PreviewMessages { id: own.clone(), draft });
            }
            Err(field) => {
                missing.set(Some(field));
                preview.value().set(None);
            }
        }
    };
    // What is shown must be what is sent: another word, another preview.
    let changed = move || {
        if preview.value().with_untracked(Option::is_some) {
            preview.value().set(None);
        }
    };
    let go = Callback::new(move |()| {
        if let Ok(draft) = typed.draft() {
            send.dispatch(SendMessages { id: case.clone(), draft });
        }
    });
    if receivers.is_empty() {
        return view! { <div class="empty"><p>{t!(i18n, message.nobody)}</p></div> }.into_any();
    }
    view! {
        <section class="card stack" aria-labelledby="new-message">
            <h3 class="ds-heading" data-size="2xs" id="new-message">{t!(i18n, message.new)}</h3>
            {ways.is_empty().then(|| view! { <div class="ds-alert" data-color="warning"><p>{t!(i18n, message.no_ways)}</p></div> })}
            <form class="form" novalidate on:submit=look on:input=move |_| changed()>
                <Draft name />
                <Fields typed receivers missing />
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" disabled=move || preview.pending().get()>{t!(i18n, message.preview)}</button>
                </div>
            </form>
            <FaultNote fault=fault_of(preview) />
            <FaultNote fault=fault_of(send) />
            <div role="status">
                {move || match preview.value().get() {
                    Some(Ok(rows)) => view! { <Previews rows pending=send.pending() go /> }.into_any(),
                    _ => ().into_any(),
                }}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Fields(typed: Typed, receivers: Vec<ReceiverRow>, missing: RwSignal<Option<&'static str>>) -> impl IntoView {
    let i18n = use_i18n();
    let is_missing = move |field: &'static str| missing.get() == Some(field);
    let error = move |field: &'static str| {
        is_missing(field).then(|| {
            let words = if field == "to" { t_string!(i18n, message.choose_somebody) } else { t_string!(i18n, message.time_missing) };
            view! { <p class="ds-validation-message" data-color="danger" id=format!("message-{field}-error")>{words}</p> }
        })
    };
    let describe = move |field: &'static str| is_missing(field).then(|| format!("message-{field}-error"));
    let moved = move || typed.kind.get() == MessageKind::Moved;
    let moment = move |field: &'static str, value: RwSignal<String>| {
        let id = format!("message-{field}");
        let label = id.clone();
        let words = move || match (field, moved()) {
            ("before", _) => t_string!(i18n, message.before),
            (_, true) => t_string!(i18n, message.new_time),
            (_, false) => t_string!(i18n, message.when),
        };
        view! {
            <div class="ds-field">
                <label class="ds-label" for=label>{words}</label>
                <input class="ds-input" type="datetime-local" id=id prop:value=value
                    aria-invalid=move || is_missing(field).then_some("true") aria-describedby=move || describe(field)
                    on:input=move |event| value.set(event_target_value(&event)) />
                {move || error(field)}
            </div>
        }
    };
    let tick = move |row: ReceiverRow| {
        let id = format!("message-to-{}", row.person);
        let (label, person, own) = (id.clone(), row.person.clone(), row.person);
        let change = move |event| {
            let on = event_target_checked(&event);
            typed.to.update(|to| {
                to.retain(|it| *it != person);
                if on {
                    to.push(person.clone());
                }
            });
        };
        view! {
            <div class="ds-field">
                <input class="ds-input" type="checkbox" id=id prop:checked=move || typed.to.with(|to| to.contains(&own)) on:change=change />
                <label class="ds-label" data-weight="regular" for=label>
                    {if row.name.is_empty() { view! { {t!(i18n, message.shielded)} }.into_any() } else { view! { <bdi>{row.name}</bdi> }.into_any() }}
                </label>
            </div>
        }
    };
    view! {
        <div class="form-row">
            <div class="ds-field">
                <label class="ds-label" for="message-kind">{t!(i18n, message.what)}</label>
                <select class="ds-input" id="message-kind"
                    on:change=move |event| typed.kind.set(MessageKind::from_code(&event_target_value(&event)).unwrap_or(MessageKind::Invitation))>
                    {BY_HAND.into_iter().map(|kind| view! {
                        <option value=kind.code() selected=move || typed.kind.get() == kind>{move || kind_word(i18n, kind)}</option>
                    }).collect_view()}
                </select>
            </div>
            {move || moved().then(|| moment("before", typed.before))}
            {moment("when", typed.when)}
        </div>
        <div class="ds-field">
            <label class="ds-label" for="message-place">{t!(i18n, message.place)}</label>
            <p class="form-hint" id="message-place-hint">{t!(i18n, message.place_hint)}</p>
            <input class="ds-input" id="message-place" maxlength="120" autocomplete="off" aria-describedby="message-place-hint"
                prop:value=typed.place on:input=move |event| typed.place.set(event_target_value(&event)) />
        </div>
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{t!(i18n, message.to)}</legend>
            <div class="audience-choices">{receivers.into_iter().map(tick).collect_view()}</div>
            {move || error("to")}
        </fieldset>
        <div class="ds-field">
            <label class="ds-label" for="message-channel">{t!(i18n, message.channel)}</label>
            <select class="ds-input" id="message-channel" on:change=move |event| typed.channel.set(Channel::from_code(&event_target_value(&event)))>
                <option value="" selected=move || typed.channel.get().is_none()>{t!(i18n, message.agreed_channel)}</option>
                {Channel::ALL.into_iter().map(|channel| view! {
                    <option value=channel.code() selected=move || typed.channel.get() == Some(channel)>{move || channel_word(i18n, channel)}</option>
                }).collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Previews(rows: Vec<PreviewRow>, #[prop(into)] pending: Signal<bool>, go: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let goes = rows.iter().filter(|row| row.withheld.is_none()).count();
    view! {
        <div class="stack">
            <h4 class="ds-heading" data-size="2xs">{t!(i18n, message.preview_title)}</h4>
            <ul class="plain-list message-list">{rows.into_iter().map(|row| view! { <OnePreview row /> }).collect_view()}</ul>
            {if goes > 0 {
                view! {
                    <div class="form-actions">
                        <button class="ds-button" type="button" disabled=move || pending.get() on:click=move |_| go.run(())>{t!(i18n, message.send)}</button>
                    </div>
                }.into_any()
            } else {
                view! { <p>{t!(i18n, message.none_goes)}</p> }.into_any()
            }}
        </div>
    }
}

#[component]
fn OnePreview(row: PreviewRow) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let PreviewRow { to, withheld, channel, language: written_in, text, arrives, never } = row;
    let arrives = arrives.map(|at| at.to_string());
    view! {
        <li>
            <p class="cluster">
                <strong>{if to.is_empty() { view! { {t!(i18n, message.shielded)} }.into_any() } else { view! { <bdi>{to}</bdi> }.into_any() }}</strong>
                {channel.map(|channel| view! { <span>{move || channel_word(i18n, channel)}</span> })}
                {arrives.map(|at| view! { <span class="meta">{t!(i18n, message.arrives, time = move || time(language(), &at))}</span> })}
            </p>
            {match withheld {
                Some(why) => view! { <p>{move || fault_word(i18n, &why)}</p> }.into_any(),
                None => view! {
                    <p class="entry-text message-text" lang=written_in.code() dir=written_in.direction()>{text}</p>
                    {written_in.is_unchecked().then(|| view! { <p class="meta">{t!(i18n, message.unchecked)}</p> })}
                    {never.map(|never| view! {
                        <div class="ds-alert" data-color="warning"><p>{t!(i18n, message.never, words = never.clone())}</p></div>
                    })}
                }.into_any(),
            }}
        </li>
    }
}

//! Changing a group: its settings, who leads it, and calling it off.

use super::merge::merge;
use super::words::{LANGUAGES, language_word};
use crate::api::groups::settings::{
    GroupSettings, LeaderTime, SettingForm, call_off_group, group_settings, save_group_leaders, save_group_settings,
};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle};
use crate::draft::{Draft, Drafts};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::{use_navigate, use_params_map};
use wasm_bindgen::JsCast;

type Found = Resource<Result<GroupSettings, AppError>>;

/// So many more leaders than there are can be added at once.
const MORE_LEADERS: usize = 2;

/// The page.
#[component]
pub fn GroupSettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let found = Resource::new(move || id.get(), group_settings);
    view! {
        <PageTitle text=move || t_string!(i18n, groups.settings).to_owned() />
        <div class="page-body stack">
            <p><a class="ds-link" href=move || format!("/grupper/{}", id.get())>{t!(i18n, groups.to_group)}</a></p>
            <h1 class="ds-heading" data-size="md">{t!(i18n, groups.settings)}</h1>
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(settings) => view! { <Forms id=id.get_untracked() settings found /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// What stands in a form's field.
fn fields(form: NodeRef<html::Form>) -> Option<impl Fn(&str) -> String> {
    let data = web_sys::FormData::new_with_form(&form.get_untracked()?).ok()?;
    Some(move |name: &str| data.get(name).as_string().unwrap_or_default())
}

#[component]
fn Forms(id: String, settings: GroupSettings, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let GroupSettings { open, cancelled, form, leaders, rooms, colleagues } = settings;
    let calling = Doing::new();
    let group = StoredValue::new(id.clone());
    let call_off = move || {
        calling.run(call_off_group(group.get_value(), !cancelled), move |()| found.refetch());
    };
    view! {
        <Setting id=id.clone() open form rooms />
        <Leaders id leaders colleagues found />
        <section class="card stack" aria-labelledby="call-off">
            <h2 class="ds-heading" data-size="xs" id="call-off">{t!(i18n, groups.call_off_title)}</h2>
            <p>{move || if cancelled { t_string!(i18n, groups.is_called_off) } else { t_string!(i18n, groups.call_off_lead) }}</p>
            <FaultNote fault=calling.fault />
            <div class="form-actions">
                <button class="ds-button" data-variant="secondary" type="button" disabled=move || calling.busy.get() on:click=move |_| call_off()>
                    {move || if cancelled { t_string!(i18n, groups.take_up_again) } else { t_string!(i18n, groups.call_off) }}
                </button>
            </div>
        </section>
    }
}

/// Languages as options, with the one that is chosen.
fn languages(i18n: super::words::I18n, chosen: String) -> impl IntoView {
    let known = LANGUAGES.contains(&chosen.as_str());
    let other = (!known && !chosen.is_empty()).then(|| chosen.clone());
    let all = LANGUAGES.into_iter().map(str::to_owned).chain(other);
    all.map(|code| {
        let selected = code == chosen;
        let value = code.clone();
        view! { <option value=value selected=selected>{move || language_word(i18n, &code)}</option> }
    })
    .collect_view()
}

/// The form of the settings as it stands on the page.
fn typed(node: NodeRef<html::Form>) -> Option<SettingForm> {
    let text = fields(node)?;
    Some(SettingForm {
        name: text("name"),
        seats: text("seats"),
        room: text("room"),
        place: text("place"),
        language: text("language"),
        interpreter: text("interpreter"),
        childcare: text("childcare"),
        food: text("food"),
        cost: text("cost"),
        note: text("note"),
    })
}

/// A field of a form by its name.
fn control(node: NodeRef<html::Form>, name: &str) -> Option<web_sys::Element> {
    node.get_untracked()?.query_selector(&format!("[name={name}]")).ok().flatten()
}

/// Puts a value into a field as if it had been typed, so that it is kept too.
fn fill(node: NodeRef<html::Form>, name: &str, value: &str) {
    let Some(field) = control(node, name) else { return };
    match field.dyn_into::<web_sys::HtmlInputElement>() {
        Ok(input) => input.set_value(value),
        Err(field) => match field.dyn_into::<web_sys::HtmlSelectElement>() {
            Ok(select) => select.set_value(value),
            Err(field) => {
                if let Ok(area) = field.dyn_into::<web_sys::HtmlTextAreaElement>() {
                    area.set_value(value);
                }
            }
        },
    }
}

/// What a field's value is called on the page: of a choice its words.
fn told(node: NodeRef<html::Form>, name: &str, value: String) -> String {
    let options = control(node, name).and_then(|field| field.query_selector_all("option").ok());
    let options = options.into_iter().flat_map(|all| (0..all.length()).filter_map(move |at| all.item(at)));
    let elements = options.filter_map(|it| it.dyn_into::<web_sys::Element>().ok());
    let words =
        elements.filter(|it| it.get_attribute("value").as_ref() == Some(&value)).find_map(|it| it.text_content());
    words.unwrap_or(value)
}

/// The label of a field on the page.
fn label_of(node: NodeRef<html::Form>, name: &str) -> String {
    let label = node.get_untracked().and_then(|form| form.query_selector(&format!("label[for={name}]")).ok().flatten());
    label.and_then(|it| it.text_content()).unwrap_or_default()
}

/// Somebody else has saved meanwhile: their changes go into the fields that were
/// not touched, and what both changed is told.
#[component]
fn Meanwhile(
    group: StoredValue<String>,
    node: NodeRef<html::Form>,
    read: StoredValue<SettingForm>,
    fault: RwSignal<Option<AppError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let both = RwSignal::new(Vec::<(String, String)>::new());
    Effect::new(move |_| {
        if !is_overtaken(fault) {
            both.set(Vec::new());
            return;
        }
        leptos::task::spawn_local(async move {
            let Ok(now) = group_settings(group.get_value()).await else { return };
            let (Some(before), Some(mine)) = (read.try_get_value(), typed(node)) else { return };
            let merged = merge(before, mine, now.form.clone());
            for (name, value) in merged.take {
                fill(node, name, &value);
            }
            let told = merged.both.into_iter().map(|(name, value)| (label_of(node, name), told(node, name, value)));
            both.try_set(told.collect());
            read.try_set_value(now.form);
        });
    });
    let line = move |(label, value): (String, String)| {
        view! { <li>{move || t_string!(i18n, groups.they_wrote, field = label.clone(), value = value.clone()).to_string()}</li> }
    };
    view! {
        <div role="status">
            {move || both.with(|both| !both.is_empty()).then(|| view! { <ul>{both.get().into_iter().map(line).collect_view()}</ul> })}
        </div>
    }
}

/// Whether somebody else was quicker.
fn is_overtaken(fault: RwSignal<Option<AppError>>) -> bool {
    fault.with(|it| matches!(it, Some(AppError::Declined(code)) if code == "group_overtaken"))
}

#[component]
fn Setting(id: String, open: bool, form: SettingForm, rooms: Vec<(String, String)>) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Form>::new();
    let doing = Doing::new();
    let drafts = use_context::<Drafts>();
    let navigate = use_navigate();
    let draft = StoredValue::new(format!("group-settings:{id}"));
    let group = StoredValue::new(id);
    let read = StoredValue::new(form.clone());
    let save = move || {
        let Some(form) = typed(node) else { return };
        let navigate = navigate.clone();
        doing.run(save_group_settings(group.get_value(), read.get_value(), form), move |()| {
            if let Some(drafts) = drafts {
                drafts.forget(&draft.get_value());
            }
            navigate(&format!("/grupper/{}", group.get_value()), leptos_router::NavigateOptions::default());
        });
    };
    let text = move |name: &'static str, label: AnyView, value: String, digits: bool| {
        view! {
            <div class="ds-field">
                <label class="ds-label" for=name>{label}</label>
                <input class="ds-input" id=name name=name type="text" autocomplete="off" value=value inputmode=digits.then_some("numeric") />
            </div>
        }
    };
    let chosen = form.room;
    let room = move |(id, name): (String, String)| {
        let selected = id == chosen;
        view! { <option value=id selected=selected>{name}</option> }
    };
    view! {
        <section class="card stack" aria-labelledby="setting">
            <h2 class="ds-heading" data-size="xs" id="setting">{t!(i18n, groups.about)}</h2>
            <form class="form" node_ref=node on:submit=move |event| { event.prevent_default(); save(); }>
                <Draft name=draft.get_value() />
                <FaultNote fault=doing.fault />
                <Meanwhile group node read fault=doing.fault />
                <div class="form-row">
                    {text("name", t!(i18n, groups.name).into_any(), form.name, false)}
                    {(!open).then(|| text("seats", t!(i18n, groups.seats).into_any(), form.seats, true))}
                </div>
                <div class="form-row">
                    <div class="ds-field">
                        <label class="ds-label" for="room">{t!(i18n, groups.place)}</label>
                        <select class="ds-input" id="room" name="room">
                            <option value="">{t!(i18n, groups.no_room_yet)}</option>
                            {rooms.into_iter().map(room).collect_view()}
                        </select>
                    </div>
                    {text("place", t!(i18n, groups.elsewhere).into_any(), form.place, false)}
                </div>
                <div class="form-row">
                    <div class="ds-field">
                        <label class="ds-label" for="language">{t!(i18n, groups.second_language)}</label>
                        <select class="ds-input" id="language" name="language"><option value="">{t!(i18n, groups.norwegian_only)}</option>{languages(i18n, form.language)}</select>
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" for="interpreter">{t!(i18n, groups.interpreter)}</label>
                        <select class="ds-input" id="interpreter" name="interpreter"><option value="">{t!(i18n, groups.none)}</option>{languages(i18n, form.interpreter)}</select>
                    </div>
                </div>
                <div class="form-row">
                    {text("childcare", t!(i18n, groups.childcare).into_any(), form.childcare, true)}
                    {text("food", t!(i18n, groups.food).into_any(), form.food, false)}
                    {text("cost", t!(i18n, groups.cost).into_any(), form.cost, true)}
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="note">{t!(i18n, groups.unit_note)}</label>
                    <p class="form-hint" id="note-hint">{t!(i18n, groups.unit_note_hint)}</p>
                    <textarea class="ds-input" id="note" name="note" rows="2" maxlength="1000" aria-describedby="note-hint">{form.note}</textarea>
                </div>
                <div class="form-actions"><button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.save)}</button></div>
            </form>
        </section>
    }
}

#[component]
fn Leaders(id: String, leaders: Vec<LeaderTime>, colleagues: Vec<(String, String)>, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Form>::new();
    let doing = Doing::new();
    let done = RwSignal::new(false);
    let group = StoredValue::new(id);
    let read = StoredValue::new(leaders.clone());
    // Somebody else was quicker: who leads now is told, and the next press is meant.
    let now = RwSignal::new(Vec::<LeaderTime>::new());
    Effect::new(move |_| {
        if !is_overtaken(doing.fault) {
            now.set(Vec::new());
            return;
        }
        leptos::task::spawn_local(async move {
            if let Ok(settings) = group_settings(group.get_value()).await {
                read.try_set_value(settings.leaders.clone());
                now.try_set(settings.leaders);
            }
        });
    });
    let leads_now = move |it: LeaderTime| {
        let until = if it.to.is_empty() { "…".to_owned() } else { it.to };
        view! { <li>{format!("{} ({} – {until})", it.name, it.from)}</li> }
    };
    let count = leaders.len() + MORE_LEADERS;
    let save = move || {
        let Some(text) = fields(node) else { return };
        let leader = |at: usize| LeaderTime {
            user: text(&format!("leader-{at}")),
            name: String::new(),
            from: text(&format!("from-{at}")),
            to: text(&format!("to-{at}")),
            certified_from: text(&format!("certified-{at}")),
            language: text(&format!("speaks-{at}")),
        };
        let all = (1..=count).map(leader).collect();
        done.set(false);
        doing.run(save_group_leaders(group.get_value(), read.get_value(), all), move |()| {
            done.set(true);
            found.refetch();
        });
    };
    let day = move |name: String, label: AnyView, value: String| {
        view! {
            <div class="ds-field">
                <label class="ds-label" for=name.clone()>{label}</label>
                <input class="ds-input" id=name.clone() name=name type="date" value=value />
            </div>
        }
    };
    let row = move |(at, it): (usize, LeaderTime)| {
        let (user, speaks) = (format!("leader-{at}"), format!("speaks-{at}"));
        let gone = (!it.user.is_empty() && !colleagues.iter().any(|(id, _)| *id == it.user))
            .then(|| (it.user.clone(), it.name.clone()));
        let option = |(id, name): (String, String)| {
            let selected = id == it.user;
            view! { <option value=id selected=selected>{name}</option> }
        };
        view! {
            <fieldset class="ds-fieldset stack" data-gap="sm">
                <legend class="ds-label">{t!(i18n, groups.leader_number, number = move || at.to_string())}</legend>
                <div class="form-row">
                    <div class="ds-field">
                        <label class="ds-label" for=user.clone()>{t!(i18n, groups.name)}</label>
                        <select class="ds-input" id=user.clone() name=user>
                            <option value="">{t!(i18n, groups.nobody)}</option>
                            {colleagues.clone().into_iter().chain(gone).map(option).collect_view()}
                        </select>
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" for=speaks.clone()>{t!(i18n, groups.speaks)}</label>
                        <select class="ds-input" id=speaks.clone() name=speaks><option value="">{t!(i18n, groups.norwegian_only)}</option>{languages(i18n, it.language.clone())}</select>
                    </div>
                </div>
                <div class="form-row">
                    {day(format!("from-{at}"), t!(i18n, groups.leads_from).into_any(), it.from.clone())}
                    {day(format!("to-{at}"), t!(i18n, groups.leads_to).into_any(), it.to.clone())}
                    {day(format!("certified-{at}"), t!(i18n, groups.certified_since).into_any(), it.certified_from.clone())}
                </div>
            </fieldset>
        }
    };
    let all = leaders.into_iter().chain((0..MORE_LEADERS).map(|_| LeaderTime::default()));
    view! {
        <section class="card stack" aria-labelledby="leaders">
            <h2 class="ds-heading" data-size="xs" id="leaders">{t!(i18n, groups.leaders)}</h2>
            <p class="meta">{t!(i18n, groups.leaders_lead)}</p>
            <form class="form" node_ref=node on:submit=move |event| { event.prevent_default(); save(); }>
                <FaultNote fault=doing.fault />
                <div role="status">
                    {move || now.with(|now| !now.is_empty()).then(|| view! {
                        <p>{t!(i18n, groups.leaders_now)}</p>
                        <ul>{now.get().into_iter().map(leads_now).collect_view()}</ul>
                    })}
                </div>
                {(1..).zip(all).map(row).collect_view()}
                <p role="status">{move || done.get().then(|| t_string!(i18n, groups.leaders_saved))}</p>
                <div class="form-actions"><button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, groups.save_leaders)}</button></div>
            </form>
        </section>
    }
}

//! Snapshots of the map: looked at, taken, renamed, taken away.

use super::moment::{Time, occasion_word, snapshot_word};
use crate::api::map_time::{SnapshotLine, remove_snapshot, rename_snapshot, take_snapshot};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use casework::occasion::Occasion;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is being done with the snapshots of a map.
#[derive(Clone, Copy)]
struct Desk {
    time: Time,
    name: RwSignal<String>,
    occasion: RwSignal<Occasion>,
    /// Which one gets another name.
    renaming: RwSignal<Option<String>>,
    /// Which one is to go, once that is said again.
    going: RwSignal<Option<String>>,
    /// What was done last.
    said: RwSignal<Option<&'static str>>,
}

impl Desk {
    /// What was asked for is done, or not.
    fn done(self, answer: Result<(), AppError>, said: &'static str) {
        match answer {
            Ok(()) => {
                self.name.try_set(String::new());
                self.renaming.try_set(None);
                self.going.try_set(None);
                self.said.try_set(Some(said));
                self.time.ask_again();
            }
            Err(fault) => {
                self.time.fault.try_set(Some(fault));
            }
        }
    }

    /// Takes a snapshot, or gives one another name.
    fn keep(self, taken: &'static str) {
        let (case, name, occasion) = (self.time.case(), self.name.get_untracked(), self.occasion.get_untracked());
        let renamed = self.renaming.get_untracked();
        spawn_local(async move {
            match renamed {
                Some(id) => self.done(rename_snapshot(case, id, name, occasion).await, ""),
                None => self.done(take_snapshot(case, name, occasion).await, taken),
            }
        });
    }

    /// Takes one away. Whoever looks at it comes back to now.
    fn remove(self, id: String, removed: &'static str) {
        let (case, moment) = (self.time.case(), format!("snapshot:{id}"));
        let is_it = |past: &Option<super::moment::Past>| past.as_ref().is_some_and(|it| it.moment == moment);
        if self.time.drawn.with_untracked(is_it) {
            self.time.go(None);
        }
        if self.time.beside.with_untracked(is_it) {
            self.time.compare(None);
        }
        spawn_local(async move { self.done(remove_snapshot(case, id).await, removed) });
    }

    /// Begins to give one another name.
    fn rename(self, it: &SnapshotLine) {
        self.name.set(it.name.clone());
        self.occasion.set(it.occasion);
        self.renaming.set(Some(it.id.clone()));
    }

    fn stop_renaming(self) {
        self.name.set(String::new());
        self.renaming.set(None);
    }
}

/// The list and the form; nothing for whoever is shown no snapshots.
#[component]
pub(super) fn Snapshots(
    /// Where in time the page is.
    time: Time,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk {
        time,
        name: RwSignal::new(String::new()),
        occasion: RwSignal::new(Occasion::Start),
        renaming: RwSignal::new(None),
        going: RwSignal::new(None),
        said: RwSignal::new(None),
    };
    let may_edit = Memo::new(move |_| time.moments.with(|it| it.may_edit));
    let none = Memo::new(move |_| time.moments.with(|it| it.snapshots.is_empty()));
    view! {
        <Show when=move || may_edit.get() || !none.get()>
            <section class="map-snapshots" aria-labelledby="snapshots-title">
                <h2 class="ds-label" id="snapshots-title">{t!(i18n, time.snapshots)}</h2>
                <Show when=move || none.get()><p class="form-hint">{t!(i18n, time.no_snapshots)}</p></Show>
                <ul>
                    <For each=move || time.moments.with(|it| it.snapshots.clone()) key=|it| (it.id.clone(), it.name.clone(), it.occasion) let:it>
                        <Line desk may_edit it />
                    </For>
                </ul>
                <Show when=move || may_edit.get()><Form desk /></Show>
                <p class="form-hint" role="status">{move || desk.said.get()}</p>
            </section>
        </Show>
    }
}

/// One snapshot.
#[component]
fn Line(desk: Desk, may_edit: Memo<bool>, it: SnapshotLine) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let it = StoredValue::new(it);
    let called = move || it.with_value(|it| snapshot_word(i18n, language(), it));
    let id = move || it.with_value(|it| it.id.clone());
    let goes = move || desk.going.with(|going| it.with_value(|it| going.as_ref() == Some(&it.id)));
    view! {
        <li>
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                on:click=move |_| desk.time.go(Some(format!("snapshot:{}", id())))>{called}</button>
            <span class="meta">
                {move || it.with_value(|it| (!it.name.is_empty()).then(|| format!("{} · ", occasion_word(i18n, it.occasion))))}
                {it.with_value(|it| it.by.clone())}
            </span>
            <Show when=move || may_edit.get()>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                    aria-label=move || t_string!(i18n, time.rename_of, name = called())
                    on:click=move |_| it.with_value(|it| desk.rename(it))>{t!(i18n, time.rename)}</button>
                <button class="ds-button" data-variant="tertiary" data-color="danger" data-size="sm" type="button"
                    aria-label=move || if goes() { t_string!(i18n, time.remove_sure_of, name = called()) } else { t_string!(i18n, time.remove_of, name = called()) }
                    on:click=move |_| if goes() { desk.remove(id(), t_string!(i18n, time.removed)) } else { desk.going.set(Some(id())) }>
                    {move || if goes() { t_string!(i18n, time.remove_sure) } else { t_string!(i18n, time.remove) }}
                </button>
            </Show>
        </li>
    }
}

/// What a new one is called, or the one that gets another name.
#[component]
fn Form(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let renames = move || desk.renaming.with(Option::is_some);
    view! {
        <form class="map-snapshot-form" on:submit=move |event| { event.prevent_default(); desk.keep(t_string!(i18n, time.taken)); }>
            <div class="ds-field">
                <label class="ds-label" for="snapshot-occasion">{t!(i18n, time.occasion)}</label>
                <select class="ds-input" id="snapshot-occasion" on:change=move |event| desk.occasion.set(Occasion::from_code(&event_target_value(&event)).unwrap_or(Occasion::Other))>
                    {Occasion::ALL.map(|it| view! { <option value=it.code() prop:selected=move || desk.occasion.get() == it>{move || occasion_word(i18n, it)}</option> }).collect_view()}
                </select>
            </div>
            <div class="ds-field">
                <label class="ds-label" for="snapshot-name">{t!(i18n, time.name)}</label>
                <input class="ds-input" id="snapshot-name" maxlength="120" autocomplete="off" prop:value=desk.name on:input=move |event| desk.name.set(event_target_value(&event)) />
            </div>
            <button class="ds-button" data-variant="secondary" type="submit">
                {move || if renames() { t_string!(i18n, time.save) } else { t_string!(i18n, time.take) }}
            </button>
            <Show when=renames>
                <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| desk.stop_renaming()>{t!(i18n, time.give_up)}</button>
            </Show>
        </form>
    }
}

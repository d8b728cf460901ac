//! Who joins the map with their own phone: a code for one of those who take
//! part, and who is there.

use crate::api::guest::{GuestSeen, NewGuest, end_guest, invite_guest, map_guests};
use crate::api::map_out::MapReader;
use crate::components::{Doing, FaultNote, QrPicture};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::{capitalised, word};
use leptos::prelude::*;

/// The names of those who may join, by person id.
#[derive(Clone, Copy)]
struct Names(StoredValue<Vec<MapReader>>);

impl Names {
    /// What somebody is called here.
    fn of(self, person: &str) -> String {
        let name = self.0.with_value(|all| all.iter().find(|it| it.person == person).map(|it| it.name.clone()));
        let shielded = || capitalised(&word(use_language()(), "name.shielded"));
        name.filter(|it| !it.is_empty()).unwrap_or_else(shielded)
    }
}

/// A card: a new code, and who has come.
#[component]
pub(super) fn Guests(
    /// The case.
    case: String,
    /// Those who may join.
    people: Vec<MapReader>,
    /// Those who have come, or may still.
    here: Vec<GuestSeen>,
) -> impl IntoView {
    let i18n = use_i18n();
    let case = StoredValue::new(case);
    let names = Names(StoredValue::new(people));
    let here = RwSignal::new(here);
    let said = RwSignal::new(String::new());
    let looking = Doing::new();
    let look = move || looking.run(map_guests(case.get_value()), move |now| drop(here.try_set(now)));
    let ended = Callback::new(move |name: String| {
        said.set(t_string!(i18n, guest.ended, name = name));
        look();
    });
    view! {
        <section class="card stack" aria-labelledby="guests-title">
            <h2 class="ds-heading" data-size="2xs" id="guests-title">{t!(i18n, guest.title)}</h2>
            <p class="meta">{t!(i18n, guest.lead)}</p>
            <Invite case names on_new=Callback::new(move |()| look()) />
            <h3 class="ds-heading" data-size="2xs">{t!(i18n, guest.here)}</h3>
            <p class="ds-sr-only" role="status">{said}</p>
            {move || here.with(Vec::is_empty).then(|| view! { <p>{t!(i18n, guest.nobody)}</p> })}
            <ul class="stack" data-gap="sm">
                {move || here.get().into_iter().map(|guest| view! { <Line case names guest on_end=ended /> }).collect_view()}
            </ul>
            <FaultNote fault=looking.fault />
            <div class="form-actions">
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| look()>{t!(i18n, guest.again)}</button>
            </div>
            <p class="meta">{t!(i18n, guest.logged)}</p>
        </section>
    }
}

/// Somebody is chosen, and a code is made.
#[component]
fn Invite(case: StoredValue<String>, names: Names, on_new: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = RwSignal::new(String::new());
    let nobody = RwSignal::new(false);
    let made = RwSignal::new(None::<NewGuest>);
    let doing = Doing::new();
    let invite = move || {
        let person = chosen.get_untracked();
        nobody.set(person.is_empty());
        if !person.is_empty() {
            doing.run(invite_guest(case.get_value(), person), move |new| {
                made.set(Some(new));
                on_new.run(());
            });
        }
    };
    view! {
        <form class="form" on:submit=move |event| { event.prevent_default(); invite(); }>
            <div class="ds-field">
                <label class="ds-label" for="guest-who">{t!(i18n, guest.who)}</label>
                <select class="ds-input" id="guest-who" aria-describedby="guest-fault" aria-invalid=move || nobody.get().then_some("true")
                    on:change=move |event| { chosen.set(event_target_value(&event)); made.set(None); }>
                    <option value="">{t!(i18n, form.choose)}</option>
                    {names.0.get_value().into_iter().map(|it| {
                        let name = names.of(&it.person);
                        view! { <option value=it.person>{name}</option> }
                    }).collect_view()}
                </select>
                <div role="alert" id="guest-fault">
                    {move || nobody.get().then(|| view! {
                        <p class="ds-validation-message" data-color="danger">{t!(i18n, guest.choose)}</p>
                    })}
                </div>
            </div>
            <FaultNote fault=doing.fault />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || doing.busy.get()>{t!(i18n, guest.invite)}</button>
            </div>
        </form>
        <div role="status">
            {move || made.get().map(|NewGuest { code, address, qr, until }| view! {
                <div class="guest-code">
                    <QrPicture qr label=Signal::derive(move || t_string!(i18n, guest.picture).to_owned()) />
                    <p><code class="factor-key">{code}</code></p>
                    <p class="form-hint">{move || t_string!(i18n, guest.type_it, address = address.clone(), until = until.clone())}</p>
                </div>
            })}
        </div>
    }
}

/// One who may still come or has come.
#[component]
fn Line(case: StoredValue<String>, names: Names, guest: GuestSeen, on_end: Callback<String>) -> impl IntoView {
    let i18n = use_i18n();
    let GuestSeen { id, person, since } = guest;
    let name = names.of(&person);
    let (shown, label) = (name.clone(), name.clone());
    let doing = Doing::new();
    let end = move |_| {
        let name = name.clone();
        doing.run(end_guest(case.get_value(), id.clone()), move |()| on_end.run(name));
    };
    let how = move || match &since {
        Some(time) => t_string!(i18n, guest.since, time = time.clone()),
        None => t_string!(i18n, guest.waits).to_owned(),
    };
    view! {
        <li class="guest-line">
            <span><bdi>{shown}</bdi>", "{how}</span>
            <button class="ds-button" data-variant="secondary" data-size="sm" type="button" disabled=move || doing.busy.get()
                aria-label=move || t_string!(i18n, guest.end_name, name = label.clone()) on:click=end>{t!(i18n, guest.end)}</button>
            <FaultNote fault=doing.fault />
        </li>
    }
}

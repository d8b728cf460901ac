//! Where the chosen person lives: the homes with their names, how much of the
//! time, and since when. A child may have two.

use super::drawing::Drawing;
use super::when::When;
use crate::i18n::{t, t_string, use_i18n};
use family_map::edit::{Change, Edit, HouseholdField, MembershipField};
use family_map::home::homes_of;
use family_map::record::{Household, Membership, PersonId, Record};
use leptos::prelude::*;

/// The longest name of a home, and the longest words for a rhythm.
const LONGEST: u32 = 120;

/// The homes of a person.
#[component]
pub(super) fn Homes(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// What is shown.
    record: Memo<Record>,
    /// Who is chosen.
    id: StoredValue<PersonId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let all = Memo::new(move |_| record.with(|record| id.with_value(|id| homes(record, id))));
    view! {
        <Show when=move || all.with(|it| !it.is_empty())>
            <h3 class="ds-label">{t!(i18n, map.homes)}</h3>
        </Show>
        <ul class="map-ties">
            <For each=move || all.get() key=|(_, it)| it.id.clone() let:home>
                <HomeLine drawing all home />
            </For>
        </ul>
    }
}

/// Where somebody lives now.
fn homes(record: &Record, person: &PersonId) -> Vec<(Household, Membership)> {
    let home = |it: &Membership| Some((record.households.get(&it.household)?.clone(), it.clone()));
    homes_of(record, person).filter_map(home).collect()
}

/// One home. It stays while it is changed, so that nothing in it loses the focus.
#[component]
fn HomeLine(drawing: Drawing, all: Memo<Vec<(Household, Membership)>>, home: (Household, Membership)) -> impl IntoView {
    let i18n = use_i18n();
    let id = StoredValue::new(home.1.id.clone());
    let now = Memo::new(move |_| {
        let found = all.with(|all| all.iter().find(|(_, it)| id.with_value(|id| it.id == *id)).cloned());
        found.unwrap_or_else(|| home.clone())
    });
    let label = move || now.with(|(home, _)| home.label.clone());
    let field = move |name: &str| id.with_value(|id| family_map::scene::dom_id(name, id.as_str()));
    let (label_id, share_id, rhythm_id) = (field("home"), field("share"), field("rhythm"));
    let named = move |event| {
        let (typed, home) = (event_target_value(&event).trim().to_owned(), now.with_untracked(|it| it.0.clone()));
        if typed != home.label {
            drawing.draw(vec![Edit::Set(Change::Household(home.id, HouseholdField::Label(typed)))]);
        }
    };
    let set = move |field| drawing.draw(vec![Edit::Set(Change::Membership(id.get_value(), field))]);
    let share = move |event| {
        let typed = event_target_value(&event);
        let percent = typed.trim().trim_end_matches('%').trim().parse::<u8>().ok();
        set(MembershipField::Share(percent.filter(|it| *it <= 100)));
    };
    let rhythm = move |event| {
        let typed = event_target_value(&event).trim().to_owned();
        set(MembershipField::Rhythm(Some(typed).filter(|it| !it.is_empty())));
    };
    let when = now.with_untracked(|(_, it)| it.span);
    view! {
        <li class="map-home">
            <div class="map-tie">
                <input class="ds-input" id=label_id.clone() maxlength=LONGEST.to_string() autocomplete="off"
                    aria-label=t!(i18n, map.home_name) placeholder=t!(i18n, map.home_name)
                    prop:value=label on:change=named />
                <button class="ds-button" data-variant="tertiary" data-color="neutral" data-size="sm" data-icon="true" type="button"
                    aria-label=move || t_string!(i18n, map.home_leave, home = label())
                    on:click=move |_| drawing.draw(vec![Edit::Remove(id.get_value().into())])>
                    <crate::components::Icon name="close" />
                </button>
            </div>
            <div class="map-pair">
                <label class="ds-label" data-weight="regular" for=share_id.clone()>{t!(i18n, map.share)}</label>
                <input class="ds-input" id=share_id inputmode="numeric" maxlength="4" autocomplete="off"
                    prop:value=move || now.with(|(_, it)| it.share.map(|share| share.to_string()).unwrap_or_default()) on:change=share />
                <label class="ds-label" data-weight="regular" for=rhythm_id.clone()>{t!(i18n, map.rhythm)}</label>
                <input class="ds-input" id=rhythm_id maxlength=LONGEST.to_string() autocomplete="off"
                    placeholder=t!(i18n, map.rhythm_hint)
                    prop:value=move || now.with(|(_, it)| it.rhythm.clone().unwrap_or_default()) on:change=rhythm />
            </div>
            <When id=label_id now=when on_keep=Callback::new(move |it| set(MembershipField::Span(it))) />
        </li>
    }
}

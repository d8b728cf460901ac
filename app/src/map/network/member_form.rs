//! What is known of the chosen member, as a small form: every answer is kept
//! as soon as it is given.

use super::choice::Choice;
use super::edits::{keep_past, leave, moved, set};
use super::ties::Ties;
use super::words::{answer_of, answers, code_of, ring_word, sector_word, support_word};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::drawing::Drawing;
use crate::text::{date, read_date};
use family_map::FuzzyDate;
use family_map::edit::{Edit, NetworkMemberField};
use family_map::record::{
    Contact, Known, NetworkMember, NetworkMemberId, Reciprocity, Record, Ring, Sector, Support, Valence,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The form of one member.
#[component]
pub(super) fn MemberForm(
    /// The map in the hands of the one who draws.
    drawing: Drawing,
    /// What is shown.
    record: Memo<Record>,
    /// The sectors of the network.
    sectors: Memo<Vec<Sector>>,
    /// Who is chosen.
    id: NetworkMemberId,
    /// Today.
    today: FuzzyDate,
    /// Who is waiting to be tied to somebody who is pointed at.
    tying: RwSignal<Option<NetworkMemberId>>,
    /// Takes the member off the map, as one put there by mistake.
    on_remove: Callback<NetworkMemberId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let id = StoredValue::new(id);
    let member = Memo::new(move |_| record.with(|record| record.network_members.get(&id.get_value()).cloned()));
    let read = move |read: fn(&NetworkMember) -> &'static str| {
        Signal::derive(move || member.with(|member| member.as_ref().map(read).unwrap_or_default()).to_owned())
    };
    let keep = move |field: NetworkMemberField| drawing.draw(vec![set(&id.get_value(), field)]);
    let with_member = move |make: &dyn Fn(&NetworkMember) -> Vec<Edit>| {
        if let Some(member) = member.get_untracked() {
            drawing.draw(make(&member));
        }
    };
    let sector_options = Signal::derive(move || {
        sectors.with(|all| all.iter().map(|it| (it.code.0.clone(), sector_word(language(), it))).collect::<Vec<_>>())
    });
    let ring_options = Signal::derive(move || {
        Ring::ALL.iter().map(|it| (it.code().to_owned(), ring_word(language(), *it))).collect::<Vec<_>>()
    });
    let words = move |group: &'static str, codes: &'static [&'static str]| {
        Signal::derive(move || answers(language(), group, codes.iter().copied()))
    };
    const CONTACT: &[&str] =
        &["daily", "weekly", "fortnightly", "monthly", "every_other_month", "quarterly", "seldom", "never"];
    const RECIPROCITY: &[&str] = &["mutual", "receives", "gives", "neither"];
    const VALENCE: &[&str] = &["supportive", "mixed", "strained", "broken"];
    let choose_sector = Callback::new(move |code: String| {
        with_member(&|it| moved(it, Some(code.as_str().into()), None));
    });
    let choose_ring = Callback::new(move |code: String| {
        with_member(&|it| moved(it, None, Ring::from_code(&code)));
    });
    let is_pinned = move || member.with(|it| it.as_ref().is_some_and(|it| it.pin.is_some()));
    let has_own_name = move || member.with(|it| it.as_ref().is_some_and(|it| it.who.name.is_some()));
    let name_now = move || member.with(|it| it.as_ref().and_then(|it| it.who.name.clone()).unwrap_or_default());
    let rename = move |text: String| {
        let text = text.trim().to_owned();
        with_member(&|it| {
            let mut who = it.who.clone();
            who.name = Some(text.clone()).filter(|it| !it.is_empty());
            // Somebody without a name of their own and who is nobody of the map cannot be told of.
            if who == it.who || (who.name.is_none() && who.people.is_empty()) {
                return Vec::new();
            }
            vec![set(&it.id, NetworkMemberField::Who(who))]
        });
    };
    let since_wrong = RwSignal::new(false);
    let since_now = move || {
        member.with(|it| {
            it.as_ref().and_then(|it| it.known_since.value().map(|at| date(language(), at))).unwrap_or_default()
        })
    };
    let keep_since = move |text: String| {
        let read = read_date(&text)
            .filter(|it| it.value().is_none_or(|at| at.known_cmp(&today) != Some(std::cmp::Ordering::Greater)));
        since_wrong.set(read.is_none());
        if let Some(since) = read {
            keep(NetworkMemberField::KnownSince(since));
        }
    };
    let note_now = move || member.with(|it| it.as_ref().and_then(|it| it.note.clone()).unwrap_or_default());
    view! {
        <div class="map-edit member-form">
            <Choice id="member-sector" label=Signal::derive(move || t_string!(i18n, network.sector).to_owned())
                now=Signal::derive(move || member.with(|it| it.as_ref().map(|it| it.standing.sector.0.clone()).unwrap_or_default()))
                options=sector_options on_choose=choose_sector />
            <Choice id="member-ring" label=Signal::derive(move || t_string!(i18n, network.ring).to_owned())
                now=read(|it| it.standing.ring.code()) options=ring_options on_choose=choose_ring />
            <Show when=is_pinned>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                    on:click=move |_| keep(NetworkMemberField::Pin(None))>{t!(i18n, network.unpin)}</button>
            </Show>
            <Choice id="member-contact" label=Signal::derive(move || t_string!(i18n, network.contact).to_owned())
                now=read(|it| code_of(&it.standing.contact, |it| it.code())) options=words("contact", CONTACT)
                on_choose=Callback::new(move |code: String| keep(NetworkMemberField::Contact(answer_of(&code, Contact::from_code)))) />
            <SupportField member on_keep=Callback::new(move |kinds| keep(NetworkMemberField::Support(kinds))) />
            <Choice id="member-reciprocity" label=Signal::derive(move || t_string!(i18n, network.reciprocity).to_owned())
                now=read(|it| code_of(&it.standing.reciprocity, |it| it.code())) options=words("reciprocity", RECIPROCITY)
                on_choose=Callback::new(move |code: String| keep(NetworkMemberField::Reciprocity(answer_of(&code, Reciprocity::from_code)))) />
            <Choice id="member-valence" label=Signal::derive(move || t_string!(i18n, network.valence).to_owned())
                now=read(|it| code_of(&it.standing.valence, |it| it.code())) options=words("valence", VALENCE)
                on_choose=Callback::new(move |code: String| keep(NetworkMemberField::Valence(answer_of(&code, Valence::from_code)))) />
            <Ties drawing record id tying />
            <details class="ds-details">
                <summary>{t!(i18n, network.more)}</summary>
                <div class="stack">
                    <Show when=has_own_name>
                        <div class="ds-field">
                            <label class="ds-label" data-weight="regular" for="member-name">{t!(i18n, network.name)}</label>
                            <input class="ds-input" id="member-name" maxlength="120" autocomplete="off" prop:value=name_now
                                on:change=move |event| rename(event_target_value(&event)) />
                        </div>
                    </Show>
                    <div class="ds-field">
                        <label class="ds-label" data-weight="regular" for="member-since">{t!(i18n, network.since)}</label>
                        <input class="ds-input" id="member-since" maxlength="60" autocomplete="off" aria-describedby="member-since-hint"
                            aria-invalid=move || since_wrong.get().then_some("true")
                            prop:value=since_now on:change=move |event| keep_since(event_target_value(&event)) />
                        <p class="form-hint" id="member-since-hint" role="status" data-wrong=move || since_wrong.get().then_some("")>
                            {move || if since_wrong.get() { t_string!(i18n, map.bad_date) } else { t_string!(i18n, map.born_hint) }}
                        </p>
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" data-weight="regular" for="member-note">{t!(i18n, network.note)}</label>
                        <textarea class="ds-input" id="member-note" rows="2" maxlength="1000" prop:value=note_now
                            on:change=move |event| keep(NetworkMemberField::Note(Some(event_target_value(&event).trim().to_owned()).filter(|it| !it.is_empty())))></textarea>
                    </div>
                    <p class="form-hint">{t!(i18n, network.past_lead)}</p>
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                        on:click=move |_| with_member(&|it| vec![keep_past(it, today)])>{t!(i18n, network.keep_past)}</button>
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                        on:click=move |_| with_member(&|it| vec![leave(it, today)])>{t!(i18n, network.left)}</button>
                </div>
            </details>
            <button class="ds-button" data-variant="tertiary" data-color="danger" data-size="sm" type="button" aria-keyshortcuts="Delete"
                on:click=move |_| on_remove.run(id.get_value())>{t!(i18n, network.remove)}</button>
        </div>
    }
}

/// What is exchanged: several kinds at once, none, or not asked.
#[component]
fn SupportField(member: Memo<Option<NetworkMember>>, on_keep: Callback<Known<BTreeSet<Support>>>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let kinds = move || member.with(|it| it.as_ref().map_or(Known::NotAsked, |it| it.standing.support.clone()));
    let has = move |kind: Support| kinds().value().is_some_and(|kinds| kinds.contains(&kind));
    let none = move || kinds().value().is_some_and(BTreeSet::is_empty);
    let toggle = move |kind: Support, on: bool| {
        let mut now = untrack(kinds).value().cloned().unwrap_or_default();
        if on {
            now.insert(kind)
        } else {
            now.remove(&kind)
        };
        on_keep.run(if now.is_empty() { Known::NotAsked } else { Known::Known(now) });
    };
    view! {
        <fieldset class="ds-fieldset support-kinds">
            <legend class="ds-label" data-weight="regular">{t!(i18n, network.support)}</legend>
            {Support::ALL.iter().copied().map(|kind| view! {
                <label class="ds-chip">
                    <input class="ds-input" type="checkbox" checked=untrack(|| has(kind)) prop:checked=move || has(kind)
                        on:change=move |event| toggle(kind, event_target_checked(&event)) />
                    {move || support_word(language(), kind)}
                </label>
            }).collect_view()}
            <label class="ds-chip">
                <input class="ds-input" type="checkbox" checked=untrack(none) prop:checked=none
                    on:change=move |event| on_keep.run(if event_target_checked(&event) { Known::Known(BTreeSet::new()) } else { Known::NotAsked }) />
                {t!(i18n, network.support_none)}
            </label>
        </fieldset>
    }
}

//! Who takes part in a case, and corrections of it.

use super::participant_form::{Fields, ParticipantFields};
use super::use_life;
use crate::api::life::{
    CaseLife, CorrectionResult, ParticipantForm, ParticipantLine, add_participant, correct_participant,
};
use crate::components::{Doing, FaultNote};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::text::time;
use leptos::prelude::*;

#[component]
pub(super) fn Participants(life: CaseLife) -> impl IntoView {
    let i18n = use_i18n();
    let may_edit = life.may_edit;
    let id = StoredValue::new(life.id.clone());
    let nothing = life.participants.is_empty();
    let line = move |row: ParticipantLine| view! { <Line row id=id.get_value() may_edit /> };
    view! {
        <section class="card stack" aria-labelledby="life-participants">
            <h2 class="ds-heading" data-size="xs" id="life-participants">{t!(i18n, life.participants)}</h2>
            <p class="meta">{t!(i18n, case.participants_lead)}</p>
            {nothing.then(|| view! { <p>{t!(i18n, case.participants_none)}</p> })}
            <ul class="plain-list">{life.participants.clone().into_iter().map(line).collect_view()}</ul>
            {may_edit.then(|| view! { <AddForm life /> })}
        </section>
    }
}

#[component]
fn Line(row: ParticipantLine, id: String, may_edit: bool) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let editing = RwSignal::new(false);
    let shown = row.clone();
    let nameless = row.name.is_empty();
    let name = {
        let name = row.name.clone();
        move || if nameless { t_string!(i18n, life.unnamed).to_owned() } else { name.clone() }
    };
    let label = name.clone();
    let id = StoredValue::new(id);
    let row = StoredValue::new(row);
    let (from, to) = (shown.from.clone(), shown.to.clone());
    view! {
        <li class="stack" data-gap="sm">
            <div class="team-line">
                <span class="cluster">
                    <strong><bdi>{name}</bdi></strong>
                    {shown.is_child.then(|| view! { <span class="ds-tag" data-size="sm" data-color="sky">{t!(i18n, case.child)}</span> })}
                    {shown.has_responsibility.then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, case.responsibility)}</span> })}
                    {shown.is_over.then(|| view! { <span class="ds-tag" data-size="sm" data-color="neutral">{t!(i18n, life.over)}</span> })}
                    <span class="meta">
                        {t!(i18n, case.since, date = move || time(language(), &from))}
                        {(!to.is_empty()).then(|| view! { " " {t!(i18n, case.until, date = { let to = to.clone(); move || time(language(), &to) })} })}
                    </span>
                </span>
                {may_edit.then(|| view! {
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                        aria-label=move || t_string!(i18n, life.edit, name = label())
                        aria-expanded=move || editing.get().to_string()
                        on:click=move |_| editing.update(|it| *it = !*it)>{t!(i18n, life.edit_short)}</button>
                })}
            </div>
            <Show when=move || editing.get()>
                <Correct row=row.get_value() id=id.get_value() editing />
            </Show>
        </li>
    }
}

/// What somebody else wrote meanwhile, its version, and who they are.
type Theirs = (ParticipantForm, i64, String);

#[component]
fn Correct(row: ParticipantLine, id: String, editing: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let here = use_life();
    let doing = Doing::new();
    let fields = Fields::of(&row);
    let version = RwSignal::new(row.version);
    let theirs = RwSignal::new(None::<Theirs>);
    let tried = RwSignal::new(false);
    let participant = StoredValue::new(row.id.clone());
    let id = StoredValue::new(id);
    let save = move || {
        tried.set(true);
        if fields.is_incomplete() {
            return;
        }
        let form = fields.form(String::new());
        let work = correct_participant(id.get_value(), participant.get_value(), version.get_untracked(), form);
        doing.run(work, move |result| match result {
            CorrectionResult::Saved => {
                editing.set(false);
                here.changed();
            }
            CorrectionResult::Overtaken(now, number, by) => theirs.set(Some((*now, number, by))),
        });
    };
    let prefix = format!("edit-{}", row.id);
    view! {
        <form class="form person-row" on:submit=move |event| { event.prevent_default(); save(); }>
            <FaultNote fault=doing.fault />
            {move || theirs.get().map(|(now, number, by)| view! {
                <Conflict now by mine=Signal::derive(move || fields.form(String::new()))
                    keep_mine=Callback::new(move |()| { version.set(number); theirs.set(None); save(); })
                    take_theirs=Callback::new(move |()| { editing.set(false); here.changed(); }) />
            })}
            <ParticipantFields fields prefix is_child=Signal::stored(row.is_child) nameless=row.name.is_empty() tried />
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || doing.busy.get() || theirs.with(Option::is_some)>
                    {move || if doing.busy.get() { t_string!(i18n, life.busy) } else { t_string!(i18n, life.save) }}
                </button>
                <button class="ds-button" data-variant="tertiary" type="button" on:click=move |_| editing.set(false)>{t!(i18n, app.cancel)}</button>
            </div>
        </form>
    }
}

/// Two have corrected the same: what stands there and what one wrote, side by side.
#[component]
fn Conflict(
    now: ParticipantForm,
    by: String,
    #[prop(into)] mine: Signal<ParticipantForm>,
    keep_mine: Callback<()>,
    take_theirs: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let told = move |form: &ParticipantForm| {
        let mut parts = vec![form.name.clone()];
        if form.has_responsibility {
            parts.push(t_string!(i18n, case.responsibility).to_owned());
        }
        parts.push(t_string!(i18n, case.since, date = time(language(), &form.from)));
        if !form.to.is_empty() {
            parts.push(t_string!(i18n, case.until, date = time(language(), &form.to)));
        }
        parts.retain(|part| !part.is_empty());
        parts.join(", ")
    };
    view! {
        <div class="ds-alert stack" data-color="warning" role="alert">
            <h3 class="ds-heading" data-size="2xs">{move || t_string!(i18n, life.conflict_title, name = by.clone())}</h3>
            <p>{t!(i18n, life.conflict)}</p>
            <dl class="facts">
                <div><dt>{t!(i18n, life.theirs)}</dt><dd class="conflict-theirs">{move || told(&now)}</dd></div>
                <div><dt>{t!(i18n, life.mine)}</dt><dd class="conflict-mine">{move || told(&mine.get())}</dd></div>
            </dl>
            <div class="form-actions">
                <button class="ds-button" data-size="sm" type="button" on:click=move |_| keep_mine.run(())>{t!(i18n, life.keep_mine)}</button>
                <button class="ds-button" data-size="sm" data-variant="secondary" type="button" on:click=move |_| take_theirs.run(())>{t!(i18n, life.take_theirs)}</button>
            </div>
        </div>
    }
}

#[component]
fn AddForm(life: CaseLife) -> impl IntoView {
    let i18n = use_i18n();
    let here = use_life();
    let doing = Doing::new();
    let id = StoredValue::new(life.id.clone());
    let fields = Fields::new(&life.today);
    let person = RwSignal::new(String::new());
    let is_child = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let known = Memo::new(move |_| !person.with(String::is_empty));
    let add = move || {
        tried.set(true);
        if fields.is_incomplete() && (!known.get_untracked() || fields.is_dateless()) {
            return;
        }
        let mut form = fields.form(person.get_untracked());
        form.is_child = is_child.get_untracked();
        form.has_responsibility &= !form.is_child;
        doing.run(add_participant(id.get_value(), form), move |()| here.changed());
    };
    let mentioned = life.mentioned;
    view! {
        <details class="ds-details" id="add-participant">
            <summary>{t!(i18n, life.add_participant)}</summary>
            <form class="form" on:submit=move |event| { event.prevent_default(); add(); }>
                <FaultNote fault=doing.fault />
                <div class="form-row">
                    <div class="ds-field">
                        <label class="ds-label" for="new-who">{t!(i18n, life.who)}</label>
                        <select class="ds-input" id="new-who" on:change=move |event| person.set(event_target_value(&event))>
                            <option value="">{t!(i18n, life.somebody_new)}</option>
                            {mentioned.into_iter().map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                        </select>
                    </div>
                    <div class="ds-field">
                        <label class="ds-label" for="new-kind">{move || format!("{} / {}", t_string!(i18n, life.kind_adult), t_string!(i18n, life.kind_child).to_lowercase())}</label>
                        <select class="ds-input" id="new-kind" on:change=move |event| is_child.set(event_target_value(&event) == "child")>
                            <option value="adult">{t!(i18n, life.kind_adult)}</option>
                            <option value="child">{t!(i18n, life.kind_child)}</option>
                        </select>
                    </div>
                </div>
                {move || view! {
                    <ParticipantFields fields prefix="new".to_owned() is_child=Signal::from(is_child) nameless=known.get() tried />
                }}
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" type="submit" disabled=move || doing.busy.get()>{t!(i18n, life.add)}</button>
                </div>
            </form>
        </details>
    }
}

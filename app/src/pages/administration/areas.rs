//! The goal areas that a unit has of its own, beside those that every unit has.

use super::retire::RetiredTag;
use crate::api::administration::area::{AreaRow, MoveArea, RetireArea, SaveArea, admin_areas};
use crate::components::{ErrorNotice, FaultNote, Submit, TextField, fault_of, when_done};
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use crate::plan_words::area_word;
use casework::plan::Area;
use leptos::prelude::*;

/// The areas of a unit, as a page has asked for them.
#[derive(Clone, Copy)]
pub(super) struct AreasAsked {
    again: RwSignal<u32>,
    found: Resource<Result<Vec<AreaRow>, AppError>>,
}

/// Asks for them. A page asks for all its data before it waits for any.
pub(super) fn ask_areas(unit: impl Fn() -> String + Send + Sync + 'static) -> AreasAsked {
    let again = RwSignal::new(0_u32);
    AreasAsked { again, found: Resource::new(move || (unit(), again.get()), |(unit, _)| admin_areas(unit)) }
}

/// The card.
#[component]
pub(super) fn AreasCard(unit: String, asked: AreasAsked) -> impl IntoView {
    let i18n = use_i18n();
    let AreasAsked { again, found } = asked;
    let save = ServerAction::<SaveArea>::new();
    let fault = fault_of(save);
    when_done(save, move |()| again.update(|n| *n += 1));
    let everywhere = move || {
        let words: Vec<String> = Area::ALL.iter().map(|it| area_word(i18n.get_locale(), it).to_lowercase()).collect();
        t_string!(i18n, admin.areas_lead, areas = words.join(", "))
    };
    view! {
        <section class="card stack" aria-labelledby="areas">
            <h2 class="ds-heading" data-size="xs" id="areas">{t!(i18n, admin.areas)}</h2>
            <p class="meta">{everywhere}</p>
            <Transition fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(rows) => view! { <Rows rows again /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Transition>
            <ActionForm action=save attr:class="form" attr:novalidate=true>
                <FaultNote fault />
                <input type="hidden" name="unit" value=unit />
                <TextField name="name" id="area-new".to_owned() label=Signal::derive(move || t_string!(i18n, admin.new_area).to_owned()) fault maxlength=60 />
                <div class="form-actions"><Submit pending=save.pending() label=Signal::derive(move || t_string!(i18n, admin.add_area).to_owned()) /></div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Rows(rows: Vec<AreaRow>, again: RwSignal<u32>) -> impl IntoView {
    let last = rows.len().saturating_sub(1);
    let line = move |(at, row): (usize, AreaRow)| view! { <Line row again is_first=at == 0 is_last=at == last /> };
    (!rows.is_empty())
        .then(|| view! { <ol class="plain-list stack">{rows.into_iter().enumerate().map(line).collect_view()}</ol> })
}

#[component]
fn Line(row: AreaRow, again: RwSignal<u32>, is_first: bool, is_last: bool) -> impl IntoView {
    let i18n = use_i18n();
    let retire = ServerAction::<RetireArea>::new();
    let order = ServerAction::<MoveArea>::new();
    when_done(retire, move |()| again.update(|n| *n += 1));
    when_done(order, move |()| again.update(|n| *n += 1));
    let AreaRow { id, name, retired } = row;
    let (id, name) = (StoredValue::new(id), StoredValue::new(name));
    let step = move |earlier: bool| {
        order.dispatch(MoveArea { id: id.get_value(), earlier });
    };
    let toggle = move |_| {
        retire.dispatch(RetireArea { id: id.get_value(), retired: !retired });
    };
    let of = move || format!(": {}", name.get_value());
    let busy = move || retire.pending().get() || order.pending().get();
    view! {
        <li class="stack" data-gap="sm">
            <p class="cluster"><span>{name.get_value()}</span> <RetiredTag retired /></p>
            <div class="cluster">
                {(!is_first).then(|| view! {
                    <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" disabled=busy on:click=move |_| step(true)>{t!(i18n, admin.earlier)}<span class="ds-sr-only">{of}</span></button>
                })}
                {(!is_last).then(|| view! {
                    <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" disabled=busy on:click=move |_| step(false)>{t!(i18n, admin.later)}<span class="ds-sr-only">{of}</span></button>
                })}
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" disabled=busy on:click=toggle>
                    {move || if retired { t_string!(i18n, admin.take_back) } else { t_string!(i18n, admin.retire) }}<span class="ds-sr-only">{of}</span>
                </button>
            </div>
            <FaultNote fault=fault_of(retire) />
            <FaultNote fault=fault_of(order) />
        </li>
    }
}

//! The drawing on the page, with its tools, its legend and its panel.

use super::drawing::Drawing;
use super::growing::Growing;
use super::hand::Hand;
use super::keys::on_key;
use super::legend::Legend;
use super::naming::Naming;
use super::panel::{Below, PersonPanel};
use super::pointer::Pointer;
use super::stage::{Stage, ZOOM_STEP};
use super::tools::{DrawTools, Layer, SavingNote, ToldBy, ToolButton};
use super::walk::{first_person, markup};
use crate::api::cases::CaseMap;
use crate::api::drawing::Easel;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use family_map::kin::Kin;
use family_map::layout::{Layout, Options, arrange};
use family_map::record::PersonId;
use family_map::scene::{View, draw};
use leptos::prelude::*;
use std::sync::Arc;

/// A genogram with its tools, legend and panel.
#[component]
pub fn MapCanvas(
    /// People and ties as this viewer may see them.
    map: CaseMap,
    /// Title for print and screen reader.
    title: String,
    /// Marked as a demonstration, on paper too.
    demo: bool,
    /// Prints the page.
    on_print: Callback<()>,
    /// For who may draw on it: of which case, and with what.
    #[prop(default = None)]
    easel: Option<(String, Easel)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let today = map.today;
    let drawing = easel.map(|(case, easel)| Drawing::begin(case, map.record.clone(), easel));
    let record = match drawing {
        Some(drawing) => drawing.shown(),
        None => Memo::new(move |_| map.record.clone()),
    };
    let count = move || record.with(|record| record.people.len());
    let index = record.with_untracked(first_person);
    // Whoever need not move stays where the eye has learnt to find them.
    let layout = Memo::new(move |before: Option<&Layout>| {
        let options = before.map(Options::after).unwrap_or_default();
        record.with(|record| arrange(record, &options))
    });
    let households = RwSignal::new(true);
    // Off until somebody asks for them.
    let bonds = RwSignal::new(false);
    let scene = Memo::new(move |_| {
        let view = View { households: households.get(), bonds: bonds.get(), ..View::on(today) };
        record.with(|record| layout.with(|layout| draw(record, layout, &view)))
    });
    let picture = Memo::new(move |_| {
        let tab_stop = record.with(first_person);
        scene.with(|scene| markup(scene, language(), tab_stop.as_ref()))
    });
    let stage = Stage::begin(layout, scene, index.clone());
    let hand = Hand {
        drawing,
        record,
        stage,
        chosen: RwSignal::new(None),
        naming: RwSignal::new(None),
        said: RwSignal::new(String::new()),
        i18n,
    };
    hand.keep_form_beside(picture);
    hand.lose_nothing();
    stage.mark_chosen(picture, hand.chosen);
    let pointer = Pointer::over(hand);
    let add_alone = Callback::new(move |()| hand.add_alone());
    let back_to_map = Callback::new(move |()| {
        if let Some(id) = &index {
            stage.focus(id);
        }
    });
    let below: Option<Below> = drawing.map(|drawing| {
        let grow = Callback::new(move |(id, kin): (PersonId, Kin)| hand.grow(&id, kin));
        let (name, remove) = (Callback::new(move |id| hand.name(id)), Callback::new(move |id| hand.remove(id)));
        Arc::new(move |person: PersonId| {
            view! { <Growing drawing record bonds person on_grow=grow on_name=name on_remove=remove /> }.into_any()
        }) as Below
    });
    let nobody = move || drawing.is_some() && count() == 0;

    view! {
        <section class="map-page" aria-label=move || t_string!(i18n, map.label)>
            <div class="map-main">
                <div class="map-tools">
                    {drawing.map(|drawing| view! { <DrawTools drawing on_new=add_alone /> })}
                    <div class="map-layers">
                        <Layer on=households>{t!(i18n, map.households)}</Layer>
                        <Layer on=bonds>{t!(i18n, map.bonds)}</Layer>
                    </div>
                    <div class="map-zoom">
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.zoom_out).to_owned()) icon="minus" on_press=Callback::new(move |()| stage.zoom_in_middle(1.0 / ZOOM_STEP)) />
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.fit).to_owned()) icon="fit" on_press=Callback::new(move |()| stage.fit()) />
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.zoom_in).to_owned()) icon="plus" on_press=Callback::new(move |()| stage.zoom_in_middle(ZOOM_STEP)) />
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.print).to_owned()) icon="print" on_press=on_print />
                    </div>
                </div>
                <div
                    class="map-surface"
                    node_ref=stage.element
                    on:keydown=move |event| on_key(&event, hand)
                    on:pointerdown=move |event| pointer.down(&event)
                    on:pointermove=move |event| pointer.moved(&event)
                    on:pointerup=move |event| pointer.up(&event)
                    on:pointercancel=move |event| pointer.cancel(&event)
                    on:wheel=move |event| pointer.wheel(&event)
                >
                    <svg
                        class="map"
                        role="group"
                        aria-label=move || format!("{}. {title}. {}", t_string!(i18n, map.label), how_many(i18n, count()))
                        aria-describedby="map-help"
                        viewBox=move || stage.viewport.get().view_box()
                        preserveAspectRatio="xMidYMid meet"
                        inner_html=move || picture.get()
                    ></svg>
                    {move || nobody().then(|| view! {
                        <div class="map-empty">
                            <h2 class="ds-heading" data-size="xs">{t!(i18n, map.empty_title)}</h2>
                            <p>{t!(i18n, map.empty_draw)}</p>
                            <button class="ds-button" type="button" on:click=move |_| add_alone.run(())>{t!(i18n, map.first_person)}</button>
                        </div>
                    })}
                    {move || {
                        let person = hand.naming.get().and_then(|id| record.with_untracked(|record| record.people.get(&id).cloned()));
                        drawing.zip(person).map(|(drawing, person)| view! { <Naming drawing person today on_done=Callback::new(move |id| hand.named(id)) /> })
                    }}
                </div>
                {drawing.map(|drawing| view! {
                    <div class="map-foot">
                        <SavingNote drawing />
                        <p class="map-said" role="status">{hand.said}</p>
                    </div>
                })}
                <p id="map-help" class="map-help">
                    {t!(i18n, map.help)}" "{drawing.is_some().then(|| view! { {t!(i18n, map.help_draw)} })}
                </p>
                {demo.then(|| view! { <p class="print-only print-mark">{t!(i18n, app.fictional)}</p> })}
            </div>
            <div class="map-side">
                <PersonPanel record scene chosen=hand.chosen on_close=back_to_map below />
                {drawing.map(|drawing| view! { <ToldBy drawing /> })}
                <details class="map-legend" open>
                    <summary>{t!(i18n, map.legend)}</summary>
                    <Legend scene />
                </details>
            </div>
        </section>
    }
}

/// «1 person», «23 personer».
fn how_many(i18n: leptos_i18n::I18nContext<crate::i18n::Locale>, count: usize) -> String {
    if count == 1 {
        t_string!(i18n, map.people_one).to_owned()
    } else {
        t_string!(i18n, map.people, count = count.to_string())
    }
}

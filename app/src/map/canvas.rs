//! The drawing on the page, with its tools, its legend and its panel.

use super::arranging::{Arranging, Progress};
use super::board::Board;
use super::compared::{Compared, Told};
use super::drawing::Aside;
use super::growing::{Growing, Looking};
use super::hand::Hand;
use super::keys::on_key;
use super::layers::{LayerPanel, Layers, drawing_language, teller_name};
use super::legend::Legend;
use super::live::{BesideNote, BesideYou, Live, mark_others};
use super::naming::Naming;
use super::panel::{Below, PersonPanel};
use super::pointer::Pointer;
use super::stage::{Stage, ZOOM_STEP};
use super::time::{PastOf, TimeBar};
use super::tools::{DrawTools, MapHelp, SavingNote, ToldBy, ToolButton};
use super::tying::TieChoice;
use super::walk::first_person;
use crate::api::cases::CaseMap;
use crate::api::drawing::Easel;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use family_map::layout::arrange_within;
use family_map::record::PersonId;
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
    /// For who follows what others draw: of which case, and from where on.
    #[prop(default = None)]
    follow: Option<(String, String)>,
    /// For who may look at the past: whose.
    #[prop(default = None)]
    past: Option<PastOf>,
    /// It may be printed from here.
    #[prop(default = true)]
    prints: bool,
    /// Where there is no network: what was drawn so far, and who keeps it.
    #[prop(default = None)]
    aside: Option<Aside>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let today = map.today;
    // What leaves the house on paper stands in the log, which needs the server.
    let prints = prints && aside.is_none();
    // Without network there is no program for a worker but the page's own.
    let apart = aside.is_none();
    let Board { pending, drawing, time, shown } = match aside {
        Some(aside) => Board::begin_aside(map, easel, aside),
        None => Board::begin(map, easel, past),
    };
    let live = follow.map(|(case, cursor)| Live::begin(case, cursor, pending, drawing));
    let record = shown.record;
    let count = move || record.with(|record| record.people.len());
    let index = record.with_untracked(first_person);
    let layers = record.with_untracked(Layers::at_first);
    // Beside another moment everybody of both is drawn.
    let compared = Compared::of(time, record, layers);
    let part = Memo::new(move |_| compared.part().unwrap_or_else(|| record.with(|record| layers.part(record))));
    // On another day of life everyone stands where they stand in the whole of it, so that nobody jumps.
    let in_life = Memo::new(move |_| shown.in_life.get() && !compared.is_on());
    let whole =
        Memo::new(move |_| if in_life.get() { shown.base.with(|record| layers.part(record)) } else { part.get() });
    let arranging = Arranging::begin(whole, apart);
    let layout = Memo::new(move |_| {
        if in_life.get() {
            part.with(|part| arranging.placed.with(|whole| arrange_within(&part.record, &whole.layout)))
        } else {
            arranging.layout(part)
        }
    });
    let drawn = Memo::new(move |_| if in_life.get() { part.get() } else { arranging.drawn(part) });
    let language_of = drawing_language(drawing);
    let changes = compared.changes(layout, shown.day);
    let scene = Memo::new(move |_| {
        let name = move |drawing, language, key: &_| teller_name(i18n, drawing, language, key);
        drawn.with(|part| {
            layout.with(|layout| {
                let mut scene = layers.draw(part, layout, shown.day.get(), language_of(), name);
                changes.with(|it| it.iter().for_each(|it| it.mark(&mut scene, layout, &part.record)));
                scene
            })
        })
    });
    let stage = Stage::begin(layout, scene, index.clone());
    stage.show_late(arranging.behind);
    let hand = Hand::new(drawing, (record, shown.is_now), part, layers, stage, i18n);
    let picture = stage.picture(language, hand.chosen, move || drawn.with(|part| first_person(&part.record)));
    hand.keep_form_beside(picture);
    hand.lose_nothing();
    stage.mark_chosen(picture, hand.chosen);
    if let Some(live) = live {
        mark_others(live, stage.element, picture);
        Effect::new(move |_| live.look_at(hand.chosen.get()));
    }
    let pointer = Pointer::over(hand);
    let add_alone = Callback::new(move |()| hand.add_alone());
    let back_to_map = Callback::new(move |()| {
        if let Some(id) = &index {
            stage.focus(id);
        }
    });
    let below: Below = Arc::new(move |person: PersonId| {
        let of = person.clone();
        let growing = move || hand.draws().map(|drawing| view! { <Growing hand drawing person=of.clone() /> });
        view! { {growing}<Looking hand person /> }.into_any()
    });
    let nobody = move || hand.draws().is_some() && count() == 0;

    view! {
        <section class="map-page" aria-label=t!(i18n, map.label)>
            <div class="map-main">
                <div class="map-tools">
                    {move || hand.draws().map(|drawing| view! { <DrawTools drawing on_new=add_alone /> })}
                    <LayerPanel layers record drawing name=Callback::new(move |id| hand.name_now(&id, language())) />
                    <div class="map-zoom">
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.zoom_out).to_owned()) icon="minus" on_press=Callback::new(move |()| stage.zoom_in_middle(1.0 / ZOOM_STEP)) />
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.fit).to_owned()) icon="fit" on_press=Callback::new(move |()| stage.fit()) />
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.zoom_in).to_owned()) icon="plus" on_press=Callback::new(move |()| stage.zoom_in_middle(ZOOM_STEP)) />
                        {prints.then(|| view! { <ToolButton label=Signal::derive(move || t_string!(i18n, map.print).to_owned()) icon="print" on_press=on_print /> })}
                    </div>
                </div>
                {time.map(|time| view! { <TimeBar time base=shown.base compares=true /> })}
                {live.map(|live| view! { <BesideYou live record /> })}
                <div
                    class="map-surface"
                    node_ref=stage.element
                    on:keydown=move |event| on_key(&event, hand, pointer)
                    on:focusin=move |event| stage.focus_comes(&event)
                    on:focusout=move |event| stage.focus_goes(&event)
                    on:pointerdown=move |event| pointer.down(&event)
                    on:pointermove=move |event| pointer.moved(&event)
                    on:pointerup=move |event| pointer.up(&event)
                    on:pointercancel=move |event| pointer.cancel(&event)
                    on:wheel=move |event| pointer.wheel(&event)
                    on:contextmenu=move |event| pointer.menu(&event)
                    data-tying=move || hand.tied_from.with(|from| from.is_some().then_some(""))
                    data-moving=move || hand.moving.with(|moving| moving.is_some().then_some(""))
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
                    <Progress behind=arranging.behind />
                    {move || nobody().then(|| view! {
                        <div class="map-empty">
                            <h2 class="ds-heading" data-size="xs">{t!(i18n, map.empty_title)}</h2>
                            <p>{t!(i18n, map.empty_draw)}</p>
                            <button class="ds-button" type="button" on:click=move |_| add_alone.run(())>{t!(i18n, map.first_person)}</button>
                        </div>
                    })}
                    {move || {
                        let person = hand.naming.get().and_then(|id| record.with_untracked(|record| record.people.get(&id).cloned()));
                        hand.draws().zip(person).map(|(drawing, person)| view! { <Naming drawing person today on_done=Callback::new(move |id| hand.named(id)) /> })
                    }}
                    {move || hand.draws().zip(hand.tying.get()).map(|(drawing, tying)| view! { <TieChoice hand drawing tying /> })}
                </div>
                {drawing.map(|drawing| view! {
                    <div class="map-foot">
                        <SavingNote drawing />
                        <p class="map-said" role="status">{hand.said}</p>
                    </div>
                })}
                {live.map(|live| view! { <BesideNote live record /> })}
                <Told changes />
                <MapHelp>
                    {t!(i18n, map.help)}" "{move || hand.draws().map(|_| view! { {t!(i18n, map.help_draw)}" "{t!(i18n, map.help_move)} })}
                </MapHelp>
                {demo.then(|| view! { <p class="print-only print-mark">{t!(i18n, app.fictional)}</p> })}
            </div>
            <div class="map-side">
                <PersonPanel record scene chosen=hand.chosen on_close=back_to_map below />
                {move || hand.draws().map(|drawing| view! { <ToldBy drawing /> })}
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

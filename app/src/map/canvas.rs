//! The drawing on the page: panned, enlarged, walked.

use super::drawing::Drawing;
use super::gesture::{Command, Gesture};
use super::growing::{Growing, kin_key, may_be_removed};
use super::legend::Legend;
use super::live::{BesideNote, BesideYou, Live, mark_others};
use super::naming::Naming;
use super::panel::{Below, PersonPanel};
use super::table::full_name;
use super::tools::{DrawTools, Layer, SavingNote, ToldBy, ToolButton};
use super::viewport::{Surface, Viewport};
use super::walk::{first_person, markup, move_tab_stop, neighbour, person_of, place_beside, shape_of};
use crate::api::cases::CaseMap;
use crate::api::drawing::Easel;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use family_map::edit::Edit;
use family_map::effect::Held;
use family_map::kin::Kin;
use family_map::layout::{Layout, Options, arrange};
use family_map::pending::Pending;
use family_map::record::PersonId;
use family_map::scene::{View, draw};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// One step of the zoom buttons and keys.
const ZOOM_STEP: f64 = 1.25;
/// Below this many pixels per unit names cannot be read: begin at the person
/// in whose name the map is drawn instead of showing everything.
const READABLE: f64 = 0.3;
/// Windows up to this wide, in pixels, show the panel as a sheet (60rem in the style).
const SHEET_BELOW: f64 = 960.0;
/// Room around a person who is brought into view, in map units.
const ROOM: f64 = 90.0;

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
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let today = map.today;
    let pending = RwSignal::new(Pending::new(Held::new(0, map.record)));
    let drawing = easel.map(|(case, easel)| Drawing::begin(case, pending, easel));
    let live = follow.map(|(case, cursor)| Live::begin(case, cursor, pending, drawing));
    let record = Memo::new(move |_| pending.with(|pending| pending.shown().clone()));
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
    let viewport = RwSignal::new(Viewport::fit(scene.with_untracked(|scene| scene.bounds)));
    let chosen = RwSignal::new(None::<PersonId>);
    let picture = Memo::new(move |_| {
        let tab_stop = record.with(first_person);
        scene.with(|scene| markup(scene, language(), tab_stop.as_ref()))
    });
    let surface_ref = NodeRef::<html::Div>::new();
    let gesture = StoredValue::new(Gesture::default());

    let surface = move || {
        let element: web_sys::HtmlElement = surface_ref.get_untracked()?.into();
        let rect = element.get_bounding_client_rect();
        (rect.width() > 0.0 && rect.height() > 0.0).then(|| Surface {
            left: rect.left(),
            top: rect.top(),
            width: rect.width(),
            height: rect.height(),
        })
    };
    let zoom_in_middle = move |factor: f64| {
        if let Some(surface) = surface() {
            viewport.update(|view| *view = view.zoomed_in_middle(surface, factor));
        }
    };
    let fit = move || viewport.set(Viewport::fit(scene.with_untracked(|scene| scene.bounds)));
    let place_of =
        move |id: &PersonId| layout.with_untracked(|layout| layout.places.get(id).map(|place| (place.x, place.y)));

    // A map too large to read at once begins at the person it is drawn for.
    let begin_at = index.clone();
    Effect::new(move |_| {
        let at = begin_at.as_ref().and_then(&place_of);
        // A page that was just put together has its size with the next frame.
        request_animation_frame(move || {
            let (Some(surface), Some(at)) = (surface(), at) else { return };
            if viewport.with_untracked(|view| view.scale(surface)) < READABLE {
                viewport.set(Viewport::centred(surface, at.0, at.1, 0.8));
            }
        });
    });
    // On paper stands the whole map, whatever part of it was on the screen.
    let before_print = StoredValue::new(None::<Viewport>);
    Effect::new(move |_| {
        let before = window_event_listener_untyped("beforeprint", move |_| {
            before_print.set_value(Some(viewport.get_untracked()));
            fit();
        });
        let after = window_event_listener_untyped("afterprint", move |_| {
            if let Some(view) = before_print.try_update_value(Option::take).flatten() {
                viewport.set(view);
            }
        });
        on_cleanup(move || {
            before.remove();
            after.remove();
        });
    });

    let show = move |id: &PersonId| {
        if let Some((x, y)) = place_of(id) {
            let surface = surface();
            viewport.update(|view| {
                let filled = surface.map_or(*view, |surface| view.filling(surface));
                let shown = filled.revealing(x, y, ROOM);
                if shown != filled {
                    *view = shown;
                }
            });
        }
    };
    let focus_person = move |id: &PersonId| {
        show(id);
        if let Some(element) = shape_of(scene, id) {
            move_tab_stop(&element);
            if let Some(element) = element.dyn_ref::<web_sys::SvgElement>() {
                let _ = element.focus();
            }
        }
    };

    // On a phone the panel is a sheet over the lower half of the window.
    let keep_above_sheet = move |id: &PersonId| {
        if let (true, Some((x, y)), Some(surface)) = (is_narrow(), place_of(id), surface()) {
            viewport.update(|view| {
                let scale = view.scale(surface);
                *view = Viewport::centred(surface, x, y + surface.height / scale * 0.34, scale);
            });
        }
    };

    let naming = RwSignal::new(None::<PersonId>);
    let said = RwSignal::new(String::new());
    // The picture is drawn anew before the next frame; then the person is there.
    let name_person = move |id: PersonId| {
        chosen.set(Some(id.clone()).filter(|_| !is_narrow()));
        naming.set(Some(id.clone()));
        request_animation_frame(move || show(&id));
    };
    let named = Callback::new(move |id: PersonId| {
        naming.set(None);
        said.set(String::new());
        request_animation_frame(move || focus_person(&id));
    });
    let grow = move |of: &PersonId, kin: Kin| {
        if let Some(new) = drawing.and_then(|drawing| drawing.grow(of, kin)) {
            said.set(t_string!(i18n, map.added).to_owned());
            name_person(new);
        }
    };
    let add_alone = Callback::new(move |()| {
        if let Some(new) = drawing.and_then(Drawing::add_alone) {
            said.set(t_string!(i18n, map.added).to_owned());
            name_person(new);
        }
    });
    let remove = move |id: PersonId| {
        let Some(drawing) = drawing.filter(|drawing| may_be_removed(*drawing, &id)) else { return };
        let name = record.with_untracked(|record| record.people.get(&id).map(|it| full_name(it, language())));
        chosen.set(None);
        drawing.draw(vec![Edit::Remove(id.into())]);
        said.set(t_string!(i18n, map.removed, name = name.unwrap_or_default()));
        let next = record.with_untracked(first_person);
        request_animation_frame(move || {
            if let Some(id) = next {
                focus_person(&id);
            }
        });
    };
    // Beside its person, within the map.
    Effect::new(move |_| {
        naming.track();
        picture.track();
        viewport.track();
        request_animation_frame(move || {
            let shape = naming.try_get_untracked().flatten().and_then(|id| shape_of(scene, &id));
            if let (Some(shape), Some(surface)) = (shape, surface()) {
                place_beside(&shape, surface);
            }
        });
    });
    // What is not sent yet would be lost with the page.
    Effect::new(move |_| {
        let leaving = window_event_listener_untyped("beforeunload", move |event| {
            if drawing.is_some_and(Drawing::is_unsent) {
                event.prevent_default();
            }
        });
        let online = window_event_listener_untyped("online", move |_| {
            if let Some(drawing) = drawing {
                drawing.send();
            }
        });
        on_cleanup(move || {
            leaving.remove();
            online.remove();
        });
    });

    let on_key = move |event: web_sys::KeyboardEvent| {
        if let (Some(drawing), true) = (drawing, event.ctrl_key() || event.meta_key()) {
            let again = match event.key().as_str() {
                "z" | "Z" => event.shift_key(),
                "y" | "Y" => true,
                _ => return,
            };
            event.prevent_default();
            drawing.go(again);
            return;
        }
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let here = event.target().and_then(person_of);
        let key = event.key();
        match (key.as_str(), &here) {
            ("+" | "=", _) => zoom_in_middle(ZOOM_STEP),
            ("-" | "_", _) => zoom_in_middle(1.0 / ZOOM_STEP),
            ("0", _) => fit(),
            ("Escape", _) => chosen.set(None),
            ("Enter" | " ", Some(id)) => {
                keep_above_sheet(id);
                chosen.set(Some(id.clone()));
            }
            ("ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Home" | "End", Some(id)) => {
                if let Some(next) = scene.with_untracked(|scene| neighbour(scene, id, &key)) {
                    focus_person(&next);
                }
            }
            ("F2", Some(id)) if drawing.is_some() => name_person(id.clone()),
            ("Delete", Some(id)) if drawing.is_some() => remove(id.clone()),
            (letter, Some(id)) if drawing.is_some() => {
                match Kin::ALL.iter().find(|kin| kin_key(i18n, **kin) == letter) {
                    Some(kin) => grow(id, *kin),
                    None => return,
                }
            }
            _ => return,
        }
        event.prevent_default();
    };

    let on_down = move |event: web_sys::PointerEvent| {
        if event.button() != 0 {
            return;
        }
        gesture.update_value(|gesture| {
            gesture.down(event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()));
        });
    };
    let on_move = move |event: web_sys::PointerEvent| {
        let command = gesture.try_update_value(|gesture| {
            gesture.moved(event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()))
        });
        let (Some(Some(command)), Some(surface)) = (command, surface()) else { return };
        // From here on it is a drag: it stays ours also outside the map.
        if let Some(element) = surface_ref.get_untracked() {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        viewport.update(|view| {
            *view = match command {
                Command::Pan { dx, dy } => view.panned(surface, dx, dy),
                Command::Pinch { factor, x, y, dx, dy } => view.panned(surface, dx, dy).zoomed(surface, factor, x, y),
            };
        });
    };
    let on_up = move |event: web_sys::PointerEvent| {
        let tapped = gesture.try_update_value(|gesture| gesture.up(event.pointer_id())).unwrap_or(false);
        if tapped {
            let person = event.target().and_then(person_of);
            if let Some(id) = &person {
                focus_person(id);
                keep_above_sheet(id);
            }
            chosen.set(person);
        }
    };
    let on_cancel =
        move |event: web_sys::PointerEvent| gesture.update_value(|gesture| gesture.cancel(event.pointer_id()));
    let on_wheel = move |event: web_sys::WheelEvent| {
        let Some(surface) = surface() else { return };
        event.prevent_default();
        let step = if event.delta_mode() == web_sys::WheelEvent::DOM_DELTA_LINE { 0.05 } else { 0.002 };
        let factor = (-event.delta_y() * step).clamp(-0.5, 0.5).exp();
        viewport.update(|view| {
            *view = view.zoomed(surface, factor, f64::from(event.client_x()), f64::from(event.client_y()));
        });
    };

    // Who is chosen is marked in the drawing, also after it is drawn anew.
    Effect::new(move |_| {
        picture.track();
        let chosen = chosen.get();
        let Some(element) = surface_ref.get() else { return };
        let people = element.query_selector_all("[data-person]").ok();
        for at in 0..people.as_ref().map_or(0, web_sys::NodeList::length) {
            let Some(person) = people.as_ref().and_then(|list| list.item(at)?.dyn_into::<web_sys::Element>().ok())
            else {
                continue;
            };
            let is_chosen =
                chosen.as_ref().is_some_and(|id| person.get_attribute("data-person").as_deref() == Some(id.as_str()));
            let _ = if is_chosen {
                person.set_attribute("aria-current", "true")
            } else {
                person.remove_attribute("aria-current")
            };
        }
    });
    if let Some(live) = live {
        mark_others(live, surface_ref, picture);
        Effect::new(move |_| live.look_at(chosen.get()));
    }
    let back_to_map = {
        let index = index.clone();
        Callback::new(move |()| {
            if let Some(id) = &index {
                focus_person(id);
            }
        })
    };

    let below: Option<Below> = drawing.map(|drawing| {
        let grow = Callback::new(move |(id, kin): (PersonId, Kin)| grow(&id, kin));
        let (name, remove) = (Callback::new(name_person), Callback::new(remove));
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
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.zoom_out).to_owned()) icon="minus" on_press=Callback::new(move |()| zoom_in_middle(1.0 / ZOOM_STEP)) />
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.fit).to_owned()) icon="fit" on_press=Callback::new(move |()| fit()) />
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.zoom_in).to_owned()) icon="plus" on_press=Callback::new(move |()| zoom_in_middle(ZOOM_STEP)) />
                        <ToolButton label=Signal::derive(move || t_string!(i18n, map.print).to_owned()) icon="print" on_press=on_print />
                    </div>
                </div>
                {live.map(|live| view! { <BesideYou live record /> })}
                <div
                    class="map-surface"
                    node_ref=surface_ref
                    on:keydown=on_key
                    on:pointerdown=on_down
                    on:pointermove=on_move
                    on:pointerup=on_up
                    on:pointercancel=on_cancel
                    on:wheel=on_wheel
                >
                    <svg
                        class="map"
                        role="group"
                        aria-label=move || format!("{}. {title}. {}", t_string!(i18n, map.label), how_many(i18n, count()))
                        aria-describedby="map-help"
                        viewBox=move || viewport.get().view_box()
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
                        let person = naming.get().and_then(|id| record.with_untracked(|record| record.people.get(&id).cloned()));
                        drawing.zip(person).map(|(drawing, person)| view! { <Naming drawing person today on_done=named /> })
                    }}
                </div>
                {drawing.map(|drawing| view! {
                    <div class="map-foot">
                        <SavingNote drawing />
                        <p class="map-said" role="status">{said}</p>
                    </div>
                })}
                {live.map(|live| view! { <BesideNote live record /> })}
                <p id="map-help" class="map-help">
                    {t!(i18n, map.help)}" "{drawing.is_some().then(|| view! { {t!(i18n, map.help_draw)} })}
                </p>
                {demo.then(|| view! { <p class="print-only print-mark">{t!(i18n, app.fictional)}</p> })}
            </div>
            <div class="map-side">
                <PersonPanel record scene chosen on_close=back_to_map below />
                {drawing.map(|drawing| view! { <ToldBy drawing /> })}
                <details class="map-legend" open>
                    <summary>{t!(i18n, map.legend)}</summary>
                    <Legend scene />
                </details>
            </div>
        </section>
    }
}

/// Whether the panel is a sheet over the map.
fn is_narrow() -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width <= SHEET_BELOW)
}

/// «1 person», «23 personer».
fn how_many(i18n: leptos_i18n::I18nContext<crate::i18n::Locale>, count: usize) -> String {
    if count == 1 {
        t_string!(i18n, map.people_one).to_owned()
    } else {
        t_string!(i18n, map.people, count = count.to_string())
    }
}

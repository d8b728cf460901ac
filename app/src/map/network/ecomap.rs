//! The ecomap on the page: a home or a person in the middle, the systems around
//! it, and which way energy flows.

use super::choice::Choice;
use super::panel::{Below, ItemPanel};
use super::sheet::Sheet;
use super::sheet_view::{Hand, Press, SheetView, ViewTools};
use super::system_form::{AddSystem, SystemForm};
use super::systems::{centre_code, centre_of, first_centre, nudged, possible_centres, set, set_down};
use super::words::{system_word, who_word};
use crate::api::cases::CaseMap;
use crate::api::drawing::Easel;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::board::Board;
use crate::map::drawing::Drawing;
use crate::map::legend::Legend;
use crate::map::table::full_name;
use crate::map::time::{PastOf, TimeBar};
use crate::map::tools::{BackAndAgain, MapHelp, SavingNote, ToldBy};
use crate::text::{Language, say};
use family_map::ecomap::{Ecomap, EcomapLayout, arrange, draw, ecomap};
use family_map::edit::{EcomapSystemField, Edit};
use family_map::layout::Point;
use family_map::record::{Centre, FactId, PersonId, Record, SystemId};
use family_map::scene::dom_id;
use leptos::prelude::*;
use std::sync::Arc;

/// A step of a place by hand, in thousandths of the way round and out.
const NUDGE: i16 = 25;

/// An ecomap with its tools, legend, panel and figures.
#[component]
pub fn EcomapCanvas(
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
    /// For who may look at the past: whose.
    #[prop(default = None)]
    past: Option<PastOf>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let today = map.today;
    let board = Board::begin(map, easel, past);
    let Board { drawing, time, shown, .. } = board;
    let (record, draws) = (shown.record, board.draws());
    let still = Signal::derive(move || draws.with(Option::is_none));
    let wanted = RwSignal::new(None::<Centre>);
    let centre = Memo::new(move |_| {
        let wanted = wanted.get();
        record.with(|record| {
            let wanted = wanted.filter(|it| possible_centres(record).contains(it));
            wanted.or_else(|| first_centre(record))
        })
    });
    let layout = Memo::new(move |_| with_map(record, centre.get(), arrange));
    let scene = Memo::new(move |_| {
        let drawn = layout.with(|layout| {
            let layout = layout.as_ref()?;
            with_map(record, centre.get(), |map| draw(map, layout))
        });
        drawn.unwrap_or_default()
    });
    let sheet = Sheet::begin(scene);
    let people = Memo::new(move |_| {
        let people = with_map(record, centre.get(), |map| {
            map.people.iter().map(|it| (it.id.clone(), full_name(it, language()))).collect::<Vec<(PersonId, String)>>()
        });
        people.unwrap_or_default()
    });
    let hand = drawing.map(|drawing| Handling { drawing, record, centre, layout, sheet });
    let name_of = move |id: &SystemId, language: Language| {
        record.with_untracked(|record| {
            record.systems.get(id).map(|it| {
                let name = who_word(language, record, &it.who);
                if name.is_empty() { system_word(language, it.kind) } else { name }
            })
        })
    };
    let say_moved = move |id: &SystemId| {
        let name = name_of(id, language()).unwrap_or_default();
        sheet.said.set(t_string!(i18n, network.system_moved, name = name));
    };
    let take_off = move |hand: Handling, id: &SystemId| {
        let name = name_of(id, language()).unwrap_or_default();
        sheet.chosen.set(None);
        hand.drawing.draw(vec![Edit::Remove(FactId::EcomapSystem(id.clone()))]);
        sheet.said.set(t_string!(i18n, map.removed, name = name));
        if let Some(next) = scene.with_untracked(|scene| scene.items.first().map(|it| it.shape.clone())) {
            sheet.focus_soon(next);
        }
    };
    let on_sheet = hand.map(|hand| Hand {
        drawing: hand.drawing,
        whereabouts: Callback::new(|_: Point| String::new()),
        set_down: Callback::new(move |(shape, at): (String, Point)| {
            let Some(id) = hand.system(&shape) else { return };
            hand.set_down(&id, at);
            say_moved(&id);
            sheet.focus_soon(shape);
        }),
        press: Callback::new(move |press: Press| {
            let Some(id) = hand.system(&press.shape) else { return false };
            if press.key == "Delete" {
                take_off(hand, &id);
                return true;
            }
            if !hand.press(&id, &press) {
                return false;
            }
            say_moved(&id);
            sheet.focus_soon(press.shape);
            true
        }),
        point_at: Callback::new(|_: String| false),
    });
    let added = Callback::new(move |id: SystemId| {
        let shape = dom_id("system", id.as_str());
        sheet.chosen.set(Some(shape.clone()));
        sheet.focus_soon(shape);
    });
    let centres = Signal::derive(move || {
        record.with(|record| {
            let word = |centre: &Centre| match centre {
                Centre::Household(id) => record.households.get(id).map(|it| it.label.clone()),
                Centre::Person(id) => record.people.get(id).map(|it| full_name(it, language())),
            };
            let all = possible_centres(record);
            all.iter().filter_map(|it| Some((centre_code(it), word(it)?))).collect::<Vec<_>>()
        })
    });
    let choose_centre = Callback::new(move |code: String| {
        wanted.set(centre_of(&code));
        sheet.chosen.set(None);
        request_animation_frame(move || sheet.fit());
    });
    let system_name = Callback::new(move |id: FactId| match id {
        FactId::EcomapSystem(id) => {
            record.track();
            name_of(&id, language()).unwrap_or_default()
        }
        _ => String::new(),
    });
    let below: Below = Arc::new(move |id: FactId| {
        let FactId::EcomapSystem(id) = id else { return ().into_any() };
        let form = move || {
            let id = id.clone();
            hand.filter(|_| !still.get()).map(|hand| {
                view! {
                    <SystemForm drawing=hand.drawing record people id today
                        on_remove=Callback::new(move |id: SystemId| take_off(hand, &id)) />
                }
            })
        };
        form.into_any()
    });
    let none = Memo::new(move |_| scene.with(|scene| scene.items.is_empty()));
    let nobody = Memo::new(move |_| centre.with(Option::is_none));
    let said = move || scene.with(|scene| scene.intro.iter().map(|it| say(language(), it)).collect::<Vec<_>>());
    let label =
        Signal::derive(move || format!("{}. {title}. {}", t_string!(i18n, network.ecomap_label), said().join(" ")));
    view! {
        <section class="map-page" aria-label=t!(i18n, network.ecomap_label)>
            <div class="map-main">
                <div class="map-tools">
                    {move || draws.get().map(|drawing| view! { <BackAndAgain drawing /> })}
                    <ViewTools sheet on_print />
                </div>
                {time.map(|time| view! { <TimeBar time base=shown.base compares=false /> })}
                <SheetView sheet label hand=on_sheet still>
                    {move || nobody.get().then(|| view! {
                        <div class="map-empty"><p>{t!(i18n, network.ecomap_nobody)}</p></div>
                    })}
                </SheetView>
                <div class="map-foot">
                    {drawing.map(|drawing| view! { <SavingNote drawing /> })}
                    <p class="map-said" role="status">{move || sheet.said.get()}</p>
                </div>
                <MapHelp>
                    {move || none.get().then(|| view! { {t!(i18n, network.ecomap_empty)} " " })}
                    {t!(i18n, network.ecomap_help)}" "{move || (!still.get()).then(|| view! { {t!(i18n, network.ecomap_help_draw)} })}
                </MapHelp>
                {demo.then(|| view! { <p class="print-only print-mark">{t!(i18n, app.fictional)}</p> })}
            </div>
            <div class="map-side">
                <Show when=move || centres.with(|all| all.len() > 1)>
                    <div class="network-which">
                        <Choice id="ecomap-centre" label=Signal::derive(move || t_string!(i18n, network.middle).to_owned())
                            now=Signal::derive(move || centre.with(|it| it.as_ref().map(centre_code).unwrap_or_default())) options=centres
                            on_choose=choose_centre />
                    </div>
                </Show>
                <ItemPanel sheet name=system_name below />
                <Show when=move || draws.get().is_some() && !nobody.get()>
                    {hand.map(|hand| view! {
                        <div class="network-tools"><AddSystem drawing=hand.drawing centre=centre.into() on_add=added /></div>
                    })}
                </Show>
                {move || draws.get().map(|drawing| view! { <ToldBy drawing /> })}
                <details class="map-legend" open>
                    <summary>{t!(i18n, map.legend)}</summary>
                    <Legend scene />
                </details>
            </div>
        </section>
        <Show when=move || !none.get()>
            <section class="network-below stack" aria-labelledby="ecomap-words">
                <h2 class="ds-heading" data-size="xs" id="ecomap-words">{t!(i18n, network.in_words)}</h2>
                <ul class="network-figures">
                    {move || said().into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}
                </ul>
                <ul class="ecomap-systems">
                    {move || scene.with(|scene| scene.items.iter().map(|it| {
                        let text: Vec<_> = it.description.iter().map(|it| say(language(), it)).collect();
                        view! { <li>{text.join(" ")}</li> }
                    }).collect_view())}
                </ul>
            </section>
        </Show>
    }
}

/// What the hand on an ecomap has to do with.
#[derive(Clone, Copy)]
struct Handling {
    drawing: Drawing,
    record: Memo<Record>,
    centre: Memo<Option<Centre>>,
    layout: Memo<Option<EcomapLayout>>,
    sheet: Sheet,
}

impl Handling {
    /// The system whose shape it is.
    fn system(self, shape: &str) -> Option<SystemId> {
        match self.sheet.with_item(shape, |it| it.id.clone())? {
            FactId::EcomapSystem(id) => Some(id),
            _ => None,
        }
    }

    fn set_down(self, system: &SystemId, at: Point) {
        let edits = self.layout.with_untracked(|layout| {
            let (layout, centre) = (layout.as_ref()?, self.centre.get_untracked()?);
            self.record.with_untracked(|record| Some(set_down(&ecomap(record, &centre)?, layout, system, at)))
        });
        self.drawing.draw(edits.unwrap_or_default());
    }

    /// What a key does to where a system stands; whether it meant something.
    fn press(self, system: &SystemId, press: &Press) -> bool {
        if !press.shift && !press.control {
            return false;
        }
        let (across, out) = match press.key.as_str() {
            "ArrowUp" => (0, -NUDGE),
            "ArrowDown" => (0, NUDGE),
            "ArrowLeft" => (-NUDGE, 0),
            "ArrowRight" => (NUDGE, 0),
            _ => return false,
        };
        let place = self.layout.with_untracked(|layout| {
            let layout = layout.as_ref()?;
            Some(layout.locate(layout.spots.get(system)?.at))
        });
        if let Some(place) = place {
            self.drawing.draw(vec![set(system, EcomapSystemField::Pin(Some(nudged(place, across, out))))]);
        }
        true
    }
}

/// Reads the ecomap around one centre of what is shown.
fn with_map<T>(record: Memo<Record>, centre: Option<Centre>, read: impl FnOnce(&Ecomap<'_>) -> T) -> Option<T> {
    let centre = centre?;
    record.with(|record| ecomap(record, &centre).map(|map| read(&map)))
}

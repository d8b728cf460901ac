//! The network map on the page: whose it is, the sheet, what is chosen, the
//! figures, and the same as a table.

use super::begin::Begin;
use super::choice::Choice;
use super::edits::{acquaint, moved, nudged, remove, ring_at, sector_at, set, set_down, wish};
use super::join::Join;
use super::member_form::MemberForm;
use super::panel::{Below, ItemPanel};
use super::sheet::Sheet;
use super::sheet_view::{Hand, Press, SheetView, ViewTools};
use super::table::NetworkTable;
use super::words::{ring_word, sector_word, who_word};
use crate::api::cases::CaseMap;
use crate::api::drawing::Easel;
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::map::board::Board;
use crate::map::drawing::{Drawing, fresh_id};
use crate::map::legend::Legend;
use crate::map::table::full_name;
use crate::map::time::{PastOf, TimeBar};
use crate::map::tools::{BackAndAgain, Layer, MapHelp, SavingNote, ToldBy};
use crate::text::say;
use family_map::edit::{Edit, NetworkMemberField};
use family_map::layout::Point;
use family_map::network::{
    Comparison, Map, NetworkLayout, NetworkOptions, NetworkView, arrange, compare, draw, draw_comparison, map,
};
use family_map::record::{
    AcquaintanceKind, FactId, NetworkId, NetworkKind, NetworkMember, NetworkMemberId, Pin, Record, Ring,
};
use family_map::scene::{Scene, dom_id};
use leptos::prelude::*;
use std::sync::Arc;

/// A step of a place by hand, in thousandths of the room.
const NUDGE: i16 = 80;
/// How many sentences of a scene tell whose map it is, before the figures.
const INTRODUCTION: usize = 3;

/// A network map with its tools, legend, panel, figures and table.
#[component]
pub fn NetworkCanvas(
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
    let wanted = RwSignal::new(None::<NetworkId>);
    let networks = Memo::new(move |_| record.with(networks_of));
    let network = Signal::derive(move || {
        let wanted = wanted.get();
        networks.with(|all| all.iter().find(|it| Some(*it) == wanted.as_ref()).or(all.first()).cloned())
    });
    let network = Memo::new(move |_| network.get());
    let sectors = Memo::new(move |_| with_map(record, network.get(), |map| map.sectors.clone()).unwrap_or_default());
    // Whoever need not move stays where the eye has learnt to find them.
    let layout = Memo::new(move |before: Option<&Option<(NetworkId, NetworkLayout)>>| {
        let id = network.get()?;
        let previous = before.and_then(Option::as_ref).filter(|(of, _)| *of == id).map(|(_, layout)| layout.clone());
        let layout = with_map(record, Some(id.clone()), |map| arrange(map, &NetworkOptions { previous }))?;
        Some((id, layout))
    });
    // The same network at the moment with which it is compared.
    let compared = Memo::new(move |_| {
        let (past, id) = (time?.beside.get()?, network.get()?);
        let previous = layout.with(|layout| layout.as_ref().map(|(_, layout)| layout.clone()));
        with_map(record, Some(id.clone()), |after| Compared::of(past.record, &id, after, previous))?
    });
    let was_not_there =
        move || time.is_some_and(|time| time.beside.with(Option::is_some)) && compared.with(Option::is_none);
    let (ties, shapes) = (RwSignal::new(true), RwSignal::new(false));
    let scene = Memo::new(move |_| {
        let view = NetworkView { ties: ties.get(), shapes: shapes.get() };
        let scene = layout.with(|layout| {
            let (id, layout) = layout.as_ref()?;
            with_map(record, Some(id.clone()), |after| {
                let both = compared.with(|it| it.as_ref().and_then(|it| it.draw(id, (after, layout), &view)));
                both.unwrap_or_else(|| draw(after, layout, &view))
            })
        });
        scene.unwrap_or_default()
    });
    let changes = move || {
        let say = |it: &Compared| it.comparison.said.iter().map(|it| say(language(), it)).collect::<Vec<_>>();
        compared.with(|it| it.as_ref().map(say))
    };
    let sheet = Sheet::begin(scene);
    let tying = RwSignal::new(None::<NetworkMemberId>);

    let hand = drawing.map(|drawing| Handling { drawing, record, network, layout, sheet });
    let whereabouts = Callback::new(move |at: Point| {
        let place = layout.with_untracked(|layout| layout.as_ref().and_then(|(_, layout)| layout.locate(at)));
        let word = |place: family_map::network::Drop| {
            let sector = sectors.with_untracked(|all| {
                all.iter().find(|it| it.code == place.sector).map(|it| sector_word(language(), it)).unwrap_or_default()
            });
            t_string!(i18n, network.stands, sector = sector, ring = ring_word(language(), place.ring))
        };
        place.map(word).unwrap_or_default()
    });
    let stands = move |member: &NetworkMemberId| {
        record.with_untracked(|record| {
            let member = record.network_members.get(member)?;
            let all = sectors.get_untracked();
            let sector = all.iter().find(|it| it.code == member.standing.sector)?;
            let place = t_string!(
                i18n,
                network.stands,
                sector = sector_word(language(), sector),
                ring = ring_word(language(), member.standing.ring)
            );
            Some(t_string!(i18n, network.moved, name = who_word(language(), record, &member.who), place = place))
        })
    };
    let say_stands = move |member: &NetworkMemberId| sheet.said.set(stands(member).unwrap_or_default());
    let take_off = move |hand: Handling, member: &NetworkMemberId| {
        let name = record.with_untracked(|record| {
            record.network_members.get(member).map(|it| who_word(language(), record, &it.who)).unwrap_or_default()
        });
        sheet.chosen.set(None);
        hand.on_map(|map| remove(map, member));
        sheet.said.set(t_string!(i18n, map.removed, name = name));
        let next = scene.with_untracked(|scene| scene.items.first().map(|it| it.shape.clone()));
        if let Some(next) = next {
            sheet.focus_soon(next);
        }
    };
    let on_sheet = hand.map(|hand| Hand {
        drawing: hand.drawing,
        whereabouts,
        set_down: Callback::new(move |(shape, at): (String, Point)| {
            let Some(member) = hand.member(&shape) else { return };
            hand.set_down(&member, at);
            say_stands(&member);
            sheet.focus_soon(shape);
        }),
        press: Callback::new(move |press: Press| {
            let Some(member) = hand.member(&press.shape) else { return false };
            match press.key.as_str() {
                "Delete" => take_off(hand, &member),
                "k" | "K" if !press.control => tying.set(Some(member)),
                _ => {
                    if !hand.press(&member, &press) {
                        return false;
                    }
                    say_stands(&member);
                    sheet.focus_soon(press.shape);
                }
            }
            true
        }),
        point_at: Callback::new(move |shape: String| {
            let Some(from) = tying.get_untracked() else { return false };
            tying.set(None);
            if let Some(to) = hand.member(&shape) {
                hand.tie(&from, &to);
                let name = |id: &NetworkMemberId| {
                    record.with_untracked(|record| {
                        record
                            .network_members
                            .get(id)
                            .map(|it| who_word(language(), record, &it.who))
                            .unwrap_or_default()
                    })
                };
                sheet.said.set(t_string!(i18n, network.tied, a = name(&from), b = name(&to)));
                sheet.focus_soon(shape);
            }
            true
        }),
    });

    let begun = Callback::new(move |id: NetworkId| {
        wanted.set(Some(id));
        sheet.chosen.set(None);
        request_animation_frame(move || sheet.fit());
    });
    let joined = Callback::new(move |id: NetworkMemberId| {
        let shape = dom_id("member", id.as_str());
        sheet.chosen.set(Some(shape.clone()));
        sheet.said.set(stands(&id).unwrap_or_default());
        sheet.focus_soon(shape);
    });
    let choices = Signal::derive(move || {
        record.with(|record| {
            let word = |id: &NetworkId| {
                let network = record.networks.get(id)?;
                let name = full_name(record.people.get(&network.person)?, language());
                Some((
                    id.0.clone(),
                    match network.kind {
                        NetworkKind::Now => name,
                        NetworkKind::Wished => t_string!(i18n, network.wished_of, name = name),
                    },
                ))
            };
            networks.get().iter().filter_map(word).collect::<Vec<_>>()
        })
    });
    let may_wish = move || {
        record.with(|record| {
            let here = network.get().and_then(|id| record.networks.get(&id).cloned());
            here.is_some_and(|here| {
                let mut all = record.networks.values();
                here.kind == NetworkKind::Now
                    && !all.any(|it| it.person == here.person && it.kind == NetworkKind::Wished)
            })
        })
    };
    let make_wish = move |hand: Handling| {
        let made = map_now(record, network.get_untracked(), |map| wish(map, &hand.drawing.origin(), &mut fresh_id));
        if let Some((id, edits)) = made {
            hand.drawing.draw(edits);
            begun.run(id);
        }
    };
    let member_name = Callback::new(move |id: FactId| match id {
        FactId::NetworkMember(id) => record.with(|record| {
            record.network_members.get(&id).map(|it| who_word(language(), record, &it.who)).unwrap_or_default()
        }),
        _ => String::new(),
    });
    let below: Below = Arc::new(move |id: FactId| {
        let FactId::NetworkMember(id) = id else { return ().into_any() };
        let form = move || {
            let hand = hand.filter(|_| !still.get());
            let id = id.clone();
            hand.map(|hand| {
                view! {
                    <MemberForm drawing=hand.drawing record sectors id today tying
                        on_remove=Callback::new(move |id: NetworkMemberId| take_off(hand, &id)) />
                }
            })
        };
        form.into_any()
    });
    let figures = move || {
        // What has changed stands in a list of its own.
        let changes = compared.with(|it| it.as_ref().map_or(0, |it| it.comparison.said.len()));
        scene.with(|scene| {
            let figures = scene.intro.iter().take(scene.intro.len() - changes).skip(INTRODUCTION);
            figures.map(|it| say(language(), it)).collect::<Vec<_>>()
        })
    };
    let nobody = Memo::new(move |_| networks.with(Vec::is_empty));
    let label = Signal::derive(move || {
        scene.with(|scene| {
            let said: Vec<_> = scene.intro.iter().take(2).map(|it| say(language(), it)).collect();
            format!("{}. {title}. {}", t_string!(i18n, network.label), said.join(" "))
        })
    });
    let waiting = move || {
        tying.get().map(|from| {
            let name = record.with(|record| {
                record.network_members.get(&from).map(|it| who_word(language(), record, &it.who)).unwrap_or_default()
            });
            t_string!(i18n, network.pointing, name = name)
        })
    };

    view! {
        <section class="map-page" aria-label=t!(i18n, network.label)>
            <div class="map-main">
                <div class="map-tools">
                    {move || draws.get().map(|drawing| view! { <BackAndAgain drawing /> })}
                    <div class="map-layers">
                        <Layer on=ties>{t!(i18n, network.layer_ties)}</Layer>
                        <Layer on=shapes>{t!(i18n, network.layer_shapes)}</Layer>
                    </div>
                    <ViewTools sheet on_print />
                </div>
                {time.map(|time| view! { <TimeBar time base=shown.base compares=true /> })}
                <SheetView sheet label hand=on_sheet still>
                    {move || nobody.get().then(|| view! {
                        <div class="map-empty" on:keydown=|event| event.stop_propagation() on:pointerdown=|event| event.stop_propagation()>
                            <h2 class="ds-heading" data-size="xs">{t!(i18n, network.empty_title)}</h2>
                            <p>{move || if still.get() { t_string!(i18n, network.empty) } else { t_string!(i18n, network.empty_draw) }}</p>
                            {move || draws.get().map(|drawing| view! { <Begin drawing record on_begin=begun /> })}
                        </div>
                    })}
                </SheetView>
                <div class="map-foot">
                    {drawing.map(|drawing| view! { <SavingNote drawing /> })}
                    <p class="map-said" role="status">{move || waiting().unwrap_or_else(|| sheet.said.get())}</p>
                </div>
                <MapHelp>
                    {t!(i18n, network.help)}" "{move || (!still.get()).then(|| view! { {t!(i18n, network.help_draw)} })}
                </MapHelp>
                {demo.then(|| view! { <p class="print-only print-mark">{t!(i18n, app.fictional)}</p> })}
            </div>
            <div class="map-side">
                <Show when=move || choices.with(|all| all.len() > 1)>
                    <div class="network-which">
                        <Choice id="network-which" label=Signal::derive(move || t_string!(i18n, network.which).to_owned())
                            now=Signal::derive(move || network.get().map(|it| it.0).unwrap_or_default()) options=choices
                            on_choose=Callback::new(move |code: String| begun.run(code.into())) />
                    </div>
                </Show>
                <ItemPanel sheet name=member_name below />
                <Show when=move || draws.get().is_some() && !nobody.get()>
                    {hand.map(|hand| view! {
                        <div class="network-tools">
                            <Join drawing=hand.drawing record network=network.into() sectors on_join=joined />
                            <Show when=may_wish>
                                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| make_wish(hand)>{t!(i18n, network.wish)}</button>
                            </Show>
                            <details class="ds-details">
                                <summary>{t!(i18n, network.another)}</summary>
                                <Begin drawing=hand.drawing record on_begin=begun />
                            </details>
                        </div>
                    })}
                </Show>
                {move || draws.get().map(|drawing| view! { <ToldBy drawing /> })}
                <details class="map-legend" open>
                    <summary>{t!(i18n, map.legend)}</summary>
                    <Legend scene />
                </details>
            </div>
        </section>
        <Show when=move || !nobody.get()>
            <section class="network-below stack" aria-labelledby="network-figures">
                {move || changes().map(|changes| view! {
                    <h2 class="ds-heading" data-size="xs">{t!(i18n, time.changes)}</h2>
                    <ul class="network-figures network-changes">{changes.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                })}
                {move || was_not_there().then(|| view! { <p>{t!(i18n, time.not_then)}</p> })}
                <h2 class="ds-heading" data-size="xs" id="network-figures">{t!(i18n, network.figures)}</h2>
                <p class="meta">{t!(i18n, network.figures_lead)}</p>
                <ul class="network-figures">{move || figures().into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                <h2 class="ds-heading" data-size="xs">{t!(i18n, network.table)}</h2>
                <NetworkTable record network=network.into() sectors drawing=draws />
            </section>
        </Show>
    }
}

/// A network as it was at another moment, and what is different since.
#[derive(Clone, PartialEq)]
struct Compared {
    record: Record,
    layout: NetworkLayout,
    comparison: Comparison,
}

impl Compared {
    /// Nothing where the network was not there at that moment.
    fn of(record: Record, id: &NetworkId, after: &Map<'_>, previous: Option<NetworkLayout>) -> Option<Self> {
        let (layout, comparison) = {
            let before = map(&record, id)?;
            (arrange(&before, &NetworkOptions { previous }), compare(&before, after))
        };
        Some(Self { record, layout, comparison })
    }

    /// Both moments on one sheet.
    fn draw(&self, id: &NetworkId, (after, layout): (&Map<'_>, &NetworkLayout), view: &NetworkView) -> Option<Scene> {
        let before = map(&self.record, id)?;
        Some(draw_comparison((&before, &self.layout), (after, layout), &self.comparison, view))
    }
}

/// What the hand on a network map has to do with.
#[derive(Clone, Copy)]
struct Handling {
    drawing: Drawing,
    record: Memo<Record>,
    network: Memo<Option<NetworkId>>,
    layout: Memo<Option<(NetworkId, NetworkLayout)>>,
    sheet: Sheet,
}

impl Handling {
    /// The member whose shape it is.
    fn member(self, shape: &str) -> Option<NetworkMemberId> {
        match self.sheet.with_item(shape, |it| it.id.clone())? {
            FactId::NetworkMember(id) => Some(id),
            _ => None,
        }
    }

    /// Draws what follows from the map as it is.
    fn on_map(self, make: impl FnOnce(&Map<'_>) -> Vec<Edit>) {
        if let Some(edits) = map_now(self.record, self.network.get_untracked(), make) {
            self.drawing.draw(edits);
        }
    }

    fn set_down(self, member: &NetworkMemberId, at: Point) {
        self.layout.with_untracked(|layout| {
            if let Some((_, layout)) = layout {
                self.on_map(|map| set_down(map, layout, member, at));
            }
        });
    }

    fn tie(self, from: &NetworkMemberId, to: &NetworkMemberId) {
        let (origin, id) = (self.drawing.origin(), fresh_id());
        self.on_map(|map| acquaint(map, (from, to), AcquaintanceKind::Knows, origin, id).into_iter().collect());
    }

    /// The place that a member has now, as one by hand.
    fn pin(self, member: &NetworkMemberId) -> Option<Pin> {
        self.layout.with_untracked(|layout| {
            let spot = layout.as_ref()?.1.spots.get(member)?;
            let share = |value: f64| (value.clamp(0.0, 1.0) * 1000.0).round() as u16;
            Some(Pin { across: share(spot.across), out: share(spot.out) })
        })
    }

    /// What a key does to where a member stands; whether it meant something.
    fn press(self, member: &NetworkMemberId, press: &Press) -> bool {
        let Some(before) = self.record.with_untracked(|record| record.network_members.get(member).cloned()) else {
            return false;
        };
        let ring = |ring: Option<Ring>| self.drawing.draw(moved(&before, None, ring));
        let sector = |steps: isize| {
            self.on_map(|map| moved(&before, sector_at(map, &before.standing.sector, steps), None));
        };
        match (press.key.as_str(), press.shift, press.control) {
            ("ArrowUp", true, false) => ring(ring_at(before.standing.ring, -1)),
            ("ArrowDown", true, false) => ring(ring_at(before.standing.ring, 1)),
            ("ArrowLeft", true, false) => sector(-1),
            ("ArrowRight", true, false) => sector(1),
            ("1" | "2" | "3" | "4", false, false) => ring(Ring::from_code(&press.key)),
            ("ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight", false, true) => self.nudge(&before, &press.key),
            _ => return false,
        }
        true
    }

    fn nudge(self, member: &NetworkMember, key: &str) {
        let Some(pin) = self.pin(&member.id) else { return };
        let (across, out) = match key {
            "ArrowUp" => (0, -NUDGE),
            "ArrowDown" => (0, NUDGE),
            "ArrowLeft" => (-NUDGE, 0),
            _ => (NUDGE, 0),
        };
        self.drawing.draw(vec![set(&member.id, NetworkMemberField::Pin(Some(nudged(pin, across, out))))]);
    }
}

/// The networks of a record, that of the person in whose name the map is drawn
/// first, each person's wish after what is.
pub(crate) fn networks_of(record: &Record) -> Vec<NetworkId> {
    let mut all: Vec<_> = record.networks.values().filter(|it| record.people.contains_key(&it.person)).collect();
    all.sort_by_key(|it| {
        (record.index.as_ref() != Some(&it.person), it.person.clone(), it.kind == NetworkKind::Wished, it.id.clone())
    });
    all.into_iter().map(|it| it.id.clone()).collect()
}

/// Reads one network of what is shown.
fn with_map<T>(record: Memo<Record>, id: Option<NetworkId>, read: impl FnOnce(&Map<'_>) -> T) -> Option<T> {
    let id = id?;
    record.with(|record| map(record, &id).map(|map| read(&map)))
}

/// The same at this moment.
fn map_now<T>(record: Memo<Record>, id: Option<NetworkId>, read: impl FnOnce(&Map<'_>) -> T) -> Option<T> {
    let id = id?;
    record.with_untracked(|record| map(record, &id).map(|map| read(&map)))
}

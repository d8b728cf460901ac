//! Planning a session: from a proposal or from nothing; what stands in the way
//! is told before anything is kept, with the next times that suit all.

use super::super::typed::{Choose, Line, Lines, Ticks};
use crate::api::talks::today::talk_href;
use crate::api::talks::{ConflictRow, PlanTalk, Planned, ProposalRow, TalkForm, TalkSetup};
use crate::components::{FaultNote, fault_of, when_done};
use crate::draft::{Draft, Drafts};
use crate::i18n::{t, t_string, use_i18n};
use crate::language::use_language;
use crate::pages::talk_words::{conflict_words, day_words, difference_word, moment_words, talk_kind, talk_place};
use crate::text::list;
use casework::Day;
use casework::appointment::{AppointmentKind, PlaceKind};
use casework::calendar::moment::{Moment, Span};
use leptos::prelude::*;

/// What is typed, as it is typed.
#[derive(Clone, Copy)]
struct Typed {
    kind: RwSignal<String>,
    title: RwSignal<String>,
    day: RwSignal<String>,
    time: RwSignal<String>,
    minutes: RwSignal<String>,
    weeks: RwSignal<String>,
    until: RwSignal<String>,
    place: RwSignal<String>,
    road: RwSignal<String>,
    room: RwSignal<String>,
    people: RwSignal<Vec<String>>,
    equipment: RwSignal<Vec<String>>,
    attends: RwSignal<Vec<String>>,
    agenda: RwSignal<String>,
}

impl Typed {
    fn new(setup: &TalkSetup, today: Day) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            kind: text(AppointmentKind::FamilyTalk.code()),
            title: text(""),
            day: text(&today.plus(1).to_string()),
            time: text("10:00"),
            minutes: text("60"),
            weeks: text(""),
            until: text(""),
            place: text(PlaceKind::Centre.code()),
            road: text("0"),
            room: text(""),
            people: RwSignal::new(vec![setup.me.clone()]),
            equipment: RwSignal::new(Vec::new()),
            attends: RwSignal::new(Vec::new()),
            agenda: text(""),
        }
    }

    fn form(self) -> TalkForm {
        TalkForm {
            kind: self.kind.get_untracked(),
            title: self.title.get_untracked(),
            day: self.day.get_untracked(),
            time: self.time.get_untracked(),
            minutes: self.minutes.get_untracked(),
            weeks: self.weeks.get_untracked(),
            until: self.until.get_untracked(),
            place: self.place.get_untracked(),
            road: self.road.get_untracked(),
            room: self.room.get_untracked(),
            people: self.people.get_untracked(),
            equipment: self.equipment.get_untracked(),
            attends: self.attends.get_untracked(),
            agenda: self.agenda.get_untracked(),
        }
    }

    fn begin_at(self, start: Moment) {
        self.day.set(start.day.to_string());
        self.time.set(start.time.to_string());
    }

    /// Takes over a proposal.
    fn take(self, it: &ProposalRow) {
        self.kind.set(it.kind.code().to_owned());
        self.begin_at(it.span.start);
        self.minutes.set(it.span.minutes().to_string());
        self.place.set(it.place.code().to_owned());
        self.road.set(it.road.to_string());
        self.room.set(it.room.clone());
        self.people.set(it.people.clone());
    }

    /// Takes over what follows a certain session.
    fn follow(self, (proposal, attends): &(ProposalRow, Vec<String>)) {
        self.take(proposal);
        self.attends.set(attends.clone());
    }
}

/// The form, behind one press.
#[component]
pub(super) fn PlanForm(
    case: String,
    setup: TalkSetup,
    today: Day,
    again: RwSignal<u32>,
    made: RwSignal<Option<(String, Vec<Day>)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let drafts = use_context::<Drafts>();
    let typed = Typed::new(&setup, today);
    // Whoever comes from a session to plan the next finds the form filled in, once.
    let next = setup.next.clone().filter(|_| made.with_untracked(Option::is_none));
    if let Some(next) = &next {
        typed.follow(next);
    }
    let open = RwSignal::new(next.is_some());
    let plan = ServerAction::<PlanTalk>::new();
    let name = format!("talk:{case}");
    let (kept, of, to) = (name.clone(), case.clone(), case);
    when_done(plan, move |planned| {
        if let Planned::Made { entry, at, skipped } = planned {
            if let Some(drafts) = drafts {
                drafts.forget(&kept);
            }
            made.set(Some((talk_href(&to, &entry, at), skipped)));
            plan.value().set(None);
            typed.agenda.set(String::new());
            typed.attends.set(Vec::new());
            open.set(false);
            again.update(|n| *n += 1);
        }
    });
    let send = Callback::new(move |anyway: bool| {
        if !plan.pending().get_untracked() {
            made.set(None);
            plan.dispatch(PlanTalk { id: of.clone(), form: typed.form(), anyway });
        }
    });
    let proposals = setup.proposals.clone();
    let proposal = move |it: ProposalRow| {
        let (kind, span, difference) = (it.kind, it.span, it.difference);
        view! {
            <div class="talk-proposal">
                <p>{move || t_string!(i18n, talk.proposal, kind = talk_kind(i18n, kind), time = moment_words(language(), span.start))}</p>
                <p class="meta">{move || difference_word(i18n, difference)}</p>
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                        on:click=move |_| { typed.take(&it); open.set(true); }>{t!(i18n, talk.use_proposal)}</button>
                </div>
            </div>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="plan-talk">
            <h2 class="ds-heading" data-size="xs" id="plan-talk">{t!(i18n, talk.plan)}</h2>
            <div role="status">
                {move || made.get().map(|(href, skipped)| view! {
                    <p><a class="ds-link" href=href>{t!(i18n, talk.made)}</a></p>
                    {(!skipped.is_empty()).then(|| {
                        let days = move || list(language(), &skipped.iter().map(|day| day_words(language(), *day)).collect::<Vec<_>>());
                        view! { <p class="meta">{move || t_string!(i18n, talk.skipped, days = days())}</p> }
                    })}
                })}
            </div>
            {proposals.into_iter().map(proposal).collect_view()}
            <details class="call-more" prop:open=open on:toggle=move |event| open.set(is_open(&event))>
                <summary>{t!(i18n, talk.plan_new)}</summary>
                <form class="form" novalidate
                    on:input=move |_| plan.value().set(None)
                    on:submit=move |event| { event.prevent_default(); send.run(false); }>
                    <Draft name />
                    <Fields typed setup />
                    <FaultNote fault=fault_of(plan) />
                    <div role="status">
                        {move || match plan.value().get() {
                            Some(Ok(Planned::InTheWay { conflicts, free })) => {
                                let take = Callback::new(move |start| { typed.begin_at(start); plan.value().set(None); });
                                view! { <InTheWay conflicts free take anyway=Callback::new(move |()| send.run(true)) moves=false /> }.into_any()
                            }
                            _ => ().into_any(),
                        }}
                    </div>
                    <div class="form-actions">
                        <button class="ds-button" type="submit" disabled=move || plan.pending().get()>{t!(i18n, talk.save)}</button>
                    </div>
                </form>
            </details>
        </section>
    }
}

/// Whether a `details` element is open now.
fn is_open(event: &leptos::ev::Event) -> bool {
    use leptos::wasm_bindgen::JsCast as _;
    event
        .target()
        .and_then(|it| it.dyn_into::<leptos::web_sys::Element>().ok())
        .is_some_and(|it| it.has_attribute("open"))
}

#[component]
fn Fields(typed: Typed, setup: TalkSetup) -> impl IntoView {
    let i18n = use_i18n();
    let word = move |text: fn(leptos_i18n::I18nContext<crate::i18n::Locale>) -> &'static str| {
        Signal::derive(move || text(i18n).to_owned())
    };
    let kinds = AppointmentKind::ALL
        .map(|kind| (kind.code().to_owned(), Signal::derive(move || talk_kind(i18n, kind).to_owned())));
    let places = PlaceKind::ALL
        .map(|place| (place.code().to_owned(), Signal::derive(move || talk_place(i18n, place).to_owned())));
    let repeats = vec![
        (String::new(), word(|i18n| t_string!(i18n, talk.once))),
        ("1".to_owned(), word(|i18n| t_string!(i18n, talk.weekly))),
        ("2".to_owned(), word(|i18n| t_string!(i18n, talk.fortnightly))),
        ("4".to_owned(), word(|i18n| t_string!(i18n, talk.monthly))),
    ];
    let mut rooms = vec![(String::new(), word(|i18n| t_string!(i18n, talk.no_room)))];
    rooms.extend(setup.rooms.into_iter().map(|(id, name)| (id, Signal::stored(name))));
    let rooms = StoredValue::new(rooms);
    // A kind brings its usual length and place along.
    Effect::new(move |before: Option<String>| {
        let code = typed.kind.get();
        if let Some(kind) = AppointmentKind::from_code(&code).filter(|_| before.is_some_and(|it| it != code)) {
            typed.minutes.set(kind.usual_minutes().to_string());
            let place = if kind.is_at_home() { PlaceKind::Home } else { PlaceKind::Centre };
            typed.place.set(place.code().to_owned());
        }
        code
    });
    let has_road = move || typed.place.with(|code| PlaceKind::from_code(code).is_some_and(PlaceKind::has_road));
    let in_house = move || typed.place.with(|code| code == PlaceKind::Centre.code());
    let other = move || typed.kind.with(|code| code == AppointmentKind::Other.code());
    let films = move || {
        typed.kind.with(|code| AppointmentKind::from_code(code).is_some_and(AppointmentKind::needs_video_consent))
    };
    let may_film = setup.may_film;
    let shielded = word(|i18n| t_string!(i18n, talk.shielded));
    view! {
        <div class="form-row">
            <Choose id="talk-kind" label=word(|i18n| t_string!(i18n, talk.kind)) value=typed.kind options=kinds.to_vec() />
            {move || other().then(|| view! { <Line id="talk-title" label=word(|i18n| t_string!(i18n, talk.name)) value=typed.title /> })}
        </div>
        <div role="status">
            {move || films().then(|| view! {
                <p class="ds-alert" data-color=if may_film { "success" } else { "warning" }>
                    {move || if may_film { t_string!(i18n, talk.film_yes) } else { t_string!(i18n, talk.film_ask) }}
                </p>
            })}
        </div>
        <div class="form-row">
            <Line id="talk-day" kind="date" label=word(|i18n| t_string!(i18n, talk.day)) value=typed.day />
            <Line id="talk-time" kind="time" label=word(|i18n| t_string!(i18n, talk.time)) value=typed.time />
            <Line id="talk-minutes" kind="number" label=word(|i18n| t_string!(i18n, talk.minutes)) value=typed.minutes />
        </div>
        <div class="form-row">
            <Choose id="talk-weeks" label=word(|i18n| t_string!(i18n, talk.repeat)) value=typed.weeks options=repeats />
            {move || typed.weeks.with(|weeks| !weeks.is_empty()).then(|| view! {
                <Line id="talk-until" kind="date" label=word(|i18n| t_string!(i18n, talk.until)) value=typed.until />
            })}
        </div>
        <div class="form-row">
            <Choose id="talk-place" label=word(|i18n| t_string!(i18n, talk.place)) value=typed.place options=places.to_vec() />
            {move || in_house().then(|| view! {
                <Choose id="talk-room" label=word(|i18n| t_string!(i18n, talk.room)) value=typed.room options=rooms.get_value() />
            })}
            {move || has_road().then(|| view! {
                <Line id="talk-road" kind="number" label=word(|i18n| t_string!(i18n, talk.road_minutes)) value=typed.road />
            })}
        </div>
        {(!setup.family.is_empty()).then(|| view! { <Ticks id="talk-family" label=word(|i18n| t_string!(i18n, talk.family)) value=typed.attends options=setup.family.clone() shielded /> })}
        <Ticks id="talk-staff" label=word(|i18n| t_string!(i18n, talk.staff)) value=typed.people options=setup.staff shielded />
        {(!setup.equipment.is_empty()).then(|| view! { <Ticks id="talk-equipment" label=word(|i18n| t_string!(i18n, talk.equipment)) value=typed.equipment options=setup.equipment.clone() shielded /> })}
        <Lines id="talk-agenda" label=word(|i18n| t_string!(i18n, talk.agenda)) value=typed.agenda />
    }
}

/// What stands in the way, and the next times that suit all.
#[component]
pub(super) fn InTheWay(
    conflicts: Vec<ConflictRow>,
    free: Vec<Span>,
    take: Callback<Moment>,
    anyway: Callback<()>,
    moves: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let has_free = !free.is_empty();
    let line = move |row: ConflictRow| view! { <li>{move || conflict_words(i18n, language(), &row)}</li> };
    let choice = move |span: Span| {
        view! {
            <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=move |_| take.run(span.start)>
                {move || moment_words(language(), span.start)}
            </button>
        }
    };
    view! {
        <div class="ds-alert stack" data-color="warning">
            <h3 class="ds-heading" data-size="2xs">{t!(i18n, talk.in_the_way)}</h3>
            <ul class="talk-conflicts">{conflicts.into_iter().take(12).map(line).collect_view()}</ul>
            {has_free.then(|| view! {
                <p>{t!(i18n, talk.free)}</p>
                <div class="cluster">{free.into_iter().map(choice).collect_view()}</div>
            })}
            <div class="form-actions">
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| anyway.run(())>
                    {move || if moves { t_string!(i18n, talk.move_anyway) } else { t_string!(i18n, talk.anyway) }}
                </button>
            </div>
        </div>
    }
}

//! Where in time a map is looked at, and the record of that time.

use crate::api::map_time::{Moments, SnapshotLine, map_moments, map_past};
use crate::error::AppError;
use crate::i18n::{Locale, t_string};
use crate::text::{Language, date, time as time_text};
use casework::occasion::Occasion;
use family_map::pending::Pending;
use family_map::view::on_day;
use family_map::{FuzzyDate, Record};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::I18nContext;

/// Which map's past it is: of a case, through whose eyes, opened for what reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastOf {
    /// The id of the case.
    pub case: String,
    /// The participant through whose eyes it is seen; none for one's own.
    pub person: Option<String>,
    /// The reason for which a case outside one's own is open.
    pub reason: Option<String>,
}

/// The word for an occasion.
pub(super) fn occasion_word(i18n: I18nContext<Locale>, occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Start => t_string!(i18n, time.start),
        Occasion::Halfway => t_string!(i18n, time.halfway),
        Occasion::End => t_string!(i18n, time.end),
        Occasion::Other => t_string!(i18n, time.other),
    }
}

/// What a snapshot is called, with its day.
pub(super) fn snapshot_word(i18n: I18nContext<Locale>, language: Language, it: &SnapshotLine) -> String {
    let name = if it.name.is_empty() { occasion_word(i18n, it.occasion).to_owned() } else { it.name.clone() };
    format!("{name}, {}", time_text(language, &it.at))
}

/// A moment of the drawing and the record as it was then.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::map) struct Past {
    /// As the server names it, `day:2026-03-03` or `snapshot:ID`.
    pub(in crate::map) moment: String,
    /// The record.
    pub(in crate::map) record: Record,
}

/// Two times, each now or before, and what is compared with.
#[derive(Clone, Copy)]
pub(in crate::map) struct Time {
    of: StoredValue<PastOf>,
    today: StoredValue<FuzzyDate>,
    /// A day of life; none for now.
    pub(super) life: RwSignal<Option<FuzzyDate>>,
    /// A moment of the drawing; none for now.
    pub(super) drawn: RwSignal<Option<Past>>,
    /// The moment with which what is shown is compared.
    pub(in crate::map) beside: RwSignal<Option<Past>>,
    /// Where one can go.
    pub(super) moments: RwSignal<Moments>,
    /// What went wrong on the way.
    pub(super) fault: RwSignal<Option<AppError>>,
    /// The latest that was asked for, so that an older answer is not shown after it.
    wanted: StoredValue<u32>,
    asked: StoredValue<bool>,
}

impl Time {
    /// Begins now.
    pub(in crate::map) fn begin(of: PastOf, today: FuzzyDate) -> Self {
        Self {
            of: StoredValue::new(of),
            today: StoredValue::new(today),
            life: RwSignal::new(None),
            drawn: RwSignal::new(None),
            beside: RwSignal::new(None),
            moments: RwSignal::new(Moments::default()),
            fault: RwSignal::new(None),
            wanted: StoredValue::new(0),
            asked: StoredValue::new(false),
        }
    }

    /// Today, as the server says.
    pub(super) fn today(self) -> FuzzyDate {
        self.today.get_value()
    }

    /// Whether both times are now and nothing is compared: only then one draws.
    pub(in crate::map) fn is_now(self) -> bool {
        self.life.with(Option::is_none) && self.drawn.with(Option::is_none) && self.beside.with(Option::is_none)
    }

    /// The record of the drawing's moment, before it is brought to a day of life.
    fn base(self, now: &Record) -> Record {
        self.drawn.with(|drawn| drawn.as_ref().map_or_else(|| now.clone(), |past| past.record.clone()))
    }

    fn in_life(self, base: &Record) -> Record {
        self.life.get().map_or_else(|| base.clone(), |day| on_day(base, &day))
    }

    /// What is compared with, on the day of life that is looked at.
    pub(in crate::map) fn beside_in_life(self) -> Option<Record> {
        self.beside.with(|beside| beside.as_ref().map(|past| self.in_life(&past.record)))
    }

    /// Back to now.
    pub(super) fn back(self) {
        self.life.set(None);
        self.beside.set(None);
        self.go(None);
    }

    /// Goes to a moment of the drawing.
    pub(super) fn go(self, moment: Option<String>) {
        self.fetch(moment, self.drawn);
    }

    /// Compares what is shown with a moment of the drawing.
    pub(super) fn compare(self, moment: Option<String>) {
        self.fetch(moment, self.beside);
    }

    fn fetch(self, moment: Option<String>, into: RwSignal<Option<Past>>) {
        self.fault.set(None);
        let turn = self.wanted.try_update_value(|wanted| {
            *wanted = wanted.wrapping_add(1);
            *wanted
        });
        let Some(moment) = moment else {
            into.set(None);
            return;
        };
        let of = self.of.get_value();
        spawn_local(async move {
            let answer = map_past(of.case, of.person, of.reason, Some(moment.clone())).await;
            if self.wanted.try_get_value() != turn {
                return;
            }
            match answer {
                Ok(record) => {
                    into.try_set(Some(Past { moment, record }));
                }
                Err(fault) => {
                    self.fault.try_set(Some(fault));
                }
            }
        });
    }

    /// Asks once where one can go.
    pub(super) fn ask(self) {
        if !self.asked.get_value() {
            self.asked.set_value(true);
            self.ask_again();
        }
    }

    /// Asks anew, after a snapshot was taken.
    pub(super) fn ask_again(self) {
        let of = self.of.get_value();
        spawn_local(async move {
            match map_moments(of.case, of.person, of.reason).await {
                Ok(moments) => {
                    self.moments.try_set(moments);
                }
                Err(fault) => {
                    self.asked.try_set_value(false);
                    self.fault.try_set(Some(fault));
                }
            }
        });
    }

    /// The id of the case.
    pub(super) fn case(self) -> String {
        self.of.with_value(|of| of.case.clone())
    }

    /// What a moment is called: its day, or the name of its snapshot.
    pub(super) fn moment_word(self, i18n: I18nContext<Locale>, language: Language, moment: &str) -> String {
        if let Some(day) = moment.strip_prefix("day:").and_then(FuzzyDate::parse_iso) {
            return date(language, &day);
        }
        let id = moment.strip_prefix("snapshot:").unwrap_or_default();
        self.moments.with(|it| {
            let found = it.snapshots.iter().find(|it| it.id == id);
            found.map(|it| snapshot_word(i18n, language, it)).unwrap_or_default()
        })
    }
}

/// What is shown of a map that has a past, or of one that has none here.
#[derive(Clone, Copy)]
pub(in crate::map) struct Shown {
    /// The record of the moment of drawing, all days of life in it.
    pub(in crate::map) base: Memo<Record>,
    /// What of it is looked at.
    pub(in crate::map) record: Memo<Record>,
    /// The day on which ages are told.
    pub(in crate::map) day: Signal<FuzzyDate>,
    /// A day of life is looked at that is not today.
    pub(in crate::map) in_life: Signal<bool>,
    /// Both times are now.
    pub(in crate::map) is_now: Signal<bool>,
}

impl Shown {
    /// Of what is drawn now, at the times that are looked at.
    pub(in crate::map) fn of(pending: RwSignal<Pending>, time: Option<Time>, today: FuzzyDate) -> Self {
        let base = Memo::new(move |_| {
            pending.with(|it| time.map_or_else(|| it.shown().clone(), |time| time.base(it.shown())))
        });
        let record = match time {
            None => base,
            Some(time) => Memo::new(move |_| base.with(|base| time.in_life(base))),
        };
        Self {
            base,
            record,
            day: Signal::derive(move || time.and_then(|time| time.life.get()).unwrap_or(today)),
            in_life: Signal::derive(move || time.is_some_and(|time| time.life.with(Option::is_some))),
            is_now: Signal::derive(move || time.is_none_or(Time::is_now)),
        }
    }
}

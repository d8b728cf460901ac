//! A map on the page, whichever of the three it is: what is drawn of it, in
//! whose hand, and at which time.

use super::drawing::{Aside, Drawing};
use super::time::{PastOf, Shown, Time};
use crate::api::cases::CaseMap;
use crate::api::drawing::Easel;
use family_map::effect::Held;
use family_map::pending::Pending;
use leptos::prelude::*;

/// What every map begins with.
#[derive(Clone, Copy)]
pub(super) struct Board {
    /// What the server has told, with what waits on top of it.
    pub(super) pending: RwSignal<Pending>,
    /// The map in the hands of the one who draws; none for who only looks.
    pub(super) drawing: Option<Drawing>,
    /// Where in time the map is; none for a map without a past here.
    pub(super) time: Option<Time>,
    /// What of it is shown.
    pub(super) shown: Shown,
}

impl Board {
    /// Begins with what the server gave.
    pub(super) fn begin(map: CaseMap, easel: Option<(String, Easel)>, past: Option<PastOf>) -> Self {
        let today = map.today;
        let pending = RwSignal::new(Pending::new(Held::new(0, map.record)));
        let drawing = easel.map(|(case, easel)| Drawing::begin(case, pending, easel));
        let time = past.map(|of| Time::begin(of, today));
        Self { pending, drawing, time, shown: Shown::of(pending, time, today) }
    }

    /// Begins where there is no network: with what was taken along and what was
    /// laid aside since.
    pub(super) fn begin_aside(map: CaseMap, easel: Option<(String, Easel)>, aside: Aside) -> Self {
        let today = map.today;
        let pending = RwSignal::new(Pending::resume(Held::new(0, map.record), aside.steps));
        let drawing = easel.map(|(case, easel)| Drawing::begin(case, pending, easel));
        if let Some(drawing) = drawing {
            drawing.lay_aside(aside.keeper);
        }
        Self { pending, drawing, time: None, shown: Shown::of(pending, None, today) }
    }

    /// The map in the hands of the one who draws, as long as what is shown is now.
    pub(super) fn draws(self) -> Signal<Option<Drawing>> {
        Signal::derive(move || self.drawing.filter(|_| self.shown.is_now.get()))
    }
}

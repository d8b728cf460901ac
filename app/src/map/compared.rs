//! A genogram beside the one of another moment: everybody of both on one map,
//! what is different marked, and told in words under it.

use super::layers::{Layers, Part};
use super::time::Time;
use crate::i18n::{t, use_i18n};
use crate::language::use_language;
use crate::text::say;
use family_map::compare::{Changes, changes, together};
use family_map::layout::Layout;
use family_map::{FuzzyDate, Record};
use leptos::prelude::*;

/// What is looked at, beside another moment of it where somebody chose one.
#[derive(Clone, Copy)]
pub(super) struct Compared {
    layers: Layers,
    after: Memo<Record>,
    before: Memo<Option<Record>>,
}

impl Compared {
    /// Of a map and its times.
    pub(super) fn of(time: Option<Time>, after: Memo<Record>, layers: Layers) -> Self {
        Self { layers, after, before: Memo::new(move |_| time.and_then(Time::beside_in_life)) }
    }

    /// Another moment stands beside it.
    pub(super) fn is_on(self) -> bool {
        self.before.with(Option::is_some)
    }

    /// What is drawn of both.
    pub(super) fn part(self) -> Option<Part> {
        let both = self
            .before
            .with(|before| before.as_ref().map(|before| self.after.with(|after| together(before, after))))?;
        Some(self.layers.part(&both))
    }

    /// What is different, as far as it is shown.
    pub(super) fn changes(self, layout: Memo<Layout>, day: Signal<FuzzyDate>) -> Memo<Option<Changes>> {
        Memo::new(move |_| {
            let before = self.before.with(|before| before.as_ref().map(|before| self.layers.part(before)))?;
            let after = self.after.with(|after| self.layers.part(after));
            let view = self.layers.view(day.get(), false);
            Some(layout.with(|both| changes(&before.record, &after.record, both, &view)))
        })
    }
}

/// What is different, in words.
#[component]
pub(super) fn Told(changes: Memo<Option<Changes>>) -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let lines = move || {
        changes.with(|it| it.as_ref().map(|it| it.said.iter().map(|it| say(language(), it)).collect::<Vec<_>>()))
    };
    move || {
        lines().map(|lines| {
            view! {
                <section class="map-changes stack" data-gap="sm" aria-labelledby="map-changes">
                    <h2 class="ds-heading" data-size="2xs" id="map-changes">{t!(i18n, time.changes)}</h2>
                    <ul>{lines.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                </section>
            }
        })
    }
}

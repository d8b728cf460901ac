//! Who and what is taken when, sorted once so that a question is quick.

use super::Resource;
use crate::calendar::moment::{Moment, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Somebody or something is taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Busy {
    /// Who or what.
    pub resource: Resource,
    /// When, the road counted in.
    pub span: Span,
    /// When, without the road.
    pub bare: Span,
    /// By which appointment, or by which line of an own calendar.
    pub by: String,
}

impl Busy {
    /// Taken without any road before or after.
    #[must_use]
    pub const fn there(resource: Resource, span: Span, by: String) -> Self {
        Self { resource, span, bare: span, by }
    }
}

/// By what somebody or something is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taken<'a> {
    /// When, the road counted in.
    pub span: Span,
    /// When, without the road.
    pub bare: Span,
    /// By which appointment, or by which line of an own calendar.
    pub by: &'a str,
}

/// What is taken when, by who or what.
///
/// Each one's spans are sorted by their start and read as a balanced tree whose
/// every node knows the latest end below it: a question takes time with the
/// logarithm of the spans and with the number of answers, also when one span
/// lasts for months.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    rows: BTreeMap<Resource, Row>,
}

#[derive(Clone, Debug, Default)]
struct Row {
    spans: Vec<(Span, Span, String)>,
    /// Latest end in the part of the row of which this place is the middle.
    latest: Vec<Moment>,
}

impl Diary {
    /// From everything that is taken, in any order.
    #[must_use]
    pub fn new(busy: impl IntoIterator<Item = Busy>) -> Self {
        let mut rows: BTreeMap<Resource, Row> = BTreeMap::new();
        for it in busy {
            rows.entry(it.resource).or_default().spans.push((it.span, it.bare, it.by));
        }
        for row in rows.values_mut() {
            row.spans.sort_unstable();
            row.latest = row.spans.iter().map(|(span, ..)| span.end).collect();
            row.raise(0, row.spans.len());
        }
        Self { rows }
    }

    /// By what somebody or something is taken within a span, in order of time.
    #[must_use]
    pub fn taken(&self, resource: &Resource, within: Span) -> Vec<Taken<'_>> {
        let mut found = Vec::new();
        if let Some(row) = self.rows.get(resource) {
            row.find(0, row.spans.len(), &within, &mut found);
        }
        found
    }
}

impl Row {
    /// Tells each middle the latest end of its part; returns that of this part.
    fn raise(&mut self, from: usize, to: usize) -> Option<Moment> {
        if from >= to {
            return None;
        }
        let middle = from + (to - from) / 2;
        let below = self.raise(from, middle).max(self.raise(middle + 1, to));
        let own = self.latest.get_mut(middle)?;
        *own = below.map_or(*own, |below| below.max(*own));
        Some(*own)
    }

    fn find<'a>(&'a self, from: usize, to: usize, within: &Span, found: &mut Vec<Taken<'a>>) {
        if from >= to {
            return;
        }
        let middle = from + (to - from) / 2;
        if self.latest.get(middle).is_none_or(|latest| *latest <= within.start) {
            return;
        }
        self.find(from, middle, within, found);
        let Some((span, bare, by)) = self.spans.get(middle) else { return };
        if span.start < within.end {
            if span.overlaps(within) {
                found.push(Taken { span: *span, bare: *bare, by });
            }
            self.find(middle + 1, to, within, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(start: i64, minutes: u16) -> Span {
        Span::of(Moment::from_number(29_000_000 + start), minutes)
    }

    #[test]
    fn a_span_of_months_does_not_hide_and_is_not_hidden() {
        let room = Resource::Room("1".into());
        let long = Busy::there(room.clone(), span(0, u16::MAX), "rebuilding".into());
        let short = (1..100).map(|n| Busy::there(room.clone(), span(n * 60, 30), n.to_string()));
        let diary = Diary::new(short.chain([long]));
        let by = |within| diary.taken(&room, within).into_iter().map(|it| it.by.to_owned()).collect::<Vec<_>>();
        assert_eq!(by(span(610, 10)), ["rebuilding", "10"]);
        assert_eq!(by(span(630, 30)), ["rebuilding"]);
        assert!(by(span(70_000, 30)).is_empty());
        assert!(diary.taken(&Resource::Room("2".into()), span(0, 600)).is_empty());
    }

    proptest! {
        #[test]
        fn finds_what_a_plain_look_at_all_finds(
            spans in prop::collection::vec((0_i64..2_000, 0_u16..400), 0..60), start in 0_i64..2_000, minutes in 0_u16..300,
        ) {
            let person = Resource::Person("a".into());
            let busy: Vec<_> = spans.iter().enumerate().map(|(place, (start, minutes))| {
                Busy::there(person.clone(), span(*start, *minutes), place.to_string())
            }).collect();
            let within = span(start, minutes);
            let mut plain: Vec<_> =
                busy.iter().filter(|it| it.span.overlaps(&within)).map(|it| (it.span, it.by.as_str())).collect();
            plain.sort_unstable();
            let diary = Diary::new(busy.clone());
            let found: Vec<_> = diary.taken(&person, within).into_iter().map(|it| (it.span, it.by)).collect();
            prop_assert_eq!(found, plain);
        }
    }
}

//! What stands at the same time stands side by side.

use casework::calendar::Span;

/// In which lane of how many each of these stands: those that touch each other,
/// directly or by others, share the width.
pub(super) fn lanes(spans: &[Span]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|at| (spans[*at].start, std::cmp::Reverse(spans[*at].end)));
    let mut placed = vec![(0, 1); spans.len()];
    let mut heap: Vec<usize> = Vec::new();
    let mut until = None;
    let mut ends = Vec::new();
    let close = |heap: &mut Vec<usize>, count: usize, placed: &mut Vec<(usize, usize)>| {
        heap.drain(..).for_each(|at| placed[at].1 = count.max(1));
    };
    for at in order {
        let span = spans[at];
        if until.is_some_and(|until| span.start >= until) {
            close(&mut heap, ends.len(), &mut placed);
            ends.clear();
            until = None;
        }
        let lane = ends.iter().position(|end| *end <= span.start).unwrap_or(ends.len());
        if lane == ends.len() {
            ends.push(span.end);
        } else {
            ends[lane] = span.end;
        }
        placed[at].0 = lane;
        heap.push(at);
        until = Some(until.map_or(span.end, |until| span.end.max(until)));
    }
    close(&mut heap, ends.len(), &mut placed);
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::Day;
    use casework::calendar::{Moment, Time};

    fn span(from: u16, until: u16) -> Span {
        let at = |minutes| Moment::new(Day::new(2026, 11, 23), Time::from_minutes(minutes).unwrap());
        Span { start: at(from), end: at(until) }
    }

    #[test]
    fn alone_has_the_whole_width_and_together_share_it() {
        assert_eq!(lanes(&[span(540, 600), span(600, 660)]), [(0, 1), (0, 1)]);
        assert_eq!(lanes(&[span(540, 660), span(600, 720), span(660, 780)]), [(0, 2), (1, 2), (0, 2)]);
        assert_eq!(lanes(&[span(540, 600), span(540, 600), span(540, 600)]), [(0, 3), (1, 3), (2, 3)]);
        assert_eq!(lanes(&[]), []);
    }

    proptest::proptest! {
        #[test]
        fn nobody_stands_on_another(times in proptest::collection::vec((0_u16..1300, 1_u16..120), 0..40)) {
            let spans: Vec<Span> = times.iter().map(|(from, long)| span(*from, from + long)).collect();
            let placed = lanes(&spans);
            for (at, one) in spans.iter().enumerate() {
                proptest::prop_assert!(placed[at].0 < placed[at].1);
                for (other_at, other) in spans.iter().enumerate().skip(at + 1) {
                    if one.overlaps(other) {
                        proptest::prop_assert_ne!(placed[at].0, placed[other_at].0);
                        proptest::prop_assert_eq!(placed[at].1, placed[other_at].1);
                    }
                }
            }
        }
    }
}

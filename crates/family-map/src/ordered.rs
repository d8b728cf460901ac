//! Stable sorting that is small in a browser.
//!
//! The standard library's sort is quick and large, and compiled anew for every type: of all that the engine added to a
//! page's program a fifth was sorting. In a browser one small sort of places serves all; elsewhere nothing changes, and
//! both give the same order, since both are stable.

use std::cmp::Ordering;

/// Sorting by what the standard library calls `sort_by`, `sort_by_key` and `sort`.
pub(crate) trait Ordered<T> {
    /// In the order of a comparison; what is equal stays as it stood.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// In the order of a key; what is equal stays as it stood.
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    /// In the values' own order.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

impl<T> Ordered<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        if cfg!(target_arch = "wasm32") { small(self, &mut compare) } else { self.sort_by(compare) }
    }
}

fn small<T>(all: &mut [T], compare: &mut impl FnMut(&T, &T) -> Ordering) {
    let places = places(all.len(), &mut |a, b| compare(&all[a], &all[b]) == Ordering::Greater);
    for at in 0..all.len() {
        // Where it stands by now: what stood there has been moved on as often as a smaller place was filled.
        let mut from = places[at];
        while from < at {
            from = places[from];
        }
        all.swap(at, from);
    }
}

/// The places of so many values in their order; `after` says of two places whether the first belongs behind the
/// second. Merges runs that double.
fn places(count: usize, after: &mut dyn FnMut(usize, usize) -> bool) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut to = from.clone();
    let mut run = 1;
    while run < count {
        for low in (0..count).step_by(2 * run) {
            let (middle, high) = ((low + run).min(count), (low + 2 * run).min(count));
            let (mut left, mut right) = (low, middle);
            for place in &mut to[low..high] {
                let takes_right = left == middle || (right < high && after(from[left], from[right]));
                let taken = if takes_right { &mut right } else { &mut left };
                *place = from[*taken];
                *taken += 1;
            }
        }
        std::mem::swap(&mut from, &mut to);
        run *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::{Ordered, small};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_small_sort_is_the_standard_one(values in prop::collection::vec((0_u8..12, 0_u8..200), 0..80)) {
            let (mut standard, mut ours, mut either) = (values.clone(), values.clone(), values);
            standard.sort_by_key(|it| it.0);
            small(&mut ours, &mut |a, b| a.0.cmp(&b.0));
            either.order_by_key(|it| it.0);
            prop_assert_eq!(&ours, &standard);
            prop_assert_eq!(&either, &standard);
        }
    }
}

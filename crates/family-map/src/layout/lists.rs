//! Many short lists in one flat one.

/// For each of `0..n` a list, all of them in one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists<T> {
    from: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy + Default> Lists<T> {
    /// Gathers pairs of owner and item; each list keeps the order of the pairs.
    pub fn gather(owners: usize, pairs: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut from = vec![0_u32; owners + 1];
        for (owner, _) in pairs.clone() {
            from[owner + 1] += 1;
        }
        for at in 0..owners {
            from[at + 1] += from[at];
        }
        let mut next = from.clone();
        let mut items = vec![T::default(); from[owners] as usize];
        for (owner, item) in pairs {
            items[next[owner] as usize] = item;
            next[owner] += 1;
        }
        Self { from, items }
    }

    /// The list of one owner.
    pub fn of(&self, owner: u32) -> &[T] {
        let owner = owner as usize;
        &self.items[self.from[owner] as usize..self.from[owner + 1] as usize]
    }

    /// The list of one owner, to be reordered.
    pub fn of_mut(&mut self, owner: u32) -> &mut [T] {
        let owner = owner as usize;
        &mut self.items[self.from[owner] as usize..self.from[owner + 1] as usize]
    }
}

//! The places that cost least, exactly: every wish is a price on the distance
//! of two things beyond a limit, and least distances have a price that nobody
//! pays. Its mirror image is a flow of least cost round the drawing, which the
//! network simplex finds, beginning at the places that things have already.

/// The first is at most so far right of the second, or the price is paid for
/// every unit beyond.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub first: u32,
    pub second: u32,
    pub at_most: i64,
    pub price: i64,
}

/// A price that is never paid.
pub(super) const NEVER: i64 = i64::MAX / 8;
const NONE: u32 = u32::MAX;
/// Up to so many things the tree begins at the ground alone.
const MOST_FROM_GROUND: usize = 300;

/// Moves `x` to where the prices are least. Stops after so many steps; false
/// if it was not done by then, and `x` is left as it was.
pub(super) fn settle(x: &mut [i64], limits: &[Limit], steps: usize) -> bool {
    let mut simplex = Simplex::new(x, limits);
    let done = simplex.run(steps);
    if done {
        x.copy_from_slice(&simplex.x[..x.len()]);
    }
    done
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing flows.
    Empty,
    /// Part of the tree.
    Tree,
    /// As much flows as may.
    Full,
}

/// A spanning tree over things and the ground, with the flow that it carries.
struct Simplex {
    source: Vec<u32>,
    target: Vec<u32>,
    cost: Vec<i64>,
    room: Vec<i64>,
    flow: Vec<i64>,
    state: Vec<State>,
    x: Vec<i64>,
    parent: Vec<u32>,
    /// The arc to the parent, and whether it leads there.
    arc: Vec<u32>,
    upwards: Vec<bool>,
    depth: Vec<u32>,
    first_child: Vec<u32>,
    next: Vec<u32>,
    before: Vec<u32>,
    stack: Vec<u32>,
    look: usize,
}

impl Simplex {
    fn new(x: &[i64], limits: &[Limit]) -> Self {
        let (things, arcs) = (x.len(), limits.len());
        let ground = things as u32;
        let mut simplex = Self {
            source: limits.iter().map(|it| it.first).chain(0..ground).collect(),
            target: limits.iter().map(|it| it.second).chain((0..ground).map(|_| ground)).collect(),
            cost: limits.iter().map(|it| it.at_most).chain(x.iter().copied()).collect(),
            room: limits.iter().map(|it| it.price).chain(x.iter().map(|_| NEVER)).collect(),
            flow: vec![0; arcs + things],
            state: vec![State::Empty; arcs + things],
            x: x.iter().copied().chain([0]).collect(),
            parent: vec![ground; things + 1],
            arc: (0..=things as u32).map(|it| it + arcs as u32).collect(),
            upwards: vec![true; things + 1],
            depth: vec![1; things + 1],
            first_child: vec![NONE; things + 1],
            next: vec![NONE; things + 1],
            before: vec![NONE; things + 1],
            stack: Vec::new(),
            look: 0,
        };
        simplex.parent[things] = NONE;
        simplex.depth[things] = 0;
        for it in 0..ground {
            simplex.state[arcs + it as usize] = State::Tree;
            simplex.hang(it, ground);
        }
        if things >= MOST_FROM_GROUND {
            simplex.join_what_touches(arcs);
        }
        simplex
    }

    /// Hangs what stands exactly at a limit on what it is measured from, so that
    /// much of the tree stands before the first step. An arc without flow leads
    /// towards the ground, as it must for the steps to come to an end.
    fn join_what_touches(&mut self, arcs: usize) {
        let things = self.x.len() - 1;
        let ground = things as u32;
        // The root of everything's branch, shortened on the way.
        let mut root: Vec<u32> = (0..ground).collect();
        for arc in 0..arcs {
            let (source, target) = (self.source[arc], self.target[arc]);
            let touches = self.x[source as usize] - self.x[target as usize] == self.cost[arc];
            if !touches || root[source as usize] != source {
                continue;
            }
            let mut top = target;
            while root[top as usize] != top {
                root[top as usize] = root[root[top as usize] as usize];
                top = root[top as usize];
            }
            if top == source {
                continue;
            }
            root[source as usize] = top;
            self.state[self.arc[source as usize] as usize] = State::Empty;
            self.state[arc] = State::Tree;
            self.unhang(source);
            self.hang(source, target);
            self.arc[source as usize] = arc as u32;
        }
        self.stack.push(ground);
        while let Some(it) = self.stack.pop() {
            let mut child = self.first_child[it as usize];
            while child != NONE {
                self.depth[child as usize] = self.depth[it as usize] + 1;
                self.stack.push(child);
                child = self.next[child as usize];
            }
        }
    }

    fn run(&mut self, steps: usize) -> bool {
        for _ in 0..steps {
            let Some(entering) = self.find_entering() else { return true };
            if !self.pivot(entering) {
                return false;
            }
        }
        false
    }

    /// By how much an arc violates what it should be.
    fn violation(&self, arc: usize) -> i64 {
        let (source, target) = (self.source[arc] as usize, self.target[arc] as usize);
        let beyond = self.x[source] - self.x[target] - self.cost[arc];
        match self.state[arc] {
            State::Empty => beyond,
            State::Tree => 0,
            State::Full => -beyond,
        }
    }

    fn find_entering(&mut self) -> Option<usize> {
        let arcs = self.source.len();
        let block = ((arcs as f64).sqrt() as usize).max(16);
        let mut best = (0, 0);
        let mut looked = 0;
        while looked < arcs {
            for _ in 0..block.min(arcs - looked) {
                let violation = self.violation(self.look);
                if violation > best.0 {
                    best = (violation, self.look);
                }
                self.look += 1;
                if self.look == arcs {
                    self.look = 0;
                }
                looked += 1;
            }
            if best.0 > 0 {
                return Some(best.1);
            }
        }
        None
    }

    fn pivot(&mut self, entering: usize) -> bool {
        let forwards = self.state[entering] == State::Empty;
        let (source, target) = (self.source[entering], self.target[entering]);
        // Flow goes from the first to the second over the entering arc, and back through the tree.
        let (first, second) = if forwards { (source, target) } else { (target, source) };
        let (mut a, mut b) = (first, second);
        while a != b {
            if self.depth[a as usize] >= self.depth[b as usize] {
                a = self.parent[a as usize];
            } else {
                b = self.parent[b as usize];
            }
        }
        let meeting = a;
        let mut most = self.room[entering];
        let mut leaving = None;
        let mut at = first;
        while at != meeting {
            let arc = self.arc[at as usize] as usize;
            let left = if self.upwards[at as usize] { self.flow[arc] } else { self.left(arc) };
            if left < most {
                (most, leaving) = (left, Some((at, true)));
            }
            at = self.parent[at as usize];
        }
        let mut at = second;
        while at != meeting {
            let arc = self.arc[at as usize] as usize;
            let left = if self.upwards[at as usize] { self.left(arc) } else { self.flow[arc] };
            if left <= most {
                (most, leaving) = (left, Some((at, false)));
            }
            at = self.parent[at as usize];
        }
        if most >= NEVER / 2 {
            return false;
        }
        if most > 0 {
            self.flow[entering] += if forwards { most } else { -most };
            let mut at = first;
            while at != meeting {
                let arc = self.arc[at as usize] as usize;
                self.flow[arc] += if self.upwards[at as usize] { -most } else { most };
                at = self.parent[at as usize];
            }
            let mut at = second;
            while at != meeting {
                let arc = self.arc[at as usize] as usize;
                self.flow[arc] += if self.upwards[at as usize] { most } else { -most };
                at = self.parent[at as usize];
            }
        }
        let Some((out, on_first_side)) = leaving else {
            self.state[entering] = if forwards { State::Full } else { State::Empty };
            return true;
        };
        let gone = self.arc[out as usize] as usize;
        self.state[gone] = if self.flow[gone] == 0 { State::Empty } else { State::Full };
        self.state[entering] = State::Tree;
        let (inner, outer) = if on_first_side { (first, second) } else { (second, first) };
        self.rehang(inner, outer, out, entering);
        true
    }

    fn left(&self, arc: usize) -> i64 {
        if self.room[arc] >= NEVER { NEVER } else { self.room[arc] - self.flow[arc] }
    }

    /// Hangs the branch of `out` by its `inner` thing on the `outer` one.
    fn rehang(&mut self, inner: u32, outer: u32, out: u32, entering: usize) {
        let (mut stem, mut parent, mut arc) = (inner, outer, entering as u32);
        let mut upwards = self.source[entering] == inner;
        loop {
            let old = (self.parent[stem as usize], self.arc[stem as usize], self.upwards[stem as usize]);
            self.unhang(stem);
            self.hang(stem, parent);
            self.arc[stem as usize] = arc;
            self.upwards[stem as usize] = upwards;
            if stem == out {
                break;
            }
            (parent, arc, upwards) = (stem, old.1, !old.2);
            stem = old.0;
        }
        let tight = if self.source[entering] == inner {
            self.x[outer as usize] + self.cost[entering]
        } else {
            self.x[outer as usize] - self.cost[entering]
        };
        let shift = tight - self.x[inner as usize];
        self.stack.push(inner);
        while let Some(it) = self.stack.pop() {
            self.x[it as usize] += shift;
            self.depth[it as usize] = self.depth[self.parent[it as usize] as usize] + 1;
            let mut child = self.first_child[it as usize];
            while child != NONE {
                self.stack.push(child);
                child = self.next[child as usize];
            }
        }
    }

    fn hang(&mut self, it: u32, parent: u32) {
        let first = self.first_child[parent as usize];
        self.parent[it as usize] = parent;
        self.before[it as usize] = NONE;
        self.next[it as usize] = first;
        if first != NONE {
            self.before[first as usize] = it;
        }
        self.first_child[parent as usize] = it;
    }

    fn unhang(&mut self, it: u32) {
        let (before, next) = (self.before[it as usize], self.next[it as usize]);
        if before == NONE {
            self.first_child[self.parent[it as usize] as usize] = next;
        } else {
            self.next[before as usize] = next;
        }
        if next != NONE {
            self.before[next as usize] = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(first: u32, second: u32, at_most: i64, price: i64) -> Limit {
        Limit { first, second, at_most, price }
    }

    #[test]
    fn what_wishes_less_gives_way() {
        // Two things 10 apart; both would be at the ground's place, the first wishes it more.
        let mut x = [0, 100, 0];
        let wish = |it: u32, price: i64| [limit(it, 2, 0, price), limit(2, it, 0, price)];
        let mut limits = vec![limit(0, 1, -10, NEVER)];
        limits.extend(wish(0, 5));
        limits.extend(wish(1, 2));
        assert!(settle(&mut x, &limits, 1000));
        assert_eq!((x[0] - x[2], x[1] - x[2]), (0, 10));
    }

    #[test]
    fn a_row_of_wishes_is_met_like_by_trying_all() {
        // Four things in a row, wishes 3, 1, 4, 1, least distances 2: found by trying all places.
        let wishes = [3, 1, 4, 1];
        let mut limits: Vec<Limit> = (0..3).map(|it| limit(it, it + 1, -2, NEVER)).collect();
        for (it, wish) in wishes.iter().enumerate() {
            limits.push(limit(it as u32, 4, *wish, 1));
            limits.push(limit(4, it as u32, -*wish, 1));
        }
        let mut x = [0, 2, 4, 6, 0];
        assert!(settle(&mut x, &limits, 1000));
        let price = |at: [i64; 4]| at.iter().zip(wishes).map(|(x, wish)| (x - wish).abs()).sum::<i64>();
        let ours: [i64; 4] = std::array::from_fn(|it| x[it] - x[4]);
        let mut least = i64::MAX;
        for a in -9..9 {
            for b in a + 2..12 {
                for c in b + 2..14 {
                    for d in c + 2..16 {
                        least = least.min(price([a, b, c, d]));
                    }
                }
            }
        }
        assert!(ours.windows(2).all(|two| two[1] - two[0] >= 2));
        assert_eq!(price(ours), least);
    }
}

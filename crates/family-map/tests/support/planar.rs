//! Families that can be drawn without a crossing, made row by row: whoever
//! marries, marries a neighbour; children stand under their parents. Then all
//! order is shuffled away.

use family_map::Record;
use family_map::record::*;

/// Chance that is the same for the same seed.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 33) * n as u64) >> 31) as usize
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A family from a planar construction, people numbered at random.
pub fn family(seed: u64) -> Record {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678);
    let generations = 2 + chance.below(4);
    let mut people = 0;
    let mut fresh = || {
        people += 1;
        people - 1
    };
    let mut families: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    // The row from left to right.
    let mut row: Vec<usize> = (0..1 + chance.below(4)).map(|_| fresh()).collect();
    for _ in 0..generations {
        // Newcomers without parents stand anywhere.
        for _ in 0..chance.below(4) {
            row.insert(chance.below(row.len() + 1), fresh());
        }
        // Runs of neighbours marry: two, sometimes three with one in the middle.
        let mut next = Vec::new();
        let mut at = 0;
        while at < row.len() {
            let together = match chance.below(10) {
                0..4 => 1,
                4..9 => 2,
                _ => 3,
            };
            let run: Vec<usize> = row[at..(at + together).min(row.len())].to_vec();
            at += run.len();
            let mut unions: Vec<Vec<usize>> = run.windows(2).map(<[usize]>::to_vec).collect();
            if run.len() == 1 && chance.below(3) == 0 {
                // A newcomer as partner, or a parent alone.
                unions = vec![if chance.below(4) > 0 { vec![run[0], fresh()] } else { vec![run[0]] }];
            }
            for parents in unions {
                let children: Vec<usize> = (0..1 + chance.below(4)).map(|_| fresh()).collect();
                next.extend(&children);
                families.push((parents, children));
            }
        }
        if next.len() > 40 {
            break;
        }
        row = next;
        if row.is_empty() {
            break;
        }
    }
    let count = people;
    let mut number: Vec<usize> = (0..count).collect();
    chance.shuffle(&mut number);
    chance.shuffle(&mut families);
    let mut record = Record::new();
    let id = |it: usize| format!("p{:05}", number[it]);
    for it in 0..count {
        let symbol = if chance.below(2) == 0 { Symbol::Female } else { Symbol::Male };
        record.put(Fact::Person(super::person(&id(it), symbol)));
    }
    for (n, (parents, children)) in families.iter_mut().enumerate() {
        chance.shuffle(parents);
        chance.shuffle(children);
        if let [a, b] = parents.as_slice() {
            let mut it = super::couple(&id(*a), &id(*b), PartnershipKind::Married);
            it.id = format!("f{n:05}").into();
            record.put(Fact::Partnership(it));
        }
        for child in children.iter() {
            for parent in parents.iter() {
                record.put(Fact::ParentLink(super::link(&id(*child), &id(*parent), ParentKind::Biological)));
            }
        }
    }
    record
}

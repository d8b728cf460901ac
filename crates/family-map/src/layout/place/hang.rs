//! A first guess for all rows together: from the left and from the youngest
//! upwards, each couple over its children; where that is too far left, the
//! couple moves right with all who descend from it.

use super::field::Field;
use super::rows;

const NONE: u32 = u32::MAX;

/// Places every block; who would cover another is moved apart at the end.
pub(super) fn settle(field: &mut Field) {
    let blocks = field.x.len();
    let mut left = vec![NONE; blocks];
    for row in &field.rows {
        row.windows(2).for_each(|two| left[two[1]] = two[0] as u32);
    }
    let mut hanger = Hanger { placed: vec![false; blocks], stack: Vec::new(), branch: Vec::new() };
    for row in (0..field.rows.len()).rev() {
        if let Some(last) = field.rows[row].last().copied() {
            hanger.from(field, &left, last);
        }
    }
    let mut wishes = Vec::new();
    for row in 0..field.rows.len() {
        wishes.clear();
        wishes.extend(field.rows[row].iter().map(|block| (field.x[*block], 1.0)));
        rows::solve(field, row, &wishes);
    }
}

struct Hanger {
    placed: Vec<bool>,
    stack: Vec<(u32, bool)>,
    branch: Vec<u32>,
}

impl Hanger {
    /// Places a block after all that stand to its left and all below it.
    fn from(&mut self, field: &mut Field, left: &[u32], start: usize) {
        self.stack.push((start as u32, false));
        while let Some((block, ready)) = self.stack.pop() {
            if self.placed[block as usize] {
                continue;
            }
            if ready {
                self.place(field, left, block as usize);
                continue;
            }
            self.stack.push((block, true));
            let children = |it: u32| {
                field.below[it as usize].iter().flat_map(|family| {
                    let family = &field.families[*family as usize];
                    [family.last.block as u32, family.first.block as u32]
                })
            };
            // The last child's neighbours to the left include all others.
            self.stack.extend(children(block).filter(|it| !self.placed[*it as usize]).map(|it| (it, false)));
            let left = left[block as usize];
            if left != NONE && !self.placed[left as usize] {
                self.stack.push((left, false));
            }
        }
    }

    fn place(&mut self, field: &mut Field, left: &[u32], block: usize) {
        self.placed[block] = true;
        let bound = match left[block] {
            NONE => f64::NEG_INFINITY,
            left => field.x[left as usize] + field.apart[block],
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for family in field.below[block].iter().map(|it| &field.families[*it as usize]) {
            if self.placed[family.first.block] && self.placed[family.last.block] {
                sum += field.middle(family) - family.parents.aside;
                count += 1.0;
            }
        }
        if count == 0.0 {
            field.x[block] = if bound.is_finite() { bound } else { 0.0 };
            return;
        }
        let wish = sum / count;
        field.x[block] = wish.max(bound);
        if wish < bound {
            self.shift_branch(field, block, bound - wish);
        }
    }

    /// Moves all who hang on a block to the right.
    fn shift_branch(&mut self, field: &mut Field, block: usize, by: f64) {
        self.branch.clear();
        self.branch.push(block as u32);
        while let Some(it) = self.branch.pop() {
            for at in &field.below[it as usize] {
                for child in field.children.of(*at) {
                    let child = *child as usize;
                    // Who hangs on two couples moves with the first.
                    if self.placed[child] && field.above[child].first() == Some(at) {
                        field.x[child] += by;
                        self.branch.push(child as u32);
                    }
                }
            }
        }
    }
}

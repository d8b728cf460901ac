//! Counting crossings of lines between two rows.

/// How many pairs of lines cross, each from an upper to a lower place. Lines
/// that begin or end together do not cross.
pub(crate) fn crossings(lines: &mut [(i32, i32)], buffer: &mut Vec<i32>) -> i64 {
    const SHORT: usize = 40;
    if lines.len() <= SHORT {
        return crossings_of_few(lines);
    }
    lines.sort_unstable();
    count_lower(lines, buffer)
}

/// By insertion: next to nothing where the lines hardly cross.
fn crossings_of_few(lines: &mut [(i32, i32)]) -> i64 {
    insert_sort(lines);
    let mut count = 0;
    for at in 1..lines.len() {
        let lower = lines[at].1;
        let mut to = at;
        while to > 0 && lines[to - 1].1 > lower {
            lines[to].1 = lines[to - 1].1;
            to -= 1;
        }
        lines[to].1 = lower;
        count += (at - to) as i64;
    }
    count
}

/// Sorts and counts the pairs that stood the wrong way round.
fn merge_count(list: &mut [i32], spare: &mut [i32]) -> i64 {
    let length = list.len();
    if length < 2 {
        return 0;
    }
    if list.is_sorted() {
        return 0;
    }
    let (left, right) = list.split_at_mut(length / 2);
    let mut count = merge_count(left, &mut spare[..length / 2]) + merge_count(right, &mut spare[length / 2..]);
    let (mut a, mut b) = (0, 0);
    for slot in spare.iter_mut() {
        if b >= right.len() || (a < left.len() && left[a] <= right[b]) {
            *slot = left[a];
            a += 1;
        } else {
            *slot = right[b];
            b += 1;
            count += (left.len() - a) as i64;
        }
    }
    list.copy_from_slice(spare);
    count
}

/// The same for lines that are nearly in the order of their upper ends.
pub(crate) fn crossings_in_order(lines: &mut [(i32, i32)], buffer: &mut Vec<i32>) -> i64 {
    insert_sort(lines);
    count_lower(lines, buffer)
}

fn insert_sort(lines: &mut [(i32, i32)]) {
    for at in 1..lines.len() {
        let line = lines[at];
        let mut to = at;
        while to > 0 && lines[to - 1] > line {
            lines[to] = lines[to - 1];
            to -= 1;
        }
        lines[to] = line;
    }
}

fn count_lower(lines: &[(i32, i32)], buffer: &mut Vec<i32>) -> i64 {
    buffer.clear();
    buffer.extend(lines.iter().map(|it| it.1));
    let length = buffer.len();
    buffer.resize(length * 2, 0);
    let (lower, spare) = buffer.split_at_mut(length);
    merge_count(lower, spare)
}

/// How many pairs have the left one's end right of the right one's; both sorted.
pub(crate) fn inversions(left: &[i32], right: &[i32]) -> i64 {
    let (Some(first), Some(last)) = (left.first(), left.last()) else { return 0 };
    let (Some(from), Some(to)) = (right.first(), right.last()) else { return 0 };
    // Most pairs stand apart altogether.
    if last <= from {
        return 0;
    }
    if first > to {
        return (left.len() * right.len()) as i64;
    }
    let mut count = 0;
    let mut at = 0;
    for end in left {
        while at < right.len() && right[at] < *end {
            at += 1;
        }
        count += at;
    }
    count as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_counted_in_pairs() {
        let count = |lines: &[(i32, i32)]| crossings(&mut lines.to_vec(), &mut Vec::new());
        assert_eq!(count(&[(0, 0), (1, 1)]), 0);
        assert_eq!(count(&[(0, 2), (1, 1), (2, 0)]), 3);
        assert_eq!(count(&[(0, 2), (0, 0), (1, 1)]), 1);
        assert_eq!(inversions(&[1, 3], &[0, 2]), 3);
        let many: Vec<(i32, i32)> = (0..90).map(|at| (at, (at * 37) % 91)).collect();
        let slow = many.iter().flat_map(|a| many.iter().map(move |b| (a, b)));
        let slow = slow.filter(|(a, b)| a.0 < b.0 && a.1 > b.1).count() as i64;
        assert_eq!(count(&many), slow);
    }
}

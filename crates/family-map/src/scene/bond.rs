//! Emotional ties, as a layer above the structure.

use super::Shape;
use crate::layout::Layout;
use crate::record::Record;

pub(super) fn shapes(_record: &Record, _layout: &Layout, _sensitive: bool) -> Vec<Shape> {
    Vec::new()
}

//! Homes as closed lines around those who live there.

use super::Shape;
use crate::layout::Layout;
use crate::record::Record;

pub(super) fn shapes(_record: &Record, _layout: &Layout) -> Vec<Shape> {
    Vec::new()
}

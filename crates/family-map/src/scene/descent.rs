//! The lines from parents to children, and the arrows of care.

use super::words::shape_id;
use super::{Form, Part, Role, Shape};
use crate::layout::{FamilyLine, Layout};
use crate::record::{ParentKind, Record};

pub(super) fn shapes(_record: &Record, layout: &Layout) -> Vec<Shape> {
    layout.families.iter().map(shape).collect()
}

/// The class of a line from parent to child.
pub(super) fn line_class(kind: ParentKind) -> &'static str {
    match kind {
        ParentKind::Adoptive => "line line-dashed",
        ParentKind::Foster | ParentKind::EmergencyFoster | ParentKind::Donor | ParentKind::Surrogate => {
            "line line-dotted"
        }
        ParentKind::RaisedBy | ParentKind::Guardian => "line line-thin",
        _ => "line",
    }
}

fn shape(family: &FamilyLine) -> Shape {
    let class = line_class(family.kind);
    let mut path = points(&family.trunk);
    for child in &family.children {
        path += &points(&child.route);
    }
    let ids: Vec<&str> = family.parents.iter().map(|it| it.as_str()).collect();
    Shape {
        id: shape_id(&format!("family-{}", family.kind.code()), &ids.join("+")),
        role: Role::Descent,
        class: format!("descent descent-{}", family.kind.code()),
        person: None,
        alternative: Vec::new(),
        parts: vec![Part { class, form: Form::Path(path) }],
    }
}

fn points(route: &[crate::layout::Point]) -> String {
    super::svg::path(&route.iter().map(|it| (it.x, it.y)).collect::<Vec<_>>(), false)
}

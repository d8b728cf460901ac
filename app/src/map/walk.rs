//! From person to person on the drawing: the markup with one stop of the Tab
//! key, where the arrow keys lead, and which symbol is whose.

use super::viewport::Surface;
use family_map::record::{PersonId, Record};
use family_map::scene::Scene;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// A person's symbol on the page.
pub(super) fn shape_of(scene: Memo<Scene>, id: &PersonId) -> Option<web_sys::Element> {
    let shape = scene
        .try_with_untracked(|scene| scene.people.iter().find(|item| &item.id == id).map(|item| item.shape.clone()));
    document().get_element_by_id(&shape.flatten()?)
}

/// Puts the naming form beside a person's symbol: to the right, else to the
/// left, else below it, and always within the map.
pub(super) fn place_beside(shape: &web_sys::Element, surface: Surface) {
    const AIR: f64 = 8.0;
    let form = document().get_element_by_id("map-naming").and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(form) = form else { return };
    let (at, size) = (shape.get_bounding_client_rect(), form.get_bounding_client_rect());
    let within = |wish: f64, room: f64| wish.min(room - AIR).max(AIR);
    let (across, down) = (surface.width - size.width(), surface.height - size.height());
    let right = at.right() + AIR - surface.left;
    let left = at.left() - AIR - size.width() - surface.left;
    let middle = |from: f64, length: f64, own: f64| from + (length - own) / 2.0;
    let (x, y) = if right <= across - AIR {
        (right, within(middle(at.top() - surface.top, at.height(), size.height()), down))
    } else if left >= AIR {
        (left, within(middle(at.top() - surface.top, at.height(), size.height()), down))
    } else {
        let x = within(middle(at.left() - surface.left, at.width(), size.width()), across);
        (x, within(at.bottom() + AIR - surface.top, down))
    };
    for (side, to) in [("left", x), ("top", y)] {
        let _ = form.style().set_property(side, &format!("{to}px"));
    }
}

/// The person in whose name the map is drawn, or else the first.
pub(super) fn first_person(record: &Record) -> Option<PersonId> {
    record.index.clone().or_else(|| record.people.keys().next().cloned())
}

/// The drawing with one person who is reached by Tab, the others by arrows.
pub(super) fn with_tab_stop(drawing: String, scene: &Scene, tab_stop: Option<&PersonId>) -> String {
    let Some(stop) = tab_stop.and_then(|id| scene.people.iter().find(|item| &item.id == id)) else { return drawing };
    let opening = format!(r#"<g id="{}""#, stop.shape);
    match drawing.split_once(&opening) {
        Some((before, after)) => {
            format!("{before}{opening}{}", after.replacen(r#"tabindex="-1""#, r#"tabindex="0""#, 1))
        }
        None => drawing,
    }
}

/// Where a key leads from a person.
pub(super) fn neighbour(scene: &Scene, from: &PersonId, key: &str) -> Option<PersonId> {
    let item = scene.people.iter().find(|item| &item.id == from)?;
    let around = &item.neighbours;
    match key {
        "ArrowUp" => around.up.first().cloned(),
        "ArrowDown" => around.down.first().cloned(),
        "ArrowLeft" => around.left.clone(),
        "ArrowRight" => around.right.clone(),
        "Home" => scene.people.first().map(|item| item.id.clone()),
        "End" => scene.people.last().map(|item| item.id.clone()),
        _ => None,
    }
}

/// The person whose symbol an event came from.
pub(super) fn person_of(target: web_sys::EventTarget) -> Option<PersonId> {
    let element = target.dyn_into::<web_sys::Element>().ok()?;
    let person = element.closest("[data-person]").ok()??;
    person.get_attribute("data-person").map(PersonId::from)
}

/// Tab comes back to where one was.
pub(super) fn move_tab_stop(to: &web_sys::Element) {
    if let Ok(Some(old)) = document().query_selector(r#".map-surface [data-person][tabindex="0"]"#) {
        let _ = old.set_attribute("tabindex", "-1");
    }
    let _ = to.set_attribute("tabindex", "0");
}

/// Puts a small choice at a point of the page, or beside somebody, within the map.
pub(super) fn place_at(
    form: &web_sys::HtmlElement,
    at: Option<(f64, f64)>,
    beside: &PersonId,
    scene: Memo<Scene>,
    surface: Surface,
) {
    const AIR: f64 = 8.0;
    let size = form.get_bounding_client_rect();
    let of_person = || {
        let shape = shape_of(scene, beside)?.get_bounding_client_rect();
        Some((shape.right(), shape.top()))
    };
    let (x, y) = at.or_else(of_person).unwrap_or((surface.left, surface.top));
    let within = |wish: f64, room: f64| wish.min(room - AIR).max(AIR);
    let x = within(x + AIR - surface.left, surface.width - size.width());
    let y = within(y + AIR - surface.top, surface.height - size.height());
    for (side, to) in [("left", x), ("top", y)] {
        let _ = form.style().set_property(side, &format!("{to}px"));
    }
}

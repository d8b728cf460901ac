//! The arrow keys go from one appointment to the next: up and down within a day,
//! left and right to the nearest of another day, Home and End to the first and
//! the last of the day. With Alt they move the appointment itself.

use leptos::web_sys::{Element, HtmlElement, KeyboardEvent};
use wasm_bindgen::JsCast;

/// Where a key leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// So many further in the same day.
    Within(isize),
    /// To another day: before or after.
    Across(isize),
    /// To the first of the day or the last.
    End(bool),
}

fn way(key: &str) -> Option<Way> {
    Some(match key {
        "ArrowUp" => Way::Within(-1),
        "ArrowDown" => Way::Within(1),
        "ArrowLeft" => Way::Across(-1),
        "ArrowRight" => Way::Across(1),
        "Home" => Way::End(false),
        "End" => Way::End(true),
        _ => return None,
    })
}

/// Answers to a key that was pressed on an appointment of the grid.
pub(super) fn roam(event: KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let Some(way) = way(&event.key()) else { return };
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let Some(here) = target.and_then(|it| it.closest(".cal-item").ok().flatten()) else { return };
    if let Some(next) = next(&here, way).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
    // The grid does not scroll away under it.
    event.prevent_default();
}

/// All that fit a selector within an element, in order.
fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

fn next(here: &Element, way: Way) -> Option<Element> {
    let day = here.closest(".cal-day").ok().flatten()?;
    match way {
        Way::Within(by) => {
            let items = all(&day, ".cal-item");
            let at = items.iter().position(|it| it == here)?;
            items.get(at.checked_add_signed(by)?).cloned()
        }
        Way::End(last) => {
            let items = all(&day, ".cal-item");
            if last { items.last().cloned() } else { items.first().cloned() }
        }
        Way::Across(by) => {
            let days = all(&day.closest(".cal-week").ok().flatten()?, ".cal-day");
            let mut at = days.iter().position(|it| *it == day)?;
            // Days without anything are passed over.
            loop {
                at = at.checked_add_signed(by)?;
                let items = all(days.get(at)?, ".cal-item");
                let top = here.get_bounding_client_rect().top();
                let far = |it: &Element| (it.get_bounding_client_rect().top() - top).abs();
                if let Some(nearest) = items.into_iter().min_by(|one, other| far(one).total_cmp(&far(other))) {
                    return Some(nearest);
                }
            }
        }
    }
}

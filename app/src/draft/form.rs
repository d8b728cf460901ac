//! Reading what stands in a form, and putting it back.

use super::kept::Field;
use leptos::web_sys;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// What is never kept, whatever its form says.
const NEVER: [&str; 8] = ["password", "file", "hidden", "submit", "button", "reset", "image", "search"];

/// A field of a form, whatever kind it is.
enum Control {
    Text(HtmlTextAreaElement),
    Choice(HtmlSelectElement),
    Box(HtmlInputElement),
    Line(HtmlInputElement),
}

impl Control {
    fn of(element: Element) -> Option<(String, Self)> {
        let control = match element.dyn_into::<HtmlInputElement>() {
            Ok(input) => match input.type_().as_str() {
                kind if NEVER.contains(&kind) => return None,
                "checkbox" | "radio" => Self::Box(input),
                _ => Self::Line(input),
            },
            Err(element) => match element.dyn_into::<HtmlTextAreaElement>() {
                Ok(text) => Self::Text(text),
                Err(element) => Self::Choice(element.dyn_into().ok()?),
            },
        };
        let element = control.element();
        // A field without a name is known by its id.
        let name = element.get_attribute("name").filter(|name| !name.is_empty()).unwrap_or_else(|| element.id());
        let is_kept = !name.is_empty() && element.get_attribute("data-draft").as_deref() != Some("no");
        is_kept.then_some((name, control))
    }

    fn element(&self) -> &Element {
        match self {
            Self::Text(it) => it,
            Self::Choice(it) => it,
            Self::Box(it) | Self::Line(it) => it,
        }
    }

    fn read(&self) -> String {
        match self {
            Self::Text(it) => it.value(),
            Self::Choice(it) => it.value(),
            Self::Line(it) => it.value(),
            Self::Box(it) if it.checked() => "on".to_owned(),
            Self::Box(_) => String::new(),
        }
    }

    /// Writes, and tells the page as if somebody had typed.
    fn write(&self, value: &str) {
        if self.read() == value {
            return;
        }
        match self {
            Self::Text(it) => it.set_value(value),
            Self::Choice(it) => it.set_value(value),
            Self::Line(it) => it.set_value(value),
            Self::Box(it) => it.set_checked(value == "on"),
        }
        for name in ["input", "change"] {
            let init = web_sys::EventInit::new();
            init.set_bubbles(true);
            if let Ok(event) = web_sys::Event::new_with_event_init_dict(name, &init) {
                let _ = self.element().dispatch_event(&event);
            }
        }
    }
}

fn controls(form: &HtmlFormElement) -> Vec<(String, u32, Control)> {
    let elements = form.elements();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut found = Vec::new();
    for at in 0..elements.length() {
        let Some((name, control)) = elements.item(at).and_then(Control::of) else { continue };
        let nth = seen.entry(name.clone()).or_default();
        found.push((name, *nth, control));
        *nth += 1;
    }
    found
}

/// Everything that stands in the form now.
pub fn read(form: &HtmlFormElement) -> Vec<Field> {
    let field = |(name, nth, control): (String, u32, Control)| Field { name, nth, value: control.read() };
    controls(form).into_iter().map(field).collect()
}

/// Puts kept fields back. A field that a choice brings forth, or a row that a
/// number of rows does, is filled when it is there: the form is gone through
/// again when the page has answered to the round before.
pub async fn write(form: &HtmlFormElement, fields: &[Field]) {
    for _ in 0..3 {
        for (name, nth, control) in controls(form) {
            if let Some(field) = fields.iter().find(|field| field.name == name && field.nth == nth) {
                control.write(&field.value);
            }
        }
        leptos::task::tick().await;
    }
}

/// Moves the focus to the first of the fields.
pub fn focus_first(form: &HtmlFormElement, fields: &[Field]) {
    let Some(first) = fields.first() else { return };
    let found = controls(form).into_iter().find(|(name, nth, _)| *name == first.name && *nth == first.nth);
    if let Some(element) = found.and_then(|(.., control)| control.element().clone().dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

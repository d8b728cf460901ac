//! The browser's locks: of all tabs one holds it, and when it closes the next.

use js_sys::{Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, held: &Function) -> Promise;
}

/// Calls back once when this tab holds the lock, and keeps it until the tab is
/// closed. Where the browser has no locks every tab holds its own.
pub(super) fn hold(name: &str, held: impl FnOnce() + 'static) {
    let navigator = leptos::prelude::window().navigator();
    let locks = js_sys::Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object);
    let Some(locks) = locks else {
        held();
        return;
    };
    // A promise that is never kept: the lock goes with the tab.
    let held = Closure::once_into_js(move || {
        held();
        Promise::new(&mut |_, _| {})
    });
    let _ = locks.unchecked_into::<LockManager>().request(name, held.unchecked_ref());
}

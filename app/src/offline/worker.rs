//! The service worker of the one page that opens without network
//! (`public/uten-nett.js`): made to work, and told to fetch what it needs.

use crate::api::offline::OFFLINE_PAGE;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Promise};
use leptos::prelude::window;
use leptos::web_sys::{MessageChannel, MessageEvent, RegistrationOptions, ServiceWorkerRegistration};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const SCRIPT: &str = "/uten-nett.js";
/// What the worker is asked for.
const PREPARE: &str = "prepare";
/// It is looked so often whether the worker has come to life, in milliseconds.
const LOOK_EVERY_MS: u32 = 50;
/// And so many times.
const LOOKS: u32 = 200;

/// Makes the page ready to open without network. None where this browser
/// cannot, or something of it could not be fetched.
pub(super) async fn prepare() -> Option<()> {
    let navigator = window().navigator();
    let has_workers = js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    if !has_workers || !window().is_secure_context() {
        return None;
    }
    let options = RegistrationOptions::new();
    // Nothing but this page is answered by it.
    options.set_scope(OFFLINE_PAGE);
    let made = navigator.service_worker().register_with_options(SCRIPT, &options);
    let registration: ServiceWorkerRegistration = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    for _ in 0..LOOKS {
        if registration.active().is_some() {
            return ask(&registration).await;
        }
        TimeoutFuture::new(LOOK_EVERY_MS).await;
    }
    None
}

/// Asks the worker to fetch everything, and waits for its answer.
async fn ask(registration: &ServiceWorkerRegistration) -> Option<()> {
    let channel = MessageChannel::new().ok()?;
    let mut resolve = None;
    let answer = Promise::new(&mut |done, _| resolve = Some(done));
    let resolve = resolve?;
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let _ = resolve.call1(&JsValue::NULL, &event.data());
    });
    channel.port1().set_onmessage(Some(heard.as_ref().unchecked_ref()));
    let hands = Array::of1(&channel.port2());
    registration.active()?.post_message_with_transferable(&PREPARE.into(), &hands).ok()?;
    let done = JsFuture::from(answer).await.ok()?;
    done.as_bool().filter(|done| *done).map(drop)
}

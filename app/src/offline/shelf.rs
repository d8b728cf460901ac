//! The browser's database, as little of it as is needed: a shelf holds values
//! under names. What was put there is there after the answer, also when the
//! device is switched off.

use super::sign_out::COPIES;
use gloo_events::EventListener;
use js_sys::{Array, Function, Promise};
use leptos::prelude::window;
use leptos::web_sys::{EventTarget, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const STORE: &str = "all";

/// A database with one table.
#[derive(Clone, Copy)]
pub(super) struct Shelf(&'static str);

/// The copies with their secrets: destroyed as a whole.
pub(super) const COPY_SHELF: Shelf = Shelf(COPIES);
/// What was drawn: nothing destroys it but delivery and whoever drew it.
pub(super) const STEP_SHELF: Shelf = Shelf("familiekart.uten-nett.tegnet");

/// Waits for one of two events.
async fn heard(target: &EventTarget, good: &'static str, bad: &[&'static str]) -> bool {
    let mut hands = None::<(Function, Function)>;
    let promise = Promise::new(&mut |resolve, reject| hands = Some((resolve, reject)));
    let Some((resolve, reject)) = hands else { return false };
    let once = |name: &'static str, hand: Function| {
        EventListener::once(target, name, move |_| {
            let _ = hand.call0(&JsValue::NULL);
        })
    };
    let mut listeners = vec![once(good, resolve)];
    listeners.extend(bad.iter().map(|name| once(name, reject.clone())));
    JsFuture::from(promise).await.is_ok()
}

impl Shelf {
    async fn open(self) -> Option<IdbDatabase> {
        let request = window().indexed_db().ok()??.open_with_u32(self.0, 1).ok()?;
        let making = request.clone();
        let _made = EventListener::once(&request, "upgradeneeded", move |_| {
            if let Some(database) = making.result().ok().and_then(|it| it.dyn_into::<IdbDatabase>().ok()) {
                let _ = database.create_object_store(STORE);
            }
        });
        heard(&request, "success", &["error", "blocked"]).await.then_some(())?;
        request.result().ok()?.dyn_into().ok()
    }

    /// Asks one thing, and waits until it is done for good.
    async fn ask(
        self,
        mode: IdbTransactionMode,
        what: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Option<JsValue> {
        let database = self.open().await?;
        let answer = Self::ask_of(&database, mode, what).await;
        // Whoever deletes the database must not wait for a page that is done with it.
        database.close();
        answer
    }

    async fn ask_of(
        database: &IdbDatabase,
        mode: IdbTransactionMode,
        what: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Option<JsValue> {
        let transaction: IdbTransaction = database.transaction_with_str_and_mode(STORE, mode).ok()?;
        let request = what(&transaction.object_store(STORE).ok()?).ok()?;
        heard(&transaction, "complete", &["error", "abort"]).await.then_some(())?;
        request.result().ok()
    }

    /// Puts a value under a name; false where the browser has no room.
    pub(super) async fn put(self, name: &str, value: &JsValue) -> bool {
        let name = JsValue::from_str(name);
        self.ask(IdbTransactionMode::Readwrite, |all| all.put_with_key(value, &name)).await.is_some()
    }

    /// The value under a name.
    pub(super) async fn get(self, name: &str) -> Option<JsValue> {
        let name = JsValue::from_str(name);
        let found = self.ask(IdbTransactionMode::Readonly, |all| all.get(&name)).await?;
        (!found.is_undefined()).then_some(found)
    }

    /// Every value; none where the browser does not answer.
    pub(super) async fn all(self) -> Option<Vec<JsValue>> {
        let found = self.ask(IdbTransactionMode::Readonly, IdbObjectStore::get_all).await?;
        Some(Array::from(&found).iter().collect())
    }

    /// Takes away what lies under a name.
    pub(super) async fn remove(self, name: &str) -> bool {
        let name = JsValue::from_str(name);
        self.ask(IdbTransactionMode::Readwrite, |all| all.delete(&name)).await.is_some()
    }
}

/// Asks the browser not to clear what lies here when room is short.
pub(super) async fn keep_for_good() {
    let asked = js_sys::Reflect::get(&window().navigator(), &"storage".into()).ok().and_then(|storage| {
        let persist = js_sys::Reflect::get(&storage, &"persist".into()).ok()?.dyn_into::<Function>().ok()?;
        persist.call0(&storage).ok()?.dyn_into::<Promise>().ok()
    });
    if let Some(asked) = asked {
        // Whether it says yes or no, what lies here lies here.
        let _ = JsFuture::from(asked).await;
    }
}

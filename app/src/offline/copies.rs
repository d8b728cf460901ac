//! The copies on this device: made, opened with their PIN, destroyed.

use super::row::CopyRow;
use super::seal::{CopyKey, new_lock, unlock};
use super::shelf::COPY_SHELF;
use crate::api::offline::OfflineMap;
use crate::wire;
use js_sys::{Object, Reflect};
use leptos::web_sys::CryptoKey;
use wasm_bindgen::{JsCast, JsValue};

const ROW: &str = "row";
const DEVICE: &str = "device";

/// A copy that is open: its key is in memory.
#[derive(Clone)]
pub(super) struct OpenCopy {
    pub(super) row: CopyRow,
    pub(super) key: CopyKey,
    pub(super) map: OfflineMap,
}

/// What became of a PIN.
pub(super) enum Opening {
    /// It was the right one.
    Open(Box<OpenCopy>),
    /// It was not; so many tries are left.
    Wrong(u32),
    /// It was not, once too often: the copy is destroyed.
    Destroyed,
    /// The copy is not here, or its time is over.
    Gone,
}

fn map_of(copy: &str) -> String {
    format!("{copy}|map")
}

fn as_value(row: &CopyRow, device: &JsValue) -> Option<JsValue> {
    let value = Object::new();
    Reflect::set(&value, &ROW.into(), &serde_json::to_string(row).ok()?.into()).ok()?;
    Reflect::set(&value, &DEVICE.into(), device).ok()?;
    Some(value.into())
}

fn row_of(value: &JsValue) -> Option<CopyRow> {
    serde_json::from_str(&Reflect::get(value, &ROW.into()).ok()?.as_string()?).ok()
}

/// Seals what the server handed out under a PIN. None where the browser does
/// not keep it; then nothing is left of it.
pub(super) async fn keep(map: &OfflineMap, pin: &str) -> Option<()> {
    let made = new_lock(&map.copy, pin).await?;
    let sealed = made.key.seal(&map_of(&map.copy), &serde_json::to_vec(map).ok()?).await?;
    let row = CopyRow {
        id: map.copy.clone(),
        number: map.number.clone(),
        tag: map.tag.clone(),
        public_key: map.public_key.clone(),
        ends: js_sys::Date::now() + map.lasts_ms as f64,
        tries: 0,
        salt: made.salt,
        lock: made.lock,
        map: sealed,
    };
    COPY_SHELF.put(&row.id, &as_value(&row, &made.device)?).await.then_some(())
}

/// Every copy of this device whose time is not over; what is over is destroyed.
pub(super) async fn all() -> Vec<CopyRow> {
    let now = js_sys::Date::now();
    let mut here = Vec::new();
    for row in COPY_SHELF.all().await.unwrap_or_default().iter().filter_map(row_of) {
        if row.is_over(now) {
            destroy(&row.id).await;
        } else {
            here.push(row);
        }
    }
    here
}

/// Tries a PIN. The try is counted before it is made, so that none is free.
pub(super) async fn open(id: &str, pin: &str) -> Opening {
    let Some(value) = COPY_SHELF.get(id).await else { return Opening::Gone };
    let device = Reflect::get(&value, &DEVICE.into()).ok();
    let Some((mut row, device)) = row_of(&value).zip(device) else { return Opening::Gone };
    if row.is_over(js_sys::Date::now()) || row.left() == 0 {
        destroy(id).await;
        return Opening::Gone;
    }
    row.tries += 1;
    let counted = match as_value(&row, &device) {
        Some(value) => COPY_SHELF.put(id, &value).await,
        None => false,
    };
    let Some(secret) = device.dyn_ref::<CryptoKey>().filter(|_| counted) else { return Opening::Gone };
    let opened = match unlock(&row, secret, pin).await {
        Some(key) => map_in(&row, &key).await.map(|map| (key, map)),
        None => None,
    };
    let Some((key, map)) = opened else {
        if row.left() > 0 {
            return Opening::Wrong(row.left());
        }
        destroy(id).await;
        return Opening::Destroyed;
    };
    row.tries = 0;
    if let Some(value) = as_value(&row, &device) {
        COPY_SHELF.put(id, &value).await;
    }
    Opening::Open(Box::new(OpenCopy { row, key, map }))
}

async fn map_in(row: &CopyRow, key: &CopyKey) -> Option<OfflineMap> {
    wire::read(&key.unseal(&map_of(&row.id), &row.map).await?).ok()
}

/// Destroys a copy with its keys. What was drawn on it stays.
pub(super) async fn destroy(id: &str) {
    COPY_SHELF.remove(id).await;
}

//! What was drawn on the copies of this device and waits to be delivered.

use super::copies::OpenCopy;
use super::row::{StepRow, in_order, next_order};
use super::seal::seal_to_server;
use super::shelf::STEP_SHELF;
use crate::wire;
use family_map::away::AwayStep;
use family_map::pending::Waiting;
use wasm_bindgen::JsValue;

fn step_of(copy: &str, key: &str) -> String {
    format!("{copy}|step|{key}")
}

/// Every step, in the order in which they were drawn.
pub(super) async fn all() -> Vec<StepRow> {
    let found = STEP_SHELF.all().await.unwrap_or_default();
    in_order(found.iter().filter_map(|it| serde_json::from_str(&it.as_string()?).ok()).collect())
}

/// Keeps a step as it is now.
pub(super) async fn keep(row: &StepRow) -> bool {
    match serde_json::to_string(row) {
        Ok(text) => STEP_SHELF.put(&row.key, &JsValue::from_str(&text)).await,
        Err(_) => false,
    }
}

/// Seals a step for the server and for the copy, and lays it behind the others.
pub(super) async fn lay(copy: &OpenCopy, step: &AwayStep) -> Option<()> {
    let text = serde_json::to_vec(step).ok()?;
    let seen = serde_json::to_vec(&step.step).ok()?;
    let (id, key) = (&copy.row.id, &step.step.key);
    let row = StepRow {
        key: key.clone(),
        order: next_order(&all().await),
        copy: id.clone(),
        number: copy.row.number.clone(),
        tag: copy.row.tag.clone(),
        for_server: Some(seal_to_server(&copy.row.public_key, id, &text).await?),
        for_copy: copy.key.seal(&step_of(id, key), &seen).await?,
    };
    keep(&row).await.then_some(())
}

/// Takes a step away: it was taken back, or expressly discarded, or nobody
/// needs it any more.
pub(super) async fn take_away(key: &str) -> bool {
    STEP_SHELF.remove(key).await
}

/// What was drawn on a copy, delivered or not, as the copy's key opens it; with
/// the keys of those that were delivered.
pub(super) async fn drawn_on(copy: &OpenCopy) -> (Vec<Waiting>, Vec<String>) {
    let (mut steps, mut delivered) = (Vec::new(), Vec::new());
    for row in all().await.into_iter().filter(|it| it.copy == copy.row.id) {
        let seen = copy.key.unseal(&step_of(&row.copy, &row.key), &row.for_copy).await;
        if let Some(step) = seen.and_then(|text| wire::read(&text).ok()) {
            steps.push(step);
            if row.for_server.is_none() {
                delivered.push(row.key);
            }
        }
    }
    (steps, delivered)
}

/// Takes back a step that was not delivered.
pub(super) async fn take_back(key: &str) -> bool {
    let waits = all().await.iter().any(|it| it.key == key && it.for_server.is_some());
    !waits || take_away(key).await
}

//! In the worker: hears what is to be laid out, and answers.

use super::message::{Reply, Request};
use family_map::layout::{Options, arrange};
use leptos::web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Answers every request from now on, for as long as the worker lives.
pub fn answer_requests() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let here = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        say(&here, &reply(event.data().as_string().as_deref().unwrap_or_default()));
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // It ends with the worker.
    heard.forget();
    say(&scope, &Reply::Ready);
}

/// The answer to a request.
fn reply(text: &str) -> Reply {
    let Ok(request) = serde_json::from_str::<Request<'_>>(text) else { return Reply::Unclear };
    let options = Options { previous: request.previous.into_owned(), ..Options::default() };
    Reply::Arranged(arrange(&request.record, &options))
}

/// Tells the page.
fn say(scope: &DedicatedWorkerGlobalScope, reply: &Reply) {
    if let Ok(text) = serde_json::to_string(reply) {
        let _ = scope.post_message(&text.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use family_map::record::{Origin, Person, Record, Symbol};
    use std::borrow::Cow;

    #[test]
    fn a_request_is_answered_by_what_would_be_laid_out_here() {
        let mut record = Record::new();
        for id in ["a", "b"] {
            record.people.insert(id.into(), Person::new(id, Symbol::Unknown, Origin::told("teller", ["team"])));
        }
        let before = arrange(&record, &Options::default());
        record.people.insert("c".into(), Person::new("c", Symbol::Unknown, Origin::told("teller", ["team"])));
        let options = Options::after(&before);
        let request = Request { record: Cow::Borrowed(&record), previous: Cow::Borrowed(&options.previous) };
        let text = serde_json::to_string(&request).unwrap();
        assert!(matches!(reply(&text), Reply::Arranged(layout) if layout == arrange(&record, &options)));
        assert!(matches!(reply("{"), Reply::Unclear));
    }
}

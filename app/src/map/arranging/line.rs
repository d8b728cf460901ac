//! The page's line to its worker: started with the program that the page itself runs, asked, heard, and ended.

use super::Placed;
use super::message::{Reply, Request};
use super::newest::{Asked, Newest};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Array;
use leptos::prelude::document;
use leptos::web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast, JsValue};

/// The worker's script.
const SCRIPT: &str = "/plassering.js";
/// Where the head says what the page's own program consists of: the script and the wasm.
const PROGRAM: [&str; 2] = ["program-script", "program-wasm"];
/// A worker that says nothing for so long is taken for lost, in milliseconds: some end without a word.
const PATIENCE_MS: u32 = 60_000;

/// What the page hears.
pub(super) enum News {
    /// What was asked for last is laid out.
    Placed(Box<Placed>),
    /// There will be no answer any more.
    Lost,
}

/// A worker and what it is asked for.
pub(super) struct Line {
    worker: Worker,
    newest: RefCell<Newest<Asked>>,
    told: Box<dyn Fn(News)>,
    patience: RefCell<Option<Timeout>>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Line {
    /// Starts a worker; none where that cannot be done.
    pub(super) fn open(told: impl Fn(News) + 'static) -> Option<Rc<Self>> {
        let program = PROGRAM.into_iter().map(address).collect::<Option<Array>>()?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options).ok()?;
        let line = Rc::new(Self {
            worker,
            newest: RefCell::new(Newest::new()),
            told: Box::new(told),
            patience: RefCell::new(None),
            listeners: RefCell::default(),
        });
        line.listen();
        line.worker.post_message(&program).ok()?;
        Some(line)
    }

    /// Asks for a layout, in place of whatever waits for one.
    pub(super) fn ask(self: &Rc<Self>, asked: Asked) {
        self.newest.borrow_mut().want(asked);
        self.go_on();
    }

    fn listen(self: &Rc<Self>) {
        let here = Rc::downgrade(self);
        let message = EventListener::new(&self.worker, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            let reply = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Reply::Unclear);
            if let Some(line) = here.upgrade() {
                line.hear(reply);
            }
        });
        let here = Rc::downgrade(self);
        let error = EventListener::new(&self.worker, "error", move |_| lose(&here));
        self.listeners.replace(vec![message, error]);
    }

    fn hear(self: &Rc<Self>, reply: Reply) {
        match reply {
            Reply::Ready => self.newest.borrow_mut().ready(),
            Reply::Arranged(layout) => {
                let done = self.newest.borrow_mut().done();
                if let Some(Asked { part, .. }) = done {
                    (self.told)(News::Placed(Box::new(Placed { part, layout })));
                }
            }
            Reply::Unclear => return (self.told)(News::Lost),
        }
        self.go_on();
    }

    /// Sends what is wanted next, and waits no longer than one waits.
    fn go_on(self: &Rc<Self>) {
        let request = self.newest.borrow_mut().begin().map(write);
        let is_sent = request.is_none_or(|text| text.is_some_and(|text| self.worker.post_message(&text).is_ok()));
        let here = Rc::downgrade(self);
        let waits = self.newest.borrow().is_busy().then(|| Timeout::new(PATIENCE_MS, move || lose(&here)));
        self.patience.replace(waits);
        if !is_sent {
            (self.told)(News::Lost);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// The page hears that there will be no answer any more.
fn lose(line: &Weak<Line>) {
    if let Some(line) = line.upgrade() {
        (line.told)(News::Lost);
    }
}

/// A request as text.
fn write(asked: &Asked) -> Option<JsValue> {
    let request = Request { record: Cow::Borrowed(&asked.part.record), previous: Cow::Borrowed(&asked.previous) };
    serde_json::to_string(&request).ok().map(Into::into)
}

/// The address of a part of the page's program.
fn address(id: &str) -> Option<JsValue> {
    document().get_element_by_id(id)?.get_attribute("href").map(Into::into)
}

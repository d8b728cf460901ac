//! One stream for the whole browser, however many tabs: the tab that leads has
//! it open and tells the others. The channel is the user's own, so that nobody
//! who signs in later in another tab hears of it.

use super::book::{Answer, Book};
use super::locks;
use crate::api::live::{LiveEvent, LiveMessage};
use crate::map::drawing::fresh_id;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::web_sys::{BroadcastChannel, EventSource, MessageEvent};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// Tabs that open together are served by one opening of the stream, in milliseconds.
const TOGETHER_MS: u32 = 40;
/// A stream that the server refused is tried again after this time, in milliseconds.
const TRY_AGAIN_MS: u32 = 30_000;

/// What a follower is told.
pub(super) enum News {
    /// What this tab holds is what the stream has come to, under this number.
    Joined {
        /// The number.
        number: u64,
    },
    /// Something happened; with the mark of what is held after it.
    Event {
        /// What.
        event: LiveEvent,
        /// The mark.
        mark: String,
    },
    /// The stream is gone for now.
    Lost,
}

/// What the tabs say to each other.
#[derive(Serialize, Deserialize)]
enum Line {
    /// A tab wants to follow a case from where it has come.
    Want { tab: String, case: String, cursor: String },
    /// A tab follows a case no longer.
    Leave { tab: String, case: String },
    /// A new leader asks who follows what.
    WhoWants,
    /// The stream has said this.
    Heard(LiveMessage),
    /// One tab goes on from here.
    Join { tab: String, case: String, number: u64, present: Option<LiveEvent> },
    /// The stream is gone for now.
    Lost,
}

/// A map on this tab.
struct Reader {
    cursor: Box<dyn Fn() -> String>,
    told: Box<dyn Fn(News)>,
}

struct Hub {
    tab: String,
    channel: Option<BroadcastChannel>,
    leads: Cell<bool>,
    book: RefCell<Book>,
    source: RefCell<Option<(EventSource, Vec<EventListener>)>>,
    soon: RefCell<Option<Timeout>>,
    readers: RefCell<BTreeMap<String, Rc<Reader>>>,
    listeners: RefCell<Vec<EventListener>>,
}

thread_local! {
    /// Lives as long as the tab.
    static HUB: RefCell<Option<Rc<Hub>>> = const { RefCell::new(None) };
}

fn hub() -> Option<Rc<Hub>> {
    HUB.with_borrow(Clone::clone)
}

/// Follows a case: `cursor` says how far this tab has come, `told` is called
/// with everything that happens.
pub(super) fn follow(tag: &str, case: &str, cursor: impl Fn() -> String + 'static, told: impl Fn(News) + 'static) {
    let hub = hub().unwrap_or_else(|| {
        let hub = Hub::begin(tag);
        HUB.set(Some(Rc::clone(&hub)));
        hub
    });
    let reader = Reader { cursor: Box::new(cursor), told: Box::new(told) };
    hub.readers.borrow_mut().insert(case.to_owned(), Rc::new(reader));
    hub.want(case);
}

/// Follows a case no longer.
pub(super) fn leave(case: &str) {
    if let Some(hub) = hub()
        && hub.readers.borrow_mut().remove(case).is_some()
    {
        hub.say(Line::Leave { tab: hub.tab.clone(), case: case.to_owned() });
    }
}

/// Something was missed: asks anew from where this tab has come.
pub(super) fn again(case: &str) {
    if let Some(hub) = hub() {
        hub.want(case);
    }
}

impl Hub {
    fn begin(tag: &str) -> Rc<Self> {
        let name = format!("familiekart.live.{tag}");
        let hub = Rc::new(Self {
            tab: fresh_id(),
            channel: BroadcastChannel::new(&name).ok(),
            leads: Cell::new(false),
            book: RefCell::default(),
            source: RefCell::new(None),
            soon: RefCell::new(None),
            readers: RefCell::default(),
            listeners: RefCell::default(),
        });
        let mut listeners = Vec::new();
        if let Some(channel) = &hub.channel {
            let here = Rc::clone(&hub);
            listeners.push(EventListener::new(channel, "message", move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
                if let Some(line) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                    here.take(line);
                }
            }));
        }
        let here = Rc::clone(&hub);
        listeners.push(EventListener::new(&window(), "pagehide", move |_| {
            let cases: Vec<String> = here.readers.borrow().keys().cloned().collect();
            for case in cases {
                here.say(Line::Leave { tab: here.tab.clone(), case });
            }
        }));
        let here = Rc::clone(&hub);
        listeners.push(EventListener::new(&window(), "online", move |_| here.reopen_if_shut()));
        hub.listeners.replace(listeners);
        let here = Rc::clone(&hub);
        locks::hold(&name, move || {
            here.leads.set(true);
            here.post(&Line::WhoWants);
            here.want_all();
        });
        hub
    }

    fn want_all(self: &Rc<Self>) {
        let cases: Vec<String> = self.readers.borrow().keys().cloned().collect();
        for case in cases {
            self.want(&case);
        }
    }

    fn want(self: &Rc<Self>, case: &str) {
        let reader = self.readers.borrow().get(case).cloned();
        if let Some(reader) = reader {
            let cursor = (reader.cursor)();
            self.say(Line::Want { tab: self.tab.clone(), case: case.to_owned(), cursor });
        }
    }

    fn post(&self, line: &Line) {
        if let (Some(channel), Ok(text)) = (&self.channel, serde_json::to_string(line)) {
            let _ = channel.post_message(&text.into());
        }
    }

    /// Says something to the leader, who may be this tab.
    fn say(self: &Rc<Self>, line: Line) {
        if self.leads.get() {
            self.take(line);
        } else {
            self.post(&line);
        }
    }

    fn take(self: &Rc<Self>, line: Line) {
        match line {
            Line::Want { tab, case, cursor } if self.leads.get() => {
                let answer = self.book.borrow_mut().want(&tab, &case, &cursor);
                match answer {
                    Answer::Reopen => self.reopen_soon(TOGETHER_MS),
                    Answer::Join { number, present } => {
                        let line = Line::Join { tab: tab.clone(), case, number, present };
                        if tab == self.tab { self.take(line) } else { self.post(&line) }
                    }
                }
            }
            Line::Leave { tab, case } if self.leads.get() => {
                if self.book.borrow_mut().leave(&tab, &case) {
                    self.reopen_soon(TOGETHER_MS);
                }
            }
            Line::Want { .. } | Line::Leave { .. } => {}
            Line::WhoWants => self.want_all(),
            Line::Heard(message) => {
                let mark = message.cursor.split_once('.').map(|(_, mark)| mark.to_owned()).unwrap_or_default();
                self.tell(&message.case, News::Event { event: message.event, mark });
            }
            Line::Join { tab, case, number, present } if tab == self.tab => {
                self.tell(&case, News::Joined { number });
                if let Some(event) = present {
                    let cursor = self.readers.borrow().get(&case).map(|reader| (reader.cursor)());
                    let mark = cursor.and_then(|it| it.split_once('.').map(|(_, mark)| mark.to_owned()));
                    self.tell(&case, News::Event { event, mark: mark.unwrap_or_default() });
                }
            }
            Line::Join { .. } => {}
            Line::Lost => {
                let cases: Vec<String> = self.readers.borrow().keys().cloned().collect();
                for case in cases {
                    self.tell(&case, News::Lost);
                }
            }
        }
    }

    fn tell(&self, case: &str, news: News) {
        let reader = self.readers.borrow().get(case).cloned();
        if let Some(reader) = reader {
            (reader.told)(news);
        }
    }

    fn reopen_soon(self: &Rc<Self>, after: u32) {
        let hub = Rc::clone(self);
        self.soon.replace(Some(Timeout::new(after, move || hub.reopen())));
    }

    fn reopen_if_shut(self: &Rc<Self>) {
        let is_shut = self.source.borrow().as_ref().is_none_or(|it| it.0.ready_state() == EventSource::CLOSED);
        if self.leads.get() && is_shut {
            self.reopen();
        }
    }

    fn reopen(self: &Rc<Self>) {
        if let Some((source, _)) = self.source.take() {
            source.close();
        }
        let Some(address) = self.book.borrow().address() else { return };
        let Ok(source) = EventSource::new(&address) else { return };
        let here = Rc::downgrade(self);
        let message = EventListener::new(&source, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            let message = text.and_then(|text| serde_json::from_str::<LiveMessage>(&text).ok());
            if let (Some(here), Some(message)) = (here.upgrade(), message) {
                here.book.borrow_mut().heard(&message);
                here.pass_on(Line::Heard(message));
                if here.book.borrow().address().is_none() {
                    here.reopen();
                }
            }
        });
        let here = Rc::downgrade(self);
        let lost = EventListener::new(&source, "error", move |_| {
            if let Some(here) = here.upgrade() {
                here.book.borrow_mut().lost();
                here.pass_on(Line::Lost);
                // The browser comes back by itself unless the server has said no.
                if here.source.borrow().as_ref().is_some_and(|it| it.0.ready_state() == EventSource::CLOSED) {
                    here.reopen_soon(TRY_AGAIN_MS);
                }
            }
        });
        self.source.replace(Some((source, vec![message, lost])));
    }

    fn pass_on(self: &Rc<Self>, line: Line) {
        self.post(&line);
        self.take(line);
    }
}

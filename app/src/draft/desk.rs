//! One form whose text is kept while it is written.

use super::drafts::Drafts;
use super::form;
use super::kept::{Field, Kept};
use super::vault;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlFormElement;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What is typed is written to the storage this long after, in milliseconds.
const WRITE_AFTER_MS: u32 = 300;

/// A form in the browser.
pub(super) struct Desk {
    form: HtmlFormElement,
    name: String,
    drafts: Drafts,
    /// What stood in the form when it was shown or last saved.
    initial: RefCell<Vec<Field>>,
    /// What lay here when the form was shown and nobody has answered for.
    offer: RwSignal<Option<Kept>>,
    /// The browser keeps nothing.
    unkept: RwSignal<bool>,
    timer: RefCell<Option<Timeout>>,
    /// Counts writings, so that only the latest one reaches the storage.
    turn: Cell<u32>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Desk {
    /// Begins to keep what is typed in the form.
    pub(super) fn begin(
        form: HtmlFormElement,
        name: String,
        drafts: Drafts,
        offer: RwSignal<Option<Kept>>,
        unkept: RwSignal<bool>,
    ) -> Rc<Self> {
        let desk = Rc::new(Self {
            initial: RefCell::new(form::read(&form)),
            form,
            name,
            drafts,
            offer,
            unkept,
            timer: RefCell::new(None),
            turn: Cell::new(0),
            listeners: RefCell::new(Vec::new()),
        });
        let on = |target: &leptos::web_sys::EventTarget, event: &'static str, act: fn(&Rc<Self>)| {
            let desk = Rc::downgrade(&desk);
            EventListener::new(target, event, move |_| {
                if let Some(desk) = desk.upgrade() {
                    act(&desk);
                }
            })
        };
        let listeners = vec![
            on(&desk.form, "input", Self::touched),
            on(&desk.form, "change", Self::touched),
            // Whatever may be the last moment of the page.
            on(&desk.form, "submit", Self::write_now),
            on(&window(), "pagehide", Self::write_now),
            on(&document(), "visibilitychange", Self::write_now),
        ];
        desk.listeners.replace(listeners);
        desk
    }

    /// Where anything of the user's lies here, fetches the key while there is a
    /// session, and offers it.
    pub(super) fn look(self: &Rc<Self>) {
        vault::sweep();
        if !self.drafts.has_any() {
            return;
        }
        let desk = Rc::clone(self);
        spawn_local(async move {
            let Some(vault) = desk.drafts.vault().await else { return };
            let Some(place) = vault.place(&desk.name).await else { return };
            let Some(kept) = vault.unseal(&place).await else { return };
            // Somebody who typed meanwhile is asked all the same.
            if kept.fields != form::read(&desk.form) {
                desk.offer.try_set(Some(kept));
                desk.unwritten();
            }
        });
    }

    /// What was typed before the offer came does not take its place.
    fn unwritten(self: &Rc<Self>) {
        if self.turn.get() > 0 {
            self.write();
        }
    }

    fn touched(self: &Rc<Self>) {
        if self.timer.borrow().is_some() {
            return;
        }
        self.drafts.begin();
        let desk = Rc::downgrade(self);
        let timer = Timeout::new(WRITE_AFTER_MS, move || {
            if let Some(desk) = desk.upgrade() {
                desk.write_now();
            }
        });
        self.timer.replace(Some(timer));
    }

    /// Writes what is waiting to be written.
    pub(super) fn write_now(self: &Rc<Self>) {
        if let Some(timer) = self.timer.take() {
            drop(timer);
            self.write();
            self.drafts.end();
        }
    }

    fn write(self: &Rc<Self>) {
        let turn = self.next_turn();
        let fields = form::read(&self.form);
        let offered = self.offer.try_get_untracked().flatten();
        let text = if fields == *self.initial.borrow() {
            offered
        } else {
            let title = document().title();
            let path = window().location().pathname().unwrap_or_default();
            let text = Kept { at: js_sys::Date::now().floor(), path, title, fields, earlier: None };
            Some(text.over(offered))
        };
        self.drafts.begin();
        let desk = Rc::clone(self);
        spawn_local(async move {
            let written = desk.put(text, turn).await;
            desk.drafts.end();
            desk.unkept.try_set(written.is_none());
        });
    }

    /// `None` when the browser could not keep it.
    async fn put(&self, text: Option<Kept>, turn: u32) -> Option<()> {
        let vault = self.drafts.vault().await?;
        let place = vault.place(&self.name).await?;
        let line = match &text {
            Some(text) => Some(vault.seal(&place, text).await?),
            None => None,
        };
        if self.turn.get() != turn {
            return Some(());
        }
        match line {
            Some(line) => vault::store(&place, &line).then_some(()),
            None => {
                vault::remove(&place);
                Some(())
            }
        }
    }

    fn next_turn(&self) -> u32 {
        self.turn.set(self.turn.get() + 1);
        self.turn.get()
    }

    /// Puts the offered text into the form.
    pub(super) fn fetch(self: &Rc<Self>) {
        let Some(kept) = self.offer.get_untracked() else { return };
        self.offer.set(kept.earlier.map(|earlier| *earlier));
        let desk = Rc::clone(self);
        spawn_local(async move {
            form::write(&desk.form, &kept.fields).await;
            form::focus_first(&desk.form, &kept.fields);
            desk.touched();
        });
    }

    /// Throws the offered text away.
    pub(super) fn discard(self: &Rc<Self>) {
        let earlier = self.offer.get_untracked().and_then(|kept| kept.earlier);
        self.offer.set(earlier.map(|earlier| *earlier));
        self.write();
        form::focus_first(&self.form, &form::read(&self.form));
    }

    /// What stands in the form is safe on the server: nothing is kept here.
    pub(super) fn saved(self: &Rc<Self>) {
        if self.timer.take().is_some() {
            self.drafts.end();
        }
        self.next_turn();
        self.initial.replace(form::read(&self.form));
        self.offer.try_set(None);
        self.drafts.forget(&self.name);
    }
}

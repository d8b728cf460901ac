//! Keeps what is drawn on an open copy: one thing after the other, and nothing
//! is forgotten when the browser does not take it at once.

use super::copies::OpenCopy;
use super::queue;
use crate::map::{Keeper, Laid, Laying};
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

struct Desk {
    copy: OpenCopy,
    /// What is not laid yet, the oldest first. Outlives the page's signals.
    todo: RefCell<VecDeque<Laid>>,
    busy: Cell<bool>,
    laying: RwSignal<Laying>,
    on_laid: Callback<()>,
}

/// A keeper for an open copy. `delivered`: keys of what the server has done;
/// `on_laid` is called when something was laid aside.
pub(super) fn keeper(copy: OpenCopy, delivered: BTreeSet<String>, on_laid: Callback<()>) -> Keeper {
    let laying = RwSignal::new(Laying::Done);
    let todo = RefCell::default();
    let desk = SendWrapper::new(Rc::new(Desk { copy, todo, busy: Cell::new(false), laying, on_laid }));
    let lay = Callback::new(move |laid: Laid| {
        if laid != Laid::Again {
            desk.todo.borrow_mut().push_back(laid);
        }
        desk.work();
    });
    Keeper { lay, laying, delivered: RwSignal::new(delivered) }
}

impl Desk {
    fn work(self: &Rc<Self>) {
        if self.busy.replace(true) {
            return;
        }
        self.laying.try_set(Laying::Busy);
        let desk = Rc::clone(self);
        spawn_local(async move {
            let done = desk.lay_all().await;
            desk.busy.set(false);
            desk.laying.try_set(if done { Laying::Done } else { Laying::Failed });
            desk.on_laid.try_run(());
        });
    }

    async fn lay_all(&self) -> bool {
        loop {
            let next = self.todo.borrow().front().cloned();
            let done = match next {
                None => return true,
                Some(Laid::Drawn(step)) => queue::lay(&self.copy, &step).await.is_some(),
                Some(Laid::TakenBack(key)) => queue::take_back(&key).await,
                Some(Laid::Again) => true,
            };
            if !done {
                return false;
            }
            self.todo.borrow_mut().pop_front();
        }
    }
}

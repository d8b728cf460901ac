//! Brings home what was drawn: one step at a time, the oldest first, by the
//! session of the one who drew it. What meets something that others did waits
//! for an answer; nothing is dropped without one.

use super::queue;
use super::row::{CopyRow, StepRow};
use super::{copies, row};
use crate::api::offline::{Delivered, Met, deliver_offline, offline_owner};
use crate::error::AppError;
use family_map::message::Message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// Whether anything can be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Nobody has looked yet.
    Unknown,
    /// There is no network.
    Offline,
    /// There is, and nobody is signed in.
    SignedOut,
    /// Somebody is.
    SignedIn {
        /// Whose session it is.
        tag: String,
    },
    /// The server could not do what was asked.
    Fault(AppError),
}

/// Why a step waits for an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Why {
    /// Others have done the same differently.
    Meets(Vec<Met>),
    /// It would contradict what is known.
    Declined(Message),
    /// The server did not take it.
    Refused(AppError),
}

/// A step that waits for an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    /// The step.
    pub(super) key: String,
    /// Number of the case.
    pub(super) number: String,
    /// Why.
    pub(super) why: Why,
}

/// The delivery of this page.
#[derive(Clone, Copy)]
pub(super) struct Delivery {
    /// Whether anything can be delivered.
    pub(super) link: RwSignal<Link>,
    /// What waits for an answer.
    pub(super) asked: RwSignal<Vec<Asked>>,
    /// Something is on its way.
    pub(super) busy: RwSignal<bool>,
    /// Steps that were delivered since the page was opened.
    pub(super) done: RwSignal<usize>,
    /// Keys of steps that are on the server.
    pub(super) delivered: RwSignal<BTreeSet<String>>,
    /// Called when what lies here has changed.
    on_change: Callback<()>,
}

impl Delivery {
    /// Has delivered nothing yet.
    pub(super) fn new(on_change: Callback<()>) -> Self {
        Self {
            link: RwSignal::new(Link::Unknown),
            asked: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            done: RwSignal::new(0),
            delivered: RwSignal::new(BTreeSet::new()),
            on_change,
        }
    }

    /// Looks whether there is network and a session, and delivers what waits.
    pub(super) fn run(self) {
        if self.busy.get_untracked() {
            return;
        }
        if !window().navigator().on_line() {
            self.link.set(Link::Offline);
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let link = match offline_owner().await {
                Ok(tag) => self.deliver_all(tag).await,
                Err(error) => link_of(error),
            };
            self.link.try_set(link);
            self.busy.try_set(false);
            self.on_change.try_run(());
        });
    }

    async fn deliver_all(self, tag: String) -> Link {
        let mut asked = Vec::new();
        for step in queue::all().await.into_iter().filter(|it| it.tag == tag && it.for_server.is_some()) {
            match self.deliver(&step, false).await {
                Ok(None) => {}
                Ok(Some(why)) => asked.push(Asked { key: step.key, number: step.number, why }),
                Err(link) => {
                    self.asked.try_set(asked);
                    return link;
                }
            }
        }
        self.asked.try_set(asked);
        Link::SignedIn { tag }
    }

    /// Delivers one step: why it waits, if it does; what is with the network,
    /// if it cannot be known.
    async fn deliver(self, step: &StepRow, insist: bool) -> Result<Option<Why>, Link> {
        let Some(sealed) = step.for_server.clone() else { return Ok(None) };
        match deliver_offline(step.copy.clone(), sealed, insist).await {
            Ok(Delivered::Done) => {
                settle(step, &copies::all().await).await;
                self.done.try_update(|done| *done += 1);
                self.delivered.try_update(|keys| keys.insert(step.key.clone()));
                Ok(None)
            }
            Ok(Delivered::Meets(met)) => Ok(Some(Why::Meets(met))),
            Ok(Delivered::Declined(message)) => Ok(Some(Why::Declined(message))),
            Err(
                error @ (AppError::Network | AppError::SignedOut | AppError::Internal | AppError::Throttled { .. }),
            ) => Err(link_of(error)),
            Err(error) => Ok(Some(Why::Refused(error))),
        }
    }

    /// What was drawn is to count, whatever others did.
    pub(super) fn insist(self, key: String) {
        self.busy.set(true);
        spawn_local(async move {
            let step = queue::all().await.into_iter().find(|it| it.key == key);
            if let Some(step) = step {
                match self.deliver(&step, true).await {
                    Ok(why) => self.answered(&key, why),
                    Err(link) => drop(self.link.try_set(link)),
                }
            }
            self.busy.try_set(false);
            self.on_change.try_run(());
        });
    }

    /// What was drawn is not to count: whoever drew it says so.
    pub(super) fn discard(self, key: String) {
        spawn_local(async move {
            queue::take_away(&key).await;
            self.answered(&key, None);
            self.on_change.try_run(());
        });
    }

    fn answered(self, key: &str, why: Option<Why>) {
        self.asked.try_update(|asked| match why {
            Some(why) => asked.iter_mut().filter(|it| it.key == key).for_each(|it| it.why = why.clone()),
            None => asked.retain(|it| it.key != key),
        });
    }
}

fn link_of(error: AppError) -> Link {
    match error {
        AppError::Network => Link::Offline,
        AppError::SignedOut => Link::SignedOut,
        error => Link::Fault(error),
    }
}

/// A step is on the server: it stays as long as its copy does, which shows it.
async fn settle(step: &StepRow, copies: &[CopyRow]) {
    let kept = StepRow { for_server: None, ..step.clone() };
    if row::spent(copies, std::slice::from_ref(&kept)).is_empty() {
        queue::keep(&kept).await;
    } else {
        queue::take_away(&step.key).await;
    }
}

//! Sends what is due in the outbox, one message after the other. Several
//! servers may do so beside each other; the store sees to it that no two take
//! the same, and what is known of a message whose server was killed.

mod email;
mod recorder;
mod sms;
#[cfg(test)]
mod tests;

pub use email::Email;
pub use recorder::Recorder;
pub use sms::{BODY as SMS_BODY, Gateway, Sms};

use casework::message::{Channel, Outcome};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use store::{HouseOut, Outgoing, Prepared, Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// So often a server looks whether something is due.
const EVERY: Duration = Duration::from_secs(5);
/// So many are taken up at once: few, since each may take seconds.
const AT_ONCE: i64 = 5;

/// What the other side said of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it has taken it.
    pub outcome: Outcome,
    /// Why not, as a code without names or addresses.
    pub fault: Option<String>,
}

impl Verdict {
    const TAKEN: Self = Self { outcome: Outcome::Taken, fault: None };

    fn because(outcome: Outcome, fault: impl Into<String>) -> Self {
        Self { outcome, fault: Some(fault.into()) }
    }
}

/// A way out of the house.
pub trait Sender: Send + Sync {
    /// Sends a message once. What it cannot tell apart is [`Outcome::Unknown`].
    fn send<'a>(&'a self, message: &'a Outgoing) -> Pin<Box<dyn Future<Output = Verdict> + Send + 'a>>;
}

/// The ways out of the house.
#[derive(Clone, Default)]
pub struct Senders {
    /// E-mail.
    pub email: Option<Arc<dyn Sender>>,
    /// Text messages.
    pub sms: Option<Arc<dyn Sender>>,
}

impl Senders {
    fn of(&self, channel: Channel) -> Option<&Arc<dyn Sender>> {
        match channel {
            Channel::Email => self.email.as_ref(),
            Channel::Sms => self.sms.as_ref(),
        }
    }

    /// The channels for which there is a sender.
    pub fn ways(&self) -> Vec<Channel> {
        Channel::ALL.into_iter().filter(|channel| self.of(*channel).is_some()).collect()
    }
}

/// One server's part in emptying the outbox.
pub struct Worker {
    store: Store,
    senders: Senders,
    origin: String,
    ways: Vec<Channel>,
    lease: String,
}

/// A worker at work.
pub struct Running {
    stop: watch::Sender<bool>,
    done: JoinHandle<()>,
}

impl Running {
    /// Ends after the message that is on its way; what was not begun is free
    /// for the next server.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.done.await;
    }
}

impl Worker {
    /// A worker with a lease of its own.
    pub fn new(store: Store, senders: Senders, origin: String) -> Self {
        let (lease, ways) = (store.new_id(), senders.ways());
        Self { store, senders, origin, ways, lease }
    }

    /// Works until it is stopped.
    pub fn start(self) -> Running {
        let (stop, mut stopped) = watch::channel(false);
        let done = tokio::spawn(async move {
            let mut every = tokio::time::interval(EVERY);
            every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    _ = every.tick() => {}
                    _ = stopped.changed() => break,
                }
                if let Err(error) = self.round(&stopped).await {
                    tracing::error!(%error, "outbox");
                }
            }
            if let Err(error) = self.store.return_messages(&self.lease).await {
                tracing::error!(%error, "outbox: what was leased is free when the lease ends");
            }
        });
        Running { stop, done }
    }

    /// Sends what is due, until nothing is or the server stops.
    async fn round(&self, stopped: &watch::Receiver<bool>) -> Result<(), StoreError> {
        let (_, uncertain) = self.store.recover_messages().await?;
        if uncertain > 0 {
            tracing::warn!(uncertain, "outbox: a server was interrupted while it sent");
        }
        loop {
            let some = self.store.lease_messages(&self.lease, AT_ONCE).await?;
            if some.is_empty() {
                return Ok(());
            }
            for id in some {
                if *stopped.borrow() {
                    return Ok(());
                }
                self.one(&id).await?;
            }
        }
    }

    async fn one(&self, id: &str) -> Result<(), StoreError> {
        let out = HouseOut { origin: &self.origin, ways: &self.ways };
        let Prepared::Go(message) = self.store.prepare_message(id, &self.lease, &out).await? else { return Ok(()) };
        let verdict = match self.senders.of(message.channel) {
            Some(sender) => sender.send(&message).await,
            None => Verdict::because(Outcome::NotTaken, "no_sender"),
        };
        if let Some(fault) = &verdict.fault {
            tracing::warn!(id, channel = message.channel.code(), %fault, outcome = ?verdict.outcome, "outbox");
        }
        self.store.finish_message(id, &self.lease, verdict.outcome, verdict.fault.as_deref()).await
    }
}

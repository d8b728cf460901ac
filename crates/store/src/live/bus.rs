//! Who must look again. SQLite has one process, and its transactions tell of
//! themselves here. PostgreSQL may serve several: they tell each other with
//! NOTIFY, which carries the id of a case and nothing else.

use crate::Store;
use crate::case::CaseId;
use crate::database::DatabaseKind;
use crate::error::StoreError;
use sqlx::postgres::PgListener;
use std::time::Duration;
use tokio::sync::{OnceCell, broadcast};
use tokio::task::JoinHandle;

/// The channel of PostgreSQL.
pub(crate) const CHANNEL: &str = "familiekart";
/// Signals that a slow listener may leave lying; after that it looks at everything.
const ROOM: usize = 256;
/// A listener that lost its database tries again after this time.
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// What belongs to this case, or who may see it.
    Case(CaseId),
    /// Who has this case's map open, and whom they look at.
    Presence(CaseId),
    /// Anything: accounts, posts, sessions, several cases.
    Everything,
}

impl Signal {
    /// As NOTIFY carries it.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Case(case) => format!("case {}", case.0),
            Self::Presence(case) => format!("presence {}", case.0),
            Self::Everything => "everything".to_owned(),
        }
    }

    /// What cannot be read makes everybody look.
    pub(crate) fn from_text(text: &str) -> Self {
        match text.split_once(' ') {
            Some(("case", case)) => Self::Case(CaseId(case.to_owned())),
            Some(("presence", case)) => Self::Presence(CaseId(case.to_owned())),
            _ => Self::Everything,
        }
    }

    /// Whether somebody who follows this case must look.
    #[must_use]
    pub fn concerns(&self, of: &CaseId) -> bool {
        match self {
            Self::Case(case) | Self::Presence(case) => case == of,
            Self::Everything => true,
        }
    }
}

/// Passes signals on within this process.
pub(crate) struct Bus {
    sender: broadcast::Sender<Signal>,
    /// Hears what other processes say; begun when the first one listens.
    ear: OnceCell<JoinHandle<()>>,
}

impl Bus {
    pub(crate) fn new() -> Self {
        Self { sender: broadcast::Sender::new(ROOM), ear: OnceCell::new() }
    }

    /// Tells everybody in this process.
    pub(crate) fn tell(&self, signal: Signal) {
        // Nobody may be listening.
        let _ = self.sender.send(signal);
    }

    async fn listen(&self, url: &str) -> Result<(), StoreError> {
        let begin = || async {
            let mut ear = PgListener::connect(url).await?;
            ear.listen(CHANNEL).await?;
            Ok::<_, StoreError>(tokio::spawn(pass_on(ear, self.sender.clone())))
        };
        self.ear.get_or_try_init(begin).await?;
        Ok(())
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        if let Some(ear) = self.ear.get() {
            ear.abort();
        }
    }
}

/// Passes on what the database says. Where the connection was lost something
/// may have been missed: then everybody looks.
async fn pass_on(mut ear: PgListener, sender: broadcast::Sender<Signal>) {
    loop {
        let signal = match ear.try_recv().await {
            Ok(Some(heard)) => Signal::from_text(heard.payload()),
            Ok(None) => Signal::Everything,
            Err(_) => {
                tokio::time::sleep(TRY_AGAIN).await;
                Signal::Everything
            }
        };
        let _ = sender.send(signal);
    }
}

/// Signals as they come, from the moment of asking on.
#[derive(Debug)]
pub struct Signals(broadcast::Receiver<Signal>);

impl Signals {
    /// The next one. Whoever was too slow looks at everything.
    pub async fn next(&mut self) -> Signal {
        match self.0.recv().await {
            Ok(signal) => signal,
            Err(broadcast::error::RecvError::Lagged(_)) => Signal::Everything,
            // The store is going away, and its listeners with it.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }

    /// One that is here already.
    pub fn waiting(&mut self) -> Option<Signal> {
        match self.0.try_recv() {
            Ok(signal) => Some(signal),
            Err(broadcast::error::TryRecvError::Lagged(_)) => Some(Signal::Everything),
            Err(_) => None,
        }
    }
}

impl Store {
    /// Listens from now on.
    ///
    /// # Errors
    /// When the database of several nodes does not answer.
    pub async fn signals(&self) -> Result<Signals, StoreError> {
        let bus = self.db().bus();
        if self.kind() == DatabaseKind::Postgres {
            bus.listen(self.db().url()).await?;
        }
        Ok(Signals(bus.sender.subscribe()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_reads_back_and_anything_else_makes_everybody_look() {
        let case = || CaseId("0190-a".into());
        for signal in [Signal::Case(case()), Signal::Presence(case()), Signal::Everything] {
            assert_eq!(Signal::from_text(&signal.to_text()), signal);
        }
        for strange in ["", "case", "other x"] {
            assert_eq!(Signal::from_text(strange), Signal::Everything, "{strange}");
        }
        assert!(Signal::Case(case()).concerns(&case()) && Signal::Everything.concerns(&case()));
        assert!(!Signal::Presence(CaseId("0190-b".into())).concerns(&case()));
    }
}

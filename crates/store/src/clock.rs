//! Time, passed in.

use casework::Day;
use casework::calendar::series::zone::Zone;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock. The server has one of the real world; tests set theirs.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 in UTC.
    fn now(&self) -> i64;
    /// The calendar day here.
    fn today(&self) -> Day;
    /// The time zone of the office.
    fn zone(&self) -> Zone {
        Zone::OSLO
    }
}

/// A clock that stands still until it is moved. Its days are UTC days of a
/// fixed date plus what it was moved.
#[derive(Debug)]
pub struct FixedClock {
    now: AtomicI64,
    today: Day,
}

impl FixedClock {
    /// A clock that shows `now` on the day `today`.
    #[must_use]
    pub const fn new(now: i64, today: Day) -> Self {
        Self { now: AtomicI64::new(now), today }
    }

    /// Moves the time on, within the same day.
    pub fn advance(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    fn today(&self) -> Day {
        self.today
    }
}

//! The clock of the real world, in the office's time zone.

use casework::Day;
use casework::calendar::series::zone::Zone;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::Clock;

/// Reads the system's clock.
pub struct SystemClock {
    zone: TimeZone,
    stands_on: Option<Day>,
}

impl SystemClock {
    /// A clock whose days begin at midnight in this zone. In a demonstration
    /// the calendar stands on one day while the hours go on.
    pub const fn new(zone: TimeZone, stands_on: Option<Day>) -> Self {
        Self { zone, stands_on }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        Timestamp::now().as_millisecond()
    }

    fn zone(&self) -> Zone {
        self.zone.iana_name().and_then(Zone::named).unwrap_or(Zone::OSLO)
    }

    fn today(&self) -> Day {
        if let Some(day) = self.stands_on {
            return day;
        }
        let date = Timestamp::now().to_zoned(self.zone.clone()).date();
        let part = |number: i8| u8::try_from(number).unwrap_or(1);
        Day::new(u16::try_from(date.year()).unwrap_or(1), part(date.month()), part(date.day()))
    }
}

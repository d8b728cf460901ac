//! A time of the day, to the minute.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A time of the day as the clock on the wall shows it. Travels as «09:30».
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Time {
    minutes: u16,
}

/// Minutes of a whole day.
pub const DAY_MINUTES: u16 = 24 * 60;

impl Time {
    /// Midnight, with which the day begins.
    pub const MIDNIGHT: Self = Self { minutes: 0 };

    /// A time; hours over 23 and minutes over 59 are cut off there.
    #[must_use]
    pub const fn new(hour: u8, minute: u8) -> Self {
        let hour = if hour > 23 { 23 } else { hour };
        let minute = if minute > 59 { 59 } else { minute };
        Self { minutes: hour as u16 * 60 + minute as u16 }
    }

    /// The time so many minutes after midnight; nothing from 1440 on.
    #[must_use]
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes < DAY_MINUTES { Some(Self { minutes }) } else { None }
    }

    /// Minutes since midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.minutes
    }

    /// The hour, 0–23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        (self.minutes / 60) as u8
    }

    /// The minute of the hour, 0–59.
    #[must_use]
    pub const fn minute(self) -> u8 {
        (self.minutes % 60) as u8
    }
}

/// As ISO 8601 writes it: 09:30.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

/// A text that is no time of the day in the form 09:30.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTime;

impl fmt::Display for NoTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no time in the form 09:30")
    }
}

impl FromStr for Time {
    type Err = NoTime;

    fn from_str(text: &str) -> Result<Self, NoTime> {
        let two = |part: &str| -> Option<u8> {
            if part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_digit()) { part.parse().ok() } else { None }
        };
        let (hour, minute) = text.split_once(':').ok_or(NoTime)?;
        match (two(hour), two(minute)) {
            (Some(hour @ 0..=23), Some(minute @ 0..=59)) => Ok(Self::new(hour, minute)),
            _ => Err(NoTime),
        }
    }
}

impl TryFrom<String> for Time {
    type Error = NoTime;

    fn try_from(text: String) -> Result<Self, NoTime> {
        text.parse()
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_times_go_both_ways() {
        for minutes in 0..DAY_MINUTES {
            let time = Time::from_minutes(minutes).unwrap();
            assert_eq!(time.to_string().parse(), Ok(time));
            assert_eq!(Time::new(time.hour(), time.minute()), time);
        }
        assert_eq!(Time::from_minutes(DAY_MINUTES), None);
        for no in ["", "9:30", "24:00", "09:60", "09.30", "09:3", "+9:30", "09:30:00"] {
            assert_eq!(no.parse::<Time>(), Err(NoTime), "{no}");
        }
    }

    #[test]
    fn travels_as_people_write_it() {
        assert_eq!(serde_json::to_string(&Time::new(9, 30)).unwrap(), "\"09:30\"");
        assert_eq!(serde_json::from_str::<Time>("\"13:05\"").unwrap(), Time::new(13, 5));
        assert!(serde_json::from_str::<Time>("\"25:00\"").is_err());
    }
}

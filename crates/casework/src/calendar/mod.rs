//! The calendar of a family centre: days and times as people say them, weeks,
//! holidays, school-free days, repeated appointments, conflicts and free times.
//!
//! Everything here is local time of one place without a time zone; the step to
//! UTC and back is taken on the server (`series::zone`, feature `server`).

pub mod closed;
pub mod conflict;
pub mod holiday;
#[cfg(feature = "server")]
pub mod ics;
pub mod moment;
pub mod series;
pub mod time;
pub mod week;
pub mod weekday;

pub use closed::{Closure, ClosureKind, DayNote, DayOff, FreeDays};
pub use holiday::{Eve, Holiday};
pub use moment::{Moment, Span};
pub use series::{Occurrence, Series};
pub use time::Time;
pub use week::IsoWeek;
pub use weekday::Weekday;

//! When somebody is reminded.

use crate::calendar::Moment;

/// No reminder comes earlier, in hours before.
pub const MOST_HOURS: u16 = 14 * 24;

/// When the reminder of an appointment is to arrive, so many hours before; none
/// where the unit sends none, or where that is over at `now` already.
#[must_use]
pub fn reminder_at(when: Moment, hours: u16, now: Moment) -> Option<Moment> {
    let at = when.plus(-60 * i64::from(hours.min(MOST_HOURS)));
    (hours > 0 && when > now).then_some(at.max(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_comes_before_and_not_in_the_past() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let when = at("2026-11-25T09:30");
        assert_eq!(reminder_at(when, 24, at("2026-11-20T08:00")), Some(at("2026-11-24T09:30")));
        assert_eq!(reminder_at(when, 24, at("2026-11-25T08:00")), Some(at("2026-11-25T08:00")));
        assert_eq!(reminder_at(when, 24, when), None);
        assert_eq!(reminder_at(when, 0, at("2026-11-20T08:00")), None);
    }
}

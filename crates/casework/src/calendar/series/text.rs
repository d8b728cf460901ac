//! The rule of a series as RFC 5545 writes it.

use super::{End, Pattern, Rule};
use crate::calendar::moment::Moment;
use crate::calendar::weekday::Weekday;
use crate::day::Day;

/// A local moment in the basic form: 20270506T093000.
#[must_use]
pub fn basic(moment: Moment) -> String {
    format!("{}T{:02}{:02}00", basic_day(moment.day), moment.time.hour(), moment.time.minute())
}

/// A day in the basic form: 20270506.
#[must_use]
pub fn basic_day(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year, day.month, day.day)
}

impl Rule {
    /// The value of RRULE. A last day is written in UTC where the series has a
    /// time zone (RFC 5545, 3.3.10), so the caller says how: `until` makes the
    /// text of the last second of a local day.
    #[must_use]
    pub fn text(&self, until: impl Fn(Day) -> String) -> String {
        let mut parts = Vec::new();
        let by_day = match &self.pattern {
            Pattern::Daily => {
                parts.push("FREQ=DAILY".to_owned());
                None
            }
            Pattern::Weekly(weekdays) => {
                parts.push("FREQ=WEEKLY".to_owned());
                Some(weekdays.iter().map(|it| it.code()).collect::<Vec<_>>().join(","))
            }
            Pattern::MonthlyNth(nth, weekday) => {
                parts.push("FREQ=MONTHLY".to_owned());
                Some(format!("{nth}{}", weekday.code()))
            }
            Pattern::MonthlyLast(weekday) => {
                parts.push("FREQ=MONTHLY".to_owned());
                Some(format!("-1{}", weekday.code()))
            }
        };
        if self.every > 1 {
            parts.push(format!("INTERVAL={}", self.every));
        }
        match self.end {
            End::Never => {}
            End::Count(count) => parts.push(format!("COUNT={count}")),
            End::Until(day) => parts.push(format!("UNTIL={}", until(day))),
        }
        if matches!(self.pattern, Pattern::Weekly(_)) && self.every > 1 {
            // The rule's own default, said aloud: some calendars begin weeks on Sunday.
            parts.push(format!("WKST={}", Weekday::Monday.code()));
        }
        parts.extend(by_day.map(|days| format!("BYDAY={days}")));
        parts.join(";")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::time::Time;

    #[test]
    fn the_table_of_texts() {
        let start = Day::new(2027, 1, 5);
        let table = [
            (Rule::weekly(start, 1, End::Count(8)), "FREQ=WEEKLY;COUNT=8;BYDAY=TU"),
            (Rule::weekly(start, 2, End::Never), "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU"),
            (Rule { pattern: Pattern::Daily, every: 1, end: End::Until(start) }, "FREQ=DAILY;UNTIL=20270105T225959Z"),
            (
                Rule { pattern: Pattern::MonthlyNth(1, Weekday::Tuesday), every: 1, end: End::Never },
                "FREQ=MONTHLY;BYDAY=1TU",
            ),
            (
                Rule { pattern: Pattern::MonthlyLast(Weekday::Friday), every: 3, end: End::Count(4) },
                "FREQ=MONTHLY;INTERVAL=3;COUNT=4;BYDAY=-1FR",
            ),
        ];
        for (rule, expected) in table {
            assert_eq!(rule.text(|day| format!("{}T225959Z", basic_day(day))), expected);
        }
        assert_eq!(basic(Moment::new(start, Time::new(9, 5))), "20270105T090500");
    }
}

//! What stands in a calendar, day by day.

use crate::error::AppError;
use casework::Day;
use casework::calendar::{DayNote, DayOff, Moment, Span};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, open};
#[cfg(feature = "ssr")]
use store::{Shown, ShownWhat, UserId, Whose};

/// How much of the calendar is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// One day.
    Day,
    /// A week.
    Week,
    /// The weeks of a month.
    Month,
    /// Four weeks, only the days on which there is something.
    List,
}

impl Reach {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::List];

    /// As it stands in an address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "dag",
            Self::Week => "uke",
            Self::Month => "maned",
            Self::List => "liste",
        }
    }

    /// The reach that an address names; a week otherwise.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.code() == code).unwrap_or(Self::Week)
    }

    /// First and last day that are shown around a day.
    #[must_use]
    pub fn days(self, day: Day) -> (Day, Day) {
        let monday = |day: Day| day.shifted(1 - i32::from(day.weekday()));
        match self {
            Self::Day => (day, day),
            Self::Week => (monday(day), monday(day).shifted(6)),
            Self::Month => {
                let last = first_of_next_month(day).before();
                (monday(Day::new(day.year, day.month, 1)), monday(last).shifted(6))
            }
            Self::List => (day, day.shifted(27)),
        }
    }

    /// The day to which one turns the page: forwards, or back.
    #[must_use]
    pub fn turned(self, day: Day, forwards: bool) -> Day {
        let by = |days: i32| day.shifted(if forwards { days } else { -days });
        match self {
            Self::Day => by(1),
            Self::Week => by(7),
            Self::List => by(28),
            Self::Month if forwards => first_of_next_month(day),
            Self::Month => {
                let last = Day::new(day.year, day.month, 1).before();
                Day::new(last.year, last.month, 1)
            }
        }
    }
}

fn first_of_next_month(day: Day) -> Day {
    if day.month == 12 { Day::new(day.year + 1, 1, 1) } else { Day::new(day.year, day.month + 1, 1) }
}

/// A day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// Which.
    pub day: Day,
    /// Why nothing is planned on it.
    pub off: Option<DayOff>,
    /// What to think of on it.
    pub notes: Vec<DayNote>,
    /// What stands on it, in order of time.
    pub items: Vec<CalendarItem>,
}

/// Something in the calendar, as its reader may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarItem {
    /// When.
    pub span: Span,
    /// What it is; taken time where that is not for this reader.
    pub title: Option<String>,
    /// The case that it leads to.
    pub case: Option<String>,
    /// The room.
    pub room: Option<String>,
    /// Staff who take part, by name.
    pub people: Vec<String>,
    /// Minutes on the road before and after.
    pub road: (u16, u16),
    /// Whether it repeats.
    pub repeats: bool,
    /// Whether the reader takes part.
    pub mine: bool,
}

/// Everything on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPage {
    /// How much of it.
    pub reach: Reach,
    /// Around which day.
    pub day: Day,
    /// Now.
    pub now: Moment,
    /// Whose, as it stands in the address.
    pub whose: String,
    /// The days.
    pub days: Vec<CalendarDay>,
    /// Colleagues: ids and names.
    pub colleagues: Vec<(String, String)>,
    /// The unit's rooms: ids and names.
    pub rooms: Vec<(String, String)>,
}

#[cfg(feature = "ssr")]
fn item(shown: Shown) -> CalendarItem {
    let (title, case) = match shown.what {
        ShownWhat::Busy => (None, None),
        ShownWhat::Title(title) => (Some(title), None),
        ShownWhat::Case { id, number, name, opens } => (Some(format!("{number} {name}")), opens.then_some(id.0)),
    };
    CalendarItem {
        span: shown.span,
        title,
        case,
        room: shown.room.map(|(_, name)| name),
        people: shown.people.into_iter().map(|(_, name)| name).collect(),
        road: (shown.travel.before, shown.travel.after),
        repeats: shown.repeats,
        mine: shown.mine,
    }
}

/// A calendar: a day, a week, a month or a list of one's own, of the unit, of a
/// colleague or of a room. What the address does not tell is this week's own.
///
/// # Errors
/// [`AppError::NotFound`] for who plans nowhere, and for what is not of their unit.
#[server(name = GetCalendarPage, endpoint = "calendar_page")]
pub async fn calendar_page(reach: String, day: String, whose: String) -> Result<CalendarPage, AppError> {
    let (visit, calendar, unit) = open().await?;
    let reach = Reach::from_code(&reach);
    let now = visit.site.moment();
    let sensible = |day: &Day| day.exists() && (2000..2200).contains(&day.year);
    let day = day.parse::<Day>().ok().filter(sensible).unwrap_or(now.day);
    let asked = match whose.split_once(':') {
        Some(("rom", id)) => Whose::Room(id.replace('\0', "")),
        Some(("person", id)) => Whose::Person(UserId(id.to_owned())),
        _ if whose == "enheten" => Whose::Unit(unit.clone()),
        _ => Whose::Mine,
    };
    let (first, last) = reach.days(day);
    let found = answer(calendar.view(&asked, Span::days(first, last)).await)?;
    // Whether a day is squeezed in between shows from the days around it.
    let free = answer(calendar.days(&unit, first.shifted(-7), last.shifted(7)).await)?.free_days();
    let mut days: Vec<CalendarDay> = Vec::new();
    for number in first.number()..=last.number() {
        let day = Day::from_number(number);
        let whole = Span::day(day);
        let items: Vec<CalendarItem> = found.iter().filter(|it| it.span.overlaps(&whole)).cloned().map(item).collect();
        if reach != Reach::List || !items.is_empty() {
            days.push(CalendarDay { day, off: free.off(day), notes: free.notes(day), items });
        }
    }
    let colleagues = answer(calendar.colleagues(&unit).await)?.into_iter().map(|(id, name)| (id.0, name));
    Ok(CalendarPage {
        reach,
        day,
        now,
        whose,
        days,
        colleagues: colleagues.collect(),
        rooms: answer(calendar.rooms(&unit).await)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_around_a_day() {
        let monday = Day::new(2026, 11, 23);
        let table = [
            (Reach::Day, (monday, monday), Day::new(2026, 11, 24), Day::new(2026, 11, 22)),
            (Reach::Week, (monday, Day::new(2026, 11, 29)), Day::new(2026, 11, 30), Day::new(2026, 11, 16)),
            // November begins on a Sunday and ends on a Monday: six weeks.
            (
                Reach::Month,
                (Day::new(2026, 10, 26), Day::new(2026, 12, 6)),
                Day::new(2026, 12, 1),
                Day::new(2026, 10, 1),
            ),
            (Reach::List, (monday, Day::new(2026, 12, 20)), Day::new(2026, 12, 21), Day::new(2026, 10, 26)),
        ];
        for (reach, days, after, before) in table {
            assert_eq!(reach.days(monday), days, "{reach:?}");
            assert_eq!((reach.turned(monday, true), reach.turned(monday, false)), (after, before), "{reach:?}");
            assert_eq!(Reach::from_code(reach.code()), reach);
        }
        assert_eq!(Reach::Month.turned(Day::new(2026, 1, 31), false), Day::new(2025, 12, 1));
        assert_eq!(Reach::Month.turned(Day::new(2026, 12, 31), true), Day::new(2027, 1, 1));
        assert_eq!(Reach::from_code(""), Reach::Week);
    }
}

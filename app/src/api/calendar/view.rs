//! What stands in a calendar between two days.

use crate::error::AppError;
use crate::wire::Wire;
use casework::Day;
use casework::calendar::{DayNote, DayOff, IsoWeek, Moment, Span, Time};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, desk};
#[cfg(feature = "ssr")]
use crate::server::with_status;
#[cfg(feature = "ssr")]
use store::{CaseId, Shown, ShownSort, ShownWhat, UserId, Whose};

/// No more days are shown at once.
#[cfg(feature = "ssr")]
const MOST_DAYS: i64 = 62;

/// How much is shown, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One day.
    Day,
    /// A week from Monday.
    Week,
    /// A month in whole weeks.
    Month,
    /// Four weeks, day after day in words.
    List,
}

impl Kind {
    /// Each with its code, in the order in which they are offered.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Week, "uke"), (Self::Day, "dag"), (Self::Month, "maned"), (Self::List, "liste")];

    /// From its code; a week for anything else.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|(_, known)| *known == code).map_or(Self::Week, |(kind, _)| kind)
    }

    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("uke", |(_, code)| code)
    }

    /// The first day and the last.
    #[must_use]
    pub fn days(self, day: Day) -> (Day, Day) {
        let monday = IsoWeek::of(day).monday();
        match self {
            Self::Day => (day, day),
            Self::Week => (monday, monday.plus(6)),
            Self::List => (day, day.plus(27)),
            Self::Month => {
                let first = Day { day: 1, ..day };
                let next = first.plus(31);
                (IsoWeek::of(first).monday(), IsoWeek::of(Day { day: 1, ..next }.before()).monday().plus(6))
            }
        }
    }

    /// The day to which «before» and «after» lead.
    #[must_use]
    pub fn turned(self, day: Day, after: bool) -> Day {
        match self {
            Self::Month if after => Day { day: 1, ..Day { day: 1, ..day }.plus(31) },
            Self::Month => Day { day: 1, ..Day { day: 1, ..day }.before() },
            _ => day.shifted(match (self, after) {
                (Self::Day, true) => 1,
                (Self::Day, false) => -1,
                (Self::Week, true) => 7,
                (Self::Week, false) => -7,
                (_, true) => 28,
                (_, false) => -28,
            }),
        }
    }
}

/// What the reader may know of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemWhat {
    /// That time is taken.
    Busy,
    /// What it is called.
    Title(String),
    /// A family: its number and display name.
    Family(String, String),
}

/// Something in a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarItem {
    /// Names it among all that is shown.
    pub key: String,
    /// Its page; none for who may know no more than this.
    pub page: Option<String>,
    /// The entry and its version, for who may move it.
    pub entry: Option<(String, i64)>,
    /// Which of its series.
    pub at: Moment,
    /// When.
    pub span: Span,
    /// What.
    pub what: ItemWhat,
    /// Who takes part.
    pub people: Vec<String>,
    /// The room.
    pub room: Option<String>,
    /// Code of the sort of place.
    pub place: Option<String>,
    /// Minutes on the road before and after.
    pub road: (u16, u16),
    /// It repeats.
    pub repeats: bool,
    /// The reader takes part.
    pub mine: bool,
    /// A parent group, an absence, or brought in from elsewhere.
    pub sort: String,
}

/// A day at the head of its column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayHead {
    /// Which.
    pub day: Day,
    /// Why it is off.
    pub off: Option<DayOff>,
    /// What else to think of.
    pub notes: Vec<DayNote>,
}

/// A calendar between two days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// Now, by the clock on the wall.
    pub now: Moment,
    /// The units in which the reader plans.
    pub units: Vec<(String, String)>,
    /// The unit that is shown.
    pub unit: String,
    /// Those who plan there.
    pub colleagues: Vec<(String, String)>,
    /// Its rooms.
    pub rooms: Vec<(String, String)>,
    /// Its equipment.
    pub equipment: Vec<(String, String)>,
    /// The reader's own families: their cases and display names.
    pub families: Vec<(String, String)>,
    /// The days.
    pub days: Vec<DayHead>,
    /// When the unit opens.
    pub opens: Time,
    /// When it closes.
    pub closes: Time,
    /// What stands in it, in order of time.
    pub items: Vec<CalendarItem>,
    /// The reader may say when the unit is closed.
    pub keeps_days: bool,
    /// The reader's last change that can be taken back: its id and code.
    pub undo: Option<(String, String)>,
}

/// What stands in a calendar: `meg`, `enheten`, `person:ID`,
/// `rom:ID`, `utstyr:ID` or `familie:ID`. With
/// the code of a kind, what that kind shows around the day `from`, or around
/// today; else from that day until `to`.
///
/// # Errors
/// [`AppError::NotFound`] for who does not plan, and for calendars of other units.
#[server(name = GetCalendar, endpoint = "calendar_view", output = Wire)]
pub async fn calendar_view(
    unit: String,
    whose: String,
    from: String,
    to: String,
    kind: Option<String>,
) -> Result<CalendarView, AppError> {
    let (visit, calendar, unit) = desk(Some(&unit)).await?;
    let day: Day = from.parse().unwrap_or(visit.site.store.today());
    let (from, to) = match kind {
        Some(kind) => Kind::from_code(&kind).days(day),
        None => (day, to.parse().ok().filter(|to| *to >= day).unwrap_or(day)),
    };
    if to.number() - from.number() > MOST_DAYS {
        return Err(with_status(AppError::NotFound));
    }
    let of = match whose.split_once(':') {
        Some(("person", id)) => Whose::Person(UserId(id.to_owned())),
        Some(("rom", id)) => Whose::Room(id.to_owned()),
        Some(("utstyr", id)) => Whose::Equipment(id.to_owned()),
        Some(("familie", id)) => Whose::Family(CaseId(id.to_owned())),
        _ if whose == "enheten" => Whose::Unit(unit.clone()),
        _ => Whose::Mine,
    };
    let shown = answer(calendar.view(&of, Span::days(from, to)).await)?;
    let days = answer(calendar.days(&unit, from, to).await)?;
    let free = days.free_days();
    let mut heads = Vec::new();
    let mut day = from;
    while day <= to {
        heads.push(DayHead { day, off: free.off(day), notes: free.notes(day) });
        day = day.plus(1);
    }
    let me = visit.user().map_err(with_status)?.id.clone();
    let own = answer(visit.site.store.list_my_cases(&me).await)?;
    let families = own.into_iter().filter(|line| line.opens).map(|line| (line.id.0, line.name)).collect();
    let keeps_days = visit.site.store.keep_days(&me).await.is_ok();
    let undo = answer(calendar.last_change().await)?.filter(|it| it.case.is_none());
    Ok(CalendarView {
        now: visit.site.moment(),
        units: calendar.units().into_iter().map(|(id, name)| (id.0, name)).collect(),
        colleagues: answer(visit.site.store.planners(&unit).await)?
            .into_iter()
            .map(|(id, name)| (id.0, name))
            .collect(),
        rooms: answer(calendar.rooms(&unit).await)?,
        equipment: answer(calendar.equipment(&unit).await)?,
        families,
        unit: unit.0,
        days: heads,
        opens: days.opens,
        closes: days.closes,
        items: shown.into_iter().map(item).collect(),
        keeps_days,
        undo: undo.map(|it| (it.id, it.kind.code().to_owned())),
    })
}

#[cfg(feature = "ssr")]
fn item(it: Shown) -> CalendarItem {
    let page = match &it.what {
        ShownWhat::Busy => None,
        ShownWhat::Case { id, opens, .. } => opens.then(|| format!("/familier/{}/samtaler", id.0)),
        ShownWhat::Title(_) => it.entry.as_ref().map(|entry| format!("/kalender/{}?tid={}", entry.0, it.at)),
    };
    let is_case = matches!(it.what, ShownWhat::Case { .. });
    let what = match it.what {
        ShownWhat::Busy => ItemWhat::Busy,
        ShownWhat::Title(title) => ItemWhat::Title(title),
        ShownWhat::Case { number, name, .. } => ItemWhat::Family(number, name),
    };
    CalendarItem {
        page,
        entry: it.entry.filter(|_| it.may_change && !is_case).map(|entry| (entry.0, it.version)),
        key: it.key,
        at: it.at,
        span: it.span,
        what,
        people: it.people.into_iter().map(|(_, name)| name).collect(),
        room: it.room.map(|(_, name)| name),
        place: it.place.map(|place| place.code().to_owned()),
        road: (it.travel.before, it.travel.after),
        repeats: it.repeats,
        mine: it.mine,
        sort: match it.sort {
            ShownSort::Entry => "entry",
            ShownSort::GroupMeeting => "group",
            ShownSort::Absence => "absence",
            ShownSort::Imported => "imported",
        }
        .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_shown_in_whole_weeks() {
        assert_eq!(Kind::Month.days(Day::new(2026, 11, 23)), (Day::new(2026, 10, 26), Day::new(2026, 12, 6)));
        assert_eq!(Kind::Month.days(Day::new(2027, 2, 1)), (Day::new(2027, 2, 1), Day::new(2027, 2, 28)));
    }

    #[test]
    fn before_and_after_lead_over_the_new_year() {
        assert_eq!(Kind::Month.turned(Day::new(2026, 12, 31), true), Day::new(2027, 1, 1));
        assert_eq!(Kind::Month.turned(Day::new(2027, 1, 31), false), Day::new(2026, 12, 1));
        assert_eq!(Kind::Week.turned(Day::new(2026, 12, 30), true), Day::new(2027, 1, 6));
    }

    #[test]
    fn the_week_with_number_53_is_a_week() {
        assert_eq!(Kind::Week.days(Day::new(2027, 1, 1)), (Day::new(2026, 12, 28), Day::new(2027, 1, 3)));
    }
}

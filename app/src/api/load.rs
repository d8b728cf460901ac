//! How much help those who take part carry, for the plan's page.

use serde::{Deserialize, Serialize};

/// The meetings of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadWeek {
    /// Its number, 1–53.
    pub week: u8,
    /// So many.
    pub meetings: u32,
}

/// What somebody carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadRow {
    /// Name; empty for a shielded person.
    pub name: String,
    /// What the helpers are called, in order.
    pub helpers: Vec<String>,
    /// This week and those after it.
    pub weeks: Vec<LoadWeek>,
    /// The week with the most meetings; none where there is no meeting.
    pub busiest: Option<LoadWeek>,
}

/// The same of what the store has found.
#[cfg(feature = "ssr")]
pub(crate) fn load_row(it: store::PersonLoad) -> LoadRow {
    let week = |it: casework::plan::WeekLoad| LoadWeek { week: it.week.week, meetings: it.meetings };
    LoadRow {
        helpers: it.helper_names(),
        weeks: it.load.weeks.iter().copied().map(week).collect(),
        busiest: it.load.busiest().map(week),
        name: it.name,
    }
}

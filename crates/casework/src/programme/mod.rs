//! Programmes for parent groups: data files, not code. A file says how many
//! meetings there are, about what, with whom, and who earns a certificate; a
//! unit can write its own. Names, numbers and themes in plain words of our own:
//! no protected text, drawing or film.

pub mod builtin;
mod check;
mod outline;
mod read;
pub mod table;

pub use check::{ProgrammeError, check};
pub use outline::{NoOutline, Outline, spread};
pub use read::{read, read_own};

use crate::calendar::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text by the code of its language, for example «nb»; bokmål is always there.
pub type Words = BTreeMap<String, String>;

/// A programme as its file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// How it is known.
    pub code: String,
    /// Counts the versions of the file; a group keeps the one with which it began.
    pub edition: u16,
    /// What it is called.
    pub name: Words,
    /// What the themes are gathered under (chapters have none, ICDP three dialogues).
    #[serde(default)]
    pub parts: Vec<Named>,
    /// What it is about, in order.
    pub themes: Vec<Theme>,
    /// How many meetings, and how long.
    pub meetings: Meetings,
    /// Who leads.
    pub leaders: Leaders,
    /// How many take part.
    pub seats: Seats,
    /// How old the children are about whom it is; nothing if of any age.
    #[serde(default)]
    pub child_age: Option<ChildAge>,
    /// Whether children take part themselves, so that their attendance is noted too.
    #[serde(default)]
    pub children_present: bool,
    /// Whether there is something to try at home between the meetings.
    #[serde(default)]
    pub home_task: bool,
    /// Who earns a certificate of attendance; nothing if none is given.
    #[serde(default)]
    pub certificate: Option<CertificateRule>,
    /// Other ways to run it.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// The fixed plan of a day, where there is one.
    #[serde(default)]
    pub day_plan: Vec<DayPart>,
    /// What a family may work towards.
    #[serde(default)]
    pub goal_areas: Vec<Named>,
    /// Services that come as guests.
    #[serde(default)]
    pub services: Vec<Named>,
}

/// Something with a code and a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// How it is known.
    pub code: String,
    /// What it is called.
    pub name: Words,
}

/// What a meeting is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// How it is known, also when somebody moves to another group.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// The part it belongs to.
    #[serde(default)]
    pub part: Option<String>,
    /// The goal area it serves.
    #[serde(default)]
    pub goal_area: Option<String>,
    /// Services that come as guests.
    #[serde(default)]
    pub guests: Vec<String>,
}

/// How many meetings, how long, how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meetings {
    /// No fewer.
    pub fewest: u8,
    /// No more.
    pub most: u8,
    /// As many unless somebody says otherwise.
    pub usual: u8,
    /// How long each lasts, in minutes.
    pub minutes: u16,
    /// Every so many weeks.
    pub every_weeks: u8,
    /// With this meeting somebody may still join; nobody after it.
    pub last_joining: u8,
}

/// Who leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaders {
    /// So many at each meeting.
    pub count: u8,
    /// How many of them are certified for the programme.
    pub certified: Certified,
    /// Whether each of the group's languages has a leader who speaks it.
    #[serde(default)]
    pub speak_all_languages: bool,
}

/// How many leaders of a meeting are certified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certified {
    /// None need be.
    None,
    /// One at least.
    One,
    /// All: the material is only for certified people.
    All,
}

/// How many take part: adults, or families where children take part themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seats {
    /// With fewer it is hardly a group; a warning, no bar.
    pub fewest: u8,
    /// No more.
    pub most: u8,
}

/// How old a child is, in whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChildAge {
    /// From this age on.
    pub from_months: u16,
    /// Younger than this.
    pub below_months: u16,
}

/// Who earns a certificate of attendance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateRule {
    /// So many meetings may be missed.
    pub may_miss: u8,
    /// Whether a meeting that was caught up counts as attended.
    pub caught_up_counts: bool,
}

/// Another way to run a programme; what it does not say is as in the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// How it is known.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// How many meetings.
    #[serde(default)]
    pub meetings: Option<Meetings>,
    /// Who leads.
    #[serde(default)]
    pub leaders: Option<Leaders>,
    /// So many languages are spoken in the group, where it matters.
    #[serde(default)]
    pub languages: Option<u8>,
}

/// A part of a day's fixed plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayPart {
    /// From.
    pub from: Time,
    /// To.
    pub to: Time,
    /// What it is called.
    pub name: Words,
    /// Who leads it, in words.
    pub led_by: Words,
}

/// A text in a language, else in bokmål, else nothing.
#[must_use]
pub fn words<'a>(words: &'a Words, language: &str) -> &'a str {
    words.get(language).or_else(|| words.get("nb")).map_or("", String::as_str)
}

#[cfg(test)]
mod tests;

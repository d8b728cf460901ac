//! What stands in the way of an appointment, and when nothing does.
//!
//! ```text
//! busy spans ─sorted once─> Diary ─┬─> conflicts of one appointment, of a whole term
//!                                  └─> the next times that suit all
//! ```
//!
//! Names and titles are not here: who asks shows what the viewer may see.

mod check;
mod diary;
mod free;

pub use check::{Clash, Conflict, DayRules, Opening, WorkingHours, conflicts, conflicts_of_term};
pub use diary::{Busy, Diary, Taken};
pub use free::{FreeRequest, next_free};

use super::moment::Span;
use serde::{Deserialize, Serialize};

/// What can be in one place only at a time, by its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// A member of staff.
    Person(String),
    /// An interpreter.
    Interpreter(String),
    /// A family, by its case.
    Family(String),
    /// A room.
    Room(String),
    /// Equipment: a camera, a car, a cot.
    Equipment(String),
}

impl Resource {
    /// Stable code of its kind, the key of its text.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Interpreter(_) => "interpreter",
            Self::Family(_) => "family",
            Self::Room(_) => "room",
            Self::Equipment(_) => "equipment",
        }
    }

    /// Whether it travels to a home visit and is away on the road too: staff,
    /// interpreter and what they carry. The family is at home already.
    #[must_use]
    pub const fn travels(&self) -> bool {
        matches!(self, Self::Person(_) | Self::Interpreter(_) | Self::Equipment(_))
    }
}

/// Minutes on the road before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Travel {
    /// Before it begins.
    pub before: u16,
    /// After it is over.
    pub after: u16,
}

/// An appointment as far as time and place go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Which appointment; its own busy time never stands in its way.
    pub id: String,
    /// When.
    pub span: Span,
    /// Who and what takes part.
    pub resources: Vec<Resource>,
    /// On the road; none at the centre.
    pub travel: Travel,
}

impl Booking {
    /// When one of those who take part is taken up by it, the road counted in.
    #[must_use]
    pub fn taken(&self, resource: &Resource) -> Span {
        if resource.travels() { self.span.widened(self.travel.before, self.travel.after) } else { self.span }
    }

    /// What it takes up.
    pub fn busy(&self) -> impl Iterator<Item = Busy> + '_ {
        self.resources.iter().map(|resource| Busy {
            resource: resource.clone(),
            span: self.taken(resource),
            bare: self.span,
            by: self.id.clone(),
        })
    }
}

#[cfg(test)]
mod tests;

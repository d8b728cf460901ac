//! The occasions on which a family's map is kept as it is.

use serde::{Deserialize, Serialize};

/// When in the help a snapshot was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// At the beginning.
    Start,
    /// Half-way, after three to six months.
    Halfway,
    /// At the end.
    End,
    /// Anything else.
    Other,
}

impl Occasion {
    /// In the order in which they come.
    pub const ALL: [Self; 4] = [Self::Start, Self::Halfway, Self::End, Self::Other];

    /// The stable code under which it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Halfway => "halfway",
            Self::End => "end",
            Self::Other => "other",
        }
    }

    /// The occasion with a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

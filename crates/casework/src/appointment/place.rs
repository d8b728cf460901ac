//! Where an appointment is held, as a kind: no address is kept.

use serde::{Deserialize, Serialize};

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// In the house, as a rule in a room.
    Centre,
    /// At the family's home (*hjemmebesøk*).
    Home,
    /// Somewhere else: kindergarten, school, out of doors.
    Elsewhere,
    /// By telephone.
    Telephone,
    /// By video.
    Video,
}

impl PlaceKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Centre, Self::Home, Self::Elsewhere, Self::Telephone, Self::Video];

    /// Stable code, the key of its name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Home => "home",
            Self::Elsewhere => "elsewhere",
            Self::Telephone => "telephone",
            Self::Video => "video",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether staff are on the road before and after.
    #[must_use]
    pub const fn has_road(self) -> bool {
        matches!(self, Self::Home | Self::Elsewhere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_both_ways() {
        for kind in PlaceKind::ALL {
            assert_eq!(PlaceKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
        }
        assert_eq!(PlaceKind::from_code("office"), None);
    }
}

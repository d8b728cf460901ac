//! What a group follows: a programme with the chosen variant and number of
//! meetings, and the themes spread over them.

use super::{CertificateRule, Leaders, Meetings, Programme, Seats};
use serde::{Deserialize, Serialize};

/// What a group follows. A group keeps its own, so that a new edition of the
/// programme changes nothing that has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The programme's code.
    pub programme: String,
    /// Its edition.
    pub edition: u16,
    /// The variant's code, if one was chosen.
    pub variant: Option<String>,
    /// The codes of the themes of each meeting, the first meeting first.
    pub themes: Vec<Vec<String>>,
    /// How long each lasts, in minutes.
    pub minutes: u16,
    /// Every so many weeks.
    pub every_weeks: u8,
    /// With this meeting somebody may still join.
    pub last_joining: u8,
    /// Who leads.
    pub leaders: Leaders,
    /// How many languages are spoken in the group at least.
    pub languages: u8,
    /// How many take part.
    pub seats: Seats,
    /// Who earns a certificate.
    pub certificate: Option<CertificateRule>,
}

/// Why there is no such outline. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoOutline {
    /// The programme has no such variant.
    NoSuchVariant,
    /// So many meetings it does not have; with the fewest and the most.
    Meetings(u8, u8),
}

impl Programme {
    /// What a group follows; as many meetings as usual unless a number is given.
    ///
    /// # Errors
    /// Why there is none.
    pub fn outline(&self, variant: Option<&str>, meetings: Option<u8>) -> Result<Outline, NoOutline> {
        let chosen = match variant {
            None => None,
            Some(code) => Some(self.variants.iter().find(|it| it.code == code).ok_or(NoOutline::NoSuchVariant)?),
        };
        let Meetings { fewest, most, usual, minutes, every_weeks, last_joining } =
            chosen.and_then(|it| it.meetings).unwrap_or(self.meetings);
        let count = meetings.unwrap_or(usual);
        if !(fewest..=most).contains(&count) {
            return Err(NoOutline::Meetings(fewest, most));
        }
        let codes = |places: Vec<usize>| -> Vec<String> {
            places.into_iter().filter_map(|place| self.themes.get(place)).map(|it| it.code.clone()).collect()
        };
        Ok(Outline {
            programme: self.code.clone(),
            edition: self.edition,
            variant: chosen.map(|it| it.code.clone()),
            themes: spread(self.themes.len(), usize::from(count)).into_iter().map(codes).collect(),
            minutes,
            every_weeks,
            last_joining,
            leaders: chosen.and_then(|it| it.leaders).unwrap_or(self.leaders),
            languages: chosen.and_then(|it| it.languages).unwrap_or(1),
            seats: self.seats,
            certificate: self.certificate,
        })
    }
}

impl Outline {
    /// How many meetings there are.
    #[must_use]
    pub fn meetings(&self) -> u8 {
        u8::try_from(self.themes.len()).unwrap_or(u8::MAX)
    }
}

/// Themes spread evenly over meetings and in their order: some meetings have
/// several where there are fewer meetings than themes, some themes take several
/// meetings where there are more. The places of the themes for each meeting.
#[must_use]
pub fn spread(themes: usize, meetings: usize) -> Vec<Vec<usize>> {
    if themes == 0 {
        return vec![Vec::new(); meetings];
    }
    let of_meeting = |meeting: usize| {
        if meetings <= themes {
            (meeting * themes / meetings..(meeting + 1) * themes / meetings).collect()
        } else {
            vec![meeting * themes / meetings]
        }
    };
    (0..meetings).map(of_meeting).collect()
}

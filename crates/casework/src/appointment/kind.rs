//! What an appointment is for.

use serde::{Deserialize, Serialize};

/// The kinds of individual appointments. Their names are texts of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentKind {
    /// The first talk after an enquiry (*første samtale*).
    FirstTalk,
    /// Development talk (*utviklingssamtale*), at least two a week during a stay.
    DevelopmentTalk,
    /// Talk with the family (*familiesamtale*).
    FamilyTalk,
    /// Supportive conversation (*støttesamtale*), for example after EPDS.
    SupportTalk,
    /// Home visit (*hjemmebesøk*).
    HomeVisit,
    /// Guidance at home after a stay (*oppfølging i hjemmet*).
    FollowUpAtHome,
    /// Filming for Marte Meo.
    MarteMeoFilm,
    /// Looking at the film together (*tilbakemelding*).
    MarteMeoReview,
    /// Parent management training, one family.
    Pmto,
    /// A screening is done or talked about (*kartlegging*).
    Screening,
    /// A group's meeting made up for with one family.
    CatchUp,
    /// Discussion before intake (*drøftingsmøte*).
    DiscussionMeeting,
    /// Consultation with the municipality (*konsultasjon*).
    Consultation,
    /// Start of a stay (*inntaksmøte*).
    IntakeMeeting,
    /// Those with tasks around the child (*ansvarsgruppemøte*).
    ResponsibilityGroup,
    /// Something else, told in words.
    Other,
}

impl AppointmentKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::FirstTalk,
        Self::DevelopmentTalk,
        Self::FamilyTalk,
        Self::SupportTalk,
        Self::HomeVisit,
        Self::FollowUpAtHome,
        Self::MarteMeoFilm,
        Self::MarteMeoReview,
        Self::Pmto,
        Self::Screening,
        Self::CatchUp,
        Self::DiscussionMeeting,
        Self::Consultation,
        Self::IntakeMeeting,
        Self::ResponsibilityGroup,
        Self::Other,
    ];

    /// Stable code, the key of its name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FirstTalk => "first_talk",
            Self::DevelopmentTalk => "development_talk",
            Self::FamilyTalk => "family_talk",
            Self::SupportTalk => "support_talk",
            Self::HomeVisit => "home_visit",
            Self::FollowUpAtHome => "follow_up_at_home",
            Self::MarteMeoFilm => "marte_meo_film",
            Self::MarteMeoReview => "marte_meo_review",
            Self::Pmto => "pmto",
            Self::Screening => "screening",
            Self::CatchUp => "catch_up",
            Self::DiscussionMeeting => "discussion_meeting",
            Self::Consultation => "consultation",
            Self::IntakeMeeting => "intake_meeting",
            Self::ResponsibilityGroup => "responsibility_group",
            Self::Other => "other",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether staff travel to the family, so that the road is counted.
    #[must_use]
    pub const fn is_at_home(self) -> bool {
        matches!(self, Self::HomeVisit | Self::FollowUpAtHome)
    }

    /// Whether it is filmed: that needs a consent of its own, with a place and
    /// a day of deletion.
    #[must_use]
    pub const fn needs_video_consent(self) -> bool {
        matches!(self, Self::MarteMeoFilm)
    }

    /// Whether it is a meeting of services rather than a talk with the family alone.
    #[must_use]
    pub const fn is_between_services(self) -> bool {
        matches!(self, Self::DiscussionMeeting | Self::Consultation | Self::IntakeMeeting | Self::ResponsibilityGroup)
    }

    /// Whether the family is surely there and knows of it. What services talk over
    /// among themselves, and what is told in words alone, may be without them.
    #[must_use]
    pub const fn is_with_family(self) -> bool {
        !matches!(self, Self::DiscussionMeeting | Self::Consultation | Self::Other)
    }

    /// How long it is proposed to last, in minutes. Ours; a unit may say otherwise.
    #[must_use]
    pub const fn usual_minutes(self) -> u16 {
        match self {
            Self::MarteMeoFilm => 30,
            Self::HomeVisit | Self::FollowUpAtHome | Self::IntakeMeeting | Self::ResponsibilityGroup => 90,
            _ => 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_both_ways() {
        for kind in AppointmentKind::ALL {
            assert_eq!(AppointmentKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
        }
        assert_eq!(AppointmentKind::from_code("utviklingssamtale"), None);
    }
}

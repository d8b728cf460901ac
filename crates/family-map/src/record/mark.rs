//! What is told of one person beside who they are: health, having moved from
//! another country, the language of talks. Each is a fact of its own, with an
//! author, a date and an audience of its own.

use super::{Origin, PersonId, PersonMarkId};
use crate::code::coded;
use crate::date::{FuzzyDate, Span};
use serde::{Deserialize, Serialize};

coded! {
    /// What is told of a person.
    pub enum MarkKind {
        /// A problem with alcohol or drugs: the lower half filled.
        Substance = "substance",
        /// A suspicion of it, which is a professional's judgement: the lower half hatched.
        SubstanceSuspected = "substance_suspected",
        /// In recovery from it: a line across, and the lower left quarter filled.
        SubstanceRecovery = "substance_recovery",
        /// A serious illness of mind or body: the left half filled.
        Illness = "illness",
        /// An illness in remission: the left half hatched.
        IllnessRemission = "illness_remission",
        /// Came from another country: waves across the line to those who were left.
        Immigrated = "immigration",
        /// Lived in two or more cultures: a wave along the symbol.
        Cultures = "cultures",
        /// Needs an interpreter, for the language in `text`.
        Interpreter = "interpreter",
        /// Where somebody lives, as a word: never an address that is protected.
        Place = "place",
        /// What somebody works with.
        Occupation = "occupation",
    }
}

impl MarkKind {
    /// Illness and substance use: drawn as fills, which are off until asked for.
    #[must_use]
    pub const fn is_health(self) -> bool {
        matches!(
            self,
            Self::Substance
                | Self::SubstanceSuspected
                | Self::SubstanceRecovery
                | Self::Illness
                | Self::IllnessRemission
        )
    }

    /// Whether it says nothing without words: which language, where, as what.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::Interpreter | Self::Cultures | Self::Place | Self::Occupation)
    }

    /// Whether it tells where somebody is.
    #[must_use]
    pub const fn locates(self) -> bool {
        matches!(self, Self::Place | Self::Occupation)
    }
}

/// Something that is told of one person, for an audience of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonMark {
    /// Stable id.
    pub id: PersonMarkId,
    /// Whom it is about.
    pub person: PersonId,
    /// What is told.
    pub kind: MarkKind,
    /// A language, a country, a place, an occupation: in the family's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When it held.
    #[serde(default)]
    pub span: Span,
    /// When it was written down. A suspicion is never kept without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noted: Option<FuzzyDate>,
    /// Who told it and for whom.
    pub origin: Origin,
}

impl PersonMark {
    /// A mark of which only the kind is known yet.
    #[must_use]
    pub fn new(id: impl Into<PersonMarkId>, person: PersonId, kind: MarkKind, origin: Origin) -> Self {
        Self { id: id.into(), person, kind, text: None, span: Span::default(), noted: None, origin }
    }

    /// Whether it is written under the symbol: what holds today, where there is
    /// something to write. Health is not.
    #[must_use]
    pub fn is_noted(&self) -> bool {
        let text = self.text.as_deref().is_some_and(|it| !it.trim().is_empty());
        match self.kind {
            MarkKind::Immigrated => true,
            MarkKind::Interpreter => self.span.to.is_none(),
            MarkKind::Cultures | MarkKind::Place | MarkKind::Occupation => self.span.to.is_none() && text,
            _ => false,
        }
    }
}

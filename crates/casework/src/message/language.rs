//! The languages in which messages are written.

use serde::{Deserialize, Serialize};

/// A language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageLanguage {
    /// Bokmål.
    #[default]
    Nb,
    /// Nynorsk.
    Nn,
    /// English.
    En,
    /// Polish.
    Pl,
    /// Ukrainian.
    Uk,
    /// Arabic.
    Ar,
    /// Somali.
    So,
}

impl MessageLanguage {
    /// Every language.
    pub const ALL: [Self; 7] = [Self::Nb, Self::Nn, Self::En, Self::Pl, Self::Uk, Self::Ar, Self::So];

    /// Its code for `lang`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
            Self::Pl => "pl",
            Self::Uk => "uk",
            Self::Ar => "ar",
            Self::So => "so",
        }
    }

    /// The language with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Its direction for `dir`.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            _ => "ltr",
        }
    }

    /// Whether the texts were made by a machine and wait for a reader.
    #[must_use]
    pub const fn is_unchecked(self) -> bool {
        matches!(self, Self::Pl | Self::Uk | Self::Ar | Self::So)
    }

    /// The language that somebody wrote on a contact card, in whatever way:
    /// «somali», «Ukrainsk», «english», «ar». Bokmål for whatever is not known.
    #[must_use]
    pub fn of_card(said: &str) -> Self {
        let said = said.trim().to_lowercase();
        let named = |names: &[&str]| names.iter().any(|name| said.starts_with(name));
        match said.as_str() {
            code if Self::from_code(code).is_some() => Self::from_code(code).unwrap_or_default(),
            _ if named(&["nynorsk"]) => Self::Nn,
            _ if named(&["engelsk", "english"]) => Self::En,
            _ if named(&["polsk", "polski", "polish"]) => Self::Pl,
            _ if named(&["ukrain", "укра"]) => Self::Uk,
            _ if named(&["arab", "العر", "عرب"]) => Self::Ar,
            _ if named(&["somal", "soomaali", "af-soom", "af soom"]) => Self::So,
            _ => Self::Nb,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_many_names() {
        use MessageLanguage::{Ar, En, Nb, Nn, Pl, So, Uk};
        let table = [
            ("", Nb),
            ("norsk", Nb),
            ("bokmål", Nb),
            ("Nynorsk", Nn),
            (" somali ", So),
            ("Af-Soomaali", So),
            ("Ukrainsk", Uk),
            ("українська", Uk),
            ("arabisk (sudansk)", Ar),
            ("العربية", Ar),
            ("polsk", Pl),
            ("English", En),
            ("pl", Pl),
            ("tigrinja", Nb),
        ];
        for (said, language) in table {
            assert_eq!(MessageLanguage::of_card(said), language, "{said}");
        }
    }
}

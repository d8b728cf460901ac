//! The languages that staff may choose.

/// A language that texts can be said in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Norwegian, bokmål.
    #[default]
    Bokmaal,
    /// British English.
    English,
}

impl Language {
    /// Every language, the first one being the ordinary one.
    pub const ALL: [Self; 2] = [Self::Bokmaal, Self::English];

    /// The language of a code such as `nb`, `no`, `en` or `en-GB`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next() {
            Some("nb" | "no") => Some(Self::Bokmaal),
            Some("en") => Some(Self::English),
            _ => None,
        }
    }

    /// The code for `lang` attributes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bokmaal => "nb",
            Self::English => "en",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_with_and_without_a_country() {
        for (code, language) in [
            ("nb", Some(Language::Bokmaal)),
            ("nb-NO", Some(Language::Bokmaal)),
            ("no", Some(Language::Bokmaal)),
            ("en", Some(Language::English)),
            ("en_GB", Some(Language::English)),
            ("nn", None),
            ("", None),
        ] {
            assert_eq!(Language::from_code(code), language, "{code}");
        }
        assert!(Language::ALL.iter().all(|it| Language::from_code(it.code()) == Some(*it)));
    }
}

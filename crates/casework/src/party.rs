//! Who may tell or see a fact: named people, roles and services. Never «the family».

use std::fmt;

/// A party to a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The staff team around the case.
    Team,
    /// The case lead alone (*saksansvarlig*), and the stand-in while standing in.
    Lead,
    /// A participant, by the id of the person in the case's record.
    Person(String),
    /// A service that has been given a consent.
    Service(String),
    /// One member of staff.
    User(String),
}

impl Party {
    /// The key under which the party stands in a record.
    #[must_use]
    pub fn key(&self) -> String {
        self.to_string()
    }

    /// Reads a key. `None` is nobody: an unknown key never gives access.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':') {
            None if key == "team" => Some(Self::Team),
            None if key == "lead" => Some(Self::Lead),
            Some(("person", id)) if !id.is_empty() => Some(Self::Person(id.to_owned())),
            Some(("service", id)) if !id.is_empty() => Some(Self::Service(id.to_owned())),
            Some(("user", id)) if !id.is_empty() => Some(Self::User(id.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Team => f.write_str("team"),
            Self::Lead => f.write_str("lead"),
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Service(id) => write!(f, "service:{id}"),
            Self::User(id) => write!(f, "user:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_both_ways_and_unknown_keys_are_nobody() {
        let parties = [
            Party::Team,
            Party::Lead,
            Party::Person("p1".into()),
            Party::Service("nav".into()),
            Party::User("u1".into()),
        ];
        for party in parties {
            assert_eq!(Party::from_key(&party.key()), Some(party));
        }
        for key in ["", "family", "person:", "everyone:all", "TEAM"] {
            assert_eq!(Party::from_key(key), None, "{key}");
        }
    }
}

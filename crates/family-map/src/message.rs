//! What the crate has to say to people, as keys with values. The application
//! translates them; because the keys are one enumeration, nothing else can be
//! said, and a test finds what has no text.

mod key;

pub use key::MessageKey;

use crate::FuzzyDate;
use crate::code::coded;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

coded! {
    /// How much something matters.
    pub enum Severity {
        /// For information: nothing is wrong.
        Note = "note",
        /// Something looks wrong or was lost. Never blocks.
        Warning = "warning",
        /// Cannot be true as it stands.
        Contradiction = "contradiction",
    }
}

/// One message: what to say, and the values to say it with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What to say.
    pub key: MessageKey,
    /// The values, by the names that the key's comment gives.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<Cow<'static, str>, Arg>,
}

/// A value in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// A text as it stands, such as a name.
    Text(String),
    /// A number.
    Number(i64),
    /// A date with the precision that is known.
    Date(FuzzyDate),
    /// A message inside this one.
    Message(Box<Message>),
    /// Several values, to be joined as the language does («a, b og c»).
    List(Vec<Arg>),
}

impl Message {
    /// A message without values.
    #[must_use]
    pub const fn new(key: MessageKey) -> Self {
        Self { key, args: BTreeMap::new() }
    }

    /// The same message with one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.insert(Cow::Borrowed(name), value.into());
        self
    }
}

impl Arg {
    /// What to call somebody inside a sentence.
    #[must_use]
    pub fn name(name: Option<&str>) -> Self {
        name.map_or_else(|| Message::new(MessageKey::NameUnnamed).into(), Self::from)
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<FuzzyDate> for Arg {
    fn from(date: FuzzyDate) -> Self {
        Self::Date(date)
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

impl From<Vec<Arg>> for Arg {
    fn from(list: Vec<Arg>) -> Self {
        Self::List(list)
    }
}

/// Numbers; one that is too large for the wire is the largest there is.
macro_rules! numbers {
    ($($number:ty)+) => {
        $(impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })+
    };
}
numbers! { u8 u16 i32 u32 u64 usize }

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The code that may say something.
    const SPEAKERS: &[&str] = &[
        include_str!("check.rs"),
        include_str!("compare.rs"),
        include_str!("gedcom/mod.rs"),
        include_str!("gedcom/encoding.rs"),
        include_str!("gedcom/tree.rs"),
        include_str!("gedcom/dates.rs"),
        include_str!("gedcom/person.rs"),
        include_str!("gedcom/family.rs"),
        include_str!("gedcom/build.rs"),
        include_str!("scene/bond.rs"),
        include_str!("scene/caption.rs"),
        include_str!("scene/couple.rs"),
        include_str!("scene/descent.rs"),
        include_str!("scene/household.rs"),
        include_str!("scene/legend.rs"),
        include_str!("scene/mark.rs"),
        include_str!("scene/person.rs"),
        include_str!("scene/fill.rs"),
        include_str!("scene/words.rs"),
        include_str!("description.rs"),
        include_str!("ecomap/scene.rs"),
        include_str!("ecomap/words.rs"),
        include_str!("fold.rs"),
        include_str!("gedcom/own.rs"),
        include_str!("json.rs"),
        include_str!("network/compare.rs"),
        include_str!("network/scene.rs"),
        include_str!("network/words.rs"),
        include_str!("teller.rs"),
        include_str!("undo.rs"),
    ];
    /// The words for enumerations, written `Variant = Key`.
    const WORDS: &str = include_str!("scene/keys.rs");

    #[test]
    fn every_key_has_a_code_of_its_own_and_is_used() {
        let codes: BTreeSet<&str> = MessageKey::ALL.iter().map(|key| key.code()).collect();
        assert_eq!(codes.len(), MessageKey::ALL.len());
        let used = |code: &str, name: &str| {
            let is_end = |rest: &str| !rest.starts_with(|one: char| one.is_alphanumeric());
            code.match_indices(name).any(|(at, _)| is_end(&code[at + name.len()..]))
        };
        for key in MessageKey::ALL {
            let said = SPEAKERS.iter().any(|code| used(code, &format!("MessageKey::{key:?}")));
            assert!(said || used(WORDS, &format!("= {key:?}")), "{key:?} is never said");
        }
    }

    #[test]
    fn a_message_crosses_the_wire_as_it_is() {
        let inside = Message::new(MessageKey::NameGroup).with("number", 3_u16);
        let names = vec![inside.into(), Arg::from("Åse"), Arg::name(None)];
        let message = Message::new(MessageKey::DeathBeforeBirth)
            .with("birth", FuzzyDate::year(1990))
            .with("limit", usize::MAX)
            .with("names", names);
        let stored = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<Message>(&stored).unwrap(), message);
        assert!(stored.contains(r#""key":"check.death_before_birth""#), "{stored}");
    }
}

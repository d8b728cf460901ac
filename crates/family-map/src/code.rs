//! Enumerations whose values have a stable code, used in stored records,
//! message keys and test tables. The codes are the field's vocabulary.

use serde::de::{Error, Visitor};
use std::fmt;

/// Defines an enumeration together with its codes.
///
/// Gives `ALL`, `code()` and `from_code()`, and serialises a value as its code.
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the vocabulary.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The stable code of this value.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            /// The value with this code, if there is one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let place = |code: &str| Self::from_code(code).map(|it| it as usize);
                let of = $crate::code::OneOf { name: stringify!($name), place };
                deserializer.deserialize_str(of).map(|place| Self::ALL[place])
            }
        }
    };
}
pub(crate) use coded;

/// Reads a code as its place in the vocabulary. One reader for every enumeration: what serde would derive for each
/// is most of what a browser would have to load of them.
pub(crate) struct OneOf {
    /// The enumeration, for the error.
    pub(crate) name: &'static str,
    /// The place of a code in it.
    pub(crate) place: fn(&str) -> Option<usize>,
}

impl Visitor<'_> for OneOf {
    type Value = usize;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "a code of {}", self.name)
    }

    fn visit_str<E: Error>(self, code: &str) -> Result<usize, E> {
        (self.place)(code).ok_or_else(|| E::custom(format_args!("{code:?} is no code of {}", self.name)))
    }
}

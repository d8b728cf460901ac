//! What the pure crates have to say, in the reader's language.
//!
//! `family-map` returns keys with arguments; the texts are in
//! `locales/messages/*.json`, one file a language, all with the same keys:
//!
//! ```text
//! Message { key, args } ─catalogue─> template ─template─> «Særboer med Tobias.»
//!                                        dates, ages, lists and numbers as the language writes them
//! ```
//!
//! It runs on the server and in the browser, and asks no clock. Pages for others
//! than staff bring catalogues of their own: see [`Texts`].

mod age;
mod catalogue;
mod date;
mod direction;
mod language;
mod list;
mod message;
mod number;
mod read_date;
mod template;
#[cfg(test)]
mod tests;
mod texts;

pub use age::age;
pub use catalogue::{Catalogue, word};
pub use date::{clock, date, day_in_words, short_time, time};
pub use direction::isolate;
pub use language::Language;
pub use list::list;
pub use message::{label, say, say_all};
pub use number::number;
pub use read_date::read_date;
pub use template::capitalised;
pub use texts::Texts;

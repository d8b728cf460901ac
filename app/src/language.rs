//! The reader's language, for texts that are not in the compiled catalogue.

use crate::i18n::{Locale, use_i18n};
use crate::text::Language;

impl From<Locale> for Language {
    fn from(locale: Locale) -> Self {
        match locale {
            Locale::nb => Self::Bokmaal,
            Locale::en => Self::English,
        }
    }
}

/// The language of this page; changes with the reader's choice.
pub fn use_language() -> impl Fn() -> Language + Copy + Send + Sync + 'static {
    let i18n = use_i18n();
    move || i18n.get_locale().into()
}

//! What a goal is about: the portal's own words for what every unit has, and the
//! name as it was written for what is a unit's own.

use crate::i18n::Locale;
use crate::plan::area_word;
use casework::plan::Area;

/// What a goal is about.
pub(crate) fn name(locale: Locale, area: &Area) -> String {
    match area {
        Area::Own(name) => name.clone(),
        other => area_word(locale, other).to_owned(),
    }
}

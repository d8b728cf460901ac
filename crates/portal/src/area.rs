//! What a goal is about: the portal's own words for what every unit has, and the
//! name as it was written for what is a unit's own.

use crate::i18n::{Locale, td_string};
use casework::plan::Area;

/// What a goal is about.
pub(crate) fn name(locale: Locale, area: &Area) -> String {
    let word = match area {
        Area::Own(name) => name,
        Area::Economy => td_string!(locale, area.economy),
        Area::Education => td_string!(locale, area.education),
        Area::Housing => td_string!(locale, area.housing),
        Area::Parenting => td_string!(locale, area.parenting),
        Area::MentalHealth => td_string!(locale, area.mental_health),
        Area::Network => td_string!(locale, area.network),
        Area::Health => td_string!(locale, area.health),
        Area::Work => td_string!(locale, area.work),
        Area::Leisure => td_string!(locale, area.leisure),
    };
    word.to_owned()
}

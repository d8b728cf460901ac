//! The words of a plan: used by the pages and for files.

use crate::i18n::{Locale, td_string};
use casework::plan::{Area, Horizon, Status};

/// What a goal is about; a unit's own area by its name as it was written.
pub fn area_word(locale: Locale, area: &Area) -> String {
    match area {
        Area::Own(name) => return name.clone(),
        Area::Economy => td_string!(locale, plan.area_economy),
        Area::Education => td_string!(locale, plan.area_education),
        Area::Housing => td_string!(locale, plan.area_housing),
        Area::Parenting => td_string!(locale, plan.area_parenting),
        Area::MentalHealth => td_string!(locale, plan.area_mental_health),
        Area::Network => td_string!(locale, plan.area_network),
        Area::Health => td_string!(locale, plan.area_health),
        Area::Work => td_string!(locale, plan.area_work),
        Area::Leisure => td_string!(locale, plan.area_leisure),
    }
    .to_owned()
}

/// Pressing or far off.
pub fn horizon_word(locale: Locale, horizon: Horizon) -> &'static str {
    match horizon {
        Horizon::Now => td_string!(locale, plan.now),
        Horizon::LongTerm => td_string!(locale, plan.long_term),
    }
}

/// How far an action has come.
pub fn status_word(locale: Locale, status: Status) -> &'static str {
    match status {
        Status::Planned => td_string!(locale, plan.planned),
        Status::Agreed => td_string!(locale, plan.agreed),
        Status::Ongoing => td_string!(locale, plan.ongoing),
        Status::Waiting => td_string!(locale, plan.waiting),
        Status::Done => td_string!(locale, plan.done),
        Status::Dropped => td_string!(locale, plan.dropped),
    }
}

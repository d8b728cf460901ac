//! Words that the pages of groups share.

use crate::i18n::{Locale, t_string};
use crate::text::{Language, date};
use casework::Day;
use casework::calendar::{DayOff, Holiday, Moment, Span};
use casework::group::attendance::Cell;
use casework::group::enrolment::JoinIssue;
use casework::group::{EntryState, LeaderGap, Presence};
use casework::programme::{Words, words};
use family_map::FuzzyDate;
use leptos_i18n::I18nContext;

/// A context of the compiled texts.
pub type I18n = I18nContext<Locale>;

/// A text in the reader's language.
pub fn said(i18n: I18n, text: &Words) -> String {
    words(text, Language::from(i18n.get_locale()).code()).to_owned()
}

/// A day as the language writes it.
pub fn day_word(i18n: I18n, day: Day) -> String {
    let day = FuzzyDate::day(day.year, day.month, day.day);
    day.map(|day| date(i18n.get_locale().into(), &day)).unwrap_or_default()
}

/// «12.00–14.00», or as English writes it.
pub fn hours(i18n: I18n, span: Span) -> String {
    let time = |moment: Moment| {
        let text = moment.time.to_string();
        if i18n.get_locale() == Locale::nb { text.replace(':', ".") } else { text }
    };
    format!("{}–{}", time(span.start), time(span.end))
}

/// How far somebody has come.
pub fn state_word(i18n: I18n, state: EntryState) -> String {
    match state {
        EntryState::Waiting => t_string!(i18n, groups.state_waiting).to_owned(),
        EntryState::Offered(by) => {
            let time = if i18n.get_locale() == Locale::nb {
                by.time.to_string().replace(':', ".")
            } else {
                by.time.to_string()
            };
            t_string!(i18n, groups.state_offered, day = day_word(i18n, by.day), time = time)
        }
        EntryState::Enrolled => t_string!(i18n, groups.state_enrolled).to_owned(),
        EntryState::Declined => t_string!(i18n, groups.state_declined).to_owned(),
        EntryState::Lapsed => t_string!(i18n, groups.state_lapsed).to_owned(),
        EntryState::NotThisTime => t_string!(i18n, groups.state_not_this_time).to_owned(),
        EntryState::Withdrawn => t_string!(i18n, groups.state_withdrawn).to_owned(),
        EntryState::Moved => t_string!(i18n, groups.state_moved).to_owned(),
    }
}

/// What a cell says in words, and its sign.
pub fn cell_words(i18n: I18n, cell: Cell) -> (&'static str, &'static str) {
    match cell {
        Cell::NotYet => ("", t_string!(i18n, groups.cell_not_yet)),
        Cell::BeforeJoining => ("–", t_string!(i18n, groups.cell_before)),
        Cell::AfterLeaving => ("–", t_string!(i18n, groups.cell_after)),
        Cell::NotNoted => ("?", t_string!(i18n, groups.cell_not_noted)),
        Cell::Noted(Presence::Present) => ("✓", t_string!(i18n, groups.present)),
        Cell::Noted(Presence::Absent) => ("○", t_string!(i18n, groups.absent)),
        Cell::Noted(Presence::CaughtUp) => ("↺", t_string!(i18n, groups.caught_up)),
    }
}

/// What a meeting lacks.
pub fn gap_word(i18n: I18n, gap: &LeaderGap) -> String {
    match gap {
        LeaderGap::TooFew { have, need } => {
            t_string!(i18n, groups.gap_too_few, have = have.to_string(), need = need.to_string())
        }
        LeaderGap::NoneCertified => t_string!(i18n, groups.gap_none_certified).to_owned(),
        LeaderGap::NotCertified(name) => t_string!(i18n, groups.gap_not_certified, name = name.clone()),
        LeaderGap::NoneSpeaks(code) => t_string!(i18n, groups.gap_none_speaks, language = language_word(i18n, code)),
    }
}

/// What to know before saying yes.
pub fn issue_word(i18n: I18n, issue: JoinIssue) -> &'static str {
    match issue {
        JoinIssue::Closed => t_string!(i18n, groups.joining_closed),
        JoinIssue::AlreadyHere => t_string!(i18n, groups.already_here),
        JoinIssue::Barred | JoinIssue::NotThisGroup => t_string!(i18n, groups.not_this_group),
        JoinIssue::Elsewhere => t_string!(i18n, groups.issue_elsewhere),
        JoinIssue::ChildAge => t_string!(i18n, groups.issue_child_age),
        JoinIssue::Language => t_string!(i18n, groups.issue_language),
    }
}

/// The languages that can be chosen.
pub const LANGUAGES: [&str; 7] = ["so", "ar", "ti", "uk", "pl", "en", "se"];

/// A language by its code; the code itself of one that is not known here.
pub fn language_word(i18n: I18n, code: &str) -> String {
    match code {
        "nb" => t_string!(i18n, groups.language_nb),
        "so" => t_string!(i18n, groups.language_so),
        "ar" => t_string!(i18n, groups.language_ar),
        "ti" => t_string!(i18n, groups.language_ti),
        "uk" => t_string!(i18n, groups.language_uk),
        "pl" => t_string!(i18n, groups.language_pl),
        "en" => t_string!(i18n, groups.language_en),
        "se" => t_string!(i18n, groups.language_se),
        other => return other.to_owned(),
    }
    .to_owned()
}

/// Why a day is off.
pub fn off_word(i18n: I18n, off: &DayOff) -> String {
    match off {
        DayOff::Weekend => t_string!(i18n, groups.weekend).to_owned(),
        DayOff::Holiday(all) => all.iter().map(|it| holiday_word(i18n, *it)).collect::<Vec<_>>().join(" / "),
        DayOff::Closure { name, .. } => name.clone(),
    }
}

/// The name of a public holiday.
pub fn holiday_word(i18n: I18n, holiday: Holiday) -> &'static str {
    match holiday {
        Holiday::NewYearsDay => t_string!(i18n, groups.new_years_day),
        Holiday::MaundyThursday => t_string!(i18n, groups.maundy_thursday),
        Holiday::GoodFriday => t_string!(i18n, groups.good_friday),
        Holiday::EasterSunday => t_string!(i18n, groups.easter_sunday),
        Holiday::EasterMonday => t_string!(i18n, groups.easter_monday),
        Holiday::LabourDay => t_string!(i18n, groups.labour_day),
        Holiday::ConstitutionDay => t_string!(i18n, groups.constitution_day),
        Holiday::AscensionDay => t_string!(i18n, groups.ascension_day),
        Holiday::WhitSunday => t_string!(i18n, groups.whit_sunday),
        Holiday::WhitMonday => t_string!(i18n, groups.whit_monday),
        Holiday::ChristmasDay => t_string!(i18n, groups.christmas_day),
        Holiday::BoxingDay => t_string!(i18n, groups.boxing_day),
    }
}

/// The sentence for a rule of groups that stands in the way, by its code.
pub fn declined(i18n: I18n, code: &str) -> Option<&'static str> {
    Some(match code {
        "group_name" => t_string!(i18n, groups.no_name),
        "group_from" => t_string!(i18n, groups.no_from),
        "group_time" => t_string!(i18n, groups.no_time),
        "group_seats" => t_string!(i18n, groups.no_seats),
        "group_meetings" | "group_minutes" | "outline" => t_string!(i18n, groups.no_outline),
        "group_childcare" | "group_cost" => t_string!(i18n, groups.no_number),
        "group_unled" => t_string!(i18n, groups.unled),
        "group_overtaken" => t_string!(i18n, groups.overtaken),
        "group_leader" => t_string!(i18n, groups.leaders_only),
        "make_up_dates" => t_string!(i18n, groups.make_up_dates),
        "log_empty" => t_string!(i18n, groups.log_empty),
        "no_day" => t_string!(i18n, groups.no_day),
        "out_of_order" => t_string!(i18n, groups.out_of_order),
        "over" => t_string!(i18n, groups.over),
        "room" => t_string!(i18n, groups.no_room),
        "joining_closed" => t_string!(i18n, groups.joining_closed),
        "already_here" => t_string!(i18n, groups.already_here),
        "not_this_group" => t_string!(i18n, groups.not_this_group),
        "others_wait" => t_string!(i18n, groups.others_wait),
        "full" => t_string!(i18n, groups.full),
        "too_late" => t_string!(i18n, groups.too_late),
        "no_offer" => t_string!(i18n, groups.no_offer),
        "not_held" => t_string!(i18n, groups.not_held),
        "other_programme" => t_string!(i18n, groups.other_programme),
        "list_empty" => t_string!(i18n, groups.list_empty),
        "list_many" => t_string!(i18n, groups.list_many),
        "list_too_few" => t_string!(i18n, groups.list_too_few),
        "list_too_long" => t_string!(i18n, groups.list_too_long),
        "list_workbook" => t_string!(i18n, groups.list_workbook),
        "list_unknown" => t_string!(i18n, groups.list_unknown),
        "list_letters" => t_string!(i18n, groups.list_letters),
        "list_twice" => t_string!(i18n, groups.list_twice),
        "list_case" => t_string!(i18n, groups.list_case),
        "list_person" => t_string!(i18n, groups.list_person),
        "nobody" => t_string!(i18n, groups.list_nobody),
        "not_part" => t_string!(i18n, groups.not_part),
        _ => return None,
    })
}

//! A group's attendance and a unit's figures of a year as files for a
//! spreadsheet.

use crate::api::groups::year::{GroupYear, group_year_of};
use crate::csv::{begun, line};
use crate::error::AppError;
use crate::i18n::{Locale, td_string};
use crate::server::{Visit, answer};
use crate::text::Language;
use casework::group::attendance::Cell;
use casework::group::figures::ToldFigures;
use casework::group::{EntryState, Presence};
use casework::programme::words;
use store::{GroupId, GroupLine, GroupParticipant};

/// Everybody in a group and on its list with what is noted of each meeting. For
/// its leaders alone; each case's log tells that it was taken out.
///
/// # Errors
/// [`AppError::NotFound`] for who has no such group; a refusal for who does not
/// lead it.
pub async fn attendance_csv(visit: &Visit, id: &str, english: bool) -> Result<String, AppError> {
    let user = visit.user()?.id.clone();
    let group = visit.site.store.open_group(&user, &GroupId(id.to_owned())).await?;
    let people = answer(group.participants_to_print().await)?;
    let now = visit.site.moment();
    let line = &group.detail().line;
    let begun: Vec<u8> = line.meetings.iter().filter(|it| it.span.start <= now).map(|it| it.number).collect();
    Ok(attendance(if english { Locale::en } else { Locale::nb }, line, &people, &begun))
}

fn attendance(locale: Locale, group: &GroupLine, people: &[GroupParticipant], begun_meetings: &[u8]) -> String {
    let mut text = begun();
    let days: Vec<String> = group.meetings.iter().map(|it| format!("{} ({})", it.number, it.span.start.day)).collect();
    let mut head = vec![
        td_string!(locale, groups.csv_case),
        td_string!(locale, groups.name),
        td_string!(locale, groups.csv_child),
        td_string!(locale, groups.csv_state),
    ];
    head.extend(days.iter().map(String::as_str));
    line(&mut text, &head);
    for place in people {
        for member in &place.members {
            let mut cells = vec![
                place.number.as_str(),
                member.name.as_deref().unwrap_or_else(|| td_string!(locale, groups.shielded)),
                if member.attendance.is_child { td_string!(locale, groups.yes) } else { td_string!(locale, groups.no) },
                state(locale, place.state),
            ];
            cells.extend(
                group.meetings.iter().map(|it| noted(locale, member.attendance.cell(it.number, begun_meetings))),
            );
            line(&mut text, &cells);
        }
    }
    text
}

fn state(locale: Locale, state: EntryState) -> &'static str {
    match state {
        EntryState::Waiting => td_string!(locale, groups.state_waiting),
        EntryState::Offered(_) => td_string!(locale, groups.csv_offered),
        EntryState::Enrolled => td_string!(locale, groups.state_enrolled),
        EntryState::Declined => td_string!(locale, groups.state_declined),
        EntryState::Lapsed => td_string!(locale, groups.state_lapsed),
        EntryState::NotThisTime => td_string!(locale, groups.state_not_this_time),
        EntryState::Withdrawn => td_string!(locale, groups.state_withdrawn),
        EntryState::Moved => td_string!(locale, groups.state_moved),
    }
}

fn noted(locale: Locale, cell: Cell) -> &'static str {
    match cell {
        Cell::NotYet => "",
        Cell::BeforeJoining => td_string!(locale, groups.cell_before),
        Cell::AfterLeaving => td_string!(locale, groups.cell_after),
        Cell::NotNoted => td_string!(locale, groups.cell_not_noted),
        Cell::Noted(Presence::Present) => td_string!(locale, groups.present),
        Cell::Noted(Presence::Absent) => td_string!(locale, groups.absent),
        Cell::Noted(Presence::CaughtUp) => td_string!(locale, groups.caught_up),
    }
}

/// The figures of a year as its page shows them: what is small is not told here either.
///
/// # Errors
/// [`AppError::NotFound`] for who does not lead the unit.
pub async fn year_csv(visit: &Visit, year: Option<u16>, english: bool) -> Result<String, AppError> {
    let user = visit.user()?.id.clone();
    let desk = visit.site.store.group_desk(&user).await?;
    let found = group_year_of(&desk, year, visit.site.moment()).await?;
    Ok(figures(if english { Locale::en } else { Locale::nb }, &found))
}

fn figures(locale: Locale, year: &GroupYear) -> String {
    let mut text = begun();
    line(
        &mut text,
        &[
            td_string!(locale, groups.csv_year),
            td_string!(locale, groups.programme),
            td_string!(locale, groups.title),
            td_string!(locale, groups.meetings),
            td_string!(locale, groups.adults),
            td_string!(locale, groups.children),
            td_string!(locale, groups.attendances),
            td_string!(locale, groups.caught_up),
            td_string!(locale, groups.heads_short),
            td_string!(locale, groups.certificates),
        ],
    );
    let number = year.year.to_string();
    let mut row = |name: &str, it: &ToldFigures| {
        let people = |count: Option<u32>| {
            count.map_or_else(|| td_string!(locale, groups.few).to_owned(), |count| count.to_string())
        };
        let cells = [
            number.clone(),
            name.to_owned(),
            it.groups.to_string(),
            it.meetings.to_string(),
            people(it.adults),
            people(it.children),
            people(it.attendances),
            people(it.caught_up),
            it.heads.to_string(),
            people(it.certificates),
        ];
        line(&mut text, &cells.iter().map(String::as_str).collect::<Vec<_>>());
    };
    for (code, it) in &year.figures.by_programme {
        let name = year.names.get(code).map(|it| words(it, Language::from(locale).code())).unwrap_or(code);
        row(name, it);
    }
    row(td_string!(locale, groups.all_together), &year.figures.all);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::group::figures::ToldYear;
    use casework::programme::Words;
    use std::collections::BTreeMap;

    #[test]
    fn what_is_small_is_not_told_in_a_file_either() {
        let told = ToldFigures {
            groups: 2,
            meetings: 16,
            adults: Some(11),
            children: None,
            heads: 7,
            ..ToldFigures::default()
        };
        let name = Words::from([("nb".to_owned(), "COS".to_owned()), ("en".to_owned(), "COS, English".to_owned())]);
        let year = GroupYear {
            year: 2026,
            figures: ToldYear { all: told, by_programme: BTreeMap::from([("cos_p".to_owned(), told)]) },
            names: BTreeMap::from([("cos_p".to_owned(), name)]),
        };
        let text = figures(Locale::nb, &year);
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].starts_with("\"2026\";\"COS\";\"2\";\"16\";\"11\";\"færre enn 5\";"), "{}", lines[1]);
        assert!(lines[2].starts_with("\"2026\";\"I alt\""), "{}", lines[2]);
        assert!(figures(Locale::en, &year).contains("\"COS, English\""));
    }
}

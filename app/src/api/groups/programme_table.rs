//! A unit's own programmes out of a spreadsheet: shown first, with what is wrong
//! with each, and then kept.

use crate::error::AppError;
use crate::wire::Wire;
use casework::programme::ProgrammeError;
use casework::sheet::LineFault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::list::out_of_sheet;
#[cfg(feature = "ssr")]
use super::programmes::{changed, code_of, of_programme};
#[cfg(feature = "ssr")]
use super::{answer, desk};
#[cfg(feature = "ssr")]
use casework::programme::table::{TableProgramme, plain, read_table};
#[cfg(feature = "ssr")]
use casework::programme::{Programme, builtin, check};

/// Why a programme of a table cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFault {
    /// A line cannot be read.
    Line(LineFault),
    /// It is based on a programme that is not there.
    NoBase,
    /// What the programme itself lacks.
    Programme(ProgrammeError),
}

/// What becomes of a programme, or would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedProgramme {
    /// Its first line in the table, from 1.
    pub line: u32,
    /// What it is called.
    pub name: String,
    /// How many chapters.
    pub chapters: u32,
    /// How many meetings usually.
    pub meetings: u8,
    /// How long each lasts, in minutes.
    pub minutes: u16,
    /// It is a new edition of the unit's own.
    pub is_edition: bool,
    /// Why it cannot be.
    pub faults: Vec<TableFault>,
}

/// Shows which programmes a table would make; nothing is kept.
///
/// # Errors
/// [`AppError::NotFound`] for who runs no groups; [`AppError::Declined`] for a
/// table in which nothing is.
#[server(name = PreviewProgrammes, endpoint = "preview_programmes", output = Wire)]
pub async fn preview_programmes(text: String) -> Result<Vec<ListedProgramme>, AppError> {
    through(&text, false).await
}

/// Keeps the programmes of a table that have no fault: new ones, and new
/// editions of the unit's own that are called the same.
///
/// # Errors
/// As [`preview_programmes`].
#[server(name = KeepProgrammes, endpoint = "keep_programmes", output = Wire)]
pub async fn keep_programmes(text: String) -> Result<Vec<ListedProgramme>, AppError> {
    through(&text, true).await
}

#[cfg(feature = "ssr")]
async fn through(text: &str, keep: bool) -> Result<Vec<ListedProgramme>, AppError> {
    let (_, desk) = desk().await?;
    let table = out_of_sheet(text, read_table)?;
    let mut own: Vec<Programme> = answer(desk.own_programmes().await)?.into_iter().map(|it| it.programme).collect();
    let ours = builtin::all().map_err(|_| AppError::Internal)?;
    let mut told = Vec::with_capacity(table.len());
    for row in table {
        let called = |it: &&Programme, name: &str| {
            it.code == name || it.name.values().any(|word| word.to_lowercase() == name.to_lowercase())
        };
        let edition = own.iter().find(|it| called(it, &row.name)).cloned();
        let known = |name: &str| ours.iter().chain(&own).find(|it| called(it, name)).cloned();
        let base = match (&edition, row.based_on.as_str()) {
            (_, name) if !name.is_empty() => known(name),
            (Some(edition), _) => Some(edition.clone()),
            (None, _) => Some(plain(row.chapters.len())),
        };
        let mut faults: Vec<TableFault> = row.fault.map(TableFault::Line).into_iter().collect();
        let Some(base) = base else {
            faults.push(TableFault::NoBase);
            told.push(listed(&row, None, edition.is_some(), faults));
            continue;
        };
        let taken = |code: &str| ours.iter().chain(&own).any(|it| it.code == code);
        let code = edition.as_ref().map_or_else(|| code_of(&row.name, &taken), |it| it.code.clone());
        let programme = of_row(&base, code, &row);
        faults.extend(check(&programme).into_iter().map(TableFault::Programme));
        if keep && faults.is_empty() {
            let file = serde_json::to_string(&programme).map_err(|_| AppError::Internal)?;
            answer(desk.save_programme(&file).await)?;
        }
        told.push(listed(&row, Some(&programme), edition.is_some(), faults));
        own.retain(|it| it.code != programme.code);
        own.push(programme);
    }
    Ok(told)
}

#[cfg(feature = "ssr")]
fn listed(
    row: &TableProgramme,
    programme: Option<&Programme>,
    is_edition: bool,
    faults: Vec<TableFault>,
) -> ListedProgramme {
    let chapters = programme.map_or(row.chapters.len(), |it| it.themes.len());
    ListedProgramme {
        line: row.line,
        name: row.name.clone(),
        chapters: u32::try_from(chapters).unwrap_or(u32::MAX),
        meetings: programme.map_or(0, |it| it.meetings.usual),
        minutes: programme.map_or(0, |it| it.meetings.minutes),
        is_edition,
        faults,
    }
}

/// What a row makes of the programme that it is based on. A number of meetings
/// outside of what the programme had moves its bounds.
#[cfg(feature = "ssr")]
fn of_row(base: &Programme, code: String, row: &TableProgramme) -> Programme {
    let mut form = of_programme(base, base.code == code);
    form.name = row.name.clone();
    if !row.chapters.is_empty() {
        form.chapters = row.chapters.join("\n");
    }
    let number = |text: &str| text.parse::<u8>().ok();
    if !row.meetings.is_empty() {
        let within = |bound: u8, pick: fn(u8, u8) -> u8| {
            number(&row.meetings).map_or_else(|| row.meetings.clone(), |it| pick(bound, it).to_string())
        };
        form.fewest = within(base.meetings.fewest, u8::min);
        form.most = within(base.meetings.most, u8::max);
        form.last_joining = within(base.meetings.last_joining, u8::min);
        form.usual = row.meetings.clone();
    }
    if !row.minutes.is_empty() {
        form.minutes = row.minutes.clone();
    }
    if !row.seats.is_empty() {
        form.seats_fewest = number(&row.seats).map_or_else(String::new, |it| base.seats.fewest.min(it).to_string());
        form.seats_most = row.seats.clone();
    }
    changed(base, code, &form)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn row(text: &str) -> TableProgramme {
        read_table(text).map(|mut all| all.remove(0)).unwrap_or_default()
    }

    #[test]
    fn a_row_changes_what_it_says_and_nothing_else() {
        let cos = builtin::find("cos_p").unwrap();
        let made = of_row(&cos, "cos_kveld".into(), &row("COS kveld;cos_p;;10;150;6"));
        assert_eq!((made.meetings.usual, made.meetings.most, made.meetings.minutes), (10, 12, 150));
        assert_eq!((made.meetings.fewest, made.seats.most), (cos.meetings.fewest, 6));
        assert_eq!((&made.themes, made.leaders), (&cos.themes, cos.leaders));
        assert_eq!(check(&made), Vec::new());
    }

    #[test]
    fn a_programme_of_its_own_is_whole() {
        let row = row("Pappagruppe;;Å bli far;;90;8\n;;Søvn\n;;Lek");
        let made = of_row(&plain(row.chapters.len()), "pappagruppe".into(), &row);
        assert_eq!(check(&made), Vec::new());
        assert_eq!((made.meetings.usual, made.themes.len(), made.seats.most), (3, 3, 8));
    }

    #[test]
    fn what_is_no_number_is_told() {
        let made = of_row(&plain(1), "p".into(), &row("P;;K;mange;"));
        assert!(check(&made).contains(&ProgrammeError::BadMeetings(None)), "{:?}", check(&made));
        let made = of_row(&plain(1), "p".into(), &row("P;;K;;;tolv"));
        assert!(check(&made).contains(&ProgrammeError::BadSeats));
    }
}

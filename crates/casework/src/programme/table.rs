//! Programmes out of a spreadsheet: a line a chapter, as a unit has them on
//! paper and in its own files today.

use super::{Certified, Leaders, Meetings, Programme, Seats};
use crate::sheet::{LineFault, MOST_LINES, NoList, fault_of, rows_of};
use serde::{Deserialize, Serialize};

/// A programme as the lines of a table tell of it; what a cell does not say is
/// empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableProgramme {
    /// Its first line in the file, from 1.
    pub line: u32,
    /// What it is called.
    pub name: String,
    /// The programme that it is a copy of, by code or name.
    pub based_on: String,
    /// The chapters, in order.
    pub chapters: Vec<String>,
    /// How many meetings.
    pub meetings: String,
    /// How long each lasts, in minutes.
    pub minutes: String,
    /// How many seats.
    pub seats: String,
    /// What is wrong with one of its lines.
    pub fault: Option<LineFault>,
}

/// Reads a table: programme, what it is based on, chapter, meetings, minutes,
/// seats. A line without a programme belongs to the one above, and of what is
/// said once for a programme the first word counts. A first line that begins
/// «Program» is a heading.
///
/// # Errors
/// Why nothing is read; what is wrong with a line stands with its programme.
pub fn read_table(text: &str) -> Result<Vec<TableProgramme>, NoList> {
    let mut found: Vec<TableProgramme> = Vec::new();
    let mut lines = 0;
    for (line, cells) in rows_of(text) {
        let first = cells.first().map(|it| it.to_lowercase()).unwrap_or_default();
        let is_heading = lines == 0 && ["program", "programme"].contains(&first.as_str());
        if is_heading || cells.iter().all(String::is_empty) {
            continue;
        }
        lines += 1;
        if lines > MOST_LINES {
            return Err(NoList::TooMany);
        }
        let mut cells = cells.into_iter();
        let mut next = || cells.next().unwrap_or_default();
        let [name, based_on, chapter, meetings, minutes, seats] = std::array::from_fn(|_| next());
        let fault = fault_of(&[&name, &based_on, &chapter, &meetings, &minutes, &seats]);
        let same = |it: &TableProgramme| name.is_empty() || it.name.to_lowercase() == name.to_lowercase();
        let place = if name.is_empty() { found.len().checked_sub(1) } else { found.iter().position(same) };
        let programme = match place {
            Some(place) => &mut found[place],
            None => {
                let fault = name.is_empty().then_some(LineFault::TooFew);
                found.push(TableProgramme { line, name, fault, ..TableProgramme::default() });
                let Some(last) = found.last_mut() else { continue };
                last
            }
        };
        let said = [
            (&mut programme.based_on, based_on),
            (&mut programme.meetings, meetings),
            (&mut programme.minutes, minutes),
            (&mut programme.seats, seats),
        ];
        for (known, cell) in said {
            if known.is_empty() {
                *known = cell;
            }
        }
        if !chapter.is_empty() {
            programme.chapters.push(chapter);
        }
        programme.fault = programme.fault.or(fault);
    }
    if found.is_empty() { Err(NoList::Empty) } else { Ok(found) }
}

/// A programme to begin with for who builds on none: once a week, two hours,
/// one leader, up to twelve seats, a meeting for each of so many chapters.
#[must_use]
pub fn plain(chapters: usize) -> Programme {
    let count = u8::try_from(chapters).unwrap_or(u8::MAX);
    Programme {
        code: String::new(),
        edition: 1,
        name: super::Words::new(),
        parts: Vec::new(),
        themes: Vec::new(),
        meetings: Meetings {
            fewest: count,
            most: count,
            usual: count,
            minutes: 120,
            every_weeks: 1,
            last_joining: count.min(2),
        },
        leaders: Leaders { count: 1, certified: Certified::None, speak_all_languages: false },
        seats: Seats { fewest: 2, most: 12 },
        child_age: None,
        children_present: false,
        home_task: false,
        certificate: None,
        variants: Vec::new(),
        day_plan: Vec::new(),
        goal_areas: Vec::new(),
        services: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_a_chapter_makes_programmes() {
        let text = "\u{feff}Program;Bygger på;Kapittel;Møter;Minutter;Plasser\r\n\
                    Pappagruppe;;Å bli far;4;90;8\r\n;;Søvn og gråt\r\nPAPPAGRUPPE;;Lek\r\n\r\n\
                    COS på somali;COS-P;\r\n";
        let found = read_table(text).unwrap();
        assert_eq!(found.len(), 2);
        let (first, second) = (&found[0], &found[1]);
        assert_eq!((first.line, first.name.as_str()), (2, "Pappagruppe"));
        assert_eq!(first.chapters, ["Å bli far", "Søvn og gråt", "Lek"]);
        assert_eq!([&first.meetings, &first.minutes, &first.seats], ["4", "90", "8"]);
        assert_eq!((second.based_on.as_str(), second.chapters.len(), second.fault), ("COS-P", 0, None));
    }

    #[test]
    fn what_is_wrong_stands_with_its_programme() {
        let found = read_table(";;Uten navn\nKveld;;L\u{fffd}k\n").unwrap();
        assert_eq!(found[0].fault, Some(LineFault::TooFew));
        assert_eq!(found[1].fault, Some(LineFault::Letters));
        assert_eq!(read_table("Program;Bygger på\n"), Err(NoList::Empty));
        let many: String = (0..=MOST_LINES).map(|it| format!("P{it};;K\n")).collect();
        assert_eq!(read_table(&many), Err(NoList::TooMany));
    }

    #[test]
    fn a_plain_programme_needs_a_name_and_chapters_only() {
        let mut programme = plain(3);
        programme.code = "own".into();
        programme.name.insert("nb".into(), "Vår".into());
        assert_eq!(crate::programme::check(&programme), [crate::programme::ProgrammeError::NoThemes]);
    }
}

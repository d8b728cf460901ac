//! A list of who wants to join, out of a spreadsheet: what each line says, and
//! what is wrong with it.

use crate::sheet::{LineFault, MOST_LINES, NoList, fault_of, rows_of};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLine {
    /// Which line of the file, from 1.
    pub line: u32,
    /// The number of the case.
    pub case: String,
    /// The names of those who want to join.
    pub people: Vec<String>,
    /// What the leaders must know.
    pub needs: String,
    /// What is wrong with the line itself.
    pub fault: Option<LineFault>,
}

/// Reads a list: case number, names with commas between them, and what the
/// leaders must know. Cells are divided by semicolons or, as they are pasted
/// from a spreadsheet, by tabs; a cell in quotes holds anything. A first line
/// whose first cell has no digit is a heading.
///
/// # Errors
/// Why nothing is read; what is wrong with a single line stands with it.
pub fn read_list(text: &str) -> Result<Vec<ListLine>, NoList> {
    let rows = rows_of(text);
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut lines = Vec::new();
    for (line, cells) in rows {
        let is_heading =
            lines.is_empty() && !cells.first().is_some_and(|it| it.contains(|it: char| it.is_ascii_digit()));
        if is_heading || cells.iter().all(String::is_empty) {
            continue;
        }
        if lines.len() == MOST_LINES {
            return Err(NoList::TooMany);
        }
        let mut cells = cells.into_iter();
        let (case, names) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let needs = cells.next().unwrap_or_default();
        let people: Vec<String> =
            names.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect();
        let fault = if let Some(fault) = fault_of(&[&case, &names, &needs]) {
            Some(fault)
        } else if case.is_empty() || people.is_empty() {
            Some(LineFault::TooFew)
        } else {
            let new: Vec<bool> = people.iter().map(|it| seen.insert((case.clone(), it.to_lowercase()))).collect();
            new.contains(&false).then_some(LineFault::Twice)
        };
        lines.push(ListLine { line, case, people, needs, fault });
    }
    if lines.is_empty() { Err(NoList::Empty) } else { Ok(lines) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::LONGEST;

    type Told = (u32, String, Vec<String>, String, Option<LineFault>);

    fn told(text: &str) -> Vec<Told> {
        read_list(text).unwrap().into_iter().map(|it| (it.line, it.case, it.people, it.needs, it.fault)).collect()
    }

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn a_file_and_what_is_pasted_say_the_same() {
        let file = "\u{feff}Mappe;Navn;Lederne må vite\r\n2026-0001;Kari Nordmann, Ola Nordmann;\"Nøtter; melk\"\r\n\r\n2026-0002;Per;\r\n";
        let found = told(file);
        assert_eq!(
            found[0],
            (2, "2026-0001".into(), names(&["Kari Nordmann", "Ola Nordmann"]), "Nøtter; melk".into(), None)
        );
        assert_eq!(found[1], (4, "2026-0002".into(), names(&["Per"]), String::new(), None));
        assert_eq!(found.len(), 2);
        let pasted = "2026-0001\tKari Nordmann, Ola Nordmann\tNøtter; melk";
        assert_eq!(told(&format!("{}\n2026-0002\tPer", pasted.replace("; ", ", ")))[1].1, "2026-0002");
    }

    #[test]
    fn each_fault_stands_with_its_line() {
        let long = "x".repeat(LONGEST + 1);
        let text = format!("2026-0001;Kari\n2026-0001;kari\n2026-0002\n;Per\n2026-0003;P\u{fffd}l\n2026-0004;{long}");
        let faults: Vec<_> = told(&text).into_iter().map(|it| (it.0, it.4)).collect();
        assert_eq!(
            faults,
            [
                (1, None),
                (2, Some(LineFault::Twice)),
                (3, Some(LineFault::TooFew)),
                // Without a number the line is told of too, unless it is the first.
                (4, Some(LineFault::TooFew)),
                (5, Some(LineFault::Letters)),
                (6, Some(LineFault::TooLong)),
            ]
        );
    }

    #[test]
    fn quotes_hold_lines_and_quotes() {
        let found = told("2026-0001;Kari;\"sier \"\"hei\"\"\nog mer\"\n2026-0002;Per");
        assert_eq!(found[0].3, "sier \"hei\"\nog mer");
        assert_eq!((found[1].0, found[1].1.as_str()), (3, "2026-0002"));
    }

    #[test]
    fn nothing_and_too_much() {
        for text in ["", "\u{feff}", "Mappe;Navn\n", "\n\n;;\n"] {
            assert_eq!(read_list(text), Err(NoList::Empty), "{text:?}");
        }
        let many: String = (0..=MOST_LINES).map(|number| format!("2026-{number};Kari\n")).collect();
        assert_eq!(read_list(&many), Err(NoList::TooMany));
    }
}

//! What comes out of a spreadsheet: rows of cells, and what may be wrong with a
//! line of them.

use serde::{Deserialize, Serialize};

/// No more lines are read at once.
pub const MOST_LINES: usize = 300;
/// No cell is longer, in letters.
pub(crate) const LONGEST: usize = 500;

/// What is wrong with a line. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineFault {
    /// A cell that is needed is empty.
    TooFew,
    /// A cell is too long.
    TooLong,
    /// The file is not in UTF-8: letters are lost.
    Letters,
    /// An earlier line says the same of somebody.
    Twice,
}

impl LineFault {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooFew => "list_too_few",
            Self::TooLong => "list_too_long",
            Self::Letters => "list_letters",
            Self::Twice => "list_twice",
        }
    }
}

/// Why nothing of a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoList {
    /// There is nothing in it.
    Empty,
    /// More lines than are read at once.
    TooMany,
}

/// What is wrong with the letters of these cells.
pub(crate) fn fault_of(cells: &[&String]) -> Option<LineFault> {
    if cells.iter().any(|it| it.chars().count() > LONGEST) {
        Some(LineFault::TooLong)
    } else {
        cells.iter().any(|it| it.contains('\u{fffd}')).then_some(LineFault::Letters)
    }
}

/// The cells of each row, trimmed, with the line of the file on which it begins.
pub(crate) fn rows_of(text: &str) -> Vec<(u32, Vec<String>)> {
    let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begun, mut quoted) = (1_u32, 1_u32, false);
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\n' {
            line += 1;
        }
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            ';' | '\t' if !quoted => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push((begun, std::mem::take(&mut cells)));
                begun = line;
            }
            other => cell.push(other),
        }
    }
    cells.push(cell.trim().to_owned());
    rows.push((begun, cells));
    rows
}

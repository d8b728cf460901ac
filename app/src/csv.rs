//! Files for a spreadsheet: cells in quotes with semicolons between them, with
//! the mark by which spreadsheets know UTF-8.

/// A file that begins as every file does.
pub(crate) fn begun() -> String {
    String::from("\u{feff}")
}

/// Adds a line.
pub(crate) fn line(text: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    text.push_str(&cells.join(";"));
    text.push_str("\r\n");
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+47", "-1", "@SUM(A1)", "\t=1"] {
            assert!(quoted(cell).starts_with("\"'"), "{cell}");
        }
        assert_eq!(quoted("Kari"), "\"Kari\"");
    }
}

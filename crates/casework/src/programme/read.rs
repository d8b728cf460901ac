//! Reads a programme's file.

use super::check::{ProgrammeError, check};
use super::{Programme, builtin};

/// A programme from the text of its file (JSON).
///
/// # Errors
/// Everything that is wrong with it; where it cannot be read at all, where
/// reading stopped and what was found there.
pub fn read(text: &str) -> Result<Programme, Vec<ProgrammeError>> {
    let programme: Programme = serde_json::from_str(text).map_err(|error| {
        vec![ProgrammeError::Unreadable {
            line: u32::try_from(error.line()).unwrap_or(u32::MAX),
            column: u32::try_from(error.column()).unwrap_or(u32::MAX),
            what: error.to_string(),
        }]
    })?;
    let errors = check(&programme);
    if errors.is_empty() { Ok(programme) } else { Err(errors) }
}

/// A unit's own programme: as [`read`], and its code is none of ours.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_own(text: &str) -> Result<Programme, Vec<ProgrammeError>> {
    let programme = read(text)?;
    if builtin::CODES.contains(&programme.code.as_str()) {
        return Err(vec![ProgrammeError::CodeTaken(programme.code)]);
    }
    Ok(programme)
}

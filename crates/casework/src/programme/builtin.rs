//! The programmes that come with the product.

use super::{Programme, ProgrammeError, read};

/// Their codes.
pub const CODES: [&str; 4] = ["cos_p", "icdp", "drommehuset", "pmto_group"];

/// Their files, in the order of [`CODES`].
const FILES: [&str; 4] = [
    include_str!("../../programmes/cos_p.json"),
    include_str!("../../programmes/icdp.json"),
    include_str!("../../programmes/drommehuset.json"),
    include_str!("../../programmes/pmto_group.json"),
];

/// All of them.
///
/// # Errors
/// What is wrong with the files; a test sees to it that nothing is.
pub fn all() -> Result<Vec<Programme>, Vec<ProgrammeError>> {
    FILES.iter().map(|file| read(file)).collect()
}

/// The one with this code.
#[must_use]
pub fn find(code: &str) -> Option<Programme> {
    let place = CODES.iter().position(|it| *it == code)?;
    read(FILES.get(place)?).ok()
}

//! The demonstration: six cases of five fictional families, and accounts to
//! look at them with. Only in a database of its own, only on loopback.

mod fortnight;
mod groups;
mod load;
mod plans;
mod portal;
mod records;
mod sessions;
mod talks;
#[cfg(test)]
mod viewers;

pub use load::{SignIn, load};

use crate::config::Fault;
use casework::Day;
use std::io::Write;

/// The demonstration stands still on the day for which the families are
/// written, so that ages and stories stay true.
pub fn reference_day() -> Option<Day> {
    let day = family_map::FuzzyDate::parse_iso(records::REFERENCE_DAY)?;
    Some(Day::new(day.year, day.month?, day.day?))
}

/// Tells where the application is, and in a demonstration how to sign in.
pub fn announce(port: u16, sign_ins: &[SignIn]) -> Result<(), Fault> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n  Familiekart: http://localhost:{port}\n")?;
    if !sign_ins.is_empty() {
        writeln!(out, "  FIKTIVE DATA. Sign in with any of these; the password is the same: {}\n", load::PASSWORD)?;
        for it in sign_ins {
            writeln!(out, "    {:<32} {}", it.email, it.what)?;
        }
        writeln!(
            out,
            "\n  The family's own pages are at /min-side: marte@example.no, kristoffer@example.no, amna@example.no"
        )?;
        writeln!(out, "  and everybody else who takes part; the code is shown on the page.\n")?;
    }
    out.flush()?;
    Ok(())
}

//! Saying what is being done, step by step, and how long it took.

use anyhow::Result;
use std::time::Instant;

/// Says what begins, does it, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {what}");
    let start = Instant::now();
    let done = work()?;
    eprintln!("    {}", seconds(start));
    Ok(done)
}

/// One line under the current step.
pub fn note(what: impl AsRef<str>) {
    eprintln!("    {}", what.as_ref());
}

/// The time since `start`, for people.
pub fn seconds(start: Instant) -> String {
    let passed = start.elapsed().as_secs_f64();
    if passed < 90.0 { format!("{passed:.1} s") } else { format!("{} min {:.0} s", passed as u64 / 60, passed % 60.0) }
}

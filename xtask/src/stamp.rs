//! Remembering what a step was made from, so that it is not repeated when nothing changed.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// A fingerprint of everything that a step reads.
#[derive(Default, Clone)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// A fingerprint of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a word: an option, a version.
    pub fn word(mut self, word: &str) -> Self {
        self.0.update(word.len().to_le_bytes());
        self.0.update(word);
        self
    }

    /// Adds a file, or every file under a folder, by name and content. A missing path counts as missing.
    pub fn files(mut self, path: &Path) -> Result<Self> {
        let mut found = Vec::new();
        collect(path, &mut found)?;
        found.sort();
        for file in found {
            self = self.word(&file.to_string_lossy());
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            self.0.update(bytes.len().to_le_bytes());
            self.0.update(bytes);
        }
        Ok(self)
    }

    /// Adds one large file by its length and time of change, without reading it.
    pub fn by_time(self, file: &Path) -> Self {
        let seen = file.metadata().and_then(|found| Ok((found.len(), found.modified()?)));
        self.word(&file.to_string_lossy()).word(&format!("{:?}", seen.ok()))
    }

    /// The fingerprint in hexadecimal.
    pub fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The first digits of the hash of some bytes, for file names that change with their content.
pub fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)).chars().take(16).collect()
}

/// Does `work` unless it was done for the same fingerprint before and its result still exists.
///
/// Returns whether the work was done.
pub fn unless_done(
    stamp: &Path,
    fingerprint: Fingerprint,
    result: &Path,
    work: impl FnOnce() -> Result<()>,
) -> Result<bool> {
    let wanted = fingerprint.hex();
    if result.exists() && fs::read_to_string(stamp).is_ok_and(|last| last == wanted) {
        return Ok(false);
    }
    // A step that is broken off must not look done.
    let _ = fs::remove_file(stamp);
    work()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(true)
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            collect(&entry?.path(), found)?;
        }
    } else if path.exists() {
        found.push(path.to_owned());
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::TemporaryFolder;

    #[test]
    fn a_step_is_done_once_and_again_when_its_input_or_result_changed() {
        let folder = TemporaryFolder::new("stamp-test").unwrap();
        let (input, result, stamp) = (folder.path("input"), folder.path("result"), folder.path("stamp"));
        let make = || {
            let fingerprint = Fingerprint::new().files(&input).unwrap();
            unless_done(&stamp, fingerprint, &result, || Ok(fs::write(&result, "made")?)).unwrap()
        };
        fs::write(&input, "one").unwrap();
        assert!(make());
        assert!(!make(), "nothing changed");
        fs::write(&input, "two").unwrap();
        assert!(make(), "the input changed");
        fs::remove_file(&result).unwrap();
        assert!(make(), "the result is gone");
    }

    #[test]
    fn a_broken_step_is_not_remembered() {
        let folder = TemporaryFolder::new("stamp-test").unwrap();
        let (result, stamp) = (folder.path("result"), folder.path("stamp"));
        fs::write(&result, "half").unwrap();
        assert!(unless_done(&stamp, Fingerprint::new(), &result, || anyhow::bail!("broken")).is_err());
        assert!(unless_done(&stamp, Fingerprint::new(), &result, || Ok(())).unwrap());
    }

    #[test]
    fn words_do_not_run_together() {
        assert_ne!(Fingerprint::new().word("ab").word("c").hex(), Fingerprint::new().word("a").word("bc").hex());
    }
}

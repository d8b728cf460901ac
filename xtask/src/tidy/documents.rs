//! README.md and ARCHITECTURE.md are there, and what they point to exists.

use super::{File, Problem};

const DOCUMENTS: [&str; 2] = ["README.md", "ARCHITECTURE.md"];

/// Made by building or running, so not in a fresh checkout.
const MADE: [&str; 3] = [".local", "target", "dist"];

/// Checks the documents and every path that they name in backticks.
pub fn check(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in DOCUMENTS {
        let Some(document) = files.iter().find(|file| file.path == name) else {
            problems.push(format!("{name} is missing"));
            continue;
        };
        for path in paths(&document.text) {
            let path = path.trim_end_matches('/');
            let there = files.iter().any(|file| file.path == path || file.path.starts_with(&format!("{path}/")));
            if !there {
                problems.push(format!("{name} names `{path}`, which does not exist"));
            }
        }
    }
    problems
}

/// Words in backticks that look like a path of the checkout.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    // Blocks of code hold commands and examples.
    text.split("```").step_by(2).flat_map(|part| part.split('`').skip(1).step_by(2)).filter(|word| is_path(word))
}

fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-./".contains(letter));
    let first = word.split('/').next().unwrap_or_default();
    let file = [".md", ".toml", ".rs", ".css", ".ts"].iter().any(|ending| word.ends_with(ending));
    plain && !first.is_empty() && !MADE.contains(&first) && (word.contains('/') || file)
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn missing_documents_are_found() {
        assert_eq!(check(&[]).len(), 2);
    }

    #[test]
    fn a_path_that_does_not_exist_is_found() {
        let files = [
            file(
                "ARCHITECTURE.md",
                "See `crates/store/` and `app/src/lib.rs`, `cargo xtask run`, `/healthz`, `.local/`.",
            ),
            file("README.md", "```\nsh no/such/file\n```\nand `no/such/file`, and `Cargo.toml`"),
            file("crates/store/src/lib.rs", ""),
            file("app/src/lib.rs", ""),
            file("Cargo.toml", ""),
        ];
        assert_eq!(check(&files), ["README.md names `no/such/file`, which does not exist"]);
    }
}

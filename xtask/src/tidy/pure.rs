//! The pure crates do no I/O, no async, no clock, no randomness, and know neither Leptos nor SQL. What would weigh too
//! much in the browser they have behind a feature that only the server asks for.

use super::{File, Problem};

const PURE: [&str; 2] = ["crates/family-map/src/", "crates/casework/src/"];

/// What must not stand in the code, and why.
const FORBIDDEN: [(&str, &str); 16] = [
    ("std::fs", "no I/O"),
    ("std::net", "no I/O"),
    ("std::process", "no I/O"),
    ("std::io", "no I/O"),
    ("std::env", "no I/O"),
    ("SystemTime", "no clock"),
    ("Instant", "no clock"),
    ("Utc::now", "no clock"),
    ("Local::now", "no clock"),
    ("tokio", "no async"),
    ("async fn", "no async"),
    (".await", "no async"),
    ("rand::", "no randomness"),
    ("Uuid::new_v4", "no randomness"),
    ("leptos", "no Leptos"),
    ("sqlx", "no SQL"),
];

/// Crates with the world's time zones or calendars in them: on the server alone.
const HEAVY: [&str; 5] = ["chrono", "chrono-tz", "icalendar", "jiff", "rrule"];

/// Checks the code of the pure crates and what they are built on; their tests may do as they like.
pub fn check(files: &[File]) -> Vec<Problem> {
    let mut problems = heavy(files);
    let tests = |file: &File| file.path.ends_with("/tests.rs") || file.path.contains("/tests/");
    let pure = |file: &File| PURE.iter().any(|folder| file.path.starts_with(folder)) && !tests(file);
    for file in files.iter().filter(|file| pure(file)) {
        let Some(source) = file.rust() else { continue };
        for (number, line) in source.code_without_tests().lines().enumerate() {
            for (word, why) in FORBIDDEN {
                if contains_word(line, word) {
                    problems.push(format!("{}:{}: {word} in a pure crate ({why})", file.path, number + 1));
                }
            }
        }
    }
    problems
}

/// What is too heavy for the browser is optional.
fn heavy(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let manifest = |file: &&File| PURE.iter().any(|folder| file.path == folder.replace("src/", "Cargo.toml"));
    for file in files.iter().filter(manifest) {
        // Sections begin with their name in brackets; those of tests are built for no browser.
        let sections =
            file.text.split("\n[").filter(|section| section.trim_start_matches('[').starts_with("dependencies"));
        for line in sections.flat_map(str::lines) {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if HEAVY.contains(&name) && !line.contains("optional = true") {
                problems.push(format!("{}: {name} is for the server alone, so it is optional", file.path));
            }
        }
    }
    problems
}

/// Whether `word` stands in the line by itself and not as a part of a longer name.
fn contains_word(line: &str, word: &str) -> bool {
    let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    line.match_indices(word).any(|(at, _)| {
        let before = !word.starts_with('.') && part(line[..at].chars().next_back());
        let after = !word.ends_with(':') && part(line[at + word.len()..].chars().next());
        !before && !after
    })
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn every_forbidden_word_is_found() {
        for (word, _) in FORBIDDEN {
            let text = format!("fn f() {{ {word} }}");
            assert!(!check(&[file("crates/family-map/src/layout.rs", &text)]).is_empty(), "{word}");
            assert!(!check(&[file("crates/casework/src/plan.rs", &text)]).is_empty(), "{word}");
        }
    }

    #[test]
    fn braces_do_not_hide_a_clock() {
        let text = "use std::time::{Duration, Instant};";
        assert_eq!(check(&[file("crates/casework/src/plan.rs", text)]).len(), 1);
    }

    #[test]
    fn what_is_heavy_is_optional() {
        let manifest = |path: &str, line: &str| {
            let text = format!(
                "[package]\nname = \"a\"\n\n[dependencies]\nserde = \"1\"\n{line}\n\n[dev-dependencies]\njiff = \"1\"\n"
            );
            check(&[file(path, &text)]).len()
        };
        for heavy in HEAVY {
            assert_eq!(manifest("crates/casework/Cargo.toml", &format!("{heavy} = \"1\"")), 1, "{heavy}");
            assert_eq!(manifest("crates/casework/Cargo.toml", &format!("{heavy}.workspace = true")), 1, "{heavy}");
            let optional = format!("{heavy} = {{ workspace = true, optional = true }}");
            assert_eq!(manifest("crates/casework/Cargo.toml", &optional), 0, "{heavy}");
            assert_eq!(manifest("server/Cargo.toml", &format!("{heavy} = \"1\"")), 0, "{heavy}");
        }
    }

    #[test]
    fn other_crates_comments_tests_and_longer_names_are_left_alone() {
        for (path, text) in [
            ("server/src/main.rs", "use std::fs;"),
            ("crates/casework/src/plan.rs", "// std::fs\nlet operand = grand::total();"),
            ("crates/casework/src/plan.rs", "fn f() {}\n#[cfg(test)]\nmod tests { use std::fs; }"),
            ("crates/casework/src/plan/tests.rs", "use std::fs;"),
            ("crates/family-map/examples/measure.rs", "use std::time::Instant;"),
        ] {
            assert_eq!(check(&[file(path, text)]), Vec::<Problem>::new(), "{text}");
        }
    }
}

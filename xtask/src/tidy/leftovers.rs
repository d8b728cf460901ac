//! No test left out, nothing left for later, no file that has grown out of hand.

use super::{File, Problem};

/// More lines than this, and two concepts share a room.
const LONGEST: usize = 800;
/// One list, which cannot be divided: everything that the pure crates say.
const ONE_LIST: &str = "crates/family-map/src/message/key.rs";

const RUST: [&str; 4] = ["#[ignore", "todo!", "unimplemented!", "dbg!("];
const BROWSER: [&str; 5] = ["test.skip", "test.only", "test.fixme", "describe.skip", "describe.only"];

/// Checks every source file.
pub fn check(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in files {
        let rust = file.rust();
        let browser = file.path.starts_with("end2end/") && (file.path.ends_with(".ts") || file.path.ends_with(".js"));
        let (text, words): (&str, &[&str]) = match &rust {
            Some(source) => (&source.code, &RUST),
            None if browser => (&file.text, &BROWSER),
            None => (&file.text, &[]),
        };
        for (number, line) in text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                problems.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
        let counted = rust.is_some() || [".css", ".ts", ".js"].iter().any(|ending| file.path.ends_with(ending));
        let lines = file.text.lines().count();
        if counted && lines > LONGEST && file.path != ONE_LIST {
            problems.push(format!("{}: {lines} lines, more than {LONGEST}", file.path));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn tests_left_out_are_found() {
        assert_eq!(check(&[file("a/src/b.rs", "#[test]\n#[ignore]\nfn f() { todo!() }")]).len(), 2);
        for word in BROWSER {
            assert_eq!(check(&[file("end2end/tests/a.spec.ts", &format!("{word}('x')"))]).len(), 1, "{word}");
        }
    }

    #[test]
    fn comments_and_strings_are_left_alone() {
        assert!(check(&[file("a/src/b.rs", "// todo!\nlet s = \"#[ignore]\";")]).is_empty());
    }

    #[test]
    fn long_files_are_found() {
        assert!(check(&[file("a/src/b.rs", &"\n".repeat(LONGEST))]).is_empty());
        assert_eq!(check(&[file("a/src/b.rs", &"\n".repeat(LONGEST + 1))]).len(), 1);
        assert_eq!(check(&[file("style/b.css", &"\n".repeat(LONGEST + 1))]).len(), 1);
    }
}

//! Every migration is written for both databases, under the same name.

use super::{File, Problem};
use std::collections::BTreeSet;

const PAIRS: [(&str, &str); 2] = [("sqlite", "postgres"), ("keys-sqlite", "keys-postgres")];

/// Checks both pairs of migration folders.
pub fn check(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (one, other) in PAIRS {
        let (left, right) = (names(files, one), names(files, other));
        for name in left.symmetric_difference(&right) {
            let missing = if left.contains(name) { other } else { one };
            problems.push(format!("crates/store/migrations/{missing}/{name} is missing"));
        }
        if left.is_empty() && right.is_empty() {
            problems.push(format!("crates/store/migrations/{one} holds no migration"));
        }
    }
    problems
}

fn names<'a>(files: &'a [File], folder: &str) -> BTreeSet<&'a str> {
    let folder = format!("crates/store/migrations/{folder}/");
    files.iter().filter_map(|file| file.path.strip_prefix(&folder)).filter(|name| name.ends_with(".sql")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    fn complete() -> Vec<File> {
        ["sqlite", "postgres", "keys-sqlite", "keys-postgres"]
            .map(|folder| file(&format!("crates/store/migrations/{folder}/0001_start.sql"), ""))
            .to_vec()
    }

    #[test]
    fn folders_in_step_pass() {
        assert_eq!(check(&complete()), Vec::<Problem>::new());
    }

    #[test]
    fn a_migration_for_one_database_only_is_found() {
        let mut files = complete();
        files.push(file("crates/store/migrations/sqlite/0002_more.sql", ""));
        assert_eq!(check(&files), ["crates/store/migrations/postgres/0002_more.sql is missing"]);
    }

    #[test]
    fn no_migration_at_all_is_found() {
        assert_eq!(check(&[]).len(), 2);
    }
}

//! SQL is written in `crates/store` and nowhere else.

use super::{File, Problem};

/// Checks every Rust file outside the store.
pub fn check(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| !file.path.starts_with("crates/store/")) {
        let Some(source) = file.rust() else { continue };
        for (number, line) in source.code.lines().enumerate() {
            if line.contains("sqlx::") {
                problems.push(format!("{}:{}: sqlx outside crates/store", file.path, number + 1));
            }
        }
        for (line, text) in &source.strings {
            if is_sql(text) {
                problems.push(format!("{}:{line}: SQL outside crates/store", file.path));
            }
        }
    }
    problems
}

fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let follows = |first: &str, second: &str| words.windows(2).any(|pair| pair == [first, second]);
    let later = |first: &str, second: &str| {
        let at = words.iter().position(|word| *word == first);
        at.is_some_and(|at| words[at..].contains(&second))
    };
    follows("INSERT", "INTO") || follows("DELETE", "FROM") || later("SELECT", "FROM") || later("UPDATE", "SET")
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    // In two halves, so that this file passes its own rule.
    const SELECT: &str = concat!("let q = \"SEL", "ECT id\n  FROM cases\";");

    #[test]
    fn sql_outside_the_store_is_found() {
        assert_eq!(check(&[file("app/src/pages.rs", SELECT)]), ["app/src/pages.rs:1: SQL outside crates/store"]);
        let others = [concat!("f(\"INS", "ERT INTO a VALUES (1)\")"), concat!("f(\"UPD", "ATE a SET b = 1\")")];
        for text in others.iter().chain(&[concat!("f(r#\"DEL", "ETE FROM a\"#)")]) {
            assert_eq!(check(&[file("server/src/main.rs", text)]).len(), 1, "{text}");
        }
        assert_eq!(check(&[file("server/src/main.rs", "use sqlx::Any;")]).len(), 1);
    }

    #[test]
    fn the_store_and_plain_words_are_left_alone() {
        assert!(check(&[file("crates/store/src/case.rs", SELECT)]).is_empty());
        assert!(
            check(&[file("app/src/pages.rs", "// SEL\u{45}CT x FROM y\nf(\"Select a person from the list\")")])
                .is_empty()
        );
    }
}

//! A crate's tests that are one program name every file of theirs: what is not named is not compiled, and never fails.

use super::{File, Problem};

const MAIN: &str = "tests/main.rs";

pub fn check(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for main in files.iter().filter(|file| file.path.ends_with(MAIN)) {
        let folder = main.path.trim_end_matches("main.rs");
        let names = files.iter().filter_map(|file| file.path.strip_prefix(folder)?.strip_suffix(".rs"));
        for name in names.filter(|name| !name.contains('/') && *name != "main") {
            if !main.text.lines().any(|line| line == format!("mod {name};")) {
                problems.push(format!("{}: does not name {name}, whose tests never run", main.path));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_file_that_is_not_named_is_found() {
        let tests = |text: &str| {
            [
                file("a/tests/main.rs", text),
                file("a/tests/one.rs", ""),
                file("a/tests/common/mod.rs", ""),
                file("b/tests/two.rs", ""),
            ]
        };
        assert_eq!(check(&tests("mod one;\n")), Vec::<Problem>::new());
        assert_eq!(check(&tests("// mod one;\n")).len(), 1);
    }
}

//! Telling apart code, strings and comments in Rust source, as far as our text checks need it.

/// A source file taken apart.
#[derive(Debug, Default, PartialEq)]
pub struct RustSource {
    /// The code alone: strings and comments are blanked out, line breaks kept.
    pub code: String,
    /// Every string literal, with the line where it begins (from 1).
    pub strings: Vec<(usize, String)>,
}

impl RustSource {
    /// Takes a source text apart.
    pub fn parse(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let mut source = Self::default();
        let (mut at, mut line) = (0, 1);
        while at < letters.len() {
            let (end, string) = piece(&letters, at);
            match string {
                Some((from, to)) => {
                    source.strings.push((line, letters[from..to].iter().collect()));
                    source.blank(&letters[at..end]);
                }
                None if end > at + 1 && letters[at] == '/' => source.blank(&letters[at..end]),
                None => source.code.extend(&letters[at..end]),
            }
            line += letters[at..end].iter().filter(|letter| **letter == '\n').count();
            at = end;
        }
        source
    }

    /// The code before the tests that stand at the end of a file.
    pub fn code_without_tests(&self) -> &str {
        let mut from = 0;
        while let Some(found) = self.code[from..].find("#[cfg(test)]") {
            let after = from + found + "#[cfg(test)]".len();
            if self.code[after..].trim_start().starts_with("mod ") {
                return &self.code[..from + found];
            }
            from = after;
        }
        &self.code
    }

    fn blank(&mut self, letters: &[char]) {
        self.code.extend(letters.iter().map(|letter| if *letter == '\n' { '\n' } else { ' ' }));
    }
}

/// The end of the piece that begins at `at`, and where its string content lies if it is a string.
fn piece(letters: &[char], at: usize) -> (usize, Option<(usize, usize)>) {
    let next = |offset: usize| letters.get(at + offset).copied().unwrap_or(' ');
    let joined = at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_');
    match letters[at] {
        '/' if next(1) == '/' => (find(letters, at, &['\n']), None),
        '/' if next(1) == '*' => (comment_end(letters, at), None),
        '"' => plain_string(letters, at),
        'r' if !joined && (next(1) == '"' || next(1) == '#') => raw_string(letters, at).unwrap_or((at + 1, None)),
        // A character, but not a lifetime: 'x' or an escape.
        '\'' if next(1) == '\\' => (find(letters, at + 3, &['\'']) + 1, None),
        '\'' if next(2) == '\'' => (at + 3, None),
        _ => (at + 1, None),
    }
}

fn plain_string(letters: &[char], at: usize) -> (usize, Option<(usize, usize)>) {
    let mut end = at + 1;
    while end < letters.len() && letters[end] != '"' {
        end += if letters[end] == '\\' { 2 } else { 1 };
    }
    let end = end.min(letters.len());
    ((end + 1).min(letters.len()), Some((at + 1, end)))
}

fn raw_string(letters: &[char], at: usize) -> Option<(usize, Option<(usize, usize)>)> {
    let hashes = letters[at + 1..].iter().take_while(|letter| **letter == '#').count();
    let from = at + 1 + hashes;
    if letters.get(from) != Some(&'"') {
        return None; // a raw identifier such as r#type
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let to = find(letters, from + 1, &closing);
    Some(((to + closing.len()).min(letters.len()), Some((from + 1, to))))
}

fn comment_end(letters: &[char], at: usize) -> usize {
    let (mut depth, mut end) = (0, at);
    while end < letters.len() {
        let two = (letters[end], letters.get(end + 1).copied().unwrap_or(' '));
        match two {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                end += 1;
                continue;
            }
        }
        end += 2;
        if depth == 0 {
            return end;
        }
    }
    letters.len()
}

fn find(letters: &[char], from: usize, what: &[char]) -> usize {
    (from..letters.len()).find(|at| letters[*at..].starts_with(what)).unwrap_or(letters.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(text: &str) -> Vec<(usize, String)> {
        RustSource::parse(text).strings
    }

    #[test]
    fn strings_of_every_kind_are_found_with_their_line() {
        assert_eq!(strings("a(\"one\");\nb(r#\"tw\"o\"#);"), [(1, "one".into()), (2, "tw\"o".into())]);
        assert_eq!(strings(r#"a("quo\"te")"#), [(1, r#"quo\"te"#.into())]);
        assert_eq!(strings("x(b\"bytes\")"), [(1, "bytes".into())]);
    }

    #[test]
    fn comments_and_characters_are_no_strings() {
        assert_eq!(strings("// \"no\"\n/* \"no /* deep */ \" */ let q = '\"'; fn f<'a>(x: &'a str) {}"), []);
        assert_eq!(strings(r"let q = '\''; let s = ();"), []);
    }

    #[test]
    fn code_keeps_its_lines_and_loses_the_rest() {
        let source = RustSource::parse("use std::fs; // std::net\nlet x = \"tokio\";\nlet r#type = 1;");
        assert!(source.code.contains("std::fs") && !source.code.contains("std::net") && !source.code.contains("tokio"));
        assert!(source.code.contains("r#type"));
        assert_eq!(source.code.lines().count(), 3);
    }

    #[test]
    fn tests_at_the_end_are_left_out() {
        let source = RustSource::parse("#[cfg(test)]\nuse x;\nfn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }");
        assert!(source.code_without_tests().contains("fn a()"));
        assert!(!source.code_without_tests().contains("std::fs"));
    }
}

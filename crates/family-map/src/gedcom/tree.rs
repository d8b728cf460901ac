//! From lines to records: one tree per line of level 0, one at a time, so
//! that a large file is never in memory twice.

use super::Limits;
use super::lines::{Content, Line, lines};
use super::notes::Notes;
use crate::message::{Message, MessageKey, Severity};
use std::borrow::Cow;

/// A line with the lines below it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node<'a> {
    /// The line's number.
    pub(super) line: u32,
    /// The record's own identifier.
    pub(super) xref: Option<&'a str>,
    /// The tag, in capitals.
    pub(super) tag: Cow<'a, str>,
    /// The value, together with the lines that continue it.
    pub(super) value: Cow<'a, str>,
    /// The lines below, in order.
    pub(super) children: Vec<Node<'a>>,
}

impl<'a> Node<'a> {
    /// The lines below that have this tag.
    pub(super) fn all<'n>(&'n self, tag: &'n str) -> impl Iterator<Item = &'n Node<'a>> {
        self.children.iter().filter(move |child| child.tag == tag)
    }

    /// The first line below that has this tag.
    pub(super) fn first(&self, tag: &str) -> Option<&Node<'a>> {
        self.children.iter().find(|child| child.tag == tag)
    }

    /// The value of the first line below that has this tag, trimmed.
    pub(super) fn value_of(&self, tag: &str) -> Option<&str> {
        self.first(tag).map(|child| child.value.trim())
    }

    /// The identifier that the value points to.
    pub(super) fn pointer(&self) -> Option<&str> {
        pointer(&self.value)
    }
}

/// The identifier in `@X1@`; nothing for other text, dates' `@#D…@` and `@@`.
pub(super) fn pointer(value: &str) -> Option<&str> {
    let inside = value.trim().strip_prefix('@')?.strip_suffix('@')?.trim();
    (!inside.is_empty() && !inside.contains('@') && !inside.starts_with('#')).then_some(inside)
}

/// Calls `each` with every record in turn, until it fails.
pub(super) fn records<'a, E>(
    text: &'a str,
    limits: &Limits,
    notes: &mut Notes,
    mut each: impl FnMut(Node<'a>, &mut Notes) -> Result<(), E>,
) -> Result<(), E> {
    // The lines that may still get lines below them, with the level that each
    // says it has. Levels grow from bottom to top.
    let mut open: Vec<(u32, Node<'a>)> = Vec::new();
    for line in lines(text, limits.line) {
        if line.cut {
            let message = Message::new(MessageKey::LineTooLong).with("limit", limits.line);
            notes.add(line.number, Severity::Warning, message);
        }
        let (level, node) = match read(line) {
            Read::Opens(level, node) => (level, node),
            Read::Continues(with, text) => {
                if with == Continuation::Loose {
                    notes.warn(line.number, MessageKey::LineWithoutLevel);
                }
                match open.last_mut() {
                    Some((_, last)) => with.append(&mut last.value, text),
                    None => notes.warn(line.number, MessageKey::LineUnreadable),
                }
                continue;
            }
            Read::ContinuesBelow(level, with, text) => {
                close(&mut open, level);
                match open.last_mut() {
                    Some((_, above)) => with.append(&mut above.value, text),
                    None => notes.warn(line.number, MessageKey::LineUnreadable),
                }
                continue;
            }
        };
        if level == 0 {
            if let Some(record) = close(&mut open, 0) {
                each(record, notes)?;
            }
        } else {
            close(&mut open, level);
            match open.last() {
                None => {
                    notes.warn(line.number, MessageKey::LineUnreadable);
                    continue;
                }
                Some(_) if open.len() > limits.depth => {
                    let message = Message::new(MessageKey::TooDeep).with("limit", limits.depth);
                    notes.add(line.number, Severity::Warning, message);
                    continue;
                }
                Some((above, _)) if level > above + 1 => {
                    let message = Message::new(MessageKey::LevelJump).with("level", level);
                    notes.add(line.number, Severity::Warning, message);
                }
                Some(_) => {}
            }
        }
        open.push((level, node));
    }
    match close(&mut open, 0) {
        Some(record) => each(record, notes),
        None => Ok(()),
    }
}

/// Closes the lines that a line of this level cannot stand below. Gives the
/// record when that was its last line.
fn close<'a>(open: &mut Vec<(u32, Node<'a>)>, level: u32) -> Option<Node<'a>> {
    while open.last().is_some_and(|(last, _)| *last >= level) {
        let (_, node) = open.pop()?;
        match open.last_mut() {
            Some((_, above)) => above.children.push(node),
            None => return Some(node),
        }
    }
    None
}

enum Read<'a> {
    Opens(u32, Node<'a>),
    Continues(Continuation, &'a str),
    ContinuesBelow(u32, Continuation, &'a str),
}

/// How a line goes on with an earlier one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Continuation {
    /// On the same line.
    Conc,
    /// On a new line.
    Cont,
    /// A line without a level, on a new line.
    Loose,
}

impl Continuation {
    fn append(self, value: &mut Cow<'_, str>, text: &str) {
        let value = value.to_mut();
        if self != Self::Conc {
            value.push('\n');
        }
        value.push_str(text);
    }
}

fn read(line: Line<'_>) -> Read<'_> {
    match line.content {
        Content::Loose(text) => Read::Continues(Continuation::Loose, text),
        Content::Tagged { level, tag, value, .. } if level > 0 && tag.eq_ignore_ascii_case("CONC") => {
            Read::ContinuesBelow(level, Continuation::Conc, value)
        }
        Content::Tagged { level, tag, value, .. } if level > 0 && tag.eq_ignore_ascii_case("CONT") => {
            Read::ContinuesBelow(level, Continuation::Cont, value)
        }
        Content::Tagged { level, xref, tag, value } => {
            let tag = if tag.bytes().any(|byte| byte.is_ascii_lowercase()) {
                Cow::Owned(tag.to_ascii_uppercase())
            } else {
                Cow::Borrowed(tag)
            };
            Read::Opens(level, Node { line: line.number, xref, tag, value: Cow::Borrowed(value), children: Vec::new() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(node: &Node<'_>) -> String {
        let below: Vec<String> = node.children.iter().map(show).collect();
        let value = if node.value.is_empty() { String::new() } else { format!("={:?}", node.value) };
        if below.is_empty() {
            format!("{}{value}", node.tag)
        } else {
            format!("{}{value}({})", node.tag, below.join(" "))
        }
    }

    fn tree(text: &str, depth: usize) -> (Vec<String>, Vec<(u32, MessageKey)>) {
        let mut notes = Notes::new(100);
        let mut trees = Vec::new();
        let limits = Limits { depth, ..Limits::default() };
        let done: Result<(), ()> = records(text, &limits, &mut notes, |node, _| {
            trees.push(show(&node));
            Ok(())
        });
        assert_eq!(done, Ok(()));
        (trees, notes.kept.iter().map(|note| (note.line, note.message.key)).collect())
    }

    #[test]
    fn lines_become_trees_and_what_is_odd_is_named() {
        use MessageKey::{LevelJump, LineUnreadable, LineWithoutLevel, TooDeep};
        /// The text, its trees, the notes by line.
        type Case<'a> = (&'a str, &'a [&'a str], &'a [(u32, MessageKey)]);
        let cases: &[Case<'_>] = &[
            ("0 A\n1 B x\n2 C\n1 D\n0 E", &["A(B=\"x\"(C) D)", "E"], &[]),
            ("0 A\n1 B one\n2 CONC two\n2 CONT three\n3 C", &["A(B=\"onetwo\\nthree\"(C))"], &[(5, LevelJump)]),
            ("0 A\n1 B\n2 conc x", &["A(B=\"x\")"], &[]),
            ("0 A x\nmore\n1 B", &["A=\"x\\nmore\"(B)"], &[(2, LineWithoutLevel)]),
            ("0 A\n3 B\n3 C\n2 D\n1 E", &["A(B C D E)"], &[(2, LevelJump), (3, LevelJump), (4, LevelJump)]),
            ("junk\n1 B\n0 A", &["A"], &[(1, LineWithoutLevel), (1, LineUnreadable), (2, LineUnreadable)]),
            ("0 A\n1 B\n2 C\n3 D\n4 E\n1 F", &["A(B(C) F)"], &[(4, TooDeep), (5, TooDeep)]),
            ("", &[], &[]),
        ];
        for (text, trees, notes) in cases {
            let (got, said) = tree(text, 2);
            assert_eq!(&got, trees, "{text:?}");
            assert_eq!(&said, notes, "{text:?}");
        }
    }

    #[test]
    fn only_a_name_between_two_signs_is_a_pointer() {
        for (value, expected) in [
            ("@I1@", Some("I1")),
            (" @I 1@ ", Some("I 1")),
            ("@VOID@", Some("VOID")),
            ("@@", None),
            ("@", None),
            ("@#DJULIAN@", None),
            ("ole@example.no", None),
            ("@a@b@", None),
        ] {
            assert_eq!(pointer(value), expected, "{value}");
        }
    }
}

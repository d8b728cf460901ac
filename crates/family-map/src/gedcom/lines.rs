//! From text to lines: `level [@xref@] tag [value]`, and what people's
//! programs have made of that.

/// The deepest level of the standard; a larger number opens no line.
const LEVEL_MAX: u32 = 99;

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: u32,
    /// The line was longer than allowed; its end is gone.
    pub(super) cut: bool,
    /// What the line says after it was taken apart.
    pub(super) content: Content<'a>,
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content<'a> {
    /// A line as the standard has it.
    Tagged {
        /// The level.
        level: u32,
        /// The record's own identifier, without the `@`.
        xref: Option<&'a str>,
        /// The tag, in the letters of the file.
        tag: &'a str,
        /// Everything after the blank behind the tag.
        value: &'a str,
    },
    /// Text without a level, which goes on with the line before.
    Loose(&'a str),
}

/// The lines of a text that are not empty. Lines end with CR, LF or both.
/// Lines longer than `limit` bytes are cut.
pub(super) fn lines(text: &str, limit: usize) -> impl Iterator<Item = Line<'_>> {
    let mut rest = text;
    let mut number = 0;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            rest = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or("");
            number += 1;
            let cut = line.len() > limit;
            let line = if cut { &line[..line.floor_char_boundary(limit)] } else { line };
            let line = line.trim_start_matches([' ', '\t', '\u{FEFF}', '\0', '\u{1A}']);
            if line.trim_end().is_empty() {
                continue;
            }
            let content = tagged(line).unwrap_or(Content::Loose(line));
            return Some(Line { number, cut, content });
        }
        None
    })
}

/// Takes a line apart, or gives nothing where it has no level or no tag.
fn tagged(line: &str) -> Option<Content<'_>> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (level, rest) = line.split_at(digits);
    let level: u32 = match level.parse() {
        Ok(level) => level,
        // A number too long for a level that has a tag is a level too deep.
        Err(_) if digits > 0 => u32::MAX,
        Err(_) => return None,
    };
    let rest = rest.strip_prefix([' ', '\t'])?.trim_start_matches([' ', '\t']);
    let (xref, rest) = match rest.strip_prefix('@') {
        Some(after) => {
            let (xref, after) = after.split_once('@')?;
            (Some(xref.trim()).filter(|xref| !xref.is_empty()), after.trim_start_matches([' ', '\t']))
        }
        None => (None, rest),
    };
    let end = rest.find([' ', '\t']).unwrap_or(rest.len());
    let (tag, value) = rest.split_at(end);
    let is_tag = !tag.is_empty()
        && tag.len() <= 31
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !tag.as_bytes()[0].is_ascii_digit()
        // «2019 was a good year» is text.
        && (level <= LEVEL_MAX || tag.bytes().all(|byte| !byte.is_ascii_lowercase()));
    is_tag.then(|| Content::Tagged { level, xref, tag, value: value.get(1..).unwrap_or("") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(level: u32, xref: Option<&'static str>, tag: &'static str, value: &'static str) -> Content<'static> {
        Content::Tagged { level, xref, tag, value }
    }

    #[test]
    fn one_line_at_a_time() {
        let cases = [
            ("0 HEAD", tagged(0, None, "HEAD", "")),
            ("0 @I1@ INDI", tagged(0, Some("I1"), "INDI", "")),
            ("1 NAME  Ole /Ås/ ", tagged(1, None, "NAME", " Ole /Ås/ ")),
            (" \t 2  DATE 1 JAN 1900", tagged(2, None, "DATE", "1 JAN 1900")),
            ("02 DATE", tagged(2, None, "DATE", "")),
            ("1\tSEX\tM", tagged(1, None, "SEX", "M")),
            ("1 name x", tagged(1, None, "name", "x")),
            ("0 @ @ INDI", tagged(0, None, "INDI", "")),
            ("123456789012345 DATE x", tagged(u32::MAX, None, "DATE", "x")),
            ("was a good year", Content::Loose("was a good year")),
            ("2019 was a good year", Content::Loose("2019 was a good year")),
            ("1", Content::Loose("1")),
            ("1 @X", Content::Loose("1 @X")),
            ("1NAME x", Content::Loose("1NAME x")),
            ("1 NÄME x", Content::Loose("1 NÄME x")),
        ];
        for (text, content) in cases {
            let read: Vec<_> = lines(text, 100).collect();
            assert_eq!(read, [Line { number: 1, cut: false, content }], "{text:?}");
        }
    }

    #[test]
    fn every_line_end_counts_one_line() {
        for end in ["\n", "\r", "\r\n"] {
            let text = ["0 HEAD", "", "  ", "1 A", "0 TRLR"].join(end);
            for text in [text.clone(), text + end] {
                let numbers: Vec<_> = lines(&text, 100).map(|line| line.number).collect();
                assert_eq!(numbers, [1, 4, 5], "{end:?}");
            }
        }
    }

    #[test]
    fn a_long_line_is_cut_between_letters() {
        let read: Vec<_> = lines("1 NAME ÆØÅ\n1 SEX M", 10).collect();
        assert_eq!(read[0].content, tagged(1, None, "NAME", "Æ"));
        assert_eq!(read[1].content, tagged(1, None, "SEX", "M"));
        assert_eq!([read[0].cut, read[1].cut], [true, false]);
    }
}

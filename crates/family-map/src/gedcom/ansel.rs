//! ANSEL (ANSI Z39.47), in which a combining mark stands before its letter.

/// Reads ANSEL. Marks move behind their letter and become one character with
/// it where there is one. Also gives the number of bytes that mean nothing.
pub(super) fn decode(bytes: &[u8]) -> (String, usize) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut marks: Vec<char> = Vec::new();
    let mut lost = 0;
    for &byte in bytes {
        if let Some(mark) = mark(byte) {
            // More marks on one letter than any language has is noise.
            if marks.len() < 4 {
                marks.push(mark)
            } else {
                lost += 1
            }
            continue;
        }
        let letter = match byte {
            0x00..=0x7F => char::from(byte),
            _ => spacing(byte).unwrap_or_else(|| {
                lost += 1;
                char::REPLACEMENT_CHARACTER
            }),
        };
        if letter.is_control() {
            // A mark at the end of a line has no letter.
            lost += marks.len();
            marks.clear();
        }
        let mut rest = marks.drain(..);
        match rest.next() {
            None => text.push(letter),
            Some(first) => match compose(letter, first) {
                Some(one) => text.push(one),
                None => text.extend([letter, first]),
            },
        }
        text.extend(rest);
    }
    lost += marks.len();
    (text, lost)
}

/// The combining marks, as Unicode has them.
fn mark(byte: u8) -> Option<char> {
    Some(match byte {
        0xE0 => '\u{309}',
        0xE1 => '\u{300}',
        0xE2 => '\u{301}',
        0xE3 => '\u{302}',
        0xE4 => '\u{303}',
        0xE5 => '\u{304}',
        0xE6 => '\u{306}',
        0xE7 => '\u{307}',
        0xE8 => '\u{308}',
        0xE9 => '\u{30C}',
        0xEA => '\u{30A}',
        0xEB => '\u{FE20}',
        0xEC => '\u{FE21}',
        0xED => '\u{315}',
        0xEE => '\u{30B}',
        0xEF => '\u{310}',
        0xF0 => '\u{327}',
        0xF1 => '\u{328}',
        0xF2 => '\u{323}',
        0xF3 => '\u{324}',
        0xF4 => '\u{325}',
        0xF5 => '\u{333}',
        0xF6 => '\u{332}',
        0xF7 => '\u{326}',
        0xF8 => '\u{31C}',
        0xF9 => '\u{32E}',
        0xFA => '\u{FE22}',
        0xFB => '\u{FE23}',
        0xFC => '\u{338}',
        0xFE => '\u{313}',
        _ => return None,
    })
}

/// The letters and signs that stand alone, with the additions that GEDCOM made.
fn spacing(byte: u8) -> Option<char> {
    Some(match byte {
        0xA1 => 'Ł',
        0xA2 => 'Ø',
        0xA3 => 'Đ',
        0xA4 => 'Þ',
        0xA5 => 'Æ',
        0xA6 => 'Œ',
        0xA7 => 'ʹ',
        0xA8 => '·',
        0xA9 => '♭',
        0xAA => '®',
        0xAB => '±',
        0xAC => 'Ơ',
        0xAD => 'Ư',
        0xAE => 'ʼ',
        0xB0 => 'ʻ',
        0xB1 => 'ł',
        0xB2 => 'ø',
        0xB3 => 'đ',
        0xB4 => 'þ',
        0xB5 => 'æ',
        0xB6 => 'œ',
        0xB7 => 'ʺ',
        0xB8 => 'ı',
        0xB9 => '£',
        0xBA => 'ð',
        0xBC => 'ơ',
        0xBD => 'ư',
        0xBE => '□',
        0xBF => '■',
        0xC0 => '°',
        0xC1 => 'ℓ',
        0xC2 => '℗',
        0xC3 => '©',
        0xC4 => '♯',
        0xC5 => '¿',
        0xC6 => '¡',
        0xC7 | 0xCF => 'ß',
        0xC8 => '€',
        _ => return None,
    })
}

/// Letters with a mark that Unicode has as one character: for each mark, the
/// plain letters and the composed ones in the same order.
const COMPOSED: &[(char, &str, &str)] = &[
    ('\u{300}', "AEIOUNaeioun", "ÀÈÌÒÙǸàèìòùǹ"),
    ('\u{301}', "AEIOUYCLNRSZaeiouyclnrsz", "ÁÉÍÓÚÝĆĹŃŔŚŹáéíóúýćĺńŕśź"),
    ('\u{302}', "AEIOUCGHJSWYaeioucghjswy", "ÂÊÎÔÛĈĜĤĴŜŴŶâêîôûĉĝĥĵŝŵŷ"),
    ('\u{303}', "AINOUainou", "ÃĨÑÕŨãĩñõũ"),
    ('\u{304}', "AEIOUaeiou", "ĀĒĪŌŪāēīōū"),
    ('\u{306}', "AEGIOUaegiou", "ĂĔĞĬŎŬăĕğĭŏŭ"),
    ('\u{307}', "CEGIZcegz", "ĊĖĠİŻċėġż"),
    ('\u{308}', "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
    ('\u{30A}', "AUau", "ÅŮåů"),
    ('\u{30B}', "OUou", "ŐŰőű"),
    ('\u{30C}', "CDENRSTZGcdenrstzg", "ČĎĚŇŘŠŤŽǦčďěňřšťžǧ"),
    ('\u{326}', "STst", "ȘȚșț"),
    ('\u{327}', "CSTGKLNRcstgklnr", "ÇŞŢĢĶĻŅŖçşţģķļņŗ"),
    ('\u{328}', "AEIUOaeiuo", "ĄĘĮŲǪąęįųǫ"),
];

fn compose(letter: char, mark: char) -> Option<char> {
    let (_, plain, composed) = COMPOSED.iter().find(|(of, _, _)| *of == mark)?;
    let at = plain.chars().position(|one| one == letter)?;
    composed.chars().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nordic_and_western_letters() {
        let cases: &[(&[u8], &str)] = &[
            (b"Bj\xB2rn \xA2deg\xEAard", "Bjørn Ødegård"),
            (b"\xEAAse S\xE8amund \xA5gir", "Åse Sämund Ægir"),
            (b"J\xE2on \xA4\xE2orsson \xBA", "Jón Þórsson ð"),
            (b"Ren\xE2ee Fran\xF0cois N\xE4u\xE4nez", "Renée François Nũñez"),
            (b"Wei\xCF, Mu\xC7, \xE9Capek, \xA1\xE2od\xE2z", "Weiß, Muß, Čapek, Łódź"),
        ];
        for (bytes, text) in cases {
            assert_eq!(decode(bytes), ((*text).to_owned(), 0));
        }
    }

    #[test]
    fn each_table_of_composed_letters_is_as_long_as_its_plain_one() {
        for (mark, plain, composed) in COMPOSED {
            assert_eq!(plain.chars().count(), composed.chars().count(), "{mark:?}");
        }
    }

    #[test]
    fn marks_keep_their_order_and_never_cross_a_line() {
        assert_eq!(decode(b"\xE3\xE2e"), ("ê\u{301}".to_owned(), 0));
        assert_eq!(decode(b"\xE2q"), ("q\u{301}".to_owned(), 0));
        assert_eq!(decode(b"a\xE2\nb"), ("a\nb".to_owned(), 1));
        assert_eq!(decode(b"a\xE2"), ("a".to_owned(), 1));
        assert_eq!(decode(b"\xFF"), ("\u{FFFD}".to_owned(), 1));
    }
}

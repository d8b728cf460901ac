//! Numbers and sizes of files.

use super::Texts;
use super::catalogue::{own, template};
use super::template::Value;

/// A whole number, in groups of three from five digits on: «20 000», "20,000".
#[must_use]
pub fn number(texts: impl Into<Texts>, number: i64) -> String {
    grouped(texts.into(), number)
}

fn grouped(texts: Texts, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "\u{2212}" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if digits.len() > 4 && at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(template(texts, "number.group"));
        }
        text.push(digit);
    }
    text
}

/// A number of bytes, rounded: «20 MB», «1,5 MB», «640 kB».
pub(super) fn size(texts: Texts, bytes: i64) -> String {
    let (unit, key) = match bytes {
        1_000_000.. => (1_000_000, "size.megabytes"),
        1_000.. => (1_000, "size.kilobytes"),
        _ => (1, "size.bytes"),
    };
    // Rounded up, so that what is too large never looks as if it were not.
    let tenths = bytes.saturating_mul(10).saturating_add(unit - 1) / unit;
    let mut text = grouped(texts, tenths / 10);
    if tenths % 10 != 0 {
        text.push_str(template(texts, "number.decimal"));
        text.push_str(&(tenths % 10).to_string());
    }
    own(texts, key, &[("number", Value::Words(text))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language::{Bokmaal, English};

    #[test]
    fn groups_of_three_from_five_digits() {
        for (it, nb, en) in [
            (0, "0", "0"),
            (1288, "1288", "1288"),
            (20_000, "20\u{a0}000", "20,000"),
            (1_234_567, "1\u{a0}234\u{a0}567", "1,234,567"),
            (-12_345, "\u{2212}12\u{a0}345", "\u{2212}12,345"),
        ] {
            assert_eq!((number(Bokmaal, it).as_str(), number(English, it).as_str()), (nb, en));
        }
    }

    #[test]
    fn sizes_are_rounded_up() {
        for (it, nb, en) in [
            (0, "0\u{a0}byte", "0\u{a0}bytes"),
            (64_000, "64\u{a0}kB", "64\u{a0}kB"),
            (1_450_000, "1,5\u{a0}MB", "1.5\u{a0}MB"),
            (20_000_000, "20\u{a0}MB", "20\u{a0}MB"),
            (20_000_001, "20,1\u{a0}MB", "20.1\u{a0}MB"),
            (i64::MAX, "922\u{a0}337\u{a0}203\u{a0}685,4\u{a0}MB", "922,337,203,685.4\u{a0}MB"),
        ] {
            assert_eq!((size(Bokmaal.into(), it), size(English.into(), it)), (nb.to_owned(), en.to_owned()), "{it}");
        }
    }
}

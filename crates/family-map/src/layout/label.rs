//! How much room a name needs. There is no font here, so widths are generous
//! averages per kind of letter.

/// The longest a line of a label may be before it is broken.
const MOST_EM: f64 = 7.6;
/// The same for a name in other letters, which is not broken.
const OTHER_EM: f64 = 10.5;
/// A label has at most this many lines of the name itself.
const MOST_LINES: usize = 2;

/// The estimated width of a text in a semi-bold sans-serif of this size.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// One letter's width in em.
fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | '\'' | '|' | '!' => 0.3,
        'f' | 't' | 'r' | ' ' | '-' | '(' | ')' => 0.4,
        'm' | 'w' | 'M' | 'W' | 'Æ' | 'æ' | '@' | '%' => 0.95,
        '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{065f}' | '\u{200b}'..='\u{200f}' => 0.0,
        '\u{0600}'..='\u{06ff}' => 0.5,
        '\u{2010}'..='\u{2013}' => 0.6,
        '\u{1100}'.. => 1.0,
        _ if letter.is_uppercase() => 0.72,
        _ => 0.6,
    }
}

/// The lines in which a name is written under a symbol: broken between words,
/// at most two, the last one cut with «…». The same name in other letters, in
/// brackets behind it, has a line of its own.
#[must_use]
pub fn lines(name: &str) -> Vec<String> {
    let (own, other) = in_other_letters(name);
    let mut lines: Vec<String> = Vec::new();
    for word in own.split_whitespace() {
        let full = lines.len() == MOST_LINES;
        match lines.last_mut() {
            Some(line) if width(line, 1.0) + width(word, 1.0) + 0.4 <= MOST_EM => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                line.push_str(" …");
                break;
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let other = other.map(|line| cut(line, OTHER_EM));
    lines.iter().map(|line| cut(line, MOST_EM)).chain(other).collect()
}

/// A name, and what stands in brackets at its end if that is in letters of
/// which the name itself has none: «Amna (أمنة)».
fn in_other_letters(name: &str) -> (&str, Option<&str>) {
    let name = name.trim();
    let latin = |text: &str| text.chars().any(|it| it.is_alphabetic() && it < '\u{0250}');
    let split = name.rfind('(').filter(|at| name.ends_with(')') && *at > 0);
    match split.map(|at| name.split_at(at)) {
        Some((own, other)) if latin(own) && !latin(other) && other.chars().any(char::is_alphabetic) => {
            (own, Some(other))
        }
        _ => (name, None),
    }
}

/// A text of at most so many ems, cut inside a word where it must be.
#[must_use]
pub fn cut(line: &str, most: f64) -> String {
    if width(line, 1.0) <= most + 0.8 {
        return line.to_owned();
    }
    let mut short = String::new();
    for letter in line.chars() {
        if width(&short, 1.0) + em(letter) > most - 0.4 {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_stay_whole_and_long_ones_break_between_words() {
        assert_eq!(lines("Marte"), ["Marte"]);
        assert_eq!(lines("Silje Marie Torvundlia"), ["Silje Marie", "Torvundlia"]);
        assert_eq!(lines("  "), Vec::<String>::new());
        assert_eq!(lines("أمنة إدريس"), ["أمنة إدريس"]);
        assert_eq!(lines("Amna Idris Abdalla (أمنة إدريس)"), ["Amna Idris", "Abdalla", "(أمنة إدريس)"]);
        assert_eq!(lines("Nafisa (fars navn ukjent)"), ["Nafisa (fars", "navn ukjent)"]);
        assert_eq!(lines("(أمنة)"), ["(أمنة)"]);
    }

    #[test]
    fn nothing_is_wider_than_the_room_for_it() {
        for name in
            ["Abdelrahman Mohammedkhalid Idris Yousif", "Donaudampfschifffahrtsgesellschaft", "WWWWWWWWWWWWWWWW"]
        {
            let lines = lines(name);
            assert!(lines.len() <= MOST_LINES, "{lines:?}");
            for line in lines {
                assert!(width(&line, 1.0) <= MOST_EM + 1.5, "{line}");
            }
        }
    }
}

//! Names in scripts that run from right to left, inside other text.

/// The name as it may stand in a sentence: where it has letters that run from
/// right to left, set apart so that the words and stops around it keep their
/// places. Marks that would turn the direction of what follows are taken out.
#[must_use]
pub fn isolate(text: &str) -> String {
    let clean = text.chars().filter(|it| !turns(*it));
    if text.chars().any(runs_left) {
        std::iter::once('\u{2068}').chain(clean).chain(['\u{2069}']).collect()
    } else {
        clean.collect()
    }
}

/// Marks of embedding, override and isolation.
const fn turns(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their like.
const fn runs_left(letter: char) -> bool {
    matches!(letter,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}' | '\u{200F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_right_to_left_names_are_set_apart() {
        for (name, written) in [
            ("Marte", "Marte"),
            ("Łukasz Ødegård", "Łukasz Ødegård"),
            ("ሰላም", "ሰላም"),
            ("آمنة إدريس", "\u{2068}آمنة إدريس\u{2069}"),
            ("Amna (آمنة)", "\u{2068}Amna (آمنة)\u{2069}"),
            ("Ol\u{202E}a", "Ola"),
            ("\u{2068}דוד\u{2069}", "\u{2068}דוד\u{2069}"),
            ("", ""),
        ] {
            assert_eq!(isolate(name), written);
        }
    }
}

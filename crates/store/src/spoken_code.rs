//! Codes that are read out, written down and typed again.

/// The letters of a code: none that is taken for another, and no vowel, so that no word comes out.
const LETTERS: &[u8] = b"BCDFGHJKMNPQRSTVWXZ23456789";

/// A new code of so many letters.
pub(crate) fn new_code<const LENGTH: usize>() -> String {
    rand::random::<[u32; LENGTH]>().map(letter).iter().collect()
}

/// The same in two halves, as it is told.
pub(crate) fn in_halves(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first}-{second}")
}

/// What somebody typed, without what people put between the letters, up to one
/// letter more than a code has.
pub(crate) fn plain(typed: &str, length: usize) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).take(length + 1).collect::<String>().to_ascii_uppercase()
}

fn letter(random: u32) -> char {
    // 2³² is no multiple of 27: some letters come more often by one in 150 million.
    char::from(LETTERS[random as usize % LETTERS.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_told() {
        let code = new_code::<8>();
        assert_eq!(code.len(), 8);
        assert!(code.bytes().all(|it| LETTERS.contains(&it)));
        let told = in_halves(&code);
        assert_eq!((told.len(), plain(&told, 8)), (9, code.clone()));
        assert_eq!(plain(&format!(" {} ", told.to_lowercase()), 8), code);
        assert_ne!(plain(&format!("{code}X"), 8), code, "a longer one is another");
    }
}

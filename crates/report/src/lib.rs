//! Documents on paper: what the application shows, as PDF.
//!
//! A [`Sheet`] is one drawing with what belongs to it on paper: for whom it was
//! made and when, the drawing with its legend, and the same in words. [`pdf`]
//! sets it with typst and writes a tagged PDF, so that it can be read aloud.
//! Nothing here knows whose map it is or who may see it: what comes in has been
//! redacted for its reader.

mod fonts;
mod world;

use std::fmt::Write as _;
use world::Desk;

/// The size of the paper; a drawing lies across it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 297 × 210 mm.
    A4,
    /// 420 × 297 mm.
    A3,
}

/// A drawing on paper and what is said with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The language of the words, as in `nb`.
    pub language: String,
    /// Whether the words run from right to left.
    pub right_to_left: bool,
    /// The size of the paper.
    pub paper: Paper,
    /// What it is.
    pub title: String,
    /// For whom and when it was made, a line each.
    pub lines: Vec<String>,
    /// The drawing: a whole SVG file that needs nothing from outside.
    pub drawing: String,
    /// What the drawing shows, for whoever cannot see it.
    pub alternative: String,
    /// Above what is told in words.
    pub words_title: String,
    /// The same as the drawing, a sentence or more each.
    pub words: Vec<String>,
    /// A mark over every page, such as that the people are not real.
    pub mark: Option<String>,
    /// At the foot of every page, before its number.
    pub foot: String,
}

/// Why there is no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// The document could not be set: a fault of ours or a drawing that is none.
    #[error("the document could not be set: {0}")]
    NotSet(String),
}

/// Sets a sheet and writes it as a tagged PDF.
///
/// # Errors
/// [`ReportError::NotSet`] where the drawing is no SVG.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, ReportError> {
    Desk::new(markup(sheet), sheet.drawing.clone())?.print()
}

/// The sheet in typst's own words. Everything that comes from outside stands in
/// it as a string, so that no name is ever taken for a command.
fn markup(sheet: &Sheet) -> String {
    let mut out = String::new();
    let paper = match sheet.paper {
        Paper::A4 => "a4",
        Paper::A3 => "a3",
    };
    let direction = if sheet.right_to_left { "rtl" } else { "ltr" };
    let mark = sheet.mark.as_deref().map_or_else(
        || "none".to_owned(),
        |mark| format!("align(center, text(size: 9pt, weight: \"semibold\", tracking: 1pt, {}))", quoted(mark)),
    );
    let _ = write!(
        out,
        "#set document(title: {title})\n\
         #set text(lang: {language}, dir: {direction}, size: 10pt, font: (\"Inter\", \"Noto Sans Arabic\"))\n\
         #set page(paper: \"{paper}\", flipped: true, margin: (x: 14mm, top: 16mm, bottom: 16mm), \
         header: {mark}, \
         footer: context {{ set text(size: 8pt); grid(columns: (1fr, auto), {foot}, \
         counter(page).display(\"1 / 1\", both: true)) }})\n\
         #show heading: set text(weight: \"semibold\")\n\
         #heading(level: 1, {title})\n",
        title = quoted(&sheet.title),
        language = quoted(&sheet.language),
        foot = quoted(&sheet.foot),
    );
    for line in &sheet.lines {
        let _ = writeln!(out, "#par(text(size: 9pt, {}))", quoted(line));
    }
    let _ = writeln!(
        out,
        "#block(width: 100%, height: 1fr, figure(image(\"drawing.svg\", width: 100%, height: 100%, fit: \"contain\", \
         alt: {alternative}), supplement: none, numbering: none, outlined: false))",
        alternative = quoted(&sheet.alternative),
    );
    if !sheet.words.is_empty() {
        let _ = writeln!(out, "#pagebreak()\n#heading(level: 2, {})", quoted(&sheet.words_title));
        let words: Vec<String> = sheet.words.iter().map(|it| quoted(it)).collect();
        let _ = writeln!(out, "#columns(2, list({}))", words.join(", "));
    }
    out
}

/// A text as a string of typst.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\r' | '\t' => out.push(' '),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails says so")]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            language: "nb".into(),
            right_to_left: false,
            paper: Paper::A4,
            title: "Genogram: Ærlig & Åsne".into(),
            lines: vec!["Laget for Marte 23. november 2026".into()],
            drawing: concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40">"#,
                r#"<rect x="2" y="2" width="30" height="30" fill="none" stroke="black"/>"#,
                r#"<text x="40" y="20" font-family="Inter" font-size="10">Åsne</text></svg>"#
            )
            .into(),
            alternative: "Åsne, 30 år".into(),
            words_title: "Fortalt med ord".into(),
            words: vec!["Åsne, 30 år. #panic(\"nei\")".into(), "Gift \"på ordentlig\" \\ 2014".into()],
            mark: Some("FIKTIVE DATA".into()),
            foot: "FS-0001".into(),
        }
    }

    fn holds(file: &[u8], what: &str) -> bool {
        file.windows(what.len()).any(|window| window == what.as_bytes())
    }

    #[test]
    fn a_sheet_is_a_tagged_pdf_that_says_what_it_is() {
        for paper in [Paper::A4, Paper::A3] {
            let file = pdf(&Sheet { paper, ..sheet() }).unwrap();
            assert!(file.starts_with(b"%PDF-1."), "{paper:?}");
            assert!(holds(&file, "/MarkInfo") && holds(&file, "/StructTreeRoot"), "it is tagged");
            assert!(holds(&file, "nb"), "its language is said");
        }
    }

    #[test]
    fn whatever_is_in_a_name_stays_text() {
        for nasty in ["#panic(\"x\")", "]", "$", "*_`", "\\", "\"", "#import \"@preview/x:1.0.0\": *", "\u{202e}\u{0}"]
        {
            let sheet = Sheet { title: nasty.into(), words: vec![nasty.into()], foot: nasty.into(), ..sheet() };
            assert!(pdf(&sheet).is_ok(), "{nasty:?}");
        }
    }

    #[test]
    fn a_drawing_that_is_none_is_refused() {
        let answer = pdf(&Sheet { drawing: "ikke noe kart".into(), ..sheet() });
        assert!(matches!(answer, Err(ReportError::NotSet(_))), "{answer:?}");
    }

    #[test]
    fn arabic_runs_from_right_to_left() {
        let arabic = Sheet {
            language: "ar".into(),
            right_to_left: true,
            title: "خريطة العائلة".into(),
            words: vec!["آمنة، ٣٥ سنة".into()],
            ..sheet()
        };
        assert!(pdf(&arabic).is_ok());
    }
}

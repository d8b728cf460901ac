//! A privacy officer's review as a file for a spreadsheet.

use crate::api::review::{IN_A_FILE, ReviewAsked, ReviewLine, reviewed};
use crate::csv::{begun, line};
use crate::error::AppError;
use crate::i18n::{Locale, td_string};
use crate::log_words::{action_word, object_word, outcome_word, purpose_word, role_word};
use crate::server::Visit;

/// The rows that were asked for, separated by semicolons, with the mark by
/// which spreadsheets know UTF-8. That they were taken out is logged.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is not a privacy officer, or where
/// nothing was asked for.
pub async fn log_csv(visit: &Visit, asked: &ReviewAsked, english: bool) -> Result<String, AppError> {
    let rows = reviewed(visit, asked, IN_A_FILE, true).await?.rows.ok_or(AppError::NotFound)?;
    Ok(file(if english { Locale::en } else { Locale::nb }, &rows))
}

fn file(locale: Locale, rows: &[ReviewLine]) -> String {
    let head = [
        td_string!(locale, review.when),
        td_string!(locale, review.who),
        td_string!(locale, log.role),
        td_string!(locale, review.what),
        td_string!(locale, review.case),
        td_string!(locale, review.why),
        td_string!(locale, review.outcome),
    ];
    let mut text = begun();
    line(&mut text, &head);
    for row in rows {
        let object = match &row.reviewed {
            Some(name) => td_string!(locale, review.of, name = name.clone()),
            None => object_word(locale, &row.action, &row.object).to_owned(),
        };
        let did = format!("{} {object}", action_word(locale, &row.action));
        let cells = [
            row.at.as_str(),
            if row.who.is_empty() { td_string!(locale, review.nobody) } else { &row.who },
            role_word(locale, &row.role),
            &did,
            row.case_number.as_deref().unwrap_or_default(),
            purpose_word(locale, &row.purpose),
            outcome_word(locale, &row.outcome),
        ];
        line(&mut text, &cells);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_both_languages() {
        let row = ReviewLine {
            at: "2026-11-22T09:30".into(),
            who: "Kari \"K\" Nordmann".into(),
            role: "practitioner".into(),
            action: "read".into(),
            object: "map".into(),
            purpose: "emergency".into(),
            outcome: "ok".into(),
            case_number: Some("2026-0001".into()),
            reviewed: None,
        };
        let nb = file(Locale::nb, std::slice::from_ref(&row));
        assert_eq!(
            nb,
            "\u{feff}\"Når\";\"Hvem\";\"Som\";\"Hva\";\"Mappe\";\"Hvorfor\";\"Utfall\"\r\n\
             \"2026-11-22T09:30\";\"Kari \"\"K\"\" Nordmann\";\"Fagperson\";\"åpnet kartet\";\"2026-0001\";\
             \"Nødtilgang\";\"fikk\"\r\n"
        );
        assert!(file(Locale::en, &[row]).contains("\"opened the map\""));
    }
}

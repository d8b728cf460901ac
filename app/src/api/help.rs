//! The help page's text. It lies on the server: the browser loads it only when
//! somebody reads it.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A part of the help page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpPart {
    /// Its place on the page, for links to it.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Paragraphs.
    #[serde(default)]
    pub text: Vec<String>,
    /// Names and what is said of them: roles, keys, words.
    #[serde(default)]
    pub terms: Vec<(String, String)>,
    /// Things in order or side by side.
    #[serde(default)]
    pub points: Vec<String>,
}

/// The help page in a language, bokmål where there is no other.
///
/// # Errors
/// [`AppError::SignedOut`] when nobody is signed in.
#[server(name = GetHelp, endpoint = "help", output = Wire)]
pub async fn help(language: String) -> Result<Vec<HelpPart>, AppError> {
    crate::server::visit()?.user().map_err(crate::server::with_status)?;
    Ok(on_server::parts(&language))
}

#[cfg(feature = "ssr")]
mod on_server {
    use super::HelpPart;
    use std::sync::LazyLock;

    static BOKMAAL: LazyLock<Vec<HelpPart>> = LazyLock::new(|| read(include_str!("../../locales/help/nb.json")));
    static ENGLISH: LazyLock<Vec<HelpPart>> = LazyLock::new(|| read(include_str!("../../locales/help/en.json")));

    /// None where the file is not what it should be, which a test tells.
    fn read(json: &str) -> Vec<HelpPart> {
        serde_json::from_str(json).unwrap_or_default()
    }

    pub(super) fn parts(language: &str) -> Vec<HelpPart> {
        if language == "en" { ENGLISH.clone() } else { BOKMAAL.clone() }
    }

    #[cfg(test)]
    mod tests {
        use super::parts;

        #[test]
        fn both_languages_have_the_same_parts_of_the_same_size() {
            let shape = |language| -> Vec<_> {
                let all = parts(language).into_iter();
                all.map(|it| (it.id, it.text.len(), it.terms.len(), it.points.len())).collect()
            };
            assert!(shape("nb").len() > 4);
            assert_eq!(shape("nb"), shape("en"));
        }
    }
}

//! Several things after one another.

use super::Texts;
use super::catalogue::own;
use super::template::Value;

/// «a, b og c», "a, b and c". Nothing for no items.
#[must_use]
pub fn list(texts: impl Into<Texts>, items: &[String]) -> String {
    joined(texts.into(), items)
}

fn joined(texts: Texts, items: &[String]) -> String {
    let Some((last, before)) = items.split_last() else { return String::new() };
    // The items are written already: names stand apart where they need to.
    let written = |text: &str| Value::Words(text.to_owned());
    let joined = before
        .iter()
        .cloned()
        .reduce(|first, next| own(texts, "list.comma", &[("first", written(&first)), ("next", written(&next))]));
    match joined {
        None => last.clone(),
        Some(first) => own(texts, "list.two", &[("first", written(&first)), ("last", written(last))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn commas_and_the_last_word() {
        let cases: &[(&[&str], &str, &str)] = &[
            (&[], "", ""),
            (&["Emil"], "Emil", "Emil"),
            (&["Emil", "Ada"], "Emil og Ada", "Emil and Ada"),
            (&["Emil", "Ada", "Live"], "Emil, Ada og Live", "Emil, Ada and Live"),
            (&["a", "b", "c", "d"], "a, b, c og d", "a, b, c and d"),
        ];
        for (items, nb, en) in cases {
            let items: Vec<String> = items.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(list(Language::Bokmaal, &items), *nb);
            assert_eq!(list(Language::English, &items), *en);
        }
    }
}

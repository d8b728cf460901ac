//! Every language has the same texts.

use super::{File, Problem};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const FOLDERS: [&str; 2] = ["app/locales/", "crates/portal/locales/"];

/// Endings of plural forms: languages differ in which of them they have.
const PLURALS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];

/// Compares the keys of all locale files that lie together.
pub fn check(files: &[File]) -> Vec<Problem> {
    FOLDERS.iter().flat_map(|folder| check_in(folder, files)).collect()
}

fn check_in(folder: &str, files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut languages: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let Some(name) = file.path.strip_prefix(folder).and_then(|name| name.strip_suffix(".json")) else { continue };
        // `nb.json`, `messages/nb.json` or `nb/messages.json`: the language is the part of two letters.
        let (languages_named, namespace): (Vec<&str>, Vec<&str>) = name.split('/').partition(|part| part.len() == 2);
        let [language] = languages_named[..] else {
            problems.push(format!("{}: the path does not name one language", file.path));
            continue;
        };
        let namespace = &namespace.join(".");
        match serde_json::from_str(&file.text) {
            Ok(value) => collect(&value, namespace, languages.entry(language).or_default()),
            Err(error) => problems.push(format!("{}: {error}", file.path)),
        }
    }
    let all: BTreeSet<String> = languages.values().flatten().cloned().collect();
    for (language, keys) in &languages {
        problems.extend(all.difference(keys).map(|key| format!("{folder}{language}: {key} is missing")));
    }
    problems
}

fn collect(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
    let Value::Object(entries) = value else {
        keys.insert(path.to_owned());
        return;
    };
    for (name, value) in entries {
        let name = PLURALS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
        let name = name.strip_suffix("_ordinal").unwrap_or(name);
        collect(value, &if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }, keys);
    }
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_missing_text_is_found_in_either_layout() {
        let files = [
            file("app/locales/nb.json", r#"{"a": {"b": "x", "c": "y"}}"#),
            file("app/locales/en.json", r#"{"a": {"b": "x"}}"#),
        ];
        assert_eq!(check(&files), ["app/locales/en: a.c is missing"]);
        let portal = [
            file("crates/portal/locales/nb.json", r#"{"a": {"b": "x", "c": "y"}}"#),
            file("crates/portal/locales/ar.json", r#"{"a": {"b": "x"}}"#),
        ];
        assert_eq!(check(&portal), ["crates/portal/locales/ar: a.c is missing"]);
        for [nb, en] in [["nb/map", "en/map"], ["map/nb", "map/en"]] {
            let path = |name: &str| format!("app/locales/{name}.json");
            let files = [file(&path(nb), r#"{"b": "x"}"#), file(&path(en), "{}")];
            assert_eq!(check(&files), ["app/locales/en: map.b is missing"]);
        }
    }

    #[test]
    fn plural_forms_may_differ() {
        let files = [
            file("app/locales/nb.json", r#"{"child_one": "barn", "child_other": "barn"}"#),
            file(
                "app/locales/pl.json",
                r#"{"child_one": "a", "child_few": "b", "child_many": "c", "child_other": "d"}"#,
            ),
        ];
        assert_eq!(check(&files), Vec::<Problem>::new());
    }

    #[test]
    fn broken_files_are_found() {
        assert_eq!(check(&[file("app/locales/nb.json", "{")]).len(), 1);
        assert_eq!(check(&[file("app/locales/texts.json", "{}")]).len(), 1);
    }
}

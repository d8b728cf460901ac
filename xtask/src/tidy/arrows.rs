//! Arrows between the crates point one way, and only `store` talks to a database.

use super::Problem;
use serde_json::Value;

/// A crate of ours and what it depends on.
#[derive(Debug, Clone)]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// The names of everything it depends on, for whatever purpose.
    pub dependencies: Vec<String>,
}

/// Which of our crates each may depend on. The order makes circles impossible: every arrow points downwards.
const ARROWS: [(&str, &[&str]); 8] = [
    ("server", &["app", "portal", "report", "store", "casework", "family-map"]),
    ("portal", &["app", "store", "casework", "family-map"]),
    ("app", &["store", "casework", "family-map"]),
    ("report", &["casework", "family-map"]),
    ("store", &["casework", "family-map"]),
    ("casework", &[]),
    ("family-map", &[]),
    ("xtask", &[]),
];

/// Reads the packages from `cargo metadata --no-deps`.
pub fn packages(metadata: &Value) -> Vec<Package> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let package = |value: &Value| Package {
        name: name(value),
        dependencies: list(&value["dependencies"]).iter().map(name).collect(),
    };
    list(&metadata["packages"]).iter().map(package).collect()
}

/// Checks the arrows.
pub fn check(packages: &[Package]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for Package { name, dependencies } in packages {
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| known == name) else {
            problems.push(format!("the crate {name} has no place among the arrows in xtask/src/tidy/arrows.rs"));
            continue;
        };
        for dependency in dependencies {
            let ours = packages.iter().any(|package| package.name == *dependency);
            if ours && !allowed.contains(&dependency.as_str()) {
                problems.push(format!("{name} depends on {dependency}, against the arrows of ARCHITECTURE.md"));
            }
            if dependency == "sqlx" && name != "store" {
                problems.push(format!("{name} depends on sqlx; only store talks to a database"));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[&str]) -> Package {
        Package { name: name.into(), dependencies: dependencies.iter().map(|&name| name.into()).collect() }
    }

    #[test]
    fn arrows_point_downwards() {
        let good = [package("server", &["app", "axum"]), package("app", &["store"]), package("store", &["sqlx"])];
        assert_eq!(check(&good), Vec::<Problem>::new());
        assert_eq!(check(&[package("app", &["server"]), package("server", &["app"])]).len(), 1);
        assert_eq!(check(&[package("casework", &["family-map"]), package("family-map", &[])]).len(), 1);
    }

    #[test]
    fn only_the_store_has_sqlx() {
        assert_eq!(check(&[package("server", &["sqlx"])]).len(), 1);
    }

    #[test]
    fn a_new_crate_needs_a_place() {
        assert_eq!(check(&[package("gateway", &[])]).len(), 1);
    }

    #[test]
    fn the_table_itself_has_no_circle() {
        for (at, (name, allowed)) in ARROWS.iter().enumerate() {
            for dependency in *allowed {
                let below = ARROWS[at + 1..].iter().any(|(lower, _)| lower == dependency);
                assert!(below, "{name} points upwards to {dependency}");
            }
        }
    }

    #[test]
    fn packages_are_read_from_metadata() {
        let metadata = serde_json::json!({"packages": [{"name": "app", "dependencies": [{"name": "store"}]}]});
        assert_eq!(packages(&metadata)[0].dependencies, ["store"]);
    }
}

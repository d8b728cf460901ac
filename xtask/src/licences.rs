//! What we ship of others, under which licence.

use crate::workspace::{Workspace, metadata};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The npm packages whose files reach the browser; the theme and its builder are one project.
const SHIPPED: [&str; 4] = [
    "@digdir/designsystemet",
    "@digdir/designsystemet-css",
    "@digdir/designsystemet-web",
    "@fontsource-variable/inter",
];

/// A table of names, versions and licences as text.
pub fn list(workspace: &Workspace) -> Result<String> {
    let mut text = String::from("Familiekart contains the work of others:\n\nRust crates\n\n");
    for [name, version, licence] in crates(&metadata(&["--locked"])?) {
        text.push_str(&format!("{name} {version}: {licence}\n"));
    }
    text.push_str("\nnpm packages\n\n");
    for name in SHIPPED {
        let path = workspace.path("style/node_modules").join(name).join("package.json");
        let package: Value = serde_json::from_str(&fs::read_to_string(&path).context("npm packages are missing")?)?;
        text.push_str(&format!("{name} {}: {}\n", word(&package["version"]), word(&package["license"])));
    }
    Ok(text)
}

/// Everything that `app` and `server` are built from, except what only builds or tests use.
fn crates(metadata: &Value) -> BTreeSet<[String; 3]> {
    let items = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<String, Value> =
        items(&metadata["packages"]).into_iter().map(|package| (word(&package["id"]), package)).collect();
    let nodes: BTreeMap<String, Value> =
        items(&metadata["resolve"]["nodes"]).into_iter().map(|node| (word(&node["id"]), node)).collect();
    let ours = |package: &Value| package["source"].is_null();
    let roots = packages
        .iter()
        .filter(|(_, package)| ours(package) && ["app", "server"].contains(&word(&package["name"]).as_str()));
    let mut open: Vec<String> = roots.map(|(id, _)| id.clone()).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id.clone()) {
            continue;
        }
        for dependency in nodes.get(&id).map(|node| items(&node["deps"])).unwrap_or_default() {
            if items(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                open.push(word(&dependency["pkg"]));
            }
        }
    }
    let found = reached.iter().filter_map(|id| packages.get(id)).filter(|package| !ours(package));
    found.map(|package| ["name", "version", "license"].map(|key| word(&package[key]))).collect()
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or("not stated").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_only_tests_use_is_not_listed() {
        let package = |id: &str, source: Value| json!({"id": id, "name": id, "version": "1.0.0", "license": "MIT", "source": source});
        let edge = |to: &str, kind: Value| json!({"pkg": to, "dep_kinds": [{"kind": kind}]});
        let metadata = json!({
            "packages": [
                package("server", Value::Null), package("used", json!("registry")), package("deep", json!("registry")),
                package("tested", json!("registry")), package("elsewhere", json!("registry")),
            ],
            "resolve": {"nodes": [
                {"id": "server", "deps": [edge("used", Value::Null), edge("tested", json!("dev"))]},
                {"id": "used", "deps": [edge("deep", Value::Null)]},
            ]},
        });
        let names: Vec<String> = crates(&metadata).into_iter().map(|[name, ..]| name).collect();
        assert_eq!(names, ["deep", "used"]);
    }
}

//! A layout that is computed elsewhere: what is sent there and what comes back mean the same on both sides.

use crate::support;
use family_map::Record;
use family_map::layout::{Layout, Options, arrange};
use serde_json::Value;

fn sent<T: serde::Serialize + serde::de::DeserializeOwned>(it: &T) -> T {
    serde_json::from_str(&serde_json::to_string(it).unwrap()).unwrap()
}

fn families() -> Vec<Record> {
    let demo = ["A", "B", "C", "D", "E"].map(support::demo);
    let measured = ["generated-30.json", "generated-100.json", "generated-300.json", "ivar.json"];
    demo.into_iter().chain(measured.map(support::measured)).collect()
}

/// The same, numbers to the millionth: reading one may lose its last bit.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => {
            a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() < 0.000_001)
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, it)| b.get(key).is_some_and(|other| alike(it, other)))
        }
        _ => one == other,
    }
}

#[test]
fn a_layout_comes_back_as_it_was_sent() {
    for record in families() {
        let layout = arrange(&record, &Options::default());
        let back: Layout = sent(&layout);
        let [was, is] = [&layout, &back].map(|it| serde_json::to_value(it).unwrap());
        assert!(alike(&was, &is), "a family of {} comes back different", record.people.len());
        assert_eq!(back.gave_way, layout.gave_way);
        assert!(back.places.keys().eq(layout.places.keys()));
    }
}

#[test]
fn what_is_laid_out_elsewhere_is_what_would_be_laid_out_here() {
    for record in families().into_iter().filter(|it| it.people.len() < 200) {
        let first = arrange(&record, &Options::default());
        let mut grown = record.clone();
        let new = support::person("new", family_map::record::Symbol::Unknown);
        grown.people.insert(new.id.clone(), new);
        let here = arrange(&grown, &Options::after(&first));
        let previous = sent(&Options::after(&first).previous);
        let there = arrange(&sent(&grown), &Options { previous, ..Options::default() });
        assert!(there == here, "a family of {} is laid out differently", record.people.len());
    }
}

//! Figures and members as tables for a spreadsheet. Columns have stable names
//! in English; the codes are those of the record.

use super::{Map, Measures, Share};
use crate::record::Known;

/// The figures of several maps, one row each, under the label it is given
/// (a date, a name).
#[must_use]
pub fn measures_csv(maps: &[(String, Measures)]) -> String {
    let mut sectors: Vec<&str> = Vec::new();
    for code in maps.iter().flat_map(|(_, it)| &it.by_sector).map(|(code, _)| code.0.as_str()) {
        if !sectors.contains(&code) {
            sectors.push(code);
        }
    }
    let mut header: Vec<String> = ["map", "members", "ties", "density", "mean_ring"].map(str::to_owned).to_vec();
    header.extend((1..=4).map(|ring| format!("ring_{ring}")));
    header.extend(sectors.iter().map(|code| format!("sector_{code}")));
    let shares = ["reciprocity", "multiplexity", "strained_or_broken", "helpers", "bridges", "isolates"];
    header.extend(shares.map(str::to_owned));
    header.extend(["reciprocity_not_asked", "support_not_asked", "valence_not_asked"].map(str::to_owned));
    let mut out = row(&header);
    for (label, it) in maps {
        let share = |share: Share| number(share.value());
        let mut cells = vec![label.clone(), it.members.to_string(), it.ties.to_string()];
        cells.extend([share(it.density), number(it.mean_ring())]);
        cells.extend(it.by_ring.map(|count| count.to_string()));
        let of = |code: &&str| it.by_sector.iter().find(|(other, _)| other.0 == **code).map_or(0, |(_, count)| *count);
        cells.extend(sectors.iter().map(|code| of(code).to_string()));
        cells.extend([it.reciprocity, it.multiplexity, it.strained, it.helpers].map(share));
        cells.extend([it.bridges.len(), it.isolates.len()].map(|count| count.to_string()));
        cells.extend([it.reciprocity_not_asked, it.support_not_asked, it.valence_not_asked].map(|it| it.to_string()));
        out += &row(&cells);
    }
    out
}

/// The members of one map. `name` says who each is, in the reader's language.
#[must_use]
pub fn members_csv(map: &Map<'_>, name: &dyn Fn(&crate::message::Arg) -> String) -> String {
    let header =
        ["id", "name", "sector", "ring", "contact", "support", "reciprocity", "valence", "known_since", "knows"];
    let mut out = row(&header.map(str::to_owned));
    let known = map.known();
    for it in &map.members {
        let standing = &it.standing;
        let support = code(&standing.support, |kinds| {
            let codes: Vec<&str> = kinds.iter().map(|it| it.code()).collect();
            if codes.is_empty() { "none".to_owned() } else { codes.join(" ") }
        });
        let knows: Vec<&str> = known.get(&it.id).into_iter().flatten().map(|(id, _)| id.as_str()).collect();
        out += &row(&[
            it.id.to_string(),
            name(&super::words::member(map.record, it)),
            standing.sector.0.clone(),
            standing.ring.number().to_string(),
            code(&standing.contact, |it| it.code().to_owned()),
            support,
            code(&standing.reciprocity, |it| it.code().to_owned()),
            code(&standing.valence, |it| it.code().to_owned()),
            code(&it.known_since, ToString::to_string),
            knows.join(" "),
        ]);
    }
    out
}

/// Empty where nobody has asked, `unknown` where nobody knows.
fn code<T>(known: &Known<T>, write: impl Fn(&T) -> String) -> String {
    match known {
        Known::NotAsked => String::new(),
        Known::Unknown => "unknown".to_owned(),
        Known::Known(value) => write(value),
    }
}

fn number(value: Option<f64>) -> String {
    value.map(|value| format!("{value:.3}")).unwrap_or_default()
}

/// One row. What a spreadsheet would take for a formula is led by an apostrophe.
fn row(cells: &[String]) -> String {
    let cell = |text: &String| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let text = format!("{}{text}", if formula { "'" } else { "" });
        if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

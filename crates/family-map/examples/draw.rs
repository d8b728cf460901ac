//! Writes pictures of the demo families and of Ivar as SVG files into a folder:
//! `cargo run -p family-map --example draw -- FOLDER`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../tests/support/words.rs"]
mod words;

use family_map::FuzzyDate;
use family_map::layout::{Options, arrange};
use family_map::scene::{View, draw, svg};

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let style = include_str!("../../../style/map.css");
    let today = FuzzyDate::day(2026, 11, 23).unwrap();
    for name in ["A", "B", "C", "D", "E", "A-bonds", "ivar"] {
        let record = if name == "ivar" { support::measured("ivar.json") } else { support::demo(&name[..1]) };
        let view = View { bonds: name.ends_with("bonds"), ..View::on(today) };
        let layout = arrange(&record, &Options::default());
        println!("{name}: {:?}", layout.gave_way);
        let scene = draw(&record, &layout, &view);
        let markup = svg::write(&scene, &words::bokmal);
        let b = scene.bounds;
        let legend: Vec<String> = scene
            .legend
            .iter()
            .map(|it| {
                format!(
                    "<span><svg class=map viewBox='0 0 44 28' width=44 height=28>{}</svg> {}</span>",
                    svg::write_sign(it, &words::bokmal),
                    words::bokmal(&it.message)
                )
            })
            .collect();
        let page = format!(
            "<!doctype html><meta charset=utf-8><style>:root{{--ds-color-neutral-background-default:#fff;--ds-color-neutral-text-default:#22262a;--ds-color-neutral-text-subtle:#5b6167;--ds-color-neutral-border-strong:#565b61;--ds-color-neutral-border-default:#8d949b;--ds-color-neutral-border-subtle:#c6cacd;--ds-color-neutral-surface-tinted:#eef1f3;--ds-color-accent-base-default:#1f6e5c;--ds-color-accent-surface-tinted:#dcebe6;--ds-color-sun-surface-tinted:#f7efdd;--ds-color-sun-border-default:#b98a2b;--ds-color-sun-text-subtle:#7a5a12}}body{{margin:0;font-family:Inter,'Noto Sans',sans-serif;font-size:13px}}span{{display:inline-flex;align-items:center;gap:6px;margin-right:14px}}span .map{{width:44px;height:28px}}{style}</style><svg class=map viewBox='{} {} {} {}'>{markup}</svg><div>{}</div>",
            b.x,
            b.y,
            b.width,
            b.height,
            legend.join("")
        );
        std::fs::write(format!("{folder}/{name}.html"), page).unwrap();
        println!("{name}: {:.0} x {:.0}", b.width, b.height);
    }
}

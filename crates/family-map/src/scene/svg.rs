//! A scene as SVG markup: groups and shapes for inside an `<svg>` element.
//! Only classes and presentation attributes, no style attributes, so that it
//! stands under a strict content security policy; the same text every time.

use super::{Form, LegendItem, Part, Role, Scene, Shape, Text};
use crate::message::Message;
use std::fmt::Write;

/// The markup of a scene, without the `<svg>` element around it.
#[must_use]
pub fn write(scene: &Scene, translate: &dyn Fn(&Message) -> String) -> String {
    let mut out = String::with_capacity(scene.shapes.len() * 400);
    for shape in &scene.shapes {
        write_shape(&mut out, shape, translate);
    }
    out
}

/// The markup of one sign of the legend, for inside an `<svg viewBox="0 0 44 28">`.
#[must_use]
pub fn write_sign(item: &LegendItem, translate: &dyn Fn(&Message) -> String) -> String {
    let mut out = String::new();
    for part in &item.parts {
        write_part(&mut out, part, translate);
    }
    out
}

/// What an SVG file says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Title<'a> {
    /// The name of the picture.
    pub title: &'a str,
    /// What it shows, in words.
    pub description: &'a str,
    /// The language of both, as in `lang`.
    pub language: &'a str,
}

/// The style that a file carries: plain colours on white paper.
pub const STYLE: &str = include_str!("file.css");

/// A whole SVG file that needs nothing from outside: title, description,
/// style, the shapes with their roles and sentences, and the legend below.
#[must_use]
pub fn document(scene: &Scene, title: &Title<'_>, translate: &dyn Fn(&Message) -> String) -> String {
    /// The room of one line of the legend.
    const LINE: f64 = 34.0;
    let super::Bounds { x, y, width, height } = scene.bounds;
    let said: Vec<String> = scene.legend.iter().map(|item| translate(&item.message)).collect();
    let columns = legend_columns(&said, width - 16.0);
    let lines = scene.legend.len().div_ceil(columns.len());
    let below = y + height + 10.0;
    let legend_width = 16.0 + columns.iter().sum::<f64>();
    let (full_width, full_height) =
        (if said.is_empty() { width } else { width.max(legend_width) }, height + 20.0 + lines as f64 * LINE);
    let mut out = format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="map" lang="{}" role="graphics-document" "#,
            r#"aria-labelledby="title" aria-describedby="description" viewBox="{} {} {} {}" width="{}" height="{}">"#,
            "\n<title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n<style>\n{}</style>\n",
            r#"<rect class="paper" x="{}" y="{}" width="{}" height="{}"/>"#,
            "\n",
        ),
        escape(title.language),
        number(x),
        number(y),
        number(full_width),
        number(full_height),
        number(full_width),
        number(full_height),
        escape(title.title),
        escape(title.description),
        STYLE,
        number(x),
        number(y),
        number(full_width),
        number(full_height),
    );
    let mut marks = String::new();
    for shape in &scene.shapes {
        // In a file nothing can be pressed.
        write_group(&mut marks, shape, translate, false, true);
    }
    out.push_str(&marks);
    for (at, (item, said)) in scene.legend.iter().zip(&said).enumerate() {
        let (column, line) = (at % columns.len(), at / columns.len());
        let (left, top) = (x + 16.0 + columns[..column].iter().sum::<f64>(), below + line as f64 * LINE);
        // Writing into a String cannot fail.
        let _ = write!(out, r#"<g class="sign" transform="translate({} {})">"#, number(left), number(top));
        out.push_str(&write_sign(item, translate));
        let _ = writeln!(
            out,
            r#"<text class="sign-name" x="54" y="19" unicode-bidi="isolate">{}</text></g>"#,
            escape(said),
        );
    }
    out.push_str("</svg>\n");
    out
}

/// The widths of the legend's columns: as many as there is room for, each as
/// wide as its longest line.
fn legend_columns(said: &[String], room: f64) -> Vec<f64> {
    const COLUMN: f64 = 310.0;
    /// The sign before the words, and air behind them.
    const SIGN: f64 = 66.0;
    /// As large as the words are written, so that none runs into the next sign.
    const LETTERS: f64 = 13.0;
    let words: Vec<f64> = said.iter().map(|it| SIGN + crate::layout::text_width(it, LETTERS)).collect();
    let most = ((room + 16.0) / COLUMN).floor().max(1.0) as usize;
    let widths = |columns: usize| -> Vec<f64> {
        let widest = |column| words.iter().skip(column).step_by(columns).copied().fold(0.0, f64::max);
        (0..columns).map(widest).collect()
    };
    let fitting = (2..=most).rev().map(widths).find(|it| it.iter().sum::<f64>() <= room);
    let mut widths = fitting.unwrap_or_else(|| widths(1));
    // What is left over goes between the columns.
    let mut left = room - widths.iter().sum::<f64>();
    for width in widths.iter_mut().rev().skip(1).rev() {
        let more = (COLUMN - *width).clamp(0.0, left.max(0.0));
        *width += more;
        left -= more;
    }
    widths
}

fn write_shape(out: &mut String, shape: &Shape, translate: &dyn Fn(&Message) -> String) {
    write_shape_in(out, shape, true, translate);
}

/// A shape of a page; with words written on it, or without.
pub(super) fn write_shape_in(out: &mut String, shape: &Shape, words: bool, translate: &dyn Fn(&Message) -> String) {
    write_group(out, shape, translate, true, words);
}

/// A shape as a group; `live` where it may be focused and pressed, `words` where what is written on it is wanted.
fn write_group(out: &mut String, shape: &Shape, translate: &dyn Fn(&Message) -> String, live: bool, words: bool) {
    let said: Vec<String> = shape.alternative.iter().map(translate).collect();
    let said = escape(&said.join(" "));
    let (id, class) = (escape(&shape.id), escape(&shape.class));
    // On a page the people and the middle of the map tell these themselves: nobody wants to hear it twice.
    let is_told = live && matches!(shape.role, Role::Descent | Role::Care | Role::Sheet);
    // Writing into a String cannot fail.
    let _ = match (&shape.person, shape.role, said.is_empty() || is_told) {
        (Some(person), Role::Person, _) if live => write!(
            out,
            r#"<g id="{id}" class="{class}" data-person="{}" role="button" tabindex="-1" aria-label="{said}">"#,
            escape(person.as_str()),
        ),
        (_, Role::Member | Role::System, false) if live => write!(
            out,
            r#"<g id="{id}" class="{class}" data-item="{id}" role="button" tabindex="-1" aria-label="{said}">"#,
        ),
        (.., false) => write!(out, r#"<g id="{id}" class="{class}" role="img" aria-label="{said}">"#),
        (.., true) => write!(out, r#"<g id="{id}" class="{class}" aria-hidden="true">"#),
    };
    for part in shape.parts.iter().filter(|part| words || !matches!(part.form, Form::Text { .. })) {
        write_part(out, part, translate);
    }
    out.push_str("</g>\n");
}

fn write_part(out: &mut String, part: &Part, translate: &dyn Fn(&Message) -> String) {
    let class = part.class;
    // Writing into a String cannot fail.
    let _ = match &part.form {
        Form::Path(d) => write!(out, r#"<path class="{class}" d="{}"/>"#, escape(d)),
        Form::Rect { bounds, radius } => write!(
            out,
            r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>"#,
            number(bounds.x),
            number(bounds.y),
            number(bounds.width),
            number(bounds.height),
            number(*radius),
        ),
        Form::Circle { centre, radius } => write!(
            out,
            r#"<circle class="{class}" cx="{}" cy="{}" r="{}"/>"#,
            number(centre.x),
            number(centre.y),
            number(*radius),
        ),
        Form::Text { at, text } => {
            let words = match text {
                Text::Plain(words) => words.clone(),
                Text::Messages(all) => all.iter().map(translate).collect::<Vec<_>>().join(" · "),
            };
            // Names in Arabic and Latin letters side by side keep to themselves.
            write!(
                out,
                r#"<text class="{class}" x="{}" y="{}" text-anchor="middle" unicode-bidi="isolate">{}</text>"#,
                number(at.x),
                number(at.y),
                escape(&words),
            )
        }
    };
}

/// A path through points, closed or open.
pub(crate) fn path(points: &[(f64, f64)], closed: bool) -> String {
    let mut d = String::new();
    for (n, (x, y)) in points.iter().enumerate() {
        d.push(if n == 0 { 'M' } else { 'L' });
        d.push_str(&number(*x));
        d.push(' ');
        d.push_str(&number(*y));
    }
    if closed {
        d.push('Z');
    }
    d
}

/// A point as a path writes it.
pub(crate) fn pair(at: crate::layout::Point) -> String {
    format!("{} {}", number(at.x), number(at.y))
}

/// A number to one decimal, without what says nothing.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

/// Text that is safe as content and as an attribute's value; what XML cannot
/// hold is left out.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            control if control.is_control() || control == '\u{fffe}' || control == '\u{ffff}' => {}
            other => safe.push(other),
        }
    }
    safe
}

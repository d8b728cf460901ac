//! A map of a case as a file: on paper, as a picture, as data. It is asked for
//! whom it is; what that reader may not see is not in it, and that it was made
//! stands in the case's log.

use crate::api::cases::fuzzy;
use crate::error::AppError;
use crate::i18n::{Locale, td_string};
use crate::map::{first_centre, networks_of};
use crate::server::Visit;
use crate::text::{Language, Texts, date, say, time};
use family_map::description::{Paragraph, describe};
use family_map::gedcom::{self, Version};
use family_map::message::Message;
use family_map::record::Record;
use family_map::scene::{Scene, View, svg};
use family_map::{FuzzyDate, ecomap, json, layout, network, scene};
use store::Action;

/// Which map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// The genogram.
    Genogram,
    /// The network map of the person in whose name the map is drawn.
    Network,
    /// The ecomap.
    Ecomap,
}

/// As what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// On A4, lying.
    A4,
    /// On A3, lying.
    A3,
    /// A picture that every browser shows.
    Svg,
    /// GEDCOM 7, with what only we can say as extensions.
    Gedcom7,
    /// GEDCOM 5.5.1, the same way.
    Gedcom5,
    /// Everything, in our own form.
    Json,
    /// The network's figures for a spreadsheet.
    Csv,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct MapAsked {
    /// The case.
    pub case: String,
    /// The reason for which a case outside one's own is opened.
    pub reason: Option<String>,
    /// Which map.
    pub drawn: Drawn,
    /// As what.
    pub format: Format,
    /// The participant for whom it is; none for the team.
    pub reader: Option<String>,
    /// In English.
    pub english: bool,
    /// With emotional ties.
    pub bonds: bool,
}

/// A drawing with what stands around it on paper.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What it is.
    pub title: String,
    /// For whom and when it was made.
    pub lines: Vec<String>,
    /// A whole SVG file.
    pub drawing: String,
    /// What it shows, in one sentence.
    pub alternative: String,
    /// Above the words.
    pub words_title: String,
    /// The map in words.
    pub words: Vec<String>,
    /// That the people are not real, where they are not.
    pub mark: Option<String>,
    /// At the foot of every page.
    pub foot: String,
    /// The language, as in `nb`.
    pub language: &'static str,
}

/// The file.
#[derive(Clone, Debug)]
pub enum MapFile {
    /// To be set on paper.
    Paper(Box<Paper>),
    /// Text of a kind, with the ending of its name.
    Text(&'static str, &'static str, String),
}

/// Makes the file.
///
/// # Errors
/// As for opening the case; [`AppError::NotPart`] for who sees a part of it
/// only; [`AppError::NotFound`] for a reader for whom the case does not open
/// and for a map that is not there.
pub async fn map_file(visit: &Visit, asked: &MapAsked) -> Result<MapFile, AppError> {
    let object = if asked.reader.is_some() { "map_shared" } else { "map_file" };
    let visit = Visit { object, ..visit.clone() };
    let case = visit.open(&asked.case, asked.reason.as_deref(), Action::Print).await?;
    if case.part() != casework::opening::Part::Whole {
        return Err(AppError::NotPart);
    }
    let locale = if asked.english { Locale::en } else { Locale::nb };
    let (record, reader) = match &asked.reader {
        None => (case.record().await?, td_string!(locale, out.for_team).to_owned()),
        Some(person) => {
            let seen = case.seen_by(person).await?;
            let all = case.participants().await?;
            let name = all.into_iter().find(|it| it.person == *person).map(|it| it.name).unwrap_or_default();
            (seen.record().await?, td_string!(locale, out.made_for, name = name))
        }
    };
    let today = fuzzy(visit.site.store.today()).ok_or(AppError::Internal)?;
    let language = Language::from(locale);
    let desk = Desk { texts: language.into(), language: language.code(), today, bonds: asked.bonds };
    match asked.format {
        Format::Gedcom7 => Ok(MapFile::Text(GEDCOM, "ged", gedcom::write(&record, Version::V7, true))),
        Format::Gedcom5 => Ok(MapFile::Text(GEDCOM, "ged", gedcom::write(&record, Version::V551, true))),
        Format::Json => Ok(MapFile::Text("application/json", "json", json::write(&record))),
        Format::Csv => {
            let maps = desk.measures(&record);
            Ok(MapFile::Text("text/csv; charset=utf-8", "csv", network::measures_csv(&maps)))
        }
        Format::Svg | Format::A4 | Format::A3 => {
            let scene = desk.scene(&record, asked.drawn).ok_or(AppError::NotFound)?;
            let mut paper = desk.paper(&record, &scene, title_of(locale, asked.drawn));
            paper.words_title = td_string!(locale, out.in_words).to_owned();
            if asked.format == Format::Svg {
                return Ok(MapFile::Text("image/svg+xml; charset=utf-8", "svg", paper.drawing));
            }
            let at = visit.site.local_time(visit.site.store.now());
            let clock = at.get(10..).unwrap_or_default();
            let made = time(language, &format!("{today}{clock}"));
            let by = visit.user()?.name.clone();
            paper.lines = vec![reader, td_string!(locale, print.printed, time = made, name = by)];
            paper.mark = visit.site.demo.then(|| td_string!(locale, app.fictional).to_owned());
            // What goes home with somebody tells of no case.
            paper.foot = match asked.reader {
                None => format!("{} · {}", case.number(), td_string!(locale, print.confidential)),
                Some(_) => date(language, &today),
            };
            Ok(MapFile::Paper(Box::new(paper)))
        }
    }
}

/// In whose words a map is shown to somebody outside of the staff's pages.
#[derive(Clone, Copy)]
pub struct SharedWords {
    /// What stands on the map and what it says.
    pub texts: Texts,
    /// The language of all of it, as in `nb`.
    pub language: &'static str,
    /// What the map is called.
    pub title: &'static str,
}

impl SharedWords {
    /// The words of the staff's pages.
    pub(crate) fn of_staff(locale: Locale, drawn: Drawn) -> Self {
        let language = Language::from(locale);
        Self { texts: language.into(), language: language.code(), title: title_of(locale, drawn) }
    }
}

/// A map as it is shown to somebody outside of the staff's pages.
pub struct SharedMap {
    /// The drawing, as SVG.
    pub drawing: String,
    /// In a sentence.
    pub alternative: String,
    /// In words, a paragraph each.
    pub words: Vec<String>,
}

/// Draws a record that its reader may see; none where there is nothing to draw.
#[must_use]
pub fn shared_map(record: &Record, today: casework::Day, drawn: Drawn, said: &SharedWords) -> Option<SharedMap> {
    let desk = Desk { texts: said.texts, language: said.language, today: fuzzy(today)?, bonds: false };
    let scene = desk.scene(record, drawn)?;
    let Paper { drawing, alternative, words, .. } = desk.paper(record, &scene, said.title);
    Some(SharedMap { drawing, alternative, words })
}

fn title_of(locale: Locale, drawn: Drawn) -> &'static str {
    match drawn {
        Drawn::Genogram => td_string!(locale, map.label),
        Drawn::Network => td_string!(locale, network.label),
        Drawn::Ecomap => td_string!(locale, network.ecomap_label),
    }
}

const GEDCOM: &str = "application/x-gedcom; charset=utf-8";

/// In whose words and on what day a file is made.
struct Desk {
    texts: Texts,
    /// The language of the words, as in `nb`.
    language: &'static str,
    today: FuzzyDate,
    bonds: bool,
}

impl Desk {
    fn say(&self, message: &Message) -> String {
        say(self.texts, message)
    }

    /// The map drawn; none where there is nothing to draw.
    fn scene(&self, record: &Record, drawn: Drawn) -> Option<Scene> {
        match drawn {
            Drawn::Genogram if record.people.is_empty() => None,
            Drawn::Genogram => {
                let places = layout::arrange(record, &layout::Options::default());
                Some(scene::draw(record, &places, &View { bonds: self.bonds, ..View::on(self.today) }))
            }
            Drawn::Network => {
                let map = network::map(record, networks_of(record).first()?)?;
                let places = network::arrange(&map, &network::NetworkOptions::default());
                Some(network::draw(&map, &places, &network::NetworkView { ties: true, shapes: false }))
            }
            Drawn::Ecomap => {
                let centre = first_centre(record)?;
                let map = ecomap::ecomap(record, &centre)?;
                Some(ecomap::draw(&map, &ecomap::arrange(&map)))
            }
        }
    }

    fn paper(&self, record: &Record, scene: &Scene, title: &str) -> Paper {
        let sentence = |it: &Paragraph| it.said.iter().map(|it| self.say(it)).collect::<Vec<_>>().join(" ");
        let words: Vec<String> = describe(record, scene).iter().map(sentence).collect();
        let alternative = words.first().cloned().unwrap_or_else(|| title.to_owned());
        let language = self.language;
        let head = svg::Title { title, description: &words.join("\n"), language };
        Paper {
            title: title.to_owned(),
            lines: Vec::new(),
            drawing: svg::document(scene, &head, &|message| self.say(message)),
            alternative,
            words_title: String::new(),
            words,
            mark: None,
            foot: String::new(),
            language,
        }
    }

    /// The figures of every network of the record.
    fn measures(&self, record: &Record) -> Vec<(String, network::Measures)> {
        let of = |id| {
            let map = network::map(record, id)?;
            Some((self.say(&network::title(&map)), network::measure(&map)))
        };
        networks_of(record).iter().filter_map(of).collect()
    }
}

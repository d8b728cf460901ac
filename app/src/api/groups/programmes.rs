//! A unit's own programmes: a copy of a data file with other names, chapters
//! and lengths.

use crate::error::AppError;
use crate::wire::Wire;
use casework::programme::{ProgrammeError, Words};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, desk};
#[cfg(feature = "ssr")]
use crate::server::with_status;
#[cfg(feature = "ssr")]
use casework::programme::{CertificateRule, Certified, Programme, Theme, builtin, check};

/// A programme in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeRow {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// The unit's own.
    pub own: bool,
    /// No longer offered for new groups.
    pub retired: bool,
    /// Which edition.
    pub edition: u16,
    /// How many meetings usually.
    pub meetings: u8,
    /// How long each lasts, in minutes.
    pub minutes: u16,
    /// What the chapters are called.
    pub chapters: Vec<Words>,
}

/// A programme as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeForm {
    /// What it is called, in bokmål.
    pub name: String,
    /// And in English; as in bokmål if empty.
    pub name_en: String,
    /// The chapters in bokmål, one a line.
    pub chapters: String,
    /// No fewer meetings.
    pub fewest: String,
    /// As many unless somebody says otherwise.
    pub usual: String,
    /// No more.
    pub most: String,
    /// How long each lasts, in minutes.
    pub minutes: String,
    /// Every so many weeks.
    pub every_weeks: String,
    /// With this meeting somebody may still join.
    pub last_joining: String,
    /// With fewer it is hardly a group.
    pub seats_fewest: String,
    /// No more seats.
    pub seats_most: String,
    /// So many leaders at each meeting.
    pub leaders: String,
    /// How many of them are certified: `none`, `one` or `all`.
    pub certified: String,
    /// So many meetings may be missed for a certificate; none is given if empty.
    pub may_miss: String,
}

/// A programme to be changed or copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeEdit {
    /// The unit's own, which is changed; a copy is made of one of ours.
    pub own: bool,
    /// What it is called now.
    pub name: Words,
    /// As it is now.
    pub form: ProgrammeForm,
}

/// The programmes, ours first.
///
/// # Errors
/// [`AppError::NotFound`] for who runs no groups.
#[server(name = GetGroupProgrammes, endpoint = "group_programmes", output = Wire)]
pub async fn group_programmes() -> Result<Vec<ProgrammeRow>, AppError> {
    let (_, desk) = desk().await?;
    let ours = builtin::all().map_err(|_| AppError::Internal)?;
    let row = |it: Programme, own: bool, retired: bool| ProgrammeRow {
        own,
        retired,
        edition: it.edition,
        meetings: it.meetings.usual,
        minutes: it.meetings.minutes,
        chapters: it.themes.into_iter().map(|it| it.name).collect(),
        code: it.code,
        name: it.name,
    };
    let own = answer(desk.own_programmes().await)?;
    let mut rows: Vec<ProgrammeRow> = ours.into_iter().map(|it| row(it, false, false)).collect();
    rows.extend(own.into_iter().map(|it| row(it.programme, true, it.retired)));
    Ok(rows)
}

#[cfg(feature = "ssr")]
pub(super) fn of_programme(it: &Programme, own: bool) -> ProgrammeForm {
    let word = |words: &Words, language: &str| words.get(language).cloned().unwrap_or_default();
    let name = word(&it.name, "nb");
    let chapters: Vec<String> = it.themes.iter().map(|it| word(&it.name, "nb")).collect();
    ProgrammeForm {
        // A copy is given a name of its own.
        name: if own { name } else { String::new() },
        name_en: if own { word(&it.name, "en") } else { String::new() },
        chapters: chapters.join("\n"),
        fewest: it.meetings.fewest.to_string(),
        usual: it.meetings.usual.to_string(),
        most: it.meetings.most.to_string(),
        minutes: it.meetings.minutes.to_string(),
        every_weeks: it.meetings.every_weeks.to_string(),
        last_joining: it.meetings.last_joining.to_string(),
        seats_fewest: it.seats.fewest.to_string(),
        seats_most: it.seats.most.to_string(),
        leaders: it.leaders.count.to_string(),
        certified: match it.leaders.certified {
            Certified::None => "none",
            Certified::One => "one",
            Certified::All => "all",
        }
        .to_owned(),
        may_miss: it.certificate.map(|it| it.may_miss.to_string()).unwrap_or_default(),
    }
}

/// The programme with a code, and whether it is the unit's own.
#[cfg(feature = "ssr")]
fn find(code: &str, own: &[store::OwnProgramme]) -> Result<(Programme, bool), AppError> {
    let of_unit = || own.iter().find(|it| it.programme.code == code).map(|it| (it.programme.clone(), true));
    builtin::find(code).map(|it| (it, false)).or_else(of_unit).ok_or_else(|| with_status(AppError::NotFound))
}

/// A programme to be changed, or to be copied where it is one of ours.
///
/// # Errors
/// [`AppError::NotFound`] for who runs no groups, and for no such programme.
#[server(name = GetGroupProgramme, endpoint = "group_programme", output = Wire)]
pub async fn group_programme(code: String) -> Result<ProgrammeEdit, AppError> {
    let (_, desk) = desk().await?;
    let all = answer(desk.own_programmes().await)?;
    let (programme, own) = find(&code, &all)?;
    Ok(ProgrammeEdit { own, form: of_programme(&programme, own), name: programme.name })
}

/// A code made of a name that nothing else has.
#[cfg(feature = "ssr")]
pub(super) fn code_of(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let plain = |letter: char| match letter.to_lowercase().next().unwrap_or('_') {
        'æ' => 'a',
        'ø' => 'o',
        'å' => 'a',
        letter if letter.is_ascii_alphanumeric() => letter,
        _ => '_',
    };
    let code: String = name.trim().chars().take(30).map(plain).collect();
    let code = if code.is_empty() { "program".to_owned() } else { code };
    let numbered = (2_u16..).map(|number| format!("{code}_{number}"));
    std::iter::once(code.clone()).chain(numbered).find(|code| !taken(code)).unwrap_or(code)
}

/// The chapters that lines mean: those that are called as before stay what they were.
#[cfg(feature = "ssr")]
fn themes_of(lines: &str, before: &[Theme]) -> Vec<Theme> {
    let names = lines.lines().map(str::trim).filter(|line| !line.is_empty()).take(50);
    let names: Vec<String> = names.map(|name| name.chars().take(200).collect()).collect();
    let called = |name: &str| before.iter().find(|it| it.name.get("nb").is_some_and(|it| it == name));
    let mut themes: Vec<Theme> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let kept = called(name).filter(|kept| !themes.iter().any(|it| it.code == kept.code));
        if let Some(kept) = kept {
            themes.push(kept.clone());
            continue;
        }
        // Another name at the same place is the same chapter by another name, unless it has moved.
        let here = before.get(place).filter(|it| !names.iter().any(|name| it.name.get("nb") == Some(name)));
        let here = here.filter(|here| !themes.iter().any(|it| it.code == here.code));
        let named = Words::from([("nb".to_owned(), name.clone())]);
        themes.push(match here {
            Some(here) => Theme { name: named, ..here.clone() },
            None => {
                let taken = |code: &str| before.iter().chain(&themes).any(|it| it.code == code);
                let code = (1_u16..).map(|number| format!("own_{number}")).find(|code| !taken(code));
                Theme { code: code.unwrap_or_default(), name: named, part: None, goal_area: None, guests: Vec::new() }
            }
        });
    }
    themes
}

/// The programme that a form means, made of what was before.
#[cfg(feature = "ssr")]
pub(super) fn changed(before: &Programme, code: String, form: &ProgrammeForm) -> Programme {
    // What is no number is none, and the check says so.
    let small = |text: &str| text.trim().parse::<u8>().unwrap_or_default();
    let mut programme = before.clone();
    programme.code = code;
    let name: String = form.name.trim().chars().take(120).collect();
    let english: String = form.name_en.trim().chars().take(120).collect();
    programme.name = Words::from([("nb".to_owned(), name)]);
    if !english.is_empty() {
        programme.name.insert("en".to_owned(), english);
    }
    programme.themes = themes_of(&form.chapters, &before.themes);
    programme.meetings.fewest = small(&form.fewest);
    programme.meetings.usual = small(&form.usual);
    programme.meetings.most = small(&form.most);
    programme.meetings.minutes = form.minutes.trim().parse().unwrap_or_default();
    programme.meetings.every_weeks = small(&form.every_weeks);
    programme.meetings.last_joining = small(&form.last_joining);
    programme.seats.fewest = small(&form.seats_fewest);
    programme.seats.most = small(&form.seats_most);
    programme.leaders.count = small(&form.leaders);
    programme.leaders.certified = match form.certified.as_str() {
        "all" => Certified::All,
        "one" => Certified::One,
        _ => Certified::None,
    };
    let counts = before.certificate.is_none_or(|it| it.caught_up_counts);
    let may_miss = Some(form.may_miss.trim()).filter(|it| !it.is_empty());
    programme.certificate =
        may_miss.map(|it| CertificateRule { may_miss: it.parse().unwrap_or(u8::MAX), caught_up_counts: counts });
    programme
}

/// Keeps a programme of the unit's own: a copy of one of ours, or a new edition
/// of its own. Groups that have begun keep theirs. Returns what is wrong with
/// it, and then nothing is kept.
///
/// # Errors
/// As [`group_programme`].
#[server(name = SaveGroupProgramme, endpoint = "save_group_programme", input = Json, output = Wire)]
pub async fn save_group_programme(code: String, form: ProgrammeForm) -> Result<Vec<ProgrammeError>, AppError> {
    let (_, desk) = desk().await?;
    let all = answer(desk.own_programmes().await)?;
    let (before, own) = find(&code, &all)?;
    let taken = |code: &str| builtin::find(code).is_some() || all.iter().any(|it| it.programme.code == code);
    let code = if own { code } else { code_of(&form.name, &taken) };
    let programme = changed(&before, code, &form);
    let errors = check(&programme);
    if !errors.is_empty() {
        return Ok(errors);
    }
    let file = serde_json::to_string(&programme).map_err(|_| AppError::Internal)?;
    answer(desk.save_programme(&file).await).map(|_| Vec::new())
}

/// Takes a programme of the unit's own out of use, or into use again.
///
/// # Errors
/// As [`group_programme`].
#[server(name = RetireGroupProgramme, endpoint = "retire_group_programme", output = Wire)]
pub async fn retire_group_programme(code: String, retired: bool) -> Result<(), AppError> {
    let (_, desk) = desk().await?;
    answer(desk.retire_programme(&code.replace('\0', ""), retired).await)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn chapters_keep_what_they_are_by_name_and_by_place() {
        let before = builtin::find("cos_p").unwrap().themes;
        let names: Vec<&str> = before.iter().filter_map(|it| it.name.get("nb")).map(String::as_str).collect();
        assert_eq!(themes_of(&names.join("\n"), &before), before);
        // The second is called otherwise, the last is left out, one is new.
        let mut lines: Vec<&str> = names[..7].to_vec();
        lines[1] = "Ute og hjemme";
        lines.push("Vår egen kveld");
        let themes = themes_of(&lines.join("\r\n"), &before);
        let codes: Vec<&str> = themes.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(
            codes[..7],
            ["chapter_1", "chapter_2", "chapter_3", "chapter_4", "chapter_5", "chapter_6", "chapter_7"]
        );
        assert_eq!(codes[7], "chapter_8", "another name at the same place");
        assert_eq!(themes[1].name, Words::from([("nb".to_owned(), "Ute og hjemme".to_owned())]));
        // Two in another order stay themselves.
        lines.swap(0, 2);
        let swapped = themes_of(&lines.join("\n"), &before);
        assert_eq!((swapped[0].code.as_str(), swapped[2].code.as_str()), ("chapter_3", "chapter_1"));
        // A ninth has a code of its own.
        let ninth = format!("{}\nKafé", names.join("\n"));
        assert_eq!(themes_of(&ninth, &before)[8].code, "own_1");
    }

    #[test]
    fn a_copy_has_a_code_of_its_own() {
        let taken = |code: &str| ["cos_p_kort", "cos_p_kort_2"].contains(&code);
        assert_eq!(code_of("COS-P kort", &taken), "cos_p_kort_3");
        assert_eq!(code_of("Små steg", &taken), "sma_steg");
        assert_eq!(code_of("", &taken), "program");
    }

    #[test]
    fn what_is_no_number_is_told() {
        let cos = builtin::find("cos_p").unwrap();
        let form = ProgrammeForm { name: "Kort".into(), fewest: "åtte".into(), ..of_programme(&cos, false) };
        assert_eq!(check(&changed(&cos, "kort".into(), &form))[0], ProgrammeError::BadMeetings(None));
        let right = ProgrammeForm { name: "Kort".into(), ..of_programme(&cos, false) };
        let copy = changed(&cos, "kort".into(), &right);
        assert_eq!((check(&copy), copy.themes == cos.themes), (Vec::new(), true));
    }
}

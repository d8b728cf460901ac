//! What goes along to another municipality by somebody's yes: a file that other
//! programs read, and the same to be read by people. Exactly what that person
//! may see of the case, of what they let go along; that it was taken out, and
//! for whom, stands in the case's log.

mod page;

use self::page::Page;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::log_words::{action_word, object_word, purpose_word};
use crate::map_file::{Drawn, SharedWords, shared_map};
use crate::own_file::{Look, OwnContent, OwnFile, own_content};
use crate::server::Visit;
use crate::text::{Language, word};
use casework::moving::Portion;
use casework::plan::{Action, Body, Doer};
use std::collections::BTreeMap;
use store::{Action as Asks, LogEntry, MovingTaken, UserId};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct MovingAsked {
    /// The case.
    pub case: String,
    /// The handover.
    pub moving: String,
    /// Whose.
    pub person: String,
    /// To be read by people; else by programs.
    pub readable: bool,
    /// In English.
    pub english: bool,
}

/// Makes the file: the kind of its content, the ending of its name, the text.
///
/// # Errors
/// As for opening the case; [`AppError::NotAllowed`] for who may not end it;
/// [`AppError::Declined`] with why there is no file.
pub async fn moving_file(visit: &Visit, asked: &MovingAsked) -> Result<(&'static str, &'static str, String), AppError> {
    let locale = if asked.english { Locale::en } else { Locale::nb };
    let visit = Visit { object: "moving", ..visit.clone() };
    let case = visit.open(&asked.case, None, Asks::Read).await?;
    // Whose eyes are looked through is decided before the log says that it went.
    let seen = case.seen_by(&asked.person).await?;
    let MovingTaken { portions, destination } = case.take_moving(&asked.moving, &asked.person).await?;
    let OwnContent { mut file, log } = own_content(&visit.site, &seen, &asked.person, &portions).await?;
    let names = Names::read(&visit, &file, &seen, &log).await?;
    if portions.contains(&Portion::Looked) {
        file.looked = Some(log.iter().map(|it| look(&visit, locale, it, &names)).collect());
    }
    if !asked.readable {
        let text = file.to_json().map_err(|_| AppError::Internal)?;
        return Ok(("application/json; charset=utf-8", "json", text));
    }
    let said = SharedWords::of_staff(locale, Drawn::Genogram);
    let map = file.map.as_ref().and_then(|it| shared_map(it, visit.site.store.today(), Drawn::Genogram, &said));
    let page = Page { locale, file: &file, names: &names, destination: &destination, map };
    Ok(("text/html; charset=utf-8", "html", page.text()))
}

/// What people are called who are named by id.
struct Names {
    people: BTreeMap<String, String>,
    staff: BTreeMap<String, String>,
}

impl Names {
    async fn read(visit: &Visit, file: &OwnFile, seen: &store::CaseAccess, log: &[LogEntry]) -> Result<Self, AppError> {
        let people: BTreeMap<String, String> =
            seen.participants().await?.into_iter().map(|it| (it.person, it.name)).collect();
        let doers = file.plan.iter().flatten().filter_map(|it| match &it.says {
            Body::Action(Action { doer: Doer::Staff { user }, .. }) => Some(user),
            _ => None,
        });
        let mut staff = BTreeMap::new();
        for user in doers.chain(log.iter().map(|it| &it.user)) {
            if !staff.contains_key(user)
                && let Ok(found) = visit.site.store.find_user(&UserId(user.clone())).await
            {
                staff.insert(user.clone(), found.name);
            }
        }
        Ok(Self { people, staff })
    }

    fn person(&self, locale: Locale, id: &str) -> String {
        let known = self.people.get(id).filter(|name| !name.is_empty());
        known.cloned().unwrap_or_else(|| word(Language::from(locale), "name.shielded"))
    }

    fn doer(&self, locale: Locale, doer: &Doer) -> String {
        match doer {
            Doer::Family { person } => self.person(locale, person),
            Doer::Staff { user } => self.staff.get(user).cloned().unwrap_or_else(|| "–".to_owned()),
            Doer::Service { name, person } if person.trim().is_empty() => name.clone(),
            Doer::Service { name, person } => format!("{name} ({person})"),
        }
    }
}

fn look(visit: &Visit, locale: Locale, entry: &LogEntry, names: &Names) -> Look {
    let who = names.staff.get(&entry.user).or_else(|| names.people.get(&entry.user)).cloned();
    let did = action_word(locale, &entry.action);
    Look {
        when: visit.site.local_time(entry.at),
        what: format!(
            "{} {did} {}",
            who.unwrap_or_else(|| "–".to_owned()),
            object_word(locale, &entry.action, &entry.object)
        ),
        why: purpose_word(locale, &entry.purpose).to_owned(),
    }
}

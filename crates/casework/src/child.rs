//! R6 The child's part, and R7 what changes with age.

use crate::day::{Day, Period};
use crate::party::Party;
use serde::{Deserialize, Serialize};

/// An age at which something changes in law or in our defaults, from a date on.
/// Ages are configuration, since laws change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeLimits {
    /// From this age a child's own words go by default to the child and the team.
    pub confidence: u16,
    /// From this age the young person has a case of their own.
    pub own_case: u16,
    /// From this day the limits hold.
    pub since: Day,
}

/// The limits used until a unit sets others: 12 and 16 years
/// (pasient- og brukerrettighetsloven §§ 3-4 and 4-3).
pub const DEFAULT_AGE_LIMITS: AgeLimits = AgeLimits { confidence: 12, own_case: 16, since: Day::new(1900, 1, 1) };

/// The limits in force on a day: the newest that have begun.
#[must_use]
pub fn limits_on(day: Day, configured: &[AgeLimits]) -> AgeLimits {
    configured.iter().copied().filter(|it| it.since <= day).max_by_key(|it| it.since).unwrap_or(DEFAULT_AGE_LIMITS)
}

/// Whether the child has the age of confidence on that day.
#[must_use]
pub fn is_confidential(born: Day, today: Day, limits: AgeLimits) -> bool {
    born.birthday(limits.confidence) <= today
}

/// What a birthday asks people to do. Never a silent switch (R7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BirthdayTask {
    /// Talk with the child about who may read what they say.
    TalkAboutConfidence,
    /// Offer the young person a case of their own, and review the parents' access.
    OfferOwnCase,
}

/// The tasks that fall due in a period, with the day on which each does.
#[must_use]
pub fn birthday_tasks(born: Day, period: Period, limits: AgeLimits) -> Vec<(Day, BirthdayTask)> {
    [
        (born.birthday(limits.confidence), BirthdayTask::TalkAboutConfidence),
        (born.birthday(limits.own_case), BirthdayTask::OfferOwnCase),
    ]
    .into_iter()
    .filter(|(day, _)| period.holds(*day))
    .collect()
}

/// An entry of the child's part: written deliberately for all who hold parental
/// responsibility, with nothing about the other parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartEntry<'a> {
    /// The text.
    pub text: &'a str,
    /// Ids of the people it is about.
    pub about: Vec<&'a str>,
}

/// Why an entry cannot stand in the child's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotForChildsPart {
    /// There is no text.
    Empty,
    /// It is about somebody other than the child, such as the other parent.
    AboutSomeoneElse(String),
}

/// R6: an entry is about the child and nobody else.
///
/// # Errors
/// Why it cannot stand there.
pub fn check_part_entry(child: &str, entry: &PartEntry<'_>) -> Result<(), NotForChildsPart> {
    if entry.text.trim().is_empty() {
        return Err(NotForChildsPart::Empty);
    }
    match entry.about.iter().find(|id| **id != child) {
        Some(other) => Err(NotForChildsPart::AboutSomeoneElse((*other).to_owned())),
        None => Ok(()),
    }
}

/// Words for a parent, in the languages in which staff write. In the child's
/// part they are worth a second look.
const PARENT_WORDS: &[&str] =
    &["far", "faren", "fars", "pappa", "mor", "moren", "mors", "mamma", "foreldrene", "father", "dad", "mother", "mum"];

/// Somebody whose name does not belong in the child's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Person id.
    pub id: &'a str,
    /// The names that the person goes by.
    pub names: Vec<&'a str>,
}

/// What in a text for the child's part may be about somebody else: ids of the
/// people whose name stands in it, and words for a parent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OthersInText<'a> {
    /// Ids of people.
    pub people: Vec<&'a str>,
    /// Words for a parent, as written.
    pub words: Vec<&'a str>,
}

impl OthersInText<'_> {
    /// Whether nothing was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.people.is_empty() && self.words.is_empty()
    }
}

/// R6: looks for others than the child in a text. A name counts when one of its
/// words of three letters or more stands in the text as a word, also with a
/// genitive s; a surname that the child shares does not count.
#[must_use]
pub fn others_in_text<'a>(text: &'a str, child_names: &[&str], others: &[Named<'a>]) -> OthersInText<'a> {
    let words_of = |text: &'a str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 3).collect::<Vec<_>>()
    };
    let written = words_of(text);
    let own: Vec<String> = child_names.iter().flat_map(|name| name.split_whitespace()).map(str::to_lowercase).collect();
    let stands = |name: &str| {
        let name = name.to_lowercase();
        let genitive = format!("{name}s");
        !own.contains(&name) && written.iter().any(|word| [&name, &genitive].contains(&&word.to_lowercase()))
    };
    let named = |other: &&Named<'a>| other.names.iter().any(|name| words_of(name).into_iter().any(stands));
    OthersInText {
        people: others.iter().filter(named).map(|other| other.id).collect(),
        words: written.iter().copied().filter(|word| PARENT_WORDS.contains(&word.to_lowercase().as_str())).collect(),
    }
}

/// A decision to withhold the child's part from one who would see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withholding {
    /// From whom.
    pub from: Party,
    /// Since when, and until when.
    pub period: Period,
    /// Why.
    pub reason: String,
    /// How to complain.
    pub complaint: String,
}

/// Why a decision to withhold is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidWithholding {
    /// It has no date.
    NoDate,
    /// It has no reason.
    NoReason,
    /// It does not say how to complain.
    NoComplaint,
}

/// R6: withholding is a dated, reasoned decision that names how to complain.
///
/// # Errors
/// What is missing.
pub fn check_withholding(decision: &Withholding) -> Result<(), InvalidWithholding> {
    if decision.period.from.is_none() {
        Err(InvalidWithholding::NoDate)
    } else if decision.reason.trim().is_empty() {
        Err(InvalidWithholding::NoReason)
    } else if decision.complaint.trim().is_empty() {
        Err(InvalidWithholding::NoComplaint)
    } else {
        Ok(())
    }
}

/// R6: who reads the child's part today: every holder of parental
/// responsibility from whom no decision in force withholds it. For a child
/// under care order the child-welfare service stands among the holders (R8).
#[must_use]
pub fn readers<'a>(holders: &'a [Party], decisions: &[Withholding], today: Day) -> Vec<&'a Party> {
    let withheld = |party: &Party| {
        decisions.iter().any(|it| &it.from == party && it.period.holds(today) && check_withholding(it).is_ok())
    };
    holders.iter().filter(|party| !withheld(party)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(id: &str) -> Party {
        Party::Person(id.into())
    }

    #[test]
    fn r6_an_entry_is_about_the_child_alone() {
        let table = [
            ("Ada sover godt.", vec!["A07"], Ok(())),
            ("  ", vec!["A07"], Err(NotForChildsPart::Empty)),
            ("Far kom for sent.", vec!["A07", "A03"], Err(NotForChildsPart::AboutSomeoneElse("A03".into()))),
            ("Høreapparatet er justert.", vec![], Ok(())),
        ];
        for (text, about, expected) in table {
            assert_eq!(check_part_entry("A07", &PartEntry { text, about }), expected, "{text}");
        }
    }

    #[test]
    fn r6_the_other_parents_name_is_noticed() {
        let others = [
            Named { id: "A03", names: vec!["Kristoffer Haugnesvåg", "Kristoffer"] },
            Named { id: "A02", names: vec!["Stian Brekkestrønd"] },
            Named { id: "A99", names: vec!["Bo Li"] },
        ];
        let child = ["Ada Lyngtjernvik Haugnesvåg", "Ada"];
        let table: [(&str, &[&str], &[&str]); 7] = [
            ("Ada trives i den nye gruppen.", &[], &[]),
            ("kristoffer henter på fredag.", &["A03"], &[]),
            ("Hun sov hos Kristoffers mor.", &["A03"], &["mor"]),
            ("Ada Haugnesvåg har fått briller.", &[], &[]),
            ("Stianfjellet og farge er ord for seg.", &[], &[]),
            ("Pappa kom for sent.", &[], &["Pappa"]),
            ("Bo og Li er korte navn.", &[], &[]),
        ];
        for (text, people, words) in table {
            let found = others_in_text(text, &child, &others);
            assert_eq!((found.people.as_slice(), found.words.as_slice()), (people, words), "{text}");
        }
    }

    #[test]
    fn r6_withholding_is_dated_reasoned_and_says_how_to_complain() {
        let sound = Withholding {
            from: party("A03"),
            period: Period { from: Some(Day::new(2026, 1, 1)), to: Some(Day::new(2026, 6, 30)) },
            reason: "Barnets sikkerhet".into(),
            complaint: "Statsforvalteren".into(),
        };
        assert_eq!(check_withholding(&sound), Ok(()));
        let undated = Withholding { period: Period::default(), ..sound.clone() };
        let unreasoned = Withholding { reason: " ".into(), ..sound.clone() };
        let final_word = Withholding { complaint: String::new(), ..sound.clone() };
        assert_eq!(check_withholding(&undated), Err(InvalidWithholding::NoDate));
        assert_eq!(check_withholding(&unreasoned), Err(InvalidWithholding::NoReason));
        assert_eq!(check_withholding(&final_word), Err(InvalidWithholding::NoComplaint));

        let holders = [party("A01"), party("A03")];
        assert_eq!(readers(&holders, std::slice::from_ref(&sound), Day::new(2026, 3, 1)), [&holders[0]]);
        assert_eq!(readers(&holders, &[sound], Day::new(2026, 7, 1)).len(), 2);
        assert_eq!(
            readers(&holders, &[unreasoned], Day::new(2026, 3, 1)).len(),
            2,
            "an invalid decision withholds nothing"
        );
    }

    #[test]
    fn r7_birthdays_make_tasks() {
        let born = Day::new(2014, 11, 30);
        let year = Period { from: Some(Day::new(2026, 1, 1)), to: Some(Day::new(2026, 12, 31)) };
        let tasks = birthday_tasks(born, year, DEFAULT_AGE_LIMITS);
        assert_eq!(tasks, [(Day::new(2026, 11, 30), BirthdayTask::TalkAboutConfidence)]);
        assert!(!is_confidential(born, Day::new(2026, 11, 29), DEFAULT_AGE_LIMITS));
        assert!(is_confidential(born, Day::new(2026, 11, 30), DEFAULT_AGE_LIMITS));
    }

    #[test]
    fn r7_ages_are_dated_configuration() {
        let newer = AgeLimits { confidence: 10, own_case: 15, since: Day::new(2027, 1, 1) };
        assert_eq!(limits_on(Day::new(2026, 12, 31), &[newer]), DEFAULT_AGE_LIMITS);
        assert_eq!(limits_on(Day::new(2027, 1, 1), &[newer]), newer);
    }
}

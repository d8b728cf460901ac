//! Those who may be chosen where it is decided who sees something, and the bars
//! that beat the choice. For staff only.

use casework::day::Period;
use casework::sight::{Bar, BarKind};
use casework::{Day, Party};
use family_map::FuzzyDate;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::error::AppError;

/// One who may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyName {
    /// Key of the party.
    pub key: String,
    /// Name; empty for the team and the lead, which have words, and for a
    /// shielded person.
    pub name: String,
    /// A child's birthday, where it is known to the day.
    pub child_born: Option<Day>,
}

/// A bar, as the browser needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarView {
    /// Id; empty where only the consequence matters.
    pub id: String,
    /// Code of the kind.
    pub kind: String,
    /// Whom it protects, by person id.
    pub protects: String,
    /// Whom it holds off, by key.
    pub against: Vec<String>,
    /// Who sees all the same, by key.
    pub except: Vec<String>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Why, for who leads the case.
    pub reason: Option<String>,
    /// Who decided it.
    pub decided_by: String,
}

impl BarView {
    /// The bar as the rules read it.
    #[must_use]
    pub fn bar(&self) -> Option<Bar> {
        let parties = |keys: &[String]| keys.iter().filter_map(|key| Party::from_key(key)).collect();
        Some(Bar {
            kind: BarKind::from_code(&self.kind)?,
            protects: self.protects.clone(),
            against: parties(&self.against),
            except: parties(&self.except),
            period: Period { from: self.from, to: self.to },
        })
    }
}

/// Who may be chosen in a case, and what beats the choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parties {
    /// Those who take part today, services with a consent, the team, the lead.
    pub list: Vec<PartyName>,
    /// Bars in force today.
    pub bars: Vec<BarView>,
    /// Today.
    pub today: Day,
}

impl Parties {
    /// Everyone who may be chosen, as the rules know them.
    #[must_use]
    pub fn candidates(&self) -> Vec<Party> {
        self.list.iter().filter_map(|it| Party::from_key(&it.key)).collect()
    }

    /// The bars as the rules read them.
    #[must_use]
    pub fn rules(&self) -> Vec<Bar> {
        self.bars.iter().filter_map(BarView::bar).collect()
    }
}

/// A day as texts write it.
#[must_use]
pub fn date_of(day: Day) -> Option<FuzzyDate> {
    FuzzyDate::day(day.year, day.month, day.day)
}

/// A day as a date field holds it.
#[must_use]
pub fn field_of(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

#[cfg(feature = "ssr")]
pub(crate) fn bar_view(bar: &Bar) -> BarView {
    let keys = |parties: &std::collections::BTreeSet<Party>| parties.iter().map(Party::key).collect();
    BarView {
        id: String::new(),
        kind: bar.kind.code().to_owned(),
        protects: bar.protects.clone(),
        against: keys(&bar.against),
        except: keys(&bar.except),
        from: bar.period.from,
        to: bar.period.to,
        reason: None,
        decided_by: String::new(),
    }
}

/// Who may be chosen in this case, for a member of staff who has opened it.
/// `also` are keys that stand in an audience already, such as of somebody who
/// no longer takes part.
#[cfg(feature = "ssr")]
pub(crate) async fn parties_of(
    case: &store::CaseAccess,
    today: Day,
    record: &family_map::Record,
    also: impl IntoIterator<Item = String>,
) -> Result<Parties, AppError> {
    let bars: Vec<BarView> = case.known_bars()?.iter().filter(|bar| bar.period.holds(today)).map(bar_view).collect();
    let mut list: Vec<PartyName> = Vec::new();
    let put = |list: &mut Vec<PartyName>, key: String, name: String, child_born| {
        if !list.iter().any(|it| it.key == key) {
            list.push(PartyName { key, name, child_born });
        }
    };
    let label = |person: &str| {
        record.people.get(&person.into()).and_then(|it| it.label().map(str::to_owned)).unwrap_or_default()
    };
    for it in case.participants().await? {
        if it.to.is_none_or(|to| today <= to) {
            let born = record.people.get(&it.person.as_str().into()).and_then(|person| {
                let born = person.birth.value().filter(|_| it.is_child)?;
                Some(Day::new(born.year, born.month?, born.day?))
            });
            let short = label(&it.person);
            let name = if short.is_empty() { it.name } else { short };
            put(&mut list, Party::Person(it.person).key(), name, born);
        }
    }
    for (id, name) in case.consented_services().await? {
        put(&mut list, Party::Service(id).key(), name, None);
    }
    for key in also {
        if let Some(Party::Person(id)) = Party::from_key(&key) {
            let name = label(&id);
            put(&mut list, key, name, None);
        }
    }
    put(&mut list, Party::Team.key(), String::new(), None);
    put(&mut list, Party::Lead.key(), String::new(), None);
    Ok(Parties { list, bars, today })
}

//! May this viewer see this fact? R4 (teller and audience), R5 (bars beat all),
//! R8 (separate audiences), R11 (a hidden fact leaves no trace: whoever asks
//! gets only yes or no, and builds everything from what is left).

use crate::day::{Day, Period};
use crate::party::Party;
use std::collections::BTreeSet;

/// The kinds of bar that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BarKind {
    /// A contact ban: the barred party sees nothing about the protected person.
    ContactBan,
    /// A protected address: nothing that could locate the person, for anyone not named.
    ProtectedAddress,
    /// What a child said in confidence: the barred party sees nothing the child told.
    ChildConfidence,
}

impl BarKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::ContactBan, Self::ProtectedAddress, Self::ChildConfidence];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ContactBan => "contact_ban",
            Self::ProtectedAddress => "protected_address",
            Self::ChildConfidence => "child_confidence",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A bar: protects one person against others, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What kind of bar.
    pub kind: BarKind,
    /// Whom it protects, by person id.
    pub protects: String,
    /// Whom it holds off. For a protected address: empty means everyone but `except`.
    pub against: BTreeSet<Party>,
    /// Who may see all the same.
    pub except: BTreeSet<Party>,
    /// When it is in force.
    pub period: Period,
}

/// What the rule needs to know of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactView<'a> {
    /// Key of the teller.
    pub teller: &'a str,
    /// Keys of the audience.
    pub audience: Vec<&'a str>,
    /// Ids of the people it is about.
    pub about: Vec<&'a str>,
    /// It tells where somebody lives.
    pub locates: bool,
    /// Abuse, violence or neglect.
    pub sensitive: bool,
}

/// Somebody who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The parties with whose eyes they look.
    pub parties: Vec<Party>,
    /// Abuse, violence and neglect may be shown, within the audience.
    pub sensitive: bool,
    /// Today.
    pub today: Day,
}

/// The rule: within the audience (the teller always is), and no bar in force.
#[must_use]
pub fn may_see(viewer: &Viewer, fact: &FactView<'_>, bars: &[Bar]) -> bool {
    let is_viewer = |key: &str| Party::from_key(key).is_some_and(|party| viewer.parties.contains(&party));
    let in_audience = is_viewer(fact.teller) || fact.audience.iter().any(|key| is_viewer(key));
    in_audience && (viewer.sensitive || !fact.sensitive) && !bars.iter().any(|bar| denies(bar, viewer, fact))
}

fn denies(bar: &Bar, viewer: &Viewer, fact: &FactView<'_>) -> bool {
    let looks_as = |parties: &BTreeSet<Party>| viewer.parties.iter().any(|party| parties.contains(party));
    if !bar.period.holds(viewer.today) || looks_as(&bar.except) {
        return false;
    }
    let is_protected = viewer.parties.contains(&Party::Person(bar.protects.clone()));
    let about = fact.about.contains(&bar.protects.as_str());
    match bar.kind {
        BarKind::ContactBan => looks_as(&bar.against) && about,
        BarKind::ProtectedAddress => {
            fact.locates && about && !is_protected && (bar.against.is_empty() || looks_as(&bar.against))
        }
        BarKind::ChildConfidence => {
            let child = Party::Person(bar.protects.clone());
            looks_as(&bar.against) && Party::from_key(fact.teller) == Some(child)
        }
    }
}

/// The audience that is proposed for a new fact (R4): the teller and the team;
/// in a joint session, those present and the team; for a child of the age of
/// confidence the child and the team (R7).
#[must_use]
pub fn proposed_audience(teller: &Party, present: &[Party], teller_is_confidential_child: bool) -> BTreeSet<Party> {
    let mut audience = BTreeSet::from([teller.clone(), Party::Team]);
    if !teller_is_confidential_child {
        audience.extend(present.iter().cloned());
    }
    audience
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn person(id: &str) -> Party {
        Party::Person(id.into())
    }

    fn viewer(parties: &[Party], sensitive: bool) -> Viewer {
        Viewer { parties: parties.to_vec(), sensitive, today: Day::new(2026, 11, 23) }
    }

    fn fact<'a>(teller: &'a str, audience: &[&'a str], about: &[&'a str]) -> FactView<'a> {
        FactView { teller, audience: audience.to_vec(), about: about.to_vec(), locates: false, sensitive: false }
    }

    fn bar(kind: BarKind, protects: &str, against: &[Party]) -> Bar {
        Bar {
            kind,
            protects: protects.into(),
            against: against.iter().cloned().collect(),
            except: BTreeSet::new(),
            period: Period { from: Some(Day::new(2026, 1, 1)), to: Some(Day::new(2026, 12, 31)) },
        }
    }

    #[test]
    fn r4_the_audience_decides() {
        let told = fact("person:A01", &["person:A01", "team"], &["A05"]);
        let table = [
            (vec![person("A01")], true),
            (vec![Party::Team], true),
            (vec![person("A03")], false),
            (vec![person("A05")], false),
            (vec![Party::Lead], false),
            (vec![Party::User("u9".into())], false),
            (vec![Party::Service("nav".into())], false),
            (vec![], false),
        ];
        for (parties, sees) in table {
            assert_eq!(may_see(&viewer(&parties, true), &told, &[]), sees, "{parties:?}");
        }
    }

    #[test]
    fn r5_a_contact_ban_beats_being_in_the_audience() {
        let shared = fact("person:D04", &["team", "person:D04", "person:D11"], &["D04"]);
        let ban = bar(BarKind::ContactBan, "D04", &[person("D11")]);
        assert!(may_see(&viewer(&[person("D11")], false), &shared, &[]));
        assert!(!may_see(&viewer(&[person("D11")], false), &shared, std::slice::from_ref(&ban)));
        assert!(may_see(&viewer(&[person("D04")], false), &shared, std::slice::from_ref(&ban)));
        assert!(may_see(&viewer(&[Party::Team], false), &shared, std::slice::from_ref(&ban)));
        let ended = Bar { period: Period { to: Some(Day::new(2024, 1, 1)), ..ban.period }, ..ban };
        assert!(may_see(&viewer(&[person("D11")], false), &shared, &[ended]));
    }

    #[test]
    fn r5_a_protected_address_hides_places_and_only_places_from_all_but_the_named() {
        let home = FactView { locates: true, ..fact("person:B04", &["team", "person:B04", "person:B02"], &["B08"]) };
        let person_itself = fact("person:B04", &["team", "person:B04"], &["B08"]);
        let mut bar = bar(BarKind::ProtectedAddress, "B08", &[]);
        bar.except.insert(person("B04"));
        let bars = [bar];
        assert!(!may_see(&viewer(&[Party::Team], true), &home, &bars));
        assert!(!may_see(&viewer(&[person("B02")], false), &home, &bars));
        assert!(may_see(&viewer(&[person("B04")], false), &home, &bars));
        assert!(may_see(&viewer(&[Party::Team], true), &person_itself, &bars));
    }

    #[test]
    fn r5_what_a_child_said_in_confidence_stays_from_the_parent() {
        let said = fact("person:A05", &["person:A05", "team", "person:A01"], &["A01"]);
        let bars = [bar(BarKind::ChildConfidence, "A05", &[person("A01")])];
        assert!(!may_see(&viewer(&[person("A01")], false), &said, &bars));
        assert!(may_see(&viewer(&[person("A05")], false), &said, &bars));
        let by_another = fact("person:A04", &["person:A01"], &["A05"]);
        assert!(may_see(&viewer(&[person("A01")], false), &by_another, &bars));
    }

    #[test]
    fn abuse_and_neglect_need_the_right_to_see_them_and_the_audience() {
        let line = FactView { sensitive: true, ..fact("person:D04", &["lead"], &["D04", "D11"]) };
        assert!(may_see(&viewer(&[Party::Team, Party::Lead], true), &line, &[]));
        assert!(!may_see(&viewer(&[Party::Team, Party::Lead], false), &line, &[]));
        assert!(!may_see(&viewer(&[Party::Team], true), &line, &[]));
    }

    #[test]
    fn r4_a_joint_session_proposes_those_present_and_a_childs_words_do_not() {
        let present = [person("A01"), person("A04")];
        let joint = proposed_audience(&person("A01"), &present, false);
        assert_eq!(joint, BTreeSet::from([Party::Team, person("A01"), person("A04")]));
        let child = proposed_audience(&person("A05"), &present, true);
        assert_eq!(child, BTreeSet::from([Party::Team, person("A05")]));
    }

    fn party() -> impl Strategy<Value = Party> {
        prop_oneof![
            Just(Party::Team),
            Just(Party::Lead),
            "[a-c]".prop_map(Party::Person),
            "[a-b]".prop_map(Party::Service)
        ]
    }

    proptest! {
        /// A bar never shows more, whatever it says.
        #[test]
        fn r5_bars_only_take_away(
            parties in prop::collection::vec(party(), 0..3),
            audience in prop::collection::vec(party(), 0..3),
            teller in party(),
            about in "[a-c]",
            protects in "[a-c]",
            against in prop::collection::btree_set(party(), 0..3),
            kind in prop::sample::select(BarKind::ALL.to_vec()),
            locates: bool,
            sensitive: bool,
        ) {
            let keys: Vec<String> = audience.iter().map(Party::key).collect();
            let teller = teller.key();
            let fact = FactView {
                teller: &teller,
                audience: keys.iter().map(String::as_str).collect(),
                about: vec![&about],
                locates,
                sensitive,
            };
            let viewer = viewer(&parties, true);
            let bar = Bar { kind, protects, against, except: BTreeSet::new(), period: Period::default() };
            prop_assert!(may_see(&viewer, &fact, &[]) || !may_see(&viewer, &fact, &[bar]));
        }
    }
}

//! «Hvem kan se dette?»: who is proposed for a fact, how the choice is made,
//! and what it means in words before it is kept (R4; R5 beats it).

use crate::child::{AgeLimits, is_confidential};
use crate::day::Day;
use crate::party::Party;
use crate::sight::{Bar, BarKind, FactView, Viewer, may_see, proposed_audience};
use std::collections::BTreeSet;

/// The audience proposed for what somebody tells (R4): the teller and the team,
/// in a joint conversation those present as well. For a child of the age of
/// confidence the child and the team, whoever was present (R7).
/// `child_born` is the birthday of a teller who is a child.
#[must_use]
pub fn propose(
    teller: &Party,
    present: &[Party],
    child_born: Option<Day>,
    today: Day,
    limits: AgeLimits,
) -> BTreeSet<Party> {
    let in_confidence = child_born.is_some_and(|born| is_confidential(born, today, limits));
    proposed_audience(teller, present, in_confidence)
}

/// The choice after one party was added or taken away. «The case lead alone»
/// excludes everyone else, and everyone else excludes it.
#[must_use]
pub fn choose(before: &BTreeSet<Party>, party: &Party, chosen: bool) -> BTreeSet<Party> {
    let mut after = before.clone();
    match (party, chosen) {
        (Party::Lead, true) => after = BTreeSet::from([Party::Lead]),
        (party, true) => {
            after.remove(&Party::Lead);
            after.insert(party.clone());
        }
        (party, false) => {
            after.remove(party);
        }
    }
    after
}

/// What a choice means, one sentence at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// These see it.
    Sees,
    /// Nobody sees it.
    Nobody,
    /// These take part and do not see it.
    Hidden,
    /// These were chosen and do not see it all the same, because of a bar.
    Barred(BarKind),
}

impl Said {
    /// The last part of the message's key.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sees => "sees",
            Self::Nobody => "nobody",
            Self::Hidden => "hidden",
            Self::Barred(kind) => kind.code(),
        }
    }
}

/// One sentence about these parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What is said.
    pub said: Said,
    /// Of whom, in the order of the candidates.
    pub parties: Vec<Party>,
}

/// The fact whose audience is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Who told it. The teller sees it whatever is chosen.
    pub teller: Party,
    /// Ids of the people it is about.
    pub about: Vec<&'a str>,
    /// It tells where somebody lives.
    pub locates: bool,
}

/// What the choice means for everyone who may be chosen: by the same rule that
/// will decide afterwards. The sentences are for staff; a bar is never told to
/// those whom it holds off.
#[must_use]
pub fn consequence(
    subject: &Subject<'_>,
    chosen: &BTreeSet<Party>,
    candidates: &[Party],
    bars: &[Bar],
    today: Day,
) -> Vec<Sentence> {
    let teller = subject.teller.key();
    let keys: Vec<String> = chosen.iter().map(Party::key).collect();
    let fact = FactView {
        teller: &teller,
        audience: keys.iter().map(String::as_str).collect(),
        about: subject.about.clone(),
        locates: subject.locates,
        sensitive: false,
    };
    let sees = |party: &Party, bars: &[Bar]| {
        let parties = if *party == Party::Lead { vec![Party::Team, Party::Lead] } else { vec![party.clone()] };
        may_see(&Viewer { parties, sensitive: true, today }, &fact, bars)
    };
    let (mut seeing, mut hidden) = (Vec::new(), Vec::new());
    let mut barred: Vec<(BarKind, Vec<Party>)> = Vec::new();
    for party in candidates {
        // The lead is of the team: named alone only where the team does not see.
        if *party == Party::Lead && candidates.contains(&Party::Team) && sees(&Party::Team, bars) {
            continue;
        }
        if sees(party, bars) {
            seeing.push(party.clone());
        } else if let Some(bar) = bars.iter().find(|bar| sees(party, &[]) && !sees(party, std::slice::from_ref(bar))) {
            match barred.iter_mut().find(|(kind, _)| *kind == bar.kind) {
                Some((_, parties)) => parties.push(party.clone()),
                None => barred.push((bar.kind, vec![party.clone()])),
            }
        } else if *party != Party::Lead {
            hidden.push(party.clone());
        }
    }
    let first = if seeing.is_empty() { Said::Nobody } else { Said::Sees };
    let mut sentences = vec![Sentence { said: first, parties: seeing }];
    if !hidden.is_empty() {
        sentences.push(Sentence { said: Said::Hidden, parties: hidden });
    }
    sentences.extend(barred.into_iter().map(|(kind, parties)| Sentence { said: Said::Barred(kind), parties }));
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::child::DEFAULT_AGE_LIMITS;
    use crate::day::Period;

    const TODAY: Day = Day::new(2026, 11, 23);

    fn person(id: &str) -> Party {
        Party::Person(id.into())
    }

    fn set(parties: &[Party]) -> BTreeSet<Party> {
        parties.iter().cloned().collect()
    }

    #[test]
    fn r4_who_is_proposed() {
        let marte = person("A01");
        let present = [person("A01"), person("A04")];
        let table = [
            // One tells alone.
            (marte.clone(), vec![], None, set(&[marte.clone(), Party::Team])),
            // A joint conversation.
            (marte.clone(), present.to_vec(), None, set(&[marte.clone(), person("A04"), Party::Team])),
            // What staff saw.
            (Party::Team, vec![], None, set(&[Party::Team])),
            // A child of eleven with a parent beside it, and a child of twelve.
            (
                person("A05"),
                vec![marte.clone()],
                Some(Day::new(2015, 9, 21)),
                set(&[person("A05"), marte.clone(), Party::Team]),
            ),
            (person("A05"), vec![marte.clone()], Some(Day::new(2014, 9, 21)), set(&[person("A05"), Party::Team])),
        ];
        for (teller, present, born, expected) in table {
            assert_eq!(propose(&teller, &present, born, TODAY, DEFAULT_AGE_LIMITS), expected, "{teller} {present:?}");
        }
    }

    #[test]
    fn the_lead_alone_excludes_everyone_else() {
        let shared = set(&[person("A01"), Party::Team]);
        let table = [
            (Party::Lead, true, set(&[Party::Lead])),
            (person("A03"), true, set(&[person("A01"), person("A03"), Party::Team])),
            (person("A01"), false, set(&[Party::Team])),
            (Party::Lead, false, shared.clone()),
        ];
        for (party, chosen, expected) in table {
            assert_eq!(choose(&shared, &party, chosen), expected, "{party} {chosen}");
        }
        assert_eq!(choose(&set(&[Party::Lead]), &Party::Team, true), set(&[Party::Team]));
    }

    fn ban(protects: &str, against: &str) -> Bar {
        Bar {
            kind: BarKind::ContactBan,
            protects: protects.into(),
            against: set(&[person(against)]),
            except: BTreeSet::new(),
            period: Period { from: Some(Day::new(2026, 1, 1)), to: None },
        }
    }

    #[test]
    fn the_consequence_is_told_before_it_is_kept() {
        let (marte, stian) = (person("A01"), person("A02"));
        let candidates = [marte.clone(), stian.clone(), Party::Service("nav".into()), Party::Team, Party::Lead];
        let nav = Party::Service("nav".into());
        let subject = Subject { teller: marte.clone(), about: vec!["A01"], locates: false };
        let sentence = |said, parties: &[Party]| Sentence { said, parties: parties.to_vec() };
        let table = [
            (
                set(&[marte.clone(), Party::Team]),
                vec![],
                vec![
                    sentence(Said::Sees, &[marte.clone(), Party::Team]),
                    sentence(Said::Hidden, &[stian.clone(), nav.clone()]),
                ],
            ),
            // The teller sees it whatever is chosen.
            (
                set(&[Party::Lead]),
                vec![],
                vec![
                    sentence(Said::Sees, &[marte.clone(), Party::Lead]),
                    sentence(Said::Hidden, &[stian.clone(), nav.clone(), Party::Team]),
                ],
            ),
            // A ban beats the choice, and is told.
            (
                set(&[marte.clone(), stian.clone(), nav.clone(), Party::Team]),
                vec![ban("A01", "A02")],
                vec![
                    sentence(Said::Sees, &[marte.clone(), nav.clone(), Party::Team]),
                    sentence(Said::Barred(BarKind::ContactBan), std::slice::from_ref(&stian)),
                ],
            ),
            // Of somebody who was not chosen the ban says nothing.
            (
                set(&[marte.clone(), Party::Team]),
                vec![ban("A01", "A02")],
                vec![
                    sentence(Said::Sees, &[marte.clone(), Party::Team]),
                    sentence(Said::Hidden, &[stian.clone(), nav.clone()]),
                ],
            ),
            // An ended ban beats nothing.
            (
                set(&[stian.clone(), Party::Team]),
                vec![Bar { period: Period { from: None, to: Some(Day::new(2026, 11, 22)) }, ..ban("A01", "A02") }],
                vec![
                    sentence(Said::Sees, &[marte.clone(), stian.clone(), Party::Team]),
                    sentence(Said::Hidden, std::slice::from_ref(&nav)),
                ],
            ),
        ];
        for (chosen, bars, expected) in table {
            assert_eq!(consequence(&subject, &chosen, &candidates, &bars, TODAY), expected, "{chosen:?} {bars:?}");
        }
    }

    #[test]
    fn where_somebody_lives_is_barred_for_all_but_the_named() {
        let foster = person("B04");
        let home = Subject { teller: foster.clone(), about: vec!["B08"], locates: true };
        let bar = Bar {
            kind: BarKind::ProtectedAddress,
            protects: "B08".into(),
            against: BTreeSet::new(),
            except: set(std::slice::from_ref(&foster)),
            period: Period::default(),
        };
        let chosen = set(&[foster.clone(), Party::Team]);
        let said = consequence(&home, &chosen, &[foster.clone(), Party::Team], &[bar], TODAY);
        assert_eq!(
            said,
            [
                Sentence { said: Said::Sees, parties: vec![foster] },
                Sentence { said: Said::Barred(BarKind::ProtectedAddress), parties: vec![Party::Team] },
            ]
        );
    }

    #[test]
    fn nobody_is_said_aloud() {
        let subject = Subject { teller: Party::User("u1".into()), about: vec![], locates: false };
        let said = consequence(&subject, &BTreeSet::new(), &[Party::Team], &[], TODAY);
        assert_eq!(said[0].said, Said::Nobody);
        assert_eq!(said[1], Sentence { said: Said::Hidden, parties: vec![Party::Team] });
    }
}

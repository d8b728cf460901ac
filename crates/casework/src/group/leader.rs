//! Who leads which meetings, and whether the programme's rule is kept.

use super::plan::PlannedMeeting;
use crate::day::{Day, Period};
use crate::programme::{Certified, Leaders};
use serde::{Deserialize, Serialize};

/// Somebody who leads a group for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLeader {
    /// User id.
    pub user: String,
    /// From when to when.
    pub period: Period,
    /// Certified for the programme from this day on.
    pub certified_from: Option<Day>,
    /// Codes of the languages in which they lead.
    pub languages: Vec<String>,
}

/// What a meeting lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaderGap {
    /// Fewer than the programme asks for.
    TooFew {
        /// How many there are.
        have: u8,
        /// How many there should be.
        need: u8,
    },
    /// The programme asks for one who is certified, and none is.
    NoneCertified,
    /// The programme asks for all to be certified, and this one is not.
    NotCertified(String),
    /// Nobody leads in this language of the group.
    NoneSpeaks(String),
}

impl LeaderGap {
    /// Stable code, the key of its text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooFew { .. } => "too_few_leaders",
            Self::NoneCertified => "none_certified",
            Self::NotCertified(_) => "not_certified",
            Self::NoneSpeaks(_) => "none_speaks",
        }
    }
}

/// What each meeting lacks by the programme's rule and the group's languages;
/// meetings that lack nothing are left out.
#[must_use]
pub fn leader_gaps(
    rule: Leaders,
    languages: &[String],
    leaders: &[GroupLeader],
    meetings: &[PlannedMeeting],
) -> Vec<(u8, Vec<LeaderGap>)> {
    let gaps = |meeting: &PlannedMeeting| {
        let day = meeting.span.start.day;
        let present: Vec<_> = leaders.iter().filter(|it| it.period.holds(day)).collect();
        let certified = |it: &&&GroupLeader| it.certified_from.is_some_and(|from| from <= day);
        let mut gaps = Vec::new();
        let have = u8::try_from(present.len()).unwrap_or(u8::MAX);
        if have < rule.count {
            gaps.push(LeaderGap::TooFew { have, need: rule.count });
        }
        match rule.certified {
            Certified::None => {}
            Certified::One if present.iter().any(|it| certified(&it)) => {}
            Certified::One => gaps.push(LeaderGap::NoneCertified),
            Certified::All => {
                let without = present.iter().filter(|it| !certified(it));
                gaps.extend(without.map(|it| LeaderGap::NotCertified(it.user.clone())));
            }
        }
        if rule.speak_all_languages {
            let silent = languages.iter().filter(|language| !present.iter().any(|it| it.languages.contains(language)));
            gaps.extend(silent.map(|language| LeaderGap::NoneSpeaks(language.clone())));
        }
        gaps
    };
    meetings.iter().map(|it| (it.number, gaps(it))).filter(|(_, gaps)| !gaps.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::closed::FreeDays;
    use crate::calendar::time::Time;
    use crate::calendar::weekday::Weekday;
    use crate::group::plan::{PlanRequest, plan};
    use crate::programme::builtin;

    fn leader(
        user: &str,
        from: Option<Day>,
        to: Option<Day>,
        certified: Option<Day>,
        languages: &[&str],
    ) -> GroupLeader {
        GroupLeader {
            user: user.into(),
            period: Period { from, to },
            certified_from: certified,
            languages: languages.iter().map(|&it| it.into()).collect(),
        }
    }

    #[test]
    fn the_minority_version_needs_both_languages_and_certified_leaders_at_every_meeting() {
        let icdp = builtin::find("icdp").unwrap().outline(Some("minority"), None).unwrap();
        let request = PlanRequest { from: Day::new(2027, 1, 12), weekday: Weekday::Tuesday, time: Time::new(10, 0) };
        let meetings = plan(&icdp, request, &FreeDays::default()).unwrap().meetings;
        let languages = ["so".to_owned(), "nb".to_owned()];
        let long_ago = Some(Day::new(2020, 1, 1));
        let leaders = [
            leader("siri", None, None, long_ago, &["nb"]),
            // Leaves after the third meeting.
            leader("ayaan", None, Some(Day::new(2027, 1, 26)), long_ago, &["so", "nb"]),
            // Takes over with the fifth and is certified only from the sixth on.
            leader("hodan", Some(Day::new(2027, 2, 9)), None, Some(Day::new(2027, 2, 16)), &["so"]),
        ];
        let gaps = leader_gaps(icdp.leaders, &languages, &leaders, &meetings);
        assert_eq!(
            gaps,
            [
                (4, vec![LeaderGap::TooFew { have: 1, need: 2 }, LeaderGap::NoneSpeaks("so".into())]),
                (5, vec![LeaderGap::NotCertified("hodan".into())]),
            ]
        );
        // The standard version does not ask for the languages.
        let standard = builtin::find("icdp").unwrap().leaders;
        let gaps = leader_gaps(standard, &languages, &leaders[..1], &meetings[..1]);
        assert_eq!(gaps, [(1, vec![LeaderGap::TooFew { have: 1, need: 2 }])]);
    }

    #[test]
    fn one_certified_is_enough_where_the_programme_says_so() {
        let request = PlanRequest { from: Day::new(2027, 1, 12), weekday: Weekday::Tuesday, time: Time::new(10, 0) };
        let outline = builtin::find("drommehuset").unwrap().outline(None, None).unwrap();
        let meetings = plan(&outline, request, &FreeDays::default()).unwrap().meetings;
        let rule = |certified| Leaders { count: 1, certified, speak_all_languages: false };
        let none = [leader("a", None, None, None, &[])];
        let one = [none[0].clone(), leader("b", None, None, Some(Day::new(2026, 1, 1)), &[])];
        assert_eq!(
            leader_gaps(rule(Certified::One), &[], &none, &meetings[..1]),
            [(1, vec![LeaderGap::NoneCertified])]
        );
        assert_eq!(leader_gaps(rule(Certified::One), &[], &one, &meetings), []);
        assert_eq!(leader_gaps(rule(Certified::None), &[], &none, &meetings), []);
        assert_eq!(leader_gaps(rule(Certified::None), &[], &[], &meetings).len(), 10);
    }
}

//! What a plan is made of.

use super::baton::{Asked, Receipt};
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many characters of any one text of a plan.
pub const PLAN_TEXT_LIMIT: usize = 4_000;

/// So many characters of the name of a unit's own goal area.
pub const AREA_NAME_LIMIT: usize = 60;

/// What a goal is about. The first five are the goal areas (*målområder*) of
/// Drømmehuset in Rana; the others are asked for by families, and a unit has
/// its own beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// Økonomi.
    Economy,
    /// Utdanning.
    Education,
    /// Bolig.
    Housing,
    /// Foreldreskap.
    #[default]
    Parenting,
    /// Psykisk helse.
    MentalHealth,
    /// Nettverk.
    Network,
    /// Helse.
    Health,
    /// Arbeid.
    Work,
    /// Fritid.
    Leisure,
    /// One of the unit's own, by its name as it was when the goal was written:
    /// what becomes of the unit's list changes nothing that a plan says.
    Own(String),
}

impl Area {
    /// The areas that every unit has, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Economy,
        Self::Education,
        Self::Housing,
        Self::Parenting,
        Self::MentalHealth,
        Self::Network,
        Self::Health,
        Self::Work,
        Self::Leisure,
    ];

    /// Stable code; one and the same for whatever is a unit's own.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Economy => "economy",
            Self::Education => "education",
            Self::Housing => "housing",
            Self::Parenting => "parenting",
            Self::MentalHealth => "mental_health",
            Self::Network => "network",
            Self::Health => "health",
            Self::Work => "work",
            Self::Leisure => "leisure",
            Self::Own(_) => "own",
        }
    }

    /// The area with this code, of those that every unit has.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.code() == code)
    }

    /// The area as a form sends it: the code, or `own:` and the unit's name for it.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Own(name) => format!("{}:{name}", self.code()),
            _ => self.code().to_owned(),
        }
    }

    /// The area with this [key](Self::key).
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':') {
            Some(("own", name)) => Some(Self::Own(name.to_owned())),
            Some(_) => None,
            None => Self::from_code(key),
        }
    }
}

/// Whether a goal is pressing or far off: families in need begin with what is
/// pressing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Horizon {
    /// *Her og nå*.
    #[default]
    Now,
    /// *Langsiktig*.
    LongTerm,
}

/// How far an action has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// *Planlagt*.
    #[default]
    Planned,
    /// *Avtalt*.
    Agreed,
    /// *I gang*.
    Ongoing,
    /// *Venter på svar*.
    Waiting,
    /// *Gjort*.
    Done,
    /// *Droppet*: it turned out not to be needed.
    Dropped,
}

impl Status {
    /// Every status, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Planned, Self::Agreed, Self::Ongoing, Self::Waiting, Self::Done, Self::Dropped];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Agreed => "agreed",
            Self::Ongoing => "ongoing",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// The status with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Something is still to be done.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Dropped)
    }
}

/// Who does something: a service with a person and a stand-in, or the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who")]
pub enum Doer {
    /// Somebody who takes part, by person id.
    Family {
        /// Person id.
        person: String,
    },
    /// Somebody of the team, by user id.
    Staff {
        /// User id.
        user: String,
    },
    /// A service; most have no account here.
    Service {
        /// What it is called.
        name: String,
        /// Its person, where one is known.
        person: String,
    },
}

/// A measure that was decided by law, which nobody's yes or no changes here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByLaw {
    /// Who decided it.
    pub decided_by: String,
    /// How to complain.
    pub complaint: String,
}

/// A dream, in its person's own words and language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dream {
    /// Whose, by person id.
    pub person: String,
    /// The words.
    pub words: String,
    /// Code of the language.
    pub language: String,
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The dreams that it serves, by part id.
    pub dreams: BTreeSet<String>,
    /// What it is about.
    pub area: Area,
    /// Pressing or far off.
    pub horizon: Horizon,
    /// What is to be reached.
    pub words: String,
    /// By when.
    pub by: Option<Day>,
}

/// Something that somebody does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The goal that it serves, by part id.
    pub goal: Option<String>,
    /// What.
    pub words: String,
    /// Who.
    pub doer: Doer,
    /// Who does it when they cannot.
    pub stand_in: String,
    /// By when.
    pub deadline: Option<Day>,
    /// How far it has come.
    pub status: Status,
    /// Why it is late.
    pub late_because: String,
    /// The child whom it is for, by person id: who may say yes follows from it.
    pub child: Option<String>,
    /// Where it was decided by law.
    pub by_law: Option<ByLaw>,
    /// Who was asked to take it over and has not answered yet.
    #[serde(default)]
    pub asked: Option<Asked>,
    /// How it changed hands, the oldest first.
    #[serde(default)]
    pub receipts: Vec<Receipt>,
}

impl Action {
    /// Its day has passed and it is not done.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        self.status.is_open() && self.deadline.is_some_and(|day| day < today)
    }
}

/// Where somebody of the family stands with a goal, from 0 to 10.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The goal, by part id.
    pub goal: String,
    /// Who says so, by person id.
    pub person: String,
    /// On which day.
    pub day: Day,
    /// 0 to 10.
    pub value: u8,
}

/// What a part says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "part")]
#[expect(clippy::large_enum_variant, reason = "a plan has dozens of parts, most of them actions")]
pub enum Body {
    /// A dream.
    Dream(Dream),
    /// A goal.
    Goal(Goal),
    /// An action.
    Action(Action),
    /// A mark.
    Mark(Mark),
}

/// The kinds of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A dream.
    Dream,
    /// A goal.
    Goal,
    /// An action.
    Action,
    /// A mark.
    Mark,
}

impl PartKind {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dream => "dream",
            Self::Goal => "goal",
            Self::Action => "action",
            Self::Mark => "mark",
        }
    }
}

/// Why a part cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFault {
    /// No words.
    Empty,
    /// Too many.
    TooLong,
    /// Nobody does it.
    NoDoer,
    /// Not on the scale.
    OffScale,
    /// Decided by law, but not by whom and how to complain.
    LawUnsaid,
    /// A goal area that is none.
    Area,
}

impl PartFault {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "plan_empty",
            Self::TooLong => "too_long",
            Self::NoDoer => "no_doer",
            Self::OffScale => "off_scale",
            Self::LawUnsaid => "law_unsaid",
            Self::Area => "plan_area",
        }
    }
}

impl Body {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> PartKind {
        match self {
            Self::Dream(_) => PartKind::Dream,
            Self::Goal(_) => PartKind::Goal,
            Self::Action(_) => PartKind::Action,
            Self::Mark(_) => PartKind::Mark,
        }
    }

    /// Whether it can be kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), PartFault> {
        let (texts, needed): (Vec<&str>, &str) = match self {
            Self::Dream(it) => (vec![&it.words, &it.language], &it.words),
            Self::Goal(Goal { area: Area::Own(name), .. })
                if name.trim().is_empty() || name.chars().count() > AREA_NAME_LIMIT =>
            {
                return Err(PartFault::Area);
            }
            Self::Goal(it) => (vec![&it.words], &it.words),
            Self::Action(it) => {
                let mut texts = vec![it.words.as_str(), &it.stand_in, &it.late_because];
                match &it.doer {
                    Doer::Service { name, .. } if name.trim().is_empty() => return Err(PartFault::NoDoer),
                    Doer::Service { name, person } => texts.extend([name.as_str(), person]),
                    Doer::Family { .. } | Doer::Staff { .. } => {}
                }
                if let Some(law) = &it.by_law {
                    if law.decided_by.trim().is_empty() || law.complaint.trim().is_empty() {
                        return Err(PartFault::LawUnsaid);
                    }
                    texts.extend([law.decided_by.as_str(), &law.complaint]);
                }
                (texts, &it.words)
            }
            Self::Mark(it) if it.value > 10 => return Err(PartFault::OffScale),
            Self::Mark(_) => return Ok(()),
        };
        if needed.trim().is_empty() {
            return Err(PartFault::Empty);
        }
        let is_long = |text: &&str| text.chars().count() > PLAN_TEXT_LIMIT;
        if texts.iter().any(is_long) { Err(PartFault::TooLong) } else { Ok(()) }
    }
}

/// A part with whose it is and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Key of who told it.
    pub teller: String,
    /// Keys of those for whom it is.
    pub audience: BTreeSet<String>,
    /// It was taken out of the plan.
    #[serde(default)]
    pub withdrawn: bool,
    /// What it says.
    pub body: Body,
}

impl Part {
    /// Whom it is about, by person id.
    #[must_use]
    pub fn about(&self) -> BTreeSet<&str> {
        match &self.body {
            Body::Dream(it) => BTreeSet::from([it.person.as_str()]),
            Body::Goal(_) => BTreeSet::new(),
            Body::Action(it) => {
                let doers = std::iter::once(&it.doer).chain(it.asked.as_ref().map(|asked| &asked.to));
                let family = doers.filter_map(|doer| match doer {
                    Doer::Family { person } => Some(person.as_str()),
                    Doer::Staff { .. } | Doer::Service { .. } => None,
                });
                family.chain(it.child.as_deref()).collect()
            }
            Body::Mark(it) => BTreeSet::from([it.person.as_str()]),
        }
    }

    /// The parts to which it is tied, by id.
    #[must_use]
    pub fn ties(&self) -> BTreeSet<&str> {
        match &self.body {
            Body::Dream(_) => BTreeSet::new(),
            Body::Goal(it) => it.dreams.iter().map(String::as_str).collect(),
            Body::Action(it) => it.goal.as_deref().into_iter().collect(),
            Body::Mark(it) => BTreeSet::from([it.goal.as_str()]),
        }
    }

    /// Whose it is, by person id: those whom it is about, who told it, and those
    /// whose dreams it serves, as far as the parts can be found. Common where
    /// that is nobody.
    #[must_use]
    pub fn concerns<'a>(&'a self, find: &impl Fn(&str) -> Option<&'a Self>) -> BTreeSet<&'a str> {
        let teller = self.teller.strip_prefix("person:");
        let own = self.about().into_iter().chain(teller);
        // Marks hang on goals, actions on goals, goals on dreams: no circles.
        let tied = self.ties().into_iter().filter_map(find);
        let of_tied = tied.filter(|it| it.body.kind() < self.body.kind()).flat_map(|it| it.concerns(find));
        own.chain(of_tied).collect()
    }

    /// The same without ties to what the reader does not hold: an id that leads
    /// nowhere would tell that something is hidden (R11).
    #[must_use]
    pub fn tied_to_known(mut self, known: &BTreeSet<&str>) -> Self {
        match &mut self.body {
            Body::Goal(it) => it.dreams.retain(|id| known.contains(id.as_str())),
            Body::Action(it) if !it.goal.as_deref().is_some_and(|id| known.contains(id)) => it.goal = None,
            Body::Dream(_) | Body::Action(_) | Body::Mark(_) => {}
        }
        self
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::plan) fn part(body: Body) -> Part {
        Part { teller: "person:A01".into(), audience: BTreeSet::from(["team".into()]), withdrawn: false, body }
    }

    pub(in crate::plan) fn dream(words: &str) -> Part {
        part(Body::Dream(Dream { person: "A01".into(), words: words.into(), language: "nb".into() }))
    }

    pub(in crate::plan) fn goal(dreams: &[&str], words: &str) -> Part {
        part(Body::Goal(Goal {
            dreams: dreams.iter().map(|&id| id.to_owned()).collect(),
            area: Area::Housing,
            horizon: Horizon::Now,
            words: words.into(),
            by: None,
        }))
    }

    pub(in crate::plan) fn action(goal: Option<&str>, words: &str) -> Action {
        Action {
            goal: goal.map(str::to_owned),
            words: words.into(),
            doer: Doer::Service { name: "Nav".into(), person: String::new() },
            stand_in: String::new(),
            deadline: Some(Day::new(2026, 12, 11)),
            status: Status::Planned,
            late_because: String::new(),
            child: None,
            by_law: None,
            asked: None,
            receipts: Vec::new(),
        }
    }

    #[test]
    fn what_serves_a_dream_is_the_dreamers() {
        let all = [("d", dream("Et hus")), ("g", by_team(goal(&["d"], "Startlån")))];
        let find = |id: &str| all.iter().find(|(own, _)| *own == id).map(|(_, part)| part);
        let of_goal = by_team(part(Body::Action(action(Some("g"), "Søke"))));
        assert_eq!(of_goal.concerns(&find), BTreeSet::from(["A01"]));
        let loose = by_team(part(Body::Action(action(None, "Søke"))));
        assert_eq!(loose.concerns(&find), BTreeSet::new());
        let mut by_another = action(Some("g"), "Søke");
        by_another.doer = Doer::Family { person: "A03".into() };
        let by_another = by_team(part(Body::Action(by_another)));
        assert_eq!(by_another.concerns(&find), BTreeSet::from(["A01", "A03"]));
        // Who told something is concerned by it.
        let told = goal(&[], "Startlån");
        assert_eq!(told.concerns(&find), BTreeSet::from(["A01"]));
    }

    fn by_team(part: Part) -> Part {
        Part { teller: "team".into(), ..part }
    }

    #[test]
    fn what_cannot_be_kept_says_why() {
        let bare = action(None, "Søke om startlån");
        let law = |by: &str, how: &str| Some(ByLaw { decided_by: by.into(), complaint: how.into() });
        let table = [
            (dream("Et hus med hage").body, Ok(())),
            (dream(" ").body, Err(PartFault::Empty)),
            (dream(&"å".repeat(PLAN_TEXT_LIMIT)).body, Ok(())),
            (dream(&"å".repeat(PLAN_TEXT_LIMIT + 1)).body, Err(PartFault::TooLong)),
            (Body::Action(bare.clone()), Ok(())),
            (
                Body::Action(Action {
                    doer: Doer::Service { name: "  ".into(), person: "Kari".into() },
                    ..bare.clone()
                }),
                Err(PartFault::NoDoer),
            ),
            (
                Body::Action(Action { by_law: law("", "Til Statsforvalteren"), ..bare.clone() }),
                Err(PartFault::LawUnsaid),
            ),
            (Body::Action(Action { by_law: law("Barnevernet", ""), ..bare.clone() }), Err(PartFault::LawUnsaid)),
            (Body::Action(Action { by_law: law("Barnevernet", "Til Statsforvalteren"), ..bare }), Ok(())),
            (
                Body::Mark(Mark { goal: "g".into(), person: "A01".into(), day: Day::new(2026, 11, 1), value: 10 }),
                Ok(()),
            ),
            (
                Body::Mark(Mark { goal: "g".into(), person: "A01".into(), day: Day::new(2026, 11, 1), value: 11 }),
                Err(PartFault::OffScale),
            ),
        ];
        for (body, expected) in table {
            assert_eq!(body.check(), expected, "{body:?}");
        }
    }

    #[test]
    fn late_is_what_is_open_after_its_day() {
        let day = Day::new(2026, 12, 11);
        let it = action(None, "Søke");
        assert!(!it.is_late(day));
        assert!(it.is_late(day.plus(1)));
        assert!(!Action { status: Status::Done, ..it.clone() }.is_late(day.plus(1)));
        assert!(!Action { deadline: None, ..it }.is_late(day.plus(1)));
    }

    #[test]
    fn r11_no_tie_leads_to_what_is_hidden() {
        let known = BTreeSet::from(["d1", "g1"]);
        assert_eq!(goal(&["d1", "d2"], "Bolig").tied_to_known(&known).ties(), BTreeSet::from(["d1"]));
        let tied = |goal| part(Body::Action(action(Some(goal), "Søke"))).tied_to_known(&known);
        assert_eq!(tied("g1").ties(), BTreeSet::from(["g1"]));
        assert_eq!(tied("g2").ties(), BTreeSet::new());
    }

    #[test]
    fn what_was_written_is_read_for_ever() {
        // As goals have been kept since the first, and as a unit's own area is kept.
        let kept = |area: &str| {
            format!(r#"{{"part":"goal","dreams":[],"area":{area},"horizon":"now","words":"Bolig","by":null}}"#)
        };
        let with = |area| match goal(&[], "Bolig").body {
            Body::Goal(it) => Body::Goal(Goal { area, ..it }),
            other => other,
        };
        let table = [
            (r#""housing""#, Area::Housing),
            (r#""mental_health""#, Area::MentalHealth),
            (r#"{"own":"Språk og skole"}"#, Area::Own("Språk og skole".into())),
        ];
        for (text, area) in table {
            let body = with(area);
            assert_eq!(serde_json::from_str::<Body>(&kept(text)).unwrap(), body);
            assert_eq!(serde_json::to_string(&body).unwrap(), kept(text));
            assert_eq!(body.check(), Ok(()));
        }
        for name in [String::new(), "  ".into(), "å".repeat(AREA_NAME_LIMIT + 1)] {
            assert_eq!(with(Area::Own(name)).check(), Err(PartFault::Area));
        }
    }

    #[test]
    fn codes_lead_back() {
        for area in Area::ALL {
            assert_eq!(Area::from_code(area.code()), Some(area));
        }
        assert_eq!(Area::from_code(Area::Own("Språk".into()).code()), None);
        for area in Area::ALL.into_iter().chain(["Språk", "economy", "a: b"].map(|it| Area::Own(it.into()))) {
            assert_eq!(Area::from_key(&area.key()), Some(area));
        }
        assert_eq!(Area::from_key("other:Språk"), None);
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert_eq!(Status::from_code("late"), None);
    }
}

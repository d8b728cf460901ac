//! Pausing and stopping. Whoever takes part may pause or stop their own part,
//! an action or everything, and no reason is asked. What was decided by law
//! goes on: it says who decided it and how to complain.

use super::part::{Body, Doer, Part};
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// A pause ends by itself or by word; a stop by word alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HaltKind {
    /// *Pause*.
    Pause,
    /// *Stopp*.
    Stop,
}

impl HaltKind {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Stop => "stop",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Pause, Self::Stop].into_iter().find(|kind| kind.code() == code)
    }
}

/// What is halted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "scope", content = "part")]
pub enum HaltScope {
    /// Everything.
    Everything,
    /// What the person who halts does or what is about them.
    Own,
    /// One action, by part id.
    Action(String),
}

/// A pause or a stop that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halt {
    /// Id.
    pub id: String,
    /// Pause or stop.
    pub kind: HaltKind,
    /// What is halted.
    pub scope: HaltScope,
    /// Who said so, by person id.
    pub person: String,
    /// Since when.
    pub from: Day,
    /// The last day of a pause, where one was said.
    pub until: Option<Day>,
}

impl Halt {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, today: Day) -> bool {
        self.from <= today && self.until.is_none_or(|until| today <= until)
    }
}

/// Why something cannot be halted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHalted {
    /// It was decided by law.
    ByLaw,
    /// It is no action.
    NoAction,
}

/// Whether an action may be halted by whoever takes part.
///
/// # Errors
/// [`NotHalted`], whoever asks.
pub fn may_halt(part: &Part) -> Result<(), NotHalted> {
    match &part.body {
        Body::Action(action) if action.by_law.is_some() => Err(NotHalted::ByLaw),
        Body::Action(_) => Ok(()),
        Body::Dream(_) | Body::Goal(_) | Body::Mark(_) => Err(NotHalted::NoAction),
    }
}

/// What halts an action on a day, if anything does: a stop before a pause.
#[must_use]
pub fn halted<'a>(id: &str, part: &Part, halts: &'a [Halt], today: Day) -> Option<&'a Halt> {
    may_halt(part).ok()?;
    let is_of = |halt: &Halt| match &halt.scope {
        HaltScope::Everything => true,
        HaltScope::Own => match &part.body {
            Body::Action(action) => {
                matches!(&action.doer, Doer::Family { person } if *person == halt.person)
                    || part.about().contains(halt.person.as_str())
            }
            Body::Dream(_) | Body::Goal(_) | Body::Mark(_) => false,
        },
        HaltScope::Action(action) => action == id,
    };
    halts.iter().filter(|halt| halt.holds(today) && is_of(halt)).max_by_key(|halt| halt.kind == HaltKind::Stop)
}

#[cfg(test)]
mod tests {
    use super::super::part::tests::{action, dream, part};
    use super::super::{Action, ByLaw};
    use super::*;

    const TODAY: Day = Day::new(2026, 11, 23);

    fn halt(kind: HaltKind, scope: HaltScope, until: Option<Day>) -> Halt {
        Halt { id: format!("{kind:?}"), kind, scope, person: "A01".into(), from: TODAY, until }
    }

    #[test]
    fn what_is_halted() {
        let plain = action(None, "Søke");
        let own = Action { doer: Doer::Family { person: "A01".into() }, ..plain.clone() };
        let others = Action { doer: Doer::Family { person: "A04".into() }, ..plain.clone() };
        let law = ByLaw { decided_by: "Barnevernet".into(), complaint: "Statsforvalteren".into() };
        let by_law = Action { by_law: Some(law), ..own.clone() };
        let all = halt(HaltKind::Stop, HaltScope::Everything, None);
        let mine = halt(HaltKind::Pause, HaltScope::Own, None);
        let one = halt(HaltKind::Pause, HaltScope::Action("x".into()), Some(TODAY.plus(7)));
        let table = [
            (&plain, &all, TODAY, true),
            (&by_law, &all, TODAY, false),
            (&own, &mine, TODAY, true),
            (&others, &mine, TODAY, false),
            (&plain, &one, TODAY, true),
            (&plain, &one, TODAY.plus(7), true),
            (&plain, &one, TODAY.plus(8), false),
            (&plain, &all, TODAY.before(), false),
        ];
        for (action, halt, day, expected) in table {
            let found = halted("x", &part(Body::Action(action.clone())), std::slice::from_ref(halt), day);
            assert_eq!(found.is_some(), expected, "{action:?} {halt:?} {day}");
        }
        assert_eq!(may_halt(&part(Body::Action(by_law))), Err(NotHalted::ByLaw));
        assert_eq!(may_halt(&dream("x")), Err(NotHalted::NoAction));
    }

    #[test]
    fn a_stop_is_told_before_a_pause() {
        let halts =
            [halt(HaltKind::Stop, HaltScope::Everything, None), halt(HaltKind::Pause, HaltScope::Everything, None)];
        let found = halted("x", &part(Body::Action(action(None, "Søke"))), &halts, TODAY);
        assert_eq!(found.map(|it| it.kind), Some(HaltKind::Stop));
    }
}

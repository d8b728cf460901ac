//! The order of an interpreter, and who must not interpret
//! (tolkeloven §§ 4, 6 and 7: qualified interpreters, never children).

use crate::calendar::closed::FreeDays;
use crate::calendar::moment::Moment;
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Needed and not ordered yet.
    Needed,
    /// Ordered, no answer yet.
    Ordered,
    /// An interpreter has said yes.
    Confirmed,
    /// Called off: the appointment does not need one any more, or they cannot come.
    Cancelled,
}

impl OrderState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Needed, Self::Ordered, Self::Confirmed, Self::Cancelled];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Needed => "needed",
            Self::Ordered => "ordered",
            Self::Confirmed => "confirmed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// An interpreter for one appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterpreterOrder {
    /// Code of the language, for example «ar».
    pub language: String,
    /// How far it has come.
    pub state: OrderState,
    /// Who comes, once confirmed; who came or was to come otherwise.
    pub interpreter: Option<String>,
}

/// What happens to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderEvent {
    /// It is sent.
    Order,
    /// This interpreter comes.
    Confirm(String),
    /// The interpreter cannot come: a new one is needed.
    TheyCancel,
    /// None is needed any more.
    WeCancel,
    /// The family does not wish this interpreter (*ikke denne tolken*). No
    /// reason is asked for, and it holds for all of the family's appointments.
    NotThisOne,
}

/// Why nothing happens. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderError {
    /// The order has not come that far, or is past it.
    WrongState,
    /// The family does not wish this interpreter.
    NotWished,
}

impl InterpreterOrder {
    /// One is needed.
    #[must_use]
    pub fn needed(language: &str) -> Self {
        Self { language: language.to_owned(), state: OrderState::Needed, interpreter: None }
    }

    /// What the order becomes. The caller keeps `not_wished` with the family;
    /// [`OrderEvent::NotThisOne`] adds whoever is confirmed to it.
    ///
    /// # Errors
    /// Why nothing happens.
    pub fn step(&self, event: &OrderEvent, not_wished: &mut BTreeSet<String>) -> Result<Self, OrderError> {
        use OrderState::{Cancelled, Confirmed, Needed, Ordered};
        let next = |state, interpreter| Ok(Self { language: self.language.clone(), state, interpreter });
        match (event, self.state) {
            (OrderEvent::Order, Needed | Cancelled) => next(Ordered, None),
            (OrderEvent::Confirm(who), Needed | Ordered) => {
                if not_wished.contains(who) {
                    return Err(OrderError::NotWished);
                }
                next(Confirmed, Some(who.clone()))
            }
            (OrderEvent::TheyCancel, Ordered | Confirmed) => next(Needed, None),
            (OrderEvent::WeCancel, Needed | Ordered | Confirmed) => next(Cancelled, self.interpreter.clone()),
            (OrderEvent::NotThisOne, Confirmed) => {
                not_wished.extend(self.interpreter.clone());
                next(Needed, None)
            }
            _ => Err(OrderError::WrongState),
        }
    }

    /// What staff should see to, as the appointment draws near: within so many
    /// working days an order is to be confirmed. Nothing once it has begun.
    #[must_use]
    pub fn alert(&self, start: Moment, now: Moment, days: &FreeDays, within: u8) -> Option<OrderAlert> {
        if now >= start {
            return None;
        }
        let working = (now.day.number()..start.day.number()).filter(|day| days.works(Day::from_number(*day)));
        let near = working.count() <= usize::from(within);
        match self.state {
            OrderState::Needed => Some(if near { OrderAlert::OrderNow } else { OrderAlert::Order }),
            OrderState::Ordered if near => Some(OrderAlert::AskForAnswer),
            OrderState::Ordered | OrderState::Confirmed | OrderState::Cancelled => None,
        }
    }
}

/// What is to be done about an order. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderAlert {
    /// Order one.
    Order,
    /// It is soon: ask whether anybody comes.
    AskForAnswer,
    /// It is soon and none is ordered: order by telephone, or find another time.
    OrderNow,
}

/// Why somebody must not interpret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoInterpreter {
    /// A child (tolkeloven § 4).
    Child,
    /// One of the family: never asked to take that place.
    Family,
}

/// Whether somebody may be put down as interpreter.
///
/// # Errors
/// Why not.
pub fn may_interpret(born: Option<Day>, of_the_family: bool, today: Day) -> Result<(), NoInterpreter> {
    if born.is_some_and(|born| today < born.birthday(18)) {
        Err(NoInterpreter::Child)
    } else if of_the_family {
        Err(NoInterpreter::Family)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(events: &[OrderEvent], not_wished: &mut BTreeSet<String>) -> Result<InterpreterOrder, OrderError> {
        events.iter().try_fold(InterpreterOrder::needed("ar"), |order, event| order.step(event, not_wished))
    }

    #[test]
    fn the_table_of_orders() {
        use OrderEvent::{Confirm, NotThisOne, Order, TheyCancel, WeCancel};
        let yes = || Confirm("t1".into());
        let table = [
            (vec![Order], Ok((OrderState::Ordered, None))),
            (vec![Order, yes()], Ok((OrderState::Confirmed, Some("t1")))),
            (vec![yes()], Ok((OrderState::Confirmed, Some("t1")))),
            (vec![Order, yes(), TheyCancel], Ok((OrderState::Needed, None))),
            (vec![Order, yes(), WeCancel], Ok((OrderState::Cancelled, Some("t1")))),
            (vec![Order, yes(), WeCancel, Order], Ok((OrderState::Ordered, None))),
            (vec![Order, yes(), NotThisOne], Ok((OrderState::Needed, None))),
            (vec![Order, yes(), NotThisOne, Order, yes()], Err(OrderError::NotWished)),
            (vec![Order, yes(), NotThisOne, Order, Confirm("t2".into())], Ok((OrderState::Confirmed, Some("t2")))),
            (vec![Order, Order], Err(OrderError::WrongState)),
            (vec![Order, yes(), yes()], Err(OrderError::WrongState)),
            (vec![TheyCancel], Err(OrderError::WrongState)),
            (vec![Order, NotThisOne], Err(OrderError::WrongState)),
            (vec![WeCancel, WeCancel], Err(OrderError::WrongState)),
        ];
        for (events, expected) in table {
            let found = all(&events, &mut BTreeSet::new());
            let found = found.as_ref().map(|it| (it.state, it.interpreter.as_deref())).map_err(|error| *error);
            assert_eq!(found, expected, "{events:?}");
        }
    }

    #[test]
    fn not_this_one_holds_for_the_familys_other_appointments() {
        let mut not_wished = BTreeSet::new();
        let confirm = OrderEvent::Confirm("t1".into());
        all(&[confirm.clone(), OrderEvent::NotThisOne], &mut not_wished).unwrap();
        assert_eq!(all(&[confirm], &mut not_wished), Err(OrderError::NotWished));
    }

    #[test]
    fn alerts_grow_louder_as_the_day_draws_near() {
        let at = |text: &str| -> Moment { text.parse().unwrap() };
        let days = FreeDays::default();
        // Ascension Day lies between, and a weekend.
        let start = at("2027-05-10T10:00");
        let order = |state| InterpreterOrder { state, ..InterpreterOrder::needed("so") };
        let table = [
            (OrderState::Needed, "2027-05-03T08:00", Some(OrderAlert::Order)),
            (OrderState::Needed, "2027-05-05T08:00", Some(OrderAlert::OrderNow)),
            (OrderState::Ordered, "2027-05-03T08:00", None),
            (OrderState::Ordered, "2027-05-05T08:00", Some(OrderAlert::AskForAnswer)),
            (OrderState::Ordered, "2027-05-10T09:59", Some(OrderAlert::AskForAnswer)),
            (OrderState::Ordered, "2027-05-10T10:00", None),
            (OrderState::Confirmed, "2027-05-10T09:00", None),
            (OrderState::Cancelled, "2027-05-10T09:00", None),
        ];
        for (state, now, expected) in table {
            assert_eq!(order(state).alert(start, at(now), &days, 2), expected, "{state:?} {now}");
        }
    }

    #[test]
    fn a_child_never_interprets_nor_does_the_family() {
        let today = Day::new(2027, 1, 12);
        let table = [
            (Some(Day::new(2009, 1, 13)), true, Err(NoInterpreter::Child)),
            (Some(Day::new(2009, 1, 13)), false, Err(NoInterpreter::Child)),
            (Some(Day::new(2009, 1, 12)), true, Err(NoInterpreter::Family)),
            (Some(Day::new(2009, 1, 12)), false, Ok(())),
            (None, false, Ok(())),
        ];
        for (born, family, expected) in table {
            assert_eq!(may_interpret(born, family, today), expected, "{born:?} {family}");
        }
    }
}

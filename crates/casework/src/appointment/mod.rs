//! Individual sessions: what kinds there are, what becomes of them, the
//! interpreter's order, when the next one might be, and the promise of two
//! talks a week during a stay.

pub mod film_consent;
pub mod interpreter;
pub mod kind;
pub mod next_time;
pub mod place;
pub mod state;
pub mod two_talks;

pub use interpreter::{InterpreterOrder, OrderState};
pub use kind::AppointmentKind;
pub use next_time::{NextTime, next_time};
pub use place::PlaceKind;
pub use state::{AppointmentState, Reason};
pub use two_talks::{GuardRule, TalkGuard};

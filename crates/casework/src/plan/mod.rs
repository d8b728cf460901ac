//! A family's plan. It begins with dreams, in a person's own words; goals hang
//! on dreams, and what somebody does by when hangs on goals.
//!
//! | of the plan | where |
//! |---|---|
//! | dreams, goals, actions, marks on a scale | [`part`] |
//! | how they hang together for one viewer, and what has no dream | [`outline`] |
//! | whose yes a plan needs | [`approval`] |
//! | handing an action over, with a receipt | [`baton`] |
//! | what is proposed, what has changed since, who has said what | [`version`] |
//! | pausing and stopping, without a reason | [`halt`] |
//! | what goes along when a case is divided or merged | [`carry`] |
//! | how many help, and how many meetings a week that is | [`load`] |
//!
//! Every part has a teller and an audience (R4), and everything here is
//! computed of what one viewer may see (R11): versions too are counted anew for
//! each viewer, so that no number tells of a part that was hidden.

pub mod approval;
pub mod baton;
pub mod carry;
pub mod halt;
pub mod load;
pub mod outline;
pub mod part;
pub mod version;

pub use approval::{Approver, approvers};
pub use baton::{ANSWER_DAYS, Asked, BatonFault, Receipt};
pub use halt::{Halt, HaltKind, HaltScope, NotHalted};
pub use load::{Helper, LOAD_WEEKS, Load, Meeting, WeekLoad, load};
pub use outline::{Outline, outline};
pub use part::{
    AREA_NAME_LIMIT, Action, Area, Body, ByLaw, Doer, Dream, Goal, Horizon, Mark, PLAN_TEXT_LIMIT, Part, PartFault,
    PartKind, Status,
};
pub use version::{Answer, AnswerKind, Change, Content, SeenVersion, Version, difference, seen};

//! A parent group as one thing: its series of meetings, leaders, seats, waiting
//! list, attendance, make-up meetings, certificates, and what is counted of it.
//!
//! ```text
//! programme ─outline─> plan ─> meetings ─> attendance ─┬─> make-up meetings, certificates
//! unit's days off ──────┘         └─ last joining      └─> figures of the year
//! waiting list ─offers, answers, deadlines─> seats ─────┘
//! ```

pub mod attendance;
pub mod certificate;
pub mod enrolment;
pub mod figures;
pub mod import;
pub mod leader;
pub mod letters;
pub mod plan;
pub mod rotation;
pub mod transfer;
pub mod waiting_list;

pub use attendance::{Attendance, Presence};
pub use certificate::{CertificateState, certificate};
pub use figures::{YearFigures, year_figures};
pub use leader::{GroupLeader, LeaderGap, leader_gaps};
pub use plan::{Plan, PlanRequest, PlannedMeeting, plan};
pub use rotation::Rotation;
pub use waiting_list::{Entry, EntryState, WaitingList};

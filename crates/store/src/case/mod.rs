//! Cases: what belongs to one help relationship (rule R1), behind one handle.

mod access;
mod bar;
mod begin;
mod change;
mod child_part;
mod consent;
mod contact;
mod create;
mod divide;
mod due;
mod emergency;
mod erasure;
mod event;
mod forget;
mod group;
mod guest;
mod handed;
mod history;
mod lead;
mod link;
mod list;
mod merge;
mod moving;
mod offline;
mod participant;
mod past;
mod record;
mod snapshot;
mod status;
mod step;
mod team;
mod token;
mod trace;
mod withholding;

pub use access::{AccessRequest, CaseAccess, Who};
pub(crate) use bar::load as bars_on;
pub use bar::{BarRow, NewBar};
pub use begin::{Beginning, Begun};
pub use child_part::{ChildPart, ChildPartEntry, PartLink};
pub(crate) use consent::ServiceSight;
pub use consent::{KeptConsent, NewConsent};
pub(crate) use contact::card_for_sending;
pub use contact::{Contact, ContactKept};
pub use create::NewCase;
pub use divide::{DividePlan, DividePreview, DividedFact, SidePreview, SightOf};
pub(crate) use due::birthday;
pub use due::{DueLine, PersonDue};
pub(crate) use emergency::kind_of;
pub use emergency::{Emergency, EmergencyHit, EmergencySearch};
pub use event::{CaseEvent, EventDetail, EventKind};
pub use group::{CaseGroup, CaseGroupMember, GroupChoice};
pub use guest::{GUEST_CODE_LIMIT_MS, GUEST_LIMIT_MS, Guest, GuestCode, GuestLine};
pub use handed::{Handed, TakenBack};
pub use history::{LogFilter, LogPage};
pub use lead::LeadView;
pub use link::CaseLink;
pub use list::{CaseLine, CasePage, CaseQuery, ListChoices, PageAt, Total};
pub use merge::{Agreement, MergePlan, MergePreview, Merging};
pub use moving::{Moving, MovingAnswer, MovingLine, MovingPerson, NewMoving, Taken as MovingTaken};
pub use offline::{OFFLINE_LIMIT_MS, OfflineCopy, TakenOffline};
pub(crate) use participant::name_place;
pub use participant::{Corrected, Correction, NewParticipant, Participant};
pub use past::Moment;
pub use record::EditReceipt;
pub(crate) use record::StepSince;
pub(crate) use record::record_on;
pub(crate) use record::whole_record;
pub use snapshot::Snapshot;
pub use step::{OwnSteps, Way};
pub use team::{Colleague, TeamMember};
#[cfg(feature = "bench")]
pub(crate) use token::TOKEN_FORM;
pub use withholding::{PartDecision, PartDecisions};

use casework::Day;
use serde::{Deserialize, Serialize};

/// Id of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CaseId(pub String);

impl CaseId {
    /// The name of the case's key in the key store.
    pub(crate) fn scope(&self) -> String {
        format!("case:{}", self.0)
    }

    /// The case's own chain of log rows.
    pub(crate) fn chain(&self) -> String {
        format!("case:{}", self.0)
    }
}

/// A day as it is stored.
pub(crate) fn day_text(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

/// A stored day.
pub(crate) fn parse_day(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let day = Day::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(day)
}

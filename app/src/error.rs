//! What a server function answers when it cannot do what was asked.
//!
//! [`AppError::NotFound`] stands for missing and forbidden alike. Nothing here
//! carries details from the inside; those go to the server's own log.

use crate::staff_fault::StaffFault;
use crate::wire::JsonText;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why something could not be done, for the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// There is no such thing for this caller.
    NotFound,
    /// The case opens when a reason is given.
    ReasonNeeded,
    /// The caller may not do this.
    NotAllowed,
    /// The part of the case is not open to this caller.
    NotPart,
    /// E-mail and password do not fit.
    WrongPassword,
    /// Too many attempts; try again after so many minutes.
    Throttled {
        /// Minutes to wait, at least 1.
        minutes: i64,
    },
    /// The file could not be read; why.
    Unreadable(Box<family_map::message::Message>),
    /// Something must be filled in: the field's name.
    Missing(String),
    /// A form about staff was not taken; why.
    Staff(StaffFault),
    /// A rule of casework stands in the way: its code, see `components::declined_text`.
    Declined(String),
    /// The browser could not reach the server.
    Network,
    /// A fault on our side; logged there.
    Internal,
}

/// The rules of which the caller hears, by code. What else is not allowed is
/// nobody's business.
#[cfg(feature = "ssr")]
const DECLINED: [&str; 54] = [
    "no_lead",
    "several_leads",
    "not_colleague",
    "same_person",
    "closed",
    "no_longer",
    "status",
    "words",
    "empty",
    "no_holder_agreed",
    "service_not_consented",
    "own_case",
    "dates",
    "takes_part_already",
    "same_case",
    "other_unit",
    "already_linked",
    "overtaken",
    "undecided",
    "empty_side",
    "needs_yes",
    "pair",
    "nobody",
    "live_together",
    "link_kind",
    "message_gone",
    "too_long",
    "caller_missing",
    "about_missing",
    "end_words",
    "call_done",
    "enquiry_state",
    "enquiry_overtaken",
    "enquiry_step",
    "enquiry_over",
    "tongue_missing",
    "no_such_hour",
    "changed_since",
    "entry_title",
    "entry_words",
    "entry_people",
    "entry_room",
    "entry_road",
    "bad_length",
    "bad_interval",
    "no_weekday",
    "bad_week_of_month",
    "no_count",
    "ends_before_start",
    "ends_too_late",
    "start_off_rule",
    "no_such_occurrence",
    "cannot_shift",
    "busy_too_many",
];

/// The same for groups.
#[cfg(feature = "ssr")]
const OF_GROUPS: [&str; 19] = [
    "group_overtaken",
    "group_name",
    "group_unled",
    "group_leader",
    "outline",
    "no_day",
    "out_of_order",
    "over",
    "room",
    "joining_closed",
    "already_here",
    "not_this_group",
    "others_wait",
    "full",
    "too_late",
    "no_offer",
    "not_held",
    "not_part",
    "other_programme",
];

/// The same for sessions and the calendar.
#[cfg(feature = "ssr")]
const OF_TALKS: [&str; 20] = [
    "film_nobody",
    "film_place",
    "film_days",
    "changed_since",
    "state_not_yet",
    "state_over",
    "state_reason_needed",
    "state_wrong_reason",
    "order_state",
    "not_wished",
    "interpreter_taken",
    "colleague_taken",
    "leads_already",
    "entry_people",
    "entry_room",
    "entry_road",
    "entry_words",
    "series_length",
    "series_end",
    "series_rule",
];

/// The same for days off.
#[cfg(feature = "ssr")]
const OF_DAYS: [&str; 4] = ["closure_days", "closure_name", "hours", "municipality"];

/// The same for plans.
#[cfg(feature = "ssr")]
const OF_PLANS: [&str; 16] = [
    "baton_not_asked",
    "baton_same_hands",
    "baton_unsaid",
    "consent_dates",
    "consent_over",
    "plan_overtaken",
    "plan_empty",
    "plan_nobody",
    "plan_dates",
    "no_doer",
    "off_scale",
    "law_unsaid",
    "nothing_new",
    "not_asked",
    "by_law",
    "plan_area",
];

/// The same for handing over to another municipality.
#[cfg(feature = "ssr")]
const OF_MOVING: [&str; 10] = [
    "moving_unsaid",
    "moving_nobody",
    "moving_under_way",
    "moving_stage",
    "moving_gone",
    "moving_unanswered",
    "moving_no",
    "moving_protected",
    "moving_not_gone",
    "moving_dates",
];

/// The same for a copy that is taken along.
#[cfg(feature = "ssr")]
const OF_OFFLINE: [&str; 4] = ["offline_protected", "offline_nobody", "offline_time", "offline_step"];

/// The same for a screen that is handed to the family.
#[cfg(feature = "ssr")]
const OF_ROOM: [&str; 3] = ["room_nobody", "pin_digits", "pin_easy"];

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Network,
            // Not from a page of ours: those send what the functions ask for.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                crate::server::with_status(Self::Missing("form".into()))
            }
            _ => Self::Internal,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<store::StoreError> for AppError {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::NotFound => Self::NotFound,
            store::StoreError::NotAllowed("part") => Self::NotPart,
            store::StoreError::NotAllowed(why) if staff_fault(why).is_some() => {
                staff_fault(why).map_or(Self::NotAllowed, Self::Staff)
            }
            store::StoreError::Taken("unit") => Self::Staff(StaffFault::NameTaken),
            store::StoreError::Taken("e-mail") => Self::Staff(StaffFault::EmailTaken),
            store::StoreError::Taken("post") => Self::Staff(StaffFault::PostHeld),
            store::StoreError::NotAllowed(code)
                if [
                    &DECLINED[..],
                    &OF_GROUPS[..],
                    &OF_TALKS[..],
                    &OF_PLANS[..],
                    &OF_DAYS[..],
                    &OF_MOVING[..],
                    &OF_OFFLINE[..],
                    &OF_ROOM[..],
                ]
                .iter()
                .any(|codes| codes.contains(&code)) =>
            {
                Self::Declined(code.to_owned())
            }
            store::StoreError::NotAllowed(_) => Self::NotAllowed,
            other => {
                tracing::error!(error = %other, "store");
                Self::Internal
            }
        }
    }
}

/// The refusals of administration, by the store's word for them.
#[cfg(feature = "ssr")]
fn staff_fault(why: &str) -> Option<StaffFault> {
    Some(match why {
        "last_administrator" => StaffFault::LastAdministrator,
        "own_account" => StaffFault::OwnAccount,
        "unit" => StaffFault::UnitNeeded,
        "owner" => StaffFault::OwnerMissing,
        "successor" => StaffFault::SuccessorStrange,
        "period" => StaffFault::DayStrange,
        "second_factor" => StaffFault::FactorInUse,
        "link" => StaffFault::LinkNotFitting,
        _ => return None,
    })
}

#[cfg(feature = "ssr")]
impl From<store::Throttled> for AppError {
    fn from(throttled: store::Throttled) -> Self {
        Self::Throttled { minutes: throttled.wait_ms.div_euclid(60_000) + 1 }
    }
}

#[cfg(feature = "ssr")]
impl From<store::OpenError> for AppError {
    fn from(error: store::OpenError) -> Self {
        match error {
            store::OpenError::NotFound => Self::NotFound,
            store::OpenError::ReasonNeeded => Self::ReasonNeeded,
            store::OpenError::Store(error) => error.into(),
        }
    }
}

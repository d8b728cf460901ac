//! What can be wrong in the forms about accounts, offices and posts.

use serde::{Deserialize, Serialize};

/// Why a form about staff was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StaffFault {
    /// No name.
    NameMissing,
    /// A name that is too long or not plain text.
    NameStrange,
    /// A unit of that name is there already.
    NameTaken,
    /// Not an e-mail address.
    EmailStrange,
    /// The address has an account.
    EmailTaken,
    /// No unit chosen, or not one in use.
    UnitMissing,
    /// No role chosen.
    RoleMissing,
    /// No kind of service chosen.
    KindMissing,
    /// Not a number of seats.
    SeatsStrange,
    /// Not a day, or one that does not fit.
    DayStrange,
    /// The same post is held in that time.
    PostHeld,
    /// Fewer characters than needed.
    PasswordShort,
    /// More characters than are taken.
    PasswordLong,
    /// Among the first that are guessed.
    PasswordCommon,
    /// The two do not agree.
    PasswordsDiffer,
    /// The old password does not fit.
    OldPasswordWrong,
    /// The code does not fit, or was used.
    CodeWrong,
    /// The link was used, taken back, or is too old.
    LinkSpent,
    /// A second factor is in use already.
    FactorInUse,
    /// A second factor is required here.
    FactorRequired,
    /// Nobody could run the system afterwards.
    LastAdministrator,
    /// One's own account.
    OwnAccount,
    /// People work there, or cases are open.
    UnitNeeded,
    /// Something would be without an owner.
    OwnerMissing,
    /// Who is named may not take it over.
    SuccessorStrange,
    /// The account has a password, or none, where it must not.
    LinkNotFitting,
}

impl StaffFault {
    /// The field beside which it is told, if there is one.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::NameMissing | Self::NameStrange | Self::NameTaken => "name",
            Self::EmailStrange | Self::EmailTaken => "email",
            Self::UnitMissing => "unit",
            Self::RoleMissing | Self::PostHeld => "role",
            Self::KindMissing => "kind",
            Self::SeatsStrange => "seats",
            Self::PasswordShort | Self::PasswordLong | Self::PasswordCommon => "password",
            Self::PasswordsDiffer => "again",
            Self::OldPasswordWrong => "old",
            Self::CodeWrong => "code",
            _ => return None,
        })
    }
}

//! «Bruk uten nett»: a home visit where there is no coverage.
//!
//! A copy holds what all in the room may see, sealed in the browser by a key
//! that takes both a PIN and a secret of the device. It lies apart from what is
//! drawn on it: the copy goes when its time is over, when somebody signs out or
//! guesses too often; what was drawn stays, sealed to a key of the server's,
//! until it is delivered or expressly discarded.
//!
//! [`pin`] and [`row`] know no browser; [`seal`] is the browser's cryptography,
//! [`shelf`] its database; [`copies`] and [`queue`] are the two things that lie
//! there. [`desk`] keeps what is drawn, [`delivery`] brings it home, [`worker`]
//! has the one page open without network, [`page`] is that page, [`take`] the
//! form by which a copy is made.
//!
//! A device that is switched off cannot be told anything: whoever has its disk
//! and the PIN reads the copy. The form says so.

mod card;
mod copies;
mod delivery;
mod desk;
mod editor;
mod page;
mod queue;
mod row;
mod seal;
mod shelf;
mod sign_out;
mod take;
mod waiting;
mod words;
mod worker;

pub use page::OfflinePage;
pub use sign_out::destroy_copies;
pub use take::TakeForm;

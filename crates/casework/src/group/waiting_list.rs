//! Seats and the waiting list of a group, as a machine that is told what
//! happened and what time it is, and says what follows. Who waits longest is
//! asked first; an offer keeps a seat until it is answered or its time is up;
//! nobody is offered a seat once the programme lets nobody join any more.

use crate::calendar::closed::FreeDays;
use crate::calendar::moment::Moment;
use crate::calendar::time::Time;
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// Waits for a seat.
    Waiting,
    /// Has an offer, to be answered before this moment.
    Offered(Moment),
    /// Has a seat.
    Enrolled,
    /// Said no to this group.
    Declined,
    /// Did not answer in time. Staff ask; nobody loses the place in the next group's line by it.
    Lapsed,
    /// The programme lets nobody join any more, and there was no seat.
    NotThisTime,
    /// Does not wish to wait any longer, or has given the seat back.
    Withdrawn,
    /// Moved to another group.
    Moved,
}

impl EntryState {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered(_) => "offered",
            Self::Enrolled => "enrolled",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::NotThisTime => "not_this_time",
            Self::Withdrawn => "withdrawn",
            Self::Moved => "moved",
        }
    }

    /// Whether a seat is kept for them.
    #[must_use]
    pub const fn keeps_seat(self) -> bool {
        matches!(self, Self::Offered(_) | Self::Enrolled)
    }
}

/// Somebody with a seat or in line for one: an adult, a couple, or a family
/// where children take part themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// How it is known.
    pub id: String,
    /// Waiting since; kept when moving to another group's line.
    pub since: Moment,
    /// How many seats they need together, 1 as a rule, 2 for a couple.
    pub seats: u8,
    /// How far they have come.
    pub state: EntryState,
}

/// How offers are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRule {
    /// So many working days there are to answer.
    pub working_days: u8,
    /// The last of them ends at this time.
    pub until: Time,
    /// With less time than this to answer, in minutes, nobody is asked by the machine.
    pub least_minutes: u16,
}

impl Default for OfferRule {
    /// Three working days, until three in the afternoon; not with less than a day to answer. Ours.
    fn default() -> Self {
        Self { working_days: 3, until: Time::new(15, 0), least_minutes: 24 * 60 }
    }
}

impl OfferRule {
    /// Until when an offer that goes out now is to be answered, and never later
    /// than joining closes; nothing if that leaves too little time.
    #[must_use]
    pub fn answer_by(self, now: Moment, closes: Moment, free: &FreeDays) -> Option<Moment> {
        let mut day: Day = now.day;
        for _ in 0..self.working_days.max(1) {
            day = free.next_working(day.plus(1))?;
        }
        let by = Moment::new(day, self.until).min(closes);
        if by.number() - now.number() >= i64::from(self.least_minutes) { Some(by) } else { None }
    }
}

/// The seats of a group and who is in line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingList {
    /// How many seats there are.
    pub seats: u8,
    /// From this moment nobody joins any more.
    pub closes: Moment,
    /// How offers are made.
    pub rule: OfferRule,
    /// Everybody who ever was in line, in any order.
    pub entries: Vec<Entry>,
}

/// What follows from what time it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The time to answer is up.
    Lapse(String),
    /// A seat is offered, to be answered before this moment.
    Offer(String, Moment),
    /// Nobody can join any more.
    Close(String),
}

/// Why an answer or a seat is not taken. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatError {
    /// Nobody with this id.
    Unknown,
    /// There is no offer to answer.
    NoOffer,
    /// The time to answer is up.
    TooLate,
    /// Nobody joins any more.
    Closed,
    /// No seat is left.
    Full,
    /// Somebody has waited longer; staff may pass them by only with a reason.
    OthersWait,
}

impl WaitingList {
    /// Seats that are neither taken nor kept for an answer.
    #[must_use]
    pub fn free(&self) -> u8 {
        self.seats.saturating_sub(self.kept(|state| state.keeps_seat()))
    }

    fn kept(&self, which: impl Fn(EntryState) -> bool) -> u8 {
        self.entries.iter().filter(|it| which(it.state)).fold(0, |sum: u8, it| sum.saturating_add(it.seats))
    }

    /// Those who wait, the one who is asked first first.
    #[must_use]
    pub fn line(&self) -> Vec<&Entry> {
        let mut line: Vec<_> = self.entries.iter().filter(|it| it.state == EntryState::Waiting).collect();
        line.sort_by(|one, other| (one.since, &one.id).cmp(&(other.since, &other.id)));
        line
    }

    /// What is to be done now. Doing it with [`WaitingList::apply`] leaves
    /// nothing to be done at the same moment. Who needs more seats than are
    /// free keeps the place in the line while the next one is asked.
    #[must_use]
    pub fn due(&self, now: Moment, free_days: &FreeDays) -> Vec<Step> {
        let mut steps = Vec::new();
        // Joining may close earlier than it did when the offer went out.
        let up = |state| matches!(state, EntryState::Offered(by) if by <= now || self.closes <= now);
        steps.extend(self.entries.iter().filter(|it| up(it.state)).map(|it| Step::Lapse(it.id.clone())));
        if now >= self.closes {
            steps.extend(self.line().into_iter().map(|it| Step::Close(it.id.clone())));
            return steps;
        }
        let Some(by) = self.rule.answer_by(now, self.closes, free_days) else { return steps };
        let mut free = self.free().saturating_add(self.kept(up)).min(self.seats);
        for entry in self.line() {
            if entry.seats <= free {
                free -= entry.seats;
                steps.push(Step::Offer(entry.id.clone(), by));
            }
        }
        steps
    }

    /// Does what is due.
    pub fn apply(&mut self, steps: &[Step]) {
        for step in steps {
            let (id, state) = match step {
                Step::Lapse(id) => (id, EntryState::Lapsed),
                Step::Offer(id, by) => (id, EntryState::Offered(*by)),
                Step::Close(id) => (id, EntryState::NotThisTime),
            };
            if let Some(entry) = self.entries.iter_mut().find(|it| it.id == *id) {
                entry.state = state;
            }
        }
    }

    /// Somebody answers an offer.
    ///
    /// # Errors
    /// Why the answer is not taken. A yes never takes more seats than there are.
    pub fn answer(&mut self, id: &str, yes: bool, now: Moment) -> Result<(), SeatError> {
        let enrolled = self.kept(|state| state == EntryState::Enrolled);
        let (seats, closes) = (self.seats, self.closes);
        let entry = self.entry(id)?;
        let EntryState::Offered(by) = entry.state else { return Err(SeatError::NoOffer) };
        if !yes {
            entry.state = EntryState::Declined;
        } else if now >= by {
            return Err(SeatError::TooLate);
        } else if now >= closes {
            return Err(SeatError::Closed);
        } else if enrolled.saturating_add(entry.seats) > seats {
            return Err(SeatError::Full);
        } else {
            entry.state = EntryState::Enrolled;
        }
        Ok(())
    }

    /// Staff give somebody in line a seat themselves, for example in a talk.
    ///
    /// # Errors
    /// Why not. Past others who wait only with `with_reason`.
    pub fn enrol(&mut self, id: &str, now: Moment, with_reason: bool) -> Result<(), SeatError> {
        let free = self.free();
        let first = self.line().first().map(|it| it.id.clone());
        let closes = self.closes;
        let entry = self.entry(id)?;
        let needed = match entry.state {
            // The own offer keeps the seats already.
            EntryState::Offered(_) => 0,
            EntryState::Enrolled | EntryState::Moved => return Err(SeatError::NoOffer),
            _ => entry.seats,
        };
        if now >= closes {
            return Err(SeatError::Closed);
        }
        if needed > free {
            return Err(SeatError::Full);
        }
        if needed > 0 && !with_reason && first.is_some_and(|first| first != id) {
            return Err(SeatError::OthersWait);
        }
        entry.state = EntryState::Enrolled;
        Ok(())
    }

    /// Somebody leaves the line or gives the seat back, at any time.
    ///
    /// # Errors
    /// When nobody has this id.
    pub fn withdraw(&mut self, id: &str) -> Result<(), SeatError> {
        self.entry(id)?.state = EntryState::Withdrawn;
        Ok(())
    }

    fn entry(&mut self, id: &str) -> Result<&mut Entry, SeatError> {
        self.entries.iter_mut().find(|it| it.id == id).ok_or(SeatError::Unknown)
    }
}

#[cfg(test)]
mod tests;

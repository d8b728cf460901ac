//! May this message go to this person, this way, now? Protected address,
//! contact ban, agreement and opt-out (rule R5), and the hours that are safe.

use super::Channel;
use crate::calendar::Moment;
use crate::calendar::time::Time;
use crate::contact::ContactCard;
use crate::day::Day;
use crate::party::Party;
use crate::sight::{Bar, BarKind};
use serde::{Deserialize, Serialize};

/// Why a message is not sent. Each is the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// The receiver, or somebody at home, has a protected address: contact goes
    /// through a named member of the team.
    Protected,
    /// A ban on contact with somebody who is to be there.
    ContactBan,
    /// The receiver wants no such messages.
    OptedOut,
    /// No way of writing was agreed.
    NotAgreed,
    /// There is nothing to write to.
    NoAddress,
    /// The receiver no longer takes part.
    NotParticipant,
    /// It would have come too late.
    TooLate,
    /// The house cannot send this way.
    NoSender,
}

impl Withheld {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Protected,
        Self::ContactBan,
        Self::OptedOut,
        Self::NotAgreed,
        Self::NoAddress,
        Self::NotParticipant,
        Self::TooLate,
        Self::NoSender,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Protected => "protected",
            Self::ContactBan => "contact_ban",
            Self::OptedOut => "opted_out",
            Self::NotAgreed => "not_agreed",
            Self::NoAddress => "no_address",
            Self::NotParticipant => "not_participant",
            Self::TooLate => "too_late",
            Self::NoSender => "no_sender",
        }
    }

    /// The reason with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What must be known of somebody before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver<'a> {
    /// Person id.
    pub person: &'a str,
    /// Takes part in the case today.
    pub takes_part: bool,
    /// Shielded, or lives with somebody who is.
    pub protected: bool,
    /// How the person is reached.
    pub card: &'a ContactCard,
    /// The channels that the person does not want.
    pub opted_out: &'a [Channel],
    /// The channels by which the house can send.
    pub ways: &'a [Channel],
}

/// The bars of the case on a day.
#[derive(Clone, Copy, Debug)]
pub struct Bars<'a> {
    /// All of them, in force or not.
    pub bars: &'a [Bar],
    /// The day.
    pub today: Day,
}

/// The address of a channel on a card that agrees to it.
fn address(card: &ContactCard, channel: Channel) -> Result<&str, Withheld> {
    let (agreed, address) = match channel {
        Channel::Sms => (card.by_text, card.phone.trim()),
        Channel::Email => (card.by_mail, card.email.trim()),
    };
    match (agreed, address.is_empty()) {
        (false, _) => Err(Withheld::NotAgreed),
        (true, true) => Err(Withheld::NoAddress),
        (true, false) => Ok(address),
    }
}

/// Where a message goes on this channel, or why it does not go. `with` are the
/// others who are to be there.
///
/// # Errors
/// Why it does not go: what protects first, then what the receiver wants, then
/// what is missing.
pub fn may_send<'a>(
    receiver: &Receiver<'a>,
    channel: Channel,
    with: &[String],
    bars: Bars<'_>,
) -> Result<&'a str, Withheld> {
    if receiver.protected {
        return Err(Withheld::Protected);
    }
    if !receiver.takes_part {
        return Err(Withheld::NotParticipant);
    }
    if with.iter().any(|other| is_banned(receiver.person, other, bars)) {
        return Err(Withheld::ContactBan);
    }
    if receiver.opted_out.contains(&channel) {
        return Err(Withheld::OptedOut);
    }
    let address = address(receiver.card, channel)?;
    if receiver.ways.contains(&channel) { Ok(address) } else { Err(Withheld::NoSender) }
}

/// The channel for somebody who was promised none: the first that goes.
///
/// # Errors
/// Why none goes: for the first that was agreed, or else that none was.
pub fn channel_of(receiver: &Receiver<'_>, with: &[String], bars: Bars<'_>) -> Result<Channel, Withheld> {
    let mut why = Withheld::NotAgreed;
    for channel in Channel::ALL {
        match may_send(receiver, channel, with, bars) {
            Ok(_) => return Ok(channel),
            Err(Withheld::NotAgreed) => {}
            Err(other) => why = other,
        }
    }
    Err(why)
}

/// Whether a ban in force holds one of two off the other, either way round.
fn is_banned(one: &str, other: &str, bars: Bars<'_>) -> bool {
    let holds = |protects: &str, against: &str| {
        bars.bars.iter().any(|bar| {
            bar.kind == BarKind::ContactBan
                && bar.period.holds(bars.today)
                && bar.protects == protects
                && bar.against.contains(&Party::Person(against.to_owned()))
        })
    };
    holds(one, other) || holds(other, one)
}

/// Whether the place may stand in a message: not where anybody of the case has
/// a protected address, for a place could locate them.
#[must_use]
pub fn shows_place(anybody_protected: bool, bars: Bars<'_>) -> bool {
    let hidden = |bar: &Bar| bar.kind == BarKind::ProtectedAddress && bar.period.holds(bars.today);
    !anybody_protected && !bars.bars.iter().any(hidden)
}

/// Whether what the card says of times can be kept by a machine. «When never»
/// in words cannot: such messages wait for somebody who has read them.
#[must_use]
pub fn times_are_safe(card: &ContactCard) -> bool {
    card.never.trim().is_empty() && !card.no_message
}

/// The first moment from `now` on at which the card lets a message arrive.
/// Nobody is written to at night, whatever the card says.
#[must_use]
pub fn next_safe(card: &ContactCard, now: Moment) -> Moment {
    let hour = |text: &str, otherwise: Time| text.trim().parse().unwrap_or(otherwise);
    let own = (hour(&card.from, MORNING), hour(&card.to, EVENING));
    let by_day = (own.0.max(MORNING), own.1.min(EVENING));
    // Where that leaves nothing, somebody has asked for the hours that are left.
    let (from, to) = if by_day.0 < by_day.1 { by_day } else { own };
    if now.time < from {
        Moment::new(now.day, from)
    } else if now.time < to {
        now
    } else {
        Moment::new(now.day.plus(1), from)
    }
}

const MORNING: Time = Time::new(7, 0);
const EVENING: Time = Time::new(21, 0);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Period;
    use std::collections::BTreeSet;

    const TODAY: Day = Day::new(2026, 11, 23);

    fn card() -> ContactCard {
        ContactCard {
            by_text: true,
            phone: "680 51 234".into(),
            by_mail: true,
            email: "marte@example.no".into(),
            ..ContactCard::default()
        }
    }

    fn receiver<'a>(card: &'a ContactCard, opted_out: &'a [Channel]) -> Receiver<'a> {
        Receiver { person: "marte", takes_part: true, protected: false, card, opted_out, ways: &Channel::ALL }
    }

    fn bar(kind: BarKind, protects: &str, against: &str, period: Period) -> Bar {
        Bar {
            kind,
            protects: protects.into(),
            against: BTreeSet::from([Party::Person(against.into())]),
            except: BTreeSet::new(),
            period,
        }
    }

    fn on(bars: &[Bar]) -> Bars<'_> {
        Bars { bars, today: TODAY }
    }

    #[test]
    fn what_protects_beats_what_was_agreed() {
        let card = card();
        let with = ["ola".to_owned()];
        let own = receiver(&card, &[]);
        assert_eq!(may_send(&own, Channel::Sms, &with, on(&[])), Ok("680 51 234"));
        let shielded = Receiver { protected: true, ..own.clone() };
        assert_eq!(may_send(&shielded, Channel::Email, &with, on(&[])), Err(Withheld::Protected));
        let gone = Receiver { takes_part: false, ..own.clone() };
        assert_eq!(may_send(&gone, Channel::Email, &with, on(&[])), Err(Withheld::NotParticipant));
        let ban = |protects, against, period| [bar(BarKind::ContactBan, protects, against, period)];
        for (protects, against) in [("ola", "marte"), ("marte", "ola")] {
            let bars = ban(protects, against, Period::default());
            assert_eq!(may_send(&own, Channel::Sms, &with, on(&bars)), Err(Withheld::ContactBan), "{protects}");
            assert!(may_send(&own, Channel::Sms, &[], on(&bars)).is_ok(), "nobody else is to be there");
        }
        let over = Period { from: None, to: Some(Day::new(2026, 11, 22)) };
        assert!(may_send(&own, Channel::Sms, &with, on(&ban("ola", "marte", over))).is_ok());
    }

    #[test]
    fn each_channel_is_agreed_and_refused_by_itself() {
        let whole = card();
        assert_eq!(channel_of(&receiver(&whole, &[]), &[], on(&[])), Ok(Channel::Sms));
        assert_eq!(channel_of(&receiver(&whole, &[Channel::Sms]), &[], on(&[])), Ok(Channel::Email));
        let both = [Channel::Sms, Channel::Email];
        assert_eq!(channel_of(&receiver(&whole, &both), &[], on(&[])), Err(Withheld::OptedOut));
        let unasked = ContactCard { by_text: false, by_mail: false, ..card() };
        assert_eq!(channel_of(&receiver(&unasked, &[]), &[], on(&[])), Err(Withheld::NotAgreed));
        let empty = ContactCard { phone: " ".into(), by_mail: false, ..card() };
        assert_eq!(channel_of(&receiver(&empty, &[]), &[], on(&[])), Err(Withheld::NoAddress));
        let by_mail = Receiver { ways: &[Channel::Email], ..receiver(&whole, &[]) };
        assert_eq!(channel_of(&by_mail, &[], on(&[])), Ok(Channel::Email));
        assert_eq!(may_send(&by_mail, Channel::Sms, &[], on(&[])), Err(Withheld::NoSender));
    }

    #[test]
    fn a_place_is_told_only_where_nobody_is_protected() {
        assert!(shows_place(false, on(&[])));
        assert!(!shows_place(true, on(&[])));
        assert!(!shows_place(false, on(&[bar(BarKind::ProtectedAddress, "barnet", "ola", Period::default())])));
        assert!(shows_place(false, on(&[bar(BarKind::ContactBan, "barnet", "ola", Period::default())])));
    }

    #[test]
    fn messages_arrive_in_hours_that_are_safe() {
        let table = [
            ("", "", "2026-11-23T06:10", "2026-11-23T07:00"),
            ("", "", "2026-11-23T12:00", "2026-11-23T12:00"),
            ("", "", "2026-11-23T21:00", "2026-11-24T07:00"),
            ("09:00", "14:30", "2026-11-23T08:59", "2026-11-23T09:00"),
            ("09:00", "14:30", "2026-11-23T14:29", "2026-11-23T14:29"),
            ("09:00", "14:30", "2026-11-23T14:30", "2026-11-24T09:00"),
            ("", "14:00", "2026-12-31T20:00", "2027-01-01T07:00"),
            ("05:00", "06:30", "2026-11-23T12:00", "2026-11-24T05:00"),
        ];
        for (from, to, now, then) in table {
            let card = ContactCard { from: from.into(), to: to.into(), ..card() };
            assert_eq!(next_safe(&card, now.parse().unwrap()), then.parse().unwrap(), "{from}–{to} {now}");
        }
    }

    #[test]
    fn words_about_times_wait_for_somebody_to_read_them() {
        assert!(times_are_safe(&card()));
        assert!(!times_are_safe(&ContactCard { never: "onsdager".into(), ..card() }));
        assert!(!times_are_safe(&ContactCard { no_message: true, ..card() }));
    }
}

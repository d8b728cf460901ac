//! How much room words take before anybody has translated them: what a message
//! says is known here only by its key, so each key has a width that the longest
//! of our languages needs.

use super::{Bounds, Form, Part, Text};
use crate::date::{Bound, FuzzyDate};
use crate::layout::text_width;
use crate::message::{Arg, Message, MessageKey};

/// The size of the letters of a class, as `style/map.css` has it.
pub(super) fn letters(class: &str) -> f64 {
    match class {
        "name" => 14.0,
        "age" | "mark-label" => 15.0,
        "home-number" => 11.0,
        _ => 12.0,
    }
}

/// The room that a written part takes, from the tops of its letters to below their line.
pub(super) fn room(part: &Part) -> Option<Bounds> {
    let Form::Text { at, text } = &part.form else { return None };
    let size = letters(part.class);
    let width = text_room(text, size);
    Some(Bounds { x: at.x - width / 2.0, y: at.y - size * 0.76, width, height: size * 0.98 })
}

/// The width of a text in letters of this size.
pub(super) fn text_room(text: &Text, size: f64) -> f64 {
    /// The dot between two messages, and the blanks around it.
    const BETWEEN: f64 = 1.1;
    match text {
        Text::Plain(text) => text_width(text, size),
        Text::Messages(all) => {
            let between = BETWEEN * size * all.len().saturating_sub(1) as f64;
            all.iter().map(|it| width(it, size)).sum::<f64>() + between
        }
    }
}

/// The width of a message in letters of this size.
pub(super) fn width(message: &Message, size: f64) -> f64 {
    ems(message.key) * size + message.args.values().map(|it| value(it, size)).sum::<f64>()
}

/// The width that a message needs in bokmål, where that is less.
pub(super) fn width_in_bokmal(message: &Message, size: f64) -> f64 {
    let shorter = BOKMAL.iter().find(|(key, _)| *key == message.key).map_or(0.0, |(key, less)| ems(*key) - less);
    width(message, size) - shorter * size
}

/// Words on ties and care that are much shorter in bokmål than in the longest
/// of our languages, in ems.
const BOKMAL: [(MessageKey, f64); 16] = [
    (MessageKey::BondPlain, 9.2),
    (MessageKey::BondHarmony, 9.3),
    (MessageKey::BondClose, 6.3),
    (MessageKey::BondDistant, 6.7),
    (MessageKey::BondCloseHostile, 13.9),
    (MessageKey::BondDistantHostile, 14.2),
    (MessageKey::BondCutoff, 6.7),
    (MessageKey::BondCutoffRepaired, 13.1),
    (MessageKey::BondEmotionalAbuse, 6.5),
    (MessageKey::BondPhysicalAbuse, 5.7),
    (MessageKey::BondViolence, 2.2),
    (MessageKey::BondCaretaker, 14.6),
    (MessageKey::BondLove, 7.4),
    (MessageKey::BondGrief, 2.5),
    (MessageKey::LineGuardian, 13.2),
    (MessageKey::LineGuardianYears, 14.6),
];

fn value(arg: &Arg, size: f64) -> f64 {
    /// «og» and the blanks around it.
    const AND: f64 = 2.1;
    match arg {
        Arg::Text(text) => text_width(text, size),
        Arg::Number(number) => text_width(&number.to_string(), size),
        Arg::Date(date) => date_ems(date) * size,
        Arg::Message(message) => width(message, size),
        Arg::List(all) => {
            let between = AND * size * all.len().saturating_sub(1) as f64;
            all.iter().map(|it| value(it, size)).sum::<f64>() + between
        }
    }
}

/// A date in its short form.
fn date_ems(date: &FuzzyDate) -> f64 {
    let bound = if date.bound == Bound::Exact { 0.0 } else { 3.8 };
    bound
        + match (date.month, date.day) {
            (Some(_), Some(_)) => 6.5,
            (Some(_), None) => 4.9,
            _ => 2.4,
        }
}

/// Defines the widths of what messages say beside their values.
macro_rules! ems {
    ($($($key:ident)|+ = $ems:literal,)+) => {
        /// What a message says beside its values, in ems of its letters; for
        /// what is not written on a drawing, a guess.
        const fn ems(key: MessageKey) -> f64 {
            match key {
                $($(MessageKey::$key)|+ => $ems,)+
                _ => 10.0,
            }
        }

        /// Everything of which the width is kept.
        #[cfg(test)]
        const KEPT: &[MessageKey] = &[$($(MessageKey::$key),+),+];
    };
}

ems! {
    LabelBorn | LabelDied = 1.4,
    LabelYears = 0.6,
    LabelLost | HouseholdLabel = 0.0,
    LabelDue = 3.7,
    LabelMissing = 4.0,
    LabelMissingSince = 7.5,
    LabelShielded = 4.5,
    LabelEmergency = 6.6,
    LabelEmergencyIn = 6.0,
    LabelImmigrated = 6.1,
    LabelInterpreter = 6.0,
    MarkImmigration = 5.7,
    MarkCultures = 14.5,
    MarkInterpreter = 10.3,
    MarkPlace = 7.2,
    MarkOccupation = 5.5,
    CoupleMarried | CoupleRegistered = 1.7,
    CoupleEngaged | CoupleSeparated | CoupleDivorced = 2.5,
    CoupleCohabiting = 3.7,
    CoupleLat = 6.1,
    CoupleDating = 5.3,
    CoupleEnded = 3.4,
    CoupleAnnulled = 4.6,
    CoupleWifeNumber = 1.9,
    CoupleAffair = 6.3,
    CoupleKin = 3.5,
    LineAdopted = 4.2,
    LineEmergencyFoster = 12.1,
    LineRaisedBy = 7.2,
    LineRaisedByYears = 8.2,
    LineGuardian = 17.4,
    LineGuardianYears = 18.4,
    HouseholdLabelEnded = 3.8,
    HouseholdPart = 1.8,
    HouseholdPartRhythm = 2.5,
    HouseholdRhythm = 0.7,
    NameUnnamed = 10.4,
    NameShielded = 9.9,
    NameExpected = 9.0,
    NamePet = 5.8,
    NameInstitution = 5.7,
    BondPlain = 10.4,
    BondHarmony = 12.2,
    BondClose | BondLove = 9.3,
    BondFused = 18.5,
    BondDistant = 9.8,
    BondIndifferent = 6.4,
    BondConflict | BondDistrust | BondViolence | BondJealous = 4.2,
    BondDiscord = 10.2,
    BondHate = 2.2,
    BondCloseHostile = 15.9,
    BondFusedHostile = 19.6,
    BondDistantHostile = 16.7,
    BondCutoff | BondPhysicalAbuse = 7.6,
    BondCutoffRepaired = 15.3,
    BondEmotionalAbuse | BondGrief = 8.5,
    BondSexualAbuse | BondLimerence = 9.6,
    BondNeglect | BondSpiritual = 6.9,
    BondFocusedOn = 13.2,
    BondFocusedOnNeg = 16.2,
    BondCaretaker = 18.9,
    BondManipulative | BondControlling = 7.4,
    BondFriendship = 5.0,
    BondBestFriends = 6.2,
    BondInLove | BondAdmirer = 5.6,
    BondNeverMet = 8.2,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails says so")]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A text without its values.
    fn fixed(text: &str) -> String {
        text.split('{').map(|it| it.split_once('}').map_or(it, |(_, after)| after)).collect()
    }

    #[test]
    fn no_language_needs_more_room_than_is_kept_and_none_far_less() {
        let texts = [
            include_str!("../../../../app/locales/messages/nb.json"),
            include_str!("../../../../app/locales/messages/en.json"),
        ];
        let texts = texts.map(|it| serde_json::from_str::<BTreeMap<String, String>>(it).unwrap());
        for key in KEPT {
            let needed = texts.each_ref().map(|it| text_width(&fixed(&it[key.code()]), 1.0));
            let most = needed.into_iter().fold(0.0, f64::max);
            assert!(most <= ems(*key) + 0.01, "{} needs {most:.1} ems", key.code());
            assert!(ems(*key) <= most + 0.9, "{} needs only {most:.1} ems", key.code());
        }
        for (key, least) in BOKMAL {
            let needed = text_width(&fixed(&texts[0][key.code()]), 1.0);
            assert!(needed <= least + 0.01 && least < ems(key), "{} needs {needed:.1} ems in bokmål", key.code());
        }
    }

    #[test]
    fn a_message_is_as_wide_as_what_it_says_with_its_values() {
        let message = Message::new(MessageKey::HouseholdPart).with("name", "Emil").with("percent", 50_u16);
        assert!((width(&message, 12.0) - text_width("Emil 50 %", 12.0)).abs() < 2.0);
        let born = Message::new(MessageKey::LabelBorn).with("date", FuzzyDate::year(1996));
        assert!(width(&born, 12.0) >= text_width("f. 1996", 12.0));
    }
}

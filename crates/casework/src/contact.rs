//! How a participant may be reached safely, and what an interpreter must know.
//!
//! There is no field for an address, for anyone. Somebody with a strictly
//! confidential address has no telephone and e-mail here either: contact goes
//! through a named member of the team.

use serde::{Deserialize, Serialize};

/// Safe contact, language and interpreter. The fewest fields that serve.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactCard {
    /// May be called.
    pub by_call: bool,
    /// May be sent text messages.
    pub by_text: bool,
    /// May be sent e-mail.
    pub by_mail: bool,
    /// May be sent letters.
    pub by_letter: bool,
    /// Telephone number.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// From this time of day, as `HH:MM`; empty for any.
    pub from: String,
    /// Until this time of day, as `HH:MM`; empty for any.
    pub to: String,
    /// When never, in words.
    pub never: String,
    /// Leave no message: not on an answering machine, not with others.
    pub no_message: bool,
    /// Who of the team is the way to a person whose address is protected.
    pub through: String,
    /// The language in which the person wants to talk.
    pub language: String,
    /// An interpreter is needed.
    pub interpreter: bool,
    /// Dialect, or what else matters about the language.
    pub dialect: String,
    /// Sign language.
    pub sign_language: bool,
    /// The gender that the interpreter should have: `female`, `male` or empty.
    pub interpreter_gender: String,
    /// Interpreters who are not to be asked, in words.
    pub not_interpreter: String,
}

/// What is wrong with a card, by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactFault {
    /// No telephone number.
    Phone,
    /// No e-mail address.
    Email,
    /// No times of day, or the wrong way round.
    Hours,
    /// Something that could locate a protected person.
    Locates,
}

/// The longest text of a field.
const LONGEST: usize = 500;

impl ContactCard {
    /// The card as it is kept: trimmed, and for a protected person without
    /// whatever could locate them.
    #[must_use]
    pub fn kept(&self, is_protected: bool) -> Self {
        let text = |text: &str| text.trim().chars().take(LONGEST).collect::<String>();
        let mut card = Self {
            phone: text(&self.phone),
            email: text(&self.email),
            from: text(&self.from),
            to: text(&self.to),
            never: text(&self.never),
            through: text(&self.through),
            language: text(&self.language),
            dialect: text(&self.dialect),
            interpreter_gender: text(&self.interpreter_gender),
            not_interpreter: text(&self.not_interpreter),
            ..self.clone()
        };
        if is_protected {
            card.phone.clear();
            card.email.clear();
            card.by_call = false;
            card.by_text = false;
            card.by_mail = false;
            card.by_letter = false;
        }
        card
    }

    /// What is wrong with it.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, is_protected: bool) -> Result<(), Vec<ContactFault>> {
        let mut faults = Vec::new();
        if !is_phone(&self.phone) {
            faults.push(ContactFault::Phone);
        }
        if !is_email(&self.email) {
            faults.push(ContactFault::Email);
        }
        if !hours_fit(self.from.trim(), self.to.trim()) {
            faults.push(ContactFault::Hours);
        }
        if is_protected && (!self.phone.trim().is_empty() || !self.email.trim().is_empty() || self.by_letter) {
            faults.push(ContactFault::Locates);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.trim().chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '+');
    text.trim().is_empty() || (plain && (5..=15).contains(&digits))
}

fn is_email(text: &str) -> bool {
    let text = text.trim();
    let Some((before, after)) = text.split_once('@') else { return text.is_empty() };
    !before.is_empty() && after.contains('.') && !after.contains('@') && !text.contains(char::is_whitespace)
}

fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn hours_fit(from: &str, to: &str) -> bool {
    match (from.is_empty(), to.is_empty()) {
        (true, true) => true,
        (false, true) => minutes(from).is_some(),
        (true, false) => minutes(to).is_some(),
        (false, false) => minutes(from).zip(minutes(to)).is_some_and(|(from, to)| from < to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(phone: &str, email: &str, from: &str, to: &str) -> ContactCard {
        let text = str::to_owned;
        ContactCard { phone: text(phone), email: text(email), from: text(from), to: text(to), ..ContactCard::default() }
    }

    #[test]
    fn what_is_wrong_is_said_by_field() {
        use ContactFault::{Email, Hours, Locates, Phone};
        let table = [
            (card("", "", "", ""), false, vec![]),
            (card("68 05 12 34", "marte@example.no", "09:00", "14:30"), false, vec![]),
            (card("+47 68 05 12 34", "", "", "14:00"), false, vec![]),
            (card("ring mor", "marte", "14:00", "09:00"), false, vec![Phone, Email, Hours]),
            (card("123", "a b@example.no", "25:00", ""), false, vec![Phone, Email, Hours]),
            (card("68 05 12 34", "", "", ""), true, vec![Locates]),
            (ContactCard { by_letter: true, ..ContactCard::default() }, true, vec![Locates]),
        ];
        for (card, is_protected, expected) in table {
            assert_eq!(card.check(is_protected).err().unwrap_or_default(), expected, "{card:?}");
        }
    }

    #[test]
    fn a_protected_person_keeps_nothing_that_could_locate() {
        let written =
            ContactCard { by_call: true, language: " somali ".into(), ..card("68 05 12 34", "a@b.no", "", "") };
        let kept = written.kept(true);
        assert_eq!((kept.phone.as_str(), kept.email.as_str(), kept.by_call), ("", "", false));
        assert_eq!(kept.language, "somali");
        assert_eq!(written.kept(false).phone, "68 05 12 34");
    }
}

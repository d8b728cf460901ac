//! Messages by e-mail.

use super::{Sender, Verdict};
use crate::mail::Smtp;
use casework::message::Outcome;
use lettre::message::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::Error;
use lettre::{AsyncTransport, message::Mailbox};
use std::future::Future;
use std::pin::Pin;
use store::Outgoing;

/// Sends messages over SMTP.
pub struct Email(Smtp);

impl Email {
    /// Over the mail server of the house's letters.
    pub const fn new(smtp: Smtp) -> Self {
        Self(smtp)
    }

    /// The letter. Its Message-ID is the same at every attempt, so that a mail
    /// server that has it knows it again.
    fn letter(&self, message: &Outgoing) -> Option<Message> {
        let to: Mailbox = message.address.parse().ok()?;
        let domain = self.0.from.email.domain();
        let mut letter = Message::builder()
            .from(self.0.from.clone())
            .to(to)
            .subject(message.said.subject.clone())
            .message_id(Some(format!("<{}@{domain}>", message.reference)))
            .header(ContentType::TEXT_PLAIN)
            .body(message.said.text.clone())
            .ok()?;
        let mut add = |name: &'static str, value: String| {
            letter.headers_mut().insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        };
        add("Auto-Submitted", "auto-generated".to_owned());
        add("Content-Language", message.language.code().to_owned());
        if !message.stop_link.is_empty() {
            add("List-Unsubscribe", format!("<{}>", message.stop_link));
        }
        Some(letter)
    }
}

impl Sender for Email {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Pin<Box<dyn Future<Output = Verdict> + Send + 'a>> {
        Box::pin(async move {
            let Some(letter) = self.letter(message) else { return Verdict::because(Outcome::Refused, "address") };
            // Until a connection stands and we are let in, nothing was handed over.
            match self.0.transport.test_connection().await {
                Ok(true) => {}
                Ok(false) | Err(_) => return Verdict::because(Outcome::NotTaken, "unreachable"),
            }
            match self.0.transport.send(letter).await {
                Ok(_) => Verdict::TAKEN,
                Err(error) => verdict(&error),
            }
        })
    }
}

/// A mail server that says a number has not taken the letter; one that falls
/// silent may have.
fn verdict(error: &Error) -> Verdict {
    match error.status() {
        Some(code) if error.is_transient() => Verdict::because(Outcome::NotTaken, format!("smtp_{code}")),
        Some(code) => Verdict::because(Outcome::Refused, format!("smtp_{code}")),
        None if error.is_client() => Verdict::because(Outcome::Refused, "address"),
        None if error.is_timeout() => Verdict::because(Outcome::Unknown, "timeout"),
        None => Verdict::because(Outcome::Unknown, "interrupted"),
    }
}

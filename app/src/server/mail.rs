//! Letters by e-mail: the one way out of the house.

use super::Visit;
use crate::api::administration::Delivery;
use crate::i18n::{Locale, td_string};
use std::future::Future;
use std::pin::Pin;
use store::{LinkKind, LinkToken};

/// A letter to one person.
pub struct Letter {
    /// E-mail address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// Why a letter was not taken; for the server's own log, without addresses.
#[derive(Debug)]
pub struct MailFault(pub String);

/// Something that sends letters.
pub trait Mailer: Send + Sync {
    /// Sends a letter; answers when a mail server has taken it.
    fn send<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = Result<(), MailFault>> + Send + 'a>>;
}

/// A link as it stands in a letter.
pub fn link_address(origin: &str, kind: LinkKind, token: &LinkToken) -> String {
    let page = match kind {
        LinkKind::Invitation => "invitasjon",
        LinkKind::Reset => "nytt-passord",
    };
    format!("{origin}/{page}/{}", token.reveal())
}

/// The letter with a link, in both languages: nobody knows yet which the reader
/// prefers. Its words tell nothing but that there is a link.
fn letter(kind: LinkKind, to: &str, address: &str) -> Letter {
    let in_language = |locale: Locale| match kind {
        LinkKind::Invitation => td_string!(locale, mail.invitation, link = address),
        LinkKind::Reset => td_string!(locale, mail.reset, link = address),
    };
    let subject = match kind {
        LinkKind::Invitation => td_string!(Locale::nb, mail.invitation_subject),
        LinkKind::Reset => td_string!(Locale::nb, mail.reset_subject),
    };
    let text = format!("{}\n\n--\n\n{}\n", in_language(Locale::nb), in_language(Locale::en));
    Letter { to: to.to_owned(), subject: subject.to_owned(), text }
}

/// Sends a link to its owner; where no mail server is set, gives it to the
/// caller to hand over.
pub async fn deliver(visit: &Visit, kind: LinkKind, link: &str, token: &LinkToken, email: &str) -> Delivery {
    let address = link_address(&visit.site.origin, kind, token);
    let Some(mailer) = &visit.site.mailer else { return Delivery::HandOver { link: address } };
    match mailer.send(&letter(kind, email, &address)).await {
        Ok(()) => {
            if let Err(error) = visit.site.store.link_sent(link).await {
                tracing::error!(%error, "a letter was sent, and this could not be noted");
            }
            Delivery::Sent { email: email.to_owned() }
        }
        Err(fault) => {
            tracing::warn!(fault = %fault.0, "a letter was not sent");
            Delivery::Failed { email: email.to_owned() }
        }
    }
}

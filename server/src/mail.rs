//! Letters by SMTP.

use crate::config::Fault;
use app::server::mail::{Letter, MailFault, Mailer};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// No mail server is waited for any longer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Sends letters over SMTP.
pub struct Smtp {
    pub(crate) transport: AsyncSmtpTransport<Tokio1Executor>,
    pub(crate) from: Mailbox,
}

impl Smtp {
    /// A sender for this address: `smtps://USER:PASSWORD@HOST`, or
    /// `smtp://…?tls=required`; in the open only on this machine.
    pub fn new(url: &str, from: &str) -> Result<Self, Fault> {
        // What is wrong is said without the address: there is a password in it.
        let wrong = |what: &str| Fault::Setting(format!("FAMILIEKART_SMTP_URL {what}"));
        if !is_sealed(url) {
            return Err(wrong("must begin with smtps://, or end with ?tls=required"));
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| wrong("is no address such as smtps://USER:PASSWORD@smtp.example.no"))?;
        let from = from.parse().map_err(|_| {
            Fault::Setting("FAMILIEKART_MAIL_FROM must be an address such as Familiekart <kart@example.no>".into())
        })?;
        Ok(Self { transport: builder.timeout(Some(TIMEOUT)).build(), from })
    }

    fn message(&self, letter: &Letter) -> Result<Message, MailFault> {
        let to: Mailbox = letter.to.parse().map_err(|_| MailFault("an address that cannot be written to".into()))?;
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|error| MailFault(error.to_string()))
    }
}

impl Mailer for Smtp {
    fn send<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = Result<(), MailFault>> + Send + 'a>> {
        Box::pin(async move {
            let message = self.message(letter)?;
            // A mail server's words may repeat the address; its number does not.
            self.transport.send(message).await.map(|_| ()).map_err(|error| {
                MailFault(match error.status() {
                    Some(code) => format!("the mail server answered {code}"),
                    None if error.is_timeout() => "the mail server did not answer in time".into(),
                    None => "the mail server could not be reached".into(),
                })
            })
        })
    }
}

/// Whether letters travel sealed, or do not leave this machine.
fn is_sealed(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("smtp://") else { return url.starts_with("smtps://") };
    let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = place.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    options.split('&').any(|option| option == "tls=required") || ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_do_not_travel_in_the_open() {
        let table = [
            ("smtps://smtp.example.no", true),
            ("smtps://user:secret@smtp.example.no:465", true),
            ("smtp://smtp.example.no:587?tls=required", true),
            ("smtp://smtp.example.no:587?tls=opportunistic", false),
            ("smtp://smtp.example.no", false),
            ("smtp://localhost.example.no:25", false),
            ("smtp://127.0.0.1@smtp.example.no", false),
            ("smtp://127.0.0.1:2525", true),
            ("smtp://localhost", true),
            ("http://smtp.example.no", false),
        ];
        for (url, sealed) in table {
            assert_eq!(is_sealed(url), sealed, "{url}");
        }
    }

    #[tokio::test]
    async fn a_wrong_setting_is_named_without_its_password() {
        let from = "Familiekart <kart@example.no>";
        for (url, from) in [("smtp://u:hemmelig@smtp.example.no", from), ("smtps://smtp.example.no", "ingen adresse")] {
            let said = Smtp::new(url, from).err().map(|it| it.to_string()).unwrap_or_default();
            assert!(said.contains("FAMILIEKART_") && !said.contains("hemmelig"), "{said}");
        }
        assert!(Smtp::new("smtps://smtp.example.no", from).is_ok());
    }

    #[tokio::test]
    async fn a_mail_server_that_is_away_is_told() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let smtp = Smtp::new(&format!("smtp://127.0.0.1:{port}"), "kart@example.no").unwrap();
        let letter = Letter { to: "kari@example.no".into(), subject: "S".into(), text: "T".into() };
        let fault = smtp.send(&letter).await.unwrap_err();
        assert!(!fault.0.contains("kari"), "{fault:?}");
    }
}

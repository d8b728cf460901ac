//! Text messages through a gateway that is spoken to over HTTP. What the
//! gateway wants to read is a template, so that most can be used as they are.

use super::{Sender, Verdict};
use crate::config::Fault;
use casework::message::Outcome;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use store::Outgoing;
use ureq::{Agent, Error, Timeout};

/// No gateway is waited for any longer.
const TIMEOUT: Duration = Duration::from_secs(20);
/// What is sent where no template is set.
pub const BODY: &str = r#"{"to":"{to}","from":"{from}","text":"{text}","reference":"{id}"}"#;

/// How the gateway is reached.
#[derive(Clone)]
pub struct Gateway {
    /// Where messages are posted.
    pub url: String,
    /// Sent as `Authorization: Bearer …`; empty for none.
    pub token: String,
    /// From whom, as the receiver's telephone shows it: neutral.
    pub sender: String,
    /// The body with `{to}`, `{from}`, `{text}` and `{id}`: JSON where it
    /// begins with a brace, a form otherwise.
    pub body: String,
}

/// Sends text messages through a gateway.
pub struct Sms {
    gateway: Gateway,
    agent: Agent,
}

impl Sms {
    /// A sender for this gateway.
    pub fn new(gateway: Gateway) -> Result<Self, Fault> {
        let wrong = |what: &str| Err(Fault::Setting(what.to_owned()));
        let host = gateway.url.strip_prefix("http://").map(|rest| rest.split(['/', ':', '?']).next().unwrap_or(rest));
        let on_this_machine = host.is_some_and(|host| ["localhost", "127.0.0.1"].contains(&host));
        if !gateway.url.starts_with("https://") && !on_this_machine {
            return wrong("FAMILIEKART_SMS_URL must begin with https://");
        }
        if !(gateway.body.contains("{to}") && gateway.body.contains("{text}")) {
            return wrong("FAMILIEKART_SMS_BODY must have {to} and {text} in it");
        }
        // No connection is kept: one that was closed meanwhile could not be told from a message that was taken.
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(true)
            .max_redirects(0)
            .max_idle_connections(0)
            .build();
        Ok(Self { gateway, agent: config.into() })
    }

    fn request(&self, message: &Outgoing) -> (&'static str, String) {
        let is_json = self.gateway.body.trim_start().starts_with('{');
        let (kind, escape): (_, fn(&str) -> String) =
            if is_json { ("application/json", in_json) } else { ("application/x-www-form-urlencoded", in_form) };
        let to = international(&message.address);
        let values = [
            ("{to}", &to),
            ("{from}", &self.gateway.sender),
            ("{text}", &message.said.text),
            ("{id}", &message.reference),
        ];
        (kind, filled(&self.gateway.body, &values, escape))
    }
}

/// The template with its values, each written once: a value that looks like a place stays as it is.
fn filled(template: &str, values: &[(&str, &String)], escape: fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((at, (name, value))) =
        values.iter().filter_map(|pair| rest.find(pair.0).map(|at| (at, *pair))).min_by_key(|(at, _)| *at)
    {
        out.push_str(&rest[..at]);
        out.push_str(&escape(value));
        rest = &rest[at + name.len()..];
    }
    out + rest
}

/// As it stands between the quotes of a JSON string.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// As it stands in a form.
fn in_form(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            // Writing to a String does not fail.
            byte => drop(write!(out, "%{byte:02X}")),
        }
        out
    })
}

/// A telephone number as gateways want it; eight digits are Norwegian.
fn international(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None if digits.len() == 8 && !phone.trim().starts_with('+') => format!("+47{digits}"),
        None => format!("+{digits}"),
    }
}

impl Sender for Sms {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Pin<Box<dyn Future<Output = Verdict> + Send + 'a>> {
        Box::pin(async move {
            let (kind, body) = self.request(message);
            let mut request = self.agent.post(&self.gateway.url).content_type(kind);
            if !self.gateway.token.is_empty() {
                request = request.header("Authorization", format!("Bearer {}", self.gateway.token));
            }
            // The gateway's library waits; a thread of its own may.
            let answer = tokio::task::spawn_blocking(move || request.send(body).map(|_| ())).await;
            match answer {
                Ok(Ok(())) => Verdict::TAKEN,
                Ok(Err(error)) => verdict(&error),
                Err(_) => Verdict::because(Outcome::Unknown, "interrupted"),
            }
        })
    }
}

/// What surely never reached the gateway, and what it surely did not take, is
/// told apart from what nobody knows.
fn verdict(error: &Error) -> Verdict {
    match error {
        // «Later», before anything was done.
        Error::StatusCode(code @ (429 | 503)) => Verdict::because(Outcome::NotTaken, format!("http_{code}")),
        Error::StatusCode(408) => Verdict::because(Outcome::Unknown, "http_408"),
        Error::StatusCode(code @ 300..500) => Verdict::because(Outcome::Refused, format!("http_{code}")),
        Error::StatusCode(code) => Verdict::because(Outcome::Unknown, format!("http_{code}")),
        Error::HostNotFound | Error::ConnectionFailed | Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            Verdict::because(Outcome::NotTaken, "unreachable")
        }
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            Verdict::because(Outcome::NotTaken, "unreachable")
        }
        Error::Timeout(_) => Verdict::because(Outcome::Unknown, "timeout"),
        _ => Verdict::because(Outcome::Unknown, "interrupted"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::message::{Channel, MessageLanguage, Said};
    use std::io::{Read, Write};
    use std::net::TcpListener;

    fn message() -> Outgoing {
        Outgoing {
            id: "m".into(),
            reference: "0f".into(),
            channel: Channel::Sms,
            address: "68 05 12 34".into(),
            said: Said { subject: "Avtale".into(), text: "Hei! «{id}»\nKl. 09.30 & \"ferdig\"".into() },
            language: MessageLanguage::Nb,
            stop_link: String::new(),
        }
    }

    fn gateway(url: &str, body: &str) -> Gateway {
        Gateway { url: url.into(), token: "hemmelig".into(), sender: "Avtale".into(), body: body.into() }
    }

    #[test]
    fn a_body_is_what_the_gateway_wants() {
        let sms = Sms::new(gateway("https://sms.example.no/send", BODY)).unwrap();
        let (kind, body) = sms.request(&message());
        assert_eq!(kind, "application/json");
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["to"], "+4768051234");
        assert_eq!(body["text"], "Hei! «{id}»\nKl. 09.30 & \"ferdig\"");
        assert_eq!(body["reference"], "0f");
        let form = Sms::new(gateway("http://localhost:1/", "dst={to}&msg={text}")).unwrap();
        let (kind, body) = form.request(&message());
        assert_eq!(kind, "application/x-www-form-urlencoded");
        assert!(body.starts_with("dst=%2B4768051234&msg=Hei%21%20%C2%AB%7Bid%7D"), "{body}");
        for wrong in [gateway("http://sms.example.no", BODY), gateway("https://sms.example.no", "{to}")] {
            assert!(Sms::new(wrong).is_err());
        }
    }

    #[test]
    fn numbers_are_written_with_their_country() {
        for (said, number) in
            [("680 51 234", "+4768051234"), ("+48 22 123 45 67", "+48221234567"), ("0046 8 123", "+468123")]
        {
            assert_eq!(international(said), number);
        }
    }

    /// A gateway that answers once with this, or hangs up.
    fn answering(answer: Option<&'static str>) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut all = Vec::new();
            let mut some = [0; 4096];
            while !String::from_utf8_lossy(&all).ends_with('}') {
                let read = stream.read(&mut some).unwrap();
                all.extend_from_slice(&some[..read]);
            }
            if let Some(answer) = answer {
                write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
            }
            String::from_utf8_lossy(&all).into_owned()
        });
        (url, heard)
    }

    #[tokio::test]
    async fn what_nobody_knows_is_told_apart_from_what_was_not_taken() {
        for (answer, outcome) in [
            (Some("202 Accepted"), Outcome::Taken),
            (Some("400 Bad Request"), Outcome::Refused),
            (Some("503 Later"), Outcome::NotTaken),
            (Some("500 Oh"), Outcome::Unknown),
            (None, Outcome::Unknown),
        ] {
            let (url, heard) = answering(answer);
            let verdict = Sms::new(gateway(&url, BODY)).unwrap().send(&message()).await;
            assert_eq!(verdict.outcome, outcome, "{answer:?} {verdict:?}");
            let heard = heard.join().unwrap();
            assert!(heard.to_lowercase().contains("authorization: bearer hemmelig"), "{heard}");
        }
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let verdict = Sms::new(gateway(&format!("http://{closed}/"), BODY)).unwrap().send(&message()).await;
        assert_eq!(verdict, Verdict::because(Outcome::NotTaken, "unreachable"));
    }
}

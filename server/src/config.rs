//! Every setting, from the command line or the environment, checked at start.

use crate::outbox::{Email, Gateway, Recorder, Senders, Sms};
use clap::{Args, Parser, Subcommand};
use jiff::tz::TimeZone;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use store::{MasterKey, Store, StoreConfig, StoreError};
use thiserror::Error;

/// Why the program did not do what it was asked.
#[derive(Debug, Error)]
pub enum Fault {
    /// A setting is wrong; the sentence says which and how to set it.
    #[error("{0}")]
    Setting(String),
    /// The store refused.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A case did not open.
    #[error("{0}")]
    Open(#[from] store::OpenError),
    /// The network or the file system refused.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Familiekart: the family's map, plan and help in one place.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Options {
    /// Where things are kept.
    #[command(flatten)]
    pub storage: Storage,
    /// Write logs as JSON, one object a line.
    #[arg(long, env = "FAMILIEKART_LOG_JSON", global = true)]
    pub log_json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where things are kept.
#[derive(Debug, Args)]
pub struct Storage {
    /// The database: sqlite://PATH?mode=rwc or postgres://USER@HOST/NAME.
    #[arg(
        long = "database",
        env = "DATABASE_URL",
        global = true,
        default_value = "sqlite://familiekart.sqlite?mode=rwc"
    )]
    pub database: String,
    /// The key store: a database of its own with a short backup retention.
    #[arg(long = "keys-database", env = "KEYS_DATABASE_URL", global = true)]
    pub keys_database: Option<String>,
    /// File with the master key: 64 hexadecimal digits. Made if missing, readable by its owner only.
    #[arg(long, env = "FAMILIEKART_MASTER_KEY_FILE", global = true)]
    pub master_key_file: Option<PathBuf>,
    /// The master key itself, instead of a file.
    #[arg(long, env = "FAMILIEKART_MASTER_KEY", global = true, hide_env_values = true)]
    pub master_key: Option<String>,
    /// Connections at most, per database.
    #[arg(long, env = "FAMILIEKART_CONNECTIONS", global = true, default_value_t = 16)]
    pub connections: u32,
    /// Time zone of the office.
    #[arg(long, env = "FAMILIEKART_TIME_ZONE", global = true, default_value = "Europe/Oslo")]
    pub time_zone: String,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the web server.
    Serve(Serve),
    /// Staff accounts.
    #[command(subcommand)]
    User(UserCommand),
    /// Units.
    #[command(subcommand)]
    Unit(UnitCommand),
    /// The access log: verify it, export its heads.
    #[command(subcommand)]
    Log(LogCommand),
    /// The records of people and ties.
    #[command(subcommand)]
    Record(RecordCommand),
    /// The list of destroyed keys: keep it beside backups, replay it after a restore.
    #[command(subcommand)]
    Erasures(ErasureCommand),
}

/// How the web server runs.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address to listen on. Put a reverse proxy with TLS before it.
    #[arg(long, env = "FAMILIEKART_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Folder with the browser's parts.
    #[arg(long, env = "FAMILIEKART_SITE", default_value = "site")]
    pub site: PathBuf,
    /// The address that people type, such as https://familiekart.kommune.no. Requests from elsewhere are refused.
    #[arg(long, env = "FAMILIEKART_ORIGIN")]
    pub origin: Option<String>,
    /// Network address of a proxy whose X-Forwarded-For is believed. May be repeated.
    #[arg(long = "trusted-proxy", env = "FAMILIEKART_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Allow GEDCOM files to be imported. Always on in a demonstration.
    #[arg(long, env = "FAMILIEKART_GEDCOM_IMPORT")]
    pub gedcom_import: bool,
    /// Mail server for invitations and new passwords: smtps://USER:PASSWORD@HOST. Without one, administrators hand links over.
    #[arg(long, env = "FAMILIEKART_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Who the letters are from, such as Familiekart <kart@kommune.no>.
    #[arg(long, env = "FAMILIEKART_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Gateway for text messages: the address to which they are posted. Without one, none are sent.
    #[arg(long, env = "FAMILIEKART_SMS_URL")]
    pub sms_url: Option<String>,
    /// The gateway's token, sent as Authorization: Bearer.
    #[arg(long, env = "FAMILIEKART_SMS_TOKEN", hide_env_values = true)]
    pub sms_token: Option<String>,
    /// From whom text messages are, as telephones show it: at most eleven letters, and neutral.
    #[arg(long, env = "FAMILIEKART_SMS_SENDER", default_value = "Avtale")]
    pub sms_sender: String,
    /// What the gateway is sent, with {to}, {from}, {text} and {id}: JSON, or a form.
    #[arg(long, env = "FAMILIEKART_SMS_BODY", default_value = crate::outbox::SMS_BODY)]
    pub sms_body: String,
    /// A demonstration with five fictional families; only on loopback, only in a database of its own.
    #[arg(long)]
    pub demo: bool,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make the first administrator (or another); the password is read from standard input.
    CreateAdmin {
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// The unit to administer; made if there is none of that name.
        #[arg(long)]
        unit: String,
    },
    /// Make an account with a post; the password is read from standard input.
    Create {
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// The unit.
        #[arg(long)]
        unit: String,
        /// The role's code, such as practitioner or unit_leader.
        #[arg(long)]
        role: String,
    },
    /// Take an account's second factor away; it sets up a new one at the next sign-in.
    ResetSecondFactor {
        /// E-mail address.
        #[arg(long)]
        email: String,
    },
    /// Let an account sign in no longer, and end its sessions. Hands nothing over; do that in the browser.
    Deactivate {
        /// E-mail address.
        #[arg(long)]
        email: String,
    },
}

/// What to do with units.
#[derive(Debug, Subcommand)]
pub enum UnitCommand {
    /// Call a role by the unit's own name for it.
    NameRole {
        /// The unit.
        #[arg(long)]
        unit: String,
        /// The role's code.
        #[arg(long)]
        role: String,
        /// The name.
        #[arg(long)]
        name: String,
    },
}

/// What to do with the log.
#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Walk every chain; compare with heads exported earlier. Fails when something was changed.
    Verify {
        /// A file that `heads` wrote.
        #[arg(long)]
        heads: Option<PathBuf>,
    },
    /// Write the heads of all chains as JSON, to be kept elsewhere.
    Heads,
}

/// What to do with records.
#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// Replay the edits of every case and compare with its record. Fails when one differs.
    Verify,
}

/// What to do with the list of destroyed keys.
#[derive(Debug, Subcommand)]
pub enum ErasureCommand {
    /// Write the list as JSON.
    List,
    /// Destroy again what a list names.
    Replay {
        /// A file that `list` wrote.
        #[arg(long)]
        file: PathBuf,
    },
}

impl Storage {
    /// The office's time zone.
    pub fn zone(&self) -> Result<TimeZone, Fault> {
        TimeZone::get(&self.time_zone)
            .map_err(|_| Fault::Setting(format!("FAMILIEKART_TIME_ZONE: «{}» is not a time zone", self.time_zone)))
    }

    fn keys_url(&self) -> Result<String, Fault> {
        if let Some(url) = &self.keys_database {
            if url == &self.database {
                return Err(Fault::Setting("KEYS_DATABASE_URL must be another database than DATABASE_URL".into()));
            }
            return Ok(url.clone());
        }
        let path = self.database.strip_prefix("sqlite://").map(|rest| rest.split('?').next().unwrap_or(rest));
        match path {
            Some(path) => Ok(format!("sqlite://{}-keys.sqlite?mode=rwc", path.trim_end_matches(".sqlite"))),
            None => {
                Err(Fault::Setting("KEYS_DATABASE_URL: with PostgreSQL, name a second database for the keys".into()))
            }
        }
    }

    fn key(&self) -> Result<MasterKey, Fault> {
        if let Some(text) = &self.master_key {
            return Ok(MasterKey::from_hex(text)?);
        }
        let path = self.master_key_file.as_ref().ok_or_else(|| {
            Fault::Setting(
                "set FAMILIEKART_MASTER_KEY_FILE (or FAMILIEKART_MASTER_KEY): what is kept is sealed with it".into(),
            )
        })?;
        let named = |error: std::io::Error| Fault::Setting(format!("{}: {error}", path.display()));
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(MasterKey::from_hex(&text)?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let text = MasterKey::generate_hex();
                write_private(path, &text).map_err(named)?;
                Ok(MasterKey::from_hex(&text)?)
            }
            Err(error) => Err(named(error)),
        }
    }

    /// Opens the store with these settings.
    pub async fn open(&self) -> Result<Store, Fault> {
        self.open_on(None).await
    }

    /// The same with a calendar that stands on one day, for a demonstration.
    pub async fn open_on(&self, day: Option<casework::Day>) -> Result<Store, Fault> {
        let config = StoreConfig {
            database_url: self.database.clone(),
            keys_url: self.keys_url()?,
            max_connections: self.connections,
        };
        let clock = Arc::new(crate::clock::SystemClock::new(self.zone()?, day));
        Ok(Store::open(&config, &self.key()?, clock).await?)
    }
}

/// Writes a file that only its owner can read.
fn write_private(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

impl Serve {
    /// The origins that may send what changes something.
    pub fn origins(&self) -> Vec<String> {
        match &self.origin {
            Some(origin) => vec![origin.trim_end_matches('/').to_owned()],
            None => vec![
                format!("http://localhost:{}", self.listen.port()),
                format!("http://127.0.0.1:{}", self.listen.port()),
            ],
        }
    }

    /// Sends letters, where a mail server is set.
    pub fn mailer(&self) -> Result<Option<Arc<dyn app::server::mail::Mailer>>, Fault> {
        let Some(url) = &self.smtp_url else { return Ok(None) };
        Ok(Some(Arc::new(crate::mail::Smtp::new(url, self.sender_address()?)?)))
    }

    fn sender_address(&self) -> Result<&str, Fault> {
        self.mail_from.as_deref().ok_or_else(|| {
            Fault::Setting("FAMILIEKART_MAIL_FROM: say who the letters are from, such as kart@example.no".into())
        })
    }

    /// The ways by which messages leave the house. In a demonstration none does:
    /// they are recorded as sent.
    pub fn senders(&self) -> Result<Senders, Fault> {
        if self.demo {
            return Ok(Senders { email: Some(Arc::new(Recorder)), sms: Some(Arc::new(Recorder)) });
        }
        let mut senders = Senders::default();
        if let Some(url) = &self.smtp_url {
            senders.email = Some(Arc::new(Email::new(crate::mail::Smtp::new(url, self.sender_address()?)?)));
        }
        if let Some(url) = &self.sms_url {
            senders.sms = Some(Arc::new(Sms::new(Gateway {
                url: url.clone(),
                token: self.sms_token.clone().unwrap_or_default(),
                sender: self.sms_sender.clone(),
                body: self.sms_body.clone(),
            })?));
        }
        Ok(senders)
    }

    /// Stops what cannot be meant.
    pub fn check(&self) -> Result<(), Fault> {
        if self.demo && !self.listen.ip().is_loopback() {
            return Err(Fault::Setting("--demo listens on loopback only: its passwords are public".into()));
        }
        if !self.listen.ip().is_loopback() && self.origin.is_none() {
            return Err(Fault::Setting(
                "FAMILIEKART_ORIGIN: say which address people type, such as https://familiekart.example.no".into(),
            ));
        }
        if self.origin.as_deref().is_some_and(|it| !it.starts_with("https://") && !it.starts_with("http://localhost")) {
            return Err(Fault::Setting("FAMILIEKART_ORIGIN must begin with https://".into()));
        }
        if !self.site.join("pkg").is_dir() {
            return Err(Fault::Setting(format!(
                "FAMILIEKART_SITE: no folder «{}» with the browser's parts",
                self.site.display()
            )));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(args: &[&str]) -> Serve {
        let options = Options::try_parse_from([&["familiekart", "serve"], args].concat()).unwrap();
        let Command::Serve(serve) = options.command else { panic!("not serve") };
        serve
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_to_do() {
        let site = std::env::temp_dir();
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        let site = site.to_str().unwrap().to_owned();
        let table: [(&[&str], Option<&str>); 5] = [
            (&["--listen", "0.0.0.0:80", "--demo"], Some("--demo")),
            (&["--listen", "0.0.0.0:80"], Some("FAMILIEKART_ORIGIN")),
            (&["--listen", "0.0.0.0:80", "--origin", "ftp://x"], Some("https://")),
            (&["--listen", "0.0.0.0:80", "--origin", "https://x.example.no"], None),
            (&[], None),
        ];
        for (args, expected) in table {
            let fault = serve(&[args, &["--site", &site]].concat()).check().err().map(|it| it.to_string());
            match expected {
                Some(word) => assert!(fault.as_deref().is_some_and(|it| it.contains(word)), "{args:?}: {fault:?}"),
                None => assert_eq!(fault, None, "{args:?}"),
            }
        }
        assert!(serve(&["--site", "/nowhere-at-all"]).check().is_err());
    }

    #[test]
    fn keys_are_kept_apart_from_what_they_seal() {
        let storage = |database: &str, keys: Option<&str>| Storage {
            database: database.into(),
            keys_database: keys.map(Into::into),
            master_key_file: None,
            master_key: None,
            connections: 1,
            time_zone: "Europe/Oslo".into(),
        };
        let beside = storage("sqlite:///var/lib/familiekart/data.sqlite?mode=rwc", None).keys_url().unwrap();
        assert_eq!(beside, "sqlite:///var/lib/familiekart/data-keys.sqlite?mode=rwc");
        assert!(storage("postgres://localhost/a", None).keys_url().is_err());
        assert!(storage("postgres://localhost/a", Some("postgres://localhost/a")).keys_url().is_err());
        assert!(storage("postgres://localhost/a", Some("postgres://localhost/b")).keys_url().is_ok());
        assert!(storage("x", None).key().is_err());
    }
}

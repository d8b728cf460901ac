//! What is done from the command line: the first account, the log, the records.

use crate::config::{ErasureCommand, Fault, LogCommand, RecordCommand, Storage, UnitCommand, UserCommand};
use casework::day::Period;
use casework::role::Role;
use std::io::Write;
use std::path::Path;
use store::{ChainHead, NewUser, PasswordFault, Store, UnitId, User, check_password};

fn say(text: &str) -> Result<(), Fault> {
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}

fn setting(text: impl Into<String>) -> Fault {
    Fault::Setting(text.into())
}

/// Accounts.
pub async fn user(storage: &Storage, command: UserCommand) -> Result<(), Fault> {
    let store = storage.open().await?;
    store.mark_installation(false).await?;
    match command {
        UserCommand::CreateAdmin { email, name, unit } => {
            create(&store, &email, &name, &unit, Role::Administrator).await
        }
        UserCommand::Create { email, name, unit, role } => {
            let role = role_named(&role)?;
            create(&store, &email, &name, &unit, role).await
        }
        UserCommand::ResetSecondFactor { email } => {
            let user = user_named(&store, &email).await?;
            store.reset_second_factor(&user.id).await?;
            say(&format!("{} sets up a new second factor at the next sign-in.", user.email))
        }
        UserCommand::Deactivate { email } => {
            let user = user_named(&store, &email).await?;
            store.set_active(&user.id, false).await?;
            say(&format!("{} may no longer sign in.", user.email))
        }
    }
}

async fn create(store: &Store, email: &str, name: &str, unit: &str, role: Role) -> Result<(), Fault> {
    if !email.contains('@') || name.trim().is_empty() || unit.trim().is_empty() {
        return Err(setting("an account needs an e-mail address, a name and a unit"));
    }
    let password = read_password()?;
    check_password(&password, email).map_err(|fault| {
        setting(match fault {
            PasswordFault::TooShort => "the password must have at least 15 characters; a few words are fine",
            PasswordFault::TooLong => "the password may have at most 256 characters",
            PasswordFault::Common => "the password is among the first that are guessed; choose another",
        })
    })?;
    let unit = match find_unit(store, unit).await? {
        Some(unit) => unit,
        None => store.create_unit(unit.trim()).await?,
    };
    let user = store.create_user(NewUser { email, name, password: &password }).await?;
    store.give_post(&user, &unit, role, Period::default()).await?;
    say(&format!("{email} can sign in now, as {}.", role.code()))
}

/// A line from standard input, so that the password stands in no history.
fn read_password() -> Result<String, Fault> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(setting("write the password on standard input"));
    }
    Ok(password.to_owned())
}

fn role_named(code: &str) -> Result<Role, Fault> {
    Role::from_code(code).ok_or_else(|| {
        let codes: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        setting(format!("«{code}» is no role; choose one of {}", codes.join(", ")))
    })
}

async fn find_unit(store: &Store, name: &str) -> Result<Option<UnitId>, Fault> {
    Ok(store.list_units().await?.into_iter().find(|unit| unit.name == name.trim()).map(|unit| unit.id))
}

async fn user_named(store: &Store, email: &str) -> Result<User, Fault> {
    let users = store.list_users().await?;
    let user = users.into_iter().find(|user| user.email.eq_ignore_ascii_case(email.trim()));
    user.ok_or_else(|| setting(format!("there is no account {email}")))
}

/// Units.
pub async fn unit(storage: &Storage, command: UnitCommand) -> Result<(), Fault> {
    let UnitCommand::NameRole { unit, role, name } = command;
    let store = storage.open().await?;
    let id = find_unit(&store, &unit).await?.ok_or_else(|| setting(format!("there is no unit «{unit}»")))?;
    store.name_role(&id, role_named(&role)?, name.trim()).await?;
    say(&format!("{unit}: {role} is called «{}» now.", name.trim()))
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| setting(format!("{}: {error}", path.display())))?;
    serde_json::from_str(&text).map_err(|error| setting(format!("{}: {error}", path.display())))
}

fn write_json(value: &impl serde::Serialize) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(value).map_err(|error| setting(error.to_string()))?;
    say(&text)
}

/// The access log.
pub async fn log(storage: &Storage, command: LogCommand) -> Result<(), Fault> {
    let store = storage.open().await?;
    match command {
        LogCommand::Heads => write_json(&store.log_heads().await?),
        LogCommand::Verify { heads } => {
            let exported: Vec<ChainHead> = heads.as_deref().map(read_json).transpose()?.unwrap_or_default();
            let faults = store.verify_log(&exported).await?;
            let chains = store.log_heads().await?.len();
            for fault in &faults {
                say(&format!("{fault:?}"))?;
            }
            if faults.is_empty() {
                say(&format!("The log is as it was written: {chains} chains."))
            } else {
                Err(setting(format!("the log was changed: {} faults in {chains} chains", faults.len())))
            }
        }
    }
}

/// The records of people and ties.
pub async fn record(storage: &Storage, command: RecordCommand) -> Result<(), Fault> {
    let RecordCommand::Verify = command;
    let store = storage.open().await?;
    let (checked, differing) = store.verify_records().await?;
    for case in &differing {
        say(&format!("case {} differs from its edits", case.0))?;
    }
    if differing.is_empty() {
        say(&format!("{checked} records are what their edits add up to."))
    } else {
        Err(setting(format!("{} of {checked} records differ from their edits", differing.len())))
    }
}

/// The list of destroyed keys.
pub async fn erasures(storage: &Storage, command: ErasureCommand) -> Result<(), Fault> {
    let store = storage.open().await?;
    match command {
        ErasureCommand::List => write_json(&store.erasures().await?),
        ErasureCommand::Replay { file } => {
            let erased: Vec<(String, i64)> = read_json(&file)?;
            store.replay_erasures(&erased).await?;
            say(&format!("{} keys are destroyed.", erased.len()))
        }
    }
}

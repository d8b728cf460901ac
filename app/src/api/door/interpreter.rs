//! A unit's interpreters.

use super::DoorSetup;
use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{answer, desk, plain, setup};
#[cfg(feature = "ssr")]
use store::{Gender, InterpreterCard, Tongue, UnitId};

/// An interpreter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterpreterRow {
    /// Id.
    pub id: String,
    /// The unit.
    pub unit: String,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Code of the gender.
    pub gender: String,
    /// Codes of the languages, each with its dialect.
    pub tongues: Vec<(String, String)>,
    /// No longer used.
    pub retired: bool,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interpreters {
    /// What the form needs.
    pub setup: DoorSetup,
    /// Those in use first.
    pub rows: Vec<InterpreterRow>,
}

#[cfg(feature = "ssr")]
pub(crate) fn row(it: store::Interpreter) -> InterpreterRow {
    InterpreterRow {
        id: it.id,
        unit: it.unit.0,
        name: it.card.name,
        phone: it.card.phone,
        gender: it.card.gender.code().to_owned(),
        tongues: it.card.tongues.into_iter().map(|tongue| (tongue.code, tongue.dialect)).collect(),
        retired: it.retired,
    }
}

/// The interpreters of the caller's units.
///
/// # Errors
/// [`AppError::NotFound`] for who keeps no door.
#[server(name = GetInterpreters, endpoint = "list_interpreters", output = Wire)]
pub async fn list_interpreters() -> Result<Interpreters, AppError> {
    let desk = desk().await?;
    let rows = desk.interpreters().await?.into_iter().map(row).collect();
    Ok(Interpreters { setup: setup(&desk).await?, rows })
}

/// What is kept of an interpreter, as the form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InterpreterForm {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Code of the gender.
    pub gender: String,
    /// Code of the language.
    pub tongue: String,
    /// Dialect.
    pub dialect: String,
    /// Code of a second language, or empty.
    pub second: String,
}

/// Keeps an interpreter, or changes one.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Declined`] without a name or a language.
#[server(name = SaveInterpreter, endpoint = "save_interpreter", output = Wire)]
pub async fn save_interpreter(id: Option<String>, unit: String, form: InterpreterForm) -> Result<(), AppError> {
    let desk = desk().await?;
    let first = Tongue { code: plain(&form.tongue), dialect: plain(&form.dialect) };
    let second = Tongue { code: plain(&form.second), dialect: String::new() };
    let tongues = [first, second].into_iter().filter(|it| !it.code.is_empty()).collect();
    let gender = Gender::from_code(&form.gender).unwrap_or_default();
    let card = InterpreterCard { name: plain(&form.name), phone: plain(&form.phone), gender, tongues };
    match id.filter(|id| !id.is_empty()) {
        Some(id) => answer(desk.change_interpreter(&plain(&id), &card).await),
        None => answer(desk.add_interpreter(&UnitId(plain(&unit)), &card).await).map(|_| ()),
    }
}

/// Takes one out of use, or into use again.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(name = RetireInterpreter, endpoint = "retire_interpreter", output = Wire)]
pub async fn retire_interpreter(id: String, retired: bool) -> Result<(), AppError> {
    answer(desk().await?.retire_interpreter(&id, retired).await)
}

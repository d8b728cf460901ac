//! A statement that is put together from parts, with its values beside it.

use sqlx::any::AnyRow;
use sqlx::{AnyPool, AssertSqlSafe};

/// A value to bind, or one by which rows are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Value {
    Int(i64),
    Text(String),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

/// SQL of our own words only; whatever comes from outside is a value.
#[derive(Default)]
pub(super) struct Statement {
    text: String,
    values: Vec<Value>,
}

impl Statement {
    /// Adds text of our own.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Keeps a value and returns the placeholder for it.
    pub(super) fn value(&mut self, value: impl Into<Value>) -> String {
        // PostgreSQL refuses a text with NUL in it; nothing of ours has one.
        let value = match value.into() {
            Value::Text(text) => Value::Text(text.replace('\0', "\u{fffd}")),
            number @ Value::Int(_) => number,
        };
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// Placeholders for a list of values.
    pub(super) fn list<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) -> String {
        let places: Vec<String> = values.into_iter().map(|value| self.value(value)).collect();
        places.join(", ")
    }

    pub(super) async fn fetch_all(self, pool: &AnyPool) -> Result<Vec<AnyRow>, sqlx::Error> {
        let mut query = sqlx::query(AssertSqlSafe(self.text));
        for value in self.values {
            query = match value {
                Value::Int(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
            };
        }
        query.fetch_all(pool).await
    }
}

//! Filling a database for measurements: many cases at once, with made-up words
//! for names. Only with the feature `bench`, which the program never has.

use crate::case::{CaseId, day_text};
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::{Store, UnitId, UserId};
use casework::opening::CaseStatus;
use casework::role::CaseFunction;
use family_map::Record;
use sqlx::{Any, AssertSqlSafe, Transaction};

/// Cases in one transaction.
const BATCH: usize = 1000;
/// Rows in one statement.
const ROWS: usize = 400;
const SYLLABLES: [&str; 24] = [
    "ba", "dø", "fe", "gri", "hå", "jo", "ka", "li", "mæ", "ny", "ol", "pe", "ra", "sti", "tu", "va", "ska", "bre",
    "fli", "grø", "ne", "so", "tå", "vi",
];

/// What to fill in.
#[derive(Clone, Copy, Debug)]
pub struct Fill<'a> {
    /// The unit that owns the cases.
    pub unit: &'a UnitId,
    /// The cases are led by each of these in turn.
    pub leads: &'a [UserId],
    /// The map of each case.
    pub map: &'a Record,
    /// The first case's count.
    pub from: usize,
    /// How many.
    pub count: usize,
}

/// The name of the case with this count: two made-up words and two that all have.
#[must_use]
pub fn made_up_name(count: usize) -> String {
    let word = |seed: usize| -> String {
        let parts = [seed % 24, seed / 24 % 24, seed / 576 % 24].map(|at| SYLLABLES[at]);
        let word = parts.concat();
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    };
    // Two steps that share no factor with 24³, so that words repeat like names do.
    format!("{} {} med familie", word(count * 7919), word(count * 104_729 + 5))
}

/// Puts rows of texts and numbers into a table, some hundred at a time.
async fn insert(
    tx: &mut Transaction<'static, Any>,
    into: &str,
    rows: &[(Vec<String>, Vec<i64>)],
) -> Result<(), StoreError> {
    for some in rows.chunks(ROWS) {
        let mut at = 0;
        let mut values = Vec::with_capacity(some.len());
        for (texts, numbers) in some {
            let places: Vec<String> = (0..texts.len() + numbers.len()).map(|it| format!("${}", at + it + 1)).collect();
            at += places.len();
            values.push(format!("({})", places.join(", ")));
        }
        let mut query = sqlx::query(AssertSqlSafe(format!("INSERT INTO {into} VALUES {}", values.join(", "))));
        for (texts, numbers) in some {
            for text in texts {
                query = query.bind(text);
            }
            for number in numbers {
                query = query.bind(*number);
            }
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

impl Store {
    /// Makes cases with their keys, tokens, leads, maps and two participants,
    /// a thousand in one transaction; returns their ids.
    ///
    /// # Errors
    /// When a database does not answer.
    pub async fn fill(&self, fill: &Fill<'_>) -> Result<Vec<CaseId>, StoreError> {
        let map = serde_json::to_string(fill.map).map_err(|_| StoreError::Unreadable("record"))?;
        let (mut all, end) = (Vec::with_capacity(fill.count), fill.from + fill.count);
        let mut at = fill.from;
        while at < end {
            let counts: Vec<usize> = (at..end.min(at + BATCH)).collect();
            at += counts.len();
            let ids: Vec<CaseId> = counts.iter().map(|_| CaseId(self.new_id())).collect();
            let scopes: Vec<String> = ids.iter().map(CaseId::scope).collect();
            let keys = self.keys().create_many(&scopes, self.now()).await?;
            self.fill_some(fill, &map, &counts, &ids, &keys).await?;
            all.extend(ids);
        }
        Ok(all)
    }

    async fn fill_some(
        &self,
        fill: &Fill<'_>,
        map: &str,
        counts: &[usize],
        ids: &[CaseId],
        keys: &[ScopeKey],
    ) -> Result<(), StoreError> {
        let today = day_text(self.today());
        let (mut cases, mut tokens, mut staff) = (Vec::new(), Vec::new(), Vec::new());
        let (mut records, mut participants) = (Vec::new(), Vec::new());
        for ((count, id), key) in counts.iter().zip(ids).zip(keys) {
            let name = made_up_name(*count);
            let seal = |table, column, row: &str, text: &str| key.seal(Place { table, column, row }, text);
            let status = CaseStatus::ALL[if count % 20 == 0 { 0 } else { 1 + usize::from(count % 3 == 0) }];
            let number = format!("{}-{:04}", 2000 + count / 5000, count % 5000 + 1);
            let at = i64::try_from(*count).unwrap_or_default();
            let sealed = seal("help_case", "name_sealed", &id.0, &name)?;
            cases.push((
                vec![id.0.clone(), fill.unit.0.clone(), number, status.code().to_owned(), sealed],
                vec![self.now() - 10_000 + at, self.now() - at * 7919 % 1_000_003, 0, crate::case::TOKEN_FORM],
            ));
            tokens.extend(self.search_tokens(&name).into_iter().map(|token| (vec![token, id.0.clone()], vec![])));
            let lead = &fill.leads[count % fill.leads.len()];
            staff.push((
                vec![id.0.clone(), lead.0.clone(), CaseFunction::Lead.code().to_owned(), today.clone()],
                vec![],
            ));
            records.push((vec![id.0.clone(), seal("case_record", "record_sealed", &id.0, map)?], vec![0]));
            for person in fill.map.people.values().take(2) {
                let row = self.new_id();
                let sealed = seal("participant", "name_sealed", &row, person.label().unwrap_or("–"))?;
                participants
                    .push((vec![row, id.0.clone(), person.id.as_str().to_owned(), sealed, today.clone()], vec![0, 1]));
            }
        }
        let mut write = self.db().write().await?;
        let tx = &mut write.tx;
        insert(
            tx,
            "help_case (id, unit_id, number, status, name_sealed, created_at, changed_at, edit_number, token_form)",
            &cases,
        )
        .await?;
        insert(tx, "case_token (token, case_id)", &tokens).await?;
        insert(tx, "case_staff (case_id, user_id, function, from_day)", &staff).await?;
        insert(tx, "case_record (case_id, record_sealed, number)", &records).await?;
        insert(
            tx,
            "participant (id, case_id, person_id, name_sealed, from_day, is_child, has_responsibility)",
            &participants,
        )
        .await?;
        write.commit().await
    }

    /// Lets the database look at what was filled in, as it would by itself
    /// in time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn settle(&self) -> Result<(), StoreError> {
        sqlx::query("ANALYZE").execute(self.db().pool()).await?;
        Ok(())
    }
}

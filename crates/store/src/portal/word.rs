//! What somebody of the family says to those who help: a question, a wish for
//! another time, what should be different in the plan. It waits until somebody
//! of the staff has answered; it is for the team and whoever said it.

use crate::Store;
use crate::case::{CaseAccess, CaseLine, Who, day_text};
use crate::crypto::Place;
use crate::error::StoreError;
use crate::user::User;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// So many letters in one word.
pub const WORD_LIMIT: usize = 2000;
/// So many that wait at the same time from one person: nobody's day is filled by a machine.
const WAITING_LIMIT: i64 = 30;

/// What somebody says something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordKind {
    /// A question.
    Question,
    /// Cannot come to an appointment.
    Cancel,
    /// Asks for another time.
    OtherTime,
    /// Asks for a change in the plan.
    PlanChange,
    /// Pauses or stops something in the plan.
    Halt,
    /// Asks who has looked, and why.
    Looked,
    /// Has decided about sharing with a service.
    Consent,
    /// Has written in the plan.
    Wrote,
    /// Says what goes along when they move.
    Moving,
}

impl WordKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Question,
        Self::Cancel,
        Self::OtherTime,
        Self::PlanChange,
        Self::Halt,
        Self::Looked,
        Self::Consent,
        Self::Wrote,
        Self::Moving,
    ];

    /// Stable code, also the message key's last part.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Cancel => "cancel",
            Self::OtherTime => "other_time",
            Self::PlanChange => "plan_change",
            Self::Halt => "halt",
            Self::Looked => "looked",
            Self::Consent => "consent",
            Self::Wrote => "wrote",
            Self::Moving => "moving",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Something that somebody says.
#[derive(Clone, Debug)]
pub struct NewWord {
    /// What about.
    pub kind: WordKind,
    /// The appointment that is meant, where one is: its time in words.
    pub about: String,
    /// In their words; may be empty where the kind says enough.
    pub words: String,
}

/// What was said, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyWord {
    /// Id.
    pub id: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Who, by person id.
    pub person: String,
    /// What about.
    pub kind: WordKind,
    /// The appointment that is meant.
    pub about: String,
    /// In their words.
    pub words: String,
    /// When it was answered, and the name of who did.
    pub answered: Option<(i64, String)>,
    /// What was answered.
    pub answer: String,
}

/// A case in which somebody's words wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordLine {
    /// The case's line.
    pub line: CaseLine,
    /// So many.
    pub waiting: i64,
    /// Since when the first waits, milliseconds since 1970.
    pub since: i64,
}

/// What is sealed of a word.
#[derive(Serialize, Deserialize)]
struct Sealed {
    kind: WordKind,
    about: String,
    words: String,
}

pub(super) const fn word_place(id: &str) -> Place<'_> {
    Place { table: "family_word", column: "word_sealed", row: id }
}

pub(super) const fn answer_place(id: &str) -> Place<'_> {
    Place { table: "family_word", column: "answer_sealed", row: id }
}

impl CaseAccess {
    /// What this participant says, kept for the team.
    ///
    /// # Errors
    /// When this viewer is no participant; `too_long`; `empty` where the kind
    /// alone says nothing; `too_many` while so many wait.
    pub async fn say(&self, new: &NewWord) -> Result<String, StoreError> {
        let says_nothing = new.words.trim().is_empty();
        if says_nothing && matches!(new.kind, WordKind::Question | WordKind::PlanChange) {
            return Err(StoreError::NotAllowed("empty"));
        }
        let (person, mut write) = self.change_own().await?;
        let waiting = sqlx::query(
            "SELECT COUNT(*) AS n FROM family_word WHERE case_id = $1 AND person_id = $2 AND answered_at IS NULL",
        )
        .bind(&self.id().0)
        .bind(&person)
        .fetch_one(&mut *write.tx)
        .await?;
        if waiting.try_get::<i64, _>("n")? >= WAITING_LIMIT {
            return Err(StoreError::NotAllowed("too_many"));
        }
        let id = self.keep_word(&mut write.tx, &person, new).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Whether a word of one kind from somebody waits.
    pub(crate) async fn has_waiting_word(
        &self,
        tx: &mut Transaction<'static, Any>,
        person: &str,
        kind: WordKind,
    ) -> Result<bool, StoreError> {
        let rows = sqlx::query(
            "SELECT id, word_sealed FROM family_word WHERE case_id = $1 AND person_id = $2 AND answered_at IS NULL",
        )
        .bind(&self.id().0)
        .bind(person)
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(word_place(&id), &row.try_get::<String, _>("word_sealed")?)?;
            let it: Sealed = serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("family_word"))?;
            if it.kind == kind {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps a word in the caller's transaction.
    pub(crate) async fn keep_word(
        &self,
        tx: &mut Transaction<'static, Any>,
        person: &str,
        new: &NewWord,
    ) -> Result<String, StoreError> {
        if new.words.chars().count() > WORD_LIMIT || new.about.chars().count() > WORD_LIMIT {
            return Err(StoreError::NotAllowed("too_long"));
        }
        let id = self.store.new_id();
        let sealed = Sealed { kind: new.kind, about: new.about.clone(), words: new.words.trim().to_owned() };
        let text = serde_json::to_string(&sealed).map_err(|_| StoreError::Unreadable("family_word"))?;
        sqlx::query("INSERT INTO family_word (id, case_id, person_id, at, word_sealed) VALUES ($1, $2, $3, $4, $5)")
            .bind(&id)
            .bind(&self.id().0)
            .bind(person)
            .bind(self.store.now())
            .bind(self.key.seal(word_place(&id), &text)?)
            .execute(&mut **tx)
            .await?;
        Ok(id)
    }

    /// What was said, newest first: a participant's own; for staff that of all
    /// of whom they know.
    ///
    /// # Errors
    /// When the case is not open whole to this viewer.
    pub async fn family_words(&self, limit: i64) -> Result<Vec<FamilyWord>, StoreError> {
        self.must_see_whole()?;
        let known: Vec<String> = match self.who() {
            Who::Participant(person) => vec![person.clone()],
            Who::Staff(_) => self.participants().await?.into_iter().map(|it| it.person).collect(),
        };
        let rows = sqlx::query(
            "SELECT family_word.id, family_word.person_id, family_word.at, family_word.word_sealed,
               family_word.answered_at, family_word.answer_sealed, staff_user.name
             FROM family_word LEFT JOIN staff_user ON staff_user.id = family_word.answered_by
             WHERE family_word.case_id = $1 ORDER BY family_word.at DESC, family_word.id DESC LIMIT $2",
        )
        .bind(&self.id().0)
        .bind(limit)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut words = Vec::with_capacity(rows.len());
        for row in &rows {
            let person: String = row.try_get("person_id")?;
            if !known.contains(&person) {
                continue;
            }
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(word_place(&id), &row.try_get::<String, _>("word_sealed")?)?;
            let it: Sealed = serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("family_word"))?;
            let answer = row.try_get::<Option<String>, _>("answer_sealed")?;
            let answer = answer.map(|sealed| self.key.unseal(answer_place(&id), &sealed)).transpose()?;
            let by = row.try_get::<Option<String>, _>("name")?.unwrap_or_default();
            words.push(FamilyWord {
                at: row.try_get("at")?,
                answered: row.try_get::<Option<i64>, _>("answered_at")?.map(|at| (at, by)),
                answer: answer.unwrap_or_default(),
                kind: it.kind,
                about: it.about,
                words: it.words,
                person,
                id,
            });
        }
        Ok(words)
    }

    /// Answers what somebody said, or only says that it was seen.
    ///
    /// # Errors
    /// When this viewer may not change the case; `too_long`; [`StoreError::NotFound`]
    /// for what is not there, hidden, or answered by somebody else meanwhile.
    pub async fn answer_family_word(&self, id: &str, answer: &str) -> Result<(), StoreError> {
        if answer.chars().count() > WORD_LIMIT {
            return Err(StoreError::NotAllowed("too_long"));
        }
        let by = self.staff()?.clone();
        if !self.family_words(i64::MAX).await?.iter().any(|it| it.id == id) {
            return Err(StoreError::NotFound);
        }
        let mut write = self.change().await?;
        let done = sqlx::query(
            "UPDATE family_word SET answered_at = $3, answered_by = $4, answer_sealed = $5
             WHERE id = $1 AND case_id = $2 AND answered_at IS NULL",
        )
        .bind(id)
        .bind(&self.id().0)
        .bind(self.store.now())
        .bind(&by.0)
        .bind(self.key.seal(answer_place(id), answer.trim())?)
        .execute(&mut *write.tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        write.commit().await
    }
}

impl Store {
    /// The cases that somebody leads or stands in for, in which words of those
    /// who take part wait; what they say stands in the case.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_family_words(&self, user: &User) -> Result<Vec<WordLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT help_case.id, help_case.unit_id, help_case.number, help_case.status, help_case.name_sealed,
               help_case.created_at, help_case.changed_at, waits.n, waits.since
             FROM (SELECT case_id, CAST(COUNT(*) AS BIGINT) AS n, MIN(at) AS since FROM family_word
                   WHERE answered_at IS NULL AND EXISTS (SELECT 1 FROM participant
                     WHERE participant.case_id = family_word.case_id AND participant.person_id = family_word.person_id
                     AND (participant.to_day IS NULL OR participant.to_day >= $2))
                   GROUP BY case_id) AS waits
             JOIN help_case ON help_case.id = waits.case_id
             WHERE help_case.erased_at IS NULL AND EXISTS (SELECT 1 FROM case_staff
               WHERE case_staff.case_id = help_case.id AND case_staff.user_id = $1
               AND case_staff.function IN ('lead', 'stand_in')
               AND case_staff.from_day <= $2 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2))
             ORDER BY waits.since, help_case.id",
        )
        .bind(&user.id.0)
        .bind(day_text(self.today()))
        .fetch_all(self.db().pool())
        .await?;
        let mut found = Vec::new();
        for (row, line) in self.with_lines(user, &rows).await? {
            found.push(WordLine { line, waiting: row.try_get("n")?, since: row.try_get("since")? });
        }
        Ok(found)
    }
}

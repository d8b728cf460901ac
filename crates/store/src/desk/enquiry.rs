//! Enquiries: who asked, perhaps without a name, how far it has come, who has
//! it, and what happened. Read by who distributes the unit's work, by who has
//! it, and by the colleague who was asked to take it.

use super::phone_note::NoteWords;
use super::{Desk, fits};
use crate::Store;
use crate::case::{CaseId, day_text, parse_day};
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::Day;
use casework::enquiry::{EnquirySigns, EnquiryState, HandoverStep, may_hand_over};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// What is known of who asks, in free words. All of it may be empty but what
/// they ask about: a name is never needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnquiryWords {
    /// Who asks; empty for somebody who would rather not say.
    #[serde(default)]
    pub who: String,
    /// How they are reached.
    #[serde(default)]
    pub contact: String,
    /// What they ask about.
    pub about: String,
    /// Language in which they would talk, where it is not Norwegian.
    #[serde(default)]
    pub language: String,
    /// What comes next.
    #[serde(default)]
    pub next_step: String,
}

/// An enquiry to be kept.
#[derive(Clone, Debug)]
pub struct NewEnquiry<'a> {
    /// The unit that was asked.
    pub unit: &'a UnitId,
    /// Who has it.
    pub owner: &'a UserId,
    /// The day of the next step.
    pub next_day: Option<Day>,
    /// What is known.
    pub words: &'a EnquiryWords,
    /// The telephone note out of which it comes.
    pub note: Option<&'a str>,
}

/// An enquiry in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnquiryLine {
    /// Id.
    pub id: String,
    /// The unit.
    pub unit: UnitId,
    /// How far it has come.
    pub state: EnquiryState,
    /// Who has it: id and name.
    pub owner: (UserId, String),
    /// Who was asked to take it: id and name.
    pub asked: Option<(UserId, String)>,
    /// When it came, milliseconds since 1970.
    pub at: i64,
    /// The day on which it came.
    pub on_day: Day,
    /// When something last happened.
    pub last_day: Day,
    /// The day of the next step.
    pub next_day: Option<Day>,
    /// The case that it became.
    pub case: Option<CaseId>,
    /// Counts the changes.
    pub version: i64,
    /// What is known; nothing of an enquiry that became a case.
    pub words: Option<EnquiryWords>,
}

impl EnquiryLine {
    /// As far as its place in the list goes.
    #[must_use]
    pub const fn signs(&self) -> EnquirySigns {
        EnquirySigns { state: self.state, next_day: self.next_day, last: self.last_day }
    }
}

/// What happened to an enquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnquiryEventKind {
    /// It came.
    Came,
    /// It is so far now.
    State(EnquiryState),
    /// What is known of it was changed.
    Changed,
    /// A colleague was asked to take it.
    Asked,
    /// The colleague took it.
    Accepted,
    /// The colleague did not.
    Declined,
    /// The colleague is asked no longer.
    TakenBack,
    /// It was given on when an account was closed.
    Given,
}

impl EnquiryEventKind {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::State(state) => state.code(),
            Self::Changed => "changed",
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::TakenBack => "taken_back",
            Self::Given => "given",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        let own =
            [Self::Came, Self::Changed, Self::Asked, Self::Accepted, Self::Declined, Self::TakenBack, Self::Given];
        own.into_iter().find(|kind| kind.code() == code).or_else(|| EnquiryState::from_code(code).map(Self::State))
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnquiryEvent {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Name of who did it.
    pub by: String,
    /// What.
    pub kind: EnquiryEventKind,
    /// A few words.
    pub words: String,
}

/// An enquiry with what happened to it, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enquiry {
    /// As in the list.
    pub line: EnquiryLine,
    /// What happened.
    pub events: Vec<EnquiryEvent>,
}

const ENQUIRIES: &str = "SELECT enquiry.*, owner.name AS owner_name, asked.name AS asked_name FROM enquiry
    JOIN staff_user AS owner ON owner.id = enquiry.owner_id LEFT JOIN staff_user AS asked ON asked.id = enquiry.asked_id";

const fn place(row: &str) -> Place<'_> {
    Place { table: "enquiry", column: "words_sealed", row }
}

const fn event_place(row: &str) -> Place<'_> {
    Place { table: "enquiry_event", column: "words_sealed", row }
}

pub(super) fn seal_words(key: &ScopeKey, id: &str, words: &EnquiryWords) -> Result<String, StoreError> {
    let text = serde_json::to_string(words).map_err(|_| StoreError::Unreadable("enquiry"))?;
    key.seal(place(id), &text)
}

pub(super) fn unseal_words(key: &ScopeKey, id: &str, sealed: &str) -> Result<EnquiryWords, StoreError> {
    serde_json::from_str(&key.unseal(place(id), sealed)?).map_err(|_| StoreError::Unreadable("enquiry"))
}

pub(super) fn seal_event(key: &ScopeKey, id: &str, words: &str) -> Result<String, StoreError> {
    if words.is_empty() { Ok(String::new()) } else { key.seal(event_place(id), words) }
}

/// The events of an enquiry, with the key that seals them now.
pub(super) fn event_of(row: &AnyRow, key: &ScopeKey) -> Result<EnquiryEvent, StoreError> {
    let (id, sealed): (String, String) = (row.try_get("id")?, row.try_get("words_sealed")?);
    let kind = EnquiryEventKind::from_code(&row.try_get::<String, _>("kind")?);
    Ok(EnquiryEvent {
        at: row.try_get("at")?,
        by: row.try_get("name")?,
        kind: kind.ok_or(StoreError::Unreadable("enquiry_event"))?,
        words: if sealed.is_empty() { String::new() } else { key.unseal(event_place(&id), &sealed)? },
    })
}

/// The events of an enquiry, the newest first.
pub(super) const EVENTS: &str =
    "SELECT enquiry_event.id, enquiry_event.at, enquiry_event.kind, enquiry_event.words_sealed, staff_user.name
     FROM enquiry_event JOIN staff_user ON staff_user.id = enquiry_event.user_id
     WHERE enquiry_event.enquiry_id = $1 ORDER BY enquiry_event.at DESC, enquiry_event.id DESC";

fn line_of(row: &AnyRow) -> Result<EnquiryLine, StoreError> {
    let day = |text: String| parse_day(&text).ok_or(StoreError::Unreadable("enquiry"));
    let asked = row.try_get::<Option<String>, _>("asked_id")?.map(UserId);
    Ok(EnquiryLine {
        id: row.try_get("id")?,
        unit: UnitId(row.try_get("unit_id")?),
        state: EnquiryState::from_code(&row.try_get::<String, _>("state")?).ok_or(StoreError::Unreadable("enquiry"))?,
        owner: (UserId(row.try_get("owner_id")?), row.try_get("owner_name")?),
        asked: asked.zip(row.try_get("asked_name")?),
        at: row.try_get("at")?,
        on_day: day(row.try_get("on_day")?)?,
        last_day: day(row.try_get("last_day")?)?,
        next_day: row.try_get::<Option<String>, _>("next_day")?.map(day).transpose()?,
        case: row.try_get::<Option<String>, _>("case_id")?.map(CaseId),
        version: row.try_get("version")?,
        words: None,
    })
}

impl Store {
    /// Whoever leaves answers no question any more: the owner keeps the enquiry
    /// and sees that nobody is asked.
    pub(crate) async fn ask_no_longer(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE enquiry SET asked_id = NULL, version = version + 1 WHERE asked_id = $1")
            .bind(&user.0)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Writes that an enquiry was given on by an administrator.
    pub(crate) async fn tell_enquiry_given(
        &self,
        tx: &mut Transaction<'static, Any>,
        enquiry: &str,
        by: &UserId,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO enquiry_event (id, enquiry_id, at, user_id, kind, words_sealed) VALUES ($1, $2, $3, $4, $5, '')",
        )
        .bind(self.new_id())
        .bind(enquiry)
        .bind(self.now())
        .bind(&by.0)
        .bind(EnquiryEventKind::Given.code())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

impl Desk {
    /// Keeps an enquiry; returns its id. Out of a telephone note it takes over
    /// who has it to do, and the note is done.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a unit whose door this user does not keep,
    /// or a note that is not theirs; `about_missing` when nothing is asked about;
    /// `too_long`; `not_colleague`; `enquiry_over` for a note that became
    /// something else already.
    pub async fn begin_enquiry(&self, new: &NewEnquiry<'_>) -> Result<String, StoreError> {
        self.must_keep(new.unit)?;
        fits(&new.words.about, Some("about_missing"))?;
        for text in [&new.words.who, &new.words.contact, &new.words.language, &new.words.next_step] {
            fits(text, None)?;
        }
        let key = self.store.door_key(new.unit).await?;
        let id = self.store.new_id();
        let mut write = self.store.db().write().await?;
        self.must_be_keeper(&mut write.tx, new.unit, new.owner).await?;
        let today = day_text(self.store.today());
        sqlx::query(
            "INSERT INTO enquiry (id, unit_id, state, owner_id, author_id, at, on_day, last_day, next_day, version, words_sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, 1, $9)",
        )
        .bind(&id)
        .bind(&new.unit.0)
        .bind(EnquiryState::Received.code())
        .bind(&new.owner.0)
        .bind(&self.user.id.0)
        .bind(self.store.now())
        .bind(&today)
        .bind(new.next_day.map(day_text))
        .bind(seal_words(&key, &id, new.words)?)
        .execute(&mut *write.tx)
        .await?;
        self.tell(&mut write.tx, &key, &id, EnquiryEventKind::Came, "").await?;
        if let Some(note) = new.note {
            let held = self.held_note(&mut write.tx, note).await?;
            if &held.unit != new.unit {
                return Err(StoreError::NotFound);
            }
            if held.enquiry.is_some() || held.case.is_some() {
                return Err(StoreError::NotAllowed("enquiry_over"));
            }
            sqlx::query(
                "UPDATE phone_note SET enquiry_id = $2, done_at = COALESCE(done_at, $3), done_by = $4 WHERE id = $1",
            )
            .bind(&held.id)
            .bind(&id)
            .bind(self.store.now())
            .bind(&self.user.id.0)
            .execute(&mut *write.tx)
            .await?;
        }
        self.log(&mut write.tx, new.unit, Action::Create, "enquiry").await?;
        write.commit().await?;
        Ok(id)
    }

    /// What a telephone note tells, to begin an enquiry with.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a note that is not this user's to give.
    pub async fn enquiry_from_call(&self, note: &str) -> Result<(UnitId, NoteWords), StoreError> {
        let mut tx = self.store.db().pool().begin().await?;
        let held = self.held_note(&mut tx, note).await?;
        drop(tx);
        let key = self.store.door_key(&held.unit).await?;
        let mut write = self.store.db().write().await?;
        let words = self.held_words(&mut write.tx, &key, &held).await?;
        self.log(&mut write.tx, &held.unit, Action::Read, "phone_note").await?;
        write.commit().await?;
        Ok((held.unit, words))
    }

    /// The enquiries that this user reads: of the units whose work is theirs to
    /// distribute all, else those they have or were asked to take. With `over`
    /// those that are over, the newest first; without, what is on its way.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn enquiries(&self, over: bool) -> Result<Vec<EnquiryLine>, StoreError> {
        let all = self.distributed();
        let places: Vec<String> = (0..all.len()).map(|at| format!("${}", at + 3)).collect();
        let of_units =
            if all.is_empty() { String::new() } else { format!(" OR enquiry.unit_id IN ({})", places.join(", ")) };
        let order = if over { "enquiry.last_day DESC, enquiry.id DESC LIMIT 200" } else { "enquiry.at, enquiry.id" };
        let statement = format!(
            "{ENQUIRIES} WHERE (CASE WHEN enquiry.state IN ('became_case', 'closed') THEN 1 ELSE 0 END) = $2
             AND (enquiry.owner_id = $1 OR enquiry.asked_id = $1{of_units}) ORDER BY {order}"
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(&self.user.id.0).bind(i64::from(over));
        for unit in &all {
            query = query.bind(&unit.0);
        }
        let rows = query.fetch_all(self.store.db().pool()).await?;
        let mut lines = Vec::with_capacity(rows.len());
        let mut keys: Vec<(UnitId, ScopeKey)> = Vec::new();
        for row in &rows {
            let mut line = line_of(row)?;
            if self.must_keep(&line.unit).is_err() {
                continue;
            }
            if line.case.is_none() {
                if keys.iter().all(|(unit, _)| unit != &line.unit) {
                    keys.push((line.unit.clone(), self.store.door_key(&line.unit).await?));
                }
                if let Some((_, key)) = keys.iter().find(|(unit, _)| unit == &line.unit) {
                    line.words = Some(unseal_words(key, &line.id, &row.try_get::<String, _>("words_sealed")?)?);
                }
            }
            lines.push(line);
        }
        if !keys.is_empty() {
            let mut write = self.store.db().write().await?;
            for (unit, _) in &keys {
                self.log(&mut write.tx, unit, Action::Read, "enquiry").await?;
            }
            write.commit().await?;
        }
        Ok(lines)
    }

    /// One enquiry with what happened to it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one that this user does not read. Of one
    /// that became a case its words are read in the case alone.
    pub async fn enquiry(&self, id: &str) -> Result<Enquiry, StoreError> {
        let mut tx = self.store.db().pool().begin().await?;
        let (mut line, sealed) = self.read_enquiry(&mut tx, id).await?;
        drop(tx);
        if line.case.is_some() {
            return Ok(Enquiry { line, events: Vec::new() });
        }
        let key = self.store.door_key(&line.unit).await?;
        line.words = Some(unseal_words(&key, &line.id, &sealed)?);
        let rows = sqlx::query(EVENTS).bind(&line.id).fetch_all(self.store.db().pool()).await?;
        let events = rows.iter().map(|row| event_of(row, &key)).collect::<Result<_, _>>()?;
        let mut write = self.store.db().write().await?;
        self.log(&mut write.tx, &line.unit, Action::Read, "enquiry").await?;
        write.commit().await?;
        Ok(Enquiry { line, events })
    }

    /// Takes an enquiry a step on, with a few words and the day of what comes next.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one that this user does not read; `enquiry_state`
    /// when it cannot become that; `end_words` for an end without a word about it;
    /// `too_long`.
    pub async fn step_enquiry(
        &self,
        id: &str,
        to: EnquiryState,
        next_day: Option<Day>,
        words: &str,
    ) -> Result<(), StoreError> {
        let words = words.trim();
        fits(words, (to == EnquiryState::Closed).then_some("end_words"))?;
        let key = self.key_of(id).await?;
        let mut write = self.store.db().write().await?;
        let (line, _) = self.changing_enquiry(&mut write.tx, id).await?;
        if !line.state.next().contains(&to) {
            return Err(StoreError::NotAllowed("enquiry_state"));
        }
        sqlx::query("UPDATE enquiry SET state = $2, next_day = $3, last_day = $4, asked_id = CASE WHEN $5 = 1 THEN NULL ELSE asked_id END WHERE id = $1")
            .bind(&line.id)
            .bind(to.code())
            .bind(next_day.filter(|_| !to.is_over()).map(day_text))
            .bind(day_text(self.store.today()))
            .bind(i64::from(to.is_over()))
            .execute(&mut *write.tx)
            .await?;
        self.tell(&mut write.tx, &key, &line.id, EnquiryEventKind::State(to), words).await?;
        self.log(&mut write.tx, &line.unit, Action::Change, "enquiry").await?;
        write.commit().await
    }

    /// Changes what is known of it, over the version that was read.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one that this user does not read;
    /// `enquiry_overtaken` when somebody else was first; `about_missing`; `too_long`.
    pub async fn change_enquiry(
        &self,
        id: &str,
        read: i64,
        next_day: Option<Day>,
        words: &EnquiryWords,
    ) -> Result<(), StoreError> {
        fits(&words.about, Some("about_missing"))?;
        for text in [&words.who, &words.contact, &words.language, &words.next_step] {
            fits(text, None)?;
        }
        let key = self.key_of(id).await?;
        let mut write = self.store.db().write().await?;
        let (line, _) = self.changing_enquiry(&mut write.tx, id).await?;
        if line.version != read + 1 {
            return Err(StoreError::NotAllowed("enquiry_overtaken"));
        }
        sqlx::query("UPDATE enquiry SET words_sealed = $2, next_day = $3, last_day = $4 WHERE id = $1")
            .bind(&line.id)
            .bind(seal_words(&key, &line.id, words)?)
            .bind(next_day.map(day_text))
            .bind(day_text(self.store.today()))
            .execute(&mut *write.tx)
            .await?;
        self.tell(&mut write.tx, &key, &line.id, EnquiryEventKind::Changed, "").await?;
        self.log(&mut write.tx, &line.unit, Action::Change, "enquiry").await?;
        write.commit().await
    }

    /// A step in giving it to a colleague: whoever has it keeps it until the
    /// other has taken it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one that this user does not read;
    /// `enquiry_step` when the step is not this user's; `not_colleague`;
    /// `same_person`.
    pub async fn hand_over_enquiry(
        &self,
        id: &str,
        step: HandoverStep,
        to: Option<&UserId>,
        words: &str,
    ) -> Result<(), StoreError> {
        fits(words, None)?;
        let key = self.key_of(id).await?;
        let mut write = self.store.db().write().await?;
        let (line, _) = self.changing_enquiry(&mut write.tx, id).await?;
        let me = &self.user.id;
        let asked = line.asked.as_ref().map(|(user, _)| user.0.as_str());
        if !may_hand_over(step, &me.0, &line.owner.0.0, asked) {
            return Err(StoreError::NotAllowed("enquiry_step"));
        }
        let (owner, asked, kind) = match (step, to) {
            (HandoverStep::Ask, Some(to)) if to == me => return Err(StoreError::NotAllowed("same_person")),
            (HandoverStep::Ask, Some(to)) => {
                self.must_be_keeper(&mut write.tx, &line.unit, to).await?;
                (me, Some(to), EnquiryEventKind::Asked)
            }
            (HandoverStep::Ask, None) => return Err(StoreError::NotAllowed("not_colleague")),
            (HandoverStep::Accept, _) => (me, None, EnquiryEventKind::Accepted),
            (HandoverStep::Decline, _) => (&line.owner.0, None, EnquiryEventKind::Declined),
            (HandoverStep::TakeBack, _) => (me, None, EnquiryEventKind::TakenBack),
        };
        sqlx::query("UPDATE enquiry SET owner_id = $2, asked_id = $3, last_day = $4 WHERE id = $1")
            .bind(&line.id)
            .bind(&owner.0)
            .bind(asked.map(|user| &user.0))
            .bind(day_text(self.store.today()))
            .execute(&mut *write.tx)
            .await?;
        self.tell(&mut write.tx, &key, &line.id, kind, words.trim()).await?;
        self.log(&mut write.tx, &line.unit, Action::Change, "enquiry").await?;
        write.commit().await
    }

    /// The key that seals an enquiry, before the change begins: it lies in
    /// another database.
    async fn key_of(&self, id: &str) -> Result<ScopeKey, StoreError> {
        let row = sqlx::query("SELECT unit_id FROM enquiry WHERE id = $1")
            .bind(id.replace('\0', ""))
            .fetch_optional(self.store.db().pool())
            .await?
            .ok_or(StoreError::NotFound)?;
        let unit = UnitId(row.try_get("unit_id")?);
        self.must_keep(&unit)?;
        self.store.door_key(&unit).await
    }

    /// An enquiry that this user reads, and its sealed words.
    pub(super) async fn read_enquiry(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
    ) -> Result<(EnquiryLine, String), StoreError> {
        let statement = format!("{ENQUIRIES} WHERE enquiry.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(id.replace('\0', ""))
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(StoreError::NotFound)?;
        let line = line_of(&row)?;
        let me = &self.user.id;
        let asked = line.asked.as_ref().is_some_and(|(user, _)| user == me);
        if (&line.owner.0 != me && !asked && !self.distributes(&line.unit)) || self.must_keep(&line.unit).is_err() {
            return Err(StoreError::NotFound);
        }
        Ok((line, row.try_get("words_sealed")?))
    }

    /// The same, locked and counted up, for a change. One that became a case is
    /// changed there.
    pub(super) async fn changing_enquiry(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
    ) -> Result<(EnquiryLine, String), StoreError> {
        sqlx::query("UPDATE enquiry SET version = version + 1 WHERE id = $1")
            .bind(id.replace('\0', ""))
            .execute(&mut **tx)
            .await?;
        let found = self.read_enquiry(tx, id).await?;
        if found.0.case.is_some() { Err(StoreError::NotAllowed("enquiry_over")) } else { Ok(found) }
    }

    /// Writes what happened, in the caller's transaction.
    pub(super) async fn tell(
        &self,
        tx: &mut Transaction<'static, Any>,
        key: &ScopeKey,
        enquiry: &str,
        kind: EnquiryEventKind,
        words: &str,
    ) -> Result<(), StoreError> {
        let id = self.store.new_id();
        sqlx::query(
            "INSERT INTO enquiry_event (id, enquiry_id, at, user_id, kind, words_sealed) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(enquiry)
        .bind(self.store.now())
        .bind(&self.user.id.0)
        .bind(kind.code())
        .bind(seal_event(key, &id, words)?)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

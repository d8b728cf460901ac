//! The child's part (rule R6): a small record per child of what all holders of
//! parental responsibility may know. It belongs to no parent's case; cases are
//! linked to it.

use super::{CaseAccess, Who, day_text};
use crate::crypto::Place;
use crate::error::{StoreError, taken};
use crate::user::period_of;
use casework::Party;
use casework::child::{NotForChildsPart, PartEntry, Withholding, check_part_entry, check_withholding, readers};
use family_map::record::{Origin, PersonId};
use family_map::redact::Sight;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

/// A child's part as it shows in one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildPart {
    /// Id.
    pub id: String,
    /// The child, by person id in this case.
    pub child: String,
    /// Entries, newest first.
    pub entries: Vec<ChildPartEntry>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildPartEntry {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Name of the member of staff who wrote it.
    pub author: String,
    /// The text.
    pub text: String,
}

fn scope(part: &str) -> String {
    format!("child:{part}")
}

impl CaseAccess {
    fn staff_editor(&self) -> Result<&str, StoreError> {
        self.must_edit()?;
        self.must_see_whole()?;
        match self.who() {
            Who::Staff(user) => Ok(&user.0),
            Who::Participant(_) => Err(StoreError::NotAllowed("staff")),
        }
    }

    /// Begins a child's part and links it to this case; returns its id.
    ///
    /// # Errors
    /// When the case may not be changed.
    pub async fn begin_child_part(&self, child: &str, holder: &str) -> Result<String, StoreError> {
        self.staff_editor()?;
        let id = self.store.new_id();
        self.store.keys().create(&scope(&id), self.store.now()).await?;
        let mut write = self.store.db().write().await?;
        sqlx::query("INSERT INTO child_part (id, created_at) VALUES ($1, $2)")
            .bind(&id)
            .bind(self.store.now())
            .execute(&mut *write.tx)
            .await?;
        self.insert_link(&mut write.tx, &id, child, holder).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Links this case to a child's part: `holder` holds parental
    /// responsibility for `child`, both by person id in this case. For staff
    /// who hold a case that is linked to it already (rule R3).
    ///
    /// # Errors
    /// When the case may not be changed; [`StoreError::NotFound`] when there is
    /// no such part for this viewer.
    pub async fn link_child_part(&self, part: &str, child: &str, holder: &str) -> Result<(), StoreError> {
        let user = self.staff_editor()?;
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "SELECT child_part_link.part_id FROM child_part_link
             JOIN case_staff ON case_staff.case_id = child_part_link.case_id
             WHERE child_part_link.part_id = $1 AND case_staff.user_id = $2
             AND case_staff.from_day <= $3 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $3) LIMIT 1",
        )
        .bind(part)
        .bind(user)
        .bind(day_text(self.store.today()))
        .fetch_optional(&mut *write.tx)
        .await?
        .ok_or(StoreError::NotFound)?;
        self.insert_link(&mut write.tx, part, child, holder).await?;
        write.commit().await
    }

    async fn insert_link(
        &self,
        tx: &mut Transaction<'static, Any>,
        part: &str,
        child: &str,
        holder: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO child_part_link (part_id, case_id, child_person_id, holder_person_id) VALUES ($1, $2, $3, $4)",
        )
        .bind(part)
        .bind(&self.id().0)
        .bind(child)
        .bind(holder)
        .execute(&mut **tx)
        .await
        .map_err(taken("link"))?;
        Ok(())
    }

    /// Whether this case is linked to the part, and for which child.
    async fn linked_child(&self, part: &str) -> Result<String, StoreError> {
        let row = sqlx::query(
            "SELECT MIN(child_person_id) AS child FROM child_part_link WHERE part_id = $1 AND case_id = $2",
        )
        .bind(part)
        .bind(&self.id().0)
        .fetch_one(self.store.db().pool())
        .await?;
        row.try_get::<Option<String>, _>("child")?.ok_or(StoreError::NotFound)
    }

    /// Writes an entry. It is about the child alone.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when it is empty or about somebody else.
    pub async fn write_child_part(&self, part: &str, text: &str, about: &[&str]) -> Result<(), StoreError> {
        let author = self.staff_editor()?;
        let child = self.linked_child(part).await?;
        check_part_entry(&child, &PartEntry { text, about: about.to_vec() }).map_err(|fault| match fault {
            NotForChildsPart::Empty => StoreError::NotAllowed("empty"),
            NotForChildsPart::AboutSomeoneElse(_) => StoreError::NotAllowed("about_someone_else"),
        })?;
        let id = self.store.new_id();
        let key = self.store.keys().find(&scope(part)).await?;
        let place = Place { table: "child_part_entry", column: "text_sealed", row: &id };
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO child_part_entry (id, part_id, author_id, at, text_sealed) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&id)
        .bind(part)
        .bind(author)
        .bind(self.store.now())
        .bind(key.seal(place, text.trim())?)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// Withholds a child's part from one holder in this case.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the decision is not dated, reasoned and
    /// open to complaint, or is against somebody who does not read the part in
    /// this case: it would withhold nothing.
    pub async fn withhold_child_part(&self, part: &str, decision: &Withholding) -> Result<(), StoreError> {
        let by = self.staff_editor()?;
        self.linked_child(part).await?;
        check_withholding(decision).map_err(|_| StoreError::NotAllowed("withholding"))?;
        let Party::Person(from) = &decision.from else { return Err(StoreError::NotAllowed("withholding")) };
        sqlx::query(
            "SELECT part_id FROM child_part_link WHERE part_id = $1 AND case_id = $2 AND holder_person_id = $3 LIMIT 1",
        )
        .bind(part)
        .bind(&self.id().0)
        .bind(from)
        .fetch_optional(self.store.db().pool())
        .await?
        .ok_or(StoreError::NotAllowed("withholding"))?;
        let id = self.store.new_id();
        let key = self.store.keys().find(&scope(part)).await?;
        let seal = |column, text: &str| key.seal(Place { table: "child_part_withholding", column, row: &id }, text);
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO child_part_withholding (id, part_id, from_person_id, from_day, to_day, reason_sealed,
             complaint_sealed, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(part)
        .bind(from)
        .bind(decision.period.from.map(day_text))
        .bind(decision.period.to.map(day_text))
        .bind(seal("reason_sealed", &decision.reason)?)
        .bind(seal("complaint_sealed", &decision.complaint)?)
        .bind(by)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await
    }

    /// The children's parts that show in this case. Staff see those linked to
    /// it; a participant those of children for whom they hold parental
    /// responsibility, that no decision withholds and no bar (rule R5).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn child_parts(&self) -> Result<Vec<ChildPart>, StoreError> {
        self.must_see_whole()?;
        let links = sqlx::query(
            "SELECT part_id, child_person_id, holder_person_id FROM child_part_link WHERE case_id = $1 ORDER BY part_id",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut parts: Vec<ChildPart> = Vec::new();
        for link in &links {
            let (id, holder): (String, String) = (link.try_get("part_id")?, link.try_get("holder_person_id")?);
            let child: String = link.try_get("child_person_id")?;
            if let Who::Participant(person) = self.who()
                && (person != &holder || self.is_barred_from(&child, person) || !self.reads_part(&id, person).await?)
            {
                continue;
            }
            if parts.iter().all(|part| part.id != id) {
                let entries = self.child_part_entries(&id).await?;
                parts.push(ChildPart { child, entries, id });
            }
        }
        Ok(parts)
    }

    /// Whether a bar keeps facts about the child from the person.
    fn is_barred_from(&self, child: &str, person: &str) -> bool {
        let own = Party::Person(person.to_owned()).key();
        let origin = Origin::told(&Party::Team.key(), [own.as_str()]);
        let child = PersonId::from(child);
        !self.sees(&Sight { origin: &origin, about: vec![&child], locates: false, sensitive: false })
    }

    async fn reads_part(&self, part: &str, person: &str) -> Result<bool, StoreError> {
        let rows = sqlx::query(
            "SELECT from_day, to_day FROM child_part_withholding WHERE part_id = $1 AND from_person_id = $2",
        )
        .bind(part)
        .bind(person)
        .fetch_all(self.store.db().pool())
        .await?;
        let holder = Party::Person(person.to_owned());
        let mut decisions = Vec::with_capacity(rows.len());
        for row in &rows {
            // Only sound decisions are ever stored; the words are not needed here.
            let words = || "…".to_owned();
            decisions.push(Withholding {
                from: holder.clone(),
                period: period_of(row)?,
                reason: words(),
                complaint: words(),
            });
        }
        Ok(!readers(std::slice::from_ref(&holder), &decisions, self.store.today()).is_empty())
    }

    async fn child_part_entries(&self, part: &str) -> Result<Vec<ChildPartEntry>, StoreError> {
        let key = self.store.keys().find(&scope(part)).await?;
        let rows = sqlx::query(
            "SELECT child_part_entry.id, child_part_entry.at, child_part_entry.text_sealed, staff_user.name
             FROM child_part_entry JOIN staff_user ON staff_user.id = child_part_entry.author_id
             WHERE child_part_entry.part_id = $1 ORDER BY child_part_entry.at DESC, child_part_entry.id DESC",
        )
        .bind(part)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let place = Place { table: "child_part_entry", column: "text_sealed", row: &id };
            entries.push(ChildPartEntry {
                at: row.try_get("at")?,
                author: row.try_get("name")?,
                text: key.unseal(place, &row.try_get::<String, _>("text_sealed")?)?,
            });
        }
        Ok(entries)
    }
}

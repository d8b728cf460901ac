//! The child's part (rule R6): a small record per child of what all holders of
//! parental responsibility may know. It belongs to no parent's case; cases are
//! linked to it.

use super::{CaseAccess, CaseId, Who, day_text};
use crate::Store;
use crate::crypto::Place;
use crate::error::{StoreError, taken};
use crate::user::UserId;
use casework::Party;
use casework::child::{NotForChildsPart, PartEntry, check_part_entry};
use casework::role::CaseFunction;
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
    /// Name of the member of staff who wrote it; none for a participant while a
    /// decision shows them the function alone.
    pub author: Option<String>,
    /// What the author did in the case when writing it.
    pub function: CaseFunction,
    /// The text.
    pub text: String,
}

/// Another case that is linked to a child's part. Only staff who hold both
/// hear of it (rule R3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLink {
    /// The part.
    pub part: String,
    /// The other case's number.
    pub number: String,
    /// The other case's display name.
    pub name: String,
}

/// The name of a part's key in the key store.
pub(super) fn scope(part: &str) -> String {
    format!("child:{part}")
}

impl Store {
    pub(super) async fn insert_part_link(
        &self,
        tx: &mut Transaction<'static, Any>,
        part: &str,
        case: &CaseId,
        child: &str,
        holder: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO child_part_link (part_id, case_id, child_person_id, holder_person_id) VALUES ($1, $2, $3, $4)",
        )
        .bind(part)
        .bind(&case.0)
        .bind(child)
        .bind(holder)
        .execute(&mut **tx)
        .await
        .map_err(taken("link"))?;
        Ok(())
    }
}

impl CaseAccess {
    pub(super) fn staff_editor(&self) -> Result<&str, StoreError> {
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
        self.store.insert_part_link(tx, part, self.id(), child, holder).await
    }

    /// Whether this case is linked to the part, and for which child.
    pub(super) async fn linked_child(&self, part: &str) -> Result<String, StoreError> {
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
        let function = self.own_function().await?;
        let id = self.store.new_id();
        let key = self.store.keys().find(&scope(part)).await?;
        let place = Place { table: "child_part_entry", column: "text_sealed", row: &id };
        let mut write = self.store.db().write().await?;
        sqlx::query(
            "INSERT INTO child_part_entry (id, part_id, author_id, at, text_sealed, author_function)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(part)
        .bind(author)
        .bind(self.store.now())
        .bind(key.seal(place, text.trim())?)
        .bind(function.code())
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

    /// What this member of staff does in the case today.
    async fn own_function(&self) -> Result<CaseFunction, StoreError> {
        let own = |user: &UserId| matches!(self.who(), Who::Staff(me) if me == user);
        let team = self.team().await?;
        Ok(team.iter().find(|it| own(&it.user)).map_or(CaseFunction::Member, |it| it.function))
    }

    /// The other cases that are linked to the parts of this one, so far as this
    /// member of staff holds them too.
    ///
    /// # Errors
    /// When this viewer is not of the staff that is shown the whole case.
    pub async fn child_part_links(&self) -> Result<Vec<PartLink>, StoreError> {
        self.must_see_whole()?;
        let Who::Staff(user) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let rows = sqlx::query(
            "SELECT DISTINCT there.part_id, help_case.id, help_case.number, help_case.name_sealed
             FROM child_part_link AS here
             JOIN child_part_link AS there ON there.part_id = here.part_id AND there.case_id <> here.case_id
             JOIN help_case ON help_case.id = there.case_id
             JOIN case_staff ON case_staff.case_id = there.case_id
             WHERE here.case_id = $1 AND case_staff.user_id = $2
             AND case_staff.from_day <= $3 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $3)
             ORDER BY there.part_id, help_case.number",
        )
        .bind(&self.id().0)
        .bind(&user.0)
        .bind(day_text(self.store.today()))
        .fetch_all(self.store.db().pool())
        .await?;
        let mut links = Vec::with_capacity(rows.len());
        for row in &rows {
            let case: String = row.try_get("id")?;
            let Some(key) = self.store.keys().try_find(&CaseId(case.clone()).scope()).await? else { continue };
            let place = Place { table: "help_case", column: "name_sealed", row: &case };
            links.push(PartLink {
                part: row.try_get("part_id")?,
                number: row.try_get("number")?,
                name: key.unseal(place, &row.try_get::<String, _>("name_sealed")?)?,
            });
        }
        Ok(links)
    }

    async fn child_part_entries(&self, part: &str) -> Result<Vec<ChildPartEntry>, StoreError> {
        let is_nameless = matches!(self.who(), Who::Participant(_)) && self.is_nameless(part).await?;
        let key = self.store.keys().find(&scope(part)).await?;
        let rows = sqlx::query(
            "SELECT child_part_entry.id, child_part_entry.at, child_part_entry.text_sealed,
             child_part_entry.author_function, staff_user.name
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
            let function = CaseFunction::from_code(&row.try_get::<String, _>("author_function")?);
            entries.push(ChildPartEntry {
                at: row.try_get("at")?,
                author: if is_nameless { None } else { Some(row.try_get("name")?) },
                function: function.ok_or(StoreError::Unreadable("child_part_entry"))?,
                text: key.unseal(place, &row.try_get::<String, _>("text_sealed")?)?,
            });
        }
        Ok(entries)
    }
}

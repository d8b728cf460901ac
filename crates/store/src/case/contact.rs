//! How participants are reached, and people with a protected address.

use super::{CaseAccess, CaseId, Who};
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use casework::contact::ContactCard;
use family_map::edit::{Edit, PersonField};
use family_map::forget::unname_homes;
use family_map::record::{HouseholdId, PersonId};
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeSet;

/// A participant's card as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Counts the changes; 0 while nothing is kept.
    pub version: i64,
    /// What stands on it.
    pub card: ContactCard,
    /// Who changed it last.
    pub changed_by: String,
    /// When, milliseconds since 1970.
    pub changed_at: i64,
}

/// What became of a card that somebody wanted to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactKept {
    /// It is kept, as this version.
    Kept(i64),
    /// Somebody else was first; this is what stands there. Nothing was changed.
    ChangedMeanwhile(Box<Contact>),
}

fn card_place(row: &str) -> Place<'_> {
    Place { table: "person_contact", column: "card_sealed", row }
}

/// The card of a participant as the outbox needs it when a message goes. It is
/// told to nobody. An empty card where none is kept.
pub(crate) async fn card_for_sending(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
    key: &ScopeKey,
    person: &str,
) -> Result<ContactCard, StoreError> {
    let row = sqlx::query("SELECT card_sealed FROM person_contact WHERE case_id = $1 AND person_id = $2")
        .bind(&case.0)
        .bind(person)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(ContactCard::default()) };
    let place = format!("{}#{person}", case.0);
    let card = key.unseal(card_place(&place), &row.try_get::<String, _>("card_sealed")?)?;
    serde_json::from_str(&card).map_err(|_| StoreError::Unreadable("person_contact"))
}

impl CaseAccess {
    /// The card of somebody who takes part in another case from now on comes
    /// along, under the id and the key of that case.
    pub(super) async fn carry_contact(
        &self,
        tx: &mut Transaction<'static, Any>,
        person: &str,
        (case, key, to): (&CaseId, &ScopeKey, &str),
    ) -> Result<(), StoreError> {
        let row = sqlx::query(
            "SELECT version, card_sealed, changed_by, changed_at FROM person_contact
             WHERE case_id = $1 AND person_id = $2",
        )
        .bind(&self.id().0)
        .bind(person)
        .fetch_optional(&mut **tx)
        .await?;
        let Some(row) = row else { return Ok(()) };
        let card = self.key.unseal(card_place(&self.card_row(person)), &row.try_get::<String, _>("card_sealed")?)?;
        sqlx::query(
            "INSERT INTO person_contact (case_id, person_id, version, card_sealed, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (case_id, person_id) DO NOTHING",
        )
        .bind(&case.0)
        .bind(to)
        .bind(row.try_get::<i64, _>("version")?)
        .bind(key.seal(card_place(&format!("{}#{to}", case.0)), &card)?)
        .bind(row.try_get::<String, _>("changed_by")?)
        .bind(row.try_get::<i64, _>("changed_at")?)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    fn card_row(&self, person: &str) -> String {
        format!("{}#{person}", self.id().0)
    }

    /// How a participant is reached. For staff who are shown the whole case and
    /// see the person, and for the person: other participants never.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everyone else.
    pub async fn contact(&self, person: &str) -> Result<Contact, StoreError> {
        let sees = match self.who() {
            Who::Staff(_) => self.record().await?.people.contains_key(&PersonId::from(person)),
            Who::Participant(own) => own == person,
        };
        if !sees || self.must_see_whole().is_err() {
            return Err(StoreError::NotFound);
        }
        let mut tx = self.store.db().pool().begin().await?;
        self.contact_on(&mut tx, person).await
    }

    async fn contact_on(&self, tx: &mut Transaction<'static, Any>, person: &str) -> Result<Contact, StoreError> {
        let found = sqlx::query(
            "SELECT person_contact.version, person_contact.card_sealed, person_contact.changed_at, staff_user.name
             FROM person_contact JOIN staff_user ON staff_user.id = person_contact.changed_by
             WHERE person_contact.case_id = $1 AND person_contact.person_id = $2",
        )
        .bind(&self.id().0)
        .bind(person)
        .fetch_optional(&mut **tx)
        .await?;
        let Some(row) = found else { return Ok(Contact::default()) };
        let sealed: String = row.try_get("card_sealed")?;
        let card = self.key.unseal(card_place(&self.card_row(person)), &sealed)?;
        Ok(Contact {
            version: row.try_get("version")?,
            card: serde_json::from_str(&card).map_err(|_| StoreError::Unreadable("person_contact"))?,
            changed_by: row.try_get("name")?,
            changed_at: row.try_get("changed_at")?,
        })
    }

    /// Keeps a participant's card over the version that was read. Of somebody
    /// with a protected address nothing is kept that could locate them.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] for somebody who is only mentioned, or a card
    /// with a fault in it.
    pub async fn keep_contact(&self, person: &str, read: i64, card: &ContactCard) -> Result<ContactKept, StoreError> {
        self.must_edit()?;
        let Who::Staff(user) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let record = self.record().await?;
        let is_shielded = record.people.get(&person.into()).ok_or(StoreError::NotFound)?.shielded;
        if !self.participants().await?.iter().any(|it| it.person == person) {
            return Err(StoreError::NotAllowed("mentioned"));
        }
        card.check(is_shielded).map_err(|_| StoreError::NotAllowed("contact"))?;
        let mut write = self.store.db().write().await?;
        // Nobody else changes the case's cards until this one is kept.
        sqlx::query("UPDATE help_case SET changed_at = $2 WHERE id = $1")
            .bind(&self.id().0)
            .bind(self.store.now())
            .execute(&mut *write.tx)
            .await?;
        let now = self.contact_on(&mut write.tx, person).await?;
        if now.version != read {
            return Ok(ContactKept::ChangedMeanwhile(Box::new(now)));
        }
        self.put_contact(&mut write.tx, person, read + 1, &card.kept(is_shielded), &user.0).await?;
        write.commit().await?;
        Ok(ContactKept::Kept(read + 1))
    }

    async fn put_contact(
        &self,
        tx: &mut Transaction<'static, Any>,
        person: &str,
        version: i64,
        card: &ContactCard,
        user: &str,
    ) -> Result<(), StoreError> {
        let text = serde_json::to_string(card).map_err(|_| StoreError::Unreadable("person_contact"))?;
        sqlx::query(
            "INSERT INTO person_contact (case_id, person_id, version, card_sealed, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (case_id, person_id) DO UPDATE SET version = $3, card_sealed = $4, changed_by = $5, changed_at = $6",
        )
        .bind(&self.id().0)
        .bind(person)
        .bind(version)
        .bind(self.key.seal(card_place(&self.card_row(person)), &text)?)
        .bind(user)
        .bind(self.store.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Shields a person whose address is strictly confidential: from now on
    /// nobody sees name, dates or home, nor the home of those who live there.
    /// What could locate the person is taken out of the card and out of every
    /// stored step: telephone, e-mail, the names of the homes.
    ///
    /// # Errors
    /// When this viewer does not lead the case or stand in; or does not see the
    /// person ([`StoreError::NotFound`]).
    pub async fn shield(&self, person: &str) -> Result<(), StoreError> {
        self.must_lead()?;
        let Who::Staff(user) = self.who() else { return Err(StoreError::NotAllowed("staff")) };
        let id = PersonId::from(person);
        if !self.record().await?.people.contains_key(&id) {
            return Err(StoreError::NotFound);
        }
        let mut write = self.store.db().write().await?;
        let edit = Edit::SetPerson { person: id.clone(), field: PersonField::Shielded(true) };
        self.edit_on(&mut write.tx, &[edit]).await?;
        let whole = self.record_on(&mut write.tx).await?;
        let homes: BTreeSet<HouseholdId> =
            whole.memberships.values().filter(|it| it.person == id).map(|it| it.household.clone()).collect();
        self.rewrite_steps(&mut write.tx, |steps| unname_homes(steps, &homes)).await?;
        let contact = self.contact_on(&mut write.tx, person).await?;
        if contact.version > 0 {
            self.put_contact(&mut write.tx, person, contact.version + 1, &contact.card.kept(true), &user.0).await?;
        }
        write.commit().await?;
        self.store.db().forget_deleted().await
    }

    /// Takes the shield away. What was taken out does not come back.
    ///
    /// # Errors
    /// As [`CaseAccess::shield`].
    pub async fn unshield(&self, person: &str) -> Result<(), StoreError> {
        self.must_lead()?;
        let id = PersonId::from(person);
        if !self.record().await?.people.contains_key(&id) {
            return Err(StoreError::NotFound);
        }
        self.edit(&[Edit::SetPerson { person: id, field: PersonField::Shielded(false) }]).await?;
        Ok(())
    }
}

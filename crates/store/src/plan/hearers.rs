//! Who may be named as teller, as audience, or as somebody who does something:
//! nobody of whom the writer does not know, and no colleague into whose mouth
//! words would be put.

use crate::case::CaseAccess;
use crate::error::StoreError;
use casework::Party;
use casework::plan::{Body, Doer, Part};
use std::collections::BTreeSet;

/// Those who may be named in a case by one writer.
pub(super) struct Hearers {
    people: BTreeSet<String>,
    services: BTreeSet<String>,
    team: BTreeSet<String>,
    writer: String,
}

impl CaseAccess {
    /// Those whom this viewer may name.
    pub(super) async fn hearers(&self) -> Result<Hearers, StoreError> {
        Ok(Hearers {
            people: self.participants().await?.into_iter().map(|it| it.person).collect(),
            services: self.consented_services().await?.into_iter().map(|(id, _)| id).collect(),
            team: self.team().await?.into_iter().map(|it| it.user.0).collect(),
            writer: self.staff()?.0.clone(),
        })
    }
}

impl Hearers {
    /// Whether somebody of the family is known to the writer.
    pub(super) fn knows(&self, person: &str) -> bool {
        self.people.contains(person)
    }

    /// Stops a part that names somebody who may not be named, that is for
    /// nobody, or a dream in anybody's words but the dreamer's.
    pub(super) fn must_fit(&self, part: &Part) -> Result<(), StoreError> {
        let may_hear = |key: &String| match Party::from_key(key) {
            Some(Party::Team | Party::Lead) => true,
            Some(Party::Person(id)) => self.people.contains(&id),
            Some(Party::Service(id)) => self.services.contains(&id),
            Some(Party::User(id)) => id == self.writer,
            None => false,
        };
        let teller = Party::from_key(&part.teller);
        let teller_fits = match (&part.body, &teller) {
            (Body::Dream(dream), Some(Party::Person(id))) => *id == dream.person,
            (Body::Dream(_), _) => false,
            (_, Some(Party::Person(id))) => self.people.contains(id),
            (_, Some(Party::User(id))) => *id == self.writer,
            (_, Some(Party::Team)) => true,
            (_, Some(Party::Lead | Party::Service(_)) | None) => false,
        };
        let people_fit = part.about().into_iter().all(|id| self.knows(id));
        if !(teller_fits && people_fit && part.audience.iter().all(may_hear)) || part.audience.is_empty() {
            return Err(StoreError::NotAllowed("plan_nobody"));
        }
        match &part.body {
            Body::Action(action) => {
                let asked = action.asked.as_ref().map(|asked| &asked.to);
                let is_strange = |doer: &Doer| matches!(doer, Doer::Staff { user } if !self.team.contains(user));
                if std::iter::once(&action.doer).chain(asked).any(is_strange) {
                    return Err(StoreError::NotAllowed("not_colleague"));
                }
                Ok(())
            }
            Body::Dream(_) | Body::Goal(_) | Body::Mark(_) => Ok(()),
        }
    }
}

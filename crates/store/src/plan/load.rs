//! How much help those who take part carry, each by what they may see.

use crate::case::{CaseAccess, Who, birthday};
use crate::error::StoreError;
use crate::user::UserId;
use casework::calendar::week::IsoWeek;
use casework::child::{AgeLimits, is_confidential};
use casework::plan::{Halt, Helper, LOAD_WEEKS, Load, Part, load};
use std::collections::BTreeMap;

/// What somebody carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonLoad {
    /// Who, by person id.
    pub person: String,
    /// Name; empty for a shielded person.
    pub name: String,
    /// Helpers and meetings.
    pub load: Load,
    /// The names of the staff among the helpers, by user id.
    pub staff: BTreeMap<String, String>,
}

impl PersonLoad {
    /// The helpers as they are called, in order: «Ingrid», «Nav (Kari)».
    #[must_use]
    pub fn helper_names(&self) -> Vec<String> {
        let name = |it: &Helper| match it {
            Helper::Staff { user } => self.staff.get(user).cloned().unwrap_or_default(),
            Helper::Service { name, person } if person.is_empty() => name.clone(),
            Helper::Service { name, person } => format!("{name} ({person})"),
        };
        let mut names: Vec<String> = self.load.helpers.iter().map(name).collect();
        names.sort_by_key(|name| name.to_lowercase());
        names
    }
}

impl CaseAccess {
    /// What this participant carries, of what they may see; also through the
    /// eyes of staff who look at the case as that participant.
    ///
    /// # Errors
    /// When this viewer is no participant.
    pub async fn own_load(&self) -> Result<PersonLoad, StoreError> {
        self.must_see_whole()?;
        let Who::Participant(person) = self.who() else { return Err(StoreError::NotAllowed("participant")) };
        let participants = self.participants().await?;
        let sight = self.plan_sight().await?;
        let mut tx = self.store.db().pool().begin().await?;
        let all = self.all_plan_parts(&mut tx, &sight).await?;
        let halts = self.halts_on(&mut tx).await?;
        drop(tx);
        let parts = self.parts_seen(&all);
        let seen: Vec<(&str, &Part)> = parts.iter().map(|it| (it.id.as_str(), &it.part)).collect();
        let ids: Vec<&str> = seen.iter().map(|(id, _)| *id).collect();
        let known: Vec<String> = participants.iter().map(|it| it.person.clone()).collect();
        let halts: Vec<Halt> = halts.into_iter().filter(|it| it.is_known(&known, &ids)).map(|it| it.halt).collect();
        let today = self.store.today();
        let first = IsoWeek::of(today);
        let reach = (first.monday(), first.shifted(i32::from(LOAD_WEEKS)).monday().before());
        let meetings = self.store.family_meetings((self.id(), person), reach).await?;
        let load = load(&seen, &halts, &meetings, today);
        let mut staff = BTreeMap::new();
        for helper in &load.helpers {
            if let Helper::Staff { user } = helper {
                staff.insert(user.clone(), self.store.find_user(&UserId(user.clone())).await?.name);
            }
        }
        let name = participants.into_iter().find(|it| it.person == *person).map(|it| it.name).unwrap_or_default();
        Ok(PersonLoad { person: person.clone(), name, load, staff })
    }

    /// What each of those carries who take part today, of whom this viewer
    /// knows: adults, and children from the age of confidence (R7), whose help
    /// is their own. For staff who are shown the whole case.
    ///
    /// # Errors
    /// When this viewer is not one of them.
    pub async fn loads(&self, limits: AgeLimits) -> Result<Vec<PersonLoad>, StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let today = self.store.today();
        let record = self.record().await?;
        let mut found = Vec::new();
        for it in self.participants_today().await? {
            let born = record.people.get(&it.person.as_str().into()).and_then(birthday);
            if it.is_child && !born.is_some_and(|born| is_confidential(born, today, limits)) {
                continue;
            }
            match self.seen_by(&it.person).await {
                Ok(seen) => found.push(PersonLoad { name: it.name, ..seen.own_load().await? }),
                // Somebody whose taking part has just ended.
                Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}

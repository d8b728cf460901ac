//! What of a plan goes along when a case is divided or merged: the parts as they
//! stand, and pauses and stops. Versions and answers do not: whoever said yes
//! said it to another plan.

use super::halt::insert_halt;
use super::part::{Said, insert_revision};
use crate::case::{CaseAccess, CaseId};
use crate::crypto::ScopeKey;
use crate::error::StoreError;
use casework::plan::carry::{Onto, carried};
use casework::plan::{Halt, HaltScope, Part};
use sqlx::{Any, Transaction};

impl CaseAccess {
    /// Carries the plan of this case into another one, in the caller's transaction.
    pub(crate) async fn carry_plan(
        &self,
        tx: &mut Transaction<'static, Any>,
        case: (&CaseId, &ScopeKey),
        onto: &Onto,
    ) -> Result<(), StoreError> {
        let all = self.whole_plan(tx).await?;
        let now: Vec<(&str, &Part)> =
            all.parts.iter().filter_map(|(id, _)| Some((id.as_str(), &all.now(id)?.part))).collect();
        let gone = carried(&now, onto, || self.store.new_id());
        for (from, id, part) in &gone {
            let Some(last) = all.now(from) else { continue };
            let said = Said { id, revision: 1, part, author: last.author.as_deref(), at: last.at };
            insert_revision(tx, case, &said).await?;
        }
        for kept in self.halts_on(tx).await? {
            let Some(person) = onto.people.get(&kept.halt.person) else { continue };
            let scope = match &kept.halt.scope {
                HaltScope::Action(part) => {
                    let Some((_, id, _)) = gone.iter().find(|(from, ..)| from == part) else { continue };
                    HaltScope::Action(id.clone())
                }
                other => other.clone(),
            };
            let halt = Halt { id: self.store.new_id(), person: person.clone(), scope, ..kept.halt };
            insert_halt(tx, case, &halt, (kept.author.as_deref(), kept.at)).await?;
        }
        Ok(())
    }
}

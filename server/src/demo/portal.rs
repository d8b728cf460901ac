//! Everybody of the demonstration who may have a way in of their own has one:
//! by first name at example.no, with the same password as everybody else.

use super::load::{PASSWORD, missing, open};
use crate::config::Fault;
use store::{CaseId, PortalKey, Store, UserId};

/// From where the demonstration's accounts are made: nowhere.
const NOWHERE: &str = "0.0.0.0";

/// The address of somebody with this name.
fn email(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    let plain = first.replace(['å', 'á'], "a").replace('ø', "o").replace('æ', "ae");
    format!("{plain}@example.no")
}

/// Gives each of those who take part in a case a way in, as its lead does.
pub(super) async fn load(store: &Store, cases: &[(&UserId, &CaseId)]) -> Result<(), Fault> {
    for (lead, case) in cases {
        let case = open(store, lead, case).await?;
        for door in case.doors().await?.into_iter().filter(|door| door.may_have && !door.name.is_empty()) {
            let made = case.invite_to_portal(&door.person).await?;
            let none = || missing("portal");
            let found = store.portal_invitation(PortalKey::Link(&made.link), NOWHERE).await?;
            let found = found.ok().flatten().ok_or_else(none)?;
            let chosen = (email(&door.name), PASSWORD);
            let begun = store.begin_portal_account(&found, (&chosen.0, chosen.1), "nb", NOWHERE).await?;
            let (half, code) = begun.map_err(|_| none())?;
            let session = store.finish_portal_sign_in(&half, &code, NOWHERE).await?.ok().flatten();
            store.portal_sign_out(&session.ok_or_else(none)?).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::email;

    #[test]
    fn an_address_is_the_first_name() {
        assert_eq!(email("Torbjørg Åsmundsen"), "torbjorg@example.no");
        assert_eq!(email("Amna"), "amna@example.no");
    }
}

//! Changes to a family such as one makes at the table.

use super::planar::Chance;
use super::{couple, link, person};
use family_map::Record;
use family_map::record::*;

/// A change such as one makes at the table: someone comes, someone goes, a tie is told.
/// Returns whom it touches.
pub fn edit(record: &mut Record, chance: &mut Chance, n: usize) -> Vec<PersonId> {
    let ids: Vec<PersonId> = record.people.keys().cloned().collect();
    let who = ids[chance.below(ids.len())].clone();
    let new: PersonId = format!("n{n:05}").into();
    let mut touched = vec![who.clone(), new.clone()];
    match chance.below(6) {
        0 => {
            // A child of a couple.
            record.put(Fact::Person(person(new.as_str(), Symbol::Female)));
            let both: Vec<PersonId> = match record.partnerships.values().nth(chance.below(record.partnerships.len())) {
                Some(pair) => vec![pair.a.clone(), pair.b.clone()],
                None => vec![who],
            };
            for parent in &both {
                record.put(Fact::ParentLink(link(new.as_str(), parent.as_str(), ParentKind::Biological)));
            }
            touched.extend(both);
        }
        1 | 2 => {
            // A new partner.
            record.put(Fact::Person(person(new.as_str(), Symbol::Male)));
            record.put(Fact::Partnership(couple(who.as_str(), new.as_str(), PartnershipKind::Cohabiting)));
        }
        3 => {
            // Parents of someone who has none.
            if record.parents_of(&who).next().is_none() {
                let other: PersonId = format!("o{n:05}").into();
                for (it, symbol) in [(&new, Symbol::Female), (&other, Symbol::Male)] {
                    record.put(Fact::Person(person(it.as_str(), symbol)));
                    record.put(Fact::ParentLink(link(who.as_str(), it.as_str(), ParentKind::Biological)));
                }
                record.put(Fact::Partnership(couple(other.as_str(), new.as_str(), PartnershipKind::Married)));
                touched.push(other);
            }
        }
        4 => {
            // Someone at the edge goes again.
            let is_parent = record.parent_links.values().any(|it| it.parent == who);
            if !is_parent && record.people.len() > 90 {
                record.people.remove(&who);
                record.parent_links.retain(|_, it| it.child != who);
                record.partnerships.retain(|_, it| it.a != who && it.b != who);
            }
        }
        _ => {
            // A foster parent, far away perhaps.
            let other = ids[chance.below(ids.len())].clone();
            if other != who {
                record.put(Fact::ParentLink(link(who.as_str(), other.as_str(), ParentKind::Foster)));
                touched.push(other);
            }
        }
    }
    touched
}

//! The calendar of a member of staff.

use super::{WITHIN_REACH, reach, reach_values};
use crate::Store;
use crate::calendar::source::{self, Asked, Sort};
use crate::case::CaseId;
use crate::error::StoreError;
use crate::outbox::shows_place_of;
use crate::user::UserId;
use casework::calendar::conflict::Resource;
use casework::calendar::ics::IcsEvent;
use casework::calendar::moment::Span;
use casework::role::Role;
use std::collections::BTreeMap;

impl Store {
    /// What somebody who plans takes part in; nothing for who does not plan any more.
    pub(super) async fn staff_events(&self, user: &UserId) -> Result<Option<Vec<IcsEvent>>, StoreError> {
        let user = self.find_user(user).await?;
        if !user.active || !user.has_post(Role::plans) {
            return Ok(None);
        }
        let id = &user.id.0;
        let today = self.today();
        let (first, last) = reach(today);
        let person = Resource::Person(id.clone());
        let asked = Asked { within: Span::days(first, last), resources: &[person], except: None };
        let meetings = source::items(self, &asked).await?.into_iter().filter(|it| it.sort == Sort::GroupMeeting);
        // «group:ID:MARK», as the source of the meetings names them.
        let parts = |key: &str| {
            let (group, mark) = key.strip_prefix("group:")?.split_once(':')?;
            Some((group.to_owned(), mark.to_owned()))
        };
        let meetings = meetings.filter_map(|it| parts(&it.key).map(|(group, mark)| (group, mark, it.span))).collect();

        let mut values = reach_values(today);
        values.push(id.clone());
        let condition =
            format!("{WITHIN_REACH} AND id IN (SELECT entry_id FROM calendar_part WHERE kind = 'person' AND who = $3)");
        let mut tx = self.db().pool().begin().await?;
        let rows = self.entries_where(&mut tx, &condition, &values).await?;
        let mut shows: BTreeMap<CaseId, bool> = BTreeMap::new();
        let mut placed = Vec::with_capacity(rows.len());
        for row in rows {
            let shows_place = match &row.case {
                None => true,
                Some(case) => match shows.get(case) {
                    Some(known) => *known,
                    None => {
                        let found = shows_place_of(self, &mut tx, case).await?;
                        shows.insert(case.clone(), found);
                        found
                    }
                },
            };
            placed.push((row, shows_place));
        }
        let mut events = self.entry_events(&mut tx, id, placed).await?;
        events.extend(self.meeting_events(&mut tx, id, meetings).await?);
        Ok(Some(events))
    }
}

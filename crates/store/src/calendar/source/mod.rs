//! The one composition of who and what is taken when. Each source has a file
//! and one function, `items`; conflicts and free times are always asked of all
//! of them together, and calendars show all of them.
//!
//! A new source adds its file here and a line in [`items`].

mod absence;
mod entries;
mod group;
mod imported;
mod interpreter;

use crate::Store;
use crate::error::StoreError;
use crate::unit::UnitId;
use casework::calendar::conflict::{Busy, Diary, Resource, Travel};
use casework::calendar::moment::Span;
use serde::{Deserialize, Serialize};

/// What a source is asked: everything that takes up one of these within a span.
pub(crate) struct Asked<'a> {
    /// When, the road counted in.
    pub(crate) within: Span,
    /// Who and what.
    pub(crate) resources: &'a [Resource],
    /// An entry of the calendar that is being planned and does not stand in its
    /// own way.
    pub(crate) except: Option<&'a str>,
}

/// Where an item comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The calendar itself.
    Entry,
    /// A parent group meets.
    GroupMeeting,
    /// A member of staff is away.
    Absence,
    /// A busy time from another calendar of a member of staff.
    Imported,
}

/// Something that takes somebody or something up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// Where it comes from.
    pub(crate) sort: Sort,
    /// Names it among all items, the same at every question.
    pub(crate) key: String,
    /// When, without the road.
    pub(crate) span: Span,
    /// Whose calendar it stands in; nothing for a person's own.
    pub(crate) unit: Option<UnitId>,
    /// Who and what is taken.
    pub(crate) resources: Vec<Resource>,
    /// On the road.
    pub(crate) travel: Travel,
    /// What everybody who plans in the unit may read; nothing is «opptatt».
    pub(crate) title: Option<String>,
}

impl Item {
    /// What it takes up.
    pub(crate) fn busy(&self) -> impl Iterator<Item = Busy> + '_ {
        self.resources.iter().map(|resource| {
            let span =
                if resource.travels() { self.span.widened(self.travel.before, self.travel.after) } else { self.span };
            Busy { resource: resource.clone(), span, bare: self.span, by: self.key.clone() }
        })
    }

    /// Whether it takes one of these.
    pub(crate) fn takes(&self, resources: &[Resource]) -> bool {
        self.resources.iter().any(|it| resources.contains(it))
    }
}

pub(super) use entries::rows as entry_rows;

/// All items of all sources.
pub(crate) async fn items(store: &Store, asked: &Asked<'_>) -> Result<Vec<Item>, StoreError> {
    let mut all = entries::items(store, asked).await?;
    all.extend(group::items(store, asked).await?);
    all.extend(absence::items(store, asked).await?);
    all.extend(imported::items(store, asked).await?);
    all.extend(interpreter::items(store, asked).await?);
    all.retain(|item| item.takes(asked.resources));
    Ok(all)
}

/// The same as a diary that answers questions quickly.
pub(crate) async fn diary(store: &Store, asked: &Asked<'_>) -> Result<Diary, StoreError> {
    Ok(Diary::new(items(store, asked).await?.iter().flat_map(Item::busy)))
}

//! Changes of a series as pure steps: this one, this and the following ones,
//! all. What was before is still in the caller's hands, so each can be undone.

use super::rule::first_of_month;
use super::{End, Moved, Pattern, Rule, Series, SeriesError};
use crate::calendar::moment::Moment;
use crate::calendar::weekday::Weekday;
use crate::day::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How much of a series a change takes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// This occurrence alone.
    This,
    /// This one and all that the rule has after it.
    ThisAndFollowing,
    /// All of the series.
    All,
}

/// What is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It does not take place.
    Cancel,
    /// It takes place after all, at the time of the rule. For one occurrence.
    Restore,
    /// It begins at another time or lasts otherwise. For several, each of the
    /// rule goes as far as this one; who was moved by hand before stays put.
    Move {
        /// When this occurrence begins instead.
        to: Moment,
        /// How long it lasts, in minutes.
        minutes: u16,
    },
    /// It repeats otherwise, from this occurrence on or from the first. Moves
    /// and cancellations stay where the new rule has the same moment.
    Repeat(Option<Rule>),
}

/// A change of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesEdit {
    /// How much of it.
    pub scope: Scope,
    /// The occurrence that is meant, by the moment for which the rule had it.
    pub at: Moment,
    /// What is changed.
    pub change: Change,
}

impl SeriesEdit {
    /// The same edit where «all» means all that are still to come: what has been
    /// stays as it was. The caller says which day it is.
    #[must_use]
    pub fn sparing_past(self, series: &Series, today: Day) -> Self {
        let from = series.ids().find(|id| id.day >= today);
        match (self.scope, from) {
            (Scope::All, Some(from)) => {
                let change = match self.change {
                    // As far from its place as the one that was named.
                    Change::Move { to, minutes } => {
                        let days = to.day.number() - self.at.day.number();
                        let day = Day::from_number(from.day.number() + days);
                        Change::Move { to: Moment::new(day, to.time), minutes }
                    }
                    change => change,
                };
                Self { scope: Scope::ThisAndFollowing, at: from, change }
            }
            // All of it is over.
            (Scope::All, None) => Self { scope: Scope::ThisAndFollowing, ..self },
            _ => self,
        }
    }
}

/// Which of two series an occurrence belongs to after an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What is left under the old identity.
    Kept,
    /// The following ones.
    Following,
}

/// What a series has become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// What is left of the series under its own identity; nothing if it ends altogether.
    pub series: Option<Series>,
    /// The following ones, now a series of their own.
    pub following: Option<Series>,
}

impl Edited {
    /// Where an occurrence of the series before the edit is now, and for which
    /// moment the rule has it there; nothing for one that is no more.
    #[must_use]
    pub fn whereabouts(&self, before: &Series, edit: &SeriesEdit, id: Moment) -> Option<(Part, Moment)> {
        let (part, series, first) =
            if edit.scope == Scope::This || (edit.scope == Scope::ThisAndFollowing && id < edit.at) {
                return Some((Part::Kept, id));
            } else if let Some(following) = &self.following {
                (Part::Following, following, edit.at)
            } else if edit.scope == Scope::All || before.start == edit.at {
                (Part::Kept, self.series.as_ref()?, before.start)
            } else {
                return None;
            };
        let now = match edit.change {
            Change::Move { .. } => {
                let between = before.ids().skip_while(|it| *it < first).take_while(|it| *it < id).count();
                series.ids().nth(between)?
            }
            _ => series.ids().take_while(|it| *it <= id).find(|it| *it == id)?,
        };
        Some((part, now))
    }
}

impl Series {
    /// Changes a series.
    ///
    /// # Errors
    /// Why not; the series is as it was.
    pub fn edit(&self, edit: &SeriesEdit) -> Result<Edited, SeriesError> {
        let place = self.ids().take_while(|id| *id <= edit.at).enumerate().last();
        let Some((place, _)) = place.filter(|(_, id)| *id == edit.at) else {
            return Err(SeriesError::NoSuchOccurrence);
        };
        let whole = edit.scope == Scope::All || (edit.scope == Scope::ThisAndFollowing && place == 0);
        let mut edited = if edit.scope == Scope::This {
            Edited { series: Some(self.one(edit.at, &edit.change)?), following: None }
        } else if whole {
            Edited { series: self.all_of_it(edit.at, &edit.change)?, following: None }
        } else {
            let (earlier, following) = self.split(edit.at, place);
            Edited { series: Some(earlier), following: following.all_of_it(edit.at, &edit.change)? }
        };
        if let Some(series) = &mut edited.series {
            series.sequence = self.sequence + 1;
            series.check()?;
        }
        if let Some(following) = &mut edited.following {
            following.sequence = 0;
            following.check()?;
        }
        Ok(edited)
    }

    fn one(&self, at: Moment, change: &Change) -> Result<Self, SeriesError> {
        let mut series = self.clone();
        match change {
            Change::Cancel if self.cancelled.contains(&at) => return Err(SeriesError::NoSuchOccurrence),
            Change::Cancel => {
                series.moved.remove(&at);
                series.cancelled.insert(at);
            }
            Change::Restore => {
                series.moved.remove(&at);
                series.cancelled.remove(&at);
            }
            Change::Move { .. } if self.cancelled.contains(&at) => return Err(SeriesError::NoSuchOccurrence),
            Change::Move { to, minutes } if *to == at && *minutes == self.minutes => {
                series.moved.remove(&at);
            }
            Change::Move { to, minutes } => {
                series.moved.insert(at, Moved { to: *to, minutes: *minutes });
            }
            Change::Repeat(_) => return Err(SeriesError::NoSuchOccurrence),
        }
        Ok(series)
    }

    fn all_of_it(&self, at: Moment, change: &Change) -> Result<Option<Self>, SeriesError> {
        match change {
            Change::Cancel => Ok(None),
            Change::Restore => Ok(Some(Self { cancelled: BTreeSet::new(), moved: BTreeMap::new(), ..self.clone() })),
            Change::Move { to, minutes } => self.shifted(at, *to, *minutes).map(Some),
            Change::Repeat(rule) => {
                let mut series = Self { rule: rule.clone(), ..self.clone() };
                series.check()?;
                let last = self.moved.keys().chain(&self.cancelled).max().copied();
                let kept: BTreeSet<Moment> = series.ids().take_while(|id| last.is_some_and(|it| *id <= it)).collect();
                series.moved.retain(|id, _| kept.contains(id));
                series.cancelled.retain(|id| kept.contains(id));
                Ok(Some(series))
            }
        }
    }

    /// What comes before an occurrence that is not the first, and what begins with it.
    fn split(&self, at: Moment, place: usize) -> (Self, Self) {
        let mut earlier = self.clone();
        let mut following = Self { start: at, ..self.clone() };
        following.moved = earlier.moved.split_off(&at);
        following.cancelled = earlier.cancelled.split_off(&at);
        let before = u16::try_from(place).unwrap_or(u16::MAX);
        if let (Some(earlier), Some(following)) = (&mut earlier.rule, &mut following.rule) {
            (earlier.end, following.end) = match earlier.end {
                End::Count(count) => (End::Count(before), End::Count(count.saturating_sub(before))),
                end => (End::Until(self.ids().nth(place - 1).map_or(self.start.day, |id| id.day)), end),
            };
        }
        (earlier, following)
    }

    /// The whole series with this occurrence at another time, and each of the
    /// others as far from where it was. Cancelled ones stay cancelled by their
    /// place in the rule.
    fn shifted(&self, at: Moment, to: Moment, minutes: u16) -> Result<Self, SeriesError> {
        let days = i32::try_from(to.day.number() - at.day.number()).map_err(|_| SeriesError::CannotShift)?;
        let (start, pattern) = match self.rule.as_ref().map(|rule| (&rule.pattern, rule.every)) {
            None => (self.start.day.shifted(days), None),
            Some((Pattern::Daily, _)) => (self.start.day.shifted(days), Some(Pattern::Daily)),
            Some((Pattern::Weekly(weekdays), every)) => {
                let weeks = |it: &Weekday| (i32::from(it.number()) - 1 + days).div_euclid(7);
                let together = weekdays.iter().map(weeks).collect::<BTreeSet<_>>().len() <= 1;
                if every > 1 && !together {
                    return Err(SeriesError::CannotShift);
                }
                let weekdays = weekdays.iter().map(|it| it.shifted(days)).collect();
                (self.start.day.shifted(days), Some(Pattern::Weekly(weekdays)))
            }
            Some((monthly, _)) => {
                let pattern = if days == 0 { monthly.clone() } else { monthly.like(to.day) };
                let month = |day: Day| i32::from(day.year) * 12 + i32::from(day.month) - 1;
                let first = first_of_month(month(self.start.day) + month(to.day) - month(at.day));
                let start = first.and_then(|first| pattern.in_month(first)).ok_or(SeriesError::CannotShift)?;
                (start, Some(pattern))
            }
        };
        let mut series = Self { start: Moment::new(start, to.time), minutes, ..self.clone() };
        if let (Some(rule), Some(pattern)) = (&mut series.rule, pattern) {
            rule.pattern = pattern;
            if let End::Until(_) = rule.end {
                // As many as before, so that the last one goes along.
                rule.end = End::Never;
                let last = self.ids().count().checked_sub(1).and_then(|last| series.ids().nth(last));
                let last = last.ok_or(SeriesError::CannotShift)?;
                if let Some(rule) = &mut series.rule {
                    rule.end = End::Until(last.day);
                }
            }
        }
        // Those that differ are known by their place in the rule.
        let last = self.moved.keys().chain(&self.cancelled).max().copied();
        let pairs: BTreeMap<Moment, Moment> =
            self.ids().take_while(|id| last.is_some_and(|last| *id <= last)).zip(series.ids()).collect();
        series.cancelled = self.cancelled.iter().filter_map(|id| pairs.get(id).copied()).collect();
        let others = self.moved.iter().filter(|(id, _)| **id != at);
        series.moved = others.filter_map(|(id, moved)| Some((*pairs.get(id)?, *moved))).collect();
        Ok(series)
    }
}

#[cfg(test)]
mod tests;

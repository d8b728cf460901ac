//! What somebody of the family writes in the plan by their own hand: dreams,
//! goals on their own dreams, and marks on a scale. A part without a writer.

use super::part::AllParts;
use crate::case::CaseAccess;
use crate::error::StoreError;
use crate::portal::{NewWord, WordKind};
use casework::Party;
use casework::plan::{Area, Body, Dream, Goal, Horizon, Mark, Part};
use sqlx::{Any, Transaction};
use std::collections::BTreeSet;

/// So many parts of one person: nobody's plan is filled by a machine.
const OWN_LIMIT: usize = 300;

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnPart {
    /// A dream.
    Dream {
        /// In their words.
        words: String,
        /// Code of the language.
        language: String,
    },
    /// A goal on one of their own dreams.
    Goal {
        /// The dream, by part id.
        dream: String,
        /// What is to be reached.
        words: String,
        /// What it is about.
        area: Area,
    },
    /// Where they stand with a goal today.
    Mark {
        /// The goal, by part id.
        goal: String,
        /// 0 to 10.
        value: u8,
    },
}

impl CaseAccess {
    /// Writes a part, new or anew, by the participant's own hand; returns its
    /// id. `shared`: also for the other adults who take part, as far as this
    /// one knows of them; the team reads it in any case. Staff hear of it.
    ///
    /// # Errors
    /// When this viewer is no participant; what [`Body::check`] says;
    /// `plan_overtaken` when somebody was quicker; `plan_area` for an area that
    /// the unit does not offer; [`StoreError::NotFound`] for a part or a dream that is not their own, and a goal that they do not see.
    pub async fn write_own_part(
        &self,
        which: Option<(&str, i64)>,
        own: &OwnPart,
        shared: bool,
    ) -> Result<String, StoreError> {
        let person = self.participant()?.to_owned();
        let me = Party::Person(person.clone());
        let others = self.participants().await?.into_iter().filter(|it| !it.is_child).map(|it| it.person);
        let heard: BTreeSet<String> = others.map(|it| Party::Person(it).key()).filter(|_| shared).collect();
        let sight = self.plan_sight().await?;
        let (_, mut write) = self.change_own().await?;
        // Their own sight says what is there for them; the whole, for whom it was.
        let whole = self.whole_plan(&mut write.tx).await?;
        let seen = whole.as_told(&sight);
        let before = which.map(|(id, known)| self.own_part(&seen, &whole, id, known)).transpose()?;
        let body = match (own, before.map(|it| &it.body)) {
            (OwnPart::Dream { words, language }, None | Some(Body::Dream(_))) => {
                Body::Dream(Dream { person, words: words.trim().to_owned(), language: language.clone() })
            }
            (OwnPart::Goal { words, area, .. }, Some(Body::Goal(goal))) => {
                Body::Goal(Goal { words: words.trim().to_owned(), area: area.clone(), ..goal.clone() })
            }
            (OwnPart::Goal { dream, words, area }, None) => {
                let is_own = |part: &Part| matches!(&part.body, Body::Dream(it) if it.person == person);
                self.must_see_part(&seen, dream, is_own)?;
                let dreams = BTreeSet::from([dream.clone()]);
                let words = words.trim().to_owned();
                Body::Goal(Goal { dreams, area: area.clone(), horizon: Horizon::Now, words, by: None })
            }
            (OwnPart::Mark { goal, value }, None) => {
                self.must_see_part(&seen, goal, |part| matches!(part.body, Body::Goal(_)))?;
                let day = self.store.today();
                Body::Mark(Mark { goal: goal.clone(), person, day, value: *value })
            }
            _ => return Err(StoreError::NotFound),
        };
        body.check()?;
        let told = whole.parts.iter().filter(|(_, all)| all.last().is_some_and(|it| it.part.teller == me.key()));
        if which.is_none() && told.count() >= OWN_LIMIT {
            return Err(StoreError::NotAllowed("too_many"));
        }
        // Services that read it still do; of the others, whom the writer says.
        let keeps = |key: &&String| matches!(Party::from_key(key), Some(Party::Service(_) | Party::Lead));
        let audience = before.into_iter().flat_map(|it| it.audience.iter().filter(keeps)).cloned();
        let audience = audience.chain(heard).chain([me.key(), Party::Team.key()]).collect();
        let part = Part { teller: me.key(), audience, withdrawn: false, body };
        self.must_offer_area(&mut write.tx, before, &part).await?;
        let (id, revision) = match which {
            Some((id, known)) => (id.to_owned(), known + 1),
            None => (self.store.new_id(), 1),
        };
        self.insert_revision(&mut write, &id, revision, &part, None).await?;
        self.tell_of_own(&mut write.tx).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Takes a part of one's own out of the plan. It can be written anew.
    ///
    /// # Errors
    /// As [`Self::write_own_part`].
    pub async fn withdraw_own_part(&self, id: &str, revision: i64) -> Result<(), StoreError> {
        self.participant()?;
        let sight = self.plan_sight().await?;
        let (_, mut write) = self.change_own().await?;
        let whole = self.whole_plan(&mut write.tx).await?;
        let seen = whole.as_told(&sight);
        let part = Part { withdrawn: true, ..self.own_part(&seen, &whole, id, revision)?.clone() };
        self.insert_revision(&mut write, id, revision + 1, &part, None).await?;
        self.tell_of_own(&mut write.tx).await?;
        write.commit().await
    }

    /// A part that is this participant's: their own dream, or what they told.
    fn own_part<'a>(
        &self,
        seen: &AllParts,
        whole: &'a AllParts,
        id: &str,
        revision: i64,
    ) -> Result<&'a Part, StoreError> {
        let person = self.participant()?;
        let me = Party::Person(person.to_owned()).key();
        let is_own = |part: &Part| match &part.body {
            Body::Dream(dream) => dream.person == person,
            Body::Goal(_) => part.teller == me,
            Body::Action(_) | Body::Mark(_) => false,
        };
        self.must_see_part(seen, id, is_own)?;
        let now = whole.now(id).ok_or(StoreError::NotFound)?;
        if now.revision == revision { Ok(&now.part) } else { Err(StoreError::NotAllowed("plan_overtaken")) }
    }

    fn must_see_part(&self, seen: &AllParts, id: &str, fits: impl Fn(&Part) -> bool) -> Result<(), StoreError> {
        let now = seen.now(id).map(|it| &it.part);
        let is_there = now.is_some_and(|part| !part.withdrawn && self.sees_part(part) && fits(part));
        if is_there { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Staff hear that somebody has written in the plan; once, while they have not looked.
    async fn tell_of_own(&self, tx: &mut Transaction<'static, Any>) -> Result<(), StoreError> {
        let person = self.participant()?.to_owned();
        if self.has_waiting_word(&mut *tx, &person, WordKind::Wrote).await? {
            return Ok(());
        }
        let word = NewWord { kind: WordKind::Wrote, about: String::new(), words: String::new() };
        self.keep_word(tx, &person, &word).await.map(drop)
    }
}

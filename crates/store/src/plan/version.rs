//! Versions of the plan and what was said to them, each as its viewer sees it.

use super::halt::KeptHalt;
use super::part::{AllParts, KeptPart, PlanSight};
use super::{fits, from_json, to_json};
use crate::case::{CaseAccess, Participant, Who, birthday};
use crate::crypto::Place;
use crate::error::StoreError;
use crate::portal::{NewWord, WordKind};
use casework::Party;
use casework::child::AgeLimits;
use casework::day::Period;
use casework::plan::approval::TakesPart;
use casework::plan::version::last_answers;
use casework::plan::{
    Answer, AnswerKind, Approver, Change, Content, Part, SeenVersion, Version, approvers, difference, seen,
};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// Of whom each of those who are asked knows.
type Known = BTreeMap<String, BTreeSet<String>>;

/// Where one who is asked stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub approver: Approver,
    /// The newest version as they see it, where there is one.
    pub version: Option<SeenVersion>,
    /// Their last word on it.
    pub answer: Option<Answer>,
    /// The last version that they said yes to, by its number for them.
    pub approved: Option<u32>,
}

/// The plan as a viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyPlan {
    /// The parts that stand, in the order in which they were first written.
    pub parts: Vec<KeptPart>,
    /// Versions, oldest first.
    pub versions: Vec<SeenVersion>,
    /// What is different from the newest version.
    pub unproposed: BTreeMap<String, Change>,
    /// Where those who are asked stand, as far as the viewer knows of them.
    pub standing: Vec<Standing>,
    /// Who answers for children from outside, as far as the viewer knows of the
    /// children: the child-welfare service, a holder who does not take part.
    pub answers_for: Vec<Approver>,
    /// Pauses and stops that hold.
    pub halts: Vec<KeptHalt>,
}

/// An answer that staff write down for somebody.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    /// The version that was shown.
    pub version: String,
    /// Who answers.
    pub approver: Approver,
    /// What.
    pub kind: AnswerKind,
    /// In their words.
    pub words: String,
}

/// What is sealed of an answer.
#[derive(Serialize, Deserialize)]
struct SealedAnswer {
    approver: String,
    kind: AnswerKind,
    words: String,
}

const fn content_place(id: &str) -> Place<'_> {
    Place { table: "plan_version", column: "content_sealed", row: id }
}

const fn answer_place(id: &str) -> Place<'_> {
    Place { table: "plan_answer", column: "answer_sealed", row: id }
}

impl CaseAccess {
    /// The plan as this viewer may see it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn plan(&self, limits: AgeLimits) -> Result<FamilyPlan, StoreError> {
        let participants = self.participants().await?;
        let approvers = self.plan_approvers(&participants, limits).await?;
        let sight = self.plan_sight().await?;
        let mut tx = self.store.db().pool().begin().await?;
        let all = self.all_plan_parts(&mut tx, &sight).await?;
        let versions = self.all_versions(&mut tx).await?;
        let answers = self.all_answers(&mut tx).await?;
        let halts = self.halts_on(&mut tx).await?;
        drop(tx);
        let parts = self.parts_seen(&all);
        let mine = seen(&versions, |id, revision| self.sees_revision(&all, id, revision, &|part| self.sees_part(part)));
        let now: Content = parts.iter().map(|it| (it.id.clone(), it.revision)).collect();
        let empty = Content::new();
        let unproposed = difference(mine.last().map_or(&empty, |it| &it.content), &now);
        // What another said is theirs: a participant hears of their own answer alone.
        let is_told = |it: &Approver| match self.who() {
            Who::Staff(_) => true,
            Who::Participant(person) => *it == Approver::Person(person.clone()),
        };
        let answers_for = approvers.iter().filter(|it| !matches!(it, Approver::Person(_))).cloned().collect();
        let asked: Vec<Approver> = approvers.into_iter().filter(is_told).collect();
        let known = self.known_to(asked.iter().map(Approver::person)).await?;
        let standing = asked.into_iter().map(|it| self.standing_of(it, &known, &all, &versions, &answers)).collect();
        let known: Vec<String> = participants.into_iter().map(|it| it.person).collect();
        let ids: Vec<&str> = parts.iter().map(|it| it.id.as_str()).collect();
        let halts = halts.into_iter().filter(|it| it.is_known(&known, &ids)).collect();
        Ok(FamilyPlan { parts, versions: mine, unproposed, standing, answers_for, halts })
    }

    /// Whose yes is asked for, as far as this viewer knows of them.
    pub(crate) async fn plan_approvers(
        &self,
        participants: &[Participant],
        limits: AgeLimits,
    ) -> Result<Vec<Approver>, StoreError> {
        let today = self.store.today();
        let record = self.record().await?;
        let born = |person: &str| record.people.get(&person.into()).and_then(birthday);
        let is_current = |it: &&Participant| Period { from: it.from, to: it.to }.holds(today);
        let all: Vec<_> = participants
            .iter()
            .filter(is_current)
            .map(|it| TakesPart {
                person: &it.person,
                born: born(&it.person),
                is_child: it.is_child,
                ground: it.consent,
            })
            .collect();
        Ok(approvers(&all, today, limits))
    }

    /// Whether somebody with these eyes sees what a part said and still may.
    fn sees_revision(&self, all: &AllParts, id: &str, revision: i64, eyes: &dyn Fn(&Part) -> bool) -> bool {
        let then = all.revisions(id).iter().find(|it| it.revision == revision);
        let may = |part: &Part| eyes(part);
        then.is_some_and(|it| may(&it.part)) && all.now(id).is_some_and(|it| may(&it.part))
    }

    /// Whether a part is for somebody who is asked: a person by their own eyes,
    /// and only when it names nobody of whom they do not know (R11); whoever
    /// answers for a child what is about the child.
    fn asks(&self, approver: &Approver, known: &Known, part: &Part) -> bool {
        match approver {
            Approver::Person(person) => {
                known.get(person).is_some_and(|known| part.about().into_iter().all(|it| known.contains(it)))
                    && self.through_sight(part, |sight| self.party_sees(&Party::Person(person.clone()), sight))
            }
            Approver::HolderElsewhere(child) | Approver::ChildWelfare(child) => part.about().contains(child.as_str()),
        }
    }

    fn standing_of(
        &self,
        approver: Approver,
        known: &Known,
        all: &AllParts,
        versions: &[Version],
        answers: &[Answer],
    ) -> Standing {
        // Only what the viewer sees, too: nobody learns by another's standing what is hidden.
        let eyes = |part: &Part| self.sees_part(part) && self.asks(&approver, known, part);
        let theirs = seen(versions, |id, revision| self.sees_revision(all, id, revision, &eyes));
        let key = approver.key();
        let word = |it: &SeenVersion| last_answers(it, answers).get(key.as_str()).map(|&it| it.clone());
        let approved = theirs.iter().rev().find(|it| word(it).is_some_and(|it| it.kind == AnswerKind::Approve));
        Standing {
            approved: approved.map(|it| it.number),
            answer: theirs.last().and_then(word),
            version: theirs.last().cloned(),
            approver,
        }
    }

    async fn all_versions(&self, tx: &mut Transaction<'static, Any>) -> Result<Vec<Version>, StoreError> {
        let rows = sqlx::query(
            "SELECT plan_version.id, plan_version.at, staff_user.name, plan_version.content_sealed
             FROM plan_version JOIN staff_user ON staff_user.id = plan_version.author_id
             WHERE plan_version.case_id = $1 ORDER BY plan_version.at, plan_version.id",
        )
        .bind(&self.id().0)
        .fetch_all(&mut **tx)
        .await?;
        let mut versions = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(content_place(&id), &row.try_get::<String, _>("content_sealed")?)?;
            versions.push(Version { at: row.try_get("at")?, by: row.try_get("name")?, content: from_json(&text)?, id });
        }
        Ok(versions)
    }

    async fn all_answers(&self, tx: &mut Transaction<'static, Any>) -> Result<Vec<Answer>, StoreError> {
        let rows = sqlx::query(
            "SELECT plan_answer.id, plan_answer.version_id, plan_answer.at, staff_user.name, plan_answer.answer_sealed
             FROM plan_answer LEFT JOIN staff_user ON staff_user.id = plan_answer.recorded_by
             WHERE plan_answer.case_id = $1 ORDER BY plan_answer.at, plan_answer.id",
        )
        .bind(&self.id().0)
        .fetch_all(&mut **tx)
        .await?;
        let mut answers = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: String = row.try_get("id")?;
            let text = self.key.unseal(answer_place(&id), &row.try_get::<String, _>("answer_sealed")?)?;
            let SealedAnswer { approver, kind, words } = from_json(&text)?;
            answers.push(Answer {
                version: row.try_get("version_id")?,
                at: row.try_get("at")?,
                recorded_by: row.try_get::<Option<String>, _>("name")?.unwrap_or_default(),
                approver,
                kind,
                words,
            });
        }
        Ok(answers)
    }

    /// Proposes the plan as it stands to the family; returns the version's id.
    ///
    /// # Errors
    /// When this viewer may not change the case; `nothing_new` when the newest
    /// version says the same, or there is nothing to propose.
    pub async fn propose_plan(&self) -> Result<String, StoreError> {
        self.must_see_whole()?;
        let author = self.staff()?.clone();
        let sight = self.plan_sight().await?;
        let mut write = self.change().await?;
        let all = self.all_plan_parts(&mut write.tx, &sight).await?;
        // What this viewer does not see is proposed as it was, and neither new nor gone.
        let last = self.all_versions(&mut write.tx).await?.pop().map(|it| it.content).unwrap_or_default();
        let known = self.seen_ids(&all);
        let mut content: Content = last
            .iter()
            .filter(|(id, _)| !known.contains(id.as_str()))
            .map(|(id, revision)| (id.clone(), *revision))
            .collect();
        content.extend(self.parts_seen(&all).into_iter().map(|it| (it.id, it.revision)));
        if content == last {
            return Err(StoreError::NotAllowed("nothing_new"));
        }
        let id = self.store.new_id();
        sqlx::query(
            "INSERT INTO plan_version (id, case_id, author_id, at, content_sealed) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(&author.0)
        .bind(self.store.now())
        .bind(self.key.seal(content_place(&id), &to_json(&content)?)?)
        .execute(&mut *write.tx)
        .await?;
        write.commit().await?;
        Ok(id)
    }

    /// Writes down what somebody said to the newest version, marked as written
    /// by this member of staff.
    ///
    /// # Errors
    /// When this viewer may not change the case; `not_asked` for somebody whose
    /// yes is not asked for; `plan_overtaken` for any but the newest version as they
    /// see it; `plan_empty` for a change that is not named.
    pub async fn record_plan_answer(&self, new: &NewAnswer, limits: AgeLimits) -> Result<(), StoreError> {
        let author = self.staff()?.clone();
        self.must_be_asked(new, limits).await?;
        let sight = self.plan_sight().await?;
        let mut write = self.change().await?;
        self.keep_plan_answer(&mut write.tx, new, Some(&author.0), &sight).await?;
        write.commit().await
    }

    /// What this participant says to the newest version, by their own hand. A
    /// wish for a change waits for somebody of the staff like any other word.
    ///
    /// # Errors
    /// As [`Self::record_plan_answer`], for whoever is no participant.
    pub async fn answer_plan(
        &self,
        version: &str,
        kind: AnswerKind,
        words: &str,
        limits: AgeLimits,
    ) -> Result<(), StoreError> {
        let approver = Approver::Person(self.participant()?.to_owned());
        let new = NewAnswer { version: version.to_owned(), approver, kind, words: words.to_owned() };
        self.must_be_asked(&new, limits).await?;
        let sight = self.plan_sight().await?;
        let (person, mut write) = self.change_own().await?;
        self.keep_plan_answer(&mut write.tx, &new, None, &sight).await?;
        if kind != AnswerKind::Approve {
            let word = NewWord { kind: WordKind::PlanChange, about: String::new(), words: words.to_owned() };
            self.keep_word(&mut write.tx, &person, &word).await?;
        }
        write.commit().await
    }

    /// Stops an answer of somebody who is not asked, and a change that is not named.
    async fn must_be_asked(&self, new: &NewAnswer, limits: AgeLimits) -> Result<(), StoreError> {
        self.must_see_whole()?;
        fits(&new.words)?;
        if new.kind == AnswerKind::Change && new.words.trim().is_empty() {
            return Err(StoreError::NotAllowed("plan_empty"));
        }
        let asked = self.plan_approvers(&self.participants().await?, limits).await?;
        if asked.contains(&new.approver) { Ok(()) } else { Err(StoreError::NotAllowed("not_asked")) }
    }

    /// Keeps an answer to the newest version, written down by somebody of the staff or by nobody.
    async fn keep_plan_answer(
        &self,
        tx: &mut Transaction<'static, Any>,
        new: &NewAnswer,
        recorded_by: Option<&str>,
        sight: &PlanSight,
    ) -> Result<(), StoreError> {
        let all = self.all_plan_parts(&mut *tx, sight).await?;
        let versions = self.all_versions(&mut *tx).await?;
        let known = self.known_to(std::iter::once(new.approver.person())).await?;
        let standing = self.standing_of(new.approver.clone(), &known, &all, &versions, &[]);
        let Some(newest) = standing.version.filter(|it| it.ids.contains(&new.version)) else {
            return Err(StoreError::NotAllowed("plan_overtaken"));
        };
        let id = self.store.new_id();
        let sealed = SealedAnswer { approver: new.approver.key(), kind: new.kind, words: new.words.trim().to_owned() };
        sqlx::query(
            "INSERT INTO plan_answer (id, version_id, case_id, recorded_by, at, answer_sealed)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(&newest.id)
        .bind(&self.id().0)
        .bind(recorded_by)
        .bind(self.store.now())
        .bind(self.key.seal(answer_place(&id), &to_json(&sealed)?)?)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

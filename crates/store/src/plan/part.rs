//! The parts of a plan and their revisions. Nothing is overwritten: a change is
//! one revision more, taking back is one more that says what an earlier one said.

use super::{from_json, to_json};
use crate::case::{CaseAccess, CaseId, ServiceSight, day_text};
use crate::crypto::{Place, ScopeKey};
use crate::database::WriteTx;
use crate::error::StoreError;
use crate::user::UserId;
use casework::Party;
use casework::opening::Part as CasePart;
use casework::plan::{Body, Doer, Part};
use family_map::record::{Origin, PersonId};
use family_map::redact::Sight;
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// A part as a viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPart {
    /// Id.
    pub id: String,
    /// How often it was written.
    pub revision: i64,
    /// When it was last written, milliseconds since 1970.
    pub at: i64,
    /// Name of who of the staff wrote it; empty for the teller's own hand.
    pub by: String,
    /// What it says.
    pub part: Part,
    /// Others who take part read it as well: told to whoever told it, of the
    /// family, and of nobody else's words.
    pub shared: bool,
}

/// What a part said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRevision {
    /// Which.
    pub revision: i64,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Name of who of the staff wrote it; empty for the teller's own hand.
    pub by: String,
    /// What it said.
    pub part: Part,
    /// Id of who of the staff wrote it.
    pub(super) author: Option<String>,
    /// As [`KeptPart::shared`].
    pub(super) shared: bool,
}

/// What this viewer may know of, beside the parts themselves.
pub(super) struct PlanSight {
    /// The people of the record whom the viewer sees; nothing where only the
    /// shared plan is open, which tells of nobody by name.
    people: Option<BTreeSet<String>>,
    /// Whoever is not of the team hears of nobody else for whom a part is.
    own: Option<BTreeSet<String>>,
    /// A service reads what those whom it concerns have said yes to.
    services: Option<ServiceSight>,
}

impl PlanSight {
    /// Whether it is of the viewer's own telling, and others who take part read it.
    fn is_own_and_shared(&self, part: &Part) -> bool {
        let is_another = |key: &String| key.starts_with("person:") && *key != part.teller;
        self.own.as_ref().is_some_and(|own| own.contains(&part.teller)) && part.audience.iter().any(is_another)
    }

    /// A part as far as the viewer may know of whom it names.
    fn told(&self, mut part: Part) -> Option<Part> {
        let knows = |id: &str| self.people.as_ref().is_none_or(|people| people.contains(id));
        if !part.about().into_iter().all(knows) {
            return None;
        }
        if let Some(own) = &self.own {
            part.audience.retain(|key| own.contains(key));
            if !own.contains(&part.teller) {
                part.teller = Party::Team.key();
            }
        }
        Some(part)
    }
}

/// The parts of a case with all their revisions, oldest first.
pub(super) struct AllParts {
    /// In the order in which they were first written.
    pub(super) parts: Vec<(String, Vec<PlanRevision>)>,
}

impl AllParts {
    /// What is left for somebody: nothing that names people of whom they do not
    /// know, and for whoever looks as a service what those whom it concerns have
    /// said yes to.
    pub(super) fn as_told(&self, sight: &PlanSight) -> Self {
        let find = |id: &str| self.now(id).map(|it| &it.part);
        let mut parts = Vec::new();
        for (id, all) in &self.parts {
            let mut left = Vec::new();
            for it in all {
                let is_shared = sight.services.as_ref().is_none_or(|by| by.reads(&it.part, &it.part.concerns(&find)));
                if let Some(part) = sight.told(it.part.clone()).filter(|_| is_shared) {
                    left.push(PlanRevision { part, shared: sight.is_own_and_shared(&it.part), ..it.clone() });
                }
            }
            if !left.is_empty() {
                parts.push((id.clone(), left));
            }
        }
        Self { parts }
    }

    /// The revisions of a part.
    pub(super) fn revisions(&self, id: &str) -> &[PlanRevision] {
        self.parts.iter().find(|(part, _)| part == id).map_or(&[], |(_, revisions)| revisions)
    }

    /// What a part says now.
    pub(super) fn now(&self, id: &str) -> Option<&PlanRevision> {
        self.revisions(id).last()
    }
}

fn part_place(row: &str) -> Place<'_> {
    Place { table: "plan_revision", column: "part_sealed", row }
}

/// A revision to be kept.
pub(super) struct Said<'a> {
    /// The part.
    pub(super) id: &'a str,
    pub(super) revision: i64,
    pub(super) part: &'a Part,
    /// Who of the staff wrote it.
    pub(super) author: Option<&'a str>,
    /// Milliseconds since 1970.
    pub(super) at: i64,
}

/// Keeps a revision in a case, and what stands open of it.
pub(super) async fn insert_revision(
    tx: &mut Transaction<'static, Any>,
    (case, key): (&CaseId, &ScopeKey),
    said: &Said<'_>,
) -> Result<(), StoreError> {
    let (owner, due, is_open, answer) = match &said.part.body {
        Body::Action(action) => {
            let owner = match &action.doer {
                Doer::Staff { user } => Some(UserId(user.clone())),
                Doer::Family { .. } | Doer::Service { .. } => None,
            };
            (
                owner,
                action.deadline,
                action.status.is_open() && !said.part.withdrawn,
                action.answer_due().filter(|_| !said.part.withdrawn),
            )
        }
        Body::Dream(_) | Body::Goal(_) | Body::Mark(_) => (None, None, false, None),
    };
    sqlx::query(
        "INSERT INTO plan_part (id, case_id, kind, revision, owner_id, due_day, is_open, answer_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE
         SET revision = $4, owner_id = $5, due_day = $6, is_open = $7, answer_day = $8",
    )
    .bind(said.id)
    .bind(&case.0)
    .bind(said.part.body.kind().code())
    .bind(said.revision)
    .bind(owner.map(|it| it.0))
    .bind(due.map(day_text))
    .bind(i64::from(is_open))
    .bind(answer.map(day_text))
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "INSERT INTO plan_revision (part_id, revision, case_id, author_id, at, part_sealed)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(said.id)
    .bind(said.revision)
    .bind(&case.0)
    .bind(said.author)
    .bind(said.at)
    .bind(key.seal(part_place(&format!("{}:{}", said.id, said.revision)), &to_json(said.part)?)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl CaseAccess {
    /// Whether a part is for this viewer.
    pub(super) fn sees_part(&self, part: &Part) -> bool {
        self.through_sight(part, |sight| self.sees(sight))
    }

    /// What somebody's eyes say to a part.
    pub(super) fn through_sight(&self, part: &Part, eyes: impl Fn(&Sight<'_>) -> bool) -> bool {
        let origin = Origin::told(&part.teller, part.audience.iter().map(String::as_str));
        let about: Vec<PersonId> = part.about().into_iter().map(PersonId::from).collect();
        eyes(&Sight { origin: &origin, about: about.iter().collect(), locates: false, sensitive: false })
    }

    /// What this viewer may know of.
    pub(super) async fn plan_sight(&self) -> Result<PlanSight, StoreError> {
        let people = if self.part() == CasePart::Whole {
            let record = self.record().await?;
            Some(record.people.keys().map(|id| id.as_str().to_owned()).collect())
        } else {
            None
        };
        let mut own: BTreeSet<String> = self.own_keys().collect();
        let of_team = !own.insert(Party::Team.key());
        let services = self.service_sight().await?;
        Ok(PlanSight { people, own: (!of_team).then_some(own), services })
    }

    /// All parts of the plan, as far as this viewer may know of whom they name.
    pub(super) async fn all_plan_parts(
        &self,
        tx: &mut Transaction<'static, Any>,
        sight: &PlanSight,
    ) -> Result<AllParts, StoreError> {
        Ok(self.whole_plan(tx).await?.as_told(sight))
    }

    /// The same with nothing hidden: for what is computed of it and told to nobody.
    pub(super) async fn whole_plan(&self, tx: &mut Transaction<'static, Any>) -> Result<AllParts, StoreError> {
        let rows = sqlx::query(
            "SELECT plan_revision.part_id, plan_revision.revision, plan_revision.at, plan_revision.author_id, staff_user.name,
               plan_revision.part_sealed, plan_part.owner_id
             FROM plan_revision JOIN plan_part ON plan_part.id = plan_revision.part_id
             LEFT JOIN staff_user ON staff_user.id = plan_revision.author_id
             WHERE plan_revision.case_id = $1 ORDER BY plan_revision.part_id, plan_revision.revision",
        )
        .bind(&self.id().0)
        .fetch_all(&mut **tx)
        .await?;
        let mut parts: Vec<(String, Vec<PlanRevision>)> = Vec::new();
        for row in &rows {
            let id: String = row.try_get("part_id")?;
            let revision: i64 = row.try_get("revision")?;
            let text =
                self.key.unseal(part_place(&format!("{id}:{revision}")), &row.try_get::<String, _>("part_sealed")?)?;
            let mut part: Part = from_json(&text)?;
            // Whoever took it over from somebody who left.
            if let (Body::Action(action), Some(owner)) = (&mut part.body, row.try_get::<Option<String>, _>("owner_id")?)
                && let Doer::Staff { user } = &mut action.doer
            {
                *user = owner;
            }
            let name: Option<String> = row.try_get("name")?;
            let (at, author) = (row.try_get("at")?, row.try_get("author_id")?);
            let it = PlanRevision { revision, at, by: name.unwrap_or_default(), part, author, shared: false };
            match parts.last_mut() {
                Some((last, revisions)) if *last == id => revisions.push(it),
                _ => parts.push((id, vec![it])),
            }
        }
        Ok(AllParts { parts })
    }

    /// Writes a part, new or anew; returns its id.
    ///
    /// # Errors
    /// When this viewer may not change the case; what [`Body::check`] says;
    /// `plan_nobody` and `not_colleague` for whoever may not be named; `plan_overtaken`
    /// when somebody was quicker; [`StoreError::NotFound`] for a part that is
    /// not there or hidden, or is tied to one.
    pub async fn write_plan_part(&self, which: Option<(&str, i64)>, part: &Part) -> Result<String, StoreError> {
        self.must_see_whole()?;
        part.body.check()?;
        self.hearers().await?.must_fit(part)?;
        let sight = self.plan_sight().await?;
        let mut write = self.change().await?;
        let all = self.all_plan_parts(&mut write.tx, &sight).await?;
        let visible = |id: &str| all.now(id).is_some_and(|it| self.sees_part(&it.part));
        if !part.ties().into_iter().all(visible) {
            return Err(StoreError::NotFound);
        }
        let (id, revision) = match which {
            None => (self.store.new_id(), 1),
            Some((id, known)) => {
                let now = all.now(id).filter(|it| self.sees_part(&it.part)).ok_or(StoreError::NotFound)?;
                if now.revision != known {
                    return Err(StoreError::NotAllowed("plan_overtaken"));
                }
                if now.part.body.kind() != part.body.kind() {
                    return Err(StoreError::NotFound);
                }
                (id.to_owned(), known + 1)
            }
        };
        self.must_offer_area(&mut write.tx, all.now(&id).map(|it| &it.part), part).await?;
        let author = self.staff()?.0.clone();
        self.insert_revision(&mut write, &id, revision, part, Some(&author)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Takes a part out of the plan. It can be brought back.
    ///
    /// # Errors
    /// As [`Self::write_plan_part`].
    pub async fn withdraw_plan_part(&self, id: &str, revision: i64) -> Result<(), StoreError> {
        self.rewrite(id, revision, |all| {
            all.now(id).map(|now| Part { withdrawn: true, ..now.part.clone() }).ok_or(StoreError::NotFound)
        })
        .await
    }

    /// Lets a part say what it said in an earlier revision.
    ///
    /// # Errors
    /// As [`Self::write_plan_part`]; [`StoreError::NotFound`] for a revision
    /// that is not there or hidden.
    pub async fn restore_plan_part(&self, id: &str, revision: i64, to: i64) -> Result<(), StoreError> {
        self.rewrite(id, revision, |all| {
            let then = all.revisions(id).iter().find(|it| it.revision == to && self.sees_part(&it.part));
            then.map(|it| it.part.clone()).ok_or(StoreError::NotFound)
        })
        .await
    }

    /// Writes a part anew as it follows from what is there.
    pub(super) async fn rewrite(
        &self,
        id: &str,
        revision: i64,
        what: impl Fn(&AllParts) -> Result<Part, StoreError>,
    ) -> Result<(), StoreError> {
        self.must_see_whole()?;
        self.staff()?;
        let sight = self.plan_sight().await?;
        let mut write = self.change().await?;
        let all = self.all_plan_parts(&mut write.tx, &sight).await?;
        let now = all.now(id).filter(|it| self.sees_part(&it.part)).ok_or(StoreError::NotFound)?;
        if now.revision != revision {
            return Err(StoreError::NotAllowed("plan_overtaken"));
        }
        let part = what(&all)?;
        let author = self.staff()?.0.clone();
        self.insert_revision(&mut write, id, revision + 1, &part, Some(&author)).await?;
        write.commit().await
    }

    /// One revision more, written by somebody of the staff or by nobody.
    pub(super) async fn insert_revision(
        &self,
        write: &mut WriteTx,
        id: &str,
        revision: i64,
        part: &Part,
        author: Option<&str>,
    ) -> Result<(), StoreError> {
        let said = Said { id, revision, part, author, at: self.store.now() };
        insert_revision(&mut write.tx, (self.id(), &self.key), &said).await
    }

    /// What a part said before, the newest first, as far as it was for this viewer.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a part that is not there or hidden.
    pub async fn plan_history(&self, id: &str) -> Result<Vec<PlanRevision>, StoreError> {
        let sight = self.plan_sight().await?;
        let mut tx = self.store.db().pool().begin().await?;
        let all = self.all_plan_parts(&mut tx, &sight).await?;
        if !all.now(id).is_some_and(|it| self.sees_part(&it.part)) {
            return Err(StoreError::NotFound);
        }
        let known = self.seen_ids(&all);
        let seen = all.revisions(id).iter().rev().filter(|it| self.sees_part(&it.part));
        Ok(seen.map(|it| PlanRevision { part: it.part.clone().tied_to_known(&known), ..it.clone() }).collect())
    }

    /// The parts that are for this viewer, by id.
    pub(super) fn seen_ids<'a>(&self, all: &'a AllParts) -> BTreeSet<&'a str> {
        let is_seen = |revisions: &[PlanRevision]| revisions.last().is_some_and(|it| self.sees_part(&it.part));
        all.parts.iter().filter(|(_, revisions)| is_seen(revisions)).map(|(id, _)| id.as_str()).collect()
    }

    /// The parts as they stand, for this viewer: a mark whose goal is hidden is
    /// hidden with it.
    pub(super) fn parts_seen(&self, all: &AllParts) -> Vec<KeptPart> {
        let known = self.seen_ids(all);
        let now: BTreeMap<&str, &PlanRevision> = known.iter().filter_map(|id| Some((*id, all.now(id)?))).collect();
        let hangs = |part: &Part| !matches!(&part.body, Body::Mark(mark) if !known.contains(mark.goal.as_str()));
        now.into_iter()
            .filter(|(_, it)| !it.part.withdrawn && hangs(&it.part))
            .map(|(id, it)| KeptPart {
                id: id.to_owned(),
                revision: it.revision,
                at: it.at,
                by: it.by.clone(),
                part: it.part.clone().tied_to_known(&known),
                shared: it.shared,
            })
            .collect()
    }
}

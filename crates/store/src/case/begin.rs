//! New cases with their participants: one, or those of two parents who live
//! apart (R2), all in one transaction.

use super::create::{FirstState, NewCase};
use super::event::{EventDetail, EventKind};
use super::participant::{ParticipantRow, first_audience, new_person};
use super::{CaseId, child_part, day_text};
use crate::Store;
use crate::crypto::{Place, ScopeKey};
use crate::error::StoreError;
use crate::log::Action;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::Day;
use casework::beginning::{Application, Fault, Planned, Which};
use casework::day::Period;
use casework::life::LinkKind;
use casework::opening::CaseStatus;
use casework::participation::StaysMentioned;
use casework::role::CaseFunction;
use family_map::edit::{Edit, replay};
use family_map::record::Fact;
use sqlx::{Any, Transaction};
use std::collections::BTreeMap;

/// What is to begin.
#[derive(Clone, Debug)]
pub struct Beginning<'a> {
    /// The unit that owns the cases.
    pub unit: &'a UnitId,
    /// How far they have come.
    pub status: CaseStatus,
    /// Who stands in for the lead, if that is known.
    pub stand_in: Option<&'a UserId>,
    /// Who takes part, and what the parents say.
    pub application: &'a Application,
    /// From when each takes part, in the order of the application.
    pub from: &'a [Day],
    /// Display name of each case.
    pub names: &'a [(Which, &'a str)],
    /// Begin a child's part for every child who is in both parents' cases (R6).
    pub child_parts: bool,
    /// The enquiry that becomes the first of the cases.
    pub enquiry: Option<&'a str>,
}

/// A case that began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Which of the cases it is.
    pub which: Which,
    /// Its id.
    pub case: CaseId,
    /// Person id of each participant there, by place in the application.
    pub people: BTreeMap<usize, String>,
}

/// Somebody's yes to sharing a case with others (R2, R10).
pub(super) struct Agreed<'a> {
    pub(super) person: &'a str,
    pub(super) said_by: &'a str,
    pub(super) way: &'a str,
    pub(super) day: Day,
}

fn refusal(fault: Fault) -> StoreError {
    StoreError::NotAllowed(match fault {
        Fault::Nobody => "nobody",
        Fault::NoName(_) => "empty",
        Fault::LiveTogether => "live_together",
        Fault::Child(_, StaysMentioned::NoHolderAgreed) => "no_holder_agreed",
        Fault::Child(_, StaysMentioned::ServiceHasNotConsented) => "service_not_consented",
        Fault::OwnCase(_) => "own_case",
    })
}

impl Store {
    /// Begins the cases of an application. The user leads them all. Either all
    /// of them exist afterwards, with everything in them, or none does.
    ///
    /// # Errors
    /// When the user makes no cases in the unit; when the application cannot
    /// become cases, by code as in `casework::beginning`; `empty` for a case
    /// without a name; `not_colleague` or `same_person` for the stand-in.
    pub async fn begin_cases(&self, by: &UserId, new: &Beginning<'_>) -> Result<Vec<Begun>, StoreError> {
        let role = self.creates_as(by, new.unit).await?;
        let planned = new
            .application
            .plan()
            .map_err(|faults| faults.into_iter().next().map_or(StoreError::NotAllowed("nobody"), refusal))?;
        let name_of = |which: Which| {
            let name = new.names.iter().find(|(it, _)| *it == which).map(|(_, name)| name.trim());
            name.filter(|name| !name.is_empty()).ok_or(StoreError::NotAllowed("empty"))
        };
        if new.stand_in == Some(by) {
            return Err(StoreError::NotAllowed("same_person"));
        }
        let enquiry = match new.enquiry {
            Some(id) => Some(self.enquiry_becomes_case(by, id).await?),
            None => None,
        };
        let mut cases = Vec::with_capacity(planned.len());
        for plan in &planned {
            let case = CaseId(self.new_id());
            let name = name_of(plan.which)?;
            let people = plan.people.iter().map(|at| (*at, self.new_id())).collect();
            // Keys first: one whose case is then not made opens nothing.
            let key = self.keys().create(&case.scope(), self.now()).await?;
            cases.push((plan, name, key, Begun { which: plan.which, case, people }));
        }
        let children = if new.child_parts { new.application.children_in_both() } else { Vec::new() };
        let mut parts = Vec::with_capacity(children.len());
        for child in children {
            let part = self.new_id();
            self.keys().create(&child_part::scope(&part), self.now()).await?;
            parts.push((child, part));
        }

        let mut write = self.db().write().await?;
        let tx = &mut write.tx;
        let mut team = vec![(by.clone(), CaseFunction::Lead)];
        if let Some(stand_in) = new.stand_in {
            self.must_be_colleague(tx, new.unit, stand_in).await?;
            team.push((stand_in.clone(), CaseFunction::StandIn));
        }
        for (plan, name, key, begun) in &cases {
            let of_case = NewCase { unit: new.unit, name, status: new.status };
            let edits = first_people(new.application, plan, &begun.people);
            let first =
                FirstState { id: &begun.case, key, new: &of_case, edits: &edits, team: &team, action: Action::Create };
            self.insert_case(tx, by, role.code(), &first).await?;
            for (at, person) in &begun.people {
                let Some(applicant) = new.application.people.get(*at) else { continue };
                let row = ParticipantRow {
                    person,
                    name: &applicant.name,
                    is_child: applicant.is_child,
                    has_responsibility: applicant.is_parent(),
                    consent: applicant.consent,
                    period: Period { from: new.from.get(*at).copied(), to: None },
                };
                self.insert_participant(tx, (&begun.case, key), &row).await?;
                let detail = EventDetail { person: Some(person.clone()), ..EventDetail::default() };
                self.tell(tx, (&begun.case, key), by, EventKind::TookPart, &detail).await?;
                if new.application.form() != casework::participation::CaseForm::Each
                    && plan.which != Which::First
                    && plan.which != Which::Second
                    && new.application.parents().is_some_and(|two| two.contains(at))
                {
                    let agreed = Agreed { person, said_by: &applicant.name, way: "form", day: self.today() };
                    self.insert_agreement(tx, (&begun.case, key), by, &agreed).await?;
                }
            }
        }
        for (plan, _, _, begun) in &cases {
            let record = replay(&first_people(new.application, plan, &begun.people));
            let everyone = record.people.keys().cloned().collect();
            self.follow(tx, &begun.case, &record, &everyone).await?;
        }
        let first = cases.first().map(|(_, _, key, begun)| (begun.case.clone(), key.clone()));
        let begun: Vec<Begun> = cases.into_iter().map(|(.., begun)| begun).collect();
        for (child, part) in &parts {
            self.insert_child_part(tx, part, *child, new.application, &begun).await?;
        }
        // Who asked takes part in the first of them.
        if let (Some(enquiry), Some((case, key))) = (&enquiry, &first) {
            enquiry.take(tx, new.unit, (case, key)).await?;
        }
        let of = |which: Which| begun.iter().find(|it| it.which == which).map(|it| &it.case);
        if let (Some(first), Some(second)) = (of(Which::First), of(Which::Second)) {
            self.insert_link(tx, by, [first, second], LinkKind::ParentsApart).await?;
            if let Some(joint) = of(Which::Joint) {
                self.insert_link(tx, by, [first, joint], LinkKind::Joint).await?;
                self.insert_link(tx, by, [second, joint], LinkKind::Joint).await?;
            }
        }
        write.commit().await?;
        Ok(begun)
    }

    /// A child's part between the two parents' cases.
    async fn insert_child_part(
        &self,
        tx: &mut Transaction<'static, Any>,
        part: &str,
        child: usize,
        application: &Application,
        begun: &[Begun],
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO child_part (id, created_at) VALUES ($1, $2)")
            .bind(part)
            .bind(self.now())
            .execute(&mut **tx)
            .await?;
        let parents = application.parents().unwrap_or_default();
        for case in begun {
            let parent = match case.which {
                Which::First => parents[0],
                Which::Second => parents[1],
                Which::Only | Which::Joint => continue,
            };
            if let (Some(child), Some(holder)) = (case.people.get(&child), case.people.get(&parent)) {
                self.insert_part_link(tx, part, &case.case, child, holder).await?;
            }
        }
        Ok(())
    }

    /// Keeps who said yes, how and when.
    pub(super) async fn insert_agreement(
        &self,
        tx: &mut Transaction<'static, Any>,
        (case, key): (&CaseId, &ScopeKey),
        by: &UserId,
        agreed: &Agreed<'_>,
    ) -> Result<(), StoreError> {
        let id = self.new_id();
        let place = Place { table: "case_agreement", column: "said_by_sealed", row: &id };
        sqlx::query(
            "INSERT INTO case_agreement (id, case_id, person_id, said_by_sealed, way, said_day, recorded_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(&case.0)
        .bind(agreed.person)
        .bind(key.seal(place, agreed.said_by.trim())?)
        .bind(agreed.way)
        .bind(day_text(agreed.day))
        .bind(&by.0)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

/// The participants of a case as people on its map. Each case knows them under
/// ids of its own, so that nobody can tell from one that there is another.
fn first_people(application: &Application, plan: &Planned, ids: &BTreeMap<usize, String>) -> Vec<Edit> {
    let in_case = plan.people.iter().filter_map(|at| Some((application.people.get(*at)?, ids.get(at)?)));
    let all = in_case.clone().map(|(it, id)| (id.as_str(), it.is_child, it.consent));
    let people = in_case.clone().map(|(it, id)| {
        Edit::Add(Fact::Person(new_person(id, &it.name, first_audience(id, it.is_child, all.clone()))))
    });
    let index = in_case.clone().map(|(_, id)| Edit::SetIndex(Some(id.as_str().into()))).take(1);
    people.chain(index).collect()
}

//! One case becomes two (rule R10): first a look at what goes where and who
//! will see what, then both at once. The divided case is closed and stays.

use super::access::{kept_from_finding, see};
use super::create::{FirstState, NewCase};
use super::event::{EventDetail, EventKind};
use super::participant::{CurrentRow, ParticipantRow, check_rows};
use super::trace::close_homes;
use super::{CaseAccess, CaseId, bar, day_text};
use crate::error::StoreError;
use crate::log::Action;
use crate::user::UserId;
use casework::division::{Goes, ToldFact, split, tellers};
use casework::life::LinkKind;
use casework::opening::CaseStatus;
use casework::plan::carry::Onto;
use casework::role::CaseFunction;
use casework::sight::{Bar, Viewer};
use casework::{Day, Party};
use family_map::Record;
use family_map::divide::{Side, fact_ids, side};
use family_map::edit::building;
use family_map::record::{Fact, FactId, PartyKey, PersonId};
use family_map::redact::redact;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// How a case is to be divided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DividePlan {
    /// Display names of the two cases.
    pub names: [String; 2],
    /// Where each participant goes, by person id.
    pub people: BTreeMap<String, Goes>,
    /// Where facts go that neither side told, by fact id.
    pub facts: BTreeMap<String, Goes>,
    /// The step of the record that the preview showed.
    pub step: i64,
}

/// A fact and where it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DividedFact {
    /// Id, for a decision.
    pub id: String,
    /// The fact as this viewer sees it.
    pub fact: Fact,
    /// Where it goes by the rule or the decision; `None` until somebody decides.
    pub goes: Option<Goes>,
    /// Whether it is for people to decide.
    pub is_open: bool,
}

/// What somebody sees of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SightOf {
    /// Who: a participant, by person id.
    pub person: String,
    /// How many people they see, before and after.
    pub people: [u32; 2],
    /// How many ties they see, before and after.
    pub ties: [u32; 2],
}

/// One of the two cases as it would be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SidePreview {
    /// Who takes part, by person id.
    pub participants: Vec<String>,
    /// Who comes along only because a tie names them, by person id.
    pub mentioned: Vec<String>,
    /// How many people and ties it would hold.
    pub holds: [u32; 2],
    /// What each participant would see.
    pub sights: Vec<SightOf>,
    /// Whose child's part would be linked to it, by person id.
    pub child_parts: Vec<String>,
}

/// What goes where, and who will see what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DividePreview {
    /// The step of the record that is shown.
    pub step: i64,
    /// Every fact that this viewer sees.
    pub facts: Vec<DividedFact>,
    /// The two cases.
    pub sides: [SidePreview; 2],
    /// Why the participants cannot be divided so, as a code.
    pub fault: Option<String>,
    /// Names of those who lead and stand in; they come along to both.
    pub team: Vec<String>,
}

/// The two sides, by person id.
struct Sides {
    first: BTreeSet<String>,
    second: BTreeSet<String>,
}

impl Sides {
    fn of(people: &BTreeMap<String, Goes>) -> Self {
        let on = |is_on: fn(Goes) -> bool| {
            people.iter().filter(|(_, goes)| is_on(**goes)).map(|(id, _)| id.clone()).collect()
        };
        Self { first: on(Goes::to_first), second: on(Goes::to_second) }
    }

    fn both(&self) -> [&BTreeSet<String>; 2] {
        [&self.first, &self.second]
    }
}

/// Where each fact of the whole record goes; those that neither side told by
/// decision, and without one they stay.
fn assign(
    whole: &Record,
    sides: &Sides,
    people: &BTreeMap<String, Goes>,
    decided: impl Fn(&FactId) -> Option<Goes>,
) -> BTreeMap<FactId, (Option<Goes>, bool)> {
    let first: BTreeSet<&str> = sides.first.iter().map(String::as_str).collect();
    let second: BTreeSet<&str> = sides.second.iter().map(String::as_str).collect();
    let facts: Vec<(String, FactId, Fact)> =
        fact_ids(whole).into_iter().filter_map(|id| Some((id.to_string(), id.clone(), whole.fact(&id)?))).collect();
    let told: Vec<ToldFact<'_>> = facts
        .iter()
        .map(|(id, _, fact)| {
            let origin = fact.origin();
            let audience = origin.audience.iter().map(|key| key.0.as_str());
            ToldFact { id, tellers: tellers(&origin.teller.0, audience, &first, &second) }
        })
        .collect();
    let split = split(&told, &first, &second);
    let (to_first, to_second): (BTreeSet<&str>, BTreeSet<&str>) =
        (split.first.into_iter().collect(), split.second.into_iter().collect());
    let mut goes = BTreeMap::new();
    for (text, id, fact) in &facts {
        // Whoever takes part stands in their own case, whoever told of them.
        let own = match fact {
            Fact::Person(person) => people.get(person.id.as_str()).copied().filter(|it| *it != Goes::Stays),
            _ => None,
        };
        let by_rule = match (to_first.contains(text.as_str()), to_second.contains(text.as_str())) {
            (true, true) => Some(Goes::Both),
            (true, false) => Some(Goes::First),
            (false, true) => Some(Goes::Second),
            (false, false) => None,
        };
        let by_rule = match (own, by_rule) {
            (Some(own), Some(rule)) if own != rule => Some(Goes::Both),
            (own, rule) => own.or(rule),
        };
        goes.insert(id.clone(), (by_rule.or_else(|| decided(id)), by_rule.is_none()));
    }
    goes
}

/// Which facts go to one side.
fn chosen(goes: &BTreeMap<FactId, (Option<Goes>, bool)>, is_on: fn(Goes) -> bool) -> BTreeSet<FactId> {
    goes.iter().filter(|(_, (goes, _))| goes.is_some_and(is_on)).map(|(id, _)| id.clone()).collect()
}

/// Whether a party stays in an audience on a side: everybody but participants
/// and others who are not on it.
fn stays(side: &BTreeSet<String>) -> impl Fn(&PartyKey) -> bool + '_ {
    |key| match Party::from_key(&key.0) {
        Some(Party::Person(id)) => side.contains(&id),
        // A consent is given to a service for one case, and not for another.
        Some(Party::Service(_)) => false,
        Some(_) => true,
        None => false,
    }
}

/// What a participant sees of a record.
pub(super) fn seen_by(record: &Record, bars: &[Bar], person: &str, today: Day) -> Record {
    let viewer = Viewer { parties: vec![Party::Person(person.to_owned())], sensitive: false, today };
    let mut seen = redact(record, |sight| see(&viewer, bars, sight), |_| true);
    close_homes(&mut seen, record, |person| kept_from_finding(&viewer, bars, person.as_str()));
    seen
}

/// How many people and ties a record holds.
pub(super) fn counts(record: &Record) -> [u32; 2] {
    let people = record.people.len();
    let all = fact_ids(record).len();
    [people, all - people].map(|count| u32::try_from(count).unwrap_or(u32::MAX))
}

pub(super) fn sight_of(before: &[&Record], after: &Record, bars: &[Bar], person: &str, today: Day) -> SightOf {
    let mut known = [0, 0];
    for record in before {
        let [people, ties] = counts(&seen_by(record, bars, person, today));
        known = [known[0] + people, known[1] + ties];
    }
    let [people, ties] = counts(&seen_by(after, bars, person, today));
    SightOf { person: person.to_owned(), people: [known[0], people], ties: [known[1], ties] }
}

/// The child's-part links of a case: part, child, holder.
pub(super) async fn part_links(
    tx: &mut Transaction<'static, Any>,
    case: &CaseId,
) -> Result<Vec<(String, String, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT part_id, child_person_id, holder_person_id FROM child_part_link WHERE case_id = $1
         ORDER BY part_id, holder_person_id",
    )
    .bind(&case.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("part_id")?, row.try_get("child_person_id")?, row.try_get("holder_person_id")?)))
        .collect()
}

impl CaseAccess {
    /// Where each fact would go, and who would see what. Changes nothing.
    ///
    /// # Errors
    /// When this viewer neither leads the case nor stands in, or it is closed.
    pub async fn divide_preview(&self, plan: &DividePlan) -> Result<DividePreview, StoreError> {
        self.may_reshape()?;
        let mut tx = self.store.db().pool().begin().await?;
        let step = self.step_on(&mut tx).await?;
        let whole = self.record_on(&mut tx).await?;
        let rows = self.current_rows(&mut tx).await?;
        let bars = bar::load(&mut tx, self.id()).await?;
        let links = part_links(&mut tx, self.id()).await?;
        drop(tx);
        let visible = self.redacted(&whole);
        let (sides, goes) = self.assigned(&whole, &visible, plan);
        let facts = fact_ids(&visible)
            .into_iter()
            .filter_map(|id| {
                let (goes, is_open) = *goes.get(&id)?;
                Some(DividedFact { id: id.to_string(), fact: visible.fact(&id)?, goes, is_open })
            })
            .collect();
        let known = |id: &str| {
            visible.people.contains_key(&PersonId::from(id)) || !whole.people.contains_key(&PersonId::from(id))
        };
        let today = self.store.today();
        let preview = |on: &BTreeSet<String>, is_on: fn(Goes) -> bool| {
            let half = side(&whole, &chosen(&goes, is_on), stays(on));
            // Counted after redaction: what this viewer does not see is not hinted at.
            let shown = self.redacted(&half.record);
            let participants: Vec<String> =
                rows.iter().map(|it| it.person.clone()).filter(|id| on.contains(id) && known(id)).collect();
            let sights = participants.iter().map(|id| sight_of(&[&visible], &shown, &bars, id, today)).collect();
            let of_side = links.iter().filter(|(_, child, holder)| on.contains(child) && on.contains(holder));
            let children: BTreeSet<String> = of_side.map(|(_, child, _)| child.clone()).collect();
            SidePreview {
                mentioned: half
                    .mentioned
                    .iter()
                    .map(|id| id.0.clone())
                    .filter(|id| shown.people.contains_key(&PersonId::from(id.as_str())))
                    .collect(),
                holds: counts(&shown),
                sights,
                child_parts: children.into_iter().filter(|id| known(id)).collect(),
                participants,
            }
        };
        let previews = [preview(&sides.first, Goes::to_first), preview(&sides.second, Goes::to_second)];
        let fault = check_sides(&rows, &sides).err().map(|fault| match fault {
            StoreError::NotAllowed(code) => code.to_owned(),
            _ => "sides".to_owned(),
        });
        let team = self.team().await?.into_iter().filter(|it| it.function.sees_as_lead()).map(|it| it.name).collect();
        Ok(DividePreview { step, facts, sides: previews, fault, team })
    }

    /// Divides the case: two new ones arise, and this one is closed and linked.
    /// The keys are made first, the rest in one transaction.
    ///
    /// # Errors
    /// As the preview; `overtaken` when the record has changed since it;
    /// `undecided` while somebody has to decide a fact; `empty` without names;
    /// by R8 and R9 as for participants.
    pub async fn divide(&self, plan: &DividePlan) -> Result<[CaseId; 2], StoreError> {
        self.may_reshape()?;
        if plan.names.iter().any(|name| name.trim().is_empty()) {
            return Err(StoreError::NotAllowed("empty"));
        }
        let store = &self.store;
        let cases = [CaseId(store.new_id()), CaseId(store.new_id())];
        let mut keys = Vec::with_capacity(2);
        for case in &cases {
            keys.push(store.keys().create(&case.scope(), store.now()).await?);
        }
        let (mut write, standing) = self.change_as_lead().await?;
        let tx = &mut write.tx;
        if self.step_on(tx).await? != plan.step {
            return Err(StoreError::NotAllowed("overtaken"));
        }
        let by = self.staff()?.clone();
        let role = store.creates_as(&by, self.unit()).await?;
        let whole = self.record_on(tx).await?;
        let rows = self.current_rows(tx).await?;
        let visible = self.redacted(&whole);
        let (sides, goes) = self.assigned(&whole, &visible, plan);
        check_sides(&rows, &sides)?;
        if fact_ids(&visible).iter().any(|id| goes.get(id).is_some_and(|(goes, _)| goes.is_none())) {
            return Err(StoreError::NotAllowed("undecided"));
        }
        let team = leading(&store.functions_on(tx, self.id()).await?);
        let bars = bar::load_whole(tx, self.id(), &self.key).await?;
        let links = part_links(tx, self.id()).await?;
        let is_on: [fn(Goes) -> bool; 2] = [Goes::to_first, Goes::to_second];
        for (at, on) in sides.both().into_iter().enumerate() {
            let (case, key) = (&cases[at], &keys[at]);
            let Side { record, .. } = side(&whole, &chosen(&goes, is_on[at]), stays(on));
            let new = NewCase { unit: self.unit(), name: &plan.names[at], status: standing.status };
            let edits = building(&record);
            let first = FirstState { id: case, key, new: &new, edits: &edits, team: &team, action: Action::Create };
            store.insert_case(tx, &by, role.code(), &first).await?;
            for row in rows.iter().filter(|it| on.contains(&it.person)) {
                store.insert_participant(tx, (case, key), &as_new(row, &row.person)).await?;
                self.carry_contact(tx, &row.person, (case, key, &row.person)).await?;
            }
            let other = sides.both()[1 - at];
            let onto = Onto {
                people: rows
                    .iter()
                    .map(|it| &it.person)
                    .filter(|id| on.contains(*id))
                    .map(|id| (id.clone(), id.clone()))
                    .collect(),
                elsewhere: other.difference(on).cloned().collect(),
                team: team.iter().map(|(user, _)| user.0.clone()).collect(),
                lead: by.0.clone(),
            };
            self.carry_plan(tx, (case, key), &onto).await?;
            self.carry_portal(tx, (case, key), &onto.people).await?;
            let everyone = record.people.keys().cloned().collect();
            store.follow(tx, case, &record, &everyone).await?;
            for (bar, decided_by) in
                bars.iter().filter(|(it, _)| record.people.contains_key(&it.bar.protects.as_str().into()))
            {
                store.insert_bar(tx, (case, key), decided_by, bar).await?;
            }
            for (part, child, holder) in
                links.iter().filter(|(_, child, holder)| on.contains(child) && on.contains(holder))
            {
                store.insert_part_link(tx, part, case, child, holder).await?;
            }
            store.tell(tx, (case, key), &by, EventKind::CameOfDividing, &EventDetail::default()).await?;
            store.insert_link(tx, &by, [self.id(), case], LinkKind::Divided).await?;
        }
        self.retire(tx, EventKind::Divided).await?;
        write.commit().await?;
        Ok(cases)
    }

    /// Stops whoever may not divide or merge this case, or look at what would
    /// come of it.
    pub(super) fn may_reshape(&self) -> Result<(), StoreError> {
        if !self.may_edit() {
            return Err(StoreError::NotAllowed("read_only"));
        }
        self.must_see_whole()?;
        self.staff()?;
        if self.sees_as_lead() { Ok(()) } else { Err(StoreError::NotAllowed("give_access")) }
    }

    /// The number of the record's last step.
    pub(super) async fn step_on(&self, tx: &mut Transaction<'static, Any>) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT number FROM case_record WHERE case_id = $1")
            .bind(&self.id().0)
            .fetch_one(&mut **tx)
            .await?;
        Ok(row.try_get("number")?)
    }

    fn assigned(
        &self,
        whole: &Record,
        visible: &Record,
        plan: &DividePlan,
    ) -> (Sides, BTreeMap<FactId, (Option<Goes>, bool)>) {
        let sides = Sides::of(&plan.people);
        // A decision counts for what its maker sees, and no further.
        let decided = |id: &FactId| {
            visible.fact(id)?;
            plan.facts.get(&id.to_string()).copied()
        };
        let goes = assign(whole, &sides, &plan.people, decided);
        (sides, goes)
    }

    /// Closes a case that went into others. Those who took part take part there
    /// from today, and here no longer.
    pub(super) async fn retire(&self, tx: &mut Transaction<'static, Any>, kind: EventKind) -> Result<(), StoreError> {
        let yesterday = super::team::day_before(self.store.today());
        sqlx::query(
            "UPDATE participant SET to_day = $2, version = version + 1, changed_by = $4, changed_at = $5
             WHERE case_id = $1 AND (to_day IS NULL OR to_day >= $3)",
        )
        .bind(&self.id().0)
        .bind(day_text(yesterday))
        .bind(day_text(self.store.today()))
        .bind(&self.staff()?.0)
        .bind(self.store.now())
        .execute(&mut **tx)
        .await?;
        self.end_portal_of_case(tx).await?;
        self.set_status(tx, CaseStatus::Closed).await?;
        self.tell(tx, kind, &EventDetail::default()).await
    }
}

/// Who comes along when a case is divided: the lead and those who stand in.
fn leading(team: &[(UserId, CaseFunction)]) -> Vec<(UserId, CaseFunction)> {
    team.iter().filter(|(_, function)| function.sees_as_lead()).cloned().collect()
}

pub(super) fn as_new<'a>(row: &'a CurrentRow, person: &'a str) -> ParticipantRow<'a> {
    ParticipantRow {
        person,
        name: &row.name,
        is_child: row.is_child,
        has_responsibility: row.has_responsibility,
        consent: row.consent,
        period: row.period,
    }
}

/// Everybody has a side, both sides have somebody, and the rules for children
/// hold on each.
fn check_sides(rows: &[CurrentRow], sides: &Sides) -> Result<(), StoreError> {
    for on in sides.both() {
        let here: Vec<CurrentRow> = rows.iter().filter(|it| on.contains(&it.person)).cloned().collect();
        if here.is_empty() {
            return Err(StoreError::NotAllowed("empty_side"));
        }
        check_rows(&here)?;
    }
    let [first, second] = sides.both();
    if first == second { Err(StoreError::NotAllowed("empty_side")) } else { Ok(()) }
}

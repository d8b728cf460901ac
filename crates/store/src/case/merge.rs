//! Two cases become one (rule R10): only with every participant's yes, and
//! nobody sees more of what was told before than they saw then. The merged
//! cases are closed and stay.

use super::begin::Agreed;
use super::change::in_order;
use super::create::{FirstState, NewCase};
use super::divide::{SidePreview, as_new, counts, part_links, seen_by, sight_of};
use super::event::{EventDetail, EventKind};
use super::participant::{CurrentRow, check_rows};
use super::{CaseAccess, CaseId, NewBar, bar, child_part};
use crate::crypto::Place;
use crate::error::StoreError;
use crate::log::Action;
use crate::user::UserId;
use casework::division::may_merge;
use casework::life::LinkKind;
use casework::opening::CaseStatus;
use casework::plan::carry::Onto;
use casework::role::CaseFunction;
use casework::sight::Bar;
use casework::{Day, Party};
use family_map::Record;
use family_map::divide::{narrow, renumber, unite};
use family_map::edit::building;
use family_map::record::{Origin, PartyKey, PersonId};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// A participant's yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// In which of the two cases: 0 or 1.
    pub of: u8,
    /// Who agrees, by person id there.
    pub person: String,
    /// Who said it: the participant, or for a child a holder of responsibility.
    pub said_by: String,
    /// How: a short code such as `spoken`, `written`, `meeting`.
    pub way: String,
    /// When.
    pub day: Day,
}

/// How two cases are to be merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePlan {
    /// Display name of the new case.
    pub name: String,
    /// Who is the same person in both: by id in the second, by id in the first.
    pub same: BTreeMap<String, String>,
    /// Who has agreed.
    pub agreed: Vec<Agreement>,
    /// The steps of the records that the preview showed.
    pub steps: [i64; 2],
}

/// A person of one of the two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merging {
    /// Person id there.
    pub person: String,
    /// What the person is called.
    pub label: String,
    /// Birth as written, for telling people apart.
    pub born: Option<family_map::FuzzyDate>,
    /// Takes part.
    pub takes_part: bool,
}

/// What would come of merging, and who would see what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergePreview {
    /// The steps of the records that are shown.
    pub steps: [i64; 2],
    /// The people of both records.
    pub people: [Vec<Merging>; 2],
    /// The pairs that are proposed: the same id in both.
    pub proposed: BTreeMap<String, String>,
    /// The case as it would be; ids are those of its new record.
    pub result: SidePreview,
    /// What participants of the new case are called, by id.
    pub labels: BTreeMap<String, String>,
    /// Names and functions of the team that it would have.
    pub team: Vec<(String, CaseFunction)>,
    /// Why it cannot be, as a code.
    pub fault: Option<String>,
}

/// Both records and what belongs to them, read under one lock.
struct Both {
    wholes: [Record; 2],
    rows: [Vec<CurrentRow>; 2],
    steps: [i64; 2],
    /// New ids of the second record's people, where they differ.
    renamed: BTreeMap<PersonId, PersonId>,
}

/// Whether a party is among those for whom a fact is: whoever hears as the lead
/// or by name hears as the team too.
fn is_for(key: &PartyKey, origin: &Origin) -> bool {
    let among = |key: &PartyKey| &origin.teller == key || origin.audience.contains(key);
    let of_team = matches!(Party::from_key(&key.0), Some(Party::Lead | Party::User(_)));
    among(key) || (of_team && among(&PartyKey(Party::Team.key())))
}

impl Both {
    fn id_in_new(&self, of: usize, person: &str) -> String {
        let id = PersonId::from(person);
        if of == 0 { id.0 } else { self.renamed.get(&id).unwrap_or(&id).0.clone() }
    }

    fn rename_party(&self, key: &PartyKey) -> PartyKey {
        match Party::from_key(&key.0) {
            Some(Party::Person(id)) => PartyKey(Party::Person(self.id_in_new(1, &id)).key()),
            _ => key.clone(),
        }
    }

    /// One of the two records, for those of each audience who took part there.
    fn narrowed(&self, of: usize) -> Record {
        let mut record = self.wholes[of].clone();
        narrow(&mut record, |key| match Party::from_key(&key.0) {
            Some(Party::Person(id)) => self.rows[of].iter().any(|it| it.person == id),
            Some(Party::Service(_)) | None => false,
            Some(_) => true,
        });
        record
    }

    fn united(&self, mut new_id: impl FnMut() -> String) -> Record {
        let first = self.narrowed(0);
        let second = renumber(&self.narrowed(1), &self.renamed, &first, |key| self.rename_party(key), &mut new_id);
        unite(&first, &second, is_for)
    }

    /// Who takes part in the new case: each person once, from the earlier day.
    fn participants(&self) -> Vec<CurrentRow> {
        let mut all: Vec<CurrentRow> = Vec::new();
        for (of, rows) in self.rows.iter().enumerate() {
            for row in rows {
                let person = self.id_in_new(of, &row.person);
                match all.iter_mut().find(|it| it.person == person) {
                    Some(known) => {
                        known.has_responsibility |= row.has_responsibility;
                        known.period.from = known.period.from.min(row.period.from);
                        known.period.to = known.period.to.zip(row.period.to).map(|(a, b)| a.max(b));
                    }
                    None => all.push(CurrentRow { person, ..row.clone() }),
                }
            }
        }
        all
    }

    fn rename_bar(&self, of: usize, bar: &Bar) -> Bar {
        let party = |party: &Party| match party {
            Party::Person(id) => Party::Person(self.id_in_new(of, id)),
            other => other.clone(),
        };
        Bar {
            protects: self.id_in_new(of, &bar.protects),
            against: bar.against.iter().map(party).collect(),
            except: bar.except.iter().map(party).collect(),
            ..bar.clone()
        }
    }

    /// Whose yes is needed, each person once.
    fn needed(&self) -> BTreeSet<String> {
        self.participants().into_iter().map(|it| it.person).collect()
    }

    fn given(&self, agreed: &[Agreement]) -> BTreeSet<String> {
        let sound = |it: &&Agreement| !it.said_by.trim().is_empty() && !it.way.is_empty() && it.of < 2;
        agreed.iter().filter(sound).map(|it| self.id_in_new(usize::from(it.of), &it.person)).collect()
    }
}

impl CaseAccess {
    /// What would come of merging this case with another, and who would see
    /// what. Changes nothing.
    ///
    /// # Errors
    /// When this viewer does not lead both or stand in; `same_case`,
    /// `other_unit`; `pair` for people who are not there or paired twice.
    pub async fn merge_preview(&self, other: &Self, plan: &MergePlan) -> Result<MergePreview, StoreError> {
        self.may_merge_with(other)?;
        let mut tx = self.store.db().pool().begin().await?;
        let both = self.both(&mut tx, other, plan).await?;
        let bars = [bar::load(&mut tx, self.id()).await?, bar::load(&mut tx, other.id()).await?];
        let team = self.common_team(&mut tx, other).await?;
        let links = [part_links(&mut tx, self.id()).await?, part_links(&mut tx, other.id()).await?];
        drop(tx);
        let visible = [self.redacted(&both.wholes[0]), other.redacted(&both.wholes[1])];
        let mut people: [Vec<Merging>; 2] = Default::default();
        for (of, seen) in visible.iter().enumerate() {
            people[of] = seen
                .people
                .values()
                .map(|it| Merging {
                    person: it.id.0.clone(),
                    label: it.label().unwrap_or_default().to_owned(),
                    born: it.birth.value().copied(),
                    takes_part: both.rows[of].iter().any(|row| row.person == it.id.0),
                })
                .collect();
        }
        let twice = visible[1].people.keys().filter(|id| visible[0].people.contains_key(*id));
        let proposed = twice.map(|id| (id.0.clone(), id.0.clone())).collect();

        let mut number = 0_u32;
        let united = both.united(|| {
            number += 1;
            format!("new-{number}")
        });
        // What this viewer sees of either record is what is shown and counted.
        let of_second = |id: &PersonId| {
            both.renamed.iter().find(|(_, new)| *new == id).map_or_else(|| id.clone(), |(old, _)| old.clone())
        };
        let shown =
            |id: &PersonId| visible[0].people.contains_key(id) || visible[1].people.contains_key(&of_second(id));
        let all_bars: Vec<Bar> = bars
            .iter()
            .enumerate()
            .flat_map(|(of, bars)| bars.iter().map(move |bar| (of, bar)))
            .map(|(of, bar)| both.rename_bar(of, bar))
            .collect();
        let today = self.store.today();
        let participants: Vec<CurrentRow> = both
            .participants()
            .into_iter()
            .filter(|it| {
                shown(&PersonId::from(it.person.as_str())) || !united.people.contains_key(&it.person.as_str().into())
            })
            .collect();
        let mut sights = Vec::with_capacity(participants.len());
        for row in &participants {
            let after = sight_of(&[], &united, &all_bars, &row.person, today);
            let mut before = ([0, 0], [0, 0]);
            for (of, whole) in both.wholes.iter().enumerate() {
                let there = both.rows[of].iter().find(|it| both.id_in_new(of, &it.person) == row.person);
                let Some(there) = there else { continue };
                let [people, ties] = counts(&seen_by(whole, &bars[of], &there.person, today));
                (before.0[of], before.1[of]) = (people, ties);
            }
            let mut sight = after;
            // People who are in both are counted once afterwards.
            sight.people[0] = before.0[0] + before.0[1];
            sight.ties[0] = before.1[0] + before.1[1];
            sights.push(sight);
        }
        let mut labels = BTreeMap::new();
        for row in &participants {
            labels.insert(row.person.clone(), row.name.clone());
        }
        let children: BTreeSet<String> = links
            .iter()
            .enumerate()
            .flat_map(|(of, links)| links.iter().map(move |(_, child, _)| (of, child)))
            .map(|(of, child)| both.id_in_new(of, child))
            .filter(|id| shown(&PersonId::from(id.as_str())))
            .collect();
        let result = SidePreview {
            participants: participants.iter().map(|it| it.person.clone()).collect(),
            mentioned: Vec::new(),
            holds: {
                let mut seen = united.clone();
                seen.people.retain(|id, _| shown(id));
                counts(&family_map::redact::redact(&seen, |_| true, |_| true))
            },
            sights,
            child_parts: children.into_iter().collect(),
        };
        let fault = check_rows(&both.participants()).err().map(|fault| match fault {
            StoreError::NotAllowed(code) => code.to_owned(),
            _ => "participants".to_owned(),
        });
        let mut names = Vec::with_capacity(team.len());
        for (user, function) in team {
            names.push((self.store.find_user(&user).await?.name, function));
        }
        Ok(MergePreview { steps: both.steps, people, proposed, result, labels, team: names, fault })
    }

    /// Merges two cases into a new one; both are closed and linked to it. The
    /// key is made first, the rest in one transaction. Returns the new case.
    ///
    /// # Errors
    /// As the preview; `overtaken` when a record has changed since it;
    /// `needs_yes` while a participant has not agreed; `empty` without a name.
    pub async fn merge(&self, other: &Self, plan: &MergePlan) -> Result<CaseId, StoreError> {
        self.may_merge_with(other)?;
        self.must_edit()?;
        other.must_edit()?;
        if plan.name.trim().is_empty() {
            return Err(StoreError::NotAllowed("empty"));
        }
        let store = &self.store;
        let case = CaseId(store.new_id());
        let key = store.keys().create(&case.scope(), store.now()).await?;
        let by = self.staff()?.clone();
        let role = store.creates_as(&by, self.unit()).await?;
        let mut write = store.db().write().await?;
        let tx = &mut write.tx;
        for one in in_order(self, other) {
            if !one.standing(tx, false).await?.gives_access {
                return Err(StoreError::NotAllowed("give_access"));
            }
        }
        let both = self.both(tx, other, plan).await?;
        if both.steps != plan.steps {
            return Err(StoreError::NotAllowed("overtaken"));
        }
        let (needed, given) = (both.needed(), both.given(&plan.agreed));
        let needed_refs: BTreeSet<&str> = needed.iter().map(String::as_str).collect();
        let given_refs: BTreeSet<&str> = given.iter().map(String::as_str).collect();
        may_merge(&needed_refs, &given_refs).map_err(|_| StoreError::NotAllowed("needs_yes"))?;
        let participants = both.participants();
        check_rows(&participants)?;

        let united = both.united(|| store.new_id());
        let team = self.common_team(tx, other).await?;
        let new = NewCase { unit: self.unit(), name: &plan.name, status: CaseStatus::Open };
        let edits = building(&united);
        let first = FirstState { id: &case, key: &key, new: &new, edits: &edits, team: &team, action: Action::Create };
        store.insert_case(tx, &by, role.code(), &first).await?;
        for row in &participants {
            store.insert_participant(tx, (&case, &key), &as_new(row, &row.person)).await?;
        }
        let everyone = united.people.keys().cloned().collect();
        store.follow(tx, &case, &united, &everyone).await?;
        for agreed in plan.agreed.iter().filter(|it| it.of < 2) {
            let person = both.id_in_new(usize::from(agreed.of), &agreed.person);
            let agreed = Agreed { person: &person, said_by: &agreed.said_by, way: &agreed.way, day: agreed.day };
            store.insert_agreement(tx, (&case, &key), &by, &agreed).await?;
        }
        for (of, one) in [self, other].into_iter().enumerate() {
            for (new, decided_by) in bar::load_whole(tx, one.id(), &one.key).await? {
                let bar = NewBar { bar: both.rename_bar(of, &new.bar), reason: new.reason };
                store.insert_bar(tx, (&case, &key), &decided_by, &bar).await?;
            }
            for row in &both.rows[of] {
                one.carry_contact(tx, &row.person, (&case, &key, &both.id_in_new(of, &row.person))).await?;
            }
            let renamed = both.rows[of].iter().map(|it| (it.person.clone(), both.id_in_new(of, &it.person)));
            let onto = Onto {
                people: renamed.collect(),
                elsewhere: BTreeSet::new(),
                team: team.iter().map(|(user, _)| user.0.clone()).collect(),
                lead: by.0.clone(),
            };
            one.carry_plan(tx, (&case, &key), &onto).await?;
            one.carry_portal(tx, (&case, &key), &onto.people).await?;
            self.carry_parts(tx, &both, of, one, &case).await?;
            store.insert_link(tx, &by, [one.id(), &case], LinkKind::Merged).await?;
            one.retire(tx, EventKind::Merged).await?;
        }
        store.tell(tx, (&case, &key), &by, EventKind::CameOfMerging, &EventDetail::default()).await?;
        write.commit().await?;
        Ok(case)
    }

    /// Links the new case to the children's parts of one of the two, and keeps
    /// what is withheld withheld, under the ids of the new case.
    async fn carry_parts(
        &self,
        tx: &mut Transaction<'static, Any>,
        both: &Both,
        of: usize,
        one: &Self,
        case: &CaseId,
    ) -> Result<(), StoreError> {
        let known: BTreeSet<(String, String)> =
            part_links(tx, case).await?.into_iter().map(|(part, _, holder)| (part, holder)).collect();
        for (part, child, holder) in part_links(tx, one.id()).await? {
            let (new_child, new_holder) = (both.id_in_new(of, &child), both.id_in_new(of, &holder));
            if !known.contains(&(part.clone(), new_holder.clone())) {
                self.store.insert_part_link(tx, &part, case, &new_child, &new_holder).await?;
            }
            if new_holder != holder {
                self.carry_withholding(tx, &part, &holder, &new_holder).await?;
            }
        }
        Ok(())
    }

    async fn carry_withholding(
        &self,
        tx: &mut Transaction<'static, Any>,
        part: &str,
        from: &str,
        to: &str,
    ) -> Result<(), StoreError> {
        let key = self.store.keys().find(&child_part::scope(part)).await?;
        let rows = sqlx::query(
            "SELECT id, from_day, to_day, reason_sealed, complaint_sealed, decided_by FROM child_part_withholding
             WHERE part_id = $1 AND from_person_id = $2",
        )
        .bind(part)
        .bind(from)
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let (old, id): (String, String) = (row.try_get("id")?, self.store.new_id());
            let again = |column: &'static str| -> Result<String, StoreError> {
                let place = |row| Place { table: "child_part_withholding", column, row };
                key.seal(place(&id), &key.unseal(place(&old), &row.try_get::<String, _>(column)?)?)
            };
            sqlx::query(
                "INSERT INTO child_part_withholding (id, part_id, from_person_id, from_day, to_day, reason_sealed,
                 complaint_sealed, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(&id)
            .bind(part)
            .bind(to)
            .bind(row.try_get::<String, _>("from_day")?)
            .bind(row.try_get::<Option<String>, _>("to_day")?)
            .bind(again("reason_sealed")?)
            .bind(again("complaint_sealed")?)
            .bind(row.try_get::<String, _>("decided_by")?)
            .execute(&mut **tx)
            .await?;
        }
        Ok(())
    }

    fn may_merge_with(&self, other: &Self) -> Result<(), StoreError> {
        if self.who() != other.who() {
            return Err(StoreError::NotFound);
        }
        self.may_reshape()?;
        other.may_reshape()?;
        if self.id() == other.id() {
            return Err(StoreError::NotAllowed("same_case"));
        }
        if self.unit() != other.unit() {
            return Err(StoreError::NotAllowed("other_unit"));
        }
        Ok(())
    }

    /// Both records and who takes part, with new ids for those of the second
    /// record who would be taken for somebody of the first.
    async fn both(
        &self,
        tx: &mut Transaction<'static, Any>,
        other: &Self,
        plan: &MergePlan,
    ) -> Result<Both, StoreError> {
        let wholes = [self.record_on(tx).await?, other.record_on(tx).await?];
        let rows = [self.current_rows(tx).await?, other.current_rows(tx).await?];
        let steps = [self.step_on(tx).await?, other.step_on(tx).await?];
        let visible = [self.redacted(&wholes[0]), other.redacted(&wholes[1])];
        let mut taken = BTreeSet::new();
        for (second, first) in &plan.same {
            let here = visible[0].people.contains_key(&first.as_str().into());
            let there = visible[1].people.contains_key(&second.as_str().into());
            if !here || !there || !taken.insert(first) {
                return Err(StoreError::NotAllowed("pair"));
            }
        }
        let mut renamed = BTreeMap::new();
        for id in wholes[1].people.keys().chain(wholes[1].removed.values().filter_map(|fact| match fact {
            family_map::record::Fact::Person(person) => Some(&person.id),
            _ => None,
        })) {
            let new = match plan.same.get(id.as_str()) {
                Some(first) => PersonId::from(first.as_str()),
                None if wholes[0].people.contains_key(id) || plan.same.values().any(|it| it == id.as_str()) => {
                    PersonId::from(self.store.new_id())
                }
                None => continue,
            };
            if &new != id {
                renamed.insert(id.clone(), new);
            }
        }
        Ok(Both { wholes, rows, steps, renamed })
    }

    /// The team of the new case: who merges leads it, and whoever leads or
    /// stands in for both stands in. Nobody gets in who held only one.
    async fn common_team(
        &self,
        tx: &mut Transaction<'static, Any>,
        other: &Self,
    ) -> Result<Vec<(UserId, CaseFunction)>, StoreError> {
        let me = self.staff()?;
        let [first, second] =
            [self.store.functions_on(tx, self.id()).await?, self.store.functions_on(tx, other.id()).await?];
        let mut team = vec![(me.clone(), CaseFunction::Lead)];
        for (user, function) in &first {
            let there = second.iter().find(|(it, _)| it == user).map(|(_, function)| *function);
            let Some(there) = there.filter(|_| user != me) else { continue };
            // The weaker of the two: nobody gains sight by a merger.
            let function = match (*function).max(there) {
                CaseFunction::Lead => CaseFunction::StandIn,
                other => other,
            };
            if team.iter().all(|(it, _)| it != user) {
                team.push((user.clone(), function));
            }
        }
        Ok(team)
    }
}

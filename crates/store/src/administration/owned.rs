//! What a member of staff has that somebody must take over. Whoever adds a new
//! sort of ownership adds a variant here; the compiler then asks for its list
//! and its handing over.

use super::Administration;
use crate::case::day_text;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::{UserId, period_of};
use casework::Day;
use casework::day::Period;
use casework::role::{CaseFunction, Role};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeMap;

/// A sort of ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnedKind {
    /// A function in a case.
    Case(CaseFunction),
    /// Leading a parent group that still meets.
    Group,
    /// Speaking for a service.
    Service,
    /// Being the only leader of a unit.
    Leadership,
    /// An appointment that is still to come.
    Appointment,
    /// A telephone call to return.
    PhoneNote,
    /// An enquiry on its way.
    Enquiry,
    /// A next step after a session.
    TalkStep,
    /// An action of a plan.
    PlanAction,
}

/// One thing that somebody has. Of a case it tells the number alone: an
/// administrator reads no case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// By which it is named in a form.
    pub key: String,
    /// What it is.
    pub kind: OwnedKind,
    /// A case's number, a service's or a unit's name.
    pub label: String,
    /// The unit's name.
    pub unit_name: String,
    /// Cannot be left without an owner.
    pub needs_owner: bool,
    /// Who may take it over: id and name, by name.
    pub candidates: Vec<(UserId, String)>,
    /// The case, service or unit.
    pub(crate) object: String,
    /// The unit.
    pub(crate) unit: UnitId,
    /// For how long it was given.
    pub(crate) period: Period,
}

/// Somebody who could take something over: the units and roles of today.
struct Colleague {
    id: UserId,
    name: String,
    posts: Vec<(UnitId, Role)>,
}

impl Administration {
    /// Everything that a member of staff has, what needs an owner first.
    pub(super) async fn owned(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
    ) -> Result<Vec<Owned>, StoreError> {
        let colleagues = self.colleagues(tx, user).await?;
        let mut all = self.owned_cases(tx, user, &colleagues).await?;
        all.extend(self.owned_groups(tx, user, &colleagues).await?);
        all.extend(self.owned_services(tx, user, &colleagues).await?);
        all.extend(self.owned_leaderships(tx, user, &colleagues).await?);
        all.extend(self.owned_appointments(tx, user, &colleagues).await?);
        all.extend(self.owned_at_door(tx, user, &colleagues).await?);
        all.extend(self.owned_steps(tx, user, &colleagues).await?);
        all.sort_by_key(|it| (!it.needs_owner, it.kind, it.unit_name.clone(), it.label.clone()));
        Ok(all)
    }

    async fn colleagues(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
    ) -> Result<Vec<Colleague>, StoreError> {
        let rows = sqlx::query(
            "SELECT staff_user.id, staff_user.name, post.unit_id, post.role FROM staff_user
             JOIN post ON post.user_id = staff_user.id
             WHERE staff_user.active = 1 AND staff_user.password_hash <> '' AND staff_user.id <> $1
             AND post.from_day <= $2 AND (post.to_day IS NULL OR post.to_day >= $2)
             ORDER BY staff_user.name, staff_user.id",
        )
        .bind(&user.0)
        .bind(day_text(self.store.today()))
        .fetch_all(&mut **tx)
        .await?;
        let mut all: Vec<Colleague> = Vec::new();
        for row in &rows {
            let id = UserId(row.try_get("id")?);
            let role = Role::from_code(&row.try_get::<String, _>("role")?).ok_or(StoreError::Unreadable("post"))?;
            let post = (UnitId(row.try_get("unit_id")?), role);
            match all.last_mut().filter(|it| it.id == id) {
                Some(colleague) => colleague.posts.push(post),
                None => all.push(Colleague { id, name: row.try_get("name")?, posts: vec![post] }),
            }
        }
        Ok(all)
    }

    async fn owned_cases(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        colleagues: &[Colleague],
    ) -> Result<Vec<Owned>, StoreError> {
        let rows = sqlx::query(
            "SELECT case_staff.case_id, case_staff.function, case_staff.from_day, case_staff.to_day,
               help_case.number, help_case.status, help_case.unit_id, unit.name AS unit_name
             FROM case_staff JOIN help_case ON help_case.id = case_staff.case_id JOIN unit ON unit.id = help_case.unit_id
             WHERE case_staff.user_id = $1 AND (case_staff.to_day IS NULL OR case_staff.to_day >= $2)
             ORDER BY case_staff.case_id, case_staff.function, case_staff.from_day",
        )
        .bind(&user.0)
        .bind(day_text(self.store.today()))
        .fetch_all(&mut **tx)
        .await?;
        let mut found: BTreeMap<String, Owned> = BTreeMap::new();
        for row in &rows {
            let function = CaseFunction::from_code(&row.try_get::<String, _>("function")?);
            let function = function.ok_or(StoreError::Unreadable("case_staff"))?;
            let (case, unit): (String, UnitId) = (row.try_get("case_id")?, UnitId(row.try_get("unit_id")?));
            let can = |(of, role): &(UnitId, Role)| of == &unit && role.may_create_case();
            let owned = Owned {
                key: format!("case:{case}:{}", function.code()),
                kind: OwnedKind::Case(function),
                label: row.try_get("number")?,
                unit_name: row.try_get("unit_name")?,
                needs_owner: function == CaseFunction::Lead,
                candidates: who(colleagues, can),
                object: case,
                unit,
                period: period_of(row)?,
            };
            // Several periods of the same function are one thing to hand over.
            found
                .entry(owned.key.clone())
                .and_modify(|it| it.period.to = it.period.to.zip(owned.period.to).map(|(a, b)| a.max(b)))
                .or_insert(owned);
        }
        Ok(found.into_values().collect())
    }

    /// The groups that still meet and that somebody leads or will lead.
    async fn owned_groups(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        colleagues: &[Colleague],
    ) -> Result<Vec<Owned>, StoreError> {
        let rows = sqlx::query(
            "SELECT group_leader.id, group_leader.from_day, group_leader.to_day, parent_group.name,
               parent_group.unit_id, unit.name AS unit_name,
               (SELECT COUNT(*) FROM group_leader AS other JOIN staff_user ON staff_user.id = other.user_id
                WHERE other.group_id = parent_group.id AND other.user_id <> $1 AND staff_user.active = 1
                AND (other.to_day IS NULL OR other.to_day >= $2)) AS others
             FROM group_leader JOIN parent_group ON parent_group.id = group_leader.group_id
             JOIN unit ON unit.id = parent_group.unit_id
             WHERE group_leader.user_id = $1 AND (group_leader.to_day IS NULL OR group_leader.to_day >= $2)
             AND parent_group.cancelled_at IS NULL AND EXISTS
               (SELECT 1 FROM group_meeting WHERE group_meeting.group_id = parent_group.id AND ends >= $2)
             ORDER BY group_leader.id",
        )
        .bind(&user.0)
        .bind(day_text(self.store.today()))
        .fetch_all(&mut **tx)
        .await?;
        rows.iter()
            .map(|row| {
                let (id, unit): (String, UnitId) = (row.try_get("id")?, UnitId(row.try_get("unit_id")?));
                let can = |(of, role): &(UnitId, Role)| of == &unit && role.runs_groups();
                Ok(Owned {
                    key: format!("group:{id}"),
                    kind: OwnedKind::Group,
                    label: row.try_get("name")?,
                    unit_name: row.try_get("unit_name")?,
                    needs_owner: row.try_get::<i64, _>("others")? == 0,
                    candidates: who(colleagues, can),
                    object: id,
                    unit,
                    period: period_of(row)?,
                })
            })
            .collect()
    }

    async fn owned_services(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        colleagues: &[Colleague],
    ) -> Result<Vec<Owned>, StoreError> {
        let rows = sqlx::query(
            "SELECT service.id, service.name, service.unit_id, unit.name AS unit_name, service.retired_at,
               (SELECT COUNT(*) FROM service_member AS other JOIN staff_user ON staff_user.id = other.user_id
                WHERE other.service_id = service.id AND other.user_id <> $1 AND staff_user.active = 1) AS others
             FROM service_member JOIN service ON service.id = service_member.service_id
             JOIN unit ON unit.id = service.unit_id WHERE service_member.user_id = $1 ORDER BY service.id",
        )
        .bind(&user.0)
        .fetch_all(&mut **tx)
        .await?;
        rows.iter()
            .map(|row| {
                let id: String = row.try_get("id")?;
                let retired = row.try_get::<Option<i64>, _>("retired_at")?.is_some();
                Ok(Owned {
                    key: format!("service:{id}"),
                    kind: OwnedKind::Service,
                    label: row.try_get("name")?,
                    unit_name: row.try_get("unit_name")?,
                    needs_owner: !retired && row.try_get::<i64, _>("others")? == 0,
                    candidates: who(colleagues, |_| true),
                    object: id,
                    unit: UnitId(row.try_get("unit_id")?),
                    period: Period::default(),
                })
            })
            .collect()
    }

    /// The units that would be without a leader. Somebody who works there takes
    /// over the post.
    async fn owned_leaderships(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        colleagues: &[Colleague],
    ) -> Result<Vec<Owned>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT post.unit_id, unit.name FROM post JOIN unit ON unit.id = post.unit_id
             WHERE post.user_id = $1 AND post.role = $2 AND post.from_day <= $3
             AND (post.to_day IS NULL OR post.to_day >= $3) ORDER BY post.unit_id",
        )
        .bind(&user.0)
        .bind(Role::UnitLeader.code())
        .bind(day_text(self.store.today()))
        .fetch_all(&mut **tx)
        .await?;
        let mut found = Vec::new();
        for row in &rows {
            let (unit, name): (UnitId, String) = (UnitId(row.try_get("unit_id")?), row.try_get("name")?);
            let leads = |(of, role): &(UnitId, Role)| of == &unit && *role == Role::UnitLeader;
            if !who(colleagues, leads).is_empty() {
                continue;
            }
            found.push(Owned {
                key: format!("leadership:{}", unit.0),
                kind: OwnedKind::Leadership,
                label: name.clone(),
                unit_name: name,
                needs_owner: true,
                candidates: who(colleagues, |(of, _)| of == &unit),
                object: unit.0.clone(),
                unit,
                period: Period::default(),
            });
        }
        Ok(found)
    }

    /// Calls to return and enquiries on their way. They are named by the day
    /// on which they came: an administrator reads none of them.
    async fn owned_at_door(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        colleagues: &[Colleague],
    ) -> Result<Vec<Owned>, StoreError> {
        let rows = sqlx::query(
            "SELECT 'phone_note' AS sort, phone_note.id, phone_note.on_day, phone_note.unit_id, unit.name AS unit_name
             FROM phone_note JOIN unit ON unit.id = phone_note.unit_id
             WHERE phone_note.owner_id = $1 AND phone_note.done_at IS NULL
             UNION ALL
             SELECT 'enquiry' AS sort, enquiry.id, enquiry.on_day, enquiry.unit_id, unit.name AS unit_name
             FROM enquiry JOIN unit ON unit.id = enquiry.unit_id
             WHERE enquiry.owner_id = $1 AND enquiry.state NOT IN ('became_case', 'closed')
             ORDER BY 3, 2",
        )
        .bind(&user.0)
        .fetch_all(&mut **tx)
        .await?;
        rows.iter()
            .map(|row| {
                let (sort, id): (String, String) = (row.try_get("sort")?, row.try_get("id")?);
                let unit = UnitId(row.try_get("unit_id")?);
                Ok(Owned {
                    key: format!("{sort}:{id}"),
                    kind: if sort == "enquiry" { OwnedKind::Enquiry } else { OwnedKind::PhoneNote },
                    label: row.try_get("on_day")?,
                    unit_name: row.try_get("unit_name")?,
                    needs_owner: true,
                    candidates: who(colleagues, |(of, role)| of == &unit && role.keeps_door()),
                    object: id,
                    unit,
                    period: Period::default(),
                })
            })
            .collect()
    }

    /// The appointments of the calendar. Told are the case's number and the
    /// next time; what for is for those who take part.
    async fn owned_appointments(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        colleagues: &[Colleague],
    ) -> Result<Vec<Owned>, StoreError> {
        let names = self.store.list_units().await?;
        let found = self.store.entries_owned_by(tx, user).await?;
        let owned = found.into_iter().map(|it| {
            let (day, time) = (it.next.day, it.next.time);
            let when = format!("{}.{}.{} {time}{}", day.day, day.month, day.year, if it.repeats { " …" } else { "" });
            let can = |(of, role): &(UnitId, Role)| of == &it.unit && role.plans();
            Owned {
                key: format!("appointment:{}", it.id),
                kind: OwnedKind::Appointment,
                label: it.case_number.map_or_else(|| when.clone(), |number| format!("{number}, {when}")),
                unit_name: names
                    .iter()
                    .find(|unit| unit.id == it.unit)
                    .map(|unit| unit.name.clone())
                    .unwrap_or_default(),
                needs_owner: true,
                candidates: who(colleagues, can),
                object: it.id,
                unit: it.unit,
                period: Period::default(),
            }
        });
        Ok(owned.collect())
    }

    /// Next steps after sessions and actions of plans: the case's number and the
    /// day alone.
    async fn owned_steps(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: &UserId,
        colleagues: &[Colleague],
    ) -> Result<Vec<Owned>, StoreError> {
        let row = |kind, name: &str, id: String, number: String, day: Option<Day>, unit: UnitId, unit_name| Owned {
            key: format!("{name}:{id}"),
            kind,
            label: match day {
                Some(day) => format!("{number}, {}.{}.{}", day.day, day.month, day.year),
                None => number,
            },
            unit_name,
            needs_owner: true,
            candidates: who(colleagues, |(of, role)| of == &unit && role.may_create_case()),
            object: id,
            unit,
            period: Period::default(),
        };
        let steps = self.store.steps_owned_by(tx, user).await?.into_iter();
        let steps = steps.map(|it| {
            row(OwnedKind::TalkStep, "talk_step", it.id, it.case_number, Some(it.day), it.unit, it.unit_name)
        });
        let actions = self.store.plan_actions_owned_by(tx, user).await?.into_iter();
        let actions = actions
            .map(|it| row(OwnedKind::PlanAction, "plan_action", it.id, it.case_number, it.due, it.unit, it.unit_name));
        Ok(steps.chain(actions).collect())
    }

    /// Hands one thing over, or ends it where nobody takes it.
    pub(super) async fn hand_over(
        &self,
        tx: &mut Transaction<'static, Any>,
        from: &UserId,
        owned: &Owned,
        to: Option<&UserId>,
    ) -> Result<(), StoreError> {
        match owned.kind {
            OwnedKind::Case(function) => self.hand_over_case(tx, from, owned, function, to).await,
            OwnedKind::Group => self.hand_over_group(tx, owned, to).await,
            OwnedKind::Service => {
                sqlx::query("DELETE FROM service_member WHERE service_id = $1 AND user_id = $2")
                    .bind(&owned.object)
                    .bind(&from.0)
                    .execute(&mut **tx)
                    .await?;
                if let Some(to) = to {
                    sqlx::query(
                        "INSERT INTO service_member (service_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    )
                    .bind(&owned.object)
                    .bind(&to.0)
                    .execute(&mut **tx)
                    .await?;
                }
                Ok(())
            }
            OwnedKind::TalkStep => match to {
                Some(to) => self.store.hand_over_step(tx, &owned.object, to).await,
                None => Err(StoreError::NotAllowed("owner")),
            },
            OwnedKind::PlanAction => match to {
                Some(to) => self.store.hand_over_plan_action(tx, &owned.object, to).await,
                None => Err(StoreError::NotAllowed("owner")),
            },
            OwnedKind::Appointment => self.store.hand_over_entry(tx, &owned.object, from, to, &self.by).await,
            // The old post ends with all others of the account.
            OwnedKind::PhoneNote | OwnedKind::Enquiry => {
                let Some(to) = to else { return Err(StoreError::NotAllowed("owner")) };
                let statement = if owned.kind == OwnedKind::Enquiry {
                    "UPDATE enquiry SET owner_id = $2, version = version + 1,
                     asked_id = CASE WHEN asked_id = $2 THEN NULL ELSE asked_id END WHERE id = $1"
                } else {
                    "UPDATE phone_note SET owner_id = $2 WHERE id = $1"
                };
                sqlx::query(statement).bind(&owned.object).bind(&to.0).execute(&mut **tx).await?;
                if owned.kind == OwnedKind::Enquiry {
                    self.store.tell_enquiry_given(tx, &owned.object, &self.by).await?;
                }
                Ok(())
            }
            OwnedKind::Leadership => {
                if let Some(to) = to {
                    self.store.insert_post(tx, to, &owned.unit, Role::UnitLeader, Period::default()).await?;
                }
                Ok(())
            }
        }
    }

    /// What was led stays led; the rest is the new leader's, of whose
    /// certificate and languages nothing is known yet.
    async fn hand_over_group(
        &self,
        tx: &mut Transaction<'static, Any>,
        owned: &Owned,
        to: Option<&UserId>,
    ) -> Result<(), StoreError> {
        let today = self.store.today();
        let from = owned.period.from.unwrap_or(today).max(today);
        if let Some(to) = to {
            sqlx::query(
                "INSERT INTO group_leader (id, group_id, user_id, from_day, to_day, languages)
                 SELECT $1, group_id, $2, $3, to_day, '[]' FROM group_leader WHERE id = $4",
            )
            .bind(self.store.new_id())
            .bind(&to.0)
            .bind(day_text(from))
            .bind(&owned.object)
            .execute(&mut **tx)
            .await?;
        }
        if from > today || owned.period.from == Some(today) {
            sqlx::query("DELETE FROM group_leader WHERE id = $1").bind(&owned.object).execute(&mut **tx).await?;
        } else {
            sqlx::query("UPDATE group_leader SET to_day = $2 WHERE id = $1")
                .bind(&owned.object)
                .bind(day_text(today.before()))
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    async fn hand_over_case(
        &self,
        tx: &mut Transaction<'static, Any>,
        from: &UserId,
        owned: &Owned,
        function: CaseFunction,
        to: Option<&UserId>,
    ) -> Result<(), StoreError> {
        let today = self.store.today();
        sqlx::query(
            "UPDATE case_staff SET to_day = $4
             WHERE case_id = $1 AND user_id = $2 AND function = $3 AND (to_day IS NULL OR to_day > $4)",
        )
        .bind(&owned.object)
        .bind(&from.0)
        .bind(function.code())
        .bind(day_text(today.before()))
        .execute(&mut **tx)
        .await?;
        let Some(to) = to else { return Ok(()) };
        sqlx::query(
            "INSERT INTO case_staff (case_id, user_id, function, from_day, to_day) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (case_id, user_id, function, from_day) DO UPDATE SET to_day = $5",
        )
        .bind(&owned.object)
        .bind(&to.0)
        .bind(function.code())
        .bind(day_text(owned.period.from.unwrap_or(today).max(today)))
        .bind(owned.period.to.map(day_text))
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

/// The colleagues with a post that satisfies the condition.
fn who(colleagues: &[Colleague], can: impl Fn(&(UnitId, Role)) -> bool) -> Vec<(UserId, String)> {
    let fit = colleagues.iter().filter(|it| it.posts.iter().any(&can));
    fit.map(|it| (it.id.clone(), it.name.clone())).collect()
}

//! What stands in the way of a plan, and the next times that suit all: asked of
//! every source at once.

use super::Calendar;
use super::entry::EntryId;
use super::source::{self, Asked};
use crate::case::CaseAccess;
use crate::error::StoreError;
use crate::unit::UnitId;
use crate::user::UserId;
use casework::Day;
use casework::calendar::Series;
use casework::calendar::conflict::{
    Booking, Conflict, DayRules, Diary, FreeRequest, Resource, Travel, conflicts, next_free,
};
use casework::calendar::moment::Span;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something that is being planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRequest {
    /// In which unit.
    pub unit: UnitId,
    /// The entry that is being changed.
    pub except: Option<EntryId>,
    /// When.
    pub series: Series,
    /// On the road.
    pub travel: Travel,
    /// Staff.
    pub people: BTreeSet<UserId>,
    /// Interpreters.
    pub interpreters: BTreeSet<String>,
    /// The room.
    pub room: Option<String>,
    /// Equipment.
    pub equipment: BTreeSet<String>,
}

/// Something that stands in the way of one time of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Of which time of the plan.
    pub of: Span,
    /// What.
    pub conflict: Conflict,
    /// What the staff, room or equipment that is taken is called.
    pub name: String,
}

/// What there is to say about a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAnswer {
    /// So many times were looked at.
    pub looked_at: u16,
    /// What stands in the way, in order of time.
    pub standing: Vec<Standing>,
    /// The next times that suit all, for every time of the plan alike.
    pub free: Vec<Span>,
}

/// Of a plan that goes on for ever so many days are looked at.
const FAR_DAYS: i32 = 366;
/// So many times of a plan are looked at.
const MOST: usize = 120;
/// Free times are looked for within so many days.
const SEARCH_DAYS: i32 = 28;
/// So many are proposed, and so many a day.
const PROPOSALS: usize = 6;
const A_DAY: u16 = 3;

/// A plan with all that is known of the days and of who is taken.
struct Known {
    bookings: Vec<Booking>,
    diary: Diary,
    rules: DayRules,
    names: BTreeMap<Resource, String>,
}

impl PlanRequest {
    fn resources(&self, family: Option<&str>) -> Vec<Resource> {
        let people = self.people.iter().map(|it| Resource::Person(it.0.clone()));
        people
            .chain(family.map(|case| Resource::Family(case.to_owned())))
            .chain(self.interpreters.iter().cloned().map(Resource::Interpreter))
            .chain(self.room.iter().cloned().map(Resource::Room))
            .chain(self.equipment.iter().cloned().map(Resource::Equipment))
            .collect()
    }

    /// Until when the plan and the proposals for it reach.
    fn window(&self) -> Span {
        let first = self.series.start.day;
        let last = self.series.reach().1.unwrap_or(first.shifted(FAR_DAYS)).min(first.shifted(FAR_DAYS));
        Span::days(first.before(), last.shifted(SEARCH_DAYS))
    }
}

impl crate::Store {
    pub(super) async fn plan_answer(
        &self,
        request: &PlanRequest,
        family: Option<&str>,
    ) -> Result<PlanAnswer, StoreError> {
        request.series.check().map_err(super::change::refused)?;
        let resources = request.resources(family);
        let window = request.window();
        let except = request.except.as_ref().map(|id| id.0.as_str());
        let diary = source::diary(self, &Asked { within: window, resources: &resources, except }).await?;
        let rules = self.unit_days(&request.unit, window.start.day, window.end.day).await?.rules();
        let names = self.names_of_resources(&resources).await?;
        let mut bookings: Vec<Booking> = Vec::new();
        for it in request.series.occurrences(window).into_iter().take(MOST) {
            let (id, resources) = (String::new(), resources.clone());
            bookings.push(Booking { id, span: it.span, resources, travel: request.travel });
        }
        let known = Known { bookings, diary, rules, names };
        Ok(PlanAnswer {
            looked_at: u16::try_from(known.bookings.len()).unwrap_or(u16::MAX),
            standing: known.standing(),
            free: known.free(request, self.today()),
        })
    }

    async fn names_of_resources(&self, resources: &[Resource]) -> Result<BTreeMap<Resource, String>, StoreError> {
        let mut on = self.db().pool().acquire().await?;
        let mut names = BTreeMap::new();
        for (table, make) in [
            ("staff_user", Resource::Person as fn(String) -> Resource),
            ("room", Resource::Room),
            ("equipment", Resource::Equipment),
        ] {
            let ids = resources.iter().filter_map(|it| match it {
                Resource::Person(id) | Resource::Room(id) | Resource::Equipment(id) => Some(id.replace('\0', "")),
                _ => None,
            });
            for (id, name) in self.named(table, &mut on, ids.collect()).await? {
                names.insert(make(id), name);
            }
        }
        Ok(names)
    }
}

impl Known {
    fn standing(&self) -> Vec<Standing> {
        let mut found = Vec::new();
        for booking in &self.bookings {
            for conflict in conflicts(booking, &self.diary, &self.rules) {
                let mut name = String::new();
                let conflict = match conflict {
                    Conflict::Taken(mut clash) => {
                        name = self.names.get(&clash.resource).cloned().unwrap_or_default();
                        // By what is nobody's business here.
                        clash.by.clear();
                        Conflict::Taken(clash)
                    }
                    other => other,
                };
                let standing = Standing { of: booking.span, conflict, name };
                if !found.contains(&standing) {
                    found.push(standing);
                }
            }
        }
        found
    }

    /// Whether all times of the plan suit when each begins so much later.
    fn suits(&self, minutes: i64) -> bool {
        self.bookings.iter().all(|booking| {
            let span = Span { start: booking.span.start.plus(minutes), end: booking.span.end.plus(minutes) };
            let moved = Booking { span, ..booking.clone() };
            conflicts(&moved, &self.diary, &self.rules).iter().all(|it| matches!(it, Conflict::Note { .. }))
        })
    }

    /// The next times that suit every time of the plan; where none does, those
    /// that suit the first.
    fn free(&self, request: &PlanRequest, today: Day) -> Vec<Span> {
        let Some(first) = self.bookings.first() else { return Vec::new() };
        let from = first.span.start.day.max(today);
        let free = FreeRequest {
            resources: first.resources.clone(),
            minutes: u16::try_from(first.span.minutes()).unwrap_or(request.series.minutes),
            travel: request.travel,
            from,
            to: from.shifted(SEARCH_DAYS),
            step: 15,
            at_most: u16::MAX,
            a_day: u16::MAX,
        };
        let later = |span: &Span| span.start != first.span.start;
        let one: Vec<Span> = next_free(&free, &self.diary, &self.rules).into_iter().filter(later).collect();
        let offset = |span: &Span| span.start.number() - first.span.start.number();
        let all = self.few_a_day(one.iter().filter(|span| self.suits(offset(span))).copied());
        if all.is_empty() { self.few_a_day(one.into_iter()) } else { all }
    }

    /// Few a day and none upon each other, so that other days are seen too.
    fn few_a_day(&self, spans: impl Iterator<Item = Span>) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        for span in spans {
            let of_day = found.iter().filter(|it| it.start.day == span.start.day).count();
            let apart = found.last().is_none_or(|last| !last.overlaps(&span));
            if apart && of_day < usize::from(A_DAY) {
                found.push(span);
            }
            if found.len() == PROPOSALS {
                break;
            }
        }
        found
    }
}

impl Calendar {
    /// What stands in the way of a plan that belongs to no case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where this user does not plan; for colleagues,
    /// rooms and equipment that are not of the unit.
    pub async fn check(&self, request: &PlanRequest) -> Result<PlanAnswer, StoreError> {
        self.must_plan_in(&request.unit)?;
        self.must_know(request).await?;
        self.store.plan_answer(request, None).await
    }

    /// What stands in the way of a plan for a family; the case was opened for it.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub async fn check_for(&self, case: &CaseAccess, request: &PlanRequest) -> Result<PlanAnswer, StoreError> {
        case.must_see_whole()?;
        let request = PlanRequest { unit: case.unit().clone(), ..request.clone() };
        self.must_plan_in(&request.unit)?;
        self.must_know(&request).await?;
        self.store.plan_answer(&request, Some(&case.id().0)).await
    }

    /// Whoever asks when somebody is taken plans in the same unit.
    async fn must_know(&self, request: &PlanRequest) -> Result<(), StoreError> {
        let planners = self.store.planners(&request.unit).await?;
        let knows = |id: &UserId| planners.iter().any(|(known, _)| known == id);
        if !request.people.iter().all(knows) {
            return Err(StoreError::NotAllowed("entry_people"));
        }
        let things =
            [("room", request.room.iter().collect::<Vec<_>>()), ("equipment", request.equipment.iter().collect())];
        let mut on = self.store.db().pool().acquire().await?;
        for (table, ids) in things {
            for id in ids {
                let statement = format!("SELECT 1 FROM {table} WHERE id = $1 AND unit_id = $2");
                let found = sqlx::query(sqlx::AssertSqlSafe(statement))
                    .bind(id.replace('\0', ""))
                    .bind(&request.unit.0)
                    .fetch_optional(&mut *on)
                    .await?;
                found.ok_or(StoreError::NotAllowed("entry_room"))?;
            }
        }
        Ok(())
    }
}

//! The demonstration's groups: a term that runs in the autumn of 2026, and one
//! planned for the spring of 2027.

use crate::config::Fault;
use casework::Day;
use casework::calendar::{Moment, Time, Weekday};
use casework::day::Period;
use casework::group::figures::Heads;
use casework::group::plan::PlanRequest;
use casework::group::{GroupLeader, Presence};
use store::{CaseId, GroupId, GroupKind, Mark, NewEnrolment, NewGroup, Setting, Store, UnitId, UserId};

/// Who is needed for it.
pub struct Staff<'a> {
    /// Runs the system.
    pub administrator: &'a UserId,
    /// Leads most cases, and the groups.
    pub lead: &'a UserId,
    /// Leads groups too.
    pub second: &'a UserId,
}

/// The demonstration's day, at nine.
const TODAY: Moment = Moment::new(Day::new(2026, 11, 23), Time::new(9, 0));

/// A group of the demonstration.
struct Plan {
    name: &'static str,
    programme: &'static str,
    variant: Option<&'static str>,
    from: Day,
    hour: u8,
    seats: u8,
    language: &'static str,
}

const fn plan(name: &'static str, programme: &'static str, from: Day, hour: u8, seats: u8) -> Plan {
    Plan { name, programme, variant: None, from, hour, seats, language: "nb" }
}

/// Makes the groups; the families of `cases` take part in the first ones.
pub async fn load(store: &Store, unit: &UnitId, staff: &Staff<'_>, cases: &[&CaseId]) -> Result<(), Fault> {
    let admin = store.administer(staff.administrator).await?;
    let play = admin.create_room(unit, "Lekerommet", 14).await?;
    let hall = admin.create_room(unit, "Storstua", 30).await?;
    let autumn = make(store, staff, &plan("COS tirsdag", "cos_p", Day::new(2026, 10, 20), 12, 8), &play).await?;
    let door = make(store, staff, &plan("Åpen barnehage", "drop_in", Day::new(2026, 10, 12), 10, 0), &hall).await?;
    attend(store, staff.lead, &autumn, cases).await?;
    count(store, staff.lead, &door).await?;
    let spring = make(store, staff, &plan("COS tirsdag, vår", "cos_p", Day::new(2027, 1, 12), 12, 2), &play).await?;
    make(store, staff, &plan("COS onsdag kveld", "cos_p", Day::new(2027, 3, 10), 18, 8), &play).await?;
    let icdp = Plan {
        variant: Some("minority"),
        language: "so",
        ..plan("ICDP på somali", "icdp", Day::new(2027, 1, 20), 12, 10)
    };
    make(store, staff, &icdp, &hall).await?;
    make(store, staff, &plan("Drømmehuset", "drommehuset", Day::new(2027, 3, 4), 9, 8), &hall).await?;
    for (case, minutes) in cases.iter().zip(0..) {
        enrol(store, staff.lead, case, &spring, TODAY.plus(minutes)).await?;
    }
    Ok(())
}

async fn make(store: &Store, staff: &Staff<'_>, plan: &Plan, room: &str) -> Result<GroupId, Fault> {
    let open = plan.programme == GroupKind::DropIn.code();
    let leader = |user: &UserId, languages: &[&str]| GroupLeader {
        user: user.0.clone(),
        period: Period { from: Some(plan.from), to: None },
        certified_from: Some(Day::new(2024, 8, 1)),
        languages: languages.iter().map(|it| (*it).to_owned()).collect(),
    };
    let new = NewGroup {
        kind: if open { GroupKind::DropIn } else { GroupKind::Course },
        name: plan.name.to_owned(),
        programme: plan.programme.to_owned(),
        variant: plan.variant.map(str::to_owned),
        meetings: None,
        minutes: None,
        request: PlanRequest { from: plan.from, weekday: Weekday::of(plan.from), time: Time::new(plan.hour, 0) },
        setting: Setting {
            seats: plan.seats,
            room: Some(room.to_owned()),
            languages: if plan.language == "nb" { vec!["nb".into()] } else { vec!["nb".into(), plan.language.into()] },
            food: if open { String::new() } else { "Frukt og kaffe".into() },
            childcare: 6,
            ..Setting::default()
        },
        leaders: vec![leader(staff.lead, &["nb"]), leader(staff.second, &["nb", plan.language])],
    };
    Ok(store.group_desk(staff.lead).await?.create(&new).await?)
}

/// Enrols the first adult of a case.
async fn enrol(
    store: &Store,
    lead: &UserId,
    case: &CaseId,
    group: &GroupId,
    now: Moment,
) -> Result<(String, String), Fault> {
    let case = super::load::open(store, lead, case).await?;
    let adult = case.participants().await?.into_iter().find(|it| !it.is_child && !it.name.is_empty());
    let Some(adult) = adult else { return Ok(Default::default()) };
    let new = NewEnrolment { people: vec![adult.person.clone()], needs: String::new() };
    let (id, _) = case.join_group(group, &new, now).await?;
    Ok((id.0, adult.person))
}

/// Five meetings have been held; somebody missed one.
async fn attend(store: &Store, lead: &UserId, group: &GroupId, cases: &[&CaseId]) -> Result<(), Fault> {
    let before = Moment::new(Day::new(2026, 10, 12), Time::new(9, 0));
    let mut people = Vec::new();
    for case in cases {
        people.push(enrol(store, lead, case, group, before).await?);
    }
    people.retain(|(id, _)| !id.is_empty());
    let access = store.open_group(lead, group).await?;
    for meeting in 1..=4 {
        let mark = |(at, (enrolment, person)): (usize, &(String, String))| Mark {
            enrolment: enrolment.clone(),
            person: person.clone(),
            presence: Some(if at == 1 && meeting == 3 { Presence::Absent } else { Presence::Present }),
        };
        let marks: Vec<Mark> = people.iter().enumerate().map(mark).collect();
        access.note(meeting, &marks, TODAY).await?;
    }
    Ok(())
}

/// Heads at the open door.
async fn count(store: &Store, lead: &UserId, group: &GroupId) -> Result<(), Fault> {
    let access = store.open_group(lead, group).await?;
    for (meeting, adults, children) in [(1, 7, 9), (2, 9, 12), (3, 6, 8), (4, 11, 14), (5, 8, 11)] {
        access.keep_meeting(meeting, "", Some(Heads { adults, children }), TODAY).await?;
    }
    Ok(())
}

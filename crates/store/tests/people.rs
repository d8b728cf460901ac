//! People's details: what falls due, safe contact, shielding, forgetting, bars
//! and their ends, the case as somebody else sees it.

use crate::common::{
    Databases, LONG_AGO, Office, TODAY, TOMORROW, YESTERDAY, add, contains, open, open_own, person, since,
};
use casework::contact::ContactCard;
use casework::day::Period;
use casework::due::DueKind;
use casework::role::CaseFunction;
use casework::sight::{Bar, BarKind};
use casework::{Day, Party};
use family_map::FuzzyDate;
use family_map::edit::{Edit, PersonField};
use family_map::record::{
    Fact, FactId, Household, HouseholdKind, Known, Life, Membership, Origin, ParentKind, ParentLink,
};
use sqlx::Row;
use std::collections::BTreeSet;
use store::{CaseAccess, ContactKept, NewBar, NewParticipant, StoreError};

on_both![
    what_falls_due_follows_the_record,
    only_who_leads_hears_what_falls_due,
    a_day_of_deletion_is_moved_with_a_reason,
    a_card_is_for_staff_and_oneself,
    two_at_one_card_lose_nothing,
    a_shielded_person_keeps_nothing_that_locates,
    whoever_is_forgotten_is_gone_from_every_payload,
    who_takes_part_or_is_protected_is_not_forgotten,
    bars_end_by_their_dates_and_are_told_to_staff_only,
    the_case_as_somebody_else_sees_it,
    a_name_on_the_map_is_the_participants_name,
];

const IN_A_YEAR: Day = Day::new(2027, 11, 23);

async fn takes_part(access: &CaseAccess, person: &str, is_child: bool) {
    let new =
        NewParticipant { person, name: person, is_child, has_responsibility: !is_child, from: LONG_AGO, to: None };
    access.add_participant(&new).await.unwrap();
}

fn born(id: &str, year: u16, month: u8, day: u8) -> Edit {
    let birth = Known::Known(FuzzyDate::day(year, month, day).unwrap());
    Edit::SetPerson { person: id.into(), field: PersonField::Birth(birth) }
}

async fn due(access: &CaseAccess, person: &str) -> Vec<(&'static str, Day)> {
    access.due_of_person(person).await.unwrap().into_iter().map(|it| (it.kind.code(), it.day)).collect()
}

/// A case with Marte and Emil, who take part, and Sara, who is mentioned.
async fn family(office: &Office) -> CaseAccess {
    let access = office.access().await;
    let everyone = ["team", "person:marte"];
    access
        .edit(&[
            add("marte", "Marte Lyngtjernvik", &everyone),
            add("emil", "Emil Lyngtjernvik", &everyone),
            add("sara", "Sara Auneglimt", &everyone),
            born("emil", 2015, 9, 21),
        ])
        .await
        .unwrap();
    takes_part(&access, "marte", false).await;
    takes_part(&access, "emil", true).await;
    access
}

async fn what_falls_due_follows_the_record(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    let emils = [("talk_about_confidence", Day::new(2027, 9, 21)), ("own_case", Day::new(2031, 9, 21))];
    assert_eq!(due(&access, "emil").await, emils);
    assert_eq!(due(&access, "sara").await, [("forget_mentioned", IN_A_YEAR)]);
    assert_eq!(due(&access, "marte").await, []);

    // A birthday moves; one that is not known well enough asks for nothing.
    access.edit(&[born("emil", 2016, 1, 2)]).await.unwrap();
    assert_eq!(due(&access, "emil").await[0].1, Day::new(2028, 1, 2));
    let roughly = Known::Known(FuzzyDate::year(2016));
    access.edit(&[Edit::SetPerson { person: "emil".into(), field: PersonField::Birth(roughly) }]).await.unwrap();
    assert_eq!(due(&access, "emil").await, []);
    access.edit(&[born("emil", 2015, 9, 21)]).await.unwrap();
    access.finish_due(DueKind::TalkAboutConfidence, "emil").await.unwrap();
    let done = access.due_of_person("emil").await.unwrap();
    assert_eq!(done.iter().map(|it| it.done).collect::<Vec<_>>(), [true, false]);

    // Taken away, nothing is due; brought back, it is again.
    access.edit(&[Edit::Remove(FactId::Person("sara".into()))]).await.unwrap();
    assert!(
        office
            .store
            .due_for(&office.lead, IN_A_YEAR)
            .await
            .unwrap()
            .iter()
            .all(|it| it.kind != DueKind::ForgetMentioned)
    );
    access.edit(&[Edit::Restore(FactId::Person("sara".into()))]).await.unwrap();
    assert_eq!(due(&access, "sara").await, [("forget_mentioned", IN_A_YEAR)]);
    // Whoever begins to take part is not to be deleted.
    takes_part(&access, "sara", false).await;
    assert_eq!(due(&access, "sara").await, []);
    // A loss is nobody's to delete.
    let mut loss = person("loss", "", &["team", "person:marte"]);
    loss.life = Life::Miscarriage;
    access.edit(&[Edit::Add(Fact::Person(loss))]).await.unwrap();
    assert_eq!(due(&access, "loss").await, []);
    assert!(access.replay_agrees().await.unwrap());
}

async fn only_who_leads_hears_what_falls_due(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    let stand_in = office.member("stand_in", CaseFunction::StandIn).await;
    let milieu = office.member("milieu", CaseFunction::MilieuLead).await;
    let lines = office.store.due_for(&office.lead, Day::new(2027, 12, 31)).await.unwrap();
    let told: Vec<_> = lines.iter().map(|it| (it.kind, it.day, it.name.as_str())).collect();
    let expected = [
        (DueKind::TalkAboutConfidence, Day::new(2027, 9, 21), "Lyngtjernvik"),
        (DueKind::ForgetMentioned, IN_A_YEAR, "Lyngtjernvik"),
    ];
    assert_eq!(told, expected);
    assert_eq!(office.store.due_for(&stand_in, Day::new(2027, 12, 31)).await.unwrap(), lines);
    assert_eq!(office.store.due_for(&milieu, Day::new(2099, 12, 31)).await.unwrap(), []);
    assert_eq!(office.store.due_for(&office.lead, Day::new(2027, 9, 20)).await.unwrap(), []);
    // What is done is no longer told.
    access.finish_due(DueKind::TalkAboutConfidence, "emil").await.unwrap();
    assert_eq!(office.store.due_for(&office.lead, Day::new(2027, 10, 1)).await.unwrap(), []);
    assert!(matches!(
        open_own(&office.store, "marte", &office.case).await.due_of_person("emil").await,
        Err(StoreError::NotFound)
    ));
}

async fn a_day_of_deletion_is_moved_with_a_reason(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    let later = Day::new(2029, 1, 1);
    assert!(matches!(access.keep_mentioned("sara", YESTERDAY, "x").await, Err(StoreError::NotAllowed("past"))));
    assert!(matches!(access.keep_mentioned("sara", later, " ").await, Err(StoreError::NotAllowed("reason"))));
    assert!(matches!(access.keep_mentioned("emil", later, "x").await, Err(StoreError::NotFound)));
    assert!(matches!(access.keep_mentioned("nobody", later, "x").await, Err(StoreError::NotFound)));
    access.keep_mentioned("sara", later, " Ibens mor, samvær avklares ").await.unwrap();
    let kept = access.due_of_person("sara").await.unwrap();
    assert_eq!((kept[0].day, kept[0].reason.as_deref()), (later, Some("Ibens mor, samvær avklares")));
    // A later edit does not move it back.
    let called = PersonField::Called(Some("Sara".into()));
    access.edit(&[Edit::SetPerson { person: "sara".into(), field: called }]).await.unwrap();
    assert_eq!(due(&access, "sara").await, [("forget_mentioned", later)]);
    assert!(!contains(&databases.everything_readable().await, "samvær avklares"));
}

fn card(phone: &str) -> ContactCard {
    ContactCard {
        phone: phone.into(),
        email: "emil@example.no".into(),
        by_call: true,
        language: "norsk".into(),
        ..ContactCard::default()
    }
}

async fn a_card_is_for_staff_and_oneself(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    assert_eq!(access.keep_contact("emil", 0, &card("68 05 12 34")).await.unwrap(), ContactKept::Kept(1));
    assert_eq!(access.contact("emil").await.unwrap().card.phone, "68 05 12 34");
    assert_eq!(
        open_own(&office.store, "emil", &office.case).await.contact("emil").await.unwrap().card.phone,
        "68 05 12 34"
    );
    let marte = open_own(&office.store, "marte", &office.case).await;
    assert!(matches!(marte.contact("emil").await, Err(StoreError::NotFound)));
    let shown = access.seen_by("marte").await.unwrap();
    assert!(matches!(shown.contact("emil").await, Err(StoreError::NotFound)));
    // Mentioned people have no card: the fewest fields that serve.
    assert!(matches!(access.keep_contact("sara", 0, &card("")).await, Err(StoreError::NotAllowed("mentioned"))));
    assert!(matches!(access.keep_contact("emil", 1, &card("ring mor")).await, Err(StoreError::NotAllowed("contact"))));
    assert!(!contains(&databases.everything_readable().await, "68 05 12 34"));
}

async fn two_at_one_card_lose_nothing(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    let other = office.member("jonas", CaseFunction::Member).await;
    let others = open(&office.store, &other, &office.case).await;
    assert_eq!(access.keep_contact("emil", 0, &card("68 05 00 01")).await.unwrap(), ContactKept::Kept(1));
    assert_eq!(others.keep_contact("emil", 1, &card("68 05 00 02")).await.unwrap(), ContactKept::Kept(2));
    let ContactKept::ChangedMeanwhile(now) = access.keep_contact("emil", 1, &card("68 05 00 03")).await.unwrap() else {
        panic!("the second writer is told")
    };
    assert_eq!((now.version, now.card.phone.as_str(), now.changed_by.as_str()), (2, "68 05 00 02", "jonas"));
    assert_eq!(access.contact("emil").await.unwrap().card.phone, "68 05 00 02");
    assert_eq!(access.keep_contact("emil", 2, &card("68 05 00 03")).await.unwrap(), ContactKept::Kept(3));
    // Both at once: one is kept, the other is told.
    let (cards, turns) = ([card("68 05 00 04"), card("68 05 00 05")], [&access, &others]);
    let (a, b) = tokio::join!(turns[0].keep_contact("emil", 3, &cards[0]), turns[1].keep_contact("emil", 3, &cards[1]));
    let kept = [a.unwrap(), b.unwrap()].into_iter().filter(|it| *it == ContactKept::Kept(4)).count();
    assert_eq!(kept, 1);
    // Of a person the last writer wins field by field.
    let name = PersonField::Name(Known::Known("Emil B. Lyngtjernvik".into()));
    let called = PersonField::Called(Some("Emil".into()));
    access.edit(&[Edit::SetPerson { person: "emil".into(), field: name }]).await.unwrap();
    others.edit(&[Edit::SetPerson { person: "emil".into(), field: called }]).await.unwrap();
    let record = access.record().await.unwrap();
    let emil = &record.people[&"emil".into()];
    assert_eq!((emil.name.value().unwrap().as_str(), emil.called.as_deref()), ("Emil B. Lyngtjernvik", Some("Emil")));
}

fn home(id: &str, label: &str, members: &[&str]) -> Vec<Edit> {
    let origin = Origin::told("team", ["team", "person:marte"]);
    let span = family_map::date::Span::default();
    let household =
        Household { id: id.into(), label: label.into(), kind: HouseholdKind::Home, span, origin: origin.clone() };
    let lives = |person: &&str| {
        Edit::Add(Fact::Membership(Membership {
            id: format!("{id}-{person}").into(),
            household: id.into(),
            person: (*person).into(),
            share: None,
            rhythm: None,
            span,
            origin: origin.clone(),
        }))
    };
    std::iter::once(Edit::Add(Fact::Household(household))).chain(members.iter().map(lives)).collect()
}

/// How much the sealed payloads of the edit log hold.
async fn payload_bytes(databases: &Databases) -> i64 {
    let raw = databases.raw().await;
    let row = sqlx::query("SELECT CAST(SUM(LENGTH(edits_sealed)) AS BIGINT) AS bytes FROM case_edit")
        .fetch_one(&raw)
        .await
        .unwrap();
    row.try_get("bytes").unwrap()
}

async fn a_shielded_person_keeps_nothing_that_locates(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    access.edit(&home("storgata", "Storgata 14", &["emil", "marte"])).await.unwrap();
    access.keep_contact("emil", 0, &card("68 05 12 34")).await.unwrap();
    let member = office.member("jonas", CaseFunction::Member).await;
    let members = open(&office.store, &member, &office.case).await;
    assert!(matches!(members.shield("emil").await, Err(StoreError::NotAllowed("lead"))));
    access.shield("emil").await.unwrap();
    assert!(access.replay_agrees().await.unwrap());
    let record = access.record().await.unwrap();
    assert_eq!(record.people[&"emil".into()].label(), None);
    assert!(record.households.is_empty() && record.memberships.is_empty(), "the home is closed for all who live there");
    let contact = access.contact("emil").await.unwrap();
    assert_eq!((contact.card.phone.as_str(), contact.card.email.as_str(), contact.version), ("", "", 2));
    assert_eq!(contact.card.language, "norsk");
    assert!(matches!(
        access.keep_contact("emil", 2, &card("68 05 12 34")).await,
        Err(StoreError::NotAllowed("contact"))
    ));
    assert!(access.participants().await.unwrap().iter().any(|it| it.person == "emil" && it.name.is_empty()));
    let shown = access.seen_by("emil").await.unwrap();
    assert!(
        shown.participants().await.unwrap().iter().all(|it| it.person != "emil" || it.name.is_empty()),
        "staff do not get the name by a detour"
    );

    // Nothing comes back with the shield's end.
    assert!(matches!(members.unshield("emil").await, Err(StoreError::NotAllowed("lead"))));
    access.unshield("emil").await.unwrap();
    let record = access.record().await.unwrap();
    assert_eq!(record.people[&"emil".into()].label(), Some("Emil Lyngtjernvik"));
    assert_eq!(record.households[&"storgata".into()].label, "");
    assert!(access.replay_agrees().await.unwrap(), "the name of the home is gone from the stored steps too");
}

async fn whoever_is_forgotten_is_gone_from_every_payload(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    let long = "Auneglimt".repeat(400);
    let tie = Fact::ParentLink(ParentLink {
        id: "tie".into(),
        child: "emil".into(),
        parent: "sara".into(),
        kind: ParentKind::Step,
        span: family_map::date::Span::default(),
        origin: Origin::told("person:marte", ["team", "person:marte"]),
    });
    let before = payload_bytes(&databases).await;
    access.edit(&[Edit::Add(tie)]).await.unwrap();
    access.edit(&home("skogveien", "Skogveien", &["sara"])).await.unwrap();
    for note in [long.as_str(), "kort"] {
        let field = PersonField::Note(Some(note.to_owned()));
        access.edit(&[Edit::SetPerson { person: "sara".into(), field }]).await.unwrap();
    }
    let told = PersonField::Note(Some("Passes av Sara Auneglimt på fredager".into()));
    access.edit(&[Edit::SetPerson { person: "emil".into(), field: told }]).await.unwrap();
    access.edit(&[Edit::SetIndex(Some("sara".into()))]).await.unwrap();
    access.keep_mentioned("sara", TOMORROW, "").await.unwrap();

    let member = office.member("jonas", CaseFunction::Member).await;
    let members = open(&office.store, &member, &office.case).await;
    assert!(matches!(members.forget_person("sara").await, Err(StoreError::NotAllowed("lead"))));
    assert!(matches!(access.forget_person("nobody").await, Err(StoreError::NotFound)));
    let raw = databases.raw().await;
    let authors = async || -> Vec<(i64, String, i64)> {
        sqlx::query_as("SELECT number, author_id, at FROM case_edit ORDER BY number").fetch_all(&raw).await.unwrap()
    };
    let steps = authors().await;

    assert_eq!(access.forget_person("sara").await.unwrap(), ["emil"], "her name stands in Emil's note still");
    assert_eq!(authors().await, steps, "the rows stay, with author and time");
    let record = access.record().await.unwrap();
    assert_eq!(record.people.keys().map(|id| id.as_str()).collect::<Vec<_>>(), ["emil", "marte"]);
    assert!(record.parent_links.is_empty() && record.households.is_empty() && record.memberships.is_empty());
    assert_eq!((record.index, record.removed.len()), (None, 0));
    assert!(access.replay_agrees().await.unwrap(), "what is stored adds up to the record, so no payload tells of her");
    assert_eq!(office.store.verify_records().await.unwrap().1, []);
    // The long note is gone from the sealed payloads, not only from the record.
    assert!(payload_bytes(&databases).await < before + 1_500);
    assert_eq!(office.store.due_for(&office.lead, TOMORROW).await.unwrap(), []);
    // A second time there is nobody.
    assert!(matches!(access.forget_person("sara").await, Err(StoreError::NotFound)));
    // The case goes on.
    access.edit(&[add("ny", "Ny person", &["team"])]).await.unwrap();
    assert!(access.replay_agrees().await.unwrap());
}

async fn who_takes_part_or_is_protected_is_not_forgotten(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    assert!(matches!(access.forget_person("emil").await, Err(StoreError::NotAllowed("participant"))));
    let bar = Bar {
        kind: BarKind::ContactBan,
        protects: "sara".into(),
        against: [Party::Person("marte".into())].into(),
        except: BTreeSet::new(),
        period: since(LONG_AGO),
    };
    access.set_bar(&NewBar { bar, reason: "Sara har fått besøksforbud".into() }).await.unwrap();
    let access = office.access().await;
    assert!(matches!(access.forget_person("sara").await, Err(StoreError::NotAllowed("barred"))));
    let bar = access.bars().await.unwrap().remove(0);
    access.end_bar(&bar.id, YESTERDAY).await.unwrap();
    let access = office.access().await;
    access.forget_person("sara").await.unwrap();
    assert!(access.bars().await.unwrap().is_empty(), "a bar about nobody is told to nobody");
}

async fn bars_end_by_their_dates_and_are_told_to_staff_only(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    let ban = Bar {
        kind: BarKind::ContactBan,
        protects: "emil".into(),
        against: [Party::Person("marte".into())].into(),
        except: BTreeSet::new(),
        period: Period { from: Some(TODAY), to: None },
    };
    let member = office.member("jonas", CaseFunction::MilieuLead).await;
    let members = open(&office.store, &member, &office.case).await;
    let new = NewBar { bar: ban.clone(), reason: "Besøksforbud, vedtak 12. november".into() };
    assert!(matches!(members.set_bar(&new).await, Err(StoreError::NotAllowed("lead"))));
    access.set_bar(&new).await.unwrap();

    let sees_emil = async || {
        let own = open_own(&office.store, "marte", &office.case).await;
        assert!(
            matches!(own.bars().await, Err(StoreError::NotAllowed("staff"))),
            "whom it holds off never hears of it"
        );
        own.record().await.unwrap().people.contains_key(&"emil".into())
    };
    assert!(!sees_emil().await);
    let told = access.bars().await.unwrap();
    assert_eq!((told.len(), &told[0].bar, told[0].decided_by.as_str()), (1, &ban, "ingrid"));
    assert_eq!(told[0].reason.as_deref(), Some("Besøksforbud, vedtak 12. november"));
    assert_eq!(members.bars().await.unwrap()[0].reason, None, "why is for who leads the case");
    assert!(matches!(members.end_bar(&told[0].id, YESTERDAY).await, Err(StoreError::NotAllowed("lead"))));
    assert!(matches!(access.end_bar("nothing", YESTERDAY).await, Err(StoreError::NotFound)));

    access.end_bar(&told[0].id, TODAY).await.unwrap();
    assert!(!sees_emil().await, "to and including the last day");
    access.end_bar(&told[0].id, YESTERDAY).await.unwrap();
    assert!(sees_emil().await);
    assert_eq!(access.bars().await.unwrap().len(), 1, "it stays as a decision that was made");
}

async fn the_case_as_somebody_else_sees_it(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    access.edit(&[add("secret", "Hemmelig", &["lead"]), add("hers", "Hennes", &["person:marte"])]).await.unwrap();
    let part = access.begin_child_part("emil", "marte").await.unwrap();
    access.write_child_part(&part, "Emil trives.", &["emil"]).await.unwrap();

    let own = open_own(&office.store, "marte", &office.case).await;
    let shown = access.seen_by("marte").await.unwrap();
    let mut record = own.record().await.unwrap();
    assert!(record.people.remove(&"hers".into()).is_some(), "hers alone, and not for staff to see by a detour");
    assert_eq!(shown.record().await.unwrap(), record);
    assert_eq!(shown.participants().await.unwrap(), own.participants().await.unwrap());
    assert_eq!(shown.child_parts().await.unwrap(), own.child_parts().await.unwrap());
    assert_eq!(shown.child_parts().await.unwrap().len(), 1);
    assert_eq!((shown.name(), shown.part(), shown.may_edit()), (own.name(), own.part(), false));
    assert!(shown.edit(&[add("x", "x", &["team"])]).await.is_err());
    assert!(shown.bars().await.is_err());
    // Of the log: what the person would see of it.
    let rows = shown.log(10).await.unwrap();
    assert!(rows.iter().all(|row| row.detail.is_empty()));
    // Nobody looks through the eyes of somebody who does not take part.
    for person in ["sara", "nobody", "", "\0"] {
        assert!(matches!(access.seen_by(person).await, Err(StoreError::NotFound)), "{person}");
    }
    assert!(matches!(own.seen_by("emil").await, Err(StoreError::NotAllowed("staff"))));
    assert!(matches!(shown.seen_by("emil").await, Err(StoreError::NotAllowed("staff"))));

    // The names of staff, by a decision.
    access.hide_staff_names(&part, since(TODAY), "Trusler mot ansatte").await.unwrap();
    let entry =
        open_own(&office.store, "marte", &office.case).await.child_parts().await.unwrap().remove(0).entries.remove(0);
    assert_eq!((entry.author, entry.function), (None, CaseFunction::Lead));
    let decisions = access.child_part_decisions(&part).await.unwrap();
    assert_eq!((decisions.nameless.len(), decisions.readers.as_slice()), (1, ["marte".to_owned()].as_slice()));
    access.show_staff_names(&part, &decisions.nameless[0].id, YESTERDAY).await.unwrap();
    let entry = own.child_parts().await.unwrap().remove(0).entries.remove(0);
    assert_eq!(entry.author.as_deref(), Some("ingrid"));
    // Withheld, and given back.
    let decision = casework::child::Withholding {
        from: Party::Person("marte".into()),
        period: since(TODAY),
        reason: "Barnets sikkerhet".into(),
        complaint: "Statsforvalteren".into(),
    };
    access.withhold_child_part(&part, &decision).await.unwrap();
    assert!(own.child_parts().await.unwrap().is_empty());
    let decisions = access.child_part_decisions(&part).await.unwrap();
    assert_eq!((decisions.readers.len(), decisions.withheld[0].complaint.as_str()), (0, "Statsforvalteren"));
    assert!(matches!(access.end_withholding("nothing", YESTERDAY).await, Err(StoreError::NotFound)));
    access.end_withholding(&decisions.withheld[0].id, YESTERDAY).await.unwrap();
    assert_eq!(own.child_parts().await.unwrap().len(), 1);
}

async fn a_name_on_the_map_is_the_participants_name(databases: Databases) {
    let office = Office::new(&databases).await;
    let access = family(&office).await;
    let name = PersonField::Name(Known::Known("Marte Ny Lyngtjernvik".into()));
    access.edit(&[Edit::SetPerson { person: "marte".into(), field: name }]).await.unwrap();
    let participants = access.participants().await.unwrap();
    assert!(participants.iter().any(|it| it.name == "Marte Ny Lyngtjernvik"));
}

//! What administrators change: units, rooms, services, accounts and posts.

use crate::common;
use crate::common::{Databases, LONG_AGO, Office, TODAY, TOMORROW, YESTERDAY, between, contains, since, staff, user};
use casework::role::Role;
use store::{
    Administration, INVITATION_LIMIT_MS, LinkKind, LinkState, LinkToken, RESET_LIMIT_MS, SecondFactorRule, ServiceKind,
    SignInStep, Store, StoreError, UnitId, UserId,
};

on_both![
    only_an_administrator_administers,
    units_are_made_renamed_and_retired,
    rooms_and_services,
    every_change_stands_in_a_log,
    an_invitation_is_taken_up_once,
    an_invitation_expires_and_is_taken_back,
    links_are_guessed_in_vain,
    a_new_password_by_a_link,
    letters_are_not_sent_without_end,
    posts_are_given_and_ended,
    somebody_always_administers,
    tokens_are_nowhere_in_the_database,
];

const HERE: &str = "192.0.2.1";
const NEW: &str = "rød sykkel i regnvær";

async fn office(databases: &Databases) -> (Store, UnitId, UserId, Administration) {
    let store = databases.open().await;
    store.mark_installation(false).await.unwrap();
    let unit = store.create_unit("Familiesenteret").await.unwrap();
    let id = staff(&store, "admin", &unit, Role::Administrator).await;
    let admin = store.administer(&id).await.unwrap();
    (store, unit, id, admin)
}

async fn holder(store: &Store, kind: LinkKind, token: &LinkToken) -> Option<store::LinkHolder> {
    store.link_holder(kind, token, HERE).await.unwrap().expect("not throttled")
}

async fn only_an_administrator_administers(databases: Databases) {
    let (store, unit, id, admin) = office(&databases).await;
    for role in Role::ALL.into_iter().filter(|role| !role.administers()) {
        let other = staff(&store, role.code(), &unit, role).await;
        assert!(matches!(store.administer(&other).await, Err(StoreError::NotFound)), "{role:?}");
    }
    let nobody = UserId("nobody".into());
    assert!(matches!(store.administer(&nobody).await, Err(StoreError::NotFound)));
    // Who no longer is one changes nothing, also with a handle from before.
    store.set_active(&id, false).await.unwrap();
    assert!(matches!(store.administer(&id).await, Err(StoreError::NotFound)));
    assert!(matches!(admin.create_unit("Ny").await, Err(StoreError::NotFound)));
    assert_eq!(store.list_units().await.unwrap().len(), 1);
}

async fn units_are_made_renamed_and_retired(databases: Databases) {
    let (store, unit, _, admin) = office(&databases).await;
    let other = admin.create_unit(" Helsestasjonen ").await.unwrap();
    assert!(matches!(admin.create_unit("helsestasjonen").await, Err(StoreError::Taken("unit"))));
    assert!(matches!(admin.rename_unit(&other, "FAMILIESENTERET").await, Err(StoreError::Taken("unit"))));
    admin.rename_unit(&other, "Helsestasjonen sør").await.unwrap();
    let names = |units: &[store::UnitLine]| units.iter().map(|it| (it.name.clone(), it.retired)).collect::<Vec<_>>();
    let units = admin.units().await.unwrap();
    assert_eq!(names(&units), [("Familiesenteret".into(), false), ("Helsestasjonen sør".into(), false)]);
    assert_eq!((units[0].staff, units[1].staff), (1, 0));

    // People work in the first; the second may go, and come back.
    assert!(matches!(admin.retire_unit(&unit, true).await, Err(StoreError::NotAllowed("unit"))));
    admin.retire_unit(&other, true).await.unwrap();
    assert_eq!(names(&admin.units().await.unwrap())[1], ("Helsestasjonen sør".into(), true));
    assert!(matches!(admin.create_room(&other, "Rom", 2).await, Err(StoreError::NotFound)));
    assert!(matches!(admin.rename_unit(&other, "X").await, Err(StoreError::NotFound)));
    admin.retire_unit(&other, false).await.unwrap();

    admin.name_role(&unit, Role::Practitioner, "Familieveileder").await.unwrap();
    assert_eq!(store.role_names(&unit).await.unwrap(), [(Role::Practitioner, "Familieveileder".into())]);
    admin.name_role(&unit, Role::Practitioner, " ").await.unwrap();
    assert_eq!(store.role_names(&unit).await.unwrap(), []);
}

async fn rooms_and_services(databases: Databases) {
    let (store, unit, _, admin) = office(&databases).await;
    let room = admin.create_room(&unit, "Lekerommet", 8).await.unwrap();
    admin.change_room(&room, &unit, "Lekerommet", 10).await.unwrap();
    admin.retire_room(&room, true).await.unwrap();
    let rooms = admin.rooms().await.unwrap();
    assert_eq!((rooms[0].name.as_str(), rooms[0].seats, rooms[0].retired), ("Lekerommet", 10, true));
    admin.retire_room(&room, false).await.unwrap();
    assert!(!admin.rooms().await.unwrap()[0].retired);
    assert!(matches!(admin.change_room("none", &unit, "X", 1).await, Err(StoreError::NotFound)));

    let kari = staff(&store, "kari", &unit, Role::MunicipalContact).await;
    let service = admin.create_service(&unit, "Barnevernstjenesten", ServiceKind::ChildWelfare).await.unwrap();
    admin.set_service_member(&service, &kari, true).await.unwrap();
    admin.set_service_member(&service, &kari, true).await.unwrap();
    admin.change_service(&service, &unit, "Barnevernet i Rana", ServiceKind::ChildWelfare).await.unwrap();
    let services = admin.services().await.unwrap();
    assert_eq!(services[0].name, "Barnevernet i Rana");
    assert_eq!(services[0].kind, ServiceKind::ChildWelfare);
    assert_eq!(services[0].members, [(kari.clone(), "kari".to_owned())]);
    admin.set_service_member(&service, &kari, false).await.unwrap();
    admin.retire_service(&service, true).await.unwrap();
    let services = admin.services().await.unwrap();
    assert!(services[0].members.is_empty() && services[0].retired);
    store.set_active(&kari, false).await.unwrap();
    assert!(matches!(admin.set_service_member(&service, &kari, true).await, Err(StoreError::NotFound)));
}

async fn every_change_stands_in_a_log(databases: Databases) {
    let (store, unit, id, admin) = office(&databases).await;
    let rows = async || store.unit_log(&unit, 100).await.unwrap();
    let before = rows().await.len();
    admin.name_role(&unit, Role::Practitioner, "Veileder").await.unwrap();
    let room = admin.create_room(&unit, "Rom", 2).await.unwrap();
    admin.retire_room(&room, true).await.unwrap();
    let (kari, _, _) = admin.invite("kari@x.example", "Kari", &unit, Role::Practitioner).await.unwrap();
    admin.give_post(&kari, &unit, Role::GroupLeader, since(TODAY)).await.unwrap();
    admin.reset_second_factor(&kari).await.unwrap();
    let log = rows().await;
    assert_eq!(log.len() - before, 6);
    assert!(log.iter().all(|row| row.user == id.0 && row.role == "administrator" && row.purpose == "administration"));
    let objects: Vec<_> = log.iter().rev().map(|row| row.object.as_str()).collect();
    assert_eq!(objects, ["role_name", "room", "room", "invitation", "post", "second_factor"]);
    assert_eq!(log[0].detail, "Kari <kari@x.example>");
    // What was refused left nothing.
    assert!(admin.invite("KARI@x.example", "K", &unit, Role::Practitioner).await.is_err());
    assert_eq!(rows().await.len(), log.len());
    assert_eq!(store.verify_log(&[]).await.unwrap(), []);
    assert!(!contains(&databases.everything_readable().await, "Kari <kari@x.example>"), "details are sealed");
}

async fn an_invitation_is_taken_up_once(databases: Databases) {
    let (store, unit, _, admin) = office(&databases).await;
    let (kari, _, token) = admin.invite("kari@x.example", "Kari", &unit, Role::Practitioner).await.unwrap();
    assert_eq!(admin.member(&kari).await.unwrap().line.invitation, Some(LinkState::NotSent));
    // No password, so none fits.
    for guess in ["", "nobody has this password"] {
        assert!(store.sign_in("kari@x.example", guess, HERE).await.unwrap().unwrap().is_none());
    }
    assert!(holder(&store, LinkKind::Reset, &token).await.is_none(), "not what it is for");
    let invited = holder(&store, LinkKind::Invitation, &token).await.unwrap();
    assert_eq!((invited.email.as_str(), invited.name.as_str()), ("kari@x.example", "Kari"));

    // Two at once: one of them gets in.
    let both = ["Kari Nordmann", "Kari Annen"].map(|name| {
        let (store, invited) = (store.clone(), invited.clone());
        tokio::spawn(async move { store.accept_invitation(&invited, name, NEW, SecondFactorRule::Required).await })
    });
    let mut steps = Vec::new();
    for task in both {
        steps.extend(task.await.unwrap().unwrap());
    }
    assert_eq!(steps.len(), 1);
    assert!(matches!(steps[0], SignInStep::SetUpNeeded(_)), "no session without a second factor");
    assert!(holder(&store, LinkKind::Invitation, &token).await.is_none());
    let member = admin.member(&kari).await.unwrap();
    assert!(member.line.has_password && member.line.invitation == Some(LinkState::Used));
    assert!(member.line.name.starts_with("Kari "));
    assert!(store.sign_in("kari@x.example", NEW, HERE).await.unwrap().unwrap().is_some());
    assert!(matches!(admin.invite_again(&kari).await, Err(StoreError::NotAllowed("link"))));
}

async fn an_invitation_expires_and_is_taken_back(databases: Databases) {
    let (store, unit, _, admin) = office(&databases).await;
    let (kari, link, first) = admin.invite("kari@x.example", "Kari", &unit, Role::Practitioner).await.unwrap();
    store.link_sent(&link).await.unwrap();
    assert_eq!(admin.staff("kari").await.unwrap()[0].invitation, Some(LinkState::Sent));
    databases.clock.advance(INVITATION_LIMIT_MS - 1);
    let late = holder(&store, LinkKind::Invitation, &first).await.unwrap();
    databases.clock.advance(1);
    assert!(holder(&store, LinkKind::Invitation, &first).await.is_none());
    let rule = SecondFactorRule::Optional;
    assert!(store.accept_invitation(&late, "Kari", NEW, rule).await.unwrap().is_none(), "looked at in time, sent late");
    assert_eq!(admin.staff("kari").await.unwrap()[0].invitation, Some(LinkState::Expired));

    let (_, second, email) = admin.invite_again(&kari).await.unwrap();
    assert_eq!(email, "kari@x.example");
    let (_, third, _) = admin.invite_again(&kari).await.unwrap();
    assert!(holder(&store, LinkKind::Invitation, &second).await.is_none(), "a new one makes the old one worthless");
    let open = holder(&store, LinkKind::Invitation, &third).await.unwrap();
    admin.revoke_invitation(&kari).await.unwrap();
    assert!(store.accept_invitation(&open, "Kari", NEW, rule).await.unwrap().is_none());
    assert_eq!(admin.staff("KARI@").await.unwrap()[0].invitation, Some(LinkState::Revoked));
    assert!(matches!(admin.revoke_invitation(&kari).await, Err(StoreError::NotFound)));
}

async fn links_are_guessed_in_vain(databases: Databases) {
    let (store, unit, _, admin) = office(&databases).await;
    let (_, _, token) = admin.invite("kari@x.example", "Kari", &unit, Role::Practitioner).await.unwrap();
    for n in 0..30 {
        let guess = LinkToken::from_text(&format!("{n:064x}"));
        assert!(holder(&store, LinkKind::Invitation, &guess).await.is_none());
    }
    assert!(store.link_holder(LinkKind::Invitation, &token, HERE).await.unwrap().is_err(), "now one waits");
    assert!(store.link_holder(LinkKind::Invitation, &token, "198.51.100.7").await.unwrap().unwrap().is_some());
    for strange in ["", "\0", "' OR 1=1 --"] {
        let guess = LinkToken::from_text(strange);
        assert!(store.link_holder(LinkKind::Reset, &guess, "198.51.100.8").await.unwrap().unwrap().is_none());
    }
}

async fn a_new_password_by_a_link(databases: Databases) {
    let (store, _, _, admin) = office(&databases).await;
    let kari = user(&store, "kari").await;
    let email = "kari@familie.example";
    let (session, _) = store.sign_in(email, common::PASSWORD, HERE).await.unwrap().unwrap().unwrap();
    let (_, token, _) = store.ask_reset(" KARI@familie.example ", HERE).await.unwrap().unwrap().unwrap();
    assert!(store.ask_reset("ingen@familie.example", HERE).await.unwrap().unwrap().is_none());
    assert!(holder(&store, LinkKind::Invitation, &token).await.is_none());
    let found = holder(&store, LinkKind::Reset, &token).await.unwrap();
    assert!(store.session(&session, true).await.unwrap().is_some(), "asking alone changes nothing");
    assert!(store.reset_password(&found, NEW).await.unwrap());
    assert!(!store.reset_password(&found, "og en gang til, tenk det").await.unwrap(), "used once");
    assert!(store.session(&session, true).await.unwrap().is_none());
    assert!(store.sign_in(email, common::PASSWORD, HERE).await.unwrap().unwrap().is_none());
    assert!(store.sign_in(email, NEW, HERE).await.unwrap().unwrap().is_some());

    let (_, token, _) = store.ask_reset(email, HERE).await.unwrap().unwrap().unwrap();
    databases.clock.advance(RESET_LIMIT_MS);
    assert!(holder(&store, LinkKind::Reset, &token).await.is_none());
    // What an administrator starts holds longer; a closed account gets none.
    let (_, token, _) = admin.start_reset(&kari).await.unwrap();
    databases.clock.advance(RESET_LIMIT_MS);
    assert!(holder(&store, LinkKind::Reset, &token).await.is_some());
    store.set_active(&kari, false).await.unwrap();
    assert!(holder(&store, LinkKind::Reset, &token).await.is_none());
    assert!(store.ask_reset(email, HERE).await.unwrap().unwrap().is_none());
    assert!(matches!(admin.start_reset(&kari).await, Err(StoreError::NotFound)));
}

async fn letters_are_not_sent_without_end(databases: Databases) {
    let store = databases.open().await;
    user(&store, "kari").await;
    for _ in 0..3 {
        assert!(store.ask_reset("kari@familie.example", HERE).await.unwrap().unwrap().is_some());
        assert!(store.ask_reset("ingen@familie.example", HERE).await.unwrap().unwrap().is_none());
    }
    // Alike for who exists and who does not.
    let known = store.ask_reset("kari@familie.example", "198.51.100.7").await.unwrap().err().unwrap();
    let unknown = store.ask_reset("ingen@familie.example", "198.51.100.7").await.unwrap().err().unwrap();
    assert_eq!(known, unknown);
    for n in 0..4 {
        assert!(store.ask_reset(&format!("gjest{n}@x.example"), HERE).await.unwrap().is_ok());
    }
    assert!(store.ask_reset("enda-en@x.example", HERE).await.unwrap().is_err(), "nor from one address");
}

async fn posts_are_given_and_ended(databases: Databases) {
    let (store, unit, _, admin) = office(&databases).await;
    let kari = user(&store, "kari").await;
    let held = async || store.find_user(&kari).await.unwrap().roles_in(&unit);
    let leader = admin.give_post(&kari, &unit, Role::GroupLeader, between(TODAY, TOMORROW)).await.unwrap();
    let again = admin.give_post(&kari, &unit, Role::GroupLeader, since(TOMORROW)).await;
    assert!(matches!(again, Err(StoreError::Taken("post"))));
    let backwards = admin.give_post(&kari, &unit, Role::Practitioner, between(TOMORROW, TODAY)).await;
    assert!(matches!(backwards, Err(StoreError::NotAllowed("period"))));
    admin.give_post(&kari, &unit, Role::Practitioner, since(TOMORROW)).await.unwrap();
    assert_eq!(held().await, [Role::GroupLeader]);
    assert_eq!(admin.member(&kari).await.unwrap().posts.len(), 2);
    assert!(matches!(admin.end_post(&leader, LONG_AGO).await, Err(StoreError::NotAllowed("period"))));
    admin.end_post(&leader, YESTERDAY).await.unwrap();
    assert_eq!(held().await, []);
    assert!(matches!(admin.end_post(&leader, TODAY).await, Err(StoreError::NotFound)), "it has ended");
    let nobody = UserId("nobody".into());
    assert!(matches!(
        admin.give_post(&nobody, &unit, Role::Practitioner, since(TODAY)).await,
        Err(StoreError::NotFound)
    ));
}

async fn somebody_always_administers(databases: Databases) {
    let (store, unit, id, admin) = office(&databases).await;
    let own = store.find_user(&id).await.unwrap().posts[0].id.clone();
    assert!(matches!(admin.end_post(&own, TODAY).await, Err(StoreError::NotAllowed("last_administrator"))));
    // One who has not taken up the invitation is none yet.
    let (_, _, token) = admin.invite("ny@x.example", "Ny", &unit, Role::Administrator).await.unwrap();
    assert!(matches!(admin.end_post(&own, TODAY).await, Err(StoreError::NotAllowed("last_administrator"))));
    let invited = holder(&store, LinkKind::Invitation, &token).await.unwrap();
    store.accept_invitation(&invited, "Ny", NEW, SecondFactorRule::Optional).await.unwrap().unwrap();
    admin.end_post(&own, YESTERDAY).await.unwrap();
    assert!(matches!(admin.create_unit("Mer").await, Err(StoreError::NotFound)));
}

async fn tokens_are_nowhere_in_the_database(databases: Databases) {
    let (store, unit, _, admin) = office(&databases).await;
    let (_, _, token) = admin.invite("kari@x.example", "Kari", &unit, Role::Practitioner).await.unwrap();
    user(&store, "ola").await;
    let (_, reset, _) = store.ask_reset("ola@familie.example", HERE).await.unwrap().unwrap().unwrap();
    let bytes = databases.everything_readable().await;
    assert!(contains(&bytes, "kari@x.example"));
    for secret in [token.reveal(), reset.reveal()] {
        assert_eq!(secret.len(), 64);
        assert!(!contains(&bytes, secret));
    }
    let _ = Office::on(store).await;
}

//! Gestures without a browser: what each means, and what holds after whatever
//! happens in whatever order.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn spot(x: f64, y: f64) -> Spot {
    Spot { x, y }
}

fn down(id: i32, x: f64, on: Option<&str>, carries: bool) -> Happens {
    Happens::Down { id, at: spot(x, 100.0), on: on.map(PersonId::from), carries }
}

fn moved(id: i32, x: f64, over: Option<&str>) -> Happens {
    Happens::Moved { id, at: spot(x, 100.0), over: over.map(PersonId::from) }
}

/// What is done, message by message, on a map where nothing is down.
fn run(all: impl IntoIterator<Item = Happens>) -> (Gesture, Vec<Does>) {
    let mut gesture = Gesture::default();
    let done = all.into_iter().filter_map(|it| gesture.take(it)).collect();
    (gesture, done)
}

#[test]
fn a_short_touch_chooses_and_a_long_way_does_not() {
    let marte = PersonId::from("m");
    let tap = [down(1, 100.0, Some("m"), true), moved(1, 103.0, None), Happens::Up(1)];
    assert_eq!(run(tap), (Gesture::Resting, vec![Does::Choose(Some(marte))]));
    assert_eq!(run([down(1, 100.0, None, false), Happens::Up(1)]).1, [Does::Choose(None)]);
    let there_and_back = [down(1, 100.0, None, false), moved(1, 120.0, None), moved(1, 100.0, None), Happens::Up(1)];
    let pan = |dx| Does::Pan { dx, dy: 0.0 };
    assert_eq!(run(there_and_back).1, [pan(20.0), pan(-20.0)], "back at the start is still no tap");
}

#[test]
fn a_drag_from_a_person_carries_them_where_that_is_meant_and_the_map_elsewhere() {
    let drag = |carries| [down(1, 100.0, Some("m"), carries), moved(1, 130.0, None), Happens::Up(1)];
    let person = PersonId::from("m");
    let carry = Does::Carry { person: person.clone(), dx: 30.0, dy: 0.0, over: None };
    let drop = Does::Drop { person, dx: 30.0, on: None, at: spot(130.0, 100.0) };
    assert_eq!(run(drag(true)).1, [carry, drop]);
    assert_eq!(run(drag(false)).1, [Does::Pan { dx: 30.0, dy: 0.0 }]);
}

#[test]
fn whoever_is_let_down_on_another_is_tied_and_never_to_themselves() {
    let last = |over: &str| {
        let all = [down(1, 100.0, Some("m"), true), moved(1, 130.0, Some(over)), Happens::Up(1)];
        run(all).1.pop()
    };
    assert!(matches!(last("t"), Some(Does::Drop { on: Some(on), .. }) if on.as_str() == "t"));
    assert!(matches!(last("m"), Some(Does::Drop { on: None, .. })));
}

#[test]
fn a_long_press_opens_once_and_is_no_tap_but_may_become_a_drag() {
    let person = PersonId::from("m");
    let press = [down(1, 100.0, Some("m"), true), Happens::Held(1), Happens::Held(1), Happens::Up(1)];
    assert_eq!(run(press).1, [Does::Open(person.clone())]);
    assert_eq!(run([down(1, 100.0, None, false), Happens::Held(1), Happens::Up(1)]).1, [Does::Choose(None)]);
    let (state, done) = run([down(1, 100.0, Some("m"), true), Happens::Held(1), moved(1, 140.0, None)]);
    assert!(state.carries());
    assert!(matches!(done.as_slice(), [Does::Open(_), Does::Carry { .. }]));
    // Time that passed for a press that is over means nothing.
    assert_eq!(run([down(1, 0.0, Some("m"), true), Happens::Up(1), Happens::Held(1)]).1.len(), 1);
}

#[test]
fn two_fingers_enlarge_around_their_middle_and_put_back_who_is_carried() {
    let (state, done) = run([down(1, 100.0, None, false), down(2, 200.0, None, false), moved(2, 300.0, None)]);
    assert_eq!(done, [Does::Pinch { factor: 2.0, around: spot(200.0, 100.0), dx: 50.0, dy: 0.0 }]);
    let mut state = state;
    assert_eq!(state.take(Happens::Up(2)), None);
    assert_eq!(state.take(moved(2, 0.0, None)), None, "a finger that is up means nothing");
    assert_eq!(state.take(moved(1, 110.0, None)), Some(Does::Pan { dx: 10.0, dy: 0.0 }));
    assert_eq!(state.take(Happens::Up(1)), None, "and that was no tap");
    let carried = [down(1, 100.0, Some("m"), true), moved(1, 140.0, None), down(2, 300.0, None, false)];
    assert_eq!(run(carried).1.last(), Some(&Does::PutBack("m".into())));
}

#[test]
fn escape_and_a_cancelled_pointer_undo_the_drag() {
    for end in [Happens::Escape, Happens::Cancel(1)] {
        let (_, done) = run([down(1, 100.0, Some("m"), true), moved(1, 140.0, Some("t")), end, Happens::Up(1)]);
        assert_eq!(done.last(), Some(&Does::PutBack("m".into())));
    }
    assert_eq!(run([down(1, 0.0, Some("m"), true), Happens::Cancel(1), Happens::Up(1)]).1, []);
}

fn anything() -> impl Strategy<Value = Happens> {
    let who = || proptest::option::of(proptest::sample::select(vec!["a", "b", "c"]).prop_map(PersonId::from));
    let at = || (0..40i32, 0..40i32).prop_map(|(x, y)| spot(f64::from(x * 5), f64::from(y * 5)));
    prop_oneof![
        3 => (1..4i32, at(), who(), any::<bool>())
            .prop_map(|(id, at, on, carries)| Happens::Down { id, at, on, carries }),
        6 => (1..4i32, at(), who()).prop_map(|(id, at, over)| Happens::Moved { id, at, over }),
        3 => (1..4i32).prop_map(Happens::Up),
        1 => (1..4i32).prop_map(Happens::Cancel),
        1 => (1..4i32).prop_map(Happens::Held),
        1 => Just(Happens::Escape),
    ]
}

proptest! {
    /// After each message: nothing down is rest, rest is nothing down; whoever
    /// is lifted comes down once; a choice comes from a single pointer; nobody
    /// is over or on themselves; numbers are numbers.
    #[test]
    fn whatever_happens_the_machine_stays_whole(all in proptest::collection::vec(anything(), 0..80)) {
        let mut gesture = Gesture::default();
        let mut fingers: BTreeSet<i32> = BTreeSet::new();
        let mut carried: Option<PersonId> = None;
        for happens in all {
            let before = fingers.clone();
            match &happens {
                Happens::Down { id, .. } => drop(fingers.insert(*id)),
                Happens::Up(id) | Happens::Cancel(id) => drop(fingers.remove(id)),
                _ => {}
            }
            let does = gesture.take(happens.clone());
            match does {
                Some(Does::Carry { person, over, dx, dy }) => {
                    prop_assert!(carried.as_ref().is_none_or(|it| *it == person));
                    prop_assert!(over.as_ref() != Some(&person));
                    prop_assert!(dx.is_finite() && dy.is_finite());
                    carried = Some(person);
                }
                Some(Does::Drop { person, on, .. }) => {
                    prop_assert!(on.as_ref() != Some(&person));
                    prop_assert_eq!(carried.take(), Some(person));
                }
                Some(Does::PutBack(person)) => prop_assert_eq!(carried.take(), Some(person)),
                Some(Does::Choose(_)) => prop_assert!(before.len() == 1 && matches!(happens, Happens::Up(_))),
                Some(Does::Open(_)) => prop_assert!(matches!(happens, Happens::Held(id) if before.contains(&id))),
                Some(Does::Pinch { factor, .. }) => prop_assert!(factor.is_finite() && factor > 0.0 && before.len() > 1),
                Some(Does::Pan { .. }) => prop_assert_eq!(before.len(), 1),
                None => {}
            }
            prop_assert_eq!(gesture.carries(), carried.is_some());
            prop_assert_eq!(gesture == Gesture::Resting, fingers.is_empty());
            prop_assert!(!gesture.is_pressing() || fingers.len() == 1);
        }
    }
}

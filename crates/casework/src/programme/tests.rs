use super::*;
use proptest::prelude::*;

/// The smallest file that is right.
const OWN: &str = r#"{
    "code": "apen_barnehage", "edition": 1, "name": {"nb": "Åpen barnehage"},
    "themes": [{"code": "play", "name": {"nb": "Lek"}}],
    "meetings": {"fewest": 1, "most": 40, "usual": 20, "minutes": 180, "every_weeks": 1, "last_joining": 1},
    "leaders": {"count": 1, "certified": "none"}, "seats": {"fewest": 1, "most": 20}
}"#;

#[test]
fn the_programmes_that_come_along_are_right_and_in_three_languages() {
    let all = builtin::all().unwrap();
    let codes: Vec<_> = all.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, builtin::CODES);
    for programme in &all {
        assert_eq!(builtin::find(&programme.code).as_ref(), Some(programme));
        let named = programme.parts.iter().chain(&programme.goal_areas).chain(&programme.services);
        let day = programme.day_plan.iter().flat_map(|it| [&it.name, &it.led_by]);
        let names = [&programme.name].into_iter().chain(named.map(|it| &it.name)).chain(day);
        let names = names.chain(programme.themes.iter().map(|it| &it.name));
        for words in names.chain(programme.variants.iter().map(|it| &it.name)) {
            assert_eq!(words.keys().collect::<Vec<_>>(), ["en", "nb", "nn"], "{}: {words:?}", programme.code);
        }
    }
    assert_eq!(builtin::find("unknown"), None);
}

#[test]
fn the_facts_of_each_programme() {
    let cos = builtin::find("cos_p").unwrap();
    assert_eq!((cos.themes.len(), cos.meetings.usual, cos.leaders.certified), (8, 8, Certified::All));
    assert!(!cos.children_present);
    let icdp = builtin::find("icdp").unwrap();
    let of_part = |part: &str| icdp.themes.iter().filter(|it| it.part.as_deref() == Some(part)).count();
    assert_eq!(["emotional", "meaning", "regulating"].map(of_part), [4, 3, 1]);
    assert_eq!((icdp.meetings.fewest, icdp.meetings.most), (6, 12));
    let minority = icdp.outline(Some("minority"), None).unwrap();
    assert_eq!((minority.meetings(), minority.languages, minority.leaders.speak_all_languages), (12, 2, true));
    let house = builtin::find("drommehuset").unwrap();
    assert_eq!((house.meetings.usual, house.goal_areas.len(), house.services.len()), (10, 5, 8));
    assert_eq!(house.day_plan.len(), 8);
    let whole_day = house.day_plan.last().unwrap().to.minutes() - house.day_plan[0].from.minutes();
    assert_eq!(whole_day, house.meetings.minutes);
    let pmto = builtin::find("pmto_group").unwrap();
    assert_eq!((pmto.meetings.usual, pmto.seats.most, pmto.leaders.count), (12, 12, 2));
}

#[test]
fn the_table_of_themes_by_meeting() {
    let table = [
        (8, 8, "0/1/2/3/4/5/6/7"),
        (8, 6, "0/1/2 3/4/5/6 7"),
        (8, 12, "0/0/1/2/2/3/4/4/5/6/6/7"),
        (1, 3, "0/0/0"),
        (3, 1, "0 1 2"),
        (0, 2, "/"),
    ];
    for (themes, meetings, expected) in table {
        let text = |places: &Vec<usize>| places.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let found = spread(themes, meetings).iter().map(text).collect::<Vec<_>>().join("/");
        assert_eq!(found, expected, "{themes} in {meetings}");
    }
}

#[test]
fn an_outline_has_the_meetings_that_the_programme_allows() {
    let icdp = builtin::find("icdp").unwrap();
    assert_eq!(icdp.outline(None, None).map(|it| it.meetings()), Ok(8));
    assert_eq!(icdp.outline(None, Some(6)).map(|it| it.meetings()), Ok(6));
    assert_eq!(icdp.outline(None, Some(5)), Err(NoOutline::Meetings(6, 12)));
    assert_eq!(icdp.outline(Some("minority"), Some(8)), Err(NoOutline::Meetings(12, 12)));
    assert_eq!(icdp.outline(Some("weekend"), None), Err(NoOutline::NoSuchVariant));
    let six = icdp.outline(None, Some(6)).unwrap();
    assert_eq!(six.themes[2], ["theme_3", "theme_4"]);
}

#[test]
fn a_units_own_programme_is_read_and_leaves_ours_alone() {
    let own = read_own(OWN).unwrap();
    assert_eq!(words(&own.name, "so"), "Åpen barnehage");
    assert_eq!(own.outline(None, None).map(|it| it.meetings()), Ok(20));
    let ours = OWN.replace("apen_barnehage", "icdp");
    assert_eq!(read_own(&ours), Err(vec![ProgrammeError::CodeTaken("icdp".into())]));
}

#[test]
fn the_table_of_errors() {
    use ProgrammeError as E;
    let table = [
        ("\"apen_barnehage\"", "\"Åpen\"", vec![E::BadCode("Åpen".into())]),
        ("{\"nb\": \"Lek\"}", "{\"en\": \"Play\"}", vec![E::NoBokmal("themes.play".into())]),
        ("{\"nb\": \"Lek\"}", "{\"nb\": \" \"}", vec![E::NoBokmal("themes.play".into())]),
        ("[{\"code\": \"play\", \"name\": {\"nb\": \"Lek\"}}]", "[]", vec![E::NoThemes]),
        (
            "{\"nb\": \"Lek\"}}",
            "{\"nb\": \"Lek\"}}, {\"code\": \"play\", \"name\": {\"nb\": \"Ute\"}}",
            vec![E::DoubleCode("themes".into(), "play".into())],
        ),
        (
            "{\"nb\": \"Lek\"}}",
            "{\"nb\": \"Lek\"}, \"part\": \"a\", \"guests\": [\"nav\"]}",
            vec![E::Unknown("play".into(), "a".into()), E::Unknown("play".into(), "nav".into())],
        ),
        ("\"usual\": 20", "\"usual\": 41", vec![E::BadMeetings(None)]),
        ("\"minutes\": 180", "\"minutes\": 0", vec![E::BadRhythm(None)]),
        ("\"every_weeks\": 1", "\"every_weeks\": 9", vec![E::BadRhythm(None)]),
        ("\"last_joining\": 1", "\"last_joining\": 2", vec![E::BadLastJoining(None)]),
        ("\"count\": 1", "\"count\": 0", vec![E::NoLeader(None)]),
        ("\"fewest\": 1, \"most\": 20", "\"fewest\": 21, \"most\": 20", vec![E::BadSeats]),
        (
            "\"leaders\"",
            "\"child_age\": {\"from_months\": 12, \"below_months\": 12}, \"leaders\"",
            vec![E::BadChildAge],
        ),
        (
            "\"leaders\"",
            "\"certificate\": {\"may_miss\": 1, \"caught_up_counts\": true}, \"leaders\"",
            vec![E::BadCertificate],
        ),
        (
            "\"leaders\"",
            "\"variants\": [{\"code\": \"two\", \"name\": {\"nb\": \"To\"}, \"languages\": 5, \"leaders\": {\"count\": 0, \"certified\": \"one\"}}], \"leaders\"",
            vec![E::NoLeader(Some("two".into())), E::BadLanguages("two".into())],
        ),
        (
            "\"leaders\"",
            "\"day_plan\": [{\"from\": \"09:00\", \"to\": \"10:00\", \"name\": {\"nb\": \"A\"}, \"led_by\": {}}, {\"from\": \"09:30\", \"to\": \"11:00\", \"name\": {\"nb\": \"B\"}, \"led_by\": {}}], \"leaders\"",
            vec![E::BadDayPart(2)],
        ),
    ];
    for (from, to, expected) in table {
        let text = OWN.replacen(from, to, 1);
        assert_ne!(text, OWN, "{from}");
        assert_eq!(read(&text), Err(expected), "{to}");
    }
}

#[test]
fn what_cannot_be_read_says_where() {
    let at = |text: &str| match &read(text).unwrap_err()[..] {
        [ProgrammeError::Unreadable { line, what, .. }] => (*line, what.clone()),
        other => panic!("{other:?}"),
    };
    let (line, what) = at(&OWN.replace("\"seats\"", "\"chairs\""));
    assert_eq!(line, 5);
    assert!(what.contains("chairs"), "{what}");
    assert_eq!(at("{\n\n,").0, 3);
    assert!(at(&OWN.replace("\"minutes\": 180", "\"minutes\": -1")).1.contains("-1"));
}

proptest! {
    #[test]
    fn every_theme_is_met_in_order_and_no_meeting_is_empty(themes in 1_usize..40, meetings in 1_usize..50) {
        let found = spread(themes, meetings);
        prop_assert_eq!(found.len(), meetings);
        prop_assert!(found.iter().all(|places| !places.is_empty()));
        let flat: Vec<usize> = found.iter().flatten().copied().collect();
        prop_assert!(flat.is_sorted());
        let mut met = flat.clone();
        met.dedup();
        prop_assert_eq!(met, (0..themes).collect::<Vec<_>>());
        let most = found.iter().map(Vec::len).max().unwrap_or(0);
        let fewest = found.iter().map(Vec::len).min().unwrap_or(0);
        prop_assert!(most - fewest <= 1);
    }
}

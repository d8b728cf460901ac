//! Whole descriptions, word for word.

use super::{Language, demo};
use crate::text::{say, say_all};
use family_map::layout::{Options, arrange};
use family_map::message::{Arg, Message, MessageKey};
use family_map::record::Life;
use family_map::scene::{View, draw};
use family_map::{FuzzyDate, Record};

use Language::{Bokmaal, English};

fn description(record: &Record, id: &str, language: Language) -> String {
    let view = View { households: false, ..View::on(FuzzyDate::day(2026, 11, 22).unwrap()) };
    let scene = draw(record, &arrange(record, &Options::default()), &view);
    let item = scene.people.iter().find(|it| it.id.as_str() == id).unwrap();
    say_all(language, &item.description)
}

#[test]
fn people_of_the_demo() {
    let (a, c) = (demo::family("A"), demo::family("C"));
    for (record, id, nb, en) in [
        (
            &a,
            "A13",
            "Ventet, termin 20. mars 2027. Foreldre: Marte og Tobias.",
            "Ventet, due on 20 March 2027. Parents: Marte and Tobias.",
        ),
        (&a, "A15", "Oskar, 4 år. Foreldre: Stian og Helene.", "Oskar, 4 years old. Parents: Stian and Helene."),
        (
            &a,
            "A08",
            "Live, 7 år. Foreldre: Marte og Kristoffer. Enegget tvilling med Ada.",
            "Live, 7 years old. Parents: Marte and Kristoffer. Identical twin of Ada.",
        ),
        (
            &a,
            "A17",
            "Odd, død 26. april 2019, 54 år gammel. Skilt fra Randi. Barn: Kine og Marte.",
            "Odd, died on 26 April 2019, 54 years old. Divorced from Randi. Children: Kine and Marte.",
        ),
        (
            &a,
            "A11",
            "Sara, 26 år. Tidligere samboer med Tobias. Barn: Iben.",
            "Sara, 26 years old. Formerly cohabiting with Tobias. Child: Iben.",
        ),
        (
            &c,
            "C12",
            "Khadija Idris Abdalla, død i 2004, 22 år gammel. Foreldre: Idris Abdalla Bakhit og Hawa Mahmoud.",
            "Khadija Idris Abdalla, died in 2004, 22 years old. Parents: Idris Abdalla Bakhit and Hawa Mahmoud.",
        ),
    ] {
        assert_eq!(description(record, id, Bokmaal), nb);
        assert_eq!(description(record, id, English), en);
    }
    let unnamed = {
        let mut record = demo::family("A");
        let one = record.people.get_mut(&"A02".into()).unwrap();
        one.called = None;
        one.name = family_map::record::Known::Unknown;
        one.life = Life::Unknown;
        record
    };
    assert_eq!(
        description(&unnamed, "A02", Bokmaal),
        "En person uten navn. Det er ikke kjent om personen lever. Samboer med Helene. \
         Tidligere samboer med Marte. Barn: Emil og Oskar."
    );
}

#[test]
fn names_in_arabic_stand_apart() {
    let name = || Arg::from("أمنة إدريس");
    let message = Message::new(MessageKey::PersonPartnerMarried).with("name", name());
    assert_eq!(say(Bokmaal, &message), "Gift med \u{2068}أمنة إدريس\u{2069}.");
    let names = vec![name(), Arg::from("Salma"), Message::new(MessageKey::NameExpected).into()];
    let message = Message::new(MessageKey::PersonChildrenBio).with("names", names);
    assert_eq!(say(English, &message), "Children: \u{2068}أمنة إدريس\u{2069}, Salma and an expected child.");
}

#[test]
fn labels_homes_and_messages_inside_messages() {
    let year = |year| FuzzyDate::year(year);
    let home =
        |percent: u16| Message::new(MessageKey::HouseholdShare).with("label", "hos mamma").with("percent", percent);
    for (message, nb, en) in [
        (
            Message::new(MessageKey::LabelYears).with("from", year(1964)).with("to", year(2019)),
            "1964–2019",
            "1964–2019",
        ),
        (
            Message::new(MessageKey::LabelDue).with("date", FuzzyDate::day(2027, 3, 20).unwrap()),
            "termin 20.3.2027",
            "due 20 Mar 2027",
        ),
        (Message::new(MessageKey::CoupleDivorced).with("date", year(2022)), "sk. 2022", "div. 2022"),
        (
            Message::new(MessageKey::CoupleBetweenFromTo)
                .with("a", "Marte")
                .with("b", Message::new(MessageKey::NameShielded))
                .with("kind", Message::new(MessageKey::PartnershipDivorced))
                .with("from", FuzzyDate::day(2018, 6, 16).unwrap())
                .with("to", year(2022)),
            "Marte og en skjermet person: skilt. Forholdet varte fra 16. juni 2018 til 2022.",
            "Marte and a shielded person: divorced. The relationship lasted from 16 June 2018 to 2022.",
        ),
        (
            Message::new(MessageKey::CoupleBetweenIn)
                .with("a", "Marte")
                .with("b", "Ola")
                .with("kind", Message::new(MessageKey::PartnershipBrief))
                .with("date", year(1996)),
            "Marte og Ola: kortvarig forhold. Forholdet var i 1996.",
            "Marte and Ola: brief relationship. The relationship was in 1996.",
        ),
        (
            Message::new(MessageKey::PersonStillbornOn)
                .with("name", "Gutt")
                .with("date", FuzzyDate::day(2018, 12, 2).unwrap()),
            "Gutt, dødfødt 2. desember 2018.",
            "Gutt, stillborn on 2 December 2018.",
        ),
        (
            Message::new(MessageKey::PersonHomes).with("names", vec![home(50).into(), Arg::from("hos pappa")]),
            "Flere hjem: hos mamma (50\u{a0}%) og hos pappa.",
            "Homes: hos mamma (50%) and hos pappa.",
        ),
        (
            Message::new(MessageKey::PersonIs).with("name", Message::new(MessageKey::NameGroup).with("number", 3)),
            "3 personer.",
            "3 people.",
        ),
    ] {
        assert_eq!((say(Bokmaal, &message).as_str(), say(English, &message).as_str()), (nb, en));
    }
}

#[test]
fn notes() {
    for (note, nb, en) in [
        (
            Message::new(MessageKey::DanglingPointer).with("tag", "HUSB").with("xref", "I7"),
            "Linjen peker på en person som ikke finnes i filen (I7). Båndet ble ikke tatt med.",
            "The line points to a person not in the file (I7). The tie was left out.",
        ),
        (
            Message::new(MessageKey::FileTooLarge).with("size", 31_400_000).with("limit", 20_000_000),
            "Filen er 31,4\u{a0}MB, og grensen er 20\u{a0}MB. Ingenting er lagret. Eksporter en mindre del av slekten, uten bilder.",
            "The file is 31.4\u{a0}MB and the limit is 20\u{a0}MB. Nothing has been saved. \
             Export a smaller part of the family, without pictures.",
        ),
        (
            Message::new(MessageKey::DeathBeforeBirth)
                .with("person", Arg::name(None))
                .with("birth", FuzzyDate::day(1996, 3, 8).unwrap())
                .with("death", FuzzyDate::year(1990)),
            "En person uten navn står som død i 1990, men født 8. mars 1996. Rett den ene av de to datoene.",
            "An unnamed person is shown as having died in 1990 but been born on 8 March 1996. Correct one of the two dates.",
        ),
        (
            Message::new(MessageKey::OwnAncestor).with("person", "Odd").with("others", 0),
            "Odd står som sin egen forfar eller formor. Se etter et foreldrebånd som peker feil vei.",
            "Odd is shown as their own ancestor. Look for a parent tie that points the wrong way.",
        ),
        (
            Message::new(MessageKey::TwinsAssumed).with("count", 2),
            "2 søsken er født samme dag og er tegnet som tvillinger. Rett det på kartet hvis det ikke stemmer.",
            "2 siblings were born on the same day and are drawn as twins. Correct it on the map if this is not right.",
        ),
    ] {
        assert_eq!((say(Bokmaal, &note).as_str(), say(English, &note).as_str()), (nb, en));
    }
}

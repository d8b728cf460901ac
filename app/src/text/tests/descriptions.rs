//! Whole descriptions, word for word.

use super::{Language, demo};
use crate::text::{say, say_all, say_note};
use family_map::layout::{Options, arrange};
use family_map::message::{Message as Note, MessageKey};
use family_map::record::Life;
use family_map::scene::{Arg, Message, View, draw};
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
    let message = Message::new("person.partner.married").with("name", name());
    assert_eq!(say(Bokmaal, &message), "Gift med \u{2068}أمنة إدريس\u{2069}.");
    let names = vec![name(), Arg::from("Salma"), Message::new("name.expected").into()];
    let message = Message::new("person.children.bio").with("names", names);
    assert_eq!(say(English, &message), "Children: \u{2068}أمنة إدريس\u{2069}, Salma and an expected child.");
}

#[test]
fn labels_homes_and_messages_inside_messages() {
    let year = |year| FuzzyDate::year(year);
    let home = |percent: u16| Message::new("household.share").with("label", "hos mamma").with("percent", percent);
    for (message, nb, en) in [
        (Message::new("label.years").with("from", year(1964)).with("to", year(2019)), "1964–2019", "1964–2019"),
        (
            Message::new("label.due").with("date", FuzzyDate::day(2027, 3, 20).unwrap()),
            "termin 20.3.2027",
            "due 20 Mar 2027",
        ),
        (Message::new("couple.divorced").with("date", year(2022)), "sk. 2022", "div. 2022"),
        (
            Message::new("couple.between_from_to")
                .with("a", "Marte")
                .with("b", Message::new("name.shielded"))
                .with("kind", Message::new("partnership.divorced"))
                .with("from", FuzzyDate::day(2018, 6, 16).unwrap())
                .with("to", year(2022)),
            "Marte og en skjermet person: skilt. Forholdet varte fra 16. juni 2018 til 2022.",
            "Marte and a shielded person: divorced. The relationship lasted from 16 June 2018 to 2022.",
        ),
        (
            Message::new("person.homes").with("names", vec![home(50).into(), Arg::from("hos pappa")]),
            "Flere hjem: hos mamma (50\u{a0}%) og hos pappa.",
            "Homes: hos mamma (50%) and hos pappa.",
        ),
        (
            Message::new("person.is").with("name", Message::new("name.group").with("number", 3)),
            "3 personer.",
            "3 people.",
        ),
        (Message::new("no.such.key"), "no.such.key", "no.such.key"),
    ] {
        assert_eq!((say(Bokmaal, &message).as_str(), say(English, &message).as_str()), (nb, en));
    }
}

#[test]
fn notes() {
    for (note, nb, en) in [
        (
            Note::new(MessageKey::DanglingPointer).with("tag", "HUSB").with("xref", "I7"),
            "Linjen peker på en person som ikke finnes i filen (I7). Båndet ble ikke tatt med.",
            "The line points to a person not in the file (I7). The tie was left out.",
        ),
        (
            Note::new(MessageKey::FileTooLarge).with("size", 31_400_000).with("limit", 20_000_000),
            "Filen er 31,4\u{a0}MB, og grensen er 20\u{a0}MB. Ingenting er lagret. Eksporter en mindre del av slekten, uten bilder.",
            "The file is 31.4\u{a0}MB and the limit is 20\u{a0}MB. Nothing has been saved. \
             Export a smaller part of the family, without pictures.",
        ),
        (
            Note::new(MessageKey::DeathBeforeBirth)
                .with("person", "?")
                .with("birth", "1996-03-08")
                .with("death", "1990"),
            "En person uten navn står som død i 1990, men født 8. mars 1996. Rett den ene av de to datoene.",
            "An unnamed person is shown as having died in 1990 but been born on 8 March 1996. Correct one of the two dates.",
        ),
        (
            Note::new(MessageKey::OwnAncestor).with("person", "Odd").with("others", 0),
            "Odd står som sin egen forfar eller formor. Se etter et foreldrebånd som peker feil vei.",
            "Odd is shown as their own ancestor. Look for a parent tie that points the wrong way.",
        ),
        (
            Note::new(MessageKey::TwinsAssumed).with("count", 2),
            "2 søsken er født samme dag og er tegnet som tvillinger. Rett det på kartet hvis det ikke stemmer.",
            "2 siblings were born on the same day and are drawn as twins. Correct it on the map if this is not right.",
        ),
    ] {
        assert_eq!((say_note(Bokmaal, &note).as_str(), say_note(English, &note).as_str()), (nb, en));
    }
}

//! What the crate has to say to people, as keys with arguments. The
//! application translates them; because the keys are one enumeration, a
//! missing translation does not compile.

use crate::code::coded;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

coded! {
    /// How much something matters.
    pub enum Severity {
        /// For information: nothing is wrong.
        Note = "note",
        /// Something looks wrong or was lost. Never blocks.
        Warning = "warning",
        /// Cannot be true as it stands.
        Contradiction = "contradiction",
    }
}

coded! {
    /// Everything that the input check and the GEDCOM reader may say. The
    /// arguments of each are named in its comment.
    pub enum MessageKey {
        /// Someone is their own ancestor: `person`, `others` (how many more stand in the circle).
        OwnAncestor = "check.own_ancestor",
        /// More than two biological parents: `person`, `count`.
        TooManyBiologicalParents = "check.too_many_biological_parents",
        /// A biological parent is born after the child: `parent`, `child`.
        ParentBornAfterChild = "check.parent_born_after_child",
        /// A biological parent is less than `limit` years older: `parent`, `child`, `limit`.
        ParentTooYoung = "check.parent_too_young",
        /// The mother was over `limit` years old at the birth: `parent`, `child`, `limit`.
        MotherTooOld = "check.mother_too_old",
        /// A couple's date is before one of them was born: `person`, `partner`, `date`.
        CoupleBeforeBirth = "check.couple_before_birth",
        /// A couple's date is after one of them died: `person`, `partner`, `date`.
        CoupleAfterDeath = "check.couple_after_death",
        /// Twins do not have the same biological parents: `person`, `other`.
        TwinsParentsDiffer = "check.twins_parents_differ",
        /// Twins are born more than `limit` days apart: `person`, `other`, `limit`.
        TwinsBirthsApart = "check.twins_births_apart",
        /// Dead before born: `person`, `birth`, `death`.
        DeathBeforeBirth = "check.death_before_birth",
        /// Someone is their own partner: `person`.
        SelfPartnership = "check.self_partnership",
        /// A tie from someone to themselves: `person`.
        SelfBond = "check.self_bond",
        /// A tie names a person or a household that is not there: `missing` (how many).
        TieToMissing = "check.tie_to_missing",

        /// Unreadable: there is nothing in the file.
        FileEmpty = "gedcom.file_empty",
        /// Unreadable: this is no GEDCOM file.
        NotGedcom = "gedcom.not_gedcom",
        /// Unreadable: larger than allowed: `size`, `limit` (bytes).
        FileTooLarge = "gedcom.file_too_large",
        /// Unreadable: more people than allowed: `limit`.
        TooManyPeople = "gedcom.too_many_people",

        /// The text is not in the encoding that the file claims: `declared`, `used`.
        EncodingMismatch = "gedcom.encoding_mismatch",
        /// The file claims an encoding that is not known here: `declared`, `used`.
        EncodingUnknown = "gedcom.encoding_unknown",
        /// Characters that could not be read: `count`.
        CharactersLost = "gedcom.characters_lost",
        /// The version is not one that is known here: `version`.
        VersionUnknown = "gedcom.version_unknown",
        /// The file has no header.
        HeaderMissing = "gedcom.header_missing",
        /// The file has no end mark; it may be cut off.
        TrailerMissing = "gedcom.trailer_missing",
        /// There is text after the end mark.
        TextAfterTrailer = "gedcom.text_after_trailer",
        /// The line has no level; read as a continuation of the line before.
        LineWithoutLevel = "gedcom.line_without_level",
        /// The line cannot be read and was left out.
        LineUnreadable = "gedcom.line_unreadable",
        /// The level is more than one deeper than the line before: `level`.
        LevelJump = "gedcom.level_jump",
        /// The line is nested deeper than allowed and was left out: `limit`.
        TooDeep = "gedcom.too_deep",
        /// The line, or a name in it, is longer than allowed and was cut: `limit`.
        LineTooLong = "gedcom.line_too_long",
        /// Two records have the same identifier; both are kept, pointers mean the first: `xref`.
        DuplicateXref = "gedcom.duplicate_xref",
        /// A pointer to a record that is not there: `tag`, `xref`.
        DanglingPointer = "gedcom.dangling_pointer",
        /// A pointer to a record of another kind: `tag`, `xref`.
        WrongPointer = "gedcom.wrong_pointer",
        /// A tie that only one of the two records tells; carried over: `tag`, `xref`.
        OneSidedTie = "gedcom.one_sided_tie",
        /// The date cannot be read: `value`.
        DateUnreadable = "gedcom.date_unreadable",
        /// The date is in words and was left out: `value`.
        DatePhrase = "gedcom.date_phrase",
        /// A date with month names that GEDCOM does not know: `value`.
        DateForeignMonth = "gedcom.date_foreign_month",
        /// A date in another calendar, carried as about that year: `value`, `year`.
        DateOtherCalendar = "gedcom.date_other_calendar",
        /// A date in another calendar that could not be carried over: `value`.
        DateCalendarLost = "gedcom.date_calendar_lost",
        /// A span of time where one date was wanted, carried as about `year`: `value`, `year`.
        DateRange = "gedcom.date_range",
        /// A sex that GEDCOM does not know: `value`.
        SexUnknown = "gedcom.sex_unknown",
        /// A kind of parent tie that GEDCOM does not know, read as biological: `value`.
        PedigreeUnknown = "gedcom.pedigree_unknown",
        /// More than one family of birth; all are carried over: `person`, `count`.
        SeveralBirthFamilies = "gedcom.several_birth_families",
        /// An association is not carried over: `person`.
        AssociationIgnored = "gedcom.association_ignored",
        /// The same person twice in a family; no couple was made: `person`.
        SelfMarriage = "gedcom.self_marriage",
        /// More than two partners in one family; the first two were taken: `count`.
        MorePartners = "gedcom.more_partners",
        /// A family with nobody in it was left out.
        EmptyFamily = "gedcom.empty_family",
        /// A family of children without parents; the children are kept: `children`.
        FamilyWithoutParents = "gedcom.family_without_parents",
        /// The file does not say what the couple is; shown as cohabiting.
        CoupleKindNotTold = "gedcom.couple_kind_not_told",
        /// Two mothers or two fathers, and no word of who is what; both are
        /// carried as biological: `children` (how many).
        ParentKindNotTold = "gedcom.parent_kind_not_told",
        /// The same couple in two families; one couple was made: `person`, `partner`.
        SameCoupleTwice = "gedcom.same_couple_twice",
        /// The child is its own parent in the file; that tie was left out: `person`.
        OwnParent = "gedcom.own_parent",
        /// Siblings born on the same day were taken for twins: `count`.
        TwinsAssumed = "gedcom.twins_assumed",
    }
}

/// One message: what to say, and the values to say it with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What to say.
    pub key: MessageKey,
    /// The values, by the names that the key's comment gives.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Message {
    /// A message without values.
    #[must_use]
    pub fn new(key: MessageKey) -> Self {
        Self { key, args: BTreeMap::new() }
    }

    /// The same message with one more value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// The value of this name; empty where there is none.
    #[must_use]
    pub fn arg(&self, name: &str) -> &str {
        self.args.get(name).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The code that may say something. Nothing else can: keys are one type.
    const SPEAKERS: [&str; 8] = [
        include_str!("check.rs"),
        include_str!("gedcom/mod.rs"),
        include_str!("gedcom/encoding.rs"),
        include_str!("gedcom/tree.rs"),
        include_str!("gedcom/dates.rs"),
        include_str!("gedcom/person.rs"),
        include_str!("gedcom/family.rs"),
        include_str!("gedcom/build.rs"),
    ];

    #[test]
    fn every_key_has_a_code_of_its_own_and_is_used() {
        let codes: BTreeSet<&str> = MessageKey::ALL.iter().map(|key| key.code()).collect();
        assert_eq!(codes.len(), MessageKey::ALL.len());
        for key in MessageKey::ALL {
            let name = format!("MessageKey::{key:?}");
            let is_name = |rest: &str| !rest.starts_with(|one: char| one.is_alphanumeric());
            let used = |code: &str| code.match_indices(&name).any(|(at, _)| is_name(&code[at + name.len()..]));
            assert!(SPEAKERS.iter().any(|code| used(code)), "{name} is never said");
            assert!(key.code().starts_with("check.") || key.code().starts_with("gedcom."), "{name}");
        }
    }
}

//! What a drawing has to say, as keys with arguments.

use crate::FuzzyDate;
use crate::record::{BondKind, Life, ParentKind, PartnershipKind, Symbol, Zygosity};

/// Something to say, for the application to translate.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// One of [`KEYS`].
    pub key: &'static str,
    /// The values to say it with.
    pub args: Vec<(&'static str, Arg)>,
}

/// A value in a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A text as it stands, such as a name.
    Text(String),
    /// A number.
    Number(i64),
    /// A date with the precision that is known.
    Date(FuzzyDate),
    /// A message inside this one.
    Message(Box<Message>),
    /// Several values, to be joined as the language does («a, b og c»).
    List(Vec<Arg>),
}

impl Message {
    /// A message without values.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same message with one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u16> for Arg {
    fn from(number: u16) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<FuzzyDate> for Arg {
    fn from(date: FuzzyDate) -> Self {
        Self::Date(date)
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

impl From<Vec<Arg>> for Arg {
    fn from(list: Vec<Arg>) -> Self {
        Self::List(list)
    }
}

/// Defines the keys of one enumeration and a function from value to key.
macro_rules! keys {
    ($(#[$meta:meta])* $name:ident($kind:ty): $($variant:ident = $key:literal,)+) => {
        $(#[$meta])*
        pub(super) const fn $name(value: $kind) -> &'static str {
            match value { $(<$kind>::$variant => $key,)+ }
        }
    };
}

keys! {
    /// The word for a symbol, in the legend.
    symbol(Symbol):
    Male = "symbol.male", Female = "symbol.female", Unknown = "symbol.unknown", NonBinary = "symbol.nonbinary",
    TransWoman = "symbol.trans_woman", TransMan = "symbol.trans_man", Pet = "symbol.pet",
    Institution = "symbol.institution",
}

keys! {
    /// The word for how someone lives, in the legend.
    life(Life):
    Alive = "life.alive", Dead = "life.dead", Missing = "life.missing", Unknown = "life.unknown",
    Expected = "life.pregnancy", Miscarriage = "life.miscarriage", Abortion = "life.abortion",
    Stillbirth = "life.stillbirth",
}

keys! {
    /// The word for what a couple is: «gift», «særboere».
    partnership(PartnershipKind):
    Married = "partnership.married", Registered = "partnership.registered", Engaged = "partnership.engaged",
    Cohabiting = "partnership.cohabiting", LivingApart = "partnership.lat", Dating = "partnership.dating",
    Separated = "partnership.separated", Divorced = "partnership.divorced",
    EndedCohabitation = "partnership.ended_cohab", EndedDating = "partnership.ended_dating",
    Reconciled = "partnership.reconciled", RemarriedSame = "partnership.remarried_same",
    Widowed = "partnership.widowed", Affair = "partnership.affair", Brief = "partnership.brief",
    Annulled = "partnership.annulled", Polygynous = "partnership.polygynous_marriage",
    CoParents = "partnership.coparents",
}

keys! {
    /// One person's tie to a partner, a whole sentence with `name`: «Gift med Odd.»
    partner(PartnershipKind):
    Married = "person.partner.married", Registered = "person.partner.registered",
    Engaged = "person.partner.engaged", Cohabiting = "person.partner.cohabiting",
    LivingApart = "person.partner.lat", Dating = "person.partner.dating",
    Separated = "person.partner.separated", Divorced = "person.partner.divorced",
    EndedCohabitation = "person.partner.ended_cohab", EndedDating = "person.partner.ended_dating",
    Reconciled = "person.partner.reconciled", RemarriedSame = "person.partner.remarried_same",
    Widowed = "person.partner.widowed", Affair = "person.partner.affair", Brief = "person.partner.brief",
    Annulled = "person.partner.annulled", Polygynous = "person.partner.polygynous_marriage",
    CoParents = "person.partner.coparents",
}

keys! {
    /// The word for a line from parent to child, in the legend.
    parent(ParentKind):
    Biological = "parent.bio", Adoptive = "parent.adopted", Foster = "parent.foster",
    EmergencyFoster = "parent.emergency_foster", Step = "parent.step", Donor = "parent.donor",
    Surrogate = "parent.surrogate", LegalCoMother = "parent.legal_comother", RaisedBy = "parent.raised_by",
    Guardian = "parent.guardian",
}

keys! {
    /// A person's parents of one kind, a whole sentence with `names`: «Fosterforeldre: Ingrid og Lars.»
    parents(ParentKind):
    Biological = "person.parents.bio", Adoptive = "person.parents.adopted", Foster = "person.parents.foster",
    EmergencyFoster = "person.parents.emergency_foster", Step = "person.parents.step",
    Donor = "person.parents.donor", Surrogate = "person.parents.surrogate",
    LegalCoMother = "person.parents.legal_comother", RaisedBy = "person.parents.raised_by",
    Guardian = "person.parents.guardian",
}

keys! {
    /// A person's children of one kind, a whole sentence with `names`: «Fosterbarn: Noah.»
    children(ParentKind):
    Biological = "person.children.bio", Adoptive = "person.children.adopted", Foster = "person.children.foster",
    EmergencyFoster = "person.children.emergency_foster", Step = "person.children.step",
    Donor = "person.children.donor", Surrogate = "person.children.surrogate",
    LegalCoMother = "person.children.legal_comother", RaisedBy = "person.children.raised_by",
    Guardian = "person.children.guardian",
}

keys! {
    /// The word for twins, in the legend.
    twins(Zygosity):
    Identical = "twins.identical", Fraternal = "twins.fraternal", Unknown = "twins.unknown",
}

keys! {
    /// The word for an emotional tie: «konflikt», «svært nær».
    bond(BondKind):
    Plain = "bond.plain", Harmony = "bond.harmony", Close = "bond.close", Fused = "bond.fused",
    Distant = "bond.distant", Indifferent = "bond.indifferent", Conflict = "bond.conflict",
    Discord = "bond.discord", Hate = "bond.hate", Distrust = "bond.distrust",
    CloseHostile = "bond.close_hostile", FusedHostile = "bond.fused_hostile",
    DistantHostile = "bond.distant_hostile", Cutoff = "bond.cutoff", CutoffRepaired = "bond.cutoff_repaired",
    EmotionalAbuse = "bond.emotional_abuse", PhysicalAbuse = "bond.physical_abuse",
    SexualAbuse = "bond.sexual_abuse", Violence = "bond.violence", Neglect = "bond.neglect",
    FocusedOn = "bond.focused_on", FocusedOnNegatively = "bond.focused_on_neg", Caretaker = "bond.caretaker",
    Manipulative = "bond.manipulative", Controlling = "bond.controlling", Jealous = "bond.jealous",
    Spiritual = "bond.spiritual", Friendship = "bond.friendship", BestFriends = "bond.best_friends",
    Love = "bond.love", InLove = "bond.in_love", Admirer = "bond.admirer", Limerence = "bond.limerence",
    NeverMet = "bond.never_met", Grief = "bond.grief", Unknown = "bond.unknown",
}

/// Every key that a drawing may use. The arguments are named in the comments;
/// where none is named, there is none.
pub const KEYS: &[&str] = &[
    "bond.admirer",
    "bond.best_friends",
    "bond.caretaker",
    "bond.close",
    "bond.close_hostile",
    "bond.conflict",
    "bond.controlling",
    "bond.cutoff",
    "bond.cutoff_repaired",
    "bond.discord",
    "bond.distant",
    "bond.distant_hostile",
    "bond.distrust",
    "bond.emotional_abuse",
    "bond.focused_on",
    "bond.focused_on_neg",
    "bond.friendship",
    "bond.fused",
    "bond.fused_hostile",
    "bond.grief",
    "bond.harmony",
    "bond.hate",
    "bond.in_love",
    "bond.indifferent",
    "bond.jealous",
    "bond.limerence",
    "bond.love",
    "bond.manipulative",
    "bond.neglect",
    "bond.never_met",
    "bond.physical_abuse",
    "bond.plain",
    "bond.sexual_abuse",
    "bond.spiritual",
    "bond.unknown",
    "bond.violence",
    "life.abortion",
    "life.alive",
    "life.dead",
    "life.miscarriage",
    "life.missing",
    "life.pregnancy",
    "life.stillbirth",
    "life.unknown",
    "parent.adopted",
    "parent.bio",
    "parent.donor",
    "parent.emergency_foster",
    "parent.foster",
    "parent.guardian",
    "parent.legal_comother",
    "parent.raised_by",
    "parent.step",
    "parent.surrogate",
    "partnership.affair",
    "partnership.annulled",
    "partnership.brief",
    "partnership.cohabiting",
    "partnership.coparents",
    "partnership.dating",
    "partnership.divorced",
    "partnership.ended_cohab",
    "partnership.ended_dating",
    "partnership.engaged",
    "partnership.lat",
    "partnership.married",
    "partnership.polygynous_marriage",
    "partnership.reconciled",
    "partnership.registered",
    "partnership.remarried_same",
    "partnership.separated",
    "partnership.widowed",
    "person.children.adopted",
    "person.children.bio",
    "person.children.donor",
    "person.children.emergency_foster",
    "person.children.foster",
    "person.children.guardian",
    "person.children.legal_comother",
    "person.children.raised_by",
    "person.children.step",
    "person.children.surrogate",
    "person.parents.adopted",
    "person.parents.bio",
    "person.parents.donor",
    "person.parents.emergency_foster",
    "person.parents.foster",
    "person.parents.guardian",
    "person.parents.legal_comother",
    "person.parents.raised_by",
    "person.parents.step",
    "person.parents.surrogate",
    "person.partner.affair",
    "person.partner.annulled",
    "person.partner.brief",
    "person.partner.cohabiting",
    "person.partner.coparents",
    "person.partner.dating",
    "person.partner.divorced",
    "person.partner.ended_cohab",
    "person.partner.ended_dating",
    "person.partner.engaged",
    "person.partner.lat",
    "person.partner.married",
    "person.partner.polygynous_marriage",
    "person.partner.reconciled",
    "person.partner.registered",
    "person.partner.remarried_same",
    "person.partner.separated",
    "person.partner.widowed",
    "symbol.female",
    "symbol.institution",
    "symbol.male",
    "symbol.nonbinary",
    "symbol.pet",
    "symbol.trans_man",
    "symbol.trans_woman",
    "symbol.unknown",
    "twins.fraternal",
    "twins.identical",
    "twins.unknown",
    "name.unnamed",
    "name.shielded",
    "name.expected",
    "name.miscarriage",
    "name.abortion",
    "name.stillborn",
    "name.pet",
    "name.institution",
    "name.group", // number
    "name.group_unknown",
    "name.group_named",         // name, number
    "name.group_named_unknown", // name
    "person.is",                // name
    "person.aged",              // name, age
    "person.born",              // name, date
    "person.dead",              // name
    "person.dead_aged",         // name, age, date
    "person.dead_on",           // name, date
    "person.missing",           // name
    "person.missing_since",     // name, date
    "person.life_unknown",      // name
    "person.due",               // name, date
    "person.lost",              // name, date
    "person.index",
    "person.gender", // text
    "person.shielded",
    "person.twins.identical", // names
    "person.twins.fraternal", // names
    "person.twins.unknown",   // names
    "person.homes",           // names
    "label.born",             // date
    "label.years",            // from, to
    "label.died",             // date
    "label.lost",             // date
    "label.due",              // date
    "label.missing_since",    // date
    "label.missing",
    "label.shielded",
    "label.emergency",       // from, to
    "couple.married",        // date
    "couple.registered",     // date
    "couple.engaged",        // date
    "couple.cohabiting",     // date
    "couple.lat",            // date
    "couple.dating",         // date
    "couple.separated",      // date
    "couple.divorced",       // date
    "couple.ended",          // date
    "couple.reconciled",     // date
    "couple.annulled",       // date
    "couple.moved_together", // date
    "couple.wife_number",    // number
    "couple.affair",         // date
    "couple.kin",
    "couple.between",         // a, b, kind
    "couple.between_since",   // a, b, kind, from
    "couple.between_until",   // a, b, kind, to
    "couple.between_from_to", // a, b, kind, from, to
    "couple.together_again",  // date
    "couple.kin_sentence",
    "bond.between",      // a, b, kind
    "bond.towards",      // a, b, kind
    "household.members", // label, names
    "household.ended",   // to
    "household.share",   // label, percent
    "legend.index",
    "legend.household",
    "legend.household_former",
    "legend.household_marker", // label
    "legend.kin",
    "legend.group",
    "legend.shielded",
    "legend.age",
    "line.adopted",
    "line.foster",
    "line.emergency_foster",
    "line.raised_by",
    "line.guardian",
    "line.raised_by_years", // from, to
    "line.guardian_years",  // from, to
    "household.label",      // label
];

//! Which key says a value of an enumeration.

use crate::message::MessageKey;
use crate::record::{
    AcquaintanceKind, BondKind, Contact, Energy, Life, MarkKind, ParentKind, PartnershipKind, Reciprocity, Ring,
    Support, Symbol, SystemKind, TieStrength, Valence, Zygosity,
};

/// Defines a function from the values of an enumeration to their keys.
macro_rules! keys {
    ($(#[$meta:meta])* $name:ident($kind:ty): $($variant:ident = $key:ident,)+) => {
        $(#[$meta])*
        pub(crate) const fn $name(value: $kind) -> MessageKey {
            match value { $(<$kind>::$variant => MessageKey::$key,)+ }
        }
    };
}

keys! {
    /// The word for a symbol, in the legend.
    symbol(Symbol):
    Male = SymbolMale, Female = SymbolFemale, Unknown = SymbolUnknown, NonBinary = SymbolNonbinary,
    TransWoman = SymbolTransWoman, TransMan = SymbolTransMan, Intersex = SymbolIntersex,
    Pet = SymbolPet, Institution = SymbolInstitution,
}

keys! {
    /// The word for what is told of a person: «rusproblem», «innvandret».
    mark(MarkKind):
    Substance = MarkSubstance, SubstanceSuspected = MarkSubstanceSuspected,
    SubstanceRecovery = MarkSubstanceRecovery, Illness = MarkIllness,
    IllnessRemission = MarkIllnessRemission, Immigrated = MarkImmigration, Cultures = MarkCultures,
    Interpreter = MarkInterpreter, Place = MarkPlace, Occupation = MarkOccupation,
}

keys! {
    /// The word for how someone lives, in the legend.
    life(Life):
    Alive = LifeAlive, Dead = LifeDead, Missing = LifeMissing, Unknown = LifeUnknown,
    Expected = LifePregnancy, Miscarriage = LifeMiscarriage, Abortion = LifeAbortion,
    Stillbirth = LifeStillbirth,
}

keys! {
    /// The word for what a couple is: «gift», «særboere».
    partnership(PartnershipKind):
    Married = PartnershipMarried, Registered = PartnershipRegistered, Engaged = PartnershipEngaged,
    Cohabiting = PartnershipCohabiting, LivingApart = PartnershipLat, Dating = PartnershipDating,
    Separated = PartnershipSeparated, Divorced = PartnershipDivorced,
    EndedCohabitation = PartnershipEndedCohab, EndedDating = PartnershipEndedDating,
    Reconciled = PartnershipReconciled, RemarriedSame = PartnershipRemarriedSame,
    Widowed = PartnershipWidowed, Affair = PartnershipAffair, Brief = PartnershipBrief,
    Annulled = PartnershipAnnulled, Polygynous = PartnershipPolygynousMarriage,
    CoParents = PartnershipCoparents,
}

keys! {
    /// One person's tie to a partner, a whole sentence with `name`: «Gift med Odd.»
    partner(PartnershipKind):
    Married = PersonPartnerMarried, Registered = PersonPartnerRegistered,
    Engaged = PersonPartnerEngaged, Cohabiting = PersonPartnerCohabiting,
    LivingApart = PersonPartnerLat, Dating = PersonPartnerDating,
    Separated = PersonPartnerSeparated, Divorced = PersonPartnerDivorced,
    EndedCohabitation = PersonPartnerEndedCohab, EndedDating = PersonPartnerEndedDating,
    Reconciled = PersonPartnerReconciled, RemarriedSame = PersonPartnerRemarriedSame,
    Widowed = PersonPartnerWidowed, Affair = PersonPartnerAffair, Brief = PersonPartnerBrief,
    Annulled = PersonPartnerAnnulled, Polygynous = PersonPartnerPolygynousMarriage,
    CoParents = PersonPartnerCoparents,
}

keys! {
    /// The word for a line from parent to child, in the legend.
    parent(ParentKind):
    Biological = ParentBio, Adoptive = ParentAdopted, Foster = ParentFoster,
    EmergencyFoster = ParentEmergencyFoster, Step = ParentStep, Donor = ParentDonor,
    Surrogate = ParentSurrogate, LegalCoMother = ParentLegalComother, RaisedBy = ParentRaisedBy,
    Guardian = ParentGuardian,
}

keys! {
    /// A person's parents of one kind, a whole sentence with `names`: «Fosterforeldre: Ingrid og Lars.»
    parents(ParentKind):
    Biological = PersonParentsBio, Adoptive = PersonParentsAdopted, Foster = PersonParentsFoster,
    EmergencyFoster = PersonParentsEmergencyFoster, Step = PersonParentsStep,
    Donor = PersonParentsDonor, Surrogate = PersonParentsSurrogate,
    LegalCoMother = PersonParentsLegalComother, RaisedBy = PersonParentsRaisedBy,
    Guardian = PersonParentsGuardian,
}

keys! {
    /// A person's children of one kind, a whole sentence with `names`: «Fosterbarn: Noah.»
    children(ParentKind):
    Biological = PersonChildrenBio, Adoptive = PersonChildrenAdopted, Foster = PersonChildrenFoster,
    EmergencyFoster = PersonChildrenEmergencyFoster, Step = PersonChildrenStep,
    Donor = PersonChildrenDonor, Surrogate = PersonChildrenSurrogate,
    LegalCoMother = PersonChildrenLegalComother, RaisedBy = PersonChildrenRaisedBy,
    Guardian = PersonChildrenGuardian,
}

keys! {
    /// The word for twins, in the legend.
    twins(Zygosity):
    Identical = TwinsIdentical, Fraternal = TwinsFraternal, Unknown = TwinsUnknown,
}

keys! {
    /// The word for an emotional tie: «konflikt», «svært nær».
    bond(BondKind):
    Plain = BondPlain, Harmony = BondHarmony, Close = BondClose, Fused = BondFused,
    Distant = BondDistant, Indifferent = BondIndifferent, Conflict = BondConflict,
    Discord = BondDiscord, Hate = BondHate, Distrust = BondDistrust,
    CloseHostile = BondCloseHostile, FusedHostile = BondFusedHostile,
    DistantHostile = BondDistantHostile, Cutoff = BondCutoff, CutoffRepaired = BondCutoffRepaired,
    EmotionalAbuse = BondEmotionalAbuse, PhysicalAbuse = BondPhysicalAbuse,
    SexualAbuse = BondSexualAbuse, Violence = BondViolence, Neglect = BondNeglect,
    FocusedOn = BondFocusedOn, FocusedOnNegatively = BondFocusedOnNeg, Caretaker = BondCaretaker,
    Manipulative = BondManipulative, Controlling = BondControlling, Jealous = BondJealous,
    Spiritual = BondSpiritual, Friendship = BondFriendship, BestFriends = BondBestFriends,
    Love = BondLove, InLove = BondInLove, Admirer = BondAdmirer, Limerence = BondLimerence,
    NeverMet = BondNeverMet, Grief = BondGrief, Unknown = BondUnknown,
}

keys! {
    /// The word for a ring of a network map: «det intime nettverket».
    ring(Ring):
    Intimate = RingIntimate, Effective = RingEffective, Available = RingAvailable, Extended = RingExtended,
}

keys! {
    /// The word for how often there is contact: «hver uke».
    contact(Contact):
    Daily = ContactDaily, Weekly = ContactWeekly, Fortnightly = ContactFortnightly, Monthly = ContactMonthly,
    EveryOtherMonth = ContactEveryOtherMonth, Quarterly = ContactQuarterly, Seldom = ContactSeldom,
    Never = ContactNever,
}

keys! {
    /// The word for a kind of support.
    support(Support):
    Emotional = SupportEmotional, Practical = SupportPractical, Advice = SupportAdvice,
    Financial = SupportFinancial,
}

keys! {
    /// The word for which way support goes.
    reciprocity(Reciprocity):
    Mutual = ReciprocityMutual, Receives = ReciprocityReceives, Gives = ReciprocityGives,
    Neither = ReciprocityNeither,
}

keys! {
    /// The word for how a tie feels.
    valence(Valence):
    Supportive = ValenceSupportive, Mixed = ValenceMixed, Strained = ValenceStrained, Broken = ValenceBroken,
}

keys! {
    /// The word for what it is like between two members.
    acquaintance(AcquaintanceKind):
    Knows = AcquaintanceKnows, Strong = AcquaintanceStrong, Weak = AcquaintanceWeak,
    Strained = AcquaintanceStrained, Broken = AcquaintanceBroken,
}

keys! {
    /// The word for a kind of system.
    system(SystemKind):
    ExtendedFamily = SystemExtendedFamily, Friends = SystemFriends, Neighbours = SystemNeighbours,
    Work = SystemWork, School = SystemSchool, Kindergarten = SystemKindergarten, Health = SystemHealth,
    ChildWelfare = SystemChildWelfare, FamilyService = SystemFamilyService, Welfare = SystemWelfare,
    Housing = SystemHousing, Religion = SystemReligion, Leisure = SystemLeisure, Culture = SystemCulture,
    Justice = SystemJustice, Other = SystemOther,
}

keys! {
    /// The word for how strong a tie to a system is.
    strength(TieStrength):
    Strong = StrengthStrong, Ordinary = StrengthOrdinary, Weak = StrengthWeak, Broken = StrengthBroken,
    Unused = StrengthUnused,
}

keys! {
    /// The words beside an arrow.
    energy(Energy):
    Gives = EnergyGives, Takes = EnergyTakes, Mutual = EnergyMutual, Neither = EnergyNeither,
}

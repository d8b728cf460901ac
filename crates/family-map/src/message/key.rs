//! Everything that there is to say, as one list of keys.

use crate::code::coded;

coded! {
    /// Everything that a drawing, the input check and the readers of files may say.
    /// The values of each are named in its comment.
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
        /// A suspicion without the day on which it was written down: `person`.
        SuspicionUndated = "check.suspicion_undated",
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

        /// The word for a symbol.
        SymbolFemale = "symbol.female",
        /// The word for a symbol.
        SymbolIntersex = "symbol.intersex",
        /// The word for a symbol.
        SymbolInstitution = "symbol.institution",
        /// The word for a symbol.
        SymbolMale = "symbol.male",
        /// The word for a symbol.
        SymbolNonbinary = "symbol.nonbinary",
        /// The word for a symbol.
        SymbolPet = "symbol.pet",
        /// The word for a symbol.
        SymbolTransMan = "symbol.trans_man",
        /// The word for a symbol.
        SymbolTransWoman = "symbol.trans_woman",
        /// The word for a symbol.
        SymbolUnknown = "symbol.unknown",

        /// The word for what is told of a person.
        MarkCultures = "mark.cultures",
        /// The word for what is told of a person.
        MarkIllness = "mark.illness",
        /// The word for what is told of a person.
        MarkIllnessRemission = "mark.illness_remission",
        /// The word for what is told of a person.
        MarkImmigration = "mark.immigration",
        /// The word for what is told of a person.
        MarkInterpreter = "mark.interpreter",
        /// The word for what is told of a person.
        MarkOccupation = "mark.occupation",
        /// The word for what is told of a person.
        MarkPlace = "mark.place",
        /// The word for what is told of a person.
        MarkSubstance = "mark.substance",
        /// The word for what is told of a person.
        MarkSubstanceRecovery = "mark.substance_recovery",
        /// The word for what is told of a person.
        MarkSubstanceSuspected = "mark.substance_suspected",
        /// What is told of a person: `kind`.
        PersonMark = "person.mark",
        /// What is told of a person, with a few words: `kind`, `text`.
        PersonMarkWords = "person.mark_words",
        /// When it was written down: `date`.
        PersonMarkNoted = "person.mark_noted",
        /// Somebody who matters and is no kin.
        PersonExternal = "person.external",
        /// Under a symbol: came from another country: `date`.
        LabelImmigrated = "label.immigrated",
        /// Under a symbol: needs an interpreter: `text`.
        LabelInterpreter = "label.interpreter",
        /// Somebody who matters and is no kin.
        LegendExternal = "legend.external",

        /// The word for a life.
        LifeAbortion = "life.abortion",
        /// The word for a life.
        LifeAlive = "life.alive",
        /// The word for a life.
        LifeDead = "life.dead",
        /// The word for a life.
        LifeMiscarriage = "life.miscarriage",
        /// The word for a life.
        LifeMissing = "life.missing",
        /// The word for a life.
        LifePregnancy = "life.pregnancy",
        /// The word for a life.
        LifeStillbirth = "life.stillbirth",
        /// The word for a life.
        LifeUnknown = "life.unknown",

        /// The word for a couple.
        PartnershipAffair = "partnership.affair",
        /// The word for a couple.
        PartnershipAnnulled = "partnership.annulled",
        /// The word for a couple.
        PartnershipBrief = "partnership.brief",
        /// The word for a couple.
        PartnershipCohabiting = "partnership.cohabiting",
        /// The word for a couple.
        PartnershipCoparents = "partnership.coparents",
        /// The word for a couple.
        PartnershipDating = "partnership.dating",
        /// The word for a couple.
        PartnershipDivorced = "partnership.divorced",
        /// The word for a couple.
        PartnershipEndedCohab = "partnership.ended_cohab",
        /// The word for a couple.
        PartnershipEndedDating = "partnership.ended_dating",
        /// The word for a couple.
        PartnershipEngaged = "partnership.engaged",
        /// The word for a couple.
        PartnershipLat = "partnership.lat",
        /// The word for a couple.
        PartnershipMarried = "partnership.married",
        /// The word for a couple.
        PartnershipPolygynousMarriage = "partnership.polygynous_marriage",
        /// The word for a couple.
        PartnershipReconciled = "partnership.reconciled",
        /// The word for a couple.
        PartnershipRegistered = "partnership.registered",
        /// The word for a couple.
        PartnershipRemarriedSame = "partnership.remarried_same",
        /// The word for a couple.
        PartnershipSeparated = "partnership.separated",
        /// The word for a couple.
        PartnershipWidowed = "partnership.widowed",

        /// The word for a child of such parents.
        ParentAdopted = "parent.adopted",
        /// The word for a child of such parents.
        ParentBio = "parent.bio",
        /// The word for a child of such parents.
        ParentDonor = "parent.donor",
        /// The word for a child of such parents.
        ParentEmergencyFoster = "parent.emergency_foster",
        /// The word for a child of such parents.
        ParentFoster = "parent.foster",
        /// The word for a child of such parents.
        ParentGuardian = "parent.guardian",
        /// The word for a child of such parents.
        ParentLegalComother = "parent.legal_comother",
        /// The word for a child of such parents.
        ParentRaisedBy = "parent.raised_by",
        /// The word for a child of such parents.
        ParentStep = "parent.step",
        /// The word for a child of such parents.
        ParentSurrogate = "parent.surrogate",

        /// The word for twins.
        TwinsFraternal = "twins.fraternal",
        /// The word for twins.
        TwinsIdentical = "twins.identical",
        /// The word for twins.
        TwinsUnknown = "twins.unknown",

        /// The word for a tie.
        BondAdmirer = "bond.admirer",
        /// The word for a tie.
        BondBestFriends = "bond.best_friends",
        /// The word for a tie.
        BondCaretaker = "bond.caretaker",
        /// The word for a tie.
        BondClose = "bond.close",
        /// The word for a tie.
        BondCloseHostile = "bond.close_hostile",
        /// The word for a tie.
        BondConflict = "bond.conflict",
        /// The word for a tie.
        BondControlling = "bond.controlling",
        /// The word for a tie.
        BondCutoff = "bond.cutoff",
        /// The word for a tie.
        BondCutoffRepaired = "bond.cutoff_repaired",
        /// The word for a tie.
        BondDiscord = "bond.discord",
        /// The word for a tie.
        BondDistant = "bond.distant",
        /// The word for a tie.
        BondDistantHostile = "bond.distant_hostile",
        /// The word for a tie.
        BondDistrust = "bond.distrust",
        /// The word for a tie.
        BondEmotionalAbuse = "bond.emotional_abuse",
        /// The word for a tie.
        BondFocusedOn = "bond.focused_on",
        /// The word for a tie.
        BondFocusedOnNeg = "bond.focused_on_neg",
        /// The word for a tie.
        BondFriendship = "bond.friendship",
        /// The word for a tie.
        BondFused = "bond.fused",
        /// The word for a tie.
        BondFusedHostile = "bond.fused_hostile",
        /// The word for a tie.
        BondGrief = "bond.grief",
        /// The word for a tie.
        BondHarmony = "bond.harmony",
        /// The word for a tie.
        BondHate = "bond.hate",
        /// The word for a tie.
        BondInLove = "bond.in_love",
        /// The word for a tie.
        BondIndifferent = "bond.indifferent",
        /// The word for a tie.
        BondJealous = "bond.jealous",
        /// The word for a tie.
        BondLimerence = "bond.limerence",
        /// The word for a tie.
        BondLove = "bond.love",
        /// The word for a tie.
        BondManipulative = "bond.manipulative",
        /// The word for a tie.
        BondNeglect = "bond.neglect",
        /// The word for a tie.
        BondNeverMet = "bond.never_met",
        /// The word for a tie.
        BondPhysicalAbuse = "bond.physical_abuse",
        /// The word for a tie.
        BondPlain = "bond.plain",
        /// The word for a tie.
        BondSexualAbuse = "bond.sexual_abuse",
        /// The word for a tie.
        BondSpiritual = "bond.spiritual",
        /// The word for a tie.
        BondUnknown = "bond.unknown",
        /// The word for a tie.
        BondViolence = "bond.violence",
        /// A tie between two people: `a`, `b`, `kind`.
        BondBetween = "bond.between",
        /// A tie from one to the other: `a`, `b`, `kind`.
        BondTowards = "bond.towards",

        /// Somebody without a name.
        NameUnnamed = "name.unnamed",
        /// Somebody whose address is protected.
        NameShielded = "name.shielded",
        /// An expected child.
        NameExpected = "name.expected",
        /// A pregnancy that ended in a miscarriage.
        NameMiscarriage = "name.miscarriage",
        /// A pregnancy that was ended.
        NameAbortion = "name.abortion",
        /// A stillborn child.
        NameStillborn = "name.stillborn",
        /// A pet.
        NamePet = "name.pet",
        /// A service.
        NameInstitution = "name.institution",
        /// Several people: `number`.
        NameGroup = "name.group",
        /// Several people, nobody knows how many.
        NameGroupUnknown = "name.group_unknown",
        /// Several people with a name: `name`, `number`.
        NameGroupNamed = "name.group_named",
        /// Several people with a name, nobody knows how many: `name`.
        NameGroupNamedUnknown = "name.group_named_unknown",

        /// Children: `names`.
        PersonChildrenAdopted = "person.children.adopted",
        /// Children: `names`.
        PersonChildrenBio = "person.children.bio",
        /// Children: `names`.
        PersonChildrenDonor = "person.children.donor",
        /// Children: `names`.
        PersonChildrenEmergencyFoster = "person.children.emergency_foster",
        /// Children: `names`.
        PersonChildrenFoster = "person.children.foster",
        /// Children: `names`.
        PersonChildrenGuardian = "person.children.guardian",
        /// Children: `names`.
        PersonChildrenLegalComother = "person.children.legal_comother",
        /// Children: `names`.
        PersonChildrenRaisedBy = "person.children.raised_by",
        /// Children: `names`.
        PersonChildrenStep = "person.children.step",
        /// Children: `names`.
        PersonChildrenSurrogate = "person.children.surrogate",
        /// Parents or carers: `names`.
        PersonParentsAdopted = "person.parents.adopted",
        /// Parents or carers: `names`.
        PersonParentsBio = "person.parents.bio",
        /// Parents or carers: `names`.
        PersonParentsDonor = "person.parents.donor",
        /// Parents or carers: `names`.
        PersonParentsEmergencyFoster = "person.parents.emergency_foster",
        /// Parents or carers: `names`.
        PersonParentsFoster = "person.parents.foster",
        /// Parents or carers: `names`.
        PersonParentsGuardian = "person.parents.guardian",
        /// Parents or carers: `names`.
        PersonParentsLegalComother = "person.parents.legal_comother",
        /// Parents or carers: `names`.
        PersonParentsRaisedBy = "person.parents.raised_by",
        /// Parents or carers: `names`.
        PersonParentsStep = "person.parents.step",
        /// Parents or carers: `names`.
        PersonParentsSurrogate = "person.parents.surrogate",
        /// A partner: `name`.
        PersonPartnerAffair = "person.partner.affair",
        /// A partner: `name`.
        PersonPartnerAnnulled = "person.partner.annulled",
        /// A partner: `name`.
        PersonPartnerBrief = "person.partner.brief",
        /// A partner: `name`.
        PersonPartnerCohabiting = "person.partner.cohabiting",
        /// A partner: `name`.
        PersonPartnerCoparents = "person.partner.coparents",
        /// A partner: `name`.
        PersonPartnerDating = "person.partner.dating",
        /// A partner: `name`.
        PersonPartnerDivorced = "person.partner.divorced",
        /// A partner: `name`.
        PersonPartnerEndedCohab = "person.partner.ended_cohab",
        /// A partner: `name`.
        PersonPartnerEndedDating = "person.partner.ended_dating",
        /// A partner: `name`.
        PersonPartnerEngaged = "person.partner.engaged",
        /// A partner: `name`.
        PersonPartnerLat = "person.partner.lat",
        /// A partner: `name`.
        PersonPartnerMarried = "person.partner.married",
        /// A partner: `name`.
        PersonPartnerPolygynousMarriage = "person.partner.polygynous_marriage",
        /// A partner: `name`.
        PersonPartnerReconciled = "person.partner.reconciled",
        /// A partner: `name`.
        PersonPartnerRegistered = "person.partner.registered",
        /// A partner: `name`.
        PersonPartnerRemarriedSame = "person.partner.remarried_same",
        /// A partner: `name`.
        PersonPartnerSeparated = "person.partner.separated",
        /// A partner: `name`.
        PersonPartnerWidowed = "person.partner.widowed",
        /// Who it is: `name`.
        PersonIs = "person.is",
        /// Who it is and how old: `name`, `age`.
        PersonAged = "person.aged",
        /// Who it is and when born: `name`, `date`.
        PersonBorn = "person.born",
        /// Dead: `name`.
        PersonDead = "person.dead",
        /// Dead since when, and how old then: `name`, `age`, `date`.
        PersonDeadAged = "person.dead_aged",
        /// Dead since when: `name`, `date`.
        PersonDeadOn = "person.dead_on",
        /// Missing: `name`.
        PersonMissing = "person.missing",
        /// Missing since when: `name`, `date`.
        PersonMissingSince = "person.missing_since",
        /// Nobody knows whether the person lives: `name`.
        PersonLifeUnknown = "person.life_unknown",
        /// An expected child and the due date: `name`, `date`.
        PersonDue = "person.due",
        /// A child that was lost, and when: `name`, `date`.
        PersonLost = "person.lost",
        /// A child with a name, born dead, and when: `name`, `date`.
        PersonStillbornOn = "person.stillborn_on",
        /// A child with a name, born dead: `name`.
        PersonStillborn = "person.stillborn",
        /// The map is drawn in this person's name.
        PersonIndex = "person.index",
        /// The person's own word for gender: `text`.
        PersonGender = "person.gender",
        /// What is known of the person is not shown.
        PersonShielded = "person.shielded",
        /// So many others are folded away behind the person: `count`.
        PersonFolded = "person.folded",
        /// Who told of the person: `name`.
        PersonTeller = "person.teller",
        /// Whose identical twin: `names`.
        PersonTwinsIdentical = "person.twins.identical",
        /// Whose fraternal twin: `names`.
        PersonTwinsFraternal = "person.twins.fraternal",
        /// Whose twin: `names`.
        PersonTwinsUnknown = "person.twins.unknown",
        /// Where the person lives: `names`.
        PersonHomes = "person.homes",

        /// Under a name: born: `date`.
        LabelBorn = "label.born",
        /// Under a name: from birth to death: `from`, `to`.
        LabelYears = "label.years",
        /// Under a name: dead: `date`.
        LabelDied = "label.died",
        /// Under a name: lost: `date`.
        LabelLost = "label.lost",
        /// Under a name: due: `date`.
        LabelDue = "label.due",
        /// Under a name: missing since: `date`.
        LabelMissingSince = "label.missing_since",
        /// Under a name: missing.
        LabelMissing = "label.missing",
        /// Under a symbol: shielded.
        LabelShielded = "label.shielded",
        /// On a line: emergency foster care from one year to another: `from`, `to`.
        LabelEmergency = "label.emergency",
        /// On a line: emergency foster care within a year: `date`.
        LabelEmergencyIn = "label.emergency_in",

        /// On a line: married: `date`.
        CoupleMarried = "couple.married",
        /// On a line: registered partners: `date`.
        CoupleRegistered = "couple.registered",
        /// On a line: engaged: `date`.
        CoupleEngaged = "couple.engaged",
        /// On a line: moved together: `date`.
        CoupleCohabiting = "couple.cohabiting",
        /// On a line: living apart together: `date`.
        CoupleLat = "couple.lat",
        /// On a line: dating: `date`.
        CoupleDating = "couple.dating",
        /// On a line: separated: `date`.
        CoupleSeparated = "couple.separated",
        /// On a line: divorced: `date`.
        CoupleDivorced = "couple.divorced",
        /// On a line: ended: `date`.
        CoupleEnded = "couple.ended",
        /// On a line: annulled: `date`.
        CoupleAnnulled = "couple.annulled",
        /// On a line: which of several marriages at the same time: `number`.
        CoupleWifeNumber = "couple.wife_number",
        /// On a line: a relationship beside another: `date`.
        CoupleAffair = "couple.affair",
        /// On a line: the two are related.
        CoupleKin = "couple.kin",
        /// What two people are: `a`, `b`, `kind`.
        CoupleBetween = "couple.between",
        /// What two people are, and since when: `a`, `b`, `kind`, `from`.
        CoupleBetweenSince = "couple.between_since",
        /// What two people were, and until when: `a`, `b`, `kind`, `to`.
        CoupleBetweenUntil = "couple.between_until",
        /// What two people were, and from when to when: `a`, `b`, `kind`, `from`, `to`.
        CoupleBetweenFromTo = "couple.between_from_to",
        /// What two people were, and when, all in one: `a`, `b`, `kind`, `date`.
        CoupleBetweenIn = "couple.between_in",
        /// The two are related.
        CoupleKinSentence = "couple.kin_sentence",

        /// Who lives in a home: `label`, `names`.
        HouseholdMembers = "household.members",
        /// Until when the home was one: `to`.
        HouseholdEnded = "household.ended",
        /// A home and the share of the time there: `label`, `percent`.
        HouseholdShare = "household.share",
        /// A home on the map: `label`.
        HouseholdLabel = "household.label",
        /// The name of a former home, on the map: `label`, `to`.
        HouseholdLabelEnded = "household.label_ended",
        /// Beside a home's name: somebody who lives there a part of the time: `name`, `percent`.
        HouseholdPart = "household.part",
        /// Beside a home's name: the same with the rhythm: `name`, `percent`, `rhythm`.
        HouseholdPartRhythm = "household.part_rhythm",
        /// Beside a home's name: the rhythm in which somebody lives there: `name`, `rhythm`.
        HouseholdRhythm = "household.rhythm",

        /// On a line: adopted.
        LineAdopted = "line.adopted",
        /// On a line: emergency foster care.
        LineEmergencyFoster = "line.emergency_foster",
        /// On an arrow: daily care.
        LineRaisedBy = "line.raised_by",
        /// On an arrow: guardian.
        LineGuardian = "line.guardian",
        /// On an arrow: daily care, and when: `from`, `to`.
        LineRaisedByYears = "line.raised_by_years",
        /// On an arrow: guardian, and when: `from`, `to`.
        LineGuardianYears = "line.guardian_years",

        /// The index person.
        LegendIndex = "legend.index",
        /// A home.
        LegendHousehold = "legend.household",
        /// A home without a line round it: `label`.
        LegendHouseholdMarker = "legend.household_marker",
        /// Partners who are related.
        LegendKin = "legend.kin",
        /// Illness and substance use of the same person.
        LegendIllnessAndSubstance = "legend.illness_and_substance",
        /// In recovery from both.
        LegendBothRecovering = "legend.both_recovering",
        /// The short word on the line of a registered partnership, without a year.
        SignRegistered = "sign.registered",
        /// The short word on the line of an engagement, without a year.
        SignEngaged = "sign.engaged",
        /// The numbers of concurrent marriages.
        SignWifeNumber = "sign.wife_number",
        /// Several people.
        LegendGroup = "legend.group",
        /// Somebody whose address is protected.
        LegendShielded = "legend.shielded",
        /// Who told of those with this number: `name`.
        LegendTeller = "legend.teller",
        /// Others are folded away behind somebody.
        LegendFolded = "legend.folded",
        /// Somebody whom the family put in their place by hand.
        LegendPinned = "legend.pinned",

        // Networks, ecomaps and what came with them.
        /// Nobody has asked.
        AnswerNotAsked = "answer.not_asked",
        /// Asked, and nobody knows.
        AnswerUnknown = "answer.unknown",
        /// Several people together: `names`.
        NameSeveral = "name.several",

        /// A sector of a network map.
        SectorFamily = "sector.family",
        /// A sector of a network map.
        SectorKin = "sector.kin",
        /// A sector of a network map.
        SectorFriends = "sector.friends",
        /// A sector of a network map.
        SectorArena = "sector.arena",
        /// A sector of a network map.
        SectorLeisure = "sector.leisure",
        /// A sector of a network map.
        SectorHelpers = "sector.helpers",
        /// A ring of a network map.
        RingIntimate = "ring.intimate",
        /// A ring of a network map.
        RingEffective = "ring.effective",
        /// A ring of a network map.
        RingAvailable = "ring.available",
        /// A ring of a network map.
        RingExtended = "ring.extended",
        /// How often there is contact.
        ContactDaily = "contact.daily",
        /// How often there is contact.
        ContactWeekly = "contact.weekly",
        /// How often there is contact.
        ContactFortnightly = "contact.fortnightly",
        /// How often there is contact.
        ContactMonthly = "contact.monthly",
        /// How often there is contact.
        ContactEveryOtherMonth = "contact.every_other_month",
        /// How often there is contact.
        ContactQuarterly = "contact.quarterly",
        /// How often there is contact.
        ContactSeldom = "contact.seldom",
        /// How often there is contact.
        ContactNever = "contact.never",
        /// A kind of support.
        SupportEmotional = "support.emotional",
        /// A kind of support.
        SupportPractical = "support.practical",
        /// A kind of support.
        SupportAdvice = "support.advice",
        /// A kind of support.
        SupportFinancial = "support.financial",
        /// No support.
        SupportNone = "support.none",
        /// Which way support goes.
        ReciprocityMutual = "reciprocity.mutual",
        /// Which way support goes.
        ReciprocityReceives = "reciprocity.receives",
        /// Which way support goes.
        ReciprocityGives = "reciprocity.gives",
        /// Which way support goes.
        ReciprocityNeither = "reciprocity.neither",
        /// How a tie feels.
        ValenceSupportive = "valence.supportive",
        /// How a tie feels.
        ValenceMixed = "valence.mixed",
        /// How a tie feels.
        ValenceStrained = "valence.strained",
        /// How a tie feels.
        ValenceBroken = "valence.broken",
        /// What it is like between two members.
        AcquaintanceKnows = "acquaintance.knows",
        /// What it is like between two members.
        AcquaintanceStrong = "acquaintance.strong",
        /// What it is like between two members.
        AcquaintanceWeak = "acquaintance.weak",
        /// What it is like between two members.
        AcquaintanceStrained = "acquaintance.strained",
        /// What it is like between two members.
        AcquaintanceBroken = "acquaintance.broken",

        /// Whose network map it is: `name`.
        NetworkTitle = "network.title",
        /// Whose wished network it is: `name`.
        NetworkTitleWished = "network.title_wished",
        /// How many members: `count`.
        NetworkCount = "network.count",
        /// The sectors, clockwise from the top: `names`.
        NetworkSectors = "network.sectors",
        /// A member: `name`, `sector`, `ring`.
        NetworkMember = "network.member",
        /// How often there is contact: `often`.
        NetworkContact = "network.contact",
        /// What is exchanged: `kinds`.
        NetworkSupport = "network.support",
        /// Which way support goes: `how`.
        NetworkReciprocity = "network.reciprocity",
        /// How the tie feels: `how`.
        NetworkValence = "network.valence",
        /// Since when the two know each other: `date`.
        NetworkKnownSince = "network.known_since",
        /// Nobody knows since when the two know each other.
        NetworkKnownSinceUnknown = "network.known_since_unknown",
        /// Since when somebody is part of the network: `date`.
        NetworkMemberFrom = "network.member_from",
        /// Whom a member knows: `names`.
        NetworkKnows = "network.knows",
        /// Whom a member knows in a special way: `names`, `kind`.
        NetworkKnowsAs = "network.knows_as",
        /// A few words: `text`.
        NetworkNote = "network.note",
        /// A line between two members: `a`, `b`, `kind`.
        NetworkTie = "network.tie",
        /// Density: `count` (of pairs who know each other), `percent`.
        MeasureDensity = "measure.density",
        /// The mean ring: `whole`, `hundredths`.
        MeasureMeanRing = "measure.mean_ring",
        /// Ties that go both ways: `count`, `percent`.
        MeasureReciprocity = "measure.reciprocity",
        /// Members who give several kinds of support: `count`, `percent`.
        MeasureMultiplexity = "measure.multiplexity",
        /// Straining or broken ties: `count`, `percent`.
        MeasureStrained = "measure.strained",
        /// Helpers: `count`, `percent`.
        MeasureHelpers = "measure.helpers",
        /// Members who know somebody in another sector: `names`.
        MeasureBridges = "measure.bridges",
        /// Members whom nobody else knows: `names`.
        MeasureIsolates = "measure.isolates",

        /// Nothing has changed.
        ChangeNone = "change.none",
        /// Somebody came: `name`.
        ChangeNew = "change.new",
        /// Somebody left: `name`.
        ChangeGone = "change.gone",
        /// Something else is told of somebody: `name`.
        ChangePerson = "change.person",
        /// A tie or a home came: `what`, a sentence.
        ChangeAdded = "change.added",
        /// A tie or a home went: `what`, a sentence.
        ChangeEnded = "change.ended",
        /// A tie or a home is told otherwise: `from`, `to`, sentences.
        ChangeTold = "change.told",
        /// Somebody came nearer: `name`, `from`, `to`.
        ChangeNearer = "change.nearer",
        /// Somebody is further away: `name`, `from`, `to`.
        ChangeFurther = "change.further",
        /// Somebody stands in another sector: `name`, `from`, `to`.
        ChangeSector = "change.sector",
        /// Another contact: `name`, `from`, `to`.
        ChangeContact = "change.contact",
        /// Another support: `name`, `from`, `to`.
        ChangeSupport = "change.support",
        /// Support goes another way: `name`, `from`, `to`.
        ChangeReciprocity = "change.reciprocity",
        /// A tie feels otherwise: `name`, `from`, `to`.
        ChangeValence = "change.valence",
        /// Two came to know each other: `a`, `b`.
        ChangeTieNew = "change.tie_new",
        /// Two do not know each other any more: `a`, `b`.
        ChangeTieGone = "change.tie_gone",
        /// It is otherwise between two: `a`, `b`, `from`, `to`.
        ChangeTieKind = "change.tie_kind",
        /// The number of members: `from`, `to`.
        ChangeMembers = "change.members",
        /// The density in percent: `from`, `to`.
        ChangeDensity = "change.density",
        /// The share of mutual ties in percent: `from`, `to`.
        ChangeShareMutual = "change.mutual",
        /// The share with several kinds of support in percent: `from`, `to`.
        ChangeShareMultiplex = "change.multiplex",
        /// The share of straining ties in percent: `from`, `to`.
        ChangeShareStrained = "change.strained",
        /// The share of helpers in percent: `from`, `to`.
        ChangeShareHelpers = "change.helpers",
        /// Where somebody stood before: `name`.
        GhostEarlier = "ghost.earlier",
        /// On the map, under the ghost of somebody who left: `name`.
        GhostGone = "ghost.gone",
        /// Somebody or something that is new since.
        LegendNew = "change.sign_new",
        /// Somebody or something that is there no longer.
        LegendGone = "change.sign_gone",
        /// Somebody or something that is told otherwise.
        LegendTold = "change.sign_told",
        /// An earlier place.
        LegendGhost = "legend.ghost",

        /// Whose ecomap it is: `name`.
        EcomapTitle = "ecomap.title",
        /// How many systems: `count`.
        EcomapCount = "ecomap.count",
        /// A system with a name: `name`, `kind`.
        EcomapNamed = "ecomap.named",
        /// A system without a name: `kind`.
        EcomapUnnamed = "ecomap.unnamed",
        /// Whom it concerns: `names`.
        EcomapConcerns = "ecomap.concerns",
        /// How strong the tie is: `how`.
        EcomapStrength = "ecomap.strength",
        /// The tie strains.
        EcomapStressful = "ecomap.stressful",
        /// The tie does not strain.
        EcomapNotStressful = "ecomap.not_stressful",
        /// Nobody knows whether the tie strains.
        EcomapStressUnknown = "ecomap.stress_unknown",
        /// Which way energy flows: `how`.
        EcomapEnergy = "ecomap.energy",
        /// Since when: `date`.
        EcomapFrom = "ecomap.from",
        /// The line to a system: `name`.
        EcomapLine = "ecomap.line",
        /// Strong ties: `count`.
        EcomapStrong = "ecomap.measure.strong",
        /// Weak ties: `count`.
        EcomapWeak = "ecomap.measure.weak",
        /// Broken ties: `count`.
        EcomapBroken = "ecomap.measure.broken",
        /// Systems not in use: `count`.
        EcomapUnused = "ecomap.measure.unused",
        /// Straining ties: `count`.
        EcomapStraining = "ecomap.measure.stressful",
        /// Systems that give: `count`.
        EcomapGiving = "ecomap.measure.gives",
        /// Systems that take: `count`.
        EcomapTaking = "ecomap.measure.takes",
        /// Systems with energy both ways: `count`.
        EcomapMutual = "ecomap.measure.mutual",
        /// A kind of system.
        SystemExtendedFamily = "system.extended_family",
        /// A kind of system.
        SystemFriends = "system.friends",
        /// A kind of system.
        SystemNeighbours = "system.neighbours",
        /// A kind of system.
        SystemWork = "system.work",
        /// A kind of system.
        SystemSchool = "system.school",
        /// A kind of system.
        SystemKindergarten = "system.kindergarten",
        /// A kind of system.
        SystemHealth = "system.health",
        /// A kind of system.
        SystemChildWelfare = "system.child_welfare",
        /// A kind of system.
        SystemFamilyService = "system.family_service",
        /// A kind of system.
        SystemWelfare = "system.welfare",
        /// A kind of system.
        SystemHousing = "system.housing",
        /// A kind of system.
        SystemReligion = "system.religion",
        /// A kind of system.
        SystemLeisure = "system.leisure",
        /// A kind of system.
        SystemCulture = "system.culture",
        /// A kind of system.
        SystemJustice = "system.justice",
        /// A kind of system.
        SystemOther = "system.other",
        /// How strong a tie is.
        StrengthStrong = "strength.strong",
        /// How strong a tie is.
        StrengthOrdinary = "strength.ordinary",
        /// How strong a tie is.
        StrengthWeak = "strength.weak",
        /// How strong a tie is.
        StrengthBroken = "strength.broken",
        /// How strong a tie is.
        StrengthUnused = "strength.unused",
        /// Beside an arrow: the system gives to the middle.
        EnergyGives = "energy.gives",
        /// Beside an arrow: the system takes from the middle.
        EnergyTakes = "energy.takes",
        /// Beside an arrow: energy flows both ways.
        EnergyMutual = "energy.mutual",
        /// Energy flows neither way.
        EnergyNeither = "energy.neither",
        /// A straining tie.
        LegendStressful = "legend.stressful",

        /// How many people in how many generations: `count`, `rows`.
        MapPeople = "map.people",
        /// In whose name the map is drawn: `name`.
        MapIndex = "map.index",
        /// When somebody was born: `date`.
        DescriptionBorn = "description.born",
        /// Care that has dates: `name`, `kind`.
        DescriptionCare = "description.care",
        /// A former home: `label`.
        DescriptionLivedAt = "description.lived_at",
        /// The rhythm in a home: `label`, `rhythm`.
        DescriptionRhythm = "description.rhythm",
        /// Since when: `from`.
        SpanFrom = "span.from",
        /// Until when: `to`.
        SpanTo = "span.to",
        /// From when to when: `from`, `to`.
        SpanFromTo = "span.from_to",

        /// Only one's own step can be undone.
        UndoNotYours = "undo.not_yours",
        /// The step changed nothing.
        UndoNothing = "undo.nothing",
        /// What the step changed has been changed since.
        UndoChangedSince = "undo.changed_since",
        /// What the step changed is not there any more.
        UndoGone = "undo.gone",
        /// Something was built upon what the step added.
        UndoBuiltUpon = "undo.built_upon",
        /// A fact under an extension tag could not be read and was left out.
        FactUnreadable = "gedcom.fact_unreadable",
        /// Facts under extension tags of a version that is not known here.
        FactsOfOtherVersion = "gedcom.facts_of_other_version",
        /// Not a whole file of our own.
        NotOurs = "gedcom.not_ours",
        /// Not a record: `line`.
        JsonUnreadable = "json.unreadable",
        /// A record of a newer version.
        JsonNewer = "json.newer",
        /// More facts than allowed: `limit`.
        JsonTooManyFacts = "json.too_many_facts",
    }
}

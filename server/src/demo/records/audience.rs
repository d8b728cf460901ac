//! Which facts belong to which case, and for whom they are.

use family_map::record::Origin;

/// The staff team around the case.
pub(super) const TEAM: &str = "team";
/// Only the one who leads the case.
pub(super) const LEAD: &str = "lead";

/// Told to Marte's case lead in confidence.
const IN_CONFIDENCE: &str = "A12";

/// Those whom Kristoffer's case tells of: he, the marriage with Marte, their
/// children, his parents.
const OF_KRISTOFFER: [&str; 7] = ["A01", "A03", "A06", "A07", "A08", "A21", "A22"];
/// Kristoffer's home; Marte's is hers to tell of.
const HOMES_OF_KRISTOFFER: [&str; 1] = ["H-A3"];

/// Noah, who belongs to both sides.
const NOAH: &str = "B01";
/// The parents of birth: both sides know who they are to Noah.
const NOAHS_PARENTS: [&str; 2] = ["B02", "B03"];
/// The foster home, the emergency foster home, and their relatives.
const FOSTER_SIDE: [&str; 8] = ["B04", "B05", "B06", "B07", "B08", "B17", "B18", "B19"];
const FOSTER_PARENTS: [&str; 2] = ["person:B04", "person:B05"];
const MOTHER: &str = "person:B02";

/// Whether the case holds facts about all these people.
pub(super) fn holds(case: &str, people: &[&str]) -> bool {
    case != "kristoffer" || people.iter().all(|id| OF_KRISTOFFER.contains(id))
}

/// Whether the case holds this home.
pub(super) fn holds_home(case: &str, home: &str) -> bool {
    case != "kristoffer" || HOMES_OF_KRISTOFFER.contains(&home)
}

/// Whether the case holds this bond. Those of family A are what Marte told.
pub(super) fn holds_bond(case: &str, a: &str, b: &str) -> bool {
    case != "kristoffer" && holds(case, &[a, b])
}

/// Who told a fact about these people, and for whom it is (rule R4): the one
/// in whose case it is and the team, but for the exceptions above.
pub(super) fn of(case: &str, teller: &str, about: &[&str]) -> Origin {
    if about.contains(&IN_CONFIDENCE) {
        return Origin::told(teller, [LEAD]);
    }
    if case != "noah" {
        return Origin::told(teller, [teller, TEAM]);
    }
    let foster = about.iter().any(|id| FOSTER_SIDE.contains(id));
    let birth = about.iter().any(|id| *id != NOAH && !FOSTER_SIDE.contains(id));
    let only_noah_and_parents =
        about.contains(&NOAH) && about.iter().all(|id| *id == NOAH || NOAHS_PARENTS.contains(id));
    match (foster, birth) {
        // Between the two sides: neither side's to know.
        (true, true) => Origin::told(MOTHER, [TEAM]),
        (true, false) => Origin::told(FOSTER_PARENTS[0], [TEAM, FOSTER_PARENTS[0], FOSTER_PARENTS[1]]),
        _ if only_noah_and_parents => Origin::told(MOTHER, [TEAM, MOTHER, FOSTER_PARENTS[0], FOSTER_PARENTS[1]]),
        _ => Origin::told(MOTHER, [TEAM, MOTHER]),
    }
}

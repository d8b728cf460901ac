//! Two people change a group's settings at once: what the other has saved goes
//! into the fields that one has not touched, and where both wrote, both are told.

use crate::api::groups::settings::SettingForm;

/// The fields of a form with their names on the page.
fn fields(form: &mut SettingForm) -> [(&'static str, &mut String); 10] {
    [
        ("name", &mut form.name),
        ("seats", &mut form.seats),
        ("room", &mut form.room),
        ("place", &mut form.place),
        ("language", &mut form.language),
        ("interpreter", &mut form.interpreter),
        ("childcare", &mut form.childcare),
        ("food", &mut form.food),
        ("cost", &mut form.cost),
        ("note", &mut form.note),
    ]
}

/// What is to be done with the fields of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// These were changed by the other alone: their new values.
    pub(super) take: Vec<(&'static str, String)>,
    /// These were changed by both otherwise: what the other has saved.
    pub(super) both: Vec<(&'static str, String)>,
}

/// Compares what was read with what stands in the form and what is kept now.
pub(super) fn merge(mut read: SettingForm, mut mine: SettingForm, mut theirs: SettingForm) -> Merged {
    let mut merged = Merged::default();
    let (read, mine, theirs) = (fields(&mut read), fields(&mut mine), fields(&mut theirs));
    for (((name, read), (_, mine)), (_, theirs)) in read.into_iter().zip(mine).zip(theirs) {
        if read == theirs || mine == theirs {
            continue;
        }
        let of = if read == mine { &mut merged.take } else { &mut merged.both };
        of.push((name, theirs.clone()));
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_other_changed_is_taken_and_what_both_changed_is_told() {
        let form = |name: &str, seats: &str, food: &str, cost: &str| SettingForm {
            name: name.into(),
            seats: seats.into(),
            food: food.into(),
            cost: cost.into(),
            ..SettingForm::default()
        };
        let read = form("COS", "8", "", "100");
        let mine = form("COS tirsdag", "8", "Suppe", "0");
        let theirs = form("COS", "7", "Frukt", "0");
        let merged = merge(read.clone(), mine.clone(), theirs);
        assert_eq!(merged.take, [("seats", "7".to_owned())]);
        assert_eq!(merged.both, [("food", "Frukt".to_owned())]);
        assert_eq!(merge(read.clone(), mine, read), Merged::default());
    }
}

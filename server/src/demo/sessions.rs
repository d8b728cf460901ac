//! The demonstration's door: calls to return, enquiries, interpreters. Nobody
//! in it is of the fictional families.

use crate::config::Fault;
use casework::Day;
use casework::enquiry::EnquiryState;
use store::{
    EnquiryWords, Gender, InterpreterCard, NewEnquiry, NewPhoneNote, NoteWords, Store, Tongue, UnitId, UserId,
};

const TODAY: Day = Day::new(2026, 11, 23);
const THURSDAY: Day = Day::new(2026, 11, 26);

/// Calls, enquiries and interpreters of the unit; `lead` is who rings back,
/// `intake` who has the enquiries.
pub(super) async fn load(store: &Store, unit: &UnitId, lead: &UserId, intake: &UserId) -> Result<(), Fault> {
    let desk = store.desk(intake).await?;
    let words = NoteWords {
        caller: "Helsestasjonen".into(),
        phone: "68 05 00 30".into(),
        about: "Vil avtale tid for et samarbeidsmøte.".into(),
        next_step: "Ring tilbake med tre forslag".into(),
    };
    desk.note_call(&NewPhoneNote { unit, owner: lead, call_day: TODAY, words: &words }).await?;

    let nameless = EnquiryWords {
        about: "En far spør om det finnes kurs på kveldstid. Vil ikke si navnet ennå.".into(),
        next_step: "Ringer selv igjen".into(),
        ..EnquiryWords::default()
    };
    let sleep = EnquiryWords {
        who: "Mor til en ettåring".into(),
        contact: "68 05 00 31".into(),
        about: "Lite søvn, og vil snakke med noen.".into(),
        next_step: "Første samtale torsdag".into(),
        ..EnquiryWords::default()
    };
    desk.begin_enquiry(&NewEnquiry { unit, owner: intake, next_day: None, words: &nameless, note: None }).await?;
    let new = NewEnquiry { unit, owner: intake, next_day: Some(THURSDAY), words: &sleep, note: None };
    let id = desk.begin_enquiry(&new).await?;
    desk.step_enquiry(&id, EnquiryState::FirstTalk, Some(THURSDAY), "Avtalt på telefon.").await?;

    let tongues =
        [("Demo Tolk Arabisk", Gender::Woman, "ar", "sudanesisk"), ("Demo Tolk Somali", Gender::Man, "so", "")];
    for (name, gender, code, dialect) in tongues {
        let tongues = vec![Tongue { code: code.into(), dialect: dialect.into() }];
        let card = InterpreterCard { name: name.into(), phone: "68 05 00 40".into(), gender, tongues };
        desk.add_interpreter(unit, &card).await?;
    }
    Ok(())
}

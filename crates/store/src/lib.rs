//! Where everything is kept. The only crate that speaks SQL.
//!
//! - [`Store`] opens the database, the key store and the clock, and hands out
//!   everything else.
//! - [`CaseAccess`] is the only way to case data. It is had by one call,
//!   [`Store::open_case`], which decides by the rules of `casework` and writes
//!   the access log in the same transaction.
//! - [`CaseLine`] is the second, smaller handle: a line of the case list.
//!
//! SQLite and PostgreSQL are served by one SQL text; see the migrations.

mod administration;
mod attempt;
#[cfg(feature = "bench")]
mod bench;
mod calendar;
mod case;
mod clock;
mod crypto;
mod crypto_box;
mod database;
mod day;
mod desk;
mod draft;
mod error;
mod group;
mod installation;
mod keystore;
mod live;
mod log;
mod log_check;
mod notice;
mod one_time_link;
mod outbox;
mod password;
mod plan;
mod portal;
mod post;
mod review;
mod saved_filter;
mod second_factor;
mod service;
mod session;
mod sign_in;
mod spoken_code;
mod talk;
mod unit;
mod user;

pub use administration::{
    Administration, Deactivation, Equipment, GoalArea, LinkState, Owned, OwnedKind, Room, Service, ServiceKind,
    StaffLine, StaffMember, StaffPost, UnitLine,
};
pub use attempt::Throttled;
#[cfg(feature = "bench")]
pub use bench::{Fill, made_up_name};
pub use calendar::source::Sort as ShownSort;
pub use calendar::{
    Appointment, Calendar, CalledOff, ChangeKind, Changed, ClosureRow, Cover, CoverHow, CoverStep, Covered, DaysKeeper,
    Details, Entry, EntryEdit, EntryId, EntryWhat, FamilyFeed, FeedWords, Imported, LastChange, Municipality, NewEntry,
    OccurrenceId, OccurrenceState, PlanAnswer, PlanRequest, Shown, ShownWhat, Standing, ToCover, UnitDays, Whose,
    Words,
};
pub use case::{
    AccessRequest, Agreement, BarRow, Beginning, Begun, CaseAccess, CaseEvent, CaseGroup, CaseGroupMember, CaseId,
    CaseLine, CaseLink, CasePage, CaseQuery, ChildPart, ChildPartEntry, Colleague, Contact, ContactKept, Corrected,
    Correction, DividePlan, DividePreview, DividedFact, DueLine, EditReceipt, Emergency, EmergencyHit, EmergencySearch,
    EventDetail, EventKind, GUEST_CODE_LIMIT_MS, GUEST_LIMIT_MS, GroupChoice, Guest, GuestCode, GuestLine, Handed,
    KeptConsent, LeadView, ListChoices, LogFilter, LogPage, MergePlan, MergePreview, Merging, Moment, Moving,
    MovingAnswer, MovingLine, MovingPerson, MovingTaken, NewBar, NewCase, NewConsent, NewMoving, NewParticipant,
    OFFLINE_LIMIT_MS, OfflineCopy, OwnSteps, PageAt, PartDecision, PartDecisions, PartLink, Participant, PersonDue,
    SidePreview, SightOf, Snapshot, TakenBack, TakenOffline, TeamMember, Total, Way, Who,
};
pub use clock::{Clock, FixedClock};
pub use crypto::MasterKey;
pub use crypto_box::seal_to;
pub use database::DatabaseKind;
pub use day::{DayCase, UnitDay};
pub use desk::{
    Absence, Away, CasePhoneNote, DESK_TEXT_LIMIT, Desk, Enquiry, EnquiryEvent, EnquiryEventKind, EnquiryLine,
    EnquiryWords, Gender, Interpreter, InterpreterCard, Keeper, NewEnquiry, NewPhoneNote, NoteWords, PhoneNote, Tongue,
};
pub use error::{OpenError, StoreError};
pub use group::{
    EnrolmentId, GroupAccess, GroupClash, GroupDesk, GroupDetail, GroupId, GroupKind, GroupLine, GroupParticipant,
    LeaderRow, MakeUpRow, Mark, Meeting, MemberRow, Moved, NewEnrolment, NewGroup, NewNote, NoteKind, NoteRow,
    OwnProgramme, Setting, Times,
};
pub use live::{Cursor, Ended, Following, Heard, PRESENCE_EVERY_MS, Present, Signal, Signals};
pub use log::{Action, ChainHead, LogEntry, LogFault};
pub use log_check::LogCheck;
pub use notice::Notice;
pub use one_time_link::{INVITATION_LIMIT_MS, LinkHolder, LinkKind, LinkToken, RESET_LIMIT_MS};
pub use outbox::{
    About, CaseMessage, HouseOut, LEASE_MS, MessageSetting, NewMessage, Outgoing, Prepared, Preview, Receiver,
    UnitMessage, UnitMessages, Way as MessageWay,
};
pub use password::{COMMON_PASSWORDS, PasswordFault, check_password};
pub use plan::{
    BatonLine, BatonStep, FamilyPlan, KeptHalt, KeptPart, LEADERS_HEAR_AFTER, NewAnswer, NewHalt, OwnPart, PersonLoad,
    PlanRevision, PlanStanding,
};
pub use portal::{
    Door, DoorState, FamilyWord, NewInvitation, NewWord, OwnAppointment, OwnPasskey, OwnPlace, PASSKEY_FRESH_MS,
    PASSKEY_LIMIT_MS, PASSKEY_NAME_LIMIT, PASSKEYS_AT_MOST, PORTAL_CODE_LIMIT_MS, PORTAL_IDLE_LIMIT_MS,
    PORTAL_INVITATION_LIMIT_MS, PORTAL_LIMIT_MS, PasskeyHalf, PortalAccess, PortalHalf, PortalInvitation, PortalKey,
    PortalVisit, RelyingParty, WORD_LIMIT, WaysIn, WordKind, WordLine,
};
pub use post::{Post, PostId};
pub use review::{ReviewKind, ReviewOf, ReviewPage, ReviewRequest, ReviewRow, ReviewScope};
pub use saved_filter::SavedFilter;
pub use second_factor::{NewSecondFactor, RECOVERY_CODES, SecondFactor};
pub use session::{IDLE_LIMIT_MS, SESSION_LIMIT_MS, SessionToken, SignedIn};
pub use sign_in::{HALF_LIMIT_MS, HalfSignedIn, HalfToken, SecondFactorRule, SignInStep};
pub use talk::{
    GuardLine, KeptFilmConsent, KeptPlan, NewTalkNote, NewTalkStep, Proposal, Stay, StepLine, TALK_TEXT_LIMIT,
    TalkNote, TalkNoteKind, TalkNoteText, TalkOrder, TalkPlan, TalkStep,
};
pub use unit::{Unit, UnitId};
pub use user::{NewUser, User, UserId};

use crypto::Secrets;
use database::Database;
use keystore::KeyStore;
use std::sync::{Arc, Mutex};
use uuid::{ContextV7, Timestamp, Uuid};

/// What a store needs to open.
#[derive(Clone)]
pub struct StoreConfig {
    /// `sqlite://PATH` or `postgres://…`.
    pub database_url: String,
    /// The key store: a database of its own.
    pub keys_url: String,
    /// Connections at most, per database.
    pub max_connections: u32,
}

impl std::fmt::Debug for StoreConfig {
    /// Without the addresses: a database's address may hold its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreConfig").field("max_connections", &self.max_connections).finish_non_exhaustive()
    }
}

/// Everything that is kept. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
    /// In which post somebody works who has several.
    acting: Option<Arc<post::Acting>>,
}

struct Inner {
    db: Database,
    keys: KeyStore,
    clock: Arc<dyn Clock>,
    secrets: Secrets,
    ids: Mutex<ContextV7>,
}

impl Store {
    /// Opens both databases and brings them to today's form.
    ///
    /// # Errors
    /// When a database cannot be reached, migrated or trusted to keep what it
    /// acknowledged.
    pub async fn open(config: &StoreConfig, master: &MasterKey, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let db = Database::connect(&config.database_url, config.max_connections).await?;
        db.migrate_main().await?;
        let keys = KeyStore::connect(&config.keys_url, config.max_connections, master).await?;
        let secrets = master.secrets();
        let inner = Inner { db, keys, clock, secrets, ids: Mutex::new(ContextV7::new()) };
        Ok(Self { inner: Arc::new(inner), acting: None })
    }

    /// Which database this is.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        self.inner.db.kind()
    }

    /// Answers when both databases do.
    ///
    /// # Errors
    /// When one of them does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.inner.db.ping().await?;
        self.inner.keys.ping().await
    }

    /// Milliseconds since 1970, by the clock that was passed in.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.inner.clock.now()
    }

    /// Today, by the clock that was passed in.
    #[must_use]
    pub fn today(&self) -> casework::Day {
        self.inner.clock.today()
    }

    /// The time zone of the office, by the clock that was passed in.
    #[must_use]
    pub fn zone(&self) -> casework::calendar::series::zone::Zone {
        self.inner.clock.zone()
    }

    /// A new id. Ids sort in the order in which they were made here.
    #[must_use]
    pub fn new_id(&self) -> String {
        let now = u64::try_from(self.now()).unwrap_or_default();
        let context = self.inner.ids.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let at = Timestamp::from_unix(&*context, now / 1000, u32::try_from(now % 1000).unwrap_or_default() * 1_000_000);
        Uuid::new_v7(at).to_string()
    }

    fn db(&self) -> &Database {
        &self.inner.db
    }

    fn keys(&self) -> &KeyStore {
        &self.inner.keys
    }

    fn secrets(&self) -> &Secrets {
        &self.inner.secrets
    }
}

//! The rules of casework: whose record and whose facts they are, who may open
//! what, what changes with a child's age, how cases are split and merged; and
//! of a family centre's week: calendar, appointments, programmes, groups.
//!
//! This crate is pure: no I/O, no async, no clock, no randomness. Every rule is
//! a function of what it is told, with a table of examples beside it. The rules
//! R1–R11 are those of ARCHITECTURE.md; each module names its own.
//!
//! | rule | says | where |
//! |---|---|---|
//! | R1 | a case is one help relationship with named, dated participants | [`participation`] |
//! | R2 | parents who live apart have a case each; a joint case needs both | [`participation`] |
//! | R3 | everyone else is mentioned; being on a map never gives access | [`participation`], [`opening`] |
//! | R4 | every fact has a teller and an audience | [`sight`], [`audience`] |
//! | R5 | bars beat every share and consent | [`sight`] |
//! | R6 | the child's part | [`child`] |
//! | R7 | from 12 and from 16 | [`child`], [`due`] |
//! | R8 | care order: own case, separate audiences | [`participation`], [`sight`] |
//! | R9 | a half-sibling takes part only with consent | [`participation`] |
//! | R10 | split and merge | [`division`] |
//! | R11 | everything is computed after redaction | `family_map::redact`, `store` |
//!
//! | of the week | where |
//! |---|---|
//! | days, weeks, holidays, series, conflicts, free times, iCalendar | [`calendar`] |
//! | the low door: enquiries from the first call to a case or an end | [`enquiry`] |
//! | individual sessions, interpreters, two talks a week during a stay | [`appointment`] |
//! | COS-P, ICDP, Drømmehuset, PMTO group, a unit's own, as data files or out of a spreadsheet | [`programme`] |
//! | messages: what may be sent to whom, when, in which words | [`message`] |
//! | a family's plan: dreams, goals, actions, versions, whose yes, pausing and stopping | [`plan`] |
//! | consents to share with other services, and what a service reads by them | [`consent`] |
//! | a family moves: what goes along to another municipality, by whose yes | [`moving`] |
//! | a group's meetings, leaders, seats, waiting list, attendance, figures | [`group`] |
//!
//! Time zones, RRULE as other calendars read it, and iCalendar are behind the
//! feature `server`: they would weigh too much in the browser.

pub mod appointment;
pub mod audience;
pub mod beginning;
pub mod calendar;
pub mod child;
pub mod consent;
pub mod contact;
pub mod day;
pub mod division;
pub mod due;
pub mod emergency;
pub mod enquiry;
pub mod group;
pub mod life;
pub mod listing;
pub mod message;
pub mod moving;
pub mod occasion;
pub mod opening;
pub mod participation;
pub mod party;
pub mod pin;
pub mod plan;
pub mod programme;
pub mod role;
pub mod search;
pub mod sheet;
pub mod sight;
pub mod waiting;

pub use day::Day;
pub use party::Party;

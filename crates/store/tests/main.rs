//! The store, tried on SQLite and on PostgreSQL: one program, so that it is linked once. A file for each thing that the
//! store keeps or guards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails says so")]

#[macro_use]
mod common;

mod access;
mod administration;
mod areas;
mod calendar;
mod case_life;
mod case_list;
mod cases;
mod child_part;
mod consents;
mod day;
mod deactivation;
mod desk;
mod divide;
mod emergency;
mod feeds;
mod groups;
mod guest;
mod handed;
mod installation;
mod kill;
mod live;
mod load;
mod log;
mod moving;
mod offline;
mod outbox;
mod passkey;
mod past;
mod people;
mod plan;
mod portal;
mod posts;
mod record;
mod reminders;
mod review;
mod second_factor;
mod sessions;
mod step;
mod talks;

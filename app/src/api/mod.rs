//! The server functions. Each is a public address and authorises by itself:
//! it reads who calls, opens the case through the access handle, and returns
//! what this viewer may see.

// The macro makes a structure of each function's arguments and gives its
// fields no words; the functions say what they take.
#![allow(missing_docs)]

pub mod account;
pub mod administration;
pub mod begin;
pub mod calendar;
pub mod case_list;
pub mod case_log;
pub mod cases;
pub mod child_part;
pub mod consent;
pub mod day;
pub mod door;
pub mod draft;
pub mod drawing;
#[cfg(feature = "ssr")]
mod drawn_network;
pub mod emergency;
pub mod feed;
pub mod groups;
pub mod guest;
pub mod help;
pub mod import;
pub mod in_room;
pub mod lead;
pub mod life;
pub mod link;
pub mod list_address;
pub mod live;
pub mod load;
pub mod map_out;
pub mod map_time;
pub mod mark;
pub mod messages;
pub mod moving;
pub mod offline;
pub mod parties;
pub mod person;
pub mod plan;
pub mod portal;
pub mod post;
pub mod print;
pub mod qr;
pub mod reshape;
pub mod review;
pub mod second_factor;
pub mod seen;
pub mod session;
pub mod sharing;
pub mod talks;
pub mod team;

//! Peers of a reply: packed, listed, or both.

mod entry;
mod json;
mod packed;
mod list;

pub(super) use entry::write as write_listed;
pub(super) use list::PeerList;
pub(super) use list::PeerList6;
pub(super) use list::Peers6;

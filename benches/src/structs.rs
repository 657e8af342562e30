//! The documents as structs, written as a user of any serde format would write them.
//!
//! Fields stand in the order of their keys, so that what serializes them in the order of the
//! declaration gets canonical bencode.

pub mod borrowed;
pub mod owned;
pub mod packet;
mod pairs;
pub mod reply;

pub use pairs::Pairs;
